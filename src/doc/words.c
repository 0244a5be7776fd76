/* PDF: from the words that pdftotext finds, with their places, to paragraphs and the rows of the authors' table. */
#include "base/buf.h"
#include "base/text.h"
#include "doc/block.h"
#include "text/legacy.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int page, line;
    double x0, x1, y0, y1;
    const char *text, *folded;
} word;
typedef struct {
    int from, n, page;
    double x0, x1, y0, y1;
} line;
typedef struct {
    double x0, x1;      /* of the header cell */
    double left;        /* where its texts begin; -1: not known yet */
} column;

enum { WORDS_MAX = 200000, COLUMNS_MAX = 12, ROWS_MAX = 60, PAGES_MAX = 5000, MARGIN_LINES_MAX = 2000 /* lines that tell the margins */ };
static const double PLACE_MAX = 20000; /* points; a page of PDF is at most 14400 wide */
static const double CELL_GAP = 4.6; /* points between the texts of neighbouring cells; a space is 3 to 4 */

typedef struct {
    arena *mem;
    word *words;
    int n_words;
    line *lines;
    int n_lines;
    double body_left, body_right, page_height;
    block_list *out;
} page_reader;

static status put(page_reader *r, const block *b)
{
    block_list *l = r->out;

    if (l->n == BLOCKS_MAX) return E_LIMIT;
    if ((l->n & (l->n - 1)) == 0) {
        block *more = NEWS(r->mem, block, l->n ? l->n * 2 : 16);
        if (l->n) memcpy(more, l->p, sizeof(block) * (size_t)l->n);
        l->p = more;
    }
    l->p[l->n++] = *b;
    return OK;
}

static int by_place(const void *a, const void *b)
{
    const word *v = a, *w = b;
    double cv = v->y0 + v->y1, cw = w->y0 + w->y1;

    if (v->page != w->page) return v->page - w->page;
    if (cv != cw) return cv < cw ? -1 : 1;
    return v->x0 < w->x0 ? -1 : v->x0 > w->x0;
}

static int by_line(const void *a, const void *b)
{
    const word *v = a, *w = b;

    if (v->line != w->line) return v->line - w->line;
    return v->x0 < w->x0 ? -1 : v->x0 > w->x0;
}

static bool is_place(double v)
{
    return v > -PLACE_MAX && v < PLACE_MAX; /* false for NaN */
}

static status read_words(page_reader *r, const char *tsv)
{
    legacy_kind old = legacy_detect(tsv);
    int cap = 0;

    while (*tsv) {
        size_t n = strcspn(tsv, "\n");
        int level = 0, page = 0, skip = 0, at = 0;
        double x = 0, y = 0, w = 0, h = 0, conf = 0;
        const char *row = text_copyn(r->mem, tsv, n), *text = "";
        tsv += n + (tsv[n] == '\n');
        if (sscanf(row, "%d\t%d\t%d\t%d\t%d\t%d\t%lf\t%lf\t%lf\t%lf\t%lf\t%n", &level, &page, &skip, &skip, &skip, &skip, &x, &y, &w, &h, &conf, &at) < 11) continue;
        if (page < 1 || page > PAGES_MAX || !is_place(x) || !is_place(y) || !is_place(w) || !is_place(h)) continue;
        if (level == 1) r->page_height = h;
        if (level != 5 || at == 0) continue;
        text = legacy_convert(r->mem, old, row + at);
        if (text_accept(r->mem, text, strlen(text), TEXT_LINE, &text) != OK || !*text) continue;
        if (r->n_words == WORDS_MAX) return E_LIMIT;
        if (r->n_words == cap) {
            cap = cap ? cap * 2 : 1024;
            word *more = NEWS(r->mem, word, cap);
            if (r->n_words) memcpy(more, r->words, sizeof(word) * (size_t)r->n_words);
            r->words = more;
        }
        r->words[r->n_words++] = (word){page, 0, x, x + w, y, y + h, text, text_fold(r->mem, text)};
    }
    return OK;
}

