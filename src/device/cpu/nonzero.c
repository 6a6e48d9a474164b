/* The true elements of a mask, in C order: their indices (nonzero), and what
 * lies at their places in another array (compress, expand). The mask is cut
 * into spans of fixed length: one pass counts each span's elements (mask_spans,
 * once for all uses of a mask), which tells at what place of the result the
 * second pass, again span by span, begins. */
#include <string.h>

#include "transfer.h"

enum { TILE = 1024 };

typedef struct Mask {
    Walk walk;
    int64_t size, span; /* elements of the mask, and of one span */
    int64_t spans;
    int ndim;
    const int64_t *shape;
} Mask;

/* True elements of one row of the mask, found by one tile. */
typedef struct Found {
    int64_t index[ARR_MAX_NDIM]; /* the mask's index of the tile's first element */
    int64_t place;               /* how many were found before */
    int n;
    uint16_t at[TILE + 1]; /* places in the tile; one more is written than is true */
} Found;

typedef void (*FoundFn)(void *user, const Found *found);

static Mask mask_of(const LibraryOperand *operand, int64_t span) {
    const Array *a = operand->array;
    Mask mask = {.size = a->size, .span = span, .ndim = a->ndim, .shape = array_shape(a)};
    mask.spans = (mask.size + span - 1) / span;
    walk_init(&mask.walk, cpu_data(operand), 1, a->ndim, mask.shape, array_strides(a));
    return mask;
}

static int64_t span_end(const Mask *mask, int64_t span) {
    int64_t end = (span + 1) * mask->span;
    return end < mask->size ? end : mask->size;
}

static bool is_dense(const Walk *walk) {
    return walk->ndim == 1 && walk->strides[0] == walk->itemsize;
}

static int64_t count_span(const CpuDevice *cpu, const Mask *mask, int64_t span) {
    unsigned char tile[TILE];
    int64_t count = 0, end = span_end(mask, span), lo = span * mask->span;
    if (is_dense(&mask->walk))
        return (int64_t)cpu->kernels->count((uint8_t *)mask->walk.base + lo, (size_t)(end - lo));
    for (; lo < end; lo += TILE) {
        int64_t n = end - lo < TILE ? end - lo : TILE;
        walk_gather(&mask->walk, lo, n, (char *)tile);
        count += (int64_t)cpu->kernels->count(tile, (size_t)n);
    }
    return count;
}

ArrStatus cpu_mask_spans(CpuDevice *cpu, const LibraryTask *task) {
    Mask mask = mask_of(&task->in[0], task->parameters[0].i8);
    int64_t *starts = (int64_t *)(void *)cpu_data(&task->out);
    int threads = cpu_threads(cpu, is_dense(&mask.walk) ? mask.size / 8 : mask.size);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t s = 0; s < mask.spans; s++) starts[s + 1] = count_span(cpu, &mask, s);
    starts[0] = 0;
    for (int64_t s = 0; s < mask.spans; s++) starts[s + 1] += starts[s];
    return ARR_OK;
}

/* The mask's index of its linear element i. */
static void seek(const Mask *mask, int64_t i, int64_t *index) {
    for (int k = mask->ndim - 1; k >= 0; k--) {
        index[k] = i % mask->shape[k];
        i /= mask->shape[k];
    }
}

/* The span's elements are found in tiles; starts tells how many there are. */
static void find_in_span(const Mask *mask, int64_t span, const int64_t *starts, FoundFn fn,
                         void *user) {
    unsigned char tile[TILE];
    Found found = {.place = starts[span]};
    int last = mask->ndim - 1;
    int64_t end = span_end(mask, span);
    for (int64_t lo = span * mask->span, n; lo < end; lo += n) {
        seek(mask, lo, found.index);
        n = mask->shape[last] - found.index[last]; /* to the end of the row */
        if (n > end - lo) n = end - lo;
        if (n > TILE) n = TILE;
        walk_gather(&mask->walk, lo, n, (char *)tile);
        found.n = 0;
        for (int i = 0; i < n; i++) {
            found.at[found.n] = (uint16_t)i;
            found.n += tile[i] != 0;
        }
        if (found.n > starts[span + 1] - found.place)
            found.n = (int)(starts[span + 1] - found.place);
        if (found.n) fn(user, &found);
        found.place += found.n;
    }
}

/* Calls fn for all true elements; spans run side by side. cycles: of the work
 * for one element. */
static void find(CpuDevice *cpu, const Mask *mask, const LibraryOperand *spans, int64_t cycles,
                 FoundFn fn, void *user) {
    const int64_t *starts = (const int64_t *)(const void *)cpu_data(spans);
    int threads = cpu_threads(cpu, mask->size + starts[mask->spans] * cycles);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t s = 0; s < mask->spans; s++) find_in_span(mask, s, starts, fn, user);
}

/* --- nonzero ---------------------------------------------------------------- */

typedef struct Indices {
    int ndim;
    int64_t *out; /* ndim rows of count */
    int64_t count;
} Indices;

