/* Library ops on the GPU: those that have kernels in kernels/cuda_library.h; the
 * rest, and operands that these cannot take, the CPU device does (fallback.c).
 */
#include "library.h"

#include <stdio.h>

#include "../../graph/random.h"

/* --- launches ------------------------------------------------------------------------------ */

void launch_add_view(Launch *l, int ndim, const int64_t *extents, const int64_t *strides) {
    int64_t joined[VIEW_NDIM], steps[VIEW_NDIM];
    int n = 0;
    for (int i = 0; i < ndim && l->fits; i++) {
        if (extents[i] == 1) continue;
        if (n && steps[n - 1] == extents[i] * strides[i]) {
            joined[n - 1] *= extents[i];
            steps[n - 1] = strides[i];
            continue;
        }
        l->fits = n < VIEW_NDIM;
        if (!l->fits) break;
        joined[n] = extents[i];
        steps[n++] = strides[i];
    }
    for (int d = 0; d < VIEW_NDIM; d++) {
        int i = d - (VIEW_NDIM - n);
        l->words[l->count + d] = i < 0 ? 1 : joined[i];
        l->words[l->count + VIEW_NDIM + d] = i < 0 ? 0 : steps[i];
    }
    l->count += VIEW;
}

void launch_add_array(Launch *l, const Array *a) {
    launch_add_view(l, a->ndim, array_shape(a), array_strides(a));
}

static Outcome start(Launch *l, const CudaKernel *kernel, int64_t blocks) {
    if (!kernel) return LEFT;
    CudaResult result = cuda_launch(l->cuda, kernel->main, blocks, CUDA_BLOCK, 0, l->words,
                                    MOST_WORDS);
    return cuda_check(l->cuda, result, "starting a kernel") ? FAILED : DONE;
}

Outcome launch_start(Launch *l, const char *kernel, int64_t blocks) {
    return l->fits ? start(l, cuda_library_kernel(l->cuda, kernel), blocks) : LEFT;
}

Outcome launch_typed(Launch *l, const char *kernel, int dtype, int64_t blocks) {
    char name[64];
    snprintf(name, sizeof name, "%s %s", kernel, cuda_type(dtype));
    return launch_start(l, name, blocks);
}

Outcome launch_checking(Launch *l, const char *kernel, int dtype, int64_t blocks) {
    CudaDevice *cuda = l->cuda;
    int64_t good = -1;
    Buffer *word = scratch_new(cuda, sizeof good);
    if (!word) return FAILED;
    l->words[0] = (int64_t)cuda_address(word);
    CudaResult result = cuda->driver.fill(cuda_address(word), 0xff, sizeof good, cuda_compute(cuda));
    Outcome outcome = cuda_check(cuda, result, "clearing a word") ? FAILED : DONE;
    if (outcome == DONE) outcome = launch_typed(l, kernel, dtype, blocks);
    if (outcome == DONE) {
        result = cuda_read(cuda, &good, cuda_address(word), sizeof good);
        if (cuda_check(cuda, result, "reading a word")) outcome = FAILED;
    }
    cuda_buffer_free(&cuda->device, word);
    return outcome == DONE && good != -1 ? LEFT : outcome;
}

Outcome launch_joining(Launch *l, const char *kernel, int op, int dtype, unsigned kinds, int64_t blocks) {
    return l->fits ? start(l, cuda_joining_kernel(l->cuda, kernel, op, dtype, kinds), blocks) : LEFT;
}

bool operand_is_aligned(const LibraryOperand *operand, int64_t item) {
    int64_t bits = operand->array->offset;
    for (int i = 0; i < operand->array->ndim; i++)
        if (array_shape(operand->array)[i] > 1) bits |= array_strides(operand->array)[i];
    return (bits & (item - 1)) == 0;
}

int64_t operand_piece(const LibraryOperand *operand) {
    const DtypeInfo *info = &dtype_info[operand->array->dtype];
    return info->kind == KIND_COMPLEX ? info->itemsize / 2 : info->itemsize;
}

bool rows_are_near(const Rows *rows) {
    int64_t nearest = INT64_MAX, along = rows->stride;
    for (int i = rows->ndim - 1; i >= 0 && nearest == INT64_MAX; i--)
        if (rows->extents[i] > 1) nearest = rows->strides[i];
    return (nearest < 0 ? -nearest : nearest) < (along < 0 ? -along : along);
}

