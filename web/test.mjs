/** Bundles tests/*.test.ts and hands them to Node's own test runner. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const tests = readdirSync("tests").filter((name) => name.endsWith(".test.ts"));
await rm("node_modules/.tests", { recursive: true, force: true });
await build({
  entryPoints: tests.map((name) => `tests/${name}`),
  outdir: "node_modules/.tests",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  sourcemap: "inline",
  logLevel: "warning",
});
const files = tests.map((name) => `node_modules/.tests/${name.replace(/\.ts$/, ".mjs")}`);
const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], {
  stdio: "inherit",
});
process.exit(status ?? 1);
