"""Random shell scripts whose every command is harmless: for shells.py."""
import random

NAMES = "A B C X VERSION ARCH LIST E N".split()
LITERALS = ("a b foo bar x86_64 amd64 v1.2.3 1.2.3 foo-bar_baz.tar.gz a/b/c.txt A aXbXc 10 007 3 a=b a,b,c a:b:c x.y.z linux-amd64 "
            "é - _ . aa Foo % + @").split()
NUMBERS = "0 1 2 3 7 10 -1 12 255".split()
PATTERNS = "* ? a . x [0-9] [a-c] [!0-9] - _ \\* b / 1 [[:alpha:]] [[:digit:]] \"*\" $E \"$B\" bar o".split()
BASIC = ("a b [0-9] [0-9]* [^a]* . .* ^a c$ x a\\(b*\\) \\([^-]*\\)-\\(.*\\) \\. oo* ^ $ [a-z]\\{2\\} bar [[:alpha:]] \\(.\\)\\(.\\) a* [.-] "
         "fo\\? a\\|b ^v\\{0,1\\} \\< _ \\+ o\\+ ^[^.]*").split()
EXTENDED = "a b+ [0-9]+ (a|b) x? .* ^v? ([0-9]+)\\.([0-9]+) [^-]*$ (foo|bar) o{2} a{1,2} ^(.*)-(.*)$ \\. (.)(.) (^|-)b [_-] o*".split()
REPLACEMENTS = ["", "Z", "\\1", "&", "[&]", "\\2-\\1", "x/y", "\\&", "arm64", "\\n", "\\0", " "]
SED = ["1d", "$d", "/a/d", "2q", "p", "1p", "$p", "/a/p", "/^$/d", "=", "1!d", "y/abc/xyz/", "$!d", "n;d", "N;s/\\n/-/", "h;G", "1h;1d;G", "x",
       "2,$d", "1~2d", "s/a/b/;s/b/c/", "/a/{s/a/Q/;p}", ":a;s/^\\(.*\\)x/\\1y/;ta", "s/a/b/;t;s/$/!/", "D", "P", "H;$!d;x;s/\\n/,/g"]
FILTERS = {
    "cut": ["-d. -f1", "-d. -f2-", "-d- -f1", "-c1", "-c1-3", "-c2-", "-d: -f2", "-d' ' -f2", "-f1", "-d, -f1,3", "-c-2", "-s -d. -f1",
            "-d. -f3,1", "-d. -f2 --complement", "-d. -f1- --output-delimiter=_"],
    "tr": ["a-z A-Z", "'[:lower:]' '[:upper:]'", "-d a", ". -", "-d '\\n'", "' ' '\\n'", "-s a", "-cd 0-9", "-c 'a-z\\n' _", "abc x", "_ .",
           "-ds a b", "'a-c' '[x*]'", "-d '[:punct:]'", "'\\055' +", "-t abc x"],
    "awk": ["'{print $1}'", "-F. '{print $2}'", "-F- '{print $NF}'", "'NR==1'", "'{print NF}'", "-F. '{print $1\".\"$2}'", "'/a/{print $0}'",
            "'END{print NR}'", "'{print toupper($0)}'", "'{gsub(/a/,\"b\"); print}'", "'{print substr($1,2)}'", "'{sub(/^v/,\"\")}1'",
            "-v x=q '{print x $1}'", "'{printf \"%s-%s\\n\", $1, $2}'", "'{n=split($0,p,\".\"); print p[n]}'", "-F'[.-]' '{print $3}'",
            "'{print $1+1}'", "'!/a/'"],
    "grep": ["a", "-v a", "-o '[0-9]*'", "-E '[0-9]+'", "-oE '[a-z]+'", "-q a", "-c a", "-i A", "-F .", "-w a", "-x a", "'^a'", "-m1 a", "-n a",
             "-e a -e b", "-vE '^(a|b)'", "-o 'a*'"],
    "head": ["-n1", "-1", "-n2", "-c3", "-n -1"], "tail": ["-n1", "-1", "-n +2", "-c3"],
    "sort": ["", "-r", "-u", "-n", "-V", "-t. -k2", "-rn"], "uniq": ["", "-c", "-d"], "wc": ["-l", "-c", "-w"], "rev": [""], "cat": ["", "-"],
    "xargs": ["", "echo", "-n1"],
}
SOURCES = ["basename a/b/c.txt .txt", 'basename "$A" .gz', "basename -s .gz foo.tar.gz", 'dirname "$A"', "dirname a//b", "expr 1 + 2",
           'expr "$N" + 1', 'expr "$A" : "f\\(.*\\)"', "expr substr abc 2 1", "seq 3", "seq 1 2 5", "seq -w 9 11", "uname -m",
           "dpkg --print-architecture", "getconf LONG_BIT"]
FORMATS = ["'%s\\n'", "'%s'", '"%s-%s\\n"', "'%d\\n'", "'%5s|'", "'%-5s|'", "'%03d'", "'%x\\n'", "'a\\tb\\n'", "'%b'", "'%%'", "'%c\\n'",
           "'%.2s\\n'", "'\\101\\n'"]
