/* Recording random arrays (see random.h). */
#include "random.h"

#include <string.h>

_Static_assert(sizeof(RandomInteger) == sizeof((ArrConst){0}.bytes), "it is one constant");
_Static_assert(sizeof(Draw) == 3 * sizeof((ArrConst){0}.bytes), "it is three constants");
_Static_assert(sizeof(BitGenerator) % sizeof(uint64_t) == 0, "it is whole words");

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

ArrStatus graph_random_state(Graph *graph, const BitGenerator *bits, Array **state) {
    const int64_t words = GENERATOR_WORDS;
    return graph_from_host(graph, ARR_UINT64, 1, &words, bits, state);
}

/* A view of whole's bytes from the given word on, in C order. */
static ArrStatus view_words(Graph *graph, Array *whole, int64_t word, ArrDtype dtype, int ndim,
                            const int64_t *shape, Array **view) {
    int64_t strides[ARR_MAX_NDIM], stride = dtype_info[dtype].itemsize;
    for (int i = ndim - 1; i >= 0; i--) {
        strides[i] = stride;
        stride *= shape[i];
    }
    return array_view(&graph->arrays, whole, dtype, 8 * word, ndim, shape, strides, view);
}

/* The fill's one store: its values, then the state. */
static ArrStatus record_draw(Graph *graph, Array *state, const Draw *draw, Array *const values[2],
                             int64_t words, Array **whole) {
    ArrConst constants[3];
    Array *operands[3] = {state};
    const int64_t all = words + GENERATOR_WORDS;
    int count = 1;
    for (int k = 0; k < 3; k++) {
        constants[k] = const_complex(0, 0); /* 16 bytes of any content */
        memcpy(constants[k].bytes, (const char *)draw + 16 * k, 16);
    }
    for (int k = 0; k < 2; k++)
        if (draw->values >> k & 1) operands[count++] = values[k];
    ArrStatus status = array_new(&graph->arrays, ARR_UINT64, 1, &all, NULL, whole);
    if (status) return status;
    status = graph_library(graph, LIBRARY_RANDOM_DRAW, count, operands, constants, *whole);
    if (status) array_release(&graph->arrays, *whole);
    return status;
}

ArrStatus graph_random_draw(Graph *graph, Array *state, Draw draw, Array *const values[2],
                            ArrDtype dtype, int ndim, const int64_t *shape, Array **result,
                            Array **behind) {
    const int64_t state_words = GENERATOR_WORDS;
    Array *model, *whole, *tail = NULL;
    ArrStatus status = array_new(&graph->arrays, dtype, ndim, shape, NULL, &model);
    if (status) return status; /* the extents are too large */
    int64_t nbytes = model->size * array_itemsize(model), words = (nbytes + 7) / 8;
    draw.spare = (uint8_t)((8 * words - nbytes) / array_itemsize(model));
    array_release(&graph->arrays, model);
    status = record_draw(graph, state, &draw, values, words, &whole);
    if (status) return status;
    *result = NULL;
    status = view_words(graph, whole, words, ARR_UINT64, 1, &state_words, &tail);
    /* a copy, so that the generator does not keep the values' memory */
    if (!status) status = view_words(graph, whole, 0, dtype, ndim, shape, result);
    if (!status) status = graph_copy(graph, tail, ARR_UINT64, 'C', behind);
    array_release(&graph->arrays, tail);
    array_release(&graph->arrays, whole);
    if (status) array_release(&graph->arrays, *result);
    return status;
}

ArrStatus graph_random_check(Graph *graph, int count, Array *const a[], const RandomCheck *check) {
    ArrConst constants[3];
    Array *none;
    _Static_assert(sizeof *check == 24, "it is a constant and a half");
    if (a[0]->size == 0) return ARR_OK;
    for (int k = 0; k < 3; k++) constants[k] = const_complex(0, 0);
    memcpy(constants[0].bytes, check, 16);
    memcpy(constants[1].bytes, (const char *)check + 16, sizeof *check - 16);
    ArrStatus status = array_new(&graph->arrays, ARR_BOOL, 0, NULL, NULL, &none);
    if (status) return status;
    status = graph_library(graph, LIBRARY_RANDOM_CHECK, count, a, constants, none);
    array_release(&graph->arrays, none);
    return status;
}
