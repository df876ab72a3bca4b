#!/usr/bin/env python3
"""`cmake --install` puts every file where it belongs, and a program finds the library by pkg-config.

usage: install.py CMAKE BUILD_FOLDER CONSUMER.c [COMPILER_FLAG…]"""
import os
import pathlib
import subprocess
import sys
import tempfile

EXPECTED = {
    "bin/dlint": 1,
    "include/dlint.h": 1,
    "libdlint.so": 3,  # the library and its two links
    "pkgconfig/dlint.pc": 1,
    "share/doc/dlint/LICENSE": 1,
}


def main():
    cmake, build, consumer, *flags = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([cmake, "--install", build, "--prefix", folder], check=True, stdout=subprocess.DEVNULL)
        files = [str(p.relative_to(folder)) for p in pathlib.Path(folder).rglob("*") if not p.is_dir()]
        for part, count in EXPECTED.items():
            found = [f for f in files if part in f]
            assert len(found) == count, f"{part}: {found} of {files}"
        assert [f for f in files if f.startswith("include/")] == ["include/dlint.h"], files
        library = next(os.path.dirname(f) for f in files if f.endswith("libdlint.so"))
        environment = dict(os.environ, PKG_CONFIG_PATH=f"{folder}/{library}/pkgconfig", LD_LIBRARY_PATH=f"{folder}/{library}")
        options = subprocess.run(["pkg-config", "--cflags", "--libs", f"--define-variable=prefix={folder}", "dlint"],
                                 env=environment, check=True, capture_output=True, text=True).stdout.split()
        program = f"{folder}/consumer"
        subprocess.run(["cc", "-std=c17", "-Wall", "-Wextra", "-Werror", *flags, consumer, "-o", program, *options], check=True)
        subprocess.run([program], env=environment, check=True)
    print(f"{len(files)} files")


main()
