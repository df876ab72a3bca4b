#include "eval/posix_regex.h"

#include <string.h>

#include "base/char_class.h"
#include "base/vec.h"

// A backtracking matcher over a tree. POSIX wants the longest of all matches at the leftmost place, so that every way
// is tried; a number of steps bounds that.

enum kind {
  RE_CHAR,
  RE_ANY,
  RE_CLASS,
  RE_START,      // ^
  RE_END,        // $
  RE_WORD_EDGE,  // \b
  RE_WORD_START, // \<
  RE_WORD_END,   // \>
  RE_GROUP,      // (…), number `group`
  RE_BACKREF,
};

enum { UNBOUNDED = UINT32_MAX, DEPTH_MAX = 32, STEPS_MAX = 200000, RECURSION_MAX = 1024, REPEAT_MAX = 1000 };

struct atom {
  enum kind kind;
  uint8_t c;
  bool negated;
  uint8_t *set;
  uint32_t group;
  uint32_t min, max;
  struct branches *inside; // GROUP
  struct atom *next;       // in its branch
};

struct branches {
  struct atom **at; // the first atom of each; NULL: an empty one
  uint32_t len;
};

struct posix_regex {
  struct branches *top;
  uint32_t groups;
  bool ignore_case;
};

// Parsing

struct parser {
  struct arena *a;
  str in;
  uint32_t at;
  bool extended, ignore_case, bad;
  uint32_t groups, depth;
};

static bool more(const struct parser *p) {
  return p->at < p->in.len;
}

static char peek(const struct parser *p) {
  return more(p) ? p->in.at[p->at] : 0;
}

// An operator is `c` in one dialect and `\c` in the other.
static bool is_operator(const struct parser *p, char c) {
  if (p->extended)
    return peek(p) == c;
  return peek(p) == '\\' && p->at + 1 < p->in.len && p->in.at[p->at + 1] == c;
}

static bool take_operator(struct parser *p, char c) {
  if (!is_operator(p, c))
    return false;
  p->at += p->extended ? 1 : 2;
  return true;
}

static void set_char(struct parser *p, uint8_t *set, int c) {
  set[c / 8] = (uint8_t)(set[c / 8] | 1u << c % 8);
  if (!p->ignore_case)
    return;
  if (c >= 'a' && c <= 'z')
    set[(c - 32) / 8] = (uint8_t)(set[(c - 32) / 8] | 1u << (c - 32) % 8);
  if (c >= 'A' && c <= 'Z')
    set[(c + 32) / 8] = (uint8_t)(set[(c + 32) / 8] | 1u << (c + 32) % 8);
}

static void set_ranges(struct parser *p, uint8_t *set, const char *ranges) {
  for (; *ranges; ranges += 2)
    for (int c = ranges[0]; c <= ranges[1]; c++)
      set_char(p, set, c);
}

// `[:name:]` inside brackets.
static bool take_class(struct parser *p, uint8_t *set) {
  str rest = str_skip(p->in, p->at);
  if (!str_has_prefix(rest, STR("[:")))
    return false;
  uint32_t end = str_find(rest, STR(":]"));
  const char *ranges = end < rest.len ? char_class_ranges(str_slice(rest, 2, end)) : NULL;
  if (ranges) {
    set_ranges(p, set, ranges);
    p->at += end + 2;
  }
  p->bad = p->bad || !ranges;
  return true;
}

static void parse_brackets(struct parser *p, struct atom *atom) {
  atom->kind = RE_CLASS;
  atom->set = NEW_ARRAY(p->a, uint8_t, 32);
  atom->negated = peek(p) == '^';
  p->at += atom->negated;
  for (bool first = true; more(p) && !p->bad; first = false) {
    if (peek(p) == ']' && !first) {
      p->at++;
      return;
    }
    if (peek(p) == '[' && take_class(p, atom->set))
      continue;
    uint8_t low = (uint8_t)p->in.at[p->at++], high = low;
    if (peek(p) == '-' && p->at + 1 < p->in.len && p->in.at[p->at + 1] != ']') {
      high = (uint8_t)p->in.at[p->at + 1];
      p->at += 2;
    }
    for (int c = low; c <= high; c++)
      set_char(p, atom->set, c);
  }
  p->bad = true;
}

