/* One mail to one server, by libcurl. */
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include "notify/mail.h"
#include <curl/curl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* An address that may stand in a header and in an envelope: nothing that ends a line or opens another part. */
static bool address_is_plain(const char *s)
{
    const char *at = strchr(s, '@');

    for (const char *p = s; *p; p++)
        if ((unsigned char)*p <= 0x20 || (unsigned char)*p >= 0x7F || strchr("<>(),;:\\\"[]", *p)) return false;
    return at && at != s && at[1] && !strchr(at + 1, '@') && strlen(s) <= 254;
}

static void base64_lines(buf *b, const char *s, size_t n)
{
    char line[80];

    for (size_t i = 0; i < n; i += 57) {
        sodium_bin2base64(line, sizeof line, (const unsigned char *)s + i, n - i < 57 ? n - i : 57, sodium_base64_VARIANT_ORIGINAL);
        buf_printf(b, "%s\r\n", line);
    }
}

/* RFC 2047: words of UTF-8, none longer than 75 characters, none that cuts a letter. */
static void header_words(buf *b, const char *s)
{
    char word[80];

    for (bool first = true; *s; first = false) {
        size_t n = strlen(s) < 42 ? strlen(s) : 42;
        while (n > 1 && ((unsigned char)s[n] & 0xC0) == 0x80) n--;
        sodium_bin2base64(word, sizeof word, (const unsigned char *)s, n, sodium_base64_VARIANT_ORIGINAL);
        buf_printf(b, "%s=?UTF-8?B?%s?=", first ? "" : "\r\n ", word);
        s += n;
    }
}

static const char *host_of(const char *address)
{
    return strchr(address, '@') ? strchr(address, '@') + 1 : "localhost";
}

static void put_message(buf *b, const mail_config *c, const char *address, const char *token, const char *subject, const char *body, const char *unsubscribe)
{
    char date[64];
    time_t now = (time_t)(instant_now().ms / 1000);
    struct tm t;
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}, *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

    gmtime_r(&now, &t);
    snprintf(date, sizeof date, "%s, %02d %s %d %02d:%02d:%02d +0000", days[t.tm_wday], t.tm_mday, months[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
    buf_puts(b, "From: ");
    header_words(b, c->from_name);
    buf_printf(b, " <%s>\r\nTo: <%s>\r\nSubject: ", c->from, address);
    header_words(b, subject);
    buf_printf(b, "\r\nDate: %s\r\nMessage-ID: <%s@%s>\r\nAuto-Submitted: auto-generated\r\n", date, token, host_of(c->from));
    if (*unsubscribe) buf_printf(b, "List-Unsubscribe: <%s>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", unsubscribe);
    buf_puts(b, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    AUTO(buf) lines = {0};
    for (; *body; body++) {
        if (*body == '\n') buf_putc(&lines, '\r');
        buf_putc(&lines, *body);
    }
    if (lines.n) base64_lines(b, lines.p, lines.n);
}

/* "bounce@x" and a token → "bounce+token@x". */
static const char *return_path(arena *mem, const mail_config *c, const char *token)
{
    const char *at = strchr(c->bounce, '@');

    return at ? textf(mem, "%.*s+%s%s", (int)(at - c->bounce), c->bounce, token, at) : c->from;
}

typedef struct {
    const char *p;
    size_t left;
} source;

static size_t more(char *to, size_t size, size_t n, void *ctx)
{
    source *s = ctx;
    size_t take = size * n < s->left ? size * n : s->left;

    memcpy(to, s->p, take);
    s->p += take;
    s->left -= take;
    return take;
}

/* What the server says when it says no, for the reason. */
static size_t said_line(char *line, size_t size, size_t n, void *ctx)
{
    buf *b = ctx;

    if (size * n == 0 || (line[0] != '4' && line[0] != '5')) return size * n;
    buf_clear(b);
    buf_put(b, line, size * n < 300 ? size * n : 300);
    return size * n;
}

void mail_line_cleanup(mail_line *l)
{
    if (l->curl) curl_easy_cleanup(l->curl);
    l->curl = NULL;
}

static CURLcode speak(mail_line *l, const mail_config *c, const char *server, const char *path, const char *address, const buf *message, long *code, buf *said)
{
    CURL *h = l->curl ? l->curl : curl_easy_init();
    struct curl_slist *to = curl_slist_append(NULL, address);
    source s = {message->p, message->n};

    if (!h || !to) abort();
    l->curl = h;
    curl_easy_reset(h); /* the connection stays */
    curl_easy_setopt(h, CURLOPT_URL, server);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_USE_SSL, (long)(c->tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)MAIL_SECONDS);
    if (*c->user) curl_easy_setopt(h, CURLOPT_USERNAME, c->user);
    if (*c->user) curl_easy_setopt(h, CURLOPT_PASSWORD, c->password);
    curl_easy_setopt(h, CURLOPT_MAIL_FROM, path);
    curl_easy_setopt(h, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(h, CURLOPT_READFUNCTION, more);
    curl_easy_setopt(h, CURLOPT_READDATA, &s);
    curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, said_line);
    curl_easy_setopt(h, CURLOPT_HEADERDATA, said);
    CURLcode r = curl_easy_perform(h);
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, code);
    curl_slist_free_all(to);
    return r;
}

status mail_send(mail_line *line, arena *mem, const char *address, const char *token, const char *subject, const char *body, const char *unsubscribe, const char **said)
{
    const mail_config *c = mail_settings();
    AUTO(buf) message = {.max = 4 << 20};
    CURLcode r = CURLE_COULDNT_CONNECT;
    long code = 0;

    *said = "";
    if (!address_is_plain(address)) {
        *said = "not an address";
        return E_INVALID;
    }
    put_message(&message, c, address, token, subject, body, unsubscribe);
    for (int i = 0; i < c->n_servers; i++) { /* the next server when one does not answer; never when it said no */
        AUTO(buf) no = {0};
        r = speak(line, c, c->servers[i], return_path(mem, c, token), address, &message, &code, &no);
        if (r == CURLE_OK) return OK;
        const char *clean = "";
        if (no.p && text_accept(mem, no.p, no.n, TEXT_LINE, &clean) != OK) clean = "";
        *said = textf(mem, "%s%s%s", curl_easy_strerror(r), *clean ? ": " : "", clean);
        log_warning("mail by %s: %s", c->servers[i], *said);
        if (code >= 400) break;
    }
    if (code < 400) return E_IO;
    return code >= 550 && code < 560 && r != CURLE_LOGIN_DENIED ? E_INVALID : E_LIMIT;
}
