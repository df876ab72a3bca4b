#ifndef DLINT_DOCKERFILE_NODES_H
#define DLINT_DOCKERFILE_NODES_H

#include "base/vec.h"
#include "dockerfile/dockerfile.h"

/// The first layer: what BuildKit's line parser (parser.Parse) makes of a text, be it a file or a trigger of ONBUILD.
struct node_list {
  char escape;
  bool escape_set;
  VEC(struct directive) directives;
  VEC(struct comment) comments;
  VEC(const struct node *) nodes;
  VEC(const struct problem *) problems; // in the order in which BuildKit would meet them
  uint32_t unread;                      // the line behind LIMIT_INSTRUCTIONS; 0: all were read
};

/// Goes on behind what BuildKit refuses.
void nodes_read(struct arena *a, const struct text *input, struct node_list *list);

#endif
