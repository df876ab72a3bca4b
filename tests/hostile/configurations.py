"""Hostile configurations: .dlint.yaml and .hadolint.yaml."""

import inspect_output
import tempfile

from case import Case, Fifo, Folder, Link, make
from dockerfiles import PAYLOADS
from rules import WRONG, quoted, rule
from yaml_bombs import documents

TEXT = b"FROM debian:latest\nRUN cd x && sudo y\nRUN curl -O https://example.com/x86_64.tgz\n"
DLINT_KEYS = ("extends", "rules", "platforms", "build-args", "target", "fail-on", "rule-paths", "exclude", "overrides")
HADOLINT_KEYS = (
    "ignored",
    "override",
    "failure-threshold",
    "trustedRegistries",
    "label-schema",
    "strict-labels",
    "no-fail",
    "format",
    "disable-ignore-pragma",
)
ODD = {
    "unknown-key": "no-such: x\nrulez: {}\n",
    "unknown-rule": "rules: {no-such: error, DL9999: error}\n",
    "globs": "exclude: [" + ", ".join(quoted("*a" * 500) for _ in range(20)) + "]\n",
    "stars": "exclude: [" + quoted("**/" * 2000 + "b") + "]\n",
    "brackets": "exclude: [" + quoted("[" * 2000) + "]\n",
    "rule-paths-up": "rule-paths: [../../../../etc, /etc, a/../../b]\n",
    "rule-paths-link": "rule-paths: [link]\n",
    "rule-paths-fifo": "rule-paths: [fifo]\n",
    "rule-paths-many": "rule-paths: [" + ", ".join(["r"] * 5000) + "]\n",
    "rule-paths-self": "rule-paths: [.]\n",
    "overrides-deep": "overrides: [{files: ['*'], overrides: [{files: ['*']}]}]\n",
    "overrides-many": "overrides:\n" + "- {files: ['*'], fail-on: error}\n" * 5000,
    "overrides-distinct": "overrides:\n"
    + "".join(f"- {{files: [a{i}], rules: {{all: error}}}}\n" for i in range(3000)),
    "platforms-many": "platforms: [" + ", ".join(f"linux/a{i}" for i in range(5000)) + "]\n",
    "platforms-odd": "platforms: ['/', '//', 'a/b/c/d', 'linux/\\x1b']\n",
    "build-args-many": "build-args:\n" + "".join(f"  A{i}: b\n" for i in range(20000)),
    "build-args-doubling": "build-args: {A: $A$A}\n",
    "levels": "rules: {all: fatal, style: 7, arch: [error]}\n",
    "rules-many": "rules:\n" + "".join(f"  r{i}: error\n" for i in range(20000)),
    "extends-unknown": "extends: [recommended, no-such, https://example.com/x.yaml]\n",
    "extends-many": "extends: [" + ", ".join(["recommended"] * 20000) + "]\n",
    "options": "rules: {curl-without-fail: {severity: error, no-such: [1, 2]}}\n",
    "target": "target: " + "a" * 100000 + "\n",
    "command": "command: rm -rf /\nshell: sh\nplugins: [x.so]\n",
    "prefixes": "rules: {" + "a" * 50000 + "*: error}\n",
}
HADOLINT_ODD = {
    "ignored-deep": "ignored: " + "[" * 20 + "]" * 20 + "\n",
    "ignored-deeper": "ignored: " + "[" * 60 + "]" * 60 + "\n",
    "ignored-many": "ignored: [" + ", ".join(f"DL{i}" for i in range(20000)) + "]\n",
    "registries": "trustedRegistries: [" + ", ".join(["'*.*.*.*'"] * 2000) + "]\n",
    "labels": "label-schema: {a: semver, b: no-such, c: [x]}\n",
    "threshold": "failure-threshold: none-such\n",
    "override": "override: {error: [DL3000], fatal: [DL3001], x: y}\n",
}


def cases_of(file, keys, odd, scale):
    stem = file.split(".")[1]
    for key, data in documents(scale).items():
        yield f"{stem}-yaml", key, data
    for key in keys:
        for how, value in WRONG.items():
            yield f"{stem}-wrong", f"{key}-{how}", f"{key}: {value}\n".encode()
    for key, text in odd.items():
        yield f"{stem}-odd", key, text.encode()
    for key, payload in PAYLOADS.items():
        if "\udc80" > max(payload):
            yield f"{stem}-payload", key, f"{quoted(payload)}: x\nrules: {{{quoted(payload)}: {quoted(payload)}}}\n".encode()


def all_cases(scale, families=None):
    for file, keys, odd in ((".dlint.yaml", DLINT_KEYS, ODD), (".hadolint.yaml", HADOLINT_KEYS, HADOLINT_ODD)):
        for family, key, data in cases_of(file, keys, odd, scale):
            if not families or family in families:
                files = {
                    file: data,
                    "Dockerfile": TEXT,
                    ".git/x": b"",
                    "r/a.yaml": rule().encode(),
                    "link": Link("/dev/zero"),
                    "fifo": Fifo(),
                    "folder": Folder(),
                }
                yield Case(family, key, files)


def run(bench, case):
    results = []
    with tempfile.TemporaryDirectory() as folder:
        make(case, folder)
        runs = {
            "check": ["check", "Dockerfile"],
            "check-folder": ["check", "--format", "gcc", "."],
            "config": ["config", "Dockerfile"],
        }
        if case.family.startswith("hadolint"):
            runs["migrate"] = ["migrate", "--output", "-"]
            runs["compat"] = ["--compat=hadolint", "-c", ".hadolint.yaml", "Dockerfile"]
        for what, arguments in runs.items():
            result = bench.run(case, what, folder, arguments)
            inspect_output.inspect(result)
            results.append(result)
    return results
