"""Hostile sessions of the language server. All bytes of a session are sent at once; afterwards every request in a good
frame must have its answer, and the requests at the end show that the server lives."""

import json
import tempfile

from case import Case
from dockerfiles import HEAD, PAYLOADS, SAMPLE
from generated_sessions import generated

URI = "file:///work/Dockerfile"
DOCUMENT = {"uri": URI}
ZERO = {"line": 0, "character": 0}
REQUESTS = ("diagnostic", "codeAction", "hover", "documentSymbol", "inlayHint", "definition")


class Session:
    """Bytes to send, and what has to come back."""

    def __init__(self, capabilities=None, **more):
        self.bytes, self.wanted, self.errors, self.next_id = b"", [], [], 1000
        self.request("initialize", {"capabilities": capabilities or {}, **more})
        self.notify("initialized", {})

    def raw(self, data):
        self.bytes += data

    def body(self, data, code=None):
        """A frame; `code` is the error that must be answered."""
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        if code:
            self.errors.append(code)

    def send(self, message):
        self.body(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self.next_id += 1
        self.wanted.append(self.next_id)
        self.send({"id": self.next_id, "method": method, "params": params})

    def about(self, method, **params):
        self.request(
            f"textDocument/{method}",
            {
                "textDocument": DOCUMENT,
                "position": ZERO,
                "range": {"start": ZERO, "end": ZERO},
                "context": {"diagnostics": []},
                **params,
            },
        )

    def open(self, text, uri=URI, version=1):
        self.notify(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "dockerfile", "version": version, "text": text}},
        )

    def change(self, *changes, version=2):
        self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": URI, "version": version}, "contentChanges": list(changes)},
        )

    def close(self, leave=True):
        self.open(SAMPLE, "file:///probe")
        for method in REQUESTS:
            self.about(method, textDocument={"uri": "file:///probe"})
        if leave:
            self.request("shutdown", None)
            self.notify("exit", None)


def span(a, b, c, d):
    return {"start": {"line": a, "character": b}, "end": {"line": c, "character": d}}


GARBAGE = {
    "brace": b"{",
    "empty": b"",
    "space": b"   ",
    "not-utf8": b"\xff\xfe\xfd",
    "nul": b"\0\0\0",
    "word": b"hello",
    "open-string": b'{"a":"',
    "two": b'{"id":1}{"id":2}',
    "comma": b'{"a":1,}',
    "single-quotes": b"{'a':1}",
    "comment": b'{"a":1}//x',
    "nan": b'{"id":NaN}',
    "plus": b'{"id":+1}',
    "zeros": b'{"id":007}',
    "control": b'{"a":"\x01"}',
    "escape": b'{"a":"\\x41"}',
    "escape-cut": b'{"a":"\\u12',
    "bom": b"\xef\xbb\xbf{}",
    "http": b"GET / HTTP/1.1",
    "yaml": b"a: b",
    "xml": b"<a/>",
    "deep-list": b"[" * 100000,
    "deep-object": b'{"a":' * 100000,
    "deep-closed": b"[" * 20000 + b"]" * 20000,
    "utf16": '{"id":1}'.encode("utf-16"),
    "overlong": b'{"a":1\xc0\xaf}',
    "long": b"x" * 3_000_000,
    "true-word": b"truefalse",
    "colon": b'{"a"::1}',
    "deep-params": b'{"jsonrpc":"2.0","method":"x/y","params":' + b"[" * 10001 + b"]" * 10001 + b"}",
    "deep-mixed": b'{"a":[' * 20000,
    "number-cut": b'{"id":1e',
    "minus": b'{"id":-}',
    "cut": b'{"jsonrpc":"2.0","id":5,"method":"shutdo',
}
NOT_REQUESTS = {
    "list": b"[]",
    "number": b"3",
    "string": b'"x"',
    "null": b"null",
    "true": b"true",
    "method-number": b'{"jsonrpc":"2.0","id":7,"method":3}',
    "method-null": b'{"id":8,"method":null}',
    "object": b"{}",
    "batch": b'[{"jsonrpc":"2.0","id":9,"method":"shutdown"}]',
    "method-list": b'{"id":10,"method":["initialize"]}',
    "id-list": b'{"jsonrpc":"2.0","id":[1],"method":"shutdown"}',
    "id-object": b'{"jsonrpc":"2.0","id":{"a":1},"method":"shutdown"}',
    "id-true": b'{"jsonrpc":"2.0","id":true,"method":"shutdown"}',
    "batch-of-all": b'[{"jsonrpc":"2.0","id":11,"method":"no/such"},{"jsonrpc":"2.0","method":"exit"}]',
    "method-twice": b'{"jsonrpc":"2.0","id":12,"method":"shutdown","method":null}',
}


