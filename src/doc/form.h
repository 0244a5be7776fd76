/* form.h: what a filled request form says (Đơn / Báo cáo yêu cầu công nhận sáng kiến; TT18 annex I and its local forms). */
#ifndef DOC_FORM_H
#define DOC_FORM_H
#include "base/date.h"
#include "doc/block.h"

enum { DOC_FORM_AUTHORS_MAX = 50 };

typedef struct {
    const char *name, *position, *unit, *qualification, *email, *phone;
    date birth_date;
    int share; /* basis points; -1: not said */
} doc_author;

typedef struct {
    const char *recipient, *title, *investor, *field, *known_state, *content, *applicability, *secret, *conditions, *benefit, *benefit_users, *place_date;
    date first_applied;
    LIST_OF(doc_author) authors;
} doc_form;

/* Every text is "" when the form does not say it. */
MUST status doc_form_of_blocks(arena *mem, const block_list *blocks, doc_form *out);
MUST status doc_read_form(arena *mem, doc_type type, bytes file, doc_form *out);
/* `sangkien read FILE --json` */
int doc_read_cli(const char *path, bool json);

#endif
