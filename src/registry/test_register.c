/* The register as open data: facets equal lists, OAI-PMH by the letter, exports in parts, no personal data anywhere in
 * public, the register made again out of the log. */
#include "tests/lib/fixture.h"
#include "base/buf.h"
#include "base/text.h"
#include "registry/open.h"
#include "tests/lib/stores.h"
#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- facets ---- */

static int64_t found(db *d, arena *mem, register_filter f)
{
    register_rows rows = {0};
    int64_t n = 0;

    f.limit = 1;
    assert_int_equal(registry_search(d, mem, &f, &rows, &n), OK);
    return n;
}

static void facets_count_what_lists_find(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 25);
        db *d = NULL;
        assert_int_equal(db_borrow(s, &d), OK);
        const register_filter asks[] = {{.text = "", .field = ""}, {.text = "giai phap", .field = ""}, {.text = "", .field = "", .level = "unit"}, {.text = "a", .field = "", .kind = "management"},
                                        {.text = "khong co gi nhu the", .field = ""}};
        for (int i = 0; i < COUNT(asks); i++) {
            register_facets face = {0};
            int64_t sum = 0;
            assert_int_equal(registry_facets(d, mem, &asks[i], &face), OK);
            for (int y = 0; y < face.years.n; y++) {
                register_filter f = asks[i];
                f.year = (int)face.years.p[y].key;
                sum += face.years.p[y].total;
                assert_int_equal(found(d, mem, f), face.years.p[y].total);
            }
            assert_int_equal(sum, found(d, mem, asks[i]));
            for (int y = 0; y < face.orgs.n && y < 8; y++) {
                register_filter f = asks[i];
                f.org.v = face.orgs.p[y].key;
                assert_int_equal(found(d, mem, f), face.orgs.p[y].total);
            }
            for (int y = 0; y < face.kinds.n; y++) {
                register_filter f = asks[i];
                f.kind = face.kinds.p[y].label;
                assert_int_equal(found(d, mem, f), face.kinds.p[y].total);
            }
            for (int y = 0; y < face.fields.n; y++) {
                register_filter f = asks[i];
                f.field = face.fields.p[y].label;
                assert_int_equal(found(d, mem, f), face.fields.p[y].total);
            }
        }
        db_return(d);
        stores_close(s);
    }
}

/* ---- OAI-PMH ---- */

