#include "emulation/emulation.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"

SHAPE(use_shape, use_row, F_ID(use_row, id), F_TEXT(use_row, title), F_TEXT(use_row, state), F_TEXT(use_row, criterion), F_TEXT(use_row, decision), F_TEXT(use_row, override_document), F_TEXT(use_row, void_reason),
      F_TEXT(use_row, person), F_TEXT(use_row, login), F_TEXT(use_row, unit), F_TEXT(use_row, code), F_TEXT(use_row, initiative), F_TEXT(use_row, org_name), F_TEXT(use_row, level), F_TEXT(use_row, status),
      F_ID(use_row, recognition_id), F_ID(use_row, user_id), F_ID(use_row, org_id), F_INT(use_row, year), F_DATE(use_row, received_on), F_DATE(use_row, decided_on), F_DATE(use_row, recognised_on), F_DATE(use_row, city_on));
SHAPE(own_shape, own_row, F_ID(own_row, id), F_TEXT(own_row, code), F_TEXT(own_row, title), F_TEXT(own_row, org_name), F_TEXT(own_row, level), F_TEXT(own_row, status), F_DATE(own_row, recognised_on),
      F_DATE(own_row, city_on), F_BOOL(own_row, held));
SHAPE(title_fit_shape, title_fit, F_TEXT(title_fit, title), F_TEXT(title_fit, name), F_TEXT(title_fit, criterion), F_TEXT(title_fit, article), F_TEXT(title_fit, why), F_BOOL(title_fit, known),
      F_BOOL(title_fit, fits), F_BOOL(title_fit, to_confirm), F_INT(title_fit, last_year));

STATIC_SHAPE(person_shape, use_person, F_ID(use_person, id), F_TEXT(use_person, name));

const char *const emulation_titles[] = {"cstdcs", "cstdtinh", "cstdtq", "reward", NULL};

const char *emulation_title_name(const char *title)
{
    if (text_eq(title, "cstdcs")) return T("Chiến sĩ thi đua cơ sở");
    if (text_eq(title, "cstdtinh")) return T("Chiến sĩ thi đua bộ, ban, ngành, tỉnh");
    if (text_eq(title, "cstdtq")) return T("Chiến sĩ thi đua toàn quốc");
    return T("Hình thức khen thưởng");
}

static bool is_title(const char *title)
{
    for (int i = 0; emulation_titles[i]; i++)
        if (text_eq(emulation_titles[i], title)) return true;
    return false;
}

/* ---- what fits ---- */

static int reach_of(const char *level)
{
    return text_eq(level, "nation") ? 2 : text_eq(level, "city") ? 1 : 0;
}

void emulation_fit(arena *mem, const char *title, const char *level, date recognised_on, date city_on, int64_t year, date on, title_fit *out)
{
    const rule_row *row = NULL, *keep = NULL;
    int64_t years = 0;
    criterion c;
    bool reward = text_eq(title, "reward");

    *out = (title_fit){.title = title, .name = emulation_title_name(title), .criterion = "", .article = "", .why = ""};
    int64_t from = date_year(reach_of(level) && !text_eq(title, "cstdcs") ? city_on : recognised_on);
    bool kept = rule_int(rule_current(), textf(mem, "emu.retention.%s", title), NULL, on, &years, &keep) == OK;
    out->last_year = kept ? from + years - 1 : 0;
    out->to_confirm = kept && keep->to_confirm;
    if (!reward && rule_get(rule_current(), textf(mem, "emu.%s.criterion", title), NULL, on, &row) == OK) out->article = row->article;
    out->known = reward || (row && *row->value && criterion_parse(row->value, &c) == OK);
    if (!out->known) {
        out->why = T("Tiêu chuẩn đang có hiệu lực chưa được xác nhận trong dữ liệu quy định: hệ thống không đoán.");
        return;
    }
    if (!reward) {
        out->criterion = criterion_words(mem, &c, on);
        out->to_confirm |= row->to_confirm;
    }
    if (!reward && !criterion_wants(&c, reach_of(level))) {
        out->why = T("Cần công nhận phạm vi ảnh hưởng rộng hơn.");
    } else if (kept && (year < from || year > out->last_year)) {
        out->why = textf(mem, T("Chỉ tính cho các năm %lld đến %lld."), (long long)from, (long long)out->last_year);
    } else {
        out->fits = true;
        out->why = T("Đáp ứng phần sáng kiến của tiêu chuẩn; các phần khác do hồ sơ thi đua chứng minh.");
    }
}

