#include "catalogue/catalogue.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"

SHAPE(catalogue_entry_shape, catalogue_entry, F_ID(catalogue_entry, id), F_TEXT(catalogue_entry, kind), F_TEXT(catalogue_entry, key), F_TEXT(catalogue_entry, name),
      F_TEXT(catalogue_entry, note), F_INT(catalogue_entry, position), F_INT(catalogue_entry, revision), F_INT(catalogue_entry, uses), F_INSTANT(catalogue_entry, retired_at));

const catalogue_kind catalogue_kinds[] = {
    {"field", "linh-vuc", N_("Lĩnh vực áp dụng"), N_("Dùng khi soạn hồ sơ, chia đợt và thống kê.")},
    {"beneficiary", "doi-tuong", N_("Đối tượng thụ hưởng"), N_("Tác giả chọn khi soạn; danh sách hồ sơ lọc theo đối tượng, ở đây đếm.")},
    {"author_kind", "loai-tac-gia", N_("Loại tác giả"), N_("Cá nhân, nhóm, đơn vị đề nghị; tác giả chọn khi soạn.")},
    {"decision_kind", "loai-quyet-dinh", N_("Loại quyết định"), N_("Các loại quyết định mà cơ quan ban hành; loại của mỗi quyết định theo bước đã làm.")},
    {"part", "thanh-phan", N_("Thành phần hồ sơ"), N_("Giấy tờ đính kèm mà mẫu đơn và quy trình có thể đòi hỏi.")},
    {0},
};

const catalogue_kind *catalogue_kind_of_slug(const char *slug)
{
    for (const catalogue_kind *k = catalogue_kinds; k->key; k++)
        if (text_eq(k->slug, slug)) return k;
    return NULL;
}

bool catalogue_may_manage(const actor *who)
{
    return actor_has(who, ROLE_ADMINISTRATOR, (org_id){0});
}

status catalogue_of(db *d, arena *mem, const char *kind, const char *text, bool retired, catalogue_list *out)
{
    const char *folded = text_fold(mem, text);

    return db_each(d, Q_CATALOGUE_OF, mem, &catalogue_entry_shape, out, P_TEXT(kind), P_BOOL(retired), P_TEXT(*folded ? textf(mem, "%%%s%%", folded) : ""));
}

typedef struct {
    const char *key;
    int64_t uses;
} uses_row;
STATIC_SHAPE(uses_shape, uses_row, F_TEXT(uses_row, key), F_INT(uses_row, uses));

status catalogue_count_uses(db *d, arena *mem, const actor *who, const char *kind, catalogue_list *l)
{
    LIST_OF(uses_row) counts = {0};

    if (!catalogue_may_manage(who)) return E_FORBIDDEN;
    TRY(db_each(d, Q_CATALOGUE_USES, mem, &uses_shape, &counts, P_TEXT(kind)));
    for (int i = 0; i < l->n; i++)
        for (int k = 0; k < counts.n; k++)
            if (text_eq(counts.p[k].key, text_eq(kind, "field") ? l->p[i].name : l->p[i].key)) l->p[i].uses = counts.p[k].uses;
    return OK;
}

status catalogue_get(db *d, arena *mem, entry_id id, catalogue_entry *out)
{
    return db_one(d, Q_CATALOGUE_GET, mem, &catalogue_entry_shape, out, P_ID(id));
}

status catalogue_name(db *d, arena *mem, const char *kind, const char *key, const char **out)
{
    catalogue_entry e = {0};
    status s = db_one(d, Q_CATALOGUE_BY_KEY, mem, &catalogue_entry_shape, &e, P_TEXT(kind), P_TEXT(key));

    if (s == E_NOT_FOUND) {
        *out = key;
        return OK;
    }
    TRY(s);
    *out = e.name;
    return OK;
}

static status insert(arena *mem, db *d, const actor *who, const catalogue_entry *e, instant now, entry_id *out)
{
    int64_t n = 0, there = 0;
    const char *slug = text_slug(mem, e->name), *key = slug;

    TRY(db_number(d, Q_CATALOGUE_COUNT, &n, P_TEXT(e->kind)));
    if (n >= CATALOGUE_ENTRIES_MAX) return E_LIMIT;
    for (int i = 2; i < 1000; i++) {
        TRY(db_number(d, Q_CATALOGUE_KEY_TAKEN, &there, P_TEXT(e->kind), P_TEXT(key)));
        if (!there) break;
        key = textf(mem, "%s-%d", slug, i);
    }
    TRY(db_insert(d, Q_CATALOGUE_INSERT, out, P_TEXT(e->kind), P_TEXT(key), P_TEXT(e->name), P_TEXT(text_fold(mem, e->name)), P_TEXT(e->note), P_INT(e->position ? e->position : n + 1),
                  P_INSTANT(now), P_ID(who->user)));
    return audit_add(d, mem, who, "catalogue.added", "catalogue", out->v, "", textf(mem, "%s: %s", e->kind, e->name));
}

