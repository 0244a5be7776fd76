/* How to use the product, a page for each role: the Markdown of docs/guide-vi/mot-trang, to be read here and printed. */
#include "app/guide_pages.h"
#include "base/embed.h"
#include "base/text.h"
#include <string.h>

SHAPE(guide_link_shape, guide_link, F_TEXT(guide_link, name), F_TEXT(guide_link, title), F_TEXT(guide_link, lead));

static const struct {
    const char *name;
    unsigned roles; /* 0: everybody */
} guides[] = {
    {"tac-gia", 0},
    {"tiep-nhan", ROLE_BIT(ROLE_INTAKE)},
    {"hoi-dong", ROLE_BIT(ROLE_MEMBER) | ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR)},
    {"thu-truong", ROLE_BIT(ROLE_HEAD)},
    {"quan-tri", ROLE_BIT(ROLE_ADMINISTRATOR)},
};

/* The text of a guide in its parts: "# title", a paragraph, the rest. False: there is no such guide. */
static bool read_guide(arena *mem, const char *name, guide_link *out, const char **body)
{
    const embed_file *f = embed_find(textf(mem, "guide/%s.md", name));

    if (!f || !text_starts(f->data, "# ")) return false;
    const char *title = f->data + 2, *lead = title + strcspn(title, "\n");
    out->name = name;
    out->title = text_copyn(mem, title, (size_t)(lead - title));
    lead += strspn(lead, "\n");
    const char *end = strstr(lead, "\n\n");
    if (!end) end = lead + strlen(lead);
    out->lead = text_copyn(mem, lead, (size_t)(end - lead));
    *body = end;
    return true;
}

void guide_list(arena *mem, const actor *who, guide_links *out)
{
    const char *body = NULL;

    out->p = NEWS(mem, guide_link, COUNT(guides));
    out->n = 0;
    for (int i = 0; i < COUNT(guides); i++)
        if ((!who || guides[i].roles == 0 || actor_has_any(who, guides[i].roles)) && read_guide(mem, guides[i].name, &out->p[out->n], &body)) out->n++;
}

typedef struct {
    guide_links guides;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, guides, guide_link_shape));

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);

    guide_list(r->mem, NULL, &v->guides);
    reply_title(r, "%s", T("Hướng dẫn"));
    reply_public(out, 3600);
    return reply_view(r, out, v);
}

typedef struct {
    guide_link g;
    const char *body; /* Markdown */
} guide_view;
STATIC_SHAPE(guide_shape, guide_view, F_STRUCT(guide_view, g, guide_link_shape), F_TEXT(guide_view, body));

static status guide_page(request *r, reply *out)
{
    guide_view *v = NEW(r->mem, guide_view);

    if (!read_guide(r->mem, r->word[0], &v->g, &v->body)) return E_NOT_FOUND;
    reply_title(r, "%s", v->g.title);
    reply_crumb(r, T("Hướng dẫn"), "/huong-dan");
    reply_public(out, 3600);
    return reply_view(r, out, v);
}

static const route routes[] = {
    {GET, "/huong-dan", list_page, ACCESS_PUBLIC, .page = "app/guides.html", .view = &list_shape, .summary = "Guides, a page for each role"},
    {GET, "/huong-dan/*x", guide_page, ACCESS_PUBLIC, .page = "app/guide.html", .view = &guide_shape, .summary = "The guide of a role"},
};
const route_table guide_routes = {routes, COUNT(routes)};
