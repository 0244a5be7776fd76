/* Dossiers: reading and writing their text. Steps are in dossier_step.c, formal examination in dossier_check.c. */
#include "dossier/dossier.h"
#include "audit/audit.h"
#include "base/crypt.h"
#include "base/text.h"
#include "base/words.h"
#include "catalogue/own_form.h"
#include "user/user.h"
#include <string.h>

SHAPE(dossier_author_shape, dossier_author, F_ID(dossier_author, id), F_INT(dossier_author, ordinal), F_INT(dossier_author, share), F_ID(dossier_author, user_id),
      F_TEXT(dossier_author, name), F_TEXT(dossier_author, unit), F_TEXT(dossier_author, position), F_TEXT(dossier_author, qualification),
      F_TEXT(dossier_author, login), F_DATE(dossier_author, birth_date), F_INSTANT(dossier_author, confirmed_at));
SHAPE(dossier_organiser_shape, dossier_organiser, F_INT(dossier_organiser, ordinal), F_TEXT(dossier_organiser, name), F_TEXT(dossier_organiser, unit),
      F_TEXT(dossier_organiser, work));
SHAPE(dossier_shape, dossier, F_ID(dossier, id), F_TEXT(dossier, number), F_TEXT(dossier, level), F_TEXT(dossier, state), F_TEXT(dossier, phase), F_TEXT(dossier, title), F_TEXT(dossier, kind),
      F_TEXT(dossier, subkind), F_TEXT(dossier, field), F_TEXT(dossier, venue_basis), F_TEXT(dossier, investor), F_TEXT(dossier, known_state),
      F_TEXT(dossier, content), F_TEXT(dossier, applicability), F_TEXT(dossier, conditions), F_TEXT(dossier, benefit_author), F_TEXT(dossier, benefit_users),
      F_TEXT(dossier, benefit_kind), F_TEXT(dossier, beneficiary), F_TEXT(dossier, author_kind), F_TEXT(dossier, due_rule), F_TEXT(dossier, consent_document), F_TEXT(dossier, original_sha256), F_TEXT(dossier, org_name),
      F_TEXT(dossier, owner_name), F_TEXT(dossier, round_name), F_ID(dossier, form_id), F_ID(dossier, round_id), F_ID(dossier, org_id), F_ID(dossier, owner_id), F_ID(dossier, process_id), F_ID(dossier, nominated_id), F_BYTES(dossier, secret),
      F_BOOL(dossier, state_funded), F_BOOL(dossier, author_is_head), F_BOOL(dossier, has_secret), F_BOOL(dossier, oath), F_BOOL(dossier, no_state_secret),
      F_DATE(dossier, trial_on), F_DATE(dossier, applied_on), F_DATE(dossier, filed_on), F_DATE(dossier, received_on), F_DATE(dossier, accepted_on), F_DATE(dossier, applied_done_on),
      F_DATE(dossier, decided_on), F_DATE(dossier, due_on), F_INSTANT(dossier, created_at), F_INSTANT(dossier, updated_at), F_INT(dossier, revision),
      F_INT(dossier, benefit_amount), F_INT(dossier, form_version), F_BOOL(dossier, is_owner), F_BOOL(dossier, is_author), F_BOOL(dossier, is_reader),
      F_BOOL(dossier, is_conflicted));
SHAPE(dossier_event_shape, dossier_event, F_INT(dossier_event, id), F_INSTANT(dossier_event, at), F_ID(dossier_event, process_id), F_TEXT(dossier_event, actor), F_TEXT(dossier_event, action),
      F_TEXT(dossier_event, from_state), F_TEXT(dossier_event, to_state), F_TEXT(dossier_event, note), F_TEXT(dossier_event, due_rule), F_DATE(dossier_event, due_on),
      F_BOOL(dossier_event, has_notice));
SHAPE(dossier_item_shape, dossier_item, F_ID(dossier_item, id), F_ID(dossier_item, process_id), F_TEXT(dossier_item, number), F_TEXT(dossier_item, title), F_TEXT(dossier_item, next_who), F_TEXT(dossier_item, state),
      F_TEXT(dossier_item, state_name), F_TEXT(dossier_item, tone), F_TEXT(dossier_item, org_name), F_TEXT(dossier_item, field), F_TEXT(dossier_item, authors),
      F_TEXT(dossier_item, due_rule), F_DATE(dossier_item, filed_on), F_DATE(dossier_item, due_on), F_BOOL(dossier_item, late), F_INSTANT(dossier_item, updated_at));

