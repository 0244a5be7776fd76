// Runs the journeys in a real browser: node run.mjs PATH-OF-SANGKIEN [WORDS of their names]. Closes with "browser: N passed, N failed".
import { resolve } from "node:path";
import { startServer, startBrowser } from "./lib.mjs";
import { lanes } from "./journeys.mjs";
const bin = resolve(process.argv[2]), server = await startServer(bin);
const browser = await startBrowser();
const SECONDS = 400; // one journey
let passed = 0, failed = 0;
async function inOrder(lane) {
  for (const [name, run, limit = SECONDS] of lane.filter(([name]) => process.argv.slice(3).every(w => name.includes(w)))) {
    const begun = Date.now(), seconds = () => `${Math.round((Date.now() - begun) / 1000)} s`;
    const late = new Promise((_, no) => setTimeout(() => no(new Error(`not done in ${limit} s`)), limit * 1000).unref());
    try { await Promise.race([run(browser, server.url, { bin, dir: server.dir }), late]); passed++; console.log("ok   ", name, seconds()); }
    catch (e) { failed++; console.log("FAIL ", name, "\n", String(e.stack || e).split("\n").slice(0, 8).join("\n")); }
  }
}
await Promise.all(lanes.map(inOrder));
await browser.close();
const how = await server.stop(); // 0: nothing leaked, no sanitizer spoke
if (how !== 0) { failed++; console.log("FAIL  the server ended with", how); } else { passed++; console.log("ok    the server ended cleanly"); }
console.log(`browser: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
