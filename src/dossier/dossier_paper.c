/* What the papers of a dossier say: the values of the fields of paper.h, as they are when the step is taken. */
#include "base/text.h"
#include "base/words.h"
#include "dossier/dossier.h"

enum { VALUES_MAX = 24 + 6 * DOSSIER_AUTHORS_MAX + 2 * DOSSIER_FILES_MAX };

static void put(fill_values *v, const char *name, const char *value)
{
    if (v->n < VALUES_MAX) v->p[v->n++] = (fill_value){name, value};
}

static status put_lists(db *d, arena *mem, dossier_id id, fill_values *v)
{
    author_list authors = {0};
    dossier_files files = {0};

    TRY(dossier_authors(d, mem, id, &authors));
    TRY(dossier_files_of(d, mem, id, &files));
    put(v, "tac_gia#", textf(mem, "%d", authors.n < DOSSIER_AUTHORS_MAX ? authors.n : DOSSIER_AUTHORS_MAX));
    for (int i = 0; i < authors.n && i < DOSSIER_AUTHORS_MAX; i++) {
        const dossier_author *a = &authors.p[i];
        put(v, textf(mem, "tac_gia.%d.stt", i + 1), textf(mem, "%d", i + 1));
        put(v, textf(mem, "tac_gia.%d.ten", i + 1), a->name);
        put(v, textf(mem, "tac_gia.%d.don_vi", i + 1), a->unit);
        put(v, textf(mem, "tac_gia.%d.chuc_danh", i + 1), a->position);
        put(v, textf(mem, "tac_gia.%d.so_giay", i + 1), "");
        put(v, textf(mem, "tac_gia.%d.ty_le", i + 1), textf(mem, "%s %%", text_percent(mem, (int)a->share)));
    }
    put(v, "tai_lieu#", textf(mem, "%d", files.n < DOSSIER_FILES_MAX ? files.n : DOSSIER_FILES_MAX));
    for (int i = 0; i < files.n && i < DOSSIER_FILES_MAX; i++) {
        put(v, textf(mem, "tai_lieu.%d.ten", i + 1), files.p[i].name);
        put(v, textf(mem, "tai_lieu.%d.sha256", i + 1), files.p[i].sha256);
    }
    return OK;
}

status dossier_paper_values(db *d, arena *mem, const dossier *dos, const process_step *step, const dossier_event *e, const char *document, fill_values *out)
{
    *out = (fill_values){.p = NEWS(mem, fill_value, VALUES_MAX)};
    put(out, "co_so", dos->org_name);
    put(out, "co_so_hoa", text_upper(mem, dos->org_name));
    put(out, "so_ho_so", dos->number);
    put(out, "ngay", date_vi(mem, date_of(e->at)));
    put(out, "ten_sang_kien", dos->title);
    put(out, "loai", dossier_kind_words(dos->kind)); /* papers are Vietnamese whatever language the page is in */
    put(out, "linh_vuc", dos->field);
    put(out, "chu_dau_tu", dos->investor);
    put(out, "nguoi_nop", dos->owner_name);
    put(out, "ngay_nop", date_vi(mem, dos->filed_on));
    put(out, "noi_dung", e->note);
    put(out, "can_cu", step->article);
    put(out, "han", e->due_on.ymd ? date_vi(mem, e->due_on) : "—");
    put(out, "buoc", step->name);
    put(out, "nguoi_xu_ly", e->actor);
    put(out, "van_ban", document);
    return put_lists(d, mem, dos->id, out);
}
