// Three real processes are entered through the pages only, checked, walked through and activated; a dossier goes through each,
// from the form to the certificate of the city.

import assert from "node:assert/strict";
import { overflow, person } from "./lib.mjs";
import { councilPasses, day, headRecognises, sure } from "./steps.mjs";

// A process as an official would write it down: stages and steps; the labels are those of the pages.
const author = "Hồ sơ đang được xử lý; bạn sẽ được báo khi có kết quả.";
const ends = {
  refused: { name: "Không công nhận", phase: "refused", tone: "bad", final: true },
  cancelled: { name: "Đã hủy bỏ", phase: "cancelled", tone: "bad", final: true },
  withdrawn: { name: "Đã rút", phase: "withdrawn", tone: "off", final: true },
};

export const danang = {
  name: "Công nhận sáng kiến cấp thành phố (thủ tục 1.010169)", level: "city",
  states: {
    filed: { name: "Đã nhận, đang kiểm tra", phase: "filed", tone: "note", next: "department", n: 10, unit: "working_day", article: "Thủ tục 1.010169", starts: "received", order: 2 },
    guide: { name: "Phiếu hướng dẫn bổ sung", phase: "deficient", tone: "wait", next: "author", n: 5, unit: "working_day", article: "Thủ tục 1.010169", stops_clock: true },
    ready: { name: "Đủ hồ sơ", phase: "accepted", tone: "note", next: "council", rule: "decide.period", starts: "decide", order: 3 },
    special: { name: "Hội đồng tư vấn chuyên ngành", phase: "under_evaluation", tone: "note", next: "council", rule: "decide.period", starts: "decide", order: 4 },
    judged: { name: "Có kết luận, trình Chủ tịch", phase: "evaluated", tone: "note", next: "head", rule: "decide.period", starts: "decide", order: 5 },
    kept: { name: "Bảo lưu", phase: "deferred", tone: "wait", next: "department", n: 12, unit: "month", article: "Thông báo bảo lưu năm 2022", stops_clock: true },
    done: { name: "Chủ tịch đã công nhận", phase: "certified", tone: "good", order: 6 }, ...ends,
    out: { name: "Trả hồ sơ", phase: "refused_acceptance", tone: "bad", final: true },
  },
  steps: [
    { name: "Nộp hồ sơ", effect: "file", from: ["draft"], to: "filed", actors: ["owner"], document: "receipt", article: "Thủ tục 1.010169" },
    { name: "Phát phiếu hướng dẫn", effect: "ask_fix", from: ["filed"], to: "guide", actors: ["department"], document: "deficiency", article: "Thủ tục 1.010169" },
    { name: "Nộp bổ sung", effect: "answer_fix", from: ["guide"], to: "filed", actors: ["owner"], article: "Thủ tục 1.010169" },
    { name: "Xác nhận đủ hồ sơ", effect: "accept", from: ["filed"], to: "ready", actors: ["department"], document: "acceptance", article: "Thủ tục 1.010169" },
    { name: "Trả hồ sơ", effect: "refuse_acceptance", from: ["filed", "guide"], to: "out", actors: ["department"], document: "refusal_acceptance", article: "Thủ tục 1.010169" },
    { name: "Đưa ra Hội đồng chuyên ngành", effect: "open_council", from: ["ready"], to: "special", actors: ["department", "council"], article: "Quyết định 89/2025/QĐ-UBND" },
    { name: "Hội đồng kết luận", effect: "conclude", from: ["special"], to: "judged", actors: ["council"], article: "Quyết định 89/2025/QĐ-UBND" },
    { name: "Chủ tịch công nhận", effect: "recognise", from: ["judged"], to: "done", actors: ["head"], document: "decision", article: "Quyết định 89/2025/QĐ-UBND" },
    { name: "Không công nhận", effect: "refuse", from: ["judged", "kept"], to: "refused", actors: ["head"], document: "refusal", article: "Quyết định 89/2025/QĐ-UBND" },
    { name: "Bảo lưu", effect: "defer", from: ["judged"], to: "kept", actors: ["head"], article: "Thông báo bảo lưu năm 2022" },
    { name: "Xét lại", effect: "resume", from: ["kept"], to: "ready", actors: ["department"], article: "Thông báo bảo lưu năm 2022" },
    { name: "Hủy bỏ", effect: "cancel", from: ["done"], to: "cancelled", actors: ["head"], article: "khoản 4 Điều 7 Điều lệ Sáng kiến" },
    { name: "Rút hồ sơ", effect: "withdraw", from: ["draft", "filed", "guide", "ready"], to: "withdrawn", actors: ["owner"], article: "Thực tiễn" },
  ],
  walk: [["Nộp hồ sơ", "16/11/2026", "01/12/2026"], ["Phát phiếu hướng dẫn", "18/11/2026", "26/11/2026"], ["Nộp bổ sung", "23/11/2026", "04/12/2026"], ["Xác nhận đủ hồ sơ", "25/11/2026"], ["Đưa ra Hội đồng chuyên ngành", "01/12/2026"],
    ["Hội đồng kết luận", "14/12/2026"], ["Bảo lưu", "18/12/2026"], ["Xét lại", "01/03/2027"], ["Đưa ra Hội đồng chuyên ngành", "08/03/2027"], ["Hội đồng kết luận", "15/03/2027"], ["Chủ tịch công nhận", "22/03/2027"]],
  last: "Chủ tịch đã công nhận",
};

