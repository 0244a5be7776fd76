/* blob.h: file contents, once each, by their SHA-256. What was put is what is got, or an error. */
#ifndef BLOB_BLOB_H
#define BLOB_BLOB_H
#include "base/arena.h"
#include "base/shape.h"
#include "store/store.h"

const char *blob_sha256(arena *mem, bytes data); /* lower-case hex */
/* Inside db_begin. Reads back what was written before anything is promised: E_STORE when it differs. */
MUST status blob_put(db *d, arena *mem, bytes data, const char **sha256);
/* E_NOT_FOUND; E_INTERNAL (logged) when the bytes are not those that the hash names. */
MUST status blob_get(db *d, arena *mem, const char *sha256, bytes *data);

#endif
