#include "know/arch_word.h"

#include "base/assert.h"
#include "know/table.h"

// A name is read as tokens, runs of letters and digits. What a token means stands in rules/data/name-words.yaml; an
// architecture is one token or two joined ones (`x86_64`, `arm/v7`). Whether it says for whom the file is, or names
// what a compiler or emulator is for, or belongs to another system, is seen from the tokens around it.

// Values of the column `is`.
enum role {
  ROLE_ARCH,
  ROLE_ARCH_BY_LINUX,
  ROLE_ARCH_ON_LINUX,
  ROLE_LINUX,
  ROLE_SYSTEM,
  ROLE_EXTENSION,
  ROLE_VENDOR,
  ROLE_BARE,
  ROLE_ABI,
  ROLE_CROSS_BEFORE,
  ROLE_CROSS_AFTER,
  ROLE_TARGET_BEFORE,
  ROLE_TARGET_AFTER,
  ROLE_GUEST,
  ROLE_CHANNEL,
  ROLE_COUNT
};

static const str role_names[ROLE_COUNT] = {
    [ROLE_ARCH] = STR_INIT("arch"),
    [ROLE_ARCH_BY_LINUX] = STR_INIT("arch-by-linux"),
    [ROLE_ARCH_ON_LINUX] = STR_INIT("arch-on-linux"),
    [ROLE_LINUX] = STR_INIT("linux"),
    [ROLE_SYSTEM] = STR_INIT("system"),
    [ROLE_EXTENSION] = STR_INIT("extension"),
    [ROLE_VENDOR] = STR_INIT("vendor"),
    [ROLE_BARE] = STR_INIT("bare"),
    [ROLE_ABI] = STR_INIT("abi"),
    [ROLE_CROSS_BEFORE] = STR_INIT("cross-before"),
    [ROLE_CROSS_AFTER] = STR_INIT("cross-after"),
    [ROLE_TARGET_BEFORE] = STR_INIT("target-before"),
    [ROLE_TARGET_AFTER] = STR_INIT("target-after"),
    [ROLE_GUEST] = STR_INIT("guest"),
    [ROLE_CHANNEL] = STR_INIT("channel"),
};

typedef uint32_t roles; // bit i is role i

#define ROLE_BIT(role) (1u << (role))
static const roles any_arch = ROLE_BIT(ROLE_ARCH) | ROLE_BIT(ROLE_ARCH_BY_LINUX) | ROLE_BIT(ROLE_ARCH_ON_LINUX);
static const roles any_system = ROLE_BIT(ROLE_LINUX) | ROLE_BIT(ROLE_SYSTEM);

// A run of letters and digits; len 0: there is none.
struct token {
  uint32_t at, len;
};

// What is searched: `text` from `from` on, where a URL's path begins; before it stands a host, which says nothing.
struct name {
  str text;
  uint32_t from;
  const struct know_table *table;
};

// The columns by number, in the file's order, because names are read too often to look their columns up.
enum { COLUMN_IS = 1, COLUMN_ARCH, COLUMN_VARIANT };

// What a token says.
struct meaning {
  roles roles;
  str arch, variant;
};

static str token_text(const struct name *n, struct token t) {
  return str_slice(n->text, t.at, t.at + t.len);
}

static uint32_t token_end(struct token t) {
  return t.at + t.len;
}

static char char_at(const struct name *n, uint32_t i) {
  return i < n->text.len ? n->text.at[i] : '\0';
}

// Nearly all tokens are dismissed by their first two bytes: by the first of a word for an architecture, which may
// follow. Those of joined words and of what Linux is glued to are among them; a test looks up those of the table.
#define NUMBER_OF(c) ((c) >= 'a' ? (c) - 'a' : (c) - '0' + 26)
#define BIT(c)       (UINT64_C(1) << NUMBER_OF(c))
static const uint64_t arch_starts[36] = {
    [NUMBER_OF('3')] = BIT('2') | BIT('8'),
    [NUMBER_OF('6')] = BIT('4'),
    [NUMBER_OF('a')] = BIT('a') | BIT('m') | BIT('r'),
    [NUMBER_OF('e')] = BIT('m'),
    [NUMBER_OF('g')] = BIT('l'),
    [NUMBER_OF('i')] = BIT('3') | BIT('4') | BIT('5') | BIT('6') | BIT('a') | BIT('n'),
    [NUMBER_OF('l')] = BIT('i') | BIT('n') | BIT('o'),
    [NUMBER_OF('m')] = BIT('i'),
    [NUMBER_OF('p')] = BIT('o') | BIT('p'),
    [NUMBER_OF('r')] = BIT('i') | BIT('v'),
    [NUMBER_OF('s')] = BIT('3'),
    [NUMBER_OF('x')] = BIT('3') | BIT('6') | BIT('8'),
};

