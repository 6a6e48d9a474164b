/* Any op of two operands one element after the other: along a row, each result
 * joined with the next element (accumulate), or in places that may come more
 * than once (apply). The op's own loop is called, so the results are the op's. */
#include <string.h>

#include "rows.h"

static KernelLoop loop_of(const CpuDevice *cpu, const LibraryTask *task) {
    return cpu->kernels->loops[task->parameters[0].i8][task->out.array->dtype];
}

ArrStatus cpu_accumulate(CpuDevice *cpu, const LibraryTask *task) {
    const LibraryOperand *in = &task->in[0], *out = &task->out;
    KernelLoop loop = loop_of(cpu, task);
    int axes = out->array->ndim - 1;
    int64_t n = cpu_row_length(out), rows = out->array->size / n, item = array_itemsize(out->array);
    int64_t in_stride = cpu_row_stride(in), out_stride = cpu_row_stride(out);
    int threads = cpu_threads(cpu, 8 * out->array->size);
    if (threads > rows) threads = (int)rows;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t r = 0; r < rows; r++) {
        const char *from = cpu_row(in, axes, r);
        char *to = cpu_row(out, axes, r);
        memcpy(to, from, (size_t)item);
        for (int64_t i = 1; i < n; i++)
            loop(to + i * out_stride, to + (i - 1) * out_stride, from + i * in_stride, NULL, 1);
    }
    return ARR_OK;
}

/* Where the rest axes' element k lies behind a place. */
static int64_t rest_offset(const LibraryTask *task, int rest, int64_t k) {
    const Array *out = task->out.array, *values = task->in[1].array;
    int64_t offset = 0;
    for (int axis = rest - 1; axis >= 0; axis--) {
        int64_t extent = array_shape(values)[values->ndim - rest + axis];
        offset += k % extent * array_strides(out)[out->ndim - rest + axis];
        k /= extent;
    }
    return offset;
}

/* Single elements, values in a row; sums of doubles need no call. */
static void apply_line(const LibraryTask *task, KernelLoop loop) {
    const int64_t *places = (const int64_t *)(const void *)cpu_data(&task->in[0]);
    int64_t n = task->in[0].array->size, stride = cpu_row_stride(&task->in[1]);
    char *out = cpu_data(&task->out);
    const char *values = cpu_data(&task->in[1]);
    if (task->parameters[0].i8 == OP_ADD && task->out.array->dtype == ARR_FLOAT64) {
        for (int64_t i = 0; i < n; i++)
            *(double *)(void *)(out + places[i]) +=
                *(const double *)(const void *)(values + i * stride);
        return;
    }
    for (int64_t i = 0; i < n; i++)
        loop(out + places[i], out + places[i], values + i * stride, NULL, 1);
}

/* In order, hence by one thread: the same place may come again. */
ArrStatus cpu_apply(CpuDevice *cpu, const LibraryTask *task) {
    const Array *offsets = task->in[0].array, *values = task->in[1].array;
    KernelLoop loop = loop_of(cpu, task);
    const int64_t *places = (const int64_t *)(const void *)cpu_data(&task->in[0]);
    int rest = values->ndim - offsets->ndim;
    int64_t each = offsets->size ? values->size / offsets->size : 0;
    if (rest == 0 && values->ndim == 1) {
        apply_line(task, loop);
        return ARR_OK;
    }
    for (int64_t i = 0; i < offsets->size; i++)
        for (int64_t k = 0; k < each; k++) {
            char *there = cpu_data(&task->out) + places[i] + rest_offset(task, rest, k);
            loop(there, there, cpu_row(&task->in[1], values->ndim, i * each + k), NULL, 1);
        }
    return ARR_OK;
}
