// OpenSSL's one-shot digests; the only functions of libcrypto that are used.
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
/// The digest of `data` called `name` into the 64 bytes at `out`; its length, 0 on failure.
static inline unsigned int ccrypto_digest(
    const char *name, const void *data, size_t count, unsigned char *out) {
  unsigned int written = 0;
  const EVP_MD *kind = EVP_get_digestbyname(name);
  if (kind == NULL || EVP_Digest(data, count, out, &written, kind, NULL) != 1) return 0;
  return written;
}
#endif
