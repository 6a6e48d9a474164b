/* Starting, devices, contexts, errors; calls that are made to fail. */
#define _GNU_SOURCE
#include "driver.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool initialised;
static Context contexts[SIM_DEVICES];
static __thread Context *stack[16];
static __thread int depth;
static __thread const char *name_of_call = "";

/* --- calls that fail --------------------------------------------------------------------- */

/* CUDASIM_FAIL="cuMemAlloc:3,cuLaunchKernel:2+=719": the third call, all from the second on with
 * that code; "any" is every call. */
static CUresult injected(const char *name) {
    static struct {
        const char *rule;
        uint64_t calls;
    } rules[16];
    static int nrules = -1;
    if (nrules < 0) {
        nrules = 0;
        const char *text = getenv("CUDASIM_FAIL");
        while (text && *text && nrules < 16) {
            rules[nrules++].rule = text;
            text += strcspn(text, ",");
            text += *text == ',';
        }
    }
    CUresult result = CUDA_SUCCESS;
    for (int i = 0; i < nrules; i++) {
        const char *rule = rules[i].rule;
        size_t length = strcspn(rule, ":");
        bool any = length == 3 && !memcmp(rule, "any", 3);
        if (!any && (strlen(name) != length || memcmp(rule, name, length))) continue;
        char *end = NULL;
        uint64_t call = ++rules[i].calls,
                 at = rule[length] ? strtoull(rule + length + 1, &end, 10) : 1;
        bool on = end && *end == '+';
        if (call != at && !(on && call > at)) continue;
        bool memory = strstr(name, "Alloc") != NULL;
        result = memory                    ? CUDA_ERROR_OUT_OF_MEMORY
                 : !strcmp(name, "cuInit") ? CUDA_ERROR_NO_DEVICE
                                           : CUDA_ERROR_UNKNOWN;
        const char *code = end ? end + on : NULL;
        if (code && *code == '=') result = (CUresult)strtol(code + 1, NULL, 10);
    }
    return result;
}

Context *context_current(void) {
    return depth ? stack[depth - 1] : NULL;
}
const char *api_name(void) {
    return name_of_call;
}

CUresult api_enter(const char *name, bool needs_context) {
    pthread_mutex_lock(&lock);
    char key[64];
    name_of_call = name;
    sim_started();
    snprintf(key, sizeof key, "api %s", name);
    counts_add(key, 1);
    CUresult result = injected(name);
    if (result) return result;
    if (!needs_context) return CUDA_SUCCESS;
    if (!initialised) return wrong_call(CUDA_ERROR_NOT_INITIALIZED, "before cuInit");
    Context *context = context_current();
    if (!context || !context->users)
        return wrong_call(CUDA_ERROR_INVALID_CONTEXT, "no context is current");
    return context->sticky;
}

void api_leave(const int *unused) {
    (void)unused;
    pthread_mutex_unlock(&lock);
}

CUresult wrong_call(CUresult code, const char *format, ...) {
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    sim_report(FAULT_API, "%s: %s", name_of_call, text);
    return code;
}

/* --- starting ---------------------------------------------------------------------------- */

API CUresult cuInit(unsigned flags) {
    API_ENTER("cuInit", false);
    (void)flags;
    if (api_failure) return api_failure;
    if (!memory_devices()) return CUDA_ERROR_NO_DEVICE;
    initialised = true;
    return CUDA_SUCCESS;
}

API CUresult cuDriverGetVersion(int *version) {
    API_ENTER("cuDriverGetVersion", false);
    *version = (int)sim_setting("CUDASIM_DRIVER", 13000);
    return api_failure;
}

API CUresult cuDeviceGetCount(int *count) {
    API_ENTER("cuDeviceGetCount", false);
    if (!initialised) return CUDA_ERROR_NOT_INITIALIZED;
    *count = memory_devices();
    return api_failure;
}

static bool is_device(CUdevice device) {
    return device >= 0 && device < memory_devices();
}

