/* np.arange and np.linspace: numbers at equal distances, as NumPy computes
 * them. Their length is a size, so deferred arguments of arange are pulled. */
#include "arrays.h"

#include <math.h>

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- arange ---------------------------------------------------------------------------------- */

typedef struct Progression {
    Value start, stop, step; /* numbers; references */
    bool deferred;           /* one of them came as a NumPy scalar, and so divides as these do */
    ArrDtype dtype;
    int64_t count;
} Progression;

/* v as a number; its type joins *dtype. */
static ArrStatus arange_number(ArrState *state, Progression *p, Value v, int *dtype,
                               Value *number) {
    ArrDtype own;
    ArrStatus status;
    if (v.kind == VALUE_ARRAY && v.array->ndim == 0) {
        own = (ArrDtype)v.array->dtype;
        p->deferred = true;
        status = convert_to_host(state, PULL_SIZE, v.array, number);
    } else if (value_is_number(v)) {
        status = convert_number_dtype(state, v, &own);
        if (!status) value_retain(*number = v);
    } else {
        return error_set(&state->base, ERROR_TYPE, "arange() not supported for inputs of type '%s'",
                         value_type_name(v));
    }
    if (!status) *dtype = *dtype < 0 ? (int)own : (int)dtype_promote((ArrDtype)*dtype, own);
    return status;
}

/* By zero: as Python's numbers do, ZeroDivisionError, or as NumPy's. */
static ArrStatus divide_distance(ArrState *state, const Progression *p, Value delta,
                                 double distance, double *length) {
    Value ratio;
    double step;
    ArrStatus status = number_to_double(state, p->step, &step);
    if (status) return status;
    if (p->deferred && step == 0) {
        *length = distance / step;
        return ARR_OK;
    }
    status = number_binary(state, AST_OP_DIVIDE, delta, p->step, &ratio);
    if (status) return status;
    status = number_to_double(state, ratio, length);
    value_release(state, ratio);
    return status;
}

/* ceil((stop - start) / step), at least 0. */
static ArrStatus arange_count(ArrState *state, Progression *p) {
    Value delta;
    double length, distance;
    ArrStatus status = number_binary(state, AST_OP_SUBTRACT, p->stop, p->start, &delta);
    if (status) return status;
    status = number_to_double(state, delta, &distance);
    if (!status) status = divide_distance(state, p, delta, distance, &length);
    value_release(state, delta);
    if (status) return status;
    if (isnan(length)) return error_set(&state->base, ERROR_VALUE, "arange: cannot compute length");
    /* a quotient that vanished by underflow still counts */
    length = length == 0 && distance != 0 ? !signbit(length) : ceil(length);
    if (length >= 9.2e18 || length < -9.2e18)
        return error_set(&state->base, ERROR_VALUE, "Maximum allowed size exceeded");
    p->count = length > 0 ? (int64_t)length : 0;
    return ARR_OK;
}

static ArrConst const_add(ArrConst a, ArrConst b, bool subtract) {
    ArrDtype dtype = a.dtype;
    if (dtype == ARR_FLOAT32) {
        a.f4 = subtract ? a.f4 - b.f4 : a.f4 + b.f4;
    } else if (dtype == ARR_FLOAT64) {
        a.f8 = subtract ? a.f8 - b.f8 : a.f8 + b.f8;
    } else { /* modulo 2^64, then cut to the type's bits */
        uint64_t x = const_cast(a, ARR_UINT64).u8, y = const_cast(b, ARR_UINT64).u8;
        a = const_cast((ArrConst){.dtype = ARR_UINT64, .u8 = subtract ? x - y : x + y}, dtype);
    }
    return a;
}

/* NumPy writes start and start + step, and goes on by their difference. In
 * floats the second element may not be start plus that difference. */
static ArrStatus set_second(ArrState *state, Array *a, ArrConst second, ArrConst computed) {
    Array *element;
    IndexItem item = {.kind = INDEX_INT, .start = 1};
    if (a->size < 2 || const_cast(second, ARR_FLOAT64).f8 == const_cast(computed, ARR_FLOAT64).f8)
        return ARR_OK;
    ArrStatus status = array_index(&state->graph.arrays, a, 1, &item, &element);
    if (status) return status;
    status = graph_assign(&state->graph, element, (Operand){.value = second});
    release(state, element);
    return status;
}

