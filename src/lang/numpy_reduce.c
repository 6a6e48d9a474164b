/* np's reductions: one builtin for each reduction of the op table, and mean,
 * var and std, composed as NumPy composes them. */
#include "arrays.h"

/* The arguments that all of them take. */
typedef struct Reduction {
    Array *a; /* one reference */
    uint64_t axes;
    int dtype;
    Array *out;
    bool keepdims;
} Reduction;

static ArrStatus reduction_begin(ArrState *state, const BuiltinCall *call, Value dtype, Value out,
                                 Value keepdims, Reduction *r) {
    *r = (Reduction){0};
    ArrStatus status = convert_array(state, argument(call, 0), -1, &r->a);
    if (!status) status = convert_to_axes(state, argument(call, 1), r->a->ndim, &r->axes);
    if (!status) status = convert_to_dtype(state, dtype, &r->dtype);
    if (!status) status = convert_to_out(state, out, &r->out);
    if (!status && keepdims.kind != VALUE_UNDEFINED)
        status = value_truth(state, keepdims, &r->keepdims);
    return status;
}

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* (a, axis, dtype, out, keepdims), or (a, axis, out, keepdims) where the type
 * cannot be chosen. */
ArrStatus numpy_reduce(ArrState *state, const BuiltinCall *call, Value *result) {
    ReduceOp op = (ReduceOp)call->data;
    int out = reduce_info[op].widen ? 3 : 2;
    Value dtype = reduce_info[op].widen ? argument(call, 2) : value_none();
    Reduction r;
    Array *reduced;
    ArrStatus status =
        reduction_begin(state, call, dtype, argument(call, out), argument(call, out + 1), &r);
    if (!status)
        status = graph_reduce(&state->graph, op, r.a, r.axes, r.keepdims, r.dtype, r.out, &reduced);
    release(state, r.a);
    return give_array(status, &reduced, result);
}

/* --- mean ---------------------------------------------------------------------------- */

static int64_t reduced_count(const Reduction *r) {
    int64_t count = 1;
    for (int i = 0; i < r->a->ndim; i++)
        if (r->axes >> i & 1) count *= array_shape(r->a)[i];
    return count;
}

/* sum / count in sum's type. NumPy's count is an int64, not a Python int: a
 * float32 sum is divided in float64 and cast back. */
static ArrStatus divide_by_count(ArrState *state, Array *sum, ArrConst count, Array *out,
                                 Array **result) {
    Operand operands[2] = {operand_array(sum), {.value = count}};
    Array *quotient;
    ArrStatus status = graph_elementwise(&state->graph, OP_DIVIDE, operands, out, -1, &quotient);
    if (status || out || quotient->dtype == sum->dtype) {
        if (!status) *result = quotient;
        return status;
    }
    status = graph_copy(&state->graph, quotient, (ArrDtype)sum->dtype, 'K', result);
    release(state, quotient);
    return status;
}

/* Bools and ints are averaged as float64. */
static int mean_dtype(const Reduction *r) {
    if (r->dtype >= 0 || dtype_info[r->a->dtype].kind >= KIND_FLOAT) return r->dtype;
    return ARR_FLOAT64;
}

static ArrStatus mean(ArrState *state, const Reduction *r, bool keepdims, Array *out,
                      Array **result) {
    Array *sum;
    ArrStatus status =
        graph_reduce(&state->graph, REDUCE_SUM, r->a, r->axes, keepdims, mean_dtype(r), NULL, &sum);
    if (status) return status;
    status = divide_by_count(state, sum, const_int(reduced_count(r)), out, result);
    release(state, sum);
    return status;
}

ArrStatus numpy_mean(ArrState *state, const BuiltinCall *call, Value *result) {
    Reduction r;
    Array *average;
    ArrStatus status =
        reduction_begin(state, call, argument(call, 2), argument(call, 3), argument(call, 4), &r);
    if (!status) status = mean(state, &r, r.keepdims, r.out, &average);
    release(state, r.a);
    return give_array(status, &average, result);
}

/* --- var, std --------------------------------------------------------------------------- */

