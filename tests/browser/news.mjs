// News: an article from the first word to the reader, with a picture, a second revision, and back; how one is told.
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { healthy, person } from "./lib.mjs";

function crc32(b) { let c = ~0; for (const x of b) { c ^= x; for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xEDB88320 : c >>> 1; } return ~c >>> 0; }

// A picture of 1200 × 800 in one colour.
function png() {
  const part = (type, data) => { const b = Buffer.concat([Buffer.from(type), data]), n = Buffer.alloc(4), c = Buffer.alloc(4); n.writeUInt32BE(data.length); c.writeUInt32BE(crc32(b)); return Buffer.concat([n, b, c]); };
  const head = Buffer.alloc(13); head.writeUInt32BE(1200, 0); head.writeUInt32BE(800, 4); head[8] = 8; head[9] = 2;
  const line = Buffer.alloc(1 + 3600, 0x66); line[0] = 0;
  return Buffer.concat([Buffer.from([0x89, 80, 78, 71, 13, 10, 26, 10]), part("IHDR", head), part("IDAT", deflateSync(Buffer.concat(Array(800).fill(line)))), part("IEND", Buffer.alloc(0))]);
}

async function article(browser, url, how) {
  const editor = await person(browser, url, "demo.bientap", how), boss = await person(browser, url, "demo.so", how), reader = await person(browser, url, null, how);
  const title = `Ngày hội sáng kiến ${how.width} ${Date.now() % 100000}`, seen = async (p, where) => { if (how.script) await healthy(p, where); };
  await editor.goto(url + "/bien-tap");
  await seen(editor, "desk");
  await editor.goto(url + "/bien-tap/moi");
  await editor.fill("#title", title);
  await editor.fill("#lead", "Hai trăm người đến chia sẻ cách làm.");
  if (how.script) {
    await editor.click(".tools button[aria-label=Đậm]");
    await editor.keyboard.type("Khai mạc");
    assert.equal(await editor.inputValue("#body"), "**Khai mạc**");
    await editor.click(".tools button:has-text('Xem trước')");
    await editor.waitForSelector("[data-markdown] article strong:has-text('Khai mạc')");
    await seen(editor, "editor");
  } else await editor.fill("#body", "**Khai mạc**");
  await editor.selectOption("#section", { index: 1 });
  await editor.setInputFiles("#picture", { name: "anh.png", mimeType: "image/png", buffer: png() });
  await editor.click("button[value=send]");
  await editor.waitForSelector("text=Hãy mô tả trong ảnh có gì");
  assert.equal(await editor.inputValue("#title"), title);
  await editor.fill("#picture_alt", "Hội trường đông người");
  await editor.fill("#picture_caption", "Toàn cảnh \"ngày hội\" (buổi sáng)");
  await editor.setInputFiles("#picture", { name: "anh.png", mimeType: "image/png", buffer: png() });
  await editor.click("button[value=send]");
  await editor.waitForURL(/\/xem$/);
  const work = editor.url();
  await seen(editor, "work");
  assert.match(await editor.textContent("main"), /không tự duyệt/);
  await boss.goto(url + "/thong-bao");
  await boss.click(`text=Chờ bạn duyệt bài: ${title}`);
  await boss.waitForURL(/bien-tap/);
  await boss.goto(work);
  await boss.click("button[value=approve]");
  await boss.waitForSelector("text=Đang đăng");
  await reader.goto(url + "/tin-tuc");
  await reader.click(`main a:has-text("${title}")`);
  await reader.waitForSelector("figcaption:has-text('Toàn cảnh \"ngày hội\" (buổi sáng)')");
  assert.equal(await reader.getAttribute("figure img", "alt"), "Hội trường đông người");
  await reader.locator("figure img").scrollIntoViewIfNeeded();
  if (how.script) await reader.waitForFunction(() => document.querySelector("figure img").naturalWidth >= 480);
  await seen(reader, "article");
  await reader.goto(reader.url() + "/in");
  await seen(reader, "print");
  // a second revision, compared and undone
  await editor.goto(work.replace("/xem", ""));
  await editor.fill("#lead", "Ba trăm người đến chia sẻ cách làm.");
  await editor.click("button[value=save]");
  await editor.waitForSelector("text=Đã lưu bản");
  await editor.goto(work.replace("/xem", "/phien-ban"));
  await editor.click("main li a >> nth=0");
  await editor.waitForSelector("ins:has-text('Ba')");
  await seen(editor, "difference");
  await editor.goto(work.replace("/xem", "/phien-ban"));
  await editor.click("main li a >> nth=1");
  await editor.click("button:has-text('Khôi phục bản này')");
  if (how.script) await editor.click("dialog .button--primary");
  await editor.waitForURL(/\/xem$/);
  assert.match(await editor.textContent("main"), /Hai trăm người/);
  for (const p of [editor, boss, reader]) await p.context().close();
}

