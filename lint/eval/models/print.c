#include <string.h>

#include "eval/models/models.h"
#include "eval/wildcard.h"

// echo, printf, basename, dirname, expr: of values, so that what is known stays known.

// An escape of echo -e and of printf's format behind its backslash: the bytes it takes; 0 where it is none. `*stop`:
// `\c`.
static uint32_t escape(str s, char *c, bool *stop) {
  static const char names[] = "abefnrtv\\", values[] = "\a\b\033\f\n\r\t\v\\";
  const char *name = s.len && s.at[0] ? strchr(names, s.at[0]) : NULL;
  *stop = s.len && s.at[0] == 'c';
  if (name) {
    *c = values[name - names];
    return 1;
  }
  bool hex = s.len && s.at[0] == 'x';
  uint32_t n, octal = s.len && s.at[0] == '0' ? 4 : 3;
  uint32_t len = hex ? str_digits(str_skip(s, 1), 16, 2, &n) : str_digits(s, 8, octal, &n);
  if (!len)
    return *stop;
  *c = (char)(uint8_t)n;
  return hex + len;
}

// With escapes decoded; false where `\c` ended it.
static bool add_escaped(struct buf *b, str text) {
  for (uint32_t i = 0; i < text.len; i++) {
    char c = text.at[i];
    bool stop = false;
    uint32_t len = c == '\\' ? escape(str_skip(text, i + 1), &c, &stop) : 0;
    if (stop)
      return false;
    buf_add_char(b, c);
    i += len;
  }
  return true;
}

// Decodes escapes in all known pieces.
static struct value escaped(struct arena *a, struct value v, bool *stopped) {
  struct value_set s;
  value_set_init(&s, a);
  s.source = v.source;
  for (uint32_t i = 0; i < v.len; i++) {
    struct value_builder b;
    value_builder_init(&b, a);
    for (uint32_t j = 0; j < v.at[i].len; j++) {
      struct buf text;
      buf_init(&text, a);
      if (v.at[i].pieces[j].unknown) {
        value_builder_unknown(&b, v.at[i].pieces[j].text);
        continue;
      }
      *stopped = !add_escaped(&text, v.at[i].pieces[j].text) || *stopped;
      value_builder_text(&b, buf_str(&text));
    }
    struct alternative alt = value_builder_done(&b);
    alt.decision = v.at[i].decision;
    alt.branch = v.at[i].branch;
    value_set_add(&s, &alt);
  }
  return value_set_done(&s);
}

// Options as bash's echo takes them: words of -, n, e, E alone.
static bool echo_options(const struct call *c, uint32_t i, bool *newline, bool *escapes) {
  str word;
  if (!call_word(c, i, &word) || word.len < 2 || word.at[0] != '-')
    return false;
  for (uint32_t j = 1; j < word.len; j++)
    if (word.at[j] != 'n' && word.at[j] != 'e' && word.at[j] != 'E')
      return false;
  for (uint32_t j = 1; j < word.len; j++) {
    *newline = *newline && word.at[j] != 'n';
    *escapes = word.at[j] == 'e' || (*escapes && word.at[j] != 'E');
  }
  return true;
}

static bool has_backslash(const struct value *v) {
  for (uint32_t i = 0; i < v->len; i++)
    for (uint32_t j = 0; j < v->at[i].len; j++)
      if (!v->at[i].pieces[j].unknown && str_contains(v->at[i].pieces[j].text, STR("\\")))
        return true;
  return false;
}

// dash decodes escapes without -e, and prints -e.
void model_echo(struct call *c) {
  struct arena *a = c->m->a;
  bool newline = true, escapes = false, stopped = false;
  uint32_t i = 1;
  call_succeed(c);
  if (!c->m->captures)
    return;
  while (echo_options(c, i, &newline, &escapes))
    i++;
  struct value text = call_joined(c, i);
  if (!machine_is_bash(c->m) && (escapes || has_backslash(&text))) {
    call_unknown(c);
    return;
  }
  if (escapes)
    text = escaped(a, text, &stopped);
  if (newline && !stopped)
    text = value_concat(a, text, value_known(a, STR("\n")));
  call_print(c, text);
}

// printf

struct conversion {
  bool left, zero, has_width, has_precision;
  uint32_t width, precision;
  char letter;
};

// A conversion behind its `%`: the bytes it takes; 0 where it is not understood.
static uint32_t read_conversion(str s, struct conversion *d) {
  uint32_t i = 0;
  *d = (struct conversion){0};
  for (; i < s.len && s.at[i] && strchr("-0+ #", s.at[i]); i++) {
    d->left = d->left || s.at[i] == '-';
    d->zero = d->zero || s.at[i] == '0';
    if (s.at[i] == '+' || s.at[i] == ' ' || s.at[i] == '#')
      return 0;
  }
  for (; i < s.len && is_ascii_digit(s.at[i]) && d->width < 1000; i++) {
    d->has_width = true;
    d->width = d->width * 10 + (uint32_t)(s.at[i] - '0');
  }
  if (i < s.len && s.at[i] == '.') {
    d->has_precision = true;
    for (i++; i < s.len && is_ascii_digit(s.at[i]) && d->precision < 1000; i++)
      d->precision = d->precision * 10 + (uint32_t)(s.at[i] - '0');
  }
  if (i >= s.len || !strchr("sdixXobcq", s.at[i]) || !s.at[i])
    return 0;
  d->letter = s.at[i];
  return i + 1;
}