static xmlXPathContextPtr parse(const visited *r, xmlDocPtr *doc)
{
    assert_int_equal(r->status, 200);
    assert_true(text_starts(r->type, "text/xml"));
    *doc = xmlReadMemory(r->body, (int)r->n, "oai", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    assert_non_null(*doc);
    xmlXPathContextPtr x = xmlXPathNewContext(*doc);
    xmlXPathRegisterNs(x, BAD_CAST "o", BAD_CAST "http://www.openarchives.org/OAI/2.0/");
    xmlXPathRegisterNs(x, BAD_CAST "dc", BAD_CAST "http://purl.org/dc/elements/1.1/");
    return x;
}

static const char *value(arena *mem, xmlXPathContextPtr x, const char *path)
{
    xmlXPathObjectPtr o = xmlXPathEvalExpression(BAD_CAST textf(mem, "string(%s)", path), x);
    const char *s = text_copy(mem, (const char *)o->stringval);

    xmlXPathFreeObject(o);
    return s;
}

static void drop(xmlDocPtr doc, xmlXPathContextPtr x)
{
    xmlXPathFreeContext(x);
    xmlFreeDoc(doc);
}

static const char *ask(arena *mem, visitor *v, const char *query, const char *path)
{
    xmlDocPtr doc = NULL;
    visited r = visitor_get(v, textf(mem, "/oai%s%s", *query ? "?" : "", query));
    xmlXPathContextPtr x = parse(&r, &doc);
    const char *s = value(mem, x, path);

    drop(doc, x);
    return s;
}

static void oai_errors_by_the_letter(void **state)
{
    static const char *const wrong[][2] = {
        {"", "badVerb"},
        {"verb=Nope", "badVerb"},
        {"verb=Identify&verb=Identify", "badArgument"},
        {"verb=Identify&from=2024-01-01", "badArgument"},
        {"verb=Identify&x=1", "badArgument"},
        {"verb=ListRecords", "badArgument"},
        {"verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"},
        {"verb=ListRecords&metadataPrefix=oai_dc&set=a", "noSetHierarchy"},
        {"verb=ListRecords&metadataPrefix=oai_dc&from=2024-13-01", "badArgument"},
        {"verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01&until=2024-01-02T00:00:00Z", "badArgument"},
        {"verb=ListRecords&metadataPrefix=oai_dc&from=2025-01-02&until=2025-01-01", "badArgument"},
        {"verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"},
        {"verb=ListRecords&resumptionToken=x", "badResumptionToken"},
        {"verb=ListRecords&resumptionToken=1.2.3.4", "badResumptionToken"},
        {"verb=ListRecords&resumptionToken=5.9.2.4.1", "badResumptionToken"},
        {"verb=ListRecords&resumptionToken=99999999999999999999999999.1.1.1.1", "badResumptionToken"},
        {"verb=ListRecords&resumptionToken=1.1.1.1.1&metadataPrefix=oai_dc", "badArgument"},
        {"verb=GetRecord&metadataPrefix=oai_dc", "badArgument"},
        {"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:y", "idDoesNotExist"},
        {"verb=GetRecord&metadataPrefix=x&identifier=oai:x:y", "cannotDisseminateFormat"},
        {"verb=ListSets", "noSetHierarchy"},
        {"verb=ListMetadataFormats&identifier=%3Cscript%3E", "idDoesNotExist"},
    };
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 3);
    web *w = stores_web(s);
    visitor *v = visitor_new(w);

    for (int i = 0; i < COUNT(wrong); i++) {
        const char *code = ask(mem, v, wrong[i][0], "//o:error/@code");
        if (strcmp(code, wrong[i][1]) != 0) print_error("%s\n", wrong[i][0]);
        assert_string_equal(code, wrong[i][1]);
    }
    assert_string_equal(ask(mem, v, "verb=Identify", "//o:protocolVersion"), "2.0");
    assert_string_equal(ask(mem, v, "verb=Identify", "//o:deletedRecord"), "persistent");
    assert_string_equal(ask(mem, v, "verb=ListMetadataFormats", "//o:metadataPrefix"), "oai_dc");
    /* POST is as good as GET, from anywhere */
    visited r = visitor_post(v, "/oai", "/dang-nhap", "verb=Identify");
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "<protocolVersion>2.0</protocolVersion>"));
    visitor_free(v);
    web_close(w);
    stores_close(s);
}

static void a_harvest_brings_every_entry_once(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        enum { ENTRIES = 110 };
        store *s = stores_city(stores_kinds[k], ENTRIES);
        web *w = stores_web(s);
        visitor *v = visitor_new(w);
        const char *query = "verb=ListRecords&metadataPrefix=oai_dc", *last = "", *one = "";
        int pages = 0, records = 0, distinct = 0;
        while (*query) {
            xmlDocPtr doc = NULL;
            visited r = visitor_get(v, textf(mem, "/oai?%s", query));
            xmlXPathContextPtr x = parse(&r, &doc);
            int n = atoi(value(mem, x, "count(//o:record)"));
            for (int i = 1; i <= n; i++) {
                const char *id = value(mem, x, textf(mem, "(//o:header/o:identifier)[%d]", i));
                distinct += strcmp(id, last) != 0;
                last = id;
            }
            assert_string_equal(value(mem, x, "//o:resumptionToken/@completeListSize"), textf(mem, "%d", ENTRIES));
            assert_string_equal(value(mem, x, "//o:resumptionToken/@cursor"), textf(mem, "%d", records));
            records += n;
            one = value(mem, x, "(//o:header/o:identifier)[1]");
            const char *token = value(mem, x, "//o:resumptionToken");
            query = *token ? textf(mem, "verb=ListRecords&resumptionToken=%s", token) : "";
            drop(doc, x);
            assert_true(++pages < 10);
        }
        assert_int_equal(records, ENTRIES);
        assert_int_equal(distinct, ENTRIES);
        assert_int_equal(pages, 2);
        /* one of them, with its authors and its permanent address */
        const char *get = textf(mem, "verb=GetRecord&metadataPrefix=oai_dc&identifier=%s", one);
        assert_true(*ask(mem, v, get, "//dc:creator"));
        assert_non_null(strstr(ask(mem, v, get, "//dc:identifier"), strrchr(one, ':') + 1));
        visitor_free(v);
        web_close(w);
        stores_close(s);
    }
}

