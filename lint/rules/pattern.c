#include "rules/pattern.h"

#include <string.h>

#include "base/limits.h"

// What may follow a backslash. Escapes of single characters, classes and simple assertions; before any other letter or
// digit a backslash has, or may get, a meaning that we do not want.
static const char allowed_escapes[] = "abdefhnrstvwxzABDHNRSVWZ";

struct refused {
  str start, message;
};

static const struct refused refused_escapes[] = {
    {STR_INIT("\\C"), STR_INIT("\\C is not supported in patterns")},
    {STR_INIT("\\g"), STR_INIT("backreferences and recursion are not supported in patterns")},
    {STR_INIT("\\k"), STR_INIT("backreferences are not supported in patterns")},
    {STR_INIT("\\K"), STR_INIT("\\K is not supported in patterns")},
    {STR_INIT("\\Q"), STR_INIT("\\Q is not supported in patterns; escape the characters one by one")},
};

// What follows `(?`, before what may follow it.
static const struct refused refused_groups[] = {
    {STR_INIT("("), STR_INIT("conditions are not supported in patterns")},
    {STR_INIT("C"), STR_INIT("callouts are not supported in patterns")},
    {STR_INIT("R"), STR_INIT("recursion is not supported in patterns")},
    {STR_INIT("&"), STR_INIT("recursion is not supported in patterns")},
    {STR_INIT("+"), STR_INIT("recursion is not supported in patterns")},
    {STR_INIT("P>"), STR_INIT("recursion is not supported in patterns")},
    {STR_INIT("P="), STR_INIT("backreferences are not supported in patterns")},
    {STR_INIT("P<"), STR_INIT("named groups are not supported in patterns")},
    {STR_INIT("'"), STR_INIT("named groups are not supported in patterns")},
    {STR_INIT("|"), STR_INIT("branch reset groups are not supported in patterns")},
};

static const str allowed_groups[] = {
    STR_INIT(":"), STR_INIT("="), STR_INIT("!"), STR_INIT(">"), STR_INIT("<="), STR_INIT("<!"),
};

static bool refuse(struct pattern_fault *why, uint32_t at, str message) {
  *why = (struct pattern_fault){at, message};
  return false;
}

static const struct refused *find_refused(const struct refused *table, uint32_t count, str text) {
  for (uint32_t i = 0; i < count; i++)
    if (str_has_prefix(text, table[i].start))
      return &table[i];
  return NULL;
}

static bool escape_is_allowed(str rest, uint32_t at, struct pattern_fault *why) {
  const struct refused *refused = find_refused(refused_escapes, COUNT_OF(refused_escapes), rest);
  if (refused)
    return refuse(why, at, refused->message);
  if (rest.len < 2)
    return refuse(why, at, STR("\\ at the end of the pattern"));
  char c = rest.at[1];
  if (c >= '1' && c <= '9')
    return refuse(why, at, STR("backreferences are not supported in patterns"));
  if (c == '0' || (is_ascii_alpha(c) && !strchr(allowed_escapes, c)))
    return refuse(why, at, STR("this escape is not supported in patterns"));
  return true;
}

// `(?i)`, `(?i:`, `(?s-i)`, …
static bool is_option_group(str rest) {
  uint32_t i = 0;
  while (i < rest.len && (is_ascii_alpha(rest.at[i]) ? strchr("imsx", rest.at[i]) != NULL : rest.at[i] == '-'))
    i++;
  return i > 0 && i < rest.len && (rest.at[i] == ')' || rest.at[i] == ':');
}

// `rest` begins with a parenthesis.
static bool group_is_allowed(str rest, uint32_t at, struct pattern_fault *why) {
  if (str_has_prefix(rest, STR("(*")))
    return refuse(why, at, STR("(*VERBS) are not supported in patterns"));
  if (!str_has_prefix(rest, STR("(?")))
    return true;
  rest = str_skip(rest, 2);
  for (uint32_t i = 0; i < COUNT_OF(allowed_groups); i++)
    if (str_has_prefix(rest, allowed_groups[i]))
      return true;
  const struct refused *refused = find_refused(refused_groups, COUNT_OF(refused_groups), rest);
  if (refused)
    return refuse(why, at, refused->message);
  if (is_option_group(rest))
    return true;
  if (str_has_prefix(rest, STR("<")))
    return refuse(why, at, STR("named groups are not supported in patterns"));
  return refuse(why, at, STR("recursion and this kind of group are not supported in patterns"));
}

// The length of a class, from its `[` on; all of `rest` where it does not end.
static uint32_t class_length(str rest) {
  uint32_t i = 1;
  if (i < rest.len && rest.at[i] == '^')
    i++;
  if (i < rest.len && rest.at[i] == ']')
    i++;
  while (i < rest.len && rest.at[i] != ']') {
    if (rest.at[i] == '\\')
      i++;
    else if (str_has_prefix(str_skip(rest, i), STR("[:")))
      i += str_find(str_skip(rest, i), STR(":]"));
    i++;
  }
  return i < rest.len ? i + 1 : rest.len;
}

static bool class_is_allowed(str class, uint32_t at, struct pattern_fault *why) {
  for (uint32_t i = 0; i < class.len; i++) {
    if (class.at[i] != '\\')
      continue;
    if (!escape_is_allowed(str_skip(class, i), at + i, why))
      return false;
    i++;
  }
  return true;
}

