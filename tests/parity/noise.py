#!/usr/bin/env python3
"""Counts how many of the Dockerfiles of a folder get a warning or an error from dlint as it is, architecture rules aside.

usage: noise.py [--dlint PROGRAM] [--most PERCENT] [--most-of-a-rule PERCENT] FOLDER…

A linter that speaks of most files cannot gate a project. Exits with 1 where more of the files than --most have such a
finding, or more than --most-of-a-rule have one of a single rule that has no reason in docs/parity.md."""
import argparse
import collections
import pathlib
import sys

import peer

REASONS = pathlib.Path(__file__).resolve().parents[2] / "docs" / "parity.md"
LEVELS = ("error", "warning", "info", "style")
LOUD = {"error", "warning"}


def count(program, paths):
    """By rule and level the files that have such a finding; and the files that have a loud one of any rule."""
    files = collections.defaultdict(set)
    words = [program, "--isolated", "--fail-on", "never", "--ignore", "arch", "-f", "jsonl"]
    for d in peer.joined(lambda group: list(peer.objects(peer.run(words + group))), peer.batches(paths, peer.BATCH)):
        files[d["rule"], d["severity"]].add(d["path"])
    return files, set().union(*(of for (_, level), of in files.items() if level in LOUD))


def reasons():
    """The rules that may speak of many files, as docs/parity.md has it: rows `| rule-id | why |` of its table."""
    text = REASONS.read_text().split("## Rules that speak of many files\n")[1].split("\n## ")[0]
    return {line.split("|")[1].strip().strip("`") for line in text.splitlines() if line.startswith("| `")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--dlint", default="dlint", metavar="PROGRAM")
    parser.add_argument("--most", type=float, default=25, metavar="PERCENT")
    parser.add_argument("--most-of-a-rule", type=float, default=5, metavar="PERCENT")
    args = parser.parse_args()
    paths = list(peer.files_in(args.folders))
    files, loud = count(args.dlint, paths)
    share = 100 * len(loud) / len(paths)
    bad = share > args.most
    print(f"{len(paths)} files; a warning or an error in {len(loud)} of them, {share:.1f} %")
    print("percent  files  level    rule")
    for (rule, level), of in sorted(files.items(), key=lambda item: (LEVELS.index(item[0][1]), -len(item[1]))):
        percent = 100 * len(of) / len(paths)
        too_many = level in LOUD and percent > args.most_of_a_rule and rule not in reasons()
        bad = bad or too_many
        print(f"{percent:7.1f} {len(of):6}  {level:8} {rule}{'  <- without a reason' if too_many else ''}")
    return bad


if __name__ == "__main__":
    sys.exit(main())
