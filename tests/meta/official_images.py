#!/usr/bin/env python3
"""What tools/official_images.py writes down of a small history reads back as it was.

usage: official_images.py TOOL"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HISTORY = [  # the state of library/ after each change
    {"old": "# a comment\n1.0: git://example.com/old@abc\nlatest: git://example.com/old@abc\n"},
    {
        "old": "Maintainers: A\nArchitectures: amd64, i386\n\nTags: 1.1, latest\nGitCommit: x\n\n"
               "Tags: 1.1-slim\nArchitectures: amd64,\n arm64v8\n",
        "new": "Maintainers: B\n\nTags: 2-linux\nSharedTags: 2\nArchitectures: amd64\n\n"
               "Tags: 2-windows\nSharedTags: 2\nArchitectures: windows-amd64, toaster\n",
    },
    {"new": "Maintainers: B\n\nTags: 3\nArchitectures: riscv64\n"},
]
AMD64, ARM64, I386, RISCV64, WINDOWS = 1 << 0, 1 << 4, 1 << 5, 1 << 7, 1 << 11
EXPECTED = {
    "old:1.0": AMD64, "old:1.1": AMD64 | I386, "old:latest": AMD64 | I386, "old:1.1-slim": AMD64 | ARM64,
    "new:2-linux": AMD64, "new:2-windows": WINDOWS, "new:2": AMD64 | WINDOWS, "new:3": RISCV64,
}


def make_repository(folder):
    def git(*args):
        env = dict(os.environ, GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1",
                   GIT_AUTHOR_DATE="2026-01-02T00:00:00Z", GIT_COMMITTER_DATE="2026-01-02T00:00:00Z")
        subprocess.run(["git", "-C", folder, "-c", "user.name=x", "-c", "user.email=x@example.com", *args], check=True,
                       env=env, stdout=subprocess.DEVNULL)

    git("init", "-q")
    library = pathlib.Path(folder, "library")
    for state in HISTORY:
        shutil.rmtree(library, ignore_errors=True)
        library.mkdir()
        for image, text in state.items():
            (library / image).write_text(text)
        git("add", "-A")
        git("commit", "-q", "-m", "change")


def numbers(text, name):
    return [int(n) for n in re.search(name + r"\[\] = \{(.*?)\}", text, re.S)[1].replace(",", " ").split()]


def words(edges, sets, node=0, word=""):
    while True:
        label, target = edges[node] & 0x7F, edges[node] >> 8
        if label == 0:
            yield word, sets[target]
        else:
            yield from words(edges, sets, target, word + chr(label))
        if edges[node] & 0x80:
            return
        node += 1


def main():
    if not shutil.which("git"):
        print("no git here")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        make_repository(folder)
        text = subprocess.run([sys.executable, sys.argv[1], folder], check=True, capture_output=True, text=True).stdout
    found = dict(words(numbers(text, "official_edges"), numbers(text, "official_sets")))
    for name in sorted(found.keys() | EXPECTED.keys()):
        if found.get(name) != EXPECTED.get(name):
            print(f"{name}: {found.get(name)}, not {EXPECTED.get(name)}")
    day = re.search(r'OFFICIAL_IMAGES_DATE "(.*)"', text)[1]
    print(f"{len(found)} tags, {day}")
    return found != EXPECTED or day != "2026-01-02"


sys.exit(main())
