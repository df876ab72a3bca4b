#!/usr/bin/env python3
"""dlint when the system fails it: each input or output call of a run ends in turn with each error that it can have, is
interrupted, or moves one byte at a time.

usage: io.py [--step N] DLINT SYSCALLS      (SYSCALLS is the program made of ../hostile/syscalls.c; N: every N-th run only)

Whatever fails, dlint ends with 2 and lines that say why, or with the very result of an undisturbed run. A file is the
old or the new one, and nothing is left beside it. What is only interrupted or slow changes nothing."""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
DOCKERFILE = b"""FROM debian:latest
RUN apt-get install curl
RUN cd x
COPY . /x
RUN curl http://example.com/x86_64.tgz | sh
"""
RULE = b"""id: own-rule
category: style
severity: error
summary: x
match: {command: {name: curl}}
message: "own {name}"
why: x
examples:
  - bad: |
      FROM debian:12
      RUN curl x
    at: {2: "curl"}
  - good: |
      FROM scratch
  - good: |
      FROM debian:12
"""
TREE = {
    ".git/HEAD": b"",
    ".gitignore": b"ignored/\n",
    ".dlint.yaml": b"fail-on: style\nrule-paths: [rules]\nplatforms: [linux/arm64]\n",
    ".dockerignore": b"x\n",
    ".hadolint.yaml": b"ignored: [DL3006]\n",
    "Dockerfile": DOCKERFILE,
    "ignored/Dockerfile": DOCKERFILE,
    "known.txt": b"# nothing\n",
    "out.json": b"old\n",
    "rules/own.yaml": RULE,
    "sub/b.Dockerfile": DOCKERFILE,
    "bare/.git/HEAD": b"",
    "bare/.github/workflows/ci.yml": b"on: push\njobs: {a: {steps: [{run: docker build --platform linux/s390x .}]}}\n",
    "bare/Dockerfile": DOCKERFILE,
    "bare/compose.yaml": b"services:\n  a: {build: {context: ., dockerfile: odd}, platform: linux/arm64}\n",
    "bare/odd": DOCKERFILE,
}


def session(*messages):
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(m), m) for m in messages)


# Name: arguments, standard input.
SCENARIOS = {
    "check": (["Dockerfile"], b""),
    "folder": (["--format", "gcc", "--jobs", "1", "."], b""),
    "sub-folder": (["--jobs", "1", "sub"], b""),
    "isolated": (["--isolated", "--jobs", "1", "."], b""),
    "compose": (["platforms", "bare"], b""),
    "standard input": (["-"], DOCKERFILE),
    "output": (["Dockerfile", "--format", "json", "--output", "new.json"], b""),
    "output over a file": (["Dockerfile", "--format", "json", "--output", "out.json"], b""),
    "two outputs": (["Dockerfile", "--format", "json=a.json", "--format", "sarif=b.sarif"], b""),
    "baseline": (["Dockerfile", "--baseline", "known.txt"], b""),
    "write baseline": (["Dockerfile", "--write-baseline", "known.txt"], b""),
    "rules": (["--isolated", "--rules", "rules", "Dockerfile"], b""),
    "configuration": (["--config", ".hadolint.yaml", "Dockerfile"], b""),
    "as hadolint": (["--compat=hadolint", "Dockerfile"], b""),
    "files": (["--show-files", "."], b""),
    "facts": (["facts", "Dockerfile"], b""),
    "parse": (["parse", "Dockerfile"], b""),
    "trace": (["trace", "Dockerfile"], b""),
    "difference": (["fix", "--unsafe", "--diff", "Dockerfile"], b""),
    "fix": (["fix", "--unsafe", "Dockerfile"], b""),
    "fix a folder": (["fix", "--unsafe", "."], b""),
    "fix standard input": (["fix", "--unsafe", "-"], DOCKERFILE),
    "config": (["config", "Dockerfile"], b""),
    "migrate": (["migrate", "--output", "new.yaml"], b""),
    "list of rules": (["rules"], b""),
    "explain": (["explain", "own-rule"], b""),
    "test": (["test", "rules"], b""),
    "lsp": (
        ["lsp"],
        session(
            b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}',
            b'{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///none/D",'
            b'"text":"FROM a\\nFOO\\n"}}}',
            b'{"jsonrpc":"2.0","id":2,"method":"shutdown"}',
            b'{"jsonrpc":"2.0","method":"exit"}',
        ),
    ),
    "version": (["version"], b""),
    "help": (["--help"], b""),
    "manual": (["man"], b""),
    "completion": (["completion", "bash"], b""),
}
# hadolint knows no other code.
CODES = {"as hadolint": 1}


