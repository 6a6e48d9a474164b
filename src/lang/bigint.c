/* Python ints beyond int64 (see bigint.h), by libtommath.
 *
 * A bigint's digits lie in its object, which the Heap counts, and libtommath
 * works on them where they are. What it needs while it works, the result
 * included, it takes from malloc: this is the one place that does not come
 * from the Heap. It is bounded, because operands and results are refused
 * beyond BIGINT_BITS before anything is computed, and nothing of it outlives
 * the operation. */
#include "bigint.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <tommath.h>

struct BigintObject {
    Object head;
    int used;
    mp_sign sign;
    mp_digit digits[]; /* MP_DIGIT_BIT bits each, least significant first */
};

enum { STRING_DIGITS = 4300 }; /* CPython's limit for conversion from and to decimal */

static size_t object_bytes(int used) {
    return sizeof(BigintObject) + (size_t)used * sizeof(mp_digit);
}

void bigint_free(ArrState *state, BigintObject *big) {
    heap_free(&state->base.heap, big, object_bytes(big->used));
}

/* --- operands and results ---------------------------------------------------- */

enum { SMALL_DIGITS = 64 / MP_DIGIT_BIT + 1 };

/* An int as libtommath sees it, without a copy; only for const arguments. */
typedef struct Integer {
    mp_int mp;
    mp_digit small[SMALL_DIGITS];
} Integer;

static void integer_from_int64(Integer *n, int64_t value) {
    uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
    int used = 0;
    for (; magnitude; magnitude >>= MP_DIGIT_BIT) n->small[used++] = (mp_digit)(magnitude & MP_MASK);
    n->mp = (mp_int){.used = used, .alloc = SMALL_DIGITS, .dp = n->small,
                     .sign = value < 0 ? MP_NEG : MP_ZPOS};
}

static void integer_from(Integer *n, Value v) {
    if (v.kind != VALUE_BIGINT) {
        integer_from_int64(n, v.kind == VALUE_BOOL ? v.boolean : v.integer);
        return;
    }
    BigintObject *big = VALUE_AS(BigintObject, v);
    n->mp = (mp_int){.used = big->used, .alloc = big->used, .sign = big->sign, .dp = big->digits};
}

static ArrStatus too_large(ArrState *state) {
    ArrStatus status = error_set(&state->base, ERROR_OVERFLOW, "too many digits in integer");
    error_hint(&state->base, "Python ints in arr have at most %d bits", BIGINT_BITS);
    return status;
}

static ArrStatus mp_failed(ArrState *state) {
    return error_memory(&state->base, BIGINT_BITS / 8, "an integer");
}

static bool fits_int64(const mp_int *n) {
    int bits = mp_count_bits(n);
    return bits < 64 || (bits == 64 && n->sign == MP_NEG && mp_cnt_lsb(n) == 63);
}

static ArrStatus store(ArrState *state, const mp_int *n, Value *result) {
    if (fits_int64(n)) {
        *result = value_int(mp_get_i64(n));
        return ARR_OK;
    }
    if (mp_count_bits(n) > BIGINT_BITS) return too_large(state);
    BigintObject *big = object_new(state, VALUE_BIGINT, object_bytes(n->used));
    if (!big) return ARR_MEMORY;
    big->used = n->used;
    big->sign = n->sign;
    memcpy(big->digits, n->dp, (size_t)n->used * sizeof(mp_digit));
    *result = value_object(&big->head);
    return ARR_OK;
}

/* --- arithmetic ---------------------------------------------------------------- */

/* Rounds toward minus infinity, as Python does; either result may be NULL. */
static mp_err divide_floor(const mp_int *a, const mp_int *b, mp_int *quotient, mp_int *remainder) {
    mp_err error = mp_div(a, b, quotient, remainder);
    if (error || remainder->used == 0 || remainder->sign == b->sign) return error;
    error = mp_decr(quotient);
    return error ? error : mp_add(remainder, b, remainder);
}

static mp_err divide_to(AstOperator op, const mp_int *a, const mp_int *b, mp_int *result) {
    mp_int other;
    mp_err error = mp_init(&other);
    if (error) return error;
    error = op == AST_OP_FLOOR_DIVIDE ? divide_floor(a, b, result, &other)
                                      : divide_floor(a, b, &other, result);
    mp_clear(&other);
    return error;
}

static mp_err shift_right(const mp_int *a, const mp_int *count, mp_int *result) {
    int bits = mp_count_bits(a);
    bool whole = mp_count_bits(count) >= 31 || mp_get_i64(count) >= bits;
    return mp_signed_rsh(a, whole ? bits : (int)mp_get_i64(count), result);
}

