/* E-mail against a real server (tests/mail.sh: exim): the queue, digests, returned mail, unsubscribing, a forgotten password. */
#include "tests/lib/fixture.h"
#include "base/buf.h"
#include "base/crypt.h"
#include "base/text.h"
#include "notify/mail.h"
#include "notify/notify.h"
#include "notify/phrase.h"
#include "notify/notify_pages.h"
#include "tests/lib/stores.h"
#include "user/user.h"
#include <arpa/inet.h>
#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char dir[60], server[60];
static int port;
static mail_config config;

static int free_port(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof a;
    int s = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(s, (struct sockaddr *)&a, n) != 0 || getsockname(s, (struct sockaddr *)&a, &n) != 0) abort();
    close(s);
    return ntohs(a.sin_port);
}

static int start_server(void **state)
{
    char command[400];

    port = free_port();
    snprintf(dir, sizeof dir, "/tmp/sangkien-mail-%d", (int)getpid());
    snprintf(command, sizeof command, "mkdir -p %s && %s/tests/mail.sh start %s %d", dir, fixture_root(), dir, port);
    if (system(command) != 0) return 1;
    snprintf(server, sizeof server, "smtp://127.0.0.1:%d", port);
    config = (mail_config){.servers = {server}, .n_servers = 1, .user = "", .password = "", .from = "sangkien@thu.example", .from_name = "Sáng kiến Đà Nẵng", .bounce = "bounce@thu.example",
                           .base_url = "https://sangkien.example.vn", .bounce_dir = ""};
    for (int i = 0; i < 100; i++) {
        struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        int s = socket(AF_INET, SOCK_STREAM, 0), r = connect(s, (struct sockaddr *)&a, sizeof a);
        close(s);
        if (r == 0) return 0;
        usleep(100000);
    }
    return 1;
}

static int stop_server(void **state)
{
    char command[400];

    snprintf(command, sizeof command, "%s/tests/mail.sh stop %s; rm -rf %s", fixture_root(), dir, dir);
    return system(command) == 0 ? 0 : 1;
}

