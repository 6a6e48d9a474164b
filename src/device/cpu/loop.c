/* Loop tasks on tiles (see loop.h). */
#include "loop.h"

#include <omp.h>
#include <string.h>

/* --- compiling -------------------------------------------------------------- */

typedef struct Compiler {
    const CpuDevice *cpu;
    const PlanTask *task;
    const Node *nodes;
    CpuKernel *kernel;
    int32_t *last_use;  /* per value: the last value that reads it; value_count: stores do */
    int32_t *slot_of;   /* per value; -1: none yet */
    bool *slot_taken;
} Compiler;

static void find_last_uses(Compiler *c) {
    const PlanTask *task = c->task;
    for (int32_t v = 0; v < task->value_count; v++) c->last_use[v] = c->slot_of[v] = -1;
    for (int32_t s = 0; s < task->store_count; s++)
        c->last_use[task->stores[s].value] = task->value_count;
    for (int32_t r = 0; r < task->reduction_count; r++)
        c->last_use[task->reductions[r].value] = task->value_count;
    for (int32_t v = task->value_count - 1; v >= 0; v--)
        for (int k = 0; k < 3 && c->last_use[v] >= 0; k++) {
            int32_t src = task->values[v].src[k];
            if (src >= 0 && c->last_use[src] < v) c->last_use[src] = v;
        }
}

static int32_t take_slot(Compiler *c) {
    int32_t slot = 0;
    while (c->slot_taken[slot]) slot++;
    c->slot_taken[slot] = true;
    if (slot >= c->kernel->slot_count) c->kernel->slot_count = slot + 1;
    return slot;
}

/* After value `now`: registers of values that nobody reads any more. */
static void free_slot(Compiler *c, int32_t value, int32_t now) {
    if (value >= 0 && c->last_use[value] == now && c->slot_of[value] >= 0) {
        c->slot_taken[c->slot_of[value]] = false;
        c->slot_of[value] = -1;
    }
}

/* A store whose value may be computed right where it goes: no load of the
 * same store (unless it reads the old version) happens later in the tile. */
static int32_t store_in_place(const Compiler *c, int32_t value) {
    const PlanTask *task = c->task;
    for (int32_t s = 0; s < task->store_count; s++) {
        if (task->stores[s].value != value || c->kernel->stored_in_place[s]) continue;
        const Array *out = c->nodes[task->stores[s].node].out;
        if (out->dtype != task->values[value].dtype) continue;
        bool safe = true;
        for (int32_t i = 0; i < task->load_count; i++)
            if (c->last_use[task->loads[i]] > value && plan_overwrites(task, c->nodes, s, task->loads[i]))
                safe = false;
        if (!safe) continue;
        c->kernel->stored_in_place[s] = true;
        return s;
    }
    return -1;
}

/* Will a tile's result lie where some operand of the task lay? */
static bool is_loaded(const Compiler *c, int32_t s) {
    const PlanTask *task = c->task;
    for (int32_t i = 0; i < task->load_count; i++)
        if (plan_overwrites(task, c->nodes, s, task->loads[i])) return true;
    return false;
}

static void emit(Compiler *c, int32_t value, CpuInstr instr) {
    instr.value = value;
    instr.slot = c->slot_of[value] = take_slot(c);
    c->kernel->instrs[c->kernel->instr_count++] = instr;
}

/* Stores and reductions read at the tile's end: a load that a store of the
 * same task may have overwritten by then must be a copy. */
static bool is_overwritten(const Compiler *c, int32_t load) {
    for (int32_t s = 0; s < c->task->store_count; s++)
        if (plan_overwrites(c->task, c->nodes, s, load)) return true;
    return false;
}

/* Loads happen when their value is first needed. */
static void emit_load(Compiler *c, int32_t value) {
    if (value < 0 || c->task->values[value].kind != PLAN_LOAD || c->slot_of[value] >= 0) return;
    bool copies = c->last_use[value] == c->task->value_count &&
                  is_overwritten(c, value);
    emit(c, value, (CpuInstr){.kind = INSTR_LOAD, .store = -1, .copies = copies});
}

