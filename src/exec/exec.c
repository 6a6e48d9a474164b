/* Flushing: segment by segment, the window is planned and its tasks run (see
 * exec.h). A task that fails poisons what depends on it and nothing else. */
#include "executor.h"

#include <string.h>

enum { LONGEST_SEGMENT = 1024 }; /* straight-line code longer than this is planned in pieces */

/* --- opening and closing ---------------------------------------------------- */

static ArrStatus window_full(void *user) {
    Exec *exec = user;
    return exec_flush_full(exec);
}

static void buffer_free(void *user, Buffer *buffer) {
    Exec *exec = user;
    exec->device->class->buffer_free(exec->device, buffer);
}

static void kernel_free(void *user, void *kernel) {
    Exec *exec = user;
    exec->device->class->kernel_free(exec->device, kernel);
}

static ArrStatus upload(void *user, Store *store, const void *bytes) {
    Exec *exec = user;
    Device *device = exec->device;
    ArrStatus status = device->class->buffer_new(device, store->nbytes, &store->buffer);
    return status ? status : device->class->upload(device, store->buffer, bytes, store->nbytes);
}

ArrStatus exec_open(Graph *graph, const ExecConfig *config, Exec **out) {
    Base *base = graph->base;
    const DeviceClass *class = device_find(config->device ? config->device : "cpu");
    if (!class)
        return error_set(base, ERROR_VALUE, "there is no device '%s': cpu or null",
                         config->device);
    Exec *exec = heap_alloc_zeroed(&base->heap, sizeof *exec);
    if (!exec) return error_memory(base, sizeof *exec, "the executor");
    exec->base = base;
    exec->graph = graph;
    exec->config = *config;
    DeviceConfig device_config = {config->threads, config->limits_tiny};
    ArrStatus status = plan_cache_init(&exec->plans, base);
    if (!status) status = class->open(base, &device_config, &exec->device);
    if (status) {
        plan_cache_free(&exec->plans);
        heap_free(&base->heap, exec, sizeof *exec);
        return status;
    }
    exec->plans.user = graph->user = graph->arrays.user = exec;
    exec->plans.kernel_free = kernel_free;
    graph->window_full = window_full;
    graph->upload = upload;
    graph->arrays.buffer_free = buffer_free;
    *out = exec;
    return ARR_OK;
}

void exec_close(Exec *exec) {
    if (!exec) return;
    for (Store *store = exec->graph->arrays.stores; store; store = store->next) {
        if (store->buffer) buffer_free(exec, store->buffer);
        store->buffer = NULL;
    }
    plan_cache_free(&exec->plans);
    exec->device->class->close(exec->device);
    Heap *heap = &exec->base->heap;
    heap_free(heap, exec->scratch, (size_t)exec->scratch_size);
    heap_free(heap, exec, sizeof *exec);
}

/* --- failures --------------------------------------------------------------- */

static void keep_first_error(Exec *exec) {
    if (exec->first.class == ERROR_NONE) exec->first = exec->base->error;
}

static bool reads_failed(const PlanTask *task, const Node *nodes) {
    for (int32_t i = 0; i < task->node_count; i++) {
        const Node *node = &nodes[task->nodes[i]];
        for (int k = 0; k < node->nin; k++)
            if (node->in[k] && node->in[k]->store->failed) return true;
    }
    return false;
}

/* A result is lost with its task; a store that is written whole is sound again. */
static void mark_results(const PlanTask *task, const Node *nodes, bool failed) {
    for (int32_t i = 0; i < task->node_count; i++) {
        Array *out = nodes[task->nodes[i]].out;
        if (failed)
            out->store->failed = true;
        else if (out->store->failed && array_coverage(out) == COVERS_ALL)
            out->store->failed = false;
    }
}

/* --- flushing --------------------------------------------------------------- */

static void describe(Exec *exec, const Plan *plan, const Node *nodes) {
    Text text = text_new(&exec->base->heap);
    plan_describe(plan, nodes, &text, exec->config.user, exec->config.locate);
    exec->config.notice(exec->config.user, text_string(&text), (size_t)text.length);
    text_free(&text);
}

