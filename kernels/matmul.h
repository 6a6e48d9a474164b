/* Matrix products for types that BLAS lacks, and for machines without BLAS.
 * Each element of C sums its products in the order of k, whatever the blocks;
 * a block of B is packed so that every stride runs at the same speed. Sliding
 * products are the same loop, over rows that lie one item apart. */
#ifndef KERNELS_MATMUL_H
#define KERNELS_MATMUL_H

#include "elementwise.h"

enum { MATMUL_BLOCK = 64, SLIDE_BLOCK = 512 };

#define MATMUL_LOOP(D, T, zero)                                                                    \
    static void matmul_pack_##D(T *packed, const T *b, int64_t b_row, int64_t b_col, int64_t rows, \
                                int64_t columns) {                                                 \
        for (int64_t k = 0; k < rows; k++)                                                         \
            for (int64_t j = 0; j < columns; j++)                                                  \
                packed[k * MATMUL_BLOCK + j] = b[k * b_row + j * b_col];                           \
    }                                                                                              \
    /* c[j] += sum of a[k] * row k's item j, k in order; rows lie step items apart */               \
    static void matmul_row_##D(T *c, const T *a, int64_t a_col, const T *row, int64_t step,        \
                               int64_t rows, int64_t columns) {                                    \
        int64_t k = 0;                                                                             \
        for (; k + 4 <= rows; k += 4, row += 4 * step) {                                           \
            const T f0 = a[k * a_col], f1 = a[(k + 1) * a_col], f2 = a[(k + 2) * a_col],           \
                    f3 = a[(k + 3) * a_col];                                                       \
            const T *r1 = row + step, *r2 = r1 + step, *r3 = r2 + step;                            \
            KERNEL_LOOP for (int64_t j = 0; j < columns; j++) {                                    \
                T sum = apply_ADD_##D(c[j], apply_MULTIPLY_##D(f0, row[j]));                       \
                sum = apply_ADD_##D(sum, apply_MULTIPLY_##D(f1, r1[j]));                           \
                sum = apply_ADD_##D(sum, apply_MULTIPLY_##D(f2, r2[j]));                           \
                c[j] = apply_ADD_##D(sum, apply_MULTIPLY_##D(f3, r3[j]));                          \
            }                                                                                      \
        }                                                                                          \
        for (; k < rows; k++, row += step) {                                                       \
            const T factor = a[k * a_col];                                                         \
            KERNEL_LOOP for (int64_t j = 0; j < columns; j++) c[j] =                               \
                apply_ADD_##D(c[j], apply_MULTIPLY_##D(factor, row[j]));                           \
        }                                                                                          \
    }                                                                                              \
    static void slide_##D(void *y_, const void *a_, const void *v, int64_t n, int64_t m) {         \
        T *y = y_;                                                                                 \
        const T *a = a_;                                                                           \
        for (int64_t i = 0; i < n; i += SLIDE_BLOCK) {                                             \
            const int64_t columns = n - i < SLIDE_BLOCK ? n - i : SLIDE_BLOCK;                     \
            for (int64_t j = 0; j < columns; j++) y[i + j] = zero;                                 \
            matmul_row_##D(y + i, v, 1, a + i, 1, m, columns);                                     \
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
                                   MATMUL_BLOCK, rows, columns);                                   \
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

/* Thin matrices, dense rows of THIN_LEAST to THIN_MOST items, for which BLAS's
 * loops over a row are too short. Rows times a column: items in order. The column's
 * sums: eight rows side by side, then the eight in order, then the rows left over. */
#if defined(__AVX512F__) && defined(__GNUC__) && !defined(__clang__)
#define THIN_WIDTH __attribute__((target("prefer-vector-width=256"))) /* fewer shuffles */
#else
#define THIN_WIDTH
#endif

#define THIN_OF(D, T, K)                                                                           \
    THIN_WIDTH static void thin_rows_##D##_##K(T *restrict y, const T *restrict a, const T *x,     \
                                               int64_t x_step, int64_t rows) {                     \
        T factor[K];                                                                               \
        for (int j = 0; j < K; j++) factor[j] = x[j * x_step];                                     \
        KERNEL_LOOP for (int64_t i = 0; i < rows; i++) {                                           \
            T sum = a[i * K] * factor[0];                                                          \
            for (int j = 1; j < K; j++) sum += a[i * K + j] * factor[j];                           \
            y[i] = sum;                                                                            \
        }                                                                                          \
    }                                                                                              \
    THIN_WIDTH static void thin_sums_##D##_##K(T *restrict y, const T *restrict a,                 \
                                               const T *restrict x, int64_t rows) {                \
        T sums[8 * K] = {0};                                                                       \
        int64_t i = 0;                                                                             \
        for (; i + 8 <= rows; i += 8)                                                              \
            for (int l = 0; l < 8 * K; l++) sums[l] += a[i * K + l] * x[i + l / K];                \
        for (int j = 0; j < K; j++) {                                                              \
            y[j] = sums[j];                                                                        \
            for (int l = 1; l < 8; l++) y[j] += sums[l * K + j];                                   \
        }                                                                                          \
        for (; i < rows; i++)                                                                      \
            for (int j = 0; j < K; j++) y[j] += a[i * K + j] * x[i];                               \
    }
#define THIN(D, T)                                                                                 \
    THIN_OF(D, T, 2) THIN_OF(D, T, 3) THIN_OF(D, T, 4)                                             \
    static void thin_rows_##D(void *y, const void *a, const void *x, int64_t x_step, int64_t rows, \
                              int columns) {                                                       \
        if (columns == 2) thin_rows_##D##_2(y, a, x, x_step, rows);                                \
        else if (columns == 3) thin_rows_##D##_3(y, a, x, x_step, rows);                           \
        else thin_rows_##D##_4(y, a, x, x_step, rows);                                             \
    }                                                                                              \
    static void thin_sums_##D(void *y, const void *a, const void *x, int64_t rows, int columns) {  \
        if (columns == 2) thin_sums_##D##_2(y, a, x, rows);                                        \
        else if (columns == 3) thin_sums_##D##_3(y, a, x, rows);                                   \
        else thin_sums_##D##_4(y, a, x, rows);                                                     \
    }

THIN(FLOAT32, float)
THIN(FLOAT64, double)

#endif
