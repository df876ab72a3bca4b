"""Hostile Dockerfiles, by family. Sizes grow with `scale`; 1 is full size, where no file is larger than 10 MB."""

import itertools
import random

import attacks
from case import SEED, Case, Fifo, Folder, Link, Mode, Sparse, dockerfile

HEAD = "FROM debian:12\n"

# What a log, a terminal or a document might take for its own.
PAYLOADS = {
    "escape": "\x1b[31m\x1b]0;title\x07",
    "bell": "\x07\x08\x08\x7f",
    "c1": "\x9b31m\x85",
    "bidi": "\u202eabc\u2066\u200f",
    "zero-width": "a\u200bb\u2060c\ufeffd",
    "line-separators": "a\u2028b\u2029c",
    "tags": "a\U000e0041\U000e007f",
    "not-utf8": "\udcff\udcfe\udcc0\udc80",
    "surrogates": "\udced\udca0\udc80",
    "github": "::error file=x::forged",
    "github-percent": "%0A::warning::forged%0D%25",
    "azure": "##vso[task.setvariable variable=x]y",
    "azure-group": "##[error]x",
    "teamcity": "##teamcity[message text='x']",
    "xml": "]]><x a='\"&amp;</failure>",
    "html": "<script>alert(1)</script><!--",
    "markdown": "`|*_[x](javascript:y)\\|``",
    "csi-8bit": "\udc9b2J",
    "return": "a\rb",
    "tab": "a\tb",
    "nul": "a\0b",
    "form-feed": "a\x0cb\x0bc",
    "ansi-hyperlink": "\x1b]8;;http://x\x07y\x1b]8;;\x07",
    "format": "%s%n%x%99999d{x}{{y}}",
}

PLACES = {
    "image": "FROM a{}b\n",
    "tag": "FROM debian:x{}y\n",
    "digest": "FROM debian@sha256:{}\n",
    "stage-name": "FROM debian AS a{}b\n",
    "platform": "FROM --platform=li{}nux/x debian\n",
    "arg": HEAD + "ARG a{}b\n",
    "arg-value": HEAD + "ARG a=x{}y\nRUN echo $a\n",
    "env": HEAD + "ENV a{}b=1\n",
    "env-value": HEAD + "ENV PATH=x{}y TARGETARCH=z{}\n",
    "copy": HEAD + "COPY a{} b c{}d\n",
    "copy-from": HEAD + "COPY --from=b{}c a /b\n",
    "add": HEAD + "ADD https://example.com/x86_64{}z /x\n",
    "workdir": HEAD + "WORKDIR a{}b\n",
    "user": HEAD + "USER r{}t\n",
    "expose": HEAD + "EXPOSE 8{}0\n",
    "label": HEAD + "LABEL a{}b=c{}d\n",
    "run": HEAD + "RUN sudo{} cd a{}b && apt-get install x{}y\n",
    "url": HEAD + "RUN curl -O http://a{}b/x-amd64.tgz | sh\n",
    "package": HEAD + "RUN apk add a{}b && pip install c{}d && npm i e{}f\n",
    "unknown": HEAD + "FOO{}BAR x\n",
    "unknown-first": "{}\n",
    "directive": "# escape={}\n# syntax=x{}y\nFROM a\n",
    "ignore": HEAD + "# dlint ignore=a{}b,c r{}d\nRUN cd x\n",
    "hadolint": "# hadolint global ignore=DL{}\n" + HEAD,
    "check": "# check=skip=a{}b;error=x{}\nFROM a\n",
    "heredoc": HEAD + "RUN <<E{}F\nx{}y\nE{}F\n",
    "flag": HEAD + "RUN --m{}t=type=x{}y,z echo\nCOPY --ch{}od=1 a b\n",
    "shell": HEAD + 'SHELL ["a{}b", "-c"]\n',
    "signal": HEAD + "STOPSIGNAL S{}G\n",
    "health": HEAD + "HEALTHCHECK --interval=1{}s CMD x{}\n",
    "onbuild": HEAD + "ONBUILD RU{}N x\nONBUILD FROM x{}y\n",
    "exec": HEAD + 'CMD ["a{}b", x]\nENTRYPOINT ["sh", "-c", "x{}y"]\n',
    "volume": HEAD + 'VOLUME a{}b ["c{}d"]\n',
    "syntax": HEAD + "RUN if x{}y; then (\n",
    "case": HEAD + "RUN case $(uname -m) in x{}y) curl x{};; esac\n",
    "comment": "# just {} a comment\n" + HEAD + "RUN a \\\n# within{}\n b\n",
    "maintainer": HEAD + "MAINTAINER a{}b\n",
    "crlf": "FROM a{}\r\nRUN b{}\r\n",
    "undefined": HEAD + "RUN echo ${{x{}y}} ${{TARGETARCH{}}}\n",
    "mount": HEAD + "RUN --mount=type=bind,from=a{}b,target=c{}d x\n",
}

# Name, how a level opens and closes, what stands in the middle.
NESTS = [
    ("command-substitution", "$(", ")", "x"),
    ("quoted-substitution", 'echo "$(', ')"', "x"),
    ("backquotes", "`", "`", "x"),
    ("subshell", "(", ")", "x"),
    ("spaced-subshell", "( ", " )", "x"),
    ("group", "{ ", ";}", "x"),
    ("if", "if x; then ", "; fi", "x"),
    ("elif", "if x; then y; elif z; then ", "; fi", "x"),
    ("while", "while x; do ", "; done", "x"),
    ("until", "until x; do ", "; done", "x"),
    ("for", "for i in a b; do ", "; done", "x"),
    ("case", "case x in x) ", ";; esac", "x"),
    ("function", "f() { ", "; }", "x"),
    ("arithmetic", "$((1+", "))", "1"),
    ("arithmetic-parens", "(", ")", "1"),
    ("default", "${a:-", "}", "x"),
    ("quoted-default", '"${a:-', '}"', "x"),
    ("replace", "${a//x/", "}", "x"),
    ("process", "cat <(", ")", "x"),
    ("not", "! ", "", "x"),
    ("test", "[[ ( ", " ) ]]", "x"),
    ("test-parens", "( ", " )", "x"),
    ("and", "x && { ", "; }", "x"),
    ("pipe", "x | ( ", " )", "x"),
    ("braces", "{a,", "}", "b"),
    ("eval", "eval '", "'", "x"),
    ("sh-c", 'sh -c "', '"', "x"),
    ("sudo", "sudo ", "", "x"),
    ("env", "env A=1 ", "", "x"),
    ("array", "a=(", ")", "x"),
    ("extglob", "@(", ")", "x"),
    ("heredoc", "cat <<E$(", ")", "x"),
    ("select", "select i in a; do ", "; done", "x"),
    ("time", "time ", "", "x"),
    ("coproc", "coproc { ", "; }", "x"),
    ("dollar-quotes", "$'", "'", "x"),
    ("index", "${a[", "]}", "1"),
]


