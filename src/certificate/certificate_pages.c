/* The head's decision, its result, certificates, and their verification by anyone. */
#include "certificate/certificate_pages.h"
#include "base/text.h"
#include "certificate/certificate.h"
#include "council/council.h"
#include "doc/docx.h"
#include "paper/paper.h"
#include "user/user.h"
#include "web/template.h"
#include "base/embed.h"
#include <string.h>

static const choice decisions[] = {{"recognise", N_("Công nhận sáng kiến")}, {"refuse", N_("Không công nhận")}, {0}};
STATIC_FORM(decide_form, {.name = "decision", .kind = INPUT_RADIO, .label = N_("Quyết định"), .choices = decisions, .required = true},
            {.name = "signer_title", .kind = INPUT_LINE, .label = N_("Chức danh người ký"), .max = 100, .hint = N_("Ví dụ: Giám đốc, Hiệu trưởng, Chủ tịch UBND phường.")},
            {.name = "note", .kind = INPUT_LINES, .label = N_("Lý do (bắt buộc khi không công nhận)"), .rows = 4, .max = 4000});
STATIC_FORM(cancel_form, {.name = "note", .kind = INPUT_LINES, .label = N_("Căn cứ, lý do hủy bỏ"), .rows = 4, .max = 4000, .required = true});

typedef struct {
    dossier d;
    author_list authors;
    bool has_vote, passed, needs_consent;
    item_row vote;
    const char *due_text, *due_article;
} decide_view;
STATIC_SHAPE(decide_shape, decide_view, F_STRUCT(decide_view, d, dossier_shape), F_LIST(decide_view, authors, dossier_author_shape), F_BOOL(decide_view, has_vote), F_BOOL(decide_view, passed),
             F_BOOL(decide_view, needs_consent), F_STRUCT(decide_view, vote, item_row_shape), F_TEXT(decide_view, due_text), F_TEXT(decide_view, due_article));

static status may_decide(request *r, dossier *dos, step_effect effect)
{
    const process *p = NULL;

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), dos));
    TRY(process_load(r->db, dos->process_id, &p));
    return dossier_may_effect(&r->who, dos, p, effect) ? OK : E_FORBIDDEN;
}

static status decide_page(request *r, reply *out)
{
    decide_view *v = NEW(r->mem, decide_view);
    const rule_row *rule = NULL;
    head_row head = {.title = ""};

    TRY(may_decide(r, &v->d, EFFECT_RECOGNISE));
    TRY(dossier_authors(r->db, r->mem, v->d.id, &v->authors));
    status s = council_item_of(r->db, r->mem, &r->who, v->d.id, &v->vote);
    if (s != OK && s != E_NOT_FOUND) return s;
    v->has_vote = s == OK;
    v->passed = v->has_vote && v->vote.passed;
    v->needs_consent = v->d.state_funded && v->d.author_is_head && !*v->d.consent_document;
    v->due_text = date_vi(r->mem, v->d.due_on);
    v->due_article = *v->d.due_rule && rule_get(rule_current(), v->d.due_rule, NULL, date_of(r->now), &rule) == OK ? rule->article : "";
    if (user_head_of(r->db, r->mem, v->d.org_id, date_of(r->now), &head) == OK && head.user_id.v == r->who.user.v) form_set(r, "signer_title", head.title);
    reply_title(r, "%s", T("Quyết định của người đứng đầu cơ sở"));
    reply_org(r, v->d.org_id);
    reply_crumb(r, T("Hồ sơ"), textf(r->mem, "/ho-so/%lld", (long long)v->d.id.v));
    return reply_view(r, out, v);
}

static void tell_refused(request *r, const finding_list *l)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].hard) form_error(r, text_eq(l->p[i].field, "note") ? "note" : "", "%s (%s, %s)", l->p[i].text, l->p[i].id, l->p[i].article);
}

