/* Python's arithmetic on host numbers: bool, int, float, complex. Each
 * operation works in the widest kind of its operands; ints stay in int64 until
 * they overflow, then bigint.c takes over. Nothing here touches arrays. */
#include <errno.h>
#include <math.h>

#include "bigint.h"
#include "complex_math.h"

typedef enum NumberRank { RANK_NONE, RANK_INT, RANK_FLOAT, RANK_COMPLEX } NumberRank;

static NumberRank rank_of(Value v) {
    switch (v.kind) {
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_BIGINT: return RANK_INT;
    case VALUE_FLOAT: return RANK_FLOAT;
    case VALUE_COMPLEX: return RANK_COMPLEX;
    default: return RANK_NONE;
    }
}

bool value_is_number(Value v) {
    return rank_of(v) != RANK_NONE;
}

/* RANK_NONE if either is no number. */
static NumberRank common_rank(Value a, Value b) {
    NumberRank x = rank_of(a), y = rank_of(b);
    if (x == RANK_NONE || y == RANK_NONE) return RANK_NONE;
    return x > y ? x : y;
}

/* The value of a bool or int; false: a bigint. */
static bool small_int(Value v, int64_t *i) {
    if (v.kind == VALUE_BIGINT) return false;
    *i = v.kind == VALUE_BOOL ? v.boolean : v.integer;
    return true;
}

static ArrStatus zero_division(ArrState *state, const char *message) {
    return error_set(&state->base, ERROR_ZERO_DIVISION, "%s", message);
}

/* --- conversions -------------------------------------------------------------- */

ArrStatus number_to_double(ArrState *state, Value v, double *x) {
    switch (v.kind) {
    case VALUE_BOOL: *x = v.boolean; return ARR_OK;
    case VALUE_INT: *x = (double)v.integer; return ARR_OK;
    case VALUE_FLOAT: *x = v.number; return ARR_OK;
    case VALUE_BIGINT: return bigint_to_double(state, v, x);
    default:
        return error_set(&state->base, ERROR_TYPE, "must be real number, not %s",
                         value_type_name(v));
    }
}

ArrStatus number_int_from_double(ArrState *state, double x, Value *result) {
    if (isnan(x))
        return error_set(&state->base, ERROR_VALUE, "cannot convert float NaN to integer");
    if (isinf(x))
        return error_set(&state->base, ERROR_OVERFLOW, "cannot convert float infinity to integer");
    x = trunc(x);
    if (x < -0x1p63 || x >= 0x1p63) return bigint_from_double(state, x, result);
    *result = value_int((int64_t)x);
    return ARR_OK;
}

static ArrStatus to_complex(ArrState *state, Value v, Complex *z) {
    z->imag = 0;
    if (v.kind != VALUE_COMPLEX) return number_to_double(state, v, &z->real);
    const ComplexObject *object = VALUE_AS(ComplexObject, v);
    *z = (Complex){object->real, object->imag};
    return ARR_OK;
}

static ArrStatus give_float(double x, Value *result) {
    *result = value_float(x);
    return ARR_OK;
}

/* --- floats ---------------------------------------------------------------------- */

/* The remainder has the divisor's sign, zero included. */
static double float_remainder(double x, double y) {
    double r = fmod(x, y);
    if (r == 0) return copysign(0, y);
    return (y < 0) != (r < 0) ? r + y : r;
}

/* The exact quotient (x - remainder) / y is whole, the computed one only
 * nearly so: floor() may fall one short. */
static double float_floor_divide(double x, double y) {
    double r = fmod(x, y), quotient = (x - r) / y;
    if (r != 0 && (y < 0) != (r < 0)) quotient -= 1;
    if (quotient == 0) return copysign(0, x / y);
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1 : whole;
}

static ArrStatus complex_power(ArrState *state, Complex x, Complex y, Value *result);

