// Every page of the route table, as somebody who may see it, at its real addresses: found by following links from everybody's
// first pages. Each is opened with JavaScript (axe, console) and without, at 1280 and 360 px: no page is wider than its window,
// each has a title and one h1, and a dossier says what comes next. A page that no visit reaches fails, unless UNREACHED says why.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { healthy, person, startServer } from "./lib.mjs";

const PEOPLE = [null, "demo.tacgia", "demo.dongtacgia", "demo.tiepnhan", "demo.thuky", "demo.chutich", "demo.uyvien", "demo.thutruong", "demo.so", "demo.quantri", "demo.bientap", "demo.kiemtra"];
// Where walks begin besides the menus: pages that nothing links to without a search, a token or a state of things.
const SEEDS = [
  [null, ["/", "/quen-mat-khau", "/tinh-trang-thu", "/tim-kiem?q=hoi+dogn+sang+kine", "/tim-kiem/goi-y?q=sang", "/hoi-dap/tuong-tu?q=ty+le", "/hoi-dap/trinh-chieu/1", "/hoi-dap/trinh-chieu/2", "/huong-dan", "/huong-dan/giao-dien", "/du-lieu", "/xac-minh", "/quy-dinh/tinh-thoi-han?quy-dinh=decide.period&tu=30/11/2026"]],
  ["demo.tacgia", ["/ho-so/moi", "/ho-so/tai-len", "/tai-khoan/hai-buoc", "/tai-khoan/ma-khoa", "/tai-khoan/thong-bao", "/hoi-dong/quan-he", "/kiem-phieu", "/khieu-nai", "/danh-hieu", "/tim-kiem/da-luu"]],
];
// Patterns of which more than a few examples are followed: their links depend on the state of the thing.
const MANY = { "/ho-so/:id": 14, "/sang-kien/*x": 8, "/phien-hop/ho-so/:id": 8, "/phien-hop/:id": 6, "/hoi-dong/:id": 6, "/khieu-nai/:id": 6, "/sang-kien/*x/thu-lao": 6, "/quan-tri/quy-trinh/:id": 4, "/hoi-dap/:id": 6, "/tap-huan/*x": 6, "/bien-tap/:id": 4 };
const FEW = 2, AT_ONCE = 4, SECONDS = 90;
// Pages that a walk may not reach, each with its reason; where the journeys before have made such a thing, they are visited too.
export const UNREACHED = {
  "/ho-so/:id/doc-tep": "only while an uploaded file is being read",
  "/ngung-thu/*x": "its address is a mark in a mail: notify.mail pages_of_mail opens it",
  "/phien-hop/co-mat/*x": "its address is in the QR code of a session: council.council opens it",
  "/danh-hieu/:id/xac-nhan": "asks for a use that is planned and not yet decided",
  "/danh-hieu/:id/huy": "asks for a use of a title",
  "/ho-so/:id/cap-thanh-pho/sua": "only between a request to the city and its filing",
  "/ho-so/:id/cap-thanh-pho/quyet-dinh": "only when the city's council has concluded",
  "/ho-so/:id/cap-thanh-pho/huy": "only for who signs for the city, who is no demonstration account",
  "/ho-so/:id/khieu-nai": "only after a refusal",
  "/khieu-nai/:id/thu-ly": "only while a complaint waits for acceptance",
  "/khieu-nai/:id/dong-y": "only when who decided was complained about",
  "/quan-tri/quy-trinh/:id/so-sanh/:other": "asks for two versions of a process",
  "/sang-kien/*x/thu-lao/nam/:id": "only while a year waits for confirmation",
  "/sang-kien/*x/thu-lao/tra/:id": "only while something is due",
  "/sang-kien/*x/thu-lao/huy-tra/:id": "only for a payment",
  "/sang-kien/*x/thu-lao/chuyen-giao/:id": "only for a transfer",
  "/sang-kien/*x/thu-lao/bo-trung/:id": "only where somebody found two entries to be the same",
  "/sang-kien/*x/thu-lao/khong-trung/:id": "only where texts are alike and one of the two was paid",
};

