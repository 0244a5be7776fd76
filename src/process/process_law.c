/* What phases and effects mean, and what the law demands of a process. */
#include "base/text.h"
#include "base/words.h"
#include "process/process.h"

#define LAW_TT8 N_("Điều 8 Thông tư 18/2013/TT-BKHCN")
#define LAW_DL71 N_("khoản 1 Điều 7 Điều lệ Sáng kiến")
#define LAW_DL72 N_("khoản 2 Điều 7 Điều lệ Sáng kiến")

static const char *const levels[LEVEL__COUNT][2] = {
    [LEVEL_UNIT] = {"unit", N_("Cơ sở")}, [LEVEL_CITY] = {"city", N_("Bộ, tỉnh, thành phố")}, [LEVEL_NATION] = {"nation", N_("Toàn quốc")}};

const char *process_level_key(process_level l)
{
    return l > 0 && l < LEVEL__COUNT ? levels[l][0] : "";
}

const char *process_level_name(process_level l)
{
    return l > 0 && l < LEVEL__COUNT ? T(levels[l][1]) : "";
}

process_level process_level_by_key(const char *key)
{
    for (int i = 1; i < LEVEL__COUNT; i++)
        if (text_eq(levels[i][0], key)) return (process_level)i;
    return (process_level)0;
}

static const char *const phases[PHASE__COUNT][2] = {
    [PHASE_DRAFT] = {"draft", N_("Nháp")},
    [PHASE_FILED] = {"filed", N_("Đã nộp, chờ xem xét đơn")},
    [PHASE_DEFICIENT] = {"deficient", N_("Chờ tác giả sửa")},
    [PHASE_REFUSED_ACCEPTANCE] = {"refused_acceptance", N_("Từ chối chấp nhận đơn")},
    [PHASE_ACCEPTED] = {"accepted", N_("Đã chấp nhận, chờ Hội đồng")},
    [PHASE_WAITING] = {"waiting", N_("Chờ áp dụng lần đầu")},
    [PHASE_EVALUATION] = {"under_evaluation", N_("Hội đồng đánh giá")},
    [PHASE_EVALUATED] = {"evaluated", N_("Có kết luận, chờ quyết định")},
    [PHASE_CONSENT] = {"waiting_consent", N_("Chờ chấp thuận")},
    [PHASE_CERTIFIED] = {"certified", N_("Đã công nhận")},
    [PHASE_REFUSED] = {"refused", N_("Không công nhận")},
    [PHASE_CANCELLED] = {"cancelled", N_("Đã hủy bỏ công nhận")},
    [PHASE_WITHDRAWN] = {"withdrawn", N_("Đã rút")},
    [PHASE_DEFERRED] = {"deferred", N_("Bảo lưu")},
    [PHASE_EXCLUDED] = {"excluded", N_("Loại khỏi đợt xét")},
};

const char *process_phase_key(dossier_phase p)
{
    return p > 0 && p < PHASE__COUNT ? phases[p][0] : "";
}

const char *process_phase_name(dossier_phase p)
{
    return p > 0 && p < PHASE__COUNT ? T(phases[p][1]) : "";
}

dossier_phase process_phase_by_key(const char *key)
{
    for (int i = 1; i < PHASE__COUNT; i++)
        if (text_eq(phases[i][0], key)) return (dossier_phase)i;
    return (dossier_phase)0;
}

#define P(x) (1u << PHASE_##x)
enum { SAME_PHASE = 0 }; /* leads nowhere else */
enum { OWNER = 1, OFFICERS = ROLE_BIT(ROLE_INTAKE) | ROLE_BIT(ROLE_HEAD), COUNCIL = ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR), HEAD = ROLE_BIT(ROLE_HEAD), DEPARTMENT = ROLE_BIT(ROLE_DEPARTMENT) };

/* From which phases an effect may start, to which it leads, and whose step it may be. So a recognition always has an
 * evaluation before it, and is always the step of whom the law names (ĐL 7(1)). */
