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

Outcome launch_start(Launch *l, const char *kernel, int64_t blocks) {
    if (!l->fits) return LEFT;
    CudaKernel *found = cuda_library_kernel(l->cuda, kernel);
    if (!found) return LEFT;
    CudaResult result = cuda_launch(l->cuda, found->main, blocks, CUDA_BLOCK, 0, l->words);
    return cuda_check(l->cuda, result, "starting a kernel") ? FAILED : DONE;
}

Outcome launch_typed(Launch *l, const char *kernel, int dtype, int64_t blocks) {
    char name[64];
    snprintf(name, sizeof name, "%s %s", kernel, cuda_type(dtype));
    return launch_start(l, name, blocks);
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

Buffer *scratch_new(CudaDevice *cuda, int64_t nbytes) {
    Buffer *buffer = NULL;
    if (cuda_buffer_new(&cuda->device, nbytes, &buffer))
        error_memory(cuda->device.base, nbytes, "the GPU's scratch");
    return buffer;
}

/* --- masks ------------------------------------------------------------------------------- */

static Outcome run_mask_spans(CudaDevice *cuda, const LibraryTask *task) {
    const Array *mask = task->in[0].array;
    int64_t span = task->parameters[0].i8, spans = (mask->size + span - 1) / span;
    if (mask->size == 0) return LEFT;
    Launch count = launch_new(cuda), sum = count;
    launch_add(&count, operand_address(&task->out));
    launch_add(&count, operand_address(&task->in[0]));
    launch_add(&count, mask->size);
    launch_add(&count, span);
    launch_add(&count, spans);
    launch_add_array(&count, mask);
    launch_add(&sum, operand_address(&task->out));
    launch_add(&sum, spans);
    Outcome outcome = launch_start(&count, "SPANS_COUNT", spans);
    return outcome == DONE ? launch_start(&sum, "SPANS_ADD", 1) : outcome;
}

/* The offsets, along strides of the mask's axes, of its true elements. */
static Outcome find_places(CudaDevice *cuda, const LibraryOperand *mask,
                           const LibraryOperand *starts, int64_t span, const int64_t *strides,
                           int64_t out) {
    const Array *a = mask->array;
    Launch l = launch_new(cuda);
    int64_t spans = (a->size + span - 1) / span;
    launch_add(&l, out);
    launch_add(&l, operand_address(mask));
    launch_add(&l, a->size);
    launch_add(&l, span);
    launch_add(&l, spans);
    launch_add(&l, operand_address(starts));
    launch_add_array(&l, a);
    launch_add_view(&l, a->ndim, array_shape(a), strides);
    return launch_start(&l, "PLACES", spans);
}

/* One row of indices for each axis of the mask: offsets that count along it alone. */
static Outcome run_nonzero(CudaDevice *cuda, const LibraryTask *task) {
    const Array *mask = task->in[0].array, *out = task->out.array;
    Outcome outcome = out->size ? DONE : LEFT;
    for (int axis = 0; axis < mask->ndim && outcome == DONE; axis++) {
        int64_t strides[ARR_MAX_NDIM] = {0};
        strides[axis] = 1;
        outcome = find_places(cuda, &task->in[0], &task->in[1], task->parameters[0].i8, strides,
                              operand_address(&task->out) + axis * array_strides(out)[0]);
    }
    return outcome;
}

/* --- moving elements ------------------------------------------------------------------------ */

/* Between an array that places (byte offsets, dense) index and another one, whose
 * first axes, `places` of them, are those of the places. */
static Outcome move(CudaDevice *cuda, const LibraryOperand *indexed, const LibraryOperand *other,
                    int64_t offsets, int places, bool scatters) {
    const Array *a = indexed->array, *b = other->array;
    Launch l = launch_new(cuda);
    int rest = b->ndim - places;
    int64_t itemsize = array_itemsize(b), rests = 1;
    const int64_t *extents = array_shape(b) + places;
    int64_t part = operand_piece(other);
    if (!operand_is_aligned(indexed, part) || !operand_is_aligned(other, part)) return LEFT;
    for (int i = 0; i < rest; i++) rests *= extents[i];
    launch_add(&l, operand_address(indexed));
    launch_add(&l, operand_address(other));
    launch_add(&l, offsets);
    launch_add(&l, b->size);
    launch_add(&l, rests);
    launch_add(&l, part);
    launch_add(&l, itemsize / part);
    launch_add(&l, scatters);
    launch_add_view(&l, rest, extents, array_strides(a) + a->ndim - rest);
    launch_add_view(&l, rest, extents, array_strides(b) + places);
    launch_add_view(&l, places, array_shape(b), array_strides(b));
    return launch_start(&l, "MOVE", blocks_of(b->size * (itemsize / part)));
}

static Outcome run_gather(CudaDevice *cuda, const LibraryTask *task) {
    return move(cuda, &task->in[0], &task->out, operand_address(&task->in[1]), task->in[1].array->ndim, false);
}

/* out[i, rest...] or in1's is what moves; the other array begins with the mask's axes. */
static Outcome move_masked(CudaDevice *cuda, const LibraryTask *task, const LibraryOperand *mask,
                           const LibraryOperand *masked, const LibraryOperand *dense, bool scatters) {
    int64_t count = array_shape(dense->array)[0];
    if (dense->array->size == 0) return LEFT;
    Buffer *offsets = scratch_new(cuda, count * (int64_t)sizeof(int64_t));
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
    Launch l = launch_new(cuda);
    int64_t good = -1;
    if (!operand_is_aligned(index, sizeof(int64_t))) return LEFT;
    if (cuda_check(cuda, cuda->driver.fill(flag, 0xff, sizeof good, cuda->stream), "clearing a word"))
        return FAILED;
    launch_add(&l, out);
    launch_add(&l, operand_address(index));
    launch_add(&l, a->size);
    launch_add(&l, parameters[0].i8);
    launch_add(&l, parameters[1].i8);
    launch_add(&l, (int64_t)flag);
    launch_add(&l, before ? operand_address(before) : 0);
    launch_add_array(&l, a);
    launch_add_array(&l, before ? before->array : a);
    Outcome outcome = launch_start(&l, "INDEX", blocks_of(a->size));
    if (outcome != DONE) return outcome;
    if (cuda_check(cuda, cuda_read(cuda, &good, flag, sizeof good), "reading a word")) return FAILED;
    return good == -1 ? DONE : LEFT;
}

static Outcome run_index_offsets(CudaDevice *cuda, const LibraryTask *task) {
    Buffer *flag = scratch_new(cuda, sizeof(int64_t));
    if (!flag) return FAILED;
    Outcome outcome = find_offsets(cuda, &task->in[0], task->nin == 2 ? &task->in[1] : NULL,
                                   task->parameters, operand_address(&task->out), cuda_address(flag));
    cuda_buffer_free(&cuda->device, flag);
    return outcome;
}

static Outcome run_take(CudaDevice *cuda, const LibraryTask *task) {
    const LibraryOperand *index = &task->in[1];
    int64_t count = index->array->size;
    if (task->out.array->size == 0) return LEFT;
    Buffer *offsets = scratch_new(cuda, (count + 1) * (int64_t)sizeof(int64_t));
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
    Launch l = launch_new(cuda);
    if (out->size == 0 || !array_is_contiguous(out)) return LEFT;
    if (!operand_is_aligned(&task->in[0], operand_piece(&task->in[0]))) return LEFT;
    launch_add(&l, operand_address(&task->out));
    launch_add(&l, operand_address(&task->in[0]));
    launch_add(&l, out->size);
    launch_add(&l, row_length(a));
    launch_add(&l, row_stride(a));
    launch_add(&l, task->op == LIBRARY_ARGMAX);
    launch_add_view(&l, a->ndim - 1, array_shape(a), array_strides(a));
    return launch_typed(&l, "ARG", a->dtype, out->size);
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
