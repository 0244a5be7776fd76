#include "base/log.h"
#include "base/date.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static log_level most = LOG_INFO;
static bool as_json;
static _Thread_local char context[40];

void log_setup(log_level m, bool json)
{
    most = m;
    as_json = json;
}

void log_context(const char *id)
{
    snprintf(context, sizeof context, "%s", id);
}

const char *log_context_id(void)
{
    return context;
}

static void put_json(char *out, size_t cap, const char *s)
{
    size_t o = 0;

    for (; *s && o + 8 < cap; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\') {
            out[o++] = '\\';
            out[o++] = (char)c;
        } else if (c < 0x20) {
            o += (size_t)snprintf(out + o, cap - o, "\\u%04x", c);
        } else {
            out[o++] = (char)c;
        }
    }
    out[o] = 0;
}

void log_line(log_level level, const char *format, ...)
{
    char text[2000], line[4400];
    va_list a;

    if (level > most) return;
    va_start(a, format);
    vsnprintf(text, sizeof text, format, a); /* NOLINT(clang-analyzer-valist.Uninitialized): va_start is one line above */
    va_end(a);
    for (char *p = text; *p; p++)
        if (*p == '\n' || *p == '\r') *p = ' '; /* one event, one line: nothing that came from outside starts another */
    int n = 0;
    if (as_json) {
        char quoted[4100];
        put_json(quoted, sizeof quoted, text);
        n = snprintf(line, sizeof line, "{\"time\":%lld,\"level\":%d,\"id\":\"%s\",\"text\":\"%s\"}\n",
                     (long long)instant_now().ms, level, context, quoted);
    } else {
        n = snprintf(line, sizeof line, "<%d>%s%s%s\n", level, context, context[0] ? " " : "", text);
    }
    if (n > (int)sizeof line - 1) n = (int)sizeof line - 1;
    if (write(2, line, (size_t)n) < 0) return;
}
