#include "base/buf.h"
#include "dockerfile/dockerfile.h"
#include "unit.h"

// The trees are shown in tests/golden/dockerfile. Here: what they do not show, which is the places of things, how
// reading goes on behind an error, and the stages.

static const struct dockerfile *parse(struct arena *a, const char *text) {
  arena_init(a, NULL, 0);
  return dockerfile_parse(a, source_new(a, STR("Dockerfile"), str_of(text)));
}

static span whole(const struct text *t) {
  return text_span(t, 0, t->bytes.len);
}

// Places, in the order of the tree, each as its bytes in the file between bars.

struct place_writer {
  struct buf buf;
  const struct source *src;
};

static void put(struct place_writer *w, span s) {
  buf_add(&w->buf, source_text(w->src, s));
  buf_add_char(&w->buf, '|');
}

static void put_nodes(struct place_writer *w, const struct dockerfile *df) {
  for (uint32_t i = 0; i < df->node_count; i++)
    put(w, df->nodes[i]->span);
}

static void put_keywords(struct place_writer *w, const struct dockerfile *df) {
  for (uint32_t i = 0; i < df->node_count; i++)
    put(w, df->nodes[i]->keyword_span);
}

static void put_flags(struct place_writer *w, const struct dockerfile *df) {
  const struct node *n = df->nodes[df->node_count - 1];
  for (uint32_t i = 0; i < n->flag_count; i++) {
    put(w, n->flags[i].span);
    put(w, whole(&n->flags[i].value));
  }
}

static void put_args(struct place_writer *w, const struct dockerfile *df) {
  const struct node *n = df->nodes[df->node_count - 1];
  for (uint32_t i = 0; i < n->arg_count; i++)
    put(w, whole(&n->args[i]));
}

static void put_typed(struct place_writer *w, const struct dockerfile *df) {
  const struct instr *in = df->instrs[df->instr_count - 1];
  for (uint32_t i = 0; i < in->arg_count; i++)
    put(w, whole(&in->args[i]));
}

static void put_pairs(struct place_writer *w, const struct dockerfile *df) {
  const struct instr *in = df->instrs[df->instr_count - 1];
  for (uint32_t i = 0; i < in->pair_count; i++) {
    put(w, in->pairs[i].span);
    put(w, whole(&in->pairs[i].value));
  }
}

static void put_mounts(struct place_writer *w, const struct dockerfile *df) {
  const struct instr *in = df->instrs[df->instr_count - 1];
  for (uint32_t i = 0; i < in->mount_count; i++) {
    put(w, whole(&in->mounts[i].source));
    put(w, whole(&in->mounts[i].target));
  }
}

static void put_heredocs(struct place_writer *w, const struct dockerfile *df) {
  const struct node *n = df->nodes[df->node_count - 1];
  for (uint32_t i = 0; i < n->heredoc_count; i++) {
    put(w, n->heredocs[i].word);
    put(w, whole(&n->heredocs[i].content));
    put(w, n->heredocs[i].terminator);
  }
}

static void put_trigger(struct place_writer *w, const struct dockerfile *df) {
  const struct instr *trigger = df->instrs[df->instr_count - 1]->trigger;
  put(w, trigger->node->span);
  put(w, trigger->node->keyword_span);
  put(w, whole(&trigger->args[0]));
  for (uint32_t i = 0; i < trigger->node->heredoc_count; i++)
    put(w, whole(&trigger->node->heredocs[i].content));
}

static void put_comments(struct place_writer *w, const struct dockerfile *df) {
  for (uint32_t i = 0; i < df->comment_count; i++)
    put(w, df->comments[i].span);
}

static void put_directives(struct place_writer *w, const struct dockerfile *df) {
  for (uint32_t i = 0; i < df->directive_count; i++) {
    put(w, df->directives[i].span);
    put(w, df->directives[i].value_span);
  }
}

