#ifndef DLINT_KNOW_PLATFORM_H
#define DLINT_KNOW_PLATFORM_H

#include "base/arena.h"

/// An OCI platform, os/architecture[/variant].
typedef struct platform {
  str os, arch, variant; // variant is empty where there is none
} platform;

/// Sets of wanted platforms, or of scenarios: bit i is the i-th.
typedef uint32_t platforms;
enum { PLATFORMS_MAX = 32 };

/// Reads and normalizes `linux/arm64/v8`, `arm64`, `x86_64`, … as BuildKit reads `--platform` of a build
/// (dockerui/attr.go, parsePlatforms): linux/arm64 has no variant, linux/arm has v7 unless another is asked for. False
/// where it is none. What stands in parentheses behind the system, its version and features, is checked and left out.
/// The half that `arm64` or `linux` leaves open is linux or amd64; containerd takes that of the machine it runs on.
bool platform_parse(struct arena *a, str text, platform *out);
/// Only reads, as FROM does with its `--platform` (containerd/platforms, Parse): linux/arm has no variant then, and
/// linux/arm64/v8 keeps its own.
bool platform_read(struct arena *a, str text, platform *out);
/// What platform_parse() makes of one that was read. BuildKit normalizes the platform on which a RUN is executed.
platform platform_normalize(struct arena *a, platform p);
/// os/arch[/variant].
str platform_name(struct arena *a, platform p);
/// The same in the caller's storage, to be looked up; empty where it is longer than any that a table has.
enum { PLATFORM_KEY_MAX = 64 };
str platform_key(platform p, char key[PLATFORM_KEY_MAX]);
bool platform_eq(platform x, platform y);

/// What schemes call an architecture; columns of rules/data/platforms.yaml.
enum arch_scheme {
  ARCH_DOCKER,     // TARGETARCH: arm for all of arm
  ARCH_UNAME,      // `uname -m`, with a kernel of that architecture
  ARCH_DPKG,       // `dpkg --print-architecture`
  ARCH_APK,        // `apk --print-arch`
  ARCH_RPM,        // `rpm --eval '%{_arch}'` and the names of packages
  ARCH_TRIPLET,    // Debian's multiarch name: x86_64-linux-gnu
  ARCH_GO,         // GOARCH; `arm,7` with GOARM behind a comma
  ARCH_RUST,       // the target triple
  ARCH_NODE,       // process.arch
  ARCH_RID,        // .NET's, without its system
  ARCH_WHEEL,      // ending of the platform tag of Python wheels
  ARCH_GORELEASER, // archives of GoReleaser with a titled system
  ARCH_OSDETECTOR, // os-maven-plugin's, in protoc's archives
  ARCH_JDK,        // archives of OpenJDK, and others that follow them
  ARCH_JAVA,       // os.arch
  ARCH_NVIDIA,     // NVIDIA's repositories
  ARCH_GCLOUD,     // archives of the Google Cloud CLI
  ARCH_TARGET,     // TARGETARCH and TARGETVARIANT, one behind the other
  ARCH_SCHEME_COUNT
};

/// The scheme of a column of rules/data/platforms.yaml; false where there is none.
bool platform_scheme_named(str name, enum arch_scheme *scheme);
/// The column of a scheme.
str platform_scheme_name(enum arch_scheme scheme);

/// What a scheme calls the platform (normalized); empty where it has no name or the platform is not in the table.
str platform_arch(platform p, enum arch_scheme scheme);

#endif
