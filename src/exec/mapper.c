/* What --plan says of each task: its variant (one thread or several) and why,
 * the array whose partition it follows, how its operands lie to that, and
 * whether what it makes for others could stream. And the count of re-partitions,
 * by place, for --stats and the doctor. */
#include "mapper.h"

#include <string.h>

#include "stream.h"

enum {
    SMALL_ARRAY = 1 << 14, /* elements: less is not cut, as in Legate */
    DOCTORS_PROCESSORS = 4 /* what the doctor assumes at least: one machine's memory hides re-partitions */
};

void mapper_open(Exec *exec) {
    const ExecConfig *config = &exec->config;
    const DeviceClass *class = exec->device->class;
    int64_t least;
    int threads = class->threads ? class->threads(exec->device, INT64_MAX, &least) : 1;
    exec->partitions = (Partitions){.heap = &exec->base->heap, .processors = threads,
                                    .rows = class->host_memory,
                                    .smallest = config->limits_tiny ? 2 : SMALL_ARRAY};
}

void mapper_close(Exec *exec) {
    Heap *heap = &exec->base->heap;
    Partitions *p = &exec->partitions;
    heap_free(heap, p->cuts, (size_t)p->capacity * sizeof *p->cuts);
    heap_free(heap, exec->moved_sites, (size_t)exec->moved_capacity * sizeof *exec->moved_sites);
}

/* --- counting ------------------------------------------------------------------------ */

static void note_moved(Exec *exec, Span where, int64_t count) {
    enum { MOST_SITES = 64 };
    for (int64_t i = 0; i < exec->moved_count; i++)
        if (exec->moved_sites[i].where.start == where.start &&
            exec->moved_sites[i].where.source == where.source) {
            exec->moved_sites[i].count += count;
            return;
        }
    if (exec->moved_count == MOST_SITES ||
        !heap_grow(&exec->base->heap, &exec->moved_sites, &exec->moved_capacity,
                   exec->moved_count + 1, sizeof *exec->moved_sites))
        return;
    exec->moved_sites[exec->moved_count++] = (MovedSite){where, count};
}

int64_t exec_moved_sites(const Exec *exec, const MovedSite **sites) {
    *sites = exec->moved_sites;
    return exec->moved_count;
}

static void note_task(Exec *exec, const Store *key, const PlanTask *task, const Node *nodes,
                     TaskCut *cut) {
    Partitions *p = &exec->partitions;
    if (exec->profile && p->processors < DOCTORS_PROCESSORS) p->processors = DOCTORS_PROCESSORS;
    partition_task(p, key, task, nodes, cut);
    if (cut->moved) note_moved(exec, nodes[task->nodes[0]].where, cut->moved);
}

void mapper_note(Exec *exec, const Plan *plan, const Node *nodes) {
    const Store *key = partition_key(plan, nodes);
    for (int32_t t = 0; t < plan->task_count; t++) {
        TaskCut cut;
        note_task(exec, key, &plan->tasks[t], nodes, &cut);
    }
}

/* --- as text --------------------------------------------------------------------------- */

static void add_pieces(Text *text, int ndim, const int32_t *pieces) {
    bool whole = true;
    for (int i = 0; i < ndim; i++) whole &= pieces[i] == 1;
    if (whole) {
        text_adds(text, "whole");
        return;
    }
    for (int i = 0; i < ndim; i++) text_addf(text, "%s%d", i ? "x" : "", pieces[i]);
}

/* "(1000,) float64 of FILE:3" */
static void add_array(const Exec *exec, const Array *a, Text *text) {
    char shape[SHAPE_TEXT], place[128] = "?";
    if (exec->config.locate)
        exec->config.locate(exec->config.user, a->store->made, place, sizeof place);
    text_addf(text, "%s %s of %s", shape_text(shape, a->ndim, array_shape(a)),
              dtype_info[a->dtype].name, place);
}

int64_t mapper_cycles(const PlanTask *task, const Node *nodes) {
    const Node *node = &nodes[task->nodes[0]];
    PlanDomain domain;
    int64_t size = 1, cycles = task->store_count + task->reduction_count;
    if (task->kind == TASK_LIBRARY) {
        int64_t in = node->nin ? node->in[0]->size : 0;
        return (in > node->out->size ? in : node->out->size) * library_info[node->op].cost;
    }
    plan_domain(&nodes[task->domain], &domain);
    for (int i = 0; i < domain.ndim; i++) size *= domain.shape[i];
    for (int32_t v = 0; v < task->value_count; v++) {
        const PlanValue *value = &task->values[v];
        cycles += value->kind == PLAN_OP ? op_info[value->op].cost
                                         : value->kind == PLAN_LOAD || value->kind == PLAN_CAST;
    }
    return size * cycles / 2;
}

