/* A DOCX template read or filled, inside the fenced child: it is not believed in anything. */
#include "doc/fill_child.h"
#include <libxml/tree.h>
#include <libxml/parser.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zip.h>

enum { PART_MAX = 16 << 20, PARTS_MAX = 500, WHOLE_MAX = 40 << 20, NAMES_MAX = 500, ITEMS_MAX = 200, TEXTS_MAX = 4000, FIELD_NAME_MAX = 80 };

typedef struct {
    const char *values; /* NULL: only read */
    size_t values_n;
    char names[NAMES_MAX][FIELD_NAME_MAX];
    int n_names;
    char why[FIELD_NAME_MAX + 16]; /* "" while all is well */
} job;

static void refuse(job *j, const char *why)
{
    if (!j->why[0]) snprintf(j->why, sizeof j->why, "%s", why);
}

static bool called(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0;
}

/* ---- values ---- */

/* The value of a field, not ended by NUL; NULL when there is none. */
static const char *value_of(const job *j, const char *name, size_t *n)
{
    size_t len = strlen(name);
    const char *p = j->values, *end = j->values + j->values_n;

    while (p && p < end) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) stop = end;
        if ((size_t)(stop - p) > len && memcmp(p, name, len) == 0 && p[len] == '\t') {
            *n = (size_t)(stop - p) - len - 1;
            return p + len + 1;
        }
        p = stop + 1;
    }
    return NULL;
}

static void note_name(job *j, const char *name)
{
    for (int i = 0; i < j->n_names; i++)
        if (strcmp(j->names[i], name) == 0) return;
    if (j->n_names == NAMES_MAX) {
        refuse(j, "many");
        return;
    }
    snprintf(j->names[j->n_names++], FIELD_NAME_MAX, "%s", name);
}

/* ---- the texts of one paragraph ---- */

typedef struct {
    xmlNode *node[TEXTS_MAX];
    int n;
    buf all, codes; /* the text of them together; the field codes of Word */
    size_t start[TEXTS_MAX + 1];
} paragraph;

static void gather(xmlNode *from, paragraph *p)
{
    for (xmlNode *n = from->children; n; n = n->next) {
        if (called(n, "p") || called(n, "del")) continue; /* a paragraph in a text box is one of its own */
        if (called(n, "t") && p->n < TEXTS_MAX) {
            xmlChar *s = xmlNodeGetContent(n);
            p->start[p->n] = p->all.n;
            p->node[p->n++] = n;
            buf_puts(&p->all, s ? (const char *)s : "");
            xmlFree(s);
        } else if (called(n, "instrText")) {
            xmlChar *s = xmlNodeGetContent(n);
            buf_puts(&p->codes, s ? (const char *)s : "");
            xmlFree(s);
        } else if (n->type == XML_ELEMENT_NODE) {
            xmlChar *code = called(n, "fldSimple") ? xmlGetProp(n, (const xmlChar *)"instr") : NULL;
            if (code) buf_puts(&p->codes, (const char *)code);
            xmlFree(code);
            gather(n, p);
        }
    }
}

static void check_codes(job *j, const char *codes)
{
    static const char *const bad[] = {"DDE", "INCLUDE", "IMPORT", "LINK ", "MACROBUTTON", "DATABASE", "RD ", "AUTOTEXT", "EMBED", "FILLIN", "ASK "};

    for (int i = 0; codes && i < (int)(sizeof bad / sizeof *bad); i++)
        if (strcasestr(codes, bad[i]) && !(strcmp(bad[i], "LINK ") == 0 && strcasestr(codes, "HYPERLINK"))) refuse(j, "fetch");
}

static void set_text(xmlNode *n, const char *s, size_t len)
{
    xmlNodeSetContent(n, (const xmlChar *)"");
    xmlNodeAddContentLen(n, (const xmlChar *)s, (int)len); /* as text: nothing in it is markup */
    xmlSetNsProp(n, xmlSearchNsByHref(n->doc, n, XML_XML_NAMESPACE), (const xmlChar *)"space", (const xmlChar *)"preserve");
}

/* Lines of a value become lines of the paper. */
static void break_lines(xmlNode *t)
{
    xmlChar *s = xmlNodeGetContent(t);
    char *line = (char *)s, *next = NULL;
    xmlNode *at = t;

    if (s && strchr(line, '\x1e')) {
        for (bool first = true; line; line = next, first = false) {
            next = strchr(line, '\x1e');
            if (next) *next++ = 0;
            if (first) {
                set_text(t, line, strlen(line));
                continue;
            }
            at = xmlAddNextSibling(at, xmlNewNode(t->ns, (const xmlChar *)"br"));
            at = xmlAddNextSibling(at, xmlNewNode(t->ns, (const xmlChar *)"t"));
            set_text(at, line, strlen(line));
        }
    }
    xmlFree(s);
}

