#!/usr/bin/env python3
"""Drives `dlint lsp` as an editor would, and as a broken one would.

usage: test_lsp.py DLINT"""
import sys
import unittest

from client import Client

DLINT = None
URI = "file:///somewhere/Dockerfile"
PULL = {"textDocument": {"diagnostic": {}}}


class Session(unittest.TestCase):
    def setUp(self):
        self.client = Client(DLINT)

    def tearDown(self):
        self.client.process.kill()
        self.client.process.communicate()

    def rules(self, published):
        return [d["code"] for d in published["diagnostics"]]

    def test_initialize(self):
        result = self.client.start({"general": {"positionEncodings": ["utf-32", "utf-8"]}})
        self.assertEqual(result["capabilities"]["positionEncoding"], "utf-8")
        self.assertEqual(self.client.end(), 0)

    def test_encoding_by_default(self):
        self.assertEqual(self.client.start()["capabilities"]["positionEncoding"], "utf-16")

    def test_push_and_incremental_changes(self):
        self.client.start()
        self.client.open(URI, "FROM debian:12\nRNU x\n")
        self.assertIn("syntax-error", self.rules(self.client.note("textDocument/publishDiagnostics")))
        edit = {"range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 3}}, "text": "RUN"}
        self.client.notify("textDocument/didChange",
                           {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [edit]})
        published = self.client.note("textDocument/publishDiagnostics")
        self.assertEqual(published["version"], 2)
        self.assertNotIn("syntax-error", self.rules(published))
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
        self.assertEqual(self.client.note("textDocument/publishDiagnostics")["diagnostics"], [])

    def test_changes_count_utf16_units(self):
        self.client.start()
        self.client.open(URI, "# \U0001F600\rFROM a:1\r\nRNU \U0001F600x\n")
        edit = {"range": {"start": {"line": 2, "character": 1}, "end": {"line": 2, "character": 7}}, "text": "UN y"}
        self.client.notify("textDocument/didChange",
                           {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [edit]})
        self.client.note("textDocument/publishDiagnostics")
        published = self.client.note("textDocument/publishDiagnostics")
        self.assertEqual([d for d in published["diagnostics"] if d["code"] == "syntax-error" and "RNU" in d["message"]], [])

    def test_pull(self):
        self.client.start(PULL)
        self.client.open(URI, "FROM debian:12\nRNU x\n")
        result = self.client.request("textDocument/diagnostic", {"textDocument": {"uri": URI}})["result"]
        self.assertEqual(result["kind"], "full")
        found = [d for d in result["items"] if d["code"] == "syntax-error"]
        self.assertEqual(found[0]["range"]["start"], {"line": 1, "character": 0})
        self.assertEqual(self.client.notes, [])

    def test_ignore_here(self):
        self.client.start(PULL)
        self.client.open(URI, "FROM debian:12\nRNU x\n")
        everywhere = {"start": {"line": 1, "character": 1}, "end": {"line": 1, "character": 1}}
        actions = self.client.request("textDocument/codeAction", {
            "textDocument": {"uri": URI}, "range": everywhere, "context": {"diagnostics": [], "only": ["quickfix"]}})["result"]
        ignore = [a for a in actions if a["title"] == "Ignore syntax-error here"]
        self.assertEqual(ignore[0]["edit"]["changes"][URI][0]["newText"], "# dlint ignore=syntax-error\n")

    def test_symbols(self):
        self.client.start()
        self.client.open(URI, "FROM golang:1.24 AS build\nRUN go build\nFROM scratch\n")
        symbols = self.client.request("textDocument/documentSymbol", {"textDocument": {"uri": URI}})["result"]
        self.assertEqual([s["name"] for s in symbols], ["build", "stage 1"])
        self.assertEqual(symbols[0]["children"][0]["name"], "RUN")

    def test_hover_tells_the_rule(self):
        self.client.start()
        self.client.open(URI, "FROM debian:12\nRNU x\n")
        where = {"textDocument": {"uri": URI}, "position": {"line": 1, "character": 1}}
        self.assertIn("syntax-error", self.client.request("textDocument/hover", where)["result"]["contents"]["value"])

    def test_what_is_not_open(self):
        self.client.start()
        for method in ("diagnostic", "codeAction", "documentSymbol"):
            answer = self.client.request("textDocument/" + method, {"textDocument": {"uri": "file:///none"}})
            self.assertEqual(answer["error"]["code"], -32602, method)

    def test_order(self):
        self.assertEqual(self.client.request("textDocument/hover")["error"]["code"], -32002)
        self.client.start()
        self.assertEqual(self.client.request("initialize")["error"]["code"], -32600)
        self.assertEqual(self.client.request("no/such")["error"]["code"], -32601)
        self.client.request("shutdown")
        self.assertEqual(self.client.request("textDocument/hover")["error"]["code"], -32600)

    def test_exit_without_shutdown(self):
        self.client.notify("exit")
        self.assertEqual(self.client.process.wait(timeout=10), 1)

    def test_survives(self):
        self.client.start()
        for body, code in [
            (b"{", -32700), (b"", -32700), (b"\xff\xfe", -32700), (b"[" * 20000, -32700),
            (b"[]", -32600), (b"3", -32600), (b'{"id":1}' * 2, -32700), (b'{"method":7,"id":2}', -32600),
        ]:
            self.client.send_body(body)
            self.assertEqual(self.client.receive()["error"]["code"], code, body[:20])
        for header in (b"X: 1\r\n\r\n", b"Content-Length: x\r\n\r\n", b"Content-Length:\r\n\r\n"):
            self.client.send_bytes(header)
            self.assertEqual(self.client.receive()["error"]["code"], -32700, header)
        self.client.send_bytes(b'content-length: 36\nX: y\n\n{"jsonrpc":"2.0","method":"no/such"}')
        for params in (None, [], {"textDocument": 3}, {"textDocument": {"uri": 3, "text": []}},
                       {"textDocument": {"uri": URI}, "contentChanges": {"a": 1}}):
            for method in ("didOpen", "didChange", "didClose", "didSave"):
                self.client.send({"method": "textDocument/" + method, "params": params})
        self.client.open(URI, "FROM a:1\n")
        wild = {"start": {"line": -3, "character": 1e99}, "end": {"line": 1 << 40, "character": 4}}
        self.client.notify("textDocument/didChange", {"textDocument": {"uri": URI}, "contentChanges": [
            {"range": wild, "text": "RUN a\n"}, {"range": {}, "text": "x"}, {"text": "FROM b:1\n"}, 7]})
        symbols = self.client.request("textDocument/documentSymbol", {"textDocument": {"uri": URI}})["result"]
        self.assertIsInstance(symbols, list)
        self.assertEqual(self.client.end(), 0)


    def test_survives_wrong_lengths(self):
        body = b'{"jsonrpc":"2.0","id":7,"method":"no/such"}'
        long = b'{"jsonrpc":"2.0","method":"' + b"x" * 5000 + b'"}'
        self.client.start()
        for length, sent, answers in [
            (b"10", body, [(None, -32700)]),  # the rest of it stands before the next header
            (b"10", long, [(None, -32700)]),
            (b"500000", body, [(7, -32601)]),  # it ends where the next header begins
            (b"67108865", body, [(None, -32600)]),
            (b"99999999999", body, [(None, -32700)]),
            (b"%d" % (len(body) + 5), body, [(None, -32700), (None, -32700)]),  # takes the next header in part
        ]:
            self.client.send_bytes(b"Content-Length: %s\r\n\r\n%s" % (length, sent))
            self.client.notify("no/such")
            probe = self.client.request("no/such/either")
            self.assertEqual(probe["error"]["code"], -32601, length)
            for wanted in answers:
                self.assertIn(wanted, [(m["id"], m["error"]["code"]) for m in self.client.passed], length)
            self.client.passed.clear()
        self.assertEqual(self.client.end(), 0)


if __name__ == "__main__":
    DLINT = sys.argv.pop(1)
    unittest.main()