Buffer *scratch_new(CudaDevice *cuda, int64_t nbytes) {
    Buffer *buffer = NULL;
    if (cuda_scratch_new(cuda, nbytes, &buffer))
        error_memory(cuda->device.base, nbytes, "the GPU's scratch");
    return buffer;
}

/* --- argmin and argmax --------------------------------------------------------------------- */

typedef struct Arg {
    CudaDevice *cuda;
    bool maximum;
    int dtype;
    Rows in;
    int64_t rows, n; /* of a row: elements, or places that may be it */
} Arg;

/* Of each chunk the best place, to out; named: of these places. */
static Outcome find_best(const Arg *arg, int64_t n, int64_t chunk, int64_t named, int64_t out) {
    Launch l = launch_new(arg->cuda);
    int64_t chunks = (n + chunk - 1) / chunk, group = 1;
    bool side_by_side = rows_are_near(&arg->in) && arg->rows >= CUDA_BLOCK;
    while (group < CUDA_BLOCK && 4 * group <= chunk && 4 * group <= n && !side_by_side) group *= 2;
    launch_add(&l, out);
    launch_add(&l, arg->in.data);
    launch_add(&l, arg->rows);
    launch_add(&l, n);
    launch_add(&l, arg->in.stride);
    launch_add(&l, arg->maximum);
    launch_add(&l, chunk);
    launch_add(&l, chunks);
    launch_add(&l, group);
    launch_add(&l, named);
    launch_add_rows(&l, &arg->in);
    return launch_typed(&l, "ARG", arg->dtype, blocks_of(arg->rows * chunks * group));
}

/* Few long rows are cut into chunks, whose best places are looked at once more. */
static Outcome run_arg(CudaDevice *cuda, const LibraryTask *task) {
    enum { CHUNK = 16384 };
    const Array *a = task->in[0].array, *out = task->out.array;
    int64_t to = operand_address(&task->out);
    if (out->size == 0 || !array_is_contiguous(out)) return LEFT;
    if (!operand_is_aligned(&task->in[0], operand_piece(&task->in[0]))) return LEFT;
    Arg arg = {cuda, task->op == LIBRARY_ARGMAX, a->dtype, rows_of(&task->in[0]), out->size, row_length(a)};
    int64_t chunks = (arg.n + CHUNK - 1) / CHUNK;
    if (chunks == 1 || arg.rows >= 4 * (int64_t)cuda->multiprocessors)
        return find_best(&arg, arg.n, arg.n, 0, to);
    Buffer *places = scratch_new(cuda, arg.rows * chunks * (int64_t)sizeof(int64_t));
    if (!places) return FAILED;
    int64_t between = (int64_t)cuda_address(places);
    Outcome outcome = find_best(&arg, arg.n, CHUNK, 0, between);
    if (outcome == DONE) outcome = find_best(&arg, chunks, chunks, between, to);
    cuda_buffer_free(&cuda->device, places);
    return outcome;
}

/* --- random numbers ---------------------------------------------------------------------------- */

static Outcome run_random(CudaDevice *cuda, const LibraryTask *task) {
    const Array *out = task->out.array;
    Launch l = launch_new(cuda);
    RandomInteger integer = {.width = 32};
    Pcg64 pcg;
    bool uniform = task->op == LIBRARY_RANDOM_UNIFORM, floats = task->op == LIBRARY_RANDOM_FLOAT;
    random_read(task->parameters, &pcg, uniform ? NULL : &integer);
    if (floats) integer.width = 32;
    launch_add(&l, operand_address(&task->out));
    launch_add(&l, out->size);
    for (int k = 0; k < 2; k++) launch_add(&l, (int64_t)pcg.state[k]);
    for (int k = 0; k < 2; k++) launch_add(&l, (int64_t)pcg.increment[k]);
    if (uniform) {
        RandomUniform range = random_uniform(task->parameters);
        launch_add(&l, const_float(range.low).i8);
        launch_add(&l, const_float(range.width).i8);
        return launch_start(&l, "RANDOM_UNIFORM", blocks_of(out->size));
    }
    launch_add(&l, (int64_t)integer.offset);
    launch_add(&l, integer.shift);
    if (integer.width == 64) return launch_start(&l, "RANDOM_WORDS", blocks_of(out->size));
    static const char *const names[] = {"RANDOM_HALVES uint8_t", "RANDOM_HALVES uint16_t",
                                        "RANDOM_HALVES uint32_t", "RANDOM_HALVES uint64_t"};
    int size = array_itemsize(out) == 1 ? 0 : array_itemsize(out) == 2 ? 1 : array_itemsize(out) == 4 ? 2 : 3;
    launch_add(&l, integer.width);
    launch_add(&l, pcg.has_half);
    launch_add(&l, pcg.half);
    return launch_start(&l, floats ? "RANDOM_HALVES float" : names[size], blocks_of(out->size));
}

