/* Writing a dossier: start, form, autosave, files, check before filing. */
#include "base/text.h"
#include "text/legacy.h"
#include "doc/refuse.h"
#include "dossier/dossier.h"
#include "dossier/dossier_pages.h"
#include "dossier/dossier_read.h"
#include "doc/ocr.h"
#include "org/org.h"
#include "user/user.h"
#include <string.h>

static const choice kinds[] = {{"technical", N_("Giải pháp kỹ thuật (sản phẩm hoặc quy trình)")}, {"management", N_("Giải pháp quản lý (tổ chức, điều hành, kiểm tra)")},
                               {"operational", N_("Giải pháp tác nghiệp (thủ tục, nghiệp vụ, giảng dạy, chăm sóc…)")}, {"applied", N_("Giải pháp ứng dụng tiến bộ kỹ thuật")}, {0}};
static const choice venues[] = {{"investor", N_("Cơ sở là chủ đầu tư tạo ra sáng kiến")}, {"transferee_refused", N_("Cơ sở nhận chuyển giao, chủ đầu tư đã từ chối")},
                                {"transferee_author", N_("Cơ sở nhận chuyển giao, tác giả là chủ đầu tư")}, {0}};
static const choice benefits[] = {{"economic", N_("Kinh tế")}, {"social", N_("Xã hội")}, {"both", N_("Kinh tế và xã hội")}, {0}};

FORM(dossier_form,
     {.name = "title", .kind = INPUT_LINES, .label = N_("Tên sáng kiến"), .hint = N_("Phải thể hiện bản chất của giải pháp (Điều 5 Thông tư 18/2013/TT-BKHCN)."), .max = 500, .rows = 2},
     {.name = "org", .kind = INPUT_SELECT, .label = N_("Cơ sở được yêu cầu công nhận")},
     {.name = "round", .kind = INPUT_SELECT, .label = N_("Đợt đề nghị"), .hint = N_("Để trống nếu nộp ngoài đợt.")},
     {.name = "venue_basis", .kind = INPUT_RADIO, .label = N_("Căn cứ nộp tại cơ sở này"), .choices = venues},
     {.name = "investor", .kind = INPUT_LINE, .label = N_("Chủ đầu tư tạo ra sáng kiến"), .hint = N_("Nếu tác giả tự đầu tư, ghi tên tác giả."), .max = 300},
     {.name = "state_funded", .kind = INPUT_CHECK, .label = N_("Nhà nước đầu tư kinh phí, phương tiện vật chất - kỹ thuật")},
     {.name = "kind", .kind = INPUT_RADIO, .label = N_("Loại giải pháp"), .choices = kinds},
     {.name = "field", .kind = INPUT_LINE, .label = N_("Lĩnh vực áp dụng"), .max = 200},
     {.name = "beneficiary", .kind = INPUT_SELECT, .label = N_("Đối tượng thụ hưởng chính")},
     {.name = "author_kind", .kind = INPUT_SELECT, .label = N_("Loại tác giả")},
     {.name = "trial_on", .kind = INPUT_DATE, .label = N_("Ngày áp dụng thử (nếu có)")},
     {.name = "applied_on", .kind = INPUT_DATE, .label = N_("Ngày áp dụng lần đầu"), .hint = N_("Để trống nếu chưa áp dụng. Phải nộp đơn trong 1 năm kể từ ngày này.")},
     {.name = "known_state", .kind = INPUT_LINES, .label = N_("Tình trạng giải pháp đã biết"), .rows = 5},
     {.name = "content", .kind = INPUT_LINES, .label = N_("Mô tả bản chất: nội dung giải pháp, các bước thực hiện"), .rows = 12, .max = 60000},
     {.name = "applicability", .kind = INPUT_LINES, .label = N_("Khả năng áp dụng: đã, đang áp dụng ở đâu"), .rows = 4},
     {.name = "secret", .kind = INPUT_LINES, .label = N_("Thông tin cần được bảo mật (nếu có)"), .hint = N_("Được mã hóa; chỉ tác giả, cán bộ tiếp nhận, Hội đồng và người đứng đầu xem được."), .rows = 3},
     {.name = "conditions", .kind = INPUT_LINES, .label = N_("Các điều kiện cần thiết để áp dụng"), .rows = 4},
     {.name = "benefit_kind", .kind = INPUT_RADIO, .label = N_("Loại lợi ích"), .choices = benefits},
     {.name = "benefit_amount", .kind = INPUT_MONEY, .label = N_("Tiền làm lợi mỗi năm (đồng, nếu tính được)")},
     {.name = "benefit_author", .kind = INPUT_LINES, .label = N_("Lợi ích theo ý kiến của tác giả"), .rows = 5},
     {.name = "benefit_users", .kind = INPUT_LINES, .label = N_("Lợi ích theo ý kiến của tổ chức, cá nhân đã áp dụng (nếu có)"), .rows = 3},
     {.name = "author_name", .kind = INPUT_LINE, .label = N_("Họ và tên"), .max = 100, .repeat = true},
     {.name = "author_login", .kind = INPUT_LINE, .label = N_("Tài khoản (để tự xác nhận)"), .max = 100, .repeat = true},
     {.name = "author_birth", .kind = INPUT_DATE, .label = N_("Ngày sinh"), .repeat = true},
     {.name = "author_unit", .kind = INPUT_LINE, .label = N_("Nơi công tác (hoặc nơi thường trú)"), .max = 200, .repeat = true},
     {.name = "author_position", .kind = INPUT_LINE, .label = N_("Chức danh"), .max = 150, .repeat = true},
     {.name = "author_qualification", .kind = INPUT_LINE, .label = N_("Trình độ chuyên môn"), .max = 150, .repeat = true},
     {.name = "author_share", .kind = INPUT_PERCENT, .label = N_("Tỷ lệ đóng góp (%)"), .repeat = true},
     {.name = "helper_name", .kind = INPUT_LINE, .label = N_("Họ và tên"), .max = 100, .repeat = true},
     {.name = "helper_unit", .kind = INPUT_LINE, .label = N_("Nơi công tác"), .max = 200, .repeat = true},
     {.name = "helper_work", .kind = INPUT_LINE, .label = N_("Nội dung công việc hỗ trợ"), .max = 300, .repeat = true},
     {.name = "oath", .kind = INPUT_CHECK, .label = N_("Tôi (chúng tôi) xin cam đoan mọi thông tin nêu trong đơn là trung thực, đúng sự thật và hoàn toàn chịu trách nhiệm trước pháp luật.")},
     {.name = "no_state_secret", .kind = INPUT_CHECK, .label = N_("Hồ sơ không có nội dung thuộc bí mật nhà nước.")},
     {.name = "own_key", .kind = INPUT_LINE, .label = "", .max = 100, .repeat = true},
     {.name = "own", .kind = INPUT_LINES, .label = "", .max = 10000, .repeat = true},
     {.name = "revision", .kind = INPUT_HIDDEN, .label = ""},
     {.name = "do", .kind = INPUT_HIDDEN, .label = ""});

