/**
 * Bundles the page: `node build.mjs --out FOLDER`.
 *
 * Writes page.js, page.css (ours), leaflet.js, leaflet.css with its images inside, images/*.png, and
 * licenses/Leaflet.txt. Same input, same bytes.
 */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";

import { globalLeaflet } from "./esbuild-plugins.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const leaflet = join(here, "node_modules", "leaflet");
const imageLoaders = { ".png": "dataurl", ".svg": "dataurl" };

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  loader: imageLoaders,
  logLevel: "warning",
  minify: true,
  sourcemap: false,
  target: "es2020",
};

async function bundlePage(out) {
  await esbuild.build({
    ...common,
    entryPoints: ["src/page.ts"],
    format: "iife",
    globalName: "sxgeoPage",
    outfile: join(out, "page.js"),
    plugins: [globalLeaflet],
  });
  await esbuild.build({ ...common, entryPoints: ["src/page.css"], outfile: join(out, "page.css") });
}

async function copyLeaflet(out) {
  const script = await readFile(join(leaflet, "dist", "leaflet.js"), "utf8");
  // The map file is not carried along; a page that names it would ask the network for it.
  await writeFile(
    join(out, "leaflet.js"),
    `${script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/u, "")}\n`,
  );
  await esbuild.build({
    ...common,
    entryPoints: [join(leaflet, "dist", "leaflet.css")],
    outfile: join(out, "leaflet.css"),
  });
  await cp(join(leaflet, "dist", "images"), join(out, "images"), { recursive: true });
  await mkdir(join(out, "licenses"), { recursive: true });
  await cp(join(leaflet, "LICENSE"), join(out, "licenses", "Leaflet.txt"));
}

const at = process.argv.indexOf("--out");
const out = at < 0 ? undefined : process.argv[at + 1];
if (out === undefined) {
  console.error("Usage: node build.mjs --out FOLDER");
  process.exit(2);
}
await mkdir(out, { recursive: true });
await bundlePage(out);
await copyLeaflet(out);
