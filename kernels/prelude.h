/* The functions that texts of ops.def call and C does not have, per type, in
 * NumPy's semantics. Their names carry no type: in C a macro picks the function
 * by its first argument, in CUDA C++ they are overloads.
 *
 * All of them give the same bits on every instruction set; ints never trap. */
#ifndef KERNELS_PRELUDE_H
#define KERNELS_PRELUDE_H

#ifdef __CUDACC__ /* overloads, which all carry the name that types have in common: none */
#define PRELUDE_INT(function, a)             function##_
#define PRELUDE_FLOAT(function, a)           function##_
#define PRELUDE_COMPLEX(function, a)         function##_
#define PRELUDE_NAMED(function, name)        function##_
#define PRELUDE_MAKE(form, name, ...)        form(__VA_ARGS__, )
#define PRELUDE_MINUS(a)                     (0ull - (uint64_t)(a)) /* signed ints must not wrap there */
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tgmath.h>
#undef I /* a name that tables use */

typedef float complex Complex64;
typedef double complex Complex128;

#define PRELUDE_NAMED(function, name) function##_##name
#define PRELUDE_MAKE(form, name, ...) form(__VA_ARGS__, name)
#define PRELUDE_MINUS(a)              (-(a))
#define PRELUDE_INT(function, a)           \
    _Generic((a), int8_t                   \
             : function##_int8, int16_t    \
             : function##_int16, int32_t   \
             : function##_int32, int64_t   \
             : function##_int64, uint8_t   \
             : function##_uint8, uint16_t  \
             : function##_uint16, uint32_t \
             : function##_uint32, uint64_t \
             : function##_uint64)
#define PRELUDE_FLOAT(function, a) \
    _Generic((a), float : function##_float32, double : function##_float64)
#define PRELUDE_COMPLEX(function, a) \
    _Generic((a), Complex64 : function##_complex64, Complex128 : function##_complex128)
#endif

/* --- ints ------------------------------------------------------------------- */

#define int_floor_divide(a, b) PRELUDE_INT(int_floor_divide, a)(a, b)
#define int_remainder(a, b)    PRELUDE_INT(int_remainder, a)(a, b)
#define int_power(a, b)        PRELUDE_INT(int_power, a)(a, b)
#define int_absolute(a)        PRELUDE_INT(int_absolute, a)(a)
#define int_sign(a)            PRELUDE_INT(int_sign, a)(a)
#define int_reciprocal(a)      PRELUDE_INT(int_reciprocal, a)(a)
#define int_fmod(a, b)         PRELUDE_INT(int_fmod, a)(a, b)
#define int_gcd(a, b)          PRELUDE_INT(int_gcd, a)(a, b)
#define int_lcm(a, b)          PRELUDE_INT(int_lcm, a)(a, b)
#define int_bit_count(a)       PRELUDE_INT(int_bit_count, a)(a)
#define int_left_shift(a, b)   PRELUDE_INT(int_left_shift, a)(a, b)
#define int_right_shift(a, b)  PRELUDE_INT(int_right_shift, a)(a, b)

/* T's division and sign. Dividing by zero gives 0, by -1 must not trap. */
#define PRELUDE_SIGNED_DIVISION(T, name)                               \
    static inline T int_floor_divide_##name(T a, T b) {                \
        if (b == 0) return 0;                                          \
        if (b == -1) return (T)PRELUDE_MINUS(a);                       \
        bool below = (a % b != 0) & ((a < 0) != (b < 0));              \
        return (T)(a / b - below);                                     \
    }                                                                  \
    static inline T int_remainder_##name(T a, T b) {                   \
        if (b == 0 || b == -1) return 0;                               \
        T rest = (T)(a % b);                                           \
        return (T)(rest != 0 && (a < 0) != (b < 0) ? rest + b : rest); \
    }                                                                  \
    static inline T int_fmod_##name(T a, T b) {                        \
        return (T)(b == 0 || b == -1 ? 0 : a % b);                     \
    }

