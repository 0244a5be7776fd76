/* app.h: the program: its command line, its configuration, its routes. */
#ifndef APP_APP_H
#define APP_APP_H
#include "novelty/novelty.h"
#include "store/store.h"
#include "web/serve.h"

/* What every verb knows: --data DIR, --db URL, --json. */
typedef struct {
    const char *data; /* folder of the store, keys and files; "data" */
    const char *url;  /* of the store; "sqlite:DATA/sangkien.db" */
    bool json;
} app_config;

typedef struct {
    const char *name, *summary;
    int (*run)(app_config *c, int argc, char **argv); /* argv[0] is the verb */
} app_verb;
extern const app_verb app_verbs[]; /* ended by a NULL name */

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* Opens the store of `c`, creating the folder when `create`. Logs the reason of a failure. */
MUST status app_open_store(const app_config *c, bool create, int connections, store **out);
/* Reads the options that all verbs share off argv (they are removed); false: wrong usage, told on stderr. */
bool app_common_options(app_config *c, int *argc, char **argv);
/* One option with a value ("--listen X" or "--listen=X"), removed from argv; NULL when absent. */
const char *app_option(int *argc, char **argv, const char *name);
bool app_flag(int *argc, char **argv, const char *name);

/* Opens the keys in DATA/keys, making them when missing. Before anything that reads secrets or signs. */
MUST status app_keys(const app_config *c);
/* Reads DATA/mail.conf, when there is one; before anything that tells people. */
MUST status app_mail(const app_config *c, const char *base_url);
/* Opens the index of novelty in `folder` and seats it for the store. A damaged one is made anew; where another process
 * writes it, `out` is NULL and the site goes without. novelty_close(*out) at the end, after novelty_seat_set(…, NULL). */
MUST status app_novelty(store *s, const char *folder, novelty **out);
/* The same for a running site (keeper.c): a damaged index, one of another version and one that is found damaged while it is asked are made anew
 * by a thread, beside everything else; until then no index is seated and pages say so. app_keeper_stop(NULL) is fine. */
typedef struct app_keeper app_keeper;
extern int app_keeper_look_ms; /* between looks at it; tests lower it */
MUST status app_keeper_start(store *s, const char *folder, app_keeper **out);
void app_keeper_stop(app_keeper *k);
/* The store holds the demonstration city. */
bool app_is_demo(store *s);
/* Says what can be searched. */
void app_search(void);
/* The whole site on a store. */
MUST status app_web(store *s, const app_config *c, const char *base_url, web **out);

#endif
