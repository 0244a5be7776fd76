/* sangkien: one program; the first word says what it does. */
#include "app/app.h"
#include "base/embed.h"
#include "base/log.h"
#include "base/text.h"
#include "doc/sandbox.h"
#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void usage(FILE *to)
{
    fputs("sangkien " SANGKIEN_VERSION "\n\nusage: sangkien VERB [--data DIR] [--db URL] [--json] …\n\n", to);
    for (const app_verb *v = app_verbs; v->name; v++) fprintf(to, "  %-10s %s\n", v->name, v->summary);
    fputs("\nsangkien VERB --help tells more.\n", to);
}

int main(int argc, char **argv)
{
    app_config c = {.data = "data"};
    bool quiet = false;

    if (argc > 1 && strcmp(argv[1], "--parse-worker") == 0) return doc_worker_main(argc, argv);
    if (sodium_init() < 0) return EXIT_FAILED;
    setlocale(LC_CTYPE, "C.UTF-8");
    const char *level = getenv("SANGKIEN_LOG");
    quiet = level && strcmp(level, "quiet") == 0;
    log_setup(quiet ? LOG_ERROR : level && strcmp(level, "debug") == 0 ? LOG_DEBUG : LOG_INFO, getenv("SANGKIEN_LOG_JSON") != NULL);
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        usage(argc < 2 ? stderr : stdout);
        return argc < 2 ? EXIT_USAGE : EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("sangkien " SANGKIEN_VERSION);
        return EXIT_OK;
    }
    for (const app_verb *v = app_verbs; v->name; v++) {
        if (strcmp(v->name, argv[1]) != 0) continue;
        argc--;
        argv++;
        if (!app_common_options(&c, &argc, argv)) return EXIT_USAGE;
        return v->run(&c, argc, argv);
    }
    fprintf(stderr, "sangkien: there is no verb %s\n\n", argv[1]);
    usage(stderr);
    return EXIT_USAGE;
}