#define PRELUDE_UNSIGNED_DIVISION(T, name)              \
    static inline T int_floor_divide_##name(T a, T b) { \
        return (T)(b == 0 ? 0 : a / b);                 \
    }                                                   \
    static inline T int_remainder_##name(T a, T b) {    \
        return (T)(b == 0 ? 0 : a % b);                 \
    }                                                   \
    static inline T int_fmod_##name(T a, T b) {         \
        return (T)(b == 0 ? 0 : a % b);                 \
    }

/* The same by way of floats R, of which processors have vectors. A quotient that
 * is no whole number is at least 1/b away from one, which is more than R rounds
 * where R has more bits than T: so its whole part is exact. W holds all of T. No
 * operand raises a flag. Masks, not conditions: compilers see vectors in them. */
#define PRELUDE_FLOAT_DIVISION(T, W, R, name, is_odd, of_odd)             \
    static inline T int_floor_divide_##name(T a, T b) {                   \
        W odd = -(W)(is_odd);                                             \
        R quotient = (R)a / (R)(W)(((W)b & ~odd) | (odd & 1));            \
        W whole = (W)quotient;                                            \
        whole -= (R)whole > quotient;                                     \
        return (T)((whole & ~odd) | (of_odd & odd));                      \
    }                                                                     \
    static inline T int_fmod_##name(T a, T b) {                           \
        W odd = -(W)(is_odd);                                             \
        W whole = (W)((R)a / (R)(W)(((W)b & ~odd) | (odd & 1)));          \
        return (T)(((W)a - whole * (W)b) & ~odd);                         \
    }                                                                     \
    static inline T int_remainder_##name(T a, T b) {                      \
        W rest = (W)int_fmod_##name(a, b);                                \
        return (T)(rest + ((W)b & -(W)((rest != 0) & ((rest ^ (W)b) < 0)))); \
    }
#define PRELUDE_SIGNED_BY_FLOAT(T, W, R, name) \
    PRELUDE_FLOAT_DIVISION(T, W, R, name, ((b == 0) | (b == -1)), ((W)b * (W)a))
#define PRELUDE_UNSIGNED_BY_FLOAT(T, W, R, name) \
    PRELUDE_FLOAT_DIVISION(T, W, R, name, (b == 0), (W)0)

/* int64 by the reciprocal in double: the first quotient is off by some 2**11 at
 * most, that of what it leaves by less than 1. Divisors -1, 0 and 1, for which
 * a quotient might not fit, are divided as 2. */
#define PRELUDE_WIDE_DIVISION                                                       \
    static inline int64_t int_floor_double(double x) {                              \
        int64_t whole = (int64_t)x;                                                 \
        return whole - ((double)whole > x);                                         \
    }                                                                               \
    static inline int64_t int_quotient_int64(int64_t a, int64_t b, int64_t *rest) { \
        double reciprocal = 1 / (double)b;                                          \
        int64_t whole = int_floor_double((double)a * reciprocal);                   \
        int64_t left = a - whole * b;                                               \
        int64_t more = int_floor_double((double)left * reciprocal);                 \
        left -= more * b;                                                           \
        int64_t sign = b >> 63, size = (b ^ sign) - sign, of_size = (left ^ sign) - sign; \
        int64_t under = -(int64_t)(of_size < 0);                                    \
        int64_t over = ~under & -(int64_t)((uint64_t)of_size >= (uint64_t)size);    \
        *rest = left + (b & under) - (b & over);                                    \
        return whole + more + under - over;                                         \
    }                                                                               \
    static inline int64_t int_odd_divisor(int64_t b) {                              \
        return -(int64_t)((b == 0) | (b == 1) | (b == -1));                         \
    }                                                                               \
    static inline int64_t int_floor_divide_int64(int64_t a, int64_t b) {            \
        int64_t odd = int_odd_divisor(b), rest;                                     \
        int64_t whole = int_quotient_int64(a, (b & ~odd) | (odd & 2), &rest);       \
        return (whole & ~odd) | ((a * b) & odd);                                    \
    }                                                                               \
    static inline int64_t int_remainder_int64(int64_t a, int64_t b) {               \
        int64_t odd = int_odd_divisor(b), rest;                                     \
        (void)int_quotient_int64(a, (b & ~odd) | (odd & 2), &rest);                 \
        return rest & ~odd;                                                         \
    }                                                                               \
    static inline int64_t int_fmod_int64(int64_t a, int64_t b) {                    \
        int64_t rest = int_remainder_int64(a, b);                                   \
        return rest - (b & -(int64_t)((rest != 0) & ((a ^ b) < 0)));                \
    }

