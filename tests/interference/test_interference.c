/* Non-interference: two stores that differ only in what somebody may not see give the same answers, byte for byte, on every GET
 * route as page and as JSON. For each persona: everything is asked, what hidden.txt lists as hidden from it is changed behind
 * the product's back, everything is asked again; and what the person is told (inbox, mail at once and in digests) by the same events
 * is the same. What is hidden answers as what is not there. Phases of a council: each scores alone; scores are shown; concluded. A leak
 * that is planted must be found. SANGKIEN_INTERFERENCE=all asks with every persona (tests/interference/run), SANGKIEN_ONLY names
 * one of the tests. */
#include "tests/lib/fixture.h"
#include "app/serve.h"
#include "base/buf.h"
#include "base/text.h"
#include "council/poll.h"
#include "job/job.h"
#include "notify/mail.h"
#include "notify/notify.h"
#include "notify/notify_pages.h"
#include "tests/lib/stores.h"
#include "user/user.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ANSWERS_MAX = 6000, IDS = 8, LINES_MAX = 200 };
static const char *const few[] = {"demo.uyvien", "demo.tacgia", NULL};
static const char *const all_personas[] = {"demo.uyvien", "demo.tacgia", "demo.dongtacgia", "demo.thuky", "demo.chutich", "demo.tiepnhan", "demo.thutruong", "demo.so", "demo.quantri", "demo.bientap", "", NULL};

typedef struct {
    const char *target;
    bool json;
    uint64_t hash;
    int status;
    size_t n;
} answer;

typedef struct {
    store *s;
    web *w;
    db *d;
    arena *mem;
    dossier_id dossier[3];
    item_id item[3];
    council_session_id session;
    poll_id poll[2];
    const char *targets[ANSWERS_MAX];
    int n_targets;
    instant now;
} town;

static uint64_t hash_of(const char *p, size_t n)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 1099511628211u;
    return h;
}

/* What differs with each answer, whatever is hidden: the marks of forms and the number of the request. */
static size_t without_marks(char *p, size_t n, const char *request_id)
{
    static const char *const marks[] = {"name=\"_csrf\" value=\"", "name=\"_once\" value=\""};
    size_t id = strlen(request_id);

    for (int m = 0; m < 2; m++)
        for (char *at = p; (at = memmem(at, n - (size_t)(at - p), marks[m], strlen(marks[m])));) {
            at += strlen(marks[m]);
            for (; at < p + n && *at != '"'; at++) *at = '-';
        }
    for (char *at = p; id && (at = memmem(at, n - (size_t)(at - p), request_id, id)); at += id) memset(at, '-', id);
    return n;
}

static void ask(town *t, visitor *v, bool json, const char *target, answer *out)
{
    visitor_accept(v, json ? "application/json" : NULL);
    visited r = visitor_get(v, target);
    char *copy = malloc(r.n + 1);
    memcpy(copy, r.body, r.n);
    copy[r.n] = 0;
    size_t n = without_marks(copy, r.n, visitor_header(v, "X-Request-Id"));
    *out = (answer){target, json, hash_of(copy, n) ^ hash_of(r.location ? r.location : "", r.location ? strlen(r.location) : 0), r.status, n};
    (void)t;
    const char *show = getenv("SANGKIEN_SHOW");
    if (show && strcmp(show, target) == 0) fprintf(stderr, "==== %s %d\n%.*s\n", target, json, (int)n, copy);
    free(copy);
}

static int ask_all(town *t, visitor *v, const char *only, answer *out)
{
    int n = 0;

    for (int i = 0; i < t->n_targets; i++) {
        if (only && !strstr(t->targets[i], "hoi-dong") && !strstr(t->targets[i], "phien-hop") && !strstr(t->targets[i], "cham-diem") && !strstr(t->targets[i], "/ho-so")) continue;
        for (int json = 0; json < 2; json++) ask(t, v, json, t->targets[i], &out[n++]);
    }
    return n;
}

/* ---- every GET route, with ids of things that are there and words of addresses ---- */

