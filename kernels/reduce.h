/* Reductions of a contiguous run. The order of the operations depends on the
 * count alone, never on the instruction set. */
#ifndef KERNELS_REDUCE_H
#define KERNELS_REDUCE_H

#include "elementwise.h"

/* --- PAIRWISE: NumPy's tree of sums ------------------------------------------- */

enum { PAIRWISE_SUMS = 8, PAIRWISE_BLOCK = 128 };

#ifdef VECTOR_BYTES
#define REDUCE_VECTOR VECTOR_BYTES
#else
#define REDUCE_VECTOR 16
#endif

#define REDUCE_UNROLL _Pragma("GCC unroll 8") /* so that all sums stay in registers */

/* Eight running sums, in as many vectors as they fill; n >= 8, the rest of
 * n % 8 elements is left. */
#define REDUCE_PAIRWISE(R, D)                                                                      \
    enum {                                                                                         \
        SUMS_BYTES_##D =                                                                           \
            PAIRWISE_SUMS * sizeof(R) < REDUCE_VECTOR ? PAIRWISE_SUMS * sizeof(R) : REDUCE_VECTOR, \
        SUMS_LANES_##D = SUMS_BYTES_##D / sizeof(R),                                               \
        SUMS_VECTORS_##D = PAIRWISE_SUMS / SUMS_LANES_##D                                          \
    };                                                                                             \
    typedef R Sums_##D __attribute__((vector_size(SUMS_BYTES_##D)));                               \
    static inline void pairwise_sums_##D(R *sums, const R *a, size_t n) {                          \
        Sums_##D s[SUMS_VECTORS_##D];                                                              \
        REDUCE_UNROLL for (size_t k = 0; k < SUMS_VECTORS_##D; k++)                                \
            memcpy(&s[k], a + k * SUMS_LANES_##D, sizeof s[k]);                                    \
        for (size_t i = PAIRWISE_SUMS; i + PAIRWISE_SUMS <= n; i += PAIRWISE_SUMS)                 \
            REDUCE_UNROLL for (size_t k = 0; k < SUMS_VECTORS_##D; k++) {                          \
                Sums_##D next;                                                                     \
                memcpy(&next, a + i + k * SUMS_LANES_##D, sizeof next);                            \
                s[k] += next;                                                                      \
            }                                                                                      \
        REDUCE_UNROLL for (size_t k = 0; k < SUMS_VECTORS_##D; k++)                                \
            memcpy(sums + k * SUMS_LANES_##D, &s[k], sizeof s[k]);                                 \
    }                                                                                              \
    static R pairwise_##D(const R *a, size_t n) {                                                  \
        if (n > PAIRWISE_BLOCK) {                                                                  \
            size_t half = n / 2 - n / 2 % PAIRWISE_SUMS;                                           \
            return pairwise_##D(a, half) + pairwise_##D(a + half, n - half);                       \
        }                                                                                          \
        R sum = (R)-0.0, r[PAIRWISE_SUMS];                                                         \
        size_t i = 0;                                                                              \
        if (n >= PAIRWISE_SUMS) {                                                                  \
            pairwise_sums_##D(r, a, n);                                                            \
            sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));               \
            i = n - n % PAIRWISE_SUMS;                                                             \
        }                                                                                          \
        for (; i < n; i++) sum += a[i];                                                            \
        return sum;                                                                                \
    }                                                                                              \
    static void reduce_SUM_##D(void *out, const void *a, size_t n) {                               \
        *(R *)out = pairwise_##D(a, n);                                                            \
    }

