/* Exact decimal expansion (see decimal.h): x = m * 2^e is an integer when
 * e >= 0, and m * 5^-e shifted by -e decimal places otherwise; either is at
 * most 86 limbs in base 10^9. */
#include "decimal.h"

#include <math.h>
#include <string.h>

enum { LIMBS = DECIMAL_DIGITS / 9, LIMB_DIGITS = 9 };
static const uint32_t limb_base = 1000000000;

typedef struct Limbs {
    int count;
    uint32_t limb[LIMBS]; /* least significant first */
} Limbs;

static void multiply(Limbs *n, uint32_t factor) {
    uint64_t carry = 0;
    for (int i = 0; i < n->count; i++) {
        carry += (uint64_t)n->limb[i] * factor;
        n->limb[i] = (uint32_t)(carry % limb_base);
        carry /= limb_base;
    }
    while (carry) {
        n->limb[n->count++] = (uint32_t)(carry % limb_base);
        carry /= limb_base;
    }
}

/* n * base^power, step powers at a time: chunk = base^step fits 32 bits. */
static void multiply_power(Limbs *n, uint32_t base, int step, uint32_t chunk, int power) {
    for (; power >= step; power -= step) multiply(n, chunk);
    uint32_t rest = 1;
    for (; power > 0; power--) rest *= base;
    if (rest > 1) multiply(n, rest);
}

static Limbs limbs_from(uint64_t value) {
    Limbs n = {.count = 0};
    for (; value; value /= limb_base) n.limb[n.count++] = (uint32_t)(value % limb_base);
    return n;
}

static void trim(Decimal *d) {
    while (d->count > 0 && d->digits[d->count - 1] == '0') d->count--;
    if (d->count == 0) d->exponent = 0;
}

/* The digits of n * 10^-shift. */
static void set_digits(Decimal *d, const Limbs *n, int shift) {
    d->count = 0;
    for (int i = n->count - 1; i >= 0; i--) {
        char chunk[LIMB_DIGITS];
        uint32_t limb = n->limb[i];
        for (int k = LIMB_DIGITS - 1; k >= 0; k--, limb /= 10) chunk[k] = (char)('0' + limb % 10);
        int skip = 0;
        if (d->count == 0)
            while (skip < LIMB_DIGITS && chunk[skip] == '0') skip++;
        memcpy(d->digits + d->count, chunk + skip, (size_t)(LIMB_DIGITS - skip));
        d->count += LIMB_DIGITS - skip;
    }
    d->exponent = d->count - shift;
    trim(d);
}

void decimal_from_double(Decimal *d, double x) {
    d->negative = signbit(x);
    d->count = d->exponent = 0;
    if (x == 0) return;
    int e;
    uint64_t m = (uint64_t)ldexp(frexp(fabs(x), &e), 53);
    int zeros = __builtin_ctzll(m);
    m >>= zeros;
    e += zeros - 53;
    Limbs n = limbs_from(m);
    if (e >= 0)
        multiply_power(&n, 2, 31, UINT32_C(1) << 31, e);
    else
        multiply_power(&n, 5, 13, 1220703125, -e);
    set_digits(d, &n, e < 0 ? -e : 0);
}

/* Adds one in the last digit; all nines become 1 one place further left. */
static void increment(Decimal *d) {
    int i = d->count - 1;
    while (i >= 0 && d->digits[i] == '9') i--;
    if (i >= 0) {
        d->digits[i]++;
        d->count = i + 1;
    } else {
        d->digits[0] = '1';
        d->count = 1;
        d->exponent++;
    }
}

static bool rounds_up(const Decimal *d, int count) {
    if (d->digits[count] != '5') return d->digits[count] > '5';
    if (count + 1 < d->count) return true;
    return count > 0 && (d->digits[count - 1] & 1);
}

void decimal_round(Decimal *d, int count) {
    if (count >= d->count) return;
    bool up = count >= 0 && rounds_up(d, count);
    d->count = count < 0 ? 0 : count;
    if (up)
        increment(d);
    else
        trim(d);
}

void decimal_round_up(Decimal *d, int count) {
    if (count < d->count) d->count = count;
    for (; d->count < count; d->count++) d->digits[d->count] = '0';
    increment(d);
}
