#include "demo/demo_own.h"
#include "demo/demo.h"
#include "audit/audit.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/log.h"
#include "base/text.h"
#include "certificate/certificate.h"
#include "council/council.h"
#include "dossier/dossier.h"
#include "org/org.h"
#include "report/report.h"
#include "rule/rule.h"
#include "user/user.h"
#include <jansson.h>
#include <string.h>

enum { ORGS_MAX = 64, PEOPLE_PER_ORG = 16, SESSIONS_PER_ORG = 64 };

typedef struct {
    uint64_t s;
} dice;

static uint64_t roll(dice *d) /* splitmix64 */
{
    uint64_t z = (d->s += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int below(dice *d, int n)
{
    return n > 0 ? (int)(roll(d) % (uint64_t)n) : 0;
}

typedef struct {
    user_id id;
    const char *name, *position, *qualification, *login;
} person;
typedef struct {
    org_id id;
    const char *code, *name, *symbol, *sector, *head_title;
    person people[PEOPLE_PER_ORG]; /* 0 head, 1 intake, 2 chair, 3 secretary, 4–6 members, then authors */
    int n_people;
    council_id council;
    council_session_id session;
    int session_month; /* yyyymm of that session */
} unit;

typedef struct {
    arena *mem, *scratch;
    db *db;
    dice dice;
    json_t *fields, *city;
    unit units[ORGS_MAX];
    int n_units, establishments[ORGS_MAX], n_establishments;
    process_id process;
    const char *hash;
    date today;
    instant now;
    actor system;
    dossier_id own, copied; /* of demo_novelty.c */
    person author;          /* demo.tacgia; no id while none is given to that account */
    unsigned given;         /* states (bits of `hers`) of which that account has a dossier */
} maker;

static const char *word(const json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));
    return s ? s : "";
}

static const char *pick(maker *m, const json_t *list)
{
    const char *s = json_string_value(json_array_get(list, (size_t)below(&m->dice, (int)json_array_size(list))));
    return s ? s : "";
}

static const char *pick_of(maker *m, const char *name)
{
    return pick(m, json_object_get(m->city, name));
}

static const char *invent_name(maker *m)
{
    bool woman = below(&m->dice, 2);
    return textf(m->mem, "%s %s %s", pick_of(m, "family"), pick_of(m, woman ? "middle_f" : "middle_m"), pick_of(m, woman ? "given_f" : "given_m"));
}

static status add_person(maker *m, unit *u, const char *login, const char *name, const char *position, role_kind role, const char *title, bool with_password)
{
    person *p = &u->people[u->n_people];
    user_new n = {.login = login, .name = name, .email = textf(m->mem, "%s@example.vn", login), .phone = "", .position = position, .qualification = pick_of(m, "qualifications"), .org = u->id,
                  .birth_date = date_make(1968 + below(&m->dice, 30), 1 + below(&m->dice, 12), 1 + below(&m->dice, 28)), .password = ""};

    *p = (person){{0}, name, position, n.qualification, login};
    TRY(user_create(m->mem, m->db, &n, m->now, &p->id));
    if (with_password) TRY(db_change1(m->db, Q_USER_PASSWORD_SET, P_TEXT(m->hash), P_BOOL(false), P_ID(p->id)));
    if (role) TRY(user_grant(m->db, p->id, role, u->id, title, date_make(2021, 1, 1), (date){0}));
    u->n_people++;
    return OK;
}

static status add_council(maker *m, unit *u)
{
    member_id id;
    static const char *const roles[] = {"chair", "secretary", "member", "member", "member"};

    TRY(db_insert(m->db, Q_COUNCIL_INSERT, &u->council, P_ID(u->id), P_TEXT(textf(m->mem, "Hội đồng sáng kiến %s", u->name)), P_TEXT(textf(m->mem, "05/QĐ-%s", u->symbol)),
                  P_DATE(date_make(2023, 1, 16)), P_NULL, P_TEXT("standing"), P_TEXT("unit"), P_TEXT(""), P_TEXT(""), P_INSTANT(m->now)));
    for (int i = 0; i < COUNT(roles); i++) TRY(db_insert(m->db, Q_COUNCIL_MEMBER_INSERT, &id, P_ID(u->council), P_ID(u->people[2 + i].id), P_TEXT(roles[i]), P_BOOL(i == 4), P_BOOL(false), P_TEXT("")));
    return OK;
}

