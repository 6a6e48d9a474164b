/* A launch: blocks one after the other, the warps of a block by turns from barrier to barrier, both
 * in an order that CUDASIM_SEED changes, since a kernel may not depend on it. */
#include "warp.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint32_t __attribute__((may_alias)) word32;
typedef uint64_t __attribute__((may_alias)) word64;

static void *zeroed(size_t size) {
    void *bytes = calloc(size ? size : 1, 1);
    if (!bytes) abort(); /* a test program: there is nothing to save */
    return bytes;
}

/* --- registers that are the same for all blocks ------------------------------------------ */

static void fill(const Warp *warp, PtxSpecial special, uint32_t value) {
    int32_t offset = warp->launch->kernel->special[special];
    if (offset < 0) return;
    word32 *lanes = warp_register(warp, offset);
    for (int i = 0; i < PTX_LANES; i++) lanes[i] = value;
}

static void fill_lane(const Warp *warp, PtxSpecial special, int lane, uint32_t value) {
    int32_t offset = warp->launch->kernel->special[special];
    if (offset >= 0) ((word32 *)warp_register(warp, offset))[lane] = value;
}

static void fill_constants(const Warp *warp) {
    const PtxKernel *kernel = warp->launch->kernel;
    for (size_t i = 0; i < kernel->nconstants; i++) {
        const PtxConstant *constant = &kernel->constants[i];
        word64 *wide = warp_register(warp, constant->offset);
        word32 *narrow = warp_register(warp, constant->offset);
        for (int lane = 0; lane < PTX_LANES; lane++) {
            if (constant->wide) wide[lane] = constant->value;
            else narrow[lane] = (uint32_t)constant->value;
        }
    }
}

static void fill_specials(const Warp *warp) {
    const Launch *launch = warp->launch;
    for (int i = 0; i < 3; i++) {
        fill(warp, (PtxSpecial)(SPECIAL_NTID_X + i), launch->block[i]);
        fill(warp, (PtxSpecial)(SPECIAL_NCTAID_X + i), launch->grid[i]);
    }
    fill(warp, SPECIAL_WARPID, warp->number);
    fill(warp, SPECIAL_NWARPID, warp->block->nwarps);
    fill(warp, SPECIAL_SMID, 0);
    fill(warp, SPECIAL_NSMID, 1);
    fill(warp, SPECIAL_DYNAMIC_SMEM, launch->dynamic_shared);
    fill(warp, SPECIAL_TOTAL_SMEM, (uint32_t)warp->block->shared_size);
    for (int lane = 0; lane < PTX_LANES; lane++) {
        uint32_t thread = warp->first_thread + (uint32_t)lane, bit = 1u << lane;
        fill_lane(warp, SPECIAL_TID_X, lane, thread % launch->block[0]);
        fill_lane(warp, SPECIAL_TID_Y, lane, thread / launch->block[0] % launch->block[1]);
        fill_lane(warp, SPECIAL_TID_Z, lane, thread / launch->block[0] / launch->block[1]);
        fill_lane(warp, SPECIAL_LANEID, lane, (uint32_t)lane);
        fill_lane(warp, SPECIAL_LANEMASK_EQ, lane, bit);
        fill_lane(warp, SPECIAL_LANEMASK_LT, lane, bit - 1);
        fill_lane(warp, SPECIAL_LANEMASK_LE, lane, bit | (bit - 1));
        fill_lane(warp, SPECIAL_LANEMASK_GE, lane, ~(bit - 1));
        fill_lane(warp, SPECIAL_LANEMASK_GT, lane, ~(bit | (bit - 1)));
    }
}

static void open_warp(Block *block, uint32_t number) {
    Warp *warp = &block->warps[number];
    const PtxKernel *kernel = block->launch->kernel;
    warp->launch = block->launch;
    warp->block = block;
    warp->number = number;
    warp->first_thread = number * PTX_LANES;
    uint32_t left = block->nthreads - warp->first_thread;
    warp->all = left >= PTX_LANES ? FULL_MASK : (1u << left) - 1;
    warp->file = aligned_alloc(64, kernel->file_size ? kernel->file_size : 64);
    if (!warp->file) abort();
    memset(warp->file, 0, kernel->file_size);
    warp->local = zeroed(kernel->local_size * PTX_LANES);
    fill_constants(warp);
    fill_specials(warp);
}

/* --- shared memory ----------------------------------------------------------------------- */

