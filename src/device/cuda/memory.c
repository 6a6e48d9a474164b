/* The CUDA device's memory: a pool of freed buffers under a limit, and copies
 * between it and the host. Kernels may use a buffer that those before them have
 * freed, so nothing waits for a free. */
#include <string.h>

#include "../axes.h"
#include "cuda.h"

enum { ALIGNMENT = 256 };

/* --- buffers ------------------------------------------------------------------------ */

static void remove_buffer(CudaDevice *cuda, Buffer *buffer) {
    CudaBuffer *own = (CudaBuffer *)buffer;
    *own->at = own->next;
    if (own->next) own->next->at = own->at;
    heap_free(&cuda->device.base->heap, own, sizeof *own);
}

static void give_back(CudaDevice *cuda, Buffer *buffer) {
    if (!cuda->lost) cuda->driver.memory_free(cuda_address(buffer));
    cuda->used -= buffer->capacity;
    remove_buffer(cuda, buffer);
}

/* What is kept may use it, and the driver need not wait for work when it frees. */
void cuda_pool_drop(CudaDevice *cuda) {
    if (cuda->pool.first && !cuda->lost) {
        cuda_wait(cuda, CUDA_COMPUTE);
        cuda_wait(cuda, CUDA_IN);
    }
    for (Buffer *buffer; (buffer = pool_drop(&cuda->pool));) give_back(cuda, buffer);
}

/* From the driver; where that or the limit refuses, free buffers go back first. */
bool cuda_take_memory(CudaDevice *cuda, int64_t capacity, CudaAddress *address) {
    if (capacity > cuda->limit) return false;
    if (cuda->used + capacity > cuda->limit) cuda_pool_drop(cuda);
    if (cuda->used + capacity > cuda->limit) return false;
    if (cuda->driver.memory_alloc(address, (size_t)capacity) == 0) return true;
    if (!cuda->pool.first) return false;
    cuda_pool_drop(cuda);
    return cuda->driver.memory_alloc(address, (size_t)capacity) == 0;
}

static Buffer *buffer_make(CudaDevice *cuda, int64_t capacity) {
    Heap *heap = &cuda->device.base->heap;
    CudaBuffer *own = heap_alloc_zeroed(heap, sizeof *own);
    CudaAddress address = 0;
    if (!own) return NULL;
    if (!cuda_take_memory(cuda, capacity, &address)) {
        heap_free(heap, own, sizeof *own);
        return NULL;
    }
    own->buffer.data = (char *)(uintptr_t)address;
    own->buffer.capacity = capacity;
    cuda->used += capacity;
    own->next = cuda->buffers;
    own->at = &cuda->buffers;
    if (own->next) own->next->at = &own->next;
    cuda->buffers = own;
    return &own->buffer;
}

ArrStatus cuda_buffer_new(Device *device, int64_t nbytes, Buffer **out) {
    CudaDevice *cuda = (CudaDevice *)device;
    int64_t capacity = pool_capacity(nbytes ? nbytes : 1, ALIGNMENT);
    pthread_mutex_lock(&cuda->pool_lock);
    Buffer *buffer = pool_take(&cuda->pool, capacity);
    bool known = buffer && !buffer->last_works[CUDA_IN];
    if (!known && cuda->driver.context_push(cuda->context) == 0) {
        if (!buffer) buffer = buffer_make(cuda, capacity);
        else cuda_take_up(cuda, CUDA_COMPUTE, buffer);
        cuda_leave(cuda);
    }
    if (buffer) ((CudaBuffer *)buffer)->pooled = ((CudaBuffer *)buffer)->filled = false;
    pthread_mutex_unlock(&cuda->pool_lock);
    if (!buffer) return ARR_MEMORY;
    buffer->nbytes = nbytes;
    *out = buffer;
    return ARR_OK;
}

ArrStatus cuda_scratch_new(CudaDevice *cuda, int64_t nbytes, Buffer **buffer) {
    ArrStatus status = cuda_buffer_new(&cuda->device, nbytes, buffer);
    if (status && cuda_make_room(&cuda->device, nbytes))
        status = cuda_buffer_new(&cuda->device, nbytes, buffer);
    return status;
}

