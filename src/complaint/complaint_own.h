/* complaint_own.h: what the files of this folder share. */
#ifndef COMPLAINT_COMPLAINT_OWN_H
#define COMPLAINT_COMPLAINT_OWN_H
#include "complaint/complaint.h"

/* A reason why not, with the article of rule `key` ("" none); returns E_INVALID. */
status complaint_say_no(arena *mem, finding_list *l, const char *id, const char *field, const char *key, const char *text);
/* Event, audit line and the job that tells people. `shown`: the name on the event. */
MUST status complaint_write_event(arena *mem, db *d, const actor *who, complaint_id id, const char *shown, const char *action, const char *note, instant now);
MUST status complaint_stand_of(db *d, const actor *who, const complaint_row *c, complaint_stand *out);

#endif