static status decide_post(request *r, reply *out)
{
    dossier_id id = ARG(r, 0, dossier_id);
    finding_list refused = {0};
    recognition_id made;

    if (text_eq(form_text(r, "decision"), "refuse")) {
        step_outcome o;
        TRY(dossier_effect(r->mem, r->db, &r->who, id, EFFECT_REFUSE, &(step_input){.note = form_text(r, "note")}, r->now, &o));
        tell_refused(r, &o.findings);
        if (o.tag == STEP_REFUSED) return E_INVALID;
        reply_flash(r, FLASH_NOTE, "%s", T("Đã ghi quyết định không công nhận."));
        return reply_see(r, out, "/ho-so/%lld", (long long)id.v);
    }
    status s = certificate_recognise(r->mem, r->db, &r->who, id, form_text(r, "signer_title"), form_text(r, "note"), r->now, &made, &refused);
    tell_refused(r, &refused);
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã công nhận sáng kiến và cấp giấy chứng nhận cho từng tác giả."));
    return reply_see(r, out, "/ho-so/%lld/ket-qua", (long long)id.v);
}

typedef struct {
    recognition_row r;
    recognition_authors authors;
    dossier_id dossier;
    bool may_cancel, valid;
} result_view;
STATIC_SHAPE(result_shape, result_view, F_STRUCT(result_view, r, recognition_shape), F_LIST(result_view, authors, recognition_author_shape), F_ID(result_view, dossier),
             F_BOOL(result_view, may_cancel), F_BOOL(result_view, valid));

static status result_page(request *r, reply *out)
{
    result_view *v = NEW(r->mem, result_view);
    dossier dos = {0};
    const process *p = NULL;

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &dos));
    TRY(certificate_recognition_of(r->db, r->mem, dos.id, &v->r));
    TRY(certificate_authors(r->db, r->mem, v->r.id, &v->authors));
    TRY(process_load(r->db, dos.process_id, &p));
    v->dossier = dos.id;
    v->may_cancel = dossier_may_effect(&r->who, &dos, p, EFFECT_CANCEL);
    v->valid = text_eq(v->r.status, "valid");
    reply_title(r, "%s", T("Quyết định và giấy chứng nhận"));
    reply_org(r, v->r.org_id);
    reply_crumb(r, T("Hồ sơ"), textf(r->mem, "/ho-so/%lld", (long long)dos.id.v));
    return reply_view(r, out, v);
}

/* The values of the fields of paper.h: of the register entry, which never changes. */
static fill_values entry_values(request *r, const recognition_row *w)
{
    const fill_value one[] = {{"co_so", w->org_name}, {"co_so_hoa", text_upper(r->mem, w->org_name)}, {"so_quyet_dinh", w->decision}, {"ngay", date_vi(r->mem, w->recognised_on)},
                              {"ten_sang_kien", w->title}, {"loai", dossier_kind_words(w->kind)}, {"linh_vuc", w->field}, {"chu_dau_tu", w->investor}, {"tom_tat", w->summary}, {"loi_ich", w->benefit},
                              {"nguoi_ky", w->signer_name}, {"chuc_danh_ky", text_upper(r->mem, w->signer_title)}};
    fill_values f = {0};

    for (int i = 0; i < COUNT(one); i++) fill_put(r->mem, &f, one[i].name, one[i].value);
    return f;
}

static void put_authors(request *r, const recognition_authors *l, fill_values *f)
{
    fill_put_count(r->mem, f, "tac_gia", l->n);
    for (int i = 0; i < l->n; i++) {
        const recognition_author *a = &l->p[i];
        const fill_value row[] = {{"stt", textf(r->mem, "%d", i + 1)}, {"ten", a->name}, {"don_vi", a->unit}, {"chuc_danh", a->position},
                                  {"ty_le", textf(r->mem, "%s %%", text_percent(r->mem, (int)a->share))}, {"so_giay", a->serial}};
        for (int k = 0; k < COUNT(row); k++) fill_put_item(r->mem, f, "tac_gia", i + 1, row[k].name, row[k].value);
    }
}

