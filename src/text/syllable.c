#include "text/syllable.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* What a code point is once folded: a letter a–z (1–26), or one of these. */
enum { IS_GAP = 0, IS_DIGIT = 27, IS_MARK, IS_HIDDEN, IS_ALONE, IS_OTHER, IS_LETTERS, LOOKS = 64 /* added: a look-alike of that letter */ };
enum { TABLE = 0x2000 };

static uint8_t kinds[TABLE];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Letters of other scripts that look like Latin ones; what the eye takes them for. */
static const char look_alikes[] =
    "аaеeоoрpсcхxуyіiјjѕsһhԁdԛqԝwѵvїiёeӏlҽeүyвbнhтtмmкkпnгrѡw"
    "αaεeιiκkνvοoρpτtυuχxγyηnβbμu"
    "ոnսuօoհhցgզqԼl"
    "ɑaɡgıiɩiʋvʏyɴnʀrʟlɪi";

static uint8_t letters_of(utf8proc_int32_t c)
{
    utf8proc_int32_t part[32];
    int found = 0;
    utf8proc_category_t category = utf8proc_category(c);

    if (category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME) return IS_MARK;
    utf8proc_ssize_t n = utf8proc_decompose_char(c, part, 32, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &found);
    if (n == 1 && (part[0] == 0x111 || part[0] == 0xF0)) return 'd' - 'a' + 1;
    if (n == 1 && part[0] >= 'a' && part[0] <= 'z') return (uint8_t)(part[0] - 'a' + 1);
    if (n == 1 && part[0] >= '0' && part[0] <= '9') return IS_DIGIT;
    if (n > 1 && n <= 4) {
        bool plain = true;
        for (int i = 0; i < n; i++) plain = plain && part[i] >= 'a' && part[i] <= 'z';
        if (plain) return IS_LETTERS;
    }
    if (category == UTF8PROC_CATEGORY_ND) return IS_DIGIT;
    if (category == UTF8PROC_CATEGORY_LO) return c >= 0x2E80 ? IS_ALONE : IS_OTHER; /* Chinese and the like: no spaces between words */
    if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LM) return IS_OTHER;
    if (category == UTF8PROC_CATEGORY_MC) return IS_MARK;
    return IS_GAP;
}

static bool is_hidden(utf8proc_int32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0x61C || c == 0x180E ||
           c == 0x34F || (c >= 0xFE00 && c <= 0xFE0F);
}

static void fill(void)
{
    for (int c = 0; c < TABLE; c++) kinds[c] = is_hidden(c) ? IS_HIDDEN : letters_of(c);
    for (const char *s = look_alikes; *s;) {
        utf8proc_int32_t c = 0;
        s += utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &c);
        uint8_t kind = (uint8_t)(LOOKS + *s++ - 'a' + 1);
        kinds[c] = kind;
        utf8proc_int32_t upper = utf8proc_toupper(c);
        if (upper > 0x100 && upper < TABLE) kinds[upper] = kind;
    }
}

static uint8_t kind_of(utf8proc_int32_t c)
{
    if (c < TABLE) return kinds[c];
    if (is_hidden(c)) return IS_HIDDEN;
    return letters_of(c);
}

/* Two multiplications spread 5 bits a letter over 16; see syllable.h for the choice of the constants. */
static syllable packed(uint64_t letters)
{
    uint64_t h = letters * 0x9E3779B97F4A7C15u;
    h = (h ^ (h >> 29)) * 0xD1B54A32D192ED03u;
    syllable s = (syllable)(h >> 48);
    return s ? s : 1;
}

static utf8proc_int32_t decode(const unsigned char **s, const unsigned char *end)
{
    const unsigned char *p = *s;
    utf8proc_int32_t c = p[0];

    if (c >= 0xC3 && c < 0xE0 && p + 1 < end && (p[1] & 0xC0) == 0x80) {
        *s = p + 2;
        return (c & 0x1F) << 6 | (p[1] & 0x3F);
    }
    if (c == 0xE1 && p + 2 < end && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        *s = p + 3;
        return 0x1000 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    }
    utf8proc_ssize_t n = utf8proc_iterate(p, end - p, &c);
    *s = n > 0 ? p + n : p + 1;
    return n > 0 ? c : 0xFFFD;
}

