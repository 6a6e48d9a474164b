/* Stable sorts along rows, by the CPU's keys (sort_key.h): what is moved
 * is keys and places, of 4 bytes, in their row. Short rows are sorted in one block's
 * shared memory, long ones by radix, 8 bits a pass. */

#if defined(ARR_SORT_SHORT) || defined(ARR_SORT_KEYS) || defined(ARR_SEARCH) || defined(ARR_INTERP)
#define UINT32_MAX 0xffffffffu
#define UINT64_MAX 0xffffffffffffffffull
#include "sort_key.h"

/* Keys of 32 bits where they are enough; complex numbers have a second one. */
template <class T> struct Keys {
    typedef uint32_t Type;
    static const bool both = false;
    static inline uint32_t high(T x) { /* ints */
        const uint32_t sign = (T)-1 < (T)0 ? 1u << (8 * sizeof(T) - 1) : 0;
        return ((uint32_t)x ^ sign) & (0xffffffffu >> (32 - 8 * sizeof(T)));
    }
    static inline uint32_t low(T) { return 0; }
};
template <class T> struct LongKeys {
    typedef uint64_t Type;
    static const bool both = false;
    static inline uint64_t low(T) { return 0; }
};
template <> struct Keys<int64_t> : LongKeys<int64_t> {
    static inline uint64_t high(int64_t x) { return (uint64_t)x ^ (uint64_t)1 << 63; }
};
template <> struct Keys<uint64_t> : LongKeys<uint64_t> {
    static inline uint64_t high(uint64_t x) { return x; }
};
template <> struct Keys<double> : LongKeys<double> {
    static inline uint64_t high(double x) { return key_double(x); }
};
template <> struct Keys<float> {
    typedef uint32_t Type;
    static const bool both = false;
    static inline uint32_t high(float x) { return key_float(x); }
    static inline uint32_t low(float) { return 0; }
};
template <class R> struct Keys<Complex<R> > {
    typedef uint64_t Type;
    static const bool both = true;
    static inline uint64_t high(Complex<R> z) { return key_complex_high((double)z.re, (double)z.im); }
    static inline uint64_t low(Complex<R> z) { return key_complex_low((double)z.re, (double)z.im); }
};
typedef Keys<ELEMENT> Own;
typedef Own::Type Key;
#endif

/* The part of a partition that a key belongs to. */
template <class K> static inline unsigned part_of(K key, K pivot) {
    return (unsigned)(key >= pivot) + (unsigned)(key > pivot);
}

#ifdef ARR_SORT_SHORT
/* Exchanges the items i and j if they stand the wrong way round; places tell equals apart. */
static inline void exchange(Key *high, Key *low, unsigned *place, unsigned i, unsigned j, bool up) {
    bool less = high[j] < high[i];
    if (high[j] == high[i]) {
        less = place[j] < place[i];
        if (Own::both && low[j] != low[i]) less = low[j] < low[i];
    }
    if (less != up) return;
    const Key h = high[i];
    high[i] = high[j];
    high[j] = h;
    if (Own::both) {
        const Key l = low[i];
        low[i] = low[j];
        low[j] = l;
    }
    const unsigned p = place[i];
    place[i] = place[j];
    place[j] = p;
}

/* Rows of `room` items, a power of two, side by side in 1024 of them. */
static inline void sort_rows(Key *high, Key *low, unsigned *place, unsigned room) {
    for (unsigned size = 2; size <= room; size *= 2)
        for (unsigned apart = size / 2; apart > 0; apart /= 2) {
            __syncthreads();
            for (unsigned e = threadIdx.x; e < 512; e += blockDim.x) {
                const unsigned i = e / apart * 2 * apart + e % apart;
                exchange(high, low, place, i, i + apart, (i & (room - 1) & size) == 0);
            }
        }
    __syncthreads();
}

/* out, in, rows, elements of a row (up to 1024), their strides, items that a row is given (a
 * power of two), whether places are wanted, the place to partition by or -1; the views of
 * the rows. */