static bool may_begin_arch(str text, uint32_t at) {
  if (at + 1 >= text.len)
    return false;
  char first = ascii_lower(text.at[at]), second = ascii_lower(text.at[at + 1]);
  return is_ascii_alnum(first) && is_ascii_alnum(second) && (arch_starts[NUMBER_OF(first)] & BIT(second));
}

static struct token next_token(const struct name *n, uint32_t at) {
  while (at < n->text.len && !is_ascii_alnum(n->text.at[at]))
    at++;
  uint32_t end = at;
  while (end < n->text.len && is_ascii_alnum(n->text.at[end]))
    end++;
  return (struct token){at, end - at};
}

static struct token token_before(const struct name *n, uint32_t at) {
  while (at > n->from && !is_ascii_alnum(n->text.at[at - 1]))
    at--;
  uint32_t start = at;
  while (start > n->from && is_ascii_alnum(n->text.at[start - 1]))
    start--;
  return (struct token){start, at - start};
}

enum { WORD_MAX = 24 }; // longer than every word of the table

static roles roles_of(const struct name *n, uint32_t row) {
  know_cell cell = know_cell_at(n->table, row, COLUMN_IS);
  roles found = 0;
  for (uint32_t i = 0; i < cell.len; i++)
    for (uint32_t role = 0; role < ROLE_COUNT; role++)
      if (str_eq(know_cell_text(n->table, cell, i), role_names[role]))
        found |= ROLE_BIT(role);
  return found;
}

static struct meaning look_up(const struct name *n, str word) {
  char lower[WORD_MAX];
  if (word.len == 0 || word.len > WORD_MAX)
    return (struct meaning){0};
  for (uint32_t i = 0; i < word.len; i++)
    lower[i] = ascii_lower(word.at[i]);
  uint32_t row = know_find(n->table, (str){lower, word.len});
  if (row == n->table->row_count)
    return (struct meaning){0};
  return (struct meaning){roles_of(n, row), know_text(n->table, row, COLUMN_ARCH),
                          know_text(n->table, row, COLUMN_VARIANT)};
}

static str letters_before_digits(str word) {
  uint32_t i = 0;
  while (i < word.len && is_ascii_alpha(word.at[i]))
    i++;
  return str_slice(word, 0, i);
}

static struct meaning meaning_of(const struct name *n, struct token t) {
  str word = token_text(n, t);
  struct meaning m = look_up(n, word);
  if (m.roles)
    return m;
  // A system may carry its version: el7, ubuntu2204, windows10.
  return (struct meaning){.roles = look_up(n, letters_before_digits(word)).roles & any_system};
}

static bool has_role(const struct name *n, struct token t, enum role role) {
  return t.len && (meaning_of(n, t).roles & ROLE_BIT(role));
}

static bool is_separator(char c) {
  return c == '-' || c == '_' || c == '/' || c == '.';
}

// The token that follows with one separator between.
static struct token joined_token(const struct name *n, uint32_t at) {
  if (!is_separator(char_at(n, at)) || !is_ascii_alnum(char_at(n, at + 1)))
    return (struct token){at, 0};
  return next_token(n, at);
}

static bool token_is(const struct name *n, struct token t, str word) {
  return str_eq_nocase(token_text(n, t), word);
}

// The word names Linux with the architecture.
#define LINUX_ARCH (ROLE_BIT(ROLE_ARCH) | ROLE_BIT(ROLE_LINUX))