static void give_to_pool(CudaDevice *cuda, Buffer *buffer) {
    CudaBuffer *own = (CudaBuffer *)buffer;
    pthread_mutex_lock(&cuda->pool_lock);
    if (own->spilled) {
        cuda_spilled_free(cuda, own);
        remove_buffer(cuda, buffer);
    } else {
        own->pooled = true;
        pool_give(&cuda->pool, buffer);
    }
    pthread_mutex_unlock(&cuda->pool_lock);
}

/* Kernels that were asked for may still use it. */
void cuda_buffer_free(Device *device, Buffer *buffer) {
    CudaDevice *cuda = (CudaDevice *)device;
    cuda_used(cuda, CUDA_COMPUTE, buffer);
    give_to_pool(cuda, buffer);
}

/* --- views ------------------------------------------------------------------------------- */

/* The axes of a view that matter, those that lie behind one another joined. */
typedef struct Axes {
    int ndim;
    int64_t extents[ARR_MAX_NDIM], strides[ARR_MAX_NDIM];
} Axes;

static void join_axes(Axes *axes, int ndim, const int64_t *extents, const int64_t *strides) {
    axes->ndim = axes_join(ndim, extents, strides, axes->extents, axes->strides);
}

/* The largest item, up to size bytes, that all these numbers are multiples of. */
static int64_t granule(int64_t size, int64_t bits) {
    while (size > 1 && bits & (size - 1)) size /= 2;
    return size;
}

/* kernels/cuda_library.h, COPY: so many axes at most */
enum { COPY_NDIM = 16, COPY_WORDS = 5 + 2 * COPY_NDIM };

/* The view's elements, size of them, in C order to `to`. */
static CudaResult gather(CudaDevice *cuda, CudaLaneName lane, CudaAddress to, CudaAddress from,
                         const Axes *axes, int64_t size, int64_t itemsize) {
    int64_t words[COPY_WORDS] = {0};
    int64_t bits = (int64_t)from;
    for (int i = 0; i < axes->ndim; i++) bits |= axes->strides[i];
    int64_t item = granule(itemsize > 8 ? 8 : itemsize, bits);
    CudaKernel *kernel = cuda_library_kernel(cuda, "COPY");
    if (!kernel) return CUDA_NO_KERNEL;
    words[0] = (int64_t)to;
    words[1] = (int64_t)from;
    words[2] = size * (itemsize / item);
    words[3] = item;
    words[4] = itemsize / item;
    for (int i = axes->ndim - 1, d = COPY_NDIM - 1; d >= 0; i--, d--) {
        words[5 + d] = i >= 0 ? axes->extents[i] : 1;
        words[5 + COPY_NDIM + d] = i >= 0 ? axes->strides[i] : 0;
    }
    int64_t blocks = (words[2] + CUDA_BLOCK - 1) / CUDA_BLOCK;
    if (lane == CUDA_COMPUTE)
        return cuda_launch(cuda, kernel->main, blocks, CUDA_BLOCK, 0, words, COPY_WORDS);
    return cuda_launch_at(cuda, lane, kernel->main, blocks, CUDA_BLOCK, words);
}

CudaResult cuda_pack(CudaDevice *cuda, CudaAddress to, CudaAddress from, int ndim,
                     const int64_t *extents, const int64_t *strides, int64_t itemsize) {
    Axes axes;
    join_axes(&axes, ndim, extents, strides);
    if (axes.ndim > COPY_NDIM) return CUDA_NO_KERNEL;
    return gather(cuda, CUDA_COMPUTE, to, from, &axes, arr_nbytes(ndim, extents, 1), itemsize);
}

/* A view that is no run of bytes: gathered on the device, so that its elements
 * alone are copied. */
