#!/usr/bin/env python3
"""Drives `dlint lsp` as an editor would, and as a broken one would.

usage: test_lsp.py DLINT"""
import json
import os
import pathlib
import random
import re
import sys
import tempfile
import unittest

from client import Client, Mirror, apply

DLINT = None
DLINT_SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
URI = "file:///somewhere/Dockerfile"
PULL = {"textDocument": {"diagnostic": {}}}


class Session(unittest.TestCase):
    def setUp(self):
        self.client = Client(DLINT)

    def tearDown(self):
        """Whatever was done, the server then ends by itself, with nothing leaked."""
        try:
            self.assertIn(self.client.hang_up(), (0, 1))
        finally:
            self.client.kill()

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

    def test_encodings(self):
        text = "FROM debian:12\nRUN echo \"\U0001F600\u00e9\"; sudo ls\n"
        for offered, chosen, column in ((["utf-8", "utf-16"], "utf-8", 19), (["utf-16", "utf-32"], "utf-16", 16),
                                        (["utf-32", "utf-16"], "utf-32", 15), (["utf-7"], "utf-16", 16)):
            client = Client(DLINT)
            result = client.start({"general": {"positionEncodings": offered}})
            self.assertEqual(result["capabilities"]["positionEncoding"], chosen)
            client.open(URI, text)
            found = [d["range"] for d in client.note("textDocument/publishDiagnostics")["diagnostics"] if d["code"] == "sudo"]
            self.assertEqual(found, [{"start": {"line": 1, "character": column}, "end": {"line": 1, "character": column + 4}}], chosen)
            client.notify("textDocument/didChange", {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [
                {"range": {"start": found[0]["start"], "end": {"line": 1, "character": column + 5}}, "text": ""}]})
            self.assertNotIn("sudo", self.rules(client.note("textDocument/publishDiagnostics")), chosen)
            self.assertEqual(client.end(), 0)

    def test_changes_follow_each_other(self):
        """The server's text is the client's after edits of all sorts, however lines end."""
        numbers = random.Random(7)
        pieces = ["\n", "\r\n", "\r", "a", "\u00e9", "\U0001F600", "RUN x", "FROM a\n", " "]
        for encoding in ("utf-8", "utf-16", "utf-32"):
            client = Client(DLINT)
            client.start({"general": {"positionEncodings": [encoding]}, **PULL})
            mirror = Mirror("FROM a:1\nRUN b\r\n# \u00e9\U0001F600\rRUN c", encoding)
            client.open(URI, mirror.text)
            for version in range(2, 200):
                changes = []
                for _ in range(numbers.randrange(1, 4)):
                    text = "".join(numbers.choice(pieces) for _ in range(numbers.randrange(4)))
                    changes.append({"range": mirror.edit(numbers, text), "text": text})
                client.notify("textDocument/didChange", {"textDocument": {"uri": URI, "version": version}, "contentChanges": changes})
            mirror.edit_at(0, 0, "FROM " + "LAST AS 1bad\n")
            client.notify("textDocument/didChange", {"textDocument": {"uri": URI, "version": 999}, "contentChanges": [
                {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "FROM LAST AS 1bad\n"}]})
            mine = client.request("textDocument/diagnostic", {"textDocument": {"uri": URI}})["result"]["items"]
            client.open("file:///somewhere/else/Dockerfile", mirror.text)
            other = client.request("textDocument/diagnostic", {"textDocument": {"uri": "file:///somewhere/else/Dockerfile"}})["result"]["items"]
            self.assertEqual([(d["range"], d["message"]) for d in mine], [(d["range"], d["message"]) for d in other])
            self.assertEqual(client.end(), 0)

    def test_pull_knows_what_was_sent(self):
        self.client.start(PULL)
        self.client.open(URI, "FROM debian:12\nRNU x\n")
        ask = lambda **more: self.client.request("textDocument/diagnostic", {"textDocument": {"uri": URI}, **more})["result"]
        first = ask()
        self.assertEqual(ask(previousResultId=first["resultId"]), {"kind": "unchanged", "resultId": first["resultId"]})
        self.change([{"text": "FROM debian:12\n"}])
        self.assertEqual(ask(previousResultId=first["resultId"])["kind"], "full")

    def change(self, changes, version=2):
        self.client.notify("textDocument/didChange", {"textDocument": {"uri": URI, "version": version}, "contentChanges": changes})

    def test_diagnostic_has_all_members(self):
        self.client.start({"textDocument": {"publishDiagnostics": {"dataSupport": True}}})
        self.client.open(URI, "FROM debian:12\nRUN apt-get install curl\n")
        found = {d["code"]: d for d in self.client.note("textDocument/publishDiagnostics")["diagnostics"]}
        question = found["apt-get-without-yes"]
        self.assertEqual((question["source"], question["severity"]), ("dlint", 2))
        self.assertTrue(question["codeDescription"]["href"].startswith("https://"))
        fix = question["data"]["fixes"][0]
        self.assertTrue(fix["safe"])
        self.assertEqual(apply("FROM debian:12\nRUN apt-get install curl\n", fix["edits"]), "FROM debian:12\nRUN apt-get install -y curl\n")

    def tags(self, capabilities):
        self.client.kill()
        self.client = Client(DLINT)
        self.client.start({"textDocument": {"publishDiagnostics": capabilities}})
        self.client.open(URI, 'FROM debian:12\nMAINTAINER x\nCMD ["a"]\nCMD ["b"]\n')
        found = self.client.note("textDocument/publishDiagnostics")["diagnostics"]
        return {d["range"]["start"]["line"]: d["tags"] for d in found if "tags" in d}

    def test_tags_for_who_shows_them(self):
        self.assertEqual(self.tags({}), {})
        self.assertEqual(self.tags({"tagSupport": {"valueSet": [1, 2]}}), {1: [2], 2: [1]})

    def test_labels_are_related(self):
        self.client.start()
        self.client.open(URI, "FROM a:1 AS b\nFROM a:1 AS b\n")
        related = [d for d in self.client.note("textDocument/publishDiagnostics")["diagnostics"] if "relatedInformation" in d]
        self.assertEqual(related[0]["relatedInformation"][0]["location"]["uri"], URI)

    def test_cancelled(self):
        self.client.start()
        self.client.open(URI, "FROM debian:12\n")
        body = json.dumps({"jsonrpc": "2.0", "id": "x", "method": "textDocument/hover", "params": {
            "textDocument": {"uri": URI}, "position": {"line": 0, "character": 6}}}).encode()
        stop = json.dumps({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "x"}}).encode()
        self.client.send_bytes(b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(b), b) for b in (body, stop)))
        self.assertEqual(self.client.answer("x")["error"]["code"], -32800)
        self.client.send_body(body)
        self.assertIn("result", self.client.answer("x"))

    def test_many_changes_at_once_are_one(self):
        self.client.start()
        self.client.open(URI, "FROM debian:12\n")
        self.client.note("textDocument/publishDiagnostics")
        one = lambda n: json.dumps({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": {"uri": URI, "version": n}, "contentChanges": [{"text": "FROM debian:%d\n" % n}]}}).encode()
        self.client.send_bytes(b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(b), b) for b in map(one, range(2, 30))))
        self.assertEqual(self.client.note("textDocument/publishDiagnostics")["version"], 29)

    # Settings

    def test_settings(self):
        self.client.request("initialize", {"capabilities": {}, "initializationOptions": {"dlint": {"ignore": ["latest-tag"]}}})
        self.client.open(URI, "FROM debian:latest\nRNU x\n")
        self.assertNotIn("latest-tag", self.rules(self.client.note("textDocument/publishDiagnostics")))
        self.client.notify("workspace/didChangeConfiguration", {"settings": {"dlint": {"ignore": "syntax-error"}}})
        found = self.rules(self.client.note("textDocument/publishDiagnostics"))
        self.assertIn("latest-tag", found)
        self.assertNotIn("syntax-error", found)
        self.client.notify("workspace/didChangeConfiguration", {"settings": {"dlint": {"platform": ["linux/amd64", "nonsense/x/y/z"]}}})
        self.assertIn("platform", self.client.note("window/showMessage")["message"])
        self.assertIn("syntax-error", self.rules(self.client.note("textDocument/publishDiagnostics")))

    def test_settings_are_asked_for(self):
        self.client.start({"workspace": {"configuration": True, "didChangeWatchedFiles": {"dynamicRegistration": True},
                                         "didChangeConfiguration": {"dynamicRegistration": True}}})
        methods = {}
        while len(methods) < 3:
            message = self.client.receive()
            methods[message["method"]] = message["id"]
            if message["method"] == "client/registerCapability":
                for r in message["params"]["registrations"]:
                    methods[r["method"]] = message["id"]
                methods.pop("client/registerCapability")
        self.assertEqual(set(methods), {"workspace/configuration", "workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"})
        self.client.open(URI, "FROM debian:latest\n")
        self.assertIn("latest-tag", self.rules(self.client.note("textDocument/publishDiagnostics")))
        self.client.send({"id": methods["workspace/configuration"], "result": [{"ignore": ["latest-tag"]}]})
        self.assertNotIn("latest-tag", self.rules(self.client.note("textDocument/publishDiagnostics")))
        self.client.notify("workspace/didChangeConfiguration", {"settings": None})
        self.assertEqual(self.client.receive()["method"], "workspace/configuration")

    def test_configuration_is_edited(self):
        with tempfile.TemporaryDirectory() as folder:
            uri = f"file://{folder}/Dockerfile"
            configuration = os.path.join(folder, ".dlint.yaml")
            self.client.start({"workspace": {"diagnostics": {"refreshSupport": True}}})
            self.client.open(uri, "FROM debian:latest\n")
            self.assertIn("latest-tag", self.rules(self.client.note("textDocument/publishDiagnostics")))
            for text, found in (("rules: {latest-tag: disabled}\n", False), ("exclude: [Dockerfile]\n", None), ("rules: {}\n", True)):
                with open(configuration, "w") as out:
                    out.write(text)
                self.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": f"file://{configuration}", "type": 2}]})
                rules = self.rules(self.client.note("textDocument/publishDiagnostics"))
                self.assertEqual(rules == [] if found is None else ("latest-tag" in rules) == found, True, text)
            with open(configuration, "w") as out:
                out.write("no-such-key: 1\n")
            self.client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
            self.assertIn("no-such-key", self.client.note("window/showMessage")["message"])

    def test_pulling_client_is_told_to_ask_again(self):
        self.client.start({**PULL, "workspace": {"diagnostics": {"refreshSupport": True}, "inlayHint": {"refreshSupport": True}}})
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": []})
        self.assertEqual([self.client.receive()["method"] for _ in range(2)],
                         ["workspace/diagnostic/refresh", "workspace/inlayHint/refresh"])

    def test_folders(self):
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "conf"))
            with open(os.path.join(folder, "conf", "d.yaml"), "w") as out:
                out.write("rules: {latest-tag: disabled}\n")
            self.client.request("initialize", {"capabilities": {}, "workspaceFolders": [{"uri": f"file://{folder}", "name": "f"}],
                                               "initializationOptions": {"config": "conf/d.yaml"}})
            self.client.open(f"file://{folder}/Dockerfile", "FROM debian:latest\n")
            self.assertNotIn("latest-tag", self.rules(self.client.note("textDocument/publishDiagnostics")))
            self.client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": []}})
            self.assertEqual(self.client.end(), 0)

    # Actions

    def actions(self, line, character=0, end=None, only=None, diagnostics=(), uri=URI):
        context = {"diagnostics": list(diagnostics), **({"only": only} if only is not None else {})}
        return self.client.request("textDocument/codeAction", {
            "textDocument": {"uri": uri}, "context": context,
            "range": {"start": {"line": line, "character": character}, "end": end or {"line": line, "character": character}}})["result"]

    def test_actions_are_those_asked_for(self):
        self.client.start({"workspace": {"workspaceEdit": {"documentChanges": True}}})
        self.client.open(URI, "FROM debian:latest\nRUN apt-get install x\n", version=5)
        found = self.client.note("textDocument/publishDiagnostics")["diagnostics"]
        titles = lambda actions: [a["title"] for a in actions]
        self.assertEqual(titles(self.actions(0, 6, only=["refactor"])), [])
        self.assertEqual({a["kind"] for a in self.actions(0, 20, only=["source.fixAll"])}, {"source.fixAll.dlint"})
        self.assertEqual({a["kind"] for a in self.actions(0, 20, only=["source.fixAll.other"])}, set())
        one = [d for d in found if d["code"] == "latest-tag"]
        of_one = self.actions(0, 0, {"line": 9, "character": 0}, only=["quickfix"], diagnostics=one)
        self.assertEqual({a["diagnostics"][0]["code"] for a in of_one}, {"latest-tag"})
        foreign = [{**one[0], "source": "other"}]
        self.assertIn("apt-get-without-yes", {a["diagnostics"][0]["code"] for a in self.actions(1, 14, only=["quickfix"], diagnostics=foreign)})
        fix = [a for a in self.actions(1, 14) if a.get("isPreferred")][0]
        change = fix["edit"]["documentChanges"][0]
        self.assertEqual(change["textDocument"], {"uri": URI, "version": 5})
        self.assertIn("-y", change["edits"][0]["newText"])

    def test_fix_all_can_come_later(self):
        text = "FROM debian:12\nRUN apt-get install x\nRUN apt-get install y\n"
        self.client.start({"textDocument": {"codeAction": {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}}})
        self.client.open(URI, text)
        action = self.actions(0, only=["source.fixAll"])[0]
        self.assertNotIn("edit", action)
        edit = self.client.request("codeAction/resolve", action)["result"]["edit"]
        self.assertEqual(apply(text, edit["changes"][URI]), text.replace("install", "install -y"))
        self.change([{"text": "FROM debian:12\n"}])
        self.assertEqual(self.client.request("codeAction/resolve", action)["result"], action)
        for other in ({"title": "x", "edit": {}, "n": [1, -2.5e3, None, True, False, [], {}, [[["\u00e9"]]]], "data": {"a": {"b": 1}}},
                      {"title": "", "data": {"textDocument": {"uri": "file:///none"}}}, {}):
            self.assertEqual(self.client.request("codeAction/resolve", other)["result"], other)

    def test_fix_all_keeps_line_ends_and_characters(self):
        text = "FROM debian:12\r\nRUN apt-get install \u00e9\r\nRUN apt-get install \u00e8\r\n# \u00e8\r\n"
        self.client.start()
        self.client.open(URI, text)
        edits = self.actions(0, only=["source.fixAll"])[0]["edit"]["changes"][URI]
        self.assertEqual(apply(text, edits), text.replace("install", "install -y"))

    def explain(self, shows):
        self.client.start({"window": {"showDocument": {"support": shows}}})
        self.client.open(URI, "FROM debian:latest\n")
        command = [a for a in self.actions(0, 6) if a["title"] == "Explain latest-tag"][0]["command"]
        self.client.send({"id": "e", "method": "workspace/executeCommand", "params": {k: command[k] for k in ("command", "arguments")}})
        self.assertEqual(self.client.answer("e")["result"], None)
        self.assertEqual(self.client.request("workspace/executeCommand", {"command": "rm", "arguments": ["x"]})["error"]["code"], -32602)

    def test_explain_shows_the_page(self):
        self.explain(True)
        shown = self.client.note("window/showDocument")
        self.assertEqual((shown["uri"][:8], shown["external"]), ("https://", True))

    def test_explain_tells_where_the_page_is(self):
        self.explain(False)
        self.assertRegex(self.client.note("window/showMessage")["message"], "^latest-tag: .*https://")

    IGNORED = [  # text, line of the finding, what "here" and "in this file" make of it
        ("FROM debian:latest\n", 0, "# dlint ignore=latest-tag\nFROM debian:latest\n", "# dlint global ignore=latest-tag\nFROM debian:latest\n"),
        ("\ufeffFROM debian:latest\n", 0, "\ufeff# dlint ignore=latest-tag\nFROM debian:latest\n", "\ufeff# dlint global ignore=latest-tag\nFROM debian:latest\n"),
        ("# syntax=docker/dockerfile:1\r\n  FROM debian:latest\r\n", 1,
         "# syntax=docker/dockerfile:1\r\n  # dlint ignore=latest-tag\r\n  FROM debian:latest\r\n",
         "# syntax=docker/dockerfile:1\r\n# dlint global ignore=latest-tag\r\n  FROM debian:latest\r\n"),
        ("# dlint ignore=other why\n# x\nFROM debian:latest\n", 2, "# dlint ignore=latest-tag,other why\n# x\nFROM debian:latest\n",
         "# dlint global ignore=latest-tag\n# dlint ignore=other why\n# x\nFROM debian:latest\n"),
        ("# dlint global ignore=other\n# the base\nFROM debian:latest\n", 2, "# dlint ignore=latest-tag\n# dlint global ignore=other\n# the base\nFROM debian:latest\n",
         "# dlint global ignore=latest-tag,other\n# the base\nFROM debian:latest\n"),
    ]

    def test_ignore(self):
        self.client.start(PULL)
        for text, line, here, in_file in self.IGNORED:
            for where, expected in (("here", here), ("in this file", in_file)):
                self.client.open(URI, text)
                action = [a for a in self.actions(line, 0, {"line": line, "character": 99}) if a["title"] == f"Ignore latest-tag {where}"][0]
                after = apply(text, action["edit"]["changes"][URI])
                self.assertEqual(after, expected)
                self.client.open(URI, after)
                found = self.client.request("textDocument/diagnostic", {"textDocument": {"uri": URI}})["result"]["items"]
                self.assertNotIn("latest-tag", [d["code"] for d in found])

    def test_ignore_with_a_reason(self):
        self.client.start({"workspace": {"workspaceEdit": {"documentChanges": True, "snippetEditSupport": True}}})
        self.client.open(URI, "FROM debian:latest\n")
        action = [a for a in self.actions(0, 6) if a["title"] == "Ignore latest-tag here, with a reason"][0]
        edit = action["edit"]["documentChanges"][0]["edits"][0]
        self.assertEqual(edit["snippet"], {"kind": "snippet", "value": "# dlint ignore=latest-tag ${1:reason}\n"})

    def test_every_action_does_what_it_says(self):
        """Over our own Dockerfiles: a fix leaves a file that builds, "ignore" hides its finding, and nothing is left to be fixed by
        "fix all"."""
        self.client.start(PULL)
        count = 0
        for path in sorted(pathlib.Path(DLINT_SOURCE, "examples").rglob("*Dockerfile")):
            text = path.read_text()
            count += self.try_actions(text)
        self.assertGreater(count, 60)

    def found(self, text):
        self.client.open(URI, text)
        return self.client.request("textDocument/diagnostic", {"textDocument": {"uri": URI}})["result"]["items"]

    def try_actions(self, text):
        before, count = self.found(text), 0
        for d in before:
            self.client.open(URI, text)
            for action in self.actions(0, diagnostics=[d]):
                if "edit" not in action:
                    continue
                count += 1
                after = self.found(apply(text, action["edit"]["changes"][URI]))
                errors = lambda found: sum(d["code"] == "syntax-error" for d in found)
                self.assertLessEqual(errors(after), errors(before), action["title"])
                same = lambda found: sum((x["code"], x["message"]) == (d["code"], d["message"]) for x in found)
                if action["kind"] == "quickfix":
                    self.assertLess(same(after), same(before), (action, text))
                else:
                    self.assertEqual(self.actions(0, only=["source.fixAll"]), [])
        return count

    # Settings of every kind, and paths

    def published(self):
        return self.rules(self.client.note("textDocument/publishDiagnostics"))

    def settings(self, settings):
        self.client.notify("workspace/didChangeConfiguration", {"settings": {"dlint": settings}})

    def test_paths_are_decoded(self):
        with tempfile.TemporaryDirectory() as folder:
            inside = os.path.join(folder, "a b\u00e9%")
            os.mkdir(inside)
            with open(os.path.join(inside, ".dlint.yaml"), "w") as out:
                out.write("rules: {latest-tag: disabled}\n")
            self.client.start()
            for name, found in (("a%20b%C3%a9%25/Dockerfile", False), ("a%20b%c3%A9%/Dockerfile", False), ("a%2zb/Dockerfile", True),
                                ("a%20b%00/Dockerfile", True), ("a%2", True), ("%", True)):
                self.client.open(f"file://{folder}/{name}", "FROM debian:latest\n")
                self.assertEqual("latest-tag" in self.published(), found, name)
        for uri in ("untitled:Untitled-1", "git:/x/Dockerfile?a%20b"):
            self.client.open(uri, "FROM debian:latest\n")
            self.assertIn("latest-tag", self.published(), uri)

    def test_settings_of_every_kind(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "other.yaml"), "w") as out:
                out.write("rules: {no-healthcheck: error}\n")
            self.client.request("initialize", {"capabilities": {}, "workspaceFolders": [{"uri": f"file://{folder}", "name": "x"}],
                                               "initializationOptions": {"config": "other.yaml"}})
            self.client.open(URI, "ARG A=debian\n# dlint ignore=latest-tag\nFROM $A:latest\n")
            found = self.published()
            self.assertIn("no-healthcheck", found)
            self.assertNotIn("latest-tag", found)
            self.settings({"config": os.path.join(folder, "other.yaml"), "noSuppressions": True, "isolated": False, "unheard-of": 1})
            self.assertIn("latest-tag", self.published())
            self.settings({"no-suppressions": "yes", "isolated": True, "select": "", "buildArg": ["A=alpine", 7, None]})
            self.assertNotIn("latest-tag", self.published())
            self.settings({"build-arg": ["novalue"], "option": "x", "shellcheck": "sometimes", "severity": "latest-tag=loud"})
            self.assertEqual({self.client.note("window/showMessage")["message"].split(":")[1].split()[-1] for _ in range(4)},
                             {"build-arg", "option", "shellcheck", "severity"})
            self.published()
            for whole in (None, [], 1, "x", {"dlint": None}):
                self.client.notify("workspace/didChangeConfiguration", {"settings": whole})
                self.assertNotIn("no-healthcheck", self.published())

    def test_faults_of_a_configuration_are_told(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, ".dlint.yaml"), "w") as out:
                out.write("rules: {latest-tga: error}\n")
            self.client.start()
            self.client.open(f"file://{folder}/Dockerfile", "FROM debian:latest\n")
            told = self.client.note("window/showMessage")["message"]
            self.assertIn(".dlint.yaml:1:9: no rule, category or set is called latest-tga; did you mean latest-tag?", told)
            self.assertIn("latest-tag", self.published())

    def test_a_folder_that_comes_later(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "c.yaml"), "w") as out:
                out.write("rules: {latest-tag: disabled}\n")
            self.client.request("initialize", {"capabilities": {}})
            for event in (None, {}, {"added": []}, {"added": [{"uri": f"file://{folder}", "name": "x"}]},
                          {"added": [{"uri": "file:///nowhere", "name": "y"}]}):
                self.client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
            self.settings({"config": "c.yaml"})
            self.client.open(URI, "FROM debian:latest\n")
            self.assertNotIn("latest-tag", self.published())

    def test_answers_of_any_shape(self):
        self.client.start({"workspace": {"configuration": True}})
        asked = self.client.receive()
        self.assertEqual(asked["method"], "workspace/configuration")
        self.client.open(URI, "FROM debian:latest\n")
        self.assertIn("latest-tag", self.published())
        for answer in ({"result": None}, {"result": []}, {"result": [None]}, {"result": {}}, {"error": {"code": 1, "message": "no"}}, {}):
            self.client.send({"id": asked["id"], **answer})
        for other in (1, None, "other", [], {}):
            self.client.send({"id": other, "result": [{"ignore": ["latest-tag"]}]})
        self.client.send({"id": asked["id"], "result": [{"ignore": ["latest-tag"]}, {"ignore": []}]})
        self.assertNotIn("latest-tag", self.published())

    def test_commands_of_any_shape(self):
        self.client.start({"window": {"showDocument": {"support": True}}})
        for arguments in (None, [], {}, [1], [""], [None, "https://example.com"]):
            answer = self.client.request("workspace/executeCommand", {"command": "dlint.explain", "arguments": arguments})
            self.assertEqual(answer["error"]["code"], -32602, arguments)
        for page in ("ftp://example.com", "javascript:1", 7, ""):
            answer = self.client.request("workspace/executeCommand", {"command": "dlint.explain", "arguments": ["a", page, "b", "c"]})
            self.assertEqual(answer["result"], None)
            told = self.client.note("window/showMessage")["message"]
            self.assertTrue(told.startswith("a: b"), told)
        self.client.request("workspace/executeCommand", {"command": "dlint.explain", "arguments": ["a", "http://example.com/"]})
        self.assertEqual(self.client.note("window/showDocument")["uri"], "http://example.com/")

    def test_hover_of_several_values(self):
        text = ("FROM debian:12\nARG A=%s\nENV E=\nRUN X=1; echo $X; X=2; echo $X; X=2; echo $X$A$E\n"
                "RUN for f in a b; do echo $f; done; echo ${#A} ${!A} $1 $$\n" % ("\u00e9" * 400))
        self.client.start()
        self.client.open(URI, text)
        lines = text.split("\n")
        at = lambda line, needle: {"line": line, "character": lines[line].index(needle) + 1}
        ask = lambda where: (self.client.request("textDocument/hover", {"textDocument": {"uri": URI}, "position": where})["result"] or {}
                             ).get("contents", {}).get("value", "")
        self.assertIn("``1`` |", ask(at(3, "$X;")))
        long = ask(at(3, "$A$E"))
        self.assertIn("\u00e9\u2026", long)
        self.assertLess(len(long), 400)
        self.assertIn("(empty)", ask(at(3, "$E")))
        self.assertIn("``b`` |", ask(at(4, "$f;")))
        self.assertIn("\u2026", ask(at(4, "#A}")))
        for needle in ("$1", "$$"):
            self.assertEqual(ask(at(4, needle)), "", needle)

    def test_fix_all_between_characters(self):
        """Bytes that both texts share are cut between characters, never in one."""
        text = "FROM debian:12\r\nENV A \u00e9\u00e8\r\nENV B \u00ea\r\nRUN apt-get install x\r\n"
        for encoding in ("utf-8", "utf-16"):
            with self.subTest(encoding):
                client = Client(DLINT)
                client.start({"general": {"positionEncodings": [encoding]}})
                client.open(URI, text)
                action, = client.request("textDocument/codeAction", {"textDocument": {"uri": URI}, "range": {
                    "start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}, "context": {
                        "diagnostics": [], "only": ["source.fixAll"]}})["result"]
                fixed = apply(text, action["edit"]["changes"][URI], encoding)
                self.assertIn("apt-get install -y x\r\n", fixed)
                self.assertTrue(fixed.startswith(text[:text.index("apt-get")]), fixed)
                self.assertEqual(client.end(), 0)

    # Hover, hints, definitions

    VALUES = """ARG V=1.2
FROM --platform=$BUILDPLATFORM golang:1.24 AS build
ARG TARGETARCH
ARG V
ENV X=y$V
RUN case "$TARGETARCH" in amd64) A=x86_64;; arm64) A=aarch64;; *) exit 1;; esac && curl -fLO https://example.com/$V/tool-$A.tgz
FROM debian:12
COPY --from=build /a /a
RUN echo $X; V=3; echo ${V}
"""

    def place(self, needle, more=0):
        """Where the n-th line's text is: `line:text`."""
        line, _, text = needle.partition(":")
        return {"line": int(line), "character": self.VALUES.split("\n")[int(line)].index(text) + more}

    def hover(self, needle, more=0):
        result = self.client.request("textDocument/hover", {"textDocument": {"uri": URI}, "position": self.place(needle, more)})["result"]
        return result and result["contents"]["value"]

    def test_hover_tells_values(self):
        self.client.start()
        self.client.open(URI, self.VALUES)
        for needle, more, parts in (
            ("2:TARGETARCH", 3, ["| linux/amd64 | ``amd64`` |", "| linux/arm64 | ``arm64`` |"]),
            ("3:V", 0, ["| linux/amd64, linux/arm64 | ``1.2`` |"]),
            ("4:y$V", 1, ["``1.2``"]),
            ("5:$A", 1, ["| linux/amd64 | ``x86_64`` |", "| linux/arm64 | ``aarch64`` |", "tool-aarch64.tgz``"]),
            ("5:https", 2, ["| linux/amd64 | ``https://example.com/1.2/tool-x86_64.tgz`` |"]),
            ("1:FROM", 1, ["**stage 0** ``build``", "golang:1.24", "built for linux/amd64"]),
            ("8:${V}", 0, ["``3``"]),
        ):
            for part in parts:
                self.assertIn(part, self.hover(needle, more), needle)
        self.assertEqual(self.hover("8:$X"), None)  # another stage's

    def test_hints(self):
        self.client.start()
        self.client.open(URI, self.VALUES)
        ask = lambda last: self.client.request("textDocument/inlayHint", {"textDocument": {"uri": URI}, "range": {
            "start": {"line": 0, "character": 0}, "end": {"line": last, "character": 0}}})["result"]
        self.assertEqual(ask(3), [])
        hint, = ask(9)
        self.assertEqual(hint["position"], self.place("5:$A.tgz", len("$A.tgz")))
        self.assertEqual(hint["label"], "linux/amd64: https://example.com/1.2/tool-x86_64.tgz  linux/arm64: https://example.com/1.2/tool-aarch64.tgz")
        self.assertIn("linux/arm64:\nhttps://", hint["tooltip"])

    def test_definitions(self):
        self.client.start()
        self.client.open(URI, self.VALUES)
        for needle, more, lines in (("7:build", 1, [1]), ("5:$V", 1, [3]), ("5:$A", 1, [5, 5]), ("1:$BUILD", 1, []), ("7:/a", 0, [])):
            result = self.client.request("textDocument/definition", {"textDocument": {"uri": URI}, "position": self.place(needle, more)})["result"]
            self.assertEqual([r["range"]["start"]["line"] for r in result], lines, needle)

    # Cost

    def test_initialize_is_quick(self):
        """The processor's time of a whole session that only begins."""
        sanitized = b"__asan_init" in pathlib.Path(DLINT).read_bytes()
        best = min(self.time_of_start() for _ in range(5))
        self.assertLess(best, 0.2 if sanitized else 0.010)

    def time_of_start(self):
        client = Client(DLINT)
        client.start()
        client.notify("exit")
        _, _, usage = os.wait4(client.process.pid, 0)
        client.process.returncode = 0
        client.kill()
        return usage.ru_utime + usage.ru_stime

    def test_memory_of_a_long_session(self):
        """It stays where it was after the first changes, whatever is asked in between."""
        os.environ["ASAN_OPTIONS"] = "quarantine_size_mb=1"
        self.client.kill()
        self.client = Client(DLINT)
        del os.environ["ASAN_OPTIONS"]
        self.client.start(PULL)
        self.client.open(URI, self.VALUES)
        document = {"textDocument": {"uri": URI}}
        for number in range(2001):
            self.change([{"range": {"start": {"line": 3, "character": 5}, "end": {"line": 3, "character": 6}}, "text": "VW"[number % 2]}], number)
            if number % 10 == 0:
                self.client.request("textDocument/diagnostic", document)
                self.hover("5:$A", 1)
                self.actions(5, 90)
            if number % 100 == 0:
                self.client.notify("textDocument/didSave", document)
            if number == 300:
                before = self.resident_kib()
        self.assertLess(self.resident_kib() - before, 8 * 1024)

    def resident_kib(self):
        self.client.request("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
        status = pathlib.Path(f"/proc/{self.client.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])

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
