#include "report/ranking.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "report/snapshot.h"
#include <stdlib.h>
#include <string.h>

SHAPE(ranking_criterion_shape, ranking_criterion, F_INT(ranking_criterion, id), F_INT(ranking_criterion, ordinal), F_INT(ranking_criterion, points), F_INT(ranking_criterion, per),
      F_TEXT(ranking_criterion, group_name), F_TEXT(ranking_criterion, title), F_TEXT(ranking_criterion, measure));
SHAPE(ranking_band_shape, ranking_band, F_TEXT(ranking_band, name), F_INT(ranking_band, points));
SHAPE(ranking_set_shape, ranking_set, F_INT(ranking_set, id), F_TEXT(ranking_set, name), F_TEXT(ranking_set, document), F_TEXT(ranking_set, criteria), F_TEXT(ranking_set, bands));
SHAPE(ranking_round_shape, ranking_round, F_INT(ranking_round, id), F_INT(ranking_round, set_id), F_INT(ranking_round, year), F_TEXT(ranking_round, state), F_TEXT(ranking_round, set_name),
      F_TEXT(ranking_round, document), F_INSTANT(ranking_round, published_at), F_BOOL(ranking_round, published));
SHAPE(ranking_entry_shape, ranking_entry, F_INT(ranking_entry, org), F_INT(ranking_entry, claimed), F_INT(ranking_entry, verified), F_INT(ranking_entry, place), F_TEXT(ranking_entry, org_name),
      F_TEXT(ranking_entry, band), F_BOOL(ranking_entry, is_claimed), F_BOOL(ranking_entry, is_verified));
SHAPE(ranking_line_shape, ranking_line, F_INT(ranking_line, criterion_id), F_INT(ranking_line, ordinal), F_INT(ranking_line, points), F_INT(ranking_line, computed), F_INT(ranking_line, claimed),
      F_INT(ranking_line, verified), F_TEXT(ranking_line, group_name), F_TEXT(ranking_line, title), F_TEXT(ranking_line, measure), F_TEXT(ranking_line, evidence), F_TEXT(ranking_line, reason));

bool ranking_may_claim(const actor *who, org_id org)
{
    return who->user.v && org.v && (actor_has(who, ROLE_HEAD, org) || actor_has(who, ROLE_INTAKE, org));
}

bool ranking_may_verify(const actor *who)
{
    return who->user.v && actor_has(who, ROLE_DEPARTMENT, (org_id){0});
}

/* ---- points ---- */

status ranking_points(const char *s, int64_t *out)
{
    size_t n = strspn(s, "0123456789");
    int64_t whole = 0, part = 0;

    if (n == 0 || n > 3) return E_INVALID;
    for (size_t i = 0; i < n; i++) whole = whole * 10 + (s[i] - '0');
    if (s[n] == ',' || s[n] == '.') {
        size_t k = strspn(s + n + 1, "0123456789");
        if (k < 1 || k > 2 || s[n + 1 + k]) return E_INVALID;
        part = (s[n + 1] - '0') * 10 + (k == 2 ? s[n + 2] - '0' : 0);
    } else if (s[n]) {
        return E_INVALID;
    }
    *out = whole * 100 + part;
    return OK;
}

const char *ranking_points_text(arena *mem, int64_t h)
{
    int64_t part = h % 100;

    if (part == 0) return textf(mem, "%lld", (long long)(h / 100));
    return part % 10 ? textf(mem, "%lld,%02lld", (long long)(h / 100), (long long)part) : textf(mem, "%lld,%lld", (long long)(h / 100), (long long)(part / 10));
}

/* ---- criteria as written ---- */

/* Cuts a line at '|' into at most `most` trimmed cells. */
static int cells_of(arena *mem, const char *line, const char **cells, int most)
{
    int n = 0;

    for (;;) {
        size_t len = strcspn(line, "|");
        const char *cell = "";
        if (n == most) return n + 1;
        if (text_accept(mem, line, len, TEXT_LINE, &cell) != OK) return 0;
        cells[n++] = cell;
        if (!line[len]) return n;
        line += len + 1;
    }
}

static bool is_measure(const char *key)
{
    for (int i = 0; report_columns[i].key; i++)
        if (text_eq(report_columns[i].key, key)) return true;
    return false;
}

/* "recognised x 0,5" */
static bool parse_how(arena *mem, const char *how, ranking_criterion *c)
{
    const char *x = strstr(how, " x ");

    c->measure = "";
    if (text_eq(text_fold(mem, how), "minh chung")) return true;
    if (!x) return false;
    c->measure = text_copyn(mem, how, (size_t)(x - how));
    return is_measure(c->measure) && ranking_points(x + 3, &c->per) == OK && c->per > 0;
}

