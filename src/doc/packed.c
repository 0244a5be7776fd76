#include "doc/packed.h"
#include "base/text.h"
#include "doc/picture.h"
#include "doc/zipdoc.h"
#include <stdlib.h>
#include <string.h>

/* One part between two slashes. */
static bool good_part(const char *s, size_t n)
{
    if (n == 0 || (n == 1 && s[0] == '.') || (n == 2 && s[0] == '.' && s[1] == '.')) return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f || s[i] == ':') return false;
    return true;
}

/* Some programs on Windows write "\" between folders. */
static bool good_path(char *s)
{
    size_t n = strlen(s);

    if (n == 0 || n > PACKED_PATH_MAX || !text_valid_utf8(s, n)) return false;
    for (char *p = s; *p; p++)
        if (*p == '\\') *p = '/';
    if (s[n - 1] == '/') n--; /* a folder */
    for (const char *p = s, *end = s + n; p <= end;) {
        const char *slash = memchr(p, '/', (size_t)(end - p));
        size_t part = (size_t)((slash ? slash : end) - p);
        if (!good_part(p, part)) return false;
        p += part + 1;
    }
    return true;
}

static status names(zip_t *z, buf *out)
{
    zip_int64_t n = zip_get_num_entries(z, 0);

    if (n > PACKED_ENTRIES_MAX) return E_LIMIT;
    for (zip_int64_t i = 0; i < n; i++) {
        const char *name = zip_get_name(z, (zip_uint64_t)i, 0);
        AUTO(buf) path = {0};
        buf_puts(&path, name ? name : "");
        if (!path.p || !good_path(path.p)) return E_INVALID;
        if (path.p[path.n - 1] != '/' && !text_starts(path.p, "__MACOSX/")) buf_printf(out, "%lld %s\n", (long long)i, path.p);
    }
    return out->over ? E_LIMIT : OK;
}

static status made(zip_t *z, const char *index, buf *out)
{
    int64_t i = 0;
    char *file = NULL;
    size_t n = 0;

    TRY(text_parse_int(index, 0, PACKED_ENTRIES_MAX, &i));
    TRY(zipdoc_entry_at(z, (zip_uint64_t)i, PACKED_PICTURE_MAX, &file, &n));
    status s = picture_work((bytes){file, n}, out);
    free(file);
    return s;
}

status packed_work(const char *kind, bytes in, buf *out)
{
    zip_t *z = zipdoc_open(in);

    if (!z) return E_INVALID;
    status s = text_eq(kind, "zip-names") ? names(z, out) : text_starts(kind, "zip-webp:") ? made(z, kind + 9, out) : E_INVALID;
    zip_discard(z);
    return s;
}