static status add_people(maker *m, unit *u)
{
    static const struct {
        const char *suffix, *position;
        role_kind role;
    } posts[] = {{"tt", "", ROLE_HEAD}, {"tn", "Cán bộ tiếp nhận", ROLE_INTAKE}, {"ct", "Phó thủ trưởng", ROLE_CHAIR}, {"tk", "Thư ký Hội đồng", ROLE_SECRETARY},
                 {"u1", "Ủy viên Hội đồng", ROLE_MEMBER}, {"u2", "Ủy viên Hội đồng", ROLE_MEMBER}, {"u3", "Chủ tịch Công đoàn", ROLE_MEMBER}};
    const char *code = text_slug(m->mem, u->code);

    for (int i = 0; i < COUNT(posts); i++)
        TRY(add_person(m, u, textf(m->mem, "%s.%s", code, posts[i].suffix), invent_name(m), i ? posts[i].position : u->head_title, posts[i].role, i ? "" : u->head_title, false));
    while (u->n_people < PEOPLE_PER_ORG)
        TRY(add_person(m, u, textf(m->mem, "%s.a%d", code, u->n_people - 6), invent_name(m), pick_of(m, "positions"), ROLE_AUTHOR, "", false));
    return add_council(m, u);
}

static unit *unit_by_code(maker *m, const char *code)
{
    for (int i = 0; i < m->n_units; i++)
        if (text_eq(m->units[i].code, code)) return &m->units[i];
    return NULL;
}

static status add_units(maker *m)
{
    size_t i;
    json_t *o;

    json_array_foreach(json_object_get(m->city, "orgs"), i, o)
    {
        const char *f[7];
        for (int k = 0; k < 7; k++) f[k] = json_string_value(json_array_get(o, (size_t)k));
        unit *above = unit_by_code(m, f[5]), *u = &m->units[m->n_units++];
        *u = (unit){.code = f[0], .name = f[1], .symbol = f[2], .sector = f[4], .head_title = f[6]};
        bool commune = text_eq(u->sector, "commune");
        org_row row = {.code = f[0], .name = f[1], .symbol = f[2], .kind = f[3], .economic_class = text_eq(f[4], "enterprise") ? "economic" : text_eq(f[4], "hospital") ? "revenue_public" : "other",
                       .sector = f[4], .superior_id = above ? above->id : (org_id){0}, .province = "Đà Nẵng", .authorisation = text_eq(f[3], "dependent") ? "Giấy ủy quyền số 12/UQ-2023" : "",
                       .address = "", .email = "", .phone = "", .union_exists = true, .valid_from = commune ? date_make(2025, 7, 1) : date_make(2010, 1, 1)};
        TRY(org_create(m->db, m->mem, &row, &u->id));
        if (text_eq(f[3], "body")) continue;
        TRY(add_people(m, u));
        m->establishments[m->n_establishments++] = m->n_units - 1;
    }
    /* A department that bore another name before the reform: its old decisions keep it. */
    org_id id = {0};
    unit *u = unit_by_code(m, "SNNMT");
    TRY(db_insert(m->db, Q_ORG_NAME_INSERT, &id, P_ID(u->id), P_TEXT("Sở Nông nghiệp và Phát triển nông thôn"), P_TEXT("SNNPTNT"), P_DATE(date_make(2010, 1, 1)), P_DATE(date_make(2025, 2, 28))));
    return db_insert(m->db, Q_ORG_CHANGE_INSERT, &id, P_TEXT("merge"), P_ID(u->id), P_ID(u->id), P_DATE(date_make(2025, 3, 1)), P_TEXT("Sắp xếp cơ quan chuyên môn năm 2025"));
}

