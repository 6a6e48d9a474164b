/* Recording random arrays. PCG64's position after a fill is known at the
 * statement, so that the fill itself is deferred and starts anywhere in the
 * stream: every element is a function of its place. */
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

#endif
