/* When memory is short: a window whose arrays would not fit is run in stages
 * that store as little as can be.
 *
 * Large arrays that somebody may still look at stay *symbolic*: their nodes
 * remain in the window, and whoever needs elements has these made again. The
 * rest is done stage by stage. What must be complete before it is read (results
 * of large reductions and of library calls) ends a stage; everything else in the
 * window is planned anew with each stage that needs it, so that it fuses with
 * what is asked for, and the batches stream (stream.c).
 *
 * What reads elements that are overwritten later must not be made again after
 * that: it is stored. If nothing is short, windows run as usual. */
#include "shortage.h"

#include <limits.h>
#include <string.h>

enum {
    LARGE_READ = 1 << 16, /* bytes: reductions of less are no stages of their own */
    SMALL_STORE = 4096,   /* bytes: what takes less is not worth making again */
    MOST_STAYING = 512    /* nodes of symbolic arrays: each stage looks at all */
};

typedef struct StageStore {
    Store *store;
    int32_t uses;       /* by nodes of the window */
    int32_t level;      /* the stage that has its latest version */
    int32_t used_until; /* the last stage that reads it */
    int32_t read_until; /* the last stage of those that read it so far, as versions go by */
    const Array *read_for; /* and what they make */
    bool written, by_library, real;
    bool reduced;
} StageStore;

typedef struct StageNode {
    int32_t level;      /* the stage that it is first part of */
    int32_t used_until; /* and the last one */
    bool real;          /* its result is stored: it runs in one stage */
} StageNode;

enum { STAYS = INT32_MAX };

typedef struct Shortage {
    Exec *exec;
    const Node *window;
    int64_t count;
    StageNode *nodes;
    bool *gone;
    StageStore *stores;
    int64_t store_count, store_capacity;
    int32_t levels;
} Shortage;

/* --- what a window takes ------------------------------------------------------------ */

/* With the pool's rounding. */
static int64_t buffer_bytes(const Store *store) {
    enum { HUGE_PAGE = 2 << 20 };
    return store->nbytes + store->nbytes / 8 + (store->nbytes > HUGE_PAGE ? 2 * HUGE_PAGE : 256);
}

static int64_t most_bytes(const Node *nodes, int64_t count) {
    int64_t bytes = 0;
    for (int64_t i = 0; i < count; i++)
        if (__builtin_add_overflow(bytes, nodes[i].out->store->nbytes, &bytes)) return INT64_MAX;
    return bytes;
}

/* The most that the plan has at one time beyond what is there. Marks what is
 * allocated by stage_id. */
static int64_t plan_peak(const Plan *plan, const Node *nodes, int64_t *now) {
    int64_t peak = *now;
    for (int32_t t = 0; t < plan->task_count; t++) {
        const PlanTask *task = &plan->tasks[t];
        int64_t passing = 0;
        for (int32_t n = 0; n < task->store_count + task->reduction_count; n++) {
            bool stored = n < task->store_count;
            int32_t k = stored ? task->stores[n].node : task->reductions[n - task->store_count].node;
            Store *store = nodes[k].out->store;
            bool there = store->buffer || store->stage_id >= 0;
            if (there && stored && task->stores[n].renames) passing += buffer_bytes(store);
            if (there) continue;
            store->stage_id = 0;
            *now += buffer_bytes(store);
        }
        Store *made = nodes[task->nodes[0]].out->store;
        if (task->kind == TASK_LIBRARY && !made->buffer && made->stage_id < 0) {
            made->stage_id = 0;
            *now += buffer_bytes(made);
        }
        if (*now + passing > peak) peak = *now + passing;
        for (int32_t i = 0; i < task->free_count; i++) {
            const Store *store = plan_freed(&task->frees[i], nodes)->store;
            if (store->buffer || store->stage_id >= 0) *now -= buffer_bytes(store);
        }
    }
    return peak;
}