static void emit_value(Compiler *c, int32_t v) {
    const PlanValue *value = &c->task->values[v];
    const Kernels *kernels = c->cpu->kernels;
    unsigned kinds;
    Watch watch = watch_of(value, &kinds);
    CpuInstr instr = {.watch = (uint8_t)watch, .store = store_in_place(c, v)};
    int32_t any = value->kind == PLAN_RANGE ? 0 : value->src[0];
    for (int k = 0; k < 3; k++) {
        emit_load(c, value->src[k]);
        instr.src[k] = value->src[k] >= 0 ? value->src[k] : any;
    }
    if (value->kind == PLAN_RANGE) {
        instr.kind = INSTR_RANGE;
        instr.range = kernels->range[value->dtype];
    } else if (value->kind == PLAN_CAST) {
        instr.kind = INSTR_CAST;
        instr.cast = kernels->cast[value->loop][value->dtype];
    } else {
        instr.kind = INSTR_OP;
        instr.loop = kernels->loops[value->op][value->loop];
        c->kernel->cycles += op_info[value->op].cost;
    }
    bool overwrites = instr.store >= 0 && is_loaded(c, instr.store);
    if (overwrites && watch >= WATCH_VALUES) { /* its operands will be looked at */
        c->kernel->stored_in_place[instr.store] = false;
        instr.store = -1;
    }
    c->kernel->overwrites |= instr.store >= 0 && overwrites;
    c->kernel->has_values |= watch == WATCH_VALUES;
    c->kernel->has_scalars |= watch == WATCH_SCALAR;
    emit(c, v, instr);
    for (int k = 0; k < 3; k++) free_slot(c, value->src[k], v);
}

static void compile(Compiler *c) {
    const PlanTask *task = c->task;
    CpuKernel *kernel = c->kernel;
    find_last_uses(c);
    kernel->itemsize = 1;
    for (int32_t v = 0; v < task->value_count; v++) {
        const PlanValue *value = &task->values[v];
        int32_t size = dtype_info[value->dtype].itemsize;
        if (size > kernel->itemsize) kernel->itemsize = size;
        kernel->cycles += value->kind == PLAN_LOAD || value->kind == PLAN_CAST;
        if (value->kind == PLAN_CONSTANT)
            kernel->constants[kernel->constant_count++] = v;
        else if (value->kind != PLAN_LOAD && c->last_use[v] >= 0) /* else nobody reads it */
            emit_value(c, v);
    }
    for (int32_t s = 0; s < task->store_count; s++) emit_load(c, task->stores[s].value);
    for (int32_t r = 0; r < task->reduction_count; r++) {
        const Node *node = &c->nodes[task->reductions[r].node];
        emit_load(c, task->reductions[r].value);
        kernel->reduce[r] = c->cpu->kernels->reduce[node->op][node->result];
        kernel->combine[r] = c->cpu->kernels->loops[reduce_info[node->op].combine][node->result];
    }
    kernel->cycles += task->store_count + task->reduction_count;
}

/* Does the value leave the processor's bits alone, or say by them what it met? */
static bool is_plain(const PlanValue *value, Watch watch) {
    if (value->kind != PLAN_OP || watch == WATCH_STATUS) return watch != WATCH_VALUES;
    ArrayKind kind = dtype_info[value->loop].kind;
    return watch != WATCH_VALUES && kind != KIND_FLOAT && kind != KIND_COMPLEX;
}

/* Nothing that the LLVM tier leaves behind tells of it. */
static bool is_mute(const PlanValue *value, Watch watch) {
    if (watch != WATCH_VALUES) return false;
    if (value->kind == PLAN_CAST) return value->dtype == ARR_UINT64;
    return dtype_info[value->loop].kind == KIND_INT || dtype_info[value->loop].kind == KIND_UINT;
}

/* What the LLVM tier overwrites cannot be looked at afterwards: values that are
 * made of it are unknown then. If these are one plain op, what the others do not
 * explain is its doing; else what will be overwritten is saved. */
