/* A loop task as tier 0 runs it: a short program over tiles. Each op of the
 * program is one precompiled loop over a tile of elements that stays in the
 * cache; only loads and stores touch the arrays. */
#ifndef DEVICE_CPU_LOOP_H
#define DEVICE_CPU_LOOP_H

#include "cpu.h"
#include "native.h"

typedef enum InstrKind { INSTR_LOAD, INSTR_RANGE, INSTR_CAST, INSTR_OP } InstrKind;

typedef struct CpuInstr {
    uint8_t kind;
    bool copies;    /* INSTR_LOAD: always into the register */
    int32_t value;  /* defines it */
    int32_t slot;   /* register for the value */
    int32_t store;  /* plan store that may take the value in place of the register; -1 */
    int32_t src[3]; /* values; always valid: unused ones repeat the first */
    union {
        KernelLoop loop;
        KernelCast cast;
        KernelRange range;
    };
} CpuInstr;

/* A plan task compiled for tiles. */
typedef struct CpuKernel {
    const PlanTask *task;
    int32_t instr_count, slot_count, constant_count;
    CpuInstr *instrs;
    int32_t *constants;     /* values of kind PLAN_CONSTANT, */
    ArrConst *filled;       /* and what they were when last run */
    int64_t number;         /* no two of a device are equal */
    bool *stored_in_place;  /* per plan store: some instr's .store names it */
    int32_t itemsize;       /* widest value: registers have room for tile * itemsize */
    int64_t cycles;         /* estimated, per element */
    KernelReduce *reduce;   /* per plan reduction */
    KernelLoop *combine;
    NativeMemo native;      /* the LLVM tier's form of it */
    size_t bytes;           /* of this block */
} CpuKernel;

/* A kernel bound to one task's operands, shared by all threads. */
typedef struct LoopRun {
    CpuDevice *cpu;
    const CpuKernel *kernel;
    const LoopTask *task;
    Walk *loads;            /* per plan value */
    Walk *stores;           /* per plan store */
    int64_t tile;
    bool is_filled;         /* constants that are kernel->filled need not be written again */
    int64_t slot_bytes;
    int64_t worker_bytes;   /* scratch of one thread */
    char *workers;          /* scratch of all */
    char *partials;         /* reduce.c: one result per chunk and reduction */
    const Native *native;   /* makes the tiles instead of the instructions; or NULL */
} LoopRun;

/* One thread's registers. */
typedef struct Worker {
    const LoopRun *run;
    char *slots;
    char **at;              /* per plan value: where its current tile lies */
    bool *in_place;         /* per plan store: this tile was written in place */
    char *spare;            /* a register for reductions' use */
    char *tiles;            /* of run->native: a register per value that reductions read */
    char *identities;       /* a register per reduction, filled with its start value */
} Worker;

/* Scratch for thread k, its constants filled for tiles of up to run->tile. */
Worker worker_begin(const LoopRun *run, int k);
/* Elements lo..lo+n-1 of the domain, n <= run->tile; w->at[] then tells where
 * each value's tile lies. */
void tile_run(Worker *w, int64_t lo, int64_t n);

/* reduce.c: runs a task that has reductions; partials has room for
 * reduce_partial_bytes(task). */
int64_t reduce_partial_bytes(const LoopTask *task);
void reduce_run(LoopRun *run, int threads);

#endif
