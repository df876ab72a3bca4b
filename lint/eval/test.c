#include "eval/call.h"
#include "eval/expand.h"
#include "eval/models/models.h"
#include "eval/posix_regex.h"
#include "eval/wildcard.h"

// Conditions: `test`, `[` and `[[`. What is compared may have alternatives: all of them are tried.

struct answer {
  enum outcome outcome;
  struct value subject; // what was asked for; not set where nothing was
  const struct refinement *refinement;
};

static struct answer answer_of(enum outcome o) {
  return (struct answer){.outcome = o};
}

typedef enum outcome pair_fn(struct machine *m, const struct alternative *x, const struct alternative *y);

static bool exclude_each_other(const struct alternative *x, const struct alternative *y) {
  return x->decision && x->decision == y->decision && x->branch != y->branch;
}

static enum outcome all_pairs(struct machine *m, const struct value *x, const struct value *y, pair_fn *fn) {
  struct value none = value_empty();
  enum outcome sum = OUTCOME_MAYBE;
  bool first = true;
  if (!x->len)
    x = &none;
  if (!y->len)
    y = &none;
  for (uint32_t i = 0; i < x->len; i++)
    for (uint32_t j = 0; j < y->len; j++) {
      if (exclude_each_other(&x->at[i], &y->at[j]))
        continue;
      enum outcome o = fn(m, &x->at[i], &y->at[j]);
      sum = first ? o : outcome_join(sum, o);
      first = false;
    }
  return sum;
}

static enum outcome match_pattern(struct machine *m, const struct alternative *x, const struct alternative *pattern) {
  str text, literal;
  if (alternative_is_known(x, &text) && wildcard_is_literal(m->a, pattern, &literal))
    return outcome_of(str_eq(text, literal));
  return machine_match(m, pattern, x);
}

static enum outcome equal(struct machine *m, const struct alternative *x, const struct alternative *y) {
  str text, other;
  bool x_known = alternative_is_known(x, &text), y_known = alternative_is_known(y, &other);
  if (x_known && y_known)
    return outcome_of(str_eq(text, other));
  if (!x_known && !y_known)
    return OUTCOME_MAYBE;
  struct value v = value_known(m->a, wildcard_quote(m->a, x_known ? text : other));
  return match_pattern(m, x_known ? y : x, v.at);
}

static enum outcome less(struct machine *m, const struct alternative *x, const struct alternative *y) {
  str text, other;
  (void)m;
  if (!alternative_is_known(x, &text) || !alternative_is_known(y, &other))
    return OUTCOME_MAYBE;
  return outcome_of(str_compare(text, other) < 0);
}

static enum outcome greater(struct machine *m, const struct alternative *x, const struct alternative *y) {
  return less(m, y, x);
}

static enum outcome match_regex(struct machine *m, const struct alternative *x, const struct alternative *y) {
  str text, pattern;
  struct posix_match found;
  if (!alternative_is_known(x, &text) || !alternative_is_known(y, &pattern))
    return OUTCOME_MAYBE;
  const struct posix_regex *r = posix_regex_compile(m->a, pattern, REGEX_EXTENDED, false);
  if (!r)
    return OUTCOME_MAYBE;
  enum posix_result result = posix_regex_find(r, text, 0, &found);
  return result == REGEX_TOO_DEAR ? OUTCOME_MAYBE : outcome_of(result == REGEX_MATCH);
}

// Numbers

// A decimal number; `010` is ten to test, and eight to `[[`: not decided here.
static bool decimal(str text, int64_t *n) {
  text = str_trim(text);
  str digits = str_skip(text, text.len && (text.at[0] == '-' || text.at[0] == '+'));
  return !(digits.len > 1 && digits.at[0] == '0') && arith_parse(text, n);
}

static bool pair_of_numbers(const struct alternative *x, const struct alternative *y, int64_t *n, int64_t *k) {
  str text, other;
  return alternative_is_known(x, &text) && alternative_is_known(y, &other) && decimal(text, n) && decimal(other, k);
}

static enum outcome number_equal(struct machine *m, const struct alternative *x, const struct alternative *y) {
  int64_t n, k;
  (void)m;
  return pair_of_numbers(x, y, &n, &k) ? outcome_of(n == k) : OUTCOME_MAYBE;
}

static enum outcome number_less(struct machine *m, const struct alternative *x, const struct alternative *y) {
  int64_t n, k;
  (void)m;
  return pair_of_numbers(x, y, &n, &k) ? outcome_of(n < k) : OUTCOME_MAYBE;
}

