/* Elements chosen by bools: counted, packed side by side (compress), and put
 * back (expand). AVX-512 has instructions for it; elsewhere each element is
 * moved and the place in the dense array advanced by its bool, so that no
 * branch depends on the data. */
#ifndef KERNELS_SELECT_H
#define KERNELS_SELECT_H

#include "kernels.h"

#include <string.h>

/* In bytes, as long as a byte can count: compilers add these side by side. */
static size_t select_count(const uint8_t *mask, size_t n) {
    size_t total = 0;
    while (n > 0) {
        size_t some = n < 255 * 64 ? n : 255 * 64;
        uint8_t sums[64] = {0};
        size_t i = 0;
        for (; i + 64 <= some; i += 64)
            for (size_t k = 0; k < 64; k++) sums[k] = (uint8_t)(sums[k] + (mask[i + k] != 0));
        for (size_t k = 0; k < 64; k++) total += sums[k];
        for (; i < some; i++) total += mask[i] != 0;
        mask += some;
        n -= some;
    }
    return total;
}

/* Items of complex numbers are aligned to half their size only. */
typedef uint16_t __attribute__((aligned(1), may_alias)) SelectItem2;
typedef uint32_t __attribute__((aligned(1), may_alias)) SelectItem4;
typedef uint64_t __attribute__((aligned(1), may_alias)) SelectItem8;
typedef struct __attribute__((packed, may_alias)) SelectItem16 {
    uint64_t low, high;
} SelectItem16;

/* From element i on, until count elements of the dense array are done. */
#define SELECT_REST(size, T)                                                                       \
    static void compress_rest_##size(T *out, const T *in, const uint8_t *mask, size_t i, size_t n, \
                                     size_t done, size_t count) {                                  \
        for (; i < n && done < count; i++) {                                                       \
            out[done] = in[i];                                                                     \
            done += mask[i] != 0;                                                                  \
        }                                                                                          \
    }                                                                                              \
    static void expand_rest_##size(T *out, const uint8_t *mask, const T *in, size_t i, size_t n,   \
                                   size_t done, size_t count) {                                    \
        for (; i < n && done < count; i++) {                                                       \
            out[i] = mask[i] ? in[done] : out[i];                                                  \
            done += mask[i] != 0;                                                                  \
        }                                                                                          \
    }

SELECT_REST(1, uint8_t)
SELECT_REST(2, SelectItem2)
SELECT_REST(4, SelectItem4)
SELECT_REST(8, SelectItem8)
SELECT_REST(16, SelectItem16)

static void places_rest(int64_t *out, const uint8_t *mask, int64_t first, size_t i, size_t n,
                        size_t done, size_t count) {
    for (; i < n && done < count; i++) {
        out[done] = first + (int64_t)i;
        done += mask[i] != 0;
    }
}

static bool select_wrap(int64_t *out, const int64_t *index, size_t n, int64_t extent,
                        int64_t stride) {
    int64_t wrong = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t at = index[i] + (index[i] >> 63 & extent);
        wrong |= at | (extent - 1 - at);
        out[i] = (int64_t)((uint64_t)at * (uint64_t)stride);
    }
    return wrong >= 0;
}

#if defined(__AVX512F__) && defined(__AVX512BW__)
#include <immintrin.h>

/* The first n lanes. */
static inline __mmask16 select_lanes(size_t n) {
    return (__mmask16)((1u << n) - 1);
}

/* Pairs of lanes for each bit: items of two. */
static inline __mmask16 select_pairs(uint64_t bits) {
    bits = (bits & 3) | (bits & 12) << 2;
    bits = (bits & 0x11) | (bits & 0x22) << 1;
    return (__mmask16)(bits | bits << 1);
}

/* How items of each size lie in a vector: items per vector, lanes per item,
 * the mask of lanes for bits, loads and stores of some lanes. Small items are
 * widened to 32 bits on the way. */
#define SELECT_1(X)                                                \
    X(1, uint8_t, 16, 1, (__mmask16)bits,                          \
      _mm512_cvtepu8_epi32(_mm_maskz_loadu_epi8((lanes), (from))), \
      _mm512_mask_cvtepi32_storeu_epi8((to), (lanes), (v)), epi32, __mmask16)
#define SELECT_2(X)                                                     \
    X(2, SelectItem2, 16, 1, (__mmask16)bits,                           \
      _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16((lanes), (from))), \
      _mm512_mask_cvtepi32_storeu_epi16((to), (lanes), (v)), epi32, __mmask16)
#define SELECT_4(X)                                                                      \
    X(4, SelectItem4, 16, 1, (__mmask16)bits, _mm512_maskz_loadu_epi32((lanes), (from)), \
      _mm512_mask_storeu_epi32((to), (lanes), (v)), epi32, __mmask16)
#define SELECT_8(X)                                                                    \
    X(8, SelectItem8, 8, 1, (__mmask8)bits, _mm512_maskz_loadu_epi64((lanes), (from)), \
      _mm512_mask_storeu_epi64((to), (lanes), (v)), epi64, __mmask8)
#define SELECT_16(X)                                                                           \
    X(16, SelectItem16, 4, 2, (__mmask8)select_pairs(bits),                                    \
      _mm512_maskz_loadu_epi64((lanes), (from)), _mm512_mask_storeu_epi64((to), (lanes), (v)), \
      epi64, __mmask8)

