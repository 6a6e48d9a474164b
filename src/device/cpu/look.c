/* Telling what a loop task met: after each op on the precompiled tier, and
 * after a piece of work of the LLVM tier, whose kernels compute all ops at once.
 * If a sticky bit is set then, and some op may have set it that has not been
 * told at its line, the piece is computed again on tiles, for its errors alone.
 *
 * An update in place has overwritten what that would read. Where one op alone is
 * made of it, what the others did not meet was that op's; where several are, the
 * old elements are saved first, tile by tile. */
#include "loop.h"

#include <omp.h>

enum { UNKNOWN = LOOK_UNKNOWN };

unsigned look_seen(const LoopRun *run) {
    return run->task->watch ? __atomic_load_n(&run->task->watch->seen, __ATOMIC_RELAXED) : 0;
}

/* Calls for the value's node and its twins: the kinds that someone wants to know. */
static unsigned ask_wanted(const LoopRun *run, int32_t v) {
    const FloatWatch *watch = run->task->watch;
    const PlanTask *task = run->kernel->task;
    bool cast = task->values[v].kind == PLAN_CAST;
    unsigned kinds = watch->wanted(watch->user, &run->task->nodes[task->values[v].node], cast);
    for (int32_t i = 0; i < task->twin_count; i++)
        if (task->twins[i].value == v)
            kinds |= watch->wanted(watch->user, &run->task->nodes[task->twins[i].node], cast);
    return kinds;
}

/* The same, asked once in a run. */
static unsigned wanted_kinds(const LoopRun *run, int32_t v) {
    unsigned kinds = __atomic_load_n(&run->wanted[v], __ATOMIC_RELAXED);
    if (kinds != UNKNOWN) return kinds;
    kinds = ask_wanted(run, v);
    __atomic_store_n(&run->wanted[v], (uint8_t)kinds, __ATOMIC_RELAXED);
    return kinds;
}

static void tell_one(const LoopRun *run, int32_t v, int32_t n, unsigned kinds) {
    const FloatWatch *watch = run->task->watch;
    const Node *node = &run->task->nodes[n];
    bool cast = run->kernel->task->values[v].kind == PLAN_CAST;
    kinds &= watch->wanted(watch->user, node, cast);
    if (kinds) watch->tell(watch->user, node, cast, kinds);
}

static void tell(const LoopRun *run, int32_t v, unsigned kinds) {
    const PlanTask *task = run->kernel->task;
    tell_one(run, v, task->values[v].node, kinds);
    for (int32_t i = 0; i < task->twin_count; i++)
        if (task->twins[i].value == v) tell_one(run, v, task->twins[i].node, kinds);
    __atomic_store_n(&run->wanted[v], (uint8_t)UNKNOWN, __ATOMIC_RELAXED);
}

void look_instr(Worker *w, const CpuInstr *instr, int64_t n) {
    const LoopRun *run = w->run;
    const PlanValue *value = &run->kernel->task->values[instr->value];
    unsigned status = float_status_take(look_seen(run));
    if (instr->watch == WATCH_NOTHING || (instr->watch == WATCH_STATUS && !status)) return;
    if (instr->watch == WATCH_SCALAR &&
        (run->task->size > 1 || run->task->nodes[value->node].name != FLOAT_NAME_SCALAR))
        return;
    unsigned kinds = watch_look(run->cpu->kernels, value, w->at[instr->value], w->at[instr->src[0]],
                                w->at[instr->src[1]], n, status);
    w->found |= kinds;
    if (kinds) kinds &= wanted_kinds(run, instr->value);
    if (!kinds) return;
    tell(run, instr->value, kinds);
    w->told = true;
}

void look_reduction(const LoopRun *run, int32_t r) {
    unsigned status = float_status_take(look_seen(run));
    if (!status) return;
    const FloatWatch *watch = run->task->watch;
    const Node *node = &run->task->nodes[run->kernel->task->reductions[r].node];
    status &= float_reduce_kinds((ReduceOp)node->op, (ArrDtype)node->result);
    if (status) status &= watch->wanted(watch->user, node, false);
    if (status) watch->tell(watch->user, node, false, status);
}

/* --- after native work ------------------------------------------------------------ */

/* Vector functions set bits for nothing, and a look costs more than the loop. After so many looks in
 * vain the same bits are believed ever less often: at the 1st, 2nd, 4th, 8th ... time. */
enum { MOST_VAIN_LOOKS = 4 };

static bool is_vain(const LoopRun *run, unsigned status) {
    NativeMemo *memo = &((CpuKernel *)run->kernel)->native;
    if (__atomic_load_n(&memo->vain_looks, __ATOMIC_RELAXED) < MOST_VAIN_LOOKS) return false;
    if (status & ~__atomic_load_n(&memo->vain_kinds, __ATOMIC_RELAXED)) return false;
    uint64_t times = __atomic_add_fetch(&memo->vain_times, 1, __ATOMIC_RELAXED);
    return (times & (times - 1)) != 0;
}

bool look_skips(const Worker *w, const CpuInstr *instr) {
    const CpuKernel *kernel = w->run->kernel;
    return kernel->unknown[instr->value] && !kernel->saved_count;
}

bool look_allows(const LoopRun *run, const Native *native) {
    const CpuKernel *kernel = run->kernel;
    if (kernel->is_mute || (kernel->has_scalars && run->task->size == 1)) return false;
    return !kernel->saved_count || !native->streams || native->ndim == 1; /* tiles cut rows */
}

