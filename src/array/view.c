/* Views: everything that is another look at the same store. No node is
 * recorded and no data is touched here. */
#include "array.h"

#include <stdio.h>
#include <string.h>

ArrStatus array_transpose(ArrayPool *pool, const Array *a, int naxes, const int64_t *axes,
                          Array **out) {
    int ndim = a->ndim;
    int64_t dims[2 * ARR_MAX_NDIM];
    if (axes && naxes != ndim) return error_set(pool->base, ERROR_VALUE, "axes don't match array");
    uint64_t seen = 0;
    for (int i = 0; i < ndim; i++) {
        int axis = ndim - 1 - i;
        if (axes) {
            ArrStatus status = axis_normalise(pool->base, axes[i], ndim, &axis);
            if (status) return status;
        }
        if (seen >> axis & 1)
            return error_set(pool->base, ERROR_VALUE, "repeated axis in transpose");
        seen |= (uint64_t)1 << axis;
        dims[i] = array_shape(a)[axis];
        dims[ndim + i] = array_strides(a)[axis];
    }
    return array_view(pool, a, a->dtype, a->offset, ndim, dims, dims + ndim, out);
}

ArrStatus array_broadcast_to(ArrayPool *pool, const Array *a, int ndim, const int64_t *shape,
                             Array **out) {
    char from[SHAPE_TEXT], to[SHAPE_TEXT];
    int64_t strides[ARR_MAX_NDIM];
    int skip = ndim - a->ndim;
    if (skip < 0)
        return error_set(pool->base, ERROR_VALUE,
                         "input operand has more dimensions than allowed by the axis remapping");
    for (int i = 0; i < ndim; i++) {
        int64_t extent = i < skip ? 1 : array_shape(a)[i - skip];
        if (shape[i] < 0)
            return error_set(pool->base, ERROR_VALUE,
                             "all elements of broadcast shape must be non-negative");
        if (extent != 1 && extent != shape[i])
            return error_set(pool->base, ERROR_VALUE,
                             "operands could not be broadcast together with remapped shapes "
                             "[original->remapped]: %s  and requested shape %s",
                             shape_text(from, a->ndim, array_shape(a)),
                             shape_text(to, ndim, shape));
        strides[i] = extent == 1 && shape[i] != 1 ? 0 : i < skip ? 0 : array_strides(a)[i - skip];
    }
    return array_view(pool, a, a->dtype, a->offset, ndim, shape, strides, out);
}

/* As NumPy writes it: a leading -1 is left out, a later one is "newaxis". */
static const char *wanted_text(char text[SHAPE_TEXT], int ndim, const int64_t *shape) {
    int first = ndim > 0 && shape[0] < 0, length = 0;
    for (int i = first; i < ndim; i++) {
        char number[24];
        snprintf(number, sizeof number, "%lld", (long long)shape[i]);
        length += snprintf(text + length, (size_t)(SHAPE_TEXT - length), "%c%s",
                           i == first ? '(' : ',', shape[i] < 0 ? "newaxis" : number);
    }
    snprintf(text + length, (size_t)(SHAPE_TEXT - length), "%s",
             ndim == first ? "()" : ndim == 1 ? ",)" : ")");
    return text;
}

static ArrStatus reshape_error(ArrayPool *pool, const Array *a, int ndim, const int64_t *shape) {
    char text[SHAPE_TEXT];
    wanted_text(text, ndim, shape);
    return error_set(pool->base, ERROR_VALUE, "cannot reshape array of size %lld into shape %s",
                     (long long)a->size, text);
}

