/* Between the files of reports. */
#ifndef REPORT_SNAPSHOT_OWN_H
#define REPORT_SNAPSHOT_OWN_H
#include "report/snapshot.h"

static inline sheet_cell cell_words(const char *text)
{
    return (sheet_cell){.text = text};
}

static inline sheet_cell cell_whole(int64_t n)
{
    return (sheet_cell){.text = "", .number = n, .scale = 1};
}

const char *report_kind_in_vietnamese(const char *kind); /* papers are in Vietnamese, whoever makes them */

#endif
