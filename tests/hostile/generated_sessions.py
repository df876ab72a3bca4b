"""Sessions that a fixed seed makes: messages in any order, with members of any kind; and sessions whose bytes were changed on
their way. All of them end with requests that a server which lives answers."""

import json
import random

COUNT = 120  # of each kind
DOCUMENTS = ("file:///a/Dockerfile", "file:///b/Dockerfile", "untitled:x", "", "file:///%", "file:///\ud800")
WORDS = (
    "FROM debian:12\n", "ARG A=1\n", "RUN cd /x && sudo apt-get install y\n", "ENV B=$A\n", "COPY --from=b . .\n", "\r\n", "\r",
    "#", "\\\n", "$(", "${A", "<<EOF\n", "EOF\n", "\u00e9", "\U0001f600", "\ufeff", "\0", "\u2028", '"', "case $TARGETARCH in ",
    "RUN curl -LO https://h/$A/x-$(uname -m).tgz\n", "FROM a AS b\n", "\ud800",
)  # fmt: skip
NUMBERS = (0, 1, 2, 3, 7, -1, 2**31, 2**53, 2**64, 1.5, -0.0, 1e300)
ABOUT = ("diagnostic", "codeAction", "hover", "documentSymbol", "inlayHint", "definition", "rename", "")
TITLES = ("ignore", "select", "platform", "config", "shellcheck", "isolated", "rules", "buildArg", "x")


class Generator:
    def __init__(self, seed, session):
        self.numbers, self.session = random.Random(seed), session

    def text(self):
        return "".join(self.numbers.choice(WORDS) for _ in range(self.numbers.randrange(12)))

    def value(self, depth=0):
        """Any JSON value."""
        kind = self.numbers.randrange(8 if depth < 4 else 5)
        if kind < 5:
            return (None, bool(self.numbers.randrange(2)), self.numbers.choice(NUMBERS), self.text(), "dlint")[kind]
        if kind == 5:
            return [self.value(depth + 1) for _ in range(self.numbers.randrange(4))]
        names = ("uri", "range", "start", "text", "line", "dlint", "settings", "diagnostics", "only", "data", "textDocument")
        return {self.numbers.choice(names): self.value(depth + 1) for _ in range(self.numbers.randrange(4))}

    def maybe(self, good):
        """What belongs there, or now and then something else."""
        return self.value() if self.numbers.randrange(10) == 0 else good

    def position(self):
        small = lambda: self.numbers.randrange(12)
        return self.maybe({name: self.numbers.choice((small(), small(), self.maybe(0))) for name in ("line", "character")})

    def range(self):
        return self.maybe({"start": self.position(), "end": self.position()})

    def document(self):
        return self.maybe({"uri": self.maybe(self.numbers.choice(DOCUMENTS)), "version": self.maybe(self.numbers.randrange(99))})

    def change(self):
        return self.maybe({"text": self.maybe(self.text()), **({"range": self.range()} if self.numbers.randrange(4) else {})})

    def diagnostic(self):
        return self.maybe({"range": self.range(), "code": self.maybe("sudo"), "source": self.maybe("dlint"), "message": ""})

    def settings(self):
        return {self.numbers.choice(TITLES): self.maybe(["sudo"]) for _ in range(self.numbers.randrange(4))}

    def request(self):
        context = {"diagnostics": [self.diagnostic() for _ in range(self.numbers.randrange(3))]}
        if self.numbers.randrange(3) == 0:
            context["only"] = self.maybe(["quickfix", "source"][: self.numbers.randrange(3)])
        params = {"textDocument": self.document(), "position": self.position(), "range": self.range(), "context": self.maybe(context)}
        method, more = self.numbers.choice(
            [(f"textDocument/{m}", params) for m in ABOUT]
            + [
                ("codeAction/resolve", {"title": "x", "data": {"textDocument": self.document()}}),
                ("workspace/executeCommand", {"command": self.maybe("dlint.explain"), "arguments": self.maybe(["sudo", self.text(), self.text()])}),
                ("workspace/symbol", {}),
            ]
        )
        self.session.request(method, self.maybe(more))

    def notify(self):
        changes = [self.change() for _ in range(self.numbers.randrange(4))]
        method, params = self.numbers.choice(
            (
                ("textDocument/didOpen", {"textDocument": self.maybe({"uri": self.maybe(self.numbers.choice(DOCUMENTS)),
                                                                      "version": self.maybe(1), "text": self.maybe(self.text())})}),
                ("textDocument/didChange", {"textDocument": self.document(), "contentChanges": self.maybe(changes)}),
                ("textDocument/didChange", {"textDocument": {"uri": DOCUMENTS[0], "version": 3}, "contentChanges": changes}),
                ("textDocument/didClose", {"textDocument": self.document()}),
                ("textDocument/didSave", {"textDocument": self.document()}),
                ("workspace/didChangeConfiguration", {"settings": self.maybe({"dlint": self.maybe(self.settings())})}),
                ("workspace/didChangeWatchedFiles", {"changes": self.value()}),
                ("workspace/didChangeWorkspaceFolders", {"event": self.maybe({"added": [{"uri": self.value()}]})}),
                ("$/cancelRequest", {"id": self.maybe(self.session.next_id + 1)}),
                ("$/setTrace", self.value()),
            )
        )  # fmt: skip
        self.session.notify(method, self.maybe(params))

    def noise(self):
        s = self.session
        kind = self.numbers.randrange(5)
        if kind == 0:
            s.body(self.text().encode("utf-8", "surrogatepass"))
        elif kind == 1:
            s.body(json.dumps(self.value()).encode())
        elif kind == 2:
            s.body(b'{"jsonrpc":"2.0","id":1,"id":2,"method":"x","method":7,"params":{"a":1,"a":[]}}')
        elif kind == 3:
            s.send({"id": self.value(), "result": self.value()})
        else:
            s.body(b"[" * self.numbers.randrange(12000))

    def step(self):
        self.numbers.choice((self.request, self.request, self.notify, self.notify, self.notify, self.noise))()


def mutate(numbers, data):
    """Bytes that were changed, lost, doubled or put in."""
    data = bytearray(data)
    for _ in range(numbers.randrange(1, 6)):
        at = numbers.randrange(len(data))
        kind = numbers.randrange(5)
        if kind == 0:
            data[at] = numbers.randrange(256)
        elif kind == 1:
            del data[at : at + numbers.randrange(1, 40)]
        elif kind == 2:
            data[at:at] = data[at : at + numbers.randrange(1, 200)]
        elif kind == 3:
            data[at:at] = numbers.choice((b"\r\n", b"\r\n\r\n", b"Content-Length: 7\r\n\r\n", b"\0", b"\xff\xfe", b"}", b'"'))
        else:
            data[at] ^= 1 << numbers.randrange(8)
    return bytes(data)


def generated(new_session):
    for seed in range(COUNT):
        s = new_session()
        generator = Generator(seed, s)
        for _ in range(40):
            generator.step()
        yield "generated", str(seed), s
    for seed in range(COUNT):
        s = new_session()
        before, wanted = s.bytes, list(s.wanted)
        s.bytes = b""
        generator = Generator(COUNT + seed, s)
        for _ in range(25):
            generator.step()
        s.bytes, s.wanted, s.errors = before + mutate(generator.numbers, s.bytes), wanted, []
        for _ in range(2):
            s.notify("x/lost", {})  # may be taken for the rest of what was cut
        yield "mutated", str(seed), s
