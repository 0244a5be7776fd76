import assert from "node:assert/strict";
import { person, shot } from "./lib.mjs";
import { sure } from "./steps.mjs";

// A council at work in the demonstration: conflicts before members are named, a sheet is scored and handed in with and without
// script, a recused member sees nothing, presence by the code of the room, a secret vote is found again.
export async function council(browser, url, healthy, how) {
  const { script, width } = how;
  const secretary = await person(browser, url, "demo.thuky", how), member = await person(browser, url, "demo.uyvien", how), chair = await person(browser, url, "demo.chutich", how);
  await secretary.goto(url + "/hoi-dong");
  await healthy(secretary, `council list at ${width}`);
  await secretary.click(".grid a:has-text('(dùng thử)')");
  await secretary.click("text=Xem xung đột lợi ích trước khi chọn");
  await healthy(secretary, `candidates at ${width}`);
  if (script && width > 1000) await shot(secretary, "candidates");

  await member.goto(url + "/cham-diem");
  await healthy(member, `readings at ${width}`);
  assert.doesNotMatch(await member.textContent("main"), /Sổ theo dõi đơn thư/); // recused from it
  await member.click(`main a:has-text("${how.title}")`);
  await healthy(member, `sheet at ${width}`);
  await member.fill("#points-1", "26,5");
  await member.click("button[value=done]");
  await member.waitForSelector(".error");
  assert.match(await member.textContent("main"), /không nằm trong mức nào/);
  assert.equal(await member.inputValue("#points-1"), "26,5"); // nothing is lost
  for (const [i, points] of ["25", "24,5", "20.5", "12"].entries()) await member.fill(`#points-${i + 1}`, points);
  await member.fill("#comment-1", "Cách làm mới ở phường.");
  await member.click("button[value=done]");
  await member.waitForSelector("text=Đã nộp phiếu chấm");
  if (script && width > 1000) await shot(member, "sheet");
  const item = (await member.locator("a[href$='/phieu-cham.docx']").getAttribute("href")).replace("/phieu-cham.docx", "");
  const docx = await member.request.get(url + item + "/phieu-cham.docx");
  assert.equal((await docx.body()).subarray(0, 2).toString(), "PK");
  await chair.goto(url + item);
  await healthy(chair, `item at ${width}`);
  assert.doesNotMatch(await chair.textContent("main"), /82,00/); // alone until the hour

  await secretary.goto(url + item);
  const session = await secretary.locator(".crumb a[href^='/phien-hop/']").getAttribute("href");
  await secretary.goto(url + session);
  await healthy(secretary, `session at ${width}`);
  await secretary.click("button[value=assign]");
  await secretary.waitForSelector("text=Đã phân công");
  await secretary.click("button[value=order]");
  await secretary.waitForSelector("text=Đã xếp chương trình");
  if (script && width > 1000) await shot(secretary, "session-scores");
  const sheet = await member.request.get(url + session + "/cham-diem.xlsx");
  assert.equal((await sheet.body()).subarray(0, 2).toString(), "PK");
  await member.goto(url + session + "/nhap-diem");
  await healthy(member, `import at ${width}`);
  await member.setInputFiles("#file", { name: "diem.xlsx", mimeType: "application/octet-stream", buffer: await sheet.body() });
  await member.click("main form button.button--primary");
  await member.waitForSelector("text=dòng điểm vào phiếu nháp");
  await member.goto(url + "/hoi-dong/quan-he");
  await healthy(member, `ties at ${width}`);
  await member.goto(url + "/kiem-phieu");
  await member.fill("#code", "0000");
  await member.click("main form button");
  assert.match(await member.textContent("main"), /Không có phiếu mang mã này/);
  await healthy(member, `receipt at ${width}`);
  for (const p of [secretary, member, chair]) await p.context().close();

  const admin = await person(browser, url, "demo.quantri", how);
  await admin.goto(url + "/quan-tri/tieu-chi");
  await healthy(admin, `criteria at ${width}`);
  await admin.click(".grid a:has-text('cấp cơ sở')");
  await healthy(admin, `a set of criteria at ${width}`);
  if (await admin.locator("button[value=copy]").count()) await admin.click("button[value=copy]"); // otherwise the copy of a journey before
  await admin.click("text=Sửa");
  await healthy(admin, `criteria form at ${width}`);
  await admin.fill("#bands-1", "27-30 Mới\n26-28 Chồng");
  await admin.click("main form button.button--primary");
  await admin.waitForSelector(".error");
  assert.equal(await admin.inputValue("#bands-1"), "27-30 Mới\n26-28 Chồng");
  await admin.context().close();
}

