/* np's reductions: one builtin for each reduction of the op table, and mean,
 * composed as NumPy composes it (var and std are library code). */
#include "ufunc.h"

/* The arguments that all of them take. */
typedef struct Reduction {
    Array *a;    /* one reference; once where= is seen to, with the start value elsewhere */
    Array *mask; /* one reference, or NULL */
    uint64_t axes;
    int dtype;
    Array *out;
    bool keepdims, has_initial;
} Reduction;

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

static void reduction_end(ArrState *state, Reduction *r) {
    release(state, r->a);
    release(state, r->mask);
}

static ArrStatus reduction_begin(ArrState *state, const ReduceArguments *given, Reduction *r) {
    *r = (Reduction){.has_initial = argument_given(given->initial)};
    ArrStatus status = convert_array(state, given->array, -1, &r->a);
    if (!status) status = convert_to_axes(state, given->axis, r->a->ndim, &r->axes);
    if (!status) status = convert_to_dtype(state, given->dtype, &r->dtype);
    if (!status) status = convert_to_out(state, given->out, &r->out);
    if (!status && given->keepdims.kind != VALUE_UNDEFINED)
        status = value_truth(state, given->keepdims, &r->keepdims);
    if (!status) status = convert_to_where(state, given->where, &r->mask);
    return status;
}

/* a = where(mask, a, start) */
static ArrStatus replace_masked(ArrState *state, Reduction *r, ArrConst start) {
    const Operand operands[3] = {operand_array(r->mask),
                                 operand_array(r->a),
                                 {.value = const_cast(start, (ArrDtype)r->a->dtype)}};
    Array *masked;
    ArrStatus status = graph_elementwise(&state->graph, OP_WHERE, operands, NULL, -1, &masked);
    if (status) return status;
    release(state, r->a);
    r->a = masked;
    return ARR_OK;
}

static bool reduces_nothing(const Reduction *r) {
    for (int i = 0; i < r->a->ndim; i++)
        if ((r->axes >> i & 1) && array_shape(r->a)[i] == 0) return true;
    return false;
}

/* Where there is nothing to reduce the result is the start value alone. */
static ArrStatus start_alone(ArrState *state, const Reduction *r, ArrConst start, Array **result) {
    int64_t shape[ARR_MAX_NDIM];
    int ndim = 0;
    for (int i = 0; i < r->a->ndim; i++)
        if (r->keepdims || !(r->axes >> i & 1))
            shape[ndim++] = r->axes >> i & 1 ? 1 : array_shape(r->a)[i];
    ArrStatus status = graph_full(&state->graph, start.dtype, ndim, shape, start, result);
    if (!status) (*result)->scalar = ndim == 0;
    return status;
}

/* A given start value joins the reduction of the elements. */
static ArrStatus reduce_from(ArrState *state, ReduceOp op, const Reduction *r, ArrConst start,
                             Array **result) {
    Array *reduced;
    ArrStatus status = reduces_nothing(r) ? start_alone(state, r, start, &reduced)
                                          : graph_reduce(&state->graph, op, r->a, r->axes,
                                                         r->keepdims, r->dtype, NULL, &reduced);
    if (status) return status;
    const Operand operands[2] = {{.value = const_cast(start, (ArrDtype)reduced->dtype)},
                                 operand_array(reduced)};
    status =
        graph_elementwise(&state->graph, reduce_info[op].combine, operands, r->out, -1, result);
    release(state, reduced);
    return status;
}

static ArrStatus initial_const(ArrState *state, Value initial, ArrDtype dtype, ArrConst *start) {
    Value host = initial;
    if (initial.kind == VALUE_ARRAY) {
        ArrStatus status = convert_to_host(state, PULL_CONVERT, initial.array, &host);
        if (status) return status;
    }
    ArrStatus status = convert_number(state, host, dtype, start);
    if (initial.kind == VALUE_ARRAY) value_release(state, host);
    return status;
}

ArrStatus reduce_call(ArrState *state, ReduceOp op, const ReduceArguments *given, Value *result) {
    const ReduceInfo *info = &reduce_info[op];
    Reduction r;
    Array *reduced;
    ArrConst start = const_float(info->identity);
    ArrDtype loop;
    ArrStatus status = reduction_begin(state, given, &r);
    if (!status && r.mask && !info->has_identity && !r.has_initial)
        status = error_set(&state->base, ERROR_VALUE,
                           "reduction operation '%s' does not have an identity, so to use a where "
                           "mask one has to specify 'initial'",
                           info->ufunc);
    if (!status && r.has_initial) {
        status = reduce_resolve(&state->base, op, (ArrDtype)r.a->dtype, r.dtype, &loop);
        if (!status) status = initial_const(state, given->initial, loop, &start);
    }
    if (!status && r.mask)
        status =
            replace_masked(state, &r, info->has_identity ? const_float(info->identity) : start);
    if (!status)
        status = r.has_initial ? reduce_from(state, op, &r, start, &reduced)
                               : graph_reduce(&state->graph, op, r.a, r.axes, r.keepdims, r.dtype,
                                              r.out, &reduced);
    reduction_end(state, &r);
    return give_array(status, &reduced, result);
}

