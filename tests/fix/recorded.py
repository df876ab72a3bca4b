"""What a real shell executes of Dockerfiles, on each platform. Each RUN is recorded once, so that a run which was stopped
goes on where it was, and only what a fix makes anew is executed.

A recorder is a program: PROGRAM DIRECTORY reads the plans that `oracle llb` prints, {file, target, execs: [{args, env,
cwd, platform, …}, …], …} a line, and writes {file, argv: [[word, …], …], rc, …} a line for each RUN."""
import collections
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

CHUNK = 100  # RUNs that are recorded before their records are kept
STOPPED = (137, -9, "timeout")  # how a RUN ends that the recorder stopped


class Recorder:
    def __init__(self, oracle, program, records, targets):
        """`records` is the file of what was recorded: {key, argv, rc} a line."""
        self.oracle, self.program, self.targets = oracle, program, targets
        self.records = pathlib.Path(records)
        self.known = {}
        if self.records.exists():
            for line in self.records.read_text().splitlines():
                one = json.loads(line)
                self.known[one["key"]] = one["argv"]

    def commands(self, files):
        """How often each command runs: a counter for each file and target."""
        plans = self.plans(files)
        missing = {key_of(run): run for plan in plans for run in plan["execs"] or [] if key_of(run) not in self.known}
        for i in range(0, len(missing), CHUNK):
            print(f"recording {i} of {len(missing)} RUNs", file=sys.stderr)
            self.record(list(missing.items())[i : i + CHUNK])
        found = collections.defaultdict(collections.Counter)
        for plan in plans:
            for run in plan["execs"] or []:
                commands = self.known.get(key_of(run), ())
                found[plan["file"], plan["target"]].update(tuple(words) for words in commands if words)
        return found

    def plans(self, files):
        names = ("\n".join(files) + "\n").encode()
        text = output(self.oracle, "llb", "--build=native", "--targets=" + ",".join(self.targets), "@-", stdin=names)
        return [json.loads(line) for line in text.decode(errors="replace").split("\n") if line.strip()]

    def record(self, runs):
        """What takes too long on a busy machine is tried once more, by itself."""
        for key, run in self.try_to_record(runs):
            self.try_to_record([(key, run)])

    def try_to_record(self, runs):
        """Returns those that were stopped."""
        plans = "".join(json.dumps({"file": key, "target": "", "build": "", "execs": [run]}) + "\n" for key, run in runs)
        with tempfile.TemporaryDirectory() as scratch:
            text = output(sys.executable, self.program, scratch, stdin=plans.encode()).decode(errors="replace")
        stopped = set()
        with open(self.records, "a", encoding="utf-8") as kept:
            for line in text.splitlines():
                one = json.loads(line)
                self.known[one["file"]] = one["argv"]
                kept.write(json.dumps({"key": one["file"], "argv": one["argv"], "rc": one["rc"]}) + "\n")
                if one["rc"] in STOPPED:
                    stopped.add(one["file"])
        return [(key, run) for key, run in runs if key in stopped]


def key_of(run):
    said = [run[name] for name in ("args", "env", "cwd", "platform")]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def output(*command, stdin):
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout
