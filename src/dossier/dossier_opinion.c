/* The round of a dossier, and what a step of the process needs besides its guards: parts of the dossier, and opinions of officers. */
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "catalogue/round.h"
#include "dossier/dossier.h"

SHAPE(dossier_opinion_shape, dossier_opinion, F_TEXT(dossier_opinion, role), F_TEXT(dossier_opinion, name), F_TEXT(dossier_opinion, text), F_INSTANT(dossier_opinion, at));

status dossier_opinions_of(db *d, arena *mem, const actor *who, const dossier *dos, dossier_opinions *out)
{
    if (dos->is_owner || dos->is_author || !dossier_may_see(who, dos)) return E_FORBIDDEN;
    TRY(db_each(d, Q_DOSSIER_OPINIONS, mem, &dossier_opinion_shape, out, P_ID(dos->id)));
    for (int i = 0; i < out->n; i++) out->p[i].role = process_actor_name(out->p[i].role);
    return OK;
}

const char *dossier_opinion_asked(const actor *who, const dossier *dos, const process *p)
{
    const char *names[8];
    unsigned asked = 0;

    for (int i = 0; i < p->n_steps; i++)
        if (process_step_of(p, p->steps[i].action, dos->state) == &p->steps[i]) asked |= p->steps[i].opinions;
    int n = process_actors_of(asked, names);
    for (int i = 0; i < n; i++)
        if (dossier_is_officer(who, dos, process_roles_of(names[i]))) return names[i];
    return "";
}

status dossier_give_opinion(arena *mem, db *d, const actor *who, dossier_id id, const char *text, instant now)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    const process *p = NULL;
    author_id row = {0};

    if (text_empty(text)) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    TRY(process_load(d, dos.process_id, &p));
    const char *as = dossier_opinion_asked(who, &dos, p);
    if (!*as) return E_FORBIDDEN;
    TRY(db_insert(d, Q_DOSSIER_OPINION_INSERT, &row, P_ID(id), P_TEXT(dos.state), P_TEXT(as), P_ID(who->user), P_TEXT(text), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "dossier.opinion", "dossier", id.v, dos.state, as));
    return db_commit(&tx);
}

status dossier_check_round(db *d, arena *mem, const dossier *dos, date today, finding_list *out)
{
    round_row r = {0};
    const char *sector = "";

    if (!dos->round_id.v) return OK;
    TRY(round_get(d, mem, dos->round_id, &r));
    if (!round_is_open(&r, today) || !text_eq(r.level, dos->level))
        finding_add(mem, out, &(finding){"F-50", textf(mem, T("Đợt “%s” nhận hồ sơ từ %s đến hết %s. Hãy chọn đợt đang mở."), r.name, date_vi(mem, r.opens_on), date_vi(mem, round_last_day(&r))), T("thông báo của đợt"), "round", true});
    if (!*r.sector) return OK;
    TRY(catalogue_name(d, mem, "field", r.sector, &sector));
    if (!text_eq(text_fold(mem, dos->field), text_fold(mem, sector)))
        finding_add(mem, out, &(finding){"F-51", textf(mem, T("Đợt “%s” chỉ nhận lĩnh vực “%s”; hồ sơ ghi “%s”."), r.name, sector, dos->field), T("thông báo của đợt"), "round", true});
    return OK;
}

status dossier_check_needs(db *d, arena *mem, const dossier *dos, const process_step *step, date today, finding_list *out)
{
    const char *names[8], *part = "";
    int n = process_actors_of(step->opinions, names);

    if (step->effect == EFFECT_FILE) TRY(dossier_check_round(d, mem, dos, today, out));
    for (int i = 0; i < step->n_parts; i++) {
        int64_t there = 0;
        TRY(db_number(d, Q_DOSSIER_FILE_COUNT_PURPOSE, &there, P_ID(dos->id), P_TEXT(step->part[i])));
        if (there) continue;
        TRY(dossier_purpose_words(d, mem, step->part[i], &part));
        finding_add(mem, out, &(finding){"G-06", textf(mem, T("Bước này cần thành phần hồ sơ: %s."), part), step->article, "", true});
    }
    for (int i = 0; i < n; i++) {
        int64_t there = 0;
        TRY(db_number(d, Q_DOSSIER_OPINION_COUNT, &there, P_ID(dos->id), P_TEXT(dos->state), P_TEXT(names[i])));
        if (there) continue;
        finding_add(mem, out, &(finding){"G-07", textf(mem, T("Bước này cần ý kiến của: %s."), process_actor_name(names[i])), step->article, "", true});
    }
    return OK;
}
