/* Loop tasks on the GPU: operands become words, the structure of their access
 * finds the kernel, and that is launched; nothing waits. What no kernel can be
 * made for runs on the CPU device (fallback.c). */
#include <string.h>
#include <xxhash.h>

#include "cuda.h"

enum { MOST_PASSES = 3 };

/* What is kept with a plan's task. */
typedef struct Memo {
    struct {
        CudaShape shape;    /* of the last run, */
        uint64_t watch;     /* hash of its CudaWatch, */
        CudaKernel *kernel; /* and its kernel */
    } last[MOST_PASSES];
    void *cpu_kernel; /* the CPU device's form, or NULL */
} Memo;

typedef struct Binder {
    CudaDevice *cuda;
    const LoopTask *task;
    CudaShape shape;
    CudaWatch watch;
    int operands;
    int ndim; /* after joining */
    int64_t extents[CUDA_MOST_NDIM];
    int64_t strides[CUDA_MOST_OPERANDS][CUDA_MOST_NDIM];
    const TaskOperand *operand[CUDA_MOST_OPERANDS];
    uint8_t dtypes[CUDA_MOST_OPERANDS];
    int64_t group_extents[CUDA_MOST_NDIM], group_steps[CUDA_MOST_NDIM];
    int64_t words[CUDA_MOST_WORDS];
    int at; /* words so far */
} Binder;

ArrStatus cuda_prepare(Device *device, const PlanTask *task, const Node *nodes, void **kernel) {
    (void)task, (void)nodes;
    Memo *memo = heap_alloc_zeroed(&device->base->heap, sizeof *memo);
    if (!memo) return error_memory(device->base, sizeof *memo, "a kernel");
    *kernel = memo;
    return ARR_OK;
}

void cuda_kernel_free(Device *device, void *p) {
    Memo *memo = p;
    Device *cpu = ((CudaDevice *)device)->cpu;
    if (memo->cpu_kernel) cpu->class->kernel_free(cpu, memo->cpu_kernel);
    heap_free(&device->base->heap, memo, sizeof *memo);
}

/* --- operands ------------------------------------------------------------------------- */

static void add_operand(Binder *b, const TaskOperand *operand, int dtype) {
    b->dtypes[b->operands] = (uint8_t)dtype;
    b->operand[b->operands++] = operand;
}

static bool collect_operands(Binder *b) {
    const PlanTask *plan = b->task->plan;
    int stores = b->shape.form == CUDA_LOOP ? plan->store_count : 0;
    if (plan->load_count + stores > CUDA_MOST_OPERANDS) return false;
    for (int32_t v = 0; v < plan->value_count; v++)
        if (plan->values[v].kind == PLAN_LOAD)
            add_operand(b, &b->task->values[v], plan->values[v].dtype);
    for (int s = 0; s < stores; s++)
        add_operand(b, &b->task->stores[s], plan->values[plan->stores[s].value].dtype);
    return true;
}

/* A GPU loads items at multiples of their size only; complex numbers by parts. */
static bool is_aligned(const Binder *b, int k) {
    const DtypeInfo *info = &dtype_info[b->dtypes[k]];
    int64_t part = info->kind == KIND_COMPLEX ? info->itemsize / 2 : info->itemsize;
    int64_t bits = b->operand[k]->offset;
    for (int i = 0; i < b->task->ndim; i++)
        if (b->task->extents[i] > 1) bits |= b->operand[k]->strides[i];
    return (bits & (part - 1)) == 0;
}

static bool joins(const Binder *b, int axis) {
    int last = b->ndim - 1;
    for (int k = 0; k < b->operands; k++)
        if (b->strides[k][last] != b->task->extents[axis] * b->operand[k]->strides[axis])
            return false;
    return true;
}

/* Axes of one element go, neighbours that all operands walk as one are one. */
static bool join_axes(Binder *b) {
    const LoopTask *task = b->task;
    b->ndim = 0;
    for (int i = 0; i < task->ndim; i++) {
        if (task->extents[i] == 1) continue;
        if (b->ndim && joins(b, i)) {
            b->extents[b->ndim - 1] *= task->extents[i];
        } else {
            if (b->ndim == CUDA_MOST_NDIM) return false;
            b->extents[b->ndim++] = task->extents[i];
        }
        for (int k = 0; k < b->operands; k++)
            b->strides[k][b->ndim - 1] = b->operand[k]->strides[i];
    }
    return true;
}

