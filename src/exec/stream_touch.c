/* What a batch's tasks touch, and which of the arrays that one makes for another
 * could be there in parts (see stream.c). */
#include "stream_parts.h"

#include <string.h>

/* --- what tasks touch ----------------------------------------------------------- */

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

int stream_touches(const PlanTask *task, const Node *nodes, const PlanDomain *domain,
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
    bool read = false; /* else it is made for the errors that it raises, and would never run */
    for (int32_t u = 0; u < plan->task_count; u++) {
        PlanDomain domain;
        plan_domain(&nodes[plan->tasks[u].domain], &domain);
        int count = stream_touches(&plan->tasks[u], nodes, &domain, touches);
        for (int i = 0; i < count; i++) {
            if (touches[i].view->store != store) continue;
            if (plan->tasks[u].kind == TASK_LIBRARY && reads_most(touches[i].view))
                return STREAM_LIBRARY_READS;
            if (touches[i].writes && u != t) return STREAM_WRITTEN_TWICE;
            if (!touches[i].writes && u <= t) return STREAM_WRITTEN_TWICE;
            read |= !touches[i].writes;
        }
    }
    return read ? STREAM_OK : STREAM_SEEN;
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
    if (plan->task_count > STREAM_TASKS) return false;
    for (int32_t t = 0; t < plan->task_count; t++) {
        const PlanTask *task = &plan->tasks[t];
        PlanDomain domain;
        plan_domain(&nodes[task->domain], &domain);
        int count = stream_touches(task, nodes, &domain, touches);
        for (int i = 0; i < count; i++) {
            if (!touches[i].writes) continue;
            if (i >= task->load_count + task->store_count && task->kind == TASK_LOOP) continue;
            found(user, t, touches[i].view, window_reason(plan, nodes, t, touches[i]));
        }
    }
    return true;
}
