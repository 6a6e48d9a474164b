/* argmin and argmax along the last axis: the first of the best elements, and
 * the first nan where there is one. The best value of a tile comes from the
 * reduction's vector loop; only the best tile is searched for its place. Rows
 * whose neighbours lie closer than their own elements go side by side. */
#include <math.h>
#include <string.h>

#include "rows.h"

enum {
    MOST = 1024, /* elements that one vector reduction takes: a tile */
    SPAN = 16,   /* tiles of a long row that are one thread's work */
    LANES = 256  /* rows that go side by side */
};

/* Room for one element of any type. */
typedef struct Element {
    _Alignas(16) unsigned char bytes[16];
} Element;

/* Whether a is better than the best so far, which stays where they are equal. */
typedef bool (*BeatsFn)(const void *a, const void *best, bool maximum);
/* The place of the first item that equals value (nan: of the first nan). */
typedef int64_t (*FindFn)(const void *items, int64_t n, const void *value);

/* The places of the best elements of so many rows, which lie `lane` bytes apart. */
typedef void (*LanesFn)(const char *rows, int64_t lane, int64_t lanes, int64_t stride, int64_t n,
                        bool maximum, int64_t *places);

#define NEVER(x)       ((void)(x), false)
#define NAN_REAL(x)    isnan(x)
#define NAN_COMPLEX(x) (isnan(__real__(x)) || isnan(__imag__(x)))
#define LESS(a, b)     ((a) < (b))
#define LESS_COMPLEX(a, b) \
    (__real__(a) < __real__(b) || (__real__(a) == __real__(b) && __imag__(a) < __imag__(b)))

#define ARG_TYPES(X)                                       \
    X(BOOL, uint8_t, NEVER, LESS)                          \
    X(INT8, int8_t, NEVER, LESS)                           \
    X(INT16, int16_t, NEVER, LESS)                         \
    X(INT32, int32_t, NEVER, LESS)                         \
    X(INT64, int64_t, NEVER, LESS)                         \
    X(UINT8, uint8_t, NEVER, LESS)                         \
    X(UINT16, uint16_t, NEVER, LESS)                       \
    X(UINT32, uint32_t, NEVER, LESS)                       \
    X(UINT64, uint64_t, NEVER, LESS)                       \
    X(FLOAT32, float, NAN_REAL, LESS)                      \
    X(FLOAT64, double, NAN_REAL, LESS)                     \
    X(COMPLEX64, float complex, NAN_COMPLEX, LESS_COMPLEX) \
    X(COMPLEX128, double complex, NAN_COMPLEX, LESS_COMPLEX)

#define LANE_STEP(type, is_nan, less_of_xy)                                   \
    for (int64_t l = 0; l < lanes; l++) {                                     \
        type x = *(const type *)(const void *)(rows + l * lane), y = best[l]; \
        bool better = !is_nan(y) && (is_nan(x) || less_of_xy);                \
        best[l] = better ? x : y;                                             \
        places[l] = better ? i : places[l];                                   \
    }

#define ARG_LOOPS(id, type, is_nan, less)                                                 \
    static bool beats_##id(const void *a, const void *best, bool maximum) {               \
        type x = *(const type *)a, y = *(const type *)best;                               \
        if (is_nan(y)) return false;                                                      \
        if (is_nan(x)) return true;                                                       \
        return maximum ? less(y, x) : less(x, y);                                         \
    }                                                                                     \
    static int64_t find_##id(const void *items, int64_t n, const void *value) {           \
        const type *x = items;                                                            \
        type wanted = *(const type *)value;                                               \
        int64_t i = 0;                                                                    \
        if (is_nan(wanted))                                                               \
            while (i + 1 < n && !is_nan(x[i])) i++;                                       \
        else                                                                              \
            while (i + 1 < n && x[i] != wanted) i++;                                      \
        return i;                                                                         \
    }                                                                                     \
    static void lanes_##id(const char *rows, int64_t lane, int64_t lanes, int64_t stride, \
                           int64_t n, bool maximum, int64_t *places) {                    \
        type best[LANES];                                                                 \
        for (int64_t l = 0; l < lanes; l++) {                                             \
            best[l] = *(const type *)(const void *)(rows + l * lane);                     \
            places[l] = 0;                                                                \
        }                                                                                 \
        for (int64_t i = 1; i < n; i++) {                                                 \
            rows += stride;                                                               \
            if (maximum) LANE_STEP(type, is_nan, less(y, x))                              \
            else LANE_STEP(type, is_nan, less(x, y))                                      \
        }                                                                                 \
    }
ARG_TYPES(ARG_LOOPS)

typedef struct Arg {
    const LibraryTask *task;
    bool maximum;
    int64_t n, stride, itemsize;
    int64_t tile, span; /* elements */
    KernelReduce reduce;
    BeatsFn beats;
    FindFn find;
} Arg;

/* The best element of a piece of a row, and its tile's place in the row. */
typedef struct Best {
    Element value;
    int64_t tile;
} Best;

/* n elements from `start` on side by side: as they lie, or copied to dense. */
static const void *tile_data(const Arg *arg, const char *row, int64_t start, int64_t n,
                             void *dense) {
    const char *p = row + start * arg->stride;
    if (arg->stride == arg->itemsize || n == 1) return p;
    copy_strided(dense, arg->itemsize, p, arg->stride, n, arg->itemsize);
    return dense;
}

