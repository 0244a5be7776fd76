/* The filled form: labels are recognised by their folded words, whatever their numbering, and values run to the next one. */
#include "doc/form.h"
#include "base/buf.h"
#include "base/text.h"
#include "doc/ocr.h"
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum {
    L_NONE, L_RECIPIENT, L_AUTHORS, L_TITLE, L_INVESTOR, L_FIELD, L_FIRST, L_KNOWN, L_CONTENT, L_APPLICABILITY, L_SECRET, L_CONDITIONS, L_BENEFIT,
    L_BENEFIT_USERS, L_ORGANISERS, L_END, L_PLACE
} label;

static const struct {
    label l;
    const char *words;
} labels[] = {
    {L_RECIPIENT, "kinh gui"},
    {L_AUTHORS, "toi (chung toi) ghi ten"}, {L_AUTHORS, "toi ghi ten"}, {L_AUTHORS, "chung toi ghi ten"}, {L_AUTHORS, "toi (chung toi), ghi ten"},
    {L_TITLE, "ten sang kien"}, {L_TITLE, "ten giai phap"}, {L_TITLE, "ten de tai sang kien"}, {L_TITLE, "la tac gia (nhom tac gia) de nghi xet cong nhan sang kien"},
    {L_TITLE, "la tac gia (nhom tac gia) de nghi cong nhan sang kien"}, {L_TITLE, "la tac gia de nghi xet cong nhan sang kien"}, {L_TITLE, "la nhom tac gia de nghi xet cong nhan sang kien"},
    {L_INVESTOR, "chu dau tu"},
    {L_FIELD, "linh vuc ap dung"},
    {L_FIRST, "ngay sang kien duoc ap dung"}, {L_FIRST, "thoi gian trien khai"}, {L_FIRST, "thoi gian ap dung"}, {L_FIRST, "ngay ap dung"}, {L_FIRST, "ngay duoc ap dung"},
    {L_FIRST, "sang kien duoc ap dung lan dau"}, {L_FIRST, "thoi diem ap dung"}, {L_FIRST, "ngay giai phap duoc ap dung"}, {L_FIRST, "ngay bat dau ap dung"},
    {L_KNOWN, "thuc trang"}, {L_KNOWN, "tinh trang giai phap da biet"}, {L_KNOWN, "tinh trang ky thuat"}, {L_KNOWN, "hien trang"}, {L_KNOWN, "ve tinh trang"},
    {L_CONTENT, "ve noi dung"}, {L_CONTENT, "noi dung cua sang kien"}, {L_CONTENT, "noi dung sang kien"}, {L_CONTENT, "mo ta ban chat"}, {L_CONTENT, "mo ta sang kien"},
    {L_CONTENT, "mo ta giai phap"}, {L_CONTENT, "ban chat cua"}, {L_CONTENT, "noi dung giai phap"}, {L_CONTENT, "noi dung cua giai phap"},
    {L_APPLICABILITY, "ve kha nang ap dung"}, {L_APPLICABILITY, "kha nang ap dung"}, {L_APPLICABILITY, "kha nang nhan rong"},
    {L_SECRET, "cac thong tin can"}, {L_SECRET, "nhung thong tin can"}, {L_SECRET, "thong tin can"},
    {L_CONDITIONS, "cac dieu kien can thiet"}, {L_CONDITIONS, "nhung dieu kien can thiet"}, {L_CONDITIONS, "dieu kien can thiet"}, {L_CONDITIONS, "dieu kien ap dung"},
    {L_BENEFIT, "danh gia loi ich"}, {L_BENEFIT, "loi ich thu duoc"}, {L_BENEFIT, "hieu qua"}, {L_BENEFIT, "danh gia hieu qua"},
    {L_ORGANISERS, "danh sach nhung nguoi"}, {L_ORGANISERS, "danh sach nguoi tham gia"},
    {L_END, "toi (chung toi) xin cam doan"}, {L_END, "toi xin cam doan"}, {L_END, "chung toi xin cam doan"}, {L_END, "xac nhan cua"}, {L_END, "nguoi nop don"},
    {L_END, "dai dien nhom"}, {L_END, "(ky"}, {L_END, "toi cam doan"}, {L_END, "toi (chung toi) cam doan"}, {L_END, "thu truong don vi"},
};

