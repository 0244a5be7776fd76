// Makes the pictures of docs/guide-vi from the running program: node guide.mjs PATH-OF-SANGKIEN [OUT]. Starts a fresh
// demonstration city, walks every task of the guide as the persona that does it, and writes OUT/NAME.webp (1280 px; names
// that end in -dt: 360 px). The guide's texts name the pictures; a picture over 120 kB or all over 4 MB is a failure.
import { mkdirSync, rmSync, statSync, readdirSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { startServer, startBrowser, person } from "./lib.mjs";

const bin = resolve(process.argv[2]), out = resolve(process.argv[3] || new URL("../../docs/guide-vi/anh", import.meta.url).pathname);
const ONE_MAX = 120 << 10, ALL_MAX = 6 << 20;
const TITLE = "Phiếu hẹn có mã QR giúp người dân tự theo dõi hồ sơ tại bộ phận một cửa";
const server = await startServer(bin), url = server.url, browser = await startBrowser();
const drawing = await (await browser.newContext()).newPage(); // turns PNG into WebP
const only = process.env.GUIDE_ONLY; // "portal": those of news and questions alone, "looks": those of looks and statistics, beside the others
if (!only) rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

async function save(name, png) {
  if (process.env.GUIDE_PNG) writeFileSync(join(process.env.GUIDE_PNG, name + ".png"), png); // for looking closely
  for (const quality of [0.82, 0.7, 0.55, 0.4]) {
    const data = await drawing.evaluate(async ([png, quality]) => {
      const image = new Image();
      image.src = "data:image/png;base64," + png;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext("2d").drawImage(image, 0, 0);
      return canvas.toDataURL("image/webp", quality);
    }, [png.toString("base64"), quality]);
    const bytes = Buffer.from(data.slice(data.indexOf(",") + 1), "base64");
    writeFileSync(join(out, name + ".webp"), bytes);
    if (bytes.length <= ONE_MAX) return;
  }
  throw new Error(`${name} is too large`);
}

// The window from its top (or from `at`), `height` pixels at most; `width` 360 for the telephone.
async function shot(page, name, { at = null, height = 860, width = 1280, all = false } = {}) {
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => { document.activeElement?.blur?.(); });
  await page.evaluate(() => window.scrollTo(0, 0));
  const box = at ? await page.locator(at).first().boundingBox() : { y: 0 };
  const whole = await page.evaluate(() => document.documentElement.scrollHeight), top = Math.max(0, Math.round(box.y - (at ? 16 : 0)));
  const png = await page.screenshot({ fullPage: true, animations: "disabled", clip: { x: 0, y: top, width, height: Math.min(all ? whole - top : height, whole - top) } });
  await save(name, png);
  await page.setViewportSize({ width: 1280, height: 900 });
}

const phone = { width: 360, height: 780 };
const as = login => person(browser, url, login);
const main = "main form button.button--primary";
async function sure(page, selector) {
  await page.click(selector);
  const ok = page.locator("dialog .button--primary");
  if (await ok.count()) await ok.click();
}

