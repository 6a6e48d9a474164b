/* Values as arrays and arrays as values: what a function of np makes of its
 * arguments. Numbers become constants and sequences uploads, so nothing is
 * computed or pulled here, except for sizes (convert_to_extents of an array)
 * and where convert_to_host() says so. */
#include "arrays.h"
#include "flat.h"
#include "scan.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- numbers ---------------------------------------------------------------- */

static ArrStatus int_too_large(ArrState *state) {
    return error_set(&state->base, ERROR_OVERFLOW, "Python int too large to convert to C long");
}

ArrStatus convert_object_error(ArrState *state, Value v) {
    return error_set(&state->base, ERROR_TYPE,
                     "object dtype is not supported: an array cannot hold '%s'",
                     value_type_name(v));
}

/* *fits: big is in 0 .. 2^64-1, and *x is it. */
static ArrStatus bigint_to_uint64(ArrState *state, Value big, bool *fits, uint64_t *x) {
    Text text = text_new(&state->base.heap);
    ArrStatus status = bigint_to_text(state, big, &text);
    if (!status && text.failed) status = error_memory(&state->base, 64, "an int");
    if (!status) {
        const char *digits = text_string(&text);
        errno = 0;
        *x = strtoull(digits, NULL, 10);
        *fits = digits[0] != '-' && errno == 0;
    }
    text_free(&text);
    return status;
}

static ArrStatus bigint_const(ArrState *state, Value big, ArrConst *c) {
    bool fits;
    uint64_t x;
    ArrStatus status = bigint_to_uint64(state, big, &fits, &x);
    if (status) return status;
    if (!fits) return int_too_large(state);
    *c = (ArrConst){.dtype = ARR_UINT64, .u8 = x};
    return ARR_OK;
}

/* A Python number in the type of its kind. */
static ArrStatus number_const(ArrState *state, Value v, ArrConst *c) {
    switch (v.kind) {
    case VALUE_BOOL: *c = const_bool(v.boolean); return ARR_OK;
    case VALUE_INT: *c = const_int(v.integer); return ARR_OK;
    case VALUE_FLOAT: *c = const_float(v.number); return ARR_OK;
    case VALUE_COMPLEX: {
        const ComplexObject *z = VALUE_AS(ComplexObject, v);
        *c = const_complex(z->real, z->imag);
        return ARR_OK;
    }
    case VALUE_BIGINT: return bigint_const(state, v, c);
    default: return convert_object_error(state, v);
    }
}

ArrStatus convert_number_dtype(ArrState *state, Value v, ArrDtype *dtype) {
    ArrConst c;
    ArrStatus status = number_const(state, v, &c);
    if (!status) *dtype = c.dtype;
    return status;
}

static ArrStatus complex_refused(ArrState *state, ArrayKind kind) {
    return error_set(&state->base, ERROR_TYPE,
                     kind == KIND_FLOAT
                         ? "float() argument must be a string or a real number, not 'complex'"
                         : "int() argument must be a string, a bytes-like object or a real "
                           "number, not 'complex'");
}

static ArrStatus int_element(ArrState *state, Value v, ArrDtype dtype, ArrConst *c) {
    if (v.kind == VALUE_FLOAT) {
        Value whole;
        ArrStatus status = number_int_from_double(state, v.number, &whole);
        if (status) return status;
        status = int_element(state, whole, dtype, c);
        value_release(state, whole);
        return status;
    }
    if (v.kind == VALUE_BIGINT && dtype != ARR_UINT64) return int_too_large(state);
    ArrStatus status = number_const(state, v, c);
    return status ? status : op_check_weak(&state->base, c, dtype);
}

/* A string is read as int(), float() or complex() read it. */
static ArrStatus string_number(ArrState *state, const StringObject *text, ArrDtype dtype,
                               ArrConst *c) {
    Value number = value_undefined();
    double real, imag = 0;
    ArrStatus status;
    switch (dtype_info[dtype].kind) {
    case KIND_INT:
    case KIND_UINT:
        status = scan_int(state, text, 10, &number);
        if (!status) status = convert_number(state, number, dtype, c);
        value_release(state, number);
        return status;
    case KIND_FLOAT: status = scan_float(state, text, &real); break;
    case KIND_COMPLEX: status = scan_complex(state, text, &real, &imag); break;
    default: real = text->length > 0; status = ARR_OK;
    }
    if (!status) *c = const_cast(const_complex(real, imag), dtype);
    return status;
}

