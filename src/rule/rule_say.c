/* A term in words and as JSON. */
#include "base/text.h"
#include "rule/rule_book.h"
#include <stdlib.h>
#include <string.h>

static const char *length_words(arena *mem, int64_t n, const char *unit, lang l)
{
    if (text_eq(unit, "year")) return n == 1 ? words_in(l, N_("1 năm")) : textf(mem, words_in(l, N_("%d năm")), (int)n);
    if (text_eq(unit, "month"))
        return n == 1 ? words_in(l, N_("1 tháng")) : textf(mem, words_in(l, N_("%d tháng")), (int)n);
    if (text_eq(unit, "day"))
        return n == 1 ? words_in(l, N_("1 ngày")) : textf(mem, words_in(l, N_("%d ngày")), (int)n);
    return n == 1 ? words_in(l, N_("1 ngày làm việc")) : textf(mem, words_in(l, N_("%d ngày làm việc")), (int)n);
}

/* What is left or runs on is counted in days, or in working days. */
static const char *days_words(arena *mem, int64_t n, const char *unit, lang l)
{
    return length_words(mem, n, text_eq(unit, "working_day") ? unit : "day", l);
}

const char *rule_trust_words(const char *trust, lang l)
{
    if (text_eq(trust, "V")) return words_in(l, N_("đã đọc văn bản"));
    if (text_eq(trust, "V2")) return words_in(l, N_("đọc qua văn bản khác, cần xác nhận"));
    if (text_eq(trust, "V (case)")) return words_in(l, N_("đã đọc một trường hợp áp dụng, cần xác nhận"));
    if (text_eq(trust, "M")) return words_in(l, N_("theo trí nhớ, cần xác nhận"));
    if (text_eq(trust, "D")) return words_in(l, N_("cách hiểu khi vận hành, cần xác nhận"));
    if (text_eq(trust, "D/V2")) return words_in(l, N_("cách hiểu, có văn bản khác hỗ trợ, cần xác nhận"));
    return words_in(l, N_("chưa biết, phải điền"));
}

static const char *why_in(const rule_step *s, lang l)
{
    return l == LANG_EN ? s->why_en : s->why;
}

/* The mark behind a fact that was not read; nothing behind one that was. */
static const char *mark(arena *mem, const char *trust, lang l)
{
    bool read = *trust == 0 || text_eq(trust, "V") || text_eq(trust, "V2");
    return read ? "" : textf(mem, " [%s: %s]", trust, rule_trust_words(trust, l));
}

static const char *rule_line(arena *mem, const rule_term *t, const rule_step *s, lang l)
{
    const char *trust = textf(mem, " [%s: %s]", s->trust, rule_trust_words(s->trust, l));
    const char *said = textf(mem, words_in(l, N_("%s (%s): %s, theo %s – %s%s.")), t->rule->name, t->rule->key,
                             length_words(mem, s->n, s->unit, l), t->rule->article, t->rule->brief, trust);

    return *t->rule->note ? textf(mem, words_in(l, N_("%s Lưu ý: %s")), said, t->rule->note) : said;
}

static const char *event_line(arena *mem, const rule_step *s, lang l)
{
    const char *day = date_vi(mem, s->day), *until = date_vi(mem, s->until);

    switch (s->kind) {
    case STEP_MOVED: return textf(mem, words_in(l, N_("Ngày %s: thời hạn tính lại từ đầu, không tính ngày này.")), day);
    case STEP_STOP:
        return textf(mem, words_in(l, N_("Ngày %s: tạm dừng, còn lại %s%s.")), day, days_words(mem, s->n, s->unit, l),
                     mark(mem, s->trust, l));
    case STEP_RESTART:
        return textf(mem, words_in(l, N_("Ngày %s: tính tiếp %s, đến ngày %s.")), day,
                     days_words(mem, s->n, s->unit, l), until);
    case STEP_EXTEND:
        return textf(mem, words_in(l, N_("Ngày %s: gia hạn thêm %s, đến ngày %s.")), day,
                     length_words(mem, s->n, s->unit, l), until);
    case STEP_LATE:
        return textf(mem,
                     words_in(l, N_("Ngày %s: đã hết thời hạn, việc dừng, tính tiếp hoặc gia hạn không có hiệu lực.")),
                     day);
    case STEP_OPEN: return textf(mem, words_in(l, N_("Thời hạn đang tạm dừng từ ngày %s, chưa có ngày cuối.")), day);
    case STEP_RULE:
    case STEP_START:
    case STEP_NOMINAL:
    case STEP_PASSED:
    case STEP_SKIPPED:
    case STEP_UNKNOWN:
    case STEP_DUE: break;
    }
    return "";
}

