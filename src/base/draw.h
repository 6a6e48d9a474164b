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

/* Of 53 bits, in [0, 1). */
static inline double pcg64_double(Pcg64 *pcg) {
    return (double)(pcg64_next64(pcg) >> 11) / 9007199254740992.0;
}
/* Of 24 bits. */
static inline float pcg64_float(Pcg64 *pcg) {
    return (float)(pcg64_next32(pcg) >> 8) / 16777216.0f;
}

/* offset + factor * x: of x uniform in [0, 1), of mean 0 and deviation 1. */
void draw_uniforms(BitGenerator *bits, double offset, double factor, int64_t count, double *out);
void draw_normals(BitGenerator *bits, double offset, double factor, int64_t count, double *out);

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
