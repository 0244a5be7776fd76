/* Files of the index: any bytes as a volume, as the log and as the manifest are refused or read, never followed outside. */
#include "base/log.h"
#include "novelty/index.h"
#include "tests/fuzz/fuzz.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void put_file(const char *path, const uint8_t *data, size_t n)
{
    FILE *f = fopen(path, "wb");

    FUZZ_CHECK(f && fwrite(data, 1, n, f) == n && fclose(f) == 0);
}

/* The bytes as the file of that name in an index that is otherwise empty. */
static void open_with(const char *folder, const char *name, const uint8_t *data, size_t n)
{
    char path[300];
    novelty *x = NULL;
    novelty_report r = {0};
    AUTO(arena_ptr) mem = arena_new();

    snprintf(path, sizeof path, "%s/%s", folder, name);
    put_file(path, data, n);
    if (novelty_open(folder, false, &x) == OK) {
        FUZZ_CHECK(novelty_check(x, mem, (const char *)data, n, NULL, &r) == OK);
        novelty_close(x);
    }
    unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static char folder[100];
    char path[200];
    novelty *x = NULL;
    volume v;

    if (!folder[0]) {
        log_setup((log_level)0, false);
        snprintf(folder, sizeof folder, "/tmp/sangkien-fuzz-novelty-%d", (int)getpid());
        mkdir(folder, 0700);
    }
    snprintf(path, sizeof path, "%s/volume", folder);
    put_file(path, data, n);
    if (volume_open(path, &v) == OK) volume_close(&v);
    if (volume_open_documents(path, &v) == OK) {
        record r;
        for (uint32_t d = 0; d < v.head.docs; d++) (void)volume_record(&v, d, &r);
        volume_close(&v);
    }
    unlink(path);
    open_with(folder, "manifest", data, n);
    FUZZ_CHECK(novelty_open(folder, true, &x) == OK); /* an empty one, with its manifest */
    novelty_close(x);
    open_with(folder, "log-00000001", data, n);
    snprintf(path, sizeof path, "%s/manifest", folder);
    unlink(path);
    return 0;
}
