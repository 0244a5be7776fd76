#include "doc/sandbox.h"
int doc_worker_main(int argc, char **argv)
{
    return 2;
}
