/* Running a batch: its tasks in order (see executor.h). */
#include "../base/schedule.h"
#include "mapper.h"
#include "stream.h"

int64_t exec_lost_by(const PlanTask *task, const Node *nodes) {
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

void exec_free_store(Exec *exec, Store *store) {
    if (store->buffer && !store->buffer->borrowed) {
        exec->device->class->buffer_free(exec->device, store->buffer);
        store->buffer = NULL;
    }
}

/* Memory of stores that nobody will look at again. */
static void free_stores(Exec *exec, const PlanTask *task, const Node *nodes) {
    for (int32_t i = 0; i < task->free_count; i++)
        exec_free_store(exec, plan_freed(&task->frees[i], nodes)->store);
}

static int64_t moved(const Exec *exec) {
    return exec->stats.bytes_read + exec->stats.bytes_written;
}

static void profile_task(Exec *exec, const PlanTask *task, const Node *nodes, const TaskSpan *span) {
    char name[64];
    int lane = exec->queue.running ? PROFILE_WORKER + span->lane : PROFILE_INLINE;
    plan_task_name(task, nodes, name, sizeof name);
    profile_add_span(exec->profile, lane, name, nodes[task->nodes[0]].where, span->start, span->end,
                     span->bytes);
}

/* The part's share of the task's cost. */
static void note_progress(Exec *exec, const PlanTask *task, const Node *nodes, TaskPart part) {
    PlanDomain domain;
    double size = 1, cost = (double)mapper_cycles(task, nodes);
    plan_domain(&nodes[task->domain], &domain);
    for (int i = 0; i < domain.ndim; i++) size *= (double)domain.shape[i];
    double end = (double)part.end < size ? (double)part.end : size;
    if (task->kind == TASK_LOOP) cost *= (end - (double)part.begin) / size;
    __atomic_fetch_add(&exec->cost_done, (int64_t)cost, __ATOMIC_RELAXED);
}

/* Keeps what went wrong; the number of the error that the results are lost by, or 0. */
static int64_t keep_errors(Exec *exec, const PlanTask *task, ArrStatus status, Watcher *watcher) {
    int64_t raised;
    if (status)
        return exec_keep_error(exec, &exec->work.error,
                               exec_place(exec->running->first + task->nodes[0], 0));
    if (exec_take_raised(watcher, &raised)) /* what was computed stays, as in NumPy */
        exec_keep_error(exec, &exec->work.error, raised);
    return 0;
}

/* first: it is the only part of the task, or the first one. */
static void end_part(Exec *exec, const PlanTask *task, const Node *nodes, bool first,
                     int64_t failed) {
    if (failed ? !leaves_alone(task, nodes) : first) mark_results(task, nodes, failed);
    exec->stats.tasks += first;
    if (first) exec->stats.temporaries += task->temporaries;
}

void exec_end_task(Exec *exec, const PlanTask *task, const Node *nodes, ArrStatus status,
                   Watcher *watcher, const TaskSpan *span) {
    end_part(exec, task, nodes, true, keep_errors(exec, task, status, watcher));
    exec->stats.launches++;
    if (exec->profile) profile_task(exec, task, nodes, span);
    if (exec->config.progress) note_progress(exec, task, nodes, (TaskPart){.end = INT64_MAX});
}

/* Some operand of the loop is lost: only results that do not need it are made. */
static bool run_rest(Exec *exec, const PlanTask *task, const Node *nodes, TaskPart part) {
    Rest *rest = rest_of(exec, task, nodes);
    PlanTask *some = rest ? rest_task(rest) : NULL;
    bool ran = some && exec_run_part(exec, some, nodes, part, ARR_OK);
    if (!some) end_part(exec, task, nodes, part.begin == 0, exec_lost_by(task, nodes));
    if (rest) rest_free(exec, rest, nodes);
    return ran;
}

bool exec_run_part(Exec *exec, PlanTask *task, const Node *nodes, TaskPart part,
                   ArrStatus status) {
    int64_t failed = status ? 0 : exec_lost_by(task, nodes), bytes = moved(exec);
    TaskSpan span = {.start = profile_start(exec->profile)};
    bool first = part.begin == 0;
    if (failed && task->kind == TASK_LOOP) return run_rest(exec, task, nodes, part);
    if (!failed) {
        exec->work.span = nodes[task->nodes[0]].where;
        if (!status) status = exec_run_task(exec, task, nodes, part);
        if (status == ARR_MEMORY && exec->starved) return false;
        failed = keep_errors(exec, task, status, &exec->watcher);
        exec->stats.launches += first;
    }
    end_part(exec, task, nodes, first, failed);
    if (exec->profile) {
        span.end = clock_now();
        span.bytes = moved(exec) - bytes;
        profile_task(exec, task, nodes, &span);
    }
    if (exec->config.progress) note_progress(exec, task, nodes, part);
    return !failed;
}

/* For --show-progress, long tasks run in parts: cut as batches are. */
static void run_in_parts(Exec *exec, PlanTask *task, const Node *nodes) {
    enum { PART_CYCLES = 200000000 };
    int64_t extents[ARR_MAX_NDIM], size = 1, unit = 1, parts = mapper_cycles(task, nodes) / PART_CYCLES;
    uint64_t reduced = 0;
    PlanDomain domain;
    bool whole = parts < 2 || task->kind == TASK_LIBRARY || !exec->device->class->host_memory;
    for (int32_t i = 0; i < task->store_count; i++) whole |= task->stores[i].renames;
    plan_domain(&nodes[task->domain], &domain);
    for (int i = 0; i < domain.ndim; i++) {
        extents[i] = domain.shape[domain.order[i]];
        reduced |= (domain.reduced >> domain.order[i] & 1) << i;
        size *= extents[i];
    }
    if (task->reduction_count) unit = loop_unit(domain.ndim, extents, reduced);
    int64_t step = whole ? size : (size / parts + unit) / unit * unit;
    for (int64_t at = 0; at < size; at += step) {
        TaskPart part = {.begin = at, .end = at + step < size ? at + step : INT64_MAX};
        if (!exec_run_part(exec, task, nodes, part, ARR_OK)) return;
    }
}

bool exec_run_whole(Exec *exec, PlanTask *task, const Node *nodes) {
    if (exec->config.progress) run_in_parts(exec, task, nodes);
    else exec_run_part(exec, task, nodes, (TaskPart){.end = INT64_MAX}, ARR_OK);
    return !exec->starved;
}

/* The batch's next task, unless it has run already. */
static bool run_next(Exec *exec, Batch *batch, const volatile int *stop) {
    PlanTask *task = &batch->plan->tasks[batch->next_task];
    if (batch->ahead & 1 || (task->overlaps && exec_run_beside(exec, batch, stop))) return true;
    return !__atomic_load_n(stop, __ATOMIC_RELAXED) && exec_run_whole(exec, task, batch->nodes);
}

/* What a device put off has failed: none of the batch's results so far can be relied on. */
static void lose_batch(Exec *exec, const Batch *batch) {
    const Plan *plan = batch->plan;
    int64_t number = exec_keep_error(exec, &exec->work.error, exec_place(batch->first, 0));
    for (int32_t t = 0; t <= batch->next_task && t < plan->task_count; t++)
        mark_results(&plan->tasks[t], batch->nodes, number);
}

static bool run_batch(Exec *exec, Batch *batch, const volatile int *stop) {
    if (batch->streams) {
        bool one_piece;
        bool ended = stream_run(exec, batch, stop, &one_piece);
        if (!one_piece) return ended;
        batch->streams = false;
    }
    for (; batch->next_task < batch->plan->task_count; batch->next_task++, batch->ahead >>= 1) {
        schedule_jitter();
        if (__atomic_load_n(stop, __ATOMIC_RELAXED) || !run_next(exec, batch, stop)) return false;
        free_stores(exec, &batch->plan->tasks[batch->next_task], batch->nodes);
    }
    return true;
}

bool exec_run_batch(Exec *exec, Batch *batch, const volatile int *stop) {
    Device *device = exec->device;
    exec->running = batch;
    if (!device->class->batch_begins) return run_batch(exec, batch, stop);
    device->class->batch_begins(device);
    bool ended = run_batch(exec, batch, stop);
    if (device->class->batch_ends(device)) lose_batch(exec, batch);
    return ended;
}
