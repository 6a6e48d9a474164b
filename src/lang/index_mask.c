/* Masks: their true elements counted and named, and assignment through them
 * as a choice between two whole arrays, which fuses and needs no count. */
#include "index.h"

ArrStatus mask_count(ArrState *state, Array *mask, int64_t *count) {
    uint64_t axes;
    ArrConst sum;
    Array *total;
    *count = 0;
    if (mask->size == 0) return ARR_OK;
    ArrStatus status = convert_to_axes(state, value_none(), mask->ndim, &axes);
    if (!status)
        status =
            graph_reduce(&state->graph, REDUCE_SUM, mask, axes, false, ARR_INT64, NULL, &total);
    if (status) return status;
    status = pull_scalar(state->exec, PULL_SIZE, total, &sum);
    array_release(&state->graph.arrays, total);
    if (!status) *count = sum.i8;
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