/* The most that the window takes as it would run; -1: memory. */
static int64_t window_peak(Exec *exec, int64_t count) {
    const Graph *graph = exec->graph;
    int64_t done = 0, mark = 0, now = 0, peak = 0;
    while (done < count && peak >= 0) {
        int64_t end = exec_segment_end(graph, done, count, &mark);
        Plan *plan;
        bool made;
        if (plan_segment(&exec->plans, graph->nodes + done, end - done, !exec->config.no_fuse,
                         &plan, &made))
            peak = -1;
        else {
            int64_t own = plan_peak(plan, graph->nodes + done, &now);
            if (own > peak) peak = own;
        }
        done = end;
    }
    for (int64_t i = 0; i < count; i++) graph->nodes[i].out->store->stage_id = -1;
    return peak;
}

/* --- stores --------------------------------------------------------------------------- */

static StageStore *find_store(Shortage *s, Store *store) {
    if (store->stage_id >= 0) return &s->stores[store->stage_id];
    if (!heap_grow(&s->exec->base->heap, &s->stores, &s->store_capacity, s->store_count + 1,
                   sizeof *s->stores))
        return NULL;
    store->stage_id = (int32_t)s->store_count;
    s->stores[s->store_count] = (StageStore){.store = store};
    return &s->stores[s->store_count++];
}

static StageStore *known(const Shortage *s, const Array *a) {
    return &s->stores[a->store->stage_id];
}

static bool list_stores(Shortage *s) {
    for (int64_t i = 0; i < s->count; i++) {
        const Node *node = &s->window[i];
        for (int k = 0; k < node->nin; k++) {
            StageStore *in = node->in[k] ? find_store(s, node->in[k]->store) : NULL;
            if (node->in[k] && !in) return false;
            if (in) in->uses++;
        }
        StageStore *out = find_store(s, node->out->store);
        if (!out) return false;
        out->uses++;
        out->written = true;
        out->by_library |= node->kind == NODE_LIBRARY;
        out->reduced |= node->kind == NODE_REDUCE;
    }
    return true;
}

/* Somebody may look at it when the window has run. */
static bool is_live(const Shortage *s, const StageStore *own) {
    const Store *store = own->store;
    return (store->visible > 0 && !s->exec->plans.final) || store->pinned ||
           store->pending > own->uses;
}

/* What is in memory already stays there; of the rest what is made by library
 * calls and reductions, and as many others as half of what is left holds. */
static void choose_real(Shortage *s, int64_t left) {
    int64_t room = left / 2;
    for (int64_t i = 0; i < s->store_count; i++) {
        StageStore *own = &s->stores[i];
        if (!own->written || own->store->buffer || own->by_library || own->reduced ||
            own->store->pinned || own->store->nbytes <= SMALL_STORE) {
            own->real = true;
            continue;
        }
        own->real = is_live(s, own) && buffer_bytes(own->store) <= room;
        if (own->real) room -= buffer_bytes(own->store);
    }
}

/* What must be stored and would never fit: no stages help, and the first of them would work
 * for nothing. */
static bool is_hopeless(const Shortage *s) {
    for (int64_t i = 0; i < s->store_count; i++) {
        const StageStore *own = &s->stores[i];
        if (own->real && !own->store->buffer && own->store->nbytes > s->exec->base->heap.limit)
            return true;
    }
    return false;
}

/* --- stages ---------------------------------------------------------------------------- */

static bool ends_stage(const Node *node) {
    if (node->kind == NODE_LIBRARY) return true;
    return node->kind == NODE_REDUCE && node->in[0]->size * array_itemsize(node->in[0]) > LARGE_READ;
}

static void set_levels(Shortage *s) {
    for (int64_t i = 0; i < s->count; i++) {
        const Node *node = &s->window[i];
        StageStore *out = known(s, node->out);
        int32_t level = out->level;
        for (int k = 0; k < node->nin; k++)
            if (node->in[k] && known(s, node->in[k])->level > level)
                level = known(s, node->in[k])->level;
        s->nodes[i].level = level;
        s->nodes[i].real = out->real;
        out->level = level + ends_stage(node);
        if (level >= s->levels) s->levels = level + 1;
    }
}

static void set_uses(Shortage *s) {
    for (int64_t i = s->count - 1; i >= 0; i--) {
        const Node *node = &s->window[i];
        const StageStore *out = known(s, node->out);
        StageNode *own = &s->nodes[i];
        own->used_until = own->real ? own->level : is_live(s, out) ? STAYS : out->used_until;
        for (int k = 0; k < node->nin; k++) {
            if (!node->in[k]) continue;
            StageStore *in = known(s, node->in[k]);
            if (own->used_until > in->used_until) in->used_until = own->used_until;
        }
    }
}

