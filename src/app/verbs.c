/* The verbs of the command line. */
#include "app/app.h"
#include "app/check.h"
#include "app/serve.h"
#include "audit/audit.h"
#include "base/log.h"
#include "base/text.h"
#include "certificate/sign.h"
#include "demo/demo.h"
#include "doc/form.h"
#include "base/buf.h"
#include "job/job.h"
#include "news/news.h"
#include "registry/registry.h"
#include "novelty/novelty_report.h"
#include "rule/rule.h"
#include "user/user.h"
#include "web/template.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Opens, migrates and prepares the store for a verb that works on it. */
static status open_ready(const app_config *c, store **out)
{
    status s = app_open_store(c, true, 4, out);

    if (s == OK) s = store_migrate(*out, NULL);
    if (s == OK) s = app_prepare(*out);
    if (s == OK) s = app_keys(c);
    if (s == OK) s = app_mail(c, NULL);
    return s;
}

static int fail(status s)
{
    fprintf(stderr, "sangkien: %s\n", status_name(s));
    return EXIT_FAILED;
}

/* The help that was asked for; or, of a wrong command line, the same on standard error. */
static int help(bool asked, const char *text)
{
    fprintf(asked ? stdout : stderr, "%s\n", text);
    return asked ? EXIT_OK : EXIT_USAGE;
}

static int verb_migrate(app_config *c, int argc, char **argv)
{
    store *s = NULL;
    int n = 0;

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 1) return help(asked, "sangkien migrate [--data DIR] [--db URL]\n\nBrings the store to the version of this program.");
    status st = app_open_store(c, true, 2, &s);
    if (st == OK) st = store_migrate(s, &n);
    if (st == OK) st = app_prepare(s);
    store_close(s);
    if (st != OK) return fail(st);
    if (c->json) printf("{\"applied\":%d}\n", n);
    else printf("%d migration(s) applied\n", n);
    return EXIT_OK;
}

static int verb_audit(app_config *c, int argc, char **argv)
{
    store *s = NULL;
    AUTO(db_loan) l = {0};
    int64_t n = 0, bad = 0;

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 2 || strcmp(argv[1], "verify") != 0)
        return help(asked, "sangkien audit verify [--data DIR] [--json]\n\nWalks the chained log and says whether a line was changed or is missing.");
    status st = app_open_store(c, false, 2, &s);
    if (st == OK) st = db_borrow(s, &l.db);
    if (st == OK) st = audit_verify(l.db, &n, &bad);
    db_return(l.db);
    l.db = NULL;
    store_close(s);
    if (st != OK) return fail(st);
    if (c->json) printf("{\"events\":%lld,\"whole\":%s,\"first_bad\":%lld}\n", (long long)n, bad ? "false" : "true", (long long)bad);
    else if (bad) printf("line %lld does not fit: the log was changed\n", (long long)bad);
    else printf("%lld events, whole\n", (long long)n);
    return bad ? EXIT_FAILED : EXIT_OK;
}

static void show_progress(void *ctx, int done, int total)
{
    if (isatty(2)) fprintf(stderr, "\r%3d %%", total ? done * 100 / total : 100);
}

static int verb_backup(app_config *c, int argc, char **argv)
{
    store *s = NULL;

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 2)
        return help(asked, "sangkien backup FILE [--data DIR]\n\nA whole copy of the store while it works (SQLite). Keys are in DIR/keys: copy them too.");
    if (access(argv[1], F_OK) == 0) {
        fprintf(stderr, "sangkien: %s is there already\n", argv[1]);
        return EXIT_FAILED;
    }
    status st = app_open_store(c, false, 2, &s);
    if (st == OK) st = store_backup(s, argv[1], show_progress, NULL);
    store_close(s);
    if (isatty(2)) fputc('\n', stderr);
    return st == OK ? EXIT_OK : fail(st);
}

static int verb_restore(app_config *c, int argc, char **argv)
{
    char command_path[4200];

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 2)
        return help(asked, "sangkien restore FILE [--data DIR]\n\nPuts a backup in the place of the store. The store must not exist.");
    if (!text_starts(c->url, "sqlite:")) return fail(E_INVALID);
    snprintf(command_path, sizeof command_path, "%s", c->url + 7);
    if (access(command_path, F_OK) == 0) {
        fprintf(stderr, "sangkien: %s is there already; move it away first\n", command_path);
        return EXIT_FAILED;
    }
    app_config from = *c;
    char url[4200];
    snprintf(url, sizeof url, "sqlite:%s", argv[1]);
    from.url = url;
    store *s = NULL;
    status st = app_open_store(c, true, 1, &s); /* makes the folder */
    store_close(s);
    unlink(command_path);
    s = NULL;
    if (st == OK) st = app_open_store(&from, false, 2, &s);
    if (st == OK) st = store_backup(s, command_path, show_progress, NULL);
    store_close(s);
    return st == OK ? EXIT_OK : fail(st);
}

