#include <dirent.h>

#include "base/buf.h"
#include "base/vec.h"
#include "check/check.h"
#include "unit.h"

// What holds for every file: all inputs of tests/golden/dockerfile, and what comes out when they are cut and mixed.

static const struct dockerfile *parse(struct arena *a, str bytes) {
  return dockerfile_parse(a, source_new(a, STR("Dockerfile"), bytes));
}

static void check_file(str bytes) {
  struct arena a;
  arena_init(&a, NULL, 0);
  check_dockerfile(&a, parse(&a, bytes));
  arena_done(&a);
}

// The inputs.

struct inputs {
  struct arena arena;
  VEC(str) files;
};

static void read_inputs(struct inputs *in) {
  arena_init(&in->arena, NULL, 0);
  DIR *folder = opendir(DLINT_TESTS_GOLDEN "/dockerfile");
  assert_non_null(folder);
  for (struct dirent *entry; (entry = readdir(folder));) {
    if (!str_has_suffix(str_of(entry->d_name), STR(".Dockerfile")))
      continue;
    str bytes, path = str_format(&in->arena, "%s/%s", DLINT_TESTS_GOLDEN "/dockerfile", entry->d_name);
    struct fault why;
    assert_true(source_read(&in->arena, path, &bytes, &why));
    VEC_PUSH(&in->arena, &in->files, bytes);
  }
  closedir(folder);
  assert_true(in->files.len > 0);
}

static void test_places(void **state) {
  struct inputs in = {0};
  (void)state;
  read_inputs(&in);
  for (uint32_t i = 0; i < in.files.len; i++)
    check_file(in.files.at[i]);
  arena_done(&in.arena);
}

// Every start and every end of every input.
static void test_cut(void **state) {
  struct inputs in = {0};
  (void)state;
  read_inputs(&in);
  for (uint32_t i = 0; i < in.files.len; i++)
    for (uint32_t at = 0; at < in.files.at[i].len; at++) {
      check_file(str_slice(in.files.at[i], 0, at));
      check_file(str_skip(in.files.at[i], at));
    }
  arena_done(&in.arena);
}

static uint32_t next_random(uint32_t *seed) {
  *seed = *seed * 1664525 + 1013904223;
  return *seed >> 8;
}

enum { MIXED_FILES = 2000, MIXED_PIECES = 12, MIXED_PIECE_BYTES = 40 };

// Pieces of different inputs and some random bytes put together.
static void test_mixed(void **state) {
  struct inputs in = {0};
  (void)state;
  read_inputs(&in);
  uint32_t seed = 1;
  for (uint32_t i = 0; i < MIXED_FILES; i++) {
    struct arena a;
    struct buf b;
    arena_init(&a, NULL, 0);
    buf_init(&b, &a);
    for (uint32_t n = 1 + next_random(&seed) % MIXED_PIECES; n > 0; n--) {
      str file = in.files.at[next_random(&seed) % in.files.len];
      uint32_t at = file.len ? next_random(&seed) % file.len : 0;
      buf_add(&b, str_slice(file, at, at + next_random(&seed) % MIXED_PIECE_BYTES));
      if (next_random(&seed) % 8 == 0)
        buf_add_char(&b, (char)(next_random(&seed) & 0xFF));
    }
    check_file(buf_str(&b));
    arena_done(&a);
  }
  arena_done(&in.arena);
}

static void test_crlf(void **state) {
  struct inputs in = {0};
  (void)state;
  read_inputs(&in);
  for (uint32_t i = 0; i < in.files.len; i++) {
    if (str_find_char(in.files.at[i], '\r') < in.files.at[i].len)
      continue;
    check_line_ends(&in.arena, parse(&in.arena, in.files.at[i]));
  }
  arena_done(&in.arena);
}

// Memory that is used up anywhere leaves through the arena's way out.

enum { MEMORY_STEP = 16 * 1024 };

static bool parse_within(struct arena *a, str bytes, size_t limit) {
  jmp_buf out_of_memory;
  arena_init(a, &out_of_memory, limit);
  if (setjmp(out_of_memory))
    return false;
  parse(a, bytes);
  return true;
}

static void test_memory(void **state) {
  struct inputs in = {0};
  struct buf b;
  (void)state;
  read_inputs(&in);
  buf_init(&b, &in.arena);
  for (uint32_t i = 0; i < in.files.len; i++)
    buf_add(&b, in.files.at[i]);
  size_t limit = MEMORY_STEP;
  struct arena a;
  for (; !parse_within(&a, buf_str(&b), limit); limit += MEMORY_STEP)
    arena_done(&a);
  arena_done(&a);
  assert_true(limit > MEMORY_STEP);
  arena_done(&in.arena);
}

// Large files: what takes more than linear time in one of these runs into the test's time limit.

struct large_case {
  const char *name, *head, *repeated, *tail;
};

static const struct large_case large_cases[] = {
    {"instructions", "", "FROM a AS b\nCOPY --from=b c d\n", ""},
    {"continued lines", "RUN a", " b \\\n", "c\n"},
    {"comments in one instruction", "RUN a \\\n", "# b\n", "c\n"},
    {"comments before an instruction", "", "# b\n", "ARG a\n"},
    {"blank lines", "RUN a \\\n", "\n", "c\n"},
    {"pairs", "ENV a=b", " c='d' \\\n", "\n"},
    {"words", "EXPOSE", " 80 \\\n", "\n"},
    {"flags", "RUN", " --mount=type='cache',target=/a \\\n", " b\n"},
    {"fields of a flag", "RUN --mount=a", ",b\\\n", " c\n"},
    {"strings of JSON", "CMD [\"a\"", ", \"b\\n\" \\\n", "]\n"},
    {"arrays in each other", "CMD ", "[\\\n", "\n"},
    {"here-documents", "COPY", " <<A \\\n", " /b\n"},
    {"open here-documents", "", "RUN <<A\n", ""},
    {"lines of a here-document", "ONBUILD RUN <<-A\n", "\tb\n", "A\n"},
    {"triggers in each other", "", "ONBUILD \\\n", "RUN a\n"},
    {"operators in each other", "RUN <<A ", "${a:-\\\n", "\n"},
    {"operators", "RUN <<A ", "\"${a:-b}\" \\\n", "\n"},
    {"quotes", "RUN <<A ", "'a'\"b\"\\\n", "\n"},
    {"bytes that are not UTF-8", "RUN --a=", "\xFF\\\n", "\n"},
    {"directives", "", "# escape=`\n", ""},
};

enum { REPEATED = 100000 };

static void test_large(void **state) {
  const struct large_case *c = *state;
  struct arena a;
  struct buf b;
  arena_init(&a, NULL, 0);
  buf_init(&b, &a);
  buf_add(&b, str_of(c->head));
  for (uint32_t i = 0; i < REPEATED; i++)
    buf_add(&b, str_of(c->repeated));
  buf_add(&b, str_of(c->tail));
  const struct dockerfile *df = parse(&a, buf_str(&b));
  assert_true(df->node_count + df->problem_count > 0);
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_places), cmocka_unit_test(test_cut),    cmocka_unit_test(test_mixed),
      cmocka_unit_test(test_crlf),   cmocka_unit_test(test_memory),
  };
  return cmocka_run_group_tests_name("properties", tests, NULL, NULL) +
         RUN_CASES("large files", large_cases, test_large);
}