/* A power of 0, 1 or -1 stays small whatever the exponent. */
static mp_err power(const mp_int *a, const mp_int *exponent, mp_int *result) {
    if (mp_count_bits(a) > 1) return mp_expt_u32(a, (uint32_t)mp_get_i64(exponent), result);
    bool even = mp_iseven(exponent);
    if (mp_iszero(exponent) || (even && !mp_iszero(a))) {
        mp_set(result, 1);
        return MP_OKAY;
    }
    return mp_copy(a, result);
}

static mp_err compute(AstOperator op, const mp_int *a, const mp_int *b, mp_int *result) {
    switch (op) {
    case AST_OP_ADD: return mp_add(a, b, result);
    case AST_OP_SUBTRACT: return mp_sub(a, b, result);
    case AST_OP_MULTIPLY: return mp_mul(a, b, result);
    case AST_OP_FLOOR_DIVIDE:
    case AST_OP_REMAINDER: return divide_to(op, a, b, result);
    case AST_OP_POWER: return power(a, b, result);
    case AST_OP_LEFT_SHIFT: return mp_mul_2d(a, (int)mp_get_i64(b), result);
    case AST_OP_RIGHT_SHIFT: return shift_right(a, b, result);
    case AST_OP_AND: return mp_and(a, b, result);
    case AST_OP_XOR: return mp_xor(a, b, result);
    case AST_OP_OR: return mp_or(a, b, result);
    default: return MP_VAL;
    }
}

/* factor * n > BIGINT_BITS, for factors > 0 */
static bool product_exceeds(int factor, const mp_int *n) {
    return mp_count_bits(n) >= 31 || mp_get_i64(n) > BIGINT_BITS / factor;
}

/* Whether the result is known to be beyond BIGINT_BITS. */
static bool exceeds(AstOperator op, const mp_int *a, const mp_int *b) {
    int bits = mp_count_bits(a);
    switch (op) {
    case AST_OP_MULTIPLY: return bits + mp_count_bits(b) > BIGINT_BITS + 1;
    case AST_OP_LEFT_SHIFT: return bits > 0 && product_exceeds(1, b);
    case AST_OP_POWER: return bits > 1 && product_exceeds(bits - 1, b);
    default: return false;
    }
}

static ArrStatus binary(ArrState *state, AstOperator op, const mp_int *a, const mp_int *b,
                        Value *result) {
    if (exceeds(op, a, b)) return too_large(state);
    if (op == AST_OP_LEFT_SHIFT && mp_iszero(a)) return store(state, a, result);
    mp_int n;
    if (mp_init(&n)) return mp_failed(state);
    ArrStatus status = compute(op, a, b, &n) ? mp_failed(state) : store(state, &n, result);
    mp_clear(&n);
    return status;
}

ArrStatus bigint_binary(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    Integer x, y;
    integer_from(&x, a);
    integer_from(&y, b);
    return binary(state, op, &x.mp, &y.mp, result);
}

ArrStatus bigint_unary(ArrState *state, AstOperator op, Value a, Value *result) {
    Value minus_one = value_int(-1);
    if (op == AST_OP_NEGATIVE) return bigint_binary(state, AST_OP_MULTIPLY, a, minus_one, result);
    return bigint_binary(state, AST_OP_XOR, a, minus_one, result);
}

/* --- order ---------------------------------------------------------------------- */

int bigint_sign(Value v) {
    Integer n;
    integer_from(&n, v);
    return mp_iszero(&n.mp) ? 0 : mp_isneg(&n.mp) ? -1 : 1;
}

int bigint_compare(Value a, Value b) {
    Integer x, y;
    integer_from(&x, a);
    integer_from(&y, b);
    return mp_cmp(&x.mp, &y.mp);
}

/* The integer part of |x| is mantissa * 2^exponent. */
static uint64_t split_double(double x, int *exponent) {
    uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(x), exponent), 53);
    *exponent -= 53;
    if (*exponent >= 0) return mantissa;
    mantissa = *exponent > -64 ? mantissa >> -*exponent : 0;
    *exponent = 0;
    return mantissa;
}

enum { DOUBLE_DIGITS = 1024 / MP_DIGIT_BIT + 2 };

