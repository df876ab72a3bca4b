#include "unit.h"

#include "base/vec.h"
#include "shell/shell.h"

// A script that stands alone at the start of a file.
static const struct shell_script *parse(struct arena *a, str script) {
  struct piece *piece = NEW(a, struct piece);
  struct text text = {script, piece, script.len > 0};
  return shell_parse(a, text, SHELL_BASH);
}

// What is wrong with a script, and what of it is in the tree nevertheless.
struct error_case {
  const char *name;
  const char *script;
  uint32_t off;
  bool incomplete;
  const char *kept; // the names of commands in the tree
};

static const struct error_case error_cases[] = {
    {"a word that closes nothing", "a\nb && c\nfi\nd", 9, false, "a b c"},
    {"a parenthesis that closes nothing", "a; b ) c", 5, false, "a"},
    {"a parenthesis behind a name", "a; echo (b)", 3, false, "a"},
    {"a parenthesis behind a word", "a; echo b (c)", 10, false, "a"},
    {"a parenthesis is open", "a; (b; c", 3, true, "a b c"},
    {"a brace is open", "a; { b; c", 3, true, "a b c"},
    {"if without fi", "a; if b; then c; d", 3, true, "a b c d"},
    {"if without then", "if a; b", 0, true, "a b"},
    {"a loop without done", "while a; do b", 0, true, "a b"},
    {"a loop without do", "for x in a b; c", 0, false, ""},
    {"case without esac", "a; case x in y) b;; z) c", 3, true, "a b c"},
    {"a function without a body", "a; f()", 3, true, "a"},
    {"a single quote is open", "a && b 'c; d", 7, true, "a"},
    {"a double quote is open", "a && b \"c; d", 7, true, "a"},
    {"a backquote is open", "a `b", 2, true, ""},
    {"a substitution is open", "a; b $(c; d", 5, true, "a"},
    {"an expansion is open", "a; b ${c", 5, true, "a"},
    {"nothing behind a pipe", "a | b |", 6, true, "a b"},
    {"nothing behind &&", "a && b &&", 7, true, "a b"},
    {"no command between semicolons", "a ; ; b", 4, false, "a"},
    {"an empty list", "if ; then a; fi", 0, false, ""},
    {";; outside of case", "a;; b", 1, false, "a"},
    {"no target", "a; b >", 5, true, "a"},
    {"no name behind for", "for ; do a; done", 0, false, ""},
    {"two exclamation marks", "! ! a", 0, false, ""},
    {"a function that nothing closes", "a; function f { b; }c", 14, true, "a b }c"},
    {"[[ is open", "a=(); [[ b", 6, true, ""},
    {"(( is open", "a; (( b", 3, true, "a"},
    {"no operand", "a $((1 + ))", 7, false, ""},
    {"assigned to a number", "a $((1 = 2))", 7, false, ""},
    {"an array is open", "a; b=(c", 5, true, "a"},
    {"<< without a word in a body that is read twice", "a; b <<E ${c}\n`<<", 15, true, "a"},
};

static bool add_name(void *ctx, const struct shell_cmd *cmd) {
  struct buf *names = ctx;
  if (cmd->kind != CMD_SIMPLE || cmd->words.len == 0)
    return true;
  if (names->len)
    buf_add_char(names, ' ');
  buf_add(names, cmd->words.at[0]->value);
  return true;
}

static str names_of(struct arena *a, struct shell_list list) {
  struct buf names;
  buf_init(&names, a);
  shell_walk(list, add_name, &names);
  return buf_str(&names);
}

static void test_error(void **state) {
  const struct error_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct shell_script *s = parse(&a, str_of(c->script));
  assert_false(s->ok);
  assert_int_equal(s->error.off, c->off);
  assert_int_equal(s->error.incomplete, c->incomplete);
  assert_true(s->error.message.len > 0);
  assert_str_equal(names_of(&a, s->body), str_of(c->kept));
  arena_done(&a);
}

// Scripts that bash runs although a strict reader refuses them.
struct lenient_case {
  const char *name;
  const char *script;
  uint32_t off; // of the warning
  const char *names;
};

static const struct lenient_case lenient_cases[] = {
    {"a here-document ends with the script", "[[ x ]]; cat <<EOF\na\n", 13, "cat"},
    {"(( opens two subshells", "[[ x ]]; a=(1); ((b; c) | d)", 19, "b c d"},
    {"$(( opens a substitution and a subshell", "a $((b; c) | d) \"$((e) )\"", 6, "a b c d e"},
    {"an operator that no shell has", "a ${b!c} && d", 5, "a d"},
    {"a template's braces", "a ${{ b.c }} \"${{d}}\"; e", 4, "a e"},
    {"an array for one command", "a=(1) b", 0, "b"},
    {"bytes that are no UTF-8", "a \xff; b", 2, "a b"},
    {"bytes that are no UTF-8 in an expansion",
     "a ${b\xff"
     "c}; d",
     5, "a d"},
};