static void add_target(town *t, const char *path, const long *ids, int n_ids)
{
    for (int k = 0; k < n_ids; k++) {
        AUTO(buf) b = {0};
        bool varies = false;
        int nth = 0;
        for (const char *p = path; *p; p++) {
            if (*p == ':') buf_printf(&b, "%ld", nth++ ? 1 + k % 3 : ids[k]);
            else if (*p == '*') buf_puts(&b, k % 2 ? "1-2026" : "khong-co");
            else {
                buf_putc(&b, *p);
                continue;
            }
            varies = true;
            while (p[1] && p[1] != '/' && p[1] != '.') p++;
        }
        if (t->n_targets < ANSWERS_MAX / 2) t->targets[t->n_targets++] = text_copy(t->mem, b.p);
        if (!varies) return;
    }
}

static void list_targets(town *t)
{
    AUTO(buf) routes = {0};
    long ids[IDS + 8] = {1, 2, 3, (long)t->session.v};
    int n_ids = 4;
    json_t *o;
    size_t i;

    for (int k = 0; k < 3; k++) {
        ids[n_ids++] = (long)t->dossier[k].v;
        ids[n_ids++] = (long)t->item[k].v;
    }
    for (int k = 0; k < 2; k++) ids[n_ids++] = (long)t->poll[k].v;
    web_routes_json(t->w, &routes);
    json_t *all = json_loads(routes.p, 0, NULL);
    assert_non_null(all);
    json_array_foreach(all, i, o)
    {
        const char *path = json_string_value(json_object_get(o, "path"));
        if (strcmp(json_string_value(json_object_get(o, "method")), "GET") == 0) add_target(t, path, ids, n_ids);
    }
    json_decref(all);
    static const char *const more[] = {"/ho-so?q=a", "/ho-so?trang=2", "/sang-kien?q=giai+phap", "/sang-kien.csv", "/hoi-dap?q=a", "/quan-tri/nguoi?q=a"};
    for (int k = 0; k < COUNT(more); k++) t->targets[t->n_targets++] = more[k];
}

/* ---- a town with a council at work ---- */

static actor persona(town *t, const char *login)
{
    user_row u = {0};
    user_roles l = {0};

    assert_int_equal(user_by_login(t->d, t->mem, login, &u), OK);
    assert_int_equal(user_roles_of(t->d, t->mem, u.id, &l), OK);
    actor_role *r = NEWS(t->mem, actor_role, l.n + 1);
    for (int i = 0; i < l.n; i++) r[i] = (actor_role){role_by_key(l.p[i].role), *l.p[i].org_name ? u.org_id : (org_id){0}};
    return (actor){.user = u.id, .org = u.org_id, .name = u.name, .login = u.login, .unit = u.unit, .address = "", .roles = r, .n_roles = l.n};
}

static dossier_id accepted(town *t, const char *title)
{
    actor author = persona(t, "demo.tacgia"), intake = persona(t, "demo.tiepnhan");
    dossier_author a = {.name = author.name, .login = author.login, .unit = "", .position = "", .qualification = "", .share = 10000};
    dossier_text x = {.org = author.org, .title = title, .kind = "technical", .subkind = "", .field = "Y tế", .venue_basis = "investor", .investor = "x", .known_state = "x", .content = "Nội dung " , .applicability = "x",
                      .secret = "mật", .conditions = "x", .benefit_author = "x", .benefit_users = "", .benefit_kind = "social", .oath = true, .no_state_secret = true,
                      .applied_on = date_add_days(date_of(t->now), -30), .authors = {&a, 1}};
    step_outcome o = {0};
    dossier_id id = {0};

    assert_int_equal(dossier_create(t->mem, t->d, &author, &x, t->now, &id), OK);
    assert_int_equal(dossier_step(t->mem, t->d, &author, id, "file", &(step_input){.note = ""}, t->now, &o), OK);
    assert_int_equal(o.tag, STEP_DONE);
    assert_int_equal(dossier_step(t->mem, t->d, &intake, id, "accept", &(step_input){.note = ""}, t->now, &o), OK);
    assert_int_equal(o.tag, STEP_DONE);
    return id;
}

