#include "source/hcl.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"

enum { TEMPLATE_BYTES_MAX = 4096 }; // what a text may come to: variables that hold variables grow fast

struct reader {
  struct arena *arena;
  str text;
  uint32_t at;
  position here; // of `at`
  uint32_t nodes;
  struct map variables; // name: struct yaml_node, the default
};

typedef VEC(const struct yaml_node *) node_list;

// Bytes

static char peek(const struct reader *r, uint32_t ahead) {
  return r->at + ahead < r->text.len ? r->text.at[r->at + ahead] : '\0';
}

static bool at_end(const struct reader *r) {
  return r->at >= r->text.len;
}

static void step(struct reader *r) {
  bool newline = peek(r, 0) == '\n';
  r->here.line += newline;
  r->here.column = newline ? 1 : r->here.column + 1;
  r->at++;
}

static bool take(struct reader *r, char c) {
  if (at_end(r) || peek(r, 0) != c)
    return false;
  step(r);
  return true;
}

static bool starts(const struct reader *r, str text) {
  return str_has_prefix(str_skip(r->text, r->at), text);
}

static void skip_line(struct reader *r) {
  while (!at_end(r) && peek(r, 0) != '\n')
    step(r);
}

static void skip_block_comment(struct reader *r) {
  while (!at_end(r) && !starts(r, STR("*/")))
    step(r);
  step(r);
  step(r);
}

// Where white space may stand: newlines end an attribute, unless brackets are open.
enum lines { ONE_LINE, ANY_LINES };

static void skip_space(struct reader *r, enum lines lines) {
  while (!at_end(r)) {
    char c = peek(r, 0);
    if (c == ' ' || c == '\t' || c == '\r' || (c == '\n' && lines == ANY_LINES))
      step(r);
    else if (c == '#' || starts(r, STR("//")))
      skip_line(r);
    else if (starts(r, STR("/*")))
      skip_block_comment(r);
    else
      return;
  }
}

static bool is_name_char(char c) {
  return is_ascii_alnum(c) || c == '_' || c == '-';
}

static str take_name(struct reader *r) {
  uint32_t from = r->at;
  if (is_ascii_digit(peek(r, 0)))
    return STR("");
  while (!at_end(r) && is_name_char(peek(r, 0)))
    step(r);
  return str_slice(r->text, from, r->at);
}

// Nodes

static struct yaml_node *new_node(struct reader *r, enum yaml_kind kind, position at) {
  struct yaml_node *n = NEW(r->arena, struct yaml_node);
  n->kind = kind;
  n->at = at;
  r->nodes++;
  return n;
}

static const struct yaml_node *new_scalar(struct reader *r, str text, position at) {
  struct yaml_node *n = new_node(r, YAML_SCALAR, at);
  n->text = text;
  return n;
}

static const struct yaml_node *new_unknown(struct reader *r, position at) {
  return new_scalar(r, HCL_UNKNOWN, at);
}

static const struct yaml_node *new_map(struct reader *r, const node_list *pairs, position at) {
  struct yaml_node *n = new_node(r, YAML_MAP, at);
  n->items = pairs->at;
  n->len = pairs->len / 2;
  return n;
}

static void add_pair(struct reader *r, node_list *pairs, str name, position at, const struct yaml_node *value) {
  VEC_PUSH(r->arena, pairs, new_scalar(r, name, at));
  VEC_PUSH(r->arena, pairs, value);
}

// What is not evaluated

static bool is_opening(char c) {
  return c == '{' || c == '[' || c == '(';
}

static bool is_closing(char c) {
  return c == '}' || c == ']' || c == ')';
}

// From a quote to behind the one that ends the text; in `${ }` of it stands any expression.
static void skip_text(struct reader *r) {
  uint32_t open = 0;
  step(r);
  while (!at_end(r) && (open || (peek(r, 0) != '"' && peek(r, 0) != '\n'))) {
    if (peek(r, 0) == '\\')
      step(r);
    else if (peek(r, 0) == '{' && (open || r->text.at[r->at - 1] == '$' || r->text.at[r->at - 1] == '%'))
      open++;
    else if (peek(r, 0) == '}' && open)
      open--;
    step(r);
  }
  take(r, '"');
}