def nest(scale):
    for name, opening, closing, middle in NESTS:
        for depth in (60, 255, 257, 1600, 20000):
            depth = depth if depth < 300 else max(300, int(depth * scale))
            lead = {"arithmetic-parens": "echo $((", "test-parens": "[[ "}.get(name, "")
            tail = {"arithmetic-parens": "))", "test-parens": " ]]"}.get(name, "")
            yield dockerfile(
                "nest", f"{name}-{depth}", f"{HEAD}RUN {lead}{opening * depth}{middle}{closing * depth}{tail}\n"
            )
        yield dockerfile("nest", f"{name}-open", f"{HEAD}RUN {opening * max(300, int(5000 * scale))}\nRUN cd x\n")
    for what in ("ENV A=", "ARG A=", "LABEL a=", "COPY ", "FROM ", "EXPOSE ", "WORKDIR "):
        depth = max(300, int(20000 * scale))
        yield dockerfile("nest", f"word-{what.split()[0].lower()}", f"{HEAD}{what}{'${a:-' * depth}x{'}' * depth} b\n")
    for name, text in {"array": "[", "object": '{"a":', "mixed": '[{"a":'}.items():
        for depth in (1000, 9999, 10001, int(100000 * scale) + 1):
            yield dockerfile(
                "nest", f"json-{name}-{depth}", f"{HEAD}RUN {text * depth}\nCMD {'[' * depth}{']' * depth}\n"
            )


def lines(count, line):
    return "".join(line.replace("#", str(i)) for i in range(count))


def size(scale):
    def n(count):
        return max(10, int(count * scale))

    for name, line in {
        "plain": "RUN echo # && sudo x\n",
        "comments": "# comment #\n",
        "blank": "\n",
        "args": "ARG A#=b\n",
        "envs": "ENV A#=b\n",
        "unknown": "FOO #\n",
        "labels": "LABEL a#=b\n",
        "copies": "COPY a# b\n",
        "exposes": "EXPOSE #\n",
        "users": "USER u#\n",
        "workdirs": "WORKDIR w#\n",
        "cmds": 'CMD ["a", "#"]\n',
        "curls": "RUN curl -O https://example.com/#-amd64.tgz\n",
        "installs": "RUN apt-get update && apt-get install -y a#\n",
        "errors": "RUN if #\n",
        "volumes": "VOLUME /v#\n",
        "mounts": "RUN --mount=type=cache,target=/x# x\n",
        "heredocs": "RUN <<E\necho #\nE\n",
        "health": "HEALTHCHECK CMD x #\n",
        "signals": "STOPSIGNAL #\n",
        "shells": 'SHELL ["sh#", "-c"]\n',
        "onbuilds": "ONBUILD RUN x#\n",
        "uses": "RUN echo $A# ${B#:-x}\n",
        "wget": "RUN wget https://example.com/x86_64/#\n",
        "cases": "RUN case $(uname -m) in x86_64) a=#;; *) exit 1;; esac; echo $a\n",
        "not-json": "CMD ['a', '#']\n",
        "long-names": "ENV " + "A" * 200 + "#=b\n",
        "pips": "RUN pip install a#\n",
    }.items():
        yield dockerfile("size", f"lines-{name}", HEAD + lines(n(20000), line))
    yield dockerfile("size", "stages", lines(n(20000), "FROM a AS s#\nRUN x\n"))
    for name, text in {
        "word": "RUN {}\n",
        "command": "RUN x{}\n",
        "echo": "RUN echo {}\n",
        "env": "ENV A={}\n",
        "label": 'LABEL a="{}"\n',
        "copy": "COPY {} b\n",
        "image": "FROM {}\n",
        "keyword": "{}\n",
        "comment": "# {}\n",
        "arg": "ARG {}\n",
        "user": "USER {}\n",
        "expose": "EXPOSE {}\n",
        "workdir": "WORKDIR /{}\n",
        "json": 'CMD ["{}"]\n',
        "flag": "RUN --{} x\n",
        "heredoc": "RUN <<{}\nx\n",
        "url": "ADD https://{}/x /\n",
        "stage": "FROM a AS {}\n",
        "quoted": "RUN '{}'\n",
        "open-quote": 'RUN "{}\n',
        "directive": "# syntax={}\n",
    }.items():
        yield dockerfile("size", f"1mb-{name}", HEAD + text.format("a" * n(1_000_000)))
    for name, text in {
        "words": "RUN {}\n",
        "pairs": "ENV A=1 {}\n",
        "sources": "COPY {} /b/\n",
        "ports": "EXPOSE {}\n",
        "quotes": "RUN echo {}\n",
        "labels": "LABEL a=b {}\n",
        "flags": "RUN apt-get {}\n",
        "packages": "RUN apt-get install -y {}\n",
    }.items():
        unit = {"pairs": "b=c ", "ports": "80 ", "quotes": "'a' ", "labels": "c=d ", "flags": "-y "}.get(name, "a ")
        yield dockerfile("size", f"many-{name}", HEAD + text.format(unit * n(100_000)))
    for name, unit in {
        "semicolons": "x;",
        "ands": "x && ",
        "pipes": "x | ",
        "assignments": "a=b ",
        "dollars": "$a",
        "dollar-signs": "$",
        "backslashes": "\\a",
        "stars": "*",
        "redirects": ">x ",
        "quotes": "''",
        "braces": "{a,b}",
        "tildes": "~ ",
        "substitutions": "$(x) ",
        "brackets": "[",
        "equals": "=",
        "heredoc-marks": "<<E ",
        "bangs": "! x; ",
        "newline-words": "a \\\n",
        "continued-comments": "a \\\n# c\n",
        "backquotes": "`x` ",
    }.items():
        yield dockerfile("size", f"script-{name}", f"{HEAD}RUN echo {unit * n(100_000)}\n")
    yield dockerfile("size", "continuations", HEAD + "RUN a" + " \\\n b" * n(300_000))
    yield dockerfile("size", "only-continuations", "\\\n" * n(1_000_000))
    yield dockerfile("size", "ten-mb-line", HEAD + "RUN echo " + "a b " * n(2_500_000))
    yield dockerfile("size", "ten-mb-lines", HEAD + "RUN echo hello world\n" * n(480_000))
    yield dockerfile("size", "ten-mb-nul", b"\0" * n(10_000_000))
    yield dockerfile(
        "size", "too-large", b"FROM a\n" + b"#" * (n(1000) and 17_000_000 if scale == 1 else n(17_000_000))
    )
    yield dockerfile("size", "empty", b"")
    yield dockerfile("size", "newline", b"\n")
    yield dockerfile("size", "one-byte", b"F")


