/* CUDA kernels that are no fused loops. Each is compiled alone, when first
 * wanted: src/device/cuda/compile.c defines ARR_ and its name. Arguments are
 * words of 8 bytes. */
#define KERNEL(count)                                                                 \
    struct Args {                                                                     \
        long long w[count];                                                           \
    };                                                                                \
    /* one block a multiprocessor is enough: for more ptxas would spill registers */ \
    extern "C" __global__ void __launch_bounds__(256, 1) arr_kernel(const Args a)

/* i runs over all elements below n. */
#define FOR_EACH(i, n)                                                                          \
    for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < (n);               \
         i += (long long)gridDim.x * blockDim.x)

/* One item of 1, 2, 4 or 8 bytes. */
static inline void copy_item(long long to, long long from, long long size) {
    switch (size) {
    case 1: *(uint8_t *)to = *(const uint8_t *)from; break;
    case 2: *(uint16_t *)to = *(const uint16_t *)from; break;
    case 4: *(uint32_t *)to = *(const uint32_t *)from; break;
    default: *(uint64_t *)to = *(const uint64_t *)from; break;
    }
}

/* --- views of library operands: 8 extents, then 8 strides in bytes ----------------------- */

/* The offset of element i of the view whose words begin at FIRST. */
template <int FIRST, class A> static inline long long view_at(const A &a, long long i) {
    long long offset = 0;
#pragma unroll
    for (int d = 7; d >= 0; d--) {
        if (a.w[FIRST + d] == 1) continue;
        offset += i % a.w[FIRST + d] * a.w[FIRST + 8 + d];
        i /= a.w[FIRST + d];
    }
    return offset;
}

#ifdef ARR_COPY
/* to, from, pieces, bytes of a piece, pieces of an element; of 16 axes extents,
 * strides: the elements of a view, side by side. */
KERNEL(5 + 2 * 16) {
    const long long item = a.w[3], parts = a.w[4];
    FOR_EACH(i, a.w[2]) {
        long long rest = i / parts, from = a.w[1] + i % parts * item;
#pragma unroll
        for (int d = 15; d >= 0; d--) {
            if (a.w[5 + d] == 1) continue;
            from += rest % a.w[5 + d] * a.w[21 + d];
            rest /= a.w[5 + d];
        }
        copy_item(a.w[0] + i * item, from, item);
    }
}
#endif

#ifdef ARR_COPY_REST
/* to, from, pieces, bytes of a piece; the first byte of a view, bytes of its
 * elements, of 16 axes extents and descending strides: all pieces that the view
 * does not hold. */
KERNEL(6 + 2 * 16) {
    const long long item = a.w[3];
    FOR_EACH(i, a.w[2]) {
        long long rest = i * item - a.w[4];
        bool inside = rest >= 0;
#pragma unroll
        for (int d = 0; d < 16; d++) {
            if (a.w[6 + d] == 1 || !inside) continue;
            const long long at = rest / a.w[22 + d];
            inside = at < a.w[6 + d];
            rest -= at * a.w[22 + d];
        }
        if (!inside || rest >= a.w[5]) copy_item(a.w[0] + i * item, a.w[1] + i * item, item);
    }
}
#endif

#ifdef ARR_SPANS_COUNT
/* out, mask, elements, elements of a span, spans; the mask's view: out[s + 1] =
 * the true elements of span s. A block for each span. */
KERNEL(5 + 16) {
    __shared__ long long counts[256];
    for (long long s = blockIdx.x; s < a.w[4]; s += gridDim.x) {
        const long long lo = s * a.w[3], end = a.w[2] - lo < a.w[3] ? a.w[2] : lo + a.w[3];
        long long count = 0;
        for (long long i = lo + threadIdx.x; i < end; i += blockDim.x)
            count += *(const uint8_t *)(a.w[1] + view_at<5>(a, i)) != 0;
        counts[threadIdx.x] = count;
        __syncthreads();
        for (unsigned w = blockDim.x / 2; w > 0; w /= 2) {
            if (threadIdx.x < w) counts[threadIdx.x] += counts[threadIdx.x + w];
            __syncthreads();
        }
        if (threadIdx.x == 0) ((long long *)a.w[0])[s + 1] = counts[0];
        __syncthreads();
    }
}
#endif

