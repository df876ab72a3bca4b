// Bundles the extension; with --tests, the tests too. VS Code brings the module `vscode` itself.
import { build } from "esbuild";
import { copyFileSync, readdirSync } from "node:fs";

const common = { bundle: true, platform: "node", target: "node18", format: "cjs", external: ["vscode"], logLevel: "warning" };

await build({ ...common, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", minify: true });
copyFileSync("../../LICENSE", "LICENSE.txt");
if (process.argv.includes("--tests")) {
  const tests = readdirSync("test").filter((name) => name.endsWith(".test.ts"));
  await build({ ...common, entryPoints: tests.map((name) => `test/${name}`), outdir: "dist/test" });
  // The extension with a client that the tests put in.
  const external = [...common.external, "vscode-languageclient/node"];
  await build({ ...common, external, entryPoints: ["src/extension.ts"], outfile: "dist/stand-in/extension.cjs" });
}
