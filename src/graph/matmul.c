/* Recording matrix products: NumPy's matmul and dot in terms of LIBRARY_MATMUL,
 * whose operands are both (..., m, k) and (..., k, n) of one type. */
#include "graph.h"

#include <string.h>

static const char signature[] = "(n?,k),(k,m?)->(n?,m?)";

/* a cast to dtype and broadcast to ndim axes whose leading ones are batch[];
 * vectors become a row (a) or a column (b). */
static ArrStatus matrix_operand(Graph *graph, Array *a, ArrDtype dtype, bool column, int ndim,
                                const int64_t *batch, Array **out) {
    int64_t shape[ARR_MAX_NDIM], strides[ARR_MAX_NDIM];
    Array *cast = a, *matrix;
    if (a->dtype == dtype)
        array_retain(a);
    else {
        ArrStatus status = graph_copy(graph, a, dtype, 'K', &cast);
        if (status) return status;
    }
    int own = cast->ndim;
    memcpy(shape, array_shape(cast), (size_t)own * sizeof *shape);
    memcpy(strides, array_strides(cast), (size_t)own * sizeof *strides);
    if (own == 1) {
        shape[!column] = shape[0];
        strides[!column] = strides[0];
        shape[column] = 1;
        strides[column] = 0;
        own = 2;
    }
    ArrStatus status = array_view(&graph->arrays, cast, dtype, cast->offset, own, shape, strides,
                                  &matrix);
    array_release(&graph->arrays, cast);
    if (status) return status;
    int64_t whole[ARR_MAX_NDIM];
    memcpy(whole, batch, (size_t)(ndim - 2) * sizeof *whole);
    memcpy(whole + ndim - 2, shape + own - 2, 2 * sizeof *whole);
    status = array_broadcast_to(&graph->arrays, matrix, ndim, whole, out);
    array_release(&graph->arrays, matrix);
    return status;
}

static ArrStatus check_core(Graph *graph, const Array *a, const Array *b) {
    const Array *operands[2] = {a, b};
    for (int k = 0; k < 2; k++)
        if (operands[k]->ndim == 0)
            return error_set(graph->base, ERROR_VALUE,
                             "matmul: Input operand %d does not have enough dimensions (has 0, "
                             "gufunc core with signature %s requires 1)", k, signature);
    int64_t inner = array_shape(a)[a->ndim - 1];
    int64_t other = array_shape(b)[b->ndim == 1 ? 0 : b->ndim - 2];
    if (inner != other)
        return error_set(graph->base, ERROR_VALUE,
                         "matmul: Input operand 1 has a mismatch in its core dimension 0, with "
                         "gufunc signature %s (size %lld is different from %lld)",
                         signature, (long long)other, (long long)inner);
    return ARR_OK;
}

/* The leading axes that both broadcast to. */
static ArrStatus batch_shape(Graph *graph, const Array *a, const Array *b, int *ndim,
                             int64_t *batch) {
    char from[SHAPE_TEXT], to[SHAPE_TEXT];
    *ndim = a->ndim > 2 ? a->ndim - 2 : 0;
    memcpy(batch, array_shape(a), (size_t)*ndim * sizeof *batch);
    if (b->ndim <= 2 || shape_broadcast(ndim, batch, b->ndim - 2, array_shape(b))) return ARR_OK;
    return error_set(graph->base, ERROR_VALUE,
                     "operands could not be broadcast together with remapped shapes "
                     "[original->remapped]: %s->%s %s",
                     shape_text(from, a->ndim, array_shape(a)), "(...)",
                     shape_text(to, b->ndim, array_shape(b)));
}

/* The product as the language sees it: without the axes that vectors lent. */
static ArrStatus drop_vector_axes(Graph *graph, Array *product, bool row, bool column,
                                  Array **result) {
    int64_t shape[ARR_MAX_NDIM], strides[ARR_MAX_NDIM];
    int ndim = 0;
    for (int i = 0; i < product->ndim; i++) {
        if ((row && i == product->ndim - 2) || (column && i == product->ndim - 1)) continue;
        shape[ndim] = array_shape(product)[i];
        strides[ndim++] = array_strides(product)[i];
    }
    ArrStatus status = array_view(&graph->arrays, product, (ArrDtype)product->dtype,
                                  product->offset, ndim, shape, strides, result);
    if (!status) (*result)->scalar = ndim == 0;
    array_release(&graph->arrays, product);
    return status;
}

static ArrStatus record_matmul(Graph *graph, Array *a, Array *b, int ndim, const int64_t *shape,
                               ArrDtype dtype, Array **product) {
    if (array_shape(a)[ndim - 1] == 0)
        return graph_full(graph, dtype, ndim, shape, const_int(0), product);
    Array *const operands[2] = {a, b};
    ArrStatus status = array_new(&graph->arrays, dtype, ndim, shape, NULL, product);
    if (!status) status = graph_library(graph, LIBRARY_MATMUL, 2, operands, NULL, *product);
    if (status) array_release(&graph->arrays, *product);
    return status;
}

ArrStatus graph_matmul(Graph *graph, Array *a, Array *b, Array **result) {
    int batches;
    int64_t shape[ARR_MAX_NDIM];
    Array *left = NULL, *right = NULL, *product = NULL;
    ArrDtype dtype = dtype_promote((ArrDtype)a->dtype, (ArrDtype)b->dtype);
    ArrStatus status = check_core(graph, a, b);
    if (!status) status = batch_shape(graph, a, b, &batches, shape);
    if (status) return status;
    int ndim = batches + 2;
    status = matrix_operand(graph, a, dtype, false, ndim, shape, &left);
    if (!status) status = matrix_operand(graph, b, dtype, true, ndim, shape, &right);
    if (!status) {
        shape[ndim - 2] = array_shape(left)[ndim - 2];
        shape[ndim - 1] = array_shape(right)[ndim - 1];
        status = record_matmul(graph, left, right, ndim, shape, dtype, &product);
    }
    array_release(&graph->arrays, left);
    array_release(&graph->arrays, right);
    if (status) return status;
    return drop_vector_axes(graph, product, a->ndim == 1, b->ndim == 1, result);
}