static status update(arena *mem, db *d, const actor *who, const catalogue_entry *e)
{
    catalogue_entry before = {0};

    TRY(catalogue_get(d, mem, e->id, &before));
    TRY(db_change1(d, Q_CATALOGUE_UPDATE, P_TEXT(e->name), P_TEXT(text_fold(mem, e->name)), P_TEXT(e->note), P_INT(e->position ? e->position : before.position), P_ID(e->id), P_INT(e->revision)));
    return audit_add(d, mem, who, "catalogue.changed", "catalogue", e->id.v, before.name, e->name);
}

status catalogue_save(arena *mem, db *d, const actor *who, const catalogue_entry *e, instant now, entry_id *out)
{
    AUTO(db_tx) tx = {0};
    int64_t same = 0;

    if (!catalogue_may_manage(who)) return E_FORBIDDEN;
    if (text_empty(e->name)) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(db_number(d, Q_CATALOGUE_SAME_NAME, &same, P_TEXT(e->kind), P_TEXT(text_fold(mem, e->name)), P_INT(e->id.v)));
    if (same) return E_CONFLICT;
    *out = e->id;
    TRY(e->id.v ? update(mem, d, who, e) : insert(mem, d, who, e, now, out));
    return db_commit(&tx);
}

status catalogue_retire(arena *mem, db *d, const actor *who, entry_id id, bool retired, instant now)
{
    AUTO(db_tx) tx = {0};
    catalogue_entry e = {0};

    if (!catalogue_may_manage(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(catalogue_get(d, mem, id, &e));
    TRY(db_change1(d, Q_CATALOGUE_RETIRE, P_INSTANT(retired ? now : (instant){0}), P_ID(id)));
    TRY(audit_add(d, mem, who, retired ? "catalogue.retired" : "catalogue.restored", "catalogue", id.v, "", textf(mem, "%s: %s", e.kind, e.name)));
    return db_commit(&tx);
}

/* Key and name: what the law and practice know; every city changes them. */
static const char *const shipped[][3] = {
    {"field", "hanh-chinh", "Cải cách hành chính"}, {"field", "cong-nghe-thong-tin", "Công nghệ thông tin, chuyển đổi số"}, {"field", "giao-duc", "Giáo dục và đào tạo"}, {"field", "y-te", "Y tế, chăm sóc sức khỏe"},
    {"field", "nong-nghiep", "Nông nghiệp, thủy sản, môi trường"}, {"field", "cong-nghiep", "Công nghiệp, xây dựng, giao thông"}, {"field", "van-hoa", "Văn hóa, thể thao, du lịch"},
    {"field", "an-ninh", "Quốc phòng, an ninh, trật tự"}, {"field", "kinh-te", "Kinh tế, tài chính, thương mại"}, {"field", "khac", "Lĩnh vực khác"},
    {"beneficiary", "nguoi-dan", "Người dân"}, {"beneficiary", "doanh-nghiep", "Doanh nghiệp, hợp tác xã"}, {"beneficiary", "hoc-sinh", "Học sinh, sinh viên"}, {"beneficiary", "nguoi-benh", "Người bệnh"},
    {"beneficiary", "can-bo", "Cán bộ, công chức, viên chức"}, {"beneficiary", "co-quan", "Cơ quan, đơn vị"},
    {"author_kind", "ca-nhan", "Cá nhân"}, {"author_kind", "nhom", "Nhóm tác giả"}, {"author_kind", "don-vi", "Đơn vị đề nghị"},
    {"decision_kind", "cong-nhan-co-so", "Quyết định công nhận sáng kiến cấp cơ sở"}, {"decision_kind", "cong-nhan-pham-vi", "Quyết định công nhận hiệu quả áp dụng, phạm vi ảnh hưởng"}, {"decision_kind", "huy-bo", "Quyết định hủy bỏ việc công nhận"},
    {"part", "evidence", "Tài liệu chứng minh hiệu quả"}, {"part", "refusal", "Văn bản từ chối của chủ đầu tư"}, {"part", "transfer", "Thỏa thuận chuyển giao"}, {"part", "bao-cao-hieu-qua", "Báo cáo hiệu quả áp dụng"},
    {"part", "xac-nhan-ap-dung", "Xác nhận của đơn vị áp dụng"}, {"part", "quyet-dinh-co-so", "Bản sao quyết định hoặc giấy chứng nhận cấp cơ sở"}, {"part", "van-ban-chap-thuan", "Văn bản chấp thuận của cơ quan có thẩm quyền"},
};

status catalogue_install(db *d)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    for (const catalogue_kind *k = catalogue_kinds; k->key; k++) {
        int64_t n = 0;
        TRY(db_number(d, Q_CATALOGUE_COUNT, &n, P_TEXT(k->key)));
        for (int i = 0; n == 0 && i < COUNT(shipped); i++) {
            entry_id id = {0};
            if (!text_eq(shipped[i][0], k->key)) continue;
            TRY(db_insert(d, Q_CATALOGUE_INSERT, &id, P_TEXT(k->key), P_TEXT(shipped[i][1]), P_TEXT(shipped[i][2]), P_TEXT(text_fold(mem, shipped[i][2])), P_TEXT(""), P_INT(i + 1), P_INSTANT(instant_now()), P_NULL));
        }
    }
    return db_commit(&tx);
}
