/* Fusion: the needed nodes of a segment, in program order, each join the
 * earlier task with which they share most memory traffic, if the order of
 * reads and writes allows it; otherwise they begin a task.
 *
 * All nodes of a loop task run element by element over one domain. So a node
 * may join when it has that domain, and
 *  - reads what the task writes only element for element (through the same
 *    view: then the value is taken from its register), never a reduction of it;
 *  - writes what the task reads only element for element, or else by renaming:
 *    the write goes to a fresh version of the store while all reads see the old;
 *  - depends on no later task. */
#include "fuse.h"

#include <string.h>

enum {
    TASK_VALUES = 512,  /* most registers of a task's program, before reuse */
    TASK_OPERANDS = 64, /* most views that a task loads and stores */
    SCORE_FORWARD = 4,  /* a temporary saved: one write and one read */
    SCORE_SAME_LOAD = 2,
    SCORE_SAME_STORE = 1
};

typedef enum AccessKind { ACCESS_READ, ACCESS_WRITE, ACCESS_REDUCED } AccessKind;

/* One view that a task touches. */
typedef struct Access {
    int32_t view;
    uint8_t kind;
    bool renames;
    int32_t node;
    int32_t operand; /* of node: whose view it is */
    int32_t value;   /* read: the load; write: the newest value */
} Access;

typedef struct Draft {
    PlanTask task;
    int32_t node_capacity, value_capacity, access_capacity, twin_capacity;
    int32_t access_count;
    Access *accesses;
} Draft;

typedef struct Fuser {
    Segment *segment;
    Draft *drafts;
    int32_t draft_count, draft_capacity;
    bool fuse;
    bool failed; /* memory was short */
} Fuser;

/* Room for one more element of an array in the working arena. */
static void *grow(Fuser *fuser, void *items, int32_t count, int32_t *capacity, size_t size) {
    if (count < *capacity) return items;
    int32_t wanted = *capacity ? *capacity * 2 : 8;
    void *p = arena_alloc(&fuser->segment->arena, (size_t)wanted * size);
    if (!p) {
        fuser->failed = true;
        return items;
    }
    if (count) memcpy(p, items, (size_t)count * size);
    *capacity = wanted;
    return p;
}

static const int64_t *domain_shape(const Node *node, int *ndim) {
    const Array *a = node->kind == NODE_REDUCE ? node->in[0] : node->out;
    *ndim = a->ndim;
    return array_shape(a);
}

static bool same_domain(const Node *a, const Node *b) {
    int a_ndim, b_ndim;
    const int64_t *a_shape = domain_shape(a, &a_ndim), *b_shape = domain_shape(b, &b_ndim);
    return a_ndim == b_ndim && memcmp(a_shape, b_shape, (size_t)a_ndim * sizeof *a_shape) == 0;
}

/* Would both reductions visit their elements in one tree? */
static bool same_reduction(const Node *a, const Node *b) {
    uint8_t a_order[ARR_MAX_NDIM], b_order[ARR_MAX_NDIM];
    const Array *a_in[1] = {a->in[0]}, *b_in[1] = {b->in[0]};
    int ndim = a->in[0]->ndim;
    bool a_complex = dtype_info[a->loop[0]].kind == KIND_COMPLEX;
    bool b_complex = dtype_info[b->loop[0]].kind == KIND_COMPLEX;
    if (a->axes != b->axes || a_complex != b_complex) return false;
    array_memory_order(ndim, 1, a_in, a_order);
    array_memory_order(ndim, 1, b_in, b_order);
    return memcmp(a_order, b_order, (size_t)ndim) == 0;
}

static const Access *find_access(const Draft *draft, int32_t view, AccessKind kind) {
    for (int32_t i = 0; i < draft->access_count; i++)
        if (draft->accesses[i].view == view && draft->accesses[i].kind == kind)
            return &draft->accesses[i];
    return NULL;
}

/* Must node i come after the draft (or join it)? */
static bool depends(const Fuser *fuser, int64_t i, const Draft *draft) {
    const Segment *segment = fuser->segment;
    for (int32_t n = 0; n < draft->access_count; n++) {
        const Access *access = &draft->accesses[n];
        for (int k = 0; k <= OUT; k++) {
            int32_t view = segment->operands[i][k];
            if (view < 0 || (k != OUT && access->kind == ACCESS_READ)) continue;
            if (segment_relation(segment, view, access->view) != VIEWS_DISJOINT) return true;
        }
    }
    return false;
}