static status decision_docx(request *r, reply *out)
{
    recognition_row w = {0};
    recognition_authors authors = {0};
    dossier dos = {0};
    bytes docx = {0};

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &dos));
    TRY(certificate_recognition_of(r->db, r->mem, dos.id, &w));
    TRY(certificate_authors(r->db, r->mem, w.id, &authors));
    fill_values values = entry_values(r, &w);
    put_authors(r, &authors, &values);
    TRY(paper_render_at(r->db, r->mem, "decision", &values, instant_of(w.recognised_on, 23, 59), &docx));
    return reply_file(r, out, doc_type_mime(DOC_DOCX), textf(r->mem, "quyet-dinh-%s.docx", text_slug(r->mem, w.decision)), docx);
}

/* A certificate on the establishment's own form, to be printed and signed by hand; the PDF is the one that is signed. */
static status certificate_docx(request *r, reply *out)
{
    certificate_row c = {0};
    recognition_row w = {0};
    recognition_authors all = {0};
    const recognition_author *a = NULL;
    const char *others = "";
    bytes docx = {0};

    TRY(certificate_get(r->db, r->mem, r->word[0], &c));
    TRY(certificate_recognition_by_id(r->db, r->mem, c.recognition_id, &w));
    TRY(certificate_authors(r->db, r->mem, w.id, &all));
    for (int i = 0; i < all.n; i++) {
        if (all.p[i].ordinal == c.ordinal) a = &all.p[i];
        else others = textf(r->mem, "%s%s%s", others, *others ? ", " : "", all.p[i].name);
    }
    if (!a) return E_INTERNAL;
    bool city = text_eq(c.level, "city");
    if (city) { /* the city's decision and its signer */
        w.org_name = w.city_org;
        w.decision = w.city_decision;
        w.recognised_on = c.issued_on;
        w.signer_name = w.city_signer;
        w.signer_title = w.city_signer_title;
    }
    fill_values values = entry_values(r, &w);
    const fill_value mine[] = {{"so_giay", c.serial}, {"ten_tac_gia", a->name}, {"chuc_danh_tac_gia", a->position}, {"don_vi_tac_gia", a->unit}, {"dong_tac_gia", others}, {"cap", city ? "thành phố" : "cơ sở"},
                               {"ty_le_tac_gia", textf(r->mem, "%s %%", text_percent(r->mem, (int)a->share))}, {"pham_vi", city ? w.reach : ""}, {"ma_so", w.code},
                               {"dia_chi_xac_minh", textf(r->mem, "%s/xac-minh/%s", web_config_of(request_web(r))->base_url, c.serial)}};
    for (int i = 0; i < COUNT(mine); i++) fill_put(r->mem, &values, mine[i].name, mine[i].value);
    TRY(paper_render_at(r->db, r->mem, "certificate", &values, instant_of(c.issued_on, 23, 59), &docx));
    return reply_file(r, out, doc_type_mime(DOC_DOCX), textf(r->mem, "giay-chung-nhan-%s.docx", c.serial), docx);
}

static status cancel_page(request *r, reply *out)
{
    decide_view *v = NEW(r->mem, decide_view);

    TRY(may_decide(r, &v->d, EFFECT_CANCEL));
    v->due_text = v->due_article = "";
    reply_title(r, "%s", T("Hủy bỏ việc công nhận"));
    reply_org(r, v->d.org_id);
    reply_crumb(r, T("Hồ sơ"), textf(r->mem, "/ho-so/%lld", (long long)v->d.id.v));
    return reply_view(r, out, v);
}

