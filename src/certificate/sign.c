#include "certificate/sign.h"
#include "base/crypt.h"
#include "base/text.h"
#include <sodium.h>
#include <stdio.h>
#include <string.h>

static unsigned char public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];

status sign_open(void)
{
    unsigned char seed[crypto_sign_SEEDBYTES];

    TRY(crypt_key_file("certificate.seed", seed, sizeof seed));
    crypto_sign_seed_keypair(public_key, secret_key, seed);
    sodium_memzero(seed, sizeof seed);
    return OK;
}

const unsigned char *sign_public_key(void)
{
    return public_key;
}

const char *sign_key_id(arena *mem)
{
    unsigned char h[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(h, public_key, sizeof public_key);
    return text_hex(mem, h, 8);
}

const char *sign_text(arena *mem, const char *payload)
{
    unsigned char s[crypto_sign_BYTES];

    crypto_sign_detached(s, NULL, (const unsigned char *)payload, strlen(payload), secret_key);
    return text_hex(mem, s, sizeof s);
}

bool sign_fits(const char *payload, const char *hex, const unsigned char key[32])
{
    unsigned char s[crypto_sign_BYTES];
    size_t n = 0;

    if (sodium_hex2bin(s, sizeof s, hex, strlen(hex), NULL, &n, NULL) != 0 || n != sizeof s) return false;
    return crypto_sign_verify_detached(s, (const unsigned char *)payload, strlen(payload), key) == 0;
}

static const char *base64(arena *mem, const void *p, size_t n)
{
    size_t max = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(mem, max);

    sodium_bin2base64(out, max, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return out;
}

const char *sign_code(arena *mem, const char *payload, const char *hex)
{
    unsigned char s[crypto_sign_BYTES] = {0};

    if (sodium_hex2bin(s, sizeof s, hex, strlen(hex), NULL, NULL, NULL) != 0) return "";
    return textf(mem, "%s.%s", base64(mem, payload, strlen(payload)), base64(mem, s, sizeof s));
}

code_outcome sign_check_code(arena *mem, const char *code, const unsigned char key[32])
{
    code_outcome o = {CODE_MALFORMED, ""};
    const char *dot = strchr(code, '.');
    unsigned char s[crypto_sign_BYTES];
    size_t n = 0, sn = 0;

    if (!dot || strlen(code) > 6000) return o;
    char *payload = arena_alloc(mem, strlen(code) + 1);
    int bad = sodium_base642bin((unsigned char *)payload, strlen(code), code, (size_t)(dot - code), NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    bad |= sodium_base642bin(s, sizeof s, dot + 1, strlen(dot + 1), NULL, &sn, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (bad || sn != sizeof s || memchr(payload, 0, n) || !text_valid_utf8(payload, n)) return o;
    payload[n] = 0;
    o.payload = payload;
    o.tag = crypto_sign_verify_detached(s, (const unsigned char *)payload, n, key) == 0 ? CODE_GOOD : CODE_FORGED;
    return o;
}

int sign_verify_cli(const char *code, const char *key_hex, bool json)
{
    AUTO(arena_ptr) mem = arena_new();
    unsigned char key[32];
    size_t n = 0;
    const char *c = strstr(code, "c=");

    if (sodium_hex2bin(key, sizeof key, key_hex, strlen(key_hex), " \n", &n, NULL) != 0 || n != sizeof key) {
        fputs("sangkien: the key is 64 hexadecimal digits\n", stderr);
        return 2;
    }
    code_outcome o = sign_check_code(mem, c ? c + 2 : code, key);
    const char *verdict = o.tag == CODE_GOOD ? "valid" : o.tag == CODE_FORGED ? "forged" : "malformed";
    if (json) printf("{\"signature\":\"%s\",\"payload\":%s}\n", verdict, o.tag == CODE_GOOD ? o.payload : "null");
    else printf("%s\n%s\n", o.tag == CODE_GOOD ? "Chữ ký đúng" : o.tag == CODE_FORGED ? "Chữ ký SAI: nội dung đã bị sửa hoặc không do hệ thống này cấp" : "Không phải mã giấy chứng nhận", o.payload);
    return o.tag == CODE_GOOD ? 0 : 1;
}
