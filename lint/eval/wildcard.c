#include "eval/wildcard.h"

#include <string.h>

#include "base/char_class.h"
#include "base/vec.h"

// A pattern becomes a nondeterministic automaton; all its states are followed at once, so that matching costs at most
// the length of the text times that of the pattern.

enum node_kind {
  NODE_CHAR,
  NODE_ANY,     // ?
  NODE_CLASS,   // […]
  NODE_LOOP,    // *: any text
  NODE_UNKNOWN, // an unknown piece of the pattern: any text, perhaps
  NODE_SPLIT,   // goes on at both
  NODE_ACCEPT,
};

struct wild_node {
  enum node_kind kind;
  uint8_t c;
  bool negated;
  const uint8_t *set; // CLASS: 256 bits
  uint32_t next, other;
};

enum { NODES_MAX = 4096, GROUP_DEPTH_MAX = 8 };

struct wildcard {
  VEC(struct wild_node) nodes;
  uint32_t start;
  bool unsupported; // matches maybe
};

// A token of the pattern's text.
struct cursor {
  const struct alternative *text;
  uint32_t piece, at;
};

struct compiler {
  struct arena *a;
  struct wildcard *p;
  struct cursor c;
  uint32_t depth;
};

static uint32_t add(struct compiler *k, struct wild_node n) {
  if (k->p->nodes.len >= NODES_MAX) {
    k->p->unsupported = true;
    return 0;
  }
  VEC_PUSH(k->a, &k->p->nodes, n);
  return k->p->nodes.len - 1;
}

// A node that only leads on; see close_ends().
static uint32_t add_pass(struct compiler *k) {
  return add(k, (struct wild_node){.kind = NODE_SPLIT, .other = UINT32_MAX});
}

static bool at_end(const struct compiler *k) {
  return k->c.piece >= k->c.text->len;
}

static bool at_unknown(const struct compiler *k) {
  return !at_end(k) && k->c.text->pieces[k->c.piece].unknown;
}

// The next byte without taking it; 0 at the end and before an unknown piece.
static char peek(const struct compiler *k, uint32_t ahead) {
  if (at_end(k) || at_unknown(k))
    return 0;
  str text = k->c.text->pieces[k->c.piece].text;
  return k->c.at + ahead < text.len ? text.at[k->c.at + ahead] : 0;
}

static void skip(struct compiler *k, uint32_t n) {
  k->c.at += n;
  if (at_unknown(k) || k->c.at >= k->c.text->pieces[k->c.piece].text.len) {
    k->c.piece++;
    k->c.at = 0;
  }
}

static void set_bit(uint8_t *set, uint8_t c) {
  set[c / 8] = (uint8_t)(set[c / 8] | 1u << c % 8);
}

static bool add_class(uint8_t *set, str name) {
  const char *ranges = char_class_ranges(name);
  for (const char *r = ranges; r && *r; r += 2)
    for (int c = r[0]; c <= r[1]; c++)
      set_bit(set, (uint8_t)c);
  return ranges;
}

// `[:name:]` at the start of `text`: its length, or 0.
static uint32_t class_name(str text, str *name) {
  if (!str_has_prefix(text, STR("[:")))
    return 0;
  uint32_t end = str_find(text, STR(":]"));
  *name = str_slice(text, 2, end);
  return end < text.len ? end + 2 : 0;
}

// One character of a bracket expression, with its length.
static uint32_t bracket_char(str text, uint8_t *c) {
  uint32_t skipped = text.at[0] == '\\' && text.len > 1;
  *c = (uint8_t)text.at[skipped];
  return skipped + 1;
}

// A bracket expression behind its `[`: its length without that, 0 where there is none.
static uint32_t read_bracket(str text, uint8_t *set, bool *negated) {
  uint32_t i = 0;
  *negated = text.len && (text.at[0] == '!' || text.at[0] == '^');
  i += *negated;
  for (bool first = true; i < text.len; first = false) {
    if (text.at[i] == ']' && !first)
      return i + 1;
    str name;
    uint32_t len = class_name(str_skip(text, i), &name);
    if (len) {
      if (!add_class(set, name))
        return 0;
      i += len;
      continue;
    }
    uint8_t low, high;
    i += bracket_char(str_skip(text, i), &low);
    high = low;
    if (i + 1 < text.len && text.at[i] == '-' && text.at[i + 1] != ']')
      i += 1 + bracket_char(str_skip(text, i + 1), &high);
    for (uint32_t c = low; c <= high; c++)
      set_bit(set, (uint8_t)c);
  }
  return 0;
}