/* Behind "5.", "5.1.", "IV.", "a)", "-", "•", "*". */
static const char *behind_number(const char *s, bool *numbered)
{
    const char *p = s + strspn(s, " \"");
    size_t n = strspn(p, "0123456789.");

    *numbered = false;
    if (n == 0) n = strspn(p, "IVX");
    if (n == 0 && isalpha((unsigned char)*p) && (p[1] == ')' || p[1] == '.')) n = 1;
    bool closed = n && (p[n] == ')' || p[n] == '.' || p[n - 1] == '.' || (isdigit((unsigned char)p[n - 1]) && p[n] == ' ') || p[n] == '/');
    if (closed) {
        *numbered = true;
        p += n;
        p += strspn(p, ").:/");
    }
    for (;;) {
        p += strspn(p, " -+*");
        if (strncmp(p, "–", 3) == 0 || strncmp(p, "•", 3) == 0 || strncmp(p, "—", 3) == 0) {
            p += 3;
            *numbered = true;
        } else if (strncmp(p, "\xEF\x82\xB7", 3) == 0) {
            p += 3;
        } else {
            return p;
        }
    }
}

/* Which label a paragraph begins with; *value is what follows it in the paragraph. */
static label label_of(arena *mem, const char *paragraph, const char **value)
{
    bool numbered = false;
    const char *s = behind_number(paragraph, &numbered), *f = text_fold(mem, s);

    for (int i = 0; i < COUNT(labels); i++) {
        size_t n = strlen(labels[i].words);
        if (strncmp(f, labels[i].words, n) != 0) continue;
        const char *colon = strchr(s, ':');
        bool close = colon && text_length(text_copyn(mem, s, (size_t)(colon - s))) < 220;
        bool bare = numbered && text_length(s) < 200; /* a heading without a colon */
        if (labels[i].l == L_END || labels[i].l == L_AUTHORS) {
            *value = "";
        } else if (close) {
            *value = colon + 1 + strspn(colon + 1, " ");
        } else if (bare || text_length(s) < 90) {
            *value = "";
            if (!numbered && labels[i].l != L_RECIPIENT && strchr(s, '.')) continue; /* a sentence of the text */
        } else {
            continue;
        }
        if (labels[i].l == L_BENEFIT && (strstr(f, "to chuc, ca nhan") || strstr(f, "to chuc/ca nhan") || strstr(f, "nguoi su dung") || strstr(f, "don vi ap dung"))) {
            const char *users = strstr(f, "to chuc");
            if (users && users - f < 260) return L_BENEFIT_USERS;
        }
        return labels[i].l;
    }
    if (strncmp(f, "la tac gia", 10) == 0 && strstr(f, "cong nhan sang kien")) {
        const char *colon = strchr(s, ':');
        *value = colon ? colon + 1 + strspn(colon + 1, " ") : "";
        return L_TITLE;
    }
    if (strstr(f, ", ngay ") && strstr(f, " thang ") && strstr(f, " nam ") && text_length(f) < 80) {
        *value = s;
        return L_PLACE;
    }
    return L_NONE;
}

static const char **slot_of(doc_form *f, label l, const char **scratch)
{
    switch (l) {
    case L_RECIPIENT: return &f->recipient;
    case L_TITLE: return &f->title;
    case L_INVESTOR: return &f->investor;
    case L_FIELD: return &f->field;
    case L_KNOWN: return &f->known_state;
    case L_CONTENT: return &f->content;
    case L_APPLICABILITY: return &f->applicability;
    case L_SECRET: return &f->secret;
    case L_CONDITIONS: return &f->conditions;
    case L_BENEFIT: return &f->benefit;
    case L_BENEFIT_USERS: return &f->benefit_users;
    case L_PLACE: return &f->place_date;
    case L_FIRST: return scratch;
    case L_NONE:
    case L_AUTHORS:
    case L_ORGANISERS:
    case L_END: return NULL;
    }
    return NULL;
}