status dossier_load(db *d, arena *mem, user_id me, dossier_id id, dossier *out)
{
    dossier dos = {0};

    TRY(db_one(d, Q_DOSSIER_GET, mem, &dossier_shape, &dos, P_INT(me.v), P_ID(id)));
    if (dos.id.v != id.v) return E_NOT_FOUND;
    *out = dos;
    return OK;
}

status dossier_get(db *d, arena *mem, const actor *who, dossier_id id, dossier *out)
{
    dossier dos = {0};

    TRY(dossier_load(d, mem, who->user, id, &dos));
    if (!dossier_may_see(who, &dos)) return E_NOT_FOUND;
    *out = dos;
    return OK;
}

status dossier_authors(db *d, arena *mem, dossier_id id, author_list *out)
{
    return db_each(d, Q_DOSSIER_AUTHORS, mem, &dossier_author_shape, out, P_ID(id));
}

status dossier_organisers(db *d, arena *mem, dossier_id id, organiser_list *out)
{
    return db_each(d, Q_DOSSIER_ORGANISERS, mem, &dossier_organiser_shape, out, P_ID(id));
}

status dossier_events_of(db *d, arena *mem, dossier_id id, dossier_events *out)
{
    return db_each(d, Q_DOSSIER_EVENTS, mem, &dossier_event_shape, out, P_ID(id));
}

const char *dossier_asked(const dossier *dos, const dossier_events *events)
{
    for (int i = 0; dossier_phase_of(dos) == PHASE_DEFICIENT && i < events->n; i++) /* newest first */
        if (text_eq(events->p[i].to_state, dos->state)) return events->p[i].note;
    return "";
}

status dossier_secret(arena *mem, const actor *who, const dossier *dos, const char **out)
{
    if (!dossier_may_see_secret(who, dos)) return E_FORBIDDEN;
    return crypt_unseal(mem, dos->secret, out);
}

const char *dossier_next_who(const char *next, process_level level)
{
    static const struct {
        const char *actor, *unit, *city, *nation;
    } names[] = {
        {"author", N_("Tác giả"), N_("Tác giả"), N_("Tác giả")},
        {"intake", N_("Cán bộ tiếp nhận của cơ sở"), N_("Cán bộ tiếp nhận cấp thành phố"), N_("Cán bộ tiếp nhận")},
        {"council", N_("Hội đồng sáng kiến của cơ sở"), N_("Hội đồng sáng kiến cấp thành phố"), N_("Hội đồng sáng kiến")},
        {"head", N_("Người đứng đầu cơ sở"), N_("Chủ tịch Ủy ban nhân dân thành phố"), N_("Người có thẩm quyền quyết định")},
        {"department", N_("Sở Khoa học và Công nghệ (cơ quan có thẩm quyền chấp thuận)"), N_("Sở Khoa học và Công nghệ"), N_("Sở Khoa học và Công nghệ")},
    };
    for (int i = 0; i < COUNT(names); i++)
        if (text_eq(names[i].actor, next)) return T(level == LEVEL_UNIT ? names[i].unit : level == LEVEL_CITY ? names[i].city : names[i].nation);
    return "";
}

/* The words of the states, who acts next, and what is late. */
static status dress(db *d, arena *mem, dossier_items *l)
{
    const process *p = NULL;
    date today = date_of(instant_now());

    (void)mem;
    for (int i = 0; i < l->n; i++) {
        if (!p || p->id.v != l->p[i].process_id.v) TRY(process_load(d, l->p[i].process_id, &p));
        const process_state *s = process_state_of(p, l->p[i].state);
        l->p[i].state_name = s ? T(s->name) : l->p[i].state;
        l->p[i].tone = s ? s->tone : "note";
        l->p[i].next_who = s ? dossier_next_who(s->next_actor, p->level) : "";
        l->p[i].late = l->p[i].due_on.ymd && date_compare(l->p[i].due_on, today) < 0;
    }
    return OK;
}

status dossier_mine(db *d, arena *mem, const actor *who, dossier_items *out)
{
    TRY(db_each(d, Q_DOSSIER_MINE, mem, &dossier_item_shape, out, P_INT(who->user.v)));
    return dress(d, mem, out);
}

status dossier_to_do(db *d, arena *mem, const actor *who, dossier_items *out)
{
    TRY(db_each(d, Q_DOSSIER_TO_DO, mem, &dossier_item_shape, out, P_INT(who->user.v), P_DATE(date_of(instant_now()))));
    return dress(d, mem, out);
}

