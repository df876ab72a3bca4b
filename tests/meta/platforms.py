#!/usr/bin/env python3
"""Checks that docs/platforms.md says of each rule about architectures what it is for, and that each such rule names its row.

usage: platforms.py PAGE RULES   RULES: the folder rules/arch"""
import pathlib
import re
import sys

# What a team may want or not; nothing goes wrong by it.
TASTE = {"missing-platform", "pinned-platform", "redundant-target-platform"}


def rows(page):
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"A\d+", cells[0]):
            yield cells[0], re.findall(r"`([^`]+)`", cells[-1])


def main():
    page, folder = pathlib.Path(sys.argv[1]).read_text(), pathlib.Path(sys.argv[2])
    wrong, named = [], set()
    for row, rules in rows(page):
        for rule in rules:
            named.add(rule)
            text = (folder / f"{rule}.yaml").read_text()
            if f"examples: # {row} of docs/platforms.md" not in text:
                wrong.append(f"{rule}: its examples do not name row {row}")
            if text.count("  - bad: |") < 1 or text.count("  - good: |") < 2:
                wrong.append(f"{rule}: one bad and two good examples are the least")
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in named | TASTE:
            wrong.append(f"{path.stem}: docs/platforms.md does not name it")
    print("\n".join(wrong) or f"{len(named)} rules in their rows")
    return bool(wrong)


sys.exit(main())