static void make_lines(page_reader *r)
{
    qsort(r->words, (size_t)r->n_words, sizeof(word), by_place);
    const word *first = NULL; /* of the present line */
    int n = 0;
    for (int i = 0; i < r->n_words; i++) {
        word *w = &r->words[i];
        double mid = (w->y0 + w->y1) / 2;
        bool same = first && first->page == w->page && mid > first->y0 + (first->y1 - first->y0) * 0.1 && mid < first->y1 - (first->y1 - first->y0) * 0.1 &&
                    mid - (first->y0 + first->y1) / 2 < (first->y1 - first->y0) * 0.35;
        if (!same) first = w;
        w->line = same ? n - 1 : n++;
    }
    qsort(r->words, (size_t)r->n_words, sizeof(word), by_line);
    r->lines = NEWS(r->mem, line, n + 1);
    for (int i = 0; i < r->n_words; i++) {
        word *w = &r->words[i];
        line *l = &r->lines[w->line];
        if (l->n++ == 0) *l = (line){i, 1, w->page, w->x0, w->x1, w->y0, w->y1};
        if (w->x1 > l->x1) l->x1 = w->x1;
        if (w->y1 > l->y1) l->y1 = w->y1;
    }
    r->n_lines = n;
}

/* Where most lines of running text begin and end. */
static void find_margins(page_reader *r)
{
    int best = 0;

    for (int i = 0; i < r->n_lines; i++)
        if (r->lines[i].x1 > r->body_right) r->body_right = r->lines[i].x1;
    int told = r->n_lines < MARGIN_LINES_MAX ? r->n_lines : MARGIN_LINES_MAX;
    /* Paragraphs are indented: continuation lines are the leftmost place where several long lines begin. */
    int need = told / 12 < 2 ? 2 : told / 12;
    r->body_left = r->n_lines ? r->lines[0].x0 : 0;
    double leftmost = 1e9;
    for (int i = 0; i < told; i++) {
        int same = 0;
        if (r->lines[i].x0 >= leftmost) continue;
        for (int k = 0; k < told; k++) same += r->lines[k].x0 > r->lines[i].x0 - 2 && r->lines[k].x0 < r->lines[i].x0 + 2 && r->lines[k].x1 > r->body_right * 0.6;
        if (same >= need) leftmost = r->lines[i].x0;
        if (same > best) best = same;
    }
    if (leftmost < 1e9) r->body_left = leftmost;
}

static const char *line_text(page_reader *r, const line *l, bool folded)
{
    AUTO(buf) b = {0};

    for (int i = 0; i < l->n; i++) buf_printf(&b, "%s%s", i ? " " : "", folded ? r->words[l->from + i].folded : r->words[l->from + i].text);
    return text_copy(r->mem, b.p ? b.p : "");
}

static bool is_page_number(page_reader *r, const line *l)
{
    const char *s = r->words[l->from].text;
    bool edge = l->y0 < 60 || (r->page_height > 0 && l->y1 > r->page_height - 60);
    return edge && l->n == 1 && strspn(s, "0123456789-–/") == strlen(s);
}

static bool is_numbered(const char *s)
{
    size_t n = strspn(s, "0123456789.");
    return (n > 1 && (s[n - 1] == '.' || s[n] == ')') && (s[n] == ' ' || s[n] == ')')) || (n > 0 && n < 3 && s[n] == ')');
}

static bool begins_paragraph(page_reader *r, int i, int from)
{
    const line *l = &r->lines[i], *b = &r->lines[i - 1];
    bool indented = l->x0 > r->body_left + 8;
    double height = b->y1 - b->y0;

    if (i == from || indented) return true;
    if (l->page == b->page && l->y0 - b->y1 > height * 0.9) return true;
    if (is_numbered(line_text(r, l, false)) && strchr(line_text(r, l, false), ':')) return true;
    const char *before = r->words[b->from + b->n - 1].text;
    size_t n = strlen(before);
    bool ended = n && strchr(".:;!?", before[n - 1]);
    bool short_line = b->x1 < r->body_right - (r->body_right - r->body_left) * 0.2;
    return ended && (short_line || is_numbered(line_text(r, l, false)));
}

