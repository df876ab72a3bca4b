"""Hostile rule files: as YAML, by their keys, patterns, relations, templates and fixes."""

import inspect_output
import tempfile

from case import Case, Fifo, Folder, Link, make
from dockerfiles import BAITS, PAYLOADS
from yaml_bombs import documents

KEYS = {
    "id": "kit-rule",
    "category": "style",
    "severity": "warning",
    "summary": "x",
    "match": "{command: {name: curl}}",
    "message": '"x {name}"',
    "why": "x",
    "examples": "[]",
    "underline": "name",
    "aliases": '["a:B1"]',
    "effect": "breaks",
    "references": '["https://example.com/"]',
    "options": "{}",
    "once": "file",
    "fix": '{kind: safe, edits: [{replace: name, with: "x"}]}',
    "labels": '[{fact: {instruction: {keyword: RUN}}, text: "x"}]',
    "levels": "[]",
}
NEEDED = ("id", "category", "severity", "summary", "match", "message", "why", "examples")
WRONG = {
    "null": "~",
    "list": "[]",
    "map": "{}",
    "nested": "[[[{a: [b]}]]]",
    "number": "1e999",
    "empty": '""',
    "long": '"' + "x" * 20000 + '"',
    "control": '"\\x1b[31m\\u202e\\n::error::x"',
    "bool": "true",
}
PATTERNS = {
    "plus": "(a+)+$",
    "alternatives": "(a|a)*$",
    "twice": "a+a+[0-9]",
    "stars": "a*a*a*a*a*a*a*b",
    "nested": "((((a*)*)*)*)*b",
    "dots": ".*.*.*.*.*x",
    "lazy": "(.+?)+?b",
    "overlap": "(a|ab|b)*c",
    "optional": "a?" * 40 + "a" * 40,
    "counted": "(a{1,100}){1,100}b",
    "backreference": "(a*)\\1b",
    "named-reference": "(?<n>a)\\k<n>",
    "recursion": "(?R)",
    "subroutine": "(a(?1)?b)",
    "callout": "a(?C1)b",
    "callout-text": "a(?C'x')b",
    "accept": "(*ACCEPT)a",
    "utf": "(*UTF)a",
    "limits": "(*LIMIT_MATCH=99999999)(a+)+$",
    "no-jit": "(*NO_JIT)a",
    "scan": "(*scs:(1)a)",
    "bytes": "\\C*",
    "keep": "a\\Kb",
    "lookbehind": "(?<=a{1,20})b",
    "lookahead": "(?=(a+))a*b",
    "atomic": "(?>a+)b",
    "possessive": "a++b",
    "conditional": "(a)?(?(1)b|c)",
    "branch-reset": "(?|(a)|(b))",
    "quantifier": "a{65535}",
    "quantifier-large": "a{99999999999}",
    "quantifiers": "((a{200}){200}){200}",
    "groups": "(" * 300 + "a" + ")" * 300,
    "many-groups": "(a)" * 1300,
    "class-open": "[a",
    "class-posix": "[[:foo:]]",
    "class-range": "[z-a]",
    "parenthesis": "(a",
    "parenthesis-2": "a)",
    "escape-end": "a\\\\",
    "property": "\\p{Foo}",
    "unicode": "\\x{110000}",
    "unicode-ok": "\\x{10ffff}",
    "quote-open": "\\Qa",
    "comment-open": "(?#a",
    "flags": "(?imsxJ-z)",
    "empty": "",
    "anchors": "^^^$$$\\A\\z\\G",
    "word": "\\b\\B\\b*",
    "long": "a" * 4095,
    "too-long": "a" * 4097,
    "huge": "a|" * 300000,
    "control": "\\x1b\\cA",
    "null": "\\x00",
    "reset": "(a\\K|b)*",
    "define": "(?(DEFINE)(?<x>a+))(?&x)+$",
    "relative": "(a)(?-1)*$",
    "script-run": "(*sr:a+)",
    "newline": "(*ANYCRLF)^a$",
    "octal": "\\o{777777}",
    "options": "(?i)(?-i)(?i)a+$",
    "case": "(A+)+$",
    "spaces": "( | )*x",
    "slashes": "(/+)+x$",
    "words": "(\\w+\\s*)+:$",
    "url": "^(([^:/?#]+):)?(//([^/?#]*))?([^?#]*)(\\?([^#]*))?(#(.*))?!$",
}
RELATIONS = {
    "has": "within: file\n    has: {command: {name: b}}",
    "lacks": "within: file\n    lacks: {command: {name: zz}}",
    "before": "before: {command: {name: b}}",
    "after": "after: {command: {name: b}}",
    "stage": "stage: {name: b}",
    "unless": "unless: {name: b}",
    "has-has": "within: file\n    has: {command: {name: b, within: file, has: {command: {name: b, within: file, has: {command: {name: zz}}}}}}",
    "field": "name: {field: path}",
    "near": "name: {near: [" + ", ".join(f"w{i}" for i in range(3000)) + "]}",
    "any": "any: [" + ", ".join("{name: b}" for _ in range(3000)) + "]",
    "count": "flags: {count: {gt: -99999999999999}}",
    "not": "name: " + "{not: " * 50 + "a" + "}" * 50,
    "all": "all: " + "[{all: " * 25 + "[]" + "}]" * 25,
    "numbers": "index: {gt: 99999999999999999999}",
    "list": "name: [" + ", ".join(f"w{i}" for i in range(20000)) + "]",
    "table": "name: {in: no-such-table}",
    "table-column": "name: {in: commands.no.such}",
    "two-kinds": "within: run\n    has: {instruction: {}}\n    lacks: {stage: {}}",
}
TEMPLATES = {
    "open": "{",
    "closed": "}",
    "many": "{name}" * 300,
    "nested": "{{name}}{{{name}}}",
    "unknown": "{no.such}",
    "deep": "{name.a.b.c.d}",
    "format": "%s%n{name}%99999d",
    "long": "x{name}" * 5000,
    "empty": "{}",
    **{f"payload-{k}": v for k, v in PAYLOADS.items() if "\udc80" > v[:1]},
}
EDITS = {
    "grows": '[{insert-after: name, with: " curl"}]',
    "shrinks": "[{delete: name}]",
    "overlaps": '[{replace: name, with: "a"}, {replace: name, with: "b"}]',
    "newline": '[{replace: name, with: "x\\nFROM evil\\nRUN curl"}]',
    "control": '[{replace: name, with: "\\x1b[31mcurl"}]',
    "same": '[{replace: name, with: "curl"}]',
    "flips": '[{replace: name, with: "curl curl"}]',
    "large": '[{insert-before: name, with: "' + "x" * 50000 + '"}]',
    "unknown": '[{replace: no-such, with: "a"}]',
    "none": "[]",
    "broken": '[{replace: name, with: "\\""}]',
    "many": "[" + ", ".join('{insert-after: name, with: "x"}' for _ in range(2000)) + "]",
    "nul": '[{replace: name, with: "\\0"}]',
}
TEXT = (
    "FROM debian:12\n"
    + "".join(f"RUN curl -O {bait[:8000]}\nRUN b {bait[:300]}\n" for bait in BAITS.values())
    + "RUN a\nRUN b\n" * 500
).encode()