#ifdef ARR_SPANS_ADD
/* out, spans: out[0] = 0, out[s + 1] += out[s]. One block, which adds 256 at a time. */
KERNEL(2) {
    __shared__ long long sums[256];
    long long *const out = (long long *)a.w[0];
    long long before = 0;
    if (threadIdx.x == 0) out[0] = 0;
    for (long long lo = 0; lo < a.w[1]; lo += blockDim.x) {
        const long long i = lo + threadIdx.x;
        sums[threadIdx.x] = i < a.w[1] ? out[i + 1] : 0;
        __syncthreads();
        for (unsigned w = 1; w < blockDim.x; w *= 2) {
            const long long more = threadIdx.x >= w ? sums[threadIdx.x - w] : 0;
            __syncthreads();
            sums[threadIdx.x] += more;
            __syncthreads();
        }
        if (i < a.w[1]) out[i + 1] = before + sums[threadIdx.x];
        before += sums[blockDim.x - 1];
        __syncthreads();
    }
}
#endif

#ifdef ARR_PLACES
/* out, mask, elements, elements of a span, spans, what spans begin with; views of
 * the mask and of an array of its shape: out[i] = the offset there of the i-th true
 * element. A block for each span. */
KERNEL(6 + 32) {
    __shared__ unsigned found[8];
    const unsigned lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    for (long long s = blockIdx.x; s < a.w[4]; s += gridDim.x) {
        const long long lo = s * a.w[3], end = a.w[2] - lo < a.w[3] ? a.w[2] : lo + a.w[3];
        long long at = ((const long long *)a.w[5])[s];
        for (long long from = lo; from < end; from += blockDim.x) {
            const long long i = from + threadIdx.x;
            const bool holds = i < end && *(const uint8_t *)(a.w[1] + view_at<6>(a, i)) != 0;
            const unsigned all = __ballot_sync(WARP, holds);
            if (lane == 0) found[warp] = (unsigned)__popc(all);
            __syncthreads();
            unsigned before = (unsigned)__popc(all & ((1u << lane) - 1)), total = 0;
            for (unsigned w = 0; w < 8; w++) {
                if (w < warp) before += found[w];
                total += found[w];
            }
            if (holds) ((long long *)a.w[0])[at + before] = view_at<22>(a, i);
            at += total;
            __syncthreads();
        }
    }
}
#endif

#ifdef ARR_INDEX
/* a word that is -1, out, indices, elements, extent, stride, offsets before or 0; views of
 * the indices and of those offsets: out[i] = their sum, and the word becomes not -1 where
 * an index is out of bounds. */
KERNEL(7 + 32) {
    FOR_EACH(i, a.w[3]) {
        long long index = *(const long long *)(a.w[2] + view_at<7>(a, i));
        if (index < -a.w[4] || index >= a.w[4]) {
            *(long long *)a.w[0] = 0;
            index = 0;
        }
        long long offset = (index < 0 ? index + a.w[4] : index) * a.w[5];
        if (a.w[6]) offset += *(const long long *)(a.w[6] + view_at<23>(a, i));
        ((long long *)a.w[1])[i] = offset;
    }
}
#endif

#ifdef ARR_MOVE
/* indexed, other, offsets, elements, elements of the rest, bytes of a piece, pieces of an
 * element, whether it goes to the indexed one; views of the rest in the indexed one, of
 * the rest in the other, of the places in the other. Offsets struck out do not move. */
KERNEL(8 + 48) {
    const long long item = a.w[5], parts = a.w[6], rests = a.w[4];
    FOR_EACH(i, a.w[3] * parts) {
        const long long element = i / parts, place = element / rests, rest = element % rests;
        const long long part = i % parts * item, offset = ((const long long *)a.w[2])[place];
        if (offset == INT64_MIN) continue;
        const long long there = a.w[0] + offset + view_at<8>(a, rest) + part;
        const long long here = a.w[1] + view_at<40>(a, place) + view_at<24>(a, rest) + part;
        if (a.w[7]) copy_item(there, here, item);
        else copy_item(here, there, item);
    }
}
#endif

/* --- of places that come twice, the last one ----------------------------------------------- */

#if defined(ARR_PLACES_CLAIM) || defined(ARR_PLACES_STRIKE)
/* A slot holds 1 + the number of a place, or 0. Once taken it is that offset's for good: the
 * number may only rise. */
static inline unsigned first_slot(long long offset, long long mask) {
    return (unsigned)(((uint64_t)offset * 0x9e3779b97f4a7c15ull >> 32) & (uint64_t)mask);
}
#endif

