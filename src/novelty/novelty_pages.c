/* "Tính mới" of a dossier: the report as the person may see it, answers, findings; similar titles; groups. */
#include "novelty/novelty_pages.h"
#include "base/text.h"
#include "novelty/novelty_report.h"
#include <string.h>

enum { GREEN_SHARE = 1000, RED_SHARE = 3000 /* basis points: colours of the share, nothing hangs on them */ };

static const choice verdicts[] = {{"new", N_("không trùng: nội dung mới")}, {"partly", N_("trùng một phần: cần làm rõ phần mới")}, {"same", N_("trùng về nội dung")}, {0}};
STATIC_FORM(find_form, {.name = "verdict", .kind = INPUT_RADIO, .label = N_("Nhận định"), .choices = verdicts, .required = true},
            {.name = "reason", .kind = INPUT_LINES, .label = N_("Lý do"), .hint = N_("Nêu đoạn nào, nguồn nào và vì sao. Tỷ lệ do máy tính chỉ để tham khảo."), .rows = 4, .max = 4000, .required = true},
            {.name = "report", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(answer_form, {.name = "source", .kind = INPUT_HIDDEN, .label = ""}, {.name = "unit", .kind = INPUT_HIDDEN, .label = ""},
            {.name = "text", .kind = INPUT_LINES, .label = N_("Giải trình của tác giả"), .rows = 3, .max = 4000});
STATIC_FORM(report_form, {.name = "report", .kind = INPUT_HIDDEN, .label = ""});

typedef struct {
    const char *href, *label;
    bool current;
} version_view;
STATIC_SHAPE(version_shape, version_view, F_TEXT(version_view, href), F_TEXT(version_view, label), F_BOOL(version_view, current));

typedef struct {
    dossier_id id;
    report_id report;
    const char *title, *number, *org_name, *cause, *parameters, *text_hash, *hash, *encoding, *tone;
    bool full, is_author, draft, no_index, waiting, failed, done, nothing, may_find, may_verify, may_recheck, may_answer, other_encoding, cut, same_org, other_org;
    int64_t share, sources, generation, syllables, counted, boilerplate, law, homoglyphs, hidden, scans, sure;
    instant done_at;
    LIST_OF(hit_view) hits;
    LIST_OF(segment_view) segments;
    LIST_OF(version_view) versions;
    like_list likes;
    finding_rows findings;
} show_view;
STATIC_SHAPE(show_shape, show_view, F_ID(show_view, id), F_ID(show_view, report), F_TEXT(show_view, title), F_TEXT(show_view, number), F_TEXT(show_view, org_name), F_TEXT(show_view, cause),
             F_TEXT(show_view, parameters), F_TEXT(show_view, text_hash), F_TEXT(show_view, hash), F_TEXT(show_view, encoding), F_TEXT(show_view, tone), F_BOOL(show_view, full),
             F_BOOL(show_view, is_author), F_BOOL(show_view, draft), F_BOOL(show_view, no_index), F_BOOL(show_view, waiting), F_BOOL(show_view, failed), F_BOOL(show_view, done),
             F_BOOL(show_view, nothing), F_BOOL(show_view, may_find), F_BOOL(show_view, may_verify), F_BOOL(show_view, may_recheck), F_BOOL(show_view, may_answer),
             F_BOOL(show_view, other_encoding), F_BOOL(show_view, cut), F_BOOL(show_view, same_org), F_BOOL(show_view, other_org), F_INT(show_view, share), F_INT(show_view, sources),
             F_INT(show_view, generation), F_INT(show_view, syllables), F_INT(show_view, counted), F_INT(show_view, boilerplate), F_INT(show_view, law), F_INT(show_view, homoglyphs), F_INT(show_view, hidden),
             F_INT(show_view, scans), F_INT(show_view, sure), F_INSTANT(show_view, done_at), F_LIST(show_view, hits, hit_view_shape), F_LIST(show_view, segments, segment_view_shape),
             F_LIST(show_view, versions, version_shape), F_LIST(show_view, likes, like_view_shape), F_LIST(show_view, findings, finding_row_shape));

static const char *tone_of(int64_t share)
{
    return share >= RED_SHARE ? "bad" : share >= GREEN_SHARE ? "wait" : "good";
}

static void fill_seen(show_view *v, const seen_report *s)
{
    v->share = s->share;
    v->sources = s->sources;
    v->law = s->law;
    v->hits.p = s->hits.p;
    v->hits.n = s->hits.n;
    v->segments.p = s->segments.p;
    v->segments.n = s->segments.n;
    v->tone = tone_of(s->share);
    v->nothing = v->done && s->hits.n == 0;
    for (int i = 0; i < s->hits.n; i++) {
        v->same_org |= s->hits.p[i].same_org;
        v->other_org |= !s->hits.p[i].same_org;
    }
}

/* What tells of the whole index (its generation, form text learned from all dossiers) is for who sees all. */
static void fill_report(show_view *v, const report_row *r)
{
    v->report = r->id;
    v->cause = novelty_cause_name(r->cause);
    v->waiting = text_eq(r->state, "waiting");
    v->failed = text_eq(r->state, "failed");
    v->done = text_eq(r->state, "done");
    v->done_at = r->done_at;
    v->encoding = r->encoding;
    v->other_encoding = v->done && *r->encoding && !text_eq(r->encoding, "Unicode");
    v->homoglyphs = r->homoglyphs;
    v->hidden = r->hidden;
    v->cut = r->cut;
    v->scans = r->scans;
    v->sure = r->sure;
    if (!v->full) return;
    v->parameters = r->parameters;
    v->text_hash = r->text_hash;
    v->hash = r->hash;
    v->generation = r->generation;
    v->syllables = r->syllables;
    v->counted = r->counted;
    v->boilerplate = r->boilerplate;
}

static status fill_versions(request *r, const dossier *dos, show_view *v)
{
    report_list l = {0};

    TRY(novelty_reports_of(r->db, r->mem, dos, &l));
    v->versions.p = NEWS(r->mem, version_view, l.n + 1);
    for (int i = 0; i < l.n; i++)
        v->versions.p[v->versions.n++] = (version_view){textf(r->mem, "/ho-so/%lld/tinh-moi?ban=%lld", (long long)dos->id.v, (long long)l.p[i].id.v),
                                                        textf(r->mem, "%s · %s", instant_vi(r->mem, l.p[i].asked_at), novelty_cause_name(l.p[i].cause)), l.p[i].id.v == v->report.v};
    return OK;
}

static status fill_draft(request *r, const dossier *dos, show_view *v)
{
    seen_report seen = {0};
    status s = novelty_see_draft(r->db, r->mem, &r->who, dos, &seen);

    v->draft = true;
    v->no_index = s == E_IO || s == E_INVALID; /* none, or one that was found damaged just now */
    if (v->no_index) return OK;
    TRY(s);
    v->done = true;
    fill_seen(v, &seen);
    return OK;
}

static status fill_kept(request *r, reply *out, const dossier *dos, show_view *v)
{
    report_row row = {0};
    seen_report seen = {0};
    status s = novelty_report_get(r->db, r->mem, &r->who, dos, (report_id){r->again ? 0 : query_int(r, "ban", 0)}, &row);

    if (s == E_NOT_FOUND && query_int(r, "ban", 0) == 0) return OK; /* filed before there was a search */
    TRY(s);
    fill_report(v, &row);
    if (v->waiting) reply_header(out, r, "Refresh", "3");
    v->no_index = v->waiting && !novelty_seat(r->db);
    if (v->full) TRY(fill_versions(r, dos, v));
    if (!v->done) return OK;
    TRY(novelty_see(r->db, r->mem, &r->who, dos, &row, &seen));
    fill_seen(v, &seen);
    return OK;
}

static status show_page(request *r, reply *out)
{
    show_view *v = NEW(r->mem, show_view);
    dossier dos = {0};

    v->id = ARG(r, 0, dossier_id);
    TRY(dossier_get(r->db, r->mem, &r->who, v->id, &dos));
    v->title = *dos.title ? dos.title : T("(chưa có tên)");
    v->number = dos.number;
    v->org_name = dos.org_name;
    v->cause = v->parameters = v->text_hash = v->hash = v->encoding = "";
    v->tone = "off";
    v->full = novelty_sees_all(&r->who, &dos);
    v->is_author = !v->full;
    v->may_find = novelty_may_find(&r->who, &dos);
    v->may_answer = novelty_may_answer(&r->who, &dos);
    if (dossier_phase_of(&dos) == PHASE_DRAFT) TRY(fill_draft(r, &dos, v));
    else TRY(fill_kept(r, out, &dos, v));
    v->may_verify = v->full && v->done;
    v->may_recheck = v->may_find && !v->waiting;
    v->may_answer = v->may_answer && !v->draft;
    for (int i = 0; i < v->hits.n && v->draft; i++) v->hits.p[i].may_answer = false; /* answers belong to what was filed */
    TRY(novelty_alike(r->db, r->mem, &r->who, v->id, dos.title, true, &v->likes));
    TRY(novelty_findings(r->db, r->mem, &r->who, &dos, &v->findings));
    form_set_int(r, "report", v->report.v);
    reply_title(r, "%s", T("Tính mới"));
    reply_org(r, dos.org_id);
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    reply_crumb(r, *dos.number ? dos.number : T("Hồ sơ"), textf(r->mem, "/ho-so/%lld", (long long)v->id.v));
    return reply_view(r, out, v);
}

static status back(request *r, reply *out)
{
    return reply_see(r, out, "/ho-so/%lld/tinh-moi", (long long)r->arg[0]);
}

static status answer_post(request *r, reply *out)
{
    status s = novelty_answer(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), (dossier_id){form_int(r, "source")}, (org_id){form_int(r, "unit")}, form_text(r, "text"), r->now);

    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", text_empty(form_text(r, "text")) ? T("Đã rút giải trình.") : T("Đã lưu giải trình. Hội đồng đọc được cạnh đoạn trùng."));
    return back(r, out);
}

static status find_post(request *r, reply *out)
{
    TRY(novelty_find(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), (report_id){form_int(r, "report")}, form_text(r, "verdict"), form_text(r, "reason"), r->now));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã ghi nhận định."));
    return back(r, out);
}

