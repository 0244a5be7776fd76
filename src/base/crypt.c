#include "base/crypt.h"
#include "base/log.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[4096];
static unsigned char key[crypto_secretbox_KEYBYTES];

static bool read_exact(const char *path, unsigned char *out, size_t n)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && read(fd, out, n) == (ssize_t)n;

    if (fd >= 0) close(fd);
    return good;
}

static bool write_new(const char *path, const unsigned char *p, size_t n)
{
    char next[4200];

    snprintf(next, sizeof next, "%s.new", path);
    int fd = open(next, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = fd >= 0 && write(fd, p, n) == (ssize_t)n && fsync(fd) == 0;
    if (fd >= 0) close(fd);
    good = good && link(next, path) == 0; /* of two starting servers one wins */
    unlink(next);
    return good;
}

status crypt_key_file(const char *name, unsigned char *out, size_t n)
{
    char path[4200];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (read_exact(path, out, n)) return OK;
    if (access(path, F_OK) == 0) {
        log_error("%s is there but cannot be read", path);
        return E_IO;
    }
    randombytes_buf(out, n);
    if (!write_new(path, out, n) && !read_exact(path, out, n)) {
        log_error("cannot make %s: %s", path, strerror(errno));
        return E_IO;
    }
    return OK;
}

status crypt_open(const char *keys_folder)
{
    snprintf(folder, sizeof folder, "%s", keys_folder);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        log_error("cannot make %s: %s", folder, strerror(errno));
        return E_IO;
    }
    return crypt_key_file("secret.key", key, sizeof key);
}

bytes crypt_seal_bytes(arena *mem, bytes plain)
{
    size_t n = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.n;
    unsigned char *out = arena_alloc(mem, n);

    randombytes_buf(out, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, plain.p, plain.n, out, key);
    return (bytes){out, n};
}

bytes crypt_seal(arena *mem, const char *text)
{
    return *text ? crypt_seal_bytes(mem, (bytes){text, strlen(text)}) : (bytes){0};
}

status crypt_unseal_bytes(arena *mem, bytes sealed, bytes *plain)
{
    const unsigned char *p = sealed.p;
    size_t head = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;

    if (sealed.n < head) return E_INVALID;
    unsigned char *out = arena_alloc(mem, sealed.n - head + 1);
    if (crypto_secretbox_open_easy(out, p + crypto_secretbox_NONCEBYTES, sealed.n - crypto_secretbox_NONCEBYTES, p, key) != 0) return E_INVALID;
    *plain = (bytes){out, sealed.n - head};
    return OK;
}

status crypt_unseal(arena *mem, bytes sealed, const char **text)
{
    bytes plain = {0};

    if (sealed.n == 0) {
        *text = "";
        return OK;
    }
    TRY(crypt_unseal_bytes(mem, sealed, &plain));
    *text = text_copyn(mem, plain.p, plain.n);
    return OK;
}
