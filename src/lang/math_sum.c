/* Python's module math: functions of many numbers. fsum rounds once; hypot and
 * dist sum squares in twice the precision, as CPython does. */
#include <float.h>
#include <math.h>

#include "arrays.h"
#include "math_module.h"

/* --- doubles of an iterable ------------------------------------------------------ */

typedef struct Doubles {
    double *items;
    int64_t count, capacity;
    double few[16];
} Doubles;

static void doubles_free(ArrState *state, Doubles *d) {
    if (d->items != d->few)
        heap_free(&state->base.heap, d->items, (size_t)d->capacity * sizeof *d->items);
}

static ArrStatus doubles_add(ArrState *state, Doubles *d, double x) {
    if (d->count == d->capacity) {
        double *items = NULL;
        int64_t capacity = 0;
        if (!heap_grow(&state->base.heap, &items, &capacity, 2 * d->count, sizeof *items))
            return error_memory(&state->base, d->count * (int64_t)sizeof *items, "numbers");
        for (int64_t i = 0; i < d->count; i++) items[i] = d->items[i];
        doubles_free(state, d);
        d->items = items;
        d->capacity = capacity;
    }
    d->items[d->count++] = x;
    return ARR_OK;
}

/* The next number of an iteration; *end: there is none. */
static ArrStatus next_double(ArrState *state, Iterator *it, double *x, bool *end) {
    Value item;
    ArrStatus status = iterator_next(state, it, &item);
    *end = !status && item.kind == VALUE_UNDEFINED;
    if (status || *end) return status;
    status = math_to_double(state, item, x);
    value_release(state, item);
    return status;
}

static ArrStatus doubles_of(ArrState *state, Value iterable, Doubles *d) {
    Iterator it;
    double x = 0;
    bool end = false;
    *d = (Doubles){.capacity = 16};
    d->items = d->few;
    ArrStatus status = iterator_begin(state, iterable, &it);
    if (status) return status;
    while (!status && !end) {
        status = next_double(state, &it, &x, &end);
        if (!status && !end) status = doubles_add(state, d, x);
    }
    iterator_end(state, &it);
    if (status) doubles_free(state, d);
    return status;
}

/* --- fsum ---------------------------------------------------------------------------- */

/* x added to partials that do not overlap, smallest first; their sum is exact. */
static ArrStatus add_partial(ArrState *state, Doubles *partials, double x) {
    int64_t kept = 0;
    for (int64_t i = 0; i < partials->count; i++) {
        double y = partials->items[i];
        if (fabs(x) < fabs(y)) {
            double swap = x;
            x = y;
            y = swap;
        }
        double high = x + y, low = y - (high - x);
        if (low != 0) partials->items[kept++] = low;
        x = high;
    }
    partials->count = kept;
    return x == 0 ? ARR_OK : doubles_add(state, partials, x);
}

/* The exact sum, rounded once, half to even. */
static double round_partials(const Doubles *partials) {
    int64_t n = partials->count;
    if (n == 0) return 0;
    double high = partials->items[--n], low = 0;
    while (n > 0) {
        double x = high, y = partials->items[--n];
        high = x + y;
        low = y - (high - x);
        if (low != 0) break;
    }
    /* a tie is decided by what lies below it */
    if (n > 0 &&
        ((low < 0 && partials->items[n - 1] < 0) || (low > 0 && partials->items[n - 1] > 0))) {
        double twice = low * 2, x = high + twice;
        if (twice == x - high) high = x;
    }
    return high;
}

static ArrStatus sum_exactly(ArrState *state, const Doubles *d, double *sum) {
    Doubles partials = {.capacity = 16};
    partials.items = partials.few;
    double special = 0, infinities = 0;
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i < d->count && !status; i++) {
        double x = d->items[i];
        if (!isfinite(x)) {
            if (isinf(x)) infinities += x;
            special += x;
            continue;
        }
        status = add_partial(state, &partials, x);
        if (!status && partials.count && !isfinite(partials.items[partials.count - 1]))
            status = error_set(&state->base, ERROR_OVERFLOW, "intermediate overflow in fsum");
    }
    if (!status && special != 0 && isnan(infinities))
        status = error_set(&state->base, ERROR_VALUE, "-inf + inf in fsum");
    *sum = special != 0 ? special : round_partials(&partials);
    doubles_free(state, &partials);
    return status;
}

