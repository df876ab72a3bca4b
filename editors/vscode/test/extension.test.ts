// The extension with a stand-in for VS Code: what it registers, starts, stops and shows.
import assert from "node:assert/strict";
import Module from "node:module";
import { resolve } from "node:path";
import { test } from "node:test";
import manifest from "../package.json";

type Call = [string, ...unknown[]];
type Handler = (...args: unknown[]) => unknown;

class StandIn {
  calls: Call[] = [];
  commands = new Map<string, Handler>();
  settings: Record<string, unknown> = { path: "dlint", arguments: ["lsp"] };
  changed: Handler = () => undefined;
  provider: { provideTextDocumentContent(uri: { path: string }): Promise<string> } | undefined;
  clients: { stopped: boolean; args: unknown[] }[] = [];
  startFails = false;
  pageFails = false;

  vscode() {
    return {
      Uri: { parse: (text: string) => ({ text, path: text.replace(/^[^:]*:/, "") }) },
      workspace: {
        workspaceFolders: [{ uri: { scheme: "file", fsPath: "/w" } }],
        getConfiguration: () => ({ get: (name: string) => this.settings[name] }),
        registerTextDocumentContentProvider: (_scheme: string, provider: StandIn["provider"]) => {
          this.provider = provider;
          return {};
        },
        onDidChangeConfiguration: (handler: Handler) => {
          this.changed = handler;
          return {};
        },
        openTextDocument: async (uri: { text: string }) => {
          this.calls.push(["open", uri.text]);
          if (this.pageFails) throw new Error("no page");
        },
      },
      commands: {
        registerCommand: (name: string, handler: Handler) => {
          this.commands.set(name, handler);
          return {};
        },
        executeCommand: async (...call: Call) => this.calls.push(call),
      },
      window: {
        activeTextEditor: { document: { uri: "u" }, selection: { active: { line: 3 } } },
        showErrorMessage: async (message: string) => this.calls.push(["error", message]),
        showInformationMessage: async (message: string) => this.calls.push(["information", message]),
        showQuickPick: async (items: string[]) => {
          this.calls.push(["pick", ...items]);
          return items[0];
        },
      },
      languages: {
        getDiagnostics: () =>
          [
            ["first-line", 0],
            ["cursor-line", 3],
          ].map(([value, line]) => ({ source: "dlint", code: { value }, range: { start: { line }, end: { line } } })),
      },
    };
  }

  languageClient() {
    const stand = this;
    return {
      LanguageClient: class {
        stopped = false;
        args: unknown[];
        constructor(...args: unknown[]) {
          this.args = args;
          stand.clients.push(this);
        }
        async start() {
          if (stand.startFails) throw new Error("ENOENT");
        }
        async stop() {
          this.stopped = true;
        }
      },
    };
  }
}

/** The extension's module, made anew around a stand-in. */
async function activated(stand: StandIn) {
  const path = resolve(__dirname, "../stand-in/extension.cjs");
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  loader._load = (request, ...rest) =>
    request === "vscode"
      ? stand.vscode()
      : request === "vscode-languageclient/node"
        ? stand.languageClient()
        : load.call(loader, request, ...rest);
  try {
    delete require.cache[path];
    const extension = require(path);
    await extension.activate({ subscriptions: [] });
    return extension;
  } finally {
    loader._load = load;
  }
}

interface Options {
  documentSelector: { language: string }[];
  middleware: { executeCommand(command: string, args: unknown[], next: Handler): Promise<unknown> };
}

test("every command of the manifest is there", async () => {
  const stand = new StandIn();
  await activated(stand);
  assert.deepEqual([...stand.commands.keys()].sort(), manifest.contributes.commands.map((c) => c.command).sort());
});

test("the server is started for Dockerfiles, stopped with the extension", async () => {
  const stand = new StandIn();
  const extension = await activated(stand);
  const [id, , command, options] = stand.clients[0]!.args as [string, string, { args: string[] }, Options];
  assert.deepEqual([id, command.args], ["dlint", ["lsp"]]);
  assert.ok(options.documentSelector.every((s) => s.language === "dockerfile"));
  await extension.deactivate();
  assert.ok(stand.clients[0]!.stopped);
});

test("another path restarts it, other settings do not", async () => {
  const stand = new StandIn();
  await activated(stand);
  stand.changed({ affectsConfiguration: (name: string) => name === "dlint.trace" });
  assert.equal(stand.clients.length, 1);
  stand.changed({ affectsConfiguration: (name: string) => name === "dlint.path" });
  await new Promise(setImmediate);
  assert.deepEqual([stand.clients.length, stand.clients[0]!.stopped], [2, true]);
});

test("a program that is missing is told of, and restart tries again", async () => {
  const stand = new StandIn();
  stand.startFails = true;
  await activated(stand);
  assert.match(String(stand.calls[0]![1]), /cannot be started: ENOENT/);
  stand.startFails = false;
  await stand.commands.get("dlint.restart")!();
  assert.equal(stand.clients.length, 2);
});

test("fix all is the editor's own command", async () => {
  const stand = new StandIn();
  await activated(stand);
  await stand.commands.get("dlint.fixAll")!();
  assert.deepEqual(stand.calls, [["editor.action.sourceAction", { kind: "source.fixAll.dlint", apply: "first" }]]);
});

test("explain offers the rules of the line first, and shows the page", async () => {
  const stand = new StandIn();
  await activated(stand);
  await stand.commands.get("dlint.explainRule")!();
  assert.deepEqual(stand.calls[0], ["pick", "cursor-line", "first-line"]);
  assert.deepEqual(stand.calls[1], ["open", "dlint-rule:cursor-line.md"]);
  assert.equal(stand.calls[2]![0], "markdown.showPreviewToSide");
});

test("the action's command shows the page, or leaves it to the server", async () => {
  const stand = new StandIn();
  await activated(stand);
  const { middleware } = stand.clients[0]!.args[3] as Options;
  const next: Handler = (command) => `server: ${String(command)}`;
  assert.equal(await middleware.executeCommand("dlint.explain", ["latest-tag"], next), undefined);
  stand.pageFails = true;
  assert.equal(await middleware.executeCommand("dlint.explain", ["latest-tag"], next), "server: dlint.explain");
  assert.equal(await middleware.executeCommand("dlint.explain", ["--config=x"], next), "server: dlint.explain");
});

test("the page is what the program prints", { skip: !process.env["DLINT"] && "DLINT names no program" }, async () => {
  const stand = new StandIn();
  stand.settings["path"] = process.env["DLINT"];
  await activated(stand);
  assert.match(await stand.provider!.provideTextDocumentContent({ path: "latest-tag.md" }), /latest-tag/);
});