static status cancel_post(request *r, reply *out)
{
    finding_list refused = {0};
    status s = certificate_cancel(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), form_text(r, "note"), r->now, &refused);

    tell_refused(r, &refused);
    TRY(s);
    reply_flash(r, FLASH_NOTE, "%s", T("Đã hủy bỏ việc công nhận; các giấy chứng nhận không còn giá trị."));
    return reply_see(r, out, "/ho-so/%lld/ket-qua", (long long)r->arg[0]);
}

static status pdf_get(request *r, reply *out)
{
    bytes pdf = {0};

    TRY(certificate_pdf(r->mem, r->db, r->word[0], web_config_of(request_web(r))->base_url, &pdf));
    return reply_file(r, out, "application/pdf", textf(r->mem, "giay-chung-nhan-%s.pdf", r->word[0]), pdf);
}

/* ---- verification ---- */

typedef struct {
    recognition_row r;
    certificate_row c;
    const char *name, *share, *code;
    bool found, valid, cancelled, replaced, code_given, code_good;
} verify_view;
STATIC_SHAPE(verify_shape, verify_view, F_STRUCT(verify_view, r, recognition_shape), F_STRUCT(verify_view, c, certificate_shape), F_TEXT(verify_view, name), F_TEXT(verify_view, share),
             F_TEXT(verify_view, code), F_BOOL(verify_view, found), F_BOOL(verify_view, valid), F_BOOL(verify_view, cancelled), F_BOOL(verify_view, replaced), F_BOOL(verify_view, code_given),
             F_BOOL(verify_view, code_good));

typedef struct {
    const char *key, *key_id;
} ask_view;
STATIC_SHAPE(ask_shape, ask_view, F_TEXT(ask_view, key), F_TEXT(ask_view, key_id));

static status ask_page(request *r, reply *out)
{
    ask_view *v = NEW(r->mem, ask_view);
    const char *serial = query_text(r, "so");

    if (*serial) return reply_see(r, out, "/xac-minh/%s", text_slug(r->mem, serial)[0] ? serial : "x");
    v->key = text_hex(r->mem, sign_public_key(), 32);
    v->key_id = sign_key_id(r->mem);
    reply_title(r, "%s", T("Xác minh giấy chứng nhận"));
    reply_public(out, 3600);
    return reply_view(r, out, v);
}

static status verify_page(request *r, reply *out)
{
    verify_view *v = NEW(r->mem, verify_view);
    recognition_authors all = {0};
    const char *given = query_text(r, "c");
    const char *raw = strstr(r->query, "c=");

    (void)given;
    if (text_starts(r->word[0], "TH-")) return reply_see(r, out, "/chung-nhan-tap-huan/%s%s%s", r->word[0], *r->query ? "?" : "", r->query); /* of attendance: the courses know it */
    reply_title(r, "%s", T("Xác minh giấy chứng nhận"));
    reply_crumb(r, T("Xác minh"), "/xac-minh");
    v->name = v->share = v->code = "";
    status s = certificate_get(r->db, r->mem, r->word[0], &v->c);
    if (s == E_NOT_FOUND) {
        v->c = (certificate_row){.level = "", .serial = r->word[0], .status = "", .replaced_by = "", .payload = "", .signature = ""};
        v->r = (recognition_row){.code = "", .level = "", .org_name = "", .title = "", .kind = "", .field = "", .investor = "", .summary = "", .benefit = "", .status = "",
                                 .cancel_reason = "", .decision = "", .signer_name = "", .signer_title = "", .city_decision = "", .city_org = "", .city_signer = "", .city_signer_title = "", .reach = "", .city_flag = ""};
        return reply_view(r, out, v);
    }
    TRY(s);
    TRY(certificate_recognition_by_id(r->db, r->mem, v->c.recognition_id, &v->r));
    if (text_eq(v->c.level, "unit")) reply_org(r, v->r.org_id); /* of the city: the city's */
    TRY(certificate_authors(r->db, r->mem, v->r.id, &all));
    for (int i = 0; i < all.n; i++) {
        if (all.p[i].ordinal != v->c.ordinal) continue;
        v->name = all.p[i].name;
        v->share = text_percent(r->mem, (int)all.p[i].share);
    }
    v->found = sign_fits(v->c.payload, v->c.signature, sign_public_key());
    v->valid = v->found && text_eq(v->c.status, "valid");
    v->cancelled = text_eq(v->c.status, "cancelled");
    v->replaced = text_eq(v->c.status, "replaced");
    if (raw) {
        code_outcome o = sign_check_code(r->mem, text_copyn(r->mem, raw + 2, strcspn(raw + 2, "&")), sign_public_key());
        v->code_given = true;
        v->code_good = o.tag == CODE_GOOD && text_eq(o.payload, v->c.payload);
        v->valid = v->valid && v->code_good;
    }
    v->c.payload = v->c.signature = "";
    return reply_view(r, out, v);
}