#define SELECT_LOOPS(size, T, items, per_item, chosen, load, store, type, M)                  \
    static inline __m512i select_load_##size(const T *from, M lanes) {                        \
        return load;                                                                          \
    }                                                                                         \
    static inline void select_store_##size(T *to, M lanes, __m512i v) {                       \
        store;                                                                                \
    }                                                                                         \
    static inline M select_chosen_##size(uint64_t bits) {                                     \
        return chosen;                                                                        \
    }                                                                                         \
    static void compress_##size(void *out_, const void *in_, const uint8_t *mask, size_t n,   \
                                size_t count) {                                               \
        T *out = out_;                                                                        \
        const T *in = in_;                                                                    \
        size_t i = 0, done = 0;                                                               \
        for (; i + 64 <= n && done < count; i += 64) {                                        \
            __m512i bytes = _mm512_loadu_si512(mask + i);                                     \
            uint64_t bits = _mm512_test_epi8_mask(bytes, bytes);                              \
            const T *from = in + i;                                                           \
            for (; bits; bits = items < 64 ? bits >> items : 0, from += items) {              \
                uint64_t here = bits & ((1ull << items) - 1);                                 \
                size_t found = (size_t)__builtin_popcountll(here);                            \
                if (found > count - done) found = count - done;                               \
                __m512i v = select_load_##size(from, select_chosen_##size(here));             \
                v = _mm512_maskz_compress_##type(select_chosen_##size(here), v);              \
                select_store_##size(out + done, (M)select_lanes(found * per_item), v);        \
                done += found;                                                                \
            }                                                                                 \
        }                                                                                     \
        compress_rest_##size(out, in, mask, i, n, done, count);                               \
    }                                                                                         \
    static void expand_##size(void *out_, const uint8_t *mask, const void *in_, size_t n,     \
                              size_t count) {                                                 \
        T *out = out_;                                                                        \
        const T *in = in_;                                                                    \
        size_t i = 0, done = 0;                                                               \
        for (; i + 64 <= n && done < count; i += 64) {                                        \
            __m512i bytes = _mm512_loadu_si512(mask + i);                                     \
            uint64_t bits = _mm512_test_epi8_mask(bytes, bytes);                              \
            T *to = out + i;                                                                  \
            for (; bits; bits = items < 64 ? bits >> items : 0, to += items) {                \
                uint64_t here = bits & ((1ull << items) - 1);                                 \
                size_t found = (size_t)__builtin_popcountll(here);                            \
                if (found > count - done) found = count - done;                               \
                __m512i v = select_load_##size(in + done, (M)select_lanes(found * per_item)); \
                v = _mm512_maskz_expand_##type(select_chosen_##size(here), v);                \
                select_store_##size(to, select_chosen_##size(here), v);                       \
                done += found;                                                                \
            }                                                                                 \
        }                                                                                     \
        expand_rest_##size(out, mask, in, i, n, done, count);                                 \
    }

SELECT_1(SELECT_LOOPS)
SELECT_2(SELECT_LOOPS)
SELECT_4(SELECT_LOOPS)
SELECT_8(SELECT_LOOPS)
SELECT_16(SELECT_LOOPS)

static void select_places(int64_t *out, const uint8_t *mask, int64_t first, size_t n,
                          size_t count) {
    const __m512i lanes = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    size_t i = 0, done = 0;
    for (; i + 64 <= n && done < count; i += 64) {
        __m512i bytes = _mm512_loadu_si512(mask + i);
        uint64_t bits = _mm512_test_epi8_mask(bytes, bytes);
        int64_t at = first + (int64_t)i;
        for (; bits; bits >>= 8, at += 8) {
            size_t found = (size_t)__builtin_popcountll(bits & 255);
            if (found > count - done) found = count - done;
            __m512i v = _mm512_add_epi64(_mm512_set1_epi64(at), lanes);
            v = _mm512_maskz_compress_epi64((__mmask8)bits, v);
            _mm512_mask_storeu_epi64(out + done, (__mmask8)select_lanes(found), v);
            done += found;
        }
    }
    places_rest(out, mask, first, i, n, done, count);
}
#else
#define SELECT_LOOPS(size, T)                                                             \
    static void compress_##size(void *out, const void *in, const uint8_t *mask, size_t n, \
                                size_t count) {                                           \
        compress_rest_##size(out, in, mask, 0, n, 0, count);                              \
    }                                                                                     \
    static void expand_##size(void *out, const uint8_t *mask, const void *in, size_t n,   \
                              size_t count) {                                             \
        expand_rest_##size(out, mask, in, 0, n, 0, count);                                \
    }

SELECT_LOOPS(1, uint8_t)
SELECT_LOOPS(2, SelectItem2)
SELECT_LOOPS(4, SelectItem4)
SELECT_LOOPS(8, SelectItem8)
SELECT_LOOPS(16, SelectItem16)

static void select_places(int64_t *out, const uint8_t *mask, int64_t first, size_t n,
                          size_t count) {
    places_rest(out, mask, first, 0, n, 0, count);
}
#endif

#endif