def framed(body):
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


FRAMES = {
    "lower-case": b'content-length: 46\r\n\r\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
    "upper-case": b'CONTENT-LENGTH:46\r\n\r\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
    "lf": b'Content-Length: 46\n\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
    "type-first": b'Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 46\r\n\r\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
    "type-last": b'Content-Length: 46\r\nContent-Type: x\r\n\r\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
    "blanks": b'Content-Length  :   46   \r\n\r\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
    "twice": b'Content-Length: 3\r\nContent-Length: 46\r\n\r\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
    "twice-equal": b'Content-Length: 46\r\nContent-Length: 46\r\n\r\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
    "mixed-case": b'cOnTeNt-LeNgTh: 46\r\ncontent-type: application/vscode-jsonrpc; charset=latin1\r\n\r\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
    "zeros": b'Content-Length: 0000000046\r\n\r\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
    "unknown-headers": b'X-A: 1\r\nX-B: \xff\r\nContent-Length: 46\r\nX-C:\r\n\r\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
    "keys-twice": framed(b'{"id":1,"jsonrpc":"2.0","method":"x","id":4321,"method":"no/such"}'),
    "surrogate-method": framed(b'{"jsonrpc":"2.0","method":"\\ud800","id":4321}'),
    "surrogate-key": framed(b'{"\\udfff":"\\udc00\\ud800","method":"no/such","id":4321}'),
    "blank-lines": b'\r\n\r\n\r\nContent-Length: 46\r\n\r\n{"jsonrpc":"2.0","method":"no/such","id":4321}',
}
BAD_FRAMES = {
    "none": b"X: y\r\n\r\n",
    "word": b"Content-Length: many\r\n\r\n",
    "empty": b"Content-Length:\r\n\r\n",
    "negative": b"Content-Length: -5\r\n\r\n",
    "plus": b"Content-Length: +5\r\n\r\n",
    "hexadecimal": b"Content-Length: 0x10\r\n\r\n",
    "fraction": b"Content-Length: 1.5\r\n\r\n",
    "comma": b"Content-Length: 1,2\r\n\r\n",
    "long-header": b"X: " + b"y" * 200000 + b"\r\n\r\n",
    "many-headers": b"X: y\r\n" * 20000 + b"\r\n",
    "nul-header": b"Content\0-Length: 5\r\n\r\n",
    "garbage": bytes(range(14, 256)) * 50 + b"\r\n\r\n",
    "body-alone": b'{"jsonrpc":"2.0","id":1,"method":"x"}\r\n\r\n',
    "digits": b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    "line": b"\n\n\n\nhello\n\n",
    "zero": b"Content-Length: 0\r\n\r\n",
    # What is counted wrongly costs the messages that it swallows in part, not the session.
    "too-short": b'Content-Length: 10\r\n\r\n{"jsonrpc":"2.0","method":"x/y"}',
    "too-long": b'Content-Length: 500000\r\n\r\n{"jsonrpc":"2.0","method":"x/y"}',
    "too-long-by-some": b'Content-Length: 40\r\n\r\n{"jsonrpc":"2.0","method":"x/y"}',
    "larger-than-allowed": b'Content-Length: 99999999999\r\n\r\n{"jsonrpc":"2.0","method":"x/y"}',
    "four-gigabytes": b"Content-Length: 4294967295\r\n\r\n{}",
    "large": b"Content-Length: 67108865\r\n\r\n{}",
    "overflow": b"Content-Length: 18446744073709551617\r\n\r\n{}",
}
CHANGES = {
    "beyond-end": [{"range": span(999, 999, 1000, 5), "text": "RUN x\n"}],
    "huge": [{"range": span(2**31 - 1, 2**31 - 1, 2**32, 2**63), "text": "x"}],
    "negative": [{"range": span(-1, -5, -9, -9), "text": "x"}],
    "reversed": [{"range": span(2, 3, 0, 0), "text": "x"}],
    "fractions": [{"range": span(0.5, 1e99, 2, 1e-9), "text": "x"}],
    "strings": [{"range": span("0", "a", None, []), "text": "x"}],
    "no-text": [{"range": span(0, 0, 0, 1)}],
    "text-number": [{"text": 7}],
    "range-null": [{"range": None, "text": "FROM x\n"}],
    "range-empty": [{"range": {}, "text": "y"}],
    "in-surrogate": [{"range": span(0, 1, 0, 2), "text": "\U0001f600"}, {"range": span(0, 1, 0, 2), "text": "z"}],
    "nothing": [],
    "numbers": [1, 2, 3],
    "nulls": [None] * 100,
    "delete-all": [{"range": span(0, 0, 9999, 0), "text": ""}] * 5,
    "many": [{"range": span(0, 0, 0, 0), "text": "#"}] * 20000,
    "doubling": [{"text": "RUN echo hello\n" * 2000}] * 100,
    "length": [{"range": span(0, 0, 0, 3), "rangeLength": -5, "text": "x"}],
    "unknown-key": [{"foo": "bar"}],
    "same-place": [{"range": span(1, 0, 1, 0), "text": "#\n"}] * 500,
    "reversed-lines": [{"range": span(2, 0, 1, 0), "text": "RUN y\n"}, {"range": span(1, 9, 1, 2), "text": ""}],
    "surrogates": [{"range": span(0, 2, 0, 3), "text": "\ud800"}, {"range": span(0, 2, 0, 3), "text": "\udc00\ud800"}],
    "crlf-middle": [{"range": span(0, 14, 1, 0), "text": "\r"}, {"range": span(0, 99, 1, 0), "text": "\n"}],
}
PARAMS = {
    "null": None,
    "list": [],
    "number": 3,
    "string": "x",
    "empty": {},
    "document-null": {"textDocument": None},
    "document-list": {"textDocument": []},
    "uri-number": {"textDocument": {"uri": 7}},
    "uri-empty": {"textDocument": {"uri": ""}},
    "uri-long": {"textDocument": {"uri": "file:///" + "a" * 500000}},
    "position-string": {"textDocument": DOCUMENT, "position": "x", "range": 3, "context": []},
}
IDS = {
    "string": "a",
    "empty": "",
    "zero": 0,
    "negative": -1,
    "large": 2**53,
    "payload": "\x1b\u202e\x00",
    "long": "x" * 100000,
    "fraction": 1.5,
}
URIS = {
    "untitled": "untitled:Untitled-1",
    "http": "http://example.com/Dockerfile",
    "no-scheme": "Dockerfile",
    "percent": "file:///a%00b%2e%2e%ff%",
    "dot-dot": "file:///../../../../etc/passwd",
    "dev": "file:///dev/zero",
    "proc": "file:///proc/self/mem",
    "long": "file:///" + "d/" * 5000 + "Dockerfile",
    "host": "file://host/share/Dockerfile",
    "newline": "file:///a\n::error::x",
    "escape": "file:///\x1b[31m",
    "windows": "file:///c%3A/x/Dockerfile",
    "empty-path": "file://",
    "empty": "",
    "megabyte": "file:///" + "a" * 1_000_000,
    "folders": "file:///" + "a/" * 500_000,
    "percents": "file:///" + "%" * 100_000,
    "percent-slash": "file:///a%2f..%2fDockerfile",
    "windows-share": "file://server/c$/Dockerfile",
    "windows-plain": "file:///C:\\x\\Dockerfile",
    "query": "file:///a/Dockerfile?x=y#z",
    "git": "git:/a/Dockerfile?%7B%22ref%22%3A%22HEAD%22%7D",
    "notebook": "vscode-notebook-cell:/a#W0",
    "data": "data:text/plain,FROM%20a",
    "long-name": "file:///" + "a" * 5000 + "/Dockerfile",
    "surrogate": "file:///\ud800",
}
TEXTS = {
    "doubling": HEAD + "ENV A=xx\n" + "ENV A=$A$A\n" * 64,
    "nul": "FROM a\n\0\0RUN b\n",
    "surrogates": "FROM a\n# \ud800\udc00 \udfff\nRUN x\n",
    "long-line": HEAD + "RUN echo " + "x " * 100000,
    "many-lines": HEAD + "RUN cd x && sudo y\n" * 2000,
    "deep": HEAD + "RUN " + "$(" * 5000,
    "empty": "",
    "crs": "FROM a\rRUN b\r" * 1000,
    "bom": "\ufeffFROM a\n",
    "separators": "FROM a\u2028RUN b\u2029\x85\x0c",
    "large": "#" * 17_000_000,
    "wide": HEAD + "RUN cd " + "\U0001f600" * 20000 + "\n",
    "payloads": "".join(HEAD + "RUN cd " + p.encode("utf-8", "replace").decode() + "\n" for p in PAYLOADS.values()),
}