// A request as people write it, drawn as a PDF: what the upload reads.
async function filledForm() {
  const page = await (await browser.newContext()).newPage();
  await page.setContent(`<style>body{font:14px serif}td,th{border:1px solid;padding:3px}table{border-collapse:collapse}</style>
    <p align=center><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b></p><h3 align=center>ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN</h3>
    <p>Kính gửi: Ủy ban nhân dân phường Hải Châu</p><p>Tôi (chúng tôi) ghi tên dưới đây:</p>
    <table><tr><th>Số TT<th>Họ và tên<th>Ngày tháng năm sinh<th>Nơi công tác<th>Chức danh<th>Trình độ chuyên môn<th>Tỷ lệ (%) đóng góp</tr>
    <tr><td>1<td>Nguyễn Thị Minh Tâm<td>20/05/1985<td>UBND phường Hải Châu<td>Chuyên viên<td>Đại học<td>60</tr>
    <tr><td>2<td>Trần Quốc Bảo<td>20/05/1985<td>UBND phường Hải Châu<td>Chuyên viên<td>Đại học<td>40</tr></table>
    <p>Là tác giả (nhóm tác giả) đề nghị xét công nhận sáng kiến: ${TITLE}</p>
    <p>- Chủ đầu tư tạo ra sáng kiến: Ủy ban nhân dân phường Hải Châu</p><p>- Lĩnh vực áp dụng sáng kiến: Cải cách hành chính</p>
    <p>- Ngày sáng kiến được áp dụng lần đầu hoặc áp dụng thử: 05/10/2026</p>
    <p>- Mô tả bản chất của sáng kiến: In mã QR lên phiếu hẹn; người dân quét để xem hồ sơ đang ở bước nào.</p>
    <p>- Các điều kiện cần thiết để áp dụng sáng kiến: Một máy in nhiệt và một trang tra cứu nội bộ.</p>
    <p>- Đánh giá lợi ích thu được hoặc dự kiến có thể thu được do áp dụng sáng kiến theo ý kiến của tác giả: Giảm người dân phải đến hỏi.</p>`);
  const pdf = await page.pdf({ format: "A4" });
  await page.context().close();
  return { name: "don-yeu-cau-cong-nhan.pdf", mimeType: "application/pdf", buffer: pdf };
}

async function writeDossier(page) {
  await page.goto(url + "/ho-so/moi");
  await page.fill("#title", TITLE);
  await shot(page, "tg-02-bat-dau");
  await page.click(main);
  await page.waitForURL(/\/sua/);
  const edit = page.url();
  await page.check("#venue_basis input[value=investor]");
  await page.fill("#investor", "Ủy ban nhân dân phường Hải Châu");
  await page.check("#state_funded");
  await page.check("#kind input[value=operational]");
  await page.fill("#field", "Cải cách hành chính");
  await page.fill("#applied_on", "05/10/2026");
  await page.fill("#author_position-1", "Chuyên viên");
  await page.fill("#author_share-1", "60");
  await page.click("button[value=author]");
  await page.waitForURL(/tac-gia|\/sua/);
  await page.fill("#author_name-2", "Trần Quốc Bảo");
  await page.fill("#author_login-2", "demo.dongtacgia");
  await page.fill("#author_unit-2", "UBND phường Hải Châu");
  await page.fill("#author_position-2", "Chuyên viên");
  await page.fill("#author_share-2", "30");
  await page.fill("#known_state", "Người dân nhận phiếu hẹn giấy, muốn biết hồ sơ đến đâu phải gọi điện hoặc đến trụ sở. Mỗi ngày bộ phận một cửa trả lời khoảng 60 cuộc hỏi.");
  await page.fill("#content", "Bước 1. In mã QR riêng của hồ sơ lên phiếu hẹn bằng máy in nhiệt sẵn có.\nBước 2. Người dân quét mã bằng điện thoại, xem hồ sơ đang ở bước nào, ai đang xử lý và ngày trả.\nBước 3. Khi hồ sơ đổi bước, cán bộ bấm một nút; trang tra cứu cập nhật ngay.\nBước 4. Cuối tuần, bộ phận một cửa xem lại những hồ sơ sắp đến hạn.");
  await page.fill("#applicability", "Đang áp dụng tại bộ phận một cửa phường Hải Châu từ ngày 05/10/2026; áp dụng được ở mọi phường, xã.");
  await page.fill("#conditions", "Máy in nhiệt, một trang tra cứu nội bộ và một buổi hướng dẫn cán bộ.");
  await page.check("#benefit_kind input[value=both]");
  await page.fill("#benefit_amount", "45.000.000");
  await page.fill("#benefit_author", "Số cuộc hỏi giảm từ 60 xuống còn 20 mỗi ngày; người dân đỡ một lần đi lại cho mỗi hồ sơ.");
  await page.check("#oath");
  await page.check("#no_state_secret");
  await page.waitForTimeout(300);
  await shot(page, "tg-03-soan");
  await shot(page, "tg-04-tac-gia", { at: "#tac-gia", height: 700 });
  await shot(page, "tg-05-noi-dung", { at: "section:has(#known_state)", height: 860 });
  await page.click("button[value=check]");
  await page.waitForURL(/kiem-tra/);
  await shot(page, "tg-06-kiem-tra-chua-dat");
  await page.click("text=Sửa hồ sơ");
  await page.fill("#author_share-2", "40");
  await page.click("button[value=save]");
  await page.waitForLoadState();
  return edit.replace(/\/sua.*/, "");
}

