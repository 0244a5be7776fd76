#include "doc/html.h"
#include "base/arena.h"
#include "base/text.h"
#include <gumbo.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

typedef struct {
    buf *out;
    int depth;
    bool in_line, in_cell; /* no blocks inside: of headings, links, cells */
    bool bare;             /* navigation and frames of the page go too */
} writer;

static void walk(writer *w, const GumboNode *n);

/* ---- text ---- */

static bool at_line_start(const buf *b)
{
    return b->n == 0 || b->p[b->n - 1] == '\n';
}

static void put_char(writer *w, char c)
{
    static const char *const always = "\\`*_[]<>~&|";
    buf *b = w->out;

    if (c == '\n' || c == '\t' || c == '\r' || c == ' ') {
        if (!at_line_start(b) && b->p[b->n - 1] != ' ') buf_putc(b, ' ');
        return;
    }
    if (strchr(always, c) || (at_line_start(b) && strchr("#+-=!", c))) buf_putc(b, '\\');
    if ((c == '.' || c == ')') && b->n) { /* "1." at the start of a line would be a list */
        size_t i = b->n;
        while (i > 0 && b->p[i - 1] >= '0' && b->p[i - 1] <= '9') i--;
        if (i < b->n && (i == 0 || b->p[i - 1] == '\n')) buf_putc(b, '\\');
    }
    buf_putc(b, c);
}

static void put_text(writer *w, const char *s)
{
    for (; *s; s++) {
        if ((unsigned char)s[0] == 0xC2 && (unsigned char)s[1] == 0xA0) s++, put_char(w, ' ');
        else if ((unsigned char)*s >= 0x20 || *s == '\n' || *s == '\t' || *s == '\r') put_char(w, *s);
    }
}

static void trim(buf *b)
{
    while (b->n && (b->p[b->n - 1] == ' ' || b->p[b->n - 1] == '\n')) b->p[--b->n] = 0;
}

static void new_block(writer *w)
{
    if (w->in_line || w->in_cell) {
        put_char(w, ' ');
        return;
    }
    trim(w->out);
    if (w->out->n) buf_puts(w->out, "\n\n");
}

/* ---- elements ---- */

static const char *attribute(const GumboNode *n, const char *name)
{
    const GumboAttribute *a = gumbo_get_attribute(&n->v.element.attributes, name);
    return a ? a->value : "";
}

static void children(writer *w, const GumboNode *n)
{
    const GumboVector *v = n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE ? &n->v.element.children : &n->v.document.children;

    if (++w->depth <= HTML_DEPTH_MAX)
        for (unsigned i = 0; i < v->length; i++) walk(w, v->data[i]);
    w->depth--;
}

static void inline_of(writer *w, const GumboNode *n, buf *into)
{
    writer inner = {.out = into, .depth = w->depth, .in_line = true, .in_cell = w->in_cell, .bare = w->bare};

    children(&inner, n);
    trim(into);
}

/* "**" and "*" only around something, and never inside a word's space. */
static void marked(writer *w, const GumboNode *n, const char *mark)
{
    AUTO(buf) b = {0};

    inline_of(w, n, &b);
    if (!b.n) return;
    bool again = strstr(b.p, mark) != NULL;
    if (!again) buf_puts(w->out, mark);
    buf_puts(w->out, b.p + strspn(b.p, " "));
    if (!again) buf_puts(w->out, mark);
}

static bool good_address(const char *s)
{
    if (!text_starts(s, "http://") && !text_starts(s, "https://") && !text_starts(s, "mailto:") && !(s[0] == '/' && s[1] != '/' && s[1] != '\\')) return false;
    for (; *s; s++)
        if ((unsigned char)*s <= 0x20 || strchr("()<>\"\\", *s)) return false;
    return true;
}

static void link_of(writer *w, const GumboNode *n)
{
    AUTO(buf) b = {0};
    const char *to = attribute(n, "href");

    inline_of(w, n, &b);
    if (!b.n) return;
    if (strstr(b.p, "](anh:")) children(w, n); /* a picture that leads to itself in large */
    else if (good_address(to) && !strstr(b.p, "](")) buf_printf(w->out, "[%s](%s)", b.p, to);
    else buf_puts(w->out, b.p);
}

static void escaped(buf *out, const char *s, const char *which)
{
    for (; *s; s++) {
        if (strchr(which, *s) || *s == '\\') buf_putc(out, '\\');
        buf_putc(out, (unsigned char)*s < 0x20 ? ' ' : *s);
    }
}

enum { PICTURE_ADDRESS_MAX = 1000 };