/* Why a node may not join a draft, and which node of it is in the way. */
typedef struct Refusal {
    PlanReason reason; /* REASON_FIRST: it may */
    int32_t by;
} Refusal;

static Refusal refuse(PlanReason reason, const Access *access) {
    return (Refusal){reason, access->node};
}

static const Refusal may_join = {REASON_FIRST, -1};

/* May the node read `view` inside the task? Adds to *score. */
static Refusal check_read(const Fuser *fuser, const Draft *draft, int32_t view, int *score) {
    const Segment *segment = fuser->segment;
    int best = 0;
    for (int32_t n = 0; n < draft->access_count; n++) {
        const Access *access = &draft->accesses[n];
        ViewRelation relation = segment_relation(segment, view, access->view);
        if (access->kind == ACCESS_READ) {
            bool store = segment->views[view].store == segment->views[access->view].store;
            int gain = relation == VIEWS_IDENTICAL ? SCORE_SAME_LOAD : store ? SCORE_SAME_STORE : 0;
            if (gain > best) best = gain;
            continue;
        }
        if (relation == VIEWS_DISJOINT) continue;
        if (access->kind == ACCESS_REDUCED) return refuse(REASON_READS_REDUCED, access);
        if (relation == VIEWS_OVERLAP) return refuse(REASON_READS_WRITTEN, access);
        best = SCORE_FORWARD;
    }
    *score += best;
    return may_join;
}

static bool is_read_in_task(const PlanTask *task, int32_t value) {
    for (int32_t v = value + 1; v < task->value_count; v++)
        for (int k = 0; k < 3; k++)
            if (task->values[v].src[k] == value) return true;
    for (int32_t r = 0; r < task->reduction_count; r++)
        if (task->reductions[r].value == value) return true;
    return false;
}

/* Is the value made for the floating-point errors alone that it raises? */
static bool only_raises(const Fuser *fuser, const PlanTask *task, const Access *write) {
    return node_raises(&fuser->segment->nodes[write->node]) && !is_read_in_task(task, write->value);
}

/* Does node i read the very elements that it writes? */
static bool updates(const Segment *segment, int64_t i) {
    const int32_t *operands = segment->operands[i];
    for (int k = 0; k < OUT; k++)
        if (operands[k] == operands[OUT]) return true;
    return false;
}

/* May node i write what it writes inside the task, and must it rename to do so? */
static Refusal check_write(const Fuser *fuser, const Draft *draft, int64_t i, bool *renames) {
    const Segment *segment = fuser->segment;
    int32_t view = segment->operands[i][OUT];
    bool reduces = segment->nodes[i].kind == NODE_REDUCE;
    const SegmentView *out = &segment->views[view];
    bool other_writes = false;
    const Access *read = NULL; /* of what would have to be renamed */
    *renames = false;
    for (int32_t n = 0; n < draft->access_count; n++) {
        const Access *access = &draft->accesses[n];
        if (segment->views[access->view].store != out->store) continue;
        ViewRelation relation = segment_relation(segment, view, access->view);
        if (access->kind == ACCESS_WRITE && relation != VIEWS_IDENTICAL) other_writes = true;
        if (access->kind == ACCESS_WRITE && access->renames && relation != VIEWS_IDENTICAL)
            return refuse(REASON_WRITES_READ, access); /* a renamed store has one written view */
        if (relation == VIEWS_DISJOINT) continue;
        if (reduces || access->kind == ACCESS_REDUCED) return refuse(REASON_WRITES_READ, access);
        if (relation == VIEWS_IDENTICAL) {
            if (access->kind == ACCESS_WRITE && !updates(segment, i) &&
                only_raises(fuser, &draft->task, access))
                return refuse(REASON_WRITES_READ, access);
            continue;
        }
        if (access->kind == ACCESS_WRITE) return refuse(REASON_WRITES_READ, access);
        *renames = true;
        read = access;
    }
    if (!*renames) return may_join;
    bool allowed = out->coverage >= COVERS_HALF && !segment->stores[out->store].store->pinned;
    return allowed && !other_writes ? may_join : refuse(REASON_WRITES_READ, read);
}