/* The one new file of a box, within ten seconds; taken away. */
static const char *arrived(arena *mem, const char *box)
{
    const char *folder = textf(mem, "%s/box/%s/new", dir, box);

    for (int i = 0; i < 200; i++, usleep(50000)) {
        DIR *d = opendir(folder);
        const char *path = NULL;
        for (struct dirent *e; d && (e = readdir(d));)
            if (e->d_name[0] != '.') path = textf(mem, "%s/%s", folder, e->d_name);
        if (d) closedir(d);
        if (!path) continue;
        AUTO(buf) b = {0};
        char part[4096];
        FILE *f = fopen(path, "r");
        for (size_t n; f && (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(&b, part, n);
        if (f) fclose(f);
        unlink(path);
        return text_copy(mem, b.p ? b.p : "");
    }
    return "";
}

static const char *decoded(arena *mem, const char *message)
{
    const char *body = strstr(message, "\n\n");
    unsigned char *out = arena_alloc(mem, strlen(message) + 1);
    size_t n = 0;

    if (!body || sodium_base642bin(out, strlen(message), body + 2, strlen(body + 2), "\r\n ", &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0) return "";
    return (const char *)out;
}

static user_id person(arena *mem, db *d, const char *login, const char *name, const char *email)
{
    user_new n = {.login = login, .name = name, .email = email, .phone = "", .position = "", .qualification = "", .password = ""};
    user_id id = {0};

    assert_int_equal(user_create(mem, d, &n, instant_now(), &id), OK);
    return id;
}

static status tell(db *d, user_id u, const char *text, const char *href, const char *cause, instant now, bool commit)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(notify_add(d, u, text, href, cause, now));
    return commit ? db_commit(&tx) : OK;
}

static int send_all(db *d, instant now)
{
    int sent = 0;
    assert_int_equal(mail_send_due(d, mail_render, now, &sent), OK);
    return sent;
}

static const actor_role admin_role[] = {{ROLE_ADMINISTRATOR, {0}}};
static actor administrator(void)
{
    return (actor){.name = "Quản trị", .login = "", .unit = "", .address = "", .roles = admin_role, .n_roles = 1};
}

static mail_row latest(db *d, arena *mem)
{
    mail_rows l = {0};
    dead_rows dead = {0};
    actor boss = administrator();

    assert_int_equal(mail_recent(d, mem, &boss, &l, &dead), OK);
    assert_true(l.n > 0);
    return l.p[0];
}

static void a_notice_leaves_and_arrives(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        instant now = instant_now();
        assert_int_equal(db_borrow(s, &d), OK);
        user_id u = person(mem, d, "nhan", "Nguyễn Thị\xE2\x80\x8B Nhận", "nhan@thu.example"), silent = person(mem, d, "im", "Không Thư", "");
        /* not set up: nothing is queued, and nothing is sent later */
        mail_configure(NULL);
        assert_int_equal(tell(d, u, "Trước khi cài đặt", "/ho-so/1", "c0", now, true), OK);
        mail_configure(&config);
        assert_int_equal(send_all(d, now), 0);
        /* lost with its transaction; without an address; told once */
        assert_int_equal(tell(d, u, "Mất", "/ho-so/1", "c1", now, false), OK);
        assert_int_equal(tell(d, silent, "Im", "/ho-so/1", "c1", now, true), OK);
        assert_int_equal(send_all(d, now), 0);
        assert_int_equal(tell(d, u, "Đã tiếp nhận: <Phiếu hẹn> & mã QR", "/ho-so/12", "c2", now, true), OK);
        assert_int_equal(tell(d, u, "Đã tiếp nhận lần nữa", "/ho-so/12", "c2", now, true), OK);
        assert_int_equal(send_all(d, now), 1);
        assert_int_equal(send_all(d, now), 0);
        const char *m = arrived(mem, "in"), *body = decoded(mem, m);
        assert_non_null(strstr(m, "Return-path: <bounce+"));
        assert_non_null(strstr(m, "To: <nhan@thu.example>"));
        assert_non_null(strstr(m, "Subject: =?UTF-8?B?"));
        assert_non_null(strstr(m, "List-Unsubscribe: <https://sangkien.example.vn/ngung-thu/"));
        assert_non_null(strstr(m, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        assert_non_null(strstr(m, "Auto-Submitted: auto-generated"));
        assert_non_null(strstr(body, "Đã tiếp nhận: <Phiếu hẹn> & mã QR"));
        assert_non_null(strstr(body, "https://sangkien.example.vn/ho-so/12"));
        mail_days days = {0};
        assert_int_equal(mail_last_days(d, mem, instant_now(), &days), OK);
        assert_int_equal(days.n, 1);
        assert_int_equal(days.p[0].mails, 1);
        assert_int_equal(days.p[0].quick, 1);
        assert_int_equal(days.p[0].day.ymd, date_of(now).ymd);
        mail_configure(NULL);
        db_return(d);
        stores_close(s);
    }
}

static void as_the_person_chose(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        instant now = instant_of(date_make(2026, 11, 25), 15, 0); /* a Wednesday */
        assert_int_equal(db_borrow(s, &d), OK);
        mail_configure(&config);
        actor who = {.user = person(mem, d, "nhan", "Nhận", "nhan@thu.example"), .name = "Nhận", .login = "nhan", .unit = "", .address = ""}, nobody = {.name = ""};
        assert_int_equal(notify_prefer(mem, d, &nobody, "ho_so", "off"), E_FORBIDDEN);
        assert_int_equal(notify_prefer(mem, d, &who, "la_lung", "off"), E_INVALID);
        assert_int_equal(notify_prefer(mem, d, &who, "ho_so", "hourly"), E_INVALID);
        assert_int_equal(notify_prefer(mem, d, &who, "ho_so", "off"), OK);
        assert_int_equal(notify_prefer(mem, d, &who, "hoi_dap", "daily"), OK);
        assert_int_equal(notify_prefer(mem, d, &who, "tap_huan", "weekly"), OK);
        assert_int_equal(tell(d, who.user, "Không gửi", "/ho-so/1", "a", now, true), OK);
        assert_int_equal(tell(d, who.user, "Trả lời một", "/hoi-dap/1", "b", now, true), OK);
        assert_int_equal(tell(d, who.user, "Trả lời hai", "/hoi-dap/2", "c", now, true), OK);
        assert_int_equal(tell(d, who.user, "Lớp mới", "/tap-huan/x", "d", now, true), OK);
        assert_int_equal(send_all(d, now), 0);
        instant morning = instant_of(date_make(2026, 11, 26), 7, 0), monday = instant_of(date_make(2026, 11, 30), 7, 0);
        assert_int_equal(notify_digest_at(now, false).ms, morning.ms);
        assert_int_equal(notify_digest_at(now, true).ms, monday.ms);
        assert_int_equal(send_all(d, (instant){morning.ms - 1}), 0);
        assert_int_equal(send_all(d, morning), 1); /* two notices, one mail */
        const char *body = decoded(mem, arrived(mem, "in"));
        assert_non_null(strstr(body, "1. Trả lời một"));
        assert_non_null(strstr(body, "2. Trả lời hai"));
        assert_null(strstr(body, "Lớp mới"));
        assert_int_equal(send_all(d, monday), 1);
        assert_non_null(strstr(decoded(mem, arrived(mem, "in")), "1. Lớp mới"));
        /* one click */
        const char *mark = notify_mark(mem, who.user, "hoi_dap");
        user_id u = {0};
        const char *topic = "";
        assert_int_equal(tell(d, who.user, "Trả lời ba", "/hoi-dap/3", "e", now, true), OK);
        assert_int_equal(notify_mark_read(mark, &u, &topic), OK);
        assert_int_equal(u.v, who.user.v);
        for (size_t i = 0; mark[i]; i++) { /* any changed character */
            char *other = text_copy(mem, mark);
            other[i] = other[i] == '1' ? '2' : '1';
            assert_int_equal(notify_mark_read(other, &u, &topic), E_NOT_FOUND);
        }
        static const char *const forged[] = {"", ".", "..", "1.hoi_dap", "1.hoi_dap.", "1.hoi_dap.00000000000000000000000000000000", "1..00000000000000000000000000000000"};
        for (int i = 0; i < COUNT(forged); i++) assert_int_equal(notify_unsubscribe(mem, d, forged[i], now), E_NOT_FOUND);
        assert_int_equal(notify_unsubscribe(mem, d, mark, now), OK);
        assert_int_equal(send_all(d, (instant){now.ms + 86400000 * INT64_C(2)}), 0); /* what was queued is gone too */
        mail_configure(NULL);
        db_return(d);
        stores_close(s);
    }
}

/* Every notice that the program tells has its English, with what stands in it as it is; the frame of the mail too. */
static void notices_in_english(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *p = NULL;
    static const char *const more[][2] = {{"Hồ sơ bạn đã đánh giá – Công nhận sáng kiến: Tập huấn", "A dossier that you assessed – "}, {"Đã qua 80 % thời hạn (hạn 24/11/2026): Sổ tay: số 2", "80 % of the term has passed (due on 24/11/2026): Sổ tay: số 2"},
                                          {"Một câu không ai biết: Tên", "Một câu không ai biết: Tên"}, {"Lê Thị Na: Đăng ký tập huấn của bạn đã được nhận.", "Lê Thị Na: Your registration for training was accepted."}};

    for (int i = 0; (p = notify_phrase_at(i)); i++) {
        AUTO(buf) said = {0};
        AUTO(buf) want = {0};
        const char *en = words_in(LANG_EN, p);
        assert_string_not_equal(en, p);
        for (const char *w = p; *w; w++) {
            if (text_starts(w, "%s")) buf_puts(&said, "X 1"), w++;
            else buf_putc(&said, *w), w += text_starts(w, "%%");
        }
        for (const char *w = en; *w; w++) {
            if (text_starts(w, "%s")) buf_puts(&want, "X 1"), w++;
            else buf_putc(&want, *w), w += text_starts(w, "%%");
        }
        assert_string_equal(notify_phrase(mem, LANG_EN, said.p), want.p);
        assert_string_equal(notify_phrase(mem, LANG_VI, said.p), said.p);
    }
    for (int i = 0; i < COUNT(more); i++)
        if (!text_starts(notify_phrase(mem, LANG_EN, more[i][0]), more[i][1])) fail_msg("%s became %s", more[i][0], notify_phrase(mem, LANG_EN, more[i][0]));
}

static void mail_in_the_language_of_its_reader(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        instant now = instant_of(date_make(2026, 11, 25), 15, 0);
        const char *language = "";
        assert_int_equal(db_borrow(s, &d), OK);
        mail_configure(&config);
        actor who = {.user = person(mem, d, "nhan", "Nhận", "nhan@thu.example"), .name = "Nhận", .login = "nhan", .unit = "", .address = ""}, nobody = {.name = ""};
        assert_int_equal(notify_language(d, mem, who.user, &language), OK);
        assert_string_equal(language, "vi");
        assert_int_equal(notify_choose_language(mem, d, &nobody, "en"), E_FORBIDDEN);
        assert_int_equal(notify_choose_language(mem, d, &who, "fr"), E_INVALID);
        assert_int_equal(notify_choose_language(mem, d, &who, "en"), OK);
        assert_int_equal(notify_prefer(mem, d, &who, "hoi_dap", "daily"), OK);
        assert_int_equal(tell(d, who.user, "Chờ bạn xử lý: Sổ tay số", "/ho-so/1", "a", now, true), OK);
        assert_int_equal(send_all(d, now), 1);
        const char *body = decoded(mem, arrived(mem, "in"));
        assert_non_null(strstr(body, "Dear Nhận,"));
        assert_non_null(strstr(body, "Waiting for you: Sổ tay số"));
        assert_non_null(strstr(body, "Read more: https://sangkien.example.vn/ho-so/1"));
        assert_null(strstr(body, "Kính gửi"));
        assert_int_equal(tell(d, who.user, "Có câu trả lời: Ai ký?", "/hoi-dap/1", "b", now, true), OK);
        assert_int_equal(send_all(d, instant_of(date_make(2026, 11, 26), 7, 0)), 1);
        body = decoded(mem, arrived(mem, "in"));
        assert_non_null(strstr(body, "1. There is an answer: Ai ký? ("));
        AUTO(db_tx) tx = {0};
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(notify_mail_reset(mem, d, who.user, "nhan@thu.example", "abc", now), OK);
        assert_int_equal(db_commit(&tx), OK);
        assert_int_equal(send_all(d, now), 1);
        assert_non_null(strstr(decoded(mem, arrived(mem, "in")), "Somebody asked for a new password"));
        mail_configure(NULL);
        db_return(d);
        stores_close(s);
    }
}

static void servers_that_say_no(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    db *d = NULL;
    instant now = instant_now();
    char closed[60];

    assert_int_equal(db_borrow(s, &d), OK);
    mail_configure(&config);
    user_id gone = person(mem, d, "mot", "Một", "khong-co@thu.example"), slow = person(mem, d, "hai", "Hai", "cham@thu.example"), good = person(mem, d, "ba", "Ba", "nhan@thu.example"),
            bad = person(mem, d, "bon", "Bốn", "x@thu.example>\r\nBcc: <y@thu.example");
    /* 550: not tried again, and the address not used again */
    assert_int_equal(tell(d, gone, "x", "", "a", now, true), OK);
    assert_int_equal(send_all(d, now), 0);
    assert_string_equal(latest(d, mem).state, "failed");
    assert_non_null(strstr(latest(d, mem).reason, "no such person"));
    int64_t last = latest(d, mem).id;
    assert_int_equal(tell(d, gone, "y", "", "b", now, true), OK);
    assert_int_equal(latest(d, mem).id, last);
    actor boss = administrator();
    assert_int_equal(mail_revive(mem, d, &boss, "khong-co@thu.example"), OK);
    assert_int_equal(tell(d, gone, "z", "", "c", now, true), OK);
    assert_int_equal(send_all(d, now), 0);
    /* 451: again, later each time, eight times */
    assert_int_equal(tell(d, slow, "x", "", "a", now, true), OK);
    assert_int_equal(send_all(d, now), 0);
    assert_string_equal(latest(d, mem).state, "queued");
    assert_int_equal(send_all(d, (instant){now.ms + 59000}), 0);
    assert_int_equal(latest(d, mem).tries, 1);
    for (int i = 1; i < MAIL_TRIES; i++) assert_int_equal(send_all(d, (instant){now.ms + i * INT64_C(86400000)}), 0);
    assert_int_equal(latest(d, mem).tries, MAIL_TRIES);
    assert_string_equal(latest(d, mem).state, "failed");
    /* nothing that opens another header */
    assert_int_equal(tell(d, bad, "x", "", "a", now, true), OK);
    assert_int_equal(send_all(d, now), 0);
    assert_string_equal(latest(d, mem).state, "failed");
    /* the first server is down: the second takes it; all down: it waits */
    snprintf(closed, sizeof closed, "smtp://127.0.0.1:%d", free_port());
    mail_config two = config, down = config;
    two.servers[0] = closed, two.servers[1] = server, two.n_servers = 2;
    down.servers[0] = closed;
    mail_configure(&down);
    assert_int_equal(tell(d, good, "Đi vòng", "", "a", now, true), OK);
    assert_int_equal(send_all(d, now), 0);
    assert_string_equal(latest(d, mem).state, "queued");
    mail_configure(&two);
    assert_int_equal(send_all(d, (instant){now.ms + 61000}), 1);
    assert_non_null(strstr(decoded(mem, arrived(mem, "in")), "Đi vòng"));
    /* the store fails after the server took it: leased, so sent again only later */
    assert_int_equal(tell(d, good, "Hai lần", "", "b", now, true), OK);
    for (int n = 1; n < 40; n++) {
        int sent = 0;
        store_fault_at(n);
        status st = mail_send_due(d, mail_render, now, &sent);
        bool hit = store_faults_left() == 0;
        store_fault_at(0);
        if (!hit || latest(d, mem).tries == 1) break; /* leased, and whatever came of it */
        assert_int_not_equal(st, OK);
    }
    assert_int_equal(send_all(d, now), 0);
    assert_int_equal(send_all(d, (instant){now.ms + MAIL_LEASE_SECONDS * INT64_C(1000) + 1}), 1);
    while (*arrived(mem, "in") == 0) break;
    mail_configure(NULL);
    db_return(d);
    stores_close(s);
}

static void returned_mail(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        instant now = instant_now();
        notice_list notices = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        mail_config c = config;
        c.bounce_dir = textf(mem, "%s/box/bounce", dir);
        mail_configure(&c);
        actor who = {.user = person(mem, d, "nhan", "Nhận", "tra-lai@thu.example"), .name = "", .login = "", .unit = "", .address = ""};
        assert_int_equal(tell(d, who.user, "x", "/ho-so/1", "a", now, true), OK);
        assert_int_equal(send_all(d, now), 1);
        assert_string_equal(latest(d, mem).state, "sent");
        for (int i = 0; i < 200 && text_eq(latest(d, mem).state, "sent"); i++, usleep(50000)) assert_int_equal(mail_read_bounces(d, now), OK);
        assert_string_equal(latest(d, mem).state, "bounced");
        assert_int_equal(notify_list(d, mem, &who, &notices), OK);
        assert_int_equal(notices.n, 2);
        assert_non_null(strstr(notices.p[0].text, "tra-lai@thu.example bị trả lại"));
        assert_int_equal(tell(d, who.user, "y", "/ho-so/1", "b", now, true), OK);
        assert_int_equal(send_all(d, now), 0);
        /* what is no return of ours, or nothing final */
        static const char *const none[] = {"", "To: <bounce+0123456789abcdef0123456789abcdef@thu.example>\n\nStatus: 5.0.0\n", "To: <bounce+>\nStatus: 5.0.0", "+", "Subject: hi\n\nxin chào\n"};
        for (int i = 0; i < COUNT(none); i++) assert_int_equal(mail_bounce(mem, d, none[i], strlen(none[i]), now), E_NOT_FOUND);
        mail_configure(NULL);
        db_return(d);
        stores_close(s);
    }
}

