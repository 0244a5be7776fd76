#include "notify/notify.h"

SHAPE(notice_row_shape, notice_row, F_ID(notice_row, id), F_INSTANT(notice_row, at), F_INSTANT(notice_row, read_at), F_TEXT(notice_row, text), F_TEXT(notice_row, href));

status notify_add(db *d, user_id user, const char *text, const char *href, const char *cause, instant now)
{
    return db_change(d, Q_NOTICE_INSERT, NULL, P_ID(user), P_INSTANT(now), P_TEXT(text), P_TEXT(href), P_TEXT(cause));
}

status notify_list(db *d, arena *mem, const actor *who, notice_list *out)
{
    return db_each(d, Q_NOTICE_LIST, mem, &notice_row_shape, out, P_ID(who->user));
}

status notify_unread(db *d, const actor *who, int64_t *out)
{
    return db_number(d, Q_NOTICE_UNREAD, out, P_ID(who->user));
}

status notify_read_all(db *d, const actor *who, instant now)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_NOTICE_READ_ALL, NULL, P_INSTANT(now), P_ID(who->user)));
    return db_commit(&tx);
}
