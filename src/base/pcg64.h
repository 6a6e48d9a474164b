/* PCG64 (XSL-RR, 128 bits), the bit generator of NumPy's default_rng, and the
 * SeedSequence that seeds it. Its state after any number of draws is known in
 * O(log n): so a stream's position moves on when a fill is recorded, and the
 * fill itself starts anywhere. */
#ifndef BASE_PCG64_H
#define BASE_PCG64_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Pcg64 {
    uint64_t state[2], increment[2]; /* low word first */
    uint32_t half;                   /* the high half of a draw whose low half was used */
    bool has_half;
} Pcg64;

/* As NumPy's SeedSequence(entropy), given as words of 32 bits, low word first. */
void pcg64_seed(Pcg64 *pcg, const uint32_t *entropy, int64_t count);
/* As after n draws of 64 bits. */
void pcg64_advance(Pcg64 *pcg, uint64_t n);
/* As after n draws of 32 bits. */
void pcg64_advance32(Pcg64 *pcg, uint64_t n);

#define PCG64_MULTIPLIER_HIGH UINT64_C(2549297995355413924)
#define PCG64_MULTIPLIER_LOW  UINT64_C(4865540595714422341)

static inline unsigned __int128 pcg64_wide(const uint64_t words[2]) {
    return (unsigned __int128)words[1] << 64 | words[0];
}

static inline uint64_t pcg64_next64(Pcg64 *pcg) {
    unsigned __int128 multiplier =
        (unsigned __int128)PCG64_MULTIPLIER_HIGH << 64 | PCG64_MULTIPLIER_LOW;
    unsigned __int128 state = pcg64_wide(pcg->state) * multiplier + pcg64_wide(pcg->increment);
    uint64_t low = (uint64_t)state, high = (uint64_t)(state >> 64);
    pcg->state[0] = low;
    pcg->state[1] = high;
    unsigned turn = (unsigned)(high >> 58);
    uint64_t mixed = high ^ low;
    return mixed >> turn | mixed << (-turn & 63);
}

static inline uint32_t pcg64_next32(Pcg64 *pcg) {
    if (pcg->has_half) {
        pcg->has_half = false;
        return pcg->half;
    }
    uint64_t draw = pcg64_next64(pcg);
    pcg->half = (uint32_t)(draw >> 32);
    pcg->has_half = true;
    return (uint32_t)draw;
}

#endif
