/* Views: one for each article, reader and day. A reader is a keyed hash of address and browser; the key is made anew each
 * day and never leaves this process, so a hash tells nobody who read what. */
#include "base/log.h"
#include "base/text.h"
#include "news/news.h"
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

enum {
    SEEN_SLOTS = 1 << 18,          /* readers of articles in a day that this process tells apart */
    SEEN_MAX = SEEN_SLOTS / 4 * 3, /* more are not counted: never a reader twice */
    WAITING = 1024,                /* articles with views that are not in the store yet */
    WRITE_MS = 10000
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t seen[SEEN_SLOTS];
static struct {
    int64_t id, n;
} waiting[WAITING];
static int n_seen, n_waiting;
static unsigned char key[crypto_shorthash_KEYBYTES];
static int32_t key_day;
static int64_t written_at;

static bool is_robot(const char *agent)
{
    static const char *const words[] = {"bot", "crawl", "spider", "slurp", "curl/", "wget/", "python-", "monitor"};

    for (int i = 0; i < COUNT(words); i++)
        if (strcasestr(agent, words[i])) return true;
    return !*agent;
}

static void new_day(instant now)
{
    int32_t today = date_of(now).ymd;

    if (today == key_day) return;
    randombytes_buf(key, sizeof key);
    memset(seen, 0, sizeof seen);
    n_seen = 0;
    key_day = today;
}

static bool first_time(uint64_t h)
{
    uint64_t at = h % SEEN_SLOTS;

    while (seen[at] && seen[at] != h) at = (at + 1) % SEEN_SLOTS;
    if (seen[at] || n_seen == SEEN_MAX) return false;
    seen[at] = h;
    n_seen++;
    return true;
}

static void wait_to_be_written(int64_t id)
{
    for (int i = 0; i < n_waiting; i++) {
        if (waiting[i].id != id) continue;
        waiting[i].n++;
        return;
    }
    if (n_waiting == WAITING) return;
    waiting[n_waiting].id = id;
    waiting[n_waiting++].n = 1;
}

void news_seen(article_id id, const char *address, const char *agent, instant now)
{
    unsigned char in[512];
    uint64_t h = 0;

    if (is_robot(agent)) return;
    size_t a = strnlen(address, 200), b = strnlen(agent, 200);
    memcpy(in, &id.v, sizeof id.v);
    memcpy(in + 8, address, a);
    in[8 + a] = 0;
    memcpy(in + 9 + a, agent, b);
    pthread_mutex_lock(&lock);
    new_day(now);
    crypto_shorthash((unsigned char *)&h, in, 9 + a + b, key);
    if (first_time(h ? h : 1)) wait_to_be_written(id.v);
    pthread_mutex_unlock(&lock);
}

int64_t news_unwritten_views(article_id id)
{
    int64_t n = 0;

    pthread_mutex_lock(&lock);
    for (int i = 0; i < n_waiting; i++)
        if (waiting[i].id == id.v) n = waiting[i].n;
    pthread_mutex_unlock(&lock);
    return n;
}

status news_write_views(db *d, instant now, bool all)
{
    AUTO(db_tx) tx = {0};
    static __typeof__(waiting) taken; /* of whoever set `busy` */
    static bool busy;
    int n = 0;

    pthread_mutex_lock(&lock);
    if (!busy && n_waiting && (all || n_waiting == WAITING || now.ms - written_at >= WRITE_MS)) {
        memcpy(taken, waiting, sizeof taken);
        n = n_waiting;
        n_waiting = 0;
        written_at = now.ms;
        busy = true;
    }
    pthread_mutex_unlock(&lock);
    if (n == 0) return OK;
    status s = db_begin(d, &tx);
    for (int i = 0; i < n && s == OK; i++) s = db_change(d, Q_ARTICLE_VIEWS_ADD, NULL, P_INT(taken[i].n), P_INT(taken[i].id));
    if (s == OK) s = db_commit(&tx);
    pthread_mutex_lock(&lock);
    for (int i = 0; s != OK && i < n && n_waiting < WAITING; i++) waiting[n_waiting++] = taken[i]; /* another time; one article may stand twice */
    busy = false;
    pthread_mutex_unlock(&lock);
    return s;
}