/* The accounts that the first page of the demonstration names. */
static status add_personas(maker *m)
{
    static const struct {
        const char *login, *name, *position, *title;
        role_kind role, second;
        bool everywhere;
    } personas[] = {
        {"demo.tacgia", "Nguyễn Thị Minh Tâm", "Chuyên viên", "", ROLE_AUTHOR, 0, false},
        {"demo.dongtacgia", "Trần Quốc Bảo", "Chuyên viên", "", ROLE_AUTHOR, 0, false},
        {"demo.tiepnhan", "Lê Thị Thu Hà", "Cán bộ tiếp nhận", "", ROLE_INTAKE, 0, false},
        {"demo.chutich", "Phạm Văn Khánh", "Phó Chủ tịch UBND phường", "", ROLE_CHAIR, ROLE_MEMBER, false},
        {"demo.thuky", "Huỳnh Thị Lan", "Chuyên viên văn phòng", "", ROLE_SECRETARY, ROLE_MEMBER, false},
        {"demo.uyvien", "Võ Đình Long", "Công chức kinh tế", "", ROLE_MEMBER, 0, false},
        {"demo.thutruong", "Hoàng Ngọc Sơn", "Chủ tịch UBND phường", "Chủ tịch", ROLE_HEAD, 0, false},
        {"demo.so", "Đặng Thị Hạnh", "Chuyên viên quản lý sáng kiến", "", ROLE_DEPARTMENT, 0, true},
        {"demo.bientap", "Bùi Minh Phong", "Biên tập viên", "", ROLE_EDITOR, 0, true},
        {"demo.quantri", "Ngô Quang Vinh", "Quản trị hệ thống", "", ROLE_ADMINISTRATOR, 0, true},
        {"demo.kiemtra", "Dương Thị Oanh", "Thanh tra viên", "", ROLE_AUDITOR, 0, true},
    };
    unit *u = unit_by_code(m, "HAICHAU"), *department = unit_by_code(m, "SKHCN");
    member_id id;

    if (!u || !department) return E_INTERNAL;
    for (int i = 0; i < COUNT(personas); i++) {
        user_new n = {.login = personas[i].login, .name = personas[i].name, .email = textf(m->mem, "%s@example.vn", personas[i].login), .phone = "", .position = personas[i].position,
                      .qualification = "Đại học", .org = personas[i].everywhere ? department->id : u->id, .birth_date = date_make(1985, 5, 20), .password = ""};
        user_id who;
        org_id at = personas[i].everywhere ? (org_id){0} : u->id;
        TRY(user_create(m->mem, m->db, &n, m->now, &who));
        TRY(db_change1(m->db, Q_USER_PASSWORD_SET, P_TEXT(m->hash), P_BOOL(false), P_ID(who)));
        TRY(user_grant(m->db, who, personas[i].role, at, personas[i].title, date_make(2025, 7, 1), (date){0}));
        if (personas[i].second) TRY(user_grant(m->db, who, personas[i].second, at, "", date_make(2025, 7, 1), (date){0}));
        const char *seat = personas[i].role == ROLE_CHAIR ? "vice" : personas[i].role == ROLE_SECRETARY || personas[i].role == ROLE_MEMBER ? "member" : NULL;
        if (personas[i].role == ROLE_HEAD) u->people[0] = (person){who, personas[i].name, personas[i].position, "Thạc sĩ", personas[i].login};
        (void)seat;
    }
    /* The ward's council for trying out has exactly the personas on it. */
    static const char *const seats[][2] = {{"demo.chutich", "chair"}, {"demo.thuky", "secretary"}, {"demo.uyvien", "member"}};
    council_id council;
    TRY(db_insert(m->db, Q_COUNCIL_INSERT, &council, P_ID(u->id), P_TEXT("Hội đồng sáng kiến phường Hải Châu (dùng thử)"), P_TEXT("21/QĐ-UBND-HC"), P_DATE(date_make(2026, 1, 12)), P_NULL, P_TEXT("standing"), P_TEXT("unit"), P_TEXT(""), P_TEXT(""), P_INSTANT(m->now)));
    for (int i = 0; i < COUNT(seats); i++) {
        user_row row = {0};
        TRY(user_by_login(m->db, m->mem, seats[i][0], &row));
        TRY(db_insert(m->db, Q_COUNCIL_MEMBER_INSERT, &id, P_ID(council), P_ID(row.id), P_TEXT(seats[i][1]), P_BOOL(i == 2), P_BOOL(false), P_TEXT(i == 2 ? "Y tế" : "Cải cách hành chính")));
    }
    return OK;
}

/* ---- the text of a dossier ---- */

typedef struct {
    const char *title, *kind, *field, *known_state, *content, *applicability, *conditions, *benefit;
    int64_t amount;
} text_of_dossier;

static const char *capital(arena *mem, const char *s)
{
    size_t n = text_clip(s, 1);
    return textf(mem, "%s%s", text_upper(mem, text_copyn(mem, s, n)), s + n);
}

/* "{a} … {b}" with numbers that fit each other. */
static const char *filled(maker *m, const char *s, int64_t *amount)
{
    int a = 35 + below(&m->dice, 30), b = a + 15 + below(&m->dice, 20), c = 8 + below(&m->dice, 17), d = 2 + below(&m->dice, 8), million = 12 + below(&m->dice, 180);
    AUTO(buf) out = {0};

    for (; *s; s++) {
        if (s[0] != '{' || s[2] != '}') {
            buf_putc(&out, *s);
            continue;
        }
        buf_printf(&out, "%d", s[1] == 'a' ? a : s[1] == 'b' ? b : s[1] == 'c' ? c : s[1] == 'd' ? d : million);
        if (s[1] == 'm' && amount) *amount = million * INT64_C(1000000);
        s += 2;
    }
    return text_copy(m->scratch, out.p ? out.p : "");
}