const state = { for_author: author, starts: "entered" };

async function fillState(page, s) {
  const w = { ...state, ...s };
  await page.fill("[name=name]", w.name);
  await page.selectOption("[name=phase]", w.phase);
  await page.check(`[name=tone][value=${w.tone}]`);
  await page.fill("[name=for_author]", w.for_author);
  if (w.next) await page.selectOption("[name=next]", w.next);
  if (w.rule) await page.selectOption("[name=rule]", w.rule);
  if (w.n) { await page.fill("[name=n]", String(w.n)); await page.selectOption("[name=unit]", w.unit); await page.fill("[name=article]", w.article); }
  await page.check(`[name=starts][value=${w.starts}]`);
  for (const box of ["stops_clock", "final"]) if (w[box]) await page.check(`[name=${box}]`);
  if (w.order) await page.fill("[name=order]", String(w.order));
  await page.click("form.card button.button--primary");
}

async function fillStep(page, s, names) {
  await page.fill("[name=name]", s.name);
  await page.selectOption("[name=effect]", s.effect);
  for (const f of s.from) await page.getByRole("group", { name: /Từ trạng thái/ }).getByLabel(names[f], { exact: true }).check();
  await page.selectOption("[name=to]", { label: names[s.to] });
  for (const a of s.actors) await page.check(`[name=actors][value=${a}]`);
  if (s.outcome) await page.selectOption("[name=outcome]", s.outcome);
  if (s.document) await page.selectOption("[name=document]", s.document);
  await page.fill("[name=article]", s.article);
  await page.click("form.card button.button--primary");
}

/* Types one process in, page by page; answers its address. */
export async function enter(page, url, what) {
  await page.goto(url + "/quan-tri/quy-trinh");
  await page.fill("[name=name]", what.name);
  if (what.level) await page.selectOption("[name=level]", what.level);
  await page.click("form.card button.button--primary");
  await page.waitForURL(/quy-trinh\/\d+$/);
  const at = page.url(), names = { draft: "Nháp" };
  for (const [key, s] of Object.entries(what.states)) {
    names[key] = s.name;
    await page.goto(at + "/trang-thai/moi");
    await fillState(page, s);
    await page.waitForURL(at);
  }
  for (const s of what.steps) {
    await page.goto(at + "/buoc/moi");
    await fillStep(page, s, names);
    await page.waitForURL(at);
  }
  return at;
}

