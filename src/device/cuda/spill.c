/* When the GPU's memory is short: what was used longest ago goes to the host's memory,
 * and comes back when a task needs it. Buffers that a task or a copy is at are held
 * meanwhile. All of it under the pool's lock. */
#include "cuda.h"

/* Used longest ago, and there to be moved; NULL: there is none. */
static CudaBuffer *find_victim(const CudaDevice *cuda) {
    CudaBuffer *victim = NULL;
    for (CudaBuffer *one = cuda->buffers; one; one = one->next) {
        if (one->pooled || one->held || one->spilled || !one->filled) continue;
        if (!victim || one->buffer.last_works[CUDA_COMPUTE] < victim->buffer.last_works[CUDA_COMPUTE])
            victim = one;
    }
    return victim;
}

static bool spill(CudaDevice *cuda, CudaBuffer *victim) {
    Heap *heap = &cuda->device.base->heap;
    Buffer *buffer = &victim->buffer;
    char *bytes = heap_alloc(heap, (size_t)buffer->nbytes);
    if (!bytes) return false;
    CudaResult result = cuda_take_up(cuda, CUDA_COMPUTE, buffer);
    if (result == 0) result = cuda_read(cuda, bytes, cuda_address(buffer), buffer->nbytes);
    if (result) {
        heap_free(heap, bytes, (size_t)buffer->nbytes);
        return false;
    }
    cuda->driver.memory_free(cuda_address(buffer));
    cuda->used -= buffer->capacity;
    buffer->data = NULL;
    victim->spilled = bytes;
    cuda_count(&cuda->stats.spills, 1);
    return true;
}

/* Under the pool's lock, as is: */
static bool spill_for(CudaDevice *cuda, int64_t capacity) {
    int64_t freed = cuda->pool.bytes;
    cuda_pool_drop(cuda);
    for (CudaBuffer *victim; freed < capacity && (victim = find_victim(cuda));) {
        if (!spill(cuda, victim)) break;
        freed += victim->buffer.capacity;
    }
    return freed > 0;
}

bool cuda_make_room(Device *device, int64_t nbytes) {
    CudaDevice *cuda = (CudaDevice *)device;
    if (nbytes > cuda->limit || cuda->driver.context_push(cuda->context) != 0) return false;
    pthread_mutex_lock(&cuda->pool_lock);
    bool room = spill_for(cuda, nbytes);
    pthread_mutex_unlock(&cuda->pool_lock);
    cuda_leave(cuda);
    return room;
}

static CudaResult restore(CudaDevice *cuda, CudaBuffer *spilled) {
    Buffer *buffer = &spilled->buffer;
    CudaAddress address;
    while (!cuda_take_memory(cuda, buffer->capacity, &address))
        if (!spill_for(cuda, buffer->capacity)) return CUDA_OUT_OF_MEMORY;
    CudaResult result = cuda_write(cuda, address, spilled->spilled, buffer->nbytes);
    if (result) {
        cuda->driver.memory_free(address);
        return result;
    }
    cuda->used += buffer->capacity;
    buffer->data = (char *)(uintptr_t)address;
    cuda_spilled_free(cuda, spilled);
    return 0;
}

void cuda_spilled_free(CudaDevice *cuda, CudaBuffer *spilled) {
    heap_free(&cuda->device.base->heap, spilled->spilled, (size_t)spilled->buffer.nbytes);
    spilled->spilled = NULL;
}

CudaResult cuda_hold(CudaDevice *cuda, Buffer *buffer) {
    CudaBuffer *own = (CudaBuffer *)buffer;
    CudaResult result = 0;
    pthread_mutex_lock(&cuda->pool_lock);
    own->held++;
    if (own->spilled) result = restore(cuda, own);
    pthread_mutex_unlock(&cuda->pool_lock);
    return result;
}

void cuda_let_go(CudaDevice *cuda, Buffer *buffer) {
    pthread_mutex_lock(&cuda->pool_lock);
    ((CudaBuffer *)buffer)->held--;
    pthread_mutex_unlock(&cuda->pool_lock);
}
