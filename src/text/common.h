/* common.h: what of a text belongs to nobody: text of forms, and the law where it is cited or quoted. Known without
 * learning, so a first dossier is not blamed for its headings. Marks never touch what is marked already. */
#ifndef TEXT_COMMON_H
#define TEXT_COMMON_H
#include "text/syllable.h"

enum {
    COMMON_NONE, COMMON_FORM, COMMON_LAW, /* what a mark says */
    FORM_RUN = 5,          /* syllables of a form in a row that are recognised, */
    FORM_WORDS = 4,        /* so many of them no numbers */
    LAW_RUN = 10,          /* syllables of the law's own wording */
    CITED_MAX = 60,        /* syllables of a citation with the title of what it names */
    QUOTED_MAX = 250       /* syllables between quotation marks beside a citation; a longer quotation counts */
};

/* Marks what stands in the forms that ship (data/forms.txt), and in `more` (lines of other forms; "" none). */
void common_forms(const syllables *s, const char *more, uint8_t *mask);
/* Marks a person's particulars ("sinh ngày …, nơi công tác …, chức danh …"), citations ("khoản 2 Điều 4 Nghị định số 13/2012/NĐ-CP", a line of "Căn cứ …") and what is quoted beside one. `text` is
 * what `s` was read from, with its places. */
void common_marks(const char *text, size_t bytes, const syllables *s, uint8_t *mask);

#endif