/* Walks the dossier that does not exist, and compares the due dates that the pages tell. */
export async function walk(page, at, what, assert) {
  await page.goto(`${at}/di-thu?tu=${encodeURIComponent(what.walk[0][1])}`);
  for (const [name, on, due] of what.walk) {
    await page.getByRole("radio", { name: new RegExp(`^${name.replace(/[()]/g, "\\$&")} \\(`) }).check();
    await page.fill("#ngay", on);
    const before = page.url();
    await page.click("form.card button.button--primary");
    await page.waitForURL(u => u.href !== before);
    const last = page.locator("ol.timeline > li").last();
    assert.match(await last.innerText(), new RegExp(name.replace(/[()]/g, "\\$&")));
    if (due) assert.match(await last.innerText(), new RegExp(`Hạn ${due}`), `${name}: ${await last.innerText()}`);
  }
  assert.match(await page.innerText("main"), new RegExp(`Hồ sơ đang ở\\s+${what.last}`));
}

export const quangnam = {
  name: "Công nhận sáng kiến hai vòng, có đặc cách (Quảng Nam)", level: "city",
  states: {
    filed: { name: "Đã nộp", phase: "filed", tone: "note", next: "department", n: 15, unit: "day", article: "Quyết định 32/2015/QĐ-UBND", starts: "received", order: 2 },
    fix: { name: "Yêu cầu bổ sung", phase: "deficient", tone: "wait", next: "author", n: 10, unit: "day", article: "Quyết định 32/2015/QĐ-UBND", stops_clock: true },
    ready: { name: "Chờ sơ khảo chuyên ngành", phase: "accepted", tone: "note", next: "council", rule: "decide.period", starts: "decide", order: 3 },
    first: { name: "Sơ khảo chuyên ngành", phase: "under_evaluation", tone: "note", next: "council", rule: "decide.period", starts: "decide", order: 4 },
    second: { name: "Chờ Hội đồng tỉnh", phase: "accepted", tone: "note", next: "council", rule: "decide.period", starts: "decide", order: 5 },
    plenary: { name: "Hội đồng tỉnh xét", phase: "under_evaluation", tone: "note", next: "council", rule: "decide.period", starts: "decide", order: 6 },
    judged: { name: "Có kết luận của Hội đồng", phase: "evaluated", tone: "note", next: "head", rule: "decide.period", starts: "decide", order: 7 },
    done: { name: "Đã công nhận cấp tỉnh", phase: "certified", tone: "good", order: 8 }, ...ends,
    out: { name: "Loại khỏi đợt xét", phase: "excluded", tone: "bad", final: true },
  },
  steps: [
    { name: "Nộp hồ sơ", effect: "file", from: ["draft"], to: "filed", actors: ["owner"], document: "receipt", article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Yêu cầu bổ sung", effect: "ask_fix", from: ["filed"], to: "fix", actors: ["department"], document: "deficiency", article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Nộp bổ sung", effect: "answer_fix", from: ["fix"], to: "filed", actors: ["owner"], article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Nhận hồ sơ", effect: "accept", from: ["filed"], to: "ready", actors: ["department"], document: "acceptance", article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Loại", effect: "exclude", from: ["filed", "fix", "ready"], to: "out", actors: ["department"], article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Đưa ra sơ khảo", effect: "open_council", from: ["ready"], to: "first", actors: ["department", "council"], article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Sơ khảo đạt", effect: "conclude", from: ["first"], to: "second", outcome: "pass", actors: ["council"], article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Sơ khảo không đạt", effect: "conclude", from: ["first"], to: "judged", outcome: "fail", actors: ["council"], article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Đặc cách", effect: "fast_track", from: ["ready"], to: "second", actors: ["head"], article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Đưa ra Hội đồng tỉnh", effect: "open_council", from: ["second"], to: "plenary", actors: ["department", "council"], article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Hội đồng tỉnh kết luận", effect: "conclude", from: ["plenary"], to: "judged", actors: ["council"], article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Công nhận cấp tỉnh", effect: "recognise", from: ["judged"], to: "done", actors: ["head"], document: "decision", article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Không công nhận", effect: "refuse", from: ["judged"], to: "refused", actors: ["head"], document: "refusal", article: "Quyết định 32/2015/QĐ-UBND" },
    { name: "Hủy bỏ", effect: "cancel", from: ["done"], to: "cancelled", actors: ["head"], article: "khoản 4 Điều 7 Điều lệ Sáng kiến" },
    { name: "Rút hồ sơ", effect: "withdraw", from: ["draft", "filed", "fix", "ready"], to: "withdrawn", actors: ["owner"], article: "Thực tiễn" },
  ],
  walk: [["Nộp hồ sơ", "02/11/2026", "17/11/2026"], ["Nhận hồ sơ", "10/11/2026", "11/02/2027"], ["Đặc cách", "12/11/2026"], ["Đưa ra Hội đồng tỉnh", "18/11/2026"], ["Hội đồng tỉnh kết luận", "20/11/2026"], ["Công nhận cấp tỉnh", "25/11/2026"]],
  last: "Đã công nhận cấp tỉnh",
};

