import assert from "node:assert/strict";
import { person, shot } from "./lib.mjs";

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
