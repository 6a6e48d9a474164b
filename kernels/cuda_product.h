/* Matrix products without cuBLAS: of ints and bools, and of all types where it is
 * missing. Each element sums its products in the order of k, as the CPU's loops do. */

#if defined(ARR_PRODUCT) || defined(ARR_PRODUCT_ANY) || defined(ARR_CORRELATE) || defined(ARR_CORRELATE_ANY)
template <class T> struct Wraps { typedef uint64_t Type; }; /* ints, as all devices have it */
template <> struct Wraps<float> { typedef float Type; };
template <> struct Wraps<double> { typedef double Type; };
template <class R> struct Wraps<Complex<R> > { typedef Complex<R> Type; };

/* What an element has so far, and one term more. */
#if defined(ARR_PRODUCT_ANY) || defined(ARR_CORRELATE_ANY)
static inline uint8_t add_product(uint8_t sum, uint8_t x, uint8_t y) { return sum | (x & y); }
#else
template <class R> static inline Complex<R> product_of(Complex<R> x, Complex<R> y) {
    return complex_multiply(x, y); /* the op, which is fused */
}
template <class T> static inline T product_of(T x, T y) { return x * y; }
static inline ELEMENT add_product(ELEMENT sum, ELEMENT x, ELEMENT y) {
    typedef Wraps<ELEMENT>::Type W;
    return (ELEMENT)((W)sum + product_of((W)x, (W)y));
}
#endif
#endif

#if defined(ARR_PRODUCT) || defined(ARR_PRODUCT_ANY)

/* out, a, b, m, n, k, products, strides of a's rows and columns, of b's; views of the
 * products in out, a and b. A block makes 64 x 64 elements of one, 16 terms at a time;
 * each thread 4 x 4 of them, which lie 16 apart. */
KERNEL(11 + 48) {
    __shared__ long long room_a[16 * 64 * sizeof(ELEMENT) / 8], room_b[16 * 64 * sizeof(ELEMENT) / 8];
    ELEMENT *const xs = (ELEMENT *)room_a, *const ys = (ELEMENT *)room_b; /* [term][row or column] */
    const long long m = a.w[3], n = a.w[4], across = (n + 63) / 64, each = (m + 63) / 64 * across;
    const unsigned t = threadIdx.x, tx = t % 16, ty = t / 16;
    for (long long block = blockIdx.x; block < a.w[6] * each; block += gridDim.x) {
        const long long product = block / each, row = block % each / across * 64;
        const long long column = block % across * 64;
        const long long from_a = a.w[1] + view_at<27>(a, product);
        const long long from_b = a.w[2] + view_at<43>(a, product);
        ELEMENT sums[4][4];
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++) sums[i][j] = ELEMENT(0);
        for (long long k = 0; k < a.w[5]; k += 16) {
            const long long terms = a.w[5] - k < 16 ? a.w[5] - k : 16;
            for (unsigned e = t; e < 16 * 64; e += 256) {
                const bool rows_near = a.w[7] < a.w[8]; /* neighbours read neighbours */
                const unsigned p = rows_near ? e / 64 : e % 16, i = rows_near ? e % 64 : e / 16;
                if (p < terms && row + i < m)
                    xs[p * 64 + i] = *(const ELEMENT *)(from_a + (row + i) * a.w[7] + (k + p) * a.w[8]);
                const bool columns_near = a.w[10] <= a.w[9];
                const unsigned q = columns_near ? e / 64 : e % 16, j = columns_near ? e % 64 : e / 16;
                if (q < terms && column + j < n)
                    ys[q * 64 + j] = *(const ELEMENT *)(from_b + (k + q) * a.w[9] + (column + j) * a.w[10]);
            }
            __syncthreads();
            for (unsigned p = 0; p < terms; p++) {
                ELEMENT x[4], y[4];
                for (int i = 0; i < 4; i++)
                    x[i] = row + ty + 16 * i < m ? xs[p * 64 + ty + 16 * i] : ELEMENT(0);
                for (int j = 0; j < 4; j++)
                    y[j] = column + tx + 16 * j < n ? ys[p * 64 + tx + 16 * j] : ELEMENT(0);
                for (int i = 0; i < 4; i++)
                    for (int j = 0; j < 4; j++) sums[i][j] = add_product(sums[i][j], x[i], y[j]);
            }
            __syncthreads();
        }
        ELEMENT *const out = (ELEMENT *)(a.w[0] + view_at<11>(a, product));
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++)
                if (row + ty + 16 * i < m && column + tx + 16 * j < n)
                    out[(row + ty + 16 * i) * n + column + tx + 16 * j] = sums[i][j];
    }
}
#endif

#ifdef ARR_PRODUCT_LOOK
#include "cuda_watch.h"

/* The same words, and where floating-point errors are told: of each odd element the
 * row and the column that made it are looked at. */
KERNEL(12 + 48) {
    const long long m = a.w[3], n = a.w[4];
    unsigned met = 0;
    FOR_EACH(i, a.w[6] * m * n) {
        const long long product = i / (m * n), row = i / n % m, column = i % n;
        const ELEMENT r = ((const ELEMENT *)(a.w[0] + view_at<11>(a, product)))[row * n + column];
        if (!odd_nan(r) && !odd_inf(r)) continue;
        const long long from_a = a.w[1] + view_at<27>(a, product) + row * a.w[7];
        const long long from_b = a.w[2] + view_at<43>(a, product) + column * a.w[10];
        bool nan = false, inf = false;
        for (long long k = 0; k < a.w[5]; k++) {
            const ELEMENT x = *(const ELEMENT *)(from_a + k * a.w[8]);
            const ELEMENT y = *(const ELEMENT *)(from_b + k * a.w[9]);
            nan |= odd_nan(x) || odd_nan(y);
            inf |= odd_inf(x) || odd_inf(y);
        }
        if (nan) continue;
        met |= (odd_nan(r) ? MET_INVALID : 0) | (inf ? 0 : MET_OVER);
    }
    tell_met(a.w[59], 0, met);
}
#endif