static void picture(writer *w, const char *src, const char *alt, const char *caption)
{
    bool was = w->in_line;

    w->in_line = false;
    if (!w->in_cell) new_block(w);
    buf_puts(w->out, "![");
    escaped(w->out, alt, "[]");
    buf_puts(w->out, "](anh:?");
    if (text_starts(src, "data:")) src = "data:"; /* a picture written into the page is not taken from there */
    for (int left = PICTURE_ADDRESS_MAX; *src && (left > 0 || ((unsigned char)*src & 0xC0) == 0x80); src++, left--) {
        if ((unsigned char)*src <= 0x20 || strchr("()\"\\", *src)) buf_printf(w->out, "%%%02X", (unsigned)(unsigned char)*src);
        else buf_putc(w->out, *src);
    }
    if (*caption) {
        buf_puts(w->out, " \"");
        escaped(w->out, caption, ")\"[]");
        buf_putc(w->out, '"');
    }
    buf_putc(w->out, ')');
    if (!w->in_cell) new_block(w);
    w->in_line = was;
}

static void plain_of(const GumboNode *n, int depth, buf *out)
{
    if (n->type == GUMBO_NODE_TEXT || n->type == GUMBO_NODE_WHITESPACE || n->type == GUMBO_NODE_CDATA) {
        for (const char *s = n->v.text.text; *s; s++) {
            bool space = (unsigned char)*s <= 0x20;
            if (space ? out->n && out->p[out->n - 1] != ' ' : true) buf_putc(out, space ? ' ' : *s);
        }
        return;
    }
    if (n->type != GUMBO_NODE_ELEMENT || depth > HTML_DEPTH_MAX) return;
    if (n->v.element.tag == GUMBO_TAG_SCRIPT || n->v.element.tag == GUMBO_TAG_STYLE) return;
    for (unsigned i = 0; i < n->v.element.children.length; i++) plain_of(n->v.element.children.data[i], depth + 1, out);
}

static const GumboNode *first_of(const GumboNode *n, GumboTag tag, int depth)
{
    if (n->type != GUMBO_NODE_ELEMENT || depth > HTML_DEPTH_MAX) return NULL;
    if (n->v.element.tag == tag) return n;
    for (unsigned i = 0; i < n->v.element.children.length; i++) {
        const GumboNode *f = first_of(n->v.element.children.data[i], tag, depth + 1);
        if (f) return f;
    }
    return NULL;
}

/* A figure: its picture with what else is written in it as the caption. */
static void figure(writer *w, const GumboNode *n)
{
    AUTO(buf) caption = {0};
    const GumboNode *img = first_of(n, GUMBO_TAG_IMG, w->depth);

    if (!img) {
        children(w, n);
        return;
    }
    plain_of(n, w->depth, &caption);
    trim(&caption);
    picture(w, attribute(img, "src"), attribute(img, "alt"), caption.p ? caption.p + strspn(caption.p, " ") : "");
}

/* Lines of `text` with something before each. */
static void indented(writer *w, const char *text, const char *first, const char *others)
{
    for (bool head = true; *text; head = false) {
        size_t n = strcspn(text, "\n");
        if (n) buf_puts(w->out, head ? first : others);
        else if (others[0] == '>') buf_putc(w->out, '>');
        buf_put(w->out, text, n);
        buf_putc(w->out, '\n');
        text += n + (text[n] == '\n');
    }
}

static void item_list(writer *w, const GumboNode *n, bool numbered)
{
    int number = 1;

    new_block(w);
    for (unsigned i = 0; i < n->v.element.children.length; i++) {
        const GumboNode *c = n->v.element.children.data[i];
        AUTO(buf) b = {0};
        char mark[16] = "- ";
        if (c->type != GUMBO_NODE_ELEMENT) continue;
        writer inner = {.out = &b, .depth = w->depth + 1, .bare = w->bare};
        if (c->v.element.tag == GUMBO_TAG_LI) children(&inner, c);
        else walk(&inner, c);
        trim(&b);
        if (!b.n) continue;
        if (numbered) snprintf(mark, sizeof mark, "%d. ", number++);
        indented(w, b.p, mark, numbered ? "    " : "  ");
    }
    new_block(w);
}

static void quote(writer *w, const GumboNode *n)
{
    AUTO(buf) b = {0};
    writer inner = {.out = &b, .depth = w->depth + 1, .bare = w->bare};

    children(&inner, n);
    trim(&b);
    new_block(w);
    if (b.n) indented(w, b.p, "> ", "> ");
    new_block(w);
}

