/* What the GPU has no kernel for: the bytes that its operands name come to the
 * host, the CPU device does the work there, and what it wrote goes back. Each
 * time is counted (--stats: device_fallbacks). */
#include <string.h>

#include "cuda.h"

/* The bytes lo..hi-1 of a device's buffer in the host's memory. */
typedef struct Mirror {
    const Buffer *original;
    int64_t lo, hi;
    bool read, written;
    Buffer *memory; /* the CPU device's */
    Buffer view;    /* the same, as if it held the whole buffer */
} Mirror;

typedef struct Mirrors {
    CudaDevice *cuda;
    Mirror *all;
    int count;
} Mirrors;

static Mirror *find_mirror(Mirrors *mirrors, const Buffer *buffer) {
    for (int i = 0; i < mirrors->count; i++)
        if (mirrors->all[i].original == buffer) return &mirrors->all[i];
    Mirror *fresh = &mirrors->all[mirrors->count++];
    *fresh = (Mirror){.original = buffer, .lo = INT64_MAX};
    return fresh;
}

/* A view of so many elements touches these bytes of the buffer. */
static void add_view(Mirrors *mirrors, const Buffer *buffer, int64_t offset, int64_t itemsize,
                     int ndim, const int64_t *extents, const int64_t *strides, bool read,
                     bool written) {
    Mirror *mirror = find_mirror(mirrors, buffer);
    int64_t lo = offset, hi = offset + itemsize;
    int64_t bytes = itemsize;
    for (int i = 0; i < ndim; i++) {
        int64_t reach = (extents[i] - 1) * strides[i];
        if (extents[i] == 0) return;
        if (reach < 0) lo += reach;
        else hi += reach;
        bytes *= extents[i];
    }
    /* bytes between the elements that are written must keep their values */
    mirror->read |= read || bytes != hi - lo;
    mirror->written |= written;
    if (mirror->lo == INT64_MAX) {
        mirror->lo = lo;
        mirror->hi = hi;
        return;
    }
    /* several views: what lies between them must keep its values too */
    bool beside = bytes == hi - lo && (lo == mirror->hi || hi == mirror->lo);
    mirror->read |= written && !beside;
    if (lo < mirror->lo) mirror->lo = lo;
    if (hi > mirror->hi) mirror->hi = hi;
}

static ArrStatus fetch(Mirrors *mirrors) {
    CudaDevice *cuda = mirrors->cuda;
    for (int i = 0; i < mirrors->count; i++) {
        Mirror *mirror = &mirrors->all[i];
        if (mirror->lo == INT64_MAX) mirror->lo = mirror->hi = 0;
        int64_t bytes = mirror->hi - mirror->lo;
        if (cuda->cpu->class->buffer_new(cuda->cpu, bytes, &mirror->memory))
            return error_memory(cuda->device.base, bytes, "a copy of a GPU's array");
        mirror->view = *mirror->memory;
        mirror->view.data = (char *)((uintptr_t)mirror->memory->data - (uintptr_t)mirror->lo);
        mirror->view.nbytes = mirror->original->nbytes;
        if (!mirror->read || bytes == 0) continue;
        CudaResult result = cuda_read(cuda, mirror->memory->data,
                                      cuda_address(mirror->original) + (uint64_t)mirror->lo, bytes);
        if (result) return cuda_check(cuda, result, "copying from the device");
    }
    return ARR_OK;
}

static ArrStatus store(Mirrors *mirrors) {
    CudaDevice *cuda = mirrors->cuda;
    for (int i = 0; i < mirrors->count; i++) {
        const Mirror *mirror = &mirrors->all[i];
        if (!mirror->written || mirror->hi == mirror->lo) continue;
        CudaResult result = cuda_write(cuda, cuda_address(mirror->original) + (uint64_t)mirror->lo,
                                       mirror->memory->data, mirror->hi - mirror->lo);
        if (result) return cuda_check(cuda, result, "copying to the device");
    }
    return ARR_OK;
}

static void release(Mirrors *mirrors) {
    Device *cpu = mirrors->cuda->cpu;
    for (int i = 0; i < mirrors->count; i++)
        if (mirrors->all[i].memory) cpu->class->buffer_free(cpu, mirrors->all[i].memory);
}

static Buffer *mirror_of(Mirrors *mirrors, const Buffer *buffer) {
    return &find_mirror(mirrors, buffer)->view;
}

/* --- library ops --------------------------------------------------------------------------- */

static void add_array(Mirrors *mirrors, const LibraryOperand *operand, bool read, bool written) {
    const Array *a = operand->array;
    add_view(mirrors, operand->buffer, a->offset, array_itemsize(a), a->ndim, array_shape(a),
             array_strides(a), read, written);
}

