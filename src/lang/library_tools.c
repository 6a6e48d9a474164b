/* What the standard library's code needs and the language does not say: to
 * raise an error, NumPy's rules for axis=, and to tell Python's numbers from
 * arrays; and what C code has anyway. Only library code sees these. */
#include "arrays.h"
#include "../array/library.h"
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
    bool many = given.kind == VALUE_TUPLE || given.kind == VALUE_LIST;
    if (!many && given.kind == VALUE_FLOAT) /* as NumPy's, which then looks for items */
        return error_set(&state->base, ERROR_TYPE, "'float' object is not iterable");
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

static ArrStatus tool_named(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *items = VALUE_AS(SequenceObject, call->args[1]);
    for (int64_t i = 0; i < items->count; i++) value_retain(items->items[i]);
    return named_tuple_new(state, VALUE_AS(StringObject, call->args[0])->bytes, items->items,
                           items->count, result);
}

enum {
    IS_SEQUENCE,
    IS_LIST,
    IS_TUPLE,
    IS_ARRAY,
    IS_TEXT,
    IS_SLICE,
    IS_COMPLEX,
    IS_INT,
    IS_FLOAT,
    IS_CALLABLE
};

/* call->data: what is asked */
static ArrStatus tool_is(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)state;
    ValueKind kind = (ValueKind)call->args[0].kind;
    bool is = false;
    switch (call->data) {
    case IS_SEQUENCE: is = kind == VALUE_TUPLE || kind == VALUE_LIST; break;
    case IS_LIST: is = kind == VALUE_LIST; break;
    case IS_TUPLE: is = kind == VALUE_TUPLE; break;
    case IS_ARRAY: is = kind == VALUE_ARRAY; break;
    case IS_TEXT: is = kind == VALUE_STRING; break;
    case IS_SLICE: is = kind == VALUE_SLICE; break;
    case IS_COMPLEX: is = kind == VALUE_COMPLEX; break;
    case IS_INT: is = kind == VALUE_INT || kind == VALUE_BOOL; break;
    case IS_FLOAT: is = kind == VALUE_FLOAT; break;
    case IS_CALLABLE:
        is = kind == VALUE_FUNCTION || kind == VALUE_BUILTIN || kind == VALUE_METHOD ||
             kind == VALUE_TYPE || kind == VALUE_DTYPE;
        break;
    }
    *result = value_bool(is);
    return ARR_OK;
}

static ArrStatus tool_type_name(ArrState *state, const BuiltinCall *call, Value *result) {
    const char *name = value_type_name(call->args[0]);
    return string_new(state, name, (int64_t)strlen(name), result);
}

static ArrStatus tool_call(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *items = VALUE_AS(SequenceObject, call->args[1]);
    const Arguments arguments = {.values = items->items, .count = (int32_t)items->count};
    return call_value(state, call->args[0], &arguments, result);
}

/* --- types and shapes of several ------------------------------------------------- */

/* The type that operands have together, Python's numbers being weak. */
static ArrStatus tool_result_dtype(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *items = VALUE_AS(SequenceObject, call->args[0]);
    int strong = -1, weak = -1;
    for (int64_t i = 0; i < items->count; i++) {
        Operand operand;
        Value hold;
        ArrStatus status = convert_to_operand(state, items->items[i], &operand, &hold);
        if (status) return status;
        ArrDtype own = operand.array ? (ArrDtype)operand.array->dtype : operand.value.dtype;
        int *sum = operand.weak ? &weak : &strong;
        *sum = *sum < 0 ? (int)own : (int)dtype_promote((ArrDtype)*sum, own);
        value_release(state, hold);
    }
    if (strong < 0 || weak < 0)
        return dtype_new(state, (ArrDtype)(strong < 0 ? weak : strong), result);
    const OperandType both[2] = {{.dtype = (ArrDtype)strong},
                                 {.dtype = (ArrDtype)weak, .weak = true}};
    return dtype_new(state, op_promote(both, 2), result);
}