// What the demonstration accounts do not have yet: a draft, a form and a set of criteria being drawn up. Fills in what a form asks
// for, sends it, and tells where that leads.
async function make(page, at, given) {
  await page.goto(at);
  const gone = page.waitForNavigation();
  await page.evaluate(given => {
    const form = [...document.querySelectorAll("main form")].find(f => Object.keys(given).every(n => f.elements[n]));
    for (const e of form.elements) {
      if (!e.name || e.name[0] === "_" || e.type === "hidden" || e.type === "submit" || e.type === "file" || e.disabled) continue;
      if (given[e.name] !== undefined && e.type !== "radio" && e.type !== "checkbox") { e.value = given[e.name]; delete given[e.name]; /* the first row alone */ }
      else if (e.tagName === "SELECT" && !e.value) e.selectedIndex = [...e.options].findIndex(o => o.value);
      else if (e.type === "radio" && ![...form.elements].some(o => o.name === e.name && o.checked)) e.checked = true;
      else if ((e.type === "text" || e.tagName === "TEXTAREA") && e.required && !e.value) e.value = "Thử";
    }
    form.querySelector("button:not([name]), button.button--primary, button").click();
  }, given);
  await gone;
  const to = new URL(page.url()).pathname;
  assert.notEqual(to, new URL(at).pathname, `${at}: ${await page.locator(".errors").first().textContent().catch(() => "no way on")}`);
  return to;
}

export async function prepare(browser, url) {
  const author = await person(browser, url, "demo.tacgia"), boss = await person(browser, url, "demo.quantri");
  const draft = (await make(author, url + "/ho-so/moi", { title: "Bản nháp để xem mọi trang" })).replace(/\/sua$/, "");
  assert.match(draft, /^\/ho-so\/\d+$/);
  const form = await make(boss, url + "/quan-tri/mau-don", { name: "Biểu mẫu thử", sector: "" });
  const set = await make(boss, url + "/quan-tri/tieu-chi/moi", { name: "Bộ tiêu chí thử", basis: "QĐ 1", criterion: "Tính mới", max: "20" });
  for (const p of [author, boss]) await p.context().close();
  return { "demo.tacgia": ["sua", "kiem-tra", "tep", "tuong-tu"].map(w => `${draft}/${w}`), "demo.quantri": [form, set] };
}

const matcher = path => new RegExp("^" + path.split("/").map(p => (p[0] === ":" ? "\\d+" : p[0] === "*" ? "[^/]+" : p.replace(/[.]/g, "\\."))).join("/") + "$");

// The table with the most fixed address first, so that /ho-so/moi is not taken for /ho-so/:id.
function table({ bin, dir }) {
  const all = JSON.parse(execFileSync(bin, ["routes", "--json", "--data", dir], { maxBuffer: 16 << 20 })).filter(r => r.method === "GET");
  const loose = p => p.split("/").filter(s => s[0] === ":" || s[0] === "*").length;
  return all.map(r => ({ ...r, match: matcher(r.path), isPage: !!r.page && r.page.endsWith(".html") })).sort((a, b) => loose(a.path) - loose(b.path));
}

