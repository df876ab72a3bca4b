#ifndef DLINT_H
#define DLINT_H

/// dlint finds what is wrong with a Dockerfile, above all what breaks or is wasteful on another CPU architecture.
///
///     struct dlint *d = dlint_new();
///     if (!d || !dlint_set(d, "platform", "linux/arm64"))
///       …                                              // dlint_problem(d) says why
///     struct dlint_result *r = dlint_check(d, "Dockerfile", bytes, len);
///     for (size_t i = 0; i < dlint_count(r); i++)
///       puts(dlint_finding(r, i)->message);
///     dlint_result_free(r);
///     dlint_free(d);
///
/// The library reads no file but those that a setting names, starts no program (but ShellCheck, where the setting
/// "shellcheck" asks for it), opens no socket, and keeps no global state: different objects may be used on different
/// threads, and one linter may check on several at a time as long as nobody sets anything meanwhile. Strings end in NUL
/// and belong to the object that they were got from.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define DLINT_API __attribute__((visibility("default")))
#else
#define DLINT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// A linter with its settings.
struct dlint;
/// What one file gave.
struct dlint_result;

enum dlint_severity {
  DLINT_STYLE,
  DLINT_INFO,
  DLINT_WARNING,
  DLINT_ERROR,
};

/// A part of the file. Bytes from 0; lines and columns from 1, columns in Unicode code points; the end is exclusive.
struct dlint_range {
  uint32_t offset, length;
  uint32_t line, column, end_line, end_column;
};

/// A second place that a finding speaks of.
struct dlint_label {
  struct dlint_range range;
  const char *message;
};

/// Replaces the bytes of `range` by `text`.
struct dlint_edit {
  struct dlint_range range;
  const char *text;
};

/// A way to mend a finding. `safe`: the image stays the same, or a build that was broken now works.
struct dlint_fix {
  const char *description;
  bool safe;
  const struct dlint_edit *edits; // in order, not overlapping
  size_t edit_count;
};

struct dlint_finding {
  const char *rule, *category;
  enum dlint_severity severity;
  const char *message; // bytes of the file in it are raw: escape them for where you show them
  struct dlint_range range;
  const char *const *platforms; // "linux/arm64"; none where the finding does not depend on one
  size_t platform_count;
  const struct dlint_label *labels;
  size_t label_count;
  const struct dlint_fix *fixes;
  size_t fix_count;
  const char *url; // where to read more; empty where there is nothing
};

/// The version of the library: "0.1.0".
DLINT_API const char *dlint_version(void);

/// A linter with the settings that the program has without options and configuration. NULL without memory.
DLINT_API struct dlint *dlint_new(void);
/// NULL is allowed.
DLINT_API void dlint_free(struct dlint *d);

/// Sets what the program's option of that name (without dashes) sets: "platform", "build-arg", "target", …; for an
/// option without a value, NULL. False with dlint_problem() where there is no such setting or the value is none.
DLINT_API bool dlint_set(struct dlint *d, const char *name, const char *value);
/// Why the last dlint_set() failed; empty where none did.
DLINT_API const char *dlint_problem(const struct dlint *d);

/// Lints the `len` bytes of one file; `path` is what it is called. NULL without memory, and for more than 16 MiB.
DLINT_API struct dlint_result *dlint_check(const struct dlint *d, const char *path, const char *bytes, size_t len);
/// NULL is allowed.
DLINT_API void dlint_result_free(struct dlint_result *r);

/// How many findings there are.
DLINT_API size_t dlint_count(const struct dlint_result *r);
/// The finding number `i` (from 0), in the order of the file; NULL past the last one.
DLINT_API const struct dlint_finding *dlint_finding(const struct dlint_result *r, size_t i);

#ifdef __cplusplus
}
#endif

#endif
