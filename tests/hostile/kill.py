#!/usr/bin/env python3
"""`dlint fix` killed before each of its system calls, or standing still there while somebody else writes: every file is
the old or the new one, whole, with its mode, owner and names, and the next run leaves nothing behind.

usage: kill.py DLINT SYSCALLS [STEP]      (SYSCALLS is the program made of syscalls.c; with STEP only every STEP-th call)
"""

import dataclasses
import os
import pathlib
import shlex
import stat
import subprocess
import sys
import tempfile

OLD = b"FROM debian:12\nRUN apt-get install curl\nRUN cd x\n"
OTHER = b"FROM alpine:3.20\nRUN apk add curl\n"
MARK = b"\xef\xbb\xbf"
SOMEBODY = 65534  # a user to whom a folder can be closed
FIX = ("fix", "--unsafe", "Dockerfile")


def crlf(content):
    return content.replace(b"\n", b"\r\n")


@dataclasses.dataclass
class Scenario:
    """`layout` adds to the folder, which has the files, and may take rights away."""

    files: dict
    arguments: tuple = FIX
    mode: int = 0o644
    layout: callable = lambda folder: None
    refused: bool = False  # nothing is ever changed
    user: int = None
    by_hand: bool = False  # what was killed is mended in an editor before the next run, which finds nothing to do


def in_place_of_a_link(target):
    def layout(folder):
        (folder / target).parent.mkdir(exist_ok=True)
        (folder / "Dockerfile").rename(folder / target)
        (folder / "Dockerfile").symlink_to(target)

    return layout


def second_name(folder):
    os.link(folder / "Dockerfile", folder / "Containerfile")


def folder_of_a_group(folder):
    if os.geteuid() == 0:
        os.chown(folder, -1, 4321)
        os.chown(folder / "Dockerfile", -1, 1234)
        (folder / "Dockerfile").chmod(0o664)
    folder.chmod(0o2775)


def closed(folder):
    folder.chmod(0o555)


SCENARIOS = {
    "plain": Scenario({"Dockerfile": OLD}),
    "mode": Scenario({"Dockerfile": OLD}, mode=0o640),
    "private": Scenario({"Dockerfile": OLD}, mode=0o600),
    "executable": Scenario({"Dockerfile": OLD}, ("fix", "--unsafe", "."), mode=0o755),
    "group": Scenario({"Dockerfile": OLD}, mode=0o664, layout=folder_of_a_group),
    "crlf": Scenario({"Dockerfile": crlf(OLD)}, mode=0o600),
    "mark": Scenario({"Dockerfile": MARK + OLD}),
    "crlf and mark": Scenario({"Dockerfile": MARK + crlf(OLD)}),
    "large": Scenario(
        {"Dockerfile": OLD + b"# a comment that fills the file\n" * 40000}, ("fix", "--unsafe", "--isolated", "Dockerfile")
    ),
    "several": Scenario(
        {"Dockerfile": OLD, "a/Dockerfile": crlf(OLD), "b/Dockerfile": OTHER},
        ("fix", "--unsafe", "a/Dockerfile", "Dockerfile", "b/Dockerfile"),
    ),
    "folder": Scenario({"a/Dockerfile": OLD, "b/Dockerfile": OLD, "b/c.dockerfile": OTHER}, ("fix", "--unsafe", ".")),
    "mended by hand": Scenario({"Dockerfile": OLD}, by_hand=True),
    "link": Scenario({"Dockerfile": OLD}, layout=in_place_of_a_link("real"), refused=True),
    "link outside": Scenario(
        {"Dockerfile": OLD}, ("fix", "--unsafe", "in/Dockerfile"), layout=lambda folder: link_outside(folder), refused=True
    ),
    "two names": Scenario({"Dockerfile": OLD}, layout=second_name, refused=True),
    "read-only folder": Scenario({"Dockerfile": OLD}, layout=closed, refused=True, user=SOMEBODY),
}


def link_outside(folder):
    (folder / "in").mkdir()
    (folder / "in/Dockerfile").symlink_to("../Dockerfile")


def make(folder, scenario):
    folder = pathlib.Path(folder)
    for name, content in scenario.files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        path.chmod(scenario.mode)
    scenario.layout(folder)


def state(folder):
    """Of every name below: what it leads to, or its mode, group and bytes."""
    seen = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_symlink():
            seen[str(path.relative_to(folder))] = os.readlink(path)
        elif path.is_file():
            s = path.stat()
            seen[str(path.relative_to(folder))] = stat.S_IMODE(s.st_mode), s.st_gid, s.st_nlink, path.read_bytes()
    return seen


