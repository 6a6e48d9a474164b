/* What every CUDA kernel begins with: types, complex numbers, shuffles, and
 * then the same texts that the CPU's loops are made of (prelude.h, convert.h).
 * NVRTC compiles it at run time, with no header of a toolkit. */
typedef signed char int8_t;
typedef short int16_t;
typedef int int32_t;
typedef long long int64_t;
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef unsigned long long uint64_t;

#define INT32_MIN               (-2147483647 - 1)
#define INT64_MIN               (-9223372036854775807ll - 1)
#ifndef NAN
#define NAN                     __int_as_float(0x7fffffff)
#endif
#ifndef INFINITY
#define INFINITY                __int_as_float(0x7f800000)
#endif
#define __builtin_popcountll(x) __popcll(x)

/* --- complex numbers: what C has as types ------------------------------------------ */

template <class R> struct Complex {
    R re, im;
    Complex() = default;
    Complex(R real, R imag) : re(real), im(imag) {}
    template <class S> explicit Complex(S real) : re((R)real), im(0) {}
    template <class S> explicit Complex(Complex<S> z) : re((R)z.re), im((R)z.im) {}
};
typedef Complex<float> Complex64;
typedef Complex<double> Complex128;

static inline Complex64 COMPLEX(float real, float imag) { return Complex64(real, imag); }
static inline Complex128 COMPLEX(double real, double imag) { return Complex128(real, imag); }
/* as C: a number without imaginary part is a complex one */
static inline Complex128 COMPLEX(double real, int imag) { return Complex128(real, imag); }

#define COMPLEX_FUNCTION template <class R> static inline
COMPLEX_FUNCTION R creal(Complex<R> z) { return z.re; }
COMPLEX_FUNCTION R cimag(Complex<R> z) { return z.im; }
COMPLEX_FUNCTION Complex<R> conj(Complex<R> z) { return Complex<R>(z.re, -z.im); }
COMPLEX_FUNCTION Complex<R> operator-(Complex<R> z) { return Complex<R>(-z.re, -z.im); }
COMPLEX_FUNCTION Complex<R> operator+(Complex<R> a, Complex<R> b) {
    return Complex<R>(a.re + b.re, a.im + b.im);
}
COMPLEX_FUNCTION Complex<R> operator-(Complex<R> a, Complex<R> b) {
    return Complex<R>(a.re - b.re, a.im - b.im);
}
COMPLEX_FUNCTION bool operator==(Complex<R> a, Complex<R> b) { return a.re == b.re && a.im == b.im; }
COMPLEX_FUNCTION bool operator!=(Complex<R> a, Complex<R> b) { return !(a == b); }
COMPLEX_FUNCTION bool operator==(Complex<R> a, int b) { return a.re == (R)b && a.im == 0; }
COMPLEX_FUNCTION bool operator!=(Complex<R> a, int b) { return !(a == b); }