static void find_unknown(Compiler *c) {
    CpuKernel *kernel = c->kernel;
    int32_t ops = 0, overwritten = 0;
    bool only_plain = true;
    kernel->unknown_op = -1;
    for (int32_t v = 0; v < c->task->value_count; v++) {
        const PlanValue *value = &c->task->values[v];
        unsigned kinds;
        Watch watch = watch_of(value, &kinds);
        kernel->saved[v] = -1;
        if (value->kind == PLAN_LOAD && is_overwritten(c, v)) {
            kernel->unknown[v] = true;
            kernel->saved[v] = overwritten++;
        }
        for (int k = 0; k < 3; k++)
            kernel->unknown[v] |= value->src[k] >= 0 && kernel->unknown[value->src[k]];
        only_plain &= is_plain(value, watch);
        kernel->is_mute |= is_mute(value, watch);
        if (!kernel->unknown[v] || watch == WATCH_NOTHING) continue;
        kernel->unknown_op = v;
        ops++;
    }
    if (ops > 1 || !only_plain) kernel->saved_count = overwritten;
    for (int32_t v = 0; v < c->task->value_count && !kernel->saved_count; v++) kernel->saved[v] = -1;
}

/* Cuts the next count * size bytes, 8-aligned, off a block. */
static void *carve(char **block, int64_t count, size_t size) {
    void *p = *block;
    *block += ((size_t)count * size + 7) & ~(size_t)7;
    return p;
}

ArrStatus cpu_prepare(Device *device, const PlanTask *task, const Node *nodes, void **out) {
    Heap *heap = &device->base->heap;
    int64_t n = task->value_count + 1, s = task->store_count + 1, r = task->reduction_count + 1;
    size_t bytes = sizeof(CpuKernel) +
                   (size_t)n * (sizeof(CpuInstr) + sizeof(int32_t) + sizeof(ArrConst) +
                                sizeof(int32_t) + sizeof(bool)) +
                   (size_t)s + (size_t)r * (sizeof(KernelReduce) + sizeof(KernelLoop)) + 80;
    size_t work = (size_t)n * (2 * sizeof(int32_t) + 1) + 64;
    char *block = heap_alloc_zeroed(heap, bytes);
    char *scratch = heap_alloc_zeroed(heap, work);
    if (!block || !scratch) {
        heap_free(heap, block, bytes);
        heap_free(heap, scratch, work);
        return error_memory(device->base, (int64_t)(bytes + work), "a kernel");
    }
    char *at = block, *scratch_at = scratch;
    CpuKernel *kernel = carve(&at, 1, sizeof *kernel);
    kernel->task = task;
    kernel->bytes = bytes;
    kernel->instrs = carve(&at, n, sizeof *kernel->instrs);
    kernel->reduce = carve(&at, r, sizeof *kernel->reduce);
    kernel->combine = carve(&at, r, sizeof *kernel->combine);
    kernel->constants = carve(&at, n, sizeof *kernel->constants);
    kernel->filled = carve(&at, n, sizeof *kernel->filled);
    kernel->number = ++((CpuDevice *)device)->prepared;
    kernel->stored_in_place = carve(&at, s, 1);
    kernel->saved = carve(&at, n, sizeof *kernel->saved);
    kernel->unknown = carve(&at, n, sizeof *kernel->unknown);
    Compiler c = {.cpu = (const CpuDevice *)device, .task = task, .nodes = nodes, .kernel = kernel};
    c.last_use = carve(&scratch_at, n, sizeof *c.last_use);
    c.slot_of = carve(&scratch_at, n, sizeof *c.slot_of);
    c.slot_taken = carve(&scratch_at, n, 1);
    compile(&c);
    find_unknown(&c);
    heap_free(heap, scratch, work);
    *out = kernel;
    return ARR_OK;
}

void cpu_kernel_free(Device *device, void *p) {
    CpuKernel *kernel = p;
    native_forget(&device->base->heap, &kernel->native);
    heap_free(&device->base->heap, kernel, kernel->bytes);
}

/* --- tiles ------------------------------------------------------------------ */

enum { LINE = 64 };

static int64_t round_line(int64_t bytes) {
    return (bytes + LINE - 1) & ~(int64_t)(LINE - 1);
}

static void layout_workers(LoopRun *run) {
    const CpuKernel *kernel = run->kernel;
    const PlanTask *task = kernel->task;
    run->slot_bytes = round_line(run->tile * kernel->itemsize);
    run->worker_bytes = run->slot_bytes * (kernel->slot_count + kernel->constant_count +
                                            2 * task->reduction_count + 1 +
                                            LOOK_SAVED_TILES * kernel->saved_count) +
                        round_line(task->value_count * (int64_t)sizeof(char *)) +
                        round_line(task->store_count);
}

