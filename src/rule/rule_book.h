/* rule_book.h: the inside of a book; only rule/ includes it. */
#ifndef RULE_RULE_BOOK_H
#define RULE_RULE_BOOK_H
#include "rule/rule.h"
#include <jansson.h>

typedef struct {
    int32_t ymd;
    bool work;
    const char *why, *why_en, *trust;
} book_day;
typedef struct {
    int monthday; /* 902 */
    const char *why, *why_en;
} book_every;
typedef struct {
    int year;
    const char *trust;
} book_year;
typedef struct {
    const char *code, *place;
} book_source;

enum { BOOK_ROWS_MAX = 4000, BOOK_DAYS_MAX = 4000, BOOK_YEARS_MAX = 200, BOOK_EVERY_MAX = 20, BOOK_SOURCES_MAX = 200, BOOK_YEAR_FIRST = 1900, BOOK_YEAR_LAST = 2199 };

struct rule_book {
    rule_list rows;         /* sorted by key, scope, id, from */
    LIST_OF(book_day) days; /* sorted */
    LIST_OF(book_year) years;
    LIST_OF(book_every) every;
    LIST_OF(book_source) sources;
};

/* Each says in `*problem` what is wrong (memory from mem) and returns E_INVALID. */
MUST status book_read_rules(arena *mem, rule_book *b, const json_t *rules, const char *file, const char **problem);
MUST status book_read_calendar(arena *mem, rule_book *b, const json_t *root, const char *file, const char **problem);
MUST status book_check_row(arena *mem, const rule_row *r, const char *file, const char **problem);
MUST status book_check_overlaps(arena *mem, const rule_list *rows, const char **problem);
void book_sort(rule_list *rows);

/* Where `n` units after `start` end, days off at the end not considered; {0} beyond 2199. */
date term_plain_end(const rule_book *b, date start, int n, const char *unit);

#endif
