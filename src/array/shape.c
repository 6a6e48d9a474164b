/* Shapes: broadcasting, axes, their text in messages. */
#include "array.h"

#include <stdio.h>
#include <string.h>

bool shape_broadcast(int *ndim, int64_t *shape, int other_ndim, const int64_t *other) {
    if (other_ndim > *ndim) {
        int grow = other_ndim - *ndim;
        memmove(shape + grow, shape, (size_t)*ndim * sizeof *shape);
        for (int i = 0; i < grow; i++) shape[i] = 1;
        *ndim = other_ndim;
    }
    int skip = *ndim - other_ndim;
    for (int i = 0; i < other_ndim; i++) {
        int64_t extent = shape[skip + i];
        if (extent == 1)
            shape[skip + i] = other[i];
        else if (other[i] != 1 && other[i] != extent)
            return false;
    }
    return true;
}

static const char *join(char text[SHAPE_TEXT], int ndim, const int64_t *shape, const char *comma) {
    size_t at = 0;
    text[at++] = '(';
    for (int i = 0; i < ndim; i++)
        at += (size_t)snprintf(text + at, SHAPE_TEXT - at, "%s%lld", i ? comma : "",
                               (long long)shape[i]);
    snprintf(text + at, SHAPE_TEXT - at, ndim == 1 ? ",)" : ")");
    return text;
}

const char *shape_text(char text[SHAPE_TEXT], int ndim, const int64_t *shape) {
    return join(text, ndim, shape, ",");
}

const char *shape_tuple_text(char text[SHAPE_TEXT], int ndim, const int64_t *shape) {
    return join(text, ndim, shape, ", ");
}

ArrStatus axis_normalise(Base *base, int64_t axis, int ndim, int *out) {
    if (axis < -ndim || axis >= ndim)
        return error_set(base, ERROR_AXIS, "axis %lld is out of bounds for array of dimension %d",
                         (long long)axis, ndim);
    *out = (int)(axis < 0 ? axis + ndim : axis);
    return ARR_OK;
}

bool array_is_contiguous(const Array *a) {
    int64_t expected = array_itemsize(a);
    if (a->size == 0) return true;
    for (int i = a->ndim - 1; i >= 0; i--) {
        if (array_shape(a)[i] == 1) continue;
        if (array_strides(a)[i] != expected) return false;
        expected *= array_shape(a)[i];
    }
    return true;
}

static int64_t magnitude(int64_t x) {
    return x < 0 ? -x : x;
}

/* a's stride along axis of the ndim axes it broadcasts to; 0 where it has no say. */
static int64_t order_stride(const Array *a, int ndim, int axis) {
    int own = axis - (ndim - a->ndim);
    if (own < 0 || array_shape(a)[own] == 1) return 0;
    return magnitude(array_strides(a)[own]);
}

/* Should axis `outer` lie inside axis `inner` instead? 1 yes, 0 no, -1: no
 * operand has strides along both. The first that has them decides for a swap;
 * any later one that disagrees forbids it. */
static int order_swaps(int ndim, int count, const Array *const *arrays, int inner, int outer) {
    int swap = -1;
    for (int k = 0; k < count; k++) {
        int64_t s_inner = order_stride(arrays[k], ndim, inner);
        int64_t s_outer = order_stride(arrays[k], ndim, outer);
        if (s_inner == 0 || s_outer == 0) continue;
        if (s_inner <= s_outer)
            swap = 0;
        else if (swap < 0)
            swap = 1;
    }
    return swap;
}

/* NumPy's iterator (nditer, npyiter_find_best_axis_ordering): an insertion
 * sort from the innermost axis outwards that passes over ambiguous pairs. */
void array_memory_order(int ndim, int count, const Array *const *arrays, uint8_t *order) {
    uint8_t axes[ARR_MAX_NDIM]; /* innermost first */
    for (int i = 0; i < ndim; i++) axes[i] = (uint8_t)(ndim - 1 - i);
    for (int i = 1; i < ndim; i++) {
        int place = i;
        uint8_t axis = axes[i];
        for (int j = i - 1; j >= 0; j--) {
            int swap = order_swaps(ndim, count, arrays, axes[j], axis);
            if (swap == 0) break;
            if (swap > 0) place = j;
        }
        memmove(axes + place + 1, axes + place, (size_t)(i - place));
        axes[place] = axis;
    }
    for (int i = 0; i < ndim; i++) order[i] = axes[ndim - 1 - i];
}

void array_copy_order(const Array *a, uint8_t *order) {
    const int64_t *strides = array_strides(a);
    for (int i = 0; i < a->ndim; i++) {
        int place = i;
        while (place > 0 && magnitude(strides[order[place - 1]]) < magnitude(strides[i])) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = (uint8_t)i;
    }
}
