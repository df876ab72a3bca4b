#include <string.h>

#include "base/vec.h"
#include "eval/models/models.h"
#include "eval/posix_regex.h"

// sed: addresses, s y d p q = and groups; of GNU's additions the flag I of addresses and 0,/re/.

enum address_kind { ADDRESS_NONE, ADDRESS_LINE, ADDRESS_LAST, ADDRESS_REGEX };

struct address {
  enum address_kind kind;
  uint32_t line;
  const struct posix_regex *regex;
};

struct sed_command {
  struct address from, to;
  bool negated;
  bool active;  // between the two lines of a range
  char name;    // of s y d p q = { }
  uint32_t end; // {: the index of its }
  const struct posix_regex *regex;
  str with; // s: the replacement; y: the target set
  str set;  // y
  bool global, print;
  uint32_t number; // s///3
};

struct sed {
  struct arena *a;
  bool quiet, extended, bad;
  VEC(struct sed_command) commands;
  str rest; // of the script that is read
};

static char peek(const struct sed *s) {
  return s->rest.len ? s->rest.at[0] : 0;
}

static void skip(struct sed *s, uint32_t n) {
  s->rest = str_skip(s->rest, n);
}

static void skip_blanks(struct sed *s) {
  while (peek(s) == ' ' || peek(s) == '\t')
    skip(s, 1);
}

// Up to the delimiter, in which an escaped delimiter is that character. In a bracket expression it does not count.
static bool delimited(struct sed *s, char delimiter, bool regex, str *out) {
  struct buf b;
  bool bracket = false;
  buf_init(&b, s->a);
  for (uint32_t i = 0; i < s->rest.len; i++) {
    char c = s->rest.at[i], next = i + 1 < s->rest.len ? s->rest.at[i + 1] : 0;
    if (c == delimiter && !bracket) {
      *out = buf_str(&b);
      skip(s, i + 1);
      return true;
    }
    if (c == '\\' && next && !bracket) {
      if (next != delimiter)
        buf_add_char(&b, c);
      buf_add_char(&b, next);
      i++;
      continue;
    }
    if (regex && c == '[' && !bracket) {
      bracket = true;
      buf_add_char(&b, c);
      for (; i + 1 < s->rest.len && (s->rest.at[i + 1] == '^' || s->rest.at[i + 1] == ']'); i++) {
        buf_add_char(&b, s->rest.at[i + 1]);
        if (s->rest.at[i + 1] == ']') {
          i++;
          break;
        }
      }
      continue;
    }
    bracket = bracket && c != ']';
    buf_add_char(&b, c);
  }
  return false;
}

static const struct posix_regex *compile(struct sed *s, str pattern, bool ignore_case) {
  const struct posix_regex *r =
      pattern.len ? posix_regex_compile(s->a, pattern, s->extended ? REGEX_EXTENDED : REGEX_BASIC, ignore_case)
                  : NULL; // an empty one is the one before
  s->bad = s->bad || !r;
  return r;
}

static uint32_t number(struct sed *s) {
  uint32_t n = 0;
  for (; is_ascii_digit(peek(s)) && n < 1000000; skip(s, 1))
    n = n * 10 + (uint32_t)(peek(s) - '0');
  return n;
}

static bool read_address(struct sed *s, struct address *a) {
  skip_blanks(s);
  if (is_ascii_digit(peek(s))) {
    a->kind = ADDRESS_LINE;
    a->line = number(s);
    s->bad = s->bad || peek(s) == '~';
    return true;
  }
  if (peek(s) == '$') {
    skip(s, 1);
    a->kind = ADDRESS_LAST;
    return true;
  }
  bool custom = peek(s) == '\\';
  if (!custom && peek(s) != '/')
    return false;
  skip(s, custom);
  char delimiter = peek(s);
  str pattern;
  skip(s, 1);
  if (!delimited(s, delimiter, true, &pattern)) {
    s->bad = true;
    return false;
  }
  bool ignore_case = peek(s) == 'I';
  skip(s, ignore_case);
  a->kind = ADDRESS_REGEX;
  a->regex = compile(s, pattern, ignore_case);
  return true;
}

// The greatest N of `\N` in a replacement.
static uint32_t last_group(str with) {
  uint32_t last = 0;
  for (uint32_t i = 0; i + 1 < with.len; i++)
    if (with.at[i] == '\\') {
      i++;
      uint32_t n = is_ascii_digit(with.at[i]) ? (uint32_t)(with.at[i] - '0') : 0;
      last = n > last ? n : last;
    }
  return last;
}