async function author() {
  const p = await person(browser, url, null), second = await as("demo.dongtacgia");
  await p.goto(url + "/");
  await shot(p, "chung-01-trang-chu");
  await shot(p, "chung-01-trang-chu-dt", phone);
  await p.goto(url + "/dang-nhap");
  await shot(p, "chung-02-dang-nhap", { height: 760 });
  await p.fill("#login", "demo.tacgia");
  await p.fill("#password", "sangkien-2026");
  await p.click(main);
  await p.waitForURL(/viec-cua-toi/);
  await shot(p, "tg-01-viec-cua-toi");
  const dossier = await writeDossier(p);
  await p.goto(dossier + "/tep");
  await p.selectOption("#purpose", "evidence");
  await p.setInputFiles("#file", await filledForm());
  await p.click(main);
  await p.waitForLoadState();
  await shot(p, "tg-07-tai-lieu", { height: 760 });
  await second.goto(dossier);
  await shot(second, "tg-08-xac-nhan");
  await shot(second, "tg-08-xac-nhan-dt", phone);
  await second.click("text=Xác nhận tham gia và tỷ lệ của tôi");
  await second.waitForLoadState();
  await p.goto(dossier + "/kiem-tra");
  await shot(p, "tg-09-kiem-tra-dat", { height: 760 });
  await p.click("form[action$='/nop'] button");
  await p.waitForURL(dossier);
  await shot(p, "tg-10-da-nop", { height: 1000 });
  await shot(p, "tg-10-da-nop-dt", phone);
  await p.goto(dossier + "/bien-nhan");
  await shot(p, "tg-11-bien-nhan");
  await p.goto(url + "/ho-so/tai-len");
  await shot(p, "tg-12-tai-len", { height: 640 });
  await p.setInputFiles("#file", await filledForm());
  await p.click(main);
  await p.waitForURL(/\/sua/);
  await shot(p, "tg-13-tai-len-da-doc");
  await second.context().close();
  return { p, dossier };
}

async function intakeAsks(dossier) {
  const p = await as("demo.tiepnhan");
  await shot(p, "tn-01-viec-cua-toi");
  await shot(p, "tn-01-viec-cua-toi-dt", phone);
  await p.goto(url + "/ho-so");
  await shot(p, "tn-02-danh-sach");
  await p.goto(dossier);
  await shot(p, "tn-03-ho-so");
  await p.goto(dossier + "/xu-ly");
  await p.check("input[name=action][value=ask_fix]");
  await p.fill("#note", "Đề nghị bổ sung số liệu trước và sau khi áp dụng, ghi rõ cách đếm số cuộc hỏi (điểm d khoản 3 Điều 5 Điều lệ Sáng kiến).");
  await shot(p, "tn-04-yeu-cau-sua", { height: 1000 });
  await p.click(main);
  await p.waitForURL(dossier);
  await shot(p, "tn-05-da-yeu-cau-sua");
  return p;
}

