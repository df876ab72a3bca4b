#!/usr/bin/env python3
"""What docs/rules.md says of facts is what the schema says.

usage: reference.py RULEC RULES.md     (DLINT_UPDATE=1 writes it)"""
import os
import pathlib
import subprocess
import sys

BEGIN, END = "<!-- facts:", "<!-- end of facts -->"


def main():
    made = subprocess.run([sys.argv[1], "reference"], check=True, capture_output=True, text=True).stdout
    path = pathlib.Path(sys.argv[2])
    text = path.read_text()
    start = text.index("\n", text.index(BEGIN)) + 1
    end = text.index(END)
    fresh = text[:start] + "\n" + made + text[end:]
    if os.environ.get("DLINT_UPDATE"):
        path.write_text(fresh)
    elif fresh != text:
        print(f"{path}: the kinds of facts are not what the schema says; DLINT_UPDATE=1 writes them")
        return 1
    print(f"{made.count('### ')} kinds of facts")
    return 0


sys.exit(main())
