/* sangkien novelty … */
#include "base/buf.h"
#include "base/text.h"
#include "doc/block.h"
#include "doc/sniff.h"
#include "novelty/index.h"
#include "novelty/jsonl.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BATCH_BYTES = 48 << 20, BATCH_DOCS = 32768, GOOD = 0, FAILED = 1, USAGE = 2 };

static const char help_text[] =
    "sangkien novelty add FILE.jsonl            adds documents, a line each: {\"id\",\"title\",\"text\"}, \"unit\" if any; the same id again replaces\n"
    "sangkien novelty remove ID                 removes a document\n"
    "sangkien novelty check FILE [--against UNIT|ALL] [--snapshot GENERATION] [--full]\n"
    "                                           what of each text stands in the documents; FILE: lines {\"id\",\"text\"}, or a text, PDF, DOCX, ODT, DOC\n"
    "sangkien novelty similar TITLE|FILE.jsonl  documents with a similar title, as while it is typed; lines {\"id\",\"text\"}\n"
    "sangkien novelty explain A B               the passages that two texts (files, or ids of documents) share, side by side\n"
    "sangkien novelty stat | compact | rebuild  how much there is; into one volume; anew from the documents' texts\n\n"
    "--data DIR   the index is in DIR/novelty     --json   answers in JSON: a line for each line of FILE.jsonl\n"
    "--full       with --json: also weaker sources, form text and the law, tricks, hash\n"
    "--only FILE  for comparisons: aligns the documents named there, a line {\"id\",\"text\"} for each of FILE.jsonl, an id a line of its text\n"
    "--cold       for measurements: drops the index from memory before each text, adds \"wall\", milliseconds\n"
    "--warm       for measurements: asks the whole file twice, and answers the second time\n\n"
    "  sangkien novelty add ho-so.jsonl --data data\n"
    "  sangkien novelty check bao-cao.pdf\n"
    "  sangkien novelty check moi.jsonl --json --snapshot 12 > ket-qua.jsonl\n"
    "  sangkien novelty explain dossier:12 bao-cao.docx\n\n"
    "0: done; 1: failed; 2: wrong usage.";

static int say(status st, const char *what)
{
    const char *why = st == E_CONFLICT    ? "another process (a running server) writes this index"
                      : st == E_INVALID   ? "the index or the input is damaged"
                      : st == E_NOT_FOUND ? "not found"
                      : st == E_LIMIT     ? "larger than is taken"
                      : st == E_IO        ? "cannot read or write (is the disk full?)"
                                          : status_name(st);
    fprintf(stderr, "sangkien: novelty %s: %s\n", what, why);
    return FAILED;
}

static const char *option(int *argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < *argc; i++) {
        if (!text_eq(argv[i], name)) continue;
        const char *v = argv[i + 1];
        for (int k = i; k + 2 <= *argc; k++) argv[k] = k + 2 < *argc ? argv[k + 2] : NULL;
        *argc -= 2;
        return v;
    }
    return NULL;
}

static bool flag(int *argc, char **argv, const char *name)
{
    for (int i = 1; i < *argc; i++) {
        if (!text_eq(argv[i], name)) continue;
        for (int k = i; k + 1 <= *argc; k++) argv[k] = k + 1 < *argc ? argv[k + 1] : NULL;
        --*argc;
        return true;
    }
    return false;
}

static void progress(uint64_t done, uint64_t all, uint64_t count)
{
    if (!isatty(2) || !all) return;
    int full = (int)(done * 30 / all);
    fprintf(stderr, "\r[%.*s%*s] %3d %%  %" PRIu64, full, "##############################", 30 - full, "", (int)(done * 100 / all), count);
}

static void progress_end(void)
{
    if (isatty(2)) fputc('\n', stderr);
}

