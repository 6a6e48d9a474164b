/* The CPU device: its memory, and copies to the host (see device.h). */
#include "../../base/schedule.h"
#include "../jit/jit.h"
#include "cpu.h"

#include <omp.h>
#include <string.h>
#include <sys/mman.h>

enum {
    ALIGNMENT = 64,
    HUGE_PAGE = 2 << 20 /* buffers of several such pages ask for them: page faults cost passes */
};

/* --- memory ---------------------------------------------------------------- */

static size_t block_size(int64_t capacity) {
    int64_t alignment = capacity >= 4 * (int64_t)HUGE_PAGE ? HUGE_PAGE : ALIGNMENT;
    return sizeof(Buffer) + (size_t)(capacity + alignment);
}

static void buffer_return(CpuDevice *cpu, Buffer *buffer) {
    heap_free(&cpu->device.base->heap, buffer, block_size(buffer->capacity));
}

static void drop_free(CpuDevice *cpu) {
    for (Buffer *buffer; (buffer = pool_drop(&cpu->pool));) buffer_return(cpu, buffer);
}

void *cpu_alloc(CpuDevice *cpu, size_t size) {
    Heap *heap = &cpu->device.base->heap;
    void *p = heap_alloc(heap, size);
    if (p) return p;
    pthread_mutex_lock(&cpu->owner->pool_lock);
    drop_free(cpu->owner);
    pthread_mutex_unlock(&cpu->owner->pool_lock);
    return heap_alloc(heap, size);
}

static Buffer *buffer_make(CpuDevice *cpu, int64_t capacity) {
    Buffer *buffer = cpu_alloc(cpu, block_size(capacity));
    if (!buffer) return NULL;
    uintptr_t alignment = capacity >= 4 * (int64_t)HUGE_PAGE ? HUGE_PAGE : ALIGNMENT;
    uintptr_t start = ((uintptr_t)(buffer + 1) + alignment - 1) & ~(alignment - 1);
    buffer->data = (char *)start;
    buffer->capacity = capacity;
    buffer->next = NULL;
    if (alignment == HUGE_PAGE) madvise(buffer->data, (size_t)capacity, MADV_HUGEPAGE);
    return buffer;
}

static void lend(CpuDevice *cpu, int64_t capacity) {
    pthread_mutex_lock(&cpu->pool_lock);
    pool_lend(&cpu->pool, capacity);
    pthread_mutex_unlock(&cpu->pool_lock);
}

static ArrStatus cpu_buffer_new(Device *device, int64_t nbytes, Buffer **out) {
    CpuDevice *cpu = (CpuDevice *)device;
    int64_t capacity = pool_capacity(nbytes, ALIGNMENT);
    pthread_mutex_lock(&cpu->pool_lock);
    Buffer *buffer = pool_take(&cpu->pool, capacity);
    pool_lend(&cpu->pool, buffer ? buffer->capacity : capacity);
    while (pool_is_idle(&cpu->pool)) buffer_return(cpu, pool_drop(&cpu->pool));
    pthread_mutex_unlock(&cpu->pool_lock);
    if (!buffer && !(buffer = buffer_make(cpu, capacity))) {
        lend(cpu, -capacity);
        return ARR_MEMORY;
    }
    buffer->nbytes = nbytes;
    buffer->borrowed = false;
    *out = buffer;
    return ARR_OK;
}

static void cpu_buffer_free(Device *device, Buffer *buffer) {
    CpuDevice *cpu = (CpuDevice *)device;
    int64_t most = SCHEDULE_RECYCLES ? device->base->heap.limit / 4 : 0;
    pthread_mutex_lock(&cpu->pool_lock);
    pool_lend(&cpu->pool, -buffer->capacity);
    if (cpu->pool.bytes + buffer->capacity > most) buffer_return(cpu, buffer);
    else pool_give(&cpu->pool, buffer);
    pthread_mutex_unlock(&cpu->pool_lock);
}

void cpu_scratch_free(CpuDevice *cpu) {
    if (!cpu->scratch) return;
    heap_free(&cpu->device.base->heap, cpu->scratch, (size_t)(cpu->scratch_size + ALIGNMENT));
    cpu->scratch = NULL;
    cpu->scratch_size = 0;
}

char *cpu_scratch(CpuDevice *cpu, int64_t size) {
    cpu->filled_for = 0;
    if (size > cpu->scratch_size) {
        cpu_scratch_free(cpu);
        cpu->scratch = cpu_alloc(cpu, (size_t)(size + ALIGNMENT));
        if (!cpu->scratch) {
            error_memory(cpu->device.base, size, "a task's registers");
            return NULL;
        }
        cpu->scratch_size = size;
    }
    return (char *)(((uintptr_t)cpu->scratch + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1));
}

static ArrStatus cpu_upload(Device *device, Buffer *buffer, const void *bytes, int64_t nbytes) {
    (void)device;
    memcpy(buffer->data, bytes, (size_t)nbytes);
    return ARR_OK;
}

