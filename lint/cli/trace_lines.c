#include "base/buf.h"
#include "cli/trace.h"

// Lines of the trace, made of what was evaluated. Words are shown as one would type them; what is not known stands in
// ‹…›, and where a word may be several things, these stand in {…|…}.

struct line {
  struct arena *arena;
  struct buf text;
  VEC(struct trace_part) parts;
};

static void line_init(struct line *l, struct arena *a) {
  *l = (struct line){.arena = a};
  buf_init(&l->text, a);
}

static struct styled line_done(const struct line *l) {
  return (struct styled){buf_str(&l->text), l->parts.at, l->parts.len};
}

static void add(struct line *l, enum trace_style style, str text) {
  if (text.len == 0)
    return;
  if (l->parts.len == 0 || l->parts.at[l->parts.len - 1].style != style)
    VEC_PUSH(l->arena, &l->parts, (struct trace_part){l->text.len, style});
  buf_add(&l->text, report_plain(l->arena, text));
}

static void add_between(struct line *l, enum trace_style style, const char *before, str text, const char *after) {
  add(l, style, str_of(before));
  add(l, style, text);
  add(l, style, str_of(after));
}

// Words.

static bool is_bare(char c) {
  static const str marks = STR_INIT("_-./:=,@%+~^");
  return is_ascii_alnum(c) || (unsigned char)c >= 0x80 || str_find_char(marks, c) < marks.len;
}

static bool needs_quotes(str text) {
  static const str commands[] = {STR_INIT("["), STR_INIT("]"), STR_INIT("!")};
  for (uint32_t i = 0; i < COUNT_OF(commands); i++)
    if (str_eq(text, commands[i]))
      return false;
  for (uint32_t i = 0; i < text.len; i++)
    if (!is_bare(text.at[i]))
      return true;
  return false;
}

// Only the first line of a text of several: a script within a script is shown by what it runs.
static str first_line(struct arena *a, str text) {
  str head, rest;
  return str_cut(text, '\n', &head, &rest) ? str_concat(a, head, STR("…")) : text;
}

static void add_pieces(struct line *l, const struct alternative *alternative, enum trace_style style) {
  for (uint32_t i = 0; i < alternative->len; i++) {
    const struct value_piece *piece = &alternative->pieces[i];
    if (piece->unknown)
      add_between(l, STYLE_UNKNOWN, "‹", piece->text, "›");
    else
      add(l, style, first_line(l->arena, piece->text));
  }
}

static bool alternative_needs_quotes(const struct alternative *alternative) {
  for (uint32_t i = 0; i < alternative->len; i++)
    if (!alternative->pieces[i].unknown && needs_quotes(alternative->pieces[i].text))
      return true;
  return false;
}

static void add_value(struct line *l, const struct value *v, enum trace_style style) {
  bool quotes = v->len == 1 && v->at[0].len == 0;
  for (uint32_t i = 0; i < v->len; i++)
    quotes = quotes || alternative_needs_quotes(&v->at[i]);
  str quote = !quotes ? STR("") : str_contains(value_show(l->arena, v), STR("'")) ? STR("\"") : STR("'");
  add(l, style, quote);
  if (v->len > 1)
    add(l, STYLE_FAINT, STR("{"));
  for (uint32_t i = 0; i < v->len; i++) {
    if (i)
      add(l, STYLE_FAINT, STR("|"));
    add_pieces(l, &v->at[i], style);
  }
  if (v->len > 1)
    add(l, STYLE_FAINT, STR("}"));
  add(l, style, quote);
}

// Whether the file says it in other words than what comes out.
static bool is_computed(const struct source *src, const struct eval_word *word) {
  str known;
  if (!value_is_known(&word->value, &known))
    return true;
  return !str_contains(source_text(src, word->span), known);
}

static void add_word(struct line *l, const struct source *src, const struct eval_word *word) {
  add_value(l, &word->value, is_computed(src, word) ? STYLE_VALUE : STYLE_PLAIN);
}

