/* The texts of src/array/ops.def as functions of one element, for the LLVM
 * tier (src/device/jit): clang makes bitcode of this file at build time, once
 * per instruction set and with the flags of kernels.c; the tier inlines what a
 * kernel needs and lets the loop vectoriser make vectors of it. So no op is
 * written twice, and both tiers compute the same bits.
 *
 *   op_ADD_FLOAT64(out, a, b, c)      one element; operands and result by address
 *   cast_INT32_FLOAT64(out, a)        likewise
 *   range_FLOAT64(out, k, start, step)  the k-th element
 *   one_EXP_FLOAT64(x)                the vector function on one element; the
 *                                     tier tells the vectoriser that
 *   lanes8_EXP_FLOAT64(v)             is the same on eight */
#if !defined(__clang__)
#error this file is for clang
#endif
#pragma clang diagnostic ignored "-Wpass-failed"
#pragma clang diagnostic ignored "-Wunused-function"

#include "cast.h"
#include "elementwise.h"

#define ELEMENT_ROW(id, D, arity, O, T, text, vector) \
    KERNEL_PASTE(ELEMENT_ROW_, OP_HAS(text))(id, D, arity, O, T, vector)
#define ELEMENT_ROW_0(id, D, arity, O, T, vector)
#define ELEMENT_ROW_1(id, D, arity, O, T, vector) \
    KERNEL_PASTE(ELEMENT_FORM_, KERNEL_VECTOR(vector))(id, D, arity, O, T, vector)

#define ELEMENT_HEAD(id, D)                                                         \
    void op_##id##_##D(void *out, const void *a, const void *b, const void *c); \
    void op_##id##_##D(void *out, const void *a, const void *b, const void *c)
#define ELEMENT_CALL_1(function, T) function(*(const T *)a)
#define ELEMENT_CALL_2(function, T) function(*(const T *)a, *(const T *)b)
#define ELEMENT_CALL_3(function, T) function(*(const uint8_t *)a, *(const T *)b, *(const T *)c)

#define ELEMENT_FORM_0(id, D, arity, O, T, vector)                         \
    ELEMENT_HEAD(id, D) {                                                  \
        (void)a, (void)b, (void)c;                                         \
        *(O *)out = ELEMENT_CALL_##arity(apply_##id##_##D, T);             \
    }

#ifdef VECTOR_BYTES

/* Vectors narrower than the set's widest, for loops over several types. The
 * forms of both widths agree (see vector.h). */
#if VECTOR_BYTES == 64
typedef __m256 Half_FLOAT32;
typedef __m256d Half_FLOAT64;
#define HALF_FLOAT32(name, bound, ...) HALF_FLOAT32_##bound(name)
#define HALF_FLOAT64(name, bound, ...) HALF_FLOAT64_##bound(name)
#define HALF_FLOAT32_u10(name) Sleef_finz_##name##f8_u10avx2
#define HALF_FLOAT64_u10(name) Sleef_finz_##name##d4_u10avx2
#define HALF_FLOAT32_own(name) own_##name##_f8
#define HALF_FLOAT64_own(name) own_##name##_4
#define HALF_FLOAT32_mix(name) HALF_FLOAT32_u10(name)
#define HALF_FLOAT64_mix(name) HALF_FLOAT64_own(name)
#endif

#define ELEMENT_FORM_1(id, D, arity, O, T, vector)             \
    ELEMENT_VECTORS_##arity(id, D, T, vector)                  \
    ELEMENT_HEAD(id, D) {                                      \
        (void)b, (void)c;                                      \
        *(O *)out = ELEMENT_CALL_##arity(one_##id##_##D, T);   \
    }

/* Sets a sticky bit of the processor where a result is inf or nan: the functions
 * themselves need not, and device/cpu/look.c looks for what went wrong only then. */
