/* What the forms of a dossier offer out of the catalogue and the rounds. */
#include "base/text.h"
#include "catalogue/round.h"
#include "dossier/dossier.h"
#include "dossier/dossier_pages.h"

/* The fields of application, as suggestions: others may be typed. */
static status offer_fields(request *r)
{
    choice_list *l = NEW(r->mem, choice_list);
    catalogue_list all = {0};

    TRY(catalogue_of(r->db, r->mem, "field", "", false, &all));
    l->p = NEWS(r->mem, choice, all.n + 1);
    for (int i = 0; i < all.n; i++) l->p[l->n++] = (choice){all.p[i].name, all.p[i].name};
    form_choices(r, "field", l);
    return OK;
}

/* The entries of a list, to choose from; a retired one stays offered to a dossier that has it. */
static status offer_entries(request *r, const char *field, const char *kind, const char *has)
{
    choice_list *l = NEW(r->mem, choice_list);
    catalogue_list all = {0};

    TRY(catalogue_of(r->db, r->mem, kind, "", true, &all));
    l->p = NEWS(r->mem, choice, all.n + 1);
    for (int i = 0; i < all.n; i++)
        if (!all.p[i].retired_at.ms || text_eq(all.p[i].key, has)) l->p[l->n++] = (choice){all.p[i].key, all.p[i].name};
    form_choices(r, field, l);
    return OK;
}

/* The rounds that take dossiers today, and the one that the dossier is in. */
status dossier_offer_rounds(request *r, const dossier *dos)
{
    choice_list *l = NEW(r->mem, choice_list);
    round_list open = {0};
    bool there = false;

    TRY(round_open_at(r->db, r->mem, dos->level, date_of(r->now), &open));
    l->p = NEWS(r->mem, choice, open.n + 2);
    for (int i = 0; i < open.n; i++) {
        there |= open.p[i].id.v == dos->round_id.v;
        l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)open.p[i].id.v), textf(r->mem, T("%s (đến hết %s)"), open.p[i].name, date_vi(r->mem, round_last_day(&open.p[i])))};
    }
    TRY(offer_fields(r));
    TRY(offer_entries(r, "beneficiary", "beneficiary", dos->beneficiary));
    TRY(offer_entries(r, "author_kind", "author_kind", dos->author_kind));
    if (dos->round_id.v && !there) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)dos->round_id.v), dos->round_name};
    form_choices(r, "round", l);
    return OK;
}

status dossier_offer_purposes(request *r)
{
    return offer_entries(r, "purpose", "part", "");
}

/* A round that somebody typed exists and is of the dossier's level, or the message is at its field. */
status dossier_check_round_typed(request *r)
{
    round_row w = {0};
    round_id id = {form_int(r, "round")};

    if (!id.v) return OK;
    status s = round_get(r->db, r->mem, id, &w);
    if (s == E_NOT_FOUND) {
        form_error(r, "round", "%s", T("Không có đợt này."));
        return E_INVALID;
    }
    return s;
}

void dossier_read_own(request *r, dossier_text *t)
{
    int n = form_count(r, "own_key");

    if (form_count(r, "own") < n) n = form_count(r, "own");
    t->own.p = NEWS(r->mem, dossier_own_value, n + 1);
    for (int i = 0; i < n; i++) t->own.p[t->own.n++] = (dossier_own_value){form_text_at(r, "own_key", i), form_text_at(r, "own", i)};
}
