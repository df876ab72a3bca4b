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

// What is known of such a text.
static bool find_known(str text, const struct arch_word *word, enum arch_scheme *scheme) {
  const struct know_table *table = know_table_at(KNOW_ASSET_NAMINGS);
  for (uint32_t row = 0; row < table->row_count; row++)
    if (str_contains(text, know_text(table, row, 0)) && platform_scheme_named(know_text(table, row, 1), scheme) &&
        has_name(*scheme, word))
      return true;
  return false;
}

bool naming_find(str text, const struct arch_word *word, enum arch_scheme *scheme) {
  if (find_known(text, word, scheme))
    return true;
  for (uint32_t i = 0; i < COUNT_OF(usual); i++) {
    *scheme = usual[i];
    if (has_name(*scheme, word))
      return true;
  }
  return false;
}

typedef str rename_fn(const void *ctx, const struct arch_word *word, str text);

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

static str by_scheme(const void *ctx, const struct arch_word *word, str text) {
  (void)text;
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

static str by_own_naming(const void *ctx, const struct arch_word *word, str text) {
  const struct move *move = ctx;
  enum arch_scheme scheme;
  bool good = str_eq(word->arch, move->from) && naming_find(text, word, &scheme);
  return good ? platform_arch(move->to, scheme) : (str){0};
}

bool naming_move(struct arena *a, str text, str from, platform p, str *out) {
  struct move move = {from, p};
  return rename_words(a, text, by_own_naming, &move, out);
}
