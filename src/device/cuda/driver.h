/* What the CUDA device wants of NVIDIA's libraries: own declarations, and
 * tables of functions that dlopen fills, so that every build has the device and
 * no build needs a toolkit. Only the driver's documented entry points.
 *
 * The X-macros are the whole list: FUNCTION(result, name, symbol, parameters).
 * A symbol that is missing makes its library count as absent. */
#ifndef DEVICE_CUDA_DRIVER_H
#define DEVICE_CUDA_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- the driver: libcuda.so.1 ---------------------------------------------------- */

typedef int CudaResult; /* CUresult: 0 is success */
typedef int CudaDeviceId;
typedef uint64_t CudaAddress; /* CUdeviceptr */
typedef struct CUctx_st *CudaContext;
typedef struct CUmod_st *CudaModule;
typedef struct CUfunc_st *CudaFunction;
typedef struct CUstream_st *CudaStream;
typedef struct CUevent_st *CudaEvent;
typedef struct CUgraph_st *CudaGraph;
typedef struct CUgraphExec_st *CudaGraphExec;
typedef struct CUgraphNode_st *CudaGraphNode;

/* A launch as a graph's node: CUDA_KERNEL_NODE_PARAMS_v1. */
typedef struct CudaNodeParameters {
    CudaFunction function;
    unsigned grid[3], block[3], shared_bytes;
    void **parameters, **extra;
} CudaNodeParameters;

enum {
    CUDA_OUT_OF_MEMORY = 2,
    CUDA_NO_DEVICE = 100,
    CUDA_INVALID_PTX = 218,
    CUDA_UNSUPPORTED_PTX = 222,
    /* CUdevice_attribute */
    CUDA_MULTIPROCESSORS = 16,
    CUDA_CAPABILITY_MAJOR = 75,
    CUDA_CAPABILITY_MINOR = 76,
    /* flags */
    CUDA_STREAM_NON_BLOCKING = 1,
    CUDA_EVENT_DISABLE_TIMING = 2
};

#define CUDA_DRIVER_FUNCTIONS(FUNCTION)                                                            \
    FUNCTION(CudaResult, init, cuInit, (unsigned flags))                                           \
    FUNCTION(CudaResult, driver_version, cuDriverGetVersion, (int *version))                       \
    FUNCTION(CudaResult, error_name, cuGetErrorName, (CudaResult error, const char **name))        \
    FUNCTION(CudaResult, error_string, cuGetErrorString, (CudaResult error, const char **text))    \
    FUNCTION(CudaResult, device_count, cuDeviceGetCount, (int *count))                             \
    FUNCTION(CudaResult, device_get, cuDeviceGet, (CudaDeviceId *device, int ordinal))             \
    FUNCTION(CudaResult, device_name, cuDeviceGetName, (char *name, int size, CudaDeviceId device)) \
    FUNCTION(CudaResult, device_attribute, cuDeviceGetAttribute,                                   \
             (int *value, int attribute, CudaDeviceId device))                                     \
    FUNCTION(CudaResult, context_retain, cuDevicePrimaryCtxRetain,                                 \
             (CudaContext *context, CudaDeviceId device))                                          \
    FUNCTION(CudaResult, context_release, cuDevicePrimaryCtxRelease_v2, (CudaDeviceId device))     \
    FUNCTION(CudaResult, context_push, cuCtxPushCurrent_v2, (CudaContext context))                 \
    FUNCTION(CudaResult, context_pop, cuCtxPopCurrent_v2, (CudaContext *context))                  \
    FUNCTION(CudaResult, memory_info, cuMemGetInfo_v2, (size_t *free, size_t *total))            \
    FUNCTION(CudaResult, memory_alloc, cuMemAlloc_v2, (CudaAddress *address, size_t size))         \
    FUNCTION(CudaResult, memory_free, cuMemFree_v2, (CudaAddress address))                         \
    FUNCTION(CudaResult, host_alloc, cuMemHostAlloc, (void **p, size_t size, unsigned flags))      \
    FUNCTION(CudaResult, host_free, cuMemFreeHost, (void *p))                                      \
    FUNCTION(CudaResult, copy_in, cuMemcpyHtoDAsync_v2,                                            \
             (CudaAddress to, const void *from, size_t size, CudaStream stream))                   \
    FUNCTION(CudaResult, copy_out, cuMemcpyDtoHAsync_v2,                                           \
             (void *to, CudaAddress from, size_t size, CudaStream stream))                         \
    FUNCTION(CudaResult, copy_within, cuMemcpyDtoDAsync_v2,                                        \
             (CudaAddress to, CudaAddress from, size_t size, CudaStream stream))                   \
    FUNCTION(CudaResult, fill, cuMemsetD8Async,                                                    \
             (CudaAddress to, unsigned char value, size_t size, CudaStream stream))                \
    FUNCTION(CudaResult, stream_new, cuStreamCreate, (CudaStream *stream, unsigned flags))         \
    FUNCTION(CudaResult, stream_free, cuStreamDestroy_v2, (CudaStream stream))                     \
    FUNCTION(CudaResult, stream_wait, cuStreamSynchronize, (CudaStream stream))                    \
    FUNCTION(CudaResult, stream_wait_event, cuStreamWaitEvent,                                     \
             (CudaStream stream, CudaEvent event, unsigned flags))                                 \
    FUNCTION(CudaResult, event_new, cuEventCreate, (CudaEvent *event, unsigned flags))             \
    FUNCTION(CudaResult, event_free, cuEventDestroy_v2, (CudaEvent event))                         \
    FUNCTION(CudaResult, event_record, cuEventRecord, (CudaEvent event, CudaStream stream))        \
    FUNCTION(CudaResult, event_wait, cuEventSynchronize, (CudaEvent event))                        \
    FUNCTION(CudaResult, module_load, cuModuleLoadData, (CudaModule *module, const void *image))   \
    FUNCTION(CudaResult, module_free, cuModuleUnload, (CudaModule module))                         \
    FUNCTION(CudaResult, module_function, cuModuleGetFunction,                                     \
             (CudaFunction *function, CudaModule module, const char *name))                        \
    FUNCTION(CudaResult, launch, cuLaunchKernel,                                                   \
             (CudaFunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z,            \
              unsigned block_x, unsigned block_y, unsigned block_z, unsigned shared_bytes,         \
              CudaStream stream, void **parameters, void **extra))

