/* np.linalg: solve, inv, cholesky and det are library ops; norm is composed of
 * elementwise ops and reductions, so that it fuses with what makes its operand. */
#include "../graph/factor.h"
#include "../graph/linalg.h"
#include "arrays.h"

#include <math.h>
#include <string.h>

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- solve, inv, cholesky, det --------------------------------------------------- */

static ArrStatus linalg_solve(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = NULL, *b = NULL, *x;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (!status) status = convert_array(state, call->args[1], -1, &b);
    if (!status) status = graph_solve(&state->graph, a, b, &x);
    release(state, a);
    release(state, b);
    return give_array(status, &x, result);
}

static ArrStatus linalg_inv(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a, *inverse;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = graph_solve(&state->graph, a, NULL, &inverse);
    release(state, a);
    return give_array(status, &inverse, result);
}

static ArrStatus linalg_cholesky(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a, *factor;
    bool upper = false;
    ArrStatus status = ARR_OK;
    if (call->args[1].kind != VALUE_UNDEFINED) status = value_truth(state, call->args[1], &upper);
    if (!status) status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = graph_cholesky(&state->graph, a, upper, &factor);
    release(state, a);
    return give_array(status, &factor, result);
}

static ArrStatus linalg_det(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a, *det;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = graph_det(&state->graph, a, &det);
    release(state, a);
    return give_array(status, &det, result);
}

/* --- norm: arguments --------------------------------------------------------------- */

typedef struct Norm {
    Array *x; /* one reference; float or complex */
    enum { NORM_DEFAULT, NORM_FROBENIUS, NORM_TEXT, NORM_NUMBER } kind;
    double order;     /* NORM_NUMBER */
    const char *text; /* NORM_TEXT */
    bool all_axes;    /* axis=None */
    int axis_count, axes[ARR_MAX_NDIM];
    bool keepdims;
} Norm;

static ArrStatus read_order(ArrState *state, Value v, Norm *norm) {
    Value number = v;
    ArrStatus status = ARR_OK;
    norm->kind = NORM_DEFAULT;
    if (!argument_given(v)) return ARR_OK;
    if (v.kind == VALUE_STRING) {
        norm->text = VALUE_AS(StringObject, v)->bytes;
        bool frobenius = !strcmp(norm->text, "fro") || !strcmp(norm->text, "f");
        norm->kind = frobenius ? NORM_FROBENIUS : NORM_TEXT;
        return ARR_OK;
    }
    if (v.kind == VALUE_ARRAY) status = convert_to_host(state, PULL_CONVERT, v.array, &number);
    else value_retain(number);
    if (status) return status;
    norm->kind = NORM_NUMBER;
    if (value_is_number(number) && number.kind != VALUE_COMPLEX)
        status = number_to_double(state, number, &norm->order);
    else
        status = error_set(&state->base, ERROR_TYPE, "norm: ord is a number or 'fro', not '%s'",
                           value_type_name(number));
    value_release(state, number);
    return status;
}

static ArrStatus add_axis(ArrState *state, Value v, Norm *norm) {
    int64_t axis;
    int at = norm->axis_count++;
    if (v.kind != VALUE_INT && v.kind != VALUE_BOOL && v.kind != VALUE_ARRAY)
        return error_set(&state->base, ERROR_TYPE,
                         "'axis' must be None, an integer or a tuple of integers");
    ArrStatus status = value_index(state, v, &axis);
    return status ? status : axis_normalise(&state->base, axis, norm->x->ndim, &norm->axes[at]);
}

static ArrStatus read_axes(ArrState *state, Value v, Norm *norm) {
    ArrStatus status = ARR_OK;
    norm->all_axes = !argument_given(v);
    if (norm->all_axes) {
        norm->axis_count = norm->x->ndim;
        for (int i = 0; i < norm->axis_count; i++) norm->axes[i] = i;
        return ARR_OK;
    }
    if (v.kind != VALUE_TUPLE) return add_axis(state, v, norm);
    const SequenceObject *items = VALUE_AS(SequenceObject, v);
    if (items->count > 2)
        return error_set(&state->base, ERROR_VALUE, "Improper number of dimensions to norm.");
    for (int64_t i = 0; i < items->count && !status; i++)
        status = add_axis(state, items->items[i], norm);
    return status;
}

/* Bools and ints are measured as float64. */
static ArrStatus read_operand(ArrState *state, Value v, Norm *norm) {
    Array *a;
    ArrStatus status = convert_array(state, v, -1, &a);
    if (status || dtype_info[a->dtype].kind >= KIND_FLOAT) {
        if (!status) norm->x = a;
        return status;
    }
    status = graph_copy(&state->graph, a, ARR_FLOAT64, 'K', &norm->x);
    release(state, a);
    return status;
}

/* --- norm: values ------------------------------------------------------------------- */

