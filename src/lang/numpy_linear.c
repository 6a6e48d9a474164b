/* np's products: matmul, dot, vdot, inner, outer. */
#include "arrays.h"

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* Moves a product to out, which must have its type and shape. */
static ArrStatus deliver(ArrState *state, Array *product, Array *out, Array **result) {
    *result = product;
    if (!out) return ARR_OK;
    bool fits = out->dtype == product->dtype && out->ndim == product->ndim;
    for (int i = 0; fits && i < out->ndim; i++)
        fits = array_shape(out)[i] == array_shape(product)[i];
    ArrStatus status =
        fits ? graph_assign(&state->graph, out, operand_array(product))
             : error_set(&state->base, ERROR_VALUE,
                         "output array is not acceptable (must have the right datatype, number "
                         "of dimensions, and be a C-Array)");
    release(state, product);
    if (status) return status;
    array_retain(out);
    *result = out;
    return ARR_OK;
}

typedef ArrStatus (*ProductFn)(Graph *graph, Array *a, Array *b, Array **result);

static ArrStatus product(ArrState *state, const BuiltinCall *call, ProductFn fn, Value *result) {
    Array *a = NULL, *b = NULL, *out, *found;
    ArrStatus status = convert_to_out(state, argument(call, 2), &out);
    if (!status) status = convert_array(state, argument(call, 0), -1, &a);
    if (!status) status = convert_array(state, argument(call, 1), -1, &b);
    if (!status) status = fn(&state->graph, a, b, &found);
    if (!status) status = deliver(state, found, out, &found);
    release(state, a);
    release(state, b);
    return give_array(status, &found, result);
}

static ArrStatus numpy_matmul(ArrState *state, const BuiltinCall *call, Value *result) {
    return product(state, call, graph_matmul, result);
}

ArrStatus numpy_dot(ArrState *state, const BuiltinCall *call, Value *result) {
    return product(state, call, graph_dot, result);
}

/* a flattened to a column (rows -1) or a row. */
static ArrStatus flat_matrix(ArrState *state, Value v, int64_t rows, Array **result) {
    int64_t shape[2] = {rows, -rows};
    Array *a;
    ArrStatus status = convert_array(state, v, -1, &a);
    if (status) return status;
    status = graph_reshape(&state->graph, a, 2, shape, result);
    release(state, a);
    return status;
}

static ArrStatus numpy_outer(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *out, *column = NULL, *row = NULL, *found;
    ArrStatus status = convert_to_out(state, call->args[2], &out);
    if (!status) status = flat_matrix(state, call->args[0], -1, &column);
    if (!status) status = flat_matrix(state, call->args[1], 1, &row);
    if (!status) {
        Operand operands[2] = {operand_array(column), operand_array(row)};
        status = graph_elementwise(&state->graph, OP_MULTIPLY, operands, out, -1, &found);
    }
    release(state, column);
    release(state, row);
    return give_array(status, &found, result);
}

static ArrStatus flat(ArrState *state, Value v, bool conjugate, Array **result) {
    static const int64_t shape[1] = {-1};
    Array *a, *source;
    ArrStatus status = convert_array(state, v, -1, &a);
    if (status) return status;
    if (conjugate && dtype_info[a->dtype].kind == KIND_COMPLEX)
        status = elementwise_1(state, OP_CONJUGATE, a, &source);
    else array_retain(source = a);
    release(state, a);
    if (status) return status;
    status = graph_reshape(&state->graph, source, 1, shape, result);
    release(state, source);
    return status;
}

static ArrStatus numpy_vdot(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = NULL, *b = NULL, *found;
    ArrStatus status = flat(state, call->args[0], true, &a);
    if (!status) status = flat(state, call->args[1], false, &b);
    /* dot() of single elements is their product, but here it is added to zero */
    if (!status)
        status = a->size == 1 && b->size == 1 ? graph_matmul(&state->graph, a, b, &found)
                                              : graph_dot(&state->graph, a, b, &found);
    release(state, a);
    release(state, b);
    return give_array(status, &found, result);
}

/* The last axes of both: dot with b's last two axes exchanged. */
static ArrStatus inner(ArrState *state, Array *a, Array *b, Array **result) {
    int64_t order[ARR_MAX_NDIM];
    Array *swapped;
    if (a->ndim == 0 || b->ndim < 2) return graph_dot(&state->graph, a, b, result);
    for (int i = 0; i < b->ndim; i++) order[i] = i;
    order[b->ndim - 1] = b->ndim - 2;
    order[b->ndim - 2] = b->ndim - 1;
    ArrStatus status = array_transpose(&state->graph.arrays, b, b->ndim, order, &swapped);
    if (status) return status;
    status = graph_dot(&state->graph, a, swapped, result);
    release(state, swapped);
    return status;
}

static ArrStatus numpy_inner(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = NULL, *b = NULL, *found;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (!status) status = convert_array(state, call->args[1], -1, &b);
    if (!status) status = inner(state, a, b, &found);
    release(state, a);
    release(state, b);
    return give_array(status, &found, result);
}

const BuiltinRow numpy_linear_rows[] = {
    {"matmul(x1, x2, /, out=None)", numpy_matmul,
     "x1 @ x2: the product of matrices in the last two axes, the other axes broadcast. A 1-D "
     "operand is a row on the left and a column on the right. ValueError if the inner extents "
     "differ.",
     0},
    {"dot(a, b, out=None)", numpy_dot,
     "The sum over a's last axis and b's last but one: inner product of vectors, product of "
     "matrices; a number multiplies. ValueError if the extents differ.",
     0},
    {"vdot(a, b, /)", numpy_vdot, "The inner product of a's conjugate and b, both flattened.", 0},
    {"inner(a, b, /)", numpy_inner, "The sum over the last axes of both.", 0},
    {"outer(a, b, out=None)", numpy_outer,
     "The products of every element of a and every element of b, both flattened; 2-D.", 0},
    {NULL, NULL, NULL, 0}};
