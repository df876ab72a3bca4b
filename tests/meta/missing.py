#!/usr/bin/env python3
"""A build on a machine that lacks something says what in one sentence, with the command that installs it.

usage: missing.py CMAKE SOURCE_FOLDER"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# what is lacking: the sentence, the packages of apt-get
CASES = {
    "compiler": ("dlint is built with a C compiler, missing here", "gcc libc6-dev"),
    "libraries": ("dlint is built with libyaml and pcre2, missing here", "libyaml-dev libpcre2-dev"),
    "pkg-config": ("dlint is built with pkg-config and libyaml and pcre2, missing here",
                   "pkg-config libyaml-dev libpcre2-dev"),
}


def configure(cmake, source, folder, lacking, managers):
    """What cmake says with a PATH that has what it needs but for one thing."""
    programs = folder / "bin"
    programs.mkdir()
    for name in ["cc", "gcc", "ld", "as", "ar", "ranlib", "make", "sh", "uname", "pkg-config"]:
        if shutil.which(name) and name not in {"compiler": ("cc", "gcc"), "pkg-config": ("pkg-config",)}.get(lacking, ()):
            programs.joinpath(name).symlink_to(shutil.which(name))
    for name in managers:
        programs.joinpath(name).write_text("#!/bin/sh\n")
        programs.joinpath(name).chmod(0o755)
    env = {"PATH": str(programs)}
    if lacking != "pkg-config":
        env["PKG_CONFIG_LIBDIR"] = str(folder)
    done = subprocess.run([cmake, "-G", "Unix Makefiles", "-S", source, "-B", folder / "build", "-DDLINT_TESTS=OFF",
                           "-DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF", "-DCMAKE_MAKE_PROGRAM=make"],
                          env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode != 0, done.stdout
    assert done.stdout.count("CMake Error") == 1, done.stdout
    return re.sub(r"\s+", " ", done.stdout)


def main():
    cmake, source = shutil.which(sys.argv[1]) or sys.argv[1], sys.argv[2]
    for lacking, (sentence, packages) in CASES.items():
        for managers, expected in ((["apt-get"], f"To install: apt-get install {packages}"),
                                   ([], f"To install, one of: apt-get install {packages} dnf install")):
            with tempfile.TemporaryDirectory() as name:
                said = configure(cmake, source, pathlib.Path(name).resolve(), lacking, managers)
            assert sentence in said and expected in said, said
            assert ("brew" in said) == (not managers), said
    print(f"{len(CASES)} things that may be lacking")


main()
