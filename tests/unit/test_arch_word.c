#include "know/arch_word.h"
#include "know/table.h"
#include "unit.h"

// The first word of a text that names an architecture; all texts are made up in the style of real ones.
struct find_case {
  const char *name; // the text
  const char *word; // NULL: there is none
  const char *arch, *variant;
};

static const struct find_case find_cases[] = {
    // Downloads
    {"https://example.com/tool-x86_64.tar.gz", "x86_64", "amd64", ""},
    {"https://example.com/tool-x86-64.tar.gz", "x86-64", "amd64", ""},
    {"https://example.com/v1.2/tool_1.2_linux_amd64.zip", "amd64", "amd64", ""},
    {"https://example.com/v1.2/tool-linux-arm64", "arm64", "arm64", ""},
    {"https://example.com/v1.2/tool-linux-aarch64.tar.xz", "aarch64", "arm64", ""},
    {"https://example.com/tool_Linux_x86_64.tar.gz", "x86_64", "amd64", ""},
    {"https://example.com/Tool-3.1-Linux-X86_64.sh", "X86_64", "amd64", ""},
    {"https://example.com/release/v1/bin/linux/amd64/tool", "amd64", "amd64", ""},
    {"https://example.com/release/v1/bin/linux/arm/tool", "arm", "arm", ""},
    {"https://example.com/release/v1/bin/linux/386/tool", "386", "386", ""},
    {"https://example.com/go1.2.linux-amd64.tar.gz", "amd64", "amd64", ""},
    {"https://example.com/node-v1-linux-x64.tar.xz", "x64", "amd64", ""},
    {"https://example.com/jdk-9_linux-x64_bin.tar.gz", "x64", "amd64", ""},
    {"https://example.com/Runtime-jdk_x64_linux_vm_1.tar.gz", "x64", "amd64", ""},
    {"https://example.com/Runtime-jdk_x64_alpine-linux_vm_1.tar.gz", "x64", "amd64", ""},
    {"https://example.com/client-basic-linux.x64-1.2.zip", "x64", "amd64", ""},
    {"https://example.com/Shell.Linux.arm32.1.0.nupkg", "arm32", "arm", ""},
    {"https://example.com/Shell.Linux.x64.1.0.nupkg", "x64", "amd64", ""},
    {"https://example.com/runtime-1-linux-musl-x64.tar.gz", "x64", "amd64", ""},
    {"https://example.com/runtime-1-linux-musl-arm.tar.gz", "arm", "arm", ""},
    {"https://example.com/driver_linux64.zip", "linux64", "amd64", ""},
    {"https://example.com/driver-v1-linux32.tar.gz", "linux32", "386", ""},
    {"https://example.com/driver-v1-linuxarm64.tar.gz", "arm64", "arm64", ""},
    {"https://example.com/driver-v1-linuxx64.tgz", "x64", "amd64", ""},
    {"https://example.com/driver-linuxx86_64.tgz", "x86_64", "amd64", ""},
    {"https://example.com/loaders_lin_x86-64.tar.gz", "x86-64", "amd64", ""},
    {"https://example.com/Runtime_R2019b_glnxa64.zip", "glnxa64", "amd64", ""},
    {"https://example.com/loaders_lin64.tar.gz", "lin64", "amd64", ""},
    {"https://example.com/site_0.80_Linux-64bit.tar.gz", "Linux-64bit", "amd64", ""},
    {"https://example.com/site_0.80_linux_x86_64bit.tar.gz", "x86_64", "amd64", ""},
    {"https://example.com/editor-64bit.deb", "64bit", "amd64", ""},
    {"https://example.com/editor-32-bit.rpm", "32-bit", "386", ""},
    {"https://example.com/channel/linux-64/pack-1.0-py37_0.tar.bz2", "linux-64", "amd64", ""},
    {"https://example.com/protobuf-1-linux-aarch_64.zip", "aarch_64", "arm64", ""},
    {"https://example.com/protobuf-1-linux-x86_32.zip", "x86_32", "386", ""},
    {"https://example.com/protobuf-1-linux-ppcle_64.zip", "ppcle_64", "ppc64le", ""},
    {"https://example.com/protobuf-1-linux-s390_64.zip", "s390_64", "s390x", ""},
    {"https://example.com/tool-linux-ppc64le", "ppc64le", "ppc64le", ""},
    {"https://example.com/tool_1.0_ppc64el.deb", "ppc64el", "ppc64le", ""},
    {"https://example.com/tool-linux-s390x", "s390x", "s390x", ""},
    {"https://example.com/tool-linux-riscv64.tar.gz", "riscv64", "riscv64", ""},
    {"https://example.com/tool-linux-loong64", "loong64", "loong64", ""},
    {"https://example.com/tool-linux-mips64le", "mips64le", "mips64le", ""},
    {"https://example.com/tool-i386", "i386", "386", ""},
    {"https://example.com/tool-1.0.i686.rpm", "i686", "386", ""},
    {"https://example.com/tool-linux-386.tar.gz", "386", "386", ""},
    {"https://example.com/tool-linux-ia32.zip", "ia32", "386", ""},
    {"https://example.com/tool-linux-x86.zip", "x86", "386", ""},
    {"https://example.com/alpine/v3/main/x86/APKINDEX.tar.gz", "x86", "386", ""},
    {"https://example.com/tool-armhf", "armhf", "arm", ""},
    {"https://example.com/tool-armel.tar.gz", "armel", "arm", ""},
    {"https://example.com/tool-linux-armv7.tar.gz", "armv7", "arm", "v7"},
    {"https://example.com/tool-linux-armv7l", "armv7l", "arm", "v7"},
    {"https://example.com/tool-armv6hf.tgz", "armv6hf", "arm", "v6"},
    {"https://example.com/tool-linux-armv5", "armv5", "arm", "v5"},
    {"https://example.com/tool-linux-armv8.tar.gz", "armv8", "arm64", ""},
    {"https://example.com/tool-1.0-linux-arm-7", "arm-7", "arm", "v7"},
    {"https://example.com/tool-1.0-linux-arm-v6.tgz", "arm-v6", "arm", "v6"},
    {"https://example.com/tool-1.0-linux-arm7.tgz", "arm7", "arm", "v7"},
    {"https://example.com/tool_linux_arm.tar.gz", "arm", "arm", ""},
    {"https://example.com/tool-arm", "arm", "arm", ""},
    {"https://example.com/get?os=linux&arch=x64&package=jdk", "x64", "amd64", ""},
    {"https://example.com/get?platform=linux-x64", "x64", "amd64", ""},
    {"https://example.com/cuda/repos/ubuntu2204/x86_64/keyring_1.1_all.deb", "x86_64", "amd64", ""},
    {"https://example.com/pool/main/t/tool/tool_1.0-2ubuntu3_amd64.deb", "amd64", "amd64", ""},
    {"https://example.com/el/7/x86_64/tool-1.0.x86_64.rpm", "x86_64", "amd64", ""},
    {"https://example.com/LibreThing_1_Linux_x86-64_deb.tar.gz", "x86-64", "amd64", ""},
    {"https://example.com/db-linux-x86_64-ubuntu2204-6.tgz", "x86_64", "amd64", ""},
    {"https://example.com/tor-bundle-linux64-12_en-US.tar.xz.asc", "linux64", "amd64", ""},
    {"https://example.com/w-1-cp38-cp38-manylinux2014_x86_64.whl", "x86_64", "amd64", ""},
    {"https://example.com/w-1-cp38-cp38-manylinux_2_17_aarch64.whl", "aarch64", "arm64", ""},
    {"https://example.com/w-1-cp38-cp38-linux_armv7l.whl", "armv7l", "arm", "v7"},
    {"https://example.com/w-1-cp311-musllinux_1_1_i686.whl", "i686", "386", ""},
    {"https://example.com/tool_linux_amd64_v1/tool", "amd64", "amd64", ""},
    {"https://example.com/tool_linux_amd64v3.tgz", "amd64v3", "amd64", ""},
    {"https://example.com/tool-x86_64_v3-unknown-linux-gnu.tgz", "x86_64", "amd64", ""},
    {"https://example.com/tool-0.1-x86_64-unknown-linux-musl.tar.gz", "x86_64", "amd64", ""},
    {"https://example.com/dist/aarch64-unknown-linux-gnu/setup-init", "aarch64", "arm64", ""},
    {"https://example.com/tool-arm-unknown-linux-gnueabihf.tar.gz", "arm", "arm", ""},
    {"https://example.com/clang+llvm-10.0.0-x86_64-linux-gnu-ubuntu-18.04.tar.xz", "x86_64", "amd64", ""},
    {"https://example.com/ghc-8.10-x86_64-deb9-linux.tar.xz", "x86_64", "amd64", ""},
    {"https://example.com/gcc-7.3.0-x86_64-linux.tar.gz", "x86_64", "amd64", ""},
    {"https://example.com/wasm-tools-1.0-x86_64-linux.tar.gz", "x86_64", "amd64", ""},
    {"https://example.com/universal/linux-amd64/tool", "amd64", "amd64", ""},
    {"https://example.com/win64-to-linux/tool-linux64.zip", "linux64", "amd64", ""},
    {"https://github.com/someone/windows-tools/releases/download/v1/x-linux-amd64", "amd64", "amd64", ""},
    {"git+https://example.com/tool-linux-amd64", "amd64", "amd64", ""},
    {"https://example.com/a https://example.com/b-arm64", "arm64", "arm64", ""},
    {"download.example.com/linux/client-linux.x64-1.zip", "x64", "amd64", ""},
    // Images
    {"amd64/debian:12", "amd64", "amd64", ""},
    {"arm64v8/alpine:3.19", "arm64v8", "arm64", ""},
    {"arm32v7/debian", "arm32v7", "arm", "v7"},
    {"arm32v6/alpine", "arm32v6", "arm", "v6"},
    {"i386/ubuntu", "i386", "386", ""},
    {"someone/app:1.2-amd64", "amd64", "amd64", ""},
    {"someone/app-arm64:1.2", "arm64", "arm64", ""},
    {"someone/app:latest-arm", "arm", "arm", ""},
    {"someone/app:arm", "arm", "arm", ""},
    {"ghcr.io/someone/app:x86_64", "x86_64", "amd64", ""},
    {"someone/app:linux-arm-v7", "arm-v7", "arm", "v7"},
    {"registry.example.com/app:1.0-8.2-alpine3.19-arm32v7", "arm32v7", "arm", "v7"},
    // Packages, paths, options, values
    {"libc6:i386", "i386", "386", ""},
    {"libssl-dev:arm64", "arm64", "arm64", ""},
    {"glibc.i686", "i686", "386", ""},
    {"tool-1.2-3.x86_64", "x86_64", "amd64", ""},
    {"/usr/lib/x86_64-linux-gnu/libz.so", "x86_64", "amd64", ""},
    {"/usr/lib/arm-linux-gnueabihf/libz.so", "arm", "arm", ""},
    {"/usr/lib/jvm/java-17-openjdk-amd64", "amd64", "amd64", ""},
    {"/lib64/ld-linux-x86-64.so.2", "x86-64", "amd64", ""},
    {"/opt/sdk/lib/linux-x64", "x64", "amd64", ""},
    {"nightly-x86_64-unknown-linux-gnu", "x86_64", "amd64", ""},
    {"linux/arm/v7", "arm/v7", "arm", "v7"},
    {"linux/arm/v6", "arm/v6", "arm", "v6"},
    {"linux/arm64/v8", "arm64", "arm64", ""},
    {"ARCH=x86_64", "x86_64", "amd64", ""},
    {"[arch=amd64,arm64]", "amd64", "amd64", ""},
    {"@scope/native-linux-x64", "x64", "amd64", ""},
    {"builder-linux-64", "linux-64", "amd64", ""},
    {"linux-image-amd64", "amd64", "amd64", ""},
    {"bin/app-linux-amd64", "amd64", "amd64", ""},
    {"exit-386", "386", "386", ""},
    // Cross compilers: what they run on counts, what they make code for does not
    {"https://example.com/gcc-arm-none-eabi-10.3-2021.10-x86_64-linux.tar.bz2", "x86_64", "amd64", ""},
    {"https://example.com/gcc-arm-none-eabi-10.3-2021.10-aarch64-linux.tar.bz2", "aarch64", "arm64", ""},
    {"https://example.com/gcc-arm-9.2-x86_64-aarch64-none-linux-gnu.tar.xz", "x86_64", "amd64", ""},
    {"https://example.com/gcc-x-7.5-2019.12-x86_64_arm-linux-gnueabihf.tar.xz", "x86_64", "amd64", ""},
    {"https://example.com/riscv64-unknown-elf-gcc-8.3.0-x86_64-linux-ubuntu14.tar.gz", "x86_64", "amd64", ""},
    {"https://example.com/xtensa-elf-linux64-1.22.0.tar.gz", "linux64", "amd64", ""},
    {"https://example.com/aarch64-linux-musl-native.tgz", "aarch64", "arm64", ""},
    {"https://example.com/x86_64_qemu-aarch64-static.tar.gz", "x86_64", "amd64", ""},
    {"gcc-arm-none-eabi", NULL, NULL, NULL},
    {"arm-none-eabi-gcc", NULL, NULL, NULL},
    {"binutils-arm-none-eabi", NULL, NULL, NULL},
    {"gcc-aarch64-linux-gnu", NULL, NULL, NULL},
    {"gcc-10-arm-linux-gnueabihf", NULL, NULL, NULL},
    {"g++-x86-64-linux-gnu", NULL, NULL, NULL},
    {"binutils-riscv64-linux-gnu", NULL, NULL, NULL},
    {"crossbuild-essential-arm64", NULL, NULL, NULL},
    {"libc6-dev-armhf-cross", NULL, NULL, NULL},
    {"x86_64-elf-gcc", NULL, NULL, NULL},
    {"https://example.com/x86_64-elf-gcc-10.tar.gz", NULL, NULL, NULL},
    {"https://example.com/aarch64-linux-musl-cross.tgz", NULL, NULL, NULL},
    {"https://example.com/rust-std-1.40.0-x86_64-unknown-linux-musl.tar.gz", NULL, NULL, NULL},
    {"https://example.com/rust-std-nightly-aarch64-unknown-linux-gnu.tar.gz", NULL, NULL, NULL},
    {"aarch64-linux-gnu-strip", NULL, NULL, NULL},
    {"aarch64-unknown-none", NULL, NULL, NULL},
    {"x86_64-unknown-uefi", NULL, NULL, NULL},
    {"qemu-aarch64-static", NULL, NULL, NULL},
    {"qemu-system-arm", NULL, NULL, NULL},
    {"qemu-system-x86_64", NULL, NULL, NULL},
    {"qemu-user-x86_64", NULL, NULL, NULL},
    {"--target-list=arm-softmmu", NULL, NULL, NULL},
    {"aarch64-linux-user", NULL, NULL, NULL},
    // Other systems
    {"https://example.com/tool-win64.zip", NULL, NULL, NULL},
    {"https://example.com/tool-win-x64.zip", NULL, NULL, NULL},
    {"https://example.com/tool_darwin_amd64.tar.gz", NULL, NULL, NULL},
    {"https://example.com/tool-macos-arm64", NULL, NULL, NULL},
    {"https://example.com/tool-osx-x64", NULL, NULL, NULL},
    {"https://example.com/w-1-cp38-cp38-macosx_10_9_x86_64.whl", NULL, NULL, NULL},
    {"https://example.com/w-1-cp38-cp38-win_amd64.whl", NULL, NULL, NULL},
    {"https://example.com/tool-x86_64-apple-darwin.tar.gz", NULL, NULL, NULL},
    {"https://example.com/tool-x86_64-pc-windows-msvc.zip", NULL, NULL, NULL},
    {"https://example.com/python-3.9-amd64.exe", NULL, NULL, NULL},
    {"https://example.com/tool-x64.msi", NULL, NULL, NULL},
    {"https://example.com/windows/amd64/tool.zip", NULL, NULL, NULL},
    {"https://example.com/tool.windows-amd64.zip", NULL, NULL, NULL},
    {"https://example.com/tool-freebsd12-amd64.txz", NULL, NULL, NULL},
    {"https://github.com/git-for-windows/git/releases/download/v1/MinGit-1-64-bit.zip", NULL, NULL, NULL},
    {"mcr.microsoft.com/windows/servercore:ltsc2022-amd64", NULL, NULL, NULL},
    {"example.com/app:1809-windowsservercore-amd64", NULL, NULL, NULL},
    {"x86_64-w64-mingw32-gcc", NULL, NULL, NULL},
    {"gcc-mingw-w64-x86-64", NULL, NULL, NULL},
    {"conda/osx-64", NULL, NULL, NULL},
    // What only looks so
    {"https://example.com/tool.wasm", NULL, NULL, NULL},
    {"https://example.com/tool-wasm32.tar.gz", NULL, NULL, NULL},
    {"https://example.com/tool-amd64.wasm", NULL, NULL, NULL},
    {"https://example.com/x64dbg.zip", NULL, NULL, NULL},
    {"https://example.com/tool-1.0-1.noarch.rpm", NULL, NULL, NULL},
    {"https://example.com/el/7/x86_64/release-el7-1.noarch.rpm", NULL, NULL, NULL},
    {"https://example.com/x86_64/tool-1.0-1.src.rpm", NULL, NULL, NULL},
    {"https://example.com/tool_1.0_all.deb", NULL, NULL, NULL},
    {"https://example.com/w-1-py3-none-any.whl", NULL, NULL, NULL},
    {"https://example.com/tool-universal.tar.gz", NULL, NULL, NULL},
    {"https://example.com/tool-multiarch", NULL, NULL, NULL},
    {"https://example.com/armor-1.0.tar.gz", NULL, NULL, NULL},
    {"https://example.com/charm.tgz", NULL, NULL, NULL},
    {"https://example.com/alarm.tgz", NULL, NULL, NULL},
    {"https://example.com/swarm-linux.tgz", NULL, NULL, NULL},
    {"https://example.com/armadillo-9.tar.xz", NULL, NULL, NULL},
    {"https://arm64.example.com/tool.tgz", NULL, NULL, NULL},
    {"https://developer.arm.com/tools/tool.tgz", NULL, NULL, NULL},
    {"https://github.com/ARM/some-tool", NULL, NULL, NULL},
    {"https://github.com/someone/x86_64-tutorial.git", NULL, NULL, NULL},
    {"https://github.com/riscv64/amd64-and-so-on/archive/v1.tar.gz", NULL, NULL, NULL},
    {"https://raw.githubusercontent.com/arm64/amd64/main/get.sh", NULL, NULL, NULL},
    {"https://example.com/v64/tool.tar.gz", NULL, NULL, NULL},
    {"https://example.com/build-386/tool.tar.gz", NULL, NULL, NULL},
    {"https://example.com/tool-1.386.0.tar.gz", NULL, NULL, NULL},
    {"https://example.com/0a386f64b1e8.tar.gz", NULL, NULL, NULL},
    {"https://example.com/e1x64c2/tool.tar.gz", NULL, NULL, NULL},
    {"sha256:1f0amd64b386x86a64bitc0ffee", NULL, NULL, NULL},
    {"https://example.com/base64-1.0.tar.gz", NULL, NULL, NULL},
    {"https://example.com/int64.h", NULL, NULL, NULL},
    {"https://example.com/tool-64bit.tar.gz", NULL, NULL, NULL},
    {"https://example.com/linux-6.4.tar.xz", NULL, NULL, NULL},
    {"https://example.com/linux-6432.tar.xz", NULL, NULL, NULL},
    {"https://example.com/x264-x265.tar.gz", NULL, NULL, NULL},
    {"--armor", NULL, NULL, NULL},
    {"gpg --dearmor", NULL, NULL, NULL},
    {"apparmor", NULL, NULL, NULL},
    {"GOARM", NULL, NULL, NULL},
    {"KubeArmor", NULL, NULL, NULL},
    {"libx86emu-dev", NULL, NULL, NULL},
    {"memtest86", NULL, NULL, NULL},
    {"arm template", NULL, NULL, NULL},
    {"unknown-linux-gnu", NULL, NULL, NULL},
    {"", NULL, NULL, NULL},
};