static void put_problems(struct place_writer *w, const struct dockerfile *df) {
  for (uint32_t i = 0; i < df->problem_count; i++)
    put(w, df->problems[i].span);
}

struct place_case {
  const char *name, *text;
  void (*put)(struct place_writer *w, const struct dockerfile *df);
  const char *places;
};

static const struct place_case place_cases[] = {
    {"instructions", " FROM a  \nRUN b \\\n# c\n  d \n", put_nodes, "FROM a|RUN b \\\n# c\n  d|"},
    {"no here-document in an instruction", "RUN <<E x\ny\nE\n", put_nodes, "RUN <<E x|"},
    {"a keyword over two lines", "FR\\\nOM a", put_keywords, "FR\\\nOM|"},
    {"flags", "COPY --a=b  --'c'=\"d e\" --f x y", put_flags, "--a=b|b|--'c'=\"d e\"|d e|--f||"},
    {"a flag over two lines", "RUN --mount=a\\\n=b x", put_flags, "--mount=a\\\n=b|a\\\n=b|"},
    {"a flag that is not ASCII", "COPY --from=\xC3\xA9 x y", put_flags, "--from=\xC3\xA9|\xC3\xA9|"},
    {"words", "COPY a \\\n # x\n  b  c", put_args, "a|b|c|"},
    {"a word over two lines", "EXPOSE 8\\\n0", put_args, "8\\\n0|"},
    {"strings of JSON", "CMD [\"a\", \"b\\nc\", \"\\u0041\", \"\"]", put_args, "a|b\\nc|\\u0041||"},
    {"one text", "RUN  a && b  ", put_args, "a && b|"},
    {"pairs", "ENV a=b \"c d\"='e f'", put_pairs, "a=b|b|\"c d\"='e f'|'e f'|"},
    {"a pair of the old form", "ENV a  b c", put_pairs, "a  b c|b c|"},
    {"names without a value", "ARG a b=", put_pairs, "a||b=||"},
    {"a health check", "HEALTHCHECK --retries=1 CMD  a b", put_typed, "CMD|a b|"},
    {"trimmed volumes", "VOLUME [\" /a \"]", put_typed, "/a|"},
    {"mounts", "RUN --mount=source=/a,target=/b\\ c --mount=\"type=bind,target=/d\" x", put_mounts, "/a|/b\\ c||/d|"},
    {"here-documents", "RUN <<A cat <<-'B'\n1\nA\n\t2\n\tB\nRUN <<A <<-'B'\n1\nA\n\t2\n\tB\n", put_heredocs,
     "<<A|1\n|A|<<-'B'|\t2\n|B|"},
    {"a trigger", "ONBUILD  RUN a \\\n b", put_trigger, "RUN a \\\n b|RUN|a \\\n b|"},
    {"a trigger with here-documents", "ONBUILD RUN <<A <<B\n1\nA\n2\nB\n", put_trigger,
     "RUN <<A <<B|RUN|<<A <<B|1\n|2\n|"},
    {"comments", "# a\n  # b  \nRUN x \\\n # c\n y # d\n", put_comments, "# a|# b  |# c|"},
    {"directives", " # escape = `  \r\n", put_directives, "# escape = `  |`|"},
};

static void test_place(void **state) {
  const struct place_case *c = *state;
  struct arena a;
  const struct dockerfile *df = parse(&a, c->text);
  struct place_writer w = {.src = df->src};
  buf_init(&w.buf, &a);
  c->put(&w, df);
  assert_str_equal(buf_str(&w.buf), str_of(c->places));
  arena_done(&a);
}