/* Repeats an item: each copy doubles what is there. */
static void fill(char *to, const void *item, int64_t size, int64_t bytes) {
    memcpy(to, item, (size_t)size);
    for (int64_t done = size; done < bytes; done *= 2)
        memcpy(to + done, to, (size_t)(done < bytes - done ? done : bytes - done));
}

void worker_native_tiles(Worker *w) {
    const PlanTask *task = w->run->kernel->task;
    for (int32_t r = 0; r < task->reduction_count; r++)
        w->at[task->reductions[r].value] = w->tiles + native_tile(task, r) * w->run->slot_bytes;
}

Worker worker_begin(const LoopRun *run, int k) {
    const CpuKernel *kernel = run->kernel;
    const PlanTask *task = kernel->task;
    char *at = run->workers + k * run->worker_bytes;
    Worker w = {.run = run, .slots = at};
    w.watches = kernel->overwrites || kernel->has_values ||
                (kernel->has_scalars && run->task->size == 1) ||
                __atomic_load_n(&kernel->noisy, __ATOMIC_RELAXED);
    if (w.watches) float_status_take(FLOAT_ALL); /* what others left */
    at += run->slot_bytes * kernel->slot_count;
    char *constants = at;
    at += run->slot_bytes * kernel->constant_count;
    w.spare = at;
    at += run->slot_bytes;
    w.identities = at;
    at += run->slot_bytes * task->reduction_count;
    w.tiles = at;
    at += run->slot_bytes * task->reduction_count;
    w.saved = at;
    at += run->slot_bytes * LOOK_SAVED_TILES * kernel->saved_count;
    w.at = (char **)(void *)at;
    w.in_place = (bool *)(at + round_line(task->value_count * (int64_t)sizeof(char *)));
    for (int32_t i = 0; i < kernel->constant_count; i++) {
        const PlanValue *value = &task->values[kernel->constants[i]];
        const ArrConst *constant = &run->task->nodes[value->node].constant[value->operand];
        int64_t size = dtype_info[value->dtype].itemsize;
        w.at[kernel->constants[i]] = constants;
        if (run->is_filled && memcmp(constant->bytes, kernel->filled[i].bytes, (size_t)size) == 0) {
            constants += run->slot_bytes;
            continue;
        }
        fill(constants, constant->bytes, size, run->tile * size);
        constants += run->slot_bytes;
    }
    for (int32_t s = 0; s < task->store_count; s++) w.in_place[s] = false;
    if (run->native) worker_native_tiles(&w);
    return w;
}

/* Where an instruction puts its result: straight into the array if its tile
 * lies there in one piece, else into its register. */
static char *destination(Worker *w, const CpuInstr *instr, int64_t lo, int64_t n) {
    const LoopRun *run = w->run;
    if (instr->store >= 0 && !w->looks) {
        char *direct = walk_direct(&run->stores[instr->store], lo, n);
        w->in_place[instr->store] = direct != NULL;
        if (direct) return direct;
    }
    return w->slots + instr->slot * run->slot_bytes;
}

static char *load_tile(Worker *w, const CpuInstr *instr, int64_t lo, int64_t n) {
    const Walk *walk = &w->run->loads[instr->value];
    char *saved = w->looks ? look_saved(w, instr->value, lo) : NULL;
    if (saved) return saved;
    char *direct = instr->copies ? NULL : walk_direct(walk, lo, n);
    if (direct) return direct;
    char *slot = w->slots + instr->slot * w->run->slot_bytes;
    walk_gather(walk, lo, n, slot);
    return slot;
}

void tile_compute(Worker *w, int64_t lo, int64_t n) {
    const LoopRun *run = w->run;
    const CpuKernel *kernel = run->kernel;
    const PlanTask *task = kernel->task;
    char **at = w->at;
    size_t count = (size_t)n;
    for (int32_t i = 0; i < kernel->instr_count; i++) {
        const CpuInstr *instr = &kernel->instrs[i];
        char *out;
        if (w->looks && look_skips(w, instr)) continue;
        switch ((InstrKind)instr->kind) {
        case INSTR_LOAD: out = load_tile(w, instr, lo, n); break;
        case INSTR_RANGE: {
            const ArrConst *constants = run->task->nodes[task->values[instr->value].node].constant;
            out = destination(w, instr, lo, n);
            instr->range(out, lo, constants[0].bytes, constants[1].bytes, count);
            break;
        }
        case INSTR_CAST:
            out = destination(w, instr, lo, n);
            instr->cast(out, at[instr->src[0]], count);
            break;
        default:
            out = destination(w, instr, lo, n);
            instr->loop(out, at[instr->src[0]], at[instr->src[1]], at[instr->src[2]], count);
            break;
        }
        at[instr->value] = out;
        if (w->watches && instr->kind >= INSTR_CAST) look_instr(w, instr, n);
    }
}