/* The same tree over the 2n parts: four sums of complex numbers. */
#define REDUCE_PAIRWISE_COMPLEX(Z, R, D, DR)                                 \
    static Z pairwise_##D(const R *a, size_t n) {                            \
        if (n > PAIRWISE_BLOCK) {                                            \
            size_t half = n / 2 - n / 2 % PAIRWISE_SUMS;                     \
            return pairwise_##D(a, half) + pairwise_##D(a + half, n - half); \
        }                                                                    \
        R real = (R)-0.0, imag = (R)-0.0, r[PAIRWISE_SUMS];                  \
        size_t i = 0;                                                        \
        if (n >= PAIRWISE_SUMS) {                                            \
            pairwise_sums_##DR(r, a, n);                                     \
            real = (r[0] + r[2]) + (r[4] + r[6]);                            \
            imag = (r[1] + r[3]) + (r[5] + r[7]);                            \
            i = n - n % PAIRWISE_SUMS;                                       \
        }                                                                    \
        for (; i < n; i += 2) {                                              \
            real += a[i];                                                    \
            imag += a[i + 1];                                                \
        }                                                                    \
        return COMPLEX(real, imag);                                          \
    }                                                                        \
    static void reduce_SUM_##D(void *out, const void *a, size_t n) {         \
        *(Z *)out = pairwise_##D(a, 2 * n);                                  \
    }

REDUCE_PAIRWISE(float, FLOAT32)
REDUCE_PAIRWISE(double, FLOAT64)
REDUCE_PAIRWISE_COMPLEX(float complex, float, COMPLEX64, FLOAT32)
REDUCE_PAIRWISE_COMPLEX(double complex, double, COMPLEX128, FLOAT64)

/* --- FOLD: running results side by side, then halves joined ---------------------
 *
 * Floats follow the tree of the sums down to blocks, so that the sign of a
 * zero minimum does not depend on where callers cut a run. */

enum { FOLD_BYTES = 128 }; /* two vectors of the widest set: hides the latency */

#define REDUCE_FOLD(id, combine, D, T)                                                           \
    static void fold_##id##_##D(void *out, const void *in, size_t n) {                           \
        enum { LANES = FOLD_BYTES / sizeof(T) };                                                 \
        const T *a = in;                                                                         \
        T r[LANES];                                                                              \
        size_t i = n < LANES ? 1 : LANES;                                                        \
        memcpy(r, a, i * sizeof(T));                                                             \
        if (n >= LANES) {                                                                        \
            for (; i + LANES <= n; i += LANES)                                                   \
                for (size_t k = 0; k < LANES; k++) r[k] = apply_##combine##_##D(r[k], a[i + k]); \
            for (size_t width = LANES / 2; width; width /= 2)                                    \
                for (size_t k = 0; k < width; k++)                                               \
                    r[k] = apply_##combine##_##D(r[k], r[k + width]);                            \
        }                                                                                        \
        for (; i < n; i++) r[0] = apply_##combine##_##D(r[0], a[i]);                             \
        *(T *)out = r[0];                                                                        \
    }

#define REDUCE_FOLD_ANY_ORDER(id, combine, D, T)                          \
    REDUCE_FOLD(id, combine, D, T)                                        \
    static void reduce_##id##_##D(void *out, const void *in, size_t n) {  \
        fold_##id##_##D(out, in, n);                                      \
    }

/* The best of n floats, where no order of comparing them could give another:
 * false for nan, and for zeros, whose sign is a matter of order. */
enum { EXTREME_LANES = 32, EXTREME_LEAST = 2 * EXTREME_LANES };
#define REDUCE_EXTREME(id, D, R, I, beats)                                    \
    static bool extreme_##id##_##D(R *out, const R *a, size_t n) {            \
        R best[EXTREME_LANES];                                                \
        I odd[EXTREME_LANES] = {0}, any = 0;                                  \
        size_t i = EXTREME_LANES;                                             \
        if (n < EXTREME_LEAST) return false;                                  \
        memcpy(best, a, sizeof best);                                         \
        for (size_t k = 0; k < EXTREME_LANES; k++) odd[k] = a[k] != a[k];     \
        for (; i + EXTREME_LANES <= n; i += EXTREME_LANES)                    \
            for (size_t k = 0; k < EXTREME_LANES; k++) {                      \
                R x = a[i + k];                                               \
                best[k] = x beats best[k] ? x : best[k];                      \
                odd[k] |= x != x;                                             \
            }                                                                 \
        R first = best[0];                                                    \
        for (size_t k = 0; k < EXTREME_LANES; k++) {                          \
            first = best[k] beats first ? best[k] : first;                    \
            any |= odd[k];                                                    \
        }                                                                     \
        for (; i < n; i++) {                                                  \
            first = a[i] beats first ? a[i] : first;                          \
            any |= a[i] != a[i];                                              \
        }                                                                     \
        *out = first;                                                         \
        return !any && first != 0;                                            \
    }
