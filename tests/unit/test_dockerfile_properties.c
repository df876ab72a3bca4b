#include <dirent.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "dockerfile/dockerfile.h"
#include "unit.h"

// What holds for every file: all inputs of tests/golden/dockerfile, and what comes out when they are cut and mixed.

static const struct dockerfile *parse(struct arena *a, str bytes) {
  return dockerfile_parse(a, source_new(a, STR("Dockerfile"), bytes));
}

// Each piece of a text stands where it says, in the file's order.
static void check_text(const struct source *src, const struct text *t) {
  for (uint32_t i = 0; i < t->piece_count; i++) {
    const struct piece *p = &t->pieces[i];
    uint32_t end = i + 1 < t->piece_count ? t->pieces[i + 1].at : t->bytes.len;
    assert_true(i > 0 || p->at == 0);
    assert_true(p->at <= end && end <= t->bytes.len);
    assert_true(p->off <= src->bytes.len && p->atom <= src->bytes.len - p->off);
    if (p->atom == 0)
      assert_str_equal(source_text(src, (span){p->off, end - p->at}), str_slice(t->bytes, p->at, end));
  }
}

static void check_texts(const struct source *src, const struct text *texts, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    check_text(src, &texts[i]);
}

static void check_node(const struct source *src, const struct node *n) {
  check_text(src, &n->original);
  check_texts(src, n->args, n->arg_count);
  for (uint32_t i = 0; i < n->flag_count; i++) {
    check_text(src, &n->flags[i].text);
    check_text(src, &n->flags[i].value);
    source_text(src, n->flags[i].span);
  }
  for (uint32_t i = 0; i < n->heredoc_count; i++) {
    check_text(src, &n->heredocs[i].content);
    source_text(src, n->heredocs[i].word);
    source_text(src, n->heredocs[i].terminator);
  }
  if (n->child)
    check_node(src, n->child);
}

static void check_instr(const struct source *src, const struct instr *in) {
  check_texts(src, in->args, in->arg_count);
  check_text(src, &in->image);
  check_text(src, &in->name);
  check_text(src, &in->dest);
  check_text(src, &in->expression);
  for (uint32_t i = 0; i < in->inline_count; i++)
    check_text(src, &in->inlines[i].data);
  for (uint32_t i = 0; i < in->pair_count; i++) {
    check_text(src, &in->pairs[i].key);
    check_text(src, &in->pairs[i].value);
    source_text(src, in->pairs[i].span);
  }
  for (uint32_t i = 0; i < in->mount_count; i++) {
    check_text(src, &in->mounts[i].source);
    check_text(src, &in->mounts[i].target);
  }
  if (in->trigger) {
    check_node(src, in->trigger->node);
    check_instr(src, in->trigger);
  }
}

// A map of the file's bytes: which belong to something.

static void cover(char *map, span s) {
  memset(map + s.off, 1, s.len);
}

static void cover_all(char *map, const struct dockerfile *df) {
  for (uint32_t i = 0; i < df->node_count; i++) {
    const struct node *n = df->nodes[i];
    cover(map, n->span);
    for (uint32_t j = 0; j < n->heredoc_count; j++) {
      cover(map, text_span(&n->heredocs[j].content, 0, n->heredocs[j].content.bytes.len));
      cover(map, n->heredocs[j].terminator);
    }
  }
  for (uint32_t i = 0; i < df->comment_count; i++)
    cover(map, df->comments[i].span);
  for (uint32_t i = 0; i < df->directive_count; i++)
    cover(map, df->directives[i].span);
  for (uint32_t i = 0; i < df->problem_count; i++) // a line that is too long
    cover(map, df->problems[i].span);
}

// What belongs to nothing is white space, a byte order mark, or an escape character that stands alone.
static void check_cover(struct arena *a, const struct dockerfile *df) {
  str bytes = df->src->bytes;
  char *map = arena_alloc(a, bytes.len);
  cover_all(map, df);
  for (uint32_t i = 0, len; i < bytes.len; i += len) {
    uint32_t c = utf8_decode(str_skip(bytes, i), &len);
    bool nothing = utf8_is_space(c) || c == (uint8_t)df->escape || (i == 0 && c == 0xFEFF);
    if (!map[i] && !nothing)
      fail_msg("byte %u of <" STR_FMT "> is in no span", i, STR_ARG(bytes));
  }
}

static void check_order(const struct dockerfile *df) {
  uint32_t end = 0, line = 0;
  for (uint32_t i = 0; i < df->node_count; i++) {
    const struct node *n = df->nodes[i];
    assert_true(n->span.off >= end && n->start_line > line && n->end_line >= n->start_line);
    assert_true(n->end_line <= df->src->line_count);
    end = span_end(n->span);
    line = n->end_line;
  }
}

static void check_problems(const struct dockerfile *df) {
  for (uint32_t i = 0; i < df->problem_count; i++) {
    const struct problem *p = &df->problems[i];
    source_text(df->src, p->span);
    assert_true(p->end_line >= p->line && p->end_line <= df->src->line_count);
    assert_true(p->message.len > 0);
  }
}

static void check_file(str bytes) {
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct dockerfile *df = parse(&a, bytes);
  for (uint32_t i = 0; i < df->node_count; i++)
    check_node(df->src, df->nodes[i]);
  for (uint32_t i = 0; i < df->instr_count; i++)
    check_instr(df->src, df->instrs[i]);
  check_order(df);
  check_problems(df);
  check_cover(&a, df);
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

// Line ends.

static str with_crlf(struct arena *a, str bytes) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < bytes.len; i++) {
    if (bytes.at[i] == '\n')
      buf_add_char(&b, '\r');
    buf_add_char(&b, bytes.at[i]);
  }
  return buf_str(&b);
}

static void same_nodes(struct arena *a, const struct node *x, const struct node *y) {
  assert_str_equal(y->original.bytes, x->original.bytes);
  assert_int_equal(y->start_line, x->start_line);
  assert_int_equal(y->end_line, x->end_line);
  assert_int_equal(y->arg_count, x->arg_count);
  assert_int_equal(y->flag_count, x->flag_count);
  assert_int_equal(y->comment_count, x->comment_count);
  assert_int_equal(y->heredoc_count, x->heredoc_count);
  for (uint32_t i = 0; i < x->arg_count; i++)
    assert_str_equal(y->args[i].bytes, x->args[i].bytes);
  for (uint32_t i = 0; i < x->heredoc_count; i++)
    assert_str_equal(y->heredocs[i].content.bytes, with_crlf(a, x->heredocs[i].content.bytes));
}

static void test_crlf(void **state) {
  struct inputs in = {0};
  (void)state;
  read_inputs(&in);
  for (uint32_t i = 0; i < in.files.len; i++) {
    if (str_find_char(in.files.at[i], '\r') < in.files.at[i].len)
      continue;
    const struct dockerfile *x = parse(&in.arena, in.files.at[i]);
    const struct dockerfile *y = parse(&in.arena, with_crlf(&in.arena, in.files.at[i]));
    assert_int_equal(y->node_count, x->node_count);
    assert_int_equal(y->problem_count, x->problem_count);
    assert_int_equal(y->comment_count, x->comment_count);
    assert_int_equal(y->directive_count, x->directive_count);
    assert_int_equal(y->stage_count, x->stage_count);
    for (uint32_t j = 0; j < x->node_count; j++)
      same_nodes(&in.arena, x->nodes[j], y->nodes[j]);
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