/* Might someone want to know of what the bits say? */
static bool is_wanted(const LoopRun *run, unsigned status) {
    const PlanTask *task = run->kernel->task;
    if (is_vain(run, status)) return false;
    for (int32_t v = 0; v < task->value_count; v++) {
        unsigned kinds;
        Watch watch = watch_of(&task->values[v], &kinds);
        if (watch == WATCH_STATUS) kinds &= status;
        else if (watch != WATCH_VALUES) kinds = 0;
        if (kinds && kinds & wanted_kinds(run, v)) return true;
    }
    return false;
}

/* Elements lo..lo+n-1 again, for their errors. */
static void look_again(Worker *w, int64_t lo, int64_t n) {
    bool watches = w->watches;
    w->looks = w->watches = true;
    tile_compute(w, lo, n);
    w->looks = false;
    w->watches = watches;
}

/* What known ops did not meet is the one unknown op's. */
static void tell_rest(const LoopRun *run, unsigned rest, bool *told) {
    const CpuKernel *kernel = run->kernel;
    unsigned kinds;
    if (kernel->unknown_op < 0 || kernel->saved_count) return;
    watch_of(&kernel->task->values[kernel->unknown_op], &kinds);
    rest &= kinds;
    if (rest) rest &= wanted_kinds(run, kernel->unknown_op);
    if (!rest) return;
    tell(run, kernel->unknown_op, rest);
    *told = true;
}

static void count_look(const LoopRun *run, unsigned status, bool told) {
    NativeMemo *memo = &((CpuKernel *)run->kernel)->native;
    if (told) return;
    __atomic_fetch_or(&memo->vain_kinds, status, __ATOMIC_RELAXED);
    __atomic_fetch_add(&memo->vain_looks, 1, __ATOMIC_RELAXED);
}

/* Where the operand of a tile that begins so many elements into a piece was saved. */
static char *saved_at(const Worker *w, int32_t v, int64_t beyond) {
    const CpuKernel *kernel = w->run->kernel;
    return w->saved + kernel->saved[v] * LOOK_SAVED_TILES * w->run->slot_bytes +
           beyond * dtype_info[kernel->task->values[v].dtype].itemsize;
}

char *look_saved(const Worker *w, int32_t v, int64_t lo) {
    return w->run->kernel->saved[v] < 0 ? NULL : saved_at(w, v, lo - w->saved_from);
}

/* Of a run that nobody would hear of, nothing is saved. */
static bool is_heard(const LoopRun *run) {
    const PlanTask *task = run->kernel->task;
    for (int32_t i = 0; i < task->node_count; i++)
        if (run->task->nodes[task->nodes[i]].errors) return true;
    return false;
}

static void save(Worker *w, int64_t lo, int64_t n) {
    const CpuKernel *kernel = w->run->kernel;
    w->saved_from = lo;
    for (int32_t i = 0; i < kernel->task->load_count && kernel->saved_count; i++) {
        int32_t v = kernel->task->loads[i];
        if (kernel->saved[v] >= 0)
            walk_gather(&w->run->loads[v], lo, n, saved_at(w, v, 0));
    }
}

static void run_tile(Worker *w, const Native *native, int64_t lo, int64_t n) {
    const LoopRun *run = w->run;
    save(w, lo, n);
    float_status_take(FLOAT_ALL);
    native_run(native, lo, n, w->tiles, run->slot_bytes);
    unsigned status = float_status_take(look_seen(run));
    if (!status || !is_wanted(run, status)) return;
    w->found = 0;
    w->told = false;
    for (int64_t at = lo; at < lo + n; at += run->tile)
        look_again(w, at, lo + n - at < run->tile ? lo + n - at : run->tile);
    tell_rest(run, status & ~w->found, &w->told);
    count_look(run, status, w->told);
}

void look_native_tile(Worker *w, int64_t lo, int64_t n) {
    run_tile(w, w->run->native, lo, n);
    worker_native_tiles(w);
}

unsigned look_native_share(const LoopRun *run, const Native *native, int k, int team) {
    if (run->kernel->saved_count && is_heard(run)) {
        Worker w = worker_begin(run, k);
        int64_t begin = run->task->begin, stop = run->task->end;
        int64_t end = native_cut(native, begin, stop, k + 1, team), n;
        int64_t most = run->tile * LOOK_SAVED_TILES;
        for (int64_t lo = native_cut(native, begin, stop, k, team); lo < end; lo += n) {
            n = end - lo < most ? end - lo : most;
            run_tile(&w, native, lo, n);
        }
        native_fence();
        return 0;
    }
    float_status_take(FLOAT_ALL);
    native_share(native, run->task->begin, run->task->end, run->cpu->limits.native_piece, k, team);
    return float_status_take(look_seen(run));
}

typedef struct Found {
    unsigned kinds;
    bool told;
} Found;

static Found look_share(const LoopRun *run, const Native *native, int k, int team) {
    Worker w = worker_begin(run, k);
    int64_t end = native_cut(native, run->task->begin, run->task->end, k + 1, team), n;
    for (int64_t lo = native_cut(native, run->task->begin, run->task->end, k, team); lo < end; lo += n) {
        n = end - lo < run->tile ? end - lo : run->tile;
        look_again(&w, lo, n);
    }
    return (Found){w.found, w.told};
}

void look_native(const LoopRun *run, const Native *native, unsigned status, int threads) {
    unsigned kinds = 0, told = 0;
    if (!is_wanted(run, status)) return;
#pragma omp parallel num_threads(threads) if (threads > 1) reduction(| : kinds, told)
    {
        Found found = look_share(run, native, threads > 1 ? omp_get_thread_num() : 0,
                                 threads > 1 ? omp_get_num_threads() : 1);
        kinds |= found.kinds;
        told |= found.told;
    }
    bool any = told;
    tell_rest(run, status & ~kinds, &any);
    count_look(run, status, any);
}
