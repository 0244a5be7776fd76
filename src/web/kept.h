/* kept.h: what was typed into a form that was not carried out, to be shown, copied and sent again. Nobody outside web/ includes it. */
#ifndef WEB_KEPT_H
#define WEB_KEPT_H
#include "base/shape.h"
#include "web/request_own.h"

typedef struct {
    const char *name, *value;
} kept_pair;
typedef LIST_OF(kept_pair) kept_pairs;

typedef struct {
    const char *action, *csrf, *once;
    kept_pairs sent;    /* every field as it came, but for passwords, one-time codes and files */
    kept_pairs written; /* what a person wrote, with the fields' labels */
    bool files;         /* there were some: they are chosen again */
} kept_form;

/* True when the request that ends with `code` (401: the session has ended, 403: it is another one, from 500 on: the site's fault) brought a
 * form of this site's own page. Only then: another site must not get a form of its choice onto a page of this one. Memory: the request's. */
bool kept_typed(request *r, int code, kept_form *out);

#endif
