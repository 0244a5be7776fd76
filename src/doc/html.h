/* html.h: HTML of old portals as Markdown, inside the sandboxed child: an allow-list over the tree that a browser would build
 * (gumbo), written anew. Script, style, frames, forms, SVG and every attribute but href, src and alt are gone. */
#ifndef DOC_HTML_H
#define DOC_HTML_H
#include "base/buf.h"
#include "base/status.h"
#include <stdbool.h>

enum { HTML_DEPTH_MAX = 200 };

/* A picture becomes a line "![alt](anh:?ADDRESS "caption")". `line_breaks`: empty lines of the text are paragraphs, as
 * WordPress keeps them; its [caption] becomes a figure, other shortcodes go. */
void html_to_markdown(const char *html, size_t n, bool line_breaks, buf *out);

typedef struct {
    buf title, lead, body, poster, day, views, address, section; /* text; day and views as they stand in the page */
} html_page;
/* A saved page of a portal: its article, and what it says of poster, day and views. */
void html_read_page(const char *html, size_t n, html_page *out);

#endif
