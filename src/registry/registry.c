#include "registry/registry.h"
#include "base/text.h"

SHAPE(register_row_shape, register_row, F_TEXT(register_row, code), F_TEXT(register_row, title), F_TEXT(register_row, org_name), F_TEXT(register_row, field), F_TEXT(register_row, level),
      F_TEXT(register_row, status), F_TEXT(register_row, authors), F_TEXT(register_row, decision), F_DATE(register_row, recognised_on), F_INT(register_row, year),
      F_BOOL(register_row, has_head), F_BOOL(register_row, is_city), F_BOOL(register_row, is_cancelled));
SHAPE(count_row_shape, count_row, F_TEXT(count_row, label), F_INT(count_row, key), F_INT(count_row, total), F_INT(count_row, city), F_INT(count_row, head));

status registry_search(db *d, arena *mem, const register_filter *f, register_rows *out, int64_t *total)
{
    const char *folded = text_fold(mem, f->text), *like = *folded ? textf(mem, "%%%s%%", folded) : "";
    int from = f->year ? f->year : f->from, to = f->year ? f->year : f->to ? f->to : 9999;

    TRY(db_number(d, Q_REGISTER_COUNT, total, P_TEXT(like), P_TEXT(f->field), P_INT(f->org.v), P_INT(from), P_INT(to), P_BOOL(f->city), P_BOOL(f->head), P_BOOL(f->city || f->head || f->from)));
    return db_each(d, Q_REGISTER_SEARCH, mem, &register_row_shape, out, P_TEXT(like), P_TEXT(f->field), P_INT(f->org.v), P_INT(from), P_INT(to), P_BOOL(f->city), P_BOOL(f->head),
                   P_BOOL(f->city || f->head || f->from), P_INT(f->limit), P_INT(f->skip));
}

status registry_by_year(db *d, arena *mem, count_rows *out)
{
    return db_each(d, Q_REGISTER_BY_YEAR, mem, &count_row_shape, out);
}

status registry_by_org(db *d, arena *mem, int from, int to, count_rows *out)
{
    return db_each(d, Q_REGISTER_BY_ORG, mem, &count_row_shape, out, P_INT(from), P_INT(to));
}

status registry_by_field(db *d, arena *mem, int from, int to, count_rows *out)
{
    return db_each(d, Q_REGISTER_BY_FIELD, mem, &count_row_shape, out, P_INT(from), P_INT(to));
}

status registry_total(db *d, arena *mem, int from, int to, count_row *out)
{
    return db_one(d, Q_REGISTER_TOTAL, mem, &count_row_shape, out, P_INT(from), P_INT(to));
}
