/* The indices of a mask's true elements, in C order. The mask is cut into
 * spans of fixed length: one pass counts each span's elements, which tells
 * where the second pass, again span by span, writes them. */
#include <string.h>

#include "cpu.h"

enum { TILE = 1024, SPAN_TILES = 32 };

typedef struct Nonzero {
    Walk mask;
    int64_t size, span;   /* elements of the mask, and of one span */
    int ndim;
    const int64_t *shape;
    int64_t *out;         /* ndim rows of count */
    int64_t count;
} Nonzero;

static int64_t span_end(const Nonzero *z, int64_t span) {
    return z->size - span * z->span < z->span ? z->size : (span + 1) * z->span;
}

static int64_t count_span(const Nonzero *z, int64_t span) {
    unsigned char tile[TILE];
    int64_t count = 0, end = span_end(z, span);
    for (int64_t lo = span * z->span; lo < end; lo += TILE) {
        int64_t n = end - lo < TILE ? end - lo : TILE;
        walk_gather(&z->mask, lo, n, (char *)tile);
        for (int64_t i = 0; i < n; i++) count += tile[i] != 0;
    }
    return count;
}

/* The mask's index of its linear element i. */
static void seek(const Nonzero *z, int64_t i, int64_t *index) {
    for (int k = z->ndim - 1; k >= 0; k--) {
        index[k] = i % z->shape[k];
        i /= z->shape[k];
    }
}

/* n elements of one row of the mask, the first at index[]; returns the next place. */
static int64_t write_row(const Nonzero *z, const unsigned char *row, int64_t n,
                         const int64_t *index, int64_t place) {
    int last = z->ndim - 1;
    for (int64_t i = 0; i < n; i++) {
        if (!row[i]) continue;
        for (int k = 0; k < last; k++) z->out[k * z->count + place] = index[k];
        z->out[last * z->count + place++] = index[last] + i;
    }
    return place;
}

static void write_span(const Nonzero *z, int64_t span, int64_t place) {
    unsigned char tile[TILE];
    int64_t index[ARR_MAX_NDIM], end = span_end(z, span);
    int last = z->ndim - 1;
    for (int64_t lo = span * z->span, n; lo < end; lo += n) {
        seek(z, lo, index);
        n = z->shape[last] - index[last]; /* to the end of the row */
        if (n > end - lo) n = end - lo;
        if (n > TILE) n = TILE;
        walk_gather(&z->mask, lo, n, (char *)tile);
        place = write_row(z, tile, n, index, place);
    }
}

/* places[s]: how many true elements lie before span s. */
static int64_t count_spans(const Nonzero *z, int64_t spans, int threads, int64_t *places) {
    int64_t total = 0;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t s = 0; s < spans; s++) places[s] = count_span(z, s);
    for (int64_t s = 0; s < spans; s++) {
        int64_t count = places[s];
        places[s] = total;
        total += count;
    }
    return total;
}

ArrStatus cpu_nonzero(CpuDevice *cpu, const LibraryTask *task) {
    const Array *mask = task->in[0].array;
    Nonzero z = {.size = mask->size, .ndim = mask->ndim, .shape = array_shape(mask)};
    z.out = (int64_t *)(void *)cpu_data(&task->out);
    z.count = array_shape(task->out.array)[1];
    walk_init(&z.mask, cpu_data(&task->in[0]), 1, z.ndim, z.shape, array_strides(mask));
    z.span = SPAN_TILES * cpu->limits.tile;
    int64_t spans = (z.size + z.span - 1) / z.span;
    int64_t *places = (int64_t *)(void *)cpu_scratch(cpu, spans * (int64_t)sizeof *places);
    if (!places) return ARR_MEMORY;
    int threads = cpu_threads(cpu, 2 * z.size);
    if (count_spans(&z, spans, threads, places) != z.count)
        return error_set(cpu->device.base, ERROR_RUNTIME, "a mask changed while it was read");
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t s = 0; s < spans; s++) write_span(&z, s, places[s]);
    return ARR_OK;
}
