/* Masks: their true elements counted and named, and assignment through them
 * as a choice between two whole arrays, which fuses and needs no count. */
#include "index.h"

/* The last of the mask's starts, pulled. */
static ArrStatus pull_count(ArrState *state, const MaskSpans *spans, int64_t *count) {
    Array *starts = spans->starts, *last;
    ArrConst value;
    int64_t end = starts->offset + (starts->size - 1) * (int64_t)sizeof(int64_t);
    ArrayPool *pool = &state->graph.arrays;
    ArrStatus status = array_view(pool, starts, ARR_INT64, end, 0, array_shape(starts),
                                  array_strides(starts), &last);
    if (status) return status;
    status = pull_scalar(state->exec, PULL_SIZE, last, &value);
    array_release(pool, last);
    if (!status) *count = value.i8;
    return status;
}

ArrStatus mask_count(ArrState *state, Array *mask, int64_t *count) {
    MaskSpans *spans;
    *count = 0;
    if (mask->size == 0) return ARR_OK;
    ArrStatus status = graph_mask_spans(&state->graph, mask, &spans);
    if (!status && spans->count < 0) status = pull_count(state, spans, &spans->count);
    if (!status) *count = spans->count;
    return status;
}

ArrStatus mask_indices(ArrState *state, Array *mask, Array **result) {
    int64_t count;
    ArrStatus status = mask_count(state, mask, &count);
    return status ? status : graph_nonzero(&state->graph, mask, count, result);
}

bool index_is_mask(const Array *a, Value index) {
    if (index.kind != VALUE_ARRAY) return false;
    const Array *mask = index.array;
    bool same = mask->dtype == ARR_BOOL && mask->ndim == a->ndim && a->ndim > 0 && !a->scalar;
    for (int i = 0; same && i < a->ndim; i++) same = array_shape(mask)[i] == array_shape(a)[i];
    return same;
}

ArrStatus mask_assign(ArrState *state, Array *view, Array *mask, Operand value) {
    const Operand operands[3] = {operand_array(mask), value, operand_array(view)};
    Array *same;
    if (view->read_only || array_overlaps_itself(view))
        return error_set(&state->base, ERROR_VALUE, "assignment destination is read-only");
    ArrStatus status = graph_elementwise(&state->graph, OP_WHERE, operands, view, -1, &same);
    if (!status) array_release(&state->graph.arrays, same);
    return status;
}