// The words that problems speak of.
static const struct place_case problem_cases[] = {
    {"an unknown instruction", "FROM a\nRUNN x\n", put_problems, "RUNN|"},
    {"an unknown flag", "FROM a\nCOPY --nope --link b c\n", put_problems, "--nope|"},
    {"no equals sign", "FROM a\nENV b=c dd e=f\n", put_problems, "dd|"},
    {"a trigger", "FROM a\nONBUILD FROM b\n", put_problems, "FROM|"},
    {"a stage name", "FROM a AS 1b\n", put_problems, "1b|"},
    {"a broken delimiter", "FROM a\nRUN b ${A:- <<x\\' } c\n", put_problems, "${A:- <<x\\' }|"},
    {"an open here-document", "FROM a\nRUN <<A x\nRUN y\n", put_problems, "<<A|"},
    {"an escape character", "# escape=x\nFROM a\n", put_problems, "x|"},
    {"reading goes on behind every error", "FROM a\nENV b\nRUN [1]\nFOO\nUSER\nENV c=d e\nCOPY --x y z\nRUN f\n",
     put_problems, "b|[1]|FOO|USER|e|--x|"},
    {"a second escape directive", "# escape=`\n# escape=\\\nFROM a\nRUN b `\n c\n", put_problems, "# escape=\\|"},
};

// How many instructions are read, in spite of what is wrong.

struct count_case {
  const char *name, *text;
  uint32_t nodes, problems, good; // good: instructions without a problem
};

static const struct count_case count_cases[] = {
    {"nothing wrong", "FROM a\nRUN b\n", 2, 0, 2},
    {"behind a parse error", "FROM a\nENV b\nRUN c\nUSER\nRUN d\n", 5, 2, 3},
    {"the words around a wrong one", "FROM a\nENV b=c d e=f\n", 2, 1, 1},
    {"an open here-document takes the rest", "FROM a\nRUN <<A\nb\nc\n", 2, 1, 1},
    {"two open here-documents", "FROM a\nRUN <<A <<B\nb\nc\n", 2, 1, 1},
    {"before the first FROM", "RUN a\nARG b\nFROM c\n", 3, 1, 2},
    {"no instructions", "# a\n", 0, 1, 0},
};

static void test_count(void **state) {
  const struct count_case *c = *state;
  struct arena a;
  const struct dockerfile *df = parse(&a, c->text);
  uint32_t good = 0;
  for (uint32_t i = 0; i < df->instr_count; i++)
    good += df->instrs[i]->problem == NULL;
  assert_int_equal(df->node_count, c->nodes);
  assert_int_equal(df->problem_count, c->problems);
  assert_int_equal(good, c->good);
  arena_done(&a);
}

// Which problems only follow from an earlier one.

struct follow_case {
  const char *name, *text;
  const char *follow; // a character a problem
};

static const struct follow_case follow_cases[] = {
    {"no FROM at all", "RUN a\nRUN b\nUSER\nRUN c\n", "nyny"},
    {"a refused FROM", "FROM a b\nRUN c\nRUN d\n", "nyy"},
    {"a second FROM mends it", "FROM a b\nRUN c\nFROM d\nRUNN e\n", "nyn"},
    {"a refused FROM behind a good one", "FROM a\nFROM b c\nRUN d\n", "n"},
};

static void test_follow(void **state) {
  const struct follow_case *c = *state;
  struct arena a;
  struct buf b;
  const struct dockerfile *df = parse(&a, c->text);
  buf_init(&b, &a);
  for (uint32_t i = 0; i < df->problem_count; i++)
    buf_add_char(&b, df->problems[i].follows ? 'y' : 'n');
  assert_str_equal(buf_str(&b), str_of(c->follow));
  arena_done(&a);
}

// A line longer than BuildKit's limit ends what BuildKit reads, not what is read here.

enum { LINE_MAX = 65536 };

struct long_case {
  const char *name, *before, *behind;
  uint32_t len; // of the `x` between them
  uint32_t nodes, problems;
  bool terminated; // the last here-document
};