static const char *parse_criteria(arena *mem, const char *text, ranking_criteria *out)
{
    int64_t sum = 0;
    int number = 0;

    out->p = NEWS(mem, ranking_criterion, RANKING_CRITERIA_MAX);
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, "\n");
        const char *line = text_copyn(mem, p, n), *cells[4];
        p += n + (p[n] == '\n');
        number++;
        if (text_empty(line)) continue;
        if (out->n == RANKING_CRITERIA_MAX) return textf(mem, T("Nhiều nhất %d tiêu chí."), RANKING_CRITERIA_MAX);
        ranking_criterion *c = &out->p[out->n];
        if (cells_of(mem, line, cells, 4) != 4) return textf(mem, T("Dòng %d: phải có bốn phần cách nhau bằng |."), number);
        *c = (ranking_criterion){.ordinal = out->n + 1, .group_name = cells[0], .title = cells[1]};
        if (!*cells[0] || !*cells[1]) return textf(mem, T("Dòng %d: thiếu nhóm hoặc tên tiêu chí."), number);
        if (ranking_points(cells[2], &c->points) != OK || c->points == 0) return textf(mem, T("Dòng %d: số điểm chưa đúng."), number);
        if (!parse_how(mem, cells[3], c)) return textf(mem, T("Dòng %d: cách tính phải là “minh chứng” hoặc như “recognised x 0,5”."), number);
        sum += c->points;
        out->n++;
    }
    return sum == RANKING_WHOLE ? "" : textf(mem, T("Tổng điểm phải bằng 100, hiện là %s."), ranking_points_text(mem, sum));
}

static const char *parse_bands(arena *mem, const char *text, ranking_bands *out)
{
    int number = 0;

    out->p = NEWS(mem, ranking_band, RANKING_BANDS_MAX);
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, "\n");
        const char *line = text_copyn(mem, p, n), *cells[2];
        p += n + (p[n] == '\n');
        number++;
        if (text_empty(line)) continue;
        ranking_band *b = &out->p[out->n];
        if (out->n == RANKING_BANDS_MAX || cells_of(mem, line, cells, 2) != 2 || !*cells[0] || ranking_points(cells[1], &b->points) != OK)
            return textf(mem, T("Nhóm xếp hạng, dòng %d: ghi như “Xuất sắc | 90”."), number);
        b->name = cells[0];
        if (out->n && b->points >= out->p[out->n - 1].points) return textf(mem, T("Nhóm xếp hạng, dòng %d: điểm phải giảm dần."), number);
        out->n++;
    }
    return out->n && out->p[out->n - 1].points == 0 ? "" : T("Nhóm cuối phải bắt đầu từ 0 điểm.");
}

status ranking_parse(arena *mem, const char *criteria, const char *bands, ranking_criteria *out, ranking_bands *out_bands, const char **problem)
{
    *out = (ranking_criteria){0};
    *out_bands = (ranking_bands){0};
    *problem = parse_criteria(mem, criteria, out);
    if (!**problem) *problem = parse_bands(mem, bands, out_bands);
    return **problem ? E_INVALID : OK;
}

status ranking_set_save(arena *mem, db *d, const actor *who, const ranking_set *set, instant now, int64_t *id)
{
    AUTO(db_tx) tx = {0};
    ranking_criteria criteria;
    ranking_bands bands;
    const char *problem = "";
    struct {
        int64_t v;
    } made = {0};

    if (!ranking_may_verify(who)) return E_FORBIDDEN;
    TRY(ranking_parse(mem, set->criteria, set->bands, &criteria, &bands, &problem));
    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_RANKING_SET_INSERT, &made, P_TEXT(set->name), P_TEXT(set->document), P_TEXT(set->criteria), P_TEXT(set->bands), P_ID(who->user), P_INSTANT(now)));
    for (int i = 0; i < criteria.n; i++) {
        const ranking_criterion *c = &criteria.p[i];
        TRY(db_change1(d, Q_RANKING_CRITERION_INSERT, P_INT(made.v), P_INT(c->ordinal), P_TEXT(c->group_name), P_TEXT(c->title), P_INT(c->points), P_TEXT(c->measure), P_INT(c->per)));
    }
    for (int i = 0; i < bands.n; i++) TRY(db_change1(d, Q_RANKING_BAND_INSERT, P_INT(made.v), P_INT(i + 1), P_TEXT(bands.p[i].name), P_INT(bands.p[i].points)));
    TRY(audit_add(d, mem, who, "ranking.criteria", "ranking_set", made.v, "", set->name));
    TRY(db_commit(&tx));
    *id = made.v;
    return OK;
}

