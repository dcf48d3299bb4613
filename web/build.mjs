/** Builds dist/: the widget, the page's script, and the files of public/ as they are. */
import { cp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { build, transform } from "esbuild";

/** A style sheet becomes its text, without comments and spaces: it is a third of the chat. */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

await rm("dist", { recursive: true, force: true });
const options = {
  outdir: "dist",
  bundle: true,
  minify: true,
  target: ["es2022"],
  // A tenant's page may be in any encoding: a script in pure ASCII is read the same in all.
  charset: "ascii",
  plugins: [styles],
  legalComments: "none",
  logLevel: "warning",
};
const scripts = { widget: "src/chat/widget.ts", chat: "src/chat/chat_page.ts" };
await build({ ...options, entryPoints: scripts, format: "iife" });
// What these two fetch when it is needed, by an import.
await build({ ...options, entryPoints: { parts: "src/chat/parts.ts" }, format: "esm" });
// The desk is our own page, never a tenant's: modules, with what is rarely needed apart.
const desk = { desk: "src/desk/desk_page.ts" };
await build({ ...options, entryPoints: desk, format: "esm", splitting: true, chunkNames: "desk-[hash]" });
// Only templates still hold line breaks: a break is as good as a break and its indentation.
for (const name of await readdir("dist")) {
  if (!name.startsWith("desk")) continue;
  const code = await readFile(`dist/${name}`, "utf8");
  await writeFile(`dist/${name}`, code.replace(/\n {2,}/g, "\n"));
}
await cp("public", "dist", { recursive: true });