CAPABILITIES = {
    "null": None,
    "list": [],
    "string": "x",
    "wrong-kinds": {"general": 7, "textDocument": [], "workspace": "x", "window": None},
    "encodings": {"general": {"positionEncodings": ["x", 7, None, "utf-32", {}]}},
    "encodings-object": {"general": {"positionEncodings": {"utf-8": 1}}},
    "all": {
        "general": {"positionEncodings": ["utf-8"]},
        "textDocument": {"publishDiagnostics": {"dataSupport": True}, "diagnostic": {},
                         "codeAction": {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}},
        "window": {"showDocument": {"support": True}},
        "workspace": {"configuration": True, "workspaceEdit": {"documentChanges": True, "snippetEditSupport": True},
                      "didChangeWatchedFiles": {"dynamicRegistration": True}, "diagnostics": {"refreshSupport": True},
                      "didChangeConfiguration": {"dynamicRegistration": True}, "inlayHint": {"refreshSupport": True}},
    },
    "deep": {"textDocument": json.loads("[" * 900 + "]" * 900)},
}  # fmt: skip
SETTINGS = {
    "null": None,
    "list": [1, "x", None],
    "string": "dlint",
    "numbers": {"dlint": {"ignore": 7, "platform": 1.5, "config": [], "isolated": "yes"}},
    "unknown": {"dlint": {"x": 1, "ignore": ["no-such-rule", "", "\ud800"], "platform": ["", "a/b/c/d/e"]}},
    "long": {"dlint": {"ignore": ["x" * 100_000] * 20}},
    "many": {"dlint": {"buildArg": [f"A{n}=1" for n in range(20_000)]}},
    "paths": {"dlint": {"config": "/dev/zero", "rules": ["/proc/self/mem", "/dev/null"]}},
    "missing": {"dlint": {"config": "no/such/file", "rules": ["no/such/folder"]}},
    "upper": {"dlint": {"I" * 10_000: "x", "Select": "arch", "SELECT": "arch"}},
    "isolated": {"dlint": {"isolated": True}},
}


