/* OAI-PMH 2.0: the register for harvesters. Six verbs, Dublin Core, tokens that hold no state of ours, cancelled entries as
 * deleted records. https://www.openarchives.org/OAI/openarchivesprotocol.html */
#include "registry/oai_pages.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/text.h"
#include "registry/open.h"
#include "web/template.h"
#include <stdio.h>
#include <string.h>

enum { ARGUMENTS = 7, TOKEN_MAX = 200 };
static const char *const argument_names[ARGUMENTS] = {"verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"};
enum { A_VERB, A_IDENTIFIER, A_PREFIX, A_FROM, A_UNTIL, A_SET, A_TOKEN };
typedef struct {
    const char *value[ARGUMENTS]; /* NULL: not sent */
    bool bad;                     /* unknown, repeated or malformed */
} arguments;

typedef struct {
    open_row row;
    const char *identifier, *datestamp, *url, *date, *kind_name;
    recognition_authors authors;
    bool deleted;
} record_view;
STATIC_SHAPE(record_shape, record_view, F_STRUCT(record_view, row, open_row_shape), F_TEXT(record_view, identifier), F_TEXT(record_view, datestamp), F_TEXT(record_view, url),
             F_TEXT(record_view, date), F_TEXT(record_view, kind_name), F_LIST(record_view, authors, recognition_author_shape), F_BOOL(record_view, deleted));
typedef struct {
    const char *name, *value;
} echo_view;
STATIC_SHAPE(echo_shape, echo_view, F_TEXT(echo_view, name), F_TEXT(echo_view, value));
typedef struct {
    const char *now, *base, *verb, *error, *said, *earliest, *host, *token;
    LIST_OF(echo_view) echoes;
    LIST_OF(record_view) records;
    bool identify, formats, headers, whole, one, has_token;
    int64_t complete, cursor;
} oai_view;
STATIC_SHAPE(oai_shape, oai_view, F_TEXT(oai_view, now), F_TEXT(oai_view, base), F_TEXT(oai_view, verb), F_TEXT(oai_view, error), F_TEXT(oai_view, said), F_TEXT(oai_view, earliest),
             F_TEXT(oai_view, host), F_TEXT(oai_view, token), F_LIST(oai_view, echoes, echo_shape), F_LIST(oai_view, records, record_shape), F_BOOL(oai_view, identify), F_BOOL(oai_view, formats),
             F_BOOL(oai_view, headers), F_BOOL(oai_view, whole), F_BOOL(oai_view, one), F_BOOL(oai_view, has_token), F_INT(oai_view, complete), F_INT(oai_view, cursor));

/* ---- what was asked ---- */

static arguments read_query(request *r)
{
    arguments a = {0};
    int seen[ARGUMENTS] = {0};

    for (const char *p = r->query; *p;) {
        size_t pair = strcspn(p, "&"), name = strcspn(p, "=&");
        bool known = false;
        for (int i = 0; i < ARGUMENTS; i++) {
            if (strlen(argument_names[i]) != name || strncmp(p, argument_names[i], name) != 0) continue;
            known = true;
            a.bad |= seen[i]++ > 0;
            a.value[i] = query_text(r, argument_names[i]);
            a.bad |= !*a.value[i];
        }
        if (pair > 0 && !known) a.bad = true;
        p += pair + (p[pair] == '&');
    }
    return a;
}

STATIC_FORM(oai_form, {.name = "verb", .kind = INPUT_LINE, .label = "verb"}, {.name = "identifier", .kind = INPUT_LINE, .label = "identifier"},
            {.name = "metadataPrefix", .kind = INPUT_LINE, .label = "metadataPrefix"}, {.name = "from", .kind = INPUT_LINE, .label = "from"}, {.name = "until", .kind = INPUT_LINE, .label = "until"},
            {.name = "set", .kind = INPUT_LINE, .label = "set"}, {.name = "resumptionToken", .kind = INPUT_LINE, .label = "resumptionToken"});

static arguments read_body(request *r)
{
    arguments a = {0};

    for (int i = 0; i < ARGUMENTS; i++) {
        const char *value = form_text(r, argument_names[i]);
        if (*value) a.value[i] = value;
    }
    return a;
}

/* "2026-11-24" or "2026-11-24T09:05:00Z"; a day as `until` means its end. */
static bool parse_stamp(const char *s, bool until, instant *out, bool *fine)
{
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, se = 0, end = 0;

    *fine = strlen(s) > 10;
    bool day = !*fine && sscanf(s, "%4d-%2d-%2d%n", &y, &mo, &d, &end) == 3 && s[end] == 0 && end == 10;
    bool second = *fine && sscanf(s, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &y, &mo, &d, &h, &mi, &se, &end) == 6 && s[end] == 0 && end == 20;
    date on = date_make(y, mo, d);
    if (!(day || second) || !on.ymd || h > 23 || mi > 59 || se > 59 || h < 0 || mi < 0 || se < 0) return false;
    int64_t days = date_days_between(date_make(1970, 1, 1), on);
    out->ms = ((days * 24 + h) * 60 + mi) * INT64_C(60000) + se * INT64_C(1000);
    if (until) out->ms += day ? INT64_C(86399999) : 999;
    return true;
}

