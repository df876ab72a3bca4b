#ifndef DLINT_CLI_DUMP_INSTR_H
#define DLINT_CLI_DUMP_INSTR_H

#include "base/json_out.h"
#include "dockerfile/dockerfile.h"

/// The members of a typed instruction that differ from kind to kind, for the dockerfile view.
void dump_instr_fields(struct arena *a, struct json_out *j, const struct instr *in);

/// Members that several parts of the view have. `optional`: left out where it is empty.
void dump_texts(struct json_out *j, const char *key, const struct text *texts, uint32_t count);
void dump_optional(struct json_out *j, const char *key, str s);

#endif
