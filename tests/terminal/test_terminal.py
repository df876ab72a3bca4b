#!/usr/bin/env python3
"""What dlint shows on a terminal: colours, hyperlinks, progress, --watch. Nothing here waits for a clock: a read returns as
soon as what is expected has come, or fails after a minute.

usage: test_terminal.py DLINT"""
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile

PATIENCE_S = 60
CLEAR = "\x1b[H\x1b[2J"
LINK = "\x1b]8;;"
BAD = "FROM scratch\nFOO\n"
GOOD = "FROM scratch\nUSER 1\n"
RULED = "FROM scratch\nlabel a=b\nUSER 1\n"  # a finding of a rule that has something to read

dlint = pathlib.Path(sys.argv[1]).resolve()


class Terminal:
    """A process on a terminal of its own. What it writes there is collected in `text`."""

    def __init__(self, arguments, folder, env=None, streams=("stdin", "stdout", "stderr")):
        self.master, slave = pty.openpty()
        clean = {k: v for k, v in os.environ.items() if k in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")}
        other = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        ends = {name: slave if name in streams else other[name] for name in other}
        self.process = subprocess.Popen([dlint, *arguments], cwd=folder, env={**clean, "TERM": "xterm-256color", **(env or {})},
                                        start_new_session=True, **ends)
        os.close(slave)
        self.text = ""

    def read(self):
        """More text; False at the end."""
        ready, _, _ = select.select([self.master], [], [], PATIENCE_S)
        assert ready, f"nothing more came; so far: {self.text!r}"
        try:
            more = os.read(self.master, 65536)
        except OSError:  # Linux: the other side is closed
            more = b""
        self.text += more.decode().replace("\r\n", "\n")
        return bool(more)

    def until(self, expected):
        """What has come once `expected` is the end of it; it is then forgotten."""
        while expected not in self.text:
            assert self.read(), f"it ended without {expected!r}: {self.text!r}"
        seen, self.text = self.text, ""
        return seen

    def all(self):
        while self.read():
            pass
        self.process.wait(PATIENCE_S)
        os.close(self.master)
        return self.text


def shown(arguments, folder, env=None):
    return Terminal(arguments, folder, env).all()


def piped(arguments, folder, env=None):
    return subprocess.run([dlint, *arguments], cwd=folder, env={"PATH": os.environ["PATH"], "TERM": "xterm-256color",
                                                                **(env or {})},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=PATIENCE_S).stdout


def test_color(folder):
    folder.joinpath("Dockerfile").write_text(BAD)
    plain = piped(["Dockerfile"], folder)
    assert plain == piped(["--color", "never"], folder) and "\x1b" not in plain and "unknown instruction" in plain, plain
    for on_terminal, arguments, env, colored in [
            (True, [], {}, True),
            (True, [], {"TERM": "dumb"}, False),
            (True, [], {"NO_COLOR": "1"}, False),
            (True, [], {"NO_COLOR": ""}, True),
            (True, [], {"CLICOLOR": "0"}, False),
            (True, [], {"FORCE_COLOR": "0"}, False),
            (True, ["--color", "never"], {}, False),
            (True, ["--color", "always"], {"NO_COLOR": "1"}, True),
            (True, ["--color", "auto"], {}, True),
            (False, [], {}, False),
            (False, [], {"FORCE_COLOR": "1"}, True),
            (False, [], {"CLICOLOR_FORCE": "1"}, True),
            (False, [], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
            (False, ["--color", "always"], {}, True),
            (True, ["--format", "gcc"], {}, False)]:
        text = (shown if on_terminal else piped)([*arguments, "Dockerfile"], folder, env)
        assert ("\x1b[1;31m" in text) == colored, (on_terminal, arguments, env, text)
        if "--format" not in arguments:
            assert re.sub(r"\x1b\[[0-9;]*m", "", text) == plain, text
    for command in (["platforms"], ["trace", "--platform", "linux/arm64"], ["explain", "syntax-error"]):
        files = [] if command[0] == "explain" else ["Dockerfile"]
        assert "\x1b[" not in shown([*command, *files], folder, {"NO_COLOR": "1"}), command
        assert "\x1b[" in piped([*command, "--color", "always", *files], folder), command


def test_links(folder):
    folder.joinpath("Dockerfile").write_text(RULED)
    for on_terminal, arguments, env, linked in [
            (True, [], {}, False),
            (True, [], {"VTE_VERSION": "7200"}, True),
            (True, [], {"VTE_VERSION": "4200"}, False),
            (True, [], {"TERM_PROGRAM": "iTerm.app"}, True),
            (True, [], {"TERM_PROGRAM": "Apple_Terminal"}, False),
            (True, [], {"TERM": "xterm-kitty"}, True),
            (True, [], {"TERM": "tmux-256color", "VTE_VERSION": "7200"}, False),
            (True, [], {"TERM": "dumb", "WT_SESSION": "1"}, False),
            (True, ["--hyperlinks", "never"], {"WT_SESSION": "1"}, False),
            (True, ["--hyperlinks", "always"], {}, True),
            (False, [], {"WT_SESSION": "1"}, False),
            (False, ["--hyperlinks=always"], {}, True)]:
        text = (shown if on_terminal else piped)(["--fail-on", "never", *arguments, "Dockerfile"], folder, env)
        assert (LINK in text) == linked, (on_terminal, arguments, env, text)
    link = re.search(re.escape(LINK) + r"(https://[!-~]+)\x1b\\([a-z-]+)" + re.escape(LINK) + r"\x1b\\", text)
    assert link and link.group(2) == "inconsistent-instruction-casing", text


def on_screen(text):
    """What is left on the screen, for the few sequences that progress uses."""
    lines = []
    for line in text.split("\n"):
        shown_line = ""
        for part in line.split("\r"):
            shown_line = part + shown_line[len(part):] if "\x1b[K" not in part else part.replace("\x1b[K", "")
        lines.append(shown_line)
    return "\n".join(lines)


def test_progress(folder):
    for i in range(300):
        folder.joinpath(f"{i:03}.Dockerfile").write_text(BAD if i % 100 == 50 else GOOD)
    silent = piped(["--color", "never"], folder)
    assert silent.count("unknown instruction") == 3 and "%" not in silent, silent
    both = shown(["--color", "never"], folder)
    assert " of 300 files" in both and on_screen(both) == silent, both
    alone = Terminal(["--color", "never"], folder, streams=("stderr",))
    text = alone.all()
    assert " of 300 files" in text and on_screen(text) == "" and "unknown" not in text, text
    assert alone.process.stdout.read().decode() == silent
    few = shown(["--color", "never", "050.Dockerfile"], folder)
    assert "%" not in few, few
    assert "%" not in shown(["--color", "never"], folder, {"TERM": "dumb"})


def test_watch(folder):
    file, other = folder.joinpath("Dockerfile"), folder.joinpath("new")
    end = "watching; Ctrl-C ends it\n"
    file.write_text(BAD)
    terminal = Terminal(["--watch", "--color", "never"], folder)

    def round_shows(*expected):
        text = terminal.until(end)
        assert text.startswith(CLEAR) and text.count(CLEAR) == 1, text
        for words in expected:
            assert words in text, text

    round_shows("Dockerfile:2:1: error: unknown instruction: FOO", "1 file: 1 error")
    file.write_text(GOOD)
    round_shows("1 file: no findings")
    other.write_text("FROM scratch\nBAR\n")
    other.rename(file)  # as editors save
    round_shows("unknown instruction: BAR")
    file.rename(folder / "Dockerfile~")
    file.write_text("FROM scratch\nBAZ\n")
    round_shows("unknown instruction: BAZ")
    folder.joinpath("sub").mkdir()
    round_shows("unknown instruction: BAZ")
    folder.joinpath("sub/dev.Dockerfile").write_text(BAD)  # in a folder that was not there at first
    round_shows("sub/dev.Dockerfile:2:1: error", "2 files: 2 errors")
    folder.joinpath(".dlint.yaml").write_text("exclude: [sub]\n")
    round_shows("1 file: 1 error")
    folder.joinpath(".dlint.yaml").write_text("exclude: sub: x\n")
    round_shows("dlint: .dlint.yaml:1:")
    folder.joinpath(".dlint.yaml").unlink()
    round_shows("2 files: 2 errors")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.process.wait(PATIENCE_S) == -signal.SIGINT
    for more, said in ((["-"], "--watch"), (["-f", "json", "-f", "sarif"], "two formats"), (["--bogus"], "--bogus"),
                       (["--fail-on", "x"], "--fail-on"), (["--help"], "usage:"), (["--show-files"], "Dockerfile")):
        assert said in piped(["--watch", *more], folder), more  # and ends


def main():
    for test in (test_color, test_links, test_progress, test_watch):
        with tempfile.TemporaryDirectory() as name:
            test(pathlib.Path(name).resolve())
        print(test.__name__)


main()