static struct branches *parse_branches(struct parser *p);

static void parse_group(struct parser *p, struct atom *atom) {
  atom->kind = RE_GROUP;
  atom->group = ++p->groups;
  if (++p->depth > DEPTH_MAX || p->groups >= REGEX_GROUPS) {
    p->bad = true;
    return;
  }
  atom->inside = parse_branches(p);
  p->depth--;
  if (!take_operator(p, ')'))
    p->bad = true;
}

// What `\c` stands for where c is no operator.
static void parse_escape(struct parser *p, struct atom *atom) {
  char c = p->in.at[p->at++];
  static const struct {
    char c;
    enum kind kind;
    const char *ranges;
    bool negated;
  } escapes[] = {
      {'w', RE_CLASS, "azAZ09__", false}, {'W', RE_CLASS, "azAZ09__", true}, {'s', RE_CLASS, "\t\r  ", false},
      {'S', RE_CLASS, "\t\r  ", true},    {'b', RE_WORD_EDGE, "", false},    {'<', RE_WORD_START, "", false},
      {'>', RE_WORD_END, "", false},
  };
  for (uint32_t i = 0; i < COUNT_OF(escapes); i++)
    if (escapes[i].c == c) {
      atom->kind = escapes[i].kind;
      atom->negated = escapes[i].negated;
      atom->set = NEW_ARRAY(p->a, uint8_t, 32);
      set_ranges(p, atom->set, escapes[i].ranges);
      return;
    }
  if (is_ascii_digit(c)) {
    atom->kind = RE_BACKREF;
    atom->group = (uint32_t)(c - '0');
    p->bad = p->bad || atom->group > p->groups || !atom->group;
    return;
  }
  bool operator= !p->extended &&(c == ')' || c == '{' || c == '}' || c == '+' || c == '?');
  p->bad = p->bad || operator||(is_ascii_alpha(c) && c != 'n' && c != 't');
  atom->c = (uint8_t)(c == 'n' ? '\n' : c == 't' ? '\t' : c);
}

static bool parse_number(struct parser *p, uint32_t *n) {
  uint32_t start = p->at;
  for (*n = 0; is_ascii_digit(peek(p)); p->at++)
    *n = *n > REPEAT_MAX ? *n : *n * 10 + (uint32_t)(peek(p) - '0');
  return p->at > start;
}

// `{2}` `{2,}` `{,3}` `{2,3}` behind its opening brace.
static void parse_bounds(struct parser *p, struct atom *atom) {
  uint32_t min, max;
  bool has_min = parse_number(p, &min);
  atom->min = min;
  atom->max = min;
  if (peek(p) == ',') {
    p->at++;
    atom->max = parse_number(p, &max) ? max : UNBOUNDED;
  } else if (!has_min) {
    p->bad = true;
  }
  if (!take_operator(p, '}') || atom->min > REPEAT_MAX || (atom->max != UNBOUNDED && atom->max > REPEAT_MAX))
    p->bad = true;
}

// One repetition; what two of them mean, the programs do not agree on.
static void parse_repeat(struct parser *p, struct atom *atom) {
  atom->min = atom->max = 1;
  for (uint32_t i = 0;; i++) {
    uint32_t at = p->at;
    if (peek(p) == '*') {
      p->at++;
      atom->min = 0;
      atom->max = UNBOUNDED;
    } else if (take_operator(p, '+')) {
      atom->max = UNBOUNDED;
    } else if (take_operator(p, '?')) {
      atom->min = 0;
    } else if (take_operator(p, '{')) {
      parse_bounds(p, atom);
    }
    if (p->at == at)
      return;
    p->bad = p->bad || i > 0;
  }
}

// Whether `$` at this place is an anchor: at the end of a branch; anywhere in the extended dialect.
static bool dollar_is_anchor(const struct parser *p) {
  if (p->extended || p->at + 1 == p->in.len)
    return true;
  str rest = str_skip(p->in, p->at + 1);
  return str_has_prefix(rest, STR("\\)")) || str_has_prefix(rest, STR("\\|"));
}

