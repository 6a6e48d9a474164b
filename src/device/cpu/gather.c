/* Elements named by index arrays. An index array becomes byte offsets once
 * (index_offsets); gather and scatter then move, for each offset, the rest of
 * the indexed array that lies behind it. The box of places by rest elements
 * may be cut by either side for gather, but only by the rest for scatter, so
 * that of repeated places the last one wins. By one index array, take and put
 * do both at once. */
#include <string.h>

#include "transfer.h"

enum { CHUNK = 1024 }; /* most offsets that one thread makes at a time */

/* --- index_offsets ---------------------------------------------------------- */

typedef struct Offsets {
    Walk index, before; /* before: offsets along earlier axes, if there are any */
    bool chained;
    int64_t extent, stride;
    int64_t *out; /* dense */
} Offsets;

static Walk operand_walk(const LibraryOperand *operand) {
    const Array *a = operand->array;
    Walk walk;
    walk_init(&walk, cpu_data(operand), array_itemsize(a), a->ndim, array_shape(a),
              array_strides(a));
    return walk;
}

/* Places lo..lo+n-1, n <= CHUNK, to out; the first of them whose index is out
 * of bounds, or INT64_MAX. */
static int64_t wrap_chunk(const CpuDevice *cpu, const Offsets *o, int64_t lo, int64_t n,
                          int64_t *out) {
    int64_t gathered[CHUNK];
    const int64_t *index = (const int64_t *)(const void *)walk_direct(&o->index, lo, n);
    if (!index) {
        walk_gather(&o->index, lo, n, (char *)gathered);
        index = gathered;
    }
    if (cpu->kernels->wrap(out, index, (size_t)n, o->extent, o->stride)) return INT64_MAX;
    for (int64_t i = 0; i < n; i++)
        if (index[i] < -o->extent || index[i] >= o->extent) return lo + i;
    return INT64_MAX;
}

static int64_t offsets_chunk(const CpuDevice *cpu, const Offsets *o, int64_t lo, int64_t n) {
    int64_t before[CHUNK], *out = o->out + lo;
    int64_t bad = wrap_chunk(cpu, o, lo, n, out);
    if (!o->chained) return bad;
    walk_gather(&o->before, lo, n, (char *)before);
    for (int64_t i = 0; i < n; i++) out[i] += before[i];
    return bad;
}

static ArrStatus index_error(CpuDevice *cpu, const LibraryOperand *indices, const LibraryTask *task,
                             int64_t bad) {
    int64_t index;
    Walk walk = operand_walk(indices);
    walk_gather(&walk, bad, 1, (char *)&index);
    return error_set(cpu->device.base, ERROR_INDEX,
                     "index %lld is out of bounds for axis %lld with size %lld", (long long)index,
                     (long long)task->parameters[2].i8, (long long)task->parameters[0].i8);
}

static int64_t chunk_size(const CpuDevice *cpu) {
    return cpu->limits.tile < CHUNK ? cpu->limits.tile : CHUNK;
}

ArrStatus cpu_index_offsets(CpuDevice *cpu, const LibraryTask *task) {
    int64_t chunk = chunk_size(cpu);
    int64_t size = task->out.array->size, chunks = (size + chunk - 1) / chunk;
    int64_t bad = INT64_MAX;
    Offsets o = {.index = operand_walk(&task->in[0]),
                 .chained = task->nin == 2,
                 .extent = task->parameters[0].i8,
                 .stride = task->parameters[1].i8,
                 .out = (int64_t *)(void *)cpu_data(&task->out)};
    if (o.chained) o.before = operand_walk(&task->in[1]);
    int threads = cpu_threads(cpu, 2 * size);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static) reduction(min : bad)
    for (int64_t c = 0; c < chunks; c++) {
        int64_t lo = c * chunk;
        int64_t first = offsets_chunk(cpu, &o, lo, size - lo < chunk ? size - lo : chunk);
        if (first < bad) bad = first;
    }
    return bad == INT64_MAX ? ARR_OK : index_error(cpu, &task->in[0], task, bad);
}

