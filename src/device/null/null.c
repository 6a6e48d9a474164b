/* The device that computes nothing: everything is planned, no memory is
 * taken, and nothing can come back. A program runs on it if and only if no
 * host value depends on an array's data. */
#include "../device.h"

typedef struct NullDevice {
    Device device; /* must be first */
    int threads;   /* processors that it pretends to have */
} NullDevice;

static ArrStatus null_open(Base *base, const DeviceConfig *config, Device **device) {
    NullDevice *d = heap_alloc(&base->heap, sizeof *d);
    if (!d) return error_memory(base, sizeof *d, "the device");
    *d = (NullDevice){.device = {.class = &device_null, .base = base},
                      .threads = config->threads > 0 ? config->threads : 1};
    *device = &d->device;
    return ARR_OK;
}

static void null_close(Device *device) {
    heap_free(&device->base->heap, device, sizeof(NullDevice));
}

static ArrStatus null_buffer_new(Device *device, int64_t nbytes, Buffer **buffer) {
    Buffer *b = heap_alloc_zeroed(&device->base->heap, sizeof *b);
    if (!b) return ARR_MEMORY;
    b->nbytes = nbytes;
    *buffer = b;
    return ARR_OK;
}

static void null_buffer_free(Device *device, Buffer *buffer) {
    heap_free(&device->base->heap, buffer, sizeof *buffer);
}

static ArrStatus null_upload(Device *device, Buffer *buffer, const void *bytes, int64_t nbytes) {
    (void)device, (void)buffer, (void)bytes, (void)nbytes;
    return ARR_OK;
}

static ArrStatus null_to_host(Device *device, const Region *region, void *dst) {
    (void)device, (void)region, (void)dst;
    return ARR_ERROR;
}

static ArrStatus null_prepare(Device *device, const PlanTask *task, const Node *nodes,
                              void **kernel) {
    (void)device, (void)task, (void)nodes;
    *kernel = NULL;
    return ARR_OK;
}

static void null_kernel_free(Device *device, void *kernel) {
    (void)device, (void)kernel;
}

static ArrStatus null_run_loop(Device *device, const LoopTask *task) {
    (void)device, (void)task;
    return ARR_OK;
}

static ArrStatus null_run_library(Device *device, const LibraryTask *task) {
    (void)device, (void)task;
    return ARR_OK;
}

static ArrStatus null_copy_rest(Device *device, Buffer *fresh, const Buffer *old,
                                const Array *written) {
    (void)device, (void)fresh, (void)old, (void)written;
    return ARR_OK;
}

static void null_settings(Device *device, Text *text) {
    (void)device, (void)text;
}

static double null_copy_rate(Device *device) {
    (void)device;
    return 0;
}

static int null_threads(Device *device, int64_t cycles, int64_t *least) {
    *least = 1;
    return cycles < 1 ? 1 : ((const NullDevice *)device)->threads;
}

const DeviceClass device_null = {
    .name = "null",
    .open = null_open,
    .close = null_close,
    .buffer_new = null_buffer_new,
    .buffer_free = null_buffer_free,
    .upload = null_upload,
    .to_host = null_to_host,
    .prepare = null_prepare,
    .kernel_free = null_kernel_free,
    .run_loop = null_run_loop,
    .run_library = null_run_library,
    .copy_rest = null_copy_rest,
    .settings = null_settings,
    .copy_rate = null_copy_rate,
    .threads = null_threads,
};
