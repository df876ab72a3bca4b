#!/usr/bin/env python3
"""Random scripts, run by dash and bash, beside what `dlint trace` says that they run.

usage: shells.py DLINT [--seed N] [--scripts N]

A script reports its values as words of a command `probe`. Each call that the shell made is among those traced, with its words
where these are known; each that dlint says is always made was made. Of a script in which an error cut a command short nothing is
said. Commands are those of script_maker.py, in an empty folder. Ends 1 where a value that dlint knows is another one."""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import script_maker

VARIABLES = {"VERSION": "1.2.3", "ARCH": "amd64", "LIST": "x y z", "N": "3", "E": "", "A": "foo-bar", "B": "b", "C": "a b", "X": "v1.2.3"}
CUT_SHORT = re.compile(r"division by|syntax error|substring expression|arithmetic|readonly|[Bb]ad subst|numeric|number|operand")
PROBE = "#!/bin/sh\nfor word; do printf '%s\\0' \"$word\"; done >>\"$PROBES\"; printf '\\1\\0' >>\"$PROBES\"\n"
BATCH = 100


def run(shell, script, folder):
    """The calls that a shell makes, and what it complains about."""
    record, cwd = folder / "record", folder / "empty"
    record.write_bytes(b"")
    cwd.mkdir(exist_ok=True)
    environment = {**VARIABLES, "PATH": f"{folder}/bin:/usr/bin:/bin", "HOME": "/root", "LC_ALL": "C", "PROBES": str(record)}
    try:
        done = subprocess.run([shell, "-c", script], env=environment, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, timeout=10)
    except subprocess.TimeoutExpired:
        return None, ""
    calls = [part.split(b"\0")[:-1] for part in record.read_bytes().split(b"\1\0")[:-1]]
    return [[word.decode(errors="replace") for word in call] for call in calls], done.stderr.decode(errors="replace")


def trace(dlint, shell, scripts, folder):
    """The commands that dlint traces, a list for each script."""
    lines = ["FROM debian:12", "ENV " + " ".join(f'{name}="{value}"' for name, value in VARIABLES.items()), f'SHELL ["/bin/{shell}", "-c"]']
    starts = {}
    for number, script in enumerate(scripts):
        starts[len(lines) + 1] = number
        lines += ["RUN <<'END_OF_SCRIPT'", *script.split("\n"), "END_OF_SCRIPT"]
    path = folder / "Dockerfile"
    path.write_text("\n".join(lines) + "\n")
    done = subprocess.run([dlint, "trace", "--isolated", "--format", "json", "--platform", "linux/amd64", path], stdout=subprocess.PIPE)
    commands = [[] for _ in scripts]
    for entry in map(json.loads, done.stdout.decode(errors="replace").splitlines()):
        commands[starts[entry["line"]]] = entry["commands"]
    return commands


def word_pattern(value):
    """What a traced word matches; None where it may be any number of words."""
    if isinstance(value, str):
        return re.escape(value)
    if any(not isinstance(piece, str) for pieces in value["any"] for piece in pieces):
        return None
    return "|".join(re.escape("".join(pieces)) for pieces in value["any"])


def matcher(argv):
    parts = [".*" if pattern is None else f"(?:{pattern})\0" for pattern in map(word_pattern, argv)]
    return re.compile("".join(parts), re.S)


def judge(commands, calls):
    """What dlint said wrongly; None where nothing."""
    traced = collections.defaultdict(list)
    for command in commands:
        argv = command["argv"]
        if argv[:1] == ["probe"] and isinstance(argv[1], str):
            traced[argv[1]].append((matcher(argv[1:]), command))
    texts = ["".join(f"{word}\0" for word in call) for call in calls]
    for call, text in zip(calls, texts):
        if not any(pattern.fullmatch(text) for pattern, _ in traced[call[0]]):
            return "the shell ran", call, [command["argv"] for _, command in traced[call[0]]]
    if ["END"] not in calls:
        return None
    for pattern, command in (pair for pairs in traced.values() for pair in pairs):
        if command["when"] == "always" and not any(map(pattern.fullmatch, texts)):
            return "always, says dlint", command["argv"], calls
    return None


def known_words(commands):
    words = [word for command in commands if command["argv"][:1] == ["probe"] for word in command["argv"][2:]]
    return len(words), sum(isinstance(word, str) for word in words)


def make_scripts(seed, shell, count):
    number = 0
    while count:
        script = script_maker.Maker(f"{seed}/{shell}/{number}", shell == "bash").script()
        number += 1
        if subprocess.run([shell, "-n", "-c", script], stderr=subprocess.DEVNULL).returncode == 0:
            count -= 1
            yield script


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n")[2].removeprefix("usage: "))
    parser.add_argument("dlint", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scripts", type=int, default=100)
    args = parser.parse_args()
    ran = wrong = words = known = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "bin").mkdir()
        (folder / "bin/probe").write_text(PROBE)
        (folder / "bin/probe").chmod(0o755)
        for shell in ("dash", "bash"):
            scripts = list(make_scripts(args.seed, shell, args.scripts))
            for start in range(0, len(scripts), BATCH):
                batch = scripts[start:start + BATCH]
                for script, commands in zip(batch, trace(args.dlint, shell, batch, folder)):
                    calls, complaint = run(shell, script, folder)
                    if calls is None or CUT_SHORT.search(complaint):
                        continue
                    ran += 1
                    words, known = (x + y for x, y in zip((words, known), known_words(commands)))
                    found = judge(commands, calls)
                    if found:
                        wrong += 1
                        print(shell, *found, sep="\n  ")
                        print("  | " + script.replace("\n", "\n  | "), flush=True)
    print(f"{ran} scripts, {wrong} with a wrong value; {known} of {words} words known")
    return wrong > 0


sys.exit(main())