static void test_lenient(void **state) {
  const struct lenient_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct shell_script *s = parse(&a, str_of(c->script));
  assert_true(s->ok);
  assert_true(s->warned);
  assert_int_equal(s->warning.off, c->off);
  assert_str_equal(names_of(&a, s->body), str_of(c->names));
  arena_done(&a);
}

// The order in which commands are visited.
struct walk_case {
  const char *name;
  const char *script;
  const char *names;
};

static const struct walk_case walk_cases[] = {
    {"lists", "a; b && c | d", "a b c d"},
    {"compound commands", "if a; then b; elif c; then d; else e; fi; while f; do g; done", "a b c d e f g"},
    {"substitutions behind their command", "a $(b) \"$(c `d`)\" <(e)", "a b c d e"},
    {"assignments, words and redirections in the order of the text", "x=$(a) b >$(c) $(d) 2>$(e)", "b a c d e"},
    {"here-documents", "a <<E\n$(b)\nE\nc", "a b c"},
    {"a comment in backquotes", "a `b # \\c d` e", "a b"},
    {"a backslash before a closing backquote", "a `b \\\\` c", "a b"},
    {"case", "case $(a) in $(b)) c;; *) d; esac", "a b c d"},
    {"functions", "f() { a; }; time b; coproc { c; }", "a b c"},
    {"parameters", "${a:-$(b)} ${c[$(d)]} ${e:$(f):$(g)} ${h/$(i)/$(j)}", "b d f g i j"},
    {"arithmetic and tests", "((a = $(b))); [[ $(c) == $(d) ]]; let e=$(f)", "b c d f"},
    {"arrays", "a=([$(b)]=$(c) $(d)); declare e=$(f)", "b c d f"},
};

static void test_walk(void **state) {
  const struct walk_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct shell_script *s = parse(&a, str_of(c->script));
  assert_true(s->ok);
  assert_str_equal(names_of(&a, s->body), str_of(c->names));
  arena_done(&a);
}

// Nesting: `open` many times.
struct depth_case {
  const char *name;
  const char *before, *open, *middle, *close;
};

static const struct depth_case depth_cases[] = {
    {"subshells", "", "( ", "a", ")"},
    {"subshells without blanks", "", "(", "a", ")"},
    {"blocks", "", "{ ", "a;", "}; "},
    {"if", "", "if ", "a", "; then b; fi"},
    {"then", "", "if a; then ", "b", "; fi"},
    {"else", "", "if a; then b; else ", "c", "; fi"},
    {"while", "", "while ", "a", "; do b; done"},
    {"until", "", "until a; do ", "b", "; done"},
    {"for", "", "for x in a; do ", "b", "; done"},
    {"for with arithmetic", "", "for ((;;)); do ", "b", "; done"},
    {"select", "", "select x in a; do ", "b", "; done"},
    {"case", "", "case a in a) ", "b", ";; esac"},
    {"functions", "", "f() ", "{ a; }", ""},
    {"functions with the word", "", "function f { ", "a", "; }"},
    {"substitutions", "", "$(", "a", ")"},
    {"substitutions in quotes", "", "\"$(", "a", ")\""},
    {"process substitutions", "a ", "<(a ", "b", ")"},
    {"brace substitutions", "a ", "${ a ", "b", "; }"},
    {"parameters", "a ", "${b:-", "c", "}"},
    {"parameters in quotes", "a ", "\"${b:-", "c", "}\""},
    {"patterns", "a ", "${b/", "c", "}"},
    {"slices", "a ", "${b:", "1", "}"},
    {"subscripts", "a ", "${b[", "1", "]}"},
    {"arithmetic", "a ", "$((1 + ", "1", "))"},
    {"parentheses in arithmetic", "((", "(", "1", ")"},
    {"signs", "((", "- ", "1", ""},
    {"a long sum", "((", "a+", "1", ""},
    {"a long assignment", "((", "a=", "1", ""},
    {"a long choice", "((", "a?b:", "1", ""},
    {"powers", "((", "2**", "1", ""},
    {"elements", "((", "a[", "1", "]"},
    {"parentheses in tests", "[[ ", "( ", "a", " )"},
    {"a long test", "[[ ", "a && ", "b", ""},
    {"assignments", "", "a=$(", "b", ")"},
    {"arrays", "", "a=($(", "b", "))"},
    {"redirections", "", ">$(", "b", ")"},
    {"here-documents", "", "a <<E\n$(", "b", ")\nE\n"},
    {"time", "", "time { ", "b", "; }"},
    {"coproc", "", "coproc { ", "b", "; }"},
};