static void classify(Binder *b) {
    for (int k = 0; k < b->operands; k++) {
        bool moves = false;
        for (int d = 0; d < b->ndim; d++) moves |= b->strides[k][d] != 0;
        bool linear = b->ndim == 1 && b->strides[k][0] == dtype_info[b->dtypes[k]].itemsize;
        b->shape.access[k] = !moves ? CUDA_SCALAR : linear ? CUDA_LINEAR : CUDA_STRIDED;
    }
    b->shape.ndim = (uint8_t)b->ndim;
}

/* --- reductions -------------------------------------------------------------------------- */

/* The domain's axes joined into runs that are kept and reduced in turn, and the
 * form that follows. */
static bool find_groups(Binder *b) {
    const LoopTask *task = b->task;
    int64_t below = 1;
    bool kept[CUDA_MOST_NDIM];
    int count = 0;
    for (int i = 0; i < task->ndim; i++) {
        bool keeps = !(task->reduced >> i & 1);
        if (task->extents[i] == 1) continue;
        if (count && kept[count - 1] == keeps) {
            b->group_extents[count - 1] *= task->extents[i];
            continue;
        }
        if (count == CUDA_MOST_NDIM) return false;
        kept[count] = keeps;
        b->group_extents[count++] = task->extents[i];
    }
    if (count == 0) { /* one element */
        kept[0] = false;
        b->group_extents[count++] = 1;
    }
    for (int g = count - 1; g >= 0; g--) {
        b->group_steps[g] = below;
        below *= b->group_extents[g];
    }
    b->shape.group_count = (uint8_t)count;
    b->shape.first_kept = kept[0];
    if (kept[count - 1]) b->shape.part = CUDA_ALL;
    b->shape.form = b->shape.part == CUDA_OTHERS ? CUDA_TREE : CUDA_COLUMNS;
    return true;
}

/* How deep the tree over n elements is: the second half is never the smaller one. */
static int tree_depth(int64_t n, bool pairs) {
    int depth = 0;
    for (int64_t most = pairs ? 64 : 128; n > most; depth++)
        n -= pairs ? (n - n % 8) / 2 : n / 2 - n / 2 % 8;
    return depth;
}

static int64_t power_of_two(int64_t n) {
    int64_t power = 1;
    while (power < n) power *= 2;
    return power;
}

static bool counts_pairs(const LoopTask *task) {
    const PlanReduction *first = &task->plan->reductions[0];
    return dtype_info[task->nodes[first->node].result].kind == KIND_COMPLEX;
}

static void bind_reduction(Binder *b) {
    enum { WARP = 32, LANES = 8 };
    int64_t kept = 1, reduced = 1, last = b->shape.group_count - 1;
    for (int g = 0; g <= last; g++) {
        bool keeps = (g % 2 == 0) == (b->shape.first_kept != 0);
        if (keeps) kept *= b->group_extents[g];
        else if (g < last || b->shape.form == CUDA_COLUMNS) reduced *= b->group_extents[g];
    }
    int64_t run = b->shape.form == CUDA_TREE ? b->group_extents[last] : 1;
    int64_t chunks = (run + CUDA_CHUNK - 1) / CUDA_CHUNK, tail = run % CUDA_CHUNK;
    bool pairs = counts_pairs(b->task);
    int depth = tree_depth(run < CUDA_CHUNK ? run : CUDA_CHUNK, pairs);
    if (tree_depth(tail, pairs) > depth) depth = tree_depth(tail, pairs);
    int64_t group = power_of_two((int64_t)LANES << depth);
    if (group < WARP) group = WARP;
    if (group > CUDA_TREE_BLOCK) group = CUDA_TREE_BLOCK;
    b->words[WORD_SIZE] = kept;
    b->words[WORD_ITEMS] = reduced * chunks;
    b->words[WORD_RUN] = run;
    b->words[WORD_CHUNKS] = chunks;
    b->words[WORD_DEPTH] = depth;
    b->words[WORD_GROUP] = group;
    /* partial results where there are more pieces than results keep the device busy */
    b->words[WORD_SPLIT] = b->shape.form == CUDA_TREE && b->words[WORD_ITEMS] > 1 &&
                           kept < b->cuda->multiprocessors * 4;
}

