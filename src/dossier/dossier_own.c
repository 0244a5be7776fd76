/* What a level and field asks besides the form of the law: own fields with their values, required parts (own_form.h). */
#include "base/text.h"
#include "base/words.h"
#include "catalogue/own_form.h"
#include "dossier/dossier.h"

SHAPE(dossier_own_shape, dossier_own, F_TEXT(dossier_own, key), F_TEXT(dossier_own, label), F_TEXT(dossier_own, hint), F_TEXT(dossier_own, kind), F_TEXT(dossier_own, value),
      F_BOOL(dossier_own, required), F_BOOL(dossier_own, is_lines));
STATIC_SHAPE(value_shape, dossier_own_value, F_TEXT(dossier_own_value, key), F_TEXT(dossier_own_value, value));

status dossier_own_of(db *d, arena *mem, const dossier *dos, dossier_own_list *out)
{
    own_form_row row = {0};
    own_form f = {0};
    LIST_OF(dossier_own_value) values = {0};

    *out = (dossier_own_list){0};
    if (!dos->form_id.v) return OK;
    TRY(own_form_get(d, mem, dos->form_id, &row, &f));
    TRY(db_each(d, Q_DOSSIER_VALUES, mem, &value_shape, &values, P_ID(dos->id)));
    out->p = NEWS(mem, dossier_own, f.fields.n + 1);
    for (int i = 0; i < f.fields.n; i++) {
        const own_field *w = &f.fields.p[i];
        dossier_own *o = &out->p[out->n++];
        *o = (dossier_own){w->key, w->label, w->hint, w->kind, "", w->required, text_eq(w->kind, "lines")};
        for (int k = 0; k < values.n; k++)
            if (text_eq(values.p[k].key, w->key)) o->value = values.p[k].value;
    }
    return OK;
}

status dossier_write_own(db *d, dossier_id id, const dossier_own_values *values)
{
    for (int i = 0; i < values->n && i < OWN_FIELDS_MAX; i++) TRY(db_change(d, Q_DOSSIER_VALUE_PUT, NULL, P_ID(id), P_TEXT(values->p[i].key), P_TEXT(values->p[i].value)));
    return OK;
}

static bool fits(const dossier_own *o)
{
    int64_t n = 0;
    date day = {0};

    if (text_eq(o->kind, "number")) return text_parse_int(o->value, INT64_MIN / 2, INT64_MAX / 2, &n) == OK;
    return !text_eq(o->kind, "date") || date_parse(o->value, &day) == OK;
}

status dossier_check_own(db *d, arena *mem, const dossier *dos, finding_list *out)
{
    dossier_own_list l = {0};
    own_form_row row = {0};
    own_form f = {0};
    const char *article = T("mẫu đơn của cấp và lĩnh vực"), *name = "";

    if (!dos->form_id.v) return OK;
    TRY(dossier_own_of(d, mem, dos, &l));
    TRY(own_form_get(d, mem, dos->form_id, &row, &f));
    for (int i = 0; i < l.n; i++) {
        const dossier_own *o = &l.p[i];
        bool empty = text_empty(o->value);
        if (empty && o->required) finding_add(mem, out, &(finding){"F-60", textf(mem, T("Chưa điền mục “%s”."), o->label), article, "own", true});
        if (!empty && !fits(o)) finding_add(mem, out, &(finding){"F-61", textf(mem, text_eq(o->kind, "date") ? T("Mục “%s” phải là ngày, ví dụ 24/11/2026.") : T("Mục “%s” phải là số."), o->label), article, "own", true});
    }
    for (int i = 0; i < f.parts.n; i++) {
        int64_t there = 0;
        TRY(db_number(d, Q_DOSSIER_FILE_COUNT_PURPOSE, &there, P_ID(dos->id), P_TEXT(f.parts.p[i].key)));
        TRY(dossier_purpose_words(d, mem, f.parts.p[i].key, &name));
        if (!there) finding_add(mem, out, &(finding){"F-62", textf(mem, T("Thiếu thành phần hồ sơ: %s."), name), article, "", true});
    }
    return OK;
}
