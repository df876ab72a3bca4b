// The server as the extension starts it, spoken to through the library that VS Code's client stands on.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import {
  CodeActionRequest,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  DocumentSymbolRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeAction,
} from "vscode-languageserver-protocol/node";
import { initializationOptions, serverCommand, type Settings } from "../src/options";

const program = process.env["DLINT"];
const uri = "file:///somewhere/Dockerfile";
const text = "FROM debian:latest AS base\nRUN apt-get install curl\n";

test("a session", { skip: !program && "DLINT names no program" }, async () => {
  const values: Record<string, unknown> = { path: program, arguments: ["lsp"], ignore: ["missing-platform"] };
  const settings: Settings = { get: <T>(name: string) => values[name] as T | undefined };
  const { command, args } = serverCommand(settings, undefined);
  const server = spawn(command, args ?? []);
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.listen();
  const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { diagnostic: {} }, workspace: { workspaceEdit: { documentChanges: true } } },
    initializationOptions: initializationOptions(settings),
  });
  assert.equal(capabilities.positionEncoding, "utf-16");
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "dockerfile", version: 1, text },
  });
  const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  assert.equal(report.kind, "full");
  const items = report.kind === "full" ? report.items : [];
  const codes = items.map((d) => d.code);
  assert.ok(codes.includes("latest-tag") && !codes.includes("missing-platform"), codes.join());

  const question = items.find((d) => d.code === "apt-get-without-yes")!;
  const context = { diagnostics: [question] };
  const actions = (await connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range: question.range, context })) as CodeAction[];
  const preferred = actions.find((a) => a.isPreferred)!;
  const [change] = preferred.edit!.documentChanges!;
  assert.ok(change && "textDocument" in change && change.textDocument.version === 1);
  assert.ok(actions.some((a) => a.command?.command === "dlint.explain"));

  const hover = await connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: { line: 0, character: 2 } });
  assert.ok(hover && typeof hover.contents === "object" && "value" in hover.contents && hover.contents.value.includes("base"));
  const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
  assert.deepEqual(symbols?.map((s) => s.name), ["base"]);
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  assert.equal(await new Promise((resolve) => server.on("exit", resolve)), 0);
  connection.dispose();
});