/* --- words -------------------------------------------------------------------------------- */

static void add_word(Binder *b, int64_t word) {
    b->words[b->at++] = word;
}

static void add_constant(Binder *b, const ArrConst *constant, int dtype) {
    int64_t words[2] = {0};
    memcpy(words, constant->bytes, dtype_info[dtype].itemsize);
    add_word(b, words[0]);
    add_word(b, words[1]);
}

static void bind_operand(Binder *b, int k) {
    const TaskOperand *operand = b->operand[k];
    add_word(b, (int64_t)cuda_address(operand->buffer) + operand->offset);
    for (int d = 0; d < b->ndim && b->shape.access[k] == CUDA_STRIDED; d++)
        add_word(b, b->strides[k][d]);
}

/* In the order that emit.h gives. */
static void bind_words(Binder *b) {
    const LoopTask *task = b->task;
    const PlanTask *plan = task->plan;
    int k = 0;
    b->at = WORD_COUNT;
    for (int d = 0; d < b->ndim; d++) add_word(b, b->extents[d]);
    for (int g = 0; g < b->shape.group_count; g++) {
        add_word(b, b->group_extents[g]);
        add_word(b, b->group_steps[g]);
    }
    for (int32_t v = 0; v < plan->value_count; v++) {
        const PlanValue *value = &plan->values[v];
        const ArrConst *constants = task->nodes[value->node].constant;
        if (value->kind == PLAN_LOAD) {
            bind_operand(b, k++);
        } else if (value->kind == PLAN_CONSTANT) {
            add_constant(b, &constants[value->operand], value->dtype);
        } else if (value->kind == PLAN_RANGE) {
            add_constant(b, &constants[0], value->dtype);
            add_constant(b, &constants[1], value->dtype);
        }
    }
    while (k < b->operands) bind_operand(b, k++);
}

/* --- floating-point errors ------------------------------------------------------------------- */

/* The kinds that the node wants to know of. */
static unsigned wanted(const LoopTask *task, int32_t node) {
    return float_kinds_seen(task->nodes[node].errors);
}

static unsigned wanted_of(const LoopTask *task, int32_t v) {
    const PlanTask *plan = task->plan;
    unsigned kinds = wanted(task, plan->values[v].node);
    for (int32_t i = 0; i < plan->twin_count; i++)
        if (plan->twins[i].value == v) kinds |= wanted(task, plan->twins[i].node);
    return kinds;
}

/* Ints overflow aloud where they are scalars. */
static bool overflows_aloud(const LoopTask *task, const PlanValue *value) {
    ArrayKind kind = dtype_info[value->loop].kind;
    if (task->size != 1 || task->nodes[value->node].name != FLOAT_NAME_SCALAR) return false;
    if (kind != KIND_INT && kind != KIND_UINT) return false;
    return value->op == OP_ADD || value->op == OP_SUBTRACT || value->op == OP_MULTIPLY ||
           value->op == OP_NEGATIVE || value->op == OP_ABSOLUTE;
}

static unsigned value_kinds(const LoopTask *task, int32_t v) {
    const PlanValue *value = &task->plan->values[v];
    if (value->kind == PLAN_CAST)
        return float_cast_kinds((ArrDtype)value->loop, (ArrDtype)value->dtype) & wanted_of(task, v);
    if (value->kind != PLAN_OP) return 0;
    unsigned kinds = float_op_kinds((Op)value->op, (ArrDtype)value->loop);
    if (!kinds && overflows_aloud(task, value)) kinds = FLOAT_OVER | CUDA_WATCH_SCALAR;
    unsigned told = kinds & wanted_of(task, v);
    return told ? told | (kinds & CUDA_WATCH_SCALAR) : 0;
}

