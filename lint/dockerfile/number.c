#include "dockerfile/number.h"

static const struct unit {
  str name;
  uint64_t ns;
} units[] = {
    {STR_INIT("ns"), 1},           {STR_INIT("us"), 1000},
    {STR_INIT("\xC2\xB5s"), 1000}, // micro sign
    {STR_INIT("\xCE\xBCs"), 1000}, // Greek mu
    {STR_INIT("ms"), 1000000},     {STR_INIT("s"), 1000000000},
    {STR_INIT("m"), 60000000000},  {STR_INIT("h"), 3600000000000},
};

static const uint64_t DURATION_MAX = (uint64_t)1 << 63;

static bool take_sign(str *s) {
  bool negative = str_has_prefix(*s, STR("-"));
  if (negative || str_has_prefix(*s, STR("+")))
    *s = str_skip(*s, 1);
  return negative;
}

// Go's leadingInt; false where the number is too large.
static bool take_int(str *s, uint64_t *n) {
  for (*n = 0; s->len && is_ascii_digit(s->at[0]); *s = str_skip(*s, 1)) {
    if (*n > DURATION_MAX / 10)
      return false;
    *n = *n * 10 + (uint64_t)(s->at[0] - '0');
    if (*n > DURATION_MAX)
      return false;
  }
  return true;
}

// Go's leadingFraction: digits past what fits are not looked at.
static void take_fraction(str *s, uint64_t *n, double *scale) {
  bool overflow = false;
  *n = 0;
  *scale = 1;
  for (; s->len && is_ascii_digit(s->at[0]); *s = str_skip(*s, 1)) {
    uint64_t next = *n * 10 + (uint64_t)(s->at[0] - '0');
    overflow = overflow || *n > (DURATION_MAX - 1) / 10 || next > DURATION_MAX;
    if (overflow)
      continue;
    *n = next;
    *scale *= 10;
  }
}

static const struct unit *take_unit(str *s) {
  uint32_t len = 0;
  while (len < s->len && s->at[len] != '.' && !is_ascii_digit(s->at[len]))
    len++;
  str name = str_slice(*s, 0, len);
  *s = str_skip(*s, len);
  for (uint32_t i = 0; i < COUNT_OF(units); i++)
    if (str_eq(name, units[i].name))
      return &units[i];
  return NULL;
}

// One number with its unit, added to `sum`.
static bool take_term(str *s, uint64_t *sum) {
  uint64_t whole, fraction = 0;
  double scale = 1;
  uint32_t before = s->len;
  if (!take_int(s, &whole))
    return false;
  bool digits = s->len < before;
  if (str_has_prefix(*s, STR("."))) {
    *s = str_skip(*s, 1);
    before = s->len;
    take_fraction(s, &fraction, &scale);
    digits = digits || s->len < before;
  }
  const struct unit *unit = digits ? take_unit(s) : NULL;
  if (!unit || whole > DURATION_MAX / unit->ns)
    return false;
  whole *= unit->ns;
  if (fraction)
    whole += (uint64_t)((double)fraction * ((double)unit->ns / scale));
  if (whole > DURATION_MAX)
    return false;
  *sum += whole;
  return *sum <= DURATION_MAX;
}

bool number_read_duration(str text, int64_t *ns) {
  bool negative = take_sign(&text);
  uint64_t sum = 0;
  *ns = 0;
  if (str_eq(text, STR("0")))
    return true;
  if (text.len == 0)
    return false;
  while (text.len)
    if (!take_term(&text, &sum))
      return false;
  if (!negative && sum == DURATION_MAX)
    return false;
  *ns = sum == DURATION_MAX ? INT64_MIN : negative ? -(int64_t)sum : (int64_t)sum;
  return true;
}

static bool read_digits(str text, uint64_t base, uint64_t max, uint64_t *n) {
  *n = 0;
  for (uint32_t i = 0; i < text.len; i++) {
    uint64_t digit = (uint64_t)(text.at[i] - '0');
    if (!is_ascii_digit(text.at[i]) || digit >= base)
      return false;
    *n = *n * base + digit;
    if (*n > max)
      return false;
  }
  return text.len > 0;
}

