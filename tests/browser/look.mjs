import assert from "node:assert/strict";
import { person } from "./lib.mjs";

// An administrator gives the site a name and a colour of its own; a pale one is refused; then back to the built-in look.
export async function own_look(browser, url, { script, width, dark }, healthy) {
  const boss = await person(browser, url, "demo.quantri", { script, width }), anyone = await person(browser, url, null, { script, width, dark });
  await boss.goto(url + "/quan-tri/giao-dien");
  await boss.fill("#name", "Sáng kiến phường Hải Châu");
  await boss.fill("#main", "#ffcc00");
  await boss.click("main form.card button.button--primary");
  assert.match(await boss.textContent("#main-error"), /quá nhạt/);
  assert.equal(await boss.inputValue("#name"), "Sáng kiến phường Hải Châu");
  await boss.fill("#main", "#7a1f3d");
  await boss.click("main form.card button.button--primary");
  await boss.waitForSelector(".flash--good");
  await anyone.goto(url + "/huong-dan/giao-dien");
  assert.match(await anyone.textContent("header"), /phường Hải Châu/);
  assert.equal(await anyone.evaluate(() => getComputedStyle(document.querySelector(".button--primary")).backgroundColor), "rgb(122, 31, 61)");
  if (script) {
    await healthy(boss, "own look: form");
    await healthy(anyone, "own look: design system");
  }
  for (const field of ["#name", "#main", "#dark"]) await boss.fill(field, "");
  await boss.click("main form.card button.button--primary");
  await boss.waitForSelector(".flash--good");
  await anyone.goto(url + "/huong-dan");
  assert.doesNotMatch(await anyone.textContent("header"), /Hải Châu/);
}

// An organisation's colours and logo are on its pages, not on the site's; given up, they are gone. Done and undone on one that
// no other journey looks at.
export async function unit_look(browser, url, { script, width, dark }, healthy) {
  const boss = await person(browser, url, "demo.quantri", { script, width }), anyone = await person(browser, url, null, { script, width, dark });
  await boss.goto(url + "/quan-tri/co-quan");
  await boss.locator("main a", { hasText: "Sở Xây dựng" }).first().click();
  const unit = boss.url().split("/").pop(), list = url + "/sang-kien?co-so=" + unit;
  await boss.click("main .actions a[href$='/giao-dien']");
  await boss.fill("#main", "#ffcc00");
  await boss.click("main form.card button.button--primary");
  assert.match(await boss.textContent("#main-error"), /quá nhạt/);
  await boss.fill("#main", "#3f5d12");
  const png = await boss.screenshot({ clip: { x: 0, y: 0, width: 200, height: 120 } });
  await boss.setInputFiles("#logo", { name: "logo.png", mimeType: "image/png", buffer: png });
  await boss.click("main form.card button.button--primary");
  await boss.waitForSelector(".flash--good");
  const ground = async p => {
    await p.waitForLoadState(); // the sheet of the look may come after the page's words
    return p.evaluate(() => getComputedStyle(document.querySelector("main .button--primary, main .button")).getPropertyValue("--main").trim());
  };
  assert.equal(await ground(boss), "#3f5d12"); // the page of the form wears it
  await anyone.goto(list);
  assert.equal(await anyone.locator(".brand__logo").count(), 1);
  assert.match(await anyone.textContent("header .brand"), /Sở Xây dựng/);
  assert.equal(await ground(anyone), "#3f5d12");
  if (script) {
    await healthy(boss, "a unit's look: form");
    await healthy(anyone, "a unit's look: its entries");
  }
  await anyone.goto(url + "/sang-kien");
  assert.notEqual(await ground(anyone), "#3f5d12");
  await boss.fill("#main", "");
  await boss.fill("#dark", "");
  await boss.check("#no_logo");
  await boss.click("main form.card button.button--primary");
  await boss.waitForSelector(".flash--good");
  await anyone.goto(list + "&tu-nam=2000"); // another address: the first one is public for a minute
  assert.notEqual(await ground(anyone), "#3f5d12");
  for (const p of [boss, anyone]) await p.context().close();
}
