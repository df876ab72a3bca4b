#!/usr/bin/env python3
"""Makes lint/know/official_images.inc, what dlint knows about Docker's official images.

usage: official_images.py CLONE >lint/know/official_images.inc

CLONE is a clone of github.com/docker-library/official-images with its whole history: a file a image in library/, which
says for which architectures each tag is built. Tags that have left those files keep what they said last, because old
Dockerfiles go on naming them. All `image:tag` are written as one minimal automaton (Daciuk et al., "Incremental
Construction of Minimal Acyclic Finite-State Automata", 2000), a word an edge.
"""
import re
import subprocess
import sys
import time

# bashbrew's words for architectures, in the order of `known_platforms` in lint/know/image.c.
ARCHES = [
    "amd64", "arm32v5", "arm32v6", "arm32v7", "arm64v8", "i386", "ppc64le", "riscv64", "s390x", "mips64le", "loong64",
    "windows-amd64",
]
BIT = {arch: 1 << i for i, arch in enumerate(ARCHES)}

LABEL_BITS = 7
LAST = 1 << LABEL_BITS
TARGET_SHIFT = LABEL_BITS + 1
END = 0  # the label of the edge that ends a word; its target is the number of a set of platforms


def git(clone, *args, stdin=None):
    return subprocess.run(["git", "-C", clone, *args], input=stdin, capture_output=True, check=True).stdout


def changes(clone):
    """(time, image, blob) of every change in library/, oldest first; blob None where the file went."""
    log = git(clone, "log", "--first-parent", "-m", "--reverse", "--raw", "--no-abbrev", "--no-renames",
              "--format=commit %ct", "HEAD", "--", "library/").decode(errors="replace")
    when = 0
    for line in log.splitlines():
        if line.startswith("commit "):
            when = int(line.split()[1])
        elif line.startswith(":"):
            fields, path = line.split("\t", 1)
            blob = fields.split()[3]
            if path.startswith("library/"):
                yield when, path.removeprefix("library/"), blob if blob.strip("0") else None


def read_blobs(clone, names):
    """The texts of blobs by name; those that the clone lacks are left out."""
    out = git(clone, "cat-file", "--batch", stdin="".join(name + "\n" for name in names).encode())
    texts, at = {}, 0
    while at < len(out):
        end = out.index(b"\n", at)
        name, *rest = out[at:end].decode().split()
        at = end + 1
        if rest == ["missing"]:
            continue
        size = int(rest[1])
        texts[name] = out[at:at + size].decode(errors="replace")
        at += size + 1
    return texts


def fields(paragraph):
    """`Name: value` lines of a paragraph, with indented lines as continuations."""
    found, name = {}, None
    for line in paragraph:
        match = re.match(r"([A-Za-z0-9-]+):\s*(.*)", line)
        if line[:1].isspace() and name:
            found[name] += " " + line.strip()
        elif match:
            name = match[1]
            found[name] = match[2]
        else:
            name = None
    return found


def paragraphs(text):
    lines = []
    for line in text.split("\n") + [""]:
        if line.strip() == "":
            if lines:
                yield lines
            lines = []
        elif not line.lstrip().startswith("#"):
            lines.append(line)


def words(text):
    return [word for word in re.split(r"[,\s]+", text) if word]


def tags(text):
    """(tag, set of platforms) of a library file. Before 2016 a line was `tag: git://…`, for amd64 alone."""
    default = "amd64"
    for number, paragraph in enumerate(paragraphs(text)):
        found = fields(paragraph)
        if "Tags" in found:
            arches = words(found.get("Architectures", default))
            bits = sum(BIT[arch] for arch in set(arches) if arch in BIT)
            for tag in words(found["Tags"]) + words(found.get("SharedTags", "")):
                yield tag, bits
            continue
        if number == 0:
            default = found.get("Architectures", default)
        for line in paragraph:
            match = re.match(r"([\w.-]+):\s*(?:git|https?)://\S+@", line)
            if match:
                yield match[1], BIT["amd64"]


def last_known(clone):
    """({`image:tag`: set}, time of the newest change)"""
    events = list(changes(clone))
    texts = read_blobs(clone, sorted({blob for _, _, blob in events if blob}))
    parsed, known = {}, {}
    for _, image, blob in events:
        if blob not in texts:
            continue
        if blob not in parsed:
            # A tag may be shared by several entries: windows beside linux.
            parsed[blob] = {}
            for tag, bits in tags(texts[blob]):
                parsed[blob][tag] = parsed[blob].get(tag, 0) | bits
        known.update((f"{image}:{tag}", bits) for tag, bits in parsed[blob].items())
    return {name: bits for name, bits in known.items() if bits}, events[-1][0]


class Node:
    __slots__ = ("edges", "number")

    def __init__(self):
        self.edges = {}  # label: Node, or for END the number of a set
        self.number = 0

    def key(self):
        return tuple((label, node if label == END else id(node)) for label, node in self.edges.items())


def automaton(entries):
    """The root of the minimal automaton of sorted (word, number)."""
    root, register, path, before = Node(), {}, [], b""

    def minimize(down_to):
        while len(path) > down_to:
            parent, label, child = path.pop()
            parent.edges[label] = register.setdefault(child.key(), child)

    for word, number in entries:
        common = 0
        while common < min(len(word), len(before)) and word[common] == before[common]:
            common += 1
        minimize(common)
        node = path[-1][2] if path else root
        for label in word[common:]:
            child = Node()
            node.edges[label] = child
            path.append((node, label, child))
            node = child
        node.edges[END] = number
        before = word
    minimize(0)
    return root


def pack(root):
    """A word an edge: label, whether it is its node's last one, and where the edges of its target begin."""
    order, todo, seen, size = [], [root], {id(root)}, 0
    while todo:
        node = todo.pop()
        node.number = size
        size += len(node.edges)
        order.append(node)
        for label, child in node.edges.items():
            if label != END and id(child) not in seen:
                seen.add(id(child))
                todo.append(child)
    packed = []
    for node in order:
        for i, (label, child) in enumerate(sorted(node.edges.items(), key=lambda edge: edge[0])):
            target = child if label == END else child.number
            packed.append(label | (LAST if i + 1 == len(node.edges) else 0) | target << TARGET_SHIFT)
    return packed


def array(kind, name, values):
    lines = [f"static const {kind} {name}[] = {{"]
    lines += ["    " + ", ".join(map(str, values[i:i + 16])) + "," for i in range(0, len(values), 16)]
    return "\n".join(lines + ["};"])


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    known, newest = last_known(sys.argv[1])
    sets = sorted(set(known.values()))
    numbers = {bits: i for i, bits in enumerate(sets)}
    entries = sorted((name.encode("ascii"), numbers[bits]) for name, bits in known.items())
    edges = pack(automaton(entries))
    print(f"// Made by tools/official_images.py from docker-library/official-images: {len(entries)} tags. Not to be edited.")
    print("// clang-format off")
    print(f'#define OFFICIAL_IMAGES_DATE "{time.strftime("%Y-%m-%d", time.gmtime(newest))}"')
    print(array("uint16_t", "official_sets", sets))
    print(array("uint32_t", "official_edges", edges))
    print(f"{len(entries)} tags, {len(sets)} sets, {len(edges)} edges, {len(edges) * 4} bytes", file=sys.stderr)


main()
