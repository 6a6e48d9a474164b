/* The CPU's precompiled loops, stamped from src/array/ops.def, once per
 * instruction set. All are contiguous: out[i] = f(a[i], ...) for i < n.
 * Pointers are aligned to their item; n is any count >= 0; out may equal an
 * input pointer exactly where the items have the same size, but never overlaps
 * it otherwise. Same bits on every
 * instruction set with FMA, for every n and every position of an element. */
#ifndef KERNELS_H
#define KERNELS_H

#include "../src/array/ops.h"

typedef void (*KernelUnary)(void *out, const void *a, size_t n);
typedef void (*KernelBinary)(void *out, const void *a, const void *b, size_t n);
typedef void (*KernelTernary)(void *out, const void *a, const void *b, const void *c, size_t n);

/* An elementwise loop. a, b, c: as many as the op's arity, else ignored. */
typedef void (*KernelLoop)(void *out, const void *a, const void *b, const void *c, size_t n);
/* Reduces n >= 1 elements to one value of the same type, at *out. For sums
 * this is NumPy's pairwise tree over exactly these n (n <= 8192): callers cut
 * longer runs where the tree cuts them. Chains go on from what *out holds. */
typedef void (*KernelReduce)(void *out, const void *a, size_t n);
/* out[i] = (to)a[i], NumPy's unsafe cast. */
typedef void (*KernelCast)(void *out, const void *a, size_t n);
/* out[i] = start + (first + i) * step, computed in the dtype as NumPy's
 * arange does (floats and complex: real double arithmetic, then cast). */
typedef void (*KernelRange)(void *out, int64_t first, const void *start, const void *step,
                            size_t n);
/* C (m x n, row stride ldc items) = A (m x k) times B (k x n), any item
 * strides; for types BLAS lacks. Sums run over k in order. */
typedef void (*KernelMatmul)(void *c, int64_t ldc, const void *a, int64_t a_row, int64_t a_col,
                             const void *b, int64_t b_row, int64_t b_col, int64_t m, int64_t n,
                             int64_t k);
/* y[i] = a[i] v[0] + ... + a[i + m - 1] v[m - 1] for i < n, the terms in order. */
typedef void (*KernelSlide)(void *y, const void *a, const void *v, int64_t n, int64_t m);

/* A thin matrix: dense rows of 2 to 4 items, aligned to them. y[i] = row i times
 * the column x, whose items lie x_step items apart. */
enum { THIN_LEAST = 2, THIN_MOST = 4 };
typedef void (*KernelThinRows)(void *y, const void *a, const void *x, int64_t x_step, int64_t rows,
                               int columns);
/* y[j] = the sum over rows of a[i][j] * x[i]. */
typedef void (*KernelThinSums)(void *y, const void *a, const void *x, int64_t rows, int columns);

/* How many of n bools are true. */
typedef size_t (*KernelCount)(const uint8_t *mask, size_t n);
/* out[0..count) = the elements of in[0..n) whose bool is true; the first count
 * of them. Nothing beyond is written. */
typedef void (*KernelCompress)(void *out, const void *in, const uint8_t *mask, size_t n,
                               size_t count);
/* The reverse: the elements of out whose bool is true = in[0..count). */
typedef void (*KernelExpand)(void *out, const uint8_t *mask, const void *in, size_t n,
                             size_t count);

/* out[0..count) = first + i for the bools of mask[0..n) that are true. */
typedef void (*KernelPlaces)(int64_t *out, const uint8_t *mask, int64_t first, size_t n,
                             size_t count);
/* out[i] = index[i] * stride, extent added to negative indices; whether all of
 * them are within -extent..extent-1. */
typedef bool (*KernelWrap)(int64_t *out, const int64_t *index, size_t n, int64_t extent,
                           int64_t stride);

/* Sorts NETWORK_LANES rows of n keys: keys[i * NETWORK_LANES + row]. Pays for short rows. */
enum { NETWORK_LANES = 8, NETWORK_MOST = 512 };
typedef void (*KernelNetwork)(uint64_t *keys, size_t n);

/* Whether none of n floats is inf or nan. */
typedef bool (*KernelFinite)(const void *a, size_t n);
/* Whether low <= a[i * step] < end for all of n floats. */
typedef bool (*KernelWithin)(const void *a, size_t step, size_t n, double low, double end);
/* What divisions of n ints meet: DIVISION_BY_ZERO, and DIVISION_OVERFLOWS for that of
 * the least int by -1. */
enum { DIVISION_BY_ZERO = 1, DIVISION_OVERFLOWS = 2 };
typedef unsigned (*KernelDivision)(const void *a, const void *b, size_t n);

/* One factor of a Fourier transform's length: a pass of that radix over arrays of
 * m * s * radix elements (kernels/fft_passes.h). twiddles: exp(-2 pi i k p / (m * radix))
 * for k = 1..radix-1, each for all p < m; the real parts, then the imaginary. roots:
 * cosines, then sines of 2 pi j / radix, for odd radices that have no pass of their own. */
enum { FFT_RADIX_MOST = 61 };
typedef struct FftPass {
    int radix;
    int64_t m, s;
    const void *twiddles, *roots;
} FftPass;
/* The elements first..last-1 of the m * s. */
typedef void (*KernelFft)(const FftPass *pass, const void *re, const void *im, void *out_re,
                          void *out_im, int64_t first, int64_t last);

typedef struct Kernels {
    const char *isa; /* "avx512", "avx2", "sse2" */
    KernelLoop loops[OP_COUNT]
                    [ARR_DTYPE_COUNT]; /* by loop type (of the last operand); NULL: none */
    KernelReduce reduce[REDUCE_COUNT][ARR_DTYPE_COUNT];
    KernelCast cast[ARR_DTYPE_COUNT][ARR_DTYPE_COUNT]; /* [from][to] */
    KernelRange range[ARR_DTYPE_COUNT];
    KernelMatmul matmul[ARR_DTYPE_COUNT];
    KernelSlide slide[ARR_DTYPE_COUNT];
    KernelThinRows thin_rows[ARR_DTYPE_COUNT]; /* NULL but for real floats */
    KernelThinSums thin_sums[ARR_DTYPE_COUNT];
    KernelCount count;
    KernelCompress compress[5]; /* by log2 of the item's size */
    KernelExpand expand[5];
    KernelPlaces places;
    KernelWrap wrap;
    KernelFft fft[2]; /* float32, float64, as of the following */
    KernelNetwork network;
    KernelFinite finite[2];
    KernelWithin within[2];
    KernelDivision division[ARR_DTYPE_COUNT]; /* of ints */
} Kernels;

/* The best set this machine runs. isa: "scalar"/"sse2"/"avx2"/"avx512"/NULL
 * (best); NULL is returned when the machine lacks the one named. */
const Kernels *kernels_get(const char *isa);

#endif
