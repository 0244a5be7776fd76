/* process.h: processes as data. A process is states (stages) and steps between them, for one level: the establishment
 * (Điều lệ Sáng kiến), the city or ministry, the nation. A dossier is pinned to the version under which it was filed.
 *
 * Administrators name states and steps as they like; code reads what they mean: each state has a *phase*, each step an
 * *effect*. process_law.c holds what the law demands of both: between which phases an effect may lead, whose step it may
 * be, and which guards it must have. A process that does not hold to it does not validate (process_check), and what is
 * not valid is never active. Versions never change; drafts do. */
#ifndef PROCESS_PROCESS_H
#define PROCESS_PROCESS_H
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "actor/actor.h"
#include "rule/rule.h"
#include "store/store.h"

enum { PROCESS_STATES_MAX = 40, PROCESS_STEPS_MAX = 80, STEP_FROM_MAX = 12, STEP_GUARDS_MAX = 12, STEP_PARTS_MAX = 12 };

typedef enum { LEVEL_UNIT = 1, LEVEL_CITY, LEVEL_NATION, LEVEL__COUNT } process_level;
const char *process_level_key(process_level l);        /* "unit", "city", "nation" */
const char *process_level_name(process_level l);       /* "Cơ sở", translated */
process_level process_level_by_key(const char *key);   /* 0 when unknown */

/* What a state means, whatever it is called. Kept in dossier.phase, so that lists and checks need no process. */
typedef enum {
    PHASE_DRAFT = 1,          /* nháp */
    PHASE_FILED,              /* đã nộp, chờ xem xét đơn */
    PHASE_DEFICIENT,          /* chờ tác giả sửa */
    PHASE_REFUSED_ACCEPTANCE, /* từ chối chấp nhận đơn */
    PHASE_ACCEPTED,           /* đã chấp nhận, chờ Hội đồng */
    PHASE_WAITING,            /* chờ áp dụng lần đầu (ĐL 7(1)) */
    PHASE_EVALUATION,         /* Hội đồng đánh giá; key "under_evaluation" */
    PHASE_EVALUATED,          /* có báo cáo đánh giá, chờ quyết định */
    PHASE_CONSENT,            /* chờ chấp thuận (ĐL 7(2)); key "waiting_consent" */
    PHASE_CERTIFIED,          /* đã công nhận */
    PHASE_REFUSED,            /* không công nhận */
    PHASE_CANCELLED,          /* đã hủy bỏ công nhận */
    PHASE_WITHDRAWN,          /* đã rút */
    PHASE_DEFERRED,           /* bảo lưu */
    PHASE_EXCLUDED,           /* loại */
    PHASE__COUNT
} dossier_phase;
const char *process_phase_key(dossier_phase p); /* "filed" */
const char *process_phase_name(dossier_phase p);
dossier_phase process_phase_by_key(const char *key);

/* What a step does, whatever it is called. */
typedef enum {
    EFFECT_NONE = 1,          /* moves the dossier within its phase */
    EFFECT_FILE,              /* nộp */
    EFFECT_ACCEPT,            /* chấp nhận đơn */
    EFFECT_ACCEPT_WAITING,    /* chấp nhận đơn của giải pháp chưa áp dụng; taken for ACCEPT where it was not yet applied */
    EFFECT_ASK_FIX,           /* yêu cầu sửa; stops the clock */
    EFFECT_ANSWER_FIX,        /* nộp lại */
    EFFECT_REFUSE_ACCEPTANCE, /* từ chối chấp nhận đơn */
    EFFECT_TRANSFER,          /* chuyển cơ sở khác */
    EFFECT_APPLIED,           /* hoàn thành áp dụng lần đầu */
    EFFECT_OPEN_COUNCIL,      /* đưa ra Hội đồng */
    EFFECT_CONCLUDE,          /* Hội đồng kết luận; outcomes pass and fail */
    EFFECT_ASK_CONSENT,       /* đề nghị chấp thuận */
    EFFECT_CONSENT,           /* chấp thuận */
    EFFECT_RECOGNISE,         /* công nhận */
    EFFECT_REFUSE,            /* không công nhận */
    EFFECT_CANCEL,            /* hủy bỏ công nhận */
    EFFECT_WITHDRAW,          /* rút */
    EFFECT_DEFER,             /* bảo lưu */
    EFFECT_RESUME,            /* xét lại sau bảo lưu */
    EFFECT_EXCLUDE,           /* loại khỏi đợt xét */
    EFFECT_FAST_TRACK,        /* đặc cách qua vòng sơ khảo */
    EFFECT_PASS_UPWARD,       /* đề nghị cấp trên */
    EFFECT_REEXAMINE,         /* xét lại theo kết quả giải quyết khiếu nại */
    EFFECT__COUNT
} step_effect;
const char *process_effect_key(step_effect e); /* "ask_fix" */
const char *process_effect_name(step_effect e);
step_effect process_effect_by_key(const char *key);

/* A limit is a rule of rule/ by key, or the process's own: so many months, days or working days, with its article. */
typedef struct {
    const char *rule;                   /* "" none */
    int n;                              /* 0: no limit of its own */
    const char *unit, *article;         /* year month day working_day */
} process_limit;
typedef enum {
    CLOCK_FROM_ENTRY,    /* the day on which the state is entered */
    CLOCK_FROM_RECEIPT,  /* filing, or arrival after a transfer; goes on after a stop */
    CLOCK_FROM_DECIDE    /* acceptance, or the first application when it came later (ĐL 7(1)) */
} clock_from;

