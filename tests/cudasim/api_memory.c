/* Memory: allocations, copies and fills. A copy to the host poisons where it goes, until it has
 * run; one from the host remembers what was there. */
#include "driver.h"
#include <stdlib.h>
#include <string.h>

/* --- allocations ------------------------------------------------------------------------- */

static CUresult allocate(CUdeviceptr *address, size_t size) {
    if (!size) return CUDA_ERROR_INVALID_VALUE;
    *address = memory_allocate(context_current()->device, size, NULL);
    return *address ? CUDA_SUCCESS : CUDA_ERROR_OUT_OF_MEMORY;
}

API CUresult cuMemAlloc_v2(CUdeviceptr *address, size_t size) {
    API_BEGIN("cuMemAlloc");
    return allocate(address, size);
}

/* Waits for all work, as the driver's does. */
API CUresult cuMemFree_v2(CUdeviceptr address) {
    API_ENTER("cuMemFree", true);
    if (!context_current()) return CUDA_ERROR_INVALID_CONTEXT;
    if (!address) return api_failure;
    CUresult result = streams_drain(context_current());
    if (!memory_free(address, "cuMemFree")) return CUDA_ERROR_INVALID_VALUE;
    return api_failure ? api_failure : result;
}

API CUresult cuMemGetInfo_v2(size_t *left, size_t *total) {
    API_BEGIN("cuMemGetInfo");
    *total = memory_size();
    *left = *total - memory_used(context_current()->device);
    return CUDA_SUCCESS;
}

API CUresult cuMemGetAddressRange_v2(CUdeviceptr *base, size_t *size, CUdeviceptr address) {
    API_BEGIN("cuMemGetAddressRange");
    const Allocation *one = memory_find(address);
    if (!one || one->freed || one->host) return CUDA_ERROR_NOT_FOUND;
    if (base) *base = one->base;
    if (size) *size = one->size;
    return CUDA_SUCCESS;
}

API CUresult cuMemAllocAsync(CUdeviceptr *address, size_t size, CUstream stream) {
    API_BEGIN("cuMemAllocAsync");
    if (!stream_of(stream)) return CUDA_ERROR_INVALID_HANDLE;
    CUresult result = allocate(address, size);
    if (result != CUDA_ERROR_OUT_OF_MEMORY) return result;
    streams_drain(context_current()); /* frees that are queued */
    return allocate(address, size);
}

API CUresult cuMemAllocFromPoolAsync(CUdeviceptr *address, size_t size, CUmemoryPool pool,
                                     CUstream stream) {
    (void)pool;
    return cuMemAllocAsync(address, size, stream);
}

API CUresult cuMemFreeAsync(CUdeviceptr address, CUstream handle) {
    API_ENTER("cuMemFreeAsync", true);
    Stream *stream = context_current() ? stream_of(handle) : NULL;
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    const Allocation *one = memory_find(address);
    if (!one || one->freed || one->base != address)
        return memory_free(address, "cuMemFreeAsync"), CUDA_ERROR_INVALID_VALUE;
    Work *work = work_new(WORK_FREE, stream);
    work->address = address;
    work->count = one->size;
    CUresult result = work_queue(work);
    return api_failure ? api_failure : result;
}

API CUresult cuDeviceGetDefaultMemPool(CUmemoryPool *pool, CUdevice device) {
    API_ENTER("cuDeviceGetDefaultMemPool", false);
    *pool = (CUmemoryPool)(uintptr_t)(0x1000 + (unsigned)device);
    return api_failure;
}
API CUresult cuDeviceGetMemPool(CUmemoryPool *pool, CUdevice device) {
    return cuDeviceGetDefaultMemPool(pool, device);
}

API CUresult cuMemPoolSetAttribute(CUmemoryPool pool, int attribute, void *value) {
    API_ENTER("cuMemPoolSetAttribute", false);
    (void)pool, (void)attribute, (void)value;
    return api_failure;
}

API CUresult cuMemPoolTrimTo(CUmemoryPool pool, size_t size) {
    API_ENTER("cuMemPoolTrimTo", false);
    (void)pool, (void)size;
    return api_failure;
}

