/* See gpu.h. */
#include "gpu.h"
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define X(name, version, parameters) CUresult(*name) parameters;
DRIVER(X)
#undef X

typedef struct _nvrtcProgram *Program;
static int (*create)(Program *, const char *, const char *, int, const char *const *,
                     const char *const *);
static int (*compile)(Program, int, const char *const *);
static int (*log_size)(Program, size_t *);
static int (*get_log)(Program, char *);
static int (*ptx_size)(Program, size_t *);
static int (*get_ptx)(Program, char *);
static int (*destroy)(Program *);

static void find(void *library, const char *name, const char *version, void *function) {
    char symbol[64];
    snprintf(symbol, sizeof symbol, "%s%s", name, version);
    void *found = dlsym(library, symbol);
    if (!found) {
        fprintf(stderr, "%s is not there\n", symbol);
        exit(2);
    }
    memcpy(function, &found, sizeof found);
}

static void *open_compiler(void) {
    static const char *const files[] = {"libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12",
                                        "/usr/local/cuda/lib64/libnvrtc.so"};
    void *library = NULL;
    const char *named = getenv("CUDASIM_NVRTC");
    if (named) return dlopen(named, RTLD_NOW);
    for (size_t i = 0; i < sizeof files / sizeof *files && !library; i++)
        library = dlopen(files[i], RTLD_NOW);
    return library;
}

bool gpu_libraries(void) {
    static void *compiler;
    if (compiler) return true;
    void *driver = dlopen(CUDASIM_LIBRARY, RTLD_NOW);
    if (!driver) {
        fprintf(stderr, "%s\n", dlerror());
        exit(2);
    }
#define X(name, version, parameters) find(driver, #name, version, (void *)&name);
    DRIVER(X)
#undef X
    compiler = open_compiler();
    if (!compiler) return false;
    find(compiler, "nvrtcCreateProgram", "", (void *)&create);
    find(compiler, "nvrtcCompileProgram", "", (void *)&compile);
    find(compiler, "nvrtcGetProgramLogSize", "", (void *)&log_size);
    find(compiler, "nvrtcGetProgramLog", "", (void *)&get_log);
    find(compiler, "nvrtcGetPTXSize", "", (void *)&ptx_size);
    find(compiler, "nvrtcGetPTX", "", (void *)&get_ptx);
    find(compiler, "nvrtcDestroyProgram", "", (void *)&destroy);
    return true;
}

void gpu_check(CUresult result, const char *what) {
    if (!result) return;
    fprintf(stderr, "%s: %d\n", what, result);
    exit(3);
}

void gpu_open(void) {
    CUcontext context;
    if (!gpu_libraries()) exit(2);
    GPU(cuInit(0));
    GPU(cuDevicePrimaryCtxRetain(&context, 0));
    GPU(cuCtxSetCurrent(context));
}

void gpu_close(void) {
    GPU(cuCtxSynchronize());
    GPU(cuDevicePrimaryCtxRelease(0));
    GPU(cuCtxSetCurrent(NULL));
}

char *gpu_ptx(const char *text) {
    char architecture[48];
    const char *named = getenv("CUDASIM_SM");
    snprintf(architecture, sizeof architecture, "--gpu-architecture=compute_%s",
             named ? named : "80");
    const char *options[] = {architecture, "--fmad=false", "--std=c++17", "--device-int128"};
    Program program = NULL;
    size_t size = 0;
    GPU(create(&program, text, "test.cu", 0, NULL, NULL));
    if (compile(program, 4, options)) {
        log_size(program, &size);
        char *log = calloc(size + 1, 1);
        get_log(program, log);
        fprintf(stderr, "%s\n", log);
        exit(2);
    }
    GPU(ptx_size(program, &size));
    char *ptx = calloc(size + 1, 1);
    GPU(get_ptx(program, ptx));
    destroy(&program);
    if (getenv("CUDASIM_SHOW_PTX")) fputs(ptx, stderr);
    return ptx;
}

CUmodule gpu_module(const char *text) {
    CUmodule module;
    char *ptx = gpu_ptx(text);
    GPU(cuModuleLoadData(&module, ptx));
    free(ptx);
    return module;
}

CUfunction gpu_function(CUmodule module, const char *name) {
    CUfunction function;
    GPU(cuModuleGetFunction(&function, module, name));
    return function;
}

CUdeviceptr gpu_upload(const void *bytes, size_t size) {
    CUdeviceptr address;
    GPU(cuMemAlloc(&address, size));
    if (bytes) GPU(cuMemcpyHtoD(address, bytes, size));
    return address;
}

void gpu_download(void *bytes, CUdeviceptr from, size_t size) {
    GPU(cuMemcpyDtoH(bytes, from, size));
}

void gpu_run(CUfunction function, unsigned blocks, unsigned threads, unsigned shared, ...) {
    void *parameters[32] = {0};
    va_list list;
    va_start(list, shared);
    for (int i = 0; i < 32 && (parameters[i] = va_arg(list, void *)); i++) {}
    va_end(list);
    GPU(cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, shared, NULL, parameters, NULL));
}

/* --- children ---------------------------------------------------------------------------- */

int gpu_child(void (*run)(void), uint64_t seed, char *text, size_t size) {
    int ends[2], status;
    if (pipe(ends)) return -1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        char number[24];
        snprintf(number, sizeof number, "%llu", (unsigned long long)seed);
        setenv("CUDASIM_SEED", number, 1);
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        run();
        exit(0);
    }
    close(ends[1]);
    size_t used = 0;
    char rest[4096];
    for (;;) {
        ssize_t got = used + 1 < size ? read(ends[0], text + used, size - 1 - used)
                                      : read(ends[0], rest, sizeof rest);
        if (got <= 0) break;
        if (used + 1 < size) used += (size_t)got;
    }
    text[used] = 0;
    close(ends[0]);
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool gpu_clean(void (*run)(void), char *text, size_t size) {
    for (uint64_t seed = 0; seed < 3; seed++) {
        int status = gpu_child(run, seed, text, size);
        size_t used = strlen(text);
        if (!status && !used) continue;
        snprintf(text + used, size - used, "(seed %d: status %d)", (int)seed, status);
        return false;
    }
    return true;
}
