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
