"""What dlint prints must be safe to show, and documents must be what they claim to be."""

import json
import re
import xml.etree.ElementTree

# C0 but LF, DEL, C1, zero-width, bidirectional and invisible formatting, separators that some readers take for line ends.
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
COMMAND = re.compile(r"^\s*(::|##\[|##vso\[|##teamcity\[)", re.M)
GITHUB = re.compile(
    r"^::(error|warning|notice) file=[^,:]*,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=[a-z0-9-]+::[^\r\n]*$"
)
# What a change of the file's own bytes is printed as.
VERBATIM = {"fix-diff"}


def parse_lines(text):
    for line in text.splitlines():
        json.loads(line)


def parse_github(text):
    for line in text.split("\n")[:-1]:
        if not GITHUB.match(line):
            raise ValueError(f"not an annotation: {line[:100]}")


FORMATS = {
    "text": None,
    "gcc": None,
    "json": json.loads,
    "jsonl": parse_lines,
    "sarif": json.loads,
    "github": parse_github,
    "gitlab": json.loads,
    "checkstyle": xml.etree.ElementTree.fromstring,
    "junit": xml.etree.ElementTree.fromstring,
    "rdjson": json.loads,
    "markdown": None,
}
PARSERS = {f"check-{name}": parse for name, parse in FORMATS.items() if parse} | {
    "platforms-json": json.loads,
    "facts-json": parse_lines,
    "trace-json": parse_lines,
    "parse": parse_lines,
    "parse-shell": parse_lines,
}


def inspect_stream(result, which, data):
    try:
        text = data.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        result.flags.append(f"{which} is not UTF-8 ({data[max(0, error.start - 20):error.start + 10]!r})")
        return
    unsafe = UNSAFE.search(text)
    if unsafe:
        result.flags.append(f"unsafe bytes on {which} ({text[max(0, unsafe.start() - 20):unsafe.end() + 10]!r})")
    if result.what != "check-github" or which == "stderr":
        forged = COMMAND.search(text)
        if forged:
            result.flags.append(f"forged annotation on {which} ({text[forged.start():forged.end() + 30]!r})")


def inspect(result):
    inspect_stream(result, "stderr", result.err)
    if result.what in VERBATIM:
        return
    inspect_stream(result, "stdout", result.out)
    parse = PARSERS.get(result.what)
    if not parse or not result.out:
        return
    try:
        parse(result.out.decode("utf-8", "replace"))
    except (ValueError, RecursionError, xml.etree.ElementTree.ParseError) as error:
        if not isinstance(error, RecursionError):
            result.flags.append(f"not a {result.what} document: {str(error)[:80]}")