API CUresult cuDeviceGet(CUdevice *device, int ordinal) {
    API_ENTER("cuDeviceGet", false);
    if (!initialised) return CUDA_ERROR_NOT_INITIALIZED;
    if (!is_device(ordinal)) return CUDA_ERROR_INVALID_DEVICE;
    *device = ordinal;
    return api_failure;
}

API CUresult cuDeviceGetName(char *name, int size, CUdevice device) {
    API_ENTER("cuDeviceGetName", false);
    if (!is_device(device)) return CUDA_ERROR_INVALID_DEVICE;
    snprintf(name, (size_t)size, "simulated device %d", device);
    return api_failure;
}

API CUresult cuDeviceTotalMem_v2(size_t *bytes, CUdevice device) {
    API_ENTER("cuDeviceTotalMem", false);
    if (!is_device(device)) return CUDA_ERROR_INVALID_DEVICE;
    *bytes = memory_size();
    return api_failure;
}

API CUresult cuDeviceGetUuid_v2(char *uuid, CUdevice device) {
    API_ENTER("cuDeviceGetUuid", false);
    if (!is_device(device)) return CUDA_ERROR_INVALID_DEVICE;
    memset(uuid, 0x40 + device, 16);
    return api_failure;
}

API CUresult cuDeviceGetUuid(char *uuid, CUdevice device) {
    return cuDeviceGetUuid_v2(uuid, device);
}

API CUresult cuDeviceGetPCIBusId(char *text, int size, CUdevice device) {
    API_ENTER("cuDeviceGetPCIBusId", false);
    if (!is_device(device)) return CUDA_ERROR_INVALID_DEVICE;
    snprintf(text, (size_t)size, "0000:%02d:00.0", device + 1);
    return api_failure;
}

/* By number of CUdevice_attribute; what is not here is 0, as of a device that lacks it. */
API CUresult cuDeviceGetAttribute(int *value, int attribute, CUdevice device) {
    static const int values[][2] = {
        {1, 1024},     {2, 1024},     {3, 1024},  {4, 64},  {5, 0x7fffffff},  {6, 65535},
        {7, 65535},    {8, 49152},    {9, 65536}, {10, 32}, {11, 0x7fffffff}, {12, 65536},
        {13, 1410000}, {14, 512},     {15, 1},    {16, 4},  {17, 0},          {18, 0},
        {19, 1},       {20, 0},       {31, 1},    {32, 0},  {33, 1},          {36, 1215000},
        {37, 5120},    {38, 4 << 20}, {39, 2048}, {40, 2},  {41, 1},          {81, 167936},
        {82, 65536},   {83, 1},       {84, 0},    {89, 1},  {90, 0},          {97, 166912},
        {106, 32},     {111, 1024},   {115, 1},
    };
    API_ENTER("cuDeviceGetAttribute", false);
    if (!is_device(device)) return CUDA_ERROR_INVALID_DEVICE;
    int capability = (int)sim_setting("CUDASIM_SM", 80);
    *value = attribute == 75 ? capability / 10 : attribute == 76 ? capability % 10 : 0;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (values[i][0] == attribute) *value = values[i][1];
    return api_failure;
}

/* --- contexts: each device has its primary one ------------------------------------------- */

API CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device) {
    API_ENTER("cuDevicePrimaryCtxRetain", false);
    if (!initialised) return CUDA_ERROR_NOT_INITIALIZED;
    if (!is_device(device)) return CUDA_ERROR_INVALID_DEVICE;
    if (api_failure) return api_failure;
    contexts[device].device = device;
    contexts[device].users++;
    *context = &contexts[device];
    return CUDA_SUCCESS;
}

/* The last one ends all that was made in it; memory that is left is a leak. */
static void close_context(Context *context) {
    streams_drain(context);
    stream_destroy_all(context);
    modules_close(context);
    context->sticky = CUDA_SUCCESS;
}

API CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
    API_ENTER("cuDevicePrimaryCtxRelease", false);
    if (!is_device(device)) return CUDA_ERROR_INVALID_DEVICE;
    if (!contexts[device].users)
        return wrong_call(CUDA_ERROR_INVALID_CONTEXT, "released more often than retained");
    if (--contexts[device].users == 0) close_context(&contexts[device]);
    return api_failure;
}
API CUresult cuDevicePrimaryCtxRelease(CUdevice device) {
    return cuDevicePrimaryCtxRelease_v2(device);
}

API CUresult cuDevicePrimaryCtxGetState(CUdevice device, unsigned *flags, int *active) {
    API_ENTER("cuDevicePrimaryCtxGetState", false);
    if (!is_device(device)) return CUDA_ERROR_INVALID_DEVICE;
    *flags = 0;
    *active = contexts[device].users > 0;
    return api_failure;
}

API CUresult cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned flags) {
    API_ENTER("cuDevicePrimaryCtxSetFlags", false);
    (void)flags;
    return is_device(device) ? api_failure : CUDA_ERROR_INVALID_DEVICE;
}

API CUresult cuCtxPushCurrent_v2(CUcontext context) {
    API_ENTER("cuCtxPushCurrent", false);
    if (api_failure) return api_failure;
    if (!context || !context->users) return wrong_call(CUDA_ERROR_INVALID_CONTEXT, "not a context");
    if (depth == 16)
        return wrong_call(CUDA_ERROR_INVALID_VALUE, "contexts are pushed and never popped");
    stack[depth++] = context;
    return CUDA_SUCCESS;
}

API CUresult cuCtxPopCurrent_v2(CUcontext *context) {
    API_ENTER("cuCtxPopCurrent", false);
    if (!depth) return wrong_call(CUDA_ERROR_INVALID_CONTEXT, "no context to pop");
    Context *top = stack[--depth];
    if (context) *context = top;
    return api_failure;
}

API CUresult cuCtxSetCurrent(CUcontext context) {
    API_ENTER("cuCtxSetCurrent", false);
    if (api_failure) return api_failure;
    if (context && !context->users) return wrong_call(CUDA_ERROR_INVALID_CONTEXT, "not a context");
    if (depth) depth--;
    if (context) stack[depth++] = context;
    return CUDA_SUCCESS;
}

API CUresult cuCtxGetCurrent(CUcontext *context) {
    API_ENTER("cuCtxGetCurrent", false);
    *context = context_current();
    return api_failure;
}

API CUresult cuCtxGetDevice(CUdevice *device) {
    API_BEGIN("cuCtxGetDevice");
    *device = context_current()->device;
    return CUDA_SUCCESS;
}

API CUresult cuCtxSynchronize(void) {
    API_BEGIN("cuCtxSynchronize");
    return streams_drain(context_current());
}

API CUresult cuCtxGetStreamPriorityRange(int *least, int *greatest) {
    API_BEGIN("cuCtxGetStreamPriorityRange");
    *least = *greatest = 0;
    return CUDA_SUCCESS;
}

API CUresult cuCtxSetLimit(int limit, size_t value) {
    API_BEGIN("cuCtxSetLimit");
    (void)limit, (void)value;
    return CUDA_SUCCESS;
}

API CUresult cuDeviceCanAccessPeer(int *can, CUdevice device, CUdevice peer) {
    API_ENTER("cuDeviceCanAccessPeer", false);
    if (!is_device(device) || !is_device(peer)) return CUDA_ERROR_INVALID_DEVICE;
    *can = device != peer && sim_setting("CUDASIM_PEERS", 1);
    return api_failure;
}

API CUresult cuCtxEnablePeerAccess(CUcontext peer, unsigned flags) {
    API_BEGIN("cuCtxEnablePeerAccess");
    Context *context = context_current();
    if (!peer || !peer->users || peer == context || flags) return CUDA_ERROR_INVALID_VALUE;
    if (memory_peer(context->device, peer->device)) return CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED;
    memory_peer_set(context->device, peer->device, true);
    return CUDA_SUCCESS;
}

