#include "doc/portal.h"
#include "base/text.h"
#include "doc/html.h"
#include <jansson.h>
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

void portal_prepare(void)
{
    xmlInitParser();
    json_object_seed(1); /* it would look for randomness in files */
    json_decref(json_object());
}

static const char *text_of(const buf *b)
{
    return b->p ? b->p : "";
}

static void put_item(json_t *o, buf *out)
{
    char *line = json_dumps(o, JSON_COMPACT);

    if (line) buf_printf(out, "%s\n", line);
    free(line);
    json_decref(o);
}

static void set(json_t *o, const char *key, const char *value)
{
    json_t *v = json_string(value); /* NULL: not UTF-8 */

    json_object_set_new(o, key, v ? v : json_string(""));
}

/* ---- WordPress ---- */

typedef struct {
    buf title, link, creator, content, excerpt, day, type, state, section, meta_key, meta_value, views, id, parent, file, alt, cover;
} wxr_item;

static void item_free(wxr_item *i)
{
    buf *all[] = {&i->title, &i->link, &i->creator, &i->content, &i->excerpt, &i->day, &i->type, &i->state, &i->section, &i->meta_key, &i->meta_value, &i->views,
                  &i->id, &i->parent, &i->file, &i->alt, &i->cover};
    for (int k = 0; k < COUNT(all); k++) buf_free(all[k]);
}

static buf *place_of(wxr_item *i, const char *prefix, const char *name, bool category)
{
    const struct {
        const char *prefix, *name;
        buf *to;
    } places[] = {{"", "title", &i->title}, {"", "link", &i->link}, {"dc", "creator", &i->creator}, {"content", "encoded", &i->content}, {"excerpt", "encoded", &i->excerpt},
                  {"wp", "post_date", &i->day}, {"wp", "post_type", &i->type}, {"wp", "status", &i->state}, {"wp", "meta_key", &i->meta_key}, {"wp", "meta_value", &i->meta_value},
                  {"wp", "post_id", &i->id}, {"wp", "post_parent", &i->parent}, {"wp", "attachment_url", &i->file}};

    if (category) return i->section.n ? NULL : &i->section;
    for (int k = 0; k < COUNT(places); k++)
        if (text_eq(prefix, places[k].prefix) && text_eq(name, places[k].name)) return places[k].to;
    return NULL;
}

static void put_wxr(const wxr_item *i, buf *out)
{
    AUTO(buf) body = {0};
    AUTO(buf) lead = {0};
    json_t *o = json_object();

    html_to_markdown(text_of(&i->content), i->content.n, true, &body);
    html_to_markdown(text_of(&i->excerpt), i->excerpt.n, true, &lead);
    set(o, "title", text_of(&i->title));
    set(o, "lead", text_of(&lead));
    set(o, "body", text_of(&body));
    set(o, "section", text_of(&i->section));
    set(o, "poster", text_of(&i->creator));
    set(o, "address", text_of(&i->link));
    set(o, "day", text_of(&i->day));
    set(o, "views", text_of(&i->views));
    set(o, "state", text_of(&i->state));
    set(o, "id", text_of(&i->id));
    set(o, "cover", text_of(&i->cover));
    set(o, "gallery", strstr(text_of(&i->content), "[gallery") ? "1" : "");
    put_item(o, out);
}

/* What an export tells of a picture: its words; its bytes are not in there. */
static void put_attachment(const wxr_item *i, buf *out)
{
    json_t *o = json_object();

    set(o, "kind", "picture");
    set(o, "id", text_of(&i->id));
    set(o, "parent", text_of(&i->parent));
    set(o, "address", text_of(&i->file));
    set(o, "title", text_of(&i->title));
    set(o, "alt", text_of(&i->alt));
    set(o, "caption", text_of(&i->excerpt));
    put_item(o, out);
}

static bool is_views(const char *key)
{
    static const char *const keys[] = {"views", "post_views_count", "_views", "entry_views", "penci_post_views_count", "jnews_view_counter"};

    for (int i = 0; i < COUNT(keys); i++)
        if (text_eq(key, keys[i])) return true;
    return false;
}

static const char *or_empty(const xmlChar *s)
{
    return s ? (const char *)s : "";
}

typedef struct {
    wxr_item item;
    buf *to;       /* where text goes now */
    bool in_item, any;
    int items, pictures;
} wxr_state;

static void wxr_opens(wxr_state *s, xmlTextReaderPtr r)
{
    const char *name = or_empty(xmlTextReaderConstLocalName(r)), *prefix = or_empty(xmlTextReaderConstPrefix(r));
    bool empty = xmlTextReaderIsEmptyElement(r) == 1;

    if (text_eq(name, "rss")) s->any = true;
    if (text_eq(name, "item")) {
        s->in_item = !empty;
        return;
    }
    if (!s->in_item) return;
    if (text_eq(name, "postmeta")) buf_clear(&s->item.meta_key), buf_clear(&s->item.meta_value);
    xmlChar *domain = text_eq(name, "category") ? xmlTextReaderGetAttribute(r, (const xmlChar *)"domain") : NULL;
    s->to = empty ? NULL : place_of(&s->item, prefix, name, text_eq(or_empty(domain), "category"));
    xmlFree(domain);
}