/* *fits false: the shapes do not broadcast; failed is the first that does not. */
static ArrStatus join_shapes(ArrState *state, Value shapes, int *ndim, int64_t *shape, bool *fits) {
    const SequenceObject *items = VALUE_AS(SequenceObject, shapes);
    *ndim = 0;
    *fits = true;
    for (int64_t i = 0; i < items->count && *fits; i++) {
        int own;
        int64_t extents[ARR_MAX_NDIM];
        ArrStatus status = convert_to_shape(state, items->items[i], &own, extents);
        if (status) return status;
        *fits = shape_broadcast(ndim, shape, own, extents);
    }
    return ARR_OK;
}

/* NumPy's words: the first shape that does not go with what came before it, and
 * the first of those that already disagrees with it. */
static ArrStatus mismatch_error(ArrState *state, Value shapes) {
    const SequenceObject *items = VALUE_AS(SequenceObject, shapes);
    char texts[2][SHAPE_TEXT];
    int64_t extents[2][ARR_MAX_NDIM];
    int ndims[2];
    for (int64_t k = 1; k < items->count; k++)
        for (int64_t i = 0; i < k; i++) {
            int joined;
            int64_t shape[ARR_MAX_NDIM];
            ArrStatus status = convert_to_shape(state, items->items[i], &ndims[0], extents[0]);
            if (!status) status = convert_to_shape(state, items->items[k], &ndims[1], extents[1]);
            if (status) return status;
            joined = ndims[0];
            memcpy(shape, extents[0], sizeof shape);
            if (shape_broadcast(&joined, shape, ndims[1], extents[1])) continue;
            return error_set(&state->base, ERROR_VALUE,
                             "shape mismatch: objects cannot be broadcast to a single shape.  "
                             "Mismatch is between arg %lld with shape %s and arg %lld with shape "
                             "%s.",
                             (long long)i, shape_tuple_text(texts[0], ndims[0], extents[0]),
                             (long long)k, shape_tuple_text(texts[1], ndims[1], extents[1]));
        }
    return error_set(&state->base, ERROR_VALUE,
                     "shape mismatch: objects cannot be broadcast to a single shape");
}

static ArrStatus tool_common_shape(ArrState *state, const BuiltinCall *call, Value *result) {
    int ndim;
    int64_t shape[ARR_MAX_NDIM];
    bool fits;
    ArrStatus status = join_shapes(state, call->args[0], &ndim, shape, &fits);
    if (status) return status;
    if (call->data) {
        *result = value_bool(fits);
        return ARR_OK;
    }
    if (fits) return convert_from_ints(state, ndim, shape, result);
    return mismatch_error(state, call->args[0]);
}
static ArrStatus tool_same_kind(ArrState *state, const BuiltinCall *call, Value *result) {
    int from, to;
    ArrStatus status = convert_to_dtype(state, call->args[0], &from);
    if (!status) status = convert_to_dtype(state, call->args[1], &to);
    if (!status) *result = value_bool(dtype_same_kind_cast((ArrDtype)from, (ArrDtype)to));
    return status;
}

/* None: its elements do not lie so that one axis could name them in order. */
static ArrStatus tool_flat(ArrState *state, const BuiltinCall *call, Value *result) {
    static const int64_t flat[1] = {-1};
    Array *view;
    ArrStatus status =
        array_reshape_view(&state->graph.arrays, call->args[0].array, 1, flat, &view);
    if (!status) *result = view ? value_array(view) : value_none();
    return status;
}

static ArrStatus tool_read_only(ArrState *state, const BuiltinCall *call, Value *result) {
    const Array *a = call->args[0].array;
    Array *view;
    ArrStatus status = array_view(&state->graph.arrays, a, (ArrDtype)a->dtype, a->offset, a->ndim,
                                  array_shape(a), array_strides(a), &view);
    if (!status) view->read_only = true;
    return give_array(status, &view, result);
}