/* What nobody reads is not looked at. */
static void find_read(const PlanTask *plan, bool *read) {
    memset(read, 0, (size_t)plan->value_count);
    for (int32_t v = 0; v < plan->value_count; v++)
        for (int k = 0; k < 3; k++)
            if (plan->values[v].src[k] >= 0 && plan->values[v].kind >= PLAN_OP)
                read[plan->values[v].src[k]] = true;
    for (int32_t s = 0; s < plan->store_count; s++) read[plan->stores[s].value] = true;
    for (int32_t r = 0; r < plan->reduction_count; r++) read[plan->reductions[r].value] = true;
}

/* values: of a task with several passes, the first looks at its values. */
static void find_watch(Binder *b, bool values) {
    const LoopTask *task = b->task;
    const PlanTask *plan = task->plan;
    bool read[CUDA_MOST_WATCHED];
    b->watch.count = 0;
    memset(b->watch.kinds, 0, (size_t)(plan->value_count + plan->reduction_count));
    if (!task->watch) return;
    find_read(plan, read);
    for (int32_t v = 0; v < plan->value_count && values; v++)
        if (read[v]) b->watch.kinds[v] = (uint8_t)value_kinds(task, v);
    for (int32_t r = 0; r < plan->reduction_count && b->shape.form != CUDA_LOOP; r++) {
        const Node *node = &task->nodes[plan->reductions[r].node];
        unsigned kinds = float_reduce_kinds((ReduceOp)node->op, (ArrDtype)node->result);
        bool part = b->shape.part == CUDA_ALL ||
                    cuda_is_chain(plan, task->nodes, r) == (b->shape.part == CUDA_CHAINS);
        if (part)
            b->watch.kinds[plan->value_count + r] =
                (uint8_t)(kinds & float_kinds_seen(node->errors));
    }
    for (int32_t k = 0; k < plan->value_count + plan->reduction_count; k++)
        b->watch.count += b->watch.kinds[k] != 0;
}

/* --- kernels -------------------------------------------------------------------------------- */

static void write_text(void *user, Text *text) {
    const Binder *b = user;
    cuda_emit(b->task->plan, b->task->nodes, &b->shape, &b->watch, text);
}

/* The kernel of the task's structure, from the memo if that is the last one's. */
static ArrStatus find_kernel(Binder *b, Memo *memo, int pass, CudaKernel **kernel) {
    const PlanTask *plan = b->task->plan;
    uint64_t watch = XXH64(b->watch.kinds, (size_t)(plan->value_count + plan->reduction_count), 0);
    bool known = memo->last[pass].kernel && memo->last[pass].watch == watch &&
                 memcmp(&memo->last[pass].shape, &b->shape, sizeof b->shape) == 0;
    if (!known) {
        Text key = text_new(&b->cuda->device.base->heap);
        cuda_emit_key(b->task->plan, b->task->nodes, &b->shape, &b->watch, &key);
        memo->last[pass].kernel =
            key.failed ? NULL : cuda_kernel(b->cuda, text_string(&key), key.length, write_text, b);
        memo->last[pass].shape = b->shape;
        memo->last[pass].watch = watch;
        text_free(&key);
        if (!memo->last[pass].kernel) return error_memory(b->cuda->device.base, 1, "a kernel");
    }
    *kernel = memo->last[pass].kernel;
    return ARR_OK;
}

/* One pass of a task: its stores, or a part of its reductions, if the innermost axis
 * is reduced; else it is all. */
typedef struct Pass {
    CudaForm form;
    CudaPart part;
} Pass;

/* The structure of a pass, and what it watches; false: there can be no kernel for it. */
static bool find_structure(Binder *b, const Pass *passes, int pass) {
    enum { LONGEST_CHAIN = 1 << 16 }; /* of one thread; a thread of the CPU is faster */
    const LoopTask *task = b->task;
    CudaForm form = passes[pass].form;
    b->operands = 0;
    b->shape = (CudaShape){.form = (uint8_t)form, .part = (uint8_t)passes[pass].part};
    b->shape.wide = task->size >= INT32_MAX;
    if (!collect_operands(b)) return false;
    for (int k = 0; k < b->operands; k++)
        if (!is_aligned(b, k)) return false;
    if (!join_axes(b)) return false;
    classify(b);
    b->words[WORD_SIZE] = task->size;
    if (form != CUDA_LOOP) {
        if (!find_groups(b)) return false;
        bind_reduction(b);
        if (b->shape.part == CUDA_CHAINS && b->words[WORD_ITEMS] > LONGEST_CHAIN) return false;
    }
    if (cuda_word_count(task->plan, &b->shape) > CUDA_MOST_WORDS) return false;
    find_watch(b, pass == 0);
    return true;
}

