/* thread.h: how much of the processor a thread asks for. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

/* The calling thread alone steps back behind those of a lower niceness (0–19; nice(7)): on Linux, where a thread has one of its own. */
void thread_step_back(int nice);

#endif
