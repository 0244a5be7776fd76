/* criterion.h: criteria for titles as dated trees (rules emu.*.criterion): a bounded language of known words, "and", "or" and
 * brackets; nothing is computed that is not in it. Luật Thi đua, khen thưởng Arts 21–23. A criterion that is not known yet
 * (Luật 06/2026/QH16 from 01/10/2026) stays unknown: nobody guesses. */
#ifndef EMULATION_CRITERION_H
#define EMULATION_CRITERION_H
#include "base/arena.h"
#include "base/date.h"
#include "base/status.h"
#include "rule/rule.h"

enum { CRITERION_BYTES_MAX = 400, CRITERION_NODES_MAX = 40, CRITERION_DEPTH_MAX = 8 };

typedef enum {
    FACT_LDTT,              /* LĐTT: lao động tiên tiến */
    FACT_EXCELLENT,         /* excellent: hoàn thành xuất sắc nhiệm vụ */
    FACT_INITIATIVE,        /* initiative: sáng kiến được cơ sở công nhận */
    FACT_TOPIC,             /* topic */
    FACT_RUN_CSTDCS,        /* run_cstdcs: emu.province.run lần liên tục */
    FACT_INITIATIVE_CITY,   /* initiative_city: hiệu quả, nhân rộng trong bộ, tỉnh */
    FACT_TOPIC_CITY,
    FACT_RUN_CSTDTINH,      /* run_cstdtinh: emu.nation.run lần liên tục */
    FACT_INITIATIVE_NATION,
    FACT_TOPIC_NATION,
    FACT__COUNT
} criterion_fact;

typedef struct {
    enum { NODE_FACT, NODE_AND, NODE_OR } kind;
    criterion_fact fact;
    int left, right; /* of AND, OR */
} criterion_node;
typedef struct {
    criterion_node node[CRITERION_NODES_MAX];
    int n, root;
} criterion;

/* E_INVALID: an unknown word, brackets that do not fit, nothing; E_LIMIT: too long, too deep. */
MUST status criterion_parse(const char *text, criterion *out);
typedef enum { ANSWER_NO, ANSWER_UNKNOWN, ANSWER_YES } criterion_answer;
criterion_answer criterion_value(const criterion *c, const criterion_answer facts[FACT__COUNT]);
/* "Lao động tiên tiến và (hoàn thành xuất sắc nhiệm vụ hoặc sáng kiến được cơ sở công nhận)", translated; `on` for the counts. */
const char *criterion_words(arena *mem, const criterion *c, date on);
/* Whether an initiative of this reach (0 unit, 1 city, 2 nation) answers a leaf: a wider reach answers a narrower one. */
bool criterion_wants(const criterion *c, int reach);

#endif
