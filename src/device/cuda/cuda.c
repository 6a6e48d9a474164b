/* The CUDA device: NVIDIA's driver and compiler are opened when a state wants
 * it; nothing is linked. What it lacks is told in one line, and the executor
 * goes on with the CPU. */
#include <stdio.h>
#include <string.h>

#include "cuda.h"

/* --- errors -------------------------------------------------------------------------- */

ArrStatus cuda_check(CudaDevice *cuda, CudaResult result, const char *what) {
    if (result == 0) return ARR_OK;
    Base *base = cuda->device.base;
    const char *name = NULL, *text = NULL;
    if (result == CUDA_OUT_OF_MEMORY) return error_memory(base, 1, "the GPU's work");
    if (cuda->driver.error_name(result, &name) != 0 || !name) name = "unknown error";
    if (cuda->driver.error_string(result, &text) != 0 || !text) text = "no description";
    return error_set(base, ERROR_RUNTIME, "the GPU failed at %s: %s (%s)", what, text, name);
}

ArrStatus cuda_enter(CudaDevice *cuda) {
    return cuda_check(cuda, cuda->driver.context_push(cuda->context), "taking up work");
}

void cuda_leave(CudaDevice *cuda) {
    CudaContext context;
    cuda->driver.context_pop(&context);
}

/* --- opening -------------------------------------------------------------------------- */

/* One step of opening: false with *why where the driver refuses it. */
static bool step(CudaDevice *cuda, CudaResult result, const char *what, char *why, size_t size) {
    const char *name = NULL;
    if (result == 0) return true;
    if (cuda->driver.error_name(result, &name) != 0 || !name) name = "unknown error";
    snprintf(why, size, "%s failed: %s", what, name);
    return false;
}

/* The newest architecture that the compiler knows and the device runs. */
static bool find_architecture(CudaDevice *cuda, int capability, char *why, size_t size) {
    enum { MOST = 64 };
    int known[MOST], count = 0;
    cuda->architecture = 0;
    if (cuda->compiler.architectures_count(&count) == 0 && count <= MOST &&
        cuda->compiler.architectures(known) == 0)
        for (int i = 0; i < count; i++)
            if (known[i] <= capability && known[i] > cuda->architecture)
                cuda->architecture = known[i];
    if (cuda->architecture) return true;
    snprintf(why, size, "NVRTC has no code for its compute capability %d.%d", capability / 10,
             capability % 10);
    return false;
}

static bool open_device(CudaDevice *cuda, int64_t limit, char *why, size_t size) {
    const CudaDriver *driver = &cuda->driver;
    int count = 0, major = 0, minor = 0;
    size_t unused = 0, total = 0;
    if (!cuda_load_driver(&cuda->driver, why, size)) return false;
    if (!step(cuda, driver->init(0), "cuInit", why, size)) return false;
    if (!step(cuda, driver->device_count(&count), "counting devices", why, size)) return false;
    if (count == 0) {
        snprintf(why, size, "the driver finds no GPU");
        return false;
    }
    if (!cuda_load_compiler(&cuda->compiler, why, size)) return false;
    if (!step(cuda, driver->device_get(&cuda->id, 0), "finding the GPU", why, size) ||
        !step(cuda, driver->device_name(cuda->name, sizeof cuda->name, cuda->id), "naming the GPU", why, size) ||
        !step(cuda, driver->device_attribute(&major, CUDA_CAPABILITY_MAJOR, cuda->id),
              "asking the GPU", why, size) ||
        !step(cuda, driver->device_attribute(&minor, CUDA_CAPABILITY_MINOR, cuda->id),
              "asking the GPU", why, size) ||
        !step(cuda, driver->device_attribute(&cuda->multiprocessors, CUDA_MULTIPROCESSORS, cuda->id),
              "asking the GPU", why, size))
        return false;
    if (!find_architecture(cuda, 10 * major + minor, why, size)) return false;
    if (!step(cuda, driver->context_retain(&cuda->context, cuda->id), "opening the GPU", why, size))
        return false;
    if (!step(cuda, driver->context_push(cuda->context), "opening the GPU", why, size)) return false;
    bool good = step(cuda, cuda_lanes_open(cuda), "making a stream", why, size) &&
                step(cuda, driver->memory_info(&unused, &total), "asking for memory", why, size);
    cuda->limit = limit > 0 ? limit : (int64_t)(unused / 10 * 9);
    cuda_leave(cuda);
    return good;
}

/* Whatever of it was opened. A context that is lost takes all of the driver's along;
 * the host's memory is given back anyhow. */
static void close_device(CudaDevice *cuda) {
    const CudaDriver *driver = &cuda->driver;
    if (!cuda->context) return;
    cuda_compiler_stop(cuda);
    cuda->lost = driver->context_push(cuda->context) != 0;
    if (!cuda->lost) cuda_lanes_wait(cuda);
    if (!cuda->lost) cuda_blas_close(cuda);
    cuda_graphs_close(cuda);
    cuda_flags_close(cuda);
    cuda_fft_free(cuda);
    cuda_pool_drop(cuda);
    cuda_kernels_free(cuda);
    cuda_staging_close(cuda, &cuda->staging_in);
    cuda_staging_close(cuda, &cuda->staging_out);
    if (!cuda->lost) cuda_lanes_close(cuda);
    if (!cuda->lost) cuda_leave(cuda);
    driver->context_release(cuda->id);
}