static Refusal check_join(const Fuser *fuser, int64_t i, const Draft *draft, int *score,
                          bool *renames) {
    const Segment *segment = fuser->segment;
    const Node *node = &segment->nodes[i];
    const PlanTask *task = &draft->task;
    int32_t newest = task->nodes[task->node_count - 1];
    if (!fuser->fuse) return (Refusal){REASON_OFF, -1};
    if (node->kind == NODE_LIBRARY) return (Refusal){REASON_LIBRARY, -1};
    if (task->kind != TASK_LOOP) return (Refusal){REASON_AFTER_LIBRARY, newest};
    if (!same_domain(node, &segment->nodes[task->domain])) return (Refusal){REASON_DOMAIN, newest};
    if (task->value_count + 16 > TASK_VALUES || draft->access_count + 4 > TASK_OPERANDS ||
        task->reduction_count == PLAN_REDUCTIONS)
        return (Refusal){REASON_SIZE, newest};
    bool reduces = node->kind == NODE_REDUCE;
    if (reduces && task->reduction_count &&
        !same_reduction(node, &segment->nodes[task->reductions[0].node]))
        return (Refusal){REASON_AXES, task->reductions[0].node};
    *score = 0;
    for (int k = 0; k < node->nin; k++) {
        int32_t view = segment->operands[i][k];
        Refusal refusal = view < 0 ? may_join : check_read(fuser, draft, view, score);
        if (refusal.reason) return refusal;
    }
    return check_write(fuser, draft, i, renames);
}

/* The draft that node i joins, or -1 with the reason why there is none: that of the draft
 * which it has to follow, or else of the last. */
static int32_t choose_draft(const Fuser *fuser, int64_t i, Refusal *refusal, bool *renames) {
    int32_t chosen = -1;
    int best = -1;
    *refusal = may_join;
    for (int32_t t = fuser->draft_count - 1; t >= 0; t--) {
        const Draft *draft = &fuser->drafts[t];
        int score = 0;
        bool would_rename = false;
        Refusal why = check_join(fuser, i, draft, &score, &would_rename);
        bool must_follow = depends(fuser, i, draft);
        if (!why.reason && score > best) {
            best = score;
            chosen = t;
            *renames = would_rename;
        }
        if (why.reason && (!refusal->reason || must_follow)) *refusal = why;
        if (must_follow) break;
    }
    return chosen;
}

/* --- building a draft ------------------------------------------------------ */

/* The value is that of another node too. */
static void add_twin(Fuser *fuser, Draft *draft, int32_t value, int32_t node) {
    PlanTask *task = &draft->task;
    if (task->values[value].node == node) return;
    task->twins =
        grow(fuser, task->twins, task->twin_count, &draft->twin_capacity, sizeof *task->twins);
    if (!fuser->failed) task->twins[task->twin_count++] = (PlanTwin){value, node};
}

static int32_t add_value(Fuser *fuser, Draft *draft, PlanValue value) {
    PlanTask *task = &draft->task;
    bool pure = value.kind == PLAN_OP || value.kind == PLAN_CAST;
    for (int32_t v = 0; pure && v < task->value_count; v++) {
        const PlanValue *old = &task->values[v];
        if (old->kind == value.kind && old->dtype == value.dtype && old->loop == value.loop &&
            old->op == value.op && memcmp(old->src, value.src, sizeof value.src) == 0) {
            add_twin(fuser, draft, v, value.node);
            return v;
        }
    }
    task->values =
        grow(fuser, task->values, task->value_count, &draft->value_capacity, sizeof *task->values);
    if (fuser->failed) return 0;
    task->values[task->value_count] = value;
    return task->value_count++;
}

static void add_access(Fuser *fuser, Draft *draft, Access access) {
    draft->accesses = grow(fuser, draft->accesses, draft->access_count, &draft->access_capacity,
                           sizeof *draft->accesses);
    if (!fuser->failed) draft->accesses[draft->access_count++] = access;
}

