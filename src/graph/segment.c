/* Views, stores and key of a segment (see segment.h). */
#include "segment.h"

#include <string.h>

#include "plan.h"

void segment_init(Segment *segment, Base *base) {
    *segment = (Segment){.base = base};
    arena_init(&segment->arena, &base->heap);
}

void segment_free(Segment *segment) {
    Heap *heap = &segment->base->heap;
    heap_free(heap, segment->operands,
              (size_t)segment->operand_capacity * sizeof *segment->operands);
    heap_free(heap, segment->views, (size_t)segment->view_capacity * sizeof *segment->views);
    heap_free(heap, segment->stores, (size_t)segment->store_capacity * sizeof *segment->stores);
    heap_free(heap, segment->extents, (size_t)segment->extent_capacity * sizeof(int64_t));
    heap_free(heap, segment->key, (size_t)segment->key_capacity * sizeof(uint64_t));
    heap_free(heap, segment->needed, (size_t)segment->needed_capacity);
    arena_free(&segment->arena);
}

static bool add_word(Segment *segment, uint64_t word) {
    if (segment->key_length == segment->key_capacity &&
        !heap_grow(&segment->base->heap, &segment->key, &segment->key_capacity,
                   segment->key_length + 1, sizeof(uint64_t)))
        return false;
    segment->key[segment->key_length++] = word;
    return true;
}

/* 0 and 1 are themselves; other extents are numbered as they first appear. */
static int64_t extent_number(Segment *segment, int64_t extent) {
    if (extent <= 1) return extent;
    for (int64_t i = 0; i < segment->extent_count; i++)
        if (segment->extents[i] == extent) return i + 2;
    if (!heap_grow(&segment->base->heap, &segment->extents, &segment->extent_capacity,
                   segment->extent_count + 1, sizeof(int64_t)))
        return -1;
    segment->extents[segment->extent_count++] = extent;
    return segment->extent_count + 1;
}

static int32_t find_store(Segment *segment, Store *store) {
    if (store->plan_id >= 0) return store->plan_id;
    if (!heap_grow(&segment->base->heap, &segment->stores, &segment->store_capacity,
                   segment->store_count + 1, sizeof *segment->stores))
        return -1;
    segment->stores[segment->store_count] = (SegmentStore){.store = store, .first_view = NO_VIEW};
    return store->plan_id = (int32_t)segment->store_count++;
}

/* What the key says of a view: its store, type, which extents are equal, and
 * how its axes lie in memory (reductions follow that order). */
static bool describe_view(Segment *segment, const Array *a, int32_t store) {
    uint8_t order[ARR_MAX_NDIM];
    const Array *arrays[1] = {a};
    if (!add_word(segment, (uint64_t)store | (uint64_t)a->dtype << 32 | (uint64_t)a->ndim << 40))
        return false;
    if (a->ndim > 1) array_memory_order(a->ndim, 1, arrays, order);
    for (int i = 0; i < a->ndim; i++) {
        int64_t extent = extent_number(segment, array_shape(a)[i]);
        uint64_t axis = a->ndim > 1 ? order[i] : 0;
        if (extent < 0 || !add_word(segment, (uint64_t)extent << 8 | axis)) return false;
    }
    return true;
}

static bool same_geometry(const Array *a, const Array *b) {
    return a->offset == b->offset && a->dtype == b->dtype && a->ndim == b->ndim &&
           memcmp(a->dims, b->dims, 2 * a->ndim * sizeof a->dims[0]) == 0;
}

/* The number of a's view, new or known; -1: memory. Arrays remember theirs
 * for the length of the analysis. */
static int32_t find_view(Segment *segment, Array *a) {
    if (a->plan_view >= 0) return a->plan_view;
    int32_t store = find_store(segment, a->store);
    if (store < 0) return -1;
    int32_t view = segment->stores[store].first_view;
    while (view >= 0 && !same_geometry(segment->views[view].array, a))
        view = segment->views[view].next;
    if (view < 0) {
        if (!heap_grow(&segment->base->heap, &segment->views, &segment->view_capacity,
                       segment->view_count + 1, sizeof *segment->views) ||
            !describe_view(segment, a, store))
            return -1;
        view = (int32_t)segment->view_count++;
        segment->views[view] = (SegmentView){
            .array = a, .store = store, .next = segment->stores[store].first_view};
        segment->stores[store].first_view = view;
    }
    return a->plan_view = view;
}

static bool add_operand(Segment *segment, int64_t node, int k, Array *a) {
    int32_t view = a ? find_view(segment, a) : NO_VIEW;
    if (a && view < 0) return false;
    segment->operands[node][k] = view;
    if (a) segment->stores[segment->views[view].store].uses++;
    return true;
}

