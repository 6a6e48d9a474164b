/* Cumulative sums, products, maxima and minima along the last axis, each added up in order as
 * NumPy does: out[i] = out[i-1] op in[i]. Rows are independent work. Where the
 * elements of a row lie far apart, many neighbouring rows ("lanes") go side by
 * side, so that memory is still read in its order. */
#include "rows.h"

typedef struct Scan {
    int64_t n;                     /* elements of a row */
    int64_t in_stride, out_stride; /* bytes along a row */
    int64_t in_lane, out_lane;     /* bytes from lane to lane */
} Scan;

typedef void (*ScanFn)(const Scan *scan, char *out, const char *in, int64_t lanes);

#define AT(type, p)       (*(type *)(void *)(p))
#define CONST_AT(type, p) (*(const type *)(const void *)(p))

/* One lane keeps its running value in a register. */
#define SCAN_LOOP(name, id, type, join)                                                \
    static void name##_##id(const Scan *s, char *out, const char *in, int64_t lanes) { \
        if (lanes == 1) {                                                              \
            type total = CONST_AT(type, in);                                           \
            AT(type, out) = total;                                                     \
            for (int64_t i = 1; i < s->n; i++) {                                       \
                type next = CONST_AT(type, in + i * s->in_stride);                     \
                AT(type, out + i * s->out_stride) = total = join(type, total, next);   \
            }                                                                          \
            return;                                                                    \
        }                                                                              \
        for (int64_t l = 0; l < lanes; l++)                                            \
            AT(type, out + l * s->out_lane) = CONST_AT(type, in + l * s->in_lane);     \
        for (int64_t i = 1; i < s->n; i++) {                                           \
            const char *last = out;                                                    \
            out += s->out_stride;                                                      \
            in += s->in_stride;                                                        \
            for (int64_t l = 0; l < lanes; l++) {                                      \
                type total = CONST_AT(type, last + l * s->out_lane);                   \
                type next = CONST_AT(type, in + l * s->in_lane);                       \
                AT(type, out + l * s->out_lane) = join(type, total, next);             \
            }                                                                          \
        }                                                                              \
    }

/* Ints wrap, in unsigned arithmetic of the widest type. */
#define OR(type, a, b)            (type)((a) | (b))
#define AND(type, a, b)           (type)((a) & (b))
#define ADD_INTS(type, a, b)      (type)((uint64_t)(a) + (uint64_t)(b))
#define MULTIPLY_INTS(type, a, b) (type)((uint64_t)(a) * (uint64_t)(b))
#define ADD(type, a, b)           ((a) + (b))
#define MULTIPLY(type, a, b)      ((a) * (b))
/* C's own complex product differs at inf and nan. */
#define MULTIPLY_COMPLEX(type, a, b)                                         \
    __builtin_complex(__real__(a) * __real__(b) - __imag__(a) * __imag__(b), \
                      __real__(a) * __imag__(b) + __imag__(a) * __real__(b))

/* nan stays: it compares with nothing */
#define MAXIMUM(type, a, b) ((a) > (b) || (a) != (a) ? (a) : (b))
#define MINIMUM(type, a, b) ((a) < (b) || (a) != (a) ? (a) : (b))

#define ORDER_TYPES(X)  \
    X(BOOL, uint8_t)    \
    X(INT8, int8_t)     \
    X(INT16, int16_t)   \
    X(INT32, int32_t)   \
    X(INT64, int64_t)   \
    X(UINT8, uint8_t)   \
    X(UINT16, uint16_t) \
    X(UINT32, uint32_t) \
    X(UINT64, uint64_t) \
    X(FLOAT32, float)   \
    X(FLOAT64, double)

