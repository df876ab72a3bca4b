#!/usr/bin/env python3
"""Checks the classes of the peers' errors, and docs/parity.md, whose tables are made of them.

usage: document.py DLINT docs/parity.md

The examples of every class have to hold, and the tables have to be fresh: DLINT_UPDATE=1 writes them. Every rule that
another linter has (tests/parity/names) is an alias of one of dlint's, or docs/parity.md says why there is none."""
import json
import os
import pathlib
import re
import subprocess
import sys

BEGIN = "<!-- {}: made by tests/parity/document.py -->\n"
END = "<!-- end -->"


def field(text, key):
    return re.search(rf"^{key}: (.*)$", text, re.M).group(1).strip('"')


def block(text, key):
    """A `key: |` block, as one line."""
    body = re.search(rf"^{key}: \|\n((?:  .*\n|\n)+)", text, re.M).group(1)
    return " ".join(line.strip() for line in body.splitlines())


def aliases(text, tool):
    return re.findall(rf"^  - {tool}:(\S+)$", text, re.M)


def table(folder):
    rows = ["| rules | what it speaks of | why that is an error | class |", "| --- | --- | --- | --- |"]
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text()
        rows.append("| {} | {} | {} | [{}](../{}) |".format(
            ", ".join(aliases(text, folder.name)), field(text, "summary"), block(text, "why").replace("|", "\\|"),
            path.stem, path.relative_to(folder.parents[2])))
    return "\n".join(rows) + "\n"


def fresh(document, tool, folder):
    begin = BEGIN.format(tool)
    before, rest = document.split(begin)
    after = rest[rest.index(END):]
    return before + begin + table(folder) + after


def aliases_of_rules(program):
    listed = json.loads(subprocess.run([program, "rules", "--format", "json"], stdout=subprocess.PIPE, check=True).stdout)
    return {tuple(alias.split(":", 1)) for rule in listed for alias in rule["aliases"]}


def reasons(document):
    """What has no rule here: rows `| tool | names | why |` of the table under the heading below."""
    text = document.split("## Rules of others that have none here\n")[1].split("\n## ")[0]
    for row in (line.split("|") for line in text.splitlines() if line.startswith("| ")):
        yield from ((row[1].strip(), name) for name in re.findall("`([^`]+)`", row[2]))


def gaps(program, document):
    """What is wrong with the names: one sentence each."""
    folder = pathlib.Path(__file__).resolve().with_name("names")
    names = {(path.name, name) for path in folder.iterdir() for name in path.read_text().split()}
    tools = {tool for tool, _ in names}
    known, excused = {alias for alias in aliases_of_rules(program) if alias[0] in tools}, set(reasons(document))
    sentences = {
        "is no alias of a rule, and has no reason in {0}": names - known - excused,
        "is an alias, but not in tests/parity/names": known - names,
        "has both a rule and a reason in {0} to have none": known & excused,
        "has a reason in {0}, but is not in tests/parity/names": excused - names,
    }
    return [f"{tool}:{name} {sentence.format('docs/parity.md')}"
            for sentence, of in sentences.items() for tool, name in sorted(of)]


def main():
    program, document = sys.argv[1], pathlib.Path(sys.argv[2])
    status = 0
    text = document.read_text()
    made = text
    for tool in "hadolint", "buildkit":
        folder = pathlib.Path(__file__).resolve().with_name(tool)
        tried = subprocess.run([program, "test", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if tried.returncode:
            print(tried.stdout.decode(errors="replace"))
            status = 1
        made = fresh(made, tool, folder)
    for gap in gaps(program, text):
        print(gap)
        status = 1
    if made != text and os.environ.get("DLINT_UPDATE"):
        document.write_text(made)
    elif made != text:
        print(f"{document} is not what tests/parity says: DLINT_UPDATE=1 with the test meta/parity writes it")
        status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
