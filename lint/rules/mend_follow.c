#include <stdlib.h>

#include "base/limits.h"
#include "rules/mend.h"

// What is named for one architecture follows the target platform. The words that name it are replaced by TARGETARCH
// where the naming is Docker's, else by a variable that is chosen by it: in a script by a `case`, in other instructions
// by ARGs that replace one name by the other. Words elsewhere that repeat the name (`tar xf tool-amd64.tgz` after the
// download) go along.

// A word of the file that names the architecture.
struct place {
  span word;
  enum arch_scheme scheme;
  const struct instr *in;
};

static bool is_variable_char(char c) {
  return is_ascii_alnum(c) || c == '_';
}

struct following {
  struct mend *mend;
  const struct edit_record *record;
  str arch; // that the words name
  VEC(struct place) places;
  platform wanted[PLATFORMS_MAX]; // what is built for
  uint32_t wanted_count;
  struct arch_choice choice; // of the words whose naming is not Docker's
  enum arch_scheme scheme;   // theirs
  bool maps;                 // there are such words
};

static bool add_place(struct following *f, span word, enum arch_scheme scheme) {
  const struct instr *in = mend_instr_at(f->mend, word.off);
  if (!in)
    return false;
  for (uint32_t i = 0; i < f->places.len; i++)
    if (f->places.at[i].word.off == word.off)
      return true;
  VEC_PUSH(f->mend->arena, &f->places, (struct place){word, scheme, in});
  return true;
}

static bool uses(str text, str name) {
  for (uint32_t at; (at = str_find(text, STR("$"))) < text.len;) {
    text = str_skip(text, at + 1);
    str rest = str_has_prefix(text, STR("{")) ? str_skip(text, 1) : text;
    if (str_has_prefix(rest, name) && (rest.len == name.len || !is_variable_char(rest.at[name.len])))
      return true;
  }
  return false;
}

// What tells whose names the words at `where` are: where they are the value of a variable, what it is used in first.
static str around(const struct following *f, span where) {
  const struct facts *facts = f->mend->run->matcher.view->facts;
  const struct fact_list *downloads = &facts->of[FACT_DOWNLOAD], *packages = &facts->of[FACT_PACKAGE];
  const struct fact *fact = f->mend->run->matcher.fact;
  if (fact->kind != FACT_VARIABLE || !mend_spend(f->mend, downloads->len + packages->len))
    return source_text(f->mend->src, where);
  str name = ((const struct fact_variable *)(const void *)fact)->name.text;
  for (uint32_t i = 0; i < downloads->len; i++) {
    const struct fact_download *d = (const struct fact_download *)(const void *)downloads->at[i];
    if (uses(d->spelled.text, name))
      return d->url.text;
  }
  for (uint32_t i = 0; i < packages->len; i++) {
    const struct fact_package *p = (const struct fact_package *)(const void *)packages->at[i];
    if (str_eq(p->action.text, STR("repository")) && uses(source_text(f->mend->src, p->head.span), name))
      return p->name.text;
  }
  return source_text(f->mend->src, where);
}

// The words of the text at `where`; all have to name one architecture.
static bool add_words(struct following *f, span where) {
  str text = source_text(f->mend->src, where);
  struct naming_place place = {around(f, where), f->wanted, f->wanted_count};
  struct arch_word word;
  for (uint32_t from = 0; arch_word_find(text, from, &word); from = word.at + word.len) {
    enum arch_scheme scheme;
    if (f->arch.len == 0)
      f->arch = word.arch;
    if (!str_eq(word.arch, f->arch) || !naming_find(&place, text, &word, &scheme) ||
        !add_place(f, (span){where.off + word.at, word.len}, scheme))
      return false;
  }
  return f->places.len > 0;
}

// Where the words are that a text has from a variable, as it is written there: `ENV URL=https://…` for `curl "$URL"`.
static span value_behind(struct following *f, span where) {
  const struct fact_list *all = &f->mend->run->matcher.view->facts->of[FACT_VARIABLE];
  const struct instr *in = mend_instr_at(f->mend, where.off);
  str text = source_text(f->mend->src, where);
  struct arch_word word;
  if (!in || arch_word_find(text, 0, &word) || !mend_spend(f->mend, all->len))
    return where;
  span found = where;
  for (uint32_t i = 0; i < all->len; i++) {
    const struct fact_variable *v = (const struct fact_variable *)(const void *)all->at[i];
    bool reaches = v->head.instruction == in->index ||
                   (v->head.stage == in->stage && !str_eq(v->set_by.text, STR("shell")) && !in->onbuild);
    if (reaches && v->head.span.off < where.off && v->spelled.span.len && uses(text, v->name.text))
      found = v->spelled.span;
  }
  return found;
}

