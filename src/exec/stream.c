/* Streaming: a batch's tasks run side by side in rounds, each round a part of
 * every task's domain, so that what one task makes for the next is there only
 * in part: in a window that moves along the store.
 *
 * A task whose results stay (reductions, arrays that somebody sees) runs each
 * element once, in order; of a round it takes its share. A task that only fills
 * windows runs what the others read in the round, and again what they read
 * again; one whose readers are far from each other runs for each by itself, with
 * windows of its own. One that does both is two where its readers are far from
 * where it is itself. Which elements a round needs follows from the views, from the last
 * task to the first; then the tasks run from the first to the last. The bits are
 * those of a run in one piece, since rounds cut where the reductions' tree does
 * (loop_unit). Where a task must have run whole before another may begin (it is
 * a library call, reads what the other overwrites), it does.
 *
 * Memory of files is given back behind the readers. */
#include "stream.h"

#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../base/schedule.h"

enum {
    MOST_TASKS = 128,         /* of a batch that streams */
    WINDOW_BYTES = 4 << 20,   /* of all windows together: they stay in the caches */
    FILE_BYTES = 64 << 20,    /* of files that a round reads */
    TINY_BYTES = 512          /* both, where limits are at their minimum */
};

typedef struct Window {
    Store *store;
    int32_t producer;
    int64_t itemsize;
    Buffer seen;    /* the store's, for tasks: data is where its first byte would be */
    Buffer *memory; /* what is there: elements low..high-1 of the producer; or NULL */
} Window;

/* The consumer reads, through a view, what the producer writes; or (view NULL)
 * begins when the producer has run whole. */
typedef struct Edge {
    int32_t consumer, producer;
    const Array *view;
    int64_t itemsize; /* of the producer's store */
} Edge;

typedef struct StreamTask {
    int32_t plan;          /* the task of the plan that it runs, */
    PlanTask *form;        /* or this: with some of its results only; or NULL */
    int64_t size, unit;
    PlanDomain domain;
    bool sink;             /* has results that stay */
    bool whole;            /* cannot be cut: */
    bool library;          /* it is a library call */
    bool fills;            /* has windows */
    bool ended;
    int64_t done;          /* sinks: how far they are */
    int64_t low, high;     /* what its windows hold */
    int64_t begin, end;    /* to run in this round */
    int64_t wanted_low, wanted_high; /* by the tasks behind it, in this round */
    int64_t again;         /* it will not run an element before this one any more */
} StreamTask;

typedef struct MappedView {
    int32_t task;
    const Array *view;
} MappedView;

struct Stream {
    int64_t round, rounds;
    int32_t next_free;
    int64_t task_count, task_capacity;
    StreamTask *tasks;
    Window *windows;
    int64_t window_count, window_capacity;
    Edge *edges;
    int64_t edge_count, edge_capacity;
    MappedView *mapped;
    int64_t mapped_count, mapped_capacity;
};

/* --- what tasks touch ----------------------------------------------------------- */

typedef struct Touch {
    const Array *view;
    bool writes;
    bool in_order;  /* writes the whole store, element by element as the task goes */
} Touch;

enum { MOST_TOUCHES = 160 };

/* Is the store's memory in the order in which the task writes the view? */
static bool is_in_order(const PlanDomain *domain, const Array *out) {
    int64_t expected = array_itemsize(out);
    if (out->offset != 0 || out->size * expected != out->store->nbytes) return false;
    if (out->ndim != domain->ndim) return false;
    for (int i = domain->ndim - 1; i >= 0; i--) {
        int axis = domain->order[i];
        if (array_shape(out)[axis] == 1) continue;
        if (array_strides(out)[axis] != expected) return false;
        expected *= array_shape(out)[axis];
    }
    return true;
}

