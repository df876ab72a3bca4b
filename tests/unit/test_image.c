#include "know/base_image.h"
#include "know/image.h"
#include "know/image_table.h"
#include "unit.h"

struct image_case {
  const char *name; // registry repository tag
  enum image_certainty certainty;
  const char *platforms; // NULL: not compared, they change with the table
  const char *has, *lacks;
};

static const struct image_case image_cases[] = {
    {"docker.io debian bookworm", IMAGE_EXACT, NULL, "linux/arm64", "linux/loong64"},
    {"docker.io debian jessie", IMAGE_EXACT, NULL, "linux/amd64", "linux/arm64"},
    {"docker.io ubuntu 12.04", IMAGE_EXACT, "linux/amd64", "linux/amd64", "linux/arm64"},
    {"docker.io mysql 5.7", IMAGE_EXACT, "linux/amd64", "linux/amd64", "linux/arm64"},
    {"docker.io archlinux latest", IMAGE_EXACT, "linux/amd64", "linux/amd64", "linux/arm64"},
    {"docker.io python 3.12-slim", IMAGE_EXACT, NULL, "linux/arm/v7", "linux/loong64"},
    {"docker.io python ", IMAGE_EXACT, NULL, "linux/arm64", NULL}, // latest
    {"docker.io python 3.12.99-slim", IMAGE_PROBABLY, NULL, "linux/arm64", NULL},
    {"docker.io mysql 5.7.99", IMAGE_PROBABLY, "linux/amd64", "linux/amd64", "linux/arm64"},
    {"docker.io php 8.2.99-fpm-alpine3.99", IMAGE_PROBABLY, NULL, "linux/arm64", NULL},
    {"docker.io alpine 3.99", IMAGE_PROBABLY, NULL, "linux/arm64", NULL},
    {"docker.io alpine 1.0", IMAGE_PROBABLY, NULL, "linux/amd64", NULL},
    {"docker.io python no-such-tag", IMAGE_UNKNOWN, "", "linux/s390x", NULL},
    {"docker.io archlinux @", IMAGE_UNKNOWN, "", "linux/s390x", NULL}, // of a digest
    {"mcr.microsoft.com dotnet/sdk @", IMAGE_UNKNOWN, "", "linux/s390x", NULL},
    {"docker.io no-such-image latest", IMAGE_UNKNOWN, "", "linux/s390x", NULL},
    {"docker.io someone/python 3.12", IMAGE_UNKNOWN, "", "linux/s390x", NULL},
    {"example.com python 3.12", IMAGE_UNKNOWN, "", "linux/s390x", NULL},
    {"public.ecr.aws docker/library/mysql 5.7", IMAGE_EXACT, "linux/amd64", "linux/amd64", "linux/arm64"},
    {"mirror.gcr.io library/mysql 5.7", IMAGE_EXACT, "linux/amd64", "linux/amd64", "linux/arm64"},
    {"docker.io amd64/debian 12", IMAGE_EXACT, "linux/amd64", "linux/amd64", "linux/arm64"},
    {"docker.io arm64v8/debian 12", IMAGE_EXACT, "linux/arm64", "linux/arm64", "linux/amd64"},
    {"docker.io arm32v6/alpine 3.19", IMAGE_EXACT, "linux/arm/v6", "linux/arm/v7", "linux/amd64"},
    {"docker.io i386/debian 12", IMAGE_EXACT, "linux/386", "linux/amd64", "linux/arm64"},
    {"docker.io arm32v7/debian 12", IMAGE_EXACT, "linux/arm/v7", NULL, "linux/arm64"},
    {"mcr.microsoft.com windows/nanoserver ltsc2022", IMAGE_EXACT, "windows/amd64", NULL, "linux/amd64"},
    {"mcr.microsoft.com dotnet/sdk 8.0-nanoserver-1809", IMAGE_EXACT, "windows/amd64", NULL, "linux/amd64"},
    {"mcr.microsoft.com dotnet/sdk 8.0-alpine", IMAGE_PROBABLY, NULL, "linux/arm/v7", "linux/s390x"},
    {"mcr.microsoft.com dotnet/sdk 8.0-azurelinux3.0", IMAGE_PROBABLY, NULL, "linux/arm64", "linux/arm/v7"},
    {"mcr.microsoft.com dotnet/sdk latest", IMAGE_UNKNOWN, "", "linux/arm64", NULL},
    {"mcr.microsoft.com mssql/server 2022-latest", IMAGE_PROBABLY, "linux/amd64", "linux/amd64", "linux/arm64"},
    {"gcr.io distroless/static-debian12 ", IMAGE_PROBABLY, NULL, "linux/arm64", "linux/386"},
    {"docker.io nvidia/cuda 10.2-devel-ubuntu18.04", IMAGE_PROBABLY, "linux/amd64", NULL, "linux/arm64"},
    {"docker.io nvidia/cuda 12.4.1-runtime-ubuntu22.04", IMAGE_PROBABLY, NULL, "linux/arm64", "linux/386"},
    {"docker.io nvidia/cuda 12.2.0-base-centos7", IMAGE_PROBABLY, "linux/amd64", NULL, "linux/arm64"},
    {"docker.io nvidia/cuda latest", IMAGE_UNKNOWN, "", "linux/arm64", NULL},
    {"registry.access.redhat.com ubi7/ubi 7.9", IMAGE_PROBABLY, NULL, "linux/s390x", "linux/arm64"},
    {"docker.io redhat/ubi9-minimal latest", IMAGE_PROBABLY, NULL, "linux/arm64", "linux/386"},
};

