#include "base/assert.h"
#include "base/vec.h"
#include "shell/interpreter.h"
#include "shell/shell.h"

// Scripts in the arguments of commands: `sh -c SCRIPT` and its like, and here-documents that a shell reads.

// How backslashes are read in a piece of text.
enum escapes {
  ESCAPES_NONE,
  ESCAPES_ALL,    // outside of quotes
  ESCAPES_DOUBLE, // before $ ` " \ only
  ESCAPES_BODY,   // before $ ` \ only: a here-document
};

/// A text that is put together from parts of a script.
struct builder {
  const struct text *script;
  struct text_buf out;
  bool strip;      // tabs at the start of a line are left out
  bool line_start; // the next byte is at one
};

static bool is_escape(str rest, enum escapes escapes) {
  if (escapes == ESCAPES_NONE || rest.len < 2 || rest.at[0] != '\\')
    return false;
  if (escapes == ESCAPES_ALL)
    return true;
  char c = rest.at[1];
  return c == '$' || c == '`' || c == '\\' || (c == '"' && escapes == ESCAPES_DOUBLE);
}

// Whether the text stands in the script as it is, from `off` on.
static bool is_verbatim(const struct builder *b, str text, span where) {
  return where.len == text.len && str_eq(str_slice(b->script->bytes, where.off, span_end(where)), text);
}

// Text without escapes or tabs to be left out, whose bytes stand at `where`.
static void add_run(struct builder *b, uint32_t off, uint32_t len) {
  text_buf_add(&b->out, b->script, off, off + len);
}

// Adds text that is verbatim at `off`.
static void add_placed(struct builder *b, str text, uint32_t off, enum escapes escapes) {
  for (uint32_t i = 0, step; i < text.len; i += step) {
    str rest = str_skip(text, i);
    step = 1;
    bool tab = b->strip && b->line_start && rest.at[0] == '\t';
    if (is_escape(rest, escapes)) {
      step = 2;
      text_buf_add_atom(&b->out, b->script, off + i, off + i + 2, str_slice(rest, 1, 2));
    } else if (!tab) {
      while (step < rest.len && rest.at[step - 1] != '\n' && rest.at[step] != '\\')
        step++;
      add_run(b, off + i, step);
    }
    b->line_start = tab || rest.at[step - 1] == '\n';
  }
}

static str without_escapes(struct arena *a, str text, enum escapes escapes) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < text.len; i++) {
    i += is_escape(str_skip(text, i), escapes);
    buf_add_char(&b, text.at[i]);
  }
  return buf_str(&b);
}

// Adds a text that stands for `where`; byte by byte where it is verbatim there.
static void add_text(struct builder *b, str text, span where, enum escapes escapes) {
  if (is_verbatim(b, text, where))
    add_placed(b, text, where.off, escapes);
  else if (where.len)
    text_buf_add_atom(&b->out, b->script, where.off, span_end(where),
                      without_escapes(b->out.bytes.arena, text, escapes));
}

static void add_part(struct builder *b, const struct shell_part *part) {
  span inside = {part->span.off + 1, part->span.len >= 2 ? part->span.len - 2 : 0};
  if (part->kind == PART_LITERAL)
    add_text(b, part->text, part->span, ESCAPES_ALL);
  else if (part->kind == PART_SINGLE)
    add_text(b, part->text, inside, ESCAPES_NONE);
  for (uint32_t i = 0; part->kind == PART_DOUBLE && i < part->parts.len; i++)
    add_text(b, part->parts.at[i]->text, part->parts.at[i]->span, ESCAPES_DOUBLE);
}

struct text shell_word_text(struct arena *a, const struct text *script, const struct shell_word *word) {
  assert(word->literal);
  struct builder b = {.script = script};
  text_buf_init(&b.out, a);
  for (uint32_t i = 0; i < word->parts.len; i++)
    add_part(&b, word->parts.at[i]);
  return text_buf_text(&b.out, script, word->span.off);
}

bool shell_heredoc_text(struct arena *a, const struct text *script, const struct shell_heredoc *doc,
                        struct text *text) {
  struct builder b = {.script = script, .strip = doc->strip, .line_start = true};
  text_buf_init(&b.out, a);
  for (uint32_t i = 0; i < doc->parts.len; i++) {
    const struct shell_part *part = doc->parts.at[i];
    if (part->kind != PART_LITERAL)
      return false;
    add_text(&b, part->text, part->span, doc->quoted ? ESCAPES_NONE : ESCAPES_BODY);
  }
  *text = text_buf_text(&b.out, script, doc->span.off);
  return true;
}

// Arguments.

/// The words of a command, of which some may not be known.
struct arguments {
  const str *at;
  const bool *known;
  uint32_t len;
};

/// Which argument holds the script.
struct place {
  bool found;
  bool stdin_is_script; // none of them: the shell reads it
  uint32_t index;
  uint32_t skip; // bytes before it: `--command=`
};

static bool is_option(str word) {
  return word.len >= 2 && (word.at[0] == '-' || word.at[0] == '+');
}

