"""Dockerfiles of somebody who knows the grammars: BuildKit's, the shell's, JSON's, and how tables are searched."""

import itertools
import random

from case import SEED, Case, dockerfile

HEAD = "FROM debian:12\n"


def run(family, name, script):
    return dockerfile(family, name, HEAD + "RUN " + script + "\n")


def fnv(piece, state):
    for c in piece.encode():
        state = ((state ^ c) * 16777619) & 0xFFFFFFFF
    return state


def two_that_meet(rng, state):
    """Two pieces that lead from a state to the same other one."""
    seen = {}
    while True:
        piece = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=8))
        after = fnv(piece, state)
        if seen.setdefault(after, piece) != piece:
            return seen[after], piece, after


def colliding(count):
    """Names that have one FNV-1a hash of 32 bits."""
    rng, pieces, state = random.Random(SEED), [], 2166136261
    while 2 ** len(pieces) < count:
        one, other, state = two_that_meet(rng, state)
        pieces.append((one, other))
    return ["".join(p) for p in itertools.islice(itertools.product(*pieces), count)]


def flood(scale):
    names = colliding(int(40000 * scale) + 2)
    texts = {
        "args": HEAD + "".join(f"ARG {n}=1\n" for n in names[:20000]),
        "env-pairs": HEAD + "ENV " + " \\\n".join(f"{n}=1" for n in names[:20000]) + "\n",
        "stages": "".join(f"FROM scratch AS {n}\n" for n in names[:20000]),
        "assignments": HEAD + "RUN " + "; \\\n".join(f"{n}=1" for n in names) + "\n",
        "functions": HEAD + "RUN " + "; \\\n".join(f"{n}() {{ :; }}" for n in names[:10000]) + "\n",
        "uses": HEAD + "RUN echo " + " \\\n".join(f"${n}" for n in names) + "\n",
        "paths": HEAD + "".join(f"COPY <<E /{n}\nx\nE\n" for n in names[:10000]),
        "labels": HEAD + "LABEL " + " \\\n".join(f"{n}=1" for n in names[:20000]) + "\n",
        "commands": HEAD + "RUN " + "; \\\n".join(names[:20000]) + "\n",
        "packages": HEAD + "RUN apt-get install -y " + " \\\n".join(names[:20000]) + "\n",
    }
    for key, text in texts.items():
        yield dockerfile("flood", key, text)


def shapes(scale):
    """Constructs within one another, one after the other, and cut off in the middle."""
    n = int(3000 * scale) + 2
    pairs = {
        "param-default": ("${a:-", "}"),
        "param-alternative": ("${a:+", "}"),
        "param-error": ("${a:?", "}"),
        "param-replace": ("${a//x/", "}"),
        "param-replace-start": ("${a/#x/", "}"),
        "param-suffix": ("${a%%", "}"),
        "param-offset": ("${a:", ":1}"),
        "param-index": ("${a[", "]}"),
        "param-case": ("${a^^", "}"),
        "param-quote": ('"${a:-', '}"'),
        "arith": ("$((1+", "))"),
        "arith-old": ("$[1+", "]"),
        "arith-ternary": ("$((a?b:", "))"),
        "arith-paren": ("$((" + "(", ")))"),
        "arith-index": ("$((a[", "]))"),
        "command": ("$(echo ", ")"),
        "command-quote": ('"$(echo ', ')"'),
        "backquote": ("`echo \\", "`"),
        "process": ("<(cat ", ")"),
        "process-out": (">(cat ", ")"),
        "extglob": ("@(a|", ")"),
        "extglob-not": ("!(a|", ")"),
        "extglob-star": ("*(a|", ")"),
        "brace": ("{a,", "}"),
        "brace-range": ("{1..9}{", "}"),
        "ansi": ("$'\\x", "'"),
        "locale": ('$"', '"'),
    }
    for key, (left, right) in pairs.items():
        yield run("shapes", f"{key}-deep", "echo " + left * n + right * n)
        yield run("shapes", f"{key}-row", "echo " + (left + right) * n)
        yield run("shapes", f"{key}-open", "echo " + left * n)
        yield run("shapes", f"{key}-closed", "echo " + right * n)