static void read_substitution(struct sed *s, struct sed_command *c) {
  char delimiter = peek(s);
  str pattern;
  bool ignore_case = false;
  skip(s, 1);
  if (!delimiter || !delimited(s, delimiter, true, &pattern) || !delimited(s, delimiter, false, &c->with)) {
    s->bad = true;
    return;
  }
  for (;; skip(s, 1)) {
    char flag = peek(s);
    if (flag == 'g')
      c->global = true;
    else if (flag == 'p')
      c->print = true;
    else if (flag == 'i' || flag == 'I')
      ignore_case = true;
    else if (flag >= '1' && flag <= '9')
      c->number = (uint32_t)(flag - '0');
    else
      break;
  }
  c->regex = compile(s, pattern, ignore_case);
  s->bad = s->bad || !c->regex || last_group(c->with) > posix_regex_groups(c->regex);
}

static str unescape(struct sed *s, str text) {
  struct buf b;
  buf_init(&b, s->a);
  for (uint32_t i = 0; i < text.len; i++) {
    bool escape = text.at[i] == '\\' && i + 1 < text.len;
    i += escape;
    char c = text.at[i];
    buf_add_char(&b, escape && c == 'n' ? '\n' : escape && c == 't' ? '\t' : c);
  }
  return buf_str(&b);
}

static void read_map(struct sed *s, struct sed_command *c) {
  char delimiter = peek(s);
  skip(s, 1);
  if (!delimiter || !delimited(s, delimiter, false, &c->set) || !delimited(s, delimiter, false, &c->with)) {
    s->bad = true;
    return;
  }
  c->set = unescape(s, c->set);
  c->with = unescape(s, c->with);
  s->bad = s->bad || c->set.len != c->with.len;
}

static void read_command(struct sed *s) {
  struct sed_command c = {0};
  if (read_address(s, &c.from)) {
    skip_blanks(s);
    if (peek(s) == ',') {
      skip(s, 1);
      s->bad = s->bad || !read_address(s, &c.to);
    }
  }
  skip_blanks(s);
  for (; peek(s) == '!' || (c.negated && peek(s) == ' '); skip(s, 1))
    c.negated = true;
  c.name = peek(s);
  skip(s, 1);
  if (c.name == 's')
    read_substitution(s, &c);
  else if (c.name == 'y')
    read_map(s, &c);
  else if (!c.name || !strchr("dpq={}", c.name))
    s->bad = true;
  VEC_PUSH(s->a, &s->commands, c);
  skip_blanks(s);
  char next = peek(s);
  if (next == '#')
    skip(s, str_find_char(s->rest, '\n'));
  s->bad = s->bad || (next && !strchr(";\n}#", next) && c.name != '{' && c.name != '}');
}

static void read_script(struct sed *s, str script) {
  s->rest = script;
  while (!s->bad) {
    while (peek(s) == ';' || peek(s) == '\n' || peek(s) == ' ' || peek(s) == '\t')
      skip(s, 1);
    if (!s->rest.len)
      break;
    if (peek(s) == '#')
      skip(s, str_find_char(s->rest, '\n'));
    else
      read_command(s);
  }
}

// Each { gets the index of its }.
static void match_groups(struct sed *s) {
  VEC(uint32_t) open = {0};
  for (uint32_t i = 0; i < s->commands.len && !s->bad; i++) {
    if (s->commands.at[i].name == '{')
      VEC_PUSH(s->a, &open, i);
    if (s->commands.at[i].name != '}')
      continue;
    s->bad = !open.len;
    if (open.len)
      s->commands.at[open.at[--open.len]].end = i;
  }
  s->bad = s->bad || open.len;
}

// Running

struct cycle {
  struct sed *s;
  str line;
  uint32_t number;
  bool last, deleted, quit;
  bool ended;   // a newline ends the line
  bool missing; // one is missing behind what was written
  struct buf *out;
};

// Where the last line of the input has no newline, the last one written has none.
static void emit(struct cycle *y) {
  buf_add(y->out, y->missing ? STR("\n") : STR(""));
  buf_add(y->out, y->line);
  buf_add(y->out, y->ended ? STR("\n") : STR(""));
  y->s->bad = y->s->bad || y->out->len > VALUE_BYTES_MAX;
  y->missing = !y->ended;
}