// Architectures of two tokens: `x86_64`, `64-bit`, `aarch_64`. Of the second one only the start has to fit: x86_64v3.
static const struct joined {
  str first, second;
  roles roles;
  str arch;
} joined_words[] = {
    {STR_INIT("x86"), STR_INIT("64"), ROLE_BIT(ROLE_ARCH), STR_INIT("amd64")},
    {STR_INIT("x86"), STR_INIT("32"), ROLE_BIT(ROLE_ARCH), STR_INIT("386")},
    {STR_INIT("aarch"), STR_INIT("64"), ROLE_BIT(ROLE_ARCH), STR_INIT("arm64")}, // protoc's names
    {STR_INIT("ppcle"), STR_INIT("64"), ROLE_BIT(ROLE_ARCH), STR_INIT("ppc64le")},
    {STR_INIT("s390"), STR_INIT("64"), ROLE_BIT(ROLE_ARCH), STR_INIT("s390x")},
    {STR_INIT("64"), STR_INIT("bit"), ROLE_BIT(ROLE_ARCH_ON_LINUX), STR_INIT("amd64")},
    {STR_INIT("32"), STR_INIT("bit"), ROLE_BIT(ROLE_ARCH_ON_LINUX), STR_INIT("386")},
    {STR_INIT("linux"), STR_INIT("64"), LINUX_ARCH, STR_INIT("amd64")}, // conda's platforms
    {STR_INIT("linux"), STR_INIT("32"), LINUX_ARCH, STR_INIT("386")},
};

// A word that may name an architecture.
struct candidate {
  uint32_t at, len;
  struct meaning meaning;
};

static bool match_joined(const struct name *n, struct token t, struct candidate *out) {
  char c = char_at(n, token_end(t));
  struct token second = joined_token(n, token_end(t));
  if (second.len == 0 || (c != '-' && c != '_'))
    return false;
  for (uint32_t i = 0; i < COUNT_OF(joined_words); i++) {
    const struct joined *j = &joined_words[i];
    str start = str_slice(token_text(n, second), 0, j->second.len);
    if (!token_is(n, t, j->first) || !str_eq_nocase(start, j->second))
      continue;
    if (is_ascii_digit(char_at(n, second.at + j->second.len))) // linux-6410: a version
      continue;
    str rest = str_skip(token_text(n, second), j->second.len);
    bool bit = (j->roles & ROLE_BIT(ROLE_LINUX)) &&
               (str_eq_nocase(rest, STR("bit")) || str_eq_nocase(rest, STR("bits"))); // Linux-64bit
    uint32_t end = second.at + j->second.len + (bit ? rest.len : 0);
    *out = (struct candidate){t.at, end - t.at, {j->roles, j->arch, {0}}};
    return true;
  }
  return false;
}

// The version of the ARM architecture as a variant; what is newer than 7 is arm64.
static void set_arm_version(struct meaning *m, char digit) {
  static const str variants[] = {STR_INIT(""), STR_INIT("v5"), STR_INIT("v6"), STR_INIT("v7")};
  m->arch = digit >= '8' ? STR("arm64") : STR("arm");
  m->variant = digit >= '8' || digit < '4' ? STR("") : variants[digit - '4'];
}

static bool is_arm_version(char c) {
  return c >= '4' && c <= '9';
}

// `armv7`, `armv6hf`, `armv7-a`
static bool match_arm_version(const struct name *n, struct token t, struct candidate *out) {
  str word = token_text(n, t);
  if (word.len < 5 || !str_eq_nocase(str_slice(word, 0, 4), STR("armv")) || !is_arm_version(word.at[4]))
    return false;
  *out = (struct candidate){t.at, t.len, {ROLE_BIT(ROLE_ARCH), {0}, {0}}};
  set_arm_version(&out->meaning, word.at[4]);
  return true;
}

// `arm/v7`, `arm-v6`; `linux-arm-7`
static bool match_arm_and_version(const struct name *n, struct token t, struct candidate *out) {
  struct token version = joined_token(n, token_end(t));
  str text = token_text(n, version);
  if (!token_is(n, t, STR("arm")))
    return false;
  if (text.len == 2 && ascii_lower(text.at[0]) == 'v')
    text = str_skip(text, 1);
  else if (!has_role(n, token_before(n, t.at), ROLE_LINUX))
    return false;
  if (text.len != 1 || !is_arm_version(text.at[0]))
    return false;
  *out = (struct candidate){t.at, token_end(version) - t.at, {ROLE_BIT(ROLE_ARCH), {0}, {0}}};
  set_arm_version(&out->meaning, text.at[0]);
  return true;
}

