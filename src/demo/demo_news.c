/* News of the invented city: articles of its old portal, one that waits for review, one that is being written. */
#include "base/embed.h"
#include "base/text.h"
#include "demo/demo_own.h"
#include "job/job.h"
#include "news/news.h"
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

status demo_news(arena *mem, db *d, user_id editor, const char *name, instant now)
{
    static const actor_role role[] = {{ROLE_EDITOR, {0}}};
    actor who = {.user = editor, .name = name, .login = "", .unit = "", .address = "demo", .roles = role, .n_roles = 1};
    article_id id = {0};
    news_draft waiting = {.slug = "", .title = "Ba đơn vị chia sẻ cách nhân rộng sáng kiến", .lead = "Từ một phòng khám đến cả quận: ba cách làm đã giúp sáng kiến được dùng ở nhiều nơi.",
                          .body = "## Bắt đầu từ nơi cần nhất\n\nMỗi đơn vị chọn **một** sáng kiến đã có số liệu trước và sau khi áp dụng.\n\n- Ghi rõ điều kiện áp dụng.\n- Cử người hướng dẫn tại chỗ.\n- Đo lại sau ba tháng.\n\nXem các sáng kiến đã công nhận trong [Sổ đăng ký](/sang-kien).",
                          .section = "Hoạt động sáng kiến", .author_mark = "", .note = "Bản đầu"};
    news_draft writing = {.slug = "", .title = "Hỏi nhanh, đáp gọn: nộp hồ sơ trực tuyến", .lead = "", .body = "Đang thu thập câu hỏi của các đơn vị.", .section = "Hướng dẫn", .author_mark = "", .note = ""};

    TRY(taken_over(mem, d, now));
    TRY(news_create(mem, d, &who, &waiting, now, &id));
    TRY(news_take_step(mem, d, &who, id, NEWS_SEND, 1, "", (instant){0}, now));
    TRY(news_create(mem, d, &who, &writing, now, &id));
    return job_add(d, "news_relate", "", (instant){0});
}
