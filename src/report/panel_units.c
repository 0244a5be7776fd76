/* The parts by unit, with its map of tiles, and by round. */
#include "base/text.h"
#include "base/words.h"
#include "report/panel_own.h"
#include <stdlib.h>
#include <string.h>

enum { SHADES = 4 };

static const struct {
    const char *sector, *name;
} sectors[] = {{"department", N_("Sở, ban, ngành")}, {"commune", N_("Xã, phường, đặc khu")}, {"school", N_("Trường học")}, {"hospital", N_("Cơ sở y tế")}, {"service", N_("Đơn vị sự nghiệp")},
               {"enterprise", N_("Doanh nghiệp")}, {"union", N_("Tổ chức chính trị - xã hội")}, {"", N_("Đơn vị khác")}};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const panel_tile *)a)->name, ((const panel_tile *)b)->name);
}

static bool is_in(const unit_row *u, int k)
{
    if (*sectors[k].sector) return text_eq(u->sector, sectors[k].sector);
    for (int i = 0; *sectors[i].sector; i++)
        if (text_eq(u->sector, sectors[i].sector)) return false;
    return true;
}

/* Units in their groups, by name, so that each keeps its place from year to year; the shade tells the number. */
static void draw_map(const panel_for *f, const unit_rows *units, panel *b)
{
    int64_t most = 1;

    for (int i = 0; i < units->n; i++)
        if (units->p[i].recognised > most) most = units->p[i].recognised;
    b->groups.p = NEWS(f->mem, panel_group, COUNT(sectors));
    for (int k = 0; k < COUNT(sectors); k++) {
        panel_group *g = &b->groups.p[b->groups.n];
        *g = (panel_group){.title = T(sectors[k].name)};
        g->tiles.p = NEWS(f->mem, panel_tile, units->n + 1);
        for (int i = 0; i < units->n; i++) {
            const unit_row *u = &units->p[i];
            if (!is_in(u, k)) continue;
            const char *at = textf(f->mem, "&co-so=%lld", (long long)u->org);
            g->tiles.p[g->tiles.n++] = (panel_tile){*u->symbol ? u->symbol : u->name, u->name, panel_number(f, u->recognised), panel_recognised(f, u->recognised, f->from, f->to, at),
                                                    u->recognised ? 1 + (u->recognised - 1) * SHADES / most : 0};
        }
        if (g->tiles.n == 0) continue;
        qsort(g->tiles.p, (size_t)g->tiles.n, sizeof *g->tiles.p, by_name);
        b->groups.n++;
    }
}

status panel_units(const panel_for *f, panel_list *l)
{
    unit_rows units = {0};
    panel *b = panel_open(f, l, "co-so", T("Theo cơ sở"));

    TRY(report_units(f->db, f->mem, f->period, f->from, f->to, f->open, &units));
    if (units.n == REPORT_UNITS_MAX) b->text = textf(f->mem, T("%d cơ sở có nhiều sáng kiến nhất; mọi cơ sở có trong báo cáo."), REPORT_UNITS_MAX);
    if (units.n) draw_map(f, &units, b);
    panel_head(b, T("Cơ sở"));
    panel_head(b, T("Công nhận"));
    panel_head(b, T("Cấp thành phố"));
    panel_head(b, T("Có người đứng đầu"));
    panel_head(b, T("Quyết định đúng hạn"));
    if (f->open) panel_head(b, T("Không công nhận"));
    for (int i = 0; i < units.n; i++) {
        const unit_row *u = &units.p[i];
        const char *at = textf(f->mem, "&co-so=%lld", (long long)u->org);
        if (!panel_line(f, b, u->name, f->open ? textf(f->mem, "/thong-ke/don-vi/%lld?tu-nam=%d&den-nam=%d", (long long)u->org, f->from, f->to) : "")) break;
        panel_put(b, panel_number(f, u->recognised), panel_recognised(f, u->recognised, f->from, f->to, at));
        panel_put(b, panel_number(f, u->city), panel_recognised(f, u->city, f->from, f->to, textf(f->mem, "%s%s", at, f->period ? "&cap=city" : "&cap=thanh-pho")));
        panel_put(b, panel_number(f, u->head), f->period ? panel_records(f, "recognised", u->head, f->from, f->to, textf(f->mem, "%s&phan=head", at)) : panel_entries(f, u->head, f->from, f->to, textf(f->mem, "%s&thu-truong=1", at)));
        panel_put(b, panel_share(f, u->in_time, u->timed), panel_records(f, "decided", u->timed, f->from, f->to, textf(f->mem, "%s&dung-han=2", at)));
        if (f->open) panel_put(b, panel_number(f, u->refused), panel_records(f, "refused", u->refused, f->from, f->to, at));
    }
    b->query = textf(f->mem, "/thong-ke/truy-van/report_units?by_period=%d&from_year=%d&to_year=%d&all=%d", f->period, f->from, f->to, f->open);
    return OK;
}

/* The years are those of the rounds, so a number opens its records whenever they happened. */
status panel_rounds(const panel_for *f, panel_list *l)
{
    round_counts rounds = {0};
    panel *b = panel_open(f, l, "dot", T("Theo đợt"));

    TRY(report_rounds(f->db, f->mem, f->org, f->from, f->to, &rounds));
    b->text = T("Đợt được xếp vào năm của nó; hồ sơ nộp ngoài đợt không có ở đây.");
    b->empty = T("Chưa có hồ sơ nào nộp theo đợt trong những năm này.");
    panel_head(b, T("Đợt"));
    panel_head(b, T("Tiếp nhận"));
    panel_head(b, T("Chấp nhận đơn"));
    panel_head(b, T("Công nhận"));
    panel_head(b, T("Không công nhận"));
    panel_head(b, T("Quyết định đúng hạn"));
    for (int i = 0; i < rounds.n; i++) {
        const round_count *r = &rounds.p[i];
        const char *at = textf(f->mem, "&dot=%lld", (long long)r->id);
        int64_t n[] = {r->received, r->accepted, r->refused};
        bool hide[COUNT(n)];
        report_suppress(n, COUNT(n), hide);
        if (!panel_line(f, b, r->name, "")) break;
        panel_put(b, panel_shown(f, r->received, hide[0]), panel_records(f, "received", r->received, REPORT_YEAR_MIN, REPORT_YEAR_MAX, at));
        panel_put(b, panel_shown(f, r->accepted, hide[1]), panel_records(f, "accepted", r->accepted, REPORT_YEAR_MIN, REPORT_YEAR_MAX, at));
        panel_put(b, panel_number(f, r->recognised), panel_records(f, "recognised", r->recognised, REPORT_YEAR_MIN, REPORT_YEAR_MAX, at));
        panel_put(b, panel_shown(f, r->refused, hide[2]), panel_records(f, "refused", r->refused, REPORT_YEAR_MIN, REPORT_YEAR_MAX, at));
        panel_put(b, f->open || r->timed >= REPORT_SMALL ? panel_share(f, r->in_time, r->timed) : "–", "");
    }
    b->query = textf(f->mem, "/thong-ke/truy-van/report_rounds?org=%lld&from_year=%d&to_year=%d", (long long)f->org.v, f->from, f->to);
    return OK;
}
