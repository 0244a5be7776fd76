/* Load shedding: with every worker of expensive pages busy and their queue full, further searches are refused at once and
 * say so, while people log in and write dossiers. bench/search/shed measures how fast. */
#include "tests/hostile/site.h"
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CROWD = 80 };
static const char search[] = "GET /tim-kiem?q=chuyen+doi+so+cong+tac+quan+li+hoi+dogn+sang+keins HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

static void searches_are_shed_before_logins_suffer(void **state)
{
    site s = site_start((const char *[]){"--limit", "heavy=1", "--limit", "heavy_queue=2", NULL});
    guest g = {.port = s.port};
    int fd[CROWD], served = 0, shed = 0;
    char retry[40];

    for (int i = 0; i < CROWD; i++) {
        fd[i] = site_connect(s.port);
        assert_true(fd[i] >= 0);
    }
    for (int i = 0; i < CROWD; i++) assert_int_equal(send(fd[i], search, sizeof search - 1, MSG_NOSIGNAL), (int)sizeof search - 1);
    guest_login(&g, "demo.tacgia"); /* meanwhile */
    heard page = guest_get(&g, "/ho-so/moi");
    assert_int_equal(page.status, 200);
    heard_free(&page);
    page = guest_post(&g, "/ho-so/moi", "title=Trong+luc+dong+nguoi&org=12", false);
    assert_int_equal(page.status, 303);
    heard_free(&page);
    for (int i = 0; i < CROWD; i++) {
        heard h = site_listen(fd[i], NULL, 0, 1, 20000);
        served += h.status == 200;
        shed += h.status == 503;
        if (h.status == 503) {
            assert_true(heard_header(&h, "Retry-After", retry, sizeof retry));
            assert_non_null(strstr(h.body, "Đăng nhập và nộp hồ sơ vẫn chạy bình thường"));
        }
        heard_free(&h);
        close(fd[i]);
    }
    assert_int_equal(served + shed, CROWD);
    assert_true(served >= 1);
    assert_true(shed >= 1);
    site_is_well(s.port);
    site_stop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(searches_are_shed_before_logins_suffer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
