#include "text/common.h"
#include "base/embed.h"
#include "base/log.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- forms: runs of FORM_RUN syllables ---- */

typedef struct {
    uint64_t *hash; /* 0: free */
    uint8_t *kind;
    uint32_t slots, n;
} run_table;

static run_table shipped;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint64_t run_hash(const syllable *s)
{
    uint64_t h = 0;

    for (int i = 0; i < FORM_RUN; i++) h = (h ^ s[i]) * 0x9E3779B97F4A7C15u, h ^= h >> 29;
    return h ? h : 1;
}

static void table_put(run_table *t, uint64_t hash, uint8_t kind)
{
    uint32_t i = (uint32_t)(hash >> 32) & (t->slots - 1);

    while (t->hash[i] && t->hash[i] != hash) i = (i + 1) & (t->slots - 1);
    t->hash[i] = hash;
    if (!t->kind[i]) t->kind[i] = kind;
}

static uint8_t table_get(const run_table *t, uint64_t hash)
{
    uint32_t i = (uint32_t)(hash >> 32) & (t->slots - 1);

    while (t->hash[i] && t->hash[i] != hash) i = (i + 1) & (t->slots - 1);
    return t->hash[i] ? t->kind[i] : COMMON_NONE;
}

/* Dates and the like are everybody's, but of no form. */
static bool has_words(const syllable *s)
{
    int words = 0;

    for (int i = 0; i < FORM_RUN; i++) words += s[i] != SYLLABLE_NUMBER;
    return words >= FORM_WORDS;
}

/* Every run of every line; the table has room for all of them twice over. */
static void table_read(run_table *t, const char *lines, size_t bytes)
{
    static const char law[] = "luat: ";
    AUTO(syllables) s = {0};

    *t = (run_table){.slots = 64};
    while (t->slots < bytes) t->slots *= 2; /* a syllable and its blank have two bytes at least */
    t->hash = calloc(t->slots, sizeof *t->hash);
    t->kind = calloc(t->slots, 1);
    if (!t->hash || !t->kind) abort();
    for (const char *end = lines + bytes, *to; lines < end; lines = to + 1) {
        to = memchr(lines, '\n', (size_t)(end - lines));
        if (!to) to = end;
        bool is_law = (size_t)(to - lines) > sizeof law && memcmp(lines, law, sizeof law - 1) == 0;
        if (is_law) lines += sizeof law - 1;
        if (*lines == '#') continue;
        syllables_read(lines, (size_t)(to - lines), SIZE_MAX, false, &s);
        for (size_t i = 0; i + FORM_RUN <= s.n; i++)
            if (has_words(s.id + i)) table_put(t, run_hash(s.id + i), is_law ? COMMON_LAW : COMMON_FORM);
    }
}

static void table_free(run_table *t)
{
    free(t->hash);
    free(t->kind);
}

/* A few words of the law are anybody's; so many in a row are the law's. */
static void mark_runs(const run_table *t, const syllables *s, uint8_t *mask)
{
    for (size_t i = 0, to; i + FORM_RUN <= s->n; i = to + 1) {
        uint8_t kind = table_get(t, run_hash(s->id + i)), next = kind;
        for (to = i; kind && next == kind && to + FORM_RUN < s->n; to += next == kind) next = table_get(t, run_hash(s->id + to + 1));
        if (!kind || (kind == COMMON_LAW && to + FORM_RUN - i < LAW_RUN)) continue;
        for (size_t k = i; k < to + FORM_RUN; k++)
            if (!mask[k]) mask[k] = kind;
    }
}

/* ---- citations of the law ---- */

enum { GAP_STOP = 1, GAP_LINE = 2, GAP_COMMA = 4, GAP_OPEN = 8, GAP_CLOSE = 16, GAP_COLON = 32 }; /* what stands before a syllable */

/* Words as syllables; `in` has what a word can be in a citation. */
enum { IN_CITE = 1, IN_LEAD = 2, IN_TAIL = 4 /* may not end it */ };
static uint8_t in[65536];
static syllable article, clause, point, law_, can, cu, ve, le, bo, num_, year;
static struct {
    syllable first, second;
} instruments[16];
static int n_instruments;

/* ---- particulars of a person, as forms ask for them ---- */

static const char *const label_names[] = {"sinh ngày", "ngày sinh", "năm sinh", "nơi công tác", "chức danh", "chức vụ", "trình độ", "tỷ lệ", "tỉ lệ", "điện thoại", "họ và tên", "địa chỉ"};
enum { LABELS = sizeof label_names / sizeof *label_names, LABELS_LEAST = 3, LABEL_NEAR = 16, VALUE_MAX = 6 };
static syllable labels[LABELS][2]; /* the first two syllables of each */

