#!/usr/bin/env python3
"""The set-ups in examples/editors work in the editors that are here: what they read from dlint are its findings.

usage: editors.py DLINT EXAMPLES_EDITORS"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BAD = "FROM scratch\nFOO\n"
MESSAGE = "unknown instruction: FOO"


def vim(folder, setups, path):
    script = folder / "script.vim"
    script.write_text(f"""edit Dockerfile
source {setups}/dlint.vim
silent make
let found = filter(getqflist(), 'v:val.valid')
call writefile(map(found, 'v:val.lnum . ":" . v:val.col . ":" . v:val.type . ":" . v:val.text'), 'out')
qall!
""")
    subprocess.run(["vim", "-u", "NONE", "-i", "NONE", "-es", "-S", script], cwd=folder, env={"PATH": path, "SHELL": "/bin/sh"},
                   stdout=subprocess.DEVNULL)
    found = (folder / "out").read_text()
    assert found.startswith("2:1:e:" + MESSAGE), found


def vscode(folder, setups, dlint):
    text = (setups / "vscode-tasks.json").read_text()
    pattern = json.loads(text)["tasks"][0]["problemMatcher"]["pattern"]
    output = subprocess.run([dlint, "--format", "gcc", "Dockerfile"], cwd=folder, stdout=subprocess.PIPE, text=True).stdout
    match = re.match(pattern["regexp"], output.splitlines()[0])
    assert match and match[pattern["line"]] == "2" and match[pattern["severity"]] == "error", output
    assert match[pattern["message"]].startswith(MESSAGE) and match[pattern["code"]] == "syntax-error", output


def main():
    dlint, setups = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    tried = ["the problem matcher"]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "Dockerfile").write_text(BAD)
        vscode(folder, setups, dlint)
        if shutil.which("vim"):
            vim(folder, setups, f"{dlint.parent}:/usr/bin:/bin")
            tried.append("vim")
    print("tried: " + ", ".join(tried))


main()
