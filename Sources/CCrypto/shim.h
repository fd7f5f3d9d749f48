// OpenSSL's digests; the only functions of libcrypto that are used.
//
// They are made by their parts: the one-shot calls look their algorithm up each time, which takes longer
// than hashing a request, and bring the whole library into a program that is linked statically.
#ifndef CCRYPTO_SHIM_H
#define CCRYPTO_SHIM_H
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>
#include <string.h>

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

#define CCRYPTO_DIGEST(NAME, CONTEXT, LENGTH) \
  CONTEXT context;                            \
  NAME##_Init(&context);                      \
  NAME##_Update(&context, data, count);       \
  NAME##_Final(out, &context);                \
  return LENGTH

/// The digest of `data` called `name` into the 64 bytes at `out`; its length, 0 where there is none.
static inline unsigned int ccrypto_digest(
    const char *name, const void *data, size_t count, unsigned char *out) {
  if (strcmp(name, "MD5") == 0) { CCRYPTO_DIGEST(MD5, MD5_CTX, MD5_DIGEST_LENGTH); }
  if (strcmp(name, "SHA1") == 0) { CCRYPTO_DIGEST(SHA1, SHA_CTX, SHA_DIGEST_LENGTH); }
  if (strcmp(name, "SHA384") == 0) { CCRYPTO_DIGEST(SHA384, SHA512_CTX, SHA384_DIGEST_LENGTH); }
  if (strcmp(name, "SHA512") == 0) { CCRYPTO_DIGEST(SHA512, SHA512_CTX, SHA512_DIGEST_LENGTH); }
  return 0;
}
#endif