class Tools:
    def __init__(self, dlint, syscalls):
        self.dlint, self.syscalls = dlint, syscalls

    def run(self, folder, *command, user=None):
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "ASAN_OPTIONS": "detect_leaks=0"}
        return subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, user=user)

    def fix(self, folder, scenario, *before):
        user = scenario.user if os.geteuid() == 0 else None
        if user is not None:
            for path in [pathlib.Path(folder), *pathlib.Path(folder).rglob("*")]:
                os.chown(path, user, -1)
        return self.run(folder, *before, self.dlint, *scenario.arguments, user=user)

    def counted(self, scenario):
        """How many calls a run makes, and what it makes of the files."""
        with tempfile.TemporaryDirectory() as folder:
            make(folder, scenario)
            old = state(folder)
            done = self.fix(folder, scenario, self.syscalls, "count")
            new = state(folder)
        assert (done.returncode == 2) == scenario.refused and (new == old) == scenario.refused, (done, new)
        assert new.keys() == old.keys(), new
        return int(done.stdout.split(b"\n")[-2].split(b",")[0]), old, new


def unlike(seen, *states):
    """The files that are in none of the states; what only this run has is its temporary file."""
    return [name for name in states[0] if all(seen.get(name) != s[name] for s in states)]


def killed(tools, scenario, number, old, new):
    """What is wrong after a kill at a call; whether it had replaced a file by then."""
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        make(folder, scenario)
        done = tools.fix(folder, scenario, tools.syscalls, "kill", str(number))
        seen = state(folder)
        if scenario.by_hand:
            (pathlib.Path(folder) / "Dockerfile").write_bytes(new["Dockerfile"][-1])
        again = tools.fix(folder, scenario)
        after = state(folder)
    if done.returncode != 137:
        faults.append(f"not killed, ended with {done.returncode}")
    if unlike(seen, old, new):
        faults.append(f"neither the old nor the new file: {unlike(seen, old, new)}")
    if (again.returncode > 1) != scenario.refused or after != new:
        faults.append(f"the next run leaves {sorted(after)}: {again.stderr[:200]!r}")
    return faults, seen != old


def changed_meanwhile(tools, scenario, number, old, new):
    """Somebody puts another file in its place. Lost it is only between the last look at it and the renaming."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch, "in")
        folder.mkdir()
        make(folder, scenario)
        pathlib.Path(scratch, "other").write_bytes(OTHER)
        tools.fix(folder, scenario, tools.syscalls, "pause", str(number), "mv ../other Dockerfile")
        seen = state(folder)
        mended = seen["Dockerfile"][-1]
        again = tools.fix(folder, scenario)
        after = state(folder)
    whole = mended in (OTHER, new["Dockerfile"][-1]) or b"apk add --no-cache curl" in mended
    faults = [] if whole else [f"neither of the files: {mended!r}"]
    if list(seen) != list(old) or list(after) != list(old) or again.returncode > 1:
        faults.append(f"leaves {sorted(after)}: {again.stderr[:200]!r}")
    return faults, mended == new["Dockerfile"][-1]


def mended_meanwhile(tools, scenario, number, old, new):
    """Another dlint mends the same file: one of the two does, and none is in the other's way."""
    with tempfile.TemporaryDirectory() as folder:
        make(folder, scenario)
        other = shlex.join([tools.dlint, *scenario.arguments])
        tools.fix(folder, scenario, tools.syscalls, "pause", str(number), f"{other} >/dev/null 2>&1")
        seen = state(folder)
    return ([] if seen == new else [f"leaves {sorted(seen)}, {unlike(seen, old, new)} neither old nor new"]), True


def tried(tools, name, scenario, what, step):
    calls, old, new = tools.counted(scenario)
    runs, hits, faults = 0, 0, []
    for number in range(1, calls + 1, step):
        found, hit = what(tools, scenario, number, old, new)
        runs, hits = runs + 1, hits + hit
        faults += [f"{name}: call {number}: {fault}" for fault in found]
    return runs, hits, faults


def main():
    step = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    tools = Tools(*(str(pathlib.Path(p).resolve()) for p in sys.argv[1:3]))
    if tools.run(".", tools.syscalls, "count", tools.dlint, "version").returncode == 77:
        print("calls cannot be traced here")
        return 77
    plan = [(name, scenario, killed) for name, scenario in SCENARIOS.items()]
    plan += [("changed meanwhile", SCENARIOS["plain"], changed_meanwhile)]
    plan += [("mended meanwhile", SCENARIOS["plain"], mended_meanwhile)]
    total, faults = 0, []
    for name, scenario, what in plan:
        runs, hits, found = tried(tools, name, scenario, what, step)
        print(f"{name}: {runs} runs, the file was the mended one after {hits}, {len(found)} faults")
        total, faults = total + runs, faults + found
    print("\n".join(faults))
    print(f"{total} runs, {len(faults)} faults")
    return len(faults) > 0


sys.exit(main())
