/* From a plan's task to a run: the views of the segment's nodes become
 * buffers and strides, stores get their memory, and renamed ones a new
 * version. */
#include <stdio.h>
#include <string.h>

#include "executor.h"

/* Room for the task being bound, cut off piece by piece. */
typedef struct Binder {
    Exec *exec;
    const PlanTask *task;
    const Node *nodes;
    PlanDomain domain;
    LoopTask loop;
    char *at;             /* the rest of the scratch */
} Binder;

static void *take(Binder *b, int64_t count, size_t size) {
    void *p = b->at;
    b->at += ((size_t)count * size + 7) & ~(size_t)7;
    return p;
}

static bool reserve_scratch(Exec *exec, int64_t size) {
    return heap_grow(&exec->work.heap, &exec->scratch, &exec->scratch_size, size, 1);
}

/* a's byte strides along ndim axes in the given order; 0 where it is broadcast. */
static const int64_t *ordered_strides(Binder *b, const Array *a, int ndim, const uint8_t *order) {
    int64_t *strides = take(b, ndim, sizeof *strides);
    for (int i = 0; i < ndim; i++) {
        int own = order[i] - (ndim - a->ndim);
        strides[i] = own < 0 || array_shape(a)[own] == 1 ? 0 : array_strides(a)[own];
    }
    return strides;
}

/* --- memory ----------------------------------------------------------------- */

/* The largest arrays and the lines that made them, as the error's hint. */
void exec_hint_largest(Exec *exec) {
    enum { SHOWN = 3, MEBIBYTE = 1 << 20 };
    const Store *largest[SHOWN] = {0};
    for (const Store *s = exec->graph->arrays.stores; s; s = s->next) {
        if (!s->buffer || s->nbytes < MEBIBYTE) continue;
        for (int i = 0; i < SHOWN; i++)
            if (!largest[i] || s->nbytes > largest[i]->nbytes) {
                memmove(largest + i + 1, largest + i, (size_t)(SHOWN - 1 - i) * sizeof *largest);
                largest[i] = s;
                break;
            }
    }
    char text[200] = "", place[96];
    size_t used = 0;
    for (int i = 0; i < SHOWN && largest[i] && exec->config.locate; i++) {
        exec->config.locate(exec->config.user, largest[i]->made, place, sizeof place);
        int n = snprintf(text + used, sizeof text - used, "%s%.1f MiB from %s", i ? ", " : "",
                         (double)largest[i]->nbytes / MEBIBYTE, place);
        if (n < 0 || (size_t)n >= sizeof text - used) break;
        used += (size_t)n;
    }
    if (used) error_hint(exec->base, "the largest arrays in memory: %s", text);
}

/* Memory for the whole of out's store. */
static ArrStatus new_buffer(Exec *exec, const Array *out, Buffer **buffer) {
    Device *device = exec->device;
    int64_t nbytes = out->store->nbytes;
    ArrStatus status = device->class->buffer_new(device, nbytes, buffer);
    bool last = status && !exec->may_starve && device->class->make_room;
    while (last && status && device->class->make_room(device, nbytes))
        status = device->class->buffer_new(device, nbytes, buffer);
    if (!status) return ARR_OK;
    exec->starved = exec->may_starve;
    return array_memory_error(&exec->work, (ArrDtype)out->dtype, out->ndim, array_shape(out),
                              out->store->nbytes);
}

static ArrStatus ensure_buffer(Exec *exec, const Array *out) {
    return out->store->buffer ? ARR_OK : new_buffer(exec, out, &out->store->buffer);
}

static ArrStatus operand(Binder *b, const Array *a, Buffer *buffer, TaskOperand *out) {
    if (!buffer)
        return error_set(&b->exec->work, ERROR_RUNTIME, "an array is read before it was computed");
    *out = (TaskOperand){buffer, a->offset,
                         ordered_strides(b, a, b->domain.ndim, b->domain.order)};
    return ARR_OK;
}

/* --- bytes ------------------------------------------------------------------ */

