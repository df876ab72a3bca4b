#!/usr/bin/env python3
"""No mutable global or static data: two files can be linted at the same time on two threads.

usage: mutable_data.py ARCHIVE"""
import re
import sys

import binutils

WRITABLE = re.compile(r"^(\.data|\.bss|\.tdata|\.tbss|\.ldata|\.lbss)(\.(?!rel\.ro)|$)|^\*COM\*$")
# What sanitizers and the coverage counter put beside the code.
INSTRUMENT = re.compile(r"^_*(odr_asan|asan|ubsan|sancov|gcov|llvm|prof)|^\.")


def main():
    seen = binutils.objects(sys.argv[1])
    bad = [o for o in seen if WRITABLE.match(o[1]) and not INSTRUMENT.match(o[2])]
    for member, section, name in bad:
        print(f"{member}: {name} lies in {section}: mutable")
    print(f"{len(seen)} objects, {len(bad)} mutable")
    return len(bad) > 0 or not seen


sys.exit(main())