async function takeOver(browser, url, how) {
  const editor = await person(browser, url, "demo.bientap", how), reader = await person(browser, url, null, how), old = `/cu/${how.width}/${Date.now()}`;
  const csv = (...rows) => ({ name: "tin.csv", mimeType: "text/csv", buffer: Buffer.from("tiêu đề,ngày đăng tin,lượt xem,người đăng tin,địa chỉ,nội dung\n" + rows.join("\n") + "\n") });
  await editor.goto(url + "/bien-tap/nhap");
  await editor.setInputFiles("#file", csv(`Tin cũ ${how.width},03/04/2017,49,Phương Chi,http://cu.example${old},<p>Nội dung</p>`, ",x,y,,,"));
  await editor.click("main form button.button--primary");
  await editor.waitForSelector("text=Thiếu tiêu đề.");
  if (how.script) await healthy(editor, "import");
  await editor.setInputFiles("#file", csv(`Tin cũ ${how.width},03/04/2017,49,Phương Chi,http://cu.example${old},<p>Nội dung</p>`));
  await editor.uncheck("#dry");
  await editor.click("main form button.button--primary");
  await editor.waitForSelector("text=Đã nhập.");
  await reader.goto(url + old);
  assert.match(reader.url(), /\/tin-tuc\/tin-cu-/);
  assert.match(await reader.textContent("main"), /Người đăng tin: Phương Chi[^]*03\/04\/2017[^]*Lượt xem: (49|50)/);
  for (const p of [editor, reader]) await p.context().close();
}

async function howToldOf(browser, url, how) {
  const who = await person(browser, url, "demo.tacgia", how), boss = await person(browser, url, "demo.quantri", how), anybody = await person(browser, url, null, how);
  const seen = async (p, where) => { if (how.script) await healthy(p, where); };
  await who.goto(url + "/tai-khoan/thong-bao");
  await who.selectOption("#hoi_dap", "weekly");
  await who.click("main form button.button--primary");
  await who.waitForSelector("text=Đã lưu.");
  assert.equal(await who.inputValue("#hoi_dap"), "weekly");
  await seen(who, "preferences");
  await anybody.goto(url + "/tinh-trang-thu");
  await seen(anybody, "speed of mail");
  await anybody.goto(url + "/quen-mat-khau");
  await seen(anybody, "forgotten password");
  await boss.goto(url + "/quan-tri/thu");
  await seen(boss, "mail");
  await boss.click("main a:has-text('Thư gộp ngày, tuần')");
  await boss.click("button[value=preview]");
  await boss.waitForSelector("pre:has-text('Tỷ lệ đóng góp')");
  await seen(boss, "template");
  await boss.fill("#body", "{{khong_co}}");
  await boss.click("button[value=save]");
  await boss.waitForSelector("text=Mẫu dùng tên không có");
  assert.equal(await boss.inputValue("#body"), "{{khong_co}}");
  for (const p of [who, boss, anybody]) await p.context().close();
}

const wide = { script: true, width: 1280 }, small = { script: false, width: 360 };
export const newsJourneys = [
  ["an article from the first word to the reader, 1280 px", (b, u) => article(b, u, wide)],
  ["an article without JavaScript, 360 px", (b, u) => article(b, u, small)],
  ["an old portal is taken over, 1280 px", (b, u) => takeOver(b, u, wide)],
  ["an old portal is taken over without JavaScript, 360 px", (b, u) => takeOver(b, u, small)],
  ["how one is told, 1280 px", (b, u) => howToldOf(b, u, wide)],
  ["how one is told without JavaScript, 360 px", (b, u) => howToldOf(b, u, small)],
];
