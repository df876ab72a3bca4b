#!/usr/bin/env python3
"""Fixes every Dockerfile of the tree: the files themselves, the examples of the rules, those that transcripts write.

usage: properties.py DLINT TREE

What judge.py asks must hold for each, with the safe fixes and with all; and a file with CR LF becomes what the same file
with LF becomes."""
import argparse
import pathlib
import re
import sys
import tempfile

sys.dont_write_bytecode = True
import judge

EXAMPLE = re.compile(r"^ +(?:- )?(?:bad|good|fixed): \|\n((?:(?: {6}.*)?\n)+)", re.M)
HERE_DOCUMENT = re.compile(r"^  \$ cat >\S*ockerfile <<'?END'?\n((?:  >.*\n)+?)  > END\n", re.M)


def dockerfiles(tree):
    """(where it comes from, its bytes)."""
    for path in sorted([*tree.glob("examples/**/*ockerfile"), tree / "Dockerfile", *tree.glob("tests/fuzz/corpus/dockerfile/*")]):
        yield path.relative_to(tree), path.read_bytes()
    for path in sorted(tree.glob("tests/golden/dockerfile/*")):
        if path.suffix != ".json":
            yield path.relative_to(tree), path.read_bytes()
    for path in sorted(tree.glob("rules/*/*.yaml")):
        for found in EXAMPLE.finditer(path.read_text()):
            yield path.relative_to(tree), re.sub(r"(?m)^ {6}", "", found.group(1)).encode()
    for path in sorted(tree.glob("tests/golden/*/*.test")):
        for found in HERE_DOCUMENT.finditer(path.read_text()):
            yield path.relative_to(tree), re.sub(r"(?m)^  > ?", "", found.group(1)).encode()


def write(folder, files):
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def judged(options, folder, copy, names):
    found = judge.Folder(options, folder, copy)
    found.judge()  # what is built before is broken on purpose, and not to be compared
    lines = [f"{check}: {line}" for check, failures in found.failures.items() for line in failures]
    return len(found.fixed), [re.sub(r"\d+\.Dockerfile", lambda m: f"{m[0]} ({names[m[0]]})", line) for line in lines]


def main():
    dlint, tree = sys.argv[1], pathlib.Path(sys.argv[2])
    sources, files = {}, {}
    for number, (source, data) in enumerate(dockerfiles(tree)):
        sources[f"{number}.Dockerfile"], files[f"{number}.Dockerfile"] = source, data
    bad = []
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        write(scratch / "lf", files)
        for safe in (True, False):
            options = argparse.Namespace(dlint=dlint, safe=safe, oracle=None, recorder=None)
            count, failures = judged(options, scratch / "lf", scratch / f"fixed{safe}", sources)
            print(f"{len(files)} files, {count} of them changed by {'safe' if safe else 'all'} fixes")
            bad += failures
        plain = {name: data for name, data in files.items() if b"\r" not in data}
        write(scratch / "crlf", {name: data.replace(b"\n", b"\r\n") for name, data in plain.items()})
        judge.run(dlint, "fix", "--isolated", "--unsafe", ".", ok=(0, 1, 2), cwd=scratch / "crlf")
        for name in plain:
            if (scratch / "crlf" / name).read_bytes() != (scratch / "fixedFalse" / name).read_bytes().replace(b"\n", b"\r\n"):
                bad.append(f"CR LF: {name} ({sources[name]})")
    print("\n".join(bad))
    sys.exit(len(files) < 600 or bad != [])


if __name__ == "__main__":
    main()
