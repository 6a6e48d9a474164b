/* From a task to a native kernel's program and operands (see native.h). */
#include "native.h"

#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum {
    CONSTANT = 16,       /* bytes of one */
    VECTOR = 64,         /* what streamed rows are aligned to */
    MOST_OPERANDS = 128,
    SHORT_ROW = 16       /* shorter ones are left to the precompiled tiles */
};

/* Stores of more bytes than a cache level keeps go around it. */
static const int64_t STREAM_BYTES = 16 << 20;

/* --- programs ------------------------------------------------------------------ */

static bool is_copy(const PlanTask *plan, int32_t r) {
    for (int32_t q = 0; q < r; q++)
        if (plan->reductions[q].value == plan->reductions[r].value) return true;
    return false;
}

int native_tile(const PlanTask *plan, int32_t r) {
    int tile = 0;
    for (int32_t q = 0; plan->reductions[q].value != plan->reductions[r].value; q++)
        tile += !is_copy(plan, q);
    return tile;
}

static int count_tiles(const PlanTask *plan) {
    int tiles = 0;
    for (int32_t r = 0; r < plan->reduction_count; r++) tiles += !is_copy(plan, r);
    return tiles;
}

static int count_steps(const PlanTask *plan) {
    return plan->value_count + plan->store_count + count_tiles(plan);
}

static int count_operands(const PlanTask *plan) {
    int operands = plan->store_count + count_tiles(plan);
    for (int32_t v = 0; v < plan->value_count; v++) operands += plan->values[v].kind == PLAN_LOAD;
    return operands;
}

/* The other tier's loops are best where nothing is computed. */
static bool computes(const PlanTask *plan) {
    for (int32_t v = 0; v < plan->value_count; v++)
        if (plan->values[v].kind == PLAN_OP || plan->values[v].kind == PLAN_CAST ||
            plan->values[v].kind == PLAN_RANGE)
            return true;
    return false;
}

static JitStep value_step(const PlanValue *value) {
    static const uint8_t kinds[] = {[PLAN_LOAD] = JIT_LOAD,
                                    [PLAN_CONSTANT] = JIT_CONSTANT,
                                    [PLAN_RANGE] = JIT_RANGE,
                                    [PLAN_OP] = JIT_OP,
                                    [PLAN_CAST] = JIT_CAST};
    JitStep step = {.kind = kinds[value->kind], .dtype = value->dtype, .src = {-1, -1, -1}};
    if (value->kind == PLAN_OP) step.op = value->op;
    if (value->kind == PLAN_OP || value->kind == PLAN_CAST) {
        step.loop = value->loop;
        for (int k = 0; k < 3; k++) step.src[k] = (int16_t)value->src[k];
    }
    return step;
}

static JitStep store_step(const PlanTask *plan, int32_t value) {
    return (JitStep){.kind = JIT_STORE, .dtype = plan->values[value].dtype,
                     .src = {(int16_t)value, -1, -1}};
}

/* All but the access classes. */
static void fill_program(const PlanTask *plan, JitProgram *program) {
    JitStep *step = program->steps;
    for (int32_t v = 0; v < plan->value_count; v++) *step++ = value_step(&plan->values[v]);
    for (int32_t s = 0; s < plan->store_count; s++) *step++ = store_step(plan, plan->stores[s].value);
    for (int32_t r = 0; r < plan->reduction_count; r++)
        if (!is_copy(plan, r)) *step++ = store_step(plan, plan->reductions[r].value);
    program->step_count = (int32_t)(step - program->steps);
}

static bool make_program(CpuDevice *cpu, const PlanTask *plan, NativeMemo *memo) {
    if (memo->program) return true;
    size_t bytes = jit_program_bytes(count_steps(plan));
    memo->program = heap_alloc_zeroed(&cpu->device.base->heap, bytes);
    if (!memo->program) return false;
    memo->bytes = bytes;
    fill_program(plan, memo->program);
    memo->program->always = cpu->jit_always;
    return true;
}

void native_forget(Heap *heap, NativeMemo *memo) {
    heap_free(heap, memo->program, memo->bytes);
}

/* --- operands ------------------------------------------------------------------ */

