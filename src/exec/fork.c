/* fork() in the host (arr.h says what the host may do). A child has a copy of
 * all that is in memory, but only the host's thread. Between two tasks that is
 * enough: no lock is held, and what waits to run is as whole as before. A task
 * that ran has left its results half done, and locks and lists in any state:
 * then the copy is torn, and nothing of it may be touched. */
#include <unistd.h>

#include "executor.h"

bool exec_is_whole(Exec *exec) {
    Queue *queue = &exec->queue;
    if (exec->process == getpid()) return !exec->torn;
    exec->process = getpid();
    /* a GPU's driver does not survive it either */
    exec->torn |= __atomic_load_n(&queue->running, __ATOMIC_ACQUIRE) || exec->device->class->forbids_fork;
    exec->base->heap.shared = false; /* a lock that some thread held is held for ever */
    queue_forget_thread(queue);
    return !exec->torn;
}

void exec_before_fork(Exec *exec) {
    queue_hold(exec);
}

void exec_after_fork(Exec *exec) {
    if (exec_is_whole(exec)) queue_go_on(exec);
}