/* ---- add, remove, compact ---- */
static int add_file(novelty *n, const char *path, uint64_t *added)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(jsonl) in = {0};
    novelty_doc *docs = calloc(BATCH_DOCS, sizeof *docs);
    int count = 0, bad = 0;
    status st = docs ? jsonl_open(path, &in) : E_INTERNAL;

    if (st != OK) {
        free(docs);
        return say(st, path);
    }
    for (jsonl_line line; st == OK;) {
        bool more = jsonl_next(&in, mem, &line);
        if (more && (!line.good || !line.id[0])) {
            fprintf(stderr, "\r%s:%" PRIu64 ": not an object with \"id\" and \"text\"; left out\n", path, in.number);
            bad++;
            continue;
        }
        if (more) docs[count++] = (novelty_doc){line.id, line.unit, line.title, line.text};
        if (count && (!more || count == BATCH_DOCS || arena_used(mem) > BATCH_BYTES)) {
            st = novelty_put(n, docs, count, -1);
            *added += (uint64_t)count;
            count = 0;
            arena_reset(mem);
            progress(in.done, in.all, *added);
        }
        if (!more) break;
    }
    progress_end();
    free(docs);
    if (st == OK) st = novelty_compact(n, false);
    if (st != OK) return say(st, "add");
    return bad ? FAILED : GOOD;
}

static int run_add(const char *folder, bool json, const char *path)
{
    novelty *n = NULL;
    uint64_t added = 0;
    novelty_stat s = {0};

    status st = novelty_open(folder, true, &n);
    if (st != OK) return say(st, "add");
    int code = add_file(n, path, &added);
    st = novelty_stat_of(n, &s);
    novelty_close(n);
    if (st != OK) return say(st, "add");
    printf(json ? "{\"read\":%" PRIu64 ",\"documents\":%" PRId64 ",\"generation\":%" PRId64 "}\n" : "%" PRIu64 " read; %" PRId64 " documents, generation %" PRId64 "\n", added, s.documents,
           s.generation);
    return code;
}

static int run_remove(const char *folder, bool json, const char *id)
{
    novelty *n = NULL;
    int removed = 0;

    status st = novelty_open(folder, true, &n);
    if (st == OK) st = novelty_remove(n, &id, 1, -1, &removed);
    novelty_close(n);
    if (st == OK && !removed) st = E_NOT_FOUND;
    if (st != OK) return say(st, id);
    printf(json ? "{\"removed\":%d}\n" : "%d removed\n", removed);
    return GOOD;
}

static int run_compact(const char *folder, bool json)
{
    novelty *n = NULL;
    novelty_stat s = {0};

    status st = novelty_open(folder, true, &n);
    if (st == OK) st = novelty_compact(n, true);
    if (st == OK) st = novelty_stat_of(n, &s);
    novelty_close(n);
    if (st != OK) return say(st, "compact");
    printf(json ? "{\"documents\":%" PRId64 ",\"segments\":%" PRId64 "}\n" : "%" PRId64 " documents, %" PRId64 " segment(s)\n", s.documents, s.segments);
    return GOOD;
}

static int run_stat(const char *folder, bool json)
{
    novelty *n = NULL;
    novelty_stat s = {0};

    status st = novelty_open(folder, false, &n);
    if (st == OK) st = novelty_stat_of(n, &s);
    novelty_close(n);
    if (st != OK) return say(st, "stat");
    double each = s.documents ? (double)s.index_bytes / (double)s.documents : 0, syllables = s.documents ? (double)s.syllables / (double)s.documents : 0;
    if (json)
        printf("{\"documents\":%" PRId64 ",\"bytes_per_document\":%.1f,\"generation\":%" PRId64 ",\"oldest_generation\":%" PRId64 ",\"segments\":%" PRId64 ",\"deleted\":%" PRId64
               ",\"index_bytes\":%" PRId64 ",\"forward_bytes\":%" PRId64 ",\"text_bytes\":%" PRId64 ",\"syllables_per_document\":%.1f,\"parameters\":\"%s\"}\n",
               s.documents, each, s.generation, s.oldest_generation, s.segments, s.deleted, s.index_bytes, s.forward_bytes, s.text_bytes, syllables, s.parameters);
    else
        printf("documents              %" PRId64 "\nbytes per document     %.0f (index), of %.0f syllables\ngeneration             %" PRId64 " (kept from %" PRId64 " on)\n"
               "segments               %" PRId64 "\nindex, forward, texts  %.1f, %.1f, %.1f MB\n",
               s.documents, each, syllables, s.generation, s.oldest_generation, s.segments, (double)s.index_bytes / 1e6, (double)s.forward_bytes / 1e6, (double)s.text_bytes / 1e6);
    return GOOD;
}

