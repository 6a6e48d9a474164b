/* The recurrence of Matsumoto and Nishimura, seeded as NumPy seeds it. */
#include "mt19937.h"

void mt19937_seed(Mt19937 *mt, uint32_t seed) {
    for (uint32_t i = 0; i < MT19937_WORDS; i++) {
        mt->key[i] = seed;
        seed = 1812433253u * (seed ^ seed >> 30) + i + 1;
    }
    mt->position = MT19937_WORDS;
}

/* One step of the seeding's second half: word i from the one before it. */
static int mix_word(uint32_t *key, int i, uint32_t factor, uint32_t add) {
    key[i] = (key[i] ^ (key[i - 1] ^ key[i - 1] >> 30) * factor) + add;
    if (++i < MT19937_WORDS) return i;
    key[0] = key[MT19937_WORDS - 1];
    return 1;
}

void mt19937_seed_words(Mt19937 *mt, const uint32_t *words, int64_t count) {
    int i = 1;
    int64_t steps = count > MT19937_WORDS ? count : MT19937_WORDS;
    mt19937_seed(mt, 19650218u);
    for (int64_t step = 0; step < steps; step++)
        i = mix_word(mt->key, i, 1664525u, words[step % count] + (uint32_t)(step % count));
    for (int step = 1; step < MT19937_WORDS; step++)
        i = mix_word(mt->key, i, 1566083941u, 0u - (uint32_t)i);
    mt->key[0] = 0x80000000u; /* never all zero */
}

static uint32_t twist(uint32_t word, uint32_t next) {
    uint32_t pair = (word & 0x80000000u) | (next & 0x7fffffffu);
    return pair >> 1 ^ (next & 1 ? 0x9908b0dfu : 0);
}

void mt19937_refill(Mt19937 *mt) {
    enum { WORDS = MT19937_WORDS, MIDDLE = 397 };
    uint32_t *key = mt->key;
    int i = 0;
    for (; i < WORDS - MIDDLE; i++) key[i] = key[i + MIDDLE] ^ twist(key[i], key[i + 1]);
    for (; i < WORDS - 1; i++) key[i] = key[i + MIDDLE - WORDS] ^ twist(key[i], key[i + 1]);
    key[i] = key[MIDDLE - 1] ^ twist(key[i], key[0]);
    mt->position = 0;
}
