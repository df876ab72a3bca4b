#include "know/naming.h"
#include "unit.h"

// What the names in a text become for another platform; all texts are made up in the style of real ones.
struct move_case {
  const char *name; // the text
  const char *from;
  platform to;
  const char *moved; // NULL: nobody knows
};

#define ARM64                                                                                                          \
  {                                                                                                                    \
    STR_INIT("linux"), STR_INIT("arm64"), {                                                                            \
      0                                                                                                                \
    }                                                                                                                  \
  }
#define AMD64                                                                                                          \
  {                                                                                                                    \
    STR_INIT("linux"), STR_INIT("amd64"), {                                                                            \
      0                                                                                                                \
    }                                                                                                                  \
  }
#define I386                                                                                                           \
  {                                                                                                                    \
    STR_INIT("linux"), STR_INIT("386"), {                                                                              \
      0                                                                                                                \
    }                                                                                                                  \
  }
#define ARMV7                                                                                                          \
  { STR_INIT("linux"), STR_INIT("arm"), STR_INIT("v7") }
#define ARMV6                                                                                                          \
  { STR_INIT("linux"), STR_INIT("arm"), STR_INIT("v6") }

static const struct move_case move_cases[] = {
    // The naming that the word belongs to
    {"https://example.com/a_linux_amd64.deb", "amd64", ARM64, "https://example.com/a_linux_arm64.deb"},
    {"https://example.com/a-linux-x86_64.tgz", "amd64", ARM64, "https://example.com/a-linux-aarch64.tgz"},
    {"https://example.com/a-linux-aarch64.tgz", "arm64", AMD64, "https://example.com/a-linux-x86_64.tgz"},
    {"https://example.com/a-linux-x64.tgz", "amd64", ARM64, "https://example.com/a-linux-arm64.tgz"},
    {"https://example.com/a-linux-amd64", "amd64", ARMV7, "https://example.com/a-linux-arm"},
    {"https://example.com/a-linux-amd64", "arm64", ARM64, NULL},
    // Who names files otherwise
    {"https://example.com/a_1.0_Linux_x86_64.tgz", "amd64", ARM64, "https://example.com/a_1.0_Linux_arm64.tgz"},
    {"https://github.com/adoptium/temurin9-binaries/a-jdk_x64_linux.tgz", "amd64", ARM64,
     "https://github.com/adoptium/temurin9-binaries/a-jdk_aarch64_linux.tgz"},
    {"https://example.com/protoc-9-linux-x86_64.zip", "amd64", ARM64,
     "https://example.com/protoc-9-linux-aarch_64.zip"},
    {"https://example.com/protoc-gen-a-9-linux-x86_64", "amd64", ARM64,
     "https://example.com/protoc-gen-a-9-linux-aarch64"},
    {"https://developer.download.nvidia.com/compute/a/x86_64/b.pub", "amd64", ARM64,
     "https://developer.download.nvidia.com/compute/a/sbsa/b.pub"},
    {"https://example.com/google-cloud-cli-9-linux-x86_64.tgz", "amd64", ARM64,
     "https://example.com/google-cloud-cli-9-linux-arm.tgz"},
    {"https://example.com/s6-overlay-amd64.tgz", "amd64", ARM64, "https://example.com/s6-overlay-aarch64.tgz"},
    {"https://example.com/phantomjs-9-linux-x86_64.tgz", "amd64", ARM64, NULL},
    // What stands in a branch is named by who asks, what it fetches by who offers it
    {"x86_64) curl -O https://example.com/a_Linux_x86_64.tgz ;;", "amd64", ARM64,
     "aarch64) curl -O https://example.com/a_Linux_arm64.tgz ;;"},
    // Triplets
    {"/usr/lib/x86_64-linux-gnu/a.so", "amd64", ARM64, "/usr/lib/aarch64-linux-gnu/a.so"},
    {"/usr/lib/x86_64-linux-gnu/a.so", "amd64", I386, "/usr/lib/i386-linux-gnu/a.so"},
    {"/usr/lib/x86_64-linux-gnu/a.so", "amd64", ARMV7, "/usr/lib/arm-linux-gnueabihf/a.so"},
    {"/usr/lib/i386-linux-gnu/a.so", "386", AMD64, "/usr/lib/x86_64-linux-gnu/a.so"},
    {"/usr/lib/x86_64-linux-gnux32/a.so", "amd64", ARMV7, NULL},
    {"x86_64-unknown-linux-musl", "amd64", ARM64, "aarch64-unknown-linux-musl"},
    {"x86_64-unknown-linux-musl", "amd64", ARMV7, NULL},
    {"x86_64-unknown-linux-gnu", "amd64", ARMV7, "armv7-unknown-linux-gnueabihf"},
    {"x86_64-unknown-linux-gnu", "amd64", ARMV6, "arm-unknown-linux-gnueabihf"},
};

static void test_move(void **state) {
  const struct move_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  str moved;
  bool known = naming_move(&a, str_of(c->name), str_of(c->from), c->to, &moved);
  assert_int_equal(known, c->moved != NULL);
  if (c->moved)
    assert_str_equal(moved, str_of(c->moved));
  arena_done(&a);
}

// The names in a text as a scheme has them.
struct translate_case {
  const char *name; // the text
  enum arch_scheme scheme;
  const char *translated; // NULL: one has no name there
};

static const struct translate_case translate_cases[] = {
    {"x86_64", ARCH_DOCKER, "amd64"},
    {"'aarch64'", ARCH_DOCKER, "'arm64'"},
    {"aarch64|arm64", ARCH_DOCKER, "arm64"},
    {"x86_64 | aarch64", ARCH_DOCKER, "amd64 | arm64"},
    {"armhf", ARCH_TARGET, "armv7"},
    {"armv6l", ARCH_TARGET, "armv6"},
    {"amd64", ARCH_TARGET, "amd64"},
    {"armel", ARCH_TARGET, NULL},
    {"none", ARCH_DOCKER, NULL},
};

static void test_translate(void **state) {
  const struct translate_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  str translated;
  bool known = naming_translate(&a, str_of(c->name), c->scheme, &translated);
  assert_int_equal(known, c->translated != NULL);
  if (c->translated)
    assert_str_equal(translated, str_of(c->translated));
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("moving", move_cases, test_move) + RUN_CASES("translating", translate_cases, test_translate);
}