static int32_t cast_value(Fuser *fuser, Draft *draft, int64_t i, int32_t value, uint8_t dtype) {
    if (fuser->failed) return 0;
    uint8_t from = draft->task.values[value].dtype;
    if (from == dtype) return value;
    return add_value(fuser, draft,
                     (PlanValue){.kind = PLAN_CAST,
                                 .dtype = dtype,
                                 .loop = from,
                                 .node = (int32_t)i,
                                 .src = {value, -1, -1}});
}

/* Operand k of node i as a value of its loop type: from a register if the
 * task wrote or loaded it, else from memory. */
static int32_t operand_value(Fuser *fuser, Draft *draft, int64_t i, int k) {
    Segment *segment = fuser->segment;
    const Node *node = &segment->nodes[i];
    int32_t view = segment->operands[i][k];
    PlanValue value = {.node = (int32_t)i, .operand = (uint8_t)k, .src = {-1, -1, -1}};
    if (view < 0) {
        value.kind = PLAN_CONSTANT;
        value.dtype = node->loop[k];
        return add_value(fuser, draft, value);
    }
    const Access *known = find_access(draft, view, ACCESS_WRITE);
    if (!known) known = find_access(draft, view, ACCESS_READ);
    if (known) return cast_value(fuser, draft, i, known->value, node->loop[k]);
    value.kind = PLAN_LOAD;
    value.dtype = node->in[k]->dtype;
    int32_t load = add_value(fuser, draft, value);
    add_access(
        fuser, draft,
        (Access){
            .view = view, .kind = ACCESS_READ, .node = (int32_t)i, .operand = k, .value = load});
    segment->stores[segment->views[view].store].loaded = true;
    return cast_value(fuser, draft, i, load, node->loop[k]);
}

static int32_t node_value(Fuser *fuser, Draft *draft, int64_t i) {
    const Node *node = &fuser->segment->nodes[i];
    PlanValue value = {.node = (int32_t)i, .dtype = node->result, .src = {-1, -1, -1}};
    if (node->kind == NODE_RANGE) {
        value.kind = PLAN_RANGE;
        return add_value(fuser, draft, value);
    }
    for (int k = 0; k < node->nin; k++) value.src[k] = operand_value(fuser, draft, i, k);
    if (node->kind != NODE_ELEMENTWISE) return value.src[0];
    value.kind = PLAN_OP;
    value.op = node->op;
    value.loop = node->loop[node->nin - 1];
    return add_value(fuser, draft, value);
}

static void add_write(Fuser *fuser, Draft *draft, int64_t i, int32_t value, bool renames) {
    int32_t view = fuser->segment->operands[i][OUT];
    Access *known = (Access *)find_access(draft, view, ACCESS_WRITE);
    if (known) {
        known->node = (int32_t)i;
        known->value = value;
        known->renames |= renames;
        return;
    }
    add_access(fuser, draft,
               (Access){.view = view,
                        .kind = ACCESS_WRITE,
                        .renames = renames,
                        .node = (int32_t)i,
                        .operand = OUT,
                        .value = value});
}

static void add_reduction(Fuser *fuser, Draft *draft, int64_t i, int32_t value) {
    PlanTask *task = &draft->task;
    int32_t capacity = task->reduction_count; /* few: grown one by one */
    task->reductions =
        grow(fuser, task->reductions, task->reduction_count, &capacity, sizeof *task->reductions);
    if (fuser->failed) return;
    if (task->reduction_count == 0) task->domain = (int32_t)i;
    task->reductions[task->reduction_count++] = (PlanReduction){(int32_t)i, value};
    add_access(fuser, draft,
               (Access){.view = fuser->segment->operands[i][OUT],
                        .kind = ACCESS_REDUCED,
                        .node = (int32_t)i,
                        .operand = OUT,
                        .value = value});
}

/* A library task reads all its operands from memory. */
static void add_library(Fuser *fuser, Draft *draft, int64_t i) {
    Segment *segment = fuser->segment;
    draft->task.kind = TASK_LIBRARY;
    draft->task.fails |= library_info[segment->nodes[i].op].fails;
    for (int k = 0; k < segment->nodes[i].nin; k++) {
        int32_t view = segment->operands[i][k];
        add_access(fuser, draft,
                   (Access){.view = view, .kind = ACCESS_READ, .node = (int32_t)i, .operand = k});
        segment->stores[segment->views[view].store].loaded = true;
    }
    add_access(fuser, draft,
               (Access){.view = segment->operands[i][OUT],
                        .kind = ACCESS_REDUCED,
                        .node = (int32_t)i,
                        .operand = OUT});
}