__attribute__((noinline, cold)) static void note_odd(void) {
    volatile double one = 1, zero = 0, odd;
    odd = one / zero;
    (void)odd;
}
#if VECTOR_BYTES == 64
#define ODD_FLOAT32(v) _mm512_cmp_ps_mask((v) - (v), (v) - (v), _CMP_UNORD_Q)
#define ODD_FLOAT64(v) _mm512_cmp_pd_mask((v) - (v), (v) - (v), _CMP_UNORD_Q)
#define HALF_ODD_FLOAT32(v) _mm256_movemask_ps(_mm256_cmp_ps((v) - (v), (v) - (v), _CMP_UNORD_Q))
#define HALF_ODD_FLOAT64(v) _mm256_movemask_pd(_mm256_cmp_pd((v) - (v), (v) - (v), _CMP_UNORD_Q))
#elif VECTOR_BYTES == 32
#define ODD_FLOAT32(v) _mm256_movemask_ps(_mm256_cmp_ps((v) - (v), (v) - (v), _CMP_UNORD_Q))
#define ODD_FLOAT64(v) _mm256_movemask_pd(_mm256_cmp_pd((v) - (v), (v) - (v), _CMP_UNORD_Q))
#else
#define ODD_FLOAT32(v) _mm_movemask_ps(_mm_cmpunord_ps((v) - (v), (v) - (v)))
#define ODD_FLOAT64(v) _mm_movemask_pd(_mm_cmpunord_pd((v) - (v), (v) - (v)))
#endif

/* Like vector_apply of vector.h, where each lane alone decides for the text. */
#define ELEMENT_LANES_1(prefix, V, lanes, id, D, function, odd)       \
    V prefix##_##id##_##D(V x);                                       \
    V prefix##_##id##_##D(V x) {                                      \
        V v = function(x);                                            \
        for (int k = 0; k < lanes; k++)                               \
            if (except_##id##_##D(x[k])) v[k] = apply_##id##_##D(x[k]); \
        if (odd(v)) note_odd();                                       \
        return v;                                                     \
    }
#define ELEMENT_LANES_2(prefix, V, lanes, id, D, function, odd) \
    V prefix##_##id##_##D(V x, V y);                       \
    V prefix##_##id##_##D(V x, V y) {                      \
        V v = function(x, y);                              \
        if (odd(v)) note_odd();                            \
        return v;                                          \
    }
#if VECTOR_BYTES == 64
#define ELEMENT_HALF(arity, id, D, vector) \
    ELEMENT_LANES_##arity(half, Half_##D, VECTOR_LANES_##D / 2, id, D, HALF_##D vector, HALF_ODD_##D)
#else
#define ELEMENT_HALF(arity, id, D, vector)
#endif

#define ELEMENT_ONE __attribute__((noinline, const))
#define ELEMENT_VECTORS_1(id, D, T, vector)                                                   \
    ELEMENT_LANES_1(whole, Vector_##D, VECTOR_LANES_##D, id, D, VECTOR_NAME_##D vector, ODD_##D)       \
    ELEMENT_HALF(1, id, D, vector)                                                            \
    ELEMENT_ONE T one_##id##_##D(T x);                                                        \
    ELEMENT_ONE T one_##id##_##D(T x) {                                                       \
        Vector_##D v = {x};                                                                   \
        return whole_##id##_##D(v)[0];                                                        \
    }
#define ELEMENT_VECTORS_2(id, D, T, vector)                                             \
    ELEMENT_LANES_2(whole, Vector_##D, VECTOR_LANES_##D, id, D, VECTOR_NAME_##D vector, ODD_##D) \
    ELEMENT_HALF(2, id, D, vector)                                                      \
    ELEMENT_ONE T one_##id##_##D(T x, T y);                                             \
    ELEMENT_ONE T one_##id##_##D(T x, T y) {                                            \
        Vector_##D v = {x}, w = {y};                                                    \
        return whole_##id##_##D(v, w)[0];                                               \
    }

