#include "know/naming.h"

#include "base/buf.h"
#include "know/table.h"

// Tried in this order: who says `amd64` means Docker's names, not Debian's.
static const enum arch_scheme usual[] = {ARCH_DOCKER, ARCH_UNAME, ARCH_NODE, ARCH_DPKG, ARCH_TRIPLET, ARCH_RPM};

static platform platform_of(const struct arch_word *word) {
  bool arm = str_eq(word->arch, STR("arm"));
  return (platform){STR("linux"), word->arch, arm && word->variant.len == 0 ? STR("v7") : word->variant};
}

static bool has_name(enum arch_scheme scheme, const struct arch_word *word) {
  return str_eq(platform_arch(platform_of(word), scheme), word->word);
}

// The row of asset-namings.yaml for such a place; row_count where there is none.
static uint32_t known_row(const struct know_table *table, str around) {
  uint32_t row = 0;
  for (; row < table->row_count; row++) {
    know_cell texts = know_cell_at(table, row, 0);
    for (uint32_t i = 0; i < texts.len; i++)
      if (str_contains(around, know_cell_text(table, texts, i)))
        return row;
  }
  return row;
}

// Target triplets: what stands behind the name of the architecture, and who calls the whole so.
static const struct triplet {
  str tail;
  enum arch_scheme scheme;
} triplets[] = {
    {STR_INIT("-unknown-linux-"), ARCH_RUST},
    {STR_INIT("-linux-gnu"), ARCH_TRIPLET},
    {STR_INIT("-linux-musl"), ARCH_TRIPLET},
};

static const struct triplet *triplet_at(str text, const struct arch_word *word) {
  for (uint32_t i = 0; i < COUNT_OF(triplets); i++)
    if (str_has_prefix(str_skip(text, word->at + word->len), triplets[i].tail))
      return &triplets[i];
  return NULL;
}

// Whether a triplet for `p` begins as `uname -m` calls it, and ends as all others do.
static bool is_plain(const struct triplet *t, platform p) {
  str whole = platform_arch(p, t->scheme), name = platform_arch(p, ARCH_UNAME);
  str tail = t->scheme == ARCH_RUST ? STR("-unknown-linux-gnu") : STR("-linux-gnu");
  return name.len && str_has_prefix(whole, name) && str_eq(str_skip(whole, name.len), tail);
}

static bool find_in_triplet(const struct naming_place *place, const struct triplet *t, str text, struct arch_word *word,
                            enum arch_scheme *scheme) {
  bool plain = has_name(ARCH_UNAME, word);
  for (uint32_t i = 0; plain && i < place->wanted_count; i++)
    plain = is_plain(t, place->wanted[i]);
  *scheme = ARCH_UNAME;
  if (plain)
    return true;
  *scheme = t->scheme;
  str whole = platform_arch(platform_of(word), t->scheme), rest = str_skip(text, word->at);
  if (whole.len == 0 || !str_has_prefix(rest, whole) || (rest.len > whole.len && is_ascii_alnum(rest.at[whole.len])))
    return false; // no table has those of musl
  word->len = whole.len;
  word->word = whole;
  return true;
}

static bool find_usual(const struct arch_word *word, enum arch_scheme *scheme) {
  for (uint32_t i = 0; i < COUNT_OF(usual); i++) {
    *scheme = usual[i];
    if (has_name(*scheme, word))
      return true;
  }
  return false;
}

bool naming_find(const struct naming_place *place, str text, struct arch_word *word, enum arch_scheme *scheme) {
  const struct know_table *table = know_table_at(KNOW_ASSET_NAMINGS);
  uint32_t row = known_row(table, place->around);
  if (row < table->row_count) {
    if (!platform_scheme_named(know_text(table, row, 1), scheme)) // `none`
      return false;
    if (has_name(*scheme, word))
      return true;
  }
  const struct triplet *t = triplet_at(text, word);
  return t ? find_in_triplet(place, t, text, word, scheme) : find_usual(word, scheme);
}

// What a word of `text` becomes; it may take more of the text along.
typedef str rename_fn(const void *ctx, struct arch_word *word, str text);

static bool rename_words(struct arena *a, str text, rename_fn *rename, const void *ctx, str *out) {
  struct buf b;
  buf_init(&b, a);
  struct arch_word word;
  uint32_t at = 0;
  for (; arch_word_find(text, at, &word); at = word.at + word.len) {
    str name = rename(ctx, &word, text);
    if (name.len == 0)
      return false;
    buf_add(&b, str_slice(text, at, word.at));
    buf_add(&b, name);
  }
  buf_add(&b, str_skip(text, at));
  *out = buf_str(&b);
  return at > 0;
}

// Whether a naming calls the word's platform so. A word for arm may mean another variant than the one that is taken for
// it: armel is ARMv5 or ARMv6.
static bool is_certain(const struct arch_word *word) {
  bool found = !str_eq(word->arch, STR("arm"));
  for (uint32_t i = 0; i < ARCH_SCHEME_COUNT && !found; i++)
    found = has_name((enum arch_scheme)i, word);
  return found;
}

static str by_scheme(const void *ctx, struct arch_word *word, str text) {
  (void)text;
  if (!is_certain(word))
    return (str){0};
  return platform_arch(platform_of(word), *(const enum arch_scheme *)ctx);
}

static str without_quotes(str s) {
  s = str_trim(s);
  bool quoted = s.len > 1 && (s.at[0] == '"' || s.at[0] == '\'') && s.at[s.len - 1] == s.at[0];
  return quoted ? str_slice(s, 1, s.len - 1) : s;
}

static bool is_among(str alternatives, str one) {
  for (str piece; str_next(&alternatives, '|', &piece);)
    if (str_eq(without_quotes(piece), without_quotes(one)))
      return true;
  return false;
}

bool naming_translate(struct arena *a, str text, enum arch_scheme scheme, str *out) {
  struct buf b;
  buf_init(&b, a);
  for (str rest = text, piece; str_next(&rest, '|', &piece);) {
    str name;
    if (!rename_words(a, piece, by_scheme, &scheme, &name))
      return false;
    if (is_among(buf_str(&b), name))
      continue;
    if (b.len)
      buf_add_char(&b, '|');
    buf_add(&b, name);
  }
  *out = str_trim(buf_str(&b));
  return b.len > 0;
}

struct move {
  str from;
  platform to;
};

static bool ends_shell_word(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '"' || c == '\'' || c == '=' || c == ';' || c == '|';
}

// The shell's word that a word of `text` is part of.
static str shell_word_around(str text, const struct arch_word *word) {
  uint32_t from = word->at, end = word->at + word->len;
  while (from > 0 && !ends_shell_word(text.at[from - 1]))
    from--;
  while (end < text.len && !ends_shell_word(text.at[end]))
    end++;
  return str_slice(text, from, end);
}

static str by_own_naming(const void *ctx, struct arch_word *word, str text) {
  const struct move *move = ctx;
  struct naming_place place = {shell_word_around(text, word), &move->to, 1};
  enum arch_scheme scheme;
  bool good = str_eq(word->arch, move->from) && naming_find(&place, text, word, &scheme);
  return good ? platform_arch(move->to, scheme) : (str){0};
}

bool naming_move(struct arena *a, str text, str from, platform p, str *out) {
  struct move move = {from, p};
  return rename_words(a, text, by_own_naming, &move, out);
}