STATIC_FORM(start_form, {.name = "title", .kind = INPUT_LINE, .label = N_("Tên sáng kiến"), .max = 500, .required = true},
            {.name = "org", .kind = INPUT_SELECT, .label = N_("Cơ sở được yêu cầu công nhận"), .required = true});
STATIC_FORM(upload_form, {.name = "file", .kind = INPUT_FILE, .label = N_("Đơn đã điền (PDF, DOCX, ODT hoặc DOC)"), .hint = N_("Tối đa 20 MB. Các mục trong đơn sẽ được điền sẵn; bản gốc được giữ nguyên từng byte."), .required = true});
STATIC_FORM(file_form, {.name = "purpose", .kind = INPUT_SELECT, .label = N_("Loại tài liệu"), .required = true},
            {.name = "file", .kind = INPUT_FILE, .label = N_("Tệp"), .hint = N_("PDF, DOCX, XLSX, ODT, PNG, JPEG, WebP; tối đa 20 MB mỗi tệp, 40 tệp mỗi hồ sơ."), .required = true});
STATIC_FORM(none_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});

typedef struct {
    int64_t number;
} row_no;
STATIC_SHAPE(row_no_shape, row_no, F_INT(row_no, number));
typedef LIST_OF(row_no) rows;

/* A part that somebody else saved while this person typed something else. */
typedef struct {
    const char *label, *theirs, *yours;
} rival_part;
STATIC_SHAPE(rival_shape, rival_part, F_TEXT(rival_part, label), F_TEXT(rival_part, theirs), F_TEXT(rival_part, yours));

typedef struct {
    dossier_id id;
    const char *title;
    bool is_fix, has_rivals; /* mends a deficient dossier; was saved elsewhere meanwhile */
    const char *notice;
    rows authors, helpers;
    dossier_files files;
    LIST_OF(rival_part) rivals;
    dossier_own_list own;
    bool has_own;
} edit_view;
STATIC_SHAPE(edit_shape, edit_view, F_ID(edit_view, id), F_TEXT(edit_view, title), F_BOOL(edit_view, is_fix), F_TEXT(edit_view, notice), F_LIST(edit_view, authors, row_no_shape),
             F_LIST(edit_view, helpers, row_no_shape), F_LIST(edit_view, files, dossier_file_shape), F_BOOL(edit_view, has_rivals), F_LIST(edit_view, rivals, rival_shape), F_LIST(edit_view, own, dossier_own_shape), F_BOOL(edit_view, has_own));