static void add_node(Fuser *fuser, Draft *draft, int64_t i, bool renames) {
    const Node *node = &fuser->segment->nodes[i];
    PlanTask *task = &draft->task;
    task->nodes =
        grow(fuser, task->nodes, task->node_count, &draft->node_capacity, sizeof *task->nodes);
    if (fuser->failed) return;
    task->nodes[task->node_count++] = (int32_t)i;
    task->fails |= node_raises(node);
    if (node->kind == NODE_LIBRARY) {
        add_library(fuser, draft, i);
        return;
    }
    int32_t value = node_value(fuser, draft, i);
    if (node->kind == NODE_REDUCE) {
        add_reduction(fuser, draft, i, cast_value(fuser, draft, i, value, node->result));
        return;
    }
    add_write(fuser, draft, i, cast_value(fuser, draft, i, value, node->out->dtype), renames);
}

static Draft *new_draft(Fuser *fuser, int64_t i, Refusal refusal) {
    fuser->drafts = grow(fuser, fuser->drafts, fuser->draft_count, &fuser->draft_capacity,
                         sizeof *fuser->drafts);
    if (fuser->failed) return NULL;
    Draft *draft = &fuser->drafts[fuser->draft_count++];
    *draft = (Draft){.task = {.kind = TASK_LOOP,
                              .reason = (uint8_t)refusal.reason,
                              .apart_from = refusal.by,
                              .domain = (int32_t)i}};
    return draft;
}

/* --- from drafts to the plan ----------------------------------------------- */

static void *keep(Fuser *fuser, Plan *plan, const void *items, int32_t count, size_t size) {
    void *p = arena_alloc(&plan->arena, (size_t)count * size + 1);
    if (!p) fuser->failed = true;
    else if (count) memcpy(p, items, (size_t)count * size);
    return p;
}

/* Writes that reach memory: their store is seen later, or read by some task. What nobody sees
 * is not computed, so what may raise is written, too. */
static void finish_stores(Fuser *fuser, Plan *plan, const Draft *draft, PlanTask *task) {
    const Segment *segment = fuser->segment;
    task->stores =
        arena_alloc(&plan->arena, (size_t)draft->access_count * sizeof *task->stores + 1);
    if (!task->stores) {
        fuser->failed = true;
        return;
    }
    for (int32_t n = 0; n < draft->access_count; n++) {
        const Access *access = &draft->accesses[n];
        if (access->kind != ACCESS_WRITE) continue;
        const SegmentStore *store = &segment->stores[segment->views[access->view].store];
        if (store->live_out || store->loaded || only_raises(fuser, task, access))
            task->stores[task->store_count++] =
                (PlanStore){access->node, access->value, access->renames, -1};
        else
            task->temporaries++;
    }
}

/* Stores that nobody sees after the segment go with the last task that
 * touches them: drafts are finished from the last to the first. */
static void finish_frees(Fuser *fuser, Plan *plan, const Draft *draft, PlanTask *task) {
    const Segment *segment = fuser->segment;
    task->frees = arena_alloc(&plan->arena, (size_t)draft->access_count * sizeof *task->frees + 1);
    if (!task->frees) {
        fuser->failed = true;
        return;
    }
    for (int32_t n = 0; n < draft->access_count; n++) {
        const Access *access = &draft->accesses[n];
        SegmentStore *store = &segment->stores[segment->views[access->view].store];
        if (store->live_out || store->freed_by >= 0) continue;
        store->freed_by = (int32_t)(draft - fuser->drafts);
        task->frees[task->free_count++] = (PlanFree){access->node, access->operand};
    }
}

/* Does the task touch the store by this access alone? */
static bool is_only_access(const Segment *segment, const Draft *draft, const Access *own) {
    int32_t store = segment->views[own->view].store;
    for (int32_t n = 0; n < draft->access_count; n++)
        if (&draft->accesses[n] != own && segment->views[draft->accesses[n].view].store == store)
            return false;
    return true;
}

/* A large store that the task makes anew may lie where one lay that ends with it: each element
 * is read before any is written, as where a store is updated. */
