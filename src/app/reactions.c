/* What happens after something has happened: which job does what. */
#include "app/app.h"
#include "app/check.h"
#include "app/serve.h"
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "catalogue/round.h"
#include "complaint/complaint.h"
#include "council/council.h"
#include "dossier/dossier.h"
#include "dossier/dossier_read.h"
#include "news/news.h"
#include "nomination/nomination.h"
#include "notify/notify.h"
#include "paper/paper.h"
#include "org/org.h"
#include "novelty/novelty_report.h"
#include "process/process.h"
#include "remuneration/remuneration.h"
#include "report/report.h"
#include "rule/rule_local.h"
#include "search/search.h"
#include "training/training.h"
#include "user/user.h"
#include <stdio.h>

typedef struct {
    user_id id;
} user_ref;
STATIC_SHAPE(user_ref_shape, user_ref, F_ID(user_ref, id));
typedef struct {
    const char *title;
    process_id process_id;
    bool decided;
} brief;
STATIC_SHAPE(brief_shape, brief, F_TEXT(brief, title), F_ID(brief, process_id), F_BOOL(brief, decided));
typedef struct {
    int64_t id;
    const char *title;
    date since, due_on;
} running;
STATIC_SHAPE(running_shape, running, F_INT(running, id), F_TEXT(running, title), F_DATE(running, since), F_DATE(running, due_on));

static status clean(arena *mem, db *d, const job_row *job)
{
    AUTO(db_tx) tx = {0};
    int64_t now = instant_now().ms, day = 86400000;

    (void)mem;
    (void)job;
    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_REQUEST_ONCE_CLEAN, NULL, P_INT(now - 7 * day)));
    TRY(db_change(d, Q_JOB_CLEAN, NULL, P_INT(now - 30 * day)));
    TRY(news_write_views(d, (instant){now}, true));
    TRY(db_change(d, Q_DELIVERY_CLEAN, NULL, P_INT(now - 90 * day)));
    return db_commit(&tx);
}

/* A step was taken: the owner and the authors are told, and whoever is to act next. */
static status tell(arena *mem, db *d, const job_row *job)
{
    AUTO(db_tx) tx = {0};
    long long id = 0;
    char action[80] = "";
    LIST_OF(user_ref) people = {0};
    instant now = instant_now();
    brief b = {.title = ""};
    const char *step = "";

    if (sscanf(job->subject, "%lld %79s", &id, action) != 2) return E_INTERNAL;
    TRY(db_one(d, Q_APP_DOSSIER_BRIEF, mem, &brief_shape, &b, P_INT(id)));
    const process *p = NULL;
    TRY(dossier_step_name(d, b.process_id, action, &step));
    TRY(process_load(d, b.process_id, &p));
    const process_step *taken = process_step_named(p, action);
    if (taken && *taken->notice) step = textf(mem, "%s. %s", step, taken->notice);
    TRY(db_each(d, Q_APP_DOSSIER_PEOPLE, mem, &user_ref_shape, &people, P_INT(id)));
    const char *href = textf(mem, "/ho-so/%lld", id), *cause = textf(mem, "job-%lld", (long long)job->id.v);
    const char *text = textf(mem, "%s: %s", step, b.title);
    TRY(db_begin(d, &tx));
    for (int i = 0; i < people.n; i++) TRY(notify_add(d, people.p[i].id, text, href, cause, now));
    if (b.decided) TRY(db_each(d, Q_APP_DOSSIER_ASSESSORS, mem, &user_ref_shape, &people, P_INT(id))); /* what became of what they read */
    for (int i = 0; b.decided && i < people.n; i++) TRY(notify_add(d, people.p[i].id, textf(mem, "Hồ sơ bạn đã đánh giá – %s", text), "/cham-diem", textf(mem, "read-%lld-%s", id, action), now));
    TRY(db_each(d, Q_APP_DOSSIER_NEXT, mem, &user_ref_shape, &people, P_INT(id), P_DATE(date_of(now))));
    for (int i = 0; i < people.n; i++) TRY(notify_add(d, people.p[i].id, textf(mem, "Chờ bạn xử lý: %s", b.title), href, cause, now));
    TRY(novelty_after_step(d, (dossier_id){id}, now));
    if (b.decided) TRY(job_add(d, "same_solution", textf(mem, "%lld", id), (instant){0}));
    return db_commit(&tx);
}

