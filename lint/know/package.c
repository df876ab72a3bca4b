#include "know/package.h"

#include "base/buf.h"
#include "base/glob.h"

static str text(const struct know_table *table, uint32_t row, str column) {
  return know_text(table, row, know_column(table, column));
}

static know_cell cell(const struct know_table *table, uint32_t row, str column) {
  return know_cell_at(table, row, know_column(table, column));
}

static bool is_separator(char c) {
  return c == '-' || c == '_' || c == '.';
}

// PEP 503: lower case, and one dash for each run of `-`, `_` and `.`. Extras are left out.
static str normalize_name(struct arena *a, str name) {
  struct buf b;
  buf_init(&b, a);
  name = str_trim(str_slice(name, 0, str_find_char(name, '[')));
  for (uint32_t i = 0; i < name.len; i++) {
    if (!is_separator(name.at[i]))
      buf_add_char(&b, ascii_lower(name.at[i]));
    else if (i == 0 || !is_separator(name.at[i - 1]))
      buf_add_char(&b, '-');
  }
  return buf_str(&b);
}

bool source_build_find(struct arena *a, str name, struct source_build *out) {
  const struct know_table *table = know_table_at(KNOW_SOURCE_BUILDS);
  str package = normalize_name(a, name);
  uint32_t row = know_find(table, package);
  if (row == table->row_count)
    return false;
  *out = (struct source_build){
      .package = package,
      .apt = cell(table, row, STR("apt")),
      .apk = cell(table, row, STR("apk")),
      .rpm = cell(table, row, STR("rpm")),
      .compiler = cell(table, row, STR("compiler")),
      .headers = cell(table, row, STR("headers")).len > 0,
      .source = text(table, row, STR("source")),
  };
  return true;
}

bool wheel_is_missing(struct arena *a, str name, str version, platform p) {
  const struct know_table *table = know_table_at(KNOW_PYTHON_WHEELS);
  uint32_t row = know_find(table, normalize_name(a, name));
  uint32_t column = know_column(table, p.arch);
  if (row < table->row_count && str_eq(know_text(table, row, know_column(table, STR("wheels"))), STR("none")))
    return true;
  if (row == table->row_count || column == table->column_count || version.len == 0 || !is_ascii_digit(version.at[0]))
    return false;
  str first = know_text(table, row, column);
  return first.len && is_ascii_digit(first.at[0]) && str_compare_versions(version, first) < 0;
}

static bool is_special(char c) {
  return c == '*' || c == '?' || c == '[';
}

// Nearly all patterns are dismissed by what stands before their first `*`.
static bool matches(str pattern, str name) {
  uint32_t i = 0;
  while (i < pattern.len && i < name.len && pattern.at[i] == name.at[i] && !is_special(pattern.at[i]))
    i++;
  if (i < pattern.len && is_special(pattern.at[i]))
    return glob_match(pattern, name);
  return i == pattern.len && i == name.len;
}

// Whether one of the patterns does; that of package names are looked up by know_find() and know_open().
static bool matches_any(const struct know_table *table, know_cell patterns, str name) {
  for (uint32_t i = 0; i < patterns.len; i++)
    if (matches(know_cell_text(table, patterns, i), name))
      return true;
  return false;
}

// The row that names the package in full, else the first one with a pattern for it.
static uint32_t find_package(const struct know_table *table, str package) {
  uint32_t row = know_find(table, package);
  if (row < table->row_count)
    return row;
  for (uint32_t i = 0; i < table->open_len; i++)
    if (matches(know_open(table, i, &row), package))
      return row;
  return table->row_count;
}

bool arch_package_find(str manager, str package, struct arch_package *out) {
  const struct know_table *table = know_table_at(KNOW_ARCH_PACKAGES);
  uint32_t row = find_package(table, package);
  if (row == table->row_count || !know_cell_has(table, cell(table, row, STR("manager")), manager))
    return false;
  *out = (struct arch_package){package, cell(table, row, STR("arches")), text(table, row, STR("instead")),
                               text(table, row, STR("source"))};
  return true;
}

bool arch_package_suits(const struct arch_package *package, platform p) {
  return know_cell_has(know_table_at(KNOW_ARCH_PACKAGES), package->arches, p.arch);
}

// Host, and path with query, of a URL. False where it has no host.
static bool cut_url(str url, str *host, str *path) {
  uint32_t scheme = str_find(url, STR("://"));
  if (scheme == url.len)
    return false;
  str rest = str_skip(url, scheme + 3);
  uint32_t slash = str_find_char(rest, '/');
  *host = str_slice(rest, 0, slash);
  *path = str_skip(rest, slash);
  uint32_t user = str_find_last_char(*host, '@');
  if (user < host->len)
    *host = str_skip(*host, user + 1);
  *host = str_slice(*host, 0, str_find_char(*host, ':'));
  return true;
}

bool arch_download_find(str url, struct arch_download *out) {
  const struct know_table *table = know_table_at(KNOW_SINGLE_ARCH_DOWNLOADS);
  str host, path;
  if (!cut_url(url, &host, &path))
    return false;
  for (uint32_t row = 0; row < table->row_count; row++) {
    if (!know_cell_has(table, cell(table, row, STR("host")), host) ||
        !matches_any(table, cell(table, row, STR("path")), path))
      continue;
    *out = (struct arch_download){text(table, row, STR("what")), cell(table, row, STR("arches")),
                                  text(table, row, STR("instead")), text(table, row, STR("source"))};
    return true;
  }
  return false;
}

bool arch_download_suits(const struct arch_download *download, platform p) {
  return know_cell_has(know_table_at(KNOW_SINGLE_ARCH_DOWNLOADS), download->arches, p.arch);
}
