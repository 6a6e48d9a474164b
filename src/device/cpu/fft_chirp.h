/* Bluestein's transform for elements of type T (fft_plan.c includes this twice):
 * since 2 j k = j^2 + k^2 - (j - k)^2, it is a convolution with a chirp. */

/* other = the elements times the chirp, then zeros. */
static void FFT_ROWS(chirp_into)(const FftPlan *plan, const FftRows *rows) {
    const int64_t n = plan->n, s = rows->rows;
    const T *re = rows->re, *im = rows->im, *chirp = plan->table;
    T *to_re = rows->other_re, *to_im = rows->other_im;
    for (int64_t k = 0; k < n; k++)
        for (int64_t i = k * s; i < (k + 1) * s; i++) {
            const T c = chirp[k], d = chirp[n + k];
            to_re[i] = re[i] * c - im[i] * d;
            to_im[i] = re[i] * d + im[i] * c;
        }
    const size_t rest = (size_t)((plan->inner->n - n) * s) * sizeof(T);
    memset(to_re + n * s, 0, rest);
    memset(to_im + n * s, 0, rest);
}

static void FFT_ROWS(multiply_rows)(const T *factors, int64_t imag, int64_t count,
                                    const FftRows *rows) {
    const int64_t s = rows->rows;
    T *re = rows->re, *im = rows->im;
    for (int64_t k = 0; k < count; k++)
        for (int64_t i = k * s; i < (k + 1) * s; i++) {
            const T a = re[i], b = im[i], c = factors[k], d = factors[imag + k];
            re[i] = a * c - b * d;
            im[i] = a * d + b * c;
        }
}

static void FFT_ROWS(chirp_filter)(const FftPlan *plan, const FftRows *rows) {
    FFT_ROWS(multiply_rows)(plan->filter, plan->inner->n, plan->inner->n, rows);
}

static void FFT_ROWS(chirp_out_of)(const FftPlan *plan, const FftRows *rows) {
    FFT_ROWS(multiply_rows)(plan->table, plan->n, plan->n, rows);
}
