/* Float to int as x86-64's instructions do it, and so NumPy: what does not fit
 * gives the smallest int, which then is cut to the type's bits. A plain C cast
 * is undefined there. Shared by the host's constants and the kernels. */
#ifndef ARRAY_CONVERT_H
#define ARRAY_CONVERT_H

#include <stdbool.h>
#include <stdint.h>

#define CONVERT_INT32_LIMIT 2147483648.0
#define CONVERT_INT64_LIMIT 9223372036854775808.0

#define CONVERT_FROM(T, name)                                                                   \
    static inline int32_t convert_##name##_int32(T x) {                                         \
        bool fits = x >= (T)-CONVERT_INT32_LIMIT && x < (T)CONVERT_INT32_LIMIT;                 \
        return fits ? (int32_t)x : INT32_MIN;                                                   \
    }                                                                                           \
    static inline int64_t convert_##name##_int64(T x) {                                         \
        bool fits = x >= (T)-CONVERT_INT64_LIMIT && x < (T)CONVERT_INT64_LIMIT;                 \
        return fits ? (int64_t)x : INT64_MIN;                                                   \
    }                                                                                           \
    static inline uint64_t convert_##name##_uint64(T x) {                                       \
        bool high = x >= (T)CONVERT_INT64_LIMIT;                                                \
        uint64_t low = (uint64_t)convert_##name##_int64(high ? x - (T)CONVERT_INT64_LIMIT : x); \
        return low ^ ((uint64_t)high << 63);                                                    \
    }
CONVERT_FROM(float, float)
CONVERT_FROM(double, double)

#endif