static void score(town *t, const char *login, item_id item)
{
    actor who = persona(t, login);
    sheet_row mine = {0};
    criterion_list c = {0};
    score_list s = {0};
    score_outcome bad[CRITERIA_MAX];

    assert_int_equal(council_my_sheet(t->d, t->mem, &who, item, &mine, &c, &s), OK);
    for (int i = 0; i < c.n; i++) s.p[i] = (score_row){c.p[i].id, i ? 1000 : 2700, "rõ"};
    assert_int_equal(council_save_sheet(t->mem, t->d, &who, item, "done", &s, "nhận xét", t->now, bad), OK);
}

/* A choice between the first dossier and another, in which the chair and the secretary have voted. */
static poll_id choose(town *t, int other, bool secret)
{
    actor secretary = persona(t, "demo.thuky"), chair = persona(t, "demo.chutich");
    poll_row p = {.title = textf(t->mem, "Lựa chọn %d", other), .method = "approval", .secret = secret, .places = 1};
    item_id items[2] = {t->item[0], t->item[other]};
    poll_id id = {0};
    const char *receipt = NULL;

    assert_int_equal(poll_open(t->mem, t->d, &secretary, t->session, &p, items, 2, t->now, &id), OK);
    assert_int_equal(poll_vote(t->mem, t->d, &secretary, id, (const int[]){1, 0}, 2, &receipt), OK);
    assert_int_equal(poll_vote(t->mem, t->d, &chair, id, (const int[]){1, 1}, 2, &receipt), OK);
    return id;
}

static void open_town(town *t, store_kind kind)
{
    council_list_rows councils = {0};
    council_id council = {0};
    finding_list refused = {0};
    session_row_view s = {.place = "P1", .ballot = "secret"};
    member_list l = {0};
    member_id ids[20];

    *t = (town){.mem = arena_new(), .now = instant_now()};
    instant_pretend(t->now);
    t->s = stores_city(kind, 3);
    assert_int_equal(db_borrow(t->s, &t->d), OK);
    actor secretary = persona(t, "demo.thuky"), member = persona(t, "demo.uyvien");
    assert_int_equal(council_list(t->d, t->mem, &secretary, &councils), OK);
    for (int i = 0; i < councils.n; i++)
        if (strstr(councils.p[i].name, "dùng thử")) council = councils.p[i].id;
    s.scores_at = (instant){t->now.ms + 3600000};
    s.held_at = (instant){t->now.ms + 7200000};
    assert_int_equal(council_plan(t->mem, t->d, &secretary, council, &s, t->now, &t->session), OK);
    for (int i = 0; i < 3; i++) {
        t->dossier[i] = accepted(t, textf(t->mem, "Giải pháp thứ %d", i + 1));
        assert_int_equal(council_schedule(t->mem, t->d, &secretary, t->session, t->dossier[i], t->now, &t->item[i], &refused), OK);
    }
    /* the member has a conflict with the second */
    assert_int_equal(council_declare(t->mem, t->d, &secretary, t->dossier[1], member.user, "", "relative", "em vợ", t->now), OK);
    score(t, "demo.thuky", t->item[0]);
    score(t, "demo.chutich", t->item[0]);
    score(t, "demo.thuky", t->item[1]);
    score(t, "demo.uyvien", t->item[0]);
    score(t, "demo.uyvien", t->item[2]);
    assert_int_equal(council_attendance(t->d, t->mem, t->session, &l), OK);
    for (int i = 0; i < l.n; i++) ids[i] = l.p[i].id;
    assert_int_equal(council_attend(t->mem, t->d, &secretary, t->session, ids, l.n, t->now), OK);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 2; k++) {
            actor v = persona(t, k ? "demo.thuky" : "demo.chutich");
            const char *receipt = NULL;
            assert_int_equal(council_vote(t->mem, t->d, &v, t->item[i], k ? "against" : "for", "", &receipt), OK);
        }
    t->poll[0] = choose(t, 2, true);  /* the member sees this one */
    t->poll[1] = choose(t, 1, false); /* and not that one */
    council_findings f = {"yes", "yes", "yes", "yes", "yes", "no", "Đề nghị công nhận."};
    for (int i = 0; i < 2; i++) assert_int_equal(council_assess(t->mem, t->d, &secretary, t->item[i], &f), OK);
    t->w = stores_web(t->s);
    list_targets(t);
}

