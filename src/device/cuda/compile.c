/* From CUDA C++ to kernels: NVRTC makes PTX, or machine code where the driver is
 * older than that. Every text is compiled once: kernels are kept by key. What plans
 * foresee is compiled by a thread ahead of need; who needs a kernel that waits compiles
 * it himself, and waits for one that is in work. */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "cuda.h"
#include "texts.h"

#define OPTIONS          "--fmad=false", "--std=c++17", "--device-as-default-execution-space"
#define OPTIONS_STAMP    "1" /* another one for other options */
#define LIBRARY_HEADER   "cuda_library.h"

enum { KERNEL_READY, KERNEL_WAITS, KERNEL_IN_WORK };

/* What notice() tells. */
__attribute__((format(printf, 2, 3))) static void tell(CudaDevice *cuda, const char *format, ...) {
    va_list list;
    pthread_mutex_lock(&cuda->kernel_lock);
    va_start(list, format);
    vsnprintf(cuda->told, sizeof cuda->told, format, list);
    va_end(list);
    pthread_mutex_unlock(&cuda->kernel_lock);
}

/* --- the compiler ---------------------------------------------------------------- */

/* The program's log, as part of what notice() tells. */
static void keep_log(CudaDevice *cuda, NvrtcProgram program, const char *why) {
    Heap *heap = &cuda->device.base->heap;
    size_t size = 0;
    char *log = NULL;
    if (cuda->compiler.log_size(program, &size) == 0 && size > 1) log = heap_alloc(heap, size + 1);
    if (log && cuda->compiler.log(program, log) == 0) log[size] = 0;
    else if (log) log[0] = 0;
    tell(cuda, "the GPU's compiler refuses a kernel (%s), the CPU runs it: %.300s",
             why, log ? log : "");
    if (log) heap_free(heap, log, size + 1);
}

/* What NVRTC made of the program; NULL: memory is short, or it has nothing. */
static char *take_code(CudaDevice *cuda, NvrtcProgram program, size_t *size) {
    const CudaCompiler *nvrtc = &cuda->compiler;
    Heap *heap = &cuda->device.base->heap;
    NvrtcResult result = cuda->cubins ? nvrtc->cubin_size(program, size) : nvrtc->ptx_size(program, size);
    if (result != 0 || *size == 0) return NULL;
    char *code = heap_alloc(heap, *size);
    if (!code) return NULL;
    result = cuda->cubins ? nvrtc->cubin(program, code) : nvrtc->ptx(program, code);
    if (result == 0) return code;
    heap_free(heap, code, *size);
    return NULL;
}

/* What kernels that are no loops are made of: cuda_library.h and what it includes. */
static bool is_library_header(const char *name) {
    return strncmp(name, "cuda_", 5) == 0 && strcmp(name, "cuda_prelude.h") != 0 &&
           strcmp(name, "cuda_watch.h") != 0;
}

/* Another version of anything that code is made by must not meet kernels on disk. */
void cuda_stamp_cache(CudaDevice *cuda) {
    uint64_t headers = 0;
    int major = 0, minor = 0;
    for (int i = 0; i < cuda_header_count; i++)
        if (!is_library_header(cuda_header_names[i]))
            headers = XXH64(cuda_header_texts[i], strlen(cuda_header_texts[i]), headers);
    cuda->compiler.version(&major, &minor);
    snprintf(cuda->cache.stamp, sizeof cuda->cache.stamp, "arr %s nvrtc %d.%d %s_%d " OPTIONS_STAMP " %016llx",
             ARR_VERSION, major, minor, cuda->cubins ? "sm" : "compute", cuda->architecture,
             (unsigned long long)headers);
}