// Other assignments of a build's command that name the architecture: `XC_ARCH=amd64 XC_OSARCH=linux/amd64 make`.
static bool add_assignments(struct following *f) {
  const struct fact *fact = f->mend->run->matcher.fact;
  if (fact->kind != FACT_BUILD_TOOL)
    return true;
  const struct fact *command = ((const struct fact_build_tool *)(const void *)fact)->command;
  struct fact_values all =
      command ? ((const struct fact_command *)(const void *)command)->assignments : (struct fact_values){0};
  for (uint32_t i = 0; i < all.len; i++) {
    struct arch_word word;
    str text = source_text(f->mend->src, all.at[i].span);
    if (arch_word_find(text, 0, &word) && str_eq(word.arch, f->arch) && !add_words(f, all.at[i].span))
      return false;
  }
  return true;
}

static bool is_name_char(char c) {
  return is_ascii_alnum(c) || c == '_' || c == '-' || c == '.' || c == '}' || c == '$';
}

// The start of the file's name, up to the end of the word that names the architecture: what other words repeat. Empty
// where the word stands in a folder of the URL, or begins the name.
static str repeated_name(const struct following *f, span where) {
  const struct place *last = &f->places.at[f->places.len - 1];
  str bytes = f->mend->src->bytes;
  uint32_t from = last->word.off;
  while (from > where.off && is_name_char(bytes.at[from - 1]))
    from--;
  bool in_folder = str_find_char(str_slice(bytes, span_end(last->word), span_end(where)), '/') !=
                   span_end(where) - span_end(last->word);
  return in_folder || from == last->word.off ? (str){0} : str_slice(bytes, from, span_end(last->word));
}

static bool starts_name(const struct following *f, uint32_t at) {
  return at == 0 || !is_name_char(f->mend->src->bytes.at[at - 1]);
}

static bool ends_word(const struct following *f, uint32_t at) {
  str bytes = f->mend->src->bytes;
  return at >= bytes.len || !is_ascii_alnum(bytes.at[at]);
}

static bool is_in_comment(const struct mend *m, uint32_t off) {
  return str_has_prefix(str_trim(source_line(m->src, source_line_of(m->src, off))), STR("#"));
}

// Words that repeat the name, from the instruction on that the place stands in.
static bool add_repeated(struct following *f, span where) {
  str bytes = f->mend->src->bytes, name = repeated_name(f, where);
  const struct place *last = &f->places.at[f->places.len - 1];
  enum arch_scheme scheme = last->scheme;
  uint32_t word_len = last->word.len, from = last->in->node->keyword_span.off;
  for (uint32_t count = 0; name.len && from < bytes.len; count++) {
    uint32_t at = from + str_find(str_skip(bytes, from), name);
    if (at >= bytes.len)
      break;
    from = at + name.len;
    if (count == LIMIT_INSERTIONS)
      return false;
    span word = {from - word_len, word_len};
    if (starts_name(f, at) && ends_word(f, from) && !is_in_comment(f->mend, at) && !add_place(f, word, scheme))
      return false;
  }
  return true;
}

static int compare_places(const void *left, const void *right) {
  const struct place *x = left, *y = right;
  return compare_numbers(x->word.off, y->word.off);
}

static void list_wanted(struct following *f) {
  const struct facts *facts = f->mend->run->matcher.view->facts;
  for (uint32_t i = 0; i < facts->scenario_count; i++) {
    platform p = facts->scenarios[i].target;
    bool known = false;
    for (uint32_t j = 0; j < f->wanted_count; j++)
      known = known || platform_eq(f->wanted[j], p);
    if (!known)
      f->wanted[f->wanted_count++] = p;
  }
}

// Whether the file is meant for what is built: neither is it named for one architecture, nor does it name one that is
// not built for.
static bool is_for_wanted(const struct following *f) {
  str path = f->mend->src->path;
  uint32_t name = path.len;
  while (name > 0 && path.at[name - 1] != '/')
    name--;
  struct arch_word word;
  bool has_own = false;
  for (uint32_t i = 0; i < f->wanted_count; i++)
    has_own = has_own || str_eq(f->wanted[i].arch, f->arch);
  return has_own && !arch_word_find(str_skip(path, name), 0, &word);
}

static bool is_dockers(const struct following *f, enum arch_scheme scheme) {
  for (uint32_t i = 0; i < f->wanted_count; i++)
    if (!str_eq(platform_arch(f->wanted[i], scheme), f->wanted[i].arch))
      return false;
  return true;
}

// False where it has another name already: TARGETARCH does not tell arm/v6 from arm/v7.
static bool add_arm(struct arch_choice *choice, str arch, str name) {
  for (uint32_t i = 0; i < choice->arm_count; i++)
    if (str_eq(choice->arms[i].arch, arch))
      return str_eq(choice->arms[i].name, name);
  choice->arms[choice->arm_count++] = (struct arch_arm){arch, name};
  return name.len > 0;
}

