#include "tests/lib/stores.h"
#include "app/serve.h"
#include "base/log.h"
#include "base/text.h"
#include "demo/demo.h"
#include "novelty/novelty_report.h"
#include "tests/lib/fixture.h"
#include <fcntl.h>
#include <libpq-fe.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

const store_kind stores_kinds[2] = {STORE_SQLITE, STORE_POSTGRES};

enum { EMPTY = -1 };
static char folder[200];
static int number;
static struct {
    store *s;
    char what[400];
    bool pg;
    novelty *index;
} opened[16];

static void die(const char *what)
{
    fprintf(stderr, "fixture: %s\n", what);
    exit(1);
}

/* ---- made once, copied after: stores with a schema and cities take seconds under the sanitizers ---- */

/* Where they are kept: beside the program that they are of. */
static const char *shelf(void)
{
    static char path[300];
    struct stat st;

    if (path[0]) return path;
    const char *bin = getenv("SANGKIEN_BIN");
    if (!bin) die("SANGKIEN_BIN is not set (meson test sets it): parsers would run this very program");
    if (stat(bin, &st) != 0) die(bin);
    snprintf(path, sizeof path, "%.*s/cities", (int)(strrchr(bin, '/') - bin), bin);
    mkdir(path, 0700);
    return path;
}

/* Of this program, of this day: the city tells the three years up to today. */
static const char *model_prefix(void)
{
    static char name[60];
    struct stat st;

    if (name[0]) return name;
    if (stat(getenv("SANGKIEN_BIN"), &st) != 0) die("SANGKIEN_BIN");
    snprintf(name, sizeof name, "model_%llx%06lx_%lld", (unsigned long long)st.st_mtim.tv_sec, (unsigned long)st.st_mtim.tv_nsec / 1000, (long long)date_of(instant_now()).ymd);
    return name;
}

static const char *model_name(int recognised)
{
    static char name[80];

    if (recognised == EMPTY) snprintf(name, sizeof name, "%s_empty", model_prefix());
    else snprintf(name, sizeof name, "%s_%d", model_prefix(), recognised);
    return name;
}

static int locked(const char *what)
{
    char path[500];

    snprintf(path, sizeof path, "%s/%s.lock", shelf(), what);
    int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 || flock(fd, LOCK_EX) != 0) die(path);
    return fd;
}

static void copy(const char *from, const char *to)
{
    char command[1200];

    snprintf(command, sizeof command, "cp -r '%s' '%s'", from, to);
    if (system(command) != 0) die(command);
}

/* One pair of keys for all: what a city has sealed and signed opens everywhere. */
static void take_keys(void)
{
    char kept[400], own[400], clear[600];
    struct stat st;

    snprintf(kept, sizeof kept, "%s/keys", shelf());
    snprintf(own, sizeof own, "%s/keys", folder);
    int lock = locked("keys");
    snprintf(clear, sizeof clear, "find '%s' -mindepth 1 -maxdepth 1 -name 'model_*' ! -name '%s*' -exec rm -rf {} +", shelf(), model_prefix());
    if (system(clear) != 0) die(clear);
    if (stat(kept, &st) != 0) {
        app_config c = {.data = shelf()};
        if (sodium_init() < 0 || app_keys(&c) != OK) die("cannot make keys");
    }
    copy(kept, own);
    close(lock);
}

const char *stores_data(void)
{
    if (!folder[0]) {
        shelf();
        char clear[300];
        snprintf(folder, sizeof folder, "/tmp/sangkien-test-%d", (int)getpid());
        snprintf(clear, sizeof clear, "rm -rf '%s'", folder); /* of a program that died and had this number */
        if (system(clear) != 0) die(clear);
        mkdir(folder, 0700);
        log_setup(getenv("SANGKIEN_LOG") ? LOG_DEBUG : LOG_WARNING, false);
        take_keys();
    }
    return folder;
}