/* PTX or machine code of a text; NULL: told holds why. */
static char *compile_text(CudaDevice *cuda, const char *text, size_t *size) {
    const CudaCompiler *nvrtc = &cuda->compiler;
    NvrtcProgram program = NULL;
    char architecture[48];
    const char *options[] = {architecture, OPTIONS};
    snprintf(architecture, sizeof architecture, "--gpu-architecture=%s_%d",
             cuda->cubins ? "sm" : "compute", cuda->architecture);
    NvrtcResult result = nvrtc->create(&program, text, "arr.cu", cuda_header_count, cuda_header_texts,
                                       cuda_header_names);
    if (result != 0) {
        tell(cuda, "the GPU's compiler cannot be used (%s)",
                 nvrtc->error_string(result));
        return NULL;
    }
    result = nvrtc->compile(program, sizeof options / sizeof *options, options);
    char *code = result == 0 ? take_code(cuda, program, size) : NULL;
    if (!code) keep_log(cuda, program, nvrtc->error_string(result));
    nvrtc->destroy(&program);
    return code;
}

/* --- modules ----------------------------------------------------------------------- */

/* From disk, or compiled and put there. */
static char *find_code(CudaDevice *cuda, const char *text, size_t *size) {
    size_t length = strlen(text);
    char *code = cuda_cache_read(&cuda->cache, text, length, size);
    if (code) return code;
    code = compile_text(cuda, text, size);
    cuda_count(&cuda->stats.compiled, code != NULL);
    if (code) cuda_cache_write(&cuda->cache, text, length, code, *size);
    return code;
}

static bool load_module(CudaDevice *cuda, CudaKernel *kernel, const char *text) {
    Heap *heap = &cuda->device.base->heap;
    size_t size = 0;
    char *code = find_code(cuda, text, &size);
    if (!code) return false;
    CudaResult result = cuda->driver.module_load(&kernel->module, code);
    heap_free(heap, code, size);
    if (result == CUDA_UNSUPPORTED_PTX && !cuda->cubins) {
        cuda->cubins = true;
        cuda_stamp_cache(cuda);
        return load_module(cuda, kernel, text); /* once */
    }
    if (result == 0)
        result = cuda->driver.module_function(&kernel->main, kernel->module, CUDA_KERNEL);
    if (result == 0 && cuda->driver.module_function(&kernel->fold, kernel->module, CUDA_KERNEL_FOLD))
        kernel->fold = NULL;
    if (result == 0) return true;
    const char *name = "unknown error";
    cuda->driver.error_name(result, &name);
    tell(cuda, "the GPU's driver refuses a kernel (%s), the CPU runs it",
             name);
    return false;
}

/* --- kernels, under their lock -------------------------------------------------------- */

static CudaKernel **bucket_of(CudaDevice *cuda, const char *key, int64_t key_length) {
    return &cuda->kernels[XXH64(key, (size_t)key_length, 0) % CUDA_BUCKETS];
}

static CudaKernel *find_kernel(CudaDevice *cuda, const char *key, int64_t key_length) {
    for (CudaKernel *kernel = *bucket_of(cuda, key, key_length); kernel; kernel = kernel->next)
        if (kernel->key_length == key_length && memcmp(kernel->key, key, (size_t)key_length) == 0)
            return kernel;
    return NULL;
}

/* That is not compiled yet; NULL: memory is short. */
static CudaKernel *add_kernel(CudaDevice *cuda, const char *key, int64_t key_length,
                              CudaTextFn write, void *user) {
    Heap *heap = &cuda->device.base->heap;
    CudaKernel *kernel = heap_alloc_zeroed(heap, sizeof *kernel + (size_t)key_length);
    if (!kernel) return NULL;
    kernel->text = text_new(heap);
    write(user, &kernel->text);
    if (kernel->text.failed) {
        text_free(&kernel->text);
        heap_free(heap, kernel, sizeof *kernel + (size_t)key_length);
        return NULL;
    }
    CudaKernel **bucket = bucket_of(cuda, key, key_length);
    kernel->key_length = key_length;
    memcpy(kernel->key, key, (size_t)key_length);
    kernel->state = KERNEL_WAITS;
    kernel->next = *bucket;
    return *bucket = kernel;
}