static bool address_holds(struct cycle *y, const struct address *a) {
  struct posix_match m;
  enum posix_result r;
  switch (a->kind) {
  case ADDRESS_NONE:
    return true;
  case ADDRESS_LINE:
    return a->line == y->number;
  case ADDRESS_LAST:
    return y->last;
  case ADDRESS_REGEX:
    r = posix_regex_find(a->regex, y->line, 0, &m);
    y->s->bad = y->s->bad || r == REGEX_TOO_DEAR;
    return r == REGEX_MATCH;
  }
  return false;
}

// Whether the range ends with this line, on which it does not start.
static bool range_ends(struct cycle *y, const struct address *to) {
  return to->kind == ADDRESS_LINE ? y->number >= to->line : address_holds(y, to);
}

static bool in_range(struct cycle *y, struct sed_command *c) {
  bool in = true;
  if (c->active) {
    c->active = !range_ends(y, &c->to);
    return c->to.kind != ADDRESS_LINE || y->number <= c->to.line;
  }
  if (c->from.kind == ADDRESS_LINE && c->from.line == 0) { // 0,/re/: the end may stand on the first line
    if (y->number == 1)
      c->active = !range_ends(y, &c->to);
    return y->number == 1;
  }
  in = address_holds(y, &c->from);
  if (in)
    c->active = c->to.kind != ADDRESS_LINE || c->to.line > y->number;
  return in;
}

static bool selected(struct cycle *y, struct sed_command *c) {
  bool in = c->to.kind == ADDRESS_NONE ? address_holds(y, &c->from) : in_range(y, c);
  return in != c->negated;
}

// `&`, `\1`, `\n`. GNU's `\U` and its kin are plain letters to others: not known.
static void add_replacement(struct cycle *y, const struct sed_command *c, const struct posix_match *m,
                            struct buf *out) {
  for (uint32_t i = 0; i < c->with.len; i++) {
    char ch = c->with.at[i];
    uint32_t group = ch == '&' ? 0 : REGEX_GROUPS;
    if (ch == '\\' && i + 1 < c->with.len) {
      ch = c->with.at[++i];
      group = is_ascii_digit(ch) ? (uint32_t)(ch - '0') : REGEX_GROUPS;
      y->s->bad = y->s->bad || strchr("ULEul", ch);
      ch = ch == 'n' ? '\n' : ch == 't' ? '\t' : ch;
    }
    if (group == REGEX_GROUPS)
      buf_add_char(out, ch);
    else if (m->group[group].to != UINT32_MAX)
      buf_add(out, str_slice(y->line, m->group[group].from, m->group[group].to));
  }
}

static void substitute(struct cycle *y, const struct sed_command *c) {
  struct buf out;
  struct posix_match m;
  uint32_t at = 0, end = 0, count = 0, number = c->number ? c->number : 1;
  bool changed = false;
  buf_init(&out, y->s->a);
  while (at <= y->line.len) {
    enum posix_result r = posix_regex_find(c->regex, y->line, at, &m);
    y->s->bad = y->s->bad || r == REGEX_TOO_DEAR;
    if (r != REGEX_MATCH)
      break;
    uint32_t from = m.group[0].from, to = m.group[0].to;
    if (out.len > VALUE_BYTES_MAX)
      break;
    bool counts = to > from || from > end || !count; // nothing right behind a match is none
    count += counts;
    bool wanted = counts && count >= number;
    buf_add(&out, str_slice(y->line, at, from));
    end = to;
    if (wanted)
      add_replacement(y, c, &m, &out);
    else
      buf_add(&out, str_slice(y->line, from, to));
    changed = changed || wanted;
    at = to;
    if (to == from) { // an empty match: one character on
      buf_add(&out, str_slice(y->line, at, at + 1));
      at++;
    }
    if (wanted && !c->global)
      break;
  }
  buf_add(&out, str_skip(y->line, at));
  if (out.len > VALUE_BYTES_MAX) // no value, and the next command could double it
    y->s->bad = true;
  if (!changed)
    return;
  y->line = buf_str(&out);
  if (c->print)
    emit(y);
}

