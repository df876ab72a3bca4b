#include "base/str.h"

str str_of(const char *cstr) {
  return cstr ? (str){cstr, (uint32_t)strlen(cstr)} : (str){0};
}

bool str_eq_nocase(str a, str b) {
  if (a.len != b.len)
    return false;
  for (uint32_t i = 0; i < a.len; i++)
    if (ascii_lower(a.at[i]) != ascii_lower(b.at[i]))
      return false;
  return true;
}

int str_compare(str a, str b) {
  uint32_t common = a.len < b.len ? a.len : b.len;
  int order = common ? memcmp(a.at, b.at, common) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

static str cut_digits(str *s) {
  uint32_t end = 0;
  while (end < s->len && is_ascii_digit(s->at[end]))
    end++;
  str digits = str_slice(*s, 0, end);
  *s = str_skip(*s, end);
  while (digits.len > 1 && digits.at[0] == '0')
    digits = str_skip(digits, 1);
  return digits;
}

int str_compare_versions(str a, str b) {
  while (a.len && b.len) {
    if (is_ascii_digit(a.at[0]) && is_ascii_digit(b.at[0])) {
      str x = cut_digits(&a), y = cut_digits(&b);
      int order = x.len == y.len ? str_compare(x, y) : (x.len > y.len) - (x.len < y.len);
      if (order)
        return order;
    } else if (a.at[0] != b.at[0]) {
      return (uint8_t)a.at[0] < (uint8_t)b.at[0] ? -1 : 1;
    } else {
      a = str_skip(a, 1);
      b = str_skip(b, 1);
    }
  }
  return (a.len > 0) - (b.len > 0);
}

bool str_has_prefix(str s, str prefix) {
  return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

bool str_has_suffix(str s, str suffix) {
  return s.len >= suffix.len && str_eq(str_skip(s, s.len - suffix.len), suffix);
}

int str_compare_nocase(str a, str b) {
  for (uint32_t i = 0; i < a.len && i < b.len; i++)
    if (ascii_lower(a.at[i]) != ascii_lower(b.at[i]))
      return (unsigned char)ascii_lower(a.at[i]) - (unsigned char)ascii_lower(b.at[i]);
  return (a.len > b.len) - (a.len < b.len);
}

uint32_t str_find(str s, str part) {
  if (part.len == 0)
    return 0;
  for (uint32_t from = 0; from + part.len <= s.len;) {
    const char *hit = memchr(s.at + from, part.at[0], s.len - part.len + 1 - from);
    if (!hit)
      break;
    if (memcmp(hit, part.at, part.len) == 0)
      return (uint32_t)(hit - s.at);
    from = (uint32_t)(hit - s.at) + 1;
  }
  return s.len;
}

bool str_contains(str s, str part) {
  return part.len == 0 || str_find(s, part) < s.len;
}

uint32_t str_find_char(str s, char c) {
  const char *hit = s.len ? memchr(s.at, c, s.len) : NULL;
  return hit ? (uint32_t)(hit - s.at) : s.len;
}

uint32_t str_find_last_char(str s, char c) {
  for (uint32_t i = s.len; i > 0; i--)
    if (s.at[i - 1] == c)
      return i - 1;
  return s.len;
}

static bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s) {
  while (s.len && is_blank(s.at[0]))
    s = str_skip(s, 1);
  while (s.len && is_blank(s.at[s.len - 1]))
    s.len--;
  return s;
}

bool str_cut(str s, char sep, str *head, str *tail) {
  uint32_t i = str_find_char(s, sep);
  if (i == s.len)
    return false;
  *head = str_slice(s, 0, i);
  *tail = str_skip(s, i + 1);
  return true;
}

bool str_next(str *rest, char sep, str *piece) {
  if (rest->len == 0)
    return false;
  if (!str_cut(*rest, sep, piece, rest)) {
    *piece = *rest;
    *rest = (str){0};
  }
  return true;
}

bool str_to_u32(str s, uint32_t *n) {
  uint64_t value = 0;
  for (uint32_t i = 0; i < s.len; i++) {
    if (!is_ascii_digit(s.at[i]))
      return false;
    value = value * 10 + (uint64_t)(s.at[i] - '0');
    if (value > UINT32_MAX)
      return false;
  }
  if (s.len == 0)
    return false;
  *n = (uint32_t)value;
  return true;
}

uint32_t str_hash(str s) {
  uint32_t h = 2166136261u;
  for (uint32_t i = 0; i < s.len; i++)
    h = (h ^ (uint8_t)s.at[i]) * 16777619u;
  return h;
}

// SipHash (Aumasson, Bernstein 2012): four words of state, which only its rounds mix.
struct sip {
  uint64_t a, b, c, d;
};

static uint64_t rotate_left(uint64_t x, uint32_t bits) {
  return x << bits | x >> (64 - bits);
}

static void sip_round(struct sip *s) {
  s->a += s->b;
  s->c += s->d;
  s->b = rotate_left(s->b, 13) ^ s->a;
  s->d = rotate_left(s->d, 16) ^ s->c;
  s->a = rotate_left(s->a, 32) + s->d;
  s->c += s->b;
  s->d = rotate_left(s->d, 21) ^ s->a;
  s->b = rotate_left(s->b, 17) ^ s->c;
  s->c = rotate_left(s->c, 32);
}

static void sip_take(struct sip *s, uint64_t word) {
  s->d ^= word;
  sip_round(s);
  s->a ^= word;
}

// Little-endian everywhere; one load where that is the machine's order.
static uint64_t word_at(const char *at) {
  const uint8_t *b = (const uint8_t *)at;
  return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 |
         (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

// The bytes behind the last whole word, with the length on top of them.
static uint64_t last_word(str s) {
  uint32_t len = s.len & 7;
  uint64_t word = 0;
  if (len && s.len > 8)
    word = word_at(s.at + s.len - 8) >> (64 - 8 * len);
  else
    for (uint32_t i = 0; i < len; i++)
      word |= (uint64_t)(uint8_t)s.at[i] << (8 * i);
  return word | (uint64_t)s.len << 56;
}

uint64_t str_hash_strong(str s) {
  struct sip sip = {0x736f6d6570736575, 0x646f72616e646f6d, 0x6c7967656e657261, 0x7465646279746573};
  for (uint32_t i = 0; i + 8 <= s.len; i += 8)
    sip_take(&sip, word_at(s.at + i));
  sip_take(&sip, last_word(s));
  sip.c ^= 0xff;
  for (int i = 0; i < 3; i++)
    sip_round(&sip);
  return sip.a ^ sip.b ^ sip.c ^ sip.d;
}

enum { DISTANCE_MAX_LEN = 64 };

static uint32_t min_u32(uint32_t a, uint32_t b) {
  return a < b ? a : b;
}

// Optimal string alignment, three rows of the table at a time.
uint32_t str_distance(str a, str b, uint32_t limit) {
  if (a.len > DISTANCE_MAX_LEN || b.len > DISTANCE_MAX_LEN)
    return limit + 1;
  uint32_t rows[3][DISTANCE_MAX_LEN + 1];
  uint32_t *before = rows[0], *above = rows[1], *row = rows[2];
  for (uint32_t j = 0; j <= b.len; j++)
    above[j] = j;
  for (uint32_t i = 1; i <= a.len; i++) {
    row[0] = i;
    for (uint32_t j = 1; j <= b.len; j++) {
      char x = ascii_lower(a.at[i - 1]), y = ascii_lower(b.at[j - 1]);
      uint32_t best = min_u32(min_u32(above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
      if (i > 1 && j > 1 && x == ascii_lower(b.at[j - 2]) && ascii_lower(a.at[i - 2]) == y)
        best = min_u32(best, before[j - 2] + 1);
      row[j] = best;
    }
    uint32_t *spare = before;
    before = above;
    above = row;
    row = spare;
  }
  return min_u32(above[b.len], limit + 1);
}

uint32_t str_digits(str s, uint32_t base, uint32_t max, uint32_t *n) {
  static const char digits[] = "0123456789abcdef";
  uint32_t len = 0;
  for (*n = 0; len < max && len < s.len; len++) {
    const char *digit = memchr(digits, ascii_lower(s.at[len]), base);
    if (!digit)
      break;
    *n = *n * base + (uint32_t)(digit - digits);
  }
  return len;
}
