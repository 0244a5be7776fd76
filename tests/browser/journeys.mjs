import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { novelty } from "./novelty.mjs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { PASSWORD, healthy, overflow, person, shot } from "./lib.mjs";
import { newsJourneys } from "./news.mjs";
import { reportJourneys } from "./report.mjs";
import { own_look, unit_look } from "./look.mjs";
import { searching } from "./search.mjs";
import { training as session } from "./training.mjs";
import { processJourneys } from "./process.mjs";
import { accessJourneys } from "./access.mjs";
import { afterJourneys } from "./after.mjs";
import { choosing, council } from "./council.mjs";
import { everyRoute } from "./pages.mjs";
import { councilPasses, headRecognises } from "./steps.mjs";

const shared = process.env.SANGKIEN_SHARED || new URL("../../../shared", import.meta.url).pathname;

// A filled form as people hand it in: one of the samples where they are, otherwise one that LibreOffice-free we draw ourselves.
function filledForm() {
  const sample = join(shared, "data/dossiers/dossier-101.pdf");
  return existsSync(sample) ? sample : null;
}

async function fileOne(browser, url, { script, width }) {
  const who = { script, width }, author = await person(browser, url, "demo.tacgia", who), second = await person(browser, url, "demo.dongtacgia", who);
  const form = filledForm(), tag = `${script ? "có" : "không"} script ${width} ${Date.now() % 100000}`;
  await author.goto(url + (form ? "/ho-so/tai-len" : "/ho-so/moi"));
  if (form) {
    await author.setInputFiles("#file", form);
    await author.click("main form button.button--primary");
    await author.waitForURL(/\/sua/);
    assert.match(await author.inputValue("#title"), /phòng thí nghiệm ảo/);
    assert.equal(await author.inputValue("#applied_on"), "10/09/2025");
    assert.equal(await author.inputValue("#author_share-1"), "60");
    assert.match(await author.inputValue("#secret"), /Mã nguồn cấu hình/);
    assert.match(await author.inputValue("#conditions"), /32GB RAM/);
  } else {
    await author.fill("#title", "Bản nháp");
    await author.click("main form button.button--primary");
    await author.waitForURL(/\/sua/);
    await author.click("button[value=author]");
    await author.waitForURL(/tac-gia/);
    await author.fill("#content", "Các bước thực hiện và điều kiện áp dụng của giải pháp, viết đủ dài để Hội đồng xem xét được. ".repeat(2));
    for (const id of ["known_state", "applicability", "conditions", "benefit_author", "investor", "field"]) await author.fill("#" + id, "Nội dung");
  }
  await author.fill("#title", "Hồ sơ thử " + tag);
  const org = await author.locator("#org option", { hasText: "phường Hải Châu" }).first().getAttribute("value");
  await author.selectOption("#org", org);
  await author.check("#kind input[value=technical]");
  await author.fill("#applied_on", "10/09/2026");
  await author.fill("#author_name-1", "Nguyễn Thị Minh Tâm");
  await author.fill("#author_login-1", "demo.tacgia");
  await author.fill("#author_share-1", "60");
  await author.fill("#author_name-2", "Trần Quốc Bảo");
  await author.fill("#author_login-2", "demo.dongtacgia");
  await author.fill("#author_share-2", "30");
  await author.check("#oath");
  await author.check("#no_state_secret");
  if (script && width > 1000) await shot(author, "edit");
  await author.click("button[value=check]");
  await author.waitForURL(/kiem-tra/);
  assert.match(await author.textContent("main"), /F-24/); // 90 %
  if (script) await healthy(author, "check");
  await author.click("text=Sửa hồ sơ");
  await author.fill("#author_share-2", "40");
  await author.click("button[value=check]");
  await author.waitForURL(/kiem-tra/);
  assert.match(await author.textContent("main"), /F-25/); // the co-author has yet to confirm
  const page = author.url().replace(/\/kiem-tra.*/, "");
  await second.goto(page);
  await second.click("text=Xác nhận tham gia và tỷ lệ của tôi");
  await author.goto(page + "/kiem-tra");
  await author.click("form[action$='/nop'] button");
  await author.waitForURL(page);
  assert.match(await author.textContent("main"), /Số biên nhận/);
  if (script) await healthy(author, "dossier");
  return { author, second, page, tag };
}

