#!/usr/bin/env python3
"""Runs dlint on hostile input that this folder makes, within limits, and looks at what it prints.

usage: kit.py DLINT LIMIT [--scale S] [--part PART]… [--family NAME]… [--only PATTERN]… [--sanitized] [--keep FOLDER] [--jobs N] [--times FILE]

LIMIT is the program made of limit.c. PART: dockerfiles, rules, configurations, sessions. --scale 1 is full size. Programs
with sanitizers are slower and larger: --sanitized allows for that. --keep leaves the inputs that failed in a folder."""

import argparse
import collections
import concurrent.futures
import fnmatch
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import configurations
import dockerfiles
import inspect_output
import rules
import sessions
from case import make

CPU_MS, RSS_KIB, SMALL_BYTES, SMALL_CPU_MS = 1000, 256 * 1024, 64 * 1024, 50
COMMANDS = {  # what is run on a Dockerfile, beside `check` in every format
    "check": ["check"],
    "platforms": ["platforms"],
    "platforms-json": ["platforms", "--format", "json"],
    "facts": ["facts"],
    "facts-json": ["facts", "--format", "json"],
    "trace": ["trace"],
    "trace-json": ["trace", "--format", "json", "--platform", "linux/amd64,linux/arm64"],
    "trace-diff": ["trace", "--diff", "linux/amd64,linux/arm64"],
    "fix-diff": ["fix", "--unsafe", "--diff"],
    "parse": ["parse"],
    "parse-shell": ["parse", "--shell"],
}
ALL_FORMATS = {"inject", "name", "encoding"}  # families that are printed in each format


class Result:
    def __init__(self, case, what):
        self.case, self.what, self.flags = case, what, []
        self.status = self.cpu = self.rss = 0


class Bench:
    """The program, its limits and where the inputs are made."""

    def __init__(self, options):
        self.dlint, self.limit = (str(pathlib.Path(p).resolve()) for p in (options.dlint, options.limit))
        self.slower = 12 if options.sanitized else 1
        self.sanitized = options.sanitized
        self.environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "ASAN_OPTIONS": "detect_stack_use_after_return=0",
            "NO_COLOR": "1",
        }

    def run(self, case, what, folder, arguments, stdin=b""):
        """Runs dlint in a folder. The result has the outputs, and flags for what limits it broke."""
        result = Result(case, what)
        with tempfile.TemporaryDirectory() as outputs:
            out, err = f"{outputs}/out", f"{outputs}/err"
            memory = 0 if self.sanitized else 4 * RSS_KIB // 1024
            command = [
                self.limit,
                str(10 * self.slower),
                str(memory),
                str(60 * self.slower),
                out,
                err,
                self.dlint,
                *arguments,
            ]
            done = subprocess.run(command, cwd=folder, env=self.environment, input=stdin, capture_output=True)
            result.status, result.cpu, result.rss = (int(n) for n in done.stdout.split())
            result.out, result.err = pathlib.Path(out).read_bytes(), pathlib.Path(err).read_bytes()
        self.judge(result)
        return result

    def judge(self, result):
        if result.status > 1000:
            result.flags.append(
                {1014: "hang", 1024: "hang", 1025: "output without end"}.get(
                    result.status, f"crash by signal {result.status - 1000}"
                )
            )
        elif result.status not in (0, 1, 2):
            result.flags.append(f"exit code {result.status}")
        if b"AddressSanitizer" in result.err or b"runtime error:" in result.err or b"assertion failed" in result.err:
            result.flags.append("sanitizer or assertion")
        if result.cpu > CPU_MS * self.slower:
            result.flags.append(f"{result.cpu} ms CPU")
        elif result.what != "lsp" and 0 < result.case.size() <= SMALL_BYTES and result.cpu > SMALL_CPU_MS * self.slower:
            result.flags.append(f"{result.cpu} ms CPU for {result.case.size()} bytes")
        if not self.sanitized and result.rss > RSS_KIB:
            result.flags.append(f"{result.rss // 1024} MiB")


def runs_of(case):
    """(what, arguments) of each run of a Dockerfile."""
    lists_folder = case.operands == ["."]
    for what, arguments in COMMANDS.items():
        if not (lists_folder and what.startswith("parse")):
            yield what, arguments
    if case.family in ALL_FORMATS:
        for format_name in inspect_output.FORMATS:
            yield f"check-{format_name}", ["check", "--format", format_name]


def run_dockerfile(bench, case):
    results = []
    with tempfile.TemporaryDirectory() as folder:
        make(case, folder)
        before = sorted(os.listdir(os.fsencode(folder)))
        for what, arguments in runs_of(case):
            result = bench.run(case, what, folder, [*arguments, *case.operands], case.stdin)
            inspect_output.inspect(result)
            results.append(result)
            if sorted(os.listdir(os.fsencode(folder))) != before:
                result.flags.append("the folder has changed")
    return results


PARTS = {
    "dockerfiles": (dockerfiles.all_cases, run_dockerfile),
    "rules": (rules.all_cases, rules.run),
    "configurations": (configurations.all_cases, configurations.run),
    "sessions": (sessions.all_cases, sessions.run),
}


def keep(folder, result):
    place = pathlib.Path(folder) / f"{result.case.family}-{result.case.name}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    make(result.case, place)
    (place / "printed").write_bytes(
        b"%s: %s\n%s\n%s"
        % (result.what.encode(), ", ".join(result.flags).encode(), result.out[:100000], result.err[:100000])
    )


def report(part, results, seconds, options):
    failed = [r for r in results if r.flags]
    for result in failed:
        print(f"{result.case.family}/{result.case.name}: {result.what}: {', '.join(result.flags)}")
        if options.keep:
            keep(options.keep, result)
    if options.times:
        with open(options.times, "a") as out:
            for r in results:
                print(
                    part, r.case.family, r.case.name, r.what, r.case.size(), r.cpu, r.rss, r.status, sep="\t", file=out
                )
    cases = {(r.case.family, r.case.name) for r in results}
    slowest = max(results, key=lambda r: r.cpu)
    largest = max(results, key=lambda r: r.rss)
    kinds = collections.Counter(flag.split(" for ")[0].lstrip("0123456789 ") for r in failed for flag in r.flags)
    print(
        f"{part}: {len(cases)} inputs, {len(results)} runs, {len(failed)} failed {dict(kinds) or ''}; slowest {slowest.cpu} ms "
        f"({slowest.case.family}/{slowest.case.name} {slowest.what}), largest {largest.rss // 1024} MiB "
        f"({largest.case.family}/{largest.case.name} {largest.what}); {seconds:.0f} s"
    )
    return len(failed)


def wanted(case, patterns):
    return not patterns or any(fnmatch.fnmatch(f"{case.family}/{case.name}", p) for p in patterns)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dlint")
    parser.add_argument("limit")
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--part", action="append", choices=PARTS)
    parser.add_argument("--family", action="append")
    parser.add_argument("--only", action="append", help="a pattern for FAMILY/NAME")
    parser.add_argument("--sanitized", action="store_true")
    parser.add_argument("--keep")
    parser.add_argument("--times")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    bench = Bench(options)
    failed = 0
    for part in options.part or PARTS:
        cases, run = PARTS[part]
        started = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            todo = [case for case in cases(options.scale, options.family) if wanted(case, options.only)]
            results = [r for done in pool.map(lambda case: run(bench, case), todo) for r in done]
        failed += report(part, results, time.monotonic() - started, options)
    return failed > 0


sys.exit(main())
