// Comfort only: every page works without this file.
import { editor } from "./editor.js";
const words = document.documentElement.lang === "en"
  ? { saving: "Saving…", saved: "Saved at ", failed: "Not saved: kept in this browser until it can be sent.", ended: "Your session has ended. Your text is kept in this browser; log in again to go on.", restored: "Text that had not been sent was put back.", drop: "Leave it out", left: " characters left", sum: "Sum: ", yes: "Yes, go on", no: "Cancel", here: "Present: ", already: "Checked in before: ", unknown: "No seat of this session has that code.", kept: " kept in this browser until there is a connection.", scan: "Scan QR codes", attended: "attended" }
  : { saving: "Đang lưu…", saved: "Đã lưu lúc ", failed: "Chưa lưu được: bản đang gõ được giữ trong trình duyệt này cho đến khi gửi được.", ended: "Phiên làm việc đã hết. Nội dung bạn gõ vẫn được giữ trong trình duyệt này; hãy đăng nhập lại để tiếp tục.", restored: "Đã khôi phục nội dung chưa kịp gửi.", drop: "Bỏ phần khôi phục", left: " ký tự còn lại", sum: "Tổng: ", yes: "Đồng ý", no: "Thôi", here: "Có mặt: ", already: "Đã điểm danh từ trước: ", unknown: "Không có chỗ nào trong buổi này với mã đó.", kept: " lượt được giữ trong trình duyệt này cho đến khi có mạng.", scan: "Quét mã QR", attended: "đã tham dự" };

const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