#ifdef __CUDACC__ /* where doubles are dear */
PRELUDE_MAKE(PRELUDE_SIGNED_DIVISION, int8, int8_t)
PRELUDE_MAKE(PRELUDE_SIGNED_DIVISION, int16, int16_t)
PRELUDE_MAKE(PRELUDE_SIGNED_DIVISION, int32, int32_t)
PRELUDE_MAKE(PRELUDE_SIGNED_DIVISION, int64, int64_t)
PRELUDE_MAKE(PRELUDE_UNSIGNED_DIVISION, uint8, uint8_t)
PRELUDE_MAKE(PRELUDE_UNSIGNED_DIVISION, uint16, uint16_t)
PRELUDE_MAKE(PRELUDE_UNSIGNED_DIVISION, uint32, uint32_t)
#else
PRELUDE_SIGNED_BY_FLOAT(int8_t, int32_t, float, int8)
PRELUDE_SIGNED_BY_FLOAT(int16_t, int32_t, float, int16)
PRELUDE_SIGNED_BY_FLOAT(int32_t, int32_t, double, int32)
PRELUDE_WIDE_DIVISION
PRELUDE_UNSIGNED_BY_FLOAT(uint8_t, int32_t, float, uint8)
PRELUDE_UNSIGNED_BY_FLOAT(uint16_t, int32_t, float, uint16)
PRELUDE_UNSIGNED_BY_FLOAT(uint32_t, int64_t, double, uint32)
#endif
PRELUDE_MAKE(PRELUDE_UNSIGNED_DIVISION, uint64, uint64_t)

#define PRELUDE_SIGNED(T, name)                      \
    static inline T int_absolute_##name(T a) {       \
        return (T)(a < 0 ? (T)PRELUDE_MINUS(a) : a); \
    }                                                \
    static inline T int_sign_##name(T a) {           \
        return (T)((a > 0) - (a < 0));               \
    }

#define PRELUDE_UNSIGNED(T, name)              \
    static inline T int_absolute_##name(T a) { \
        return a;                              \
    }                                          \
    static inline T int_sign_##name(T a) {     \
        return a != 0;                         \
    }

/* W: unsigned and at least as wide as T and int, so that no shift is
 * undefined. lowest: 1/0, which x86-64 makes of int32 and int64 only. */
#define PRELUDE_ANY_INT(T, W, lowest, name)                                                     \
    static inline T int_power_##name(T a, T b) {                                                \
        T power = 1;                                                                            \
        for (; b > 0; b = (T)(b >> 1)) {                                                        \
            if (b & 1) power = (T)((W)power * (W)a);                                            \
            a = (T)((W)a * (W)a);                                                               \
        }                                                                                       \
        return power;                                                                           \
    }                                                                                           \
    static inline T int_reciprocal_##name(T a) {                                                \
        return (T)(a == 0 ? (T)(lowest) : a == 1 || a == (T)-1 ? 1 / a : 0);                    \
    }                                                                                           \
    static inline T int_gcd_##name(T a, T b) {                                                  \
        const W bits = (W)-1 >> (8 * (sizeof(W) - sizeof(T)));                                  \
        W x = (W)int_absolute_##name(a) & bits, y = (W)int_absolute_##name(b) & bits;           \
        while (y) {                                                                             \
            W rest = x % y;                                                                     \
            x = y;                                                                              \
            y = rest;                                                                           \
        }                                                                                       \
        return (T)x;                                                                            \
    }                                                                                           \
    static inline T int_lcm_##name(T a, T b) {                                                  \
        const W bits = (W)-1 >> (8 * (sizeof(W) - sizeof(T)));                                  \
        W x = (W)int_absolute_##name(a) & bits, y = (W)int_absolute_##name(b) & bits;           \
        W common = (W)int_gcd_##name(a, b) & bits;                                                  \
        return (T)(common == 0 ? 0 : x / common * y);                                           \
    }                                                                                           \
    static inline T int_bit_count_##name(T a) {                                                 \
        const W bits = (W)-1 >> (8 * (sizeof(W) - sizeof(T)));                                  \
        return (T)__builtin_popcountll((W)int_absolute_##name(a) & bits);                       \
    }                                                                                           \
    static inline T int_left_shift_##name(T a, T b) {                                           \
        const W bits = 8 * sizeof(T);                                                           \
        T shifted = (T)((W)a << ((W)b & (bits - 1)));                                           \
        return (T)((W)b < bits ? shifted : 0);                                                  \
    }                                                                                           \
    static inline T int_right_shift_##name(T a, T b) {                                          \
        const W bits = 8 * sizeof(T);                                                           \
        return (T)(a >> ((W)b < bits ? (W)b & (bits - 1) : bits - 1) >> ((W)b < bits ? 0 : 1)); \
    }