/* --- pinned host memory ------------------------------------------------------------------ */

static CUresult allocate_host(void **address, size_t size) {
    *address = size ? malloc(size) : NULL;
    if (!*address) return size ? CUDA_ERROR_OUT_OF_MEMORY : CUDA_ERROR_INVALID_VALUE;
    memset(*address, 0xDB, size);
    if (memory_host_add(*address, size)) return CUDA_SUCCESS;
    free(*address);
    return CUDA_ERROR_OUT_OF_MEMORY;
}

API CUresult cuMemHostAlloc(void **address, size_t size, unsigned flags) {
    API_BEGIN("cuMemHostAlloc");
    (void)flags;
    return allocate_host(address, size);
}

API CUresult cuMemAllocHost_v2(void **address, size_t size) {
    API_BEGIN("cuMemAllocHost");
    return allocate_host(address, size);
}

API CUresult cuMemFreeHost(void *address) {
    API_ENTER("cuMemFreeHost", true);
    if (context_current()) streams_drain(context_current());
    if (!memory_host_remove(address)) {
        sim_report(memory_host_find(address) ? FAULT_BAD_FREE : FAULT_DOUBLE_FREE,
                   "cuMemFreeHost of what is not pinned memory");
        return CUDA_ERROR_INVALID_VALUE;
    }
    free(address);
    return api_failure;
}

API CUresult cuMemHostRegister_v2(void *address, size_t size, unsigned flags) {
    API_BEGIN("cuMemHostRegister");
    (void)flags;
    return memory_host_add(address, size) ? CUDA_SUCCESS : CUDA_ERROR_OUT_OF_MEMORY;
}

API CUresult cuMemHostUnregister(void *address) {
    API_ENTER("cuMemHostUnregister", true);
    if (context_current()) streams_drain(context_current());
    return memory_host_remove(address) ? api_failure : CUDA_ERROR_INVALID_VALUE;
}

API CUresult cuMemHostGetDevicePointer_v2(CUdeviceptr *address, void *host, unsigned flags) {
    API_BEGIN("cuMemHostGetDevicePointer");
    (void)flags;
    if (!memory_host_find(host)) return CUDA_ERROR_INVALID_VALUE;
    *address = (CUdeviceptr)(uintptr_t)host;
    return CUDA_SUCCESS;
}

/* CU_POINTER_ATTRIBUTE_MEMORY_TYPE: 1 host, 2 device; ..._DEVICE_ORDINAL */
API CUresult cuPointerGetAttribute(void *value, int attribute, CUdeviceptr address) {
    API_BEGIN("cuPointerGetAttribute");
    const Allocation *one = memory_find(address);
    if (!one || one->freed) return CUDA_ERROR_INVALID_VALUE;
    if (attribute == 2) *(unsigned *)value = one->host ? 1 : 2;
    else if (attribute == 9) *(int *)value = one->device;
    else return CUDA_ERROR_NOT_SUPPORTED;
    return CUDA_SUCCESS;
}

/* --- copies ------------------------------------------------------------------------------ */

static void remember_host(CopyWork *copy) {
    size_t all = copy->width * copy->rows;
    if (copy->from_host) {
        copy->staged = malloc(all ? all : 1);
        if (!copy->staged) abort();
        for (size_t row = 0; row < copy->rows; row++)
            memcpy(copy->staged + row * copy->width,
                   (const void *)(uintptr_t)(copy->from + row * copy->from_pitch), copy->width);
    }
    for (size_t row = 0; copy->to_host && row < copy->rows; row++)
        memset((void *)(uintptr_t)(copy->to + row * copy->to_pitch), 0xDB, copy->width);
}

/* Device addresses are where no host pointer can be. */
static bool is_host_side(uint64_t address, bool is_host, const char *name) {
    bool device = address >> 48 != 0;
    if (device && is_host) wrong_call(0, "%s: a device address as host memory", name);
    return device == is_host;
}

