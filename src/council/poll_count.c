/* How ballots over several dossiers are counted and written: pure, integers only. */
#include "base/buf.h"
#include "base/text.h"
#include "base/words.h"
#include "council/poll.h"

poll_method poll_method_of(const char *key)
{
    return text_eq(key, "approval") ? POLL_APPROVAL : text_eq(key, "score") ? POLL_SCORE : POLL_RANK;
}

const char *poll_method_name(poll_method method)
{
    return method == POLL_APPROVAL ? T("Chọn nhiều hồ sơ") : method == POLL_SCORE ? T("Cho điểm từng hồ sơ") : T("Xếp thứ tự hồ sơ");
}

/* ---- marks ---- */

static int most(poll_method method, int options, int top)
{
    return method == POLL_APPROVAL ? 1 : method == POLL_SCORE ? top : options;
}

status poll_read(const char *text, poll_method method, int options, int top, int *mark)
{
    for (int i = 0; i < options; i++) {
        int n = 0, digits = 0;
        if (i && *text++ != ' ') return E_INVALID;
        for (; *text >= '0' && *text <= '9' && digits < 5; text++, digits++) n = n * 10 + (*text - '0');
        if (!digits || n > most(method, options, top)) return E_INVALID;
        mark[i] = n;
    }
    return *text ? E_INVALID : OK;
}

const char *poll_text(arena *mem, const int *mark, int options)
{
    AUTO(buf) b = {0};

    for (int i = 0; i < options; i++) buf_printf(&b, "%s%d", i ? " " : "", mark[i]);
    return text_copy(mem, b.p ? b.p : "");
}

/* Options from the best place to the last; those without one at the end. */
static void rank_words(buf *b, const int *mark, int options)
{
    int last = -1;

    for (int turn = 1; turn <= options + 1; turn++)
        for (int i = 0; i < options; i++) {
            int place = mark[i] ? mark[i] : options + 1;
            if (place != turn) continue;
            buf_printf(b, "%s%d", last < 0 ? "" : last == place ? " = " : " > ", i + 1);
            last = place;
        }
}

const char *poll_words(arena *mem, poll_method method, const int *mark, int options)
{
    AUTO(buf) b = {0};

    if (method == POLL_RANK) rank_words(&b, mark, options);
    for (int i = 0; i < options && method == POLL_SCORE; i++) buf_printf(&b, "%s%d: %d", i ? "; " : "", i + 1, mark[i]);
    for (int i = 0; i < options && method == POLL_APPROVAL; i++)
        if (mark[i]) buf_printf(&b, "%s%d", b.n ? ", " : "", i + 1);
    return b.n ? text_copy(mem, b.p) : T("không chọn hồ sơ nào");
}

/* ---- the count ---- */

static void count_sums(const poll_marks *m, poll_tally *t)
{
    for (int b = 0; b < m->ballots; b++)
        for (int i = 0; i < m->options; i++) t->points[i] += m->mark[b * m->options + i];
    for (int i = 0; i < m->options; i++)
        for (int j = 0; j < m->options; j++) t->place[i] += t->points[j] > t->points[i];
}

static bool before(int a, int b)
{
    return a && (!b || a < b);
}

/* Which of two is put before the other by more ballots is stronger than it, by as many as do; a path is as strong as its weakest
 * pair; one beats another when its strongest path there is stronger than the way back. */
static void count_ranks(arena *mem, const poll_marks *m, poll_tally *t)
{
    int n = m->options;
    int *w = t->wins = NEWS(mem, int, n * n), *p = t->path = NEWS(mem, int, n * n);

    for (int b = 0; b < m->ballots; b++)
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) w[i * n + j] += before(m->mark[b * n + i], m->mark[b * n + j]);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) p[i * n + j] = w[i * n + j] > w[j * n + i] ? w[i * n + j] : 0;
    for (int k = 0; k < n; k++)
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                int via = p[i * n + k] < p[k * n + j] ? p[i * n + k] : p[k * n + j];
                if (i != j && via > p[i * n + j]) p[i * n + j] = via;
            }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            t->place[i] += p[j * n + i] > p[i * n + j];
            t->points[i] += p[i * n + j] > p[j * n + i];
        }
}

void poll_count(arena *mem, poll_method method, const poll_marks *m, poll_tally *out)
{
    poll_tally t = {.place = NEWS(mem, int, m->options + 1), .points = NEWS(mem, int64_t, m->options + 1)};

    for (int i = 0; i < m->options; i++) t.place[i] = 1;
    if (method == POLL_RANK) count_ranks(mem, m, &t);
    else count_sums(m, &t);
    *out = t;
}

poll_verdict poll_verdict_of(const int *place, int options, int which, int places)
{
    int ahead = 0, alike = 0;

    for (int i = 0; i < options; i++) {
        ahead += place[i] < place[which];
        alike += place[i] == place[which];
    }
    if (ahead + alike <= places) return POLL_TAKEN;
    return ahead < places ? POLL_TIED : POLL_NOT_TAKEN;
}
