#include "text/legacy.h"
#include "base/status.h"
#include "base/text.h"
#include "text/legacy_table.h"
#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

static int next(const char **s)
{
    utf8proc_int32_t c = 0;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &c);

    if (n <= 0) {
        *s += **s != 0;
        return 0xFFFD;
    }
    *s += n;
    return c;
}

static int tcvn3_of(int c)
{
    int from = 0, to = COUNT(tcvn3); /* sorted */

    while (from < to) {
        int mid = (from + to) / 2;
        if (tcvn3[mid].from == c) return tcvn3[mid].to;
        if (tcvn3[mid].from < c) from = mid + 1;
        else to = mid;
    }
    return 0;
}

static int vni_of(int base, int mark)
{
    int from = 0, to = mark < 0xC0 ? 0 : COUNT(vni); /* sorted by letter, then mark */

    while (from < to) {
        int mid = (from + to) / 2;
        int order = vni[mid].base != base ? vni[mid].base - base : vni[mid].mark - mark;
        if (order == 0) return vni[mid].to;
        if (order < 0) from = mid + 1;
        else to = mid;
    }
    return 0;
}

static int single_of(int c)
{
    for (int i = 0; i < COUNT(vni_single); i++)
        if (vni_single[i].from == c) return vni_single[i].to;
    return 0;
}

/* Letters that only Unicode Vietnamese has. */
static bool is_unicode_vietnamese(int c)
{
    return (c >= 0x1EA0 && c <= 0x1EF9) || c == 0x103 || c == 0x102 || c == 0x111 || c == 0x110 || c == 0x1A1 || c == 0x1A0 || c == 0x1B0 || c == 0x1AF ||
           (c >= 0x300 && c <= 0x323);
}

static bool is_odd_tcvn3(int c) /* signs that no ordinary text has inside words */
{
    return (c >= 0xA1 && c <= 0xBE && c != 0xAB && c != 0xBB && c != 0xB0 && c != 0xA9 && c != 0xAE) || c == 0xAD || c == 0xD7 || c == 0xF7 || c == 0xDE || c == 0xFE ||
           c == 0xD0 || c == 0xDF;
}

legacy_kind legacy_detect_n(const char *s, size_t bytes)
{
    int letters = 0, odd = 0, pairs = 0, before = 0;

    for (const char *end = s + bytes; s < end && *s;) {
        int c = (unsigned char)*s;
        if (c < 0x80) s++;
        else c = next(&s);
        if (c >= 0x100 && is_unicode_vietnamese(c)) return LEGACY_NONE;
        letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c >= 0x80) {
            odd += is_odd_tcvn3(c) && ((before > ' ' && before != 0xA0) || c != 0xA7);
            pairs += vni_of(before, c) != 0;
        }
        before = c;
    }
    if (odd >= 2 && odd * 12 >= letters && odd >= pairs) return LEGACY_TCVN3;
    if (pairs >= 3 && pairs * 12 >= letters) return LEGACY_VNI;
    return LEGACY_NONE;
}

legacy_kind legacy_detect(const char *s)
{
    return legacy_detect_n(s, strlen(s));
}

int legacy_next(legacy_kind kind, const char **s, int *taken)
{
    *taken = **s != 0;
    if (!**s) return 0;
    int c = next(s);
    if (kind == LEGACY_TCVN3) return tcvn3_of(c) ? tcvn3_of(c) : c;
    if (kind != LEGACY_VNI) return c;
    const char *after = *s;
    int joined = (unsigned char)*after >= 0xC0 ? vni_of(c, next(&after)) : 0; /* VNI: a letter, then its mark */
    if (joined) {
        *s = after;
        *taken = 2;
        return joined;
    }
    return single_of(c) ? single_of(c) : c;
}

const char *legacy_convert(arena *mem, legacy_kind kind, const char *s)
{
    if (kind == LEGACY_NONE) return s;
    char *out = arena_alloc(mem, strlen(s) * 3 + 4); /* a byte that is not UTF-8 becomes U+FFFD */
    size_t o = 0;

    for (int c, taken; (c = legacy_next(kind, &s, &taken));) o += (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)out + o);
    out[o] = 0;
    return out;
}

const char *legacy_name(legacy_kind kind)
{
    return kind == LEGACY_TCVN3 ? "TCVN3 (ABC)" : kind == LEGACY_VNI ? "VNI" : "Unicode";
}