static ArrStatus float_power(ArrState *state, double x, double y, Value *result) {
    if (x == 0 && y < 0 && isfinite(y))
        return zero_division(state, "0.0 cannot be raised to a negative power");
    if (x < 0 && isfinite(x) && isfinite(y) && y != floor(y))
        return complex_power(state, (Complex){x, 0}, (Complex){y, 0}, result);
    double power = pow(x, y);
    if (isinf(power) && isfinite(x) && isfinite(y))
        return error_set(&state->base, ERROR_OVERFLOW, "(%d, 'Numerical result out of range')",
                         ERANGE);
    return give_float(power, result);
}

static ArrStatus float_binary(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    double x, y;
    ArrStatus status = number_to_double(state, a, &x);
    if (!status) status = number_to_double(state, b, &y);
    if (status) return status;
    switch (op) {
    case AST_OP_ADD: return give_float(x + y, result);
    case AST_OP_SUBTRACT: return give_float(x - y, result);
    case AST_OP_MULTIPLY: return give_float(x * y, result);
    case AST_OP_DIVIDE:
        if (y == 0) return zero_division(state, "float division by zero");
        return give_float(x / y, result);
    case AST_OP_FLOOR_DIVIDE:
        if (y == 0) return zero_division(state, "float floor division by zero");
        return give_float(float_floor_divide(x, y), result);
    case AST_OP_REMAINDER:
        if (y == 0) return zero_division(state, "float modulo");
        return give_float(float_remainder(x, y), result);
    case AST_OP_POWER: return float_power(state, x, y, result);
    default: return operate_type_error(state, op, a, b);
    }
}

/* --- complex ---------------------------------------------------------------------- */

static ArrStatus give_complex(ArrState *state, Complex z, Value *result) {
    return complex_new(state, z.real, z.imag, result);
}

static ArrStatus complex_power(ArrState *state, Complex x, Complex y, Value *result) {
    Complex z;
    bool zero = x.real == 0 && x.imag == 0;
    if ((zero && (y.real < 0 || y.imag != 0)) || !complex_raise(x, y, &z))
        return zero_division(state, "0.0 to a negative or complex power");
    if (isinf(z.real) || isinf(z.imag))
        return error_set(&state->base, ERROR_OVERFLOW, "complex exponentiation");
    return give_complex(state, z, result);
}

static ArrStatus complex_binary(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    Complex x, y;
    ArrStatus status = to_complex(state, a, &x);
    if (!status) status = to_complex(state, b, &y);
    if (status) return status;
    switch (op) {
    case AST_OP_ADD:
        return give_complex(state, (Complex){x.real + y.real, x.imag + y.imag}, result);
    case AST_OP_SUBTRACT:
        return give_complex(state, (Complex){x.real - y.real, x.imag - y.imag}, result);
    case AST_OP_MULTIPLY: return give_complex(state, complex_multiply(x, y), result);
    case AST_OP_DIVIDE:
        if (y.real == 0 && y.imag == 0) return zero_division(state, "complex division by zero");
        return give_complex(state, complex_divide(x, y), result);
    case AST_OP_POWER: return complex_power(state, x, y, result);
    default: return operate_type_error(state, op, a, b);
    }
}

/* --- ints ---------------------------------------------------------------------------- */

enum { EXACT_INT_BITS = 53 }; /* ints up to 2^53 are exact as doubles */

static bool is_exact(int64_t i) {
    return i >= -(INT64_C(1) << EXACT_INT_BITS) && i <= INT64_C(1) << EXACT_INT_BITS;
}

static ArrStatus int_divide(ArrState *state, Value a, Value b, Value *result) {
    int64_t x, y;
    double quotient;
    if (bigint_sign(b) == 0) return zero_division(state, "division by zero");
    if (small_int(a, &x) && small_int(b, &y) && is_exact(x) && is_exact(y))
        return give_float((double)x / (double)y, result);
    ArrStatus status = bigint_divide(state, a, b, &quotient);
    return status ? status : give_float(quotient, result);
}

static bool power_overflows(int64_t base, int64_t exponent, int64_t *result) {
    *result = 1;
    for (;;) {
        if ((exponent & 1) && __builtin_mul_overflow(*result, base, result)) return true;
        exponent >>= 1;
        if (exponent == 0) return false;
        if (__builtin_mul_overflow(base, base, &base)) return true;
    }
}

