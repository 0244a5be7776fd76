#include "web/limits.h"
#include "base/text.h"
#include <string.h>

static const http_limits defaults = {{
    [LIMIT_CONNECTIONS] = {"connections", 16384, 16, 60000, "connections open at once; more wait in the kernel's queue"},
    [LIMIT_HEAD_SECONDS] = {"head_seconds", 20, 1, 600, "seconds for a whole request head, waiting between requests included"},
    [LIMIT_BODY_SECONDS] = {"body_seconds", 60, 1, 3600, "seconds for the whole body of a form"},
    [LIMIT_UPLOAD_SECONDS] = {"upload_seconds", 600, 1, 7200, "seconds for the whole body where files may be sent"},
    [LIMIT_SEND_SECONDS] = {"send_seconds", 600, 1, 7200, "seconds for a whole answer to be taken"},
    [LIMIT_HEAD_BYTES] = {"head_bytes", 32768, 4096, 1 << 20, "bytes of request line and header lines"},
    [LIMIT_FIELDS] = {"fields", 100, 10, 1000, "header lines"},
    [LIMIT_WORKERS] = {"workers", 16, 1, 30, "requests that change something, carried out at once: most of the time they wait for the disk"},
    [LIMIT_READERS] = {"readers", 0, 0, 30, "pages made at once; 0: two for each core, at least 4"},
    [LIMIT_QUEUE] = {"queue", 1024, 1, 60000, "requests waiting for a worker"},
    [LIMIT_HEAVY] = {"heavy", 2, 1, 10, "searches, statistics and exports made at once, by workers of their own"},
    [LIMIT_HEAVY_QUEUE] = {"heavy_queue", 24, 1, 10000, "of these, waiting; more are refused with 503"},
    [LIMIT_BUFFERED_MB] = {"buffered_mb", 512, 64, 65536, "MiB of bodies and answers in memory, all together"},
}};

http_limits http_limits_default(void)
{
    return defaults;
}

status http_limits_set(http_limits *l, const char *assignment)
{
    size_t n = strcspn(assignment, "=");

    for (int i = 0; i < LIMITS && assignment[n]; i++) {
        limit_row *r = &l->row[i];
        if (strlen(r->name) == n && memcmp(r->name, assignment, n) == 0) return text_parse_int(assignment + n + 1, r->min, r->max, &r->value);
    }
    return E_INVALID;
}