static bool name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/* The next {{name}} from `from` on: where it begins and ends; false when there is none. */
static bool next_field(job *j, const char *all, size_t from, size_t *begin, size_t *end, char name[FIELD_NAME_MAX])
{
    const char *open = strstr(all + from, "{{");
    size_t n = 0;

    if (!open) return false;
    const char *c = open + 2;
    while (*c == ' ') c++;
    while (name_char(*c) && n + 1 < FIELD_NAME_MAX) name[n++] = *c++;
    name[n] = 0;
    while (*c == ' ') c++;
    if (!n || strncmp(c, "}}", 2) != 0) {
        refuse(j, "unclosed");
        return false;
    }
    *begin = (size_t)(open - all);
    *end = (size_t)(c - all) + 2;
    return true;
}

/* Replaces [begin, end) of the joined text by a value: it goes where the field began; what stood in later runs goes away. */
static void replace(paragraph *p, size_t begin, size_t end, const char *value, size_t n)
{
    bool first = true;

    for (int i = p->n - 1; i >= 0; i--) {
        xmlChar *s = xmlNodeGetContent(p->node[i]);
        size_t len = strlen((char *)s), a = p->start[i], b = a + len;
        bool holds_begin = begin >= a && begin < b;
        if (b > begin && a < end) {
            size_t cut = begin > a ? begin - a : 0, rest = end < b ? end - a : len;
            buf out = {0};
            buf_put(&out, (char *)s, cut);
            if (holds_begin && first) buf_put(&out, value, n);
            buf_put(&out, (char *)s + rest, len - rest);
            set_text(p->node[i], out.p ? out.p : "", out.n);
            buf_free(&out);
            if (holds_begin) first = false;
        }
        xmlFree(s);
    }
}

static void fill_paragraph(job *j, xmlNode *node, const char *list, int item)
{
    paragraph *p = calloc(1, sizeof *p);
    size_t at[TEXTS_MAX][2], from = 0;
    char names[TEXTS_MAX / 8][FIELD_NAME_MAX];
    int n = 0;

    if (!p) return;
    gather(node, p);
    check_codes(j, p->codes.p);
    while (p->all.p && n < TEXTS_MAX / 8 && next_field(j, p->all.p, from, &at[n][0], &at[n][1], names[n])) from = at[n++][1];
    for (int i = 0; i < n; i++) note_name(j, names[i]);
    for (int i = n - 1; i >= 0 && j->values && !j->why[0]; i--) { /* from the end: earlier places stay where they are */
        char full[FIELD_NAME_MAX + 32];
        size_t len = 0, prefix = list ? strlen(list) : 0;
        bool of_list = list && strncmp(names[i], list, prefix) == 0 && names[i][prefix] == '.';
        if (of_list) snprintf(full, sizeof full, "%s.%d%s", list, item, names[i] + prefix);
        else
            snprintf(full, sizeof full, "%s", names[i]);
        const char *value = value_of(j, full, &len);
        if (!value) {
            char why[FIELD_NAME_MAX + 16];
            snprintf(why, sizeof why, "missing %s", names[i]);
            refuse(j, why);
        } else {
            replace(p, at[i][0], at[i][1], value, len);
        }
    }
    for (int i = 0; i < p->n && j->values && n; i++) break_lines(p->node[i]);
    buf_free(&p->all);
    buf_free(&p->codes);
    free(p);
}

/* ---- rows of lists ---- */

/* The list of a table row: the part before the dot of the first such field in it; "" none. */
static void list_of(job *j, xmlNode *row, char list[FIELD_NAME_MAX])
{
    xmlChar *s = xmlNodeGetContent(row);
    size_t from = 0, begin = 0, end = 0;
    char name[FIELD_NAME_MAX];
    char why[sizeof j->why];

    list[0] = 0;
    memcpy(why, j->why, sizeof why);
    while (s && !list[0] && next_field(j, (char *)s, from, &begin, &end, name)) {
        char *dot = strchr(name, '.');
        if (dot) {
            *dot = 0;
            snprintf(list, FIELD_NAME_MAX, "%s", name);
        }
        from = end;
    }
    memcpy(j->why, why, sizeof why); /* its paragraphs tell what is wrong */
    xmlFree(s);
}

static void fill_tree(job *j, xmlNode *from, const char *list, int item);

