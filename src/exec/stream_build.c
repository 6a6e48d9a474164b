/* From a plan to what runs in rounds: tasks, the windows that they fill, the edges
 * between them, the number of rounds (see stream.c). */
#include "stream_parts.h"

#include <string.h>

enum {
    WINDOW_BYTES = 4 << 20, /* of all windows together: they stay in the caches */
    FILE_BYTES = 64 << 20,  /* of files that a round reads */
    TINY_BYTES = 512        /* both, where limits are at their minimum */
};

static void add_window(void *user, int32_t t, const Array *view, StreamReason reason) {
    Builder *b = user;
    Stream *s = b->stream;
    if (view->store->nbytes <= b->round_bytes || view->store->buffer) reason = STREAM_SEEN;
    if (reason != STREAM_OK) {
        s->tasks[t].sink = true;
        return;
    }
    if (!heap_grow(&b->exec->work.heap, &s->windows, &s->window_capacity, s->window_count + 1,
                   sizeof *s->windows)) {
        b->failed = true;
        return;
    }
    s->tasks[t].fills = true;
    s->windows[s->window_count++] =
        (Window){.store = view->store, .producer = t, .itemsize = array_itemsize(view)};
}

bool stream_is_window(const Stream *s, const Store *store) {
    for (int64_t w = 0; w < s->window_count; w++)
        if (s->windows[w].store == store) return true;
    return false;
}

void stream_add_edge(Builder *b, Edge edge) {
    Stream *s = b->stream;
    if (heap_grow(&b->exec->work.heap, &s->edges, &s->edge_capacity, s->edge_count + 1,
                  sizeof *s->edges))
        s->edges[s->edge_count++] = edge;
    else b->failed = true;
}

/* Does some other task than p write the store? */
static bool others_write(const Builder *b, int32_t p, const Store *store) {
    Touch touches[MOST_TOUCHES];
    const Plan *plan = b->batch->plan;
    for (int32_t t = 0; t < plan->task_count; t++) {
        if (t == p) continue;
        int n =
            stream_touches(&plan->tasks[t], b->batch->nodes, &b->stream->tasks[t].domain, touches);
        for (int i = 0; i < n; i++)
            if (touches[i].writes && touches[i].view->store == store) return true;
    }
    return false;
}

/* What task t has to wait for of task p before it. */
static void add_edges(Builder *b, int32_t t, const Touch *own, int own_count, int32_t p) {
    Touch touches[MOST_TOUCHES];
    const Plan *plan = b->batch->plan;
    int count =
        stream_touches(&plan->tasks[p], b->batch->nodes, &b->stream->tasks[p].domain, touches);
    for (int i = 0; i < own_count; i++)
        for (int j = 0; j < count; j++) {
            const Store *store = own[i].view->store;
            if (touches[j].view->store != store || (!own[i].writes && !touches[j].writes)) continue;
            bool part = !own[i].writes && touches[j].in_order &&
                        (stream_is_window(b->stream, store) || !others_write(b, p, store));
            stream_add_edge(
                b, (Edge){t, p, part ? own[i].view : NULL, array_itemsize(touches[j].view)});
        }
}

static void add_mapped(Builder *b, int32_t t, const Touch *touches, int count) {
    Stream *s = b->stream;
    for (int i = 0; i < count; i++) {
        if (!touches[i].view->store->mapped) continue;
        if (heap_grow(&b->exec->work.heap, &s->mapped, &s->mapped_capacity, s->mapped_count + 1,
                      sizeof *s->mapped))
            s->mapped[s->mapped_count++] = (MappedView){t, touches[i].view};
        else b->failed = true;
    }
}

static void add_task(Builder *b, int32_t t) {
    const PlanTask *task = &b->batch->plan->tasks[t];
    StreamTask *own = &b->stream->tasks[t];
    own->plan = t;
    int64_t extents[ARR_MAX_NDIM];
    uint64_t reduced = 0;
    plan_domain(&b->batch->nodes[task->domain], &own->domain);
    own->size = own->unit = 1;
    for (int i = 0; i < own->domain.ndim; i++) {
        extents[i] = own->domain.shape[own->domain.order[i]];
        reduced |= (own->domain.reduced >> own->domain.order[i] & 1) << i;
        own->size *= extents[i];
    }
    if (task->reduction_count) own->unit = loop_unit(own->domain.ndim, extents, reduced);
    own->whole = own->library = task->kind == TASK_LIBRARY;
    if (own->whole) own->size = 1;
    for (int32_t i = 0; i < task->store_count; i++) own->whole |= task->stores[i].renames;
    own->sink = own->whole || task->reduction_count > 0;
}

