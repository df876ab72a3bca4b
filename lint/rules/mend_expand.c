#include "rules/mend.h"

// Whether a variable is expanded at a place, and how it has to be quoted for that.

enum expansion {
  EXPANSION_NONE,   // nothing is expanded there
  EXPANSION_PLAIN,  // outside quotes, or in double ones
  EXPANSION_SINGLE, // in single quotes, which have to be left
};

// What is around a place: how it is expanded there, and the single quotes that it stands in.
struct around {
  enum expansion how;
  const struct shell_part *quotes; // NULL where how != EXPANSION_SINGLE
};

static const struct around nowhere = {EXPANSION_NONE, NULL};
static const struct around plain = {EXPANSION_PLAIN, NULL};

static bool holds(span s, uint32_t at) {
  return at >= s.off && at < span_end(s);
}

static struct around in_word(const struct shell_word *word, uint32_t at);

static struct around in_parts(struct shell_parts parts, uint32_t at) {
  for (uint32_t i = 0; i < parts.len; i++) {
    const struct shell_part *part = parts.at[i];
    if (!holds(part->span, at))
      continue;
    switch (part->kind) {
    case PART_LITERAL:
      return plain;
    case PART_SINGLE:
      return part->dollar ? nowhere : (struct around){EXPANSION_SINGLE, part};
    case PART_DOUBLE:
      return in_parts(part->parts, at);
    case PART_PARAM:
      return in_word(part->param->arg, at);
    case PART_CMDSUB: // its commands were looked at before
    case PART_ARITH:
    case PART_PROCSUB:
    case PART_EXTGLOB:
      return nowhere;
    }
  }
  return nowhere;
}

static struct around in_word(const struct shell_word *word, uint32_t at) {
  return word && holds(word->span, at) ? in_parts(word->parts, at) : nowhere;
}

static struct around in_words(struct shell_words words, uint32_t at) {
  for (uint32_t i = 0; i < words.len; i++)
    if (holds(words.at[i]->span, at))
      return in_word(words.at[i], at);
  return nowhere;
}

static struct around in_assigns(const struct shell_cmd *cmd, uint32_t at) {
  for (uint32_t i = 0; i < cmd->assign_count; i++) {
    const struct shell_assign *assign = cmd->assigns[i];
    if (holds(assign->span, at))
      return in_word(assign->word ? assign->word : assign->value, at);
  }
  return nowhere;
}

static struct around in_redirs(const struct shell_cmd *cmd, uint32_t at) {
  for (uint32_t i = 0; i < cmd->redir_count; i++) {
    const struct shell_redir *redir = cmd->redirs[i];
    if (redir->heredoc && holds(redir->heredoc->span, at))
      return redir->heredoc->quoted ? nowhere : plain;
    if (!redir->heredoc && redir->target && holds(redir->target->span, at))
      return in_word(redir->target, at);
  }
  return nowhere;
}

static struct around in_members(const struct shell_cmd *cmd, uint32_t at) {
  if (cmd->kind == CMD_CASE || cmd->kind == CMD_COPROC)
    return in_word(cmd->word, at);
  if (cmd->kind == CMD_FOR || cmd->kind == CMD_SELECT)
    return in_words(cmd->words, at);
  if (cmd->kind != CMD_SIMPLE && cmd->kind != CMD_DECL)
    return nowhere;
  struct around found = in_words(cmd->words, at);
  return found.how == EXPANSION_NONE ? in_assigns(cmd, at) : found;
}

static struct around in_command(const struct shell_cmd *cmd, uint32_t at) {
  struct around found = in_members(cmd, at);
  return found.how == EXPANSION_NONE ? in_redirs(cmd, at) : found;
}

struct looking {
  uint32_t at;
  struct around found; // by the innermost command that has the place in a word
};

static bool look(void *ctx, const struct shell_cmd *cmd) {
  struct looking *looking = ctx;
  struct around found = in_command(cmd, looking->at);
  if (found.how != EXPANSION_NONE)
    looking->found = found;
  return true;
}

static struct around in_script(const struct script *script, uint32_t at) {
  if (!script->tree || !script->tree->ok)
    return nowhere;
  struct looking looking = {at, nowhere};
  shell_walk(script->tree->body, look, &looking);
  return looking.found;
}

// Whether BuildKit expands a word there: not behind a single quote that is open.
static enum expansion in_instruction(const struct mend *m, const struct instr *in, uint32_t off) {
  str line = m->src->bytes;
  char quote = 0;
  for (uint32_t i = in->node->keyword_span.off; i < off; i++) {
    char c = line.at[i];
    if (c == m->df->escape && quote != '\'')
      i++;
    else if (quote == c)
      quote = 0;
    else if (!quote && (c == '\'' || c == '"'))
      quote = c;
  }
  return quote == '\'' ? EXPANSION_NONE : EXPANSION_PLAIN;
}

// What is around a place of RUN.
static struct around in_run(struct mend *m, const struct instr *in, uint32_t off, const struct script **script) {
  uint32_t at;
  *script = in->form == FORM_SHELL ? mend_script_at(m, in, off, &at) : NULL;
  return *script ? in_script(*script, at) : nowhere;
}

static enum expansion expansion_at(const struct mend *m, const struct instr *in, uint32_t off) {
  switch (in->kind) {
  case INSTR_ADD:
  case INSTR_COPY:
  case INSTR_ENV:
  case INSTR_ARG:
  case INSTR_LABEL:
  case INSTR_WORKDIR:
  case INSTR_FROM:
    return off < span_end(in->node->span) ? in_instruction(m, in, off) : EXPANSION_NONE;
  default: // nothing is expanded there, or only when the image runs
    return EXPANSION_NONE;
  }
}

// Whether the bytes mean the same in double quotes.
static bool may_be_double(str quoted) {
  for (uint32_t i = 1; i + 1 < quoted.len; i++)
    if (quoted.at[i] == '$' || quoted.at[i] == '`' || quoted.at[i] == '\\' || quoted.at[i] == '"' ||
        quoted.at[i] == '!' || quoted.at[i] == '\n')
      return false;
  return true;
}

// Turns the single quotes around a place to double ones, or leaves them for it.
static void expand_quoted(struct mend *m, span place, str text, span quotes) {
  str quoted = source_text(m->src, quotes);
  if (may_be_double(quoted)) {
    mend_add(m, (span){quotes.off, 1}, STR("\""));
    mend_add(m, place, text);
    mend_add(m, (span){span_end(quotes) - 1, 1}, STR("\""));
    return;
  }
  bool last = span_end(place) == span_end(quotes) - 1; // then nothing is left to be quoted behind it
  place.len += last;
  mend_add(m, place, str_format(m->arena, "'\"" STR_FMT "\"%s", STR_ARG(text), last ? "" : "'"));
}

bool mend_expand(struct mend *m, span place, str text) {
  const struct instr *in = mend_instr_at(m, place.off);
  const struct script *script = NULL;
  if (!in)
    return false;
  struct around around = nowhere;
  if (in->kind == INSTR_RUN)
    around = in_run(m, in, place.off, &script);
  else
    around.how = expansion_at(m, in, place.off);
  if (around.how == EXPANSION_PLAIN)
    mend_add(m, place, text);
  if (around.how == EXPANSION_SINGLE) {
    span quotes = around.quotes->span;
    expand_quoted(m, place, text, text_span(&script->text, quotes.off, span_end(quotes)));
  }
  return around.how != EXPANSION_NONE;
}
