/* sign.h: Ed25519 over the certificate's content. The public key is published; a check needs nothing else, on line or off,
 * also after the platform is gone. RFC 8032 through libsodium. */
#ifndef CERTIFICATE_SIGN_H
#define CERTIFICATE_SIGN_H
#include "base/arena.h"
#include "base/shape.h"
#include "base/status.h"

MUST status sign_open(void);                      /* the key of DATA/keys/certificate.seed, made when missing; after crypt_open */
const char *sign_text(arena *mem, const char *payload);         /* hex signature */
bool sign_fits(const char *payload, const char *signature_hex, const unsigned char public_key[32]);
const unsigned char *sign_public_key(void);       /* 32 bytes */
const char *sign_key_id(arena *mem);              /* 16 hex digits */

/* code = base64url(payload) "." base64url(signature) */
const char *sign_code(arena *mem, const char *payload, const char *signature_hex);
typedef struct {
    enum { CODE_GOOD, CODE_FORGED, CODE_MALFORMED } tag;
    const char *payload;
} code_outcome;
code_outcome sign_check_code(arena *mem, const char *code, const unsigned char public_key[32]);
/* `sangkien verify CODE [--key HEX]` */
int sign_verify_cli(const char *code, const char *key_hex, bool json);

#endif
