/* What an operation met, by its result and its operands, as bits of
 * src/array/float_error.h: a GPU keeps no sticky bits. An invalid operation made
 * a nan of operands that are none, an overflow an infinity of finite ones, which
 * at a pole is a division by zero (src/device/cpu/watch.c says the same for the CPU). */
enum { MET_DIVIDE = 1, MET_OVER = 2, MET_UNDER = 4, MET_INVALID = 8 };

/* A thread's bits to the word: most find them there already. */
static inline void tell_met(long long words, unsigned k, unsigned met) {
    unsigned *to = (unsigned *)words + k;
    if (words && met & ~*(volatile unsigned *)to) atomicOr(to, met);
}

/* --- floats -------------------------------------------------------------------- */

template <class R> static inline bool odd_nan(R x) {
    return x != x;
}
template <class R> static inline bool odd_nan(Complex<R> z) {
    return z.re != z.re || z.im != z.im;
}
static inline bool odd_inf(float x) {
    return isinf(x);
}
static inline bool odd_inf(double x) {
    return isinf(x);
}
template <class R> static inline bool odd_inf(Complex<R> z) {
    return isinf(z.re) || isinf(z.im);
}

/* r may have two parts, and each may go wrong in its own way. */
template <class T, class A> static inline unsigned met(T r, A a, A b, bool pole) {
    const bool nan = odd_nan(r), inf = odd_inf(r);
    if ((!nan && !inf) || odd_nan(a) || odd_nan(b)) return 0;
    const bool finite = !odd_inf(a) && !odd_inf(b);
    return (nan ? MET_INVALID : 0) | (inf && finite ? pole ? MET_DIVIDE : MET_OVER : 0);
}
/* b says where to, and may be infinite. */
template <class R> static inline unsigned met_next(R r, R a, R b) {
    return isinf(r) && !isinf(a) && !odd_nan(b) ? MET_OVER : 0;
}

template <class R> static inline unsigned met_ADD(R r, R a, R b) {
    return met(r, a, b, false);
}
template <class R> static inline unsigned met_SUBTRACT(R r, R a, R b) {
    return met(r, a, b, false);
}
template <class R> static inline unsigned met_MULTIPLY(R r, R a, R b) {
    return met(r, a, b, false);
}
template <class R> static inline unsigned met_ADD(Complex<R> r, Complex<R> a, Complex<R> b) {
    return met(r.re, a.re, b.re, false) | met(r.im, a.im, b.im, false);
}
template <class R> static inline unsigned met_SUBTRACT(Complex<R> r, Complex<R> a, Complex<R> b) {
    return met_ADD(r, a, b);
}
template <class R> static inline unsigned met_product(R a, R b) {
    return met(a * b, a, b, false);
}
template <class R> static inline unsigned met_MULTIPLY(Complex<R> r, Complex<R> a, Complex<R> b) {
    return met_product(a.re, b.re) | met_product(a.im, b.im) | met_product(a.re, b.im) |
           met_product(a.im, b.re) | met(r.re, a.re * b.re, a.im * b.im, false) |
           met(r.im, a.re * b.im, a.im * b.re, false);
}

/* --- what vanishes: below the least normal number, and not exact ------------------- */

static inline bool is_tiny(float r) {
    return fabs(r) < 1.17549435e-38f;
}
static inline bool is_tiny(double r) {
    return fabs(r) < 2.2250738585072014e-308;
}

