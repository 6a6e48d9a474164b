/* Library ops on the GPU: those that have kernels in kernels/cuda_library.h; the
 * rest, and operands that these cannot take, the CPU device does (fallback.c).
 * Scatter and put stay there: of repeated places the last one wins. */
#include <string.h>

#include "../../graph/random.h"
#include "cuda.h"
#include "texts.h"

enum { VIEW_NDIM = 8, VIEW = 2 * VIEW_NDIM, MOST_WORDS = 64 };

/* What became of an op: done, failed, or left to the CPU. */
typedef enum Outcome { DONE, FAILED, LEFT } Outcome;

/* One launch: its words, filled in the order that the kernel's comment gives. */
typedef struct Launch {
    CudaDevice *cuda;
    int64_t words[MOST_WORDS];
    int count;
    bool fits; /* all views so far have few enough axes */
} Launch;

static void add(Launch *l, int64_t word) {
    l->words[l->count++] = word;
}

static int64_t address(const LibraryOperand *operand) {
    return (int64_t)cuda_address(operand->buffer) + operand->array->offset;
}

/* The axes of a view of these extents, those that lie behind one another joined. */
static void add_view(Launch *l, int ndim, const int64_t *extents, const int64_t *strides) {
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

static void add_array(Launch *l, const Array *a) {
    add_view(l, a->ndim, array_shape(a), array_strides(a));
}

/* Leaves the op to the CPU where there is no such kernel. */
static Outcome launch(Launch *l, const char *kernel, int64_t blocks) {
    if (!l->fits) return LEFT;
    CudaKernel *found = cuda_library_kernel(l->cuda, kernel);
    if (!found) return LEFT;
    CudaResult result = cuda_launch(l->cuda, found->main, blocks, CUDA_BLOCK, 0, l->words);
    return cuda_check(l->cuda, result, "starting a kernel") ? FAILED : DONE;
}

static int64_t blocks_of(int64_t n) {
    return (n + CUDA_BLOCK - 1) / CUDA_BLOCK;
}

static bool is_aligned(const LibraryOperand *operand, int64_t item) {
    int64_t bits = operand->array->offset;
    for (int i = 0; i < operand->array->ndim; i++)
        if (array_shape(operand->array)[i] > 1) bits |= array_strides(operand->array)[i];
    return (bits & (item - 1)) == 0;
}

/* --- masks ------------------------------------------------------------------------------- */

static Outcome run_mask_spans(CudaDevice *cuda, const LibraryTask *task) {
    const Array *mask = task->in[0].array;
    int64_t span = task->parameters[0].i8, spans = (mask->size + span - 1) / span;
    if (mask->size == 0) return LEFT;
    Launch count = {.cuda = cuda, .fits = true}, sum = count;
    add(&count, address(&task->out));
    add(&count, address(&task->in[0]));
    add(&count, mask->size);
    add(&count, span);
    add(&count, spans);
    add_array(&count, mask);
    add(&sum, address(&task->out));
    add(&sum, spans);
    Outcome outcome = launch(&count, "SPANS_COUNT", spans);
    return outcome == DONE ? launch(&sum, "SPANS_ADD", 1) : outcome;
}

/* The offsets, along strides of the mask's axes, of its true elements. */
static Outcome find_places(CudaDevice *cuda, const LibraryOperand *mask,
                           const LibraryOperand *starts, int64_t span, const int64_t *strides,
                           int64_t out) {
    const Array *a = mask->array;
    Launch l = {.cuda = cuda, .fits = true};
    int64_t spans = (a->size + span - 1) / span;
    add(&l, out);
    add(&l, address(mask));
    add(&l, a->size);
    add(&l, span);
    add(&l, spans);
    add(&l, address(starts));
    add_array(&l, a);
    add_view(&l, a->ndim, array_shape(a), strides);
    return launch(&l, "PLACES", spans);
}

/* One row of indices for each axis of the mask: offsets that count along it alone. */
static Outcome run_nonzero(CudaDevice *cuda, const LibraryTask *task) {
    const Array *mask = task->in[0].array, *out = task->out.array;
    Outcome outcome = out->size ? DONE : LEFT;
    for (int axis = 0; axis < mask->ndim && outcome == DONE; axis++) {
        int64_t strides[ARR_MAX_NDIM] = {0};
        strides[axis] = 1;
        outcome = find_places(cuda, &task->in[0], &task->in[1], task->parameters[0].i8, strides,
                              address(&task->out) + axis * array_strides(out)[0]);
    }
    return outcome;
}

/* --- moving elements ------------------------------------------------------------------------ */

/* Between an array that places (byte offsets, dense) index and another one, whose
 * first axes, `places` of them, are those of the places. */
static Outcome move(CudaDevice *cuda, const LibraryOperand *indexed, const LibraryOperand *other,
                    int64_t offsets, int places, bool scatters) {
    const Array *a = indexed->array, *b = other->array;
    Launch l = {.cuda = cuda, .fits = true};
    int rest = b->ndim - places;
    int64_t itemsize = array_itemsize(b), rests = 1;
    const int64_t *extents = array_shape(b) + places;
    int64_t part = dtype_info[b->dtype].kind == KIND_COMPLEX ? itemsize / 2 : itemsize;
    if (!is_aligned(indexed, part) || !is_aligned(other, part)) return LEFT;
    for (int i = 0; i < rest; i++) rests *= extents[i];
    add(&l, address(indexed));
    add(&l, address(other));
    add(&l, offsets);
    add(&l, b->size);
    add(&l, rests);
    add(&l, part);
    add(&l, itemsize / part);
    add(&l, scatters);
    add_view(&l, rest, extents, array_strides(a) + a->ndim - rest);
    add_view(&l, rest, extents, array_strides(b) + places);
    add_view(&l, places, array_shape(b), array_strides(b));
    return launch(&l, "MOVE", blocks_of(b->size * (itemsize / part)));
}

static Outcome run_gather(CudaDevice *cuda, const LibraryTask *task) {
    return move(cuda, &task->in[0], &task->out, address(&task->in[1]), task->in[1].array->ndim, false);
}

/* Room for so many offsets; NULL: the error is set. */
static Buffer *offsets_new(CudaDevice *cuda, int64_t count) {
    Buffer *buffer = NULL;
    int64_t nbytes = count * (int64_t)sizeof(int64_t);
    if (cuda_buffer_new(&cuda->device, nbytes, &buffer))
        error_memory(cuda->device.base, nbytes, "the places of elements");
    return buffer;
}

/* out[i, rest...] or in1's is what moves; the other array begins with the mask's axes. */
static Outcome move_masked(CudaDevice *cuda, const LibraryTask *task, const LibraryOperand *mask,
                           const LibraryOperand *masked, const LibraryOperand *dense, bool scatters) {
    int64_t count = array_shape(dense->array)[0];
    if (dense->array->size == 0) return LEFT;
    Buffer *offsets = offsets_new(cuda, count);
    if (!offsets) return FAILED;
    Outcome outcome = find_places(cuda, mask, &task->in[2], task->parameters[0].i8,
                                  array_strides(masked->array), (int64_t)cuda_address(offsets));
    if (outcome == DONE)
        outcome = move(cuda, masked, dense, (int64_t)cuda_address(offsets), 1, scatters);
    cuda_buffer_free(&cuda->device, offsets);
    return outcome;
}

static Outcome run_compress(CudaDevice *cuda, const LibraryTask *task) {
    return move_masked(cuda, task, &task->in[1], &task->in[0], &task->out, false);
}

static Outcome run_expand(CudaDevice *cuda, const LibraryTask *task) {
    return move_masked(cuda, task, &task->in[0], &task->out, &task->in[1], true);
}

/* --- indices ------------------------------------------------------------------------------- */

/* Byte offsets of indices to out; the word behind them tells whether one was out of
 * bounds, and is waited for. The CPU then says which. */
static Outcome find_offsets(CudaDevice *cuda, const LibraryOperand *index,
                            const LibraryOperand *before, const ArrConst *parameters, int64_t out,
                            CudaAddress flag) {
    const Array *a = index->array;
    Launch l = {.cuda = cuda, .fits = true};
    int64_t good = -1;
    if (!is_aligned(index, sizeof(int64_t))) return LEFT;
    if (cuda_check(cuda, cuda->driver.fill(flag, 0xff, sizeof good, cuda->stream), "clearing a word"))
        return FAILED;
    add(&l, out);
    add(&l, address(index));
    add(&l, a->size);
    add(&l, parameters[0].i8);
    add(&l, parameters[1].i8);
    add(&l, (int64_t)flag);
    add(&l, before ? address(before) : 0);
    add_array(&l, a);
    add_array(&l, before ? before->array : a);
    Outcome outcome = launch(&l, "INDEX", blocks_of(a->size));
    if (outcome != DONE) return outcome;
    if (cuda_check(cuda, cuda_read(cuda, &good, flag, sizeof good), "reading a word")) return FAILED;
    return good == -1 ? DONE : LEFT;
}

static Outcome run_index_offsets(CudaDevice *cuda, const LibraryTask *task) {
    Buffer *flag = offsets_new(cuda, 1);
    if (!flag) return FAILED;
    Outcome outcome = find_offsets(cuda, &task->in[0], task->nin == 2 ? &task->in[1] : NULL,
                                   task->parameters, address(&task->out), cuda_address(flag));
    cuda_buffer_free(&cuda->device, flag);
    return outcome;
}

static Outcome run_take(CudaDevice *cuda, const LibraryTask *task) {
    const LibraryOperand *index = &task->in[1];
    int64_t count = index->array->size;
    if (task->out.array->size == 0) return LEFT;
    Buffer *offsets = offsets_new(cuda, count + 1);
    if (!offsets) return FAILED;
    CudaAddress at = cuda_address(offsets);
    Outcome outcome = find_offsets(cuda, index, NULL, task->parameters, (int64_t)at,
                                   at + (uint64_t)count * sizeof(int64_t));
    if (outcome == DONE)
        outcome = move(cuda, &task->in[0], &task->out, (int64_t)at, index->array->ndim, false);
    cuda_buffer_free(&cuda->device, offsets);
    return outcome;
}

static Outcome run_arg(CudaDevice *cuda, const LibraryTask *task) {
    const Array *a = task->in[0].array, *out = task->out.array;
    const DtypeInfo *info = &dtype_info[a->dtype];
    Launch l = {.cuda = cuda, .fits = true};
    char name[32] = "ARG ";
    int64_t part = info->kind == KIND_COMPLEX ? info->itemsize / 2 : info->itemsize;
    if (out->size == 0 || !array_is_contiguous(out) || !is_aligned(&task->in[0], part)) return LEFT;
    add(&l, address(&task->out));
    add(&l, address(&task->in[0]));
    add(&l, out->size);
    add(&l, array_shape(a)[a->ndim - 1]);
    add(&l, array_strides(a)[a->ndim - 1]);
    add(&l, task->op == LIBRARY_ARGMAX);
    add_view(&l, a->ndim - 1, array_shape(a), array_strides(a));
    return launch(&l, strncat(name, cuda_type(a->dtype), sizeof name - 5), out->size);
}

/* --- random numbers ---------------------------------------------------------------------------- */

static Outcome run_random(CudaDevice *cuda, const LibraryTask *task) {
    const Array *out = task->out.array;
    Launch l = {.cuda = cuda, .fits = true};
    RandomInteger integer = {.width = 32};
    Pcg64 pcg;
    bool uniform = task->op == LIBRARY_RANDOM_UNIFORM, floats = task->op == LIBRARY_RANDOM_FLOAT;
    random_read(task->parameters, &pcg, uniform ? NULL : &integer);
    if (floats) integer.width = 32;
    add(&l, address(&task->out));
    add(&l, out->size);
    for (int k = 0; k < 2; k++) add(&l, (int64_t)pcg.state[k]);
    for (int k = 0; k < 2; k++) add(&l, (int64_t)pcg.increment[k]);
    if (uniform) {
        RandomUniform range = random_uniform(task->parameters);
        add(&l, const_float(range.low).i8);
        add(&l, const_float(range.width).i8);
        return launch(&l, "RANDOM_UNIFORM", blocks_of(out->size));
    }
    add(&l, (int64_t)integer.offset);
    add(&l, integer.shift);
    if (integer.width == 64) return launch(&l, "RANDOM_WORDS", blocks_of(out->size));
    static const char *const names[] = {"RANDOM_HALVES uint8_t", "RANDOM_HALVES uint16_t",
                                        "RANDOM_HALVES uint32_t", "RANDOM_HALVES uint64_t"};
    int size = array_itemsize(out) == 1 ? 0 : array_itemsize(out) == 2 ? 1 : array_itemsize(out) == 4 ? 2 : 3;
    add(&l, integer.width);
    add(&l, pcg.has_half);
    add(&l, pcg.half);
    return launch(&l, floats ? "RANDOM_HALVES float" : names[size], blocks_of(out->size));
}

/* --- all of them --------------------------------------------------------------------------------- */

static Outcome run(CudaDevice *cuda, const LibraryTask *task) {
    switch (task->op) {
    case LIBRARY_MASK_SPANS: return run_mask_spans(cuda, task);
    case LIBRARY_NONZERO: return run_nonzero(cuda, task);
    case LIBRARY_COMPRESS: return run_compress(cuda, task);
    case LIBRARY_EXPAND: return run_expand(cuda, task);
    case LIBRARY_GATHER: return run_gather(cuda, task);
    case LIBRARY_TAKE: return run_take(cuda, task);
    case LIBRARY_INDEX_OFFSETS: return run_index_offsets(cuda, task);
    case LIBRARY_ARGMIN:
    case LIBRARY_ARGMAX: return run_arg(cuda, task);
    case LIBRARY_RANDOM_UNIFORM:
    case LIBRARY_RANDOM_FLOAT:
    case LIBRARY_RANDOM_INTEGERS: return run_random(cuda, task);
    default: return LEFT;
    }
}

ArrStatus cuda_run_library(Device *device, const LibraryTask *task) {
    CudaDevice *cuda = (CudaDevice *)device;
    ArrStatus status = cuda_enter(cuda);
    if (status) return status;
    Outcome outcome = run(cuda, task);
    if (outcome == LEFT) status = cuda_fall_back_library(cuda, task);
    else if (outcome == FAILED) status = error_status(device->base->error.class);
    cuda_leave(cuda);
    return status;
}
