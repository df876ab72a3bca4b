#ifndef DLINT_KNOW_PLATFORM_H
#define DLINT_KNOW_PLATFORM_H

#include "base/arena.h"

/// An OCI platform, os/architecture[/variant], normalized as containerd/platforms does: linux/arm64 has no variant,
/// linux/arm has v7 unless another is asked for.
typedef struct platform {
  str os, arch, variant; // variant is empty where there is none
} platform;

/// Sets of wanted platforms, or of scenarios: bit i is the i-th.
typedef uint32_t platforms;
enum { PLATFORMS_MAX = 32 };

/// Reads and normalizes `linux/arm64/v8`, `arm64`, `x86_64`, … as BuildKit reads `--platform` of a build
/// (dockerui/attr.go, parsePlatforms). False where it is none.
bool platform_parse(struct arena *a, str text, platform *out);
/// os/arch[/variant].
str platform_name(struct arena *a, platform p);
bool platform_eq(platform x, platform y);

/// What schemes call an architecture; columns of rules/data/platforms.yaml.
enum arch_scheme {
  ARCH_DOCKER, // TARGETARCH: arm for all of arm
  ARCH_UNAME,
  ARCH_DPKG,
  ARCH_APK,
  ARCH_RPM,
  ARCH_TRIPLET, // Debian's multiarch name: x86_64-linux-gnu
  ARCH_GO,
  ARCH_RUST,
  ARCH_NODE,
  ARCH_RID,
  ARCH_WHEEL,
  ARCH_SCHEME_COUNT
};

/// What a scheme calls the platform; empty where it has no name or the platform is not in the table.
str platform_arch(platform p, enum arch_scheme scheme);

/// A word of a file name, URL, image or package that names an architecture.
struct arch_word {
  uint32_t at, len; // in the text that was searched
  str word;         // as written
  str arch;         // as Docker calls it: amd64, arm64, arm, 386, …
  str variant;      // v6, v7; empty where the word does not say
};

/// The first word of `text`, from byte `from` on, that names an architecture. Knows what is not one: wasm, `x64dbg`,
/// `noarch`, `universal`, `arm-none-eabi`, … False where there is none.
bool arch_word_find(str text, uint32_t from, struct arch_word *out);
/// The whole of `text` names an architecture, in any scheme.
bool arch_word_is(str text, struct arch_word *out);
/// Whether a file for `w` runs on `p` (amd64 does not run on arm64; arm/v6 runs on arm/v7).
bool arch_word_suits(const struct arch_word *w, platform p);

#endif