PRELUDE_MAKE(PRELUDE_SIGNED, int8, int8_t)
PRELUDE_MAKE(PRELUDE_SIGNED, int16, int16_t)
PRELUDE_MAKE(PRELUDE_SIGNED, int32, int32_t)
PRELUDE_MAKE(PRELUDE_SIGNED, int64, int64_t)
PRELUDE_MAKE(PRELUDE_UNSIGNED, uint8, uint8_t)
PRELUDE_MAKE(PRELUDE_UNSIGNED, uint16, uint16_t)
PRELUDE_MAKE(PRELUDE_UNSIGNED, uint32, uint32_t)
PRELUDE_MAKE(PRELUDE_UNSIGNED, uint64, uint64_t)
PRELUDE_MAKE(PRELUDE_ANY_INT, int8, int8_t, uint32_t, 0)
PRELUDE_MAKE(PRELUDE_ANY_INT, int16, int16_t, uint32_t, 0)
PRELUDE_MAKE(PRELUDE_ANY_INT, int32, int32_t, uint32_t, INT32_MIN)
PRELUDE_MAKE(PRELUDE_ANY_INT, int64, int64_t, uint64_t, INT64_MIN)
PRELUDE_MAKE(PRELUDE_ANY_INT, uint8, uint8_t, uint32_t, 0)
PRELUDE_MAKE(PRELUDE_ANY_INT, uint16, uint16_t, uint32_t, 0)
PRELUDE_MAKE(PRELUDE_ANY_INT, uint32, uint32_t, uint32_t, 0)
PRELUDE_MAKE(PRELUDE_ANY_INT, uint64, uint64_t, uint64_t, 0)

/* --- floats ------------------------------------------------------------------ */

#define float_floor_divide(a, b) PRELUDE_FLOAT(float_floor_divide, a)(a, b)
#define float_remainder(a, b)    PRELUDE_FLOAT(float_remainder, a)(a, b)

/* Python's divmod: fmod is exact, the quotient is made from it. */
#define PRELUDE_DIVMOD(R, name)                                \
    static inline R float_remainder_##name(R a, R b) {         \
        R rest = fmod(a, b);                                   \
        if (b == 0) return rest;                               \
        if (rest == 0) return copysign((R)0, b);               \
        return (b < 0) != (rest < 0) ? rest + b : rest;        \
    }                                                          \
    static inline R float_floor_divide_##name(R a, R b) {      \
        if (b == 0) return a / b;                              \
        R rest = fmod(a, b);                                   \
        R quotient = (a - rest) / b;                           \
        if (rest != 0 && (b < 0) != (rest < 0)) quotient -= 1; \
        if (quotient == 0) return copysign((R)0, a / b);       \
        R whole = floor(quotient);                             \
        return quotient - whole > (R)0.5 ? whole + 1 : whole;  \
    }
PRELUDE_MAKE(PRELUDE_DIVMOD, float32, float)
PRELUDE_MAKE(PRELUDE_DIVMOD, float64, double)

#define float_spacing(a)  PRELUDE_FLOAT(float_spacing, a)(a)
#define float_ldexp(a, b) PRELUDE_FLOAT(float_ldexp, a)(a, b)