// Up to what ends an expression or a block: behind the bracket that closes the one before, or to a comma, a closing
// bracket or, outside of brackets, the end of the line.
static void skip_expression(struct reader *r, enum lines lines) {
  uint32_t open = 0;
  while (!at_end(r)) {
    char c = peek(r, 0);
    if (!open && (c == ',' || is_closing(c) || (c == '\n' && lines == ONE_LINE)))
      return;
    if (c == '"') {
      skip_text(r);
      continue;
    }
    if (c == '#' || starts(r, STR("//")) || starts(r, STR("/*"))) {
      skip_space(r, ONE_LINE);
      continue;
    }
    open += is_opening(c);
    open -= is_closing(c);
    step(r);
  }
}

static void skip_block(struct reader *r) {
  while (!at_end(r) && !take(r, '}')) {
    skip_expression(r, ANY_LINES);
    if (peek(r, 0) == ',' || peek(r, 0) == ']' || peek(r, 0) == ')')
      step(r);
  }
}

// Values

static const struct yaml_node *read_value(struct reader *r, enum lines lines, uint32_t depth);

static bool add_variable(struct reader *r, struct buf *b, str name) {
  const struct yaml_node *value = map_get(&r->variables, name);
  if (!value || value->kind != YAML_SCALAR || str_eq(value->text, HCL_UNKNOWN) ||
      b->len + value->text.len > TEMPLATE_BYTES_MAX)
    return false;
  buf_add(b, value->text);
  return true;
}

// `${name}`; anything else in it is not known. Behind it stands the `}`.
static bool read_interpolation(struct reader *r, struct buf *b) {
  r->at += 2;
  r->here.column += 2;
  skip_space(r, ANY_LINES);
  str name = take_name(r);
  skip_space(r, ANY_LINES);
  bool known = peek(r, 0) == '}' && add_variable(r, b, name);
  skip_expression(r, ANY_LINES);
  take(r, '}');
  return known;
}

static char unescaped(char c) {
  return c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
}

// "…": a text with escapes, `$${` for a plain `${`, and interpolations.
static const struct yaml_node *read_text(struct reader *r) {
  position from = r->here;
  struct buf b;
  buf_init(&b, r->arena);
  bool known = true;
  step(r);
  while (!at_end(r) && peek(r, 0) != '"' && peek(r, 0) != '\n') {
    if (starts(r, STR("${"))) {
      known &= read_interpolation(r, &b);
      continue;
    }
    if (starts(r, STR("%{")))
      known = false;
    if (peek(r, 0) == '\\') {
      step(r);
      buf_add_char(&b, unescaped(peek(r, 0)));
    } else {
      buf_add_char(&b, peek(r, 0));
      if (starts(r, STR("$${")) || starts(r, STR("%%{")))
        step(r);
    }
    step(r);
  }
  known &= take(r, '"');
  return known ? new_scalar(r, buf_str(&b), from) : new_unknown(r, from);
}

static const struct yaml_node *read_list(struct reader *r, uint32_t depth) {
  position from = r->here;
  node_list items = {0};
  step(r);
  for (skip_space(r, ANY_LINES); !at_end(r) && !is_closing(peek(r, 0)); skip_space(r, ANY_LINES)) {
    VEC_PUSH(r->arena, &items, read_value(r, ANY_LINES, depth + 1));
    if (!take(r, ',') && !is_closing(peek(r, 0))) // no list after all: `[for x in y : x]`
      skip_expression(r, ANY_LINES);
  }
  take(r, ']');
  struct yaml_node *n = new_node(r, YAML_LIST, from);
  n->items = items.at;
  n->len = items.len;
  return n;
}

static const struct yaml_node *read_word(struct reader *r) {
  position from = r->here;
  uint32_t start = r->at;
  while (!at_end(r) && (is_name_char(peek(r, 0)) || peek(r, 0) == '.'))
    step(r);
  str word = str_slice(r->text, start, r->at);
  const struct yaml_node *value = map_get(&r->variables, word);
  if (value)
    return value;
  bool literal = str_eq(word, STR("true")) || str_eq(word, STR("false")) || (word.len && is_ascii_digit(word.at[0]));
  return literal ? new_scalar(r, word, from) : new_unknown(r, from);
}

static const struct yaml_node *read_first(struct reader *r, uint32_t depth) {
  if (depth > LIMIT_YAML_DEPTH || r->nodes > LIMIT_YAML_NODES)
    return new_unknown(r, r->here);
  switch (peek(r, 0)) {
  case '"':
    return read_text(r);
  case '[':
    return read_list(r, depth);
  default:
    return read_word(r);
  }
}

// A value with which an expression ends; one that goes on behind it is not known.
static const struct yaml_node *read_value(struct reader *r, enum lines lines, uint32_t depth) {
  skip_space(r, lines);
  position from = r->here;
  const struct yaml_node *value = read_first(r, depth);
  skip_space(r, lines);
  char c = peek(r, 0);
  if (at_end(r) || c == ',' || is_closing(c) || (c == '\n' && lines == ONE_LINE))
    return value;
  skip_expression(r, lines);
  return new_unknown(r, from);
}

// Blocks

// `name = value` lines up to the closing brace, which is taken.
static const struct yaml_node *read_attributes(struct reader *r, position from) {
  node_list pairs = {0};
  for (skip_space(r, ANY_LINES); !at_end(r) && !take(r, '}'); skip_space(r, ANY_LINES)) {
    position at = r->here;
    str name = take_name(r);
    skip_space(r, ONE_LINE);
    if (name.len && take(r, '=')) {
      add_pair(r, &pairs, name, at, read_value(r, ONE_LINE, 1));
      take(r, ',');
    } else if (take(r, '{')) {
      skip_block(r);
    } else if (peek(r, 0) == '"') {
      skip_text(r);
    } else if (!name.len && !at_end(r)) {
      step(r);
    }
  }
  return new_map(r, &pairs, from);
}

static void read_variable(struct reader *r, str name, position at) {
  const struct yaml_node *value = yaml_get(read_attributes(r, at), STR("default"));
  if (value)
    map_put(r->arena, &r->variables, name, (void *)(uintptr_t)value);
}

// `kind "label" {`
static void read_block(struct reader *r, node_list *targets) {
  position at = r->here;
  str kind = take_name(r);
  skip_space(r, ONE_LINE);
  str label = peek(r, 0) == '"' ? read_text(r)->text : take_name(r);
  skip_space(r, ONE_LINE);
  if (!take(r, '{')) {
    skip_line(r);
    return;
  }
  if (str_eq(kind, STR("target")))
    add_pair(r, targets, label, at, read_attributes(r, at));
  else if (str_eq(kind, STR("variable")))
    read_variable(r, label, at);
  else
    skip_block(r);
}

// All blocks, from the start. The first time shows the variables, which may stand behind what uses them.
static const struct yaml_node *read_file(struct reader *r) {
  node_list targets = {0}, root = {0};
  position start = {1, 1};
  r->at = 0;
  r->here = start;
  r->nodes = 0;
  for (skip_space(r, ANY_LINES); !at_end(r); skip_space(r, ANY_LINES)) {
    uint32_t before = r->at;
    read_block(r, &targets);
    if (r->at == before)
      step(r);
  }
  add_pair(r, &root, STR("target"), start, new_map(r, &targets, start));
  return new_map(r, &root, start);
}

const struct yaml_node *hcl_read(struct arena *a, str bytes) {
  struct reader *r = NEW(a, struct reader);
  r->arena = a;
  r->text = bytes;
  read_file(r);
  return read_file(r);
}