/* ---- check ---- */
static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double wall_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void put_line(arena *mem, buf *b, const char *id, double ms, double wall, const novelty_report *r, bool full)
{
    bool first = true;

    buf_puts(b, "{\"id\":");
    jsonl_string(b, id);
    buf_printf(b, ",\"ms\":%.3f", ms);
    if (wall > 0) buf_printf(b, ",\"wall\":%.3f", wall);
    buf_printf(b, ",\"share\":%.4f,\"det\":[", (double)r->share / 10000);
    for (int i = 0; i < r->passages.n; i++) {
        const novelty_passage *p = &r->passages.p[i];
        if (p->also) continue;
        buf_puts(b, first ? "{\"src\":" : ",{\"src\":");
        jsonl_string(b, r->sources.p[p->source].id);
        buf_printf(b, ",\"q\":[%" PRId64 ",%" PRId64 "],\"s\":[%" PRId64 ",%" PRId64 "],\"share\":%.4f}", p->q.from, p->q.to, p->s.from, p->s.to, (double)p->share / 10000);
        first = false;
    }
    buf_puts(b, "],\"cand\":[");
    for (int i = 0; i < r->candidates.n; i++) {
        buf_puts(b, i ? ",[" : "[");
        jsonl_string(b, r->candidates.p[i].id);
        buf_printf(b, ",%.2f]", r->candidates.p[i].score);
    }
    buf_putc(b, ']');
    if (full) buf_printf(b, ",\"hash\":\"%s\",\"report\":%s", r->hash, novelty_report_json(mem, r));
    buf_puts(b, "}\n");
}

typedef struct how {
    bool full, cold, warm, silent, titles;
    const char *only; /* a file, or NULL */
} how;

/* The ids that the next line of `only` names for this text. */
static status named(jsonl *only, arena *mem, const char *id, novelty_ask *ask)
{
    jsonl_line l;
    int room = 16;

    if (!jsonl_next(only, mem, &l) || !l.good || !text_eq(l.id, id)) return E_INVALID;
    for (const char *p = l.text; *p; p++) room += *p == '\n';
    const char **ids = NEWS(mem, const char *, room);
    char *keep = NULL;
    ask->n_only = 0;
    for (char *p = strtok_r(text_copy(mem, l.text), "\n", &keep); p; p = strtok_r(NULL, "\n", &keep)) ids[ask->n_only++] = p;
    ask->only = ids;
    return OK;
}

/* ---- similar titles ---- */
enum { TITLES_SHOWN = 10 };

static status put_titles(novelty *n, arena *mem, buf *b, const char *id, const char *title, const novelty_ask *ask)
{
    novelty_likes l = {0};
    double before = cpu_ms();

    TRY(novelty_similar(n, mem, title, TITLES_SHOWN, ask, &l));
    double took = cpu_ms() - before;
    buf_puts(b, "{\"id\":");
    jsonl_string(b, id);
    buf_printf(b, ",\"ms\":%.3f,\"like\":[", took);
    for (int i = 0; i < l.n; i++) {
        buf_puts(b, i ? ",[" : "[");
        jsonl_string(b, l.p[i].id);
        buf_printf(b, ",%.3f]", l.p[i].score);
    }
    buf_puts(b, "]}\n");
    return OK;
}