static const char *pg_base(void)
{
    static char url[300];
    char command[400];

    if (url[0]) return url;
    snprintf(command, sizeof command, "%s/tests/pg.sh start >&2 && %s/tests/pg.sh url", fixture_root(), fixture_root());
    FILE *p = popen(command, "r");
    if (!p || !fgets(url, sizeof url, p)) die("no PostgreSQL cluster (tests/pg.sh start)");
    url[strcspn(url, "\n")] = 0;
    pclose(p);
    return url;
}

static void pg_run_in(const char *database, const char *sql)
{
    char url[400];

    snprintf(url, sizeof url, "%s dbname=%s", pg_base(), database);
    PGconn *c = PQconnectdb(url);
    PGresult *r = PQexec(c, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) die(PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
}

static void pg_run(const char *sql)
{
    pg_run_in("postgres", sql);
}

void stores_pg_run(const store *s, const char *sql)
{
    for (int i = 0; i < 16; i++)
        if (opened[i].s == s && opened[i].pg) pg_run_in(opened[i].what, sql);
}

static bool pg_there(const char *name)
{
    char url[400], sql[200];

    snprintf(url, sizeof url, "%s dbname=postgres", pg_base());
    snprintf(sql, sizeof sql, "SELECT 1 FROM pg_database WHERE datname = '%s'", name);
    PGconn *c = PQconnectdb(url);
    PGresult *r = PQexec(c, sql);
    bool there = PQntuples(r) == 1;
    PQclear(r);
    PQfinish(c);
    return there;
}

/* Opens what `url` names and fills it; the index of novelty goes to `index`. */
static void fill(const char *url, const char *index, int recognised)
{
    store *s = NULL;
    novelty *n = NULL;

    if (store_open(url, 16, &s) != OK || store_migrate(s, NULL) != OK || app_prepare(s) != OK) die("cannot make a store");
    if (recognised != EMPTY) {
        if (app_novelty(s, index, &n) != OK || demo_fill(s, 2026, recognised, NULL, NULL) != OK) die("cannot fill the city");
        novelty_seat_set(s, NULL);
        novelty_close(n);
    }
    store_close(s);
}

/* Makes the model unless it is there. It gets its name when it is whole. */
static void make_model(store_kind kind, int recognised)
{
    char url[500], kept[400], half[420], index[420], sql[300];
    const char *name = model_name(recognised);
    bool pg = kind == STORE_POSTGRES;
    struct stat st;

    snprintf(kept, sizeof kept, "%s/%s%s", shelf(), name, pg ? "_pg" : "");
    snprintf(half, sizeof half, "%s.half", kept);
    snprintf(index, sizeof index, "%s/novelty", half);
    int lock = locked(strrchr(kept, '/') + 1);
    if (stat(kept, &st) != 0 || (pg && !pg_there(name))) {
        char clear[1000];
        snprintf(clear, sizeof clear, "rm -rf '%s' '%s'", kept, half);
        if (system(clear) != 0) die(clear);
        mkdir(half, 0700);
        if (pg) {
            snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s_half", name);
            pg_run(sql);
            snprintf(sql, sizeof sql, "CREATE DATABASE %s_half", name);
            pg_run(sql);
            snprintf(url, sizeof url, "%s dbname=%s_half", pg_base(), name);
        } else {
            snprintf(url, sizeof url, "sqlite:%s/store.db", half);
        }
        fill(url, index, recognised);
        if (pg) {
            snprintf(sql, sizeof sql, "ALTER DATABASE %s_half RENAME TO %s", name, name);
            pg_run(sql);
        }
        if (rename(half, kept) != 0) die(kept);
    }
    close(lock);
}

static store *copy_of(store_kind kind, int recognised)
{
    char url[500], kept[500], sql[300], index[300];
    store *s = NULL;
    struct stat st;
    int i = 0;
    app_config c = {.data = stores_data()};

    while (i < 16 && opened[i].s) i++;
    if (i == 16) die("too many stores");
    if (sodium_init() < 0 || app_keys(&c) != OK) die("no keys");
    make_model(kind, recognised);
    number++;
    opened[i].pg = kind == STORE_POSTGRES;
    if (opened[i].pg) {
        snprintf(opened[i].what, sizeof opened[i].what, "t%d_%d", (int)getpid(), number);
        snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)", opened[i].what);
        pg_run(sql);
        snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE %s", opened[i].what, model_name(recognised));
        pg_run(sql);
        snprintf(url, sizeof url, "%s dbname=%s", pg_base(), opened[i].what);
    } else {
        snprintf(opened[i].what, sizeof opened[i].what, "%s/%d.db", stores_data(), number);
        snprintf(kept, sizeof kept, "%s/%s/store.db", shelf(), model_name(recognised));
        copy(kept, opened[i].what);
        snprintf(url, sizeof url, "sqlite:%s", opened[i].what);
    }
    snprintf(kept, sizeof kept, "%s/%s%s/novelty", shelf(), model_name(recognised), opened[i].pg ? "_pg" : "");
    snprintf(index, sizeof index, "%s/%d.novelty", stores_data(), number);
    if (stat(kept, &st) == 0) copy(kept, index);
    if (store_open(url, 16, &s) != OK || store_migrate(s, NULL) != OK || app_prepare(s) != OK) die("cannot open a store");
    if (app_novelty(s, index, &opened[i].index) != OK) die("cannot open an index");
    opened[i].s = s;
    return s;
}

