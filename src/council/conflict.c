/* Conflicts: what the system's own data say, what people declare, what follows. */
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "council/council_own.h"
#include "rule/rule.h"
#include "user/user.h"

SHAPE(conflict_shape, conflict_row, F_INT(conflict_row, id), F_ID(conflict_row, dossier_id), F_ID(conflict_row, user_id), F_TEXT(conflict_row, name), F_TEXT(conflict_row, kind),
      F_TEXT(conflict_row, kind_name), F_TEXT(conflict_row, source), F_TEXT(conflict_row, source_name), F_TEXT(conflict_row, note), F_TEXT(conflict_row, state), F_TEXT(conflict_row, answer),
      F_TEXT(conflict_row, number), F_TEXT(conflict_row, title), F_BOOL(conflict_row, hard), F_BOOL(conflict_row, pinned), F_BOOL(conflict_row, standing), F_BOOL(conflict_row, disputed),
      F_INSTANT(conflict_row, at));
SHAPE(candidate_shape, candidate_row, F_ID(candidate_row, id), F_TEXT(candidate_row, name), F_TEXT(candidate_row, login), F_TEXT(candidate_row, position), F_TEXT(candidate_row, unit),
      F_INT(candidate_row, bars), F_INT(candidate_row, hints), F_LIST(candidate_row, conflicts, conflict_shape));
SHAPE(relation_shape, relation_row, F_TEXT(relation_row, name), F_TEXT(relation_row, kind), F_TEXT(relation_row, kind_name), F_INSTANT(relation_row, at));

typedef struct {
    user_id user_id;
    org_id org_id;
    const char *name, *what; /* author | organiser | coauthor | relative | interest | named */
    bool is_head;            /* heads `org_id` */
} tie;
STATIC_SHAPE(tie_shape, tie, F_ID(tie, user_id), F_ID(tie, org_id), F_TEXT(tie, name), F_TEXT(tie, what), F_BOOL(tie, is_head));
typedef LIST_OF(tie) tie_list;

const char *council_conflict_name(const char *kind)
{
    static const char *const names[][2] = {{"author", N_("là tác giả")}, {"identity", N_("trùng tên với tác giả chưa có tài khoản")}, {"organiser", N_("tham gia tổ chức áp dụng lần đầu")},
                                           {"coauthor", N_("đồng tác giả với tác giả trong thời gian gần đây")}, {"relative", N_("người thân của tác giả")}, {"interest", N_("có lợi ích liên quan")},
                                           {"unit", N_("cùng đơn vị với tác giả")}, {"superior", N_("là người đứng đầu đơn vị của tác giả")}, {"subordinate", N_("làm việc dưới quyền tác giả")},
                                           {"declared", N_("tự khai có liên quan")}};

    for (int i = 0; i < COUNT(names); i++)
        if (text_eq(names[i][0], kind)) return T(names[i][1]);
    return T("có liên quan");
}

static const char *source_name(const char *source)
{
    return text_eq(source, "computed") ? T("hệ thống tìm thấy") : text_eq(source, "author") ? T("tác giả nêu") : text_eq(source, "member") ? T("thành viên tự khai") : T("thư ký nêu");
}

static bool same_name(arena *mem, const char *a, const char *b)
{
    return *a && text_eq(text_fold(mem, a), text_fold(mem, b));
}

/* What one tie makes of one person; "" nothing. `outside`: the council is not the establishment where both work. */
static const char *kind_of(arena *mem, const tie *t, const member_row *m, const actor_role *heads, int n_heads, bool outside, bool *hard)
{
    bool same = t->user_id.v && t->user_id.v == m->user_id.v, named = !t->user_id.v && same_name(mem, t->name, m->name);

    *hard = true;
    if (text_eq(t->what, "author") && same) return "author";
    if (text_eq(t->what, "author") && named) return "identity";
    if (text_eq(t->what, "organiser") && named) return "organiser";
    if (text_eq(t->what, "coauthor") && (same || named)) return "coauthor";
    if (text_eq(t->what, "named") && (same || named)) return "declared";
    if (!text_eq(t->what, "author")) return "";
    *hard = outside;
    for (int i = 0; i < n_heads; i++)
        if (t->org_id.v && heads[i].org.v == t->org_id.v) return "superior";
    if (t->is_head && m->org_id.v && t->org_id.v == m->org_id.v) return "subordinate";
    return t->org_id.v && t->org_id.v == m->org_id.v ? "unit" : "";
}