static enum outcome number_greater(struct machine *m, const struct alternative *x, const struct alternative *y) {
  return number_less(m, y, x);
}

static const struct {
  str op;
  pair_fn *fn;
  bool negated;
  bool pattern; // in `[[`, its right side is one
} operators[] = {
    {STR_INIT("="), equal, false, true},
    {STR_INIT("=="), equal, false, true},
    {STR_INIT("!="), equal, true, true},
    {STR_INIT("<"), less, false, false},
    {STR_INIT(">"), greater, false, false},
    {STR_INIT("-eq"), number_equal, false, false},
    {STR_INIT("-ne"), number_equal, true, false},
    {STR_INIT("-lt"), number_less, false, false},
    {STR_INIT("-ge"), number_less, true, false},
    {STR_INIT("-gt"), number_greater, false, false},
    {STR_INIT("-le"), number_greater, true, false},
};

static uint32_t operator_index(str op) {
  uint32_t i = 0;
  while (i < COUNT_OF(operators) && !str_eq(operators[i].op, op))
    i++;
  return i;
}

// What a variable is where a comparison holds, and where it does not

static void sort(struct machine *m, const struct value *v, const struct value *against, pair_fn *fn,
                 struct value_set *yes, struct value_set *no) {
  value_set_init(yes, m->a);
  value_set_init(no, m->a);
  yes->source = no->source = v->source;
  for (uint32_t i = 0; i < v->len; i++) {
    struct value one = {.at = &v->at[i], .len = 1};
    enum outcome o = all_pairs(m, &one, against, fn);
    if (o != OUTCOME_NO)
      value_set_add(yes, &v->at[i]);
    if (o != OUTCOME_YES)
      value_set_add(no, &v->at[i]);
  }
}

static const struct refinement *refine(struct machine *m, const struct eval_word *x, const struct value *y, pair_fn *fn,
                                       bool negated) {
  str name = param_variable(x->word), text;
  struct value_set yes, no;
  if (!name.len)
    return NULL;
  sort(m, &x->value, y, fn, &yes, &no);
  struct refinement *r = NEW(m->a, struct refinement);
  struct value is = value_set_done(&yes), is_not = value_set_done(&no);
  if (fn == equal && value_is_opaque(&x->value) && value_is_known(y, &text))
    is = value_with_source(*y, x->value.source);
  *r = (struct refinement){name, negated ? is_not : is, negated ? is : is_not};
  return r;
}

static const struct value *with_source(const struct value *x, const struct value *y) {
  return !x->source && y->source ? y : x;
}

static struct answer compare(struct machine *m, const struct eval_word *x, str op, const struct eval_word *y,
                             pair_fn *equals) {
  uint32_t i = operator_index(op);
  if (i == COUNT_OF(operators)) // -nt, -ef
    return answer_of(OUTCOME_MAYBE);
  pair_fn *fn = operators[i].pattern ? equals : operators[i].fn;
  enum outcome o = all_pairs(m, &x->value, &y->value, fn);
  struct answer a = answer_of(operators[i].negated ? outcome_not(o) : o);
  a.subject = *with_source(&x->value, &y->value);
  if (o == OUTCOME_MAYBE && fn != match_pattern)
    a.refinement = refine(m, x, &y->value, fn, operators[i].negated);
  return a;
}

// One operand

static enum outcome is_empty(struct machine *m, const struct alternative *x, const struct alternative *y) {
  (void)m;
  (void)y;
  for (uint32_t i = 0; i < x->len; i++)
    if (!x->pieces[i].unknown)
      return OUTCOME_NO;
  return x->len ? OUTCOME_MAYBE : OUTCOME_YES;
}

static struct answer check_empty(struct machine *m, const struct eval_word *x, bool wanted) {
  struct value none = value_empty();
  enum outcome o = all_pairs(m, &x->value, &none, is_empty);
  struct answer a = answer_of(wanted ? o : outcome_not(o));
  a.subject = x->value;
  if (o == OUTCOME_MAYBE && x->value.len > 1)
    a.refinement = refine(m, x, &none, is_empty, !wanted);
  return a;
}