def compounds(scale):
    n = int(2000 * scale) + 2
    pairs = {
        "if": ("if a; then ", "; fi"),
        "if-cond": ("if ", "; then a; fi"),
        "elif": ("if a; then b; elif ", "; then c; fi"),
        "while": ("while a; do ", "; done"),
        "until-cond": ("until ", "; do a; done"),
        "for": ("for i in a b; do ", "; done"),
        "for-words": ("for i in $(", "); do a; done"),
        "cfor": ("for ((i=0;i<9;i++)); do ", "; done"),
        "select": ("select i in a b; do ", "; done"),
        "case": ("case a in a) ", ";; esac"),
        "case-word": ("case $(", ") in a) b;; esac"),
        "case-pattern": ("case a in $(", ")) b;; esac"),
        "case-fall": ("case a in a) ", ";& b) c;;& esac"),
        "function": ("f() { ", "; }"),
        "function-keyword": ("function f { ", "; }"),
        "group": ("{ ", "; }"),
        "subshell": ("( ", ")"),
        "coproc": ("coproc { ", "; }"),
        "time": ("time { ", "; }"),
        "not": ("! { ", "; }"),
        "test": ("[[ ( ", " ) ]]"),
        "test-not": ("[[ ! ", " ]]"),
        "arith": ("(( ( ", " ) ))"),
        "let": ("let 'a=(", ")'"),
        "array": ("a=( $(", ") )"),
        "array-index": ("a[$(", ")]=1"),
        "declare": ("declare a=$(", ")"),
        "sh-c": ("sh -c '", "'"),
        "bash-ec": ('bash -ec "', '"'),
        "sudo-sh": ("sudo sh -c '", "'"),
        "eval": ("eval '", "'"),
        "trap": ("trap '", "' EXIT"),
        "pipe": ("a | ", ""),
        "and": ("a && ", ""),
        "or": ("a || ", ""),
        "background": ("a & ", ""),
    }
    for key, (left, right) in pairs.items():
        yield run("compounds", f"{key}-deep", left * n + "true" + right * n)
        yield run("compounds", f"{key}-open", left * n)
        yield run("compounds", f"{key}-twice", (left + "true" + right + "; ") * (n // 4 + 1) + "true")


def grammar(scale):
    """What BuildKit's parser decides by: directives, continuations, flags, JSON, triggers."""
    n = int(20000 * scale) + 2
    texts = {
        "directives": "# syntax=a\n" * n + HEAD,
        "directive-unknown": "".join(f"# a{i}=b\n" for i in range(n)) + HEAD,
        "directive-long": "# syntax=" + "a" * n * 10 + "\n" + HEAD,
        "directive-escape-twice": "# escape=`\n# escape=\\\n" + HEAD + "RUN a `\n b\n",
        "directive-escape-odd": "# escape=x\n" + HEAD + "RUN a x\n b\n",
        "directive-check": "# check=skip=" + ",".join(f"R{i}" for i in range(n)) + "\n" + HEAD,
        "directive-slashes": "// syntax=a\n//a\n" + HEAD,
        "directive-json": '{"syntax": "' + "a" * n + '"}\n' + HEAD,
        "escape-row": HEAD + "RUN " + "\\ " * n + "\n",
        "escape-backquote": "# escape=`\n" + HEAD + "RUN a" + "`\n" * n + "b\n",
        "continued-comments": HEAD + "RUN a \\\n" + "# b \\\n" * n + "c\n",
        "continued-blank": HEAD + "RUN a \\\n" + " \t\n" * n + "c\n",
        "continued-directive": HEAD + "RUN a \\\n# escape=`\n b\n",
        "continued-end": HEAD + "RUN a " + "\\\n" * n,
        "heredocs-in-a-row": HEAD + "RUN cat " + " ".join(f"<<E{i}" for i in range(n // 10)) + "\n",
        "heredocs-same": HEAD + "RUN cat " + "<<E " * (n // 10) + "\n" + "E\n" * (n // 10),
        "heredoc-tabs": HEAD + "RUN <<-E\n" + "\t" * n + "a\n" + "\t" * n + "E\n",
        "heredoc-quotes": HEAD + "COPY <<'E' <<\"F\" <<G /\nE\nF\nG\n" * (n // 20),
        "heredoc-delimiter-long": HEAD + "RUN <<" + "E" * n + "\na\n" + "E" * n + "\n",
        "heredoc-nested": HEAD + "RUN <<A\ncat <<B\ncat <<C\n" * (n // 20) + "C\nB\nA\n",
        "heredoc-cr": HEAD + "RUN <<E\r\na\r\nE\r\n" * (n // 20),
        "heredoc-numbers": HEAD + "RUN 99999999999999999999<<E\nE\n",
        "heredoc-onbuild": HEAD + "ONBUILD RUN <<E\na\nE\n" * (n // 20),
        "heredoc-shebang": HEAD + "RUN <<E\n#!" + "/bin/sh " * n + "\nE\n",
        "json-deep": HEAD + "CMD " + "[" * n + "]" * n + "\n",
        "json-strings": HEAD + "CMD [" + '"a",' * n + '"b"]\n',
        "json-escapes": HEAD + 'CMD ["' + "\\u0000\\ud800\\udfff" * n + '"]\n',
        "json-numbers": HEAD + "CMD [1e999999999, -0, 1" + "0" * n + "]\n",
        "json-open": HEAD + 'CMD ["' + "a" * n + "\n",
        "json-objects": HEAD + 'CMD [{"a":' * n + "\n",
        "flags": HEAD + "COPY " + "--link " * n + "a b\n",
        "flags-long": HEAD + "COPY --chmod=" + "7" * n + " a b\n",
        "flags-quotes": HEAD + "COPY --from='" + "a" * n + " b\n",
        "flags-dashes": HEAD + "RUN " + "-" * n + " a\n",
        "mounts": HEAD + "RUN " + "--mount=type=cache,target=/a " * n + "a\n",
        "mount-fields": HEAD + "RUN --mount=" + ",".join(["ro"] * n) + " a\n",
        "mount-quotes": HEAD + 'RUN --mount="' + '""' * n + '" a\n',
        "onbuild-chain": HEAD + "ONBUILD " * n + "RUN a\n",
        "onbuild-stages": "".join(
            f"FROM {'debian' if i == 0 else f's{i - 1}'} AS s{i}\nONBUILD RUN echo {i}\n" for i in range(n // 20)
        ),
        "onbuild-args": HEAD + "ONBUILD ARG A=$A$A\n" * (n // 20) + "FROM 0\n",
        "from-ring": "".join(f"FROM s{(i + 1) % (n // 20)} AS s{i}\n" for i in range(n // 20)),
        "from-self": "FROM a AS a\n" * (n // 20),
        "copy-ring": "".join(
            f"FROM scratch AS s{i}\nCOPY --from=s{(i + 1) % (n // 20 + 1)} a b\n" for i in range(n // 20 + 1)
        ),
        "copy-number": HEAD + "COPY --from=" + "9" * n + " a b\n",
        "from-variables": "ARG A=a\n" + "FROM ${A:-${A:-" * 40 + "}}" * 40 + "\n",
        "from-platform": "FROM --platform=$" + "A" * n + " a\n",
        "arg-pairs": HEAD + "ARG " + " ".join(f"A{i}=$A{i - 1}" for i in range(n // 10)) + "\n",
        "env-legacy": HEAD + "ENV A " + "$A" * n + "\n",
        "env-quotes": HEAD + "ENV A=" + "\"'" * n + "\n",
        "env-replace": HEAD + "ENV A=aaaaaaaaaa\n" + "ENV A=${A//a/$A}\n" * 200,
        "env-trim": HEAD + "ENV A=" + "a" * n + "\nENV B=${A%%*a*a*a*a*b}\n" * 20,
        "env-unset": HEAD + "ENV A=${A:?" + "x" * n + "}\n",
        "expose-range": HEAD + "EXPOSE 1-65535/tcp 99999999999-0\n" * (n // 20),
        "healthcheck": HEAD + "HEALTHCHECK --interval=" + "9" * n + "h CMD a\n",
        "healthcheck-many": HEAD + "HEALTHCHECK --interval=1s CMD a\n" * (n // 20),
        "stopsignal": HEAD + "STOPSIGNAL $" + "A" * n + "\n",
        "shell-words": HEAD + "SHELL [" + '"-e",' * n + '"-c"]\nRUN a\n',
        "shell-many": HEAD + 'SHELL ["/bin/bash","-c"]\nRUN a\n' * (n // 20),
        "shell-names": HEAD + "".join(f'SHELL ["/s{i}","-c"]\nRUN $a\n' for i in range(n // 20)),
        "workdir-deep": HEAD + "WORKDIR " + "../" * n + "\n",
        "workdir-grows": HEAD + "WORKDIR a/../b/./c\n" * (n // 20),
        "user-colons": HEAD + "USER " + ":" * n + "\n",
        "volume-json": HEAD + "VOLUME [" + '"/a",' * n + '"/b"]\n',
        "maintainer": HEAD + "MAINTAINER a\n" * (n // 20),
        "add-urls": HEAD + "".join(f"ADD https://h{i}/x-amd64.tgz /\n" for i in range(n // 20)),
        "add-git": HEAD + "ADD git@github.com:" + "a/" * n + "b.git#c:d /\n",
        "add-checksum": HEAD + "ADD --checksum=sha256:" + "0" * n + " https://a/b c\n",
        "keyword-long": HEAD + "R" * n + "UN a\n",
        "keyword-dotless": HEAD + "ADD a b\nMA\u0131NTA\u0131NER a\n\u017fHELL [\"a\"]\n",
        "keyword-near": HEAD + "".join(f"RU{chr(65 + i % 26)} a\n" for i in range(n // 4)),
        "bom-twice": b"\xef\xbb\xbf\xef\xbb\xbfFROM debian:12\nRUN a\n",
        "bom-inside": (HEAD + "RUN a\n").encode() + b"\xef\xbb\xbfRUN b\n" * (n // 20),
        "nul-words": HEAD.encode() + b"RUN a\0b\0 && c\0\n" * (n // 20),
        "nul-keyword": HEAD.encode() + b"R\0UN a\n" * (n // 20),
        "utf8-cut": HEAD.encode() + b"RUN a\xe2\x82 b\xf0\x9f c\xff\n" * (n // 20),
        "utf8-overlong": HEAD.encode() + b"RUN \xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80\n" * (n // 20),
        "utf8-surrogates": HEAD.encode() + b"RUN \xed\xa0\x80\xed\xbf\xbf\n" * (n // 20),
        "spaces-odd": HEAD + "RUN\u00a0a\u2003b\u3000c\u0085d\u2028e\n" * (n // 20),
        "cr-alone": HEAD + "RUN a\rRUN b\r" * (n // 20),
        "form-feeds": HEAD + "RUN\x0ca\x0bb\n" * (n // 20),
        "suppressions": HEAD + "# dlint ignore=" + ",".join(f"r{i}" for i in range(n)) + "\nRUN a\n",
        "suppression-each": HEAD + "# dlint ignore=sudo\nRUN sudo a\n" * (n // 20),
        "suppression-global": "# hadolint global ignore=" + "DL3000," * n + "\n" + HEAD,
        "comments-described": HEAD + "# a A\n" * n + "ARG A\n",
    }
    for key, text in texts.items():
        yield dockerfile("grammar", key, text)


def scripts(scale):
    """What the interpreter, its models and the facts could be made to do over and over."""
    n = int(5000 * scale) + 2
    texts = {
        "brace-product": "echo " + "{a,b,c,d}" * 40,
        "brace-range": "echo {1..999999999} {a..z..0} {9..-9..-1} {-9223372036854775808..9223372036854775807}",
        "brace-padding": "echo {" + "0" * n + "1..9}",
        "arith-huge": "echo $((9223372036854775807+1)) $((-9223372036854775808/-1)) $((1<<99)) $((1%0)) $((2**" + "9" * n + "))",
        "arith-self": "a=a; b=$((a)); echo $((a+b))",
        "arith-ring": "a=b; b=c; c=a; echo $((a))",
        "arith-assign": "echo $((" + "a=" * n + "1))",
        "arith-commas": "echo $((" + "1," * n + "1))",
        "name-ring": "a=b; b=a; echo ${!a} ${!b}",
        "nameref-ring": "declare -n a=b; declare -n b=a; a=1; echo $a",
        "function-self": "f() { f; f; }; f",
        "function-pair": "f() { g; g; }; g() { f; f; }; f",
        "function-redefines": "f() { f() { f; }; f; f; }; f",
        "alias": "alias a='a a'; a",
        "eval-self": "a='eval \"$a\"; eval \"$a\"'; eval \"$a\"",
        "eval-grows": "a=x; " + "eval \"a=\\$a\\$a\"; " * 60,
        "source-self": ". /dev/stdin <<< '. /dev/stdin'",
        "while-true": "while true; do a=$a$a; done",
        "while-read": "yes | while read -r a; do b=$b$a; done",
        "for-product": "".join(f"for a{i} in 1 2 3 4 5 6 7 8 9; do " for i in range(9)) + "echo $a0; " + "done; " * 9,
        "for-range": "for i in $(seq 1 999999999); do echo $i; done",
        "for-words": "for i in " + "a " * n + "; do echo $i-$i; done",
        "case-arms": "case $x in " + "".join(f"a{i}) b=$b{i};; " for i in range(n)) + "esac; echo $b",
        "case-patterns": "case $(uname -m) in " + "|".join(f"a{i}*" for i in range(n)) + ") echo;; esac",
        "case-stars": "case " + "a" * n + " in " + "*a" * 200 + "*b) echo;; esac",
        "if-doubling": "".join(f"if [ -f {i} ]; then a=$a{i}; else a=$a-; fi; " for i in range(200)) + "curl https://h/$a",
        "or-doubling": "".join(f"a{i}=$(x || y || z); " for i in range(n // 10)) + "echo $a1",
        "printf-width": "printf '%999999999s%*d' a 2147483647 1",
        "printf-many": "printf '" + "%s" * n + "' " + "a " * n,
        "sed-program": "echo a | sed '" + "s/a/aa/g;" * 200 + "'",
        "sed-groups": "echo a | sed -E 's/" + "(" * 300 + "a" + ")" * 300 + "/\\1/'",
        "sed-loop": "echo a | sed ':a;s/a/aa/;ta'",
        "awk-loop": "echo a | awk '{ while (1) a = a $0; print a }'",
        "awk-fields": "echo " + "a " * n + "| awk '{print $999999999 $NF}'",
        "tr-ranges": "echo a | tr '\\000-\\377' '" + "z-a" * n + "'",
        "cut-ranges": "echo a | cut -c" + ",".join(f"{i}-" for i in range(n)),
        "grep-nested": "echo a | grep -E '" + "(a*)*" * 50 + "b'",
        "sort-many": "printf 'a\\n%.0s' " + "a " * n + "| sort | uniq -c | sort -rn | head -1",
        "expr-long": "expr " + "1 + " * n + "1",
        "test-long": "[ " + "a -o " * n + "b ]",
        "test-regex": "[[ " + "a" * n + " =~ (a+)+b ]]",
        "here-string-row": "cat " + "<<< a " * n,
        "redirections": "echo " + "2>&1 >a " * n,
        "pipes": "a " + "| a " * n,
        "xargs-self": "xargs " * n + "a",
        "sudo-row": "sudo -E " * n + "a",
        "env-row": "env " + "A=b " * n + "c",
        "sh-c-row": "sh -c " * n + "a",
        "python-modules": "python -m " * n + "pip install a",
        "curl-urls": "curl " + " ".join(f"https://h{i}/x-x86_64-{i}.tgz" for i in range(n)),
        "curl-options": "curl " + "-" + "fsSLkO" * n + " https://a/amd64",
        "curl-joined": "; ".join(f"curl -LO https://h/{i}-amd64.tgz && tar xf {i}-amd64.tgz" for i in range(n // 4)),
        "checksums": "; ".join(f"echo {'0' * 64}  f{i} | sha256sum -c" for i in range(n // 4)),
        "packages": "apt-get install -y " + " ".join(f"p{i}=1.{i}" for i in range(n)),
        "packages-joined": "; ".join(f"apt-get update; apt-get install -y p{i}" for i in range(n // 8)),
        "pip-many": "pip install " + " ".join(f"p{i}" for i in range(n)),
        "options-joined": "tar " + "-x" * n,
        "assignments": "".join(f"a{i}=$a{i - 1}$a{i - 2}; " for i in range(2, n // 4)) + "echo $a9",
        "arrays": "a=(" + "x " * n + "); echo ${a[@]} ${#a[@]} ${a[-1]} ${a[99999999999]}",
        "array-index": "a[999999999999]=1; a[-1]=2; echo ${a[@]: -1}",
        "array-maps": "declare -A a=(" + " ".join(f"[k{i}]=v" for i in range(n // 4)) + "); echo ${a[k1]} ${!a[@]}",
        "locals": "f() { " + "".join(f"local a{i}=$1; " for i in range(n // 4)) + "}; " + "f x; " * 20,
        "positional": "set -- " + "a " * n + "; while [ $# -gt 0 ]; do shift; done",
        "getopts": "while getopts " + "a:" * n + " o; do :; done",
        "ifs": "IFS=" + "a" * 200 + "; echo $(echo " + "ba" * n + ")",
        "globs": "echo " + "*?[a-z]" * n,
        "tildes": "echo " + "~root/" * n,
        "uname-words": "echo " + "$(uname -m)" * n,
        "dpkg-switches": "; ".join('case "$(dpkg --print-architecture)" in amd64) a=1;; esac' for _ in range(n // 10)),
        "quotes-odd": "echo " + "'\"'\"'\"" * n,
        "comment-in-words": "echo a" + "#b " * n + "#c",
        "semicolons": ";" * n,
        "newlines": "<<E\n" + "\n" * n + "E",
    }
    for key, text in texts.items():
        yield run("scripts", key, text)


def beside(scale):
    """Files that stand beside the Dockerfile."""
    n = int(3000 * scale) + 2
    plain = (HEAD + "COPY . /a\nADD x-amd64.tgz /\n").encode()

    def project(name, files):
        return Case("beside", name, {"Dockerfile": plain} | {k: v.encode() for k, v in files.items()}, ["."])

    ignores = {
        "stars": "*" * n,
        "deep-stars": "**/" * n + "a\n",
        "negated": "!" * n + "a\n" + "!a\na\n" * n,
        "classes": "[" * n + "]" * n + "\n",
        "class-ranges": "[a-z" * n + "]\n",
        "escapes": "\\" * n + "\n",
        "slashes": "/" * n + "\n../" * n,
        "bom": "\ufeffa\n",
        "many": "".join(f"a{i}*b\n" for i in range(n * 4)),
    }
    for key, text in ignores.items():
        yield project(f"ignore-{key}", {".dockerignore": text})
        yield project(f"gitignore-{key}", {".gitignore": text, ".git/HEAD": "x\n"})
    composes = {
        "anchors": "a: &a [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1 if i else ''}, *a{i - 1 if i else ''}]\n" for i in range(40)),
        "merge": "x: &x {build: .}\nservices:\n" + "".join(f"  s{i}: {{<<: *x, <<: *x}}\n" for i in range(n)),
        "merge-self": "x: &x {<<: *x, build: .}\nservices: {a: *x}\n",
        "services": "services:\n" + "".join(f"  s{i}: {{build: {{context: ., platforms: [linux/a{i}]}}}}\n" for i in range(n)),
        "extends": "services:\n" + "".join(f"  s{i}: {{extends: {{service: s{i + 1}}}}}\n" for i in range(n)),
        "deep": "services: " + "{a: " * n + "}" * n,
        "variables": "services: {a: {build: {context: '" + "${A:-" * n + "}" * n + "'}}}\n",
        "include": "include: [compose.yaml, ./compose.yaml]\nservices: {a: {build: .}}\n",
        "args": "services: {a: {build: {context: ., args: {" + ", ".join(f"A{i}: '{i}'" for i in range(n)) + "}}}}\n",
        "tabs": "services:\n\ta:\n\t\tbuild: .\n",
        "documents": "---\nservices: {a: {build: .}}\n" * n,
    }
    for key, text in composes.items():
        yield project(f"compose-{key}", {"compose.yaml": text})
    bakes = {
        "functions": 'target "a" { context = "' + "${upper(" * n + ")}" * n + '" }\n',
        "matrix": 'target "a" { matrix = {' + ", ".join(f'k{i} = ["x", "y"]' for i in range(n)) + "} }\n",
        "inherits": "".join(f'target "t{i}" {{ inherits = ["t{i + 1}"] }}\n' for i in range(n)),
        "inherits-self": 'target "a" { inherits = ["a"] }\n',
        "heredoc": 'target "a" { dockerfile-inline = <<E\n' + "a\n" * n + "E\n}\n",
        "blocks": 'target "a" ' + "{ b " * n + "}" * n,
        "operators": 'variable "a" { default = ' + "1 + " * n + "1 }\n",
        "comments": "/*" * n + "*/" + "# a\n// b\n" * n,
        "strings": 'target "a" { context = "' + "\\u00" * n,
    }
    for key, text in bakes.items():
        yield project(f"bake-{key}", {"docker-bake.hcl": text})
    workflow = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"
    workflows = {
        "steps": workflow + "".join(f"    - run: docker build --platform linux/a{i} .\n" for i in range(n)),
        "uses": workflow + "    - {uses: docker/build-push-action@v6, with: {platforms: '" + "linux/amd64," * n + "'}}\n",
        "script": workflow + "    - run: |\n" + "        docker build -f Dockerfile . \\\n" * n + "        x\n",
        "expressions": workflow + "    - run: docker build ${{ " + "((" * n + "))" * n + " }} .\n",
        "matrix": "jobs: {a: {strategy: {matrix: {p: [" + ", ".join(f"linux/p{i}" for i in range(n)) + "]}}, steps: [{run: 'docker build --platform ${{ matrix.p }} .'}]}}\n",
        "jobs": "jobs:\n" + "".join(f"  j{i}: {{steps: [{{run: docker build .}}]}}\n" for i in range(n)),
    }
    for key, text in workflows.items():
        yield project(f"workflow-{key}", {".github/workflows/a.yml": text, ".git/HEAD": "x\n"})


FAMILIES = {f.__name__: f for f in (flood, shapes, compounds, grammar, scripts, beside)}
