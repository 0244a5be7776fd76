/* What is behind the numbers of a report. */
#ifndef REPORT_BEHIND_PAGES_H
#define REPORT_BEHIND_PAGES_H
#include "report/snapshot.h"
#include "web/serve.h"
/* Where what is behind a line of a periodic report is listed; "" nowhere, or not for who asks. */
const char *behind_href(request *r, org_id org, int year, const report_line *l);
#endif
