#include "base/buf.h"
#include "dockerfile/dockerfile.h"
#include "unit.h"

// What a word comes to is shown in tests/golden/words. Here: its tree, and where its words stand.

static void show_word(struct buf *b, const struct word *w);

static void show_part(struct buf *b, const struct word_part *part) {
  static const char *const quoting[] = {
      [WORD_BARE] = "", [WORD_ESCAPED] = "\\", [WORD_QUOTE_OPENS] = "(", [WORD_QUOTED] = "~"};
  buf_add(b, str_of(quoting[part->quoting]));
  if (part->kind == WORD_LITERAL) {
    buf_add_format(b, "<" STR_FMT ">", STR_ARG(part->text));
    return;
  }
  buf_add_format(b, part->braced ? "{" STR_FMT STR_FMT : "$" STR_FMT STR_FMT, STR_ARG(part->name), STR_ARG(part->op));
  if (part->arg)
    show_word(b, part->arg);
  if (part->replacement)
    show_word(b, part->replacement);
  if (part->braced)
    buf_add_char(b, '}');
}

static void show_word(struct buf *b, const struct word *w) {
  for (uint32_t i = 0; i < w->part_count; i++)
    show_part(b, &w->parts[i]);
  if (w->error.len)
    buf_add_char(b, '!');
}

struct tree_case {
  const char *name, *text, *tree;
};

static const struct tree_case tree_cases[] = {
    {"text", "a b", "<a b>"},
    {"variables", "a$b${c}d", "<a>$b{c}<d>"},
    {"quotes", "a'b'\"c$d\"", "<a>(<>~<b>(<>~<c>~$d"},
    {"empty quotes", "''", "(<>"},
    {"escapes", "\\a\"\\\"\\b\"", "\\<a>(<>~<\">~<\\>~<b>"},
    {"operators", "${a:-b}${c##d}${e%f}", "{a:-<b>}{c##<d>}{e%<f>}"},
    {"a word in a word", "${a:-x${b:+y}}", "{a:-<x>{b:+<y>}}"},
    {"replace", "${a//b/c}", "{a//<b><c>}"},
    {"what is written double in a pattern", "${a#'\\'}", "{a#(<>~<\\\\>}"},
    {"here-document", "<< E", "\\<<< ><E>"},
    {"up to the fault", "a${b}${c^}", "<a>{b}!"},
    {"fault in an operator's word", "a${b:-c'}", "<a>{b:-<c>!}!"},
    {"no replacement", "${a/b}", "{a/<b}>!}!"},
    {"not UTF-8", "a\xFFz", "<a><\xEF\xBF\xBD><z>"},
};

static void test_tree(void **state) {
  const struct tree_case *c = *state;
  struct arena a;
  struct buf b;
  arena_init(&a, NULL, 0);
  buf_init(&b, &a);
  show_word(&b, word_parse(&a, str_of(c->text), '\\', WORD_PLAIN));
  assert_str_equal(buf_str(&b), str_of(c->tree));
  arena_done(&a);
}

struct place_case {
  const char *name, *text;
  const char *places; // the words as they stand in the text, between bars
};

static const struct place_case place_cases[] = {
    {"plain", " a  bc ", "a|bc|"},
    {"quoted", "a\"b c\"d 'e'", "a\"b c\"d|'e'|"},
    {"here-documents", "x <<A 3<<-\"B C\" << D", "x|<<A|3<<-\"B C\"|<< D|"},
    {"variables", "$a ${b}c", "$a|${b}c|"},
    {"escapes", "a\\ b c", "a\\ b|c|"},
};

static void test_places(void **state) {
  const struct place_case *c = *state;
  struct arena a;
  struct buf b;
  struct word_result r;
  arena_init(&a, NULL, 0);
  buf_init(&b, &a);
  assert_true(word_expand(&a, str_of(c->text), '\\', WORD_DISPLAY, (struct word_env){0}, &r));
  for (uint32_t i = 0; i < r.word_count; i++) {
    buf_add(&b, str_slice(str_of(c->text), r.word_places[i].off, span_end(r.word_places[i])));
    buf_add_char(&b, '|');
  }
  assert_str_equal(buf_str(&b), str_of(c->places));
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("word_parse", tree_cases, test_tree) + RUN_CASES("word_places", place_cases, test_places);
}