store *stores_open(store_kind kind)
{
    return copy_of(kind, EMPTY);
}

static void sqlite_run(const char *path, const char *sql)
{
    sqlite3 *c = NULL;
    char *why = NULL;

    if (sqlite3_open(path, &c) != SQLITE_OK || sqlite3_busy_timeout(c, 10000) != SQLITE_OK || sqlite3_exec(c, sql, NULL, NULL, &why) != SQLITE_OK) die(why ? why : path);
    sqlite3_close(c);
}

void stores_sql(store *s, const char *sql)
{
    char url[500];

    for (int i = 0; i < 16; i++) {
        if (opened[i].s != s) continue;
        if (!opened[i].pg) {
            sqlite_run(opened[i].what, sql);
            continue;
        }
        snprintf(url, sizeof url, "%s dbname=%s", pg_base(), opened[i].what);
        PGconn *c = PQconnectdb(url);
        PGresult *r = PQexec(c, sql);
        if (PQresultStatus(r) != PGRES_COMMAND_OK) die(PQerrorMessage(c));
        PQclear(r);
        PQfinish(c);
    }
}

void stores_close(store *s)
{
    for (int i = 0; i < 16; i++) {
        char sql[200];
        if (opened[i].s != s) continue;
        novelty_seat_set(s, NULL);
        novelty_close(opened[i].index);
        store_close(s);
        opened[i].s = NULL;
        if (opened[i].pg) {
            snprintf(sql, sizeof sql, "DROP DATABASE %s WITH (FORCE)", opened[i].what);
            pg_run(sql);
        } else {
            char other[420];
            unlink(opened[i].what);
            snprintf(other, sizeof other, "%s-wal", opened[i].what);
            unlink(other);
            snprintf(other, sizeof other, "%s-shm", opened[i].what);
            unlink(other);
        }
    }
}

store *stores_city(store_kind kind, int recognised)
{
    return copy_of(kind, recognised);
}

web *stores_web(store *s)
{
    web *w = NULL;
    app_config c = {.data = stores_data()};

    if (app_web(s, &c, NULL, &w) != OK) die("the site does not open");
    return w;
}

visitor *stores_login(web *w, const char *login)
{
    visitor *v = visitor_new(w);
    visited r = visitor_post(v, "/dang-nhap", "/dang-nhap", "login=%s&password=%s", login, DEMO_PASSWORD);

    if (r.status != 303) die(login);
    return v;
}