def fs(scale):
    good = b"FROM debian:12\nRUN cd x\n"
    secret = b"s3cr3t-token-value\nanother:line:of:it\n"
    deep = "/".join("d" * 3 for _ in range(150))
    cases = {
        "dev-zero": {"Dockerfile": Link("/dev/zero")},
        "dev-random": {"Dockerfile": Link("/dev/urandom")},
        "dev-tty": {"Dockerfile": Link("/dev/tty")},
        "dev-null": {"Dockerfile": Link("/dev/null")},
        "dev-full": {"Dockerfile": Link("/dev/full")},
        "dev-stdin": {"Dockerfile": Link("/dev/stdin")},
        "proc-mem": {"Dockerfile": Link("/proc/self/mem")},
        "proc-kmsg": {"Dockerfile": Link("/proc/kmsg")},
        "proc-maps": {"Dockerfile": Link("/proc/self/maps")},
        "proc-environ": {"Dockerfile": Link("/proc/self/environ")},
        "passwd": {"Dockerfile": Link("/etc/passwd")},
        "shadow": {"Dockerfile": Link("/etc/shadow")},
        "loop": {"Dockerfile": Link("Dockerfile")},
        "two-loop": {"Dockerfile": Link("b"), "b": Link("Dockerfile")},
        "dangling": {"Dockerfile": Link("nowhere")},
        "fifo": {"Dockerfile": Fifo()},
        "link-to-fifo": {"Dockerfile": Link("f"), "f": Fifo()},
        "folder": {"Dockerfile": Folder()},
        "sparse": {"Dockerfile": Sparse(1 << 40)},
        "sparse-small": {"Dockerfile": Sparse(int(8_000_000 * scale))},
        "no-permission": {"Dockerfile": Mode(good, 0)},
        "secret": {"in/Dockerfile": Link("../secret"), "secret": secret},
        "absent": {},
        "name-too-long": {"D" * 300: good},
        "link-chain": {"Dockerfile": Link("l0"), **{f"l{i}": Link(f"l{i + 1}") for i in range(60)}, "l60": good},
    }
    for name, files in cases.items():
        yield Case("fs", name, files, ["in/Dockerfile" if name == "secret" else "Dockerfile"])
    trees = {
        "tree-links": {
            "Dockerfile": good,
            "self": Link("."),
            "up": Link(".."),
            "root": Link("/"),
            "a/b/back": Link("../.."),
        },
        "tree-secret": {
            "Dockerfile": good,
            "a/Dockerfile": Link("../../../../../../etc/passwd"),
            "Dockerfile.x": Link("/etc/passwd"),
        },
        "tree-special": {
            "Dockerfile": good,
            "Dockerfile.fifo": Fifo(),
            "Dockerfile.dir": Folder(),
            "x.Dockerfile": Link("/dev/zero"),
        },
        "tree-deep": {deep + "/Dockerfile": good},
        "tree-none": {"a": b""},
        "tree-empty": {},
        "tree-not-readable": {"a/Dockerfile": Mode(good, 0), "Dockerfile": good},
        "tree-many": {f"d{i % 50}/{i}.Dockerfile": good for i in range(int(5000 * scale) + 1)},
        "tree-wide-names": {f"Dockerfile.{'n' * 200}{i}": good for i in range(int(500 * scale) + 1)},
        "tree-odd-names": {f"Dockerfile.{n}".replace("/", "_").replace("\0", "0"): good for n in PAYLOADS.values()},
        "tree-ignore": {
            "Dockerfile": good,
            ".gitignore": b"*\n!**/a/**/b/**\n" * int(2000 * scale + 1),
            ".git/x": b"",
            "a/Dockerfile": good,
        },
        "tree-ignore-stars": {
            "Dockerfile": good,
            ".gitignore": b"*a" * 2000 + b"\n" + b"**/" * 3000 + b"\n[" * 900,
            ".git/x": b"",
            ("a" * 200 + "/") * 3 + "Dockerfile": good,
        },
        "tree-ignore-link": {"Dockerfile": good, ".gitignore": Link("/dev/zero"), ".git/x": b""},
        "tree-ignore-fifo": {"Dockerfile": good, ".gitignore": Fifo(), ".git/x": b""},
        "tree-dockerignore": {
            "Dockerfile": b"FROM a\nCOPY a b\n",
            ".dockerignore": b"!" * 100000 + b"\n" + b"**/*a" * 9000,
            ".git/x": b"",
        },
        "tree-dockerignore-fifo": {"Dockerfile": b"FROM a\nCOPY a b\n", ".dockerignore": Fifo(), ".git/x": b""},
        "tree-compose": {
            "Dockerfile": good,
            "compose.yaml": b"services:\n" + b"  a: &a [*a, *a]\n  platform: x\n" * 100,
            ".git/x": b"",
        },
        "tree-compose-deep": {"Dockerfile": good, "compose.yaml": b"platform: " + b"[" * 100000, ".git/x": b""},
        "tree-compose-link": {
            "Dockerfile": good,
            "compose.yaml": Link("/dev/zero"),
            "docker-bake.json": Link("/etc/passwd"),
            ".git/x": b"",
        },
        "tree-compose-fifo": {
            "Dockerfile": good,
            "compose.yaml": Fifo(),
            "docker-compose.yml": Fifo(),
            "docker-bake.json": Fifo(),
            ".git/x": b"",
        },
        "tree-bake": {"Dockerfile": good, "docker-bake.json": b'{"target":' * 20000 + b'"platforms"', ".git/x": b""},
        "tree-workflows": {
            "Dockerfile": good,
            ".git/x": b"",
            **{
                f".github/workflows/{i}.yml": b"platforms: docker/build-push-action\n" * 50
                for i in range(int(2000 * scale) + 1)
            },
        },
        "tree-workflow-fifo": {
            "Dockerfile": good,
            ".git/x": b"",
            ".github/workflows/a.yml": Fifo(),
            ".github/workflows/b.yml": Link("b.yml"),
        },
        "tree-git-file": {"Dockerfile": good, ".git": b"gitdir: /dev/zero\n"},
        "tree-git-link": {"Dockerfile": good, ".git": Link("/")},
        "tree-config-link": {"Dockerfile": good, ".dlint.yaml": Link("/dev/zero"), ".git/x": b""},
        "tree-config-fifo": {"Dockerfile": good, ".dlint.yaml": Fifo(), ".git/x": b""},
        "tree-config-folder": {"Dockerfile": good, ".dlint.yaml": Folder(), ".git/x": b""},
        "tree-hadolint-fifo": {"Dockerfile": good, ".hadolint.yaml": Fifo(), ".git/x": b""},
    }
    for name, files in trees.items():
        yield Case("fs", name, files, ["."])
    yield Case("fs", "stdin-empty", {}, ["-"])
    yield Case("fs", "stdin-large", {}, ["-"], b"RUN x\n" * int(4_000_000 * scale + 10))
    yield Case("fs", "stdin-nul", {}, ["-"], b"\0" * int(1_000_000 * scale + 10))
    yield Case(
        "fs",
        "many-operands",
        {"Dockerfile": good},
        ["Dockerfile", "./Dockerfile", "../x", "", ".", "/", "-x"][:5] * 400,
    )


def name(scale):
    text = b"FROM debian\nRUN cd x\nFOO\n"
    names = {key: "Dockerfile." + value.replace("/", "_").replace("\0", "0") for key, value in PAYLOADS.items()}
    names |= {key + "-first": value.replace("/", "_").replace("\0", "0") for key, value in PAYLOADS.items()}
    names |= {
        "newline-github": "a\n::error::forged",
        "newline-azure": "a\n##vso[x]y",
        "colons": "::error::x",
        "hash": "##[error]x",
        "dash": "-x",
        "dashes": "--format",
        "output": "--output=pwned.Dockerfile",
        "newlines": "a\n\n\nb",
        "long": "D" * 250,
        "spaces": "  a  ",
        "percent": "%s%n%99999d",
        "quotes": "\"'`$(x)",
        "dot": ".Dockerfile",
        "comma": "a,b:c",
        "crlf": "a\r\n::set-output name=x::y",
        "equals": "a=b=c",
        "pipe": "a|b|c",
        "brackets": "[a](b)<c>&d;",
    }
    for key, value in names.items():
        path = value.encode("utf-8", "surrogateescape")
        yield Case("name", key, {path: text}, ["--", path])


def inject(scale):
    for key, payload in PAYLOADS.items():
        yield dockerfile(
            "inject",
            f"payload-{key}",
            "".join(place.replace("{{", "{").replace("}}", "}").replace("{}", payload) for place in PLACES.values()),
        )
    for key, place in PLACES.items():
        yield dockerfile(
            "inject",
            f"place-{key}",
            "".join(
                place.replace("{{", "{").replace("}}", "}").replace("{}", payload) for payload in PAYLOADS.values()
            ),
        )