// Commands.

static void add_redirection(struct line *l, const struct eval_redir *redir) {
  str op = redir->redir->op;
  add(l, STYLE_PLAIN, STR(" "));
  add(l, STYLE_PLAIN, redir->redir->fd);
  add(l, STYLE_PLAIN, op);
  if (redir->redir->heredoc) {
    add(l, STYLE_FAINT, STR("…"));
    return;
  }
  add_value(l, &redir->target, STYLE_PLAIN);
}

static struct styled command_text(struct arena *a, const struct source *src, const struct eval_command *command) {
  struct line l;
  line_init(&l, a);
  if (command->piped_from != COMMAND_NONE && command->wrapper == COMMAND_NONE)
    add(&l, STYLE_FAINT, STR("| "));
  for (uint32_t i = 0; i < command->assign_count; i++) {
    add_word(&l, src, &command->assigns[i]);
    add(&l, STYLE_PLAIN, STR(" "));
  }
  for (uint32_t i = 0; i < command->argc; i++) {
    if (i)
      add(&l, STYLE_PLAIN, STR(" "));
    add_word(&l, src, &command->argv[i]);
  }
  for (uint32_t i = 0; i < command->redir_count; i++)
    add_redirection(&l, &command->redirs[i]);
  return line_done(&l);
}

// `sudo apt-get install x` is two commands; the second is worth a line only where the first does not end in its words.
static bool is_shown_by_wrapper(const struct eval_instr *in, const struct eval_command *command) {
  if (command->wrapper == COMMAND_NONE)
    return false;
  const struct eval_command *outer = &in->commands[command->wrapper];
  if (outer->argc < command->argc)
    return false;
  uint32_t skipped = outer->argc - command->argc;
  for (uint32_t i = 0; i < command->argc; i++) {
    span x = outer->argv[skipped + i].span, y = command->argv[i].span;
    if (x.off != y.off || x.len != y.len)
      return false;
  }
  return true;
}

static uint32_t wrapper_depth(const struct eval_instr *in, const struct eval_command *command) {
  uint32_t depth = 0;
  for (; command->wrapper != COMMAND_NONE && depth < 8; depth++)
    command = &in->commands[command->wrapper];
  return depth;
}

static void add_commands(struct arena *a, struct trace_lines *lines, const struct source *src,
                         const struct eval_instr *in) {
  for (uint32_t i = 0; i < in->command_count; i++) {
    const struct eval_command *command = &in->commands[i];
    if (is_shown_by_wrapper(in, command))
      continue;
    struct trace_line line = {
        .number = source_line_of(src, command->span.off),
        .place = command->span,
        .depth = 2 + wrapper_depth(in, command),
        .when = command->when,
        .text = command_text(a, src, command),
    };
    VEC_PUSH(a, lines, line);
  }
}

// Instructions.

static void begin_instr(struct line *l, struct arena *a, const struct eval_instr *in) {
  line_init(l, a);
  if (in->instr->onbuild)
    add(l, STYLE_KEYWORD, STR("ONBUILD "));
  add(l, STYLE_KEYWORD, instr_keyword(in->instr->kind));
}

static void end_instr(struct line *l, struct trace_lines *lines, const struct source *src,
                      const struct eval_instr *in) {
  span place = in->instr->node->span;
  struct trace_line line = {.number = source_line_of(src, place.off), .place = place, .depth = 1, .text = line_done(l)};
  VEC_PUSH(l->arena, lines, line);
}

// `ENV name=value`, a line each.
static void show_pairs(struct arena *a, struct trace_lines *lines, const struct source *src,
                       const struct eval_instr *in) {
  for (uint32_t i = 0; i < in->value_count; i++) {
    const struct instr_pair *pair = &in->instr->pairs[i];
    struct line l;
    begin_instr(&l, a, in);
    add(&l, STYLE_PLAIN, STR(" "));
    add(&l, STYLE_PLAIN, pair->key.bytes);
    add(&l, STYLE_PLAIN, STR("="));
    add_word(&l, src, &in->values[i]);
    end_instr(&l, lines, src, in);
    lines->at[lines->len - 1].place = pair->span;
  }
}