/* id, C type, join of sums, join of products */
#define SCAN_TYPES(X)                                  \
    X(BOOL, uint8_t, OR, AND)                          \
    X(INT8, int8_t, ADD_INTS, MULTIPLY_INTS)           \
    X(INT16, int16_t, ADD_INTS, MULTIPLY_INTS)         \
    X(INT32, int32_t, ADD_INTS, MULTIPLY_INTS)         \
    X(INT64, int64_t, ADD_INTS, MULTIPLY_INTS)         \
    X(UINT8, uint8_t, ADD_INTS, MULTIPLY_INTS)         \
    X(UINT16, uint16_t, ADD_INTS, MULTIPLY_INTS)       \
    X(UINT32, uint32_t, ADD_INTS, MULTIPLY_INTS)       \
    X(UINT64, uint64_t, ADD_INTS, MULTIPLY_INTS)       \
    X(FLOAT32, float, ADD, MULTIPLY)                   \
    X(FLOAT64, double, ADD, MULTIPLY)                  \
    X(COMPLEX64, float complex, ADD, MULTIPLY_COMPLEX) \
    X(COMPLEX128, double complex, ADD, MULTIPLY_COMPLEX)

#define SCAN_LOOPS(id, type, add, multiply) \
    SCAN_LOOP(sum, id, type, add)           \
    SCAN_LOOP(product, id, type, multiply)
SCAN_TYPES(SCAN_LOOPS)
#define ORDER_LOOPS(id, type)             \
    SCAN_LOOP(maximum, id, type, MAXIMUM) \
    SCAN_LOOP(minimum, id, type, MINIMUM)
ORDER_TYPES(ORDER_LOOPS)

static ScanFn scan_fn(LibraryOp op, ArrDtype dtype) {
    static const ScanFn functions[4][ARR_DTYPE_COUNT] = {
#define X(id, type, add, multiply) [0][ARR_##id] = sum_##id, [1][ARR_##id] = product_##id,
        SCAN_TYPES(X)
#undef X
#define X(id, type) [2][ARR_##id] = maximum_##id, [3][ARR_##id] = minimum_##id,
            ORDER_TYPES(X)
#undef X
    };
    int kind = op == LIBRARY_CUMPROD ? 1 : op == LIBRARY_CUMMAX ? 2 : op == LIBRARY_CUMMIN ? 3 : 0;
    return functions[kind][dtype];
}

/* Blocks of lanes of all bundles of rows. */
static void scan_lanes(CpuDevice *cpu, const LibraryTask *task, ScanFn fn, int lane, int threads) {
    const Array *in = task->in[0].array, *out = task->out.array;
    int axes = in->ndim - 1;
    int64_t lanes = array_shape(in)[lane], most = cpu->limits.tile;
    Scan scan = {cpu_row_length(&task->in[0]), cpu_row_stride(&task->in[0]),
                 cpu_row_stride(&task->out), array_strides(in)[lane], array_strides(out)[lane]};
    int64_t across = (lanes + most - 1) / most, blocks = out->size / scan.n / lanes * across;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t b = 0; b < blocks; b++) {
        int64_t bundle = b / across, first = b % across * most;
        fn(&scan, cpu_lane(&task->out, axes, lane, bundle, first),
           cpu_lane(&task->in[0], axes, lane, bundle, first),
           lanes - first < most ? lanes - first : most);
    }
}

static void scan_rows(const LibraryTask *task, ScanFn fn, int threads) {
    Scan scan = {.n = cpu_row_length(&task->in[0]),
                 .in_stride = cpu_row_stride(&task->in[0]),
                 .out_stride = cpu_row_stride(&task->out)};
    int axes = task->out.array->ndim - 1;
    int64_t rows = task->out.array->size / scan.n;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t r = 0; r < rows; r++)
        fn(&scan, cpu_row(&task->out, axes, r), cpu_row(&task->in[0], axes, r), 1);
}

ArrStatus cpu_scan(CpuDevice *cpu, const LibraryTask *task) {
    const Array *out = task->out.array;
    int lane = cpu_lane_axis(task->in[0].array);
    int64_t rows = out->size / cpu_row_length(&task->out);
    int threads = cpu_threads(cpu, 2 * out->size);
    if (threads > rows) threads = (int)rows;
    ScanFn fn = scan_fn(task->op, (ArrDtype)out->dtype);
    if (lane < 0) scan_rows(task, fn, threads);
    else scan_lanes(cpu, task, fn, lane, threads);
    return ARR_OK;
}
