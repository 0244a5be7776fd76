/* actor.h: who asks. Loaded once per request; predicates read it, so they need no query for the person. */
#ifndef ACTOR_ACTOR_H
#define ACTOR_ACTOR_H
#include "base/arena.h"
#include "base/id.h"
#include "base/status.h"
#include <stdbool.h>

typedef enum {
    ROLE_AUTHOR = 1,     /* tác giả */
    ROLE_INTAKE,         /* cán bộ tiếp nhận */
    ROLE_MEMBER,         /* ủy viên Hội đồng */
    ROLE_SECRETARY,      /* thư ký Hội đồng */
    ROLE_CHAIR,          /* Chủ tịch Hội đồng */
    ROLE_HEAD,           /* người đứng đầu cơ sở (hoặc người được ủy quyền) */
    ROLE_DEPARTMENT,     /* chuyên viên Sở KH&CN */
    ROLE_EDITOR,         /* biên tập viên */
    ROLE_ADMINISTRATOR,  /* quản trị */
    ROLE_AUDITOR,        /* kiểm tra, giám sát (chỉ đọc) */
    ROLE__COUNT
} role_kind;
#define ROLE_BIT(role) (1u << (role))

typedef struct {
    role_kind role;
    org_id org; /* for which organisation; of ROLE_DEPARTMENT, ROLE_EDITOR, ROLE_ADMINISTRATOR, ROLE_AUDITOR 0 = everywhere */
} actor_role;

typedef struct {
    user_id user; /* 0: nobody is logged in */
    org_id org;   /* where the person works */
    const char *name, *login, *unit; /* unit: the name of the place of work */
    const actor_role *roles; /* in force now */
    int n_roles;
    session_id session;
    const char *address; /* for the audit log */
} actor;

/* Holds `role` for `org`, or everywhere. */
bool actor_has(const actor *who, role_kind role, org_id org);
/* Holds one of the roles for any organisation. */
bool actor_has_any(const actor *who, unsigned role_bits);
const char *role_name(role_kind role); /* Vietnamese words, translated: "Cán bộ tiếp nhận" */
const char *role_key(role_kind role);  /* "intake"; stable, in data and imports */
role_kind role_by_key(const char *key); /* 0 when unknown */

/* The program itself (jobs, demo, command line). May act where a job has to; never reaches a page. */
actor actor_system(void);

#endif