// A file that the script itself has written is there.
static struct answer check_file(struct machine *m, struct state *st, char op, const struct value *path) {
  struct value content = state_file(m, st, path);
  bool there = value_is_set(&content);
  if (!there)
    return answer_of(OUTCOME_MAYBE);
  if (op == 's')
    return answer_of(value_is_empty(&content) ? OUTCOME_NO : OUTCOME_MAYBE);
  str name;
  bool device = value_is_known(path, &name) && str_has_prefix(name, STR("/dev/"));
  return answer_of((op == 'e' || op == 'f' || op == 'r') && !device ? OUTCOME_YES : OUTCOME_MAYBE);
}

static struct answer check_set(struct machine *m, struct state *st, const struct value *name) {
  str text;
  if (!value_is_known(name, &text))
    return answer_of(OUTCOME_MAYBE);
  struct value v = state_value(m, st, text);
  const struct variable *var = state_variable(m, st, text);
  if (value_has_unknown(&v) && !var)
    return answer_of(OUTCOME_MAYBE);
  return answer_of(outcome_of(value_is_set(&v) || (var && var->kind != VARIABLE_SCALAR)));
}

static struct answer check_one(struct machine *m, struct state *st, str op, const struct eval_word *x) {
  char letter = op.len == 2 && op.at[0] == '-' ? op.at[1] : 0;
  switch (letter) {
  case 'n':
  case 'z':
    return check_empty(m, x, letter == 'z');
  case 'v':
    return check_set(m, st, &x->value);
  case 'e':
  case 'f':
  case 'r':
  case 's':
    return check_file(m, st, letter, &x->value);
  case 't': // no terminal in a build
    return answer_of(OUTCOME_NO);
  }
  return answer_of(OUTCOME_MAYBE);
}

// Logic

static struct answer logic(struct answer x, struct answer y, bool is_and) {
  enum outcome stop = is_and ? OUTCOME_NO : OUTCOME_YES;
  struct answer sum = x;
  if (x.outcome == stop || y.outcome == stop)
    sum.outcome = stop;
  else
    sum.outcome = x.outcome == y.outcome ? x.outcome : OUTCOME_MAYBE;
  if (x.outcome != OUTCOME_MAYBE)
    sum.refinement = y.refinement;
  else if (y.outcome == OUTCOME_MAYBE)
    sum.refinement = NULL;
  sum.subject = *with_source(&x.subject, &y.subject);
  return sum;
}

static struct answer opposite(struct machine *m, struct answer x) {
  x.outcome = outcome_not(x.outcome);
  if (x.refinement) {
    struct refinement *r = NEW(m->a, struct refinement);
    *r = (struct refinement){x.refinement->name, x.refinement->no, x.refinement->yes};
    x.refinement = r;
  }
  return x;
}

static void conclude(struct machine *m, struct state *st, const struct answer *a) {
  state_set_condition(m, st, a->outcome, &a->subject, a->refinement);
}

// [[ … ]]

static struct eval_word test_word(struct machine *m, struct state *st, const struct shell_test *t,
                                  enum expand_mode mode) {
  return (struct eval_word){.value = expand_word(m, st, t ? t->word : NULL, mode), .word = t ? t->word : NULL};
}

static struct answer eval_test(struct machine *m, struct state *st, const struct shell_test *t);

static struct answer eval_binary(struct machine *m, struct state *st, const struct shell_test *t) {
  if (str_eq(t->op, STR("&&")) || str_eq(t->op, STR("||"))) {
    bool is_and = t->op.at[0] == '&';
    struct answer x = eval_test(m, st, t->x);
    if (x.outcome == (is_and ? OUTCOME_NO : OUTCOME_YES))
      return x;
    return logic(x, eval_test(m, st, t->y), is_and);
  }
  struct eval_word x = test_word(m, st, t->x, EXPAND_STRING);
  if (str_eq(t->op, STR("=~"))) {
    struct eval_word y = test_word(m, st, t->y, EXPAND_REGEX);
    struct answer a = answer_of(all_pairs(m, &x.value, &y.value, match_regex));
    a.subject = x.value;
    state_put(m, st, STR("BASH_REMATCH"), &(struct variable){.kind = VARIABLE_UNKNOWN_ARRAY}, (span){0});
    return a;
  }
  struct eval_word y = test_word(m, st, t->y, EXPAND_PATTERN);
  return compare(m, &x, t->op, &y, match_pattern);
}

