// Statistics, reports, the ranking and open data, as people use them.
import assert from "node:assert/strict";
import { healthy, person } from "./lib.mjs";

// A number of the public page opens as many entries; a unit's officer sees the own unit, nobody else does.
async function numbers(browser, url, how) {
  const p = await person(browser, url, null, how);
  await p.goto(url + "/thong-ke");
  const figure = p.locator(".figure").first(), said = (await figure.locator("b").innerText()).trim();
  await figure.click();
  await p.waitForURL(/sang-kien\?/);
  assert.ok((await p.locator(".pager span").innerText()).endsWith("/ " + said));
  await p.locator("details.facet summary", { hasText: "Lĩnh vực" }).click();
  const facet = p.locator("details.facet", { hasText: "Lĩnh vực" }).locator("li").first(), n = (await facet.locator(".muted").innerText()).trim();
  await facet.locator("a").click();
  assert.ok((await p.locator(".pager span").innerText()).endsWith("/ " + n));
  const intake = await person(browser, url, "demo.tiepnhan", how);
  await intake.goto(url + "/thong-ke/don-vi");
  assert.match(intake.url(), /thong-ke\/don-vi\/\d+/);
  await intake.goto(url + "/thong-ke/thanh-pho");
  assert.match(await intake.locator("main").innerText(), /403|không được/i);
  for (const c of [p, intake]) await c.context().close();
}

// The department designs a report, takes a snapshot and downloads it; it says the same when it is opened again.
async function designed(browser, url, how) {
  const p = await person(browser, url, "demo.so", how);
  await p.goto(url + "/bao-cao/moi");
  await p.fill("#title", "Báo cáo thử " + how.width);
  for (const box of ["year", "beneficiary"]) await p.check(`input[name=axes][value=${box}]`);
  for (const box of ["recognised", "in_time"]) await p.check(`input[name=columns][value=${box}]`);
  await p.selectOption("#org", "0");
  await p.click("main form button.button--primary");
  await p.waitForURL(/bao-cao\/\d+$/);
  if (how.script) await healthy(p, "a design");
  const count = p.locator("td.num a").first(), many = (await count.innerText()).trim();
  await count.click(); // a count opens as many dossiers
  await p.waitForURL(/thong-ke\/ho-so\?.*doi-tuong=/);
  assert.equal((await p.locator("main .lead strong").innerText()).trim(), many);
  await p.goBack();
  await p.click("main form button.button--primary");
  await p.waitForURL(/ban-chup\/\d+$/);
  const table = await p.locator("table").innerText();
  await p.reload();
  assert.equal(await p.locator("table").innerText(), table);
  const file = await p.request.get(p.url() + "/bao-cao.xlsx");
  assert.equal(file.status(), 200);
  assert.equal((await file.body()).subarray(0, 2).toString(), "PK");
  await p.context().close();
}

// On a telephone the dashboard is a list of its parts; the one whose name is touched opens, folds again; print shows all.
async function folded(browser, url, how) {
  const p = await person(browser, url, null, how);
  await p.goto(url + "/thong-ke");
  const height = () => p.evaluate(() => document.documentElement.scrollHeight), open = () => p.locator(".panel__body:visible").count(), parts = await p.locator(".panel").count();
  assert.ok(parts > 8);
  assert.equal(await open(), 0);
  assert.ok(await height() < 3000, `${await height()} px`);
  await p.locator(".panel__name").nth(1).click();
  assert.equal(await open(), 1);
  assert.ok(await p.locator(".panel:target table").isVisible());
  if (how.script) await healthy(p, "statistics, a part open");
  await p.locator(".panel:target .panel__up a").click();
  assert.equal(await open(), 0);
  await p.emulateMedia({ media: "print" });
  assert.equal(await open(), parts);
  await p.context().close();
}

// The numbers of a periodic report open what is behind them.
async function periodic(browser, url, how) {
  const p = await person(browser, url, "demo.so", how);
  await p.goto(url + "/bao-cao/dinh-ky");
  await p.selectOption("#org", "0");
  await p.click("main form button.button--primary");
  await p.waitForURL(/ban-chup\/\d+$/);
  const money = p.locator("tr", { hasText: "Số lần trả thù lao cho tác giả" }).locator("td").nth(1), said = await money.innerText();
  if (said !== "0") {
    await money.locator("a").click();
    assert.equal(await p.locator(".tabs [aria-current]").innerText(), "Trả cho tác giả");
    assert.equal(String(await p.locator("main tbody tr").count()), said);
    await p.goBack();
  }
  const received = p.locator("tr", { hasText: "Đơn tiếp nhận" }).locator("td").nth(1), number = await received.innerText();
  await received.locator("a").click();
  assert.ok((await p.locator("main").innerText()).includes(number));
  if (how.script) await healthy(p, "records behind a periodic report");
  await p.goBack();
  for (const label of ["Trong đó có người đứng đầu là tác giả", "Giấy chứng nhận đã cấp", "Sáng kiến không tính được bằng tiền"]) {
    const cell = p.locator("tr", { hasText: label }).locator("td").nth(1), shown = await cell.innerText();
    if (shown === "0") continue;
    await cell.locator("a").click();
    assert.equal((await p.locator("main .lead strong").innerText()).trim(), shown, label);
    if (how.script) await healthy(p, label);
    await p.goBack();
  }
  await p.context().close();
}

export const reportJourneys = [
  ["statistics fold on a telephone", (b, u) => folded(b, u, { width: 360, script: true })],
  ["statistics fold without JavaScript", (b, u) => folded(b, u, { width: 360, script: false })],
  ["a periodic report opens its records, 1280 px", (b, u) => periodic(b, u, { width: 1280, script: true })],
  ["a periodic report opens its records without JavaScript, 360 px", (b, u) => periodic(b, u, { width: 360, script: false })],
  ["statistics: numbers open their records", (b, u) => numbers(b, u, { width: 1280, script: true })],
  ["statistics without JavaScript at 360 px", (b, u) => numbers(b, u, { width: 360, script: false })],
  ["a report is designed and frozen", (b, u) => designed(b, u, { width: 1280, script: true })],
  ["a report is designed without JavaScript at 360 px", (b, u) => designed(b, u, { width: 360, script: false })],
  ["open data: the whole register in parts, a harvest, pages in good order", async (browser, url) => {
    const p = await person(browser, url, null, { width: 360 });
    for (const path of ["/xep-hang", "/xep-hang/1", "/du-lieu", "/du-lieu/sang-kien", "/thong-ke/truy-van/report_cube?by_year=1"]) { await p.goto(url + path); await healthy(p, path); }
    const csv = await (await p.request.get(url + "/sang-kien.csv")).text(), home = await (await p.request.get(url + "/sang-kien")).text();
    const total = Number(/\/ ([\d.]+)<\/span>/.exec(home)[1].replaceAll(".", ""));
    assert.ok(csv.trimEnd().split("\r\n").length === total + 1);
    const oai = await (await p.request.get(url + "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc")).text();
    assert.ok(oai.includes(`completeListSize="${total}"`));
    const mine = await person(browser, url, "demo.tacgia", { width: 1280 });
    await mine.goto(url + "/tai-khoan/ma-khoa");
    await healthy(mine, "tokens");
    await mine.context().close();
    await p.context().close();
  }],
];
