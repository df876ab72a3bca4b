#!/usr/bin/env python3
"""The release program carries the hardening that its compiler offers, read back from the ELF file.

usage: hardening.py PROGRAM"""
import re
import subprocess
import sys


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


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
    for name, good in checks:
        print(f"{'ok' if good else 'MISSING':8} {name}")
    return not all(good for _, good in checks)


sys.exit(main())
