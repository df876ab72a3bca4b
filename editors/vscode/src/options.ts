// How the server is started and what the client tells it: plain data, made from settings.
import type { DocumentSelector, Executable } from "vscode-languageclient/node";

/** What can be read from, as `vscode.workspace.getConfiguration("dlint")` is. */
export interface Settings {
  get<T>(name: string): T | undefined;
}

/** Documents that the server is told of. */
export const documentSelector: DocumentSelector = [
  { language: "dockerfile", scheme: "file" },
  { language: "dockerfile", scheme: "untitled" },
  { language: "dockerfile", scheme: "vscode-vfs" },
];

/** Settings that take effect only when the server is started. */
export const startSettings = ["dlint.path", "dlint.arguments"];

/** Settings that are the server's own; the rest of `dlint.*` is the extension's. */
const serverSettings = ["platform", "select", "ignore", "config", "shellcheck"];

export function program(settings: Settings): string {
  return settings.get<string>("path") || "dlint";
}

export function serverCommand(settings: Settings, folder: string | undefined): Executable {
  const given = settings.get<string[]>("arguments");
  return {
    command: program(settings),
    args: given && given.length > 0 ? given : ["lsp"],
    options: folder === undefined ? {} : { cwd: folder },
  };
}

/** What is set, for `initialize`: the first findings are then right at once. */
export function initializationOptions(settings: Settings): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const name of serverSettings) {
    const value = settings.get<string | string[]>(name);
    if (value !== undefined && value.length > 0) given[name] = value;
  }
  return given;
}

/** Arguments that have the program print a rule's page. */
export function explainArguments(rule: string): string[] {
  return ["explain", "--format", "markdown", rule];
}

/** Whether a rule's name may be handed to the program: it is no option. */
export function isRule(name: unknown): name is string {
  return typeof name === "string" && /^[A-Za-z0-9][A-Za-z0-9:_-]*$/.test(name);
}