/* What stands alone before a colon at the beginning of a line of a form. */
static const char *const entry_names[] = {"tác giả", "tác giả sáng kiến", "đồng tác giả", "họ và tên", "nhóm tác giả", "kính gửi", "đơn vị", "đơn vị công tác", "nơi công tác", "chức vụ", "chức danh",
                                          "số điện thoại", "địa chỉ", "chủ đầu tư", "cơ quan", "trình độ chuyên môn", "người nộp đơn", "ngày sinh"};
enum { ENTRIES = sizeof entry_names / sizeof *entry_names, ENTRY_WORDS = 4, ENTRY_MAX = 30 };
static struct {
    syllable id[ENTRY_WORDS];
    size_t n;
} entries[ENTRIES];

static void words_in(const char *list, uint8_t what)
{
    AUTO(syllables) s = {0};

    syllables_read(list, strlen(list), SIZE_MAX, false, &s);
    for (size_t i = 0; i < s.n; i++) in[s.id[i]] |= what;
}

static void load(void)
{
    static const char *const names[][2] = {{"nghị", "định"}, {"nghị", "quyết"}, {"thông", "tư"}, {"quyết", "định"}, {"chỉ", "thị"}, {"pháp", "lệnh"}, {"hiến", "pháp"}, {"bộ", "luật"},
                                           {"điều", "lệ"}};
    const embed_file *f = embed_find("text/forms.txt");

    if (!f) {
        log_error("the forms in the program are missing");
        abort();
    }
    table_read(&shipped, (const char *)f->data, f->size);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        instruments[i].first = syllable_of(names[i][0]);
        instruments[i].second = syllable_of(names[i][1]);
    }
    n_instruments = sizeof names / sizeof *names;
    for (int i = 0; i < LABELS; i++) {
        AUTO(syllables) s = {0};
        syllables_read(label_names[i], strlen(label_names[i]), 2, false, &s);
        memcpy(labels[i], s.id, sizeof labels[i]);
    }
    for (int i = 0; i < ENTRIES; i++) {
        AUTO(syllables) s = {0};
        syllables_read(entry_names[i], strlen(entry_names[i]), ENTRY_WORDS, false, &s);
        memcpy(entries[i].id, s.id, s.n * sizeof *s.id);
        entries[i].n = s.n;
    }
    article = syllable_of("điều");
    clause = syllable_of("khoản");
    point = syllable_of("điểm");
    law_ = syllable_of("luật");
    can = syllable_of("căn");
    cu = syllable_of("cứ");
    ve = syllable_of("về");
    le = syllable_of("lệ");
    bo = syllable_of("bộ");
    num_ = syllable_of("số");
    year = syllable_of("năm");
    words_in("điều khoản điểm luật nghị định quyết thông tư liên tịch chỉ thị pháp lệnh hiến bộ lệ sáng kiến ngày tháng chính phủ thủ tướng quốc hội ủy ban nhân dân thành phố trưởng hành kèm sửa đổi "
             "bổ sung một chi tiết quy thi dẫn hướng chương mục phụ lục "
             "NĐ CP QĐ TTg TT TTLT UBND HĐND NQ QH CT KH CV BTC BKHCN BGDĐT BNV BYT BLĐTBXH BTTTT BCT BXD BGTVT BNNPTNT BCA BQP BVHTTDL BTNMT BTP TW VPCP UBTVQH a b c d đ e g h i k",
             IN_CITE);
    in[num_] |= IN_CITE;
    in[year] |= IN_CITE;
    words_in("của ban hành kèm theo và về số một bộ sửa quy chi", IN_CITE | IN_TAIL);
    words_in("theo tại quy định ở trong căn cứ", IN_LEAD);
}

static bool is_blank(utf8proc_int32_t c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == 0xA0;
}

/* A straight quotation mark opens behind a blank, and closes before one; alone between two it does neither. */
static uint8_t straight(utf8proc_int32_t before, unsigned char behind)
{
    bool opens = is_blank(before) || before == '(' || before == ':', closes = is_blank(behind) || behind == 0 || behind == '.' || behind == ',' || behind == ';' || behind == ')';
    return opens == closes ? 0 : opens ? GAP_OPEN : GAP_CLOSE;
}

/* What stands before each syllable, and behind the last. The text ends with NUL. */
static void read_gaps(const char *text, size_t bytes, const syllables *s, uint8_t *gap)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)text, *end = p + bytes;
    utf8proc_int32_t before = ' ';
    size_t k = 0;

    for (uint32_t at = 0; p < end; at++) {
        utf8proc_int32_t c = *p;
        utf8proc_ssize_t width = c < 0x80 ? 1 : utf8proc_iterate(p, end - p, &c);
        p += width > 0 ? width : 1;
        while (k < s->n && at >= s->to[k]) k++;
        bool within = k < s->n && at >= s->from[k];
        if (!within && (c == '.' || c == ';' || c == '!' || c == '?')) gap[k] |= GAP_STOP;
        else if (!within && c == '\n') gap[k] |= GAP_LINE;
        else if (!within && (c == ',' || c == '(' || c == ')')) gap[k] |= GAP_COMMA;
        else if (!within && c == ':') gap[k] |= GAP_COLON;
        else if (!within && (c == 0x201C || c == 0xAB)) gap[k] |= GAP_OPEN;
        else if (!within && (c == 0x201D || c == 0xBB)) gap[k] |= GAP_CLOSE;
        else if (!within && c == '"') gap[k] |= straight(before, *p);
        before = c;
    }
}