static bool choose_names(struct following *f) {
  const struct rule_image *image = f->mend->run->matcher.image;
  f->choice = (struct arch_choice){.variable = image_text(image, f->record->name),
                                   .otherwise = image_text(image, f->record->otherwise),
                                   .arms = NEW_ARRAY(f->mend->arena, struct arch_arm, f->wanted_count)};
  for (uint32_t i = 0; i < f->wanted_count; i++)
    if (!add_arm(&f->choice, f->wanted[i].arch, platform_arch(f->wanted[i], f->scheme)))
      return false;
  return true;
}

// Sorts namings into Docker's and at most one other.
static bool read_namings(struct following *f) {
  for (uint32_t i = 0; i < f->places.len; i++) {
    struct place *p = &f->places.at[i];
    if (is_dockers(f, p->scheme)) {
      p->scheme = ARCH_DOCKER;
      continue;
    }
    if (f->maps && f->scheme != p->scheme)
      return false;
    f->maps = true;
    f->scheme = p->scheme;
  }
  return !f->maps || choose_names(f);
}

static bool replace_place(struct following *f, const struct place *p, str variable) {
  if (p->scheme == ARCH_DOCKER && !mend_declare(f->mend, p->in, STR("TARGETARCH")))
    return false;
  return mend_expand(f->mend, p->word, str_format(f->mend->arena, "${" STR_FMT "}", STR_ARG(variable)));
}

// Sets the variable in the script of a place, unless it has one.
static bool choose_in_script(struct following *f, const struct place *p, str *variable) {
  uint32_t edits = f->mend->edits.len;
  return mend_choose(f->mend, p->in, p->word.off, &f->choice, variable) &&
         (f->mend->edits.len == edits || mend_declare(f->mend, p->in, STR("TARGETARCH")));
}

// The places of one instruction whose script asks the machine, or chooses the variable.
static bool mend_script(struct following *f, uint32_t from, uint32_t to) {
  str variable = {0}, ask = image_text(f->mend->run->matcher.image, f->record->ask);
  for (uint32_t i = from; i < to; i++) {
    const struct place *p = &f->places.at[i];
    bool asks = ask.len && p->scheme == ARCH_UNAME;
    if (p->scheme != ARCH_DOCKER && !asks && variable.len == 0 && !choose_in_script(f, p, &variable))
      return false;
    if (!(asks ? mend_expand(f->mend, p->word, ask)
               : replace_place(f, p, p->scheme == ARCH_DOCKER ? STR("TARGETARCH") : variable)))
      return false;
  }
  return true;
}

static bool needs_arguments(const struct following *f, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++)
    if (f->places.at[i].scheme != ARCH_DOCKER && f->places.at[i].in->kind != INSTR_RUN)
      return true;
  return false;
}

// The places of one stage: its variable is an ARG where not only scripts need it.
static bool mend_stage(struct following *f, uint32_t from, uint32_t to) {
  if (!needs_arguments(f, from, to)) {
    for (uint32_t i = from, end; i < to; i = end) {
      for (end = i + 1; end < to && f->places.at[end].in == f->places.at[i].in;)
        end++;
      if (!mend_script(f, i, end))
        return false;
    }
    return true;
  }
  str variable = {0};
  const struct place *first = &f->places.at[from];
  if (to - from == 1 && mend_argument_itself(f->mend, first->in, first->word, &f->choice))
    return true;
  if (!mend_argument(f->mend, first->in, f->scheme, &f->choice, &variable))
    return false;
  for (uint32_t i = from; i < to; i++)
    if (!replace_place(f, &f->places.at[i], f->places.at[i].scheme == ARCH_DOCKER ? STR("TARGETARCH") : variable))
      return false;
  return true;
}

bool mend_follow(struct mend *m, const struct edit_record *record, span place) {
  struct following f = {.mend = m, .record = record};
  if (!mend_spend(m, m->src->bytes.len - place.off))
    return false;
  list_wanted(&f);
  place = value_behind(&f, place);
  if (!add_words(&f, place) || !is_for_wanted(&f) || !add_repeated(&f, place) || !add_assignments(&f) ||
      !read_namings(&f))
    return false;
  qsort(f.places.at, f.places.len, sizeof *f.places.at, compare_places);
  for (uint32_t i = 0, end; i < f.places.len; i = end) {
    for (end = i + 1; end < f.places.len && f.places.at[end].in->stage == f.places.at[i].in->stage;)
      end++;
    if (!mend_stage(&f, i, end))
      return false;
  }
  return true;
}