typedef struct {
    const char *key, *name, *tone; /* tone: good bad wait off note (of the badge) */
    const char *for_author;        /* what the author is told */
    const char *next_actor;        /* who is to act: "author", "intake", "council", "head", "department", "" */
    dossier_phase phase;
    process_limit limit;           /* within which the next step is due */
    clock_from starts;
    bool stops_clock;              /* the clock that ran before stands still here and goes on afterwards */
    bool final;
    int order;                     /* place on the main road of the drawing, 0 = beside it */
} process_state;

typedef struct {
    const char *action, *name, *to; /* action: its key, within the process */
    const char *outcome;            /* "" always; "pass", "fail": when the council's conclusion was so */
    step_effect effect;
    const char *from[STEP_FROM_MAX];
    const char *guard[STEP_GUARDS_MAX]; /* names of predicates; see dossier_guards */
    int n_from, n_guards;
    unsigned roles;          /* ROLE_BIT …; bit 0: the owner and authors */
    const char *article, *trust, *document;
    const char *part[STEP_PARTS_MAX]; /* parts of the dossier (purposes of files) that must be there */
    int n_parts;
    unsigned opinions;       /* ROLE_BIT …: who must have given an opinion in the present state */
    const char *notice;      /* what the authors are told besides its name; "" nothing */
} process_step;

typedef struct {
    process_id id;
    const char *key, *name, *kind; /* kind: for which kind of solution; "" any */
    process_level level;
    int64_t version;
    process_state states[PROCESS_STATES_MAX];
    process_step steps[PROCESS_STEPS_MAX];
    int n_states, n_steps;
} process;

/* Loads a version that was once active (kept for ever: versions never change). E_NOT_FOUND for a draft. */
MUST status process_load(db *d, process_id id, const process **out);
/* The active version of `key` ("unit"). */
MUST status process_active(db *d, const char *key, process_id *out);
/* The process that a new dossier of this level and kind takes: the active one named by its round (`key`, "" none), else
 * the one for its kind, else the one for every kind. E_NOT_FOUND: none is active. */
MUST status process_choose(db *d, process_level level, const char *kind, const char *key, process_id *out);
const process_state *process_state_of(const process *p, const char *key); /* NULL when unknown */
const process_state *process_first(const process *p);                     /* the state of drafts; its key is "draft" */
/* The step `action` out of `state`; NULL when the process has none. */
const process_step *process_step_of(const process *p, const char *action, const char *state);
/* The step with `effect` out of `state`, for this outcome of the council ("" where there is none). */
const process_step *process_step_for(const process *p, step_effect effect, const char *state, const char *outcome);
/* The step of that key anywhere: for the names of past events. */
const process_step *process_step_named(const process *p, const char *action);
const char *process_actor_name(const char *actor); /* "intake" → "Cán bộ tiếp nhận", translated */

/* "owner", "intake", "council" … for a set of roles, in order; and back. */
int process_actors_of(unsigned roles, const char *out[8]);
unsigned process_roles_of(const char *actor); /* 0: unknown */

/* What a running clock knows of the dossier. */
typedef struct {
    date received, accepted, applied;
    const rule_event *events; /* stops and restarts since its start */
    int n_events;
} process_facts;
/* Since when the term of `s` runs; `today` when it begins with the state. */
date process_clock_start(const process_state *s, const process_facts *f, date today);
/* Its last day; `name` "" and day 0: no term. `name` as in dossier.due_rule: "review.period", "own:STATE". `term` may be
 * NULL. */
const char *process_clock_name(arena *mem, const process_state *s);
MUST status process_clock(arena *mem, const process_state *s, const process_facts *f, date today, date *due, rule_term *term);

/* The row of a limit on `on`: of rule/, or one made of the process's own. E_NOT_FOUND: no limit. */
MUST status process_limit_row(arena *mem, const process_limit *l, date on, const rule_row **out);

/* ---- what the law demands (process_law.c) ---- */

typedef struct {
    const char *name, *title, *article; /* "quorum", "Hội đồng họp đủ số thành viên", "Điều 8 Thông tư …" */
} process_guard;
extern const process_guard process_guards[]; /* every predicate that a step may name; ended by a NULL name */
const process_guard *process_guard_of(const char *name);
typedef struct {
    step_effect effect;
    unsigned levels; /* LEVEL_BIT … */
    const char *guard;
} process_demand;
#define LEVEL_BIT(l) (1u << (l))
extern const process_demand process_demands[]; /* ended by effect 0 */
bool process_effect_from(step_effect e, dossier_phase from);                   /* may start there */
bool process_effect_leads(step_effect e, dossier_phase from, dossier_phase to); /* may lead there */
unsigned process_effect_roles(step_effect e);                                  /* whose step it may be */

/* ---- definitions and their faults ---- */

typedef struct {
    const char *id;    /* "Q-03" */
    const char *text;  /* Vietnamese, translated: what is wrong and how to mend it */
    const char *article;
    const char *at;    /* key of the state or step; "" the whole */
    bool hard;         /* it may not be activated */
} process_problem;
extern const shape process_problem_shape;
typedef LIST_OF(process_problem) process_problems;
/* Reads a definition (JSON as in rules/process-unit.json) into `mem`. E_INVALID, with the reason, when it cannot be read;
 * what can be read may still have faults. */
MUST status process_parse(arena *mem, const char *definition, process *out, const char **reason);
const char *process_write(arena *mem, const process *p); /* the definition of it */
/* Everything that is wrong with it. */
void process_check(arena *mem, const process *p, process_problems *out);
bool process_is_sound(const process_problems *l); /* nothing hard among them */

/* Stores the shipped processes that the store does not yet have, as active versions; E_INTERNAL when one has a fault or
 * names a guard that nobody answers. */
MUST status process_install(db *d, const char *const *known_guards);

#endif
