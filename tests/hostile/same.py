#!/usr/bin/env python3
"""What dlint prints depends on its input alone: not on the run, the locale, the number of threads or addresses.

usage: same.py DLINT SOURCE_FOLDER [RUNS]"""

import os
import pathlib
import subprocess
import sys
import tempfile

import dockerfiles
from case import make

RUNS = 20
LOCALES = ["C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.ISO-8859-1", "no-such-locale", ""]
JOBS = [["--jobs", str(n)] for n in (1, 2, 3, 8)]
CALLS = {
    "check": ["check", "--isolated", "--select", "all", "--format", "json"],
    "check as text": ["check", "--isolated", "--select", "all"],
    "facts": ["facts", "--isolated", "--format", "json"],
    "trace": ["trace", "--isolated"],
    "platforms": ["platforms", "--isolated"],
}
FAMILIES = ["arch", "expand", "onbuild"]
LIMITED = ["env-doubling", "workdir-doubling", "stages"]  # of `expand`: a limit is reached at the same place, too


def inputs(folder, source):
    """Small hostile files and the examples, in one folder."""
    for case in dockerfiles.all_cases(0.002, FAMILIES):
        if case.family != "expand" or case.name in LIMITED:
            make(case, os.path.join(folder, f"{case.family}-{case.name}"))
    for number, path in enumerate(sorted(pathlib.Path(source, "examples").rglob("*Dockerfile*"))):
        if path.is_file():
            pathlib.Path(folder, f"{number}.Dockerfile").write_bytes(path.read_bytes())


def run(dlint, call, folder, number):
    locale = LOCALES[number % len(LOCALES)]
    jobs = JOBS[number % len(JOBS)] if call[0] == "check" else []
    environment = {"PATH": os.environ["PATH"], "LC_ALL": locale, "LANG": locale, "PADDING": "x" * (number * 331)}
    done = subprocess.run([dlint, *call, *jobs, "."], cwd=folder, env=environment, capture_output=True)
    return done.returncode, done.stdout, done.stderr


def main():
    dlint, source = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else RUNS
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        inputs(folder, source)
        for name, call in CALLS.items():
            first = run(dlint, call, folder, 0)
            others = [number for number in range(1, runs) if run(dlint, call, folder, number) != first]
            if others or first[0] not in (0, 1, 2) or not first[1]:
                failed = True
                print(f"{name}: status {first[0]}, {len(first[1])} bytes; other in runs {others}")
    print(f"{len(CALLS)} commands, {runs} runs each: {'not ' if failed else ''}the same")
    return failed


sys.exit(main())
