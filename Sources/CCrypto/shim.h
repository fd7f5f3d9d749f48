// OpenSSL's digests; the only functions of libcrypto that are used.
//
// SHA-256 is made by its parts: the one-shot calls look their algorithm up each time, which takes longer
// than hashing a request, and bring the whole library into a program that is linked statically.
#ifndef CCRYPTO_SHIM_H
#define CCRYPTO_SHIM_H
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/sha.h>

/// SHA-256 of `data` into the 32 bytes at `out`.
static inline void ccrypto_sha256(const void *data, size_t count, unsigned char *out) {
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, data, count);
  SHA256_Final(out, &context);
}

/// HMAC-SHA-256 (RFC 2104) of `data` under `key` into the 32 bytes at `out`.
static inline void ccrypto_hmac_sha256(
    const void *key, size_t key_count, const void *data, size_t count, unsigned char *out) {
  unsigned char inner[64] = {0}, outer[64];
  if (key_count > 64) {
    ccrypto_sha256(key, key_count, inner);
  } else {
    for (size_t i = 0; i < key_count; i++) inner[i] = ((const unsigned char *)key)[i];
  }
  for (int i = 0; i < 64; i++) {
    outer[i] = inner[i] ^ 0x5c;
    inner[i] ^= 0x36;
  }
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, inner, 64);
  SHA256_Update(&context, data, count);
  SHA256_Final(out, &context);
  SHA256_Init(&context);
  SHA256_Update(&context, outer, 64);
  SHA256_Update(&context, out, 32);
  SHA256_Final(out, &context);
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
