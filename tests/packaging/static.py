#!/usr/bin/env python3
"""The self-contained program needs no library, no interpreter and no other file: it lints in an empty root.

usage: static.py DLINT EXAMPLES     (as root it is tried in a root of its own)"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def main():
    program, examples = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    elf = subprocess.run(["readelf", "-Wdl", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    assert "NEEDED" not in elf and "INTERP" not in elf, elf
    assert "GNU_RELRO" in elf, elf
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        shutil.copy(program, root / "dlint")
        shutil.copytree(examples, root / "work")
        alone = {"preexec_fn": lambda: os.chroot(root)} if os.geteuid() == 0 else {}
        where = "" if alone else str(root)
        done = subprocess.run([f"{where}/dlint", "--format", "gcc", f"{where}/work"], env={}, cwd=root, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, **alone)
    assert done.returncode == 1 and done.stdout.count("hardcoded-arch") >= 3, done
    size = program.stat().st_size
    print(f"{size // 1024} kB, no library, {len(done.stdout.splitlines())} findings" + (" in an empty root" if alone else ""))


main()
