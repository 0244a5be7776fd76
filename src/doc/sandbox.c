#include "doc/sandbox.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/log.h"
#include "base/sanitizer.h"
#include "base/text.h"
#include "doc/ocr.h"
#include "doc/packed.h"
#include "doc/picture.h"
#include "doc/portal.h"
#include "doc/fill_child.h"
#include "doc/zipdoc.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <poll.h>
#include <pthread.h>
#include <seccomp.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static const char *program(void)
{
    const char *given = getenv("SANGKIEN_BIN"); /* test programs are not the product's */
    return given ? given : "/proc/self/exe";
}

/* Everything the child says, until it ends or a limit is passed. */
static status collect(arena *mem, int fd, bytes *out)
{
    AUTO(buf) b = {.max = DOC_OUTPUT_MAX};
    int64_t end = steady_ms() + DOC_WALL_SECONDS * 1000;
    char part[65536];

    for (;;) {
        int64_t left = end - steady_ms();
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (left <= 0 || poll(&p, 1, (int)left) == 0) return E_LIMIT;
        ssize_t n = read(fd, part, sizeof part);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        buf_put(&b, part, (size_t)n);
        if (b.over) return E_LIMIT;
    }
    *out = (bytes){text_copyn(mem, b.p ? b.p : "", b.n), b.n};
    return OK;
}

static atomic_int cpu_seconds = DOC_CPU_SECONDS;

void doc_pretend_seconds(int seconds)
{
    cpu_seconds = seconds > 0 ? seconds : DOC_CPU_SECONDS;
}

static status spawn_worker(const char *kind, int in, int out, pid_t *pid)
{
    posix_spawn_file_actions_t fa;
    posix_spawnattr_t attr;
    sigset_t none, all;
    char seconds[12];
    const char *const argv[] = {"sangkien", "--parse-worker", kind, seconds, NULL};
    const char *const env[] = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "OMP_THREAD_LIMIT=1", "ASAN_OPTIONS=detect_leaks=0:exitcode=97", "UBSAN_OPTIONS=halt_on_error=1:exitcode=98", NULL};

    snprintf(seconds, sizeof seconds, "%d", (int)cpu_seconds);
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&fa);
    posix_spawn_file_actions_adddup2(&fa, in, 0);
    posix_spawn_file_actions_adddup2(&fa, out, 1);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &all);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): takes away two consts */
    int e = posix_spawn(pid, program(), &fa, &attr, (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)env);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&fa);
    return e == 0 ? OK : E_IO;
}

static void close_cleanup(int *fd)
{
    if (*fd >= 0) close(*fd);
}

/* ---- so many at once: a flood of uploads must not take the machine's memory ---- */

static sem_t places;

static void make_places(void)
{
    sem_init(&places, 0, DOC_READERS_MAX);
}

typedef struct {
    bool held;
} place;

static void place_cleanup(place *p)
{
    if (p->held) sem_post(&places);
}

static status place_take(place *p)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, make_places);
    struct timespec end = deadline_in(DOC_WALL_SECONDS * INT64_C(1000));
    while (sem_timedwait(&places, &end) != 0)
        if (errno != EINTR) return E_IO;
    p->held = true;
    return OK;
}

enum { EXIT_REFUSED = 4, EXIT_LIMIT = 5, EXIT_NO_FENCE = 126, EXIT_NO_TOOL = 127 };

/* How the child ended, as a status; whatever is not an ordinary refusal is in the log under the request's id. */
static status verdict(const char *kind, int code)
{
    if (WIFSIGNALED(code)) {
        bool limit = WTERMSIG(code) == SIGXCPU || WTERMSIG(code) == SIGKILL;
        log_error("the reader of %s %s (signal %d)", kind, limit ? "passed a limit and was ended" : "crashed", WTERMSIG(code));
        return limit ? E_LIMIT : E_INVALID;
    }
    switch (WEXITSTATUS(code)) {
    case 0: return OK;
    case EXIT_LIMIT: log_warning("the reader of %s: the file passes a limit", kind); return E_LIMIT;
    case EXIT_NO_FENCE: log_error("the reader of %s could not be fenced in", kind); return E_IO;
    case EXIT_NO_TOOL: log_error("the program that reads %s is not installed", kind); return E_IO;
    case EXIT_REFUSED:
    case 1: /* what pdftotext and catdoc say */
    case 2:
    case 3:
    case 69: /* encrypted */
    case 99:
        log_info("the reader of %s refused the file", kind);
        return E_INVALID;
    default: log_error("the reader of %s ended with %d", kind, WEXITSTATUS(code)); return E_INVALID;
    }
}

