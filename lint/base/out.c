#include "base/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool fd_write(int fd, str bytes) {
  while (bytes.len) {
    ssize_t n = write(fd, bytes.at, bytes.len);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return false;
    bytes = str_skip(bytes, (uint32_t)n);
  }
  return true;
}

static bool write_fd(void *ctx, const char *at, size_t len) {
  return fd_write((int)(intptr_t)ctx, (str){at, (uint32_t)len}); // at most what a sink keeps, or one str
}

void out_init_fd(struct out *o, int fd) {
  out_init(o, write_fd, (void *)(intptr_t)fd);
}

void out_init(struct out *o, bool (*write)(void *ctx, const char *at, size_t len), void *ctx) {
  o->write = write;
  o->ctx = ctx;
  o->failed = false;
  o->len = 0;
}

bool out_flush(struct out *o) {
  if (!o->failed && o->len && !o->write(o->ctx, o->pending, o->len))
    o->failed = true;
  o->len = 0;
  return !o->failed;
}

void out_str(struct out *o, str s) {
  if (s.len > sizeof o->pending - o->len)
    out_flush(o);
  if (o->failed || s.len == 0)
    return;
  if (s.len > sizeof o->pending) {
    o->failed = !o->write(o->ctx, s.at, s.len);
    return;
  }
  memcpy(o->pending + o->len, s.at, s.len);
  o->len += s.len;
}

void out_char(struct out *o, char c) {
  out_str(o, (str){&c, 1});
}

void out_repeat(struct out *o, char c, uint32_t count) {
  while (count--)
    out_char(o, c);
}

void out_u32(struct out *o, uint32_t n) {
  char digits[10];
  uint32_t i = sizeof digits;
  do
    digits[--i] = (char)('0' + n % 10);
  while (n /= 10);
  out_str(o, (str){digits + i, (uint32_t)sizeof digits - i});
}

void out_format(struct out *o, const char *format, ...) {
  char text[512]; // for short, bounded pieces; anything of the input's length goes through out_str()
  va_list args;
  va_start(args, format);
  int len = vsnprintf(text, sizeof text, format, args);
  va_end(args);
  if (len < 0 || (size_t)len >= sizeof text)
    o->failed = true;
  else
    out_str(o, (str){text, (uint32_t)len});
}