/* What is made, now and again, from elements that are overwritten before it is
 * made for the last time; NULL: nothing is. */
static const Array *find_hazard(Shortage *s) {
    for (int64_t i = 0; i < s->store_count; i++) s->stores[i].read_until = 0;
    for (int64_t i = 0; i < s->count; i++) {
        const Node *node = &s->window[i];
        StageStore *out = known(s, node->out);
        if (out->real && out->read_until > s->nodes[i].level) return out->read_for;
        for (int k = 0; k < node->nin; k++) {
            StageStore *in = node->in[k] ? known(s, node->in[k]) : NULL;
            if (!in || s->nodes[i].used_until <= in->read_until) continue;
            in->read_until = s->nodes[i].used_until;
            in->read_for = node->out;
        }
    }
    return NULL;
}

/* Stages in which everything can be made as often as it is used; what cannot is
 * stored after all. */
static bool find_stages(Shortage *s) {
    for (int64_t tries = 0; tries <= s->store_count; tries++) {
        for (int64_t i = 0; i < s->store_count; i++)
            s->stores[i].level = s->stores[i].used_until = 0;
        s->levels = 0;
        set_levels(s);
        set_uses(s);
        const Array *hazard = find_hazard(s);
        if (!hazard) return true;
        if (known(s, hazard)->real) return false;
        known(s, hazard)->real = true;
    }
    return false;
}

static int64_t count_staying(const Shortage *s) {
    int64_t count = 0;
    for (int64_t i = 0; i < s->count; i++) count += s->nodes[i].used_until == STAYS;
    return count;
}

/* What plans see as live during a stage. */
static void mark_stores(Shortage *s, int32_t level) {
    for (int64_t i = 0; i < s->store_count; i++) {
        StageStore *own = &s->stores[i];
        own->store->unstored = !own->real;
        own->store->kept = own->real && own->used_until > level;
    }
}

static void unmark_stores(Shortage *s) {
    for (int64_t i = 0; i < s->store_count; i++) {
        Store *store = s->stores[i].store;
        store->unstored = store->kept = false;
        store->stage_id = -1;
    }
    s->store_count = 0; /* they may go */
}

/* The stage's nodes, in order, with references that the batch takes over. */
static int64_t collect(Shortage *s, int32_t level, Node *nodes) {
    int64_t count = 0;
    for (int64_t i = 0; i < s->count; i++) {
        if (s->gone[i] || s->nodes[i].level > level || s->nodes[i].used_until < level) continue;
        nodes[count++] = s->window[i];
    }
    return count;
}

static void retain_node(const Node *node) {
    for (int k = 0; k < node->nin; k++)
        if (node->in[k]) array_retain_pending(node->in[k]);
    array_retain_pending(node->out);
}

/* Nodes that are made again later stay in the window: the batch has references
 * of its own. Those of the others it takes along. */
static void hand_over(Shortage *s, int32_t level) {
    for (int64_t i = 0; i < s->count; i++) {
        if (s->gone[i] || s->nodes[i].level > level || s->nodes[i].used_until < level) continue;
        if (s->nodes[i].used_until == level) s->gone[i] = true;
        else {
            retain_node(&s->window[i]);
            s->exec->stats.recomputed++;
        }
    }
}

static ArrStatus run_stage(Shortage *s, int32_t level, Node *nodes, Batch ***last) {
    int64_t count = collect(s, level, nodes);
    Batch *batch;
    if (count == 0) return ARR_OK;
    mark_stores(s, level);
    ArrStatus status = exec_plan_batch(s->exec, nodes, count, &batch);
    if (status) return status;
    hand_over(s, level);
    exec_take_nodes(s->exec, batch, nodes,
                    s->exec->graph->stats.nodes - s->exec->graph->node_count);
    batch->streams = true;
    **last = batch;
    *last = &batch->next;
    return ARR_OK;
}