/* Once a day: whose term has run for so much of its length (rule warn.at) is reminded. Overdue is a fact, never a decision. */
static status remind(arena *mem, db *d, const job_row *job)
{
    AUTO(db_tx) tx = {0};
    LIST_OF(running) rows = {0};
    instant now = instant_now();
    date today = date_of(now);

    (void)job;
    TRY(db_each(d, Q_APP_RUNNING, mem, &running_shape, &rows));
    TRY(db_begin(d, &tx));
    for (int i = 0; i < rows.n; i++) {
        const running *w = &rows.p[i];
        int length = date_days_between(w->since, w->due_on), gone = date_days_between(w->since, today);
        int percent = length > 0 ? gone * 100 / length : 100, mark = percent >= 100 ? 100 : percent >= 80 ? 80 : percent >= 50 ? 50 : 0;
        LIST_OF(user_ref) people = {0};
        if (mark == 0) continue;
        TRY(db_each(d, Q_APP_DOSSIER_NEXT, mem, &user_ref_shape, &people, P_INT(w->id), P_DATE(today)));
        const char *text = mark == 100 ? textf(mem, "Đã đến hạn %s: %s", date_vi(mem, w->due_on), w->title) : textf(mem, "Đã qua %d %% thời hạn (hạn %s): %s", mark, date_vi(mem, w->due_on), w->title);
        for (int k = 0; k < people.n; k++)
            TRY(notify_add(d, people.p[k].id, text, textf(mem, "/ho-so/%lld", (long long)w->id), textf(mem, "due-%lld-%d-%d", (long long)w->id, w->due_on.ymd, mark), now));
    }
    return db_commit(&tx);
}

/* Every night the invariants are checked and the chained log is walked; administrators are told what does not hold. */
static status verify(arena *mem, db *d, const job_row *job)
{
    AUTO(db_tx) tx = {0};
    LIST_OF(user_ref) admins = {0};
    int bad = 0;
    instant now = instant_now();

    (void)job;
    TRY(check_all(d, true, NULL, &bad));
    if (bad == 0) return OK;
    TRY(db_each(d, Q_APP_ADMINISTRATORS, mem, &user_ref_shape, &admins));
    TRY(db_begin(d, &tx));
    for (int i = 0; i < admins.n; i++) TRY(notify_add(d, admins.p[i].id, textf(mem, "Kiểm tra hằng đêm: %d điều không đúng. Xem nhật ký máy chủ.", bad), "/quan-tri/nhat-ky", textf(mem, "check-%d", date_of(now).ymd), now));
    return db_commit(&tx);
}

/* Whoever has a seat in a session that starts within a day is told once. */
static status remind_training(arena *mem, db *d, const job_row *job)
{
    (void)job;
    return training_remind(mem, d, instant_now());
}

/* Statistics follow the log. */
static status count_facts(arena *mem, db *d, const job_row *job)
{
    (void)job;
    return report_follow(mem, d, instant_now());
}

typedef struct {
    const char *title, *state;
} complaint_brief;
STATIC_SHAPE(complaint_brief_shape, complaint_brief, F_TEXT(complaint_brief, title), F_TEXT(complaint_brief, state));

