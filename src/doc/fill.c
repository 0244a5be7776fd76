#include "doc/fill.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/words.h"
#include "doc/sandbox.h"
#include <string.h>

static const char *words_of(arena *mem, const char *reason)
{
    static const char *const reasons[][2] = {
        {"macro", N_("Mẫu chứa macro. Hãy lưu lại ở dạng DOCX không macro.")},
        {"external", N_("Mẫu trỏ đến tài nguyên bên ngoài (mẫu từ xa, ảnh liên kết …). Hãy nhúng vào tệp hoặc bỏ đi.")},
        {"embedded", N_("Mẫu chứa đối tượng nhúng (OLE, ActiveX, tài liệu con). Hãy bỏ đi.")},
        {"fetch", N_("Mẫu chứa trường tự lấy dữ liệu (DDE, INCLUDETEXT, LINK …). Hãy bỏ đi.")},
        {"entity", N_("Mẫu chứa khai báo DOCTYPE, không được phép.")},
        {"broken", N_("Không đọc được tệp: hãy lưu lại bằng Word ở dạng DOCX.")},
        {"unclosed", N_("Có dấu {{ mà thiếu }}, hoặc tên trường không chỉ gồm chữ thường không dấu, số và gạch dưới.")},
        {"many", N_("Mẫu có quá nhiều trường.")},
    };
    for (int i = 0; i < COUNT(reasons); i++)
        if (text_eq(reasons[i][0], reason)) return T(reasons[i][1]);
    if (text_starts(reason, "missing ")) return textf(mem, T("Mẫu dùng trường không có: {{%s}}."), reason + 8);
    return T("Không đọc được tệp: hãy lưu lại bằng Word ở dạng DOCX.");
}

status fill_fields(arena *mem, bytes docx, fill_names *out, const char **why)
{
    bytes told = {0};
    fill_names l = {.p = NEWS(mem, const char *, FILL_FIELDS_MAX)};
    status s = doc_run(mem, "docx-fields", docx, &told);

    if (s == E_INVALID || s == E_LIMIT) *why = words_of(mem, "broken");
    if (s == E_LIMIT) return E_INVALID;
    TRY(s);
    const char *p = told.n ? told.p : "", *end = p + told.n;
    while (p < end) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        const char *line = text_copyn(mem, p, (size_t)((stop ? stop : end) - p));
        p = stop ? stop + 1 : end;
        if (text_starts(line, "! ")) {
            *why = words_of(mem, line + 2);
            return E_INVALID;
        }
        if (text_starts(line, "F ") && l.n < FILL_FIELDS_MAX) l.p[l.n++] = line + 2;
    }
    *out = l;
    return OK;
}

void fill_put(arena *mem, fill_values *v, const char *name, const char *value)
{
    enum { FIRST = 16 };

    if (v->n == 0 || (v->n >= FIRST && (v->n & (v->n - 1)) == 0)) { /* full: twice as many */
        fill_value *more = NEWS(mem, fill_value, v->n ? 2 * (size_t)v->n : FIRST);
        for (int i = 0; i < v->n; i++) more[i] = v->p[i];
        v->p = more;
    }
    v->p[v->n++] = (fill_value){name, value};
}

void fill_put_item(arena *mem, fill_values *v, const char *list, int i, const char *field, const char *value)
{
    fill_put(mem, v, textf(mem, "%s.%d.%s", list, i, field), value);
}

void fill_put_count(arena *mem, fill_values *v, const char *list, int n)
{
    fill_put(mem, v, textf(mem, "%s#", list), textf(mem, "%d", n < FILL_ITEMS_MAX ? n : FILL_ITEMS_MAX));
}

const char *fill_values_text(arena *mem, const fill_values *values)
{
    AUTO(buf) b = {0};

    for (int i = 0; i < values->n; i++) {
        buf_puts(&b, values->p[i].name);
        buf_putc(&b, '\t');
        for (const char *c = values->p[i].value; *c; c++) buf_putc(&b, *c == '\n' ? '\x1e' : *c == '\t' ? ' ' : *c);
        buf_putc(&b, '\n');
    }
    return text_copyn(mem, b.p ? b.p : "", b.n);
}

void fill_values_read(arena *mem, const char *text, fill_values *out)
{
    int lines = 0;

    for (const char *c = text; *c; c++) lines += *c == '\n';
    *out = (fill_values){.p = NEWS(mem, fill_value, lines + 1)};
    while (*text && out->n < lines) {
        size_t n = strcspn(text, "\n"), name = strcspn(text, "\t\n");
        char *value = text_copyn(mem, text + name + (text[name] == '\t'), n - name - (text[name] == '\t'));
        for (char *c = value; *c; c++)
            if (*c == '\x1e') *c = '\n';
        out->p[out->n++] = (fill_value){text_copyn(mem, text, name), value};
        text += n + (text[n] == '\n');
    }
}

status fill_template(arena *mem, bytes docx, const fill_values *values, bytes *out, const char **why)
{
    AUTO(buf) in = {0};
    const char *text = fill_values_text(mem, values);
    bytes told = {0};

    buf_printf(&in, "%010zu", strlen(text));
    buf_puts(&in, text);
    buf_put(&in, docx.p, docx.n);
    status s = doc_run(mem, "docx-fill", (bytes){in.p, in.n}, &told);
    if (s == E_INVALID || s == E_LIMIT) *why = words_of(mem, "broken");
    if (s == E_LIMIT) return E_INVALID;
    TRY(s);
    if (told.n && *(const char *)told.p == '!') {
        *why = words_of(mem, text_copyn(mem, (const char *)told.p + 1, told.n - 1));
        return E_INVALID;
    }
    *out = told;
    return OK;
}
