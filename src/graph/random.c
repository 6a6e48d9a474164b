/* Recording random arrays (see random.h). */
#include "random.h"

#include <string.h>

_Static_assert(sizeof(RandomInteger) == sizeof((ArrConst){0}.bytes), "it is one constant");

static void write_constants(const Pcg64 *pcg, ArrConst constants[3]) {
    for (int k = 0; k < 3; k++) constants[k] = const_complex(0, 0); /* 16 bytes of any content */
    memcpy(constants[0].bytes, pcg->state, sizeof pcg->state);
    memcpy(constants[1].bytes, pcg->increment, sizeof pcg->increment);
}

void random_read(const ArrConst constants[3], Pcg64 *pcg, RandomInteger *integer) {
    *pcg = (Pcg64){0};
    memcpy(pcg->state, constants[0].bytes, sizeof pcg->state);
    memcpy(pcg->increment, constants[1].bytes, sizeof pcg->increment);
    if (!integer) return;
    memcpy(integer, constants[2].bytes, sizeof *integer);
    pcg->half = integer->half;
    pcg->has_half = integer->has_half;
}

static ArrStatus record(Graph *graph, LibraryOp op, ArrDtype dtype, int ndim, const int64_t *shape,
                        const ArrConst constants[3], Array **result) {
    Array *out;
    ArrStatus status = array_new(&graph->arrays, dtype, ndim, shape, NULL, &out);
    if (status) return status;
    status = graph_library(graph, op, 0, NULL, constants, out);
    if (status) array_release(&graph->arrays, out);
    else *result = out;
    return status;
}

ArrStatus graph_random_uniform(Graph *graph, Pcg64 *pcg, int ndim, const int64_t *shape, double low,
                               double width, Array **result) {
    ArrConst constants[3];
    write_constants(pcg, constants);
    constants[2] = const_complex(low, width);
    ArrStatus status =
        record(graph, LIBRARY_RANDOM_UNIFORM, ARR_FLOAT64, ndim, shape, constants, result);
    if (!status) pcg64_advance(pcg, (uint64_t)(*result)->size);
    return status;
}

static ArrStatus record_pieces(Graph *graph, LibraryOp op, Pcg64 *pcg, ArrDtype dtype, int ndim,
                               const int64_t *shape, RandomInteger integer, Array **result) {
    ArrConst constants[3];
    write_constants(pcg, constants);
    integer.half = pcg->half;
    integer.has_half = pcg->has_half;
    memcpy(constants[2].bytes, &integer, sizeof integer);
    ArrStatus status = record(graph, op, dtype, ndim, shape, constants, result);
    if (status) return status;
    int64_t size = (*result)->size;
    if (integer.width == 64) pcg64_advance(pcg, (uint64_t)size);
    else if (size) pcg64_advance32(pcg, random_draws32(integer.width, size - 1) + 1);
    return ARR_OK;
}

ArrStatus graph_random_float(Graph *graph, Pcg64 *pcg, int ndim, const int64_t *shape,
                             Array **result) {
    RandomInteger integer = {.width = 32};
    return record_pieces(graph, LIBRARY_RANDOM_FLOAT, pcg, ARR_FLOAT32, ndim, shape, integer,
                         result);
}

ArrStatus graph_random_integers(Graph *graph, Pcg64 *pcg, ArrDtype dtype, int ndim,
                                const int64_t *shape, uint64_t offset, IntegerDraw draw,
                                Array **result) {
    int used = 64 - __builtin_clzll(draw.range);
    RandomInteger integer = {
        .offset = offset, .width = (uint8_t)draw.width, .shift = (uint8_t)(draw.width - used)};
    return record_pieces(graph, LIBRARY_RANDOM_INTEGERS, pcg, dtype, ndim, shape, integer, result);
}
