/* Elements named by index arrays. An index array becomes byte offsets once
 * (index_offsets); gather and scatter then move, for each offset, the rest of
 * the indexed array that lies behind it. The box of places by rest elements
 * may be cut by either side for gather, but only by the rest for scatter, so
 * that of repeated places the last one wins. */
#include <string.h>

#include "transfer.h"

enum { CHUNK = 1024 }; /* most offsets that one thread makes at a time */

/* --- index_offsets ---------------------------------------------------------- */

typedef struct Offsets {
    Walk index, before; /* before: offsets along earlier axes, if there are any */
    bool chained;
    int64_t extent, stride;
    char *out; /* dense */
} Offsets;

static Walk operand_walk(const LibraryOperand *operand) {
    const Array *a = operand->array;
    Walk walk;
    walk_init(&walk, cpu_data(operand), array_itemsize(a), a->ndim, array_shape(a),
              array_strides(a));
    return walk;
}

/* Places lo..lo+n-1; the first of them whose index is out of bounds, or INT64_MAX. */
static int64_t offsets_chunk(const Offsets *o, int64_t lo, int64_t n) {
    int64_t index[CHUNK], *out = (int64_t *)(void *)(o->out + lo * (int64_t)sizeof(int64_t));
    int64_t bad = INT64_MAX;
    walk_gather(&o->index, lo, n, (char *)index);
    if (o->chained) walk_gather(&o->before, lo, n, (char *)out);
    else memset(out, 0, (size_t)n * sizeof *out);
    for (int64_t i = 0; i < n; i++) {
        int64_t at = index[i] < 0 ? index[i] + o->extent : index[i];
        if (at < 0 || at >= o->extent) {
            if (bad == INT64_MAX) bad = lo + i;
            continue;
        }
        out[i] += at * o->stride;
    }
    return bad;
}

static ArrStatus index_error(CpuDevice *cpu, const LibraryTask *task, const Offsets *o,
                             int64_t bad) {
    int64_t index;
    walk_gather(&o->index, bad, 1, (char *)&index);
    return error_set(cpu->device.base, ERROR_INDEX,
                     "index %lld is out of bounds for axis %lld with size %lld", (long long)index,
                     (long long)task->parameters[2].i8, (long long)o->extent);
}

ArrStatus cpu_index_offsets(CpuDevice *cpu, const LibraryTask *task) {
    int64_t chunk = cpu->limits.tile < CHUNK ? cpu->limits.tile : CHUNK;
    int64_t size = task->out.array->size, chunks = (size + chunk - 1) / chunk;
    int64_t bad = INT64_MAX;
    Offsets o = {.index = operand_walk(&task->in[0]),
                 .chained = task->nin == 2,
                 .extent = task->parameters[0].i8,
                 .stride = task->parameters[1].i8,
                 .out = cpu_data(&task->out)};
    if (o.chained) o.before = operand_walk(&task->in[1]);
    int threads = cpu_threads(cpu, 2 * size);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static) reduction(min : bad)
    for (int64_t c = 0; c < chunks; c++) {
        int64_t lo = c * chunk;
        int64_t first = offsets_chunk(&o, lo, size - lo < chunk ? size - lo : chunk);
        if (first < bad) bad = first;
    }
    return bad == INT64_MAX ? ARR_OK : index_error(cpu, task, &o, bad);
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

static ArrStatus move(CpuDevice *cpu, const LibraryTask *task, bool scatter) {
    Transfer t;
    const LibraryOperand *offsets = &task->in[scatter ? 0 : 1];
    transfer_init(&t, scatter, scatter ? &task->out : &task->in[0],
                  scatter ? &task->in[1] : &task->out, offsets->array->ndim);
    t.offsets = (const int64_t *)(const void *)cpu_data(offsets);
    t.last = offsets->array->size;
    int64_t rest = transfer_rest(&t);
    if (t.last == 0 || rest == 0) return ARR_OK;
    bool by_places = !scatter && t.last >= t.extents[0];
    int64_t longest = by_places ? t.last : t.extents[0];
    int64_t pieces = cpu_threads(cpu, 4 * t.last * rest);
    if (pieces > longest) pieces = longest;
#pragma omp parallel for num_threads((int)pieces) if (pieces > 1) schedule(static)
    for (int64_t p = 0; p < pieces; p++) {
        Transfer part = cut(&t, by_places, p, pieces);
        transfer_move(&part);
    }
    return ARR_OK;
}

ArrStatus cpu_gather(CpuDevice *cpu, const LibraryTask *task) {
    return move(cpu, task, false);
}

ArrStatus cpu_scatter(CpuDevice *cpu, const LibraryTask *task) {
    return move(cpu, task, true);
}
