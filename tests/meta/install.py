#!/usr/bin/env python3
"""`cmake --install` puts every file where it belongs, and a program finds the library by pkg-config and by CMake.

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
    "cmake/dlint/dlintConfig.cmake": 1,
    "share/doc/dlint-dockerfile/LICENSE": 1,
    "share/man/man1/dlint.1": 1,
    "bash-completion/completions/dlint": 1,
    "site-functions/_dlint": 1,
    "vendor_completions.d/dlint.fish": 1,
}

PROJECT = """cmake_minimum_required(VERSION 3.20)
project(consumer C)
find_package(dlint 0.1 REQUIRED)
add_executable(consumer {consumer})
target_link_libraries(consumer dlint::dlint)
"""


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
        project = pathlib.Path(folder, "project")
        project.mkdir()
        (project / "CMakeLists.txt").write_text(PROJECT.format(consumer=consumer))
        subprocess.run([cmake, "-S", project, "-B", project / "build", f"-DCMAKE_PREFIX_PATH={folder}",
                        "-DCMAKE_C_FLAGS=" + " ".join(flags)], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([cmake, "--build", project / "build"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([project / "build" / "consumer"], check=True)
    print(f"{len(files)} files")


main()