static bool match_word(const struct name *n, struct token t, struct candidate *out) {
  struct meaning m = look_up(n, token_text(n, t));
  if (!(m.roles & any_arch))
    return false;
  *out = (struct candidate){t.at, t.len, m};
  return true;
}

// What stands behind `linux` in the same token `t`: `64`, which is no word without it, `arm64`, `x86_64`.
static bool match_behind_linux(const struct name *n, struct token t, struct token rest, struct candidate *out) {
  if (token_is(n, rest, STR("64")) || token_is(n, rest, STR("32"))) {
    str arch = char_at(n, rest.at) == '6' ? STR("amd64") : STR("386");
    *out = (struct candidate){t.at, t.len, {0, arch, {0}}};
    return true;
  }
  return match_joined(n, rest, out) || match_word(n, rest, out) || match_arm_version(n, rest, out);
}

// `linux64`, `linuxarm64`, `lin64`
static bool match_glued(const struct name *n, struct token t, struct candidate *out) {
  static const str systems[] = {STR_INIT("linux"), STR_INIT("lin"), STR_INIT("lnx")};
  str word = token_text(n, t);
  for (uint32_t i = 0; i < COUNT_OF(systems); i++) {
    uint32_t len = systems[i].len;
    if (word.len == len || !str_eq_nocase(str_slice(word, 0, len), systems[i]) ||
        !match_behind_linux(n, t, (struct token){t.at + len, t.len - len}, out))
      continue;
    out->meaning.roles = LINUX_ARCH;
    return true;
  }
  return false;
}

static bool match(const struct name *n, struct token t, struct candidate *out) {
  return match_joined(n, t, out) || match_arm_and_version(n, t, out) || match_word(n, t, out) ||
         match_arm_version(n, t, out) || match_glued(n, t, out);
}

// What follows an architecture: `-unknown-linux-gnu`, `-none-eabi`, `-w64-mingw32`.
struct triple {
  bool linux, abi, bare;
  uint32_t end; // of the architecture and what of these follows
};

static struct token token_of_triple(const struct name *n, uint32_t at) {
  char c = char_at(n, at);
  return c == '-' || c == '_' ? joined_token(n, at) : (struct token){at, 0};
}

static struct triple read_triple(const struct name *n, uint32_t at) {
  struct triple triple = {.end = at};
  struct token t = token_of_triple(n, at);
  bool none = token_is(n, t, STR("none"));
  if (has_role(n, t, ROLE_VENDOR)) {
    triple.end = token_end(t);
    t = token_of_triple(n, triple.end);
  }
  if (token_is(n, t, STR("linux"))) {
    triple.linux = true;
    triple.end = token_end(t);
    t = token_of_triple(n, triple.end);
    triple.abi = has_role(n, t, ROLE_ABI);
  }
  triple.bare = !triple.linux && (none || token_is(n, t, STR("none")) || has_role(n, t, ROLE_BARE));
  if (triple.abi || has_role(n, t, ROLE_BARE))
    triple.end = token_end(t);
  return triple;
}

static bool is_version(const struct name *n, struct token t) {
  str word = token_text(n, t);
  if (word.len > 1 && ascii_lower(word.at[0]) == 'v')
    word = str_skip(word, 1);
  return (word.len && is_ascii_digit(word.at[0])) || has_role(n, t, ROLE_CHANNEL);
}

enum { CONTEXT_TOKENS = 32 }; // how far around a word is looked

// The token before `at` that is no version.
static struct token name_before(const struct name *n, uint32_t at) {
  struct token t = token_before(n, at);
  for (uint32_t i = 0; i < CONTEXT_TOKENS && t.len && is_version(n, t); i++)
    t = token_before(n, t.at);
  return t;
}

// `qemu-arm`, `qemu-system-x86_64`
static bool is_guest(const struct name *n, uint32_t at) {
  struct token t = token_before(n, at);
  if (token_is(n, t, STR("system")) || token_is(n, t, STR("user")))
    t = token_before(n, t.at);
  return has_role(n, t, ROLE_GUEST);
}

