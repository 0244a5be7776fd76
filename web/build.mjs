// Bundles what the browser gets into dist/: one style sheet, one script, fonts, icons. Deterministic.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
await build({ entryPoints: ["src/app.css"], bundle: true, minify: true, outdir: "dist", loader: { ".woff2": "file" }, assetNames: "[name]", publicPath: "/tinh", nodePaths: ["node_modules"], target: ["chrome111", "firefox113", "safari16.2"], logLevel: "warning" });
await build({ entryPoints: ["src/app.js"], bundle: true, minify: true, outdir: "dist", target: "es2020", logLevel: "warning" });
for (const f of ["icons.svg", "favicon.svg"]) copyFileSync("src/" + f, "dist/" + f);
