/* np's functions of diagonals and triangles: diag, diagonal, trace, tri, triu,
 * tril. A diagonal is a view; NumPy's may not be written to. */
#include "arrays.h"

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* An int argument, or what it is when not given. */
static ArrStatus optional_int(ArrState *state, Value v, int64_t fallback, int64_t *x) {
    *x = fallback;
    return v.kind == VALUE_UNDEFINED ? ARR_OK : value_index(state, v, x);
}

/* --- diagonals ------------------------------------------------------------------------------ */

static int64_t clip_offset(int64_t offset, int64_t least, int64_t most) {
    return offset < least ? least : offset > most ? most : offset;
}

/* The diagonal of two axes as a view's last axis. */
static ArrStatus diagonal(ArrState *state, const Array *a, int64_t k, int axis1, int axis2,
                          Array **result) {
    int64_t shape[ARR_MAX_NDIM], strides[ARR_MAX_NDIM], offset = a->offset;
    int64_t rows = array_shape(a)[axis1], columns = array_shape(a)[axis2];
    int ndim = 0;
    k = clip_offset(k, -rows, columns);
    for (int i = 0; i < a->ndim; i++) {
        if (i == axis1 || i == axis2) continue;
        shape[ndim] = array_shape(a)[i];
        strides[ndim++] = array_strides(a)[i];
    }
    int64_t down = k < 0 ? rows + k : rows, across = k > 0 ? columns - k : columns;
    shape[ndim] = down < across ? down : across;
    strides[ndim] = array_strides(a)[axis1] + array_strides(a)[axis2];
    if (shape[ndim] > 0)
        offset += k < 0 ? -k * array_strides(a)[axis1] : k * array_strides(a)[axis2];
    return array_view(&state->graph.arrays, a, (ArrDtype)a->dtype, offset, ndim + 1, shape, strides,
                      result);
}

static ArrStatus diagonal_axis(ArrState *state, Value v, const char *name, int64_t fallback,
                               int ndim, int *axis) {
    int64_t index;
    ArrStatus status = optional_int(state, v, fallback, &index);
    if (status) return status;
    if (index < -ndim || index >= ndim)
        return error_set(&state->base, ERROR_AXIS,
                         "%s: axis %lld is out of bounds for array of dimension %d", name,
                         (long long)index, ndim);
    *axis = (int)(index < 0 ? index + ndim : index);
    return ARR_OK;
}

/* The diagonal that (a, offset, axis1, axis2) name. */
static ArrStatus diagonal_of_call(ArrState *state, const BuiltinCall *call, Array **result) {
    int64_t k;
    int axis1 = 0, axis2 = 0;
    Array *a;
    ArrStatus status = optional_int(state, argument(call, 1), 0, &k);
    if (!status) status = convert_to_new_array(state, argument(call, 0), -1, &a);
    if (status) return status;
    if (a->ndim < 2)
        status = error_set(&state->base, ERROR_VALUE,
                           "diag requires an array of at least two dimensions");
    if (!status) status = diagonal_axis(state, argument(call, 2), "axis1", 0, a->ndim, &axis1);
    if (!status) status = diagonal_axis(state, argument(call, 3), "axis2", 1, a->ndim, &axis2);
    if (!status && axis1 == axis2)
        status = error_set(&state->base, ERROR_VALUE, "axis1 and axis2 cannot be the same");
    if (!status) status = diagonal(state, a, k, axis1, axis2, result);
    release(state, a);
    return status;
}

ArrStatus numpy_diagonal(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *view;
    ArrStatus status = diagonal_of_call(state, call, &view);
    if (!status) view->read_only = true;
    return give_array(status, &view, result);
}

/* (a, offset, axis1, axis2, dtype, out) */
ArrStatus numpy_trace(ArrState *state, const BuiltinCall *call, Value *result) {
    int dtype;
    Array *out, *view, *sum;
    ArrStatus status = convert_to_dtype(state, argument(call, 4), &dtype);
    if (!status) status = convert_to_out(state, argument(call, 5), &out);
    if (!status) status = diagonal_of_call(state, call, &view);
    if (status) return status;
    status = graph_reduce(&state->graph, REDUCE_SUM, view, (uint64_t)1 << (view->ndim - 1), false,
                          dtype, out, &sum);
    release(state, view);
    return give_array(status, &sum, result);
}

/* A matrix of zeros with a on its k-th diagonal. */
static ArrStatus matrix_of_diagonal(ArrState *state, Array *a, int64_t k, Array **result) {
    int64_t n, shape[2];
    Array *matrix, *view;
    if (k == INT64_MIN || __builtin_add_overflow(array_shape(a)[0], k < 0 ? -k : k, &n))
        return error_set(&state->base, ERROR_VALUE, "Maximum allowed dimension exceeded");
    shape[0] = shape[1] = n;
    ArrStatus status =
        graph_full(&state->graph, (ArrDtype)a->dtype, 2, shape, const_int(0), &matrix);
    if (status) return status;
    status = diagonal(state, matrix, k, 0, 1, &view);
    if (!status) {
        if (view->size) status = graph_assign(&state->graph, view, operand_array(a));
        release(state, view);
    }
    if (status) release(state, matrix);
    else *result = matrix;
    return status;
}