static status recheck_post(request *r, reply *out)
{
    status s = novelty_recheck(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), r->now);

    if (s == E_CONFLICT) reply_flash(r, FLASH_NOTE, "%s", T("Bản này của hồ sơ đã được kiểm tra lại rồi."));
    else TRY(s);
    return back(r, out);
}

static status verify_post(request *r, reply *out)
{
    dossier dos = {0};
    report_row row = {0};
    verify_outcome o = VERIFY_GONE;

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &dos));
    if (!novelty_sees_all(&r->who, &dos)) return E_FORBIDDEN;
    TRY(novelty_report_get(r->db, r->mem, &r->who, &dos, (report_id){form_int(r, "report")}, &row));
    status s = novelty_verify(r->mem, r->db, &r->who, &dos, &row, &o);
    if (s == E_IO) {
        reply_flash(r, FLASH_NOTE, "%s", T("Chỉ mục đối chiếu đang được dựng lại nên chưa chạy lại được. Hãy thử lại sau ít phút."));
        return reply_see(r, out, "/ho-so/%lld/tinh-moi?ban=%lld", (long long)r->arg[0], (long long)row.id.v);
    }
    TRY(s);
    switch (o) {
    case VERIFY_EQUAL: reply_flash(r, FLASH_GOOD, T("Chạy lại trên đúng bản chỉ mục %lld: kết quả giống từng byte."), (long long)row.generation); break;
    case VERIFY_DIFFERENT: reply_flash(r, FLASH_BAD, "%s", T("Chạy lại cho kết quả khác báo cáo đã lưu. Hãy báo quản trị hệ thống.")); break;
    case VERIFY_GONE: reply_flash(r, FLASH_NOTE, T("Bản chỉ mục %lld không còn được giữ nên không chạy lại được; báo cáo lưu vẫn còn nguyên."), (long long)row.generation); break;
    }
    return reply_see(r, out, "/ho-so/%lld/tinh-moi?ban=%lld", (long long)r->arg[0], (long long)row.id.v);
}