ArrStatus cuda_fall_back_library(CudaDevice *cuda, const LibraryTask *task) {
    Mirror all[4];
    Mirrors mirrors = {.cuda = cuda, .all = all};
    LibraryTask copy = *task;
    for (int k = 0; k < task->nin; k++) add_array(&mirrors, &task->in[k], true, false);
    /* what is updated whole, or not at all, need not come: it may never have been written */
    bool whole = task->op == LIBRARY_ASSIGN_INT;
    add_array(&mirrors, &task->out, library_info[task->op].updates && !whole, true);
    ArrStatus status = fetch(&mirrors);
    for (int k = 0; k < task->nin; k++) copy.in[k].buffer = mirror_of(&mirrors, task->in[k].buffer);
    copy.out.buffer = mirror_of(&mirrors, task->out.buffer);
    cuda->cpu->serial = cuda->device.serial;
    if (!status) status = cuda->cpu->class->run_library(cuda->cpu, &copy);
    if (!status) status = store(&mirrors);
    release(&mirrors);
    cuda_count(&cuda->stats.fallbacks, 1);
    return status;
}

/* --- loops ------------------------------------------------------------------------------------ */

static int64_t kept_size(const LoopTask *task) {
    int64_t kept = 1;
    for (int i = 0; i < task->ndim; i++)
        if (!(task->reduced >> i & 1)) kept *= task->extents[i];
    return kept;
}

static void add_operands(Mirrors *mirrors, const LoopTask *task) {
    const PlanTask *plan = task->plan;
    for (int32_t i = 0; i < plan->load_count; i++) {
        const TaskOperand *load = &task->values[plan->loads[i]];
        add_view(mirrors, load->buffer, load->offset,
                 dtype_info[plan->values[plan->loads[i]].dtype].itemsize, task->ndim, task->extents,
                 load->strides, true, false);
    }
    for (int32_t s = 0; s < plan->store_count; s++) {
        const TaskOperand *out = &task->stores[s];
        add_view(mirrors, out->buffer, out->offset,
                 dtype_info[plan->values[plan->stores[s].value].dtype].itemsize, task->ndim,
                 task->extents, out->strides, false, true);
    }
    for (int32_t r = 0; r < plan->reduction_count; r++) {
        const TaskOperand *out = &task->reductions[r];
        int64_t extent = kept_size(task);
        int64_t size = dtype_info[task->nodes[plan->reductions[r].node].result].itemsize;
        add_view(mirrors, out->buffer, out->offset, size, 1, &extent, &size, false, true);
    }
}

/* The same task over the mirrors; room holds its operands. */
static LoopTask turn_to(Mirrors *mirrors, const LoopTask *task, const PlanTask *plan,
                        TaskOperand *room) {
    LoopTask copy = *task;
    copy.plan = plan;
    copy.values = room;
    copy.stores = copy.values + plan->value_count;
    copy.reductions = copy.stores + plan->store_count;
    for (int32_t i = 0; i < plan->load_count; i++) {
        int32_t v = plan->loads[i];
        copy.values[v] = task->values[v];
        copy.values[v].buffer = mirror_of(mirrors, task->values[v].buffer);
    }
    for (int32_t s = 0; s < plan->store_count; s++) {
        copy.stores[s] = task->stores[s];
        copy.stores[s].buffer = mirror_of(mirrors, task->stores[s].buffer);
    }
    for (int32_t r = 0; r < plan->reduction_count; r++) {
        copy.reductions[r] = task->reductions[r];
        copy.reductions[r].buffer = mirror_of(mirrors, task->reductions[r].buffer);
    }
    return copy;
}

ArrStatus cuda_fall_back_loop(CudaDevice *cuda, const LoopTask *task, void **cpu_kernel) {
    Heap *heap = &cuda->device.base->heap;
    Device *cpu = cuda->cpu;
    PlanTask plan = *task->plan;
    int64_t operands = plan.value_count + plan.store_count + plan.reduction_count;
    size_t bytes = (size_t)operands * (sizeof(TaskOperand) + sizeof(Mirror));
    char *room = heap_alloc_zeroed(heap, bytes);
    if (!room) return error_memory(cuda->device.base, (int64_t)bytes, "a task");
    Mirrors mirrors = {.cuda = cuda, .all = (Mirror *)(void *)room};
    TaskOperand *at = (TaskOperand *)(void *)(room + (size_t)operands * sizeof(Mirror));
    add_operands(&mirrors, task);
    ArrStatus status = fetch(&mirrors);
    if (!status && !*cpu_kernel) status = cpu->class->prepare(cpu, task->plan, task->nodes, cpu_kernel);
    if (!status) {
        plan.kernel = *cpu_kernel;
        LoopTask copy = turn_to(&mirrors, task, &plan, at);
        cpu->serial = cuda->device.serial;
        status = cpu->class->run_loop(cpu, &copy);
    }
    if (!status) status = store(&mirrors);
    release(&mirrors);
    heap_free(heap, room, bytes);
    cuda_count(&cuda->stats.fallbacks, 1);
    return status;
}