enum { DEPTH_FAR = 100000, DEPTH_NEAR = 60 };

static str repeat(struct arena *a, const struct depth_case *c, uint32_t count) {
  struct buf b;
  buf_init(&b, a);
  buf_add(&b, str_of(c->before));
  for (uint32_t i = 0; i < count; i++)
    buf_add(&b, str_of(c->open));
  buf_add(&b, str_of(c->middle));
  for (uint32_t i = 0; i < count; i++)
    buf_add(&b, str_of(c->close));
  if (str_has_prefix(str_of(c->before), STR("((")))
    buf_add(&b, STR("))"));
  if (str_has_prefix(str_of(c->before), STR("[[")))
    buf_add(&b, STR(" ]]"));
  return buf_str(&b);
}

static void test_depth(void **state) {
  const struct depth_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  assert_true(parse(&a, repeat(&a, c, DEPTH_NEAR))->ok);
  const struct shell_script *far = parse(&a, repeat(&a, c, DEPTH_FAR));
  assert_false(far->ok);
  assert_true(far->error.limit);
  arena_done(&a);
}

// Backquotes nest by backslashes, twice as many a level.
static void test_backquotes(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct shell_script *s = parse(&a, STR("a `b \\`c \\\\\\`d \\\\\\\\\\\\\\`e\\\\\\\\\\\\\\`\\\\\\`\\``"));
  assert_true(s->ok);
  assert_str_equal(names_of(&a, s->body), STR("a b c d e"));
  arena_done(&a);
}

// Scripts of a megabyte, in which something that looks back or ahead would be seen to.
struct size_case {
  const char *name;
  const char *before, *unit, *after;
};

static const struct size_case size_cases[] = {
    {"commands", "", "cmd arg; ", ""},
    {"&& after &&", "", "cmd && ", "cmd"},
    {"lines", "", "cmd\n", ""},
    {"one word", "", "a", ""},
    {"words", "", "a ", ""},
    {"an open single quote", "'", "a", ""},
    {"an open double quote", "\"", "a $b ", ""},
    {"an open backquote", "`", "a ", ""},
    {"backquotes", "", "`a` ", ""},
    {"backslashes", "", "\\\\", ""},
    {"splices", "a", "\\\n", ""},
    {"here-documents", "", "cat <<E\nx\nE\n", ""},
    {"here-documents on one line", "cat ", "<<E ", "\n"},
    {"a here-document", "cat <<E\n", "a line\n", "E\n"},
    {"an open here-document", "cat <<'E'\n", "a line\n", ""},
    {"lines that look like the end", "cat <<EEEEEEEEEEEEEEEE\n", "EEEEEEEEEEEEEEE\n", ""},
    {"CR LF", "cat <<E\r\n", "a line\r\n", "E\r\n"},
    {"comments", "", "# a\n", ""},
    {"NUL and CR", "a ", "\r \r", ""},
    {"UTF-8", "a ", "\xc3\xa9", ""},
    {"what is no UTF-8", "a ", "\xe9", ""},
    {"parentheses that may be arithmetic", "", "((a) || b); ", ""},
    {"the same in words", "", "$((a) || b) ", ""},
    {"open ones", "", "((a ", ""},
    {"expansions that are none", "a ", "${b!c} ", ""},
    {"braces", "a ", "{b,c}", ""},
    {"open braces", "a ", "{b,", ""},
    {"an array", "a=(", "b ", ")"},
    {"redirections", "", ">a ", ""},
    {"case items", "case a in ", "b) c;; ", "esac"},
    {"sums", "", "$((1 + 2)) ", ""},
    {"tests", "", "[[ a ]]; ", ""},
    {"a regular expression", "[[ a =~ ", "(", ""},
};

enum { SIZE = 1000000 };

static void test_size(void **state) {
  const struct size_case *c = *state;
  struct arena a;
  struct buf b;
  arena_init(&a, NULL, 0);
  buf_init(&b, &a);
  buf_add(&b, str_of(c->before));
  while (b.len < SIZE)
    buf_add(&b, str_of(c->unit));
  buf_add(&b, str_of(c->after));
  const struct shell_script *s = parse(&a, buf_str(&b));
  assert_true(s->ok || s->error.message.len > 0);
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest others[] = {cmocka_unit_test(test_backquotes)};
  return RUN_CASES("errors", error_cases, test_error) + RUN_CASES("lenient", lenient_cases, test_lenient) +
         RUN_CASES("shell_walk", walk_cases, test_walk) + RUN_CASES("depth", depth_cases, test_depth) +
         RUN_CASES("size", size_cases, test_size) + cmocka_run_group_tests_name("others", others, NULL, NULL);
}
