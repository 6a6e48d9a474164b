/* Rows of a library task's operands: all axes but the last are counted in C
 * order, the last one lies along each row. */
#ifndef DEVICE_CPU_ROWS_H
#define DEVICE_CPU_ROWS_H

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

#endif