typedef struct Binder {
    const LoopTask *task;
    Native *native;
} Binder;

static int64_t *stride_of(const Native *native, int axis, int operand) {
    return &native->strides[axis * native->operands + operand];
}

static void bind_operand(Binder *b, int k, const TaskOperand *operand) {
    const LoopTask *task = b->task;
    b->native->base[k] = operand->buffer->data + operand->offset;
    for (int i = 0; i < task->ndim; i++)
        *stride_of(b->native, i, k) = task->extents[i] == 1 ? 0 : operand->strides[i];
}

static void bind_tile(Binder *b, int k, int64_t itemsize) {
    for (int i = b->task->ndim - 1; i >= 0; i--) {
        *stride_of(b->native, i, k) = itemsize;
        itemsize *= b->task->extents[i];
    }
}

static bool joins(const Native *native, int outer, int inner, int64_t extent) {
    for (int k = 0; k < native->operands; k++)
        if (*stride_of(native, outer, k) != extent * *stride_of(native, inner, k)) return false;
    return true;
}

/* Axes of one element go, neighbours that all operands walk as one are one. */
static void join_axes(Binder *b) {
    Native *native = b->native;
    int last = -1;
    for (int i = 0; i < b->task->ndim; i++) {
        int64_t extent = b->task->extents[i];
        if (extent == 1) continue;
        if (last >= 0 && joins(native, last, i, extent)) {
            native->extents[last] *= extent;
        } else {
            native->extents[++last] = extent;
        }
        memmove(stride_of(native, last, 0), stride_of(native, i, 0),
                (size_t)native->operands * sizeof(int64_t));
    }
    native->ndim = last + 1;
    if (last >= 0) return;
    native->ndim = 1;
    native->extents[0] = 1;
    memset(native->strides, 0, (size_t)native->operands * sizeof(int64_t));
}

static void bind_operands(Binder *b) {
    const LoopTask *task = b->task;
    const PlanTask *plan = task->plan;
    char *constant = b->native->constants;
    int k = 0;
    for (int32_t v = 0; v < plan->value_count; v++) {
        const PlanValue *value = &plan->values[v];
        const ArrConst *constants = task->nodes[value->node].constant;
        if (value->kind == PLAN_LOAD) {
            bind_operand(b, k++, &task->values[v]);
        } else if (value->kind == PLAN_CONSTANT) {
            memcpy(constant, constants[value->operand].bytes, CONSTANT);
            constant += CONSTANT;
        } else if (value->kind == PLAN_RANGE) {
            memcpy(constant, constants[0].bytes, CONSTANT);
            memcpy(constant + CONSTANT, constants[1].bytes, CONSTANT);
            constant += 2 * CONSTANT;
        }
    }
    for (int32_t s = 0; s < plan->store_count; s++) bind_operand(b, k++, &task->stores[s]);
    for (int32_t r = 0; r < plan->reduction_count; r++)
        if (!is_copy(plan, r))
            bind_tile(b, k++, dtype_info[plan->values[plan->reductions[r].value].dtype].itemsize);
    join_axes(b);
}

static uint8_t access_class(int64_t stride, int64_t itemsize) {
    static const uint8_t classes[] = {JIT_SCALAR, JIT_UNIT, JIT_2, JIT_3, JIT_4};
    if (stride == -itemsize) return JIT_BACKWARD;
    for (int c = 0; c < 5; c++)
        if (stride == c * itemsize) return classes[c];
    return JIT_ANY;
}

/* Enters the access classes. *known: they are those of the memo's kernel. */
static bool classify(const Native *native, JitProgram *program, bool *known) {
    int k = 0;
    for (int32_t s = 0; s < program->step_count; s++) {
        JitStep *step = &program->steps[s];
        if (step->kind != JIT_LOAD && step->kind != JIT_STORE) continue;
        int64_t stride = *stride_of(native, native->ndim - 1, k++);
        uint8_t class = native->extents[native->ndim - 1] == 1
                            ? JIT_UNIT
                            : access_class(stride, dtype_info[step->dtype].itemsize);
        if (step->kind == JIT_STORE && class == JIT_SCALAR) return false;
        *known &= class == step->stride;
        step->stride = class;
    }
    return true;
}

