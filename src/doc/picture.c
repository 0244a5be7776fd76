/* What the parent does with pictures: asks the child, and takes its answer apart. */
#include "doc/picture.h"
#include "doc/packed.h"
#include "doc/sandbox.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

/* "WIDTH HEIGHT BYTES\n" and so many bytes, one to three times. */
static status take_apart(arena *mem, bytes b, picture_set *out)
{
    const char *p = b.p, *end = p + b.n;
    picture_set set = {.n = 0};

    while (p < end && set.n < PICTURE_SIZES) {
        const char *line = memchr(p, '\n', (size_t)(end - p));
        int w = 0, h = 0;
        long n = 0;
        if (!line || sscanf(text_copyn(mem, p, (size_t)(line - p)), "%d %d %ld", &w, &h, &n) != 3) return E_INTERNAL;
        if (w < 1 || h < 1 || n < 1 || n > end - line - 1) return E_INTERNAL;
        set.size[set.n++] = (picture_size){w, h, {line + 1, (size_t)n}};
        p = line + 1 + n;
    }
    if (set.n == 0 || p != end) return E_INTERNAL;
    *out = set;
    return OK;
}

status doc_pictures(arena *mem, bytes file, picture_set *out)
{
    bytes made = {0};

    TRY(doc_run(mem, "webp", file, &made));
    return take_apart(mem, made, out);
}

status doc_packed_pictures(arena *mem, bytes zip, int index, picture_set *out)
{
    bytes made = {0};

    TRY(doc_run(mem, textf(mem, "zip-webp:%d", index), zip, &made));
    return take_apart(mem, made, out);
}

/* "INDEX PATH\n". */
status doc_packed_files(arena *mem, bytes zip, packed_files *out)
{
    packed_files l = {0};
    bytes made = {0};

    TRY(doc_run(mem, "zip-names", zip, &made));
    l.p = NEWS(mem, packed_file, PACKED_ENTRIES_MAX);
    for (const char *p = made.p, *end = p + made.n; p < end && l.n < PACKED_ENTRIES_MAX;) {
        const char *line = memchr(p, '\n', (size_t)(end - p)), *space = line ? memchr(p, ' ', (size_t)(line - p)) : NULL;
        const char *path = "";
        int64_t index = 0;
        if (!space || text_parse_int(text_copyn(mem, p, (size_t)(space - p)), 0, PACKED_ENTRIES_MAX, &index) != OK) return E_INTERNAL;
        if (text_accept(mem, space + 1, (size_t)(line - space - 1), TEXT_LINE, &path) == OK && *path) l.p[l.n++] = (packed_file){path, (int)index};
        p = line + 1;
    }
    *out = l;
    return OK;
}
