#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gen/gen.h"

// rulec OUT.c FILE.yaml…: exit code 2 with a line for each fault where a file is no table.

static void print_fault(const struct fault *f) {
  fprintf(stderr, STR_FMT ":%" PRIu32 ":%" PRIu32 ": error: " STR_FMT "\n", STR_ARG(f->path), f->line, f->column,
          STR_ARG(f->message));
}

// The file's name without folder and ending.
static str stem(str path) {
  str name = str_skip(path, str_find_last_char(path, '/') == path.len ? 0 : str_find_last_char(path, '/') + 1);
  return str_slice(name, 0, str_find_last_char(name, '.'));
}

static bool read_table(struct arena *a, str path, struct gen_tables *tables) {
  struct fault why = {0};
  str bytes;
  const struct yaml_node *root;
  const struct know_table *table;
  if (source_read(a, path, &bytes, &why) && yaml_read(a, path, bytes, &root, &why) &&
      know_table_read(a, stem(path), path, root, &table, &why)) {
    VEC_PUSH(a, tables, table);
    return true;
  }
  print_fault(&why);
  return false;
}

static int compare_names(const void *left, const void *right) {
  const struct know_table *x = *(const struct know_table *const *)left, *y = *(const struct know_table *const *)right;
  return str_compare(know_table_name(x), know_table_name(y));
}

static int write_file(const char *path, const struct gen_tables *tables) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) {
    perror(path);
    return 2;
  }
  struct out o;
  out_init_fd(&o, fd);
  gen_write_tables(&o, tables);
  bool ok = out_flush(&o);
  ok = close(fd) == 0 && ok;
  return ok ? 0 : 2;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fputs("usage: rulec OUT.c FILE.yaml…\n", stderr);
    return 2;
  }
  struct arena a;
  arena_init(&a, NULL, 0);
  struct gen_tables tables = {0};
  bool ok = true;
  for (int i = 2; i < argc; i++)
    ok = read_table(&a, str_of(argv[i]), &tables) && ok;
  qsort(tables.at, tables.len, sizeof *tables.at, compare_names);
  int code = ok ? write_file(argv[1], &tables) : 2;
  arena_done(&a);
  return code;
}
