/* One pass of Stockham's transform for FFT_T, which fft.h includes twice.
 *
 * With s elements side by side that take part alike, a pass of radix r combines
 *   x[q + s * (p + m * j)], j < r,  into  y[q + s * (r * p + k)] * w[k][p], k < r
 * for p < m and q < s. The next pass has r * s in place of s. Real and imaginary
 * parts lie in arrays of their own. The arithmetic of an element is the same
 * whichever loop it is in, so that bits depend neither on s nor on the machine's
 * vectors. */

#ifdef FFT_PAIR /* C++ has a type for them */
#define FFT_COMPLEX          FFT_PAIR
#define FFT_COMPLEX_OF(x, y) FFT_PAIR(x, y)
#else
typedef struct FFT(Complex) {
    FFT_T re, im;
} FFT(Complex);
#define FFT_COMPLEX          FFT(Complex)
#define FFT_COMPLEX_OF(x, y) ((FFT(Complex)){x, y})
#endif

static inline FFT_COMPLEX FFT(add)(FFT_COMPLEX a, FFT_COMPLEX b) {
    return FFT_COMPLEX_OF(a.re + b.re, a.im + b.im);
}
static inline FFT_COMPLEX FFT(subtract)(FFT_COMPLEX a, FFT_COMPLEX b) {
    return FFT_COMPLEX_OF(a.re - b.re, a.im - b.im);
}
static inline FFT_COMPLEX FFT(multiply)(FFT_COMPLEX a, FFT_COMPLEX b) {
    return FFT_COMPLEX_OF(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
}
/* times -i */
static inline FFT_COMPLEX FFT(turn)(FFT_COMPLEX a) {
    return FFT_COMPLEX_OF(a.im, -a.re);
}
static inline FFT_COMPLEX FFT(scale)(FFT_COMPLEX a, FFT_T by) {
    return FFT_COMPLEX_OF(a.re * by, a.im * by);
}

/* --- the butterflies: x[] becomes its own transform ---------------------------------- */

static inline __attribute__((always_inline)) void FFT(butterfly_2)(FFT_COMPLEX *x) {
    const FFT_COMPLEX a = x[0], b = x[1];
    x[0] = FFT(add)(a, b);
    x[1] = FFT(subtract)(a, b);
}

static inline __attribute__((always_inline)) void FFT(butterfly_3)(FFT_COMPLEX *x) {
    const FFT_T half_root = (FFT_T)0.86602540378443864676;
    const FFT_COMPLEX sum = FFT(add)(x[1], x[2]);
    const FFT_COMPLEX side = FFT(scale)(FFT(turn)(FFT(subtract)(x[1], x[2])), half_root);
    const FFT_COMPLEX middle = FFT(subtract)(x[0], FFT(scale)(sum, (FFT_T)0.5));
    x[0] = FFT(add)(x[0], sum);
    x[1] = FFT(add)(middle, side);
    x[2] = FFT(subtract)(middle, side);
}

static inline __attribute__((always_inline)) void FFT(butterfly_4)(FFT_COMPLEX *x) {
    const FFT_COMPLEX a = FFT(add)(x[0], x[2]), b = FFT(subtract)(x[0], x[2]);
    const FFT_COMPLEX c = FFT(add)(x[1], x[3]), d = FFT(turn)(FFT(subtract)(x[1], x[3]));
    x[0] = FFT(add)(a, c);
    x[1] = FFT(add)(b, d);
    x[2] = FFT(subtract)(a, c);
    x[3] = FFT(subtract)(b, d);
}

static inline __attribute__((always_inline)) void FFT(butterfly_5)(FFT_COMPLEX *x) {
    const FFT_T c1 = (FFT_T)0.30901699437494742410, c2 = (FFT_T)-0.80901699437494742410;
    const FFT_T s1 = (FFT_T)0.95105651629515357212, s2 = (FFT_T)0.58778525229247312917;
    const FFT_COMPLEX a = FFT(add)(x[1], x[4]), b = FFT(add)(x[2], x[3]);
    const FFT_COMPLEX c = FFT(turn)(FFT(subtract)(x[1], x[4]));
    const FFT_COMPLEX d = FFT(turn)(FFT(subtract)(x[2], x[3]));
    const FFT_COMPLEX e = FFT(add)(x[0], FFT(add)(FFT(scale)(a, c1), FFT(scale)(b, c2)));
    const FFT_COMPLEX f = FFT(add)(x[0], FFT(add)(FFT(scale)(a, c2), FFT(scale)(b, c1)));
    const FFT_COMPLEX g = FFT(add)(FFT(scale)(c, s1), FFT(scale)(d, s2));
    const FFT_COMPLEX h = FFT(subtract)(FFT(scale)(c, s2), FFT(scale)(d, s1));
    x[0] = FFT(add)(x[0], FFT(add)(a, b));
    x[1] = FFT(add)(e, g);
    x[2] = FFT(add)(f, h);
    x[3] = FFT(subtract)(f, h);
    x[4] = FFT(subtract)(e, g);
}

static inline __attribute__((always_inline)) void FFT(butterfly_8)(FFT_COMPLEX *x) {
    const FFT_T root = (FFT_T)0.70710678118654752440;
    FFT_COMPLEX even[4] = {x[0], x[2], x[4], x[6]}, odd[4] = {x[1], x[3], x[5], x[7]};
    FFT(butterfly_4)(even);
    FFT(butterfly_4)(odd);
    const FFT_COMPLEX a = odd[1], b = odd[3];
    odd[1] = FFT(scale)(FFT_COMPLEX_OF(a.re + a.im, a.im - a.re), root);
    odd[2] = FFT(turn)(odd[2]);
    odd[3] = FFT(scale)(FFT_COMPLEX_OF(b.im - b.re, -(b.re + b.im)), root);
    for (int k = 0; k < 4; k++) {
        x[k] = FFT(add)(even[k], odd[k]);
        x[k + 4] = FFT(subtract)(even[k], odd[k]);
    }
}

/* --- passes of fixed radix -------------------------------------------------------------- */

/* Loads, butterfly, twiddles (not for k = 0, whose twiddle is 1), stores: of the
 * element at q for one p, or at p for s = 1. */
#define FFT_STEP(r, from, to, twiddle)                                   \
    do {                                                                 \
        FFT_COMPLEX x[r];                                               \
        for (int j = 0; j < r; j++) {                                    \
            x[j].re = re[(from) + span * j];                             \
            x[j].im = im[(from) + span * j];                             \
        }                                                                \
        FFT(butterfly_##r)(x);                                           \
        for (int k = 1; k < r; k++) x[k] = FFT(multiply)(x[k], twiddle); \
        for (int k = 0; k < r; k++) {                                    \
            out_re[(to) + s * k] = x[k].re;                              \
            out_im[(to) + s * k] = x[k].im;                              \
        }                                                                \
    } while (0)

#define FFT_PASS(r)                                                                               \
    static void FFT(pass_##r)(const FftPass *pass, const FFT_T *restrict re,                      \
                              const FFT_T *restrict im, FFT_T *restrict out_re,                   \
                              FFT_T *restrict out_im, int64_t first, int64_t last) {              \
        const int64_t m = pass->m, s = pass->s, span = s * m;                                     \
        const FFT_T *restrict w_re = pass->twiddles, *restrict w_im = w_re + (r - 1) * m;         \
        if (s == 1) {                                                                             \
            KERNEL_LOOP for (int64_t p = first; p < last; p++)                                    \
                FFT_STEP(r, p, r *p,                                                              \
                         FFT_COMPLEX_OF(w_re[(k - 1) * m + p], w_im[(k - 1) * m + p]));         \
            return;                                                                               \
        }                                                                                         \
        for (int64_t p = first / s; p * s < last; p++) {                                          \
            FFT_COMPLEX w[r];                                                                    \
            const int64_t begin = p * s < first ? first - p * s : 0;                              \
            const int64_t end = (p + 1) * s > last ? last - p * s : s;                            \
            for (int k = 1; k < r; k++)                                                           \
                w[k] = FFT_COMPLEX_OF(w_re[(k - 1) * m + p], w_im[(k - 1) * m + p]);              \
            KERNEL_LOOP for (int64_t q = begin; q < end; q++)                                     \
                FFT_STEP(r, q + s * p, q + s * r * p, w[k]);                                      \
        }                                                                                         \
    }

FFT_PASS(2)
FFT_PASS(3)
FFT_PASS(4)
FFT_PASS(5)
FFT_PASS(8)

#undef FFT_PASS
#undef FFT_STEP

/* --- any odd radix ------------------------------------------------------------------------- */

#ifndef FFT_BUNCH
#define FFT_BUNCH 16
#endif

/* y[k] and y[r - k] of a bunch of elements, from the sums x[j] + x[r - j] and the
 * differences times -i. */
static void FFT(odd_pair)(const FftPass *pass, int k, int64_t n, const FFT_T *restrict sums,
                          const FFT_T *restrict sides, FFT_T *restrict y) {
    const int r = pass->radix;
    const FFT_T *cosines = pass->roots, *sines = cosines + r;
    FFT_T even[2 * FFT_BUNCH], odd[2 * FFT_BUNCH];
    for (int64_t i = 0; i < 2 * n; i++) {
        even[i] = sums[i]; /* x[0] */
        odd[i] = 0;
    }
    for (int j = 1; j <= r / 2; j++) {
        const FFT_T c = cosines[j * k % r], d = sines[j * k % r];
        const FFT_T *sum = sums + 2 * n * j, *side = sides + 2 * n * j;
        KERNEL_LOOP for (int64_t i = 0; i < 2 * n; i++) {
            even[i] += sum[i] * c;
            odd[i] += side[i] * d;
        }
    }
    for (int64_t i = 0; i < 2 * n; i++) {
        y[i] = even[i] + odd[i];
        y[2 * n + i] = even[i] - odd[i];
    }
}

static void FFT(odd_store)(const FftPass *pass, int k, int64_t p, int64_t n, const FFT_T *y,
                           FFT_T *out_re, FFT_T *out_im) {
    const int64_t m = pass->m, at = (k - 1) * m + p;
    const FFT_T *w = pass->twiddles;
    const FFT_COMPLEX twiddle = FFT_COMPLEX_OF(w[at], w[(pass->radix - 1) * m + at]);
    for (int64_t i = 0; i < n; i++) {
        const FFT_COMPLEX z = FFT(multiply)(FFT_COMPLEX_OF(y[i], y[n + i]), twiddle);
        out_re[i] = z.re;
        out_im[i] = z.im;
    }
}

/* n elements side by side, at most a bunch. */
static void FFT(odd_bunch)(const FftPass *pass, const FFT_T *re, const FFT_T *im, FFT_T *out_re,
                           FFT_T *out_im, int64_t p, int64_t n) {
    enum { HALF = FFT_RADIX_MOST / 2 + 1 };
    const int r = pass->radix;
    const int64_t span = pass->s * pass->m, s = pass->s;
    FFT_T sums[2 * FFT_BUNCH * HALF], sides[2 * FFT_BUNCH * HALF], y[4 * FFT_BUNCH];
    for (int64_t i = 0; i < n; i++) {
        sums[i] = re[i];
        sums[n + i] = im[i];
    }
    FFT_T *total = y;
    for (int64_t i = 0; i < 2 * n; i++) total[i] = sums[i];
    for (int j = 1; j <= r / 2; j++)
        for (int64_t i = 0; i < n; i++) {
            const FFT_COMPLEX a = FFT_COMPLEX_OF(re[i + span * j], im[i + span * j]);
            const FFT_COMPLEX b = FFT_COMPLEX_OF(re[i + span * (r - j)], im[i + span * (r - j)]);
            const FFT_COMPLEX sum = FFT(add)(a, b), side = FFT(turn)(FFT(subtract)(a, b));
            sums[2 * n * j + i] = sum.re;
            sums[2 * n * j + n + i] = sum.im;
            sides[2 * n * j + i] = side.re;
            sides[2 * n * j + n + i] = side.im;
            total[i] += sum.re;
            total[n + i] += sum.im;
        }
    for (int64_t i = 0; i < n; i++) {
        out_re[i] = total[i];
        out_im[i] = total[n + i];
    }
    for (int k = 1; k <= r / 2; k++) {
        FFT(odd_pair)(pass, k, n, sums, sides, y);
        FFT(odd_store)(pass, k, p, n, y, out_re + s * k, out_im + s * k);
        FFT(odd_store)(pass, r - k, p, n, y + 2 * n, out_re + s * (r - k), out_im + s * (r - k));
    }
}

static void FFT(pass_odd)(const FftPass *pass, const FFT_T *re, const FFT_T *im, FFT_T *out_re,
                          FFT_T *out_im, int64_t first, int64_t last) {
    const int64_t s = pass->s;
    for (int64_t at = first; at < last;) {
        const int64_t p = at / s, q = at % s, to = q + s * pass->radix * p;
        int64_t n = s - q < FFT_BUNCH ? s - q : FFT_BUNCH;
        if (n > last - at) n = last - at;
        FFT(odd_bunch)(pass, re + at, im + at, out_re + to, out_im + to, p, n);
        at += n;
    }
}

#ifndef FFT_PAIR
static void FFT_NAME(const FftPass *pass, const void *re, const void *im, void *out_re,
                     void *out_im, int64_t first, int64_t last) {
    switch (pass->radix) {
    case 2: FFT(pass_2)(pass, re, im, out_re, out_im, first, last); break;
    case 3: FFT(pass_3)(pass, re, im, out_re, out_im, first, last); break;
    case 4: FFT(pass_4)(pass, re, im, out_re, out_im, first, last); break;
    case 5: FFT(pass_5)(pass, re, im, out_re, out_im, first, last); break;
    case 8: FFT(pass_8)(pass, re, im, out_re, out_im, first, last); break;
    default: FFT(pass_odd)(pass, re, im, out_re, out_im, first, last); break;
    }
}
#endif

#undef FFT_COMPLEX
#undef FFT_COMPLEX_OF