def arch(scale):
    def n(count):
        return max(10, int(count * scale))

    arms = "".join(f" m{i}) a=b{i};;" for i in range(n(20000)))
    yield dockerfile(
        "arch", "many-arms", f"{HEAD}ARG TARGETARCH\nRUN case $TARGETARCH in {arms} esac; curl -O https://x/$a\n"
    )
    yield dockerfile("arch", "many-uname-arms", f"{HEAD}RUN case $(uname -m) in {arms} esac; curl -O https://x/$a\n")
    yield dockerfile(
        "arch",
        "many-patterns",
        f"{HEAD}ARG TARGETARCH\nRUN case $TARGETARCH in {'|'.join(f'a{i}' for i in range(n(50000)))}) x;; esac\n",
    )
    yield dockerfile(
        "arch",
        "if-chain",
        f"{HEAD}ARG TARGETARCH\nRUN if [ $TARGETARCH = a ]; then x; "
        + "elif [ $TARGETARCH = b ]; then y; " * n(10000)
        + "fi\n",
    )
    for name, line in {
        "uname": "RUN curl -O https://x/$(uname -m)#\n",
        "dpkg": "RUN curl -O https://x/$(dpkg --print-architecture)/#\n",
        "targetarch": "RUN curl -O https://x/$TARGETARCH/#\n",
        "switch": "RUN case $TARGETARCH in amd64) a=x#;; arm64) a=y#;; esac; curl https://z/$a\n",
        "sed": "RUN curl https://x/$(uname -m | sed 's/x86_64/amd64/;s/aarch64/arm#/')\n",
        "maybe": "RUN if x#; then a$a=b; else a=c$a; fi; curl https://x/$a\n",
        "platform-stages": "FROM --platform=$BUILDPLATFORM a AS s#\nARG TARGETARCH\nRUN x $TARGETARCH\n",
        "awk": "RUN curl https://x/$(uname -m | awk '{print $1 \"#\"}')\n",
        "tr": "RUN a=$(echo x# | tr a-z A-Z); curl https://x/$a-amd64\n",
        "chain": "RUN a=$(uname -m) && b=${a%%_*}# && c=${b/x/y} && curl https://$c\n",
        "test": 'RUN [ "$(uname -m)" = x86_64 ] && a=# || a=y; curl https://x/$a\n',
        "go": "RUN GOARCH=amd64 go build -o x#\n",
        "cc": "RUN gcc -mavx2 -march=x86-64-v# a.c\n",
        "cross": "RUN --mount=type=bind,from=s,target=/x# GOARCH=$TARGETARCH GOOS=$BUILDOS go build\n",
        "env": "ENV A#=/usr/lib/x86_64-linux-gnu/#\n",
        "copy": "COPY x-amd64-# /usr/lib/aarch64-linux-gnu/\n",
        "mixed": "RUN a=$TARGETARCH; [ $a = amd64 ] && a=x86_64; [ $a = arm64 ] && a=aarch64; curl https://x/#/$a\n",
        "checksum": 'RUN curl -o f# https://x/$TARGETARCH && echo "abc  f#" | sha256sum -c\n',
    }.items():
        yield dockerfile("arch", f"lines-{name}", f"{HEAD}ARG TARGETARCH\n" + lines(n(3000), line))
    yield dockerfile(
        "arch",
        "platforms-comment",
        "# dlint platforms=" + ",".join(f"linux/a{i}" for i in range(n(5000))) + "\n" + HEAD,
    )
    yield dockerfile(
        "arch",
        "build-args",
        HEAD
        + "".join(f"ARG BUILDARCH\nARG TARGETPLATFORM\nRUN x $BUILDARCH $TARGETPLATFORM {i}\n" for i in range(n(5000))),
    )
    yield dockerfile(
        "arch",
        "alternatives",
        f"{HEAD}RUN "
        + "".join(f"if x{i}; then a{i}=b; else a{i}=c; fi; " for i in range(n(2000)))
        + "echo "
        + "".join(f"$a{i}" for i in range(n(2000)))
        + "\n",
    )
    yield dockerfile(
        "arch",
        "alternatives-joined",
        f"{HEAD}RUN a=; " + "if x; then a=$a$a-b; else a=c$a; fi; " * n(3000) + "curl https://$a\n",
    )
    yield dockerfile("arch", "branches", f"{HEAD}RUN " + "x || y && z || " * n(20000) + "curl https://x/amd64\n")


BAITS = {
    "a": "a" * 50000,
    "x86_64": "x86_64-" * 2000,
    "blanks": " " * 50000,
    "slashes": "/" * 50000,
    "dots": "." * 50000,
    "dashes": "-" * 50000,
    "digits": "1" * 50000,
    "versions": "1.2.3-" * 8000,
    "url": "https://" + "a/" * 20000,
    "at": "a@" * 20000,
    "colons": "a:" * 20000,
    "amd64": "amd64arm64" * 5000,
    "equals": "a=" * 20000,
    "alternate": "ab" * 25000 + "!",
    "nearly": "x86_6" * 9000,
    "percent": "%20" * 15000,
    "underscores": "_" * 50000,
    "commas": "a," * 20000,
    "plus": "+" * 50000,
    "question": "a?b&" * 10000,
}


def regexbait(scale):
    for key, bait in BAITS.items():
        bait = bait[: max(200, int(len(bait) * scale))]
        yield dockerfile(
            "regexbait",
            f"words-{key}",
            f"{HEAD}RUN curl -O {bait}\nRUN echo {bait} | sh\nENV A={bait}\nCOPY {bait} /b\nADD {bait} /b\nWORKDIR /{bait}\n"
            f"RUN apt-get install {bait}\nRUN pip install {bait}==1\nUSER {bait}\nLABEL a={bait}\nFROM {bait}\nEXPOSE {bait}\n# {bait}\nRUN '{bait}'\n",
        )
        yield dockerfile(
            "regexbait",
            f"url-{key}",
            f"{HEAD}RUN curl -fsSL https://example.com/{bait} -o {bait}\nADD https://example.com/{bait} /x\nRUN wget http://{bait}/\nRUN git clone https://x/{bait}.git\n",
        )
    for key, program in {
        "sed-alternatives": "sed -E 's/(a|a)*b/x/'",
        "sed-stars": "sed 's/a*a*a*a*a*b/x/g'",
        "sed-nested": "sed -E 's/((a*)*)*$/x/'",
        "grep": "grep -E '(a+)+$'",
        "expr": "expr x : '\\(a*\\)*b'",
        "awk": "awk '/(a*)*b/{print $1}'",
        "sed-backreference": "sed -E 's/(a*)\\1*b/x/'",
        "tr": "tr -s a",
        "cut": "cut -da -f9999999",
        "sed-count": "sed -E 's/a{1,9999}b/x/'",
        "sed-dots": "sed -E 's/.*.*.*.*x/y/'",
    }.items():
        yield dockerfile(
            "regexbait",
            f"filter-{key}",
            f"{HEAD}RUN v=$(echo {'a' * max(100, int(5000 * scale))} | {program}) && curl https://x/$v\n" * 3,
        )
    for key, pattern in {
        "stars": "*a" * 30 + "b",
        "brackets": "[a]*" * 30 + "b",
        "classes": "*[[:alpha:]]" * 20 + "9",
        "extglob": "@(a|*(a))" * 10,
        "suffix": "*" * 3000 + "b",
    }.items():
        for operator in ("%%", "##", "//"):
            yield dockerfile(
                "regexbait",
                f"pattern-{key}-{'suffix prefix replace'.split()[('%%', '##', '//').index(operator)]}",
                f"{HEAD}RUN v={'a' * 3000}; w=${{v{operator}{pattern}}}; case $v in {pattern}) x;; esac; curl https://$w\n",
            )


