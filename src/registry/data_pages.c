/* Open data: what there is, its fields, units, licence and update, for people and (DCAT) for catalogues. */
#include "registry/data_pages.h"
#include "base/buf.h"
#include "base/text.h"
#include "registry/open.h"
#include "web/template.h"
#include "base/embed.h"
#include <jansson.h>
#include <stdlib.h>

typedef struct {
    const char *name, *type, *about; /* about: N_() words */
} data_field;
typedef struct {
    const char *label, *href, *mime;
} data_file;
typedef struct {
    const char *name, *title, *about, *update; /* N_() words */
    const data_field *fields;
    int n_fields;
    const data_file *files;
    int n_files;
} data_set;

#define LICENCE "https://creativecommons.org/licenses/by/4.0/"

static const data_field register_fields[] = {
    {"ma", "text", N_("Mã cố định của sáng kiến, không bao giờ đổi")},
    {"ten_sang_kien", "text", N_("Tên sáng kiến")},
    {"tac_gia_thu_nhat", "text", N_("Họ tên tác giả thứ nhất; mọi tác giả ở trang của từng mục")},
    {"co_so", "text", N_("Cơ sở công nhận, theo tên vào ngày công nhận")},
    {"linh_vuc", "text", N_("Lĩnh vực áp dụng")},
    {"loai", "code", N_("Loại giải pháp: technical kỹ thuật, management quản lý, operational tác nghiệp, applied ứng dụng tiến bộ kỹ thuật")},
    {"cap", "code", N_("unit: công nhận tại cơ sở; city: có tác dụng, ảnh hưởng đối với thành phố")},
    {"so_quyet_dinh", "text", N_("Số quyết định công nhận")},
    {"ngay_cong_nhan", "date", N_("Ngày công nhận, ISO 8601")},
    {"trang_thai", "code", N_("valid: còn giá trị; cancelled: đã hủy bỏ")},
    {"co_nguoi_dung_dau", "0/1", N_("1 nếu người đứng đầu cơ sở là tác giả")},
    {"cap_nhat", "instant", N_("Lúc mục này thay đổi lần cuối, UTC")},
};
static const data_file register_files[] = {
    {"CSV", "/sang-kien.csv", "text/csv"},
    {"JSON", "/sang-kien", "application/json"},
    {"OAI-PMH 2.0", "/oai?verb=Identify", "text/xml"},
};
static const data_field statistics_fields[] = {
    {"panels[].title", "text", N_("Tên bảng số liệu")},
    {"panels[].heads[].text", "text", N_("Tên cột; đơn vị ghi trong tên cột")},
    {"panels[].rows[].cells[].text", "text", N_("Giá trị như hiển thị; “< 5” là số nhỏ không công bố")},
    {"panels[].query", "text", N_("Địa chỉ của truy vấn và tham số cho bảng đó")},
};
static const data_file statistics_files[] = {{"JSON", "/thong-ke", "application/json"}};
static const data_field certificate_fields[] = {
    {"list", "text", N_("JSON chuẩn: số giấy chứng nhận không còn giá trị, trạng thái và ngày")},
    {"signature", "text", N_("Chữ ký Ed25519, hệ 16; khóa công khai ở /api/khoa-cong-khai.json")},
};
static const data_file certificate_files[] = {{"JSON", "/api/tinh-trang-giay-chung-nhan.json", "application/json"}};

