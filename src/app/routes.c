/* Everything that the site answers to, and what its menus show. */
#include "app/app.h"
#include "app/site_pages.h"
#include "base/words.h"
#include "user/user_pages.h"

status app_web(store *s, const app_config *c, const char *base_url, web **out)
{
    const route_table tables[] = {site_routes, user_routes};
    static const nav_item nav[] = {
        {N_("Trang chủ"), "/", "", 0},
        {N_("Sổ đăng ký"), "/sang-kien", "", 0},
        {N_("Thống kê"), "/thong-ke", "", 0},
        {N_("Tin tức"), "/tin-tuc", "", 0},
        {N_("Quy định"), "/quy-dinh", "", 0},
        {N_("Việc của tôi"), "/viec-cua-toi", "", WEB_NAV_SIGNED},
        {0},
    };
    static const nav_item account[] = {
        {N_("Việc của tôi"), "/viec-cua-toi", "", WEB_NAV_SIGNED},
        {0},
    };
    web_config config = {.store = s, .tables = tables, .n_tables = COUNT(tables), .nav = nav, .account = account,
                         .site_name = N_("Sáng kiến Đà Nẵng"), .site_tagline = N_("Sở Khoa học và Công nghệ thành phố Đà Nẵng"),
                         .base_url = base_url ? base_url : "http://127.0.0.1:8080", .https = base_url && base_url[4] == 's'};

    return web_open(&config, out);
}
