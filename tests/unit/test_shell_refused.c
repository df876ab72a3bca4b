#include "unit.h"

#include "base/vec.h"
#include "shell/shell.h"

static const struct shell_script *parse(struct arena *a, const char *script, enum shell_dialect dialect) {
  struct piece *piece = NEW(a, struct piece);
  return shell_parse(a, (struct text){str_of(script), piece, 1}, dialect);
}

// What a strict reader says of a script; the lenient one may read it nevertheless.
struct refused_case {
  const char *name; // the script itself
  enum shell_dialect dialect;
  uint32_t off;
  const char *message;
};

static const struct refused_case refused_cases[] = {
    {"a ${%b}", SHELL_BASH, 2, "${%name}: not in bash"},
    {"a ${+b}", SHELL_BASH, 2, "${+name}: not in bash"},
    {"a ${(f)b}", SHELL_BASH, 2, "${(flags)name}: not in bash"},
    {"a ${\"x\"}", SHELL_BASH, 2, "${\" is no expansion"},
    {"a ${\"$x\"}", SHELL_BASH, 6, "the special parameter $ ends before this"},
    {"a ${$(b)}", SHELL_BASH, 4, "an expansion as a parameter: not in bash"},
    {"a ${${b}}", SHELL_BASH, 4, "an expansion as a parameter: not in bash"},
    {"a ${b:#c}", SHELL_BASH, 5, "this operator of ${ }: not in bash"},
    {"a ${b:|c}", SHELL_BASH, 5, "this operator of ${ }: not in bash"},
    {"a ${b:*c}", SHELL_BASH, 5, "this operator of ${ }: not in bash"},
    {"a ${b@}", SHELL_BASH, 6, "${name@ needs one letter"},
    {"a ${b@#}", SHELL_BASH, 6, "${name@#}: not in bash"},
    {"a ${b@Z}", SHELL_BASH, 6, "${name@ has no such operator"},
    {"a ${b@QQ}", SHELL_BASH, 6, "${name@ has no such operator"},
    {"a ${b*}", SHELL_BASH, 5, "* is no operator of ${ }"},
    {"a ${@[1]}", SHELL_BASH, 5, "a special parameter has no index"},
    {"a ${@x}", SHELL_BASH, 5, "the special parameter @ ends before this"},
    {"a ${#b:-c}", SHELL_BASH, 6, "${#name} has no operator"},
    {"a ${b:1 2}", SHELL_BASH, 8, "no arithmetic operator"},
    {"a ${12x}", SHELL_BASH, 4, "no name of a parameter"},
    {"a ${b!}", SHELL_BASH, 5, "no operator of ${ }"},
    {"a ${}", SHELL_BASH, 4, "no name of a parameter"},
    {"a ${b[}", SHELL_BASH, 5, "[ must be followed by an expression"},
    {"a ${b[]}", SHELL_BASH, 5, "[ must be followed by an expression"},
    {"a ${b[1}", SHELL_BASH, 5, "the expression is not closed with ]"},
    {"a ${b/c/d}", SHELL_POSIX, 5, "${name/pattern/text}: not in a POSIX shell"},
    {"a ${b:1}", SHELL_POSIX, 5, "${name:offset}: not in a POSIX shell"},
    {"a ${!b*}", SHELL_POSIX, 2, "${!name}: not in a POSIX shell"},
    {"a ${!b}", SHELL_POSIX, 2, "${!name}: not in a POSIX shell"},
    {"a ${b@Q}", SHELL_POSIX, 5, "${name@operator}: not in a POSIX shell"},
    {"a ${b^}", SHELL_POSIX, 5, "change of case in ${ }: not in a POSIX shell"},
    {"a ${b[1]}", SHELL_POSIX, 5, "an array: not in a POSIX shell"},
    {"b=(c)", SHELL_POSIX, 2, "an array: not in a POSIX shell"},
    {"a @(b)", SHELL_POSIX, 2, "an extended glob: not in a POSIX shell"},
    {"a ${ b; }", SHELL_POSIX, 2, "${ commands; }: not in a POSIX shell"},
    {"a <(b)", SHELL_POSIX, 2, "< must be followed by a word"},
    {"function f { a; }", SHELL_POSIX, 11, "the word function: not in a POSIX shell"},
    {"for ((;;)); do a; done", SHELL_POSIX, 4, "for ((: not in a POSIX shell"},
    {"a <<< b", SHELL_POSIX, 2, "<<<: not in a POSIX shell"},
    {"a &> b", SHELL_POSIX, 2, "&>: not in a POSIX shell"},
    {"a |& b", SHELL_POSIX, 2, "| must be followed by a command"},
    {"a-b() { c; }", SHELL_POSIX, 0, "no name of a function"},
    {"select x in a; do b; done", SHELL_POSIX, 15, "do stands outside of a loop"},
    {"}", SHELL_BASH, 0, "} closes no {"},
    {"esac", SHELL_BASH, 0, "esac closes no case"},
    {")", SHELL_BASH, 0, ") closes no ("},
    {"a | ; b", SHELL_BASH, 2, "| must be followed by a command"},
    {"a && ;", SHELL_BASH, 2, "&& must be followed by a command"},
    {"!", SHELL_BASH, 0, "! stands alone"},
    {"a=( (b) )", SHELL_BASH, 4, "an array has words only"},
    {"a=([1] b)", SHELL_BASH, 3, "[index] must be followed by ="},
    {"a=([1])", SHELL_BASH, 3, "[index] must be followed by ="},
    {"a=([1]=(b))", SHELL_BASH, 6, "arrays are not nested"},
    {"a=([1", SHELL_BASH, 3, "the expression is not closed with ]"},
    {"a[1]=(b)", SHELL_BASH, 4, "arrays are not nested"},
    {"a (( b", SHELL_BASH, 2, "(( stands where no command starts"},
    {"export (a)", SHELL_BASH, 7, "export must be followed by names or assignments"},
    {"let a=(", SHELL_BASH, 6, "( must be followed by an expression"},
    {"[[ ( a ) b ]]", SHELL_BASH, 9, "no operator of [[ ]]"},
    {"[[ () ]]", SHELL_BASH, 3, "( must be followed by an expression"},
    {"[[ ( a ]]", SHELL_BASH, 3, "( is not closed with )"},
    {"a $((# 1))", SHELL_BASH, 2, "unsigned arithmetic: not in bash"},
    {"a $((1 + 2)", SHELL_BASH, 2, "the expression is not closed with ))"},
    {"a $((1 2))", SHELL_BASH, 7, "no arithmetic operator"},
    {"a $((1 +* 2))", SHELL_BASH, 8, "* must follow an expression"},
    {"a $((b ? 1))", SHELL_BASH, 7, ": is missing behind ?"},
    {"a $((b ? 1 : ))", SHELL_BASH, 11, "an expression must follow"},
    {"a $((b[1))", SHELL_BASH, 6, "the expression is not closed with ]"},
    {"a $((++))", SHELL_BASH, 5, "a name must follow ++"},
    {"a $((1++))", SHELL_BASH, 6, "++ must follow a name"},
    {"a $((b = ))", SHELL_BASH, 7, "an expression must follow"},
    {"a $(( ))", SHELL_BASH, 2, "$(( must be followed by an expression"},
    {"a @(b", SHELL_BASH, 2, "@( is not closed with )"},
    {"a =(b)", SHELL_BASH, 2, "=( ): not in bash"},
    {"cat <<\"$x\"", SHELL_BASH, 7, "the word behind << is not expanded"},
    {"cat <<$x", SHELL_BASH, 6, "the word behind << is not expanded"},
    {"cat <<`a`", SHELL_BASH, 6, "the word behind << is not expanded"},
    {"cat <<", SHELL_BASH, 4, "<< must be followed by a word"},
    {"cat <<$'a'", SHELL_BASH, 4, "the here-document ends with the script"},
    {"cat <<a; b <<c", SHELL_BASH, 4, "the here-document ends with the script"},
    {"a `b \\`c`", SHELL_BASH, 6, "a backquote is not closed"},
    {"a > > b", SHELL_BASH, 2, "> must be followed by a word"},
    {"a 2>", SHELL_BASH, 3, "> must be followed by a word"},
    {"a <>", SHELL_BASH, 2, "<> must be followed by a word"},
    {"a >|", SHELL_BASH, 2, ">| must be followed by a word"},
    {"a & & b", SHELL_BASH, 4, "& follows no command"},
    {"a & ; b", SHELL_BASH, 4, "; follows no command"},
    {"a;; b", SHELL_BASH, 1, ";; stands outside of case"},
    {"if a; then fi", SHELL_BASH, 6, "then must be followed by a command"},
    {"if a; then b; else fi", SHELL_BASH, 14, "else must be followed by a command"},
    {"if a; then b; elif c; fi", SHELL_BASH, 22, "fi closes no if"},
    {"if a; then b; else c; elif d; then e; fi", SHELL_BASH, 22, "elif stands outside of if"},
    {"for x in a b", SHELL_BASH, 0, "a loop must have do"},
    {"for ((a; b)); do c; done", SHELL_BASH, 10, "; must follow in for (("},
    {"for ((a", SHELL_BASH, 6, "; must follow in for (("},
    {"case a in b c) d;; esac", SHELL_BASH, 12, "patterns of case are separated by |"},
    {"case a in b", SHELL_BASH, 10, "patterns of case are separated by |"},
    {"case a in ) b;; esac", SHELL_BASH, 10, "a pattern of case is a word"},
    {"case a b", SHELL_BASH, 0, "the word of case must be followed by in"},
    {"case a", SHELL_BASH, 0, "the word of case must be followed by in"},
    {"function f()", SHELL_BASH, 0, "a function must have a body"},
    {"f(a) { b; }", SHELL_BASH, 0, "( behind a name must be followed by )"},
    {"{ a }", SHELL_BASH, 0, "{ is not closed with }"},
    {"{ }", SHELL_BASH, 0, "{ must be followed by a command"},
    {"{a; }", SHELL_BASH, 4, "} closes no {"},
    {"( )", SHELL_BASH, 0, "( must be followed by a command"},
    {"(a) (b)", SHELL_BASH, 4, "commands are separated by ;, & or a newline"},
    {"(a) b", SHELL_BASH, 4, "commands are separated by ;, & or a newline"},
    {"{ a; } b", SHELL_BASH, 7, "commands are separated by ;, & or a newline"},
    {"! ! a", SHELL_BASH, 0, "! stands before another !"},
    {"a | ! b", SHELL_BASH, 4, "! stands only before a pipeline"},
    {"a 'b", SHELL_BASH, 2, "a single quote is not closed"},
    {"a \"b", SHELL_BASH, 2, "a double quote is not closed"},
    {">(a", SHELL_BASH, 0, ">( is not closed with )"},
    {"then", SHELL_BASH, 0, "then stands outside of if"},
    {"do", SHELL_BASH, 0, "do stands outside of a loop"},
    {"done", SHELL_BASH, 0, "done closes no loop"},
    {"fi", SHELL_BASH, 0, "fi closes no if"},
    {"elif", SHELL_BASH, 0, "elif stands outside of if"},
    {"a $(b))", SHELL_BASH, 6, "a command has words and redirections only, not )"},
    {"a ${ b", SHELL_BASH, 2, "${ is not closed with }"},
};

