/* Templates from Word: fields over split runs, rows of lists, hostile files; issued papers come out the same for ever. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "doc/docx.h"
#include "paper/paper.h"
#include "tests/lib/stores.h"
#include <string.h>
#include <zip.h>

#define W "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
#define END "</w:body></w:document>"

typedef struct {
    const char *name, *text;
} part;

static bytes packed(arena *mem, const part *parts, int n)
{
    zip_error_t e;
    zip_stat_t st;
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *z = zip_open_from_source(whole, ZIP_TRUNCATE, &e);

    zip_source_keep(whole);
    for (int i = 0; i < n; i++) assert_true(zip_file_add(z, parts[i].name, zip_source_buffer(z, parts[i].text, strlen(parts[i].text), 0), ZIP_FL_OVERWRITE) >= 0);
    assert_int_equal(zip_close(z), 0);
    assert_int_equal(zip_source_open(whole), 0);
    assert_int_equal(zip_source_stat(whole, &st), 0);
    char *p = arena_alloc(mem, st.size + 1);
    assert_int_equal(zip_source_read(whole, p, st.size), (zip_int64_t)st.size);
    zip_source_free(whole);
    return (bytes){p, st.size};
}

static bytes document(arena *mem, const char *body)
{
    const part parts[] = {{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", textf(mem, W "%s" END, body)}};
    return packed(mem, parts, 2);
}

/* The text of word/document.xml. */
static const char *body_of(arena *mem, bytes docx)
{
    zip_error_t e;
    zip_stat_t st;
    zip_t *z = zip_open_from_source(zip_source_buffer_create(docx.p, docx.n, 0, &e), ZIP_RDONLY, &e);

    assert_non_null(z);
    assert_int_equal(zip_stat(z, "word/document.xml", 0, &st), 0);
    zip_file_t *f = zip_fopen(z, "word/document.xml", 0);
    char *p = arena_alloc(mem, st.size + 1);
    assert_int_equal(zip_fread(f, p, st.size), (zip_int64_t)st.size);
    p[st.size] = 0;
    zip_fclose(f);
    zip_discard(z);
    return p;
}

static const char *filled(arena *mem, bytes docx, const fill_value *v, int n)
{
    fill_values values = {(fill_value *)v, n};
    bytes out = {0}, again = {0};
    const char *why = "";

    assert_int_equal(fill_template(mem, docx, &values, &out, &why), OK);
    assert_int_equal(fill_template(mem, docx, &values, &again, &why), OK);
    assert_int_equal(out.n, again.n);
    assert_memory_equal(out.p, again.p, out.n);
    return body_of(mem, out);
}

static void fields_over_split_runs_are_filled(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const fill_value v[] = {{"so", "12/2026"}, {"ten", "A < B & \"C\" {{so}}"}, {"ghi_chu", "dòng 1\ndòng 2"}};
    bytes t = document(mem, "<w:p><w:r><w:t>Số {</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{s</w:t></w:r><w:r><w:t>o}</w:t></w:r><w:r><w:t>} và {{ ten }}.</w:t></w:r></w:p>"
                            "<w:p><w:r><w:t>{{ghi_chu}}{{so}}</w:t></w:r></w:p>");
    fill_names names = {0};
    const char *why = "", *s = filled(mem, t, v, 3);

    assert_non_null(strstr(s, ">Số 12/2026<"));
    assert_non_null(strstr(s, "A &lt; B &amp; \"C\" {{so}}.")); /* a value is text: no markup, and not filled again */
    assert_non_null(strstr(s, ">dòng 1</w:t><w:br/><w:t"));
    assert_non_null(strstr(s, ">dòng 212/2026</w:t>"));
    assert_int_equal(fill_fields(mem, t, &names, &why), OK);
    assert_int_equal(names.n, 3);
}

static void rows_of_lists_are_repeated(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const fill_value two[] = {{"tac_gia#", "2"}, {"tac_gia.1.ten", "An"}, {"tac_gia.2.ten", "Bình"}}, none[] = {{"tac_gia#", "0"}};
    bytes t = document(mem, "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Tên</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>{{tac_gia</w:t></w:r><w:r><w:t>.ten}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>");
    const char *s = filled(mem, t, two, 3);

    assert_non_null(strstr(s, "An"));
    assert_non_null(strstr(strstr(s, "An"), "Bình"));
    assert_null(strstr(s, "{{"));
    s = filled(mem, t, none, 1);
    assert_null(strstr(s, "An"));
    assert_non_null(strstr(s, "Tên"));
}