static const json_t *field_for(maker *m, const unit *u)
{
    static const char *const usual[][2] = {{"school", "Giáo dục"}, {"hospital", "Y tế"}, {"union", "Công đoàn"}};
    int n = (int)json_array_size(m->fields);

    for (int i = 0; i < COUNT(usual); i++) {
        if (!text_eq(u->sector, usual[i][0]) || below(&m->dice, 10) == 0) continue;
        for (int k = 0; k < n; k++)
            if (text_eq(word(json_array_get(m->fields, (size_t)k), "name"), usual[i][1])) return json_array_get(m->fields, (size_t)k);
    }
    return json_array_get(m->fields, (size_t)below(&m->dice, n));
}

static text_of_dossier invent_text(maker *m, const unit *u)
{
    const json_t *f = field_for(m, u);
    const char *goal = pick(m, json_object_get(f, "goals")), *tool = pick(m, json_object_get(f, "tools")), *context = pick(m, json_object_get(f, "contexts"));
    const char *trouble = pick(m, json_object_get(f, "trouble")), *more = pick(m, json_object_get(f, "trouble"));
    arena *mem = m->scratch;
    text_of_dossier t = {.kind = word(f, "kind"), .field = word(f, "name")};

    switch (below(&m->dice, 5)) {
    case 0: t.title = textf(mem, "Ứng dụng %s để %s %s", tool, goal, context); break;
    case 1: t.title = textf(mem, "Giải pháp %s %s bằng %s", goal, context, tool); break;
    case 2: t.title = textf(mem, "Cải tiến cách %s %s nhờ %s", goal, context, tool); break;
    case 3: t.title = textf(mem, "%s giúp %s %s", capital(mem, tool), goal, context); break;
    default: t.title = textf(mem, "Dùng %s nhằm %s %s", tool, goal, context); break;
    }
    t.known_state = textf(mem, "%s %s", trouble, text_eq(more, trouble) ? textf(mem, "Tình trạng này lặp lại nhiều năm %s.", context) : more);
    t.content = textf(mem, "Bước 1. Khảo sát thực tế %s trong hai tuần, ghi lại từng khâu mất thời gian khi %s.\nBước 2. Chuẩn bị %s: dùng vật tư, thiết bị sẵn có của đơn vị, người làm tự lắp đặt và tự hướng dẫn nhau.\n"
                           "Bước 3. Làm thử với một tổ trong một tháng, mỗi tuần họp rút kinh nghiệm 15 phút và sửa ngay chỗ chưa thuận tiện.\nBước 4. Viết thành hướng dẫn một trang, phân công người theo dõi, áp dụng cho toàn đơn vị và "
                           "chốt số liệu trước – sau để so sánh.\nĐiểm mới là kết hợp %s với cách ghi số liệu ngay tại chỗ, nhờ đó việc %s không còn phụ thuộc vào trí nhớ của từng người.",
                      context, goal, tool, tool, goal);
    t.applicability = textf(mem, "Đã áp dụng tại %s; có thể áp dụng cho các đơn vị có điều kiện tương tự %s.", u->name, context);
    t.conditions = textf(mem, "Có %s, một người phụ trách được hướng dẫn trong một buổi, và sự đồng ý của lãnh đạo bộ phận.", tool);
    const json_t *effects = json_object_get(f, "effect");
    size_t n = json_array_size(effects), first = (size_t)below(&m->dice, (int)n), second = (first + 1 + (size_t)below(&m->dice, (int)n - 1)) % n;
    const char *one = filled(m, json_string_value(json_array_get(effects, first)), &t.amount), *two = filled(m, json_string_value(json_array_get(effects, second)), &t.amount);
    t.benefit = textf(mem, "Sau thời gian áp dụng, %s; %s.", one, two);
    return t;
}

static author_list invent_authors(maker *m, const unit *u, bool with_head)
{
    static const int splits[4][3] = {{10000, 0, 0}, {6000, 4000, 0}, {5000, 3000, 2000}, {3334, 3333, 3333}};
    int which = with_head ? 1 : below(&m->dice, 10) < 5 ? 0 : below(&m->dice, 10) < 6 ? 1 : 2 + below(&m->dice, 2);
    int n = which == 0 ? 1 : which == 1 ? 2 : 3, first = 7 + below(&m->dice, u->n_people - 10);
    author_list l = {NEWS(m->scratch, dossier_author, 3), 0};

    for (int i = 0; i < n; i++) {
        const person *p = with_head && i == 0 ? &u->people[0] : &u->people[first + i];
        l.p[l.n++] = (dossier_author){.user_id = p->id, .name = p->name, .unit = u->name, .position = p->position, .qualification = p->qualification, .share = splits[which][i], .login = ""};
    }
    return l;
}

