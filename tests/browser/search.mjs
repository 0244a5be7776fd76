import assert from "node:assert/strict";
import { person } from "./lib.mjs";

// Finds without marks and misspelt, narrows down, downloads, keeps a search; drops it.
export async function searching(browser, url, { login, script, width }, healthy) {
  const p = await person(browser, url, login, { script, width });
  await p.goto(url + "/");
  await p.fill("#tim", "hoi dogn sang kein");
  if (script) {
    await p.fill("#tim", "");
    await p.locator("#tim").pressSequentially("hội đồng sáng");
    await p.waitForSelector(".suggest:not([hidden]) a");
    await p.keyboard.press("ArrowDown");
    assert.equal(await p.evaluate(() => document.activeElement.closest(".suggest") !== null), true);
    await p.keyboard.press("Escape");
    await p.fill("#tim", "hoi dogn sang kein");
  }
  await p.press("#tim", "Enter");
  await p.waitForURL(/tim-kiem\?/);
  assert.match(await p.textContent("main"), /Có phải bạn muốn tìm\s+hội đồng sáng kiến/);
  await p.click("main .flash a");
  await p.waitForURL(/h%E1%BB%99i/);
  assert.ok(await p.locator("mark").count() > 0);
  if (script) await healthy(p, "search");
  await p.locator("aside details").first().locator("a", { hasText: "Hướng dẫn" }).click();
  await p.waitForURL(/loai=/);
  assert.ok(await p.locator("main .news li").count() >= 1);
  await p.locator("a.chip").first().click();
  await p.waitForURL(u => !u.search.includes("loai="));
  const csv = await p.request.get(url + (await p.getAttribute("a[href^='/tim-kiem.csv']", "href")));
  assert.equal(csv.status(), 200);
  assert.match(await csv.text(), /^\uFEFF"loai","ma","ten"/);
  await p.click("text=Lưu tìm kiếm này");
  await p.waitForURL(/da-luu/);
  await p.fill("#name", "Hội đồng");
  await p.click("main form button.button--primary");
  await p.waitForSelector("text=Đã lưu.");
  if (script) await healthy(p, "kept searches");
  await p.locator("main .news button").first().click();
  await p.waitForSelector("text=Đã bỏ tìm kiếm đã lưu.");
  await p.goto(url + "/tim-kiem/nang-cao");
  await p.fill("#tieu-de", "quy trinh");
  await p.fill("#nam", "2024-2026");
  await p.selectOption("#loai", { label: "Sáng kiến" });
  if (script) await healthy(p, "advanced search");
  await p.click("main form button.button--primary");
  await p.waitForURL(/tieu-de=/);
  assert.ok(await p.locator("main .news li").count() >= 1);
  await p.goto(url + "/tim-kiem?q=sang&trong=ho-so"); // one's own
  assert.match(await p.textContent("main"), /Hồ sơ/);
  await p.context().close();
}
