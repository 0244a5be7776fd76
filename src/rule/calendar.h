/* calendar.h: the table behind rule_is_working_day; only rule.c and term.c include it. */
#ifndef RULE_CALENDAR_H
#define RULE_CALENDAR_H
#include "base/arena.h"
#include "base/status.h"
#include <jansson.h>
MUST status calendar_load(arena *forever, const json_t *root);
#endif
