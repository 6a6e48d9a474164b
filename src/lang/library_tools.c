/* What the standard library's code needs and the language does not say: to
 * raise an error, NumPy's rules for axis=, and to tell Python's numbers from
 * arrays; and what C code has anyway. Only library code sees these. */
#include "arrays.h"
#include "library.h"

#include <string.h>

static ErrorClass find_class(const char *name) {
    int class = ERROR_ZERO_DIVISION; /* the last */
    while (class > ERROR_NONE && strcmp(error_class_name((ErrorClass) class), name) != 0) class --;
    return (ErrorClass) class;
}

static ArrStatus tool_raise(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)result;
    return error_set(&state->base, find_class(VALUE_AS(StringObject, call->args[0])->bytes), "%s",
                     VALUE_AS(StringObject, call->args[1])->bytes);
}

/* NumPy's message, with the parameter's name before it where one is given. */
static ArrStatus axis_error(ArrState *state, int64_t axis, int64_t ndim, Value name) {
    bool named = name.kind == VALUE_STRING;
    return error_set(&state->base, ERROR_AXIS,
                     "%s%saxis %lld is out of bounds for array of dimension %lld",
                     named ? VALUE_AS(StringObject, name)->bytes : "", named ? ": " : "",
                     (long long)axis, (long long)ndim);
}

static ArrStatus tool_axis(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t axis, ndim = call->args[1].integer;
    ArrStatus status = value_index(state, call->args[0], &axis);
    if (status != ARR_OK) return status;
    if (axis < -ndim || axis >= ndim) return axis_error(state, axis, ndim, call->args[2]);
    *result = value_int(axis < 0 ? axis + ndim : axis);
    return ARR_OK;
}

static ArrStatus tool_axes(ArrState *state, const BuiltinCall *call, Value *result) {
    Value given = call->args[0], axes[ARR_MAX_NDIM];
    uint64_t seen = 0;
    bool many = given.kind == VALUE_TUPLE;
    const Value *items = many ? VALUE_AS(SequenceObject, given)->items : &given;
    int64_t count = many ? VALUE_AS(SequenceObject, given)->count : 1;
    for (int64_t i = 0; i < count; i++) {
        int64_t axis;
        int normal;
        ArrStatus status = value_index(state, items[i], &axis);
        if (status == ARR_OK)
            status = axis_normalise(&state->base, axis, (int)call->args[1].integer, &normal);
        if (status != ARR_OK) return status;
        if (seen >> normal & 1) return error_set(&state->base, ERROR_VALUE, "repeated axis");
        seen |= (uint64_t)1 << normal; /* so there are not more than ARR_MAX_NDIM */
        axes[i] = value_int(normal);
    }
    return sequence_new(state, VALUE_TUPLE, axes, count, result);
}

static ArrStatus tool_reduced(ArrState *state, const BuiltinCall *call, Value *result) {
    const Array *a = call->args[0].array;
    uint64_t axes;
    int64_t count = 1;
    ArrStatus status = convert_to_axes(state, call->args[1], a->ndim, &axes);
    if (status != ARR_OK) return status;
    for (int i = 0; i < a->ndim; i++)
        if (axes >> i & 1) count *= array_shape(a)[i];
    *result = value_int(count);
    return ARR_OK;
}

static ArrStatus tool_operand(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0];
    if (!value_is_number(v)) return convert_to_array(state, v, -1, result);
    value_retain(*result = v);
    return ARR_OK;
}

static ArrStatus tool_divide(ArrState *state, const BuiltinCall *call, Value *result) {
    Value hold, count = call->args[1];
    Operand operand;
    Array *out, *quotient;
    ArrStatus status = convert_to_out(state, call->args[2], &out);
    if (status == ARR_OK) status = convert_to_operand(state, count, &operand, &hold);
    if (status != ARR_OK) return status;
    operand.weak = false;
    status = divide_by_count(state, call->args[0].array, operand, out, &quotient);
    value_release(state, hold);
    return give_array(status, &quotient, result);
}

static ArrStatus tool_square(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *square;
    ArrStatus status = square_modulus(state, call->args[0].array, &square);
    return give_array(status, &square, result);
}

static ArrStatus tool_sequence(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)state;
    *result = value_bool(call->args[0].kind == VALUE_TUPLE || call->args[0].kind == VALUE_LIST);
    return ARR_OK;
}

const BuiltinRow library_tool_rows[] = {
    {"is_sequence(x)", tool_sequence, "Is x a tuple or a list?", 0},
    {"raise_error(name, message)", tool_raise, "Raises the error of that class.", 0},
    {"axis_index(axis, ndim, name=None)", tool_axis, "axis counted from 0, or AxisError.", 0},
    {"axis_tuple(axis, ndim)", tool_axes, "An axis or a tuple of them as a tuple from 0.", 0},
    {"reduced_count(a, axis)", tool_reduced, "How many elements of the array meet in one.", 0},
    {"operand(x)", tool_operand, "x itself if it is a Python number, else asarray(x).", 0},
    {"divide_by_count(total, count, out=None)", tool_divide, "total / count in total's type.", 0},
    {"square_modulus(x)", tool_square, "abs(x) ** 2 as a float.", 0},
    {NULL, NULL, NULL, 0}};
