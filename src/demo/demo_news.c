/* News of the invented city: articles of its old portal, one that waits for review, one that is being written. */
#include "base/embed.h"
#include "base/text.h"
#include "demo/demo_own.h"
#include "job/job.h"
#include "news/news.h"
#include "user/user.h"
#include <jansson.h>

static const char *word(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}

static status taken_over(arena *mem, db *d, instant now)
{
    const embed_file *f = embed_find("demo/news.json");
    json_t *all = f ? json_loadb(f->data, f->size, 0, NULL) : NULL, *o;
    actor system = actor_system();
    size_t i, k;
    status s = all ? OK : E_INTERNAL;

    json_array_foreach(all, i, o)
    {
        const char *body = "";
        json_t *v;
        article_id id;
        news_item a = {.slug = text_copy(mem, word(o, "slug")), .title = text_copy(mem, word(o, "title")), .lead = text_copy(mem, word(o, "lead")), .section = text_copy(mem, word(o, "section")),
                       .poster = text_copy(mem, word(o, "poster")), .author_mark = text_copy(mem, word(o, "author_mark")), .address = text_copy(mem, word(o, "address")),
                       .views = json_integer_value(json_object_get(o, "views"))};
        json_array_foreach(json_object_get(o, "body"), k, v) body = textf(mem, "%s%s%s", body, *body ? "\n\n" : "", json_string_value(v));
        a.body = body;
        if (s == OK) s = date_parse(word(o, "posted_on"), &a.posted_on);
        if (s == OK) s = news_take_item(mem, d, &system, &a, now, &id);
    }
    json_decref(all);
    return s;
}

/* ---- a picture, drawn: rays of a lamp over the sea ---- */

static bytes drawn(arena *mem)
{
    enum { W = 1280, H = 720, RAYS = 12 };
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, W, H);
    cairo_t *c = cairo_create(s);
    cairo_pattern_t *sky = cairo_pattern_create_linear(0, 0, 0, H);

    cairo_pattern_add_color_stop_rgb(sky, 0, 0.04, 0.27, 0.38);
    cairo_pattern_add_color_stop_rgb(sky, 1, 0.06, 0.44, 0.53);
    cairo_set_source(c, sky);
    cairo_paint(c);
    cairo_translate(c, W / 2.0, H * 0.62);
    cairo_set_line_width(c, 14);
    cairo_set_line_cap(c, CAIRO_LINE_CAP_ROUND);
    for (int i = 0; i <= RAYS; i++) {
        cairo_save(c);
        cairo_rotate(c, 3.14159 + 3.14159 * i / RAYS);
        cairo_set_source_rgba(c, 1, 0.81, 0.44, i % 2 ? 0.45 : 0.9);
        cairo_move_to(c, 170, 0);
        cairo_line_to(c, i % 2 ? 260 : 330, 0);
        cairo_stroke(c);
        cairo_restore(c);
    }
    cairo_set_source_rgb(c, 1, 0.81, 0.44);
    cairo_arc(c, 0, 0, 130, 0, 6.2832);
    cairo_fill(c);
    for (int k = 0; k < 4; k++) { /* waves */
        cairo_set_source_rgba(c, 0.03, 0.2 + 0.05 * k, 0.3 + 0.06 * k, 0.9);
        cairo_move_to(c, -W, H);
        for (int x = -W; x <= W; x += 160) cairo_curve_to(c, x, 60 + 50 * k, x + 80, 110 + 50 * k, x + 160, 70 + 50 * k + 20 * ((x / 160 + k) % 2));
        cairo_line_to(c, W, H);
        cairo_fill(c);
    }
    cairo_pattern_destroy(sky);
    cairo_destroy(c);
    return demo_png(mem, s);
}

/* The newest article gets a picture, by the way that every picture takes: saved, sent, approved by the department. */
static status with_picture(arena *mem, db *d, const actor *editor, instant now)
{
    static const actor_role role[] = {{ROLE_DEPARTMENT, {0}}};
    article_list l = {0};
    article_row a = {0};
    user_row clerk = {0};
    int64_t picture = 0;

    TRY(news_latest(d, mem, 1, &l));
    TRY(news_get(d, mem, l.p[0].slug, &a));
    TRY(user_by_login(d, mem, "demo.so", &clerk));
    actor boss = {.user = clerk.id, .name = clerk.name, .login = "", .unit = "", .address = "demo", .roles = role, .n_roles = 1};
    TRY(news_add_picture(mem, d, editor, a.id, drawn(mem), now, &picture));
    news_draft t = {.slug = "", .title = a.title, .lead = a.lead, .section = a.section, .author_mark = a.author_mark, .posted_on = a.posted_on, .note = "Thêm ảnh",
                    .body = textf(mem, "%s\n\n%s", news_picture_line(mem, picture, "Tranh vẽ: mặt trời tỏa sáng trên sóng biển", "Sáng kiến lan tỏa (tranh minh họa)"), a.body)};
    TRY(news_save(mem, d, editor, a.id, &t, a.revision, now));
    TRY(news_take_step(mem, d, editor, a.id, NEWS_SEND, a.revision + 1, "", (instant){0}, now));
    return news_take_step(mem, d, &boss, a.id, NEWS_APPROVE, a.revision + 1, "", (instant){0}, now);
}

status demo_news(arena *mem, db *d, user_id editor, const char *name, bool pictures, instant now)
{
    static const actor_role role[] = {{ROLE_EDITOR, {0}}};
    actor who = {.user = editor, .name = name, .login = "", .unit = "", .address = "demo", .roles = role, .n_roles = 1};
    article_id id = {0};
    news_draft waiting = {.slug = "", .title = "Ba đơn vị chia sẻ cách nhân rộng sáng kiến", .lead = "Từ một phòng khám đến cả quận: ba cách làm đã giúp sáng kiến được dùng ở nhiều nơi.",
                          .body = "## Bắt đầu từ nơi cần nhất\n\nMỗi đơn vị chọn **một** sáng kiến đã có số liệu trước và sau khi áp dụng.\n\n- Ghi rõ điều kiện áp dụng.\n- Cử người hướng dẫn tại chỗ.\n- Đo lại sau ba tháng.\n\nXem các sáng kiến đã công nhận trong [Sổ đăng ký](/sang-kien).",
                          .section = "Hoạt động sáng kiến", .author_mark = "", .note = "Bản đầu"};
    news_draft writing = {.slug = "", .title = "Hỏi nhanh, đáp gọn: nộp hồ sơ trực tuyến", .lead = "", .body = "Đang thu thập câu hỏi của các đơn vị.", .section = "Hướng dẫn", .author_mark = "", .note = ""};

    TRY(taken_over(mem, d, now));
    if (pictures) TRY(with_picture(mem, d, &who, now));
    TRY(news_create(mem, d, &who, &waiting, now, &id));
    TRY(news_take_step(mem, d, &who, id, NEWS_SEND, 1, "", (instant){0}, now));
    TRY(news_create(mem, d, &who, &writing, now, &id));
    return job_add(d, "news_relate", "", (instant){0});
}
