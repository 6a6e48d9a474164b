/* What the CUDA device's files share.
 *
 * Kernels go to one stream, in the order in which the executor asks for them, copies
 * of the host's thread to two others (order.c); only copies to the host and errors wait.
 * The host's thread and the worker may both be in here: the pool, the kernels, the
 * order of work and copies have a lock each, and are taken in this order.
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
    uint8_t state;           /* compile.c: whether it is compiled yet, */
    Text text;               /* of what, if not, */
    struct CudaKernel *next_waiting; /* and who comes next */
    int64_t key_length;
    char key[];
} CudaKernel;

enum { CUDA_BUCKETS = 1024 };

typedef struct CudaStats {
    int64_t launches; /* asked of the driver; a graph is one */
    int64_t graph_launches, events, spills;
    int64_t kernels, compiled, fallbacks;
    int64_t bytes_in, bytes_out; /* between the host's memory and the device's */
} CudaStats;

/* A stream, and how far it is. Works are counted from 1. */
typedef enum CudaLaneName { CUDA_COMPUTE, CUDA_IN, CUDA_OUT } CudaLaneName;
enum {
    CUDA_LANES = 3,
    CUDA_USERS = 2, /* the first of them: what they do to buffers goes on when the call has returned */
    CUDA_MARKS = 32
};
typedef struct CudaMark {
    CudaEvent event; /* or NULL */
    int64_t work;    /* the last one before it */
} CudaMark;
typedef struct CudaLane {
    CudaStream stream;
    int64_t given;              /* works so far; atomic */
    int64_t ended;              /* those that the host has waited for */
    int64_t behind[CUDA_USERS]; /* of other lanes: those that it comes behind anyway */
    CudaMark marks[CUDA_MARKS];
    int next_mark;
} CudaLane;

/* Pinned memory that copies of one direction go through: two halves. */
typedef struct CudaStaging {
    pthread_mutex_t lock;
    bool tried, busy[2]; /* busy: a copy may still be at it */
    int next;
    char *halves[2];     /* NULL: pinned memory cannot be had */
    CudaEvent ended[2];
} CudaStaging;

/* A buffer of this device. */
typedef struct CudaBuffer {
    Buffer buffer; /* must be first */
    struct CudaBuffer *next, **at; /* of all */
    char *spilled; /* its bytes in the host's memory; the device then has none of it */
    int held;      /* tasks and copies that are at it */
    bool pooled, filled; /* filled: something was written */
} CudaBuffer;

typedef struct KeptLaunch KeptLaunch;     /* graph.c */
typedef struct CudaSequence CudaSequence; /* graph.c */

