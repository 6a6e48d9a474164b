/* Random ints (see random.h). */
#include "random.h"

#include <string.h>

#include "../graph/random.h"
#include "bigint.h"

typedef __int128 Wide; /* any bound of any type, and those a little beyond */

/* An int's value; one far beyond 64 bits is as good as any other. */
static ArrStatus wide_int(ArrState *state, Value v, Wide *x) {
    if (v.kind != VALUE_BIGINT) {
        *x = v.kind == VALUE_BOOL ? v.boolean : v.integer;
        return ARR_OK;
    }
    Text text = text_new(&state->base.heap);
    bigint_add_digits(v, 4, &text);
    ArrStatus status = text.failed ? error_memory(&state->base, text.length, "an int") : ARR_OK;
    const char *digits = text_string(&text);
    *x = 0;
    for (int64_t i = 0; i < text.length && i < 24; i++)
        *x = *x * 16 + (digits[i] <= '9' ? digits[i] - '0' : digits[i] - 'a' + 10);
    if (bigint_sign(v) < 0) *x = -*x;
    text_free(&text);
    return status;
}

static ArrStatus read_bound(ArrState *state, Value v, Wide *x) {
    Value whole;
    ArrStatus status = construct_int(state, v, &whole);
    if (status) return status;
    status = wide_int(state, whole, x);
    value_release(state, whole);
    return status;
}

/* The smallest and the largest of a type. */
static void type_bounds(ArrDtype dtype, Wide *least, Wide *most) {
    int bits = 8 * dtype_info[dtype].itemsize;
    bool is_signed = dtype_info[dtype].kind == KIND_INT;
    *most = dtype == ARR_BOOL ? 1 : ((Wide)1 << (bits - is_signed)) - 1;
    *least = is_signed ? -*most - 1 : 0;
}

static ArrStatus check_bounds(ArrState *state, ArrDtype dtype, Wide low, Wide high, bool closed) {
    Wide least, most;
    const char *name = dtype_info[dtype].name, *sign;
    type_bounds(dtype, &least, &most);
    if (low < least)
        return error_set(&state->base, ERROR_VALUE, "low is out of bounds for %s", name);
    if (high > most)
        return error_set(&state->base, ERROR_VALUE, "high is out of bounds for %s", name);
    if (low <= high) return ARR_OK;
    if (low == 0) {
        sign = closed ? "<" : "<=";
        return error_set(&state->base, ERROR_VALUE, "high %s 0", sign);
    }
    sign = closed ? ">" : ">=";
    return error_set(&state->base, ERROR_VALUE, "low %s high", sign);
}

static ArrStatus read_bounds(ArrState *state, Value low, Value high, bool closed, ArrDtype dtype,
                             Draw *draw) {
    Wide first = 0, last;
    bool both = argument_given(high);
    ArrStatus status = both ? read_bound(state, low, &first) : ARR_OK;
    if (!status) status = read_bound(state, both ? high : low, &last);
    if (status) return status;
    if (!closed) last--;
    draw->low = (uint64_t)first;
    draw->range = (uint64_t)(last - first);
    return check_bounds(state, dtype, first, last, closed);
}

static ArrStatus integer_dtype(ArrState *state, const RandomCall *call, Value v, ArrDtype *dtype) {
    int wanted;
    ArrStatus status = convert_to_dtype(state, v, &wanted);
    if (status) return status;
    *dtype = wanted < 0 ? ARR_INT64 : (ArrDtype)wanted;
    if (dtype_info[*dtype].kind < KIND_FLOAT) return ARR_OK;
    return error_set(&state->base, ERROR_TYPE, "Unsupported dtype dtype('%s') for %s",
                     dtype_info[*dtype].name, call->name);
}

/* As a NumPy scalar, or as a Python value where dtype= was Python's type. */
static ArrStatus one_integer(ArrState *state, const RandomCall *call, const Draw *draw,
                             ArrDtype dtype, bool python, Value *result) {
    ArrConst c = {.dtype = dtype};
    Array *scalar;
    ArrStatus status = random_draw_one(state, call, draw, c.bytes);
    if (status) return status;
    if (python) return convert_const(state, c, result);
    return give_array(graph_scalar(&state->graph, c, &scalar), &scalar, result);
}

static ArrStatus integer_array(ArrState *state, const RandomCall *call, const Draw *draw,
                               ArrDtype dtype, const RandomSize *size, Array **result) {
    RandomObject *object = call->object;
    IntegerDraw pieces = integer_draw(draw->size, draw->range);
    if (draw->range == 0)
        return graph_full(&state->graph, dtype, size->ndim, size->shape,
                          const_cast((ArrConst){.dtype = ARR_UINT64, .u8 = draw->low}, dtype),
                          result);
    if (object->bits.legacy || object->ahead || !integer_draw_is_even(&pieces))
        return random_draw_array(state, call, draw, NULL, dtype, size, result);
    return graph_random_integers(&state->graph, &object->bits.pcg, dtype, size->ndim, size->shape,
                                 draw->low, pieces, result);
}

