/* Strided views: axes that matter, and matrices as BLAS takes them. What both the CPU's
 * and the GPU's devices ask of an operand before they work on it. */
#ifndef DEVICE_AXES_H
#define DEVICE_AXES_H

#include <stdbool.h>
#include <stdint.h>

/* A view's axes of more than one element, those that lie behind one another as one: how
 * many they are. joined and steps have room for ndim, and may be extents and strides. */
static inline int axes_join(int ndim, const int64_t *extents, const int64_t *strides,
                            int64_t *joined, int64_t *steps) {
    int n = 0;
    for (int i = 0; i < ndim; i++) {
        int64_t extent = extents[i], stride = strides[i];
        if (extent == 1) continue;
        if (n > 0 && steps[n - 1] == extent * stride) {
            joined[n - 1] *= extent;
            steps[n - 1] = stride;
            continue;
        }
        joined[n] = extent;
        steps[n++] = stride;
    }
    return n;
}

/* Whether BLAS takes a matrix as it lies: by rows, or `across`, by columns; and its
 * leading dimension in items. Strides are bytes. */
static inline bool matrix_lies(int64_t rows, int64_t columns, int64_t row_stride,
                               int64_t column_stride, int64_t itemsize, bool *across, int *leading) {
    if (rows > INT32_MAX || columns > INT32_MAX) return false;
    bool by_rows = column_stride == itemsize || columns == 1;
    int64_t stride = by_rows ? row_stride : column_stride;
    int64_t along = by_rows ? columns : rows;
    if (!by_rows && row_stride != itemsize && rows != 1) return false;
    if ((by_rows ? rows : columns) == 1) stride = along * itemsize;
    *across = !by_rows;
    *leading = (int)(stride / itemsize);
    return stride >= along * itemsize && stride % itemsize == 0 && stride / itemsize <= INT32_MAX;
}

#endif
