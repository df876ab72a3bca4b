#!/usr/bin/env python3
"""libdlint exports the functions of include/dlint.h, all of them and nothing else.

usage: exports.py SHARED_LIBRARY HEADER"""
import pathlib
import re
import sys

import binutils

INSTRUMENT = re.compile(r"^_*(odr_asan|asan|ubsan|sancov|gcov|llvm|prof)")


def main():
    exported = {n for n in binutils.defined_dynamic(sys.argv[1]) if not INSTRUMENT.match(n)}
    header = re.sub(r"//.*", "", pathlib.Path(sys.argv[2]).read_text())
    declared = set(re.findall(r"\b(dlint_\w+)\s*\(", header))
    for name in sorted(exported - declared):
        print(f"{name}: exported, not declared")
    for name in sorted(declared - exported):
        print(f"{name}: declared, not exported")
    print(f"{len(exported)} exported, {len(declared)} declared")
    return exported != declared or not exported


sys.exit(main())
