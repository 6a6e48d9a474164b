/* Modules, functions, launches. A module's text is checked whole when it is loaded. */
#include "driver.h"
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

static Module *modules;

/* --- loading ----------------------------------------------------------------------------- */

static bool place_variables(Module *module) {
    for (PtxVariable *variable = module->ptx->variables; variable; variable = variable->next) {
        if (variable->space != SPACE_GLOBAL && variable->space != SPACE_CONST) continue;
        variable->address =
            memory_allocate(module->context->device, variable->size, variable->name);
        if (!variable->address) return false;
        Allocation *memory = memory_find(variable->address);
        memset(memory->bytes, 0, variable->size);
        if (variable->initial) memcpy(memory->bytes, variable->initial, variable->size);
        memory_know(variable->address, variable->size, true);
        memory->constant = variable->space == SPACE_CONST;
    }
    return true;
}

static CUresult decode_functions(Module *module) {
    for (PtxFunction *function = module->ptx->functions; function; function = function->next) {
        if (!function->entry || !function->has_body) continue;
        PtxKernel *kernel = ptx_decode(module->ptx, function);
        if (!kernel) return CUDA_ERROR_INVALID_PTX;
        Function *made = calloc(1, sizeof *made);
        if (!made) return CUDA_ERROR_OUT_OF_MEMORY;
        *made = (Function){
            .magic = MAGIC_FUNCTION, .module = module, .kernel = kernel, .next = module->functions};
        made->most_dynamic =
            kernel->shared_size < 49152 ? 49152 - (uint32_t)kernel->shared_size : 0;
        module->functions = made;
    }
    return CUDA_SUCCESS;
}

static void module_free(Module *module) {
    for (Function *function = module->functions, *next; function; function = next) {
        next = function->next;
        free(function);
    }
    for (PtxVariable *variable = module->ptx ? module->ptx->variables : NULL; variable;
         variable = variable->next)
        if (variable->address && variable->space != SPACE_SHARED) {
            memory_free(variable->address, "cuModuleUnload");
            memory_find(variable->address)->name = NULL;
        }
    ptx_free(module->ptx);
    free(module);
}

/* CU_JIT_ERROR_LOG_BUFFER 5 and its size 6. */
static void write_log(unsigned count, const int *options, void **values, const char *text) {
    char *log = NULL;
    size_t size = 0;
    for (unsigned i = 0; i < count; i++) {
        if (options[i] == 5) log = values[i];
        if (options[i] == 6) size = (size_t)(uintptr_t)values[i];
    }
    if (log && size) snprintf(log, size, "%s", text);
}

static CUresult load(CUmodule *out, const char *text, unsigned count, const int *options,
                     void **values) {
    if (strncmp(text, "//", 2) && strncmp(text, ".version", 8))
        return wrong_call(CUDA_ERROR_INVALID_IMAGE, "the image is not PTX");
    Module *module = calloc(1, sizeof *module);
    if (!module) return CUDA_ERROR_OUT_OF_MEMORY;
    module->magic = MAGIC_MODULE;
    module->context = context_current();
    module->ptx = ptx_parse(text);
    CUresult result = !module->ptx            ? CUDA_ERROR_OUT_OF_MEMORY
                      : module->ptx->error[0] ? CUDA_ERROR_INVALID_PTX
                                              : 0;
    if (!result && !place_variables(module)) result = CUDA_ERROR_OUT_OF_MEMORY;
    if (!result) result = decode_functions(module);
    if (result) {
        if (result == CUDA_ERROR_INVALID_PTX) {
            sim_report(FAULT_PTX, "%s", module->ptx->error);
            write_log(count, options, values, module->ptx->error);
        }
        module_free(module);
        return result;
    }
    module->next = modules;
    modules = module;
    *out = module;
    counts_add("modules loaded", 1);
    return CUDA_SUCCESS;
}

API CUresult cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned count, int *options,
                                void **values) {
    API_BEGIN("cuModuleLoadDataEx");
    return load(module, image, count, options, values);
}

API CUresult cuModuleLoadData(CUmodule *module, const void *image) {
    API_BEGIN("cuModuleLoadData");
    return load(module, image, 0, NULL, NULL);
}

static bool is_module(const Module *module) {
    for (const Module *one = modules; one; one = one->next)
        if (one == module) return true;
    wrong_call(0, "not a module, or one that was unloaded");
    return false;
}

