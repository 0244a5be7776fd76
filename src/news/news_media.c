/* Pictures of an old portal, from a ZIP or a folder beside its export: found by their paths, made anew, placed in the texts. */
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include "doc/packed.h"
#include "news/news_own.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TOLD_NAMES = 8, DATA_NAME = 60 }; /* names of pictures in one line of the report; code points of one */

typedef enum { FRESH, COUNTED, MADE, REFUSED } media_state;
typedef struct media_file {
    const char *path, *name, *place; /* compared; the part after the last "/"; where it lies in the folder */
    int index;                       /* in the ZIP */
    media_state state;
    picture_row made;
} media_file;

/* ---- what lies there ---- */

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int by_name(const void *a, const void *b)
{
    const media_file *x = a, *y = b;
    int c = strcasecmp(x->name, y->name);

    return c ? c : strcmp(x->path, y->path);
}

static status list_zip(arena *mem, news_media *m)
{
    packed_files l = {0};

    TRY(doc_packed_files(mem, m->zip, &l));
    m->files.p = NEWS(mem, media_file, l.n + 1);
    for (int i = 0; i < l.n; i++) m->files.p[m->files.n++] = (media_file){.path = l.p[i].path, .name = name_of(l.p[i].path), .place = "", .index = l.p[i].index};
    return OK;
}

static void fts_cleanup(FTS **f)
{
    if (*f) fts_close(*f);
}

/* Links are not followed: what is named lies in the folder. */
static status list_folder(arena *mem, news_media *m)
{
    char *const roots[] = {text_copy(mem, m->dir), NULL};
    __attribute__((cleanup(fts_cleanup))) FTS *f = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_XDEV, NULL);
    size_t root = strlen(m->dir);

    if (!f) return E_IO;
    m->files.p = NEWS(mem, media_file, NEWS_MEDIA_MAX);
    for (FTSENT *e; (e = fts_read(f));) {
        const char *path = "";
        if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR) return E_IO;
        if (e->fts_level == 0 && e->fts_info != FTS_D && e->fts_info != FTS_DP) return E_INVALID; /* not a folder */
        if (e->fts_info != FTS_F) continue;
        if (m->files.n == NEWS_MEDIA_MAX) return E_LIMIT;
        const char *below = e->fts_path + root + strspn(e->fts_path + root, "/");
        if (text_accept(mem, below, strlen(below), TEXT_LINE, &path) != OK) continue;
        m->files.p[m->files.n++] = (media_file){.path = path, .name = name_of(path), .place = text_copy(mem, e->fts_path)};
    }
    return OK;
}

status news_media_open(arena *mem, bytes zip, const char *dir, int max, news_media **out)
{
    news_media *m = NEW(mem, news_media);

    *m = (news_media){.zip = zip, .dir = dir, .max = max};
    TRY(dir ? list_folder(mem, m) : list_zip(mem, m));
    qsort(m->files.p, (size_t)m->files.n, sizeof *m->files.p, by_name);
    *out = m;
    return OK;
}

int media_found(const news_media *media)
{
    int n = 0;

    for (int i = 0; media && i < media->files.n; i++) n += media->files.p[i].state != FRESH;
    return n;
}

/* ---- which of them a text means ---- */