static void test_find(void **state) {
  const struct find_case *c = *state;
  struct arch_word w = {0};
  bool found = arch_word_find(str_of(c->name), 0, &w);
  if (!c->word) {
    if (found)
      fail_msg("found <" STR_FMT ">", STR_ARG(w.word));
    return;
  }
  assert_true(found);
  assert_str_equal(w.word, str_of(c->word));
  assert_str_equal(str_slice(str_of(c->name), w.at, w.at + w.len), str_of(c->word));
  assert_str_equal(w.arch, str_of(c->arch));
  assert_str_equal(w.variant, str_of(c->variant));
}

// All words of a text, one after the other.
struct all_case {
  const char *name;
  const char *words;
};

static const struct all_case all_cases[] = {
    {"amd64,arm64", "amd64 arm64 "},
    {"https://example.com/linux/amd64/tool-x86_64.tgz", "amd64 x86_64 "},
    {"https://example.com/x86_64_arm-linux-gnueabihf.tar.xz", "x86_64 "},
    {"https://example.com/tool-win64-linux64.zip", "linux64 "},
    {"linux/amd64 windows/amd64", "amd64 "},
    {"x64", "x64 "},
};

static void test_all(void **state) {
  const struct all_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  str words = {0};
  struct arch_word w = {0};
  for (uint32_t from = 0; arch_word_find(str_of(c->name), from, &w); from = w.at + w.len)
    words = str_concat(&a, words, str_concat(&a, w.word, STR(" ")));
  assert_str_equal(words, str_of(c->words));
  arena_done(&a);
}