static CudaResult read_gathered(CudaDevice *cuda, const Region *region, const Axes *axes,
                                int64_t size, void *dst) {
    Buffer *dense = NULL;
    int64_t nbytes = size * region->itemsize;
    if (cuda_scratch_new(cuda, nbytes, &dense)) return CUDA_OUT_OF_MEMORY;
    CudaResult result = cuda_take_up(cuda, CUDA_OUT, dense);
    if (result == 0)
        result = gather(cuda, CUDA_OUT, cuda_address(dense),
                        cuda_address(region->buffer) + (uint64_t)region->offset, axes, size,
                        region->itemsize);
    if (result == 0) result = cuda_read_out(cuda, dst, cuda_address(dense), nbytes);
    give_to_pool(cuda, dense); /* nothing uses it any more */
    return result;
}

/* Without a kernel for it: element by element. */
static CudaResult read_singly(CudaDevice *cuda, const Region *region, const Axes *axes, int64_t size,
                              char *dst) {
    CudaResult result = 0;
    for (int64_t k = 0; k < size && result == 0; k++) {
        int64_t offset = region->offset, rest = k;
        for (int i = axes->ndim - 1; i >= 0; i--) {
            offset += rest % axes->extents[i] * axes->strides[i];
            rest /= axes->extents[i];
        }
        result = cuda_read_out(cuda, dst + k * region->itemsize,
                           cuda_address(region->buffer) + (uint64_t)offset, region->itemsize);
    }
    return result;
}

/* Of a buffer that was moved to the host; false: it was not. */
static bool read_spilled(CudaDevice *cuda, const Region *region, char *dst) {
    pthread_mutex_lock(&cuda->pool_lock);
    const char *bytes = ((const CudaBuffer *)region->buffer)->spilled;
    int64_t size = bytes ? arr_nbytes(region->ndim, region->shape, 1) : 0;
    for (int64_t k = 0; k < size; k++) {
        int64_t offset = region->offset, rest = k;
        for (int i = region->ndim - 1; i >= 0; i--) {
            offset += rest % region->shape[i] * region->strides[i];
            rest /= region->shape[i];
        }
        memcpy(dst + k * region->itemsize, bytes + offset, (size_t)region->itemsize);
    }
    if (!bytes) ((CudaBuffer *)(uintptr_t)region->buffer)->held++;
    pthread_mutex_unlock(&cuda->pool_lock);
    return bytes != NULL;
}

/* Only the view's elements are copied. The stream's lock is held. */
static CudaResult read_region(CudaDevice *cuda, const Region *region, void *dst) {
    Axes axes;
    int64_t size = arr_nbytes(region->ndim, region->shape, 1);
    join_axes(&axes, region->ndim, region->shape, region->strides);
    CudaResult result = cuda_take_up(cuda, CUDA_OUT, region->buffer);
    if (result) return result;
    if (axes.ndim == 0 || (axes.ndim == 1 && axes.strides[0] == region->itemsize))
        return cuda_read_out(cuda, dst, cuda_address(region->buffer) + (uint64_t)region->offset,
                             size * region->itemsize);
    if (axes.ndim <= COPY_NDIM) result = read_gathered(cuda, region, &axes, size, dst);
    if (axes.ndim > COPY_NDIM || result == CUDA_NO_KERNEL)
        result = read_singly(cuda, region, &axes, size, dst);
    return result;
}

ArrStatus cuda_to_host(Device *device, const Region *region, void *dst) {
    CudaDevice *cuda = (CudaDevice *)device;
    CudaResult result = cuda->driver.context_push(cuda->context);
    if (result == 0) {
        if (!read_spilled(cuda, region, dst)) {
            pthread_mutex_lock(&cuda->staging_out.lock);
            result = read_region(cuda, region, dst);
            pthread_mutex_unlock(&cuda->staging_out.lock);
            cuda_let_go(cuda, (Buffer *)(uintptr_t)region->buffer);
        }
        cuda_leave(cuda);
    }
    return cuda_note_failure(cuda, "copying from the GPU", result);
}

/* The written view's axes by descending stride, all positive. Its coverage was
 * proven, so its rows never interleave. Returns the offset of the first element. */
