#!/usr/bin/env python3
"""docs/rules/ and the README's table of rules are what the rules' YAML says.

usage: rule_pages.py DLINT ROOT     (DLINT_UPDATE=1 writes them)"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

BEGIN, END = "<!-- rules: made by `dlint rules --format markdown` -->\n", "<!-- end of rules -->\n"
CATEGORY = re.compile(r"^## (\S+)\n(.*)\.\n\n((?:\|.*\n)+)", re.M)
PAGE = "docs/rules/"


def made(dlint, *words):
    done = subprocess.run([dlint, *words], cwd="/", check=True, capture_output=True, text=True)
    return done.stdout


def replaced(text, new):
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return text[:start] + new + text[end:]


def summary(index):
    """The README's table: a row a category, with how many rules it has and how many of them are on by default."""
    rows = []
    for name, doc, table in CATEGORY.findall(index):
        levels = [row.split(" | ")[1] for row in table.splitlines()[2:]]
        on = len(levels) - levels.count("off")
        rows.append(f"| [{name}]({PAGE}README.md#{name}) | {doc} | {len(levels)} | {on} |\n")
    return "| category | | rules | on by default |\n| --- | --- | ---: | ---: |\n" + "".join(rows)


def pages(dlint):
    """What each file has to be, by its path below the root; of the two with a head of their own, the part that is made."""
    index = made(dlint, "rules", "--format", "markdown")
    ids = re.findall(r"^\| \[(\S+)\]", index, re.M)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        texts = list(pool.map(lambda rule: made(dlint, "explain", "--format", "markdown", rule), ids))
    parts = {PAGE + "README.md": index, "README.md": summary(index)}
    return {f"{PAGE}{rule}.md": text for rule, text in zip(ids, texts)}, parts


def main():
    dlint, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    whole, parts = pages(dlint)
    for path, part in parts.items():
        whole[path] = replaced((root / path).read_text(), part)
    stale = {path for path, text in whole.items() if not (root / path).exists() or (root / path).read_text() != text}
    gone = {str(path.relative_to(root)) for path in (root / PAGE).iterdir()} - set(whole)
    if os.environ.get("DLINT_UPDATE"):
        for path in stale:
            (root / path).write_text(whole[path])
        for path in gone:
            (root / path).unlink()
    elif stale or gone:
        print(*sorted(stale | gone), sep="\n")
        print("these are not what the rules say; DLINT_UPDATE=1 writes them")
        return 1
    print(f"{len(whole)} pages")
    return len(whole) < 3


sys.exit(main())
