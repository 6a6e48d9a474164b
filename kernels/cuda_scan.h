/* Running sums and the like along rows: out[i] = JOIN(out[i - 1], in[i]). What may be
 * grouped without changing a bit (ints; maxima) is scanned by all threads of a block;
 * sums and products of floats are chains in the elements' order, as NumPy has them:
 * one thread for each row, which the others fetch for and write for. */

#if defined(ARR_SCAN) || defined(ARR_SCAN_TOTALS)
/* Scans the 256 elements of a block in their order; `count` of them are there. */
static inline ELEMENT scan_block(ELEMENT *items, ELEMENT x, unsigned count) {
    const unsigned t = threadIdx.x;
    items[t] = x;
    __syncthreads();
    for (unsigned w = 1; w < count; w *= 2) {
        const ELEMENT before = t >= w ? items[t - w] : x;
        __syncthreads();
        if (t >= w) items[t] = x = JOIN(before, x);
        __syncthreads();
    }
    return x;
}
#endif

#ifdef ARR_SCAN_TOTALS
/* totals, in, rows, elements of a row, stride, elements of a chunk, chunks of a row; the
 * view of the rows: all of each chunk joined. A block for each. */
KERNEL(7 + 16) {
    __shared__ long long room[256 * sizeof(ELEMENT) / 8];
    ELEMENT *const items = (ELEMENT *)room;
    for (long long c = blockIdx.x; c < a.w[2] * a.w[6]; c += gridDim.x) {
        const long long base = a.w[1] + view_at<7>(a, c / a.w[6]), lo = c % a.w[6] * a.w[5];
        const long long end = a.w[3] - lo < a.w[5] ? a.w[3] : lo + a.w[5];
        ELEMENT total = ELEMENT(0);
        for (long long from = lo; from < end; from += blockDim.x) {
            const unsigned count = end - from < blockDim.x ? (unsigned)(end - from) : blockDim.x;
            const unsigned t = threadIdx.x < count ? threadIdx.x : count - 1;
            scan_block(items, *(const ELEMENT *)(base + (from + t) * a.w[4]), count);
            total = from == lo ? items[count - 1] : JOIN(total, items[count - 1]);
            __syncthreads();
        }
        if (threadIdx.x == 0) ((ELEMENT *)a.w[0])[c] = total;
    }
}
#endif

#ifdef ARR_SCAN
/* out, in, rows, elements of a row, their strides, elements of a chunk, chunks of a row,
 * what scan_totals' chunks have in order up to each, or 0; the views of the rows. A
 * block for each chunk. */
KERNEL(9 + 32) {
    __shared__ long long room[256 * sizeof(ELEMENT) / 8];
    ELEMENT *const items = (ELEMENT *)room;
    for (long long c = blockIdx.x; c < a.w[2] * a.w[7]; c += gridDim.x) {
        const long long to = a.w[0] + view_at<9>(a, c / a.w[7]);
        const long long base = a.w[1] + view_at<25>(a, c / a.w[7]), lo = c % a.w[7] * a.w[6];
        const long long end = a.w[3] - lo < a.w[6] ? a.w[3] : lo + a.w[6];
        bool carries = lo > 0;
        ELEMENT carry = carries ? ((const ELEMENT *)a.w[8])[c - 1] : ELEMENT(0);
        for (long long from = lo; from < end; from += blockDim.x) {
            const unsigned count = end - from < blockDim.x ? (unsigned)(end - from) : blockDim.x;
            const unsigned t = threadIdx.x < count ? threadIdx.x : count - 1;
            ELEMENT x = scan_block(items, *(const ELEMENT *)(base + (from + t) * a.w[5]), count);
            if (carries) x = JOIN(carry, x);
            if (threadIdx.x < count) *(ELEMENT *)(to + (from + threadIdx.x) * a.w[4]) = x;
            carry = carries ? JOIN(carry, items[count - 1]) : items[count - 1];
            carries = true;
            __syncthreads();
        }
    }
}
#endif

#ifdef ARR_CHAIN
/* out, in, rows, elements of a row, their strides, rows of a tile (a power of two up to
 * 64), whether rows lie nearer to one another than their elements, in out and in in; the
 * views of the rows; the word of floating-point errors or 0. A block for each tile's rows. */
enum { TILE = 2048 };
KERNEL(10 + 32) {
    __shared__ long long room[(TILE + 64) * sizeof(ELEMENT) / 8], to[64], from[64];
    ELEMENT *const tile = (ELEMENT *)room; /* a row is columns + 1 long: no two in one bank */
    const unsigned high = (unsigned)a.w[6], columns = TILE / high, t = threadIdx.x;
#ifdef MET
    unsigned seen = 0;
#endif
    for (long long row = (long long)blockIdx.x * high; row < a.w[2]; row += (long long)gridDim.x * high) {
        const unsigned rows = a.w[2] - row < high ? (unsigned)(a.w[2] - row) : high;
        ELEMENT last = ELEMENT(0);
        if (t < rows) {
            to[t] = a.w[0] + view_at<9>(a, row + t);
            from[t] = a.w[1] + view_at<25>(a, row + t);
        }
        __syncthreads();
        for (long long lo = 0; lo < a.w[3]; lo += columns) {
            const unsigned wide = a.w[3] - lo < columns ? (unsigned)(a.w[3] - lo) : columns;
            for (unsigned e = t; e < TILE; e += blockDim.x) {
                const unsigned r = a.w[8] ? e % high : e / columns, c = a.w[8] ? e / high : e % columns;
                if (r < rows && c < wide)
                    tile[r * (columns + 1) + c] = *(const ELEMENT *)(from[r] + (lo + c) * a.w[5]);
            }
            __syncthreads();
            if (t < rows) {
                ELEMENT *const own = tile + t * (columns + 1);
                for (unsigned c = 0; c < wide; c++) {
                    const ELEMENT joined = lo + c == 0 ? own[0] : JOIN(last, own[c]);
#ifdef MET
                    if (lo + c > 0) seen |= MET(joined, last, own[c]);
#endif
                    own[c] = last = joined;
                }
            }
            __syncthreads();
            for (unsigned e = t; e < TILE; e += blockDim.x) {
                const unsigned r = a.w[7] ? e % high : e / columns, c = a.w[7] ? e / high : e % columns;
                if (r < rows && c < wide)
                    *(ELEMENT *)(to[r] + (lo + c) * a.w[4]) = tile[r * (columns + 1) + c];
            }
            __syncthreads();
        }
    }
#ifdef MET
    tell_met(a.w[41], 0, seen);
#endif
}
#endif