static int loop_touches(const PlanTask *task, const Node *nodes, const PlanDomain *domain,
                        Touch *touches) {
    int n = 0;
    for (int32_t i = 0; i < task->load_count; i++) {
        const PlanValue *value = &task->values[task->loads[i]];
        touches[n++] = (Touch){nodes[value->node].in[value->operand], false, false};
    }
    for (int32_t s = 0; s < task->store_count; s++) {
        const Array *out = nodes[task->stores[s].node].out;
        bool in_order = !task->stores[s].renames && is_in_order(domain, out);
        touches[n++] = (Touch){out, true, in_order};
    }
    for (int32_t r = 0; r < task->reduction_count; r++)
        touches[n++] = (Touch){nodes[task->reductions[r].node].out, true, false};
    return n;
}

static int task_touches(const PlanTask *task, const Node *nodes, const PlanDomain *domain,
                        Touch *touches) {
    if (task->kind != TASK_LIBRARY) return loop_touches(task, nodes, domain, touches);
    const Node *node = &nodes[task->nodes[0]];
    int n = 0;
    for (int k = 0; k < node->nin; k++) touches[n++] = (Touch){node->in[k], false, false};
    touches[n++] = (Touch){node->out, true, false};
    return n;
}

/* --- which stores are windows ------------------------------------------------------ */

/* The task that frees the store: it is a temporary of the plan. */
static bool is_temporary(const Plan *plan, const Node *nodes, const Store *store) {
    for (int32_t t = 0; t < plan->task_count; t++)
        for (int32_t i = 0; i < plan->tasks[t].free_count; i++)
            if (plan_freed(&plan->tasks[t].frees[i], nodes)->store == store) return true;
    return false;
}

/* Of its store: as a window it would be as large. */
static bool reads_most(const Array *view) {
    return view->size * array_itemsize(view) >= view->store->nbytes / 2;
}

/* Why the store that task t writes cannot be a window; STREAM_OK: it can. */
static StreamReason window_reason(const Plan *plan, const Node *nodes, int32_t t, Touch written) {
    Touch touches[MOST_TOUCHES];
    const Store *store = written.view->store;
    if (!is_temporary(plan, nodes, store)) return STREAM_SEEN;
    if (plan->tasks[t].kind == TASK_LIBRARY) return STREAM_LIBRARY_WRITES;
    if (!written.in_order) return STREAM_ORDER;
    for (int32_t u = 0; u < plan->task_count; u++) {
        PlanDomain domain;
        plan_domain(&nodes[plan->tasks[u].domain], &domain);
        int count = task_touches(&plan->tasks[u], nodes, &domain, touches);
        for (int i = 0; i < count; i++) {
            if (touches[i].view->store != store) continue;
            if (plan->tasks[u].kind == TASK_LIBRARY && reads_most(touches[i].view))
                return STREAM_LIBRARY_READS;
            if (touches[i].writes && u != t) return STREAM_WRITTEN_TWICE;
            if (!touches[i].writes && u <= t) return STREAM_WRITTEN_TWICE;
        }
    }
    return STREAM_OK;
}

const char *stream_reason_text(StreamReason reason) {
    static const char *const texts[] = {
#define X(id, text) text,
        STREAM_REASONS(X)
#undef X
    };
    return texts[reason];
}

bool stream_look(const Plan *plan, const Node *nodes, StreamLookFn found, void *user) {
    Touch touches[MOST_TOUCHES];
    if (plan->task_count > MOST_TASKS) return false;
    for (int32_t t = 0; t < plan->task_count; t++) {
        const PlanTask *task = &plan->tasks[t];
        PlanDomain domain;
        plan_domain(&nodes[task->domain], &domain);
        int count = task_touches(task, nodes, &domain, touches);
        for (int i = 0; i < count; i++) {
            if (!touches[i].writes) continue;
            if (i >= task->load_count + task->store_count && task->kind == TASK_LOOP) continue;
            found(user, t, touches[i].view, window_reason(plan, nodes, t, touches[i]));
        }
    }
    return true;
}

/* --- building ------------------------------------------------------------------------ */

