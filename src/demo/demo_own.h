/* Between the files of this slice. */
#ifndef DEMO_DEMO_OWN_H
#define DEMO_DEMO_OWN_H
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "store/store.h"
#include <cairo.h>

bytes demo_png(arena *mem, cairo_surface_t *s); /* a drawing as a file; destroys it */
/* Colours and logos of three organisations, chosen by the administrator persona. */
MUST status demo_look(arena *mem, db *d, instant now);

/* A ranking of the finished year, a design of a report, snapshots; by `clerk` of the department. */
MUST status demo_report(arena *mem, db *d, user_id clerk, instant now);
/* Sets of criteria, made by `by`. */
MUST status demo_criteria(arena *mem, db *d, user_id by, instant now);

/* Courses, registered by `by`. Inside db_begin. */
MUST status demo_training(arena *mem, db *d, user_id by, instant now);

/* A copied dossier with its sources, inside db_begin; then, outside, what is found of it, an answer and a finding. */
MUST status demo_novelty_write(arena *mem, db *d, instant now, dossier_id *own, dossier_id *copied);
MUST status demo_novelty_examine(arena *mem, db *d, instant now, dossier_id own, dossier_id copied);

/* Questions of `asker`, answered by `clerk`. */
MUST status demo_question(arena *mem, db *d, user_id asker, user_id clerk, instant now);

/* Questions at the session to come, let in for the projector. */
MUST status demo_wall(arena *mem, db *d, user_id asker, user_id clerk, instant now);

/* Articles that were taken over (one gets a picture, when asked), and two that `editor` works on. Inside db_begin. */
MUST status demo_news(arena *mem, db *d, user_id editor, const char *name, bool pictures, instant now);

/* Invented administration: a draft of a process, rounds (demo_process.c). */
MUST status demo_process(arena *mem, db *d, instant now);
/* What follows recognition; the whole city only. `clerk`: of the department; `by`: who complains. */
MUST status demo_after(arena *mem, db *d, org_id body, const char *hash, user_id clerk, const char *clerk_name, user_id by, const char *by_name, instant now);
/* The council of the personas: a finished session, and one that is being scored. */
MUST status demo_council(arena *mem, db *d, const char *author, instant now);

#endif