/* Beyond some thousands an exponent changes nothing any more. */
#define PRELUDE_STEPS(R, name)                                                      \
    static inline R float_spacing_##name(R a) {                                     \
        if (isinf(a)) return (R)NAN;                                                \
        return a == 0 ? nextafter((R)0, (R)1) : nextafter(a, copysign((R)INFINITY, a)) - a; \
    }                                                                               \
    static inline R float_ldexp_##name(R a, R b) {                                  \
        return ldexp(a, b > 5000 ? 5000 : b < -5000 ? -5000 : (int)b);              \
    }
PRELUDE_MAKE(PRELUDE_STEPS, float32, float)
PRELUDE_MAKE(PRELUDE_STEPS, float64, double)

#define float_hypot(a, b) PRELUDE_FLOAT(float_hypot, a)(a, b)

static inline float PRELUDE_NAMED(float_hypot, float32)(float a, float b) {
    double x = a, y = b;
    float length = (float)sqrt(x * x + y * y); /* the squares are exact */
    return isinf(a) || isinf(b) ? INFINITY : length;
}

/* The algorithm of glibc: the root's rounding error is computed and taken off.
 * Without branches, so that it runs in vectors; numbers whose squares leave the
 * range are scaled first. */
static inline double PRELUDE_NAMED(float_hypot, float64)(double a, double b) {
    double x = fabs(a), y = fabs(b);
    double scale = x > 0x1p511 || y > 0x1p511     ? 0x1p-600
                   : x < 0x1p-405 && y < 0x1p-405 ? 0x1p600
                                                  : 1;
    double large = (x > y ? x : y) * scale, small = (x > y ? y : x) * scale;
    double length = sqrt(large * large + small * small);
    bool near = length <= 2 * small;
    double above = length - (near ? small : large);
    double t1 = near ? large * (2 * above - large) : 2 * above * (large - 2 * small);
    double t2 =
        near ? (above - 2 * (large - small)) * above : (4 * above - small) * small + above * above;
    double result = (length - (t1 + t2) / (2 * length)) * (1 / scale);
    return isinf(a) || isinf(b) ? INFINITY : length == 0 ? 0 : result;
}

/* --- complex ----------------------------------------------------------------- */

#ifndef __CUDACC__
#define COMPLEX(real, imag) __builtin_complex(real, imag)
#endif

#define complex_multiply(a, b)   PRELUDE_COMPLEX(complex_multiply, a)(a, b)
#define complex_divide(a, b)     PRELUDE_COMPLEX(complex_divide, a)(a, b)
#define complex_reciprocal(a)    PRELUDE_COMPLEX(complex_reciprocal, a)(a)
#define complex_power(a, b)      PRELUDE_COMPLEX(complex_power, a)(a, b)
#define complex_sign(a)          PRELUDE_COMPLEX(complex_sign, a)(a)
#define complex_less(a, b)       PRELUDE_COMPLEX(complex_less, a)(a, b)
#define complex_less_equal(a, b) PRELUDE_COMPLEX(complex_less_equal, a)(a, b)
#define complex_maximum(a, b)    PRELUDE_COMPLEX(complex_maximum, a)(a, b)
#define complex_minimum(a, b)    PRELUDE_COMPLEX(complex_minimum, a)(a, b)
#define complex_fmax(a, b)       PRELUDE_COMPLEX(complex_fmax, a)(a, b)
#define complex_fmin(a, b)       PRELUDE_COMPLEX(complex_fmin, a)(a, b)
#define complex_expm1(a)         PRELUDE_COMPLEX(complex_expm1, a)(a)
#define complex_log1p(a)         PRELUDE_COMPLEX(complex_log1p, a)(a)
#define complex_log2(a)          PRELUDE_COMPLEX(complex_log2, a)(a)
#define complex_log10(a)         PRELUDE_COMPLEX(complex_log10, a)(a)
#define complex_exp2(a)          PRELUDE_COMPLEX(complex_exp2, a)(a)
#define complex_acosh(a)         PRELUDE_COMPLEX(complex_acosh, a)(a)
#define complex_rint(a)          PRELUDE_COMPLEX(complex_rint, a)(a)