def expand(scale):
    def n(count):
        return max(10, int(count * scale))

    cases = {
        "env-doubling": "ENV A=xx\n" + "ENV A=$A$A\n" * 64,
        "env-ten-fold": "ENV A0=aaaaaaaaaa\n" + "".join(f"ENV A{i + 1}={f'$A{i}' * 10}\n" for i in range(19)),
        "replace-all": "ENV A=xxxxxxxxxx\n" + "ENV A=${A//x/xxxxxxxxxx}\n" * 12,
        "arg-doubling": "ARG A=xx\n" + "ARG A=$A$A\n" * 64,
        "label-doubling": "ENV A=xx\n" + "ENV A=$A$A\n" * 20 + "LABEL a=$A b=$A c=$A$A$A\n" * 50,
        "shell-doubling": "RUN a=xx; " + "a=$a$a; " * 64 + "curl https://$a\n",
        "for-doubling": "RUN a=xx; for i in " + "1 " * 1000 + "; do a=$a$a; done; echo $a\n",
        "while-doubling": "RUN a=x; while x; do a=$a$a; done; echo $a\n",
        "workdir": "WORKDIR /a\n" + "WORKDIR b\n" * n(50000),
        "workdir-doubling": "ENV A=/xx\n" + "ENV A=$A$A\n" * 14 + "WORKDIR $A\n" * 1000,
        "braces": "RUN echo " + "{a,b}" * 40 + "\n",
        "brace-range": "RUN echo {1..999999999}\n",
        "brace-ranges": "RUN echo " + "{1..1000}" * 6 + "\n",
        "nested-loops": "RUN "
        + "for i in 1 2 3 4 5 6 7 8 9 0; do " * 12
        + "curl https://x/$i; "
        + "done; " * 12
        + "\n",
        "seq": "RUN for i in $(seq 1 999999999); do curl https://x/$i; done\n",
        "arithmetic-for": "RUN for ((i=0; i<999999999; i++)); do a=$a$i; done\n",
        "recursion": "RUN f() { f; f; }; f\n",
        "mutual-recursion": "RUN f() { g; g; }; g() { f; f; }; f\n",
        "eval-recursion": 'RUN a=\'eval "$a"; eval "$a"\'; eval "$a"\n',
        "eval-doubling": "RUN a='x;'; " + "a=$a$a; " * 40 + 'eval "$a"\n',
        "indirect": "RUN a=b; b=a; echo ${!a} ${!b} ${!a*}\n",
        "printf-width": "RUN a=$(printf '%999999999s' x); curl https://$a\n",
        "printf-many": "RUN a=$(printf '%s' " + "x " * n(100000) + "); echo $a\n",
        "overflow": "RUN echo $((9223372036854775807+1)) $((-9223372036854775808/-1)) $((1<<99)) $((1/0)) $((1%0)) $((2**999))\n",
        "substring": "RUN a=abc; echo ${a:9223372036854775807} ${a:-1:-9} ${a: -99999999999:9} ${a:0:99999999999999999999}\n",
        "array-index": "RUN a[999999999]=x; a[9999999999999999999]=y; a[-1]=z; echo ${a[@]} ${#a[@]}\n",
        "array-many": "RUN a=(" + "x " * n(100000) + "); for i in ${a[@]}; do echo ${a[@]}; done\n",
        "join-words": "RUN a='" + "x " * n(10000) + "'; for i in $a; do for j in $a; do echo $i$j; done; done\n",
        "case-words": "RUN a='"
        + "x " * n(10000)
        + "'; for i in $a; do case $i in "
        + "y) z;; " * n(1000)
        + "esac; done\n",
        "set-args": "RUN set -- " + "x " * n(50000) + "; while [ $# -gt 0 ]; do shift; done\n",
        "arg-chain": "ARG A0=x\n" + "".join(f"ARG A{i + 1}=$A{i}$A{i}\n" for i in range(n(2000))),
        "env-chain": "ENV A0=x\n" + "".join(f"ENV A{i + 1}=$A{i}x\n" for i in range(n(5000))),
        "env-line": "ENV A=x " + " ".join(f"A{i}=$A" for i in range(n(50000))) + "\n",
        "many-uses": "ENV A=" + "x" * 60000 + "\n" + "RUN echo $A $A $A\n" * n(2000),
        "stages": "FROM a AS s0\nENV A=xx\n" + "".join(f"FROM s{i} AS s{i + 1}\nENV A=$A$A\n" for i in range(n(500))),
        "heredoc-doubling": "RUN a=xx; " + "a=$a$a; " * 30 + "cat <<E\n$a$a$a\nE\n",
        "sed-doubling": "RUN a=x; " + "a=$(echo $a | sed 's/x/xx/g'); " * 40 + "curl https://$a\n",
        "sed-many": "RUN a=$(echo x | sed '" + "s/x/xx/g;" * 60 + "'); curl https://$a\n",
        "tr-big": "RUN echo " + "a" * n(60000) + " | tr a-z A-Z | tr A-Z a-z\n",
        "default-chain": "RUN echo " + "${a:-${b:-${c:-" * 80 + "x" + "}" * 240 + "\n",
        "unset-many": "RUN " + "unset a; a=b; export a; " * n(20000) + "\n",
        "copy-doubling": "ENV A=xx\n" + "ENV A=$A$A\n" * 13 + "COPY $A $A $A /x/\n" * 500,
        "from-doubling": "ARG A=xx\n" + "ARG A=$A$A\n" * 30 + "FROM $A\n" * 100,
        "expose-range": "EXPOSE 1-65535\n" * n(1000),
        "expose-doubling": "ENV A=80-90\n" + "EXPOSE $A $A $A\n" * n(5000),
        "subshells": "RUN a=" + "$(echo " * 200 + "x" + ")" * 200 + "; curl https://$a\n",
        "functions": "RUN " + "".join(f"f{i}() {{ f{i - 1}; f{i - 1}; }}; " for i in range(1, 40)) + "f39\n",
        "xargs": "RUN echo " + "a " * n(50000) + "| xargs -n 1 curl\n",
        "getopts": "RUN while getopts abc o; do case $o in a) x;; esac; done\n",
        "read-loop": "RUN while read a b; do curl https://$a/$b; done <<E\n" + "x y\n" * n(20000) + "E\n",
        "ifs": "RUN IFS=,; a=" + "x," * n(20000) + "; for i in $a; do echo $i; done\n",
        "glob": "RUN echo " + "*/" * n(10000) + "\n",
        "source": "RUN . ./x; . /dev/stdin; source <(x)\n",
        "trap": "RUN trap 'trap x EXIT; exit' EXIT; exit\n",
        "long-names": "ENV " + "A" * 60000 + "=b\n" + "RUN echo $" + "A" * 60000 + "\n",
        "many-names": "ENV " + " ".join(f"A{i}=b" for i in range(n(50000))) + "\n" + "RUN x\n" * n(1000),
    }
    for key, text in cases.items():
        yield dockerfile(
            "expand",
            key,
            ("" if text.startswith(("FROM", "ARG A=xx\nARG A=$A$A\n" * 1)) and "FROM" in text else HEAD) + text,
        )