static void add(arena *mem, conflict_list *l, int *room, dossier_id id, const member_row *m, const char *kind, bool hard)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].user_id.v == m->user_id.v && text_eq(l->p[i].kind, kind)) return;
    if (l->n == *room) {
        conflict_row *more = NEWS(mem, conflict_row, *room ? *room * 2 : 16);
        for (int i = 0; i < l->n; i++) more[i] = l->p[i];
        l->p = more;
        *room = *room ? *room * 2 : 16;
    }
    l->p[l->n++] = (conflict_row){.dossier_id = id, .user_id = m->user_id, .name = m->name, .kind = kind, .kind_name = council_conflict_name(kind), .source = "computed", .source_name = source_name("computed"), .note = "",
                                  .state = "stands", .answer = "", .number = "", .title = "", .hard = hard, .standing = true};
}

typedef struct {
    org_id org;
} org_ref;
STATIC_SHAPE(org_ref_shape, org_ref, F_ID(org_ref, org));

static status heads_of(db *d, arena *mem, user_id user, date day, actor_role **out, int *n)
{
    LIST_OF(org_ref) l = {0};

    TRY(db_each(d, Q_COUNCIL_HEAD_OF, mem, &org_ref_shape, &l, P_ID(user), P_DATE(day)));
    *out = NEWS(mem, actor_role, l.n + 1);
    for (*n = 0; *n < l.n; (*n)++) (*out)[*n] = (actor_role){ROLE_HEAD, l.p[*n].org};
    return OK;
}

/* Declared ties between one person and the authors, from either side: by name, since a relative need not have an account. */
static status relations_with(db *d, arena *mem, const member_row *m, const tie_list *ties, dossier_id id, conflict_list *l, int *room)
{
    tie_list declared = {0};

    TRY(db_each(d, Q_COUNCIL_RELATED, mem, &tie_shape, &declared, P_ID(m->user_id), P_TEXT(text_fold(mem, m->name))));
    for (int i = 0; i < declared.n; i++)
        for (int k = 0; k < ties->n; k++) {
            const tie *t = &ties->p[k], *r = &declared.p[i];
            bool hit = text_eq(t->what, "author") && ((r->user_id.v && r->user_id.v == t->user_id.v) || same_name(mem, r->name, t->name));
            if (hit) add(mem, l, room, id, m, text_eq(r->what, "interest") ? "interest" : "relative", true);
        }
    return OK;
}

status council_suspect(db *d, arena *mem, dossier_id id, org_id council_org, const member_list *people, instant now, conflict_list *out)
{
    tie_list ties = {0}, shared = {0};
    conflict_list l = {0};
    int64_t years = 0;
    int room = 0;
    date day = date_of(now);

    TRY(rule_int(rule_current(), "council.coauthor_years", NULL, day, &years, NULL));
    TRY(db_each(d, Q_COUNCIL_TIES, mem, &tie_shape, &ties, P_DATE(day), P_ID(id)));
    TRY(db_each(d, Q_COUNCIL_COAUTHORS, mem, &tie_shape, &shared, P_ID(id), P_DATE(date_add_months(day, (int)(-12 * years)))));
    for (int i = 0; i < people->n; i++) {
        const member_row *m = &people->p[i];
        actor_role *heads = NULL;
        int n_heads = 0;
        bool outside = m->org_id.v != council_org.v, hard = false;
        TRY(heads_of(d, mem, m->user_id, day, &heads, &n_heads));
        for (int k = 0; k < ties.n + shared.n; k++) {
            const tie *t = k < ties.n ? &ties.p[k] : &shared.p[k - ties.n];
            const char *kind = kind_of(mem, t, m, heads, n_heads, outside, &hard);
            if (*kind) add(mem, &l, &room, id, m, kind, hard);
        }
        TRY(relations_with(d, mem, m, &ties, id, &l, &room));
    }
    *out = l;
    return OK;
}

/* ---- before anybody is named ---- */

