/* Fills (see draw.h): uniform numbers, ints, orders and samples. */
#include "draw.h"

#include <math.h>
#include <string.h>

/* --- floats ----------------------------------------------------------------- */

void draw_uniforms(BitGenerator *bits, double offset, double factor, int64_t count, double *out) {
    if (bits->legacy) {
        for (int64_t i = 0; i < count; i++) out[i] = offset + factor * mt19937_double(&bits->mt);
        return;
    }
    for (int64_t i = 0; i < count; i++) out[i] = offset + factor * pcg64_double(&bits->pcg);
}

static void draw_floats(Pcg64 *pcg, int64_t count, float *out) {
    for (int64_t i = 0; i < count; i++) out[i] = pcg64_float(pcg);
}

static void draw_exponential_logs(BitGenerator *bits, int64_t count, double *out) {
    for (int64_t i = 0; i < count; i++) out[i] = -log1p(-draw_double(bits));
}

static void draw_exponential_log_floats(Pcg64 *pcg, int64_t count, float *out) {
    for (int64_t i = 0; i < count; i++) out[i] = -log1pf(-pcg64_float(pcg));
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

/* low[i] + one of 0..range[i]; low[i] where a range exceeds the type, as a check tells. */
static void draw_each_integer(BitGenerator *bits, int size, const int64_t *low,
                              const int64_t *ranges, int64_t count, void *out) {
    Pieces pieces = {.bits = bits};
    for (int64_t i = 0; i < count; i++) {
        uint64_t range = (uint64_t)ranges[i], value = 0;
        pieces.width = integer_draw(size, range).width;
        if (range == 0 || range > UINT64_MAX >> (64 - pieces.width)) value = 0;
        else if (pieces.width == 64)
            value = bits->legacy ? masked_word(bits, range) : scaled_word(bits, range);
        else value = bits->legacy ? masked_piece(&pieces, range) : scaled_piece(&pieces, range);
        store(out, size, i, (uint64_t)low[i] + value);
    }
}

/* --- orders and samples ---------------------------------------------------------- */

/* One of 0..range, as choices draw it; */
static uint64_t draw_below(BitGenerator *bits, uint64_t range) {
    Pieces pieces = {.bits = bits, .width = 32};
    if (range == 0) return 0;
    if (range > UINT32_MAX) return bits->legacy ? masked_word(bits, range) : scaled_word(bits, range);
    return bits->legacy ? masked_piece(&pieces, range) : scaled_piece(&pieces, range);
}

/* and as shuffles do: the legacy way, whatever the generator. */
static uint64_t draw_masked(BitGenerator *bits, uint64_t range) {
    uint64_t mask = smallest_mask(range), value;
    do value = (range > UINT32_MAX ? draw64(bits) : draw32(bits)) & mask;
    while (value > range);
    return value;
}

/* Fisher and Yates', from the last of n places down to `first`. */
static void shuffle(BitGenerator *bits, bool masked, int64_t *items, int64_t n, int64_t first) {
    for (int64_t i = n - 1; i >= first; i--) {
        uint64_t drawn = masked ? draw_masked(bits, (uint64_t)i) : draw_below(bits, (uint64_t)i);
        int64_t j = (int64_t)drawn, item = items[j];
        items[j] = items[i];
        items[i] = item;
    }
}

static void draw_orders(BitGenerator *bits, const Draw *draw, int64_t count, int64_t *out) {
    int64_t n = (int64_t)draw->range, first = (int64_t)draw->low;
    for (int64_t row = 0; n && row < count / n; row++, out += n) {
        for (int64_t i = 0; i < n; i++) out[i] = i;
        shuffle(bits, draw->size, out, n, first);
    }
}

/* A set of ints: open addressing, a power of two of slots, -1 in free ones. */
static bool set_add(int64_t *slots, uint64_t mask, int64_t item) {
    uint64_t at = (uint64_t)item & mask;
    for (; slots[at] != -1; at = (at + 1) & mask)
        if (slots[at] == item) return false;
    slots[at] = item;
    return true;
}

/* The slots of a set for count ints. */
static uint64_t set_mask(int64_t count) {
    return smallest_mask((uint64_t)(1.2 * (double)count));
}

/* Floyd's. */
static void draw_sample(BitGenerator *bits, const Draw *draw, int64_t count, int64_t *slots,
                        int64_t *out) {
    uint64_t mask = set_mask(count);
    int64_t first = (int64_t)draw->range - count;
    memset(slots, 0xff, (mask + 1) * sizeof *slots);
    for (int64_t i = 0; i < count; i++) {
        int64_t item = (int64_t)draw_below(bits, (uint64_t)(first + i));
        if (!set_add(slots, mask, item)) set_add(slots, mask, item = first + i);
        out[i] = item;
    }
    if (draw->low) shuffle(bits, false, out, count, 1);
}

/* How many places of sums, which ascend, lie at or below x. */
static int64_t place_behind(const double *sums, int64_t n, double x) {
    int64_t low = 0, high = n;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (x < sums[middle]) high = middle;
        else low = middle + 1;
    }
    return low;
}

