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