static void split3(const char *name, str parts[3]) {
  str rest = str_of(name);
  for (uint32_t i = 0; i < 2; i++)
    str_cut(rest, ' ', &parts[i], &rest);
  parts[2] = rest;
}

static bool has(struct arena *a, const struct image_support *s, const char *name) {
  platform p = {0};
  assert_true(platform_parse(a, str_of(name), &p));
  return image_support_has(s, p);
}

static void test_image(void **state) {
  const struct image_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  str parts[3];
  split3(c->name, parts);
  struct image_support s = image_support(parts[0], parts[1], parts[2]);
  assert_int_equal(s.certainty, c->certainty);
  if (c->platforms)
    assert_str_equal(image_support_names(&a, &s), str_of(c->platforms));
  assert_true(!c->has || has(&a, &s, c->has));
  assert_true(!c->lacks || !has(&a, &s, c->lacks));
  assert_int_equal(image_support_is_windows(&s), c->platforms && str_eq(str_of(c->platforms), STR("windows/amd64")));
  arena_done(&a);
}

struct base_case {
  const char *name; // registry repository tag
  const char *distribution, *release, *manager, *shell, *brings, *lacks;
};

static const struct base_case base_cases[] = {
    {"docker.io debian bookworm-slim", "debian", "bookworm", "apt", "dash", NULL, "c"},
    {"docker.io debian 12.5", "debian", "bookworm", "apt", "dash", NULL, "curl"},
    {"docker.io debian ", "debian", "", "apt", "dash", NULL, "c"},
    {"docker.io ubuntu 22.04", "ubuntu", "jammy", "apt", "dash", NULL, "c"},
    {"docker.io alpine 3.19.1", "alpine", "alpine3.19", "apk", "ash", NULL, "c"},
    {"docker.io python 3.12", "debian", "", "apt", "dash", "c", NULL},
    {"docker.io python 3.12", "debian", "", "apt", "dash", "python-headers", "rust"},
    {"docker.io python 3.12-slim-bookworm", "debian", "bookworm", "apt", "dash", "python-headers", "c"},
    {"docker.io python 3.12-alpine3.19", "alpine", "alpine3.19", "apk", "ash", "pip", "c"},
    {"docker.io golang 1.22-alpine", "alpine", "", "apk", "ash", "go", "c"},
    {"docker.io golang 1.22", "debian", "", "apt", "dash", "c", NULL},
    {"docker.io rust 1.80-slim", "debian", "", "apt", "dash", "c", "git"},
    {"docker.io node 20-bookworm-slim", "debian", "bookworm", "apt", "dash", "npm", "c++"},
    {"docker.io eclipse-temurin 17-jdk-jammy", "ubuntu", "jammy", "apt", "dash", "java", "c"},
    {"docker.io maven 3-eclipse-temurin-17-focal", "ubuntu", "focal", "apt", "dash", "java", NULL},
    {"docker.io openjdk 8-jdk-slim-buster", "debian", "buster", "apt", "dash", "java", "c"},
    {"docker.io centos 7", "rhel", "centos7", "dnf", "bash", "curl", "c"},
    {"docker.io redhat/ubi9-minimal ", "rhel", "", "dnf", "bash", NULL, "c"},
    {"docker.io busybox ", "busybox", "", "", "ash", NULL, "c"},
    {"gcr.io distroless/static-debian12 ", "distroless", "", "", "none", NULL, "c"},
    {"gcr.io distroless/static-debian12 debug", "distroless", "", "", "ash", NULL, "c"},
    {"mcr.microsoft.com windows/servercore ltsc2022", "windows", "", "", "", NULL, "c"},
    {"docker.io golang 1.22-windowsservercore", "windows", "", "", "", NULL, "c"},
    {"mcr.microsoft.com dotnet/sdk 8.0-jammy", "ubuntu", "jammy", "apt", "dash", NULL, "c"},
    {"mcr.microsoft.com dotnet/runtime 8.0-jammy-chiseled", "ubuntu", "jammy", "", "none", NULL, "c"},
    {"docker.io nvidia/cuda 12.4.1-devel-ubuntu22.04", "ubuntu", "", "apt", "dash", "nvcc", NULL},
};