static const char *line(arena *mem, const rule_term *t, const rule_step *s, lang l)
{
    const char *day = date_vi(mem, s->day);

    switch (s->kind) {
    case STEP_RULE: return rule_line(mem, t, s, l);
    case STEP_START:
        return textf(mem, words_in(l, N_("Mốc bắt đầu %s, không tính ngày này (BLDS Điều 147 khoản 2).")), day);
    case STEP_NOMINAL: return textf(mem, words_in(l, N_("Ngày cuối theo cách đếm: %s.")), day);
    case STEP_PASSED:
        return textf(mem, words_in(l, N_("%s không tính: %s%s.")), day, why_in(s, l), mark(mem, s->trust, l));
    case STEP_SKIPPED:
        return textf(mem, words_in(l, N_("%s là ngày nghỉ, dời sang ngày tiếp theo: %s%s (BLDS Điều 148 khoản 5).")),
                     day, why_in(s, l), mark(mem, s->trust, l));
    case STEP_UNKNOWN:
        return textf(mem, words_in(l, N_("Lịch nghỉ năm %d chưa được xác nhận: ngày cuối có thể thay đổi%s.")),
                     (int)s->n, mark(mem, s->trust, l));
    case STEP_DUE: return textf(mem, words_in(l, N_("Hạn cuối: hết ngày %s.")), day);
    case STEP_MOVED:
    case STEP_STOP:
    case STEP_RESTART:
    case STEP_EXTEND:
    case STEP_LATE:
    case STEP_OPEN: return event_line(mem, s, l);
    }
    return "";
}

const char *rule_explain(arena *mem, const rule_term *t, lang l)
{
    AUTO(buf) b = {0};

    for (int i = 0; i < t->steps.n; i++) {
        if (i) buf_putc(&b, '\n');
        buf_puts(&b, line(mem, t, &t->steps.p[i], l));
    }
    return text_copy(mem, b.p);
}

/* ---- JSON ---- */

static const char *const step_names[] = {"rule", "start",       "moved",  "stop",    "restart",         "extend",
                                         "late", "nominal_end", "passed", "skipped", "calendar_unsure", "stopped",
                                         "due"};

static json_t *rule_json(const rule_row *r)
{
    AUTO(arena_ptr) mem = arena_new();

    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "step", "rule", "key", r->key, "name",
                     r->name, "value", r->value, "unit", r->unit, "article", r->article, "short", r->brief, "trust",
                     r->trust, "source", r->source, "scope", r->scope, "from", date_iso(mem, r->from), "to",
                     date_iso(mem, r->to), "note_vi", r->note);
}

static json_t *step_json(const rule_term *t, const rule_step *s)
{
    AUTO(arena_ptr) mem = arena_new();
    json_t *o = NULL;

    o = s->kind == STEP_RULE ? rule_json(t->rule) : json_pack("{s:s}", "step", step_names[s->kind]);
    if (s->day.ymd) json_object_set_new(o, "day", json_string(date_iso(mem, s->day)));
    if (*s->why) json_object_set_new(o, "why", json_string(s->why));
    if (*s->why_en) json_object_set_new(o, "why_en", json_string(s->why_en));
    if (*s->trust) json_object_set_new(o, "trust", json_string(s->trust));
    if (s->kind == STEP_UNKNOWN) json_object_set_new(o, "year", json_integer(s->n));
    if (s->kind == STEP_STOP || s->kind == STEP_RESTART) json_object_set_new(o, "days_left", json_integer(s->n));
    if (s->kind == STEP_EXTEND)
        json_object_update_new(o, json_pack("{s:I,s:s}", "n", (json_int_t)s->n, "unit", s->unit));
    if (s->until.ymd) json_object_set_new(o, "nominal_end", json_string(date_iso(mem, s->until)));
    json_object_set_new(o, "text", json_string(line(mem, t, s, LANG_VI)));
    json_object_set_new(o, "text_en", json_string(line(mem, t, s, LANG_EN)));
    return o;
}

void rule_term_json(buf *out, const rule_term *t)
{
    AUTO(arena_ptr) mem = arena_new();
    json_t *steps = json_array();

    for (int i = 0; i < t->steps.n; i++) json_array_append_new(steps, step_json(t, &t->steps.p[i]));
    json_t *root = json_pack("{s:s,s:s,s:s,s:s,s:b,s:o}", "due", date_iso(mem, t->due), "key", t->rule->key, "start",
                             date_iso(mem, t->start), "nominal_end", date_iso(mem, t->nominal), "provisional",
                             t->provisional, "derivation", steps);
    char *text = json_dumps(root, JSON_COMPACT);
    buf_puts(out, text);
    free(text);
    json_decref(root);
}