const act = (page, name) => page.locator(`button[name=do][value=${name}]`).click();

async function admin(browser, url, how) {
  return person(browser, url, "demo.quantri", how);
}

/* A city process, typed in without script, is sound, walks as the calendar says, and becomes active for its level. */
async function cityProcess(browser, url, what, { round }) {
  const page = await admin(browser, url, { script: false });
  const at = await enter(page, url, what);
  assert.match(await page.innerText("main"), /Quy trình đúng/);
  await walk(page, at, what, assert);
  await page.goto(at);
  if (round) {
    await page.check("[name=named_only]");
    await act(page, "settings");
    await page.waitForURL(at);
  } else await page.locator("input[name=replace]").check();
  await act(page, "activate");
  await page.waitForURL(at);
  assert.match(await page.innerText("main"), /Đang áp dụng/);
  assert.equal(await page.locator("a[href$='/buoc/moi']").count(), 0); // it never changes now
  await newRound(page, url, { name: round || "Đợt 01–30/11", level: "city", process: round ? what.name : "" });
  await page.context().close();
}

/* A round that is open today. */
async function newRound(page, url, { name, level, process }) {
  await page.goto(url + "/quan-tri/dot");
  await page.fill("[name=name]", name);
  await page.selectOption("[name=level]", level);
  await page.fill("[name=opens_on]", day(-1));
  await page.fill("[name=closes_on]", day(30));
  if (process) await page.selectOption("[name=process]", { label: process });
  await page.click("form.card button.button--primary");
  await page.waitForURL(/dot\/\d+$/);
}

/* The city's own process with its round, typed in unless a journey before has done so. */
async function cityRound(browser, url) {
  const page = await admin(browser, url, {});
  await page.goto(url + "/quan-tri/dot");
  const there = (await page.innerText("main")).includes("Đợt 01–30/11");
  await page.context().close();
  if (!there) await cityProcess(browser, url, danang, {});
}

/* A step that the law does not allow so is named, and the process is not activated. */
async function faultyProcess(browser, url) {
  const page = await admin(browser, url, { width: 360 });
  await page.goto(url + "/quan-tri/quy-trinh");
  await page.fill("[name=name]", "Quy trình thiếu sót");
  await page.selectOption("[name=level]", "unit");
  await page.click("form.card button.button--primary");
  await page.waitForURL(/quy-trinh\/\d+$/);
  const at = page.url();
  await page.goto(at + "/trang-thai/moi");
  await fillState(page, { name: "Treo", phase: "filed", tone: "note", next: "intake" });
  await page.waitForURL(at);
  const words = await page.innerText("main");
  for (const w of [/Không bước nào dẫn đến “Treo”/, /ngõ cụt/, /Chưa có bước không công nhận/]) assert.match(words, w);
  await act(page, "activate");
  await page.waitForSelector(".errors");
  assert.match(await page.innerText(".errors"), /quy trình còn lỗi/);
  await healthy(page, "process with faults");
  await page.context().close();
}

/* The ward's: the law's own process copied, a limit of five working days, an opinion asked for, a step to the city; used by
 * one round. A dossier is filed in that round and goes its way. */
