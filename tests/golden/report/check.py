#!/usr/bin/env python3
"""The documents beside this file, which tests/unit/test_formats.c writes, are what other programs take them for.

usage: check.py FOLDER"""
import json
import pathlib
import re
import sys
import unicodedata
import xml.etree.ElementTree as xml

FINDINGS = 8  # in each document


def check_json(text):
    document = json.loads(text)
    assert set(document) == {"version", "files", "summary"}
    assert [len(f["diagnostics"]) for f in document["files"]] == [4, 0, 4]
    assert document["summary"] == {"files": 3, "errors": 2, "warnings": 2, "infos": 2, "style": 2}
    first = document["files"][0]["diagnostics"][0]
    assert (first["line"], first["column"], first["end_line"], first["end_column"]) == (2, 5, 2, 9)
    assert first["platforms"] == ["linux/arm64", "linux/386"] and "platforms" not in document["files"][0]["diagnostics"][1]
    assert "\x1b[31m \u202e \ufffd \x01 \r\n" in first["message"], first["message"]


def check_jsonl(text):
    assert len([json.loads(line) for line in text.splitlines()]) == FINDINGS


def check_sarif(text):
    (run,) = json.loads(text)["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    assert [r["id"] for r in rules] == ["odd-url", "plain"]
    assert len(results) == FINDINGS
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in results)
    assert len({r["partialFingerprints"]["dlintFinding/v1"] for r in results}) == FINDINGS
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results}
    assert all(re.fullmatch(r"[A-Za-z0-9/._~%-]+", u) and not u.startswith("./") for u in uris), uris
    wide = results[2]["locations"][0]["physicalLocation"]["region"]
    assert (wide["startLine"], wide["endLine"], wide["endColumn"]) == (3, 4, 6), wide
    assert results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"]["startColumn"] == 5


def check_gitlab(text):
    issues = json.loads(text)
    assert len({i["fingerprint"] for i in issues}) == FINDINGS
    assert all(set(i) == {"description", "check_name", "fingerprint", "severity", "location"} for i in issues)
    assert {i["severity"] for i in issues} == {"critical", "major", "minor", "info"}


def check_rdjson(text):
    document = json.loads(text)
    assert len(document["diagnostics"]) == FINDINGS
    for d in document["diagnostics"]:
        start, end = d["location"]["range"]["start"], d["location"]["range"]["end"]
        assert (start["line"], start["column"]) <= (end["line"], end["column"])


def check_checkstyle(text):
    root = xml.fromstring(text)
    assert len(root.findall("file")) == 3 and len(root.findall("file/error")) == FINDINGS
    assert "\u202e" in root.find("file/error").get("message")
    assert "a, b:%\n" in root.find("file").get("name")


def check_junit(text):
    root = xml.fromstring(text)
    suites = root.findall("testsuite")
    assert [s.get("failures") for s in suites] == ["4", "0", "4"]
    assert [len(s.findall("testcase")) for s in suites] == [4, 1, 4]
    assert len(root.findall("testsuite/testcase/failure")) == FINDINGS


def check_github(text):
    for line in text.splitlines():
        assert re.fullmatch(r"::(error|warning|notice) (\w+=[^:,]*,)*\w+=[^:,]*::.*", line), line
    assert len(text.splitlines()) == FINDINGS


def check_gcc(text):
    for line in text.splitlines():
        assert re.fullmatch(r"[^:#].*:\d+:\d+: (error|warning|note): .* \[[a-z-]+\]", line), line
    assert len(text.splitlines()) == FINDINGS


def check_text(text):
    heads = [line for line in text.splitlines() if not line.startswith("  ")]
    assert len(heads) == FINDINGS
    assert not any(head.startswith(("::", "##")) for head in heads)


def check_markdown(text):
    rows = [line for line in text.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) == FINDINGS
    for row in rows:
        assert len(re.findall(r"(?<!\\)\|", row)) == 5, row
        assert not re.search(r"(?<!\\)[<`*\[]", row), row


def check_nothing_hidden(name, text):
    """No character reaches a terminal or a log that would act there."""
    for c in text:
        assert c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp"), f"{name}: raw {c!a}"


def main():
    folder = pathlib.Path(sys.argv[1])
    documents = [p for p in sorted(folder.iterdir()) if not p.suffix]
    for path in documents:
        text = path.read_bytes().decode("utf-8")
        check_nothing_hidden(path.name, text)
        globals()[f"check_{path.name}"](text)
    print(f"{len(documents)} documents")
    return not documents


sys.exit(main())
