/* What tests of the simulator do with it: compile CUDA C by NVRTC, load, launch, compare. Opens the
 * stand-in libcuda.so.1 that the build made, and whatever NVRTC there is. */
#ifndef CUDASIM_GPU_H
#define CUDASIM_GPU_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int CUresult;
typedef uint64_t CUdeviceptr;
typedef struct Context *CUcontext;
typedef struct Module *CUmodule;
typedef struct Function *CUfunction;
typedef struct Stream *CUstream;
typedef struct Event *CUevent;
typedef struct Graph *CUgraph;

#define DRIVER(X)                                                                                 \
    X(cuInit, "", (unsigned flags))                                                               \
    X(cuDeviceGetCount, "", (int *count))                                                         \
    X(cuDeviceGetAttribute, "", (int *value, int attribute, int device))                          \
    X(cuDevicePrimaryCtxRetain, "", (CUcontext * context, int device))                            \
    X(cuDevicePrimaryCtxRelease, "_v2", (int device))                                             \
    X(cuCtxSetCurrent, "", (CUcontext context))                                                   \
    X(cuCtxSynchronize, "", (void))                                                               \
    X(cuCtxEnablePeerAccess, "", (CUcontext peer, unsigned flags))                                \
    X(cuModuleLoadData, "", (CUmodule * module, const void *image))                               \
    X(cuModuleUnload, "", (CUmodule module))                                                      \
    X(cuModuleGetFunction, "", (CUfunction * function, CUmodule module, const char *name))        \
    X(cuModuleGetGlobal, "_v2", (CUdeviceptr * at, size_t * size, CUmodule m, const char *name))  \
    X(cuMemAlloc, "_v2", (CUdeviceptr * address, size_t size))                                    \
    X(cuMemFree, "_v2", (CUdeviceptr address))                                                    \
    X(cuMemAllocAsync, "", (CUdeviceptr * address, size_t size, CUstream stream))                 \
    X(cuMemFreeAsync, "", (CUdeviceptr address, CUstream stream))                                 \
    X(cuMemGetInfo, "_v2", (size_t * left, size_t * total))                                       \
    X(cuMemHostAlloc, "", (void **address, size_t size, unsigned flags))                          \
    X(cuMemFreeHost, "", (void *address))                                                         \
    X(cuMemcpyHtoD, "_v2", (CUdeviceptr to, const void *from, size_t size))                       \
    X(cuMemcpyDtoH, "_v2", (void *to, CUdeviceptr from, size_t size))                             \
    X(cuMemcpyHtoDAsync, "_v2", (CUdeviceptr to, const void *from, size_t size, CUstream s))      \
    X(cuMemcpyDtoHAsync, "_v2", (void *to, CUdeviceptr from, size_t size, CUstream s))            \
    X(cuMemcpyDtoDAsync, "_v2", (CUdeviceptr to, CUdeviceptr from, size_t size, CUstream s))      \
    X(cuMemcpyPeerAsync, "",                                                                      \
      (CUdeviceptr to, CUcontext a, CUdeviceptr from, CUcontext b, size_t size, CUstream s))      \
    X(cuMemsetD8Async, "", (CUdeviceptr to, unsigned char value, size_t size, CUstream s))        \
    X(cuMemsetD32Async, "", (CUdeviceptr to, unsigned value, size_t count, CUstream s))           \
    X(cuStreamCreate, "", (CUstream * stream, unsigned flags))                                    \
    X(cuStreamDestroy, "_v2", (CUstream stream))                                                  \
    X(cuStreamSynchronize, "", (CUstream stream))                                                 \
    X(cuStreamWaitEvent, "", (CUstream stream, CUevent event, unsigned flags))                    \
    X(cuStreamBeginCapture, "_v2", (CUstream stream, int mode))                                   \
    X(cuStreamEndCapture, "", (CUstream stream, CUgraph * graph))                                 \
    X(cuGraphInstantiateWithFlags, "", (CUgraph * exec, CUgraph graph, unsigned long long flags)) \
    X(cuGraphLaunch, "", (CUgraph exec, CUstream stream))                                         \
    X(cuGraphExecDestroy, "", (CUgraph exec))                                                     \
    X(cuGraphDestroy, "", (CUgraph graph))                                                        \
    X(cuEventCreate, "", (CUevent * event, unsigned flags))                                       \
    X(cuEventDestroy, "_v2", (CUevent event))                                                     \
    X(cuEventRecord, "", (CUevent event, CUstream stream))                                        \
    X(cuEventSynchronize, "", (CUevent event))                                                    \
    X(cuLaunchKernel, "",                                                                         \
      (CUfunction function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,      \
       unsigned bz, unsigned shared, CUstream stream, void **parameters, void **extra))

#define X(name, version, parameters) extern CUresult(*name) parameters;
DRIVER(X)
#undef X

/* Opens both libraries, once in a process. Without NVRTC: false, and the test is to be skipped. */
bool gpu_libraries(void);

/* Device 0 with its context current; ends the process where the driver refuses. */
void gpu_open(void);
void gpu_close(void);
/* PTX of a text, malloc'ed; where NVRTC refuses it, the process ends with its log. */
char *gpu_ptx(const char *text);
CUmodule gpu_module(const char *text);
CUfunction gpu_function(CUmodule module, const char *name);

CUdeviceptr gpu_upload(const void *bytes, size_t size);
void gpu_download(void *bytes, CUdeviceptr from, size_t size);
/* One row of blocks in the default stream; parameters are addresses of values, up to NULL. */
void gpu_run(CUfunction function, unsigned blocks, unsigned threads, unsigned shared, ...);
void gpu_check(CUresult result, const char *what);
#define GPU(call) gpu_check(call, #call)

/* Runs it in a child: its stderr goes to text[size]. The exit status; -1: a signal. */
int gpu_child(void (*run)(void), uint64_t seed, char *text, size_t size);

/* The same under some seeds, in which nothing may be said: false, and what was. */
bool gpu_clean(void (*run)(void), char *text, size_t size);

/* In a child: ends it. */
#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            _exit(9);                                                       \
        }                                                                   \
    } while (0)

#endif
