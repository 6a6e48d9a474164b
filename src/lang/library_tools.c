/* What the standard library's code needs and the language does not say: to
 * raise an error, and NumPy's rules for axis=. Only library code sees these. */
#include "library.h"

#include <string.h>

static ErrorClass find_class(const char *name) {
    int class = ERROR_ZERO_DIVISION; /* the last */
    while (class > ERROR_NONE && strcmp(error_class_name((ErrorClass)class), name) != 0) class--;
    return (ErrorClass)class;
}

static ArrStatus tool_raise(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)result;
    return error_set(&state->base, find_class(VALUE_AS(StringObject, call->args[0])->bytes), "%s",
                     VALUE_AS(StringObject, call->args[1])->bytes);
}

static ArrStatus tool_axis(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t given;
    int axis;
    ArrStatus status = value_index(state, call->args[0], &given);
    if (status == ARR_OK)
        status = axis_normalise(&state->base, given, (int)call->args[1].integer, &axis);
    if (status == ARR_OK) *result = value_int(axis);
    return status;
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

const BuiltinRow library_tool_rows[] = {
    {"raise_error(name, message)", tool_raise, "Raises the error of that class.", 0},
    {"axis_index(axis, ndim)", tool_axis, "axis counted from 0, or AxisError.", 0},
    {"reduced_count(a, axis)", tool_reduced, "How many elements of the array meet in one.", 0},
    {NULL, NULL, NULL, 0}};