static int print_titles(novelty *n, const char *title, const novelty_ask *ask, bool json)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) out = {0};
    novelty_likes l = {0};

    status st = json ? put_titles(n, mem, &out, "", title, ask) : novelty_similar(n, mem, title, TITLES_SHOWN, ask, &l);
    if (st != OK) return say(st, "similar");
    fwrite(out.p, 1, out.n, stdout);
    for (int i = 0; i < l.n; i++) printf("%3.0f %%  %s  %s\n", l.p[i].score * 100, l.p[i].id, l.p[i].title);
    if (!json && !l.n) puts("Không có tên nào tương tự.");
    return GOOD;
}

static status put_check(novelty *n, arena *mem, buf *b, const jsonl_line *line, const novelty_ask *ask, const how *how)
{
    novelty_report r = {0};
    double before = cpu_ms(), begun = wall_ms();

    TRY(novelty_check(n, mem, line->text, strlen(line->text), ask, &r));
    put_line(mem, b, line->id, cpu_ms() - before, how->cold ? wall_ms() - begun : 0, &r, how->full);
    return OK;
}

static int check_lines(novelty *n, const char *path, const novelty_ask *given, const how *how)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(jsonl) in = {0}, only = {0};
    novelty_ask asked = *given, *ask = &asked;
    AUTO(buf) out = {0};
    int bad = 0;
    uint64_t count = 0;

    if (how->warm) check_lines(n, path, given, &(struct how){.only = how->only, .silent = true, .titles = how->titles}); /* reads, checks and maps what they touch */
    status st = jsonl_open(path, &in);
    if (st == OK && how->only) st = jsonl_open(how->only, &only);
    if (st != OK) return say(st, path);
    for (jsonl_line line; jsonl_next(&in, mem, &line); arena_reset(mem)) {
        if (how->only && named(&only, mem, line.id, ask) != OK) return say(E_INVALID, how->only);
        if (how->cold) novelty_forget(n);
        buf_clear(&out);
        st = !line.good ? E_INVALID : how->titles ? put_titles(n, mem, &out, line.id, line.text, ask) : put_check(n, mem, &out, &line, ask, how);
        if (st != OK) { /* one line out for one line in */
            bad++;
            say(st, how->titles ? "similar" : "check");
            buf_puts(&out, "{\"id\":");
            jsonl_string(&out, line.id);
            buf_printf(&out, ",\"ms\":0,\"share\":0,\"det\":[],\"cand\":[],\"error\":\"%s\"}\n", status_name(st));
        }
        if (!how->silent) fwrite(out.p, 1, out.n, stdout);
        if (++count % 16 == 0 && !isatty(1)) progress(in.done, in.all, count);
        if (st == E_NOT_FOUND) break; /* no such generation */
    }
    if (count >= 16 && !isatty(1)) progress_end();
    return bad || fflush(stdout) ? FAILED : GOOD;
}

static status read_text(arena *mem, const char *path, const char **out)
{
    AUTO(buf) b = {.max = 64 << 20};
    char part[65536];
    FILE *f = fopen(path, "rb");

    if (!f) return E_NOT_FOUND;
    for (size_t k; (k = fread(part, 1, sizeof part, f)) > 0;) buf_put(&b, part, k);
    bool bad = ferror(f) || b.over;
    fclose(f);
    if (bad) return E_IO;
    doc_type t = b.n ? doc_sniff((bytes){b.p, b.n}, "") : DOC_UNKNOWN;
    if (doc_type_is_text(t)) return doc_text(mem, t, (bytes){b.p, b.n}, out);
    char *plain = text_copyn(mem, b.p ? b.p : "", b.n);
    for (size_t i = 0; i < b.n; i++)
        if (!plain[i]) plain[i] = ' ';
    *out = plain;
    return OK;
}

