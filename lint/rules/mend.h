#ifndef DLINT_RULES_MEND_H
#define DLINT_RULES_MEND_H

#include "base/vec.h"
#include "know/naming.h"
#include "rules/run.h"
#include "shell/shell.h"

/// From what a rule says of mending to edits of bytes. An edit that cannot be made (a value is not known, the place is
/// in quotes that it cannot leave, …) gives false, and then the finding has no fix.

/// A fix while its edits are made.
struct mend {
  struct run *run;
  const struct finding *finding;
  struct arena *arena;
  const struct source *src;
  const struct dockerfile *df;
  const struct scripts *scripts;
  struct diag_edits {
    struct diag_edit *at;
    uint32_t len, cap;
  } edits; // those for one place in the order in which they are to stand there
};

/// The edits of a fix, in order and not overlapping; false where one cannot be made.
bool mend_edits(struct run *r, const struct fix_record *fix, const struct finding *finding, struct diag_fix *out);

/// Adds an edit; the line ends in `text`, each LF, become those of the file.
void mend_add(struct mend *m, span where, str text);

/// The instruction in whose lines byte `off` lies, the trigger for ONBUILD; NULL for a place between instructions.
const struct instr *mend_instr_at(const struct mend *m, uint32_t off);
/// Its script that holds byte `off`, and where in it; NULL where there is none.
const struct script *mend_script_at(struct mend *m, const struct instr *in, uint32_t off, uint32_t *at);
/// The first script of an instruction, and how many it has; NULL where it has none.
const struct script *mend_first_script(struct mend *m, const struct instr *in, uint32_t *count);
/// The blanks before its keyword.
str mend_indent(const struct mend *m, const struct instr *in);
/// Where its first line begins, the comments directly above it included.
uint32_t mend_line_above(const struct mend *m, const struct instr *in);

/// How the commands of a script are laid out.

static inline bool mend_is_blank(char c) {
  return c == ' ' || c == '\t';
}
/// A blank, or a part of a line end that is continued.
bool mend_is_space(const struct mend *m, char c);
/// The blanks that begin at byte `off` of the file; those that begin the line of that byte.
str mend_blanks_at(const struct mend *m, uint32_t off);
str mend_indent_at(const struct mend *m, uint32_t off);

/// The commands of a list of `&&` and `||`; of any other command itself.
struct shell_list mend_items_of(struct shell_cmd *const *cmd);

/// The commands of a script that stand next to an edge of it, those of a list of `&&` and `||` one by one.
struct mend_ends {
  const struct shell_cmd *outer, *inner; // at the edge; the one next to it, NULL for a lone command
};
/// `body` has some.
struct mend_ends mend_first_ends(struct shell_list body);
struct mend_ends mend_last_ends(struct shell_list body);
/// Where a command begins and ends in the file.
uint32_t mend_start_of(const struct script *script, const struct shell_cmd *cmd);
uint32_t mend_end_of(const struct script *script, const struct shell_cmd *cmd);
/// What stands between two commands, when that is nothing but what joins them, with one line end at most; else empty.
str mend_gap_between(const struct mend *m, const struct script *script, const struct shell_cmd *x,
                     const struct shell_cmd *y);
/// Without CR, which is added again where the text is inserted.
str mend_without_cr(struct mend *m, str text);

/// Replaces `place` by `text`, which is to be expanded. False where it would not.
bool mend_expand(struct mend *m, span place, str text);

/// Declares an ARG that BuildKit sets, in front of the instruction, unless the stage has it there. False where the
/// stage gives the name another meaning.
bool mend_declare(struct mend *m, const struct instr *in, str name);

/// EDIT_FOLLOW and EDIT_REPEAT.
bool mend_follow(struct mend *m, const struct edit_record *record, span place);
bool mend_repeat(struct mend *m, const struct edit_record *record);

/// EDIT_JOIN_BEFORE and EDIT_JOIN_AFTER.
bool mend_join(struct mend *m, const struct edit_record *record);

/// EDIT_SORT.
bool mend_sort(struct mend *m, const struct edit_record *record);

/// The values of the field that an edit is about; false where there are none.
bool mend_values(struct mend *m, const struct edit_record *record, struct subject *s);

/// EDIT_DELETE, EDIT_DELETE_COMMAND and EDIT_DELETE_LINE.
bool mend_delete(struct mend *m, span place);
bool mend_delete_command(struct mend *m, span place);
bool mend_delete_line(struct mend *m, span place);
/// EDIT_BEGIN_SCRIPT and EDIT_END_SCRIPT: a command at the start or the end of the finding's script.
bool mend_begin_script(struct mend *m, str command);
bool mend_end_script(struct mend *m, str command);
/// EDIT_ASSIGN: `ENV key value` becomes `ENV key=value`, quoted as that needs.
bool mend_assign(struct mend *m, const struct instr *in);
/// EDIT_EXEC_FORM: the command of CMD, ENTRYPOINT or HEALTHCHECK becomes a JSON array.
bool mend_exec_form(struct mend *m, const struct instr *in);

/// False when so many steps are too many for a file: then no fix is made.
bool mend_spend(struct mend *m, uint32_t steps);
/// `upper`, or `lower` where the keyword of the instruction is written so.
const char *mend_keyword(const struct mend *m, const struct instr *in, const char *upper, const char *lower);

/// How a variable is chosen by TARGETARCH.
struct arch_arm {
  str arch, name; // TARGETARCH, and what the variable is then
};
struct arch_choice {
  str variable, otherwise;
  struct arch_arm *arms;
  uint32_t arm_count;
};
/// A variable that is so chosen already at byte `off` of an instruction, by its script or by its stage.
bool mend_find_chosen(struct mend *m, const struct instr *in, uint32_t off, const struct arch_choice *choice,
                      str *variable);
/// Makes such a variable, named for the naming of its values, by lines of ARG above the instruction, unless its stage
/// has one. False where ARG cannot.
bool mend_argument(struct mend *m, const struct instr *in, enum arch_scheme scheme, const struct arch_choice *choice,
                   str *variable);
/// Lets ARG or ENV, whose value is the word, replace the names itself, in lines of its own. False where it cannot.
bool mend_argument_itself(struct mend *m, const struct instr *in, span word, const struct arch_choice *choice);
/// Sets the variable by a `case` at the start of the instruction's script, in the script's own style, before byte `off`
/// of the file. `*variable` is what it is called: a variable that the script chooses so already, or a new one.
bool mend_choose(struct mend *m, const struct instr *in, uint32_t off, const struct arch_choice *choice, str *variable);

#endif