/* Of each of these states one dossier is that account's, in its ward, so that who tries it sees a dossier at each turn. */
static const char *const hers[] = {"draft", "deficient", "accepted", "certified"};

static bool is_hers(maker *m, const char *state)
{
    for (int i = 0; m->author.id.v && i < COUNT(hers); i++) {
        if (!text_eq(hers[i], state) || m->given & 1u << i) continue;
        m->given |= 1u << i;
        return true;
    }
    return false;
}

static author_list only_author(maker *m, const unit *u)
{
    author_list l = {NEWS(m->scratch, dossier_author, 1), 1};

    l.p[0] = (dossier_author){.user_id = m->author.id, .name = m->author.name, .unit = u->name, .position = m->author.position, .qualification = m->author.qualification, .share = 10000, .login = ""};
    return l;
}

static const char *folded_of(maker *m, const text_of_dossier *t, const author_list *a)
{
    const char *s = text_fold(m->scratch, t->title);

    for (int i = 0; i < a->n; i++) s = textf(m->scratch, "%s | %s", s, text_fold(m->scratch, a->p[i].name));
    return textf(m->scratch, "%s | %s", s, text_fold(m->scratch, t->field));
}

/* ---- the life of a dossier ---- */

typedef struct {
    const char *state;
    date applied, filed, accepted, session, decided;
    bool head, funded;
} life;

static date working(date d)
{
    return rule_next_working_day(rule_current(), d);
}

static status add_event(maker *m, dossier_id id, date day, const char *actor, const char *action, const char *from, const char *to, const char *note)
{
    org_id row = {0};
    return db_insert(m->db, Q_DOSSIER_EVENT_INSERT, &row, P_ID(id), P_INSTANT(instant_of(day, 8 + below(&m->dice, 8), below(&m->dice, 60))), P_NULL, P_TEXT(actor), P_ID(m->process), P_TEXT(action), P_TEXT(from), P_TEXT(to),
                     P_TEXT(note), P_NULL, P_TEXT(""));
}

static bool reached(const life *l, const char *const *states)
{
    for (; *states; states++)
        if (text_eq(l->state, *states)) return true;
    return false;
}

static status add_dossier(maker *m, unit *u, const life *l, const text_of_dossier *t, const author_list *authors, dossier_id *out)
{
    int64_t n = 0;
    const char *number = "", *rule = "";
    rule_term term = {0};
    author_id row = {0};
    const char *investor = l->funded ? u->name : authors->p[0].name;

    if (!text_eq(l->state, "draft")) {
        TRY(org_next_number(m->db, u->id, "receipt", date_year(l->filed), &n));
        number = textf(m->scratch, "%lld/%d/BN-%s", (long long)n, date_year(l->filed), u->symbol);
    }
    if (text_eq(l->state, "filed")) rule = "review.period";
    if (text_eq(l->state, "deficient")) rule = "fix.period";
    if (reached(l, (const char *const[]){"accepted", "under_evaluation", "evaluated", "waiting_consent", NULL})) rule = "decide.period";
    date start = text_eq(rule, "decide.period") ? l->accepted : text_eq(rule, "fix.period") ? working(date_add_days(l->filed, 6)) : l->filed;
    if (*rule) TRY(rule_due(m->scratch, rule_current(), rule, NULL, start, start, &term));
    TRY(db_insert(m->db, Q_DEMO_DOSSIER_INSERT, out, P_TEXT(number), P_ID(u->id), P_ID(authors->p[authors->n - 1].user_id), P_ID(m->process), P_TEXT(l->state), P_TEXT(t->title), P_TEXT(folded_of(m, t, authors)), P_TEXT(t->kind),
                  P_TEXT(t->field), P_TEXT(investor), P_BOOL(l->funded), P_BOOL(l->head), P_DATE(l->applied),
                  P_TEXT(t->amount ? "both" : "social"), t->amount ? P_INT(t->amount) : P_NULL, P_INSTANT(instant_of(date_add_days(l->filed, -9), 9, 0)),
                  P_INSTANT(instant_of(l->decided.ymd ? l->decided : l->filed, 15, 0)), text_eq(l->state, "draft") ? P_NULL : P_DATE(l->filed), P_DATE(l->accepted), P_DATE(l->decided), P_DATE(term.due),
                  P_TEXT(rule), P_TEXT(l->head && l->funded && l->decided.ymd ? "CV 112/SKHCN-QLKH" : "")));
    TRY(db_change1(m->db, Q_DOSSIER_PROSE_PUT, P_ID(*out), P_TEXT(t->known_state), P_TEXT(t->content), P_TEXT(t->applicability), P_TEXT(t->conditions), P_TEXT(t->benefit), P_TEXT("")));
    for (int i = 0; i < authors->n; i++) {
        const dossier_author *a = &authors->p[i];
        TRY(db_insert(m->db, Q_DOSSIER_AUTHOR_INSERT, &row, P_ID(*out), P_INT(i + 1), P_ID(a->user_id), P_TEXT(a->name), P_NULL, P_TEXT(a->unit), P_TEXT(a->position), P_TEXT(a->qualification), P_INT(a->share),
                      P_INSTANT(instant_of(date_add_days(l->filed, -1), 10, 0))));
    }
    if (!text_eq(l->state, "draft")) TRY(add_event(m, *out, l->filed, authors->p[0].name, "file", "draft", "filed", ""));
    if (text_eq(l->state, "deficient")) TRY(add_event(m, *out, start, u->people[1].name, "ask_fix", "filed", "deficient", "Bổ sung số liệu trước và sau khi áp dụng; ghi rõ tỷ lệ đóng góp của từng tác giả."));
    if (l->accepted.ymd) TRY(add_event(m, *out, l->accepted, u->people[1].name, "accept", "filed", "accepted", ""));
    return OK;
}