/* What no stage needed. */
static void drop_rest(Shortage *s) {
    for (int64_t i = 0; i < s->count; i++) {
        if (s->gone[i] || s->nodes[i].used_until == STAYS) continue;
        const Node *node = &s->window[i];
        for (int k = 0; k < node->nin; k++)
            if (node->in[k]) array_leave_window(node->in[k]);
        array_leave_window(node->out);
        graph_retire(s->exec->graph, node, 1);
        s->gone[i] = true;
    }
}

static ArrStatus run_stages(Shortage *s) {
    Exec *exec = s->exec;
    Batch *first = NULL, **last = &first;
    ArrStatus status = ARR_OK;
    size_t bytes = (size_t)s->count * sizeof(Node);
    Node *nodes = heap_alloc(&exec->base->heap, bytes);
    if (!nodes) return error_memory(exec->base, (int64_t)bytes, "a batch of work");
    for (int32_t level = 0; level < s->levels && !status; level++)
        status = run_stage(s, level, nodes, &last);
    heap_free(&exec->base->heap, nodes, bytes);
    unmark_stores(s);
    if (!status) drop_rest(s);
    graph_submit_some(exec->graph, s->count, s->gone);
    if (first) queue_push(exec, first);
    return status;
}

/* --- from outside ------------------------------------------------------------------------- */

static bool analyse(Shortage *s, int64_t left) {
    Heap *heap = &s->exec->base->heap;
    s->nodes = heap_alloc_zeroed(heap, (size_t)s->count * sizeof *s->nodes);
    s->gone = heap_alloc_zeroed(heap, (size_t)s->count);
    if (!s->nodes || !s->gone || !list_stores(s)) return false;
    choose_real(s, left);
    return !is_hopeless(s) && find_stages(s) && count_staying(s) <= MOST_STAYING;
}

static void forget(Shortage *s) {
    Heap *heap = &s->exec->base->heap;
    for (int64_t i = 0; i < s->store_count; i++) s->stores[i].store->stage_id = -1;
    heap_free(heap, s->nodes, (size_t)s->count * sizeof *s->nodes);
    heap_free(heap, s->gone, (size_t)s->count);
    heap_free(heap, s->stores, (size_t)s->store_capacity * sizeof *s->stores);
}

/* Would the window fit? With what was queued done, and if need be with all that
 * the device keeps given back. *left: what there is. */
static bool fits(Exec *exec, int64_t count, int64_t *left) {
    queue_wait(exec, exec->submitted);
    exec_retire_done(exec);
    if (exec_borrows(exec) || !queue_is_idle(exec)) return true;
    int64_t peak = window_peak(exec, count);
    *left = heap_left(&exec->base->heap);
    if (peak <= *left - *left / 16) return true;
    if (exec->device->class->trim) exec->device->class->trim(exec->device);
    *left = heap_left(&exec->base->heap);
    return peak <= *left - *left / 16;
}

enum { RESERVE = 1 << 20 }; /* for scratch and plans */

bool shortage_is_near(const Exec *exec) {
    if (!exec->device->class->host_memory) return false;
    int64_t bytes = most_bytes(exec->graph->nodes, exec->graph->node_count);
    return bytes > heap_left(&exec->base->heap) - RESERVE - exec->queued_bytes;
}

bool shortage_start(Exec *exec, int64_t count, ArrStatus *status) {
    int64_t bytes = most_bytes(exec->graph->nodes, count);
    *status = ARR_OK;
    if (!exec->device->class->host_memory) return false;
    if (queue_is_idle(exec)) exec->queued_bytes = 0;
    if (bytes <= heap_left(&exec->base->heap) - RESERVE - exec->queued_bytes) {
        exec->queued_bytes += bytes;
        return false;
    }
    int64_t left = 0;
    bool usual = fits(exec, count, &left) || exec->config.streaming == STREAMING_OFF;
    exec->queued_bytes = INT64_MAX / 2; /* whatever comes next has to look, too */
    if (usual) return false;
    Shortage s = {.exec = exec, .window = exec->graph->nodes, .count = count};
    bool possible = analyse(&s, left);
    if (possible) *status = run_stages(&s);
    forget(&s);
    return possible;
}

bool shortage_is_symbolic(const Exec *exec, const Store *store) {
    for (int64_t i = exec->graph->node_count - 1; i >= 0; i--)
        if (exec->graph->nodes[i].out->store == store) return true;
    return false;
}