API CUresult cuModuleUnload(CUmodule module) {
    API_ENTER("cuModuleUnload", true);
    if (!is_module(module)) return CUDA_ERROR_INVALID_HANDLE;
    streams_drain(module->context);
    Module **at = &modules;
    while (*at != module) at = &(*at)->next;
    *at = module->next;
    module_free(module);
    return api_failure;
}

void modules_close(Context *context) {
    for (Module *module = modules, *next; module; module = next) {
        next = module->next;
        if (module->context != context) continue;
        sim_report(FAULT_LEAK, "a module was never unloaded");
        Module **at = &modules;
        while (*at != module) at = &(*at)->next;
        *at = next;
        module_free(module);
    }
}

__attribute__((destructor)) static void close_modules(void) {
    while (modules) {
        Module *module = modules;
        modules = module->next;
        module_free(module);
    }
}

API CUresult cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name) {
    API_BEGIN("cuModuleGetFunction");
    if (!is_module(module)) return CUDA_ERROR_INVALID_HANDLE;
    for (Function *one = module->functions; one; one = one->next)
        if (!strcmp(one->kernel->function->name, name)) return *function = one, CUDA_SUCCESS;
    return CUDA_ERROR_NOT_FOUND;
}

API CUresult cuModuleGetGlobal_v2(CUdeviceptr *address, size_t *size, CUmodule module,
                                  const char *name) {
    API_BEGIN("cuModuleGetGlobal");
    if (!is_module(module)) return CUDA_ERROR_INVALID_HANDLE;
    for (const PtxVariable *one = module->ptx->variables; one; one = one->next)
        if (one->space != SPACE_SHARED && !strcmp(one->name, name)) {
            if (address) *address = one->address;
            if (size) *size = one->size;
            return CUDA_SUCCESS;
        }
    return CUDA_ERROR_NOT_FOUND;
}

/* --- functions --------------------------------------------------------------------------- */

static bool is_function(const Function *function) {
    for (const Module *module = modules; module; module = module->next)
        for (const Function *one = module->functions; one; one = one->next)
            if (one == function) return true;
    wrong_call(0, "not a function, or one of a module that was unloaded");
    return false;
}

/* 0 threads, 1 shared bytes, 2 const, 3 local, 4 registers, 8 most dynamic shared bytes */
API CUresult cuFuncGetAttribute(int *value, int attribute, CUfunction function) {
    API_BEGIN("cuFuncGetAttribute");
    if (!is_function(function)) return CUDA_ERROR_INVALID_HANDLE;
    const PtxKernel *kernel = function->kernel;
    *value = attribute == 0   ? 1024
             : attribute == 1 ? (int)kernel->shared_size
             : attribute == 3 ? (int)kernel->local_size
             : attribute == 4 ? 32
             : attribute == 8 ? (int)function->most_dynamic
                              : 0;
    return CUDA_SUCCESS;
}

API CUresult cuFuncSetAttribute(CUfunction function, int attribute, int value) {
    API_BEGIN("cuFuncSetAttribute");
    if (!is_function(function)) return CUDA_ERROR_INVALID_HANDLE;
    if (attribute != 8) return CUDA_SUCCESS;
    if (value < 0 || (size_t)value + function->kernel->shared_size > 166912)
        return CUDA_ERROR_INVALID_VALUE;
    function->most_dynamic = (uint32_t)value;
    return CUDA_SUCCESS;
}

API CUresult cuFuncSetCacheConfig(CUfunction function, int config) {
    API_BEGIN("cuFuncSetCacheConfig");
    (void)config;
    return is_function(function) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
}

API CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, CUfunction function,
                                                         int threads, size_t shared) {
    API_BEGIN("cuOccupancyMaxActiveBlocksPerMultiprocessor");
    if (!is_function(function)) return CUDA_ERROR_INVALID_HANDLE;
    if (threads <= 0) return CUDA_ERROR_INVALID_VALUE;
    size_t by_shared = 167936 / (function->kernel->shared_size + shared + 1024);
    *blocks = 2048 / threads < (int)by_shared ? 2048 / threads : (int)by_shared;
    return CUDA_SUCCESS;
}