#ifdef ARR_PLACES_CLAIM
/* table of zeros, its slots - 1, offsets, how many: each offset's slot gets its last place. */
KERNEL(4) {
    volatile unsigned *const table = (volatile unsigned *)a.w[0];
    const long long *const offsets = (const long long *)a.w[2];
    FOR_EACH(i, a.w[3]) {
        const unsigned own = (unsigned)i + 1;
        for (unsigned s = first_slot(offsets[i], a.w[1]);; s = (s + 1) & (unsigned)a.w[1]) {
            unsigned found = table[s];
            if (found == 0) found = atomicCAS((unsigned *)&table[s], 0u, own);
            if (found == 0) break;
            if (offsets[found - 1] != offsets[i]) continue;
            if (found < own) atomicMax((unsigned *)&table[s], own);
            break;
        }
    }
}
#endif

#ifdef ARR_PLACES_STRIKE
/* the same, out: the offsets, INT64_MIN for those that come again later. */
KERNEL(5) {
    const unsigned *const table = (const unsigned *)a.w[0];
    const long long *const offsets = (const long long *)a.w[2];
    FOR_EACH(i, a.w[3]) {
        unsigned s = first_slot(offsets[i], a.w[1]);
        while (offsets[table[s] - 1] != offsets[i]) s = (s + 1) & (unsigned)a.w[1];
        ((long long *)a.w[4])[i] = table[s] == (unsigned)i + 1 ? offsets[i] : INT64_MIN;
    }
}
#endif

#ifdef ARR_ARG
/* out, in, rows, elements of a row, stride, whether the maximum is meant, elements of a chunk,
 * chunks of a row, threads that share a chunk (a power of two), places that may be it instead
 * of all of the row or 0; the view of the rows: of each chunk the first place of the best
 * element, or of the first nan. */
template <class T> static inline bool is_nan(T x) { return x != x; }
template <class T> static inline bool is_less(T x, T y) { return x < y; }
template <class R> static inline bool is_less(Complex<R> x, Complex<R> y) {
    return x.re < y.re || (x.re == y.re && x.im < y.im);
}
/* of two elements, the one that argmax would name */
static inline bool beats(ELEMENT x, long long i, ELEMENT y, long long j, bool maximum) {
    if (is_nan(x) || is_nan(y)) return is_nan(x) && (!is_nan(y) || i < j);
    if (maximum ? is_less(y, x) : is_less(x, y)) return true;
    return !(maximum ? is_less(x, y) : is_less(y, x)) && i < j;
}
KERNEL(10 + 16) {
    __shared__ long long room[256 * 2], places[256];
    ELEMENT *const best = (ELEMENT *)room;
    const bool maximum = a.w[5] != 0;
    const unsigned t = threadIdx.x, group = (unsigned)a.w[8], each = 256 / group, own = t % group;
    const long long units = a.w[2] * a.w[7];
    for (long long base = (long long)blockIdx.x * each; base < units; base += (long long)gridDim.x * each) {
        const long long unit = base + t / group, row = unit / a.w[7], lo = unit % a.w[7] * a.w[6];
        const long long end = unit >= units ? 0 : a.w[3] - lo < a.w[6] ? a.w[3] : lo + a.w[6];
        const long long from = a.w[1] + view_at<10>(a, row);
        const long long *const named = (const long long *)a.w[9] + row * a.w[3];
        ELEMENT value = ELEMENT(0);
        long long place = -1; /* none yet */
        for (long long i = lo + own; i < end; i += group) {
            const long long at = a.w[9] ? named[i] : i;
            const ELEMENT x = *(const ELEMENT *)(from + at * a.w[4]);
            if (place >= 0 && !beats(x, at, value, place, maximum)) continue;
            value = x;
            place = at;
        }
        best[t] = value;
        places[t] = place;
        __syncthreads();
        for (unsigned w = group / 2; w > 0; w /= 2) {
            if (own < w && places[t + w] >= 0 &&
                (places[t] < 0 || beats(best[t + w], places[t + w], best[t], places[t], maximum))) {
                best[t] = best[t + w];
                places[t] = places[t + w];
            }
            __syncthreads();
        }
        if (own == 0 && unit < units) ((long long *)a.w[0])[unit] = places[t];
        __syncthreads();
    }
}
#endif

/* --- PCG64: see src/base/pcg64.h ------------------------------------------------------------ */

