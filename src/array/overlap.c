/* How two views of one store lie to each other. Only what is proven is
 * claimed: whatever is neither identical nor provably disjoint overlaps. */
#include "array.h"

#include <string.h>

/* A view as a product of intervals: level k of stride s[k] (descending) is
 * visited from first[k] to last[k]; below the last level come bytes. */
typedef struct Lattice {
    int levels;
    int64_t stride[2 * ARR_MAX_NDIM];
} Lattice;

typedef struct Intervals {
    int64_t first[2 * ARR_MAX_NDIM], last[2 * ARR_MAX_NDIM];
    int64_t byte;
} Intervals;

static void add_strides(Lattice *lattice, const Array *a) {
    for (int i = 0; i < a->ndim; i++) {
        int64_t stride = array_strides(a)[i];
        if (stride < 0) stride = -stride;
        if (array_shape(a)[i] == 1 || stride == 0) continue;
        int at = lattice->levels;
        while (at > 0 && lattice->stride[at - 1] < stride) at--;
        if (at > 0 && lattice->stride[at - 1] == stride) continue;
        memmove(lattice->stride + at + 1, lattice->stride + at,
                (size_t)(lattice->levels - at) * sizeof stride);
        lattice->stride[at] = stride;
        lattice->levels++;
    }
}

/* false: a's bytes have no unique place in the lattice (an axis runs over the
 * end of the level above it), so that nothing can be said. */
static bool place(const Lattice *lattice, const Array *a, Intervals *in) {
    int64_t offset = a->offset;
    int64_t extent[2 * ARR_MAX_NDIM];
    for (int k = 0; k < lattice->levels; k++) extent[k] = 0;
    for (int i = 0; i < a->ndim; i++) {
        int64_t stride = array_strides(a)[i], n = array_shape(a)[i];
        if (n == 1 || stride == 0) continue;
        if (stride < 0) {
            offset += (n - 1) * stride;
            stride = -stride;
        }
        int k = 0;
        while (lattice->stride[k] != stride) k++;
        if (extent[k]) return false;
        extent[k] = n;
    }
    for (int k = 0; k < lattice->levels; k++) {
        in->first[k] = offset / lattice->stride[k];
        offset %= lattice->stride[k];
        in->last[k] = in->first[k] + (extent[k] ? extent[k] - 1 : 0);
    }
    in->byte = offset;
    int64_t span = offset + array_itemsize(a);
    for (int k = lattice->levels - 1; k >= 0; k--) {
        if (span > lattice->stride[k]) return false;
        span += in->last[k] * lattice->stride[k];
    }
    return true;
}

static void byte_range(const Array *a, int64_t *low, int64_t *high) {
    *low = *high = a->offset;
    for (int i = 0; i < a->ndim; i++) {
        int64_t reach = (array_shape(a)[i] - 1) * array_strides(a)[i];
        if (reach < 0) *low += reach;
        else *high += reach;
    }
    *high += array_itemsize(a);
}

static bool same_view(const Array *a, const Array *b) {
    return a->offset == b->offset && a->dtype == b->dtype && a->ndim == b->ndim &&
           memcmp(a->dims, b->dims, 2 * a->ndim * sizeof a->dims[0]) == 0;
}

static bool disjoint_in_lattice(const Array *a, const Array *b) {
    Lattice lattice;
    Intervals in_a, in_b;
    lattice.levels = 0;
    add_strides(&lattice, a);
    add_strides(&lattice, b);
    if (!place(&lattice, a, &in_a) || !place(&lattice, b, &in_b)) return false;
    for (int k = 0; k < lattice.levels; k++)
        if (in_a.last[k] < in_b.first[k] || in_b.last[k] < in_a.first[k]) return true;
    return in_a.byte + array_itemsize(a) <= in_b.byte || in_b.byte + array_itemsize(b) <= in_a.byte;
}

ViewRelation array_relation(const Array *a, const Array *b) {
    if (a->store != b->store || a->size == 0 || b->size == 0) return VIEWS_DISJOINT;
    if (a == b || same_view(a, b)) return VIEWS_IDENTICAL;
    int64_t a_low, a_high, b_low, b_high;
    byte_range(a, &a_low, &a_high);
    byte_range(b, &b_low, &b_high);
    if (a_high <= b_low || b_high <= a_low) return VIEWS_DISJOINT;
    return disjoint_in_lattice(a, b) ? VIEWS_DISJOINT : VIEWS_OVERLAP;
}

bool array_overlaps_itself(const Array *a) {
    for (int i = 0; i < a->ndim; i++)
        if (array_strides(a)[i] == 0 && array_shape(a)[i] > 1) return true;
    return false;
}

ArrayCoverage array_coverage(const Array *a) {
    Lattice lattice;
    Intervals in;
    int64_t bytes = a->size * array_itemsize(a);
    if (bytes == a->store->nbytes && array_is_contiguous(a)) return COVERS_ALL;
    lattice.levels = 0;
    if (array_overlaps_itself(a)) return COVERS_UNKNOWN;
    add_strides(&lattice, a);
    if (!place(&lattice, a, &in)) return COVERS_UNKNOWN;
    if (bytes == a->store->nbytes) return COVERS_ALL;
    return bytes >= a->store->nbytes / 2 ? COVERS_HALF : COVERS_LESS;
}