static void hostile_templates_are_refused(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    static const char body[] = W "<w:p><w:r><w:t>x</w:t></w:r></w:p>" END;
#define REL(type, mode) "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://x/" type "\" Target=\"http://evil/x\"" mode "/></Relationships>"
    const part bad[][3] = {
        {{"word/document.xml", body}, {"word/vbaProject.bin", "x"}},
        {{"word/document.xml", body}, {"[Content_Types].xml", "<Types><x ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>"}},
        {{"word/document.xml", body}, {"word/_rels/settings.xml.rels", REL("attachedTemplate", " TargetMode=\"External\"")}},
        {{"word/document.xml", body}, {"word/_rels/document.xml.rels", REL("image", " TargetMode=\"External\"")}},
        {{"word/document.xml", body}, {"word/_rels/document.xml.rels", REL("oleObject", "")}},
        {{"word/document.xml", body}, {"word/embeddings/a.bin", "x"}},
        {{"word/document.xml", W "<w:altChunk/>" END}},
        {{"word/document.xml", W "<w:p><w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\\\x</w:instrText></w:r></w:p>" END}},
        {{"word/document.xml", W "<w:p><w:fldSimple w:instr=\"INCLUDEPICTURE x\"/></w:p>" END}},
        {{"word/document.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]>" "<a>&b;</a>"}},
        {{"word/document.xml", "<w:unclosed"}},
        {{"word/document.xml", W "<w:p><w:r><w:t>{{so</w:t></w:r></w:p>" END}},
        {{"word/document.xml", W "<w:p><w:r><w:t>{{Số hồ sơ}}</w:t></w:r></w:p>" END}},
        {{"word/other.xml", body}},
    };
    for (int i = 0; i < COUNT(bad); i++) {
        fill_names names = {0};
        const char *why = "";
        int n = bad[i][1].name ? 2 : 1;
        status s = fill_fields(mem, packed(mem, bad[i], n), &names, &why);
        if (s != E_INVALID || !*why) print_error("case %d: %d %s\n", i, s, why);
        assert_int_equal(s, E_INVALID);
        assert_true(*why);
    }
    const part link[] = {{"word/document.xml", body}, {"word/_rels/document.xml.rels", REL("hyperlink", " TargetMode=\"External\"")}};
    fill_names names = {0};
    const char *why = "";
    assert_int_equal(fill_fields(mem, packed(mem, link, 2), &names, &why), OK); /* a link that a person may click is no fetch */
}

static actor administrator(void)
{
    static const actor_role roles[] = {{ROLE_ADMINISTRATOR, {0}}};
    return (actor){.user = {1}, .name = "Quản trị", .login = "", .unit = "", .address = "", .roles = roles, .n_roles = 1};
}

static void a_draft_with_an_unknown_field_cannot_be_used(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 1);
        db *d = NULL;
        actor who = administrator(), nobody = {.user = {2}, .name = "", .login = "", .unit = "", .address = ""};
        paper_id id = {0};
        paper_row row = {0};
        const char *why = "";
        bytes out = {0};

        assert_int_equal(db_borrow(s, &d), OK);
        bytes good = document(mem, "<w:p><w:r><w:t>Mẫu mới {{so_ho_so}}</w:t></w:r></w:p>"), bad = document(mem, "<w:p><w:r><w:t>{{so_ho_so}} {{khong_co}}</w:t></w:r></w:p>");
        assert_int_equal(paper_upload(mem, d, &nobody, "receipt", "a.docx", good, instant_now(), &id, &why), E_FORBIDDEN);
        assert_int_equal(paper_upload(mem, d, &who, "receipt", "a.docx", bad, instant_now(), &id, &why), OK);
        assert_int_equal(paper_get(d, mem, &who, id, &row), OK);
        assert_string_equal(row.unknown, "khong_co");
        assert_int_equal(row.version, 2);
        assert_int_equal(paper_activate(mem, d, &who, id, instant_now()), E_INVALID);
        assert_int_equal(paper_preview(d, mem, &who, id, &out, &why), E_INVALID);
        assert_non_null(strstr(why, "khong_co"));
        assert_int_equal(paper_upload(mem, d, &who, "receipt", "b.docx", good, instant_now(), &id, &why), OK);
        assert_int_equal(paper_preview(d, mem, &who, id, &out, &why), OK);
        assert_non_null(strstr(body_of(mem, out), "Mẫu mới 12/2026"));
        assert_int_equal(paper_activate(mem, d, &who, id, instant_now()), OK);
        db_return(d);
        stores_close(s);
    }
}

