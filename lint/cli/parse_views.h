#ifndef DLINT_CLI_PARSE_VIEWS_H
#define DLINT_CLI_PARSE_VIEWS_H

#include "base/json_out.h"
#include "dockerfile/dockerfile.h"

/// What `dlint parse` prints of a file: each view is a function in dump_NAME.c that writes lines of JSON. `a` is for
/// what it needs while it does.

/// The nodes, the typed instructions and what is wrong with them; one line.
void dump_dockerfile(struct arena *a, struct json_out *j, const struct dockerfile *df);

/// Reads cases of word expansion, one JSON object a line, and answers each. False with `*why` at a line that is none.
bool dump_words(struct arena *a, struct json_out *j, str cases, struct fault *why);

#endif
