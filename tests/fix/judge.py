#!/usr/bin/env python3
"""Fixes the Dockerfiles of folders, in copies of them, and says what became of them.

usage: judge.py DLINT FOLDER… [--safe] [--oracle PROGRAM [--recorder PROGRAM --records FILE]]
                [--keep FOLDER] [--verbose]

For every file that `dlint fix --unsafe` (with --safe: `dlint fix`) changes:
  settled   fixing it once more changes nothing, and what --diff prints, given to `git apply`, makes the same file
  kept      its mode, its byte order mark, its kind of line ends and whether its last line has one are as before
  parsed    it has no error that it had not before; with --oracle, dlint and BuildKit's parser see the same in it
  quiet     no rule has more to say than before, and none says something of a line that stayed as it was
  same      a build for the platform that the file was made for executes what it did: every command, with its URLs
  moved     a build for the other platform fetches the same files, those for that platform in place of the others
A file that names arm64 and never amd64 was made for linux/arm64, any other one for linux/amd64. What is executed is what
`dlint trace` says; with --oracle and --recorder also what a real shell executes (recorded.py), of which two figures are
printed. What was recorded is kept in --records.
Exit status: 0 where everything holds, 1 where something does not."""
import argparse
import collections
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import recorded

CHECKS = ("settled", "kept", "parsed", "quiet", "same", "moved")
PLATFORMS = ("linux/amd64", "linux/arm64")
# What these run stands beside them, command by command.
SHELLS = {"sh", "bash", "dash", "ash", "/bin/sh", "/bin/bash"}
# What only asks for the architecture or chooses by it is replaced by other commands of the same meaning.
ASKING = {"uname", "arch", "case", "echo", "exit", "[", "test", "set", "printf"}
ASKING_OPTIONS = {("dpkg", "--print-architecture"), ("apk", "--print-arch"), ("rpm", "--eval"), ("rpm", "-E")}
NAMES = {
    "linux/amd64": re.compile(r"(?<![a-z0-9])(x86[_-]64|amd64|x64|64bit|64-bit)(?![a-z0-9])", re.I),
    "linux/arm64": re.compile(r"(?<![a-z0-9])(aarch64|arm64(v8)?|armv8|aarch_64|sbsa|(?<=linux-)arm)(?![a-z0-9])", re.I),
}
SYNTAX = ("syntax-error", "shell-syntax-error")
# What is left of a finding when the worse of it is mended, by the rule that said the worse.
LEFT_OF = {"no-binary": "source-build-deps"}


