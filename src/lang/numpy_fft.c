/* np.fft along one axis; what is composed of these is in stdlib/fft.arr. */
#include "../graph/fft.h"
#include "arrays.h"

#include <math.h>
#include <string.h>

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- arguments ------------------------------------------------------------------------- */

typedef struct Along {
    Array *a; /* one reference */
    int64_t n;
    int axis;
    double scale;
    Array *out; /* borrowed, or NULL */
} Along;

static ArrStatus read_axis(ArrState *state, Value v, bool indexes_shape, const Array *a,
                           int *axis) {
    int64_t given = -1;
    if (v.kind != VALUE_UNDEFINED) {
        bool number = v.kind == VALUE_INT || v.kind == VALUE_BOOL || v.kind == VALUE_ARRAY;
        if (indexes_shape && !number)
            return error_set(&state->base, ERROR_TYPE,
                             "tuple indices must be integers or slices, not %s",
                             value_type_name(v));
        ArrStatus status = value_index(state, v, &given);
        if (status) return status;
    }
    if (indexes_shape && (given < -a->ndim || given >= a->ndim))
        return error_set(&state->base, ERROR_INDEX, "tuple index out of range");
    return axis_normalise(&state->base, given, a->ndim, axis);
}

static ArrStatus norm_error(ArrState *state, Value norm) {
    Text text = text_new(&state->base.heap);
    ArrStatus status = value_str(state, norm, &text);
    if (!status)
        status = error_set(&state->base, ERROR_VALUE,
                           "Invalid norm value %s; should be \"backward\",\"ortho\" or "
                           "\"forward\".",
                           text_string(&text));
    text_free(&text);
    return status;
}

/* What results are multiplied by: computed in the precision of the transform. */
static ArrStatus read_norm(ArrState *state, Value norm, bool inverse, Along *arguments) {
    const char *name = inverse ? "backward" : "forward";
    bool narrow = arguments->a->dtype == ARR_FLOAT32 || arguments->a->dtype == ARR_COMPLEX64;
    double n = (double)arguments->n;
    arguments->scale = inverse ? 1 / n : 1;
    if (!argument_given(norm)) {
        if (inverse && narrow) arguments->scale = (double)(1 / (float)n);
        return ARR_OK;
    }
    if (norm.kind != VALUE_STRING) return norm_error(state, norm);
    const char *given = VALUE_AS(StringObject, norm)->bytes;
    if (!strcmp(given, "ortho"))
        arguments->scale = narrow ? (double)(1 / sqrtf((float)n)) : 1 / sqrt(n);
    else if (!strcmp(given, name)) arguments->scale = narrow ? (double)(1 / (float)n) : 1 / n;
    else if (!strcmp(given, "forward") || !strcmp(given, "backward")) arguments->scale = 1;
    else return norm_error(state, norm);
    return ARR_OK;
}

/* a, n=None, axis=-1, norm=None, out=None. doubled: n is by default that of a real result. */
static ArrStatus read_arguments(ArrState *state, const BuiltinCall *call, bool doubled,
                                bool inverse, Along *arguments) {
    Value n = call->args[1];
    *arguments = (Along){0};
    ArrStatus status = convert_array(state, call->args[0], -1, &arguments->a);
    if (!status) status = convert_to_out(state, call->args[4], &arguments->out);
    if (!status && argument_given(n)) status = value_index(state, n, &arguments->n);
    if (!status && argument_given(n) && arguments->n >= 1)
        status = read_norm(state, call->args[3], inverse, arguments);
    if (!status && (!argument_given(n) || arguments->n >= 1))
        status =
            read_axis(state, call->args[2], !argument_given(n), arguments->a, &arguments->axis);
    if (!status && !argument_given(n)) {
        int64_t extent = array_shape(arguments->a)[arguments->axis];
        arguments->n = doubled ? (extent - 1) * 2 : extent;
    }
    if (!status && arguments->n < 1)
        return error_set(&state->base, ERROR_VALUE,
                         "Invalid number of FFT data points (%lld) specified.",
                         (long long)arguments->n);
    if (!status) status = read_norm(state, call->args[3], inverse, arguments);
    return status;
}

