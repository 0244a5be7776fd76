/* paper_own.h: what the files of this slice share. */
#ifndef PAPER_PAPER_OWN_H
#define PAPER_PAPER_OWN_H
#include "paper/paper.h"

bool paper_field_known(const char *kind, const char *name); /* a field that papers of this kind have a value for */
fill_values paper_samples(arena *mem);                      /* two items in each list */
/* Known fields that a paper has no value for are empty; lists that it has not got have no rows. */
fill_values paper_whole(arena *mem, const fill_values *values);

#endif