static int rows_of(writer *w, const GumboNode *n, int row)
{
    for (unsigned i = 0; i < n->v.element.children.length; i++) {
        const GumboNode *c = n->v.element.children.data[i];
        int cells = 0;
        if (c->type != GUMBO_NODE_ELEMENT) continue;
        if (c->v.element.tag != GUMBO_TAG_TR) {
            if (c->v.element.tag != GUMBO_TAG_CAPTION && w->depth < HTML_DEPTH_MAX) row = rows_of(w, c, row);
            continue;
        }
        for (unsigned k = 0; k < c->v.element.children.length; k++) {
            const GumboNode *cell = c->v.element.children.data[k];
            AUTO(buf) b = {0};
            if (cell->type != GUMBO_NODE_ELEMENT) continue;
            writer inner = {.out = &b, .depth = w->depth + 1, .in_line = true, .in_cell = true, .bare = w->bare};
            children(&inner, cell);
            trim(&b);
            buf_printf(w->out, "| %s ", b.p ? b.p + strspn(b.p, " ") : "");
            cells++;
        }
        if (!cells) continue;
        buf_puts(w->out, "|\n");
        for (int k = 0; row == 0 && k < cells; k++) buf_puts(w->out, k + 1 < cells ? "| --- " : "| --- |\n");
        row++;
    }
    return row;
}

/* Between fences longer than what it holds: indented it would be text again behind a list. */
static void preformatted(writer *w, const GumboNode *n)
{
    AUTO(buf) b = {0};
    int fence = 3;

    plain_of(n, w->depth, &b);
    new_block(w);
    if (!b.n) return;
    for (const char *p = strchr(b.p, '`'); p; p = strchr(p, '`')) {
        int run = (int)strspn(p, "`");
        if (run >= fence) fence = run + 1;
        p += run;
    }
    for (int i = 0; i < fence; i++) buf_putc(w->out, '`');
    buf_printf(w->out, "\n%s\n", b.p);
    for (int i = 0; i < fence; i++) buf_putc(w->out, '`');
    new_block(w);
}

static bool dropped(const writer *w, GumboTag t)
{
    static const GumboTag always[] = {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_IFRAME, GUMBO_TAG_FRAME, GUMBO_TAG_FRAMESET, GUMBO_TAG_NOFRAMES, GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED,
                                      GUMBO_TAG_APPLET, GUMBO_TAG_SVG, GUMBO_TAG_MATH, GUMBO_TAG_FORM, GUMBO_TAG_BUTTON, GUMBO_TAG_INPUT, GUMBO_TAG_SELECT, GUMBO_TAG_TEXTAREA,
                                      GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_HEAD, GUMBO_TAG_TITLE, GUMBO_TAG_META, GUMBO_TAG_LINK, GUMBO_TAG_BASE, GUMBO_TAG_AUDIO,
                                      GUMBO_TAG_VIDEO, GUMBO_TAG_CANVAS, GUMBO_TAG_XMP, GUMBO_TAG_PLAINTEXT};
    static const GumboTag of_pages[] = {GUMBO_TAG_NAV, GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER, GUMBO_TAG_ASIDE};

    for (int i = 0; i < COUNT(always); i++)
        if (t == always[i]) return true;
    for (int i = 0; w->bare && i < COUNT(of_pages); i++)
        if (t == of_pages[i]) return true;
    return false;
}

static void heading(writer *w, const GumboNode *n, int level)
{
    AUTO(buf) b = {0};

    inline_of(w, n, &b);
    new_block(w);
    if (b.n && !w->in_line) buf_printf(w->out, "%.*s %s", level < 2 ? 2 : level > 4 ? 4 : level, "####", b.p + strspn(b.p, " "));
    else if (b.n) buf_puts(w->out, b.p);
    new_block(w);
}

static void line_break(writer *w)
{
    buf *b = w->out;

    if (w->in_line || w->in_cell) put_char(w, ' ');
    else if (b->n > 1 && b->p[b->n - 1] == '\n' && b->p[b->n - 2] == '\\') b->p[b->n -= 2] = 0, new_block(w); /* two of them: a paragraph */
    else if (!at_line_start(b)) trim(b), buf_puts(b, "\\\n");
}