async function authorMends(p, dossier) {
  await p.goto(url + "/thong-bao");
  await shot(p, "tg-14-thong-bao", { height: 640 });
  await p.goto(dossier);
  await shot(p, "tg-15-yeu-cau-sua");
  await shot(p, "tg-15-yeu-cau-sua-dt", phone);
  await p.goto(dossier + "/sua");
  await shot(p, "tg-16-sua-theo-yeu-cau", { height: 760 });
  await p.fill("#benefit_author", "Đếm bằng sổ trực trong bốn tuần trước và bốn tuần sau khi áp dụng: từ 60 xuống còn 20 cuộc hỏi mỗi ngày. Người dân đỡ một lần đi lại cho mỗi hồ sơ.");
  await p.click("button[value=check]");
  await p.waitForURL(/kiem-tra/);
  await shot(p, "tg-17-nop-lai", { height: 760 });
  await p.click("form[action$='/nop'] button");
  await p.waitForURL(dossier);
  await p.goto(dossier + "/rut");
  await shot(p, "tg-18-rut-don", { height: 700 });
}

async function intakeAccepts(p, dossier) {
  await p.goto(dossier + "/xu-ly");
  await p.check("input[name=action][value=accept]");
  await shot(p, "tn-06-chap-nhan");
  await p.click(main);
  await p.waitForURL(dossier);
  await shot(p, "tn-07-da-chap-nhan");
  await p.goto(url + "/quy-dinh/tinh-thoi-han?quy-dinh=decide.period&tu=30/11/2026");
  await shot(p, "tn-08-tinh-thoi-han", { height: 760 });
  await p.context().close();
}

async function council(dossier) {
  const secretary = await as("demo.thuky"), chair = await as("demo.chutich"), member = await as("demo.uyvien");
  await secretary.goto(url + "/hoi-dong");
  await shot(secretary, "hd-01-danh-sach");
  await secretary.click(".grid a:has-text('(dùng thử)')");
  await shot(secretary, "hd-02-hoi-dong");
  await secretary.click("text=Lập phiên họp");
  const day = new Date(), two = n => String(n).padStart(2, "0");
  await secretary.fill("#held_at", `08:00 ${two(day.getDate())}/${two(day.getMonth() + 1)}/${day.getFullYear()}`);
  await secretary.fill("#place", "Phòng họp số 1, trụ sở UBND phường");
  await secretary.check("input[name=ballot][value=secret]");
  await shot(secretary, "hd-03-lap-phien-hop", { height: 700 });
  await secretary.click(main);
  await secretary.waitForURL(/phien-hop/);
  await secretary.selectOption("#dossier", { label: await secretary.locator("#dossier option", { hasText: "Phiếu hẹn có mã QR" }).first().textContent() });
  await secretary.click("button[value=add]");
  await secretary.waitForLoadState();
  for (const box of await secretary.locator("input[name=present]").all()) await box.check();
  await secretary.click("button[value=attend]");
  await secretary.waitForLoadState();
  await shot(secretary, "hd-04-phien-hop");
  await secretary.click("main a:has-text('Phiếu hẹn có mã QR')");
  await secretary.waitForLoadState();
  const item = secretary.url();
  await secretary.click("text=Ghi nhận định");
  await secretary.waitForURL(/nhan-dinh/);
  for (const n of ["n1", "n2", "n3", "n4", "benefit"]) await secretary.check(`input[name=${n}][value=yes]`);
  await secretary.check("input[name=excluded][value=no]");
  await secretary.fill("#opinion", "Giải pháp mới tại phường, đã áp dụng từ ngày 05/10/2026, giảm rõ số lượt người dân phải đến hỏi. Đề nghị công nhận sáng kiến.");
  await shot(secretary, "hd-05-nhan-dinh", { height: 1100 });
  await secretary.click(main);
  await secretary.waitForURL(item);
  await member.goto(item);
  await shot(member, "hd-06-bo-phieu");
  await shot(member, "hd-06-bo-phieu-dt", phone);
  for (const p of [member, secretary, chair]) {
    await p.goto(item);
    await p.check("input[name=choice][value=for]");
    await p.click("form[action$='/phieu'] button");
    await p.waitForLoadState();
    if (p === member) await shot(p, "hd-07-ma-phieu", { height: 640 });
  }
  await chair.goto(item);
  await shot(chair, "hd-08-truoc-ket-luan");
  await sure(chair, "form[action$='/ket-luan'] button");
  await chair.waitForSelector("text=Hội đồng thông qua");
  await shot(chair, "hd-09-ket-luan");
  await chair.goto(url + "/hoi-dong"); // the session that the invented city has behind it
  await chair.click(".grid a:has-text('(dùng thử)')");
  await chair.locator("main a[href^='/phien-hop/']:not([href$='phien-moi'])").last().click();
  await chair.click("text=Thứ tự đề nghị xét ở cấp thành phố");
  await chair.waitForURL(/lua-chon/);
  await shot(chair, "hd-10-lua-chon", { height: 1100 });
  for (const p of [secretary, chair, member]) await p.context().close();
}