// Another architecture stands right before, the one that a cross compiler runs on: `x86_64_arm-linux-gnueabihf`.
static bool follows_arch(const struct name *n, uint32_t at) {
  struct token t = token_before(n, at);
  if (has_role(n, t, ROLE_ARCH))
    return true;
  struct candidate before;
  struct token first = token_before(n, t.at);
  return first.len && match_joined(n, first, &before) && before.at + before.len == token_end(t);
}

// Whether it names what a compiler or an emulator makes or runs code for.
static bool is_target(const struct name *n, const struct candidate *c) {
  struct triple triple = read_triple(n, c->at + c->len);
  struct token after = token_of_triple(n, triple.end);
  if (triple.bare || has_role(n, after, ROLE_TARGET_AFTER) || is_guest(n, c->at) ||
      has_role(n, token_before(n, c->at), ROLE_TARGET_BEFORE))
    return true;
  if (triple.linux && has_role(n, after, ROLE_CROSS_AFTER))
    return true;
  return triple.abi && (has_role(n, name_before(n, c->at), ROLE_CROSS_BEFORE) || follows_arch(n, c->at));
}

static roles system_of(const struct name *n, struct token t) {
  roles r = meaning_of(n, t).roles;
  if ((r & ROLE_BIT(ROLE_EXTENSION)) && token_end(t) == n->text.len)
    return ROLE_BIT(ROLE_SYSTEM);
  return r & any_system;
}

// The system that is named nearest to a word: ROLE_LINUX before ROLE_SYSTEM, ROLE_COUNT where none is near.
static enum role nearest_system(const struct name *n, const struct candidate *c) {
  struct token before = {c->at, 0}, after = {c->at + c->len, 0};
  for (uint32_t i = 0; i < CONTEXT_TOKENS; i++) {
    before = token_before(n, before.at);
    after = next_token(n, token_end(after));
    roles found = system_of(n, before) | system_of(n, after);
    if (found)
      return found & ROLE_BIT(ROLE_LINUX) ? ROLE_LINUX : ROLE_SYSTEM;
    if (before.len == 0 && after.len == 0)
      break;
  }
  return ROLE_COUNT;
}

// A word for Linux stands beside it; between them may be one for the C library.
static bool is_by_linux(const struct name *n, const struct candidate *c) {
  struct token before = token_before(n, c->at);
  if (has_role(n, before, ROLE_ABI))
    before = token_before(n, before.at);
  return has_role(n, before, ROLE_LINUX) || has_role(n, next_token(n, c->at + c->len), ROLE_LINUX) ||
         read_triple(n, c->at + c->len).linux;
}

// It stands alone, or ends the text behind a dash and the like: `app:1.0-arm`.
static bool is_last_word(const struct name *n, const struct candidate *c) {
  if (c->at + c->len != n->text.len)
    return false;
  char before = c->at ? n->text.at[c->at - 1] : '-';
  return before == '-' || before == '_' || before == ':' || before == '/';
}

static bool names_arch(const struct name *n, const struct candidate *c) {
  roles r = c->meaning.roles;
  enum role system = r & ROLE_BIT(ROLE_LINUX) ? ROLE_LINUX : nearest_system(n, c);
  if (system == ROLE_SYSTEM || is_target(n, c))
    return false;
  if (r & ROLE_BIT(ROLE_ARCH))
    return true;
  if (r & ROLE_BIT(ROLE_ARCH_BY_LINUX))
    return is_by_linux(n, c) || is_last_word(n, c);
  return system == ROLE_LINUX;
}

static struct arch_word to_word(const struct name *n, const struct candidate *c) {
  return (struct arch_word){c->at, c->len, str_slice(n->text, c->at, c->at + c->len), c->meaning.arch,
                            c->meaning.variant};
}

// Where the path of a repository begins with names that people chose: owner and repository.
static const struct forge {
  str host;
  uint32_t names;
} forges[] = {
    {STR_INIT("github.com"), 2},          {STR_INIT("gitlab.com"), 2},   {STR_INIT("raw.githubusercontent.com"), 2},
    {STR_INIT("codeload.github.com"), 2}, {STR_INIT("codeberg.org"), 2}, {STR_INIT("bitbucket.org"), 2},
    {STR_INIT("api.github.com"), 3},
};

static uint32_t names_of_host(str host) {
  for (uint32_t i = 0; i < COUNT_OF(forges); i++)
    if (str_eq_nocase(host, forges[i].host))
      return forges[i].names;
  return 0;
}