async function decideOne(browser, url, { page, tag }, { script, width }) {
  const who = { script, width };
  const intake = await person(browser, url, "demo.tiepnhan", who), secretary = await person(browser, url, "demo.thuky", who), chair = await person(browser, url, "demo.chutich", who),
    member = await person(browser, url, "demo.uyvien", who), head = await person(browser, url, "demo.thutruong", who);
  await intake.goto(page + "/xu-ly");
  await intake.check("input[name=action][value=accept]");
  await intake.click("main form button");
  await intake.waitForURL(page);
  const look = async (p, where) => { if (script && width > 1000) await shot(p, where); };
  await councilPasses(url, { council: "(dùng thử)", tag, voters: [secretary, chair, member], opinion: "Giải pháp mới tại cơ sở, đề nghị công nhận.", look });
  await headRecognises(head, page, look);
  if (script) await healthy(head, "result");
  return head;
}

async function wholeLife(browser, url, how) {
  const filed = await fileOne(browser, url, how), head = await decideOne(browser, url, filed, how);
  const pdf = await head.locator("a[href^='/giay-chung-nhan/']").first().getAttribute("href"), serial = pdf.split("/").pop();
  const anybody = await person(browser, url, null, how);
  const got = await anybody.request.get(url + pdf);
  assert.equal((await got.body()).subarray(0, 5).toString(), "%PDF-");
  await anybody.goto(url + "/xac-minh/" + serial);
  assert.match(await anybody.textContent("main"), /Giấy chứng nhận hợp lệ/);
  await anybody.goto(url + "/sang-kien?q=" + encodeURIComponent("ho so thu " + filed.tag.replace("có", "co").replace("không", "khong")));
  assert.match(await anybody.textContent("main"), new RegExp(filed.tag));
  await filed.author.goto(filed.page);
  assert.match(await filed.author.textContent("main"), /Đã công nhận, cấp giấy chứng nhận/);
  for (const p of [filed.author, filed.second, head, anybody]) await p.context().close();
}

async function inTheDark(browser, url) {
  const visits = [[null, ["/", "/sang-kien", "/thong-ke", "/hoi-dap", "/hoi-dap?loai=thuong-gap", "/hoi-dap/1", "/hoi-dap/tuong-tu?q=ty+le", "/tap-huan", "/tap-huan?da-qua=1", "/tap-huan/huong-dan-hoat-dong-sang-kien-2017", "/tin-tuc", "/tin-tuc/tap-huan-huong-dan-hoat-dong-sang-kien-2017", "/tim-kiem", "/tim-kiem?q=hoi+dogn+sang+kine&nam=%3D2026", "/tim-kiem/nang-cao", "/tim-kiem/goi-y?q=sang", "/quy-dinh", "/quy-dinh/tinh-thoi-han?quy-dinh=decide.period&tu=30/11/2026", "/xac-minh", "/huong-dan", "/huong-dan/quan-tri", "/dang-nhap", "/khong-co"]],
    ["demo.tacgia", ["/viec-cua-toi", "/ho-so/moi", "/ho-so/tai-len", "/tai-khoan", "/tai-khoan/hai-buoc", "/tai-khoan/mat-khau", "/thong-bao", "/hoi-dong"]],
    ["demo.tiepnhan", ["/viec-cua-toi", "/ho-so"]], ["demo.quantri", ["/quan-tri", "/quan-tri/quy-trinh", "/quan-tri/quy-trinh/1", "/quan-tri/quy-trinh/1/di-thu", "/quan-tri/dot", "/quan-tri/mau", "/quan-tri/mau-don", "/quan-tri/nhap", "/quan-tri/co-quan", "/quan-tri/nhat-ky"]], ["demo.bientap", ["/bien-tap/moi"]]];
  for (const [login, paths] of visits) {
    const p = await person(browser, url, login, { dark: true });
    for (const path of paths) { await p.goto(url + path); await healthy(p, `${path} dark`); }
    await p.context().close();
  }
}