async function head(dossier) {
  const p = await as("demo.thutruong");
  await shot(p, "tt-01-viec-cua-toi");
  await p.goto(dossier + "/quyet-dinh");
  await p.check("input[name=decision][value=recognise]");
  await p.fill("#signer_title", "Chủ tịch");
  await shot(p, "tt-02-quyet-dinh", { height: 1000 });
  await shot(p, "tt-02-quyet-dinh-dt", phone);
  await sure(p, main);
  await p.waitForURL(/ket-qua/);
  await shot(p, "tt-03-ket-qua");
  const serial = (await p.locator("a[href^='/giay-chung-nhan/']").first().getAttribute("href")).split("/").pop();
  await p.goto(dossier + "/huy");
  await shot(p, "tt-04-huy-bo", { height: 700 });
  const pdf = await p.request.get(`${url}/giay-chung-nhan/${serial}`);
  writeFileSync(join(server.dir, "c.pdf"), await pdf.body());
  execFileSync("pdftoppm", ["-png", "-r", "80", "-singlefile", join(server.dir, "c.pdf"), join(server.dir, "c")]);
  await save("tt-05-giay-chung-nhan", (await import("node:fs")).readFileSync(join(server.dir, "c.png")));
  await p.goto(`${url}/xac-minh/${serial}`);
  await shot(p, "chung-03-xac-minh", { height: 760 });
  await shot(p, "chung-03-xac-minh-dt", phone);
  await p.goto(url + "/sang-kien");
  await shot(p, "chung-04-so-dang-ky");
  await shot(p, "chung-04-so-dang-ky-dt", phone);
  await p.goto(url + "/thong-ke");
  await shot(p, "chung-05-thong-ke", { height: 1000 });
  await p.context().close();
}

async function authorGets(p, dossier) {
  await p.goto(dossier);
  await shot(p, "tg-19-da-cong-nhan");
  await p.goto(dossier + "/ket-qua");
  await shot(p, "tg-20-ket-qua", { height: 760 });
  await p.goto(url + "/tai-khoan");
  await shot(p, "chung-06-tai-khoan", { height: 760 });
  await p.context().close();
}

async function administrator() {
  const p = await as("demo.quantri");
  await p.goto(url + "/quan-tri?q=demo");
  await shot(p, "qt-01-nguoi-dung", { height: 1000 });
  await p.click("main td a >> nth=0");
  await p.waitForURL(/nguoi-dung/);
  await shot(p, "qt-02-vai-tro", { height: 1000 });
  await p.goto(url + "/quan-tri/nhap");
  await shot(p, "qt-03-nhap-csv", { height: 640 });
  await p.setInputFiles("#file", { name: "nguoi-dung.csv", mimeType: "text/csv", buffer: Buffer.from("login,name,org,role\nan.nguyen,Nguyễn Văn An,KHONGCO,intake\nbinh,Trần Thị Bình,HAICHAU,thukho\n") });
  await p.click(main);
  await p.waitForLoadState();
  await shot(p, "qt-04-nhap-csv-loi", { height: 640 });
  await p.goto(url + "/quan-tri/co-quan");
  await shot(p, "qt-05-co-quan");
  await p.goto(url + "/quy-dinh");
  await shot(p, "qt-06-quy-dinh");
  await p.goto(url + "/quan-tri/nhat-ky");
  await shot(p, "qt-07-nhat-ky");
  await p.context().close();
}