static uint32_t compile_bracket(struct compiler *k) {
  str text = str_skip(k->c.text->pieces[k->c.piece].text, k->c.at + 1);
  uint8_t *set = NEW_ARRAY(k->a, uint8_t, 32);
  bool negated;
  uint32_t len = read_bracket(text, set, &negated);
  skip(k, 1 + len);
  return len ? add(k, (struct wild_node){.kind = NODE_CLASS, .set = set, .negated = negated})
             : add(k, (struct wild_node){.kind = NODE_CHAR, .c = '['});
}

// The nodes of one thing: where it starts and the node whose `next` leads on.
struct range {
  uint32_t first, last;
};

static struct range compile_sequence(struct compiler *k);

static struct range one(uint32_t node) {
  return (struct range){node, node};
}

// `a|b)`: each branch between a split and a common end.
static struct range compile_branches(struct compiler *k) {
  uint32_t end = add_pass(k);
  uint32_t start = UINT32_MAX;
  for (;;) {
    struct range branch = compile_sequence(k);
    k->p->nodes.at[branch.last].next = end;
    start = start == UINT32_MAX ? branch.first
                                : add(k, (struct wild_node){.kind = NODE_SPLIT, .next = start, .other = branch.first});
    if (peek(k, 0) != '|')
      break;
    skip(k, 1);
  }
  if (peek(k, 0) == ')')
    skip(k, 1);
  else
    k->p->unsupported = true;
  return (struct range){start, end};
}

// `@(…)` and its kin.
static struct range compile_group(struct compiler *k) {
  char op = peek(k, 0);
  skip(k, 2);
  if (op == '!' || k->depth >= GROUP_DEPTH_MAX) {
    k->p->unsupported = true;
    return one(add(k, (struct wild_node){.kind = NODE_LOOP}));
  }
  k->depth++;
  struct range r = compile_branches(k);
  k->depth--;
  uint32_t end = add_pass(k);
  uint32_t again = op == '*' || op == '+' ? r.first : end;
  uint32_t back = add(k, (struct wild_node){.kind = NODE_SPLIT, .next = end, .other = again});
  k->p->nodes.at[r.last].next = back;
  uint32_t skip_to = op == '?' || op == '*' ? end : r.first;
  uint32_t start = add(k, (struct wild_node){.kind = NODE_SPLIT, .next = r.first, .other = skip_to});
  return (struct range){start, end};
}

static struct range compile_one(struct compiler *k) {
  if (at_unknown(k)) {
    skip(k, 1);
    return one(add(k, (struct wild_node){.kind = NODE_UNKNOWN}));
  }
  char c = peek(k, 0);
  if (c && strchr("?*+@!", c) && peek(k, 1) == '(')
    return compile_group(k);
  switch (c) {
  case '*':
    skip(k, 1);
    return one(add(k, (struct wild_node){.kind = NODE_LOOP}));
  case '?':
    skip(k, 1);
    return one(add(k, (struct wild_node){.kind = NODE_ANY}));
  case '[':
    return one(compile_bracket(k));
  case '\\':
    if (peek(k, 1)) {
      c = peek(k, 1);
      skip(k, 1);
    }
    break;
  }
  skip(k, 1);
  return one(add(k, (struct wild_node){.kind = NODE_CHAR, .c = (uint8_t)c}));
}

// Up to the end, or in a group up to `|` or `)`.
static struct range compile_sequence(struct compiler *k) {
  struct range all = one(add_pass(k));
  while (!at_end(k) && !k->p->unsupported) {
    char c = peek(k, 0);
    if (k->depth && (c == '|' || c == ')'))
      break;
    struct range next = compile_one(k);
    k->p->nodes.at[all.last].next = next.first;
    all.last = next.last;
  }
  return all;
}

// Gives nodes that only lead on their second way, the same.
static void close_ends(struct wildcard *p) {
  for (uint32_t i = 0; i < p->nodes.len; i++)
    if (p->nodes.at[i].kind == NODE_SPLIT && p->nodes.at[i].other == UINT32_MAX)
      p->nodes.at[i].other = p->nodes.at[i].next;
}

