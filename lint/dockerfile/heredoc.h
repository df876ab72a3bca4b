#ifndef DLINT_DOCKERFILE_HEREDOC_H
#define DLINT_DOCKERFILE_HEREDOC_H

#include "base/vec.h"
#include "dockerfile/dockerfile.h"

enum heredoc_word {
  HEREDOC_NONE, // another kind of word
  HEREDOC_READ,
  HEREDOC_BROKEN, // its delimiter is no word: BuildKit's parser stops
};

/// Reads a word like `3<<-EOF` (BuildKit's ParseHeredoc). Sets name, fd, expand and chomp.
enum heredoc_word heredoc_read_word(struct arena *a, str word, struct heredoc *h);

struct heredoc_list {
  struct heredoc *at;
  uint32_t len, cap;
};

/// The here-documents that a joined line announces, in order, without their bodies. False where one is broken;
/// `*broken` is then its place in the line.
bool heredoc_find(struct arena *a, const struct text *line, struct heredoc_list *list, span *broken);

/// Without the tabs at the start of each line.
struct text heredoc_chomp(struct arena *a, const struct text *t);

#endif
