/* Places in sorted arrays, sliding products, and conditions on data, on the GPU. A
 * condition that is not met is found here and told by the CPU, which knows the words. */
#include "library.h"

Outcome cuda_searchsorted(CudaDevice *cuda, const LibraryTask *task) {
    const LibraryOperand *sorted = &task->in[0], *values = &task->in[1];
    Launch l = launch_new(cuda);
    if (values->array->size == 0) return DONE;
    if (!operand_is_aligned(sorted, operand_piece(sorted)) || !operand_is_aligned(values, operand_piece(values)))
        return LEFT;
    launch_add(&l, operand_address(&task->out));
    launch_add(&l, operand_address(values));
    launch_add(&l, values->array->size);
    launch_add(&l, operand_address(sorted));
    launch_add(&l, row_stride(sorted->array));
    launch_add(&l, row_length(sorted->array));
    launch_add(&l, task->parameters[0].b);
    launch_add_array(&l, values->array);
    return launch_typed(&l, "SEARCH", values->array->dtype, blocks_of(values->array->size));
}

Outcome cuda_interp(CudaDevice *cuda, const LibraryTask *task) {
    const Array *values = task->in[0].array;
    Launch l = launch_new(cuda);
    for (int k = 0; k < 3; k++)
        if (!operand_is_aligned(&task->in[k], sizeof(double))) return LEFT;
    launch_add(&l, operand_address(&task->out));
    launch_add(&l, operand_address(&task->in[0]));
    launch_add(&l, values->size);
    for (int k = 1; k < 3; k++) {
        launch_add(&l, operand_address(&task->in[k]));
        launch_add(&l, row_stride(task->in[k].array));
    }
    launch_add(&l, row_length(task->in[1].array));
    launch_add_array(&l, values);
    return launch_typed(&l, "INTERP", ARR_FLOAT64, blocks_of(values->size));
}

Outcome cuda_correlate(CudaDevice *cuda, const LibraryTask *task) {
    const Array *out = task->out.array;
    Launch l = launch_new(cuda);
    if (out->size == 0) return DONE;
    launch_add(&l, operand_address(&task->out));
    launch_add(&l, out->size);
    for (int k = 0; k < 2; k++) {
        if (!operand_is_aligned(&task->in[k], operand_piece(&task->in[k]))) return LEFT;
        launch_add(&l, operand_address(&task->in[k]));
        launch_add(&l, row_stride(task->in[k].array));
        launch_add(&l, row_length(task->in[k].array));
    }
    launch_add(&l, task->parameters[0].i8);
    return launch_typed(&l, out->dtype == ARR_BOOL ? "CORRELATE_ANY" : "CORRELATE", out->dtype,
                        blocks_of(out->size));
}

/* Leaves the op to the CPU if one of the bools is so. */
static Outcome find_truth(CudaDevice *cuda, const Array *bools, int64_t data, bool truth) {
    Launch l = launch_new(cuda);
    launch_add(&l, 0);
    launch_add(&l, data);
    launch_add(&l, bools->size);
    launch_add(&l, truth);
    launch_add_array(&l, bools);
    return launch_checking(&l, "CONDITION", ARR_BOOL, blocks_of(bools->size));
}

Outcome cuda_require(CudaDevice *cuda, const LibraryTask *task) {
    Outcome outcome = find_truth(cuda, task->in[0].array, operand_address(&task->in[0]), false);
    if (outcome != DONE) return outcome;
    CudaResult result = cuda->driver.fill((CudaAddress)operand_address(&task->out), 1, 1, cuda_compute(cuda));
    return cuda_check(cuda, result, "writing a bool") ? FAILED : DONE;
}

Outcome cuda_warn(CudaDevice *cuda, const LibraryTask *task) {
    return find_truth(cuda, task->in[0].array, operand_address(&task->in[0]), true);
}

Outcome cuda_exponents(CudaDevice *cuda, const LibraryTask *task) {
    const LibraryOperand *in = &task->in[0];
    Launch l = launch_new(cuda);
    if (in->array->size == 0) return DONE;
    if (!operand_is_aligned(in, operand_piece(in))) return LEFT;
    launch_add(&l, 0);
    launch_add(&l, operand_address(&task->out));
    launch_add(&l, operand_address(in));
    launch_add(&l, in->array->size);
    launch_add_array(&l, in->array);
    return launch_checking(&l, "EXPONENTS", in->array->dtype, blocks_of(in->array->size));
}
