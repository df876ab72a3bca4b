#!/usr/bin/env python3
"""The Dockerfile of dlint's own image: dlint finds nothing in it, and says that it builds on every platform it knows of.

usage: own_image.py DLINT Dockerfile"""
import json
import subprocess
import sys

PLATFORMS = ["linux/amd64", "linux/arm64", "linux/arm/v7", "linux/386", "linux/ppc64le", "linux/s390x", "linux/riscv64"]


def output(*words):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout


def main():
    dlint, dockerfile = sys.argv[1:]
    options = ["--isolated", "--platform", ",".join(PLATFORMS)]
    found = output(dlint, "check", *options, "--fail-on", "style", dockerfile)
    assert found == "", found
    table = json.loads(output(dlint, "platforms", *options, "--format", "json", dockerfile))["files"][0]["platforms"]
    assert [(p["platform"], p["verdict"]) for p in table] == [(p, "builds") for p in PLATFORMS], table
    print(f"clean, and builds on {len(table)} platforms")


main()