bool pattern_is_allowed(str pattern, struct pattern_fault *why) {
  if (pattern.len > LIMIT_PATTERN_BYTES)
    return refuse(why, 0, STR("the pattern is longer than 4096 bytes"));
  for (uint32_t i = 0; i < pattern.len; i++) {
    str rest = str_skip(pattern, i);
    if (rest.at[0] == '\\') {
      if (!escape_is_allowed(rest, i, why))
        return false;
      i++;
    } else if (rest.at[0] == '[') {
      uint32_t len = class_length(rest);
      if (!class_is_allowed(str_slice(rest, 0, len), i, why))
        return false;
      i += len - 1;
    } else if (rest.at[0] == '(' && !group_is_allowed(rest, i, why)) {
      return false;
    }
  }
  return true;
}

static bool is_quantifier(char c) {
  return c == '?' || c == '*' || c == '+' || c == '{';
}

// The bytes of a group from its `(` on, whatever is in it.
static uint32_t group_length(str rest) {
  uint32_t depth = 0, i = 0;
  for (; i < rest.len; i++) {
    if (rest.at[i] == '\\')
      i++;
    else if (rest.at[i] == '[')
      i += class_length(str_skip(rest, i)) - 1;
    else if (rest.at[i] == '(')
      depth++;
    else if (rest.at[i] == ')' && --depth == 0)
      break;
  }
  return i < rest.len ? i + 1 : rest.len;
}

static uint32_t escape_length(str rest) {
  if (!str_has_prefix(rest, STR("\\x")))
    return rest.len < 2 ? rest.len : 2;
  uint32_t end = str_has_prefix(rest, STR("\\x{")) ? str_find_char(rest, '}') + 1 : 4;
  return end < rest.len ? end : rest.len;
}

// The length of what stands at the start of `rest` and is no literal character; 0 for one.
static uint32_t other_length(str rest) {
  switch (rest.at[0]) {
  case '[':
    return class_length(rest);
  case '(':
    return group_length(rest);
  case '{': {
    uint32_t end = str_find_char(rest, '}');
    return end < rest.len ? end + 1 : rest.len;
  }
  case '\\':
    return escape_length(rest);
  case '.':
  case '^':
  case '$':
  case '?':
  case '*':
  case '+':
    return 1;
  default:
    return 0;
  }
}

// Texts one of which has to be there.

static uint32_t shortest(const struct literals *l) {
  uint32_t len = l->len ? UINT32_MAX : 0;
  for (uint32_t i = 0; i < l->len; i++)
    if (l->at[i].len < len)
      len = l->at[i].len;
  return len;
}

static void keep_better(struct literals *best, const struct literals *other) {
  uint32_t own = shortest(best), len = shortest(other);
  if (len > own || (len == own && other->len < best->len))
    *best = *other;
}

static struct literals literals_of(str pattern, uint32_t depth);

// Those of a group from its `(` to its `)`; none where it may be missing, or looks ahead or back.
static struct literals literals_of_group(str group, str behind, uint32_t depth) {
  bool optional = behind.len && is_quantifier(behind.at[0]) && behind.at[0] != '+';
  bool other = str_has_prefix(group, STR("(?")) && !str_has_prefix(group, STR("(?:"));
  if (optional || other || group.len < 2 || depth == LIMIT_PATTERN_GROUPS)
    return (struct literals){0};
  uint32_t head = str_has_prefix(group, STR("(?:")) ? 3 : 1;
  return literals_of(str_slice(group, head, group.len - 1), depth + 1);
}

// Those of the pattern up to the first `|` that is in no group. `*end` is where that is.
static struct literals literals_of_branch(str pattern, uint32_t depth, uint32_t *end) {
  struct literals best = {0}, run = {{{pattern.at, 0}}, 1};
  uint32_t i = 0;
  for (uint32_t len; i < pattern.len && pattern.at[i] != '|'; i += len) {
    str rest = str_skip(pattern, i);
    uint32_t other = other_length(rest);
    len = other ? other : 1;
    // Letters of any case from here on, also in further branches.
    if (str_has_prefix(rest, STR("(?")) && is_option_group(str_skip(rest, 2)))
      return (struct literals){0};
    if (rest.at[0] == '(') {
      struct literals group = literals_of_group(str_slice(rest, 0, len), str_skip(rest, len), depth);
      keep_better(&best, &group);
    }
    bool optional = !other && rest.len > 1 && is_quantifier(rest.at[1]);
    if (other || optional) {
      run.at[0] = (str){rest.at + len, 0};
      continue;
    }
    run.at[0].len++;
    keep_better(&best, &run);
  }
  *end = i;
  return best;
}

static struct literals literals_of(str pattern, uint32_t depth) {
  struct literals all = {0};
  for (bool more = true; more;) {
    uint32_t end;
    struct literals branch = literals_of_branch(pattern, depth, &end);
    if (branch.len == 0 || all.len + branch.len > PATTERN_LITERALS_MAX)
      return (struct literals){0};
    for (uint32_t i = 0; i < branch.len; i++)
      all.at[all.len++] = branch.at[i];
    more = end < pattern.len;
    pattern = str_skip(pattern, end + 1);
  }
  return all;
}

struct literals pattern_literals(str pattern) {
  return literals_of(pattern, 0);
}