/* Syllables of the name of a kind of law at `i`; 0: none. */
static size_t instrument(const syllables *s, size_t i)
{
    if (s->id[i] == law_) return 1;
    for (int k = 0; i + 1 < s->n && k < n_instruments; k++)
        if (s->id[i] == instruments[k].first && s->id[i + 1] == instruments[k].second) return 2;
    return 0;
}

/* Where the sure part of a citation that begins at `i` ends; `i`: none begins. */
static size_t anchor(const syllables *s, const uint8_t *gap, size_t i)
{
    enum { NAME_MAX_ = 9 }; /* "Luật Sở hữu trí tuệ số 50/2005/QH11" */
    syllable x = s->id[i];

    if ((x == article || x == clause) && i + 1 < s->n && s->id[i + 1] == SYLLABLE_NUMBER && !gap[i + 1]) return i + 2;
    if (x == point && i + 3 < s->n && (s->id[i + 2] == clause || s->id[i + 2] == article) && s->id[i + 3] == SYLLABLE_NUMBER) return i + 4;
    size_t name = instrument(s, i), most = x == law_ || (name == 2 && s->id[i + 1] == law_) ? NAME_MAX_ : 1;
    if (!name) return i;
    for (size_t k = i + name; k + 1 < s->n && k < i + name + most; k++) {
        if (gap[k] & (GAP_STOP | GAP_LINE)) return i;
        if ((s->id[k] == num_ || (most > 1 && s->id[k] == year)) && s->id[k + 1] == SYLLABLE_NUMBER) return k + 2;
        if (s->id[k] == SYLLABLE_NUMBER && k == i + name && x != law_) return k + 1;
    }
    return name == 2 && s->id[i + 1] == le && i + 3 < s->n && (in[s->id[i + 2]] & IN_CITE) && (in[s->id[i + 3]] & IN_CITE) ? i + 4 : i; /* Điều lệ Sáng kiến */
}

/* Right over the words of citations, and over the title behind "về việc". */
static size_t right_end(const syllables *s, const uint8_t *gap, size_t from, size_t to)
{
    while (to < s->n && to - from < CITED_MAX && !(gap[to] & (GAP_STOP | GAP_LINE | GAP_OPEN))) {
        if (s->id[to] == ve && to + 1 < s->n) {
            size_t k = to + 1;
            while (k < s->n && k - from < CITED_MAX && !gap[k]) k++;
            return k;
        }
        size_t named = s->id[to] == law_ ? anchor(s, gap, to) : to; /* "Điều 9 Luật Thi đua, khen thưởng số …" */
        if (named == to && s->id[to] != SYLLABLE_NUMBER && !(in[s->id[to]] & IN_CITE)) break;
        to = named > to ? named : to + 1;
    }
    while (to > from + 1 && (in[s->id[to - 1]] & IN_TAIL)) to--;
    return to;
}

/* Left over "theo quy định tại"; `whole`: it is a clause that begins with "Căn cứ". */
static size_t left_end(const syllables *s, const uint8_t *gap, size_t from, bool *whole)
{
    size_t at = from;

    while (at > 0 && from - at < 5 && !(gap[at] & (GAP_STOP | GAP_LINE)) && (in[s->id[at - 1]] & IN_LEAD)) at--;
    *whole = at + 1 < s->n && s->id[at] == can && s->id[at + 1] == cu && (at == 0 || (gap[at] & (GAP_STOP | GAP_LINE)));
    return at;
}

enum { CITED = 1, CITED_LAW = 2 /* names what is cited: a quotation beside it is of the law */ };

/* Marks citations; syllables of them as `cited`. */
static void mark_citations(const syllables *s, const uint8_t *gap, uint8_t *cited)
{
    for (size_t i = 0; i < s->n;) {
        size_t sure = anchor(s, gap, i);
        bool whole = false;
        if (sure == i) {
            i++;
            continue;
        }
        size_t to = right_end(s, gap, i, sure), from = left_end(s, gap, i, &whole);
        for (; whole && to < s->n && to - from < CITED_MAX && !(gap[to] & (GAP_STOP | GAP_LINE)); to++) continue;
        uint8_t what = CITED;
        for (size_t k = i; k < to; k++)
            if (instrument(s, k)) what = CITED_LAW;
        memset(cited + from, what, to - from);
        i = to > i ? to : i + 1;
    }
}

