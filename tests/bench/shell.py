#!/usr/bin/env python3
"""Whether the shell parser takes time in proportion to the script, whatever it looks like.

usage: shell.py DLINT     prints, for scripts of 1 MB and 4 MB of each shape, the time of `dlint parse --script`

Exit status 1 when a script four times as long takes more than eight times as long."""
import os
import resource
import subprocess
import sys

MB = 1_000_000
SHAPES = {  # what is repeated, and what stands before and behind
    "commands": ("", "cmd arg; ", ""),
    "and-or list": ("", "cmd && ", "cmd"),
    "one word": ("", "a", ""),
    "open single quote": ("'", "a", ""),
    "open double quote": ('"', "a $b ", ""),
    "open backquote": ("`", "a ", ""),
    "backquotes": ("", "`a` ", ""),
    "backslashes": ("", "\\\\", ""),
    "backslashes in backquotes": ("`", "\\\\", "`"),
    "here-documents": ("", "cat <<E\nx\nE\n", ""),
    "here-documents on one line": ("cat ", "<<E ", "\n"),
    "open here-document": ("cat <<E\n", "a line\n", ""),
    "comments": ("", "# a\n", ""),
    "arithmetic or not": ("", "$((a) || b) ", ""),
    "open arithmetic": ("", "$((a ", ""),
    "nested arithmetic or not": ("", "$(( $( ", ""),
    "case items": ("case a in ", "b) c;; ", "esac"),
    "array": ("a=(", "b ", ")"),
    "braces": ("a ", "{b,", ""),
}


def seconds(dlint, script):
    """CPU time; the least of three."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([dlint, "parse", "--script"], input=script, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def main():
    dlint, slow = os.path.abspath(sys.argv[1]), 0
    print(f"{'shape':28} {'1 MB':>9} {'4 MB':>9}  ratio")
    for name, (before, unit, after) in SHAPES.items():
        small, large = (
            seconds(dlint, (before + unit * (size // len(unit)) + after).encode()) for size in (MB, 4 * MB)
        )
        ratio = large / max(small, 0.001)
        slow += ratio > 8
        print(f"{name:28} {small * 1e3:6.1f} ms {large * 1e3:6.1f} ms  {ratio:.1f}")
    return slow > 0


sys.exit(main())
