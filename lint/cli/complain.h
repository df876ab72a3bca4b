#ifndef DLINT_CLI_COMPLAIN_H
#define DLINT_CLI_COMPLAIN_H

#include "base/fault.h"
#include "base/out.h"

/// Messages on stderr for the person at the terminal: `dlint: …`, one line each. Bytes of names and files in them are
/// shown as the terminal report shows them. Both return true, for who notes that something failed.

bool complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/// `dlint: path:line:column: message`
bool complain_fault(const struct fault *why);

/// Writes what is pending for standard output. False, after a message, where any of it could not be written.
bool flush_stdout(struct out *o);

#endif
