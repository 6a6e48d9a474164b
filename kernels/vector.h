/* Vector math: SLEEF's deterministic functions over whole arrays. The last,
 * incomplete vector is padded and goes the same way as the others, so an
 * element's bits do not depend on its position. The FMA forms (finz) agree
 * between AVX2 and AVX-512; machines without FMA have the cinz forms. */
#ifndef KERNELS_VECTOR_H
#define KERNELS_VECTOR_H

#include <stddef.h>
#include <string.h>

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#define VECTOR_FLOAT32(name, bound) Sleef_finz_##name##f16_##bound##avx512f
#define VECTOR_FLOAT64(name, bound) Sleef_finz_##name##d8_##bound##avx512f
#elif defined(__AVX2__)
#define VECTOR_BYTES 32
#define VECTOR_FLOAT32(name, bound) Sleef_finz_##name##f8_##bound##avx2
#define VECTOR_FLOAT64(name, bound) Sleef_finz_##name##d4_##bound##avx2
#elif defined(__SSE2__)
#define VECTOR_BYTES 16
#define VECTOR_FLOAT32(name, bound) Sleef_cinz_##name##f4_##bound##sse2
#define VECTOR_FLOAT64(name, bound) Sleef_cinz_##name##d2_##bound##sse2
#endif
/* Elsewhere there are no vectors: loops use the op's float text and libm. */

#ifdef VECTOR_BYTES
#include <sleef.h>

#define VECTOR_LANES(R) (VECTOR_BYTES / sizeof(R))

/* function is a constant wherever these are inlined: a direct call. */
#define VECTOR_MAPS(R, name)                                                                       \
    typedef R Vector_##name __attribute__((vector_size(VECTOR_BYTES)));                            \
    static inline __attribute__((always_inline)) Vector_##name vector_load_##name(                 \
        const R *from, size_t count) {                                                             \
        Vector_##name v = {0};                                                                     \
        memcpy(&v, from, count * sizeof(R));                                                       \
        return v;                                                                                  \
    }                                                                                              \
    static inline __attribute__((always_inline)) void vector_map_1_##name(                         \
        R *out, const R *a, size_t n, Vector_##name (*function)(Vector_##name)) {                  \
        const size_t lanes = VECTOR_LANES(R);                                                      \
        size_t i = 0;                                                                              \
        for (; i + lanes <= n; i += lanes) {                                                       \
            Vector_##name v = function(vector_load_##name(a + i, lanes));                          \
            memcpy(out + i, &v, sizeof v);                                                         \
        }                                                                                          \
        if (i == n) return;                                                                        \
        Vector_##name v = function(vector_load_##name(a + i, n - i));                              \
        memcpy(out + i, &v, (n - i) * sizeof(R));                                                  \
    }                                                                                              \
    static inline __attribute__((always_inline)) void vector_map_2_##name(                         \
        R *out, const R *a, const R *b, size_t n,                                                  \
        Vector_##name (*function)(Vector_##name, Vector_##name)) {                                 \
        const size_t lanes = VECTOR_LANES(R);                                                      \
        for (size_t i = 0; i < n; i += lanes) {                                                    \
            size_t count = n - i < lanes ? n - i : lanes;                                          \
            Vector_##name v =                                                                      \
                function(vector_load_##name(a + i, count), vector_load_##name(b + i, count));      \
            memcpy(out + i, &v, count * sizeof(R));                                                \
        }                                                                                          \
    }
VECTOR_MAPS(float, FLOAT32)
VECTOR_MAPS(double, FLOAT64)

#endif
#endif
