/* template_own.h: what the compiler (template.c) and the renderer (render.c) of templates share. Nobody else includes it. */
#ifndef WEB_TEMPLATE_OWN_H
#define WEB_TEMPLATE_OWN_H
#include "web/form_own.h"
#include "web/template.h"

enum { SCOPES_MAX = 16, TEMPLATE_OPS_MAX = 20000, PARTIAL_DEPTH_MAX = 8, RENDER_STEPS_MAX = 8 << 20 /* operations of one rendering: lists in lists multiply */ };

typedef enum {
    FILTER_NONE, FILTER_MONEY, FILTER_NUMBER, FILTER_PERCENT, FILTER_ISO, FILTER_LINES, FILTER_URL, FILTER_T,
    FILTER_SIZE, FILTER_MD, FILTER_UPPER, FILTER_HOURS
} filter;
typedef enum { OP_TEXT, OP_VALUE, OP_SECTION, OP_INVERT, OP_END, OP_WORDS, OP_ROW, OP_BEGIN, OP_CONTROL, OP_ERRORS } op_kind;

typedef struct {
    op_kind kind;
    filter filter;
    int scope;         /* index in the scope stack, 0 = the outermost */
    size_t offset;     /* bytes in that scope's struct */
    const field *field; /* of values and sections */
    const char *text;  /* of text and words; of a control: its name */
    size_t n;
    int jump;          /* of a section: the index of its end */
} op;

struct template {
    const char *name;
    const op *ops;
    int n;
    const form_def *form;
};

/* A value as text, by its kind and filter; memory from `mem`. */
const char *template_value_text(arena *mem, const op *o, const char *at);

#endif
