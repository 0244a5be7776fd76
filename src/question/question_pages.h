#ifndef QUESTION_QUESTION_PAGES_H
#define QUESTION_QUESTION_PAGES_H
#include "web/serve.h"
extern const route_table question_routes;
#endif
