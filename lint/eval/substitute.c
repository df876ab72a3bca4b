#include "eval/substitute.h"

#include "base/buf.h"
#include "base/limits.h"

// Both readings are BuildKit's own expansion wherever that can be: once over the texts. Only where a variable is not
// exactly its text, the word's tree is expanded over values.

// How a word is read.
struct reading {
  char escape;
  enum word_mode mode;
};

// Where word_expand() gets variables from, and what is to be said of those that it got.
struct lookup {
  struct arena *arena;
  const struct scope *scope;
  str name; // has the value `text` here; empty for none
  str text;
  bool certain;                     // each is exactly its text
  const struct eval_source *source; // of those that depend on the architecture
};

static bool get_text(void *ctx, str name, str *text) {
  struct lookup *l = ctx;
  if (l->name.len && str_eq(name, l->name)) {
    *text = l->text;
    return true;
  }
  const struct binding *b = scope_get(l->scope, name);
  if (b ? !b->agrees : scope_presence(l->scope, name) != PRESENCE_UNSET)
    l->certain = false;
  if (!b || !b->set)
    return false;
  l->source = source_join(l->source, b->value.source);
  *text = b->text;
  return true;
}

static bool expand(struct lookup *l, str word, struct reading r, struct word_result *result) {
  l->certain = true;
  return word_expand(l->arena, word, r.escape, r.mode, (struct word_env){get_text, l}, result);
}

struct job {
  struct arena *arena;
  const struct scope *scope;
  str word;
  struct reading reading;
};

static struct value word_value(const struct job *job, const struct word *word, uint32_t depth);

enum emptiness { EMPTY_NO, EMPTY_MAYBE, EMPTY_YES };

static enum emptiness emptiness(const struct alternative *alternative) {
  for (uint32_t i = 0; i < alternative->len; i++)
    if (!alternative->pieces[i].unknown)
      return EMPTY_NO;
  return alternative->len ? EMPTY_MAYBE : EMPTY_YES;
}

// `${x:-arg}` `${x-arg}` `${x:+arg}` `${x+arg}`: an alternative stays where it counts as set, and gives way to the
// other value where it does not.
static struct value choose(const struct job *job, const struct word_part *part, const struct value *v,
                           enum presence presence, uint32_t depth) {
  struct arena *a = job->arena;
  bool empty_counts = part->op.at[0] != ':';
  bool plus = part->op.at[part->op.len - 1] == '+';
  struct value nothing = value_empty();
  struct value arg = part->arg ? word_value(job, part->arg, depth + 1) : nothing;
  struct value_set sum;
  value_set_init(&sum, a);
  for (uint32_t i = 0; presence != PRESENCE_UNSET && i < v->len; i++) {
    enum emptiness empty = empty_counts ? EMPTY_NO : emptiness(&v->at[i]);
    struct value own = value_of_alternative(a, v, i);
    if (empty != EMPTY_YES)
      value_set_add_value(&sum, plus ? &arg : &own);
    if (empty != EMPTY_NO)
      value_set_add_value(&sum, plus ? &nothing : &arg);
  }
  if (presence != PRESENCE_SET)
    value_set_add_value(&sum, plus ? &nothing : &arg);
  return value_with_source(value_set_done(&sum), v->source);
}

// One text that the variable may be, edited by BuildKit's own expansion of the part.
struct edit {
  const struct job *job;
  const struct word_part *part;
};

static bool edit_text(void *ctx, str in, struct buf *out) {
  const struct edit *e = ctx;
  const struct job *job = e->job;
  struct lookup l = {.arena = job->arena, .scope = job->scope, .name = e->part->name, .text = in};
  struct word_result result;
  if (!expand(&l, str_slice(job->word, e->part->from, e->part->to), job->reading, &result) || !l.certain)
    return false;
  buf_add(out, result.text);
  return true;
}

static struct value part_value(const struct job *job, const struct word_part *part, uint32_t depth) {
  if (part->kind == WORD_LITERAL)
    return value_known(job->arena, part->text);
  struct value v;
  enum presence presence = scope_value(job->arena, job->scope, part->name, &v);
  char op = part->op.len ? part->op.at[part->op.len - 1] : 0;
  if (op == '-' || op == '+')
    return choose(job, part, &v, presence, depth);
  if (presence == PRESENCE_UNSET)
    return value_empty();
  if (!op || op == '?')
    return v;
  // `${x#arg}`, `${x/arg/replacement}`, …
  return value_map(job->arena, v, edit_text, &(struct edit){job, part}, job->word);
}

static struct value word_value(const struct job *job, const struct word *word, uint32_t depth) {
  if (depth > LIMIT_SHELL_DEPTH)
    return value_unknown(job->arena, job->word);
  struct value sum = value_empty();
  for (uint32_t i = 0; i < word->part_count; i++)
    sum = value_concat(job->arena, sum, part_value(job, &word->parts[i], depth));
  return sum;
}

// Most words are their own value.
static bool is_plain(str word, char escape) {
  for (uint32_t i = 0; i < word.len; i++) {
    char c = word.at[i];
    if (c == '$' || c == '\'' || c == '"' || c == escape || (unsigned char)c >= 0x80)
      return false;
  }
  return true;
}

static struct substitution substitute_as(struct arena *a, str word, struct reading r, const struct scope *scope) {
  if (is_plain(word, r.escape))
    return (struct substitution){.ok = true, .text = word, .value = value_known(a, word)};
  struct lookup l = {.arena = a, .scope = scope};
  struct word_result result = {0};
  if (!expand(&l, word, r, &result))
    return (struct substitution){.text = word, .error = result.error, .value = value_unknown(a, word)};
  if (result.text.len > VALUE_BYTES_MAX) // `ENV A=$A$A`, once more and once more
    return (struct substitution){.ok = true, .value = value_unknown(a, word)};
  struct substitution s = {.ok = true, .text = result.text};
  if (l.certain)
    s.value = value_with_source(value_known(a, s.text), l.source);
  else
    s.value = word_value(&(struct job){a, scope, word, r}, word_parse(a, word, r.escape, r.mode), 0);
  return s;
}

struct substitution substitute(struct arena *a, str word, char escape, const struct scope *scope) {
  return substitute_as(a, word, (struct reading){escape, WORD_PLAIN}, scope);
}

struct substitution substitute_heredoc(struct arena *a, str body, const struct scope *scope) {
  return substitute_as(a, body, (struct reading){'\\', WORD_HEREDOC}, scope);
}
