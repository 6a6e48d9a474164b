/* Names of vector instructions for own_math.h, which is read once per width:
 * OWN(name) is name_8 (AVX-512) or name_4 (AVX2), both with FMA. Operators of C
 * work on vectors too; what has none stands here. */
#ifndef KERNELS_OWN_VECTOR_H
#define KERNELS_OWN_VECTOR_H

#include <immintrin.h>
#include <stdint.h>

#include "own_tables.h"

#define OWN_INLINE static inline __attribute__((always_inline))

#if defined(__AVX512F__)
typedef __m512d Reals_8;
typedef __mmask8 Mask_8;
typedef uint64_t Bits_8 __attribute__((vector_size(64)));
OWN_INLINE Reals_8 set_8(double x) {
    return _mm512_set1_pd(x);
}
OWN_INLINE Reals_8 fma_8(Reals_8 a, Reals_8 b, Reals_8 c) {
    return _mm512_fmadd_pd(a, b, c);
}
OWN_INLINE Reals_8 root_8(Reals_8 a) {
    return _mm512_sqrt_pd(a);
}
OWN_INLINE Reals_8 nearest_8(Reals_8 a) {
    return _mm512_roundscale_pd(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
OWN_INLINE Mask_8 less_8(Reals_8 a, Reals_8 b) {
    return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ);
}
OWN_INLINE Mask_8 equal_8(Reals_8 a, Reals_8 b) {
    return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ);
}
OWN_INLINE Mask_8 unordered_8(Reals_8 a, Reals_8 b) {
    return _mm512_cmp_pd_mask(a, b, _CMP_UNORD_Q);
}
OWN_INLINE Mask_8 either_8(Mask_8 a, Mask_8 b) {
    return (Mask_8)(a | b);
}
OWN_INLINE Mask_8 both_8(Mask_8 a, Mask_8 b) {
    return (Mask_8)(a & b);
}
OWN_INLINE Mask_8 without_8(Mask_8 a, Mask_8 b) {
    return (Mask_8)(a & ~b);
}
OWN_INLINE int lanes_8(Mask_8 a) {
    return a;
}
OWN_INLINE Reals_8 pick_8(Mask_8 m, Reals_8 a, Reals_8 b) {
    return _mm512_mask_blend_pd(m, b, a);
}
/* from[places], of 16; places may have other bits above. */
OWN_INLINE Reals_8 table_8(const double *from, Bits_8 places) {
    return _mm512_permutex2var_pd(_mm512_loadu_pd(from), (__m512i)places,
                                  _mm512_loadu_pd(from + 8));
}
OWN_INLINE Reals_8 widen_8(__m256 x) {
    return _mm512_cvtps_pd(x);
}
OWN_INLINE __m256 narrow_8(Reals_8 x) {
    return _mm512_cvtpd_ps(x);
}
#endif