/* multiply is NumPy's vector loop, which fuses one product of each part into
 * the sum: on this op the fused multiply-add is the definition. Powers use the
 * plain product, division is Smith's. C's own * and / differ at inf and nan. */
#define PRELUDE_COMPLEX_ARITHMETIC(Z, R, name)                                            \
    static inline Z complex_multiply_##name(Z a, Z b) {                                   \
        return COMPLEX(fma(creal(a), creal(b), -(cimag(a) * cimag(b))),                   \
                       fma(creal(a), cimag(b), cimag(a) * creal(b)));                     \
    }                                                                                     \
    static inline Z complex_product_##name(Z a, Z b) {                                    \
        return COMPLEX(creal(a) * creal(b) - cimag(a) * cimag(b),                         \
                       creal(a) * cimag(b) + cimag(a) * creal(b));                        \
    }                                                                                     \
    static inline Z complex_divide_##name(Z a, Z b) {                                     \
        R real = fabs(creal(b)), imag = fabs(cimag(b));                                   \
        if (real >= imag) {                                                               \
            if (real == 0 && imag == 0) return COMPLEX(creal(a) / real, cimag(a) / real); \
            R ratio = cimag(b) / creal(b), scale = 1 / (creal(b) + cimag(b) * ratio);     \
            return COMPLEX((creal(a) + cimag(a) * ratio) * scale,                         \
                           (cimag(a) - creal(a) * ratio) * scale);                        \
        }                                                                                 \
        R ratio = creal(b) / cimag(b), scale = 1 / (cimag(b) + creal(b) * ratio);         \
        return COMPLEX((creal(a) * ratio + cimag(a)) * scale,                             \
                       (cimag(a) * ratio - creal(a)) * scale);                            \
    }                                                                                     \
    static inline Z complex_reciprocal_##name(Z a) {                                      \
        if (fabs(cimag(a)) <= fabs(creal(a))) {                                           \
            R ratio = cimag(a) / creal(a), divisor = creal(a) + cimag(a) * ratio;         \
            return COMPLEX(1 / divisor, -ratio / divisor);                                \
        }                                                                                 \
        R ratio = creal(a) / cimag(a), divisor = creal(a) * ratio + cimag(a);             \
        return COMPLEX(ratio / divisor, -1 / divisor);                                    \
    }

/* Whole exponents below 100 by repeated squaring, as NumPy; others by cpow. */
#define PRELUDE_COMPLEX_POWER(Z, R, name)                                                \
    static inline Z complex_whole_power_##name(Z a, int n) {                             \
        Z power = COMPLEX((R)1, (R)0);                                                   \
        for (; n > 0; n >>= 1, a = complex_product_##name(a, a))                         \
            if (n & 1) power = complex_product_##name(power, a);                         \
        return power;                                                                    \
    }                                                                                    \
    static inline Z complex_power_##name(Z a, Z b) {                                     \
        R exponent = creal(b);                                                           \
        if (b == 0) return COMPLEX((R)1, (R)0);                                          \
        if (a == 0) return exponent > 0 ? COMPLEX((R)0, (R)0) : COMPLEX((R)NAN, (R)NAN); \
        if (cimag(b) != 0 || !(fabs(exponent) < 100) || exponent != trunc(exponent))     \
            return pow(a, b);                                                            \
        int n = (int)exponent;                                                           \
        if (n == 1) return a;                                                            \
        if (n == 2) return complex_product_##name(a, a);                                 \
        if (n == 3) return complex_product_##name(a, complex_product_##name(a, a));      \
        Z power = complex_whole_power_##name(a, n < 0 ? -n : n);                         \
        return n < 0 ? complex_divide_##name(COMPLEX((R)1, (R)0), power) : power;        \
    }

/* Order is by real part, then imaginary part; a nan in either is unordered
 * unless the real parts alone decide among numbers. */