static int verb_job(app_config *c, int argc, char **argv)
{
    store *s = NULL;
    int ran = 0;

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 2 || strcmp(argv[1], "run") != 0)
        return help(asked, "sangkien job run [--data DIR]\n\nRuns the jobs that are due now, once.");
    status st = open_ready(c, &s);
    if (st == OK) st = job_run_due(s, app_jobs, &ran);
    store_close(s);
    if (st != OK) return fail(st);
    printf(c->json ? "{\"ran\":%d}\n" : "%d job(s) ran\n", ran);
    return EXIT_OK;
}

static bool read_password(char *out, size_t cap)
{
    if (isatty(0)) fputs("Password: ", stderr);
    if (!fgets(out, (int)cap, stdin)) return false;
    out[strcspn(out, "\r\n")] = 0;
    AUTO(arena_ptr) mem = arena_new();
    return user_password_check(mem, out, "") == PASSWORD_GOOD;
}

static status add_user(store *s, const char *login, const char *name, const char *role, const char *password)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_loan) l = {0};
    AUTO(db_tx) tx = {0};
    user_id id;

    TRY(db_borrow(s, &l.db));
    TRY(db_begin(l.db, &tx));
    user_new u = {.login = login, .name = name, .email = "", .phone = "", .position = "", .qualification = "", .password = password};
    TRY(user_create(mem, l.db, &u, instant_now(), &id));
    if (*role) {
        if (!role_by_key(role)) return E_INVALID;
        TRY(user_grant(l.db, id, role_by_key(role), (org_id){0}, "", (date){0}, (date){0}));
    }
    actor who = actor_system();
    TRY(audit_add(l.db, mem, &who, "user.created", "user", id.v, "", login));
    return db_commit(&tx);
}

static int verb_user(app_config *c, int argc, char **argv)
{
    const char *role = app_option(&argc, argv, "--role");
    char password[1100];
    store *s = NULL;

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 4 || strcmp(argv[1], "add") != 0)
        return help(asked, "sangkien user add LOGIN NAME [--role ROLE] [--data DIR]\n\nThe password is read from standard input. ROLE (everywhere): author, intake, member, secretary, chair, head,\n"
                           "department, editor, administrator, auditor.\n"
                           "  echo 'a long password' | sangkien user add quantri 'Quản trị' --role administrator");
    if (!read_password(password, sizeof password)) {
        fprintf(stderr, "sangkien: a password needs at least %d characters and may not be a common one\n", USER_PASSWORD_MIN);
        return EXIT_USAGE;
    }
    status st = open_ready(c, &s);
    if (st == OK) st = add_user(s, argv[2], argv[3], role ? role : "", password);
    store_close(s);
    return st == OK ? EXIT_OK : fail(st);
}

static int verb_routes(app_config *c, int argc, char **argv)
{
    store *s = NULL;
    web *w = NULL;
    AUTO(buf) b = {0};

    bool asked = app_flag(&argc, argv, "--help"), open_api = app_flag(&argc, argv, "--openapi");
    if (asked || argc != 1) return help(asked, "sangkien routes [--openapi]\n\nPrints the route table with its access levels as JSON, or the OpenAPI document.");
    status st = open_ready(c, &s);
    if (st == OK) st = app_web(s, c, NULL, &w);
    if (st == OK) open_api ? web_openapi(w, &b) : web_routes_json(w, &b);
    if (st == OK) puts(b.p);
    web_close(w);
    store_close(s);
    return st == OK ? EXIT_OK : fail(st);
}

static int verb_init(app_config *c, int argc, char **argv)
{
    store *s = NULL;

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 1) return help(asked, "sangkien init [--data DIR] [--db URL]\n\nMakes an empty store. The first page asks for the administrator.");
    status st = open_ready(c, &s);
    store_close(s);
    return st == OK ? EXIT_OK : fail(st);
}

static int verb_check(app_config *c, int argc, char **argv)
{
    store *s = NULL;
    AUTO(db_loan) l = {0};
    int bad = 0;

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 1)
        return help(asked, "sangkien check [--data DIR] [--json]\n\nWhether everything that must hold in the store does. 1 when something does not.");
    status st = open_ready(c, &s);
    if (st == OK) st = db_borrow(s, &l.db);
    json_t *list = json_array();
    if (st == OK) st = check_all(l.db, c->json, list, &bad);
    if (st == OK && c->json) {
        char *text = json_dumps(list, JSON_INDENT(1));
        puts(text);
        free(text);
    }
    json_decref(list);
    db_return(l.db);
    l.db = NULL;
    store_close(s);
    if (st != OK) return fail(st);
    if (!c->json) printf("%s\n", bad ? "something does not hold" : "all hold");
    return bad ? EXIT_FAILED : EXIT_OK;
}

