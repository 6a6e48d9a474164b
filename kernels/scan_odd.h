/* Whether any element is odd: what device/cpu/watch.c asks of a tile before it
 * looks closer. Without branches, so that it costs little beside the op itself. */
#ifndef KERNELS_SCAN_ODD_H
#define KERNELS_SCAN_ODD_H

#include "kernels.h"

/* U: an unsigned integer of R's size. */
#define SCAN_ODD(D, R, U, EXPONENT)                                                             \
    static bool all_finite_##D(const void *in, size_t n) {                                      \
        const R *a = in;                                                                        \
        U odd = 0;                                                                              \
        for (size_t i = 0; i < n; i++) {                                                        \
            U bits;                                                                             \
            memcpy(&bits, &a[i], sizeof bits);                                                  \
            odd |= (U)((bits & EXPONENT) == EXPONENT);                                          \
        }                                                                                       \
        return odd == 0;                                                                        \
    }                                                                                           \
    static bool all_within_##D(const void *in, size_t step, size_t n, double low, double end) { \
        const R *a = in;                                                                        \
        const R least = (R)low, limit = (R)end;                                                 \
        U odd = 0;                                                                              \
        if (step == 1)                                                                          \
            for (size_t i = 0; i < n; i++) odd |= !((a[i] >= least) & (a[i] < limit));          \
        else                                                                                    \
            for (size_t i = 0; i < n; i++)                                                      \
                odd |= !((a[i * step] >= least) & (a[i * step] < limit));                       \
        return odd == 0;                                                                        \
    }
SCAN_ODD(FLOAT32, float, uint32_t, UINT32_C(0x7F800000))
SCAN_ODD(FLOAT64, double, uint64_t, UINT64_C(0x7FF0000000000000))

#define SCAN_DIVISION(D, T, LEAST)                                                \
    static unsigned divides_oddly_##D(const void *in, const void *by, size_t n) { \
        const T *a = in, *b = by;                                                 \
        T zero = 0, over = 0;                                                     \
        for (size_t i = 0; i < n; i++) {                                          \
            zero |= b[i] == 0;                                                    \
            if ((LEAST) != 0) over |= (b[i] == (T)-1) & (a[i] == (T)(LEAST));     \
        }                                                                         \
        return (zero ? DIVISION_BY_ZERO : 0u) | (over ? DIVISION_OVERFLOWS : 0u); \
    }
SCAN_DIVISION(INT8, int8_t, INT8_MIN)
SCAN_DIVISION(INT16, int16_t, INT16_MIN)
SCAN_DIVISION(INT32, int32_t, INT32_MIN)
SCAN_DIVISION(INT64, int64_t, INT64_MIN)
SCAN_DIVISION(UINT8, uint8_t, 0)
SCAN_DIVISION(UINT16, uint16_t, 0)
SCAN_DIVISION(UINT32, uint32_t, 0)
SCAN_DIVISION(UINT64, uint64_t, 0)

#endif