static void find_reuse(Fuser *fuser, const Draft *draft, PlanTask *task, PlanStore *store) {
    const Segment *segment = fuser->segment;
    const Access *write = find_access(draft, segment->operands[store->node][OUT], ACCESS_WRITE);
    const SegmentView *out = &segment->views[write->view];
    if (!segment->stores[out->store].large || store->renames || out->coverage != COVERS_ALL ||
        !is_only_access(segment, draft, write))
        return;
    for (int32_t n = 0; n < draft->access_count && store->reuses < 0; n++) {
        const Access *read = &draft->accesses[n];
        const SegmentStore *ending = &segment->stores[segment->views[read->view].store];
        if (read->kind != ACCESS_READ || ending->freed_by != draft - fuser->drafts || !ending->large ||
            dtype_info[task->values[read->value].dtype].itemsize != array_itemsize(out->array) ||
            !is_only_access(segment, draft, read))
            continue;
        bool taken = false;
        for (const PlanStore *other = task->stores; other < store; other++)
            taken |= other->reuses == read->value;
        if (!taken) store->reuses = read->value;
    }
}

static void finish_loads(Fuser *fuser, Plan *plan, PlanTask *task) {
    task->loads = arena_alloc(&plan->arena, (size_t)task->value_count * sizeof *task->loads + 1);
    if (!task->loads) {
        fuser->failed = true;
        return;
    }
    for (int32_t v = 0; v < task->value_count; v++)
        if (task->values[v].kind == PLAN_LOAD) task->loads[task->load_count++] = v;
}

static void finish_task(Fuser *fuser, Plan *plan, const Draft *draft) {
    PlanTask *task = &plan->tasks[draft - fuser->drafts];
    *task = draft->task;
    task->nodes = keep(fuser, plan, task->nodes, task->node_count, sizeof *task->nodes);
    task->values = keep(fuser, plan, task->values, task->value_count, sizeof *task->values);
    task->reductions =
        keep(fuser, plan, task->reductions, task->reduction_count, sizeof *task->reductions);
    task->twins = keep(fuser, plan, task->twins, task->twin_count, sizeof *task->twins);
    finish_loads(fuser, plan, task);
    if (task->kind == TASK_LOOP) finish_stores(fuser, plan, draft, task);
    finish_frees(fuser, plan, draft, task);
    for (int32_t s = 0; s < task->store_count && !fuser->failed; s++)
        find_reuse(fuser, draft, task, &task->stores[s]);
}

static void finish_plan(Fuser *fuser, Plan *plan) {
    const Segment *segment = fuser->segment;
    plan->tasks = arena_alloc(&plan->arena, (size_t)fuser->draft_count * sizeof *plan->tasks + 1);
    plan->dropped = arena_alloc(&plan->arena, (size_t)segment->count * sizeof *plan->dropped + 1);
    if (!plan->tasks || !plan->dropped) {
        fuser->failed = true;
        return;
    }
    for (int32_t t = fuser->draft_count - 1; t >= 0 && !fuser->failed; t--)
        finish_task(fuser, plan, &fuser->drafts[t]);
    if (!fuser->failed) plan->task_count = fuser->draft_count;
    for (int64_t i = 0; i < segment->count; i++)
        if (!segment->needed[i]) plan->dropped[plan->dropped_count++] = (int32_t)i;
}

ArrStatus fuse_segment(Segment *segment, bool fuse, Plan *plan) {
    Fuser fuser = {.segment = segment, .fuse = fuse};
    ArrStatus status = segment_find_needed(segment);
    if (status) return status;
    for (int64_t i = 0; i < segment->store_count; i++) {
        segment->stores[i].loaded = false;
        segment->stores[i].freed_by = -1;
    }
    for (int64_t i = 0; i < segment->count && !fuser.failed; i++) {
        if (!segment->needed[i]) continue;
        Refusal refusal;
        bool renames = false;
        int32_t chosen = choose_draft(&fuser, i, &refusal, &renames);
        Draft *draft = chosen >= 0 ? &fuser.drafts[chosen] : new_draft(&fuser, i, refusal);
        if (draft) add_node(&fuser, draft, i, renames);
    }
    if (!fuser.failed) finish_plan(&fuser, plan);
    return fuser.failed ? error_memory(segment->base, segment->count, "a plan") : ARR_OK;
}
