// A tool bar over the plain textarea of an article, and its preview below. Without this file the textarea works as it is.
const english = document.documentElement.lang === "en";
const say = (vi, en) => english ? en : vi;
const tools = [
  ["B", say("Đậm", "Bold"), "**", "**"], ["I", say("Nghiêng", "Italic"), "*", "*"], ["H", say("Tiêu đề mục", "Heading"), "\n## ", "\n"], ["•", say("Gạch đầu dòng", "List"), "\n- ", ""],
  ["❝", say("Trích dẫn", "Quote"), "\n> ", ""], [say("Liên kết", "Link"), say("Liên kết", "Link"), "[", "](https://)"],
];

export function editor(form) {
  const box = form.querySelector("[data-markdown]"), area = box && box.querySelector("textarea");
  if (!area) return;
  const bar = document.createElement("div");
  bar.className = "tools"; bar.setAttribute("role", "toolbar"); bar.setAttribute("aria-label", say("Định dạng", "Formatting"));
  for (const [sign, name, before, after] of tools) {
    const b = document.createElement("button");
    b.type = "button"; b.textContent = sign; b.title = name; b.setAttribute("aria-label", name);
    b.onclick = () => { const from = area.selectionStart, to = area.selectionEnd; area.setRangeText(before + area.value.slice(from, to) + after, from, to, "end"); area.focus(); area.selectionStart = area.selectionEnd = from + before.length + (to - from); area.dispatchEvent(new Event("input", { bubbles: true })); };
    bar.append(b);
  }
  const show = document.createElement("button"), view = document.createElement("div");
  show.type = "button"; show.textContent = say("Xem trước", "Preview"); view.setAttribute("aria-live", "polite");
  show.onclick = async () => {
    const body = new URLSearchParams([...new FormData(form)].filter(([, v]) => typeof v === "string"));
    try {
      const r = await fetch("/bien-tap/xem-truoc", { method: "POST", body, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await r.text(), "text/html"), article = page.querySelector("main article");
      if (article) view.replaceChildren(document.adoptNode(article));
    } catch { view.textContent = say("Chưa xem trước được.", "No preview now."); }
  };
  bar.append(show); area.before(bar); box.append(view);
}