static void open_shared(Block *block) {
    const PtxKernel *kernel = block->launch->kernel;
    block->shared_size = kernel->shared_size + block->launch->dynamic_shared;
    block->shared = zeroed(block->shared_size);
    block->valid = zeroed(block->shared_size / 8 + 1);
    block->known = zeroed(block->shared_size / 8 + 1);
    block->writers = zeroed(block->shared_size * sizeof(uint64_t));
    block->readers = zeroed(block->shared_size * sizeof(uint64_t));
    for (size_t i = 0; i < kernel->nshared; i++)
        bits_set(block->valid, kernel->shared_ranges[2 * i], kernel->shared_ranges[2 * i + 1]);
    bits_set(block->valid, kernel->shared_size, block->launch->dynamic_shared);
}

static void close_block(Block *block) {
    for (uint32_t i = 0; i < block->nwarps; i++) {
        free(block->warps[i].file);
        free(block->warps[i].local);
    }
    free(block->warps);
    free(block->shared);
    free(block->valid);
    free(block->known);
    free(block->writers);
    free(block->readers);
}

/* --- barriers ---------------------------------------------------------------------------- */

static const PtxOp *waiting_op(const Warp *warp) {
    return &warp->launch->kernel->ops[warp->barrier_place];
}

static uint32_t barrier_id(const Warp *warp) {
    const PtxOp *op = waiting_op(warp);
    return ((const word32 *)warp_register(warp, op->a))[0] & 15;
}

/* Everybody there goes on; what bar.red counts is theirs. */
static void release(Block *block, uint32_t id) {
    uint32_t votes = 0, threads = 0;
    for (uint32_t i = 0; i < block->nwarps; i++) {
        Warp *warp = &block->warps[i];
        if (warp->status != WARP_WAITS || barrier_id(warp) != id) continue;
        const PtxOp *op = waiting_op(warp);
        threads += (uint32_t)__builtin_popcount(warp->live);
        if (op->c >= 0)
            votes +=
                (uint32_t)__builtin_popcount(*(word32 *)warp_register(warp, op->c) & warp->live);
    }
    for (uint32_t i = 0; i < block->nwarps; i++) {
        Warp *warp = &block->warps[i];
        if (warp->status != WARP_WAITS || barrier_id(warp) != id) continue;
        const PtxOp *op = waiting_op(warp);
        word32 *d = op->d < 0 ? NULL : warp_register(warp, op->d);
        if (d && op->kind == KIND_POPC)
            for (int lane = 0; lane < PTX_LANES; lane++) d[lane] = votes;
        else if (d) *d = (op->kind == KIND_AND ? votes == threads : votes > 0) ? FULL_MASK : 0;
        warp->status = WARP_RUNS;
        warp->ngroups = 0;
        warp->stop = FULL_MASK;
        warp_group(warp, warp->barrier_place + 1, warp->live, GROUP_READY);
    }
}

/* Of all who wait at the barrier of `first`: whether that is all who should. */
static bool try_release(Block *block, Warp *first) {
    uint32_t id = barrier_id(first), arrived = 0, left = 0, elsewhere = 0;
    const PtxOp *op = waiting_op(first);
    uint32_t expected = op->b >= 0 ? ((const word32 *)warp_register(first, op->b))[0] : 0;
    const Warp *other = NULL;
    for (uint32_t i = 0; i < block->nwarps; i++) {
        Warp *warp = &block->warps[i];
        left += (uint32_t)__builtin_popcount(warp->all & ~warp->live);
        if (warp->status == WARP_WAITS && barrier_id(warp) == id) {
            arrived += (uint32_t)__builtin_popcount(warp->live);
            if (warp->barrier_place != first->barrier_place && !expected) other = warp;
        } else if (warp->status == WARP_WAITS) {
            elsewhere++;
        }
    }
    if (expected ? arrived < expected : elsewhere) return false;
    if (other) {
        warp_fault(first, op, __builtin_ctz(first->live), FAULT_DIVERGENT_BARRIER,
                   "warp %u waits here, warp %u at PTX line %u", first->number, other->number,
                   waiting_op(other)->line);
        warp_stop(first, LAUNCH_FAILED);
    } else if (left && !expected) {
        warp_fault(first, op, __builtin_ctz(first->live), FAULT_EARLY_EXIT,
                   "%u threads of the block have left before this barrier", left);
    }
    release(block, id);
    return true;
}

