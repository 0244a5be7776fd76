/* The newest documents, in memory. */
#include "novelty/index.h"
#include <stdlib.h>
#include <string.h>

static void *grown(void *p, size_t n, size_t size)
{
    p = realloc(p, n * size);
    if (!p) abort();
    return p;
}

static uint32_t slot_of(const young *y, uint64_t key)
{
    uint32_t i = (uint32_t)(key * 0x9E3779B97F4A7C15u >> 32) & (y->slots - 1);

    while (y->heads[i] && y->keys[i] != key) i = (i + 1) & (y->slots - 1);
    return i;
}

static void make_room(young *y)
{
    young old = *y;

    if (y->used * 2 < y->slots) return;
    y->slots = old.slots ? old.slots * 2 : 4096;
    y->keys = grown(NULL, y->slots, sizeof *y->keys);
    y->heads = calloc(y->slots, sizeof *y->heads);
    if (!y->heads) abort();
    for (uint32_t i = 0; i < old.slots; i++) {
        if (!old.heads[i]) continue;
        uint32_t to = slot_of(y, old.keys[i]);
        y->keys[to] = old.keys[i];
        y->heads[to] = old.heads[i];
    }
    free(old.keys);
    free(old.heads);
}

static void add_posting(young *y, uint64_t key, uint32_t doc)
{
    make_room(y);
    uint32_t i = slot_of(y, key);
    if (y->heads[i] && y->postings[y->heads[i] - 1].doc == doc) return;
    if (y->n_postings == y->cap_postings) {
        y->cap_postings = y->cap_postings ? y->cap_postings * 2 : 4096;
        y->postings = grown(y->postings, y->cap_postings, sizeof *y->postings);
    }
    y->used += y->heads[i] == 0;
    y->keys[i] = key;
    y->postings[y->n_postings].doc = doc;
    y->postings[y->n_postings].next = y->heads[i];
    y->heads[i] = ++y->n_postings;
}

static void copy_strings(young_doc *d, const volume_input *in)
{
    size_t id = strlen(in->id) + 1, unit = strlen(in->unit) + 1, title = strlen(in->title) + 1;

    d->id = grown(NULL, id + unit + title + in->text_bytes + 1, 1);
    memcpy(d->id, in->id, id);
    d->unit = memcpy(d->id + id, in->unit, unit);
    d->title = memcpy(d->id + id + unit, in->title, title);
    char *text = memcpy(d->id + id + unit + title, in->text, in->text_bytes);
    text[in->text_bytes] = 0;
    d->text = text;
    d->text_bytes = in->text_bytes;
    d->generation = in->generation;
    d->id_hash = id_hash(in->id);
}

static void keep_title(young_doc *d, const syllables *title, const syllables *text)
{
    syllable lead[LEAD];
    title_key keys[TITLE_KEYS_MAX];

    d->n_title = title_keys_once(keys, title_keys(lead, title_lead(title, text, lead), keys));
    d->title_keys = grown(NULL, (size_t)d->n_title + 1, sizeof *keys);
    if (d->n_title) memcpy(d->title_keys, keys, (size_t)d->n_title * sizeof *keys);
}

void young_add(young *y, const volume_input *in)
{
    AUTO(syllables) text = {0}, title = {0};
    AUTO(features) found = {0};

    if (y->n == y->cap) {
        y->cap = y->cap ? y->cap * 2 : 64;
        y->docs = grown(y->docs, y->cap, sizeof *y->docs);
    }
    young_doc *d = &y->docs[y->n];
    memset(d, 0, sizeof *d);
    copy_strings(d, in);
    syllables_read(d->text, d->text_bytes, NOVELTY_SYLLABLES_MAX, false, &text);
    syllables_read(d->title, strlen(d->title), LEAD, false, &title);
    features_read(text.id, text.n, false, NULL, &found);
    keep_title(d, &title, &text);
    d->syllables = (uint32_t)text.n;
    d->forward = grown(NULL, text.n + 1, sizeof *d->forward);
    if (text.n) memcpy(d->forward, text.id, text.n * sizeof *d->forward);
    for (size_t i = 0; i < found.n; i++) add_posting(y, found.p[i].key, y->n);
    y->bytes += in->text_bytes + found.n * 20 + text.n * 2 + 500;
    y->n++;
}

uint32_t young_head(const young *y, uint64_t key)
{
    return y->slots ? y->heads[slot_of(y, key)] : 0;
}

void young_clear(young *y)
{
    for (uint32_t i = 0; i < y->n; i++) {
        free(y->docs[i].id);
        free(y->docs[i].forward);
        free(y->docs[i].title_keys);
    }
    free(y->docs);
    free(y->keys);
    free(y->heads);
    free(y->postings);
    *y = (young){0};
}
