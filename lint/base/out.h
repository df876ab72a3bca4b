#ifndef DLINT_BASE_OUT_H
#define DLINT_BASE_OUT_H

#include "base/str.h"

/// A sink for output. The first failed write is remembered and later ones do nothing; the caller asks once at the end.
struct out {
  /// Writes all of the bytes or returns false.
  bool (*write)(void *ctx, const char *at, size_t len);
  void *ctx;
  bool failed;
  uint32_t len;
  char pending[8192];
};

/// Writes all of the bytes; false with errno where that cannot be done.
bool fd_write(int fd, str bytes);

/// Output to a file descriptor, which stays the caller's.
void out_init_fd(struct out *o, int fd);
void out_init(struct out *o, bool (*write)(void *ctx, const char *at, size_t len), void *ctx);

void out_str(struct out *o, str s);
void out_char(struct out *o, char c);
void out_u32(struct out *o, uint32_t n);
void out_repeat(struct out *o, char c, uint32_t count);
void out_format(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));
/// Writes what is pending; false if any write so far failed.
bool out_flush(struct out *o);

#endif