static ArrStatus arange_record(ArrState *state, const Progression *p, Array **result) {
    Value next;
    ArrConst first, second;
    ArrStatus status = convert_number(state, p->start, p->dtype, &first);
    if (!status) status = number_binary(state, AST_OP_ADD, p->start, p->step, &next);
    if (status) return status;
    status = p->count > 1 ? convert_number(state, next, p->dtype, &second) : ARR_OK;
    if (p->count <= 1) second = first;
    value_release(state, next);
    if (status) return status;
    if (p->dtype == ARR_BOOL) {
        const uint8_t bools[2] = {first.b, second.b};
        return graph_from_host(&state->graph, ARR_BOOL, 1, &p->count, bools, result);
    }
    ArrConst step = const_add(second, first, true);
    status = graph_range(&state->graph, p->dtype, p->count, first, step, result);
    if (status) return status;
    status = set_second(state, *result, second, const_add(first, step, false));
    if (status) release(state, *result);
    return status;
}

static ArrStatus arange_check(ArrState *state, const Progression *p) {
    if (dtype_info[p->dtype].kind == KIND_COMPLEX)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "arange of complex numbers is not in arr yet");
    if (p->dtype == ARR_BOOL && p->count > 2)
        return error_set(&state->base, ERROR_TYPE,
                         "arange() is only supported for booleans when the result has at most "
                         "length 2.");
    return ARR_OK;
}

static ArrStatus numpy_arange(ArrState *state, const BuiltinCall *call, Value *result) {
    Progression p = {0};
    int found = -1, wanted;
    Array *a;
    const Value *args = call->args;
    bool from_zero = !argument_given(args[1]);
    Value start = argument_given(args[0]) && !from_zero ? args[0] : value_int(0);
    Value stop = from_zero ? args[0] : args[1];
    if (!argument_given(stop))
        return error_set(&state->base, ERROR_TYPE, "arange() requires stop to be specified.");
    ArrStatus status = convert_to_dtype(state, args[3], &wanted);
    if (!status) status = arange_number(state, &p, start, &found, &p.start);
    if (!status) status = arange_number(state, &p, stop, &found, &p.stop);
    if (!status)
        status = arange_number(state, &p, argument_given(args[2]) ? args[2] : value_int(1), &found,
                               &p.step);
    p.dtype = (ArrDtype)(wanted < 0 ? found : wanted);
    if (!status && dtype_info[found].kind == KIND_COMPLEX) p.dtype = (ArrDtype)found;
    if (!status && dtype_info[p.dtype].kind != KIND_COMPLEX) status = arange_count(state, &p);
    if (!status) status = arange_check(state, &p);
    if (!status) status = arange_record(state, &p, &a);
    value_release(state, p.start);
    value_release(state, p.stop);
    value_release(state, p.step);
    return give_array(status, &a, result);
}

/* --- linspace -----------------------------------------------------------------------------------
 */

typedef struct Linspace {
    Value start, stop; /* borrowed */
    int64_t num, div;  /* div: the number of steps between start and stop */
    bool endpoint;
} Linspace;

/* a[-1, ...] = stop */
static ArrStatus set_last(ArrState *state, Array *a, const Linspace *l, Operand stop) {
    Array *last;
    IndexItem item = {.kind = INDEX_INT, .start = -1};
    if (!l->endpoint || l->num < 2) return ARR_OK;
    ArrStatus status = array_index(&state->graph.arrays, a, 1, &item, &last);
    if (status) return status;
    status = graph_assign(&state->graph, last, stop);
    release(state, last);
    return status;
}

/* Between two Python numbers: one node and the exact end. false in *done when the step
 * underflows, which needs the other formula, and when it is infinite, of which that one warns. */
static ArrStatus linspace_numbers(ArrState *state, const Linspace *l, bool *done, Array **result) {
    double start, stop;
    ArrStatus status = number_to_double(state, l->start, &start);
    if (!status) status = number_to_double(state, l->stop, &stop);
    if (status) return status;
    double delta = stop - start, step = l->div > 0 ? delta / (double)l->div : delta;
    *done = (step != 0 || delta == 0) && isfinite(delta);
    if (!*done) return ARR_OK;
    status = graph_range(&state->graph, ARR_FLOAT64, l->num, const_float(start), const_float(step),
                         result);
    if (status) return status;
    status = set_last(state, *result, l, (Operand){.value = const_float(stop)});
    if (status) release(state, *result);
    return status;
}

