/* Which tasks of a plan must come after which. Tasks run in their order;
 * this says what of it is needed, for library tasks that may run side by side
 * (exec/beside.c). Two tasks keep their order when one writes elements that
 * the other touches, or a store that would be lost with the one that fails. */
#include "fuse.h"

static bool may_fail(const Node *node) {
    return node->kind == NODE_LIBRARY && library_info[node->op].fails;
}

/* a and b are views of one store, and one of them is written. */
static bool is_ordered(const Segment *segment, int64_t i, int32_t a, int64_t j, int32_t b) {
    if (segment_relation(segment, a, b) != VIEWS_DISJOINT) return true;
    return may_fail(&segment->nodes[i]) || may_fail(&segment->nodes[j]);
}

static bool nodes_are_ordered(const Segment *segment, int64_t i, int64_t j) {
    for (int k = 0; k <= OUT; k++)
        for (int l = k == OUT ? 0 : OUT; l <= OUT; l++) {
            int32_t a = segment->operands[i][k], b = segment->operands[j][l];
            if (a < 0 || b < 0 || segment->views[a].store != segment->views[b].store) continue;
            if (is_ordered(segment, i, a, j, b)) return true;
        }
    return false;
}

/* Does a task use the store's memory? */
static bool touches(const Segment *segment, const PlanTask *task, int32_t store) {
    for (int32_t n = 0; n < task->node_count; n++)
        for (int k = 0; k <= OUT; k++) {
            int32_t view = segment->operands[task->nodes[n]][k];
            if (view >= 0 && segment->views[view].store == store) return true;
        }
    return false;
}

/* Results may take the memory of operands that nobody reads later. */
static bool takes_memory(const Segment *segment, const PlanTask *first, const PlanTask *later) {
    for (int32_t s = 0; s < later->store_count; s++) {
        if (later->stores[s].reuses < 0) continue;
        const PlanValue *load = &later->values[later->stores[s].reuses];
        int32_t view = segment->operands[load->node][load->operand];
        if (touches(segment, first, segment->views[view].store)) return true;
    }
    return false;
}

static bool tasks_are_ordered(const Segment *segment, const PlanTask *first,
                              const PlanTask *later) {
    for (int32_t i = 0; i < first->node_count; i++)
        for (int32_t j = 0; j < later->node_count; j++)
            if (nodes_are_ordered(segment, first->nodes[i], later->nodes[j])) return true;
    return takes_memory(segment, first, later);
}

/* The tasks before t that it needs, and those that these need. */
static void find_before(const Segment *segment, Plan *plan, int32_t t) {
    PlanTask *task = &plan->tasks[t];
    for (int32_t d = 0; d < PLAN_ORDERED && d < t; d++) {
        const PlanTask *earlier = &plan->tasks[t - 1 - d];
        if (!(task->after >> d & 1) && tasks_are_ordered(segment, earlier, task))
            task->after |= (uint32_t)1 << d;
        if (task->after >> d & 1) task->after |= (uint32_t)((uint64_t)earlier->after << (d + 1));
    }
}

/* Marks library tasks that a later one does not need. */
static void find_free(Plan *plan, int32_t t) {
    const PlanTask *task = &plan->tasks[t];
    for (int32_t d = 0; d < PLAN_ORDERED && d < t; d++) {
        PlanTask *earlier = &plan->tasks[t - 1 - d];
        if (earlier->kind == TASK_LIBRARY && !(task->after >> d & 1)) earlier->overlaps = true;
    }
}

void plan_find_order(Plan *plan, const Segment *segment) {
    int32_t first = -1, last = -1;
    for (int32_t t = 0; t < plan->task_count; t++) {
        if (plan->tasks[t].kind != TASK_LIBRARY) continue;
        if (first < 0) first = t;
        last = t;
    }
    for (int32_t t = first + 1; t <= last; t++) {
        find_before(segment, plan, t);
        if (plan->tasks[t].kind == TASK_LIBRARY) find_free(plan, t);
    }
}
