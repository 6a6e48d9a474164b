/* The Mersenne Twister, the bit generator of NumPy's legacy functions. */
#ifndef BASE_MT19937_H
#define BASE_MT19937_H

#include <stdint.h>

enum { MT19937_WORDS = 624 };

typedef struct Mt19937 {
    uint32_t key[MT19937_WORDS];
    int position; /* of the next word; MT19937_WORDS: the key is used up */
} Mt19937;

void mt19937_seed(Mt19937 *mt, uint32_t seed);
/* By count > 0 words. */
void mt19937_seed_words(Mt19937 *mt, const uint32_t *words, int64_t count);
void mt19937_refill(Mt19937 *mt);

static inline uint32_t mt19937_next32(Mt19937 *mt) {
    if (mt->position == MT19937_WORDS) mt19937_refill(mt);
    uint32_t word = mt->key[mt->position++];
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c5680u;
    word ^= word << 15 & 0xefc60000u;
    return word ^ word >> 18;
}

static inline uint64_t mt19937_next64(Mt19937 *mt) {
    uint64_t high = mt19937_next32(mt);
    return high << 32 | mt19937_next32(mt);
}

/* In [0, 1), of 53 bits. */
static inline double mt19937_double(Mt19937 *mt) {
    int32_t high = (int32_t)(mt19937_next32(mt) >> 5), low = (int32_t)(mt19937_next32(mt) >> 6);
    return (high * 67108864.0 + low) / 9007199254740992.0;
}

#endif
