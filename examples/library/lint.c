// A program that lints with libdlint: cc lint.c $(pkg-config --cflags --libs dlint)
#include <dlint.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  static const char text[] = "FROM debian:12\nRUNN true\n";
  struct dlint *d = dlint_new();
  if (!d || !dlint_set(d, "platform", "linux/arm64")) {
    fprintf(stderr, "%s\n", d ? dlint_problem(d) : "no memory");
    return 2;
  }
  struct dlint_result *r = dlint_check(d, "Dockerfile", text, strlen(text));
  if (!r)
    return 2;
  for (size_t i = 0; i < dlint_count(r); i++) {
    const struct dlint_finding *f = dlint_finding(r, i);
    printf("Dockerfile:%u:%u: %s [%s]\n", f->range.line, f->range.column, f->message, f->rule);
  }
  dlint_result_free(r);
  dlint_free(d);
  return 0;
}