/* The first day in `s`: 10/09/2025, 10-9-2025, 10.9.2025, ngày 10 tháng 9 năm 2025; a month alone is its first day. */
static date find_date(arena *mem, const char *s)
{
    const char *f = text_fold(mem, s);

    for (const char *p = f; *p; p++) {
        int d = 0, m = 0, y = 0;
        char a = 0, b = 0;
        bool starts = isdigit((unsigned char)*p) && (p == f || !isdigit((unsigned char)p[-1]));
        if (starts && sscanf(p, "%2d%c%2d%c%4d", &d, &a, &m, &b, &y) == 5 && strchr("/-.", a) && a == b && date_make(y, m, d).ymd) return date_make(y, m, d);
        if (starts && sscanf(p, "%2d thang %2d nam %4d", &d, &m, &y) == 3 && date_make(y, m, d).ymd) return date_make(y, m, d);
        if (starts && sscanf(p, "%4d-%2d-%2d", &y, &m, &d) == 3 && y > 1900 && date_make(y, m, d).ymd) return date_make(y, m, d);
    }
    for (const char *p = f; *p; p++) {
        int m = 0, y = 0;
        bool starts = isdigit((unsigned char)*p) && (p == f || !isdigit((unsigned char)p[-1]));
        if (starts && (sscanf(p, "%2d/%4d", &m, &y) == 2 || sscanf(p, "%2d nam %4d", &m, &y) == 2 || sscanf(p, "%2d-%4d", &m, &y) == 2) && y > 1900 && date_make(y, m, 1).ymd)
            return date_make(y, m, 1);
    }
    return (date){0};
}

/* ---- authors ---- */

typedef enum { C_NONE, C_NUMBER, C_NAME, C_POSITION, C_UNIT, C_QUALIFICATION, C_SHARE, C_BIRTH, C_NOTE } cell_kind;

static cell_kind cell_of(arena *mem, const char *header)
{
    const char *f = text_fold(mem, header);

    if (strstr(f, "ho va ten") || strstr(f, "ho ten")) return C_NAME;
    if (strstr(f, "sinh")) return C_BIRTH;
    if (strstr(f, "trinh do") || strstr(f, "hoc vi")) return C_QUALIFICATION;
    if (strstr(f, "ty le") || strstr(f, "%")) return C_SHARE;
    if (strstr(f, "chuc vu") || strstr(f, "chuc danh")) return C_POSITION;
    if (strstr(f, "don vi") || strstr(f, "noi cong tac") || strstr(f, "co quan")) return C_UNIT;
    if (text_eq(f, "tt") || text_eq(f, "stt") || strstr(f, "so tt")) return C_NUMBER;
    return C_NOTE;
}

static const char *joined(arena *mem, const char *cell)
{
    const char *out = "";
    return text_accept(mem, cell, strlen(cell), TEXT_LINE, &out) == OK ? out : "";
}

/* Takes "(60%)" or "60,5 %" out of a text. */
static const char *take_share(arena *mem, const char *s, int *share)
{
    const char *percent = strchr(s, '%');
    const char *from = percent;

    if (!percent) return s;
    while (from > s && strchr("0123456789., ", from[-1])) from--;
    const char *digits = text_copyn(mem, from + strspn(from, " ,."), (size_t)(percent - from) - strspn(from, " ,."));
    int bp = 0;
    if (text_parse_percent(digits, &bp) != OK) return s;
    *share = bp;
    const char *end = percent + 1;
    while (from > s && strchr("(-: ", from[-1])) from--;
    end += strspn(end, " )");
    return joined(mem, textf(mem, "%.*s %s", (int)(from - s), s, end));
}

static bool is_phone(const char *s)
{
    int digits = 0;

    for (; *s; s++) {
        if (isdigit((unsigned char)*s)) digits++;
        else if (!strchr(" .+-()/", *s)) return false;
    }
    return digits >= 8;
}

