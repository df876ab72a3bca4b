"""A small client of the Language Server Protocol, for the tests."""
import json
import subprocess


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
        while (line := self.process.stdout.readline().strip()) or length is None:
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
        return self.process.wait(timeout=10)
