#ifndef DLINT_LSP_IGNORE_H
#define DLINT_LSP_IGNORE_H

#include "lsp/server.h"

/// Comments that suppress a finding, as edits.

/// `# dlint ignore=RULE` above the instruction that the finding begins in, or RULE in such a comment that is there.
/// `reason` stands behind the rule of a new comment; empty for none. False where the finding lies in no instruction, or
/// where a comment of that form is there and `reason` is not empty.
bool lsp_ignore_here(struct arena *a, const struct analysis *of, const struct diag *diag, str reason,
                     struct diag_edit *edit);
/// `# dlint global ignore=RULE` below the directives of the file, or RULE in such a comment that is there.
void lsp_ignore_in_file(struct arena *a, const struct analysis *of, const struct diag *diag, struct diag_edit *edit);

/// The instruction that line `line_1based` is part of; NULL in a comment.
const struct node *lsp_node_at(const struct dockerfile *df, uint32_t line_1based);

#endif