static bool add_node(Segment *segment, int64_t i) {
    const Node *node = &segment->nodes[i];
    int32_t *views = segment->operands[i];
    for (int k = 0; k < 3; k++)
        if (!add_operand(segment, i, k, k < node->nin ? node->in[k] : NULL)) return false;
    if (!add_operand(segment, i, OUT, node->out)) return false;
    SegmentView *out = &segment->views[views[OUT]];
    if (!out->written) {
        out->written = true;
        out->coverage = (uint8_t)array_coverage(out->array);
    }
    segment->stores[out->store].written = true;
    uint64_t head = (uint64_t)node->kind | (uint64_t)node->nin << 4 | (uint64_t)out->coverage << 8 |
                    (uint64_t)node_raises(node) << 15 | (uint64_t)node->op << 16 | (uint64_t)node->loop[0] << 32 |
                    (uint64_t)node->loop[1] << 40 | (uint64_t)node->loop[2] << 48 |
                    (uint64_t)node->result << 56;
    return add_word(segment, head) &&
           add_word(segment, (uint32_t)views[0] | (uint64_t)(uint32_t)views[1] << 32) &&
           add_word(segment, (uint32_t)views[2] | (uint64_t)(uint32_t)views[OUT] << 32) &&
           (node->kind != NODE_REDUCE || add_word(segment, node->axes));
}

ViewRelation segment_relation(const Segment *segment, int32_t a, int32_t b) {
    if (a == b) return VIEWS_IDENTICAL;
    if (segment->views[a].store != segment->views[b].store) return VIEWS_DISJOINT;
    return array_relation(segment->views[a].array, segment->views[b].array);
}

/* The overlap class of every pair of views of a store of which one is written. */
static bool add_relations(Segment *segment, const SegmentStore *store) {
    uint64_t word = 0;
    int filled = 0;
    for (int32_t i = store->first_view; i >= 0; i = segment->views[i].next)
        for (int32_t j = segment->views[i].next; j >= 0; j = segment->views[j].next) {
            if (!segment->views[i].written && !segment->views[j].written) continue;
            word = word << 2 | (uint64_t)segment_relation(segment, i, j);
            if (++filled < 32) continue;
            if (!add_word(segment, word)) return false;
            word = 0;
            filled = 0;
        }
    return filled == 0 || add_word(segment, word);
}

static bool add_store(Segment *segment, SegmentStore *store) {
    const Store *s = store->store;
    bool seen = s->pinned || (s->visible > 0 && !segment->final); /* hosts look at pinned ones */
    store->live_out = (seen || s->kept || s->pending > store->uses) && !s->unstored;
    store->large = s->nbytes >= segment->large;
    if (!add_word(segment, (uint64_t)store->live_out | (uint64_t)s->pinned << 1 |
                               (uint64_t)store->large << 2))
        return false;
    return !store->written || add_relations(segment, store);
}

static bool analyse(Segment *segment, bool fuse) {
    if (!heap_grow(&segment->base->heap, &segment->operands, &segment->operand_capacity,
                   segment->count, sizeof *segment->operands) ||
        !add_word(segment, (uint64_t)segment->count << 1 | fuse))
        return false;
    for (int64_t i = 0; i < segment->count; i++)
        if (!add_node(segment, i)) return false;
    for (int64_t i = 0; i < segment->store_count; i++)
        if (!add_store(segment, &segment->stores[i])) return false;
    return true;
}

/* Takes the marks off arrays and stores; the tables themselves stay. */
static void forget(Segment *segment) {
    for (int64_t i = 0; i < segment->count; i++) {
        const Node *node = &segment->nodes[i];
        for (int k = 0; k < node->nin; k++)
            if (node->in[k]) node->in[k]->plan_view = -1;
        node->out->plan_view = -1;
    }
    for (int64_t i = 0; i < segment->store_count; i++) segment->stores[i].store->plan_id = -1;
}

ArrStatus segment_analyse(Segment *segment, const Node *nodes, int64_t count, bool fuse) {
    segment->nodes = nodes;
    segment->count = count;
    segment->view_count = segment->store_count = 0;
    segment->extent_count = segment->key_length = 0;
    bool ok = analyse(segment, fuse);
    forget(segment);
    return ok ? ARR_OK : error_memory(segment->base, count * (int64_t)sizeof(Node), "a plan");
}

static bool reads_store(const Segment *segment, int64_t node, int32_t store) {
    const Node *n = &segment->nodes[node];
    if (n->kind == NODE_LIBRARY && library_info[n->op].updates) return true;
    for (int k = 0; k < OUT; k++) {
        int32_t view = segment->operands[node][k];
        if (view >= 0 && segment->views[view].store == store) return true;
    }
    return false;
}

/* Programs must see errors of data even if nobody looks at the result. */
static bool fails(const Node *node) {
    return node_raises(node) || (node->kind == NODE_LIBRARY && library_info[node->op].fails);
}

ArrStatus segment_find_needed(Segment *segment) {
    bool *live = arena_alloc(&segment->arena, (size_t)segment->store_count + 1);
    if (!live || !heap_grow(&segment->base->heap, &segment->needed, &segment->needed_capacity,
                            segment->count, 1))
        return error_memory(segment->base, segment->count, "a plan");
    for (int64_t i = 0; i < segment->store_count; i++) live[i] = segment->stores[i].live_out;
    for (int64_t i = segment->count - 1; i >= 0; i--) {
        const SegmentView *out = &segment->views[segment->operands[i][OUT]];
        segment->needed[i] = live[out->store] || fails(&segment->nodes[i]);
        if (!segment->needed[i]) continue;
        if (out->coverage == COVERS_ALL && !reads_store(segment, i, out->store))
            live[out->store] = false;
        for (int k = 0; k < OUT; k++) {
            int32_t view = segment->operands[i][k];
            if (view >= 0) live[segment->views[view].store] = true;
        }
    }
    return ARR_OK;
}