static inline unsigned under_product(float r, float a, float b) {
    return is_tiny(r) && (double)a * b != r ? MET_UNDER : 0;
}
/* The rest of the product, so large that it does not vanish itself. */
static inline unsigned under_product(double r, double a, double b) {
    const double scale = 2.037035976334486e90; /* 2**300 */
    if (!is_tiny(r) || a == 0 || b == 0) return 0;
    const double least = fabs(a) < fabs(b) ? a : b, other = fabs(a) < fabs(b) ? b : a;
    return r == 0 || fma(least * scale, other, -r * scale) != 0 ? MET_UNDER : 0;
}
template <class R> static inline unsigned under_product(Complex<R>, Complex<R> a, Complex<R> b) {
    return under_product(a.re * b.re, a.re, b.re) | under_product(a.im * b.im, a.im, b.im) |
           under_product(a.re * b.im, a.re, b.im) | under_product(a.im * b.re, a.im, b.re);
}
static inline unsigned under_quotient(double r, double a, double b, bool tiny) {
    const double scale = 2.037035976334486e90;
    if (!tiny || a == 0 || isinf(b)) return 0;
    return r == 0 || fma(r * scale, b, -a * scale) != 0 ? MET_UNDER : 0;
}
static inline unsigned under_quotient(float r, float a, float b) {
    return under_quotient((double)r, (double)a, (double)b, is_tiny(r));
}
static inline unsigned under_quotient(double r, double a, double b) {
    return under_quotient(r, a, b, is_tiny(r));
}
/* A function's result; zero: it never is exactly that. */
template <class R> static inline unsigned under_result(R r, bool zero) {
    return is_tiny(r) && (r != 0 || zero) ? MET_UNDER : 0;
}

/* --- casts ------------------------------------------------------------------------- */

template <class R> static inline R real_part(R x) {
    return x;
}
template <class R> static inline R real_part(Complex<R> z) {
    return z.re;
}

template <class A, class R> static inline unsigned met_cast(A x, R low, R end) {
    return real_part(x) >= low && real_part(x) < end ? 0 : MET_INVALID;
}
static inline unsigned met_narrow(float r, double x) {
    return (isinf(r) && !isinf(x) ? MET_OVER : 0) | (is_tiny(r) && (double)r != x ? MET_UNDER : 0);
}
static inline unsigned met_narrow(Complex64 r, double x) {
    return met_narrow(r.re, x);
}
static inline unsigned met_narrow(float r, Complex128 z) {
    return met_narrow(r, z.re);
}
static inline unsigned met_narrow(Complex64 r, Complex128 z) {
    return met_narrow(r.re, z.re) | met_narrow(r.im, z.im);
}

/* --- ints --------------------------------------------------------------------------- */

template <class T> static inline bool is_signed() {
    return (T)-1 < (T)0;
}

template <class T> static inline unsigned met_quotient(T a, T b, bool floors) {
    const bool least = is_signed<T>() && a == (T)((T)1 << (8 * sizeof(T) - 1));
    return (b == 0 ? MET_DIVIDE : 0) | (floors && least && b == (T)-1 ? MET_OVER : 0);
}
/* Of scalars: whether the exact result is another than the type holds. */
template <class T> static inline unsigned over_ADD(T r, T a, T b) {
    return (is_signed<T>() ? (T)((a ^ r) & (b ^ r)) < 0 : r < a) ? MET_OVER : 0;
}
template <class T> static inline unsigned over_SUBTRACT(T r, T a, T b) {
    return (is_signed<T>() ? (T)((a ^ b) & (a ^ r)) < 0 : a < b) ? MET_OVER : 0;
}
template <class T> static inline unsigned over_MULTIPLY(T r, T a, T b) {
    if (sizeof(T) < 8) return (long long)a * (long long)b != (long long)r ? MET_OVER : 0;
    if (is_signed<T>()) return __mul64hi(a, b) != (long long)r >> 63 ? MET_OVER : 0;
    return __umul64hi(a, b) != 0 ? MET_OVER : 0;
}
template <class T> static inline unsigned over_NEGATIVE(T r, T a, T) {
    return a != 0 && (!is_signed<T>() || a == r) ? MET_OVER : 0;
}
template <class T> static inline unsigned over_ABSOLUTE(T r, T, T) {
    return r < 0 ? MET_OVER : 0;
}