static void close_town(town *t)
{
    web_close(t->w);
    db_return(t->d);
    stores_close(t->s);
    arena_free(t->mem);
    instant_pretend((instant){0});
}

/* ---- changing what is hidden ---- */

static const char *put_in(arena *mem, const char *sql, const char *mark, const char *what)
{
    AUTO(buf) b = {0};

    for (const char *at; (at = strstr(sql, mark)); sql = at + strlen(mark)) {
        buf_put(&b, sql, (size_t)(at - sql));
        buf_puts(&b, what);
    }
    buf_puts(&b, sql);
    return text_copy(mem, b.p);
}

/* Dossiers whose page the visitor does not get, with 0 first. */
static const char *unseen(town *t, visitor *v)
{
    AUTO(buf) b = {0};

    buf_puts(&b, "0");
    visitor_accept(v, NULL);
    for (int id = 1; id <= (int)t->dossier[2].v; id++)
        if (visitor_get(v, textf(t->mem, "/ho-so/%d", id)).status != 200) buf_printf(&b, ",%d", id);
    return text_copy(t->mem, b.p);
}

static int change_hidden(town *t, visitor *v, const char *login, const char *extra)
{
    char path[600], line[3000];
    int n = 0;
    const char *hidden = unseen(t, v), *me = *login ? textf(t->mem, "%lld", (long long)persona(t, login).user.v) : "0";

    snprintf(path, sizeof path, "%s/tests/interference/hidden.txt", fixture_root());
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char *bar = strstr(line, " | ");
        if (line[0] == '#' || !bar) continue;
        *bar = 0;
        if (*login && strstr(line, login)) continue;
        bar[strcspn(bar + 3, "\n") + 3] = 0;
        const char *sql = put_in(t->mem, bar + 3, "{unseen}", hidden);
        stores_sql(t->s, put_in(t->mem, put_in(t->mem, sql, "{me}", me), "{now}", textf(t->mem, "%lld", (long long)instant_now().ms)));
        n++;
    }
    fclose(f);
    if (extra) stores_sql(t->s, extra);
    return n;
}

/* Answers that differ; those that differ by themselves (before a change) are not counted but told. */
static int differences(town *t, const char *login, const char *only, const char *extra)
{
    static answer first[ANSWERS_MAX * 2], again[ANSWERS_MAX * 2], after[ANSWERS_MAX * 2];
    visitor *v = *login ? stores_login(t->w, login) : visitor_new(t->w);
    int bad = 0, restless = 0, good = 0;

    (void)ask_all(t, v, only, first); /* counts of views and the like come to rest */
    int n = ask_all(t, v, only, first), m = ask_all(t, v, only, again);
    assert_int_equal(n, m);
    (void)change_hidden(t, v, login, extra);
    assert_int_equal(ask_all(t, v, only, after), n);
    for (int i = 0; i < n; i++) {
        good += first[i].status == 200;
        if (first[i].hash != again[i].hash || first[i].status != again[i].status) {
            restless++;
            print_message("restless: %s%s\n", first[i].target, first[i].json ? " (JSON)" : "");
            continue;
        }
        if (first[i].hash == after[i].hash && first[i].status == after[i].status && first[i].n == after[i].n) continue;
        if (!extra) print_error("leak to %s: %s%s (%d, %zu bytes; then %d, %zu)\n", *login ? login : "nobody", first[i].target, first[i].json ? " (JSON)" : "", first[i].status, first[i].n, after[i].status, after[i].n);
        bad++;
    }
    print_message("%s: %d answers, %d of them pages, %d restless, %d differ\n", *login ? login : "nobody", n, good, restless, bad);
    assert_true(restless <= 6);
    visitor_free(v);
    return bad;
}

static const char *const *personas(void)
{
    return getenv("SANGKIEN_INTERFERENCE") ? all_personas : few;
}