static const char *cut_out(arena *mem, const char *text, novelty_range r)
{
    size_t from = text_clip(text, (size_t)r.from), to = text_clip(text, (size_t)r.to);
    return text_copyn(mem, text + from, to - from);
}

/* A passage on two sides: equal pieces as they are, the others in brackets (or in colour on a terminal). */
static void print_pieces(arena *mem, const char *q_text, const char *s_text, const novelty_passage *p)
{
    novelty_pieces l = {0};
    bool colour = isatty(1);
    const char *open = colour ? "\033[33m" : "[", *close = colour ? "\033[0m" : "]";

    if (novelty_diff(mem, q_text, p->q, s_text, p->s, &l) != OK) return;
    for (int side = 0; side < 2; side++) {
        fputs(side ? "  < " : "  > ", stdout);
        for (int i = 0; i < l.n; i++) {
            const char *piece = side ? cut_out(mem, s_text, l.p[i].s) : cut_out(mem, q_text, l.p[i].q);
            if (*piece) printf(l.p[i].equal ? "%s" : "%2$s%1$s%3$s", piece, open, close);
        }
        putchar('\n');
    }
}

static void print_report(novelty *n, arena *mem, const char *text, const novelty_report *r)
{
    printf("%s %% trùng (%" PRId64 " / %" PRId64 " âm tiết ngoài phần biểu mẫu), thế hệ chỉ mục %" PRId64 ", tham số %s\n", text_percent(mem, (int)r->share), r->copied, r->counted, r->generation,
           r->parameters);
    if (!text_eq(r->encoding, "Unicode")) printf("Văn bản gõ bằng bảng mã %s, đã chuyển sang Unicode để so sánh.\n", r->encoding);
    if (r->homoglyphs) printf("Dấu hiệu che giấu: %" PRId64 " từ có chữ cái giả (của hệ chữ khác).\n", r->homoglyphs);
    if (r->hidden) printf("Dấu hiệu che giấu: %" PRId64 " ký tự ẩn bên trong từ.\n", r->hidden);
    if (r->law) printf("Trích dẫn pháp luật: %" PRId64 " âm tiết, không tính.\n", r->law);
    if (r->cut) puts("Văn bản hoặc số nguồn vượt giới hạn: phần còn lại chưa được so sánh.");
    if (!r->sources.n) puts("Không thấy đoạn nào trùng với hồ sơ đã có.");
    for (int i = 0; i < r->sources.n; i++) {
        const novelty_source *s = &r->sources.p[i];
        novelty_doc d = {0};
        printf("\n%s — %s (%s %%)\n", s->id, s->title, text_percent(mem, (int)s->share));
        if (novelty_read(n, mem, s->id, &d) != OK) continue;
        for (int k = 0; k < r->passages.n; k++) {
            const novelty_passage *p = &r->passages.p[k];
            if (p->source != i) continue;
            printf("\n  %s%s, %s %% giống, ký tự %" PRId64 "–%" PRId64 " / %" PRId64 "–%" PRId64 "\n", passage_class_name(p->kind), p->also ? " (có nguồn giống hơn)" : "",
                   text_percent(mem, (int)p->share), p->q.from, p->q.to, p->s.from, p->s.to);
            print_pieces(mem, text, d.text, p);
        }
    }
    printf("\nBáo cáo %s\nChỉ để tham khảo: người có thẩm quyền xem xét và quyết định.\n", r->hash);
}

static bool is_jsonl(const char *path)
{
    if (text_ends(path, ".jsonl")) return true;
    FILE *f = fopen(path, "rb");
    int c = f ? fgetc(f) : EOF;
    if (f) fclose(f);
    return c == '{';
}