def unordered(s, key):
    """Messages at times when none is expected."""
    first = b'{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{}}'
    if key == "before-initialize":
        s.bytes = b"Content-Length: %d\r\n\r\n%s" % (len(first), first) + s.bytes
        s.wanted.append(1)
    elif key == "initialize-twice":
        s.request("initialize", {})
    elif key == "after-shutdown":
        s.request("shutdown", None)
        for method in REQUESTS:
            s.about(method)
        s.open("FROM a\n")
        s.notify("exit", None)
        return False
    elif key == "exit-at-once":
        s.notify("exit", None)
        return False
    elif key == "end-of-input":
        s.close(leave=False)
        return False
    elif key == "end-in-frame":
        s.close(leave=False)
        s.raw(b"Content-Length: 100\r\n\r\n{")
        return False
    elif key == "end-in-header":
        s.close(leave=False)
        s.raw(b"Content-Len")
        return False
    elif key == "cancelled":
        s.open(SAMPLE)
        for number in range(200):
            s.about("hover")
            s.notify("$/cancelRequest", {"id": s.next_id})
            s.notify("$/cancelRequest", {"id": -number})
    elif key == "same-id":
        for _ in range(50):
            s.send({"id": 77, "method": "textDocument/hover", "params": {}})
        s.wanted += [77] * 50
    elif key == "unknown-methods":
        for method in (
            "$/progress",
            "$/x",
            "workspace/symbol",
            "a" * 100000,
            "",
            "\x1b",
            "textDocument/didOpen",
            "shutdown/x",
        ):
            s.request(method, {})
            s.notify(method, {})
    elif key == "answers":
        for message in ({"id": 1, "result": None}, {"id": None, "error": {}}, {"id": "x", "result": {"a": []}}):
            s.send(message)
    elif key == "notification-as-request":
        s.request("textDocument/didOpen", {"textDocument": {"uri": URI, "text": "FROM a\n"}})
        s.request("exit", None)
    elif key == "request-as-notification":
        s.notify("shutdown", None)
        s.notify("textDocument/hover", {})
    elif key == "opened-twice":
        s.open("FROM a\n")
        s.open("FROM b\n", version=-5)
        s.open("FROM c\n", version=2**60)
        s.about("diagnostic")
    elif key == "closed-twice":
        s.open("FROM a\n")
        for _ in range(3):
            s.notify("textDocument/didClose", {"textDocument": DOCUMENT})
        s.about("diagnostic")
        s.change({"text": "x"})
    elif key == "many-documents":
        for number in range(1200):
            s.open("FROM a\nRUN cd x\n", f"file:///d{number}")
    elif key == "many-requests":
        s.open(SAMPLE)
        for number in range(300):
            s.about(REQUESTS[number % len(REQUESTS)])
    elif key == "saves":
        s.open(SAMPLE)
        for _ in range(100):
            s.notify("textDocument/didSave", {"textDocument": DOCUMENT})
            s.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": URI, "type": 9}]})
    elif key == "edits":
        s.open(SAMPLE)
        for number in range(300):
            s.change(
                {"range": span(number % 30, number % 11, number % 31, number % 7), "text": "x\n" * (number % 3)},
                version=number,
            )
    return True