static void map_characters(struct cycle *y, const struct sed_command *c) {
  struct buf out;
  buf_init(&out, y->s->a);
  for (uint32_t i = 0; i < y->line.len; i++) {
    uint32_t at = str_find_char(c->set, y->line.at[i]);
    buf_add_char(&out, at < c->set.len ? c->with.at[at] : y->line.at[i]);
  }
  y->line = buf_str(&out);
}

static void run_command(struct cycle *y, const struct sed_command *c) {
  switch (c->name) {
  case 's':
    substitute(y, c);
    break;
  case 'y':
    map_characters(y, c);
    break;
  case 'd':
    y->deleted = true;
    break;
  case 'q':
    y->quit = true;
    break;
  case 'p':
    emit(y);
    break;
  case '=':
    buf_add_format(y->out, "%u\n", y->number);
    break;
  }
}

static void run_cycle(struct cycle *y) {
  for (uint32_t i = 0; i < y->s->commands.len && !y->deleted && !y->quit && !y->s->bad; i++) {
    struct sed_command *c = &y->s->commands.at[i];
    if (c->name == '}')
      continue;
    if (selected(y, c))
      run_command(y, c);
    else if (c->name == '{')
      i = c->end;
  }
  y->s->bad = y->s->bad || (y->quit && !y->ended); // whether a newline is added differs
  if (y->deleted || y->s->quiet)
    return;
  emit(y);
}

static bool read_options(struct filter *f, struct sed *s, uint32_t *first) {
  bool has_script = false;
  uint32_t i = 0;
  for (; i < f->argc && f->args[i].len > 1 && f->args[i].at[0] == '-'; i++) {
    str word = f->args[i];
    if (str_eq(word, STR("--expression")) || str_eq(word, STR("-e")) || str_eq(word, STR("-ne")) ||
        str_eq(word, STR("-re")) || str_eq(word, STR("-Ee")) || str_eq(word, STR("-nre")) ||
        str_eq(word, STR("-nEe"))) {
      bool is_long = word.at[1] == '-';
      s->quiet = s->quiet || (!is_long && str_find_char(word, 'n') < word.len);
      s->extended =
          s->extended || (!is_long && str_find_char(word, 'r') < word.len) || str_find_char(word, 'E') < word.len;
      if (i + 1 >= f->argc)
        return false;
      read_script(s, f->args[++i]);
      has_script = true;
    } else if (str_has_prefix(word, STR("--expression="))) {
      read_script(s, str_skip(word, 13));
      has_script = true;
    } else if (str_eq(word, STR("--quiet")) || str_eq(word, STR("--silent"))) {
      s->quiet = true;
    } else if (str_eq(word, STR("--regexp-extended"))) {
      s->extended = true;
    } else {
      for (uint32_t j = 1; j < word.len; j++) {
        s->quiet = s->quiet || word.at[j] == 'n';
        s->extended = s->extended || word.at[j] == 'E' || word.at[j] == 'r';
        if (!strchr("nEru", word.at[j]))
          return false;
      }
    }
  }
  if (!has_script) {
    if (i >= f->argc)
      return false;
    read_script(s, f->args[i++]);
  }
  match_groups(s);
  *first = i;
  return !s->bad;
}

static bool filter_sed(struct filter *f) {
  struct sed s = {.a = f->a};
  uint32_t first;
  str text;
  if (!read_options(f, &s, &first) || !filter_text(f, first, &text))
    return false;
  struct cycle y = {.s = &s, .out = &f->out};
  while (!y.quit && !s.bad && filter_next_line(&text, &y.line, &y.ended)) {
    y.number++;
    y.last = !text.len;
    y.deleted = false;
    run_cycle(&y);
  }
  return !s.bad;
}

// sed -i: what the files hold then is not followed.
static bool in_place(const struct call *c) {
  for (uint32_t i = 1; i < c->argc; i++) {
    str word;
    if (!call_word(c, i, &word))
      continue;
    if (str_has_prefix(word, STR("--in-place")))
      return true;
    if (word.len > 1 && word.at[0] == '-' && word.at[1] != '-' && str_find_char(word, 'i') < word.len)
      return true;
  }
  return false;
}

void model_sed(struct call *c) {
  static const struct model sed = {.filter = filter_sed};
  if (!in_place(c)) {
    model_run(c, &sed);
    return;
  }
  for (uint32_t i = 1; i < c->argc; i++)
    state_write_file(c->m, c->st, &c->argv[i].value, VALUE_UNSET, false);
  state_set_status(c->st, OUTCOME_ASSUMED);
}
