/* form.h: declared forms. A form names its fields, their kinds and limits; the web layer parses and checks what came
 * (urlencoded, multipart or JSON), keeps what was typed, and shows messages at the fields. */
#ifndef WEB_FORM_H
#define WEB_FORM_H
#include "base/arena.h"
#include "base/date.h"
#include "base/shape.h"
#include "base/status.h"
#include <stdbool.h>

typedef enum {
    INPUT_LINE,     /* one line of text */
    INPUT_LINES,    /* several lines */
    INPUT_EMAIL,
    INPUT_PASSWORD, /* never shown again */
    INPUT_CODE,     /* digits typed on a phone: one-time codes */
    INPUT_DATE,     /* 24/11/2026 */
    INPUT_TIME,     /* instant: "16:05 24/11/2026" or 2026-11-24T16:05 */
    INPUT_INT,
    INPUT_MONEY,    /* whole đồng, dots allowed */
    INPUT_PERCENT,  /* basis points inside */
    INPUT_CHECK,    /* a check box */
    INPUT_RADIO,    /* one of choices, all shown */
    INPUT_SELECT,   /* one of choices, a list */
    INPUT_CHECKS,   /* several of choices */
    INPUT_FILE,
    INPUT_HIDDEN
} input_kind;

typedef struct {
    const char *value, *label; /* label: N_() words, translated when shown unless the choice is data */
} choice;
typedef LIST_OF(choice) choice_list;

typedef struct {
    const char *name;
    input_kind kind;
    const char *label, *hint; /* N_() words; hint may be NULL */
    int max;                  /* code points of text, bytes of a file; 0: 200 for a line, 20000 for lines, 20 MiB a file */
    bool required;
    const choice *choices;    /* ended by a NULL value; NULL: none or set at run time with form_choices */
    bool repeat;              /* the field comes once per row (author_name, author_name, …); read with form_*_at */
    const char *autocomplete; /* HTML token, may be NULL */
    int rows;                 /* of INPUT_LINES; 0: 4 */
} form_field;

struct form_def {
    const char *name;
    const form_field *fields;
    int n;
};
typedef struct form_def form_def;
#define FORM(name_, ...)                                                                                               \
    static const form_field name_##_fields[] = {__VA_ARGS__};                                                          \
    const form_def name_ = {#name_, name_##_fields, (int)(sizeof(name_##_fields) / sizeof(form_field))}
#define STATIC_FORM(name_, ...)                                                                                        \
    static const form_field name_##_fields[] = {__VA_ARGS__};                                                          \
    static const form_def name_ = {#name_, name_##_fields, (int)(sizeof(name_##_fields) / sizeof(form_field))}

typedef struct {
    const char *name;  /* as the sender called it, cleaned; "" when none */
    const char *type;  /* as the sender called it; not to be believed */
    bytes data;
} upload;

typedef struct request request;

/* In the handler of the page that shows the form: declares which one, and its first values. What was typed wins over
 * form_set (so the same handler shows the page again after an error). */
void form_set(request *r, const char *name, const char *value);
void form_set_at(request *r, const char *name, int row, const char *value);
void form_set_int(request *r, const char *name, int64_t value);
void form_set_date(request *r, const char *name, date value);
void form_set_check(request *r, const char *name, bool value);
/* Puts a value in the place of what was typed: for hidden fields such as a revision. */
void form_replace(request *r, const char *name, const char *value);
void form_choices(request *r, const char *name, const choice_list *choices); /* labels are data: not translated; of INPUT_LINE: suggestions */
bool form_was_typed(const request *r); /* the page is shown again after an error */

/* In the handler that receives it: values that have passed the declared checks. Text is NFC. Unknown names abort. */
const char *form_text(const request *r, const char *name);
int64_t form_int(const request *r, const char *name);  /* 0 when empty */
date form_date(const request *r, const char *name);
instant form_instant(const request *r, const char *name);
bool form_check(const request *r, const char *name);
int form_percent(const request *r, const char *name);  /* basis points; -1 when empty */
bool form_has(const request *r, const char *name, const char *value); /* INPUT_CHECKS */
int form_count(const request *r, const char *name);     /* rows of a repeated field, values of checks, uploads of a file */
const char *form_text_at(const request *r, const char *name, int row);
int form_percent_at(const request *r, const char *name, int row);
date form_date_at(const request *r, const char *name, int row);
const upload *form_file(const request *r, const char *name);        /* NULL when none was sent */
const upload *form_file_at(const request *r, const char *name, int i);

/* Adds a message at a field ("" = the whole form); printf-like, already translated: form_error(r, "share",
 * T("Tổng tỷ lệ phải bằng 100 %%, hiện là %s %%."), …). Return E_INVALID afterwards. */
void form_error(request *r, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));
void form_error_at(request *r, const char *name, int row, const char *format, ...) __attribute__((format(printf, 4, 5)));
int form_errors(const request *r);

#endif