static int hex(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

/* "http://cu.example/a%20b/c.jpg?x#y" → "a b/c.jpg"; "" when it is no path. */
static const char *path_of(arena *mem, const char *address)
{
    AUTO(buf) b = {0};
    const char *s = strstr(address, "://"), *out = "";

    s = s ? s + 1 : address;
    if (text_starts(address, "data:")) return "";
    if (text_starts(s, "//")) s += 2 + strcspn(s + 2, "/");
    for (; *s && *s != '?' && *s != '#'; s++) {
        int high = *s == '%' ? hex(s[1]) : -1, low = high >= 0 ? hex(s[2]) : -1;
        char c = low >= 0 ? (char)(high * 16 + low) : *s;
        if (low >= 0) s += 2;
        buf_putc(&b, c == '\\' ? '/' : c);
    }
    const char *p = b.p ? b.p : "";
    if (text_accept(mem, p, b.n, TEXT_LINE, &out) != OK) return "";
    while (text_starts(out, "/") || text_starts(out, "./") || text_starts(out, "../")) out += *out == '/' ? 1 : strcspn(out, "/") + 1;
    return out;
}

/* WordPress keeps smaller ones beside a picture: "a-300x200.jpg" of "a.jpg", which may be "a-scaled.jpg". */
static const char *original_of(arena *mem, const char *path)
{
    const char *dot = strrchr(path, '.'), *p = dot;

    if (!dot || dot < name_of(path)) return path;
    if (dot - path > 7 && strncmp(dot - 7, "-scaled", 7) == 0) return textf(mem, "%.*s%s", (int)(dot - 7 - path), path, dot);
    while (p > path && isdigit((unsigned char)p[-1])) p--;
    if (p == dot || p == path || p[-1] != 'x') return path;
    const char *x = --p;
    while (p > path && isdigit((unsigned char)p[-1])) p--;
    if (p == x || p == path || p[-1] != '-') return path;
    return textf(mem, "%.*s%s", (int)(p - 1 - path), path, dot);
}

static int parts_of(const char *path)
{
    int n = 1;

    for (; *path; path++) n += *path == '/';
    return n;
}

/* How many folders and names from the end are the same. */
static int same_parts(const char *a, const char *b)
{
    const char *x = a + strlen(a), *y = b + strlen(b);
    int n = 0;

    for (;;) {
        bool over_a = x == a, over_b = y == b;
        if (over_a || over_b) return n + ((over_a || x[-1] == '/') && (over_b || y[-1] == '/'));
        if (tolower((unsigned char)x[-1]) != tolower((unsigned char)y[-1])) return n;
        n += x[-1] == '/';
        x--, y--;
    }
}

/* The file whose path is the end of the other, or the other way round; the longest. NULL: none, or two that are as good. */
static media_file *find(news_media *m, const char *path)
{
    media_file key = {.name = name_of(path), .path = ""}, *best = NULL;
    int low = 0, high = m->files.n, most = 0, parts = parts_of(path);

    while (low < high) {
        int middle = (low + high) / 2;
        if (strcasecmp(m->files.p[middle].name, key.name) < 0) low = middle + 1;
        else high = middle;
    }
    for (media_file *f = m->files.p + low; *key.name && f < m->files.p + m->files.n && strcasecmp(f->name, key.name) == 0; f++) {
        int same = same_parts(f->path, path), own = parts_of(f->path);
        if (same < (own < parts ? own : parts)) continue;
        if (same == most) best = NULL;
        if (same > most) best = f, most = same;
    }
    return best;
}

static media_file *find_any(arena *mem, news_media *m, const char *path)
{
    const char *original = original_of(mem, path), *dot = strrchr(original, '.');
    media_file *f = m ? find(m, original) : NULL;

    if (m && !f && dot) f = find(m, textf(mem, "%.*s-scaled%s", (int)(dot - original), original, dot));
    return m && !f ? find(m, path) : f;
}

/* ---- what the export says of a picture ---- */

static int by_path(const void *a, const void *b)
{
    const old_picture *x = a, *y = b;
    return strcmp(x->path, y->path);
}

static int by_id(const void *a, const void *b)
{
    const old_picture *const *x = a, *const *y = b;
    return strcmp((*x)->id, (*y)->id);
}

void media_words(arena *mem, old_portal *portal)
{
    portal->by_id = NEWS(mem, const old_picture *, portal->pictures.n + 1);
    for (int i = 0; i < portal->pictures.n; i++) portal->pictures.p[i].path = original_of(mem, path_of(mem, portal->pictures.p[i].address));
    if (portal->pictures.n) qsort(portal->pictures.p, (size_t)portal->pictures.n, sizeof *portal->pictures.p, by_path);
    for (int i = 0; i < portal->pictures.n; i++) portal->by_id[i] = &portal->pictures.p[i];
    if (portal->pictures.n) qsort(portal->by_id, (size_t)portal->pictures.n, sizeof *portal->by_id, by_id); /* NOLINT(bugprone-sizeof-expression): a list of pointers */
}

static const old_picture *words_of(arena *mem, const old_portal *portal, const char *path)
{
    static const old_picture none = {.id = "", .parent = "", .address = "", .title = "", .alt = "", .caption = "", .path = ""};
    old_picture key = {.path = original_of(mem, path)};
    const old_picture *p = portal->pictures.n && *path ? bsearch(&key, portal->pictures.p, (size_t)portal->pictures.n, sizeof key, by_path) : NULL;

    return p ? p : &none;
}

/* ---- making them ---- */

static void close_cleanup(int *fd)
{
    if (*fd >= 0) close(*fd);
}

static status read_file(arena *mem, const char *place, bytes *out)
{
    __attribute__((cleanup(close_cleanup))) int fd = open(place, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat st;
    size_t got = 0;

    if (fd < 0 || fstat(fd, &st) != 0) return E_IO;
    if (!S_ISREG(st.st_mode)) return E_INVALID;
    if (st.st_size > NEWS_FILE_MAX) return E_LIMIT;
    char *p = arena_alloc(mem, (size_t)st.st_size + 1);
    for (ssize_t n; got < (size_t)st.st_size && (n = read(fd, p + got, (size_t)st.st_size - got)) != 0;) {
        if (n < 0 && errno != EINTR) return E_IO;
        if (n > 0) got += (size_t)n;
    }
    *out = (bytes){p, got};
    return OK;
}

static status keep(arena *mem, db *d, const picture_set *set, picture_row *out)
{
    AUTO(db_tx) tx = {0};
    picture_row made = {0};
    AUTO(arena_ptr) own = arena_new();

    TRY(db_begin(d, &tx));
    TRY(news_keep_picture(own, d, set, &made));
    TRY(db_commit(&tx));
    made.small = text_copy(mem, made.small);
    made.middle = text_copy(mem, made.middle);
    made.large = text_copy(mem, made.large);
    *out = made;
    return OK;
}

/* Once for each file, however many articles show it. */
static status make(arena *mem, db *d, const news_media *m, media_file *f, bool dry)
{
    AUTO(arena_ptr) own = arena_new();
    picture_set set = {0};
    bytes file = {0};

    if (f->state == MADE || f->state == REFUSED) return OK;
    status s = m->dir ? read_file(own, f->place, &file) : OK;
    if (s == OK) s = m->dir ? doc_pictures(own, file, &set) : doc_packed_pictures(own, m->zip, f->index, &set);
    if (s == E_INVALID || s == E_LIMIT) {
        f->state = REFUSED;
        return OK;
    }
    TRY(s);
    f->made = (picture_row){.small = "", .middle = "", .large = ""};
    if (!dry) TRY(keep(mem, d, &set, &f->made));
    f->state = MADE;
    return OK;
}

/* ---- the text ---- */

typedef struct {
    arena *mem;
    db *d;
    news_media *media;
    const old_portal *portal;
    bool count, dry;
    news_item *item;
    placed *done;
    media_file *file[NEWS_PARTS_MAX]; /* of item->pictures */
    buf out, later;                   /* later: of pictures inside a line, after its paragraph */
} placing;

static void name_it(placing *p, const char *address, int n, const char **names)
{
    if (n > TOLD_NAMES) return;
    *names = textf(p->mem, "%s%s%s", *names, n > 1 ? "; " : "", n == TOLD_NAMES ? "…" : text_short(p->mem, text_starts(address, "data:") ? "data:" : address, DATA_NAME));
}

/* The number in the text: its place among the article's pictures, from 1; 0 when it cannot be shown. */
static int place_of(placing *p, media_file *f)
{
    int n = p->item->pictures.n;

    for (int i = 0; i < n; i++)
        if (p->file[i] == f) return i + 1;
    if (n == NEWS_PARTS_MAX) return 0;
    p->file[n] = f;
    p->item->pictures.p[n] = f->made;
    return p->item->pictures.n = n + 1;
}

/* The line of one picture; "" when nothing of it can be shown. */
static status picture_line(placing *p, const body_line *l, const char **out)
{
    const char *address = *l->target == '?' ? l->target + 1 : l->target, *path = path_of(p->mem, address);
    const old_picture *w = words_of(p->mem, p->portal, path);
    const char *alt = *l->text ? l->text : w->alt, *caption = *l->caption ? l->caption : w->caption;
    media_file *f = find_any(p->mem, p->media, path);
    int number = 0;

    p->done->seen++;
    if (f && p->count && f->state == FRESH) f->state = COUNTED;
    if (f && !p->count) {
        TRY(make(p->mem, p->d, p->media, f, p->dry));
        if (f->state == MADE) number = place_of(p, f);
    }
    if (number) p->done->taken++;
    else if (f && !p->count) name_it(p, address, ++p->done->refused, &p->done->refuse);
    else if (!f) name_it(p, address, ++p->done->lacking, &p->done->lack);
    if (number && !*alt) alt = *caption ? caption : *w->title ? w->title : textf(p->mem, "Ảnh trong bài “%s”", text_short(p->mem, p->item->title, 100));
    if (!number && !*caption) caption = alt;
    *out = number || *caption ? news_picture_line(p->mem, number, alt, caption) : "";
    return OK;
}

/* Up to the bracket that ends a picture at `at`. */
static size_t picture_length(const char *at)
{
    const char *p = strstr(at, "](anh:");

    for (; *p; p++) {
        if (*p == '\\' && p[1]) p++;
        else if (*p == ')') return (size_t)(p + 1 - at);
    }
    return (size_t)(p - at);
}

static status put_picture(placing *p, const body_line *l, buf *to)
{
    const char *line = "";

    TRY(picture_line(p, l, &line));
    if (*line) buf_printf(to, "%s%s\n", to == &p->later ? "\n" : "", line);
    return OK;
}

/* A line without the pictures that stand in it: they come after the paragraph. */
static status put_line(placing *p, const char *line)
{
    body_line l;
    const char *at = NULL;

    while ((at = strstr(line, "![")) && strstr(at, "](anh:")) {
        size_t n = picture_length(at);
        if (news_line(p->mem, at, n, &l) && l.picture) TRY(put_picture(p, &l, &p->later));
        else p->done->seen++, name_it(p, "?", ++p->done->lacking, &p->done->lack);
        buf_put(&p->out, line, (size_t)(at - line));
        line = at + n;
    }
    buf_printf(&p->out, "%s\n", line);
    return OK;
}

static void put_later(placing *p)
{
    if (p->later.n) buf_printf(&p->out, "%s\n", p->later.p);
    buf_clear(&p->later);
}

static status put_body(placing *p, const char *body)
{
    body_line l;

    while (*body) {
        size_t n = strcspn(body, "\n");
        if (n == 0) {
            put_later(p);
            buf_putc(&p->out, '\n');
        } else if (news_line(p->mem, body, n, &l) && l.picture) {
            TRY(put_picture(p, &l, &p->out));
        } else {
            TRY(put_line(p, text_copyn(p->mem, body, n)));
        }
        body += n + (body[n] == '\n');
    }
    put_later(p);
    return OK;
}

/* The picture before the text, and the ones of a gallery after it: when there are files beside, and not in the text already. */
static status put_other(placing *p, const char *address, const char *body)
{
    const char *path = path_of(p->mem, address), *name = name_of(original_of(p->mem, path));
    const char *dot = strrchr(name, '.');
    body_line l = {.picture = true, .text = "", .target = address, .caption = ""};

    if (!p->media || !*path || !dot || strstr(body, text_copyn(p->mem, name, (size_t)(dot - name)))) return OK;
    buf_putc(&p->out, '\n');
    TRY(put_picture(p, &l, &p->out));
    buf_putc(&p->out, '\n');
    return OK;
}

static status put_gallery(placing *p, const raw_item *r)
{
    for (int i = 0; *r->id && i < p->portal->pictures.n; i++)
        if (text_eq(p->portal->pictures.p[i].parent, r->id)) TRY(put_other(p, p->portal->pictures.p[i].address, r->body));
    return OK;
}

static const char *cover_of(const old_portal *portal, const char *cover)
{
    const old_picture key = {.id = cover}, *k = &key;

    if (portal->pictures.n == 0) return cover;
    const old_picture *const *p = *cover ? bsearch(&k, portal->by_id, (size_t)portal->pictures.n, sizeof *portal->by_id, by_id) : NULL; /* NOLINT(bugprone-sizeof-expression): the same */
    return p ? (*p)->address : "";
}

static status put_all(placing *p, const raw_item *r)
{
    TRY(put_other(p, cover_of(p->portal, r->cover), r->body));
    TRY(put_body(p, r->body));
    return r->gallery ? put_gallery(p, r) : OK;
}

status media_place(arena *mem, db *d, news_media *media, const old_portal *portal, const raw_item *r, bool count, bool dry, news_item *i, placed *out)
{
    placing p = {.mem = mem, .d = d, .media = media, .portal = portal, .count = count, .dry = dry, .item = i, .done = out};

    *out = (placed){.lack = "", .refuse = ""};
    i->pictures.n = 0;
    if (media && !count) i->pictures.p = NEWS(mem, picture_row, NEWS_PARTS_MAX);
    status s = put_all(&p, r);
    i->body = text_copy(mem, p.out.p ? p.out.p : "");
    buf_free(&p.out);
    buf_free(&p.later);
    return s;
}
