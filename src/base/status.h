/* status.h: what a function that can fail returns. Must be used; out-parameters stay untouched unless it is OK. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#define MUST __attribute__((warn_unused_result))

typedef enum {
    OK = 0,
    E_INVALID,   /* the input is wrong; the form or the outcome says where (HTTP 422) */
    E_NOT_FOUND, /* no such thing, or the person may not know of it (404) */
    E_FORBIDDEN, /* the person may see it but not do this (403) */
    E_CONFLICT,  /* the thing has changed or is in another state (409) */
    E_DONE,      /* this very request was carried out before (303 to its result) */
    E_LIMIT,     /* a named limit is passed (413, 429) */
    E_RETRY,     /* the store asks to run the transaction again; the web layer and the jobs do so */
    E_STORE,     /* the store failed (503) */
    E_IO,        /* a file or a child process failed (503) */
    E_INTERNAL   /* a defect of ours (500) */
} status;

/* The English identifier of `s`, for logs: "E_CONFLICT". */
const char *status_name(status s);

#define TRY(expr)                                                                                                      \
    do {                                                                                                               \
        status try_status_ = (expr);                                                                                   \
        if (try_status_ != OK) return try_status_;                                                                     \
    } while (0)

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))
#define AUTO(type) __attribute__((cleanup(type##_cleanup))) type

#endif