// What a department sets up without a developer.
async function designer() {
  const p = await as("demo.quantri");
  await p.goto(url + "/quan-tri/quy-trinh/2");
  await shot(p, "qt-08-quy-trinh", { at: "#so-do", height: 1000 });
  await p.goto(url + "/quan-tri/quy-trinh/1/di-thu?tu=16/11/2026");
  await p.locator("input[type=radio]").first().check();
  await p.fill("#ngay", "16/11/2026");
  await p.click("form.card button.button--primary");
  await p.waitForLoadState();
  await shot(p, "qt-09-di-thu", { height: 900 });
  await p.goto(url + "/quan-tri/dot");
  await shot(p, "qt-10-dot", { height: 900 });
  await p.goto(url + "/quan-tri/danh-muc/doi-tuong");
  await shot(p, "qt-11-danh-muc", { height: 800 });
  await p.goto(url + "/quan-tri/mau");
  await shot(p, "qt-12-mau-van-ban", { height: 900 });
  await p.context().close();
  const so = await as("demo.so");
  await so.goto(url + "/de-nghi-thanh-pho");
  await so.click("main td a >> nth=0");
  await so.waitForLoadState();
  await shot(so, "sc-01-cap-thanh-pho", { height: 1000 });
  await so.context().close();
}

async function guides() {
  const p = await person(browser, url, null);
  await p.goto(url + "/huong-dan");
  await shot(p, "chung-07-huong-dan", { height: 900 });
  await p.goto(url + "/huong-dan/tac-gia");
  await shot(p, "chung-08-mot-trang", { height: 1100 });
  await p.context().close();
}

// Training and questions: the course, a unit's people, check-in, the report, a question.
async function training() {
  const guest = await as(null), boss = await as("demo.so"), clerk = await as("demo.tiepnhan"), course = url + "/tap-huan/xet-cong-nhan-sang-kien-cap-thanh-pho";
  await guest.goto(course);
  await shot(guest, "th-01-lop");
  await clerk.goto(course + "/don-vi");
  await clerk.check("input[name=session] >> nth=1");
  await clerk.fill("[name=list]", "Nguyễn Thị Mai; Chuyên viên; mai@example.vn\nTrần Văn Long; Phó Trưởng phòng;");
  await shot(clerk, "th-02-don-vi", { at: "[name=list]", height: 420 });
  await boss.goto(url + "/quan-ly-tap-huan/buoi/3/diem-danh");
  await shot(boss, "th-03-diem-danh");
  await boss.goto(url + "/quan-ly-tap-huan/buoi/1/bao-cao");
  await shot(boss, "th-04-bao-cao");
  await guest.goto(url + "/hoi-dap/1");
  await shot(guest, "th-05-cau-hoi");
}

async function firstStart() {
  const empty = await startServer(bin, { demo: false }), p = await person(browser, empty.url, null);
  await p.goto(empty.url + "/");
  await shot(p, "qt-00-khoi-tao", { height: 760 });
  await p.context().close();
  await empty.stop();
}