/* ---- similar titles, while typing or by a button ---- */

typedef struct {
    dossier_id id;
    const char *asked, *edit_href;
    bool no_index;
    like_list similar;
} similar_view;
STATIC_SHAPE(similar_shape, similar_view, F_ID(similar_view, id), F_TEXT(similar_view, asked), F_TEXT(similar_view, edit_href), F_BOOL(similar_view, no_index),
             F_LIST(similar_view, similar, like_view_shape));

static status similar_page(request *r, reply *out)
{
    similar_view *v = NEW(r->mem, similar_view);
    dossier dos = {0};

    v->id = ARG(r, 0, dossier_id);
    TRY(dossier_get(r->db, r->mem, &r->who, v->id, &dos));
    if (!dossier_may_edit(&r->who, &dos)) return E_FORBIDDEN;
    v->asked = *query_text(r, "q") ? query_text(r, "q") : dos.title;
    TRY(novelty_alike(r->db, r->mem, &r->who, v->id, v->asked, false, &v->similar));
    v->no_index = !novelty_seat(r->db);
    v->edit_href = textf(r->mem, "/ho-so/%lld/sua", (long long)v->id.v);
    reply_title(r, "%s", T("Hồ sơ tương tự"));
    reply_org(r, dos.org_id);
    reply_crumb(r, T("Soạn hồ sơ"), v->edit_href);
    return reply_view(r, out, v);
}

