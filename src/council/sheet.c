/* Scores: each member alone until the phase is over, then shown; counted without those who have a conflict. */
#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/words.h"
#include "council/council_own.h"
#include "doc/xlsx.h"
#include <sodium.h>
#include <string.h>

SHAPE(sheet_shape, sheet_row, F_INT(sheet_row, id), F_ID(sheet_row, item_id), F_ID(sheet_row, member_id), F_TEXT(sheet_row, state), F_TEXT(sheet_row, comment), F_TEXT(sheet_row, name),
      F_TEXT(sheet_row, role), F_TEXT(sheet_row, code), F_INT(sheet_row, total), F_BOOL(sheet_row, veto), F_INSTANT(sheet_row, saved_at));
SHAPE(score_row_shape, score_row, F_ID(score_row, criterion_id), F_INT(score_row, points), F_TEXT(score_row, comment));
SHAPE(reading_shape, reading_row, F_ID(reading_row, item_id), F_ID(reading_row, session_id), F_TEXT(reading_row, title), F_TEXT(reading_row, number), F_TEXT(reading_row, field),
      F_TEXT(reading_row, round), F_TEXT(reading_row, council_name), F_TEXT(reading_row, sheet), F_TEXT(reading_row, sheet_name), F_TEXT(reading_row, outcome), F_TEXT(reading_row, outcome_name),
      F_TEXT(reading_row, session_state), F_INSTANT(reading_row, due_at), F_INT(reading_row, total), F_BOOL(reading_row, assigned), F_BOOL(reading_row, late));
SHAPE(import_fault_shape, import_fault, F_TEXT(import_fault, address), F_TEXT(import_fault, text));
SHAPE(severity_shape, severity_row, F_TEXT(severity_row, name), F_INT(severity_row, sheets), F_INT(severity_row, severity), F_BOOL(severity_row, known));

scoring_phase council_phase(const session_row_view *s, const item_row *i, instant now)
{
    if (!i->set_id.v || !s->scores_at.ms) return SCORING_NONE;
    return now.ms < s->scores_at.ms ? SCORING_ALONE : SCORING_SHOWN;
}

/* The member of `who` who scores an item: named for it, or any member where nobody is named. */
static status scorer(db *d, const actor *who, const item_row *i, member_id *out)
{
    int64_t me = 0, named = 0, mine = 0;

    TRY(db_number(d, Q_COUNCIL_SCORER, &me, P_ID(i->id), P_INT(who->user.v)));
    TRY(db_number(d, Q_COUNCIL_ASSIGNED, &named, P_ID(i->id), P_INT(0)));
    TRY(db_number(d, Q_COUNCIL_ASSIGNED, &mine, P_ID(i->id), P_INT(me)));
    if (!me || !i->set_id.v || (named && !mine)) return E_FORBIDDEN;
    out->v = me;
    return OK;
}

status council_sheet_scores(db *d, arena *mem, int64_t sheet, score_list *out)
{
    return db_each(d, Q_COUNCIL_SCORES, mem, &score_row_shape, out, P_INT(sheet));
}

/* The scores in the order of the criteria; -1 where there is none. */
static void in_order(arena *mem, const criterion_list *c, const score_list *given, score_list *out)
{
    out->p = NEWS(mem, score_row, c->n + 1);
    out->n = c->n;
    for (int i = 0; i < c->n; i++) {
        out->p[i] = (score_row){c->p[i].id, -1, ""};
        for (int k = 0; k < given->n; k++)
            if (given->p[k].criterion_id.v == c->p[i].id.v) out->p[i] = given->p[k];
    }
}

status council_my_sheet(db *d, arena *mem, const actor *who, item_id id, sheet_row *sheet, criterion_list *criteria, score_list *scores)
{
    item_row i = {0};
    member_id me = {0};
    score_list given = {0};
    sheet_row s = {.state = "", .comment = "", .name = "", .role = "", .code = ""};

    TRY(council_item_get(d, mem, who, id, &i));
    TRY(scorer(d, who, &i, &me));
    TRY(criteria_of(d, mem, i.set_id, criteria));
    status found = db_one(d, Q_COUNCIL_SHEET_OF, mem, &sheet_shape, &s, P_ID(id), P_ID(me));
    if (found != OK && found != E_NOT_FOUND) return found;
    if (s.id) TRY(council_sheet_scores(d, mem, s.id, &given));
    in_order(mem, criteria, &given, scores);
    *sheet = s;
    return OK;
}