UNORDERED = "before-initialize initialize-twice after-shutdown exit-at-once end-of-input end-in-frame end-in-header cancelled same-id unknown-methods answers notification-as-request request-as-notification opened-twice closed-twice many-documents many-requests saves edits".split()


def sessions():
    def finished(family, key, s, leaves=True):
        if leaves:
            s.close()
        return family, key, s

    for key, data in GARBAGE.items():
        s = Session()
        s.body(data, -32700)
        yield finished("garbage", key, s)
    for key, data in NOT_REQUESTS.items():
        s = Session()
        s.body(data, -32600)
        yield finished("not-request", key, s)
    for key, data in FRAMES.items():
        s = Session()
        s.raw(data)
        s.wanted.append(4321)
        yield finished("frame", key, s)
    for key, data in BAD_FRAMES.items():
        s = Session()
        s.raw(data)
        s.notify("x/lost", {})  # may be taken for the rest of it
        yield finished("bad-frame", key, s)
    for key, changes in CHANGES.items():
        s = Session()
        s.open("# \U0001f600\r\nFROM debian:12\nRUN cd x\n")
        s.change(*changes)
        for method in REQUESTS:
            s.about(method)
        yield finished("change", key, s)
    for key, params in PARAMS.items():
        s = Session()
        s.open(SAMPLE)
        for method in REQUESTS:
            s.request(f"textDocument/{method}", params)
        for method in ("didOpen", "didChange", "didClose", "didSave", "willSave"):
            s.notify(f"textDocument/{method}", params)
        s.request("no/such", params)
        yield finished("params", key, s)
    s = Session()
    for value in IDS.values():
        s.send({"id": value, "method": "textDocument/hover", "params": {}})
        s.wanted.append(value)
    yield finished("ids", "all", s)
    for place in (
        span(2**31, 2**31, 2**40, 1),
        span(-1, -1, -1, -1),
        span(5, 3, 1, 1),
        span(1e300, 0.1, 3, "x"),
        span(0, 10**30, 0, 10**30),
    ):
        s = Session()
        s.open(SAMPLE)
        for method in REQUESTS:
            s.about(method, position=place["start"], range=place)
        yield finished("position", str(len(json.dumps(place))), s)
    for key, uri in URIS.items():
        s = Session()
        s.open(SAMPLE, uri)
        for method in REQUESTS:
            s.about(method, textDocument={"uri": uri})
        yield finished("uri", key, s)
    for key, text in TEXTS.items():
        s = Session()
        s.open(text)
        for method in REQUESTS:
            s.about(method)
        yield finished("text", key, s)
    for key, capabilities in CAPABILITIES.items():
        s = Session(capabilities, rootUri=7, workspaceFolders=[3], initializationOptions="x")
        s.open(SAMPLE)
        for method in REQUESTS:
            s.about(method)
        s.notify("workspace/didChangeConfiguration", {"settings": None})
        s.notify("workspace/didChangeWatchedFiles", {})
        for number, result in (("dlint/settings", [{"ignore": ["sudo"]}]), ("dlint/settings", 7), ("dlint/watch", None), (None, [])):
            s.send({"id": number, "result": result})
        yield finished("capabilities", key, s)
    for key, settings in SETTINGS.items():
        s = Session({}, initializationOptions=settings)
        s.open(SAMPLE)
        s.notify("workspace/didChangeConfiguration", {"settings": settings})
        s.about("diagnostic")
        s.notify("workspace/didChangeWorkspaceFolders", {"event": settings})
        yield finished("settings", key, s)
    for key in UNORDERED:
        s = Session()
        yield finished("order", key, s, unordered(s, key))
    for family, key, s in generated(Session):
        yield finished(family, key, s)