static const char *stamp(arena *mem, instant t)
{
    const char *iso = instant_iso(mem, t);
    return strlen(iso) > 20 ? textf(mem, "%.19sZ", iso) : iso;
}

/* ---- answers ---- */

static void fail(oai_view *v, const char *code, const char *said)
{
    v->error = code;
    v->said = said;
    v->identify = v->formats = v->headers = v->whole = v->one = false;
    if (text_eq(code, "badVerb") || text_eq(code, "badArgument")) v->echoes.n = 0;
}

static const char *host_of(request *r)
{
    const char *base = request_base_url(r), *host = strstr(base, "://");

    host = host ? host + 3 : base;
    return text_copyn(r->mem, host, strcspn(host, ":/"));
}

static const char *identifier_of(request *r, const char *code)
{
    return textf(r->mem, "oai:%s:%s", host_of(r), code);
}

static status record_of(request *r, const open_row *w, bool whole, record_view *out)
{
    *out = (record_view){.row = *w, .identifier = identifier_of(r, w->code), .datestamp = stamp(r->mem, w->changed_at), .url = textf(r->mem, "%s/sang-kien/%s", request_base_url(r), w->code),
                         .date = date_iso(r->mem, w->recognised_on), .kind_name = dossier_kind_name(w->kind), .deleted = text_eq(w->status, "cancelled")};
    return whole && !out->deleted ? certificate_authors(r->db, r->mem, (recognition_id){w->id}, &out->authors) : OK;
}

/* A token says where a list goes on: from, until, the last instant and entry sent, how many were sent. */
typedef struct {
    instant from, until, after;
    int64_t id, sent;
} list_place;

static bool read_token(const char *s, list_place *p)
{
    long long v[5];
    int end = 0;

    if (strlen(s) > TOKEN_MAX || strspn(s, "0123456789.") != strlen(s)) return false;
    if (sscanf(s, "%18lld.%18lld.%18lld.%18lld.%18lld%n", &v[0], &v[1], &v[2], &v[3], &v[4], &end) != 5 || s[end]) return false;
    *p = (list_place){{v[0]}, {v[1]}, {v[2]}, v[3], v[4]};
    return v[2] >= v[0] && v[2] <= v[1];
}

static status list_from(request *r, oai_view *v, list_place p)
{
    open_rows rows = {0};

    TRY(open_changed(r->db, r->mem, p.from, p.until, p.after, p.id, REGISTER_HARVEST + 1, &rows));
    TRY(open_changed_count(r->db, p.from, p.until, &v->complete));
    if (rows.n == 0) {
        fail(v, "noRecordsMatch", "Nothing changed in this span.");
        return OK;
    }
    bool more = rows.n > REGISTER_HARVEST;
    if (more) rows.n = REGISTER_HARVEST;
    v->records.p = NEWS(r->mem, record_view, rows.n);
    for (int i = 0; i < rows.n; i++) TRY(record_of(r, &rows.p[i], v->whole, &v->records.p[v->records.n++]));
    v->cursor = p.sent;
    v->has_token = more || p.sent > 0;
    const open_row *last = &rows.p[rows.n - 1];
    if (more) v->token = textf(r->mem, "%lld.%lld.%lld.%lld.%lld", (long long)p.from.ms, (long long)p.until.ms, (long long)last->changed_at.ms, (long long)last->id, (long long)(p.sent + rows.n));
    return OK;
}

static status list_verb(request *r, oai_view *v, const arguments *a)
{
    list_place p = {.until = {INT64_C(253402300799999)}};
    bool fine[2] = {false, false};

    if (a->value[A_TOKEN]) {
        for (int i = A_IDENTIFIER; i <= A_SET; i++)
            if (a->value[i]) {
                fail(v, "badArgument", "resumptionToken is an exclusive argument.");
                return OK;
            }
        if (!read_token(a->value[A_TOKEN], &p)) {
            fail(v, "badResumptionToken", "This token was not given here.");
            return OK;
        }
        return list_from(r, v, p);
    }
    bool good = a->value[A_PREFIX] && !a->value[A_IDENTIFIER] && (!a->value[A_FROM] || parse_stamp(a->value[A_FROM], false, &p.from, &fine[0])) &&
                (!a->value[A_UNTIL] || parse_stamp(a->value[A_UNTIL], true, &p.until, &fine[1])) && (!a->value[A_FROM] || !a->value[A_UNTIL] || fine[0] == fine[1]) && p.from.ms <= p.until.ms;
    if (!good) fail(v, "badArgument", "metadataPrefix is required; from and until are days or seconds of UTC, both alike and in order.");
    else if (!text_eq(a->value[A_PREFIX], "oai_dc")) fail(v, "cannotDisseminateFormat", "Only oai_dc.");
    else if (a->value[A_SET]) fail(v, "noSetHierarchy", "There are no sets.");
    else {
        p.after = p.from;
        return list_from(r, v, p);
    }
    return OK;
}

