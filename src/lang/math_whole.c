/* Python's module math: the functions of ints, of any size. */
#include <string.h>

#include "math_module.h"

/* *a = *a op b */
static ArrStatus update(ArrState *state, AstOperator op, Value *a, Value b) {
    Value next;
    ArrStatus status = number_binary(state, op, *a, b, &next);
    if (status) return status;
    value_release(state, *a);
    *a = next;
    return ARR_OK;
}

static bool is_zero(Value v) {
    return v.kind == VALUE_INT && v.integer == 0;
}

/* --- gcd and lcm ------------------------------------------------------------------- */

/* *a and b become gcd and 0, by Euclid; both are consumed into *a. */
static ArrStatus reduce_gcd(ArrState *state, Value *a, Value b) {
    ArrStatus status = ARR_OK;
    while (!is_zero(b) && !status) {
        status = update(state, AST_OP_REMAINDER, a, b);
        Value swap = *a;
        *a = b;
        b = swap;
    }
    value_release(state, b);
    if (!status && bigint_sign(*a) < 0) {
        Value positive;
        status = number_unary(state, AST_OP_NEGATIVE, *a, &positive);
        if (status) return status;
        value_release(state, *a);
        *a = positive;
    }
    return status;
}

/* *all = lcm(*all, v), of which v is consumed. */
static ArrStatus reduce_lcm(ArrState *state, Value *all, Value v) {
    if (is_zero(*all) || is_zero(v)) {
        value_release(state, *all);
        value_release(state, v);
        *all = value_int(0);
        return ARR_OK;
    }
    Value divisor = *all;
    value_retain(divisor);
    value_retain(v);
    ArrStatus status = reduce_gcd(state, &divisor, v);
    if (!status) status = update(state, AST_OP_FLOOR_DIVIDE, all, divisor);
    if (!status) status = update(state, AST_OP_MULTIPLY, all, v);
    if (!status && bigint_sign(*all) < 0)
        status = update(state, AST_OP_MULTIPLY, all, value_int(-1));
    value_release(state, divisor);
    value_release(state, v);
    return status;
}

static ArrStatus math_gcd(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *values = VALUE_AS(SequenceObject, call->args[0]);
    bool lcm = call->data;
    Value all = value_int(lcm ? 1 : 0), v;
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i < values->count && !status; i++) {
        status = bigint_index(state, values->items[i], &v);
        if (!status) status = (lcm ? reduce_lcm : reduce_gcd)(state, &all, v);
    }
    if (status) value_release(state, all);
    else *result = all;
    return status;
}

/* --- products of ranges ---------------------------------------------------------------- */

/* first * (first + 1) * ... * last, by halves: factors of like size multiply
 * fastest. As deep as the logarithm of their count. */
static ArrStatus range_product(ArrState *state, int64_t first, int64_t last, Value *product) {
    *product = value_int(1);
    ArrStatus status = base_check_interrupt(&state->base);
    if (status) return status;
    if (last - first < 8) {
        for (int64_t i = first; i <= last && !status; i++)
            status = update(state, AST_OP_MULTIPLY, product, value_int(i));
        return status;
    }
    int64_t middle = first + (last - first) / 2;
    Value right;
    status = range_product(state, first, middle, product);
    if (status) return status;
    status = range_product(state, middle + 1, last, &right);
    if (!status) status = update(state, AST_OP_MULTIPLY, product, right);
    value_release(state, right);
    return status;
}

static ArrStatus give(ArrState *state, ArrStatus status, Value v, Value *result) {
    if (status) value_release(state, v);
    else *result = v;
    return status;
}

static ArrStatus math_factorial(ArrState *state, const BuiltinCall *call, Value *result) {
    Value n, product;
    ArrStatus status = bigint_index(state, call->args[0], &n);
    if (status) return status;
    bool negative = bigint_sign(n) < 0, big = n.kind == VALUE_BIGINT;
    value_release(state, n);
    if (negative)
        return error_set(&state->base, ERROR_VALUE, "factorial() not defined for negative values");
    if (big)
        return error_set(&state->base, ERROR_OVERFLOW,
                         "factorial() argument should not exceed %lld", (long long)INT64_MAX);
    status = range_product(state, 1, n.integer, &product);
    return give(state, status, product, result);
}

/* n and k of comb and perm: *n is owned; k beyond int64 is INT64_MAX. */
static ArrStatus choose_arguments(ArrState *state, const BuiltinCall *call, Value *n, int64_t *k) {
    Value given;
    ArrStatus status = bigint_index(state, call->args[0], n);
    if (status) return status;
    status = bigint_index(state, call->args[1], &given);
    if (!status && bigint_sign(*n) < 0)
        status = error_set(&state->base, ERROR_VALUE, "n must be a non-negative integer");
    else if (!status && bigint_sign(given) < 0)
        status = error_set(&state->base, ERROR_VALUE, "k must be a non-negative integer");
    if (!status) *k = given.kind == VALUE_INT ? given.integer : INT64_MAX;
    value_release(state, given);
    if (status) value_release(state, *n);
    return status;
}

