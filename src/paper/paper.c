#include "paper/paper_own.h"
#include "audit/audit.h"
#include "base/embed.h"
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "blob/blob.h"
#include "doc/docx.h"
#include "process/design.h"
#include <string.h>

SHAPE(paper_row_shape, paper_row, F_ID(paper_row, id), F_TEXT(paper_row, kind), F_TEXT(paper_row, status), F_TEXT(paper_row, name), F_TEXT(paper_row, sha256), F_TEXT(paper_row, creator),
      F_TEXT(paper_row, unknown), F_INT(paper_row, version), F_INSTANT(paper_row, created_at), F_INSTANT(paper_row, activated_at), F_TEXT(paper_row, kind_name), F_TEXT(paper_row, status_name),
      F_TEXT(paper_row, tone));

bool paper_may_manage(const actor *who)
{
    return actor_has(who, ROLE_ADMINISTRATOR, (org_id){0});
}

static void dress(paper_row *r)
{
    static const char *const statuses[][3] = {{"draft", N_("Bản thảo"), "wait"}, {"active", N_("Đang dùng"), "good"}, {"retired", N_("Đã thay"), "off"}};

    r->kind_name = process_paper_name(r->kind);
    r->status_name = r->tone = "";
    for (int i = 0; i < COUNT(statuses); i++) {
        if (!text_eq(statuses[i][0], r->status)) continue;
        r->status_name = T(statuses[i][1]);
        r->tone = statuses[i][2];
    }
}

status paper_all(db *d, arena *mem, const actor *who, paper_rows *out)
{
    if (!paper_may_manage(who)) return E_FORBIDDEN;
    TRY(db_each(d, Q_PAPER_ALL, mem, &paper_row_shape, out));
    for (int i = 0; i < out->n; i++) dress(&out->p[i]);
    return OK;
}

status paper_get(db *d, arena *mem, const actor *who, paper_id id, paper_row *out)
{
    if (!paper_may_manage(who)) return E_FORBIDDEN;
    TRY(db_one(d, Q_PAPER_GET, mem, &paper_row_shape, out, P_ID(id)));
    dress(out);
    return OK;
}

status paper_file(db *d, arena *mem, const actor *who, paper_id id, bytes *out)
{
    paper_row r = {0};

    TRY(paper_get(d, mem, who, id, &r));
    return blob_get(d, mem, r.sha256, out);
}

status paper_preview(db *d, arena *mem, const actor *who, paper_id id, bytes *out, const char **why)
{
    fill_values v = paper_samples(mem);
    bytes docx = {0};

    TRY(paper_file(d, mem, who, id, &docx));
    return fill_template(mem, docx, &v, out, why);
}

static bool is_kind(const char *kind)
{
    for (const process_paper *p = process_papers; p->key; p++)
        if (text_eq(p->key, kind)) return true;
    return false;
}

status paper_upload(arena *mem, db *d, const actor *who, const char *kind, const char *name, bytes docx, instant now, paper_id *out, const char **why)
{
    AUTO(db_tx) tx = {0};
    fill_names names = {0};
    const char *unknown = "", *sha = NULL;

    if (!paper_may_manage(who)) return E_FORBIDDEN;
    if (!is_kind(kind)) return E_NOT_FOUND;
    if (docx.n > PAPER_BYTES_MAX) return E_LIMIT;
    TRY(fill_fields(mem, docx, &names, why));
    for (int i = 0; i < names.n; i++)
        if (!paper_field_known(kind, names.p[i])) unknown = textf(mem, "%s%s%s", unknown, *unknown ? ", " : "", names.p[i]);
    TRY(db_begin(d, &tx));
    TRY(blob_put(d, mem, docx, &sha));
    TRY(db_insert(d, Q_PAPER_INSERT, out, P_TEXT(kind), P_TEXT("draft"), P_TEXT(name), P_TEXT(sha), P_TEXT(unknown), P_INSTANT(now), P_ID(who->user), P_NULL));
    TRY(audit_add(d, mem, who, "paper.uploaded", "paper", out->v, "", textf(mem, "%s %s %s", kind, name, sha)));
    return db_commit(&tx);
}

