#include "org/org.h"
#include "base/text.h"
#include "rule/rule.h"

SHAPE(org_row_shape, org_row, F_ID(org_row, id), F_TEXT(org_row, code), F_TEXT(org_row, name), F_TEXT(org_row, symbol), F_TEXT(org_row, kind),
      F_TEXT(org_row, economic_class), F_TEXT(org_row, sector), F_TEXT(org_row, superior), F_TEXT(org_row, province), F_TEXT(org_row, authorisation),
      F_TEXT(org_row, address), F_TEXT(org_row, email), F_TEXT(org_row, phone), F_ID(org_row, superior_id), F_BOOL(org_row, union_exists),
      F_DATE(org_row, valid_from), F_DATE(org_row, valid_to), F_INT(org_row, revision));

typedef struct {
    const char *name, *symbol;
} name_row;
STATIC_SHAPE(name_shape, name_row, F_TEXT(name_row, name), F_TEXT(name_row, symbol));

status org_get(db *d, arena *mem, org_id id, org_row *out)
{
    return db_one(d, Q_ORG_GET, mem, &org_row_shape, out, P_ID(id));
}

status org_by_code(db *d, arena *mem, const char *code, org_row *out)
{
    return db_one(d, Q_ORG_BY_CODE, mem, &org_row_shape, out, P_TEXT(code));
}

status org_all(db *d, arena *mem, date day, bool establishments_only, org_list *out)
{
    return db_each(d, Q_ORG_ALL, mem, &org_row_shape, out, P_DATE(day), P_BOOL(establishments_only));
}

status org_name_on(db *d, arena *mem, org_id id, date day, const char **name, const char **symbol)
{
    name_row r = {"", ""};

    TRY(db_one(d, Q_ORG_NAME_ON, mem, &name_shape, &r, P_ID(id), P_DATE(day)));
    *name = r.name;
    *symbol = r.symbol;
    return OK;
}

status org_create(db *d, arena *mem, const org_row *o, org_id *out)
{
    AUTO(db_tx) tx = {0};
    org_id id = {0}, name = {0};

    bool districts = false;
    date last = o->valid_to.ymd ? o->valid_to : date_of(instant_now());
    if (text_eq(o->sector, "district") && (rule_bool(rule_current(), "org.district_level", NULL, last, &districts, NULL) != OK || !districts)) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_ORG_INSERT, &id, P_TEXT(o->code), P_TEXT(o->name), P_TEXT(text_fold(mem, o->name)), P_TEXT(o->symbol), P_TEXT(o->kind),
                  P_TEXT(o->economic_class), P_TEXT(o->sector), P_ID(o->superior_id), P_TEXT(o->authorisation), P_BOOL(o->union_exists), P_TEXT(o->province),
                  P_TEXT(o->address), P_TEXT(o->email), P_TEXT(o->phone), P_DATE(o->valid_from), P_DATE(o->valid_to)));
    TRY(db_insert(d, Q_ORG_NAME_INSERT, &name, P_ID(id), P_TEXT(o->name), P_TEXT(o->symbol), P_DATE(o->valid_from), P_DATE(o->valid_to)));
    TRY(db_commit(&tx));
    *out = id;
    return OK;
}

status org_rename(db *d, arena *mem, org_id id, const char *name, const char *symbol, date from, const char *document)
{
    AUTO(db_tx) tx = {0};
    org_id row = {0};

    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_ORG_NAME_CLOSE, NULL, P_DATE(date_add_days(from, -1)), P_ID(id)));
    TRY(db_insert(d, Q_ORG_NAME_INSERT, &row, P_ID(id), P_TEXT(name), P_TEXT(symbol), P_DATE(from), P_DATE((date){0})));
    TRY(db_change1(d, Q_ORG_RENAME, P_TEXT(name), P_TEXT(text_fold(mem, name)), P_TEXT(symbol), P_ID(id)));
    TRY(db_insert(d, Q_ORG_CHANGE_INSERT, &row, P_TEXT("rename"), P_ID(id), P_ID(id), P_DATE(from), P_TEXT(document)));
    return db_commit(&tx);
}

status org_next_number(db *d, org_id org, const char *series, int year, int64_t *out)
{
    org_id n = {0}; /* RETURNING gives the number */

    TRY(db_insert(d, Q_ORG_NEXT_NUMBER, &n, P_ID(org), P_TEXT(series), P_INT(year)));
    *out = n.v;
    return OK;
}
