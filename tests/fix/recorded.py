"""What a real shell executes of Dockerfiles, on each platform: recorded by content, so that a run which was stopped goes
on where it was, and only what a fix makes anew is executed again.

A recorder is a program: PROGRAM DIRECTORY reads the plans that `oracle llb` prints and writes
{file, target, argv: [[word, …], …], rc} a line, one for each RUN."""
import collections
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

STOPPED = (137, -9, "timeout")  # how a RUN ends that the recorder stopped
CHUNK = 25  # files that are recorded before their records are kept


class Recorder:
    def __init__(self, oracle, program, folder, targets):
        self.oracle, self.program, self.targets = oracle, program, targets
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def adopt(self, path):
        """Keeps what an earlier run of the recorder wrote; the files that it names have not changed since."""
        found = collections.defaultdict(list)
        for line in open(path, encoding="utf-8"):
            one = json.loads(line)
            found[one["file"]].append([one["target"], one["argv"]])
        for file, records in found.items():
            if os.path.exists(file) and not self.place(file).exists():
                self.keep(file, records)

    def commands(self, files):
        """How often each command runs: a counter for each file and target."""
        missing = list({self.place(file): file for file in files if not self.place(file).exists()}.values())
        for i in range(0, len(missing), CHUNK):
            print(f"recording {i} of {len(missing)} files", file=sys.stderr)
            self.record(missing[i : i + CHUNK])
        found = collections.defaultdict(collections.Counter)
        for file in files:
            for target, commands in json.loads(self.place(file).read_text()):
                found[file, target].update(tuple(words) for words in commands if words)
        return found

    def record(self, files):
        """What takes too long on a busy machine is tried once more, by itself."""
        for file in self.try_to_record(files):
            self.try_to_record([file])

    def try_to_record(self, files):
        """Returns the files some RUN of which was stopped."""
        names = ("\n".join(files) + "\n").encode()
        plans = output(self.oracle, "llb", "--build=native", "--targets=" + ",".join(self.targets), "@-", stdin=names)
        with tempfile.TemporaryDirectory() as scratch:
            text = output(sys.executable, self.program, scratch, stdin=plans).decode(errors="replace")
        found, stopped = collections.defaultdict(list), set()
        for line in text.splitlines():
            one = json.loads(line)
            found[one["file"]].append([one["target"], one["argv"]])
            if one.get("rc") in STOPPED:
                stopped.add(one["file"])
        for file in files:
            self.keep(file, found[file])
        return sorted(stopped)

    def place(self, file):
        return self.folder / (hashlib.sha256(pathlib.Path(file).read_bytes()).hexdigest() + ".json")

    def keep(self, file, records):
        unfinished = self.folder / "unfinished"
        unfinished.write_text(json.dumps(records))
        unfinished.rename(self.place(file))


def output(*command, stdin):
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout
