#include "search/token.h"
#include <pthread.h>
#include <string.h>
#include <utf8proc.h>

/* What a code point is to the index; made once from the Unicode tables. */
enum { TABLE = 0x2000, LETTER = 1, MARK = 2 };
typedef struct {
    uint8_t what, base, tone, shape; /* base: ASCII letter or digit; 0: the letter itself in lower case */
} letter;
static letter letters[TABLE];
static pthread_once_t made = PTHREAD_ONCE_INIT;

static void read_mark(int32_t c, letter *l)
{
    switch (c) {
    case 0x300: l->tone = 2; break; /* grave */
    case 0x301: l->tone = 1; break; /* acute */
    case 0x303: l->tone = 4; break; /* tilde */
    case 0x309: l->tone = 3; break; /* hook above */
    case 0x323: l->tone = 5; break; /* dot below */
    case 0x302: l->shape = 1; break;
    case 0x306: l->shape = 2; break;
    case 0x31B: l->shape = 3; break;
    default: break;
    }
}

static void make(void)
{
    for (int32_t c = 0; c < TABLE; c++) {
        letter l = {0};
        utf8proc_category_t k = utf8proc_category(c);
        if (k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_MC) {
            l.what = MARK;
            read_mark(c, &l);
        } else if ((k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) || k == UTF8PROC_CATEGORY_ND) {
            utf8proc_int32_t parts[8] = {0};
            utf8proc_ssize_t n = utf8proc_decompose_char(c, parts, 8, UTF8PROC_DECOMPOSE, NULL);
            l.what = LETTER;
            utf8proc_int32_t first = n > 0 ? utf8proc_tolower(parts[0]) : c;
            if (first < 0x80) l.base = (uint8_t)first;
            for (utf8proc_ssize_t i = 1; i < n && i < 8; i++) read_mark(parts[i], &l);
            if (c == 0x110 || c == 0x111) l.base = 'd', l.shape = 4;
        }
        letters[c] = l;
    }
}

static size_t decode(const unsigned char *p, int32_t *c)
{
    if (p[0] < 0x80) return *c = p[0], 1;
    if (p[0] < 0xE0 && p[1]) return *c = (p[0] & 0x1F) << 6 | (p[1] & 0x3F), 2;
    if (p[0] < 0xF0 && p[1] && p[2]) return *c = (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F), 3;
    if (p[1] && p[2] && p[3]) return *c = (p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 | (p[3] & 0x3F), 4;
    return *c = 0xFFFD, 1;
}

static letter what_is(int32_t c)
{
    if (c < TABLE) return letters[c];
    utf8proc_category_t k = utf8proc_category(c);
    bool word = (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) || k == UTF8PROC_CATEGORY_ND;
    return (letter){.what = word ? LETTER : k == UTF8PROC_CATEGORY_MN ? MARK : 0};
}

static bool is_vowel(char c)
{
    return strchr("aeiouy", c) && c;
}

/* kỹ and kĩ, quý and quí are one. */
static void settle_y(token *t)
{
    if (t->n < 2 || t->term[t->n - 1] != 'y') return;
    bool qu = t->n == 3 && t->term[0] == 'q' && t->term[1] == 'u';
    char before = t->term[t->n - 2];
    if (qu || (!is_vowel(before) && before >= 'a' && before <= 'z')) t->term[t->n - 1] = 'i';
}

static void put(token *t, int32_t c, uint8_t base)
{
    utf8proc_uint8_t b[4];
    utf8proc_ssize_t n = 1;

    if (base) b[0] = base;
    else n = utf8proc_encode_char(utf8proc_tolower(c), b);
    if (t->n + n > TOKEN_MAX) return;
    memcpy(t->term + t->n, b, (size_t)n);
    t->n = (uint8_t)(t->n + n);
}

bool token_next(const char *text, size_t *at, token *out)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t i = *at;
    unsigned tone = 0, shape = 0;
    int32_t c = 0;

    pthread_once(&made, make);
    for (size_t n; p[i]; i += n) {
        n = decode(p + i, &c);
        if (what_is(c).what == LETTER) break;
    }
    out->from = i;
    out->n = 0;
    for (size_t n; p[i]; i += n) {
        n = decode(p + i, &c);
        letter l = what_is(c);
        if (!l.what) break;
        if (l.tone) tone = l.tone;
        shape += l.shape * (out->n + 1u) * (l.what == MARK ? 0 : 1); /* a hat written apart is a rarity: it counts as none */
        if (l.what == LETTER) put(out, c, l.base);
    }
    *at = out->to = i;
    if (out->from == i) return false;
    out->marked = tone || shape;
    out->marks = (uint8_t)(1u << ((tone + shape * 3) & 7));
    settle_y(out);
    out->term[out->n] = 0;
    return true;
}

bool token_typed(const char *term, char out[TOKEN_MAX + 1])
{
    size_t n = strlen(term), o = 0;
    bool changed = false;

    for (size_t i = 0; i < n && o < TOKEN_MAX; i++) {
        char c = term[i], before = o ? out[o - 1] : 0;
        bool last = i + 1 == n, digit = c >= '1' && c <= '9';
        bool twice = c == before && strchr("aeod", c);
        bool horn = c == 'w' && o && strchr("aou", before);
        bool tone = last && o > 1 && strchr("sfrxj", c);
        if (digit && !o) return false;
        if (twice || horn || tone || digit) changed = true;
        else out[o++] = c;
    }
    out[o] = 0;
    return changed && o > 0;
}
