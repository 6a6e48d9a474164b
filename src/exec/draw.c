/* A plan as a graph for Graphviz: the window's operations as they were recorded,
 * and beside them the tasks that they became. */
#include "mapper.h"

#include <string.h>

/* In a label: quotes and backslashes would end it. */
static void add_label(Text *text, const char *label) {
    for (; *label; label++) {
        if (*label == '"' || *label == '\\') text_adds(text, "\\");
        text_add(text, label, 1);
    }
}

/* The last node before i that writes the store; -1: it comes from before. */
static int64_t writer_of(const Node *nodes, int64_t i, const Store *store) {
    for (int64_t k = i - 1; k >= 0; k--)
        if (nodes[k].out->store == store) return k;
    return -1;
}

static void draw_nodes(const Exec *exec, const Plan *plan, const Node *nodes, int64_t count,
                       int64_t number, Text *text) {
    text_addf(text, "  subgraph cluster_%lld_before {\n    label=\"window %lld, recorded\";\n",
              (long long)number, (long long)number);
    for (int64_t i = 0; i < count; i++) {
        char shape[SHAPE_TEXT], place[128] = "?";
        bool dropped = false;
        for (int32_t d = 0; d < plan->dropped_count; d++) dropped |= plan->dropped[d] == i;
        if (exec->config.locate)
            exec->config.locate(exec->config.user, nodes[i].where, place, sizeof place);
        text_addf(text, "    n%lld_%lld [label=\"%s %s\\n", (long long)number, (long long)i,
                  plan_node_name(&nodes[i]),
                  shape_text(shape, nodes[i].out->ndim, array_shape(nodes[i].out)));
        add_label(text, place);
        text_addf(text, "\"%s];\n", dropped ? ", style=dashed" : "");
    }
    for (int64_t i = 0; i < count; i++)
        for (int k = 0; k < nodes[i].nin; k++) {
            int64_t from = nodes[i].in[k] ? writer_of(nodes, i, nodes[i].in[k]->store) : -1;
            if (from >= 0)
                text_addf(text, "    n%lld_%lld -> n%lld_%lld;\n", (long long)number,
                          (long long)from, (long long)number, (long long)i);
        }
    text_adds(text, "  }\n");
}

static int32_t task_of(const Plan *plan, int64_t node) {
    for (int32_t t = 0; t < plan->task_count; t++)
        for (int32_t n = 0; n < plan->tasks[t].node_count; n++)
            if (plan->tasks[t].nodes[n] == node) return t;
    return -1;
}

static void draw_reads(const Plan *plan, const Node *nodes, int32_t t, int64_t number, Text *text) {
    const PlanTask *task = &plan->tasks[t];
    bool drawn[256] = {false};
    for (int32_t n = 0; n < task->node_count; n++) {
        const Node *node = &nodes[task->nodes[n]];
        for (int k = 0; k < node->nin; k++) {
            int64_t from = node->in[k] ? writer_of(nodes, task->nodes[n], node->in[k]->store) : -1;
            int32_t producer = from < 0 ? -1 : task_of(plan, from);
            if (producer < 0 || producer == t || drawn[producer % 256]) continue;
            drawn[producer % 256] = true;
            text_addf(text, "    t%lld_%d -> t%lld_%d;\n", (long long)number, producer,
                      (long long)number, t);
        }
    }
}

static void draw_tasks(const Plan *plan, const Node *nodes, int64_t number, Text *text) {
    text_addf(text, "  subgraph cluster_%lld_after {\n    label=\"window %lld, fused\";\n",
              (long long)number, (long long)number);
    for (int32_t t = 0; t < plan->task_count; t++) {
        const PlanTask *task = &plan->tasks[t];
        char name[256], shape[SHAPE_TEXT];
        PlanDomain domain;
        plan_task_name(task, nodes, name, sizeof name);
        plan_domain(&nodes[task->domain], &domain);
        text_addf(text, "    t%lld_%d [shape=box, label=\"%s\\n%s, %d temporaries\"];\n",
                  (long long)number, t, name, shape_text(shape, domain.ndim, domain.shape),
                  task->temporaries);
    }
    for (int32_t t = 0; t < plan->task_count; t++) draw_reads(plan, nodes, t, number, text);
    text_adds(text, "  }\n");
}

void mapper_draw(Exec *exec, const Plan *plan, const Node *nodes, int64_t count) {
    Text text = text_new(&exec->base->heap);
    int64_t number = ++exec->drawn;
    draw_nodes(exec, plan, nodes, count, number, &text);
    draw_tasks(plan, nodes, number, &text);
    if (!text.failed)
        exec->config.draw(exec->config.draw_user, text_string(&text), (size_t)text.length);
    text_free(&text);
}