/* ---- reading ---- */

status emulation_people(db *d, arena *mem, recognition_id id, use_people *out)
{
    return db_each(d, Q_EMULATION_PEOPLE, mem, &person_shape, out, P_ID(id));
}

status emulation_mine(db *d, arena *mem, const actor *who, own_list *out)
{
    return db_each(d, Q_EMULATION_MINE, mem, &own_shape, out, P_INT(who->user.v));
}

status emulation_uses_of_entry(db *d, arena *mem, const actor *who, const recognition_row *r, const entry_stand *s, use_list *out)
{
    return db_each(d, Q_EMULATION_USES_OF_ENTRY, mem, &use_shape, out, P_ID(r->id), P_INT(emulation_may_record(s) || s->auditor ? 0 : who->user.v));
}

status emulation_uses_of_person(db *d, arena *mem, const actor *who, use_list *out)
{
    return db_each(d, Q_EMULATION_USES_OF_PERSON, mem, &use_shape, out, P_INT(who->user.v));
}

status emulation_uses(db *d, arena *mem, const actor *who, int64_t year, date today, use_list *out)
{
    bool everywhere = actor_has(who, ROLE_DEPARTMENT, (org_id){0}) || actor_has(who, ROLE_AUDITOR, (org_id){0});
    return db_each(d, Q_EMULATION_USES, mem, &use_shape, out, P_INT(year), P_BOOL(everywhere), P_INT(who->user.v), P_DATE(today));
}

status emulation_get(db *d, arena *mem, const actor *who, use_id id, use_row *out, entry_stand *stand)
{
    use_row u = {.login = "", .unit = ""};
    recognition_row r = {0};
    entry_stand s = {0};

    TRY(db_one(d, Q_EMULATION_USE_GET, mem, &use_shape, &u, P_ID(id)));
    TRY(certificate_recognition_by_id(d, mem, u.recognition_id, &r));
    TRY(certificate_stand(d, who, &r, &s));
    if (!emulation_may_record(&s) && !s.auditor && u.user_id.v != who->user.v) return E_NOT_FOUND;
    *out = u;
    *stand = s;
    return OK;
}

/* ---- writing ---- */

static status say_no(arena *mem, finding_list *l, const char *id, const char *field, const char *article, const char *text)
{
    finding_add(mem, l, &(finding){.id = id, .text = text, .article = article, .field = field, .hard = true});
    return E_INVALID;
}

static bool is_author(const use_people *a, user_id person)
{
    for (int i = 0; i < a->n; i++)
        if (a->p[i].id.v == person.v) return true;
    return false;
}

static status fits(arena *mem, const recognition_row *r, const use_new *u, finding_list *refused)
{
    title_fit f;

    if (!is_title(u->title)) return say_no(mem, refused, "D-01", "title", "", T("Hãy chọn danh hiệu hoặc hình thức khen thưởng."));
    emulation_fit(mem, u->title, r->level, r->recognised_on, r->city_on, u->year, u->received_on, &f);
    /* what is not known is recorded as not known; what is known and does not fit is refused */
    if (f.known && !f.fits && !*u->override_document) return say_no(mem, refused, "D-02", "title", f.article, f.why);
    return OK;
}

/* Where the rule lets an initiative be used more than once, it stands in for the document. */
static const char *document_of(arena *mem, const use_new *u)
{
    const rule_row *row = NULL;
    bool once = true;

    if (*u->override_document || rule_bool(rule_current(), "emu.single_use", NULL, u->received_on, &once, &row) != OK || once) return u->override_document;
    return textf(mem, "%s", row->article);
}

