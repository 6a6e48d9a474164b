/* Recording random arrays. Where PCG64's position after a fill is known at the
 * statement the fill starts anywhere in the stream: every element is a function
 * of its place. Elsewhere the generator itself is data: a fill reads the state
 * that the one before it left behind, so that it is deferred like any other op. */
#ifndef GRAPH_RANDOM_H
#define GRAPH_RANDOM_H

#include "../base/draw.h"
#include "graph.h"

/* The constants of a random op: the generator's state and increment, and what
 * is made of the draws. */
typedef struct RandomInteger {
    uint64_t offset; /* added to every int, modulo its type */
    uint32_t half;   /* Pcg64's */
    bool has_half;
    uint8_t width; /* bits of a piece, see IntegerDraw */
    uint8_t shift; /* a piece's high bits are used: it is shifted right by this */
} RandomInteger;
typedef struct RandomUniform {
    double low, width;
} RandomUniform;

void random_read(const ArrConst constants[3], Pcg64 *pcg, RandomInteger *integer);
static inline RandomUniform random_uniform(const ArrConst constants[3]) {
    return (RandomUniform){constants[2].c16[0], constants[2].c16[1]};
}
/* 32-bit draws that lie before the index-th int. */
static inline uint64_t random_draws32(int width, int64_t index) {
    return (uint64_t)index / (32 / (unsigned)width);
}

/* Each records a new array and moves pcg behind its draws. */
ArrStatus graph_random_uniform(Graph *graph, Pcg64 *pcg, int ndim, const int64_t *shape, double low,
                               double width, Array **result);
ArrStatus graph_random_float(Graph *graph, Pcg64 *pcg, int ndim, const int64_t *shape,
                             Array **result);
/* The draw is even (see integer_draw_is_even) and not of range 0. */
ArrStatus graph_random_integers(Graph *graph, Pcg64 *pcg, ArrDtype dtype, int ndim,
                                const int64_t *shape, uint64_t offset, IntegerDraw draw,
                                Array **result);

/* A generator as an array: uint64, its bytes. */
enum { GENERATOR_WORDS = sizeof(BitGenerator) / sizeof(uint64_t) };
ArrStatus graph_random_state(Graph *graph, const BitGenerator *bits, Array **state);
static inline void random_read_draw(const ArrConst constants[3], Draw *draw) {
    char *to = (char *)draw;
    for (int k = 0; k < 3; k++) __builtin_memcpy(to + 16 * k, constants[k].bytes, 16);
}
/* *result: what is drawn from state; *behind: the state thereafter. values: of
 * the parameters that draw->values names, float64 (of ints int64), dense, as many as are drawn
 * (DRAW_WEIGHTED: the chances, one for each of its range). Where they allow no
 * draw nothing is drawn: checking them is another op's. */
ArrStatus graph_random_draw(Graph *graph, Array *state, Draw draw, Array *const values[2],
                            ArrDtype dtype, int ndim, const int64_t *shape, Array **result,
                            Array **behind);

/* What in0 of RANDOM_CHECK must be; legacy: of RandomState, whose words differ. */
typedef struct RandomCheck {
    enum {
        RANDOM_PARAMETER,     /* the place-th of a distribution */
        RANDOM_WIDTH,         /* of uniform(): high - low */
        RANDOM_PROBABILITIES, /* 1-D, of sum 1, wanted of them not 0 */
        RANDOM_BOUNDS /* low, and in1 is the last int: both int64, of one shape, in a type */
    } what;
    uint8_t legacy, kind,
        place; /* of RANDOM_BOUNDS: high is included, dtype, low isthe number 0 */
    int64_t wanted;
    double tolerance; /* of the sum */
} RandomCheck;
static inline RandomCheck random_read_check(const ArrConst constants[3]) {
    RandomCheck check;
    __builtin_memcpy(&check, constants[0].bytes, 16);
    __builtin_memcpy((char *)&check + 16, constants[1].bytes, sizeof check - 16);
    return check;
}
/* Records the check of count arrays; nobody need look at it. */
ArrStatus graph_random_check(Graph *graph, int count, Array *const a[], const RandomCheck *check);

#endif
