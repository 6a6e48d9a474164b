/* Seeding and jumping (see pcg64.h). */
#include "pcg64.h"

enum { POOL = 4 };

/* SeedSequence's hash: each word is mixed with a constant that moves on. */
static uint32_t hash_mix(uint32_t word, uint32_t *constant) {
    word ^= *constant;
    *constant *= 0x931e8875u;
    word *= *constant;
    return word ^ word >> 16;
}

static uint32_t mix(uint32_t x, uint32_t y) {
    uint32_t word = 0xca01f9ddu * x - 0x4973f715u * y;
    return word ^ word >> 16;
}

static void fill_pool(uint32_t pool[POOL], const uint32_t *entropy, int64_t count) {
    uint32_t constant = 0x43b0d7e5u;
    for (int i = 0; i < POOL; i++) pool[i] = hash_mix(i < count ? entropy[i] : 0, &constant);
    for (int from = 0; from < POOL; from++)
        for (int to = 0; to < POOL; to++)
            if (from != to) pool[to] = mix(pool[to], hash_mix(pool[from], &constant));
    for (int64_t from = POOL; from < count; from++)
        for (int to = 0; to < POOL; to++)
            pool[to] = mix(pool[to], hash_mix(entropy[from], &constant));
}

static void generate_state(const uint32_t pool[POOL], uint64_t words[4]) {
    uint32_t constant = 0x8b51f9ddu;
    for (int i = 0; i < 8; i++) {
        uint32_t word = pool[i % POOL] ^ constant;
        constant *= 0x58f38dedu;
        word *= constant;
        word ^= word >> 16;
        words[i / 2] = i % 2 ? words[i / 2] | (uint64_t)word << 32 : word;
    }
}

void pcg64_seed(Pcg64 *pcg, const uint32_t *entropy, int64_t count) {
    uint32_t pool[POOL];
    uint64_t words[4];
    fill_pool(pool, entropy, count);
    generate_state(pool, words);
    *pcg = (Pcg64){.increment = {words[3] << 1 | 1, words[2] << 1 | words[3] >> 63}};
    pcg64_next64(pcg);
    unsigned __int128 first = (unsigned __int128)words[0] << 64 | words[1];
    unsigned __int128 state = pcg64_wide(pcg->state) + first;
    pcg->state[0] = (uint64_t)state;
    pcg->state[1] = (uint64_t)(state >> 64);
    pcg64_next64(pcg);
}

/* n steps of x -> a x + c are one such step, whose a and c are found by
 * squaring. */
void pcg64_advance(Pcg64 *pcg, uint64_t n) {
    unsigned __int128 a = (unsigned __int128)PCG64_MULTIPLIER_HIGH << 64 | PCG64_MULTIPLIER_LOW;
    unsigned __int128 c = pcg64_wide(pcg->increment), state = pcg64_wide(pcg->state);
    for (; n; n >>= 1) {
        if (n & 1) state = state * a + c;
        c *= a + 1;
        a *= a;
    }
    pcg->state[0] = (uint64_t)state;
    pcg->state[1] = (uint64_t)(state >> 64);
}

void pcg64_advance32(Pcg64 *pcg, uint64_t n) {
    if (n == 0) return;
    n -= pcg->has_half;
    pcg->has_half = false;
    pcg64_advance(pcg, n / 2);
    if (n % 2) pcg64_next32(pcg);
}