static bool is_block(GumboTag t)
{
    static const GumboTag blocks[] = {GUMBO_TAG_P, GUMBO_TAG_DIV, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_MAIN, GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER, GUMBO_TAG_ASIDE, GUMBO_TAG_NAV,
                                      GUMBO_TAG_CENTER, GUMBO_TAG_ADDRESS, GUMBO_TAG_DL, GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_FIELDSET, GUMBO_TAG_DETAILS, GUMBO_TAG_SUMMARY, GUMBO_TAG_LI,
                                      GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE, GUMBO_TAG_TABLE, GUMBO_TAG_TR, GUMBO_TAG_TD, GUMBO_TAG_TH};

    for (int i = 0; i < COUNT(blocks); i++)
        if (t == blocks[i]) return true;
    return false;
}

static void element(writer *w, const GumboNode *n)
{
    GumboTag t = n->v.element.tag;
    bool blocks = !w->in_line && !w->in_cell; /* of a heading or a cell everything is one line: the text of a code block would speak Markdown there */

    if (dropped(w, t) || n->v.element.tag_namespace != GUMBO_NAMESPACE_HTML) return;
    if (t >= GUMBO_TAG_H1 && t <= GUMBO_TAG_H6) heading(w, n, (int)(t - GUMBO_TAG_H1) + 1);
    else if (t == GUMBO_TAG_BR) line_break(w);
    else if (t == GUMBO_TAG_STRONG || t == GUMBO_TAG_B) marked(w, n, "**");
    else if (t == GUMBO_TAG_EM || t == GUMBO_TAG_I) marked(w, n, "*");
    else if (t == GUMBO_TAG_A) link_of(w, n);
    else if (t == GUMBO_TAG_IMG) picture(w, attribute(n, "src"), attribute(n, "alt"), "");
    else if (t == GUMBO_TAG_FIGURE) figure(w, n);
    else if (blocks && (t == GUMBO_TAG_UL || t == GUMBO_TAG_OL)) item_list(w, n, t == GUMBO_TAG_OL);
    else if (blocks && t == GUMBO_TAG_BLOCKQUOTE) quote(w, n);
    else if (blocks && t == GUMBO_TAG_PRE) preformatted(w, n);
    else if (t == GUMBO_TAG_HR) new_block(w), buf_puts(w->out, w->in_line ? "" : "---"), new_block(w);
    else if (blocks && t == GUMBO_TAG_TABLE) new_block(w), rows_of(w, n, 0), new_block(w);
    else if (is_block(t)) new_block(w), children(w, n), new_block(w);
    else children(w, n);
}

static void walk(writer *w, const GumboNode *n)
{
    switch (n->type) {
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
    case GUMBO_NODE_CDATA: put_text(w, n->v.text.text); return;
    case GUMBO_NODE_ELEMENT: element(w, n); return;
    case GUMBO_NODE_DOCUMENT: children(w, n); return;
    case GUMBO_NODE_COMMENT:
    case GUMBO_NODE_TEMPLATE: return;
    }
}

/* ---- WordPress ---- */

/* Empty lines are paragraphs there, and words in square brackets do things. */
static void of_wordpress(const char *s, size_t n, buf *out)
{
    const char *end = s + n;
    bool has_paragraphs = memmem(s, n, "<p", 2) != NULL;

    while (s < end) {
        size_t left = (size_t)(end - s);
        const char *close = *s == '[' ? memchr(s, ']', left < 1000 ? left : 1000) : NULL;
        if (close && strncmp(s, "[caption", 8) == 0) buf_puts(out, "<figure>");
        else if (close && strncmp(s, "[/caption]", 10) == 0) buf_puts(out, "</figure>");
        else if (close && (strncmp(s, "[gallery", 8) == 0 || strncmp(s, "[embed", 6) == 0 || strncmp(s, "[/embed", 7) == 0 || strncmp(s, "[video", 6) == 0 || strncmp(s, "[audio", 6) == 0)) buf_putc(out, ' ');
        else close = NULL;
        if (close) {
            s = close + 1;
        } else if (!has_paragraphs && left > 1 && s[0] == '\n' && s[1] == '\n') {
            buf_puts(out, "<br><br>");
            while (s < end && (*s == '\n' || *s == '\r')) s++;
        } else {
            if (*s != '\r') buf_putc(out, *s);
            s++;
        }
    }
}

static void *take(void *mem, size_t n)
{
    return arena_alloc(mem, n);
}

static void leave(void *mem, void *p)
{
}

/* The tree lives in `mem`: gumbo itself takes one down by recursion. */
static const GumboNode *tree_of(arena *mem, const char *html, size_t n)
{
    GumboOptions o = kGumboDefaultOptions;

    o.allocator = take;
    o.deallocator = leave;
    o.userdata = mem;
    return gumbo_parse_with_options(&o, html, n)->root;
}