/* A cancelled entry stays with its identifier, as a deleted record without its text: a harvester learns that it is gone. */
static void a_cancelled_entry_is_a_deleted_record(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 5);
        web *w = stores_web(s);
        visitor *v = visitor_new(w);
        db *d = NULL;
        assert_int_equal(db_borrow(s, &d), OK);
        {
            AUTO(db_tx) tx = {0};
            assert_int_equal(db_begin(d, &tx), OK);
            assert_int_equal(db_change1(d, Q_TEST_REGISTER_STRUCK), OK);
            assert_int_equal(db_commit(&tx), OK);
        }
        db_return(d);
        assert_string_equal(ask(mem, v, "verb=ListRecords&metadataPrefix=oai_dc", "count(//o:record)"), "5");
        assert_string_equal(ask(mem, v, "verb=ListRecords&metadataPrefix=oai_dc", "count(//o:header[@status='deleted'])"), "1");
        assert_string_equal(ask(mem, v, "verb=ListRecords&metadataPrefix=oai_dc", "count(//o:record[o:header/@status='deleted']/o:metadata)"), "0");
        const char *id = ask(mem, v, "verb=ListIdentifiers&metadataPrefix=oai_dc", "//o:header[@status='deleted']/o:identifier");
        assert_true(*id);
        const char *one = textf(mem, "verb=GetRecord&metadataPrefix=oai_dc&identifier=%s", id);
        assert_string_equal(ask(mem, v, one, "//o:header/@status"), "deleted");
        assert_string_equal(ask(mem, v, one, "count(//o:metadata)"), "0");
        assert_true(*ask(mem, v, one, "//o:header/o:datestamp"));
        visitor_free(v);
        web_close(w);
        stores_close(s);
    }
}

/* ---- exports ---- */

static void an_export_in_parts_is_whole(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        enum { ENTRIES = REGISTER_PART + 20 };
        store *s = stores_city(stores_kinds[k], k ? 5 : ENTRIES);
        web *w = stores_web(s);
        visitor *v = visitor_new(w);
        visited r = visitor_get(v, "/sang-kien.csv");
        int lines = 0;
        assert_int_equal(r.status, 200);
        for (size_t i = 0; i < r.n; i++) lines += r.body[i] == '\n';
        assert_int_equal(lines, 1 + (k ? 5 : ENTRIES));
        r = visitor_get(v, "/sang-kien.csv?q=khong+co+gi+nhu+the");
        assert_non_null(strstr(r.body, "ten_sang_kien"));
        visitor_free(v);
        web_close(w);
        stores_close(s);
    }
}

/* ---- personal data ---- */

typedef struct {
    const char *code, *serial, *slug, *course;
} samples;
typedef struct {
    const char *v;
} word_row;
STATIC_SHAPE(word_shape, word_row, F_TEXT(word_row, v));

/* The address of a public route for an object that there is. */
static const char *with_object(arena *mem, const char *path, const samples *s)
{
    const char *word = text_starts(path, "/sang-kien") ? s->code : text_starts(path, "/xac-minh") || text_starts(path, "/giay-chung-nhan") ? s->serial : text_starts(path, "/tin-tuc") ? s->slug :
                       text_starts(path, "/tap-huan") ? s->course : text_starts(path, "/huong-dan") ? "tac-gia" : text_starts(path, "/du-lieu") ? "sang-kien" : "report_cube";
    AUTO(buf) b = {0};

    for (const char *p = path; *p; p++) {
        if (*p != ':' && *p != '*') {
            buf_putc(&b, *p);
            continue;
        }
        buf_puts(&b, *p == ':' ? "1" : word);
        while (p[1] && p[1] != '/' && p[1] != '.') p++;
    }
    return text_copy(mem, b.p);
}

static const char *first_of(arena *mem, db *d, query q)
{
    word_row w = {.v = ""};
    assert_int_equal(db_one_(d, q, mem, &word_shape, &w, NULL, 0), OK);
    return w.v;
}