/* --- bounds that are arrays --------------------------------------------------------- */

static bool is_many(Value v) {
    return random_is_many(v) && !(v.kind == VALUE_ARRAY && v.array->ndim == 0);
}

/* Bounds as int64, and the last int in place of a high that is not included. */
static ArrStatus bound_arrays(ArrState *state, Value low, Value high, bool closed,
                              Array *bounds[2]) {
    Array *last;
    bool both = argument_given(high);
    ArrStatus status = convert_array(state, both ? low : value_int(0), ARR_INT64, &bounds[0]);
    if (!status) status = convert_array(state, both ? high : low, ARR_INT64, &bounds[1]);
    if (status || closed) return status;
    status = elementwise_2(state, OP_SUBTRACT, operand_array(bounds[1]),
                           (Operand){.value = const_int(1)}, &last);
    if (status) return status;
    array_release(&state->graph.arrays, bounds[1]);
    bounds[1] = last;
    return ARR_OK;
}

/* bounds[1] becomes how far the last int lies behind the first. */
static ArrStatus check_arrays(ArrState *state, ArrDtype dtype, Value low, bool closed,
                              const RandomSize *size, Array *bounds[2]) {
    Array *range;
    RandomCheck check = {.what = RANDOM_BOUNDS,
                         .legacy = closed,
                         .kind = (uint8_t)dtype,
                         .place = low.kind == VALUE_INT && low.integer == 0};
    ArrStatus status = random_spread(state, size, &bounds[0]);
    if (!status) status = random_spread(state, size, &bounds[1]);
    if (!status) status = graph_random_check(&state->graph, 2, bounds, &check);
    if (!status)
        status = elementwise_2(state, OP_SUBTRACT, operand_array(bounds[1]),
                               operand_array(bounds[0]), &range);
    if (status) return status;
    array_release(&state->graph.arrays, bounds[1]);
    bounds[1] = range;
    return ARR_OK;
}

static ArrStatus of_arrays(ArrState *state, const RandomCall *call, Value low, Value high,
                           bool closed, ArrDtype dtype, Draw *draw, Value *result) {
    RandomSize size;
    Array *bounds[2] = {NULL, NULL}, *drawn;
    if (dtype == ARR_UINT64)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "%s() of uint64 with arrays as bounds is not in arr yet", call->name);
    draw->kind = DRAW_EACH_INTEGER;
    draw->values = 3;
    ArrStatus status = bound_arrays(state, low, high, closed, bounds);
    if (!status) { /* for its error: it is never computed */
        status = elementwise_2(state, OP_SUBTRACT, operand_array(bounds[0]),
                               operand_array(bounds[1]), &drawn);
        if (!status) array_release(&state->graph.arrays, drawn);
    }
    if (!status) status = random_size_of(state, call->size, 2, bounds, &size);
    if (!status)
        status = check_arrays(state, dtype, argument_given(high) ? low : value_int(0), closed,
                              &size, bounds);
    if (!status) status = random_draw_array(state, call, draw, bounds, dtype, &size, &drawn);
    for (int k = 0; k < 2; k++) array_release(&state->graph.arrays, bounds[k]);
    return give_array(status, &drawn, result);
}

/* --- integers, randint -------------------------------------------------------------------- */

ArrStatus random_integer_values(ArrState *state, const RandomCall *call, Value low, Value high,
                                bool closed, Value dtype, Value *result) {
    RandomSize size;
    ArrDtype type;
    Array *drawn;
    Draw draw = {.kind = DRAW_INTEGERS};
    bool python =
        dtype.kind == VALUE_TYPE || (dtype.kind == VALUE_UNDEFINED && random_is_legacy(call));
    ArrStatus status = integer_dtype(state, call, dtype, &type);
    if (!status) status = random_size(state, call->size, &size);
    if (status) return status;
    draw.size = (uint8_t)(type == ARR_BOOL ? 0 : dtype_info[type].itemsize);
    if (size.count == 0) { /* NumPy does not look at the bounds either */
        status = graph_full(&state->graph, type, size.ndim, size.shape, const_int(0), &drawn);
        return give_array(status, &drawn, result);
    }
    if (is_many(low) || is_many(high))
        return of_arrays(state, call, low, high, closed, type, &draw, result);
    status = read_bounds(state, low, high, closed, type, &draw);
    if (status) return status;
    if (size.scalar) return one_integer(state, call, &draw, type, python, result);
    return give_array(integer_array(state, call, &draw, type, &size, &drawn), &drawn, result);
}
