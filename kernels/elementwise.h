/* One function per op and type, apply_ADD_FLOAT64(a, b), and one loop,
 * loop_ADD_FLOAT64, from the rows of ops.def; nothing where a text is NONE. */
#ifndef KERNELS_ELEMENTWISE_H
#define KERNELS_ELEMENTWISE_H

#include "kernels.h"
#include "prelude.h"
#include "vector.h"

/* The iterations of a loop over elements are independent: out either equals an
 * input or lies apart from it. Compilers cannot see that. */
#if defined(__clang__)
#define KERNEL_LOOP _Pragma("clang loop vectorize(assume_safety)")
#else
#define KERNEL_LOOP _Pragma("GCC ivdep")
#endif

#define KERNEL_PASTE(a, b)   KERNEL_PASTE_2(a, b)
#define KERNEL_PASTE_2(a, b) a##b

/* The result's type by rule, for loop type T whose part (if complex) is R. */
#define RESULT_RULE_SAME(T, R)    T
#define RESULT_RULE_FLOAT(T, R)   T
#define RESULT_RULE_DIVIDE(T, R)  T
#define RESULT_RULE_SELECT(T, R)  T
#define RESULT_RULE_COMPARE(T, R) uint8_t
#define RESULT_RULE_LOGICAL(T, R) uint8_t
#define RESULT_RULE_TEST(T, R)    uint8_t
#define RESULT_RULE_REAL(T, R)    R
#define RESULT_RULE_COUNT(T, R)   uint8_t
#define RESULT_RULE_SCALE(T, R)   T

/* A row's functions for one type, or nothing. O is the result's type. */
#define KERNEL_ROW(id, D, arity, O, T, text, vector) \
    KERNEL_PASTE(KERNEL_ROW_, OP_HAS(text))(id, D, arity, O, T, text, vector)
#define KERNEL_ROW_0(id, D, arity, O, T, text, vector)
#define KERNEL_ROW_1(id, D, arity, O, T, text, vector)             \
    static inline O apply_##id##_##D(KERNEL_OPERANDS_##arity(T)) { \
        return (O)text;                                            \
    }                                                              \
    KERNEL_PASTE(KERNEL_BODY_, KERNEL_VECTOR(vector))(id, D, arity, O, T, vector)
#define KERNEL_LOOP_HEAD(id, D) \
    static void loop_##id##_##D(void *out, const void *a, const void *b, const void *c, size_t n)
#define KERNEL_OPERANDS_1(T) T a
#define KERNEL_OPERANDS_2(T) T a, T b
#define KERNEL_OPERANDS_3(T) uint8_t a, T b, T c

#define KERNEL_BODY_0(id, D, arity, O, T, vector) \
    KERNEL_LOOP_HEAD(id, D) KERNEL_TEXT_##arity(id, D, O, T)
#define KERNEL_TEXT_1(id, D, O, T)                                                \
    {                                                                             \
        (void)b, (void)c;                                                         \
        O *o = out;                                                               \
        const T *x = a;                                                           \
        KERNEL_LOOP for (size_t i = 0; i < n; i++) o[i] = apply_##id##_##D(x[i]); \
    }
#define KERNEL_TEXT_2(id, D, O, T)                                                      \
    {                                                                                   \
        (void)c;                                                                        \
        O *o = out;                                                                     \
        const T *x = a, *y = b;                                                         \
        KERNEL_LOOP for (size_t i = 0; i < n; i++) o[i] = apply_##id##_##D(x[i], y[i]); \
    }
#define KERNEL_TEXT_3(id, D, O, T)                                                            \
    {                                                                                         \
        O *o = out;                                                                           \
        const uint8_t *x = a;                                                                 \
        const T *y = b, *z = c;                                                               \
        KERNEL_LOOP for (size_t i = 0; i < n; i++) o[i] = apply_##id##_##D(x[i], y[i], z[i]); \
    }