// `COPY --from=build /a /b`
static void show_words(struct arena *a, struct trace_lines *lines, const struct source *src,
                       const struct eval_instr *in) {
  const struct node_flag *from = in->instr->kind == INSTR_COPY ? instr_flag(in->instr, STR("from")) : NULL;
  struct line l;
  begin_instr(&l, a, in);
  if (from)
    add_between(&l, STYLE_PLAIN, " --from=", from->value.bytes, "");
  for (uint32_t i = 0; i < in->value_count; i++) {
    add(&l, STYLE_PLAIN, STR(" "));
    add_word(&l, src, &in->values[i]);
  }
  end_instr(&l, lines, src, in);
}

static void show_commands(struct arena *a, struct trace_lines *lines, const struct source *src,
                          const struct eval_instr *in) {
  struct line l;
  begin_instr(&l, a, in);
  if (in->opaque.len)
    add_between(&l, STYLE_FAINT, " (", in->opaque, in->command_count ? ", read as sh)" : ", not interpreted)");
  end_instr(&l, lines, src, in);
  add_commands(a, lines, src, in);
}

typedef void show_fn(struct arena *a, struct trace_lines *lines, const struct source *src, const struct eval_instr *in);

// Those that are not here do nothing while building.
static show_fn *const shows[INSTR_KIND_COUNT] = {
    [INSTR_ADD] = show_words,     [INSTR_ARG] = show_pairs,
    [INSTR_CMD] = show_commands,  [INSTR_COPY] = show_words,
    [INSTR_ENV] = show_pairs,     [INSTR_ENTRYPOINT] = show_commands,
    [INSTR_RUN] = show_commands,  [INSTR_USER] = show_words,
    [INSTR_WORKDIR] = show_words, [INSTR_HEALTHCHECK] = show_commands,
};

struct trace_lines trace_instr_lines(struct arena *a, const struct source *src, const struct eval_instr *in) {
  struct trace_lines lines = {0};
  if (shows[in->instr->kind])
    shows[in->instr->kind](a, &lines, src, in);
  return lines;
}

// Stages.

static void add_stage_notes(struct line *l, const struct eval_scenario *scenario, const struct eval_stage *stage) {
  struct arena *a = l->arena;
  if (!stage->platform_known && stage->error.len == 0)
    add(l, STYLE_MAYBE, STR(" · on an unknown platform"));
  else if (stage->platform_known && !platform_eq(stage->platform, scenario->target))
    add_between(l, STYLE_FAINT, " · on ", platform_name(a, stage->platform), "");
  if (stage->on_build)
    add(l, STYLE_FAINT, STR(" · the build platform"));
  if (stage->windows)
    add(l, STYLE_FAINT, STR(" · Windows"));
  if (!stage->needed)
    add(l, STYLE_FAINT, STR(" · not built"));
  if (stage->error.len)
    add_between(l, STYLE_FALLBACK, " · the build stops: ", stage->error, "");
}

struct trace_line trace_stage_line(struct arena *a, const struct source *src, const struct eval_scenario *scenario,
                                   uint32_t stage) {
  const struct eval_stage *st = &scenario->stages[stage];
  const struct instr *from = st->stage->from;
  struct eval_word image = {.value = st->image, .span = text_span(&from->image, 0, from->image.bytes.len)};
  struct line l;
  line_init(&l, a);
  add(&l, STYLE_KEYWORD, STR("FROM "));
  add_word(&l, src, &image);
  if (from->name.bytes.len) {
    add(&l, STYLE_KEYWORD, STR(" AS "));
    add(&l, STYLE_PLAIN, from->name.bytes);
  }
  add_stage_notes(&l, scenario, st);
  return (struct trace_line){.number = from->node->start_line, .place = from->node->span, .text = line_done(&l)};
}