static status put_paragraphs(page_reader *r, int from, int to)
{
    AUTO(buf) b = {0};
    int first = from;

    for (int i = from; i < to; i++) {
        if (is_page_number(r, &r->lines[i])) {
            if (i == first) first = i + 1;
            continue;
        }
        if (b.n && begins_paragraph(r, i, first)) {
            TRY(put(r, &(block){.text = text_copy(r->mem, b.p)}));
            buf_clear(&b);
        }
        if (b.n) buf_putc(&b, ' ');
        buf_puts(&b, line_text(r, &r->lines[i], false));
    }
    if (b.n) TRY(put(r, &(block){.text = text_copy(r->mem, b.p)}));
    return OK;
}

/* ---- the authors' table ---- */

static bool is_header_word(const char *w)
{
    static const char known[] = " tt stt so ho va ten ghi ro ty le dong gop chuc vu danh don vi dien thoai email e-mail trinh do chuyen mon chu noi cong tac thuong tru "
                                "hoac ngay thang nam sinh viec tao ra sang kien cua tung tac gia moi phan tram hoc vi ham co quan dia chi lien he sdt ma nhan ";
    char key[40];
    size_t a = strspn(w, "(%/*"), n = strlen(w);

    while (n > a && strchr(")%/,:.*", w[n - 1])) n--;
    if (n == a) return true;
    if (n - a > 30) return false;
    snprintf(key, sizeof key, " %.*s ", (int)(n - a), w + a);
    return strstr(known, key) != NULL;
}

static bool is_header_line(page_reader *r, const line *l)
{
    for (int i = 0; i < l->n; i++) {
        const char *w = r->words[l->from + i].folded, *slash = strchr(w, '/');
        if (slash && slash[1]) { /* "thoại/Email" */
            if (!is_header_word(text_copyn(r->mem, w, (size_t)(slash - w))) || !is_header_word(slash + 1)) return false;
        } else if (!is_header_word(w)) {
            return false;
        }
    }
    return true;
}

static bool ends_table(const char *folded)
{
    const char *s = folded + strspn(folded, "0123456789.)- ");
    static const char *const marks[] = {"de nghi", "la tac gia", "ten sang kien", "la dong tac gia", "chung toi de nghi", "toi de nghi", "xin de nghi", "kinh de nghi", "chu dau tu"};

    for (int i = 0; i < COUNT(marks); i++)
        if (text_starts(s, marks[i])) return true;
    return false;
}

/* The lines [*from, *header_end) are its header, up to *to its body; false when there is no such table. */
static bool find_table(page_reader *r, int *from, int *header_end, int *to)
{
    int name = -1;

    for (int i = 0; i < r->n_lines && name < 0; i++)
        if (strstr(line_text(r, &r->lines[i], true), "ho va ten") && is_header_line(r, &r->lines[i])) name = i;
    if (name < 0) return false;
    *from = name;
    while (*from > 0 && r->lines[*from - 1].page == r->lines[name].page && r->lines[name].y0 - r->lines[*from - 1].y1 < 40 && is_header_line(r, &r->lines[*from - 1])) (*from)--;
    *header_end = name + 1;
    while (*header_end < r->n_lines && is_header_line(r, &r->lines[*header_end]) && r->lines[*header_end].page == r->lines[name].page) (*header_end)++;
    *to = *header_end;
    while (*to < r->n_lines && !ends_table(line_text(r, &r->lines[*to], true))) (*to)++;
    return *to < r->n_lines && *to > *header_end;
}

