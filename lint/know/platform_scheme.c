#include "know/platform.h"

// Columns of rules/data/platforms.yaml.
static const str scheme_columns[ARCH_SCHEME_COUNT] = {
    [ARCH_DOCKER] = STR_INIT("arch"),
    [ARCH_UNAME] = STR_INIT("uname"),
    [ARCH_DPKG] = STR_INIT("dpkg"),
    [ARCH_APK] = STR_INIT("apk"),
    [ARCH_RPM] = STR_INIT("rpm"),
    [ARCH_TRIPLET] = STR_INIT("triplet"),
    [ARCH_GO] = STR_INIT("go"),
    [ARCH_RUST] = STR_INIT("rust"),
    [ARCH_NODE] = STR_INIT("node"),
    [ARCH_RID] = STR_INIT("rid"),
    [ARCH_WHEEL] = STR_INIT("wheel"),
    [ARCH_GORELEASER] = STR_INIT("goreleaser"),
    [ARCH_OSDETECTOR] = STR_INIT("osdetector"),
    [ARCH_JDK] = STR_INIT("jdk"),
    [ARCH_JAVA] = STR_INIT("java"),
    [ARCH_NVIDIA] = STR_INIT("nvidia"),
    [ARCH_GCLOUD] = STR_INIT("gcloud"),
    [ARCH_TARGET] = STR_INIT("target"),
};

bool platform_scheme_named(str name, enum arch_scheme *scheme) {
  for (uint32_t i = 0; i < ARCH_SCHEME_COUNT; i++)
    if (str_eq(scheme_columns[i], name)) {
      *scheme = (enum arch_scheme)i;
      return true;
    }
  return false;
}

str platform_scheme_name(enum arch_scheme scheme) {
  return scheme_columns[scheme];
}
