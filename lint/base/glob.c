#include "base/glob.h"

#include <string.h>

// The pattern is a machine whose states are its positions; `now` holds those in which it may be after what was read of
// the path. Thus a pattern of many stars costs no more than any other.
struct states {
  bool at[GLOB_PATTERN_MAX + 1];
};

static bool part_begins(str pattern, uint32_t i) {
  return i == 0 || pattern.at[i - 1] == '/';
}

// `**` between slashes, or at an end.
static bool is_any_parts(str pattern, uint32_t i) {
  return part_begins(pattern, i) && str_has_prefix(str_skip(pattern, i), STR("**")) &&
         (i + 2 == pattern.len || pattern.at[i + 2] == '/');
}

static bool is_special(char c) {
  return c == '*' || c == '?' || c == '[' || c == '\\';
}

// Enters state `i`, and those that need nothing more to be read.
static void enter(str pattern, struct states *s, uint32_t i) {
  while (!s->at[i]) {
    s->at[i] = true;
    if (i == pattern.len || pattern.at[i] != '*')
      return;
    if (is_any_parts(pattern, i) && i + 2 < pattern.len) // `**/` may be no part at all
      i += 3;
    else
      i += is_any_parts(pattern, i) ? 2 : 1;
  }
}

// Where a class like `[a-z]` ends; 0 where `[` is an ordinary character.
static uint32_t class_end(str pattern, uint32_t i) {
  uint32_t end = i + 1;
  if (end < pattern.len && (pattern.at[end] == '!' || pattern.at[end] == '^'))
    end++;
  if (end < pattern.len && pattern.at[end] == ']')
    end++;
  while (end < pattern.len && pattern.at[end] != ']')
    end++;
  return end < pattern.len ? end : 0;
}

static bool is_in_class(str pattern, uint32_t i, uint32_t end, char c) {
  uint8_t byte = (uint8_t)c;
  bool negated = pattern.at[i + 1] == '!' || pattern.at[i + 1] == '^', found = false;
  for (i += negated ? 2 : 1; i < end; i++) {
    uint8_t low = (uint8_t)pattern.at[i], high = low;
    if (i + 2 < end && pattern.at[i + 1] == '-') {
      high = (uint8_t)pattern.at[i + 2];
      i += 2;
    }
    found = found || (byte >= low && byte <= high);
  }
  return found != negated && c != '/';
}

// Reads `c` in state `i`.
static void step(str pattern, uint32_t i, char c, struct states *next) {
  char p = pattern.at[i];
  uint32_t end = p == '[' ? class_end(pattern, i) : 0;
  if (p == '*') {
    if (c != '/' || is_any_parts(pattern, i))
      enter(pattern, next, i);
  } else if (end) {
    if (is_in_class(pattern, i, end, c))
      enter(pattern, next, end + 1);
  } else if (p == '?') {
    if (c != '/')
      enter(pattern, next, i + 1);
  } else {
    uint32_t quoted = p == '\\' && i + 1 < pattern.len;
    if (pattern.at[i + quoted] == c)
      enter(pattern, next, i + quoted + 1);
  }
}

static bool run_machine(str pattern, str path) {
  struct states both[2], *now = &both[0], *next = &both[1];
  memset(now->at, 0, pattern.len + 1);
  enter(pattern, now, 0);
  for (uint32_t k = 0; k < path.len; k++) {
    memset(next->at, 0, pattern.len + 1);
    for (uint32_t i = 0; i < pattern.len; i++)
      if (now->at[i])
        step(pattern, i, path.at[k], next);
    struct states *old = now;
    now = next;
    next = old;
  }
  return now->at[pattern.len];
}

bool glob_match(str pattern, str path) {
  // Most patterns begin with plain text, and most paths do not begin with that. What stands before a `**` is left: it
  // says whether that begins a part.
  while (pattern.len && !is_special(pattern.at[0])) {
    if (path.len == 0 || path.at[0] != pattern.at[0])
      return false;
    if (pattern.len > 1 && pattern.at[1] == '*')
      break;
    pattern = str_skip(pattern, 1);
    path = str_skip(path, 1);
  }
  if (pattern.len == 0)
    return path.len == 0;
  return pattern.len <= GLOB_PATTERN_MAX && run_machine(pattern, path);
}

bool glob_match_ignore(str pattern, str path, bool is_folder) {
  if (str_has_suffix(pattern, STR("/"))) {
    if (!is_folder)
      return false;
    pattern.len--;
  }
  if (str_has_prefix(pattern, STR("/")))
    return glob_match(str_skip(pattern, 1), path);
  if (str_find_char(pattern, '/') == pattern.len) {
    uint32_t slash = str_find_last_char(path, '/');
    path = slash < path.len ? str_skip(path, slash + 1) : path;
  }
  return glob_match(pattern, path);
}

bool glob_covers(str pattern, str path, bool is_folder) {
  for (uint32_t i = 1; i < path.len; i++)
    if (path.at[i] == '/' && glob_match_ignore(pattern, str_slice(path, 0, i), true))
      return true;
  return glob_match_ignore(pattern, path, is_folder);
}