status emulation_record(arena *mem, db *d, const actor *who, const char *code, const use_new *u, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    recognition_row r = {0};
    entry_stand s = {0};
    use_people authors = {0};
    const rule_row *row = NULL;
    use_id id = {0};
    bool held = false;

    TRY(db_begin(d, &tx));
    TRY(certificate_recognition(d, mem, code, &r));
    TRY(certificate_stand(d, who, &r, &s));
    if (!certificate_is_insider(&s)) return E_NOT_FOUND;
    bool officer = emulation_may_record(&s);
    if (!officer && !emulation_may_plan(who, &s, u->person)) return E_FORBIDDEN;
    if (!text_eq(r.status, "valid")) return E_CONFLICT;
    TRY(emulation_people(d, mem, r.id, &authors));
    TRY(certificate_is_held(d, r.id, &held));
    if (!is_author(&authors, u->person)) return say_no(mem, refused, "D-03", "person", "", T("Hãy chọn một tác giả có tài khoản."));
    if (held) return say_no(mem, refused, "D-04", "", "", T("Đang có khiếu nại chưa giải quyết: tạm dừng dùng sáng kiến để xét danh hiệu."));
    if (date_compare(u->received_on, date_of(now)) > 0) return say_no(mem, refused, "D-05", "received_on", "", T("Ngày nhận hồ sơ thi đua không được ở tương lai."));
    if (!officer && (*u->decision || *u->override_document)) return say_no(mem, refused, "D-06", "", "", T("Cơ sở ghi quyết định và văn bản cho phép; tác giả chỉ đăng ký."));
    TRY(fits(mem, &r, u, refused));
    const char *criterion_text = rule_get(rule_current(), textf(mem, "emu.%s.criterion", u->title), NULL, u->received_on, &row) == OK ? row->value : "";
    bool used = officer && *u->decision;
    status st = db_insert(d, Q_EMULATION_USE_INSERT, &id, P_ID(r.id), P_ID(u->person), P_TEXT(u->title), P_INT(u->year), P_DATE(u->received_on), P_TEXT(used ? "used" : "planned"), P_TEXT(criterion_text),
                          P_TEXT(u->decision), P_DATE(used ? u->decided_on : (date){0}), P_TEXT(document_of(mem, u)), P_ID(who->user), P_INSTANT(now));
    if (st == E_CONFLICT) {
        const rule_row *once = NULL;
        const char *article = rule_get(rule_current(), "emu.single_use", NULL, u->received_on, &once) == OK ? once->article : "";
        return say_no(mem, refused, "D-07", "override_document", article, T("Sáng kiến này đã dùng một lần cho người này. Muốn dùng lần nữa, ghi văn bản cho phép."));
    }
    TRY(st);
    TRY(audit_add(d, mem, who, "emulation.recorded", "recognition", r.id.v, "", textf(mem, "%s %lld %lld %s %s", u->title, (long long)u->year, (long long)u->person.v, u->decision, u->override_document)));
    return db_commit(&tx);
}

static status load_for(arena *mem, db *d, const actor *who, use_id id, use_row *u, entry_stand *s, bool *held)
{
    TRY(emulation_get(d, mem, who, id, u, s));
    return certificate_is_held(d, u->recognition_id, held);
}

status emulation_award(arena *mem, db *d, const actor *who, use_id id, const char *decision, date decided_on, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    use_row u = {0};
    entry_stand s = {0};
    bool held = false;

    TRY(db_begin(d, &tx));
    TRY(load_for(mem, d, who, id, &u, &s, &held));
    if (!emulation_may_record(&s)) return E_FORBIDDEN;
    if (!text_eq(u.status, "valid")) return E_CONFLICT;
    if (held) return say_no(mem, refused, "D-04", "", "", T("Đang có khiếu nại chưa giải quyết: tạm dừng dùng sáng kiến để xét danh hiệu."));
    if (!*decision || decided_on.ymd == 0 || date_compare(decided_on, date_of(now)) > 0) return say_no(mem, refused, "D-08", "decided_on", "", T("Hãy ghi số và ngày của quyết định tặng danh hiệu, không ở tương lai."));
    TRY(db_change1(d, Q_EMULATION_USE_AWARD, P_TEXT(decision), P_DATE(decided_on), P_ID(who->user), P_INSTANT(now), P_ID(id)));
    TRY(audit_add(d, mem, who, "emulation.awarded", "recognition", u.recognition_id.v, "", textf(mem, "%s %s", u.title, decision)));
    return db_commit(&tx);
}

status emulation_void(arena *mem, db *d, const actor *who, use_id id, const char *reason, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    use_row u = {0};
    entry_stand s = {0};
    bool held = false;

    TRY(db_begin(d, &tx));
    TRY(load_for(mem, d, who, id, &u, &s, &held));
    if (!emulation_may_void(who, &s, &u)) return E_FORBIDDEN;
    if (!*reason) return say_no(mem, refused, "D-09", "reason", "", T("Hãy ghi lý do."));
    TRY(db_change1(d, Q_EMULATION_USE_VOID, P_TEXT(reason), P_ID(who->user), P_INSTANT(now), P_ID(id)));
    TRY(audit_add(d, mem, who, "emulation.voided", "recognition", u.recognition_id.v, u.title, reason));
    return db_commit(&tx);
}