def run(*command, ok=(0, 1), stdin=None, cwd=None):
    done = subprocess.run(command, capture_output=True, input=stdin, cwd=cwd)
    if done.returncode not in ok:
        sys.exit(f"{command[:3]} …: exit {done.returncode}\n{done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def in_parts(command, files):
    parts = (run(*command, *files[i : i + 400]) for i in range(0, len(files), 400))
    return b"".join(parts).decode(errors="replace")


def objects(text):
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def names_of(files):
    return ("\n".join(files) + "\n").encode()


class Folder:
    """The files of a folder that fixing changes: `old` and `new` are their paths before and after it."""

    def __init__(self, options, folder, copy):
        self.options = options
        self.root, self.copy = pathlib.Path(folder), pathlib.Path(copy)
        self.failures = {check: [] for check in CHECKS}
        self.figures = []
        self.fix = [options.dlint, "fix", "--isolated"] + ([] if options.safe else ["--unsafe"])
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        run(*self.fix, ".", ok=(0, 1, 2), cwd=copy)
        every = (p.relative_to(copy) for p in sorted(self.copy.rglob("*")) if p.is_file() and not p.is_symlink())
        self.fixed = [p for p in every if (self.root / p).read_bytes() != (self.copy / p).read_bytes()]
        self.old = [str(self.root / p) for p in self.fixed]
        self.new = [str(self.copy / p) for p in self.fixed]

    def pairs(self):
        return zip(self.fixed, self.old, self.new)

    def fail(self, check, path, what=""):
        self.failures[check].append(f"{path}: {what}")

    def judge(self):
        self.check_settled()
        self.check_kept()
        self.check_parsed()
        self.check_quiet()

    def judge_builds(self):
        dlint, recorder = self.options.dlint, self.options.recorder
        self.check_executed(traced(dlint, self.old), traced(dlint, self.new), "")
        if recorder:
            self.check_executed(recorder.commands(self.old), recorder.commands(self.new), "real shell: ")

    def check_settled(self):
        once = {p: (self.copy / p).read_bytes() for p in self.fixed}
        run(*self.fix, ".", ok=(0, 1, 2), cwd=self.copy)
        for p in self.fixed:
            if once[p] != (self.copy / p).read_bytes():
                self.fail("settled", p, "changed again")
        with tempfile.TemporaryDirectory() as fresh:
            for p in self.fixed:
                (pathlib.Path(fresh) / p).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(self.root / p, pathlib.Path(fresh) / p)
            patch = run(*self.fix, "--diff", ".", ok=(0, 1, 2), cwd=fresh)
            if self.fixed:
                run("git", "apply", "--whitespace=nowarn", "-", ok=(0,), stdin=patch, cwd=fresh)
            for p in self.fixed:
                if once[p] != (pathlib.Path(fresh) / p).read_bytes():
                    self.fail("settled", p, "the patch makes another file")

    def check_kept(self):
        for p, old, new in self.pairs():
            if os.stat(old).st_mode != os.stat(new).st_mode:
                self.fail("kept", p, "mode")
            a, b = pathlib.Path(old).read_bytes(), pathlib.Path(new).read_bytes()
            if a.startswith(b"\xef\xbb\xbf") != b.startswith(b"\xef\xbb\xbf"):
                self.fail("kept", p, "byte order mark")
            if line_ends(a) != line_ends(b):
                self.fail("kept", p, f"line ends: {line_ends(a)} became {line_ends(b)}")

    def check_parsed(self):
        if not self.options.oracle:
            return
        before, after = (by_file(run(self.options.oracle, "dockerfile", "@-", stdin=names_of(f)).decode(errors="replace"))
                         for f in (self.old, self.new))
        mine = by_file(in_parts([self.options.dlint, "parse", "--format", "json"], self.new))
        for p, old, new in self.pairs():
            if after[new].get("error") and not before[old].get("error"):
                self.fail("parsed", p, after[new]["error"]["message"])
            if after[new].get("instruction_errors") and not before[old].get("instruction_errors"):
                self.fail("parsed", p, after[new]["instruction_errors"][0])
            if comparable(after[new]) != comparable(mine[new]):
                self.fail("parsed", p, "BuildKit's parser sees something else")

    def check_quiet(self):
        said_before, said_after = findings(self.options.dlint, self.old), findings(self.options.dlint, self.new)
        for p, old, new in self.pairs():
            before, after = said_before[old], said_after[new]
            rules, seen = (collections.Counter(one["rule"] for one in said) for said in (before, after))
            for rule in SYNTAX:
                if seen[rule] > rules[rule]:
                    self.fail("parsed", p, rule)
            if rules["syntax-error"] > seen["syntax-error"]:
                continue  # of what was no instruction nothing else could be said
            for rule, count in seen.items():
                if count > rules[rule] + rules[LEFT_OF.get(rule)]:
                    self.fail("quiet", p, f"{rule}: {[place(one) for one in after if one['rule'] == rule][:2]}")
            self.check_stayed(p, before, after, lines_that_stayed(old, new))

    def check_stayed(self, path, before, after, stayed):
        known = {(one["rule"], at["line"]) for one in before for at in [one, *one.get("labels", [])]}
        for one in after:
            rule, line = one["rule"], one["line"]
            if rule not in LEFT_OF and line in stayed and (rule, stayed[line]) not in known:
                self.fail("quiet", path, f"{rule}, of a line that was there: {place(one)}")

    def check_executed(self, before, after, source):
        figures = Figures()
        for p, old, new in self.pairs():
            own, other = made_for(old)
            self.check_same(p, source, before[old, own], after[new, own], figures.own[own])
            self.check_moved(p, source, other, urls(before[old, other]), urls(after[new, other]), figures.other[other])
        if source:
            self.figures = [source + line for line in figures.lines()]

    def check_same(self, path, source, before, after, figure):
        ran, runs = executed(before), executed(after)
        gone = [w for w in ran if not any(covers(v, w) for v in runs)]
        modes = [w for w in gone if w[0] == "chmod"]
        if len(modes) <= self.modes_copied(path):
            gone = [w for w in gone if w not in modes]
        lost, added = urls(before) - urls(after), urls(after) - urls(before)
        if gone or lost:
            self.fail("same", path, f"{source}gone: {gone[:3]} {sorted(lost)[:2]}")
        if added:
            self.fail("same", path, f"{source}new: {sorted(added)[:2]}")
        figure["files"] += 1
        figure["same files"] += not (gone or lost or added)
        figure["commands"] += len(before)
        figure["same words"] += len(before.keys() & after.keys())
        figure["URLs"] += len(urls(before))

    def modes_copied(self, path):
        """How many modes COPY sets that a command set before."""
        before, after = ((folder / path).read_bytes().count(b" --chmod=") for folder in (self.root, self.copy))
        return after - before

    def check_moved(self, path, source, other, before, after, figure):
        opposite = NAMES[PLATFORMS[other == PLATFORMS[0]]]
        wrong = {u for u in after - before if opposite.search(u)}
        if wrong:
            self.fail("moved", path, f"{source}{sorted(wrong)[:3]}")
        if {without_names(u) for u in after} != {without_names(u) for u in before}:
            self.fail("moved", path, f"{source}{sorted(before - after)[:2]} became {sorted(after - before)[:2]}")
        figure["changed"] += len(after - before)
        figure["right"] += len(after - before - wrong)
        figure["left"] += sum(bool(opposite.search(u)) for u in after & before)


class Figures:
    """Counts of what builds execute: on the platform that files were made for, and on the other one."""

    def __init__(self):
        self.own, self.other = ({p: collections.Counter() for p in PLATFORMS} for _ in range(2))

    def lines(self):
        for platform, n in self.own.items():
            if n["files"]:
                yield (f"{platform} same: {n['same files']} of {n['files']} files made for it ({n['commands']} commands, "
                       f"{n['same words']} of them word for word, {n['URLs']} URLs)")
        for platform, n in self.other.items():
            if n["changed"] or n["left"]:
                arch = platform.partition("/")[2]
                yield (f"{arch}: {n['right']} of {n['changed']} URLs that changed are {arch}'s; "
                       f"{n['left']} that name another stayed")


def by_file(text):
    return {one["file"]: one for one in objects(text)}


def comparable(value):
    """Without what each parser words in its own way."""
    if isinstance(value, dict):
        return {k: comparable(v) for k, v in value.items() if k not in ("message", "segments")}
    return [comparable(v) for v in value] if isinstance(value, list) else value


def line_ends(data):
    crlf, lf = data.count(b"\r\n"), data.count(b"\n")
    return ("none" if not lf else "CRLF" if crlf == lf else "LF" if not crlf else "mixed", data.endswith(b"\n"))


def lines_that_stayed(old, new):
    """What number each line that was there before had then."""
    before, after = (pathlib.Path(file).read_bytes().split(b"\n") for file in (old, new))
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {block.b + i + 1: block.a + i + 1 for block in blocks for i in range(block.size)}


def findings(dlint, files):
    """A list a file."""
    said = {file: [] for file in files}
    for one in objects(in_parts([dlint, "--isolated", "--format", "jsonl"], files)):
        if one["path"] in said:
            said[one["path"]].append(one)
    return said


def place(finding):
    return f"{finding['line']}: {finding['message']}"


def traced(dlint, files):
    found = collections.defaultdict(collections.Counter)
    for one in objects(in_parts([dlint, "trace", "--format", "json", "--platform", ",".join(PLATFORMS)], files)):
        for command in one.get("commands", []):
            words = tuple(word if isinstance(word, str) else json.dumps(word) for word in command["argv"])
            if words:
                found[one["file"], one["target"]][words] += 1
    return found


def made_for(path):
    text = pathlib.Path(path).read_text(errors="replace")
    amd64, arm64 = PLATFORMS
    return (arm64, amd64) if NAMES[arm64].search(text) and not NAMES[amd64].search(text) else PLATFORMS


def asks(words):
    return words[0] in ASKING or any((words[0], word) in ASKING_OPTIONS for word in words)


def executed(counter):
    """Without options, which other fixes add, and with the one name of apt that they give it."""
    return {
        tuple("apt-get" if word == "apt" else word for word in words if not word.startswith("-"))
        for words in counter
        if not asks(words) and words[0] not in SHELLS
    }


def covers(after, before):
    """The same command, or one that installs more."""
    installs = {"install", "add"} & set(before)
    return after == before or (installs and after[0] == before[0] and set(before) <= set(after))


def urls(counter):
    return {word for words in counter if not asks(words) for word in words if "://" in word}


def without_names(url):
    for names in NAMES.values():
        url = names.sub("@", url)
    return url


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dlint", type=os.path.abspath)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--safe", action="store_true")
    parser.add_argument("--oracle")
    parser.add_argument("--recorder")
    parser.add_argument("--records", help="what was recorded stands there, and is not executed again")
    parser.add_argument("--keep", help="leave the fixed copies there")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if options.recorder:
        options.recorder = recorded.Recorder(options.oracle, options.recorder, options.records, PLATFORMS)
    bad = 0
    for number, path in enumerate(options.folders):
        with tempfile.TemporaryDirectory() as scratch:
            copy = os.path.join(options.keep or scratch, str(number))
            shutil.rmtree(copy, ignore_errors=True)
            folder = Folder(options, path, copy)
            folder.judge()
            folder.judge_builds()
        print(f"{path}: {len(folder.fixed)} files changed")
        for check in CHECKS:
            failures = folder.failures[check]
            print(f"  {check}: {len(failures)} failures")
            for line in failures[: None if options.verbose else 5]:
                print(f"    {line}")
            bad += len(failures)
        for line in folder.figures:
            print(f"  {line}")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