static int make_columns(page_reader *r, int from, int to, column *cols)
{
    int n = 0;

    for (int i = r->lines[from].from; i < r->lines[to - 1].from + r->lines[to - 1].n; i++) {
        const word *w = &r->words[i];
        int hit = -1;
        for (int c = 0; c < n; c++) {
            if (w->x1 < cols[c].x0 - CELL_GAP || w->x0 > cols[c].x1 + CELL_GAP) continue;
            if (hit < 0) {
                hit = c;
                if (w->x0 < cols[c].x0) cols[c].x0 = w->x0;
                if (w->x1 > cols[c].x1) cols[c].x1 = w->x1;
            } else { /* bridges two */
                if (cols[c].x0 < cols[hit].x0) cols[hit].x0 = cols[c].x0;
                if (cols[c].x1 > cols[hit].x1) cols[hit].x1 = cols[c].x1;
                cols[c] = cols[--n];
                c--;
            }
        }
        if (hit < 0 && n < COLUMNS_MAX) cols[n++] = (column){.x0 = w->x0, .x1 = w->x1, .left = -1};
    }
    for (int a = 0; a < n; a++)
        for (int b = a + 1; b < n; b++)
            if (cols[b].x0 < cols[a].x0) {
                column t = cols[a];
                cols[a] = cols[b];
                cols[b] = t;
            }
    return n;
}

static int column_of(const column *cols, int n, double x0, double x1)
{
    int best = 0;
    double near = 1e9;

    for (int c = 0; c < n; c++)
        if (cols[c].left >= 0 && x0 > cols[c].left - 2.5 && x0 < cols[c].left + 2.5) return c;
    for (int c = 0; c < n; c++) {
        double overlap = (x1 < cols[c].x1 ? x1 : cols[c].x1) - (x0 > cols[c].x0 ? x0 : cols[c].x0);
        double away = -overlap;
        if (away < near) {
            near = away;
            best = c;
        }
    }
    return best;
}

typedef struct {
    double x0, x1, y0, y1;
    int page, column, row;
    const char *text;
} segment;

/* Neighbouring words of a line are one segment; gaps part cells. */
static void line_segments(page_reader *r, const line *l, segment *out, int *n, int max)
{
    AUTO(buf) b = {0};

    for (int k = 0; k < l->n && *n < max;) {
        const word *w = &r->words[l->from + k];
        segment s = {w->x0, w->x1, w->y0, w->y1, w->page, -1, 0, ""};
        buf_clear(&b);
        buf_puts(&b, w->text);
        for (k++; k < l->n && r->words[l->from + k].x0 - s.x1 < CELL_GAP; k++) {
            w = &r->words[l->from + k];
            if (w->x0 - s.x1 > 0.8) buf_putc(&b, ' ');
            buf_puts(&b, w->text);
            s.x1 = w->x1;
        }
        s.text = text_copy(r->mem, b.p);
        out[(*n)++] = s;
    }
}

static int make_segments(page_reader *r, int from, int to, segment *out, int max)
{
    int n = 0;

    for (int i = from; i < to; i++)
        if (!is_page_number(r, &r->lines[i])) line_segments(r, &r->lines[i], out, &n, max);
    return n;
}

static void assign_columns(segment *s, int n, column *cols, int n_cols)
{
    for (int i = 0; i < n; i++) s[i].column = column_of(cols, n_cols, s[i].x0, s[i].x1);
    for (int c = 0; c < n_cols; c++) { /* where most texts of the column begin */
        int best = 1;
        for (int i = 0; i < n; i++) {
            int same = 0;
            if (s[i].column != c) continue;
            for (int k = 0; k < n; k++) same += s[k].column == c && s[k].x0 > s[i].x0 - 1 && s[k].x0 < s[i].x0 + 1;
            if (same > best) {
                best = same;
                cols[c].left = s[i].x0;
            }
        }
    }
    for (int i = 0; i < n; i++) s[i].column = column_of(cols, n_cols, s[i].x0, s[i].x1);
}

static double height_of(const segment *s)
{
    return s->page * 10000.0 + (s->y0 + s->y1) / 2;
}

static int by_height(const void *a, const void *b)
{
    double x = height_of(a), y = height_of(b);
    return x < y ? -1 : x > y;
}

