/* sort, argsort and partition along the last axis, stable: equal elements keep their
 * order (NumPy's default promises no order of theirs; its kind='stable' this
 * one). Elements become unsigned keys (sort_key.h), alone where they can be
 * made again from their keys, else together with their index. */
#include "rows.h"
#include "../../../kernels/sort_key.h"

enum {
    DIGITS = 256, /* values of one radix digit */
    FEW = 64      /* items that are sorted by insertion */
};

typedef struct Key {
    uint64_t key;
} Key;

typedef struct Record {
    uint64_t key;
    int64_t index;
} Record;

#define ITEM    Key
#define NAME(x) key_##x
#include "sort_items.h"
#define ITEM    Record
#define NAME(x) record_##x
#include "sort_items.h"

/* --- elements and keys --------------------------------------------------------- */

#define CONST_AT(type, p) (*(const type *)(const void *)(p))
#define AT(type, p)       (*(type *)(void *)(p))

#define KEY_UNSIGNED(type, x)     ((uint64_t)(x))
#define UNKEY_UNSIGNED(type, key) ((type)(key))
/* Adding half the range turns the order of signed ints into that of unsigned ones. */
#define SIGN(type)               ((uint64_t)1 << (8 * sizeof(type) - 1))
#define MASK(type)               (SIGN(type) | (SIGN(type) - 1))
#define KEY_SIGNED(type, x)      (((uint64_t)(x) ^ SIGN(type)) & MASK(type))
#define UNKEY_SIGNED(type, key)  ((type)((key) ^ SIGN(type)))
#define KEY_FLOAT32(type, x)     ((uint64_t)key_float(x))
#define UNKEY_FLOAT32(type, key) key_to_float((uint32_t)(key))
#define KEY_FLOAT64(type, x)     key_double(x)
#define UNKEY_FLOAT64(type, key) key_to_double(key)

#define KEY_TYPES(X)              \
    X(BOOL, uint8_t, UNSIGNED)    \
    X(INT8, int8_t, SIGNED)       \
    X(INT16, int16_t, SIGNED)     \
    X(INT32, int32_t, SIGNED)     \
    X(INT64, int64_t, SIGNED)     \
    X(UINT8, uint8_t, UNSIGNED)   \
    X(UINT16, uint16_t, UNSIGNED) \
    X(UINT32, uint32_t, UNSIGNED) \
    X(UINT64, uint64_t, UNSIGNED) \
    X(FLOAT32, float, FLOAT32)    \
    X(FLOAT64, double, FLOAT64)

/* A strided row of elements. */
typedef struct Row {
    char *data;
    int64_t stride, n;
    ArrDtype dtype;
} Row;

/* keys: one of each row's elements, so many keys apart. */
static void keys_of_row(const Row *row, Key *keys, int64_t step) {
    switch (row->dtype) {
#define X(id, type, kind)                                                                \
    case ARR_##id:                                                                       \
        for (int64_t i = 0; i < row->n; i++)                                             \
            keys[i * step].key = KEY_##kind(type, CONST_AT(type, row->data + i * row->stride)); \
        break;
        KEY_TYPES(X)
#undef X
    default: break;
    }
}

static void row_of_keys(const Row *row, const Key *keys, int64_t step) {
    switch (row->dtype) {
#define X(id, type, kind)                                                            \
    case ARR_##id:                                                                   \
        for (int64_t i = 0; i < row->n; i++)                                         \
            AT(type, row->data + i * row->stride) = UNKEY_##kind(type, keys[i * step].key); \
        break;
        KEY_TYPES(X)
#undef X
    default: break;
    }
}

/* The key of a complex element; low: the one that decides between equals. */
static uint64_t complex_key(const Row *row, int64_t i, bool low) {
    const char *p = row->data + i * row->stride;
    double real, imag;
    if (row->dtype == ARR_COMPLEX64) {
        real = (double)CONST_AT(float, p);
        imag = (double)CONST_AT(float, p + sizeof(float));
    } else {
        real = CONST_AT(double, p);
        imag = CONST_AT(double, p + sizeof(double));
    }
    return low ? key_complex_low(real, imag) : key_complex_high(real, imag);
}

