#include "dossier/dossier_read.h"
#include "audit/audit.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include "blob/blob.h"
#include "doc/ocr.h"

SHAPE(file_reading_shape, file_reading, F_TEXT(file_reading, sha256), F_TEXT(file_reading, state), F_INT(file_reading, pages), F_INT(file_reading, pictures),
      F_INT(file_reading, pictures_read), F_INT(file_reading, sure), F_BOOL(file_reading, unread), F_TEXT(file_reading, text));
STATIC_SHAPE(attached_shape, attached_text, F_ID(attached_text, id), F_TEXT(attached_text, name), F_TEXT(attached_text, text), F_INT(attached_text, pictures), F_INT(attached_text, sure));

status dossier_read_later(db *d, const char *sha256, doc_type type, bool again)
{
    int64_t rows = 0;

    if (!doc_type_is_text(type)) return OK;
    TRY(db_change(d, Q_FILE_READING_ADD, &rows, P_TEXT(sha256), P_INSTANT(instant_now())));
    if (!rows && again) TRY(db_change(d, Q_FILE_READING_AGAIN, &rows, P_INSTANT(instant_now()), P_TEXT(sha256)));
    return rows ? job_add(d, "read_file", sha256, (instant){0}) : OK;
}

status dossier_reading(db *d, arena *mem, const char *sha256, file_reading *out)
{
    return db_one(d, Q_FILE_READING_GET, mem, &file_reading_shape, out, P_TEXT(sha256));
}

status dossier_attached(db *d, arena *mem, dossier_id id, attached_list *out, int64_t *waiting)
{
    TRY(db_number(d, Q_DOSSIER_ATTACHED_WAITING, waiting, P_ID(id)));
    return db_each(d, Q_DOSSIER_ATTACHED, mem, &attached_shape, out, P_ID(id));
}

/* ---- the job ---- */

typedef struct {
    int64_t page, letters, sure;
    const char *words;
} page_row;
STATIC_SHAPE(page_shape, page_row, F_INT(page_row, page), F_INT(page_row, letters), F_INT(page_row, sure), F_TEXT(page_row, words));
typedef LIST_OF(page_row) page_list;

typedef struct {
    int64_t id;
} waiting_draft;
STATIC_SHAPE(waiting_draft_shape, waiting_draft, F_INT(waiting_draft, id));

/* Whoever follows the log learns that these dossiers say more now. */
static status tell_dossiers(db *d, arena *mem, const char *sha)
{
    LIST_OF(waiting_draft) all = {0};
    actor program = actor_system();

    TRY(db_each(d, Q_DOSSIER_WITH_FILE, mem, &waiting_draft_shape, &all, P_TEXT(sha)));
    for (int i = 0; i < all.n; i++) TRY(audit_add(d, mem, &program, "dossier.file_read", "dossier", all.p[i].id, "", sha));
    return OK;
}

static status finish(db *d, arena *mem, const char *sha, const doc_reading *r)
{
    AUTO(db_tx) tx = {0};
    LIST_OF(waiting_draft) drafts = {0};
    doc_form f = {.title = "", .content = ""};
    size_t n = text_clip(r->text, READ_TEXT_MAX / 4); /* a code point has four bytes at most */

    TRY(db_begin(d, &tx));
    TRY(db_change1(d, Q_FILE_READING_DONE, P_INT(r->pages), P_INT(r->read_pages), P_INT(r->sure), P_BOOL(r->more), P_TEXT(text_copyn(mem, r->text, n)), P_INSTANT(instant_now()), P_TEXT(sha)));
    TRY(db_change(d, Q_FILE_READING_PAGES_DROP, NULL, P_TEXT(sha)));
    TRY(db_each(d, Q_DOSSIER_DRAFTS_OF_FORM, mem, &waiting_draft_shape, &drafts, P_TEXT(sha)));
    if (drafts.n) TRY(doc_form_of_blocks(mem, &r->blocks, &f));
    TRY(tell_dossiers(d, mem, sha));
    for (int i = 0; i < drafts.n && (*f.title || *f.content); i++) TRY(dossier_fill_draft(mem, d, (dossier_id){drafts.p[i].id}, &f, r->sure, instant_now()));
    return db_commit(&tx);
}