status ranking_set_list(db *d, arena *mem, ranking_sets *out)
{
    return db_each(d, Q_RANKING_SET_ALL, mem, &ranking_set_shape, out);
}

/* ---- rounds ---- */

status ranking_open(arena *mem, db *d, const actor *who, int64_t set, int year, instant now, int64_t *id)
{
    AUTO(db_tx) tx = {0};
    ranking_criteria criteria = {0};
    struct {
        int64_t v;
    } made = {0};

    if (!ranking_may_verify(who)) return E_FORBIDDEN;
    if (year < REPORT_YEAR_MIN || year > REPORT_YEAR_MAX) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(db_each(d, Q_RANKING_CRITERIA_OF, mem, &ranking_criterion_shape, &criteria, P_INT(set)));
    if (criteria.n == 0) return E_NOT_FOUND;
    TRY(db_insert(d, Q_RANKING_ROUND_INSERT, &made, P_INT(set), P_INT(year), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "ranking.opened", "ranking_round", made.v, "", textf(mem, "%d", year)));
    TRY(db_commit(&tx));
    *id = made.v;
    return OK;
}

status ranking_get(db *d, arena *mem, int64_t id, ranking_round *out)
{
    return db_one(d, Q_RANKING_ROUND_GET, mem, &ranking_round_shape, out, P_INT(id));
}

status ranking_list(db *d, arena *mem, ranking_rounds *out)
{
    return db_each(d, Q_RANKING_ROUND_ALL, mem, &ranking_round_shape, out);
}

status ranking_entries_of(db *d, arena *mem, const actor *who, const ranking_round *round, ranking_entries *out)
{
    ranking_entries all = {0};
    int n = 0;

    TRY(db_each(d, Q_RANKING_ENTRIES, mem, &ranking_entry_shape, &all, P_INT(round->id)));
    for (int i = 0; i < all.n; i++) {
        bool mine = report_may_see_all(who) || ranking_may_claim(who, (org_id){all.p[i].org});
        if (round->published ? all.p[i].is_verified : mine) all.p[n++] = all.p[i];
    }
    all.n = n;
    *out = all;
    return OK;
}

/* ---- scores ---- */

static int64_t value_of(const cube_row *w, const char *measure)
{
    if (text_eq(measure, "received")) return w->received;
    if (text_eq(measure, "accepted")) return w->accepted;
    if (text_eq(measure, "recognised")) return w->recognised;
    if (text_eq(measure, "city")) return w->city;
    if (text_eq(measure, "head")) return w->head;
    if (text_eq(measure, "computable")) return w->computable;
    if (text_eq(measure, "applied")) return w->applied;
    if (text_eq(measure, "in_time")) return w->timed ? w->in_time * 100 / w->timed : 0; /* percent */
    if (text_eq(measure, "reviewed_in_time")) return w->reviewed ? w->reviewed_in_time * 100 / w->reviewed : 0;
    return 0;
}

status ranking_lines_of(db *d, arena *mem, const actor *who, const ranking_round *round, org_id org, ranking_lines *out)
{
    cube_ask a = {.period = true, .from = (int)round->year, .to = (int)round->year, .org = org, .field = "", .kind = "", .level = ""};
    cube_rows rows = {0};
    const cube_row none = {0};

    if (!round->published && !report_may_see_all(who) && !ranking_may_claim(who, org)) return E_NOT_FOUND;
    TRY(db_each(d, Q_RANKING_LINES, mem, &ranking_line_shape, out, P_INT(org.v), P_INT(round->id)));
    TRY(report_cube(d, mem, &a, &rows));
    for (int i = 0; i < out->n; i++) {
        ranking_line *l = &out->p[i];
        int64_t points = value_of(rows.n ? &rows.p[0] : &none, l->measure) * l->computed; /* the query gives points for each */
        l->computed = !*l->measure ? 0 : points > l->points ? l->points : points;
    }
    return OK;
}

static status open_round(arena *mem, db *d, const actor *who, int64_t round, org_id org, int n, ranking_lines *lines)
{
    ranking_round r = {0};

    TRY(ranking_get(d, mem, round, &r));
    if (r.published) return E_CONFLICT;
    TRY(ranking_lines_of(d, mem, who, &r, org, lines));
    return lines->n == n ? OK : E_INVALID;
}

