/* site.h: the built program, serving a small demonstration city on a free port, and peers that speak to it in raw bytes. */
#ifndef TESTS_HOSTILE_SITE_H
#define TESTS_HOSTILE_SITE_H
#include "tests/lib/fixture.h"
#include <stdbool.h>
#include <sys/types.h>

typedef struct {
    int port;
    pid_t pid;
    char dir[200], log[260];
} site;

/* Starts `sangkien serve` with further arguments (ended by NULL; NULL: none); dies when it does not answer. */
site site_start(const char *const *arguments);
/* The same on a Unix socket: the port is 0 then. */
site site_start_unix(const char *socket, const char *const *arguments);
/* Ends it and checks: it ended by itself with 0 (no leak, no sanitizer), and logged no error without an id. */
void site_stop(site *s);
int site_log_count(const site *s, const char *text); /* lines of its log with `text` */
int site_free_port(void);
/* Starts a program, its output into `log`. */
pid_t site_spawn(const char *const *argv, const char *log);
/* Runs a program to its end; its exit status. */
int site_run(const char *const *argv, const char *log);

typedef struct {
    int answers;     /* whole ones */
    int status;      /* of the first; 0: none */
    int last;        /* of the last */
    bool closed;     /* the other side ended the connection */
    char *raw;       /* all that came; NUL-terminated */
    size_t n;
    const char *body; /* of the first */
} heard;
void heard_free(heard *h);
#define heard_cleanup heard_free

int site_connect(int port);
/* Sends all of `bytes` (while reading), then listens until `want` whole answers have come and the line is quiet, the other
 * side closes, or `ms` have passed. */
heard site_say(int port, const void *bytes, size_t n, int want, int ms);
heard site_listen(int fd, const void *bytes, size_t n, int want, int ms);
bool heard_header(const heard *h, const char *name, char *out, size_t cap); /* the first of that name in the first answer */
int heard_headers(const heard *h, const char *name);                       /* how many */

/* A browser of sorts: one cookie jar, a connection per request. */
typedef struct {
    int port;
    char cookies[4000], csrf[200], once[80];
} guest;
heard guest_get(guest *g, const char *target);
heard guest_ask(guest *g, const char *method, const char *target, const char *headers); /* further header lines, CR LF each */
/* `fields` urlencoded; the marks of the last page that was got are put before it unless `bare`. */
heard guest_post(guest *g, const char *target, const char *fields, bool bare);
void guest_login(guest *g, const char *login);

/* A normal page comes, within two seconds. */
void site_is_well(int port);

#endif