/* Words for floating-point errors that were given out, and what each bit is about. */
typedef struct CudaFlag CudaFlag; /* flags.c */
typedef struct CudaFlags {
    pthread_mutex_t lock;
    pthread_mutex_t settling; /* taken first: by who looks at words */
    CudaAddress words;        /* 0: there are none yet */
    int used;                 /* words */
    int64_t pending;          /* flags that were not told; atomic for readers without the lock */
    CudaFlag *all;
    int64_t count, capacity, told, stamped;
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
    pthread_mutex_t order_lock; /* of lanes, and of what is kept: */
    CudaLane lanes[CUDA_LANES];
    bool keeps;                 /* launches of the batch that runs */
    KeptLaunch *kept;
    int64_t kept_count, kept_capacity;
    int64_t *kept_words, kept_word_count, kept_word_capacity;
    CudaSequence *sequences;    /* that were met, most recent first */
    CudaResult send_failure;    /* of kept launches that could not be told then */
    CudaStaging staging_in, staging_out;
    int multiprocessors;
    int architecture; /* what kernels are compiled for: 90 for compute_90 */
    bool lost;        /* closing: no call may be made any more */
    bool cubins;      /* the driver is older than the compiler's PTX */
    char name[96];
    pthread_mutex_t pool_lock;
    BufferPool pool;
    CudaBuffer *buffers;        /* all */
    int64_t used, limit;
    pthread_mutex_t kernel_lock;
    CudaKernel *kernels[CUDA_BUCKETS];
    pthread_cond_t kernel_done, kernel_waits;
    CudaKernel *first_waiting, *last_waiting; /* to be compiled ahead, by a thread: */
    pthread_t compiles;
    bool compiles_ahead, stops_compiling;
    pid_t compiles_in; /* the process that has the thread: no child of it has */
    CudaCache cache;
    CudaFlags flags;
    struct CudaFftTable *fft_tables; /* fft.c: the plans' tables, the last used first */
    pthread_mutex_t fft_lock;
    CudaStats stats; /* counted atomically */
    char failure[256]; /* what went wrong last in to_host or upload, which set no error */
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
/* Of the driver and within the limit; it is not counted yet. */
bool cuda_take_memory(CudaDevice *cuda, int64_t capacity, CudaAddress *address);
/* For the device's own use; others make room for it. */
ArrStatus cuda_scratch_new(CudaDevice *cuda, int64_t nbytes, Buffer **buffer);

/* spill.c: a buffer that is held is in the device's memory, and stays there. */
CudaResult cuda_hold(CudaDevice *cuda, Buffer *buffer);
void cuda_let_go(CudaDevice *cuda, Buffer *buffer);
bool cuda_make_room(Device *device, int64_t nbytes);
void cuda_spilled_free(CudaDevice *cuda, CudaBuffer *spilled);
ArrStatus cuda_to_host(Device *device, const Region *region, void *dst);
ArrStatus cuda_copy_rest(Device *device, Buffer *fresh, const Buffer *old, const Array *written);

/* copy.c: bytes of a buffer to the host and back, in the order of kernels; both wait. */
CudaResult cuda_read(CudaDevice *cuda, void *dst, CudaAddress from, int64_t nbytes);
CudaResult cuda_write(CudaDevice *cuda, CudaAddress to, const void *src, int64_t nbytes);
/* A view's elements in C order to another place of the device; CUDA_NO_KERNEL: nothing was done. */
enum { CUDA_NO_KERNEL = -1 };
CudaResult cuda_pack(CudaDevice *cuda, CudaAddress to, CudaAddress from, int ndim,
                     const int64_t *extents, const int64_t *strides, int64_t itemsize);

ArrStatus cuda_upload(Device *device, Buffer *buffer, const void *bytes, int64_t nbytes);
/* What failure() says; ARR_OK for success. */
ArrStatus cuda_note_failure(CudaDevice *cuda, const char *what, CudaResult result);
/* On the stream of copies out, which comes behind what made them; its lock is held. */
CudaResult cuda_read_out(CudaDevice *cuda, void *dst, CudaAddress from, int64_t nbytes);
void cuda_staging_open(CudaStaging *staging);
void cuda_staging_close(CudaDevice *cuda, CudaStaging *staging);

/* order.c: the lane goes on when all others are done with the buffer; it has used it; it
 * comes behind a work of another. */
CudaResult cuda_take_up(CudaDevice *cuda, CudaLaneName name, const Buffer *buffer);
void cuda_used(CudaDevice *cuda, CudaLaneName name, Buffer *buffer);
CudaResult cuda_come_behind(CudaDevice *cuda, CudaLaneName name, CudaLaneName other, int64_t work);
int64_t cuda_given(CudaDevice *cuda, CudaLaneName name);
void cuda_give(CudaDevice *cuda, CudaLaneName name); /* one more work */
/* The kernels' stream, for one work that is no kernel. */
CudaStream cuda_compute(CudaDevice *cuda);
/* Until all that the lane was given has ended. */
CudaResult cuda_wait(CudaDevice *cuda, CudaLaneName name);
void cuda_mark(Device *device);
CudaResult cuda_lanes_open(CudaDevice *cuda);
void cuda_lanes_wait(CudaDevice *cuda);
void cuda_lanes_close(CudaDevice *cuda);

/* graph.c: one launch with a block of words as arguments: of all that follow at least as
 * many as the kernel takes. */
CudaResult cuda_launch(CudaDevice *cuda, CudaFunction function, int64_t blocks, int threads,
                       int64_t shared_bytes, const int64_t *words, int word_count);
/* On another stream than the kernels', at once. */
CudaResult cuda_launch_at(CudaDevice *cuda, CudaLaneName lane, CudaFunction function, int64_t blocks,
                          int threads, const int64_t *words);
/* Under order_lock: what was kept reaches the stream. */
CudaResult cuda_send(CudaDevice *cuda);
void cuda_batch_begins(Device *device);
ArrStatus cuda_batch_ends(Device *device);
void cuda_graphs_close(CudaDevice *cuda);

/* compile.c: the kernel of that key; text is called to make its CUDA C++ where
 * it is not known yet. NULL: the error is set, or the compiler refused it. */
typedef void (*CudaTextFn)(void *user, Text *text);
CudaKernel *cuda_kernel(CudaDevice *cuda, const char *key, int64_t key_length, CudaTextFn text,
                        void *user);
/* The same, but nobody waits: a thread compiles it ahead. */
void cuda_foresee_kernel(CudaDevice *cuda, const char *key, int64_t key_length, CudaTextFn text,
                         void *user);
void cuda_compiler_stop(CudaDevice *cuda);
void cuda_kernels_free(CudaDevice *cuda);
/* What is compiled anew, and what is on disk already, is told by this. */
void cuda_stamp_cache(CudaDevice *cuda);
/* A kernel of kernels/cuda_library.h. */
CudaKernel *cuda_library_kernel(CudaDevice *cuda, const char *name);
/* The same with JOIN: an op's loop, or CUDA_PLAIN_PRODUCT, of complex numbers and not fused;
 * and, if kinds of floating-point errors are wanted, MET of its result and operands. */
enum { CUDA_PLAIN_PRODUCT = -1 };
CudaKernel *cuda_joining_kernel(CudaDevice *cuda, const char *name, int op, int dtype, unsigned kinds);

/* loop.c */
ArrStatus cuda_prepare(Device *device, const PlanTask *task, const Node *nodes, void **kernel);
void cuda_kernel_free(Device *device, void *kernel);
void cuda_foresee(Device *device, const LoopTask *task);
ArrStatus cuda_run_loop(Device *device, const LoopTask *task);

/* flags.c: where a launch tells of floating-point errors: words for those of watch (see
 * emit.h); the kinds of a library op in one word. 0: nowhere. */
void cuda_flags_open(CudaFlags *flags);
void cuda_flags_close(CudaDevice *cuda);
CudaAddress cuda_flags_of_loop(CudaDevice *cuda, const LoopTask *task, const CudaWatch *watch);
CudaAddress cuda_flags_of_library(CudaDevice *cuda, const LibraryTask *task);
void cuda_settle(Device *device, int64_t batch);
/* The launches that tell them have been asked for. */
void cuda_flags_stamp(CudaDevice *cuda);
/* After the launches of a task: waits for them where errors are to be raised. modes: of its nodes. */
void cuda_settle_raised(CudaDevice *cuda, unsigned modes);

/* fallback.c: the same by the CPU device, on copies of the operands. */
ArrStatus cuda_fall_back_loop(CudaDevice *cuda, const LoopTask *task, void **cpu_kernel);
ArrStatus cuda_fall_back_library(CudaDevice *cuda, const LibraryTask *task);

/* product.c: what the first product opened. */
void cuda_blas_close(CudaDevice *cuda);
/* fft.c */
void cuda_fft_free(CudaDevice *cuda);

/* library.c */
ArrStatus cuda_run_library(Device *device, const LibraryTask *task);

#endif
