#include "base/buf.h"
#include "know/package.h"
#include "unit.h"

static str joined(struct arena *a, const char *table, know_cell cell) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < cell.len; i++) {
    buf_add(&b, i ? STR(" ") : STR(""));
    buf_add(&b, know_cell_text(know_table_named(str_of(table)), cell, i));
  }
  return buf_str(&b);
}

struct build_case {
  const char *name;
  const char *package; // NULL: nothing is known
  const char *apt, *apk, *compiler;
};

static const struct build_case build_cases[] = {
    {"psycopg2", "psycopg2", "libpq-dev", "libpq-dev", "c"},
    {"Pillow", "pillow", "libjpeg-dev zlib1g-dev", "jpeg-dev zlib-dev", "c"},
    {"cryptography", "cryptography", "libssl-dev libffi-dev pkg-config", "openssl-dev libffi-dev pkgconf", "c rust"},
    {"Python__LDAP[x]", "python-ldap", "libldap2-dev libsasl2-dev", "openldap-dev cyrus-sasl-dev", "c"},
    {"ruamel.yaml.clib", "ruamel-yaml-clib", "", "", "c"},
    {"scipy", "scipy", "libopenblas-dev pkg-config", "openblas-dev pkgconf", "c c++ fortran"},
    {"requests", NULL, NULL, NULL, NULL},
    {":all:", NULL, NULL, NULL, NULL},
    {"", NULL, NULL, NULL, NULL},
};

static void test_build(void **state) {
  const struct build_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct source_build build = {0};
  assert_int_equal(source_build_find(&a, str_of(c->name), &build), c->package != NULL);
  if (c->package) {
    assert_str_equal(build.package, str_of(c->package));
    assert_str_equal(joined(&a, "source-builds", build.apt), str_of(c->apt));
    assert_str_equal(joined(&a, "source-builds", build.apk), str_of(c->apk));
    assert_str_equal(joined(&a, "source-builds", build.compiler), str_of(c->compiler));
    assert_true(build.headers && build.source.len);
  }
  arena_done(&a);
}

struct wheel_case {
  const char *name;
  const char *version, *platform;
  bool missing;
};

static const struct wheel_case wheel_cases[] = {
    {"Pillow", "5.3.0", "linux/arm64", true},  {"pillow", "10.0.0", "linux/arm64", false},
    {"pillow", "5.3.0", "linux/amd64", false}, {"pillow", "5.3.0", "linux/riscv64", false},
    {"pillow", "", "linux/arm64", false},      {"pillow", ">=5", "linux/arm64", false},
    {"psycopg2", "", "linux/amd64", true},     {"psycopg2-binary", "", "linux/amd64", false},
    {"requests", "1.0", "linux/arm64", false}, {"numpy", "1.9", "linux/arm64", true},
};

static void test_wheel(void **state) {
  const struct wheel_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  platform p = {0};
  assert_true(platform_parse(&a, str_of(c->platform), &p));
  assert_int_equal(wheel_is_missing(&a, str_of(c->name), str_of(c->version), p), c->missing);
  arena_done(&a);
}

struct package_case {
  const char *name;
  const char *manager, *platform;
  bool known, suits;
};

static const struct package_case package_cases[] = {
    {"google-chrome-stable", "apt", "linux/arm64", true, false},
    {"google-chrome-stable", "apt", "linux/amd64", true, true},
    {"google-chrome-stable", "apk", "linux/arm64", false, false},
    {"gcc-multilib", "apt", "linux/arm64", true, false},
    {"gcc-12-multilib", "apt", "linux/arm/v7", true, false},
    {"gcc-multilib", "apt", "linux/s390x", true, true},
    {"lib32z1", "apt", "linux/arm64", true, false},
    {"libc6-dev-i386", "apt", "linux/amd64", true, true},
    {"lib32ncurses5-dev", "apt", "linux/arm64", true, false},
    {"intel-oneapi-mkl-devel", "dnf", "linux/arm64", true, false},
    {"mkl", "pip", "linux/arm64", true, false},
    {"mkl", "apt", "linux/arm64", false, false},
    {"syslinux", "apk", "linux/386", true, true},
    {"gcc", "apt", "linux/arm64", false, false},
    {"", "apt", "linux/arm64", false, false},
};

static void test_package(void **state) {
  const struct package_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct arch_package package;
  platform p = {0};
  assert_true(platform_parse(&a, str_of(c->platform), &p));
  assert_int_equal(arch_package_find(str_of(c->manager), str_of(c->name), &package), c->known);
  assert_true(!c->known || arch_package_suits(&package, p) == c->suits);
  arena_done(&a);
}

struct download_case {
  const char *name;
  const char *what; // NULL: nothing is known
};

static const struct download_case download_cases[] = {
    {"https://github.com/krallin/tini/releases/download/v0.19.0/tini", "tini"},
    {"https://github.com/krallin/tini/releases/download/\x01/tini", "tini"},
    {"https://github.com/krallin/tini/releases/download/v0.19.0/tini-arm64", NULL},
    {"https://github.com/krallin/tini/archive/v0.19.0.tar.gz", NULL},
    {"https://steamcdn-a.akamaihd.net/client/installer/steamcmd_linux.tar.gz", "SteamCMD"},
    {"http://media.steampowered.com/client/steamcmd_linux.tar.gz", "SteamCMD"},
    {"http://snapshots.mitmproxy.org/2.0.0/mitmproxy-2.0.0-linux.tar.gz", "mitmproxy"},
    {"https://developer.download.nvidia.com/compute/cuda/11.4.0/local_installers/cuda_11.4.0_470.1_linux.run",
     "The CUDA installer"},
    {"https://developer.download.nvidia.com/compute/cuda/11.4.0/local_installers/cuda_11.4.0_470.1_linux_sbsa.run",
     NULL},
    {"https://dl.google.com/android/repository/commandlinetools-linux-1_latest.zip", NULL},
    {"https://dl.google.com/android/repository/android-ndk-r25c-linux.zip", "Android's native tools"},
    {"https://go.microsoft.com/fwlink/?LinkID=760868", "Visual Studio Code"},
    {"https://user@github.com:443/ethereum/solidity/releases/download/v0.8.0/solc-static-linux", "solc"},
    {"https://example.com/krallin/tini/releases/download/v0.19.0/tini", NULL},
    {"github.com/krallin/tini/releases/download/v0.19.0/tini", NULL},
    {"https://", NULL},
    {"", NULL},
};

static void test_download(void **state) {
  const struct download_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct arch_download download;
  platform p = {0};
  assert_true(platform_parse(&a, STR("arm64"), &p));
  assert_int_equal(arch_download_find(str_of(c->name), &download), c->what != NULL);
  if (c->what) {
    assert_str_equal(download.what, str_of(c->what));
    assert_false(arch_download_suits(&download, p));
  }
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("source_build_find", build_cases, test_build) |
         RUN_CASES("wheel_is_missing", wheel_cases, test_wheel) |
         RUN_CASES("arch_package_find", package_cases, test_package) |
         RUN_CASES("arch_download_find", download_cases, test_download);
}
