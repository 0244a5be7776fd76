/* The papers of a council, from the templates that a clerk edits (paper.h): minutes, report, score sheets, the summary of a
 * session. Their words are Vietnamese whatever language the page is in. */
#include "base/text.h"
#include "base/words.h"
#include "council/council_own.h"
#include "paper/paper.h"
#include "rule/rule.h"

#define PUT(name, value) fill_put(mem, v, name, value)
#define PUT_N(name, n) fill_put(mem, v, name, textf(mem, "%lld", (long long)(n)))

void council_say_findings(item_row *i, lang l)
{
    const char **findings[] = {&i->novelty_1, &i->novelty_2, &i->novelty_3, &i->novelty_4, &i->benefit};

    for (int k = 0; k < COUNT(findings); k++)
        *findings[k] = text_starts(*findings[k], "yes") ? words_in(l, N_("đạt")) : text_starts(*findings[k], "no") ? words_in(l, N_("không đạt")) : "";
    i->excluded = text_starts(i->excluded, "yes") ? words_in(l, N_("thuộc đối tượng loại trừ")) : text_starts(i->excluded, "no") ? words_in(l, N_("không thuộc đối tượng loại trừ")) : "";
}

static void put_session(arena *mem, const session_row_view *s, fill_values *v)
{
    PUT("co_so", s->org_name);
    PUT("co_so_hoa", text_upper(mem, s->org_name));
    PUT("ngay", date_vi(mem, date_of(s->held_at)));
    PUT("hoi_dong", s->council_name);
    PUT("quyet_dinh_hoi_dong", s->decision);
    PUT("ngay_quyet_dinh_hoi_dong", s->decided_on.ymd ? date_vi(mem, s->decided_on) : "");
    PUT("dot", s->round);
    PUT("thoi_gian_hop", instant_vi(mem, s->held_at));
    PUT("dia_diem", s->place);
    PUT("cach_bieu_quyet", text_eq(s->ballot, "secret") ? "bỏ phiếu kín" : "biểu quyết công khai");
}

static void put_members(arena *mem, const member_list *l, fill_values *v)
{
    fill_put_count(mem, v, "thanh_vien", l->n);
    for (int i = 0; i < l->n; i++) {
        const member_row *m = &l->p[i];
        fill_put_item(mem, v, "thanh_vien", i + 1, "stt", textf(mem, "%d", i + 1));
        fill_put_item(mem, v, "thanh_vien", i + 1, "ten", m->name);
        fill_put_item(mem, v, "thanh_vien", i + 1, "vai_tro", textf(mem, "%s%s", m->role_name, m->stands_in ? " (dự khuyết thay)" : ""));
        fill_put_item(mem, v, "thanh_vien", i + 1, "co_mat", m->recused ? "không dự xét" : m->present ? "x" : "");
    }
}

static void put_log(arena *mem, const minutes_lines *log, fill_values *v)
{
    bool edited = false;

    fill_put_count(mem, v, "dien_bien", log->n);
    for (int i = 0; i < log->n; i++) {
        edited |= log->p[i].edited;
        fill_put_item(mem, v, "dien_bien", i + 1, "loi", textf(mem, "%s%s", log->p[i].text, log->p[i].edited ? " (*)" : ""));
    }
    PUT("ghi_chu_dien_bien", edited ? "(*) Đoạn do thư ký viết hoặc sửa; phần còn lại lấy từ nhật ký phiên họp." : "");
}

static void put_result(arena *mem, const item_row *i, fill_values *v)
{
    PUT("so_ho_so", i->number);
    PUT("ten_sang_kien", i->title);
    PUT("linh_vuc", i->field);
    PUT("n1", i->novelty_1);
    PUT("n2", i->novelty_2);
    PUT("n3", i->novelty_3);
    PUT("n4", i->novelty_4);
    PUT("loi_ich_thiet_thuc", i->benefit);
    PUT("loai_tru", i->excluded);
    PUT("y_kien", i->opinion);
    PUT_N("co_mat", i->present);
    PUT_N("so_ghe", i->seats);
    PUT_N("khong_du_xet", i->recused);
    PUT_N("du_khuyet", i->stand_ins);
    PUT_N("tan_thanh", i->votes_for);
    PUT_N("khong_tan_thanh", i->votes_against);
    PUT_N("khong_y_kien", i->votes_blank);
    PUT_N("so_thanh_vien", i->members);
    bool done = i->concluded_at.ms != 0;
    PUT("diem", !done ? "chưa kết luận" : i->scored ? textf(mem, "%s (cách tính: %s)", score_text(mem, i->score), i->formula) : "không chấm điểm");
    PUT("ket_luan", !done ? "chưa kết luận" : i->passed ? "thông qua, đề nghị công nhận sáng kiến" : "không thông qua");
}

/* When the item was concluded its papers stood: later versions of the template do not touch them. */
static instant of_conclusion(const item_row *i, instant now)
{
    return i->concluded_at.ms ? i->concluded_at : now;
}

