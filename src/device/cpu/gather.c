/* Elements named by index arrays. An index array becomes byte offsets once
 * (index_offsets); gather and scatter then move, for each offset, the rest of
 * the indexed array that lies behind it. Both see a box of places by rest
 * elements, which may be cut anywhere: gather by either side, scatter only by
 * the rest, so that of repeated places the last one wins. */
#include <string.h>

#include "cpu.h"

enum { CHUNK = 1024 }; /* places whose offsets are kept near while the rest passes by */

/* --- index_offsets ---------------------------------------------------------- */

typedef struct Offsets {
    Walk index, before; /* before: offsets along earlier axes, if there are any */
    bool chained;
    int64_t extent, stride;
    char *out;          /* dense */
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

/* --- gather and scatter ------------------------------------------------------ */

/* A box of places by rest elements between the indexed array and the other
 * one: gather's result, scatter's values. */
typedef struct Transfer {
    bool scatter;
    int64_t itemsize;
    char *indexed;          /* the element that offset 0 names */
    const int64_t *offsets; /* of all places */
    int64_t first, last;    /* the places of this box */
    Walk other;             /* the other array's places */
    int ndim;               /* of the rest; >= 1 */
    int64_t extents[ARR_MAX_NDIM], indexed_strides[ARR_MAX_NDIM], other_strides[ARR_MAX_NDIM];
} Transfer;

/* The rest's axes; those that lie behind one another in both arrays are joined. */
static void join_rest(Transfer *t, int ndim, const int64_t *extents, const int64_t *indexed,
                      const int64_t *other) {
    t->ndim = 0;
    for (int i = 0; i < ndim; i++) {
        int k = t->ndim - 1;
        if (extents[i] == 1) continue;
        if (k >= 0 && t->indexed_strides[k] == extents[i] * indexed[i] &&
            t->other_strides[k] == extents[i] * other[i])
            t->extents[k] *= extents[i];
        else t->extents[k = t->ndim++] = extents[i];
        t->indexed_strides[k] = indexed[i];
        t->other_strides[k] = other[i];
    }
    if (t->ndim) return;
    t->ndim = 1;
    t->extents[0] = 1;
    t->indexed_strides[0] = t->other_strides[0] = t->itemsize;
}

static Transfer transfer_of(const LibraryTask *task, bool scatter) {
    const LibraryOperand *indexed = scatter ? &task->out : &task->in[0];
    const LibraryOperand *offsets = &task->in[scatter ? 0 : 1];
    const LibraryOperand *other = scatter ? &task->in[1] : &task->out;
    const Array *a = indexed->array, *b = other->array;
    int places = offsets->array->ndim, rest = b->ndim - places;
    Transfer t = {.scatter = scatter,
                  .itemsize = array_itemsize(b),
                  .indexed = cpu_data(indexed),
                  .offsets = (const int64_t *)(const void *)cpu_data(offsets),
                  .last = offsets->array->size};
    walk_init(&t.other, cpu_data(other), t.itemsize, places, array_shape(b), array_strides(b));
    join_rest(&t, rest, array_shape(b) + places, array_strides(a) + a->ndim - rest,
              array_strides(b) + places);
    return t;
}

/* Items of constant size move without a call, whatever their alignment. */
#define MOVE_ITEMS(size)                                                                           \
    for (int64_t i = 0; i < n; i++) {                                                              \
        char *there = indexed + offsets[i], *here = other + i * stride;                            \
        memcpy(scatter ? there : here, scatter ? here : there, size);                              \
    }                                                                                              \
    break

/* n places that lie stride bytes apart in the other array, one item each. */
static void move_items(bool scatter, char *indexed, const int64_t *offsets, char *other,
                       int64_t stride, int64_t n, int64_t itemsize) {
    switch (itemsize) {
    case 1: MOVE_ITEMS(1);
    case 2: MOVE_ITEMS(2);
    case 4: MOVE_ITEMS(4);
    case 8: MOVE_ITEMS(8);
    default: MOVE_ITEMS(16);
    }
}

/* The next position of the rest's first ndim axes; false: it was the last. */
static bool next_position(const Transfer *t, int ndim, int64_t *position, int64_t *indexed,
                          int64_t *other) {
    for (int i = ndim - 1; i >= 0; i--) {
        *indexed += t->indexed_strides[i];
        *other += t->other_strides[i];
        if (++position[i] < t->extents[i]) return true;
        *indexed -= t->extents[i] * t->indexed_strides[i];
        *other -= t->extents[i] * t->other_strides[i];
        position[i] = 0;
    }
    return false;
}

/* Places lo..hi-1 with all of the rest, item by item along the places. */
static void move_by_places(const Transfer *t, int64_t lo, int64_t hi) {
    int64_t position[ARR_MAX_NDIM] = {0}, indexed = 0, other = 0;
    do {
        for (int64_t i = lo, left; i < hi; i += left) {
            char *p = walk_seek(&t->other, i, &left);
            if (left > hi - i) left = hi - i;
            move_items(t->scatter, t->indexed + indexed, t->offsets + i, p + other,
                       t->other.strides[t->other.ndim - 1], left, t->itemsize);
        }
    } while (next_position(t, t->ndim, position, &indexed, &other));
}

/* One place with all of the rest, row by row along the rest's last axis. */
static void move_rows(const Transfer *t, char *indexed, char *other) {
    int64_t position[ARR_MAX_NDIM] = {0}, there = 0, here = 0;
    int last = t->ndim - 1;
    do {
        if (t->scatter)
            copy_strided(indexed + there, t->indexed_strides[last], other + here,
                         t->other_strides[last], t->extents[last], t->itemsize);
        else
            copy_strided(other + here, t->other_strides[last], indexed + there,
                         t->indexed_strides[last], t->extents[last], t->itemsize);
    } while (next_position(t, last, position, &there, &here));
}

static void move_by_rest(const Transfer *t) {
    for (int64_t i = t->first, left; i < t->last; i += left) {
        char *p = walk_seek(&t->other, i, &left);
        int64_t stride = t->other.strides[t->other.ndim - 1];
        if (left > t->last - i) left = t->last - i;
        for (int64_t k = 0; k < left; k++)
            move_rows(t, t->indexed + t->offsets[i + k], p + k * stride);
    }
}

static void move_box(const Transfer *t) {
    int64_t row = t->extents[t->ndim - 1], places = t->last - t->first;
    bool dense = row > 1 && t->indexed_strides[t->ndim - 1] == t->itemsize;
    if (dense || row > places) {
        move_by_rest(t);
        return;
    }
    for (int64_t lo = t->first; lo < t->last; lo += CHUNK)
        move_by_places(t, lo, t->last - lo < CHUNK ? t->last : lo + CHUNK);
}

/* The piece-th of pieces parts, cut by the places or by the rest's first axis. */
static Transfer cut(const Transfer *t, bool by_places, int64_t piece, int64_t pieces) {
    Transfer part = *t;
    int64_t n = by_places ? t->last : t->extents[0];
    int64_t each = n / pieces, more = n % pieces;
    int64_t lo = piece * each + (piece < more ? piece : more), hi = lo + each + (piece < more);
    if (by_places) {
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
    Transfer t = transfer_of(task, scatter);
    int64_t rest = 1;
    for (int i = 0; i < t.ndim; i++) rest *= t.extents[i];
    if (t.last == 0 || rest == 0) return ARR_OK;
    bool by_places = !scatter && t.last >= t.extents[0];
    int64_t longest = by_places ? t.last : t.extents[0];
    int64_t pieces = cpu_threads(cpu, 4 * t.last * rest);
    if (pieces > longest) pieces = longest;
#pragma omp parallel for num_threads((int)pieces) if (pieces > 1) schedule(static)
    for (int64_t p = 0; p < pieces; p++) {
        Transfer part = cut(&t, by_places, p, pieces);
        move_box(&part);
    }
    return ARR_OK;
}

ArrStatus cpu_gather(CpuDevice *cpu, const LibraryTask *task) {
    return move(cpu, task, false);
}

ArrStatus cpu_scatter(CpuDevice *cpu, const LibraryTask *task) {
    return move(cpu, task, true);
}