static status offer_orgs(request *r)
{
    org_list orgs = {0};
    choice_list *l = NEW(r->mem, choice_list);

    TRY(org_all(r->db, r->mem, date_of(r->now), true, &orgs));
    l->p = NEWS(r->mem, choice, orgs.n + 1);
    for (int i = 0; i < orgs.n; i++) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)orgs.p[i].id.v), orgs.p[i].name};
    form_choices(r, "org", l);
    return OK;
}

typedef struct {
    bool can_write;
} start_view;
STATIC_SHAPE(start_shape, start_view, F_BOOL(start_view, can_write));

static status start_page(request *r, reply *out)
{
    start_view *v = NEW(r->mem, start_view);

    v->can_write = true;
    reply_title(r, "%s", T("Nộp hồ sơ sáng kiến"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    TRY(offer_orgs(r));
    form_set_int(r, "org", r->who.org.v);
    return reply_view(r, out, v);
}

static status start_post(request *r, reply *out)
{
    dossier_text t = {.title = form_text(r, "title"), .kind = "", .subkind = "", .field = "", .venue_basis = "investor", .investor = "", .known_state = "", .content = "",
                      .applicability = "", .secret = "", .conditions = "", .benefit_author = "", .benefit_users = "", .benefit_kind = "", .org = {form_int(r, "org")}};
    dossier_author me = {.name = r->who.name, .login = r->who.login, .unit = r->who.unit, .position = "", .qualification = "", .share = 10000};
    dossier_id id;

    t.authors.p = &me;
    t.authors.n = 1;
    TRY(dossier_create(r->mem, r->db, &r->who, &t, r->now, &id));
    return reply_see(r, out, "/ho-so/%lld/sua", (long long)id.v);
}

static status upload_page(request *r, reply *out)
{
    start_view *v = NEW(r->mem, start_view);

    reply_title(r, "%s", T("Tải lên đơn đã điền"));
    reply_crumb(r, T("Nộp hồ sơ sáng kiến"), "/ho-so/moi");
    return reply_view(r, out, v);
}

/* A form without words of its own: a scan is kept and read by a job, which fills in the draft. */
static status upload_scan(request *r, reply *out, doc_type type, const upload *u, const doc_form *empty)
{
    pdf_pages p = {0};
    dossier_id id;

    if (type == DOC_PDF) TRY(doc_pdf_pages(r->mem, u->data, &p));
    if (p.pictures.n == 0) {
        form_error(r, "file", "%s", T("Không tìm thấy các mục của đơn trong tệp. Hãy điền trực tuyến rồi đính kèm tệp này."));
        return E_INVALID;
    }
    TRY(dossier_from_form(r->mem, r->db, &r->who, empty, *u->name ? u->name : "don.pdf", u->data, r->now, &id));
    return reply_see(r, out, "/ho-so/%lld/doc-tep", (long long)id.v);
}

static status upload_post(request *r, reply *out)
{
    const upload *u = form_file(r, "file");
    doc_type type = doc_sniff(u->data, u->name);
    doc_form f;
    dossier_id id;

    if (!doc_type_is_text(type)) {
        const char *why = doc_refusal(r->mem, u->data, u->name);
        form_error(r, "file", "%s", *why ? why : T("Không nhận loại tệp này. Hãy tải lên PDF, DOCX, ODT hoặc DOC; phần mở rộng phải đúng với nội dung."));
        return E_INVALID;
    }
    status s = doc_read_form(r->mem, type, u->data, &f);
    if (s == E_INVALID || s == E_LIMIT) {
        form_error(r, "file", "%s", doc_unread(r->mem, type, u->data, (int)s, r->id));
        return E_INVALID;
    }
    TRY(s);
    if (!*f.title && f.authors.n == 0) return upload_scan(r, out, type, u, &f);
    TRY(dossier_from_form(r->mem, r->db, &r->who, &f, *u->name ? u->name : textf(r->mem, "don%s", doc_type_ending(type)), u->data, r->now, &id));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã đọc đơn và điền sẵn các mục. Hãy kiểm tra lại từng mục trước khi nộp."));
    return reply_see(r, out, "/ho-so/%lld/sua", (long long)id.v);
}

typedef struct {
    dossier_id id;
    bool running, done, failed, filled, unread;
    int64_t pages, pictures, read, sure;
} reading_view;
STATIC_SHAPE(reading_shape, reading_view, F_ID(reading_view, id), F_BOOL(reading_view, running), F_BOOL(reading_view, done), F_BOOL(reading_view, failed), F_BOOL(reading_view, filled),
             F_BOOL(reading_view, unread), F_INT(reading_view, pages), F_INT(reading_view, pictures), F_INT(reading_view, read), F_INT(reading_view, sure));

/* How far the reading of the uploaded form is; comes again by itself, without script. */
static status reading_page(request *r, reply *out)
{
    reading_view *v = NEW(r->mem, reading_view);
    dossier dos = {0};
    file_reading f = {0};

    v->id = ARG(r, 0, dossier_id);
    TRY(dossier_get(r->db, r->mem, &r->who, v->id, &dos));
    if (!dossier_may_edit(&r->who, &dos)) return E_FORBIDDEN;
    TRY(dossier_reading(r->db, r->mem, dos.original_sha256, &f));
    v->done = text_eq(f.state, "done");
    v->failed = text_eq(f.state, "failed");
    v->running = !v->done && !v->failed;
    v->filled = *dos.title || *dos.content;
    v->pages = f.pages;
    v->pictures = f.pictures;
    v->read = f.pictures_read;
    v->sure = f.sure;
    v->unread = f.unread;
    if (v->running) reply_header(out, r, "Refresh", "3");
    reply_title(r, "%s", T("Đọc đơn đã quét"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

/* ---- the form ---- */

static void show_rows(request *r, rows *out, const char *field, int least)
{
    int n = form_count(r, field);

    n = n < least ? least : n > DOSSIER_AUTHORS_MAX ? DOSSIER_AUTHORS_MAX : n;
    out->p = NEWS(r->mem, row_no, n + 1);
    for (int i = 0; i < n; i++) out->p[out->n++].number = i + 1;
}

static void set_people(request *r, const dossier_text *t)
{
    for (int i = 0; i < t->authors.n; i++) {
        const dossier_author *a = &t->authors.p[i];
        form_set_at(r, "author_name", i, a->name);
        form_set_at(r, "author_login", i, a->login);
        form_set_at(r, "author_birth", i, date_vi(r->mem, a->birth_date));
        form_set_at(r, "author_unit", i, a->unit);
        form_set_at(r, "author_position", i, a->position);
        form_set_at(r, "author_qualification", i, a->qualification);
        form_set_at(r, "author_share", i, a->share ? text_percent(r->mem, (int)a->share) : "");
    }
    for (int i = 0; i < t->organisers.n; i++) {
        form_set_at(r, "helper_name", i, t->organisers.p[i].name);
        form_set_at(r, "helper_unit", i, t->organisers.p[i].unit);
        form_set_at(r, "helper_work", i, t->organisers.p[i].work);
    }
}

static void set_text(request *r, const dossier_text *t)
{
    form_set(r, "title", t->title);
    form_set_int(r, "org", t->org.v);
    if (t->round.v) form_set_int(r, "round", t->round.v);
    form_set(r, "venue_basis", t->venue_basis);
    form_set(r, "investor", t->investor);
    form_set_check(r, "state_funded", t->state_funded);
    form_set(r, "kind", t->kind);
    form_set(r, "field", t->field);
    form_set(r, "beneficiary", t->beneficiary ? t->beneficiary : "");
    form_set(r, "author_kind", t->author_kind ? t->author_kind : "");
    form_set_date(r, "trial_on", t->trial_on);
    form_set_date(r, "applied_on", t->applied_on);
    form_set(r, "known_state", t->known_state);
    form_set(r, "content", t->content);
    form_set(r, "applicability", t->applicability);
    form_set(r, "secret", t->secret);
    form_set(r, "conditions", t->conditions);
    form_set(r, "benefit_kind", t->benefit_kind);
    form_set(r, "benefit_amount", t->benefit_amount ? text_grouped(r->mem, t->benefit_amount) : "");
    form_set(r, "benefit_author", t->benefit_author);
    form_set(r, "benefit_users", t->benefit_users);
    form_set_check(r, "oath", t->oath);
    form_set_check(r, "no_state_secret", t->no_state_secret);
    set_people(r, t);
}

static const char *people_line(arena *mem, const author_list *l)
{
    const char *s = "";

    for (int i = 0; i < l->n; i++) {
        int share = (int)l->p[i].share;
        s = textf(mem, "%s%s%s (%d,%02d %%)", s, *s ? "\n" : "", l->p[i].name, share / 100, share % 100);
    }
    return s;
}

static void read_text(request *r, dossier_text *t);

/* What was saved elsewhere beside what was typed here, part by part where they differ. */
static void show_rivals(request *r, const dossier_text *theirs, edit_view *v)
{
    dossier_text yours;

    read_text(r, &yours);
    const rival_part parts[] = {{T("Tên sáng kiến"), theirs->title, yours.title}, {T("Chủ đầu tư tạo ra sáng kiến"), theirs->investor, yours.investor},
                                {T("Lĩnh vực áp dụng"), theirs->field, yours.field}, {T("Tình trạng giải pháp đã biết"), theirs->known_state, yours.known_state},
                                {T("Nội dung giải pháp"), theirs->content, yours.content}, {T("Khả năng áp dụng"), theirs->applicability, yours.applicability},
                                {T("Thông tin cần được bảo mật"), theirs->secret, yours.secret}, {T("Các điều kiện cần thiết"), theirs->conditions, yours.conditions},
                                {T("Lợi ích theo ý kiến của tác giả"), theirs->benefit_author, yours.benefit_author},
                                {T("Lợi ích theo ý kiến của tổ chức, cá nhân đã áp dụng"), theirs->benefit_users, yours.benefit_users},
                                {T("Áp dụng thử"), date_vi(r->mem, theirs->trial_on), date_vi(r->mem, yours.trial_on)},
                                {T("Áp dụng lần đầu"), date_vi(r->mem, theirs->applied_on), date_vi(r->mem, yours.applied_on)},
                                {T("Tác giả"), people_line(r->mem, &theirs->authors), people_line(r->mem, &yours.authors)}};

    v->rivals.p = NEWS(r->mem, rival_part, COUNT(parts));
    for (int i = 0; i < COUNT(parts); i++)
        if (!text_eq(parts[i].theirs, parts[i].yours)) v->rivals.p[v->rivals.n++] = parts[i];
    v->has_rivals = true;
}

static status edit_page(request *r, reply *out)
{
    dossier_id id = ARG(r, 0, dossier_id);
    edit_view *v = NEW(r->mem, edit_view);
    dossier dos = {0};
    author_list authors = {0};
    organiser_list organisers = {0};
    dossier_events events = {0};
    dossier_text t;

    TRY(dossier_get(r->db, r->mem, &r->who, id, &dos));
    if (!dossier_may_edit(&r->who, &dos)) return E_FORBIDDEN;
    TRY(dossier_authors(r->db, r->mem, id, &authors));
    TRY(dossier_organisers(r->db, r->mem, id, &organisers));
    TRY(dossier_files_of(r->db, r->mem, id, &v->files));
    for (int i = 0; i < v->files.n; i++) v->files.p[i].purpose = dossier_purpose_name(v->files.p[i].purpose);
    dossier_text_of(r->mem, &r->who, &dos, &authors, &organisers, &t);
    set_text(r, &t);
    form_set_int(r, "revision", dos.revision);
    if (r->again && r->note) show_rivals(r, &t, v);
    TRY(offer_orgs(r));
    TRY(dossier_offer_rounds(r, &dos));
    TRY(dossier_own_of(r->db, r->mem, &dos, &v->own));
    for (int i = 0; r->again && i < v->own.n && i < form_count(r, "own"); i++) v->own.p[i].value = form_text_at(r, "own", i);
    v->has_own = v->own.n > 0;
    v->id = id;
    v->title = dos.title;
    v->is_fix = dossier_phase_of(&dos) == PHASE_DEFICIENT;
    TRY(dossier_events_of(r->db, r->mem, id, &events));
    v->notice = dossier_asked(&dos, &events);
    bool more = !r->again && text_eq(query_text(r, "them"), "tac-gia");
    show_rows(r, &v->authors, "author_name", (authors.n ? authors.n : 1) + more);
    show_rows(r, &v->helpers, "helper_name", organisers.n + 1);
    reply_title(r, "%s", v->is_fix ? T("Sửa hồ sơ theo thông báo thiếu sót") : T("Soạn hồ sơ"));
    reply_org(r, dos.org_id);
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    reply_crumb(r, *dos.title ? text_short(r->mem, dos.title, 60) : T("Hồ sơ"), textf(r->mem, "/ho-so/%lld", (long long)id.v));
    return reply_view(r, out, v);
}

/* Text pasted from documents typed with old fonts is turned into Unicode. */
static const char *modern(request *r, const char *name)
{
    const char *s = form_text(r, name);
    return legacy_convert(r->mem, legacy_detect(s), s);
}

static const char *modern_at(request *r, const char *name, int i)
{
    const char *s = form_text_at(r, name, i);
    return legacy_convert(r->mem, legacy_detect(s), s);
}

static void read_people(request *r, dossier_text *t)
{
    int n = form_count(r, "author_name"), h = form_count(r, "helper_name");

    t->authors.p = NEWS(r->mem, dossier_author, n + 1);
    for (int i = 0; i < n && i < DOSSIER_AUTHORS_MAX; i++) {
        int share = form_percent_at(r, "author_share", i);
        if (!*form_text_at(r, "author_name", i)) continue;
        t->authors.p[t->authors.n++] = (dossier_author){.name = modern_at(r, "author_name", i), .login = form_text_at(r, "author_login", i), .unit = modern_at(r, "author_unit", i),
                                                        .position = modern_at(r, "author_position", i), .qualification = modern_at(r, "author_qualification", i),
                                                        .birth_date = form_date_at(r, "author_birth", i), .share = share < 0 ? 0 : share};
    }
    t->organisers.p = NEWS(r->mem, dossier_organiser, h + 1);
    for (int i = 0; i < h && i < 100; i++)
        if (*form_text_at(r, "helper_name", i))
            t->organisers.p[t->organisers.n++] = (dossier_organiser){0, modern_at(r, "helper_name", i), modern_at(r, "helper_unit", i), modern_at(r, "helper_work", i)};
}

static void read_text(request *r, dossier_text *t)
{
    const char *title = modern(r, "title");

    (void)!text_accept(r->mem, title, strlen(title), TEXT_LINE, &title); /* a title is one line */
    *t = (dossier_text){.org = {form_int(r, "org")}, .round = {form_int(r, "round")}, .title = title, .kind = form_text(r, "kind"), .subkind = "", .field = modern(r, "field"),
                        .venue_basis = *form_text(r, "venue_basis") ? form_text(r, "venue_basis") : "investor", .investor = modern(r, "investor"), .known_state = modern(r, "known_state"),
                        .content = modern(r, "content"), .applicability = modern(r, "applicability"), .secret = modern(r, "secret"), .conditions = modern(r, "conditions"),
                        .benefit_author = modern(r, "benefit_author"), .benefit_users = modern(r, "benefit_users"), .benefit_kind = form_text(r, "benefit_kind"), .beneficiary = form_text(r, "beneficiary"), .author_kind = form_text(r, "author_kind"),
                        .state_funded = form_check(r, "state_funded"), .oath = form_check(r, "oath"), .no_state_secret = form_check(r, "no_state_secret"),
                        .trial_on = form_date(r, "trial_on"), .applied_on = form_date(r, "applied_on"), .benefit_amount = form_int(r, "benefit_amount")};
    read_people(r, t);
}

/* What the draft may not be saved with: logins that nobody has. The rest is for the check before filing. */
static status check_logins(request *r)
{
    for (int i = 0; i < form_count(r, "author_login"); i++) {
        const char *login = form_text_at(r, "author_login", i);
        user_row u;
        if (!*login) continue;
        status s = user_by_login(r->db, r->mem, text_lower(r->mem, login), &u);
        if (s == E_NOT_FOUND) form_error_at(r, "author_login", i, T("Không có tài khoản “%s”. Để trống nếu đồng tác giả chưa có tài khoản."), login);
        else TRY(s);
    }
    return form_errors(r) ? E_INVALID : OK;
}

static status save(request *r, int64_t *revision)
{
    dossier_text t;
    int64_t before = form_int(r, "revision");

    TRY(check_logins(r));
    TRY(dossier_check_round_typed(r));
    read_text(r, &t);
    dossier_read_own(r, &t);
    return dossier_save(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), before, &t, r->now, revision);
}

static status edit_post(request *r, reply *out)
{
    int64_t revision = 0;
    const char *then = form_text(r, "do");
    status s = save(r, &revision);

    if (s == E_CONFLICT) {
        dossier dos = {0};
        TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &dos));
        if (!dossier_may_edit(&r->who, &dos)) return E_CONFLICT;
        form_replace(r, "revision", textf(r->mem, "%lld", (long long)dos.revision));
        r->note = r; /* edit_page shows both texts */
        form_error(r, "", T("Có người (hoặc một cửa sổ khác) đã lưu hồ sơ này lúc %s. Nội dung bạn gõ vẫn còn nguyên; hãy so sánh với bản đang lưu dưới đây, sửa cho đúng rồi bấm lưu lần nữa để ghi đè."), instant_vi(r->mem, dos.updated_at));
        return E_INVALID;
    }
    TRY(s);
    if (text_eq(then, "check")) return reply_see(r, out, "/ho-so/%lld/kiem-tra", (long long)r->arg[0]);
    if (text_eq(then, "similar")) return reply_see(r, out, "/ho-so/%lld/tuong-tu", (long long)r->arg[0]);
    if (text_eq(then, "author")) return reply_see(r, out, "/ho-so/%lld/sua?them=tac-gia#tac-gia", (long long)r->arg[0]);
    reply_flash(r, FLASH_GOOD, T("Đã lưu nháp lúc %s."), instant_vi(r->mem, r->now));
    return reply_see(r, out, "/ho-so/%lld/sua", (long long)r->arg[0]);
}

typedef struct {
    int64_t revision;
    const char *message;
} saved_view;
STATIC_SHAPE(saved_shape, saved_view, F_INT(saved_view, revision), F_TEXT(saved_view, message));

static status autosave_post(request *r, reply *out)
{
    saved_view *v = NEW(r->mem, saved_view);
    status s = save(r, &v->revision);

    v->message = "";
    if (s == E_CONFLICT) {
        v->revision = form_int(r, "revision");
        v->message = T("Hồ sơ đã được lưu ở nơi khác; bản bạn gõ được giữ trong trình duyệt. Bấm “Lưu nháp” để xem và quyết định.");
    } else {
        TRY(s);
    }
    return reply_view(r, out, v);
}

static status file_post(request *r, reply *out)
{
    const upload *u = form_file(r, "file");
    file_id id;
    status s = dossier_add_file(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), form_text(r, "purpose"), *u->name ? u->name : textf(r->mem, "%s%s", T("tệp"), doc_type_ending(doc_sniff(u->data, ""))), u->data, r->now, &id);

    const char *why = s == E_INVALID ? doc_refusal(r->mem, u->data, u->name) : "";
    if (s == E_INVALID) form_error(r, "file", "%s", *why ? why : T("Không nhận loại tệp này. Chỉ nhận PDF, DOCX, XLSX, ODT, PNG, JPEG, WebP; phần mở rộng phải đúng với nội dung."));
    if (s == E_LIMIT) {
        form_error(r, "file", T("Vượt giới hạn: mỗi tệp tối đa %d MB, mỗi hồ sơ tối đa %d tệp."), DOSSIER_FILE_BYTES_MAX >> 20, DOSSIER_FILES_MAX);
        s = E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã thêm tệp."));
    return reply_see(r, out, "/ho-so/%lld/tep", (long long)r->arg[0]);
}

static status file_remove(request *r, reply *out)
{
    TRY(dossier_remove_file(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), ARG(r, 1, file_id), r->now));
    reply_flash(r, FLASH_NOTE, "%s", T("Đã bỏ tệp."));
    return reply_see(r, out, "/ho-so/%lld/tep", (long long)r->arg[0]);
}

static status files_page(request *r, reply *out)
{
    edit_view *v = NEW(r->mem, edit_view);
    dossier dos = {0};

    v->id = ARG(r, 0, dossier_id);
    TRY(dossier_get(r->db, r->mem, &r->who, v->id, &dos));
    if (!dossier_may_edit(&r->who, &dos)) return E_FORBIDDEN;
    TRY(dossier_files_of(r->db, r->mem, v->id, &v->files));
    for (int i = 0; i < v->files.n; i++) {
        v->files.p[i].is_original = text_eq(v->files.p[i].purpose, "original");
        TRY(dossier_purpose_words(r->db, r->mem, v->files.p[i].purpose, &v->files.p[i].purpose));
    }
    TRY(dossier_offer_purposes(r));
    v->title = dos.title;
    v->notice = "";
    reply_title(r, "%s", T("Tài liệu kèm theo"));
    reply_org(r, dos.org_id);
    reply_crumb(r, T("Soạn hồ sơ"), textf(r->mem, "/ho-so/%lld/sua", (long long)v->id.v));
    return reply_view(r, out, v);
}

/* ---- the check before filing ---- */

typedef struct {
    dossier_id id;
    const char *title, *action, *button;
    finding_list hard, soft;
    bool may_file;
} check_view;
STATIC_SHAPE(check_shape, check_view, F_ID(check_view, id), F_TEXT(check_view, title), F_TEXT(check_view, action), F_TEXT(check_view, button), F_LIST(check_view, hard, finding_shape),
             F_LIST(check_view, soft, finding_shape), F_BOOL(check_view, may_file));

static status check_page(request *r, reply *out)
{
    dossier_id id = ARG(r, 0, dossier_id);
    check_view *v = NEW(r->mem, check_view);
    finding_list all = {0};
    dossier dos = {0};

    TRY(dossier_get(r->db, r->mem, &r->who, id, &dos));
    if (!dossier_may_edit(&r->who, &dos)) return E_FORBIDDEN;
    TRY(dossier_check(r->db, r->mem, &dos, date_of(r->now), &all));
    TRY(dossier_advise(r->db, r->mem, &r->who, &dos, &all));
    for (int i = 0; i < all.n; i++) finding_add(r->mem, all.p[i].hard ? &v->hard : &v->soft, &all.p[i]);
    v->id = id;
    v->title = dos.title;
    v->may_file = v->hard.n == 0 && dos.is_owner;
    v->action = dossier_phase_of(&dos) == PHASE_DEFICIENT ? "answer_fix" : "file";
    v->button = dossier_phase_of(&dos) == PHASE_DEFICIENT ? T("Nộp lại hồ sơ") : T("Nộp hồ sơ");
    reply_title(r, "%s", T("Kiểm tra trước khi nộp"));
    reply_org(r, dos.org_id);
    reply_crumb(r, T("Soạn hồ sơ"), textf(r->mem, "/ho-so/%lld/sua", (long long)id.v));
    return reply_view(r, out, v);
}

static status file_dossier(request *r, reply *out)
{
    dossier_id id = ARG(r, 0, dossier_id);
    dossier dos = {0};
    step_outcome o;

    TRY(dossier_get(r->db, r->mem, &r->who, id, &dos));
    TRY(dossier_effect(r->mem, r->db, &r->who, id, dossier_phase_of(&dos) == PHASE_DEFICIENT ? EFFECT_ANSWER_FIX : EFFECT_FILE, &(step_input){0}, r->now, &o));
    if (o.tag == STEP_REFUSED) {
        for (int i = 0; i < o.findings.n; i++)
            if (o.findings.p[i].hard) form_error(r, "", "%s (%s, %s)", o.findings.p[i].text, o.findings.p[i].id, o.findings.p[i].article);
        return E_INVALID;
    }
    reply_flash(r, FLASH_GOOD, T("Đã nộp hồ sơ. Hạn xem xét tính hợp lệ: %s."), date_vi(r->mem, o.due));
    return reply_see(r, out, "/ho-so/%lld", (long long)id.v);
}

static const route routes[] = {
    {GET, "/ho-so/moi", start_page, ACCESS_USER, .page = "dossier/start.html", .view = &start_shape, .form = &start_form, .summary = "Start a dossier"},
    {POST, "/ho-so/moi", start_post, ACCESS_USER, .form = &start_form, .again = start_page, .summary = "Create a draft"},
    {GET, "/ho-so/tai-len", upload_page, ACCESS_USER, .page = "dossier/upload.html", .view = &start_shape, .form = &upload_form, .summary = "Upload a filled form"},
    {POST, "/ho-so/tai-len", upload_post, ACCESS_USER, .form = &upload_form, .again = upload_page, .flags = ROUTE_UPLOAD, .summary = "Create a draft from a filled form"},
    {GET, "/ho-so/:id/doc-tep", reading_page, ACCESS_USER, .page = "dossier/reading.html", .view = &reading_shape, .summary = "How far the reading of an uploaded scan is"},
    {GET, "/ho-so/:id/sua", edit_page, ACCESS_USER, .page = "dossier/edit.html", .view = &edit_shape, .form = &dossier_form, .summary = "Write a dossier"},
    {POST, "/ho-so/:id/sua", edit_post, ACCESS_USER, .form = &dossier_form, .again = edit_page, .summary = "Save a draft"},
    {POST, "/ho-so/:id/luu", autosave_post, ACCESS_USER, .view = &saved_shape, .form = &dossier_form, .flags = ROUTE_NO_ONCE, .summary = "Autosave a draft"},
    {GET, "/ho-so/:id/tep", files_page, ACCESS_USER, .page = "dossier/files.html", .view = &edit_shape, .form = &file_form, .scope = SCOPE_DOSSIER, .summary = "Files of a draft"},
    {POST, "/ho-so/:id/tep", file_post, ACCESS_USER, .form = &file_form, .again = files_page, .flags = ROUTE_UPLOAD, .summary = "Add a file"},
    {POST, "/ho-so/:id/tep/:file/xoa", file_remove, ACCESS_USER, .form = &none_form, .summary = "Remove a file"},
    {GET, "/ho-so/:id/kiem-tra", check_page, ACCESS_USER, .page = "dossier/check.html", .view = &check_shape, .form = &none_form, .summary = "Formal check before filing"},
    {POST, "/ho-so/:id/nop", file_dossier, ACCESS_USER, .form = &none_form, .again = check_page, .summary = "File the dossier"},
};
const route_table dossier_routes = {routes, COUNT(routes)};
