// zlib's inflate, for request bodies that came compressed.
#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H
#include <string.h>
#include <zlib.h>

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
