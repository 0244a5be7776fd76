/* form_own.h: the state of a form, shared by form.c, render.c and the dispatcher. Nobody else includes it. */
#ifndef WEB_FORM_OWN_H
#define WEB_FORM_OWN_H
#include "base/buf.h"
#include "web/form.h"

enum {
    FORM_VALUES_MAX = 200, /* values of one field: rows, checks, uploads */
    FILE_NAME_MAX = 150    /* code points of the name of an upload */
};

typedef struct {
    const char **values; /* as typed; NULL entries are empty */
    int n;
    upload *uploads;
    int n_uploads;
    const char **errors; /* by row; NULL: none */
    int n_errors;
    const choice_list *choices;
} form_slot;

struct form_state {
    const form_def *def;
    form_slot *slots; /* one per field of def */
    const char **general; /* messages that belong to no field */
    int n_general;
    int n_errors;
    bool typed;          /* the values came from the person, not from form_set */
    const char *csrf, *once;
    bool multipart;
};
typedef struct form_state form_state;

form_state *form_state_new(arena *mem, const form_def *def);
int form_field_index(const form_def *def, const char *name); /* -1: none */
/* One name and value as they came; unknown names are ignored; E_LIMIT past FORM_VALUES_MAX. */
MUST status form_put(arena *mem, form_state *s, const char *name, const char *value, size_t bytes);
MUST status form_put_file(arena *mem, form_state *s, const char *name, const char *filename, const char *type, bytes data);
/* Checks every field against its declaration; counts messages in n_errors. */
void form_check_all(arena *mem, form_state *s);
MUST status form_parse_urlencoded(arena *mem, const char *body, size_t n, form_state *s);
MUST status form_parse_multipart(arena *mem, const char *content_type, const char *body, size_t n, form_state *s);
MUST status form_parse_json(arena *mem, const char *body, size_t n, form_state *s);
/* Markup of one control or of the error list, through ui/field.html and ui/errors.html. */
void form_render_control(arena *mem, const form_def *def, const form_state *s, int index, int row, buf *out);
void form_render_errors(arena *mem, const form_state *s, buf *out);
void form_render_begin(const form_state *s, buf *out);
MUST status form_templates(void); /* compiles the two templates; at the start */

#endif
