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

struct following {
  struct mend *mend;
  const struct edit_record *record;
  str arch; // that the words name
  VEC(struct place) places;
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

// The words of the text at `where`; all have to name one architecture.
static bool add_words(struct following *f, span where) {
  str text = source_text(f->mend->src, where);
  struct arch_word word;
  for (uint32_t from = 0; arch_word_find(text, from, &word); from = word.at + word.len) {
    enum arch_scheme scheme;
    if (f->arch.len == 0)
      f->arch = word.arch;
    if (!str_eq(word.arch, f->arch) || !naming_find(text, &word, &scheme) ||
        !add_place(f, (span){where.off + word.at, word.len}, scheme))
      return false;
  }
  return f->places.len > 0;
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

// The platforms that are built for. None where the file names an architecture that is not among them: it is meant for
// something else.
static uint32_t list_arches(const struct following *f, platform *out) {
  const struct facts *facts = f->mend->run->matcher.view->facts;
  uint32_t count = 0;
  bool has_own = false;
  for (uint32_t i = 0; i < facts->scenario_count; i++) {
    platform p = facts->scenarios[i].target;
    bool known = false;
    for (uint32_t j = 0; j < count; j++)
      known = known || str_eq(out[j].arch, p.arch);
    has_own = has_own || str_eq(p.arch, f->arch);
    if (!known)
      out[count++] = p;
  }
  return has_own ? count : 0;
}

static bool is_dockers(const platform *arches, uint32_t count, enum arch_scheme scheme) {
  for (uint32_t i = 0; i < count; i++)
    if (!str_eq(platform_arch(arches[i], scheme), arches[i].arch))
      return false;
  return true;
}

static bool choose_names(struct following *f, const platform *arches, uint32_t count) {
  const struct rule_image *image = f->mend->run->matcher.image;
  f->choice = (struct arch_choice){.variable = image_text(image, f->record->name),
                                   .otherwise = image_text(image, f->record->otherwise),
                                   .arms = NEW_ARRAY(f->mend->arena, struct arch_arm, count),
                                   .arm_count = count};
  for (uint32_t i = 0; i < count; i++) {
    f->choice.arms[i] = (struct arch_arm){arches[i].arch, platform_arch(arches[i], f->scheme)};
    if (f->choice.arms[i].name.len == 0)
      return false;
  }
  return true;
}

// Sorts namings into Docker's and at most one other.
static bool read_namings(struct following *f) {
  platform arches[PLATFORMS_MAX];
  uint32_t count = list_arches(f, arches);
  for (uint32_t i = 0; i < f->places.len; i++) {
    struct place *p = &f->places.at[i];
    if (is_dockers(arches, count, p->scheme)) {
      p->scheme = ARCH_DOCKER;
      continue;
    }
    if (f->maps && f->scheme != p->scheme)
      return false;
    f->maps = true;
    f->scheme = p->scheme;
  }
  return count > 0 && (!f->maps || choose_names(f, arches, count));
}

// ARGs that make the variable of TARGETARCH, one name after the other.
static bool declare_mapped(struct following *f, const struct instr *in) {
  struct mend *m = f->mend;
  struct buf b;
  buf_init(&b, m->arena);
  str from = STR("TARGETARCH"), name = f->choice.variable, indent = mend_indent(m, in);
  if (in->onbuild || in->kind == INSTR_FROM || !mend_declare(m, in, STR("TARGETARCH")))
    return false;
  for (uint32_t i = 0; i < f->choice.arm_count; i++) {
    const struct arch_arm *arm = &f->choice.arms[i];
    if (str_eq(arm->arch, STR("arm"))) // is found in arm64, too
      return false;
    if (str_eq(arm->arch, arm->name))
      continue;
    buf_add_format(&b, STR_FMT "ARG " STR_FMT "=${" STR_FMT "/" STR_FMT "/" STR_FMT "}\n", STR_ARG(indent),
                   STR_ARG(name), STR_ARG(from), STR_ARG(arm->arch), STR_ARG(arm->name));
    from = name;
  }
  mend_add(m, (span){mend_line_above(m, in), 0}, buf_str(&b));
  m->edits.at[m->edits.len - 1].once =
      str_format(m->arena, "%u " STR_FMT, (unsigned)in->stage, STR_ARG(f->choice.variable));
  return true;
}

static bool stage_says(const struct mend *m, uint32_t stage, str name) {
  for (uint32_t i = 0; i < m->df->instr_count; i++) {
    const struct instr *in = m->df->instrs[i];
    for (uint32_t j = 0; in->stage == stage && j < in->pair_count; j++)
      if (str_eq(in->pairs[j].key.bytes, name))
        return true;
  }
  return false;
}

static bool replace_place(struct following *f, const struct place *p, str variable) {
  return mend_expand(f->mend, p->word, str_format(f->mend->arena, "${" STR_FMT "}", STR_ARG(variable)));
}

// The places of one instruction whose script chooses the variable.
static bool mend_script(struct following *f, uint32_t from, uint32_t to) {
  str variable = {0};
  for (uint32_t i = from; i < to; i++) {
    const struct place *p = &f->places.at[i];
    bool docker = p->scheme == ARCH_DOCKER;
    if (!docker && variable.len == 0) {
      uint32_t edits = f->mend->edits.len;
      if (!mend_choose(f->mend, p->in, p->word.off, &f->choice, &variable))
        return false;
      if (f->mend->edits.len > edits && !mend_declare(f->mend, p->in, STR("TARGETARCH")))
        return false;
    }
    if (docker && !mend_declare(f->mend, p->in, STR("TARGETARCH")))
      return false;
    if (!replace_place(f, p, docker ? STR("TARGETARCH") : variable))
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
  const struct instr *first = f->places.at[from].in;
  if (stage_says(f->mend, first->stage, f->choice.variable) || !declare_mapped(f, first))
    return false;
  for (uint32_t i = from; i < to; i++)
    if (!replace_place(f, &f->places.at[i],
                       f->places.at[i].scheme == ARCH_DOCKER ? STR("TARGETARCH") : f->choice.variable))
      return false;
  return true;
}

bool mend_follow(struct mend *m, const struct edit_record *record, span place) {
  struct following f = {.mend = m, .record = record};
  if (m->run->mend_work > LIMIT_MEND_BYTES)
    return false;
  m->run->mend_work += m->src->bytes.len - place.off;
  if (!add_words(&f, place) || !add_repeated(&f, place) || !read_namings(&f))
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

// The architecture that a branch is for: the first that it names.
static bool arch_of_branch(str branch, str *arch) {
  struct arch_word word;
  if (!arch_word_find(branch, 0, &word))
    return false;
  *arch = word.arch;
  return true;
}

enum { CHECKSUM_DIGITS = 32 };

// A checksum, a digest or the like: nobody can tell what it is elsewhere.
static bool has_checksum(str text) {
  uint32_t digits = 0;
  for (uint32_t i = 0; i < text.len && digits < CHECKSUM_DIGITS; i++) {
    char c = ascii_lower(text.at[i]);
    digits = is_ascii_digit(c) || (c >= 'a' && c <= 'f') ? digits + 1 : 0;
  }
  return digits >= CHECKSUM_DIGITS;
}

// What stands between the branch and the one before it.
static str lead_of(const struct mend *m, span branch) {
  str line = source_line(m->src, source_line_of(m->src, branch.off));
  uint32_t from = (uint32_t)(m->src->bytes.at + branch.off - line.at), end = span_end(branch);
  str before = str_slice(line, 0, from), after = str_slice(m->src->bytes, end, end + 4);
  if (str_trim(before).len == 0 && str_find_char(after, '\n') < after.len) {
    bool joined = str_find_char(after, m->df->escape) < str_find_char(after, '\n');
    return joined ? str_format(m->arena, " %c\n" STR_FMT, m->df->escape, STR_ARG(before))
                  : str_format(m->arena, "\n" STR_FMT, STR_ARG(before));
  }
  return STR(" ");
}

bool mend_repeat(struct mend *m, span branch) {
  const struct facts *facts = m->run->matcher.view->facts;
  str text = source_text(m->src, branch), arch, lead = lead_of(m, branch);
  struct buf b;
  buf_init(&b, m->arena);
  if (has_checksum(text) || !arch_of_branch(text, &arch))
    return false;
  buf_add(&b, text); // so that no other fix changes the branch at the same time
  for (uint32_t i = 0; i < facts->scenario_count; i++) {
    str moved;
    if (!(m->finding->scenarios >> i & 1))
      continue;
    if (str_eq(arch, facts->scenarios[i].target.arch) ||
        !naming_move(m->arena, text, arch, facts->scenarios[i].target, &moved))
      return false;
    if (str_contains(buf_str(&b), moved)) // cross builds to the same target
      continue;
    buf_add(&b, lead);
    buf_add(&b, moved);
  }
  mend_add(m, branch, buf_str(&b));
  return b.len > text.len;
}
