/* bincount and searchsorted. */
#include <string.h>

#include "rows.h"
#include "sort_key.h"

#define CONST_AT(type, p) (*(const type *)(const void *)(p))

/* --- bincount --------------------------------------------------------------------- */

typedef struct Places {
    const char *data;
    int64_t stride, n, bins;
} Places;

static void count_places(const Places *x, int64_t lo, int64_t hi, int64_t *counts) {
    for (int64_t i = lo; i < hi; i++) counts[CONST_AT(int64_t, x->data + i * x->stride)]++;
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
    int64_t stride, n;
    bool right; /* behind equal elements */
} Sorted;

typedef int64_t (*PlaceFn)(const Sorted *sorted, const void *value);

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

/* Halves without branches, which random values would mispredict: `first` moves
 * on where the middle belongs before x. n > 0. */
#define SEARCH_LOOP(id, type, less)                                      \
    static int64_t place_##id(const Sorted *sorted, const void *value) { \
        type x = *(const type *)value;                                   \
        const char *first = sorted->data;                                \
        int64_t stride = sorted->stride, left = sorted->n, place = 0;    \
        bool right = sorted->right;                                      \
        while (left > 0) {                                               \
            int64_t half = left / 2;                                     \
            type y = CONST_AT(type, first + (place + half) * stride);    \
            bool before = right ? !less(type, x, y) : less(type, y, x);  \
            place = before ? place + half + 1 : place;                   \
            left = before ? left - half - 1 : half;                      \
        }                                                                \
        return place;                                                    \
    }
SEARCH_TYPES(SEARCH_LOOP)

ArrStatus cpu_searchsorted(CpuDevice *cpu, const LibraryTask *task) {
    static const PlaceFn places[ARR_DTYPE_COUNT] = {
#define X(id, type, less) [ARR_##id] = place_##id,
        SEARCH_TYPES(X)
#undef X
    };
    const Array *values = task->in[1].array;
    Sorted sorted = {cpu_data(&task->in[0]), cpu_row_stride(&task->in[0]),
                     cpu_row_length(&task->in[0]), task->parameters[0].b};
    PlaceFn place = places[values->dtype];
    int threads = cpu_threads(cpu, 64 * values->size);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t i = 0; i < values->size; i++)
        *(int64_t *)(void *)cpu_row(&task->out, values->ndim, i) =
            place(&sorted, cpu_row(&task->in[1], values->ndim, i));
    return ARR_OK;
}
