/* dossier_read.h: what the files of a dossier say, read once per file by a job, scans page by page with Tesseract. Whatever
 * came from a picture says so and how sure it is. */
#ifndef DOSSIER_DOSSIER_READ_H
#define DOSSIER_DOSSIER_READ_H
#include "dossier/dossier.h"
#include "job/job.h"

enum { READ_PAGES_A_JOB = 3 /* then others get their turn */, READ_TEXT_MAX = 400000 /* bytes kept of one file's text */ };

typedef struct {
    const char *sha256, *state;  /* waiting | reading | done | failed */
    int64_t pages, pictures;     /* of the file; of them without text of their own */
    int64_t pictures_read, sure; /* so far; percent, mean over the letters read from pictures */
    bool unread;                 /* more pictures than OCR_PAGES_MAX */
    const char *text;            /* when done */
} file_reading;
extern const shape file_reading_shape;

/* Puts a file on the list of what is to be read, with its job; nothing when it is there or has no text. `again`: a scan is
 * read anew (somebody else's draft waits for it). Inside db_begin. */
MUST status dossier_read_later(db *d, const char *sha256, doc_type type, bool again);
/* E_NOT_FOUND for a file that is not on the list. Asks for no permission: ask dossier_get first. */
MUST status dossier_reading(db *d, arena *mem, const char *sha256, file_reading *out);
/* The text of everything that is attached, but the filled form (its words are the dossier's own) and what is still being
 * read (`waiting` counts those): for the search for copies. */
typedef struct {
    file_id id;
    const char *name, *text;
    int64_t pictures, sure;
} attached_text;
typedef LIST_OF(attached_text) attached_list;
MUST status dossier_attached(db *d, arena *mem, dossier_id id, attached_list *out, int64_t *waiting);

/* The job "read_file": the next pages of a file; when it is done, the drafts that wait for this form are filled in. */
MUST status dossier_read_job(arena *mem, db *d, const job_row *job);

#endif