static bool cited_before(const uint8_t *gap, const uint8_t *cited, size_t at)
{
    enum { NEAR = 20 };

    for (size_t k = at; k > 0 && at - k < NEAR; k--) {
        if (k < at && (gap[k] & GAP_STOP)) return false;
        if (cited[k - 1] == CITED_LAW) return true;
    }
    return false;
}

static bool cited_after(const uint8_t *gap, const uint8_t *cited, size_t n, size_t at)
{
    enum { NEAR = 6 };

    for (size_t k = at; k < n && k - at < NEAR; k++) {
        if (k > at && (gap[k] & (GAP_STOP | GAP_LINE))) return false;
        if (cited[k] == CITED_LAW) return true;
    }
    return false;
}

/* What stands between quotation marks beside a citation. */
static void mark_quotations(const syllables *s, const uint8_t *gap, const uint8_t *cited, uint8_t *mask)
{
    for (size_t i = 0; i < s->n; i++) {
        if (!(gap[i] & GAP_OPEN)) continue;
        size_t to = i + 1;
        while (to <= s->n && to - i <= QUOTED_MAX && !(gap[to] & (GAP_CLOSE | GAP_OPEN))) to++;
        if (to > s->n || to - i > QUOTED_MAX || !(gap[to] & GAP_CLOSE)) continue;
        if (cited_before(gap, cited, i) || cited_after(gap, cited, s->n, to))
            for (size_t k = i; k < to; k++)
                if (!mask[k]) mask[k] = COMMON_LAW;
        i = to - 1;
    }
}

static int label_at(const syllables *s, size_t i)
{
    for (int k = 0; i + 1 < s->n && k < LABELS; k++)
        if (s->id[i] == labels[k][0] && s->id[i + 1] == labels[k][1]) return k;
    return -1;
}

/* LABELS_LEAST different labels near each other: from the first to the value behind the last. */
static void mark_particulars(const syllables *s, const uint8_t *gap, uint8_t *mask)
{
    for (size_t i = 0; i < s->n; i++) {
        int k = label_at(s, i), count = 0;
        uint32_t seen = 0;
        if (k < 0) continue;
        size_t last = i;
        for (size_t at = i; at < s->n && at - last <= LABEL_NEAR; at++) {
            k = label_at(s, at);
            if (k < 0) continue;
            count += !(seen >> k & 1);
            seen |= 1u << k;
            last = at;
        }
        size_t to = last + 2;
        while (to < s->n && to - last < VALUE_MAX && !gap[to]) to++;
        for (size_t m = i; count >= LABELS_LEAST && m < to && m < s->n; m++)
            if (!mask[m]) mask[m] = COMMON_FORM;
        i = last + 1;
    }
}

/* A line that begins with "Tác giả:" and the like, as far as it goes. */
static void mark_entries(const syllables *s, const uint8_t *gap, uint8_t *mask)
{
    for (size_t i = 0; i < s->n; i++) {
        size_t words = 0, to = i;
        if (i > 0 && !(gap[i] & GAP_LINE)) continue;
        for (int k = 0; k < ENTRIES && !words; k++) {
            size_t n = entries[k].n;
            if (i + n < s->n && memcmp(s->id + i, entries[k].id, n * sizeof *s->id) == 0 && (gap[i + n] & GAP_COLON)) words = n;
        }
        while (words && to < s->n && to - i < ENTRY_MAX && (to == i || !(gap[to] & GAP_LINE))) to++;
        if (words && to < s->n && !(gap[to] & GAP_LINE)) to = i + words; /* it goes on: not an entry of a form */
        for (size_t k = i; words && k < to; k++)
            if (!mask[k]) mask[k] = COMMON_FORM;
    }
}

void common_marks(const char *text, size_t bytes, const syllables *s, uint8_t *mask)
{
    uint8_t *gap = calloc(s->n + 2, 1), *cited = calloc(s->n + 1, 1);

    if (!gap || !cited) abort();
    pthread_once(&once, load);
    read_gaps(text, bytes, s, gap);
    mark_citations(s, gap, cited);
    mark_quotations(s, gap, cited, mask);
    mark_particulars(s, gap, mask);
    mark_entries(s, gap, mask);
    for (size_t i = 0; i < s->n; i++)
        if (cited[i] && !mask[i]) mask[i] = COMMON_LAW;
    free(gap);
    free(cited);
}

void common_forms(const syllables *s, const char *more, uint8_t *mask)
{
    run_table own = {0};

    pthread_once(&once, load);
    mark_runs(&shipped, s, mask);
    if (!*more) return;
    table_read(&own, more, strlen(more));
    mark_runs(&own, s, mask);
    table_free(&own);
}