static void test_base(void **state) {
  const struct base_case *c = *state;
  str parts[3];
  split3(c->name, parts);
  struct base_image b;
  assert_true(base_image_find(parts[0], parts[1], parts[2], &b));
  assert_str_equal(b.distribution, str_of(c->distribution));
  assert_str_equal(b.release, str_of(c->release));
  assert_str_equal(b.manager, str_of(c->manager));
  assert_str_equal(b.shell, str_of(c->shell));
  assert_true(!c->brings || base_image_brings(&b, str_of(c->brings)));
  assert_true(!c->lacks || !base_image_brings(&b, str_of(c->lacks)));
}

static void test_unknown_base(void **state) {
  (void)state;
  struct base_image b;
  assert_false(base_image_find(STR("docker.io"), STR("someone/app"), STR("1"), &b));
  assert_false(base_image_find(STR("example.com"), STR("debian"), STR("12"), &b));
}

static void test_variables(void **state) {
  (void)state;
  assert_true(base_image_sets(STR("gcr.io"), STR("oss-fuzz-base/base-builder"), STR(""), STR("SRC")));
  assert_true(base_image_sets(STR("docker.io"), STR("maven"), STR("3-jdk-8"), STR("JAVA_HOME")));
  assert_true(base_image_sets(STR("docker.io"), STR("maven"), STR("3-jdk-8"), STR("MAVEN_HOME")));
  assert_true(base_image_sets(STR("docker.io"), STR("nvidia/cuda"), STR("12.4-base"), STR("NV_CUDA_LIB_VERSION")));
  assert_false(base_image_sets(STR("docker.io"), STR("maven"), STR("3-jdk-8"), STR("MAVEN_HOM")));
  assert_false(base_image_sets(STR("docker.io"), STR("debian"), STR("12"), STR("SRC")));
}

// Nothing that a reference may hold leads astray.
static void test_hostile_tags(void **state) {
  (void)state;
  char tag[300];
  for (uint32_t i = 0; i < sizeof tag; i++)
    tag[i] = (char)('0' + i % 2);
  for (uint32_t len = 0; len <= sizeof tag; len++)
    image_support(STR("docker.io"), STR("php"), (str){tag, len});
  image_support(STR("docker.io"), STR("php"), (str){"8\0", 2});
  image_support(STR("docker.io"), STR("php"), STR("8\xff\x80"));
  image_support(STR("docker.io"), STR(""), STR(""));
  assert_true(image_table_day().len == 10);
}

int main(void) {
  const struct CMUnitTest others[] = {cmocka_unit_test(test_unknown_base), cmocka_unit_test(test_variables),
                                      cmocka_unit_test(test_hostile_tags)};
  return RUN_CASES("image_support", image_cases, test_image) | RUN_CASES("base_image", base_cases, test_base) |
         cmocka_run_group_tests(others, NULL, NULL);
}
