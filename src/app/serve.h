#ifndef APP_SERVE_H
#define APP_SERVE_H
#include "app/app.h"
#include "job/job.h"
int verb_mail(app_config *c, int argc, char **argv);
int verb_serve(app_config *c, int argc, char **argv);
/* What a migrated store needs before it serves: the shipped process, forms and rules. */
MUST status app_prepare(store *s);
extern const job_kind app_jobs[]; /* app/reactions.c: which job does what; ended by a NULL name */
#endif
