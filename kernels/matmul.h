/* Matrix products for types that BLAS lacks, and for machines without BLAS.
 * Each element of C sums its products in the order of k, whatever the blocks;
 * a block of B is packed so that every stride runs at the same speed. */
#ifndef KERNELS_MATMUL_H
#define KERNELS_MATMUL_H

#include "elementwise.h"

enum { MATMUL_BLOCK = 64 };

#define MATMUL_LOOP(D, T, zero)                                                                    \
    static void matmul_pack_##D(T *packed, const T *b, int64_t b_row, int64_t b_col, int64_t rows, \
                                int64_t columns) {                                                 \
        for (int64_t k = 0; k < rows; k++)                                                         \
            for (int64_t j = 0; j < columns; j++)                                                  \
                packed[k * MATMUL_BLOCK + j] = b[k * b_row + j * b_col];                           \
    }                                                                                              \
    /* c[j] += sum of a[k] * packed[k][j] */                                                       \
    static void matmul_row_##D(T *c, const T *a, int64_t a_col, const T *packed, int64_t rows,     \
                               int64_t columns) {                                                  \
        for (int64_t k = 0; k < rows; k++) {                                                       \
            const T factor = a[k * a_col], *row = packed + k * MATMUL_BLOCK;                       \
            KERNEL_LOOP for (int64_t j = 0; j < columns; j++) c[j] =                               \
                apply_ADD_##D(c[j], apply_MULTIPLY_##D(factor, row[j]));                           \
        }                                                                                          \
    }                                                                                              \
    static void matmul_##D(void *c_, int64_t ldc, const void *a_, int64_t a_row, int64_t a_col,    \
                           const void *b_, int64_t b_row, int64_t b_col, int64_t m, int64_t n,     \
                           int64_t k) {                                                            \
        T *c = c_, packed[MATMUL_BLOCK * MATMUL_BLOCK];                                            \
        const T *a = a_, *b = b_;                                                                  \
        for (int64_t i = 0; i < m; i++)                                                            \
            for (int64_t j = 0; j < n; j++) c[i * ldc + j] = zero;                                 \
        for (int64_t j = 0; j < n; j += MATMUL_BLOCK) {                                            \
            const int64_t columns = n - j < MATMUL_BLOCK ? n - j : MATMUL_BLOCK;                   \
            for (int64_t p = 0; p < k; p += MATMUL_BLOCK) {                                        \
                const int64_t rows = k - p < MATMUL_BLOCK ? k - p : MATMUL_BLOCK;                  \
                matmul_pack_##D(packed, b + p * b_row + j * b_col, b_row, b_col, rows, columns);   \
                for (int64_t i = 0; i < m; i++)                                                    \
                    matmul_row_##D(c + i * ldc + j, a + i * a_row + p * a_col, a_col, packed,      \
                                   rows, columns);                                                 \
            }                                                                                      \
        }                                                                                          \
    }

MATMUL_LOOP(BOOL, uint8_t, 0)
MATMUL_LOOP(INT8, int8_t, 0)
MATMUL_LOOP(INT16, int16_t, 0)
MATMUL_LOOP(INT32, int32_t, 0)
MATMUL_LOOP(INT64, int64_t, 0)
MATMUL_LOOP(UINT8, uint8_t, 0)
MATMUL_LOOP(UINT16, uint16_t, 0)
MATMUL_LOOP(UINT32, uint32_t, 0)
MATMUL_LOOP(UINT64, uint64_t, 0)
MATMUL_LOOP(FLOAT32, float, 0)
MATMUL_LOOP(FLOAT64, double, 0)
MATMUL_LOOP(COMPLEX64, float complex, 0)
MATMUL_LOOP(COMPLEX128, double complex, 0)

#endif