status council_candidates(db *d, arena *mem, const actor *who, council_id id, const char *text, instant now, candidate_list *out)
{
    council_row c = {0};
    member_list people = {0};
    dossier_items waiting = {0};

    TRY(council_manage(mem, d, who, id, &c));
    TRY(db_each(d, Q_COUNCIL_PEOPLE, mem, &member_row_shape, &people, P_ID(id), P_TEXT(*text ? textf(mem, "%%%s%%", text_fold(mem, text)) : ""), P_ID(c.org_id)));
    TRY(db_each(d, Q_COUNCIL_BEFORE_IT, mem, &dossier_item_shape, &waiting, P_ID(c.org_id), P_INT(who->user.v)));
    out->p = NEWS(mem, candidate_row, people.n + 1);
    out->n = people.n;
    for (int i = 0; i < people.n; i++)
        out->p[i] = (candidate_row){.id = people.p[i].user_id, .name = people.p[i].name, .login = people.p[i].role, .position = people.p[i].position, .unit = people.p[i].unit};
    for (int k = 0; k < waiting.n; k++) {
        conflict_list l = {0};
        TRY(council_suspect(d, mem, waiting.p[k].id, c.org_id, &people, now, &l));
        for (int j = 0; j < l.n; j++)
            for (int i = 0; i < out->n; i++) {
                candidate_row *one = &out->p[i];
                if (one->id.v != l.p[j].user_id.v) continue;
                if (!one->conflicts.p) one->conflicts.p = NEWS(mem, conflict_row, waiting.n * 10);
                l.p[j].title = waiting.p[k].title;
                l.p[j].number = waiting.p[k].number;
                if (one->conflicts.n < waiting.n * 10) one->conflicts.p[one->conflicts.n++] = l.p[j];
                if (l.p[j].hard) one->bars++;
                else one->hints++;
            }
    }
    return OK;
}

/* ---- recusing ---- */

typedef struct {
    item_id item;
    council_session_id session;
} cast;
STATIC_SHAPE(cast_shape, cast, F_ID(cast, item), F_ID(cast, session));

status council_recuse(arena *mem, db *d, dossier_id dossier, user_id user, const char *kind, const char *source, const char *note, user_id by, instant now)
{
    LIST_OF(cast) voted = {0};
    user_row u = {0};
    member_id made;
    int64_t known = 0;

    TRY(user_get(d, mem, user, &u));
    TRY(db_number(d, Q_COUNCIL_CONFLICT_KNOWN, &known, P_ID(dossier), P_ID(user), P_TEXT(kind)));
    if (!known) TRY(db_insert(d, Q_COUNCIL_CONFLICT_INSERT, &made, P_ID(dossier), P_ID(user), P_TEXT(u.name), P_TEXT(text_fold(mem, u.name)), P_TEXT(kind), P_TEXT(source), P_TEXT(note), P_ID(by), P_INSTANT(now)));
    TRY(db_change(d, Q_DOSSIER_CONFLICT_ADD, NULL, P_ID(dossier), P_ID(user), P_TEXT(kind), P_TEXT("")));
    TRY(db_change(d, Q_DOSSIER_READER_DROP, NULL, P_ID(dossier), P_ID(user)));
    TRY(db_change(d, Q_COUNCIL_ASSIGNMENT_TAKE, NULL, P_ID(dossier), P_ID(user)));
    TRY(db_each(d, Q_COUNCIL_VOTED_ON, mem, &cast_shape, &voted, P_ID(dossier), P_ID(user)));
    for (int i = 0; i < voted.n; i++) { /* a secret vote cannot be found again: everybody votes anew */
        TRY(db_change(d, Q_COUNCIL_VOTES_DROP, NULL, P_ID(voted.p[i].item)));
        TRY(db_change(d, Q_COUNCIL_BALLOTS_DROP, NULL, P_ID(voted.p[i].item)));
        TRY(council_log(d, voted.p[i].session, voted.p[i].item, now, "voted_again", ""));
    }
    return poll_take_votes(mem, d, dossier, user);
}

