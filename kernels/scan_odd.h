/* Whether any element is odd: what device/cpu/watch.c asks of a tile before it
 * looks closer. Without branches, so that it costs little beside the op itself. */
#ifndef KERNELS_SCAN_ODD_H
#define KERNELS_SCAN_ODD_H

#include "kernels.h"

/* U: an unsigned integer of R's size. */
#define SCAN_ODD(D, R, U, EXPONENT)                                                         \
    static bool all_finite_##D(const void *in, size_t n) {                                  \
        const R *a = in;                                                                    \
        U odd = 0;                                                                          \
        for (size_t i = 0; i < n; i++) {                                                    \
            U bits;                                                                         \
            memcpy(&bits, &a[i], sizeof bits);                                              \
            odd |= (U)((bits & EXPONENT) == EXPONENT);                                      \
        }                                                                                   \
        return odd == 0;                                                                    \
    }                                                                                       \
    static bool all_within_##D(const void *in, size_t step, size_t n, double low, double end) { \
        const R *a = in;                                                                    \
        const R least = (R)low, limit = (R)end;                                             \
        U odd = 0;                                                                          \
        if (step == 1)                                                                      \
            for (size_t i = 0; i < n; i++) odd |= !((a[i] >= least) & (a[i] < limit));      \
        else                                                                                \
            for (size_t i = 0; i < n; i++)                                                  \
                odd |= !((a[i * step] >= least) & (a[i * step] < limit));                   \
        return odd == 0;                                                                    \
    }
SCAN_ODD(FLOAT32, float, uint32_t, UINT32_C(0x7F800000))
SCAN_ODD(FLOAT64, double, uint64_t, UINT64_C(0x7FF0000000000000))

#endif
