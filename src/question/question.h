/* question.h: questions and difficulties, answers, the official one with its article of law.
 *
 *   pending ──let in──► open ──► answered by anybody who is logged in; officially by the department
 *      └──────hide─────► hidden (with a reason, told to who asked)
 *
 * A question asked anonymously shows its name to moderators only; one asked by the ticket of a session has none. */
#ifndef QUESTION_QUESTION_H
#define QUESTION_QUESTION_H
#include "actor/actor.h"
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "store/store.h"

enum { QUESTION_PAGE = 50, QUESTION_SIMILAR = 5, QUESTION_WAITING_MAX = 300 /* of one session, not let in yet */ };

typedef struct {
    question_id id;
    const char *title, *body, *tags, *state, *reason, *asker, *unit; /* asker, unit: "" when not for whom it was read */
    user_id user_id;
    course_session_id session_id;
    answer_id accepted_id;
    bool anonymous, faq, official;
    int64_t votes, answers;
    instant created_at, moved_at;
} question_row;
extern const shape question_shape;
typedef LIST_OF(question_row) question_list;

typedef struct {
    answer_id id;
    question_id question_id;
    user_id user_id;
    const char *body, *article, *state, *author, *unit;
    bool official, asker; /* asker: by who asked */
    instant created_at;
} answer_row;
extern const shape answer_shape;
typedef LIST_OF(answer_row) answer_list;

typedef struct {
    int64_t id;
    question_id question_id;
    const char *rule_key, *note, *author;
    instant created_at;
} proposal_row;
extern const shape proposal_shape;
typedef LIST_OF(proposal_row) proposal_list;

typedef struct {
    const char *text, *tag;     /* "" all */
    course_session_id session;  /* 0 all; otherwise most wanted first */
    bool unanswered, faq;
    int page;                   /* from 0 */
} question_filter;

bool question_may_moderate(const actor *who); /* department, editors */
bool question_may_answer_officially(const actor *who);

/* Reading: pending ones for moderators and who asked; hidden ones for moderators. Names as said above. */
MUST status question_search(db *d, arena *mem, const actor *who, const question_filter *f, question_list *out);
MUST status question_get(db *d, arena *mem, const actor *who, question_id id, question_row *out);
MUST status question_answers(db *d, arena *mem, const actor *who, question_id id, answer_list *out);
MUST status question_proposals(db *d, arena *mem, question_id id, proposal_list *out);
MUST status question_mine(db *d, const actor *who, question_id id, bool *voted, bool *follows);
/* Open questions most like `text`, by the rare pairs of syllables that they share; at most QUESTION_SIMILAR. */
MUST status question_similar(db *d, arena *mem, const char *text, question_id but, question_list *out);

MUST status question_ask(arena *mem, db *d, const actor *who, const char *title, const char *body, const char *tags, bool anonymous, course_session_id session, instant now, question_id *out);
/* By the holder of a ticket of that session; never named. E_LIMIT: too many wait already. */
MUST status question_ask_at_session(arena *mem, db *d, const char *title, course_session_id session, instant now, question_id *out);
/* `article`: of an official answer; ignored otherwise. Followers and who asked are told. */
MUST status question_answer(arena *mem, db *d, const actor *who, question_id id, const char *body, const char *article, instant now, answer_id *out);
MUST status question_accept(arena *mem, db *d, const actor *who, question_id id, answer_id answer); /* by who asked */
MUST status question_vote(arena *mem, db *d, const actor *who, question_id id, bool up);
MUST status question_follow(arena *mem, db *d, const actor *who, question_id id, bool on);
/* Moderators. */
MUST status question_moderate(arena *mem, db *d, const actor *who, question_id id, bool open, const char *reason, instant now);
MUST status question_hide_answer(arena *mem, db *d, const actor *who, answer_id id, instant now);
MUST status question_make_faq(arena *mem, db *d, const actor *who, question_id id, bool faq);
MUST status question_propose(arena *mem, db *d, const actor *who, question_id id, const char *rule_key, const char *note, instant now); /* E_NOT_FOUND: no such rule */

#endif
