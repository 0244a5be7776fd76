// A server on a fresh demonstration city, a browser, and people in it.
import { chromium } from "playwright-core";
import { spawn, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import net from "node:net";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const PASSWORD = "sangkien-2026";
const freePort = () => new Promise(done => { const s = net.createServer().listen(0, "127.0.0.1", () => { const p = s.address().port; s.close(() => done(p)); }); });

export async function startServer(bin, { demo = true } = {}) {
  const dir = mkdtempSync(join(tmpdir(), "sangkien-browser-")), port = await freePort(), url = `http://127.0.0.1:${port}`;
  if (demo) execFileSync(bin, ["demo", "--data", dir], { stdio: "ignore" });
  const server = spawn(bin, ["serve", "--data", dir, "--listen", `127.0.0.1:${port}`], { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, SANGKIEN_LOG: "quiet", LSAN_OPTIONS: "print_suppressions=0:suppressions=" + new URL("../lsan.supp", import.meta.url).pathname } });
  const ended = new Promise(done => server.on("exit", (code, signal) => done(signal || code)));
  for (let i = 0; i < 100; i++) { try { if ((await fetch(url + "/healthz")).ok) break; } catch { await new Promise(r => setTimeout(r, 100)); } }
  return { url, dir, stop: async () => { server.kill("SIGTERM"); const how = await ended; rmSync(dir, { recursive: true, force: true }); return how; } };
}

export async function startBrowser() {
  const executablePath = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync); // the same engine; a window of the second costs three times as much
  return chromium.launch({ executablePath, env: { ...process.env, LANGUAGE: "vi" }, args: ["--lang=vi", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
}

export async function person(browser, url, login, { width = 1280, script = true, dark = false } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: script, locale: "vi-VN", colorScheme: dark ? "dark" : "light" });
  const page = await context.newPage();
  page.setDefaultTimeout(60000); // beside two other lanes and the programs
  page.plain = !script;
  if (login) {
    await page.goto(url + "/dang-nhap");
    await page.fill("#login", login);
    await page.fill("#password", PASSWORD);
    await page.click("main form button");
    await page.waitForURL(/viec-cua-toi/);
  }
  return page;
}

export async function shot(page, name) {
  mkdirSync(new URL("./shots/", import.meta.url), { recursive: true });
  await page.screenshot({ path: new URL(`./shots/${name}.png`, import.meta.url).pathname, fullPage: true });
}

// No page is wider than its window.
export async function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export async function healthy(page, where) {
  assert.ok((await overflow(page)) <= 0, `${where} is wider than its window`);
  if (page.plain) return; // axe waits for timers, which a page without JavaScript never has
  await page.evaluate(axe);
  const r = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }));
  assert.deepEqual(r.violations.map(v => `${where}: ${v.id} ${v.nodes.map(n => n.target.join(" ")).slice(0, 3)}`), []);
}