/* What is no number, as an element of dtype: None is nan. */
static ArrStatus foreign_number(ArrState *state, Value v, ArrDtype dtype, ArrConst *c) {
    ArrayKind kind = dtype_info[dtype].kind;
    if (v.kind == VALUE_STRING) return string_number(state, VALUE_AS(StringObject, v), dtype, c);
    bool integer = kind == KIND_INT || kind == KIND_UINT;
    if (v.kind == VALUE_NONE && !integer) {
        *c = const_cast(kind == KIND_BOOL ? const_bool(false) : const_float((double)NAN), dtype);
        return ARR_OK;
    }
    return error_set(&state->base, ERROR_TYPE,
                     integer ? "int() argument must be a string, a bytes-like object or a real "
                               "number, not '%s'"
                             : "float() argument must be a string or a real number, not '%s'",
                     value_type_name(v));
}

ArrStatus convert_number(ArrState *state, Value v, ArrDtype dtype, ArrConst *c) {
    ArrayKind kind = dtype_info[dtype].kind;
    if (!value_is_number(v)) return foreign_number(state, v, dtype, c);
    if (v.kind == VALUE_COMPLEX && (kind == KIND_INT || kind == KIND_UINT || kind == KIND_FLOAT))
        return complex_refused(state, kind);
    if (kind == KIND_INT || kind == KIND_UINT) return int_element(state, v, dtype, c);
    if (v.kind == VALUE_BIGINT && kind == KIND_BOOL) {
        *c = const_bool(true);
        return ARR_OK;
    }
    ArrStatus status;
    if (v.kind == VALUE_BIGINT) {
        double x;
        status = number_to_double(state, v, &x);
        if (!status) *c = const_float(x);
    } else {
        status = number_const(state, v, c);
    }
    return status ? status : graph_cast_constant(&state->graph, c, *c, dtype);
}

Value const_to_value_number(ArrConst c) {
    switch (dtype_info[c.dtype].kind) {
    case KIND_BOOL: return value_bool(c.b != 0);
    case KIND_INT:
    case KIND_UINT: return value_int(const_cast(c, ARR_INT64).i8);
    default: return value_float(const_cast(c, ARR_FLOAT64).f8);
    }
}

ArrStatus convert_const(ArrState *state, ArrConst c, Value *result) {
    if (dtype_info[c.dtype].kind == KIND_COMPLEX) {
        c = const_cast(c, ARR_COMPLEX128);
        return complex_new(state, c.c16[0], c.c16[1], result);
    }
    if (c.dtype == ARR_UINT64 && c.u8 > INT64_MAX) {
        char text[24];
        char *end = text + sizeof text;
        *--end = 0;
        for (uint64_t rest = c.u8; rest; rest /= 10) *--end = (char)('0' + rest % 10);
        return bigint_from_text(state, end, result);
    }
    *result = const_to_value_number(c);
    return ARR_OK;
}

ArrStatus convert_to_host(ArrState *state, PullKind kind, Array *a, Value *result) {
    ArrConst c;
    if (a->size != 1)
        return error_set(&state->base, ERROR_VALUE,
                         "can only convert an array of size 1 to a Python scalar");
    ArrStatus status = pull_scalar(state->exec, kind, a, &c);
    return status ? status : convert_const(state, c, result);
}

/* --- arrays ----------------------------------------------------------------- */

static ArrStatus cast_array(ArrState *state, Array *a, int dtype, Array **result) {
    if (dtype < 0 || dtype == a->dtype) {
        array_retain(a);
        *result = a;
        return ARR_OK;
    }
    return graph_copy(&state->graph, a, (ArrDtype)dtype, 'K', result);
}

static ArrStatus number_to_array(ArrState *state, Value v, int dtype, Array **a) {
    ArrConst c;
    ArrDtype own;
    ArrStatus status = dtype < 0 ? convert_number_dtype(state, v, &own) : ARR_OK;
    if (!status) status = convert_number(state, v, dtype < 0 ? own : (ArrDtype)dtype, &c);
    return status ? status : graph_full(&state->graph, c.dtype, 0, NULL, c, a);
}