/* One session a month and unit holds its dossiers. */
static status session_for(maker *m, unit *u, date day)
{
    int month = day.ymd / 100;

    if (u->session_month == month) return OK;
    u->session_month = month;
    return db_insert(m->db, Q_DEMO_SESSION_INSERT, &u->session, P_ID(u->council), P_INSTANT(instant_of(day, 14, 0)), P_TEXT("Phòng họp tầng 2"));
}

static status add_evaluation(maker *m, unit *u, dossier_id id, const life *l, bool passed)
{
    item_id item;
    int votes = passed ? 4 + below(&m->dice, 2) : 1 + below(&m->dice, 2), qn = 0, qd = 1, pn = 0, pd = 1;

    TRY(rule_ratio(rule_current(), "council.quorum", NULL, l->session, &qn, &qd, NULL));
    TRY(rule_ratio(rule_current(), "council.pass_ratio", NULL, l->session, &pn, &pd, NULL));
    TRY(session_for(m, u, l->session));
    const char *opinion = passed ? "Giải pháp mới tại cơ sở, đã áp dụng có kết quả rõ; đề nghị công nhận." : "Giải pháp trùng với quy trình đã ban hành, chưa thấy điểm mới; đề nghị không công nhận.";
    TRY(db_insert(m->db, Q_DEMO_ITEM_INSERT, &item, P_ID(u->session), P_ID(id), P_TEXT(passed ? "yes" : "no"), P_TEXT(opinion), P_INT(5), P_INT(5), P_INT(qn), P_INT(qd), P_INT(pn), P_INT(pd), P_INT(votes), P_INT(5 - votes), P_INT(0), P_BOOL(passed),
                  P_INSTANT(instant_of(l->session, 16, 0))));
    TRY(add_event(m, id, l->session, "", "open_council", "accepted", "under_evaluation", ""));
    return add_event(m, id, l->session, "", "conclude", "under_evaluation", "evaluated", opinion);
}

static status add_recognition(maker *m, unit *u, dossier_id id, const life *l, const text_of_dossier *t, const author_list *authors, recognition_id *out)
{
    const char *name = u->name, *symbol = u->symbol;

    status s = org_name_on(m->db, m->scratch, u->id, l->decided, &name, &symbol);
    if (s != OK && s != E_NOT_FOUND) return s;
    recognition_new r = {.dossier = id, .org = u->id, .org_name = name, .symbol = symbol, .title = t->title, .kind = t->kind, .field = t->field, .investor = l->funded ? u->name : authors->p[0].name,
                         .summary = t->content, .benefit = t->benefit, .signer_name = u->people[0].name, .signer_title = u->head_title, .note = "", .signer = u->people[0].id, .on = l->decided,
                         .has_head = l->head, .authors = *authors};
    TRY(certificate_record(m->scratch, m->db, &r, out));
    return add_event(m, id, l->decided, u->people[0].name, "recognise", "evaluated", "certified", "");
}

static unit *any_unit(maker *m, date filed)
{
    for (;;) {
        unit *u = &m->units[m->establishments[below(&m->dice, m->n_establishments)]];
        bool commune = text_eq(u->sector, "commune");
        if (!commune || date_compare(filed, date_make(2025, 8, 1)) >= 0) return u; /* the wards exist since 1 July 2025 */
    }
}