static void pad(struct buf *out, const struct conversion *d, str text) {
  uint32_t fill = d->width > text.len ? d->width - text.len : 0;
  bool zero = d->zero && !d->left && d->letter != 's' && d->letter != 'c';
  if (zero && str_has_prefix(text, STR("-"))) { // stands before the zeros
    buf_add_char(out, '-');
    text = str_skip(text, 1);
  }
  for (uint32_t i = 0; i < fill && !d->left; i++)
    buf_add_char(out, zero ? '0' : ' ');
  buf_add(out, text);
  for (uint32_t i = 0; i < fill && d->left; i++)
    buf_add_char(out, ' ');
}

static bool parse_integer(str text, int64_t *n) {
  bool negative = str_has_prefix(text, STR("-"));
  uint32_t magnitude = 0;
  text = str_skip(text, negative);
  if (text.len > 1 && text.at[0] == '0') // octal
    return false;
  if (text.len && !filter_number(text, &magnitude))
    return false;
  *n = negative ? -(int64_t)magnitude : magnitude;
  return true;
}

static bool format_known(void *ctx, str in, struct buf *out) {
  const struct conversion *d = ctx;
  int64_t n;
  struct buf b;
  buf_init(&b, out->arena);
  if (d->has_precision && d->letter != 's') // least digits, and no filling with zeros then
    return false;
  switch (d->letter) {
  case 's':
    pad(out, d, d->has_precision ? str_slice(in, 0, d->precision) : in);
    return true;
  case 'c':
    pad(out, d, str_slice(in, 0, 1));
    return true;
  case 'd':
  case 'i':
    if (!parse_integer(in, &n))
      return false;
    buf_add_format(&b, "%ld", (long)n);
    break;
  case 'x':
  case 'X':
  case 'o':
    if (!parse_integer(in, &n) || n < 0)
      return false;
    if (d->letter == 'o')
      buf_add_format(&b, "%lo", (unsigned long)n);
    else
      buf_add_format(&b, d->letter == 'x' ? "%lx" : "%lX", (unsigned long)n);
    break;
  default:
    return false;
  }
  pad(out, d, buf_str(&b));
  return true;
}

static struct value format_value(struct arena *a, const struct conversion *d, struct value v) {
  struct conversion copy = *d;
  bool plain = d->letter == 's' && !d->has_width && !d->has_precision;
  return plain ? v : value_map(a, v, format_known, &copy, STR("output of printf"));
}

struct format_run {
  struct call *c;
  str format;
  uint32_t next; // argument
  struct value out;
  bool stopped;
};

static void add(struct format_run *r, struct value v) {
  r->out = value_concat(r->c->m->a, r->out, v);
}

// Text of the format up to the next conversion.
static str take_text(struct format_run *r, str *rest) {
  struct buf b;
  buf_init(&b, r->c->m->a);
  uint32_t i = 0;
  for (; i < rest->len; i++) {
    char c = rest->at[i];
    if (c == '%' && (i + 1 >= rest->len || rest->at[i + 1] != '%'))
      break;
    i += c == '%';
    bool stop = false;
    uint32_t len = c == '\\' ? escape(str_skip(*rest, i + 1), &c, &stop) : 0;
    if (stop) {
      r->stopped = true;
      break;
    }
    buf_add_char(&b, c);
    i += len;
  }
  *rest = str_skip(*rest, i);
  return buf_str(&b);
}

// `%b`: `\c` in its argument ends all of the output.
static bool add_text_with_escapes(struct format_run *r, const struct conversion *d, const struct value *arg) {
  str text;
  struct buf b;
  if (d->has_width || d->has_precision || !value_is_known(arg, &text))
    return false;
  buf_init(&b, r->c->m->a);
  r->stopped = !add_escaped(&b, text);
  add(r, value_known(r->c->m->a, buf_str(&b)));
  return true;
}

static bool format_once(struct format_run *r) {
  str rest = r->format;
  struct conversion d;
  while (!r->stopped) {
    str text = take_text(r, &rest);
    if (text.len)
      add(r, value_known(r->c->m->a, text));
    if (!rest.len || r->stopped)
      return true;
    uint32_t len = read_conversion(str_skip(rest, 1), &d);
    if (!len)
      return false;
    rest = str_skip(rest, len + 1);
    struct value arg = r->next < r->c->argc ? r->c->argv[r->next].value : value_empty();
    r->next++;
    if (d.letter != 'b')
      add(r, format_value(r->c->m->a, &d, arg));
    else if (!add_text_with_escapes(r, &d, &arg))
      return false;
  }
  return true;
}

