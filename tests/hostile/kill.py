#!/usr/bin/env python3
"""`dlint fix` killed before each of its system calls: the file is the old or the new one, whole, with its mode, and the
next run leaves nothing behind.

usage: kill.py DLINT SYSCALLS [STEP]      (SYSCALLS is the program made of syscalls.c; with STEP only every STEP-th call)
"""

import os
import pathlib
import stat
import subprocess
import sys
import tempfile

OLD = b"FROM debian:12\nRUN apt-get install curl\nRUN cd x\n"
# Name: what the file holds, its mode, arguments.
SCENARIOS = {
    "plain": (OLD, 0o644, ["fix", "--unsafe", "Dockerfile"]),
    "mode": (OLD, 0o640, ["fix", "--unsafe", "Dockerfile"]),
    "executable": (OLD, 0o755, ["fix", "--unsafe", "."]),
    "crlf": (OLD.replace(b"\n", b"\r\n"), 0o600, ["fix", "--unsafe", "Dockerfile"]),
    "mark": (b"\xef\xbb\xbf" + OLD, 0o644, ["fix", "--unsafe", "Dockerfile"]),
    "large": (
        OLD + b"# a comment that fills the file\n" * 40000,
        0o644,
        ["fix", "--unsafe", "--isolated", "Dockerfile"],
    ),
}


def make(folder, content, mode):
    path = pathlib.Path(folder, "Dockerfile")
    path.write_bytes(content)
    path.chmod(mode)
    return path


def run(command, folder):
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "ASAN_OPTIONS": "detect_leaks=0"}
    return subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True)


def state(path):
    return path.read_bytes(), stat.S_IMODE(path.stat().st_mode), sorted(os.listdir(path.parent))


def try_kills(tools, name, step):
    dlint, syscalls = tools
    content, mode, arguments = SCENARIOS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = make(folder, content, mode)
        counted = run([syscalls, "count", dlint, *arguments], folder)
        new = state(path)
    assert counted.returncode < 2 and new[0] != content and new[1:] == (mode, ["Dockerfile"]), (name, counted, new[1:])
    faults, runs, replaced = [], 0, 0
    for number in range(1, int(counted.stdout.split(b"\n")[-2].split(b",")[0]) + 1, step):
        with tempfile.TemporaryDirectory() as folder:
            path = make(folder, content, mode)
            killed = run([syscalls, "kill", str(number), dlint, *arguments], folder)
            seen = state(path)
            again = run([dlint, *arguments], folder)
            after = state(path)
        runs += 1
        replaced += seen[0] == new[0]
        if killed.returncode != 137:
            faults.append(f"{name}: call {number}: not killed, ended with {killed.returncode}")
        if seen[0] not in (content, new[0]) or seen[1] != mode:
            faults.append(f"{name}: call {number}: neither the old nor the new file, or another mode")
        if again.returncode > 1 or after != new:
            faults.append(f"{name}: call {number}: the next run leaves {after[1:]}: {again.stderr[:200]!r}")
    return runs, replaced, faults


def main():
    tools, step = [str(pathlib.Path(p).resolve()) for p in sys.argv[1:3]], int(sys.argv[3]) if len(sys.argv) > 3 else 1
    if run([tools[1], "count", tools[0], "version"], ".").returncode == 77:
        print("calls cannot be traced here")
        return 77
    total, replaced, faults = 0, 0, []
    for name in SCENARIOS:
        runs, new, found = try_kills(tools, name, step)
        total, replaced, faults = total + runs, replaced + new, faults + found
    print("\n".join(faults))
    print(f"{total} runs, {replaced} had replaced the file, {len(faults)} faults")
    return len(faults) > 0


sys.exit(main())