status doc_run(arena *mem, const char *kind, bytes in, bytes *out)
{
    __attribute__((cleanup(close_cleanup))) int file = memfd_create("upload", MFD_CLOEXEC), r = -1, w = -1;
    AUTO(place) p = {0};
    int pipe_fd[2], code = 0;
    pid_t pid = 0;

    if (file < 0 || write(file, in.p, in.n) != (ssize_t)in.n || lseek(file, 0, SEEK_SET) != 0) return E_IO;
    TRY(place_take(&p));
    if (pipe2(pipe_fd, O_CLOEXEC) != 0) return E_IO;
    r = pipe_fd[0];
    w = pipe_fd[1];
    TRY(spawn_worker(kind, file, w, &pid));
    close(w);
    w = -1; /* NOLINT(clang-analyzer-deadcode.DeadStores): its cleanup reads it */
    status s = collect(mem, r, out);
    if (s != OK) kill(pid, SIGKILL);
    while (waitpid(pid, &code, 0) < 0 && errno == EINTR)
        ;
    if (s == OK) return verdict(kind, code);
    log_error("the reader of %s passed its time or said too much, and was ended", kind);
    return s;
}

/* ---- the child ---- */

static void set_limit(int what, rlim_t soft, rlim_t hard)
{
    struct rlimit l = {soft, hard};
    if (setrlimit(what, &l) != 0) _exit(EXIT_NO_FENCE);
}

static void limits(int seconds)
{
    set_limit(RLIMIT_CPU, (rlim_t)seconds, (rlim_t)seconds + 1); /* SIGXCPU, then SIGKILL */
    set_limit(RLIMIT_CORE, 0, 0);
    set_limit(RLIMIT_FSIZE, 0, 0);
    set_limit(RLIMIT_NPROC, 0, 0);
    set_limit(RLIMIT_NOFILE, DOC_OPEN_FILES_MAX, DOC_OPEN_FILES_MAX);
    if (!UNDER_ASAN) set_limit(RLIMIT_AS, DOC_MEMORY_BYTES, DOC_MEMORY_BYTES); /* its shadow takes terabytes of addresses */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) _exit(EXIT_NO_FENCE);
}

static void open_to(int rules, const char *path, __u64 access)
{
    struct landlock_path_beneath_attr p = {.allowed_access = access, .parent_fd = open(path, O_PATH | O_CLOEXEC)};
    struct stat st;

    if (p.parent_fd < 0) return;
    if (fstat(p.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode)) p.allowed_access &= ~(__u64)LANDLOCK_ACCESS_FS_READ_DIR;
    if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &p, 0) != 0) _exit(EXIT_NO_FENCE);
    close(p.parent_fd);
}

/* No file at all; or, for a tool, libraries and its tables to read and the tool itself (with the loader) to run. A kernel
 * without landlock goes on with the system call filter alone, which lets no file be written. */
static void fence_files(const char *tool)
{
    struct landlock_ruleset_attr attr = {.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
                                                              LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                                              LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_SYM |
                                                              LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO};
    static const char *const readable[] = {"/usr/lib", "/usr/lib64", "/usr/share/poppler", "/usr/share/fonts", "/usr/share/catdoc", "/usr/share/tesseract-ocr", "/etc/ld.so.cache", "/etc/fonts", "/etc/catdocrc"};
    static const char *const loaders[] = {"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);

    if (rules < 0) return;
    for (int i = 0; tool && i < COUNT(readable); i++) open_to(rules, readable[i], LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
    for (int i = 0; tool && i < COUNT(loaders); i++) open_to(rules, loaders[i], LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE);
    if (tool) open_to(rules, tool, LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE);
    if (syscall(SYS_landlock_restrict_self, rules, 0) != 0) _exit(EXIT_NO_FENCE);
    close(rules);
}

/* What a reader may ask of the kernel: everything else answers EPERM. A tool may besides start (once: landlock lets
 * nothing else run) and open files to read. No socket, no process, no thread, no file to write, no look at others. */
static void fence_calls(bool tool)
{
    static const int reader[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(brk),
                                 SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(futex), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
                                 SCMP_SYS(lseek), SCMP_SYS(newfstatat), SCMP_SYS(fstat), SCMP_SYS(close), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sched_yield)};
    static const int more[] = {SCMP_SYS(execve), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
                               SCMP_SYS(readlinkat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(fcntl), SCMP_SYS(getdents64), SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address),
                               SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(prlimit64), SCMP_SYS(getrlimit), SCMP_SYS(rt_sigaction), SCMP_SYS(uname), SCMP_SYS(getcwd), SCMP_SYS(sysinfo),
                               SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(fadvise64), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(sched_getaffinity)};
    const int to_read = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));

    if (!f) _exit(EXIT_NO_FENCE);
    for (int i = 0; i < COUNT(reader); i++) seccomp_rule_add(f, SCMP_ACT_ALLOW, reader[i], 0);
    for (int i = 0; tool && i < COUNT(more); i++) seccomp_rule_add(f, SCMP_ACT_ALLOW, more[i], 0);
    if (tool) {
        seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, (scmp_datum_t)to_read, O_RDONLY));
        seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, (scmp_datum_t)to_read, O_RDONLY));
    }
    if (seccomp_load(f) != 0) _exit(EXIT_NO_FENCE);
    seccomp_release(f);
}

