/* Readers that are far from each other: what fills windows for both runs for each
 * by itself, as a twin; what does so and has results that stay is divided in two
 * (see stream.c). */
#include "stream_parts.h"

#include <string.h>

static Range wanted_by(const Stream *s, const Edge *edge) {
    const StreamTask *task = &s->tasks[edge->consumer];
    if (task->begin >= task->end) return (Range){INT64_MAX, 0};
    Range bytes = stream_bytes_of(task, edge->view, task->begin, task->end);
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
            stream_add_edge(b, twin);
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
        if (s->mapped[m].task == t)
            s->mapped[s->mapped_count++] = (MappedView){t + 1, s->mapped[m].view};
    return !b->failed;
}

void stream_free_form(Exec *exec, int32_t most_stores, PlanTask *form) {
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
        if (stream_is_window(b->stream, out->store) == windows)
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
        stream_free_form(b->exec, stores, rest);
        stream_free_form(b->exec, stores, filling);
        b->failed = true;
        return false;
    }
    s->window_count = windows; /* not twice: they move */
    for (int64_t w = 0; w < windows; w++)
        if (s->windows[w].producer == t) s->windows[w].producer = t + 1;
    for (int64_t e = 0; e < s->edge_count; e++)
        if (s->edges[e].producer == t && s->edges[e].view &&
            stream_is_window(s, s->edges[e].view->store))
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
    int64_t end = stream_target(s, task), read = stream_lowest_read(s, t);
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
        s->tasks[t].done = round ? stream_target(s, &s->tasks[t]) : 0;
        s->tasks[t].low = s->tasks[t].high = 0;
    }
    s->round = round;
    stream_set_parts(s);
    for (int32_t t = (int32_t)s->task_count - 1; t >= 0 && !b->failed; t--) {
        int64_t slack = b->round_bytes / 4 / 16;
        if (s->task_count >= 4 * STREAM_TASKS) return;
        if (s->tasks[t].fills && s->tasks[t].sink && !s->tasks[t].whole &&
            must_divide(s, t, slack) && divide(b, t)) {
            stream_set_parts(s);
            t += 2;
            continue;
        }
        if (s->tasks[t].sink) continue;
        if (part_once(b, t, slack)) {
            stream_set_parts(s);
            t += 2; /* the twin may have to be parted, too */
        }
    }
}

void stream_part_readers(Builder *b, int64_t rounds) {
    part_in_round(b, 0, rounds);
    if (rounds > 2) part_in_round(b, rounds / 2, rounds);
    if (rounds > 1) part_in_round(b, rounds - 1, rounds);
}
