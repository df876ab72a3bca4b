#include "know/platform.h"

#include <string.h>

#include "know/table.h"

bool platform_eq(platform x, platform y) {
  return str_eq(x.os, y.os) && str_eq(x.arch, y.arch) && str_eq(x.variant, y.variant);
}

str platform_name(struct arena *a, platform p) {
  return str_join(a, (str[]){p.os, STR("/"), p.arch, p.variant.len ? STR("/") : STR(""), p.variant}, 5);
}

str platform_key(platform p, char key[PLATFORM_KEY_MAX]) {
  const str parts[] = {p.os, STR("/"), p.arch, p.variant.len ? STR("/") : STR(""), p.variant};
  uint32_t len = 0;
  for (uint32_t i = 0; i < COUNT_OF(parts); i++) {
    if (parts[i].len > PLATFORM_KEY_MAX - len)
      return (str){0};
    if (parts[i].len)
      memcpy(key + len, parts[i].at, parts[i].len);
    len += parts[i].len;
  }
  return (str){key, len};
}

str platform_arch(platform p, enum arch_scheme scheme) {
  char key[PLATFORM_KEY_MAX];
  const struct know_table *table = know_table_at(KNOW_PLATFORMS);
  uint32_t row = know_find(table, platform_key(p, key));
  return row < table->row_count ? know_text(table, row, know_column(table, platform_scheme_name(scheme))) : (str){0};
}

static bool is_one_of(str s, const str *list, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    if (str_eq(s, list[i]))
      return true;
  return false;
}

static bool all_of(str s, bool (*accepts)(char c)) {
  for (uint32_t i = 0; i < s.len; i++)
    if (!accepts(s.at[i]))
      return false;
  return true;
}

static bool is_os_char(char c) {
  return is_ascii_alnum(c) || c == '_' || c == '-';
}

static bool is_specifier_char(char c) {
  return is_os_char(c) || c == '.';
}

static bool is_os_option_char(char c) {
  return is_specifier_char(c) || c == '%';
}

