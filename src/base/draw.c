/* Distributions (see draw.h). PCG64's are those of NumPy's Generator, MT19937's
 * those of its RandomState, which are frozen. */
#include "draw.h"

#include <math.h>

/* --- floats ----------------------------------------------------------------- */

static const struct Layer {
    uint64_t bound;
    double width, height;
} layers[256] = {
#define LAYER(bound, width, height) {bound, width, height},
#include "ziggurat.def"
#undef LAYER
};

static const double tail_start = 3.6541528853610087963519472518;
static const double tail_inverse = 0.27366123732975827203338247596;

static double normal_tail(Pcg64 *pcg, bool negative) {
    for (;;) {
        double x = -tail_inverse * log1p(-pcg64_double(pcg));
        double y = -log1p(-pcg64_double(pcg));
        if (y + y > x * x) return negative ? -(tail_start + x) : tail_start + x;
    }
}

/* Marsaglia and Tsang's ziggurat. */
static double ziggurat(Pcg64 *pcg) {
    for (;;) {
        uint64_t draw = pcg64_next64(pcg);
        unsigned i = draw & 255;
        uint64_t fraction = draw >> 9 & 0xfffffffffffffu;
        double x = (double)fraction * layers[i].width;
        if (draw >> 8 & 1) x = -x;
        if (fraction < layers[i].bound) return x;
        if (i == 0) return normal_tail(pcg, fraction >> 8 & 1);
        double span = layers[i - 1].height - layers[i].height;
        if (span * pcg64_double(pcg) + layers[i].height < exp(-0.5 * x * x)) return x;
    }
}

/* Marsaglia's polar method, two numbers at a time. */
static double polar(BitGenerator *bits) {
    double x, y, square;
    if (bits->has_spare) {
        bits->has_spare = false;
        return bits->spare;
    }
    do {
        x = 2.0 * mt19937_double(&bits->mt) - 1.0;
        y = 2.0 * mt19937_double(&bits->mt) - 1.0;
        square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    double factor = sqrt(-2.0 * log(square) / square);
    bits->spare = factor * x;
    bits->has_spare = true;
    return factor * y;
}

void draw_normals(BitGenerator *bits, double offset, double factor, int64_t count, double *out) {
    if (bits->legacy) {
        for (int64_t i = 0; i < count; i++) out[i] = offset + factor * polar(bits);
        return;
    }
    Pcg64 pcg = bits->pcg; /* a copy can live in registers */
    for (int64_t i = 0; i < count; i++) out[i] = offset + factor * ziggurat(&pcg);
    bits->pcg = pcg;
}

void draw_uniforms(BitGenerator *bits, double offset, double factor, int64_t count, double *out) {
    if (bits->legacy) {
        for (int64_t i = 0; i < count; i++) out[i] = offset + factor * mt19937_double(&bits->mt);
        return;
    }
    for (int64_t i = 0; i < count; i++) out[i] = offset + factor * pcg64_double(&bits->pcg);
}

/* --- ints --------------------------------------------------------------------- */

IntegerDraw integer_draw(int size, uint64_t range) {
    int width = size == 0 ? 1 : size < 4 ? size * 8 : range > UINT32_MAX ? 64 : 32;
    return (IntegerDraw){range, width};
}

/* Pieces of 32-bit draws, low ones first. What is left at the end of a call is
 * not used by the next. */
typedef struct Pieces {
    BitGenerator *bits;
    uint32_t word;
    int width, left; /* left: bits of word */
} Pieces;

static uint32_t next_piece(Pieces *p) {
    if (p->left == 0) {
        p->word = draw32(p->bits);
        p->left = 32;
    } else {
        p->word >>= p->width;
    }
    p->left -= p->width;
    return p->word & UINT32_MAX >> (32 - p->width);
}

static uint64_t smallest_mask(uint64_t range) {
    return UINT64_MAX >> __builtin_clzll(range | 1);
}

/* The legacy way: bits beyond the range are cut off, and what still exceeds it
 * is refused. */
static uint64_t masked_piece(Pieces *p, uint64_t range) {
    uint32_t mask = (uint32_t)smallest_mask(range), piece;
    do piece = next_piece(p) & mask;
    while (piece > range);
    return piece;
}

/* Lemire's: the high half of piece * (range + 1); refused where the low half
 * shows that some ints would come too often. */
static uint64_t scaled_piece(Pieces *p, uint64_t range) {
    uint64_t count = range + 1, full = UINT32_MAX >> (32 - p->width);
    uint64_t product = next_piece(p) * count;
    if ((product & full) < count)
        for (uint64_t least = (full - range) % count; (product & full) < least;)
            product = next_piece(p) * count;
    return product >> p->width;
}

static uint64_t masked_word(BitGenerator *bits, uint64_t range) {
    uint64_t mask = smallest_mask(range), word;
    do word = draw64(bits) & mask;
    while (word > range);
    return word;
}

static uint64_t scaled_word(BitGenerator *bits, uint64_t range) {
    uint64_t count = range + 1;
    if (count == 0) return draw64(bits);
    unsigned __int128 product = (unsigned __int128)draw64(bits) * count;
    if ((uint64_t)product < count)
        for (uint64_t least = (UINT64_MAX - range) % count; (uint64_t)product < least;)
            product = (unsigned __int128)draw64(bits) * count;
    return (uint64_t)(product >> 64);
}

static void store(void *out, int size, int64_t i, uint64_t value) {
    switch (size) {
    case 2: ((uint16_t *)out)[i] = (uint16_t)value; break;
    case 4: ((uint32_t *)out)[i] = (uint32_t)value; break;
    case 8: ((uint64_t *)out)[i] = value; break;
    default: ((uint8_t *)out)[i] = (uint8_t)value; break;
    }
}

/* PCG64's usual case: scaled_piece() of whole 32-bit draws. */
static void draw_scaled32(BitGenerator *bits, int size, uint64_t offset, uint64_t range,
                          int64_t count, void *out) {
    Pcg64 pcg = bits->pcg; /* a copy can live in registers */
    uint64_t values = range + 1, least = (UINT32_MAX - range) % values;
    for (int64_t i = 0; i < count; i++) {
        uint64_t product;
        do product = pcg64_next32(&pcg) * values;
        while ((uint32_t)product < least);
        store(out, size, i, offset + (product >> 32));
    }
    bits->pcg = pcg;
}

void draw_integers(BitGenerator *bits, int size, uint64_t offset, uint64_t range, int64_t count,
                   void *out) {
    IntegerDraw draw = integer_draw(size, range);
    Pieces pieces = {.bits = bits, .width = draw.width};
    if (draw.width == 32 && range && !bits->legacy) {
        draw_scaled32(bits, size, offset, range, count, out);
        return;
    }
    for (int64_t i = 0; i < count; i++) {
        uint64_t value;
        if (range == 0) value = 0;
        else if (draw.width == 64)
            value = bits->legacy ? masked_word(bits, range) : scaled_word(bits, range);
        else value = bits->legacy ? masked_piece(&pieces, range) : scaled_piece(&pieces, range);
        store(out, size, i, offset + value);
    }
}
