/** Runs every src/**\/*.test.ts under node:test, bundled the way the page is. */
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";

import { globalLeaflet } from "./esbuild-plugins.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "dist", "tests");

const sources = readdirSync(join(here, "src"), { recursive: true })
  .filter((name) => name.endsWith(".test.ts"))
  .sort()
  .map((name) => join(here, "src", name));

rmSync(out, { force: true, recursive: true });
const { metafile } = await esbuild.build({
  absWorkingDir: here,
  bundle: true,
  entryPoints: sources,
  format: "esm",
  loader: { ".png": "dataurl", ".svg": "dataurl" },
  logLevel: "warning",
  metafile: true,
  outdir: out,
  outbase: join(here, "src"),
  outExtension: { ".js": ".mjs" },
  platform: "node",
  plugins: [globalLeaflet],
  sourcemap: "inline",
  target: "node18",
});

const files = Object.keys(metafile.outputs).map((name) => join(here, name));
run({ concurrency: true, files })
  .on("test:fail", () => {
    process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);