static void write_indices(void *user, const Found *found) {
    const Indices *to = user;
    int last = to->ndim - 1;
    for (int k = 0; k < last; k++)
        for (int i = 0; i < found->n; i++)
            to->out[k * to->count + found->place + i] = found->index[k];
    for (int i = 0; i < found->n; i++)
        to->out[last * to->count + found->place + i] = found->index[last] + found->at[i];
}

/* Of one axis. */
static void write_places(CpuDevice *cpu, const Mask *mask, const LibraryOperand *spans,
                         int64_t *out) {
    const int64_t *starts = (const int64_t *)(const void *)cpu_data(spans);
    int threads = cpu_threads(cpu, 2 * mask->size);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t s = 0; s < mask->spans; s++) {
        int64_t lo = s * mask->span;
        cpu->kernels->places(out + starts[s], (const uint8_t *)mask->walk.base + lo, lo,
                             (size_t)(span_end(mask, s) - lo), (size_t)(starts[s + 1] - starts[s]));
    }
}

ArrStatus cpu_nonzero(CpuDevice *cpu, const LibraryTask *task) {
    Mask mask = mask_of(&task->in[0], task->parameters[0].i8);
    if (mask.ndim == 1 && is_dense(&mask.walk)) {
        write_places(cpu, &mask, &task->in[1], (int64_t *)(void *)cpu_data(&task->out));
        return ARR_OK;
    }
    Indices to = {mask.ndim, (int64_t *)(void *)cpu_data(&task->out),
                  array_shape(task->out.array)[1]};
    find(cpu, &mask, &task->in[1], 2 * mask.ndim, write_indices, &to);
    return ARR_OK;
}

/* --- compress and expand ------------------------------------------------------ */

typedef struct Masked {
    Transfer transfer;
    int ndim;               /* of the mask: the indexed array's first axes */
    const int64_t *strides; /* of these */
} Masked;

static void move_found(void *user, const Found *found) {
    const Masked *masked = user;
    Transfer t = masked->transfer;
    int64_t offsets[TILE], start = 0;
    for (int k = 0; k < masked->ndim; k++) start += found->index[k] * masked->strides[k];
    for (int i = 0; i < found->n; i++)
        offsets[i] = start + found->at[i] * masked->strides[masked->ndim - 1];
    t.offsets = offsets;
    t.first = found->place;
    t.last = found->place + found->n;
    transfer_move(&t);
}

/* Where mask, elements and values all lie side by side, in one order: where
 * their first ones lie. */
typedef struct Dense {
    char *indexed, *other;
    const uint8_t *mask;
    int64_t itemsize;
    int kernel; /* log2 of itemsize */
} Dense;

static bool find_dense(const Mask *mask, const Masked *masked, const LibraryOperand *indexed,
                       Dense *dense) {
    const Transfer *t = &masked->transfer;
    Walk walk;
    walk_init(&walk, cpu_data(indexed), t->itemsize, mask->ndim, array_shape(indexed->array),
              masked->strides);
    *dense = (Dense){walk.base, t->other.base, (const uint8_t *)mask->walk.base, t->itemsize,
                     __builtin_ctzll((unsigned long long)t->itemsize)};
    return transfer_rest(t) == 1 && is_dense(&mask->walk) && is_dense(&walk) && is_dense(&t->other);
}

static void move_dense(CpuDevice *cpu, const Mask *mask, const Dense *d, const int64_t *starts,
                       bool expand) {
    int64_t size = d->itemsize;
    int threads = cpu_threads(cpu, 2 * mask->size);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t s = 0; s < mask->spans; s++) {
        int64_t lo = s * mask->span;
        size_t n = (size_t)(span_end(mask, s) - lo), count = (size_t)(starts[s + 1] - starts[s]);
        char *indexed = d->indexed + lo * size, *other = d->other + starts[s] * size;
        if (expand) cpu->kernels->expand[d->kernel](indexed, d->mask + lo, other, n, count);
        else cpu->kernels->compress[d->kernel](other, indexed, d->mask + lo, n, count);
    }
}

static ArrStatus move_masked(CpuDevice *cpu, const LibraryTask *task, const LibraryOperand *mask,
                             const LibraryOperand *indexed, const LibraryOperand *other,
                             bool expand) {
    Mask m = mask_of(mask, task->parameters[0].i8);
    Masked masked = {.ndim = m.ndim, .strides = array_strides(indexed->array)};
    Dense dense;
    transfer_init(&masked.transfer, expand, indexed, other, 1);
    if (find_dense(&m, &masked, indexed, &dense))
        move_dense(cpu, &m, &dense, (const int64_t *)(const void *)cpu_data(&task->in[2]), expand);
    else find(cpu, &m, &task->in[2], 4 * transfer_rest(&masked.transfer), move_found, &masked);
    return ARR_OK;
}

ArrStatus cpu_compress(CpuDevice *cpu, const LibraryTask *task) {
    return move_masked(cpu, task, &task->in[1], &task->in[0], &task->out, false);
}

ArrStatus cpu_expand(CpuDevice *cpu, const LibraryTask *task) {
    return move_masked(cpu, task, &task->in[0], &task->out, &task->in[1], true);
}
