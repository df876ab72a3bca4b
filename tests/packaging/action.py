#!/usr/bin/env python3
"""The action for GitHub does what it says: its script, run as a runner would, with dlint in place of the build.

usage: action.py DLINT action.yml"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

BAD = "FROM debian:12\nRUN curl -fsSLO https://example.com/tool-linux-amd64\nFOO\n"


def parse(text):
    """The inputs' defaults, the step's environment and its script; enough of YAML for this file."""
    defaults = dict(re.findall(r"^  (\w+):\n    description: .*\n    default: \"?([^\"\n]*)\"?$", text, re.M))
    env = dict(re.findall(r"^        (\w+): \${{ inputs\.(\w+) }}$", text, re.M))
    script = textwrap.dedent(text.split("      run: |\n")[1])
    assert text.count("run: |") == 1 and set(env.values()) == set(defaults), text
    return defaults, env, script


class Runner:
    def __init__(self, folder, dlint, action):
        self.folder, self.defaults, self.env, self.script = folder, *parse(action.read_text())
        stub = folder / "action" / "dev"
        stub.parent.mkdir()
        stub.write_text(f'#!/bin/sh\n[ "$1" = run ] || exit 99\nshift\nexec "{dlint}" "$@"\n')
        stub.chmod(0o755)
        self.work = folder / "work"
        self.work.mkdir()
        self.summary = folder / "summary"

    def run(self, **inputs):
        """The exit code and the log."""
        values = {**self.defaults, **inputs}
        self.summary.write_text("")
        env = {"PATH": os.environ["PATH"], "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(self.folder / "action"),
               "GITHUB_STEP_SUMMARY": str(self.summary), **{name: values[value] for name, value in self.env.items()}}
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", self.script], cwd=self.work, env=env,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.returncode, done.stdout


def main():
    with tempfile.TemporaryDirectory() as name:
        runner = Runner(pathlib.Path(name).resolve(), pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]))
        for file in ("app/Dockerfile", "tool/x.Dockerfile"):
            runner.work.joinpath(file).parent.mkdir()
            runner.work.joinpath(file).write_text(BAD)

        code, log = runner.run()
        assert code == 1, log
        assert "::error file=app/Dockerfile,line=3," in log and "::warning file=tool/x.Dockerfile,line=2," in log, log
        assert "2 files: 2 errors, 2 warnings" in log, log
        assert "unknown instruction" in runner.summary.read_text(), runner.summary.read_text()

        code, log = runner.run(paths="tool app", sarif="out.sarif", summary="false", args="--platform linux/amd64 --exit-zero")
        assert code == 0 and "hardcoded-arch-download" not in log and "::error file=tool/x.Dockerfile" in log, log
        assert runner.summary.read_text() == ""
        results = json.loads(runner.work.joinpath("out.sarif").read_text())["runs"][0]["results"]
        assert [r["ruleId"] for r in results].count("syntax-error") == 2, results

        code, log = runner.run(paths="--output=pwned app")  # paths are never options
        assert code == 2 and not runner.work.joinpath("pwned").exists() and "::error file=app/Dockerfile" in log, log
        code, log = runner.run(args="--formta gcc")
        assert code == 2 and "did you mean --format?" in log, log
    print("the action lints, annotates, writes SARIF and a summary")


main()
