#include "base/utf8_index.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "unit.h"

// Texts of several marks, made of a piece again and again: what is counted is what counting from the start gives.
static const struct index_case {
  const char *name, *piece;
} index_cases[] = {
    {"ASCII", "abcdefg"},
    {"characters of each length", "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x90\x8B"},
    {"of four bytes alone", "\xF0\x9F\x90\x8B"},
    {"bytes that are not UTF-8", "\x80\x80\x80\x80\x80\xFF"},
    {"characters that are cut short", "\xE2\x82\xF0\x9F\x90"},
};

enum { TEXT_BYTES = 5000 };

static void test_index(void **state) {
  const struct index_case *c = *state;
  struct arena a;
  struct buf b;
  arena_init(&a, NULL, 0);
  buf_init(&b, &a);
  while (b.len < TEXT_BYTES)
    buf_add(&b, str_of(c->piece));
  str text = buf_str(&b);
  const struct utf8_index *x = utf8_index_new(&a, text);
  for (uint32_t off = 0, len; off <= text.len; off += len) {
    assert_int_equal(utf8_index_count(x, off), utf8_count(str_slice(text, 0, off)));
    assert_int_equal(utf8_index_count_utf16(x, off), utf8_count_utf16(str_slice(text, 0, off)));
    len = 1;
    if (off < text.len)
      utf8_decode(str_skip(text, off), &len);
  }
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("utf8_index", index_cases, test_index);
}
