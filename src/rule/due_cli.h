#ifndef RULE_DUE_CLI_H
#define RULE_DUE_CLI_H
#include <stdbool.h>
/* `sangkien due RULE --from DAY [--on DAY]`: prints the end of a term and how it comes about. 0, or 1 when the rule is
 * unknown on that day, or 2 for a wrong day. */
int rule_due_cli(const char *key, const char *from, const char *on, const char *scope, bool json);
#endif