def rule(**changes):
    parts = {key: KEYS[key] for key in NEEDED} | changes
    return "".join(f"{key}: {value}\n" for key, value in parts.items())


def quoted(text):
    return '"' + "".join(c if 32 <= ord(c) < 127 and c not in '"\\' else f"\\U{ord(c):08x}" for c in text) + '"'


def texts(scale):
    for key, data in documents(scale).items():
        yield "yaml", key, data
    for key in KEYS:
        for how, value in WRONG.items():
            yield "wrong", f"{key}-{how}", rule(**{key: value}).encode()
    for key in NEEDED:
        yield "wrong", f"{key}-missing", rule().replace(f"{key}: {KEYS[key]}\n", "").encode()
    for key, pattern in PATTERNS.items():
        for field in ("name: {}", "words: {}", "text: {}")[: 2 if scale < 1 else 3]:
            yield "pattern", f"{key}-{field.split(':')[0]}", rule(
                match="\n  command:\n    " + field.format(quoted(f"/{pattern}/")), id=f"kit-{key}"
            ).encode()
    for key, relation in RELATIONS.items():
        yield "relation", key, rule(match=f"\n  command:\n    name: [a, b, curl]\n    {relation}").encode()
    for key, template in TEMPLATES.items():
        yield "template", key, rule(message=quoted(template), summary=quoted(template), why=quoted(template)).encode(
            "utf-8", "replace"
        )
    for key, edits in EDITS.items():
        yield "edit", key, rule(fix=f"{{kind: safe, edits: {edits}}}").encode()


def all_cases(scale, families=None):
    for family, key, data in texts(scale):
        if not families or family in families:
            yield Case(family, key, {"rules/kit.yaml": data, "Dockerfile": TEXT})
    count = max(20, int(25000 * scale))
    many = {
        f"rules/{i}.yaml": rule(id=f"kit-{i}", match=f"{{command: {{name: /a{i}b+$/}}}}").encode() for i in range(count)
    }
    for key, files in {
        "many": many,
        "fifo": {"rules/a.yaml": Fifo()},
        "link": {"rules/a.yaml": Link("/dev/zero")},
        "link-loop": {"rules/a": Link(".."), "rules/b.yaml": Link("b.yaml")},
        "folder": {"rules/a.yaml": Folder()},
        "same-id": {f"rules/{i}.yaml": rule().encode() for i in range(50)},
        "deep": {"rules/" + "d/" * 150 + "a.yaml": rule().encode()},
        "names": {f"rules/a{v.replace('/', '_')[:60]}.yaml".replace("\0", "0"): b"x" for v in PAYLOADS.values()},
        "passwd": {"rules/a.yaml": Link("/etc/passwd")},
    }.items():
        if not families or "files" in families:
            yield Case(
                "files",
                key,
                {**{k.encode("utf-8", "surrogateescape"): v for k, v in files.items()}, "Dockerfile": TEXT},
            )


def run(bench, case):
    results = []
    with tempfile.TemporaryDirectory() as folder:
        make(case, folder)
        for what, arguments in {
            "check": ["check", "--rules", "rules", "Dockerfile"],
            "check-github": ["check", "--format", "github", "--rules", "rules", "Dockerfile"],
            "test": ["test", "rules"],
            "rules": ["rules", "--rules", "rules"],
            "explain": ["explain", "--rules", "rules", "kit-rule"],
            "fix-diff": ["fix", "--diff", "--rules", "rules", "--rule", "kit-rule", "Dockerfile"],
        }.items():
            result = bench.run(case, what, folder, arguments)
            inspect_output.inspect(result)
            results.append(result)
    return results