ArrStatus square_modulus(ArrState *state, Array *x, Array **result) {
    Array *parts[2] = {NULL, NULL}, *squares[2] = {NULL, NULL};
    ArrStatus status = ARR_OK;
    if (dtype_info[x->dtype].kind != KIND_COMPLEX)
        return elementwise_2(state, OP_MULTIPLY, operand_array(x), operand_array(x), result);
    for (int k = 0; k < 2 && !status; k++) {
        status = array_part(&state->graph.arrays, x, k, &parts[k]);
        if (!status)
            status = elementwise_2(state, OP_MULTIPLY, operand_array(parts[k]),
                                   operand_array(parts[k]), &squares[k]);
    }
    if (!status)
        status = elementwise_2(state, OP_ADD, operand_array(squares[0]), operand_array(squares[1]),
                               result);
    for (int k = 0; k < 2; k++) {
        release(state, parts[k]);
        release(state, squares[k]);
    }
    return status;
}

/* What the sum of squares is divided by: max(count - ddof, 0). */
static ArrStatus degrees_of_freedom(ArrState *state, const Reduction *r, Value ddof,
                                    ArrConst *count) {
    Value left, n = value_int(reduced_count(r));
    double x;
    *count = const_int(n.integer);
    if (!argument_given(ddof)) return ARR_OK;
    if (!value_is_number(ddof) || ddof.kind == VALUE_COMPLEX) {
        int64_t whole;
        ArrStatus status = value_index(state, ddof, &whole);
        if (status) return status;
        ddof = value_int(whole);
    }
    ArrStatus status = number_binary(state, AST_OP_SUBTRACT, n, ddof, &left);
    if (status) return status;
    status = number_to_double(state, left, &x);
    if (!status)
        *count = x <= 0                   ? const_int(0)
                 : left.kind == VALUE_INT ? const_int(left.integer)
                                          : const_float(x);
    value_release(state, left);
    return status;
}

static ArrStatus var(ArrState *state, const Reduction *r, ArrConst count, Array *out,
                     Array **result) {
    Array *center = NULL, *deviation = NULL, *square = NULL, *sum = NULL;
    ArrStatus status = mean(state, r, true, NULL, &center);
    if (!status)
        status = elementwise_2(state, OP_SUBTRACT, operand_array(r->a), operand_array(center),
                               &deviation);
    if (!status) status = square_modulus(state, deviation, &square);
    if (!status)
        status = graph_reduce(&state->graph, REDUCE_SUM, square, r->axes, r->keepdims, r->dtype,
                              NULL, &sum);
    if (!status) status = divide_by_count(state, sum, count, out, result);
    release(state, center);
    release(state, deviation);
    release(state, square);
    release(state, sum);
    return status;
}

ArrStatus numpy_var(ArrState *state, const BuiltinCall *call, Value *result) {
    Reduction r;
    ArrConst count;
    Array *variance, *root;
    ArrStatus status =
        reduction_begin(state, call, argument(call, 2), argument(call, 3), argument(call, 5), &r);
    if (!status) status = degrees_of_freedom(state, &r, argument(call, 4), &count);
    if (!status) status = var(state, &r, count, r.out, &variance);
    release(state, r.a);
    if (status || call->data == NUMPY_VARIANCE) return give_array(status, &variance, result);
    Operand operand = operand_array(variance);
    status = graph_elementwise(&state->graph, OP_SQRT, &operand, r.out, -1, &root);
    release(state, variance);
    return give_array(status, &root, result);
}

const BuiltinRow numpy_reduce_rows[] = {
#define ELEMENTWISE(...)
#define REDUCTION(id, name, alias, ufunc, combine, identity, widen, kernel, signature, doc) \
    {signature, numpy_reduce, doc, REDUCE_##id},
#include "../array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION
    {"mean(a, axis=None, dtype=None, out=None, keepdims=False)", numpy_mean,
     "The average over the axes. Bools and ints are averaged as float64; float32 stays.", 0},
    {"var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False)", numpy_var,
     "The average squared distance from the mean, over the axes; divided by count - ddof.",
     NUMPY_VARIANCE},
    {"std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False)", numpy_var,
     "The square root of var().", NUMPY_DEVIATION},
    {NULL, NULL, NULL, 0}};
