/* template.h: one small Mustache engine for HTML, mail and document parts. Templates are embedded files
 * ("dossier/show.html"), compiled once at start against the shape of their view: a name that the shape lacks, an unknown
 * partial, filter or form field, or an unbalanced section is an error that stops the start.
 *
 *   {{title}}            the value, escaped (FIELD_HTML as it is; nothing else can be printed raw)
 *   {{share|percent}}    filters: money (2.530.000 đ), number (2.530.000), percent (basis points → 33,33), iso (dates),
 *                        lines (paragraphs and line breaks as markup), url (a URL component), t (translates the value),
 *                        size (bytes → 1,2 MB), hours (minutes → 3 giờ 30 phút), md (Markdown → markup), upper
 *   {{author.name}}      a field of a nested struct
 *   {{#rows}}…{{/rows}}  each item of a list; or once if the value is not empty/0/false/none; a struct is entered
 *   {{^rows}}…{{/rows}}  if the value is empty
 *   {{>ui/badge.html}}   a partial, in the present scope
 *   {{_ Hồ sơ của tôi}}  words, translated
 *   {{#}}                the number of the present list item, from 1
 *   {{@begin}}           inside <form method="post">: the hidden fields (CSRF mark, once-only mark)
 *   {{@title}}           a whole control of the page's form: label, hint, input with its typed value, error
 *   {{@errors}}          the list of the form's errors with links to the fields (nothing when there are none)
 *   {{! a remark }}
 *
 * Names are looked up in the innermost scope first, then outwards; the outermost is the page frame (web/view.h). */
#ifndef WEB_TEMPLATE_H
#define WEB_TEMPLATE_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/shape.h"
#include "base/status.h"

typedef struct template template;
typedef struct form_def form_def;     /* web/form.h */
typedef struct form_state form_state; /* web/form.h */

/* Compiles the embedded file `name` for views of `view`, inside the outer scope `frame` (NULL: none) and with controls of
 * `form` (NULL: none). Errors are logged with file and line; E_INTERNAL. Lives as long as the program. */
MUST status template_compile(const char *name, const shape *view, const shape *frame, const form_def *form, template **out);
/* The same from a given text (administrators' templates, tests), which lives as long as the result; `mem` owns the result. */
MUST status template_compile_text(arena *mem, const char *name, const char *text, const shape *view, const shape *frame,
                                  const form_def *form, template **out);
/* Renders into `out`, which is `over` when it or the steps that a rendering may take do not suffice. `mem` is for scratch. `state` is the form's state (NULL: empty). */
void template_render(const template *t, arena *mem, const void *view, const void *frame, const form_state *state, buf *out);

/* JSON of a view: names and types of its shape; FIELD_HTML and FIELD_BYTES are left out; dates as ISO 8601. */
void json_render(const shape *s, const void *view, arena *mem, buf *out);

#endif
