/* Elements as unsigned ints of the same order: -inf < ... < -0.0 == 0.0 < ...
 * < inf < nan. Complex numbers have two such keys, which NumPy's order makes:
 * by real part, then imaginary part, but behind all others come those whose
 * imaginary part is nan, then those whose real part is, then those with both. */
#ifndef KERNELS_SORT_KEY_H
#define KERNELS_SORT_KEY_H

#include <complex.h>
#include <stdint.h>
#include <string.h>
#undef I

/* Keys of floats end at inf's; these lie beyond. */
#define KEY_NAN      UINT64_MAX
#define KEY_NAN_IMAG (UINT64_MAX - 1)

static inline uint64_t key_double(double x) {
    uint64_t bits;
    x += 0.0; /* -0.0 becomes 0.0 */
    if (x != x) return KEY_NAN;
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

/* The double whose key it is. */
static inline double key_to_double(uint64_t key) {
    double x;
    uint64_t bits = key >> 63 ? key ^ (uint64_t)1 << 63 : ~key;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* In 32 bits, which sort in half the time. */
static inline uint32_t key_float(float x) {
    uint32_t bits;
    x += 0.0f;
    if (x != x) return UINT32_MAX;
    memcpy(&bits, &x, sizeof bits);
    return bits >> 31 ? ~bits : bits | (uint32_t)1 << 31;
}

static inline float key_to_float(uint32_t key) {
    float x;
    uint32_t bits = key >> 31 ? key ^ (uint32_t)1 << 31 : ~key;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint64_t key_complex_high(double real, double imag) {
    return real == real && imag != imag ? KEY_NAN_IMAG : key_double(real);
}

static inline uint64_t key_complex_low(double real, double imag) {
    return real == real && imag != imag ? key_double(real) : key_double(imag);
}

#endif