static ArrStatus cuda_open(Base *base, const DeviceConfig *config, Device **device) {
    char why[256] = "";
    CudaDevice *cuda = heap_alloc_zeroed(&base->heap, sizeof *cuda);
    if (!cuda) return error_memory(base, sizeof *cuda, "the device");
    cuda->device = (Device){.class = &device_cuda, .base = base};
    pthread_mutex_init(&cuda->pool_lock, NULL);
    pthread_mutex_init(&cuda->kernel_lock, NULL);
    pthread_cond_init(&cuda->kernel_done, NULL);
    pthread_cond_init(&cuda->kernel_waits, NULL);
    pthread_mutex_init(&cuda->blas_lock, NULL);
    pthread_mutex_init(&cuda->order_lock, NULL);
    pthread_mutex_init(&cuda->fft_lock, NULL);
    cuda_flags_open(&cuda->flags);
    cuda_staging_open(&cuda->staging_in);
    cuda_staging_open(&cuda->staging_out);
    ArrStatus status = device_cpu.open(base, config, &cuda->cpu);
    if (!status && !open_device(cuda, config->device_memory, why, sizeof why))
        status = error_set(base, ERROR_RUNTIME, "the GPU cannot be used: %s", why);
    if (!status) {
        cuda_cache_open(&cuda->cache, &base->heap, config->kernel_cache);
        cuda_stamp_cache(cuda);
        *device = &cuda->device;
        return ARR_OK;
    }
    close_device(cuda);
    if (cuda->cpu) device_cpu.close(cuda->cpu);
    heap_free(&base->heap, cuda, sizeof *cuda);
    return status;
}

static void cuda_close(Device *device) {
    CudaDevice *cuda = (CudaDevice *)device;
    close_device(cuda);
    device_cpu.close(cuda->cpu);
    cuda_cache_close(&cuda->cache);
    pthread_mutex_destroy(&cuda->pool_lock);
    pthread_mutex_destroy(&cuda->kernel_lock);
    pthread_cond_destroy(&cuda->kernel_done);
    pthread_cond_destroy(&cuda->kernel_waits);
    pthread_mutex_destroy(&cuda->order_lock);
    pthread_mutex_destroy(&cuda->blas_lock);
    pthread_mutex_destroy(&cuda->fft_lock);
    heap_free(&device->base->heap, cuda, sizeof *cuda);
}

/* --- what it tells ---------------------------------------------------------------------- */

static void cuda_settings(Device *device, Text *text) {
    CudaDevice *cuda = (CudaDevice *)device;
    int major = 0, minor = 0, version = 0;
    cuda->compiler.version(&major, &minor);
    cuda->driver.driver_version(&version);
    text_addf(text, "gpu %s\ngpu_architecture %d\ngpu_multiprocessors %d\ngpu_memory_limit %lld\n"
                    "cuda_driver %d.%d\nnvrtc %d.%d\n",
              cuda->name, cuda->architecture, cuda->multiprocessors, (long long)cuda->limit,
              version / 1000, version % 1000 / 10, major, minor);
    device_cpu.settings(cuda->cpu, text);
}

static void cuda_stats(Device *device, Text *text) {
    const CudaStats *stats = &((CudaDevice *)device)->stats;
    const struct {
        const char *name;
        const int64_t *value;
    } rows[] = {{"device_launches", &stats->launches},
                {"device_graph_launches", &stats->graph_launches},
                {"device_events", &stats->events},
                {"device_spills", &stats->spills},
                {"device_kernels", &stats->kernels},
                {"device_compiled", &stats->compiled},
                {"device_fallbacks", &stats->fallbacks},
                {"device_bytes_in", &stats->bytes_in},
                {"device_bytes_out", &stats->bytes_out}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        text_addf(text, "%s %lld\n", rows[i].name,
                  (long long)__atomic_load_n(rows[i].value, __ATOMIC_RELAXED));
}

static double cuda_copy_rate(Device *device) {
    (void)device;
    return 0;
}

static bool cuda_notice(Device *device, char *text, size_t size) {
    CudaDevice *cuda = (CudaDevice *)device;
    pthread_mutex_lock(&cuda->kernel_lock);
    bool any = cuda->told[0] != 0;
    if (any) snprintf(text, size, "%s", cuda->told);
    cuda->told[0] = 0;
    pthread_mutex_unlock(&cuda->kernel_lock);
    return any;
}

static const char *cuda_failure(Device *device) {
    return ((CudaDevice *)device)->failure;
}

const DeviceClass device_cuda = {
    .name = "cuda",
    .forbids_fork = true,
    .open = cuda_open,
    .close = cuda_close,
    .buffer_new = cuda_buffer_new,
    .buffer_free = cuda_buffer_free,
    .make_room = cuda_make_room,
    .upload = cuda_upload,
    .to_host = cuda_to_host,
    .prepare = cuda_prepare,
    .kernel_free = cuda_kernel_free,
    .foresee = cuda_foresee,
    .run_loop = cuda_run_loop,
    .run_library = cuda_run_library,
    .batch_begins = cuda_batch_begins,
    .batch_ends = cuda_batch_ends,
    .mark = cuda_mark,
    .settle = cuda_settle,
    .copy_rest = cuda_copy_rest,
    .settings = cuda_settings,
    .stats = cuda_stats,
    .copy_rate = cuda_copy_rate,
    .notice = cuda_notice,
    .failure = cuda_failure,
};