async function nothingFromElsewhere(browser, url) {
  const p = await person(browser, url, null), seen = [];
  p.on("request", r => seen.push(r.url()));
  p.on("console", m => { if (m.type() === "error") seen.push("console: " + m.text()); });
  for (const path of ["/", "/sang-kien", "/dang-nhap"]) await p.goto(url + path);
  assert.deepEqual(seen.filter(u => !u.startsWith(url)), []);
}

// Every one-page guide prints on one sheet of A4.
async function guidesPrint(browser, url) {
  const p = await person(browser, url, null);
  await p.goto(url + "/huong-dan");
  const pages = await p.$$eval("main .card a", l => l.map(a => a.getAttribute("href")));
  assert.equal(pages.length, 5);
  for (const path of pages) {
    await p.goto(url + path);
    const pdf = (await p.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal((pdf.match(/\/Type\s*\/Page\b/g) || []).length, 1, path + " is longer than a page");
    assert.match(pdf, /\/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]/); // A4
  }
  await p.context().close();
}

// A login that ends in mid-edit keeps what was typed, says so, and gives it back after the next login.
// Without script nothing is saved while one types: the page that says that the session has ended holds what was sent.
async function lostLoginPlain(browser, url) {
  const p = await person(browser, url, "demo.tacgia", { script: false, width: 360 }), typed = "Đoạn gõ sau khi phiên hết, có \"ngoặc\" và <thẻ>.\nDòng hai.";
  await p.goto(url + "/ho-so/moi");
  await p.fill("#title", "Bản nháp bị ngắt, không có kịch bản");
  await p.click("main form button.button--primary");
  await p.waitForURL(/\/sua/);
  const edit = p.url();
  await p.fill("#content", typed);
  await p.context().clearCookies();
  await p.click("button[value=save]");
  await p.waitForSelector("text=Phiên làm việc đã hết");
  await healthy(p, "the page of a session that has ended");
  await p.click("details.kept summary");
  assert.match(await p.innerText("details.kept"), /Đoạn gõ sau khi phiên hết, có "ngoặc" và <thẻ>/);
  const [login] = await Promise.all([p.context().waitForEvent("page"), p.click("text=Đăng nhập (mở trang mới)")]);
  await login.fill("#login", "demo.tacgia");
  await login.fill("#password", PASSWORD);
  await login.click("main form button");
  await login.waitForURL(/viec-cua-toi/);
  await p.click("text=Gửi lại nội dung vừa nhập"); // its mark is of the session that has ended
  await p.waitForSelector("text=Phiên làm việc đã đổi");
  await p.click("text=Gửi lại nội dung vừa nhập");
  await p.waitForURL(edit);
  assert.equal(await p.inputValue("#content"), typed);
  await p.context().close();
}

async function lostLogin(browser, url) {
  const p = await person(browser, url, "demo.tacgia");
  await p.goto(url + "/ho-so/moi");
  await p.fill("#title", "Bản nháp bị ngắt");
  await p.click("main form button.button--primary");
  await p.waitForURL(/\/sua/);
  const edit = p.url();
  await p.fill("#content", "Đoạn đầu đã lưu.");
  await p.waitForSelector("[data-saved]:has-text('Đã lưu lúc')", { timeout: 30000 });
  const cookies = await p.context().cookies();
  await p.context().clearCookies();
  await p.fill("#content", "Đoạn gõ sau khi phiên hết.");
  await p.waitForSelector("[data-saved]:has-text('Phiên làm việc đã hết')", { timeout: 30000 });
  await p.context().addCookies(cookies);
  await p.goto(edit);
  assert.equal(await p.inputValue("#content"), "Đoạn gõ sau khi phiên hết.");
}