/* Round by round: as many as lack are drawn by the chances of those not found
 * yet; of equal ones in a round the first counts. scratch: chances, their
 * running sums, and the round that found each. */
static bool draw_weighted(BitGenerator *bits, const Draw *draw, const double *given, int64_t count,
                          double *scratch, int64_t *out) {
    int64_t n = (int64_t)draw->range, found = 0, possible = 0;
    double *chances = scratch, *sums = scratch + n;
    bool *taken = (bool *)(void *)(scratch + 2 * n);
    double total = 0;
    for (int64_t i = 0; i < n; i++) {
        if (!(given[i] >= 0)) return false;
        possible += given[i] > 0;
        total += chances[i] = given[i];
        taken[i] = false;
    }
    if (possible < count || !isfinite(total)) return false;
    while (found < count) {
        int64_t before = found;
        for (int64_t i = 0; i < n; i++) sums[i] = (i ? sums[i - 1] : 0) + chances[i];
        double all = sums[n - 1];
        for (int64_t i = 0; i < n; i++) sums[i] /= all;
        for (int64_t lacking = count - found; lacking > 0; lacking--) {
            int64_t item = place_behind(sums, n, draw_double(bits));
            if (item >= n || taken[item]) continue;
            taken[item] = true;
            out[found++] = item;
        }
        for (int64_t i = before; i < found; i++) chances[out[i]] = 0;
    }
    return true;
}

/* --- any fill ------------------------------------------------------------------------ */

int draw_item_size(const Draw *draw) {
    switch ((DrawKind)draw->kind) {
    case DRAW_UNIFORM_FLOAT:
    case DRAW_NORMAL_FLOAT:
    case DRAW_EXPONENTIAL_FLOAT:
    case DRAW_EXPONENTIAL_LOG_FLOAT: return 4;
    case DRAW_INTEGERS:
    case DRAW_EACH_INTEGER: return draw->size ? draw->size : 1;
    default: return 8;
    }
}

int64_t draw_scratch(const Draw *draw, int64_t count) {
    if (draw->kind == DRAW_SAMPLE) return (int64_t)(set_mask(count) + 1) * 8;
    if (draw->kind != DRAW_WEIGHTED) return 0;
    return (int64_t)draw->range > INT64_MAX / 32 ? -1 : 17 * (int64_t)draw->range;
}

bool draw_fill(BitGenerator *bits, const Draw *draw, const DrawValues *values, int64_t count,
               void *scratch, void *out) {
    if (count == 0) return true;
    switch ((DrawKind)draw->kind) {
    case DRAW_UNIFORM: draw_uniforms(bits, draw->a, draw->b, count, out); return true;
    case DRAW_UNIFORM_FLOAT: draw_floats(&bits->pcg, count, out); return true;
    case DRAW_NORMAL_FLOAT: draw_normal_floats(&bits->pcg, count, out); return true;
    case DRAW_EXPONENTIAL_FLOAT: draw_exponential_floats(&bits->pcg, count, out); return true;
    case DRAW_EXPONENTIAL_LOG: draw_exponential_logs(bits, count, out); return true;
    case DRAW_EXPONENTIAL_LOG_FLOAT:
        draw_exponential_log_floats(&bits->pcg, count, out);
        return true;
    case DRAW_INTEGERS:
        draw_integers(bits, draw->size, draw->low, draw->range, count, out);
        return true;
    case DRAW_EACH_INTEGER:
        draw_each_integer(bits, draw->size, (const int64_t *)(const void *)values->of[0],
                          (const int64_t *)(const void *)values->of[1], count, out);
        return true;
    case DRAW_ORDERS: draw_orders(bits, draw, count, out); return true;
    case DRAW_SAMPLE: draw_sample(bits, draw, count, scratch, out); return true;
    case DRAW_WEIGHTED: return draw_weighted(bits, draw, values->of[0], count, scratch, out);
    default: return draw_distribution(bits, draw, values, count, out);
    }
}
