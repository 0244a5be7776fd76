/* Files of a dossier: the bytes that were sent are the bytes that are kept, by their SHA-256. */
#include "audit/audit.h"
#include "base/text.h"
#include "blob/blob.h"
#include "dossier/dossier.h"
#include "dossier/dossier_read.h"

SHAPE(dossier_file_shape, dossier_file, F_ID(dossier_file, id), F_TEXT(dossier_file, purpose), F_TEXT(dossier_file, name), F_TEXT(dossier_file, mime),
      F_TEXT(dossier_file, sha256), F_INT(dossier_file, size), F_INSTANT(dossier_file, added_at), F_BOOL(dossier_file, is_original),
      F_BOOL(dossier_file, is_being_read), F_BOOL(dossier_file, is_unreadable), F_INT(dossier_file, pictures), F_INT(dossier_file, sure));

status dossier_files_of(db *d, arena *mem, dossier_id id, dossier_files *out)
{
    return db_each(d, Q_DOSSIER_FILES, mem, &dossier_file_shape, out, P_ID(id));
}

status dossier_file_data(db *d, arena *mem, const actor *who, dossier_id id, file_id file, dossier_file *out, bytes *data)
{
    dossier dos = {0};

    TRY(dossier_get(d, mem, who, id, &dos));
    TRY(db_one(d, Q_DOSSIER_FILE_GET, mem, &dossier_file_shape, out, P_ID(id), P_ID(file)));
    /* The uploaded form tells the secret part too. */
    if (text_eq(out->purpose, "original") && dos.has_secret && !dossier_may_see_secret(who, &dos)) return E_NOT_FOUND;
    return blob_get(d, mem, out->sha256, data);
}

status dossier_add_file(arena *mem, db *d, const actor *who, dossier_id id, const char *purpose, const char *name, bytes data, instant now, file_id *out)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    int64_t n = 0;
    doc_type type = doc_sniff(data, name);
    const char *sha = NULL;

    if (!type) return E_INVALID;
    if (data.n > DOSSIER_FILE_BYTES_MAX) return E_LIMIT;
    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    if (!dossier_may_edit(who, &dos)) return E_FORBIDDEN;
    TRY(db_number(d, Q_DOSSIER_FILE_COUNT, &n, P_ID(id)));
    if (n >= DOSSIER_FILES_MAX) return E_LIMIT;
    TRY(blob_put(d, mem, data, &sha));
    TRY(db_insert(d, Q_DOSSIER_FILE_INSERT, out, P_ID(id), P_TEXT(purpose), P_TEXT(name), P_TEXT(doc_type_mime(type)), P_INT((int64_t)data.n), P_TEXT(sha), P_ID(who->user), P_INSTANT(now)));
    TRY(dossier_read_later(d, sha, type, text_eq(purpose, "original")));
    if (text_eq(purpose, "original")) TRY(db_change1(d, Q_DOSSIER_ORIGINAL_SET, P_TEXT(sha), P_ID(id)));
    TRY(audit_add(d, mem, who, "dossier.file_added", "dossier", id.v, "", textf(mem, "%s %s", name, sha)));
    return db_commit(&tx);
}

status dossier_remove_file(arena *mem, db *d, const actor *who, dossier_id id, file_id file, instant now)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    dossier_file f = {0};

    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    if (!dossier_may_edit(who, &dos)) return E_FORBIDDEN;
    TRY(db_one(d, Q_DOSSIER_FILE_GET, mem, &dossier_file_shape, &f, P_ID(id), P_ID(file)));
    if (text_eq(f.purpose, "original")) return E_FORBIDDEN; /* the record copy stays */
    TRY(db_change1(d, Q_DOSSIER_FILE_REMOVE, P_INSTANT(now), P_ID(file), P_ID(id)));
    TRY(audit_add(d, mem, who, "dossier.file_removed", "dossier", id.v, f.name, ""));
    return db_commit(&tx);
}
