/* The plan cache, and plans as text (see plan.h). */
#include "plan.h"

#include <stdio.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "fuse.h"

enum {
    FIRST_BUCKETS = 64,
    MOST_PLANS = 8192 /* then the cache starts afresh: programs that never repeat must not fill memory */
};

ArrStatus plan_cache_init(PlanCache *cache, Base *base) {
    *cache = (PlanCache){.base = base};
    cache->segment = heap_alloc(&base->heap, sizeof *cache->segment);
    cache->buckets = heap_alloc_zeroed(&base->heap, FIRST_BUCKETS * sizeof(Plan *));
    if (cache->buckets) cache->bucket_count = FIRST_BUCKETS;
    if (cache->segment) segment_init(cache->segment, base);
    if (cache->segment && cache->buckets) return ARR_OK;
    plan_cache_free(cache);
    return error_memory(base, FIRST_BUCKETS * sizeof(Plan *), "the plan cache");
}

static void plan_free(PlanCache *cache, Plan *plan) {
    for (int32_t t = 0; t < plan->task_count; t++)
        if (plan->tasks[t].kernel) cache->kernel_free(cache->user, plan->tasks[t].kernel);
    arena_free(&plan->arena);
    heap_free(&cache->base->heap, plan, sizeof *plan);
}

/* Plans that wait to run are freed when they have run. */
static void drop_plans(PlanCache *cache) {
    for (int64_t b = 0; b < cache->bucket_count; b++)
        while (cache->buckets[b]) {
            Plan *plan = cache->buckets[b];
            cache->buckets[b] = plan->next;
            plan->dropped_from_cache = true;
            if (plan->pins == 0) plan_free(cache, plan);
        }
    cache->count = 0;
}

void plan_unpin(PlanCache *cache, Plan *plan) {
    if (--plan->pins == 0 && plan->dropped_from_cache) plan_free(cache, plan);
}

void plan_cache_free(PlanCache *cache) {
    if (!cache->base) return;
    drop_plans(cache);
    Heap *heap = &cache->base->heap;
    heap_free(heap, cache->buckets, (size_t)cache->bucket_count * sizeof(Plan *));
    if (cache->segment) {
        segment_free(cache->segment);
        heap_free(heap, cache->segment, sizeof *cache->segment);
    }
    *cache = (PlanCache){0};
}

static Plan *find_plan(const PlanCache *cache, uint64_t hash) {
    const Segment *segment = cache->segment;
    size_t bytes = (size_t)segment->key_length * sizeof(uint64_t);
    Plan *plan = cache->buckets[hash & (uint64_t)(cache->bucket_count - 1)];
    while (plan && (plan->hash != hash || plan->key_length != segment->key_length ||
                    memcmp(plan->key, segment->key, bytes) != 0))
        plan = plan->next;
    return plan;
}

/* Twice the buckets; when memory is short the old ones serve on. */
static void grow_buckets(PlanCache *cache) {
    Heap *heap = &cache->base->heap;
    int64_t wanted = cache->bucket_count * 2;
    Plan **buckets = heap_alloc_zeroed(heap, (size_t)wanted * sizeof *buckets);
    if (!buckets) return;
    for (int64_t b = 0; b < cache->bucket_count; b++)
        while (cache->buckets[b]) {
            Plan *plan = cache->buckets[b];
            cache->buckets[b] = plan->next;
            Plan **bucket = &buckets[plan->hash & (uint64_t)(wanted - 1)];
            plan->next = *bucket;
            *bucket = plan;
        }
    heap_free(heap, cache->buckets, (size_t)cache->bucket_count * sizeof *buckets);
    cache->buckets = buckets;
    cache->bucket_count = wanted;
}

static ArrStatus make_plan(PlanCache *cache, uint64_t hash, bool fuse, Plan **out) {
    Segment *segment = cache->segment;
    Plan *plan = heap_alloc_zeroed(&cache->base->heap, sizeof *plan);
    if (!plan) return error_memory(cache->base, sizeof *plan, "a plan");
    size_t bytes = (size_t)segment->key_length * sizeof(uint64_t);
    arena_init(&plan->arena, &cache->base->heap);
    plan->hash = hash;
    plan->key_length = segment->key_length;
    plan->key = arena_alloc(&plan->arena, bytes);
    ArrStatus status = plan->key ? fuse_segment(segment, fuse, plan)
                                 : error_memory(cache->base, (int64_t)bytes, "a plan");
    if (!status) plan_find_order(plan, segment);
    arena_free(&segment->arena);
    if (status) {
        plan_free(cache, plan);
        return status;
    }
    memcpy(plan->key, segment->key, bytes);
    *out = plan;
    return ARR_OK;
}

