/* Functions of np that are said with elementwise ops: clip, round, isclose,
 * allclose, array_equal. Each records what NumPy's own definition computes. */
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

ArrStatus numpy_clip(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = NULL, *out, *clipped;
    if (call->self.kind == VALUE_UNDEFINED && call->args[1].kind != VALUE_UNDEFINED &&
        call->args[2].kind == VALUE_UNDEFINED)
        return error_set(&state->base, ERROR_TYPE,
                         "clip() missing 1 required positional argument: 'a_max'");
    ArrStatus status = convert_to_out(state, argument(call, 3), &out);
    if (!status) status = convert_array(state, argument(call, 0), -1, &a);
    if (!status) status = clip(state, a, argument(call, 1), argument(call, 2), out, &clipped);
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
    status = dtype_info[a->dtype].kind == KIND_COMPLEX
                 ? round_complex(state, a, decimals, out, &rounded)
                 : round_any(state, a, decimals, out, &rounded);
    release(state, a);
    return give_array(status, &rounded, result);
}

/* --- closeness --------------------------------------------------------------------- */

/* Numbers and arrays that one comparison makes, released together. */
typedef struct Closeness {
    ArrState *state;
    ArrStatus status;
    Array *made[16];
    int count;
    Value holds[4];
} Closeness;

static Operand close_2(Closeness *c, Op op, Operand a, Operand b) {
    Array *result;
    if (!c->status) c->status = elementwise_2(c->state, op, a, b, &result);
    if (c->status) return a;
    c->made[c->count++] = result;
    return operand_array(result);
}

static Operand close_1(Closeness *c, Op op, Operand a) {
    Array *result;
    if (!c->status) c->status = graph_elementwise(&c->state->graph, op, &a, NULL, -1, &result);
    if (c->status) return a;
    c->made[c->count++] = result;
    return operand_array(result);
}

/* y as a float, so that abs() of the smallest int is right. */
static Operand close_inexact(Closeness *c, Operand y) {
    Operand one = {.value = const_float(1), .weak = true};
    ArrayKind kind = dtype_info[y.array ? y.array->dtype : y.value.dtype].kind;
    return kind < KIND_FLOAT ? close_2(c, OP_MULTIPLY, y, one) : y;
}

/* less_equal(abs(x-y), atol + rtol*abs(y)) & isfinite(y) | (x == y), and
 * where equal_nan also isnan(x) & isnan(y): NumPy's definition. */
static Operand close_record(Closeness *c, const Operand *in, bool equal_nan) {
    Operand x = in[0], y = close_inexact(c, in[1]);
    Operand distance = close_1(c, OP_ABSOLUTE, close_2(c, OP_SUBTRACT, x, y));
    Operand relative = close_2(c, OP_MULTIPLY, in[2], close_1(c, OP_ABSOLUTE, y));
    Operand near = close_2(c, OP_LESS_EQUAL, distance, close_2(c, OP_ADD, in[3], relative));
    near = close_2(c, OP_BITWISE_AND, near, close_1(c, OP_ISFINITE, y));
    Operand result = close_2(c, OP_BITWISE_OR, near, close_2(c, OP_EQUAL, x, y));
    if (!equal_nan) return result;
    Operand nans = close_2(c, OP_BITWISE_AND, close_1(c, OP_ISNAN, x), close_1(c, OP_ISNAN, y));
    return close_2(c, OP_BITWISE_OR, result, nans);
}

static ArrStatus isclose(ArrState *state, const BuiltinCall *call, Array **result) {
    static const double defaults[2] = {1e-5, 1e-8}; /* rtol, atol */
    Closeness c = {.state = state};
    Operand in[4], close = {0};
    bool equal_nan = false;
    for (int k = 0; k < 4 && !c.status; k++) {
        Value v = call->args[k];
        if (v.kind == VALUE_UNDEFINED) v = value_float(defaults[k - 2]);
        c.status = convert_to_operand(state, v, &in[k], &c.holds[k]);
    }
    if (!c.status && call->args[4].kind != VALUE_UNDEFINED)
        c.status = value_truth(state, call->args[4], &equal_nan);
    if (!c.status) close = close_record(&c, in, equal_nan);
    if (!c.status) {
        array_retain(close.array);
        *result = close.array;
    }
    for (int k = 0; k < c.count; k++) release(state, c.made[k]);
    for (int k = 0; k < 4; k++) value_release(state, c.holds[k]);
    return c.status;
}

static ArrStatus numpy_isclose(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *close;
    return give_array(isclose(state, call, &close), &close, result);
}

/* Whether all elements are true, as Python's bool. */
static ArrStatus all_true(ArrState *state, Array *a, Value *result) {
    uint64_t axes;
    Array *all;
    ArrStatus status = convert_to_axes(state, value_none(), a->ndim, &axes);
    if (!status) status = graph_reduce(&state->graph, REDUCE_ALL, a, axes, false, -1, NULL, &all);
    if (status) return status;
    status = convert_to_host(state, PULL_CONVERT, all, result);
    release(state, all);
    return status;
}

static ArrStatus numpy_allclose(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *close;
    ArrStatus status = isclose(state, call, &close);
    if (status) return status;
    status = all_true(state, close, result);
    release(state, close);
    return status;
}

static bool same_shape(const Array *a, const Array *b) {
    if (a->ndim != b->ndim) return false;
    for (int i = 0; i < a->ndim; i++)
        if (array_shape(a)[i] != array_shape(b)[i]) return false;
    return true;
}

static ArrStatus numpy_array_equal(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = NULL, *b = NULL, *equal = NULL;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (!status) status = convert_array(state, call->args[1], -1, &b);
    if (!status && same_shape(a, b)) {
        status = elementwise_2(state, OP_EQUAL, operand_array(a), operand_array(b), &equal);
        if (!status) status = all_true(state, equal, result);
    } else if (!status) {
        *result = value_bool(false);
    }
    release(state, a);
    release(state, b);
    release(state, equal);
    return status;
}

const BuiltinRow numpy_compose_rows[] = {
    {"clip(a, a_min=None, a_max=None, out=None)", numpy_clip,
     "a with values below a_min raised to it and values above a_max lowered to it. None leaves a "
     "side open.",
     0},
    {"round(a, decimals=0, out=None)", numpy_round,
     "a rounded to that many decimals, halves to the even neighbour. Negative decimals round left "
     "of the point.",
     0},
    {"around(a, decimals=0, out=None)", numpy_round, "Another name of round().", 0},
    {"isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)", numpy_isclose,
     "Whether abs(a - b) <= atol + rtol * abs(b), element by element.", 0},
    {"allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)", numpy_allclose,
     "Whether isclose() holds for all elements, as a Python bool; pulls one value.", 0},
    {"array_equal(a1, a2)", numpy_array_equal,
     "Whether both have the same shape and elements, as a Python bool; pulls one value.", 0},
    {NULL, NULL, NULL, 0}};
