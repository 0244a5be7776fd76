/* Between the files of this slice. */
#ifndef TRAINING_TRAINING_OWN_H
#define TRAINING_TRAINING_OWN_H
#include "training/training.h"

/* Gives free seats to those who wait, in the order of arrival, and tells them. Inside db_begin. */
MUST status training_let_in(db *d, arena *mem, course_session_id id, instant now);
/* Tells whoever stands in the session (not refused, not cancelled); `cause` makes each telling one of its own. Inside db_begin. */
MUST status training_tell_all(db *d, arena *mem, course_session_id id, const char *text, const char *cause, instant now);

#endif