/* Distinct bytes of a view (broadcast axes count once). */
static int64_t view_bytes(const Array *a) {
    int64_t bytes = array_itemsize(a);
    for (int i = 0; i < a->ndim; i++)
        if (array_strides(a)[i] != 0) bytes *= array_shape(a)[i];
    return bytes;
}

static const Array *loaded(const Binder *b, int32_t i) {
    const PlanValue *value = &b->task->values[b->task->loads[i]];
    return b->nodes[value->node].in[value->operand];
}

/* Each store that is loaded counts once: its views' bytes, at most its own. */
static void count_loads(Binder *b) {
    for (int32_t i = 0; i < b->task->load_count; i++) {
        const Store *store = loaded(b, i)->store;
        int64_t bytes = 0;
        bool seen = false;
        for (int32_t j = 0; j < b->task->load_count && !seen; j++) {
            const Array *a = loaded(b, j);
            if (a->store != store) continue;
            if (j < i) seen = true;
            bytes += view_bytes(a);
        }
        if (!seen) b->exec->stats.bytes_read += bytes < store->nbytes ? bytes : store->nbytes;
    }
}

static void count_stores(Binder *b) {
    ExecStats *stats = &b->exec->stats;
    for (int32_t s = 0; s < b->task->store_count; s++) {
        const Array *out = b->nodes[b->task->stores[s].node].out;
        int64_t bytes = out->size * array_itemsize(out);
        stats->bytes_written += bytes;
        if (!b->task->stores[s].renames) continue;
        stats->renames++;
        stats->bytes_read += out->store->nbytes - bytes;
        stats->bytes_written += out->store->nbytes - bytes;
    }
    for (int32_t r = 0; r < b->task->reduction_count; r++) {
        const Array *out = b->nodes[b->task->reductions[r].node].out;
        stats->bytes_written += out->size * array_itemsize(out);
    }
}

/* --- loops ------------------------------------------------------------------ */

static void bind_domain(Binder *b, TaskPart part) {
    plan_domain(&b->nodes[b->task->domain], &b->domain);
    int64_t *extents = take(b, b->domain.ndim, sizeof *extents);
    b->loop.ndim = b->domain.ndim;
    b->loop.extents = extents;
    b->loop.size = 1;
    b->loop.reduced = 0;
    for (int i = 0; i < b->domain.ndim; i++) {
        int axis = b->domain.order[i];
        extents[i] = b->domain.shape[axis];
        b->loop.size *= extents[i];
        b->loop.reduced |= (b->domain.reduced >> axis & 1) << i;
    }
    b->loop.begin = part.begin;
    b->loop.end = part.end < b->loop.size ? part.end : b->loop.size;
}

static ArrStatus bind_loads(Binder *b, TaskPart part) {
    const PlanTask *task = b->task;
    b->loop.values = take(b, task->value_count, sizeof *b->loop.values);
    for (int32_t i = 0; i < task->load_count; i++) {
        const Array *a = loaded(b, i);
        Buffer *buffer = part.read_from ? part.read_from(part.user, a) : a->store->buffer;
        ArrStatus status = operand(b, a, buffer, &b->loop.values[task->loads[i]]);
        if (status) return status;
    }
    return ARR_OK;
}

/* The memory of a store that ends with the task, for a result which lies alike. */
static Buffer *reused(Binder *b, TaskPart part, const PlanStore *store) {
    const Array *out = b->nodes[store->node].out;
    if (store->reuses < 0 || out->store->buffer || part.read_from || part.begin > 0 ||
        part.end < b->loop.size || b->exec->running->streams)
        return NULL;
    const PlanValue *value = &b->task->values[store->reuses];
    const Array *ending = b->nodes[value->node].in[value->operand];
    const TaskOperand *load = &b->loop.values[store->reuses];
    bool alike = ending->store->nbytes == out->store->nbytes && ending->offset == out->offset &&
                 memcmp(ordered_strides(b, out, b->domain.ndim, b->domain.order), load->strides,
                        (size_t)b->domain.ndim * sizeof *load->strides) == 0;
    return alike && !load->buffer->borrowed ? load->buffer : NULL;
}

