/* stores.h: a fresh, migrated, prepared store of each engine, and a small city in it. Each kind is made once for a build of the
 * program and a day (build/…/cities, a template database) and copied after. */
#ifndef TESTS_STORES_H
#define TESTS_STORES_H
#include "app/app.h"
#include "store/store.h"
#include "web/loopback.h"

/* Opens an empty prepared store; dies with a message when it cannot (PostgreSQL must be there). */
store *stores_open(store_kind kind);
void stores_close(store *s); /* and removes it */
/* SQL as the owner of a PostgreSQL store, over a connection of its own: what administrators and accidents do. */
void stores_pg_run(const store *s, const char *sql);
/* The demonstration city with so many recognised dossiers. */
store *stores_city(store_kind kind, int recognised);
web *stores_web(store *s);
const char *stores_data(void); /* the folder of the keys */
/* A visitor who is logged in. */
visitor *stores_login(web *w, const char *login);
extern const store_kind stores_kinds[2];
/* Changes rows behind the product's back: what another hand wrote, or what tests must not do through it. */
void stores_sql(store *s, const char *sql);

#endif