status dossier_search(db *d, arena *mem, const actor *who, const dossier_filter *f, dossier_items *out, int64_t *total)
{
    const char *folded = text_fold(mem, f->text), *like = *folded ? textf(mem, "%%%s%%", folded) : "";
    date today = date_of(instant_now());

    const char *beneficiary = f->beneficiary ? f->beneficiary : "", *author_kind = f->author_kind ? f->author_kind : "";

    TRY(db_number(d, Q_DOSSIER_SEARCH_COUNT, total, P_INT(f->org.v), P_TEXT(f->phase), P_TEXT(like), P_INT(f->round.v), P_TEXT(beneficiary), P_TEXT(author_kind), P_INT(who->user.v), P_DATE(today)));
    TRY(db_each(d, Q_DOSSIER_SEARCH, mem, &dossier_item_shape, out, P_INT(f->org.v), P_TEXT(f->phase), P_TEXT(like), P_INT(f->round.v), P_TEXT(beneficiary), P_TEXT(author_kind), P_INT(who->user.v), P_DATE(today),
                P_INT((int64_t)f->page * 50)));
    return dress(d, mem, out);
}

/* ---- writing ---- */

static const char *folded_of(arena *mem, const dossier_text *t)
{
    const char *s = text_fold(mem, t->title);

    for (int i = 0; i < t->authors.n; i++) s = textf(mem, "%s | %s", s, text_fold(mem, t->authors.p[i].name));
    return textf(mem, "%s | %s", s, text_fold(mem, t->field));
}

/* An author who had confirmed stays confirmed only while name, account and share are the same. */
static instant still_confirmed(const dossier_author *a, const author_list *before, user_id writer, instant now)
{
    if (a->user_id.v && a->user_id.v == writer.v) return now; /* who writes it confirms by writing */
    for (int i = 0; a->user_id.v && i < before->n; i++)
        if (before->p[i].user_id.v == a->user_id.v && before->p[i].share == a->share) return before->p[i].confirmed_at;
    return (instant){0};
}

static status write_people(arena *mem, db *d, const actor *who, dossier_id id, const dossier_text *t, instant now)
{
    author_list before = {0};

    TRY(dossier_authors(d, mem, id, &before));
    TRY(db_change(d, Q_DOSSIER_AUTHORS_DROP, NULL, P_ID(id)));
    TRY(db_change(d, Q_DOSSIER_ORGANISERS_DROP, NULL, P_ID(id)));
    for (int i = 0; i < t->authors.n; i++) {
        dossier_author a = t->authors.p[i];
        author_id row = {0};
        user_row u = {0};
        if (!a.user_id.v && *a.login && user_by_login(d, mem, text_lower(mem, a.login), &u) == OK) a.user_id = u.id;
        instant confirmed = still_confirmed(&a, &before, who->user, now);
        TRY(db_insert(d, Q_DOSSIER_AUTHOR_INSERT, &row, P_ID(id), P_INT(i + 1), P_ID(a.user_id), P_TEXT(a.name), P_DATE(a.birth_date), P_TEXT(a.unit),
                      P_TEXT(a.position), P_TEXT(a.qualification), P_INT(a.share), P_INSTANT(confirmed)));
    }
    for (int i = 0; i < t->organisers.n; i++) {
        author_id row = {0};
        TRY(db_insert(d, Q_DOSSIER_ORGANISER_INSERT, &row, P_ID(id), P_INT(i + 1), P_TEXT(t->organisers.p[i].name), P_TEXT(t->organisers.p[i].unit),
                      P_TEXT(t->organisers.p[i].work)));
    }
    return OK;
}

static const char *or_none(const char *key)
{
    return key ? key : "";
}

/* E_INVALID: the list has no such entry. Retired ones stay with what has them. */
static status is_entry(db *d, const char *kind, const char *key)
{
    int64_t n = 0;

    if (!*or_none(key)) return OK;
    TRY(db_number(d, Q_CATALOGUE_KEY_TAKEN, &n, P_TEXT(kind), P_TEXT(key)));
    return n ? OK : E_INVALID;
}

