/* log.h: one line per event on standard error, journald priorities ("<4>"), or JSON lines. Never personal content. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include <stdbool.h>

typedef enum { LOG_ERROR = 3, LOG_WARNING = 4, LOG_INFO = 6, LOG_DEBUG = 7 } log_level;
void log_setup(log_level most, bool json);
/* Marks the lines of this thread until changed: the request or job id. "" for none. */
void log_context(const char *id);
const char *log_context_id(void);
void log_line(log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)
#define log_warning(...) log_line(LOG_WARNING, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)

#endif
