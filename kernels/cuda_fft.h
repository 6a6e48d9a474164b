/* Fourier transforms of rows, by the CPU's own passes, tables and ways in and out
 * (fft_passes.h; src/device/cpu/fft_rows.h and fft_chirp.h): the same bits. A row's real
 * parts lie side by side, and its imaginary ones; rows lie `pitch` elements apart. */

#if defined(ARR_FFT_PASS_2) || defined(ARR_FFT_PASS_3) || defined(ARR_FFT_PASS_4) || defined(ARR_FFT_PASS_5) || \
    defined(ARR_FFT_PASS_8) || defined(ARR_FFT_PASS_ODD)
enum { FFT_RADIX_MOST = 61 };
struct FftPass {
    int radix;
    int64_t m, s;
    const ELEMENT *twiddles, *roots;
};
#define restrict
#define KERNEL_LOOP
#define FFT_BUNCH        1
#define FFT_T            ELEMENT
#define FFT_NAME         fft_pass
#define FFT(x)           x##_of_pass
typedef Complex<ELEMENT> Pair;
#define FFT_PAIR         Pair
#include "fft_passes.h"
#if defined(ARR_FFT_PASS_2)
#define RUN pass_2_of_pass
#elif defined(ARR_FFT_PASS_3)
#define RUN pass_3_of_pass
#elif defined(ARR_FFT_PASS_4)
#define RUN pass_4_of_pass
#elif defined(ARR_FFT_PASS_5)
#define RUN pass_5_of_pass
#elif defined(ARR_FFT_PASS_8)
#define RUN pass_8_of_pass
#else
#define RUN pass_odd_of_pass
#endif

/* re, im, out's re and im, rows, pitch, radix, m, s, twiddles, roots: each thread one step. */
KERNEL(11) {
    const long long each = a.w[7] * a.w[8];
    FftPass pass;
    pass.radix = (int)a.w[6];
    pass.m = a.w[7];
    pass.s = a.w[8];
    pass.twiddles = (const ELEMENT *)a.w[9];
    pass.roots = (const ELEMENT *)a.w[10];
    FOR_EACH(i, a.w[4] * each) {
        const long long row = i / each * a.w[5], at = i % each;
        RUN(&pass, (const ELEMENT *)a.w[0] + row, (const ELEMENT *)a.w[1] + row, (ELEMENT *)a.w[2] + row,
            (ELEMENT *)a.w[3] + row, at, at + 1);
    }
}
#endif

#ifdef ARR_FFT_TIMES
/* re, im, out's re and im, rows, pitch, factors, distance of their imaginary parts, how many
 * elements are multiplied, how many there are: zeros follow. */
KERNEL(10) {
    const ELEMENT *const factors = (const ELEMENT *)a.w[6];
    FOR_EACH(i, a.w[4] * a.w[9]) {
        const long long k = i % a.w[9], at = i / a.w[9] * a.w[5] + k;
        ELEMENT re = 0, im = 0;
        if (k < a.w[8]) {
            const ELEMENT x = ((const ELEMENT *)a.w[0])[at], y = ((const ELEMENT *)a.w[1])[at];
            const ELEMENT c = factors[k], d = factors[a.w[7] + k];
            re = x * c - y * d;
            im = x * d + y * c;
        }
        ((ELEMENT *)a.w[2])[at] = re;
        ((ELEMENT *)a.w[3])[at] = im;
    }
}
#endif

#if defined(ARR_FFT_LOAD) || defined(ARR_FFT_STORE)
/* How rows go in and out: as src/device/cuda/fft.c has them too. */
enum { FFT_AS_IS, FFT_AS_PAIRS, FFT_AS_MIRRORED, FFT_AS_SPECTRUM, FFT_AS_HALF, FFT_AS_REAL };
#endif

#ifdef ARR_FFT_LOAD
/* re, im, in, rows, pitch, elements of each, the first row's number, how, elements of a row in
 * in, their stride, n, whether these are complex, table; the view of in's rows. */
