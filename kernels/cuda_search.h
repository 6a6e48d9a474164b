/* Places in sorted arrays, counts, sliding products, and conditions on data. */

#if defined(ARR_SEARCH) || defined(ARR_INTERP)
static inline bool is_before(ELEMENT x, ELEMENT y) {
    if (Own::high(x) != Own::high(y)) return Own::high(x) < Own::high(y);
    return Own::both && Own::low(x) < Own::low(y);
}
/* How many of n sorted elements lie before x; right: its equals too. */
static inline long long place_of(ELEMENT x, long long data, long long stride, long long n, bool right) {
    long long place = 0;
    for (long long left = n; left > 0;) {
        const long long half = (left + 1) / 2;
        const ELEMENT y = *(const ELEMENT *)(data + (place + half - 1) * stride);
        if (right ? !is_before(x, y) : is_before(y, x)) place += half;
        left -= half;
    }
    return place;
}
#endif

#ifdef ARR_SEARCH
/* out, values, how many, sorted, its stride, its elements, whether equals count; the view
 * of the values. */
KERNEL(7 + 16) {
    FOR_EACH(i, a.w[2])
    ((long long *)a.w[0])[i] = place_of(*(const ELEMENT *)(a.w[1] + view_at<7>(a, i)), a.w[3], a.w[4],
                                        a.w[5], a.w[6] != 0);
}
#endif

#ifdef ARR_INTERP
/* out, values, how many, xs, their stride, ys, their stride, points; the view of the values:
 * see src/device/cpu/search.c. */
static inline double double_at(long long data, long long i, long long stride) {
    return *(const double *)(data + i * stride);
}
KERNEL(8 + 16) {
    FOR_EACH(i, a.w[2]) {
        const double x = *(const double *)(a.w[1] + view_at<8>(a, i));
        const long long place = place_of(x, a.w[3], a.w[4], a.w[7], true), j = place ? place - 1 : 0;
        const double x0 = double_at(a.w[3], j, a.w[4]), y0 = double_at(a.w[5], j, a.w[6]);
        double y = y0;
        if (x != x) {
            y = x;
        } else if (place && place < a.w[7] && x != x0) {
            const double x1 = double_at(a.w[3], place, a.w[4]), y1 = double_at(a.w[5], place, a.w[6]);
            const double slope = (y1 - y0) / (x1 - x0);
            y = slope * (x - x0) + y0;
            if (y != y) y = slope * (x - x1) + y1;
            if (y != y && y0 == y1) y = y0;
        }
        ((double *)a.w[0])[i] = y;
    }
}
#endif

#ifdef ARR_BINCOUNT
/* out of zeros, bins, places, how many, their stride. Few bins are counted in each block first. */
KERNEL(5) {
    enum { FEW = 2048 };
    __shared__ unsigned own[FEW];
    unsigned long long *const out = (unsigned long long *)a.w[0];
    if (a.w[1] > FEW) {
        FOR_EACH(i, a.w[3]) atomicAdd(&out[*(const long long *)(a.w[2] + i * a.w[4])], 1ull);
        return;
    }
    for (unsigned k = threadIdx.x; k < a.w[1]; k += blockDim.x) own[k] = 0;
    __syncthreads();
    FOR_EACH(i, a.w[3]) atomicAdd(&own[*(const long long *)(a.w[2] + i * a.w[4])], 1u);
    __syncthreads();
    for (unsigned k = threadIdx.x; k < a.w[1]; k += blockDim.x)
        if (own[k]) atomicAdd(&out[k], (unsigned long long)own[k]);
}
#endif

#if defined(ARR_CORRELATE) || defined(ARR_CORRELATE_ANY)
/* out, elements, in0, its stride, its elements, in1, its stride, its elements, where in1 begins
 * before in0: the terms of each in order. */
KERNEL(9) {
    FOR_EACH(i, a.w[1]) {
        const long long first = a.w[8] > i ? a.w[8] - i : 0, left = a.w[4] - i + a.w[8];
        const long long end = left < a.w[7] ? left : a.w[7];
        ELEMENT sum = ELEMENT(0);
        for (long long k = first; k < end; k++)
            sum = add_product(sum, *(const ELEMENT *)(a.w[5] + k * a.w[6]),
                              *(const ELEMENT *)(a.w[2] + (i + k - a.w[8]) * a.w[3]));
        ((ELEMENT *)a.w[0])[i] = sum;
    }
}
#endif

#ifdef ARR_CONDITION
/* a word that is -1, bools, how many, the truth that is looked for; their view: the word
 * becomes not -1 where it is found. */
KERNEL(4 + 16) {
    FOR_EACH(i, a.w[2])
    if ((*(const uint8_t *)(a.w[1] + view_at<4>(a, i)) != 0) == (a.w[3] != 0)) *(long long *)a.w[0] = 0;
}
#endif

#ifdef ARR_EXPONENTS
/* a word that is -1, out, in, how many; in's view: a copy, and the word becomes not -1 where one
 * is negative. */
KERNEL(4 + 16) {
    FOR_EACH(i, a.w[3]) {
        const ELEMENT x = *(const ELEMENT *)(a.w[2] + view_at<4>(a, i));
        ((ELEMENT *)a.w[1])[i] = x;
        if (x < 0) *(long long *)a.w[0] = 0;
    }
}
#endif
