/* Rows on their way into and out of a Fourier transform of elements of type T
 * (fft.c includes this twice). Several rows go side by side: element k of row b
 * is at k * rows + b. All for the elements first..last-1 of each row. */

/* Element k of a row: at most `extent` are there, zeros follow. */
static inline T FFT_ROWS(item)(const Transform *t, int b, int64_t k, int part) {
    if (k >= t->extent) return 0;
    const char *p = t->in[b] + k * t->in_stride;
    return ((const T *)(const void *)p)[part];
}

static void FFT_ROWS(load_complex)(const Transform *t, int64_t first, int64_t last) {
    T *re = t->rows.re, *im = t->rows.im;
    const int64_t s = t->rows.rows;
    const int64_t there = last < t->extent ? last : t->extent > first ? t->extent : first;
    for (int b = 0; b < s; b++) {
        const char *p = t->in[b] + first * t->in_stride;
        for (int64_t k = first; k < there; k++, p += t->in_stride) {
            const T *item = (const T *)(const void *)p;
            re[k * s + b] = item[0];
            im[k * s + b] = t->complex_in ? item[1] : 0;
        }
    }
    memset(re + there * s, 0, (size_t)((last - there) * s) * sizeof(T));
    memset(im + there * s, 0, (size_t)((last - there) * s) * sizeof(T));
}

/* Real elements in pairs, as the parts of complex ones. */
static void FFT_ROWS(load_pairs)(const Transform *t, int64_t first, int64_t last) {
    T *re = t->rows.re, *im = t->rows.im;
    const int64_t s = t->rows.rows;
    for (int b = 0; b < s; b++)
        for (int64_t k = first; k < last; k++) {
            re[k * s + b] = FFT_ROWS(item)(t, b, 2 * k, 0);
            im[k * s + b] = FFT_ROWS(item)(t, b, 2 * k + 1, 0);
        }
}

/* Half of a symmetric spectrum and, mirrored, the other half, for odd n. */
static void FFT_ROWS(load_mirrored)(const Transform *t, int64_t first, int64_t last) {
    T *re = t->rows.re, *im = t->rows.im;
    const int64_t s = t->rows.rows, n = t->n;
    for (int b = 0; b < s; b++)
        for (int64_t k = first; k < last; k++) {
            const int64_t from = k <= n / 2 ? k : n - k;
            const T imag = k && t->complex_in ? FFT_ROWS(item)(t, b, from, 1) : 0;
            re[k * s + b] = FFT_ROWS(item)(t, b, from, 0);
            im[k * s + b] = k <= n / 2 ? imag : -imag;
        }
}

/* The spectrum that pairs of real elements have, of a symmetric spectrum:
 * Z[k] = (X[k] + conj X[h - k]) + i (X[k] - conj X[h - k]) / w^k. */
static void FFT_ROWS(load_spectrum)(const Transform *t, int64_t first, int64_t last) {
    T *re = t->rows.re, *im = t->rows.im;
    const T *w = t->plan->table;
    const int64_t s = t->rows.rows, h = t->n / 2;
    for (int b = 0; b < s; b++)
        for (int64_t k = first; k < last; k++) {
            const bool ends = k == 0 || !t->complex_in; /* whose imaginary parts do not count */
            const T a = FFT_ROWS(item)(t, b, k, 0), c = FFT_ROWS(item)(t, b, h - k, 0);
            const T ai = ends ? 0 : FFT_ROWS(item)(t, b, k, 1);
            const T ci = ends ? 0 : -FFT_ROWS(item)(t, b, h - k, 1);
            const T dr = a - c, di = ai - ci, wr = w[k], wi = -w[h + 1 + k];
            const T tr = dr * wr - di * wi, ti = dr * wi + di * wr;
            re[k * s + b] = (a + c) - ti;
            im[k * s + b] = (ai + ci) + tr;
        }
}

static inline void FFT_ROWS(put)(const Transform *t, int b, int64_t k, T re, T im) {
    T *item = (T *)(void *)(t->out[b] + k * t->out_stride);
    item[0] = re;
    item[1] = im;
}

static void FFT_ROWS(store_complex)(const Transform *t, int64_t first, int64_t last) {
    const T *re = t->rows.re, *im = t->rows.im, scale = (T)t->scale;
    const int64_t s = t->rows.rows;
    for (int b = 0; b < s; b++)
        for (int64_t k = first; k < last; k++)
            FFT_ROWS(put)(t, b, k, re[k * s + b] * scale, im[k * s + b] * scale);
}

static void FFT_ROWS(store_real)(const Transform *t, int64_t first, int64_t last) {
    const T *re = t->rows.re, scale = (T)t->scale;
    const int64_t s = t->rows.rows;
    for (int b = 0; b < s; b++)
        for (int64_t k = first; k < last; k++)
            *(T *)(void *)(t->out[b] + k * t->out_stride) = re[k * s + b] * scale;
}

static void FFT_ROWS(store_pairs)(const Transform *t, int64_t first, int64_t last) {
    const T *re = t->rows.re, *im = t->rows.im, scale = (T)t->scale;
    const int64_t s = t->rows.rows;
    for (int b = 0; b < s; b++)
        for (int64_t k = first; k < last; k++) {
            char *p = t->out[b] + 2 * k * t->out_stride;
            *(T *)(void *)p = re[k * s + b] * scale;
            *(T *)(void *)(p + t->out_stride) = im[k * s + b] * scale;
        }
}

/* Element k of the spectrum of real elements, and its mirror image if asked. */
static inline void FFT_ROWS(put_half)(const Transform *t, int b, int64_t k, T re, T im) {
    if (t->inverse) im = 0 - im; /* so that 0 stays 0 */
    FFT_ROWS(put)(t, b, k, re, im);
    if (t->whole && k > 0 && k < t->n - k) FFT_ROWS(put)(t, b, t->n - k, re, 0 - im);
}

/* Of real elements that went in as complex ones. */
static void FFT_ROWS(store_half)(const Transform *t, int64_t first, int64_t last) {
    const T *re = t->rows.re, *im = t->rows.im, scale = (T)t->scale;
    const int64_t s = t->rows.rows;
    for (int b = 0; b < s; b++)
        for (int64_t k = first; k < last; k++)
            FFT_ROWS(put_half)(t, b, k, re[k * s + b] * scale, im[k * s + b] * scale);
}

/* Of real elements that went in as pairs:
 * X[k] = (Z[k] + conj Z[h - k]) / 2 - i w^k (Z[k] - conj Z[h - k]) / 2. */
static void FFT_ROWS(store_spectrum)(const Transform *t, int64_t first, int64_t last) {
    const T *re = t->rows.re, *im = t->rows.im, *w = t->plan->table, scale = (T)t->scale;
    const int64_t s = t->rows.rows, h = t->n / 2;
    for (int b = 0; b < s; b++)
        for (int64_t k = first; k < last; k++) {
            const int64_t at = (k == h ? 0 : k) * s + b, mirror = (k ? h - k : 0) * s + b;
            if (k == 0 || k == h) {
                FFT_ROWS(put_half)(t, b, k, (k ? re[b] - im[b] : re[b] + im[b]) * scale, 0);
                continue;
            }
            const T a = re[at], ai = im[at], c = re[mirror], ci = -im[mirror];
            const T dr = a - c, di = ai - ci, wr = w[k], wi = w[h + 1 + k];
            const T tr = dr * wr - di * wi, ti = dr * wi + di * wr;
            FFT_ROWS(put_half)
            (t, b, k, ((a + c) + ti) * (T)0.5 * scale, ((ai + ci) - tr) * (T)0.5 * scale);
        }
}
