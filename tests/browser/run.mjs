// Runs the journeys in a real browser: node run.mjs PATH-OF-SANGKIEN [WORDS of their names]. Closes with "browser: N passed, N failed".
// Of a journey that fails it tells where each of its windows stood; their pictures are in tests/browser/failed.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { startServer, startBrowser } from "./lib.mjs";
import { lanes } from "./journeys.mjs";
const bin = resolve(process.argv[2]), browser = await startBrowser();
const SECONDS = 800; // one journey, beside two others and the programs
let passed = 0, failed = 0;
// The windows of one journey: told of when it fails, closed when it ends.
function windowsOf(browser) {
  const contexts = [];
  return {
    newContext: async how => { const c = await browser.newContext(how); contexts.push(c); return c; },
    tell: async name => {
      mkdirSync(new URL("failed/", import.meta.url), { recursive: true });
      for (const [n, page] of contexts.flatMap(c => c.pages()).entries()) {
        const text = await page.locator(".errors, .flash, h1").allInnerTexts().catch(e => [String(e).split("\n")[0]]);
        console.log(`      ${page.url()}: ${text.join(" | ").replace(/\s+/g, " ").slice(0, 400)}`);
        await page.screenshot({ path: new URL(`failed/${name.replace(/[^\p{L}\p{N}]+/gu, "-")}-${n}.png`, import.meta.url).pathname, timeout: 10000 }).catch(() => {});
      }
    },
    close: () => Promise.all(contexts.map(c => c.close())),
  };
}
// A lane has a city of its own: what happens in the others changes nothing in it.
async function inOrder(lane) {
  const wanted = lane.filter(([name]) => process.argv.slice(3).every(w => name.includes(w)));
  if (!wanted.length) return;
  const server = await startServer(bin);
  for (const [name, run, limit = SECONDS] of wanted) {
    const begun = Date.now(), seconds = () => `${Math.round((Date.now() - begun) / 1000)} s`;
    const mine = windowsOf(browser), late = new Promise((_, no) => setTimeout(() => no(new Error(`not done in ${limit} s`)), limit * 1000).unref());
    try { await Promise.race([run(mine, server.url, { bin, dir: server.dir }), late]); passed++; console.log("ok   ", name, seconds()); }
    catch (e) { failed++; console.log("FAIL ", name, "\n", String(e.stack || e).split("\n").slice(0, 8).join("\n")); await mine.tell(name); }
    await mine.close();
  }
  const how = await server.stop(); // 0: nothing leaked, no sanitizer spoke
  if (how !== 0) { failed++; console.log("FAIL  a server ended with", how); } else { passed++; console.log("ok    a server ended cleanly"); }
}
await Promise.all(lanes.map(inOrder));
await browser.close();
console.log(`browser: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
