#include "dockerfile/dockerfile.h"
#include "unit.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

struct ref_case {
  const char *name, *text;
  bool valid;
  const char *registry, *repository, *tag, *digest;
};

static const struct ref_case ref_cases[] = {
    {"an official image", "debian", true, "docker.io", "debian", "", ""},
    {"with its namespace", "library/debian:12", true, "docker.io", "debian", "12", ""},
    {"with its registry", "docker.io/debian", true, "docker.io", "debian", "", ""},
    {"the old name of the registry", "index.docker.io/library/debian", true, "docker.io", "debian", "", ""},
    {"library of another registry", "ghcr.io/library/debian", true, "ghcr.io", "library/debian", "", ""},
    {"deeper than library", "library/a/b", true, "docker.io", "library/a/b", "", ""},
    {"a user's image", "user/tool:v1.2-x", true, "docker.io", "user/tool", "v1.2-x", ""},
    {"a port", "localhost:5000/a/b:c", true, "localhost:5000", "a/b", "c", ""},
    {"localhost", "localhost/a", true, "localhost", "a", "", ""},
    {"an address", "[::1]:5000/a", true, "[::1]:5000", "a", "", ""},
    {"capitals make a registry", "Host/a", true, "Host", "a", "", ""},
    {"what is no host is a path", "a_b.c/d", true, "", "a_b.c/d", "", ""},
    {"tag and digest", "a:b@sha256:" ZEROS, true, "docker.io", "a", "b", "sha256:" ZEROS},
    {"separators in a name", "a__b/c--d.e", true, "docker.io", "a__b/c--d.e", "", ""},
    {"three underscores", "a___b", false, "", "", "", ""},
    {"a capital in the name", "Debian", false, "", "", "", ""},
    {"an empty tag", "debian:", false, "", "", "", ""},
    {"an empty digest", "debian@", false, "", "", "", ""},
    {"an empty component", "a//b", false, "", "", "", ""},
    {"a short digest", "a@sha256:00", false, "", "", "", ""},
    {"an unknown algorithm", "a@md5:" ZEROS, false, "", "", "", ""},
    {"an identifier", ZEROS, false, "", "", "", ""},
    {"a variable", "debian:$TAG", false, "", "", "", ""},
    {"empty", "", false, "", "", "", ""},
};

static void test_ref(void **state) {
  const struct ref_case *c = *state;
  struct image_ref ref = image_ref_parse(str_of(c->text));
  assert_int_equal(ref.valid, c->valid);
  if (!c->valid)
    return;
  assert_str_equal(ref.registry, str_of(c->registry));
  assert_str_equal(ref.repository, str_of(c->repository));
  assert_str_equal(ref.tag, str_of(c->tag));
  assert_str_equal(ref.digest, str_of(c->digest));
}

int main(void) {
  return RUN_CASES("image_ref_parse", ref_cases, test_ref);
}
