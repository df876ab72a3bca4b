#include "know/platform.h"
#include "unit.h"

// Asked for by --platform of a build, as moby/buildkit v0.34.2 reads it.
struct parse_case {
  const char *name;   // the text
  const char *parsed; // NULL: it is refused
  const char *read;   // what FROM makes of it
};

static const struct parse_case parse_cases[] = {
    {"linux/amd64", "linux/amd64", "linux/amd64"},
    {"linux/arm", "linux/arm/v7", "linux/arm"},
    {"linux/arm/v7", "linux/arm/v7", "linux/arm/v7"},
    {"linux/arm/7", "linux/arm/v7", "linux/arm/v7"},
    {"linux/armhf", "linux/arm/v7", "linux/arm"},
    {"linux/armel", "linux/arm/v6", "linux/arm/v6"},
    {"linux/arm/v6", "linux/arm/v6", "linux/arm/v6"},
    {"linux/arm/v8", "linux/arm/v8", "linux/arm/v8"},
    {"linux/arm/5", "linux/arm/v5", "linux/arm/v5"},
    {"linux/armv7", "linux/armv7", "linux/armv7"},
    {"linux/arm64", "linux/arm64", "linux/arm64"},
    {"linux/arm64/v8", "linux/arm64", "linux/arm64/v8"},
    {"linux/arm64/9", "linux/arm64/v9", "linux/arm64/v9"},
    {"linux/arm64/v9.0", "linux/arm64/v9", "linux/arm64/v9"},
    {"linux/aarch64", "linux/arm64", "linux/arm64"},
    {"aarch64", "linux/arm64", "linux/arm64"},
    {"arm", "linux/arm/v7", "linux/arm"},
    {"amd64", "linux/amd64", "linux/amd64"},
    {"linux/x86_64", "linux/amd64", "linux/amd64"},
    {"linux/x86-64", "linux/amd64", "linux/amd64"},
    {"linux/amd64/v1", "linux/amd64", "linux/amd64"},
    {"linux/amd64/v3", "linux/amd64/v3", "linux/amd64/v3"},
    {"linux/i386", "linux/386", "linux/386"},
    {"linux/i386/x", "linux/386", "linux/386"},
    {"linux/mips64le", "linux/mips64le", "linux/mips64le"},
    {"LINUX/AMD64", "linux/amd64", "linux/amd64"},
    {"arm64/v8", "arm64/v8", "arm64/v8"},
    {"macos/arm64", "darwin/arm64", "darwin/arm64"},
    {"linux", "linux/amd64", "linux/amd64"},
    {"windows(10.0.17763)/amd64", "windows/amd64", "windows/amd64"},
    {"windows(10.0.17763+win32k)/amd64", "windows/amd64", "windows/amd64"},
    {"windows(+a+b)", "windows/amd64", "windows/amd64"},
    {"windows(1%2e)/amd64", "windows/amd64", "windows/amd64"},
    {"windows(1%2)/amd64", NULL, NULL},
    {"windows(1+)/amd64", NULL, NULL},
    {"windows(1+a+)/amd64", NULL, NULL},
    {"windows(++a)/amd64", NULL, NULL},
    {"windows(1/amd64", NULL, NULL},
    {"armv7", NULL, NULL},
    {"toaster", NULL, NULL},
    {"linux/*", NULL, NULL},
    {"linux/", NULL, NULL},
    {"/amd64", NULL, NULL},
    {"", NULL, NULL},
    {"linux/arm/v7/x", NULL, NULL},
    {"linux/am d64", NULL, NULL},
    {"li.nux/amd64", NULL, NULL},
};

static void test_parse(void **state) {
  const struct parse_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  platform p = {0};
  assert_int_equal(platform_parse(&a, str_of(c->name), &p), c->parsed != NULL);
  if (c->parsed)
    assert_str_equal(platform_name(&a, p), str_of(c->parsed));
  assert_int_equal(platform_read(&a, str_of(c->name), &p), c->read != NULL);
  if (c->read)
    assert_str_equal(platform_name(&a, p), str_of(c->read));
  arena_done(&a);
}

struct arch_case {
  const char *name; // of the platform
  enum arch_scheme scheme;
  const char *arch;
};

static const struct arch_case arch_cases[] = {
    {"linux/amd64", ARCH_UNAME, "x86_64"},
    {"linux/amd64", ARCH_DPKG, "amd64"},
    {"linux/amd64", ARCH_NODE, "x64"},
    {"linux/amd64", ARCH_TRIPLET, "x86_64-linux-gnu"},
    {"linux/arm64", ARCH_UNAME, "aarch64"},
    {"linux/arm64", ARCH_DOCKER, "arm64"},
    {"linux/arm64/v8", ARCH_APK, "aarch64"},
    {"linux/arm64", ARCH_RUST, "aarch64-unknown-linux-gnu"},
    {"linux/arm", ARCH_DPKG, "armhf"},
    {"linux/arm/v7", ARCH_APK, "armv7"},
    {"linux/arm/v7", ARCH_UNAME, "armv7l"},
    {"linux/arm/v7", ARCH_RPM, "armv7hl"},
    {"linux/arm/v7", ARCH_DOCKER, "arm"},
    {"linux/arm/v7", ARCH_TRIPLET, "arm-linux-gnueabihf"},
    {"linux/arm/v6", ARCH_APK, "armhf"},
    {"linux/arm/v6", ARCH_DPKG, "armel"},
    {"linux/386", ARCH_APK, "x86"},
    {"linux/386", ARCH_WHEEL, "i686"},
    {"linux/ppc64le", ARCH_DPKG, "ppc64el"},
    {"linux/ppc64le", ARCH_RID, "ppc64le"},
    {"linux/s390x", ARCH_GO, "s390x"},
    {"linux/riscv64", ARCH_RUST, "riscv64gc-unknown-linux-gnu"},
    {"linux/mips64le", ARCH_DPKG, "mips64el"},
    {"linux/loong64", ARCH_UNAME, "loongarch64"},
    {"windows/amd64", ARCH_UNAME, ""},
    {"linux/sparc64", ARCH_DPKG, ""},
};

static void test_arch(void **state) {
  const struct arch_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  platform p = {0};
  assert_true(platform_parse(&a, str_of(c->name), &p));
  assert_str_equal(platform_arch(p, c->scheme), str_of(c->arch));
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("platform_parse", parse_cases, test_parse) | RUN_CASES("platform_arch", arch_cases, test_arch);
}