/* --- exponents ---------------------------------------------------------------- */

/* Items of a dense run; true if one is negative. */
static bool has_negative(const char *items, int64_t itemsize, int64_t n) {
    int64_t all = 0;
#define EACH(type) \
    for (int64_t i = 0; i < n; i++) all |= ((const type *)(const void *)items)[i]
    switch (itemsize) {
    case 1: EACH(int8_t); break;
    case 2: EACH(int16_t); break;
    case 4: EACH(int32_t); break;
    default: EACH(int64_t); break;
    }
#undef EACH
    return all < 0;
}

ArrStatus cpu_exponents(CpuDevice *cpu, const LibraryTask *task) {
    int64_t size = task->out.array->size, itemsize = array_itemsize(task->out.array);
    int64_t chunk = cpu->limits.tile < CHUNK ? cpu->limits.tile : CHUNK;
    Walk in = operand_walk(&task->in[0]);
    char *out = cpu_data(&task->out);
    bool bad = false;
    for (int64_t lo = 0; lo < size && !bad; lo += chunk) {
        int64_t n = size - lo < chunk ? size - lo : chunk;
        walk_gather(&in, lo, n, out + lo * itemsize);
        bad = has_negative(out + lo * itemsize, itemsize, n);
    }
    return bad ? error_set(cpu->device.base, ERROR_VALUE,
                           "Integers to negative integer powers are not allowed.")
               : ARR_OK;
}

/* --- gather and scatter ------------------------------------------------------ */

/* The piece-th of pieces parts, cut by the places or by the rest's first axis. */
static Transfer cut(const Transfer *t, bool by_places, int64_t piece, int64_t pieces) {
    Transfer part = *t;
    int64_t n = by_places ? t->last : t->extents[0];
    int64_t each = n / pieces, more = n % pieces;
    int64_t lo = piece * each + (piece < more ? piece : more), hi = lo + each + (piece < more);
    if (by_places) {
        part.offsets += lo;
        part.first = lo;
        part.last = hi;
        return part;
    }
    part.extents[0] = hi - lo;
    part.indexed += lo * t->indexed_strides[0];
    part.other.base += lo * t->other_strides[0];
    return part;
}

static void move(CpuDevice *cpu, const Transfer *t) {
    int64_t rest = transfer_rest(t);
    if (t->last == 0 || rest == 0) return;
    bool by_places = !t->scatter && t->last >= t->extents[0];
    int64_t longest = by_places ? t->last : t->extents[0];
    int64_t pieces = cpu_threads(cpu, 4 * t->last * rest);
    if (pieces > longest) pieces = longest;
#pragma omp parallel for num_threads((int)pieces) if (pieces > 1) schedule(static)
    for (int64_t p = 0; p < pieces; p++) {
        Transfer part = cut(t, by_places, p, pieces);
        transfer_move(&part);
    }
}

static ArrStatus move_offsets(CpuDevice *cpu, const LibraryTask *task, bool scatter) {
    Transfer t;
    const LibraryOperand *offsets = &task->in[scatter ? 0 : 1];
    transfer_init(&t, scatter, scatter ? &task->out : &task->in[0],
                  scatter ? &task->in[1] : &task->out, offsets->array->ndim);
    t.offsets = (const int64_t *)(const void *)cpu_data(offsets);
    t.last = offsets->array->size;
    move(cpu, &t);
    return ARR_OK;
}

ArrStatus cpu_gather(CpuDevice *cpu, const LibraryTask *task) {
    return move_offsets(cpu, task, false);
}

ArrStatus cpu_scatter(CpuDevice *cpu, const LibraryTask *task) {
    return move_offsets(cpu, task, true);
}

/* --- take and put ------------------------------------------------------------ */