/* Graphs: a driver that lacks one of these is used without. */
#define CUDA_GRAPH_FUNCTIONS(FUNCTION)                                                             \
    FUNCTION(CudaResult, graph_new, cuGraphCreate, (CudaGraph *graph, unsigned flags))             \
    FUNCTION(CudaResult, graph_free, cuGraphDestroy, (CudaGraph graph))                            \
    FUNCTION(CudaResult, graph_add, cuGraphAddKernelNode,                                          \
             (CudaGraphNode *node, CudaGraph graph, const CudaGraphNode *after, size_t count,      \
              const CudaNodeParameters *parameters))                                               \
    FUNCTION(CudaResult, graph_instantiate, cuGraphInstantiateWithFlags,                           \
             (CudaGraphExec *executable, CudaGraph graph, unsigned long long flags))               \
    FUNCTION(CudaResult, graph_set, cuGraphExecKernelNodeSetParams,                                \
             (CudaGraphExec executable, CudaGraphNode node, const CudaNodeParameters *parameters)) \
    FUNCTION(CudaResult, graph_launch, cuGraphLaunch, (CudaGraphExec executable, CudaStream stream)) \
    FUNCTION(CudaResult, graph_exec_free, cuGraphExecDestroy, (CudaGraphExec executable))

/* --- the compiler: libnvrtc.so ---------------------------------------------------- */

typedef struct _nvrtcProgram *NvrtcProgram;
typedef int NvrtcResult; /* 0 is success */

#define CUDA_COMPILER_FUNCTIONS(FUNCTION)                                                          \
    FUNCTION(NvrtcResult, version, nvrtcVersion, (int *major, int *minor))                         \
    FUNCTION(const char *, error_string, nvrtcGetErrorString, (NvrtcResult result))                \
    FUNCTION(NvrtcResult, architectures_count, nvrtcGetNumSupportedArchs, (int *count))            \
    FUNCTION(NvrtcResult, architectures, nvrtcGetSupportedArchs, (int *architectures))             \
    FUNCTION(NvrtcResult, create, nvrtcCreateProgram,                                              \
             (NvrtcProgram *program, const char *text, const char *name, int header_count,         \
              const char *const *headers, const char *const *header_names))                        \
    FUNCTION(NvrtcResult, destroy, nvrtcDestroyProgram, (NvrtcProgram *program))                   \
    FUNCTION(NvrtcResult, compile, nvrtcCompileProgram,                                            \
             (NvrtcProgram program, int option_count, const char *const *options))                 \
    FUNCTION(NvrtcResult, log_size, nvrtcGetProgramLogSize, (NvrtcProgram program, size_t *size))  \
    FUNCTION(NvrtcResult, log, nvrtcGetProgramLog, (NvrtcProgram program, char *log))              \
    FUNCTION(NvrtcResult, ptx_size, nvrtcGetPTXSize, (NvrtcProgram program, size_t *size))         \
    FUNCTION(NvrtcResult, ptx, nvrtcGetPTX, (NvrtcProgram program, char *ptx))                     \
    FUNCTION(NvrtcResult, cubin_size, nvrtcGetCUBINSize, (NvrtcProgram program, size_t *size))     \
    FUNCTION(NvrtcResult, cubin, nvrtcGetCUBIN, (NvrtcProgram program, char *cubin))

/* --- cuBLAS: libcublas.so, which products of floats want ------------------------- */

typedef struct cublasContext *CublasHandle;
typedef int CublasStatus; /* 0 is success */

