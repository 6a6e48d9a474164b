/* Random arrays: chunks of fixed size, each from its own place in the stream,
 * so that threads change nothing. */
#include "../../graph/random.h"
#include "cpu.h"

enum { CHUNK = 8192, CYCLES = 6 }; /* per element, roughly */

typedef struct Fill {
    Pcg64 pcg;
    LibraryOp op;
    RandomUniform uniform;
    RandomInteger integer;
    int64_t itemsize;
    char *out;
} Fill;

static void fill_uniform(const Fill *fill, int64_t lo, int64_t n) {
    double *out = (double *)(void *)fill->out + lo;
    double low = fill->uniform.low, width = fill->uniform.width;
    Pcg64 pcg = fill->pcg;
    pcg64_advance(&pcg, (uint64_t)lo);
    for (int64_t i = 0; i < n; i++) out[i] = low + width * pcg64_double(&pcg);
}

static void fill_float(const Fill *fill, int64_t lo, int64_t n) {
    float *out = (float *)(void *)fill->out + lo;
    Pcg64 pcg = fill->pcg;
    pcg64_advance32(&pcg, (uint64_t)lo);
    for (int64_t i = 0; i < n; i++) out[i] = pcg64_float(&pcg);
}

static void fill_words(const Fill *fill, int64_t lo, int64_t n) {
    uint64_t *out = (uint64_t *)(void *)fill->out + lo, offset = fill->integer.offset;
    int shift = fill->integer.shift;
    Pcg64 pcg = fill->pcg;
    pcg64_advance(&pcg, (uint64_t)lo);
    for (int64_t i = 0; i < n; i++) out[i] = offset + (pcg64_next64(&pcg) >> shift);
}

/* lo is the first piece of a draw: CHUNK is a multiple of the pieces of one. */
#define FILL_PIECES(type)                                                            \
    do {                                                                             \
        type *out = (type *)(void *)fill->out + lo;                                  \
        for (int64_t i = 0; i < n; i += pieces) {                                    \
            uint32_t word = pcg64_next32(&pcg);                                      \
            int64_t here = n - i < pieces ? n - i : pieces;                          \
            for (int64_t k = 0; k < here; k++)                                       \
                out[i + k] = (type)(offset + ((word >> k * width & mask) >> shift)); \
        }                                                                            \
    } while (0)

static void fill_pieces(const Fill *fill, int64_t lo, int64_t n) {
    int width = fill->integer.width, shift = fill->integer.shift, pieces = 32 / width;
    uint32_t mask = UINT32_MAX >> (32 - width);
    uint64_t offset = fill->integer.offset;
    Pcg64 pcg = fill->pcg;
    pcg64_advance32(&pcg, random_draws32(width, lo));
    switch (fill->itemsize) {
    case 1: FILL_PIECES(uint8_t); break;
    case 2: FILL_PIECES(uint16_t); break;
    case 4: FILL_PIECES(uint32_t); break;
    default: FILL_PIECES(uint64_t); break;
    }
}

static void fill_chunk(const Fill *fill, int64_t lo, int64_t n) {
    if (fill->op == LIBRARY_RANDOM_UNIFORM) fill_uniform(fill, lo, n);
    else if (fill->op == LIBRARY_RANDOM_FLOAT) fill_float(fill, lo, n);
    else if (fill->integer.width == 64) fill_words(fill, lo, n);
    else fill_pieces(fill, lo, n);
}

ArrStatus cpu_random(CpuDevice *cpu, const LibraryTask *task) {
    const Array *out = task->out.array;
    Fill fill = {.op = task->op, .out = cpu_data(&task->out), .itemsize = array_itemsize(out)};
    bool uniform = task->op == LIBRARY_RANDOM_UNIFORM;
    random_read(task->parameters, &fill.pcg, uniform ? NULL : &fill.integer);
    if (uniform) fill.uniform = random_uniform(task->parameters);
    int64_t chunks = (out->size + CHUNK - 1) / CHUNK;
    int threads = cpu_threads(cpu, out->size * CYCLES);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t c = 0; c < chunks; c++) {
        int64_t lo = c * CHUNK;
        fill_chunk(&fill, lo, out->size - lo < CHUNK ? out->size - lo : CHUNK);
    }
    return ARR_OK;
}
