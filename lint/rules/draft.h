#ifndef DLINT_RULES_DRAFT_H
#define DLINT_RULES_DRAFT_H

#include "base/buf.h"
#include "base/vec.h"
#include "rules/image.h"

/// An image while rules are added to it. A copy of the struct is a state to return to, if only one of the two goes on:
/// that is how a rule with a fault is dropped.
struct draft {
  struct arena *arena;
#define SECTION(NAME, record) VEC(record) NAME;
  RULE_SECTIONS(SECTION)
#undef SECTION
  struct buf bytes;
};

void draft_init(struct draft *d, struct arena *a);

/// Adds a record: `DRAFT_PUSH(d, NODES, (struct node_record){…})`; DRAFT_ADD gives its number.
#define DRAFT_PUSH(d, NAME, ...) VEC_PUSH((d)->arena, &(d)->NAME, __VA_ARGS__)
#define DRAFT_ADD(d, NAME, ...)  (DRAFT_PUSH((d), NAME, __VA_ARGS__), (d)->NAME.len - 1)

text_ref draft_text(struct draft *d, str text);
str draft_view(const struct draft *d, text_ref text);

/// Adds a node.
uint32_t draft_node(struct draft *d, enum node_op op, uint32_t a, uint32_t b, uint32_t child);

/// Children of an ALL or ANY while there may come more.
struct family {
  enum node_op op;
  uint32_t first, last, len;
};
void draft_adopt(struct draft *d, struct family *f, uint32_t child);
/// The parent; the child itself where it is the only one.
uint32_t draft_parent(struct draft *d, const struct family *f);

/// The finished image, with the rules sorted into kinds and keys. Lives in the draft's arena.
const struct rule_image *draft_assemble(struct draft *d);

#endif