/* Elements named by one index array, whose offsets are made in chunks that
 * never leave the cache. */
typedef struct Named {
    Offsets offsets;
    Transfer transfer;
    int64_t count, chunk;
} Named;

/* Chunk c is checked, and moved if `moves`; see wrap_chunk. */
static int64_t name_chunk(const CpuDevice *cpu, const Named *named, int64_t c, bool moves) {
    int64_t offsets[CHUNK], lo = c * named->chunk;
    int64_t n = named->count - lo < named->chunk ? named->count - lo : named->chunk;
    int64_t bad = wrap_chunk(cpu, &named->offsets, lo, n, offsets);
    if (!moves || bad != INT64_MAX) return bad;
    Transfer t = named->transfer;
    t.offsets = offsets;
    t.first = lo;
    t.last = lo + n;
    transfer_move(&t);
    return bad;
}

/* All chunks, side by side if threads > 1; the first index out of bounds. */
static int64_t name_all(const CpuDevice *cpu, const Named *named, bool moves, int threads) {
    int64_t chunks = (named->count + named->chunk - 1) / named->chunk, bad = INT64_MAX;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static) reduction(min : bad)
    for (int64_t c = 0; c < chunks; c++) {
        int64_t first = name_chunk(cpu, named, c, moves);
        if (first < bad) bad = first;
    }
    return bad;
}

/* Few places with much behind each: all offsets first, then the rest is cut. */
static int64_t name_rest(CpuDevice *cpu, Named *named) {
    int64_t offsets[CHUNK];
    int64_t bad = wrap_chunk(cpu, &named->offsets, 0, named->count, offsets);
    if (bad != INT64_MAX) return bad;
    named->transfer.offsets = offsets;
    named->transfer.last = named->count;
    move(cpu, &named->transfer);
    return bad;
}

/* In the order of the places: only the rest may be cut. */
static void put_all(const CpuDevice *cpu, const Named *named, int threads) {
    enum { SHORT_REST = 8 }; /* each thread makes all offsets */
    int64_t pieces = threads < named->transfer.extents[0] ? threads : named->transfer.extents[0];
    if (transfer_rest(&named->transfer) < SHORT_REST) pieces = 1;
#pragma omp parallel for num_threads((int)pieces) if (pieces > 1) schedule(static)
    for (int64_t p = 0; p < pieces; p++) {
        Named part = *named;
        part.transfer = cut(&named->transfer, false, p, pieces);
        name_all(cpu, &part, true, 1);
    }
}

static ArrStatus move_named(CpuDevice *cpu, const LibraryTask *task, bool scatter) {
    const LibraryOperand *index = &task->in[scatter ? 0 : 1];
    Named named = {.offsets = {.index = operand_walk(index),
                               .extent = task->parameters[0].i8,
                               .stride = task->parameters[1].i8},
                   .count = index->array->size,
                   .chunk = chunk_size(cpu)};
    transfer_init(&named.transfer, scatter, scatter ? &task->out : &task->in[0],
                  scatter ? &task->in[1] : &task->out, index->array->ndim);
    int64_t rest = transfer_rest(&named.transfer), bad;
    int threads = cpu_threads(cpu, 4 * named.count * rest);
    if (named.count <= CHUNK) {
        bad = name_rest(cpu, &named);
    } else if (!scatter) {
        bad = name_all(cpu, &named, true, threads);
    } else { /* only if all are within bounds */
        bad = name_all(cpu, &named, false, cpu_threads(cpu, named.count));
        if (bad == INT64_MAX) put_all(cpu, &named, threads);
    }
    return bad == INT64_MAX ? ARR_OK : index_error(cpu, index, task, bad);
}

ArrStatus cpu_take(CpuDevice *cpu, const LibraryTask *task) {
    return move_named(cpu, task, false);
}

ArrStatus cpu_put(CpuDevice *cpu, const LibraryTask *task) {
    return move_named(cpu, task, true);
}
