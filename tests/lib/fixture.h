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
/* The file in `folder` whose name begins with `prefix` (of several any); the test fails when there is none. */
void fixture_file(const char *folder, const char *prefix, char path[600]);
const char *fixture_shared(void); /* ../shared beside it, or NULL: tests that use it skip themselves */
#endif