static void repeat_row(job *j, xmlNode *row, const char *list)
{
    char count[FIELD_NAME_MAX + 2];
    size_t len = 0;

    snprintf(count, sizeof count, "%s#", list);
    const char *v = value_of(j, count, &len);
    int items = v ? atoi(v) : -1;
    if (items < 0) {
        char why[FIELD_NAME_MAX + 16];
        snprintf(why, sizeof why, "missing %s", list);
        refuse(j, why);
        return;
    }
    if (items > ITEMS_MAX) items = ITEMS_MAX;
    for (int i = 1; i <= items; i++) {
        xmlNode *copy = xmlCopyNode(row, 1);
        xmlAddPrevSibling(row, copy);
        fill_tree(j, copy, list, i);
    }
    xmlUnlinkNode(row);
    xmlFreeNode(row);
}

static void fill_tree(job *j, xmlNode *from, const char *list, int item)
{
    for (xmlNode *n = from->children, *next = NULL; n; n = next) {
        next = n->next;
        if (n->type != XML_ELEMENT_NODE) continue;
        char row_list[FIELD_NAME_MAX] = "";
        if (called(n, "altChunk") || called(n, "object") || called(n, "control") || called(n, "subDoc")) refuse(j, "embedded");
        if (called(n, "p")) fill_paragraph(j, n, list, item);
        if (called(n, "tr") && j->values && !list) list_of(j, n, row_list);
        if (*row_list) repeat_row(j, n, row_list);
        else
            fill_tree(j, n, list, item);
    }
}

/* ---- the parts of the file ---- */