static bool read_whole(const char *path, buf *b)
{
    char part[65536];
    FILE *f = fopen(path, "rb");

    if (!f) {
        fprintf(stderr, "sangkien: cannot read %s\n", path);
        return false;
    }
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(b, part, n);
    fclose(f);
    return true;
}

static status import_users(arena *mem, db *d, const buf *b, const char *name, bool json)
{
    actor who = actor_system();
    import_problems bad = {0};
    int added = 0;
    status st = b->p ? user_import(mem, d, &who, (bytes){b->p, b->n}, name, instant_now(), &added, &bad) : E_INVALID;

    for (int i = 0; i < bad.n; i++) fprintf(stderr, "%s:%lld: %s: %s\n", name, (long long)bad.p[i].row, bad.p[i].field, bad.p[i].text);
    if (st == OK) printf(json ? "{\"added\":%d}\n" : "%d people\n", added);
    return st;
}

/* The pictures beside an export: a folder, or a ZIP. */
static status open_media(arena *mem, const char *path, buf *zip, news_media **out)
{
    if (!path) return OK;
    if (!text_ends(path, ".zip")) return news_media_open(mem, (bytes){"", 0}, path, NEWS_MEDIA_MAX, out);
    if (!read_whole(path, zip)) return E_IO;
    return zip->over ? E_LIMIT : news_media_open(mem, (bytes){zip->p ? zip->p : "", zip->n}, NULL, NEWS_MEDIA_MAX, out);
}

static status import_news(arena *mem, db *d, const buf *b, const char *name, const char *media_path, bool dry, bool json)
{
    AUTO(buf) zip = {.max = 40 << 20};
    actor who = actor_system();
    take_over t = {0};
    news_media *media = NULL;
    status st = open_media(mem, media_path, &zip, &media);

    if (st != OK) fprintf(stderr, "sangkien: %s: not a folder or ZIP (at most 40 MB) of pictures\n", media_path);
    TRY(st);
    st = news_take_over(mem, d, &who, (bytes){b->p ? b->p : "", b->n}, name, media, dry, instant_now(), &t);
    for (int i = 0; i < t.rows.n; i++)
        if (*t.rows.p[i].text) fprintf(stderr, "%s:%lld: %s: %s: %s\n", name, (long long)t.rows.p[i].row, t.rows.p[i].outcome, t.rows.p[i].title, t.rows.p[i].text);
    if (st == OK)
        printf(json ? "{\"added\":%lld,\"kept\":%lld,\"pictures\":%lld,\"lacking\":%lld,\"written\":%s}\n" : "%lld articles, %lld kept as they were; %lld pictures, %lld lacking (written: %s)\n", (long long)t.added,
               (long long)t.there, (long long)t.pictures, (long long)t.lacking, dry ? "false" : "true");
    return st;
}

static int verb_import(app_config *c, int argc, char **argv)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) b = {.max = 40 << 20};
    AUTO(db_loan) l = {0};
    store *s = NULL;
    const char *media = app_option(&argc, argv, "--media");

    bool asked = app_flag(&argc, argv, "--help"), dry = app_flag(&argc, argv, "--dry"), news = argc > 1 && strcmp(argv[1], "news") == 0;
    if (asked || argc != 3 || (!news && strcmp(argv[1], "users") != 0) || (media && !news))
        return help(asked, "sangkien import users FILE.csv|FILE.xlsx [--data DIR] [--json]\nsangkien import news FILE.xml|FILE.csv|FILE.html [--media DIR|FILE.zip] [--dry] [--data DIR] [--json]\n\n"
                    "People from a table: login, name, org (code), role, email, phone, position, qualification, birth_date.\n"
                    "News of an old portal: a WordPress export (WXR), a table (title, lead, body, section, poster, posted_on, views, address, picture)\n"
                    "or a saved page; poster, day, views and address are kept, old addresses lead to the new ones. --dry only reports.\n"
                    "--media: its pictures, in a folder or ZIP; they are found by their paths (wp-content/uploads/2017/04/a.jpg), nothing is fetched.\n"
                    "Nothing is written unless every row is good.");
    if (!read_whole(argv[2], &b)) return EXIT_FAILED;
    if (b.over) return fail(E_LIMIT);
    status st = open_ready(c, &s);
    if (st == OK) st = db_borrow(s, &l.db);
    if (st == OK) st = news ? import_news(mem, l.db, &b, argv[2], media, dry, c->json) : import_users(mem, l.db, &b, argv[2], c->json);
    db_return(l.db);
    l.db = NULL;
    store_close(s);
    return st == OK ? EXIT_OK : fail(st);
}