def heredoc(scale):
    def n(count):
        return max(10, int(count * scale))

    cases = {
        "many": "RUN "
        + "".join(f"<<E{i} " for i in range(n(5000)))
        + "\n"
        + "".join(f"x\nE{i}\n" for i in range(n(5000))),
        "unterminated": "RUN <<E\n" + "x\n" * n(100000),
        "many-unterminated": "RUN <<E\n" * n(20000),
        "same": "RUN " + "<<E " * n(5000) + "\nE\n" * n(5000),
        "empty-name": "RUN <<''\nx\n\nRUN <<\"\"\n\n",
        "dash": "RUN <<-E\n\t\tx\n\tE\nRUN <<- E\nE\n",
        "long-line": "RUN <<E\n" + "x" * n(1_000_000) + "\nE\n",
        "long-body": "RUN <<E\n" + "echo x\n" * n(100000) + "E\n",
        "nested": "RUN <<A <<B\ncat <<C\ncat <<D\nD\nC\nA\nB\n",
        "quoted": "RUN <<'E F' <<\"G\" <<\\H\nE F\nG\nH\n",
        "in-copy": "COPY <<a <<b /x\n1\na\n2\nb\n",
        "name-dollar": "RUN <<$E\nx\n$E\n",
        "crlf": "RUN <<E\r\nx\r\nE\r\n",
        "nul": "RUN <<E\0F\nx\nE\0F\n",
        "python": "RUN <<E python3\nimport os\n" + "(" * 5000 + "\nE\n",
        "shebang": "RUN <<E\n#!/usr/bin/env -S perl\n" + "{" * 5000 + "\nE\n",
        "onbuild": "ONBUILD RUN <<E\nx\nE\n",
        "from": "FROM <<E\nE\n",
        "env": "ENV A=<<E\nE\n",
        "continued": "RUN <<E \\\n<<F\nE\nF\n",
        "after-comment": "RUN x \\\n# <<E\n y <<E\nE\n",
        "in-script": "RUN <<X\n" + "cat <<E\n$(cat <<F\nF\n)\nE\n" * n(5000) + "X\n",
        "deep-in-script": "RUN <<X\n" + "cat <<E\n$(" * 300 + "\nX\n",
        "fd": "RUN 3<<E 99999999999<<F x\nE\nF\n",
        "triple": "RUN cat <<<x <<<<y <<<$z\n",
        "delimiter-long": "RUN <<" + "E" * n(100000) + "\n" + "E" * n(100000) + "\n",
        "delimiter-prefix": "RUN <<EEE\n" + "EE\n" * n(100000) + "EEE\n",
    }
    for key, text in cases.items():
        yield dockerfile("heredoc", key, HEAD + text)


def onbuild(scale):
    def n(count):
        return max(10, int(count * scale))

    cases = {
        "chain": "ONBUILD " * n(20000) + "RUN x\n",
        "from": "ONBUILD FROM a\n",
        "many": "ONBUILD RUN echo x\n" * n(20000),
        "product": "FROM a AS b\n" + "ONBUILD RUN echo x\n" * n(1000) + "FROM b\n" * n(1000),
        "product-chain": "FROM a AS s0\n"
        + "".join(f"ONBUILD RUN x{i}\nFROM s{i} AS s{i + 1}\n" for i in range(n(2000))),
        "empty": "ONBUILD\nONBUILD \\\n\n",
        "nothing": "ONBUILD " + " " * 10000 + "\n",
        "copy-from": "ONBUILD COPY --from=b a c\n",
        "heredocs": "ONBUILD RUN <<E\nE\n" * n(5000),
        "escape": "# escape=`\nONBUILD RUN x `\n y\n",
        "expand": "ENV A=x\nONBUILD ENV A=$A$A\n" * 40,
        "doubling": "FROM a AS s\nENV A=xx\n" + "ONBUILD ENV A=$A$A\n" * 60 + "FROM s\nRUN echo $A\n",
        "json": 'ONBUILD ["RUN", "x"]\n',
        "maintainer": "ONBUILD MAINTAINER x\nONBUILD ONBUILD RUN x\n",
        "self": "FROM a AS a\nONBUILD RUN x\nFROM a AS a\nFROM a\n",
    }
    for key, text in cases.items():
        yield dockerfile("onbuild", key, (HEAD if not text.startswith(("FROM", "# escape")) else "") + text)


def ignore(scale):
    def n(count):
        return max(10, int(count * scale))

    cases = {
        "many-codes": "# hadolint ignore=" + ",".join(f"DL{i}" for i in range(n(50000))) + "\nRUN cd x\n",
        "many-comments": "# dlint ignore=all\nRUN cd x\n" * n(20000),
        "stacked": "# dlint ignore=all\n" * n(50000) + "RUN cd x\n",
        "long-name": "# dlint ignore=" + "a" * n(1_000_000) + "\nRUN cd x\n",
        "globs": "# dlint ignore=" + "a*" * n(20000) + "\nRUN cd x\n",
        "empty": "# dlint ignore=\n# dlint ignore=,,,,\n# hadolint ignore=\nRUN cd x\n",
        "reasons": "# dlint ignore=all " + "why " * n(50000) + "\nRUN cd x\n",
        "check": "# check=skip=all;" * n(5000) + "\nFROM a\n",
        "check-many": "# check=skip=" + ",".join("ABC" for _ in range(n(50000))) + "\nFROM a\n",
        "global": "# dlint global ignore=all\n" * n(10000),
        "platforms": "# dlint platforms=" + "linux/amd64," * n(20000) + "\n",
        "platforms-odd": "# dlint platforms=,,//,a/b/c/d/e,linux/\x1b[31m\n",
        "control": "# dlint ignore=\x1b[31m\x07,\u202e\nRUN cd x\n",
        "unknown": "# dlint ignore=no-such-rule\n" * n(5000) + "RUN cd x\n",
        "in-heredoc": "RUN <<E\n" + "# dlint ignore=all\ncd x\n" * n(5000) + "E\n",
        "in-continued": "RUN x \\\n" + "# dlint ignore=all\n && cd x \\\n" * n(5000) + "\n",
        "crlf": "# dlint ignore=all\r\nRUN cd x\r\n",
        "spaces": "#" + " " * n(50000) + "dlint ignore=all\nRUN cd x\n",
        "equals": "# dlint ignore" + "=" * n(50000) + "\nRUN cd x\n",
        "file-ignore": "# dlint file-ignore=all\n" + "RUN cd x\n" * n(1000),
    }
    for key, text in cases.items():
        yield dockerfile("ignore", key, (HEAD if not text.startswith("# check") else "") + text)