/* v * 1.0: at least a float */
static ArrStatus as_float(ArrState *state, Value v, Array **result) {
    Value hold;
    Operand one = {.value = const_float(1), .weak = true}, operand;
    ArrStatus status = convert_to_operand(state, v, &operand, &hold);
    if (!status) status = elementwise_2(state, OP_MULTIPLY, operand, one, result);
    value_release(state, hold);
    return status;
}

/* 0, 1, ..., num-1 along a first axis, before ndim axes of extent 1. */
static ArrStatus counting(ArrState *state, int64_t num, ArrDtype dtype, int ndim, Array **result) {
    int64_t shape[ARR_MAX_NDIM];
    Array *line, *cast;
    if (ndim + 1 > ARR_MAX_NDIM)
        return error_set(&state->base, ERROR_VALUE, "linspace: too many dimensions");
    for (int i = 0; i <= ndim; i++) shape[i] = i ? 1 : num;
    ArrDtype real = dtype == ARR_FLOAT32 ? ARR_FLOAT32 : ARR_FLOAT64;
    ArrStatus status = graph_range(&state->graph, real, num, const_cast(const_int(0), real),
                                   const_cast(const_int(1), real), &line);
    if (status) return status;
    status = convert_array(state, value_array(line), (int)dtype, &cast);
    release(state, line);
    if (status) return status;
    status = graph_reshape(&state->graph, cast, ndim + 1, shape, result);
    release(state, cast);
    return status;
}

/* count * step, or count / div * delta where some step is zero. */
static ArrStatus linspace_scale(ArrState *state, Array *count, Array *delta, int64_t div,
                                Array **result) {
    Operand n = {.value = const_int(div), .weak = true},
            zero = {.value = const_int(0), .weak = true};
    Array *step = NULL, *by_step = NULL, *part = NULL, *by_part = NULL, *zeros = NULL, *any = NULL;
    uint64_t axes;
    ArrStatus status = elementwise_2(state, OP_DIVIDE, operand_array(delta), n, &step);
    if (!status)
        status =
            elementwise_2(state, OP_MULTIPLY, operand_array(count), operand_array(step), &by_step);
    if (!status) status = elementwise_2(state, OP_DIVIDE, operand_array(count), n, &part);
    if (!status)
        status =
            elementwise_2(state, OP_MULTIPLY, operand_array(part), operand_array(delta), &by_part);
    if (!status) status = elementwise_2(state, OP_EQUAL, operand_array(step), zero, &zeros);
    if (!status) status = convert_to_axes(state, value_none(), zeros->ndim, &axes);
    if (!status)
        status = graph_reduce(&state->graph, REDUCE_ANY, zeros, axes, false, -1, NULL, &any);
    if (!status) {
        Operand operands[3] = {operand_array(any), operand_array(by_part), operand_array(by_step)};
        status = graph_elementwise(&state->graph, OP_WHERE, operands, NULL, -1, result);
    }
    Array *const made[] = {step, by_step, part, by_part, zeros, any};
    for (int i = 0; i < 6; i++) release(state, made[i]);
    return status;
}

/* Between arrays or deferred scalars: composed, nothing is pulled. */
static ArrStatus linspace_arrays(ArrState *state, const Linspace *l, Array **result) {
    Array *start = NULL, *stop = NULL, *delta = NULL, *count = NULL, *scaled = NULL, *sum = NULL;
    ArrStatus status = as_float(state, l->start, &start);
    if (!status) status = as_float(state, l->stop, &stop);
    if (!status)
        status =
            elementwise_2(state, OP_SUBTRACT, operand_array(stop), operand_array(start), &delta);
    if (!status) status = counting(state, l->num, (ArrDtype)delta->dtype, delta->ndim, &count);
    if (!status && l->div > 0) status = linspace_scale(state, count, delta, l->div, &scaled);
    if (!status && l->div <= 0)
        status =
            elementwise_2(state, OP_MULTIPLY, operand_array(count), operand_array(delta), &scaled);
    if (!status)
        status = elementwise_2(state, OP_ADD, operand_array(scaled), operand_array(start), &sum);
    if (!status) status = set_last(state, sum, l, operand_array(stop));
    if (!status) array_retain(*result = sum);
    Array *const made[] = {start, stop, delta, count, scaled, sum};
    for (int i = 0; i < 6; i++) release(state, made[i]);
    return status;
}

