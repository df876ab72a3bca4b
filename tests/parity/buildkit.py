#!/usr/bin/env python3
"""Compares what BuildKit's checks (`docker build --check`) and dlint find in the Dockerfiles of a folder, check by check.

usage: buildkit.py --oracle PROGRAM [--dlint PROGRAM] [--samples N] [--rule StageNameCasing,…] FOLDER…

The oracle is BuildKit's own linter behind `PROGRAM check @-`, which reads names of files: one object a line, with the
file, whether BuildKit accepts it, and its warnings by rule and line. It has no registry and no build context. dlint runs
with `--select buildkit` and without suppressions; what `# check=skip=` tells BuildKit to leave out is
left out, too. Where BuildKit refuses a file it stops at the first error, so that only what it says there is
compared. Exits with 1 where something differs that no class of tests/parity/buildkit explains."""
import argparse
import collections
import subprocess
import sys

import peer


def warnings(oracle, paths):
    """BuildKit's: (path, line, last line, rule); and the paths of the files that it refuses."""
    names = "\n".join(paths).encode()
    said = subprocess.run([oracle, "check", "@-"], input=names, stdout=subprocess.PIPE, check=True).stdout
    found, refused = [], set()
    for answer in peer.objects(said.decode(errors="replace")):
        if not answer["ok"]:
            refused.add(answer["file"])
        found += [(answer["file"], w["line"], w["end_line"], w["rule"]) for w in answer.get("warnings", [])]
    return found, refused


def skipped(program, paths, result):
    """The checks that comments tell BuildKit to leave out, by file (at its head), and by place (above an instruction)."""
    checks = collections.defaultdict(set)
    for fact in peer.facts(program, "directive,comment", paths):
        at = fact["file"] if fact["fact"] == "directive" else result.place_below(fact["file"], fact["line"])
        for part in fact.get("value", "").split(";") if fact.get("name", "").lower() == "check" else []:
            key, _, names = part.partition("=")
            if key.strip() == "skip":
                checks[at].update(name.strip() for name in names.split(","))
    return checks


def without_silent(result, refused, checks):
    """BuildKit stops at an error, and says nothing of what it is told to skip: neither is compared."""
    def speaks(code, place):
        skips = checks.get(place[0], set()) | checks.get(place, set())
        return place[0] not in refused and code not in skips and "all" not in skips
    for code in result.codes():
        theirs = result.theirs[code]
        result.ours[code] = {place for place in result.ours[code] if speaks(code, place) or place in theirs}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--oracle", required=True, metavar="PROGRAM")
    parser.add_argument("--dlint", default="dlint", metavar="PROGRAM")
    parser.add_argument("--samples", type=int, default=3, metavar="N")
    parser.add_argument("--rule", metavar="LIST", help="only these checks")
    args = parser.parse_args()
    paths = list(peer.files_in(args.folders))
    theirs, refused = warnings(args.oracle, paths)
    result = peer.Comparison(peer.instructions(args.dlint, paths))
    for path, line, _, rule in theirs:
        result.add_theirs(rule, path, line)
    peer.add_own(result, args.dlint, "buildkit", paths)
    without_silent(result, refused, skipped(args.dlint, paths, result))
    print(f"{len(paths)} files; BuildKit refuses {len(refused)} of them")
    wanted = set(args.rule.split(",")) if args.rule else None
    missing = peer.show(result, "buildkit", wanted, args.samples)
    more = sum(len(result.split(code)[3]) for code in missing)
    if sum(missing.values()) or more:
        print(f"not explained: {sum(missing.values())} that BuildKit alone finds, {more} that dlint alone finds")
    return 1 if sum(missing.values()) or more else 0


if __name__ == "__main__":
    sys.exit(main())