/* What is wrong with the scores, one outcome per criterion; the total and whether one excludes. */
static status judge(arena *mem, const criterion_list *c, const score_list *scores, bool whole, score_outcome *bad, int64_t *total, bool *veto)
{
    int64_t *points = NEWS(mem, int64_t, c->n + 1);
    status s = OK;

    *veto = false;
    for (int i = 0; i < c->n; i++) {
        band_list bands = {0};
        bool excludes = false;
        TRY(score_bands(mem, c->p[i].bands, c->p[i].max, &bands));
        bad[i] = score_check(&c->p[i], &bands, scores->p[i].points, scores->p[i].comment, &excludes);
        if (!whole && (bad[i] == SCORE_MISSING || bad[i] == SCORE_NO_COMMENT)) bad[i] = SCORE_GOOD; /* a draft may wait for them */
        if (bad[i] != SCORE_GOOD) s = E_INVALID;
        points[i] = scores->p[i].points < 0 ? 0 : scores->p[i].points;
        *veto |= excludes;
    }
    *total = score_total(c, points);
    return s;
}

static status put_sheet(arena *mem, db *d, const item_row *i, member_id me, const char *state, int64_t total, bool veto, const char *comment, const criterion_list *c, const score_list *scores, instant now)
{
    unsigned char raw[8];
    int64_t id = 0;

    randombytes_buf(raw, sizeof raw);
    TRY(db_change(d, Q_COUNCIL_SHEET_PUT, NULL, P_ID(i->id), P_ID(me), P_TEXT(state), P_INT(total), P_BOOL(veto), P_TEXT(comment), P_TEXT(text_hex(mem, raw, sizeof raw)), P_INSTANT(now)));
    TRY(db_number(d, Q_COUNCIL_SHEET_ID, &id, P_ID(i->id), P_ID(me)));
    TRY(db_change(d, Q_COUNCIL_SCORES_DROP, NULL, P_INT(id)));
    for (int k = 0; k < c->n; k++)
        TRY(db_change1(d, Q_COUNCIL_SCORE_PUT, P_INT(id), P_ID(c->p[k].id), scores->p[k].points < 0 ? P_NULL : P_INT(scores->p[k].points), P_TEXT(scores->p[k].comment)));
    return OK;
}

status council_save_sheet(arena *mem, db *d, const actor *who, item_id id, const char *state, const score_list *scores, const char *comment, instant now, score_outcome *bad)
{
    AUTO(db_tx) tx = {0};
    item_row i = {0};
    session_row_view s = {0};
    member_id me = {0};
    criterion_list c = {0};
    int64_t total = 0;
    bool veto = false, abstains = text_eq(state, "abstained");

    if (!abstains && !text_eq(state, "draft") && !text_eq(state, "done")) return E_INVALID;
    if (abstains && text_empty(comment)) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(council_item_in(d, mem, who, id, &i, &s));
    TRY(scorer(d, who, &i, &me));
    if (council_phase(&s, &i, now) != SCORING_ALONE || text_eq(i.state, "concluded")) return E_CONFLICT;
    TRY(criteria_of(d, mem, i.set_id, &c));
    if (scores->n != c.n) return E_INVALID;
    TRY(judge(mem, &c, scores, text_eq(state, "done"), bad, &total, &veto));
    TRY(put_sheet(mem, d, &i, me, state, abstains ? 0 : total, !abstains && veto, comment, &c, scores, now));
    TRY(audit_add(d, mem, who, "council.scored", "council_item", id.v, "", state)); /* never the points */
    return db_commit(&tx);
}

status council_sheets(db *d, arena *mem, const actor *who, const session_row_view *s, const item_row *i, instant now, sheet_list *out)
{
    scoring_phase phase = council_phase(s, i, now);
    sheet_list l = {0};
    int64_t me = 0;
    int n = 0;

    TRY(db_number(d, Q_COUNCIL_SCORER, &me, P_ID(i->id), P_INT(who->user.v)));
    TRY(db_each(d, Q_COUNCIL_SHEETS, mem, &sheet_shape, &l, P_ID(i->id)));
    for (int k = 0; k < l.n; k++) {
        bool own = me && l.p[k].member_id.v == me, waits = text_eq(l.p[k].state, "draft");
        if (!council_may_read_sheet(phase, own) || (waits && !own)) continue;
        l.p[n] = l.p[k];
        if (s->blind_member && !own) {
            l.p[n].name = textf(mem, T("Thành viên %d"), n + 1);
            l.p[n].member_id.v = l.p[n].id = 0; /* numbers and times would tell who was first */
            l.p[n].role = l.p[n].code = "";
            l.p[n].saved_at.ms = 0;
        }
        n++;
    }
    l.n = n;
    *out = l;
    return OK;
}

