/* jsonl.h: lines of JSON objects with "id", "unit", "title" and "text", read fast: a big file is mostly text. */
#ifndef NOVELTY_JSONL_H
#define NOVELTY_JSONL_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { JSONL_LINE_MAX = 64 << 20 };
typedef struct {
    FILE *f;
    char *line;
    size_t cap;
    uint64_t number, done, all; /* lines; bytes read, bytes of the file */
} jsonl;
typedef struct {
    const char *id, *unit, *title, *text; /* "" when absent */
    bool good;                            /* an object that holds a text */
} jsonl_line;

MUST status jsonl_open(const char *path, jsonl *out); /* "-": standard input */
/* The next line that is not empty, its texts in `mem`; false at the end. Characters that are no Unicode become U+FFFD; NULs become spaces. */
bool jsonl_next(jsonl *in, arena *mem, jsonl_line *out);
void jsonl_cleanup(jsonl *in);
void jsonl_string(buf *b, const char *s); /* with its quotes */

#endif
