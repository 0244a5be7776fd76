#include "base/thread.h"
#include <sys/resource.h>
#include <unistd.h>

void thread_step_back(int nice)
{
    if (nice) (void)!setpriority(PRIO_PROCESS, (id_t)gettid(), nice);
}
