#include "web/listen.h"
#include "base/text.h"
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 4096 };

static int listen_unix(const char *path)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    errno = strlen(path) >= sizeof a.sun_path ? ENAMETOOLONG : errno;
    if (fd < 0) return -1;
    snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    unlink(path);
    if (strlen(path) < sizeof a.sun_path && bind(fd, (struct sockaddr *)&a, sizeof a) == 0 && chmod(path, 0660) == 0 && listen(fd, BACKLOG) == 0) return fd;
    close(fd);
    return -1;
}

static int listen_tcp(const char *where)
{
    char host[128];
    const char *colon = strrchr(where, ':');
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV}, *list = NULL;
    int fd = -1, yes = 1;

    errno = EINVAL;
    if (!colon || (size_t)(colon - where) >= sizeof host) return -1;
    snprintf(host, sizeof host, "%.*s", (int)(colon - where), where);
    char *name = host;
    if (name[0] == '[' && name[strlen(name) - 1] == ']') {
        name[strlen(name) - 1] = 0;
        name++;
    }
    if (getaddrinfo(*name ? name : NULL, colon + 1, &hints, &list) != 0) return -1;
    for (struct addrinfo *a = list; a && fd < 0; a = a->ai_next) {
        fd = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol);
        if (fd < 0) continue;
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0) break;
        close(fd);
        fd = -1;
    }
    freeaddrinfo(list);
    return fd;
}

int listen_on(const char *where)
{
    return text_starts(where, "unix:") ? listen_unix(where + 5) : listen_tcp(where);
}
