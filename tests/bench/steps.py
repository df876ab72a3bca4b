#!/usr/bin/env python3
"""What each step of the flow costs, in instructions that valgrind's callgrind counts: the same in every run.

usage: steps.py [--budget FILE] DLINT FOLDER…    DLINT: built with the preset `steps`

Prints instructions for each byte of the Dockerfiles below the folders, for two platforms and for eight, and how
interpretation compares with parsing. With --budget: exit status 1 where a step costs more than its line there says."""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

STEPS = {  # the function that is a step's door
    "parse Dockerfile": "dockerfile_parse",
    "parse scripts": "shell_scripts",
    "interpret": "eval_run",
    "make facts": "facts_make",
    "match rules": "rules_run",
    "report": "report_file",
}
TWO = "linux/amd64,linux/arm64"
EIGHT = TWO + ",linux/arm/v7,linux/arm/v6,linux/386,linux/ppc64le,linux/s390x,linux/riscv64"


def dockerfiles(folders):
    names = re.compile(r"(.*\.)?[Dd]ockerfile(\..*)?$")
    found = []
    for folder in map(pathlib.Path, folders):
        found += [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if p.is_file() and names.match(p.name))
    return [str(path) for path in found]


def instructions(dlint, platforms, files):
    """{step: instructions}, callees included."""
    with tempfile.TemporaryDirectory() as scratch:
        profile = f"{scratch}/profile"
        lists = [files[i : i + 300] for i in range(0, len(files), 300)]
        total = dict.fromkeys(STEPS, 0)
        for some in lists:
            command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", dlint, "check", "--isolated",
                       "-j1", "--exit-zero", "--platform", platforms, *some]
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            shown = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", profile],
                                   capture_output=True, text=True, check=True).stdout
            for step, door in STEPS.items():
                line = re.search(rf"^\s*([\d,]+) \(.*:{door}(?: \[|$)", shown, re.M)
                if not line:
                    sys.exit(f"no function {door} in the profile: is it built without LTO and with debug information?")
                total[step] += int(line[1].replace(",", ""))
    return total


def budgets(path):
    rows = (line.split("#")[0].rsplit(maxsplit=1) for line in pathlib.Path(path).read_text().splitlines())
    return {row[0].strip(): float(row[1]) for row in rows if len(row) == 2}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--budget")
    parser.add_argument("dlint")
    parser.add_argument("folders", nargs="+")
    args = parser.parse_args()
    files = dockerfiles(args.folders)
    size = sum(pathlib.Path(path).stat().st_size for path in files)
    two, eight = (instructions(args.dlint, platforms, files) for platforms in (TWO, EIGHT))
    parsing = two["parse Dockerfile"] + two["parse scripts"]
    measured = {step: two[step] / size for step in STEPS}
    measured["interpretation / parsing"] = two["interpret"] / parsing
    measured["interpretation, 8 platforms / 2"] = eight["interpret"] / two["interpret"]
    allowed = budgets(args.budget) if args.budget else {}
    print(f"{len(files)} files, {size:,} bytes; instructions a byte, two platforms")
    over = False
    for name, value in measured.items():
        limit = allowed.get(name)
        over |= limit is not None and value > limit
        print(f"  {name:34}{value:10.2f}" + (f"  of {limit:g}{'  TOO MUCH' if value > limit else ''}" if limit else ""))
    if set(allowed) - set(measured):
        sys.exit(f"no such step: {', '.join(set(allowed) - set(measured))}")
    return over


sys.exit(main())