/* The task has run: what it reused belongs to its results. */
static void finish_reuse(Binder *b) {
    for (int32_t s = 0; s < b->task->store_count; s++) {
        const PlanStore *store = &b->task->stores[s];
        const Array *out = b->nodes[store->node].out;
        if (out->store->buffer) continue;
        const PlanValue *value = &b->task->values[store->reuses];
        out->store->buffer = b->loop.stores[s].buffer;
        b->nodes[value->node].in[value->operand]->store->buffer = NULL;
        b->exec->stats.reuses++;
    }
}

/* After the loads: a renamed store's loads keep the old version. */
static ArrStatus bind_stores(Binder *b, TaskPart part, Buffer **fresh) {
    const PlanTask *task = b->task;
    b->loop.stores = take(b, task->store_count, sizeof *b->loop.stores);
    for (int32_t s = 0; s < task->store_count; s++) {
        const Array *out = b->nodes[task->stores[s].node].out;
        ArrStatus status = ARR_OK;
        Buffer *buffer = reused(b, part, &task->stores[s]);
        if (task->stores[s].renames && out->store->buffer) {
            status = new_buffer(b->exec, out, &fresh[s]);
            buffer = fresh[s];
        } else if (!buffer) {
            status = ensure_buffer(b->exec, out);
            buffer = out->store->buffer;
        }
        if (!status) status = operand(b, out, buffer, &b->loop.stores[s]);
        if (status) return status;
    }
    return ARR_OK;
}

static ArrStatus bind_reductions(Binder *b) {
    const PlanTask *task = b->task;
    b->loop.reductions = take(b, task->reduction_count, sizeof *b->loop.reductions);
    for (int32_t r = 0; r < task->reduction_count; r++) {
        const Array *out = b->nodes[task->reductions[r].node].out;
        ArrStatus status = ensure_buffer(b->exec, out);
        if (status) return status;
        b->loop.reductions[r] = (TaskOperand){out->store->buffer, out->offset, NULL};
    }
    return ARR_OK;
}

/* Renamed stores: the fresh version takes over, or goes when the task failed. */
static ArrStatus finish_renames(Binder *b, Buffer **fresh, ArrStatus status) {
    Device *device = b->exec->device;
    for (int32_t s = 0; s < b->task->store_count; s++) {
        if (!fresh[s]) continue;
        const Array *out = b->nodes[b->task->stores[s].node].out;
        Store *store = out->store;
        if (!status && array_coverage(out) != COVERS_ALL)
            status = device->class->copy_rest(device, fresh[s], store->buffer, out);
        Buffer *gone = status ? fresh[s] : store->buffer;
        if (!status) store->buffer = fresh[s];
        device->class->buffer_free(device, gone);
    }
    return status;
}

/* Bytes of what is bound. */
static int64_t room_for(const PlanTask *task) {
    int64_t operands = task->value_count + task->store_count + task->reduction_count;
    int64_t dims = ARR_MAX_NDIM * (int64_t)sizeof(int64_t);
    int64_t views = 2 * task->store_count + 1 + task->load_count;
    return operands * (int64_t)(sizeof(TaskOperand) + sizeof(Buffer *)) + views * dims + 64;
}

static ArrStatus run_loop(Exec *exec, PlanTask *task, const Node *nodes, TaskPart part) {
    Device *device = exec->device;
    Binder b = {.exec = exec, .task = task, .nodes = nodes};
    int64_t bytes = room_for(task);
    if (!reserve_scratch(exec, bytes)) return error_memory(&exec->work, bytes, "a task");
    b.at = exec->scratch;
    bind_domain(&b, part);
    b.loop.plan = task;
    b.loop.nodes = nodes;
    b.loop.watch = &exec->watch;
    Buffer **fresh = take(&b, task->store_count, sizeof *fresh);
    memset(fresh, 0, (size_t)task->store_count * sizeof *fresh);
    ArrStatus status = bind_loads(&b, part);
    if (!status) status = bind_stores(&b, part, fresh);
    if (!status) status = bind_reductions(&b);
    if (!status && !task->kernel)
        status = device->class->prepare(device, task, nodes, &task->kernel);
    if (!status) status = device->class->run_loop(device, &b.loop);
    status = finish_renames(&b, fresh, status);
    if (!status) finish_reuse(&b);
    if (status || b.loop.end < b.loop.size) return status;
    count_loads(&b);
    count_stores(&b);
    return ARR_OK;
}