/* ---- pages ---- */

static const char *cross_site(void *ctx, const char *name)
{
    if (strcasecmp(name, "Content-Type") == 0) return "application/x-www-form-urlencoded";
    if (strcasecmp(name, "Sec-Fetch-Site") == 0) return "cross-site";
    return strcasecmp(name, "Host") == 0 ? "sangkien.example.vn" : NULL;
}

static int post_from_elsewhere(web *w, const char *target)
{
    http_in in = {.method = "POST", .target = target, .header = cross_site, .body = "List-Unsubscribe=One-Click", .n = 26, .address = "192.0.2.1"};
    http_out out = {0};

    web_serve(w, &in, &out);
    int code = out.status;
    http_out_free(&out);
    return code;
}

static void pages_of_mail(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 2);
    web *w = stores_web(s);
    visitor *nobody = visitor_new(w), *boss = stores_login(w, "demo.quantri"), *author = stores_login(w, "demo.tacgia");
    db *d = NULL;
    user_row u = {0};

    assert_int_equal(db_borrow(s, &d), OK);
    mail_configure(&config);
    user_id id = person(mem, d, "quen", "Người Quên", "quen@thu.example");
    /* a forgotten password: the same answer for everybody, a link by mail, three an hour */
    visited v = visitor_post(nobody, "/quen-mat-khau", "/quen-mat-khau", "who=khong.co.ai");
    assert_string_equal(v.location, "/quen-mat-khau?da-gui=1");
    for (int i = 0; i < 5; i++) assert_string_equal(visitor_post(nobody, "/quen-mat-khau", "/quen-mat-khau", i ? "who=QUEN@thu.example" : "who=quen").location, "/quen-mat-khau?da-gui=1");
    assert_int_equal(send_all(d, instant_now()), 3);
    const char *body = decoded(mem, arrived(mem, "in")), *link = strstr(body, "/dat-mat-khau?ma=");
    assert_non_null(link);
    assert_null(strstr(body, "ngung-thu")); /* of the account: cannot be switched off */
    link = text_copyn(mem, link, strcspn(link, "\n"));
    (void)arrived(mem, "in");
    (void)arrived(mem, "in");
    assert_int_equal(visitor_post(nobody, "/dat-mat-khau", link, "token=%s&next=mot+cau+that+la+dai", strchr(link, '=') + 1).status, 303);
    login_outcome o = {0};
    assert_int_equal(user_login(mem, d, "quen", "mot cau that la dai", "", "", "", instant_now(), &o), OK);
    assert_int_equal(o.tag, LOGIN_DONE);
    /* an administrator's link goes by mail where there is an address */
    assert_int_equal(visitor_post(boss, textf(mem, "/quan-tri/nguoi-dung/%lld/dat-lai", (long long)id.v), textf(mem, "/quan-tri/nguoi-dung/%lld", (long long)id.v), "x=1").status, 303);
    v = visitor_get(boss, textf(mem, "/quan-tri/nguoi-dung/%lld", (long long)id.v));
    assert_non_null(strstr(v.body, "quen@thu.example"));
    assert_null(strstr(v.body, "dat-mat-khau?ma="));
    assert_int_equal(send_all(d, instant_now()), 1);
    (void)arrived(mem, "in");
    /* unsubscribing by the mail program: no cookie, no mark, from elsewhere */
    const char *mark = notify_mark(mem, id, "ho_so");
    assert_int_equal(visitor_get(nobody, textf(mem, "/ngung-thu/%s", mark)).status, 200);
    assert_int_equal(post_from_elsewhere(w, textf(mem, "/ngung-thu/%s", mark)), 303);
    assert_non_null(strstr(visitor_get(nobody, textf(mem, "/ngung-thu/%s", mark)).body, "không còn nhận thư"));
    assert_int_equal(post_from_elsewhere(w, "/ngung-thu/1.ho_so.00000000000000000000000000000000"), 404);
    assert_int_equal(post_from_elsewhere(w, "/quen-mat-khau"), 403); /* others still ask for the mark */
    /* one's own choice */
    v = visitor_post(author, "/tai-khoan/thong-bao", "/tai-khoan/thong-bao", "ho_so=weekly&tap_huan=now&hoi_dap=off&bai_viet=now&khac=sai");
    assert_int_equal(v.status, 422);
    assert_int_equal(visitor_post(author, "/tai-khoan/thong-bao", "/tai-khoan/thong-bao", "ho_so=weekly&tap_huan=now&hoi_dap=off&bai_viet=now&khac=daily").status, 303);
    notify_topic t[NOTIFY_TOPICS];
    assert_int_equal(user_by_login(d, mem, "demo.tacgia", &u), OK);
    assert_int_equal(notify_preferences(d, mem, u.id, t), OK);
    assert_string_equal(t[0].mode, "weekly");
    assert_string_equal(t[4].mode, "daily");
    assert_int_equal(visitor_post(author, "/tai-khoan/thong-bao", "/tai-khoan/thong-bao", "ngon_ngu=en&ho_so=weekly&tap_huan=now&hoi_dap=off&bai_viet=now&khac=daily").status, 303);
    assert_non_null(strstr(visitor_get(author, "/tai-khoan/thong-bao").body, "value=\"en\" selected"));
    assert_non_null(strstr(visitor_get(boss, "/quan-tri/thu/mau/notice.en").body, "Dear {{name}},"));
    /* templates: unknown names are refused and nothing typed is lost; previewed with sample data; used */
    static const char *const wrong[] = {"Ch%C3%A0o+%7B%7Bpassword%7D%7D", "%7B%7B%23items%7D%7D", "%7B%7Bname%7Cmoney%7D%7D", "%7B%7B%7Bname%7D%7D%7D"};
    for (int i = 0; i < COUNT(wrong); i++) {
        v = visitor_post(boss, "/quan-tri/thu/mau/notice", "/quan-tri/thu/mau/notice", "subject=x&do=save&body=%s", wrong[i]);
        assert_int_equal(v.status, 422);
        assert_non_null(strstr(v.body, "Mẫu dùng tên không có"));
    }
    v = visitor_post(boss, "/quan-tri/thu/mau/notice", "/quan-tri/thu/mau/notice", "subject=M%%E1%%BB%%9Bi:+%%7B%%7Btext%%7D%%7D&do=preview&body=%%7B%%7Bname%%7D%%7D+%%26+%%7B%%7Blink%%7D%%7D");
    assert_int_equal(v.status, 200);
    assert_non_null(strstr(v.body, "Nguyễn Thị Minh Tâm &amp; https://sangkien.example.vn/ho-so/12"));
    assert_int_equal(visitor_post(boss, "/quan-tri/thu/mau/notice", "/quan-tri/thu/mau/notice", "subject=M%%E1%%BB%%9Bi&do=save&body=Ri%%C3%%AAng:+%%7B%%7Btext%%7D%%7D").status, 303);
    assert_int_equal(tell(d, id, "Việc", "/hoi-dap/1", "x", instant_now(), true), OK);
    assert_int_equal(send_all(d, instant_now()), 1);
    assert_string_equal(decoded(mem, arrived(mem, "in")), "Riêng: Việc");
    assert_int_equal(visitor_get(boss, "/quan-tri/thu/mau/khong-co").status, 404);
    assert_int_equal(visitor_post(boss, "/quan-tri/thu/thu-nghiem", "/quan-tri/thu/thu-nghiem", "address=khong-co@thu.example").status, 422);
    assert_int_equal(visitor_get(boss, "/quan-tri/thu").status, 200);
    /* everybody sees how quickly mail leaves, nobody whose it is */
    v = visitor_get(nobody, "/tinh-trang-thu");
    assert_int_equal(v.status, 200);
    assert_non_null(strstr(v.body, "<b>100 %</b>"));
    assert_null(strstr(v.body, "@thu.example"));
    mail_configure(NULL);
    db_return(d);
    visitor_free(nobody);
    visitor_free(boss);
    visitor_free(author);
    web_close(w);
    stores_close(s);
}

static void settings_are_read(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    mail_config c = {0};

    assert_int_equal(mail_read_config(mem, "# thư\n\nsmtp = smtp://a:25, smtps://b\nfrom = x@y.vn\ntls = yes\nuser = u\n", &c), OK);
    assert_int_equal(c.n_servers, 2);
    assert_string_equal(c.servers[1], "smtps://b");
    assert_true(c.tls);
    assert_string_equal(c.from, "x@y.vn");
    static const char *const wrong[] = {"smtp = http://a", "smtp =", "smtp", "x = 1", "tls = maybe", "smtp = smtp://a", "smtp = smtp://a\nfrom = nobody", "password_file = /no/such/file"};
    for (int i = 0; i < COUNT(wrong); i++) assert_int_equal(mail_read_config(mem, wrong[i], &c), E_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(settings_are_read), cmocka_unit_test(a_notice_leaves_and_arrives), cmocka_unit_test(as_the_person_chose), cmocka_unit_test(notices_in_english), cmocka_unit_test(mail_in_the_language_of_its_reader),
                                       cmocka_unit_test(servers_that_say_no), cmocka_unit_test(returned_mail), cmocka_unit_test(pages_of_mail)};
    return cmocka_run_group_tests(tests, start_server, stop_server);
}