status council_paper(db *d, arena *mem, const actor *who, item_id id, const char *kind, instant now, bytes *out)
{
    item_row i = {0};
    session_row_view s = {0};
    member_list members = {0};
    minutes_lines log = {0}, dropped = {0};
    council_bench bench;
    fill_values values = {0}, *v = &values;
    const rule_row *rule = NULL;
    int num = 0, den = 0;

    TRY(council_item_get(d, mem, who, id, &i));
    TRY(council_session_get(d, mem, who, i.session_id, &s));
    TRY(council_bench_of(d, mem, i.id, date_of(now), &members, &bench));
    TRY(council_minutes(d, mem, who, i.id, &log, &dropped));
    TRY(rule_ratio(rule_current(), "council.pass_ratio", NULL, date_of(s.held_at), &num, &den, &rule));
    council_say_findings(&i, LANG_VI);
    put_session(mem, &s, v);
    put_members(mem, &members, v);
    put_log(mem, &log, v);
    put_result(mem, &i, v);
    PUT("can_it_nhat", rule->value);
    return paper_render_at(d, mem, kind, v, of_conclusion(&i, now), out);
}

status council_sheet_paper(db *d, arena *mem, const session_row_view *s, const item_row *i, const sheet_row *sheet, const char *member, const criterion_list *c, const score_list *scores, instant now, bytes *out)
{
    fill_values values = {0}, *v = &values;

    put_session(mem, s, v);
    PUT("so_ho_so", i->number);
    PUT("ten_sang_kien", i->title);
    PUT("linh_vuc", i->field);
    PUT("nguoi_cham", member);
    fill_put_count(mem, v, "tieu_chi", c->n);
    for (int k = 0; k < c->n; k++) {
        fill_put_item(mem, v, "tieu_chi", k + 1, "stt", textf(mem, "%d", k + 1));
        fill_put_item(mem, v, "tieu_chi", k + 1, "nhom", c->p[k].group_name);
        fill_put_item(mem, v, "tieu_chi", k + 1, "ten", c->p[k].name);
        fill_put_item(mem, v, "tieu_chi", k + 1, "cao_nhat", score_text(mem, c->p[k].max));
        fill_put_item(mem, v, "tieu_chi", k + 1, "he_so", score_text(mem, c->p[k].weight));
        fill_put_item(mem, v, "tieu_chi", k + 1, "diem", scores->p[k].points < 0 ? "" : score_text(mem, scores->p[k].points));
        fill_put_item(mem, v, "tieu_chi", k + 1, "nhan_xet", scores->p[k].comment);
    }
    PUT("tong_diem", score_text(mem, sheet->total));
    PUT("diem_toi_da", score_text(mem, score_full(c)));
    PUT("ghi_chu_phieu", text_eq(sheet->state, "abstained") ? "(không chấm)" : "");
    PUT("nhan_xet_chung", sheet->comment);
    return paper_render_at(d, mem, "score_sheet", v, of_conclusion(i, now), out);
}

status council_summary_paper(db *d, arena *mem, const actor *who, council_session_id id, instant now, bytes *out)
{
    session_row_view s = {0};
    item_list l = {0};
    fill_values values = {0}, *v = &values;
    instant last = {0};
    int concluded = 0, passed = 0;

    TRY(council_session_get(d, mem, who, id, &s));
    if (!council_may_manage(who, s.org_id)) return E_FORBIDDEN;
    TRY(council_items(d, mem, who, id, &l)); /* without those that are hidden from who asks */
    put_session(mem, &s, v);
    fill_put_count(mem, v, "ho_so", l.n);
    for (int k = 0; k < l.n; k++) {
        const item_row *i = &l.p[k];
        bool done = i->concluded_at.ms != 0; /* until then nothing of votes and points */
        const struct {
            const char *field, *value;
        } row[] = {{"stt", textf(mem, "%d", k + 1)}, {"so", i->number}, {"ten", i->title}, {"linh_vuc", i->field}, {"tan_thanh", done ? textf(mem, "%lld", (long long)i->votes_for) : ""},
                   {"khong_tan_thanh", done ? textf(mem, "%lld", (long long)i->votes_against) : ""}, {"khong_y_kien", done ? textf(mem, "%lld", (long long)i->votes_blank) : ""},
                   {"diem", done && i->scored ? score_text(mem, i->score) : ""}, {"ket_qua", !done ? "chưa kết luận" : i->passed ? "thông qua" : "không thông qua"}};
        for (int f = 0; f < COUNT(row); f++) fill_put_item(mem, v, "ho_so", k + 1, row[f].field, row[f].value);
        concluded += done;
        passed += done && i->passed;
        if (i->concluded_at.ms > last.ms) last = i->concluded_at;
    }
    PUT_N("so_ho_so_xet", concluded);
    PUT_N("so_thong_qua", passed);
    return paper_render_at(d, mem, "score_summary", v, concluded == l.n && l.n ? last : now, out);
}
