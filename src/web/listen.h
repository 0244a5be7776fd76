/* listen.h: the socket that the server listens on. */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H

/* "127.0.0.1:8080", "[::1]:8080" or "unix:/path" (mode 0660, replaces a stale one). -1 with errno. */
int listen_on(const char *where);

#endif