const struct wildcard *wildcard_compile(struct arena *a, const struct alternative *text) {
  struct wildcard *p = NEW(a, struct wildcard);
  struct compiler k = {.a = a, .p = p, .c = {.text = text}};
  uint32_t accept = add(&k, (struct wild_node){.kind = NODE_ACCEPT});
  struct range all = compile_sequence(&k);
  p->start = all.first;
  p->nodes.at[all.last].next = accept;
  close_ends(p);
  return p;
}

bool wildcard_is_literal(struct arena *a, const struct alternative *pattern, str *text) {
  if (!alternative_is_known(pattern, text))
    return false;
  bool escaped = false;
  for (uint32_t i = 0; i < text->len; i++) {
    char c = text->at[i];
    if (c == '*' || c == '?' || c == '[' || c == '(')
      return false;
    if (c == '\\') {
      escaped = true;
      i++;
    }
  }
  if (!escaped)
    return true;
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < text->len; i++) {
    i += text->at[i] == '\\' && i + 1 < text->len;
    buf_add_char(&b, text->at[i]);
  }
  *text = buf_str(&b);
  return true;
}

// A set of states; `marks` says which are in it.
struct states {
  uint32_t *at;
  uint32_t len;
  uint32_t *marks, round;
};

static void states_init(struct states *s, struct arena *a, uint32_t nodes) {
  s->at = NEW_ARRAY(a, uint32_t, nodes);
  s->marks = NEW_ARRAY(a, uint32_t, nodes);
  s->len = 0;
  s->round = 1;
}

static void states_clear(struct states *s) {
  s->len = 0;
  s->round++;
}

static bool states_add(struct states *s, uint32_t node) {
  if (s->marks[node] == s->round)
    return false;
  s->marks[node] = s->round;
  s->at[s->len++] = node;
  return true;
}

// Two readings of what is unknown: what may be, and what must be.
enum reading { READ_MAY, READ_MUST };

struct matcher {
  const struct wildcard *p;
  enum reading reading;
  struct states now, next;
  uint32_t *moves; // 0: what is found from now on means nothing
};

static void matcher_init(struct matcher *m, struct arena *a, const struct wildcard *p, enum reading reading,
                         uint32_t *moves) {
  *m = (struct matcher){.p = p, .reading = reading, .moves = moves};
  states_init(&m->now, a, p->nodes.len);
  states_init(&m->next, a, p->nodes.len);
}

static void close_states(const struct matcher *m, struct states *s);

static void matcher_start(struct matcher *m) {
  states_clear(&m->now);
  states_add(&m->now, m->p->start);
  close_states(m, &m->now);
}

// Pays for one byte of the text; false where nothing is left to pay with.
static bool pay(const struct matcher *m) {
  uint32_t cost = 1 + m->now.len;
  *m->moves = *m->moves > cost ? *m->moves - cost : 0;
  return *m->moves;
}

// Follows what takes no character, for all of the set; it grows while it is walked.
static void close_states(const struct matcher *m, struct states *s) {
  for (uint32_t i = 0; i < s->len; i++) {
    const struct wild_node *n = &m->p->nodes.at[s->at[i]];
    if (n->kind == NODE_SPLIT) {
      states_add(s, n->next);
      states_add(s, n->other);
    } else if (n->kind == NODE_LOOP || (n->kind == NODE_UNKNOWN && m->reading == READ_MAY)) {
      states_add(s, n->next);
    }
  }
}

static bool takes(const struct wild_node *n, uint8_t c) {
  switch (n->kind) {
  case NODE_CHAR:
    return n->c == c;
  case NODE_ANY:
  case NODE_LOOP:
    return true;
  case NODE_CLASS:
    return ((n->set[c / 8] >> c % 8 & 1) != 0) != n->negated;
  case NODE_UNKNOWN:
  case NODE_SPLIT:
  case NODE_ACCEPT:
    return false;
  }
  return false;
}

static void turn(struct matcher *m) {
  struct states old = m->now;
  m->now = m->next;
  m->next = old;
  states_clear(&m->next);
}

static void step_char(struct matcher *m, uint8_t c) {
  for (uint32_t i = 0; i < m->now.len; i++) {
    uint32_t at = m->now.at[i];
    const struct wild_node *n = &m->p->nodes.at[at];
    bool stays = n->kind == NODE_LOOP || (n->kind == NODE_UNKNOWN && m->reading == READ_MAY);
    if (stays)
      states_add(&m->next, at);
    else if (takes(n, c))
      states_add(&m->next, n->next);
  }
  turn(m);
  close_states(m, &m->now);
}

