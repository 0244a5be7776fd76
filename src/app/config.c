#include "app/app.h"
#include "base/log.h"
#include "base/text.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void drop(int *argc, char **argv, int at, int n)
{
    for (int i = at; i + n <= *argc; i++) argv[i] = argv[i + n];
    *argc -= n;
}

const char *app_option(int *argc, char **argv, const char *name)
{
    size_t n = strlen(name);

    for (int i = 1; i < *argc; i++) {
        if (strcmp(argv[i], name) == 0 && i + 1 < *argc) {
            const char *v = argv[i + 1];
            drop(argc, argv, i, 2);
            return v;
        }
        if (strncmp(argv[i], name, n) == 0 && argv[i][n] == '=') {
            const char *v = argv[i] + n + 1;
            drop(argc, argv, i, 1);
            return v;
        }
    }
    return NULL;
}

bool app_flag(int *argc, char **argv, const char *name)
{
    for (int i = 1; i < *argc; i++) {
        if (strcmp(argv[i], name) != 0) continue;
        drop(argc, argv, i, 1);
        return true;
    }
    return false;
}

bool app_common_options(app_config *c, int *argc, char **argv)
{
    static char url[4096];
    const char *data = app_option(argc, argv, "--data"), *db = app_option(argc, argv, "--db");

    if (!data) data = getenv("SANGKIEN_DATA");
    if (!db) db = getenv("SANGKIEN_DB");
    if (data) c->data = data;
    if (db) {
        c->url = db;
    } else {
        snprintf(url, sizeof url, "sqlite:%s/sangkien.db", c->data);
        c->url = url;
    }
    c->json = app_flag(argc, argv, "--json");
    return true;
}

status app_open_store(const app_config *c, bool create, int connections, store **out)
{
    if (create && mkdir(c->data, 0700) != 0 && errno != EEXIST) {
        log_error("cannot make the folder %s: %s", c->data, strerror(errno));
        return E_IO;
    }
    if (!create && text_starts(c->url, "sqlite:") && access(c->url + 7, R_OK | W_OK) != 0) {
        log_error("there is no store at %s (sangkien init makes one)", c->url + 7);
        return E_NOT_FOUND;
    }
    return store_open(c->url, connections, out);
}
