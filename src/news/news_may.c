/* Who may do what to articles. */
#include "news/news.h"

bool news_may_edit(const actor *who)
{
    return actor_has_any(who, ROLE_BIT(ROLE_EDITOR));
}

bool news_may_desk(const actor *who)
{
    return actor_has_any(who, ROLE_BIT(ROLE_EDITOR) | ROLE_BIT(ROLE_DEPARTMENT));
}

bool news_may_approve(const actor *who, const article_row *a)
{
    return news_may_desk(who) && who->user.v && who->user.v != a->written_by.v && who->user.v != a->sent_by.v;
}

bool news_may_take_over(const actor *who)
{
    return actor_has_any(who, ROLE_BIT(ROLE_EDITOR) | ROLE_BIT(ROLE_ADMINISTRATOR));
}
