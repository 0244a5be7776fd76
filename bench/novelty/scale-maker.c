/* Documents of about 1,800 syllables, as many as asked, the same on every machine: what bench/novelty/scale fills an index with.
 *
 *   scale-maker docs BASE FORM FROM TO         documents FROM…TO-1, a line of JSON each
 *   scale-maker ask BASE FORM DOCS COUNT       COUNT texts of 18,000 characters that copy from documents below DOCS, with their sources
 *
 * BASE is text of our own (bench/novelty/corpus), FORM the lines that every form has. A document is the form, citations that a
 * hundredth of the others share, and sentences of its topic: stretches of a random walk over BASE, between them terms of the topic by Zipf's
 * law, numbers and names. One of twenty copies a passage of an earlier one. Every number comes from the document's own: document
 * 712,345 is made without those before it. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TOPICS = 4000, TERMS = 2000,       /* of a topic */
    LEXICON = 300000,                  /* compounds of two syllables */
    CITATIONS = 300, PER_DOC = 3,      /* of them in a document */
    FLAT = 60, COMMON = 70, WORDS = 70000,                      /* a word that BASE says so often */
    COPIES = 20,                       /* one document of so many copies */
    ASKED = 18000,                     /* characters of a question */
    DOC_MAX = 1 << 18
};

typedef struct { uint64_t s; } chance;
static uint32_t next(chance *c)
{
    uint64_t z = c->s += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ z >> 31) >> 32);
}
static uint32_t below(chance *c, uint32_t n) { return (uint32_t)((uint64_t)next(c) * n >> 32); }
static chance of(uint64_t kind, uint64_t n) { chance c = {kind * 0xD1342543DE82EF95u + n * 0x2545F4914F6CDD1Du + 99}; next(&c); return c; }

/* Rank 0…n-1, each as often as one over its number and FLAT (Zipf, Mandelbrot). */
static uint32_t zipf(chance *c, uint32_t n)
{
    static double powers[4097];
    if (powers[4096] == 0) for (int i = 0; i <= 4096; i++) powers[i] = exp2(i / 4096.0);
    double least = log2(FLAT), x = least + next(c) / 4294967296.0 * (log2(n + FLAT) - least);
    uint32_t r = (uint32_t)(powers[(int)((x - floor(x)) * 4096)] * (double)(1u << (int)x)) - FLAT;
    return r < n ? r : n - 1;
}

/* The first ones oftener: number k as often as one over its root. */
static uint32_t leaning(chance *c, uint32_t n)
{
    double u = next(c) / 4294967296.0;
    return (uint32_t)(u * u * n);
}

/* ---- words ---- */
static char *base;
static const char **word;              /* of BASE, in order */
static uint32_t *order, *group, *many;  /* places by word; of each place where its word begins in `order`, how often it comes */
static uint32_t words;
static const char *forms[100], *cites[CITATIONS];
static int n_forms;
static char syllables_of[6000][10];
static int n_syllables;

static char *whole(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *p = calloc(1, 64 << 20);
    if (!f || !p || !fread(p, 1, (64 << 20) - 1, f)) { fprintf(stderr, "cannot read %s\n", path); exit(1); }
    fclose(f);
    return p;
}

static int by_word(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    int o = strcmp(word[a], word[b]);
    return o ? o : a < b ? -1 : 1;
}

static void read_base(const char *path)
{
    base = whole(path);
    word = malloc((strlen(base) / 2 + 1) * sizeof *word);
    for (char *w = strtok(base, " \n\t\r"); w && words < WORDS; w = strtok(NULL, " \n\t\r"))
        if (!strpbrk(w, "\"\\")) word[words++] = w;
    order = malloc(words * sizeof *order);
    group = malloc(words * sizeof *group);
    many = malloc(words * sizeof *many);
    for (uint32_t i = 0; i < words; i++) order[i] = i;
    qsort(order, words, sizeof *order, by_word);
    for (uint32_t i = 0, to; i < words; i = to) {
        for (to = i + 1; to < words && strcmp(word[order[to]], word[order[i]]) == 0;) to++;
        for (uint32_t k = i; k < to; k++) { group[order[k]] = i; many[order[k]] = to - i; }
    }
    for (int i = 0; i < CITATIONS; i++) { /* 25 words of BASE each */
        chance c = of(7, (uint64_t)i);
        char *p = malloc(800), *o = p;
        for (uint32_t at = below(&c, words - 40), k = 0; k < 25; k++) o += sprintf(o, "%s ", word[at + k]);
        cites[i] = p;
    }
}

static void read_form(const char *path)
{
    char *p = whole(path);
    for (char *l = strtok(p, "\n"); l && n_forms < 100; l = strtok(NULL, "\n")) forms[n_forms++] = l;
}

