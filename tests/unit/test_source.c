#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

#include "base/utf8.h"
#include "source/optional.h"
#include "source/source.h"

struct position_case {
  const char *name;
  str bytes;
  uint32_t off;
  position points, units; // columns in code points, in UTF-16 units
};

static const struct position_case position_cases[] = {
    {"the start", STR_INIT("FROM a\n"), 0, {1, 1}, {1, 1}},
    {"within a line", STR_INIT("FROM a\n"), 5, {1, 6}, {1, 6}},
    {"the next line", STR_INIT("a\nbc\n"), 3, {2, 2}, {2, 2}},
    {"the line end belongs to its line", STR_INIT("a\nb\n"), 1, {1, 2}, {1, 2}},
    {"the end of the file", STR_INIT("a\nb"), 3, {2, 2}, {2, 2}},
    {"past the end", STR_INIT("a"), 9, {1, 2}, {1, 2}},
    {"no empty line after the last LF", STR_INIT("a\n"), 2, {1, 3}, {1, 3}},
    {"an empty file has a line", STR_INIT(""), 0, {1, 1}, {1, 1}},
    {"two bytes are one column", STR_INIT("\xC3\xA9x"), 2, {1, 2}, {1, 2}},
    {"four bytes are one column, two units", STR_INIT("\xF0\x9F\x90\xB3x"), 4, {1, 2}, {1, 3}},
    {"each stray byte is a column", STR_INIT("\xFF\xFEx"), 2, {1, 3}, {1, 3}},
    {"a byte order mark has no column",
     STR_INIT("\xEF\xBB\xBF"
              "FROM"),
     3,
     {1, 1},
     {1, 1}},
    {"after a byte order mark",
     STR_INIT("\xEF\xBB\xBF"
              "FROM"),
     5,
     {1, 3},
     {1, 3}},
};

static void test_position(void **state) {
  const struct position_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct source *src = source_new(&a, STR("f"), c->bytes);
  position points = source_position(src, c->off), units = source_position_utf16(src, c->off);
  assert_int_equal(points.line, c->points.line);
  assert_int_equal(points.column, c->points.column);
  assert_int_equal(units.line, c->units.line);
  assert_int_equal(units.column, c->units.column);
  arena_done(&a);
}

// "RUN a \" and "  b" joined: bytes 0-5 and 8-10 of the file; then "\n" as an escape sequence of two bytes at 12.
static const struct piece pieces[] = {{0, 0, 0}, {6, 8, 0}, {9, 12, 2}};
static const struct text joined = {STR_INIT("RUN a   b\n"), pieces, 3};

struct span_case {
  const char *name;
  uint32_t from, to;
  span span;
};

static const struct span_case span_cases[] = {
    {"in one piece", 0, 3, {0, 3}},
    {"up to the border", 4, 6, {4, 2}},
    {"over the border", 4, 9, {4, 7}},
    {"from the border", 6, 9, {8, 3}},
    {"an escape sequence as a whole", 9, 10, {12, 2}},
    {"up to an escape sequence", 8, 10, {10, 4}},
    {"empty", 6, 6, {8, 0}},
    {"empty at the end", 10, 10, {14, 0}},
};

static void test_span(void **state) {
  const struct span_case *c = *state;
  span got = text_span(&joined, c->from, c->to);
  assert_int_equal(got.off, c->span.off);
  assert_int_equal(got.len, c->span.len);
}

// A slice maps to where the whole does.
static void test_slice(void **state) {
  const struct span_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct text part = text_slice(&a, &joined, c->from, c->to);
  span got = text_span(&part, 0, part.bytes.len);
  assert_int_equal(got.off, c->span.off);
  assert_int_equal(got.len, c->span.len);
  arena_done(&a);
}

static const struct small_case {
  const char *name, *path;
  bool read;
  const char *bytes;
  uint32_t told; // of both times
} small_cases[] = {
    {"a file", "file", true, "12345", 0},
    {"an empty one", "empty", true, "", 0},
    {"one of more bytes", "large", false, "", 0},
    {"none", "missing", false, "", 0},
    {"none below a file", "file/missing", false, "", 0},
    {"a folder", ".", false, "", 0},
    {"a pipe that somebody writes to", "pipe", false, "", 0},
    {"a link that leads nowhere", "dangling", false, "", 0},
    {"a link that leads to itself", "loop", false, "", 1},
};

static void write_file(const char *path, const char *bytes) {
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fputs(bytes, f);
  assert_int_equal(fclose(f), 0);
}

static void test_small(void **state) {
  const struct small_case *c = *state;
  char folder[] = "/tmp/dlint-source-XXXXXX";
  const char *made[] = {"file", "empty", "large", "pipe", "dangling", "loop"};
  assert_non_null(mkdtemp(folder));
  assert_int_equal(chdir(folder), 0);
  write_file("file", "12345");
  write_file("empty", "");
  write_file("large", "123456");
  assert_int_equal(mkfifo("pipe", 0600), 0);
  assert_int_equal(symlink("missing", "dangling"), 0);
  assert_int_equal(symlink("loop", "loop"), 0);
  int writer = open("pipe", O_RDWR); // what waits for the end of the pipe waits for ever
  struct arena a;
  str bytes = {0};
  arena_init(&a, NULL, 0);
  struct faults faults = {0};
  struct optional files = {.arena = &a, .faults = &faults};
  assert_int_equal(optional_read(&files, str_of(c->path), 5, &bytes), c->read);
  assert_int_equal(optional_read(&files, str_of(c->path), 5, &bytes), c->read);
  assert_int_equal(faults.len, c->told);
  assert_true(!c->read || str_eq(bytes, str_of(c->bytes)));
  arena_done(&a);
  close(writer);
  for (uint32_t i = 0; i < COUNT_OF(made); i++)
    assert_int_equal(unlink(made[i]), 0);
  assert_int_equal(rmdir(folder), 0);
}

// A long line, where columns are counted from a mark: as counted from its start.
static const struct long_case {
  const char *name, *unit;
} long_cases[] = {
    {"ASCII", "abcdefg"},
    {"two to four bytes", "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
    {"continuation bytes alone", "\x80\x80\x80\x80\x80"},
    {"sequences that are cut", "\xF0\x9F\x98z\xE2\x82"},
};

static void test_long_line(void **state) {
  const struct long_case *c = *state;
  struct arena a;
  struct buf b;
  arena_init(&a, NULL, 0);
  buf_init(&b, &a);
  buf_add(&b, STR("FROM scratch\n"));
  while (b.len < 20000)
    buf_add(&b, str_of(c->unit));
  str bytes = buf_str(&b);
  const struct source *src = source_new(&a, STR("f"), bytes);
  for (uint32_t off = 13; off <= bytes.len; off += off < 13000 ? 97 : 1) {
    str before = str_slice(bytes, 13, off);
    assert_int_equal(source_position(src, off).column, 1 + utf8_count(before));
    assert_int_equal(source_position_utf16(src, off).column, 1 + utf8_count_utf16(before));
  }
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("optional_read", small_cases, test_small) +
         RUN_CASES("source_position", position_cases, test_position) +
         RUN_CASES("source_position, long lines", long_cases, test_long_line) +
         RUN_CASES("text_span", span_cases, test_span) + RUN_CASES("text_slice", span_cases, test_slice);
}
