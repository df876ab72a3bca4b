"""What the comparisons with other linters share: where findings lie, and which differences are the other's errors.

An error of the peer is a class: a rule file of tests/parity/PEER, in dlint's own rule language, that finds the places
where the peer is known to speak wrongly. Its aliases are the peer's rules that it is about, `why` is the reason. What
the peer finds in an instruction where such a class matches is not held against dlint.

What is compared is what each finds, not which comments it reads: suppressions count on neither side, as far as the
peer can be told so."""
import bisect
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import subprocess

BATCH = 400
SETS = {"hadolint", "buildkit"}  # of dlint: another tool's rules, at its levels
# hadolint looks at every branch of a script. So that dlint does, it is asked for platforms that nobody forgets, and for
# one that most `case` commands leave to their last branch.
PLATFORMS = "linux/amd64,linux/arm64,linux/arm/v7,linux/s390x"


def run(words):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode(errors="replace")


def objects(text):
    return (json.loads(line) for line in text.splitlines())


def batches(paths, size):
    return [paths[i:i + size] for i in range(0, len(paths), size)]


def joined(function, groups):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [item for part in pool.map(function, groups) for item in part]


def files_in(folders):
    for folder in folders:
        path = pathlib.Path(folder)
        if path.is_file():
            yield str(path)
        for file in sorted(path.rglob("*")):
            if file.is_file() and "dockerfile" in file.name.lower():
                yield str(file)


def rules(program, tool, *options):
    """The rules that have some of the tool's among their aliases, with those."""
    listed = json.loads(run([program, "rules", "--format", "json", *options]))
    own = {r["id"]: [a[len(tool) + 1:] for a in r["aliases"] if a.startswith(tool + ":")] for r in listed}
    return {name: codes for name, codes in own.items() if codes}


def findings(program, paths, *options):
    """dlint's findings: path, rule, and the lines that each points to, its own first."""
    words = [program, "--isolated", "--no-suppressions", "--fail-on", "never", "--platform", PLATFORMS, *options, "-f",
             "jsonl"]

    def lint(group):
        return [(d["path"], d["rule"], [d["line"]] + [label["line"] for label in d.get("labels", [])])
                for d in objects(run(words + group))]
    return joined(lint, batches(paths, BATCH))


def facts(program, kind, paths):
    words = [program, "facts", "--isolated", "--kind", kind, "--format", "json"]
    return joined(lambda group: list(objects(run(words + group))), batches(paths, BATCH))


def instructions(program, paths):
    """The lines on which the instructions of each file begin."""
    lines = collections.defaultdict(set)
    for fact in facts(program, "instruction", paths):
        lines[fact["file"]].add(fact["line"])
    return {path: sorted(of) for path, of in lines.items()}


def classes(program, tool, folder):
    """The classes of the peer's errors: by id, the peer's rules that each is about."""
    known = rules(program, tool)
    return {name: codes for name, codes in rules(program, tool, "--rules", folder).items() if name not in known}


class Comparison:
    """What each found of each rule, by place: (path, first line of the instruction)."""

    def __init__(self, starts, of_files=()):
        self.starts = starts
        self.of_files = of_files                     # rules that are about a file as a whole, wherever they say so
        self.theirs = collections.defaultdict(set)
        self.ours = collections.defaultdict(set)     # places that a finding itself names
        self.covered = collections.defaultdict(set)  # … or one of its labels
        self.excused = collections.defaultdict(dict)  # place: class

    def place(self, code, path, line):
        if code in self.of_files:
            return (path, 1)
        lines = self.starts.get(path, [])
        at = bisect.bisect_right(lines, line)
        return (path, lines[at - 1] if at else line)

    def place_below(self, path, line):
        """That of the instruction below a comment."""
        lines = self.starts.get(path, [])
        at = bisect.bisect_right(lines, line)
        return (path, lines[at] if at < len(lines) else line)

    def add_theirs(self, code, path, line):
        self.theirs[code].add(self.place(code, path, line))

    def add_ours(self, code, path, lines):
        places = [self.place(code, path, line) for line in lines]
        self.ours[code].add(places[0])
        self.covered[code].update(places)

    def excuse(self, code, path, line, name):
        self.excused[code].setdefault(self.place(code, path, line), name)

    def codes(self):
        return sorted(set(self.theirs) | set(self.ours))

    def split(self, code):
        """Found by both; by them alone, less their errors; their errors, by class; by us alone, less the same."""
        theirs, covered, excused = self.theirs[code], self.covered[code], self.excused[code]
        lonely = self.ours[code] - theirs
        errors = {place: excused[place] for place in (theirs - covered) | lonely if place in excused}
        return theirs & covered, theirs - covered - set(errors), errors, lonely - set(errors)


def sample(places, count):
    places = sorted(places)
    random.Random(1).shuffle(places)
    for path, line in places[:count]:
        texts = pathlib.Path(path).read_text(errors="replace").splitlines()
        yield f"{path}:{line}: {texts[line - 1].strip()[:110] if 0 < line <= len(texts) else ''}"


def add_own(result, program, tool, paths, *options):
    """Adds dlint's findings, and the places where the peer is known to err."""
    names = rules(program, tool)
    chosen = ["--ignore", "all", "--select", tool] if tool in SETS else ["--only", ",".join(names)]
    for path, name, lines in findings(program, paths, *chosen, *options):
        for code in names.get(name, []):
            result.add_ours(code, path, lines)
    folder = str(pathlib.Path(__file__).with_name(tool))
    known = classes(program, tool, folder)
    for path, name, lines in findings(program, paths, "--rules", folder, "--only", ",".join(known)) if known else []:
        for code in known.get(name, []):
            for line in lines:
                result.excuse(code, path, line, name)


def drop_other_aliases(result, names):
    """A rule that stands for several of the peer's has found the one that the peer names there, else the first."""
    for codes in (codes for codes in names.values() if len(codes) > 1):
        for place in set().union(*(result.ours[code] for code in codes)):
            named = [code for code in codes if place in result.theirs[code]] or codes[:1]
            for code in set(codes) - set(named):
                result.ours[code].discard(place)


def show(result, peer, wanted, samples):
    """Prints the table. Returns how many of the peer's findings are neither found nor known errors, by rule."""
    width = max((len(code) for code in result.codes()), default=4)
    print(f"{'rule':{width}}   both  only {peer}  its errors  only dlint  found, less its errors")
    missing = {}
    for code in result.codes():
        if wanted and code not in wanted:
            continue
        both, theirs, errors, ours = result.split(code)
        share = f"{100 * len(both) / (len(both) + len(theirs)):.1f} %" if both or theirs else "-"
        missing[code] = len(theirs)
        print(f"{code:{width}} {len(both):6} {len(theirs):{6 + len(peer)}} {len(errors):11} {len(ours):11}  {share}")
        for who, places in (peer, theirs), ("dlint", ours):
            for line in sample(places, samples):
                print(f"    only {who}: {line}")
        for name in sorted(set(errors.values())):
            of_class = [place for place, of in errors.items() if of == name]
            print(f"    {name}: {len(of_class)}")
            for line in sample(of_class, min(samples, 1)):
                print(f"        {line}")
    return missing
