#include "dockerfile/directive.h"

#include <string.h>

#include "base/json.h"

static const str names[] = {STR_INIT("syntax"), STR_INIT("escape"), STR_INIT("check")};

// `\s` of Go's regular expressions.
static bool is_regexp_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static uint32_t skip_spaces(str text, struct line line) {
  while (line.from < line.to && is_regexp_space(text.at[line.from]))
    line.from++;
  return line.from;
}

// `([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$`
static bool match(str text, struct line line, struct line *name, struct line *value) {
  *name = (struct line){line.from, line.from};
  while (name->to < line.to && is_ascii_alnum(text.at[name->to]))
    name->to++;
  if (name->to == name->from || is_ascii_digit(text.at[name->from]))
    return false;
  uint32_t equals = skip_spaces(text, (struct line){name->to, line.to});
  if (equals == line.to || text.at[equals] != '=' || equals + 1 == line.to)
    return false;
  *value = (struct line){skip_spaces(text, (struct line){equals + 1, line.to}), line.to};
  if (value->from == value->to) { // nothing but spaces: the value needs a character, and takes the last one
    value->from--;
    return true;
  }
  while (is_regexp_space(text.at[value->to - 1]))
    value->to--;
  return true;
}

static uint32_t name_index(str name) {
  uint32_t i = 0;
  while (i < COUNT_OF(names) && !str_eq_nocase(name, names[i]))
    i++;
  return i;
}

static span span_of(const struct directive_reader *r, struct line line) {
  return text_span(r->input, line.from, line.to);
}

enum directive_result directive_read(struct directive_reader *r, struct line line, uint32_t line_1based,
                                     struct directive *out) {
  str text = r->input->bytes;
  if (r->done)
    return DIRECTIVE_NONE;
  r->done = true;
  if (!str_has_prefix(str_slice(text, line.from, line.to), r->mark))
    return DIRECTIVE_NONE;
  struct line name, value, rest = line_trim_left(text, (struct line){line.from + r->mark.len, line.to});
  if (!match(text, rest, &name, &value))
    return DIRECTIVE_NONE;
  uint32_t i = name_index(str_slice(text, name.from, name.to));
  if (i == COUNT_OF(names))
    return DIRECTIVE_NONE;
  if (r->seen >> i & 1)
    return DIRECTIVE_REPEATED;
  r->seen |= 1u << i;
  r->done = false;
  *out = (struct directive){
      .name = names[i],
      .value = str_slice(text, value.from, value.to),
      .line = line_1based,
      .span = span_of(r, line),
      .value_span = span_of(r, value),
  };
  return DIRECTIVE_FOUND;
}

// Leaves of a value what stands before the first space.
static void cut_value(struct directive *d, str *full) {
  *full = d->value;
  str rest;
  str_cut(d->value, ' ', &d->value, &rest);
  d->value_span.len = d->value.len;
}

static bool find_marked(struct arena *a, const struct text *input, struct lines lines, str mark, str name,
                        struct directive *out) {
  struct directive_reader r = {.arena = a, .input = input, .mark = mark};
  for (struct line line; lines_next(&lines, &line);) {
    struct directive d;
    if (directive_read(&r, line_content(input->bytes, line), lines.count, &d) != DIRECTIVE_FOUND)
      return false;
    if (str_eq(d.name, name)) {
      *out = d;
      return true;
    }
  }
  return false;
}

// The file is a JSON object with a string under that name.
static bool find_in_json(struct arena *a, struct lines lines, str name, struct directive *out) {
  str text = str_skip(lines.text, lines.pos);
  if (!str_has_prefix(str_trim(text), STR("{")))
    return false;
  const struct json_value *value = json_member(json_parse(a, text), name);
  if (!value || value->kind != JSON_STRING)
    return false;
  *out = (struct directive){.name = name, .value = value->text, .line = lines.count};
  return true;
}

// Behind the byte order mark and a `#!` line.
static struct lines without_shebang(str text) {
  struct lines lines, behind;
  lines_init(&lines, text);
  if (str_has_prefix(text, STR("\xEF\xBB\xBF")))
    lines.pos = 3;
  behind = lines;
  struct line first;
  if (lines_next_any(&behind, &first) && str_has_prefix(str_slice(text, first.from, first.to), STR("#!")))
    return behind;
  return lines;
}

void directive_find(struct arena *a, const struct text *input, str name, bool any_format, struct directive *out,
                    str *full) {
  struct lines lines = without_shebang(input->bytes);
  if (find_marked(a, input, lines, STR("#"), name, out) ||
      (any_format && find_marked(a, input, lines, STR("//"), name, out))) {
    cut_value(out, full);
    return;
  }
  if (any_format && find_in_json(a, lines, name, out))
    *full = out->value;
}