// What a whole text names.
static const struct find_case is_cases[] = {
    {"amd64", "amd64", "amd64", ""},
    {"x86_64", "x86_64", "amd64", ""},
    {"x86", "x86", "386", ""},
    {"386", "386", "386", ""},
    {"arm", "arm", "arm", ""},
    {"armv7l", "armv7l", "arm", "v7"},
    {"armv6", "armv6", "arm", "v6"},
    {"arm/v7", "arm/v7", "arm", "v7"},
    {"linux/arm/v7", "arm/v7", "arm", "v7"},
    {"linux/arm64", "arm64", "arm64", ""},
    {"linux-x64", "x64", "amd64", ""},
    {"linux_amd64", "amd64", "amd64", ""},
    {"musl-linux-arm64", "arm64", "arm64", ""},
    {"x86_64-linux-gnu", "x86_64", "amd64", ""},
    {"aarch64-unknown-linux-musl", "aarch64", "arm64", ""},
    {"arm-linux-gnueabihf", "arm", "arm", ""},
    {"ppc64el", "ppc64el", "ppc64le", ""},
    {"loongarch64", "loongarch64", "loong64", ""},
    {"X64", "X64", "amd64", ""},
    {"64bit", NULL, NULL, NULL},
    {"amd64-", NULL, NULL, NULL},
    {"-amd64", NULL, NULL, NULL},
    {"darwin-amd64", NULL, NULL, NULL},
    {"x86_64-w64-mingw32", NULL, NULL, NULL},
    {"arm-none-eabi", NULL, NULL, NULL},
    {"tool-amd64", NULL, NULL, NULL},
    {"linux", NULL, NULL, NULL},
    {"linux/", NULL, NULL, NULL},
    {"", NULL, NULL, NULL},
};

