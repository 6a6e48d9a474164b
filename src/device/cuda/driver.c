/* Opening NVIDIA's libraries (see driver.h). */
#include "driver.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef struct Symbol {
    const char *name;
    size_t offset; /* of the function's pointer in its table */
} Symbol;

static bool find_symbols(void *library, const char *file, const Symbol *symbols, size_t count,
                         void *table, char *why, size_t size) {
    for (size_t i = 0; i < count; i++) {
        void *function = dlsym(library, symbols[i].name);
        if (!function) {
            snprintf(why, size, "%s has no %s: it is too old", file, symbols[i].name);
            return false;
        }
        memcpy((char *)table + symbols[i].offset, &function, sizeof function);
    }
    return true;
}

/* By name alone: the system's own search path decides, never the working folder. */
static void *open_first(const char *const files[], size_t count, const char **found) {
    for (size_t i = 0; i < count; i++) {
        void *library = dlopen(files[i], RTLD_NOW | RTLD_LOCAL);
        *found = files[i];
        if (library) return library;
    }
    return NULL;
}

bool cuda_load_driver(CudaDriver *driver, char *why, size_t size) {
    static const char *const files[] = {"libcuda.so.1"};
#define ENTRY(result, name, symbol, parameters) {#symbol, offsetof(CudaDriver, name)},
    static const Symbol symbols[] = {CUDA_DRIVER_FUNCTIONS(ENTRY)};
    static const Symbol graphs[] = {CUDA_GRAPH_FUNCTIONS(ENTRY)};
#undef ENTRY
    const char *file;
    char unused[128];
    driver->library = open_first(files, 1, &file);
    if (!driver->library) {
        snprintf(why, size, "there is no NVIDIA driver (libcuda.so.1)");
        return false;
    }
    driver->has_graphs = find_symbols(driver->library, file, graphs, sizeof graphs / sizeof *graphs,
                                      driver, unused, sizeof unused);
    return find_symbols(driver->library, file, symbols, sizeof symbols / sizeof *symbols, driver, why,
                        size);
}

bool cuda_load_compiler(CudaCompiler *compiler, char *why, size_t size) {
    static const char *const files[] = {
        "libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2",
        "/usr/local/cuda/lib64/libnvrtc.so"};
#define ENTRY(result, name, symbol, parameters) {#symbol, offsetof(CudaCompiler, name)},
    static const Symbol symbols[] = {CUDA_COMPILER_FUNCTIONS(ENTRY)};
#undef ENTRY
    const char *file;
    compiler->library = open_first(files, sizeof files / sizeof *files, &file);
    if (compiler->library)
        return find_symbols(compiler->library, file, symbols, sizeof symbols / sizeof *symbols,
                            compiler, why, size);
    snprintf(why, size, "NVIDIA's compiler NVRTC (libnvrtc.so) is not installed");
    return false;
}

bool cuda_load_blas(CudaBlas *blas, char *why, size_t size) {
    static const char *const files[] = {"libcublas.so.13", "libcublas.so.12", "libcublas.so.11",
                                        "/usr/local/cuda/lib64/libcublas.so"};
#define ENTRY(result, name, symbol, parameters) {#symbol, offsetof(CudaBlas, name)},
    static const Symbol symbols[] = {CUDA_BLAS_FUNCTIONS(ENTRY)};
#undef ENTRY
    const char *file;
    blas->library = open_first(files, sizeof files / sizeof *files, &file);
    if (blas->library)
        return find_symbols(blas->library, file, symbols, sizeof symbols / sizeof *symbols, blas, why,
                            size);
    snprintf(why, size, "NVIDIA's cuBLAS (libcublas.so) is not installed");
    return false;
}
