/* Which passwords are refused though they are long enough: common ones, and those made of what everybody knows here. */
#include "base/embed.h"
#include "base/text.h"
#include "base/words.h"
#include "user/user.h"
#include <string.h>

/* The embedded list is sorted by bytes, a line each. */
static bool is_common(const char *lower)
{
    const embed_file *f = embed_find("user/common-passwords.txt");
    size_t n = strlen(lower), from = 0, to = f ? f->size : 0;
    const char *p = f ? (const char *)f->data : "";

    while (from < to) {
        size_t at = from + (to - from) / 2;
        while (at > from && p[at - 1] != '\n') at--;
        size_t len = strcspn(p + at, "\n"), least = len < n ? len : n;
        int order = memcmp(p + at, lower, least);
        if (order == 0 && len == n) return true;
        if (order < 0 || (order == 0 && len < n)) from = at + len + 1;
        else to = at;
    }
    return false;
}

/* Words of this place; what is left of a password without them has to be long enough by itself. */
static const char *const known[] = {"sangkien", "danang", "sokhcn", "khoahoc", "congnghe", "matkhau", "password", "quantri", "thanhpho"};

password_outcome user_password_check(arena *mem, const char *password, const char *login)
{
    const char *lower = text_lower(mem, password);
    size_t left = text_length(password);

    if (left < USER_PASSWORD_MIN) return PASSWORD_SHORT;
    if (is_common(lower)) return PASSWORD_COMMON;
    for (int i = 0; i < COUNT(known); i++)
        if (strstr(lower, known[i])) left -= left < strlen(known[i]) ? left : strlen(known[i]);
    if (*login && strlen(login) >= 4 && strstr(lower, login)) left -= left < strlen(login) ? left : strlen(login);
    return left < 4 ? PASSWORD_GUESSABLE : PASSWORD_GOOD;
}

const char *user_password_words(arena *mem, password_outcome o)
{
    switch (o) {
    case PASSWORD_GOOD: return "";
    case PASSWORD_SHORT: return textf(mem, T("Mật khẩu cần ít nhất %d ký tự."), USER_PASSWORD_MIN);
    case PASSWORD_COMMON: return T("Mật khẩu này nằm trong danh sách mật khẩu hay bị đoán nhất. Hãy chọn một câu dài dễ nhớ.");
    case PASSWORD_GUESSABLE: return T("Mật khẩu chỉ gồm những từ ai cũng biết ở đây (tên hệ thống, thành phố, tên đăng nhập). Hãy thêm từ của riêng bạn.");
    }
    return "";
}
