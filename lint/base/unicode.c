#include "base/unicode.h"

#include "base/buf.h"
#include "base/utf8.h"

struct code_range {
  uint32_t low, high;
};

struct lower_range {
  uint32_t low, high, step;
  int32_t delta;
};

#include "base/unicode_tables.def"

static bool is_in(const struct code_range *ranges, uint32_t count, uint32_t c) {
  uint32_t low = 0, high = count;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (c > ranges[mid].high)
      low = mid + 1;
    else
      high = mid;
  }
  return low < count && c >= ranges[low].low;
}

bool unicode_is_letter(uint32_t c) {
  return c < 0x80 ? is_ascii_alpha((char)c) : is_in(letters, COUNT_OF(letters), c);
}

bool unicode_is_digit(uint32_t c) {
  return c < 0x80 ? is_ascii_digit((char)c) : is_in(digits, COUNT_OF(digits), c);
}

uint32_t unicode_lower(uint32_t c) {
  if (c < 0x80)
    return (uint8_t)ascii_lower((char)c);
  for (uint32_t i = 0; i < COUNT_OF(lowers) && lowers[i].low <= c; i++)
    if (c <= lowers[i].high && (c - lowers[i].low) % lowers[i].step == 0)
      return c + (uint32_t)lowers[i].delta;
  return c;
}

static bool is_ascii(str s) {
  for (uint32_t i = 0; i < s.len; i++)
    if ((uint8_t)s.at[i] >= 0x80)
      return false;
  return true;
}

str unicode_lower_str(struct arena *a, str s) {
  if (is_ascii(s))
    return str_lower(a, s);
  struct buf b;
  buf_init(&b, a);
  for (uint32_t len; s.len; s = str_skip(s, len)) {
    char bytes[4];
    uint32_t c = unicode_lower(utf8_decode(s, &len));
    buf_add(&b, (str){bytes, utf8_encode(c, bytes)});
  }
  return buf_str(&b);
}