static void test_is(void **state) {
  const struct find_case *c = *state;
  struct arch_word w = {0};
  assert_int_equal(arch_word_is(str_of(c->name), &w), c->word != NULL);
  if (!c->word)
    return;
  assert_str_equal(w.word, str_of(c->word));
  assert_str_equal(str_slice(str_of(c->name), w.at, w.at + w.len), str_of(c->word));
  assert_str_equal(w.arch, str_of(c->arch));
  assert_str_equal(w.variant, str_of(c->variant));
}

struct suits_case {
  const char *name; // the word
  const char *platform;
  bool suits;
};

static const struct suits_case suits_cases[] = {
    {"amd64", "linux/amd64", true},     {"x86_64", "linux/amd64", true},    {"amd64", "linux/arm64", false},
    {"aarch64", "linux/arm64", true},   {"aarch64", "linux/amd64", false},  {"i386", "linux/amd64", true},
    {"amd64", "linux/386", false},      {"armv6", "linux/arm/v7", true},    {"armv7", "linux/arm/v6", false},
    {"armhf", "linux/arm/v7", true},    {"arm", "linux/arm/v6", true},      {"armv7", "linux/arm64", false},
    {"ppc64el", "linux/ppc64le", true}, {"riscv64", "linux/riscv64", true},
};