static CUresult queue_copy(CopyWork copy, CUstream handle, bool waits) {
    Stream *stream = stream_of(handle);
    copy.name = api_name();
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    if (!copy.width || !copy.rows) return CUDA_SUCCESS;
    if ((copy.from_host && is_host_side(copy.from, true, copy.name)) ||
        (copy.to_host && is_host_side(copy.to, true, copy.name)))
        return CUDA_ERROR_INVALID_VALUE;
    if ((!copy.from_host && !memory_range(copy.from, copy.width, false, copy.name)) ||
        (!copy.to_host && !memory_range(copy.to, copy.width, true, copy.name)))
        return CUDA_ERROR_INVALID_VALUE;
    if (!waits && !stream->capture) remember_host(&copy);
    Work *work = work_new(WORK_COPY, stream);
    work->copy = copy;
    CUresult result = work_queue(work);
    return waits && !result ? stream_drain(stream) : result;
}

static CopyWork plain(uint64_t to, uint64_t from, size_t size) {
    return (CopyWork){.to = to, .from = from, .width = size, .rows = 1};
}

static CopyWork from_host(CUdeviceptr to, const void *from, size_t size) {
    CopyWork copy = plain(to, (uint64_t)(uintptr_t)from, size);
    copy.from_host = true;
    return copy;
}

static CopyWork to_host(void *to, CUdeviceptr from, size_t size) {
    CopyWork copy = plain((uint64_t)(uintptr_t)to, from, size);
    copy.to_host = true;
    return copy;
}

API CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, size_t size) {
    API_BEGIN("cuMemcpyHtoD");
    return queue_copy(from_host(to, from, size), NULL, true);
}

API CUresult cuMemcpyDtoH_v2(void *to, CUdeviceptr from, size_t size) {
    API_BEGIN("cuMemcpyDtoH");
    return queue_copy(to_host(to, from, size), NULL, true);
}

API CUresult cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, size_t size) {
    API_BEGIN("cuMemcpyDtoD");
    return queue_copy(plain(to, from, size), NULL, false);
}

API CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t size, CUstream stream) {
    API_BEGIN("cuMemcpyHtoDAsync");
    return queue_copy(from_host(to, from, size), stream, false);
}

API CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t size, CUstream stream) {
    API_BEGIN("cuMemcpyDtoHAsync");
    return queue_copy(to_host(to, from, size), stream, false);
}

API CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t size, CUstream stream) {
    API_BEGIN("cuMemcpyDtoDAsync");
    return queue_copy(plain(to, from, size), stream, false);
}

API CUresult cuMemcpyPeerAsync(CUdeviceptr to, CUcontext to_context, CUdeviceptr from,
                               CUcontext from_context, size_t size, CUstream stream) {
    API_BEGIN("cuMemcpyPeerAsync");
    const Allocation *target = memory_find(to), *source = memory_find(from);
    if ((target && to_context && target->device != to_context->device) ||
        (source && from_context && source->device != from_context->device))
        return wrong_call(CUDA_ERROR_INVALID_VALUE, "the memory is not of that context");
    return queue_copy(plain(to, from, size), stream, false);
}

API CUresult cuMemcpyPeer(CUdeviceptr to, CUcontext to_context, CUdeviceptr from,
                          CUcontext from_context, size_t size) {
    return cuMemcpyPeerAsync(to, to_context, from, from_context, size, NULL);
}

static CopyWork unified(CUdeviceptr to, CUdeviceptr from, size_t size) {
    CopyWork copy = plain(to, from, size);
    copy.to_host = to >> 48 == 0;
    copy.from_host = from >> 48 == 0;
    return copy;
}

API CUresult cuMemcpyAsync(CUdeviceptr to, CUdeviceptr from, size_t size, CUstream stream) {
    API_BEGIN("cuMemcpyAsync");
    return queue_copy(unified(to, from, size), stream, false);
}

API CUresult cuMemcpy(CUdeviceptr to, CUdeviceptr from, size_t size) {
    API_BEGIN("cuMemcpy");
    return queue_copy(unified(to, from, size), NULL, true);
}

