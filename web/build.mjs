/** Builds dist/: the widget, the page's script, and the files of public/ as they are. */
import { cp, rm } from "node:fs/promises";
import { build } from "esbuild";

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: { widget: "src/chat/widget.ts", chat: "src/chat/chat_page.ts" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  // A tenant's page may be in any encoding: a script in pure ASCII is read the same in all.
  charset: "ascii",
  loader: { ".css": "text" },
  legalComments: "none",
  logLevel: "warning",
});
await cp("public", "dist", { recursive: true });
