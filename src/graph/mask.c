/* Masks: how many of a bool array's elements are true, span by span, which
 * tells where in a result each span's part begins. It is found once for all
 * uses of a mask, and remembered until the mask is written. */
#include <string.h>

#include "graph.h"

static bool is_known(const MaskSpans *known, const Array *mask) {
    /* the host may write to what is pinned without a word */
    return known->starts && !mask->store->pinned && known->version == mask->store->version &&
           known->offset == mask->offset && known->ndim == mask->ndim &&
           memcmp(known->dims, mask->dims, 2 * mask->ndim * sizeof *mask->dims) == 0;
}

static void forget(Graph *graph, MaskSpans *known) {
    array_release(&graph->arrays, known->starts);
    known->starts = NULL;
}

void graph_forget_masks(Graph *graph) {
    for (int k = 0; k < MASKS_KNOWN; k++) forget(graph, &graph->masks[k]);
}

static ArrStatus record_spans(Graph *graph, Array *mask, MaskSpans *known) {
    const ArrConst parameters[3] = {const_int(graph->mask_span)};
    const int64_t spans = (mask->size + graph->mask_span - 1) / graph->mask_span + 1;
    Array *starts;
    ArrStatus status = array_new(&graph->arrays, ARR_INT64, 1, &spans, NULL, &starts);
    if (status) return status;
    status = graph_library(graph, LIBRARY_MASK_SPANS, 1, &mask, parameters, starts);
    if (status) {
        array_release(&graph->arrays, starts);
        return status;
    }
    known->starts = starts;
    known->span = graph->mask_span;
    known->count = -1;
    known->version = mask->store->version;
    known->offset = mask->offset;
    known->ndim = mask->ndim;
    memcpy(known->dims, mask->dims, 2 * mask->ndim * sizeof *mask->dims);
    return ARR_OK;
}

ArrStatus graph_mask_spans(Graph *graph, Array *mask, MaskSpans **spans) {
    *spans = graph->masks;
    for (int k = 0; k < MASKS_KNOWN; k++)
        if (is_known(&graph->masks[k], mask)) {
            MaskSpans found = graph->masks[k];
            memmove(graph->masks + 1, graph->masks, (size_t)k * sizeof found);
            graph->masks[0] = found;
            return ARR_OK;
        }
    MaskSpans *oldest = &graph->masks[MASKS_KNOWN - 1];
    forget(graph, oldest);
    ArrStatus status = record_spans(graph, mask, oldest);
    if (status) return status;
    MaskSpans fresh = *oldest;
    memmove(graph->masks + 1, graph->masks, (MASKS_KNOWN - 1) * sizeof fresh);
    graph->masks[0] = fresh;
    return ARR_OK;
}

/* An op of the mask, one more operand and the mask's spans. */
static ArrStatus record_masked(Graph *graph, LibraryOp op, Array *mask, Array *first, Array *second,
                               Array *out) {
    MaskSpans *spans;
    ArrStatus status = graph_mask_spans(graph, mask, &spans);
    if (status) return status;
    const ArrConst parameters[3] = {const_int(spans->span)};
    Array *const operands[3] = {first, second ? second : spans->starts, spans->starts};
    return graph_library(graph, op, second ? 3 : 2, operands, parameters, out);
}

ArrStatus graph_compress(Graph *graph, Array *a, Array *mask, Array *out) {
    return record_masked(graph, LIBRARY_COMPRESS, mask, a, mask, out);
}

ArrStatus graph_expand(Graph *graph, Array *a, Array *mask, Array *values) {
    return record_masked(graph, LIBRARY_EXPAND, mask, mask, values, a);
}

ArrStatus graph_nonzero(Graph *graph, Array *mask, int64_t count, Array **result) {
    const int64_t shape[2] = {mask->ndim, count};
    Array *fresh;
    ArrStatus status = array_new(&graph->arrays, ARR_INT64, 2, shape, NULL, &fresh);
    if (status) return status;
    status = count ? record_masked(graph, LIBRARY_NONZERO, mask, mask, NULL, fresh) : ARR_OK;
    if (status) array_release(&graph->arrays, fresh);
    else *result = fresh;
    return status;
}