#define PRELUDE_COMPLEX_ORDER(Z, R, name)                                                   \
    static inline bool complex_less_##name(Z a, Z b) {                                      \
        bool by_real = creal(a) < creal(b) && cimag(a) == cimag(a) && cimag(b) == cimag(b); \
        return by_real || (creal(a) == creal(b) && cimag(a) < cimag(b));                    \
    }                                                                                       \
    static inline bool complex_less_equal_##name(Z a, Z b) {                                \
        bool by_real = creal(a) < creal(b) && cimag(a) == cimag(a) && cimag(b) == cimag(b); \
        return by_real || (creal(a) == creal(b) && cimag(a) <= cimag(b));                   \
    }                                                                                       \
    static inline Z complex_maximum_##name(Z a, Z b) {                                      \
        return a != a || complex_less_equal_##name(b, a) ? a : b;                           \
    }                                                                                       \
    static inline Z complex_minimum_##name(Z a, Z b) {                                      \
        return a != a || complex_less_equal_##name(a, b) ? a : b;                           \
    }                                                                                       \
    static inline Z complex_fmax_##name(Z a, Z b) {                                         \
        return b != b || complex_less_equal_##name(b, a) ? a : b;                           \
    }                                                                                       \
    static inline Z complex_fmin_##name(Z a, Z b) {                                         \
        return b != b || complex_less_equal_##name(a, b) ? a : b;                           \
    }                                                                                       \
    static inline Z complex_sign_##name(Z a) {                                              \
        R size = hypot(creal(a), cimag(a));                                                 \
        if (size == 0) return COMPLEX((R)0, (R)0);                                          \
        if (!isinf(size)) return COMPLEX(creal(a) / size, cimag(a) / size);                 \
        bool real = isinf(creal(a)), imag = isinf(cimag(a));                                \
        if (real && imag) return COMPLEX((R)NAN, (R)NAN);                                   \
        return real ? COMPLEX(copysign((R)1, creal(a)), (R)0)                               \
                    : COMPLEX((R)0, copysign((R)1, cimag(a)));                              \
    }

#define PRELUDE_COMPLEX_FUNCTIONS(Z, R, name)                                           \
    static inline Z complex_scale_##name(Z a, R factor) {                               \
        return COMPLEX(creal(a) * factor, cimag(a) * factor);                           \
    }                                                                                   \
    static inline Z complex_exp2_##name(Z a) {                                          \
        return exp(complex_scale_##name(a, (R)0.693147180559945309417232121458176568)); \
    }                                                                                   \
    /* C23 knows the imaginary part where the real one is 0 and the other nan */        \
    static inline Z complex_acosh_##name(Z a) {                                         \
        if (creal(a) == 0 && cimag(a) != cimag(a)) return COMPLEX((R)NAN, (R)NAN);      \
        return acosh(a);                                                                \
    }                                                                                   \
    static inline Z complex_log2_##name(Z a) {                                          \
        return complex_scale_##name(log(a), (R)1.442695040888963407359924681001892137); \
    }                                                                                   \
    static inline Z complex_log10_##name(Z a) {                                         \
        return complex_scale_##name(log(a), (R)0.434294481903251827651128918916605082); \
    }                                                                                   \
    static inline Z complex_log1p_##name(Z a) {                                         \
        R real = creal(a) + 1;                                                          \
        return COMPLEX(log(hypot(real, cimag(a))), atan2(cimag(a), real));              \
    }                                                                                   \
    static inline Z complex_expm1_##name(Z a) {                                         \
        R half = sin(cimag(a) / 2);                                                     \
        return COMPLEX(expm1(creal(a)) * cos(cimag(a)) - 2 * half * half,               \
                       exp(creal(a)) * sin(cimag(a)));                                  \
    }                                                                                   \
    static inline Z complex_rint_##name(Z a) {                                          \
        return COMPLEX(rint(creal(a)), rint(cimag(a)));                                 \
    }

#define PRELUDE_COMPLEX_TYPE(Z, R, name)   \
    PRELUDE_COMPLEX_ARITHMETIC(Z, R, name) \
    PRELUDE_COMPLEX_POWER(Z, R, name)      \
    PRELUDE_COMPLEX_ORDER(Z, R, name)      \
    PRELUDE_COMPLEX_FUNCTIONS(Z, R, name)
PRELUDE_MAKE(PRELUDE_COMPLEX_TYPE, complex64, Complex64, float)
PRELUDE_MAKE(PRELUDE_COMPLEX_TYPE, complex128, Complex128, double)

#endif
