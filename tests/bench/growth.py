#!/usr/bin/env python3
"""Whether dlint's work grows in proportion to the file, whatever the file is made of.

usage: growth.py DLINT [SHAPE…]    DLINT: built without sanitizers

For each shape counts instructions (valgrind's callgrind) for n and 4 n of what it repeats, without those for nothing.
Exit status 1 where four times as much takes more than 4.4 times as many."""
import pathlib
import subprocess
import sys
import tempfile

N = 400
LIMIT = 4.4
HEAD = "FROM debian:12\n"
SHAPES = {  # what stands before, what is repeated with its number, what stands behind
    "FROM": ("", "FROM debian:12 AS s{i}\n", ""),
    "FROM of the stage before": (HEAD.replace("\n", " AS s0\n"), "FROM s{i} AS s{next}\n", ""),
    "ARG": (HEAD, "ARG V{i}=x\n", ""),
    "ARG of the one before": (HEAD + "ARG V0=x\n", "ARG V{next}=$V{i}\n", ""),
    "ENV": (HEAD, "ENV V{i}=x\n", ""),
    "ENV of the one before": (HEAD + "ENV V0=x\n", "ENV V{next}=$V{i}\n", ""),
    "ENV, one again and again": (HEAD, "ENV P=/a:/b\n", ""),
    "global ARG": ("", "ARG V{i}=x\n", HEAD),
    "COPY": (HEAD, "COPY f{i} /d{i}\n", ""),
    "COPY --from": (HEAD, "COPY --from=debian:12 /f{i} /d{i}\n", ""),
    "LABEL": (HEAD, "LABEL k{i}=v\n", ""),
    "WORKDIR": (HEAD, "WORKDIR /d{i}\n", ""),
    "USER": (HEAD, "USER u{i}\n", ""),
    "EXPOSE": (HEAD, "EXPOSE {i}\n", ""),
    "RUN": (HEAD, "RUN make t{i}\n", ""),
    "RUN apt-get install": (HEAD, "RUN apt-get update && apt-get install -y p{i}\n", ""),
    "RUN curl": (HEAD, "RUN curl -fsSLo f{i} https://example.com/a-{i}-x86_64.tgz\n", ""),
    "RUN with a pipe": (HEAD, "RUN wget -qO- https://example.com/a{i}.tgz | tar xz\n", ""),
    "exec form": (HEAD, 'RUN ["make", "t{i}"]\n', ""),
    "ONBUILD": (HEAD, "ONBUILD RUN make t{i}\n", ""),
    "&&-list": (HEAD + "RUN true", " && \\\n make t{i}", "\n"),
    "||-list": (HEAD + "RUN true", " || \\\n make t{i}", "\n"),
    "pipeline": (HEAD + "RUN true", " | \\\n make t{i}", "\n"),
    "packages of one command": (HEAD + "RUN apt-get install -y", " \\\n p{i}", "\n"),
    "words of one line": (HEAD + "RUN make", " t{i}", "\n"),
    "shell assignments": (HEAD + "RUN true", " && v{i}=x", "\n"),
    "case arms": (HEAD + "RUN case $(uname -m) in ", "a{i}) x=b;; ", "esac\n"),
    "ifs": (HEAD + "RUN true", " && \\\n if test -e f{i}; then make t{i}; fi", "\n"),
    "for over words": (HEAD + "RUN for i in", " w{i}", "; do test -e $i; done\n"),
    "here-document": (HEAD + "RUN <<E\n", "make t{i}\n", "E\n"),
    "here-documents": (HEAD, "RUN cat <<E >/f{i}\nx\nE\n", ""),
    "comments": (HEAD, "# a comment {i}\n", ""),
    "comments between lines": (HEAD + "RUN true \\\n", "# a comment {i}\n", " && true\n"),
    "blank lines": (HEAD, "\n", ""),
    "continuation lines": (HEAD + "RUN true \\\n", "  \\\n", " && true\n"),
    "unknown instructions": (HEAD, "NONSENSE {i}\n", ""),
    "suppressions": (HEAD, "# dlint ignore=unpinned-packages\nRUN apt-get install -y p{i}\n", ""),
    "one long word": (HEAD + "RUN make ", "aaaaaaaa", "\n"),
    "quoted": (HEAD + 'RUN echo "', "a $B ", '"\n'),
}


def instructions(dlint, text):
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch, "Dockerfile")
        file.write_text(text)
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", dlint, "check", "--isolated",
                   "--exit-zero", "-f", "json", str(file)]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 2):  # 2: a limit was reached
        sys.exit(done.stderr)
    return int(done.stderr.split("Collected :")[1].split()[0])


def repeat(shape, n):
    before, unit, behind = shape
    # Numbers of one length: else more digits would make the larger file more than four times as large.
    return before + "".join(unit.replace("{i}", str(1000 + i)).replace("{next}", str(1001 + i)) for i in range(n)) + behind


def main():
    dlint, wanted = sys.argv[1], sys.argv[2:] or SHAPES
    nothing, bad = instructions(dlint, HEAD), 0
    for name in wanted:
        small, large = (instructions(dlint, repeat(SHAPES[name], n)) - nothing for n in (N, 4 * N))
        ratio = large / max(small, 1)
        bad += ratio > LIMIT
        print(f"{name:28}{small / N:10,.0f} instructions each, {ratio:5.2f} times for 4 n{'  TOO MUCH' if ratio > LIMIT else ''}",
              flush=True)
    return bad > 0


sys.exit(main())
