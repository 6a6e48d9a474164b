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
#include "stream_parts.h"

#include <string.h>

#include "../base/schedule.h"

/* --- moving windows ------------------------------------------------------------------------ */

/* What the windows of task t hold from now on, where low..high-1 stay. */
static int64_t kept_from(const Stream *s, int32_t t) {
    const StreamTask *task = &s->tasks[t];
    int64_t low = task->wanted_low < task->begin ? task->wanted_low : task->begin;
    if (task->sink) { /* it does not make them again */
        int64_t read = stream_lowest_read(s, t);
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
            if (s->windows[w].store == view->store &&
                s->windows[w].producer == s->edges[e].producer)
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
            if (!stream_is_window(s, plan_freed(&plan->frees[i], batch->nodes)->store))
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
            int64_t from = stream_bytes_of(task, s->mapped[k].view, task->end, task->size).low;
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
        stream_set_parts(s);
        for (int32_t t = 0; t < s->task_count; t++) run_part(exec, batch, t);
        release_mapped(s);
        free_ended(exec, batch);
    }
    end_stream(exec, batch);
    batch->next_task = batch->plan->task_count;
    return true;
}
