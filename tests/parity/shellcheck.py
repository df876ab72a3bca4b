#!/usr/bin/env python3
"""Compares ShellCheck's findings as hadolint has them, which contains it, with those of dlint, code by code.

usage: shellcheck.py [--dlint PROGRAM] [--samples N] FOLDER…

Needs a `shellcheck` in PATH of the version in hadolint. Scripts that hadolint reads wrongly are excused: those in
here-documents, of other languages than a POSIX shell, and of files that have no stage for them; SC3xxx, what `sh` does
not understand, in images whose /bin/sh is bash."""
import argparse
import json
import shutil
import sys

import peer

BATCH = 40


def hadolint(paths):
    """Its findings, as (path, line, code). A file that makes it fail takes its whole batch along: halve and repeat."""
    try:
        found = json.loads(peer.run(["hadolint", "--no-fail", "--disable-ignore-pragma", "-f", "json", *paths]))
    except ValueError:
        middle = len(paths) // 2
        return hadolint(paths[:middle]) + hadolint(paths[middle:]) if middle else []
    return [(d["file"], d["line"], d["code"]) for d in found if d["code"].startswith("SC")]


def excuses(program, paths):
    """(path, line, which codes, why) of each RUN whose script hadolint reads wrongly."""
    facts = peer.facts(program, "stage,instruction", paths)
    bash = {(f["file"], f["line"]) for f in facts if f["fact"] == "stage" and f.get("sh") == "bash"}
    for fact in (f for f in facts if f["fact"] == "instruction"):
        if "interpreter" in fact:
            yield fact["file"], fact["line"], "SC", "another language"
        elif "stage" not in fact:
            yield fact["file"], fact["line"], "SC", "no stage"
        elif fact["heredoc"]:
            yield fact["file"], fact["line"], "SC", "here-document"
        elif (fact["file"], fact["stage"]["line"]) in bash:
            yield fact["file"], fact["line"], "SC3", "sh is bash"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--dlint", default="dlint", metavar="PROGRAM")
    parser.add_argument("--samples", type=int, default=1, metavar="N")
    args = parser.parse_args()
    for program in "hadolint", "shellcheck":
        if not shutil.which(program):
            sys.exit(f"shellcheck.py: {program} is not installed")
    paths = list(peer.files_in(args.folders))
    result = peer.Comparison(peer.instructions(args.dlint, paths))
    for path, line, code in peer.joined(hadolint, peer.batches(paths, BATCH)):
        result.add_theirs(code, path, line)
    for path, code, lines in peer.findings(args.dlint, paths, "--shellcheck", "on", "--only", "shellcheck"):
        result.add_ours(code, path, lines)
    codes = result.codes()
    for path, line, beginning, why in excuses(args.dlint, paths):
        for code in codes:
            if code.startswith(beginning):
                result.excuse(code, path, line, why)
    missing = sum(peer.show(result, "hadolint", None, args.samples).values())
    both = sum(len(result.split(code)[0]) for code in result.codes())
    print(f"{len(paths)} files; {both} found by both, {missing} by hadolint alone: {100 * both / (both + missing):.2f} %")


if __name__ == "__main__":
    main()