/* The reduction of a, which goes. */
static ArrStatus reduce(ArrState *state, ReduceOp op, Array *a, uint64_t axes, bool keepdims,
                        Array **result) {
    ArrStatus status = graph_reduce(&state->graph, op, a, axes, keepdims, -1, NULL, result);
    release(state, a);
    return status;
}

static uint64_t axis_bits(const Norm *norm) {
    uint64_t bits = 0;
    for (int i = 0; i < norm->axis_count; i++) bits |= UINT64_C(1) << norm->axes[i];
    return bits;
}

/* The square root of the sum of squares. */
static ArrStatus euclidean(ArrState *state, const Norm *norm, Array **result) {
    Array *square, *sum;
    ArrStatus status = square_modulus(state, norm->x, &square);
    if (!status) status = reduce(state, REDUCE_SUM, square, axis_bits(norm), norm->keepdims, &sum);
    if (status) return status;
    status = elementwise_1(state, OP_SQRT, sum, result);
    release(state, sum);
    return status;
}

static ArrStatus reduce_sizes(ArrState *state, const Norm *norm, ReduceOp op, Array **result) {
    Array *size;
    ArrStatus status = elementwise_1(state, OP_ABSOLUTE, norm->x, &size);
    return status ? status : reduce(state, op, size, axis_bits(norm), norm->keepdims, result);
}

/* How many elements are not 0, as a float. */
static ArrStatus count_nonzero(ArrState *state, const Norm *norm, Array **result) {
    bool narrow = norm->x->dtype == ARR_FLOAT32 || norm->x->dtype == ARR_COMPLEX64;
    Operand zero = {.value = const_int(0), .weak = true};
    Array *nonzero, *ones;
    ArrStatus status = elementwise_2(state, OP_NOT_EQUAL, operand_array(norm->x), zero, &nonzero);
    if (status) return status;
    status = graph_copy(&state->graph, nonzero, narrow ? ARR_FLOAT32 : ARR_FLOAT64, 'K', &ones);
    release(state, nonzero);
    return status ? status
                  : reduce(state, REDUCE_SUM, ones, axis_bits(norm), norm->keepdims, result);
}

/* The order-th root of the sum of |x|**order. */
static ArrStatus power_sum(ArrState *state, const Norm *norm, Array **result) {
    Operand order = {.value = const_float(norm->order), .weak = true}, root = {0};
    Array *size, *power, *sum;
    ArrStatus status = elementwise_1(state, OP_ABSOLUTE, norm->x, &size);
    if (status) return status;
    status = elementwise_2(state, OP_POWER, operand_array(size), order, &power);
    release(state, size);
    if (!status) status = reduce(state, REDUCE_SUM, power, axis_bits(norm), norm->keepdims, &sum);
    if (status) return status;
    root.value = const_float(1.0 / norm->order);
    if (sum->dtype == ARR_FLOAT32)
        root.value = (ArrConst){.dtype = ARR_FLOAT32, .f4 = 1.0f / (float)norm->order};
    status = elementwise_2(state, OP_POWER, operand_array(sum), root, result);
    release(state, sum);
    return status;
}

static ArrStatus vector_norm(ArrState *state, const Norm *norm, Array **result) {
    if (norm->kind == NORM_FROBENIUS || norm->kind == NORM_TEXT)
        return error_set(&state->base, ERROR_VALUE, "Invalid norm order '%s' for vectors",
                         norm->text);
    if (norm->kind == NORM_DEFAULT || norm->order == 2) return euclidean(state, norm, result);
    if (isinf(norm->order))
        return reduce_sizes(state, norm, norm->order > 0 ? REDUCE_MAX : REDUCE_MIN, result);
    if (norm->order == 1) return reduce_sizes(state, norm, REDUCE_SUM, result);
    if (norm->order == 0) return count_nonzero(state, norm, result);
    return power_sum(state, norm, result);
}

/* The largest (order > 0) or smallest sum of the columns (order 1, -1) or rows. */
static ArrStatus extreme_sum(ArrState *state, const Norm *norm, Array **result) {
    bool rows = isinf(norm->order);
    int along = norm->axes[rows], across = norm->axes[!rows];
    Array *size, *sums;
    ArrStatus status = elementwise_1(state, OP_ABSOLUTE, norm->x, &size);
    if (!status)
        status = reduce(state, REDUCE_SUM, size, UINT64_C(1) << along, norm->keepdims, &sums);
    if (status) return status;
    if (!norm->keepdims && across > along) across--;
    return reduce(state, norm->order > 0 ? REDUCE_MAX : REDUCE_MIN, sums, UINT64_C(1) << across,
                  norm->keepdims, result);
}