#if defined(ARR_RANDOM_UNIFORM) || defined(ARR_RANDOM_WORDS) || defined(ARR_RANDOM_HALVES)
struct Wide {
    uint64_t low, high;
};
static inline Wide wide_multiply(Wide x, Wide y) {
    Wide z = {x.low * y.low, __umul64hi(x.low, y.low) + x.low * y.high + x.high * y.low};
    return z;
}
static inline Wide wide_add(Wide x, Wide y) {
    Wide z = {x.low + y.low, x.high + y.high};
    z.high += z.low < x.low;
    return z;
}
/* n steps of x -> a x + c as one: its a and c. */
static inline void pcg64_steps(uint64_t n, Wide increment, Wide *a, Wide *c) {
    const Wide one = {1, 0};
    Wide factor = {4865540595714422341ull, 2549297995355413924ull}, addend = increment;
    *a = one;
    c->low = c->high = 0;
    for (; n; n >>= 1) {
        if (n & 1) {
            *a = wide_multiply(*a, factor);
            *c = wide_add(wide_multiply(*c, factor), addend);
        }
        addend = wide_multiply(addend, wide_add(factor, one));
        factor = wide_multiply(factor, factor);
    }
}
static inline uint64_t pcg64_output(Wide state) {
    const unsigned turn = (unsigned)(state.high >> 58);
    const uint64_t mixed = state.high ^ state.low;
    return mixed >> turn | mixed << (-turn & 63);
}
/* Each thread draws the d-th numbers of 64 bits for d = its own place, and on by as many as
 * there are threads: neighbours write side by side. Words 2 to 5: state and increment. */
#define EACH_DRAW(d, count)                                                                     \
    const Wide increment = {(uint64_t)a.w[4], (uint64_t)a.w[5]};                                \
    const long long own = (long long)blockIdx.x * blockDim.x + threadIdx.x;                     \
    const long long step = (long long)gridDim.x * blockDim.x;                                   \
    Wide state = {(uint64_t)a.w[2], (uint64_t)a.w[3]}, factor, addend;                          \
    pcg64_steps((uint64_t)own + 1, increment, &factor, &addend);                                \
    state = wide_add(wide_multiply(state, factor), addend);                                     \
    pcg64_steps((uint64_t)step, increment, &factor, &addend);                                   \
    for (long long d = own; d < (count);                                                        \
         d += step, state = wide_add(wide_multiply(state, factor), addend))
#endif

#ifdef ARR_RANDOM_UNIFORM
/* out, elements, state, increment, low and width (doubles) */
KERNEL(8) {
    const double low = __longlong_as_double(a.w[6]), width = __longlong_as_double(a.w[7]);
    EACH_DRAW(d, a.w[1])
    ((double *)a.w[0])[d] = low + width * ((double)(pcg64_output(state) >> 11) / 9007199254740992.0);
}
#endif

#ifdef ARR_RANDOM_WORDS
/* out, elements, state, increment, offset, shift */
KERNEL(8) {
    EACH_DRAW(d, a.w[1])
    ((uint64_t *)a.w[0])[d] = (uint64_t)a.w[6] + (pcg64_output(state) >> a.w[7]);
}
#endif

#ifdef ARR_RANDOM_HALVES
/* out, elements, state, increment, offset, shift, bits of a piece, whether there is a
 * half left, that half: pieces of draws of 32 bits, as ELEMENT */
template <class T> struct Piece {
    static inline T make(uint32_t word, long long k, long long offset, long long shift, long long width) {
        const uint32_t mask = 0xffffffffu >> (32 - width);
        return (T)((uint64_t)offset + (uint64_t)((word >> k * width & mask) >> shift));
    }
};
template <> struct Piece<float> {
    static inline float make(uint32_t word, long long, long long, long long, long long) {
        return (float)(word >> 8) / 16777216.0f;
    }
};
#define PIECE(word, k) Piece<ELEMENT>::make(word, k, a.w[6], a.w[7], a.w[8])
KERNEL(11) {
    const long long pieces = 32 / a.w[8], left = a.w[9], words = (a.w[1] + pieces - 1) / pieces;
    ELEMENT *const out = (ELEMENT *)a.w[0];
    EACH_DRAW(d, (words - left + 1) / 2) {
        const uint64_t draw = pcg64_output(state);
        for (int half = 0; half < 2; half++) {
            const uint32_t word = (uint32_t)(draw >> 32 * half);
            const long long at = (left + 2 * d + half) * pieces;
            for (long long k = 0; k < pieces && at + k < a.w[1]; k++) out[at + k] = PIECE(word, k);
        }
    }
    if (own == 0 && left)
        for (long long k = 0; k < pieces && k < a.w[1]; k++)
            out[k] = PIECE((uint32_t)a.w[10], k);
}
#endif

#include "cuda_product.h"
#include "cuda_scan.h"
#include "cuda_sort.h"
#include "cuda_search.h"
#include "cuda_fft.h"
