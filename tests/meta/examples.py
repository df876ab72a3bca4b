#!/usr/bin/env python3
"""Every rule shows itself: at least one bad example and two good ones, and all of them are tried in under a second.

usage: examples.py DLINT FOLDER-OF-RULES [SECONDS]"""
import pathlib
import re
import subprocess
import sys
import time


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    limit = float(sys.argv[3]) if len(sys.argv) > 3 else None
    problems, files = [], [p for p in sorted(folder.glob("*/*.yaml")) if p.parent.name != "data"]
    for path in files:
        text = path.read_text()
        bad, good = (len(re.findall(rf"^  - {kind}: ", text, re.M)) for kind in ("bad", "good"))
        if bad < 1 or good < 2:
            problems.append(f"{path}: {bad} bad and {good} good examples; at least 1 and 2 are wanted")
    # Of three runs the fastest, since the machine may have other things to do.
    took = min(timed(program) for _ in range(3 if limit else 1))
    if limit and took > limit:
        problems.append(f"dlint test took {took:.2f} s")
    print("\n".join(problems) or f"{len(files)} rules; dlint test took {took:.2f} s")
    return bool(problems)


def timed(program):
    start = time.monotonic()
    subprocess.run([program, "test"], stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - start


if __name__ == "__main__":
    sys.exit(main())
