#include "actor/actor.h"
#include "base/words.h"
#include <string.h>

static const struct {
    const char *key, *name;
} roles[ROLE__COUNT] = {
    [ROLE_AUTHOR] = {"author", N_("Tác giả")},
    [ROLE_INTAKE] = {"intake", N_("Cán bộ tiếp nhận")},
    [ROLE_MEMBER] = {"member", N_("Ủy viên Hội đồng")},
    [ROLE_SECRETARY] = {"secretary", N_("Thư ký Hội đồng")},
    [ROLE_CHAIR] = {"chair", N_("Chủ tịch Hội đồng")},
    [ROLE_HEAD] = {"head", N_("Người đứng đầu cơ sở")},
    [ROLE_DEPARTMENT] = {"department", N_("Chuyên viên Sở Khoa học và Công nghệ")},
    [ROLE_EDITOR] = {"editor", N_("Biên tập viên")},
    [ROLE_ADMINISTRATOR] = {"administrator", N_("Quản trị hệ thống")},
    [ROLE_AUDITOR] = {"auditor", N_("Kiểm tra, giám sát")},
};

bool actor_has(const actor *who, role_kind role, org_id org)
{
    for (int i = 0; i < who->n_roles; i++)
        if (who->roles[i].role == role && (who->roles[i].org.v == 0 || who->roles[i].org.v == org.v)) return true;
    return false;
}

bool actor_has_any(const actor *who, unsigned role_bits)
{
    for (int i = 0; i < who->n_roles; i++)
        if (role_bits & ROLE_BIT(who->roles[i].role)) return true;
    return false;
}

const char *role_name(role_kind role)
{
    return role > 0 && role < ROLE__COUNT ? T(roles[role].name) : "";
}

const char *role_key(role_kind role)
{
    return role > 0 && role < ROLE__COUNT ? roles[role].key : "";
}

role_kind role_by_key(const char *key)
{
    for (int i = 1; i < ROLE__COUNT; i++)
        if (strcmp(roles[i].key, key) == 0) return (role_kind)i;
    return 0;
}

actor actor_system(void)
{
    static const actor_role all[] = {{ROLE_ADMINISTRATOR, {0}}, {ROLE_DEPARTMENT, {0}}};
    return (actor){.name = "", .login = "system", .unit = "", .roles = all, .n_roles = 2, .address = "local"};
}