void doc_fence(const char *tool, int seconds)
{
    limits(seconds);
    fence_files(tool);
    fence_calls(tool != NULL);
}

/* GPL programs stay programs of their own. What they complain is for nobody: it may hold text of the file. */
static int run_tool(const char *const *argv, int seconds)
{
    int none = open("/dev/null", O_WRONLY | O_CLOEXEC);

    if (none < 0 || dup2(none, 2) != 2) return EXIT_NO_FENCE;
    if (access(argv[0], X_OK) != 0) return EXIT_NO_TOOL;
    doc_fence(argv[0], seconds);
    execv(argv[0], (char *const *)(uintptr_t)argv); /* NOLINT(performance-no-int-to-ptr): takes away a const */
    return EXIT_NO_FENCE;
}

static bytes read_all(void)
{
    AUTO(buf) b = {.max = 64 << 20};
    char part[65536];
    ssize_t n = 0;

    while ((n = read(0, part, sizeof part)) > 0) buf_put(&b, part, (size_t)n);
    size_t size = b.n;
    return (bytes){buf_take(&b), size};
}

/* One page of a PDF as a grey picture. */
static int draw_page(const char *number, int seconds)
{
    int64_t page = 0;
    char side[12];
    const char *const argv[] = {"/usr/bin/pdftoppm", "-gray", "-scale-to", side, "-f", number, "-l", number, "-", NULL};

    if (text_parse_int(number, 1, 100000, &page) != OK) return EXIT_REFUSED;
    snprintf(side, sizeof side, "%d", OCR_PIXELS);
    return run_tool(argv, seconds);
}

int doc_worker_main(int argc, char **argv)
{
    static const char *const words[] = {"/usr/bin/pdftotext", "-tsv", "-", "-", NULL};
    static const char *const plain[] = {"/usr/bin/pdftotext", "-enc", "UTF-8", "-", "-", NULL};
    static const char *const catdoc[] = {"/usr/bin/catdoc", "-d", "utf-8", "/dev/stdin", NULL};
    static const char *const info[] = {"/usr/bin/pdfinfo", "-", NULL};
    static const char *const read_picture[] = {"/usr/bin/tesseract", "stdin", "stdout", "-l", "vie", "--psm", "3", "-c", "tessedit_create_tsv=1", NULL};
    const char *kind = argc > 2 ? argv[2] : "";
    int64_t seconds = DOC_CPU_SECONDS;

    if (argc > 3 && text_parse_int(argv[3], 1, DOC_CPU_SECONDS, &seconds) != OK) return EXIT_NO_FENCE;
    if (strcmp(kind, "pdf-words") == 0) return run_tool(words, (int)seconds);
    if (strcmp(kind, "pdf-text") == 0) return run_tool(plain, (int)seconds);
    if (strcmp(kind, "doc") == 0) return run_tool(catdoc, (int)seconds);
    if (strcmp(kind, "pdf-info") == 0) return run_tool(info, (int)seconds);
    if (strcmp(kind, "picture") == 0) return run_tool(read_picture, (int)seconds);
    if (text_starts(kind, "pdf-page:")) return draw_page(kind + 9, (int)seconds);
    bytes in = read_all();
    bool portal = strcmp(kind, "wxr") == 0 || text_starts(kind, "html-");
    zipdoc_prepare();
    portal_prepare();
    doc_fence(NULL, (int)seconds);
    AUTO(buf) out = {.max = DOC_OUTPUT_MAX};
    status s = strcmp(kind, "webp") == 0 ? picture_work(in, &out) : text_starts(kind, "zip-") ? packed_work(kind, in, &out) : portal ? portal_work(kind, in, &out) : text_starts(kind, "docx-f") ? fill_child(kind, in, &out) : zipdoc_blocks(kind, in, &out);
    for (size_t done = 0; s == OK && done < out.n;) {
        ssize_t n = write(1, out.p + done, out.n - done);
        if (n <= 0) return 3;
        done += (size_t)n;
    }
    _exit(s == OK ? 0 : s == E_LIMIT ? EXIT_LIMIT : EXIT_REFUSED); /* no handlers at the end: they may ask for what is denied */
}
