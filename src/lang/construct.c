/* int(v), float(v), complex(v) and np.float64(v): what a type makes of a
 * value. Arrays of one element are pulled (PULL_CONVERT) for Python's types;
 * NumPy's only record. */
#include "arrays.h"
#include "scan.h"

#include <math.h>

/* The Python number in an array of one element. */
static ArrStatus array_number(ArrState *state, Array *a, Value *result) {
    if (a->size != 1)
        return error_set(&state->base, ERROR_TYPE,
                         "only length-1 arrays can be converted to Python scalars");
    return convert_to_host(state, PULL_CONVERT, a, result);
}

ArrStatus construct_int(ArrState *state, Value v, Value *result) {
    Value number;
    ArrStatus status;
    switch (v.kind) {
    case VALUE_BOOL: *result = value_int(v.boolean); return ARR_OK;
    case VALUE_INT:
    case VALUE_BIGINT:
        value_retain(v);
        *result = v;
        return ARR_OK;
    case VALUE_FLOAT: return number_int_from_double(state, v.number, result);
    case VALUE_STRING: return scan_int(state, VALUE_AS(StringObject, v), 10, result);
    case VALUE_ARRAY:
        status = array_number(state, v.array, &number);
        if (status) return status;
        status = construct_int(state, number, result);
        value_release(state, number);
        return status;
    default:
        return error_set(&state->base, ERROR_TYPE,
                         "int() argument must be a string, a bytes-like object or a real number, "
                         "not '%s'",
                         value_type_name(v));
    }
}

ArrStatus construct_int_base(ArrState *state, Value text, Value base, Value *result) {
    int64_t value;
    ArrStatus status = value_index(state, base, &value);
    if (status) return status;
    if (text.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE,
                         "int() can't convert non-string with explicit base");
    if (value != 0 && (value < 2 || value > 36))
        return error_set(&state->base, ERROR_VALUE, "int() base must be >= 2 and <= 36, or 0");
    return scan_int(state, VALUE_AS(StringObject, text), (int)value, result);
}

ArrStatus construct_float(ArrState *state, Value v, double *result) {
    Value number;
    ArrStatus status;
    switch (v.kind) {
    case VALUE_BOOL: *result = v.boolean; return ARR_OK;
    case VALUE_INT: *result = (double)v.integer; return ARR_OK;
    case VALUE_FLOAT: *result = v.number; return ARR_OK;
    case VALUE_BIGINT: return number_to_double(state, v, result);
    case VALUE_STRING: return scan_float(state, VALUE_AS(StringObject, v), result);
    case VALUE_ARRAY:
        status = array_number(state, v.array, &number);
        if (status) return status;
        status = construct_float(state, number, result);
        value_release(state, number);
        return status;
    default:
        return error_set(&state->base, ERROR_TYPE,
                         "float() argument must be a string or a real number, not '%s'",
                         value_type_name(v));
    }
}

ArrStatus construct_complex(ArrState *state, Value v, Value *result) {
    if (v.kind == VALUE_COMPLEX) {
        value_retain(v);
        *result = v;
        return ARR_OK;
    }
    if (v.kind == VALUE_STRING) {
        double real, imag;
        ArrStatus status = scan_complex(state, VALUE_AS(StringObject, v), &real, &imag);
        return status ? status : complex_new(state, real, imag, result);
    }
    if (v.kind == VALUE_ARRAY) {
        Value number;
        ArrStatus status = array_number(state, v.array, &number);
        if (status) return status;
        status = construct_complex(state, number, result);
        value_release(state, number);
        return status;
    }
    if (!value_is_number(v))
        return error_set(&state->base, ERROR_TYPE,
                         "complex() first argument must be a string or a number, not '%s'",
                         value_type_name(v));
    double real;
    ArrStatus status = number_to_double(state, v, &real);
    return status ? status : complex_new(state, real, 0, result);
}

static ArrStatus check_parts(ArrState *state, Value real, Value imag) {
    if (real.kind == VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE,
                         "complex() can't take second arg if first is a string");
    if (imag.kind == VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "complex() second arg can't be a string");
    if (imag.kind != VALUE_ARRAY && !value_is_number(imag))
        return error_set(&state->base, ERROR_TYPE,
                         "complex() second argument must be a number, not '%s'",
                         value_type_name(imag));
    return ARR_OK;
}

ArrStatus construct_complex_parts(ArrState *state, Value real, Value imag, Value *result) {
    Value x = value_undefined(), y = value_undefined();
    ArrStatus status = check_parts(state, real, imag);
    if (!status) status = construct_complex(state, real, &x);
    if (!status) status = construct_complex(state, imag, &y);
    if (!status) {
        const ComplexObject *a = VALUE_AS(ComplexObject, x), *b = VALUE_AS(ComplexObject, y);
        /* a real part of no complex type is taken as it is: -0.0 stays */
        double re = imag.kind == VALUE_COMPLEX ? a->real - b->imag : a->real;
        double im = real.kind == VALUE_COMPLEX ? a->imag + b->real : b->real;
        status = complex_new(state, re, im, result);
    }
    value_release(state, x);
    value_release(state, y);
    return status;
}

/* --- NumPy's scalar types --------------------------------------------------- */

/* The Python number that stands for a host value of no array kind. */
static ArrStatus scalar_number(ArrState *state, ArrDtype dtype, Value v, Value *result) {
    ArrayKind kind = dtype_info[dtype].kind;
    if (kind == KIND_BOOL) {
        bool truth;
        ArrStatus status = value_truth(state, v, &truth);
        if (!status) *result = value_bool(truth);
        return status;
    }
    if (v.kind == VALUE_NONE && (kind == KIND_FLOAT || kind == KIND_COMPLEX)) {
        *result = value_float(NAN);
        return ARR_OK;
    }
    if (kind == KIND_COMPLEX && v.kind != VALUE_BIGINT) return construct_complex(state, v, result);
    if (kind == KIND_INT || kind == KIND_UINT) return construct_int(state, v, result);
    double number;
    ArrStatus status = construct_float(state, v, &number);
    if (!status) *result = value_float(number);
    return status;
}

static ArrStatus scalar_of_host(ArrState *state, ArrDtype dtype, Value v, Value *result) {
    Value number;
    ArrStatus status = scalar_number(state, dtype, v, &number);
    if (status) return status;
    ArrConst value;
    Array *scalar;
    status = convert_number(state, number, dtype, &value);
    value_release(state, number);
    if (!status) status = graph_scalar(&state->graph, value, &scalar);
    if (!status) *result = value_array(scalar);
    return status;
}

ArrStatus construct_scalar(ArrState *state, ArrDtype dtype, Value v, Value *result) {
    bool many = v.kind == VALUE_ARRAY || v.kind == VALUE_TUPLE || v.kind == VALUE_LIST ||
                v.kind == VALUE_RANGE;
    if (!many) return scalar_of_host(state, dtype, v, result);
    Array *a, *scalar;
    ArrStatus status = convert_array(state, v, (int)dtype, &a);
    if (status) return status;
    *result = value_array(a);
    if (a->ndim > 0 || a->scalar) return ARR_OK;
    status = graph_read_scalar(&state->graph, a, &scalar);
    array_release(&state->graph.arrays, a);
    if (!status) *result = value_array(scalar);
    return status;
}