/* x with the axes of the matrices last. */
static ArrStatus matrices_last(ArrState *state, const Norm *norm, Array **result) {
    int64_t order[ARR_MAX_NDIM];
    int ndim = norm->x->ndim, k = 0;
    for (int i = 0; i < ndim; i++)
        if (i != norm->axes[0] && i != norm->axes[1]) order[k++] = i;
    order[k] = norm->axes[0];
    order[k + 1] = norm->axes[1];
    return array_transpose(&state->graph.arrays, norm->x, ndim, order, result);
}

/* The sum, the greatest or the least of the singular values. */
static ArrStatus spectral(ArrState *state, const Norm *norm, bool nuclear, Array **result) {
    static const ArrConst constants[3] = {{.dtype = ARR_INT64, .i8 = SVD_VALUES}};
    ReduceOp op = nuclear ? REDUCE_SUM : norm->order > 0 ? REDUCE_MAX : REDUCE_MIN;
    Array *moved, *values[FACTOR_PARTS], *found;
    int count, ndim = norm->x->ndim;
    int64_t shape[ARR_MAX_NDIM];
    ArrStatus status = matrices_last(state, norm, &moved);
    if (status) return status;
    status = graph_factor(&state->graph, LIBRARY_SVD, constants, moved, NULL, &count, values);
    release(state, moved);
    if (!status) status = reduce(state, op, values[0], UINT64_C(1) << (ndim - 2), false, &found);
    if (status || !norm->keepdims) {
        if (!status) *result = found;
        return status;
    }
    for (int i = 0; i < ndim; i++) shape[i] = array_shape(norm->x)[i];
    shape[norm->axes[0]] = shape[norm->axes[1]] = 1;
    status = graph_reshape(&state->graph, found, ndim, shape, result);
    release(state, found);
    return status;
}

static ArrStatus matrix_norm(ArrState *state, const Norm *norm, Array **result) {
    bool nuclear = norm->kind == NORM_TEXT && !strcmp(norm->text, "nuc");
    double size = norm->kind == NORM_NUMBER ? fabs(norm->order) : 0;
    if (norm->axes[0] == norm->axes[1])
        return error_set(&state->base, ERROR_VALUE, "Duplicate axes given.");
    if (nuclear || size == 2) return spectral(state, norm, nuclear, result);
    if (norm->kind == NORM_DEFAULT || norm->kind == NORM_FROBENIUS)
        return euclidean(state, norm, result);
    if (size == 1 || isinf(size)) return extreme_sum(state, norm, result);
    return error_set(&state->base, ERROR_VALUE, "Invalid norm order for matrices.");
}

static ArrStatus measure(ArrState *state, const Norm *norm, Array **result) {
    bool flat = norm->kind == NORM_DEFAULT && norm->all_axes; /* of any rank */
    if (flat) { /* in NumPy a dot product, which says nothing of what overflows */
        uint8_t errors = state->graph.errors;
        state->graph.errors = 0;
        ArrStatus status = euclidean(state, norm, result);
        state->graph.errors = errors;
        return status;
    }
    if (norm->axis_count == 1) return vector_norm(state, norm, result);
    if (norm->axis_count == 2) return matrix_norm(state, norm, result);
    return error_set(&state->base, ERROR_VALUE, "Improper number of dimensions to norm.");
}

static ArrStatus linalg_norm(ArrState *state, const BuiltinCall *call, Value *result) {
    Norm norm = {0};
    Array *measured;
    ArrStatus status = read_operand(state, call->args[0], &norm);
    if (!status) status = read_order(state, call->args[1], &norm);
    if (!status) status = read_axes(state, call->args[2], &norm);
    if (!status && call->args[3].kind != VALUE_UNDEFINED)
        status = value_truth(state, call->args[3], &norm.keepdims);
    if (!status) status = measure(state, &norm, &measured);
    release(state, norm.x);
    return give_array(status, &measured, result);
}

/* --- the table ------------------------------------------------------------------------ */

const BuiltinRow numpy_linalg_rows[] = {
    {"norm(x, ord=None, axis=None, keepdims=False)", linalg_norm,
     "The size of a vector or matrix: the root of the sum of squares, or of order 1, inf, -inf, 0 "
     "and other numbers (vectors), 1, -1, 2, -2, inf, -inf, 'fro' and 'nuc' (matrices). ValueError "
     "for other "
     "orders.",
     0},
    {"solve(a, b)", linalg_solve,
     "The x with a @ x = b, of one or a stack of square matrices; b is one vector, or matrices. "
     "LinAlgError if a is singular.",
     0},
    {"inv(a)", linalg_inv, "The inverse of square matrices. LinAlgError if one is singular.", 0},
    {"cholesky(a, /, *, upper=False)", linalg_cholesky,
     "The lower triangle L with a = L @ L^H, or upper: L^H. LinAlgError if a is not positive "
     "definite.",
     0},
    {"det(a)", linalg_det, "The determinant of square matrices.", 0},
    {NULL, NULL, NULL, 0}};
