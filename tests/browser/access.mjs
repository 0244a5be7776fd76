// What axe does not see (WCAG 2.2 AA): the keyboard alone, a window of 320 px, letters of double size, wider spacing, still pages.
import assert from "node:assert/strict";
import { PASSWORD, healthy, overflow, person } from "./lib.mjs";

const PLACES = [
  [null, ["/", "/sang-kien", "/sang-kien?q=y+te", "/thong-ke", "/tim-kiem?q=sang+kien", "/tim-kiem/nang-cao", "/tin-tuc", "/tap-huan", "/hoi-dap", "/quy-dinh", "/quy-dinh/tinh-thoi-han?quy-dinh=decide.period&tu=30/11/2026", "/xac-minh", "/huong-dan", "/dang-nhap"]],
  ["demo.tacgia", ["/viec-cua-toi", "/ho-so/moi", "/ho-so/tai-len", "/tai-khoan", "/thong-bao"]],
  ["demo.tiepnhan", ["/ho-so"]],
  ["demo.thuky", ["/hoi-dong"]],
  ["demo.bientap", ["/bien-tap/moi"]],
  ["demo.quantri", ["/quan-tri", "/quan-tri/quy-trinh/1", "/quan-tri/nhat-ky"]],
];

/* Words that a box cuts off: what scrolls by itself may be longer than it shows. */
const cut = page => page.evaluate(() => [...document.querySelectorAll("main *, header *, footer *")].filter(e => {
  const s = getComputedStyle(e);
  return e.textContent.trim() && e.checkVisibility() && !e.closest(".visually-hidden, svg, select") && ["hidden", "clip"].includes(s.overflowY) && e.clientHeight > 2 && e.scrollHeight > e.clientHeight + 3;
}).map(e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`));

/* Tab from the top to the end of the page: where the focus goes it can be seen, and nothing that can have it is left out. */
async function byKeyboard(page, where) {
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); window.visited = new Set(); });
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
    return all.filter(e => {
      if (e.disabled || e.type === "hidden" || e.tabIndex < 0 || !e.checkVisibility({ visibilityProperty: true }) || e.closest("details:not([open]) > :not(summary)")) return false;
      return e.type !== "radio"; // a group of them is one stop
    }).length;
  });
  const problems = [];
  let visited = 0;
  for (let i = 0; i < wanted + 60; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body || window.visited.has(e)) return null;
      window.visited.add(e);
      const r = e.getBoundingClientRect(), name = `${e.tagName} ${(e.getAttribute("aria-label") || e.textContent || e.name || "").trim().slice(0, 40)}`, told = why => ({ radio: e.type === "radio", name, why });
      if (r.width < 1 || r.height < 1) return told("has no size");
      if (r.bottom < 0 || r.top > innerHeight || r.right < 0 || r.left > innerWidth) return told("is outside the window");
      const x = Math.min(Math.max(r.left + Math.min(r.width / 2, 20), 1), innerWidth - 2), y = Math.min(Math.max(r.top + r.height / 2, 1), innerHeight - 2), top = document.elementFromPoint(x, y);
      if (top && !e.contains(top) && !top.contains(e)) return told(`is under ${top.tagName}.${top.className}`);
      let seen = false; // an outline of its own, or of what holds it
      for (let p = e; p && !seen && p !== document.body; p = p.parentElement) { const s = getComputedStyle(p); seen = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2; if (p.matches("form, main, header")) break; }
      return told(seen ? "" : "shows no focus");
    });
    if (!at) break;
    if (!at.radio) visited++;
    if (at.why) problems.push(`${where}: ${at.name} ${at.why}`);
  }
  if (visited < wanted) problems.push(`${where}: Tab comes to ${visited} of ${wanted} controls`);
  return problems;
}

const dressed = (page, css) => page.evaluate(css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }, css);

async function pagesForAll(browser, url) {
  const wrong = [];
  for (const [login, paths] of PLACES) {
    const p = await person(browser, url, login);
    for (const path of paths) {
      await p.setViewportSize({ width: 1280, height: 900 });
      await p.goto(url + path);
      wrong.push(...await byKeyboard(p, path));
      await dressed(p, "html { font-size: 200% !important }"); // 1.4.4
      if ((await overflow(p)) > 0) wrong.push(`${path}: letters of double size make it wider than its window`);
      wrong.push(...(await cut(p)).map(w => `${path} in double size cuts ${w}`));
      await dressed(p, "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"); // 1.4.12
      wrong.push(...(await cut(p)).map(w => `${path} with wider spacing cuts ${w}`));
      await dressed(p, "");
      await p.setViewportSize({ width: 320, height: 640 }); // 1.4.10
      if ((await overflow(p)) > 0) wrong.push(`${path}: wider than 320 px`);
      await p.emulateMedia({ reducedMotion: "reduce" }); // 2.3.3
      const moving = await p.evaluate(() => [...document.querySelectorAll("*")].filter(e => { const s = getComputedStyle(e); return parseFloat(s.transitionDuration) > 0 || s.animationName !== "none"; }).length);
      if (moving) wrong.push(`${path}: ${moving} parts move although stillness is asked for`);
      await p.emulateMedia({ reducedMotion: null });
    }
    await p.context().close();
  }
  assert.deepEqual(wrong, []);
}

/* From the login to the receipt with nothing but keys. */
async function filedByKeyboard(browser, url) {
  const p = await person(browser, url, null), key = k => p.keyboard.press(k);
  const to = async (what, most = 150) => { // Tab until the control with this selector has the focus
    for (let i = 0; i < most; i++) {
      if (await p.evaluate(w => document.activeElement?.matches(w), what)) return;
      await key("Tab");
    }
    throw new Error(`Tab does not come to ${what} on ${p.url()}`);
  };
  const type = async (what, text) => { await to(what); await p.keyboard.type(text); };
  await p.goto(url + "/dang-nhap");
  await key("Tab");
  assert.equal(await p.evaluate(() => document.activeElement.getAttribute("href")), "#noi-dung"); // the first stop leaps to the content
  await key("Enter");
  await type("#login", "demo.tacgia");
  await type("#password", PASSWORD);
  await key("Enter");
  await p.waitForURL(/viec-cua-toi/);
  await to("a[href='/ho-so/moi']");
  await key("Enter");
  await p.waitForURL(/ho-so\/moi/);
  await type("#title", "Hồ sơ nộp chỉ bằng bàn phím");
  await to("main form button.button--primary");
  await key("Enter");
  await p.waitForURL(/\/sua/);
  await to("#org");
  await p.keyboard.type("Ủy ban nhân dân phường Hải Châu");
  await to("#investor");
  await p.keyboard.type("Ủy ban nhân dân phường Hải Châu");
  await to("#kind input"); // a group is one stop, arrows choose in it
  await key("Space");
  await type("#field", "Cải cách hành chính");
  await type("#applied_on", "10/09/2026");
  await type("#author_share-1", (await p.inputValue("#author_share-1")) ? "" : "100");
  await type("#known_state", "Trước đây làm bằng tay.");
  await type("#content", "Các bước thực hiện và điều kiện áp dụng của giải pháp, viết đủ dài để Hội đồng xem xét được. ".repeat(2));
  for (const id of ["applicability", "conditions", "benefit_author"]) await type("#" + id, "Nội dung");
  for (const id of ["oath", "no_state_secret"]) { await to("#" + id); await key("Space"); }
  await to("button[value=check]");
  await key("Enter");
  await p.waitForURL(/kiem-tra/);
  await to("form[action$='/nop'] button");
  await key("Enter");
  await p.waitForURL(/\/ho-so\/\d+$/);
  assert.match(await p.textContent("main"), /Số biên nhận/);
  await healthy(p, "a dossier filed by keyboard");
}

/* In English what people wrote in Vietnamese is told to be so (3.1.2), and read out in its own voice. */
async function tongues(browser, url) {
  const p = await person(browser, url, null);
  await p.goto(url + "/sang-kien");
  const entry = await p.locator("main a[href^='/sang-kien/']").first().getAttribute("href");
  await p.goto(url + entry);
  assert.equal(await p.locator("main [lang]").count(), 0);
  await p.goto(url + entry + "?ngon-ngu=en");
  assert.equal(await p.getAttribute("html", "lang"), "en");
  assert.match(await p.locator("main p[lang=vi]").first().textContent(), /[ăâđêôơư]/);
  await healthy(p, "an entry in English");
  await p.context().close();
}

export const accessJourneys = [
  ["main pages by keyboard, at 320 px, in double size, with wider spacing, still", pagesForAll],
  ["a dossier filed with nothing but keys", filedByKeyboard],
  ["Vietnamese text in an English page is told to be so", tongues],
];