/* A read-only view with that shape and strides, which the caller knows to lie in a. */
static ArrStatus tool_strided(ArrState *state, const BuiltinCall *call, Value *result) {
    const Array *a = call->args[0].array;
    int ndim, same;
    int64_t shape[ARR_MAX_NDIM], strides[ARR_MAX_NDIM];
    Array *view;
    ArrStatus status = convert_to_shape(state, call->args[1], &ndim, shape);
    if (!status) status = convert_to_extents(state, call->args[2], &same, strides);
    if (!status)
        status = array_view(&state->graph.arrays, a, (ArrDtype)a->dtype, a->offset, ndim, shape,
                            strides, &view);
    if (!status) view->read_only = true;
    return give_array(status, &view, result);
}

static void byte_range(const Array *a, int64_t *low, int64_t *high) {
    *low = *high = a->offset;
    for (int i = 0; i < a->ndim; i++) {
        int64_t reach = (array_shape(a)[i] - 1) * array_strides(a)[i];
        *(reach < 0 ? low : high) += reach;
    }
    *high += array_itemsize(a);
}

/* Whether arrays have bytes in common; not exact: whether their ranges meet. */
static ArrStatus tool_bytes_meet(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)state;
    const Array *a = call->args[0].array, *b = call->args[1].array;
    bool meet = a->store == b->store && a->size && b->size;
    if (meet && call->args[2].boolean) {
        meet = array_relation(a, b) != VIEWS_DISJOINT;
    } else if (meet) {
        int64_t low[2], high[2];
        byte_range(a, &low[0], &high[0]);
        byte_range(b, &low[1], &high[1]);
        meet = low[0] < high[1] && low[1] < high[0];
    }
    *result = value_bool(meet);
    return ARR_OK;
}

/* --- checks of data and counts ------------------------------------------------------ */

/* ValueError, when the data are there, unless all of the condition is true. */
static ArrStatus tool_require(ArrState *state, const BuiltinCall *call, Value *result) {
    int text = library_requirement(VALUE_AS(StringObject, call->args[1])->bytes);
    bool numbered = call->args[2].kind != VALUE_UNDEFINED;
    Array *operands[2] = {NULL, NULL}, *out = NULL;
    ArrConst parameters[3] = {const_int(text), const_int(0), const_int(0)};
    ArrStatus status = convert_array(state, call->args[0], ARR_BOOL, &operands[0]);
    if (!status && numbered) status = convert_array(state, call->args[2], ARR_INT64, &operands[1]);
    if (!status && call->args[3].kind == VALUE_INT)
        parameters[1] = const_int(call->args[3].integer);
    if (!status && operands[0]->size) {
        status = array_new(&state->graph.arrays, ARR_BOOL, 0, NULL, NULL, &out);
        if (!status)
            status = graph_library(&state->graph, LIBRARY_REQUIRE, 1 + numbered, operands,
                                   parameters, out);
    }
    array_release(&state->graph.arrays, operands[0]);
    array_release(&state->graph.arrays, operands[1]);
    array_release(&state->graph.arrays, out);
    if (!status) *result = value_none();
    return status;
}

/* --- warnings ------------------------------------------------------------------------ */

/* Floating-point errors are ignored until the library call returns. */
static ArrStatus tool_ignore(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)call;
    state->graph.errors = 0;
    *result = value_none();
    return ARR_OK;
}

static ArrStatus tool_heed(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)call;
    state->graph.errors = state->called_errors;
    *result = value_none();
    return ARR_OK;
}

/* Until the library call returns, warnings name this ufunc. */
static ArrStatus tool_name(ArrState *state, const BuiltinCall *call, Value *result) {
    state->graph.name = (uint8_t)float_name_find(VALUE_AS(StringObject, call->args[0])->bytes);
    *result = value_none();
    return ARR_OK;
}

static ArrStatus tool_warn(ArrState *state, const BuiltinCall *call, Value *result) {
    *result = value_none();
    return graph_warn(&state->graph, FLOAT_ALL, VALUE_AS(StringObject, call->args[0])->bytes);
}

/* a, which carries the warning: nobody is warned of what nobody looks at.
 * call->data: whether it is no floating-point error. */
