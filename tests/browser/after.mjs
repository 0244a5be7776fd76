// After recognition: money stated by one and confirmed by another, its reason and payment; use; a complaint that stops it.
import assert from "node:assert/strict";
import { healthy, person } from "./lib.mjs";

async function post(page, button = "main form button.button--primary") { await page.click(button); await page.waitForLoadState(); }

// An entry of the ward that nobody has stated a benefit for, by its address.
async function anEntry(page, url, skip) {
  await page.goto(url + "/theo-doi-ap-dung?tinh-trang=none");
  const links = await page.locator("tbody a").evaluateAll(l => l.map(a => a.getAttribute("href").replace(/\/ap-dung$/, "")));
  assert.ok(links.length > skip, "the ward has entries without a plan");
  return url + links[links.length - 1 - skip];
}

async function money(browser, url, how) {
  const clerk = await person(browser, url, "demo.tiepnhan", how), head = await person(browser, url, "demo.thutruong", how), anybody = await person(browser, url, "demo.dongtacgia", how);
  const entry = await anEntry(clerk, url, how.skip);
  assert.equal((await anybody.goto(entry + "/thu-lao")).status(), 404); // no author, no officer
  await clerk.goto(entry + "/thu-lao");
  assert.match(await clerk.textContent("main"), /Vì sao không có mức tối thiểu/); // a ward owes none by law
  if (how.script) await healthy(clerk, "no minimum");
  await clerk.goto(entry + "/thu-lao/ben-tra");
  await clerk.fill("#payer", "Công ty Cổ phần Môi trường Hải Châu");
  await clerk.check("input[name=payer_class][value=economic]");
  await clerk.fill("#applied_on", "01/06/2025");
  await clerk.fill("#reason", "Hợp đồng tài trợ 12/2025");
  await post(clerk);
  await clerk.goto(entry + "/thu-lao/ke-khai?nam=1");
  await clerk.check("input[name=computable][value=yes]");
  await clerk.fill("#amount", "500.000.000");
  await clerk.fill("#method", "Chi phí tiết kiệm trong năm, đã trừ chi phí áp dụng.");
  await clerk.fill("#evidence", "Báo cáo 15/BC-UBND");
  await post(clerk);
  assert.match(await clerk.textContent("main"), /chờ xác nhận/);
  await head.goto(entry + "/thu-lao");
  await head.click("text=Xem và xác nhận >> nth=0");
  await head.waitForURL(/nam\/\d+/);
  await head.check("input[name=answer][value=confirm]");
  await post(head);
  await clerk.goto(entry + "/thu-lao");
  await clerk.locator("summary", { hasText: "Vì sao số này" }).first().click();
  assert.match(await clerk.textContent("main"), /7 % × 500\.000\.000 đ = 35\.000\.000 đ[^]*Điều 10 Điều lệ Sáng kiến/);
  if (how.script) await healthy(clerk, "remuneration");
  await clerk.locator("a", { hasText: "Ghi việc trả" }).first().click();
  await clerk.waitForURL(/tra\/\d+/);
  const amount = await clerk.inputValue("#amount");
  await clerk.fill("#amount", "40.000.000");
  await clerk.fill("#document", "PC 7");
  await post(clerk);
  assert.match(await clerk.textContent("main"), /Vượt số phải trả/);
  assert.equal(await clerk.inputValue("#document"), "PC 7"); // nothing is lost
  await clerk.fill("#amount", amount);
  await post(clerk);
  assert.match(await clerk.textContent("main"), /đã trả đủ/);
  // the plan of use
  await clerk.goto(entry + "/ap-dung/ke-hoach");
  await clerk.fill("#plan", "Áp dụng toàn phường trong quý này.");
  await clerk.fill("#due_on", "31/12/2030");
  await post(clerk);
  if (how.script) await healthy(clerk, "use");
  // a complaint stops payments and titles
  await anybody.goto(entry);
  await anybody.click("text=Khiếu nại quyết định công nhận");
  await anybody.waitForURL(/khieu-nai/);
  await anybody.fill("#content", "Tôi cùng làm giải pháp này.");
  await anybody.fill("#wish", "Bổ sung tên tôi.");
  await anybody.fill("#late_reason", "Mới biết quyết định.");
  if (how.script) await healthy(anybody, "complain");
  await post(anybody);
  await anybody.waitForURL(/khieu-nai\/\d+$/);
  assert.match(await anybody.textContent("main"), /Điều 27 Luật Khiếu nại/);
  if (how.script) await healthy(anybody, "complaint");
  await clerk.goto(entry + "/thu-lao");
  assert.match(await clerk.textContent("main"), /việc trả thù lao tạm dừng/);
  await clerk.goto(entry + "/danh-hieu");
  assert.match(await clerk.textContent("main"), /tạm dừng dùng sáng kiến/);
  if (how.script) await healthy(clerk, "titles");
  const department = await person(browser, url, "demo.so", how);
  await department.goto(anybody.url() + "/thu-ly");
  await department.check("input[name=accept][value=refuse]");
  await department.fill("#note", "Không thuộc thẩm quyền.");
  await post(department);
  await clerk.goto(entry + "/thu-lao");
  assert.doesNotMatch(await clerk.textContent("main"), /việc trả thù lao tạm dừng/);
  // to the city
  await head.goto(entry + "/de-nghi-thanh-pho");
  await head.fill("#effect", "Thời gian xử lý giảm một phần ba, theo dõi hằng tháng.");
  await head.fill("#reach", "Đang áp dụng tại các phường lân cận, có xác nhận.");
  if (how.script) await healthy(head, "request to the city");
  await post(head);
  await head.waitForURL(/cap-thanh-pho/);
  assert.match(await head.textContent("main"), /SHA-256[^]*khớp/);
  if (how.script) await healthy(head, "nomination");
  for (const p of [clerk, head, anybody, department]) await p.context().close();
}

export const afterJourneys = [
  ["after recognition: money, use, a complaint, the city, 1280 px", (b, u) => money(b, u, { script: true, width: 1280, skip: 0 })],
  ["after recognition without JavaScript, 360 px", (b, u) => money(b, u, { script: false, width: 360, skip: 1 })],
];
