/* Functions of np that are said with elementwise ops: clip and round. They
 * record what NumPy's own definitions compute. */
#include "arrays.h"

#include <math.h>

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- clip ------------------------------------------------------------------------- */

/* A bound that no element of the type can pass, as NumPy leaves it out. */
static bool bound_is_idle(Value bound, const Array *a, bool upper) {
    ArrayKind kind = dtype_info[a->dtype].kind;
    if (!argument_given(bound)) return true;
    if (kind != KIND_INT && kind != KIND_UINT) return false;
    return bound.kind == VALUE_INT && !op_weak_fits(const_int(bound.integer), a->dtype) &&
           (bound.integer > 0) == upper;
}

static ArrStatus bound_by(ArrState *state, Op op, Array *a, Value bound, Array *out,
                          Array **result) {
    Operand operands[2] = {operand_array(a)};
    Value hold;
    ArrStatus status = convert_to_operand(state, bound, &operands[1], &hold);
    if (!status) status = graph_elementwise(&state->graph, op, operands, out, -1, result);
    value_release(state, hold);
    return status;
}

static ArrStatus clip(ArrState *state, Array *a, Value low, Value high, Array *out,
                      Array **result) {
    bool idle_low = bound_is_idle(low, a, false), idle_high = bound_is_idle(high, a, true);
    if (idle_low && idle_high) {
        Operand operand = operand_array(a);
        return graph_elementwise(&state->graph, OP_POSITIVE, &operand, out, -1, result);
    }
    if (idle_low) return bound_by(state, OP_MINIMUM, a, high, out, result);
    if (idle_high) return bound_by(state, OP_MAXIMUM, a, low, out, result);
    Array *raised;
    ArrStatus status = bound_by(state, OP_MAXIMUM, a, low, NULL, &raised);
    if (status) return status;
    status = bound_by(state, OP_MINIMUM, raised, high, out, result);
    release(state, raised);
    return status;
}

static bool is_passed(const BuiltinCall *call, int k) {
    return argument(call, k).kind != VALUE_UNDEFINED;
}

ArrStatus numpy_clip(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = NULL, *out, *clipped;
    Value low = argument(call, 1), high = argument(call, 2);
    if (call->self.kind == VALUE_UNDEFINED) { /* np.clip(): min= and max= are other names */
        bool named = is_passed(call, 4) || is_passed(call, 5);
        if (named && (is_passed(call, 1) || is_passed(call, 2)))
            return error_set(&state->base, ERROR_VALUE,
                             "Passing `min` or `max` keyword argument when `a_min` and `a_max` are "
                             "provided is forbidden.");
        if (is_passed(call, 1) && !is_passed(call, 2))
            return error_set(&state->base, ERROR_TYPE,
                             "clip() missing 1 required positional argument: 'a_max'");
        if (named) {
            low = argument(call, 4);
            high = argument(call, 5);
        }
    }
    ArrStatus status = convert_to_out(state, argument(call, 3), &out);
    if (!status) status = convert_array(state, argument(call, 0), -1, &a);
    if (!status) status = clip(state, a, low, high, out, &clipped);
    release(state, a);
    return give_array(status, &clipped, result);
}

/* --- round ------------------------------------------------------------------------ */

/* first(a, scale), rounded, second(that, scale): NumPy's rounding to decimals. */
static ArrStatus round_scaled(ArrState *state, Array *a, int64_t decimals, Array *out,
                              Array **result) {
    Operand scale = {.value = const_float(pow(10, fabs((double)decimals))), .weak = true};
    Op first = decimals > 0 ? OP_MULTIPLY : OP_DIVIDE;
    Op second = decimals > 0 ? OP_DIVIDE : OP_MULTIPLY;
    Array *scaled = NULL, *whole = NULL;
    ArrStatus status = elementwise_2(state, first, operand_array(a), scale, &scaled);
    if (!status) status = elementwise_1(state, OP_RINT, scaled, &whole);
    if (!status) {
        Operand operands[2] = {operand_array(whole), scale};
        status = graph_elementwise(&state->graph, second, operands, out, -1, result);
    }
    release(state, scaled);
    release(state, whole);
    return status;
}