ArrStatus convert_array(ArrState *state, Value v, int dtype, Array **a) {
    Value nested;
    switch (v.kind) {
    case VALUE_ARRAY: return cast_array(state, v.array, dtype, a);
    case VALUE_LIST:
    case VALUE_TUPLE:
    case VALUE_RANGE: {
        ArrStatus status = nested_to_array(state, v, dtype, &nested);
        if (!status) *a = nested.array;
        return status;
    }
    case VALUE_ITERATOR:
        if (flat_array(v)) return flat_to_array(state, flat_array(v), dtype, a);
        return convert_object_error(state, v);
    default:
        if (!value_is_number(v) && dtype < 0) return convert_object_error(state, v);
        return number_to_array(state, v, dtype, a);
    }
}

ArrStatus convert_to_array(ArrState *state, Value v, int dtype, Value *result) {
    Array *a;
    return give_array(convert_array(state, v, dtype, &a), &a, result);
}

ArrStatus convert_to_new_array(ArrState *state, Value v, int dtype, Array **a) {
    if (v.kind != VALUE_ARRAY || !v.array->scalar) return convert_array(state, v, dtype, a);
    ArrDtype type = dtype < 0 ? (ArrDtype)v.array->dtype : (ArrDtype)dtype;
    ArrStatus status = graph_copy(&state->graph, v.array, type, 'C', a);
    if (!status) (*a)->scalar = false;
    return status;
}

ArrStatus convert_to_operand(ArrState *state, Value v, Operand *operand, Value *hold) {
    *hold = value_undefined();
    if (v.kind == VALUE_ARRAY) {
        *operand = operand_array(v.array);
        return ARR_OK;
    }
    if (v.kind == VALUE_FLOAT || v.kind == VALUE_INT) { /* most, and every small op has one */
        *operand = (Operand){.weak = true};
        if (v.kind == VALUE_FLOAT) operand->value = const_float(v.number);
        else operand->value = const_int(v.integer);
        return ARR_OK;
    }
    if (value_is_number(v)) {
        operand->array = NULL;
        operand->weak = v.kind != VALUE_BOOL;
        return number_const(state, v, &operand->value);
    }
    ArrStatus status = convert_to_array(state, v, -1, hold);
    if (!status) *operand = operand_array(hold->array);
    return status;
}

/* NumPy's scalars become elements by way of Python's int(), where that can go wrong. */
static bool assigns_by_int(const Array *dst, const Array *value) {
    ArrayKind kind = dtype_info[value->dtype].kind;
    return value->scalar && dtype_info[dst->dtype].kind == KIND_INT && dst->size &&
           (kind == KIND_FLOAT || kind == KIND_INT || kind == KIND_UINT) &&
           !dtype_safe_cast((ArrDtype)value->dtype, (ArrDtype)dst->dtype) && !dst->read_only &&
           !array_overlaps_itself(dst);
}

ArrStatus convert_assign_array(ArrState *state, Array *dst, Array *value) {
    if (assigns_by_int(dst, value))
        return graph_library(&state->graph, LIBRARY_ASSIGN_INT, 1, &value, NULL, dst);
    return graph_assign(&state->graph, dst, operand_array(value));
}

ArrStatus convert_assign(ArrState *state, Array *dst, Value v) {
    if (v.kind == VALUE_ARRAY) return convert_assign_array(state, dst, v.array);
    if (value_is_number(v) || v.kind == VALUE_STRING || v.kind == VALUE_NONE) {
        Operand operand = {0};
        ArrStatus status = convert_number(state, v, (ArrDtype)dst->dtype, &operand.value);
        return status ? status : graph_assign(&state->graph, dst, operand);
    }
    Array *a;
    ArrStatus status = convert_array(state, v, dst->dtype, &a);
    if (status) return status;
    status = graph_assign(&state->graph, dst, operand_array(a));
    array_release(&state->graph.arrays, a);
    return status;
}

/* --- arguments --------------------------------------------------------------- */