/* --- library ops ------------------------------------------------------------ */

ArrStatus exec_bind_library(Exec *exec, const Node *node, TaskPart part, LibraryTask *task) {
    *task = (LibraryTask){.op = (LibraryOp)node->op, .nin = node->nin, .parameters = node->constant,
                          .node = node, .watch = &exec->watch};
    ArrStatus status = ensure_buffer(exec, node->out);
    if (status) return status;
    task->out = (LibraryOperand){node->out->store->buffer, node->out};
    for (int k = 0; k < node->nin; k++) {
        Buffer *buffer = part.read_from ? part.read_from(part.user, node->in[k])
                                        : node->in[k]->store->buffer;
        task->in[k] = (LibraryOperand){buffer, node->in[k]};
        if (node->in[k]->size == 0) task->in[k].buffer = task->out.buffer; /* of which nothing is read */
        if (!task->in[k].buffer)
            return error_set(&exec->work, ERROR_RUNTIME, "an array is read before it was computed");
    }
    return ARR_OK;
}

int64_t exec_count_library(Exec *exec, const Node *node) {
    int64_t read = 0, written = node->out->size * array_itemsize(node->out);
    for (int k = 0; k < node->nin; k++) read += view_bytes(node->in[k]);
    exec->stats.bytes_read += read;
    exec->stats.bytes_written += written;
    return read + written;
}

static ArrStatus run_library(Exec *exec, const Node *node, TaskPart part) {
    LibraryTask task;
    ArrStatus status = exec_bind_library(exec, node, part, &task);
    if (status) return status;
    exec_count_library(exec, node);
    return exec->device->class->run_library(exec->device, &task);
}

ArrStatus exec_run_task(Exec *exec, PlanTask *task, const Node *nodes, TaskPart part) {
    if (task->kind == TASK_LIBRARY) return run_library(exec, &nodes[task->nodes[0]], part);
    return run_loop(exec, task, nodes, part);
}

/* --- ahead ------------------------------------------------------------------ */

/* A loop task as it will be, but for the memory. */
static void foresee_task(Exec *exec, const PlanTask *task, const Node *nodes) {
    Device *device = exec->device;
    Binder b = {.exec = exec, .task = task, .nodes = nodes};
    Buffer nowhere = {0};
    size_t bytes = (size_t)room_for(task);
    char *room = heap_alloc(&exec->base->heap, bytes);
    if (!room) return;
    b.at = room;
    bind_domain(&b, (TaskPart){.end = INT64_MAX});
    b.loop.plan = task;
    b.loop.nodes = nodes;
    b.loop.watch = &exec->watch;
    b.loop.values = take(&b, task->value_count, sizeof *b.loop.values);
    for (int32_t i = 0; i < task->load_count; i++)
        operand(&b, loaded(&b, i), &nowhere, &b.loop.values[task->loads[i]]);
    b.loop.stores = take(&b, task->store_count, sizeof *b.loop.stores);
    for (int32_t s = 0; s < task->store_count; s++)
        operand(&b, nodes[task->stores[s].node].out, &nowhere, &b.loop.stores[s]);
    b.loop.reductions = take(&b, task->reduction_count, sizeof *b.loop.reductions);
    for (int32_t r = 0; r < task->reduction_count; r++)
        b.loop.reductions[r] = (TaskOperand){&nowhere, nodes[task->reductions[r].node].out->offset, NULL};
    device->class->foresee(device, &b.loop);
    heap_free(&exec->base->heap, room, bytes);
}

void exec_foresee(Exec *exec, const Plan *plan, const Node *nodes) {
    if (!exec->device->class->foresee) return;
    for (int32_t t = 0; t < plan->task_count; t++)
        if (plan->tasks[t].kind == TASK_LOOP) foresee_task(exec, &plan->tasks[t], nodes);
}
