/* What is drawn from a bit generator one after another, bit for bit as NumPy
 * draws it: how many draws are used depends on what they give. */
#ifndef BASE_DRAW_H
#define BASE_DRAW_H

#include "mt19937.h"
#include "pcg64.h"

typedef struct BitGenerator {
    bool legacy; /* MT19937 behind np.random.rand and RandomState; else PCG64 */
    union {
        Pcg64 pcg;
        Mt19937 mt;
    };
    double spare; /* legacy: normal numbers are made two at a time */
    bool has_spare;
} BitGenerator;

static inline uint32_t draw32(BitGenerator *bits) {
    return bits->legacy ? mt19937_next32(&bits->mt) : pcg64_next32(&bits->pcg);
}
static inline uint64_t draw64(BitGenerator *bits) {
    return bits->legacy ? mt19937_next64(&bits->mt) : pcg64_next64(&bits->pcg);
}

static inline double draw_double(BitGenerator *bits) {
    if (bits->legacy) return mt19937_double(&bits->mt);
    return (double)(pcg64_next64(&bits->pcg) >> 11) / 9007199254740992.0;
}
static inline float draw_float(BitGenerator *bits) {
    return (float)(draw32(bits) >> 8) / 16777216.0f;
}
/* Of mean 0 and deviation 1. */
double draw_normal(BitGenerator *bits);

/* How ints in 0..range are cut out of the stream. */
typedef struct IntegerDraw {
    uint64_t range;
    int width; /* bits of a piece: 64, or 1, 8, 16, 32 of one 32-bit draw */
} IntegerDraw;
/* size: bytes of the result's type, 0 for bool. */
IntegerDraw integer_draw(int size, uint64_t range);
/* PCG64 only: no piece is ever refused, so that each int takes one. */
static inline bool integer_draw_is_even(const IntegerDraw *draw) {
    return (draw->range & (draw->range + 1)) == 0;
}
/* count ints of size bytes (0: bool), offset added, modulo the type. */
void draw_integers(BitGenerator *bits, int size, uint64_t offset, uint64_t range, int64_t count,
                   void *out);

#endif
