#include "unit.h"

#include "report/terminal.h"

struct terminal_case {
  const char *name;
  str in;
  uint32_t column;
  str out;
  uint32_t column_after;
};

static const struct terminal_case terminal_cases[] = {
    {"plain text stays", STR_INIT("curl -LO x"), 0, STR_INIT("curl -LO x"), 10},
    {"letters beyond ASCII stay", STR_INIT("h\xC3\xA9"), 0, STR_INIT("h\xC3\xA9"), 2},
    {"a tab fills up to its stop", STR_INIT("\tx"), 2, STR_INIT("  x"), 5},
    {"an escape sequence is shown", STR_INIT("\x1b[2J"), 0, STR_INIT("\\x1b[2J"), 7},
    {"a line end is shown", STR_INIT("a\nb"), 0, STR_INIT("a\\x0ab"), 6},
    {"a C1 control is shown", STR_INIT("\xC2\x9B"), 0, STR_INIT("\\x9b"), 4},
    {"bidirectional controls are shown", STR_INIT("\xE2\x80\xAE"), 0, STR_INIT("\\u202e"), 6},
    {"zero-width characters are shown", STR_INIT("\xE2\x80\x8B"), 0, STR_INIT("\\u200b"), 6},
    {"a byte that is not UTF-8 is shown", STR_INIT("\xFFz"), 0, STR_INIT("\\xffz"), 5},
    {"a cut-off character is shown byte by byte", STR_INIT("\xE2\x80"), 0, STR_INIT("\\xe2\\x80"), 8},
    {"the replacement character itself stays", STR_INIT("\xEF\xBF\xBD"), 0, STR_INIT("\xEF\xBF\xBD"), 1},
    {"a wide character takes two columns", STR_INIT("\xE6\xBC\xA2"), 0, STR_INIT("\xE6\xBC\xA2"), 2},
    {"NUL is shown", {"\0", 1}, 0, STR_INIT("\\x00"), 4},
};

static void test_terminal(void **state) {
  const struct terminal_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct buf b;
  buf_init(&b, &a);
  uint32_t column = terminal_add(&b, c->in, c->column);
  assert_str_equal(buf_str(&b), c->out);
  assert_int_equal(column, c->column_after);
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("terminal_add", terminal_cases, test_terminal);
}