/* Something happened to a complaint: who complained, the authors of the attacked dossier and the officers are told. */
static status tell_complaint(arena *mem, db *d, const job_row *job)
{
    AUTO(db_tx) tx = {0};
    long long id = 0;
    char action[40] = "";
    LIST_OF(user_ref) people = {0};
    complaint_brief b = {.title = "", .state = ""};
    instant now = instant_now();

    if (sscanf(job->subject, "%lld %39s", &id, action) != 2) return E_INTERNAL;
    TRY(db_one(d, Q_APP_COMPLAINT_BRIEF, mem, &complaint_brief_shape, &b, P_INT(id)));
    TRY(db_each(d, Q_APP_COMPLAINT_PEOPLE, mem, &user_ref_shape, &people, P_INT(id), P_DATE(date_of(now))));
    TRY(db_begin(d, &tx));
    for (int i = 0; i < people.n; i++)
        TRY(notify_add(d, people.p[i].id, textf(mem, "Khiếu nại: %s (%s)", b.title, complaint_state_name(b.state)), textf(mem, "/khieu-nai/%lld", id), textf(mem, "job-%lld", (long long)job->id.v), now));
    return db_commit(&tx);
}

static status publish_news(arena *mem, db *d, const job_row *job)
{
    article_id id = {0};

    return text_parse_int(job->subject, 1, INT64_MAX / 2, &id.v) == OK ? news_publish_due(mem, d, id, instant_now()) : E_INTERNAL;
}

static status relate_news(arena *mem, db *d, const job_row *job)
{
    (void)job;
    return news_relate(mem, d, instant_now());
}

/* An organisation is no more: people and dossiers under way follow its heir; administrators are told what is left to do. */
static status org_ended_job(arena *mem, db *d, const job_row *job)
{
    AUTO(db_tx) tx = {0};
    LIST_OF(user_ref) admins = {0};
    org_row from = {0}, heir = {0};
    long long a = 0, b = 0;
    int on = 0, moved = 0;
    instant now = instant_now();

    if (sscanf(job->subject, "%lld %lld %d", &a, &b, &on) != 3) return E_INTERNAL;
    TRY(org_get(d, mem, (org_id){a}, &from));
    if (b) TRY(org_get(d, mem, (org_id){b}, &heir));
    TRY(user_follow_org(mem, d, from.id, heir.id, (date){on}));
    if (b) TRY(dossier_follow_org(mem, d, from.id, heir.id, textf(mem, "%s → %s (%s)", from.name, heir.name, date_vi(mem, (date){on})), now, &moved));
    TRY(db_each(d, Q_APP_ADMINISTRATORS, mem, &user_ref_shape, &admins));
    TRY(db_begin(d, &tx));
    const char *text = b ? textf(mem, "%s đã kết thúc: %d hồ sơ đang xử lý chuyển đến %s. Hãy giao lại vai trò cho người của cơ sở mới.", from.name, moved, heir.name)
                         : textf(mem, "%s đã kết thúc, không có cơ sở kế thừa. Hãy xem lại hồ sơ và người của cơ sở này.", from.name);
    for (int i = 0; i < admins.n; i++) TRY(notify_add(d, admins.p[i].id, text, textf(mem, "/quan-tri/co-quan/%lld", b ? b : a), textf(mem, "org-ended-%lld", a), now));
    return db_commit(&tx);
}

/* Who keeps a search learns of new results. */
static status watch_searches(arena *mem, db *d, const job_row *job)
{
    (void)mem;
    (void)job;
    return search_watch(d, instant_now());
}

/* Rounds open and lock on their days. */
static status turn_rounds(arena *mem, db *d, const job_row *job)
{
    (void)job;
    return round_turn(mem, d, instant_now());
}

typedef struct {
    int64_t id, about;
    const char *code, *title;
    date due_on;
    user_id person;
} waiting;
STATIC_SHAPE(waiting_shape, waiting, F_INT(waiting, id), F_INT(waiting, about), F_TEXT(waiting, code), F_TEXT(waiting, title), F_DATE(waiting, due_on), F_ID(waiting, person));
typedef LIST_OF(waiting) waiting_list;

/* What follows recognition has days of its own: money that is due, complaints, recognitions of the city whose ground is gone.
 * Each is told once when its day is a week away and once when it is past. */
