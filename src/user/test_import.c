/* People from a table, CSV or spreadsheet: whole or not at all, each fault told with its row and column. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "base/crypt.h"
#include "org/org.h"
#include "tests/lib/stores.h"
#include "user/user.h"
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

static const actor_role ROLES[] = {{ROLE_ADMINISTRATOR, {0}}};
static const actor BOSS = {.name = "Quản trị", .login = "", .unit = "", .address = "127.0.0.1", .roles = ROLES, .n_roles = 1};

static void unit(arena *mem, db *d)
{
    AUTO(db_tx) tx = {0};
    org_row o = {.code = "HAICHAU", .name = "Phường Hải Châu", .symbol = "UBND", .kind = "agency", .economic_class = "other", .sector = "ward", .province = "", .authorisation = "", .address = "", .email = "", .phone = "",
                 .union_exists = true, .valid_from = date_make(2010, 1, 1)};
    org_id id = {0};

    assert_int_equal(db_begin(d, &tx), OK);
    assert_int_equal(org_create(d, mem, &o, &id), OK);
    assert_int_equal(db_commit(&tx), OK);
}

static status import(arena *mem, db *d, bytes file, const char *name, int *added, import_problems *bad)
{
    *bad = (import_problems){0};
    return user_import(mem, d, &BOSS, file, name, instant_now(), added, bad);
}

static bytes text(const char *s)
{
    return (bytes){s, strlen(s)};
}

/* A spreadsheet as an office makes it: an empty row in between, the birth date a real date. */
static bytes workbook(arena *mem, const char *login)
{
    const char *path = textf(mem, "%s/nguoi-dung.xlsx", stores_data());
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *w = workbook_add_worksheet(book, "Người dùng");
    lxw_format *day = workbook_add_format(book);
    static const char *const heads[] = {"login", "name", "org", "role", "birth_date"};
    lxw_datetime born = {.year = 1985, .month = 5, .day = 20};

    format_set_num_format(day, "dd/mm/yyyy");
    for (int i = 0; i < COUNT(heads); i++) worksheet_write_string(w, 0, (lxw_col_t)i, heads[i], NULL);
    worksheet_write_string(w, 2, 0, login, NULL);
    worksheet_write_string(w, 2, 1, "Nguyễn Văn An", NULL);
    worksheet_write_string(w, 2, 2, "HAICHAU", NULL);
    worksheet_write_string(w, 2, 3, "intake", NULL);
    worksheet_write_datetime(w, 2, 4, &born, day);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    char *p = arena_alloc(mem, (size_t)st.st_size);
    int fd = open(path, O_RDONLY);
    assert_int_equal(read(fd, p, (size_t)st.st_size), st.st_size);
    close(fd);
    unlink(path);
    return (bytes){p, (size_t)st.st_size};
}

static void tables_of_both_kinds_come_in(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        import_problems bad;
        user_row u = {0};
        int added = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        unit(mem, d);
        assert_int_equal(import(mem, d, text("login;name;org;role;birth_date\r\nbinh.tran;Trần Thị Bình;HAICHAU;author;02/09/1990\r\n"), "a.csv", &added, &bad), OK);
        assert_int_equal(added, 1);
        assert_int_equal(import(mem, d, workbook(mem, "an.nguyen"), "a.xlsx", &added, &bad), OK);
        assert_int_equal(added, 1);
        assert_int_equal(user_by_login(d, mem, "an.nguyen", &u), OK);
        assert_string_equal(u.name, "Nguyễn Văn An");
        assert_int_equal(u.birth_date.ymd, 19850520);
        db_return(d);
        stores_close(s);
    }
}

static void one_bad_row_keeps_all_out(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        import_problems bad;
        user_row u = {0};
        int added = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        unit(mem, d);
        assert_int_equal(import(mem, d, text("login,name,org,role\ntot.that,Người tốt,HAICHAU,author\nAn Ninh,,LA,vua\n"), "a.csv", &added, &bad), E_INVALID);
        assert_int_equal(bad.n, 4);
        assert_int_equal(bad.p[0].row, 3);
        assert_string_equal(bad.p[3].field, "org");
        assert_int_equal(user_by_login(d, mem, "tot.that", &u), E_NOT_FOUND);
        assert_int_equal(import(mem, d, workbook(mem, "X"), "a.xlsx", &added, &bad), E_INVALID);
        assert_int_equal(bad.n, 1);
        assert_int_equal(bad.p[0].row, 3); /* as the spreadsheet numbers it */
        assert_int_equal(import(mem, d, text("\xFF\xFE khong"), "a.csv", &added, &bad), E_INVALID);
        assert_int_equal(bad.n, 0);
        assert_int_equal(import(mem, d, text("PK\3\4 không phải"), "a.xlsx", &added, &bad), E_INVALID);
        assert_int_equal(import(mem, d, text("login,name\na.b,Ai\n"), "a.csv", &added, &bad), E_INVALID);
        assert_int_equal(bad.n, 1);
        assert_string_equal(bad.p[0].field, "org");
        actor nobody = {.name = "", .login = "", .unit = "", .address = ""};
        assert_int_equal(user_import(mem, d, &nobody, text("login\n"), "a.csv", instant_now(), &added, &bad), E_FORBIDDEN);
        db_return(d);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tables_of_both_kinds_come_in), cmocka_unit_test(one_bad_row_keeps_all_out)};
    AUTO(arena_ptr) mem = arena_new();

    if (crypt_open(textf(mem, "%s/keys", stores_data())) != OK) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