/* The integer part of a finite x, in digits that hold any double. */
static mp_int integer_part(double x, mp_digit digits[DOUBLE_DIGITS]) {
    int exponent;
    uint64_t mantissa = split_double(x, &exponent);
    memset(digits, 0, DOUBLE_DIGITS * sizeof *digits);
    int used = exponent / MP_DIGIT_BIT, shift = exponent % MP_DIGIT_BIT;
    for (; mantissa; shift = 0) {
        digits[used++] = (mp_digit)(mantissa << shift) & MP_MASK;
        mantissa >>= MP_DIGIT_BIT - shift;
    }
    mp_int n = {.used = used, .alloc = DOUBLE_DIGITS, .sign = x < 0 ? MP_NEG : MP_ZPOS,
                .dp = digits};
    mp_clamp(&n); /* of zero: no sign either */
    return n;
}

int bigint_compare_double(Value a, double x) {
    mp_digit digits[DOUBLE_DIGITS];
    mp_int whole = integer_part(x, digits);
    Integer n;
    integer_from(&n, a);
    int order = mp_cmp(&n.mp, &whole);
    double fraction = x - trunc(x);
    return order != 0 || fraction == 0 ? order : fraction > 0 ? -1 : 1;
}

/* --- floats ----------------------------------------------------------------------- */

/* Bits shift..shift+63 of the magnitude. */
static uint64_t window(const mp_int *n, int shift) {
    uint64_t bits = 0;
    int first = shift / MP_DIGIT_BIT, skip = shift % MP_DIGIT_BIT;
    for (int i = first, place = -skip; i < n->used && place < 64; i++, place += MP_DIGIT_BIT)
        bits |= place < 0 ? (uint64_t)n->dp[i] >> -place : (uint64_t)n->dp[i] << place;
    return bits;
}

/* q * 2^exponent rounded half to even, as one rounding even for subnormals.
 * sticky: the true value lies a little above q. */
static double round_scaled(uint64_t q, bool sticky, int exponent) {
    if (q == 0) return 0;
    int bits = 64 - __builtin_clzll(q);
    int keep = 53, lowest = exponent + bits - 53;
    if (lowest < -1074) keep += lowest + 1074;
    int drop = bits - keep;
    if (drop <= 0) return ldexp((double)q, exponent);
    if (drop > 64) return 0;
    uint64_t kept = drop < 64 ? q >> drop : 0, half = UINT64_C(1) << (drop - 1);
    uint64_t rest = q & (half | (half - 1));
    if (rest > half || (rest == half && (sticky || (kept & 1)))) kept++;
    return ldexp((double)kept, exponent + drop);
}

ArrStatus bigint_to_double(ArrState *state, Value v, double *x) {
    Integer n;
    integer_from(&n, v);
    int bits = mp_count_bits(&n.mp);
    int shift = bits > 64 ? bits - 64 : 0;
    double size = bits > 1024 ? INFINITY
                              : round_scaled(window(&n.mp, shift), mp_cnt_lsb(&n.mp) < shift, shift);
    if (isinf(size))
        return error_set(&state->base, ERROR_OVERFLOW, "int too large to convert to float");
    *x = n.mp.sign == MP_NEG ? -size : size;
    return ARR_OK;
}

ArrStatus bigint_from_double(ArrState *state, double x, Value *result) {
    mp_digit digits[DOUBLE_DIGITS];
    mp_int n = integer_part(x, digits);
    return store(state, &n, result);
}

/* floor(|a| * 2^shift / |b|) and whether that left a remainder. */
static mp_err scaled_quotient(const mp_int *a, const mp_int *b, int shift, uint64_t *q,
                              bool *sticky) {
    mp_int x, y, quotient, remainder;
    mp_err error = mp_init_multi(&x, &y, &quotient, &remainder, NULL);
    if (error) return error;
    error = mp_mul_2d(a, shift > 0 ? shift : 0, &x);
    if (!error) error = mp_mul_2d(b, shift < 0 ? -shift : 0, &y);
    if (!error) error = mp_div(&x, &y, &quotient, &remainder);
    *q = window(&quotient, 0);
    *sticky = !mp_iszero(&remainder);
    mp_clear_multi(&x, &y, &quotient, &remainder, NULL);
    return error;
}

ArrStatus bigint_divide(ArrState *state, Value a, Value b, double *quotient) {
    Integer x, y;
    integer_from(&x, a);
    integer_from(&y, b);
    int shift = 63 - mp_count_bits(&x.mp) + mp_count_bits(&y.mp); /* leaves 63 or 64 bits */
    double size = shift < -1100 ? INFINITY : 0;
    uint64_t q = 0;
    bool sticky = false;
    if (!mp_iszero(&x.mp) && shift >= -1100 && shift <= 1200) {
        if (scaled_quotient(&x.mp, &y.mp, shift, &q, &sticky)) return mp_failed(state);
        size = round_scaled(q, sticky, -shift);
    }
    if (isinf(size))
        return error_set(&state->base, ERROR_OVERFLOW,
                         "integer division result too large for a float");
    *quotient = (x.mp.sign == MP_NEG) != (y.mp.sign == MP_NEG) ? -size : size;
    return ARR_OK;
}

