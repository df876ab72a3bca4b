#include "base/utf8.h"

#include <string.h>

#include "base/assert.h"

static bool is_continuation(str s, uint32_t i) {
  return i < s.len && ((uint8_t)s.at[i] & 0xC0) == 0x80;
}

uint32_t utf8_decode(str s, uint32_t *len) {
  assert(s.at && s.len > 0);
  uint8_t first = (uint8_t)s.at[0];
  uint32_t size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  *len = 1;
  if (size <= 1)
    return size ? first : UTF8_REPLACEMENT;
  uint32_t c = first & (0x7Fu >> size);
  for (uint32_t i = 1; i < size; i++) {
    if (!is_continuation(s, i))
      return UTF8_REPLACEMENT;
    c = c << 6 | ((uint8_t)s.at[i] & 0x3F);
  }
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (c < least[size] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
    return UTF8_REPLACEMENT;
  *len = size;
  return c;
}

uint32_t utf8_decode_last(str s, uint32_t *len) {
  for (uint32_t back = 2; back <= 4 && back <= s.len; back++) {
    uint32_t c = utf8_decode(str_skip(s, s.len - back), len);
    if (*len == back)
      return c;
  }
  *len = 1;
  uint8_t last = (uint8_t)s.at[s.len - 1];
  return last < 0x80 ? last : UTF8_REPLACEMENT;
}

uint32_t utf8_encode(uint32_t c, char *dst) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
    c = UTF8_REPLACEMENT;
  if (c < 0x80) {
    dst[0] = (char)c;
    return 1;
  }
  uint32_t size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (uint32_t i = size - 1; i > 0; i--, c >>= 6)
    dst[i] = (char)(0x80 | (c & 0x3F));
  dst[0] = (char)((0xF00u >> size & 0xFF) | c);
  return size;
}

// How many bytes of ASCII `s` begins with, eight at a time.
static uint32_t ascii_run(str s) {
  uint32_t n = 0;
  for (uint64_t eight; n + sizeof eight <= s.len; n += sizeof eight) {
    memcpy(&eight, s.at + n, sizeof eight);
    if (eight & 0x8080808080808080u)
      break;
  }
  return n;
}

static uint32_t count(str s, uint32_t units_past_ffff) {
  uint32_t units = 0, len;
  for (; s.len; s = str_skip(s, len)) {
    len = ascii_run(s);
    if (len)
      units += len;
    else
      units += utf8_decode(s, &len) > 0xFFFF ? units_past_ffff : 1;
  }
  return units;
}

uint32_t utf8_count(str s) {
  return count(s, 1);
}

uint32_t utf8_count_utf16(str s) {
  return count(s, 2);
}

bool utf8_is_space(uint32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

// Unicode's Cc, Bidi_Control, the zero-width ones of Cf, Zl, Zp, interlinear annotation, tags; in order.
static const struct {
  uint32_t first, last;
} hidden[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},   {0x180E, 0x180E}, {0x200B, 0x200F},
    {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE0FFF},
};

bool utf8_is_hidden(uint32_t c) {
  for (uint32_t i = 0; i < COUNT_OF(hidden) && hidden[i].first <= c; i++)
    if (c <= hidden[i].last)
      return true;
  return false;
}

str utf8_trim_left(str s) {
  uint32_t len;
  while (s.len && utf8_is_space(utf8_decode(s, &len)))
    s = str_skip(s, len);
  return s;
}

str utf8_trim_right(str s) {
  uint32_t len;
  while (s.len && utf8_is_space(utf8_decode_last(s, &len)))
    s.len -= len;
  return s;
}

str utf8_trim(str s) {
  return utf8_trim_right(utf8_trim_left(s));
}
