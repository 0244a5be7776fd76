/* shape.h: what a struct looks like, once, for everybody: the store fills it from a row (columns by name), templates and
 * JSON print it (fields by name), OpenAPI describes it. A name that a template uses and the shape lacks stops the start.
 *
 *     typedef struct { dossier_id id; const char *title; date filed_on; LIST_OF(author_row) authors; } dossier_view;
 *     SHAPE(dossier_view_shape, dossier_view,
 *           F_ID(dossier_view, id), F_TEXT(dossier_view, title), F_DATE(dossier_view, filed_on),
 *           F_LIST(dossier_view, authors, author_row_shape));
 */
#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H
#include "base/date.h"
#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    FIELD_TEXT,    /* const char *, never NULL in what the store returns */
    FIELD_INT,     /* int64_t */
    FIELD_BOOL,    /* bool */
    FIELD_ID,      /* a struct { int64_t v; }; 0 = none = SQL NULL */
    FIELD_DATE,    /* date; 0 = none = SQL NULL */
    FIELD_INSTANT, /* instant; 0 = none = SQL NULL */
    FIELD_BYTES,   /* bytes; store only, never printed */
    FIELD_HTML,    /* html: markup made by a template or a renderer, printed as it is; left out of JSON */
    FIELD_LIST,    /* LIST_OF(T) */
    FIELD_STRUCT   /* a nested struct */
} field_kind;

typedef struct shape shape;
typedef struct {
    const char *name;
    field_kind kind;
    size_t offset;
    const shape *sub; /* of FIELD_LIST and FIELD_STRUCT */
} field;
struct shape {
    const char *name;
    size_t size; /* bytes of the struct */
    int n;
    const field *fields;
};

typedef struct {
    const void *p;
    size_t n;
} bytes;
typedef struct {
    const char *p;
} html; /* the only type that a template prints unescaped */
typedef struct {
    void *p;
    int n;
} list; /* the layout of every LIST_OF */
#define LIST_OF(T)                                                                                                     \
    struct {                                                                                                           \
        T *p;                                                                                                          \
        int n;                                                                                                         \
    }

#define SHAPE_CHECK_(T, m, ctype)                                                                                      \
    (offsetof(T, m) + 0 * sizeof(char[__builtin_types_compatible_p(__typeof__(((T *)0)->m), ctype) ? 1 : -1]))
#define F_TEXT(T, m) {#m, FIELD_TEXT, SHAPE_CHECK_(T, m, const char *), 0}
#define F_INT(T, m) {#m, FIELD_INT, SHAPE_CHECK_(T, m, int64_t), 0}
#define F_BOOL(T, m) {#m, FIELD_BOOL, SHAPE_CHECK_(T, m, bool), 0}
#define F_ID(T, m) {#m, FIELD_ID, offsetof(T, m) + 0 * sizeof(((T *)0)->m.v), 0}
#define F_DATE(T, m) {#m, FIELD_DATE, SHAPE_CHECK_(T, m, date), 0}
#define F_INSTANT(T, m) {#m, FIELD_INSTANT, SHAPE_CHECK_(T, m, instant), 0}
#define F_BYTES(T, m) {#m, FIELD_BYTES, SHAPE_CHECK_(T, m, bytes), 0}
#define F_HTML(T, m) {#m, FIELD_HTML, SHAPE_CHECK_(T, m, html), 0}
#define F_LIST(T, m, sub) {#m, FIELD_LIST, offsetof(T, m) + 0 * sizeof(((T *)0)->m.n), &(sub)}
#define F_STRUCT(T, m, sub) {#m, FIELD_STRUCT, offsetof(T, m), &(sub)}

#define SHAPE(name_, T, ...)                                                                                           \
    static const field name_##_fields[] = {__VA_ARGS__};                                                               \
    const shape name_ = {#T, sizeof(T), (int)(sizeof(name_##_fields) / sizeof(field)), name_##_fields}
#define STATIC_SHAPE(name_, T, ...)                                                                                    \
    static const field name_##_fields[] = {__VA_ARGS__};                                                               \
    static const shape name_ = {#T, sizeof(T), (int)(sizeof(name_##_fields) / sizeof(field)), name_##_fields}

const field *shape_find(const shape *s, const char *name); /* NULL when there is none */

#endif