static void nothing_hidden_shows(void **state)
{
    int bad = 0;

    for (int i = 0; personas()[i]; i++) { /* a town for each: what one may not see another may */
        town t;
        open_town(&t, STORE_SQLITE);
        bad += differences(&t, personas()[i], NULL, NULL);
        close_town(&t);
    }
    assert_int_equal(bad, 0);
}

/* The member with a conflict, on both stores, while scores are shown and after the conclusion. */
static void nothing_shows_in_later_phases(void **state)
{
    int bad = 0;

    for (int k = 0; k < 2; k++)
        for (int phase = 0; phase < 2; phase++) {
            town t;
            finding_list refused = {0};
            item_row i = {0};
            open_town(&t, stores_kinds[k]);
            instant_pretend((instant){t.now.ms + 3600000});
            actor chair = persona(&t, "demo.chutich");
            for (int n = 0; n < 2 && phase; n++) assert_true(council_conclude(t.mem, t.d, &chair, t.item[n], instant_now(), &i, &refused) == OK);
            bad += differences(&t, "demo.uyvien", "council", NULL);
            close_town(&t);
        }
    assert_int_equal(bad, 0);
}

/* ---- what a person is told: notices and mail ---- */

/* Every mail to one person as it is rendered, subject and body; nothing is sent. `plant`: as if the template told of a dossier. */
static struct {
    const char *name;
    item_id plant;
    buf all;
    int mails;
} kept;

static status keep(arena *mem, db *d, const char *name, const mail_view *v, const char **subject, const char **body)
{
    item_row i = {.title = ""};

    TRY(mail_render(mem, d, name, v, subject, body));
    if (kept.plant.v) TRY(db_one(d, Q_COUNCIL_ITEM_GET, mem, &item_row_shape, &i, P_INT(0), P_ID(kept.plant)));
    if (!text_eq(v->name, kept.name)) return E_INTERNAL;
    buf_printf(&kept.all, "%s: %s\n%s%s\n%s\n", name, *subject, *body, i.title, v->unsubscribe);
    kept.mails++;
    return E_INTERNAL; /* it is tried again */
}

static void render_all(town *t)
{
    int sent = 0, before = -1;

    for (int i = 0; i < 100 && kept.mails != before; i++) {
        before = kept.mails;
        for (int part = 0; part < 20; part++) assert_int_equal(mail_send_due(t->d, keep, instant_now(), &sent), OK);
    }
}

/* Mail at once, and the same in digests. */
static void keep_mail(town *t, const user_row *u)
{
    static const char *const digests[] = {"daily", "weekly"};

    kept.name = u->name;
    render_all(t);
    for (int k = 0; k < 2; k++) {
        stores_sql(t->s, textf(t->mem, "UPDATE delivery SET mode = '%s', tries = 0, due_at = %lld WHERE user_id = %lld AND state = 'queued' AND notice_id IS NOT NULL", digests[k], (long long)instant_now().ms, (long long)u->id.v));
        render_all(t);
    }
}

/* A town in which what is hidden from the person (and `extra`) is changed or not; then a council concludes, a head decides,
 * every job runs. What the person gets by mail, at once and in digests, and in the inbox. */