static void test_suits(void **state) {
  const struct suits_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  platform p = {0};
  struct arch_word w = {0};
  assert_true(platform_parse(&a, str_of(c->platform), &p));
  assert_true(arch_word_is(str_of(c->name), &w));
  assert_int_equal(arch_word_suits(&w, p), c->suits);
  arena_done(&a);
}

// The words that are dismissed at a glance are none of the table's.
static void test_table(void **state) {
  (void)state;
  const struct know_table *table = know_table_named(STR("name-words"));
  uint32_t is = know_column(table, STR("is"));
  assert_int_equal(is, 1); // as know/arch_word.c counts them
  assert_int_equal(know_column(table, STR("arch")), 2);
  assert_int_equal(know_column(table, STR("variant")), 3);
  struct arena a;
  arena_init(&a, NULL, 0);
  for (uint32_t row = 0; row < table->row_count; row++) {
    know_cell words = know_cell_at(table, row, 0);
    if (!str_has_prefix(know_text(table, row, is), STR("arch")))
      continue;
    for (uint32_t i = 0; i < words.len; i++) {
      struct arch_word found;
      str word = know_cell_text(table, words, i);
      assert_true(arch_word_find(str_concat(&a, STR("tool-linux-"), word), 0, &found));
    }
  }
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_table)};
  return cmocka_run_group_tests(tests, NULL, NULL) | RUN_CASES("arch_word_find", find_cases, test_find) |
         RUN_CASES("arch_word_find, repeated", all_cases, test_all) | RUN_CASES("arch_word_is", is_cases, test_is) |
         RUN_CASES("arch_word_suits", suits_cases, test_suits);
}