status council_count_scores(db *d, arena *mem, item_row *i)
{
    sheet_list l = {0};
    criteria_row set = {0};
    int64_t totals[COUNCIL_MEMBERS_MAX];
    int n = 0;

    i->scored = false;
    i->formula = "";
    i->veto_at = 1;
    if (!i->set_id.v) return OK;
    actor self = actor_system();
    TRY(criteria_get(d, mem, &self, i->set_id, &set));
    TRY(db_each(d, Q_COUNCIL_SHEETS, mem, &sheet_shape, &l, P_ID(i->id)));
    i->vetoes = 0;
    for (int k = 0; k < l.n && n < COUNCIL_MEMBERS_MAX; k++) {
        if (!text_eq(l.p[k].state, "done")) continue;
        totals[n++] = l.p[k].total;
        i->vetoes += l.p[k].veto;
    }
    i->score_pass = set.pass;
    i->veto_at = set.veto_sheets;
    i->scored = n > 0;
    i->score = score_result(set.method, totals, n);
    i->formula = score_formula(mem, set.method, totals, n);
    return OK;
}

/* ---- the copy without authors ---- */

SHAPE(copy_shape, copy_row, F_TEXT(copy_row, field), F_TEXT(copy_row, known_state), F_TEXT(copy_row, content), F_TEXT(copy_row, applicability), F_TEXT(copy_row, conditions), F_TEXT(copy_row, benefit_author),
      F_TEXT(copy_row, benefit_users));

static const char *struck(arena *mem, const char *text, const char *name)
{
    AUTO(buf) b = {0};
    size_t n = strlen(name);

    if (n < 2) return text;
    for (const char *at; (at = strstr(text, name)); text = at + n) {
        buf_put(&b, text, (size_t)(at - text));
        buf_puts(&b, "■■■");
    }
    buf_puts(&b, text);
    return text_copy(mem, b.p);
}

status council_copy(db *d, arena *mem, const actor *who, item_id id, copy_row *out)
{
    item_row i = {0};
    copy_row c = {0};
    author_list authors = {0};

    TRY(council_item_get(d, mem, who, id, &i));
    TRY(db_one(d, Q_COUNCIL_COPY_GET, mem, &copy_shape, &c, P_ID(i.dossier_id)));
    TRY(dossier_authors(d, mem, i.dossier_id, &authors));
    const char **const texts[] = {&c.known_state, &c.content, &c.applicability, &c.conditions, &c.benefit_author, &c.benefit_users};
    for (int a = 0; a < authors.n; a++)
        for (int k = 0; k < COUNT(texts); k++) *texts[k] = struck(mem, *texts[k], authors.p[a].name);
    *out = c;
    return OK;
}

/* ---- what I read, and what became of it ---- */

status council_readings(db *d, arena *mem, const actor *who, instant now, reading_list *out)
{
    TRY(db_each(d, Q_COUNCIL_READINGS, mem, &reading_shape, out, P_INT(who->user.v)));
    for (int i = 0; i < out->n; i++) {
        reading_row *r = &out->p[i];
        bool waits = !text_eq(r->sheet, "done") && !text_eq(r->sheet, "abstained");
        r->sheet_name = text_eq(r->sheet, "done") ? T("đã nộp phiếu") : text_eq(r->sheet, "abstained") ? T("không chấm") : text_eq(r->sheet, "draft") ? T("đang chấm") : T("chưa chấm");
        r->late = waits && now.ms >= r->due_at.ms;
        r->outcome_name = process_phase_name(process_phase_by_key(r->outcome));
    }
    return OK;
}

/* ---- spreadsheets ---- */

enum { COLUMN_KEY, COLUMN_NUMBER, COLUMN_TITLE, COLUMN_CRITERION, COLUMN_MAX, COLUMN_POINTS, COLUMN_COMMENT, COLUMNS };

