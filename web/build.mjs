// Bundles what the browser gets into dist/: one style sheet, one script, fonts, icons. Deterministic.
// The fonts are cut down to the signs that headings in Vietnamese and English need (subset-font, HarfBuzz).
import { build } from "esbuild";
import subsetFont from "subset-font";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
await build({ entryPoints: ["src/app.css"], bundle: true, minify: true, outdir: "dist", loader: { ".woff2": "file" }, assetNames: "[name]", publicPath: "/tinh", nodePaths: ["node_modules"], target: ["chrome111", "firefox113", "safari16.2"], logLevel: "warning" });
const from = (a, b) => Array.from({ length: b - a + 1 }, (_, i) => String.fromCodePoint(a + i)).join("");
const latin = from(0x20, 0x7e) + "\u00a0§©«»°·×àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ–—‘’“”•…−≥≤", vietnamese = "ĂăĐđĨĩŨũƠơƯư\u0300\u0301\u0303\u0309\u0323₫" + from(0x1ea0, 0x1ef9);
for (const [name, text] of [["latin", latin], ["vietnamese", vietnamese]]) {
  const path = `dist/be-vietnam-pro-${name}-600-normal.woff2`;
  writeFileSync(path, await subsetFont(readFileSync(path), text, { targetFormat: "woff2" }));
}
await build({ entryPoints: ["src/app.js"], bundle: true, minify: true, outdir: "dist", target: "es2020", logLevel: "warning" });
for (const f of ["icons.svg", "favicon.svg"]) copyFileSync("src/" + f, "dist/" + f);
