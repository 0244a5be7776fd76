import assert from "node:assert/strict";
import { person } from "./lib.mjs";

const SLUG = "/tap-huan/xet-cong-nhan-sang-kien-cap-thanh-pho";

// A unit registers its people out of a list; one of them asks a question by the ticket, which the wall shows once it is let in; the
// organiser checks them in, one while the connection is gone; the report counts them.
export async function training(browser, url, { script, width, number }, healthy) {
  const names = [`Nguyễn Thị Mai ${number}`, `Trần Văn Long ${number}`];
  const clerk = await person(browser, url, "demo.tiepnhan", { script, width });
  await clerk.goto(url + SLUG + "/don-vi");
  await clerk.locator("input[name=session]").nth(1).check();
  await clerk.fill("[name=list]", `${names[0]}; Chuyên viên; mai@example.vn\n${names[1]}\tPhó Trưởng phòng`);
  if (script) await healthy(clerk, "a unit's people");
  await clerk.click("main form button.button--primary");
  await clerk.waitForURL(u => u.pathname === SLUG);
  assert.match(await clerk.textContent(".flash"), /2 người: 2 có chỗ/);
  const card = clerk.locator("section.next", { hasText: names[0] });
  assert.match(await card.textContent(), /có chỗ/);
  const ticket = await card.locator("a", { hasText: "Phiếu tham dự" }).getAttribute("href");

  const guest = await person(browser, url, null, { script, width }); // the holder of the ticket has no account
  await guest.goto(url + ticket);
  assert.equal(await guest.locator("main svg").count() >= 1, true);
  await guest.goto(url + ticket + "/hoi");
  await guest.fill("#title, [name=title]", `Hồ sơ nộp trễ có được xét không, lần ${number}?`);
  await guest.click("main form button.button--primary");
  await guest.waitForURL(u => u.pathname === ticket);

  const boss = await person(browser, url, "demo.so", { script, width });
  const course = await (await boss.goto(url + SLUG), boss.locator("a", { hasText: "Quản lý lớp" }).getAttribute("href"));
  await boss.goto(url + course);
  const list = await boss.locator("section.card a[href*='/buoi/']", { hasText: "Danh sách" }).last().getAttribute("href");
  await boss.goto(url + "/hoi-dap?buoi=" + list.split("/").pop());
  await boss.locator("main a", { hasText: `lần ${number}?` }).click();
  await boss.click("button[value=open]");
  await guest.goto(url + "/hoi-dap/trinh-chieu/" + list.split("/").pop());
  assert.match(await guest.textContent("body"), new RegExp(`lần ${number}\\?`));

  await boss.goto(url + list + "/diem-danh");
  await boss.fill("[name=code]", url + ticket);
  await boss.click("form[data-checkin] button.button--primary");
  if (script) {
    await boss.waitForFunction(n => [...document.querySelectorAll("[data-checkin-list] li")].some(l => l.textContent.includes(n) && l.querySelector(".badge--good")), names[0]);
    await boss.context().setOffline(true);
    await boss.locator("[data-checkin-list] li", { hasText: names[1] }).locator("button").click();
    await boss.waitForFunction(() => /1/.test(document.querySelector("[data-checkin-note]").textContent));
    await boss.context().setOffline(false);
    await boss.waitForFunction(() => Object.keys(localStorage).filter(k => k.startsWith("sangkien:checkin:")).every(k => JSON.parse(localStorage.getItem(k)).length === 0));
  } else {
    assert.match(await boss.textContent(".flash"), new RegExp(names[0]));
    await boss.locator("[data-checkin-list] li", { hasText: names[1] }).locator("button").click();
  }
  await boss.goto(url + list + "/bao-cao");
  const row = boss.locator("tr", { hasText: "Ủy ban nhân dân phường Hải Châu" });
  assert.ok(Number(await row.locator("td").nth(2).textContent()) >= 2, "both attended");
  if (script) await healthy(boss, "report of a session");
  const file = await boss.request.get(url + list + "/bao-cao.xlsx");
  assert.equal(file.status(), 200);
  for (const p of [clerk, guest, boss]) await p.context().close();
}