static void take_meta(wxr_item *i)
{
    const char *key = text_of(&i->meta_key);
    buf *to = is_views(key) ? &i->views : text_eq(key, "_thumbnail_id") ? &i->cover : text_eq(key, "_wp_attachment_image_alt") ? &i->alt : NULL;

    if (to && !to->n) buf_puts(to, text_of(&i->meta_value));
}

static void wxr_closes(wxr_state *s, xmlTextReaderPtr r, buf *out)
{
    const char *name = or_empty(xmlTextReaderConstLocalName(r));

    s->to = NULL;
    if (text_eq(name, "postmeta")) take_meta(&s->item);
    if (!text_eq(name, "item") || !s->in_item) return;
    if (text_eq(text_of(&s->item.type), "post") && s->items++ < PORTAL_ITEMS_MAX) put_wxr(&s->item, out);
    if (text_eq(text_of(&s->item.type), "attachment") && s->item.file.n && s->pictures++ < PORTAL_PICTURES_MAX) put_attachment(&s->item, out);
    item_free(&s->item);
    s->item = (wxr_item){0};
    s->in_item = false;
}

static status wxr_items(xmlTextReaderPtr r, wxr_state *s, buf *out)
{
    int more = 0;

    while ((more = xmlTextReaderRead(r)) == 1) {
        int type = xmlTextReaderNodeType(r);
        if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE) return E_INVALID; /* an export has none */
        if (xmlTextReaderDepth(r) > PORTAL_DEPTH_MAX) return E_INVALID;
        if (type == XML_READER_TYPE_ELEMENT) wxr_opens(s, r);
        else if (type == XML_READER_TYPE_END_ELEMENT) wxr_closes(s, r, out);
        else if (s->to && (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE)) buf_puts(s->to, or_empty(xmlTextReaderConstValue(r)));
    }
    if (more < 0 || !s->any) return E_INVALID;
    return s->items > PORTAL_ITEMS_MAX || s->pictures > PORTAL_PICTURES_MAX ? E_LIMIT : OK;
}

static status read_wxr(bytes in, buf *out)
{
    xmlTextReaderPtr r = xmlReaderForMemory(in.p, (int)in.n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
    wxr_state s = {0};

    if (!r) return E_INVALID;
    status got = wxr_items(r, &s, out);
    item_free(&s.item);
    xmlFreeTextReader(r);
    return got;
}

/* ---- pages ---- */

/* A first paragraph that is bold as a whole is the lead. */
static const char *bold_lead(const char *body, buf *lead)
{
    size_t n = strcspn(body, "\n");

    if (lead->n || n < 5 || strncmp(body, "**", 2) != 0 || strncmp(body + n - 2, "**", 2) != 0) return body;
    buf_put(lead, body + 2, n - 4);
    return body + n + strspn(body + n, "\n");
}

static status read_page(bytes in, buf *out)
{
    html_page p = {0};
    json_t *o = json_object();

    html_read_page(in.p, in.n, &p);
    buf *const parts[] = {&p.title, &p.lead, &p.body, &p.section, &p.poster, &p.address, &p.day, &p.views};
    const char *body = bold_lead(text_of(&p.body), &p.lead);
    set(o, "title", text_of(&p.title));
    set(o, "lead", text_of(&p.lead));
    set(o, "body", body);
    set(o, "section", text_of(&p.section));
    set(o, "poster", text_of(&p.poster));
    set(o, "address", text_of(&p.address));
    set(o, "day", text_of(&p.day));
    set(o, "views", text_of(&p.views));
    set(o, "state", "publish");
    put_item(o, out);
    for (int i = 0; i < COUNT(parts); i++) buf_free(parts[i]);
    return OK;
}

static status read_list(bytes in, buf *out)
{
    json_t *all = json_loadb(in.p, in.n, 0, NULL), *v;
    size_t i;

    if (!json_is_array(all)) {
        json_decref(all);
        return E_INVALID;
    }
    json_array_foreach(all, i, v)
    {
        AUTO(buf) body = {0};
        json_t *o = json_object();
        html_to_markdown(json_string_value(v) ? json_string_value(v) : "", json_string_length(v), false, &body);
        set(o, "body", text_of(&body));
        put_item(o, out);
    }
    json_decref(all);
    return OK;
}

status portal_work(const char *kind, bytes in, buf *out)
{
    status s = text_eq(kind, "wxr") ? read_wxr(in, out) : text_eq(kind, "html-page") ? read_page(in, out) : text_eq(kind, "html-list") ? read_list(in, out) : E_INVALID;
    return s == OK && out->over ? E_LIMIT : s;
}
