/* fixture.h: what tests share. */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H
/* cmocka needs these first */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

const char *fixture_root(void);   /* the source tree */
const char *fixture_shared(void); /* ../shared beside it, or NULL: tests that use it skip themselves */
#endif
