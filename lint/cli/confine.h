#ifndef DLINT_CLI_CONFINE_H
#define DLINT_CLI_CONFINE_H

#include "cli/request.h"

/// The sandbox of a run that lints: what it may still do is what the request needs. Silent where the system has no such
/// thing, unless the request insists.

/// Before anything is read: no sockets and, where rules or a configuration are not the user's own, no changes but of
/// files that the request names. False after a message.
bool confine_early(struct request *r);
/// Once the files are known: nothing else is read, and no program started but ShellCheck. False after a message.
bool confine_to(struct request *r, const struct job_list *jobs);
/// For a language server, whose documents lie anywhere: no sockets, no changes.
void confine_server(void);

#endif