static void parse_atom(struct parser *p, struct atom *atom, bool first) {
  if (take_operator(p, '(')) {
    parse_group(p, atom);
  } else if (peek(p) == '^' && (p->extended || first)) {
    p->at++;
    atom->kind = RE_START;
  } else if (peek(p) == '$' && dollar_is_anchor(p)) {
    p->at++;
    atom->kind = RE_END;
  } else if (peek(p) == '[') {
    p->at++;
    parse_brackets(p, atom);
  } else if (peek(p) == '.') {
    p->at++;
    atom->kind = RE_ANY;
  } else if (peek(p) == '\\' && p->at + 1 < p->in.len) {
    p->at++;
    parse_escape(p, atom);
  } else {
    p->bad = p->bad || (p->extended && (peek(p) == '*' || peek(p) == '+' || peek(p) == '?' || peek(p) == '{'));
    atom->c = (uint8_t)p->in.at[p->at++];
  }
}

static struct atom *parse_branch(struct parser *p) {
  struct atom *head = NULL, **link = &head;
  for (bool first = true; more(p) && !p->bad; first = false) {
    if (is_operator(p, '|') || (p->depth && is_operator(p, ')')))
      break;
    struct atom *atom = NEW(p->a, struct atom);
    parse_atom(p, atom, first);
    parse_repeat(p, atom);
    bool anchor = atom->kind >= RE_START && atom->kind <= RE_WORD_END;
    p->bad = p->bad || (anchor && (atom->min != 1 || atom->max != 1));
    *link = atom;
    link = &atom->next;
  }
  return head;
}

static struct branches *parse_branches(struct parser *p) {
  VEC(struct atom *) list = {0};
  do
    VEC_PUSH(p->a, &list, parse_branch(p));
  while (!p->bad && take_operator(p, '|'));
  struct branches *b = NEW(p->a, struct branches);
  *b = (struct branches){list.at, list.len};
  return b;
}

const struct posix_regex *posix_regex_compile(struct arena *a, str pattern, enum posix_dialect dialect,
                                              bool ignore_case) {
  struct parser p = {.a = a, .in = pattern, .extended = dialect == REGEX_EXTENDED, .ignore_case = ignore_case};
  struct posix_regex *r = NEW(a, struct posix_regex);
  r->top = parse_branches(&p);
  r->ignore_case = ignore_case;
  r->groups = p.groups;
  return p.bad || more(&p) ? NULL : r;
}

uint32_t posix_regex_groups(const struct posix_regex *r) {
  return r->groups;
}

// Matching

// What is still to be matched behind an atom: the rest of its branch, then of the branch around it, …
struct rest {
  const struct atom *atom; // NULL: the branch is over
  const struct atom *open; // the group whose branch this is; closes when the branch is over
  uint32_t opened_at;
  uint32_t rounds;          // of `open` so far, this one included
  const struct rest *outer; // what follows it
};

struct run {
  const struct posix_regex *r;
  str text;
  uint32_t steps, depth;
  struct posix_match now, best;
  bool found;
};

static void match_rest(struct run *x, const struct rest *rest, uint32_t at);

static bool is_word_char(str s, uint32_t at) {
  return at < s.len && (is_ascii_alnum(s.at[at]) || s.at[at] == '_');
}

static bool holds_at(const struct run *x, const struct atom *atom, uint32_t at) {
  bool before = at && is_word_char(x->text, at - 1), after = is_word_char(x->text, at);
  switch (atom->kind) {
  case RE_START:
    return at == 0;
  case RE_END:
    return at == x->text.len;
  case RE_WORD_EDGE:
    return before != after;
  case RE_WORD_START:
    return !before && after;
  case RE_WORD_END:
    return before && !after;
  case RE_CHAR:
  case RE_ANY:
  case RE_CLASS:
  case RE_GROUP:
  case RE_BACKREF:
    break;
  }
  return false;
}

static bool is_anchor(const struct atom *atom) {
  return atom->kind >= RE_START && atom->kind <= RE_WORD_END;
}

static bool takes(const struct run *x, const struct atom *atom, uint8_t c) {
  if (atom->kind == RE_ANY)
    return true;
  if (atom->kind == RE_CLASS)
    return ((atom->set[c / 8] >> c % 8 & 1) != 0) != atom->negated;
  return x->r->ignore_case ? ascii_lower((char)atom->c) == ascii_lower((char)c) : atom->c == c;
}