def all_cases(scale, families=None):
    for family, key, session in sessions():
        if not families or family in families:
            case = Case(family, key, {}, [], session.bytes)
            case.session = session
            yield case


def frames(data):
    """The messages that were answered; raises ValueError where they are not framed well."""
    while data:
        header, mark, data = data.partition(b"\r\n\r\n")
        if not mark or not header.startswith(b"Content-Length: "):
            raise ValueError(f"not a header: {header[:60]!r}")
        length = int(header[16:])
        if len(data) < length:
            raise ValueError("a frame is cut")
        yield json.loads(data[:length].decode("utf-8"))
        data = data[length:]


def examine(result, session, leaves):
    try:
        answers = list(frames(result.out))
    except ValueError as error:
        result.flags.append(f"not a stream of messages: {error}")
        return
    ids = [a.get("id") for a in answers if "method" not in a]
    for wanted in set(map(str, session.wanted)):
        missing = sum(str(w) == wanted for w in session.wanted) - sum(str(i) == wanted for i in ids)
        if missing > 0:
            result.flags.append(f"no answer to request {wanted[:20]!r}")
    codes = [a["error"]["code"] for a in answers if "error" in a]
    for code in session.errors:
        if code not in codes:
            result.flags.append(f"no error {code}")
    if result.status != (0 if leaves else 1) and not result.flags:
        result.flags.append(f"ended with {result.status}")


def run(bench, case):
    with tempfile.TemporaryDirectory() as folder:
        result = bench.run(case, "lsp", folder, ["lsp"], case.stdin)
    leaves = b'"method": "exit"' in case.stdin and (case.family, case.name) != ("order", "exit-at-once")
    if result.err:
        result.flags.append(f"stderr: {result.err[:80]!r}")
    examine(result, case.session, leaves)
    return [result]
