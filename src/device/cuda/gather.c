/* Elements named by masks and indices, on the GPU. What names them becomes byte offsets,
 * one for each place, between which and a dense array elements then move. Of places that
 * come twice the last one wins, as NumPy has it: a table of places, in which the later
 * one always beats the earlier, tells which moves are dropped. */
#include "library.h"

/* --- masks ------------------------------------------------------------------------------- */

Outcome cuda_mask_spans(CudaDevice *cuda, const LibraryTask *task) {
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
Outcome cuda_nonzero(CudaDevice *cuda, const LibraryTask *task) {
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

Outcome cuda_gather(CudaDevice *cuda, const LibraryTask *task) {
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

Outcome cuda_compress(CudaDevice *cuda, const LibraryTask *task) {
    return move_masked(cuda, task, &task->in[1], &task->in[0], &task->out, false);
}

Outcome cuda_expand(CudaDevice *cuda, const LibraryTask *task) {
    return move_masked(cuda, task, &task->in[0], &task->out, &task->in[1], true);
}

/* --- indices ------------------------------------------------------------------------------- */

/* Byte offsets of indices to out. Where one is out of bounds the CPU says which. */
static Outcome find_offsets(CudaDevice *cuda, const LibraryOperand *index,
                            const LibraryOperand *before, const ArrConst *parameters, int64_t out) {
    const Array *a = index->array;
    Launch l = launch_new(cuda);
    if (!operand_is_aligned(index, sizeof(int64_t))) return LEFT;
    launch_add(&l, 0);
    launch_add(&l, out);
    launch_add(&l, operand_address(index));
    launch_add(&l, a->size);
    launch_add(&l, parameters[0].i8);
    launch_add(&l, parameters[1].i8);
    launch_add(&l, before ? operand_address(before) : 0);
    launch_add_array(&l, a);
    launch_add_array(&l, before ? before->array : a);
    return launch_checking(&l, "INDEX", ARR_INT64, blocks_of(a->size));
}

Outcome cuda_index_offsets(CudaDevice *cuda, const LibraryTask *task) {
    return find_offsets(cuda, &task->in[0], task->nin == 2 ? &task->in[1] : NULL, task->parameters,
                        operand_address(&task->out));
}

Outcome cuda_take(CudaDevice *cuda, const LibraryTask *task) {
    const LibraryOperand *index = &task->in[1];
    if (task->out.array->size == 0) return LEFT;
    Buffer *offsets = scratch_new(cuda, index->array->size * (int64_t)sizeof(int64_t));
    if (!offsets) return FAILED;
    int64_t at = (int64_t)cuda_address(offsets);
    Outcome outcome = find_offsets(cuda, index, NULL, task->parameters, at);
    if (outcome == DONE) outcome = move(cuda, &task->in[0], &task->out, at, index->array->ndim, false);
    cuda_buffer_free(&cuda->device, offsets);
    return outcome;
}

/* --- the last one wins ------------------------------------------------------------------------ */

/* A copy of the offsets, dense, in which those that a later one repeats are struck out: *kept. */
static Outcome strike_repeated(CudaDevice *cuda, int64_t offsets, int64_t count, Buffer **kept) {
    enum { MOST_PLACES = 1 << 30 };
    int64_t slots = 64;
    Launch claim = launch_new(cuda), strike = claim;
    if (count > MOST_PLACES) return LEFT;
    while (slots < 2 * count) slots *= 2;
    Buffer *table = scratch_new(cuda, slots * (int64_t)sizeof(uint32_t));
    *kept = table ? scratch_new(cuda, count * (int64_t)sizeof(int64_t)) : NULL;
    Outcome outcome = *kept ? DONE : FAILED;
    if (outcome == DONE &&
        cuda_check(cuda, cuda->driver.fill(cuda_address(table), 0, (size_t)table->nbytes, cuda_compute(cuda)),
                   "clearing a table"))
        outcome = FAILED;
    if (outcome == DONE) {
        Launch *both[] = {&claim, &strike};
        for (int i = 0; i < 2; i++) {
            launch_add(both[i], (int64_t)cuda_address(table));
            launch_add(both[i], slots - 1);
            launch_add(both[i], offsets);
            launch_add(both[i], count);
        }
        launch_add(&strike, (int64_t)cuda_address(*kept));
        outcome = launch_start(&claim, "PLACES_CLAIM", blocks_of(count));
    }
    if (outcome == DONE) outcome = launch_start(&strike, "PLACES_STRIKE", blocks_of(count));
    if (table) cuda_buffer_free(&cuda->device, table);
    return outcome;
}

static Outcome scatter(CudaDevice *cuda, const LibraryTask *task, int64_t offsets) {
    Buffer *kept = NULL;
    const Array *places = task->in[0].array;
    Outcome outcome = strike_repeated(cuda, offsets, places->size, &kept);
    if (outcome == DONE)
        outcome = move(cuda, &task->out, &task->in[1], (int64_t)cuda_address(kept), places->ndim, true);
    if (kept) cuda_buffer_free(&cuda->device, kept);
    return outcome;
}

Outcome cuda_scatter(CudaDevice *cuda, const LibraryTask *task) {
    if (task->in[1].array->size == 0) return DONE;
    return scatter(cuda, task, operand_address(&task->in[0]));
}

Outcome cuda_put(CudaDevice *cuda, const LibraryTask *task) {
    const LibraryOperand *index = &task->in[0];
    int64_t count = index->array->size;
    if (count == 0) return DONE;
    Buffer *offsets = scratch_new(cuda, count * (int64_t)sizeof(int64_t));
    if (!offsets) return FAILED;
    int64_t at = (int64_t)cuda_address(offsets);
    Outcome outcome = find_offsets(cuda, index, NULL, task->parameters, at);
    if (outcome == DONE && task->in[1].array->size) outcome = scatter(cuda, task, at);
    cuda_buffer_free(&cuda->device, offsets);
    return outcome;
}
