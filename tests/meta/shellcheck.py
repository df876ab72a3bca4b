#!/usr/bin/env python3
"""What the installed ShellCheck finds in scripts stands where it should in the Dockerfile.

usage: shellcheck.py DLINT     (77, skipped, without a shellcheck)"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

# A Dockerfile, and each (code, line, text underlined) that is found in it.
CASES = [
    ("FROM debian:12\nRUN echo $file\n", [("SC2086", 2, "$file"), ("SC2154", 2, "$file")]),
    ("FROM debian:12\nARG file\nRUN echo $file \"$http_proxy\"\n", []),  # taken for 1, as hadolint takes it
    ("FROM debian:12\nRUN true && \\\n# a comment\n\n\tcd `pwd` \\\n\t  && ls \"$x\"\n",
     [("SC2006", 5, "`pwd`"), ("SC2046", 5, "`pwd`"), ("SC2154", 6, "$x")]),
    ("# escape=`\r\nFROM debian:12\r\nRUN true `\r\n  && echo \u00e9 $Y\r\n", [("SC2086", 4, "$Y")]),
    ("FROM debian:12\nRUN [[ a == b ]]\nSHELL [\"/bin/bash\", \"-c\"]\nRUN [[ $A == b ]]\n",
     [("SC3010", 2, "[[ a == b ]]"), ("SC2050", 2, "==")]),
    ("FROM debian:12\nRUN <<E\n#!/bin/bash\nset -e\n# shellcheck disable=SC2086\necho $A\nread A < $B\nE\n",
     [("SC2162", 7, "read"), ("SC2086", 7, "$B")]),
    ("FROM debian:12\nONBUILD RUN echo $A\n", [("SC2086", 2, "$A")]),
    ("FROM debian:12\nRUN . /etc/profile && . \"$A\"\n", []),
    ("FROM debian:12\nSHELL [\"pwsh\", \"-c\"]\nRUN echo $A\n", []),
]


def found(dlint, text):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "Dockerfile")
        path.write_bytes(text.encode())
        done = subprocess.run([dlint, "--isolated", "--shellcheck", "on", "--only", "shellcheck", "-f", "json", path],
                              stdout=subprocess.PIPE, text=True)
    lines = text.split("\n")
    return [(d["rule"], d["line"], lines[d["line"] - 1][d["column"] - 1:d["end_column"] - 1])
            for d in json.loads(done.stdout)["files"][0]["diagnostics"]]


def main():
    if not shutil.which("shellcheck"):
        print("no shellcheck here")
        return 77
    wrong = 0
    for text, expected in CASES:
        actual = found(sys.argv[1], text)
        if sorted(actual) != sorted(expected):
            wrong += 1
            print(f"{text}\nexpected {sorted(expected)}\nfound    {sorted(actual)}\n")
    print(f"{len(CASES)} files, {wrong} differ")
    return wrong > 0


sys.exit(main())