/* CUDA_MEMCPY2D; memory types: 1 host, 2 device, 4 unified. */
typedef struct Copy2D {
    size_t from_x, from_y;
    unsigned from_type;
    const void *from_host;
    CUdeviceptr from_device;
    void *from_array;
    size_t from_pitch;
    size_t to_x, to_y;
    unsigned to_type;
    void *to_host;
    CUdeviceptr to_device;
    void *to_array;
    size_t to_pitch;
    size_t width, rows;
} Copy2D;

static CUresult copy_2d(const Copy2D *given, CUstream stream, bool waits) {
    CopyWork copy = {.width = given->width, .rows = given->rows};
    copy.from_host = given->from_type == 1;
    copy.to_host = given->to_type == 1;
    copy.from = copy.from_host ? (uint64_t)(uintptr_t)given->from_host : given->from_device;
    copy.to = copy.to_host ? (uint64_t)(uintptr_t)given->to_host : given->to_device;
    copy.from_pitch = given->from_pitch ? given->from_pitch : given->width;
    copy.to_pitch = given->to_pitch ? given->to_pitch : given->width;
    if (copy.from_pitch < copy.width + given->from_x || copy.to_pitch < copy.width + given->to_x)
        return wrong_call(CUDA_ERROR_INVALID_VALUE, "a pitch below the width");
    copy.from += given->from_y * copy.from_pitch + given->from_x;
    copy.to += given->to_y * copy.to_pitch + given->to_x;
    return queue_copy(copy, stream, waits);
}

API CUresult cuMemcpy2DAsync_v2(const void *given, CUstream stream) {
    API_BEGIN("cuMemcpy2DAsync");
    return copy_2d(given, stream, false);
}

API CUresult cuMemcpy2D_v2(const void *given) {
    API_BEGIN("cuMemcpy2D");
    return copy_2d(given, NULL, true);
}
API CUresult cuMemcpy2DUnaligned_v2(const void *given) {
    return cuMemcpy2D_v2(given);
}

/* --- fills ------------------------------------------------------------------------------- */

static CUresult queue_set(CUdeviceptr to, uint64_t value, unsigned unit, size_t count, size_t pitch,
                          size_t rows, CUstream handle) {
    Stream *stream = stream_of(handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    if (!count || !rows) return CUDA_SUCCESS;
    if (to % unit) return wrong_call(CUDA_ERROR_INVALID_VALUE, "not aligned to %u bytes", unit);
    if (!memory_range(to, count * unit, true, api_name())) return CUDA_ERROR_INVALID_VALUE;
    Work *work = work_new(WORK_SET, stream);
    work->address = to;
    work->value = value;
    work->unit = unit;
    work->count = count;
    work->pitch = pitch;
    work->copy.rows = rows;
    return work_queue(work);
}

API CUresult cuMemsetD8Async(CUdeviceptr to, unsigned char value, size_t count, CUstream stream) {
    API_BEGIN("cuMemsetD8Async");
    return queue_set(to, value, 1, count, 0, 1, stream);
}

API CUresult cuMemsetD16Async(CUdeviceptr to, unsigned short value, size_t count, CUstream stream) {
    API_BEGIN("cuMemsetD16Async");
    return queue_set(to, value, 2, count, 0, 1, stream);
}

API CUresult cuMemsetD32Async(CUdeviceptr to, unsigned value, size_t count, CUstream stream) {
    API_BEGIN("cuMemsetD32Async");
    return queue_set(to, value, 4, count, 0, 1, stream);
}

API CUresult cuMemsetD2D8Async(CUdeviceptr to, size_t pitch, unsigned char value, size_t width,
                               size_t rows, CUstream stream) {
    API_BEGIN("cuMemsetD2D8Async");
    return queue_set(to, value, 1, width, pitch, rows, stream);
}

API CUresult cuMemsetD8_v2(CUdeviceptr to, unsigned char value, size_t count) {
    API_BEGIN("cuMemsetD8");
    return queue_set(to, value, 1, count, 0, 1, NULL);
}

API CUresult cuMemsetD32_v2(CUdeviceptr to, unsigned value, size_t count) {
    API_BEGIN("cuMemsetD32");
    return queue_set(to, value, 4, count, 0, 1, NULL);
}
