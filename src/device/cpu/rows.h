/* Rows of a library task's operands: all axes but the last are counted in C
 * order, the last one lies along each row. */
#ifndef DEVICE_CPU_ROWS_H
#define DEVICE_CPU_ROWS_H

#include <stdlib.h>

#include "cpu.h"

/* The address of element `index` of the operand's first `axes` axes. */
static inline char *cpu_row(const LibraryOperand *operand, int axes, int64_t index) {
    char *p = cpu_data(operand);
    for (int i = axes - 1; i >= 0; i--) {
        int64_t extent = array_shape(operand->array)[i];
        p += index % extent * array_strides(operand->array)[i];
        index /= extent;
    }
    return p;
}

/* Extent and byte stride of the operand's last axis. */
static inline int64_t cpu_row_length(const LibraryOperand *operand) {
    return array_shape(operand->array)[operand->array->ndim - 1];
}
static inline int64_t cpu_row_stride(const LibraryOperand *operand) {
    return array_strides(operand->array)[operand->array->ndim - 1];
}

/* The axis along which rows lie closest to one another ("lanes", which then
 * go side by side so that memory is read in its order), or -1: rows are best
 * taken one by one. */
static inline int cpu_lane_axis(const Array *a) {
    int best = -1, last = a->ndim - 1;
    int64_t nearest = llabs(array_strides(a)[last]);
    for (int i = 0; i < last; i++) {
        int64_t stride = llabs(array_strides(a)[i]);
        if (array_shape(a)[i] == 1 || stride >= nearest) continue;
        nearest = stride;
        best = i;
    }
    return best;
}

/* The address of lane `first` of a bundle of rows: those that differ only
 * along the lane axis. Bundles count the other of the first `axes` axes. */
static inline char *cpu_lane(const LibraryOperand *operand, int axes, int lane, int64_t bundle,
                             int64_t first) {
    const Array *a = operand->array;
    char *p = cpu_data(operand) + first * array_strides(a)[lane];
    for (int i = axes - 1; i >= 0; i--) {
        if (i == lane) continue;
        p += bundle % array_shape(a)[i] * array_strides(a)[i];
        bundle /= array_shape(a)[i];
    }
    return p;
}

#endif