static const struct {
    const char *key, *name;
    unsigned from, to, roles;
} effects[EFFECT__COUNT] = {
    [EFFECT_NONE] = {"none", N_("Chuyển bước trong cùng giai đoạn"), P(FILED) | P(ACCEPTED) | P(WAITING) | P(EVALUATION) | P(EVALUATED) | P(CONSENT) | P(DEFERRED) | P(CERTIFIED), SAME_PHASE, OFFICERS | COUNCIL | DEPARTMENT},
    [EFFECT_FILE] = {"file", N_("Nộp hồ sơ"), P(DRAFT), P(FILED), OWNER},
    [EFFECT_ACCEPT] = {"accept", N_("Chấp nhận đơn"), P(FILED), P(ACCEPTED), OFFICERS | DEPARTMENT},
    [EFFECT_ACCEPT_WAITING] = {"accept_waiting", N_("Chấp nhận đơn, chờ áp dụng lần đầu"), P(FILED), P(WAITING), OFFICERS | DEPARTMENT},
    [EFFECT_ASK_FIX] = {"ask_fix", N_("Yêu cầu sửa, bổ sung"), P(FILED), P(DEFICIENT), OFFICERS | DEPARTMENT},
    [EFFECT_ANSWER_FIX] = {"answer_fix", N_("Nộp lại sau khi sửa"), P(DEFICIENT), P(FILED), OWNER},
    [EFFECT_REFUSE_ACCEPTANCE] = {"refuse_acceptance", N_("Từ chối chấp nhận đơn"), P(FILED) | P(DEFICIENT), P(REFUSED_ACCEPTANCE), OFFICERS | DEPARTMENT},
    [EFFECT_TRANSFER] = {"transfer", N_("Chuyển đến nơi có thẩm quyền"), P(FILED) | P(DEFICIENT), P(FILED), OFFICERS | DEPARTMENT},
    [EFFECT_APPLIED] = {"applied", N_("Xác nhận hoàn thành áp dụng lần đầu"), P(WAITING), P(ACCEPTED) | P(EVALUATION), OFFICERS | DEPARTMENT},
    [EFFECT_OPEN_COUNCIL] = {"open_council", N_("Đưa ra Hội đồng"), P(ACCEPTED), P(EVALUATION), OFFICERS | COUNCIL | DEPARTMENT},
    [EFFECT_CONCLUDE] = {"conclude", N_("Hội đồng kết luận"), P(EVALUATION), P(EVALUATED) | P(ACCEPTED), COUNCIL},
    [EFFECT_ASK_CONSENT] = {"ask_consent", N_("Đề nghị chấp thuận"), P(EVALUATED), P(CONSENT), OFFICERS | DEPARTMENT},
    [EFFECT_CONSENT] = {"consent", N_("Chấp thuận"), P(CONSENT), P(EVALUATED), DEPARTMENT},
    [EFFECT_RECOGNISE] = {"recognise", N_("Công nhận"), P(EVALUATED), P(CERTIFIED), HEAD},
    [EFFECT_REFUSE] = {"refuse", N_("Không công nhận"), P(EVALUATED) | P(CONSENT) | P(DEFERRED), P(REFUSED), HEAD},
    [EFFECT_CANCEL] = {"cancel", N_("Hủy bỏ công nhận"), P(CERTIFIED), P(CANCELLED), HEAD | DEPARTMENT},
    [EFFECT_WITHDRAW] = {"withdraw", N_("Rút đơn"), P(DRAFT) | P(FILED) | P(DEFICIENT) | P(ACCEPTED) | P(WAITING) | P(EVALUATION) | P(EVALUATED) | P(DEFERRED), P(WITHDRAWN), OWNER},
    [EFFECT_DEFER] = {"defer", N_("Bảo lưu"), P(ACCEPTED) | P(EVALUATION) | P(EVALUATED), P(DEFERRED), OFFICERS | DEPARTMENT},
    [EFFECT_RESUME] = {"resume", N_("Xét lại sau bảo lưu"), P(DEFERRED), P(ACCEPTED), OFFICERS | DEPARTMENT},
    [EFFECT_EXCLUDE] = {"exclude", N_("Loại khỏi đợt xét"), P(FILED) | P(DEFICIENT) | P(ACCEPTED) | P(DEFERRED), P(EXCLUDED), OFFICERS | DEPARTMENT},
    [EFFECT_FAST_TRACK] = {"fast_track", N_("Đặc cách qua vòng sơ khảo"), P(ACCEPTED) | P(EVALUATION), P(ACCEPTED) | P(EVALUATION), HEAD},
    [EFFECT_PASS_UPWARD] = {"pass_upward", N_("Đề nghị cấp trên công nhận"), P(CERTIFIED), SAME_PHASE, OFFICERS | OWNER},
    [EFFECT_REEXAMINE] = {"reexamine", N_("Xét lại theo kết quả giải quyết khiếu nại"), P(REFUSED) | P(REFUSED_ACCEPTANCE), P(FILED) | P(ACCEPTED), HEAD | DEPARTMENT},
};

const char *process_effect_key(step_effect e)
{
    return e > 0 && e < EFFECT__COUNT ? effects[e].key : "";
}

