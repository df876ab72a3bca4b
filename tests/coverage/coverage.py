#!/usr/bin/env python3
"""How much of lint/ the tests that have run in a build with DLINT_COVERAGE reach.

usage: coverage.py BUILD [--lines PERCENT] [--branches PERCENT] [--missing PATH-PREFIX]

Prints lines and branches by folder; ends 1 where all of it together is below the percentages. --missing lists what was
not reached in the files whose path begins so.

A line or branch that several objects hold (rulec is built of sources of the library) counts as reached where one
reached it. Branches of an `assert` do not count: the way out of a true one is never taken. Nothing else is left out:
that memory can end everywhere, tests/faults tries."""
import argparse
import collections
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ASSERT = re.compile(r"\bassert\(")


def notes(build):
    """The .gcno files of lint/'s objects."""
    for folder, _, names in os.walk(build):
        if "/tests/" not in folder + "/":
            for name in sorted(names):
                if name.endswith(".gcno"):
                    yield os.path.join(folder, name)


def reports(build):
    """What gcov knows of each object, as dictionaries."""
    for note in notes(build):
        command = ["gcov", "--json-format", "--stdout", "--branch-probabilities", os.path.abspath(note)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=build)
        for line in done.stdout.splitlines():
            if line.startswith("{"):
                yield json.loads(line)


class File:
    """The counts of one source file."""

    def __init__(self, path):
        with open(os.path.join(ROOT, path), encoding="utf-8") as source:
            self.text = source.read().split("\n")
        self.lines = collections.Counter()
        self.branches = collections.Counter()

    def add(self, line):
        number = line["line_number"]
        self.lines[number] += line["count"]
        if not ASSERT.search(self.text[number - 1]):
            for i, branch in enumerate(line["branches"]):
                self.branches[number, i] += branch["count"]


def collect(build):
    files = {}
    for report in reports(build):
        base = report["current_working_directory"]
        for entry in report["files"]:
            path = os.path.relpath(os.path.join(base, entry["file"]), ROOT)
            if path.startswith("lint/") and os.path.exists(os.path.join(ROOT, path)):  # else left from an old build
                file = files.get(path) or files.setdefault(path, File(path))
                for line in entry["lines"]:
                    file.add(line)
    return files


def reached(counts):
    return sum(1 for n in counts.values() if n), len(counts)


def percent(part):
    return 100 * part[0] / part[1] if part[1] else 100


def total(files):
    parts = [(reached(f.lines), reached(f.branches)) for f in files]
    return tuple(tuple(map(sum, zip(*column))) for column in zip(*parts))


def show(name, lines, branches):
    print(f"{name:16}{percent(lines):7.2f} % of {lines[1]:6} lines{percent(branches):9.2f} % of {branches[1]:6} branches")


def show_missing(path, file):
    print(f"\n{path}: {percent(reached(file.lines)):.1f} % of lines, {percent(reached(file.branches)):.1f} % of branches")
    ways = collections.defaultdict(list)
    for (number, _), count in sorted(file.branches.items()):
        ways[number].append(count)
    for number in sorted(file.lines):
        untaken = sum(1 for count in ways[number] if not count)
        if not file.lines[number]:
            print(f"{number:6} -      {file.text[number - 1]}")
        elif untaken:
            print(f"{number:6} {untaken}/{len(ways[number]):<4} {file.text[number - 1]}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n")[2].removeprefix("usage: "))
    parser.add_argument("build")
    parser.add_argument("--lines", type=float, default=0)
    parser.add_argument("--branches", type=float, default=0)
    parser.add_argument("--missing")
    args = parser.parse_args()
    files = collect(args.build)
    if not files:
        sys.exit("no object of lint/ was built with DLINT_COVERAGE")
    for folder in sorted({path.split("/")[1] for path in files}):
        show("lint/" + folder, *total([f for path, f in files.items() if path.split("/")[1] == folder]))
    lines, branches = total(files.values())
    show("lint", lines, branches)
    for path in sorted(files):
        if args.missing is not None and path.startswith(args.missing):
            show_missing(path, files[path])
    return percent(lines) < args.lines or percent(branches) < args.branches


sys.exit(main())
