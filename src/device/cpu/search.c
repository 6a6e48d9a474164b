/* bincount, searchsorted and interp. */
#include <math.h>
#include <string.h>

#include "rows.h"
#include "../../../kernels/sort_key.h"

#define CONST_AT(type, p) (*(const type *)(const void *)(p))

/* --- bincount --------------------------------------------------------------------- */

typedef struct Places {
    const char *data;
    int64_t stride, n, bins;
} Places;

/* Four tables for few bins: equal neighbours would wait for each other's count. */
static void count_places(const Places *x, int64_t lo, int64_t hi, int64_t *counts) {
    enum { FEW = 1024, TABLES = 4 };
    int64_t own[TABLES - 1][FEW];
    int64_t i = lo;
    if (x->bins <= FEW && hi - lo > TABLES * x->bins) {
        memset(own, 0, sizeof own);
        for (; i + TABLES <= hi; i += TABLES) {
            const char *p = x->data + i * x->stride;
            counts[CONST_AT(int64_t, p)]++;
            for (int t = 1; t < TABLES; t++) own[t - 1][CONST_AT(int64_t, p + t * x->stride)]++;
        }
        for (int64_t k = 0; k < x->bins; k++) counts[k] += own[0][k] + own[1][k] + own[2][k];
    }
    for (; i < hi; i++) counts[CONST_AT(int64_t, x->data + i * x->stride)]++;
}

/* Each thread counts a stretch by itself where the bins are few. */
static ArrStatus count_parallel(CpuDevice *cpu, const Places *x, int threads, int64_t *counts) {
    int64_t *own = (int64_t *)(void *)cpu_scratch(cpu, threads * x->bins * (int64_t)sizeof *own);
    if (!own) return ARR_MEMORY;
    memset(own, 0, (size_t)(threads * x->bins) * sizeof *own);
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int t = 0; t < threads; t++)
        count_places(x, x->n * t / threads, x->n * (t + 1) / threads, own + t * x->bins);
    for (int t = 0; t < threads; t++)
        for (int64_t k = 0; k < x->bins; k++) counts[k] += own[t * x->bins + k];
    return ARR_OK;
}

/* Weights are added in their order, so by one thread. */
static void add_weights(const Places *x, const LibraryOperand *weights, double *sums) {
    const char *w = cpu_data(weights);
    int64_t stride = cpu_row_stride(weights);
    for (int64_t i = 0; i < x->n; i++)
        sums[CONST_AT(int64_t, x->data + i * x->stride)] += CONST_AT(double, w + i * stride);
}

ArrStatus cpu_bincount(CpuDevice *cpu, const LibraryTask *task) {
    Places x = {cpu_data(&task->in[0]), cpu_row_stride(&task->in[0]), cpu_row_length(&task->in[0]),
                task->out.array->size};
    char *out = cpu_data(&task->out);
    memset(out, 0, (size_t)(x.bins * array_itemsize(task->out.array)));
    int threads = cpu_threads(cpu, 2 * x.n);
    if (task->nin == 2) add_weights(&x, &task->in[1], (double *)(void *)out);
    else if (threads > 1 && x.bins <= x.n / threads)
        return count_parallel(cpu, &x, threads, (int64_t *)(void *)out);
    else count_places(&x, 0, x.n, (int64_t *)(void *)out);
    return ARR_OK;
}

/* --- searchsorted ------------------------------------------------------------------- */

/* Order of two elements with nan last, as sort's. */
#define LESS(type, a, b)      ((a) < (b))
#define LESS_REAL(type, a, b) ((a) < (b) || ((b) != (b) && (a) == (a)))
#define LESS_COMPLEX(type, a, b) \
    complex_less((double)__real__(a), (double)__imag__(a), (double)__real__(b), (double)__imag__(b))

static bool complex_less(double a_real, double a_imag, double b_real, double b_imag) {
    uint64_t a = key_complex_high(a_real, a_imag), b = key_complex_high(b_real, b_imag);
    return a != b ? a < b : key_complex_low(a_real, a_imag) < key_complex_low(b_real, b_imag);
}

typedef struct Sorted {
    const char *data;
    int64_t stride, n; /* n > 0 */
    bool right;        /* behind equal elements */
} Sorted;

/* places[i] = the place of values[i], LANES of them. */
enum { LANES = 8, SEARCH_TILE = 1024 };
typedef void (*PlacesFn)(const Sorted *sorted, const void *values, int64_t *places);

#define SEARCH_TYPES(X)                       \
    X(BOOL, uint8_t, LESS)                    \
    X(INT8, int8_t, LESS)                     \
    X(INT16, int16_t, LESS)                   \
    X(INT32, int32_t, LESS)                   \
    X(INT64, int64_t, LESS)                   \
    X(UINT8, uint8_t, LESS)                   \
    X(UINT16, uint16_t, LESS)                 \
    X(UINT32, uint32_t, LESS)                 \
    X(UINT64, uint64_t, LESS)                 \
    X(FLOAT32, float, LESS_REAL)              \
    X(FLOAT64, double, LESS_REAL)             \
    X(COMPLEX64, float complex, LESS_COMPLEX) \
    X(COMPLEX128, double complex, LESS_COMPLEX)