static void records_of_row(const Row *row, Record *records) {
    switch (row->dtype) {
#define X(id, type, kind)                                                                   \
    case ARR_##id:                                                                          \
        for (int64_t i = 0; i < row->n; i++)                                                \
            records[i] =                                                                    \
                (Record){KEY_##kind(type, CONST_AT(type, row->data + i * row->stride)), i}; \
        break;
        KEY_TYPES(X)
#undef X
    default:
        for (int64_t i = 0; i < row->n; i++) records[i] = (Record){complex_key(row, i, true), i};
    }
}

/* Keys lose the sign of -0.0, which then must not be made again from them. */
static bool has_negative_zero(const Row *row) {
    bool found = false;
    if (row->dtype == ARR_FLOAT32)
        for (int64_t i = 0; i < row->n; i++)
            found |= CONST_AT(uint32_t, row->data + i * row->stride) == (uint32_t)1 << 31;
    else if (row->dtype == ARR_FLOAT64)
        for (int64_t i = 0; i < row->n; i++)
            found |= CONST_AT(uint64_t, row->data + i * row->stride) == (uint64_t)1 << 63;
    return found;
}

/* --- rows ------------------------------------------------------------------------- */

typedef struct Sort {
    const LibraryTask *task;
    int64_t n, piece;
    int threads; /* of one row's work */
    KernelNetwork network;
} Sort;

static Row row_at(const LibraryOperand *operand, int64_t index) {
    int axes = operand->array->ndim - 1;
    return (Row){cpu_row(operand, axes, index), cpu_row_stride(operand), cpu_row_length(operand),
                 (ArrDtype)operand->array->dtype};
}

/* The row's records in order. A complex row is sorted by its lesser key first. */
static Record *sort_records(const Sort *sort, const Row *row, Record *records, Record *other) {
    bool is_complex = dtype_info[row->dtype].kind == KIND_COMPLEX;
    int bytes = is_complex ? 8 : dtype_info[row->dtype].itemsize;
    records_of_row(row, records);
    Record *sorted = record_sort(records, other, row->n, bytes, sort->piece, sort->threads);
    if (!is_complex) return sorted;
    for (int64_t i = 0; i < row->n; i++) sorted[i].key = complex_key(row, sorted[i].index, false);
    return record_sort(sorted, sorted == records ? other : records, row->n, bytes, sort->piece,
                       sort->threads);
}

/* out[i] = in[order[i]], by way of dense: out may be in itself. */
static void gather_row(const Row *in, const Row *out, const Record *order, char *dense) {
    int64_t item = dtype_info[in->dtype].itemsize;
    for (int64_t i = 0; i < in->n; i++)
        memcpy(dense + i * item, in->data + order[i].index * in->stride, (size_t)item);
    copy_strided(out->data, out->stride, dense, item, in->n, item);
}

/* scratch: room for 2 n records. */
static void sort_row(const Sort *sort, int64_t index, Record *scratch) {
    Row in = row_at(&sort->task->in[0], index), out = row_at(&sort->task->out, index);
    Record *other = scratch + sort->n;
    if (sort->task->op == LIBRARY_ARGSORT) {
        const Record *sorted = sort_records(sort, &in, scratch, other);
        for (int64_t i = 0; i < in.n; i++) AT(int64_t, out.data + i * out.stride) = sorted[i].index;
    } else if (dtype_info[in.dtype].kind == KIND_COMPLEX || has_negative_zero(&in)) {
        const Record *sorted = sort_records(sort, &in, scratch, other);
        gather_row(&in, &out, sorted, (char *)(sorted == scratch ? other : scratch));
    } else {
        Key *keys = (Key *)scratch;
        keys_of_row(&in, keys, 1);
        row_of_keys(&out,
                    key_sort(keys, keys + sort->n, in.n, dtype_info[in.dtype].itemsize, sort->piece,
                             sort->threads),
                    1);
    }
}

enum { NETWORK_LEAST = 3 }; /* rows */

/* Do so many rows from the index-th on go through the network together? */
static bool are_short(const Sort *sort, int64_t index, int64_t rows) {
    ArrDtype dtype = (ArrDtype)sort->task->in[0].array->dtype;
    if (sort->task->op != LIBRARY_SORT || rows < NETWORK_LEAST || sort->n > NETWORK_MOST ||
        dtype_info[dtype].kind == KIND_COMPLEX)
        return false;
    for (int64_t r = 0; r < rows; r++) {
        Row row = row_at(&sort->task->in[0], index + r);
        if (has_negative_zero(&row)) return false;
    }
    return true;
}

/* Keys that are equal are equal elements, so it is no matter that the network is not
 * stable. Lanes too many hold the last row once more. */
static void sort_short_rows(const Sort *sort, int64_t index, int64_t rows, Key *keys) {
    for (int64_t r = 0; r < NETWORK_LANES; r++) {
        Row row = row_at(&sort->task->in[0], index + cpu_least(r, rows - 1));
        keys_of_row(&row, keys + r, NETWORK_LANES);
    }
    sort->network(&keys->key, (size_t)sort->n);
    for (int64_t r = 0; r < rows; r++) {
        Row row = row_at(&sort->task->out, index + r);
        row_of_keys(&row, keys + r, NETWORK_LANES);
    }
}

static void sort_rows(const Sort *sort, int64_t from, int64_t to, Record *scratch) {
    while (from < to) {
        int64_t rows = cpu_least(to - from, NETWORK_LANES);
        if (are_short(sort, from, rows)) {
            sort_short_rows(sort, from, rows, (Key *)scratch);
            from += rows;
        } else sort_row(sort, from++, scratch);
    }
}

ArrStatus cpu_sort(CpuDevice *cpu, const LibraryTask *task) {
    Heap *heap = &cpu->device.base->heap;
    Sort sort = {.task = task,
                 .n = cpu_row_length(&task->in[0]),
                 .piece = cpu->limits.sort_piece,
                 .threads = 1,
                 .network = cpu->kernels->network};
    int64_t rows = task->out.array->size / sort.n;
    int threads = cpu_threads(cpu, 32 * task->out.array->size), teams = threads;
    if (rows < threads) {
        sort.threads = threads;
        teams = 1;
    }
    int64_t own = (sort.n > NETWORK_MOST ? 2 : NETWORK_LANES / 2) * sort.n, bytes = arr_nbytes(2, (int64_t[]){teams, own}, sizeof(Record));
    Record *scratch = bytes < 0 ? NULL : cpu_alloc(cpu, (size_t)bytes);
    if (!scratch) return error_memory(cpu->device.base, bytes, "sorting");
#pragma omp parallel for num_threads(teams) if (teams > 1) schedule(static)
    for (int t = 0; t < teams; t++)
        sort_rows(&sort, rows * t / teams, rows * (t + 1) / teams, scratch + t * own);
    heap_free(heap, scratch, (size_t)bytes);
    return ARR_OK;
}

/* --- partition ---------------------------------------------------------------------- */

/* Puts those keys aside that, as a sample says, are near the k-th, and counts the lesser ones:
 * how many are left. What the sample promises may be wrong. */
static int64_t keep_near(const Key *keys, int64_t n, int64_t k, Key *left, int64_t *less) {
    enum { SAMPLE = 256, NEAR = 20 };
    Key sample[SAMPLE], other[SAMPLE];
    for (int64_t i = 0; i < SAMPLE; i++) sample[i] = keys[n / SAMPLE * i];
    const Key *sorted = key_sort(sample, other, SAMPLE, sizeof(uint64_t), SAMPLE, 1);
    int64_t place = (int64_t)((double)k / (double)n * SAMPLE), kept = 0;
    uint64_t low = place < NEAR ? 0 : sorted[place - NEAR].key;
    uint64_t high = place + NEAR >= SAMPLE ? UINT64_MAX : sorted[place + NEAR].key;
    *less = 0;
    for (int64_t i = 0; i < n; i++) {
        left[kept] = keys[i];
        kept += keys[i].key >= low && keys[i].key <= high;
        *less += keys[i].key < low;
    }
    return kept;
}

/* The k-th least key, found digit by digit from the highest: of each round only
 * those keys are left that agree with it so far. *less: how many keys are less. */
static uint64_t kth_by_digits(const Key *keys, Key *left, int64_t n, int bytes, int64_t k,
                        int64_t *less) {
    const Key *from = keys;
    uint64_t found = 0;
    *less = k;
    for (int b = bytes - 1; b >= 0; b--) {
        int64_t counts[DIGITS] = {0}, kept = 0;
        uint64_t digit = 0;
        for (int64_t i = 0; i < n; i++) counts[from[i].key >> (8 * b) & (DIGITS - 1)]++;
        while (k >= counts[digit]) k -= counts[digit++];
        found |= digit << (8 * b);
        if (counts[digit] < n || from == keys) {
            for (int64_t i = 0; i < n; i++) {
                left[kept] = from[i];
                kept += (from[i].key >> (8 * b) & (DIGITS - 1)) == digit;
            }
            from = left;
            n = counts[digit];
        }
    }
    *less -= k;
    return found;
}

static uint64_t middle_of(uint64_t a, uint64_t b, uint64_t c) {
    uint64_t low = a < b ? a : b, high = a < b ? b : a;
    return c < low ? low : c > high ? high : c;
}

/* The same by halves, as long as these shrink. keys are overwritten. */
static uint64_t kth_by_halves(Key *keys, int64_t n, int bytes, int64_t k, int64_t *less) {
    int64_t below = 0;
    for (int round = 0; round < 32; round++) {
        uint64_t pivot = middle_of(keys[0].key, keys[n / 2].key, keys[n - 1].key);
        int64_t lesser = 0, others = 0, kept = 0;
        for (int64_t i = 0; i < n; i++) {
            lesser += keys[i].key < pivot;
            others += keys[i].key <= pivot;
        }
        if (k >= lesser && k < others) {
            *less = below + lesser;
            return pivot;
        }
        bool low = k < lesser;
        for (int64_t i = 0; i < n; i++) {
            Key key = keys[i];
            keys[kept] = key;
            kept += low ? key.key < pivot : key.key > pivot;
        }
        if (!low) {
            below += others;
            k -= others;
        }
        n = kept;
    }
    uint64_t found = kth_by_digits(keys, keys, n, bytes, k, less);
    *less += below;
    return found;
}

/* Of many keys the halves are those of the few that may be it. */
static uint64_t kth_key(const Key *keys, Key *left, int64_t n, int bytes, int64_t k,
                        int64_t *less) {
    enum { MANY = 2048 };
    int64_t below = 0, kept = n < MANY ? 0 : keep_near(keys, n, k, left, &below);
    if (k < below || k >= below + kept) {
        memcpy(left, keys, (size_t)n * sizeof *keys);
        below = 0;
        kept = n;
    }
    uint64_t found = kth_by_halves(left, kept, bytes, k - below, less);
    *less += below;
    return found;
}

/* Where the parts of the row begin: elements less than the k-th, its equals, the others. */
static uint64_t find_parts(const Row *row, Key *keys, Key *left, int64_t k, int64_t next[3]) {
    keys_of_row(row, keys, 1);
    uint64_t pivot = kth_key(keys, left, row->n, dtype_info[row->dtype].itemsize, k, &next[1]);
    next[0] = next[2] = 0;
    for (int64_t i = 0; i < row->n; i++) next[2] += keys[i].key <= pivot;
    return pivot;
}

#define PART_OF(key, pivot) (((key) >= (pivot)) + ((key) > (pivot)))

/* scratch: room for 3 n items of 8 bytes. */
static void partition_row(const LibraryTask *task, int64_t index, Key *scratch) {
    Row in = row_at(&task->in[0], index), out = row_at(&task->out, index);
    Key *keys = scratch, *left = keys + in.n, *parts = left + in.n;
    int64_t *places = (int64_t *)(void *)parts, next[3];
    uint64_t pivot = find_parts(&in, keys, left, task->parameters[0].i8, next);
    if (task->op == LIBRARY_PARTITION && !has_negative_zero(&in)) {
        for (int64_t i = 0; i < in.n; i++) parts[next[PART_OF(keys[i].key, pivot)]++] = keys[i];
        row_of_keys(&out, parts, 1);
        return;
    }
    for (int64_t i = 0; i < in.n; i++) places[next[PART_OF(keys[i].key, pivot)]++] = i;
    int64_t item = dtype_info[in.dtype].itemsize;
    for (int64_t i = 0; i < in.n; i++) {
        char *to = out.data + i * out.stride;
        if (task->op == LIBRARY_ARGPARTITION) AT(int64_t, to) = places[i];
        else memcpy(to, in.data + places[i] * in.stride, (size_t)item);
    }
}

ArrStatus cpu_partition(CpuDevice *cpu, const LibraryTask *task) {
    int64_t n = cpu_row_length(&task->in[0]), rows = task->out.array->size / n;
    int threads = cpu_threads(cpu, 12 * task->out.array->size);
    if (threads > rows) threads = (int)rows;
    int64_t own = 3 * n, bytes = arr_nbytes(2, (int64_t[]){threads, own}, sizeof(Key));
    Key *scratch = bytes < 0 ? NULL : cpu_alloc(cpu, (size_t)bytes);
    if (!scratch) return error_memory(cpu->device.base, bytes, "a partition");
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int t = 0; t < threads; t++)
        for (int64_t r = rows * t / threads; r < rows * (t + 1) / threads; r++)
            partition_row(task, r, scratch + t * own);
    heap_free(&cpu->device.base->heap, scratch, (size_t)bytes);
    return ARR_OK;
}