static ArrStatus tool_warn_where(ArrState *state, const BuiltinCall *call, Value *result) {
    int text = library_warning(VALUE_AS(StringObject, call->args[2])->bytes);
    const ArrConst parameters[3] = {const_int(text), const_bool(false), const_bool(false)};
    uint8_t errors = state->graph.errors;
    Array *condition, *a = call->args[0].array;
    ArrStatus status = convert_array(state, call->args[1], ARR_BOOL, &condition);
    if (status) return status;
    if (call->data) /* it is told as an invalid operation is */
        state->graph.errors = (uint8_t)float_set_modes(0, FLOAT_INVALID,
                                                       (FloatErrorMode)state->graph.warnings);
    if (condition->size)
        status = graph_library(&state->graph, LIBRARY_WARN, 1, &condition, parameters, a);
    state->graph.errors = errors;
    array_release(&state->graph.arrays, condition);
    if (status) return status;
    value_retain(*result = call->args[0]);
    return ARR_OK;
}

/* call->data: LIBRARY_PARTITION or LIBRARY_ARGPARTITION, along the last axis */
static ArrStatus tool_partition(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = call->args[0].array, *out;
    const ArrConst parameters[3] = {const_int(call->args[1].integer), const_bool(0), const_bool(0)};
    bool places = call->data == LIBRARY_ARGPARTITION;
    ArrStatus status = array_new(&state->graph.arrays, places ? ARR_INT64 : (ArrDtype)a->dtype,
                                 a->ndim, array_shape(a), NULL, &out);
    if (status) return status;
    if (a->size)
        status = graph_library(&state->graph, (LibraryOp)call->data, 1, &a, parameters, out);
    if (status) array_release(&state->graph.arrays, out);
    return give_array(status, &out, result);
}

/* bincount of int64s that are known to be below n. */
static ArrStatus tool_count_places(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t n = call->args[1].integer;
    bool weighted = call->args[2].kind == VALUE_ARRAY;
    Array *operands[2] = {call->args[0].array, weighted ? call->args[2].array : NULL}, *counts;
    ArrStatus status =
        array_new(&state->graph.arrays, weighted ? ARR_FLOAT64 : ARR_INT64, 1, &n, NULL, &counts);
    if (status) return status;
    if (operands[0]->size == 0)
        status =
            graph_assign(&state->graph, counts,
                         (Operand){.value = const_cast(const_int(0), (ArrDtype)counts->dtype)});
    else
        status =
            graph_library(&state->graph, LIBRARY_BINCOUNT, 1 + weighted, operands, NULL, counts);
    if (status) array_release(&state->graph.arrays, counts);
    return give_array(status, &counts, result);
}

/* (a, v, before, length): LIBRARY_CORRELATE of two 1-D arrays of one type. */
static ArrStatus tool_slide(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *operands[2] = {call->args[0].array, call->args[1].array}, *out;
    const ArrConst parameters[3] = {const_int(call->args[2].integer), const_bool(0), const_bool(0)};
    int64_t length = call->args[3].integer;
    ArrStatus status = array_new(&state->graph.arrays, (ArrDtype)operands[0]->dtype, 1, &length,
                                 NULL, &out);
    if (status) return status;
    status = graph_library(&state->graph, LIBRARY_CORRELATE, 2, operands, parameters, out);
    if (status) array_release(&state->graph.arrays, out);
    return give_array(status, &out, result);
}

/* (x, xp, fp): LIBRARY_INTERP of float64s. */
static ArrStatus tool_interp(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *operands[3] = {call->args[0].array, call->args[1].array, call->args[2].array}, *out;
    ArrStatus status = array_new(&state->graph.arrays, ARR_FLOAT64, operands[0]->ndim,
                                 array_shape(operands[0]), NULL, &out);
    if (status) return status;
    if (out->size) status = graph_library(&state->graph, LIBRARY_INTERP, 3, operands, NULL, out);
    if (status) array_release(&state->graph.arrays, out);
    return give_array(status, &out, result);
}