typedef struct {
    syllables *out;
    size_t max;
    bool places;
    uint64_t word;       /* letters so far, 5 bits each */
    int letters, looks, latin, digits;
    uint32_t from, to, hidden;
} reader;

static void grow(reader *r)
{
    syllables *o = r->out;
    size_t cap = o->cap ? o->cap * 2 : 1024;

    syllable *id = realloc(o->id, cap * sizeof *id);
    if (!id) abort();
    o->id = id;
    uint32_t *from = realloc(o->from, cap * sizeof *from), *to = realloc(o->to, cap * sizeof *to);
    if (!from || !to) abort();
    o->from = from;
    o->to = to;
    o->cap = cap;
}

static void emit(reader *r)
{
    syllables *o = r->out;

    if (!r->letters && !r->digits) return;
    if (o->n >= r->max) o->cut = true;
    else {
        if (o->n == o->cap) grow(r);
        o->id[o->n] = r->letters ? packed(r->word) : SYLLABLE_NUMBER;
        if (r->places) {
            o->from[o->n] = r->from;
            o->to[o->n] = r->to;
        }
        o->n++;
        o->homoglyphs += r->looks && r->latin;
        o->hidden += r->hidden;
    }
    r->word = 0;
    r->letters = r->looks = r->latin = r->digits = 0;
    r->hidden = 0;
}

static void add_letter(reader *r, uint32_t letter, uint32_t at, uint32_t width)
{
    if (r->digits) emit(r);
    if (!r->letters) {
        r->from = at;
        r->hidden = 0;
    }
    r->word = r->letters < 12 ? r->word << 5 | letter : r->word * 31 + letter;
    r->letters++;
    r->to = at + width;
}

static void add_letters(reader *r, utf8proc_int32_t c, uint32_t at, uint32_t width)
{
    utf8proc_int32_t part[32];
    int found = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(c, part, 32, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &found);

    for (int i = 0; i < n; i++) add_letter(r, (uint32_t)(part[i] - 'a' + 1), at, width);
    r->latin++;
}

static bool is_letter_next(const unsigned char *p, const unsigned char *end)
{
    if (p >= end) return false;
    uint8_t k = kind_of(decode(&p, end));
    return (k >= 1 && k <= 26) || k > LOOKS;
}

/* A digit: part of a number; 0 and 1 between letters are slips of a scanner for o and i. */
static void add_digit(reader *r, utf8proc_int32_t c, uint32_t at, const unsigned char *next, const unsigned char *end)
{
    if (r->letters && (c == '0' || c == '1') && is_letter_next(next, end)) {
        add_letter(r, c == '0' ? 'o' - 'a' + 1 : 'i' - 'a' + 1, at, 1);
        return;
    }
    if (r->letters) emit(r);
    if (!r->digits) {
        r->from = at;
        r->hidden = 0;
    }
    r->digits++;
    r->to = at + 1;
}

static void take(reader *r, utf8proc_int32_t c, uint32_t at, uint32_t width, const unsigned char *next, const unsigned char *end)
{
    uint8_t k = kind_of(c);

    if (k >= 1 && k <= 26) {
        add_letter(r, k, at, width);
        r->latin++;
    } else if (k > LOOKS) {
        add_letter(r, k - LOOKS, at, width);
        r->looks++;
    } else if (k == IS_GAP) {
        bool joins = r->digits && (c == '.' || c == ',' || c == '/' || c == '-' || c == ':') && next < end && *next >= '0' && *next <= '9';
        if (!joins) emit(r);
    } else if (k == IS_DIGIT) add_digit(r, c, at, next, end);
    else if (k == IS_MARK) {
        if (r->letters || r->digits) r->to = at + width;
    } else if (k == IS_HIDDEN) r->hidden += r->letters || r->digits;
    else if (k == IS_LETTERS) add_letters(r, c, at, width);
    else {
        if (k == IS_ALONE) emit(r);
        add_letter(r, 64 + (uint32_t)c, at, width);
        if (k == IS_ALONE) emit(r);
    }
}

/* How each line was typed: a line with letters of Unicode Vietnamese is Unicode; one that shows nothing is like most. */
static legacy_kind line_kind(const char *s, size_t bytes, legacy_kind most)
{
    legacy_kind k = legacy_detect_n(s, bytes);

    if (k != LEGACY_NONE || most == LEGACY_NONE) return k;
    for (size_t i = 0; i < bytes; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == 0xE1 || c == 0xCC || c == 0xCD || (c >= 0xC4 && c <= 0xC6)) return LEGACY_NONE;
    }
    return most;
}