#ifdef VECTOR_BYTES
#define KERNEL_VECTOR(vector) OP_HAS(vector)
#else
#define KERNEL_VECTOR(vector) 0
#endif
#define KERNEL_BODY_1(id, D, arity, O, T, vector) KERNEL_VECTOR_##arity(id, D, T, vector)
#define KERNEL_VECTOR_1(id, D, T, vector)                                                         \
    static inline bool except_##id##_##D(T a) {                                                   \
        (void)a;                                                                                  \
        return VECTOR_EXCEPT vector;                                                              \
    }                                                                                             \
    KERNEL_LOOP_HEAD(id, D) {                                                                     \
        (void)b, (void)c;                                                                         \
        vector_map_1_##D(out, a, n, (VectorFunction1_##D)VECTOR_NAME_##D vector, except_##id##_##D, apply_##id##_##D); \
    }
#define KERNEL_VECTOR_2(id, D, T, vector)                       \
    KERNEL_LOOP_HEAD(id, D) {                                   \
        (void)c;                                                \
        vector_map_2_##D(out, a, b, n, (VectorFunction2_##D)VECTOR_NAME_##D vector, \
                         (VectorFunction2_##D)VECTOR_CORE_##D vector, VECTOR_PLAIN_##D vector); \
    }

#define ELEMENTWISE(id, name, alias, arity, rule, cost, b, i, f, c, vector, signature, doc)       \
    KERNEL_ROW(id, BOOL, arity, RESULT_##rule(uint8_t, uint8_t), uint8_t, b, NONE)                \
    KERNEL_ROW(id, INT8, arity, RESULT_##rule(int8_t, int8_t), int8_t, i, NONE)                   \
    KERNEL_ROW(id, INT16, arity, RESULT_##rule(int16_t, int16_t), int16_t, i, NONE)               \
    KERNEL_ROW(id, INT32, arity, RESULT_##rule(int32_t, int32_t), int32_t, i, NONE)               \
    KERNEL_ROW(id, INT64, arity, RESULT_##rule(int64_t, int64_t), int64_t, i, NONE)               \
    KERNEL_ROW(id, UINT8, arity, RESULT_##rule(uint8_t, uint8_t), uint8_t, i, NONE)               \
    KERNEL_ROW(id, UINT16, arity, RESULT_##rule(uint16_t, uint16_t), uint16_t, i, NONE)           \
    KERNEL_ROW(id, UINT32, arity, RESULT_##rule(uint32_t, uint32_t), uint32_t, i, NONE)           \
    KERNEL_ROW(id, UINT64, arity, RESULT_##rule(uint64_t, uint64_t), uint64_t, i, NONE)           \
    KERNEL_ROW(id, FLOAT32, arity, RESULT_##rule(float, float), float, f, vector)                 \
    KERNEL_ROW(id, FLOAT64, arity, RESULT_##rule(double, double), double, f, vector)              \
    KERNEL_ROW(id, COMPLEX64, arity, RESULT_##rule(float complex, float), float complex, c, NONE) \
    KERNEL_ROW(id, COMPLEX128, arity, RESULT_##rule(double complex, double), double complex, c,   \
               NONE)
#define REDUCTION(...)
#include "../src/array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION

/* One row of the table of loops. */
#define KERNEL_ENTRY(id, D, text) KERNEL_PASTE(KERNEL_ENTRY_, OP_HAS(text))(id, D)
#define KERNEL_ENTRY_0(id, D)
#define KERNEL_ENTRY_1(id, D) [ARR_##D] = loop_##id##_##D,
#define KERNEL_ENTRIES(id, b, i, f, c)                                                          \
    [OP_##id] = {KERNEL_ENTRY(id, BOOL, b) KERNEL_ENTRY(id, INT8, i) KERNEL_ENTRY(id, INT16, i) \
                     KERNEL_ENTRY(id, INT32, i) KERNEL_ENTRY(id, INT64, i)                      \
                         KERNEL_ENTRY(id, UINT8, i) KERNEL_ENTRY(id, UINT16, i)                 \
                             KERNEL_ENTRY(id, UINT32, i) KERNEL_ENTRY(id, UINT64, i)            \
                                 KERNEL_ENTRY(id, FLOAT32, f) KERNEL_ENTRY(id, FLOAT64, f)      \
                                     KERNEL_ENTRY(id, COMPLEX64, c)                             \
                                         KERNEL_ENTRY(id, COMPLEX128, c)},

#endif