def encoding(scale):
    text = "# é\nFROM debian:12 AS x\nRUN echo 'ü' \\\n && cd y\nENV A=β\nFOO ©\n"
    for codec in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "latin-1", "cp1252", "cp037"):
        yield dockerfile("encoding", codec, text.replace("β", "b").encode(codec, "replace"))
    for key, data in {
        "boms": b"\xef\xbb\xbf" * 100,
        "bom-inside": b"FROM a\n\xef\xbb\xbfRUN x\n",
        "half-bom": b"\xef\xbb",
        "cut": b"FROM a\nRUN \xe2\x82",
        "overlong": b"FROM a\nRUN \xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf\n",
        "surrogate": b"FROM a\nRUN \xed\xa0\x80\xed\xb0\x80\n",
        "too-large": b"FROM a\nRUN \xf4\x90\x80\x80\xf8\x88\x80\x80\x80\n",
        "lone": b"FROM a\nRUN " + bytes(range(128, 256)) + b"\n",
        "all": b"FROM a\nRUN " + bytes(b for b in range(256) if b != 10) + b"\n",
        "nul": b"F\0R\0O\0M\0 \0a\0",
        "nuls": b"FROM a\nRUN \0\0\0\nCOPY a\0b c\n",
        "cr": b"FROM a\rRUN x\rRUN cd y\r",
        "mixed-ends": b"FROM a\r\nRUN x\nRUN y\rRUN z\n\rRUN \\\r\n a\n",
        "crs": b"\r" * 100000,
        "nel": "FROM a\x85RUN x\u2028RUN y\u2029".encode(),
        "vt": b"FROM\x0ba\x0cRUN\x1cx\n",
        "nbsp": "FROM\u00a0a\nRUN\u3000x\n\u00a0COPY a b\n".encode(),
        "invalid-keyword": b"FR\xff\xfeOM a\n",
        "invalid-everywhere": b"".join(
            k + b" \xff\xfe"
            for k in (b"FROM", b"\nRUN", b"\nCOPY", b"\nENV", b"\nARG", b"\nLABEL", b"\nUSER", b"\nEXPOSE", b"\nCMD")
        ),
        "combining": ("FROM a\nRUN x" + "\u0301" * 50000 + "\n").encode(),
        "emoji": ("FROM a\nRUN cd " + "\U0001f469\u200d" * 5000 + "\n").encode(),
        "rtl": "FROM a\nRUN \u202e echo \u2066 cd x \u2069\n".encode(),
        "invisible": "FROM a\nRUN c\u200bd x && s\u00adudo y\n".encode(),
        "homoglyph": "FROM a\nRUN \u0441d x\n".encode(),
        "tags": "FROM a\nRUN cd \U000e0041\n".encode(),
        "noncharacter": "FROM a\nRUN cd \ufffe\uffff\U0010ffff\n".encode(),
        "escape-crlf": b"# escape=`\r\nFROM a `\r\n AS b\r\n",
        "gzip": b"\x1f\x8b\x08\0" + bytes(range(256)) * 50,
        "elf": b"\x7fELF" + bytes(range(256)) * 200,
        "png": b"\x89PNG\r\n\x1a\n" + bytes(range(255, -1, -1)) * 100,
        "shebang": b"#!/usr/bin/env docker\nFROM a\n",
        "ctrl-z": b"FROM a\n\x1aRUN x\n",
        "backspaces": b"FROM a\nRUN evil\x08\x08\x08\x08good\n",
        "dos-eof": b"FROM a\r\n\x1a",
    }.items():
        yield dockerfile("encoding", key, data)


def graph(scale):
    def n(count):
        return max(10, int(count * scale))

    cases = {
        "self": "FROM a AS a\nFROM a AS a\nCOPY --from=a x y\n",
        "cycle": "FROM b AS a\nFROM a AS b\n",
        "forward": "FROM x\nCOPY --from=later a b\nFROM y AS later\n",
        "number": "FROM a\nCOPY --from=99999999999999999999 a b\nCOPY --from=-1 a b\nCOPY --from=00 a b\n",
        "chain": "FROM a AS s0\n" + "".join(f"FROM s{i} AS s{i + 1}\n" for i in range(n(10000))),
        "same-names": "FROM a AS b\n" * n(20000),
        "complete": "".join(
            f"FROM a AS s{i}\n" + "".join(f"COPY --from=s{j} x y\n" for j in range(i)) for i in range(n(300))
        ),
        "star": "FROM a AS b\n" + "".join(f"FROM b AS s{i}\nRUN x\n" for i in range(n(10000))),
        "mounts": "FROM a AS s\nRUN " + "--mount=type=bind,from=s,target=/x " * n(5000) + "x\n",
        "stages-args": "ARG A=b\n" + "".join(f"FROM a AS s{i}\nARG A\n" for i in range(n(5000))),
        "globals-stages": "".join(f"ARG A{i}=b\n" for i in range(n(2000))) + "FROM $A0\nRUN echo $A1\n" * n(2000),
        "unreachable": "".join(f"FROM a AS s{i}\nCOPY --from=s{max(0, i - 2)} a b\n" for i in range(n(5000))),
        "numbers": "FROM a\n" + "".join(f"FROM a\nCOPY --from={i} a b\n" for i in range(n(5000))),
        "no-from": "RUN x\nCOPY a b\n",
        "only-arg": "ARG a\n" * 100,
        "names-dollar": "FROM a AS $b\nFROM ${c:-d} AS ${e}\n",
        "case": "FROM a AS B\nFROM b AS c\nCOPY --from=B a c\nCOPY --from=b a c\n",
        "scratch": "FROM scratch AS scratch\nFROM scratch\nCOPY --from=scratch a b\n",
        "near": "".join(f"FROM a AS build{i}\nCOPY --from=bulid{i} a b\n" for i in range(n(3000))),
        "env-stages": "FROM a AS s0\n" + "".join(f"ENV A{i}=x\nFROM s{i} AS s{i + 1}\n" for i in range(n(3000))),
        "platform-chain": "FROM --platform=linux/amd64 a AS s0\n"
        + "".join(f"FROM --platform=linux/arm64 s{i} AS s{i + 1}\n" for i in range(n(3000))),
        "shell-chain": "FROM a AS s0\n"
        + "".join(f'SHELL ["bash","-c"]\nFROM s{i} AS s{i + 1}\nRUN [[ a ]]\n' for i in range(n(3000))),
        "links": "FROM a\n" + "COPY --link --from=a --chown=a:b --chmod=777 a b\n" * n(10000),
        "diamonds": "FROM a AS s0\n"
        + "".join(
            f"FROM s{i} AS l{i}\nFROM s{i} AS r{i}\nFROM l{i} AS s{i + 1}\nCOPY --from=r{i} a b\n"
            for i in range(n(2000))
        ),
    }
    for key, text in cases.items():
        yield dockerfile("graph", key, text)


TOKENS = (
    "FROM RUN COPY ADD ENV ARG LABEL USER WORKDIR EXPOSE VOLUME CMD ENTRYPOINT HEALTHCHECK ONBUILD SHELL STOPSIGNAL MAINTAINER NONE AS debian:12 scratch alpine "
    "if then else elif fi for in do done case esac while until function select { } ( ) (( )) [[ ]] [ ] ! && || ; ;; ;& | |& & > >> < << <<- <<< <( >( $( ` ${ } $(( )) $ \\ "
    "' \" # = == += ${a:-b} ${a%%*} ${#a} $a $@ $* $? $$ $1 ${!a} ${a[@]} ~ * ? [a-z] {a,b} {1..9} curl wget apt-get install -y sudo cd /x uname -m sed s/a/b/ tr a b awk "
    "--platform=linux/arm64 --from=x --mount=type=cache,target=/x --chown=a:b TARGETARCH BUILDPLATFORM x86_64 amd64 https://example.com/x-amd64.tgz EOF E set -e exit 1 return eval export local"
).split() + [
    "\n",
    "\n",
    "\n",
    "\\\n",
    "\n# c\n",
    "\t",
    "\r\n",
    " ",
    " ",
    "\0",
    "\x1b",
    "\udcff",
    '["a","b"]',
    "[",
    ",",
    '"a"',
]

