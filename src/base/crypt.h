/* crypt.h: encryption of secret parts at rest (XSalsa20-Poly1305, libsodium secretbox) with a key that lies outside the
 * store, in DATA/keys/secret.key (0600, made at the first start). Losing the key loses the secret parts. */
#ifndef BASE_CRYPT_H
#define BASE_CRYPT_H
#include "base/arena.h"
#include "base/shape.h"
#include "base/status.h"

MUST status crypt_open(const char *keys_folder);            /* makes folder and key when missing; E_IO */
bytes crypt_seal(arena *mem, const char *text);             /* "" gives no bytes */
MUST status crypt_unseal(arena *mem, bytes sealed, const char **text); /* E_INVALID: another key, or changed */
/* The same for short raw secrets. */
bytes crypt_seal_bytes(arena *mem, bytes plain);
MUST status crypt_unseal_bytes(arena *mem, bytes sealed, bytes *plain);
/* A file of key material in the folder of keys: read, or made with random bytes when missing. */
MUST status crypt_key_file(const char *name, unsigned char *out, size_t n);

#endif
