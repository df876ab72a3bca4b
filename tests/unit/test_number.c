#include "dockerfile/number.h"
#include "unit.h"

struct number_case {
  const char *name, *text;
  bool good;
  int64_t n;
};

static const struct number_case duration_cases[] = {
    {"seconds", "5s", true, 5000000000},
    {"several units", "1h2m3s4ms5us6ns", true, 3723004005006},
    {"a fraction", "1.5h", true, 5400000000000},
    {"no digit before the point", ".5s", true, 500000000},
    {"no digit behind the point", "1.s", true, 1000000000},
    {"micro sign", "2\xC2\xB5s", true, 2000},
    {"Greek mu", "2\xCE\xBCs", true, 2000},
    {"zero without a unit", "0", true, 0},
    {"negative", "-1m", true, -60000000000},
    {"a plus", "+1s", true, 1000000000},
    {"the largest", "9223372036854775807ns", true, INT64_MAX},
    {"the smallest", "-9223372036854775808ns", true, INT64_MIN},
    {"too large", "9223372036854775808ns", false, 0},
    {"too large in the sum", "2562047h2562047h", false, 0},
    {"digits past what fits", "1.00000000000000000000001s", true, 1000000000},
    {"no unit", "5", false, 0},
    {"an unknown unit", "1d", false, 0},
    {"a point alone", ".s", false, 0},
    {"a sign alone", "-", false, 0},
    {"empty", "", false, 0},
};

static void test_duration(void **state) {
  const struct number_case *c = *state;
  int64_t n = 0;
  assert_int_equal(number_read_duration(str_of(c->text), &n), c->good);
  if (c->good)
    assert_true(n == c->n);
}

static const struct number_case size_cases[] = {
    {"bytes", "10", true, 10},
    {"a unit", "64m", true, 64 << 20},
    {"a long unit, a space", "1.5 GiB", true, 3LL << 29},
    {"b alone", "7B", true, 7},
    {"an exponent", "1e3", true, 1000},
    {"what does not fit", "99999999999999999999", true, INT64_MIN},
    {"a space alone is no number", " k", false, 0},
    {"an unknown unit", "1x", false, 0},
    {"too much unit", "1KiBs", false, 0},
    {"bb", "3bb", false, 0},
    {"negative", "-1", false, 0},
    {"two points", "1.2.3", false, 0},
    {"no number", "m", false, 0},
    {"empty", "", false, 0},
};

static void test_size(void **state) {
  const struct number_case *c = *state;
  int64_t n = 0;
  assert_int_equal(number_read_size(str_of(c->text), &n), c->good);
  if (c->good)
    assert_true(n == c->n);
}

static const struct number_case int_cases[] = {
    {"signed", "-5", true, -5},
    {"a plus", "+5", true, 5},
    {"the largest", "2147483647", true, INT32_MAX},
    {"too large", "2147483648", false, 0},
    {"the smallest", "-2147483648", true, INT32_MIN},
    {"an underscore", "1_0", false, 0},
    {"empty", "", false, 0},
};

static void test_int(void **state) {
  const struct number_case *c = *state;
  int32_t n = 0;
  assert_int_equal(number_read_i32(str_of(c->text), &n), c->good);
  if (c->good)
    assert_int_equal(n, c->n);
}

static const struct number_case octal_cases[] = {
    {"octal", "0755", true, 0755},
    {"a digit that is none", "0758", false, 0},
    {"a sign", "+1", false, 0},
    {"the largest", "37777777777", true, UINT32_MAX},
    {"too large", "40000000000", false, 0},
};

static void test_octal(void **state) {
  const struct number_case *c = *state;
  uint32_t n = 0;
  assert_int_equal(number_read_u32(str_of(c->text), 8, &n), c->good);
  if (c->good)
    assert_true(n == c->n);
}

static const struct number_case bool_cases[] = {
    {"1", "1", true, 1},      {"T", "T", true, 1},         {"True", "True", true, 1},
    {"0", "0", true, 0},      {"False", "False", true, 0}, {"mixed case", "tRUE", false, 0},
    {"yes", "yes", false, 0}, {"empty", "", false, 0},
};

static void test_bool(void **state) {
  const struct number_case *c = *state;
  bool b = false;
  assert_int_equal(number_read_bool(str_of(c->text), &b), c->good);
  if (c->good)
    assert_int_equal(b, c->n);
}

int main(void) {
  return RUN_CASES("number_read_duration", duration_cases, test_duration) +
         RUN_CASES("number_read_size", size_cases, test_size) + RUN_CASES("number_read_i32", int_cases, test_int) +
         RUN_CASES("number_read_u32", octal_cases, test_octal) + RUN_CASES("number_read_bool", bool_cases, test_bool);
}
