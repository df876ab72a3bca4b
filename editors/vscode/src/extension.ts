// Starts `dlint lsp` for Dockerfiles; all that is known about them comes from there.
import { execFile } from "node:child_process";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";
import {
  documentSelector,
  explainArguments,
  initializationOptions,
  isRule,
  program,
  serverCommand,
  startSettings,
} from "./options";

const PAGES = "dlint-rule";

let client: LanguageClient | undefined;

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration("dlint");
}

/** The page of a rule, as the program prints it. */
function page(rule: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program(settings()), explainArguments(rule), { timeout: 10_000 }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
}

/** Shows a rule's page beside the file. False where the program cannot print it. */
async function showPage(rule: string): Promise<boolean> {
  const uri = vscode.Uri.parse(`${PAGES}:${rule}.md`);
  try {
    await vscode.workspace.openTextDocument(uri);
    await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
    return true;
  } catch {
    return false;
  }
}

const pages: vscode.TextDocumentContentProvider = {
  provideTextDocumentContent: (uri) => page(uri.path.replace(/\.md$/, "")),
};

function clientOptions(): LanguageClientOptions {
  return {
    documentSelector,
    initializationOptions: initializationOptions(settings()),
    middleware: {
      // The server's own answer, which opens the rule's page in a browser, is for editors without this one.
      executeCommand: async (command, args, next) => {
        const shown = command === "dlint.explain" && isRule(args[0]) && (await showPage(args[0]));
        return shown ? undefined : next(command, args);
      },
    },
  };
}

async function start(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.find((f) => f.uri.scheme === "file");
  client = new LanguageClient("dlint", "dlint", serverCommand(settings(), folder?.uri.fsPath), clientOptions());
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    await complain(`${program(settings())} cannot be started: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function complain(message: string): Promise<void> {
  const open = "Open Settings";
  if ((await vscode.window.showErrorMessage(`dlint: ${message}`, open)) === open)
    await vscode.commands.executeCommand("workbench.action.openSettings", "dlint.path");
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  await old?.stop();
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function fixAll(): Promise<void> {
  await vscode.commands.executeCommand("editor.action.sourceAction", { kind: "source.fixAll.dlint", apply: "first" });
}

function ruleOf(diagnostic: vscode.Diagnostic): string {
  const code = diagnostic.code;
  return String(typeof code === "object" ? code.value : code);
}

/** Rules with a finding in the file that is edited, those of the cursor's line first. */
function rulesHere(editor: vscode.TextEditor): string[] {
  const line = editor.selection.active.line;
  const found = vscode.languages.getDiagnostics(editor.document.uri).filter((d) => d.source === "dlint");
  const here = found.filter((d) => d.range.start.line <= line && line <= d.range.end.line);
  return [...new Set([...here, ...found].map(ruleOf))].filter(isRule);
}

async function explainRule(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const rules = editor ? rulesHere(editor) : [];
  if (rules.length === 0) {
    await vscode.window.showInformationMessage("dlint has found nothing in this file");
    return;
  }
  const rule = await vscode.window.showQuickPick(rules, { title: "dlint: a rule that has found something here" });
  if (rule !== undefined && !(await showPage(rule))) await complain(`${program(settings())} has no page of ${rule}`);
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(PAGES, pages),
    vscode.commands.registerCommand("dlint.restart", restart),
    vscode.commands.registerCommand("dlint.fixAll", fixAll),
    vscode.commands.registerCommand("dlint.explainRule", explainRule),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (startSettings.some((name) => event.affectsConfiguration(name))) void restart();
    }),
  );
  await start();
}

export function deactivate(): Promise<void> {
  return stop();
}