void tile_run(Worker *w, int64_t lo, int64_t n) {
    const LoopRun *run = w->run;
    const PlanTask *task = run->kernel->task;
    if (run->native) {
        look_native_tile(w, lo, n);
        return;
    }
    tile_compute(w, lo, n);
    if (!w->watches && float_status_take(look_seen(run))) { /* some op: again, and watch */
        w->watches = true;
        __atomic_store_n(&((CpuKernel *)run->kernel)->noisy, true, __ATOMIC_RELAXED);
        tile_compute(w, lo, n);
    }
    for (int32_t s = 0; s < task->store_count; s++)
        if (!w->in_place[s]) walk_scatter(&run->stores[s], lo, n, w->at[task->stores[s].value]);
}

/* --- running ---------------------------------------------------------------- */

/* The row length at which most operands' tiles lie in one piece; the whole
 * domain when all are contiguous. */
static int64_t common_row(const LoopRun *run) {
    const PlanTask *task = run->kernel->task;
    int64_t row = run->task->size;
    for (int32_t i = 0; i < task->load_count + task->store_count; i++) {
        const Walk *walk = i < task->load_count ? &run->loads[task->loads[i]]
                                                : &run->stores[i - task->load_count];
        int64_t own = walk->extents[walk->ndim - 1];
        if (walk->ndim > 1 && own < row && row % own == 0) row = own;
    }
    return row;
}

/* A domain cut to tiles that do not cross rows where rows are long. */
typedef struct Tiling {
    int64_t row, pieces, piece; /* each row in so many nearly equal pieces */
    int64_t first, total;       /* of the tiles: those that the task's range touches */
} Tiling;

static int64_t tile_of(const Tiling *t, int64_t element) {
    return element / t->row * t->pieces + element % t->row / t->piece;
}

static Tiling find_tiling(const LoopRun *run) {
    enum { SHORT_ROW = 64 };
    int64_t size = run->task->size;
    Tiling t = {.row = common_row(run)};
    if (t.row < SHORT_ROW) t.row = size;
    t.pieces = (t.row + run->tile - 1) / run->tile;
    t.piece = (t.row + t.pieces - 1) / t.pieces;
    t.first = tile_of(&t, run->task->begin);
    t.total = tile_of(&t, run->task->end - 1) + 1 - t.first;
    return t;
}

/* Thread k's stretch of the tiles. */
static void run_share(const LoopRun *run, const Tiling *t, int k, int team) {
    Worker w = worker_begin(run, k);
    int64_t begin = run->task->begin, limit = run->task->end;
    for (int64_t n = t->total * k / team; n < t->total * (k + 1) / team; n++) {
        int64_t i = t->first + n, row = i / t->pieces * t->row;
        int64_t lo = row + i % t->pieces * t->piece;
        int64_t end = i % t->pieces == t->pieces - 1 ? row + t->row : lo + t->piece;
        if (lo < begin) lo = begin;
        if (end > limit) end = limit;
        tile_run(&w, lo, end - lo);
    }
}

static void run_elementwise(const LoopRun *run, int threads) {
    Tiling tiling = find_tiling(run);
    if (threads == 1) { /* no parallel region: it costs more than a small task */
        run_share(run, &tiling, 0, 1);
        return;
    }
#pragma omp parallel num_threads(threads)
    run_share(run, &tiling, omp_get_thread_num(), omp_get_num_threads());
}

/* On the LLVM tier; what lies before the first aligned element, on this one. */
static void run_native(const LoopRun *run, const Native *native, int threads) {
    if (native->streams && native->first_aligned > 0) { /* begin is 0 */
        Worker w = worker_begin(run, 0);
        int64_t end = run->task->end;
        int64_t head = native->first_aligned < end ? native->first_aligned : end;
        for (int64_t lo = 0; lo < head; lo += run->tile)
            tile_run(&w, lo, head - lo < run->tile ? head - lo : run->tile);
    }
    unsigned status = 0;
    if (threads == 1) {
        status = look_native_share(run, native, 0, 1);
    } else {
#pragma omp parallel num_threads(threads) reduction(| : status)
        status |= look_native_share(run, native, omp_get_thread_num(), omp_get_num_threads());
    }
    if (status) look_native(run, native, status, threads);
}

