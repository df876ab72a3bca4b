#!/usr/bin/env python3
"""An editor's session over every Dockerfile below a folder: each is opened, asked all that can be asked at places all
over it, edited, and closed. Each answer is one (no error), ranges lie in the file, and what an action does to the file
is what the file is analysed as next.

usage: session.py DLINT FOLDER [STEP]     (a place every STEP characters, 7)"""
import os
import pathlib
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from client import Client, apply, index_of, lines_of  # noqa: E402

CAPABILITIES = {
    "general": {"positionEncodings": ["utf-8"]},
    "textDocument": {"diagnostic": {}, "codeAction": {"codeActionLiteralSupport": {}, "resolveSupport": {"properties": ["edit"]}},
                     "hover": {"contentFormat": ["markdown"]}, "documentSymbol": {"hierarchicalDocumentSymbolSupport": True}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


def position_of(text, at):
    line = max(i for i, (start, _) in enumerate(lines_of(text)) if start <= at)
    return {"line": line, "character": len(text[lines_of(text)[line][0]:at].encode())}


def ranges(value):
    """Every range in an answer."""
    if isinstance(value, dict):
        if "start" in value and "end" in value:
            yield value
        for part in value.values():
            yield from ranges(part)
    elif isinstance(value, list):
        for part in value:
            yield from ranges(part)


class Session:
    def __init__(self, dlint, step):
        self.client, self.step = Client(dlint), step
        self.client.start(CAPABILITIES)

    def ask(self, method, document, **params):
        answer = self.client.request(method, {"textDocument": document, **params})
        assert "error" not in answer, (method, params, answer)
        return answer["result"]

    def check_ranges(self, text, answer):
        for found in ranges(answer):
            start, end = (index_of(text, found[side], "utf-8") for side in ("start", "end"))
            assert start <= end <= len(text), found

    def places(self, text, document):
        for at in range(0, len(text) + 1, self.step):
            for method in ("hover", "definition"):
                self.check_ranges(text, self.ask("textDocument/" + method, document, position=position_of(text, at)))

    def edits(self, action, uri):
        edit = (action if "edit" in action else self.client.request("codeAction/resolve", action)["result"]).get("edit", {})
        for change in edit.get("documentChanges", []):
            assert change["textDocument"]["uri"] == uri, change
            yield from change["edits"]
        yield from edit.get("changes", {}).get(uri, [])

    def actions(self, text, document, found):
        """The text after the last action that changes anything."""
        whole = {"start": {"line": 0, "character": 0}, "end": position_of(text, len(text))}
        after = text
        for action in self.ask("textDocument/codeAction", document, range=whole, context={"diagnostics": found}) or []:
            made = list(self.edits(action, document["uri"]))
            self.check_ranges(text, made)
            after = apply(text, made, "utf-8") if made else after
        return after

    def file(self, path):
        text, uri = path.read_bytes().decode("utf-8", "replace"), path.resolve().as_uri()
        document = {"uri": uri}
        self.client.open(uri, text)
        report = self.ask("textDocument/diagnostic", document)
        self.check_ranges(text, report)
        whole = {"start": {"line": 0, "character": 0}, "end": position_of(text, len(text))}
        self.check_ranges(text, self.ask("textDocument/documentSymbol", document))
        self.check_ranges(text, self.ask("textDocument/inlayHint", document, range=whole))
        self.places(text, document)
        after = self.actions(text, document, report["items"])
        self.client.notify("textDocument/didChange",
                           {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": after}]})
        self.check_ranges(after, self.ask("textDocument/diagnostic", document))
        self.client.notify("textDocument/didClose", {"textDocument": document})


def main():
    dlint, folder = sys.argv[1:3]
    session = Session(dlint, int(sys.argv[3]) if len(sys.argv) > 3 else 7)
    paths = sorted(p for p in pathlib.Path(folder).rglob("*Dockerfile*") if p.is_file())
    assert paths, folder
    for path in paths:
        session.file(path)
    code = session.client.end()
    print(f"{len(paths)} files, exit code {code}")
    return code


sys.exit(main())