static const data_set sets[] = {
    {"sang-kien", N_("Sổ đăng ký sáng kiến"), N_("Mọi sáng kiến được công nhận trong thành phố, kể cả mục đã hủy bỏ (có đánh dấu). Không có ngày sinh, địa chỉ, điện thoại, thư điện tử hay phần bí mật."),
     N_("Ngay khi có quyết định"), register_fields, COUNT(register_fields), register_files, COUNT(register_files)},
    {"thong-ke", N_("Thống kê hoạt động sáng kiến"), N_("Số hồ sơ và sáng kiến theo năm, lĩnh vực, cấp, loại, cơ sở, kết quả, thời hạn, lợi ích và tập huấn. Tham số: tu-nam, den-nam, ky."), N_("Mỗi phút"),
     statistics_fields, COUNT(statistics_fields), statistics_files, COUNT(statistics_files)},
    {"giay-chung-nhan", N_("Giấy chứng nhận không còn giá trị"), N_("Danh sách có chữ ký số, để kiểm tra giấy chứng nhận khi không có mạng."), N_("Ngay khi có thay đổi"), certificate_fields, COUNT(certificate_fields),
     certificate_files, COUNT(certificate_files)},
};

/* ---- for people ---- */

typedef struct {
    const char *name, *type, *about;
} field_view;
STATIC_SHAPE(field_shape, field_view, F_TEXT(field_view, name), F_TEXT(field_view, type), F_TEXT(field_view, about));
typedef struct {
    const char *label, *href, *mime;
} file_view;
STATIC_SHAPE(file_shape, file_view, F_TEXT(file_view, label), F_TEXT(file_view, href), F_TEXT(file_view, mime));
typedef struct {
    const char *name, *title, *about, *update, *licence;
    LIST_OF(field_view) fields;
    LIST_OF(file_view) files;
} set_view;
STATIC_SHAPE(set_shape, set_view, F_TEXT(set_view, name), F_TEXT(set_view, title), F_TEXT(set_view, about), F_TEXT(set_view, update), F_TEXT(set_view, licence), F_LIST(set_view, fields, field_shape),
             F_LIST(set_view, files, file_shape));
typedef struct {
    LIST_OF(set_view) sets;
    const char *base;
    int64_t export_rows;
} data_view;
STATIC_SHAPE(data_shape, data_view, F_LIST(data_view, sets, set_shape), F_TEXT(data_view, base), F_INT(data_view, export_rows));

static set_view view_of(request *r, const data_set *d)
{
    set_view v = {.name = d->name, .title = T(d->title), .about = T(d->about), .update = T(d->update), .licence = LICENCE};

    v.fields.p = NEWS(r->mem, field_view, d->n_fields);
    v.files.p = NEWS(r->mem, file_view, d->n_files);
    for (int i = 0; i < d->n_fields; i++) v.fields.p[v.fields.n++] = (field_view){d->fields[i].name, d->fields[i].type, T(d->fields[i].about)};
    for (int i = 0; i < d->n_files; i++) v.files.p[v.files.n++] = (file_view){d->files[i].label, d->files[i].href, d->files[i].mime};
    return v;
}

static data_view *all_sets(request *r)
{
    data_view *v = NEW(r->mem, data_view);

    v->sets.p = NEWS(r->mem, set_view, COUNT(sets));
    for (int i = 0; i < COUNT(sets); i++) v->sets.p[v->sets.n++] = view_of(r, &sets[i]);
    v->base = request_base_url(r);
    v->export_rows = REGISTER_EXPORT_ROWS;
    return v;
}

static status data_page(request *r, reply *out)
{
    reply_title(r, "%s", T("Dữ liệu mở"));
    reply_public(out, 3600);
    return reply_view(r, out, all_sets(r));
}

static status set_page(request *r, reply *out)
{
    for (int i = 0; i < COUNT(sets); i++) {
        if (!text_eq(sets[i].name, r->word[0])) continue;
        set_view *v = NEW(r->mem, set_view);
        *v = view_of(r, &sets[i]);
        reply_title(r, "%s", v->title);
        reply_crumb(r, T("Dữ liệu mở"), "/du-lieu");
        reply_public(out, 3600);
        return reply_view(r, out, v);
    }
    return E_NOT_FOUND;
}

/* ---- for catalogues: DCAT 2 ---- */

