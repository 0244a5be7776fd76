#include "blob/blob.h"
#include "base/log.h"
#include "base/text.h"
#include <sodium.h>

typedef struct {
    bytes data;
} blob_row;
STATIC_SHAPE(blob_shape, blob_row, F_BYTES(blob_row, data));

const char *blob_sha256(arena *mem, bytes data)
{
    unsigned char h[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(h, data.p, data.n);
    return text_hex(mem, h, sizeof h);
}

status blob_put(db *d, arena *mem, bytes data, const char **sha256)
{
    blob_row back = {0};
    const char *sha = blob_sha256(mem, data);

    TRY(db_change(d, Q_BLOB_INSERT, NULL, P_TEXT(sha), P_INT((int64_t)data.n), P_BYTES(data)));
    TRY(db_one(d, Q_BLOB_GET, mem, &blob_shape, &back, P_TEXT(sha)));
    if (!text_eq(blob_sha256(mem, back.data), sha)) return E_STORE;
    *sha256 = sha;
    return OK;
}

status blob_get(db *d, arena *mem, const char *sha256, bytes *data)
{
    blob_row b = {0};

    TRY(db_one(d, Q_BLOB_GET, mem, &blob_shape, &b, P_TEXT(sha256)));
    if (!text_eq(blob_sha256(mem, b.data), sha256)) {
        log_error("blob %s is not what was stored", sha256);
        return E_INTERNAL;
    }
    *data = b.data;
    return OK;
}