static bool is_mail_rest(const char *s)
{
    size_t n = strlen(s);
    return n > 0 && n <= 24 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-_@") == n;
}

static bool mail_is_whole(const char *s)
{
    static const char *const ends[] = {".com", ".vn", ".org", ".net", ".edu", ".info"};

    for (int i = 0; i < COUNT(ends); i++)
        if (text_ends(s, ends[i])) return true;
    return false;
}

/* The cell "unit, telephone, e-mail": takes the last two out; an address broken over lines is put together. */
static void read_unit(arena *mem, const char *cell, doc_author *a)
{
    AUTO(buf) unit = {0};
    const char *line[64];
    int n = 0;

    for (const char *p = cell; *p && n < 64;) {
        size_t len = strcspn(p, "\n");
        line[n++] = joined(mem, text_copyn(mem, p, len));
        p += len + (p[len] == '\n');
    }
    for (int i = 0; i < n; i++) {
        const char *s = line[i] ? line[i] : "", *f = text_fold(mem, s);
        const char *label = text_starts(f, "email") ? s + 5 : text_starts(f, "e-mail") ? s + 6 : text_starts(f, "dien thoai") ? strchr(s, ':') : text_starts(f, "sdt") ? s + 3 : text_starts(f, "dt") && strchr(s, ':') ? strchr(s, ':') : NULL;
        if (label) s = label + strspn(label, " :.");
        if (i + 1 < n && !strchr(s, '@') && line[i + 1][0] == '@' && is_mail_rest(s)) {
            line[i + 1] = textf(mem, "%s%s", s, line[i + 1]);
            continue;
        }
        const char *at = strchr(s, '@');
        if (at) {
            while (i + 1 < n && is_mail_rest(line[i + 1]) && !mail_is_whole(s)) s = textf(mem, "%s%s", s, line[++i]);
            const char *from = strchr(s, '@');
            while (from > s && from[-1] != ' ') from--;
            a->email = text_copyn(mem, from, strcspn(from, " ,;"));
            s = joined(mem, textf(mem, "%.*s", (int)(from - s), s));
            if (!*s) continue;
        }
        if (is_phone(s)) a->phone = s;
        else if (*s) buf_printf(&unit, "%s%s", unit.n ? " " : "", s);
    }
    while (unit.n && strchr(" ,;-", unit.p[unit.n - 1])) unit.n--;
    a->unit = text_copyn(mem, unit.n ? unit.p : "", unit.n);
}

static void read_author(arena *mem, const block *row, const cell_kind *kinds, int n, doc_form *f)
{
    doc_author a = {"", "", "", "", "", "", {0}, -1};

    for (int c = 0; c < n && c < row->cells; c++) {
        const char *text = joined(mem, row->cell[c]);
        switch (kinds[c]) {
        case C_NAME: a.name = take_share(mem, text, &a.share); break;
        case C_POSITION: a.position = text; break;
        case C_UNIT: read_unit(mem, row->cell[c], &a); break;
        case C_QUALIFICATION: a.qualification = text; break;
        case C_BIRTH: a.birth_date = find_date(mem, text); break;
        case C_SHARE:
            if (text_parse_percent(text, &a.share) != OK) take_share(mem, text, &a.share);
            break;
        case C_NONE:
        case C_NUMBER:
        case C_NOTE: break;
        }
    }
    if (*a.name && f->authors.n < DOC_FORM_AUTHORS_MAX) f->authors.p[f->authors.n++] = a;
}