static const char *told(const char *login, instant now, bool changed, const char *title, bool plant, arena *mem, int *mails)
{
    static const mail_config config = {.servers = {"smtp://127.0.0.1:9"}, .n_servers = 1, .user = "", .password = "", .from = "a@thu.example", .from_name = "", .bounce = "", .bounce_dir = "", .base_url = "https://thu.example"};
    town t;
    finding_list refused = {0};
    item_row item = {0};
    step_outcome o = {0};
    user_row u = {0};
    notice_list notices = {0};
    int ran = 1;

    instant_pretend(now); /* of each town that is compared: a job of the night falls due in both or in none */
    open_town(&t, STORE_SQLITE);
    mail_configure(&config);
    visitor *v = stores_login(t.w, login);
    if (changed) (void)change_hidden(&t, v, login, *title ? textf(t.mem, "UPDATE dossier SET title = '%s' WHERE id = %lld", title, (long long)t.dossier[0].v) : NULL);
    instant_pretend((instant){t.now.ms + 3600000});
    actor chair = persona(&t, "demo.chutich"), head = persona(&t, "demo.thutruong"), who = persona(&t, login);
    for (int i = 0; i < 2; i++) assert_int_equal(council_conclude(t.mem, t.d, &chair, t.item[i], instant_now(), &item, &refused), OK);
    for (int i = 0; i < 2; i++) assert_int_equal(dossier_effect(t.mem, t.d, &head, t.dossier[i], EFFECT_REFUSE, &(step_input){.note = "Chưa đủ điều kiện."}, instant_now(), &o), OK);
    while (ran) assert_int_equal(job_run_due(t.s, app_jobs, &ran), OK);
    assert_int_equal(user_by_login(t.d, t.mem, login, &u), OK);
    kept.mails = 0;
    kept.plant = plant ? t.item[1] : (item_id){0};
    keep_mail(&t, &u);
    *mails = kept.mails;
    assert_int_equal(notify_list(t.d, t.mem, &who, &notices), OK);
    for (int i = 0; i < notices.n; i++) buf_printf(&kept.all, "notice %s %s\n", notices.p[i].text, notices.p[i].href);
    const char *all = text_copy(mem, kept.all.p ? kept.all.p : "");
    buf_free(&kept.all);
    visitor_free(v);
    mail_configure(NULL);
    close_town(&t);
    return all;
}

/* The first line that is another one: a message of the whole of both is cut. */
static void print_difference(const char *login, const char *one, const char *two)
{
    size_t line = 0;

    for (size_t i = 0; one[i] && one[i] == two[i]; i++)
        if (one[i] == '\n') line = i + 1;
    print_error("%s is told: %.*s\nand after the change: %.*s\n", login, (int)strcspn(one + line, "\n"), one + line, (int)strcspn(two + line, "\n"), two + line);
}

static void nothing_hidden_is_told(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    instant now = instant_now();
    int mails = 0;

    bool all = getenv("SANGKIEN_INTERFERENCE") != NULL;
    for (int i = 0; personas()[i]; i++) {
        int n = 0, m = 0;
        bool author = text_eq(personas()[i], "demo.tacgia");
        if (!*personas()[i] || !(all || author)) continue; /* nobody gets no mail; towns take their time */
        const char *one = told(personas()[i], now, false, "", false, mem, &n), *two = told(personas()[i], now, true, "", false, mem, &m);
        if (!text_eq(one, two)) print_difference(personas()[i], one, two);
        assert_string_equal(one, two);
        print_message("%s: %d mails at once and in digests, the same\n", personas()[i], n);
        mails += n;
        if (author && all) { /* the harness sees */
            const char *leak = told(personas()[i], now, true, "Lộ", false, mem, &m);
            assert_string_not_equal(one, leak);
            assert_non_null(strstr(leak, "Lộ"));
        }
        if (text_eq(personas()[i], "demo.uyvien")) { /* and a template that tells of what this person has a conflict with */
            const char *plain = told(personas()[i], now, false, "", true, mem, &n), *leak = told(personas()[i], now, true, "", true, mem, &m);
            assert_true(n > 0);
            assert_string_not_equal(plain, leak);
        }
    }
    assert_true(mails > 0);
}

/* ---- what is hidden answers as what is not there ---- */

typedef struct {
    const char *number, *body;
    int status;
} number_answer;

static void answer_of(town *t, visitor *v, const char *start, int64_t id, const char *rest, number_answer *out)
{
    const char *number = textf(t->mem, "%lld", (long long)id);
    visited r = visitor_get(v, textf(t->mem, "%s%s%s", start, number, rest));
    char *copy = text_copyn(t->mem, r.body, r.n);

    (void)without_marks(copy, r.n, visitor_header(v, "X-Request-Id"));
    *out = (number_answer){number, copy, r.status};
}

/* The same but for the number that was asked for. */
static bool same_but_number(const number_answer *one, const number_answer *two)
{
    const char *a = one->body, *b = two->body;

    while (*a && *b) {
        if (text_starts(a, one->number) && text_starts(b, two->number)) {
            a += strlen(one->number);
            b += strlen(two->number);
        } else if (*a++ != *b++) {
            return false;
        }
    }
    return !*a && !*b && one->status == two->status;
}

