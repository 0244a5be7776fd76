#include "base/shape.h"
#include <string.h>

const field *shape_find(const shape *s, const char *name)
{
    for (int i = 0; i < s->n; i++)
        if (strcmp(s->fields[i].name, name) == 0) return &s->fields[i];
    return NULL;
}