ArrStatus plan_segment(PlanCache *cache, const Node *nodes, int64_t count, bool fuse, Plan **plan,
                       bool *made) {
    cache->segment->final = cache->final;
    cache->segment->large = cache->large;
    ArrStatus status = segment_analyse(cache->segment, nodes, count, fuse);
    if (status) return status;
    uint64_t hash = XXH3_64bits(cache->segment->key,
                                (size_t)cache->segment->key_length * sizeof(uint64_t));
    *plan = find_plan(cache, hash);
    *made = !*plan;
    if (*plan) {
        cache->reused++;
        return ARR_OK;
    }
    status = make_plan(cache, hash, fuse, plan);
    if (status) return status;
    if (cache->count >= MOST_PLANS) drop_plans(cache);
    if (cache->count >= cache->bucket_count) grow_buckets(cache);
    Plan **bucket = &cache->buckets[hash & (uint64_t)(cache->bucket_count - 1)];
    (*plan)->next = *bucket;
    *bucket = *plan;
    cache->count++;
    cache->made++;
    return ARR_OK;
}

void plan_domain(const Node *node, PlanDomain *domain) {
    const Array *a = node->kind == NODE_REDUCE ? node->in[0] : node->out;
    const Array *arrays[1] = {a};
    domain->ndim = a->ndim;
    domain->shape = array_shape(a);
    domain->reduced = node->kind == NODE_REDUCE ? node->axes : 0;
    array_memory_order(a->ndim, 1, arrays, domain->order);
}

/* --- as text --------------------------------------------------------------- */

const char *plan_node_name(const Node *node) {
    switch ((NodeKind)node->kind) {
    case NODE_ELEMENTWISE: return op_info[node->op].name;
    case NODE_REDUCE:
        return reduce_info[node->op].name ? reduce_info[node->op].name
                                          : reduce_info[node->op].ufunc;
    case NODE_COPY: return node->in[0] ? "copy" : "fill";
    case NODE_RANGE: return "range";
    case NODE_LIBRARY: return library_info[node->op].name;
    }
    return "";
}

void plan_task_name(const PlanTask *task, const Node *nodes, char *name, size_t size) {
    size_t length = 0;
    name[0] = 0;
    for (int32_t n = 0; n < task->node_count && length < size; n++)
        length += (size_t)snprintf(name + length, size - length, "%s%s", n ? " " : "",
                                   plan_node_name(&nodes[task->nodes[n]]));
}

static void add_reason(const PlanTask *task, const Node *nodes, Text *text, void *user,
                       LocateFn locate) {
    static const char *const before[] = {
#define X(id, before, behind) before,
        PLAN_REASONS(X)
#undef X
    };
    static const char *const behind[] = {
#define X(id, before, behind) behind,
        PLAN_REASONS(X)
#undef X
    };
    text_adds(text, before[task->reason]);
    if (task->apart_from >= 0) {
        const Node *other = &nodes[task->apart_from];
        char place[128] = "?";
        if (locate) locate(user, other->where, place, sizeof place);
        text_addf(text, "%s of %s", plan_node_name(other), place);
    }
    text_addf(text, "%s\n", behind[task->reason]);
}

void plan_describe_task(const PlanTask *task, const Node *nodes, Text *text, void *user,
                        LocateFn locate) {
    PlanDomain domain;
    char shape[SHAPE_TEXT], place[128] = "";
    plan_domain(&nodes[task->domain], &domain);
    if (locate) locate(user, nodes[task->nodes[0]].where, place, sizeof place);
    int32_t loads = 0, renames = 0;
    for (int32_t v = 0; v < task->value_count; v++) loads += task->values[v].kind == PLAN_LOAD;
    for (int32_t s = 0; s < task->store_count; s++) renames += task->stores[s].renames;
    text_addf(text, "  task %s domain=%s nodes=%d:", place,
              shape_text(shape, domain.ndim, domain.shape), task->node_count);
    for (int32_t n = 0; n < task->node_count; n++)
        text_addf(text, " %s", plan_node_name(&nodes[task->nodes[n]]));
    text_addf(text, "; loads=%d stores=%d reductions=%d temporaries=%d renames=%d; ", loads,
              task->store_count, task->reduction_count, task->temporaries, renames);
    add_reason(task, nodes, text, user, locate);
}