/* "12-34": item and criterion of a row. */
static const char *key_of(arena *mem, item_id i, criterion_id c)
{
    return textf(mem, "%lld-%lld", (long long)i.v, (long long)c.v);
}

typedef struct {
    const char **cell;
    int rows;
} grid;

static status add_rows(db *d, arena *mem, const actor *who, const item_row *i, grid *g)
{
    sheet_row s = {0};
    criterion_list c = {0};
    score_list scores = {0};
    status mine = council_my_sheet(d, mem, who, i->id, &s, &c, &scores);

    if (mine == E_FORBIDDEN) return OK; /* not mine to score */
    TRY(mine);
    for (int k = 0; k < c.n && g->rows < XLSX_ROWS_MAX; k++) {
        const char **row = g->cell + (size_t)g->rows++ * COLUMNS;
        row[COLUMN_KEY] = key_of(mem, i->id, c.p[k].id);
        row[COLUMN_NUMBER] = i->number;
        row[COLUMN_TITLE] = i->title;
        row[COLUMN_CRITERION] = c.p[k].name;
        row[COLUMN_MAX] = score_text(mem, c.p[k].max);
        row[COLUMN_POINTS] = scores.p[k].points < 0 ? "" : score_text(mem, scores.p[k].points);
        row[COLUMN_COMMENT] = scores.p[k].comment;
    }
    return OK;
}

status council_sheets_xlsx(db *d, arena *mem, const actor *who, council_session_id id, bytes *out)
{
    static const int width[COLUMNS] = {12, 18, 40, 36, 12, 10, 50};
    item_list l = {0};
    session_row_view s = {0};
    grid g = {NEWS(mem, const char *, XLSX_ROWS_MAX * COLUMNS), 1};
    const char *const head[COLUMNS] = {"Mã dòng (giữ nguyên)", "Số hồ sơ", "Tên giải pháp", "Tiêu chí", "Điểm cao nhất", "Điểm", "Nhận xét"};

    TRY(council_session_get(d, mem, who, id, &s));
    TRY(council_items(d, mem, who, id, &l));
    memcpy(g.cell, head, sizeof head);
    for (int i = 0; i < l.n; i++) TRY(add_rows(d, mem, who, &l.p[i], &g));
    return xlsx_write(mem, &(xlsx_sheet){.name = "Chấm điểm", .cell = g.cell, .rows = g.rows, .columns = COLUMNS, .head = 0, .width = width}, out);
}

static void fault(arena *mem, import_faults *l, const char *address, const char *text)
{
    if (!l->p) l->p = NEWS(mem, import_fault, XLSX_ROWS_MAX * 2);
    if (l->n < XLSX_ROWS_MAX * 2) l->p[l->n++] = (import_fault){address, text};
}

/* One cell of the score column. */
static int64_t read_points(arena *mem, const xlsx_cell *c, int row, import_faults *faults)
{
    const char *at = xlsx_address(mem, row, COLUMN_POINTS);
    int64_t points = -1;

    if (!c) return -1;
    if (c->kind == CELL_DATE) fault(mem, faults, at, T("Ô điểm đã bị bảng tính đổi thành ngày tháng. Hãy định dạng ô là văn bản rồi gõ lại điểm."));
    else if (c->kind == CELL_NUMBER && score_parse_stored(c->value, &points) != OK) fault(mem, faults, at, textf(mem, T("“%s” không phải điểm hợp lệ (tối đa hai chữ số thập phân)."), c->value));
    else if (c->kind == CELL_TEXT && score_parse(c->value, &points) != OK) fault(mem, faults, at, textf(mem, T("“%s” không phải điểm hợp lệ, ví dụ 8 hoặc 8,5."), c->value));
    return points;
}