static uint32_t slash_from(str text, uint32_t at) {
  return at + str_find_char(str_skip(text, at), '/');
}

// Where a URL is that has its `://` at or behind `at`.
struct url_place {
  uint32_t scheme; // where `://` stands; the text's length where there is none
  uint32_t path;   // behind the host
  uint32_t words;  // behind the names that say nothing
};

static struct url_place find_url(str text, uint32_t at) {
  struct url_place url;
  url.scheme = at + str_find(str_skip(text, at), STR("://"));
  uint32_t host = url.scheme < text.len ? url.scheme + 3 : text.len;
  url.path = slash_from(text, host);
  url.words = url.path;
  for (uint32_t i = names_of_host(str_slice(text, host, url.path)); i && url.words < text.len; i--)
    url.words = slash_from(text, url.words + 1);
  return url;
}

// `…/el7/x86_64/release-1.noarch.rpm` fits every architecture, in whatever folder it lies.
static bool is_for_all(str text) {
  return str_has_suffix(text, STR(".noarch.rpm")) || str_has_suffix(text, STR(".src.rpm"));
}

static bool find_between(struct name *n, uint32_t from, uint32_t to, struct arch_word *out) {
  // A token that began before `from` is not a word of what follows.
  while (from > n->from && from < to && is_ascii_alnum(n->text.at[from]) && is_ascii_alnum(n->text.at[from - 1]))
    from++;
  for (struct token t = next_token(n, from); t.len && t.at < to; t = next_token(n, token_end(t))) {
    struct candidate c;
    if (may_begin_arch(n->text, t.at) && match(n, t, &c) && names_arch(n, &c)) {
      *out = to_word(n, &c);
      return true;
    }
  }
  return false;
}

// Most texts are dismissed at a glance.
static bool may_name_arch(str text) {
  bool inside = false; // a token
  for (uint32_t i = 0; i < text.len; i++) {
    bool is_inside = is_ascii_alnum(text.at[i]);
    if (is_inside && !inside && may_begin_arch(text, i))
      return true;
    inside = is_inside;
  }
  return false;
}

bool arch_word_find(str text, uint32_t from, struct arch_word *out) {
  if (!may_name_arch(text) || is_for_all(text))
    return false;
  struct name n = {text, 0, know_table_at(KNOW_NAME_WORDS)};
  for (uint32_t start = 0; start < text.len;) {
    struct url_place url = find_url(text, start);
    uint32_t first = start > from ? start : from;
    if (first < url.scheme && find_between(&n, first, url.scheme, out))
      return true;
    n.from = url.path;
    start = url.words;
  }
  return false;
}

// Without what schemes put before the architecture: `linux/arm64`, `linux-x64`, `musl-linux-amd64`.
static str without_system(str text) {
  static const str systems[] = {STR_INIT("linux/"), STR_INIT("linux-"), STR_INIT("linux_"), STR_INIT("musl-linux-")};
  for (uint32_t i = 0; i < COUNT_OF(systems); i++)
    if (str_eq_nocase(str_slice(text, 0, systems[i].len), systems[i]))
      return str_skip(text, systems[i].len);
  return text;
}

bool arch_word_is(str text, struct arch_word *out) {
  str rest = without_system(text);
  struct name n = {rest, 0, know_table_at(KNOW_NAME_WORDS)};
  struct candidate c;
  if (rest.len == 0)
    return false;
  assert(rest.at);
  if (!may_begin_arch(rest, 0) || !match(&n, next_token(&n, 0), &c) || (c.meaning.roles & ROLE_BIT(ROLE_ARCH_ON_LINUX)))
    return false;
  struct triple triple = read_triple(&n, c.len);
  if (c.len != rest.len && !(triple.linux && triple.end == rest.len))
    return false;
  *out = to_word(&n, &c);
  out->at = text.len - rest.len;
  return true;
}

bool arch_word_suits(const struct arch_word *w, platform p) {
  if (str_eq(w->arch, STR("386")) && str_eq(p.arch, STR("amd64")))
    return true;
  if (!str_eq(w->arch, p.arch))
    return false;
  bool compared = str_eq(p.arch, STR("arm")) && w->variant.len && p.variant.len;
  return !compared || str_compare(w->variant, p.variant) <= 0;
}
