#ifndef DLINT_SHELL_WINDOWS_H
#define DLINT_SHELL_WINDOWS_H

#include "dockerfile/dockerfile.h"

/// Whether the stage starts from a Windows image, as far as the file says so: `--platform=windows/…`, an image of
/// mcr.microsoft.com/windows, a name or tag with nanoserver, windowsservercore or ltsc20NN. Variables are replaced by
/// the defaults of global ARGs. Earlier stages that it starts from are for the caller to ask about.
bool starts_from_windows(struct arena *a, const struct dockerfile *df, const struct stage *stage);

#endif