status paper_activate(arena *mem, db *d, const actor *who, paper_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    paper_row r = {0};

    TRY(db_begin(d, &tx));
    TRY(paper_get(d, mem, who, id, &r));
    if (*r.unknown) return E_INVALID;
    if (text_eq(r.status, "active")) return E_CONFLICT;
    TRY(db_change(d, Q_PAPER_RETIRE, NULL, P_TEXT(r.kind)));
    if (text_eq(r.status, "draft")) TRY(db_change1(d, Q_PAPER_SET_ACTIVE, P_INSTANT(now), P_ID(id)));
    else
        TRY(db_insert(d, Q_PAPER_INSERT, &id, P_TEXT(r.kind), P_TEXT("active"), P_TEXT(r.name), P_TEXT(r.sha256), P_TEXT(""), P_INSTANT(now), P_ID(who->user), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "paper.activated", "paper", id.v, "", textf(mem, "%s %lld", r.kind, (long long)r.version)));
    return db_commit(&tx);
}

/* ---- issuing ---- */

typedef struct {
    const char *sha256, *fields;
} issue_row;
STATIC_SHAPE(kind_shape, paper_kind, F_TEXT(paper_kind, kind));
STATIC_SHAPE(issue_shape, issue_row, F_TEXT(issue_row, sha256), F_TEXT(issue_row, fields));

static status active(db *d, arena *mem, const char *kind, paper_row *out)
{
    return db_one(d, Q_PAPER_ACTIVE, mem, &paper_row_shape, out, P_TEXT(kind));
}

status paper_kinds_active(db *d, arena *mem, paper_kinds *out)
{
    paper_kinds all = {0};

    TRY(db_each(d, Q_PAPER_KINDS, mem, &kind_shape, &all));
    out->n = 0;
    out->p = all.p;
    for (int i = 0; i < all.n; i++)
        if (!process_paper_apart(all.p[i].kind)) out->p[out->n++] = all.p[i];
    return OK;
}

status paper_issue(db *d, arena *mem, int64_t event, const char *kind, const fill_values *values, instant now)
{
    paper_row r = {0};

    if (process_paper_apart(kind)) return OK;
    status s = active(d, mem, kind, &r);
    if (s == E_NOT_FOUND) return OK;
    TRY(s);
    return db_change1(d, Q_PAPER_ISSUE_INSERT, P_INT(event), P_ID(r.id), P_TEXT(fill_values_text(mem, values)), P_INSTANT(now));
}

static status rendered(db *d, arena *mem, const char *sha, const fill_values *values, bytes *out)
{
    const char *why = "";
    bytes docx = {0};
    fill_values all = paper_whole(mem, values);

    TRY(blob_get(d, mem, sha, &docx));
    status s = fill_template(mem, docx, &all, out, &why);
    if (s == E_INVALID) log_error("paper: %s", why);
    return s == E_INVALID ? E_INTERNAL : s;
}

status paper_issued(db *d, arena *mem, int64_t event, bytes *out)
{
    issue_row i = {"", ""};
    fill_values v = {0};

    TRY(db_one(d, Q_PAPER_ISSUE_GET, mem, &issue_shape, &i, P_INT(event)));
    fill_values_read(mem, i.fields, &v);
    return rendered(d, mem, i.sha256, &v, out);
}

status paper_render(db *d, arena *mem, const char *kind, const fill_values *values, bytes *out)
{
    paper_row r = {0};

    TRY(active(d, mem, kind, &r));
    return rendered(d, mem, r.sha256, values, out);
}

status paper_render_at(db *d, arena *mem, const char *kind, const fill_values *values, instant at, bytes *out)
{
    paper_row r = {0};

    status s = db_one(d, Q_PAPER_ACTIVE_AT, mem, &paper_row_shape, &r, P_TEXT(kind), P_INSTANT(at));
    if (s == E_NOT_FOUND) s = db_one(d, Q_PAPER_FIRST, mem, &paper_row_shape, &r, P_TEXT(kind));
    TRY(s);
    return rendered(d, mem, r.sha256, values, out);
}

/* ---- what ships ---- */

status paper_install(db *d)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    for (const process_paper *p = process_papers; p->key; p++) {
        const embed_file *f = embed_find(textf(mem, "paper/%s.txt", p->key));
        int64_t n = 0;
        bytes docx = {0};
        const char *sha = NULL;
        paper_id id = {0};
        if (!f) continue;
        TRY(db_number(d, Q_PAPER_COUNT, &n, P_TEXT(p->key)));
        if (n) continue;
        TRY(docx_from_lines(mem, f->data, &docx));
        TRY(blob_put(d, mem, docx, &sha));
        TRY(db_insert(d, Q_PAPER_INSERT, &id, P_TEXT(p->key), P_TEXT("active"), P_TEXT(textf(mem, "%s.docx", p->key)), P_TEXT(sha), P_TEXT(""), P_INSTANT(instant_now()), P_NULL, P_INSTANT(instant_now())));
    }
    return db_commit(&tx);
}