static bool takes_value(str option) {
  static const str with_value[] = {
      STR_INIT("--rcfile"), STR_INIT("--init-file"), // bash(1), OPTIONS
  };
  for (uint32_t i = 0; i < COUNT_OF(with_value); i++)
    if (str_eq(option, with_value[i]))
      return true;
  char last = option.at[option.len - 1];
  return option.at[1] != '-' && (last == 'o' || last == 'O'); // set -o NAME, shopt -O NAME
}

// sh [option]… -c SCRIPT [name [argument]…]   sh [option]… [-s [argument]…]
static struct place find_in_shell(const struct arguments *args) {
  bool command = false, from_input = false;
  uint32_t i = 1;
  for (; i < args->len; i++) {
    if (!args->known[i])
      break;
    str word = args->at[i];
    if (str_eq(word, STR("--")) || str_eq(word, STR("-"))) {
      i++;
      break;
    }
    if (!is_option(word))
      break;
    bool letters = word.at[0] == '-' && word.at[1] != '-';
    command = command || (letters && str_find_char(word, 'c') < word.len);
    from_input = from_input || (letters && str_find_char(word, 's') < word.len);
    i += takes_value(word);
  }
  if (command)
    return (struct place){.found = i < args->len, .index = i};
  return (struct place){.stdin_is_script = i >= args->len || from_input};
}

// su [option]… [-] [user [argument]…] with -c SCRIPT or --command=SCRIPT anywhere
static struct place find_in_su(const struct arguments *args) {
  static const str long_name = STR_INIT("--command=");
  for (uint32_t i = 1; i < args->len; i++) {
    str word = args->known[i] ? args->at[i] : STR("");
    if (str_has_prefix(word, long_name))
      return (struct place){.found = true, .index = i, .skip = long_name.len};
    if (str_eq(word, STR("-c")) || str_eq(word, STR("--command")) || str_eq(word, STR("-lc")))
      return (struct place){.found = i + 1 < args->len, .index = i + 1};
  }
  return (struct place){0};
}

static struct place find_script(struct arena *a, const struct arguments *args) {
  if (args->len == 0 || !args->known[0])
    return (struct place){0};
  str name = interpreter_name(a, args->at, 1);
  if (interpreter_is_posix(name))
    return find_in_shell(args);
  if (str_eq(name, STR("su")) || str_eq(name, STR("runuser")))
    return find_in_su(args);
  return (struct place){0};
}

static struct place find_in_words(struct arena *a, struct shell_words words) {
  str *at = NEW_ARRAY(a, str, words.len);
  bool *known = NEW_ARRAY(a, bool, words.len);
  for (uint32_t i = 0; i < words.len; i++) {
    at[i] = words.at[i]->value;
    known[i] = words.at[i]->literal;
  }
  return find_script(a, &(struct arguments){at, known, words.len});
}

// What the last redirection of standard input gives the shell to read.
static bool text_of_input(struct arena *a, const struct text *script, const struct shell_cmd *cmd, struct text *text) {
  for (uint32_t i = cmd->redir_count; i-- > 0;) {
    const struct shell_redir *r = cmd->redirs[i];
    bool is_input = r->op.at[0] == '<' && (r->fd.len == 0 || str_eq(r->fd, STR("0")));
    if (is_input && r->heredoc)
      return shell_heredoc_text(a, script, r->heredoc, text);
    if (is_input && str_eq(r->op, STR("<<<")) && r->target->literal) {
      *text = shell_word_text(a, script, r->target);
      return true;
    }
    if (is_input)
      return false;
  }
  return false;
}

bool shell_nested_words(struct arena *a, const struct text *script, const struct shell_cmd *cmd,
                        struct shell_words words, struct text *text) {
  struct place place = find_in_words(a, words);
  if (place.stdin_is_script)
    return text_of_input(a, script, cmd, text);
  if (!place.found || !words.at[place.index]->literal)
    return false;
  struct text all = shell_word_text(a, script, words.at[place.index]);
  *text = place.skip ? text_slice(a, &all, place.skip, all.bytes.len) : all;
  return true;
}

bool shell_nested(struct arena *a, const struct script *outer, const struct shell_cmd *cmd, struct text *text,
                  enum shell_dialect *dialect) {
  *dialect = SHELL_BASH;
  return cmd->kind == CMD_SIMPLE && shell_nested_words(a, &outer->text, cmd, cmd->words, text);
}

bool shell_nested_exec(struct arena *a, const struct instr *instr, struct text *text, enum shell_dialect *dialect) {
  uint32_t first = instr->kind == INSTR_HEALTHCHECK, count = instr->arg_count;
  *dialect = SHELL_BASH;
  if (instr->form != FORM_EXEC || count <= first)
    return false;
  const struct text *args = instr->args + first;
  str *at = NEW_ARRAY(a, str, count - first);
  bool *known = NEW_ARRAY(a, bool, count - first);
  for (uint32_t i = 0; i < count - first; i++) {
    at[i] = args[i].bytes;
    known[i] = true;
  }
  struct place place = find_script(a, &(struct arguments){at, known, count - first});
  if (!place.found)
    return false;
  *text = text_slice(a, &args[place.index], place.skip, args[place.index].bytes.len);
  return true;
}
