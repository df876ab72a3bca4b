#include "unit.h"

struct cut_case {
  const char *name;
  str in;
  bool found;
  str head, tail;
};

static const struct cut_case cut_cases[] = {
    {"cuts at the first '='", {"a=b=c", 5}, true, {"a", 1}, {"b=c", 3}},
    {"no '='", {"a", 1}, false, {"", 0}, {"", 0}},
    {"empty head", {"=b", 2}, true, {"", 0}, {"b", 1}},
    {"empty tail", {"a=", 2}, true, {"a", 1}, {"", 0}},
    {"empty", {NULL, 0}, false, {"", 0}, {"", 0}},
};

static void test_cut(void **state) {
  const struct cut_case *c = *state;
  str head = {0}, tail = {0};
  assert_int_equal(str_cut(c->in, '=', &head, &tail), c->found);
  assert_str_equal(head, c->head);
  assert_str_equal(tail, c->tail);
}

struct find_case {
  const char *name;
  str in, part;
  uint32_t at;
};

static const struct find_case find_cases[] = {
    {"at the start", {"abc", 3}, {"ab", 2}, 0},
    {"at the end", {"abc", 3}, {"bc", 2}, 1},
    {"after a false start", {"aab", 3}, {"ab", 2}, 1},
    {"longer than the string", {"ab", 2}, {"abc", 3}, 2},
    {"absent", {"abc", 3}, {"x", 1}, 3},
    {"the empty part", {"abc", 3}, {"", 0}, 0},
};

static void test_find(void **state) {
  const struct find_case *c = *state;
  assert_int_equal(str_find(c->in, c->part), c->at);
}

struct distance_case {
  const char *name;
  str a, b;
  uint32_t distance;
};

static const struct distance_case distance_cases[] = {
    {"equal", {"build", 5}, {"build", 5}, 0},
    {"case aside", {"Build", 5}, {"bUILD", 5}, 0},
    {"one letter missing", {"buld", 4}, {"build", 5}, 1},
    {"two letters swapped", {"biuld", 5}, {"build", 5}, 1},
    {"past the limit", {"build", 5}, {"final", 5}, 3},
    {"empty", {"", 0}, {"ab", 2}, 2},
};

static void test_distance(void **state) {
  const struct distance_case *c = *state;
  assert_int_equal(str_distance(c->a, c->b, 2), c->distance);
}

struct version_case {
  const char *name;
  str a, b;
  int order;
};

static const struct version_case version_cases[] = {
    {"as numbers", STR_INIT("3.9"), STR_INIT("3.10"), -1},
    {"equal", STR_INIT("3.10-slim"), STR_INIT("3.10-slim"), 0},
    {"leading zeros", STR_INIT("1.07"), STR_INIT("1.7"), 0},
    {"zero", STR_INIT("1.0"), STR_INIT("1.00"), 0},
    {"a prefix comes first", STR_INIT("3.1"), STR_INIT("3.1.2"), -1},
    {"also before a suffix", STR_INIT("3.1-x"), STR_INIT("3.1.2-x"), -1},
    {"other text by byte", STR_INIT("b1"), STR_INIT("a2"), 1},
    {"a digit before a letter", STR_INIT("1"), STR_INIT("a"), -1},
    {"longer than any integer", STR_INIT("99999999999999999999"), STR_INIT("100000000000000000000"), -1},
    {"empty", STR_INIT(""), STR_INIT("1"), -1},
};

static void test_versions(void **state) {
  const struct version_case *c = *state;
  int order = str_compare_versions(c->a, c->b), back = str_compare_versions(c->b, c->a);
  assert_int_equal((order > 0) - (order < 0), c->order);
  assert_int_equal((back > 0) - (back < 0), -c->order);
}

struct digits_case {
  const char *name;
  str in;
  uint32_t base, max, len, n;
};

static const struct digits_case digits_cases[] = {
    {"up to the end of the view", {"123456", 3}, 10, 8, 3, 123},
    {"up to the most", STR_INIT("123456"), 10, 2, 2, 12},
    {"up to what is none", STR_INIT("17a"), 8, 8, 2, 15},
    {"of either case", STR_INIT("fFg"), 16, 8, 2, 255},
    {"of the base only", STR_INIT("78"), 8, 8, 1, 7},
    {"none", STR_INIT("x"), 16, 8, 0, 0},
    {"nothing", {NULL, 0}, 10, 8, 0, 0},
};

static void test_digits(void **state) {
  const struct digits_case *c = *state;
  uint32_t n = 99;
  assert_int_equal(str_digits(c->in, c->base, c->max, &n), c->len);
  assert_int_equal(n, c->n);
}

// What CPython's `hash(bytes)` gives with PYTHONHASHSEED=0, which is SipHash-1-3, too.
static const struct hash_case {
  const char *name;
  str in;
  uint64_t hash;
} hash_cases[] = {
    {"less than a word", STR_INIT("PATH"), 0xaa0080714784c154},
    {"one byte", STR_INIT("a"), 0x407448d2b89b1813},
    {"a word", STR_INIT("12345678"), 0x3489982430560a87},
    {"words and a rest", STR_INIT("a longer name, of 27 bytes!"), 0x2c006bfcbfc0baab},
};

static void test_hash(void **state) {
  const struct hash_case *c = *state;
  assert_true(str_hash_strong(c->in) == c->hash);
}

int main(void) {
  return RUN_CASES("str_cut", cut_cases, test_cut) + RUN_CASES("str_find", find_cases, test_find) +
         RUN_CASES("str_hash_strong", hash_cases, test_hash) +
         RUN_CASES("str_distance", distance_cases, test_distance) +
         RUN_CASES("str_compare_versions", version_cases, test_versions) +
         RUN_CASES("str_digits", digits_cases, test_digits);
}