KERNEL(9 + 32) {
    __shared__ Key high[1024], low[Own::both ? 1024 : 1];
    __shared__ unsigned place[1024];
    __shared__ long long to[512], from[512]; /* of the rows */
    const unsigned room = (unsigned)a.w[6], n = (unsigned)a.w[3], each = 1024 / room;
    for (long long row = (long long)blockIdx.x * each; row < a.w[2]; row += (long long)gridDim.x * each) {
        for (unsigned r = threadIdx.x; r < each && row + r < a.w[2]; r += blockDim.x) {
            to[r] = a.w[0] + view_at<9>(a, row + r);
            from[r] = a.w[1] + view_at<25>(a, row + r);
        }
        __syncthreads();
        for (unsigned e = threadIdx.x; e < 1024; e += blockDim.x) {
            const unsigned r = e / room, i = e % room;
            const bool holds = i < n && row + r < a.w[2];
            ELEMENT x = ELEMENT(0);
            if (holds) x = *(const ELEMENT *)(from[r] + i * a.w[5]);
            high[e] = holds ? Own::high(x) : (Key)-1;
            if (Own::both) low[e] = holds ? Own::low(x) : (Key)-1;
            place[e] = i;
        }
        sort_rows(high, low, place, room);
        if (a.w[8] >= 0) { /* once more, by parts */
            Key pivots[4];
            for (unsigned k = 0; k < 4; k++)
                pivots[k] = high[(threadIdx.x + 256 * k) / room * room + (unsigned)a.w[8]];
            __syncthreads();
            for (unsigned k = 0; k < 4; k++) {
                const unsigned e = threadIdx.x + 256 * k;
                high[e] = place[e] < n ? part_of(high[e], pivots[k]) : (Key)3;
            }
            sort_rows(high, low, place, room);
        }
        ELEMENT found[4]; /* all are read before one is written: out may be in */
        for (unsigned k = 0; k < 4; k++) {
            const unsigned e = threadIdx.x + 256 * k, r = e / room;
            if (e % room < n && row + r < a.w[2] && !a.w[7])
                found[k] = *(const ELEMENT *)(from[r] + place[e] * a.w[5]);
        }
        __syncthreads();
        for (unsigned k = 0; k < 4; k++) {
            const unsigned e = threadIdx.x + 256 * k, r = e / room;
            if (e % room >= n || row + r >= a.w[2]) continue;
            const long long at = to[r] + e % room * a.w[4];
            if (a.w[7]) *(long long *)at = place[e];
            else *(ELEMENT *)at = found[k];
        }
        __syncthreads();
    }
}
#endif

/* --- long rows ---------------------------------------------------------------------------- */

#ifdef ARR_SORT_KEYS
/* keys, places, in, rows, elements of a row, stride, whether places are there already, whether
 * the lesser key is meant; the view of the rows. */
KERNEL(8 + 16) {
    FOR_EACH(i, a.w[3] * a.w[4]) {
        const long long row = i / a.w[4];
        unsigned *const place = (unsigned *)a.w[1] + i;
        if (!a.w[6]) *place = (unsigned)(i % a.w[4]);
        const ELEMENT x = *(const ELEMENT *)(a.w[2] + view_at<8>(a, row) + *place * a.w[5]);
        ((Key *)a.w[0])[i] = a.w[7] ? Own::low(x) : Own::high(x);
    }
}
#endif

#if defined(ARR_RADIX_COUNT) || defined(ARR_RADIX_MOVE)
/* Keys are ELEMENTs. The 8 bits at shift, or the part by a pivot. */
static inline unsigned digit_of(ELEMENT key, long long shift, const ELEMENT *pivot) {
    return pivot ? part_of(key, *pivot) : (unsigned)(key >> shift) & 255;
}
enum { CHUNK = 4096, STRETCH = CHUNK / 8 }; /* of a block; of a warp */
#endif

#ifdef ARR_RADIX_COUNT
/* counts, keys, rows, elements of a row, shift, pivots of the rows or 0, bytes between these,
 * chunks of a row: how often each digit is in each chunk, by rows, digits, chunks. */
KERNEL(8) {
    __shared__ unsigned counts[256];
    for (long long c = blockIdx.x; c < a.w[2] * a.w[7]; c += gridDim.x) {
        const long long row = c / a.w[7], chunk = c % a.w[7], end = (row + 1) * a.w[3];
        const ELEMENT *const pivot = (const ELEMENT *)(a.w[5] ? a.w[5] + row * a.w[6] : 0);
        counts[threadIdx.x] = 0;
        __syncthreads();
        const long long lo = row * a.w[3] + chunk * CHUNK;
        for (long long i = lo + threadIdx.x; i < lo + CHUNK && i < end; i += blockDim.x)
            atomicAdd(&counts[digit_of(((const ELEMENT *)a.w[1])[i], a.w[4], pivot)], 1u);
        __syncthreads();
        ((unsigned *)a.w[0])[(row * 256 + threadIdx.x) * a.w[7] + chunk] = counts[threadIdx.x];
        __syncthreads();
    }
}
#endif

#ifdef ARR_RADIX_MOVE
/* the counts, added up along each row, keys, rows, elements of a row, shift, pivots, bytes,
 * chunks; places, and keys and places in the new order. Each warp keeps the order of its
 * stretch: of equal digits the lanes stand one behind the other. */
