/* portal.h: files of old portals, taken apart inside the sandboxed child: a line of JSON for each article. */
#ifndef DOC_PORTAL_H
#define DOC_PORTAL_H
#include "base/buf.h"
#include "base/shape.h"
#include "base/status.h"

enum { PORTAL_ITEMS_MAX = 20000, PORTAL_PICTURES_MAX = 60000, PORTAL_DEPTH_MAX = 50 };

void portal_prepare(void); /* what the libraries must do before the fence is up */
/* `kind`: "wxr" (WordPress export), "html-page" (one saved page), "html-list" (a JSON array of HTML texts; the lines are
 * {"body": Markdown}). Keys: title, lead, body (Markdown), section, poster, address, day, views, state, id, cover (the id of a
 * picture), gallery ("1": the text shows the pictures that belong to it). Attachments of an export: kind "picture", id, parent,
 * address, title, alt, caption. */
MUST status portal_work(const char *kind, bytes in, buf *out);

#endif