// An unknown text: it may lead anywhere from here; for sure it leaves only `*` where it was.
static void step_unknown(struct matcher *m) {
  if (m->reading == READ_MAY) {
    for (uint32_t i = 0; i < m->now.len; i++) {
      const struct wild_node *n = &m->p->nodes.at[m->now.at[i]];
      if (n->kind != NODE_ACCEPT)
        states_add(&m->now, n->next);
      if (n->kind == NODE_SPLIT)
        states_add(&m->now, n->other);
    }
    return;
  }
  for (uint32_t i = 0; i < m->now.len; i++)
    if (m->p->nodes.at[m->now.at[i]].kind == NODE_LOOP)
      states_add(&m->next, m->now.at[i]);
  turn(m);
  close_states(m, &m->now);
}

static bool accepts(const struct matcher *m) {
  return m->now.marks[0] == m->now.round; // node 0 is the one that accepts
}

static bool run(struct matcher *m, const struct alternative *subject, enum reading reading) {
  m->reading = reading;
  matcher_start(m);
  for (uint32_t i = 0; i < subject->len && m->now.len; i++) {
    str text = subject->pieces[i].text;
    if (subject->pieces[i].unknown)
      step_unknown(m);
    else
      for (uint32_t j = 0; j < text.len && m->now.len && pay(m); j++)
        step_char(m, (uint8_t)text.at[j]);
  }
  return accepts(m);
}

enum outcome wildcard_match(struct arena *a, const struct wildcard *p, const struct alternative *subject,
                            uint32_t *moves) {
  if (p->unsupported || !*moves)
    return OUTCOME_MAYBE;
  struct matcher m;
  matcher_init(&m, a, p, READ_MAY, moves);
  bool may = run(&m, subject, READ_MAY), must = may && run(&m, subject, READ_MUST);
  if (!*moves)
    return OUTCOME_MAYBE;
  return must ? OUTCOME_YES : may ? OUTCOME_MAYBE : OUTCOME_NO;
}

static bool has_unknown_node(const struct wildcard *p) {
  for (uint32_t i = 0; i < p->nodes.len; i++)
    if (p->nodes.at[i].kind == NODE_UNKNOWN)
      return true;
  return p->unsupported;
}

// Where the pattern can end that starts at byte `from` of a known text: the shortest or longest.
enum length { SHORTEST, LONGEST };
static bool match_prefix(struct matcher *m, str text, uint32_t from, enum length length, uint32_t *end) {
  bool found = false;
  matcher_start(m);
  for (uint32_t i = from;; i++) {
    if (accepts(m)) {
      found = true;
      *end = i;
      if (length == SHORTEST)
        break;
    }
    if (i >= text.len || !m->now.len || !pay(m))
      break;
    step_char(m, (uint8_t)text.at[i]);
  }
  return found;
}

str wildcard_quote(struct arena *a, str text) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < text.len; i++) {
    if (strchr("*?[]\\()|!+@^-", text.at[i]) && text.at[i])
      buf_add_char(&b, '\\');
    buf_add_char(&b, text.at[i]);
  }
  return buf_str(&b);
}

// Trimming

// An operator of an expansion, with one alternative of its pattern.
struct cut {
  struct arena *a;
  str op;
  bool known; // all of the pattern is
  bool empty; // the pattern is
  struct matcher m;
};

static void cut_init(struct cut *c, struct arena *a, str op, const struct alternative *pattern, uint32_t *moves) {
  const struct wildcard *p = wildcard_compile(a, pattern);
  *c = (struct cut){.a = a, .op = op, .known = !has_unknown_node(p), .empty = pattern->len == 0};
  matcher_init(&c->m, a, p, READ_MUST, moves);
}

static bool is_sure(const struct cut *c) {
  return c->known && *c->m.moves;
}

// A suffix is looked for from each byte on.
static bool trim_suffix(struct cut *c, enum length length, str in, str *out) {
  *out = in;
  for (uint32_t i = 0; i <= in.len && is_sure(c); i++) {
    uint32_t from = length == LONGEST ? i : in.len - i, end;
    if (match_prefix(&c->m, in, from, LONGEST, &end) && end == in.len) {
      *out = str_slice(in, 0, from);
      break;
    }
  }
  return is_sure(c);
}

static bool trim_known(struct cut *c, str in, str *out) {
  uint32_t end = 0;
  enum length length = c->op.len == 2 ? LONGEST : SHORTEST;
  if (c->op.at[0] == '%')
    return trim_suffix(c, length, in, out);
  *out = c->known && match_prefix(&c->m, in, 0, length, &end) ? str_skip(in, end) : in;
  return is_sure(c);
}