static const struct long_case long_cases[] = {
    {"a line that just fits", "FROM a\nRUN ", "\nRUN b\n", LINE_MAX - 5, 3, 0, false},
    {"one byte more", "FROM a\nRUN ", "\nRUN b\n", LINE_MAX - 4, 2, 1, false},
    {"at the end of the file", "FROM a\nRUN ", "", LINE_MAX - 5, 2, 0, false},
    {"one byte more there", "FROM a\nRUN ", "", LINE_MAX - 4, 1, 1, false},
    {"with what continues it", "FROM a\nRUN ", " \\\n# c\n x\nRUN b\n", LINE_MAX, 2, 1, false},
    {"in the middle of an instruction", "FROM a\nRUN b \\\n", "\\\n c\nRUN d\n", LINE_MAX, 3, 1, false},
    {"in a here-document", "FROM a\nRUN <<E\n", "\nE\nRUN d\n", LINE_MAX, 3, 1, false},
    {"the last line is a here-document", "FROM a\nRUN <<E\n", "\nE\n", LINE_MAX, 2, 1, true},
};

static void test_long(void **state) {
  const struct long_case *c = *state;
  struct arena scratch, a;
  struct buf b;
  arena_init(&scratch, NULL, 0);
  buf_init(&b, &scratch);
  buf_add(&b, str_of(c->before));
  for (uint32_t i = 0; i < c->len; i++)
    buf_add_char(&b, 'x');
  buf_add(&b, str_of(c->behind));
  buf_add(&b, (str){"", 1});
  const struct dockerfile *df = parse(&a, b.at);
  assert_int_equal(df->node_count, c->nodes);
  assert_int_equal(df->problem_count, c->problems);
  const struct node *last = df->nodes[df->node_count - 1];
  assert_int_equal(last->heredoc_count && last->heredocs[0].terminator.len, c->terminated);
  arena_done(&a);
  arena_done(&scratch);
}

// Stages.

static const char stages[] = "FROM x AS one\nFROM x AS Two\nFROM one\nFROM x AS one\nFROM one\nFROM Two\nFROM two\n";

struct base_case {
  const char *name;
  uint32_t stage, base;
};

static const struct base_case base_cases[] = {
    {"an image", 0, STAGE_NONE},
    {"an earlier stage", 2, 0},
    {"the later one of two", 4, 3},
    {"a name counts only in lower case", 5, STAGE_NONE},
    {"whatever the case where it is given", 6, 1},
};

static void test_base(void **state) {
  const struct base_case *c = *state;
  struct arena a;
  const struct dockerfile *df = parse(&a, stages);
  assert_int_equal(df->stages[c->stage].base, c->base);
  arena_done(&a);
}

struct source_case {
  const char *name, *from;
  uint32_t limit, stage;
};

static const struct source_case source_cases[] = {
    {"by name", "one", 3, 0},          {"the latest before", "one", 4, 3},
    {"in any case", "ONE", 3, 0},      {"not before", "two", 1, STAGE_NONE},
    {"by number", "1", 3, 1},          {"with a sign", "+1", 3, 1},
    {"itself", "3", 3, STAGE_NONE},    {"no such number", "99999999999999999999", 7, STAGE_NONE},
    {"negative", "-1", 7, STAGE_NONE}, {"an image", "debian", 7, STAGE_NONE},
    {"empty", "", 7, STAGE_NONE},
};

static void test_source(void **state) {
  const struct source_case *c = *state;
  struct arena a;
  const struct dockerfile *df = parse(&a, stages);
  assert_int_equal(dockerfile_stage_for_copy(df, str_of(c->from), c->limit), c->stage);
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("places", place_cases, test_place) + RUN_CASES("problems", problem_cases, test_place) +
         RUN_CASES("recovery", count_cases, test_count) + RUN_CASES("follows", follow_cases, test_follow) +
         RUN_CASES("long lines", long_cases, test_long) + RUN_CASES("base", base_cases, test_base) +
         RUN_CASES("dockerfile_stage_for_copy", source_cases, test_source);
}