/* The entry of "oai:HOST:CODE"; E_NOT_FOUND. */
static status by_identifier(request *r, const char *identifier, open_row *out)
{
    const char *prefix = identifier_of(r, "");

    if (!text_starts(identifier, prefix)) return E_NOT_FOUND;
    return open_by_code(r->db, r->mem, identifier + strlen(prefix), out);
}

static status get_record(request *r, oai_view *v, const arguments *a)
{
    open_row w = {0};

    if (!a->value[A_IDENTIFIER] || !a->value[A_PREFIX] || a->value[A_FROM] || a->value[A_UNTIL] || a->value[A_SET] || a->value[A_TOKEN]) {
        fail(v, "badArgument", "GetRecord takes identifier and metadataPrefix.");
        return OK;
    }
    if (!text_eq(a->value[A_PREFIX], "oai_dc")) {
        fail(v, "cannotDisseminateFormat", "Only oai_dc.");
        return OK;
    }
    status s = by_identifier(r, a->value[A_IDENTIFIER], &w);
    if (s == E_NOT_FOUND) fail(v, "idDoesNotExist", "There is no such entry.");
    if (s == E_NOT_FOUND) return OK;
    TRY(s);
    v->records.p = NEWS(r->mem, record_view, 1);
    return record_of(r, &w, true, &v->records.p[v->records.n++]);
}

static status formats_verb(request *r, oai_view *v, const arguments *a)
{
    open_row w = {0};

    if (!a->value[A_IDENTIFIER]) return OK;
    status s = by_identifier(r, a->value[A_IDENTIFIER], &w);
    if (s == E_NOT_FOUND) fail(v, "idDoesNotExist", "There is no such entry.");
    return s == E_NOT_FOUND ? OK : s;
}

static bool any_but_verb(const arguments *a, int except)
{
    for (int i = 1; i < ARGUMENTS; i++)
        if (i != except && a->value[i]) return true;
    return false;
}

static status answer_verb(request *r, oai_view *v, const arguments *a)
{
    const char *verb = a->value[A_VERB] ? a->value[A_VERB] : "";
    instant first = {0};

    v->identify = text_eq(verb, "Identify");
    v->formats = text_eq(verb, "ListMetadataFormats");
    v->headers = text_eq(verb, "ListIdentifiers");
    v->whole = text_eq(verb, "ListRecords");
    v->one = text_eq(verb, "GetRecord");
    bool known = v->identify || v->formats || v->headers || v->whole || v->one || text_eq(verb, "ListSets");
    if (!known) {
        fail(v, "badVerb", "One of Identify, ListMetadataFormats, ListSets, ListIdentifiers, ListRecords, GetRecord.");
        return OK;
    }
    if (a->bad || (v->identify && any_but_verb(a, -1)) || (v->formats && any_but_verb(a, A_IDENTIFIER))) {
        fail(v, "badArgument", "An argument is unknown, empty, repeated or not for this verb.");
        return OK;
    }
    if (v->headers || v->whole) return list_verb(r, v, a);
    if (v->one) return get_record(r, v, a);
    if (v->formats) return formats_verb(r, v, a);
    if (!v->identify) fail(v, "noSetHierarchy", "There are no sets.");
    TRY(open_earliest(r->db, &first));
    v->earliest = stamp(r->mem, first.ms ? first : r->now);
    return OK;
}

static status answer(request *r, reply *out, const arguments *a)
{
    oai_view *v = NEW(r->mem, oai_view);
    template *t = NULL;
    AUTO(buf) b = {0};

    *v = (oai_view){.now = stamp(r->mem, r->now), .base = textf(r->mem, "%s/oai", request_base_url(r)), .verb = a->value[A_VERB] ? a->value[A_VERB] : "", .error = "", .said = "", .earliest = "",
                    .token = "", .host = host_of(r)};
    v->echoes.p = NEWS(r->mem, echo_view, ARGUMENTS);
    for (int i = 0; i < ARGUMENTS; i++)
        if (a->value[i]) v->echoes.p[v->echoes.n++] = (echo_view){argument_names[i], a->value[i]};
    TRY(answer_verb(r, v, a));
    TRY(template_compile_text(r->mem, "registry/oai.xml", embed_find("registry/oai.xml")->data, &oai_shape, NULL, NULL, &t));
    template_render(t, r->mem, v, NULL, NULL, &b);
    reply_public(out, 60);
    return reply_text(r, out, "text/xml; charset=utf-8", text_copy(r->mem, b.p));
}

static status oai_get(request *r, reply *out)
{
    arguments a = read_query(r);
    return answer(r, out, &a);
}

static status oai_post(request *r, reply *out)
{
    arguments a = read_body(r);
    return answer(r, out, &a);
}

static const route routes[] = {
    {GET, "/oai", oai_get, ACCESS_PUBLIC, .flags = ROUTE_HEAVY, .scope = SCOPE_REGISTER, .summary = "OAI-PMH 2.0"},
    {POST, "/oai", oai_post, ACCESS_PUBLIC, .form = &oai_form, .flags = ROUTE_NO_ONCE | ROUTE_READS | ROUTE_HEAVY, .summary = "OAI-PMH 2.0"},
};
const route_table oai_routes = {routes, COUNT(routes)};