static ArrStatus math_fsum(ArrState *state, const BuiltinCall *call, Value *result) {
    Doubles d;
    double sum = 0;
    ArrStatus status = doubles_of(state, call->args[0], &d);
    if (status) return status;
    status = sum_exactly(state, &d, &sum);
    doubles_free(state, &d);
    if (!status) *result = value_float(sum);
    return status;
}

/* --- hypot and dist -------------------------------------------------------------------- */

/* The root of the sum of squares, in double-double. Scaled by a power of two, so
 * that no square leaves the range; by steps, since 2**1074 is no double. */
static double norm(const double *items, int64_t count) {
    double largest = 0;
    bool nan = false;
    for (int64_t i = 0; i < count; i++) {
        if (isnan(items[i])) nan = true;
        else if (fabs(items[i]) > largest) largest = fabs(items[i]);
    }
    if (isinf(largest)) return largest;
    if (nan) return (double)NAN;
    if (largest == 0 || count <= 1) return largest;
    int exponent;
    frexp(largest, &exponent);
    double high = 0, low = 0;
    for (int64_t i = 0; i < count; i++) {
        double x = ldexp(items[i], -exponent), square = x * x, error = fma(x, x, -square);
        double sum = high + square, part = sum - high;
        low += (high - (sum - part)) + (square - part) + error;
        high = sum;
    }
    double root = sqrt(high + low), square = root * root, error = fma(root, root, -square);
    double missing = (high - square) - error + low;
    return ldexp(root + missing / (2 * root), exponent);
}

static ArrStatus math_hypot(ArrState *state, const BuiltinCall *call, Value *result) {
    Doubles d;
    ArrStatus status = doubles_of(state, call->args[0], &d);
    if (status) return status;
    *result = value_float(norm(d.items, d.count));
    doubles_free(state, &d);
    return ARR_OK;
}

static ArrStatus math_dist(ArrState *state, const BuiltinCall *call, Value *result) {
    Doubles p, q;
    ArrStatus status = doubles_of(state, call->args[0], &p);
    if (status) return status;
    status = doubles_of(state, call->args[1], &q);
    if (!status) {
        if (p.count != q.count)
            status = error_set(&state->base, ERROR_VALUE,
                               "both points must have the same number of dimensions");
        for (int64_t i = 0; i < p.count && !status; i++) p.items[i] -= q.items[i];
        if (!status) *result = value_float(norm(p.items, p.count));
        doubles_free(state, &q);
    }
    doubles_free(state, &p);
    return status;
}

/* --- prod ---------------------------------------------------------------------------------- */

static ArrStatus math_prod(ArrState *state, const BuiltinCall *call, Value *result) {
    Iterator it;
    ArrStatus status = iterator_begin(state, call->args[0], &it);
    if (status) return status;
    Value product = call->args[1].kind == VALUE_UNDEFINED ? value_int(1) : call->args[1];
    value_retain(product);
    for (;;) {
        Value item, next;
        status = iterator_next(state, &it, &item);
        if (status || item.kind == VALUE_UNDEFINED) break;
        status = operate_binary(state, AST_OP_MULTIPLY, product, item, &next);
        value_release(state, item);
        if (status) break;
        value_release(state, product);
        product = next;
    }
    iterator_end(state, &it);
    if (status) value_release(state, product);
    else *result = product;
    return status;
}

const BuiltinRow math_sum_rows[] = {
    {"fsum(seq, /)", math_fsum, "The exact sum of the items, rounded once.", 0},
    {"hypot(*coordinates)", math_hypot, "The length of a vector.", 0},
    {"dist(p, q, /)", math_dist, "The distance of two points.", 0},
    {"prod(iterable, /, *, start=1)", math_prod, "The product of the items and start.", 0},
    {NULL, NULL, NULL, 0},
};