// Autosave: the whole form, at most 10 seconds after a change, and when the page is left. A button waits for the save that is
// under way, or the two would meet as if two people had saved. What was sent is kept until some page of the site answers.
function box(name) { // where a browser forbids its stores, things last as long as the page
  try { return window[name]; } catch { const m = new Map(); return { getItem: k => m.get(k) ?? null, setItem: (k, v) => m.set(k, v), removeItem: k => m.delete(k) }; }
}
const local = box("localStorage"), session = box("sessionStorage"), SENT = "sangkien:sent", OURS = `sangkien:${document.body.dataset.user || ""}:`; // what one person typed is not shown to the next
function autosave(form) {
  const url = form.dataset.autosave, key = OURS + url;
  const note = form.querySelector("[data-saved]") || form.appendChild(document.createElement("p"));
  let timer = 0, dirty = false, busy = false, waiting = null;
  const say = (text, bad) => { note.textContent = text; note.className = "saved" + (bad ? " saved--bad" : ""); };
  const fields = () => new URLSearchParams([...new FormData(form)].filter(([, v]) => typeof v === "string"));
  note.setAttribute("role", "status");
  const typed = () => { const f = fields(); f.delete("_csrf"); f.delete("_once"); return f; };
  const keep = () => { try { local.setItem(key, JSON.stringify({ at: Date.now(), body: typed().toString() })); } catch { /* a full store */ } };
  const save = async () => {
    clearTimeout(timer); timer = 0;
    if (!dirty || busy) return;
    busy = true; dirty = false; say(words.saving);
    try {
      const body = fields(), outlives = body.toString().length < 60000; // a browser carries no more for a page that is gone
      if (!outlives) keep();
      const r = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: outlives, redirect: "manual", signal: AbortSignal.timeout(20000) });
      if (r.status === 401 || r.status === 403) { keep(); say(words.ended, true); }
      else if (r.ok) {
        const j = await r.json();
        if (j.revision !== undefined && form.elements.revision) form.elements.revision.value = j.revision;
        if (j.message) { keep(); say(j.message, true); } else { local.removeItem(key); say(words.saved + clock()); }
      } else { keep(); say(words.failed, true); dirty = true; }
    } catch { keep(); say(words.failed, true); dirty = true; }
    busy = false;
    if (waiting) { const [b] = waiting; waiting = null; form.requestSubmit(b); }
    else if (dirty && !timer) timer = setTimeout(save, 9000);
  };
  form.addEventListener("input", () => { dirty = true; if (!timer) timer = setTimeout(save, 4000); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
  form.addEventListener("submit", e => {
    if (busy) { e.preventDefault(); waiting = [e.submitter]; return; }
    clearTimeout(timer); timer = 0; dirty = false; keep();
    session.setItem(SENT, key);
  });
  const kept = local.getItem(key), sent = session.getItem(SENT) === key;
  if (sent) session.removeItem(SENT);
  if (kept && !document.querySelector(".errors")) { // a page that came back with errors has the text itself
    try {
      const { body } = JSON.parse(kept), p = new URLSearchParams(body), now = form.elements.revision;
      const stored = typed();
      stored.set("revision", p.get("revision"));
      if (stored.toString() === p.toString() || (sent && p.get("revision") !== now.value)) { local.removeItem(key); return; } // it arrived
      for (const name of new Set(p.keys())) {
        const all = p.getAll(name), els = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
        els.forEach((el, i) => { if (el.type !== "hidden" && el.type !== "checkbox" && el.type !== "radio" && all[i] !== undefined) el.value = all[i]; });
      }
      form.querySelectorAll("[type=checkbox],[type=radio]").forEach(el => { el.checked = p.getAll(el.name).includes(el.value); });
      now.value = p.get("revision"); // who saved elsewhere since then is asked about, not overwritten
      dirty = true; say(words.restored); timer = setTimeout(save, 500);
    } catch { local.removeItem(key); }
  }
}

// Every other form with a long text: what is typed stays in this browser until a page of the site has answered.
function keeper(form, place) {
  const all = [...form.querySelectorAll("textarea, input[type=text]:not([inputmode])")].filter(e => e.name), days = 14;
  if (!form.querySelector("textarea") || form.dataset.autosave || form.querySelector("[type=password]")) return;
  const key = `${OURS}kept:${location.pathname}#${form.getAttribute("action") || place}`, now = () => JSON.stringify(all.map(e => [e.name, e.value])), came = form.querySelector(".errors"), first = came ? "" : now(), revision = form.elements.revision;
  let timer = 0;
  const keep = () => {
    clearTimeout(timer); timer = 0;
    try { if (now() === first) local.removeItem(key); else local.setItem(key, JSON.stringify({ at: Date.now(), typed: now(), revision: revision && revision.value })); } catch { /* a full store */ }
  };
  form.addEventListener("input", () => { if (!timer) timer = setTimeout(keep, 800); });
  document.addEventListener("visibilitychange", () => { if (timer) keep(); });
  addEventListener("submit", e => { if (e.target !== form || e.defaultPrevented || (e.submitter && e.submitter.formTarget === "_blank")) return; keep(); session.setItem(SENT, key); });
  const sent = session.getItem(SENT) === key, [way] = performance.getEntriesByType("navigation"), kept = local.getItem(key);
  if (sent) session.removeItem(SENT);
  if (!kept || came) return; // a page that came back with errors has the text itself
  try {
    const k = JSON.parse(kept), values = JSON.parse(k.typed);
    if ((sent && document.querySelector(".errors")) || (sent && way && way.redirectCount) || Date.now() - k.at > days * 86400000 || k.typed === first || values.some(([name], i) => !all[i] || all[i].name !== name)) { local.removeItem(key); return; } // it arrived, or fits no more
    values.forEach(([, value], i) => { all[i].value = value; });
    if (revision && k.revision) revision.value = k.revision; // who saved elsewhere since then is asked about, not overwritten
    const note = document.createElement("p"), drop = document.createElement("button");
    note.className = "saved"; note.setAttribute("role", "status"); note.textContent = words.restored + " ";
    drop.type = "button"; drop.className = "button button--quiet"; drop.textContent = words.drop;
    drop.onclick = () => { local.removeItem(key); location.reload(); };
    note.append(drop); form.prepend(note);
  } catch { local.removeItem(key); }
}

function sumOfShares(form) {
  const inputs = () => [...form.querySelectorAll('[name="author_share"]')];
  if (!inputs().length) return;
  const out = form.querySelector("[data-share-sum]");
  if (!out) return;
  const show = () => {
    const sum = inputs().reduce((a, i) => a + Math.round((parseFloat(i.value.replace(",", ".")) || 0) * 100), 0);
    out.textContent = words.sum + String(sum / 100).replace(".", ",") + " %";
    out.className = sum === 10000 ? "saved" : "saved saved--bad";
  };
  form.addEventListener("input", show); show();
}

function counters(root) {
  root.querySelectorAll("textarea[maxlength]").forEach(t => {
    const c = document.createElement("span"); c.className = "count";
    const show = () => { const left = t.maxLength - t.value.length; c.textContent = left < 500 ? left + words.left : ""; };
    t.before(c); t.addEventListener("input", show); show();
  });
}

function confirmations() {
  document.addEventListener("submit", e => {
    const b = e.submitter, text = b && b.dataset.confirm;
    if (!text || b.dataset.sure) return;
    e.preventDefault();
    const d = document.createElement("dialog"), p = document.createElement("p"), row = document.createElement("div");
    const yes = document.createElement("button"), no = document.createElement("button");
    p.textContent = text; yes.textContent = words.yes; no.textContent = words.no; yes.className = "button button--primary"; no.className = "button"; row.className = "form__actions";
    row.append(yes, no); d.append(p, row); document.body.append(d);
    yes.onclick = () => { b.dataset.sure = "1"; d.close(); b.form.requestSubmit(b); };
    no.onclick = () => d.close();
    d.onclose = () => d.remove();
    d.showModal();
  });
}

// One click sends once; the server keeps count too.
document.addEventListener("submit", e => { if (!e.defaultPrevented && e.submitter && e.target.method === "post") { const b = e.submitter; setTimeout(() => { b.setAttribute("aria-disabled", "true"); }); setTimeout(() => b.removeAttribute("aria-disabled"), 8000); } });
document.addEventListener("click", e => { const b = e.target.closest && e.target.closest("[aria-disabled=true]"); if (b) e.preventDefault(); document.querySelectorAll("details.menu[open]").forEach(m => { if (!m.contains(e.target)) m.open = false; }); });
document.addEventListener("keydown", e => { if (e.key === "Escape") document.querySelectorAll("details.menu[open]").forEach(m => { m.open = false; m.querySelector("summary").focus(); }); });

// Check-in goes on without a connection: the list is in the page, what was marked is kept and sent when it can be.
function checkin(form) {
  const key = "sangkien:checkin:" + form.action, note = form.querySelector("[data-checkin-note]"), list = document.querySelector("[data-checkin-list]");
  const queue = () => { try { return JSON.parse(local.getItem(key)) || []; } catch { return []; } };
  const keep = q => local.setItem(key, JSON.stringify(q));
  const count = document.querySelector("[data-checkin-count]"), rowOf = t => list.querySelector(`[data-token="${CSS.escape(t)}"]`);
  const mark = row => {
    if (!row || row.querySelector(".badge--good")) return false;
    const b = document.createElement("span"); b.className = "badge badge--good"; b.textContent = words.attended;
    const f = row.querySelector("form"); if (f) f.replaceWith(b); else row.append(b);
    count.textContent = String(list.querySelectorAll(".badge--good").length);
    return true;
  };
  let busy = false;
  const send = async () => {
    if (busy) return;
    busy = true;
    for (let q = queue(); q.length; q = queue()) {
      try {
        const r = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, redirect: "manual", body: new URLSearchParams({ _csrf: form.elements._csrf.value, code: q[0] }) });
        if (r.status === 401 || r.status === 403 || r.status >= 500) { note.textContent = q.length + words.kept; break; }
        if (r.status === 422) note.textContent = words.unknown;
        keep(queue().slice(1));
      } catch { note.textContent = q.length + words.kept; break; }
    }
    busy = false;
  };
  const take = text => {
    const token = text.trim().split("/").pop().split("?")[0], row = token && rowOf(token);
    if (!row) { note.textContent = words.unknown; note.className = "saved saved--bad"; return; }
    const name = row.querySelector("strong").textContent;
    note.className = "saved";
    if (!mark(row)) { note.textContent = words.already + name; return; }
    note.textContent = words.here + name;
    keep([...queue(), token]); send();
  };
  form.addEventListener("submit", e => { e.preventDefault(); take(form.elements.code.value); form.elements.code.value = ""; form.elements.code.focus(); });
  list.addEventListener("submit", e => { const row = e.target.closest("[data-token]"); if (row) { e.preventDefault(); take(row.dataset.token); } });
  addEventListener("online", send); setInterval(send, 15000);
  queue().forEach(t => mark(rowOf(t))); send();
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    const b = document.createElement("button"); b.type = "button"; b.className = "button"; b.textContent = words.scan; form.append(b);
    b.onclick = async () => {
      const video = document.createElement("video"); video.className = "scanner"; video.playsInline = true; b.replaceWith(video);
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }); await video.play();
      const eye = new BarcodeDetector({ formats: ["qr_code"] }); let last = "";
      setInterval(async () => { for (const c of await eye.detect(video)) if (c.rawValue !== last) { last = c.rawValue; take(last); } }, 300);
    };
  }
}