static int verb_export(app_config *c, int argc, char **argv)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_loan) l = {0};
    store *s = NULL;
    status st = OK;

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 2 || strcmp(argv[1], "register") != 0)
        return help(asked, "sangkien export register [--data DIR]\n\nThe public register, a JSON object a line.");
    st = open_ready(c, &s);
    if (st == OK) st = db_borrow(s, &l.db);
    for (int skip = 0, n = 1; st == OK && n > 0; skip += n) {
        register_filter f = {.text = "", .field = "", .skip = skip, .limit = 1000};
        register_rows rows = {0};
        int64_t total = 0;
        arena_reset(mem);
        st = registry_search(l.db, mem, &f, &rows, &total);
        n = st == OK ? rows.n : 0;
        for (int i = 0; i < n; i++) {
            AUTO(buf) b = {0};
            json_render(&register_row_shape, &rows.p[i], mem, &b);
            puts(b.p);
        }
    }
    db_return(l.db);
    l.db = NULL;
    store_close(s);
    return st == OK ? EXIT_OK : fail(st);
}

static int verb_demo(app_config *c, int argc, char **argv)
{
    const char *n = app_option(&argc, argv, "--dossiers"), *seed = app_option(&argc, argv, "--seed");
    int64_t dossiers = 0, number = 2026;
    store *s = NULL;
    novelty *index = NULL;
    char folder[600];

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 1 || (n && text_parse_int(n, 1, 100000000, &dossiers) != OK) || (seed && text_parse_int(seed, 0, INT64_MAX / 2, &number) != OK))
        return help(asked, "sangkien demo [--dossiers N] [--seed S] [--data DIR]\n\nFills an empty store with an invented city; with --dossiers, with so many recognised dossiers.");
    status st = open_ready(c, &s);
    snprintf(folder, sizeof folder, "%s/novelty", c->data);
    if (st == OK) st = app_novelty(s, folder, &index);
    if (st == OK) st = demo_fill(s, (uint64_t)number, (int)dossiers, show_progress, NULL);
    if (isatty(2)) fputc('\n', stderr);
    if (s) novelty_seat_set(s, NULL);
    novelty_close(index);
    store_close(s);
    if (st == E_CONFLICT) fputs("sangkien: the store is not empty\n", stderr);
    return st == OK ? EXIT_OK : fail(st);
}

static int verb_verify(app_config *c, int argc, char **argv)
{
    const char *key = app_option(&argc, argv, "--key");

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 2 || !key)
        return help(asked, "sangkien verify CODE --key HEX [--json]\n\nChecks a certificate's code (or the whole address of its QR) without any network.");
    return sign_verify_cli(argv[1], key, c->json);
}

static int verb_read(app_config *c, int argc, char **argv)
{
    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc != 2)
        return help(asked, "sangkien read FILE [--json]\n\nWhat a filled request form (PDF, DOCX, ODT, DOC) says.\n  sangkien read don.pdf --json");
    return doc_read_cli(argv[1], c->json);
}

static int verb_due(app_config *c, int argc, char **argv)
{
    static char json[] = "--json"; /* the common options took it off */
    char *words[300];
    int n = 0;

    if (argc + 2 > COUNT(words)) return EXIT_USAGE;
    for (int i = 0; i < argc; i++) words[n++] = argv[i];
    if (c->json) words[n++] = json;
    words[n] = NULL;
    return rule_cli(n, words);
}

static int verb_novelty(app_config *c, int argc, char **argv)
{
    return novelty_cli(c->data, c->json, argc, argv);
}

const app_verb app_verbs[] = {
    {"serve", "serves the site and runs the jobs", verb_serve},
    {"init", "makes an empty store", verb_init},
    {"migrate", "brings a store to this version", verb_migrate},
    {"backup", "copies a store while it works", verb_backup},
    {"restore", "puts a backup in place", verb_restore},
    {"user", "adds a person", verb_user},
    {"job", "runs the jobs that are due", verb_job},
    {"audit", "verifies the chained log", verb_audit},
    {"due", "the last day of a legal term, with its derivation", verb_due},
    {"read", "reads a filled request form", verb_read},
    {"check", "whether everything that must hold in the store does", verb_check},
    {"novelty", "finds what a text copies from earlier documents", verb_novelty},
    {"mail", "sends what is due, takes returned mail", verb_mail},
    {"import", "people from a table, news of an old portal", verb_import},
    {"export", "the public register", verb_export},
    {"verify", "checks a certificate's code offline", verb_verify},
    {"demo", "fills an empty store with an invented city", verb_demo},
    {"routes", "prints the routes or the OpenAPI document", verb_routes},
    {0},
};