status ranking_claim(arena *mem, db *d, const actor *who, int64_t round, org_id org, const ranking_mark *marks, int n, instant now)
{
    AUTO(db_tx) tx = {0};
    ranking_lines lines = {0};

    if (!ranking_may_claim(who, org)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(open_round(mem, d, who, round, org, n, &lines));
    TRY(db_change(d, Q_RANKING_ENTRY_ADD, NULL, P_INT(round), P_ID(org)));
    for (int i = 0; i < n; i++) {
        if (marks[i].points < 0 || marks[i].points > lines.p[i].points) return E_INVALID;
        TRY(db_change1(d, Q_RANKING_SCORE_CLAIM, P_INT(round), P_ID(org), P_INT(lines.p[i].criterion_id), P_INT(marks[i].points), P_TEXT(marks[i].text)));
    }
    TRY(db_change1(d, Q_RANKING_ENTRY_CLAIMED, P_INT(round), P_ID(org), P_INSTANT(now))); /* E_CONFLICT: verified */
    TRY(audit_add(d, mem, who, "ranking.claimed", "ranking_round", round, "", textf(mem, "%lld", (long long)org.v)));
    return db_commit(&tx);
}

status ranking_verify(arena *mem, db *d, const actor *who, int64_t round, org_id org, const ranking_mark *marks, int n, instant now)
{
    AUTO(db_tx) tx = {0};
    ranking_lines lines = {0};

    if (!ranking_may_verify(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(open_round(mem, d, who, round, org, n, &lines));
    for (int i = 0; i < n; i++) {
        const ranking_line *l = &lines.p[i];
        if (marks[i].points < 0 || marks[i].points > l->points || (marks[i].points != l->claimed && text_empty(marks[i].text))) return E_INVALID;
        TRY(db_change1(d, Q_RANKING_SCORE_VERIFY, P_INT(marks[i].points), P_TEXT(marks[i].text), P_INT(round), P_ID(org), P_INT(l->criterion_id)));
    }
    TRY(db_change1(d, Q_RANKING_ENTRY_VERIFIED, P_INT(round), P_ID(org), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "ranking.verified", "ranking_round", round, "", textf(mem, "%lld", (long long)org.v)));
    return db_commit(&tx);
}

status ranking_publish(arena *mem, db *d, const actor *who, int64_t round, instant now)
{
    AUTO(db_tx) tx = {0};
    ranking_round r = {0};
    ranking_entries e = {0};
    ranking_bands bands = {0};
    int verified = 0;

    if (!ranking_may_verify(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(ranking_get(d, mem, round, &r));
    TRY(db_each(d, Q_RANKING_BANDS_OF, mem, &ranking_band_shape, &bands, P_INT(r.set_id)));
    TRY(db_each(d, Q_RANKING_ENTRIES, mem, &ranking_entry_shape, &e, P_INT(round)));
    int64_t place = 0;
    for (int i = 0; i < e.n && e.p[i].is_verified; i++, verified++) {
        int b = 0;
        if (i == 0 || e.p[i].verified != e.p[i - 1].verified) place = i + 1;
        while (b < bands.n - 1 && e.p[i].verified < bands.p[b].points) b++;
        TRY(db_change1(d, Q_RANKING_ENTRY_PLACE, P_INT(place), P_TEXT(bands.n ? bands.p[b].name : ""), P_INT(round), P_INT(e.p[i].org)));
    }
    if (verified == 0) return E_CONFLICT;
    TRY(db_change1(d, Q_RANKING_ROUND_PUBLISH, P_INSTANT(now), P_INT(round)));
    TRY(audit_add(d, mem, who, "ranking.published", "ranking_round", round, "", textf(mem, "%d", verified)));
    return db_commit(&tx);
}

status ranking_sheet(db *d, arena *mem, const actor *who, const ranking_round *round, sheet *out)
{
    static const char *const heads[] = {"Thứ hạng", "Cơ quan, đơn vị", "Tự chấm", "Thẩm định", "Xếp nhóm"};
    ranking_entries e = {0};
    sheet s = {.title = textf(mem, "Xếp hạng hoạt động sáng kiến năm %lld", (long long)round->year), .heads = NEWS(mem, const char *, COUNT(heads)), .n_heads = COUNT(heads)};

    TRY(ranking_entries_of(d, mem, who, round, &e));
    for (int i = 0; i < COUNT(heads); i++) s.heads[i] = heads[i];
    s.rows = NEWS(mem, sheet_row, e.n + 1);
    for (int i = 0; i < e.n; i++) {
        sheet_row *r = &s.rows[s.n_rows++];
        r->cells = NEWS(mem, sheet_cell, COUNT(heads));
        r->n = COUNT(heads);
        r->cells[0] = (sheet_cell){.text = "", .number = e.p[i].place, .scale = 1};
        r->cells[1] = (sheet_cell){.text = e.p[i].org_name};
        r->cells[2] = (sheet_cell){.text = "", .number = e.p[i].claimed, .scale = 100};
        r->cells[3] = (sheet_cell){.text = "", .number = e.p[i].verified, .scale = 100};
        r->cells[4] = (sheet_cell){.text = e.p[i].band};
    }
    *out = s;
    return OK;
}
