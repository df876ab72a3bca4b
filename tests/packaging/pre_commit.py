#!/usr/bin/env python3
"""The hooks work with the real pre-commit: they fail on bad files, pass on clean ones, respect exclude and args.

usage: pre_commit.py REPOSITORY DLINT     (a clean checkout, a program for the hook dlint-system; needs pre-commit, git and
a package registry)"""
import os
import pathlib
import subprocess
import sys
import tempfile

GIT = ["git", "-c", "user.name=t", "-c", "user.email=t@localhost"]
CLEAN = "FROM scratch\nUSER 1\n"
BAD = "FROM scratch\nFOO\n"
MIXED = "FROM scratch\nlabel a=b\nUSER 1\n"
AMD64 = "FROM debian:12\nRUN curl -fsSLO https://example.com/tool-linux-amd64 && ./tool-linux-amd64\n"


def output(folder, *words, env=None):
    done = subprocess.run(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env={**os.environ, **(env or {})})
    return done.returncode, done.stdout


def write(folder, files):
    for name, text in files.items():
        folder.joinpath(name).parent.mkdir(exist_ok=True, parents=True)
        folder.joinpath(name).write_text(text)
    subprocess.run([*GIT, "add", "-A"], cwd=folder, check=True)


class Project:
    """A repository that uses a hook."""

    def __init__(self, folder, hooks):
        self.folder, (self.repository, self.revision) = folder, hooks
        folder.mkdir()
        subprocess.run([*GIT, "init", "-q"], cwd=folder, check=True)

    def run(self, hook, settings="", env=None):
        """pre-commit's exit code and output, for all files."""
        config = f"repos: [{{repo: '{self.repository}', rev: {self.revision}, hooks: [{{id: {hook}{settings}}}]}}]\n"
        write(self.folder, {".pre-commit-config.yaml": config})
        return output(self.folder, "pre-commit", "run", "--all-files", "--color=never", env=env)


def passes(result, *absent):
    code, text = result
    assert code == 0 and "Passed" in text and not any(word in text for word in absent), text


def fails(result, *present, absent=()):
    code, text = result
    assert code == 1 and "Failed" in text and all(word in text for word in present), text
    assert not any(word in text for word in absent), text


def try_repo(folder, hooks):
    """As a user tries a hook, without any set-up."""
    project = Project(folder, hooks)
    write(folder, {"Dockerfile": CLEAN, "dev.dockerfile": CLEAN, "Dockerfile.md": "# not one\n"})
    command = "pre-commit", "try-repo", project.repository, "dlint", "--all-files", "--color=never"
    passes(output(folder, *command))
    write(folder, {"app/Dockerfile-dev": BAD})
    fails(output(folder, *command), "app/Dockerfile-dev:2:1: error: unknown instruction: FOO")


def dlint_hook(folder, hooks):
    project = Project(folder, hooks)
    found = "2:1: error: unknown instruction: FOO"
    write(folder, {"Dockerfile": CLEAN, "notes": "FOO\n", "Dockerfile.j2": BAD})
    passes(project.run("dlint"))
    odd = "--output=pwned.Dockerfile"
    write(folder, {"vendor/Dockerfile": BAD, "gen/Dockerfile": BAD, odd: BAD})
    every = [f"{name}:{found}" for name in ("vendor/Dockerfile", "gen/Dockerfile", odd)]
    fails(project.run("dlint"), *every)
    fails(project.run("dlint", ", args: [--format, gcc]"), *every)  # without the `--` of the hook itself
    fails(project.run("dlint", ", exclude: ^vendor/"), *every[1:], absent=["vendor"])
    write(folder, {".dlint.yaml": "exclude: [vendor]\n"})
    fails(project.run("dlint"), *every[1:], absent=["vendor"])
    passes(project.run("dlint", ", exclude: '^gen/|^--'"))
    passes(project.run("dlint", ", args: [--exit-zero]"))


def platforms_hook(folder, hooks):
    project = Project(folder, hooks)
    write(folder, {"Dockerfile": CLEAN})
    passes(project.run("dlint-platforms"))
    write(folder, {"Dockerfile": AMD64})
    fails(project.run("dlint-platforms"), "breaks", "linux/arm64", "hardcoded-arch-download")
    passes(project.run("dlint-platforms", ", args: [--platform, linux/amd64]"))


def fix_hook(folder, hooks):
    project = Project(folder, hooks)
    write(folder, {"Dockerfile": MIXED})
    fails(project.run("dlint-fix"), "files were modified by this hook")
    assert folder.joinpath("Dockerfile").read_text() == MIXED.replace("label", "LABEL")
    passes(project.run("dlint-fix"))


def system_hook(folder, hooks, dlint):
    project = Project(folder, hooks)
    bin_folder = folder.with_suffix(".bin")
    bin_folder.mkdir()
    bin_folder.joinpath("dlint").symlink_to(pathlib.Path(dlint).resolve())
    env = {"PATH": f"{bin_folder}:{os.environ['PATH']}"}
    write(folder, {"Dockerfile": BAD})
    fails(project.run("dlint-system", env=env), "unknown instruction: FOO")
    write(folder, {"Dockerfile": CLEAN})
    passes(project.run("dlint-system", env=env))


def main():
    repository, dlint = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    hooks = str(repository), subprocess.run([*GIT, "rev-parse", "HEAD"], cwd=repository, check=True, stdout=subprocess.PIPE,
                                            text=True).stdout.strip()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        try_repo(folder / "try", hooks)
        dlint_hook(folder / "lint", hooks)
        platforms_hook(folder / "platforms", hooks)
        fix_hook(folder / "fix", hooks)
        system_hook(folder / "system", hooks, dlint)
    print("the four hooks pass, fail, mend, and respect exclude and args")


main()
