#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gen/gen.h"

// rulec TABLES.c RULES.c FOLDER FILE.yaml…: compiles the files of the folder rules/. Those below data/ are tables, the
// others rules. Ends with 2 and a line for each fault where one is neither.
// rulec reference: prints the part of docs/rules.md about facts.

struct job {
  struct arena *arena;
  str folder;
  VEC(struct rule_file) files, data;
  struct gen_tables tables;
  struct faults faults;
};

static void print_faults(const struct job *job) {
  for (uint32_t i = 0; i < job->faults.len; i++) {
    const struct fault *f = &job->faults.at[i];
    fprintf(stderr, STR_FMT ":%" PRIu32 ":%" PRIu32 ": error: " STR_FMT "\n", STR_ARG(f->path), f->line, f->column,
            STR_ARG(f->message));
  }
}

// The file as the folder sees it, so that the output does not depend on where that lies.
static str short_path(const struct job *job, str path) {
  if (!str_has_prefix(path, job->folder))
    return path;
  return str_concat(job->arena, STR("rules"), str_skip(path, job->folder.len));
}

static void read_file(struct job *job, str path) {
  struct fault why;
  struct rule_file file = {.path = short_path(job, path)};
  if (!source_read(job->arena, path, &file.bytes, &why))
    VEC_PUSH(job->arena, &job->faults, why);
  else if (str_has_prefix(file.path, STR("rules/data/")))
    VEC_PUSH(job->arena, &job->data, file);
  else
    VEC_PUSH(job->arena, &job->files, file);
}

static int compare_paths(const void *left, const void *right) {
  const struct rule_file *x = left, *y = right;
  return str_compare(x->path, y->path);
}

// The file's name without folder and ending.
static str stem(str path) {
  str rest = path, piece, name = path;
  while (str_next(&rest, '/', &piece))
    name = piece;
  return str_slice(name, 0, str_find_last_char(name, '.'));
}

static void read_table(struct job *job, const struct rule_file *file) {
  struct fault why;
  const struct yaml_node *root;
  const struct know_table *table;
  if (yaml_read(job->arena, file->path, file->bytes, &root, &why) &&
      know_table_read(job->arena, stem(file->path), file->path, root, &table, &why))
    VEC_PUSH(job->arena, &job->tables, table);
  else
    VEC_PUSH(job->arena, &job->faults, why);
}

static int compare_names(const void *left, const void *right) {
  const struct know_table *x = *(const struct know_table *const *)left, *y = *(const struct know_table *const *)right;
  return str_compare(know_table_name(x), know_table_name(y));
}

static void read_tables(struct job *job) {
  for (uint32_t i = 0; i < job->data.len; i++)
    read_table(job, &job->data.at[i]);
  if (job->tables.len)
    qsort(job->tables.at, job->tables.len, sizeof *job->tables.at, compare_names);
}

static const struct rule_image *compile(struct job *job) {
  if (job->files.len)
    qsort(job->files.at, job->files.len, sizeof *job->files.at, compare_paths);
  struct rule_tables tables = {job->tables.at, job->tables.len};
  return rules_compile(job->arena, job->files.at, job->files.len, tables, NULL, &job->faults);
}

static bool open_output(const char *path, struct out *o, int *fd) {
  *fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (*fd < 0)
    perror(path);
  out_init_fd(o, *fd);
  return *fd >= 0;
}

static bool close_output(const char *path, struct out *o, int fd) {
  bool ok = out_flush(o);
  ok = close(fd) == 0 && ok;
  if (!ok)
    fprintf(stderr, "%s: cannot write\n", path);
  return ok;
}

static bool write_all(const struct job *job, const struct rule_image *image, const char *tables, const char *rules) {
  struct out o;
  int fd;
  if (!open_output(tables, &o, &fd))
    return false;
  gen_write_tables(&o, &job->tables);
  if (!close_output(tables, &o, fd) || !open_output(rules, &o, &fd))
    return false;
  gen_write_rules(&o, image);
  return close_output(rules, &o, fd);
}

static int print_reference(void) {
  struct out o;
  out_init_fd(&o, STDOUT_FILENO);
  gen_write_reference(&o);
  return out_flush(&o) ? 0 : 2;
}

static int compile_folder(int argc, char **argv) {
  struct arena a;
  arena_init(&a, NULL, 0);
  struct job job = {.arena = &a, .folder = str_of(argv[3])};
  for (int i = 4; i < argc; i++)
    read_file(&job, str_of(argv[i]));
  read_tables(&job);
  const struct rule_image *image = compile(&job);
  print_faults(&job);
  bool ok = job.faults.len == 0 && write_all(&job, image, argv[1], argv[2]);
  arena_done(&a);
  return ok ? 0 : 2;
}

int main(int argc, char **argv) {
  if (argc == 2 && str_eq(str_of(argv[1]), STR("reference")))
    return print_reference();
  if (argc >= 5)
    return compile_folder(argc, argv);
  fputs("usage: rulec TABLES.c RULES.c FOLDER FILE.yaml…\n       rulec reference\n", stderr);
  return 2;
}