// The format is used again as long as arguments are left and it takes any.
static bool format_all(struct format_run *r) {
  if (str_contains(r->format, STR("\\x")) && !machine_is_bash(r->c->m)) // dash does not know `\x41`
    return false;
  do {
    uint32_t before = r->next;
    machine_step(r->c->m, 1);
    if (!format_once(r) || machine_exhausted(r->c->m))
      return false;
    if (r->next == before)
      break;
  } while (r->next < r->c->argc && !r->stopped);
  return true;
}

void model_printf(struct call *c) {
  struct format_run r = {.c = c, .next = 2, .out = value_empty()};
  str option;
  call_succeed(c);
  if (call_word_is(c, 1, STR("-v")) && call_word(c, 2, &option)) {
    r.next = 4;
    bool known = call_word(c, 3, &r.format) && format_all(&r);
    struct value v = known ? r.out : value_output_of(c->m->a, STR("printf"));
    state_assign(c->m, c->st, option, v, c->about->span);
    return;
  }
  if (!c->m->captures)
    return;
  if (call_word_is(c, 1, STR("--"))) {
    c->argv++;
    c->argc--;
  }
  if (call_word(c, 1, &r.format) && format_all(&r))
    call_print(c, r.out);
  else
    call_print(c, value_output_of(c->m->a, STR("printf")));
}

// Paths

static struct value literal(struct arena *a, const char *text) {
  return value_known(a, str_of(text));
}

static bool strip_slashes(void *ctx, str in, struct buf *out) {
  (void)ctx;
  while (in.len > 1 && in.at[in.len - 1] == '/')
    in.len--;
  buf_add(out, in);
  return true;
}

static bool slash_only(const struct value *v) {
  str text;
  return value_is_known(v, &text) && str_eq(text, STR("/"));
}

static bool known_basename(void *ctx, str in, struct buf *out) {
  const str *suffix = ctx;
  struct buf b;
  buf_init(&b, out->arena);
  strip_slashes(NULL, in, &b);
  str text = buf_str(&b);
  uint32_t slash = str_find_last_char(text, '/');
  if (text.len > 1 && slash < text.len)
    text = str_skip(text, slash + 1);
  if (text.len > suffix->len && str_has_suffix(text, *suffix))
    text.len -= suffix->len;
  buf_add(out, text);
  return true;
}

static bool known_dirname(void *ctx, str in, struct buf *out) {
  struct buf b;
  (void)ctx;
  buf_init(&b, out->arena);
  strip_slashes(NULL, in, &b);
  str text = buf_str(&b);
  uint32_t slash = str_find_last_char(text, '/');
  if (slash == text.len) {
    buf_add_char(out, '.');
    return true;
  }
  while (slash > 0 && text.at[slash - 1] == '/')
    slash--;
  buf_add(out, slash ? str_slice(text, 0, slash) : STR("/"));
  return true;
}

// Of each alternative: the whole where it is known, else cut at the slash where that stands in known text.
static struct value path_part(struct call *c, struct value v, value_fn *known, void *ctx, str op, const char *pattern) {
  struct arena *a = c->m->a;
  struct value_set s;
  value_set_init(&s, a);
  s.source = v.source;
  for (uint32_t i = 0; i < v.len; i++) {
    str text;
    struct value one = value_of_alternative(a, &v, i);
    if (alternative_is_known(&v.at[i], &text))
      one = value_map(a, one, known, ctx, STR(""));
    else
      one = machine_trim(c->m, one, op, literal(a, pattern));
    value_set_add_value(&s, &one);
  }
  return value_set_done(&s);
}

static void print_line(struct call *c, struct value v) {
  call_print(c, value_concat(c->m->a, v, literal(c->m->a, "\n")));
}

void model_basename(struct call *c) {
  str suffix = {0};
  call_succeed(c);
  if (c->argc == 3 && !call_word(c, 2, &suffix)) {
    call_unknown(c);
    return;
  }
  if (c->argc < 2 || c->argc > 3 || slash_only(&c->argv[1].value)) {
    call_unknown(c);
    return;
  }
  struct value v = path_part(c, c->argv[1].value, known_basename, &suffix, STR("##"), "*/");
  if (suffix.len && value_has_unknown(&v))
    v = machine_trim(c->m, v, STR("%"), value_known(c->m->a, wildcard_quote(c->m->a, suffix)));
  print_line(c, v);
}

void model_dirname(struct call *c) {
  call_succeed(c);
  if (c->argc != 2) {
    call_unknown(c);
    return;
  }
  print_line(c, path_part(c, c->argv[1].value, known_dirname, NULL, STR("%"), "/*"));
}
