/* Windows that do not fit into memory (see shortage.c). */
#ifndef EXEC_SHORTAGE_H
#define EXEC_SHORTAGE_H

#include "executor.h"

/* The window's first count nodes, if memory is too short to run them as usual:
 * they were started, but for those of arrays that stay symbolic. false: nothing
 * was done. */
bool shortage_start(Exec *exec, int64_t count, ArrStatus *status);
/* What is recorded or queued might not find the memory that it needs. */
bool shortage_is_near(const Exec *exec);
/* The store's value is not in memory: nodes of the window would make it. */
bool shortage_is_symbolic(const Exec *exec, const Store *store);

#endif
