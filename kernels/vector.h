/* Vector math: SLEEF's deterministic functions and our own (own_math.h) over whole arrays. The
 * last, incomplete vector is padded and goes the same way as the others, so an element's bits do
 * not depend on its position. The FMA forms (finz) agree between AVX2 and AVX-512; machines without
 * FMA have the cinz forms. */
#ifndef KERNELS_VECTOR_H
#define KERNELS_VECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#if defined(__SSE2__)
#include <sleef.h>
#endif

#if defined(__AVX2__) && defined(__FMA__)
#include "own_vector.h"
#endif

/* VECTOR_FLOAT64(name, bound): SLEEF's function, or our own where the bound is "own" or,
 * for doubles, "mix". Ours need FMA: machines without it have SLEEF's of 1 ulp. */
#define VECTOR_FLOAT32(name, bound) VECTOR_FLOAT32_##bound(name)
#define VECTOR_FLOAT64(name, bound) VECTOR_FLOAT64_##bound(name)
#define VECTOR_FLOAT32_mix(name)    VECTOR_FLOAT32_u10(name)
#define VECTOR_FLOAT64_mix(name)    VECTOR_FLOAT64_own(name)
#if defined(__AVX512F__)
#define VECTOR_BYTES 64
typedef __m512 Vector_FLOAT32;
typedef __m512d Vector_FLOAT64;
#define VECTOR_FLOAT32_u10(name) Sleef_finz_##name##f16_u10avx512f
#define VECTOR_FLOAT64_u10(name) Sleef_finz_##name##d8_u10avx512f
#define VECTOR_FLOAT32_own(name) own_##name##_f16
#define VECTOR_FLOAT64_own(name) own_##name##_8
#elif defined(__AVX2__)
#define VECTOR_BYTES             32
typedef __m256 Vector_FLOAT32;
typedef __m256d Vector_FLOAT64;
#define VECTOR_FLOAT32_u10(name) Sleef_finz_##name##f8_u10avx2
#define VECTOR_FLOAT64_u10(name) Sleef_finz_##name##d4_u10avx2
#define VECTOR_FLOAT32_own(name) own_##name##_f8
#define VECTOR_FLOAT64_own(name) own_##name##_4
#elif defined(__SSE2__)
#define VECTOR_BYTES             16
typedef __m128 Vector_FLOAT32;
typedef __m128d Vector_FLOAT64;
#define VECTOR_FLOAT32_u10(name) Sleef_cinz_##name##f4_u10sse2
#define VECTOR_FLOAT64_u10(name) Sleef_cinz_##name##d2_u10sse2
#define VECTOR_FLOAT32_own(name) VECTOR_FLOAT32_u10(name)
#define VECTOR_FLOAT64_own(name) VECTOR_FLOAT64_u10(name)
#endif
/* Elsewhere there are no vectors: loops use the op's float text and libm. */

#ifdef VECTOR_BYTES

/* The parts of a row's vector column. */
#define VECTOR_NAME_FLOAT32(name, bound, ...) VECTOR_FLOAT32(name, bound)
#define VECTOR_NAME_FLOAT64(name, bound, ...) VECTOR_FLOAT64(name, bound)
/* Of two operands: a form without calls, and whether it will do for all lanes. */
#define VECTOR_CORE_FLOAT32(name, bound, ...)  VECTOR_CORE_FLOAT32_##bound(name)
#define VECTOR_CORE_FLOAT64(name, bound, ...)  VECTOR_CORE_FLOAT64_##bound(name)
#define VECTOR_PLAIN_FLOAT32(name, bound, ...) VECTOR_PLAIN_FLOAT32_##bound(name)
#define VECTOR_PLAIN_FLOAT64(name, bound, ...) VECTOR_PLAIN_FLOAT64_##bound(name)
#define VECTOR_CORE_FLOAT32_mix(name)          VECTOR_FLOAT32_u10(name)
#define VECTOR_CORE_FLOAT64_mix(name)          VECTOR_CORE_FLOAT64_own(name)
#define VECTOR_PLAIN_FLOAT32_mix(name)         vector_any_FLOAT32
#define VECTOR_PLAIN_FLOAT64_mix(name)         VECTOR_PLAIN_FLOAT64_own(name)
#if VECTOR_BYTES == 64
#define VECTOR_CORE_FLOAT32_own(name)  core_##name##_f16
#define VECTOR_CORE_FLOAT64_own(name)  core_##name##_8
#define VECTOR_PLAIN_FLOAT32_own(name) plain_##name##_f16
#define VECTOR_PLAIN_FLOAT64_own(name) plain_##name##_8
#elif VECTOR_BYTES == 32
#define VECTOR_CORE_FLOAT32_own(name)  core_##name##_f8
#define VECTOR_CORE_FLOAT64_own(name)  core_##name##_4
#define VECTOR_PLAIN_FLOAT32_own(name) plain_##name##_f8
#define VECTOR_PLAIN_FLOAT64_own(name) plain_##name##_4
#else
#define VECTOR_CORE_FLOAT32_own(name)  VECTOR_FLOAT32_u10(name)
#define VECTOR_CORE_FLOAT64_own(name)  VECTOR_FLOAT64_u10(name)
#define VECTOR_PLAIN_FLOAT32_own(name) vector_any_FLOAT32
#define VECTOR_PLAIN_FLOAT64_own(name) vector_any_FLOAT64
#endif
#define VECTOR_EXCEPT(name, bound, ...) VECTOR_EXCEPT_##bound(__VA_ARGS__)
#define VECTOR_EXCEPT_u10(...)          (__VA_ARGS__ + 0) /* +0: false where there is none */
#if VECTOR_BYTES >= 32
#define VECTOR_EXCEPT_own(...) 0
#define VECTOR_EXCEPT_mix(...) (sizeof a == sizeof(float) && (__VA_ARGS__ + 0))
#else
#define VECTOR_EXCEPT_own(...) (__VA_ARGS__ + 0)
#define VECTOR_EXCEPT_mix(...) (__VA_ARGS__ + 0)
#endif

