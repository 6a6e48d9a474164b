/* Which elements of each task a round needs: from the last task to the first, by
 * the views (see stream.c). */
#include "stream_parts.h"

/* --- which bytes ------------------------------------------------------------------------ */

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
    for (int i = 0; i < a->ndim; i++)
        widen(&bytes, 0, (array_shape(a)[i] - 1) * array_strides(a)[i]);
    return bytes;
}

/* The bytes of a's store that elements begin..end-1 of the domain lie in: the
 * last may be more than those. */
Range stream_bytes_of(const StreamTask *task, const Array *a, int64_t begin, int64_t end) {
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

/* --- a round's parts ---------------------------------------------------------------------- */

static int64_t round_up(int64_t n, int64_t unit, int64_t most) {
    int64_t up = (n + unit - 1) / unit * unit;
    return up < most ? up : most;
}

/* Where sinks are after the round. Whole ones wait for the last. */
int64_t stream_target(const Stream *s, const StreamTask *task) {
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
    int64_t end = stream_target(s, task);
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
        Range bytes = stream_bytes_of(task, edge->view, task->begin, task->end);
        want(producer, (Range){bytes.low / edge->itemsize,
                               (bytes.high + edge->itemsize - 1) / edge->itemsize});
    }
}

/* The first element of task t's results that is still read, now or later. */
int64_t stream_lowest_read(const Stream *s, int32_t t) {
    int64_t low = s->tasks[t].size;
    for (int64_t e = 0; e < s->edge_count; e++) {
        const Edge *edge = &s->edges[e];
        const StreamTask *reader = &s->tasks[edge->consumer];
        if (edge->producer != t || reader->ended || reader->again >= reader->size) continue;
        if (!edge->view) return 0;
        Range bytes = stream_bytes_of(reader, edge->view, reader->again, reader->size);
        if (bytes.low / edge->itemsize < low) low = bytes.low / edge->itemsize;
    }
    return low;
}

void stream_set_parts(Stream *s) {
    for (int32_t t = 0; t < s->task_count; t++) {
        s->tasks[t].wanted_low = INT64_MAX;
        s->tasks[t].wanted_high = 0;
    }
    for (int32_t t = (int32_t)s->task_count - 1; t >= 0; t--) {
        set_part(s, &s->tasks[t]);
        s->tasks[t].again = s->tasks[t].sink ? s->tasks[t].begin : stream_lowest_read(s, t);
        if (s->tasks[t].begin < s->tasks[t].end) set_wants(s, t);
    }
}
