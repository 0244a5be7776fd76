// Runs the journeys in a real browser: node run.mjs PATH-OF-SANGKIEN. Closes with "browser: N passed, N failed".
import { resolve } from "node:path";
import { startServer, startBrowser } from "./lib.mjs";
import { journeys } from "./journeys.mjs";
const server = await startServer(resolve(process.argv[2]));
const browser = await startBrowser();
let passed = 0, failed = 0;
for (const [name, run] of journeys) {
  try { await run(browser, server.url); passed++; console.log("ok   ", name); }
  catch (e) { failed++; console.log("FAIL ", name, "\n", String(e.stack || e).split("\n").slice(0, 8).join("\n")); }
}
await browser.close();
const how = await server.stop(); // 0: nothing leaked, no sanitizer spoke
if (how !== 0) { failed++; console.log("FAIL  the server ended with", how); } else { passed++; console.log("ok    the server ended cleanly"); }
console.log(`browser: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