/* dot of N-D by M-D: all of a's rows with all of b's columns, through one
 * 2-D product. */
static ArrStatus dot_general(Graph *graph, Array *a, Array *b, Array **result) {
    int64_t axes[ARR_MAX_NDIM], shape[ARR_MAX_NDIM], flat[2];
    int inner = b->ndim - 2, ndim = 0;
    Array *moved = NULL, *left = NULL, *right = NULL, *product = NULL;
    axes[0] = inner;
    for (int i = 0, k = 1; i < b->ndim; i++)
        if (i != inner) axes[k++] = i;
    for (int i = 0; i + 1 < a->ndim; i++) shape[ndim++] = array_shape(a)[i];
    for (int i = 0; i < b->ndim; i++)
        if (i != inner) shape[ndim++] = array_shape(b)[i];
    int64_t k = array_shape(b)[inner];
    if (k == 0)
        return graph_full(graph, dtype_promote((ArrDtype)a->dtype, (ArrDtype)b->dtype), ndim, shape,
                          const_int(0), result);
    ArrStatus status = array_transpose(&graph->arrays, b, b->ndim, axes, &moved);
    flat[0] = a->size / k;
    flat[1] = k;
    if (!status) status = graph_reshape(graph, a, 2, flat, &left);
    flat[0] = k;
    flat[1] = b->size / k;
    if (!status) status = graph_reshape(graph, moved, 2, flat, &right);
    if (!status) status = graph_matmul(graph, left, right, &product);
    if (!status) status = graph_reshape(graph, product, ndim, shape, result);
    array_release(&graph->arrays, moved);
    array_release(&graph->arrays, left);
    array_release(&graph->arrays, right);
    array_release(&graph->arrays, product);
    return status;
}

/* One of them 0-d: a multiple of the other, added to zeros as BLAS's axpy does
 * for NumPy (0 + -0 is 0), unless that is a single number too. */
static ArrStatus dot_scalar(Graph *graph, Array *a, Array *b, Array **result) {
    Operand operands[2] = {operand_array(a), operand_array(b)};
    Array *multiple;
    ArrStatus status = graph_elementwise(graph, OP_MULTIPLY, operands, NULL, -1, &multiple);
    ArrayKind kind = status ? KIND_BOOL : dtype_info[multiple->dtype].kind;
    if (status || multiple->size == 1 || kind < KIND_FLOAT) {
        if (!status) *result = multiple;
        return status;
    }
    operands[0] = operand_array(multiple);
    operands[1] = (Operand){.value = const_float(0), .weak = true};
    status = graph_elementwise(graph, OP_ADD, operands, NULL, -1, result);
    array_release(&graph->arrays, multiple);
    return status;
}

/* Vectors or matrices of one element each: NumPy multiplies the two, where an
 * inner product would add to zero (0 + -0 is 0). */
static ArrStatus dot_single(Graph *graph, Array *a, Array *b, Array **result) {
    static const int64_t ones[2] = {1, 1};
    int ndim = a->ndim + b->ndim - 2;
    Array *left = NULL, *right = NULL;
    ArrStatus status = graph_reshape(graph, a, ndim, ones, &left);
    if (!status) status = graph_reshape(graph, b, ndim, ones, &right);
    Operand operands[2] = {operand_array(left), operand_array(right)};
    if (!status) status = graph_elementwise(graph, OP_MULTIPLY, operands, NULL, -1, result);
    array_release(&graph->arrays, left);
    array_release(&graph->arrays, right);
    return status;
}

static ArrStatus dot(Graph *graph, Array *a, Array *b, Array **result) {
    if (a->ndim == 0 || b->ndim == 0) {
        return dot_scalar(graph, a, b, result);
    }
    bool single = a->size == 1 && b->size == 1 && a->ndim <= 2 && b->ndim <= 2;
    if (single && (dtype_info[a->dtype].kind >= KIND_FLOAT || dtype_info[b->dtype].kind >= KIND_FLOAT))
        return dot_single(graph, a, b, result);
    int inner = b->ndim == 1 ? 0 : b->ndim - 2;
    int64_t left = array_shape(a)[a->ndim - 1], right = array_shape(b)[inner];
    if (left != right) {
        char from[SHAPE_TEXT], to[SHAPE_TEXT];
        return error_set(graph->base, ERROR_VALUE,
                         "shapes %s and %s not aligned: %lld (dim %d) != %lld (dim %d)",
                         shape_text(from, a->ndim, array_shape(a)),
                         shape_text(to, b->ndim, array_shape(b)), (long long)left, a->ndim - 1,
                         (long long)right, inner);
    }
    if (b->ndim <= 2) return graph_matmul(graph, a, b, result);
    return dot_general(graph, a, b, result);
}

/* dot is no ufunc: NumPy says nothing of what overflows in it. */
ArrStatus graph_dot(Graph *graph, Array *a, Array *b, Array **result) {
    uint8_t errors = graph->errors;
    graph->errors = 0;
    ArrStatus status = dot(graph, a, b, result);
    graph->errors = errors;
    return status;
}
