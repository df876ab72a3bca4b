#!/usr/bin/env python3
"""The README's table of what linters find, made by running them.

usage: compare.py DLINT README [--others]     compares dlint's column with the README's; --others: the other ones, too
       (DLINT_UPDATE=1 writes the table into the file)

A probe is a Dockerfile with something wrong, and its twin without: a linter finds what is wrong where it has a rule that speaks
of the first and not of the second. Each probe is linted with the rules that a linter has on by itself, then with all it
has. A linter that is not asked, not
here, or here in another version keeps the column it has in the README."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PEERS = {"hadolint": "2.15.1", "tally": "0.45.0"}
YES, NO, ASKED = "yes", "–", "if asked"

# title: what is wrong, what is not. Both differ in nothing else.
PROBES = {
    "a download for amd64 in an image that is built for arm64, too":
        ("FROM debian:12\nRUN curl -fsSLO https://example.com/tool-linux-amd64.tar.gz\n",
         "FROM debian:12\nARG TARGETARCH\nRUN curl -fsSLO https://example.com/tool-linux-${TARGETARCH}.tar.gz\n"),
    "… whose architecture comes from a variable, through `sed`":
        ("FROM debian:12\nRUN a=$(echo amd64 | sed s/amd64/x86_64/) && curl -fsSLO https://example.com/tool-$a.tar.gz\n",
         "FROM debian:12\nRUN a=$(uname -m | sed s/amd64/x86_64/) && curl -fsSLO https://example.com/tool-$a.tar.gz\n"),
    "a choice by architecture that leaves some out":
        ("FROM debian:12\nRUN case $(uname -m) in x86_64) a=amd64 ;; esac; curl -fsSLO \"https://example.com/tool-$a\"\n",
         "FROM debian:12\nRUN case $(uname -m) in x86_64) a=amd64 ;; aarch64) a=arm64 ;; *) exit 1 ;; esac; "
         "curl -fsSLO \"https://example.com/tool-$a\"\n"),
    "a compiler told to build for amd64":
        ("FROM golang:1.23\nRUN GOARCH=amd64 go build -o /server .\n",
         "FROM golang:1.23\nARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /server .\n"),
    "a base image that arm64 does not have":
        ("FROM archlinux:base-20240101.0.204074\nRUN true\n", "FROM debian:12.5\nRUN true\n"),
    "a stage whose name in `COPY --from` is misspelt":
        ("FROM debian:12 AS build\nFROM debian:12\nCOPY --from=biuld /a /a\n",
         "FROM debian:12 AS build\nFROM debian:12\nCOPY --from=build /a /a\n"),
    "an instruction that does not exist": ("FROM debian:12\nRUNN true\n", "FROM debian:12\nRUN true\n"),
    "a script that is no shell":
        ("FROM debian:12\nRUN if true; then echo a\n", "FROM debian:12\nRUN if true; then echo a; fi\n"),
    "packages without a version":
        ("FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
         "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.1-10 && rm -rf "
         "/var/lib/apt/lists/*\n"),
}


def output(words, **more):
    done = subprocess.run([str(w) for w in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    return done.stdout


def dlint_rules(program, path, everything):
    more = ["--select", "arch,correctness,security,packages,reproducibility,performance,style"] if everything else []
    found = json.loads(output([program, "--isolated", "--format", "json", *more, path]))
    return {d["rule"] for f in found["files"] for d in f["diagnostics"]}


def hadolint_rules(program, path, _):
    return {d["code"] for d in json.loads(output([program, "--no-fail", "--format", "json", path], cwd="/"))}


def tally_rules(program, path, everything):
    more = ["--select", "*"] if everything else []
    done = subprocess.run([program, "lint", "--no-config", "--slow-checks", "off", "--format", "json", *more, path],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if not done.stdout.startswith("{"):  # a file that it cannot read
        return {done.stderr}
    return {v["rule"] for f in json.loads(done.stdout)["files"] for v in f["violations"]}


RULES = {"dlint": dlint_rules, "hadolint": hadolint_rules, "tally": tally_rules}


def probe(name, program, folder, bad, good):
    for everything, answer in ((False, YES), (True, ASKED)):
        found = []
        for text in (bad, good):
            folder.joinpath("Dockerfile").write_text(text)
            found.append(RULES[name](program, folder / "Dockerfile", everything))
        if found[0] - found[1]:
            return answer
    return NO


# What is not about findings: asked of the programs' own help.
HELP = {
    "mends what it finds": {"dlint": (["fix", "--help"], "--diff"), "hadolint": (["--help"], "--fix"),
                            "tally": (["lint", "--help"], "--fix")},
    "tells on which platforms a file builds": {"dlint": (["platforms", "--help"], "builds"), "hadolint": (["--help"], "platform"),
                                               "tally": (["--help"], "platform")},
    "is a language server": {"dlint": (["lsp", "--help"], "Language Server"), "hadolint": (["--help"], "lsp"), "tally": (["--help"], "lsp")},
    "rules of one's own, as data": {"dlint": (["check", "--help"], "--rules"), "hadolint": (["--help"], "--rules"),
                                    "tally": (["lint", "--help"], "--rules")},
    "knows old findings (a baseline)": {"dlint": (["check", "--help"], "--baseline"), "hadolint": (["--help"], "baseline"),
                                        "tally": (["lint", "--help"], "baseline")},
}


def column(name, program):
    with tempfile.TemporaryDirectory() as folder:
        found = [probe(name, program, pathlib.Path(folder), *pair) for pair in PROBES.values()]
    for asked in HELP.values():
        words, expected = asked[name]
        found.append(YES if expected in output([program, *words]) else NO)
    return found


def here(name):
    program = shutil.which(name)
    if program and PEERS[name] in output([program, "--version"]):
        return program
    return None


HEAD = re.compile(r"^\| \| dlint \|.*\n\| --- .*\n(?:\|.*\n)+", re.M)


def old_columns(text):
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in HEAD.search(text)[0].splitlines()[2:]]
    return {name: {row[0]: row[2 + i] for row in rows} for i, name in enumerate(PEERS)}


def main():
    readme, others = pathlib.Path(sys.argv[2]), "--others" in sys.argv[3:]
    text = readme.read_text()
    titles = [f"finds {t}" if not t.startswith("…") else t for t in PROBES] + list(HELP)
    old, columns = old_columns(text), {"dlint": column("dlint", sys.argv[1])}
    for name in PEERS:
        program = here(name) if others else None
        if others and not program:
            print(f"{name} {PEERS[name]} is not here", file=sys.stderr)
        columns[name] = column(name, program) if program else [old[name].get(t, "?") for t in titles]
    lines = ["| | dlint | " + " | ".join(f"{n} {v}" for n, v in PEERS.items()) + " |", "| --- " * (2 + len(PEERS)) + "|"]
    lines += ["| " + " | ".join([t, *(columns[n][i] for n in columns)]) + " |" for i, t in enumerate(titles)]
    table = "\n".join(lines) + "\n"
    if HEAD.search(text)[0] == table:
        return 0
    if os.environ.get("DLINT_UPDATE"):
        readme.write_text(HEAD.sub(lambda _: table, text))
    print(f"{readme} has another table than\n{table}")
    return 1


sys.exit(main())
