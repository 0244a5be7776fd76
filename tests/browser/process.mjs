// Three real processes are entered through the pages only, checked, walked through and activated.

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
    filed: { name: "Đã nhận, đang kiểm tra", phase: "filed", tone: "note", next: "intake", n: 10, unit: "working_day", article: "Thủ tục 1.010169", starts: "received", order: 2 },
    guide: { name: "Phiếu hướng dẫn bổ sung", phase: "deficient", tone: "wait", next: "author", n: 5, unit: "working_day", article: "Thủ tục 1.010169", stops_clock: true },
    ready: { name: "Đủ hồ sơ", phase: "accepted", tone: "note", next: "council", rule: "decide.period", starts: "decide", order: 3 },
    special: { name: "Hội đồng tư vấn chuyên ngành", phase: "under_evaluation", tone: "note", next: "council", rule: "decide.period", starts: "decide", order: 4 },
    judged: { name: "Có kết luận, trình Chủ tịch", phase: "evaluated", tone: "note", next: "head", rule: "decide.period", starts: "decide", order: 5 },
    kept: { name: "Bảo lưu", phase: "deferred", tone: "wait", next: "intake", n: 12, unit: "month", article: "Thông báo bảo lưu năm 2022", stops_clock: true },
    done: { name: "Chủ tịch đã công nhận", phase: "certified", tone: "good", order: 6 }, ...ends,
    out: { name: "Trả hồ sơ", phase: "refused_acceptance", tone: "bad", final: true },
  },
  steps: [
    { name: "Nộp hồ sơ", effect: "file", from: ["draft"], to: "filed", actors: ["owner"], document: "receipt", article: "Thủ tục 1.010169" },
    { name: "Phát phiếu hướng dẫn", effect: "ask_fix", from: ["filed"], to: "guide", actors: ["intake"], document: "deficiency", article: "Thủ tục 1.010169" },
    { name: "Nộp bổ sung", effect: "answer_fix", from: ["guide"], to: "filed", actors: ["owner"], article: "Thủ tục 1.010169" },
    { name: "Xác nhận đủ hồ sơ", effect: "accept", from: ["filed"], to: "ready", actors: ["intake"], document: "acceptance", article: "Thủ tục 1.010169" },
    { name: "Trả hồ sơ", effect: "refuse_acceptance", from: ["filed", "guide"], to: "out", actors: ["intake"], document: "refusal_acceptance", article: "Thủ tục 1.010169" },
    { name: "Đưa ra Hội đồng chuyên ngành", effect: "open_council", from: ["ready"], to: "special", actors: ["intake", "council"], article: "Quyết định 89/2025/QĐ-UBND" },
    { name: "Hội đồng kết luận", effect: "conclude", from: ["special"], to: "judged", actors: ["council"], article: "Quyết định 89/2025/QĐ-UBND" },
    { name: "Chủ tịch công nhận", effect: "recognise", from: ["judged"], to: "done", actors: ["head"], document: "decision", article: "Quyết định 89/2025/QĐ-UBND" },
    { name: "Không công nhận", effect: "refuse", from: ["judged", "kept"], to: "refused", actors: ["head"], document: "refusal", article: "Quyết định 89/2025/QĐ-UBND" },
    { name: "Bảo lưu", effect: "defer", from: ["judged"], to: "kept", actors: ["head"], article: "Thông báo bảo lưu năm 2022" },
    { name: "Xét lại", effect: "resume", from: ["kept"], to: "ready", actors: ["intake"], article: "Thông báo bảo lưu năm 2022" },
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
    await page.click("form.card button.button--primary");
    const last = page.locator("ol.timeline > li").last();
    assert.match(await last.innerText(), new RegExp(name.replace(/[()]/g, "\\$&")));
    if (due) assert.match(await last.innerText(), new RegExp(`Hạn ${due}`), `${name}: ${await last.innerText()}`);
  }
  assert.match(await page.innerText("main"), new RegExp(`Hồ sơ đang ở\\s+${what.last}`));
}
