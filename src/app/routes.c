/* Everything that the site answers to, and what its menus show. */
#include "app/app.h"
#include "app/guide_pages.h"
#include "app/home_pages.h"
#include "app/site_pages.h"
#include "base/crypt.h"
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "catalogue/catalogue_pages.h"
#include "certificate/certificate_pages.h"
#include "certificate/sign.h"
#include "complaint/complaint_pages.h"
#include "council/council_pages.h"
#include "criteria/criteria_pages.h"
#include "dossier/dossier_pages.h"
#include "emulation/emulation_pages.h"
#include "look/look_pages.h"
#include "news/news_pages.h"
#include "nomination/nomination_pages.h"
#include "notify/notify_pages.h"
#include "paper/paper_pages.h"
#include "process/process_pages.h"
#include "novelty/novelty_report.h"
#include "novelty/novelty_pages.h"
#include "question/question_pages.h"
#include "registry/data_pages.h"
#include "registry/oai_pages.h"
#include "registry/registry_pages.h"
#include "remuneration/remuneration_pages.h"
#include "report/ranking_pages.h"
#include "report/report_pages.h"
#include "report/stat_pages.h"
#include "search/search_pages.h"
#include "training/training_pages.h"
#include "user/admin_pages.h"
#include "user/org_pages.h"
#include "user/token_pages.h"
#include "user/user_pages.h"

status app_keys(const app_config *c)
{
    AUTO(arena_ptr) mem = arena_new();

    TRY(crypt_open(textf(mem, "%s/keys", c->data)));
    return sign_open();
}

status app_novelty(store *s, const char *folder, novelty **out)
{
    novelty *n = NULL;
    status st = novelty_open(folder, true, &n);

    if (st == E_INVALID) {
        log_error("novelty: the index in %s is damaged and is made anew", folder);
        TRY(novelty_rebuild(folder));
        st = novelty_open(folder, true, &n);
    }
    if (st == E_CONFLICT) log_warning("novelty: another process writes the index in %s; this one goes without", folder);
    else TRY(st);
    novelty_seat_set(s, n);
    *out = n;
    return OK;
}

status app_web(store *s, const app_config *c, const char *base_url, web **out)
{
    const route_table tables[] = {
        home_routes,
        look_routes,
        guide_routes,
        site_routes,
        user_routes,
        token_routes,
        admin_routes,
        dossier_routes,
        work_routes,
        notice_routes,
        criteria_routes,
        council_routes,
        council_session_routes,
        council_item_routes,
        council_poll_routes,
        council_score_routes,
        certificate_routes,
        registry_routes,
        data_routes,
        oai_routes,
        news_routes,
        notify_routes,
        training_routes,
        attendance_routes,
        organise_routes,
        question_routes,
        process_routes,
        catalogue_routes,
        round_routes,
        own_form_routes,
        paper_routes,
        process_edit_routes,
        repin_routes,
        remuneration_routes,
        remuneration_form_routes,
        follow_routes,
        complaint_routes,
        emulation_routes,
        nomination_routes,
        stat_routes,
        behind_routes,
        range_routes,
        report_routes,
        ranking_routes,
        search_routes,
        desk_routes,
        take_over_routes,
        mail_routes,
        mail_admin_routes,
        org_routes,
        novelty_routes,
    };
    static const nav_item nav[] = {
        {N_("Trang chủ"), "/", "", 0},
        {N_("Sổ đăng ký"), "/sang-kien", "", 0},
        {N_("Thống kê"), "/thong-ke", "", 0},
        {N_("Tin tức"), "/tin-tuc", "", 0},
        {N_("Tập huấn"), "/tap-huan", "", 0},
        {N_("Hỏi đáp"), "/hoi-dap", "", 0},
        {N_("Quy định"), "/quy-dinh", "", 0},
        {N_("Xác minh"), "/xac-minh", "", 0},
        {N_("Việc của tôi"), "/viec-cua-toi", "", WEB_NAV_SIGNED},
        {0},
    };
    web_config config = {.store = s, .tables = tables, .n_tables = COUNT(tables), .nav = nav, .account = account_menu, .site_name = N_("Sáng kiến Đà Nẵng"),
                         .site_tagline = N_("Sở Khoa học và Công nghệ thành phố Đà Nẵng"), .base_url = base_url ? base_url : "http://127.0.0.1:8080",
                         .https = base_url && text_starts(base_url, "https:"), .notices = home_notices, .moved = news_moved_page, .look = look_for_frame, .demo = app_is_demo(s)};

    return web_open(&config, out);
}
