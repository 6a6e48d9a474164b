/* Recording index arrays: the library ops that turn them into byte offsets,
 * and move the elements that these name. */
#include "graph.h"

static void index_parameters(const IndexArray *index, ArrConst parameters[3]) {
    parameters[0] = const_int(index->extent);
    parameters[1] = const_int(index->stride);
    parameters[2] = const_int(index->axis);
}

/* offsets += index * stride, or the first of the sum. Takes *offsets over. */
static ArrStatus add_offsets(Graph *graph, const IndexArray *index, int ndim, const int64_t *shape,
                             Array **offsets) {
    Array *operands[2] = {NULL, *offsets}, *sum = NULL;
    ArrConst parameters[3];
    index_parameters(index, parameters);
    ArrStatus status = array_broadcast_to(&graph->arrays, index->array, ndim, shape, &operands[0]);
    if (!status) status = array_new(&graph->arrays, ARR_INT64, ndim, shape, NULL, &sum);
    if (!status)
        status = graph_library(graph, LIBRARY_INDEX_OFFSETS, *offsets ? 2 : 1, operands, parameters,
                               sum);
    array_release(&graph->arrays, operands[0]);
    array_release(&graph->arrays, *offsets);
    *offsets = sum;
    return status;
}

ArrStatus graph_offsets(Graph *graph, int count, const IndexArray *indices, int ndim,
                        const int64_t *shape, Array **result) {
    Array *offsets = NULL;
    ArrStatus status = ARR_OK;
    for (int k = 0; k < count && !status; k++)
        status = add_offsets(graph, &indices[k], ndim, shape, &offsets);
    if (status) array_release(&graph->arrays, offsets);
    else *result = offsets;
    return status;
}

ArrStatus graph_gather(Graph *graph, Array *a, Array *offsets, Array *out) {
    Array *const operands[2] = {a, offsets};
    return graph_library(graph, LIBRARY_GATHER, 2, operands, NULL, out);
}

ArrStatus graph_scatter(Graph *graph, Array *a, Array *offsets, Array *values) {
    Array *const operands[2] = {offsets, values};
    return graph_library(graph, LIBRARY_SCATTER, 2, operands, NULL, a);
}

ArrStatus graph_take(Graph *graph, Array *a, const IndexArray *index, Array *out) {
    Array *const operands[2] = {a, index->array};
    ArrConst parameters[3];
    index_parameters(index, parameters);
    return graph_library(graph, LIBRARY_TAKE, 2, operands, parameters, out);
}

ArrStatus graph_put(Graph *graph, Array *a, const IndexArray *index, Array *values) {
    Array *const operands[2] = {index->array, values};
    ArrConst parameters[3];
    index_parameters(index, parameters);
    return graph_library(graph, LIBRARY_PUT, 2, operands, parameters, a);
}
