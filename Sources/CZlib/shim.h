// zlib's streams, whole ones in memory; its own calls are macros, which Swift cannot use.
#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H
#include <string.h>
#include <zlib.h>

/// Inflates a whole raw stream into exactly `out_count` bytes; 1 where it holds as many, no fewer and
/// no more, 0 otherwise. Counts are below 4 GB.
static inline int czlib_inflate(
    const unsigned char *data, size_t count, unsigned char *out, size_t out_count) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, -15) != Z_OK) return 0;
  stream.next_in = (unsigned char *)data;
  stream.avail_in = (uInt)count;
  stream.next_out = out;
  stream.avail_out = (uInt)out_count;
  int result = inflate(&stream, Z_FINISH);
  int is_whole = result == Z_STREAM_END && stream.avail_out == 0;
  inflateEnd(&stream);
  return is_whole;
}

/// The most bytes that `count` bytes deflate to.
static inline size_t czlib_deflate_bound(size_t count) { return compressBound((uLong)count) + 16; }

/// Deflates into a raw stream at the highest level and returns its length, 0 where it does not fit.
static inline size_t czlib_deflate(
    const unsigned char *data, size_t count, unsigned char *out, size_t out_count) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (unsigned char *)data;
  stream.avail_in = (uInt)count;
  stream.next_out = out;
  stream.avail_out = (uInt)out_count;
  int result = deflate(&stream, Z_FINISH);
  size_t written = stream.total_out;
  deflateEnd(&stream);
  return result == Z_STREAM_END ? written : 0;
}

/// Inflates the gzip member of `count` bytes at `data` into the `room` bytes at `out`; the number of
/// bytes written, -1 where it is not gzip, -2 where there is too little room.
static inline long czlib_gunzip(
    const unsigned char *data, size_t count, unsigned char *out, size_t room) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return -1;
  stream.next_in = (unsigned char *)data;
  stream.avail_in = (uInt)count;
  stream.next_out = out;
  stream.avail_out = (uInt)room;
  int code = inflate(&stream, Z_FINISH);
  long written = (long)stream.total_out;
  uInt left = stream.avail_out;
  inflateEnd(&stream);
  if (code == Z_STREAM_END) return written;
  return code == Z_BUF_ERROR && left == 0 ? -2 : -1;
}
#endif
