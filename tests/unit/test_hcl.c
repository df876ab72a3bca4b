#include "base/buf.h"
#include "source/hcl.h"
#include "unit.h"

// The targets on one line, texts that are not known as `?`.
static void show(struct buf *b, const struct yaml_node *n) {
  if (n->kind == YAML_SCALAR) {
    buf_add(b, str_eq(n->text, HCL_UNKNOWN) ? STR("?") : n->text);
    return;
  }
  buf_add_char(b, n->kind == YAML_LIST ? '[' : '{');
  for (uint32_t i = 0; i < n->len; i++) {
    buf_add(b, i ? STR(", ") : STR(""));
    if (n->kind == YAML_MAP) {
      show(b, yaml_key(n, i));
      buf_add_char(b, '=');
    }
    show(b, n->kind == YAML_MAP ? yaml_value(n, i) : n->items[i]);
  }
  buf_add_char(b, n->kind == YAML_LIST ? ']' : '}');
}

struct hcl_case {
  const char *name, *hcl, *targets;
};

static const struct hcl_case cases[] = {
    {"a target", "target \"a\" {\n  context = \"x\"\n  n = 3\n  pull = true\n}\n", "{a={context=x, n=3, pull=true}}"},
    {"a label without quotes", "target a { context = \"x\" }", "{a={context=x}}"},
    {"a list over lines, with a comma too many",
     "target \"a\" {\n  platforms = [\n    \"p\", # one\n    \"q\",\n  ]\n}", "{a={platforms=[p, q]}}"},
    {"a variable behind what uses it", "target \"a\" { c = V }\nvariable \"V\" { default = \"x\" }", "{a={c=x}}"},
    {"a variable within a text", "variable \"V\" { default = \"x\" }\ntarget \"a\" { c = \"1-${V}-${ V }\" }",
     "{a={c=1-x-x}}"},
    {"a variable of variables",
     "variable \"A\" { default = \"x\" }\nvariable \"B\" { default = \"${A}y\" }\ntarget \"a\" { c = B }",
     "{a={c=xy}}"},
    {"a list in a variable", "variable \"V\" { default = [\"p\", \"q\"] }\ntarget \"a\" { c = V }", "{a={c=[p, q]}}"},
    {"a variable without default", "variable \"V\" {}\ntarget \"a\" { c = V\n d = \"x${V}\" }", "{a={c=?, d=?}}"},
    {"a call", "target \"a\" {\n  c = split(\",\", \"p,q\")\n  d = \"x\"\n}", "{a={c=?, d=x}}"},
    {"an operator", "target \"a\" {\n  c = X == 1 ? [\"p\"] : [\"q\"]\n  d = \"x\"\n}", "{a={c=?, d=x}}"},
    {"an expression over lines", "target \"a\" {\n  c = concat(\n    [\"p\"],\n    [\"q\"]\n  )\n  d = \"x\"\n}",
     "{a={c=?, d=x}}"},
    {"a loop in a list", "target \"a\" {\n  c = [for x in y : \"${x}\"]\n  d = \"x\"\n}", "{a={c=[?], d=x}}"},
    {"an object", "target \"a\" {\n  args = {\n    A = \"}\"\n    B = 1\n  }\n  d = \"x\"\n}", "{a={args=?, d=x}}"},
    {"escapes", "target \"a\" { c = \"\\\"$${V}\\t\" }", "{a={c=\"${V}\t}}"},
    {"comments", "# x\n// y\n/* target \"b\" {} */ target \"a\" { c = \"#\" } # z", "{a={c=#}}"},
    {"what is no target",
     "group \"g\" { targets = [\"a\"] }\nfunction \"f\" {\n  params = [x]\n  result = \"${x}}\"\n}\ntarget \"a\" {}",
     "{a={}}"},
    {"a text that does not end", "target \"a\" {\n  c = \"x\n  d = \"y\"\n}", "{a={c=?, d=y}}"},
    {"a block that does not end", "target \"a\" {\n  c = \"x\"", "{a={c=x}}"},
    {"no HCL", "}}][ = \"\" ${ target \\", "{}"},
    {"nothing", "", "{}"},
};

static void test_read(void **state) {
  const struct hcl_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct buf b;
  buf_init(&b, &a);
  show(&b, yaml_get(hcl_read(&a, str_of(c->hcl)), STR("target")));
  assert_str_equal(buf_str(&b), str_of(c->targets));
  arena_done(&a);
}

static void test_place(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct yaml_node *root = hcl_read(&a, STR("\ntarget \"a\" {\n  c = [\"x\"]\n}"));
  const struct yaml_node *value = yaml_get(yaml_get(yaml_get(root, STR("target")), STR("a")), STR("c"));
  assert_int_equal(value->at.line, 3);
  assert_int_equal(value->at.column, 7);
  arena_done(&a);
}

// Each variable is the one before twice.
static void test_growth(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct buf b;
  buf_init(&b, &a);
  buf_add(&b, STR("variable \"v0\" { default = \"xxxx\" }\n"));
  for (unsigned i = 1; i < 64; i++)
    buf_add_format(&b, "variable \"v%u\" { default = \"${v%u}${v%u}\" }\n", i, i - 1, i - 1);
  buf_add(&b, STR("target \"a\" { c = v63 }"));
  const struct yaml_node *root = hcl_read(&a, buf_str(&b));
  const struct yaml_node *value = yaml_get(yaml_get(yaml_get(root, STR("target")), STR("a")), STR("c"));
  assert_str_equal(value->text, HCL_UNKNOWN);
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest others[] = {cmocka_unit_test(test_place), cmocka_unit_test(test_growth)};
  return RUN_CASES("hcl_read", cases, test_read) + cmocka_run_group_tests_name("hcl_read, else", others, NULL, NULL);
}
