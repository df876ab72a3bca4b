#ifndef DLINT_TESTS_CHECK_H
#define DLINT_TESTS_CHECK_H

#include "shell/shell.h"

/// What holds for every input, whatever it is: unit tests try it on the files of tests/golden, fuzz targets on what
/// they make up. What does not hold ends the program, as `assert` does.

/// Spans and texts lie in the file and say what stands there; nodes follow each other; each byte that means something
/// belongs to one of them; problems have a place and a message.
void check_dockerfile(struct arena *a, const struct dockerfile *df);

/// The same file with CR LF where `df` has LF means the same, line by line. For files without CR.
void check_line_ends(struct arena *a, const struct dockerfile *df);
/// `bytes` with CR LF for each LF.
str check_with_crlf(struct arena *a, str bytes);

/// The leaves of a tree (literals, quoted text, names, comments) follow each other, their text is what stands at their
/// place, and between them there are only operators, reserved words and the ends of here-documents. For a script
/// without error.
void check_leaves(struct arena *a, const struct shell_script *s);

#endif