static void end_of_pattern(struct run *x, uint32_t at) {
  if (x->found && x->best.group[0].to >= at)
    return;
  x->found = true;
  x->best = x->now;
  x->best.group[0].to = at;
}

// One round of a group: each of its branches.
static void match_group(struct run *x, const struct atom *atom, uint32_t rounds, const struct rest *outer,
                        uint32_t at) {
  for (uint32_t i = 0; i < atom->inside->len; i++) {
    struct rest inner = {atom->inside->at[i], atom, at, rounds, outer};
    match_rest(x, &inner, at);
  }
}

// The branch of a group is over: another round, then what follows.
static void close_group(struct run *x, const struct rest *rest, uint32_t at) {
  const struct atom *group = rest->open;
  uint32_t from = x->now.group[group->group].from, to = x->now.group[group->group].to;
  bool moved = at > rest->opened_at;
  if (!moved && rest->rounds > 1 && rest->rounds > group->min) // one more round of nothing
    return;
  x->now.group[group->group].from = rest->opened_at;
  x->now.group[group->group].to = at;
  if (rest->rounds < group->max && moved)
    match_group(x, group, rest->rounds + 1, rest->outer, at);
  if (rest->rounds >= group->min || !moved) // rounds of nothing could go on for ever, and fulfil any minimum
    match_rest(x, rest->outer, at);
  x->now.group[group->group].from = from;
  x->now.group[group->group].to = to;
}

static uint32_t backref_len(const struct run *x, const struct atom *atom, uint32_t at, bool *ok) {
  uint32_t from = x->now.group[atom->group].from, to = x->now.group[atom->group].to;
  *ok = to != UINT32_MAX && str_has_prefix(str_skip(x->text, at), str_slice(x->text, from, to));
  return *ok ? to - from : 0;
}

// An atom that takes one character: as many as there are, then ever fewer.
static void match_chars(struct run *x, const struct atom *atom, const struct rest *after, uint32_t at) {
  uint32_t n = 0;
  while (n < atom->max && at + n < x->text.len && takes(x, atom, (uint8_t)x->text.at[at + n]))
    n++;
  for (; n >= atom->min; n--) {
    match_rest(x, after, at + n);
    if (!n || x->steps > STEPS_MAX)
      return;
  }
}

static void match_atom(struct run *x, const struct rest *rest, uint32_t at) {
  const struct atom *atom = rest->atom;
  struct rest after = *rest;
  after.atom = atom->next;
  bool ok;
  if (is_anchor(atom)) {
    if (!atom->min || holds_at(x, atom, at))
      match_rest(x, &after, at);
  } else if (atom->kind == RE_BACKREF) {
    uint32_t len = backref_len(x, atom, at, &ok);
    if (ok)
      match_rest(x, &after, at + len);
  } else if (atom->kind == RE_GROUP) {
    if (atom->max)
      match_group(x, atom, 1, &after, at);
    if (!atom->min)
      match_rest(x, &after, at);
  } else {
    match_chars(x, atom, &after, at);
  }
}

static void match_rest(struct run *x, const struct rest *rest, uint32_t at) {
  if (++x->steps > STEPS_MAX || x->depth > RECURSION_MAX) {
    x->steps = STEPS_MAX + 1;
    return;
  }
  x->depth++;
  if (rest->atom)
    match_atom(x, rest, at);
  else if (rest->open)
    close_group(x, rest, at);
  else
    end_of_pattern(x, at);
  x->depth--;
}

enum posix_result posix_regex_find(const struct posix_regex *r, str text, uint32_t from, struct posix_match *m) {
  struct run x = {.r = r, .text = text};
  for (uint32_t at = from; at <= text.len && !x.found; at++) {
    memset(&x.now, 0xff, sizeof x.now);
    x.now.group[0].from = at;
    for (uint32_t i = 0; i < r->top->len; i++)
      match_rest(&x, &(struct rest){.atom = r->top->at[i]}, at);
    if (x.steps > STEPS_MAX)
      return REGEX_TOO_DEAR;
  }
  *m = x.best;
  return x.found ? REGEX_MATCH : REGEX_NO_MATCH;
}