/* "Họ và tên: Trần Thị B", one author after another without a table. */
static void read_author_line(arena *mem, const char *paragraph, doc_form *f)
{
    bool numbered = false;
    const char *s = behind_number(paragraph, &numbered), *k = text_fold(mem, s), *colon = strchr(s, ':');

    if (!colon) return;
    const char *v = joined(mem, colon + 1);
    if (text_starts(k, "ho va ten") || text_starts(k, "ho ten")) {
        if (f->authors.n == DOC_FORM_AUTHORS_MAX) return;
        doc_author a = {"", "", "", "", "", "", {0}, -1};
        a.name = take_share(mem, v, &a.share);
        f->authors.p[f->authors.n++] = a;
        return;
    }
    doc_author *a = f->authors.n ? &f->authors.p[f->authors.n - 1] : NULL;
    if (!a) return;
    if (text_starts(k, "chuc")) a->position = v;
    else if (text_starts(k, "don vi") || text_starts(k, "noi cong tac")) a->unit = v;
    else if (text_starts(k, "trinh do")) a->qualification = v;
    else if (text_starts(k, "ngay") && strstr(k, "sinh")) a->birth_date = find_date(mem, v);
    else if (text_starts(k, "ty le")) take_share(mem, strchr(v, '%') ? v : textf(mem, "%s%%", v), &a->share);
}

static bool says_nothing(arena *mem, const char *s)
{
    static const char *const words[] = {"khong", "khong co", "khong.", "khong co.", "khong co thong tin", "khong co thong tin can bao mat", "khong co thong tin can bao mat.", "-", "…", "..."};
    const char *f = text_fold(mem, s);

    for (int i = 0; i < COUNT(words); i++)
        if (text_eq(f, words[i])) return true;
    return strspn(f, ".… _-") == strlen(f);
}

/* The texts while they are put together, by label; each paragraph is copied once. */
typedef struct {
    buf text[L_PLACE + 1];
} gathered;

static void gathered_cleanup(gathered *g)
{
    for (int i = 0; i < COUNT(g->text); i++) buf_free(&g->text[i]);
}

static void append(buf *b, const char *text)
{
    if (!*text) return;
    if (b->n) buf_putc(b, '\n');
    buf_puts(b, text);
}

static void finish(arena *mem, doc_form *f, const gathered *g)
{
    const char *first = "";

    for (int l = L_NONE; l <= L_PLACE; l++) {
        const char **slot = slot_of(f, (label)l, &first);
        if (slot && g->text[l].n) *slot = text_copyn(mem, g->text[l].p, g->text[l].n);
    }
    f->first_applied = find_date(mem, first);
    if (says_nothing(mem, f->secret)) f->secret = "";
    if (says_nothing(mem, f->investor)) f->investor = "";
    f->title = joined(mem, f->title);
    f->field = joined(mem, f->field);
    f->investor = joined(mem, f->investor);
    size_t n = strlen(f->title);
    if (n && f->title[n - 1] == '.') f->title = text_copyn(mem, f->title, n - 1);
    if (f->authors.n == 1 && f->authors.p[0].share < 0) f->authors.p[0].share = 10000;
}

status doc_form_of_blocks(arena *mem, const block_list *blocks, doc_form *out)
{
    doc_form f = {"", "", "", "", "", "", "", "", "", "", "", "", {0}, {0}};
    cell_kind kinds[BLOCK_CELLS_MAX] = {0};
    int n_kinds = 0;
    label now = L_NONE;
    AUTO(gathered) g = {0};

    f.authors.p = NEWS(mem, doc_author, DOC_FORM_AUTHORS_MAX);
    for (int i = 0; i < blocks->n; i++) {
        const block *b = &blocks->p[i];
        const char *value = "";
        if (b->is_row) {
            bool head = false;
            for (int c = 0; c < b->cells; c++) head |= cell_of(mem, b->cell[c]) == C_NAME;
            if (now >= L_TITLE) {
                for (int c = 0; c < b->cells; c++) append(&g.text[now], joined(mem, b->cell[c])); /* a table inside a description */
                continue;
            }
            for (int c = 0; head && c < b->cells; c++) kinds[c] = cell_of(mem, b->cell[c]);
            if (head) n_kinds = b->cells;
            else read_author(mem, b, kinds, n_kinds, &f);
            continue;
        }
        label l = label_of(mem, b->text, &value);
        if (l == L_PLACE && now != L_END && now != L_NONE && now != L_BENEFIT && now != L_BENEFIT_USERS && now != L_ORGANISERS) l = L_NONE;
        if (l == L_NONE) value = b->text;
        else now = l;
        if (now == L_AUTHORS && l == L_NONE) read_author_line(mem, b->text, &f);
        else if (!(l == L_NONE && (now == L_RECIPIENT || now == L_PLACE))) append(&g.text[now], value);
    }
    finish(mem, &f, &g);
    *out = f;
    return OK;
}