static void run_or_poison(Exec *exec, PlanTask *task, const Node *nodes) {
    bool failed = reads_failed(task, nodes);
    if (!failed) {
        exec->base->span = nodes[task->nodes[0]].where;
        failed = exec_run_task(exec, task, nodes) != ARR_OK;
        if (failed) keep_first_error(exec);
    }
    mark_results(task, nodes, failed);
    exec->stats.tasks++;
    exec->stats.temporaries += task->temporaries;
}

/* Runs nodes[0..count) and gives their references back. */
static ArrStatus run_segment(Exec *exec, Node *nodes, int64_t count) {
    Plan *plan;
    bool made;
    ArrStatus status = plan_segment(&exec->plans, nodes, count, !exec->config.no_fuse, &plan, &made);
    if (status) return status;
    if (made && exec->config.plan) describe(exec, plan, nodes);
    exec->stats.segments++;
    exec->stats.dropped += plan->dropped_count;
    for (int32_t i = 0; i < plan->dropped_count; i++)
        graph_release_node(exec->graph, &nodes[plan->dropped[i]]);
    for (int32_t t = 0; t < plan->task_count; t++) {
        PlanTask *task = &plan->tasks[t];
        run_or_poison(exec, task, nodes);
        for (int32_t i = 0; i < task->node_count; i++)
            graph_release_node(exec->graph, &nodes[task->nodes[i]]);
    }
    return ARR_OK;
}

/* The end of the segment that begins at start: the next mark, or until. */
static int64_t segment_end(const Graph *graph, int64_t start, int64_t until) {
    int64_t end = until;
    for (int64_t i = 0; i < graph->mark_count; i++)
        if (graph->marks[i] > start) {
            end = graph->marks[i] < until ? graph->marks[i] : until;
            break;
        }
    return end - start > LONGEST_SEGMENT ? start + LONGEST_SEGMENT : end;
}

/* Runs the first `until` nodes of the window. An interrupt stops between
 * segments; what was not run stays pending. */
static ArrStatus run_window(Exec *exec, int64_t until) {
    Graph *graph = exec->graph;
    Span span = exec->base->span;
    ArrStatus status = ARR_OK;
    int64_t done = 0;
    if (until == 0) return ARR_OK;
    exec->stats.windows++;
    exec->first.class = ERROR_NONE;
    while (done < until && !status) {
        int64_t end = segment_end(graph, done, until);
        status = base_check_interrupt(exec->base);
        if (!status) status = run_segment(exec, graph->nodes + done, end - done);
        if (!status) done = end;
    }
    graph_drop(graph, done);
    exec->base->span = span;
    if (status || exec->first.class == ERROR_NONE) return status;
    exec->base->error = exec->first;
    return error_status(exec->first.class);
}

ArrStatus exec_flush(Exec *exec) {
    return run_window(exec, exec->graph->node_count);
}

/* The window reached its limit. The last loop body stays: what it leaves
 * behind is rebound by the next one, and need not be stored. */
ArrStatus exec_flush_full(Exec *exec) {
    const Graph *graph = exec->graph;
    if (graph->window_size == 1 || graph->mark_count < 2) return exec_flush(exec);
    return run_window(exec, graph->marks[graph->mark_count - 2]);
}

/* --- statistics ------------------------------------------------------------- */

void exec_stats(Exec *exec, Text *text) {
    static const char *const kinds[] = {
#define X(id, name) name,
        PULL_KINDS(X)
#undef X
    };
    const ExecStats *s = &exec->stats;
    int64_t pulls = 0;
    for (int k = 0; k < PULL_KIND_COUNT; k++) pulls += s->pulls[k];
    const struct { const char *name; int64_t value; } rows[] = {
        {"nodes", exec->graph->stats.nodes}, {"windows", s->windows}, {"segments", s->segments},
        {"plans_made", exec->plans.made}, {"plans_reused", exec->plans.reused},
        {"tasks", s->tasks}, {"nodes_dropped", s->dropped}, {"temporaries_avoided", s->temporaries},
        {"renames", s->renames}, {"bytes_read", s->bytes_read}, {"bytes_written", s->bytes_written},
        {"pulls", pulls}, {"bytes_pulled", s->bytes_pulled},
        {"peak_memory", exec->base->heap.peak},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        text_addf(text, "%s %lld\n", rows[i].name, (long long)rows[i].value);
    for (int k = 0; k < PULL_KIND_COUNT; k++)
        text_addf(text, "pulls_%s %lld\n", kinds[k], (long long)s->pulls[k]);
}
