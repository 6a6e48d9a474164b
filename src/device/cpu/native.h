/* Loop tasks on the LLVM tier's kernels (device/jit), where there are any. */
#ifndef DEVICE_CPU_NATIVE_H
#define DEVICE_CPU_NATIVE_H

#include "../jit/jit.h"
#include "cpu.h"

/* What a plan's kernel remembers of its runs: the next one of the same access
 * classes finds its native kernel at once. */
typedef struct NativeMemo {
    int64_t cycles;      /* estimated, that the precompiled loops have worked on it */
    JitKernel *kernel;   /* of program; NULL: none was asked for */
    JitProgram *program; /* of the last run */
    size_t bytes;        /* of program's block; 0: none yet */
    int vain_looks;      /* for floating-point errors that were none, or known; atomic, as all here: */
    unsigned vain_kinds; /* the status bits that made them look */
    uint64_t vain_times; /* the same bits were seen again since */
} NativeMemo;

/* A native kernel bound to a task, shared by all threads. Its operands are the
 * loads in the order of their values, the stores, then the tiles that
 * reductions read, which lie dense and begin anew with every call. */
typedef struct Native {
    JitFunction function;
    int ndim;               /* axes, joined where all operands allow it; >= 1 */
    int operands, tiles;    /* the last `tiles` of the operands */
    int64_t *extents;
    int64_t *strides;       /* in bytes, [axis][operand] */
    char **base;            /* per operand: element [0,...,0] */
    char *constants;        /* 16 bytes each */
    bool streams;           /* stores bypass the cache, and must be aligned: */
    int64_t first_aligned;  /* the first element that is */
} Native;

/* Room for a task's Native, in bytes. */
int64_t native_bytes(const LoopTask *task);
/* Binds a task to its native kernel. false: it has none (yet). cycles: an
 * estimate of the task's work. */
bool native_bind(CpuDevice *cpu, const LoopTask *task, NativeMemo *memo, int64_t cycles,
                 char *scratch, Native *native);
/* Elements lo..lo+n-1 of the domain. tiles: the first tile, the others follow
 * every tile_bytes. */
void native_run(const Native *native, int64_t lo, int64_t n, char *tiles, int64_t tile_bytes);
/* Thread k's part of a task without reductions; what comes before the first
 * aligned element is left to the precompiled tier. piece: most elements at a time. */
void native_share(const Native *native, int64_t begin, int64_t end, int64_t piece, int k,
                  int team);
/* Where thread k's share begins. */
int64_t native_cut(const Native *native, int64_t begin, int64_t end, int k, int team);
/* Makes streamed stores seen by other threads. */
void native_fence(void);
/* The tile of reduction r, by the value that it reads. */
int native_tile(const PlanTask *plan, int32_t r);
void native_forget(Heap *heap, NativeMemo *memo);

#endif
