#!/usr/bin/env python3
"""The hook works with the real pre-commit: it fails on a bad file, passes on clean ones, respects exclude and args.

usage: pre_commit.py REPOSITORY     (a clean checkout; needs pre-commit, git and a package registry)"""
import pathlib
import subprocess
import sys
import tempfile


def git(folder, *words):
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@localhost", *words], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)


def hook(folder, repository, *words):
    done = subprocess.run(["pre-commit", "try-repo", repository, "dlint", "--all-files", *words], cwd=folder,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text)


def main():
    repository = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        git(folder, "init", "-q")
        write(folder, "Dockerfile", "FROM debian:12\n")
        write(folder, "dev.dockerfile", "FROM debian:12\n")
        write(folder, "Dockerfile.md", "# not a Dockerfile\n")
        git(folder, "add", "-A")
        code, output = hook(folder, repository)
        assert code == 0 and "Passed" in output, output
        write(folder, "app/Dockerfile-dev", "FROM debian:12\nFOO\n")
        write(folder, "vendor/Dockerfile", "FOO\n")
        write(folder, ".dlint.yaml", "exclude: [vendor]\n")
        git(folder, "add", "-A")
        code, output = hook(folder, repository)
        assert code == 1 and "app/Dockerfile-dev:2:1: error: unknown instruction: FOO" in output, output
        assert "vendor" not in output, output
    print("the hook passes, fails and excludes")


main()