static Best best_tile(const Arg *arg, const char *row, int64_t start, int64_t end) {
    _Alignas(64) char dense[MOST * sizeof(Element)];
    Best best = {.tile = start};
    for (int64_t at = start; at < end; at += arg->tile) {
        Element value;
        int64_t n = cpu_least(end - at, arg->tile);
        arg->reduce(&value, tile_data(arg, row, at, n, dense), (size_t)n);
        if (at == start || arg->beats(&value, &best.value, arg->maximum)) best = (Best){value, at};
    }
    return best;
}

static int64_t place_in_tile(const Arg *arg, const char *row, const Best *best) {
    _Alignas(64) char dense[MOST * sizeof(Element)];
    int64_t n = cpu_least(arg->n - best->tile, arg->tile);
    return best->tile + arg->find(tile_data(arg, row, best->tile, n, dense), n, &best->value);
}

static void arg_row(const Arg *arg, int64_t index) {
    const char *row = cpu_row(&arg->task->in[0], arg->task->in[0].array->ndim - 1, index);
    Best best = best_tile(arg, row, 0, arg->n);
    *(int64_t *)(void *)cpu_row(&arg->task->out, arg->task->out.array->ndim, index) =
        place_in_tile(arg, row, &best);
}

/* A long row in pieces. The first of equal pieces wins, so threads do not matter. */
static ArrStatus arg_long_row(CpuDevice *cpu, const Arg *arg, int64_t index, int threads) {
    int64_t spans = (arg->n + arg->span - 1) / arg->span;
    const char *row = cpu_row(&arg->task->in[0], arg->task->in[0].array->ndim - 1, index);
    Best *bests = (Best *)(void *)cpu_scratch(cpu, spans * (int64_t)sizeof *bests);
    if (!bests) return ARR_MEMORY;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t s = 0; s < spans; s++)
        bests[s] = best_tile(arg, row, s * arg->span, cpu_least((s + 1) * arg->span, arg->n));
    const Best *best = bests;
    for (int64_t s = 1; s < spans; s++)
        if (arg->beats(&bests[s].value, &best->value, arg->maximum)) best = &bests[s];
    *(int64_t *)(void *)cpu_row(&arg->task->out, arg->task->out.array->ndim, index) =
        place_in_tile(arg, row, best);
    return ARR_OK;
}

static void arg_lanes(const LibraryTask *task, LanesFn fn, int lane, int threads) {
    const Array *in = task->in[0].array, *out = task->out.array;
    int64_t lanes = array_shape(in)[lane], n = cpu_row_length(&task->in[0]);
    int64_t across = (lanes + LANES - 1) / LANES, blocks = out->size / lanes * across;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t b = 0; b < blocks; b++) {
        int64_t bundle = b / across, first = b % across * LANES;
        int64_t places[LANES], count = cpu_least(lanes - first, LANES);
        fn(cpu_lane(&task->in[0], in->ndim - 1, lane, bundle, first), array_strides(in)[lane],
           count, cpu_row_stride(&task->in[0]), n, task->op == LIBRARY_ARGMAX, places);
        copy_strided(cpu_lane(&task->out, out->ndim, lane, bundle, first), array_strides(out)[lane],
                     (const char *)places, sizeof *places, count, sizeof *places);
    }
}

ArrStatus cpu_arg(CpuDevice *cpu, const LibraryTask *task) {
    static const BeatsFn beats[ARR_DTYPE_COUNT] = {
#define X(id, type, is_nan, less) [ARR_##id] = beats_##id,
        ARG_TYPES(X)
#undef X
    };
    static const FindFn finds[ARR_DTYPE_COUNT] = {
#define X(id, type, is_nan, less) [ARR_##id] = find_##id,
        ARG_TYPES(X)
#undef X
    };
    static const LanesFn side_by_side[ARR_DTYPE_COUNT] = {
#define X(id, type, is_nan, less) [ARR_##id] = lanes_##id,
        ARG_TYPES(X)
#undef X
    };
    const Array *in = task->in[0].array;
    int lane = cpu_lane_axis(in);
    Arg arg = {.task = task,
               .maximum = task->op == LIBRARY_ARGMAX,
               .n = cpu_row_length(&task->in[0]),
               .stride = cpu_row_stride(&task->in[0]),
               .itemsize = array_itemsize(in),
               .tile = cpu_least(cpu->limits.tile, MOST),
               .beats = beats[in->dtype],
               .find = finds[in->dtype]};
    arg.span = SPAN * arg.tile;
    arg.reduce = cpu->kernels->reduce[arg.maximum ? REDUCE_MAX : REDUCE_MIN][in->dtype];
    int64_t rows = task->out.array->size;
    int threads = cpu_threads(cpu, in->size);
    if (lane >= 0) {
        arg_lanes(task, side_by_side[in->dtype], lane, threads > rows ? (int)rows : threads);
        return ARR_OK;
    }
    if (rows < threads && arg.n > arg.span) {
        ArrStatus status = ARR_OK;
        for (int64_t r = 0; r < rows && !status; r++) status = arg_long_row(cpu, &arg, r, threads);
        return status;
    }
    if (threads > rows) threads = (int)rows;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t r = 0; r < rows; r++) arg_row(&arg, r);
    return ARR_OK;
}