const char *process_effect_name(step_effect e)
{
    return e > 0 && e < EFFECT__COUNT ? T(effects[e].name) : "";
}

step_effect process_effect_by_key(const char *key)
{
    for (int i = 1; i < EFFECT__COUNT; i++)
        if (text_eq(effects[i].key, key)) return (step_effect)i;
    return (step_effect)0;
}

bool process_effect_from(step_effect e, dossier_phase from)
{
    return e > 0 && e < EFFECT__COUNT && (effects[e].from >> from & 1u);
}

bool process_effect_leads(step_effect e, dossier_phase from, dossier_phase to)
{
    if (!process_effect_from(e, from)) return false;
    return effects[e].to == SAME_PHASE ? from == to : (effects[e].to >> to & 1u) != 0;
}

unsigned process_effect_roles(step_effect e)
{
    return e > 0 && e < EFFECT__COUNT ? effects[e].roles : 0;
}

/* ---- guards ---- */

const process_guard process_guards[] = {
    {"whole_form", N_("Đơn đủ các mục bắt buộc"), N_("khoản 3 Điều 5 Điều lệ Sáng kiến; Điều 5 Thông tư 18/2013/TT-BKHCN")},
    {"shares_whole", N_("Tỷ lệ đóng góp của các tác giả cộng đúng 100 %"), N_("điểm b khoản 3 Điều 5 Điều lệ Sáng kiến")},
    {"authors_confirmed", N_("Mọi đồng tác giả đã xác nhận"), N_("khoản 5 Điều 2 Điều lệ Sáng kiến")},
    {"claim_in_time", N_("Còn trong thời hạn yêu cầu công nhận"), N_("khoản 2 Điều 5 Điều lệ Sáng kiến")},
    {"venue_documents", N_("Đủ giấy tờ về nơi nộp đơn"), N_("khoản 1 Điều 5 Điều lệ Sáng kiến")},
    {"no_state_secret", N_("Cam kết không chứa bí mật nhà nước"), N_("Luật Bảo vệ bí mật nhà nước")},
    {"not_own", N_("Người xử lý không phải tác giả, không có liên quan"), N_("nguyên tắc khách quan")},
    {"reason_given", N_("Ghi rõ lý do"), N_("Điều 6, Điều 7 Điều lệ Sáng kiến")},
    {"document_given", N_("Ghi số, ngày văn bản"), LAW_DL72},
    {"council_valid", N_("Hội đồng được thành lập hợp lệ"), LAW_TT8},
    {"quorum", N_("Hội đồng họp đủ số thành viên"), LAW_TT8},
    {"head_not_seated", N_("Người đứng đầu là tác giả không ngồi trong Hội đồng"), LAW_TT8},
    {"vote_passed", N_("Hội đồng bỏ phiếu đạt tỷ lệ"), LAW_TT8},
    {"consent_needed", N_("Thuộc trường hợp phải xin chấp thuận"), LAW_DL72},
    {"consent_recorded", N_("Đã có văn bản chấp thuận khi phải có"), LAW_DL72},
    {"dates_in_order", N_("Ngày quyết định không trước ngày họp Hội đồng"), LAW_DL71},
    {"city_window", N_("Trong đợt nhận hồ sơ của thành phố"), N_("Thủ tục 1.010169 của thành phố Đà Nẵng")},
    {"decision_frozen", N_("Quyết định của cơ sở còn hiệu lực và khớp bản đã chốt"), N_("Thủ tục 1.010169 của thành phố Đà Nẵng")},
    {"effect_and_reach", N_("Có chứng cứ về hiệu quả và phạm vi ảnh hưởng"), N_("Thủ tục 1.010169 của thành phố Đà Nẵng")},
    {"below_consented", N_("Cấp cơ sở đã có văn bản chấp thuận khi phải có"), LAW_DL72},
    {"complaint_upheld", N_("Khiếu nại về việc từ chối được giải quyết là đúng"), N_("Luật Khiếu nại")},
    {0},
};

const process_guard *process_guard_of(const char *name)
{
    for (const process_guard *g = process_guards; g->name; g++)
        if (text_eq(g->name, name)) return g;
    return NULL;
}

enum { UNIT = LEVEL_BIT(LEVEL_UNIT), ABOVE = LEVEL_BIT(LEVEL_CITY) | LEVEL_BIT(LEVEL_NATION), EVERY = UNIT | ABOVE };

