#include "base/embed.h"
#include <stdlib.h>
#include <string.h>

static int by_name(const void *key, const void *item)
{
    return strcmp(key, ((const embed_file *)item)->name);
}

const embed_file *embed_find(const char *name)
{
    return bsearch(name, embed_files, (size_t)embed_count, sizeof *embed_files, by_name);
}
