// Bundles src/ into the folder that the server offers under /static/, with the licences of every package whose code is in it.
// Usage: node build.mjs [FOLDER]
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "..", "kg", "web", "static"));
const entries = ["site.css", "site.js", "graph.js", "page.js", "workbench.css", "workbench.js"]
  .map((name) => join(here, "src", name))
  .filter(existsSync);

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: entries,
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  minify: true,
  legalComments: "none", // the whole licences stand in one file, below
  metafile: true,
  logLevel: "warning",
  entryNames: "[name]",
  chunkNames: "part-[hash]",
});

const packages = new Map();
for (const input of Object.keys(metafile.inputs)) {
  const found = input.replaceAll("\\", "/").match(/^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.set(found[1], input.slice(0, input.indexOf(found[1]) + found[1].length));
}
const parts = ["The scripts under /static/ hold code of these packages, each under its own licence.\n"];
for (const [name, folder] of [...packages].sort()) {
  const about = JSON.parse(await readFile(join(here, folder, "package.json"), "utf8"));
  const file = (await readdir(join(here, folder))).find((one) => /^(licen[cs]e|copying)(\.|$)/i.test(one));
  if (!file) throw new Error(`${name} ${about.version}: no file with its licence; it may not be shipped`);
  const text = (await readFile(join(here, folder, file), "utf8")).replaceAll("\r\n", "\n").trim();
  parts.push(`${"=".repeat(78)}\n${name} ${about.version} (${about.license})\n${"=".repeat(78)}\n${text}\n`);
}
await writeFile(join(out, "THIRD_PARTY_LICENSES.txt"), parts.join("\n"));
console.log(`${relative(process.cwd(), out) || out}: ${(await readdir(out)).sort().join(", ")}; ${packages.size} packages of others`);
