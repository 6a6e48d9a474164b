/* Running a batch: its tasks in order (see executor.h). */
#include "../base/schedule.h"
#include "executor.h"

/* The number of the error that some operand is lost by; 0: all are sound. Of
 * operands in memory, that is: what a loop writes itself and reads again is sound. */
static int64_t lost_by(const PlanTask *task, const Node *nodes) {
    const Node *library = &nodes[task->nodes[0]];
    if (task->kind == TASK_LIBRARY) {
        for (int k = 0; k < library->nin; k++)
            if (library->in[k]->store->failed) return library->in[k]->store->failed;
        return 0;
    }
    for (int32_t i = 0; i < task->load_count; i++) {
        const PlanValue *value = &task->values[task->loads[i]];
        const Store *store = nodes[value->node].in[value->operand]->store;
        if (store->failed) return store->failed;
    }
    return 0;
}

/* A result is lost with its task; a store that is written whole is sound again. */
static void mark_results(const PlanTask *task, const Node *nodes, int64_t failed) {
    for (int32_t i = 0; i < task->node_count; i++) {
        Array *out = nodes[task->nodes[i]].out;
        if (failed) out->store->failed = failed;
        else if (out->store->failed && array_coverage(out) == COVERS_ALL) out->store->failed = 0;
    }
}

/* An update that fails, or was not begun since its operands are lost, changes
 * nothing: a[i] = v with a wrong i leaves a as it was. */
static bool leaves_alone(const PlanTask *task, const Node *nodes) {
    return task->kind == TASK_LIBRARY && library_info[nodes[task->nodes[0]].op].updates;
}

/* Memory of stores that nobody will look at again. */
static void free_stores(Exec *exec, const PlanTask *task, const Node *nodes) {
    for (int32_t i = 0; i < task->free_count; i++) {
        const Node *node = &nodes[task->frees[i].node];
        const Array *a = task->frees[i].operand < 3 ? node->in[task->frees[i].operand] : node->out;
        if (a->store->buffer) exec->device->class->buffer_free(exec->device, a->store->buffer);
        a->store->buffer = NULL;
    }
}

static int64_t moved(const Exec *exec) {
    return exec->stats.bytes_read + exec->stats.bytes_written;
}

static void profile_task(Exec *exec, const PlanTask *task, const Node *nodes, int64_t start,
                         int64_t bytes) {
    char name[64];
    plan_task_name(task, nodes, name, sizeof name);
    profile_add(exec->profile, exec->queue.running ? PROFILE_WORKER : PROFILE_INLINE, name,
                nodes[task->nodes[0]].where, start, moved(exec) - bytes);
}

static void run_task(Exec *exec, PlanTask *task, const Node *nodes) {
    int64_t lost = lost_by(task, nodes), failed = lost;
    int64_t start = profile_start(exec->profile), bytes = moved(exec);
    if (!lost) {
        exec->work.span = nodes[task->nodes[0]].where;
        int64_t raised;
        if (exec_run_task(exec, task, nodes))
            failed = exec_keep_error(exec, &exec->work.error,
                                     exec_place(exec->running->first + task->nodes[0], 0));
        else if (exec_take_raised(exec, &raised)) /* what was computed stays, as in NumPy */
            exec_keep_error(exec, &exec->work.error, raised);
        exec->stats.launches++;
    }
    if (!failed || !leaves_alone(task, nodes)) mark_results(task, nodes, failed);
    free_stores(exec, task, nodes);
    if (exec->profile) profile_task(exec, task, nodes, start, bytes);
    exec->stats.tasks++;
    exec->stats.temporaries += task->temporaries;
}

bool exec_run_batch(Exec *exec, Batch *batch, const volatile int *stop) {
    exec->running = batch;
    for (; batch->next_task < batch->plan->task_count; batch->next_task++) {
        schedule_jitter();
        if (__atomic_load_n(stop, __ATOMIC_RELAXED)) return false;
        run_task(exec, &batch->plan->tasks[batch->next_task], batch->nodes);
    }
    return true;
}