/* The words of a pass of the task, and its kernel; *kernel NULL: there can be none. */
static ArrStatus bind(Binder *b, Memo *memo, const Pass *passes, int pass, CudaKernel **kernel) {
    *kernel = NULL;
    if (!find_structure(b, passes, pass)) return ARR_OK;
    bind_words(b);
    ArrStatus status = find_kernel(b, memo, pass, kernel);
    if (!status && (*kernel)->refused) *kernel = NULL;
    return status;
}

/* --- launches ----------------------------------------------------------------------------------
 */

static int64_t blocks_of(int64_t work, int64_t each) {
    return (work + each - 1) / each;
}

static CudaResult launch_loop(Binder *b, const CudaKernel *kernel) {
    return cuda_launch(b->cuda, kernel->main, blocks_of(b->task->size, CUDA_BLOCK), CUDA_BLOCK, 0,
                       b->words, b->at);
}

static CudaResult launch_tree(Binder *b, const CudaKernel *kernel) {
    int64_t group = b->words[WORD_GROUP], slots = (int64_t)1 << b->words[WORD_DEPTH];
    int64_t threads = group > CUDA_BLOCK ? group : CUDA_BLOCK, units = threads / group;
    int64_t total = b->words[WORD_SIZE] * (b->words[WORD_SPLIT] ? b->words[WORD_ITEMS] : 1);
    int64_t room = units * slots * (b->task->plan->reduction_count * CUDA_LEAF_BYTES + 1);
    CudaResult result =
        cuda_launch(b->cuda, kernel->main, blocks_of(total, units), (int)threads, room, b->words,
                    b->at);
    if (result || !b->words[WORD_SPLIT]) return result;
    return cuda_launch(b->cuda, kernel->fold, b->words[WORD_SIZE], CUDA_FOLD_BLOCK, 0, b->words,
                       b->at);
}

static ArrStatus run_reductions(Binder *b, const CudaKernel *kernel) {
    const PlanTask *plan = b->task->plan;
    Buffer *partials = NULL;
    int64_t pieces = b->words[WORD_SIZE] * b->words[WORD_ITEMS];
    if (b->words[WORD_SPLIT]) {
        int64_t bytes = pieces * plan->reduction_count * CUDA_LEAF_BYTES;
        if (cuda_scratch_new(b->cuda, bytes, &partials))
            return error_memory(b->cuda->device.base, bytes, "partial results");
    }
    for (int32_t r = 0; r < plan->reduction_count; r++) {
        const TaskOperand *out = &b->task->reductions[r];
        int64_t partial =
            partials ? (int64_t)cuda_address(partials) + r * pieces * CUDA_LEAF_BYTES : 0;
        add_word(b, (int64_t)cuda_address(out->buffer) + out->offset);
        add_word(b, partial);
    }
    CudaResult result;
    if (b->shape.form == CUDA_TREE) result = launch_tree(b, kernel);
    else
        result = cuda_launch(b->cuda, kernel->main, blocks_of(b->words[WORD_SIZE], CUDA_BLOCK),
                             CUDA_BLOCK, 0, b->words, b->at);
    if (partials) cuda_buffer_free(&b->cuda->device, partials);
    return cuda_check(b->cuda, result, "starting a kernel");
}

static int32_t count_chains(const LoopTask *task) {
    int32_t count = 0;
    for (int32_t r = 0; r < task->plan->reduction_count; r++)
        count += cuda_is_chain(task->plan, task->nodes, r);
    return count;
}

/* Reductions first: they read what the stores may change. */
static int find_passes(Binder *b, Pass *passes) {
    int count = 0;
    int32_t reductions = b->task->plan->reduction_count, chains = count_chains(b->task);
    if (reductions) {
        b->shape = (CudaShape){.part = chains < reductions ? CUDA_OTHERS : CUDA_CHAINS};
        bool columns = find_groups(b) && b->shape.part == CUDA_ALL;
        if (columns) passes[count++] = (Pass){CUDA_COLUMNS, CUDA_ALL};
        if (!columns && chains < reductions) passes[count++] = (Pass){CUDA_TREE, CUDA_OTHERS};
        if (!columns && chains) passes[count++] = (Pass){CUDA_COLUMNS, CUDA_CHAINS};
    }
    if (b->task->plan->store_count) passes[count++] = (Pass){CUDA_LOOP, CUDA_ALL};
    return count;
}

