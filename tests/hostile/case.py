"""One hostile input: files in an empty folder, and how dlint is called there."""

import dataclasses
import os
import pathlib

SEED = 20260


class Link(str):
    """A symbolic link to that path."""


class Fifo:
    """A named pipe that nobody writes to."""


class Folder:
    """An empty folder."""


@dataclasses.dataclass
class Sparse:
    """A file of so many NULs."""

    size: int


@dataclasses.dataclass
class Mode:
    """A file with these permissions."""

    content: bytes
    mode: int


@dataclasses.dataclass
class Case:
    family: str
    name: str
    files: dict  # path -> bytes or one of the above; a path may be bytes
    operands: list = dataclasses.field(default_factory=lambda: ["Dockerfile"])
    stdin: bytes = b""

    def size(self):
        return sum(len(f) for f in self.files.values() if isinstance(f, bytes)) + len(self.stdin)


def dockerfile(family, name, text):
    return Case(
        family, name, {"Dockerfile": text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text}
    )


def put(folder, path, content):
    """Makes one file; a name that the system does not take is left out."""
    at = os.path.join(os.fsencode(folder), os.fsencode(path))
    try:
        os.makedirs(os.path.dirname(at), exist_ok=True)
        if isinstance(content, Link):
            os.symlink(content, at)
        elif isinstance(content, Fifo):
            os.mkfifo(at)
        elif isinstance(content, Folder):
            os.makedirs(at, exist_ok=True)
        elif isinstance(content, Sparse):
            with open(at, "wb") as f:
                f.truncate(content.size)
        elif isinstance(content, Mode):
            pathlib.Path(os.fsdecode(at)).write_bytes(content.content)
            os.chmod(at, content.mode)
        else:
            with open(at, "wb") as f:
                f.write(content)
    except OSError as error:
        if error.errno not in (36, 84):  # too long, not a name in this file system
            raise


def make(case, folder):
    for path, content in case.files.items():
        put(folder, path, content)