static ArrStatus cpu_to_host(Device *device, const Region *region, void *dst) {
    (void)device;
    Walk walk;
    int64_t size = arr_nbytes(region->ndim, region->shape, 1);
    walk_init(&walk, region->buffer->data + region->offset, region->itemsize, region->ndim,
              region->shape, region->strides);
    walk_gather(&walk, 0, size, dst);
    return ARR_OK;
}

/* --- new versions of a store ------------------------------------------------ */

/* The written view's axes by descending stride, all positive: its elements in
 * memory order. Its coverage was proven, so its rows never interleave.
 * Returns the offset of the first. */
static int64_t memory_order_walk(Walk *walk, const Array *a) {
    int64_t extents[ARR_MAX_NDIM], strides[ARR_MAX_NDIM], offset = a->offset;
    int n = 0;
    for (int i = 0; i < a->ndim; i++) {
        int64_t stride = array_strides(a)[i], extent = array_shape(a)[i];
        if (extent == 1) continue;
        if (stride < 0) {
            offset += (extent - 1) * stride;
            stride = -stride;
        }
        int at = n++;
        for (; at > 0 && strides[at - 1] < stride; at--) {
            strides[at] = strides[at - 1];
            extents[at] = extents[at - 1];
        }
        strides[at] = stride;
        extents[at] = extent;
    }
    walk_init(walk, NULL, array_itemsize(a), n, extents, strides);
    return offset;
}

static ArrStatus cpu_copy_rest(Device *device, Buffer *fresh, const Buffer *old,
                               const Array *written) {
    (void)device;
    Walk walk;
    int64_t first = memory_order_walk(&walk, written);
    int last = walk.ndim - 1;
    bool dense = walk.strides[last] == walk.itemsize;
    int64_t run = dense ? walk.extents[last] : 1; /* elements side by side */
    int64_t runs = written->size / run, done = 0;
    for (int64_t r = 0; r < runs; r++) {
        int64_t index = r * run, start = first;
        for (int i = last; i >= 0; i--) {
            start += index % walk.extents[i] * walk.strides[i];
            index /= walk.extents[i];
        }
        memcpy(fresh->data + done, old->data + done, (size_t)(start - done));
        done = start + run * walk.itemsize;
    }
    memcpy(fresh->data + done, old->data + done, (size_t)(old->nbytes - done));
    return ARR_OK;
}

/* --- what a copy costs --------------------------------------------------------- */

enum { COPY_BYTES = 64 << 20, COPY_TIMES = 5 }; /* beyond caches; the first maps pages */

/* Seconds of one copy by all threads, each of a stretch of its own. */
static double time_copy(const CpuDevice *cpu, char *to, const char *from) {
    double start = omp_get_wtime();
#pragma omp parallel num_threads(cpu->threads)
    {
        size_t count = (size_t)omp_get_num_threads(), k = (size_t)omp_get_thread_num();
        size_t low = COPY_BYTES / count * k;
        size_t high = k + 1 == count ? COPY_BYTES : COPY_BYTES / count * (k + 1);
        memcpy(to + low, from + low, high - low);
    }
    return omp_get_wtime() - start;
}

static double cpu_copy_rate(Device *device) {
    CpuDevice *cpu = (CpuDevice *)device;
    Buffer *from = NULL, *to = NULL;
    double least = 0;
    if (cpu_buffer_new(device, COPY_BYTES, &from) == ARR_OK &&
        cpu_buffer_new(device, COPY_BYTES, &to) == ARR_OK) {
        memset(from->data, 1, COPY_BYTES);
        for (int i = 0; i < COPY_TIMES; i++) {
            double seconds = time_copy(cpu, to->data, from->data);
            if (i == 1 || seconds < least) least = seconds;
        }
    }
    if (from) cpu_buffer_free(device, from);
    if (to) cpu_buffer_free(device, to);
    return least > 0 ? 2.0 * COPY_BYTES / least : 0;
}

static void cpu_settings(Device *device, Text *text) {
    const CpuDevice *cpu = (const CpuDevice *)device;
    const CpuLimits *limits = &cpu->limits;
    const struct { const char *name; int64_t value; } rows[] = {
        {"threads", cpu->threads},
        {"tile_elements", limits->tile},
        {"reduce_tile_elements", limits->reduce_tile},
        {"parallel_cycles", limits->parallel_cycles},
        {"matmul_block", limits->matmul_block},
        {"sort_piece_elements", limits->sort_piece},
        {"native_cycles", limits->native_cycles},
    };
    text_addf(text, "instruction_set %s\n", cpu->kernels->isa);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        text_addf(text, "%s %lld\n", rows[i].name, (long long)rows[i].value);
}

/* --- the device ------------------------------------------------------------- */

