/* Casts between all types, and ranges. */
#ifndef KERNELS_CAST_H
#define KERNELS_CAST_H

#include "../src/array/convert.h"
#include "elementwise.h"

/* How the element x of a source becomes an int: ints are cut to the type's
 * bits; floats go through the int type that x86-64 has an instruction for.
 * (Beyond uint32's range NumPy gives one of two results, by where in a vector
 * an element stands; this is the one of single elements.) */
#define CAST_OF_INT(T, through, x)    (T)(x)
#define CAST_OF_FLOAT(T, through, x)  (T) convert_float_##through(x)
#define CAST_OF_DOUBLE(T, through, x) (T) convert_double_##through(x)

/* The value of one element, cast_element_INT32_FLOAT64(x), and the loop over many. */
#define CAST_ELEMENT(FROM, F, TO, T, value)                      \
    static inline T cast_element_##FROM##_##TO(const F x) {      \
        return value;                                            \
    }
#define CAST_LOOP(FROM, F, TO, T, value)                                                  \
    CAST_ELEMENT(FROM, F, TO, T, value)                                                   \
    static void cast_##FROM##_##TO(void *out, const void *a, size_t n) {                  \
        T *o = out;                                                                       \
        const F *in = a;                                                                  \
        KERNEL_LOOP for (size_t i = 0; i < n; i++) o[i] = cast_element_##FROM##_##TO(in[i]); \
    }

/* gcc copies complex numbers one by one, so equal types are left to memmove. */
#define CAST_COMPLEX(FROM, F, TO, T, value)                                    \
    CAST_ELEMENT(FROM, F, TO, T, value)                                        \
    static void cast_##FROM##_##TO(void *out, const void *a, size_t n) {       \
        T *o = out;                                                            \
        const F *in = a;                                                       \
        if (__builtin_types_compatible_p(F, T)) memmove(o, in, n * sizeof(T)); \
        else KERNEL_LOOP for (size_t i = 0; i < n; i++) o[i] = (T)in[i];       \
    }

#define RANGE_LOOP(D, T, COUNT, value)                                                     \
    static inline T range_element_##D(const COUNT k, const T start, const T step) {        \
        return value;                                                                      \
    }                                                                                      \
    typedef COUNT RangeCount_##D;                                                          \
    static void range_##D(void *out, int64_t first, const void *start_, const void *step_, \
                          size_t n) {                                                      \
        T *o = out;                                                                        \
        T start, step;                                                                     \
        memcpy(&start, start_, sizeof start);                                              \
        memcpy(&step, step_, sizeof step);                                                 \
        for (size_t i = 0; i < n; i++)                                                     \
            o[i] = range_element_##D((COUNT)first + (COUNT)i, start, step);                \
    }

#include "cast_rows.h"

/* The tables' rows. */
#define CAST_ENTRIES(FROM)                                     \
    [ARR_##FROM] = {[ARR_BOOL] = cast_##FROM##_BOOL,           \
                    [ARR_INT8] = cast_##FROM##_INT8,           \
                    [ARR_INT16] = cast_##FROM##_INT16,         \
                    [ARR_INT32] = cast_##FROM##_INT32,         \
                    [ARR_INT64] = cast_##FROM##_INT64,         \
                    [ARR_UINT8] = cast_##FROM##_UINT8,         \
                    [ARR_UINT16] = cast_##FROM##_UINT16,       \
                    [ARR_UINT32] = cast_##FROM##_UINT32,       \
                    [ARR_UINT64] = cast_##FROM##_UINT64,       \
                    [ARR_FLOAT32] = cast_##FROM##_FLOAT32,     \
                    [ARR_FLOAT64] = cast_##FROM##_FLOAT64,     \
                    [ARR_COMPLEX64] = cast_##FROM##_COMPLEX64, \
                    [ARR_COMPLEX128] = cast_##FROM##_COMPLEX128},

#endif