/* A fresh array as the result, or moved to out. */
static ArrStatus deliver(ArrState *state, Array *fresh, Array *out, Array **result) {
    *result = fresh;
    if (!out) return ARR_OK;
    ArrStatus status = graph_assign(&state->graph, out, operand_array(fresh));
    release(state, fresh);
    if (status) return status;
    array_retain(out);
    *result = out;
    return ARR_OK;
}

static ArrStatus round_ints(ArrState *state, Array *a, int64_t decimals, Array *out,
                            Array **result) {
    Array *rounded = NULL, *source = a, *copy;
    ArrStatus status = ARR_OK;
    if (decimals < 0) {
        status = round_scaled(state, a, decimals, NULL, &rounded);
        source = rounded;
    }
    if (!status) status = graph_copy(&state->graph, source, (ArrDtype)a->dtype, 'K', &copy);
    release(state, rounded);
    if (status) return status;
    copy->scalar = copy->ndim == 0;
    return deliver(state, copy, out, result);
}

static ArrStatus round_any(ArrState *state, Array *a, int64_t decimals, Array *out,
                           Array **result) {
    ArrayKind kind = dtype_info[a->dtype].kind;
    if (kind == KIND_INT || kind == KIND_UINT) return round_ints(state, a, decimals, out, result);
    if (decimals) return round_scaled(state, a, decimals, out, result);
    Operand operand = operand_array(a);
    return graph_elementwise(&state->graph, OP_RINT, &operand, out, -1, result);
}

/* The two parts of a complex array are rounded each by itself. */
static ArrStatus round_complex(ArrState *state, Array *a, int64_t decimals, Array *out,
                               Array **result) {
    Array *copy;
    ArrStatus status = graph_copy(&state->graph, a, (ArrDtype)a->dtype, 'K', &copy);
    if (status) return status;
    for (int k = 0; k < 2 && !status; k++) {
        Array *part, *rounded;
        status = array_part(&state->graph.arrays, copy, k, &part);
        if (status) break;
        status = round_any(state, part, decimals, part, &rounded);
        if (!status) release(state, rounded);
        release(state, part);
    }
    if (status) {
        release(state, copy);
        return status;
    }
    copy->scalar = copy->ndim == 0;
    return deliver(state, copy, out, result);
}

ArrStatus numpy_round(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = NULL, *out, *rounded;
    int64_t decimals = 0;
    ArrStatus status = convert_to_out(state, argument(call, 2), &out);
    if (!status && argument_given(argument(call, 1)))
        status = value_index(state, argument(call, 1), &decimals);
    if (!status) status = convert_array(state, argument(call, 0), -1, &a);
    if (status) return status;
    ArrayKind kind = dtype_info[a->dtype].kind;
    if (kind == KIND_BOOL && decimals && !out) {
        release(state, a);
        return error_set(&state->base, ERROR_UFUNC_TYPE,
                         "Cannot cast ufunc '%s' output from dtype('float64') to dtype('bool') "
                         "with casting rule 'same_kind'",
                         decimals < 0 ? "divide" : "multiply");
    }
    bool whole = kind == KIND_INT || kind == KIND_UINT;
    if (whole && decimals >= 0 && !out && (a->ndim || a->scalar))
        return give_array(ARR_OK, &a, result); /* the array itself, as in NumPy */
    status = kind == KIND_COMPLEX ? round_complex(state, a, decimals, out, &rounded)
                                  : round_any(state, a, decimals, out, &rounded);
    release(state, a);
    return give_array(status, &rounded, result);
}

const BuiltinRow numpy_compose_rows[] = {
    {"clip(a, a_min=None, a_max=None, out=None, *, min=None, max=None)", numpy_clip,
     "a with values below a_min raised to it and values above a_max lowered to it. None leaves a "
     "side open.",
     0},
    {"round(a, decimals=0, out=None)", numpy_round,
     "a rounded to that many decimals, halves to the even neighbour. Negative decimals round left "
     "of the point.",
     0},
    {"around(a, decimals=0, out=None)", numpy_round, "Another name of round().", 0},
    {NULL, NULL, NULL, 0}};
