#ifndef DLINT_CLI_PARSE_VIEWS_H
#define DLINT_CLI_PARSE_VIEWS_H

#include "base/json_out.h"
#include "dockerfile/dockerfile.h"

/// What `dlint parse` prints of a file: each view is a function in dump_NAME.c that writes lines of JSON. `a` is for
/// what it needs while it does.

/// The nodes, the typed instructions and what is wrong with them; one line.
void dump_dockerfile(struct arena *a, struct json_out *j, const struct dockerfile *df);

/// The scripts and their trees, one line each. None where BuildKit's parser refuses the file.
void dump_shell(struct arena *a, struct json_out *j, const struct dockerfile *df);
/// One script that stands alone. Always true.
bool dump_shell_script(struct arena *a, struct json_out *j, str text, struct fault *why);

/// Reads cases of word expansion, one JSON object a line, and answers each. False with `*why` at a line that is none.
bool dump_words(struct arena *a, struct json_out *j, str cases, struct fault *why);

#endif