static void make_syllables(void)
{
    static const char *const onset[] = {"", "b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "r", "s", "t", "th", "tr", "v", "x"};
    static const char *const rime[] = {"a", "á", "à", "ạ", "ai", "ái", "ao", "ạo", "an", "án", "àn", "ang", "áng", "ạng", "anh", "ánh", "ạnh", "át", "ạt", "ay", "ấy", "ầy", "ăn", "ắn", "ăng", "ắng", "ặt",
        "ân", "ấn", "ận", "âm", "ầm", "ất", "ật", "em", "én", "ẹt", "eo", "éo", "ê", "ế", "ệ", "ên", "ến", "ết", "ệt", "ệnh", "i", "í", "ị", "iên", "iến", "iện", "iêu", "iếu", "iệu", "iết", "inh", "ính", "ình", "ít",
        "o", "ó", "ọ", "oa", "oán", "oạt", "oi", "ói", "om", "on", "ong", "óng", "ọng", "ô", "ố", "ộ", "ôi", "ối", "ội", "ôn", "ốn", "ông", "ống", "ộng", "ơ", "ớ", "ơi", "ới", "ợi", "ơn", "ớn", "ợp", "ợt",
        "u", "ú", "ụ", "ua", "ùa", "ui", "úi", "un", "úng", "ụng", "uân", "uất", "uật", "uôn", "uống", "uộc", "uy", "uyên", "uyết", "uyển", "ư", "ứ", "ự", "ưa", "ứa", "ức", "ực", "ương", "ường", "ượng", "ước", "ược"};
    for (size_t i = 0; i < sizeof onset / sizeof *onset; i++)
        for (size_t k = 0; k < sizeof rime / sizeof *rime; k++) snprintf(syllables_of[n_syllables++], 10, "%s%s", onset[i], rime[k]);
}

/* ---- a document ---- */
typedef struct {
    char *text, *at;
    uint32_t n;       /* words so far */
    bool begins;
} text;

static void say(text *t, const char *w)
{
    size_t n = strlen(w);
    if (t->at > t->text && t->at[-1] != '\n') *t->at++ = ' ';
    memcpy(t->at, w, n);
    t->at += n;
    t->n++;
}

static void say_all(text *t, const char *line)
{
    say(t, line);
    for (; *line; line++) t->n += *line == ' ';
}

static const char *syllable(chance *c) { return syllables_of[below(c, (uint32_t)n_syllables)]; }

/* Term `k` of a topic: one of the lexicon; the commoner ones are those of all topics. */
static void say_term(text *t, uint32_t topic, uint32_t k)
{
    chance c = of(3, (uint64_t)topic << 20 | k);
    chance l = of(4, k % 3 ? below(&c, LEXICON) : zipf(&c, LEXICON));
    say(t, syllable(&l));
    say(t, syllable(&l));
}

/* `n` words of a walk over BASE. Only its common words are said: of the others, whose circle is small, compounds of the lexicon take the
 * place, so that rare words are as many and as seldom together as in natural text. */
static uint32_t say_walk(text *t, chance *c, uint32_t at, uint32_t n)
{
    while (n--) {
        if (below(c, 4) == 0) at = order[group[at] + below(c, many[at])]; /* goes on where the same word stands elsewhere */
        at = at + 1 < words ? at + 1 : 0;
        if (many[at] >= COMMON) say(t, word[at]);
        else if (below(c, 3) == 0) {
            chance l = of(4, zipf(c, LEXICON));
            say(t, syllable(&l));
            say(t, syllable(&l));
        }
    }
    return at;
}

static void sentence(text *t, chance *c, uint32_t topic)
{
    uint32_t at = below(c, words);
    char number[24];

    for (uint32_t pieces = 2 + below(c, 4); pieces--;) {
        at = say_walk(t, c, at, 5 + below(c, 8));
        for (uint32_t terms = 1 + (below(c, 3) == 0); terms--;) say_term(t, topic, leaning(c, TERMS));
        if (below(c, 8)) continue;
        snprintf(number, sizeof number, "%u", below(c, 2000));
        say(t, number);
        say(t, syllable(c)); /* a unit, a name */
    }
    *t->at++ = '.';
    if (below(c, 5) == 0) *t->at++ = '\n';
}

static uint32_t length_of(chance *c)
{
    double sum = 0; /* log-normal: the sum of twelve is close enough to normal */
    for (int i = 0; i < 12; i++) sum += next(c) / 4294967296.0;
    double n = 985 * exp((sum - 6) * .5);
    return n < 200 ? 200 : n > 9000 ? 9000 : (uint32_t)n;
}

static void own_text(text *t, chance *c, uint32_t topic, uint32_t n)
{
    while (t->n < n) sentence(t, c, topic);
}

static void make(uint64_t number, char *out, bool copies);

/* About `n` words of document `number`, from a sentence's beginning on; into `out`. */
static void passage(uint64_t number, chance *c, uint32_t n, char *out)
{
    char *all = malloc(DOC_MAX), *p, *o = out;
    make(number, all, false);
    size_t skip = strlen(all) / 3 + below(c, (uint32_t)(strlen(all) / 3));
    p = strchr(all + skip, ' ');
    for (p = p ? p + 1 : all; *p && n; p++) {
        n -= *p == ' ' || *p == '\n';
        *o++ = *p == '\n' ? ' ' : *p;
    }
    *o = 0;
    free(all);
}

static void make(uint64_t number, char *out, bool copies)
{
    chance c = of(1, number);
    text t = {out, out, 0, true};
    uint32_t topic = leaning(&c, TOPICS), n = length_of(&c) + 300;
    char *copied = malloc(DOC_MAX);

    for (int i = 0; i < n_forms / 2; i++) { say_all(&t, forms[i]); *t.at++ = '\n'; }
    own_text(&t, &c, topic, t.n + n / 3);
    for (int i = 0; i < PER_DOC; i++) say_all(&t, cites[zipf(&c, CITATIONS)]);
    own_text(&t, &c, topic, t.n + n / 3);
    chance copying = of(5, number); /* of its own: what follows is the same without the copy */
    if (copies && number > 0 && below(&copying, COPIES) == 0) {
        uint64_t from = ((uint64_t)next(&copying) << 32 | next(&copying)) % number;
        passage(from, &copying, 60 + below(&copying, 200), copied);
        say_all(&t, copied);
    }
    own_text(&t, &c, topic, t.n + n / 3);
    *t.at++ = '\n';
    for (int i = n_forms / 2; i < n_forms; i++) { say_all(&t, forms[i]); *t.at++ = '\n'; }
    *t.at = 0;
    free(copied);
}

static void put_json(const char *s)
{
    for (size_t n; *s; s += n) {
        n = strcspn(s, "\n");
        fwrite(s, 1, n, stdout);
        if (s[n]) n += fputs("\\n", stdout) > 0;
    }
}

static void put_title(uint64_t number)
{
    chance c = of(1, number);
    char room[400];
    text t = {room, room, 0, true};
    uint32_t topic = leaning(&c, TOPICS);
    say(&t, "Giải pháp");
    for (int i = 0; i < 4; i++) say_term(&t, topic, below(&c, 60));
    *t.at = 0;
    put_json(room);
}

/* One word of ten changed, as somebody does who edits what he copies. */
static void edited(const char *from, chance *c, char *out)
{
    char *o = out;
    while (*from) {
        size_t n = strcspn(from, " ");
        if (below(c, 10)) o += sprintf(o, "%.*s ", (int)n, from);
        else if (below(c, 2)) o += sprintf(o, "%s ", syllable(c));
        from += n + (from[n] == ' ');
    }
    *o = 0;
}

static size_t letters(const char *s)
{
    size_t n = 0;
    for (; *s; s++) n += (*s & 0xC0) != 0x80;
    return n;
}

static void put_question(uint64_t i, uint64_t docs)
{
    chance c = of(2, i);
    char *room = malloc(DOC_MAX), *copied = malloc(DOC_MAX), *other = malloc(DOC_MAX);
    text t = {room, room, 0, true};
    uint32_t topic = leaning(&c, TOPICS);
    uint64_t source[3];

    for (int k = 0; k < n_forms / 2; k++) { say_all(&t, forms[k]); *t.at++ = '\n'; }
    for (int k = 0; k < 3; k++) {
        own_text(&t, &c, topic, t.n + 900);
        source[k] = ((uint64_t)next(&c) << 32 | next(&c)) % docs;
        passage(source[k], &c, 60 + below(&c, 190), copied);
        edited(copied, &c, other);
        say_all(&t, k == 0 ? copied : other);
    }
    for (*t.at = 0; letters(room) < ASKED; *t.at = 0) own_text(&t, &c, topic, t.n + 20);
    printf("{\"id\":\"q%llu\",\"gold\":[\"d%llu\",\"d%llu\",\"d%llu\"],\"text\":\"", (unsigned long long)i, (unsigned long long)source[0], (unsigned long long)source[1], (unsigned long long)source[2]);
    put_json(room);
    puts("\"}");
    free(room);
    free(copied);
    free(other);
}

int main(int argc, char **argv)
{
    if (argc != 6) return fputs("scale-maker docs|ask BASE FORM FROM|DOCS TO|COUNT\n", stderr), 2;
    uint64_t a = strtoull(argv[4], NULL, 10), b = strtoull(argv[5], NULL, 10);
    char *room = malloc(DOC_MAX);

    read_base(argv[2]);
    read_form(argv[3]);
    make_syllables();
    for (uint64_t i = 0; argv[1][0] == 'a' && i < b; i++) put_question(i, a);
    for (uint64_t i = a; argv[1][0] == 'd' && i < b; i++) {
        make(i, room, true);
        printf("{\"id\":\"d%llu\",\"unit\":\"u%llu\",\"title\":\"", (unsigned long long)i, (unsigned long long)(i % 997));
        put_title(i);
        fputs("\",\"text\":\"", stdout);
        put_json(room);
        puts("\"}");
    }
    return fflush(stdout) != 0;
}