/* Rows: the numbers of the first column stand beside them; the widest gap between two numbers parts two rows. */
static int assign_rows(segment *s, int n, int number_column)
{
    double number[ROWS_MAX], border[ROWS_MAX];
    int rows = 0;

    qsort(s, (size_t)n, sizeof *s, by_height);
    for (int i = 0; i < n; i++) {
        const char *t = s[i].text;
        bool is_number = s[i].column == number_column && strspn(t, "0123456789.") == strlen(t) && strlen(t) <= 3;
        if (is_number && rows < ROWS_MAX) number[rows++] = height_of(&s[i]);
    }
    for (int k = 0; k + 1 < rows; k++) {
        double widest = -1;
        border[k] = (number[k] + number[k + 1]) / 2;
        for (int i = 0; i + 1 < n; i++) {
            double a = height_of(&s[i]), b = height_of(&s[i + 1]);
            if (a < number[k] - 0.1 || b > number[k + 1] + 0.1 || b - a <= widest) continue;
            widest = b - a;
            border[k] = (a + b) / 2;
        }
    }
    for (int i = 0; i < n; i++)
        for (int k = 0; k + 1 < rows; k++)
            if (height_of(&s[i]) > border[k]) s[i].row = k + 1;
    return rows ? rows : 1;
}

enum { SEGMENTS_MAX = 4000 };

static const char *taken(arena *mem, buf *b)
{
    const char *out = text_copy(mem, b->n ? b->p : "");
    buf_clear(b);
    return out;
}

static status put_header(page_reader *r, int from, int header_end, const column *cols, int n_cols, int *number)
{
    block head = {.is_row = true, .cells = n_cols, .text = ""};
    const line *last = &r->lines[header_end - 1];

    for (int c = 0; c < n_cols; c++) {
        AUTO(buf) b = {0};
        for (int i = r->lines[from].from; i < last->from + last->n; i++) {
            if (column_of(cols, n_cols, r->words[i].x0, r->words[i].x1) != c) continue;
            if (b.n) buf_putc(&b, ' ');
            buf_puts(&b, r->words[i].text);
        }
        head.cell[c] = taken(r->mem, &b);
        const char *f = text_fold(r->mem, head.cell[c]);
        if (text_eq(f, "tt") || text_eq(f, "stt") || text_eq(f, "so tt")) *number = c;
    }
    return put(r, &head);
}

static status put_table(page_reader *r, int from, int header_end, int to)
{
    column cols[COLUMNS_MAX] = {0};
    int n_cols = make_columns(r, from, header_end, cols), number = 0;
    segment *s = NEWS(r->mem, segment, SEGMENTS_MAX);
    AUTO(buf) text = {0};

    TRY(put_header(r, from, header_end, cols, n_cols, &number));
    int n = make_segments(r, header_end, to, s, SEGMENTS_MAX);
    assign_columns(s, n, cols, n_cols);
    int rows = assign_rows(s, n, number);
    for (int k = 0; k < rows; k++) {
        block b = {.is_row = true, .cells = n_cols, .text = ""};
        for (int c = 0; c < n_cols; c++) {
            for (int i = 0; i < n; i++) {
                if (s[i].row != k || s[i].column != c) continue;
                if (text.n) buf_putc(&text, '\n');
                buf_puts(&text, s[i].text);
            }
            b.cell[c] = taken(r->mem, &text);
        }
        TRY(put(r, &b));
    }
    return OK;
}

status doc_blocks_of_words(arena *mem, const char *tsv, block_list *out)
{
    page_reader r = {.mem = mem, .out = out};
    int from = 0, header_end = 0, to = 0;

    TRY(read_words(&r, tsv));
    if (r.n_words == 0) return OK;
    make_lines(&r);
    find_margins(&r);
    if (!find_table(&r, &from, &header_end, &to)) return put_paragraphs(&r, 0, r.n_lines);
    TRY(put_paragraphs(&r, 0, from));
    TRY(put_table(&r, from, header_end, to));
    return put_paragraphs(&r, to, r.n_lines);
}