static status key_get(request *r, reply *out)
{
    reply_public(out, 3600);
    return reply_text(r, out, "application/json; charset=utf-8",
                      textf(r->mem, "{\"algorithm\":\"Ed25519\",\"key_id\":\"%s\",\"public_key_hex\":\"%s\",\"code\":\"base64url(payload).base64url(signature)\"}", sign_key_id(r->mem), text_hex(r->mem, sign_public_key(), 32)));
}

static status statuses_get(request *r, reply *out)
{
    const char *list = "";

    TRY(certificate_status_list(r->db, r->mem, r->now, &list));
    reply_public(out, 300);
    return reply_text(r, out, "application/json; charset=utf-8", list);
}

static const unsigned deciders = ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_DEPARTMENT);
static const route routes[] = {
    {GET, "/ho-so/:id/quyet-dinh", decide_page, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_HEAD), .page = "certificate/decide.html", .view = &decide_shape, .form = &decide_form, .summary = "The head's decision: what is before the head"},
    {POST, "/ho-so/:id/quyet-dinh", decide_post, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_HEAD), .form = &decide_form, .again = decide_page, .summary = "Recognise or refuse"},
    {GET, "/ho-so/:id/ket-qua", result_page, ACCESS_USER, .page = "certificate/result.html", .view = &result_shape, .summary = "Decision and certificates of a dossier"},
    {GET, "/ho-so/:id/quyet-dinh.docx", decision_docx, ACCESS_USER, .summary = "The decision (DOCX)"},
    {GET, "/ho-so/:id/huy", cancel_page, ACCESS_ROLE, .roles = deciders, .page = "certificate/cancel.html", .view = &decide_shape, .form = &cancel_form, .summary = "Cancel a recognition: why"},
    {POST, "/ho-so/:id/huy", cancel_post, ACCESS_ROLE, .roles = deciders, .form = &cancel_form, .again = cancel_page, .summary = "Cancel a recognition"},
    {GET, "/giay-chung-nhan/*x", pdf_get, ACCESS_PUBLIC, .summary = "A certificate (PDF)"},
    {GET, "/giay-chung-nhan/*x/ban-in.docx", certificate_docx, ACCESS_USER, .summary = "A certificate on the establishment's own form (DOCX)"},
    {GET, "/xac-minh", ask_page, ACCESS_PUBLIC, .page = "certificate/ask.html", .view = &ask_shape, .summary = "Verify a certificate: which"},
    {GET, "/xac-minh/*x", verify_page, ACCESS_PUBLIC, .page = "certificate/verify.html", .view = &verify_shape, .summary = "Whether a certificate is valid"},
    {GET, "/api/khoa-cong-khai.json", key_get, ACCESS_PUBLIC, .summary = "The public key of certificates"},
    {GET, "/api/tinh-trang-giay-chung-nhan.json", statuses_get, ACCESS_PUBLIC, .summary = "Signed list of certificates that are not valid any more"},
};
const route_table certificate_routes = {routes, COUNT(routes)};
