#ifndef DLINT_CLI_COMPAT_HADOLINT_H
#define DLINT_CLI_COMPAT_HADOLINT_H

/// What `dlint --compat=hadolint`, and a program called hadolint, is: hadolint 2.15's options, codes, formats and exit
/// codes, for editors and CI steps that were made for it. The findings are dlint's, those that have a code of hadolint.
int compat_hadolint(int argc, char **argv);

#endif