def make(folder):
    for name, content in TREE.items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def changes(folder):
    """Each file that is not as make() made it, with its bytes."""
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = pathlib.Path(at, name)
            content = path.read_bytes()
            name = str(path.relative_to(folder))
            if TREE.get(name) != content:
                found[name] = content
    return found


class Result:
    def __init__(self, tools, scenario, *mode):
        arguments, stdin = SCENARIOS[scenario]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "ASAN_OPTIONS": "detect_leaks=0"}
        dlint, syscalls = tools
        command = [syscalls, *map(str, mode), dlint, *arguments]
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as given:
            make(folder)
            given.write(stdin)
            given.seek(0)
            done = subprocess.run(command, cwd=folder, env=environment, stdin=given, capture_output=True, check=False)
            self.files = changes(folder)
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def answer(self):
        return self.code, self.out, self.err, self.files

    def take_counts(self):
        """The errors of each call, which `syscalls count` has added to the output."""
        self.out, _, counts = self.out[:-1].rpartition(b"\n")
        return [errors.split() for errors in counts.decode().split(",")[1:]]


def is_document(content):
    try:
        return bool(json.loads(content))
    except ValueError:
        return False


# What a file may hold that lacks what the failure concerns: still a whole document.
WHOLE = {"new.json": is_document, "out.json": is_document, "a.json": is_document, "b.sarif": is_document}


def is_whole(good, seen):
    for name, content in seen.files.items():
        if name not in good.files or (content != good.files[name] and not WHOLE.get(name, lambda _: False)(content)):
            return False
    return True


def fault_of(scenario, good, seen):
    """What is wrong with a run that was failed; empty."""
    if not is_whole(good, seen):
        return "a file is neither the old nor the new one, or was left behind"
    # That standard error cannot be written to is nothing that could be said.
    if (seen.code, seen.out, seen.files) == (good.code, good.out, good.files):
        return ""
    # A server goes on, and tells its client.
    if scenario == "lsp" and seen.code == good.code and b'"method":"window/' in seen.out:
        return ""
    if seen.code != CODES.get(scenario, 2):
        return f"ended with {seen.code}"
    lines = seen.err.splitlines()
    if not any(line.startswith(b"dlint: ") for line in lines):
        return "said nothing"
    return ""


def cases(counts):
    for number, errors in enumerate(counts, 1):
        for error in errors:
            yield ("fail", number, error)
        yield ("short", number)


def try_one(tools, scenario, good, mode):
    seen = Result(tools, scenario, *mode)
    if mode[0] == "fail" and mode[2] != "EINTR":
        fault = fault_of(scenario, good, seen)
    else:
        fault = "" if seen.answer() == good.answer() else "another result"
    return fault and f"{scenario}: {' '.join(map(str, mode))}: {fault}: {seen.code} {seen.err[:200]!r}"


def try_scenario(tools, scenario, pool, step, first):
    good = Result(tools, scenario, "count")
    counts = good.take_counts()
    assert good.code < 2, (scenario, good.answer())
    chosen = list(cases(counts))[first % step :: step]
    return len(chosen), list(filter(None, pool.map(lambda mode: try_one(tools, scenario, good, mode), chosen)))


def try_streams(dlint, scenario):
    """Streams that cannot be written to end with 2, never 0 or 1."""
    arguments, stdin = SCENARIOS[scenario]
    faults = []
    for how, may_pass in ((">/dev/full", False), (">&-", False), ("2>&- >/dev/null", True)):
        with tempfile.TemporaryDirectory() as folder:
            make(folder)
            command = ["sh", "-c", f'"$@" {how}', "sh", dlint, *arguments]
            done = subprocess.run(command, cwd=folder, input=stdin, capture_output=True, check=False)
            silent = not may_pass and not any(n in changes(folder) for n in ("new.json", "out.json", "Dockerfile"))
        expected = CODES.get(scenario, 2)
        if done.returncode > 2 or (silent and done.returncode != expected and scenario not in NO_OUTPUT):
            faults.append(f"{scenario} {how}: ended with {done.returncode}")
    return 3, faults


# Scenarios that write nothing to standard output.
NO_OUTPUT = {"two outputs", "write baseline", "migrate"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("dlint")
    parser.add_argument("syscalls")
    args = parser.parse_args()
    tools = [os.path.abspath(args.dlint), os.path.abspath(args.syscalls)]
    if Result(tools, "version", "count").code == SKIPPED:
        print("calls cannot be traced here")
        return SKIPPED
    total, faults = 0, []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for first, scenario in enumerate(SCENARIOS):
            for runs, found in (
                try_scenario(tools, scenario, pool, args.step, first),
                try_streams(tools[0], scenario),
            ):
                total += runs
                faults += found
    print("\n".join(faults))
    print(f"{len(SCENARIOS)} scenarios, {total} runs, {len(faults)} faults")
    return len(faults) > 0


sys.exit(main())