static json_t *link_to(request *r, const char *path)
{
    return json_pack("{s:s}", "@id", *path == '/' ? textf(r->mem, "%s%s", request_base_url(r), path) : path);
}

static json_t *distribution(request *r, const set_view *s, const file_view *f)
{
    return json_pack("{s:s,s:s,s:s,s:o,s:s,s:o}", "@id", textf(r->mem, "%s/du-lieu/%s#%s", request_base_url(r), s->name, text_slug(r->mem, f->label)), "@type", "dcat:Distribution", "dct:title", f->label, "dcat:accessURL",
                     link_to(r, f->href), "dcat:mediaType", f->mime, "dct:license", link_to(r, s->licence));
}

static json_t *dataset(request *r, const set_view *s)
{
    json_t *files = json_array();

    for (int i = 0; i < s->files.n; i++) json_array_append_new(files, distribution(r, s, &s->files.p[i]));
    return json_pack("{s:s,s:s,s:{s:s,s:s},s:{s:s,s:s},s:o,s:o,s:s,s:o}", "@id", textf(r->mem, "%s/du-lieu/%s", request_base_url(r), s->name), "@type", "dcat:Dataset", "dct:title", "@value", s->title, "@language", "vi",
                     "dct:description", "@value", s->about, "@language", "vi", "dcat:landingPage", link_to(r, textf(r->mem, "/du-lieu/%s", s->name)), "dct:license", link_to(r, s->licence), "dct:language", "vi",
                     "dcat:distribution", files);
}

static status jsonld_get(request *r, reply *out)
{
    const data_view *v = all_sets(r);
    json_t *list = json_array();

    for (int i = 0; i < v->sets.n; i++) json_array_append_new(list, dataset(r, &v->sets.p[i]));
    json_t *o = json_pack("{s:{s:s,s:s},s:s,s:s,s:{s:s,s:s},s:s,s:o}", "@context", "dcat", "http://www.w3.org/ns/dcat#", "dct", "http://purl.org/dc/terms/", "@id", textf(r->mem, "%s/du-lieu", v->base), "@type",
                          "dcat:Catalog", "dct:title", "@value", "Dữ liệu mở về sáng kiến", "@language", "vi", "dct:language", "vi", "dcat:dataset", list);
    char *s = json_dumps(o, JSON_INDENT(1));
    const char *text = text_copy(r->mem, s);

    free(s);
    json_decref(o);
    reply_public(out, 3600);
    return reply_text(r, out, "application/ld+json; charset=utf-8", text);
}

static status turtle_get(request *r, reply *out)
{
    template *t = NULL;
    AUTO(buf) b = {0};

    TRY(template_compile_text(r->mem, "registry/catalog.txt", embed_find("registry/catalog.txt")->data, &data_shape, NULL, NULL, &t));
    template_render(t, r->mem, all_sets(r), NULL, NULL, &b);
    reply_public(out, 3600);
    return reply_text(r, out, "text/turtle; charset=utf-8", text_copy(r->mem, b.p));
}

static const route routes[] = {
    {GET, "/du-lieu", data_page, ACCESS_PUBLIC, .page = "registry/data.html", .view = &data_shape, .scope = SCOPE_REGISTER, .summary = "Open data: what there is"},
    {GET, "/du-lieu/catalog.jsonld", jsonld_get, ACCESS_PUBLIC, .scope = SCOPE_REGISTER, .summary = "The catalogue of open data, DCAT as JSON-LD"},
    {GET, "/du-lieu/catalog.ttl", turtle_get, ACCESS_PUBLIC, .scope = SCOPE_REGISTER, .summary = "The catalogue of open data, DCAT as Turtle"},
    {GET, "/du-lieu/*x", set_page, ACCESS_PUBLIC, .page = "registry/dataset.html", .view = &set_shape, .scope = SCOPE_REGISTER, .summary = "Fields, licence and update of a data set"},
};
const route_table data_routes = {routes, COUNT(routes)};