static ArrStatus not_a_shape(ArrState *state, Value v) {
    Text text = text_new(&state->base.heap);
    ArrStatus status = v.kind == VALUE_ARRAY ? ARR_OK : value_repr(state, v, &text);
    if (!status)
        status = error_set(&state->base, ERROR_TYPE,
                           "expected a sequence of integers or a single integer, got '%s'",
                           v.kind == VALUE_ARRAY ? value_type_name(v) : text_string(&text));
    text_free(&text);
    return status;
}

static ArrStatus check_ndim(ArrState *state, int64_t ndim) {
    if (ndim <= ARR_MAX_NDIM) return ARR_OK;
    return error_set(&state->base, ERROR_VALUE,
                     "maximum supported dimension for an ndarray is currently %d, found %lld",
                     ARR_MAX_NDIM, (long long)ndim);
}

/* A 1-D integer array as a shape: its elements are sizes, so they are pulled. */
static ArrStatus array_extents(ArrState *state, Array *a, int *ndim, int64_t *shape) {
    ArrayKind kind = dtype_info[a->dtype].kind;
    if (a->ndim != 1 || (kind != KIND_INT && kind != KIND_UINT))
        return not_a_shape(state, value_array(a));
    Array *whole;
    ArrStatus status = check_ndim(state, a->size);
    if (!status) status = cast_array(state, a, ARR_INT64, &whole);
    if (status) return status;
    status = a->size ? pull(state->exec, PULL_SIZE, whole, shape) : ARR_OK;
    *ndim = (int)a->size;
    array_release(&state->graph.arrays, whole);
    return status;
}

/* An int beyond int64 is too large an extent, whatever its sign. */
static ArrStatus extent(ArrState *state, Value v, int64_t *n) {
    if (v.kind == VALUE_BIGINT)
        return error_set(&state->base, ERROR_VALUE, "Maximum allowed dimension exceeded");
    return value_index(state, v, n);
}

ArrStatus convert_to_extents(ArrState *state, Value v, int *ndim, int64_t shape[ARR_MAX_NDIM]) {
    if (v.kind == VALUE_ARRAY && v.array->ndim > 0)
        return array_extents(state, v.array, ndim, shape);
    if (v.kind == VALUE_FLOAT || v.kind == VALUE_NONE || v.kind == VALUE_BOOL)
        return not_a_shape(state, v);
    if (v.kind != VALUE_TUPLE && v.kind != VALUE_LIST) {
        *ndim = 1;
        return extent(state, v, shape);
    }
    const SequenceObject *items = VALUE_AS(SequenceObject, v);
    ArrStatus status = check_ndim(state, items->count);
    if (status) return status;
    *ndim = (int)items->count;
    for (int i = 0; i < *ndim && !status; i++)
        status = extent(state, items->items[i], &shape[i]);
    return status;
}

ArrStatus convert_to_shape(ArrState *state, Value v, int *ndim, int64_t shape[ARR_MAX_NDIM]) {
    ArrStatus status = convert_to_extents(state, v, ndim, shape);
    for (int i = 0; !status && i < *ndim; i++)
        if (shape[i] < 0)
            status = error_set(&state->base, ERROR_VALUE, "negative dimensions are not allowed");
    return status;
}

ArrStatus convert_to_axis(ArrState *state, Value v, int64_t *axis) {
    if (v.kind == VALUE_BOOL) /* an int to Python, no axis to NumPy */
        return error_set(&state->base, ERROR_TYPE, "an integer is required");
    return value_index(state, v, axis);
}

static ArrStatus add_axis(ArrState *state, Value v, int ndim, uint64_t *axes) {
    int64_t axis;
    int normal;
    ArrStatus status = convert_to_axis(state, v, &axis);
    if (status) return status;
    status = axis_normalise(&state->base, axis, ndim, &normal);
    if (status) return status;
    if (*axes >> normal & 1)
        return error_set(&state->base, ERROR_VALUE, "duplicate value in 'axis'");
    *axes |= (uint64_t)1 << normal;
    return ARR_OK;
}