KERNEL(13 + 16) {
    const long long extent = a.w[8], n = a.w[10], h = n / 2;
    const bool pairs = a.w[11] != 0;
    const ELEMENT *const w = (const ELEMENT *)a.w[12];
    FOR_EACH(i, a.w[3] * a.w[5]) {
        const long long row = i / a.w[5], k = i % a.w[5], from = a.w[2] + view_at<13>(a, row + a.w[6]);
#define ITEM(k, part) \
    ((k) < extent ? ((const ELEMENT *)(from + (k) * a.w[9]))[part] : ELEMENT(0))
        ELEMENT re, im;
        switch (a.w[7]) {
        case FFT_AS_IS:
            re = ITEM(k, 0);
            im = pairs ? ITEM(k, 1) : ELEMENT(0);
            break;
        case FFT_AS_PAIRS:
            re = ITEM(2 * k, 0);
            im = ITEM(2 * k + 1, 0);
            break;
        case FFT_AS_MIRRORED: {
            const long long at = k <= h ? k : n - k;
            const ELEMENT imag = k && pairs ? ITEM(at, 1) : ELEMENT(0);
            re = ITEM(at, 0);
            im = k <= h ? imag : -imag;
            break;
        }
        default: { /* FFT_AS_SPECTRUM */
            const bool ends = k == 0 || !pairs;
            const ELEMENT x = ITEM(k, 0), c = ITEM(h - k, 0);
            const ELEMENT xi = ends ? ELEMENT(0) : ITEM(k, 1), ci = ends ? ELEMENT(0) : -ITEM(h - k, 1);
            const ELEMENT dr = x - c, di = xi - ci, wr = w[k], wi = -w[h + 1 + k];
            const ELEMENT tr = dr * wr - di * wi, ti = dr * wi + di * wr;
            re = (x + c) - ti;
            im = (xi + ci) + tr;
        }
        }
        ((ELEMENT *)a.w[0])[row * a.w[4] + k] = re;
        ((ELEMENT *)a.w[1])[row * a.w[4] + k] = im;
    }
}
#endif

#ifdef ARR_FFT_STORE
/* re, im, out, rows, pitch, elements of each, the first row's number, how, stride in out, n,
 * whether the conjugate is meant, whether all n are, the scale (a double), table; the view of
 * out's rows. */
KERNEL(14 + 16) {
    const long long n = a.w[9], h = n / 2;
    const ELEMENT scale = (ELEMENT)__longlong_as_double(a.w[12]);
    const ELEMENT *const w = (const ELEMENT *)a.w[13];
    FOR_EACH(i, a.w[3] * a.w[5]) {
        const long long row = i / a.w[5], k = i % a.w[5], to = a.w[2] + view_at<14>(a, row + a.w[6]);
        const ELEMENT *const re = (const ELEMENT *)a.w[0] + row * a.w[4];
        const ELEMENT *const im = (const ELEMENT *)a.w[1] + row * a.w[4];
        ELEMENT x, y;
        if (a.w[7] == FFT_AS_SPECTRUM) {
            if (k == 0 || k == h) {
                x = (k ? re[0] - im[0] : re[0] + im[0]) * scale;
                y = 0;
            } else {
                const ELEMENT xr = re[k], xi = im[k], c = re[h - k], ci = -im[h - k];
                const ELEMENT dr = xr - c, di = xi - ci, wr = w[k], wi = w[h + 1 + k];
                const ELEMENT tr = dr * wr - di * wi, ti = dr * wi + di * wr;
                x = ((xr + c) + ti) * (ELEMENT)0.5 * scale;
                y = ((xi + ci) - tr) * (ELEMENT)0.5 * scale;
            }
        } else {
            x = re[k] * scale;
            y = im[k] * scale;
        }
        if (a.w[7] == FFT_AS_REAL) {
            *(ELEMENT *)(to + k * a.w[8]) = x;
        } else if (a.w[7] == FFT_AS_PAIRS) {
            *(ELEMENT *)(to + 2 * k * a.w[8]) = x;
            *(ELEMENT *)(to + (2 * k + 1) * a.w[8]) = y;
        } else {
            const bool half = a.w[7] != FFT_AS_IS;
            if (half && a.w[10]) y = 0 - y; /* so that 0 stays 0 */
            ELEMENT *const at = (ELEMENT *)(to + k * a.w[8]);
            at[0] = x;
            at[1] = y;
            if (!half || !a.w[11] || k == 0 || k >= n - k) continue;
            ELEMENT *const mirror = (ELEMENT *)(to + (n - k) * a.w[8]);
            mirror[0] = x;
            mirror[1] = 0 - y;
        }
    }
}
#endif