/* (a, axis, dtype, out, keepdims, initial, where); without dtype where the
 * type cannot be chosen, without initial where all are bools. */
ArrStatus numpy_reduce(ArrState *state, const BuiltinCall *call, Value *result) {
    const ReduceInfo *info = &reduce_info[call->data];
    int out = info->widen ? 3 : 2, where = out + (info->logical ? 2 : 3);
    const ReduceArguments given = {.array = argument(call, 0),
                                   .axis = argument(call, 1),
                                   .dtype = info->widen ? argument(call, 2) : value_none(),
                                   .out = argument(call, out),
                                   .keepdims = argument(call, out + 1),
                                   .initial =
                                       info->logical ? value_none() : argument(call, out + 2),
                                   .where = argument(call, where)};
    return reduce_call(state, (ReduceOp)call->data, &given, result);
}

/* --- mean ---------------------------------------------------------------------------- */

/* How many elements meet in each result: a number, or an array where a mask chooses them. */
static ArrStatus reduced_count(ArrState *state, const Reduction *r, Operand *count, Array **hold) {
    Array *everywhere;
    *hold = NULL;
    if (r->mask) {
        ArrStatus status = array_broadcast_to(&state->graph.arrays, r->mask, r->a->ndim,
                                              array_shape(r->a), &everywhere);
        if (!status)
            status = graph_reduce(&state->graph, REDUCE_SUM, everywhere, r->axes, r->keepdims, -1,
                                  NULL, hold);
        else return status;
        release(state, everywhere);
        if (!status) *count = operand_array(*hold);
        return status;
    }
    int64_t product = 1;
    for (int i = 0; i < r->a->ndim; i++)
        if (r->axes >> i & 1) product *= array_shape(r->a)[i];
    *count = (Operand){.value = const_int(product)};
    return ARR_OK;
}

/* NumPy's count is an int64, not a Python int: a float32 sum is divided in
 * float64 and cast back, to whatever type out has. */
ArrStatus divide_by_count(ArrState *state, Array *sum, Operand count, Array *out, Array **result) {
    Operand operands[2] = {operand_array(sum), count};
    Array *quotient;
    uint8_t name = state->graph.name;
    if (sum->scalar && name == FLOAT_NAME_OWN) state->graph.name = FLOAT_NAME_SCALAR;
    ArrStatus status = graph_elementwise(&state->graph, OP_DIVIDE, operands, NULL, -1, &quotient);
    state->graph.name = name;
    if (status) return status;
    if (!out && quotient->dtype == sum->dtype) {
        *result = quotient;
        return ARR_OK;
    }
    if (out) status = graph_assign(&state->graph, out, operand_array(quotient));
    else status = graph_copy(&state->graph, quotient, (ArrDtype)sum->dtype, 'K', result);
    release(state, quotient);
    if (out && !status) array_retain(*result = out);
    return status;
}

/* Bools and ints are averaged as float64. */
static int mean_dtype(const Reduction *r) {
    if (r->dtype >= 0 || dtype_info[r->a->dtype].kind >= KIND_FLOAT) return r->dtype;
    return ARR_FLOAT64;
}

/* (a, axis, dtype, out, keepdims, where) */
ArrStatus numpy_mean(ArrState *state, const BuiltinCall *call, Value *result) {
    const ReduceArguments given = {.array = argument(call, 0),
                                   .axis = argument(call, 1),
                                   .dtype = argument(call, 2),
                                   .out = argument(call, 3),
                                   .keepdims = argument(call, 4),
                                   .where = argument(call, 5)};
    Reduction r;
    Operand count;
    Array *sum = NULL, *hold = NULL, *average;
    ArrStatus status = reduction_begin(state, &given, &r);
    if (!status && r.a->ndim == 0 && given.axis.kind == VALUE_INT) { /* unlike other reductions */
        int axis;
        status = axis_normalise(&state->base, given.axis.integer, 0, &axis);
    }
    if (!status) status = reduced_count(state, &r, &count, &hold);
    if (!status && !count.array && count.value.i8 == 0)
        status = graph_warn(&state->graph, FLOAT_ALL, "Mean of empty slice.");
    if (!status && r.mask) status = replace_masked(state, &r, const_int(0));
    if (!status)
        status = graph_reduce(&state->graph, REDUCE_SUM, r.a, r.axes, r.keepdims, mean_dtype(&r),
                              r.out, &sum);
    if (!status) status = divide_by_count(state, sum, count, r.out, &average);
    reduction_end(state, &r);
    release(state, hold);
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
    {"mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True)", numpy_mean,
     "The average over the axes. Bools and ints are averaged as float64; float32 stays.", 0},
#define ELEMENTWISE(...)
#define REDUCTION(id, name, alias, ufunc, combine, identity, widen, kernel, signature, doc) \
    {signature, numpy_reduce, doc, REDUCE_##id},
#include "../array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION
    {NULL, NULL, NULL, 0}};
