/* What of a loop task can be computed though operands are lost: the results
 * that need none of these. They become a task of their own, made for the
 * occasion; the others are lost, each by the error of its own operand. */
#include "executor.h"

#include <string.h>

struct Rest {
    PlanTask task;
    size_t bytes; /* of this block */
    const PlanTask *whole;
    int64_t *lost_by; /* per value of the whole task: the number of an error; 0: it can be had */
    int32_t *place;   /* per value: in the rest; -1: it is not needed there */
};

static size_t round_up(size_t bytes) {
    return (bytes + 15) & ~(size_t)15;
}

static void *take(char **at, int32_t count, size_t size) {
    void *p = *at;
    *at += round_up((size_t)count * size);
    return p;
}

static Rest *allocate(Exec *exec, const PlanTask *whole) {
    size_t values = (size_t)whole->value_count,
           outputs = (size_t)(whole->store_count + whole->reduction_count);
    size_t bytes = round_up(sizeof(Rest)) + 8 * 16 +
                   values * (sizeof(PlanValue) + sizeof(int64_t) + 2 * sizeof(int32_t)) +
                   outputs * (sizeof(int32_t) + sizeof(PlanStore) + sizeof(PlanReduction)) +
                   (size_t)whole->twin_count * sizeof(PlanTwin);
    Rest *rest = heap_alloc_zeroed(&exec->work.heap, bytes);
    if (!rest) return NULL;
    char *at = (char *)rest + round_up(sizeof *rest);
    rest->bytes = bytes;
    rest->whole = whole;
    rest->lost_by = take(&at, whole->value_count, sizeof *rest->lost_by);
    rest->place = take(&at, whole->value_count, sizeof *rest->place);
    rest->task = (PlanTask){.kind = whole->kind,
                            .reason = whole->reason,
                            .domain = whole->domain,
                            .fails = whole->fails};
    rest->task.values = take(&at, whole->value_count, sizeof *rest->task.values);
    rest->task.loads = take(&at, whole->value_count, sizeof *rest->task.loads);
    rest->task.stores = take(&at, whole->store_count, sizeof *rest->task.stores);
    rest->task.reductions = take(&at, whole->reduction_count, sizeof *rest->task.reductions);
    rest->task.nodes = take(&at, whole->store_count + whole->reduction_count, sizeof(int32_t));
    rest->task.twins = take(&at, whole->twin_count, sizeof *rest->task.twins);
    return rest;
}

static void find_lost(Rest *rest, const Node *nodes) {
    const PlanTask *whole = rest->whole;
    for (int32_t v = 0; v < whole->value_count; v++) {
        const PlanValue *value = &whole->values[v];
        if (value->kind == PLAN_LOAD)
            rest->lost_by[v] = nodes[value->node].in[value->operand]->store->failed;
        for (int k = 0; k < 3; k++)
            if (value->src[k] >= 0 && !rest->lost_by[v])
                rest->lost_by[v] = rest->lost_by[value->src[k]];
    }
}

/* Nodes stand in the program's order. */
static void add_node(PlanTask *task, int32_t node) {
    int32_t at = task->node_count++;
    for (; at > 0 && task->nodes[at - 1] > node; at--) task->nodes[at] = task->nodes[at - 1];
    task->nodes[at] = node;
}

static void keep_outputs(Rest *rest) {
    PlanTask *task = &rest->task;
    const PlanTask *whole = rest->whole;
    memset(rest->place, -1, (size_t)whole->value_count * sizeof *rest->place);
    for (int32_t s = 0; s < whole->store_count; s++) {
        const PlanStore *store = &whole->stores[s];
        if (rest->lost_by[store->value]) continue;
        task->stores[task->store_count++] = (PlanStore){
            .node = store->node, .value = store->value, .renames = store->renames, .reuses = -1};
        rest->place[store->value] = 0;
        add_node(task, store->node);
    }
    for (int32_t r = 0; r < whole->reduction_count; r++) {
        if (rest->lost_by[whole->reductions[r].value]) continue;
        task->reductions[task->reduction_count++] = whole->reductions[r];
        rest->place[whole->reductions[r].value] = 0;
        add_node(task, whole->reductions[r].node);
    }
}

/* The values that kept outputs are made of, numbered anew. */
static void keep_values(Rest *rest) {
    PlanTask *task = &rest->task;
    const PlanTask *whole = rest->whole;
    for (int32_t v = whole->value_count - 1; v >= 0; v--)
        for (int k = 0; k < 3 && rest->place[v] >= 0; k++)
            if (whole->values[v].src[k] >= 0) rest->place[whole->values[v].src[k]] = 0;
    for (int32_t v = 0; v < whole->value_count; v++) {
        if (rest->place[v] < 0) continue;
        PlanValue *value = &task->values[task->value_count];
        *value = whole->values[v];
        for (int k = 0; k < 3; k++)
            if (value->src[k] >= 0) value->src[k] = rest->place[value->src[k]];
        if (value->kind == PLAN_LOAD) task->loads[task->load_count++] = task->value_count;
        rest->place[v] = task->value_count++;
    }
    for (int32_t s = 0; s < task->store_count; s++)
        task->stores[s].value = rest->place[task->stores[s].value];
    for (int32_t r = 0; r < task->reduction_count; r++)
        task->reductions[r].value = rest->place[task->reductions[r].value];
    for (int32_t i = 0; i < whole->twin_count; i++) {
        int32_t place = rest->place[whole->twins[i].value];
        if (place >= 0) task->twins[task->twin_count++] = (PlanTwin){place, whole->twins[i].node};
    }
}

Rest *rest_of(Exec *exec, const PlanTask *whole, const Node *nodes) {
    Rest *rest = allocate(exec, whole);
    if (!rest) return NULL;
    find_lost(rest, nodes);
    keep_outputs(rest);
    keep_values(rest);
    return rest;
}

PlanTask *rest_task(Rest *rest) {
    return rest->task.node_count ? &rest->task : NULL;
}

void rest_free(Exec *exec, Rest *rest, const Node *nodes) {
    const PlanTask *whole = rest->whole;
    for (int32_t s = 0; s < whole->store_count; s++) {
        int64_t lost = rest->lost_by[whole->stores[s].value];
        if (lost) nodes[whole->stores[s].node].out->store->failed = lost;
    }
    for (int32_t r = 0; r < whole->reduction_count; r++) {
        int64_t lost = rest->lost_by[whole->reductions[r].value];
        if (lost) nodes[whole->reductions[r].node].out->store->failed = lost;
    }
    if (rest->task.kernel) exec->device->class->kernel_free(exec->device, rest->task.kernel);
    heap_free(&exec->work.heap, rest, rest->bytes);
}
