/* fill.h: templates that a clerk made in Word: a DOCX with {{fields}}, also where Word has split one over several runs.
 * Reading and filling happen in the fenced child (sandbox.h). The same template and values give the same bytes.
 *
 *   {{so}}            a field: letters a–z, digits, _
 *   {{tac_gia.ten}}   a field of a list: the table row in which it stands is repeated for each item
 *
 * Values are text: markup in them is text too, and {{…}} in them is not filled again. */
#ifndef DOC_FILL_H
#define DOC_FILL_H
#include "base/arena.h"
#include "base/shape.h"
#include "base/status.h"

enum { FILL_FIELDS_MAX = 500, FILL_VALUE_MAX = 200000, FILL_ITEMS_MAX = 200 };

typedef LIST_OF(const char *) fill_names;
/* The fields that a template names, each once. E_INVALID: it is not a template that we take; `why` says it for the person:
 * no DOCX, macros, links to outside, embedded objects, fields that fetch (DDE, INCLUDETEXT …), an unclosed {{. */
MUST status fill_fields(arena *mem, bytes docx, fill_names *out, const char **why);

typedef struct {
    const char *name, *value; /* "so", "12/2026"; of a list: "tac_gia.1.ten"; how many: "tac_gia#" → "2" */
} fill_value;
typedef LIST_OF(fill_value) fill_values;
/* E_INVALID as above, and when the template names a field that has no value (`why` names it). */
MUST status fill_template(arena *mem, bytes docx, const fill_values *values, bytes *out, const char **why);
/* Adds a value, or that of item `i` (from 1) of a list: "tac_gia", 2, "ten" → "tac_gia.2.ten". The list's number of items is a
 * value too: fill_put_count. */
void fill_put(arena *mem, fill_values *v, const char *name, const char *value);
void fill_put_item(arena *mem, fill_values *v, const char *list, int i, const char *field, const char *value);
void fill_put_count(arena *mem, fill_values *v, const char *list, int n);
/* Values as one text, for keeping; and back. */
const char *fill_values_text(arena *mem, const fill_values *values);
void fill_values_read(arena *mem, const char *text, fill_values *out);

#endif
