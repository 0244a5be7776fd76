/* sandbox.h: parsers of uploaded files run in a child: no network, no new programs, no files but the ones it was given,
 * limits on time, memory and output. The child reads the file from standard input and writes text to standard output. */
#ifndef DOC_SANDBOX_H
#define DOC_SANDBOX_H
#include "base/arena.h"
#include "base/shape.h"
#include "base/status.h"

enum {
    DOC_CPU_SECONDS = 20,
    DOC_WALL_SECONDS = 30,
    DOC_MEMORY_BYTES = 512 << 20,
    DOC_OUTPUT_MAX = 16 << 20,
    DOC_OPEN_FILES_MAX = 32,
    DOC_READERS_MAX = 4 /* children at once; more wait DOC_WALL_SECONDS, then E_IO */
};

/* Runs the worker `kind` ("docx", "odt", "pdf-words", "pdf-text", "pdf-info", "pdf-page:7", "picture", "doc", "webp", "zip-names", "zip-webp:7", "wxr", "html-page", "html-list") on `in`; `out` is its output. E_INVALID when the
 * worker refuses the file, E_LIMIT when it passed a limit, E_IO when it could not run. */
MUST status doc_run(arena *mem, const char *kind, bytes in, bytes *out);
/* Tests shorten DOC_CPU_SECONDS for the children that come; 0 returns to it. */
void doc_pretend_seconds(int seconds);
/* Fences this process in, for good: limits, landlock, the system call filter. `tool`: the program that will be run, NULL
 * when nothing will. Tests look out from inside. Ends the process with 126 when a fence cannot be put up. */
void doc_fence(const char *tool, int seconds);
/* What main() does when it is called as `--parse-worker KIND`. */
int doc_worker_main(int argc, char **argv);

#endif