/* --- streaming ------------------------------------------------------------------ */

/* Whether all stores' rows can begin aligned; then from which element on. */
static bool find_alignment(Native *native, const JitProgram *program) {
    int64_t first = -1;
    int k = 0;
    for (int32_t s = 0; s < program->step_count; s++) {
        const JitStep *step = &program->steps[s];
        k += step->kind == JIT_LOAD || step->kind == JIT_STORE;
        if (step->kind != JIT_STORE) continue;
        int64_t itemsize = dtype_info[step->dtype].itemsize;
        uintptr_t beyond = (uintptr_t)native->base[k - 1] % VECTOR;
        int64_t missing = (int64_t)(beyond ? VECTOR - beyond : 0);
        if (step->stride != JIT_UNIT || missing % itemsize) return false;
        if (native->ndim > 1 && missing) return false;
        for (int i = 0; i < native->ndim - 1; i++)
            if (*stride_of(native, i, k - 1) % VECTOR) return false;
        if (first >= 0 && first != missing / itemsize) return false;
        first = missing / itemsize;
    }
    native->first_aligned = first;
    return first >= 0;
}

static bool is_loaded(const LoopTask *task, const Buffer *buffer) {
    for (int32_t v = 0; v < task->plan->value_count; v++)
        if (task->plan->values[v].kind == PLAN_LOAD && task->values[v].buffer == buffer) return true;
    return false;
}

/* What was read is in the cache already: writing it there costs nothing more. */
static bool wants_streams(const CpuDevice *cpu, const LoopTask *task) {
    const PlanTask *plan = task->plan;
    int64_t bytes = 0;
    if (plan->reduction_count || plan->store_count == 0) return false;
    if (task->begin > 0 || task->end < task->size) return false; /* batches are read again soon */
    if (cpu->jit_always) return true;
    for (int32_t s = 0; s < plan->store_count; s++) {
        if (is_loaded(task, task->stores[s].buffer)) return false;
        bytes += task->size * dtype_info[plan->values[plan->stores[s].value].dtype].itemsize;
    }
    return bytes >= STREAM_BYTES;
}

/* --- binding --------------------------------------------------------------------- */

static void *carve(char **block, int64_t count, size_t size) {
    void *p = *block;
    *block += ((size_t)count * size + CONSTANT - 1) & ~(size_t)(CONSTANT - 1);
    return p;
}

static int axes(const LoopTask *task) {
    return task->ndim ? task->ndim : 1;
}

int64_t native_bytes(const LoopTask *task) {
    int64_t operands = count_operands(task->plan), n = axes(task);
    int64_t words = n + n * operands + operands + 2 * (2 * (int64_t)task->plan->value_count);
    return words * (int64_t)sizeof(int64_t) + 4 * CONSTANT;
}

static void lay_out(const LoopTask *task, char *scratch, Native *native) {
    int n = axes(task);
    *native = (Native){.operands = count_operands(task->plan), .tiles = count_tiles(task->plan)};
    native->constants = carve(&scratch, 2 * task->plan->value_count, CONSTANT);
    native->extents = carve(&scratch, n, sizeof(int64_t));
    native->strides = carve(&scratch, (int64_t)n * native->operands, sizeof(int64_t));
    native->base = carve(&scratch, native->operands, sizeof(char *));
}

/* One operation on arrays that lie side by side: the precompiled loop is all that LLVM would
 * make of it. */
static bool is_plain(const PlanTask *plan, const Native *native, const JitProgram *program) {
    int32_t made = plan->reduction_count;
    if (native->ndim > 1 || native->streams) return false;
    for (int32_t s = 0; s < program->step_count; s++) {
        const JitStep *step = &program->steps[s];
        bool moves = step->kind == JIT_LOAD || step->kind == JIT_STORE;
        if (moves && step->stride != JIT_UNIT && step->stride != JIT_SCALAR) return false;
        made += !moves && step->kind != JIT_CONSTANT;
    }
    return made < 2;
}

