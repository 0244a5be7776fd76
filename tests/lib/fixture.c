#include "tests/lib/fixture.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *fixture_root(void)
{
    const char *root = getenv("SANGKIEN_ROOT");
    return root ? root : ".";
}

const char *fixture_shared(void)
{
    static char path[4096];
    const char *given = getenv("SANGKIEN_SHARED");

    if (given) snprintf(path, sizeof path, "%s", given);
    else snprintf(path, sizeof path, "%s/../shared", fixture_root());
    return access(path, R_OK) == 0 ? path : NULL;
}
