#!/usr/bin/env python3
"""Terminal sessions as tests: runs the commands of a transcript and compares what they print with what it says.

usage: transcript.py DLINT FILE.test…     (DLINT_UPDATE=1 writes what was printed into the files)

    Text at the left margin explains. Indented by two:
      $ printf 'FROM a\\n' >Dockerfile
      $ dlint Dockerfile
      what both streams print, in the order in which it was printed
      [1]                         the exit code where it is not 0
      $ cat >Dockerfile <<'END'
      > a command goes on in such lines
      > END

Each file runs in an empty folder of its own. `dlint` is the program under test. A line that ends in ` (re)` is a
regular expression."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

CLEAN = {"PATH", "HOME", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"}


def read(path):
    """The parts of a transcript: ("text", line) and ("run", command, expected lines)."""
    parts = []
    for line in path.read_text().split("\n")[:-1]:
        last = parts[-1] if parts else None
        if line.startswith("  $ "):
            parts.append(("run", [line[4:]], []))
        elif last and last[0] == "run" and line.startswith("  > ") and not last[2]:
            last[1].append(line[4:])
        elif last and last[0] == "run" and (line.startswith("  ") or line == "  "):
            last[2].append(line[2:])
        else:
            parts.append(("text", line))
    return parts


def run(command, folder, environment):
    done = subprocess.run(["sh", "-c", "\n".join(command)], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = done.stdout.decode("utf-8", "backslashreplace").split("\n")
    if lines[-1] == "":
        lines.pop()
    else:
        lines[-1] += " (no newline)"
    return lines + ([f"[{done.returncode}]"] if done.returncode else [])


def same(expected, actual):
    return len(expected) == len(actual) and all(
        e == a or (e.endswith(" (re)") and re.fullmatch(e[:-5], a)) for e, a in zip(expected, actual))


def check(path, dlint):
    environment = {k: v for k, v in os.environ.items() if k in CLEAN}
    environment.update(PATH=f"{dlint.parent}:{environment['PATH']}", LC_ALL="C.UTF-8", ROOT=str(pathlib.Path(__file__).parents[2]))
    out, bad, count = [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for part in read(path):
            if part[0] == "text":
                out.append(part[1])
                continue
            _, command, expected = part
            actual = run(command, folder, environment)
            count += 1
            if not same(expected, actual):
                bad += 1
                print(f"{path}: $ {command[0]}")
                print("".join(f"-{line}\n" for line in expected) + "".join(f"+{line}\n" for line in actual), end="")
            else:
                actual = expected
            out += ["  $ " + command[0]] + ["  > " + c for c in command[1:]] + ["  " + line for line in actual]
    if os.environ.get("DLINT_UPDATE") and bad:
        path.write_text("\n".join(out) + "\n")
    return count, bad


def main():
    dlint = pathlib.Path(sys.argv[1]).resolve()
    total = wrong = 0
    for name in sys.argv[2:]:
        count, bad = check(pathlib.Path(name), dlint)
        total += count
        wrong += bad
    print(f"{total} commands, {wrong} differ")
    return wrong > 0 or total == 0


if __name__ == "__main__":
    sys.exit(main())
