#!/usr/bin/env python3
"""Functions that dlint never calls: without bounds, with hidden state, or starting programs.

usage: banned.py ARCHIVE"""
import re
import sys

import binutils

BANNED = {
    "no bound": "gets sprintf vsprintf strcpy strcat stpcpy wcscpy wcscat alloca",
    "no error for what is not a number": "atoi atol atoll atof",
    "hidden state": "strtok localtime gmtime ctime asctime rand srand getopt getopt_long setlocale",
    "depends on the locale": "strcoll strxfrm strcasecmp strncasecmp",
    "starts a program": "system popen fork vfork posix_spawn posix_spawnp execl execlp execle execv execvp execve execvpe",
    "opens a socket": "socket connect getaddrinfo",
}
ALLOWED = {("process.c.o", "posix_spawn")}  # ShellCheck, where somebody asks for it
WHY = {name: why for why, names in BANNED.items() for name in names.split()}
WRAPPED = re.compile(r"^(?:__isoc99_|__)?(\w+?)(?:_chk)?(?:@.*)?$")  # what fortifying makes of a name


def main():
    used = binutils.undefined(sys.argv[1])
    called = {(member, WRAPPED.match(name)[1]) for member, name in used if WRAPPED.match(name)} - ALLOWED
    bad = sorted((member, name) for member, name in called if name in WHY)
    for member, name in bad:
        print(f"{member}: {name}: {WHY[name]}")
    print(f"{len(used)} calls and uses, {len(bad)} banned")
    return len(bad) > 0 or not used


sys.exit(main())
