#!/usr/bin/env python3
"""The .deb has the files that it should, says what it needs, and its program works where it is unpacked.

usage: deb.py BUILD_FOLDER     (of a release; needs cpack and dpkg; with lintian its errors count, too)"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FILES = [
    r"usr/bin/dlint",
    r"usr/include/dlint\.h",
    r"usr/lib/(?:[^/]+/)?libdlint\.so(\.\d+(\.\d+\.\d+)?)?",
    r"usr/lib/(?:[^/]+/)?pkgconfig/dlint\.pc",
    r"usr/lib/(?:[^/]+/)?cmake/dlint/dlintConfig(|-release|Version)\.cmake",
    r"usr/share/doc/dlint-dockerfile/(copyright|README\.md|changelog\.gz)",
    r"usr/share/man/man1/dlint\.1\.gz",
    r"usr/share/bash-completion/completions/dlint",
    r"usr/share/zsh/vendor-completions/_dlint",
    r"usr/share/fish/vendor_completions\.d/dlint\.fish",
]
COUNT = 16
FIELDS = {"Package": "dlint-dockerfile", "Conflicts": "dlint", "Section": "devel", "Priority": "optional"}


def output(*words, **more):
    return subprocess.run([str(w) for w in words], check=True, stdout=subprocess.PIPE, text=True, **more).stdout


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        output("cpack", "-G", "DEB", "-B", folder, "--config", build / "CPackConfig.cmake", cwd=folder)
        package = next(folder.glob("*.deb"))
        for field, value in FIELDS.items():
            assert output("dpkg-deb", "-f", package, field).strip() == value, field
        needs = output("dpkg-deb", "-f", package, "Depends")
        assert all(library in needs for library in ("libc6", "libyaml-0-2", "libpcre2-8-0")), needs
        root = folder / "root"
        output("dpkg-deb", "-x", package, root)
        files = [str(p.relative_to(root)) for p in sorted(root.rglob("*")) if not p.is_dir()]
        odd = [f for f in files if not any(re.fullmatch(pattern, f) for pattern in FILES)]
        absent = [pattern for pattern in FILES if not any(re.fullmatch(pattern, f) for f in files)]
        assert not odd and not absent and len(files) == COUNT, (odd, absent, files)
        assert "dlint 0." in output(root / "usr/bin/dlint", "--version")
        assert ".TH DLINT 1" in output("gzip", "-dc", root / "usr/share/man/man1/dlint.1.gz")
        if shutil.which("lintian"):
            done = subprocess.run(["lintian", "--fail-on", "error", "--allow-root", package], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True)
            print(done.stdout, end="")
            assert done.returncode == 0, "lintian"
        print(f"{package.name}: {len(files)} files")


main()