/* Recognised dossiers, in the order of their decisions, so that numbers follow the days. */
static status add_recognised(maker *m, int i, int total)
{
    date first = date_make(date_year(m->today) - 2, 1, 8), last = date_add_days(m->today, -4);
    life l = {.state = "certified"};
    recognition_id made;
    dossier_id id;

    arena_reset(m->scratch);
    l.decided = working(date_add_days(first, (int)((int64_t)date_days_between(first, last) * i / (total > 1 ? total - 1 : 1))));
    if (date_compare(l.decided, last) > 0) l.decided = last;
    l.session = working(date_add_days(l.decided, -9));
    l.accepted = working(date_add_days(l.decided, -38 - below(&m->dice, 20) - (i % 13 == 5 ? 75 : 0))); /* some are decided late */
    l.filed = working(date_add_days(l.accepted, -6 - below(&m->dice, 14)));
    l.applied = date_add_days(l.filed, -40 - below(&m->dice, 280));
    l.head = total == DEMO_RECOGNISED ? i % 114 == 57 && i / 114 < DEMO_HEAD : below(&m->dice, 100) == 0;
    l.funded = below(&m->dice, 3) > 0;
    unit *u = any_unit(m, l.filed);
    text_of_dossier t = invent_text(m, u);
    author_list authors = invent_authors(m, u, l.head);
    if (text_eq(u->code, "HAICHAU") && !l.head && date_days_between(l.decided, m->today) < 200 && is_hers(m, l.state)) authors = only_author(m, u);
    TRY(add_dossier(m, u, &l, &t, &authors, &id));
    TRY(add_evaluation(m, u, id, &l, true));
    TRY(add_recognition(m, u, id, &l, &t, &authors, &made));
    bool city = total == DEMO_RECOGNISED ? i % 33 == 16 && i / 33 < DEMO_CITY : below(&m->dice, 34) == 0;
    if (!city) return OK;
    date on = working(date_add_days(l.decided, 25));
    unit *up = unit_by_code(m, "UBTP");
    decision_id decided = {0};
    city_new c = {.recognition = made, .org = up->id, .org_name = up->name, .symbol = up->symbol, .signer_name = "Người ký hư cấu", .signer_title = "Phó Chủ tịch", .reach = "Các cơ sở cùng loại của thành phố.",
                  .on = date_compare(on, last) > 0 ? last : on};
    return certificate_record_city(m->scratch, m->db, &c, &decided);
}

static status add_other(maker *m, int i)
{
    static const char *const states[] = {"draft", "filed", "filed", "deficient", "accepted", "accepted", "waiting", "under_evaluation", "evaluated", "waiting_consent", "refused", "refused", "refused", "refused_acceptance", "withdrawn", "refused"};
    life l = {.state = states[i % COUNT(states)]};
    dossier_id id;

    arena_reset(m->scratch);
    bool ended = reached(&l, (const char *const[]){"refused", "refused_acceptance", "withdrawn", NULL});
    l.filed = working(date_add_days(m->today, ended ? -60 - below(&m->dice, 900) : -4 - below(&m->dice, 22)));
    if (date_compare(l.filed, m->today) > 0) l.filed = date_add_days(m->today, -3);
    l.applied = text_eq(l.state, "waiting") ? (date){0} : date_add_days(l.filed, -30 - below(&m->dice, 280));
    l.head = text_eq(l.state, "waiting_consent");
    l.funded = l.head || below(&m->dice, 2);
    if (!reached(&l, (const char *const[]){"draft", "filed", "deficient", "refused_acceptance", "withdrawn", NULL})) l.accepted = date_add_days(l.filed, 3);
    if (reached(&l, (const char *const[]){"evaluated", "waiting_consent", "refused", NULL})) l.session = ended ? working(date_add_days(l.accepted, 20)) : date_add_days(m->today, -1);
    if (ended) l.decided = working(date_add_days(l.session.ymd ? l.session : l.filed, 8));
    unit *u = any_unit(m, l.filed);
    bool own = is_hers(m, l.state);
    if (own) u = unit_by_code(m, "HAICHAU");
    text_of_dossier t = invent_text(m, u);
    author_list authors = own ? only_author(m, u) : invent_authors(m, u, l.head);
    TRY(add_dossier(m, u, &l, &t, &authors, &id));
    if (l.session.ymd) {
        u->session_month = 0; /* a session of its own: these days are not in order */
        TRY(add_evaluation(m, u, id, &l, !text_eq(l.state, "refused")));
        u->session_month = 0;
    }
    if (text_eq(l.state, "refused")) TRY(add_event(m, id, l.decided, u->people[0].name, "refuse", "evaluated", "refused", "Hội đồng xác định giải pháp chưa có tính mới tại cơ sở (Điều 4 Điều lệ Sáng kiến)."));
    if (text_eq(l.state, "refused_acceptance")) TRY(add_event(m, id, l.decided, u->people[1].name, "refuse_acceptance", "filed", "refused_acceptance", "Quá thời hạn 1 năm kể từ ngày áp dụng lần đầu (khoản 2 Điều 5 Điều lệ Sáng kiến)."));
    if (text_eq(l.state, "withdrawn")) TRY(add_event(m, id, l.decided, authors.p[0].name, "withdraw", "filed", "withdrawn", "Tác giả xin rút để hoàn thiện thêm."));
    return OK;
}