static bool is_hex_digit(char c) {
  return is_ascii_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

// A version or feature: each `%` starts an escape of two hexadecimal digits, as url.PathUnescape wants it.
static bool is_os_option(str s) {
  if (!all_of(s, is_os_option_char))
    return false;
  for (uint32_t i = 0; i < s.len; i++)
    if (s.at[i] == '%' && (i + 2 >= s.len || !is_hex_digit(s.at[i + 1]) || !is_hex_digit(s.at[i + 2])))
      return false;
  return true;
}

// `version+feature+feature`: the version may be empty, a feature may not.
static bool are_os_options(str options) {
  str version = options, features = {0};
  bool more = str_cut(options, '+', &version, &features);
  if (!is_os_option(version))
    return false;
  while (more) {
    str feature = features;
    more = str_cut(features, '+', &feature, &features);
    if (feature.len == 0 || !is_os_option(feature))
      return false;
  }
  return true;
}

// containerd/platforms, osRe: a name, and perhaps options in parentheses.
static bool cut_os(str part, str *os) {
  str options;
  *os = part;
  if (str_cut(part, '(', os, &options)) {
    if (!str_has_suffix(options, STR(")")))
      return false;
    options.len--;
    if (!are_os_options(options))
      return false;
  }
  return os->len && all_of(*os, is_os_char);
}

// containerd/platforms, normalizeOS
static str normalize_os(struct arena *a, str os) {
  os = str_lower(a, os);
  return str_eq(os, STR("macos")) ? STR("darwin") : os;
}

// A spelling of an architecture, with the variants that it replaces: containerd/platforms, normalizeArch.
static const struct arch_alias {
  str arch, variant; // as asked for
  bool any_variant;  // whatever the variant
  str as_arch, as_variant;
} arch_aliases[] = {
    {STR_INIT("i386"), {0}, true, STR_INIT("386"), STR_INIT("")},
    {STR_INIT("amd64"), STR_INIT("v1"), false, STR_INIT("amd64"), STR_INIT("")},
    {STR_INIT("arm64"), STR_INIT("8"), false, STR_INIT("arm64"), STR_INIT("")},
    {STR_INIT("arm64"), STR_INIT("v8"), false, STR_INIT("arm64"), STR_INIT("")},
    {STR_INIT("arm64"), STR_INIT("v8.0"), false, STR_INIT("arm64"), STR_INIT("")},
    {STR_INIT("arm64"), STR_INIT("9"), false, STR_INIT("arm64"), STR_INIT("v9")},
    {STR_INIT("arm64"), STR_INIT("9.0"), false, STR_INIT("arm64"), STR_INIT("v9")},
    {STR_INIT("arm64"), STR_INIT("v9.0"), false, STR_INIT("arm64"), STR_INIT("v9")},
    {STR_INIT("armhf"), {0}, true, STR_INIT("arm"), STR_INIT("v7")},
    {STR_INIT("armel"), {0}, true, STR_INIT("arm"), STR_INIT("v6")},
    {STR_INIT("arm"), STR_INIT(""), false, STR_INIT("arm"), STR_INIT("v7")},
    {STR_INIT("arm"), STR_INIT("7"), false, STR_INIT("arm"), STR_INIT("v7")},
    {STR_INIT("arm"), STR_INIT("5"), false, STR_INIT("arm"), STR_INIT("v5")},
    {STR_INIT("arm"), STR_INIT("6"), false, STR_INIT("arm"), STR_INIT("v6")},
    {STR_INIT("arm"), STR_INIT("8"), false, STR_INIT("arm"), STR_INIT("v8")},
};

static str normalize_arch_name(struct arena *a, str arch) {
  arch = str_lower(a, arch);
  if (str_eq(arch, STR("x86_64")) || str_eq(arch, STR("x86-64")))
    return STR("amd64");
  return str_eq(arch, STR("aarch64")) ? STR("arm64") : arch;
}

static void normalize_arch(struct arena *a, platform *p) {
  p->arch = normalize_arch_name(a, p->arch);
  p->variant = str_lower(a, p->variant);
  for (uint32_t i = 0; i < COUNT_OF(arch_aliases); i++) {
    const struct arch_alias *alias = &arch_aliases[i];
    if (!str_eq(p->arch, alias->arch) || (!alias->any_variant && !str_eq(p->variant, alias->variant)))
      continue;
    p->arch = alias->as_arch;
    p->variant = alias->as_variant;
    return;
  }
}

static void drop_default_variant(platform *p) {
  if (str_eq(p->arch, STR("arm")) && str_eq(p->variant, STR("v7")))
    p->variant = STR("");
}

// containerd/platforms, database.go
static const str known_systems[] = {
    STR_INIT("aix"),     STR_INIT("android"), STR_INIT("darwin"),  STR_INIT("dragonfly"), STR_INIT("freebsd"),
    STR_INIT("hurd"),    STR_INIT("illumos"), STR_INIT("ios"),     STR_INIT("js"),        STR_INIT("linux"),
    STR_INIT("nacl"),    STR_INIT("netbsd"),  STR_INIT("openbsd"), STR_INIT("plan9"),     STR_INIT("solaris"),
    STR_INIT("windows"), STR_INIT("zos"),
};
static const str known_arches[] = {
    STR_INIT("386"),         STR_INIT("amd64"),   STR_INIT("amd64p32"), STR_INIT("arm"),      STR_INIT("armbe"),
    STR_INIT("arm64"),       STR_INIT("arm64be"), STR_INIT("ppc64"),    STR_INIT("ppc64le"),  STR_INIT("loong64"),
    STR_INIT("mips"),        STR_INIT("mipsle"),  STR_INIT("mips64"),   STR_INIT("mips64le"), STR_INIT("mips64p32"),
    STR_INIT("mips64p32le"), STR_INIT("ppc"),     STR_INIT("riscv"),    STR_INIT("riscv64"),  STR_INIT("s390"),
    STR_INIT("s390x"),       STR_INIT("sparc"),   STR_INIT("sparc64"),  STR_INIT("wasm"),
};

// One part alone is a system or, where it is not known as one, an architecture.
static bool read_single(struct arena *a, str part, platform *out) {
  if (is_one_of(out->os, known_systems, COUNT_OF(known_systems))) {
    out->arch = STR("amd64");
    return true;
  }
  out->os = STR("linux");
  out->arch = part;
  normalize_arch(a, out);
  drop_default_variant(out);
  return is_one_of(out->arch, known_arches, COUNT_OF(known_arches));
}

bool platform_read(struct arena *a, str text, platform *out) {
  str parts[3];
  uint32_t count = 0;
  bool more = true;
  for (str rest = text; more; count++) {
    if (count == COUNT_OF(parts))
      return false;
    parts[count] = rest;
    more = str_cut(rest, '/', &parts[count], &rest);
    if (count && (parts[count].len == 0 || !all_of(parts[count], is_specifier_char)))
      return false;
  }
  str os;
  if (!cut_os(parts[0], &os))
    return false;
  *out = (platform){normalize_os(a, os), STR(""), STR("")};
  if (count == 1)
    return read_single(a, parts[0], out);
  out->arch = parts[1];
  if (count == 3)
    out->variant = parts[2];
  normalize_arch(a, out);
  if (count == 2)
    drop_default_variant(out);
  else if (str_eq(out->arch, STR("arm64")) && out->variant.len == 0)
    out->variant = STR("v8");
  return true;
}

platform platform_normalize(struct arena *a, platform p) {
  p.os = normalize_os(a, p.os);
  normalize_arch(a, &p);
  return p;
}

bool platform_parse(struct arena *a, str text, platform *out) {
  platform read;
  if (!platform_read(a, text, &read))
    return false;
  *out = platform_normalize(a, read);
  return true;
}