static status fail(db *d, const char *sha)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_FILE_READING_FAILED, NULL, P_INSTANT(instant_now()), P_TEXT(sha)));
    return db_commit(&tx);
}

static bool have(const page_list *l, int page)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].page == page) return true;
    return false;
}

static status read_page(db *d, arena *mem, const char *sha, bytes data, int page, const pdf_pages *p)
{
    AUTO(db_tx) tx = {0};
    ocr_page o = {0};

    TRY(doc_ocr_page(mem, data, page, &o)); /* seconds: before the writer's lock */
    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_FILE_READING_PAGE_ADD, NULL, P_TEXT(sha), P_INT(page), P_TEXT(o.words), P_INT(o.letters), P_INT(o.sure)));
    TRY(db_change1(d, Q_FILE_READING_PROGRESS, P_INT(p->pages), P_INT(p->pictures.n), P_INSTANT(instant_now()), P_TEXT(sha)));
    return db_commit(&tx);
}

static status read_again(db *d, const char *sha)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(job_add(d, "read_file", sha, (instant){0}));
    return db_commit(&tx);
}

static status compose(db *d, arena *mem, const char *sha, const pdf_pages *p)
{
    AUTO(buf) all = {.max = 96 << 20};
    page_list pages = {0};
    doc_reading r = {0};
    int64_t letters = 0, sure = 0;

    TRY(db_each(d, Q_FILE_READING_PAGES, mem, &page_shape, &pages, P_TEXT(sha)));
    buf_puts(&all, p->words);
    for (int i = 0; i < pages.n; i++) {
        buf_puts(&all, pages.p[i].words);
        letters += pages.p[i].letters;
        sure += pages.p[i].sure;
    }
    if (all.over) return E_LIMIT;
    TRY(doc_reading_of_words(mem, all.p ? all.p : "", &r));
    r.pages = p->pages;
    r.read_pages = letters ? pages.n : 0;
    r.sure = letters ? (int)(sure / letters) : 0;
    r.more = p->more;
    return finish(d, mem, sha, &r);
}

static status read_pdf(db *d, arena *mem, const char *sha, bytes data)
{
    pdf_pages p = {0};
    page_list done = {0};
    int n = 0;

    TRY(doc_pdf_pages(mem, data, &p));
    TRY(db_each(d, Q_FILE_READING_PAGES, mem, &page_shape, &done, P_TEXT(sha)));
    for (int i = 0; i < p.pictures.n; i++) {
        if (have(&done, p.pictures.p[i])) continue;
        if (n++ == READ_PAGES_A_JOB) return read_again(d, sha);
        TRY(read_page(d, mem, sha, data, p.pictures.p[i], &p));
    }
    return compose(d, mem, sha, &p);
}

status dossier_read_job(arena *mem, db *d, const job_row *job)
{
    file_reading now = {0};
    bytes data = {0};

    TRY(dossier_reading(d, mem, job->subject, &now));
    if (text_eq(now.state, "done") || text_eq(now.state, "failed")) return OK;
    TRY(blob_get(d, mem, job->subject, &data));
    doc_type type = doc_sniff(data, "");
    doc_reading r = {0};
    status s = type == DOC_PDF ? read_pdf(d, mem, job->subject, data) : doc_reading_plain(mem, type, data, &r);
    if (s == OK && type != DOC_PDF) s = finish(d, mem, job->subject, &r);
    bool refused = s == E_INVALID || s == E_LIMIT, last = s != OK && job->tries + 1 >= JOB_TRIES;
    if (!refused && !last) return s;
    log_warning("file %.12s cannot be read: %s", job->subject, status_name(s));
    return fail(d, job->subject);
}