/* The lock is given back meanwhile. The device's context is the thread's. */
static void compile(CudaDevice *cuda, CudaKernel *kernel) {
    kernel->state = KERNEL_IN_WORK;
    pthread_mutex_unlock(&cuda->kernel_lock);
    bool loaded = load_module(cuda, kernel, text_string(&kernel->text));
    text_free(&kernel->text);
    cuda_count(&cuda->stats.kernels, loaded);
    pthread_mutex_lock(&cuda->kernel_lock);
    kernel->refused = !loaded;
    kernel->state = KERNEL_READY;
    pthread_cond_broadcast(&cuda->kernel_done);
}

static bool was_forked(const CudaDevice *cuda) {
    return cuda->compiles_ahead && cuda->compiles_in != getpid();
}

CudaKernel *cuda_kernel(CudaDevice *cuda, const char *key, int64_t key_length, CudaTextFn write,
                        void *user) {
    pthread_mutex_lock(&cuda->kernel_lock);
    CudaKernel *kernel = find_kernel(cuda, key, key_length);
    if (!kernel) kernel = add_kernel(cuda, key, key_length, write, user);
    if (kernel && kernel->state == KERNEL_WAITS) compile(cuda, kernel);
    while (kernel && kernel->state == KERNEL_IN_WORK && !was_forked(cuda))
        pthread_cond_wait(&cuda->kernel_done, &cuda->kernel_lock);
    if (kernel && kernel->state == KERNEL_IN_WORK) kernel->refused = true; /* its maker stayed behind */
    pthread_mutex_unlock(&cuda->kernel_lock);
    if (!kernel) error_memory(cuda->device.base, 1, "a kernel");
    return kernel;
}

/* --- ahead of need ----------------------------------------------------------------------- */

static void *compile_ahead(void *user) {
    CudaDevice *cuda = user;
    pthread_mutex_lock(&cuda->kernel_lock);
    while (!cuda->stops_compiling) {
        CudaKernel *kernel = cuda->first_waiting;
        if (!kernel) {
            pthread_cond_wait(&cuda->kernel_waits, &cuda->kernel_lock);
            continue;
        }
        cuda->first_waiting = kernel->next_waiting;
        if (kernel->state != KERNEL_WAITS || cuda->driver.context_push(cuda->context) != 0) continue;
        compile(cuda, kernel);
        cuda_leave(cuda);
    }
    pthread_mutex_unlock(&cuda->kernel_lock);
    return NULL;
}