// Links are followed as this person, patterns that nobody has reached yet first, until all pages are reached.
async function walk(url, routes, login, cookie, found, wanted, own) {
  const seen = new Set(), taken = {}, first = [], later = [], end = Date.now() + SECONDS * 1000;
  const add = (link, from) => {
    const to = new URL(link, url + from);
    if (to.origin !== url) return;
    const path = decodeURI(to.pathname), route = routes.find(r => r.match.test(path)), address = to.pathname + to.search;
    if (!route || seen.has(address) || /^\/(dang-xuat|giay-chung-nhan|tinh)\//.test(path)) return;
    taken[route.path] = (taken[route.path] || 0) + 1;
    if (taken[route.path] > (MANY[route.path] || FEW)) return;
    seen.add(address);
    (found[route.path] ? later : first).push({ address, route });
  };
  for (const [who, list] of SEEDS) if (who === login || !who) for (const s of list) add(s, "/");
  for (const a of own) add(a, "/");
  for (const r of routes) if (!/[:*]/.test(r.path)) add(r.path, "/");
  const one = async ({ address, route }) => {
    const got = await fetch(url + address, { redirect: "manual", headers: { cookie, accept: "text/html" } }), text = await got.text();
    assert.ok(got.status < 500, `${address} as ${login}: ${got.status}`);
    if (got.status !== 200) return;
    (found[route.path] ||= []).push({ login, address });
    if (/html/.test(got.headers.get("content-type") || "")) for (const m of text.matchAll(/\shref="([^"#]+)/g)) add(m[1].replaceAll("&amp;", "&"), address);
  };
  while ((first.length || later.length) && Date.now() < end && wanted.some(r => !found[r.path])) await Promise.all((first.length ? first : later).splice(0, AT_ONCE).map(one));
}

async function width(page) { // without the page's own script
  const cdp = await page.context().newCDPSession(page), m = await cdp.send("Page.getLayoutMetrics");
  await cdp.detach();
  return m.cssContentSize.width - m.cssLayoutViewport.clientWidth;
}

async function visit(scripted, plain, url, { address, login }, route, wrong) {
  const where = `${address} as ${login || "nobody"}`, said = [];
  const tell = m => { if (m.type() === "error") said.push(m.text()); };
  scripted.on("console", tell);
  scripted.on("pageerror", e => said.push(String(e)));
  try {
    await scripted.setViewportSize({ width: 1280, height: 900 });
    await scripted.goto(url + address);
    await healthy(scripted, `${where} at 1280`);
    await scripted.setViewportSize({ width: 360, height: 780 });
    await healthy(scripted, `${where} at 360`);
    assert.deepEqual(said, [], `${where}: console`);
    for (const wide of [360, 1280]) {
      await plain.setViewportSize({ width: wide, height: 900 });
      if (wide === 360) await plain.goto(url + address);
      assert.ok((await width(plain)) <= 0, `${where} without JavaScript is wider than ${wide} px`);
    }
    assert.ok((await plain.title()).trim().length > 3, `${where} has no title`);
    if (!route.page.startsWith("report/query")) assert.equal(await plain.locator("h1").count(), 1, `${where}: h1`);
    if (route.path === "/ho-so/:id") assert.match(await plain.locator(".next").first().textContent(), /Tiếp theo/, `${where} does not say what is next`);
  } catch (e) { wrong.push(String(e.message || e).slice(0, 600)); }
  scripted.off("console", tell);
  scripted.removeAllListeners("pageerror");
}

export async function everyRoute(browser, url, server) {
  const routes = table(server), found = {}, pages = routes.filter(r => r.isPage), wanted = pages.filter(r => !UNREACHED[r.path] && r.path !== "/khoi-tao"), wrong = [], state = {};
  const made = await prepare(browser, url);
  for (const login of PEOPLE) {
    const page = await person(browser, url, login);
    state[login] = await page.context().storageState();
    await page.context().close();
    await walk(url, routes, login, state[login].cookies.map(c => `${c.name}=${c.value}`).join("; "), found, wanted, made[login] || []);
  }
  const missed = wanted.filter(r => !found[r.path]).map(r => `${r.path}: no visit reached it`);
  const stale = Object.keys(UNREACHED).filter(p => !pages.some(r => r.path === p)).map(p => `${p}: UNREACHED names it, and it is no page`);
  const queue = pages.filter(r => found[r.path]).map(route => ({ route, at: found[route.path][0] })), total = queue.length;
  queue.sort((a, b) => PEOPLE.indexOf(a.at.login) - PEOPLE.indexOf(b.at.login));
  const worker = async () => {
    let login, scripted, plain;
    const open = async javaScriptEnabled => (await browser.newContext({ javaScriptEnabled, locale: "vi-VN", storageState: state[login] })).newPage();
    for (let job; (job = queue.shift());) {
      if (!plain || login !== job.at.login) {
        login = job.at.login;
        for (const p of [scripted, plain]) await p?.context().close();
        scripted = await open(true);
        plain = await open(false);
      }
      await visit(scripted, plain, url, job.at, job.route, wrong);
    }
    for (const p of [scripted, plain]) await p?.context().close();
  };
  await Promise.all([worker(), worker()]);
  const empty = await startServer(server.bin, { demo: false }); // the first page of all
  const scripted = await person(browser, empty.url, null), plain = await person(browser, empty.url, null, { script: false });
  await visit(scripted, plain, empty.url, { address: "/khoi-tao" }, pages.find(r => r.path === "/khoi-tao"), wrong);
  for (const p of [scripted, plain]) await p.context().close();
  await empty.stop();
  console.log(`      ${total + 1} pages of ${pages.length}, each at 1280 and 360 px, with and without JavaScript; ${pages.filter(r => !found[r.path] && UNREACHED[r.path]).length} not reached, each with its reason`);
  assert.deepEqual([...wrong, ...missed, ...stale], []);
}