/* x << count when that fits: as a product with a power of two. */
static bool shift_overflows(int64_t x, int64_t count, int64_t *result) {
    *result = 0;
    if (x == 0) return false;
    return count > 62 || __builtin_mul_overflow(x, INT64_C(1) << count, result);
}

/* false: the result, or an operand, does not fit int64. No zero divisors. */
static bool small_binary(AstOperator op, Value a, Value b, int64_t *result) {
    int64_t x, y;
    if (!small_int(a, &x) || !small_int(b, &y)) return false;
    switch (op) {
    case AST_OP_ADD: return !__builtin_add_overflow(x, y, result);
    case AST_OP_SUBTRACT: return !__builtin_sub_overflow(x, y, result);
    case AST_OP_MULTIPLY: return !__builtin_mul_overflow(x, y, result);
    case AST_OP_FLOOR_DIVIDE:
        if (y == -1) return !__builtin_sub_overflow(0, x, result);
        *result = x / y - (x % y != 0 && (x < 0) != (y < 0));
        return true;
    case AST_OP_REMAINDER:
        *result = y == -1 ? 0 : x % y;
        if (*result != 0 && (*result < 0) != (y < 0)) *result += y;
        return true;
    case AST_OP_POWER: return !power_overflows(x, y, result);
    case AST_OP_LEFT_SHIFT: return !shift_overflows(x, y, result);
    case AST_OP_RIGHT_SHIFT: *result = x >> (y < 63 ? y : 63); return true;
    case AST_OP_AND: *result = x & y; return true;
    case AST_OP_XOR: *result = x ^ y; return true;
    case AST_OP_OR: *result = x | y; return true;
    default: return false;
    }
}

/* What Python refuses or answers with a float, before the integers are
 * computed. *done: the answer is given. */
static ArrStatus int_special(ArrState *state, AstOperator op, Value a, Value b, Value *result,
                             bool *done) {
    int sign = bigint_sign(b);
    *done = false;
    switch (op) {
    case AST_OP_FLOOR_DIVIDE:
        if (sign == 0) return zero_division(state, "integer division or modulo by zero");
        return ARR_OK;
    case AST_OP_REMAINDER:
        if (sign == 0) return zero_division(state, "integer modulo by zero");
        return ARR_OK;
    case AST_OP_LEFT_SHIFT:
    case AST_OP_RIGHT_SHIFT:
        if (sign < 0) return error_set(&state->base, ERROR_VALUE, "negative shift count");
        return ARR_OK;
    case AST_OP_DIVIDE:
        *done = true;
        return int_divide(state, a, b, result);
    case AST_OP_POWER:
        *done = sign < 0;
        return *done ? float_binary(state, op, a, b, result) : ARR_OK;
    default: return ARR_OK;
    }
}

static bool is_bitwise(AstOperator op) {
    return op == AST_OP_AND || op == AST_OP_XOR || op == AST_OP_OR;
}

static ArrStatus int_binary(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    bool done;
    int64_t small;
    ArrStatus status = int_special(state, op, a, b, result, &done);
    if (status || done) return status;
    if (!small_binary(op, a, b, &small)) return bigint_binary(state, op, a, b, result);
    bool both_bool = a.kind == VALUE_BOOL && b.kind == VALUE_BOOL;
    *result = both_bool && is_bitwise(op) ? value_bool(small != 0) : value_int(small);
    return ARR_OK;
}

/* --- operators --------------------------------------------------------------------- */

static bool has_operator(NumberRank rank, AstOperator op) {
    switch (op) {
    case AST_OP_ADD:
    case AST_OP_SUBTRACT:
    case AST_OP_MULTIPLY:
    case AST_OP_DIVIDE:
    case AST_OP_POWER: return rank >= RANK_INT;
    case AST_OP_FLOOR_DIVIDE:
    case AST_OP_REMAINDER: return rank == RANK_INT || rank == RANK_FLOAT;
    case AST_OP_MATMUL: return false;
    default: return rank == RANK_INT;
    }
}