// A choice among two dossiers: asked, put in order or given points by all who are there, counted; a receipt is found again.
export async function choosing(browser, url, healthy, how) {
  const { script, width } = how, voters = [];
  for (const login of ["demo.thuky", "demo.chutich", "demo.uyvien"]) voters.push(await person(browser, url, login, how));
  const [secretary, chair, member] = voters;
  await secretary.goto(url + "/hoi-dong");
  await secretary.click(".grid a:has-text('(dùng thử)')");
  await secretary.locator("main a[href^='/phien-hop/']:not([href$='phien-moi'])").first().click();
  for (const box of await secretary.locator("input[name=present]").all()) await box.check();
  await secretary.click("button[value=attend]");
  await secretary.waitForLoadState();
  await healthy(secretary, `session with choices at ${width}`);
  await secretary.click("a:has-text('Lấy phiếu lựa chọn')");
  await secretary.waitForURL(/lua-chon$/);
  await secretary.fill("#title", "Thứ tự khen thưởng " + width);
  await secretary.check(`input[name=method][value=${how.rank ? "rank" : "score"}]`);
  await secretary.check("input[name=ballot][value=secret]");
  await secretary.fill("#places", "1");
  await secretary.click("main form button.button--primary");
  await secretary.waitForSelector(".errors"); // no dossier is chosen
  assert.match(await secretary.innerText("main"), /Hãy chọn từ 2 đến/);
  assert.equal(await secretary.inputValue("#title"), "Thứ tự khen thưởng " + width);
  for (const box of (await secretary.locator("input[name=item]").all()).slice(0, 2)) await box.check();
  await healthy(secretary, `asking for a choice at ${width}`);
  await secretary.click("main form button.button--primary");
  await secretary.waitForURL(/lua-chon\/\d+$/);
  const at = secretary.url(), field = how.rank ? "rank" : "points";
  await member.goto(at);
  await healthy(member, `a choice at ${width}`);
  if (script) await shot(member, "choice");
  await member.fill(`#${field}-1`, "500");
  await member.fill(`#${field}-2`, "1");
  await member.click("form[action$='/phieu'] button");
  await member.waitForSelector(".error");
  assert.equal(await member.inputValue(`#${field}-1`), "500"); // nothing is lost
  let code;
  for (const [i, p] of voters.entries()) {
    await p.goto(at);
    await p.fill(`#${field}-1`, i ? "2" : "1");
    await p.fill(`#${field}-2`, i ? "1" : "2");
    await p.click("form[action$='/phieu'] button");
    await p.waitForSelector("text=Mã phiếu của bạn");
    code = (await p.textContent("body")).match(/Mã phiếu của bạn: ([0-9a-f]{20})/)[1];
  }
  await member.goto(url + "/kiem-phieu");
  await member.fill("#code", code);
  await member.click("main form button");
  assert.match(await member.textContent("main"), /đã nằm trong hòm phiếu/);
  await chair.goto(at);
  await sure(chair, "form[action$='/kiem-phieu'] button");
  await chair.waitForSelector("text=được chọn");
  await healthy(chair, `a choice that was counted at ${width}`);
  if (script) await shot(chair, "choice-counted");
  await chair.click("main summary");
  assert.match(await chair.innerText("main"), new RegExp(code));
  await member.goto(url + "/kiem-phieu");
  await member.fill("#code", code);
  await member.click("main form button");
  assert.match(await member.textContent("main"), how.rank ? /2 > 1/ : /1: 2; 2: 1/);
  await healthy(member, `a receipt of a choice at ${width}`);
  for (const p of voters) await p.context().close();
}