/* A library op's threads may have less to share out than its elements. */
static int task_threads(const Exec *exec, const PlanTask *task, const Node *nodes, int64_t *cycles,
                        int64_t *least) {
    const DeviceClass *class = exec->device->class;
    double gain;
    bool known = task->kind == TASK_LIBRARY && class->gain &&
                 class->gain(exec->device, &nodes[task->nodes[0]], cycles, &gain);
    int threads = class->threads(exec->device, *cycles, least);
    return known && gain < threads ? (int)(gain + 0.999) : threads;
}

static void add_variant(const Exec *exec, const PlanTask *task, const Node *nodes, Text *text) {
    const DeviceClass *class = exec->device->class;
    int64_t least = 0, cycles = mapper_cycles(task, nodes);
    if (!class->threads) {
        text_addf(text, "      variant %s\n", class->name);
        return;
    }
    int threads = task_threads(exec, task, nodes, &cycles, &least);
    if (threads > 1)
        text_addf(text, "      variant omp, %d threads: about %.2g cycles\n", threads, (double)cycles);
    else
        text_addf(text, "      variant cpu: about %.2g cycles, threads are worth it from %.2g on\n",
                  (double)cycles, (double)least);
}

/* The earlier tasks that this one may run beside. */
static void add_beside(const Exec *exec, const Plan *plan, int32_t t, const Node *nodes, Text *text) {
    const PlanTask *task = &plan->tasks[t];
    int64_t cycles;
    double gain;
    const DeviceClass *class = exec->device->class;
    if (task->kind != TASK_LIBRARY || !class->run_beside ||
        !class->gain(exec->device, &nodes[task->nodes[0]], &cycles, &gain))
        return;
    for (int32_t d = 0; d < PLAN_ORDERED && d < t; d++) {
        const PlanTask *earlier = &plan->tasks[t - 1 - d];
        char place[128] = "";
        if (earlier->kind != TASK_LIBRARY || task->after >> d & 1 ||
            !class->gain(exec->device, &nodes[earlier->nodes[0]], &cycles, &gain))
            continue;
        if (exec->config.locate)
            exec->config.locate(exec->config.user, nodes[earlier->nodes[0]].where, place, sizeof place);
        text_addf(text, "      may run beside %s of %s, one thread each\n",
                  plan_node_name(&nodes[earlier->nodes[0]]), place);
        return;
    }
}

static void add_relation(const Exec *exec, const Relation *relation, Text *text) {
    static const char *const words[] = {"aligned", "broadcast", "halo", "re-partition"};
    text_adds(text, relation->written ? "      writes " : "      reads ");
    add_array(exec, relation->view, text);
    text_addf(text, ": %s", words[relation->kind]);
    if (relation->kind == RELATION_HALO) text_addf(text, " %lld", (long long)relation->halo);
    text_adds(text, "\n");
}

typedef struct StreamLines {
    Text *text;
    int32_t task;
} StreamLines;

static void add_stream(void *user, int32_t task, const Array *written, StreamReason reason) {
    StreamLines *lines = user;
    (void)written;
    if (task != lines->task || reason == STREAM_SEEN) return;
    if (reason == STREAM_OK) text_adds(lines->text, "      streams, where memory is short\n");
    else text_addf(lines->text, "      cannot stream: %s\n", stream_reason_text(reason));
}

static void describe_task(Exec *exec, const Plan *plan, int32_t t, const Store *key,
                          const Node *nodes, Text *text) {
    const PlanTask *task = &plan->tasks[t];
    TaskCut cut;
    note_task(exec, key, task, nodes, &cut);
    plan_describe_task(task, nodes, text, exec->config.user, exec->config.locate);
    add_variant(exec, task, nodes, text);
    add_beside(exec, plan, t, nodes, text);
    if (cut.key) {
        text_addf(text, "      key ");
        add_array(exec, cut.key, text);
        text_adds(text, ", cut ");
        add_pieces(text, cut.ndim, cut.pieces);
        text_adds(text, "\n");
    }
    for (int32_t i = 0; i < cut.relation_count; i++) add_relation(exec, &cut.relations[i], text);
    StreamLines lines = {text, t};
    stream_look(plan, nodes, add_stream, &lines);
}

void mapper_describe(Exec *exec, const Plan *plan, const Node *nodes, Text *text) {
    const Store *key = partition_key(plan, nodes);
    text_addf(text, "plan: tasks=%d dropped=%d\n", plan->task_count, plan->dropped_count);
    for (int32_t t = 0; t < plan->task_count; t++) describe_task(exec, plan, t, key, nodes, text);
}
