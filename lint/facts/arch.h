#ifndef DLINT_FACTS_ARCH_H
#define DLINT_FACTS_ARCH_H

#include "facts/maker.h"
#include "know/arch_word.h"

/// Which architecture a text names, and where that is the right one.

/// What a thing has to run on to be right.
enum arch_use {
  USE_ON_STAGE,  // the platform that the stage's commands run on
  USE_ON_TARGET, // the platform that is built for
  USE_ON_EITHER,
};

struct arch_named {
  bool found;
  struct arch_word word; // of several the last one of the last part of a path
  platforms suits;       // of the scenarios asked about, those in which one of the words fits; all without a word
};

/// Reads a text in which COMMAND_UNKNOWN stands for what is not known.
struct arch_named arch_read(struct maker *m, str masked, uint32_t stage, platforms among, enum arch_use use);
/// The same for a text that is nothing but an architecture, as after `libc6:` or `arch=`.
struct arch_named arch_read_whole(const struct maker *m, str masked, uint32_t stage, platforms among,
                                  enum arch_use use);
/// The fields of a fact about it; `where` is the span of the word of the file that the text comes from.
struct fact_value arch_field_word(const struct maker *m, const struct arch_named *named, span where);
struct fact_value arch_field_arch(const struct arch_named *named);

/// The parts of a set of scenarios by two questions, first whether what is named suits, then whether something is
/// lacking there: `for (int i = 0; i < ARCH_PARTS; i++)`.
enum { ARCH_PARTS = 4 };
platforms arch_part(const struct arch_named *named, platforms lacking, platforms among, int i);
bool arch_part_suits(int i);
bool arch_part_lacks(int i);

#endif
