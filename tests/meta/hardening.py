#!/usr/bin/env python3
"""The release program carries the hardening that its compiler offers, read back from the ELF file.

usage: hardening.py PROGRAM

Which level of fortification was asked for the program does not say: a function whose buffer has a size that is known
only when it runs is compiled with the flags of the program's own sources (compile_commands.json beside it). From
level 3 on the copy into it is checked."""
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

SIZE_OF_RUN_TIME = """#include <stdlib.h>
#include <string.h>
char *copy(size_t size, const char *from, size_t len) { char *to = malloc(size); memcpy(to, from, len); return to; }
"""


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def checks_copies(compiler, *flags):
    """Whether code compiled so checks a copy into a buffer whose size is known at run time."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = os.path.join(folder, "copy.c"), os.path.join(folder, "copy.o")
        with open(source, "w", encoding="utf-8") as file:
            file.write(SIZE_OF_RUN_TIME)
        output(compiler, *flags, "-w", "-fno-lto", "-c", source, "-o", made)
        return "__memcpy_chk" in output("nm", "-u", made)


def is_fortified_fully(program):
    """None where nothing tells it: no commands, a C library or a compiler without that level."""
    commands = os.path.join(os.path.dirname(os.path.abspath(program)), "compile_commands.json")
    if not os.path.exists(commands):
        return None
    with open(commands, encoding="utf-8") as file:
        entry = next(e for e in json.load(file) if e["file"].endswith("/lint/base/arena.c"))
    words = [w for w in shlex.split(entry["command"]) if os.path.basename(w) != "ccache"]
    flags = words[1:words.index("-o")]
    if not checks_copies(words[0], "-O2", "-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=3"):
        return None
    return checks_copies(words[0], *flags)


def main():
    program = sys.argv[1]
    header, segments, dynamic, symbols = (output("readelf", "-W", f, program) for f in ("-h", "-l", "-d", "--dyn-syms"))
    code = output("objdump", "-d", "--no-show-raw-insn", program)
    glibc = "libc.so.6" in dynamic
    checks = [
        ("position independent", re.search(r"Type:\s+DYN", header)),
        ("relocations are read-only", "GNU_RELRO" in segments),
        ("bound at start", re.search(r"BIND_NOW|FLAGS.*\bNOW\b", dynamic)),
        ("stack is not executable", re.search(r"GNU_STACK\s.*\sRW\s", segments)),
        ("no segment is writable and executable", not re.search(r"LOAD\s.*\sRWE\s", segments)),
        # What -z nodlopen is for: the C library opens no file with this mark. Of a program, ld leaves NOOPEN away.
        ("cannot be opened as a library", re.search(r"FLAGS_1.*\b(PIE|NOOPEN)\b", dynamic)),
        ("relocations have no text", "TEXTREL" not in dynamic),
        ("stack canaries", "__stack_chk_fail" in symbols),
        ("fortified", not re.search(r" v?f?s?n?printf@", symbols) or not glibc),  # becomes __printf_chk and so on
        # The mark in the file itself is the linker's, who sets it only where the C library has it too.
        ("control flow (x86)", re.search(r"<main>:\n.*endbr64", code) or "X86-64" not in header),
        ("no run path", not re.search(r"RPATH|RUNPATH", dynamic)),
    ]
    fully = is_fortified_fully(program)
    checks += [("fortified at level 3", fully)] if fully is not None else []
    for name, good in checks:
        print(f"{'ok' if good else 'MISSING':8} {name}")
    return not all(good for _, good in checks)


sys.exit(main())
