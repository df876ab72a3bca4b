#include <string.h>

#include "rules/mend.h"

// A branch of `case` once more, for each platform that has none.

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

// What a branch does, past its patterns, without the blanks and line ends in it.
static str body_of(struct mend *m, str branch) {
  struct buf b;
  buf_init(&b, m->arena);
  for (uint32_t i = str_find_char(branch, ')'); i < branch.len; i++)
    if (!strchr(" \t\r\n", branch.at[i]) && branch.at[i] != m->df->escape)
      buf_add_char(&b, branch.at[i]);
  return buf_str(&b);
}

// Whether the other branches are what the last one becomes for their architectures: then its naming is theirs.
static bool agree(struct mend *m, const struct subject *branches, str last, str arch) {
  for (uint32_t i = 0; i + 1 < branches->len; i++) {
    str other = branches->values[i].text, own, moved;
    if (!mend_spend(m, last.len + other.len) || !arch_of_branch(other, &own))
      return false;
    platform p = {STR("linux"), own, str_eq(own, STR("arm")) ? STR("v7") : (str){0}};
    if (!naming_move(m->arena, last, arch, p, &moved) || !str_eq(body_of(m, moved), body_of(m, other)))
      return false;
  }
  return true;
}

// The branch for each platform of the finding; false where one cannot be told.
static bool write_branches(struct mend *m, str branch, str arch, str lead, struct buf *out) {
  const struct facts *facts = m->run->matcher.view->facts;
  for (uint32_t i = 0; i < facts->scenario_count; i++) {
    str moved;
    if (!(m->finding->scenarios >> i & 1))
      continue;
    if (str_eq(arch, facts->scenarios[i].target.arch) ||
        !naming_move(m->arena, branch, arch, facts->scenarios[i].target, &moved))
      return false;
    if (str_contains(buf_str(out), moved)) // cross builds to the same target
      continue;
    buf_add(out, lead);
    buf_add(out, moved);
  }
  return true;
}

bool mend_repeat(struct mend *m, const struct edit_record *record) {
  struct subject branches;
  if (!mend_values(m, record, &branches))
    return false;
  const struct fact_value *last = &branches.values[branches.len - 1];
  str arch;
  if (last->span.len == 0 || has_checksum(last->text) || !arch_of_branch(last->text, &arch) ||
      !agree(m, &branches, last->text, arch))
    return false;
  struct buf b;
  buf_init(&b, m->arena);
  buf_add(&b, last->text); // so that no other fix changes the branch at the same time
  if (!write_branches(m, last->text, arch, lead_of(m, last->span), &b))
    return false;
  mend_add(m, last->span, buf_str(&b));
  return b.len > last->text.len;
}