static void test_refused(void **state) {
  const struct refused_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct shell_script *s = parse(&a, c->name, c->dialect);
  assert_true(!s->ok || s->warned);
  const struct shell_error *why = s->ok ? &s->warning : &s->error;
  assert_int_equal(why->off, c->off);
  assert_str_equal(why->message, str_of(c->message));
  arena_done(&a);
}

// What bash reads, however odd, and the commands in it.
struct read_case {
  const char *name; // the script itself
  const char *commands;
};

static const struct read_case read_cases[] = {
    {"a ${#}${#-}${#-c}${#?d}${#?}", "a"},
    {"a ${!}${!b}${!#}${!?}", "a"},
    {"a ${$} ${?} ${-}", "a"},
    {"export a[1]", ""},
    {"export a[1] b", ""},
    {"declare a=(b) c=d -x", ""},
    {"declare {a=1", ""},
    {"a=\"b\" c", "c"},
    {"a=b > c", ""},
    {"1a=b", "1a=b"},
    {"a+=b", ""},
    {"a+b=c", "a+b=c"},
    {"[[ a < b || c > d ]]", ""},
    {"[[ -n a && ( b -ot c || ! d ) ]]", ""},
    {"[[ a =~ (b|c)d ]]", ""},
    {"a $[1 + 2]", "a"},
    {"a $((b++ + --c ** ~d , !e))", "a"},
    {"a @(b(c)d) ?(e) *(f) +(g) !(h)", "a"},
    {"a `b \\`c\\``", "a b c"},
    {"a `b \"\\`c\\`\"`", "a b c"},
    {"a >& b 2>&1 <&- >&- 3<> d", "a"},
    {"a {b}> c", "a"},
    {"for x do a; done", "a"},
    {"for x; do a; done", "a"},
    {"for x in; do a; done", "a"},
    {"for 1x in a; do b; done", "b"},
    {"for ((;;)) do a; done", "a"},
    {"for ((;;)); { a; }", "a"},
    {"case a in esac", ""},
    {"case a in (b) c ;; esac", "c"},
    {"case a in b|c) d ;& e) f ;;& esac", "d f"},
    {"case in in in) in;; esac", "in"},
    {"function f() a", "a"},
    {"f() { a; } > b", "a"},
    {"f() ( a )", "a"},
    {"f() if a; then b; fi", "a b"},
    {"f() a", "a"},
    {"f( ) { a; }", "a"},
    {"coproc a", "a"},
    {"coproc b { a; }", "a"},
    {"time a", "a"},
    {"time -p a | b", "a b"},
    {"! a | b", "a b"},
    {"select x in a; do b; done", "b"},
    {"select x; do b; done", "b"},
    {"a \"${b:-\"c\"}\"", "a"},
    {"a $\"b\" $'c\\'d'", "a"},
    {"a \\", "a"},
    {"a # b", "a"},
    {"a#b", "a#b"},
    {"a ~b=c", "a"},
    {"<(a) b >(c)", "a c"},
    {"a !", "a"},
    {"a ! b", "a"},
    {"in", "in"},
    {"else", "else"},
    {"a $", "a"},
    {"a $; b \"$\"", "a b"},
    {"a $( ) $(< b) $(b; c &)", "a b c"},
    {"a ${ b; } ${| b; }", "a b b"},
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

static void test_read(void **state) {
  const struct read_case *c = *state;
  struct arena a;
  struct buf names;
  arena_init(&a, NULL, 0);
  buf_init(&names, &a);
  const struct shell_script *s = parse(&a, c->name, SHELL_BASH);
  assert_true(s->ok);
  assert_false(s->warned);
  assert_int_equal(s->dialect, SHELL_BASH);
  shell_walk(s->body, add_name, &names);
  assert_str_equal(buf_str(&names), str_of(c->commands));
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("refused", refused_cases, test_refused) + RUN_CASES("read", read_cases, test_read);
}