static int64_t memory_axes(Axes *axes, const Array *a) {
    int64_t offset = a->offset;
    axes->ndim = 0;
    for (int i = 0; i < a->ndim; i++) {
        int64_t stride = array_strides(a)[i], extent = array_shape(a)[i];
        if (extent == 1) continue;
        if (stride < 0) {
            offset += (extent - 1) * stride;
            stride = -stride;
        }
        int at = axes->ndim++;
        for (; at > 0 && axes->strides[at - 1] < stride; at--) {
            axes->strides[at] = axes->strides[at - 1];
            axes->extents[at] = axes->extents[at - 1];
        }
        axes->strides[at] = stride;
        axes->extents[at] = extent;
    }
    return offset;
}

/* Without a kernel for it: gap by gap. */
static CudaResult copy_gaps(CudaDevice *cuda, const Buffer *fresh, const Buffer *old,
                            const Axes *axes, int64_t first, int64_t itemsize) {
    int last = axes->ndim - 1;
    bool dense = last >= 0 && axes->strides[last] == itemsize;
    int64_t run = dense ? axes->extents[last] : 1, runs = 1, done = 0;
    CudaResult result = 0;
    for (int i = 0; i <= last - dense; i++) runs *= axes->extents[i];
    for (int64_t r = 0; r <= runs && result == 0; r++) {
        int64_t rest = r * run, start = first;
        for (int i = last; i >= 0; i--) {
            start += rest % axes->extents[i] * axes->strides[i];
            rest /= axes->extents[i];
        }
        if (r == runs) start = old->nbytes;
        if (start > done)
            result = cuda->driver.copy_within(cuda_address(fresh) + (uint64_t)done,
                                              cuda_address(old) + (uint64_t)done,
                                              (size_t)(start - done), cuda_compute(cuda));
        done = start + run * itemsize;
    }
    return result;
}

ArrStatus cuda_copy_rest(Device *device, Buffer *fresh, const Buffer *old, const Array *written) {
    CudaDevice *cuda = (CudaDevice *)device;
    Axes axes;
    int64_t words[6 + 2 * COPY_NDIM] = {0}, first = memory_axes(&axes, written);
    int64_t bits = first | old->nbytes, itemsize = array_itemsize(written);
    for (int i = 0; i < axes.ndim; i++) bits |= axes.strides[i];
    int64_t item = granule(itemsize > 8 ? 8 : itemsize, bits);
    ArrStatus status = cuda_enter(cuda);
    if (status) return status;
    CudaKernel *kernel = axes.ndim <= COPY_NDIM ? cuda_library_kernel(cuda, "COPY_REST") : NULL;
    CudaResult result = cuda_hold(cuda, fresh), other = cuda_hold(cuda, (Buffer *)(uintptr_t)old);
    if (result == 0) result = other ? other : cuda_take_up(cuda, CUDA_COMPUTE, old);
    status = cuda_check(cuda, result, "waiting for a copy");
    words[0] = (int64_t)cuda_address(fresh);
    words[1] = (int64_t)cuda_address(old);
    words[2] = old->nbytes / item;
    words[3] = item;
    words[4] = first;
    words[5] = itemsize;
    for (int i = 0; i < COPY_NDIM; i++) { /* axes of one element: nothing lies beyond them */
        bool real = i < axes.ndim;
        words[6 + i] = real ? axes.extents[i] : 1;
        words[6 + COPY_NDIM + i] = real ? axes.strides[i] : INT64_MAX;
    }
    if (kernel && !status)
        status = cuda_check(cuda,
                            cuda_launch(cuda, kernel->main, (words[2] + CUDA_BLOCK - 1) / CUDA_BLOCK,
                                        CUDA_BLOCK, 0, words, 6 + 2 * COPY_NDIM),
                            "copying what an update leaves alone");
    else if (!status)
        status = cuda_check(cuda, copy_gaps(cuda, fresh, old, &axes, first, itemsize),
                            "copying what an update leaves alone");
    cuda_used(cuda, CUDA_COMPUTE, fresh); /* the old one is freed next */
    cuda_let_go(cuda, fresh);
    cuda_let_go(cuda, (Buffer *)(uintptr_t)old);
    cuda_leave(cuda);
    return status;
}
