/* People from a table: CSV or a spreadsheet; every row is good, or nothing is written. */
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "doc/sniff.h"
#include "doc/xlsx.h"
#include "org/org.h"
#include "user/csv.h"
#include "user/user.h"
#include <stdlib.h>
#include <string.h>

enum { IMPORT_ROWS_MAX = 5000 };

SHAPE(import_problem_shape, import_problem, F_INT(import_problem, row), F_TEXT(import_problem, field), F_TEXT(import_problem, text));

/* ---- the rows, whatever the file ---- */

typedef struct {
    csv_row *p;
    int n;
} table;

static bool is_empty(const csv_row *row)
{
    for (int i = 0; i < row->n; i++)
        if (*row->cell[i]) return false;
    return true;
}

static status table_of_csv(arena *mem, bytes file, table *out)
{
    if (!text_valid_utf8(file.p, file.n)) return E_INVALID;
    const char *at = text_copyn(mem, file.p, file.n);
    char separator = csv_begin(&at);
    csv_row row;

    out->p = NEWS(mem, csv_row, IMPORT_ROWS_MAX + 1);
    while (csv_next(mem, &at, separator, &row)) {
        if (out->n > IMPORT_ROWS_MAX) return E_LIMIT;
        out->p[out->n++] = row;
    }
    return OK;
}

/* A day is kept by spreadsheets as the number of days since 30/12/1899 (ECMA-376 part 1, 18.17.4.1). */
static const char *cell_text(arena *mem, const xlsx_cell *c)
{
    if (c->kind != CELL_DATE) return c->value;
    return date_vi(mem, date_add_days(date_make(1900, 1, 1), atoi(c->value) - 2));
}

static status table_of_xlsx(arena *mem, bytes file, table *out)
{
    xlsx_cells l = {0};

    TRY(xlsx_read(mem, file, &l));
    int rows = l.n ? l.p[l.n - 1].row + 1 : 0;
    if (rows > IMPORT_ROWS_MAX + 1) return E_LIMIT;
    out->p = NEWS(mem, csv_row, rows + 1);
    out->n = rows;
    for (int i = 0; i < l.n; i++) {
        csv_row *row = &out->p[l.p[i].row];
        if (l.p[i].column >= CSV_CELLS_MAX) continue;
        while (row->n <= l.p[i].column) row->cell[row->n++] = "";
        row->cell[l.p[i].column] = cell_text(mem, &l.p[i]);
    }
    return OK;
}

/* ---- one person ---- */

static void problem(arena *mem, import_problems *l, int64_t row, const char *field, const char *text)
{
    if (!l->p) l->p = NEWS(mem, import_problem, 1000);
    if (l->n < 1000) l->p[l->n++] = (import_problem){row, field, text};
}

static const char *named(const csv_row *head, const csv_row *row, const char *name)
{
    for (int i = 0; i < head->n && i < row->n; i++)
        if (strcmp(head->cell[i], name) == 0) return row->cell[i];
    return "";
}

static status import_row(arena *mem, db *d, const actor *who, const csv_row *head, const csv_row *row, int64_t number, instant now, import_problems *bad)
{
    user_new u = {.login = text_lower(mem, named(head, row, "login")), .name = named(head, row, "name"), .email = named(head, row, "email"), .phone = named(head, row, "phone"),
                  .position = named(head, row, "position"), .qualification = named(head, row, "qualification"), .password = ""};
    const char *org = named(head, row, "org"), *role = named(head, row, "role"), *birth = named(head, row, "birth_date");
    org_row o = {0};
    user_id id = {0};
    int before = bad->n;

    if (!user_login_is_valid(u.login)) problem(mem, bad, number, "login", T("Tên đăng nhập chỉ gồm a–z, 0–9 và . _ -, từ 3 đến 50 ký tự."));
    if (!*u.name || text_length(u.name) > 100) problem(mem, bad, number, "name", T("Họ và tên phải có, tối đa 100 ký tự."));
    if (*birth && date_parse(birth, &u.birth_date) != OK) problem(mem, bad, number, "birth_date", T("Ngày chưa đúng, hãy ghi như 24/11/2026."));
    if (*role && !role_by_key(role)) problem(mem, bad, number, "role", textf(mem, T("Không có vai trò “%s”."), role));
    status s = org_by_code(d, mem, org, &o);
    if (s == E_NOT_FOUND) problem(mem, bad, number, "org", textf(mem, T("Không có cơ sở với mã “%s”."), org));
    else TRY(s);
    if (s == OK && !user_may_administer(who, o.id)) problem(mem, bad, number, "org", T("Bạn không quản trị cơ sở này."));
    if (bad->n > before) return OK;
    u.org = o.id;
    s = user_create(mem, d, &u, now, &id);
    if (s == E_CONFLICT) {
        problem(mem, bad, number, "login", textf(mem, T("Tên đăng nhập “%s” đã có."), u.login));
        return OK;
    }
    TRY(s);
    return *role ? user_grant(d, id, role_by_key(role), o.id, "", (date){0}, (date){0}) : OK;
}

static void check_head(arena *mem, const csv_row *head, import_problems *bad)
{
    static const char *const needed[] = {"login", "name", "org"};

    for (int i = 0; i < COUNT(needed); i++) {
        int k = 0;
        while (k < head->n && !text_eq(head->cell[k], needed[i])) k++;
        if (k == head->n) problem(mem, bad, 1, needed[i], T("Dòng đầu không có cột này."));
    }
}

status user_import(arena *mem, db *d, const actor *who, bytes file, const char *name, instant now, int *added, import_problems *problems)
{
    AUTO(db_tx) tx = {0};
    table t = {0};
    int n = 0;

    if (!actor_has_any(who, ROLE_BIT(ROLE_ADMINISTRATOR))) return E_FORBIDDEN;
    TRY(doc_sniff(file, name) == DOC_XLSX ? table_of_xlsx(mem, file, &t) : table_of_csv(mem, file, &t));
    if (!t.n) return E_INVALID;
    check_head(mem, &t.p[0], problems);
    if (problems->n) return E_INVALID;
    TRY(db_begin(d, &tx));
    for (int i = 1; i < t.n; i++) {
        if (is_empty(&t.p[i])) continue;
        TRY(import_row(mem, d, who, &t.p[0], &t.p[i], i + 1, now, problems));
        n++;
    }
    if (problems->n) return E_INVALID; /* the scope's end rolls everything back */
    TRY(audit_add(d, mem, who, "user.imported", "user", 0, "", textf(mem, "%d", n)));
    TRY(db_commit(&tx));
    *added = n;
    return OK;
}
