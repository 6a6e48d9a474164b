/* Moving boxes of elements (see transfer.h): along the places where these are
 * many, along the rest where it lies side by side. */
#include "transfer.h"

#include <string.h>

enum { CHUNK = 1024 }; /* places whose offsets are kept near while the rest passes by */

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

void transfer_init(Transfer *t, bool scatter, const LibraryOperand *indexed,
                   const LibraryOperand *other, int places) {
    const Array *a = indexed->array, *b = other->array;
    int rest = b->ndim - places;
    t->scatter = scatter;
    t->itemsize = array_itemsize(b);
    t->indexed = cpu_data(indexed);
    t->first = t->last = 0;
    walk_init(&t->other, cpu_data(other), t->itemsize, places, array_shape(b), array_strides(b));
    join_rest(t, rest, array_shape(b) + places, array_strides(a) + a->ndim - rest,
              array_strides(b) + places);
}

int64_t transfer_rest(const Transfer *t) {
    return arr_nbytes(t->ndim, t->extents, 1);
}

/* Items of constant size move without a call, whatever their alignment; side by
 * side in the other array, as they mostly are, without a multiplication. */
#define MOVE_LOOP(size, step)                                                                   \
    if (scatter)                                                                                \
        for (int64_t i = 0; i < n; i++) memcpy(indexed + offsets[i], other + i * (step), size); \
    else                                                                                        \
        for (int64_t i = 0; i < n; i++) memcpy(other + i * (step), indexed + offsets[i], size)
#define MOVE_ITEMS(size)         \
    if (stride == (size)) {      \
        MOVE_LOOP(size, size);   \
    } else {                     \
        MOVE_LOOP(size, stride); \
    }                            \
    break

/* n places that lie stride bytes apart in the other array, one item each. */
static void move_items(bool scatter, char *restrict indexed, const int64_t *restrict offsets,
                       char *restrict other, int64_t stride, int64_t n, int64_t itemsize) {
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
            move_items(t->scatter, t->indexed + indexed, t->offsets + i - t->first, p + other,
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
            move_rows(t, t->indexed + t->offsets[i - t->first + k], p + k * stride);
    }
}

void transfer_move(const Transfer *t) {
    int64_t row = t->extents[t->ndim - 1], places = t->last - t->first;
    bool dense = row > 1 && t->indexed_strides[t->ndim - 1] == t->itemsize;
    if (dense || row > places) {
        move_by_rest(t);
        return;
    }
    for (int64_t lo = t->first; lo < t->last; lo += CHUNK)
        move_by_places(t, lo, t->last - lo < CHUNK ? t->last : lo + CHUNK);
}