bool number_read_i32(str text, int32_t *n) {
  uint64_t value;
  bool negative = take_sign(&text);
  if (!read_digits(text, 10, (uint64_t)INT32_MAX + negative, &value))
    return false;
  *n = (int32_t)(negative ? -(int64_t)value : (int64_t)value);
  return true;
}

bool number_read_u32(str text, uint32_t base, uint32_t *n) {
  uint64_t value;
  if (!read_digits(text, base, UINT32_MAX, &value))
    return false;
  *n = (uint32_t)value;
  return true;
}

bool number_read_bool(str text, bool *b) {
  static const str words[2][6] = {
      {STR_INIT("0"), STR_INIT("f"), STR_INIT("F"), STR_INIT("FALSE"), STR_INIT("false"), STR_INIT("False")},
      {STR_INIT("1"), STR_INIT("t"), STR_INIT("T"), STR_INIT("TRUE"), STR_INIT("true"), STR_INIT("True")},
  };
  for (uint32_t i = 0; i < 12; i++)
    if (str_eq(text, words[i / 6][i % 6])) {
      *b = i / 6;
      return true;
    }
  return false;
}

// Sizes.

static bool is_number_end(char c) {
  return is_ascii_digit(c) || c == '.' || c == ' ';
}

// What the letter of a unit multiplies with; 0 where it is none.
static double factor_of(char letter) {
  static const char letters[] = "bkmgtp";
  double factor = 1;
  for (const char *l = letters; *l; l++, factor *= 1024)
    if (*l == ascii_lower(letter))
      return factor;
  return 0;
}

static bool read_suffix(str suffix, double *factor) {
  *factor = 1;
  if (suffix.len == 0)
    return true;
  *factor = factor_of(suffix.at[0]);
  str tail = str_skip(suffix, 1);
  if (*factor == 1)
    return tail.len == 0;
  return *factor > 0 && (tail.len == 0 || str_eq_nocase(tail, STR("b")) || str_eq_nocase(tail, STR("ib")));
}

static uint32_t count_digits(str s) {
  uint32_t n = 0;
  while (n < s.len && is_ascii_digit(s.at[n]))
    n++;
  return n;
}

static double scaled(double n, int32_t exponent) {
  double power = 1;
  for (int32_t i = exponent < 0 ? -exponent : exponent; i > 0 && power < 1e300; i--)
    power *= 10;
  return exponent < 0 ? n / power : n * power;
}

// A decimal number, as strconv.ParseFloat but for hexadecimal ones, infinity and the last bit of very long ones.
static bool read_decimal(str s, double *n) {
  bool negative = take_sign(&s);
  uint32_t whole = count_digits(s), point = whole < s.len && s.at[whole] == '.';
  uint32_t fraction = point ? count_digits(str_skip(s, whole + 1)) : 0;
  if (whole + fraction == 0)
    return false;
  double digits = 0;
  for (uint32_t i = 0; i < whole + point + fraction; i++)
    if (s.at[i] != '.')
      digits = digits * 10 + (s.at[i] - '0');
  str tail = str_skip(s, whole + point + fraction);
  int32_t exponent = 0;
  if (tail.len && (ascii_lower(tail.at[0]) != 'e' || !number_read_i32(str_skip(tail, 1), &exponent)))
    return false;
  if (exponent > 10000 || exponent < -10000 || fraction > 10000)
    return false;
  *n = scaled(digits, exponent - (int32_t)fraction);
  return !(negative && digits > 0);
}

bool number_read_size(str text, int64_t *bytes) {
  uint32_t sep = text.len;
  while (sep > 0 && !is_number_end(text.at[sep - 1]))
    sep--;
  if (sep == 0)
    return false;
  str suffix = str_skip(text, sep), number = str_slice(text, 0, text.at[sep - 1] == ' ' ? sep - 1 : sep);
  double n, factor;
  if (!read_decimal(number, &n) || !read_suffix(suffix, &factor))
    return false;
  n *= factor;
  *bytes = n < 9223372036854775808.0 ? (int64_t)n : INT64_MIN; // what does not fit: as on amd64
  return true;
}
