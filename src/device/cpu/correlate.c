/* Sliding products (convolve and correlate): the terms of every element in order,
 * whatever tile it is in. At the ends, where in1 sticks out, elements have fewer terms. */
#include "rows.h"

enum { TILE = 4096 }; /* elements that a thread takes at a time */

typedef struct Slide {
    KernelSlide kernel;
    const char *a, *v; /* dense */
    char *out;
    int64_t n, m, before, itemsize;
} Slide;

/* Elements first..last-1 of out, all of which have the terms k..end-1. */
static void slide(const Slide *s, int64_t first, int64_t last, int64_t k, int64_t end) {
    s->kernel(s->out + first * s->itemsize, s->a + (first + k - s->before) * s->itemsize,
              s->v + k * s->itemsize, last - first, end - k);
}

static void slide_tile(const Slide *s, int64_t first, int64_t last) {
    int64_t whole = s->before, part = s->n - s->m + 1 + s->before; /* between: all m terms */
    for (; first < last && first < whole; first++)
        slide(s, first, first + 1, s->before - first,
              first < part ? s->m : s->n + s->before - first);
    if (first < last && first < part) {
        int64_t end = last < part ? last : part;
        slide(s, first, end, 0, s->m);
        first = end;
    }
    for (; first < last; first++) slide(s, first, first + 1, 0, s->n + s->before - first);
}

/* Bytes of a copy whose items lie side by side; 0: they do. */
static int64_t copy_bytes(const LibraryOperand *operand) {
    int64_t n = cpu_row_length(operand), item = array_itemsize(operand->array);
    return n == 1 || cpu_row_stride(operand) == item ? 0 : (n * item + 63) / 64 * 64;
}

static const char *dense(const LibraryOperand *operand, char *room) {
    const char *data = cpu_data(operand);
    int64_t item = array_itemsize(operand->array);
    if (copy_bytes(operand) == 0) return data;
    copy_strided(room, item, data, cpu_row_stride(operand), cpu_row_length(operand), item);
    return room;
}

ArrStatus cpu_correlate(CpuDevice *cpu, const LibraryTask *task) {
    const Array *out = task->out.array;
    Slide s = {.kernel = cpu->kernels->slide[out->dtype],
               .out = cpu_data(&task->out),
               .n = cpu_row_length(&task->in[0]),
               .m = cpu_row_length(&task->in[1]),
               .before = task->parameters[0].i8,
               .itemsize = array_itemsize(out)};
    int64_t bytes = copy_bytes(&task->in[0]), more = copy_bytes(&task->in[1]);
    char *room = bytes + more ? cpu_scratch(cpu, bytes + more) : NULL;
    if (bytes + more && !room) return ARR_MEMORY;
    s.a = dense(&task->in[0], room);
    s.v = dense(&task->in[1], room ? room + bytes : NULL);
    int64_t tiles = (out->size + TILE - 1) / TILE;
    int threads = cpu_threads(cpu, out->size * (s.m < s.n ? s.m : s.n) / 4);
    if (threads > tiles) threads = (int)tiles;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t i = 0; i < tiles; i++)
        slide_tile(&s, i * TILE, (i + 1) * TILE < out->size ? (i + 1) * TILE : out->size);
    return ARR_OK;
}