enum { CUBLAS_AS_IT_LIES, CUBLAS_TRANSPOSED }; /* cublasOperation_t */
enum { CUBLAS_HOST, CUBLAS_DEVICE };           /* cublasPointerMode_t */

/* Matrices lie by columns; the same for the letters S, D, C and Z. */
#define CUBLAS_GEMM                                                                                \
    (CublasHandle handle, int op_a, int op_b, int m, int n, int k, const void *alpha,              \
     CudaAddress a, int lda, CudaAddress b, int ldb, const void *beta, CudaAddress c, int ldc)
#define CUBLAS_GEMM_BATCHED                                                                        \
    (CublasHandle handle, int op_a, int op_b, int m, int n, int k, const void *alpha,              \
     CudaAddress a, int lda, long long stride_a, CudaAddress b, int ldb, long long stride_b,       \
     const void *beta, CudaAddress c, int ldc, long long stride_c, int count)
#define CUBLAS_GEMV                                                                                \
    (CublasHandle handle, int op, int m, int n, const void *alpha, CudaAddress a, int lda,         \
     CudaAddress x, int incx, const void *beta, CudaAddress y, int incy)
#define CUBLAS_DOT                                                                                 \
    (CublasHandle handle, int n, CudaAddress x, int incx, CudaAddress y, int incy, CudaAddress result)

#define CUDA_BLAS_FUNCTIONS(FUNCTION)                                                              \
    FUNCTION(CublasStatus, create, cublasCreate_v2, (CublasHandle *handle))                        \
    FUNCTION(CublasStatus, destroy, cublasDestroy_v2, (CublasHandle handle))                       \
    FUNCTION(CublasStatus, set_stream, cublasSetStream_v2, (CublasHandle handle, CudaStream stream)) \
    FUNCTION(CublasStatus, pointer_mode, cublasSetPointerMode_v2, (CublasHandle handle, int mode)) \
    FUNCTION(const char *, status_name, cublasGetStatusName, (CublasStatus status))                \
    FUNCTION(CublasStatus, sgemm, cublasSgemm_v2, CUBLAS_GEMM)                                     \
    FUNCTION(CublasStatus, dgemm, cublasDgemm_v2, CUBLAS_GEMM)                                     \
    FUNCTION(CublasStatus, cgemm, cublasCgemm_v2, CUBLAS_GEMM)                                     \
    FUNCTION(CublasStatus, zgemm, cublasZgemm_v2, CUBLAS_GEMM)                                     \
    FUNCTION(CublasStatus, sgemm_batched, cublasSgemmStridedBatched, CUBLAS_GEMM_BATCHED)          \
    FUNCTION(CublasStatus, dgemm_batched, cublasDgemmStridedBatched, CUBLAS_GEMM_BATCHED)          \
    FUNCTION(CublasStatus, cgemm_batched, cublasCgemmStridedBatched, CUBLAS_GEMM_BATCHED)          \
    FUNCTION(CublasStatus, zgemm_batched, cublasZgemmStridedBatched, CUBLAS_GEMM_BATCHED)          \
    FUNCTION(CublasStatus, sgemv, cublasSgemv_v2, CUBLAS_GEMV)                                     \
    FUNCTION(CublasStatus, dgemv, cublasDgemv_v2, CUBLAS_GEMV)                                     \
    FUNCTION(CublasStatus, cgemv, cublasCgemv_v2, CUBLAS_GEMV)                                     \
    FUNCTION(CublasStatus, zgemv, cublasZgemv_v2, CUBLAS_GEMV)                                     \
    FUNCTION(CublasStatus, sdot, cublasSdot_v2, CUBLAS_DOT)                                        \
    FUNCTION(CublasStatus, ddot, cublasDdot_v2, CUBLAS_DOT)                                        \
    FUNCTION(CublasStatus, cdot, cublasCdotu_v2, CUBLAS_DOT)                                       \
    FUNCTION(CublasStatus, zdot, cublasZdotu_v2, CUBLAS_DOT)

/* --- the tables -------------------------------------------------------------------- */

#define CUDA_FIELD(result, name, symbol, parameters) result(*name) parameters;
typedef struct CudaDriver {
    void *library;
    bool has_graphs;
    CUDA_DRIVER_FUNCTIONS(CUDA_FIELD)
    CUDA_GRAPH_FUNCTIONS(CUDA_FIELD)
} CudaDriver;
typedef struct CudaCompiler {
    void *library;
    CUDA_COMPILER_FUNCTIONS(CUDA_FIELD)
} CudaCompiler;
typedef struct CudaBlas {
    void *library;
    CUDA_BLAS_FUNCTIONS(CUDA_FIELD)
} CudaBlas;
#undef CUDA_FIELD

/* false: why[size] says what is missing, in one line. The libraries stay loaded
 * when a device closes: their threads must not lose their code. */
bool cuda_load_driver(CudaDriver *driver, char *why, size_t size);
bool cuda_load_compiler(CudaCompiler *compiler, char *why, size_t size);
bool cuda_load_blas(CudaBlas *blas, char *why, size_t size);

#endif
