/* sandbox.h: parsers of uploaded files run in a child of their own. */
#ifndef DOC_SANDBOX_H
#define DOC_SANDBOX_H
int doc_worker_main(int argc, char **argv);
#endif
