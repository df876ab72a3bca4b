"""A small client of the Language Server Protocol, for the tests."""
import json
import re
import subprocess


UNITS = {"utf-8": lambda c: len(c.encode()), "utf-16": lambda c: 2 if ord(c) > 0xFFFF else 1, "utf-32": lambda c: 1}


def lines_of(text):
    """Where the lines of a text begin, and where each one's own text ends."""
    found, start = [], 0
    for end in re.finditer("\r\n|\r|\n", text):
        found.append((start, end.start()))
        start = end.end()
    return [*found, (start, len(text))]


def index_of(text, position, encoding="utf-16"):
    lines = lines_of(text)
    if position["line"] >= len(lines):
        return len(text)
    at, end = lines[position["line"]]
    units = position["character"]
    while at < end and units >= UNITS[encoding](text[at]):
        units -= UNITS[encoding](text[at])
        at += 1
    return at


def apply(text, edits, encoding="utf-16"):
    """The text after edits that all speak of the text before them."""
    places = [(index_of(text, e["range"]["start"], encoding), index_of(text, e["range"]["end"], encoding), e["newText"]) for e in edits]
    for start, end, new in reversed(sorted(places, key=lambda p: (p[0], p[1]))):
        text = text[:start] + new + text[end:]
    return text


class Mirror:
    """The text of a document as an editor keeps it."""

    def __init__(self, text, encoding):
        self.text, self.encoding = text, encoding

    def edit_at(self, start, end, new):
        self.text = self.text[:start] + new + self.text[end:]

    def edit(self, numbers, new):
        """Makes an edit somewhere, now and then past the end of a line or of the text; its range."""
        places = [{"line": numbers.randrange(len(lines_of(self.text)) + 1), "character": numbers.randrange(12)} for _ in range(2)]
        start, end = sorted(places, key=lambda p: index_of(self.text, p, self.encoding))
        self.edit_at(index_of(self.text, start, self.encoding), index_of(self.text, end, self.encoding), new)
        return {"start": start, "end": end}


class Client:
    def __init__(self, dlint):
        self.process = subprocess.Popen([dlint, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.next_id = 0
        self.notes = []
        self.passed = []  # answers that nobody waited for

    def send_bytes(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send_body(self, body):
        self.send_bytes(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def send(self, message):
        self.send_body(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def notify(self, method, params=None):
        self.send({"method": method, "params": params or {}})

    def receive(self):
        length = None
        while (line := self.process.stdout.readline()).strip() or length is None:
            if not line:
                raise EOFError("the server has ended")
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.process.stdout.read(length))

    def answer(self, wanted):
        """The answer to request `wanted`; what came before it is kept."""
        while True:
            message = self.receive()
            if "method" in message:
                self.notes.append(message)
            elif message.get("id") == wanted:
                return message
            else:
                self.passed.append(message)

    def request(self, method, params=None):
        self.next_id += 1
        self.send({"id": self.next_id, "method": method, "params": params or {}})
        return self.answer(self.next_id)

    def note(self, method):
        """The next notification of that kind."""
        while True:
            for i, message in enumerate(self.notes):
                if message["method"] == method:
                    return self.notes.pop(i)["params"]
            self.notes.append(self.receive())

    def start(self, capabilities=None):
        result = self.request("initialize", {"capabilities": capabilities or {}})["result"]
        self.notify("initialized")
        return result

    def open(self, uri, text, version=1):
        self.notify("textDocument/didOpen",
                    {"textDocument": {"uri": uri, "languageId": "dockerfile", "version": version, "text": text}})

    def end(self):
        """The exit code after an orderly end."""
        self.request("shutdown")
        self.notify("exit")
        code = self.process.wait(timeout=10)
        self.kill()
        return code

    def hang_up(self):
        """The exit code after the client has gone without a word; what was not read yet is thrown away."""
        self.process.communicate(timeout=30)
        return self.process.returncode

    def kill(self):
        self.process.kill()
        self.process.communicate()
