#!/usr/bin/env python3
"""Fixes the Dockerfiles of a folder, in a copy of it, and says what became of them.

usage: judge.py DLINT FOLDER… [--safe] [--oracle PROGRAM] [--keep FOLDER] [--verbose]

For every file that `dlint fix --unsafe` (with --safe: `dlint fix`) changes:
  settled   fixing it once more changes nothing
  parsed    it has no error that it had not before; with --oracle, BuildKit's parser has none either
  quiet     no rule has more to say than before; missing-platform aside, which asks for what pinned-platform deletes
  same      the build for linux/amd64 executes what it did: every command, with its URLs
  moved     the build for linux/arm64 fetches no file that is named for another architecture, where it did before
The last two are asked of files whose fixes are for linux/amd64 at all: a file that named arm64 is judged the other way
round. Exit status: 0 where everything holds, 1 where something does not."""
import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PLATFORMS = ("linux/amd64", "linux/arm64")
# What only asks for the architecture or chooses by it is replaced by other commands of the same meaning.
ASKING = {"uname", "arch", "dpkg", "apk", "rpm", "case", "echo", "exit", "[", "test", "set"}
FOREIGN = {
    "linux/amd64": re.compile(r"(?<![a-z0-9])(aarch64|arm64)(?![a-z0-9])", re.I),
    "linux/arm64": re.compile(r"(?<![a-z0-9])(x86_64|amd64)(?![a-z0-9])", re.I),
}


def run(*command, ok=(0, 1)):
    done = subprocess.run(command, capture_output=True)
    if done.returncode not in ok:
        sys.exit(f"{command[:3]} …: exit {done.returncode}\n{done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout.decode(errors="replace")


def in_parts(command, files, ok=(0, 1)):
    return "".join(run(*command, *files[i : i + 400], ok=ok) for i in range(0, len(files), 400))


def objects(text):
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def findings(dlint, files):
    counts = {file: collections.Counter() for file in files}
    places = collections.defaultdict(list)
    for one in objects(in_parts([dlint, "--isolated", "--format", "jsonl"], files)):
        if one["path"] in counts:
            counts[one["path"]][one["rule"]] += 1
            places[one["path"], one["rule"]].append(f"{one['line']}: {one['message']}")
    return counts, places


def words_of(argv):
    return tuple(word if isinstance(word, str) else json.dumps(word) for word in argv)


def commands(dlint, files):
    found = collections.defaultdict(collections.Counter)
    for one in objects(in_parts([dlint, "trace", "--format", "json", "--platform", ",".join(PLATFORMS)], files)):
        for command in one.get("commands", []):
            words = words_of(command["argv"])
            if words and words[0] not in ASKING:
                found[one["file"], one["target"]][words] += 1
    return found


def urls(counter):
    return {word for words in counter for word in words if "://" in word}


def norm(words):
    """Without options, which other fixes add, and with the one name of apt that they give it."""
    return tuple("apt-get" if word == "apt" else word for word in words if not word.startswith("-"))


def oracle_errors(oracle, files):
    text = subprocess.run([oracle, "dockerfile", "@-"], input="\n".join(files).encode() + b"\n", capture_output=True)
    return {o["file"]: (o.get("error") or {}).get("message") for o in objects(text.stdout.decode(errors="replace"))}


def judge(options, folder, copy):
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    before_root, after_root = pathlib.Path(folder), pathlib.Path(copy)
    fix = [options.dlint, "fix", "--isolated"] + ([] if options.safe else ["--unsafe"])
    run(*fix, copy, ok=(0, 1, 2))
    fixed = [p.relative_to(after_root) for p in sorted(after_root.rglob("*")) if p.is_file()]
    fixed = [p for p in fixed if (before_root / p).read_bytes() != (after_root / p).read_bytes()]
    old = [str(before_root / p) for p in fixed]
    new = [str(after_root / p) for p in fixed]
    failures = collections.defaultdict(list)
    if not fixed:
        return 0, failures
    once = {p: (after_root / p).read_bytes() for p in fixed}
    run(*fix, copy, ok=(0, 1, 2))
    for p in fixed:
        if once[p] != (after_root / p).read_bytes():
            failures["settled"].append(str(p))
    counts_old, _ = findings(options.dlint, old)
    counts_new, places = findings(options.dlint, new)
    for p, a, b in zip(fixed, old, new):
        more = {r: n for r, n in counts_new[b].items() if n > counts_old[a][r] and r != "missing-platform"}
        if any(rule in ("syntax-error", "shell-syntax-error") for rule in more):
            failures["parsed"].append(str(p))
        for rule in more:
            failures["quiet"].append(f"{p}: {rule}: {places[b, rule][:2]}")
    if options.oracle:
        errors_old, errors_new = oracle_errors(options.oracle, old), oracle_errors(options.oracle, new)
        for p, a, b in zip(fixed, old, new):
            if errors_new.get(b) and not errors_old.get(a):
                failures["parsed"].append(f"{p}: {errors_new[b]}")
    ran_old, ran_new = commands(options.dlint, old), commands(options.dlint, new)
    for p, a, b in zip(fixed, old, new):
        text = (before_root / p).read_text(errors="replace")
        arm = bool(FOREIGN["linux/amd64"].search(text)) and not FOREIGN["linux/arm64"].search(text)
        own, other = PLATFORMS[::-1] if arm else PLATFORMS
        gone = {norm(w) for w in ran_old[a, own]} - {norm(w) for w in ran_new[b, own]}
        lost = urls(ran_old[a, own]) - urls(ran_new[b, own])
        if gone or lost:
            failures["same"].append(f"{p}: {sorted(gone)[:3]} {sorted(lost)[:2]}")
        if urls(ran_old[a, other]) != urls(ran_new[b, other]):
            wrong = {u for u in urls(ran_new[b, other]) - urls(ran_old[a, other]) if FOREIGN[other].search(u)}
            if wrong:
                failures["moved"].append(f"{p}: {sorted(wrong)[:3]}")
    return len(fixed), failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dlint")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--safe", action="store_true")
    parser.add_argument("--oracle")
    parser.add_argument("--keep", help="leave the fixed copies there")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    bad = 0
    for number, folder in enumerate(options.folders):
        with tempfile.TemporaryDirectory() as scratch:
            copy = os.path.join(options.keep or scratch, str(number))
            shutil.rmtree(copy, ignore_errors=True)
            count, failures = judge(options, folder, copy)
        print(f"{folder}: {count} files changed")
        for check in ("settled", "parsed", "quiet", "same", "moved"):
            print(f"  {check}: {len(failures[check])} failures")
            for line in failures[check][: None if options.verbose else 5]:
                print(f"    {line}")
            bad += len(failures[check])
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
