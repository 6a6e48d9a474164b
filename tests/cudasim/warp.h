/* A warp: 32 threads that run one op together. Threads that went apart are groups; the group with
 * the least place runs, up to the place of the next one, where they meet. */
#ifndef CUDASIM_WARP_H
#define CUDASIM_WARP_H
#include "sim.h"

enum { FULL_MASK = 0xffffffffu };
typedef enum GroupState { GROUP_READY, GROUP_AT_SYNC, GROUP_AT_BARRIER } GroupState;

typedef struct Group {
    uint32_t place, mask;
    GroupState state;
} Group;

typedef enum WarpStatus { WARP_RUNS, WARP_WAITS, WARP_DONE } WarpStatus;

typedef struct Warp {
    Launch *launch;
    struct Block *block;
    uint8_t *file;  /* registers and constants */
    uint8_t *local; /* kernel->local_size for each lane */
    uint32_t number, first_thread;
    uint32_t all, live; /* lanes that exist; that have not left */
    uint32_t carry;
    Group groups[PTX_LANES];
    int ngroups;
    uint32_t place, active, stop; /* the group that runs */
    WarpStatus status;
    uint32_t barrier_place; /* where it waits */
    uint64_t syncs;         /* of the warp, since the block's last barrier */
    Allocation *last;       /* where global memory was used last */
} Warp;

typedef struct Block {
    Launch *launch;
    uint32_t index[3];
    Warp *warps;
    uint32_t nwarps, nthreads;
    uint8_t *shared; /* static variables, then the dynamic part */
    size_t shared_size;
    uint8_t *valid;    /* bits: bytes of a variable */
    uint8_t *known;    /* bits: bytes that were written */
    uint64_t *writers; /* of each byte: epoch and thread */
    uint64_t *readers;
    uint64_t epoch; /* of barriers; never twice the same */
    uint64_t instructions;
} Block;

void warp_run(Warp *warp); /* until it waits for the block, is done or failed */
void warp_group(Warp *warp, uint32_t place, uint32_t mask, GroupState state);
void warp_fault(Warp *warp, const PtxOp *op, int lane, Fault fault, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void warp_stop(Warp *warp, LaunchStatus status);

/* What an op means for memory; false where the launch is at its end. */
bool warp_load(Warp *warp, const PtxOp *op, uint32_t mask);
bool warp_store(Warp *warp, const PtxOp *op, uint32_t mask);
bool warp_atomic(Warp *warp, const PtxOp *op, uint32_t mask);

/* Lanes that may go on together, having met; 0: they wait. */
uint32_t warp_meet(Warp *warp, const PtxOp *op, uint32_t mask);
void warp_together(Warp *warp, const PtxOp *op, uint32_t mask);
/* When no group is ready: makes one ready (true), or says how the warp waits. */
bool warp_settle(Warp *warp);
void block_barrier(Block *block);
void warp_convert(Warp *warp, const PtxOp *op, uint32_t mask);

static inline void *warp_register(const Warp *warp, int32_t offset) {
    return warp->file + offset;
}

#endif