// A button pressed while a save is under way waits for it; what a broken connection swallowed comes back; what somebody else has
// saved meanwhile is asked about, not overwritten.
async function savesMeet(browser, url) {
  const p = await person(browser, url, "demo.tacgia"), said = text => p.waitForSelector(`[data-saved]:has-text('${text}')`), luu = "**/luu";
  await p.goto(url + "/ho-so/moi");
  await p.fill("#title", "Bản nháp lưu giữa chừng");
  await p.click("main form button.button--primary");
  await p.waitForURL(/\/sua/);
  const edit = p.url();
  await p.fill("#content", "Các bước thực hiện của giải pháp, đủ dài để vượt mọi giới hạn của trình duyệt. ".repeat(400)); // 200,000 bytes on the wire
  await said("Đã lưu lúc");
  await p.route(luu, async route => { const got = await route.fetch(); await new Promise(r => setTimeout(r, 2000)); await route.fulfill({ response: got }); });
  const under = p.waitForRequest(/\/luu$/);
  await p.fill("#content", "Đã tới máy chủ, câu trả lời còn trên đường.");
  await under;
  await p.fill("#conditions", "Gõ trong lúc đang lưu.");
  await p.click("button[value=check]");
  await p.waitForURL(/kiem-tra/);
  await p.unroute(luu);

  await p.goto(edit);
  assert.equal(await p.inputValue("#conditions"), "Gõ trong lúc đang lưu.");
  await p.route("**/sua", route => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await p.fill("#content", "Gửi lúc mất mạng.");
  await p.check("#oath");
  await p.click("button[value=save]");
  await p.waitForURL(/chrome-error/);
  await p.unroute("**/sua");
  await p.goto(edit);
  assert.equal(await p.inputValue("#content"), "Gửi lúc mất mạng.");
  assert.ok(await p.isChecked("#oath"));
  await said("Đã lưu lúc");

  await p.route(luu, route => route.abort());
  await p.fill("#content", "Gõ ở cửa sổ thứ nhất.");
  await said("Chưa lưu được");
  const other = await person(browser, url, "demo.tacgia"); // on another machine
  await other.goto(edit);
  await other.fill("#content", "Gõ ở máy thứ hai.");
  await other.click("button[value=check]");
  await other.waitForURL(/kiem-tra/);
  await p.unroute(luu);
  await p.evaluate(() => document.querySelector("#content").dispatchEvent(new Event("input", { bubbles: true })));
  await said("đã được lưu ở nơi khác");
  await p.goto(edit);
  await said("đã được lưu ở nơi khác");
  assert.equal(await p.inputValue("#content"), "Gõ ở cửa sổ thứ nhất.");
  await p.click("button[value=save]");
  await p.waitForSelector(".rivals");
  assert.match(await p.innerText(".rivals"), /Gõ ở máy thứ hai\.[^]*Gõ ở cửa sổ thứ nhất\./);
  await healthy(p, "two texts beside each other");
  await shot(p, "two-texts");
  for (const w of [p, other]) await w.context().close();
}

// A long text of any form stays in the browser until it has arrived, and no longer.
async function typedStays(browser, url) {
  const p = await person(browser, url, "demo.bientap"), form = url + "/bien-tap/moi", text = "## Một đoạn dài\n\nViết dở thì mất điện.";
  const left = () => p.evaluate(() => Object.keys(localStorage).filter(k => /^sangkien:\d+:kept/.test(k)).length);
  const type = async () => { await p.fill("#title", "Bài viết dở"); await p.fill("#lead", "Tóm tắt"); await p.fill("#body", text); await p.waitForFunction(() => Object.keys(localStorage).some(k => /^sangkien:\d+:kept/.test(k))); };
  await p.goto(form);
  await type();
  await p.goto(url + "/");
  await p.goto(form);
  assert.equal(await p.inputValue("#body"), text);
  assert.equal(await p.inputValue("#title"), "Bài viết dở");
  await healthy(p, "an article put back");
  await shot(p, "put-back");
  await p.click("text=Bỏ phần khôi phục");
  await p.waitForFunction(() => !document.querySelector("#body").value);
  assert.equal(await left(), 0);

  await type();
  const broken = route => (route.request().method() === "POST" ? route.abort() : route.continue());
  await p.route("**/bien-tap/moi", broken);
  await p.click("button[value=save]");
  await p.waitForURL(/chrome-error/);
  await p.unroute("**/bien-tap/moi", broken);
  await p.goto(form);
  assert.equal(await p.inputValue("#body"), text);

  await p.context().clearCookies(); // the session ends: the page that says so sends it again
  await p.click("button[value=save]");
  await p.waitForSelector("text=Phiên làm việc đã hết");
  const [login] = await Promise.all([p.context().waitForEvent("page"), p.click("text=Đăng nhập (mở trang mới)")]);
  await login.fill("#login", "demo.bientap");
  await login.fill("#password", PASSWORD);
  await login.click("main form button");
  await login.waitForURL(/viec-cua-toi/);
  await p.click("text=Gửi lại nội dung vừa nhập");
  await p.waitForSelector("text=Phiên làm việc đã đổi");
  assert.equal(await left(), 1);
  await p.click("text=Gửi lại nội dung vừa nhập");
  await p.waitForSelector(".errors"); // no section chosen yet: what came back is kept on
  await p.goto(form);
  assert.equal(await p.inputValue("#body"), text);
  await p.selectOption("#section", { index: 1 });
  await p.click("button[value=save]");
  await p.waitForURL(/bien-tap\/\d+/);
  assert.equal(await left(), 0);
  await p.goto(form);
  assert.equal(await p.inputValue("#body"), "");
  const wrong = []; // a browser that forbids its stores loses that comfort only
  p.on("pageerror", e => wrong.push(String(e)));
  await p.addInitScript(() => { for (const s of ["localStorage", "sessionStorage"]) Object.defineProperty(window, s, { get() { throw new DOMException("forbidden", "SecurityError"); } }); });
  await p.goto(form);
  await p.fill("#body", text);
  await p.waitForSelector("[role=toolbar]");
  assert.deepEqual(wrong, []);
  await p.context().close();
}

// The OpenAPI document is whole by the specification's own schema, and by our house rules.
async function openapi(browser, url) {
  const doc = await (await fetch(url + "/api/openapi.json")).json();
  const said = await new Validator().validate(structuredClone(doc));
  assert.ok(said.valid, JSON.stringify(said.errors));
  assert.match(doc.openapi, /^3\.1\./);
  const ids = new Set(), lacks = [];
  for (const [path, item] of Object.entries(doc.paths)) for (const [method, op] of Object.entries(item)) {
    const where = `${method} ${path}`;
    if (!op.summary) lacks.push(where + ": no summary");
    if (!op.operationId || ids.has(op.operationId)) lacks.push(where + ": operationId missing or given twice");
    ids.add(op.operationId);
    if (!Object.keys(op.responses || {}).length) lacks.push(where + ": no answers");
    if (!op.responses.default && !Object.keys(op.responses).some(c => c >= "400")) lacks.push(where + ": no problem answer");
    const named = [...path.matchAll(/{(\w+)}/g)].map(m => m[1]).sort(), told = (op.parameters || []).filter(p => p.in === "path").map(p => p.name).sort();
    if (named.join() !== told.join()) lacks.push(where + `: path has ${named}, parameters ${told}`);
  }
  assert.deepEqual(lacks, []);
}

// A seat, a place in line, the ticket, check-in with and without a connection, the survey.
async function training(browser, url, how) {
  const who = await person(browser, url, how.login, how), course = "/tap-huan/xet-cong-nhan-sang-kien-cap-thanh-pho";
  await who.goto(url + course);
  await who.click("button:has-text('Đăng ký')");
  await who.waitForSelector("text=Bạn đã có chỗ.");
  if (how.script) await healthy(who, "course");
  await who.click("text=Phiếu tham dự");
  const token = (await who.textContent("main code")).trim();
  if (how.script) await healthy(who, "ticket");
  const clerk = await person(browser, url, "demo.so", how);
  await clerk.goto(url + course);
  await clerk.click("text=Quản lý lớp");
  await clerk.locator("a:has-text('Điểm danh')").nth(1).click();
  if (how.script) await healthy(clerk, "check-in");
  if (how.script) await clerk.context().setOffline(true);
  await clerk.fill("[name=code]", how.script ? `${url}/ve/${token}` : token);
  await clerk.click("main form button");
  if (how.script) {
    await clerk.waitForSelector("text=được giữ trong trình duyệt này");
    await who.goto(url + "/ve/" + token);
    assert.match(await who.textContent("main"), /có chỗ/); // not sent yet
    await clerk.context().setOffline(false);
    for (let i = 0; i < 40 && !/đã tham dự/.test(await who.textContent("main")); i++) { await who.waitForTimeout(250); await who.goto(url + "/ve/" + token); }
  } else {
    await clerk.waitForSelector("text=Đã điểm danh: Trần Quốc Bảo");
    await who.goto(url + "/ve/" + token);
  }
  assert.match(await who.textContent("main"), /đã tham dự/);
  await who.click("text=Trả lời khảo sát");
  await who.check("input[name=rating][value='5']");
  await who.check("input[name=useful][value='4']");
  await who.click("main form button");
  await who.waitForSelector("text=Cảm ơn bạn đã trả lời.");
  const anybody = await person(browser, url, null, how);
  await anybody.goto(url + "/tap-huan?da-qua=1");
  await anybody.click("text=Hướng dẫn hoạt động sáng kiến");
  assert.match(await anybody.textContent("main"), /29\/03\/2017[^]*31\/03\/2017/);
  for (const p of [who, clerk, anybody]) await p.context().close();
}

// Ask (similar ones shown while typing), let in, answered officially with the article, on the wall of a session.
async function asking(browser, url, how) {
  const who = await person(browser, url, how.login, how), clerk = await person(browser, url, "demo.so", how), anybody = await person(browser, url, null, how);
  const title = `Tỷ lệ đóng góp của đồng tác giả đã nghỉ việc tính thế nào ${how.width}?`;
  await who.goto(url + "/hoi-dap/moi");
  if (how.script) { await who.locator("[name=title]").pressSequentially("ty le dong gop cua cac dong tac gia", { delay: 5 }); await who.waitForSelector("[data-similar] a:has-text('Ba đồng tác giả chia đều')"); await healthy(who, "ask"); }
  await who.fill("[name=title]", title);
  await who.check("[name=anonymous]");
  await who.click("main form button.button--primary");
  await who.waitForURL(/hoi-dap\/\d+/);
  const page = who.url();
  assert.equal((await anybody.goto(page)).status(), 404);
  await clerk.goto(page);
  await clerk.click("button[value=open]");
  await clerk.waitForLoadState();
  await clerk.click("text=Trả lời >> nth=0");
  await clerk.waitForURL(/tra-loi/);
  await clerk.fill("[name=body]", "Tính theo văn bản thỏa thuận.");
  await clerk.click("main form button");
  await clerk.waitForSelector("text=cần nêu điều khoản");
  await clerk.fill("[name=article]", "khoản 3 Điều 5 Điều lệ Sáng kiến");
  await clerk.click("main form button");
  await clerk.waitForURL(page);
  if (how.script) await healthy(clerk, "question");
  await anybody.goto(page);
  assert.match(await anybody.textContent("main"), /Trả lời chính thức[^]*khoản 3 Điều 5/);
  assert.doesNotMatch(await anybody.textContent("main"), /Minh Tâm|Quốc Bảo/);
  await who.goto(page);
  await who.click("button[value=accept]");
  await who.waitForSelector("text=người hỏi chấp nhận");
  for (const p of [who, clerk, anybody]) await p.context().close();
}

// Each lane is run in order, beside the others. What a journey leaves behind in the city, those after it in its lane see; a lane of
// its own is for one that brings its own city.
export const lanes = [[
  ["a training session with offline check-in, 1280 px", (b, u) => session(b, u, { script: true, width: 1280, number: 1 }, healthy)],
  ["a training session without JavaScript, 360 px", (b, u) => session(b, u, { script: false, width: 360, number: 2 }, healthy)],
  ["a search, misspelt, narrowed, kept, 1280 px", (b, u) => searching(b, u, { login: "demo.tacgia", script: true, width: 1280 }, healthy)],
  ["a search without JavaScript, 360 px", (b, u) => searching(b, u, { login: "demo.dongtacgia", script: false, width: 360 }, healthy)],
  ["a look of its own, seen in the dark", (b, u) => own_look(b, u, { script: true, width: 1280, dark: true }, healthy)],
  ["a look of its own without JavaScript, 360 px", (b, u) => own_look(b, u, { script: false, width: 360 }, healthy)],
  ["a unit's own look, seen in the dark", (b, u) => unit_look(b, u, { script: true, width: 1280, dark: true }, healthy)],
  ["a unit's own look without JavaScript, 360 px", (b, u) => unit_look(b, u, { script: false, width: 360 }, healthy)],
  ...reportJourneys,
  ...newsJourneys,
  ...afterJourneys,
  ["a question, its official answer, 1280 px", (b, u) => asking(b, u, { login: "demo.tacgia", script: true, width: 1280 })],
  ["a question without JavaScript, 360 px", (b, u) => asking(b, u, { login: "demo.dongtacgia", script: false, width: 360 })],
  ["training: a seat, a ticket, check-in off-line, a survey, 1280 px", (b, u) => training(b, u, { login: "demo.tacgia", script: true, width: 1280 })],
  ["training without JavaScript, 360 px", (b, u) => training(b, u, { login: "demo.dongtacgia", script: false, width: 360 })],
  ["novelty: a copied dossier, answer, the report run again, 1280 px", (b, u) => novelty(b, u, { script: true, width: 1280 })],
  ["novelty without JavaScript, 360 px", (b, u) => novelty(b, u, { script: false, width: 360 })],
  ["a council: candidates, sheets, spreadsheets, readers, receipts, 1280 px", (b, u) => council(b, u, healthy, { script: true, width: 1280, title: "Phiếu hẹn có bản đồ" })],
  ["a council without JavaScript, 360 px", (b, u) => council(b, u, healthy, { script: false, width: 360, title: "Tủ thuốc sơ cứu" })],
  ["a choice among dossiers, in order, 1280 px", (b, u) => choosing(b, u, healthy, { script: true, width: 1280, rank: true })],
  ["a choice among dossiers, by points, without JavaScript, 360 px", (b, u) => choosing(b, u, healthy, { script: false, width: 360, rank: false })],
  ["the OpenAPI document is valid and whole", openapi],
  ["a dossier from form to certificate, 1280 px", (b, u) => wholeLife(b, u, { script: true, width: 1280 })],
  ["a dossier from form to certificate without JavaScript, 360 px", (b, u) => wholeLife(b, u, { script: false, width: 360 })],
], [
  ...processJourneys(healthy),
  ["main pages in dark colours: no axe violation, no overflow", inTheDark],
  ...accessJourneys,
  ["nothing comes from another host, no console error", nothingFromElsewhere],
  ["each guide prints on one A4", guidesPrint],
  ["a login lost in mid-edit loses no text, 1280 px", lostLogin],
  ["a login lost in mid-edit loses no text without JavaScript, 360 px", lostLoginPlain],
  ["saves that meet, a connection that breaks: no text is lost", savesMeet],
  ["a long text stays in the browser until it has arrived: no text is lost", typedStays],
], [
  ["every page of the route table, as who may see it, 1280 and 360 px, with and without JavaScript", everyRoute, 1500],
]];
