#include "base/unicode.h"
#include "unit.h"

struct char_case {
  const char *name;
  uint32_t c;
  bool letter, digit;
  uint32_t lower;
};

static const struct char_case char_cases[] = {
    {"ASCII capital", 'A', true, false, 'a'},
    {"ASCII digit", '7', false, true, '7'},
    {"ASCII sign", '_', false, false, '_'},
    {"Latin", 0xC9, true, false, 0xE9},
    {"every other one is a capital", 0x100, true, false, 0x101},
    {"a small one between", 0x101, true, false, 0x101},
    {"Greek", 0x3A9, true, false, 0x3C9},
    {"the multiplication sign between letters", 0xD7, false, false, 0xD7},
    {"a capital with an ASCII small one", 0x130, true, false, 'i'},
    {"Kelvin", 0x212A, true, false, 'k'},
    {"Arabic digit", 0x663, false, true, 0x663},
    {"Chinese", 0x4E2D, true, false, 0x4E2D},
    {"past the basic plane", 0x10400, true, false, 0x10428},
    {"an emoji", 0x1F600, false, false, 0x1F600},
    {"the replacement character", 0xFFFD, false, false, 0xFFFD},
    {"the last code point", 0x10FFFF, false, false, 0x10FFFF},
};

static void test_char(void **state) {
  const struct char_case *c = *state;
  assert_int_equal(unicode_is_letter(c->c), c->letter);
  assert_int_equal(unicode_is_digit(c->c), c->digit);
  assert_int_equal(unicode_lower(c->c), c->lower);
}

struct lower_case {
  const char *name, *in, *out;
};

static const struct lower_case lower_cases[] = {
    {"ASCII", "Base-1", "base-1"},
    {"others",
     "\xC3\x84"
     "B",
     "\xC3\xA4"
     "b"},
    {"not UTF-8", "A\xFF", "a\xEF\xBF\xBD"},
    {"empty", "", ""},
};

static void test_lower(void **state) {
  const struct lower_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  assert_str_equal(unicode_lower_str(&a, str_of(c->in)), str_of(c->out));
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("unicode", char_cases, test_char) + RUN_CASES("unicode_lower_str", lower_cases, test_lower);
}
