#!/usr/bin/env python3
"""Includes between the folders of lint/ go upwards only, and only to contract headers.

usage: layers.py LINT_FOLDER"""
import pathlib
import re
import sys

ORDER = "base source dockerfile shell know eval facts diag rules shellcheck report fix config api lsp cli gen".split()
OPEN = {"base", "source", "know"}  # folders whose every header is a contract
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def fault(folder, header):
    """What is wrong with a file of `folder` including `header`; None where nothing is."""
    if header == "dlint.h":
        return None if ORDER.index(folder) >= ORDER.index("api") else "the public API stands on this folder"
    other = header.split("/")[0]
    if other not in ORDER or "/" not in header:
        return "not written as folder/file.h"
    if other == folder:
        return None
    if ORDER.index(other) > ORDER.index(folder):
        return f"{folder} comes before {other}"
    if other not in OPEN and header != f"{other}/{other}.h":
        return f"not the contract of {other}, {other}/{other}.h"
    return None


def check_the_check():
    for folder, header, good in [
        ("shell", "base/str.h", True),
        ("shell", "shell/lexer.h", True),
        ("facts", "shell/shell.h", True),
        ("facts", "shell/lexer.h", False),
        ("base", "source/source.h", False),
        ("rules", "dlint.h", False),
        ("cli", "dlint.h", True),
        ("shell", "lexer.h", False),
    ]:
        assert (fault(folder, header) is None) == good, (folder, header)


def main():
    check_the_check()
    root = pathlib.Path(sys.argv[1])
    faults = files = 0
    for path in sorted(root.rglob("*.[chd]*")):
        folder = path.relative_to(root).parts[0]
        if folder not in ORDER:
            print(f"{path}: a folder that has no place in the order: {' '.join(ORDER)}")
            faults += 1
            continue
        files += 1
        text = path.read_text()
        for match in INCLUDE.finditer(text):
            why = fault(folder, match[1])
            if why:
                line = text.count("\n", 0, match.start(1)) + 1
                print(f'{path}:{line}: #include "{match[1]}": {why}')
                faults += 1
    print(f"{files} files, {faults} faults")
    return faults > 0 or files == 0


sys.exit(main())