const process_demand process_demands[] = {
    {EFFECT_FILE, UNIT, "whole_form"},
    {EFFECT_FILE, EVERY, "shares_whole"},
    {EFFECT_FILE, EVERY, "authors_confirmed"},
    {EFFECT_FILE, UNIT, "claim_in_time"},
    {EFFECT_FILE, UNIT, "venue_documents"},
    {EFFECT_FILE, EVERY, "no_state_secret"},
    {EFFECT_FILE, ABOVE, "city_window"}, /* above the establishment: on its decision, which stands */
    {EFFECT_FILE, ABOVE, "decision_frozen"},
    {EFFECT_FILE, ABOVE, "effect_and_reach"},
    {EFFECT_FILE, ABOVE, "below_consented"},
    {EFFECT_ACCEPT, ABOVE, "decision_frozen"},
    {EFFECT_RECOGNISE, ABOVE, "decision_frozen"},
    {EFFECT_ANSWER_FIX, UNIT, "whole_form"},
    {EFFECT_ANSWER_FIX, EVERY, "shares_whole"},
    {EFFECT_ANSWER_FIX, EVERY, "authors_confirmed"},
    {EFFECT_ANSWER_FIX, UNIT, "venue_documents"},
    {EFFECT_ACCEPT, EVERY, "not_own"},
    {EFFECT_ACCEPT_WAITING, EVERY, "not_own"},
    {EFFECT_ASK_FIX, EVERY, "not_own"},
    {EFFECT_ASK_FIX, EVERY, "reason_given"},
    {EFFECT_REFUSE_ACCEPTANCE, EVERY, "not_own"},
    {EFFECT_REFUSE_ACCEPTANCE, EVERY, "reason_given"},
    {EFFECT_TRANSFER, EVERY, "not_own"},
    {EFFECT_TRANSFER, EVERY, "reason_given"},
    {EFFECT_APPLIED, EVERY, "not_own"},
    {EFFECT_OPEN_COUNCIL, EVERY, "not_own"},
    {EFFECT_OPEN_COUNCIL, EVERY, "council_valid"},
    {EFFECT_CONCLUDE, EVERY, "council_valid"}, /* what waited for its first application comes to it without open_council */
    {EFFECT_CONCLUDE, EVERY, "quorum"},
    {EFFECT_CONCLUDE, EVERY, "head_not_seated"},
    {EFFECT_ASK_CONSENT, EVERY, "vote_passed"},
    {EFFECT_ASK_CONSENT, EVERY, "consent_needed"},
    {EFFECT_CONSENT, EVERY, "not_own"},
    {EFFECT_CONSENT, EVERY, "document_given"},
    {EFFECT_RECOGNISE, EVERY, "vote_passed"},
    {EFFECT_RECOGNISE, EVERY, "consent_recorded"},
    {EFFECT_RECOGNISE, EVERY, "dates_in_order"},
    {EFFECT_REFUSE, EVERY, "reason_given"},
    {EFFECT_CANCEL, EVERY, "reason_given"},
    {EFFECT_DEFER, EVERY, "not_own"},
    {EFFECT_DEFER, EVERY, "reason_given"},
    {EFFECT_RESUME, EVERY, "not_own"},
    {EFFECT_EXCLUDE, EVERY, "not_own"},
    {EFFECT_EXCLUDE, EVERY, "reason_given"},
    {EFFECT_FAST_TRACK, EVERY, "not_own"},
    {EFFECT_FAST_TRACK, EVERY, "reason_given"},
    {EFFECT_REEXAMINE, EVERY, "complaint_upheld"},
    {0},
};

const char *process_actor_name(const char *actor)
{
    static const char *const names[][2] = {{"author", N_("Tác giả")}, {"owner", N_("Tác giả")}, {"intake", N_("Cán bộ tiếp nhận")}, {"council", N_("Hội đồng sáng kiến")},
                                           {"head", N_("Người đứng đầu")}, {"department", N_("Sở Khoa học và Công nghệ")}};
    for (int i = 0; i < COUNT(names); i++)
        if (text_eq(names[i][0], actor)) return T(names[i][1]);
    return "";
}

/* The actors of a process, by the words of its definition. */
static const struct {
    const char *key;
    unsigned roles;
} actors[] = {{"owner", OWNER}, {"intake", ROLE_BIT(ROLE_INTAKE)}, {"council", COUNCIL}, {"head", HEAD}, {"department", DEPARTMENT}};

int process_actors_of(unsigned roles, const char *out[8])
{
    int n = 0;

    for (int i = 0; i < COUNT(actors); i++)
        if (roles & actors[i].roles) out[n++] = actors[i].key;
    return n;
}

unsigned process_roles_of(const char *actor)
{
    for (int i = 0; i < COUNT(actors); i++)
        if (text_eq(actors[i].key, actor)) return actors[i].roles;
    return 0;
}