#define EXTREMES(id, beats)                            \
    REDUCE_EXTREME(id, FLOAT32, float, int32_t, beats) \
    REDUCE_EXTREME(id, FLOAT64, double, int64_t, beats)
EXTREMES(MAX, >)
EXTREMES(MIN, <)
#undef EXTREMES
#define NO_EXTREME(out, a, n) false
#define extreme_MAX_COMPLEX64   NO_EXTREME
#define extreme_MAX_COMPLEX128  NO_EXTREME
#define extreme_MIN_COMPLEX64   NO_EXTREME
#define extreme_MIN_COMPLEX128  NO_EXTREME

/* --- CHAIN: from *out on, one after the other ------------------------------------
 *
 * The order is NumPy's, and so are the products of complex numbers, which its
 * reductions do not fuse as its loops over arrays do. */

#define REDUCE_CHAIN(id, join, D, T)                                     \
    static void reduce_##id##_##D(void *out, const void *in, size_t n) { \
        const T *a = in;                                                 \
        T r = *(T *)out;                                                 \
        for (size_t i = 0; i < n; i++) r = join(r, a[i]);                \
        *(T *)out = r;                                                   \
    }
#define chain_MULTIPLY_COMPLEX64  complex_product_complex64
#define chain_MULTIPLY_COMPLEX128 complex_product_complex128

/* parts: 1, or 2 for complex numbers, whose parts the tree counts. */
#define REDUCE_FOLD_TREE(id, combine, D, T, parts)                        \
    REDUCE_FOLD(id, combine, D, T)                                        \
    static void reduce_##id##_##D(void *out, const void *in, size_t n) {  \
        const T *a = in;                                                  \
        T rest;                                                           \
        if (extreme_##id##_##D((T *)out, a, n)) return;                   \
        size_t half = n * parts / 2;                                      \
        half = (half - half % PAIRWISE_SUMS) / parts;                     \
        if (n * parts <= PAIRWISE_BLOCK) {                                \
            fold_##id##_##D(out, in, n);                                  \
            return;                                                       \
        }                                                                 \
        reduce_##id##_##D(out, a, half);                                  \
        reduce_##id##_##D(&rest, a + half, n - half);                     \
        *(T *)out = apply_##combine##_##D(*(T *)out, rest);               \
    }

/* --- ANY, ALL: bools, block by block until it is decided ------------------------- */

enum { SEARCH_BLOCK = 512 };

#define REDUCE_SEARCH(id, combine, decided)                                               \
    static void reduce_##id##_BOOL(void *out, const void *in, size_t n) {                 \
        const uint8_t *a = in;                                                            \
        uint8_t found = !decided;                                                         \
        for (size_t i = 0; i < n && found != decided; i += SEARCH_BLOCK) {                \
            size_t end = n - i < SEARCH_BLOCK ? n : i + SEARCH_BLOCK;                     \
            for (size_t k = i; k < end; k++) found = apply_##combine##_BOOL(found, a[k]); \
        }                                                                                 \
        *(uint8_t *)out = found;                                                          \
    }

/* --- the rows -------------------------------------------------------------------- */

