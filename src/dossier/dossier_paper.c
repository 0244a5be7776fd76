/* What the papers of a dossier say: the values of the fields of paper.h, as they are when the step is taken. */
#include "base/text.h"
#include "base/words.h"
#include "dossier/dossier.h"

static status put_lists(db *d, arena *mem, dossier_id id, fill_values *v)
{
    author_list authors = {0};
    dossier_files files = {0};

    TRY(dossier_authors(d, mem, id, &authors));
    TRY(dossier_files_of(d, mem, id, &files));
    fill_put_count(mem, v, "tac_gia", authors.n);
    for (int i = 0; i < authors.n; i++) {
        const dossier_author *a = &authors.p[i];
        fill_put_item(mem, v, "tac_gia", i + 1, "stt", textf(mem, "%d", i + 1));
        fill_put_item(mem, v, "tac_gia", i + 1, "ten", a->name);
        fill_put_item(mem, v, "tac_gia", i + 1, "don_vi", a->unit);
        fill_put_item(mem, v, "tac_gia", i + 1, "chuc_danh", a->position);
        fill_put_item(mem, v, "tac_gia", i + 1, "so_giay", "");
        fill_put_item(mem, v, "tac_gia", i + 1, "ty_le", textf(mem, "%s %%", text_percent(mem, (int)a->share)));
    }
    fill_put_count(mem, v, "tai_lieu", files.n);
    for (int i = 0; i < files.n; i++) {
        fill_put_item(mem, v, "tai_lieu", i + 1, "ten", files.p[i].name);
        fill_put_item(mem, v, "tai_lieu", i + 1, "sha256", files.p[i].sha256);
    }
    return OK;
}

status dossier_paper_values(db *d, arena *mem, const dossier *dos, const process_step *step, const dossier_event *e, const char *document, fill_values *out)
{
    *out = (fill_values){0};
    fill_put(mem, out, "co_so", dos->org_name);
    fill_put(mem, out, "co_so_hoa", text_upper(mem, dos->org_name));
    fill_put(mem, out, "so_ho_so", dos->number);
    fill_put(mem, out, "ngay", date_vi(mem, date_of(e->at)));
    fill_put(mem, out, "ten_sang_kien", dos->title);
    fill_put(mem, out, "loai", dossier_kind_words(dos->kind)); /* papers are Vietnamese whatever language the page is in */
    fill_put(mem, out, "linh_vuc", dos->field);
    fill_put(mem, out, "chu_dau_tu", dos->investor);
    fill_put(mem, out, "nguoi_nop", dos->owner_name);
    fill_put(mem, out, "ngay_nop", date_vi(mem, dos->filed_on));
    fill_put(mem, out, "noi_dung", e->note);
    fill_put(mem, out, "can_cu", step->article);
    fill_put(mem, out, "han", e->due_on.ymd ? date_vi(mem, e->due_on) : "—");
    fill_put(mem, out, "buoc", step->name);
    fill_put(mem, out, "nguoi_xu_ly", e->actor);
    fill_put(mem, out, "van_ban", document);
    return put_lists(d, mem, dos->id, out);
}