static int deserved_threads(const CpuDevice *cpu, int64_t cycles) {
    if (cpu->device.serial) return 1;
    int64_t deserved = cycles / ((cpu->limits.parallel_cycles + 1) / 2);
    return deserved < 2 ? 1 : deserved < cpu->threads ? (int)deserved : cpu->threads;
}

int cpu_threads(CpuDevice *cpu, int64_t cycles) {
    int threads = deserved_threads(cpu, cycles);
    if (threads > 1) cpu_spread(cpu, threads);
    return threads;
}

/* What tune.c measured once: none of it decides bits. */
static void take_tuning(CpuLimits *limits, const char *tuning) {
    limits->tile = device_tuned(tuning, "tile_elements", 64, 1 << 16, limits->tile);
    limits->parallel_cycles = device_tuned(tuning, "parallel_cycles", 1, INT64_MAX / 4, limits->parallel_cycles);
    limits->native_cycles = device_tuned(tuning, "native_cycles", 1, INT64_MAX / 4, limits->native_cycles);
}

static ArrStatus cpu_open(Base *base, const DeviceConfig *config, Device **device) {
    static const CpuLimits usual = {CPU_USUAL_TILE, 1024, 400000, 512, 1 << 17, INT64_MAX, 20000000},
                           tiny = {1, 128, 1, 2, 4, 37, 1};
    CpuDevice *cpu = heap_alloc_zeroed(&base->heap, sizeof *cpu);
    if (!cpu) return error_memory(base, sizeof *cpu, "the device");
    cpu->device = (Device){.class = &device_cpu, .base = base};
    cpu->owner = cpu;
    cpu->pool_lock = cpu->blas_lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    cpu->threads = config->threads > 0 ? config->threads : omp_get_num_procs();
    cpu->limits = config->limits_tiny ? tiny : usual;
    if (!config->limits_tiny) take_tuning(&cpu->limits, config->tuning);
    /* what decides bits must not change with the limits */
    cpu->limits.matmul_block = usual.matmul_block;
    cpu->kernels = kernels_get(NULL);
    cpu->jit_always = config->jit && strcmp(config->jit, "force") == 0;
    if (!config->jit || strcmp(config->jit, "off") != 0) {
        JitConfig jit = {config->jit_module, cpu->kernels->isa, cpu->jit_always};
        cpu->jit = jit_open(&base->heap, &jit);
        if (!cpu->jit) {
            heap_free(&base->heap, cpu, sizeof *cpu);
            return error_memory(base, 1, "the device");
        }
    }
    *device = &cpu->device;
    return ARR_OK;
}

static void cpu_host_waits(Device *device) {
    Jit *jit = ((CpuDevice *)device)->jit;
    if (jit) jit_load(jit);
}

static int cpu_count_threads(Device *device, int64_t cycles, int64_t *least) {
    const CpuDevice *cpu = (const CpuDevice *)device;
    *least = cpu->limits.parallel_cycles;
    return deserved_threads(cpu, cycles);
}

static void cpu_trim(Device *device) {
    CpuDevice *cpu = (CpuDevice *)device;
    pthread_mutex_lock(&cpu->pool_lock);
    drop_free(cpu);
    pthread_mutex_unlock(&cpu->pool_lock);
}

static bool cpu_notice(Device *device, char *text, size_t size) {
    Jit *jit = ((CpuDevice *)device)->jit;
    return jit && jit_notice(jit, text, size);
}

static void cpu_compiled(Device *device, JitCompiledFn found, void *user) {
    Jit *jit = ((CpuDevice *)device)->jit;
    if (jit) jit_compiled(jit, found, user);
}

static void cpu_close(Device *device) {
    CpuDevice *cpu = (CpuDevice *)device;
    Heap *heap = &device->base->heap;
    drop_free(cpu);
    cpu_scratch_free(cpu);
    cpu_runners_free(cpu);
    cpu_blas_free(cpu);
    jit_close(cpu->jit);
    fft_plans_free(cpu);
    heap_free(heap, cpu, sizeof *cpu);
}

const DeviceClass device_cpu = {
    .name = "cpu",
    .host_memory = true,
    .open = cpu_open,
    .close = cpu_close,
    .buffer_new = cpu_buffer_new,
    .buffer_free = cpu_buffer_free,
    .upload = cpu_upload,
    .to_host = cpu_to_host,
    .prepare = cpu_prepare,
    .kernel_free = cpu_kernel_free,
    .run_loop = cpu_run_loop,
    .run_library = cpu_run_library,
    .gain = cpu_gain,
    .run_beside = cpu_run_beside,
    .copy_rest = cpu_copy_rest,
    .settings = cpu_settings,
    .tune = cpu_tune,
    .copy_rate = cpu_copy_rate,
    .host_waits = cpu_host_waits,
    .threads = cpu_count_threads,
    .trim = cpu_trim,
    .notice = cpu_notice,
    .compiled = cpu_compiled,
};