static void bind_operand(const LoopTask *task, const TaskOperand *operand, int64_t itemsize,
                         Walk *walk) {
    walk_init(walk, operand->buffer->data + operand->offset, itemsize, task->ndim, task->extents,
              operand->strides);
}

static void bind(LoopRun *run) {
    const LoopTask *task = run->task;
    const PlanTask *plan = task->plan;
    for (int32_t i = 0; i < plan->load_count; i++) {
        int32_t v = plan->loads[i];
        bind_operand(task, &task->values[v], dtype_info[plan->values[v].dtype].itemsize,
                     &run->loads[v]);
    }
    for (int32_t s = 0; s < plan->store_count; s++)
        bind_operand(task, &task->stores[s],
                     dtype_info[plan->values[plan->stores[s].value].dtype].itemsize,
                     &run->stores[s]);
}

/* Loops of programs run the same small kernel again and again: its constants
 * stay where they are, unless other work takes the scratch. */
static void keep_filled(const LoopRun *run, int threads) {
    const CpuKernel *kernel = run->kernel;
    if (threads != 1 || kernel->task->reduction_count) return;
    for (int32_t i = 0; i < kernel->constant_count; i++) {
        const PlanValue *value = &kernel->task->values[kernel->constants[i]];
        kernel->filled[i] = run->task->nodes[value->node].constant[value->operand];
    }
    run->cpu->filled_for = kernel->number;
    run->cpu->filled_tile = run->tile;
}

ArrStatus cpu_run_loop(Device *device, const LoopTask *task) {
    CpuDevice *cpu = (CpuDevice *)device;
    const PlanTask *plan = task->plan;
    CpuKernel *kernel = plan->kernel;
    LoopRun run = {.cpu = cpu, .kernel = kernel, .task = task};
    run.tile = plan->reduction_count ? cpu->limits.reduce_tile : cpu->limits.tile;
    int64_t size = task->end - task->begin;
    if (run.tile > size) run.tile = size;
    layout_workers(&run);
    int threads = cpu_threads(cpu, size * run.kernel->cycles / 2);
    int64_t walks = plan->value_count + plan->store_count;
    int64_t walk_bytes = round_line(walks * (int64_t)sizeof(Walk));
    int64_t partial_bytes = plan->reduction_count ? round_line(reduce_partial_bytes(task)) : 0;
    int64_t native_size = cpu->jit ? round_line(native_bytes(task)) : 0;
    int64_t watched = plan->value_count + plan->reduction_count;
    int64_t bytes = walk_bytes + partial_bytes + threads * run.worker_bytes + native_size +
                    round_line(watched);
    run.is_filled = cpu->filled_for == kernel->number && cpu->filled_tile == run.tile &&
                    bytes <= cpu->scratch_size && threads == 1 && !plan->reduction_count;
    char *scratch = cpu_scratch(cpu, bytes);
    if (!scratch) return ARR_MEMORY;
    run.loads = (Walk *)(void *)scratch;
    run.stores = run.loads + plan->value_count;
    run.partials = scratch + walk_bytes;
    run.workers = run.partials + partial_bytes;
    run.wanted = (uint8_t *)(run.workers + threads * run.worker_bytes + native_size);
    for (int64_t i = 0; i < watched; i += LINE) memset(run.wanted + i, LOOK_UNKNOWN, LINE);
    bind(&run);
    Native native;
    bool is_native = cpu->jit && native_bind(cpu, task, &kernel->native, size * kernel->cycles,
                                             run.workers + threads * run.worker_bytes, &native);
    is_native = is_native && look_allows(&run, &native);
    if (plan->reduction_count) {
        run.native = is_native ? &native : NULL;
        reduce_run(&run, threads);
    } else if (is_native) {
        run_native(&run, &native, threads);
    } else {
        run_elementwise(&run, threads);
        keep_filled(&run, threads);
    }
    return ARR_OK;
}