ArrStatus number_binary(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    NumberRank rank = common_rank(a, b);
    if (!has_operator(rank, op)) return operate_type_error(state, op, a, b);
    switch (rank) {
    case RANK_INT: return int_binary(state, op, a, b, result);
    case RANK_FLOAT: return float_binary(state, op, a, b, result);
    case RANK_COMPLEX: return complex_binary(state, op, a, b, result);
    default: return operate_type_error(state, op, a, b);
    }
}

static ArrStatus int_unary(ArrState *state, AstOperator op, Value a, Value *result) {
    int64_t x;
    if (op == AST_OP_POSITIVE && a.kind == VALUE_BIGINT) {
        value_retain(a);
        *result = a;
        return ARR_OK;
    }
    if (!small_int(a, &x) || (op == AST_OP_NEGATIVE && x == INT64_MIN))
        return bigint_unary(state, op, a, result);
    *result = value_int(op == AST_OP_NEGATIVE ? -x : op == AST_OP_INVERT ? ~x : x);
    return ARR_OK;
}

ArrStatus number_unary(ArrState *state, AstOperator op, Value a, Value *result) {
    NumberRank rank = rank_of(a);
    bool negative = op == AST_OP_NEGATIVE;
    if (rank == RANK_NONE || (rank > RANK_INT && op == AST_OP_INVERT))
        return operate_type_error(state, op, a, value_undefined());
    if (rank == RANK_INT) return int_unary(state, op, a, result);
    if (rank == RANK_FLOAT) return give_float(negative ? -a.number : a.number, result);
    const ComplexObject *z = VALUE_AS(ComplexObject, a);
    return complex_new(state, negative ? -z->real : z->real, negative ? -z->imag : z->imag, result);
}

/* --- comparisons ------------------------------------------------------------------- */

enum { UNORDERED = 2 }; /* beside -1, 0, 1: one of them is NaN */

static int order_doubles(double x, double y) {
    return x < y ? -1 : x > y ? 1 : x == y ? 0 : UNORDERED;
}

/* Exact: neither operand is rounded to the other's kind. */
static int order_int_double(Value a, double y) {
    int64_t x;
    if (!isfinite(y)) return order_doubles(0, y);
    if (small_int(a, &x) && is_exact(x)) return order_doubles((double)x, y);
    return bigint_compare_double(a, y);
}

/* Of ints and floats. */
static int order_reals(Value a, Value b) {
    int64_t x, y;
    if (a.kind == VALUE_FLOAT && b.kind == VALUE_FLOAT) return order_doubles(a.number, b.number);
    if (b.kind == VALUE_FLOAT) return order_int_double(a, b.number);
    if (a.kind == VALUE_FLOAT) {
        int order = order_int_double(b, a.number);
        return order == UNORDERED ? order : -order;
    }
    if (small_int(a, &x) && small_int(b, &y)) return (x > y) - (x < y);
    return bigint_compare(a, b);
}

static Value real_part(Value v) {
    return v.kind == VALUE_COMPLEX ? value_float(VALUE_AS(ComplexObject, v)->real) : v;
}

static double imag_part(Value v) {
    return v.kind == VALUE_COMPLEX ? VALUE_AS(ComplexObject, v)->imag : 0;
}

static bool equal_complex(Value a, Value b) {
    return imag_part(a) == imag_part(b) && order_reals(real_part(a), real_part(b)) == 0;
}

static bool order_satisfies(AstOperator op, int order) {
    switch (op) {
    case AST_OP_EQUAL: return order == 0;
    case AST_OP_NOT_EQUAL: return order != 0;
    case AST_OP_LESS: return order == -1;
    case AST_OP_LESS_EQUAL: return order == -1 || order == 0;
    case AST_OP_GREATER: return order == 1;
    default: return order == 0 || order == 1;
    }
}

ArrStatus number_compare(ArrState *state, AstOperator op, Value a, Value b, bool *truth) {
    bool equality = op == AST_OP_EQUAL || op == AST_OP_NOT_EQUAL;
    NumberRank rank = common_rank(a, b);
    if (rank == RANK_NONE || (rank == RANK_COMPLEX && !equality))
        return operate_type_error(state, op, a, b);
    int order = rank == RANK_COMPLEX ? !equal_complex(a, b) : order_reals(a, b);
    *truth = order_satisfies(op, order);
    return ARR_OK;
}
