/* News for editors: the desk, writing, review, revisions, sections. */
#include "base/text.h"
#include "news/news.h"
#include "news/news_pages.h"
#include <string.h>

static const unsigned editors = ROLE_BIT(ROLE_EDITOR), desk = ROLE_BIT(ROLE_EDITOR) | ROLE_BIT(ROLE_DEPARTMENT);
STATIC_FORM(article_form, {.name = "title", .kind = INPUT_LINE, .label = N_("Tiêu đề"), .max = NEWS_TITLE_MAX, .required = true},
            {.name = "lead", .kind = INPUT_LINES, .label = N_("Tóm tắt"), .hint = N_("Một, hai câu; hiện ở danh sách và khi chia sẻ."), .rows = 3, .max = NEWS_LEAD_MAX},
            {.name = "body", .kind = INPUT_LINES, .label = N_("Nội dung (Markdown)"), .rows = 18, .max = NEWS_BODY_MAX}, {.name = "section", .kind = INPUT_SELECT, .label = N_("Chuyên mục"), .required = true},
            {.name = "posted_on", .kind = INPUT_DATE, .label = N_("Ngày đăng"), .hint = N_("Để trống: ngày bài được duyệt.")},
            {.name = "author_mark", .kind = INPUT_LINE, .label = N_("Bút danh cuối bài"), .max = 100},
            {.name = "slug", .kind = INPUT_LINE, .label = N_("Địa chỉ cố định"), .hint = N_("Chữ thường không dấu, số và gạch nối; để trống thì lấy theo tiêu đề. Không đổi được sau khi đăng."), .max = 100},
            {.name = "note", .kind = INPUT_LINE, .label = N_("Đã sửa gì"), .max = 200},
            {.name = "picture", .kind = INPUT_FILE, .label = N_("Thêm ảnh"), .hint = N_("JPEG, PNG hoặc WebP, tối đa 20 MB và 50 triệu điểm ảnh. Thông tin nơi chụp và máy ảnh được bỏ đi.")},
            {.name = "picture_alt", .kind = INPUT_LINE, .label = N_("Trong ảnh có gì (mô tả thay thế)"), .max = 300}, {.name = "picture_caption", .kind = INPUT_LINE, .label = N_("Chú thích ảnh"), .max = 300},
            {.name = "file", .kind = INPUT_FILE, .label = N_("Thêm tệp đính kèm"), .hint = N_("PDF, DOCX, XLSX, ODT hoặc ảnh; tối đa 20 MB.")}, {.name = "revision", .kind = INPUT_HIDDEN, .label = ""},
            {.name = "do", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(preview_form, {.name = "title", .kind = INPUT_LINE, .label = "", .max = NEWS_TITLE_MAX}, {.name = "lead", .kind = INPUT_LINES, .label = "", .max = NEWS_LEAD_MAX},
            {.name = "body", .kind = INPUT_LINES, .label = "", .max = NEWS_BODY_MAX}, {.name = "id", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(step_form, {.name = "note", .kind = INPUT_LINES, .label = N_("Lý do"), .rows = 3, .max = 2000}, {.name = "at", .kind = INPUT_TIME, .label = N_("Hẹn giờ đăng"), .hint = N_("Để trống: đăng ngay.")},
            {.name = "revision", .kind = INPUT_HIDDEN, .label = ""}, {.name = "do", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(restore_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(section_form, {.name = "id", .kind = INPUT_HIDDEN, .label = ""}, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên chuyên mục"), .max = 100, .required = true},
            {.name = "ordinal", .kind = INPUT_INT, .label = N_("Thứ tự"), .required = true}, {.name = "closed", .kind = INPUT_CHECK, .label = N_("Không nhận bài mới")});

/* ---- the desk ---- */

typedef struct {
    const char *key, *label;
    bool current;
} tab_view;
STATIC_SHAPE(tab_shape, tab_view, F_TEXT(tab_view, key), F_TEXT(tab_view, label), F_BOOL(tab_view, current));
typedef struct {
    LIST_OF(tab_view) tabs;
    article_list items;
    bool may_edit, may_take_over;
} desk_view;
STATIC_SHAPE(desk_shape, desk_view, F_LIST(desk_view, tabs, tab_shape), F_LIST(desk_view, items, article_shape), F_BOOL(desk_view, may_edit), F_BOOL(desk_view, may_take_over));

static status desk_page(request *r, reply *out)
{
    static const char *const tabs[][2] = {{"review", N_("Chờ duyệt")}, {"draft", N_("Đang viết")}, {"scheduled", N_("Hẹn giờ")}, {"published", N_("Đã đăng")}, {"withdrawn", N_("Đã gỡ")}};
    desk_view *v = NEW(r->mem, desk_view);
    const char *tab = tabs[0][0];

    for (int i = 0; i < COUNT(tabs); i++)
        if (text_eq(query_text(r, "muc"), tabs[i][0])) tab = tabs[i][0];
    v->tabs.p = NEWS(r->mem, tab_view, COUNT(tabs));
    for (int i = 0; i < COUNT(tabs); i++) v->tabs.p[v->tabs.n++] = (tab_view){tabs[i][0], T(tabs[i][1]), text_eq(tab, tabs[i][0])};
    TRY(news_desk(r->db, r->mem, &r->who, tab, &v->items));
    v->may_edit = news_may_edit(&r->who);
    v->may_take_over = news_may_take_over(&r->who);
    reply_title(r, "%s", T("Bàn biên tập"));
    return reply_view(r, out, v);
}

/* ---- writing ---- */

typedef struct {
    article_row a;
    bool is_new, can_move, was_public, in_review;
} edit_view;
STATIC_SHAPE(edit_shape, edit_view, F_STRUCT(edit_view, a, article_shape), F_BOOL(edit_view, is_new), F_BOOL(edit_view, can_move), F_BOOL(edit_view, was_public), F_BOOL(edit_view, in_review));

static status section_choices(request *r, const char *now_is)
{
    section_list all = {0};
    choice_list *l = NEW(r->mem, choice_list);

    TRY(news_sections(r->db, r->mem, &all));
    l->p = NEWS(r->mem, choice, all.n + 1);
    for (int i = 0; i < all.n; i++)
        if (!all.p[i].closed || text_eq(all.p[i].name, now_is)) l->p[l->n++] = (choice){all.p[i].name, all.p[i].name};
    if (l->n == 0) l->p[l->n++] = (choice){NEWS_FIRST_SECTION, NEWS_FIRST_SECTION};
    form_choices(r, "section", l);
    return OK;
}

static void desk_crumbs(request *r, const article_row *a)
{
    reply_crumb(r, T("Bàn biên tập"), "/bien-tap");
    if (a && a->id.v) reply_crumb(r, text_short(r->mem, a->title, 50), textf(r->mem, "/bien-tap/%lld/xem", (long long)a->id.v));
}

static status edit_page(request *r, reply *out)
{
    edit_view *v = NEW(r->mem, edit_view);
    revision_row t = {.title = "", .lead = "", .body = "", .section = "", .author_mark = ""};

    v->a = (article_row){.slug = "", .title = "", .lead = "", .body = "", .section = "", .poster = "", .author_mark = "", .state = "draft", .work = "draft", .note = "", .source = "", .writer = ""};
    v->is_new = r->arg[0] == 0;
    if (!v->is_new) {
        TRY(news_get_id(r->db, r->mem, &r->who, ARG(r, 0, article_id), &v->a));
        TRY(news_revision(r->db, r->mem, &r->who, v->a.id, v->a.revision, &t));
    }
    v->can_move = text_eq(v->a.state, "draft");
    v->was_public = text_eq(v->a.state, "published");
    v->in_review = text_eq(v->a.work, "review") || text_eq(v->a.work, "scheduled");
    TRY(section_choices(r, t.section));
    form_set(r, "title", t.title);
    form_set(r, "lead", t.lead);
    form_set(r, "body", t.body);
    form_set(r, "section", t.section);
    form_set(r, "author_mark", t.author_mark);
    form_set(r, "slug", v->a.slug);
    form_set_date(r, "posted_on", t.posted_on);
    form_set_int(r, "revision", v->a.revision);
    reply_title(r, "%s", v->is_new ? T("Viết bài") : T("Sửa bài"));
    desk_crumbs(r, &v->a);
    return reply_view(r, out, v);
}

static status read_draft(request *r, article_id id, news_draft *a)
{
    const char *wrong = "";

    *a = (news_draft){.slug = text_slug(r->mem, form_text(r, "slug")), .title = form_text(r, "title"), .lead = form_text(r, "lead"), .body = form_text(r, "body"), .section = form_text(r, "section"),
                      .author_mark = form_text(r, "author_mark"), .note = form_text(r, "note"), .posted_on = form_date(r, "posted_on")};
    TRY(news_body_wrong(r->db, r->mem, id, a->body, &wrong));
    if (*wrong) form_error(r, "body", "%s", wrong);
    if (form_file(r, "picture") && text_empty(form_text(r, "picture_alt"))) form_error(r, "picture_alt", "%s", T("Hãy mô tả trong ảnh có gì cho người dùng trình đọc màn hình."));
    return form_errors(r) ? E_INVALID : OK;
}

static const char *with_line(request *r, const char *body, const char *line)
{
    return textf(r->mem, "%s%s%s", body, *body ? "\n\n" : "", line);
}

/* Stores what was sent with the form; each gets its line at the end of the text. E_INVALID with a message at the field. */
static status take_uploads(request *r, article_id id, news_draft *a)
{
    const upload *picture = form_file(r, "picture"), *file = form_file(r, "file");
    int64_t n = 0;
    status s = picture ? news_add_picture(r->mem, r->db, &r->who, id, picture->data, r->now, &n) : OK;

    if (s == E_INVALID) form_error(r, "picture", "%s", T("Không đọc được ảnh này. Chỉ nhận JPEG, PNG, WebP (màu RGB, không phải ảnh động); SVG không được nhận."));
    if (s == E_LIMIT) form_error(r, "picture", "%s", T("Ảnh quá lớn: tối đa 20 MB và 50 triệu điểm ảnh."));
    if (s == E_INVALID || s == E_LIMIT) return E_INVALID;
    TRY(s);
    if (picture) a->body = with_line(r, a->body, news_picture_line(r->mem, n, form_text(r, "picture_alt"), form_text(r, "picture_caption")));
    s = file ? news_add_file(r->mem, r->db, &r->who, id, *file->name ? file->name : T("tệp"), file->data, r->now, &n) : OK;
    if (s == E_INVALID || s == E_LIMIT) {
        form_error(r, "file", "%s", T("Chỉ nhận PDF, DOCX, XLSX, ODT hoặc ảnh, tối đa 20 MB."));
        return E_INVALID;
    }
    TRY(s);
    if (file) a->body = with_line(r, a->body, news_file_line(r->mem, n, file->name));
    return OK;
}

static status saved(request *r, reply *out, article_id id)
{
    article_row a = {0};

    TRY(news_get_id(r->db, r->mem, &r->who, id, &a));
    if (text_eq(form_text(r, "do"), "send")) {
        TRY(news_take_step(r->mem, r->db, &r->who, id, NEWS_SEND, a.revision, "", (instant){0}, r->now));
        reply_flash(r, FLASH_GOOD, "%s", T("Đã gửi duyệt. Biên tập viên khác hoặc Sở sẽ duyệt bài."));
        return reply_see(r, out, "/bien-tap/%lld/xem", (long long)id.v);
    }
    reply_flash(r, FLASH_GOOD, T("Đã lưu bản %lld."), (long long)a.revision);
    return reply_see(r, out, "/bien-tap/%lld", (long long)id.v);
}

static status new_post(request *r, reply *out)
{
    news_draft a;
    article_id id = {0};

    TRY(read_draft(r, id, &a));
    status s = news_create(r->mem, r->db, &r->who, &a, r->now, &id);
    if (s == E_CONFLICT) {
        form_error(r, *a.slug ? "slug" : "title", "%s", *a.slug ? T("Địa chỉ này đã có bài dùng.") : T("Đã có bài cùng tên trong ngày này."));
        return E_INVALID;
    }
    if (s == E_INVALID) form_error(r, "section", "%s", T("Không có chuyên mục này."));
    TRY(s);
    if (form_file(r, "picture") || form_file(r, "file")) {
        s = take_uploads(r, id, &a);
        if (s == E_INVALID) {
            reply_flash(r, FLASH_BAD, "%s", T("Bài đã lưu, nhưng ảnh hoặc tệp không nhận được: hãy chọn lại (JPEG, PNG, WebP; tối đa 20 MB và 50 triệu điểm ảnh)."));
            return reply_see(r, out, "/bien-tap/%lld", (long long)id.v);
        }
        TRY(s);
        TRY(news_save(r->mem, r->db, &r->who, id, &a, 1, r->now));
    }
    return saved(r, out, id);
}

static status edit_post(request *r, reply *out)
{
    article_id id = ARG(r, 0, article_id);
    article_row before = {0};
    news_draft a;

    if (!news_may_edit(&r->who)) return E_FORBIDDEN;
    TRY(news_get_id(r->db, r->mem, &r->who, id, &before));
    TRY(read_draft(r, id, &a));
    if (before.revision == form_int(r, "revision")) TRY(take_uploads(r, id, &a));
    status s = news_save(r->mem, r->db, &r->who, id, &a, form_int(r, "revision"), r->now);
    if (s == E_CONFLICT) {
        bool raced = before.revision != form_int(r, "revision");
        form_replace(r, "revision", textf(r->mem, "%lld", (long long)before.revision));
        if (raced) form_error(r, "", "%s", T("Có người vừa lưu bài này. Nội dung bạn gõ vẫn còn nguyên; bấm lưu lần nữa để ghi đè."));
        else form_error(r, "slug", "%s", T("Địa chỉ này đã có bài dùng."));
        return E_INVALID;
    }
    if (s == E_INVALID) form_error(r, "section", "%s", T("Không có chuyên mục này."));
    TRY(s);
    return saved(r, out, id);
}

typedef struct {
    const char *title, *lead;
    part_list parts;
} preview_view;
STATIC_SHAPE(preview_shape, preview_view, F_TEXT(preview_view, title), F_TEXT(preview_view, lead), F_LIST(preview_view, parts, part_shape));

/* What is typed, as it will look; nothing is saved. */
static status preview_post(request *r, reply *out)
{
    preview_view *v = NEW(r->mem, preview_view);

    v->title = form_text(r, "title");
    v->lead = form_text(r, "lead");
    TRY(news_parts(r->db, r->mem, (article_id){form_int(r, "id")}, form_text(r, "body"), &v->parts));
    reply_title(r, "%s", v->title);
    return reply_view(r, out, v);
}

/* ---- review ---- */

typedef struct {
    article_row a;
    revision_row t;
    part_list parts;
    bool may_edit, can_send, can_return, can_approve, can_withdraw, waits_for_other, is_public, is_withdrawn, is_draft, is_review, is_scheduled, changed;
} work_view;
STATIC_SHAPE(work_shape, work_view, F_STRUCT(work_view, a, article_shape), F_STRUCT(work_view, t, revision_shape), F_LIST(work_view, parts, part_shape), F_BOOL(work_view, may_edit),
             F_BOOL(work_view, can_send), F_BOOL(work_view, can_return), F_BOOL(work_view, can_approve), F_BOOL(work_view, can_withdraw), F_BOOL(work_view, waits_for_other),
             F_BOOL(work_view, is_public), F_BOOL(work_view, is_withdrawn), F_BOOL(work_view, is_draft), F_BOOL(work_view, is_review), F_BOOL(work_view, is_scheduled), F_BOOL(work_view, changed));

static status work_page(request *r, reply *out)
{
    work_view *v = NEW(r->mem, work_view);
    const article_row *a = &v->a;

    TRY(news_get_id(r->db, r->mem, &r->who, ARG(r, 0, article_id), &v->a));
    TRY(news_revision(r->db, r->mem, &r->who, a->id, a->revision, &v->t));
    TRY(news_parts(r->db, r->mem, a->id, v->t.body, &v->parts));
    v->is_draft = text_eq(a->work, "draft");
    v->is_review = text_eq(a->work, "review");
    v->is_scheduled = text_eq(a->work, "scheduled");
    v->is_public = text_eq(a->state, "published");
    v->is_withdrawn = text_eq(a->state, "withdrawn");
    v->changed = v->is_public && a->public_revision != a->revision;
    v->may_edit = news_may_edit(&r->who);
    v->can_send = v->may_edit && v->is_draft;
    v->can_return = v->is_review || v->is_scheduled;
    v->can_approve = v->is_review && news_may_approve(&r->who, a);
    v->waits_for_other = v->is_review && !v->can_approve;
    v->can_withdraw = v->is_public;
    form_set_int(r, "revision", a->revision);
    reply_title(r, "%s", v->t.title);
    desk_crumbs(r, NULL);
    return reply_view(r, out, v);
}

static status step_post(request *r, reply *out)
{
    static const struct {
        const char *word;
        news_step step;
        const char *done;
    } steps[] = {{"send", NEWS_SEND, N_("Đã gửi duyệt. Biên tập viên khác hoặc Sở sẽ duyệt bài.")}, {"return", NEWS_RETURN, N_("Đã trả lại để sửa; người gửi đã được báo.")},
                 {"approve", NEWS_APPROVE, N_("Đã duyệt.")}, {"withdraw", NEWS_WITHDRAW, N_("Đã gỡ bài khỏi trang công khai.")}};
    article_id id = ARG(r, 0, article_id);

    for (int i = 0; i < COUNT(steps); i++) {
        if (!text_eq(form_text(r, "do"), steps[i].word)) continue;
        status s = news_take_step(r->mem, r->db, &r->who, id, steps[i].step, form_int(r, "revision"), form_text(r, "note"), form_instant(r, "at"), r->now);
        if (s == E_INVALID) form_error(r, "note", "%s", T("Hãy ghi lý do để người viết biết phải làm gì."));
        TRY(s);
        reply_flash(r, FLASH_GOOD, "%s", T(steps[i].done));
        return reply_see(r, out, "/bien-tap/%lld/xem", (long long)id.v);
    }
    article_row a = {0};
    TRY(news_get_id(r->db, r->mem, &r->who, id, &a));
    form_error(r, "", "%s", T("Hãy chọn một việc."));
    return E_INVALID;
}

/* ---- revisions ---- */

typedef struct {
    article_row a;
    revision_list revisions;
} revisions_view;
STATIC_SHAPE(revisions_shape, revisions_view, F_STRUCT(revisions_view, a, article_shape), F_LIST(revisions_view, revisions, revision_shape));
typedef struct {
    article_row a;
    revision_row before, after;
    diff_words title, lead, body, section;
    bool can_restore, same;
} diff_view;
STATIC_SHAPE(diff_view_shape, diff_view, F_STRUCT(diff_view, a, article_shape), F_STRUCT(diff_view, before, revision_shape), F_STRUCT(diff_view, after, revision_shape),
             F_LIST(diff_view, title, diff_shape), F_LIST(diff_view, lead, diff_shape), F_LIST(diff_view, body, diff_shape), F_LIST(diff_view, section, diff_shape),
             F_BOOL(diff_view, can_restore), F_BOOL(diff_view, same));

static status revisions_page(request *r, reply *out)
{
    revisions_view *v = NEW(r->mem, revisions_view);

    TRY(news_get_id(r->db, r->mem, &r->who, ARG(r, 0, article_id), &v->a));
    TRY(news_revisions(r->db, r->mem, &r->who, v->a.id, &v->revisions));
    reply_title(r, "%s", T("Các bản đã lưu"));
    desk_crumbs(r, &v->a);
    return reply_view(r, out, v);
}

static status diff_page(request *r, reply *out)
{
    diff_view *v = NEW(r->mem, diff_view);
    int64_t number = r->arg[1], with = query_int(r, "so", number - 1);

    TRY(news_get_id(r->db, r->mem, &r->who, ARG(r, 0, article_id), &v->a));
    TRY(news_revision(r->db, r->mem, &r->who, v->a.id, number, &v->after));
    v->before = (revision_row){.title = "", .lead = "", .body = "", .section = "", .author_mark = "", .note = "", .writer = ""};
    if (with > 0) TRY(news_revision(r->db, r->mem, &r->who, v->a.id, with, &v->before));
    v->title = news_diff(r->mem, v->before.title, v->after.title);
    v->lead = news_diff(r->mem, v->before.lead, v->after.lead);
    v->body = news_diff(r->mem, v->before.body, v->after.body);
    v->section = news_diff(r->mem, v->before.section, v->after.section);
    v->same = text_eq(v->before.title, v->after.title) && text_eq(v->before.lead, v->after.lead) && text_eq(v->before.body, v->after.body) && text_eq(v->before.section, v->after.section);
    v->can_restore = news_may_edit(&r->who) && number != v->a.revision;
    reply_title(r, T("Bản %lld"), (long long)number);
    desk_crumbs(r, &v->a);
    reply_crumb(r, T("Các bản đã lưu"), textf(r->mem, "/bien-tap/%lld/phien-ban", (long long)v->a.id.v));
    return reply_view(r, out, v);
}

static status restore_post(request *r, reply *out)
{
    TRY(news_restore(r->mem, r->db, &r->who, ARG(r, 0, article_id), r->arg[1], r->now));
    reply_flash(r, FLASH_GOOD, T("Đã khôi phục bản %lld thành một bản mới. Hãy xem lại rồi gửi duyệt."), (long long)r->arg[1]);
    return reply_see(r, out, "/bien-tap/%lld/xem", (long long)r->arg[0]);
}

/* ---- sections ---- */

typedef struct {
    section_list sections;
    bool editing;
} sections_view;
STATIC_SHAPE(sections_shape, sections_view, F_LIST(sections_view, sections, section_shape), F_BOOL(sections_view, editing));

static status sections_page(request *r, reply *out)
{
    sections_view *v = NEW(r->mem, sections_view);
    int64_t id = query_int(r, "sua", 0);

    TRY(news_sections(r->db, r->mem, &v->sections));
    form_set_int(r, "ordinal", 10 * (v->sections.n + 1));
    for (int i = 0; i < v->sections.n; i++) {
        const section_row *s = &v->sections.p[i];
        if (s->id.v != id) continue;
        v->editing = true;
        form_set_int(r, "id", id);
        form_set(r, "name", s->name);
        form_set_int(r, "ordinal", s->ordinal);
        form_set_check(r, "closed", s->closed);
    }
    reply_title(r, "%s", T("Chuyên mục"));
    desk_crumbs(r, NULL);
    return reply_view(r, out, v);
}

static status sections_post(request *r, reply *out)
{
    status s = news_section_save(r->mem, r->db, &r->who, (section_id){form_int(r, "id")}, form_text(r, "name"), form_int(r, "ordinal"), form_check(r, "closed"));

    if (s == E_CONFLICT) {
        form_error(r, "name", "%s", T("Đã có chuyên mục tên này."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu."));
    return reply_see(r, out, "/bien-tap/chuyen-muc");
}

static const route routes[] = {
    {GET, "/bien-tap", desk_page, ACCESS_ROLE, .roles = desk, .page = "news/desk.html", .view = &desk_shape, .summary = "Articles that are worked on"},
    {GET, "/bien-tap/moi", edit_page, ACCESS_ROLE, .roles = editors, .page = "news/edit.html", .view = &edit_shape, .form = &article_form, .summary = "Write an article: form"},
    {POST, "/bien-tap/moi", new_post, ACCESS_ROLE, .roles = editors, .form = &article_form, .again = edit_page, .flags = ROUTE_UPLOAD, .summary = "Write an article"},
    {POST, "/bien-tap/xem-truoc", preview_post, ACCESS_ROLE, .roles = editors, .page = "news/preview.html", .view = &preview_shape, .form = &preview_form, .flags = ROUTE_NO_ONCE, .summary = "What is typed, as it will look"},
    {GET, "/bien-tap/chuyen-muc", sections_page, ACCESS_ROLE, .roles = editors, .page = "news/sections.html", .view = &sections_shape, .form = &section_form, .summary = "Sections"},
    {POST, "/bien-tap/chuyen-muc", sections_post, ACCESS_ROLE, .roles = editors, .form = &section_form, .again = sections_page, .summary = "Save a section"},
    {GET, "/bien-tap/:id", edit_page, ACCESS_ROLE, .roles = editors, .page = "news/edit.html", .view = &edit_shape, .form = &article_form, .summary = "Edit an article: form"},
    {POST, "/bien-tap/:id", edit_post, ACCESS_ROLE, .roles = editors, .form = &article_form, .again = edit_page, .flags = ROUTE_UPLOAD, .summary = "Save a revision of an article"},
    {GET, "/bien-tap/:id/xem", work_page, ACCESS_ROLE, .roles = desk, .page = "news/work.html", .view = &work_shape, .form = &step_form, .summary = "The latest revision, with what can be done"},
    {POST, "/bien-tap/:id/buoc", step_post, ACCESS_ROLE, .roles = desk, .form = &step_form, .again = work_page, .summary = "Send, return, approve, withdraw"},
    {GET, "/bien-tap/:id/phien-ban", revisions_page, ACCESS_ROLE, .roles = desk, .page = "news/revisions.html", .view = &revisions_shape, .summary = "Revisions of an article"},
    {GET, "/bien-tap/:id/phien-ban/:number", diff_page, ACCESS_ROLE, .roles = desk, .page = "news/diff.html", .view = &diff_view_shape, .form = &restore_form, .summary = "A revision against another (?so=)"},
    {POST, "/bien-tap/:id/phien-ban/:number", restore_post, ACCESS_ROLE, .roles = editors, .form = &restore_form, .summary = "Make a revision the latest again"},
};
const route_table desk_routes = {routes, COUNT(routes)};
