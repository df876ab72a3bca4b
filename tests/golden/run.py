#!/usr/bin/env python3
"""What dlint prints of each input in a folder, compared with the file beside it.

usage: run.py DLINT FOLDER     (DLINT_UPDATE=1 writes what was printed into the files)

The folder's name chooses the row of VIEWS. Outputs are JSON, one document a line; the file beside NAME.EXTENSION is
NAME.json, the same documents laid out for people."""
import json
import os
import pathlib
import subprocess
import sys

# folder: inputs, and the arguments before them
VIEWS = {
    "dockerfile": ("*.Dockerfile", ["parse", "--format", "json"]),
    "shell": ("*.Dockerfile", ["parse", "--shell", "--format", "json"]),
    "script": ("*.sh", ["parse", "--script"]),
    "words": ("*.jsonl", ["parse", "--words"]),
}
STDIN = {"words", "script"}  # views that read the input from there
WIDTH = 120


def layout(value, indent=0):
    """JSON with as much on a line as fits."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= WIDTH or not isinstance(value, (dict, list)) or not value:
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        items = [f"{json.dumps(k)}: {layout(v, indent + 2)}" for k, v in value.items()]
    else:
        items = [layout(v, indent + 2) for v in value]
    brackets = "{}" if isinstance(value, dict) else "[]"
    return brackets[0] + "\n" + ",\n".join(inner + i for i in items) + "\n" + " " * indent + brackets[1]


def output(dlint, folder, name):
    _, arguments = VIEWS[folder.name]
    stdin = open(folder / name, "rb") if folder.name in STDIN else subprocess.DEVNULL
    operands = [] if folder.name in STDIN else [name]
    done = subprocess.run([dlint, *arguments, *operands], cwd=folder, stdin=stdin, stdout=subprocess.PIPE)
    if done.returncode:
        return f"exit code {done.returncode}\n"
    lines = done.stdout.decode("utf-8").split("\n")
    return "".join(layout(json.loads(line)) + "\n" for line in lines if line)


def main():
    dlint, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    inputs = sorted(folder.glob(VIEWS[folder.name][0]))
    different = 0
    for path in inputs:
        expected_path = path.with_suffix(".json")
        expected = expected_path.read_text(encoding="utf-8") if expected_path.exists() else ""
        actual = output(dlint, folder, path.name)
        if actual == expected:
            continue
        different += 1
        if os.environ.get("DLINT_UPDATE"):
            expected_path.write_text(actual, encoding="utf-8")
            continue
        print(f"{path}: not what {expected_path.name} says; DLINT_UPDATE=1 writes it, git diff shows it")
        pairs = zip(expected.split("\n") + [""] * len(actual), actual.split("\n"))
        for number, (e, a) in enumerate(pairs, 1):
            if e != a:
                print(f"  line {number}\n  -{e}\n  +{a}")
                break
    print(f"{len(inputs)} inputs, {different} differ")
    return (different > 0 and not os.environ.get("DLINT_UPDATE")) or not inputs


sys.exit(main())
