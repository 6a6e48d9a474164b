/* What the CPU device's files share. */
#ifndef DEVICE_CPU_CPU_H
#define DEVICE_CPU_CPU_H

#include "../../../kernels/kernels.h"
#include "../pool.h"
#include "walk.h"

typedef struct Blas Blas; /* blas.h: BLAS and LAPACK, loaded on first use */

/* Every bound, so that tests can set each to its minimum. */
enum { CPU_USUAL_TILE = 1024 };
typedef struct CpuLimits {
    int64_t tile;            /* elements that a loop's ops work on at a time; >= 1 */
    int64_t reduce_tile;     /* the same where sums must follow the tree: >= 128 */
    int64_t parallel_cycles; /* estimated cycles of work below which one thread does it */
    int64_t matmul_block;    /* rows and columns of one BLAS call; part of the result's bits */
    int64_t sort_piece;      /* elements that are sorted before pieces are merged */
    int64_t native_piece;    /* elements that a native loop is given at a time */
    int64_t native_cycles;   /* estimated cycles that the precompiled loops work on a task before
                                a native one is made, which takes some 10 ms of a core in the
                                background: a program that did so much may do as much again */
} CpuLimits;

typedef struct CpuRunner CpuRunner; /* beside.c */
enum { CPU_RUNNERS = 64 };          /* most tasks that run side by side */

typedef struct CpuDevice {
    Device device; /* must be first */
    struct CpuDevice *owner; /* of the memory and of BLAS: itself, but for runners */
    int threads;
    CpuLimits limits;
    const Kernels *kernels;
    pthread_mutex_t pool_lock;
    BufferPool pool;
    char *scratch; /* registers of loops, one stretch per thread */
    int64_t scratch_size;
    int64_t prepared;    /* kernels made so far: their numbers */
    int64_t filled_for;  /* the kernel whose constants the scratch still holds, or 0 */
    int64_t filled_tile; /* so many of each */
    pthread_mutex_t blas_lock; /* while it is loaded */
    Blas *blas;            /* atomic */
    struct Jit *jit;       /* the LLVM tier, or NULL: not wanted */
    int64_t spread_at;     /* ns: when threads were told to last */
    bool jit_always;       /* every loop, whatever it costs: tests compare the tiers */
    struct FftPlan *fft_plans; /* kept, the last used first */
    CpuRunner *runners[CPU_RUNNERS]; /* those that were needed so far */
} CpuDevice;

/* From the heap, to which free buffers go back when it is full; NULL without an error. */
void *cpu_alloc(CpuDevice *cpu, size_t size);
/* size bytes of scratch, 64-byte aligned, kept until the next call; NULL with
 * the error set. */
char *cpu_scratch(CpuDevice *cpu, int64_t size);
void cpu_scratch_free(CpuDevice *cpu);
/* How many threads work of so many cycles deserves, which is about to begin. */
int cpu_threads(CpuDevice *cpu, int64_t cycles);
/* spread.c: a team's threads are told to leave a core that they share. */
void cpu_spread(CpuDevice *cpu, int threads);
static inline int64_t cpu_least(int64_t a, int64_t b) {
    return a < b ? a : b;
}
void cpu_blas_free(CpuDevice *cpu);
void fft_plans_free(CpuDevice *cpu);

/* tune.c */
ArrStatus cpu_tune(Device *device, Text *text);
/* loop.c */
ArrStatus cpu_prepare(Device *device, const PlanTask *task, const Node *nodes, void **kernel);
void cpu_kernel_free(Device *device, void *kernel);
ArrStatus cpu_run_loop(Device *device, const LoopTask *task);
/* library.c */
ArrStatus cpu_run_library(Device *device, const LibraryTask *task);
/* beside.c */
bool cpu_gain(Device *device, const Node *node, int64_t *cycles, double *gain);
bool cpu_run_beside(Device *device, BesideTask *tasks, int count);
void cpu_runners_free(CpuDevice *cpu);
/* One function per row of library.def. */
typedef ArrStatus (*CpuLibraryFn)(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_matmul(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_correlate(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_scan(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_accumulate(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_partition(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_require(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_assign_int(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_warn(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_apply(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_arg(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_sort(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_bincount(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_searchsorted(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_interp(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_index_offsets(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_exponents(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_gather(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_scatter(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_take(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_put(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_mask_spans(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_compress(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_expand(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_nonzero(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_solve(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_cholesky(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_det(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_qr(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_svd(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_eigh(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_eig(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_slogdet(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_lstsq(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_fft(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_random(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_random_draw(CpuDevice *cpu, const LibraryTask *task);
ArrStatus cpu_random_check(CpuDevice *cpu, const LibraryTask *task);
/* The address of an operand's element [0,...,0]. */
static inline char *cpu_data(const LibraryOperand *operand) {
    return operand->buffer->data + operand->array->offset;
}
/* The index-th, in C order, of the parts that an operand's last `inner` axes are. */
char *cpu_batch(const LibraryOperand *operand, int inner, int64_t index);

#endif