/* Halves without branches, which random values would mispredict, and several
 * values side by side, so that their reads of memory overlap: what is left to
 * search has the same length for all. The place is in place .. place + left. */
#define SEARCH_LOOP(id, type, less)                                                         \
    static void places_##id(const Sorted *sorted, const void *values, int64_t *places) {    \
        const type *x = values;                                                             \
        const char *data = sorted->data;                                                    \
        int64_t stride = sorted->stride, left = sorted->n;                                  \
        bool right = sorted->right;                                                         \
        for (int l = 0; l < LANES; l++) places[l] = 0;                                      \
        while (left > 0) {                                                                  \
            int64_t half = (left + 1) / 2;                                                  \
            for (int l = 0; l < LANES; l++) {                                               \
                type y = CONST_AT(type, data + (places[l] + half - 1) * stride);            \
                places[l] += (right ? !less(type, x[l], y) : less(type, y, x[l])) ? half : 0; \
            }                                                                               \
            left -= half;                                                                   \
        }                                                                                   \
    }
SEARCH_TYPES(SEARCH_LOOP)

static PlacesFn places_of(int dtype) {
    static const PlacesFn places[ARR_DTYPE_COUNT] = {
#define X(id, type, less) [ARR_##id] = places_##id,
        SEARCH_TYPES(X)
#undef X
    };
    return places[dtype];
}

/* A tile of values, side by side, the last one repeated to a multiple of LANES; and their places. */
typedef struct Searched {
    _Alignas(16) char values[(SEARCH_TILE + LANES) * 16];
    int64_t places[SEARCH_TILE + LANES];
} Searched;

static void search_tile(const Sorted *sorted, const Walk *values, PlacesFn fn, int64_t first,
                        int64_t n, Searched *found) {
    int64_t item = values->itemsize;
    walk_gather(values, first, n, found->values);
    for (int64_t i = n; i % LANES; i++)
        memcpy(found->values + i * item, found->values + (n - 1) * item, (size_t)item);
    for (int64_t i = 0; i < n; i += LANES) fn(sorted, found->values + i * item, found->places + i);
}

static Walk walk_of(const LibraryOperand *operand) {
    const Array *a = operand->array;
    Walk walk;
    walk_init(&walk, cpu_data(operand), array_itemsize(a), a->ndim, array_shape(a),
              array_strides(a));
    return walk;
}

ArrStatus cpu_searchsorted(CpuDevice *cpu, const LibraryTask *task) {
    const Array *values = task->in[1].array;
    Sorted sorted = {cpu_data(&task->in[0]), cpu_row_stride(&task->in[0]),
                     cpu_row_length(&task->in[0]), task->parameters[0].b};
    PlacesFn fn = places_of(values->dtype);
    const Walk walk = walk_of(&task->in[1]);
    int64_t *out = (int64_t *)(void *)cpu_data(&task->out), size = values->size;
    int threads = cpu_threads(cpu, 32 * size);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t first = 0; first < size; first += SEARCH_TILE) {
        Searched found;
        int64_t n = cpu_least(size - first, SEARCH_TILE);
        search_tile(&sorted, &walk, fn, first, n, &found);
        memcpy(out + first, found.places, (size_t)n * sizeof *out);
    }
    return ARR_OK;
}

/* --- interp -------------------------------------------------------------------------- */

typedef struct Points {
    Sorted x;
    const char *y;
    int64_t y_stride;
} Points;

/* At x between the points place - 1 and place; from the right one where the left one
 * gives nan, as NumPy's. */
static double line_at(const Points *p, double x, int64_t place) {
    if (isnan(x)) return x;
    int64_t j = place == 0 ? 0 : place - 1;
    double x0 = CONST_AT(double, p->x.data + j * p->x.stride);
    double y0 = CONST_AT(double, p->y + j * p->y_stride);
    if (place == 0 || place == p->x.n || x == x0) return y0;
    double x1 = CONST_AT(double, p->x.data + place * p->x.stride);
    double y1 = CONST_AT(double, p->y + place * p->y_stride);
    double slope = (y1 - y0) / (x1 - x0), y = slope * (x - x0) + y0;
    if (isnan(y)) y = slope * (x - x1) + y1;
    return isnan(y) && y0 == y1 ? y0 : y;
}

ArrStatus cpu_interp(CpuDevice *cpu, const LibraryTask *task) {
    Points points = {{cpu_data(&task->in[1]), cpu_row_stride(&task->in[1]),
                      cpu_row_length(&task->in[1]), true},
                     cpu_data(&task->in[2]), cpu_row_stride(&task->in[2])};
    const Walk walk = walk_of(&task->in[0]);
    double *out = (double *)(void *)cpu_data(&task->out);
    int64_t size = task->out.array->size;
    int threads = cpu_threads(cpu, 64 * size);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t first = 0; first < size; first += SEARCH_TILE) {
        Searched found;
        int64_t n = cpu_least(size - first, SEARCH_TILE);
        search_tile(&points.x, &walk, places_FLOAT64, first, n, &found);
        for (int64_t i = 0; i < n; i++)
            out[first + i] =
                line_at(&points, CONST_AT(double, found.values + i * 8), found.places[i]);
    }
    return ARR_OK;
}