static xmlDoc *parse(job *j, const char *p, size_t n)
{
    xmlDoc *d = xmlReadMemory(p, (int)n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

    if (!d) refuse(j, "broken");
    if (d && (d->intSubset || d->extSubset)) refuse(j, "entity");
    return d;
}

static void check_relations(job *j, const char *p, size_t n)
{
    static const char *const bad[] = {"attachedTemplate", "oleObject", "vbaProject", "aFChunk", "subDocument", "frame", "control", "package", "externalLink", "mailMergeSource"};
    xmlDoc *d = parse(j, p, n);
    xmlNode *root = d ? xmlDocGetRootElement(d) : NULL;

    for (xmlNode *r = root ? root->children : NULL; r; r = r->next) {
        if (!called(r, "Relationship")) continue;
        xmlChar *mode = xmlGetProp(r, (const xmlChar *)"TargetMode"), *type = xmlGetProp(r, (const xmlChar *)"Type");
        const char *kind = type ? strrchr((char *)type, '/') : NULL;
        bool link = kind && strcmp(kind, "/hyperlink") == 0;
        if (mode && strcasecmp((char *)mode, "External") == 0 && !link) refuse(j, "external");
        for (int i = 0; kind && i < (int)(sizeof bad / sizeof *bad); i++)
            if (strcasecmp(kind + 1, bad[i]) == 0) refuse(j, i == 0 ? "external" : i == 2 ? "macro" : "embedded");
        xmlFree(mode);
        xmlFree(type);
    }
    xmlFreeDoc(d);
}

static bool starts(const char *s, const char *with)
{
    return strncmp(s, with, strlen(with)) == 0;
}

static bool has_words(const char *name)
{
    return strcmp(name, "word/document.xml") == 0 || starts(name, "word/header") || starts(name, "word/footer") || starts(name, "word/footnotes") || starts(name, "word/endnotes");
}

static char *inflate_part(zip_t *z, zip_uint64_t i, size_t *n)
{
    zip_stat_t st;

    if (zip_stat_index(z, i, 0, &st) != 0 || st.size > PART_MAX) return NULL;
    zip_file_t *f = zip_fopen_index(z, i, 0);
    char *p = f ? malloc(st.size + 1) : NULL;
    size_t got = 0;
    for (zip_int64_t r; p && got < st.size && (r = zip_fread(f, p + got, st.size - got)) > 0;) got += (size_t)r;
    if (f) zip_fclose(f);
    if (p && got != st.size) {
        free(p);
        return NULL;
    }
    if (p) p[got] = 0;
    *n = got;
    return p;
}

/* Fills one part; *p becomes the new text. */
static void do_part(job *j, const char *name, char **p, size_t *n)
{
    size_t len = strlen(name);

    if (strcasestr(name, "vbaProject") || strcasestr(name, "vbaData")) refuse(j, "macro");
    if (strcasestr(name, "/embeddings/") || strcasestr(name, "/activeX/") || strcasestr(name, "afchunk")) refuse(j, "embedded");
    if (strcmp(name, "[Content_Types].xml") == 0 && strcasestr(*p, "macroEnabled")) refuse(j, "macro");
    if (len > 5 && strcmp(name + len - 5, ".rels") == 0) check_relations(j, *p, *n);
    if (!has_words(name) || len < 4 || strcmp(name + len - 4, ".xml") != 0) return;
    xmlDoc *d = parse(j, *p, *n);
    if (d && !j->why[0]) {
        xmlChar *out = NULL;
        int size = 0;
        fill_tree(j, (xmlNode *)d, NULL, 0);
        if (j->values) {
            xmlDocDumpMemoryEnc(d, &out, &size, "UTF-8");
            free(*p);
            *p = malloc((size_t)size + 1);
            if (*p && out) memcpy(*p, out, (size_t)size + 1);
            *n = *p ? (size_t)size : 0;
            xmlFree(out);
        }
    }
    xmlFreeDoc(d);
}

static bool add(zip_t *z, const char *name, char *data, size_t n)
{
    zip_source_t *s = zip_source_buffer(z, data, n, 1);
    zip_int64_t i = s ? zip_file_add(z, name, s, ZIP_FL_OVERWRITE) : -1;
    return i >= 0 && zip_file_set_mtime(z, (zip_uint64_t)i, 1767225600, 0) == 0; /* 2026-01-01: the same bytes each time */
}

static status whole_of(zip_source_t *made, buf *out)
{
    zip_stat_t st;

    if (zip_source_open(made) != 0 || zip_source_stat(made, &st) != 0 || st.size > WHOLE_MAX) return E_LIMIT;
    char *p = malloc(st.size + 1);
    bool good = p && zip_source_read(made, p, st.size) == (zip_int64_t)st.size;
    if (good) buf_put(out, p, st.size);
    free(p);
    return good ? OK : E_INVALID;
}

static status each_part(job *j, zip_t *z, zip_t *to)
{
    zip_int64_t parts = zip_get_num_entries(z, 0);
    size_t whole = 0;
    bool document = false;

    if (parts < 1 || parts > PARTS_MAX) return E_LIMIT;
    for (zip_int64_t i = 0; i < parts; i++) {
        size_t n = 0;
        const char *name = zip_get_name(z, (zip_uint64_t)i, 0);
        char *p = inflate_part(z, (zip_uint64_t)i, &n);
        if (!p || !name || (whole += n) > WHOLE_MAX) {
            free(p);
            return E_LIMIT;
        }
        document |= strcmp(name, "word/document.xml") == 0;
        do_part(j, name, &p, &n);
        if (!to) free(p);
        else if (!p || !add(to, name, p, n))
            return E_INVALID; /* NOLINT(clang-analyzer-unix.Malloc): what was added belongs to the new archive */
    }
    return document ? OK : E_INVALID;
}

static status run(job *j, bytes docx, buf *out)
{
    zip_error_t e;
    zip_source_t *src = zip_source_buffer_create(docx.p, docx.n, 0, &e), *made = j->values ? zip_source_buffer_create(NULL, 0, 0, &e) : NULL;
    zip_t *z = src ? zip_open_from_source(src, ZIP_RDONLY, &e) : NULL, *to = made ? zip_open_from_source(made, ZIP_TRUNCATE, &e) : NULL;
    status s = z && (!j->values || to) ? OK : E_INVALID;

    if (!z) zip_source_free(src);
    if (to) zip_source_keep(made);
    if (s == OK) s = each_part(j, z, to);
    if (z) zip_discard(z);
    if (to && (s != OK || j->why[0])) zip_discard(to);
    else if (to && zip_close(to) != 0)
        s = E_INVALID;
    else if (to)
        s = whole_of(made, out);
    zip_source_free(made);
    return s;
}

status fill_child(const char *kind, bytes in, buf *out)
{
    static job j;
    char digits[11] = "";

    if (strcmp(kind, "docx-fields") == 0) {
        TRY(run(&j, in, out));
        for (int i = 0; i < j.n_names && !j.why[0]; i++) buf_printf(out, "F %s\n", j.names[i]);
        if (j.why[0]) buf_printf(out, "! %s\n", j.why);
        return OK;
    }
    if (in.n < 10) return E_INVALID;
    memcpy(digits, in.p, 10);
    size_t n = (size_t)strtoul(digits, NULL, 10);
    if (n > in.n - 10) return E_INVALID;
    j.values = (const char *)in.p + 10;
    j.values_n = n;
    TRY(run(&j, (bytes){(const char *)in.p + 10 + n, in.n - 10 - n}, out));
    if (j.why[0]) {
        buf_clear(out);
        buf_printf(out, "!%s", j.why);
    }
    return OK;
}
