/* embed.h: files built into the program (templates, rules, migrations, what the browser gets). */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H
#include <stddef.h>

typedef struct {
    const char *name;   /* "dossier/show.html", "migrations/0001_first.sql", "rules/central.json", "web/app.css" */
    const char *data;   /* NUL-terminated behind its end */
    size_t size;        /* bytes, without that NUL */
    const char *sha256; /* hex */
} embed_file;
extern const embed_file embed_files[]; /* sorted by name, ended by a NULL name */
extern const int embed_count;

const embed_file *embed_find(const char *name); /* NULL when there is none */

#endif
