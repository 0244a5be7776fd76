#include "tests/lib/fixture.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

void fixture_file(const char *folder, const char *prefix, char path[600])
{
    DIR *d = opendir(folder);

    path[0] = 0;
    for (struct dirent *e; d && (e = readdir(d));)
        if (strncmp(e->d_name, prefix, strlen(prefix)) == 0) snprintf(path, 600, "%s/%s", folder, e->d_name);
    if (d) closedir(d);
    assert_true(path[0]);
}