static ArrStatus numpy_diag(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t k;
    Array *a, *made;
    ArrStatus status = optional_int(state, call->args[1], 0, &k);
    if (!status) status = convert_to_new_array(state, call->args[0], -1, &a);
    if (status) return status;
    if (a->ndim == 1) {
        status = matrix_of_diagonal(state, a, k, &made);
    } else if (a->ndim == 2) {
        status = diagonal(state, a, k, 0, 1, &made);
        if (!status) made->read_only = true;
    } else {
        status = error_set(&state->base, ERROR_VALUE, "Input must be 1- or 2-d.");
    }
    release(state, a);
    return give_array(status, &made, result);
}

/* --- triangles -------------------------------------------------------------------------------- */

/* An axis of ints from start on: a column, or a row. */
static ArrStatus index_line(ArrState *state, int64_t start, int64_t n, bool column, Array **line) {
    int64_t shape[2] = {column ? n : 1, column ? 1 : n};
    Array *flat;
    ArrStatus status =
        graph_range(&state->graph, ARR_INT64, n, const_int(start), const_int(1), &flat);
    if (status) return status;
    status = graph_reshape(&state->graph, flat, 2, shape, line);
    release(state, flat);
    return status;
}

/* Whether element [i, j] lies at or below the k-th diagonal. */
static ArrStatus below_diagonal(ArrState *state, int64_t rows, int64_t columns, int64_t k,
                                Array **result) {
    Array *down = NULL, *across = NULL;
    k = clip_offset(k, -rows, columns);
    ArrStatus status = index_line(state, 0, rows, true, &down);
    if (!status) status = index_line(state, -k, columns, false, &across);
    if (!status)
        status = elementwise_2(state, OP_GREATER_EQUAL, operand_array(down), operand_array(across),
                               result);
    release(state, down);
    release(state, across);
    return status;
}

static ArrStatus numpy_tri(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t rows, columns, k;
    int dtype;
    Array *mask, *matrix;
    ArrStatus status = value_index(state, call->args[0], &rows);
    columns = rows;
    if (!status && argument_given(call->args[1]))
        status = value_index(state, call->args[1], &columns);
    if (!status) status = optional_int(state, call->args[2], 0, &k);
    if (!status) status = convert_to_dtype(state, call->args[3], &dtype);
    if (status) return status;
    if (rows < 0) rows = 0;
    if (columns < 0) columns = 0;
    status = below_diagonal(state, rows, columns, k, &mask);
    if (status) return status;
    status =
        graph_copy(&state->graph, mask, dtype < 0 ? ARR_FLOAT64 : (ArrDtype)dtype, 'C', &matrix);
    release(state, mask);
    return give_array(status, &matrix, result);
}

/* call->data: the lower triangle. A vector counts as that many equal rows. */
static ArrStatus numpy_triangle(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t k;
    bool lower = call->data;
    Array *a, *mask, *part;
    ArrStatus status = optional_int(state, call->args[1], 0, &k);
    if (!status) status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    if (a->ndim == 0) {
        release(state, a);
        return error_set(&state->base, ERROR_TYPE,
                         "tri() missing 1 required positional argument: 'N'");
    }
    const int64_t *shape = array_shape(a);
    int64_t columns = shape[a->ndim - 1], rows = a->ndim == 1 ? columns : shape[a->ndim - 2];
    if (!lower && k > INT64_MIN) k--;
    status = below_diagonal(state, rows, columns, k, &mask);
    if (!status) {
        Operand zero = {.value = const_cast(const_int(0), (ArrDtype)a->dtype)};
        Operand self = operand_array(a);
        Operand operands[3] = {operand_array(mask), lower ? self : zero, lower ? zero : self};
        status = graph_elementwise(&state->graph, OP_WHERE, operands, NULL, -1, &part);
        release(state, mask);
    }
    release(state, a);
    return give_array(status, &part, result);
}

const BuiltinRow numpy_diagonal_rows[] = {
    {"diag(v, k=0)", numpy_diag,
     "A read-only view of a matrix' k-th diagonal, or a matrix of zeros with the vector v there. "
     "ValueError for other dimensions.",
     0},
    {"diagonal(a, offset=0, axis1=0, axis2=1)", numpy_diagonal,
     "A read-only view of the diagonal of two of a's axes, which comes as its last axis.", 0},
    {"trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None)", numpy_trace,
     "The sum along the diagonal of two axes.", 0},
    {"tri(N, M=None, k=0, dtype=float64)", numpy_tri,
     "N rows and M columns, ones at and below the k-th diagonal.", 0},
    {"tril(m, k=0)", numpy_triangle, "A copy of m with zeros above the k-th diagonal.", 1},
    {"triu(m, k=0)", numpy_triangle, "A copy of m with zeros below the k-th diagonal.", 0},
    {NULL, NULL, NULL, 0}};
