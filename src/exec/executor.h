/* What the executor's files share. */
#ifndef EXEC_EXECUTOR_H
#define EXEC_EXECUTOR_H

#include "../device/device.h"
#include "exec.h"

typedef struct ExecStats {
    int64_t windows, segments, tasks, dropped, temporaries, renames;
    int64_t bytes_read, bytes_written; /* by tasks, each store's bytes once per task */
    int64_t pulls[PULL_KIND_COUNT], bytes_pulled;
} ExecStats;

struct Exec {
    Base *base;
    Graph *graph;
    Device *device;
    PlanCache plans;
    ExecConfig config;
    ExecStats stats;
    char *scratch;         /* the strides and operands of the task being bound */
    int64_t scratch_size;
    Error first;           /* of the flush under way: what it reports at its end */
};

/* bind.c: runs one task of a plan on the nodes of a segment. On failure the
 * error is set; marking the results is the caller's business. */
ArrStatus exec_run_task(Exec *exec, PlanTask *task, const Node *nodes);

/* exec.c: runs what a full window need not keep. */
ArrStatus exec_flush_full(Exec *exec);

#endif