/* ---- groups ---- */

typedef struct {
    group_list groups;
} groups_view;
STATIC_SHAPE(groups_shape, groups_view, F_LIST(groups_view, groups, group_view_shape));

static status groups_page(request *r, reply *out)
{
    groups_view *v = NEW(r->mem, groups_view);

    TRY(novelty_groups(r->db, r->mem, &r->who, &v->groups));
    reply_title(r, "%s", T("Nhóm hồ sơ giống nhau"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

static const route routes[] = {
    {GET, "/ho-so/:id/tinh-moi", show_page, ACCESS_USER, .page = "novelty/show.html", .view = &show_shape, .form = &find_form, .summary = "What a dossier copies, as who asks may see it"},
    {POST, "/ho-so/:id/tinh-moi/giai-trinh", answer_post, ACCESS_USER, .form = &answer_form, .again = show_page, .summary = "An author's answer to a hit"},
    {POST, "/ho-so/:id/tinh-moi/nhan-dinh", find_post, ACCESS_USER, .form = &find_form, .again = show_page, .summary = "A finding with its reason"},
    {POST, "/ho-so/:id/tinh-moi/kiem-tra-lai", recheck_post, ACCESS_USER, .form = &report_form, .summary = "Ask for a new check"},
    {POST, "/ho-so/:id/tinh-moi/doi-chieu", verify_post, ACCESS_USER, .form = &report_form, .summary = "Run a kept report again and compare"},
    {GET, "/ho-so/:id/tuong-tu", similar_page, ACCESS_USER, .page = "novelty/similar.html", .view = &similar_shape, .summary = "Dossiers with a similar title"},
    {GET, "/tinh-moi", groups_page, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR), .page = "novelty/groups.html", .view = &groups_shape, .summary = "Groups of dossiers that copy from each other"},
};
const route_table novelty_routes = {routes, COUNT(routes)};