#endif

#define ELEMENTWISE(id, name, alias, arity, rule, cost, b, i, f, c, vector, signature, doc)        \
    ELEMENT_ROW(id, BOOL, arity, RESULT_##rule(uint8_t, uint8_t), uint8_t, b, NONE)                \
    ELEMENT_ROW(id, INT8, arity, RESULT_##rule(int8_t, int8_t), int8_t, i, NONE)                   \
    ELEMENT_ROW(id, INT16, arity, RESULT_##rule(int16_t, int16_t), int16_t, i, NONE)               \
    ELEMENT_ROW(id, INT32, arity, RESULT_##rule(int32_t, int32_t), int32_t, i, NONE)               \
    ELEMENT_ROW(id, INT64, arity, RESULT_##rule(int64_t, int64_t), int64_t, i, NONE)               \
    ELEMENT_ROW(id, UINT8, arity, RESULT_##rule(uint8_t, uint8_t), uint8_t, i, NONE)               \
    ELEMENT_ROW(id, UINT16, arity, RESULT_##rule(uint16_t, uint16_t), uint16_t, i, NONE)           \
    ELEMENT_ROW(id, UINT32, arity, RESULT_##rule(uint32_t, uint32_t), uint32_t, i, NONE)           \
    ELEMENT_ROW(id, UINT64, arity, RESULT_##rule(uint64_t, uint64_t), uint64_t, i, NONE)           \
    ELEMENT_ROW(id, FLOAT32, arity, RESULT_##rule(float, float), float, f, vector)                 \
    ELEMENT_ROW(id, FLOAT64, arity, RESULT_##rule(double, double), double, f, vector)              \
    ELEMENT_ROW(id, COMPLEX64, arity, RESULT_##rule(float complex, float), float complex, c, NONE) \
    ELEMENT_ROW(id, COMPLEX128, arity, RESULT_##rule(double complex, double), double complex, c,   \
                NONE)
#define REDUCTION(...)
#include "../src/array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION

#define ELEMENT_CAST(FROM, F, TO, T)                            \
    void element_cast_##FROM##_##TO(void *out, const void *a);  \
    void element_cast_##FROM##_##TO(void *out, const void *a) { \
        *(T *)out = cast_element_##FROM##_##TO(*(const F *)a);  \
    }
#define ELEMENT_CASTS(FROM, F)                          \
    ELEMENT_CAST(FROM, F, BOOL, uint8_t)                \
    ELEMENT_CAST(FROM, F, INT8, int8_t)                 \
    ELEMENT_CAST(FROM, F, INT16, int16_t)               \
    ELEMENT_CAST(FROM, F, INT32, int32_t)               \
    ELEMENT_CAST(FROM, F, INT64, int64_t)               \
    ELEMENT_CAST(FROM, F, UINT8, uint8_t)               \
    ELEMENT_CAST(FROM, F, UINT16, uint16_t)             \
    ELEMENT_CAST(FROM, F, UINT32, uint32_t)             \
    ELEMENT_CAST(FROM, F, UINT64, uint64_t)             \
    ELEMENT_CAST(FROM, F, FLOAT32, float)               \
    ELEMENT_CAST(FROM, F, FLOAT64, double)              \
    ELEMENT_CAST(FROM, F, COMPLEX64, float complex)     \
    ELEMENT_CAST(FROM, F, COMPLEX128, double complex)

#define X(id, name, kind, kind_char, c_type)                                                \
    ELEMENT_CASTS(id, c_type)                                                               \
    void element_range_##id(void *out, int64_t k, const void *start, const void *step);     \
    void element_range_##id(void *out, int64_t k, const void *start, const void *step) {    \
        *(c_type *)out =                                                                    \
            range_element_##id((RangeCount_##id)k, *(const c_type *)start, *(const c_type *)step); \
    }
DTYPES(X)
#undef X
