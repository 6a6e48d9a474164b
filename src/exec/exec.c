/* From the window to batches: segment by segment it is planned and handed to
 * the worker, or run at once when it is small (see exec.h, executor.h). */
#include "mapper.h"
#include "shortage.h"
#include "stream.h"

#include <string.h>
#include <unistd.h>

enum {
    LONGEST_SEGMENT = 1024, /* straight-line code longer than this is planned in pieces */
    TINY_SPAN = 32,         /* of masks, where limits are at their minimum */
    TINY_LARGE = 64,        /* bytes that are reused at once, there, */
    LARGE = 1 << 20,        /* and else: beyond the cache of a core */
    INLINE_CYCLES = 400000  /* less work than this is not worth a second thread: a hand-over
                               takes some 10 us, and a pull waits anyway */
};

/* --- batches ---------------------------------------------------------------- */

static void describe(Exec *exec, const Plan *plan, const Node *nodes) {
    Text text = text_new(&exec->base->heap);
    mapper_describe(exec, plan, nodes, &text);
    exec->config.notice(exec->config.user, text_string(&text), (size_t)text.length);
    text_free(&text);
}

static void free_batch(Exec *exec, Batch *batch) {
    heap_free(&exec->base->heap, batch->nodes, (size_t)batch->capacity * sizeof(Node));
    heap_free(&exec->base->heap, batch, sizeof *batch);
}

static void spare_batch(Exec *exec, Batch *batch) {
    batch->next = exec->spare;
    exec->spare = batch;
}

void exec_retire_done(Exec *exec) {
    for (Batch *batch = queue_take_done(exec), *next; batch; batch = next) {
        next = batch->next;
        graph_retire(exec->graph, batch->nodes, batch->count);
        plan_unpin(&exec->plans, batch->plan);
        spare_batch(exec, batch);
    }
}

/* An empty batch with room for count nodes; NULL: memory. */
static Batch *take_batch(Exec *exec, int64_t count) {
    Heap *heap = &exec->base->heap;
    Batch *batch = exec->spare;
    if (batch) exec->spare = batch->next;
    else if (!(batch = heap_alloc_zeroed(heap, sizeof *batch))) return NULL;
    batch->count = batch->next_task = 0;
    batch->ahead = 0;
    if (heap_grow(heap, &batch->nodes, &batch->capacity, count, sizeof(Node))) return batch;
    spare_batch(exec, batch);
    return NULL;
}

/* --streaming strict: an array that a task makes for another, larger than what is
 * at hand of one that streams, must stream. */
typedef struct StrictLook {
    Exec *exec;
    const Plan *plan;
    const Node *nodes;
    ArrStatus status;
} StrictLook;

static void look_strictly(void *user, int32_t task, const Array *written, StreamReason reason) {
    StrictLook *look = user;
    if (look->status || reason == STREAM_OK || reason == STREAM_SEEN) return;
    if (written->store->nbytes <= stream_round_bytes(look->exec)) return;
    Span where = look->nodes[look->plan->tasks[task].nodes[0]].where;
    look->status = error_set_at(look->exec->base, where, ERROR_RUNTIME,
                                "what is computed here cannot stream: %s",
                                stream_reason_text(reason));
    error_hint(look->exec->base, "--streaming strict demands it; relaxed makes the array whole");
}

static ArrStatus check_strictly(Exec *exec, const Plan *plan, const Node *nodes) {
    StrictLook look = {exec, plan, nodes, ARR_OK};
    stream_look(plan, nodes, look_strictly, &look);
    return look.status;
}