// Questions and dossiers like the one being typed, from the fourth word on.
function similar(box) {
  const input = box.closest("form").elements.title; let timer = 0, last = "";
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(async () => {
    const q = input.value.trim();
    if (q === last || q.split(/\s+/).length < 4) return;
    last = q;
    try {
      const r = await fetch(box.dataset.similar + "?q=" + encodeURIComponent(q), { headers: { Accept: "application/json" } });
      if (!r.ok || input.value.trim() !== q) return;
      const found = (await r.json()).similar.map(s => { const p = document.createElement("p"), a = document.createElement("a"); a.href = s.href || "/hoi-dap/" + s.id; a.target = "_blank"; a.textContent = s.title; p.append(a); if (s.org_name) p.append(" · " + s.org_name + (s.year ? " · " + s.year : "")); return p; });
      if (found.length && box.dataset.heading) { const h = document.createElement("p"), b = document.createElement("strong"); b.textContent = box.dataset.heading; h.append(b); found.unshift(h); }
      box.replaceChildren(...found);
    } catch { /* a comfort only */ }
  }, 250); });
}

// Titles under a search box while typing: links, reached with the arrow keys, closed with Escape.
function suggest(input) {
  const list = document.createElement("ul"), form = input.form; let timer = 0, last = "";
  list.className = "suggest"; list.hidden = true; form.append(list);
  const close = () => { list.hidden = true; };
  const ask = async () => {
    const q = input.value.trim();
    if (q.length < 2) return close();
    if (q === last) { list.hidden = !list.children.length; return; }
    last = q;
    try {
      const r = await fetch(input.dataset.suggest + "?q=" + encodeURIComponent(q), { headers: { Accept: "application/json" } });
      if (!r.ok || input.value.trim() !== q) return;
      const { items } = await r.json();
      list.replaceChildren(...items.map(s => { const li = document.createElement("li"), a = document.createElement("a"), k = document.createElement("small"); a.href = s.href; a.textContent = s.title; k.textContent = s.label; a.append(" ", k); li.append(a); return li; }));
      list.hidden = !items.length || !form.contains(document.activeElement);
    } catch { close(); }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
  form.addEventListener("keydown", e => {
    const all = [input, ...list.querySelectorAll("a")], at = all.indexOf(document.activeElement);
    if (e.key === "Escape" && !list.hidden) { close(); input.focus(); e.preventDefault(); }
    if (list.hidden || at < 0 || (e.key !== "ArrowDown" && e.key !== "ArrowUp")) return;
    e.preventDefault(); all[(at + (e.key === "ArrowDown" ? 1 : all.length - 1)) % all.length].focus();
  });
  form.addEventListener("focusout", e => { if (!form.contains(e.relatedTarget)) close(); });
}

document.querySelectorAll("[data-suggest]").forEach(suggest);
document.querySelectorAll("[data-similar]").forEach(similar);
document.querySelectorAll("form[data-editor]").forEach(editor);
document.querySelectorAll("form[data-checkin]").forEach(checkin);
document.querySelectorAll("form[data-autosave]").forEach(autosave);
document.querySelectorAll("main form[method=post]").forEach(keeper);
const sent = session.getItem(SENT), again = document.querySelector(".problem"); // another page answered: it has what was sent, unless it says what went wrong
session.removeItem(SENT);
if (sent && !again) local.removeItem(sent);
if (sent && again) again.addEventListener("submit", () => session.setItem(SENT, sent));
document.querySelectorAll("form").forEach(sumOfShares);
counters(document);
confirmations();
const errors = document.getElementById("loi"); if (errors) errors.focus();
document.querySelectorAll("[data-print]").forEach(b => b.addEventListener("click", () => window.print()));