void html_to_markdown(const char *html, size_t n, bool line_breaks, buf *out)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) made = {0};
    writer w = {.out = out};

    if (line_breaks) of_wordpress(html, n, &made);
    walk(&w, line_breaks ? tree_of(mem, made.p ? made.p : "", made.n) : tree_of(mem, html, n));
    trim(out);
}

/* ---- a saved page ---- */

static void meta_of(const GumboNode *n, int depth, html_page *out)
{
    if (n->type != GUMBO_NODE_ELEMENT || depth > HTML_DEPTH_MAX) return;
    if (n->v.element.tag == GUMBO_TAG_META) {
        const char *name = *attribute(n, "property") ? attribute(n, "property") : attribute(n, "name"), *value = attribute(n, "content");
        buf *to = strcasecmp(name, "og:title") == 0 ? &out->title : strcasecmp(name, "description") == 0 ? &out->lead : strcasecmp(name, "author") == 0 ? &out->poster :
                  strcasecmp(name, "article:published_time") == 0 ? &out->day : strcasecmp(name, "article:section") == 0 ? &out->section : strcasecmp(name, "og:url") == 0 ? &out->address : NULL;
        if (to && !to->n) buf_puts(to, value);
    }
    if (n->v.element.tag == GUMBO_TAG_LINK && strcasecmp(attribute(n, "rel"), "canonical") == 0) {
        buf_clear(&out->address);
        buf_puts(&out->address, attribute(n, "href"));
    }
    for (unsigned i = 0; i < n->v.element.children.length; i++) meta_of(n->v.element.children.data[i], depth + 1, out);
}

/* What stands behind a label up to the next label or the end of the line. */
static void after_label(const char *line, size_t n, const char *label, buf *to)
{
    static const char *const labels[] = {"Người đăng", "Ngày đăng", "Đăng ngày", "Lượt xem", "Tác giả:"};
    const char *p = memmem(line, n, label, strlen(label)), *end = line + n;

    if (!p || to->n) return;
    p += strlen(label);
    while (p < end && *p != ':') p++;
    if (p == end) return;
    p++;
    for (int i = 0; i < COUNT(labels); i++) {
        const char *q = memmem(p, (size_t)(end - p), labels[i], strlen(labels[i]));
        if (q) end = q;
    }
    while (p < end && strchr(" *_|\\", *p)) p++;
    while (end > p && strchr(" *_|\\\n", end[-1])) end--;
    buf_put(to, p, (size_t)(end - p));
}

/* The lines that say who, when and how often read go into their places; the list of related news ends the text. */
static void lines_of(const char *body, html_page *out)
{
    for (const char *p = body; *p;) {
        size_t n = strcspn(p, "\n");
        bool says = memmem(p, n, "Người đăng", strlen("Người đăng")) || memmem(p, n, "Ngày đăng", strlen("Ngày đăng")) || memmem(p, n, "Đăng ngày", strlen("Đăng ngày")) ||
                    memmem(p, n, "Lượt xem", strlen("Lượt xem"));
        if (memmem(p, n, "tin tức liên quan", strlen("tin tức liên quan")) || memmem(p, n, "Tin liên quan", strlen("Tin liên quan"))) break;
        if (says && n < 400) {
            after_label(p, n, "Người đăng", &out->poster);
            after_label(p, n, "Ngày đăng", &out->day);
            after_label(p, n, "Đăng ngày", &out->day);
            after_label(p, n, "Lượt xem", &out->views);
        } else if (out->body.n || n) {
            buf_put(&out->body, p, n);
            buf_putc(&out->body, '\n');
        }
        p += n + (p[n] == '\n');
    }
    trim(&out->body);
}

void html_read_page(const char *html, size_t n, html_page *out)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) all = {0};
    const GumboNode *root = tree_of(mem, html, n), *at = first_of(root, GUMBO_TAG_ARTICLE, 0), *h1 = first_of(root, GUMBO_TAG_H1, 0), *title = first_of(root, GUMBO_TAG_TITLE, 0);

    meta_of(root, 0, out);
    if (!at) at = first_of(root, GUMBO_TAG_MAIN, 0);
    if (!at) at = root;
    if (h1) buf_clear(&out->title), plain_of(h1, 0, &out->title);
    if (!out->title.n && title) plain_of(title, 0, &out->title);
    trim(&out->title);
    writer w = {.out = &all, .bare = true};
    walk(&w, at);
    trim(&all);
    const char *body = all.p ? all.p : "";
    if (h1 && text_starts(body, "## ")) body += strcspn(body, "\n");
    lines_of(body + strspn(body, "\n"), out);
}