/* A paper that was issued is the same after its template was replaced. */
static void issued_papers_keep_their_template(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 1);
        db *d = NULL;
        db_tx tx = {0};
        actor who = administrator();
        paper_id id = {0};
        const char *why = "";
        bytes first = {0}, then = {0};
        fill_value v[] = {{"so_ho_so", "7/2026"}};
        fill_values values = {v, 1};

        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(paper_upload(mem, d, &who, "applied", "a.docx", document(mem, "<w:p><w:r><w:t>Một {{so_ho_so}}</w:t></w:r></w:p>"), instant_now(), &id, &why), OK);
        assert_int_equal(paper_activate(mem, d, &who, id, instant_now()), OK);
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(paper_issue(d, mem, 424242, "applied", &values, instant_now()), OK);
        assert_int_equal(db_commit(&tx), OK);
        assert_int_equal(paper_issued(d, mem, 424242, &first), OK);
        assert_int_equal(paper_upload(mem, d, &who, "applied", "b.docx", document(mem, "<w:p><w:r><w:t>Hai</w:t></w:r></w:p>"), instant_now(), &id, &why), OK);
        assert_int_equal(paper_activate(mem, d, &who, id, instant_now()), OK);
        assert_int_equal(paper_issued(d, mem, 424242, &then), OK);
        assert_int_equal(first.n, then.n);
        assert_memory_equal(first.p, then.p, first.n);
        assert_non_null(strstr(body_of(mem, then), "Một 7/2026"));
        db_return(d);
        stores_close(s);
    }
}

/* Every template that ships names known fields only. */
static void shipped_templates_are_whole(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 1);
    db *d = NULL;
    actor who = administrator();
    paper_rows l = {0};

    assert_int_equal(db_borrow(s, &d), OK);
    assert_int_equal(paper_all(d, mem, &who, &l), OK);
    assert_int_equal(l.n, 13);
    for (int i = 0; i < l.n; i++) {
        bytes out = {0};
        const char *why = "";
        if (paper_preview(d, mem, &who, l.p[i].id, &out, &why) != OK) print_error("%s: %s\n", l.p[i].kind, why);
        assert_true(out.n > 1000);
        assert_null(strstr(body_of(mem, out), "{{"));
    }
    db_return(d);
    stores_close(s);
}

/* An earlier version again is a new version: the day on which one came into use never changes. */
static void an_earlier_version_comes_back_as_a_new_one(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 1);
    db *d = NULL;
    actor who = administrator();
    paper_id one = {0}, two = {0};
    paper_row row = {0};
    paper_rows all = {0};
    const char *why = "";
    bytes early = {0}, late = {0};
    fill_value v[] = {{"so_quyet_dinh", "12/QĐ"}};
    fill_values values = {v, 1};
    instant day = instant_of(date_make(2026, 1, 5), 8, 0), next = instant_of(date_make(2026, 2, 5), 8, 0), last = instant_of(date_make(2026, 3, 5), 8, 0);

    assert_int_equal(db_borrow(s, &d), OK);
    assert_int_equal(paper_render_at(d, mem, "consent", &values, day, &early), E_NOT_FOUND); /* the kind never had one */
    assert_int_equal(paper_render_at(d, mem, "decision", &values, day, &early), OK);         /* the one that ships, though it came later */
    assert_non_null(strstr(body_of(mem, early), "Số: 12/QĐ<"));
    assert_int_equal(paper_upload(mem, d, &who, "decision", "a.docx", document(mem, "<w:p><w:r><w:t>Một {{so_quyet_dinh}}{{nguoi_ky}}</w:t></w:r></w:p>"), day, &one, &why), OK);
    assert_int_equal(paper_activate(mem, d, &who, one, day), OK);
    assert_int_equal(paper_render_at(d, mem, "decision", &values, day, &early), OK);
    assert_non_null(strstr(body_of(mem, early), "Một 12/QĐ<")); /* a field without a value is empty */
    assert_int_equal(paper_upload(mem, d, &who, "decision", "b.docx", document(mem, "<w:p><w:r><w:t>Hai {{so_quyet_dinh}}</w:t></w:r></w:p>"), next, &two, &why), OK);
    assert_int_equal(paper_activate(mem, d, &who, two, next), OK);
    assert_int_equal(paper_activate(mem, d, &who, one, last), OK);
    assert_int_equal(paper_get(d, mem, &who, one, &row), OK);
    assert_string_equal(row.status, "retired");
    assert_int_equal(paper_all(d, mem, &who, &all), OK);
    assert_int_equal(paper_render_at(d, mem, "decision", &values, next, &late), OK);
    assert_non_null(strstr(body_of(mem, late), "Hai"));
    assert_int_equal(paper_render_at(d, mem, "decision", &values, last, &late), OK);
    assert_non_null(strstr(body_of(mem, late), "Một"));
    db_return(d);
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_over_split_runs_are_filled),         cmocka_unit_test(rows_of_lists_are_repeated),     cmocka_unit_test(hostile_templates_are_refused),
        cmocka_unit_test(a_draft_with_an_unknown_field_cannot_be_used), cmocka_unit_test(issued_papers_keep_their_template), cmocka_unit_test(shipped_templates_are_whole),
        cmocka_unit_test(an_earlier_version_comes_back_as_a_new_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