bool native_bind(CpuDevice *cpu, const LoopTask *task, NativeMemo *memo, int64_t cycles,
                 char *scratch, Native *native) {
    const PlanTask *plan = task->plan;
    bool known = memo->kernel != NULL;
    if (known && jit_is_refused(memo->kernel)) return false;
    if (!known && !cpu->jit_always) {
        memo->cycles += cycles;
        if (memo->cycles < cpu->limits.native_cycles) return false;
    }
    if (!computes(plan) || count_steps(plan) > JIT_MOST_STEPS || count_operands(plan) > MOST_OPERANDS)
        return false;
    if (!make_program(cpu, plan, memo)) return false;
    Binder b = {task, native};
    lay_out(task, scratch, native);
    bind_operands(&b);
    if (native->extents[native->ndim - 1] < SHORT_ROW && native->ndim > 1 && !cpu->jit_always)
        return false;
    if (!classify(native, memo->program, &known)) {
        memo->kernel = NULL;
        return false;
    }
    native->streams = wants_streams(cpu, task) && find_alignment(native, memo->program);
    known &= native->streams == memo->program->streams;
    memo->program->streams = native->streams;
    if (!known && !cpu->jit_always && is_plain(plan, native, memo->program)) {
        memo->kernel = NULL;
        return false;
    }
    if (!known) memo->kernel = jit_find(cpu->jit, memo->program);
    if (!memo->kernel) return false;
    native->function = jit_function(memo->kernel);
    return native->function != NULL;
}

/* --- running ---------------------------------------------------------------------- */

/* The digits of a linear index, and how many elements its row still has. */
static int64_t seek(const Native *native, int64_t index, int64_t *digits) {
    int last = native->ndim - 1;
    for (int i = last; i > 0; i--) {
        digits[i] = index % native->extents[i];
        index /= native->extents[i];
    }
    digits[0] = index;
    return native->extents[last] - digits[last];
}

void native_run(const Native *native, int64_t lo, int64_t n, char *tiles, int64_t tile_bytes) {
    char *at[MOST_OPERANDS];
    int64_t digits[ARR_MAX_NDIM];
    int last = native->ndim - 1, plain = native->operands - native->tiles;
    int64_t row = native->extents[last];
    const int64_t *inner = stride_of(native, last, 0);
    JitCall call = {.at = at, .inner = inner, .constants = native->constants, .pitch = row,
                    .outer = last ? stride_of(native, last - 1, 0) : inner};
    for (int64_t done = 0; done < n; done += call.n * call.rows) {
        int64_t left = seek(native, lo + done, digits), wanted = n - done;
        bool whole = left == row && wanted >= row && last > 0;
        call.first = lo + done;
        call.n = wanted < left ? wanted : left;
        call.rows = 1;
        if (whole) {
            int64_t below = native->extents[last - 1] - digits[last - 1];
            call.rows = wanted / row < below ? wanted / row : below;
        }
        for (int k = 0; k < plain; k++) {
            at[k] = native->base[k];
            for (int i = 0; i <= last; i++) at[k] += digits[i] * *stride_of(native, i, k);
        }
        for (int t = 0; t < native->tiles; t++)
            at[plain + t] = tiles + t * tile_bytes + done * *stride_of(native, last, plain + t);
        native->function(&call);
    }
}

void native_fence(void) {
#if defined(__x86_64__)
    _mm_sfence();
#endif
}

/* Streams need aligned cuts. */
int64_t native_cut(const Native *native, int64_t begin, int64_t end, int k, int team) {
    enum { GRAIN = 512 };
    int64_t grain = native->streams && native->ndim > 1 ? native->extents[native->ndim - 1] : GRAIN;
    int64_t first = begin + (native->streams ? native->first_aligned : 0);
    if (k == 0) return first < end ? first : end;
    int64_t at = first + (end - first) * k / team / grain * grain;
    return k == team || at > end ? end : at;
}

void native_share(const Native *native, int64_t begin, int64_t end, int64_t piece, int k,
                  int team) {
    int64_t lo = native_cut(native, begin, end, k, team);
    int64_t hi = native_cut(native, begin, end, k + 1, team);
    if (native->streams) piece = end;
    for (int64_t n; lo < hi; lo += n) {
        n = hi - lo < piece ? hi - lo : piece;
        native_run(native, lo, n, NULL, 0);
    }
    if (native->streams) native_fence();
}
