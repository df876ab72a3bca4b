#!/usr/bin/env python3
"""What each shell makes of its completions: the words it offers behind a beginning.

usage: test_completion.py DLINT SHELL     (77: that shell is not here)"""
import os
import pathlib
import pty
import select
import shutil
import subprocess
import sys
import tempfile

PATIENCE_S = 60

# A line, and words that are offered and that are not. The last word is completed.
CASES = [
    ("dlint mig", ["migrate"], ["check"]),
    ("dlint --exit-z", ["--exit-zero"], []),
    ("dlint --format j", ["json", "jsonl", "junit"], ["text"]),
    ("dlint --fail-on ", ["error", "warning", "never"], ["json"]),
    ("dlint --color a", ["auto", "always"], ["never"]),
    ("dlint --only hardcoded-arch-", ["hardcoded-arch-download", "hardcoded-arch-path"], ["missing-platform"]),
    ("dlint --platform linux/arm", ["linux/arm64", "linux/arm/v7"], ["linux/amd64"]),
    ("dlint fix --dif", ["--diff"], []),
    ("dlint trace --format ", ["text", "json"], ["sarif"]),
    ("dlint explain hardcoded-arch-d", ["hardcoded-arch-download"], []),
    ("dlint completion ", ["bash", "zsh", "fish"], ["some.Dockerfile"]),
    ("dlint --config some", ["some.Dockerfile"], []),
    ("dlint some", ["some.Dockerfile"], []),
]


def bash(folder, script, line):
    words = line.split(" ")
    body = f""". {script}
COMP_WORDS=({' '.join(w or "''" for w in words)}); COMP_CWORD={len(words) - 1}; _dlint; printf '%s\\n' "${{COMPREPLY[@]}}" """
    return subprocess.run(["bash", "--norc", "-c", body], cwd=folder, stdout=subprocess.PIPE, check=True, text=True).stdout.split()


def fish(folder, script, line):
    done = subprocess.run(["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"], cwd=folder, check=True,
                          env={**os.environ, "HOME": str(folder), "PATH": f"{folder}:{os.environ['PATH']}"},
                          stdout=subprocess.PIPE, text=True)
    return [offered.split("\t")[0] for offered in done.stdout.splitlines()]


def zsh(folder, script, line):
    """Zsh completes only at a terminal; what is added there is noted."""
    functions = folder / "functions"
    functions.mkdir(exist_ok=True)
    shutil.copy(script, functions / "_dlint")
    setup = f"""PS1= fpath=({functions} $fpath); autoload -Uz compinit; compinit -D -u
compadd() {{ builtin compadd -A hits "$@"; offered+=($hits); builtin compadd "$@" }}
offer() {{ offered=(); zle complete-word; print -r -- "OFFER""ED $offered E""ND" }}
zle -C complete-word complete-word _main_complete; zle -N offer; bindkey '^T' offer; print -r READ""Y
"""
    master, slave = pty.openpty()
    process = subprocess.Popen(["zsh", "-f", "-i"], cwd=folder, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
                               env={"PATH": os.environ["PATH"], "TERM": "dumb", "HOME": str(folder)})
    os.close(slave)
    text = ""

    def until(mark):
        nonlocal text
        while mark not in text:
            ready, _, _ = select.select([master], [], [], PATIENCE_S)
            assert ready, text
            text += os.read(master, 65536).decode(errors="replace")

    os.write(master, setup.encode())
    until("READY")
    os.write(master, line.encode() + b"\x14")
    until(" END")
    process.kill()
    process.wait()
    os.close(master)
    return text.split("OFFERED ")[1].split(" END")[0].split()


def main():
    dlint, shell = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    if not shutil.which(shell):
        print(f"skipped: {shell} is not here")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        folder.joinpath("some.Dockerfile").write_text("")
        folder.joinpath("dlint").symlink_to(dlint)
        script = folder / "script"
        script.write_text(subprocess.run([dlint, "completion", shell], check=True, stdout=subprocess.PIPE, text=True).stdout)
        for line, offered, others in CASES:
            words = globals()[shell](folder, script, line)
            assert all(w in words for w in offered) and not any(w in words for w in others), (line, words)
    print(f"{len(CASES)} lines")
    return 0


sys.exit(main())
