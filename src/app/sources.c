/* What can be searched, and which events of the log make it new. A kind more is a row more. */
#include "app/app.h"
#include "app/guide_pages.h"
#include "base/embed.h"
#include "base/text.h"
#include "base/words.h"
#include "rule/rule.h"
#include "search/search.h"

static status rule_texts(arena *mem, search_texts *out)
{
    const rule_list *all = rule_all(rule_current());

    out->p = NEWS(mem, search_text, all->n + 1);
    out->n = all->n;
    for (int i = 0; i < all->n; i++) {
        const rule_row *r = &all->p[i];
        out->p[i] = (search_text){.title = textf(mem, "%s: %s", r->name, r->shown), .body = textf(mem, "%s. %s", r->article, r->note), .code = r->brief, .day = r->from,
                                  .href = textf(mem, "/quy-dinh#%s", r->key)};
    }
    return OK;
}

static status guide_texts(arena *mem, search_texts *out)
{
    guide_links all = {0};

    guide_list(mem, NULL, &all);
    out->p = NEWS(mem, search_text, all.n + 1);
    out->n = all.n;
    for (int i = 0; i < all.n; i++) {
        const embed_file *f = embed_find(textf(mem, "guide/%s.md", all.p[i].name));
        out->p[i] = (search_text){.title = all.p[i].title, .body = f ? f->data : all.p[i].lead, .href = textf(mem, "/huong-dan/%s", all.p[i].name)};
    }
    return OK;
}

static const search_source sources[] = {
    {"sang-kien", N_("Sáng kiến"), false, Q_SEARCH_REGISTER_ALL, Q_SEARCH_REGISTER_ONE, NULL},
    {"tin-tuc", N_("Tin tức"), false, Q_SEARCH_NEWS_ALL, Q_SEARCH_NEWS_ONE, NULL},
    {"hoi-dap", N_("Hỏi đáp"), false, Q_SEARCH_QUESTION_ALL, Q_SEARCH_QUESTION_ONE, NULL},
    {"tap-huan", N_("Tập huấn"), false, Q_SEARCH_TRAINING_ALL, Q_SEARCH_TRAINING_ONE, NULL},
    {"quy-dinh", N_("Quy định"), false, Q__COUNT, Q__COUNT, rule_texts},
    {"huong-dan", N_("Hướng dẫn"), false, Q__COUNT, Q__COUNT, guide_texts},
    {"ho-so", N_("Hồ sơ"), true, Q_SEARCH_DOSSIER_ALL, Q_SEARCH_DOSSIER_ONE, NULL},
};

static const search_trigger triggers[] = {
    {"article", "tin-tuc", Q__COUNT},
    {"section", "tin-tuc", Q_SEARCH_NEWS_OF_SECTION},
    {"question", "hoi-dap", Q__COUNT},
    {"course", "tap-huan", Q__COUNT},
    {"dossier", "ho-so", Q__COUNT},
    {"organisation", "ho-so", Q_SEARCH_DOSSIER_OF_ORG}, /* another name; the register keeps the name of its day */
    {"dossier", "sang-kien", Q_SEARCH_REGISTER_OF_DOSSIER},
    {"recognition", "sang-kien", Q__COUNT},
    {"system", "sang-kien", Q__COUNT}, /* a whole city was filled in */
    {"rule_row", "quy-dinh", Q__COUNT},
};

void app_search(void)
{
    search_setup(sources, COUNT(sources), triggers, COUNT(triggers));
}