async function wardProcess(browser, url) {
  await cityRound(browser, url);
  const page = await admin(browser, url, {}), tag = Date.now() % 100000;
  await page.goto(url + "/quan-tri/quy-trinh");
  await page.fill("[name=name]", "Quy trình của phường " + tag);
  const from = await page.locator("#from option", { hasText: "Điều lệ Sáng kiến" }).first().getAttribute("value");
  await page.selectOption("[name=from]", from);
  await page.click("form.card button.button--primary");
  await page.waitForURL(/quy-trinh\/\d+$/);
  const at = page.url();
  await page.goto(at + "/trang-thai/filed");
  await page.selectOption("[name=rule]", "");
  await page.fill("[name=n]", "5");
  await page.selectOption("[name=unit]", "working_day");
  await page.fill("[name=article]", "Quy chế sáng kiến của phường");
  await page.click("form.card button.button--primary");
  await page.waitForURL(at);
  await page.goto(at + "/buoc/moi");
  await fillStep(page, { name: "Đề nghị thành phố công nhận", effect: "pass_upward", from: ["certified"], to: "certified", actors: ["intake"], article: "Thủ tục 1.010169" },
    { certified: "Đã công nhận, cấp giấy chứng nhận" });
  await page.waitForURL(at);
  await page.goto(at + "/buoc/accept");
  await page.check("[name=opinions][value=head]");
  await page.click("form.card button.button--primary");
  await page.waitForURL(at);
  await page.check("[name=named_only]");
  await act(page, "settings");
  await page.waitForURL(at);
  await act(page, "activate");
  await page.waitForURL(at);
  assert.match(await page.innerText("main"), /Đang áp dụng/);
  await healthy(page, "ward process");

  await newRound(page, url, { name: "Đợt của phường " + tag, level: "unit", process: "Quy trình của phường " + tag });
  await healthy(page, "round");
  await page.context().close();

  const author = await person(browser, url, "demo.tacgia"), title = "Hồ sơ theo quy trình của phường " + tag;
  const dossier = await fileAtWard(author, url, title, "Đợt của phường " + tag);
  assert.match(await author.innerText("main"), /Quy chế sáng kiến của phường/); // the limit of its own process

  const intake = await person(browser, url, "demo.tiepnhan");
  await intake.goto(dossier + "/xu-ly");
  await intake.check("input[name=action][value=accept]");
  await intake.click("main form button.button--primary");
  await intake.waitForSelector(".errors");
  assert.match(await intake.innerText(".errors"), /cần ý kiến của: Người đứng đầu/);
  const head = await person(browser, url, "demo.thutruong");
  await head.goto(dossier);
  await head.fill("#text", "Đồng ý nhận.");
  await head.click("#y-kien form button");
  await head.waitForURL(dossier);
  await intake.click("main form button.button--primary");
  await intake.waitForURL(dossier);
  assert.match(await intake.innerText("main"), /Đã chấp nhận đơn/);
  await author.goto(dossier);
  assert.doesNotMatch(await author.innerText("main"), /Đồng ý nhận/); // opinions are for officers
  await wardCouncil(browser, url, title);
  await headRecognises(head, dossier);

  // Its own step to the city: the intake officer's, nobody else's.
  await author.goto(dossier + "/ket-qua");
  await author.click("text=Đề nghị cấp thành phố");
  await author.waitForURL(/de-nghi-thanh-pho/);
  assert.match(await author.innerText("main"), /Bước này không phải của bạn/);
  assert.equal(await author.locator("main form").count(), 0);
  const city = await putForward(intake, author, url, author.url(), { round: "Đợt 01–30/11", title });
  await author.goto(dossier);
  assert.match(await author.innerText("main"), /Đề nghị thành phố công nhận/); // the step, in its history
  await throughTheCity(browser, url, { city, title, author, councils: ["Hội đồng chuyên ngành " + tag], round: "Đợt 01–30/11", steps: { accept: "Xác nhận đủ hồ sơ" }, due: /Thủ tục 1\.010169/ });
  for (const p of [author, intake, head]) await p.context().close();
}