static status write_text(arena *mem, db *d, const actor *who, dossier_id id, int64_t revision, const char *level, const dossier_text *t, instant now)
{
    form_id form = {0};

    TRY(is_entry(d, "beneficiary", t->beneficiary));
    TRY(is_entry(d, "author_kind", t->author_kind));
    TRY(own_form_choose(d, mem, level, t->field, t->round, &form));
    TRY(db_change1(d, Q_DOSSIER_UPDATE, P_ID(t->org), P_ID(t->round), P_ID(form), P_TEXT(t->title), P_TEXT(folded_of(mem, t)), P_TEXT(t->kind), P_TEXT(t->subkind), P_TEXT(t->field),
                   P_TEXT(t->venue_basis), P_TEXT(t->investor), P_BOOL(t->state_funded), P_BYTES(crypt_seal(mem, t->secret)), P_BOOL(*t->secret != 0), P_DATE(t->trial_on), P_DATE(t->applied_on),
                   P_TEXT(t->benefit_kind), P_TEXT(or_none(t->beneficiary)), P_TEXT(or_none(t->author_kind)), t->benefit_amount > 0 ? P_INT(t->benefit_amount) : P_NULL,
                   P_BOOL(t->oath), P_BOOL(t->no_state_secret), P_INSTANT(now), P_ID(who->user), P_ID(id), P_INT(revision)));
    TRY(db_change1(d, Q_DOSSIER_PROSE_PUT, P_ID(id), P_TEXT(t->known_state), P_TEXT(t->content), P_TEXT(t->applicability), P_TEXT(t->conditions), P_TEXT(t->benefit_author),
                   P_TEXT(t->benefit_users)));
    TRY(dossier_write_own(d, id, &t->own));
    return write_people(mem, d, who, id, t, now);
}

status dossier_create(arena *mem, db *d, const actor *who, const dossier_text *text, instant now, dossier_id *out)
{
    return dossier_create_at(mem, d, who, LEVEL_UNIT, (dossier_id){0}, text, now, out);
}

status dossier_create_at(arena *mem, db *d, const actor *who, process_level level, dossier_id nominated, const dossier_text *text, instant now, dossier_id *out)
{
    AUTO(db_tx) tx = {0};
    dossier_id id = {0};
    process_id pid = {0};
    const process *p = NULL;

    if (who->user.v == 0) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(process_choose(d, level, text->kind, "", &pid));
    TRY(process_load(d, pid, &p));
    TRY(db_insert(d, Q_DOSSIER_INSERT, &id, P_ID(who->user), P_TEXT(process_level_key(level)), P_ID(nominated), P_ID(pid), P_TEXT(process_first(p)->key), P_INSTANT(now)));
    TRY(write_text(mem, d, who, id, 1, process_level_key(level), text, now));
    TRY(audit_add(d, mem, who, "dossier.created", "dossier", id.v, "", text->title));
    TRY(db_commit(&tx));
    *out = id;
    return OK;
}

status dossier_save(arena *mem, db *d, const actor *who, dossier_id id, int64_t revision, const dossier_text *text, instant now, int64_t *new_revision)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};

    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    if (!dossier_may_edit(who, &dos)) return dos.is_owner || dos.is_author ? E_CONFLICT : E_FORBIDDEN;
    if (dos.revision != revision || dos.nominated_id.v) return E_CONFLICT; /* a nomination's text is what was recognised */
    TRY(write_text(mem, d, who, id, revision, dos.level, text, now));
    TRY(audit_add(d, mem, who, "dossier.saved", "dossier", id.v, dos.title, text->title));
    TRY(db_commit(&tx));
    *new_revision = revision + 1;
    return OK;
}

void dossier_text_of(arena *mem, const actor *who, const dossier *dos, const author_list *authors, const organiser_list *organisers, dossier_text *out)
{
    const char *secret = "";

    if (dossier_secret(mem, who, dos, &secret) != OK) secret = "";
    *out = (dossier_text){dos->org_id, dos->round_id, dos->title, dos->kind, dos->subkind, dos->field, dos->venue_basis, dos->investor, dos->known_state, dos->content,
                          dos->applicability, secret, dos->conditions, dos->benefit_author, dos->benefit_users, dos->benefit_kind, dos->state_funded, dos->oath,
                          dos->no_state_secret, dos->trial_on, dos->applied_on, dos->benefit_amount, *authors, *organisers, {0}, dos->beneficiary, dos->author_kind};
}

/* `name` and `login` of who writes it: among the authors it is that person. */
static dossier_text text_of_form(arena *mem, const doc_form *form, org_id org, const char *name, const char *login)
{
    dossier_text t = {org, {0}, form->title, "", "", form->field, "investor", form->investor, form->known_state, form->content, form->applicability, form->secret,
                      form->conditions, form->benefit, form->benefit_users, "", false, false, false, {0}, form->first_applied, 0, {0}, {0}, {0}, "", ""};

    t.authors.p = NEWS(mem, dossier_author, form->authors.n + 1);
    for (int i = 0; i < form->authors.n && i < DOSSIER_AUTHORS_MAX; i++) {
        const doc_author *a = &form->authors.p[i];
        bool me = text_eq(text_fold(mem, a->name), text_fold(mem, name));
        t.authors.p[t.authors.n++] = (dossier_author){.name = a->name, .unit = a->unit, .position = a->position, .qualification = a->qualification,
                                                      .login = me ? login : "", .birth_date = a->birth_date, .share = a->share < 0 ? 0 : a->share};
    }
    return t;
}

