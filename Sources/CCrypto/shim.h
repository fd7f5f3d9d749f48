// OpenSSL's one-shot digests; the only two functions of libcrypto that are used.
#ifndef CCRYPTO_SHIM_H
#define CCRYPTO_SHIM_H
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

/// HMAC-SHA-256 of `data` under `key` into the 32 bytes at `out`; 1 on success.
static inline int ccrypto_hmac_sha256(
    const void *key, size_t key_count, const unsigned char *data, size_t count,
    unsigned char *out) {
  unsigned int written = 0;
  return HMAC(EVP_sha256(), key, (int)key_count, data, count, out, &written) != NULL;
}
#endif