ArrStatus exec_plan_batch(Exec *exec, const Node *nodes, int64_t count, Batch **out) {
    Plan *plan;
    bool made = false;
    Batch *batch = take_batch(exec, count);
    if (!batch) return error_memory(exec->base, count * (int64_t)sizeof(Node), "a batch of work");
    int64_t start = profile_start(exec->profile);
    ArrStatus status =
        plan_segment(&exec->plans, nodes, count, !exec->config.no_fuse, &plan, &made);
    profile_add(exec->profile, PROFILE_PLAN, made ? "plan made" : "plan reused", nodes[0].where,
                start, 0);
    if (!status && exec->config.streaming == STREAMING_STRICT)
        status = check_strictly(exec, plan, nodes);
    if (status) {
        spare_batch(exec, batch);
        return status;
    }
    if ((!plan->described && exec->config.plan) || exec->show_plans) describe(exec, plan, nodes);
    else if (exec->profile || exec->config.plan) mapper_note(exec, plan, nodes);
    if (!plan->described && exec->config.draw) mapper_draw(exec, plan, nodes, count);
    if (made) exec_foresee(exec, plan, nodes);
    plan->described = true;
    plan->pins++;
    batch->plan = plan;
    batch->count = count;
    batch->streams = exec->config.streaming == STREAMING_STRICT;
    *out = batch;
    return ARR_OK;
}

void exec_take_nodes(Exec *exec, Batch *batch, const Node *nodes, int64_t first) {
    const Plan *plan = batch->plan;
    exec->stats.segments++;
    exec->stats.dropped += plan->dropped_count;
    batch->next = NULL;
    batch->number = ++exec->submitted;
    batch->first = first;
    memcpy(batch->nodes, nodes, (size_t)batch->count * sizeof(Node));
    for (int64_t i = 0; i < batch->count; i++) {
        const Node *node = &batch->nodes[i];
        if (node->errors & FLOAT_UNDER_MODE)
            __atomic_store_n(&exec->watch.seen, FLOAT_ALL, __ATOMIC_RELAXED);
        for (int k = 0; k < node->nin; k++) {
            if (!node->in[k]) continue;
            array_leave_window(node->in[k]);
            batch->streams |= node->in[k]->store->mapped;
        }
        array_leave_window(node->out);
        node->out->store->last_write = batch->number;
    }
    for (int32_t t = 0; t < plan->task_count; t++) {
        if (plan->tasks[t].fails) exec->last_failable = batch->number;
        if (exec->config.progress) exec->cost_queued += mapper_cycles(&plan->tasks[t], nodes);
    }
    exec_number_warnings(exec, batch);
}

/* Plans count nodes of the window, from offset on, as one batch; they count as taken out. */
static ArrStatus make_batch(Exec *exec, int64_t offset, int64_t count, Batch **out) {
    const Node *nodes = exec->graph->nodes + offset;
    ArrStatus status = exec_plan_batch(exec, nodes, count, out);
    if (!status)
        exec_take_nodes(exec, *out, nodes,
                        exec->graph->stats.nodes - exec->graph->node_count + offset);
    return status;
}

/* --- flushing --------------------------------------------------------------- */

/* The end of the segment that begins at `from`: the next mark (*mark counts
 * those passed), or until. */
int64_t exec_segment_end(const Graph *graph, int64_t from, int64_t until, int64_t *mark) {
    while (*mark < graph->mark_count && graph->marks[*mark] <= from) ++*mark;
    int64_t end =
        *mark < graph->mark_count && graph->marks[*mark] < until ? graph->marks[*mark] : until;
    return end - from > LONGEST_SEGMENT ? from + LONGEST_SEGMENT : end;
}

static int64_t largest_operand(const Node *node) {
    int64_t size = node->out->size;
    for (int k = 0; k < node->nin; k++)
        if (node->in[k] && node->in[k]->size > size) size = node->in[k]->size;
    return size;
}

/* Rough cycles of a node, on one thread. */
static int64_t node_cycles(const Node *node) {
    int64_t size = largest_operand(node), cycles = size;
    if (size > INLINE_CYCLES) return size;
    if (node->kind == NODE_ELEMENTWISE) return size * op_info[node->op].cost;
    if (node->kind != NODE_LIBRARY) return cycles;
    cycles = size * library_info[node->op].cost;
    if (node->op == LIBRARY_MATMUL)
        return cycles + node->out->size / 4 * array_shape(node->in[0])[node->in[0]->ndim - 1];
    if (node->op == LIBRARY_CORRELATE) return cycles + node->out->size / 4 * node->in[1]->size;
    return cycles;
}

/* Is the work so little that one thread does it, and this one at once, which waits for it? */
static bool is_small(const Exec *exec, int64_t until) {
    int64_t cycles = 0;
    for (int64_t i = 0; i < until; i++) {
        cycles += node_cycles(&exec->graph->nodes[i]);
        if (cycles >= exec->inline_cycles) return false;
    }
    return true;
}