API CUresult cuOccupancyMaxPotentialBlockSize(int *grid, int *block, CUfunction function,
                                              void *shared_of, size_t shared, int limit) {
    API_BEGIN("cuOccupancyMaxPotentialBlockSize");
    (void)shared_of, (void)shared;
    if (!is_function(function)) return CUDA_ERROR_INVALID_HANDLE;
    *block = limit > 0 && limit < 256 ? limit : 256;
    *grid = 4 * (2048 / *block);
    return CUDA_SUCCESS;
}

/* --- launches ---------------------------------------------------------------------------- */

/* One buffer of all parameters: CU_LAUNCH_PARAM_BUFFER_POINTER 1, ..._SIZE 2, ..._END 0. */
static CUresult from_buffer(const PtxKernel *kernel, uint8_t *to, void **extra) {
    const void *buffer = NULL;
    size_t size = 0;
    for (int i = 0; extra[i] != NULL; i += 2) {
        if (extra[i] == (void *)1) buffer = extra[i + 1];
        if (extra[i] == (void *)2) size = *(const size_t *)extra[i + 1];
    }
    if (!buffer || size < kernel->param_size)
        return wrong_call(CUDA_ERROR_INVALID_VALUE, "too few parameter bytes");
    memcpy(to, buffer, kernel->param_size);
    return CUDA_SUCCESS;
}

static CUresult take_parameters(const PtxKernel *kernel, uint8_t *to, void **parameters,
                                void **extra) {
    const PtxFunction *function = kernel->function;
    if (extra && extra[0]) return from_buffer(kernel, to, extra);
    if (function->nparameters && !parameters)
        return wrong_call(CUDA_ERROR_INVALID_VALUE, "no parameters");
    for (int i = 0; i < function->nparameters; i++) {
        if (!parameters[i]) return wrong_call(CUDA_ERROR_INVALID_VALUE, "parameter %d is NULL", i);
        memcpy(to + function->parameters[i].offset, parameters[i], function->parameters[i].size);
    }
    return CUDA_SUCCESS;
}

static CUresult check_extents(const Function *function, const Launch *launch) {
    uint64_t threads = (uint64_t)launch->block[0] * launch->block[1] * launch->block[2];
    for (int i = 0; i < 3; i++)
        if (!launch->grid[i] || !launch->block[i]) return CUDA_ERROR_INVALID_VALUE;
    if (launch->grid[0] > 0x7fffffff || launch->grid[1] > 65535 || launch->grid[2] > 65535 ||
        threads > 1024 || launch->block[2] > 64 || launch->dynamic_shared > function->most_dynamic)
        return CUDA_ERROR_INVALID_VALUE;
    uint32_t most = function->kernel->function->max_threads;
    return most && threads > most ? CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES : CUDA_SUCCESS;
}

CUresult launch_make(const LaunchAsked *asked, Work **out) {
    Function *function = asked->function;
    if (!is_function(function)) return CUDA_ERROR_INVALID_HANDLE;
    if (function->module->context != context_current())
        return wrong_call(CUDA_ERROR_INVALID_HANDLE, "the function is another device's");
    Launch launch = {.kernel = function->kernel,
                     .grid = {asked->grid[0], asked->grid[1], asked->grid[2]},
                     .block = {asked->block[0], asked->block[1], asked->block[2]},
                     .dynamic_shared = asked->shared,
                     .device = context_current()->device};
    CUresult result = check_extents(function, &launch);
    if (result) return result;
    uint8_t *copy = calloc(function->kernel->param_size + 1, 1);
    if (!copy) return CUDA_ERROR_OUT_OF_MEMORY;
    if ((result = take_parameters(function->kernel, copy, asked->parameters, asked->extra)))
        return free(copy), result;
    *out = work_new(WORK_LAUNCH, NULL);
    (*out)->function = function;
    (*out)->launch = launch;
    (*out)->launch.parameters = copy;
    return CUDA_SUCCESS;
}

API CUresult cuLaunchKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z,
                            unsigned block_x, unsigned block_y, unsigned block_z, unsigned shared,
                            CUstream handle, void **parameters, void **extra) {
    API_BEGIN("cuLaunchKernel");
    LaunchAsked asked = {function, {grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared,
                         parameters, extra};
    Work *work = NULL;
    Stream *stream = stream_of(handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    CUresult result = launch_make(&asked, &work);
    if (result) return result;
    work->stream = stream;
    return work_queue(work);
}