/* CPU time of an answer of each of two addresses, in microseconds: asked in turn, so that nothing that changes meanwhile favours one. */
static void cost_of(visitor *v, const char *const targets[2], double cost[2])
{
    enum { TIMES = 2000, EACH = 10 };
    clock_t spent[2] = {0};

    for (int i = 0; i < TIMES; i += EACH)
        for (int k = 0; k < 2; k++) {
            clock_t start = clock();
            for (int j = 0; j < EACH; j++) (void)visitor_get(v, targets[k]);
            spent[k] += clock() - start;
        }
    for (int k = 0; k < 2; k++) cost[k] = (double)spent[k] / CLOCKS_PER_SEC * 1e6 / TIMES;
}

/* Of an address with one number in it: before it, and after it. */
static bool split(arena *mem, const char *path, const char *start, const char **rest)
{
    if (!text_starts(path, start)) return false;
    const char *after = path + strlen(start);
    if (*after != ':' || strchr(after + 1, ':') || strchr(after, '*')) return false;
    *rest = text_copy(mem, after + strcspn(after, "/."));
    return true;
}

static void hidden_is_as_if_missing(void **state)
{
    static const char *const starts[] = {"/ho-so/", "/phien-hop/ho-so/", "/phien-hop/lua-chon/"};
    AUTO(buf) routes = {0};
    town t;
    json_t *o;
    size_t i;
    int compared = 0, bad = 0;

    open_town(&t, STORE_SQLITE);
    visitor *v = stores_login(t.w, "demo.uyvien");
    const int64_t hidden[] = {t.dossier[1].v, t.item[1].v, t.poll[1].v}, missing = 987654;
    web_routes_json(t.w, &routes);
    json_t *all = json_loads(routes.p, 0, NULL);
    json_array_foreach(all, i, o)
    {
        const char *path = json_string_value(json_object_get(o, "path")), *rest = "";
        if (strcmp(json_string_value(json_object_get(o, "method")), "GET") != 0) continue;
        for (int k = 0; k < COUNT(starts); k++) {
            number_answer one, two;
            if (!split(t.mem, path, starts[k], &rest)) continue;
            answer_of(&t, v, starts[k], hidden[k], rest, &one);
            answer_of(&t, v, starts[k], missing, rest, &two);
            compared++;
            if (one.status != 200 && same_but_number(&one, &two)) continue;
            print_error("%s is told apart from what is not there: %d, %d\n", path, one.status, two.status);
            bad++;
        }
    }
    json_decref(all);
    print_message("%d addresses of hidden things answer as missing ones\n", compared);
    assert_true(compared > 20);
    assert_int_equal(bad, 0);
    if (getenv("SANGKIEN_INTERFERENCE"))
        for (int k = 0; k < COUNT(starts); k++) {
            const char *const targets[2] = {textf(t.mem, "%s%lld", starts[k], (long long)hidden[k]), textf(t.mem, "%s%lld", starts[k], (long long)missing)};
            double cost[2];
            cost_of(v, targets, cost);
            print_message("%s: hidden %.1f us, missing %.1f us of CPU an answer\n", starts[k], cost[0], cost[1]);
            assert_true(cost[0] < 1.25 * cost[1] && cost[1] < 1.25 * cost[0]);
        }
    visitor_free(v);
    close_town(&t);
}

/* The harness sees: a change of what the member does see makes a difference. */
static void a_planted_leak_is_found(void **state)
{
    town t;

    open_town(&t, STORE_SQLITE);
    assert_true(differences(&t, "demo.uyvien", "council", textf(t.mem, "UPDATE dossier SET title = 'Lộ' WHERE id = %lld", (long long)t.dossier[0].v)) > 3);
    close_town(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_hidden_shows), cmocka_unit_test(nothing_shows_in_later_phases), cmocka_unit_test(nothing_hidden_is_told), cmocka_unit_test(hidden_is_as_if_missing), cmocka_unit_test(a_planted_leak_is_found)};
    if (getenv("SANGKIEN_ONLY")) cmocka_set_test_filter(getenv("SANGKIEN_ONLY")); /* one of them */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