/* The rows of one item; which were used is marked. Returns how many. */
static status take_item(arena *mem, db *d, const actor *who, const item_row *i, const xlsx_cells *cells, int rows, bool *used, instant now, int *taken, import_faults *faults)
{
    sheet_row s = {0};
    criterion_list c = {0};
    score_list scores = {0};
    int at[CRITERIA_MAX] = {0}, n = 0;
    score_outcome bad[CRITERIA_MAX] = {0};
    status mine = council_my_sheet(d, mem, who, i->id, &s, &c, &scores);

    if (mine == E_FORBIDDEN) return OK;
    TRY(mine);
    for (int r = 1; r < rows; r++) {
        const xlsx_cell *key = xlsx_at(cells, r, COLUMN_KEY), *comment = xlsx_at(cells, r, COLUMN_COMMENT);
        for (int k = 0; key && k < c.n; k++) {
            if (!text_eq(key->value, key_of(mem, i->id, c.p[k].id))) continue;
            if (at[k]) fault(mem, faults, xlsx_address(mem, r, COLUMN_KEY), T("Dòng này lặp lại một dòng phía trên."));
            used[r] = true;
            at[k] = r;
            scores.p[k].points = read_points(mem, xlsx_at(cells, r, COLUMN_POINTS), r, faults);
            scores.p[k].comment = comment ? comment->value : "";
            n++;
        }
    }
    if (n == 0) return OK;
    status saved = faults->n ? E_INVALID : council_save_sheet(mem, d, who, i->id, "draft", &scores, s.comment, now, bad);
    for (int k = 0; saved == E_INVALID && k < c.n; k++)
        if (bad[k] != SCORE_GOOD) fault(mem, faults, xlsx_address(mem, at[k], COLUMN_POINTS), score_outcome_words(mem, &c.p[k], bad[k]));
    *taken += n;
    return saved == E_INVALID && faults->n ? OK : saved;
}

status council_import_xlsx(arena *mem, db *d, const actor *who, council_session_id id, bytes file, instant now, int *rows, import_faults *faults)
{
    AUTO(db_tx) tx = {0};
    xlsx_cells cells = {0};
    item_list l = {0};
    session_row_view s = {0};
    bool *used = NEWS(mem, bool, XLSX_ROWS_MAX + 1);
    int last = 0;

    TRY(xlsx_read(mem, file, &cells));
    for (int i = 0; i < cells.n; i++)
        if (cells.p[i].row >= last) last = cells.p[i].row + 1;
    TRY(db_begin(d, &tx));
    TRY(council_session_get(d, mem, who, id, &s));
    TRY(council_items(d, mem, who, id, &l));
    *rows = 0;
    for (int i = 0; i < l.n; i++) TRY(take_item(mem, d, who, &l.p[i], &cells, last, used, now, rows, faults));
    for (int r = 1; r < last; r++) {
        bool holds = xlsx_at(&cells, r, COLUMN_KEY) || xlsx_at(&cells, r, COLUMN_POINTS);
        if (holds && !used[r]) fault(mem, faults, xlsx_address(mem, r, COLUMN_KEY), T("Mã dòng này không thuộc hồ sơ bạn chấm trong phiên họp."));
    }
    if (faults->n || *rows == 0) return E_INVALID; /* nothing is half-imported */
    return db_commit(&tx);
}

/* ---- agreement ---- */

status council_agreement(db *d, arena *mem, const actor *who, council_session_id id, instant now, int64_t *alpha, severity_list *out)
{
    session_row_view s = {0};
    item_list items = {0};
    member_list m = {0};

    TRY(council_session_get(d, mem, who, id, &s));
    if (!council_may_rule(who, s.org_id)) return E_FORBIDDEN;
    TRY(council_items(d, mem, who, id, &items));
    TRY(council_members(d, mem, s.council_id, &m));
    int64_t *at = NEWS(mem, int64_t, items.n * m.n + 1);
    for (int i = 0; i < items.n * m.n; i++) at[i] = -1;
    out->p = NEWS(mem, severity_row, m.n + 1);
    out->n = m.n;
    for (int k = 0; k < m.n; k++) out->p[k] = (severity_row){.name = m.p[k].name};
    for (int i = 0; i < items.n; i++) {
        sheet_list l = {0};
        if (council_phase(&s, &items.p[i], now) != SCORING_SHOWN) continue;
        TRY(db_each(d, Q_COUNCIL_SHEETS, mem, &sheet_shape, &l, P_ID(items.p[i].id)));
        for (int j = 0; j < l.n; j++)
            for (int k = 0; k < m.n; k++)
                if (l.p[j].member_id.v == m.p[k].id.v && text_eq(l.p[j].state, "done")) {
                    at[i * m.n + k] = l.p[j].total;
                    out->p[k].sheets++;
                }
    }
    for (int k = 0; k < m.n; k++) out->p[k].known = score_severity(at, items.n, m.n, k, &out->p[k].severity) == OK;
    return score_alpha(at, items.n, m.n, alpha);
}