const BuiltinRow library_tool_rows[] = {
    {"named_tuple(name, items)", tool_named, "A named tuple of that type.", 0},
    {"is_sequence(x)", tool_is, "Whether x is a tuple or a list.", IS_SEQUENCE},
    {"is_list(x)", tool_is, "Whether x is a list.", IS_LIST},
    {"is_tuple(x)", tool_is, "Whether x is a tuple.", IS_TUPLE},
    {"is_array(x)", tool_is, "Whether x is an array or a NumPy scalar.", IS_ARRAY},
    {"is_text(x)", tool_is, "Whether x is a string.", IS_TEXT},
    {"is_slice(x)", tool_is, "Whether x is a slice.", IS_SLICE},
    {"is_complex(x)", tool_is, "Whether x is a Python complex.", IS_COMPLEX},
    {"is_int(x)", tool_is, "Whether x is a Python int.", IS_INT},
    {"is_float(x)", tool_is, "Whether x is a Python float.", IS_FLOAT},
    {"is_callable(x)", tool_is, "Whether x can be called.", IS_CALLABLE},
    {"type_name(x)", tool_type_name, "What error messages call x's type.", 0},
    {"call_with(function, arguments)", tool_call, "function(*arguments).", 0},
    {"result_dtype(values)", tool_result_dtype, "The dtype that operands have together.", 0},
    {"common_shape(shapes)", tool_common_shape, "The shape they broadcast to.", 0},
    {"broadcasts(shapes)", tool_common_shape, "Whether they broadcast.", 1},
    {"strided_view(a, shape, strides)", tool_strided, "A read-only view of a.", 0},
    {"bytes_meet(a, b, exact)", tool_bytes_meet, "Whether they have bytes in common.", 0},
    {"require(condition, message, number=, other=)", tool_require,
     "ValueError, when the data are there, unless all of the condition is true.", 0},
    {"ignore_float_errors()", tool_ignore, "No warnings until the library call returns.", 0},
    {"heed_float_errors()", tool_heed, "Warnings again, as when it was called.", 0},
    {"name_float_errors(name)", tool_name, "Warnings name this ufunc until it returns.", 0},
    {"warn(text)", tool_warn, "A RuntimeWarning.", 0},
    {"warn_where(a, condition, text)", tool_warn_where,
     "a; a RuntimeWarning, when the data are there, if any of the condition is true.", 1},
    {"warn_invalid(a, condition, text)", tool_warn_where,
     "The same as of an invalid operation.", 0},
    {"partition_rows(a, k)", tool_partition, "partition of one k along the last axis.",
     LIBRARY_PARTITION},
    {"argpartition_rows(a, k)", tool_partition, "argpartition of one k along the last axis.",
     LIBRARY_ARGPARTITION},
    {"slide_products(a, v, before, length)", tool_slide,
     "The sums of a[i + k - before] * v[k] over all k that a has, for i < length.", 0},
    {"interpolate(x, xp, fp)", tool_interp, "interp() of float64 arrays.", 0},
    {"count_places(x, n, weights=None)", tool_count_places, "bincount of places below n.", 0},
    {"same_kind(dtype, to)", tool_same_kind, "Whether dtype casts to `to` as same_kind.", 0},
    {"flat_view(a)", tool_flat, "A view of the array with one axis, or None.", 0},
    {"read_only(a)", tool_read_only, "A view of the array that cannot be written to.", 0},
    {"raise_error(name, message)", tool_raise, "Raises the error of that class.", 0},
    {"axis_index(axis, ndim, name=None)", tool_axis, "axis counted from 0, or AxisError.", 0},
    {"axis_tuple(axis, ndim)", tool_axes, "An axis or a tuple of them as a tuple from 0.", 0},
    {"reduced_count(a, axis)", tool_reduced, "How many elements of the array meet in one.", 0},
    {"operand(x)", tool_operand, "x itself if it is a Python number, else asarray(x).", 0},
    {"divide_by_count(total, count, out=None)", tool_divide, "total / count in total's type.", 0},
    {"square_modulus(x)", tool_square, "abs(x) ** 2 as a float.", 0},
    {NULL, NULL, NULL, 0}};