static size_t line_end(const char *s, size_t at, size_t bytes)
{
    const char *nl = memchr(s + at, '\n', bytes - at);
    return nl ? (size_t)(nl - s) + 1 : bytes;
}

static legacy_kind most_of(const char *s, size_t bytes)
{
    size_t by[3] = {0};

    for (size_t at = 0, to; at < bytes; at = to) {
        to = line_end(s, at, bytes);
        by[legacy_detect_n(s + at, to - at)] += to - at;
    }
    legacy_kind k = by[LEGACY_VNI] > by[LEGACY_TCVN3] ? LEGACY_VNI : LEGACY_TCVN3;
    return by[k] * 4 >= bytes && by[k] ? k : LEGACY_NONE;
}

/* The letter at *p, 1–26, and what is behind it; 0 for anything else. */
static uint32_t plain_letter(const unsigned char **p, const unsigned char *end)
{
    const unsigned char *s = *p;
    uint32_t c = s[0], k;

    if (c < 0x80) s++;
    else if (c >= 0xC3 && c < 0xE0 && end - s >= 2 && (s[1] & 0xC0) == 0x80) {
        c = (c & 0x1F) << 6 | (s[1] & 0x3F);
        s += 2;
    } else if (c == 0xE1 && end - s >= 3 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80) {
        c = 0x1000 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3F);
        s += 3;
    } else return 0;
    k = kinds[c];
    if (k - 1 >= 26) return 0;
    *p = s;
    return k;
}

/* Plain letters from *p on, as many as stand together: nearly all of a text. */
static uint32_t take_letters(reader *r, const unsigned char **p, const unsigned char *end, uint32_t at)
{
    uint64_t word = r->word;
    int n = r->letters;
    uint32_t first = at;

    for (uint32_t k; *p < end && (k = plain_letter(p, end)); at++) word = n++ < 12 ? word << 5 | k : word * 31 + k;
    if (at == first) return at;
    if (!r->letters) {
        r->from = first;
        r->hidden = 0;
    }
    r->latin += n - r->letters;
    r->letters = n;
    r->word = word;
    r->to = at;
    return at;
}

static uint32_t read_unicode(reader *r, const char *s, size_t bytes, uint32_t at)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + bytes;

    while (p < end) {
        if (!r->digits) at = take_letters(r, &p, end, at);
        if (p == end) break;
        utf8proc_int32_t c = *p;
        if (c < 0x80) p++;
        else c = decode(&p, end);
        if (!r->digits && c < 0x80 && kinds[c] == IS_GAP) emit(r);
        else take(r, c, at, 1, p, end);
        at++;
    }
    return at;
}

static uint32_t read_line(reader *r, const char *s, size_t bytes, legacy_kind kind, uint32_t at)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + bytes;

    if (kind == LEGACY_NONE) return read_unicode(r, s, bytes, at);
    while (p < end) {
        int taken = 0;
        const char *q = (const char *)p;
        int c = *p ? legacy_next(kind, &q, &taken) : 0;
        if (!taken) {
            q = (const char *)p + 1;
            taken = 1;
        }
        p = (const unsigned char *)q;
        take(r, c, at, (uint32_t)taken, p, end);
        at += (uint32_t)taken;
    }
    return at;
}

void syllables_read(const char *s, size_t bytes, size_t max, bool places, syllables *out)
{
    reader r = {.out = out, .max = max, .places = places};
    uint32_t at = 0;

    pthread_once(&once, fill);
    out->n = 0;
    out->homoglyphs = out->hidden = 0;
    out->cut = false;
    out->encoding = most_of(s, bytes);
    for (size_t i = 0, to; i < bytes; i = to) {
        to = line_end(s, i, bytes);
        at = read_line(&r, s + i, to - i, line_kind(s + i, to - i, out->encoding), at);
    }
    emit(&r);
    out->code_points = at;
}

void syllables_free(syllables *s)
{
    free(s->id);
    free(s->from);
    free(s->to);
    *s = (syllables){0};
}

void syllables_cleanup(syllables *s)
{
    syllables_free(s);
}

syllable syllable_of(const char *word)
{
    AUTO(syllables) s = {0};

    syllables_read(word, strlen(word), 1, false, &s);
    return s.n ? s.id[0] : 0;
}
