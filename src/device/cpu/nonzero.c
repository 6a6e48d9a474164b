/* The true elements of a mask, in C order: their indices (nonzero), and what
 * lies at their places in another array (compress, expand). The mask is cut
 * into spans of fixed length: one pass counts each span's elements, which
 * tells at what place of the result the second pass, again span by span,
 * begins. */
#include <string.h>

#include "transfer.h"

enum { TILE = 1024, SPAN_TILES = 32 };

typedef struct Mask {
    Walk walk;
    int64_t size, span; /* elements of the mask, and of one span */
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

static Mask mask_of(const CpuDevice *cpu, const LibraryOperand *operand) {
    const Array *a = operand->array;
    Mask mask = {.size = a->size, .ndim = a->ndim, .shape = array_shape(a)};
    mask.span = SPAN_TILES * cpu->limits.tile;
    walk_init(&mask.walk, cpu_data(operand), 1, a->ndim, mask.shape, array_strides(a));
    return mask;
}

static int64_t span_end(const Mask *mask, int64_t span) {
    int64_t end = (span + 1) * mask->span;
    return end < mask->size ? end : mask->size;
}

static int64_t count_span(const Mask *mask, int64_t span) {
    unsigned char tile[TILE];
    int64_t count = 0, end = span_end(mask, span);
    for (int64_t lo = span * mask->span; lo < end; lo += TILE) {
        int64_t n = end - lo < TILE ? end - lo : TILE;
        walk_gather(&mask->walk, lo, n, (char *)tile);
        for (int64_t i = 0; i < n; i++) count += tile[i];
    }
    return count;
}

/* The mask's index of its linear element i. */
static void seek(const Mask *mask, int64_t i, int64_t *index) {
    for (int k = mask->ndim - 1; k >= 0; k--) {
        index[k] = i % mask->shape[k];
        i /= mask->shape[k];
    }
}

static void find_in_span(const Mask *mask, int64_t span, int64_t place, FoundFn fn, void *user) {
    unsigned char tile[TILE];
    Found found = {.place = place};
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
            found.n += tile[i];
        }
        if (found.n) fn(user, &found);
        found.place += found.n;
    }
}

/* Calls fn for all true elements, which are count; spans run side by side.
 * cycles: of the work for one element. */
static ArrStatus find(CpuDevice *cpu, const Mask *mask, int64_t count, int64_t cycles, FoundFn fn,
                      void *user) {
    int64_t spans = (mask->size + mask->span - 1) / mask->span, total = 0;
    int64_t *places = (int64_t *)(void *)cpu_scratch(cpu, spans * (int64_t)sizeof *places);
    if (!places) return ARR_MEMORY;
    int threads = cpu_threads(cpu, mask->size);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t s = 0; s < spans; s++) places[s] = count_span(mask, s);
    for (int64_t s = 0; s < spans; s++) {
        int64_t before = total;
        total += places[s];
        places[s] = before;
    }
    if (total != count)
        return error_set(cpu->device.base, ERROR_RUNTIME, "a mask changed while it was read");
    threads = cpu_threads(cpu, mask->size + count * cycles);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t s = 0; s < spans; s++) find_in_span(mask, s, places[s], fn, user);
    return ARR_OK;
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

ArrStatus cpu_nonzero(CpuDevice *cpu, const LibraryTask *task) {
    Mask mask = mask_of(cpu, &task->in[0]);
    Indices to = {mask.ndim, (int64_t *)(void *)cpu_data(&task->out),
                  array_shape(task->out.array)[1]};
    return find(cpu, &mask, to.count, 2 * mask.ndim, write_indices, &to);
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

static ArrStatus move_masked(CpuDevice *cpu, const LibraryOperand *mask,
                             const LibraryOperand *indexed, const LibraryOperand *other,
                             bool scatter) {
    Mask m = mask_of(cpu, mask);
    Masked masked = {.ndim = m.ndim, .strides = array_strides(indexed->array)};
    transfer_init(&masked.transfer, scatter, indexed, other, 1);
    return find(cpu, &m, array_shape(other->array)[0], 4 * transfer_rest(&masked.transfer),
                move_found, &masked);
}

ArrStatus cpu_compress(CpuDevice *cpu, const LibraryTask *task) {
    return move_masked(cpu, &task->in[1], &task->in[0], &task->out, false);
}

ArrStatus cpu_expand(CpuDevice *cpu, const LibraryTask *task) {
    return move_masked(cpu, &task->in[0], &task->out, &task->in[1], true);
}
