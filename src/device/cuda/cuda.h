/* What the CUDA device's files share.
 *
 * All work of a device goes to one stream, in the order in which the executor
 * asks for it; only copies to the host and errors wait. The host's thread and
 * the worker may both be in here: the pool and the kernels have a lock each.
 * What this device has no kernel for, the CPU device within it does on copies. */
#ifndef DEVICE_CUDA_CUDA_H
#define DEVICE_CUDA_CUDA_H

#include <pthread.h>

#include "../pool.h"
#include "cache.h"
#include "driver.h"
#include "emit.h"

/* A compiled kernel, kept by key for as long as the device. */
typedef struct CudaKernel {
    struct CudaKernel *next; /* in its bucket */
    CudaModule module;
    CudaFunction main, fold; /* fold: NULL where there is none */
    bool refused;            /* could not be compiled: the CPU does it */
    int64_t key_length;
    char key[];
} CudaKernel;

enum { CUDA_BUCKETS = 1024 };

typedef struct CudaStats {
    int64_t launches, kernels, compiled, fallbacks;
    int64_t bytes_in, bytes_out; /* between the host's memory and the device's */
} CudaStats;

/* Words for floating-point errors that were given out, and what each bit is about. */
typedef struct CudaFlag CudaFlag; /* flags.c */
typedef struct CudaFlags {
    pthread_mutex_t lock;
    pthread_mutex_t settling; /* taken first: by who looks at words */
    CudaAddress words;        /* 0: there are none yet */
    int used;                 /* words; atomic for readers without the lock */
    CudaFlag *all;
    int64_t count, capacity, told;
} CudaFlags;

typedef struct CudaDevice {
    Device device; /* must be first */
    CudaDriver driver;
    CudaCompiler compiler;
    CudaBlas blas;              /* opened by the first product of floats */
    CublasHandle blas_handle;   /* NULL: none yet, or none to be had */
    bool blas_tried;
    pthread_mutex_t blas_lock;
    Device *cpu;
    CudaDeviceId id;
    CudaContext context;
    CudaStream stream;
    int multiprocessors;
    int architecture; /* what kernels are compiled for: 90 for compute_90 */
    bool lost;        /* closing: no call may be made any more */
    bool cubins;      /* the driver is older than the compiler's PTX */
    char name[96];
    pthread_mutex_t pool_lock;
    BufferPool pool;
    int64_t used, limit;
    pthread_mutex_t kernel_lock;
    CudaKernel *kernels[CUDA_BUCKETS];
    CudaCache cache;
    CudaFlags flags;
    CudaStats stats; /* counted atomically */
    char failure[256]; /* what went wrong last in to_host, which sets no error */
    char told[512];    /* for notice(); "": nothing */
} CudaDevice;

static inline CudaAddress cuda_address(const Buffer *buffer) {
    return (CudaAddress)(uintptr_t)buffer->data;
}

static inline void cuda_count(int64_t *counter, int64_t by) {
    __atomic_fetch_add(counter, by, __ATOMIC_RELAXED);
}

/* cuda.c: RuntimeError with the driver's words, or MemoryError; ARR_OK for success. */
ArrStatus cuda_check(CudaDevice *cuda, CudaResult result, const char *what);
/* The device's context is the calling thread's between the two. */
ArrStatus cuda_enter(CudaDevice *cuda);
void cuda_leave(CudaDevice *cuda);

/* memory.c */
ArrStatus cuda_buffer_new(Device *device, int64_t nbytes, Buffer **buffer);
void cuda_buffer_free(Device *device, Buffer *buffer);
void cuda_pool_drop(CudaDevice *cuda);
ArrStatus cuda_upload(Device *device, Buffer *buffer, const void *bytes, int64_t nbytes);
ArrStatus cuda_to_host(Device *device, const Region *region, void *dst);
ArrStatus cuda_copy_rest(Device *device, Buffer *fresh, const Buffer *old, const Array *written);
/* Bytes of a buffer to the host and back; both wait. */
CudaResult cuda_read(CudaDevice *cuda, void *dst, CudaAddress from, int64_t nbytes);
CudaResult cuda_write(CudaDevice *cuda, CudaAddress to, const void *src, int64_t nbytes);
/* A view's elements in C order to another place of the device; CUDA_NO_KERNEL: nothing was done. */
enum { CUDA_NO_KERNEL = -1 };
CudaResult cuda_pack(CudaDevice *cuda, CudaAddress to, CudaAddress from, int ndim,
                     const int64_t *extents, const int64_t *strides, int64_t itemsize);

/* compile.c: the kernel of that key; text is called to make its CUDA C++ where
 * it is not known yet. NULL: the error is set, or the compiler refused it. */
typedef void (*CudaTextFn)(void *user, Text *text);
CudaKernel *cuda_kernel(CudaDevice *cuda, const char *key, int64_t key_length, CudaTextFn text,
                        void *user);
void cuda_kernels_free(CudaDevice *cuda);
/* What is compiled anew, and what is on disk already, is told by this. */
void cuda_stamp_cache(CudaDevice *cuda);
/* A kernel of kernels/cuda_library.h. */
CudaKernel *cuda_library_kernel(CudaDevice *cuda, const char *name);
/* The same with JOIN: an op's loop, or CUDA_PLAIN_PRODUCT, of complex numbers and not fused;
 * and, if kinds of floating-point errors are wanted, MET of its result and operands. */
enum { CUDA_PLAIN_PRODUCT = -1 };
CudaKernel *cuda_joining_kernel(CudaDevice *cuda, const char *name, int op, int dtype, unsigned kinds);
/* One launch with a block of words as arguments. */
CudaResult cuda_launch(CudaDevice *cuda, CudaFunction function, int64_t blocks, int threads,
                       int64_t shared_bytes, const int64_t *words);

/* loop.c */
ArrStatus cuda_prepare(Device *device, const PlanTask *task, const Node *nodes, void **kernel);
void cuda_kernel_free(Device *device, void *kernel);
ArrStatus cuda_run_loop(Device *device, const LoopTask *task);

/* flags.c: where a launch tells of floating-point errors: words for those of watch (see
 * emit.h); the kinds of a library op in one word. 0: nowhere. */
void cuda_flags_open(CudaFlags *flags);
void cuda_flags_close(CudaDevice *cuda);
CudaAddress cuda_flags_of_loop(CudaDevice *cuda, const LoopTask *task, const CudaWatch *watch);
CudaAddress cuda_flags_of_library(CudaDevice *cuda, const LibraryTask *task);
void cuda_settle(Device *device, int64_t batch);
/* After the launches of a task: waits for them where errors are to be raised. modes: of its nodes. */
void cuda_settle_raised(CudaDevice *cuda, unsigned modes);

/* fallback.c: the same by the CPU device, on copies of the operands. */
ArrStatus cuda_fall_back_loop(CudaDevice *cuda, const LoopTask *task, void **cpu_kernel);
ArrStatus cuda_fall_back_library(CudaDevice *cuda, const LibraryTask *task);

/* product.c: what the first product opened. */
void cuda_blas_close(CudaDevice *cuda);

/* library.c */
ArrStatus cuda_run_library(Device *device, const LibraryTask *task);

#endif
