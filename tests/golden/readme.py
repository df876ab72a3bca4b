#!/usr/bin/env python3
"""What the README shows is what dlint prints.

usage: readme.py DLINT README     (DLINT_UPDATE=1 writes what was printed into the file)

Every ```console block begins with `$ ./dev run …`, whose output follows; the picture is what tools/picture.py draws."""
import os
import pathlib
import re
import subprocess
import sys

BLOCK = re.compile(r"```console\n\$ ./dev run ([^\n]*)\n(.*?)```\n", re.S)
PICTURE = ["examples/go-cross", "dlint bad.Dockerfile", "dlint platforms ."]


def printed(dlint, words, root):
    done = subprocess.run([dlint, *words.split()], cwd=root, stdout=subprocess.PIPE, text=True)
    assert done.returncode in (0, 1), done
    return done.stdout


def check(path, actual):
    """Whether the file is as it is to be; with DLINT_UPDATE it is from now on."""
    good = path.exists() and path.read_text() == actual
    if not good:
        print(f"{path} is to be:\n{actual}")
    if os.environ.get("DLINT_UPDATE"):
        path.write_text(actual)
    return good


def main():
    dlint, readme = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    root, blocks = readme.parent, 0

    def block(match):
        nonlocal blocks
        blocks += 1
        return f"```console\n$ ./dev run {match[1]}\n{printed(dlint, match[1], root)}```\n"

    good = check(readme, BLOCK.sub(block, readme.read_text()))
    picture = subprocess.run([sys.executable, root / "tools/picture.py", dlint, *PICTURE], cwd=root, check=True,
                             stdout=subprocess.PIPE, text=True).stdout
    good = check(root / "docs/picture.svg", picture) and good
    print(f"{blocks} blocks")
    return not good or blocks < 1


sys.exit(main())
