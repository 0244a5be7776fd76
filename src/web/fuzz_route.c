/* Method and target of a request, through the decoder and the matcher of routes, and its query. */
#include "base/log.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"
#include "web/request_own.h"
#include <string.h>

static status nothing(request *r, reply *out)
{
    const char *q = query_text(r, "q");

    FUZZ_CHECK(text_valid_utf8(q, strlen(q)) && text_length(q) <= 300);
    (void)query_int(r, "trang", 1);
    for (int i = 0; i < 4; i++) FUZZ_CHECK(r->arg[i] >= 0);
    for (int i = 0; i < 2; i++) FUZZ_CHECK(!r->word[i] || (*r->word[i] && *r->word[i] != '.' && !strchr(r->word[i], '/')));
    return E_NOT_FOUND;
}

static const route routes[] = {
    {GET, "/", nothing, ACCESS_PUBLIC, .summary = "x"},
    {GET, "/ho-so/moi", nothing, ACCESS_PUBLIC, .summary = "x"},
    {GET, "/ho-so/:id", nothing, ACCESS_PUBLIC, .summary = "x"},
    {GET, "/ho-so/:id/tep/:file", nothing, ACCESS_PUBLIC, .summary = "x"},
    {GET, "/tinh/*name", nothing, ACCESS_PUBLIC, .summary = "x"},
    {GET, "/a/:a/b/:b/c/:c/d/:d/e/:e/*x/*y/*z", nothing, ACCESS_PUBLIC, .summary = "x"},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static web *w;
    static const route_table table = {routes, COUNT(routes)};
    AUTO(arena_ptr) mem = arena_new();
    const char *s = text_copyn(mem, (const char *)data, n), *target = NULL;
    request_own own = {0};
    request r = {.mem = mem, .own = &own};
    reply out = {0};
    bool other = false;

    log_setup((log_level)0, false);
    if (!w) FUZZ_CHECK(web_open(&(web_config){.tables = &table, .n_tables = 1, .site_name = "", .site_tagline = ""}, &w) == OK);
    size_t word = strcspn(s, " ");
    target = s[word] ? s + word + 1 : "";
    (void)web_body_max(w, text_copyn(mem, s, word), target);
    r.query = strchr(target, '?') ? strchr(target, '?') + 1 : "";
    const route_entry *e = route_find(w, GET, text_copyn(mem, target, strcspn(target, "?")), &r, &other);
    if (e) FUZZ_CHECK(e->route->handle(&r, &out) == E_NOT_FOUND);
    return 0;
}
