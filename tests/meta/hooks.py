#!/usr/bin/env python3
"""The hooks of .pre-commit-hooks.yaml choose the files that dlint finds in folders by itself, and their commands exist.

usage: hooks.py DLINT .pre-commit-hooks.yaml lint/cli/discover.c"""
import pathlib
import re
import subprocess
import sys
import tempfile

STEMS = ["Dockerfile", "dockerfile", "Containerfile", "DOCKERFILE"]
SHAPES = ["{}", "{}.dev", "{}-dev", "{}_dev", "{}.1", "app.{}", "a.b.{}", "{}dev", "my{}", "my-{}", "-x.{}", "--output=x.{}",
          "{}.d.e", ".{}", "{}.", "{}~"]
HOOKS = {"dlint": "check", "dlint-platforms": "platforms", "dlint-fix": "fix", "dlint-system": "check"}


def hooks(text):
    """The hooks' keys; enough of YAML for this file."""
    anchors = dict(re.findall(r"&(\w+) (.*)", text))
    for block in text.split("\n- ")[1:]:
        pairs = (line.strip().partition(": ")[::2] for line in ("  " + block).splitlines() if ": " in line)
        yield {key: anchors.get(value.partition("*")[2], re.sub(r"^&\w+ ", "", value)) for key, value in pairs}


def names(endings):
    plain = {shape.format(stem) for shape in SHAPES for stem in STEMS}
    return plain | {f"Dockerfile.{e}" for e in endings} | {f"app.{e}.Dockerfile" for e in endings} | {"Dockerfile.MD", "compose.yaml"}


def found_by_dlint(dlint, folder):
    done = subprocess.run([dlint, "--isolated", "--format", "gcc", folder], stdout=subprocess.PIPE, text=True)
    return {line.split(":")[0][len(folder) + 1:] for line in done.stdout.splitlines()}


def check_choice(dlint, hook, source):
    table = re.search(r"other_endings\[\] = {(.*?)};", source, re.S).group(1)
    endings = set(re.findall(r'"([^"]+)"', table)) | set(re.search(r"\.\((.*?)\)\$", hook["files"]).group(1).split("|"))
    with tempfile.TemporaryDirectory() as folder:
        for parent in (pathlib.Path(folder), pathlib.Path(folder, "-sub"), pathlib.Path(folder, "Dockerfile.d")):
            parent.mkdir(exist_ok=True)
            for name in names(endings):
                parent.joinpath(name).write_text("FOO\n")
        everything = {str(p.relative_to(folder)) for p in pathlib.Path(folder).rglob("*") if p.is_file()}
        chosen = {p for p in everything if re.search(hook["files"], p)}
        found = found_by_dlint(dlint, folder)
    assert chosen == found, f"only the hook: {sorted(chosen - found)}; only dlint: {sorted(found - chosen)}"
    return len(everything), len(found)


def main():
    dlint, every = sys.argv[1], list(hooks(pathlib.Path(sys.argv[2]).read_text()))
    assert [h["id"] for h in every] == list(HOOKS), every
    for hook in every:
        assert hook["entry"] == f"dlint {HOOKS[hook['id']]} --force-exclude" and hook["args"] == "[--]", hook
        usage = subprocess.run([dlint, HOOKS[hook["id"]], "--help"], stdout=subprocess.PIPE, text=True, check=True).stdout
        assert "--force-exclude" in usage, usage
        assert hook["files"] == every[0]["files"], hook
        assert hook["language"] == ("system" if hook["id"] == "dlint-system" else "python"), hook
    total, chosen = check_choice(dlint, every[0], pathlib.Path(sys.argv[3]).read_text())
    print(f"{len(every)} hooks; of {total} names they choose the {chosen} that dlint finds")


main()
