/* Vector math: SLEEF's deterministic functions over whole arrays. The last,
 * incomplete vector is padded and goes the same way as the others, so an
 * element's bits do not depend on its position. The FMA forms (finz) agree
 * between AVX2 and AVX-512; machines without FMA have the cinz forms. */
#ifndef KERNELS_VECTOR_H
#define KERNELS_VECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#if defined(__SSE2__)
#include <sleef.h>
#endif

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
typedef __m512 Vector_FLOAT32;
typedef __m512d Vector_FLOAT64;
#define VECTOR_FLOAT32(name, bound) Sleef_finz_##name##f16_##bound##avx512f
#define VECTOR_FLOAT64(name, bound) Sleef_finz_##name##d8_##bound##avx512f
#elif defined(__AVX2__)
#define VECTOR_BYTES                32
typedef __m256 Vector_FLOAT32;
typedef __m256d Vector_FLOAT64;
#define VECTOR_FLOAT32(name, bound) Sleef_finz_##name##f8_##bound##avx2
#define VECTOR_FLOAT64(name, bound) Sleef_finz_##name##d4_##bound##avx2
#elif defined(__SSE2__)
#define VECTOR_BYTES                16
typedef __m128 Vector_FLOAT32;
typedef __m128d Vector_FLOAT64;
#define VECTOR_FLOAT32(name, bound) Sleef_cinz_##name##f4_##bound##sse2
#define VECTOR_FLOAT64(name, bound) Sleef_cinz_##name##d2_##bound##sse2
#endif
/* Elsewhere there are no vectors: loops use the op's float text and libm. */

#ifdef VECTOR_BYTES

/* The parts of a row's vector column. */
#define VECTOR_NAME_FLOAT32(name, bound, ...) VECTOR_FLOAT32(name, bound)
#define VECTOR_NAME_FLOAT64(name, bound, ...) VECTOR_FLOAT64(name, bound)
#define VECTOR_EXCEPT(name, bound, ...)       (__VA_ARGS__ + 0) /* +0: false where there is none */

/* The functions handed over are constants wherever these are inlined: direct
 * calls. A vector function's type is that of SLEEF's exp or pow, whose
 * qualifiers compilers judge differently. except(x): text(x) is to be used. */
#define VECTOR_INLINE static inline __attribute__((always_inline))
#define VECTOR_MAPS(R, D)                                                                       \
    enum { VECTOR_LANES_##D = VECTOR_BYTES / sizeof(R) };                                       \
    VECTOR_INLINE Vector_##D vector_load_##D(const R *from, size_t count) {                     \
        Vector_##D v = {0};                                                                     \
        memcpy(&v, from, count * sizeof(R));                                                    \
        return v;                                                                               \
    }                                                                                           \
    VECTOR_INLINE Vector_##D vector_apply_##D(__typeof__(VECTOR_##D(exp, u10)) *function,       \
                                              bool (*except)(R), R (*text)(R), Vector_##D x) {  \
        Vector_##D v = function(x);                                                             \
        for (int k = 0; k < VECTOR_LANES_##D; k++)                                              \
            if (except(x[k])) v[k] = text(x[k]);                                                \
        return v;                                                                               \
    }                                                                                           \
    VECTOR_INLINE void vector_map_1_##D(R *out, const R *a, size_t n,                           \
                                        __typeof__(VECTOR_##D(exp, u10)) *function,             \
                                        bool (*except)(R), R (*text)(R)) {                      \
        const size_t lanes = VECTOR_LANES_##D;                                                  \
        for (; n >= lanes; n -= lanes, a += lanes, out += lanes) {                              \
            Vector_##D v = vector_apply_##D(function, except, text, vector_load_##D(a, lanes)); \
            memcpy(out, &v, sizeof v);                                                          \
        }                                                                                       \
        if (n == 0) return;                                                                     \
        Vector_##D v = vector_apply_##D(function, except, text, vector_load_##D(a, n));         \
        memcpy(out, &v, n * sizeof(R));                                                         \
    }                                                                                           \
    VECTOR_INLINE void vector_map_2_##D(R *out, const R *a, const R *b, size_t n,               \
                                        __typeof__(VECTOR_##D(pow, u10)) *function) {           \
        const size_t lanes = VECTOR_LANES_##D;                                                  \
        for (; n >= lanes; n -= lanes, a += lanes, b += lanes, out += lanes) {                  \
            Vector_##D v = function(vector_load_##D(a, lanes), vector_load_##D(b, lanes));      \
            memcpy(out, &v, sizeof v);                                                          \
        }                                                                                       \
        if (n == 0) return;                                                                     \
        Vector_##D v = function(vector_load_##D(a, n), vector_load_##D(b, n));                  \
        memcpy(out, &v, n * sizeof(R));                                                         \
    }
VECTOR_MAPS(float, FLOAT32)
VECTOR_MAPS(double, FLOAT64)

#endif
#endif