KERNEL(11) {
    __shared__ unsigned next[8][256];
    const unsigned lane = threadIdx.x % 32, warp = threadIdx.x / 32, t = threadIdx.x;
    const ELEMENT *const keys = (const ELEMENT *)a.w[1];
    for (long long c = blockIdx.x; c < a.w[2] * a.w[7]; c += gridDim.x) {
        const long long row = c / a.w[7], chunk = c % a.w[7], first = row * a.w[3], end = first + a.w[3];
        const long long lo = first + chunk * CHUNK + warp * STRETCH;
        const ELEMENT *const pivot = (const ELEMENT *)(a.w[5] ? a.w[5] + row * a.w[6] : 0);
        for (unsigned w = 0; w < 8; w++) next[w][t] = 0;
        __syncthreads();
        for (long long i = lo + lane; i < lo + STRETCH && i < end; i += 32)
            atomicAdd(&next[warp][digit_of(keys[i], a.w[4], pivot)], 1u);
        __syncthreads();
        unsigned total = 0;
        for (unsigned w = 0; w < 8; w++) total += next[w][t];
        unsigned at = ((const unsigned *)a.w[0])[(row * 256 + t) * a.w[7] + chunk] - total;
        for (unsigned w = 0; w < 8; w++) {
            const unsigned count = next[w][t];
            next[w][t] = at;
            at += count;
        }
        __syncthreads();
        for (long long from = lo; from < lo + STRETCH && from < end; from += 32) {
            const bool holds = from + lane < end;
            const ELEMENT key = holds ? keys[from + lane] : (ELEMENT)0;
            const unsigned digit = holds ? digit_of(key, a.w[4], pivot) : 256;
            const unsigned same = __match_any_sync(WARP, digit);
            const unsigned before = (unsigned)__popc(same & ((1u << lane) - 1));
            const unsigned start = holds ? next[warp][digit] : 0;
            __syncwarp();
            if (holds && before == 0) next[warp][digit] = start + (unsigned)__popc(same);
            __syncwarp();
            if (!holds) continue;
            ((ELEMENT *)a.w[9])[first + start + before] = key;
            ((unsigned *)a.w[10])[first + start + before] = ((const unsigned *)a.w[8])[from + lane];
        }
        __syncthreads();
    }
}
#endif

#ifdef ARR_SORT_OUT
/* out, in, places, rows, elements of a row, their strides, bytes of a piece, pieces of an
 * element, whether places are wanted; the views of the rows. */
KERNEL(10 + 32) {
    FOR_EACH(i, a.w[3] * a.w[4] * a.w[8]) {
        const long long e = i / a.w[8], part = i % a.w[8] * a.w[7], row = e / a.w[4];
        const unsigned place = ((const unsigned *)a.w[2])[e];
        const long long to = a.w[0] + view_at<10>(a, row) + e % a.w[4] * a.w[5];
        if (a.w[9]) *(long long *)to = place;
        else copy_item(to + part, a.w[1] + view_at<26>(a, row) + place * a.w[6] + part, a.w[7]);
    }
}
#endif

#ifdef ARR_APPLY
/* out, values, keys (of byte offsets or of places) and places, sorted, how many, elements of
 * the rest, bytes that a key counts; views of the rest in out, of the rest in the values, of
 * the places there; the word of floating-point errors or 0: what one key's values, in their
 * order, make of its place. */
KERNEL(8 + 48) {
    const uint64_t *const keys = (const uint64_t *)a.w[2];
#ifdef MET
    unsigned seen = 0;
#endif
    FOR_EACH(i, a.w[4] * a.w[5]) {
        const long long rest = i % a.w[5];
        long long at = i / a.w[5];
        const uint64_t key = keys[at];
        if (at && keys[at - 1] == key) continue;
        ELEMENT *const to = (ELEMENT *)(a.w[0] + (long long)(key ^ (uint64_t)1 << 63) * a.w[6] + view_at<7>(a, rest));
        const long long from = a.w[1] + view_at<23>(a, rest);
        ELEMENT x = *to;
        for (; at < a.w[4] && keys[at] == key; at++) {
            const ELEMENT y = *(const ELEMENT *)(from + view_at<39>(a, ((const unsigned *)a.w[3])[at]));
            const ELEMENT joined = JOIN(x, y);
#ifdef MET
            seen |= MET(joined, x, y);
#endif
            x = joined;
        }
        *to = x;
    }
#ifdef MET
    tell_met(a.w[55], 0, seen);
#endif
}
#endif