/* Runs a batch on this thread; it ends, or waits at the queue's head. */
static ArrStatus run_inline(Exec *exec, Batch *batch) {
    exec->device->serial = true;
    bool ended = exec_run_batch(exec, batch, &exec->base->interrupted);
    exec->device->serial = false;
    exec->stats.inline_segments++;
    if (!ended) {
        queue_push(exec, batch);
        return base_check_interrupt(exec->base);
    }
    exec->queue.finished = batch->number;
    graph_retire(exec->graph, batch->nodes, batch->count);
    plan_unpin(&exec->plans, batch->plan);
    spare_batch(exec, batch);
    /* whoever waits for what follows settles all at once */
    bool waits = exec->device->class->settle && exec_first_error(exec) == INT64_MAX;
    if (!waits) {
        exec_settle_device(exec, exec->queue.finished);
        exec_tell_warnings(exec, exec->queue.finished);
    }
    return exec->config.late_errors ? ARR_OK : exec_tell_errors(exec);
}

/* Starts the window's first `until` nodes: at once on this thread if that is
 * allowed, nothing is queued and the work is small, else on the worker. */
static ArrStatus start(Exec *exec, int64_t until, bool may_run_here) {
    Graph *graph = exec->graph;
    ArrStatus status = ARR_OK;
    int64_t done = 0, mark = 0;
    Batch *first = NULL, **last = &first;
    if (until == 0) return ARR_OK;
    exec->stats.windows++;
    bool here = may_run_here && queue_is_idle(exec) && is_small(exec, until);
    if (shortage_start(exec, until, &status)) return status;
    if (exec->queued_bytes) exec_retire_done(exec);
    while (done < until && !status) {
        int64_t end = exec_segment_end(graph, done, until, &mark);
        Batch *batch = NULL;
        status = make_batch(exec, done, end - done, &batch);
        if (status) break;
        done = end;
        if (here) {
            status = run_inline(exec, batch);
        } else {
            *last = batch;
            last = &batch->next;
        }
    }
    graph_submit(graph, done);
    bool refused = status && exec->config.streaming == STREAMING_STRICT;
    if (first) queue_push(exec, first);
    exec_retire_done(exec);
    if (refused) exec_abandon_window(exec); /* else it would be refused again and again */
    return status;
}

/* Under --verbose: what the device has to say, once. */
static void tell_device(Exec *exec) {
    char text[512];
    if (!exec->device->class->notice || !exec->device->class->notice(exec->device, text, sizeof text))
        return;
    exec->config.notice(exec->config.user, "arr: ", 5);
    exec->config.notice(exec->config.user, text, strlen(text));
    exec->config.notice(exec->config.user, "\n", 1);
}

/* Waits for batch `number`, and tells the first error of any that ended. */
static ArrStatus wait_for(Exec *exec, int64_t number) {
    queue_wait(exec, number);
    exec_retire_done(exec);
    if (exec->device->class->host_waits) exec->device->class->host_waits(exec->device);
    if (exec->config.verbose) tell_device(exec);
    ArrStatus status = base_check_interrupt(exec->base);
    if (status) return status; /* an error waits to be told by the next one who waits */
    exec_settle_device(exec, number);
    exec_tell_warnings(exec, number);
    return exec->config.late_errors ? ARR_OK : exec_tell_errors(exec);
}

ArrStatus exec_start(Exec *exec) {
    return start(exec, exec->graph->node_count, false);
}

static bool is_generator(const Node *node) {
    return node->kind == NODE_RANGE || (node->kind == NODE_COPY && !node->in[0]);
}

ArrStatus exec_start_idle(Exec *exec) {
    int64_t until = exec->graph->node_count;
    while (until > 0 && is_generator(&exec->graph->nodes[until - 1])) until--;
    return start(exec, until, false);
}

ArrStatus exec_observe(Exec *exec) {
    Graph *graph = exec->graph;
    if (exec->config.late_errors) return ARR_OK;
    ArrStatus status = graph->failable_count ? start(exec, graph->node_count, true) : ARR_OK;
    if (status || exec->last_failable == exec->last_observed) return status;
    exec->last_observed = exec->last_failable;
    return wait_for(exec, exec->last_failable);
}