enum { VECTOR_BLOCK = 32 };

/* The functions handed over are constants wherever these are inlined: direct
 * calls. They are cast to these types, since SLEEF's have a qualifier more, which
 * compilers judge differently. except(x): text(x) is to be used. */
#define VECTOR_INLINE static inline __attribute__((always_inline))
#define VECTOR_MAPS(R, D)                                                                          \
    enum { VECTOR_LANES_##D = VECTOR_BYTES / sizeof(R) };                                          \
    typedef Vector_##D (*VectorFunction1_##D)(Vector_##D);                                         \
    typedef Vector_##D (*VectorFunction2_##D)(Vector_##D, Vector_##D);                             \
    VECTOR_INLINE Vector_##D vector_load_##D(const R *from, size_t count) {                        \
        Vector_##D v = {0};                                                                        \
        memcpy(&v, from, count * sizeof(R));                                                       \
        return v;                                                                                  \
    }                                                                                              \
    VECTOR_INLINE Vector_##D vector_apply_##D(VectorFunction1_##D function, bool (*except)(R),     \
                                              R (*text)(R), Vector_##D x) {                        \
        Vector_##D v = function(x);                                                                \
        for (int k = 0; k < VECTOR_LANES_##D; k++)                                                 \
            if (except(x[k])) v[k] = text(x[k]);                                                   \
        return v;                                                                                  \
    }                                                                                              \
    VECTOR_INLINE void vector_map_1_##D(R *out, const R *a, size_t n,                              \
                                        VectorFunction1_##D function, bool (*except)(R),           \
                                        R (*text)(R)) {                                            \
        const size_t lanes = VECTOR_LANES_##D;                                                     \
        for (; n >= lanes; n -= lanes, a += lanes, out += lanes) {                                 \
            Vector_##D v = vector_apply_##D(function, except, text, vector_load_##D(a, lanes));    \
            memcpy(out, &v, sizeof v);                                                             \
        }                                                                                          \
        if (n == 0) return;                                                                        \
        Vector_##D v = vector_apply_##D(function, except, text, vector_load_##D(a, n));            \
        memcpy(out, &v, n * sizeof(R));                                                            \
    }                                                                                              \
    /* Blocks of which plain says that core will do, which calls nothing, go to core. */           \
    VECTOR_INLINE void vector_map_2_##D(R *out, const R *a, const R *b, size_t n,                  \
                                        VectorFunction2_##D function, VectorFunction2_##D core,    \
                                        int (*plain)(Vector_##D, Vector_##D)) {                    \
        const size_t lanes = VECTOR_LANES_##D, block = VECTOR_BLOCK * lanes;                       \
        while (n >= lanes) {                                                                       \
            size_t m = n < block ? n - n % lanes : block;                                          \
            int easy = 1;                                                                          \
            for (size_t i = 0; i < m; i += lanes)                                                  \
                easy &= plain(vector_load_##D(a + i, lanes), vector_load_##D(b + i, lanes));       \
            for (size_t i = 0; easy && i < m; i += lanes) {                                        \
                Vector_##D v = core(vector_load_##D(a + i, lanes), vector_load_##D(b + i, lanes)); \
                memcpy(out + i, &v, sizeof v);                                                     \
            }                                                                                      \
            for (size_t i = 0; !easy && i < m; i += lanes) {                                       \
                Vector_##D v =                                                                     \
                    function(vector_load_##D(a + i, lanes), vector_load_##D(b + i, lanes));        \
                memcpy(out + i, &v, sizeof v);                                                     \
            }                                                                                      \
            n -= m, a += m, b += m, out += m;                                                      \
        }                                                                                          \
        if (n == 0) return;                                                                        \
        Vector_##D v = function(vector_load_##D(a, n), vector_load_##D(b, n));                     \
        memcpy(out, &v, n * sizeof(R));                                                            \
    }                                                                                              \
    VECTOR_INLINE int vector_any_##D(Vector_##D x, Vector_##D y) {                                 \
        (void)x, (void)y;                                                                          \
        return 1;                                                                                  \
    }
VECTOR_MAPS(float, FLOAT32)
VECTOR_MAPS(double, FLOAT64)

#endif
#endif