/* What a chair has lifted stays lifted; that somebody is an author cannot be. */
static status recuse_computed(arena *mem, db *d, dossier_id dossier, const conflict_row *c, instant now)
{
    int64_t lifted = 0;

    TRY(db_number(d, Q_COUNCIL_CONFLICT_LIFTED, &lifted, P_ID(dossier), P_ID(c->user_id), P_TEXT(c->kind)));
    return lifted ? OK : council_recuse(mem, d, dossier, c->user_id, c->kind, "computed", "", (user_id){0}, now);
}

status council_seat_readers(arena *mem, db *d, const session_row_view *s, dossier_id dossier, instant now)
{
    member_list l = {0};
    conflict_list found = {0};

    TRY(council_members(d, mem, s->council_id, &l));
    TRY(council_suspect(d, mem, dossier, s->org_id, &l, now, &found));
    for (int i = 0; i < l.n; i++) {
        int64_t barred = 0;
        for (int k = 0; k < found.n; k++)
            if (found.p[k].hard && found.p[k].user_id.v == l.p[i].user_id.v) TRY(recuse_computed(mem, d, dossier, &found.p[k], now));
        TRY(db_number(d, Q_COUNCIL_BARRED, &barred, P_ID(dossier), P_ID(l.p[i].user_id)));
        if (!barred && !s->blind_author) TRY(db_change(d, Q_DOSSIER_READER_ADD, NULL, P_ID(dossier), P_ID(l.p[i].user_id)));
    }
    return OK;
}

/* ---- declaring, disputing, ruling ---- */

static bool known_kind(const char *kind)
{
    static const char *const kinds[] = {"coauthor", "relative", "interest", "unit", "superior", "subordinate", "organiser", "declared"};

    for (int i = 0; i < COUNT(kinds); i++)
        if (text_eq(kinds[i], kind)) return true;
    return false;
}

/* An author names somebody whom it need not have an account for: everybody of that name is recused who sits on the agenda. */
static status declare_name(arena *mem, db *d, const actor *who, const dossier *dos, const char *name, const char *kind, const char *note, instant now)
{
    member_list l = {0};
    member_id made;

    TRY(db_insert(d, Q_COUNCIL_CONFLICT_INSERT, &made, P_ID(dos->id), P_NULL, P_TEXT(name), P_TEXT(text_fold(mem, name)), P_TEXT(kind), P_TEXT("author"), P_TEXT(note), P_ID(who->user), P_INSTANT(now)));
    TRY(db_each(d, Q_COUNCIL_OF_DOSSIER, mem, &member_row_shape, &l, P_ID(dos->id)));
    for (int i = 0; i < l.n; i++)
        if (same_name(mem, l.p[i].name, name)) TRY(council_recuse(mem, d, dos->id, l.p[i].user_id, kind, "author", note, who->user, now));
    return OK;
}

status council_declare(arena *mem, db *d, const actor *who, dossier_id id, user_id user, const char *name, const char *kind, const char *note, instant now)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    item_row own_item = {0};

    if (!known_kind(kind)) return E_INVALID;
    TRY(db_begin(d, &tx));
    bool self = user.v && user.v == who->user.v;
    status seen = dossier_get(d, mem, who, id, &dos);
    if (seen == E_NOT_FOUND && self) { /* a member who reads a copy without authors */
        TRY(db_one(d, Q_COUNCIL_ITEM_FOR_MEMBER, mem, &item_row_shape, &own_item, P_ID(id), P_INT(who->user.v)));
        dos.id = id;
    } else {
        TRY(seen);
    }
    bool author = dos.is_author || dos.is_owner, officer = seen == OK && dossier_is_officer(who, &dos, ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_HEAD));
    if (!user.v) {
        if (!author) return E_FORBIDDEN;
        if (text_empty(name)) return E_INVALID;
        TRY(declare_name(mem, d, who, &dos, name, kind, note, now));
    } else {
        if (!self && !officer) return E_FORBIDDEN;
        TRY(council_recuse(mem, d, id, user, kind, self ? "member" : "secretary", note, who->user, now));
    }
    TRY(audit_add(d, mem, who, "council.conflict", "dossier", id.v, "", textf(mem, "%lld %s", (long long)user.v, kind)));
    return db_commit(&tx);
}