/* The author files one alone, at the ward, in this round (or none); answers its address. */
async function fileAtWard(author, url, title, round) {
  await author.goto(url + "/ho-so/moi");
  await author.fill("#title", title);
  await author.click("main form button.button--primary");
  await author.waitForURL(/\/sua/);
  if (round) await author.selectOption("#round", { label: (await author.locator("#round option", { hasText: round }).innerText()).trim() });
  await author.selectOption("#org", await author.locator("#org option", { hasText: "phường Hải Châu" }).first().getAttribute("value"));
  await author.check("#kind input[value=technical]");
  for (const id of ["known_state", "applicability", "conditions", "benefit_author", "investor", "field"]) await author.fill("#" + id, "Nội dung");
  await author.fill("#content", "Các bước thực hiện và điều kiện áp dụng của giải pháp, viết đủ dài để Hội đồng xem xét được. ".repeat(2));
  await author.fill("#applied_on", day(-60));
  await author.fill("#author_name-1", "Nguyễn Thị Minh Tâm");
  await author.fill("#author_login-1", "demo.tacgia");
  await author.fill("#author_share-1", "100");
  await author.check("#oath");
  await author.check("#no_state_secret");
  await author.click("button[value=check]");
  await author.waitForURL(/kiem-tra/);
  await author.click("main form button.button--primary");
  await author.waitForURL(/\/ho-so\/\d+$/);
  return author.url();
}

async function wardCouncil(browser, url, tag, how) {
  const voters = [];
  for (const login of ["demo.thuky", "demo.chutich", "demo.uyvien"]) voters.push(await person(browser, url, login, how));
  await councilPasses(url, { council: "(dùng thử)", tag, voters, opinion: "Giải pháp mới tại cơ sở, đề nghị công nhận." });
  for (const p of voters) await p.context().close();
}

/* A recognised initiative is put forward in a round of the city, its author confirms, it is filed; answers the dossier's address. */
async function putForward(who, author, url, request, { round, title }) {
  await who.goto(request);
  await who.fill("#effect", "Thời gian xử lý giảm một phần ba, theo dõi hằng tháng, số liệu kèm theo.");
  await who.fill("#reach", "Đang áp dụng tại ba phường lân cận, có văn bản xác nhận.");
  await who.selectOption("#round", await who.locator("#round option", { hasText: round }).first().getAttribute("value"));
  await healthy(who, "request to the city");
  await who.click("main form button.button--primary");
  await who.waitForURL(/cap-thanh-pho/);
  const city = who.url().replace(/\/cap-thanh-pho.*/, "");
  if (who !== author) {
    await author.goto(city);
    await author.click("text=Xác nhận tham gia và tỷ lệ của tôi");
    await author.waitForLoadState();
  }
  await who.goto(city + "/kiem-tra");
  await who.click("main form button.button--primary");
  await who.waitForURL(city);
  assert.match(await who.innerText("main"), new RegExp(title));
  return city;
}

/* A specialised council for a round of the city, made through the pages, with its members. */
async function specialisedCouncil(secretary, url, { council, round }) {
  await secretary.goto(url + "/hoi-dong");
  if (!(await secretary.isVisible("#name"))) await secretary.click("main summary");
  await secretary.fill("#name", council);
  await secretary.fill("#decision", "2211/QĐ-UBND");
  await secretary.fill("#decided_on", day(-20));
  await secretary.check("[name=kind][value=round]");
  await secretary.check("[name=level][value=city]");
  await secretary.fill("#round", round);
  await secretary.fill("#fields", "Cải cách hành chính\nCông nghệ thông tin");
  await secretary.click("main form button.button--primary");
  await secretary.waitForURL(/hoi-dong\/\d+$/);
  const at = secretary.url();
  for (const [login, role] of [["demo.cthdtp", "chair"], ["demo.thukytp", "secretary"], ["demo.uvtp1", "member"], ["demo.uvtp2", "member"]]) {
    await secretary.fill("#login", login);
    await secretary.selectOption("#role", role);
    await secretary.click("form[action$='/thanh-vien'] button.button--primary");
    await secretary.waitForURL(at);
  }
  assert.match(await secretary.innerText("main"), /Phan Thanh Bình[^]*Ngô Thị Thảo/);
}

/* axe needs a script. */
async function fits(page, where) { assert.ok((await overflow(page)) <= 0, `${where} is wider than its window`); }

