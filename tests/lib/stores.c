#include "tests/lib/stores.h"
#include "app/serve.h"
#include "base/log.h"
#include "base/text.h"
#include "demo/demo.h"
#include "novelty/novelty_report.h"
#include "tests/lib/fixture.h"
#include <libpq-fe.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const store_kind stores_kinds[2] = {STORE_SQLITE, STORE_POSTGRES};

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

const char *stores_data(void)
{
    if (!folder[0]) {
        if (!getenv("SANGKIEN_BIN")) die("SANGKIEN_BIN is not set (meson test sets it): parsers would run this very program");
        snprintf(folder, sizeof folder, "/tmp/sangkien-test-%d", (int)getpid());
        mkdir(folder, 0700);
        log_setup(getenv("SANGKIEN_LOG") ? LOG_DEBUG : LOG_WARNING, false);
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

store *stores_open(store_kind kind)
{
    char url[500];
    store *s = NULL;
    int i = 0;
    app_config c = {.data = stores_data()};

    while (i < 16 && opened[i].s) i++;
    if (i == 16) die("too many stores");
    number++;
    opened[i].pg = kind == STORE_POSTGRES;
    if (opened[i].pg) {
        char sql[200];
        snprintf(opened[i].what, sizeof opened[i].what, "t%d_%d", (int)getpid(), number);
        snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)", opened[i].what);
        pg_run(sql);
        snprintf(sql, sizeof sql, "CREATE DATABASE %s", opened[i].what);
        pg_run(sql);
        snprintf(url, sizeof url, "%s dbname=%s", pg_base(), opened[i].what);
    } else {
        snprintf(opened[i].what, sizeof opened[i].what, "%s/%d.db", stores_data(), number);
        unlink(opened[i].what); /* of a program that died and had this number */
        snprintf(url, sizeof url, "sqlite:%s", opened[i].what);
    }
    if (sodium_init() < 0 || store_open(url, 16, &s) != OK || store_migrate(s, NULL) != OK || app_prepare(s) != OK || app_keys(&c) != OK) die("cannot open a store");
    snprintf(url, sizeof url, "%s/%d.novelty", stores_data(), number);
    if (app_novelty(s, url, &opened[i].index) != OK) die("cannot open an index");
    opened[i].s = s;
    return s;
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
    store *s = stores_open(kind);

    if (demo_fill(s, 2026, recognised, NULL, NULL) != OK) die("cannot fill the city");
    return s;
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