/* --- text -------------------------------------------------------------------------- */

static ArrStatus too_many_digits(ArrState *state, int64_t digits) {
    char count[48] = "";
    if (digits > 0) snprintf(count, sizeof count, ": value has %" PRId64 " digits", digits);
    return error_set(&state->base, ERROR_VALUE,
                     "Exceeds the limit (%d digits) for integer string conversion%s; use "
                     "sys.set_int_max_str_digits() to increase the limit",
                     STRING_DIGITS, count);
}

static ArrStatus from_decimal(ArrState *state, const char *digits, mp_int *n) {
    int64_t count = (int64_t)strlen(digits);
    if (count > STRING_DIGITS) return too_many_digits(state, count);
    return mp_read_radix(n, digits, 10) ? mp_failed(state) : ARR_OK;
}

static mp_digit digit_value(char c) {
    return (mp_digit)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* Adds the low bits of an integer's value at a bit place; n has room. */
static void set_bits(mp_int *n, int64_t place, mp_digit bits) {
    int64_t i = place / MP_DIGIT_BIT;
    int shift = (int)(place % MP_DIGIT_BIT);
    n->dp[i] |= (bits << shift) & MP_MASK;
    n->dp[i + 1] |= bits >> (MP_DIGIT_BIT - shift);
}

/* Digits in base 2^shift. libtommath's own conversion takes quadratic time. */
static ArrStatus from_bits(ArrState *state, const char *digits, int shift, mp_int *n) {
    while (*digits == '0') digits++;
    int64_t count = (int64_t)strlen(digits);
    if (count * shift > BIGINT_BITS + 4) return too_large(state);
    int used = (int)(count * shift / MP_DIGIT_BIT + 2);
    if (mp_grow(n, used)) return mp_failed(state);
    for (int64_t i = 0; i < count; i++)
        set_bits(n, (count - 1 - i) * shift, digit_value(digits[i]));
    n->used = used;
    mp_clamp(n);
    return ARR_OK;
}

static ArrStatus from_text(ArrState *state, const char *text, mp_int *n) {
    int shift = 0;
    if (text[0] == '0') switch (text[1] | 0x20) {
        case 'x': shift = 4; break;
        case 'o': shift = 3; break;
        case 'b': shift = 1; break;
        }
    return shift ? from_bits(state, text + 2, shift, n) : from_decimal(state, text, n);
}

ArrStatus bigint_from_text(ArrState *state, const char *text, Value *result) {
    mp_int n;
    bool negative = text[0] == '-';
    if (negative || text[0] == '+') text++;
    if (mp_init(&n)) return mp_failed(state);
    ArrStatus status = from_text(state, text, &n);
    if (negative && !mp_iszero(&n)) n.sign = MP_NEG;
    if (!status) status = store(state, &n, result);
    mp_clear(&n);
    return status;
}

ArrStatus bigint_to_text(ArrState *state, Value big, Text *text) {
    Integer n;
    char digits[STRING_DIGITS + 32];
    integer_from(&n, big);
    size_t written = 0;
    if (mp_count_bits(&n.mp) > STRING_DIGITS * 10 / 3) return too_many_digits(state, 0);
    if (mp_to_radix(&n.mp, digits, sizeof digits, &written, 10)) return mp_failed(state);
    const char *unsigned_digits = digits + (digits[0] == '-');
    if (strlen(unsigned_digits) > STRING_DIGITS) return too_many_digits(state, 0);
    text_adds(text, digits);
    return ARR_OK;
}

void bigint_add_digits(Value v, int shift, Text *text) {
    Integer n;
    integer_from(&n, v);
    int count = (mp_count_bits(&n.mp) + shift - 1) / shift;
    if (count == 0) text_addc(text, '0');
    for (int i = count - 1; i >= 0; i--) {
        uint64_t digit = window(&n.mp, i * shift) & ((UINT64_C(1) << shift) - 1);
        text_addc(text, "0123456789abcdef"[digit]);
    }
}

ArrStatus bigint_index(ArrState *state, Value v, Value *result) {
    int64_t index;
    if (v.kind == VALUE_BIGINT) {
        value_retain(*result = v);
        return ARR_OK;
    }
    ArrStatus status = value_index(state, v, &index);
    if (!status) *result = value_int(index);
    return status;
}