static int run_check(const char *folder, bool json, const char *path, const novelty_ask *ask, const how *how)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = NULL;
    novelty_report r = {0};
    const char *text = "";

    status st = novelty_open(folder, false, &n);
    if (st != OK) return say(st, how->titles ? "similar" : "check");
    if (how->titles || is_jsonl(path)) {
        int code = is_jsonl(path) ? check_lines(n, path, ask, how) : print_titles(n, path, ask, json);
        novelty_close(n);
        return code;
    }
    st = read_text(mem, path, &text);
    double before = cpu_ms();
    if (st == OK) st = novelty_check(n, mem, text, strlen(text), ask, &r);
    if (st == OK && json) {
        AUTO(buf) out = {0};
        put_line(mem, &out, path, cpu_ms() - before, 0, &r, how->full);
        fwrite(out.p, 1, out.n, stdout);
    } else if (st == OK) print_report(n, mem, text, &r);
    novelty_close(n);
    return st == OK ? GOOD : say(st, path);
}

/* ---- explain ---- */
static status text_named(novelty *n, arena *mem, const char *name, const char **out)
{
    novelty_doc d = {0};

    if (novelty_read(n, mem, name, &d) != OK) return read_text(mem, name, out);
    *out = d.text;
    return OK;
}

static int run_explain(const char *folder, bool json, const char *a, const char *b)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = NULL;
    novelty_report r = {0};
    const char *q = "", *s = "";

    status st = novelty_open(folder, false, &n);
    if (st == OK) st = text_named(n, mem, a, &q);
    if (st == OK) st = text_named(n, mem, b, &s);
    novelty_close(n);
    if (st == OK) st = novelty_pair(mem, q, s, &r);
    if (st != OK) return say(st, "explain");
    if (json) {
        puts(novelty_report_json(mem, &r));
        return GOOD;
    }
    printf("> %s\n< %s\n", a, b);
    for (int i = 0; i < r.passages.n; i++) {
        printf("\n%s, %s %% giống\n", passage_class_name(r.passages.p[i].kind), text_percent(mem, (int)r.passages.p[i].share));
        print_pieces(mem, q, s, &r.passages.p[i]);
    }
    if (!r.passages.n) puts("Không có đoạn nào trùng.");
    return GOOD;
}

int novelty_cli(const char *data, bool json, int argc, char **argv)
{
    char folder[4096];
    novelty_ask ask = {0};
    int64_t generation = 0;

    snprintf(folder, sizeof folder, "%s/novelty", data);
    if (flag(&argc, argv, "--help")) {
        puts(help_text);
        return GOOD;
    }
    const char *against = option(&argc, argv, "--against"), *snapshot = option(&argc, argv, "--snapshot");
    how how = {.only = option(&argc, argv, "--only"), .full = flag(&argc, argv, "--full"), .cold = flag(&argc, argv, "--cold"), .warm = flag(&argc, argv, "--warm")};
    bool good_number = !snapshot || text_parse_int(snapshot, 1, INT64_MAX, &generation) == OK;
    const char *verb = argc > 1 ? argv[1] : "";
    ask.generation = generation;
    if (against && !text_eq(against, "ALL")) ask.unit = against;
    how.titles = text_eq(verb, "similar");
    if (good_number && argc == 3 && (text_eq(verb, "check") || how.titles)) return run_check(folder, json, argv[2], &ask, &how);
    if (!against && !snapshot && !how.full && !how.cold && !how.warm && !how.only) {
        if (argc == 3 && text_eq(verb, "add")) return run_add(folder, json, argv[2]);
        if (argc == 3 && text_eq(verb, "remove")) return run_remove(folder, json, argv[2]);
        if (argc == 2 && text_eq(verb, "stat")) return run_stat(folder, json);
        if (argc == 2 && text_eq(verb, "compact")) return run_compact(folder, json);
        if (argc == 4 && text_eq(verb, "explain")) return run_explain(folder, json, argv[2], argv[3]);
        if (argc == 2 && text_eq(verb, "rebuild")) {
            status st = novelty_rebuild(folder);
            return st == OK ? GOOD : say(st, "rebuild");
        }
    }
    fprintf(stderr, "%s\n", help_text);
    return USAGE;
}