typedef struct Builder {
    Exec *exec;
    Stream *stream;
    const Batch *batch;
    int64_t round_bytes; /* of windows */
    bool failed;         /* memory was short */
} Builder;

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

static bool is_window(const Stream *s, const Store *store) {
    for (int64_t w = 0; w < s->window_count; w++)
        if (s->windows[w].store == store) return true;
    return false;
}

static void add_edge(Builder *b, Edge edge) {
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
        int n = task_touches(&plan->tasks[t], b->batch->nodes, &b->stream->tasks[t].domain, touches);
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
        task_touches(&plan->tasks[p], b->batch->nodes, &b->stream->tasks[p].domain, touches);
    for (int i = 0; i < own_count; i++)
        for (int j = 0; j < count; j++) {
            const Store *store = own[i].view->store;
            if (touches[j].view->store != store || (!own[i].writes && !touches[j].writes)) continue;
            bool part = !own[i].writes && touches[j].in_order &&
                        (is_window(b->stream, store) || !others_write(b, p, store));
            add_edge(b, (Edge){t, p, part ? own[i].view : NULL, array_itemsize(touches[j].view)});
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

static void set_parts(Stream *s);
static void part_readers(Builder *b, int64_t rounds);
static int64_t mapped_bytes(const MappedView *mapped, const StreamTask *task);

/* In how many rounds, if a single one would do so much? */
static int64_t count_rounds(Builder *b) {
    Stream *s = b->stream;
    int64_t bytes = 0, mapped = 0, file_bytes = b->exec->config.limits_tiny ? TINY_BYTES : FILE_BYTES;
    s->rounds = 1;
    set_parts(s);
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
        int count = task_touches(&plan->tasks[t], b->batch->nodes, &s->tasks[t].domain, touches);
        add_mapped(b, t, touches, count);
        for (int32_t p = 0; p < t; p++) add_edges(b, t, touches, count, p);
    }
    if (b->failed) return;
    int64_t rounds = count_rounds(b);
    part_readers(b, rounds);
    for (int64_t t = 0; t < s->task_count; t++)
        s->tasks[t].done = s->tasks[t].low = s->tasks[t].high = 0;
    s->round = 0;
    s->rounds = rounds;
}

static void free_form(Exec *exec, int32_t most_stores, PlanTask *form);

static void stream_close(Exec *exec, const Plan *plan, Stream *s) {
    Heap *heap = &exec->work.heap;
    for (int64_t t = 0; t < s->task_count; t++) /* twins share a form */
        if (s->tasks[t].form && (t == 0 || s->tasks[t].form != s->tasks[t - 1].form))
            free_form(exec, plan->tasks[s->tasks[t].plan].store_count, s->tasks[t].form);
    for (int64_t w = 0; w < s->window_count; w++) {
        s->windows[w].store->buffer = NULL;
        if (s->windows[w].memory) exec->device->class->buffer_free(exec->device, s->windows[w].memory);
    }
    heap_free(heap, s->tasks, (size_t)s->task_capacity * sizeof *s->tasks);
    heap_free(heap, s->windows, (size_t)s->window_capacity * sizeof *s->windows);
    heap_free(heap, s->edges, (size_t)s->edge_capacity * sizeof *s->edges);
    heap_free(heap, s->mapped, (size_t)s->mapped_capacity * sizeof *s->mapped);
    heap_free(heap, s, sizeof *s);
}

/* NULL: it runs in one piece. */
static Stream *stream_open(Exec *exec, const Batch *batch) {
    Heap *heap = &exec->work.heap;
    int32_t count = batch->plan->task_count;
    if (count == 0 || count > MOST_TASKS || !exec->device->class->host_memory) return NULL;
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

/* --- which bytes ------------------------------------------------------------------------ */

typedef struct Range {
    int64_t low, high;
} Range;

static int64_t stride_along(const PlanDomain *domain, const Array *a, int i) {
    int own = domain->order[i] - (domain->ndim - a->ndim);
    return own < 0 || array_shape(a)[own] == 1 ? 0 : array_strides(a)[own];
}

static void widen(Range *bytes, int64_t from, int64_t to) {
    bytes->low += from < to ? from : to;
    bytes->high += from < to ? to : from;
}

/* Of all of a. */
static Range view_bytes(const Array *a) {
    Range bytes = {a->offset, a->offset + array_itemsize(a)};
    for (int i = 0; i < a->ndim; i++) widen(&bytes, 0, (array_shape(a)[i] - 1) * array_strides(a)[i]);
    return bytes;
}

/* The bytes of a's store that elements begin..end-1 of the domain lie in: the
 * last may be more than those. */
static Range bytes_of(const StreamTask *task, const Array *a, int64_t begin, int64_t end) {
    const PlanDomain *domain = &task->domain;
    if (task->library) return view_bytes(a);
    Range bytes = {a->offset, a->offset};
    int64_t below = 1, last = end - 1;
    bool same = true; /* begin and last lie in one entry of the axes before */
    for (int i = 0; i < domain->ndim; i++) below *= domain->shape[domain->order[i]];
    for (int i = 0; i < domain->ndim; i++) {
        int64_t extent = domain->shape[domain->order[i]], stride = stride_along(domain, a, i);
        below /= extent;
        if (same) {
            int64_t from = begin / below, to = last / below;
            widen(&bytes, from * stride, to * stride);
            begin -= from * below;
            last -= to * below;
            same = from == to;
        } else {
            widen(&bytes, 0, (extent - 1) * stride);
        }
    }
    bytes.high += array_itemsize(a);
    return bytes;
}

static int64_t mapped_bytes(const MappedView *mapped, const StreamTask *task) {
    if (task->begin >= task->end || task->whole) return 0;
    Range bytes = bytes_of(task, mapped->view, task->begin, task->end);
    return bytes.high - bytes.low;
}

/* --- a round's parts ---------------------------------------------------------------------- */

static int64_t round_up(int64_t n, int64_t unit, int64_t most) {
    int64_t up = (n + unit - 1) / unit * unit;
    return up < most ? up : most;
}

/* Where sinks are after the round. Whole ones wait for the last. */
static int64_t target(const Stream *s, const StreamTask *task) {
    bool last = s->round == s->rounds - 1;
    if (!task->sink) return 0;
    if (last) return task->size;
    if (task->whole) return task->done;
    __extension__ typedef __int128 Wide;
    int64_t share = (int64_t)((Wide)task->size * (s->round + 1) / s->rounds);
    return round_up(share, task->unit, task->size);
}

static void set_part(const Stream *s, StreamTask *task) {
    bool wanted = task->wanted_low < task->wanted_high;
    int64_t end = target(s, task);
    if (wanted && task->wanted_high > end) end = task->wanted_high;
    end = task->whole && end > task->done ? task->size : round_up(end, task->unit, task->size);
    if (task->sink) {
        task->begin = task->done;
        task->end = end > task->done ? end : task->done;
    } else if (!wanted) {
        task->begin = task->end = task->high;
    } else if (task->wanted_low >= task->low && task->wanted_low <= task->high) {
        task->begin = task->high;
        task->end = end > task->high ? end : task->high;
    } else {
        task->begin = task->wanted_low;
        task->end = task->wanted_high;
    }
}

static void want(StreamTask *producer, Range elements) {
    if (elements.high > producer->size) elements.high = producer->size;
    if (elements.low < producer->wanted_low) producer->wanted_low = elements.low;
    if (elements.high > producer->wanted_high) producer->wanted_high = elements.high;
}

static void set_wants(const Stream *s, int32_t t) {
    const StreamTask *task = &s->tasks[t];
    for (int64_t e = 0; e < s->edge_count; e++) {
        const Edge *edge = &s->edges[e];
        if (edge->consumer != t) continue;
        StreamTask *producer = &s->tasks[edge->producer];
        if (!edge->view) {
            want(producer, (Range){0, producer->size});
            continue;
        }
        Range bytes = bytes_of(task, edge->view, task->begin, task->end);
        want(producer, (Range){bytes.low / edge->itemsize,
                               (bytes.high + edge->itemsize - 1) / edge->itemsize});
    }
}

/* The first element of task t's results that is still read, now or later. */
static int64_t lowest_read(const Stream *s, int32_t t) {
    int64_t low = s->tasks[t].size;
    for (int64_t e = 0; e < s->edge_count; e++) {
        const Edge *edge = &s->edges[e];
        const StreamTask *reader = &s->tasks[edge->consumer];
        if (edge->producer != t || reader->ended || reader->again >= reader->size) continue;
        if (!edge->view) return 0;
        Range bytes = bytes_of(reader, edge->view, reader->again, reader->size);
        if (bytes.low / edge->itemsize < low) low = bytes.low / edge->itemsize;
    }
    return low;
}

static void set_parts(Stream *s) {
    for (int32_t t = 0; t < s->task_count; t++) {
        s->tasks[t].wanted_low = INT64_MAX;
        s->tasks[t].wanted_high = 0;
    }
    for (int32_t t = (int32_t)s->task_count - 1; t >= 0; t--) {
        set_part(s, &s->tasks[t]);
        s->tasks[t].again = s->tasks[t].sink ? s->tasks[t].begin : lowest_read(s, t);
        if (s->tasks[t].begin < s->tasks[t].end) set_wants(s, t);
    }
}

/* --- readers that are far from each other ------------------------------------------------------ */

static Range wanted_by(const Stream *s, const Edge *edge) {
    const StreamTask *task = &s->tasks[edge->consumer];
    if (task->begin >= task->end) return (Range){INT64_MAX, 0};
    Range bytes = bytes_of(task, edge->view, task->begin, task->end);
    return (Range){bytes.low / edge->itemsize, (bytes.high + edge->itemsize - 1) / edge->itemsize};
}

static void shift(int32_t *task, int64_t from) {
    if (*task >= from) ++*task;
}

/* Another task beside t that does the same, for nobody yet. Its place is t + 1. */
static bool add_twin(Builder *b, int32_t t) {
    Heap *heap = &b->exec->work.heap;
    Stream *s = b->stream;
    if (!heap_grow(heap, &s->tasks, &s->task_capacity, s->task_count + 1, sizeof *s->tasks))
        return false;
    memmove(s->tasks + t + 2, s->tasks + t + 1, (size_t)(s->task_count - t - 1) * sizeof *s->tasks);
    s->tasks[t + 1] = s->tasks[t];
    s->task_count++;
    for (int64_t e = 0; e < s->edge_count; e++) {
        shift(&s->edges[e].consumer, t + 1);
        shift(&s->edges[e].producer, t + 1);
    }
    for (int64_t w = 0; w < s->window_count; w++) shift(&s->windows[w].producer, t + 1);
    for (int64_t m = 0; m < s->mapped_count; m++) shift(&s->mapped[m].task, t + 1);
    int64_t edges = s->edge_count, windows = s->window_count, mapped = s->mapped_count;
    for (int64_t e = 0; e < edges; e++)
        if (s->edges[e].consumer == t) {
            Edge twin = s->edges[e];
            twin.consumer = t + 1;
            add_edge(b, twin);
        }
    if (!heap_grow(heap, &s->windows, &s->window_capacity, 2 * windows, sizeof *s->windows) ||
        !heap_grow(heap, &s->mapped, &s->mapped_capacity, 2 * mapped, sizeof *s->mapped))
        return false;
    for (int64_t w = 0; w < windows; w++)
        if (s->windows[w].producer == t) {
            s->windows[s->window_count] = s->windows[w];
            s->windows[s->window_count++].producer = t + 1;
        }
    for (int64_t m = 0; m < mapped; m++)
        if (s->mapped[m].task == t) s->mapped[s->mapped_count++] = (MappedView){t + 1, s->mapped[m].view};
    return !b->failed;
}

static void free_form(Exec *exec, int32_t most_stores, PlanTask *form) {
    Heap *heap = &exec->work.heap;
    if (!form) return;
    if (form->kernel) exec->device->class->kernel_free(exec->device, form->kernel);
    heap_free(heap, form, sizeof *form + (size_t)most_stores * sizeof *form->stores);
}

/* A plan's task without its windows, or with nothing else. */
static PlanTask *make_form(Builder *b, int32_t t, bool windows) {
    const PlanTask *plan = &b->batch->plan->tasks[b->stream->tasks[t].plan];
    PlanTask *form = heap_alloc(&b->exec->work.heap,
                                sizeof *form + (size_t)plan->store_count * sizeof *form->stores);
    if (!form) return NULL;
    *form = *plan;
    form->kernel = NULL;
    form->stores = (PlanStore *)(form + 1);
    form->store_count = 0;
    if (windows) form->reduction_count = 0;
    for (int32_t i = 0; i < plan->store_count; i++) {
        const Array *out = b->batch->nodes[plan->stores[i].node].out;
        if (is_window(b->stream, out->store) == windows)
            form->stores[form->store_count++] = plan->stores[i];
    }
    return form;
}

/* What fills windows of the sink t becomes a task of its own behind it. */
static bool divide(Builder *b, int32_t t) {
    Stream *s = b->stream;
    int64_t windows = s->window_count;
    PlanTask *rest = make_form(b, t, false), *filling = make_form(b, t, true);
    if (!rest || !filling || !add_twin(b, t)) {
        int32_t stores = b->batch->plan->tasks[s->tasks[t].plan].store_count;
        free_form(b->exec, stores, rest);
        free_form(b->exec, stores, filling);
        b->failed = true;
        return false;
    }
    s->window_count = windows; /* not twice: they move */
    for (int64_t w = 0; w < windows; w++)
        if (s->windows[w].producer == t) s->windows[w].producer = t + 1;
    for (int64_t e = 0; e < s->edge_count; e++)
        if (s->edges[e].producer == t && s->edges[e].view &&
            is_window(s, s->edges[e].view->store))
            s->edges[e].producer = t + 1;
    s->tasks[t].form = rest;
    s->tasks[t].fills = false;
    s->tasks[t + 1].form = filling;
    s->tasks[t + 1].sink = false;
    s->tasks[t + 1].unit = 1;
    return true;
}

/* Is a sink that fills windows far from what is read of them? */
static bool must_divide(const Stream *s, int32_t t, int64_t slack) {
    const StreamTask *task = &s->tasks[t];
    int64_t end = target(s, task), read = lowest_read(s, t);
    if (task->wanted_low >= task->wanted_high) return false;
    slack += task->unit;
    return task->wanted_high > end + slack || read < task->begin - slack;
}

/* Readers of t that stay with it: the first by place, and those who follow close
 * behind. The others are moved to a twin. false: there are none. */
static bool part_once(Builder *b, int32_t t, int64_t slack) {
    Stream *s = b->stream;
    Range near = {INT64_MAX, 0};
    bool grows = true, all = true;
    for (int64_t e = 0; e < s->edge_count; e++) {
        if (s->edges[e].producer != t) continue;
        if (!s->edges[e].view) return false;
        Range own = wanted_by(s, &s->edges[e]);
        if (own.low < near.low) near = own;
    }
    while (grows) {
        grows = false;
        all = true;
        for (int64_t e = 0; e < s->edge_count; e++) {
            if (s->edges[e].producer != t) continue;
            Range own = wanted_by(s, &s->edges[e]);
            if (own.low >= own.high) continue;
            if (own.low > near.high + slack) all = false;
            else if (own.high > near.high) {
                near.high = own.high;
                grows = true;
            }
        }
    }
    if (all || !add_twin(b, t)) return false;
    for (int64_t e = 0; e < s->edge_count; e++) {
        if (s->edges[e].producer != t) continue;
        Range own = wanted_by(s, &s->edges[e]);
        if (own.low < own.high && own.low > near.high + slack) s->edges[e].producer = t + 1;
    }
    return true;
}

/* As in a round of so many: each task's part, and twins where it is needed. */
static void part_in_round(Builder *b, int64_t round, int64_t rounds) {
    Stream *s = b->stream;
    s->rounds = rounds;
    for (int64_t t = 0; t < s->task_count; t++) {
        s->round = round - 1;
        s->tasks[t].done = round ? target(s, &s->tasks[t]) : 0;
        s->tasks[t].low = s->tasks[t].high = 0;
    }
    s->round = round;
    set_parts(s);
    for (int32_t t = (int32_t)s->task_count - 1; t >= 0 && !b->failed; t--) {
        int64_t slack = b->round_bytes / 4 / 16;
        if (s->task_count >= 4 * MOST_TASKS) return;
        if (s->tasks[t].fills && s->tasks[t].sink && !s->tasks[t].whole &&
            must_divide(s, t, slack) && divide(b, t)) {
            set_parts(s);
            t += 2;
            continue;
        }
        if (s->tasks[t].sink) continue;
        if (part_once(b, t, slack)) {
            set_parts(s);
            t += 2; /* the twin may have to be parted, too */
        }
    }
}

static void part_readers(Builder *b, int64_t rounds) {
    part_in_round(b, 0, rounds);
    if (rounds > 2) part_in_round(b, rounds / 2, rounds);
    if (rounds > 1) part_in_round(b, rounds - 1, rounds);
}

/* --- moving windows ------------------------------------------------------------------------ */

/* What the windows of task t hold from now on, where low..high-1 stay. */
static int64_t kept_from(const Stream *s, int32_t t) {
    const StreamTask *task = &s->tasks[t];
    int64_t low = task->wanted_low < task->begin ? task->wanted_low : task->begin;
    if (task->sink) { /* it does not make them again */
        int64_t read = lowest_read(s, t);
        if (read < low) low = read;
        if (low < task->low) low = task->low;
    }
    return low;
}

/* Makes room for elements low..high-1, of which those before task->high are there. */
static ArrStatus move_window(Exec *exec, Window *w, const StreamTask *task, int64_t low,
                             int64_t high) {
    Device *device = exec->device;
    int64_t bytes = (high - low) * w->itemsize;
    int64_t kept = low >= task->low && low < task->high ? (task->high - low) * w->itemsize : 0;
    Buffer *old = w->memory, *memory = old;
    if (!old || old->capacity < bytes) {
        if (device->class->buffer_new(device, bytes, &memory))
            return error_memory(&exec->work, bytes, "a batch of an array");
    }
    if (kept && (memory != old || low != task->low))
        memmove(memory->data, old->data + (low - task->low) * w->itemsize, (size_t)kept);
    if (memory != old && old) device->class->buffer_free(device, old);
    w->memory = memory;
    w->seen = *memory;
    w->seen.nbytes = w->store->nbytes;
    w->seen.data = (char *)((uintptr_t)memory->data - (uintptr_t)(low * w->itemsize));
    w->store->buffer = &w->seen;
    return ARR_OK;
}

static ArrStatus move_windows(Exec *exec, Stream *s, int32_t t) {
    StreamTask *task = &s->tasks[t];
    int64_t low = kept_from(s, t);
    if (!task->fills) return ARR_OK;
    for (int64_t w = 0; w < s->window_count; w++) {
        if (s->windows[w].producer != t) continue;
        ArrStatus status = move_window(exec, &s->windows[w], task, low, task->end);
        if (status) return status;
    }
    task->low = low;
    task->high = task->end;
    return ARR_OK;
}

/* --- running ---------------------------------------------------------------------------------- */

typedef struct Reader {
    const Stream *stream;
    int32_t task;
} Reader;

/* The buffer that a view of a window is read from. */
static Buffer *read_from(void *user, const Array *view) {
    const Reader *reader = user;
    const Stream *s = reader->stream;
    for (int64_t e = 0; e < s->edge_count; e++) {
        if (s->edges[e].consumer != reader->task || s->edges[e].view != view) continue;
        for (int64_t w = 0; w < s->window_count; w++)
            if (s->windows[w].store == view->store && s->windows[w].producer == s->edges[e].producer)
                return (Buffer *)&s->windows[w].seen;
    }
    return view->store->buffer;
}

/* A part has no second try: parts before it ran. */
static void run_part(Exec *exec, Batch *batch, int32_t t) {
    Stream *s = batch->stream;
    StreamTask *task = &s->tasks[t];
    PlanTask *plan = task->form ? task->form : &batch->plan->tasks[task->plan];
    Reader reader = {s, t};
    TaskPart part = {task->begin, task->end, read_from, &reader};
    if (task->begin >= task->end || task->ended) return;
    ArrStatus status = move_windows(exec, s, t);
    if (!exec_run_part(exec, plan, batch->nodes, part, status)) task->ended = true;
    task->done = task->end;
    if (task->sink && task->done == task->size) task->ended = true;
}

/* Temporaries whose readers have ended. */
static void free_ended(Exec *exec, Batch *batch) {
    Stream *s = batch->stream;
    bool last = s->round == s->rounds;
    for (; s->next_free < s->task_count; s->next_free++) {
        const StreamTask *task = &s->tasks[s->next_free];
        if (!task->ended && !last) return;
        const PlanTask *plan = &batch->plan->tasks[task->plan];
        for (int32_t i = 0; i < plan->free_count; i++)
            if (!is_window(s, plan_freed(&plan->frees[i], batch->nodes)->store))
                exec_free_store(exec, plan_freed(&plan->frees[i], batch->nodes)->store);
    }
}

/* Behind all readers of a file's memory. */
static void release_mapped(const Stream *s) {
    for (int64_t m = 0; m < s->mapped_count; m++) {
        const Store *store = s->mapped[m].view->store;
        int64_t low = store->nbytes;
        bool first = true;
        for (int64_t k = 0; k < s->mapped_count; k++) {
            if (s->mapped[k].view->store != store) continue;
            if (k < m) first = false;
            const StreamTask *task = &s->tasks[s->mapped[k].task];
            if (task->ended || task->end >= task->size) continue;
            int64_t from = bytes_of(task, s->mapped[k].view, task->end, task->size).low;
            if (from < low) low = from;
        }
        if (first) exec_release_mapped(store->buffer, low);
    }
}

static void end_stream(Exec *exec, Batch *batch) {
    Stream *s = batch->stream;
    free_ended(exec, batch);
    exec->stats.batches += s->rounds;
    for (int64_t m = 0; m < s->mapped_count; m++)
        exec_rewind_mapped(s->mapped[m].view->store->buffer);
    stream_drop(exec, batch);
}

bool stream_run(Exec *exec, Batch *batch, const volatile int *stop, bool *one_piece) {
    if (!batch->stream) batch->stream = stream_open(exec, batch);
    Stream *s = batch->stream;
    *one_piece = s == NULL;
    if (!s) return true;
    exec->may_starve = false;
    for (; s->round < s->rounds; s->round++) {
        schedule_jitter();
        if (__atomic_load_n(stop, __ATOMIC_RELAXED)) return false;
        set_parts(s);
        for (int32_t t = 0; t < s->task_count; t++) run_part(exec, batch, t);
        release_mapped(s);
        free_ended(exec, batch);
    }
    end_stream(exec, batch);
    batch->next_task = batch->plan->task_count;
    return true;
}
