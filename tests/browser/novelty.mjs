// A copied dossier: what the intake officer, its author and the department see of it; an answer; the kept report run again.
import assert from "node:assert/strict";
import { healthy as healthyPage, person, shot } from "./lib.mjs";

export async function novelty(browser, url, how) {
  const healthy = (page, where) => how.script ? healthyPage(page, where) : undefined;
  const intake = await person(browser, url, "demo.tiepnhan", how), author = await person(browser, url, "demo.dongtacgia", how), boss = await person(browser, url, "demo.so", how);
  await intake.goto(url + "/ho-so?q=" + encodeURIComponent("thẻ màu kết hợp khay"));
  await intake.click("main a:has-text('Phân luồng hồ sơ bằng thẻ màu')");
  await intake.click("p.remark a");
  await intake.waitForURL(/tinh-moi/);
  const page = intake.url();
  assert.match(await intake.textContent("main"), /hồ sơ trước của chính tác giả/);
  assert.match(await intake.textContent("main"), /cùng cơ sở: N1, N3/);
  assert.match(await intake.textContent("main"), /đề nghị tác giả tách phần mới/);
  assert.ok(await intake.locator(".pair mark").count() > 0, "what differs is marked");
  await healthy(intake, "novelty");
  if (how.script && how.width > 1000) await shot(intake, "novelty");
  for (const d of await intake.locator("details.fold > summary").all()) await d.click();
  assert.match(await intake.locator(".seg--law").nth(1).textContent(), /Nghị định số 13\/2012/, "the law is marked in the full text");
  await healthy(intake, "novelty, open");
  await intake.click("text=Chạy lại và so sánh");
  await intake.waitForSelector("text=giống từng byte");
  // the author: own words in full, of the closed one the unit alone
  await author.goto(page);
  const seen = await author.textContent("main");
  assert.match(seen, /Giống một hồ sơ tại Sở Xây dựng/);
  assert.doesNotMatch(seen, /Lấy số từ xa|SHA-256 của báo cáo/);
  const last = author.locator("section.source").last();
  await last.locator("textarea").fill(`Chúng tôi tự xây dựng cách lấy số, ${how.width}.`);
  await last.locator("button").click();
  await author.waitForSelector("text=Đã lưu giải trình");
  if (how.script) await healthy(author, "novelty of the author");
  await intake.goto(page);
  assert.match(await intake.textContent("main"), new RegExp(`tự xây dựng cách lấy số, ${how.width}`));
  // similar titles: while typing, or by the button
  const entry = (await (await fetch(url + "/sang-kien", { headers: { Accept: "application/json" } })).json()).items[0];
  await author.goto(url + "/ho-so/moi");
  await author.fill("#title", how.script ? "Bản nháp" : entry.title);
  await author.click("main form button.button--primary");
  await author.waitForURL(/\/sua/);
  if (how.script) {
    await author.locator("#title").fill("");
    await author.locator("#title").pressSequentially(entry.title, { delay: 1 });
    await author.waitForSelector("[data-similar] a");
    await healthy(author, "similar titles");
  } else {
    await author.click("button[value=similar]");
    await author.waitForURL(/tuong-tu/);
    assert.ok(await author.locator("main .news a").count() > 0);
    await healthy(author, "similar titles");
  }
  await boss.goto(url + "/tinh-moi");
  assert.match(await boss.textContent("main"), /Lấy số từ xa[^]*Sở Xây dựng|Phân luồng hồ sơ bằng thẻ màu/);
  await healthy(boss, "groups");
  for (const p of [intake, author, boss]) await p.context().close();
}