/* shape with its -1 replaced. */
static ArrStatus resolve_shape(ArrayPool *pool, const Array *a, int ndim, const int64_t *shape,
                               int64_t *whole) {
    int unknown = -1;
    int64_t known[ARR_MAX_NDIM] = {0};
    int known_count = 0;
    for (int i = 0; i < ndim; i++) {
        whole[i] = shape[i];
        if (shape[i] >= 0) {
            known[known_count++] = shape[i];
        } else if (shape[i] < -1) {
            return error_set(pool->base, ERROR_VALUE, "negative dimensions are not allowed");
        } else if (unknown >= 0) {
            return error_set(pool->base, ERROR_VALUE, "can only specify one unknown dimension");
        } else {
            unknown = i;
        }
    }
    int64_t product = arr_nbytes(known_count, known, 1);
    if (product == 0 && a->size == 0 && /* an array of nothing may not be too big all the same */
        arr_nbytes(known_count, known, dtype_info[a->dtype].itemsize) < 0)
        return error_set(pool->base, ERROR_VALUE,
                         "array is too big; `arr.size * arr.dtype.itemsize` is larger than the "
                         "maximum possible size.");
    if (unknown < 0) return product == a->size ? ARR_OK : reshape_error(pool, a, ndim, shape);
    if (product <= 0 || a->size % product != 0)
        return reshape_error(pool, a, ndim, shape);
    whole[unknown] = a->size / product;
    return ARR_OK;
}

/* Byte strides that give a's elements the new shape without moving them;
 * false: there are none. Runs of old axes that lie behind one another in
 * memory are matched with runs of new axes of the same extent. */