ArrStatus convert_to_axes(ArrState *state, Value v, int ndim, uint64_t *axes) {
    *axes = 0;
    if (!argument_given(v)) {
        *axes = ndim < 64 ? ((uint64_t)1 << ndim) - 1 : UINT64_MAX;
        return ARR_OK;
    }
    if (v.kind != VALUE_TUPLE) {
        int64_t axis = -1;
        /* NumPy lets a number be reduced along axis 0 or -1, though not in a tuple */
        ArrStatus status = ndim ? ARR_OK : convert_to_axis(state, v, &axis);
        if (status || (!ndim && (axis == 0 || axis == -1))) return status;
        return add_axis(state, v, ndim, axes);
    }
    const SequenceObject *items = VALUE_AS(SequenceObject, v);
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i < items->count && !status; i++)
        status = add_axis(state, items->items[i], ndim, axes);
    return status;
}

static ArrStatus not_a_dtype(ArrState *state, Value v) {
    if (v.kind == VALUE_ARRAY)
        return error_set(&state->base, ERROR_TYPE, "Cannot construct a dtype from an array");
    Text text = text_new(&state->base.heap);
    ArrStatus status = value_repr(state, v, &text);
    if (!status) {
        status = error_set(&state->base, ERROR_TYPE,
                           v.kind == VALUE_STRING ? "data type %s not understood"
                                                  : "Cannot interpret '%s' as a data type",
                           text_string(&text));
        error_hint(&state->base, "the dtypes are bool, int8 to int64, uint8 to uint64, float32, "
                                 "float64, complex64 and complex128");
    }
    text_free(&text);
    return status;
}

ArrStatus convert_to_dtype(ArrState *state, Value v, int *dtype) {
    static const ArrDtype of_type[] = {[TYPE_BOOL] = ARR_BOOL,
                                       [TYPE_INT] = ARR_INT64,
                                       [TYPE_FLOAT] = ARR_FLOAT64,
                                       [TYPE_COMPLEX] = ARR_COMPLEX128};
    ArrDtype found;
    *dtype = -1;
    if (!argument_given(v)) return ARR_OK;
    if (v.kind == VALUE_DTYPE) {
        *dtype = (int)VALUE_AS(DtypeObject, v)->dtype;
        return ARR_OK;
    }
    if (v.kind == VALUE_TYPE && VALUE_AS(TypeObject, v)->type <= TYPE_COMPLEX) {
        *dtype = (int)of_type[VALUE_AS(TypeObject, v)->type];
        return ARR_OK;
    }
    if (v.kind == VALUE_STRING) {
        const StringObject *name = VALUE_AS(StringObject, v);
        if (dtype_from_name(name->bytes, name->length, &found)) {
            *dtype = (int)found;
            return ARR_OK;
        }
    }
    return not_a_dtype(state, v);
}

ArrStatus convert_to_order(ArrState *state, Value v, char fallback, char *order) {
    *order = fallback;
    if (!argument_given(v)) return ARR_OK;
    if (v.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "order must be str, not %s", value_type_name(v));
    const StringObject *name = VALUE_AS(StringObject, v);
    if (name->length == 1 && memchr("CFK", name->bytes[0], 3)) {
        *order = name->bytes[0];
        return ARR_OK;
    }
    if (name->length == 1 && name->bytes[0] == 'A')
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "order 'A' is not in arr yet");
    return error_set(&state->base, ERROR_VALUE,
                     "order must be one of 'C', 'F', 'A', or 'K' (got '%s')", name->bytes);
}

ArrStatus convert_from_ints(ArrState *state, int count, const int64_t *items, Value *result) {
    Value values[ARR_MAX_NDIM];
    for (int i = 0; i < count; i++) values[i] = value_int(items[i]);
    return sequence_new(state, VALUE_TUPLE, values, count, result);
}

ArrStatus convert_to_out(ArrState *state, Value v, Array **out) {
    *out = NULL;
    if (!argument_given(v)) return ARR_OK;
    if (v.kind == VALUE_TUPLE && VALUE_AS(SequenceObject, v)->count == 1)
        v = VALUE_AS(SequenceObject, v)->items[0];
    if (v.kind != VALUE_ARRAY || v.array->scalar)
        return error_set(&state->base, ERROR_TYPE, "return arrays must be of ArrayType");
    *out = v.array;
    return ARR_OK;
}