BASH_CONDITIONS = ["[[ $A =~ ^v?([0-9]+) ]]", "[[ -n $E ]]", "[[ $A < $B ]]", "[[ $N -gt 2 && $A != b ]]", "(( N > 2 ))", "[[ -v A ]]",
                   '[[ $B == "$A" || ! $C ]]']
BASH_STATEMENTS = ["arr+=(q)", 'arr[1]="$A"', "declare -A map=([k]=v [amd64]=x86_64)", "P=B", 'read -r A B <<< "$C"',
                   'IFS=. read -r A B C <<< "$VERSION"', 'printf -v A "%s-%s" "$B" x', "let N=N+1", "(( N += 2 ))", "declare -u A=foo",
                   'unset "arr[0]"', "shopt -s extglob"]
BASH_VALUES = ["${arr[0]}", '"${arr[@]}"', '"${arr[*]}"', "${#arr[@]}", "${arr[-1]}", '"${arr[@]:1}"', '"${arr[@]/a/Z}"', "${map[k]}",
               "${!map[@]}", "${!P}", "${!P:-d}", "$'a\\tb'", "{a,b}", "{1..3}", "{x,y}z"]


class Maker:
    """One script; the same for the same seed."""

    def __init__(self, seed, bash):
        self.random, self.bash, self.probes = random.Random(seed), bash, 0

    def pick(self, *choices):
        return self.random.choice(choices)

    def maybe(self, share):
        return self.random.random() < share

    def many(self, make, counts, glue=""):
        return glue.join(make() for _ in range(self.pick(*counts)))

    def pattern(self):
        return self.many(lambda: self.pick(*PATTERNS), (1, 1, 2, 3))

    def operator(self, name, depth):
        kinds = [":-", "-", ":+", "+", ":=", "#", "##", "%", "%%"] + (["/", "//", "/#", "/%", "^", "^^", ",", ",,", ":"] if self.bash else [])
        kind = self.pick(*kinds)
        if kind in ("#", "##", "%", "%%"):
            return f"${{{name}{kind}{self.pattern()}}}"
        if kind[0] == "/":
            pattern = self.pattern().replace("/", "\\/")
            return f"${{{name}{kind}{pattern}/{self.pick('', 'Z', '_', '$B')}}}"
        if kind[0] in "^,":
            return f"${{{name}{kind}}}"
        if kind == ":":
            return f"${{{name}:{self.pick('0', '1', ' -1', '1:2', '0:1', '2:5', 'N', '1+1', '100')}}}"
        return f"${{{name}{kind}{self.word(depth + 1) if depth < 2 else self.pick(*LITERALS)}}}"

    def parameter(self, depth):
        name = self.pick(*NAMES)
        if self.bash and self.maybe(0.15):
            return self.pick(*BASH_VALUES[:11]).strip('"')
        return self.pick(f"${name}", f"${{{name}}}", f"${{#{name}}}", "$1", "$#", "$*", self.operator(name, depth), self.operator(name, depth))

    def quoted(self, depth):
        plain = [" ", "\\$", '\\"', "\\\\", "'", "\\a", "*", "~"]
        return self.many(lambda: self.pick(self.pick(*LITERALS), self.pick(*plain), self.parameter(depth), self.parameter(depth),
                                           f"$({self.pipeline(depth + 1)})" if depth < 2 else "q"), (1, 1, 2, 3))

    def part(self, depth):
        kinds = [lambda: self.pick(*LITERALS), lambda: self.parameter(depth), lambda: f'"{self.quoted(depth)}"',
                 lambda: self.pick("'a b'", "'$A'", "'*'", "'\\n'", "''"), lambda: self.pick("\\ ", "\\$", "\\a", "\\\\", "\\*"),
                 lambda: f"$(({self.number(depth)}))"]
        if depth < 2:
            kinds.append(lambda: f"$({self.pipeline(depth + 1)})")
        kinds.append(lambda: self.pick(*BASH_VALUES) if self.bash else self.pick("{a,b}", "*", "?", "[ab]"))
        return self.pick(*kinds)()

    def word(self, depth=0):
        return self.many(lambda: self.part(depth), (1, 1, 1, 2, 3))

    def words(self, depth):
        return self.many(lambda: self.word(depth + 1), (1, 1, 2, 3), " ")

    def number(self, depth=0):
        if depth > 2 or self.maybe(0.4):
            return self.pick(*NUMBERS, "N", "$N", "0x1f", "010")
        if self.maybe(0.7):
            return f"{self.number(depth + 1)} {self.pick(*'+ - * / % < > == != & | && ||'.split())} {self.number(depth + 1)}"
        return self.pick(f"({self.number(depth + 1)} ? 1 : 2)", f"(M = {self.number(depth + 1)})", f"- {self.number(depth + 1)}")

    def sed(self):
        if self.maybe(0.3):
            return f"sed {self.pick('', '-n ')}'{self.pick(*SED)}'"
        extended = self.maybe(0.4)
        regex = self.pick(*(EXTENDED if extended else BASIC)).replace("/", "\\/")
        option = self.pick("-E ", "-r ", "-nE ") if extended else self.pick("", "-n ", "-e ")
        address = self.pick("", "", "", "1", "$", "/a/", "2,3", "1!", "/a/,/b/")
        with_ = self.pick(*REPLACEMENTS).replace("/", "\\/")
        return f"sed {option}'{address}s/{regex}/{with_}/{self.pick('', '', 'g', '2', 'p')}'"

    def filter(self):
        if self.maybe(0.35):
            return self.sed()
        name = self.pick(*FILTERS)
        return f"{name} {self.pick(*FILTERS[name])}".strip()

    def source(self, depth):
        return self.pick(f"echo {self.words(depth)}", f"echo -n {self.words(depth)}", f"printf {self.pick(*FORMATS)} {self.words(depth)}",
                         self.pick(*SOURCES))

    def pipeline(self, depth):
        if depth > 3:
            return self.pick("echo a", "echo $A", "uname -m")
        stages = [self.source(depth)] + [self.filter() for _ in range(self.pick(0, 1, 1, 2))]
        return " | ".join(stages) + (" || echo fb" if self.maybe(0.08) else "")

    def condition(self, depth=0):
        if depth < 2 and self.maybe(0.1):
            return self.condition(depth + 1) + self.pick(" && ", " || ") + self.condition(depth + 1)
        if self.bash and self.maybe(0.2):
            return self.pick(*BASH_CONDITIONS)
        return self.pick(f'[ "{self.quoted(2)}" {self.pick("=", "!=")} {self.pick("x86_64", "a", "$B")} ]',
                         f'[ "$N" {self.pick("-eq", "-ne", "-lt", "-ge")} {self.pick(*NUMBERS)} ]', f'test {self.pick("-z", "-n")} "${self.pick(*NAMES)}"',
                         self.pick("true", "false", "! true"), f"echo {self.word(1)} | grep -q {self.pick('a', 'x86', '^v')}",
                         '[ "$A" = a -o "$B" = b ]', "[ -f /nonexistent ]")

    def probe(self):
        self.probes += 1
        words = self.many(lambda: self.pick(f'"{self.quoted(0)}"', self.word(), f'"${self.pick(*NAMES)}"'), (1, 1, 2, 3), " ")
        return f"probe p{self.probes} {words}"

    def change(self):
        name = self.pick(*NAMES)
        if self.bash and self.maybe(0.2):
            return self.pick(f"{name}+={self.word(1)}", f"arr=({self.words(0)})", self.pick(*BASH_STATEMENTS))
        return self.pick(f"{name}={self.word(1)}", f"{name}={self.word(1)}", f"{name}=$({self.pipeline(0)})", f"{name}=$({self.pipeline(0)})",
                         f"export {name}={self.word(1)}", f"unset {name}", f"set -- {self.words(1)}", f"N=$(({self.number()}))",
                         f": ${{{name}:={self.word(1)}}}", f"IFS={self.pick(':', '.', ',')}", "unset IFS", "eval 'A=$B'", "set -f")

    def block(self, depth):
        return self.many(lambda: self.statement(depth + 1), (1, 1, 2), "; ")

    def choice(self, depth):
        items = "".join(f"\n{self.pick(self.pattern(), 'x86_64|amd64', 'a*', '[0-9]*')}) {self.block(depth)} "
                        + (self.pick(";;", ";;", ";;", ";&", ";;&") if self.bash else ";;") for _ in range(self.pick(1, 2, 3)))
        return f"case {self.pick('$A', self.word(1), '$(uname -m)')} in{items}\n*) {self.block(depth)} ;;\nesac"

    def statement(self, depth=0):
        if depth > 2 or self.maybe(0.3):
            return self.probe()
        return self.pick(
            self.change, self.change, self.change,
            lambda: f"if {self.condition()}; then {self.block(depth)}; else {self.block(depth)}; fi",
            lambda: self.choice(depth),
            lambda: f"for i in {self.pick(self.words(1), '$LIST', 'a b c', '$(seq 3)')}; do {self.block(depth)}; done",
            lambda: f"{self.condition()}{self.pick(' && ', ' || ')}{self.probe()}",
            lambda: f"( {self.block(depth)} )",
            lambda: f"f() {{ {self.pick('', 'local A; ', 'local A=q; ')}{self.block(depth)}; }}; f {self.words(1)}",
            lambda: f"n_=0; while [ $n_ -lt 2 ]; do {self.block(depth)}; n_=$((n_+1)); done")()

    def script(self):
        head = ["arr=(a 'b c' d); declare -A map=([k]=v [amd64]=x); P=A"] if self.bash else []
        return "\n".join(head + [self.statement() for _ in range(self.pick(1, 2, 3, 4, 5))] + [self.probe(), "probe END"])