static status remind_after(arena *mem, db *d, const job_row *job)
{
    enum { WEEK = 7 };
    AUTO(db_tx) tx = {0};
    waiting_list owed = {0}, complaints = {0}, flagged = {0};
    instant now = instant_now();
    date today = date_of(now), soon = date_add_days(today, WEEK);

    (void)job;
    TRY(db_each(d, Q_APP_OWED, mem, &waiting_shape, &owed, P_DATE(soon), P_DATE(today)));
    TRY(db_each(d, Q_APP_COMPLAINTS_DUE, mem, &waiting_shape, &complaints, P_DATE(soon), P_DATE(today)));
    TRY(db_each(d, Q_APP_CITY_FLAGGED, mem, &waiting_shape, &flagged, P_DATE(today)));
    TRY(db_begin(d, &tx));
    for (int i = 0; i < owed.n; i++) {
        const waiting *w = &owed.p[i];
        TRY(notify_add(d, w->person, textf(mem, "Thù lao phải trả trước hết ngày %s: %s", date_vi(mem, w->due_on), w->title), textf(mem, "/sang-kien/%s/thu-lao", w->code),
                       textf(mem, "owed-%lld-%d", (long long)w->id, date_compare(w->due_on, today) < 0), now));
    }
    for (int i = 0; i < complaints.n; i++) {
        const waiting *w = &complaints.p[i];
        TRY(notify_add(d, w->person, textf(mem, "Khiếu nại %s, hạn %s: %s", w->code, date_vi(mem, w->due_on), w->title), textf(mem, "/khieu-nai/%lld", (long long)w->id),
                       textf(mem, "complaint-%lld-%d-%d", (long long)w->id, w->due_on.ymd, date_compare(w->due_on, today) < 0), now));
    }
    for (int i = 0; i < flagged.n; i++) {
        const waiting *w = &flagged.p[i];
        TRY(notify_add(d, w->person, textf(mem, "Cơ sở đã hủy bỏ công nhận, cần xem xét cấp thành phố: %s", w->title), textf(mem, "/ho-so/%lld/cap-thanh-pho", (long long)w->about), textf(mem, "city-flag-%lld", (long long)w->id), now));
    }
    return db_commit(&tx);
}

const job_kind app_jobs[] = {
    {"remind_after", remind_after, 3600},
    {"rounds", turn_rounds, 3600},
    {"report", count_facts, 60},
    {"complaint", tell_complaint, 0},
    {"org_ended", org_ended_job, 0},
    {"training", remind_training, 3600},
    {"search", watch_searches, 3600},
    {"clean", clean, 86400},
    {"remind", remind, 3600},
    {"verify", verify, 86400},
    {"dossier_step", tell, 0},
    {"novelty_check", novelty_report_job, 0},
    {"novelty_follow", novelty_follow_job, 30},
    {"same_solution", remuneration_alike_job, 0},
    {"read_file", dossier_read_job, 0},
    {"news_publish", publish_news, 0},
    {"news_relate", relate_news, 0},
    {0},
};

status app_prepare(store *s)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_loan) l = {0};
    const char *const *names = NULL;

    app_search();
    TRY(rule_load());
    dossier_set_adviser(&novelty_adviser);
    dossier_register_guards(dossier_own_guards);
    dossier_register_guards(council_guards);
    dossier_register_guards(complaint_guards);
    dossier_register_guards(nomination_guards);
    TRY(dossier_guard_names(mem, &names));
    TRY(db_borrow(s, &l.db));
    TRY(db_prepare_all(l.db));
    TRY(rule_refresh(l.db));
    TRY(catalogue_install(l.db));
    TRY(process_install(l.db, names));
    return paper_install(l.db);
}

bool app_is_demo(store *s)
{
    AUTO(db_loan) l = {0};
    int64_t n = 0;

    return db_borrow(s, &l.db) == OK && db_number(l.db, Q_APP_IS_DEMO, &n) == OK && n > 0;
}