status doc_read_form(arena *mem, doc_type type, bytes file, doc_form *out)
{
    block_list l = {0};

    TRY(doc_blocks(mem, type, file, &l));
    return doc_form_of_blocks(mem, &l, out);
}

static void print_json(arena *mem, const doc_form *f, const doc_reading *r)
{
    json_t *authors = json_array();

    for (int i = 0; i < f->authors.n; i++) {
        const doc_author *a = &f->authors.p[i];
        json_t *o = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s}", "name", a->name, "position", a->position, "unit", a->unit, "qualification", a->qualification, "email", a->email, "phone", a->phone);
        json_object_set_new(o, "share", a->share < 0 ? json_null() : a->share % 100 ? json_real(a->share / 100.0) : json_integer(a->share / 100));
        json_array_append_new(authors, o);
    }
    json_t *root = json_pack("{s:s,s:o,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "title", f->title, "authors", authors, "investor", f->investor, "field", f->field, "first_applied",
                             date_iso(mem, f->first_applied), "known_state", f->known_state, "content", f->content, "applicability", f->applicability, "secret", f->secret,
                             "conditions", f->conditions, "benefit", f->benefit, "benefit_users", f->benefit_users);
    json_object_set_new(root, "ocr", r->read_pages ? json_pack("{s:i,s:i,s:i,s:b}", "pages", r->read_pages, "of", r->pages, "sure", r->sure, "unread", (int)r->more) : json_null());
    char *s = json_dumps(root, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(6));
    puts(s);
    free(s);
    json_decref(root);
}

static void tell_pages(void *ctx, int done, int total)
{
    (void)ctx;
    fprintf(stderr, "\r%d/%d%s", done, total, done == total ? "\n" : "");
}

int doc_read_cli(const char *path, bool json)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) b = {.max = 64 << 20};
    doc_form f;
    char part[65536];
    FILE *in = fopen(path, "rb");

    if (!in) {
        fprintf(stderr, "sangkien: cannot read %s\n", path);
        return 1;
    }
    for (size_t n; (n = fread(part, 1, sizeof part, in)) > 0;) buf_put(&b, part, n);
    fclose(in);
    doc_type t = doc_sniff((bytes){b.p, b.n}, "");
    doc_reading r = {0};
    status s = doc_type_is_text(t) ? doc_read(mem, t, (bytes){b.p, b.n}, isatty(2) ? tell_pages : NULL, NULL, &r) : E_INVALID;
    if (s == OK) s = doc_form_of_blocks(mem, &r.blocks, &f);
    if (s != OK) {
        fprintf(stderr, "sangkien: %s is not a form that can be read (%s)\n", path, status_name(s));
        return 1;
    }
    if (json) {
        print_json(mem, &f, &r);
        return 0;
    }
    if (r.read_pages) printf("(%d/%d trang là bản quét, được nhận dạng tự động bằng máy (OCR), độ chắc chắn trung bình %d %%%s: hãy đối chiếu với bản gốc)\n\n", r.read_pages, r.pages, r.sure, r.more ? ", còn trang chưa đọc" : "");
    printf("%s\n", f.title);
    for (int i = 0; i < f.authors.n; i++) printf("  %s | %s | %s | %s | %s %%\n", f.authors.p[i].name, f.authors.p[i].position, f.authors.p[i].unit, f.authors.p[i].qualification, text_percent(mem, f.authors.p[i].share));
    printf("%s | %s | %s\n\n%s\n\n%s\n\n%s\n\n[%s]\n\n%s\n\n%s\n", f.investor, f.field, date_vi(mem, f.first_applied), f.known_state, f.content, f.applicability, f.secret, f.conditions, f.benefit);
    return 0;
}
