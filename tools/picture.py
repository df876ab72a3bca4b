#!/usr/bin/env python3
"""Draws what dlint prints on a terminal as SVG: docs/picture.svg, which the README shows.

usage: picture.py DLINT FOLDER COMMAND…     COMMAND is a line such as "dlint bad.Dockerfile", run in FOLDER"""
import pathlib
import re
import subprocess
import sys
import unicodedata
import xml.sax.saxutils

COLUMN_PX, LINE_PX, MARGIN_PX, FONT_PX = 8.4, 20, 16, 14
STYLES = {"1": "font-weight:bold", "2": "opacity:.6", "31": "fill:#ff7b72", "32": "fill:#7ee787", "33": "fill:#e3b341",
          "34": "fill:#79c0ff", "35": "fill:#d2a8ff", "36": "fill:#56d4dd"}
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def spans(line):
    """The parts of a line, each with its style."""
    styles, at = [], 0
    for match in [*ESCAPE.finditer(line), None]:
        end = match.start() if match else len(line)
        if line[at:end]:
            yield ";".join(styles), line[at:end]
        if match:
            codes = [c for c in match[1].split(";") if c]
            styles = [] if codes in ([], ["0"]) else styles + [STYLES[c] for c in codes]
            at = match.end()


def draw(lines):
    columns = max(width(ESCAPE.sub("", line)) for line in lines)
    size = round(2 * MARGIN_PX + columns * COLUMN_PX), 2 * MARGIN_PX + len(lines) * LINE_PX
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" viewBox="0 0 {size[0]} {size[1]}">'
    yield '<title>What dlint prints</title>'
    yield '<rect width="100%" height="100%" rx="8" fill="#0d1117"/>'
    yield f'<g font-family="DejaVu Sans Mono,Menlo,Consolas,monospace" font-size="{FONT_PX}" fill="#e6edf3">'
    for number, line in enumerate(lines, 1):
        column, parts = 0, []
        for style, text in spans(line):
            attribute = f' style="{style}"' if style else ""
            for run in re.finditer(r"\S+(?: \S+)*", text):  # blanks are places, not text
                x = MARGIN_PX + (column + width(text[:run.start()])) * COLUMN_PX
                parts.append(f'<tspan x="{x:.1f}"{attribute}>{xml.sax.saxutils.escape(run[0])}</tspan>')
            column += width(text)
        if parts:
            yield f'<text y="{MARGIN_PX + number * LINE_PX - 6}">{"".join(parts)}</text>'
    yield "</g>"
    yield "</svg>"


def main():
    dlint, folder, commands = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3:]
    lines = []
    for command in commands:
        program, *words = command.split()
        assert program == "dlint", command
        done = subprocess.run([dlint, words[0], "--color=always", *words[1:]], cwd=folder, stdout=subprocess.PIPE, text=True)
        lines += [f"\x1b[1m$ {command}\x1b[0m", *done.stdout.rstrip("\n").split("\n"), ""]
    print("\n".join(draw(lines[:-1])))


main()