COMPLEX_FUNCTION Complex<R> complex_times(Complex<R> a, Complex<R> b) {
    return Complex<R>(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
}
/* z * i and z / i: the trigonometric functions are the hyperbolic ones turned */
COMPLEX_FUNCTION Complex<R> complex_left(Complex<R> z) { return Complex<R>(-z.im, z.re); }
COMPLEX_FUNCTION Complex<R> complex_right(Complex<R> z) { return Complex<R>(z.im, -z.re); }

/* exp(x) as two factors of equal size: neither overflows where the product
 * with a cosine does not. */
COMPLEX_FUNCTION R complex_root_of_exp(R x) { return exp(x / 2); }

COMPLEX_FUNCTION Complex<R> exp(Complex<R> z) {
    if (z.im == 0) return Complex<R>(exp(z.re), z.im);
    if (!isfinite(z.im)) {
        if (!isinf(z.re)) return Complex<R>((R)NAN, (R)NAN);
        return z.re < 0 ? Complex<R>((R)0, (R)0) : Complex<R>(z.re, (R)NAN);
    }
    if (z.re != z.re) return Complex<R>(z.re, z.re);
    R root = complex_root_of_exp(z.re);
    bool large = root > (sizeof(R) == 4 ? (R)1e18 : (R)1e150);
    R left = large ? root : exp(z.re), right = large ? root : (R)1;
    return Complex<R>(left * cos(z.im) * right, left * sin(z.im) * right);
}

/* Near the unit circle the logarithm of the modulus is that of a number close to 1. */
COMPLEX_FUNCTION Complex<R> log(Complex<R> z) {
    R x = fabs(z.re), y = fabs(z.im), large = x > y ? x : y, small = x > y ? y : x;
    R angle = atan2(z.im, z.re);
    if (large > (R)0.5 && large < 2 && small < 2)
        return Complex<R>(log1p((large - 1) * (large + 1) + small * small) / 2, angle);
    return Complex<R>(log(hypot(x, y)), angle);
}

COMPLEX_FUNCTION Complex<R> sqrt(Complex<R> z) {
    if (z.re == 0 && z.im == 0) return Complex<R>((R)0, z.im);
    if (isinf(z.im)) return Complex<R>((R)INFINITY, z.im);
    if (z.re != z.re) return Complex<R>(z.re, (R)NAN);
    if (isinf(z.re)) {
        R other = z.im != z.im ? (R)NAN : (R)0;
        return z.re > 0 ? Complex<R>(z.re, z.im != z.im ? other : copysign((R)0, z.im))
                        : Complex<R>(other, copysign((R)INFINITY, z.im));
    }
    if (z.im != z.im) return Complex<R>((R)NAN, (R)NAN);
    R x = fabs(z.re), y = fabs(z.im), scale = 1, back = 1;
    R most = sizeof(R) == 4 ? (R)1e37 : (R)1e306, least = sizeof(R) == 4 ? (R)1e-30 : (R)1e-290;
    if (x > most || y > most) scale = (R)0.0625, back = 4;
    else if (x < least && y < least) {
        scale = sizeof(R) == 4 ? (R)18446744073709551616.0 : (R)1.2676506002282294e30;
        back = sizeof(R) == 4 ? (R)(1 / 4294967296.0) : (R)(1 / 1125899906842624.0);
    }
    R root = sqrt((x * scale + hypot(x * scale, y * scale)) / 2) ;
    R other = y * scale / (2 * root);
    if (z.re >= 0) return Complex<R>(root * back, copysign(other * back, z.im));
    return Complex<R>(other * back, copysign(root * back, z.im));
}

COMPLEX_FUNCTION Complex<R> pow(Complex<R> a, Complex<R> b) {
    return exp(complex_times(b, log(a)));
}

COMPLEX_FUNCTION Complex<R> cosh(Complex<R> z) {
    if (z.im == 0) return Complex<R>(cosh(z.re), z.re * z.im);
    if (z.re == 0) return Complex<R>(isfinite(z.im) ? cos(z.im) : (R)NAN,
                                     isfinite(z.im) ? z.re * sin(z.im) : (R)0);
    if (!isfinite(z.im)) return Complex<R>(isinf(z.re) ? (R)INFINITY : (R)NAN, (R)NAN);
    if (isinf(z.re)) return Complex<R>(cosh(z.re) * cos(z.im), z.re * sin(z.im));
    if (fabs(z.re) < (sizeof(R) == 4 ? 80 : 700))
        return Complex<R>(cosh(z.re) * cos(z.im), sinh(z.re) * sin(z.im));
    R root = complex_root_of_exp(fabs(z.re));
    return Complex<R>(root * cos(z.im) / 2 * root, copysign(root, z.re) * sin(z.im) / 2 * root);
}

COMPLEX_FUNCTION Complex<R> sinh(Complex<R> z) {
    if (z.im == 0) return Complex<R>(sinh(z.re), z.im);
    if (z.re == 0) return Complex<R>(isfinite(z.im) ? z.re * cos(z.im) : z.re,
                                     isfinite(z.im) ? sin(z.im) : (R)NAN);
    if (!isfinite(z.im)) return Complex<R>(isinf(z.re) ? z.re : (R)NAN, (R)NAN);
    if (isinf(z.re)) return Complex<R>(z.re * cos(z.im), fabs(z.re) * sin(z.im));
    if (fabs(z.re) < (sizeof(R) == 4 ? 80 : 700))
        return Complex<R>(sinh(z.re) * cos(z.im), cosh(z.re) * sin(z.im));
    R root = complex_root_of_exp(fabs(z.re));
    return Complex<R>(copysign(root, z.re) * cos(z.im) / 2 * root, root * sin(z.im) / 2 * root);
}

/* W. Kahan, Branch cuts for complex elementary functions (1987). */
COMPLEX_FUNCTION Complex<R> tanh(Complex<R> z) {
    if (isinf(z.re))
        return Complex<R>(copysign((R)1, z.re),
                          copysign((R)0, isfinite(z.im) ? sin(2 * z.im) : (R)1));
    if (z.re != z.re) return Complex<R>(z.re, z.im == 0 ? z.im : z.re);
    if (!isfinite(z.im)) return Complex<R>(z.re == 0 ? z.re : (R)NAN, (R)NAN);
    if (fabs(z.re) > (sizeof(R) == 4 ? 11 : 22)) {
        R away = exp(-fabs(z.re));
        return Complex<R>(copysign((R)1, z.re), 4 * sin(z.im) * cos(z.im) * away * away);
    }
    R t = tan(z.im), beta = 1 + t * t, s = sinh(z.re), rho = sqrt(1 + s * s);
    if (isinf(t)) return Complex<R>(rho / s, 1 / t);
    R below = 1 + beta * s * s;
    return Complex<R>(beta * rho * s / below, t / below);
}

COMPLEX_FUNCTION Complex<R> acos(Complex<R> z) {
    Complex<R> below = sqrt(Complex<R>(1 - z.re, -z.im)), above = sqrt(Complex<R>(1 + z.re, z.im));
    return Complex<R>(2 * atan2(below.re, above.re),
                      asinh(complex_times(conj(above), below).im));
}

COMPLEX_FUNCTION Complex<R> asin(Complex<R> z) {
    Complex<R> below = sqrt(Complex<R>(1 - z.re, -z.im)), above = sqrt(Complex<R>(1 + z.re, z.im));
    return Complex<R>(atan2(z.re, complex_times(below, above).re),
                      asinh(complex_times(conj(below), above).im));
}

COMPLEX_FUNCTION Complex<R> acosh(Complex<R> z) {
    Complex<R> below = sqrt(Complex<R>(z.re - 1, z.im)), above = sqrt(Complex<R>(z.re + 1, z.im));
    return Complex<R>(asinh(complex_times(conj(below), above).re), 2 * atan2(below.im, above.re));
}

COMPLEX_FUNCTION Complex<R> atanh(Complex<R> z) {
    R x = z.re, y = z.im, far = sizeof(R) == 4 ? (R)1e18 : (R)1e150;
    if (fabs(x) > far || fabs(y) > far) {
        R size = hypot(x, y);
        R real = isinf(size) ? copysign((R)0, x) : x / size / size;
        return Complex<R>(real, copysign((R)1.57079632679489661923, y));
    }
    R apart = (1 - x) * (1 - x) + y * y;
    R real = apart == 0 ? copysign((R)INFINITY, x) : log1p(4 * fabs(x) / ((1 - fabs(x)) * (1 - fabs(x)) + y * y)) / 4;
    return Complex<R>(copysign(real, x), atan2(2 * y, (1 - x) * (1 + x) - y * y) / 2);
}

COMPLEX_FUNCTION Complex<R> asinh(Complex<R> z) { return complex_right(asin(complex_left(z))); }
COMPLEX_FUNCTION Complex<R> sin(Complex<R> z) { return complex_right(sinh(complex_left(z))); }
COMPLEX_FUNCTION Complex<R> cos(Complex<R> z) { return cosh(complex_left(z)); }
COMPLEX_FUNCTION Complex<R> tan(Complex<R> z) { return complex_right(tanh(complex_left(z))); }
COMPLEX_FUNCTION Complex<R> atan(Complex<R> z) { return complex_right(atanh(complex_left(z))); }

/* --- the ops' own texts -------------------------------------------------------------- */

#include "../src/array/convert.h"
#include "prelude.h"

#define CAST_OF_INT(T, through, x)    (T)(x)
#define CAST_OF_FLOAT(T, through, x)  (T) convert_float_##through(x)
#define CAST_OF_DOUBLE(T, through, x) (T) convert_double_##through(x)

/* --- what reductions use --------------------------------------------------------------- */

/* The value of the thread that stands so many lanes further in the warp. All
 * threads of the warp call it. */
#define WARP 0xffffffffu
#define LANE_BELOW(T, W) \
    static inline T lane_below(T x, unsigned by) { return (T)__shfl_down_sync(WARP, (W)x, by); }
LANE_BELOW(int8_t, int)
LANE_BELOW(int16_t, int)
LANE_BELOW(int32_t, int)
LANE_BELOW(int64_t, long long)
LANE_BELOW(uint8_t, unsigned)
LANE_BELOW(uint16_t, unsigned)
LANE_BELOW(uint32_t, unsigned)
LANE_BELOW(uint64_t, unsigned long long)
LANE_BELOW(float, float)
LANE_BELOW(double, double)
template <class R> static inline Complex<R> lane_below(Complex<R> z, unsigned by) {
    return Complex<R>(lane_below(z.re, by), lane_below(z.im, by));
}

/* --- arguments: words of 8 bytes, constants two of them --------------------------------- */

template <class T> static inline T from_words(long long low, long long) { return (T)low; }
template <> inline float from_words<float>(long long low, long long) {
    return __int_as_float((int)low);
}
template <> inline double from_words<double>(long long low, long long) {
    return __longlong_as_double(low);
}
template <> inline Complex64 from_words<Complex64>(long long low, long long) {
    return Complex64(__int_as_float((int)low), __int_as_float((int)(low >> 32)));
}
template <> inline Complex128 from_words<Complex128>(long long low, long long high) {
    return Complex128(__longlong_as_double(low), __longlong_as_double(high));
}

/* --- the tree of sums: see src/device/cpu/reduce.c ---------------------------------------- */

/* The leaf of the tree over `length` elements that the path of `depth` bits ends
 * at: elements *lo .. *lo + result - 1; 0: there is none. pairs: complex numbers,
 * whose parts the tree counts. */
static inline unsigned tree_leaf(unsigned length, unsigned path, unsigned depth, bool pairs,
                                 unsigned *lo) {
    const unsigned most = pairs ? 64 : 128;
    *lo = 0;
    for (unsigned bit = depth; bit > 0; bit--) {
        if (length <= most) return path & ((1u << bit) - 1) ? 0 : length;
        const unsigned half = pairs ? (length - length % 8) / 2 : length / 2 - length / 2 % 8;
        if (path >> (bit - 1) & 1) {
            *lo += half;
            length -= half;
        } else {
            length = half;
        }
    }
    return length;
}