static bool reshape_strides(const Array *a, int ndim, const int64_t *shape, int64_t *strides) {
    int64_t old_shape[ARR_MAX_NDIM], old_strides[ARR_MAX_NDIM];
    int old_ndim = 0;
    for (int i = 0; i < a->ndim; i++) {
        if (array_shape(a)[i] == 1) continue;
        old_shape[old_ndim] = array_shape(a)[i];
        old_strides[old_ndim++] = array_strides(a)[i];
    }
    int old_start = 0, new_start = 0, new_end = 0;
    while (old_start < old_ndim && new_start < ndim) {
        int old_end = old_start + 1;
        new_end = new_start + 1;
        int64_t old_product = old_shape[old_start], new_product = shape[new_start];
        while (old_product != new_product) {
            if (new_product < old_product)
                new_product *= shape[new_end++];
            else
                old_product *= old_shape[old_end++];
        }
        for (int i = old_start; i + 1 < old_end; i++)
            if (old_strides[i] != old_shape[i + 1] * old_strides[i + 1]) return false;
        int64_t stride = old_strides[old_end - 1];
        for (int i = new_end - 1; i >= new_start; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        old_start = old_end;
        new_start = new_end;
    }
    int64_t last = new_start > 0 ? strides[new_start - 1] : array_itemsize(a);
    for (int i = new_start; i < ndim; i++) strides[i] = last;
    return true;
}

ArrStatus array_reshape_view(ArrayPool *pool, const Array *a, int ndim, const int64_t *shape,
                             Array **out) {
    int64_t whole[ARR_MAX_NDIM], strides[ARR_MAX_NDIM];
    ArrStatus status = resolve_shape(pool, a, ndim, shape, whole);
    if (status) return status;
    *out = NULL;
    if (a->size == 0) {
        int64_t stride = array_itemsize(a);
        for (int i = ndim - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= whole[i] ? whole[i] : 1;
        }
    } else if (!reshape_strides(a, ndim, whole, strides)) {
        return ARR_OK;
    }
    return array_view(pool, a, a->dtype, a->offset, ndim, whole, strides, out);
}

ArrStatus array_reshape_shape(ArrayPool *pool, const Array *a, int ndim, const int64_t *shape,
                              int64_t *whole) {
    return resolve_shape(pool, a, ndim, shape, whole);
}

ArrStatus array_part(ArrayPool *pool, const Array *a, bool imag, Array **out) {
    ArrDtype part = a->dtype == ARR_COMPLEX64 ? ARR_FLOAT32 : ARR_FLOAT64;
    int64_t offset = a->offset + (imag ? dtype_info[part].itemsize : 0);
    return array_view(pool, a, part, offset, a->ndim, array_shape(a), array_strides(a), out);
}

int64_t slice_adjust(int64_t length, IndexItem *slice) {
    int64_t low = slice->step > 0 ? 0 : -1, high = slice->step > 0 ? length : length - 1;
    if (!slice->has_start) {
        slice->start = slice->step > 0 ? 0 : length - 1;
    } else {
        if (slice->start < 0) slice->start += length;
        if (slice->start < low) slice->start = low;
        if (slice->start > high) slice->start = high;
    }
    if (!slice->has_stop) {
        slice->stop = slice->step > 0 ? length : -1;
    } else {
        if (slice->stop < 0) slice->stop += length;
        if (slice->stop < low) slice->stop = low;
        if (slice->stop > high) slice->stop = high;
    }
    if (slice->step > 0)
        return slice->stop > slice->start ? (slice->stop - slice->start - 1) / slice->step + 1 : 0;
    if (slice->start <= slice->stop) return 0;
    /* -(step + 1) + 1 does not overflow for INT64_MIN as -step would */
    uint64_t step = (uint64_t)(-(slice->step + 1)) + 1;
    return (int64_t)((uint64_t)(slice->start - slice->stop - 1) / step) + 1;
}

/* What an index makes of an array, built axis by axis. */
typedef struct Indexing {
    const Array *a;
    int axis; /* of a, next to be taken */
    int ndim; /* of the result so far */
    int64_t offset;
    int64_t shape[ARR_MAX_NDIM], strides[ARR_MAX_NDIM];
} Indexing;

static void take_slice(Indexing *ix, IndexItem slice) {
    int64_t stride = array_strides(ix->a)[ix->axis];
    int64_t count = slice_adjust(array_shape(ix->a)[ix->axis], &slice);
    if (count > 0) ix->offset += slice.start * stride;
    ix->shape[ix->ndim] = count;
    /* with one element or none the step is never taken; it may be any int64 */
    ix->strides[ix->ndim++] = count > 1 ? stride * slice.step : stride;
    ix->axis++;
}

static ArrStatus take_int(ArrayPool *pool, Indexing *ix, int64_t index) {
    int64_t extent = array_shape(ix->a)[ix->axis];
    int64_t i = index < 0 ? index + extent : index;
    if (i < 0 || i >= extent)
        return error_set(pool->base, ERROR_INDEX,
                         "index %lld is out of bounds for axis %d with size %lld",
                         (long long)index, ix->axis, (long long)extent);
    ix->offset += i * array_strides(ix->a)[ix->axis++];
    return ARR_OK;
}

static void take_whole_axes(Indexing *ix, int count) {
    IndexItem all = {.kind = INDEX_SLICE, .step = 1};
    for (; count > 0; count--) take_slice(ix, all);
}

/* Counts the axes that items consume; errors of their number. */
static ArrStatus count_items(ArrayPool *pool, const Array *a, int count, const IndexItem *items,
                             int *taken) {
    int ellipses = 0, newaxes = 0;
    *taken = 0;
    for (int i = 0; i < count; i++) {
        if (items[i].kind == INDEX_ELLIPSIS) ellipses++;
        else if (items[i].kind == INDEX_NEWAXIS) newaxes++;
        else ++*taken;
    }
    if (ellipses > 1)
        return error_set(pool->base, ERROR_INDEX,
                         "an index can only have a single ellipsis ('...')");
    if (*taken > a->ndim)
        return error_set(pool->base, ERROR_INDEX,
                         "too many indices for array: array is %d-dimensional, but %d were indexed",
                         a->ndim, *taken);
    if (a->ndim + newaxes > ARR_MAX_NDIM)
        return error_set(pool->base, ERROR_INDEX,
                         "number of dimensions must be within [0, %d], indexing result would have "
                         "%d", ARR_MAX_NDIM, a->ndim + newaxes);
    return ARR_OK;
}

ArrStatus array_index(ArrayPool *pool, const Array *a, int count, const IndexItem *items,
                      Array **out) {
    int taken;
    ArrStatus status = count_items(pool, a, count, items, &taken);
    Indexing ix = {.a = a, .offset = a->offset};
    for (int i = 0; i < count && !status; i++) {
        switch (items[i].kind) {
        case INDEX_INT: status = take_int(pool, &ix, items[i].start); break;
        case INDEX_SLICE: take_slice(&ix, items[i]); break;
        case INDEX_ELLIPSIS: take_whole_axes(&ix, a->ndim - taken); break;
        case INDEX_NEWAXIS:
            ix.shape[ix.ndim] = 1;
            ix.strides[ix.ndim++] = 0;
            break;
        }
    }
    if (status) return status;
    take_whole_axes(&ix, a->ndim - ix.axis);
    return array_view(pool, a, a->dtype, ix.offset, ix.ndim, ix.shape, ix.strides, out);
}
