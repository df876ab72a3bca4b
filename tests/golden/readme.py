#!/usr/bin/env python3
"""What the README shows is what dlint prints.

usage: readme.py DLINT README     (DLINT_UPDATE=1 writes what was printed into the file)

Every ```console block begins with `$ ./dev run …`, whose output follows, or with `$ ./dev test`, whose last line follows
with any number of tests."""
import os
import pathlib
import re
import subprocess
import sys

BLOCK = re.compile(r"```console\n\$ (./dev (\w+)([^\n]*))\n(.*?)```\n", re.S)
SUMMARY = r"100% tests passed, 0 tests failed out of \d+\n"


def printed(dlint, words, root):
    done = subprocess.run([dlint, *words.split()], cwd=root, stdout=subprocess.PIPE, text=True)
    assert done.returncode in (0, 1), done
    return done.stdout


def main():
    dlint, readme = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    text, blocks, wrong = readme.read_text(), 0, 0
    for match in BLOCK.finditer(text):
        command, what, words, expected = match.groups()
        blocks += 1
        if what == "test":
            good = re.fullmatch(SUMMARY, expected)
            actual = expected
        else:
            actual = printed(dlint, words, readme.parent)
            good = actual == expected
        if not good:
            wrong += 1
            print(f"{readme}: $ {command}\n{actual}")
            text = text.replace(match[0], match[0].replace(f"$ {command}\n{expected}", f"$ {command}\n{actual}"))
    if os.environ.get("DLINT_UPDATE"):
        readme.write_text(text)
    print(f"{blocks} blocks, {wrong} differ")
    return wrong > 0 or blocks < 2


sys.exit(main())