/* Birth dates, e-mail, phone numbers and addresses are in no public answer, as page or as JSON. */
static void no_public_answer_holds_personal_data(void **state)
{
    static const char *const private[] = {"@thu-rieng.example", "0905 771", "03/02/1941", "1941-02-03", "19410203", "đường Bí mật", "203.0.113.77"};
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) routes = {0};
    store *s = stores_city(STORE_SQLITE, 40);
    web *w = stores_web(s);
    visitor *v = visitor_new(w), *officer = stores_login(w, "demo.tiepnhan"); /* a session whose address is planted too */
    db *d = NULL;
    AUTO(db_tx) tx = {0};
    int tried = 0, answered = 0;

    assert_int_equal(db_borrow(s, &d), OK);
    assert_int_equal(db_begin(d, &tx), OK);
    assert_int_equal(db_change(d, Q_TEST_REGISTER_PHONES, NULL), OK);
    assert_int_equal(db_change(d, Q_TEST_REGISTER_BIRTHS, NULL), OK);
    int64_t trained = 0, sessions = 0;
    assert_int_equal(db_change(d, Q_TEST_REGISTER_TRAINED, &trained), OK);
    assert_int_equal(db_change(d, Q_TEST_REGISTER_FROM, &sessions), OK);
    assert_true(trained > 0 && sessions > 0);
    assert_int_equal(db_commit(&tx), OK);
    samples o = {first_of(mem, d, Q_TEST_REGISTER_CODE), first_of(mem, d, Q_TEST_REGISTER_SERIAL), first_of(mem, d, Q_TEST_REGISTER_SLUG), first_of(mem, d, Q_TEST_REGISTER_COURSE)};
    db_return(d);
    web_routes_json(w, &routes);
    json_t *all = json_loads(routes.p, 0, NULL), *one;
    size_t i;
    json_array_foreach(all, i, one)
    {
        const char *path = json_string_value(json_object_get(one, "path"));
        if (strcmp(json_string_value(json_object_get(one, "method")), "GET") != 0) continue;
        for (int json = 0; json < 2; json++) {
            visitor_accept(v, json ? "application/json" : "text/html");
            visited r = visitor_get(v, with_object(mem, path, &o));
            tried++;
            answered += r.status == 200;
            for (int k = 0; k < COUNT(private); k++) {
                if (!memmem(r.body, r.n, private[k], strlen(private[k]))) continue;
                print_error("%s holds %s\n", path, private[k]);
                fail();
            }
        }
    }
    print_message("%d public answers of %d searched\n", answered, tried);
    assert_true(answered > 60);
    json_decref(all);
    visitor_free(officer);
    visitor_free(v);
    web_close(w);
    stores_close(s);
}

/* ---- the log ---- */

static void the_register_is_what_the_log_says(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 8);
        web *w = stores_web(s);
        visitor *v = visitor_new(w);
        db *d = NULL;
        AUTO(db_tx) tx = {0};
        int64_t wrong = -1;
        history_rows h = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(open_compare_log(d, &wrong), OK);
        assert_int_equal(wrong, 0);
        const char *code = first_of(mem, d, Q_TEST_REGISTER_CODE);
        assert_int_equal(open_history(d, mem, code, &h), OK);
        assert_true(h.n >= 1);
        assert_string_equal(h.p[0].action, "recognition.entered");
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(db_change(d, Q_TEST_REGISTER_EDIT, NULL), OK);
        assert_int_equal(db_commit(&tx), OK);
        assert_int_equal(open_compare_log(d, &wrong), OK);
        assert_int_equal(wrong, 1); /* an edit past the log is found */
        db_return(d);
        visited r = visitor_get(v, textf(mem, "/sang-kien/%s/lich-su", code));
        assert_int_equal(r.status, 200);
        assert_non_null(strstr(r.body, "Ghi vào sổ đăng ký"));
        visitor_free(v);
        web_close(w);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(facets_count_what_lists_find), cmocka_unit_test(oai_errors_by_the_letter), cmocka_unit_test(a_harvest_brings_every_entry_once), cmocka_unit_test(a_cancelled_entry_is_a_deleted_record),
                                       cmocka_unit_test(an_export_in_parts_is_whole), cmocka_unit_test(no_public_answer_holds_personal_data), cmocka_unit_test(the_register_is_what_the_log_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
