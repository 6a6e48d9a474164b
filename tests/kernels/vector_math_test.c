/* The vector functions of kernels/own_math.h on random and odd values, far more than
 * programs try: the same bits at both widths and in the forms without calls, and near
 * libm's. CPUs without AVX-512 skip it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernels/own_vector.h"

enum { ROUNDS = 100000, LANES = 8, SKIPPED = 77, SHOWN = 20 };

static uint64_t state = 88172645463325252u;
static int failures;

static uint64_t draw(void) {
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

/* Any bits, quarters of small numbers, odd values, numbers between -2 and 2. */
static double value(void) {
    static const double odd[] = {0, -0.0,   INFINITY, -INFINITY, NAN,  1,       -1,
                                 2, 1e-310, -1e-310,  710,       -745, 1.7e308, 0.5};
    uint64_t r = draw(), bits = draw();
    double x;
    if (r % 64 == 2) return odd[(r >> 8) % (sizeof odd / sizeof *odd)];
    if (r % 4 == 1) return (double)((int64_t)bits >> 53) * 0.25;
    if (r % 4 != 0) return ((double)(bits >> 11) * 0x1p-53 - 0.5) * 4;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static int is_same(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* Within parts of libm's, which errs itself; the signs of zeros count. */
static int is_near(double a, double b, double part) {
    if (isnan(b)) return isnan(a);
    if (b == 0 || isinf(b)) return a == b && signbit(a) == signbit(b);
    return fabs(a - b) <= part * fabs(b) || fabs(a - b) <= 0x1p-1073;
}

static void expect(int good, const char *name, double x, double y, double result) {
    if (!good && failures++ < SHOWN) printf("%s(%a, %a) is %a\n", name, x, y, result);
}

#define ONE(name, part)                                                                          \
    static void try_##name(const double *x) {                                                    \
        double wide[LANES], half[LANES];                                                         \
        _mm512_storeu_pd(wide, own_##name##_8(_mm512_loadu_pd(x)));                              \
        _mm256_storeu_pd(half, own_##name##_4(_mm256_loadu_pd(x)));                              \
        _mm256_storeu_pd(half + 4, own_##name##_4(_mm256_loadu_pd(x + 4)));                      \
        for (int k = 0; k < LANES; k++)                                                          \
            expect(is_same(wide[k], half[k]) && is_near(wide[k], name(x[k]), part), #name, x[k], \
                   0, wide[k]);                                                                  \
    }
#define TWO(name, part)                                                                          \
    static void try_##name(const double *x, const double *y) {                                   \
        double wide[LANES], half[LANES], core[LANES];                                            \
        __m512d a = _mm512_loadu_pd(x), b = _mm512_loadu_pd(y);                                  \
        _mm512_storeu_pd(wide, own_##name##_8(a, b));                                            \
        _mm512_storeu_pd(core,                                                                   \
                         plain_##name##_8(a, b) ? core_##name##_8(a, b) : own_##name##_8(a, b)); \
        for (int k = 0; k < LANES; k += 4)                                                       \
            _mm256_storeu_pd(half + k,                                                           \
                             own_##name##_4(_mm256_loadu_pd(x + k), _mm256_loadu_pd(y + k)));    \
        for (int k = 0; k < LANES; k++)                                                          \
            expect(is_same(wide[k], half[k]) && is_same(wide[k], core[k]) &&                     \
                       is_near(wide[k], name(x[k], y[k]), part),                                 \
                   #name, x[k], y[k], wide[k]);                                                  \
    }
enum { FUNCTIONS = 15 };
ONE(exp, 4e-16)
ONE(exp2, 4e-16)
ONE(expm1, 5e-16)
ONE(log, 4e-16)
ONE(log2, 4e-16)
ONE(log10, 5e-16)
ONE(log1p, 4e-16)
ONE(sinh, 5e-16)
ONE(cosh, 5e-16)
ONE(tanh, 5e-16)
ONE(asinh, 5e-16)
ONE(acosh, 5e-16)
ONE(atanh, 5e-16)
ONE(cbrt, 1e-15)
ONE(atan, 4e-16)
TWO(pow, 4e-16)
TWO(atan2, 4e-16)

int main(void) {
    static void (*const all[FUNCTIONS])(const double *) = {
        try_exp,  try_exp2, try_expm1, try_log,   try_log2,  try_log10, try_log1p, try_sinh,
        try_cosh, try_tanh, try_asinh, try_acosh, try_atanh, try_cbrt,  try_atan};
    double x[LANES], y[LANES];
    if (!__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512bw")) return SKIPPED;
    for (int i = 0; i < ROUNDS; i++) {
        for (int k = 0; k < LANES; k++) {
            x[k] = value();
            y[k] = value();
        }
        for (int f = 0; f < FUNCTIONS; f++) all[f](x);
        try_pow(x, y);
        try_atan2(x, y);
    }
    printf("vector_math_test: %d values of 17 functions, %d failures\n", ROUNDS * LANES, failures);
    return failures ? EXIT_FAILURE : 0;
}