/* The department takes the dossier in, a council of the city passes it, the chairman recognises: on a phone, without script. */
async function throughTheCity(browser, url, { city, title, author, councils, round, steps, due }) {
  const how = { script: false, width: 360 }, voters = [];
  const department = await person(browser, url, "demo.so", how);
  await department.goto(city);
  if (due) assert.match(await department.innerText("main"), due);
  for (const step of Object.values(steps).filter(s => s !== steps.fast)) {
    await department.goto(city + "/xu-ly");
    await department.getByRole("radio", { name: new RegExp("^" + step) }).check();
    await fits(department, "steps of the city");
    await department.click("main form button.button--primary");
    await department.waitForURL(city);
  }
  const chairman = await person(browser, url, "demo.chutichtp", how);
  if (steps.fast) { // the head lets it pass the first stage, with the reason
    await chairman.goto(city + "/xu-ly");
    await chairman.getByRole("radio", { name: new RegExp("^" + steps.fast) }).check();
    await chairman.click("main form button.button--primary");
    await chairman.waitForSelector(".errors"); // no reason given
    await chairman.fill("#note", "Giải nhất hội thi sáng tạo kỹ thuật, đã áp dụng toàn ngành.");
    await chairman.click("main form button.button--primary");
    await chairman.waitForURL(city);
  }
  for (const login of ["demo.thukytp", "demo.cthdtp", "demo.uvtp1", "demo.uvtp2"]) voters.push(await person(browser, url, login, how));
  for (const council of councils) { // one after the other
    await specialisedCouncil(voters[0], url, { council, round });
    await councilPasses(url, { council, tag: title, voters, opinion: "Có tác dụng, ảnh hưởng đối với thành phố.", look: fits });
  }
  await chairman.goto(city + "/cap-thanh-pho/quyet-dinh");
  await chairman.check("input[name=outcome][value=pass]");
  await chairman.fill("#signer_title", "Chủ tịch");
  await fits(chairman, "the chairman's decision");
  await sure(chairman, "main form button.button--primary");
  await chairman.waitForURL(/cap-thanh-pho$/);
  assert.match(await chairman.innerText("main"), /Có tác dụng, ảnh hưởng đối với thành phố/);
  await author.goto(city + "/cap-thanh-pho");
  const pdf = await author.locator("a[href^='/giay-chung-nhan/']").first().getAttribute("href");
  assert.equal((await (await author.request.get(url + pdf)).body()).subarray(0, 5).toString(), "%PDF-");
  await author.goto(url + "/xac-minh/" + pdf.split("/").pop());
  assert.match(await author.innerText("main"), /Giấy chứng nhận hợp lệ/);
  for (const p of [...voters, department, chairman]) await p.context().close();
}

/* A round of Quảng Nam's process, which is typed in the first time. */
let quangnamTyped = false;
async function quangnamRound(browser, url, round) {
  if (!quangnamTyped) await cityProcess(browser, url, quangnam, { round });
  else {
    const page = await admin(browser, url, {});
    await newRound(page, url, { name: round, level: "city", process: quangnam.name });
    await page.context().close();
  }
  quangnamTyped = true;
}

/* Quảng Nam's: a dossier from its unit to the certificate, past both stages on phones without script, or past the second alone by the fast track. */
async function quangnamDossier(browser, url, { fast }) {
  const how = fast ? {} : { script: false, width: 360 };
  const tag = Date.now() % 100000, round = (fast ? "Đợt đặc cách " : "Đợt hai vòng ") + tag, title = (fast ? "Hồ sơ đặc cách " : "Hồ sơ hai vòng ") + tag;
  await quangnamRound(browser, url, round);
  const author = await person(browser, url, "demo.tacgia", how), dossier = await fileAtWard(author, url, title, "");
  const intake = await person(browser, url, "demo.tiepnhan", how), head = await person(browser, url, "demo.thutruong", how);
  await intake.goto(dossier + "/xu-ly");
  await intake.check("input[name=action][value=accept]");
  await intake.click("main form button.button--primary");
  await intake.waitForURL(dossier);
  await wardCouncil(browser, url, title, how);
  await headRecognises(head, dossier);
  await author.goto(dossier + "/ket-qua");
  await author.click("text=Đề nghị cấp thành phố");
  await author.waitForURL(/de-nghi-thanh-pho/);
  const city = await putForward(author, author, url, author.url(), { round, title });
  await author.goto(city);
  assert.match(await author.innerText("main"), /Quyết định 32\/2015/); // its own limit
  const plenary = "Hội đồng tỉnh " + round;
  if (fast) await throughTheCity(browser, url, { city, title, author, councils: [plenary], round, steps: { accept: "Nhận hồ sơ", fast: "Đặc cách" } });
  else await throughTheCity(browser, url, { city, title, author, councils: ["Hội đồng sơ khảo " + round, plenary], round, steps: { accept: "Nhận hồ sơ" } });
  await author.goto(city);
  const words = await author.innerText("main");
  assert.match(words, /Đã công nhận cấp tỉnh/);
  if (fast) assert.doesNotMatch(words, /Sơ khảo đạt/);
  else for (const step of [/Đưa ra sơ khảo/, /Sơ khảo đạt/, /Đưa ra Hội đồng tỉnh/, /Hội đồng tỉnh kết luận/]) assert.match(words, step);
  for (const p of [author, intake, head]) await p.context().close();
}