ArrStatus exec_tell_known(Exec *exec) {
    return exec->config.late_errors ? ARR_OK : exec_tell_errors(exec);
}

ArrStatus exec_flush(Exec *exec) {
    ArrStatus status = start(exec, exec->graph->node_count, true);
    return status ? status : wait_for(exec, exec->submitted);
}

ArrStatus exec_observe_shortage(Exec *exec) {
    if (exec->config.late_errors || !shortage_is_near(exec)) return ARR_OK;
    return exec_flush(exec);
}

ArrStatus exec_finish(Exec *exec) {
    exec->plans.final = true;
    ArrStatus status = exec_flush(exec);
    exec->plans.final = false;
    return status ? status : exec_tell_errors(exec);
}

/* Everything pending is started (fused with what is pulled); only what wrote
 * the store, and what may fail and came before, is waited for. */
ArrStatus exec_flush_for(Exec *exec, const Store *store) {
    ArrStatus status = start(exec, exec->graph->node_count, true);
    if (status) return status;
    int64_t number = store->last_write;
    if (exec->config.late_errors) return wait_for(exec, number);
    return wait_for(exec, number > exec->last_failable ? number : exec->last_failable);
}

/* The window reached its limit. The last loop body stays: what it leaves
 * behind is rebound by the next one, and need not be stored. */
static ArrStatus window_full(void *user) {
    Exec *exec = user;
    const Graph *graph = exec->graph;
    if (graph->window_size == 1) return exec_flush(exec);
    if (graph->mark_count < 2) return exec_start(exec);
    return start(exec, graph->marks[graph->mark_count - 2], false);
}

static ArrStatus observe(void *user) {
    return exec_observe(user);
}

/* --- opening and closing ---------------------------------------------------- */

static void buffer_free(void *user, Buffer *buffer) {
    Exec *exec = user;
    if (buffer->borrowed) exec_end_loan(exec, buffer);
    else exec->device->class->buffer_free(exec->device, buffer);
}

static void kernel_free(void *user, void *kernel) {
    Exec *exec = user;
    exec->device->class->kernel_free(exec->device, kernel);
}

static ArrStatus new_buffer(Exec *exec, int64_t nbytes, Buffer **buffer) {
    Device *device = exec->device;
    ArrStatus status = device->class->buffer_new(device, nbytes, buffer);
    while (status && device->class->make_room && device->class->make_room(device, nbytes))
        status = device->class->buffer_new(device, nbytes, buffer);
    return status;
}

static ArrStatus copy_in(Exec *exec, Buffer *buffer, const void *bytes, int64_t nbytes) {
    Device *device = exec->device;
    if (device->class->upload(device, buffer, bytes, nbytes) == ARR_OK) return ARR_OK;
    return error_set(exec->base, ERROR_RUNTIME, "%s", device->class->failure(device));
}

static ArrStatus upload(void *user, Store *store, const void *bytes) {
    Exec *exec = user;
    ArrStatus status = new_buffer(exec, store->nbytes, &store->buffer);
    if (status) return error_memory(exec->base, store->nbytes, "an array");
    return copy_in(exec, store->buffer, bytes, store->nbytes);
}

/* Into the device's memory where the host can write there, else by way of its own. */
static ArrStatus fill_buffer(Exec *exec, Buffer *buffer, ExecFillFn fill, void *user) {
    Device *device = exec->device;
    if (device->class->host_memory) return fill(user, buffer->data, buffer->nbytes);
    char *bytes = heap_alloc(&exec->base->heap, (size_t)buffer->nbytes);
    if (!bytes) return error_memory(exec->base, buffer->nbytes, "an array");
    ArrStatus status = fill(user, bytes, buffer->nbytes);
    if (!status) status = copy_in(exec, buffer, bytes, buffer->nbytes);
    heap_free(&exec->base->heap, bytes, (size_t)buffer->nbytes);
    return status;
}

ArrStatus exec_fill(Exec *exec, Store *store, ExecFillFn fill, void *user) {
    Buffer *buffer;
    if (store->nbytes == 0) return ARR_OK;
    ArrStatus status = new_buffer(exec, store->nbytes, &buffer);
    if (status) return error_memory(exec->base, store->nbytes, "an array");
    status = fill_buffer(exec, buffer, fill, user);
    if (status) exec->device->class->buffer_free(exec->device, buffer);
    else store->buffer = buffer;
    return status;
}

