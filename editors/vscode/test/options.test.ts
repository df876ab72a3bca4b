import assert from "node:assert/strict";
import { test } from "node:test";
import manifest from "../package.json";
import { explainArguments, initializationOptions, isRule, serverCommand, startSettings, type Settings } from "../src/options";

function settings(values: Record<string, unknown>): Settings {
  return { get: <T>(name: string) => values[name] as T | undefined };
}

const properties: Record<string, { default: unknown }> = manifest.contributes.configuration.properties;

test("the server is the program with `lsp`", () => {
  assert.deepEqual(serverCommand(settings({}), undefined), { command: "dlint", args: ["lsp"], options: {} });
  assert.deepEqual(serverCommand(settings({ path: "/x/dlint", arguments: [] }), "/w"), {
    command: "/x/dlint",
    args: ["lsp"],
    options: { cwd: "/w" },
  });
});

test("a wrapper has its own arguments", () => {
  const wrapped = serverCommand(settings({ path: "docker", arguments: ["run", "-i", "dlint", "lsp"] }), undefined);
  assert.deepEqual([wrapped.command, wrapped.args], ["docker", ["run", "-i", "dlint", "lsp"]]);
});

test("only what is set is told", () => {
  assert.deepEqual(initializationOptions(settings({ path: "x", platform: [], config: "", shellcheck: "off" })), {
    shellcheck: "off",
  });
});

test("by default nothing is told", () => {
  const defaults = Object.fromEntries(Object.entries(properties).map(([name, p]) => [name.replace("dlint.", ""), p.default]));
  assert.deepEqual(initializationOptions(settings(defaults)), {});
});

test("settings that are read are declared", () => {
  for (const name of startSettings) assert.ok(name in properties, name);
  for (const name of ["platform", "select", "ignore", "config", "shellcheck"]) assert.ok(`dlint.${name}` in properties, name);
});

test("what an untrusted workspace may not set is declared", () => {
  for (const name of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) assert.ok(name in properties, name);
});

test("a rule is no option", () => {
  for (const good of ["latest-tag", "SC2086", "hadolint:DL3006"]) assert.ok(isRule(good), good);
  for (const bad of ["--config=x", "", "a b", "a/../b", 7, undefined]) assert.ok(!isRule(bad), String(bad));
  assert.deepEqual(explainArguments("latest-tag"), ["explain", "--format", "markdown", "latest-tag"]);
});
