#!/usr/bin/env python3
"""`pip install .` gives a program that needs no Python; where a library is missing, it says how to install that.

usage: wheel.py PYTHON REPOSITORY     (PYTHON with pip, of a virtual environment; needs a package registry)"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile


def pip(python, *words, **env):
    done = subprocess.run([python, "-m", "pip", "--disable-pip-version-check", *words], env={**os.environ, **env},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def main():
    python, repository = sys.argv[1], sys.argv[2]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        code, said = pip(python, "wheel", "--no-deps", "-w", name, repository, PKG_CONFIG_LIBDIR=name)
        assert code != 0 and "dlint is built with libyaml and pcre2, missing here." in re.sub(r"\s+", " ", said), said
        code, said = pip(python, "wheel", "--no-deps", "-w", name, repository)
        assert code == 0, said
        wheel = next(folder.glob("dlint_dockerfile-*-py3-none-*.whl"))
        with zipfile.ZipFile(wheel) as packed:
            files = [n for n in packed.namelist() if ".dist-info/" not in n]
        assert len(files) == 1 and files[0].endswith(".data/scripts/dlint"), files
        code, said = pip(python, "install", "--no-deps", wheel)
        assert code == 0, said
        program = pathlib.Path(python).parent / "dlint"
        needs = re.findall(r"NEEDED.*\[(.*)\]", subprocess.run(["readelf", "-d", program], check=True, stdout=subprocess.PIPE,
                                                                text=True).stdout)
        assert all(re.match(r"libc\.|ld-|libpthread|libm\.", library) for library in needs), needs
        version = subprocess.run([program, "--version"], env={}, check=True, stdout=subprocess.PIPE, text=True).stdout
        assert version.startswith("dlint 0."), version
        print(f"{wheel.name}: {wheel.stat().st_size // 1024} kB, needs {', '.join(needs)}")


main()
