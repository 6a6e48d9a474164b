/* A loop task as tier 0 runs it: a short program over tiles. Each op of the
 * program is one precompiled loop over a tile of elements that stays in the
 * cache; only loads and stores touch the arrays. */
#ifndef DEVICE_CPU_LOOP_H
#define DEVICE_CPU_LOOP_H

#include "cpu.h"
#include "native.h"
#include "watch.h"

typedef enum InstrKind { INSTR_LOAD, INSTR_RANGE, INSTR_CAST, INSTR_OP } InstrKind;

typedef struct CpuInstr {
    uint8_t kind;
    bool copies;    /* INSTR_LOAD: always into the register */
    uint8_t watch;  /* Watch: how floating-point errors show */
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
    bool overwrites;        /* a tile cannot be computed again: it writes what it read */
    bool has_values;        /* some op is watched by its values, */
    bool has_scalars;       /* or if it is of scalars */
    bool is_mute;           /* native kernels would leave no sign of some error */
    int32_t saved_count;    /* loads that are saved before native kernels overwrite them, */
    int32_t *saved;         /* and which each plan value is; -1 */
    bool *unknown;          /* per plan value: made of a load that is overwritten */
    int32_t unknown_op;     /* if nothing is saved: the only such value that is watched; -1 */
    bool noisy;             /* a run met an error: the next one watches every op; atomic */
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
    uint8_t *wanted;        /* per plan value, then per reduction: kinds still to be told; atomic */
    const Native *native;   /* makes the tiles instead of the instructions; or NULL */
} LoopRun;

/* One thread's registers. */
typedef struct Worker {
    const LoopRun *run;
    bool looks;             /* a tile is computed for its errors alone: nothing is stored */
    bool told;              /* some error was, */
    unsigned found;         /* and kinds that were met, told or not */
    bool watches;           /* the sticky bits are read after every op, not after a tile */
    char *slots;
    char **at;              /* per plan value: where its current tile lies */
    bool *in_place;         /* per plan store: this tile was written in place */
    char *spare;            /* a register for reductions' use */
    char *tiles;            /* of run->native: a register per value that reductions read */
    char *saved;            /* of operands, before native kernels overwrite them: */
    int64_t saved_from;     /* from this element on */
    char *identities;       /* a register per reduction, filled with its start value */
} Worker;

/* Scratch for thread k, its constants filled for tiles of up to run->tile. */
Worker worker_begin(const LoopRun *run, int k);
/* Elements lo..lo+n-1 of the domain, n <= run->tile; w->at[] then tells where
 * each value's tile lies. */
void tile_run(Worker *w, int64_t lo, int64_t n);

/* tile_run() without the stores that are not in place. */
void tile_compute(Worker *w, int64_t lo, int64_t n);
/* Sets w->at[] of values that reductions read to the native kernel's tiles. */
void worker_native_tiles(Worker *w);

/* look.c: what a run met and somebody wants to know is told. */
enum { LOOK_UNKNOWN = 0xFF }; /* LoopRun.wanted: nobody asked yet */
/* A native kernel gets so many tiles at once whose operands are saved. */
enum { LOOK_SAVED_TILES = 4 };
/* The saved operand of a second look at a tile; NULL: it lies where it lay. */
char *look_saved(const Worker *w, int32_t v, int64_t lo);
/* The kinds that anybody wants. */
unsigned look_seen(const LoopRun *run);
/* After an op on a tile, and after a reduction's own work. */
void look_instr(Worker *w, const CpuInstr *instr, int64_t n);
void look_reduction(const LoopRun *run, int32_t r);
/* Whether a task may run on the LLVM tier, as far as its errors go. */
bool look_allows(const LoopRun *run, const Native *native);
/* A tile of run->native. */
void look_native_tile(Worker *w, int64_t lo, int64_t n);
/* Thread k's share on the LLVM tier; the sticky bits thereafter, which look_native() is given when
 * all threads have ended. */
unsigned look_native_share(const LoopRun *run, const Native *native, int k, int team);
void look_native(const LoopRun *run, const Native *native, unsigned status, int threads);
/* Whether an op of a second look reads what was overwritten. */
bool look_skips(const Worker *w, const CpuInstr *instr);

/* reduce.c: runs a task that has reductions; partials has room for
 * reduce_partial_bytes(task). */
int64_t reduce_partial_bytes(const LoopTask *task);
void reduce_run(LoopRun *run, int threads);

#endif