static void finish(conflict_list *l)
{
    for (int i = 0; i < l->n; i++) {
        l->p[i].kind_name = council_conflict_name(l->p[i].kind);
        l->p[i].source_name = source_name(l->p[i].source);
        l->p[i].standing = !text_eq(l->p[i].state, "lifted");
        l->p[i].disputed = text_eq(l->p[i].state, "disputed");
    }
}

status council_conflicts_of(db *d, arena *mem, const actor *who, dossier_id id, conflict_list *out)
{
    dossier dos = {0};

    TRY(dossier_get(d, mem, who, id, &dos));
    if (!dossier_is_officer(who, &dos, ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_HEAD))) return E_NOT_FOUND;
    TRY(db_each(d, Q_COUNCIL_CONFLICTS_OF, mem, &conflict_shape, out, P_ID(id)));
    finish(out);
    return OK;
}

status council_conflicts_mine(db *d, arena *mem, const actor *who, conflict_list *out)
{
    TRY(db_each(d, Q_COUNCIL_CONFLICTS_MINE, mem, &conflict_shape, out, P_ID(who->user)));
    finish(out);
    return OK;
}

status council_dispute(arena *mem, db *d, const actor *who, int64_t conflict, const char *answer, instant now)
{
    AUTO(db_tx) tx = {0};

    (void)now;
    if (text_empty(answer)) return E_INVALID;
    TRY(db_begin(d, &tx));
    int64_t rows = 0;
    TRY(db_change(d, Q_COUNCIL_CONFLICT_DISPUTE, &rows, P_TEXT(answer), P_INT(conflict), P_ID(who->user)));
    if (!rows) return E_NOT_FOUND;
    TRY(audit_add(d, mem, who, "council.conflict_disputed", "council_conflict", conflict, "", answer));
    return db_commit(&tx);
}

status council_rule_on(arena *mem, db *d, const actor *who, int64_t conflict, bool lift, const char *answer, instant now)
{
    AUTO(db_tx) tx = {0};
    conflict_row c = {0};
    dossier dos = {0};
    int64_t others = 0;

    (void)now;
    if (text_empty(answer)) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(db_one(d, Q_COUNCIL_CONFLICT_GET, mem, &conflict_shape, &c, P_INT(conflict)));
    TRY(dossier_get(d, mem, who, c.dossier_id, &dos));
    if (!council_may_rule(who, dos.org_id) || !dossier_is_officer(who, &dos, ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_HEAD))) return E_FORBIDDEN;
    if (lift && text_eq(c.kind, "author")) return E_FORBIDDEN;
    if (lift) TRY(db_change1(d, Q_COUNCIL_CONFLICT_LIFT, P_TEXT(answer), P_INT(conflict)));
    else TRY(db_change1(d, Q_COUNCIL_CONFLICT_PIN, P_TEXT(answer), P_INT(conflict)));
    TRY(db_number(d, Q_COUNCIL_CONFLICTS_STANDING, &others, P_ID(c.dossier_id), P_ID(c.user_id)));
    if (lift && !others && c.user_id.v) TRY(db_change(d, Q_COUNCIL_UNBAR, NULL, P_ID(c.dossier_id), P_ID(c.user_id)));
    TRY(audit_add(d, mem, who, lift ? "council.conflict_lifted" : "council.conflict_pinned", "dossier", c.dossier_id.v, "", answer));
    return db_commit(&tx);
}

/* ---- one's own ties ---- */

status council_relations(db *d, arena *mem, const actor *who, relation_list *out)
{
    TRY(db_each(d, Q_COUNCIL_RELATIONS, mem, &relation_shape, out, P_ID(who->user)));
    for (int i = 0; i < out->n; i++) out->p[i].kind_name = text_eq(out->p[i].kind, "relative") ? T("người thân") : T("có lợi ích chung");
    return OK;
}

status council_relate(arena *mem, db *d, const actor *who, const char *name, const char *kind, instant now)
{
    AUTO(db_tx) tx = {0};

    if (text_empty(name) || (!text_eq(kind, "relative") && !text_eq(kind, "interest"))) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_COUNCIL_RELATE, NULL, P_ID(who->user), P_TEXT(name), P_TEXT(text_fold(mem, name)), P_TEXT(kind), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "council.relation", "user", who->user.v, "", kind));
    return db_commit(&tx);
}
