#ifndef DLINT_DOCKERFILE_NUMBER_H
#define DLINT_DOCKERFILE_NUMBER_H

#include "base/str.h"

/// Numbers as Go's libraries read them. False where the text is none.

/// time.ParseDuration: `1m30s`, `0`, `-1.5h`; in nanoseconds.
bool number_read_duration(str text, int64_t *ns);
/// strconv.ParseInt(text, 10, 32).
bool number_read_i32(str text, int32_t *n);
/// strconv.ParseUint(text, base, 32); `base` is 8 or 10.
bool number_read_u32(str text, uint32_t base, uint32_t *n);
/// strconv.ParseBool: `1 t T TRUE true True` and `0 f F FALSE false False`.
bool number_read_bool(str text, bool *b);
/// units.RAMInBytes of docker/go-units: `64m`, `1.5 GiB`.
bool number_read_size(str text, int64_t *bytes);

#endif
