#!/usr/bin/env python3
"""Has each allocation of dlint fail in turn: once, and all from there on.

usage: allocations.py [--step N] DLINT LIBRARY

LIBRARY is memory.c as a library to preload. Whatever fails, dlint either does without and gives the very same answer,
or ends with 3 and one line on stderr. It never leaves a file half written, and gives back what it took. The language
server may also answer that message with an error and go on. With --step every N-th run only."""
import argparse
import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
OUTPUT = "written"
RESOURCES = 3
TIME_LIMIT_S = 60


def frame(text):
    return f"Content-Length: {len(text)}\r\n\r\n{text}"


def session(*messages):
    return "".join(frame('{"jsonrpc":"2.0",' + m + "}") for m in messages).encode()


DOCUMENT = '"textDocument":{"uri":"file:///nowhere/Dockerfile"'
EDITOR = session(
    '"id":1,"method":"initialize","params":{"capabilities":{}}',
    '"method":"textDocument/didOpen","params":{' + DOCUMENT + ',"version":1,"text":"from a\\nMAINTAINER b\\n"}}',
    '"id":2,"method":"textDocument/hover","params":{' + DOCUMENT + '},"position":{"line":1,"character":1}}',
    '"id":3,"method":"textDocument/codeAction","params":{' + DOCUMENT + '},"range":{"start":{"line":0,"character":0},'
    '"end":{"line":1,"character":9}},"context":{"diagnostics":[]}}',
    '"id":4,"method":"shutdown"', '"method":"exit"')

FORMATS = "text gcc json jsonl sarif github gitlab checkstyle junit rdjson markdown".split()
# Arguments, standard input where there is one; in a copy of input/one.
SCENARIOS = [
    (["--isolated", "mend.Dockerfile"], b""),
    (["--config", "dlint.yaml", "--jobs", "1", "."], b""),
    (["--config", "hadolint.yaml", "mend.Dockerfile"], b""),
    (["--rules", "rules", "--only", "arch,own-rule", "arch.Dockerfile"], b""),
    (["--summary", "--statistics", "--write-baseline", OUTPUT, "mend.Dockerfile"], b""),
    (["--baseline", "baseline.json", "mend.Dockerfile"], b""),
    (["-"], b"FROM a:latest\nRUN cd x\n"),
    (["--compat=hadolint", "mend.Dockerfile"], b""),
    (["fix", "--unsafe", "mend.Dockerfile"], b""),
    (["fix", "--diff", "mend.Dockerfile"], b""),
    (["platforms", "arch.Dockerfile"], b""),
    (["trace", "arch.Dockerfile"], b""),
    (["trace", "--diff", "linux/amd64,linux/arm64", "arch.Dockerfile"], b""),
    (["trace", "--format", "json", "arch.Dockerfile"], b""),
    (["facts", "--format", "json", "arch.Dockerfile"], b""),
    (["parse", "--format", "json", "arch.Dockerfile"], b""),
    (["parse", "--shell", "--format", "json", "arch.Dockerfile"], b""),
    (["rules", "--format", "json"], b""),
    (["explain", "missing-platform"], b""),
    (["test", "rules"], b""),
    (["config", "--config", "dlint.yaml", "mend.Dockerfile"], b""),
    (["migrate", "hadolint.yaml", "--output", OUTPUT], b""),
    (["completion", "bash"], b""),
    (["man"], b""),
    (["lsp"], EDITOR),
] + [(["--isolated", "--format", name, "--output", OUTPUT, "mend.Dockerfile"], b"") for name in FORMATS]
SCENARIOS += [(["--format", name, "--output", OUTPUT, "--config", "dlint.yaml", "--jobs", "1", "."], b"") for name in FORMATS]


def snapshot(folder):
    """Every file below a folder with its bytes."""
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


class Run:
    """What one run of a scenario did; `fail_at` 0: nothing failed."""

    def __init__(self, program, library, scenario, fail_at, from_there_on):
        arguments, stdin = scenario
        with tempfile.TemporaryDirectory() as scratch:
            folder, log = os.path.join(scratch, "in"), os.path.join(scratch, "log")
            shutil.copytree(os.path.join(HERE, "input", "one"), folder)
            self.before = snapshot(folder)
            environment = {"PATH": os.environ["PATH"], "LD_PRELOAD": library, "DLINT_FAIL_LOG": log,
                           "DLINT_FAIL_AT": str(fail_at), "DLINT_FAIL_ON": str(int(from_there_on))}
            done = subprocess.run([program] + arguments, input=stdin, capture_output=True, cwd=folder,
                                  env=environment, timeout=TIME_LIMIT_S, check=False)
            self.code, self.stdout, self.stderr = done.returncode, done.stdout, done.stderr
            self.after = snapshot(folder)
            self.allocations, self.failures, self.kept = 0, 0, 0
            with open(log, encoding="ascii") as file:
                counts = file.read().split()  # none where the program ended at once
            if counts:
                self.allocations, self.failures, self.kept = map(int, counts)

    def answer(self):
        return self.code, self.stdout, self.stderr, self.after

    def is_clean_end(self):
        lines = self.stderr.decode(errors="replace").splitlines()
        return self.code == RESOURCES and len(lines) == 1 and "memory" in lines[0]

    def files_are_whole(self, whole):
        """Each file is as before, or as a run in which nothing failed leaves it; what fix puts beside one, the next
        run removes."""
        return all(bytes_ in (self.before.get(name), whole.after.get(name)) or name.endswith(".dlint-new")
                   for name, bytes_ in self.after.items())


def judge(run, whole, is_server):
    """What is wrong with a run; empty."""
    if run.code < 0:
        return f"ended by signal {-run.code}"
    if run.kept > whole.kept:
        return f"{run.kept} allocations were not given back"
    if not run.files_are_whole(whole):
        return "a file was left half written"
    if run.answer() == whole.answer() or run.is_clean_end():
        return ""
    if is_server and run.code in (0, 1) and (b"out of memory" in run.stdout):
        return ""
    return f"ended with {run.code} and said: {run.stderr.decode(errors='replace').strip() or 'nothing'}"


def try_scenario(program, library, scenario, pool, step, first):
    whole = Run(program, library, scenario, 0, False)
    if whole.code not in (0, 1) or whole.kept:
        return 1, [f"without a failure: exit code {whole.code}, {whole.kept} allocations not given back: "
                   + whole.stderr.decode(errors="replace")]
    cases = [(n, on) for n in range(1, whole.allocations + 1) for on in (False, True)][first % step :: step]
    bad = []
    for (n, on), run in zip(cases, pool.map(lambda c: Run(program, library, scenario, *c), cases)):
        why = judge(run, whole, scenario[0] == ["lsp"])
        if why:
            bad.append(f"allocation {n} of {whole.allocations}{' and all behind it' if on else ''}: {why}")
    return len(cases) + 1, bad


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n")[2].removeprefix("usage: "))
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("dlint")
    parser.add_argument("library")
    args = parser.parse_args()
    program, library = os.path.abspath(args.dlint), os.path.abspath(args.library)
    runs = failures = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for first, scenario in enumerate(SCENARIOS):
            count, bad = try_scenario(program, library, scenario, pool, args.step, first)
            runs += count
            failures += len(bad)
            for line in bad[:3] + ([f"… {len(bad) - 3} more"] if len(bad) > 3 else []):
                print(f"dlint {' '.join(scenario[0])}: {line}")
    print(f"{len(SCENARIOS)} scenarios, {runs} runs, {failures} of them wrong")
    return failures > 0


sys.exit(main())
