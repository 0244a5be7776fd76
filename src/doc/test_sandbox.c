/* The fence around readers of files, looked at from inside: a child puts it up and tries what a parser that somebody has
 * taken over would try. */
#include "tests/lib/fixture.h"
#include "base/sanitizer.h"
#include "doc/sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef enum { OPEN_PASSWD, OPEN_HOME, OPEN_WRITE, MAKE_FILE, MAKE_FOLDER, REMOVE, SOCKET, UNIX_SOCKET, CONNECT, FORK, CLONE, CLONE3, PTRACE, KILL, READ_OTHER, EXEC_SHELL, EXEC_OTHER, MOUNT, USER_SPACE, IO_URING, BPF, KEYS, SETUID, CHMOD, OPEN_MANY, TRIES } try;
static const char *const names[TRIES] = {"open /etc/passwd", "open the data folder", "open for writing", "make a file", "make a folder", "remove a file", "socket", "unix socket", "connect", "fork", "clone", "clone3", "ptrace",
                                         "kill the parent", "read the parent's memory", "run a shell", "run another program", "mount", "unshare", "io_uring", "bpf", "keyctl", "setuid", "chmod", "many files"};

/* errno of the attempt; 0 when it succeeded. Raw calls: nothing of the C library stands between. */
static int attempt(try t)
{
    static const char *const shell[] = {"/bin/sh", "-c", "exit 0", NULL}, *const other[] = {"/usr/bin/env", NULL};
    char c = 0;
    struct {
        void *p;
        size_t n;
    } mine = {&c, 1}, theirs = {&c, 1};
    long r = 0;

    switch (t) {
    case OPEN_PASSWD: r = syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY); break;
    case OPEN_HOME: r = syscall(SYS_openat, AT_FDCWD, "/tmp", O_RDONLY | O_DIRECTORY); break;
    case OPEN_WRITE: r = syscall(SYS_openat, AT_FDCWD, "/dev/null", O_WRONLY); break;
    case MAKE_FILE: r = syscall(SYS_openat, AT_FDCWD, "/tmp/sangkien-fence", O_WRONLY | O_CREAT, 0600); break;
    case MAKE_FOLDER: r = syscall(SYS_mkdirat, AT_FDCWD, "/tmp/sangkien-fence.d", 0700); break;
    case REMOVE: r = syscall(SYS_unlinkat, AT_FDCWD, "/tmp/sangkien-fence-none", 0); break;
    case SOCKET: r = syscall(SYS_socket, AF_INET, SOCK_STREAM, 0); break;
    case UNIX_SOCKET: r = syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, (int[2]){0, 0}); break;
    case CONNECT: r = syscall(SYS_connect, 0, NULL, 0); break;
    case FORK: r = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); break;
    case CLONE: r = syscall(SYS_clone, 0x100 | 0x800 | 0x10000, 0, 0, 0, 0); break; /* a thread */
    case CLONE3: r = syscall(435, NULL, 0); break;
    case PTRACE: r = syscall(SYS_ptrace, PTRACE_ATTACH, getppid(), 0, 0); break;
    case KILL: r = syscall(SYS_kill, 1, 0); break;
    case READ_OTHER: r = syscall(SYS_process_vm_readv, 1, &mine, 1, &theirs, 1, 0); break;
    case EXEC_SHELL: r = syscall(SYS_execve, shell[0], shell, NULL); break;
    case EXEC_OTHER: r = syscall(SYS_execve, other[0], other, NULL); break;
    case MOUNT: r = syscall(SYS_mount, "none", "/mnt", "tmpfs", 0, NULL); break;
    case USER_SPACE: r = syscall(SYS_unshare, 0x10000000); break;
    case IO_URING: r = syscall(425, 1, NULL); break;
    case BPF: r = syscall(SYS_bpf, 0, NULL, 0); break;
    case KEYS: r = syscall(SYS_keyctl, 0, 0, 0, 0, 0); break;
    case SETUID: r = syscall(SYS_setuid, 1); break;
    case CHMOD: r = syscall(SYS_fchmodat, AT_FDCWD, "/tmp", 0777); break;
    case OPEN_MANY:
        for (int i = 0; i < 2 * DOC_OPEN_FILES_MAX && r >= 0; i++) r = syscall(SYS_openat, AT_FDCWD, "/etc/ld.so.cache", O_RDONLY);
        break;
    case TRIES: break;
    }
    if (r == 0 && (t == FORK || t == CLONE)) _exit(99);
    return r < 0 ? errno : 0;
}