// The text of a pattern `*LITERAL` (suffix false) or `LITERAL*` (suffix true): what is cut at a known separator.
static bool star_and_literal(struct arena *a, const struct alternative *p, bool suffix, str *literal) {
  str text;
  if (!alternative_is_known(p, &text) || text.len < 2 || text.at[suffix ? text.len - 1 : 0] != '*')
    return false;
  str rest = suffix ? str_slice(text, 0, text.len - 1) : str_skip(text, 1);
  struct value_piece *piece = NEW(a, struct value_piece);
  *piece = (struct value_piece){false, rest};
  return wildcard_is_literal(a, &(struct alternative){.pieces = piece, .len = 1}, literal);
}

static uint32_t find_last(str s, str part) {
  uint32_t at = s.len;
  for (uint32_t from = 0; from + part.len <= s.len;) {
    uint32_t found = str_find(str_skip(s, from), part);
    if (found == s.len - from)
      break;
    at = from + found;
    from = at + 1;
  }
  return at;
}

// `${x##*/}` and `${x%%-*}` of a value with unknown pieces, and their short forms: known where the known text at that
// end holds the separator.
static bool trim_known_end(struct arena *a, const struct alternative *alt, str op, const struct alternative *pattern,
                           struct value_builder *out) {
  str literal;
  bool suffix = op.at[0] == '%', longest = op.len == 2;
  if (!alt->len || !star_and_literal(a, pattern, suffix, &literal))
    return false;
  // `##*/` looks for the last separator, `%%-*` for the first: both at the outer end of the text that stays.
  uint32_t end = suffix ? (longest ? 0 : alt->len - 1) : (longest ? alt->len - 1 : 0);
  const struct value_piece *piece = &alt->pieces[end];
  if (piece->unknown)
    return false;
  bool first = suffix == longest;
  uint32_t at = first ? str_find(piece->text, literal) : find_last(piece->text, literal);
  if (at == piece->text.len)
    return false;
  struct alternative before = {.pieces = alt->pieces, .len = end};
  struct alternative after = {.pieces = alt->pieces + end + 1, .len = alt->len - end - 1};
  if (suffix) {
    value_builder_pieces(out, &before);
    value_builder_text(out, str_slice(piece->text, 0, at));
  } else {
    value_builder_text(out, str_skip(piece->text, at + literal.len));
    value_builder_pieces(out, &after);
  }
  return true;
}

// A literal prefix or suffix of the known text at that end; or a known text at that end that rules it out.
static bool trim_literal_end(struct arena *a, const struct alternative *alt, str op, const struct alternative *pattern,
                             struct value_builder *out) {
  str literal;
  bool suffix = op.at[0] == '%';
  if (!alt->len || !wildcard_is_literal(a, pattern, &literal))
    return false;
  uint32_t end = suffix ? alt->len - 1 : 0;
  const struct value_piece *piece = &alt->pieces[end];
  if (piece->unknown)
    return false;
  bool found = suffix ? str_has_suffix(piece->text, literal) : str_has_prefix(piece->text, literal);
  if (!found && piece->text.len < literal.len)
    return false;
  str rest = !found   ? piece->text
             : suffix ? str_slice(piece->text, 0, piece->text.len - literal.len)
                      : str_skip(piece->text, literal.len);
  struct alternative before = {.pieces = alt->pieces, .len = end};
  struct alternative after = {.pieces = alt->pieces + end + 1, .len = alt->len - end - 1};
  value_builder_pieces(out, &before);
  value_builder_text(out, rest);
  value_builder_pieces(out, &after);
  return true;
}

static void trim_alternative(struct cut *c, const struct alternative *alt, const struct alternative *pattern,
                             struct value_builder *out) {
  str in, trimmed;
  struct value v = {.at = alt, .len = 1};
  if (alternative_is_known(alt, &in)) {
    if (trim_known(c, in, &trimmed))
      value_builder_text(out, trimmed);
    else
      value_builder_unknown(out, STR("text cut by an unknown pattern"));
  } else if (!trim_known_end(c->a, alt, c->op, pattern, out) && !trim_literal_end(c->a, alt, c->op, pattern, out)) {
    value_builder_unknown(out, value_origin(&v));
  }
}

