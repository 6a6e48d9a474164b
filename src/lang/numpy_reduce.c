/* np's reductions: one builtin for each reduction of the op table, and mean,
 * composed as NumPy composes it (var and std are library code). */
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

/* NumPy's count is an int64, not a Python int: a float32 sum is divided in
 * float64 and cast back. */
ArrStatus divide_by_count(ArrState *state, Array *sum, Operand count, Array *out,
                          Array **result) {
    Operand operands[2] = {operand_array(sum), count};
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

ArrStatus numpy_mean(ArrState *state, const BuiltinCall *call, Value *result) {
    Reduction r;
    Array *sum = NULL, *average;
    ArrStatus status =
        reduction_begin(state, call, argument(call, 2), argument(call, 3), argument(call, 4), &r);
    if (!status)
        status = graph_reduce(&state->graph, REDUCE_SUM, r.a, r.axes, r.keepdims, mean_dtype(&r),
                              NULL, &sum);
    if (!status) {
        Operand count = {.value = const_int(reduced_count(&r))};
        status = divide_by_count(state, sum, count, r.out, &average);
    }
    release(state, r.a);
    release(state, sum);
    return give_array(status, &average, result);
}

/* --- squares ---------------------------------------------------------------------------- */

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

const BuiltinRow numpy_reduce_rows[] = {
#define ELEMENTWISE(...)
#define REDUCTION(id, name, alias, ufunc, combine, identity, widen, kernel, signature, doc) \
    {signature, numpy_reduce, doc, REDUCE_##id},
#include "../array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION
    {"mean(a, axis=None, dtype=None, out=None, keepdims=False)", numpy_mean,
     "The average over the axes. Bools and ints are averaged as float64; float32 stays.", 0},
    {NULL, NULL, NULL, 0}};
