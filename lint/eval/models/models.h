#ifndef DLINT_EVAL_MODELS_H
#define DLINT_EVAL_MODELS_H

#include "eval/call.h"

/// Programs and builtins whose effect is known. Any other succeeds and prints something unknown.
///
/// models.def lists them, sorted by name, so that a new one is a row and a function.

/// A program that turns texts into a text and knows nothing else. It is called once for each combination of what its
/// arguments and its input may be, with texts that are known.
struct filter {
  struct arena *a;
  struct call *call;
  const str *args; // without the name
  uint32_t argc;
  bool has_input; // standard input is known
  str input;
  struct buf out;
  enum outcome status; // YES at first
};
/// False where it cannot tell what the program does.
typedef bool filter_fn(struct filter *f);

struct model {
  str name;
  model_fn *run; // NULL: a filter
  filter_fn *filter;
  bool asks; // of a filter: its status is the answer to a question, as grep's
};

const struct model *model_find(str name);
void model_run(struct call *c, const struct model *model);

/// The texts that a filter reads: the files that its operands from `first` on name, else standard input, one after the
/// other. False where one is not known.
bool filter_text(struct filter *f, uint32_t first, str *text);
/// Cuts the next line off; `*ended` says whether a newline ends it. False at the end.
bool filter_next_line(str *rest, str *line, bool *ended);
/// A decimal number that fits.
bool filter_number(str text, uint32_t *n);
/// What `sh FILE`, or a script that is run by its path, does: `first` is the word that names it, the rest its
/// arguments.
void run_script_file(struct call *c, const struct value *text, uint32_t first);
struct command_line;
/// `sh -c`, `sh FILE`, `… | sh`. False where there is no script.
bool call_shell(struct call *c, const struct command_line *line);

#define MODEL(name, function)  model_fn function;
#define FILTER(name, function) filter_fn function;
#define ASKS(name, function)   filter_fn function;
#include "eval/models/models.def"
#undef MODEL
#undef FILTER
#undef ASKS

#endif