// What a function of an alternative and a pattern makes of all of them. The tag of the subject stays, or the pattern's.
static void add_result(struct value_set *s, const struct alternative *subject, const struct alternative *pattern,
                       struct value_builder *b) {
  struct alternative made = value_builder_done(b);
  const struct alternative *tag = subject->decision ? subject : pattern;
  made.decision = tag->decision;
  made.branch = tag->branch;
  value_set_add(s, &made);
}

struct value wildcard_trim(struct arena *a, struct value v, str op, struct value pattern, uint32_t *moves) {
  struct value_set s;
  value_set_init(&s, a);
  s.source = source_join(v.source, pattern.source);
  for (uint32_t j = 0; j < pattern.len; j++) {
    struct cut c;
    cut_init(&c, a, op, &pattern.at[j], moves);
    for (uint32_t i = 0; i < v.len; i++) {
      struct value_builder b;
      value_builder_init(&b, a);
      trim_alternative(&c, &v.at[i], &pattern.at[j], &b);
      add_result(&s, &v.at[i], &pattern.at[j], &b);
    }
  }
  return value_set_done(&s);
}

// Replacing

// As bash: an empty match replaces nothing, but for `/#` and `/%`, and where the text is empty.
static bool replace_at_ends(struct cut *c, str in, str with, struct buf *out) {
  str rest;
  uint32_t end;
  if (str_eq(c->op, STR("/%"))) {
    if (!trim_suffix(c, LONGEST, in, &rest))
      return false;
    bool whole = rest.len == in.len && !match_prefix(&c->m, STR(""), 0, LONGEST, &end);
    buf_add(out, rest);
    buf_add(out, whole ? STR("") : with);
    return is_sure(c);
  }
  bool found = match_prefix(&c->m, in, 0, LONGEST, &end);
  buf_add(out, found ? with : STR(""));
  buf_add(out, found ? str_skip(in, end) : in);
  return is_sure(c);
}

static bool replace_known(struct cut *c, str in, str with, struct buf *out) {
  if (!c->known)
    return false;
  if (str_eq(c->op, STR("/#")) || str_eq(c->op, STR("/%")))
    return replace_at_ends(c, in, with, out);
  bool all = str_eq(c->op, STR("//"));
  uint32_t at = 0, none;
  if (in.len == 0 && !c->empty && match_prefix(&c->m, in, 0, LONGEST, &none))
    buf_add(out, with);
  for (bool done = false; at < in.len && !done && is_sure(c);) {
    uint32_t end = 0;
    if (match_prefix(&c->m, in, at, LONGEST, &end) && end > at) {
      buf_add(out, with);
      at = end;
      done = !all;
    } else {
      buf_add_char(out, in.at[at++]);
    }
  }
  buf_add(out, str_skip(in, at));
  return is_sure(c);
}

static void replace_alternative(struct cut *c, const struct alternative *alt, const struct alternative *with,
                                struct value_builder *out) {
  str in, text;
  struct buf b;
  struct value subject = {.at = alt, .len = 1}, given = {.at = with, .len = 1};
  buf_init(&b, c->a);
  if (alternative_is_known(alt, &in) && alternative_is_known(with, &text) && replace_known(c, in, text, &b)) {
    value_builder_text(out, buf_str(&b));
    return;
  }
  str origin = value_origin(&subject);
  if (!origin.len)
    origin = value_origin(&given);
  value_builder_unknown(out, origin.len ? origin : STR("text changed by an unknown pattern"));
}

static void replace_in_all(struct value_set *s, struct cut *c, const struct value *v, const struct alternative *pattern,
                           const struct value *with) {
  for (uint32_t i = 0; i < v->len; i++)
    for (uint32_t k = 0; k < with->len; k++) {
      struct value_builder b;
      value_builder_init(&b, c->a);
      replace_alternative(c, &v->at[i], &with->at[k], &b);
      add_result(s, &v->at[i], with->at[k].decision ? &with->at[k] : pattern, &b);
    }
}

struct value wildcard_replace(struct arena *a, struct value v, str op, struct value pattern, struct value with,
                              uint32_t *moves) {
  struct value_set s;
  value_set_init(&s, a);
  s.source = source_join(v.source, source_join(pattern.source, with.source));
  for (uint32_t j = 0; j < pattern.len; j++) {
    struct cut c;
    cut_init(&c, a, op, &pattern.at[j], moves);
    replace_in_all(&s, &c, &v, &pattern.at[j], &with);
  }
  return value_set_done(&s);
}