/* a as wanted; ints are rounded down first. Takes a's reference. */
static ArrStatus linspace_cast(ArrState *state, Array *a, int wanted, Array **result) {
    Array *whole = NULL;
    ArrStatus status = ARR_OK;
    ArrayKind kind = wanted < 0 ? KIND_FLOAT : dtype_info[wanted].kind;
    if (kind == KIND_INT || kind == KIND_UINT) status = elementwise_1(state, OP_FLOOR, a, &whole);
    if (!status) status = convert_array(state, value_array(whole ? whole : a), wanted, result);
    release(state, whole);
    release(state, a);
    return status;
}

static ArrStatus linspace_arguments(ArrState *state, const Value *args, Linspace *l) {
    *l = (Linspace){.start = args[0], .stop = args[1], .num = 50, .endpoint = true};
    ArrStatus status = ARR_OK;
    if (args[2].kind != VALUE_UNDEFINED) status = value_index(state, args[2], &l->num);
    if (!status && args[3].kind != VALUE_UNDEFINED)
        status = value_truth(state, args[3], &l->endpoint);
    if (!status && l->num < 0)
        status = error_set(&state->base, ERROR_VALUE,
                           "Number of samples, %lld, must be non-negative.", (long long)l->num);
    if (!status) l->div = l->endpoint ? l->num - 1 : l->num;
    return status;
}

static bool is_real_number(Value v) {
    return value_is_number(v) && v.kind != VALUE_COMPLEX;
}

/* (stop - start) / div, or nan. */
static ArrStatus linspace_step(ArrState *state, const Linspace *l, Array **step) {
    Array *start = NULL, *stop = NULL, *delta = NULL;
    Operand div = {.value = l->div > 0 ? const_int(l->div) : const_float(NAN), .weak = true};
    ArrStatus status = as_float(state, l->start, &start);
    if (!status) status = as_float(state, l->stop, &stop);
    if (!status)
        status =
            elementwise_2(state, OP_SUBTRACT, operand_array(stop), operand_array(start), &delta);
    if (!status) status = elementwise_2(state, OP_DIVIDE, operand_array(delta), div, step);
    release(state, start);
    release(state, stop);
    release(state, delta);
    return status;
}

/* (samples, step), for retstep=True; takes the samples' reference. */
static ArrStatus with_step(ArrState *state, const Linspace *l, Value samples, Value *result) {
    Array *step;
    ArrStatus status = linspace_step(state, l, &step);
    if (status) {
        value_release(state, samples);
        return status;
    }
    step->scalar = step->ndim == 0 && l->div > 0;
    Value items[2] = {samples, value_array(step)};
    if (l->div <= 0) { /* Python's */
        release(state, step);
        items[1] = value_float(NAN);
    }
    return sequence_new(state, VALUE_TUPLE, items, 2, result);
}

/* (start, stop, num, endpoint, retstep, dtype) */
static ArrStatus numpy_linspace(ArrState *state, const BuiltinCall *call, Value *result) {
    Linspace l;
    int wanted;
    bool done = false, step = false;
    Array *a, *cast;
    ArrStatus status = linspace_arguments(state, call->args, &l);
    if (!status && call->args[4].kind != VALUE_UNDEFINED)
        status = value_truth(state, call->args[4], &step);
    if (!status) status = convert_to_dtype(state, call->args[5], &wanted);
    if (!status && is_real_number(l.start) && is_real_number(l.stop))
        status = linspace_numbers(state, &l, &done, &a);
    if (!status && !done) status = linspace_arrays(state, &l, &a);
    if (!status) status = linspace_cast(state, a, wanted, &cast);
    status = give_array(status, &cast, result);
    return status || !step ? status : with_step(state, &l, *result, result);
}

const BuiltinRow numpy_range_rows[] = {
    {"arange(start=, stop=None, step=1, dtype=None)", numpy_arange,
     "arange(stop) or arange(start, stop, step): numbers from start, by step, before stop. Its "
     "length is ceil((stop - start) / step). ZeroDivisionError if step is 0.",
     0},
    {"linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None)", numpy_linspace,
     "num numbers at equal distances from start to stop, stop included if endpoint. start and "
     "stop may be arrays. ValueError if num is negative.",
     0},
    {NULL, NULL, NULL, 0}};
