// How the ten main pages load on a weak phone: bytes over the wire, requests, paints, shift, blocking time, axe.
//   bench/look/run [BINARY]     a fresh demonstration city each time; prints the table of RESULTS.md
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { startServer, startBrowser } from "../../tests/browser/lib.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const BINARY = process.argv[2] || process.env.SANGKIEN_BIN || root + "build/release/sangkien";
const TIMES = 3; // each page, the median counts
const SLOWER = 4; // times slower than this machine
const NET = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 }; // "slow 4G" of Lighthouse: 3G in its older words
const WIDTH = 360, HEIGHT = 740, FIRST_PAGE_MAX = 60000;
const PAGES = ["/", "/sang-kien", "/thong-ke", "/tin-tuc", "/tap-huan", "/hoi-dap", "/quy-dinh", "/xac-minh", "/tim-kiem?q=sang+kien", "/huong-dan"];

// The share of points of a measure: the log-normal curve of Lighthouse 12 for mobile, through 0.9 at p10 and 0.5 at the median.
function erf(x) { // Abramowitz and Stegun 7.1.26
  const s = Math.sign(x), a = Math.abs(x), t = 1 / (1 + 0.3275911 * a);
  return s * (1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-a * a));
}
function points(value, p10, median) {
  if (value <= 0) return 1;
  const z = (Math.log(value) - Math.log(median)) / ((Math.log(median) - Math.log(p10)) / 1.2815515655);
  return (1 - erf(z / Math.SQRT2)) / 2;
}
// Weights of Lighthouse 12, without its speed index (0.10), spread over the rest.
const PERFORMANCE = [["fcp", 0.10, 1800, 3000], ["lcp", 0.25, 2500, 4000], ["tbt", 0.30, 200, 600], ["cls", 0.25, 0.1, 0.25]];
const performanceOf = m => 100 * PERFORMANCE.reduce((sum, [k, w, p10, median]) => sum + w * points(m[k], p10, median), 0) / PERFORMANCE.reduce((sum, p) => sum + p[1], 0);
// 100, and for every rule of axe that is broken as much as Lighthouse weighs it, of the rules that apply.
const WEIGHT = { minor: 1, moderate: 3, serious: 7, critical: 10 };
const accessibilityOf = a => {
  const bad = a.violations.reduce((s, v) => s + WEIGHT[v.impact || "moderate"], 0), good = a.passes.reduce((s, v) => s + WEIGHT[v.impact || "serious"], 0);
  return 100 * good / (good + bad);
};

const axe = readFileSync(createRequire(new URL("../../tests/browser/lib.mjs", import.meta.url)).resolve("axe-core/axe.min.js"), "utf8");
const watch = () => {
  window.seen = { fcp: 0, lcp: 0, cls: 0, long: [] };
  const on = (type, take) => new PerformanceObserver(l => l.getEntries().forEach(take)).observe({ type, buffered: true });
  on("paint", e => { if (e.name === "first-contentful-paint") window.seen.fcp = e.startTime; });
  on("largest-contentful-paint", e => { window.seen.lcp = e.startTime; });
  on("layout-shift", e => { if (!e.hadRecentInput) window.seen.cls += e.value; });
  on("longtask", e => window.seen.long.push([e.startTime, e.duration]));
};

async function load(browser, url, path, check) {
  const context = await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT }, deviceScaleFactor: 2, locale: "vi-VN", isMobile: true });
  const page = await context.newPage(), cdp = await context.newCDPSession(page);
  const wire = { bytes: 0, requests: 0, first: 0 };
  await page.addInitScript(watch);
  await cdp.send("Network.enable");
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: false });
  await cdp.send("Network.emulateNetworkConditions", NET);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  cdp.on("Network.loadingFinished", e => { wire.bytes += e.encodedDataLength; wire.requests++; if (!wire.first) wire.first = e.encodedDataLength; });
  await page.goto(url + path, { waitUntil: "networkidle" });
  const seen = await page.evaluate(() => window.seen);
  const m = { ...wire, fcp: seen.fcp, lcp: seen.lcp || seen.fcp, cls: seen.cls, tbt: seen.long.filter(([at]) => at >= seen.fcp).reduce((s, [, d]) => s + Math.max(0, d - 50), 0) };
  if (check) {
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await page.evaluate(axe);
    const a = await page.evaluate(() => window.axe.run(document));
    m.accessibility = accessibilityOf(a);
    m.violations = a.violations.map(v => v.id);
  }
  await context.close();
  return m;
}

const middle = (runs, k) => runs.map(r => r[k]).sort((a, b) => a - b)[runs.length >> 1];
const server = await startServer(BINARY), browser = await startBrowser();
let bad = 0;
try {
  console.log("| page | page itself, kB | all, kB | requests | first paint, ms | largest paint, ms | blocked, ms | shift | performance | accessibility |");
  console.log("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
  await load(browser, server.url, "/", false); // the browser itself gets warm
  for (const path of PAGES) {
    const runs = [];
    for (let i = 0; i < TIMES; i++) runs.push(await load(browser, server.url, path, i === 0));
    const m = Object.fromEntries(["bytes", "requests", "first", "fcp", "lcp", "tbt", "cls"].map(k => [k, middle(runs, k)]));
    const performance = performanceOf(m), accessibility = runs[0].accessibility;
    if (performance < 95 || accessibility < 95 || m.bytes > FIRST_PAGE_MAX) bad++;
    console.log(`| ${path} | ${(m.first / 1000).toFixed(1)} | ${(m.bytes / 1000).toFixed(1)} | ${m.requests} | ${m.fcp.toFixed(0)} | ${m.lcp.toFixed(0)} | ${m.tbt.toFixed(0)} | ${m.cls.toFixed(3)} | ${performance.toFixed(0)} | ${accessibility.toFixed(0)}${runs[0].violations.length ? " (" + runs[0].violations.join(", ") + ")" : ""} |`);
  }
} finally {
  await browser.close();
  await server.stop();
}
process.exit(bad ? 1 : 0);