/* Templates: what ships is previewed; a file that is none is refused with words. */
async function templates(browser, url, how) {
  const page = await admin(browser, url, how);
  await page.goto(url + "/quan-tri/mau");
  await healthy(page, "templates");
  await page.locator("table a").first().click();
  await page.waitForURL(/mau\/\d+$/);
  const got = await page.request.get(page.url() + "/xem-thu");
  assert.equal(got.status(), 200);
  assert.match(got.headers()["content-type"], /wordprocessingml/);
  await page.goto(url + "/quan-tri/mau");
  await page.selectOption("[name=kind]", "receipt");
  await page.setInputFiles("#file", { name: "mau.docx", mimeType: "application/octet-stream", buffer: Buffer.from("not a docx") });
  await page.click("form.card button.button--primary");
  await page.waitForSelector(".errors");
  await page.goto(url + "/quan-tri/mau-don");
  await page.fill("[name=name]", how.name);
  await page.selectOption("[name=level]", "unit");
  await page.selectOption("[name=sector]", how.sector);
  await page.click("form.card button.button--primary");
  await page.waitForURL(/mau-don\/\d+$/);
  await page.fill("[name=label]", "Số vụ việc giảm được");
  await page.selectOption("[name=kind]", "number");
  await page.check("[name=required]");
  await page.locator("button[value=put]").click();
  await page.waitForSelector("button[value=drop]");
  await healthy(page, "form");
  await page.locator("button[value=activate]").click();
  await page.waitForSelector(".badge--good");
  assert.equal(await page.locator("button[value=drop]").count(), 0);
  await page.goto(url + "/quan-tri/danh-muc/linh-vuc");
  await healthy(page, "catalogue");
  await page.fill("[name=name]", "Lĩnh vực thử " + Date.now() % 100000);
  await page.click("form.card button.button--primary");
  await page.waitForURL(/linh-vuc$/);
  assert.match(await page.innerText("main"), /Đã lưu mục|Lĩnh vực thử/);
  await page.context().close();
}

let healthy = async () => {};
export const processJourneys = check => { healthy = check; return [
  ["a process with faults is not activated", faultyProcess],
  ["Đà Nẵng's procedure 1.010169, typed in through the pages, walks by the calendar", (b, u) => cityProcess(b, u, danang, {})],
  ["a ward's process for a round, then that of Đà Nẵng: own limit, opinion, step to the city, specialised council, chairman, certificate", wardProcess],
  ["Quảng Nam's two stages, typed in through the pages: a dossier by the fast track to its certificate", (b, u) => quangnamDossier(b, u, { fast: true })],
  ["Quảng Nam's two stages: a dossier past both councils to its certificate", (b, u) => quangnamDossier(b, u, { fast: false })],
  ["templates, forms and lists, 1280 px", (b, u) => templates(b, u, { script: true, width: 1280, name: "Mẫu của ngành an ninh", sector: "an-ninh" })],
  ["templates, forms and lists without JavaScript, 360 px", (b, u) => templates(b, u, { script: false, width: 360, name: "Mẫu của ngành y tế", sector: "y-te" })],
]; };