typedef __m256d Reals_4;
typedef __m256d Mask_4;
typedef uint64_t Bits_4 __attribute__((vector_size(32)));
OWN_INLINE Reals_4 set_4(double x) {
    return _mm256_set1_pd(x);
}
OWN_INLINE Reals_4 fma_4(Reals_4 a, Reals_4 b, Reals_4 c) {
    return _mm256_fmadd_pd(a, b, c);
}
OWN_INLINE Reals_4 root_4(Reals_4 a) {
    return _mm256_sqrt_pd(a);
}
OWN_INLINE Reals_4 nearest_4(Reals_4 a) {
    return _mm256_round_pd(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
OWN_INLINE Mask_4 less_4(Reals_4 a, Reals_4 b) {
    return _mm256_cmp_pd(a, b, _CMP_LT_OQ);
}
OWN_INLINE Mask_4 equal_4(Reals_4 a, Reals_4 b) {
    return _mm256_cmp_pd(a, b, _CMP_EQ_OQ);
}
OWN_INLINE Mask_4 unordered_4(Reals_4 a, Reals_4 b) {
    return _mm256_cmp_pd(a, b, _CMP_UNORD_Q);
}
OWN_INLINE Mask_4 either_4(Mask_4 a, Mask_4 b) {
    return _mm256_or_pd(a, b);
}
OWN_INLINE Mask_4 both_4(Mask_4 a, Mask_4 b) {
    return _mm256_and_pd(a, b);
}
OWN_INLINE Mask_4 without_4(Mask_4 a, Mask_4 b) {
    return _mm256_andnot_pd(b, a);
}
OWN_INLINE int lanes_4(Mask_4 a) {
    return _mm256_movemask_pd(a);
}
OWN_INLINE Reals_4 pick_4(Mask_4 m, Reals_4 a, Reals_4 b) {
    return _mm256_blendv_pd(b, a, m);
}
OWN_INLINE Reals_4 table_4(const double *from, Bits_4 places) {
    places &= 15;
    return (Reals_4){from[places[0]], from[places[1]], from[places[2]], from[places[3]]};
}
OWN_INLINE Reals_4 widen_4(__m128 x) {
    return _mm256_cvtps_pd(x);
}
OWN_INLINE __m128 narrow_4(Reals_4 x) {
    return _mm256_cvtpd_ps(x);
}

#if defined(__AVX512F__)
#define OWN(name) name##_8
#include "own_math.h"
#undef OWN
#endif
#define OWN(name) name##_4
#include "own_math.h"
#undef OWN

/* Functions of floats that are faster by way of doubles than SLEEF's. */
#if defined(__AVX512F__)
#define OWN_WIDER_1(name)                                                \
    OWN_INLINE __m256 own_##name##_f8(__m256 x) {                        \
        return narrow_8(single_##name##_8(widen_8(x)));                  \
    }                                                                    \
    OWN_INLINE __m512 own_##name##_f16(__m512 x) {                       \
        __m256 low = own_##name##_f8(_mm512_castps512_ps256(x));         \
        __m256 high = own_##name##_f8(_mm512_extractf32x8_ps(x, 1));     \
        return _mm512_insertf32x8(_mm512_castps256_ps512(low), high, 1); \
    }
#define OWN_WIDER_2(own, name, single)                                                        \
    OWN_INLINE __m256 own##_##name##_f8(__m256 x, __m256 y) {                                 \
        return narrow_8(single##_8(widen_8(x), widen_8(y)));                                  \
    }                                                                                         \
    OWN_INLINE __m512 own##_##name##_f16(__m512 x, __m512 y) {                                \
        __m256 low = own##_##name##_f8(_mm512_castps512_ps256(x), _mm512_castps512_ps256(y)); \
        __m256 high =                                                                         \
            own##_##name##_f8(_mm512_extractf32x8_ps(x, 1), _mm512_extractf32x8_ps(y, 1));    \
        return _mm512_insertf32x8(_mm512_castps256_ps512(low), high, 1);                      \
    }
#else
#define OWN_WIDER_1(name)                                                                \
    OWN_INLINE __m256 own_##name##_f8(__m256 x) {                                        \
        __m128 low = narrow_4(single_##name##_4(widen_4(_mm256_castps256_ps128(x))));    \
        __m128 high = narrow_4(single_##name##_4(widen_4(_mm256_extractf128_ps(x, 1)))); \
        return _mm256_insertf128_ps(_mm256_castps128_ps256(low), high, 1);               \
    }
#define OWN_WIDER_2(own, name, single)                                                           \
    OWN_INLINE __m256 own##_##name##_f8(__m256 x, __m256 y) {                                    \
        __m128 low = narrow_4(                                                                   \
            single##_4(widen_4(_mm256_castps256_ps128(x)), widen_4(_mm256_castps256_ps128(y)))); \
        __m128 high = narrow_4(single##_4(widen_4(_mm256_extractf128_ps(x, 1)),                  \
                                          widen_4(_mm256_extractf128_ps(y, 1))));                \
        return _mm256_insertf128_ps(_mm256_castps128_ps256(low), high, 1);                       \
    }
#endif
OWN_WIDER_1(expm1)
OWN_WIDER_1(sinh)
OWN_WIDER_1(cosh)
OWN_WIDER_1(tanh)
OWN_WIDER_1(asinh)
OWN_WIDER_1(acosh)
OWN_WIDER_1(cbrt)
OWN_WIDER_2(own, pow, single_pow)
OWN_WIDER_2(core, pow, single_core_pow)
#if defined(__AVX512F__)
OWN_INLINE int plain_pow_f16(__m512 x, __m512 y) {
    return plain_pow_8(widen_8(_mm512_castps512_ps256(x)), widen_8(_mm512_castps512_ps256(y))) &
           plain_pow_8(widen_8(_mm512_extractf32x8_ps(x, 1)),
                       widen_8(_mm512_extractf32x8_ps(y, 1)));
}
#else
OWN_INLINE int plain_pow_f8(__m256 x, __m256 y) {
    return plain_pow_4(widen_4(_mm256_castps256_ps128(x)), widen_4(_mm256_castps256_ps128(y))) &
           plain_pow_4(widen_4(_mm256_extractf128_ps(x, 1)), widen_4(_mm256_extractf128_ps(y, 1)));
}
#endif

#endif