void block_barrier(Block *block) {
    Warp *stuck = NULL;
    for (uint32_t i = 0; i < block->nwarps; i++)
        if (block->warps[i].status == WARP_WAITS) {
            stuck = &block->warps[i];
            if (try_release(block, stuck)) {
                block->epoch++;
                for (uint32_t j = 0; j < block->nwarps; j++) block->warps[j].syncs = 0;
                return;
            }
        }
    if (!stuck) return;
    warp_fault(stuck, waiting_op(stuck), __builtin_ctz(stuck->live), FAULT_DEADLOCK,
               "warp %u waits for threads that never come", stuck->number);
    warp_stop(stuck, LAUNCH_FAILED);
}

/* --- blocks ------------------------------------------------------------------------------ */

static void start_warps(Block *block) {
    for (uint32_t i = 0; i < block->nwarps; i++) {
        Warp *warp = &block->warps[i];
        for (int j = 0; j < 3; j++) fill(warp, (PtxSpecial)(SPECIAL_CTAID_X + j), block->index[j]);
        warp->live = warp->all;
        warp->carry = 0;
        warp->ngroups = 0;
        warp->syncs = 0;
        warp->stop = FULL_MASK;
        warp->status = WARP_RUNS;
        warp_group(warp, 0, warp->all, GROUP_READY);
    }
    memset(block->known, 0, block->shared_size / 8 + 1);
    block->epoch++;
}

static void run_block(Block *block) {
    Launch *launch = block->launch;
    start_warps(block);
    for (bool waits = true; waits && launch->status == LAUNCH_OK;) {
        uint32_t first = (uint32_t)(sim_random() % block->nwarps);
        waits = false;
        for (uint32_t i = 0; i < block->nwarps && launch->status == LAUNCH_OK; i++) {
            Warp *warp = &block->warps[(i + first) % block->nwarps];
            if (warp->status == WARP_RUNS) warp_run(warp);
            waits |= warp->status == WARP_WAITS;
        }
        if (waits && launch->status == LAUNCH_OK) block_barrier(block);
    }
}

static void count_touched(Launch *launch) {
    for (Allocation *memory = launch->touched, *next; memory; memory = next) {
        next = memory->touched;
        memory->touched = NULL;
        memory->is_touched = false;
        if (!memory->known || memory->end_sector <= memory->first_sector) continue;
        if (launch->seen) launch->seen(launch->user, memory);
        size_t start = memory->first_sector / 8, bytes = (memory->end_sector + 7) / 8 - start;
        launch->counts.sectors_read += bits_count(memory->read_sectors + start, bytes);
        launch->counts.sectors_written += bits_count(memory->written_sectors + start, bytes);
        memset(memory->read_sectors + start, 0, bytes);
        memset(memory->written_sectors + start, 0, bytes);
    }
    launch->touched = NULL;
}

/* A step that visits every block once: prime to their number. */
static uint64_t odd_step(uint64_t count) {
    uint64_t step = sim_random() % count;
    for (; step < count; step++) {
        uint64_t a = step, b = count;
        while (b) {
            uint64_t rest = a % b;
            a = b;
            b = rest;
        }
        if (a == 1) return step;
    }
    return 1;
}

void launch_run(Launch *launch) {
    static uint64_t epoch = 1;
    Block block = {.launch = launch, .epoch = epoch};
    block.nthreads = launch->block[0] * launch->block[1] * launch->block[2];
    block.nwarps = (block.nthreads + PTX_LANES - 1) / PTX_LANES;
    block.warps = zeroed(block.nwarps * sizeof *block.warps);
    open_shared(&block);
    for (uint32_t i = 0; i < block.nwarps; i++) open_warp(&block, i);
    uint64_t count = (uint64_t)launch->grid[0] * launch->grid[1] * launch->grid[2];
    uint64_t step = odd_step(count), at = sim_random() % count;
    for (uint64_t i = 0; i < count && launch->status == LAUNCH_OK; i++) {
        block.index[0] = (uint32_t)(at % launch->grid[0]);
        block.index[1] = (uint32_t)(at / launch->grid[0] % launch->grid[1]);
        block.index[2] = (uint32_t)(at / launch->grid[0] / launch->grid[1]);
        run_block(&block);
        at = (at + step) % count;
    }
    launch->counts.launches = 1;
    launch->counts.instructions = block.instructions;
    count_touched(launch);
    epoch = block.epoch + 1;
    close_block(&block);
}