/* n * (n - 1) * ..., k factors. */
static ArrStatus falling_product(ArrState *state, Value n, int64_t k, Value *product) {
    if (n.kind == VALUE_INT) return range_product(state, n.integer - k + 1, n.integer, product);
    ArrStatus status = ARR_OK;
    *product = value_int(1);
    for (int64_t i = 0; i < k && !status; i++) {
        Value factor;
        status = number_binary(state, AST_OP_SUBTRACT, n, value_int(i), &factor);
        if (status) break;
        status = update(state, AST_OP_MULTIPLY, product, factor);
        value_release(state, factor);
        if (!status) status = base_check_interrupt(&state->base);
    }
    return status;
}

static ArrStatus math_comb(ArrState *state, const BuiltinCall *call, Value *result) {
    Value n, product, divisor = value_undefined();
    int64_t k;
    ArrStatus status = choose_arguments(state, call, &n, &k);
    if (status) return status;
    if (n.kind == VALUE_INT && k > n.integer) {
        *result = value_int(0);
        return ARR_OK;
    }
    if (n.kind == VALUE_INT && k > n.integer - k) k = n.integer - k;
    status = falling_product(state, n, k, &product);
    if (!status) status = range_product(state, 1, k, &divisor);
    if (!status) status = update(state, AST_OP_FLOOR_DIVIDE, &product, divisor);
    value_release(state, divisor);
    value_release(state, n);
    return give(state, status, product, result);
}

static ArrStatus math_perm(ArrState *state, const BuiltinCall *call, Value *result) {
    if (call->args[1].kind == VALUE_UNDEFINED || call->args[1].kind == VALUE_NONE)
        return math_factorial(state, call, result);
    Value n, product;
    int64_t k;
    ArrStatus status = choose_arguments(state, call, &n, &k);
    if (status) return status;
    if (n.kind == VALUE_INT && k > n.integer) {
        *result = value_int(0);
        return ARR_OK;
    }
    status = falling_product(state, n, k, &product);
    value_release(state, n);
    return give(state, status, product, result);
}

/* --- isqrt ---------------------------------------------------------------------------------- */

/* Newton's steps down from a guess that is not too small. */
static ArrStatus newton_root(ArrState *state, Value n, Value *root) {
    Text digits = text_new(&state->base.heap);
    bigint_add_digits(n, 1, &digits);
    int64_t bits = digits.length;
    bool failed = digits.failed;
    text_free(&digits);
    if (failed) return error_memory(&state->base, bits, "digits");
    ArrStatus status =
        number_binary(state, AST_OP_LEFT_SHIFT, value_int(1), value_int((bits + 1) / 2), root);
    while (!status) {
        Value next;
        bool smaller = false;
        status = number_binary(state, AST_OP_FLOOR_DIVIDE, n, *root, &next);
        if (status) break;
        status = update(state, AST_OP_ADD, &next, *root);
        if (!status) status = update(state, AST_OP_RIGHT_SHIFT, &next, value_int(1));
        if (!status) status = number_compare(state, AST_OP_LESS, next, *root, &smaller);
        if (!status && !smaller) {
            value_release(state, next);
            break;
        }
        value_release(state, *root);
        *root = next;
        if (!status) status = base_check_interrupt(&state->base);
    }
    return status;
}

static ArrStatus math_isqrt(ArrState *state, const BuiltinCall *call, Value *result) {
    Value n, root = value_int(0);
    ArrStatus status = bigint_index(state, call->args[0], &n);
    if (status) return status;
    if (bigint_sign(n) < 0)
        status = error_set(&state->base, ERROR_VALUE, "isqrt() argument must be nonnegative");
    else if (!is_zero(n)) status = newton_root(state, n, &root);
    value_release(state, n);
    return give(state, status, root, result);
}

const BuiltinRow math_whole_rows[] = {
    {"gcd(*integers)", math_gcd, "The greatest common divisor.", 0},
    {"lcm(*integers)", math_gcd, "The least common multiple.", 1},
    {"factorial(n, /)", math_factorial, "1 * 2 * ... * n.", 0},
    {"comb(n, k, /)", math_comb, "The number of ways to choose k of n things.", 0},
    {"perm(n, k=None, /)", math_perm, "The number of ways to arrange k of n things.", 0},
    {"isqrt(n, /)", math_isqrt, "The largest int whose square is not above n.", 0},
    {NULL, NULL, NULL, 0},
};