#define REDUCE_INTS(id, combine)                         \
    REDUCE_FOLD_ANY_ORDER(id, combine, BOOL, uint8_t)    \
    REDUCE_FOLD_ANY_ORDER(id, combine, INT8, int8_t)     \
    REDUCE_FOLD_ANY_ORDER(id, combine, INT16, int16_t)   \
    REDUCE_FOLD_ANY_ORDER(id, combine, INT32, int32_t)   \
    REDUCE_FOLD_ANY_ORDER(id, combine, INT64, int64_t)   \
    REDUCE_FOLD_ANY_ORDER(id, combine, UINT8, uint8_t)   \
    REDUCE_FOLD_ANY_ORDER(id, combine, UINT16, uint16_t) \
    REDUCE_FOLD_ANY_ORDER(id, combine, UINT32, uint32_t) \
    REDUCE_FOLD_ANY_ORDER(id, combine, UINT64, uint64_t)
#define REDUCE_FORM_PAIRWISE(id, combine) REDUCE_INTS(id, combine)
#define REDUCE_FORM_FOLD(id, combine)                  \
    REDUCE_INTS(id, combine)                                   \
    REDUCE_FOLD_TREE(id, combine, FLOAT32, float, 1)           \
    REDUCE_FOLD_TREE(id, combine, FLOAT64, double, 1)          \
    REDUCE_FOLD_TREE(id, combine, COMPLEX64, float complex, 2) \
    REDUCE_FOLD_TREE(id, combine, COMPLEX128, double complex, 2)
#define REDUCE_FORM_CHAIN(id, combine)                 \
    REDUCE_INTS(id, combine)                           \
    REDUCE_CHAIN(id, apply_##combine##_FLOAT32, FLOAT32, float)           \
    REDUCE_CHAIN(id, apply_##combine##_FLOAT64, FLOAT64, double)          \
    REDUCE_CHAIN(id, chain_##combine##_COMPLEX64, COMPLEX64, float complex) \
    REDUCE_CHAIN(id, chain_##combine##_COMPLEX128, COMPLEX128, double complex)
#define REDUCE_FORM_BITS(id, combine) REDUCE_INTS(id, combine)
#define REDUCE_FORM_ANY(id, combine) REDUCE_SEARCH(id, combine, 1)
#define REDUCE_FORM_ALL(id, combine) REDUCE_SEARCH(id, combine, 0)

#define ELEMENTWISE(...)
#define REDUCTION(id, name, alias, ufunc, combine, identity, widen, kernel, signature, doc) \
    REDUCE_FORM_##kernel(id, combine)
#include "../src/array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION

/* One row of the table of reductions. */
#define REDUCE_ENTRY_ALL(id)      [ARR_BOOL] = reduce_##id##_BOOL
#define REDUCE_ENTRY_ANY(id)      REDUCE_ENTRY_ALL(id)
#define REDUCE_ENTRY_PAIRWISE(id) REDUCE_ENTRY_FOLD(id)
#define REDUCE_ENTRY_CHAIN(id)    REDUCE_ENTRY_FOLD(id)
#define REDUCE_ENTRY_BITS(id)                                                         \
    [ARR_BOOL] = reduce_##id##_BOOL, [ARR_INT8] = reduce_##id##_INT8,                 \
    [ARR_INT16] = reduce_##id##_INT16, [ARR_INT32] = reduce_##id##_INT32,             \
    [ARR_INT64] = reduce_##id##_INT64, [ARR_UINT8] = reduce_##id##_UINT8,             \
    [ARR_UINT16] = reduce_##id##_UINT16, [ARR_UINT32] = reduce_##id##_UINT32,         \
    [ARR_UINT64] = reduce_##id##_UINT64
#define REDUCE_ENTRY_FOLD(id)                                                         \
    REDUCE_ENTRY_BITS(id), [ARR_FLOAT32] = reduce_##id##_FLOAT32,                     \
    [ARR_FLOAT64] = reduce_##id##_FLOAT64, [ARR_COMPLEX64] = reduce_##id##_COMPLEX64, \
    [ARR_COMPLEX128] = reduce_##id##_COMPLEX128

#endif