// News for editors, questions for everybody.
async function portal() {
  const editor = await as("demo.bientap"), guest = await as(null), boss = await as("demo.so");
  await editor.goto(url + "/bien-tap");
  await shot(editor, "bt-01-ban-bien-tap", { height: 560 });
  await editor.goto(url + "/bien-tap/moi");
  await editor.fill("[name=title]", "Ngày hội sáng kiến của công nhân");
  await editor.fill("[name=lead]", "Bốn mươi giải pháp được trình bày ngay tại phân xưởng.");
  await editor.fill("[name=body]", "## Từ phân xưởng\n\nMỗi nhóm trình bày **một** giải pháp đang dùng.\n\n- Số liệu trước và sau khi áp dụng.\n- Người hướng dẫn tại chỗ.");
  await shot(editor, "bt-02-viet-bai", { height: 1100 });
  await editor.goto(url + "/bien-tap?muc=review");
  await editor.click("main a[href*='/bien-tap/']:not([href*='muc']):not([href$=moi]):not([href$=nhap]):not([href$=muc])");
  await shot(editor, "bt-03-cho-duyet");
  await boss.goto(editor.url());
  await shot(boss, "bt-04-duyet");
  await editor.goto(url + "/bien-tap/nhap");
  await shot(editor, "bt-05-nhap-trang-cu", { height: 760 });
  await guest.goto(url + "/hoi-dap");
  await shot(guest, "hoi-01-danh-sach", { height: 700 });
  await shot(guest, "hoi-01-danh-sach-dt", phone);
  const asking = await as("demo.tacgia");
  await asking.goto(url + "/hoi-dap/moi");
  await asking.locator("main input[name=title]").pressSequentially("Giải pháp đã áp dụng hơn một năm còn nộp được không", { delay: 5 });
  await asking.waitForTimeout(900);
  await shot(asking, "hoi-02-dat-cau-hoi");
  await guest.goto(url + "/hoi-dap/1");
  await shot(guest, "hoi-03-tra-loi-chinh-thuc");
  await boss.goto(url + "/tap-huan/xet-cong-nhan-sang-kien-cap-thanh-pho");
  await boss.goto(url + await boss.locator("a", { hasText: "Quản lý lớp" }).getAttribute("href"));
  const session = (await boss.locator("section.card a[href*='/buoi/']", { hasText: "Danh sách" }).first().getAttribute("href")).split("/").pop();
  await boss.goto(url + "/hoi-dap?buoi=" + session);
  await shot(boss, "hoi-04-cau-hoi-cua-buoi", { height: 760 });
  await guest.goto(url + "/hoi-dap/trinh-chieu/" + session);
  await shot(guest, "hoi-05-trinh-chieu", { height: 720 });
}

// An organisation's own colours and logo, and pages that wear them; statistics on a telephone.
async function looks() {
  const boss = await as("demo.quantri"), clerk = await as("demo.tiepnhan"), guest = await as(null);
  await boss.goto(url + "/quan-tri/co-quan");
  await boss.click("main a:text-is('Ủy ban nhân dân phường Hải Châu')");
  await boss.click("main .actions a[href$='/giao-dien']");
  await shot(boss, "qt-13-giao-dien-co-quan", { height: 1080 });
  await clerk.goto(url + "/ho-so");
  await clerk.click("main table a[href^='/ho-so/']");
  await shot(clerk, "qt-14-ho-so-mang-giao-dien");
  await guest.goto(url + "/thong-ke");
  await shot(guest, "chung-05-thong-ke-dt", { ...phone, height: 1250 });
  await guest.setViewportSize({ width: 360, height: 900 });
  await guest.click(".panel__name >> nth=1");
  await shot(guest, "chung-05-thong-ke-mo-dt", { ...phone, at: ".panel:target", height: 900 });
}

if (only) {
  await ({ portal, looks })[only]();
  await browser.close();
  await server.stop();
  process.exit(0);
}
const { p, dossier } = await author();
const intake = await intakeAsks(dossier);
await authorMends(p, dossier);
await intakeAccepts(intake, dossier);
await council(dossier);
await head(dossier);
await authorGets(p, dossier);
await administrator();
await designer();
await guides();
await training();
await portal();
await looks();
await firstStart();
await browser.close();
await server.stop();
const all = readdirSync(out).map(f => statSync(join(out, f)).size).reduce((a, b) => a + b, 0);
console.log(`${readdirSync(out).length} pictures, ${(all / 1024).toFixed(0)} kB in ${out}`);
if (all > ALL_MAX) throw new Error("all pictures together are over 6 MB");