static int64_t mapped_bytes(const MappedView *mapped, const StreamTask *task) {
    if (task->begin >= task->end || task->whole) return 0;
    Range bytes = stream_bytes_of(task, mapped->view, task->begin, task->end);
    return bytes.high - bytes.low;
}

/* In how many rounds, if a single one would do so much? */
static int64_t count_rounds(Builder *b) {
    Stream *s = b->stream;
    int64_t bytes = 0, mapped = 0,
            file_bytes = b->exec->config.limits_tiny ? TINY_BYTES : FILE_BYTES;
    s->rounds = 1;
    stream_set_parts(s);
    for (int64_t w = 0; w < s->window_count; w++) {
        const StreamTask *task = &s->tasks[s->windows[w].producer];
        bytes += (task->end - task->begin) * s->windows[w].itemsize;
    }
    for (int64_t m = 0; m < s->mapped_count; m++)
        mapped += mapped_bytes(&s->mapped[m], &s->tasks[s->mapped[m].task]);
    int64_t rounds = (bytes + b->round_bytes - 1) / b->round_bytes;
    int64_t others = (mapped + file_bytes - 1) / file_bytes;
    if (rounds < others) rounds = others;
    return rounds > 1 ? rounds : 1;
}

int64_t stream_round_bytes(Exec *exec) {
    if (exec->config.limits_tiny) return TINY_BYTES;
    int64_t least = 1 << 16, left = heap_left(&exec->work.heap) / 8;
    return left < least ? least : left < WINDOW_BYTES ? left : WINDOW_BYTES;
}

static void build(Builder *b) {
    Touch touches[MOST_TOUCHES];
    const Plan *plan = b->batch->plan;
    Stream *s = b->stream;
    for (int32_t t = 0; t < plan->task_count; t++) add_task(b, t);
    stream_look(plan, b->batch->nodes, add_window, b);
    for (int32_t t = 0; t < plan->task_count && !b->failed; t++) {
        int count = stream_touches(&plan->tasks[t], b->batch->nodes, &s->tasks[t].domain, touches);
        add_mapped(b, t, touches, count);
        for (int32_t p = 0; p < t; p++) add_edges(b, t, touches, count, p);
    }
    if (b->failed) return;
    int64_t rounds = count_rounds(b);
    stream_part_readers(b, rounds);
    for (int64_t t = 0; t < s->task_count; t++)
        s->tasks[t].done = s->tasks[t].low = s->tasks[t].high = 0;
    s->round = 0;
    s->rounds = rounds;
}

static void stream_close(Exec *exec, const Plan *plan, Stream *s) {
    Heap *heap = &exec->work.heap;
    for (int64_t t = 0; t < s->task_count; t++) /* twins share a form */
        if (s->tasks[t].form && (t == 0 || s->tasks[t].form != s->tasks[t - 1].form))
            stream_free_form(exec, plan->tasks[s->tasks[t].plan].store_count, s->tasks[t].form);
    for (int64_t w = 0; w < s->window_count; w++) {
        s->windows[w].store->buffer = NULL;
        if (s->windows[w].memory)
            exec->device->class->buffer_free(exec->device, s->windows[w].memory);
    }
    heap_free(heap, s->tasks, (size_t)s->task_capacity * sizeof *s->tasks);
    heap_free(heap, s->windows, (size_t)s->window_capacity * sizeof *s->windows);
    heap_free(heap, s->edges, (size_t)s->edge_capacity * sizeof *s->edges);
    heap_free(heap, s->mapped, (size_t)s->mapped_capacity * sizeof *s->mapped);
    heap_free(heap, s, sizeof *s);
}

Stream *stream_open(Exec *exec, const Batch *batch) {
    Heap *heap = &exec->work.heap;
    int32_t count = batch->plan->task_count;
    if (count == 0 || count > STREAM_TASKS || !exec->device->class->host_memory) return NULL;
    Stream *s = heap_alloc_zeroed(heap, sizeof *s);
    if (!s) return NULL;
    Builder b = {exec, s, batch, stream_round_bytes(exec), false};
    if (heap_grow(heap, &s->tasks, &s->task_capacity, count, sizeof *s->tasks)) {
        memset(s->tasks, 0, (size_t)count * sizeof *s->tasks);
        s->task_count = count;
        build(&b);
    }
    if (s->tasks && !b.failed && (s->rounds > 1 || s->window_count)) return s;
    stream_close(exec, batch->plan, s);
    return NULL;
}

void stream_drop(Exec *exec, Batch *batch) {
    if (batch->stream) stream_close(exec, batch->plan, batch->stream);
    batch->stream = NULL;
    batch->streams = false;
}