status dossier_from_form(arena *mem, db *d, const actor *who, const doc_form *form, const char *name, bytes data, instant now, dossier_id *out)
{
    AUTO(db_tx) tx = {0};
    dossier_text t = text_of_form(mem, form, who->org, who->name, who->login);
    dossier_id id = {0};
    file_id file = {0};

    TRY(db_begin(d, &tx));
    TRY(dossier_create(mem, d, who, &t, now, &id));
    TRY(dossier_add_file(mem, d, who, id, "original", name, data, now, &file));
    TRY(db_commit(&tx));
    *out = id;
    return OK;
}

typedef struct {
    user_id owner_id;
    org_id org_id;
    int64_t revision;
    dossier_id id;
    const char *owner_name, *login;
    const char *level;
} owner_row;
STATIC_SHAPE(owner_row_shape, owner_row, F_ID(owner_row, owner_id), F_ID(owner_row, org_id), F_INT(owner_row, revision), F_ID(owner_row, id), F_TEXT(owner_row, owner_name), F_TEXT(owner_row, login), F_TEXT(owner_row, level));

status dossier_fill_draft(arena *mem, db *d, dossier_id id, const doc_form *form, int sure, instant now)
{
    actor program = actor_system();
    owner_row o = {0};

    TRY(db_one(d, Q_DOSSIER_OWNER_OF, mem, &owner_row_shape, &o, P_ID(id)));
    dossier_text t = text_of_form(mem, form, o.org_id, o.owner_name, o.login);
    TRY(write_text(mem, d, &program, id, o.revision, o.level, &t, now));
    return audit_add(d, mem, &program, "dossier.read_by_ocr", "dossier", id.v, "", textf(mem, "%d %%", sure));
}

status dossier_confirm(arena *mem, db *d, const actor *who, dossier_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    int64_t rows = 0;

    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    if (!dos.is_author) return E_FORBIDDEN;
    TRY(db_change(d, Q_DOSSIER_AUTHOR_CONFIRM, &rows, P_INSTANT(now), P_ID(id), P_ID(who->user)));
    if (rows) TRY(audit_add(d, mem, who, "dossier.author_confirmed", "dossier", id.v, "", ""));
    return db_commit(&tx);
}

status dossier_declare_conflict(arena *mem, db *d, const actor *who, dossier_id id, user_id person, const char *kind, const char *note, instant now)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};

    (void)now;
    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    bool allowed = person.v == who->user.v || dossier_is_officer(who, &dos, ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_HEAD));
    if (!allowed) return E_FORBIDDEN;
    TRY(db_change(d, Q_DOSSIER_CONFLICT_ADD, NULL, P_ID(id), P_ID(person), P_TEXT(kind), P_TEXT(note)));
    TRY(db_change(d, Q_DOSSIER_READER_DROP, NULL, P_ID(id), P_ID(person)));
    TRY(audit_add(d, mem, who, "dossier.conflict", "dossier", id.v, "", textf(mem, "%lld %s", (long long)person.v, kind)));
    return db_commit(&tx);
}

const char *dossier_kind_name(const char *kind)
{
    const char *words = dossier_kind_words(kind);
    return *words ? T(words) : "";
}

const char *dossier_kind_words(const char *kind)
{
    static const char *const names[][2] = {{"technical", N_("Giải pháp kỹ thuật")}, {"management", N_("Giải pháp quản lý")}, {"operational", N_("Giải pháp tác nghiệp")},
                                           {"applied", N_("Giải pháp ứng dụng tiến bộ kỹ thuật")}};
    for (int i = 0; i < COUNT(names); i++)
        if (text_eq(names[i][0], kind)) return names[i][1];
    return "";
}

const char *dossier_purpose_name(const char *purpose)
{
    static const char *const names[][2] = {{"original", N_("Đơn gốc tác giả tải lên")}, {"evidence", N_("Tài liệu chứng minh")}, {"refusal", N_("Văn bản từ chối của chủ đầu tư")},
                                           {"transfer", N_("Thỏa thuận chuyển giao")}, {"document", N_("Văn bản của cơ quan")}};
    for (int i = 0; i < COUNT(names); i++)
        if (text_eq(names[i][0], purpose)) return T(names[i][1]);
    return purpose;
}

status dossier_purpose_words(db *d, arena *mem, const char *purpose, const char **out)
{
    const char *name = dossier_purpose_name(purpose);

    if (!text_eq(name, purpose)) {
        *out = name;
        return OK;
    }
    return catalogue_name(d, mem, "part", purpose, out);
}
