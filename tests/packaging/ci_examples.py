#!/usr/bin/env python3
"""The set-ups in examples/ci work: their commands are run as they stand, and the hooks they name exist.

usage: ci_examples.py DLINT EXAMPLES_CI .pre-commit-hooks.yaml"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile


def commands(text):
    """The lines of a script that call dlint."""
    return re.findall(r"^\s*- (?:run: )?(dlint .*)$", text, re.M)


def run(dlint, folder, command):
    folder.joinpath("bin").mkdir(exist_ok=True)
    link = folder / "bin" / "dlint"
    if not link.exists():
        link.symlink_to(dlint)
    done = subprocess.run(["sh", "-e", "-c", command], cwd=folder, env={**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}"},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def main():
    dlint, examples, hooks = (pathlib.Path(p).resolve() for p in sys.argv[1:])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        folder.joinpath("Dockerfile").write_text("FROM scratch\nFOO\n")

        github, = commands(examples.joinpath("github-actions.yml").read_text())
        code, log = run(dlint, folder, github)
        assert code == 1 and "::error file=Dockerfile,line=2" in log and "1 file: 1 error" in log, log
        upload = re.search(r"sarif_file: (\S+?)}", examples.joinpath("github-actions.yml").read_text())[1]
        assert json.loads(folder.joinpath(upload).read_text())["runs"][0]["results"], upload

        gitlab, = commands(examples.joinpath("gitlab-ci.yml").read_text())
        code, log = run(dlint, folder, gitlab)
        assert code == 1 and "Dockerfile:2:1: error: unknown instruction: FOO" in log, log
        artifact = re.search(r"codequality: (\S+?)}", examples.joinpath("gitlab-ci.yml").read_text())[1]
        assert json.loads(folder.joinpath(artifact).read_text())[0]["check_name"] == "syntax-error", artifact

        folder.joinpath("Dockerfile").write_text("FROM scratch\nUSER 1\n")
        assert [run(dlint, folder, command)[0] for command in (github, gitlab)] == [0, 0]

        known = set(re.findall(r"^- id: (\S+)$", hooks.read_text(), re.M))
        used = set(re.findall(r"- id: (\S+)", examples.joinpath("pre-commit-config.yaml").read_text()))
        assert used and used <= known, (used, known)
    print("GitHub, GitLab, pre-commit")


main()