/* All kernels are had before the first of them starts, so that the CPU can still
 * do all of it. */
static ArrStatus run(Binder *b, Memo *memo) {
    Pass passes[MOST_PASSES];
    CudaKernel *kernel = NULL;
    ArrStatus status = ARR_OK;
    int count = find_passes(b, passes);
    for (int p = count - 1; p >= 0 && !status; p--) {
        status = bind(b, memo, passes, p, &kernel);
        if (!status && !kernel) return cuda_fall_back_loop(b->cuda, b->task, &memo->cpu_kernel);
    }
    for (int p = 0; p < count && !status; p++) {
        if (p > 0) status = bind(b, memo, passes, p, &kernel);
        if (status) break;
        b->words[WORD_FLAGS] = (int64_t)cuda_flags_of_loop(b->cuda, b->task, &b->watch);
        if (passes[p].form == CUDA_LOOP)
            status = cuda_check(b->cuda, launch_loop(b, kernel), "starting a kernel");
        else status = run_reductions(b, kernel);
    }
    return status;
}

void cuda_foresee(Device *device, const LoopTask *task) {
    Binder b = {.cuda = (CudaDevice *)device, .task = task};
    Pass passes[MOST_PASSES];
    int count = find_passes(&b, passes);
    for (int p = 0; p < count; p++) {
        Text key = text_new(&device->base->heap);
        if (find_structure(&b, passes, p)) {
            cuda_emit_key(task->plan, task->nodes, &b.shape, &b.watch, &key);
            if (!key.failed)
                cuda_foresee_kernel(b.cuda, text_string(&key), key.length, write_text, &b);
        }
        text_free(&key);
    }
}

/* For all operands in memory. */
static CudaResult each_buffer(CudaDevice *cuda, const LoopTask *task,
                              CudaResult (*visit)(CudaDevice *cuda, Buffer *buffer)) {
    const PlanTask *plan = task->plan;
    CudaResult result = 0, one = 0;
    int32_t count = plan->load_count + plan->store_count + plan->reduction_count;
    for (int32_t i = 0; i < count; i++) {
        int32_t s = i - plan->load_count, r = s - plan->store_count;
        one = visit(cuda, s < 0   ? task->values[plan->loads[i]].buffer
                          : r < 0 ? task->stores[s].buffer
                                  : task->reductions[r].buffer);
        if (!result) result = one;
    }
    return result;
}

static CudaResult take_up(CudaDevice *cuda, Buffer *buffer) {
    CudaResult result = cuda_hold(cuda, buffer);
    return result ? result : cuda_take_up(cuda, CUDA_COMPUTE, buffer);
}

static CudaResult note_used(CudaDevice *cuda, Buffer *buffer) {
    cuda_used(cuda, CUDA_COMPUTE, buffer);
    cuda_let_go(cuda, buffer);
    return 0;
}

/* Modes that any of its nodes has. */
static unsigned all_errors(const LoopTask *task) {
    unsigned modes = 0;
    for (int32_t i = 0; i < task->plan->node_count; i++)
        modes |= task->nodes[task->plan->nodes[i]].errors & FLOAT_RAISE_MODES;
    return modes;
}

ArrStatus cuda_run_loop(Device *device, const LoopTask *task) {
    CudaDevice *cuda = (CudaDevice *)device;
    Binder b = {.cuda = cuda, .task = task};
    ArrStatus status = cuda_enter(cuda);
    if (status) return status;
    CudaResult result = each_buffer(cuda, task, take_up);
    status = cuda_check(cuda, result, "waiting for a copy");
    if (!status) status = run(&b, task->plan->kernel);
    each_buffer(cuda, task, note_used);
    if (!status && task->watch) cuda_flags_stamp(cuda);
    if (!status && task->watch) cuda_settle_raised(cuda, all_errors(task));
    cuda_leave(cuda);
    return status;
}