static struct answer eval_test(struct machine *m, struct state *st, const struct shell_test *t) {
  struct eval_word x;
  if (!t || !machine_step(m, 1))
    return answer_of(OUTCOME_MAYBE);
  switch (t->kind) {
  case TEST_WORD:
    x = test_word(m, st, t, EXPAND_STRING);
    return check_empty(m, &x, false);
  case TEST_BINARY:
    return eval_binary(m, st, t);
  case TEST_UNARY:
    if (str_eq(t->op, STR("!")))
      return opposite(m, eval_test(m, st, t->x));
    x = test_word(m, st, t->x, EXPAND_STRING);
    return check_one(m, st, t->op, &x);
  case TEST_PAREN:
    return eval_test(m, st, t->x);
  }
  return answer_of(OUTCOME_MAYBE);
}

void exec_test(struct machine *m, struct state *st, const struct shell_test *test) {
  struct answer a = eval_test(m, st, test);
  conclude(m, st, &a);
}

// test and [: POSIX decides by the number of words; -a and -o join what stands beside them.

struct words_test {
  struct machine *m;
  struct state *st;
  const struct eval_word *at;
  uint32_t next, len;
};

static bool word_is(const struct words_test *t, uint32_t i, str text) {
  str word;
  return i < t->len && value_is_known(&t->at[i].value, &word) && str_eq(word, text);
}

static bool is_binary_operator(const struct words_test *t, uint32_t i, str *op) {
  if (i >= t->len || !value_is_known(&t->at[i].value, op))
    return false;
  return operator_index(*op) < COUNT_OF(operators) || str_eq(*op, STR("-nt")) || str_eq(*op, STR("-ot")) ||
         str_eq(*op, STR("-ef"));
}

static struct answer words_or(struct words_test *t);

static struct answer words_primary(struct words_test *t) {
  str op, unary;
  uint32_t i = t->next;
  if (i >= t->len)
    return answer_of(OUTCOME_MAYBE);
  if (i + 2 < t->len && is_binary_operator(t, i + 1, &op)) {
    t->next = i + 3;
    return compare(t->m, &t->at[i], op, &t->at[i + 2], equal);
  }
  if (word_is(t, i, STR("!"))) {
    t->next = i + 1;
    return opposite(t->m, words_primary(t));
  }
  if (word_is(t, i, STR("("))) {
    t->next = i + 1;
    struct answer a = words_or(t);
    bool closed = word_is(t, t->next, STR(")"));
    t->next += closed;
    return closed ? a : answer_of(OUTCOME_MAYBE);
  }
  bool has_unary = i + 1 < t->len && value_is_known(&t->at[i].value, &unary) && unary.len == 2 && unary.at[0] == '-';
  t->next = i + 1 + has_unary;
  return has_unary ? check_one(t->m, t->st, unary, &t->at[i + 1]) : check_empty(t->m, &t->at[i], false);
}

static struct answer words_and(struct words_test *t) {
  struct answer a = words_primary(t);
  while (word_is(t, t->next, STR("-a"))) {
    t->next++;
    a = logic(a, words_primary(t), true);
  }
  return a;
}

enum { TEST_WORDS_MAX = 64 };

static struct answer words_or(struct words_test *t) {
  struct answer a = words_and(t);
  while (word_is(t, t->next, STR("-o"))) {
    t->next++;
    a = logic(a, words_and(t), false);
  }
  return a;
}

// An unquoted word that may be any number of words leaves nothing certain.
static bool has_many(const struct words_test *t) {
  for (uint32_t i = 0; i < t->len; i++)
    if (value_is_opaque(&t->at[i].value) && !t->at[i].word)
      return true;
  return t->len > TEST_WORDS_MAX;
}

static struct answer answer_words(struct words_test *t) {
  struct answer a = words_or(t);
  return t->next < t->len ? answer_of(OUTCOME_MAYBE) : a; // there is more than is understood
}

// `[ a` is an error, unless its last word may be `]`.
static bool is_certain_end(const struct words_test *t) {
  str last;
  return value_is_known(&t->at[t->len - 1].value, &last);
}

void model_test(struct call *c) {
  bool bracket = str_eq(c->name, STR("["));
  struct words_test t = {c->m, c->st, c->argv + 1, 0, c->argc - 1};
  bool closed = bracket && t.len && word_is(&t, t.len - 1, STR("]"));
  t.len -= closed;
  struct answer a = answer_of(OUTCOME_MAYBE);
  if (!t.len || (bracket && !closed && is_certain_end(&t)))
    a.outcome = OUTCOME_NO;
  else if (!has_many(&t) && (closed || !bracket))
    a = answer_words(&t);
  conclude(c->m, c->st, &a);
}