API CUresult cuCtxDisablePeerAccess(CUcontext peer) {
    API_BEGIN("cuCtxDisablePeerAccess");
    Context *context = context_current();
    if (!peer || !memory_peer(context->device, peer->device))
        return CUDA_ERROR_PEER_ACCESS_NOT_ENABLED;
    memory_peer_set(context->device, peer->device, false);
    return CUDA_SUCCESS;
}

/* --- errors and the rest ----------------------------------------------------------------- */

static const struct {
    CUresult code;
    const char *name, *text;
} errors[] = {
    {CUDA_SUCCESS, "CUDA_SUCCESS", "no error"},
    {CUDA_ERROR_INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {CUDA_ERROR_OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {CUDA_ERROR_NOT_INITIALIZED, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {CUDA_ERROR_NO_DEVICE, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {CUDA_ERROR_INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {CUDA_ERROR_INVALID_IMAGE, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {CUDA_ERROR_INVALID_CONTEXT, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {CUDA_ERROR_NO_BINARY_FOR_GPU, "CUDA_ERROR_NO_BINARY_FOR_GPU",
     "no kernel image is available for execution on the device"},
    {CUDA_ERROR_INVALID_PTX, "CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"},
    {222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION",
     "the provided PTX was compiled with an unsupported toolchain."},
    {CUDA_ERROR_INVALID_HANDLE, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {CUDA_ERROR_NOT_FOUND, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {CUDA_ERROR_NOT_READY, "CUDA_ERROR_NOT_READY", "device not ready"},
    {CUDA_ERROR_ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS",
     "an illegal memory access was encountered"},
    {CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
     "too many resources requested for launch"},
    {CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED, "CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED",
     "peer access is already enabled"},
    {CUDA_ERROR_PEER_ACCESS_NOT_ENABLED, "CUDA_ERROR_PEER_ACCESS_NOT_ENABLED",
     "peer access has not been enabled"},
    {CUDA_ERROR_MISALIGNED_ADDRESS, "CUDA_ERROR_MISALIGNED_ADDRESS", "misaligned address"},
    {CUDA_ERROR_LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {CUDA_ERROR_NOT_SUPPORTED, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED",
     "operation not permitted when stream is capturing"},
    {CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED",
     "operation failed due to a previous error during capture"},
    {CUDA_ERROR_UNKNOWN, "CUDA_ERROR_UNKNOWN", "unknown error"},
};
enum { ERRORS = sizeof errors / sizeof *errors };

API CUresult cuGetErrorName(CUresult code, const char **name) {
    *name = NULL;
    for (size_t i = 0; i < ERRORS; i++)
        if (errors[i].code == code) *name = errors[i].name;
    return *name ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

API CUresult cuGetErrorString(CUresult code, const char **text) {
    *text = NULL;
    for (size_t i = 0; i < ERRORS; i++)
        if (errors[i].code == code) *text = errors[i].text;
    return *text ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

/* NVRTC asks for it when it finds a libcuda.so.1. */
API CUresult cuGetExportTable(const void **table, const void *id) {
    (void)id;
    if (table) *table = NULL;
    return CUDA_ERROR_NOT_SUPPORTED;
}

API CUresult cuGetProcAddress_v2(const char *symbol, void **function, int version, uint64_t flags,
                                 int *status) {
    Dl_info info;
    char newer[128];
    (void)version, (void)flags;
    *function = NULL;
    if (dladdr((void *)(uintptr_t)&cuInit, &info)) {
        void *self = dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD);
        snprintf(newer, sizeof newer, "%s_v2", symbol);
        if (self) *function = dlsym(self, newer);
        if (self && !*function) *function = dlsym(self, symbol);
        if (self) dlclose(self);
    }
    if (status) *status = *function ? 0 : 1;
    return *function ? CUDA_SUCCESS : CUDA_ERROR_NOT_FOUND;
}

API CUresult cuGetProcAddress(const char *symbol, void **function, int version, uint64_t flags) {
    return cuGetProcAddress_v2(symbol, function, version, flags, NULL);
}