/* --- all of them --------------------------------------------------------------------------------- */

static Outcome run(CudaDevice *cuda, const LibraryTask *task) {
    switch (task->op) {
    case LIBRARY_MATMUL: return cuda_matmul(cuda, task);
    case LIBRARY_MASK_SPANS: return cuda_mask_spans(cuda, task);
    case LIBRARY_NONZERO: return cuda_nonzero(cuda, task);
    case LIBRARY_COMPRESS: return cuda_compress(cuda, task);
    case LIBRARY_EXPAND: return cuda_expand(cuda, task);
    case LIBRARY_GATHER: return cuda_gather(cuda, task);
    case LIBRARY_TAKE: return cuda_take(cuda, task);
    case LIBRARY_SCATTER: return cuda_scatter(cuda, task);
    case LIBRARY_PUT: return cuda_put(cuda, task);
    case LIBRARY_INDEX_OFFSETS: return cuda_index_offsets(cuda, task);
    case LIBRARY_CUMSUM:
    case LIBRARY_CUMPROD:
    case LIBRARY_CUMMAX:
    case LIBRARY_CUMMIN:
    case LIBRARY_ACCUMULATE: return cuda_scan(cuda, task);
    case LIBRARY_SORT:
    case LIBRARY_ARGSORT:
    case LIBRARY_PARTITION:
    case LIBRARY_ARGPARTITION: return cuda_sort(cuda, task);
    case LIBRARY_APPLY: return cuda_apply(cuda, task);
    case LIBRARY_BINCOUNT: return cuda_bincount(cuda, task);
    case LIBRARY_SEARCHSORTED: return cuda_searchsorted(cuda, task);
    case LIBRARY_INTERP: return cuda_interp(cuda, task);
    case LIBRARY_CORRELATE: return cuda_correlate(cuda, task);
    case LIBRARY_REQUIRE: return cuda_require(cuda, task);
    case LIBRARY_WARN: return cuda_warn(cuda, task);
    case LIBRARY_EXPONENTS: return cuda_exponents(cuda, task);
    case LIBRARY_FFT: return cuda_fft(cuda, task);
    case LIBRARY_ARGMIN:
    case LIBRARY_ARGMAX: return run_arg(cuda, task);
    case LIBRARY_RANDOM_UNIFORM:
    case LIBRARY_RANDOM_FLOAT:
    case LIBRARY_RANDOM_INTEGERS: return run_random(cuda, task);
    default: return LEFT;
    }
}

static Buffer *buffer_of(const LibraryTask *task, int k) {
    return k < task->nin ? task->in[k].buffer : task->out.buffer;
}

static CudaResult take_up(CudaDevice *cuda, const LibraryTask *task) {
    CudaResult result = 0, one;
    for (int k = 0; k <= task->nin; k++) {
        one = cuda_hold(cuda, buffer_of(task, k));
        if (!result) result = one;
        if (!result) result = cuda_take_up(cuda, CUDA_COMPUTE, buffer_of(task, k));
    }
    return result;
}

ArrStatus cuda_run_library(Device *device, const LibraryTask *task) {
    CudaDevice *cuda = (CudaDevice *)device;
    ArrStatus status = cuda_enter(cuda);
    if (status) return status;
    CudaResult result = take_up(cuda, task);
    Outcome outcome = cuda_check(cuda, result, "waiting for a copy") ? FAILED : run(cuda, task);
    if (outcome == LEFT) status = cuda_fall_back_library(cuda, task);
    else if (outcome == DONE && task->watch) {
        cuda_flags_stamp(cuda);
        cuda_settle_raised(cuda, task->node->errors);
    }
    else if (outcome == FAILED) status = error_status(device->base->error.class);
    for (int k = 0; k <= task->nin; k++) {
        cuda_used(cuda, CUDA_COMPUTE, buffer_of(task, k));
        cuda_let_go(cuda, buffer_of(task, k));
    }
    cuda_leave(cuda);
    return status;
}
