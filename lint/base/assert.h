#ifndef DLINT_BASE_ASSERT_H
#define DLINT_BASE_ASSERT_H

/// `assert` of this program: it stays in release builds, prints one line on stderr and ends with exit code 3.
/// It states what only a bug in dlint can break, never what a file, a flag or the network can cause.

_Noreturn void assert_failed(const char *condition, const char *file, int line);

#undef assert
#define assert(condition) ((condition) ? (void)0 : assert_failed(#condition, __FILE__, __LINE__))

#endif