/* What a fenced child gets for each attempt. */
static void from_inside(const char *tool, int got[TRIES])
{
    int fd[2], code = 0;

    assert_int_equal(pipe(fd), 0);
    pid_t pid = fork();
    if (pid == 0) {
        int said[TRIES];
        doc_fence(tool, 5);
        for (int t = 0; t < TRIES; t++) said[t] = attempt((try)t);
        _exit(write(fd[1], said, sizeof said) == (ssize_t)sizeof said ? 0 : 1);
    }
    close(fd[1]);
    assert_int_equal(waitpid(pid, &code, 0), pid);
    assert_true(WIFEXITED(code));
    assert_int_equal(WEXITSTATUS(code), 0);
    assert_int_equal(read(fd[0], got, sizeof(int) * TRIES), sizeof(int) * TRIES);
    close(fd[0]);
}

static bool landlocked(void)
{
    return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

static void check(const char *tool)
{
    int got[TRIES], bad = 0;

    from_inside(tool, got);
    for (int t = 0; t < TRIES; t++) {
        bool file = t == OPEN_PASSWD || t == OPEN_HOME || t == EXEC_SHELL || t == EXEC_OTHER;
        if (tool && file && !landlocked()) continue; /* there the system call filter alone stands */
        bool denied = got[t] == EPERM || (tool && got[t] == EACCES) || (tool && t == OPEN_MANY && got[t] == EMFILE);
        if (denied) continue;
        print_error("%s: %s: %s\n", tool ? tool : "no tool", names[t], got[t] ? strerror(got[t]) : "allowed");
        bad++;
    }
    assert_int_equal(bad, 0);
    if (!landlocked()) print_message("this kernel has no landlock: what files a tool may read was not tried\n");
}

static void the_reader_of_zips_can_do_nothing(void **state)
{
    check(NULL);
}

static void the_tools_can_only_read_their_own(void **state)
{
    check("/usr/bin/pdftotext");
    check("/usr/bin/catdoc");
    check("/usr/bin/tesseract");
}

/* The same attempts succeed without the fence: the test tries what can be tried. */
static void outside_they_succeed(void **state)
{
    assert_int_equal(attempt(OPEN_PASSWD), 0);
    assert_int_equal(attempt(OPEN_HOME), 0);
    assert_int_equal(attempt(OPEN_WRITE), 0);
    assert_int_equal(attempt(SOCKET), 0);
}

static int ended_by(void (*what)(void), int seconds)
{
    int code = 0;
    pid_t pid = fork();

    if (pid == 0) {
        doc_fence(NULL, seconds);
        what();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &code, 0), pid);
    return WIFSIGNALED(code) ? WTERMSIG(code) : -WEXITSTATUS(code);
}

static void spin(void)
{
    for (volatile unsigned long n = 0;; n++)
        ;
}

static void take_memory(void)
{
    void *p = mmap(NULL, (size_t)DOC_MEMORY_BYTES * 2, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    _exit(p == MAP_FAILED ? 7 : 0);
}

static void limits_of_time_and_memory(void **state)
{
    assert_int_equal(ended_by(spin, 1), SIGXCPU);
    if (UNDER_ASAN) print_message("memory is limited in builds without ASan: tests/static/hardening tries it there\n");
    else assert_int_equal(ended_by(take_memory, 5), -7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_reader_of_zips_can_do_nothing), cmocka_unit_test(the_tools_can_only_read_their_own), cmocka_unit_test(outside_they_succeed),
                                       cmocka_unit_test(limits_of_time_and_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