/* Signals are the host's business. Without a thread kernels wait for who needs them. */
static void start_thread(CudaDevice *cuda) {
    sigset_t all, before;
    Heap *heap = &cuda->device.base->heap;
    (heap->account ? heap->account : heap)->shared = true;
    sigfillset(&all);
    cuda->compiles_in = getpid();
    pthread_sigmask(SIG_SETMASK, &all, &before);
    cuda->compiles_ahead = pthread_create(&cuda->compiles, NULL, compile_ahead, cuda) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void cuda_foresee_kernel(CudaDevice *cuda, const char *key, int64_t key_length, CudaTextFn write,
                         void *user) {
    if (!cuda->compiles_ahead) start_thread(cuda);
    if (!cuda->compiles_ahead) return;
    pthread_mutex_lock(&cuda->kernel_lock);
    CudaKernel *kernel = NULL;
    if (!find_kernel(cuda, key, key_length)) kernel = add_kernel(cuda, key, key_length, write, user);
    if (kernel) {
        if (cuda->first_waiting) cuda->last_waiting->next_waiting = kernel;
        else cuda->first_waiting = kernel;
        cuda->last_waiting = kernel;
        pthread_cond_signal(&cuda->kernel_waits);
    }
    pthread_mutex_unlock(&cuda->kernel_lock);
}

void cuda_compiler_stop(CudaDevice *cuda) {
    if (!cuda->compiles_ahead || was_forked(cuda)) return;
    pthread_mutex_lock(&cuda->kernel_lock);
    cuda->stops_compiling = true;
    pthread_cond_signal(&cuda->kernel_waits);
    pthread_mutex_unlock(&cuda->kernel_lock);
    pthread_join(cuda->compiles, NULL);
}

void cuda_kernels_free(CudaDevice *cuda) {
    Heap *heap = &cuda->device.base->heap;
    for (int b = 0; b < CUDA_BUCKETS; b++)
        for (CudaKernel *kernel = cuda->kernels[b], *next; kernel; kernel = next) {
            next = kernel->next;
            if (kernel->module && !cuda->lost) cuda->driver.module_free(kernel->module);
            if (kernel->state == KERNEL_WAITS) text_free(&kernel->text);
            heap_free(heap, kernel, sizeof *kernel + (size_t)kernel->key_length);
        }
}

/* --- kernels that are no loops ------------------------------------------------------- */

/* "MOVE", or "ARG double": what the kernel is called, and its type of elements. */
typedef struct LibraryKernel {
    const char *name;
    bool joins;
    int op, dtype;  /* of JOIN */
    unsigned kinds; /* of floating-point errors that MET tells; 0: there is no MET */
} LibraryKernel;

static void write_join(const LibraryKernel *kernel, Text *text) {
    if (kernel->op == CUDA_PLAIN_PRODUCT) {
        text_adds(text, "#define JOIN complex_product_\n");
    } else {
        cuda_emit_op(kernel->op, kernel->dtype, text);
        text_addf(text, "#define JOIN op_%s_%s\n", cuda_op_name(kernel->op),
                  cuda_type_name(kernel->dtype));
    }
    if (!kernel->kinds) return;
    text_adds(text, "#include \"cuda_watch.h\"\n");
    if (dtype_info[kernel->dtype].kind == KIND_COMPLEX) { /* by the parts of the result alone */
        text_adds(text, "#define MET(r, a, b) met(r, a, b, false)\n");
        return;
    }
    cuda_emit_watch_op(kernel->op, kernel->dtype, kernel->kinds, text);
    text_adds(text, "#define MET watch_join0\n");
}

/* The headers' hash tells kernels on disk of other versions of them apart. */
static void write_library(void *user, Text *text) {
    const LibraryKernel *kernel = user;
    const char *name = kernel->name, *type = strchr(name, ' ');
    uint64_t hash = 0;
    for (int i = 0; i < cuda_header_count; i++)
        if (is_library_header(cuda_header_names[i]))
            hash = XXH64(cuda_header_texts[i], strlen(cuda_header_texts[i]), hash);
    text_addf(text, "/* %016llx */\n#define ARR_%.*s\n", (unsigned long long)hash,
              (int)(type ? type - name : (long)strlen(name)), name);
    if (type) text_addf(text, "#define ELEMENT%s\n", type);
    text_adds(text, "#include \"cuda_prelude.h\"\n");
    if (kernel->joins) write_join(kernel, text);
    text_adds(text, "#include \"" LIBRARY_HEADER "\"\n");
}

static CudaKernel *library_kernel(CudaDevice *cuda, const char *key, LibraryKernel *made) {
    CudaKernel *kernel = cuda_kernel(cuda, key, (int64_t)strlen(key), write_library, made);
    return kernel && !kernel->refused ? kernel : NULL;
}

CudaKernel *cuda_library_kernel(CudaDevice *cuda, const char *name) {
    return library_kernel(cuda, name, &(LibraryKernel){.name = name});
}

CudaKernel *cuda_joining_kernel(CudaDevice *cuda, const char *name, int op, int dtype, unsigned kinds) {
    char typed[64], key[128];
    snprintf(typed, sizeof typed, "%s %s", name, cuda_type(dtype));
    snprintf(key, sizeof key, "%s join %s %d met %u", typed, cuda_type_name(dtype), op, kinds);
    if (op != CUDA_PLAIN_PRODUCT && !cuda_op_text(op, dtype)) return NULL;
    return library_kernel(cuda, key, &(LibraryKernel){typed, true, op, dtype, kinds});
}
