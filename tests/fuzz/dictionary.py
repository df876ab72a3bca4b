#!/usr/bin/env python3
"""Prints the dictionary of a fuzz target: the words that its parsers know, as their own tables have them.

usage: dictionary.py TARGET"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)+)"')
COMMENT = re.compile(r"//.*|^#include.*", re.M)
YAML_WORD = re.compile(r"[\w$.:/=+-]{2,30}")
LONGEST = 30


def unescape(match):
    plain = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "b": "\b"}
    text = match[1]
    if text[0] == "x":
        return chr(int(text[1:], 16))
    return chr(int(text, 8)) if text.isdigit() else plain.get(text, text)


def literals(*patterns):
    """Texts in C of one word, as they are written: what a parser compares with, and what it writes."""
    texts = set()
    for path in (p for pattern in patterns for p in ROOT.glob(pattern)):
        texts.update(LITERAL.findall(COMMENT.sub("", path.read_text())))
    words = {re.sub(r"\\(x[0-9a-fA-F]+|[0-7]+|.)", unescape, text) for text in texts}
    return {word for word in words if 0 < len(word) <= LONGEST and " " not in word and "%" not in word}


def rows(name, column):
    """A column of a table of known things."""
    texts = (ROOT / "rules/data" / f"{name}.yaml").read_text().split("\nrows:\n")[-1]
    return {word for line in re.findall(rf"\b{column}: (.*)", texts) for word in YAML_WORD.findall(line)}


def instructions():
    words = {"\\\n", "<<EOF", "<<-", "\nEOF\n", " AS ", '["', '", "', '"]', "# escape=`", "# syntax=", "# check=skip="}
    for keyword, flags in re.findall(r'^INSTR\((\w+), \w+, "([^"]*)"', (ROOT / "lint/dockerfile/instr.def").read_text(), re.M):
        words |= {f"\n{keyword} "} | {f"--{flag.strip('!*')}=" for flag in flags.split() if flag != "?"}
    return words


def shell():
    operators = literals("lint/shell/tokens.def", "lint/shell/reserved.def")
    return {f"{word} " if word.isalpha() else word for word in operators} | {"))", "<<E\n", "\nE\n", "\\\n"}


def commands():
    return rows("commands", "command") | rows("commands", "install") | rows("commands", "value-options") | rows("commands", "output")


def platforms():
    return rows("platforms", "platform") | rows("platforms", "uname") | rows("platforms", "dpkg") | rows("platforms", "rust")


def names_of_facts():
    return {word for word in re.findall(r"\b[a-z][a-z-]+\b", (ROOT / "lint/facts/fields.def").read_text()) if len(word) > 3}


def build():
    return instructions() | shell() | commands() | platforms()


TARGETS = {
    "dockerfile": lambda: instructions() | literals("lint/dockerfile/*.c"),
    "shell": shell,
    "word": lambda: {"${", "}", ":-", ":+", ":?", "##", "%%", "//", "/#", "\\", "$A", "$PATH", "${EMPTY"},
    "eval": lambda: shell() | platforms() | commands() | literals("lint/eval/*.c", "lint/eval/models/*.c"),
    "know": lambda: commands() | platforms() | rows("images", "image"),
    "lint": build,
    "fix": build,
    "rules": lambda: literals("lint/rules/load*.c") | names_of_facts(),
    "config": lambda: literals("lint/config/*.c") | platforms(),
    "json": lambda: {'"', "\\u", "\\ud83d\\ude00", "null", "true", "false", "1e9", "[", "{", '":'},
    "lsp": lambda: {f'"{word}"' for word in literals("lint/lsp/*.c") if word[0].isalpha()},
}


def entry(word):
    """As libFuzzer and AFL++ read it."""
    return '"' + "".join(f"\\x{b:02x}" if b < 0x20 or b > 0x7E or b in b'"\\' else chr(b) for b in word.encode()) + '"'


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: dictionary.py {'|'.join(TARGETS)}")
    print("\n".join(entry(word) for word in sorted(TARGETS[sys.argv[1]]())))


main()
