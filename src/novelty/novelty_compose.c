/* The text of a dossier that is compared with the others. */
#include "base/buf.h"
#include "base/text.h"
#include "dossier/dossier_read.h"
#include "novelty/novelty_own.h"
#include <string.h>

status novelty_compose(db *d, arena *mem, const dossier *dos, novelty_text *out)
{
    AUTO(buf) b = {.max = NOVELTY_TEXT_MAX};
    const char *const parts[] = {dos->title, dos->known_state, dos->content, dos->applicability, dos->conditions, dos->benefit_author, dos->benefit_users};
    attached_list files = {0};
    novelty_text t = {.text = ""};

    TRY(dossier_attached(d, mem, dos->id, &files, &t.waiting));
    for (int i = 0; i < COUNT(parts); i++)
        if (!text_empty(parts[i])) buf_printf(&b, "%s%s", b.n ? "\n\n" : "", parts[i]);
    for (int i = 0; i < files.n; i++) {
        const attached_text *f = &files.p[i];
        if (b.n + strlen(f->text) + 2 > b.max) break; /* the limit of what is compared */
        buf_printf(&b, "%s%s", b.n ? "\n\n" : "", f->text);
        t.files++;
        t.scans += f->pictures;
        if (f->pictures && (!t.sure || f->sure < t.sure)) t.sure = f->sure;
    }
    t.text = text_copyn(mem, b.p ? b.p : "", b.n);
    *out = t;
    return OK;
}

const char *text_part(arena *mem, const char *text, int64_t from, int64_t to)
{
    if (to <= from) return "";
    size_t a = text_clip(text, (size_t)from);
    size_t n = text_clip(text + a, (size_t)(to - from));
    return text_copyn(mem, text + a, n);
}