static status fill(maker *m, int recognised, void (*progress)(void *ctx, int done, int total), void *ctx)
{
    bool city = recognised == 0;
    int total = city ? DEMO_RECOGNISED : recognised, others = city ? DEMO_OTHERS : recognised / 5;

    m->hash = user_password_hash(m->mem, DEMO_PASSWORD);
    TRY(process_active(m->db, "unit", &m->process));
    TRY(add_units(m));
    TRY(add_personas(m));
    if (city) TRY(demo_look(m->mem, m->db, m->now));
    user_row clerk = {0}, editor = {0}, author = {0};
    TRY(user_by_login(m->db, m->mem, "demo.tacgia", &author));
    if (city) m->author = (person){author.id, author.name, author.position, author.qualification, author.login};
    TRY(user_by_login(m->db, m->mem, "demo.bientap", &editor));
    TRY(demo_news(m->mem, m->db, editor.id, editor.name, city, m->now));
    TRY(user_by_login(m->db, m->mem, "demo.so", &clerk));
    TRY(demo_process(m->mem, m->db, m->now));
    TRY(demo_training(m->mem, m->db, clerk.id, m->now));
    TRY(demo_criteria(m->mem, m->db, clerk.id, m->now));
    user_row asker = {0};
    TRY(user_by_login(m->db, m->mem, "demo.dongtacgia", &asker));
    TRY(demo_question(m->mem, m->db, asker.id, clerk.id, m->now));
    if (city) TRY(demo_wall(m->mem, m->db, asker.id, clerk.id, m->now));
    for (int i = 0; i < total; i++) {
        if (progress && i % 50 == 0) progress(ctx, i, total + others);
        TRY(add_recognised(m, i, total));
    }
    for (int i = 0; i < others; i++) TRY(add_other(m, i));
    if (city) TRY(demo_after(m->mem, m->db, unit_by_code(m, "UBTP")->id, m->hash, clerk.id, clerk.name, asker.id, asker.name, m->now));
    TRY(demo_council(m->mem, m->db, unit_by_code(m, "HAICHAU")->people[9].login, m->now));
    if (progress) progress(ctx, total + others, total + others);
    if (city) TRY(demo_novelty_write(m->mem, m->db, m->now, &m->own, &m->copied));
    TRY(db_change(m->db, Q_DEMO_ROUND_FILL, NULL));

    TRY(db_change(m->db, Q_DEMO_DOSSIER_KINDS, NULL));
    TRY(audit_add(m->db, m->mem, &m->system, "demo.filled", "system", total, "", ""));
    TRY(report_rebuild(m->mem, m->db, m->now));
    return demo_report(m->mem, m->db, clerk.id, m->now);
}

status demo_fill(store *s, uint64_t seed, int recognised, void (*progress)(void *ctx, int done, int total), void *ctx)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(arena_ptr) scratch = arena_new();
    AUTO(db_loan) l = {0};
    AUTO(db_tx) tx = {0};
    const embed_file *fields = embed_find("demo/fields.json"), *city = embed_find("demo/city.json");
    maker *m = NEW(mem, maker);
    int64_t there = 0;

    if (!fields || !city) return E_INTERNAL;
    TRY(db_borrow(s, &l.db));
    TRY(db_number(l.db, Q_DEMO_EMPTY, &there));
    if (there) return E_CONFLICT;
    *m = (maker){.mem = mem, .scratch = scratch, .db = l.db, .dice = {seed}, .now = instant_now(), .system = actor_system()};
    m->today = date_of(m->now);
    m->fields = json_loadb(fields->data, fields->size, 0, NULL);
    m->city = json_loadb(city->data, city->size, 0, NULL);
    status st = m->fields && m->city ? db_begin(l.db, &tx) : E_INTERNAL;
    if (st == OK) st = fill(m, recognised, progress, ctx);
    if (st == OK) st = db_commit(&tx);
    if (st == OK && m->copied.v) st = demo_novelty_examine(mem, l.db, m->now, m->own, m->copied);
    json_decref(m->fields);
    json_decref(m->city);
    return st;
}