/* The result, or out with it. */
static ArrStatus deliver(ArrState *state, Array *found, Array *out, const char *name,
                         Array **result) {
    *result = found;
    if (!out) return ARR_OK;
    bool fits = out->ndim == found->ndim;
    for (int i = 0; fits && i < out->ndim; i++) fits = array_shape(out)[i] == array_shape(found)[i];
    ArrStatus status;
    if (!fits) status = error_set(&state->base, ERROR_VALUE, "output array has wrong shape.");
    else if (!dtype_same_kind_cast((ArrDtype)found->dtype, (ArrDtype)out->dtype))
        status = error_set(&state->base, ERROR_UFUNC_TYPE,
                           "Cannot cast ufunc '%s' output from dtype('%s') to dtype('%s') with "
                           "casting rule 'same_kind'",
                           name, dtype_info[found->dtype].name, dtype_info[out->dtype].name);
    else status = graph_assign(&state->graph, out, operand_array(found));
    release(state, found);
    if (status) return status;
    array_retain(*result = out);
    return ARR_OK;
}

/* --- the functions ------------------------------------------------------------------------ */

/* What one of np.fft's functions does. */
static const struct Transform {
    const char *name;
    int kind;
    bool doubled, inverse; /* see read_arguments() */
    bool conjugate_in, conjugate_out;
} transforms[] = {
    {"fft", FFT_FORWARD, false, false, false, false},
    {"ifft", FFT_BACKWARD, false, true, false, false},
    {"rfft", FFT_FROM_REAL, false, false, false, false},
    {"irfft", FFT_TO_REAL, true, true, false, false},
    {"hfft", FFT_TO_REAL, true, false, true, false},
    {"ihfft", FFT_FROM_REAL, false, true, false, true},
};

static ArrStatus conjugate(ArrState *state, bool wanted, Array *a, Array **result) {
    if (wanted && dtype_info[a->dtype].kind == KIND_COMPLEX)
        return elementwise_1(state, OP_CONJUGATE, a, result);
    array_retain(*result = a);
    return ARR_OK;
}

static ArrStatus transform(ArrState *state, const struct Transform *what, const Along *arguments,
                           Array **result) {
    Array *from, *found = NULL;
    if (what->kind == FFT_FROM_REAL && dtype_info[arguments->a->dtype].kind == KIND_COMPLEX)
        return error_set(
            &state->base, ERROR_TYPE,
            "ufunc 'rfft_n_%s' not supported for the input types, and the inputs could "
            "not be safely coerced to any supported types according to the casting "
            "rule ''safe''",
            arguments->n % 2 ? "odd" : "even");
    ArrStatus status = conjugate(state, what->conjugate_in, arguments->a, &from);
    if (status) return status;
    status = graph_fft(&state->graph, what->kind, from, arguments->n, arguments->axis,
                       arguments->scale, &found);
    release(state, from);
    if (status) return status;
    status = conjugate(state, what->conjugate_out, found, result);
    release(state, found);
    return status;
}

static ArrStatus fft_along(ArrState *state, const BuiltinCall *call, Value *result) {
    const struct Transform *what = &transforms[call->data];
    Along arguments;
    Array *found;
    ArrStatus status = read_arguments(state, call, what->doubled, what->inverse, &arguments);
    if (!status) status = transform(state, what, &arguments, &found);
    if (!status) status = deliver(state, found, arguments.out, what->name, &found);
    release(state, arguments.a);
    return give_array(status, &found, result);
}

#define NORM_DOC                                                                                \
    "n crops or pads a with zeros; norm: 'backward' (the inverse is scaled by 1 / n), 'ortho' " \
    "(both by 1 / sqrt(n)) or 'forward'. float32 stays in single precision."

const BuiltinRow numpy_fft_rows[] = {
    {"fft(a, n=None, axis=-1, norm=None, out=None)", fft_along,
     "The discrete Fourier transform along an axis. " NORM_DOC, 0},
    {"ifft(a, n=None, axis=-1, norm=None, out=None)", fft_along, "The inverse of fft(). " NORM_DOC,
     1},
    {"rfft(a, n=None, axis=-1, norm=None, out=None)", fft_along,
     "The first n // 2 + 1 results of the transform of real elements: the others mirror "
     "them. " NORM_DOC,
     2},
    {"irfft(a, n=None, axis=-1, norm=None, out=None)", fft_along,
     "The inverse of rfft(): n real elements, by default 2 * (m - 1). " NORM_DOC, 3},
    {"hfft(a, n=None, axis=-1, norm=None, out=None)", fft_along,
     "The transform of the first half of a signal that is its own mirrored conjugate: "
     "real. " NORM_DOC,
     4},
    {"ihfft(a, n=None, axis=-1, norm=None, out=None)", fft_along,
     "The inverse of hfft(). " NORM_DOC, 5},
    {NULL, NULL, NULL, 0}};
