#include "base/buf.h"
#include "base/json.h"
#include "base/json_out.h"
#include "unit.h"

#include <string.h>

struct valid_case {
  const char *name, *text;
  bool valid;
};

static const struct valid_case valid_cases[] = {
    {"an array", "[1, \"a\", null, true, false, {}, []]", true},
    {"an object", " {\"a\": {\"b\": []}, \"c\": -0.5e+10}\r\n", true},
    {"a scalar", "0", true},
    {"escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00aF\"", true},
    {"bytes that are not UTF-8", "\"\xFF\"", true},
    {"empty", "", false},
    {"a trailing comma", "[1,]", false},
    {"no comma", "[1 2]", false},
    {"a comment", "[1] // x", false},
    {"two documents", "1 2", false},
    {"single quotes", "['a']", false},
    {"an unknown escape", "\"\\x\"", false},
    {"a short escape", "\"\\u12\"", false},
    {"a control character", "\"\t\"", false},
    {"an open string", "\"a", false},
    {"an open array", "[", false},
    {"the wrong bracket", "[}", false},
    {"a key that is no string", "{1: 2}", false},
    {"a key without a value", "{\"a\"}", false},
    {"a leading zero", "01", false},
    {"a leading plus", "+1", false},
    {"a point without digits", "1.", false},
    {"an exponent without digits", "1e", false},
    {"a name", "nul", false},
    {"a name in capitals", "True", false},
};

static void test_valid(void **state) {
  const struct valid_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  assert_int_equal(json_parse(&a, str_of(c->text)) != NULL, c->valid);
  arena_done(&a);
}

struct decode_case {
  const char *name, *raw, *text;
};

static const struct decode_case decode_cases[] = {
    {"nothing to do", "abc", "abc"},
    {"letters", "\\n\\t\\\\\\/\\\"", "\n\t\\/\""},
    {"a code point", "x\\u00e9y", "x\xC3\xA9y"},
    {"a surrogate pair", "\\ud83d\\ude00", "\xF0\x9F\x98\x80"},
    {"a lone high surrogate", "\\ud83dx", "\xEF\xBF\xBDx"},
    {"a lone low surrogate", "\\ude00", "\xEF\xBF\xBD"},
    {"a high surrogate before another escape", "\\ud83d\\u0041", "\xEF\xBF\xBD\x41"},
    {"a byte that is not UTF-8", "a\xFFz", "a\xEF\xBF\xBDz"},
    {"what is UTF-8 stays", "\xC3\xA9", "\xC3\xA9"},
};

static void test_decode(void **state) {
  const struct decode_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  assert_str_equal(json_decode_string(&a, str_of(c->raw)), str_of(c->text));
  arena_done(&a);
}

struct number_case {
  const char *name, *text;
  bool overflows;
};

static const struct number_case number_cases[] = {
    {"small", "1", false},
    {"the largest", "1.7976931348623157e308", false},
    {"what is rounded down", "1.797693134862315807e308", false},
    {"what is rounded up", "1.797693134862315808e308", true},
    {"negative", "-1e309", true},
    {"a large exponent", "1e99999999999", true},
    {"zero with a large exponent", "0e99999999999", false},
    {"a small exponent", "1e-99999999999", false},
    {"digits and exponent", "1000e306", true},
    {"zeros behind the point", "0.001e311", false},
    {"a fraction that is large", "0.1e310", true},
};

static void test_number(void **state) {
  const struct number_case *c = *state;
  assert_int_equal(json_number_overflows(str_of(c->text)), c->overflows);
}

// Arrays in each other: as many as are allowed, and one more.
static void test_depth(void **state) {
  const struct valid_case *c = *state;
  uint32_t depth = LIMIT_JSON_DEPTH + !c->valid;
  struct arena a;
  arena_init(&a, NULL, 0);
  char *text = arena_alloc(&a, (size_t)depth * 2);
  memset(text, '[', depth);
  memset(text + depth, ']', depth);
  assert_int_equal(json_parse(&a, (str){text, depth * 2}) != NULL, c->valid);
  arena_done(&a);
}

static const struct valid_case depth_cases[] = {{"the limit", "", true}, {"past the limit", "", false}};

static void test_tree(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct json_value *v = json_parse(&a, STR("{\"a\": [1, {\"b\": 2}], \"c\": \"x\\n\", \"a\": null}"));
  assert_int_equal(v->kind, JSON_OBJECT);
  assert_int_equal(v->first->kind, JSON_ARRAY);
  assert_str_equal(v->first->first->text, STR("1"));
  assert_str_equal(json_member(v->first->first->next, STR("b"))->text, STR("2"));
  assert_str_equal(json_member(v, STR("c"))->text, STR("x\n"));
  assert_int_equal(json_member(v, STR("a"))->kind, JSON_NULL); // the last of two
  assert_null(json_member(v, STR("d")));
  assert_null(json_member(v->first, STR("a")));
  arena_done(&a);
}

struct written_case {
  const char *name;
  str text;
  const char *json;
};

static const struct written_case written_cases[] = {
    {"nothing", STR_INIT(""), "\"\""},
    {"what JSON asks for", STR_INIT("a\"b\\c/"), "\"a\\\"b\\\\c/\""},
    {"names of controls", STR_INIT("\b\f\n\r\t"), "\"\\u0008\\u000c\\n\\r\\t\""},
    {"controls", STR_INIT("\0\x1B\x1F "), "\"\\u0000\\u001b\\u001f \""},
    {"DEL", STR_INIT("~\x7F"), "\"~\\u007f\""},
    {"C1", STR_INIT("\xC2\x80\xC2\x9F\xC2\xA0"), "\"\\u0080\\u009f\xC2\xA0\""},
    {"bidirectional", STR_INIT("\xE2\x80\xAE"), "\"\\u202e\""},
    {"past 16 bits", STR_INIT("\xF0\x9F\x98\x80\xF3\xA0\x80\xA0"), "\"\xF0\x9F\x98\x80\\udb40\\udc20\""},
    {"bytes that are not UTF-8", STR_INIT("a\xFF\xC3"), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\""},
};

static bool keep(void *ctx, const char *at, size_t len) {
  buf_add(ctx, (str){at, (uint32_t)len});
  return true;
}

static void test_written(void **state) {
  const struct written_case *c = *state;
  struct arena a;
  struct buf b;
  struct out out;
  struct json_out json;
  arena_init(&a, NULL, 0);
  buf_init(&b, &a);
  out_init(&out, keep, &b);
  json_out_init(&json, &out);
  json_str(&json, c->text);
  assert_true(out_flush(&out));
  assert_str_equal(buf_str(&b), str_of(c->json));
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest tree[] = {cmocka_unit_test(test_tree)};
  return RUN_CASES("json_parse", valid_cases, test_valid) + RUN_CASES("json_decode_string", decode_cases, test_decode) +
         RUN_CASES("json_number_overflows", number_cases, test_number) + RUN_CASES("depth", depth_cases, test_depth) +
         RUN_CASES("json_str", written_cases, test_written) +
         cmocka_run_group_tests_name("json_member", tree, NULL, NULL);
}
