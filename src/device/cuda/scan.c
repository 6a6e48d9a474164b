/* Running sums, products, maxima, and any op's accumulate along rows, on the GPU. Where
 * the order of joining cannot be seen (ints, maxima) long rows are cut into chunks: their
 * totals, what these have in order, then each chunk from there. Sums and products of
 * floats are NumPy's chains to the last digit: rows side by side, each by one thread. A
 * single long row is thus no faster than a processor's, but it does not leave the GPU. */
#include "library.h"

typedef struct Scan {
    CudaDevice *cuda;
    int op, dtype; /* of the joins */
    int64_t rows, n;
    Rows in, out;
    unsigned kinds;    /* of floating-point errors that somebody wants to hear of */
    CudaAddress flags; /* where they are told */
} Scan;

static int op_of(const LibraryTask *task) {
    bool pairs = dtype_info[task->out.array->dtype].kind == KIND_COMPLEX;
    switch (task->op) {
    case LIBRARY_CUMSUM: return OP_ADD;
    case LIBRARY_CUMPROD: return pairs ? CUDA_PLAIN_PRODUCT : OP_MULTIPLY; /* multiply's is fused */
    case LIBRARY_CUMMAX: return OP_MAXIMUM;
    case LIBRARY_CUMMIN: return OP_MINIMUM;
    default: return (int)task->parameters[0].i8;
    }
}

/* May the elements be joined in groups? */
static bool is_associative(int op, int dtype) {
    ArrayKind kind = dtype_info[dtype].kind;
    switch (op) {
    case OP_MAXIMUM:
    case OP_MINIMUM: return kind != KIND_COMPLEX;
    case OP_ADD:
    case OP_MULTIPLY:
    case OP_BITWISE_AND:
    case OP_BITWISE_OR:
    case OP_BITWISE_XOR: return kind != KIND_FLOAT && kind != KIND_COMPLEX;
    default: return false;
    }
}

static Outcome start(const Scan *s, Launch *l, const char *kernel, int64_t blocks) {
    return launch_joining(l, kernel, s->op, s->dtype, 0, blocks);
}

static Outcome run_chains(const Scan *s) {
    enum { MOST_ROWS = 64 };
    Launch l = launch_new(s->cuda);
    int64_t high = 1; /* rows of a block: few where few rows are to keep the device busy */
    while (high < MOST_ROWS && s->rows / (2 * high) >= s->cuda->multiprocessors) high *= 2;
    launch_add_pairs(&l, &s->out, &s->in, s->rows, s->n);
    launch_add(&l, high);
    launch_add(&l, rows_are_near(&s->out));
    launch_add(&l, rows_are_near(&s->in));
    launch_add_rows(&l, &s->out);
    launch_add_rows(&l, &s->in);
    launch_add(&l, (int64_t)s->flags);
    return launch_joining(&l, "CHAIN", s->op, s->dtype, s->kinds, (s->rows + high - 1) / high);
}

/* rows of n elements at in, to out; carries: what is before each chunk, see SCAN, or 0. */
static Outcome scan_chunks(const Scan *s, int64_t chunk, int64_t chunks, int64_t carries) {
    Launch l = launch_new(s->cuda);
    launch_add_pairs(&l, &s->out, &s->in, s->rows, s->n);
    launch_add(&l, chunk);
    launch_add(&l, chunks);
    launch_add(&l, carries);
    launch_add_rows(&l, &s->out);
    launch_add_rows(&l, &s->in);
    return start(s, &l, "SCAN", s->rows * chunks);
}

/* A scan in place of dense rows at data; it keeps the two addresses. */
static Scan dense_rows(CudaDevice *cuda, int op, int dtype, int64_t data, const int64_t *rows,
                       int64_t n, const int64_t *row_bytes) {
    int64_t itemsize = dtype_info[dtype].itemsize;
    Rows all = {data, itemsize, 1, rows, row_bytes, itemsize, itemsize};
    return (Scan){.cuda = cuda, .op = op, .dtype = dtype, .rows = *rows, .n = n, .in = all, .out = all};
}

/* The totals of all chunks to `totals`, then, in place, those of each row in order. */
static Outcome find_totals(const Scan *s, int64_t chunk, int64_t chunks, int64_t totals) {
    Launch l = launch_new(s->cuda);
    int64_t row_bytes = chunks * dtype_info[s->dtype].itemsize;
    launch_add(&l, totals);
    launch_add(&l, s->in.data);
    launch_add(&l, s->rows);
    launch_add(&l, s->n);
    launch_add(&l, s->in.stride);
    launch_add(&l, chunk);
    launch_add(&l, chunks);
    launch_add_rows(&l, &s->in);
    Outcome outcome = start(s, &l, "SCAN_TOTALS", s->rows * chunks);
    if (outcome != DONE) return outcome;
    Scan order = dense_rows(s->cuda, s->op, s->dtype, totals, &s->rows, chunks, &row_bytes);
    return scan_chunks(&order, chunks, 1, 0);
}

static Outcome run_chunks(const Scan *s) {
    enum { CHUNK = 4096 };
    int64_t chunks = (s->n + CHUNK - 1) / CHUNK;
    if (chunks == 1) return scan_chunks(s, CHUNK, 1, 0);
    Buffer *totals = scratch_new(s->cuda, s->rows * chunks * dtype_info[s->dtype].itemsize);
    if (!totals) return FAILED;
    Outcome outcome = find_totals(s, CHUNK, chunks, (int64_t)cuda_address(totals));
    if (outcome == DONE) outcome = scan_chunks(s, CHUNK, chunks, (int64_t)cuda_address(totals));
    cuda_buffer_free(&s->cuda->device, totals);
    return outcome;
}

/* Of running sums and products the results tell; of any op what it tells elsewhere. */
static unsigned kinds_of(const Scan *s, const LibraryTask *task) {
    ArrayKind kind = dtype_info[s->dtype].kind;
    if (task->op != LIBRARY_ACCUMULATE)
        return kind == KIND_FLOAT || kind == KIND_COMPLEX ? float_library_kinds(task->op) & (FLOAT_OVER | FLOAT_INVALID) : 0;
    return float_op_kinds((Op)s->op, (ArrDtype)s->dtype);
}

Outcome cuda_add_up(CudaDevice *cuda, int64_t data, int64_t rows, int64_t n, int dtype) {
    int64_t row_bytes = n * dtype_info[dtype].itemsize;
    Scan s = dense_rows(cuda, OP_ADD, dtype, data, &rows, n, &row_bytes);
    return run_chunks(&s);
}

Outcome cuda_scan(CudaDevice *cuda, const LibraryTask *task) {
    enum { SHORT_ROW = 256, MANY_ROWS = 1024 };
    const Array *out = task->out.array;
    if (out->size == 0) return DONE;
    Scan s = {.cuda = cuda,
              .op = op_of(task),
              .dtype = out->dtype,
              .n = row_length(out),
              .in = rows_of(&task->in[0]),
              .out = rows_of(&task->out)};
    s.rows = out->size / s.n;
    if (!operand_is_aligned(&task->in[0], s.in.piece) || !operand_is_aligned(&task->out, s.out.piece))
        return LEFT;
    s.kinds = kinds_of(&s, task);
    if (s.kinds) s.flags = cuda_flags_of_library(cuda, task);
    bool side_by_side = s.rows >= MANY_ROWS || (s.n < SHORT_ROW && s.rows > 1);
    return is_associative(s.op, s.dtype) && !side_by_side ? run_chunks(&s) : run_chains(&s);
}
