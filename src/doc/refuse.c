#include "doc/refuse.h"
#include "base/status.h"
#include "base/text.h"
#include "base/words.h"
#include "doc/sandbox.h"
#include "doc/zipdoc.h"
#include <string.h>

static bool holds(bytes f, const char *what, size_t n)
{
    return f.p && f.n >= n && memmem(f.p, f.n, what, n) != NULL;
}

/* Office locks a file by putting its encrypted package into an old compound file, under this name in UTF-16. */
static bool is_locked_office(bytes f)
{
    static const char magic[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    return f.n > 8 && memcmp(f.p, magic, 8) == 0 && holds(f, name, sizeof name - 1);
}

/* The directory of a ZIP names its parts in clear. */
static bool has_macros(bytes f)
{
    return f.n > 4 && memcmp(f.p, "PK\3\4", 4) == 0 && holds(f, "vbaProject.bin", 14);
}

static bool is_two_in_one(bytes f)
{
    return f.n > 4 && memcmp(f.p, "PK\3\4", 4) != 0 && holds(f, "PK\5\6", 4) && (memcmp(f.p, "%PDF", 4) == 0 || memcmp(f.p, "\x89PNG", 4) == 0 || memcmp(f.p, "\xFF\xD8\xFF", 3) == 0 || memcmp(f.p, "RIFF", 4) == 0);
}

const char *doc_refusal(arena *mem, bytes file, const char *name)
{
    doc_type t = doc_sniff(file, "");

    if (file.n == 0) return T("Tệp rỗng (0 byte). Hãy chọn lại tệp.");
    if (is_locked_office(file)) return T("Tệp có mật khẩu nên không đọc được. Hãy lưu lại không mật khẩu rồi tải lên.");
    if (has_macros(file)) return T("Tệp có macro (mã chạy được) nên không được nhận. Hãy lưu thành .docx hoặc .xlsx rồi tải lên.");
    if (is_two_in_one(file)) return T("Tệp này giấu một tệp nén bên trong nên không được nhận. Hãy xuất lại tệp rồi tải lên.");
    if (t && !doc_sniff(file, name)) return textf(mem, T("Nội dung tệp là %s nhưng phần mở rộng của tên không phải như vậy. Hãy sửa phần mở rộng rồi tải lên."), doc_type_name(t));
    return "";
}

const char *doc_unread(arena *mem, doc_type type, bytes file, int s, const char *id)
{
    if (s == E_LIMIT)
        return textf(mem, T("Tệp vượt giới hạn đọc: quá %d giây, hoặc giải nén quá %d MB, hoặc quá phức tạp. Hãy lưu lại cho gọn, hoặc điền trực tuyến. Mã tra cứu: %s"), DOC_CPU_SECONDS,
                     ZIPDOC_INFLATED_MAX >> 20, id);
    if (type == DOC_PDF && holds(file, "/Encrypt", 8)) return T("Tệp có mật khẩu nên không đọc được. Hãy lưu lại không mật khẩu rồi tải lên.");
    return textf(mem, T("Không đọc được tệp này: tệp hỏng hoặc có mật khẩu. Bạn vẫn có thể điền trực tuyến. Mã tra cứu: %s"), id);
}
