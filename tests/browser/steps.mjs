// What officials do on the pages, step by step, in several journeys.
import assert from "node:assert/strict";

/* A day from today on, as the forms want it. */
export const day = n => new Intl.DateTimeFormat("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh" }).format(new Date(Date.now() + n * 864e5));

/* Clicks what asks "are you sure?" where there is a script. */
export async function sure(page, selector) {
  await page.click(selector);
  const ok = page.locator("dialog[open] .button--primary");
  if (await ok.count()) await ok.click();
}

/* The dossier named `tag` comes before the council named `council`; all its voters say yes. `voters`: pages of people, the
 * secretary first, the chair second. `look(page, where)` is called at each place. */
export async function councilPasses(url, { council, tag, voters, opinion, look = async () => {} }) {
  const [secretary, chair] = voters;
  await secretary.goto(url + "/hoi-dong");
  await secretary.click(`.grid a:has-text("${council}")`);
  await secretary.click("text=Lập phiên họp");
  await secretary.fill("#held_at", "08:00 " + day(0));
  await secretary.fill("#place", "Phòng họp 1");
  await secretary.click("main form button");
  await secretary.waitForURL(/phien-hop/);
  await secretary.selectOption("#dossier", await secretary.locator("#dossier option", { hasText: tag }).first().getAttribute("value"));
  await secretary.click("button[value=add]");
  await secretary.waitForLoadState();
  for (const box of await secretary.locator("input[name=present]").all()) await box.check();
  await secretary.click("button[value=attend]");
  await secretary.waitForLoadState();
  await look(secretary, "session");
  await secretary.click(`main a:has-text("${tag}")`);
  await secretary.waitForURL(/ho-so\/\d+$/);
  const item = secretary.url();
  await secretary.click("text=Ghi nhận định");
  for (const n of ["n1", "n2", "n3", "n4", "benefit"]) await secretary.check(`input[name=${n}][value=yes]`);
  await secretary.check("input[name=excluded][value=no]");
  await secretary.fill("#opinion", opinion);
  await secretary.click("main form button.button--primary");
  await secretary.waitForURL(item);
  for (const p of voters) {
    await p.goto(item);
    await p.check("input[name=choice][value=for]");
    await p.click("form[action$='/phieu'] button");
    await p.waitForLoadState();
    assert.match(await p.textContent("body"), /Mã phiếu của bạn/);
  }
  await chair.goto(item);
  await sure(chair, "form[action$='/ket-luan'] button");
  await chair.waitForSelector("text=Hội đồng thông qua");
  await look(chair, "concluded item");
  return item;
}

/* The head recognises; answers the page of the result. */
export async function headRecognises(head, dossier, look = async () => {}) {
  await head.goto(dossier + "/quyet-dinh");
  await head.check("input[name=decision][value=recognise]");
  await head.fill("#signer_title", "Chủ tịch");
  await look(head, "decide");
  await sure(head, "main form button");
  await head.waitForURL(/ket-qua/);
}