SAMPLE = """# syntax=docker/dockerfile:1
ARG VERSION=1.2.3
FROM --platform=$BUILDPLATFORM golang:1.24 AS build
ARG TARGETARCH TARGETOS
WORKDIR /src
COPY --chown=a:b go.mod go.sum ./
RUN --mount=type=cache,target=/root/.cache set -eux; \\
    case "$(uname -m)" in \\
      x86_64) arch=amd64 ;; \\
      aarch64|arm64) arch=arm64 ;; \\
      *) echo "no $(uname -m)" >&2; exit 1 ;; \\
    esac; \\
    for f in a b "c d"; do curl -fsSL "https://example.com/${VERSION}/tool-${arch}-$f.tar.gz" | tar xz -C /usr/local; done
RUN <<EOF
GOARCH=$TARGETARCH GOOS=$TARGETOS go build -o "/out/${TARGETARCH:-x}" ./... && [[ -f /out/x ]] || exit 1
EOF
FROM debian:12-slim
# dlint ignore=all because
ENV PATH=/opt/bin:$PATH LANG="C.UTF-8" A=${B:-c}
COPY --from=build /out/x /usr/bin/x
RUN apt-get update && apt-get install -y --no-install-recommends curl=7.* && rm -rf /var/lib/apt/lists/*
HEALTHCHECK --interval=5s CMD ["curl", "-f", "http://localhost/"]
ONBUILD ADD https://example.com/x86_64/file /x
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
EXPOSE 80/tcp 443
USER app:app
ENTRYPOINT ["/usr/bin/x"]
CMD ["--help"]
"""


def soup(scale):
    for number in range(60):
        rng = random.Random(SEED + number)
        yield dockerfile(
            "soup", f"tokens-{number}", " ".join(rng.choice(TOKENS) for _ in range(int(40 * 2 ** (number % 9))))
        )


def mutate(scale):
    data = SAMPLE.encode()
    for number in range(60):
        rng = random.Random(SEED * 2 + number)
        text = bytearray(data)
        for _ in range(1 + number % 12):
            spoil(rng, text)
        yield dockerfile("mutate", f"bytes-{number}", bytes(text))
    for cut in range(0, len(data), max(1, len(data) // 40)):
        yield dockerfile("mutate", f"cut-{cut}", data[:cut])


def spoil(rng, text):
    """Changes one place of a text."""
    at, other = rng.randrange(len(text)), rng.randrange(len(text))
    how = rng.randrange(5)
    if how == 0:
        text[at] = rng.randrange(256)
    elif how == 1:
        del text[at : at + rng.randrange(1, 30)]
    elif how == 2:
        text[at:at] = rng.choice(TOKENS).encode("utf-8", "surrogateescape")
    elif how == 3:
        text[at:at] = text[other : other + rng.randrange(1, 200)]
    else:
        text[at:at] = bytes([text[at]]) * rng.randrange(1, 400)


def odd(scale):
    """Directives, flags, exec forms, numbers."""

    def n(count):
        return max(10, int(count * scale))

    cases = {
        "escape-many": "# escape=`\n" * n(1000) + HEAD,
        "escape-odd": "# escape=ab\nFROM a\n",
        "escape-empty": "# escape=\nFROM a\n",
        "escape-newline": "# escape=\n\\\n",
        "syntax-odd": "# syntax=" + "a/" * n(20000) + "\nFROM a\n",
        "directives": "".join(f"# d{i}=x\n" for i in range(n(50000))) + HEAD,
        "flags-many": HEAD + "RUN " + "--network=none " * n(5000) + "x\n",
        "flags-unknown": HEAD + "COPY " + "".join(f"--f{i}=x " for i in range(n(5000))) + "a b\n",
        "mount-keys": HEAD + "RUN --mount=" + ",".join(f"k{i}=v" for i in range(n(5000))) + " x\n",
        "mount-quotes": HEAD + 'RUN --mount=type=bind,"a""b",\'c x\n',
        "json-escapes": HEAD + 'CMD ["' + "\\u0000\\ud800\\u202e" * n(5000) + '"]\n',
        "json-open": HEAD + 'CMD ["a", "b\n',
        "json-numbers": HEAD + "CMD [1e999, -0, 1.5, null, true, {}]\n",
        "json-many": HEAD + "CMD [" + '"a",' * n(100000) + '"b"]\n',
        "json-tail": HEAD + 'CMD ["a"] ' + "x" * 10000 + "\n",
        "sh-c-json": HEAD + 'RUN ["sh", "-c", "' + "$(x " * 300 + '"]\n',
        "sh-c-escapes": HEAD + 'RUN ["/bin/bash", "-c", "' + "\\n\\t\\\\" * n(5000) + '"]\n',
        "health-numbers": HEAD + "HEALTHCHECK --interval=99999999999999999999h --retries=-1 --timeout=1ns CMD x\n",
        "expose-numbers": HEAD + "EXPOSE 99999999999999999999 -1 0 65536 1-0 80/x 1-2-3 :80: ::1\n",
        "signal-numbers": HEAD + "STOPSIGNAL 99999999999999999999\nSTOPSIGNAL SIG\nSTOPSIGNAL RTMIN+99\n",
        "user-numbers": HEAD + "USER 99999999999999999999:-1\nUSER ::::\nUSER \n",
        "chmod": HEAD + "COPY --chmod=99999999999 a b\nCOPY --chmod=u=rwX,go=x a b\n",
        "device": HEAD + "RUN --device=" + "a=b," * n(2000) + " x\n",
        "security": HEAD + "RUN --security=x --network=y z\n",
        "quotes-open": HEAD + 'ENV a=\'b\nENV c="d\nLABEL "e\n',
        "env-old": HEAD + "ENV a b c d\nENV a\nENV =b\nENV a= b\n",
        "env-equals": HEAD + "ENV " + "=" * n(10000) + "\n",
        "label-quotes": HEAD + "LABEL " + "\"a b\"='c d' " * n(20000) + "\n",
        "arg-many": HEAD + "ARG " + "a=b " * n(50000) + "\n",
        "volume-json": HEAD + "VOLUME [" + '"a",' * n(20000) + "\n",
        "windows": '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN '
        + "Get-Item $(x) ; " * n(5000)
        + "\n",
        "powershell-deep": 'FROM a\nSHELL ["pwsh", "-c"]\nRUN ' + "{(" * 20000 + "\n",
        "cmd": 'FROM a\nSHELL ["cmd", "/S", "/C"]\nRUN ' + "%a% ^ & " * n(20000) + "\n",
        "shell-empty": 'FROM a\nSHELL []\nRUN x\nSHELL [""]\nRUN y\n',
        "python-shell": 'FROM a\nSHELL ["python3", "-c"]\nRUN ' + "(" * 10000 + "\n",
        "keywords": "".join("FrOm RuN cOpY".split()[i % 3] + " a b\n" for i in range(n(20000))),
        "tabs": HEAD + "RUN\t\t\t\tx\t\n\tCOPY\ta\tb\n",
        "lone-continuation": HEAD + "RUN \\",
        "comment-continuation": HEAD + "RUN x \\\n" + "# c\n" * n(100000),
        "blank-continuation": HEAD + "RUN x \\\n" + "\n" * n(100000),
        "sha": "FROM a@sha256:" + "a" * n(100000) + "\n",
        "registry-ports": "FROM " + "a:80/" * n(10000) + "b\n",
        "dots": "FROM " + "../" * n(10000) + "\n",
    }
    for key, text in cases.items():
        yield dockerfile("odd", key, text)


FAMILIES = {
    f.__name__: f
    for f in (
        nest,
        size,
        fs,
        name,
        inject,
        arch,
        regexbait,
        expand,
        heredoc,
        onbuild,
        ignore,
        encoding,
        graph,
        soup,
        mutate,
        odd,
    )
} | attacks.FAMILIES


def all_cases(scale, families=None):
    return itertools.chain.from_iterable(
        make(scale) for key, make in FAMILIES.items() if not families or key in families
    )