/* A device that cannot be had is told in one line, and the CPU does its work. */
static ArrStatus open_device(Exec *exec, const DeviceClass *class) {
    const ExecConfig *config = &exec->config;
    DeviceConfig device_config = {.threads = config->threads, .limits_tiny = config->limits_tiny,
                                  .jit = config->jit, .jit_module = config->jit_module,
                                  .kernel_cache = config->kernel_cache,
                                  .device_memory = config->device_memory,
                                  .tuning = config->tuning};
    ArrStatus status = class->open(&exec->work, &device_config, &exec->device);
    if (status != ARR_ERROR || class == &device_cpu) return status;
    Text text = text_new(&exec->base->heap);
    text_addf(&text, "arr: %s; the CPU does the work\n", exec->work.error.message);
    if (config->notice) config->notice(config->user, text_string(&text), (size_t)text.length);
    text_free(&text);
    error_clear(&exec->work);
    return device_cpu.open(&exec->work, &device_config, &exec->device);
}

ArrStatus exec_open(Graph *graph, const ExecConfig *config, Exec **out) {
    Base *base = graph->base;
    const DeviceClass *class = device_find(config->device ? config->device : "cpu");
    if (!class)
        return error_set(base, ERROR_VALUE, "there is no device '%s': cpu, cuda or null", config->device);
    Exec *exec = heap_alloc_zeroed(&base->heap, sizeof *exec);
    if (!exec) return error_memory(base, sizeof *exec, "the executor");
    exec->process = getpid();
    exec->base = base;
    exec->graph = graph;
    exec->config = *config;
    if (config->profile && !(exec->profile = profile_new(&base->heap))) {
        heap_free(&base->heap, exec, sizeof *exec);
        return error_memory(base, sizeof *exec->profile, "the profile");
    }
    exec->errors.first.told = true; /* there is none */
    exec->inline_cycles = config->limits_tiny ? 0
                                              : device_tuned(config->tuning, "inline_cycles", 0,
                                                             INT64_MAX / 4, INLINE_CYCLES);
    heap_share(&base->heap, &exec->work.heap);
    queue_init(&exec->queue);
    warnings_open(exec);
    ArrStatus status = plan_cache_init(&exec->plans, base);
    if (!status) status = open_device(exec, class);
    if (status) {
        if (exec->work.error.class != ERROR_NONE) base->error = exec->work.error;
        plan_cache_free(&exec->plans);
        profile_free(exec->profile);
        heap_free(&base->heap, exec, sizeof *exec);
        return status;
    }
    if (config->limits_tiny) graph->mask_span = TINY_SPAN;
    exec->plans.large = config->limits_tiny ? TINY_LARGE : LARGE;
    exec->plans.user = graph->user = graph->arrays.user = exec;
    exec->plans.kernel_free = kernel_free;
    mapper_open(exec);
    graph->window_full = window_full;
    graph->observe = observe;
    graph->upload = upload;
    graph->arrays.buffer_free = buffer_free;
    *out = exec;
    return ARR_OK;
}

void exec_close(Exec *exec) {
    if (!exec) return;
    queue_close(exec);
    exec_retire_done(exec);
    if (exec->config.verbose) tell_device(exec);
    for (Store *store = exec->graph->arrays.stores; store; store = store->next) {
        if (store->buffer) buffer_free(exec, store->buffer);
        store->buffer = NULL;
    }
    mapper_close(exec);
    plan_cache_free(&exec->plans);
    exec->device->class->close(exec->device);
    for (Batch *batch = exec->spare, *next; batch; batch = next) {
        next = batch->next;
        free_batch(exec, batch);
    }
    Heap *heap = &exec->base->heap;
    warnings_close(exec);
    profile_free(exec->profile);
    heap_free(heap, exec->sites, (size_t)exec->site_capacity * sizeof *exec->sites);
    heap_free(heap, exec->scratch, (size_t)exec->scratch_size);
    exec_group_free(exec);
    heap_free(heap, exec, sizeof *exec);
}
