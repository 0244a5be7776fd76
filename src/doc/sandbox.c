#include "doc/sandbox.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include "doc/zipdoc.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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

static int64_t ms_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Everything the child says, until it ends or a limit is passed. */
static status collect(arena *mem, int fd, bytes *out)
{
    AUTO(buf) b = {.max = DOC_OUTPUT_MAX};
    int64_t end = ms_now() + DOC_WALL_SECONDS * 1000;
    char part[65536];

    for (;;) {
        int64_t left = end - ms_now();
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

static status spawn_worker(const char *kind, int in, int out, pid_t *pid)
{
    posix_spawn_file_actions_t fa;
    posix_spawnattr_t attr;
    sigset_t none, all;
    const char *const argv[] = {"sangkien", "--parse-worker", kind, NULL};
    const char *const env[] = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "ASAN_OPTIONS=detect_leaks=0", NULL};

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&fa);
    posix_spawn_file_actions_adddup2(&fa, in, 0);
    posix_spawn_file_actions_adddup2(&fa, out, 1);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &all);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int e = posix_spawn(pid, program(), &fa, &attr, (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)env);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&fa);
    return e == 0 ? OK : E_IO;
}

static void close_cleanup(int *fd)
{
    if (*fd >= 0) close(*fd);
}

status doc_run(arena *mem, const char *kind, bytes in, bytes *out)
{
    __attribute__((cleanup(close_cleanup))) int file = memfd_create("upload", MFD_CLOEXEC), r = -1, w = -1;
    int pipe_fd[2], code = 0;
    pid_t pid = 0;

    if (file < 0 || write(file, in.p, in.n) != (ssize_t)in.n || lseek(file, 0, SEEK_SET) != 0) return E_IO;
    if (pipe2(pipe_fd, O_CLOEXEC) != 0) return E_IO;
    r = pipe_fd[0];
    w = pipe_fd[1];
    TRY(spawn_worker(kind, file, w, &pid));
    close(w);
    w = -1;
    status s = collect(mem, r, out);
    if (s != OK) kill(pid, SIGKILL);
    while (waitpid(pid, &code, 0) < 0 && errno == EINTR)
        ;
    if (s != OK) return s;
    if (WIFEXITED(code) && WEXITSTATUS(code) == 0) return OK;
    log_warning("the reader of %s ended with %d", kind, code);
    if (WIFSIGNALED(code) && WTERMSIG(code) == SIGXCPU) return E_LIMIT;
    return WIFEXITED(code) && WEXITSTATUS(code) == 127 ? E_IO : E_INVALID;
}

/* ---- the child ---- */

static void set_limit(int what, rlim_t value)
{
    struct rlimit l = {value, value};
    if (setrlimit(what, &l) != 0) _exit(126);
}

static void limits(void)
{
    set_limit(RLIMIT_CPU, DOC_CPU_SECONDS);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, 0);
#ifndef __SANITIZE_ADDRESS__
    set_limit(RLIMIT_AS, DOC_MEMORY_BYTES);
#endif
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) _exit(126);
}

/* Read and run below /usr, /lib and /etc; nothing else. Kernels without landlock go on with the system call filter alone. */
static void fence_files(void)
{
    struct landlock_ruleset_attr attr = {.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
                                                              LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG};
    static const char *const open_to[] = {"/usr", "/lib", "/lib64", "/etc"};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);

    if (rules < 0) return;
    for (int i = 0; i < COUNT(open_to); i++) {
        struct landlock_path_beneath_attr p = {.allowed_access = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
                                               .parent_fd = open(open_to[i], O_PATH | O_CLOEXEC)};
        if (p.parent_fd < 0) continue;
        if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &p, 0) != 0) _exit(126);
        close(p.parent_fd);
    }
    if (syscall(SYS_landlock_restrict_self, rules, 0) != 0) _exit(126);
    close(rules);
}

static void fence_calls(bool may_exec)
{
    static const int denied[] = {SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(sendto),
                                 SCMP_SYS(sendmsg), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(mount), SCMP_SYS(unshare),
                                 SCMP_SYS(setns), SCMP_SYS(keyctl), SCMP_SYS(bpf), SCMP_SYS(io_uring_setup), SCMP_SYS(userfaultfd), SCMP_SYS(kill), SCMP_SYS(tgkill)};
    static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(brk),
                                  SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(futex), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
                                  SCMP_SYS(lseek), SCMP_SYS(newfstatat), SCMP_SYS(fstat), SCMP_SYS(close), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sched_yield)};
    scmp_filter_ctx f = seccomp_init(may_exec ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EPERM));

    if (!f) _exit(126);
    for (int i = 0; may_exec && i < COUNT(denied); i++) seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), denied[i], 0);
    for (int i = 0; !may_exec && i < COUNT(allowed); i++) seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
    if (seccomp_load(f) != 0) _exit(126);
    seccomp_release(f);
}

/* GPL programs stay programs of their own. */
static int run_tool(const char *const *argv)
{
    limits();
    fence_files();
    fence_calls(true);
    execv(argv[0], (char *const *)(uintptr_t)argv);
    return 127;
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

int doc_worker_main(int argc, char **argv)
{
    static const char *const words[] = {"/usr/bin/pdftotext", "-tsv", "-", "-", NULL};
    static const char *const plain[] = {"/usr/bin/pdftotext", "-enc", "UTF-8", "-", "-", NULL};
    static const char *const catdoc[] = {"/usr/bin/catdoc", "-d", "utf-8", "/dev/stdin", NULL};
    const char *kind = argc > 2 ? argv[2] : "";

    if (strcmp(kind, "pdf-words") == 0) return run_tool(words);
    if (strcmp(kind, "pdf-text") == 0) return run_tool(plain);
    if (strcmp(kind, "doc") == 0) return run_tool(catdoc);
    bytes in = read_all();
    zipdoc_prepare();
    limits();
    fence_files();
    fence_calls(false);
    AUTO(buf) out = {.max = DOC_OUTPUT_MAX};
    status s = zipdoc_blocks(kind, in, &out);
    for (size_t done = 0; s == OK && done < out.n;) {
        ssize_t n = write(1, out.p + done, out.n - done);
        if (n <= 0) return 3;
        done += (size_t)n;
    }
    _exit(s == OK ? 0 : 4); /* no handlers at the end: they may ask for what is denied */
}
