/* What a kernel does to tell of floating-point errors: behind each operation that
 * may meet one, its bits (kernels/cuda_watch.h) go to a register of the thread,
 * and at the end to the words that the launch was given (flags.c). */
#include <math.h>

#include "emit.h"
#include "texts.h"

/* Where an op has an infinite value exactly. */
static const char *pole(int op) {
    switch (op) {
    case OP_DIVIDE:
    case OP_FLOOR_DIVIDE:
    case OP_REMAINDER: return "b == 0";
    case OP_RECIPROCAL:
    case OP_LOG:
    case OP_LOG2:
    case OP_LOG10:
    case OP_POWER: return "a == 0";
    case OP_LOG1P: return "a == -1";
    case OP_ARCTANH: return "a == 1 || a == -1";
    default: return "false";
    }
}

static void add_under(Text *out, int op) {
    switch (op) {
    case OP_MULTIPLY:
    case OP_SQUARE: text_adds(out, " | under_product(r, a, b)"); break;
    case OP_DIVIDE: text_adds(out, " | under_quotient(r, a, b)"); break;
    case OP_RECIPROCAL: text_adds(out, " | under_quotient(r, decltype(a)(1), a)"); break;
    case OP_EXP:
    case OP_EXP2: text_adds(out, " | under_result(r, true)"); break;
    case OP_POWER: text_adds(out, " | under_result(r, a != 0 && !odd_inf(a))"); break;
    default: text_adds(out, " | under_result(r, false)"); break;
    }
}

static void add_float(Text *out, int op, bool pairs, unsigned kinds) {
    bool parts = op == OP_ADD || op == OP_SUBTRACT || op == OP_MULTIPLY;
    if (parts) text_addf(out, "met_%s(r, a, b)", cuda_op_name(op));
    else if (pairs && op == OP_SQUARE) text_adds(out, "met_MULTIPLY(r, a, a)");
    else if (op == OP_NEXTAFTER) text_adds(out, "met_next(r, a, b)");
    else text_addf(out, "met(r, a, b, %s)", pole(op));
    bool plain = op == OP_MULTIPLY || op == OP_SQUARE;
    if (kinds & FLOAT_UNDER && (!pairs || plain)) add_under(out, op);
}

static void add_int(Text *out, int op, unsigned kinds) {
    if (kinds & CUDA_WATCH_SCALAR) text_addf(out, "over_%s(r, a, b)", cuda_op_name(op));
    else if (op == OP_RECIPROCAL) text_adds(out, "a == 0 ? MET_DIVIDE | MET_INVALID : 0");
    else text_addf(out, "met_quotient(a, b, %s)", op == OP_FLOOR_DIVIDE ? "true" : "false");
}

/* Floats become ints by way of the int type that the processor converts to: the
 * least number that it takes, and the first that it does not (device/cpu/watch.c). */
static void add_cast(Text *out, int from, int to) {
    ArrayKind kind = dtype_info[to].kind;
    if (kind == KIND_FLOAT || kind == KIND_COMPLEX) {
        text_adds(out, "met_narrow(r, a)");
        return;
    }
    bool wide = from == ARR_FLOAT64 || from == ARR_COMPLEX128;
    bool long_int = to == ARR_INT64 || to == ARR_UINT32 || to == ARR_UINT64;
    double low = long_int ? -0x1p63 : wide ? nextafter(-0x1p31 - 1, 0) : -0x1p31;
    double end = to == ARR_UINT64 ? 0x1p64 : long_int ? 0x1p63 : 0x1p31;
    const char *type = wide ? "double" : "float";
    text_addf(out, "met_cast(a, (%s)%.17g, (%s)%.17g)", type, low, type, end);
}

/* The bits that an operation met, as an expression over r, a and b. */
static void add_kinds(Text *out, const PlanValue *value, unsigned kinds) {
    ArrayKind kind = dtype_info[value->loop].kind;
    if (value->kind == PLAN_CAST) add_cast(out, value->loop, value->dtype);
    else if (kind == KIND_FLOAT || kind == KIND_COMPLEX)
        add_float(out, value->op, kind == KIND_COMPLEX, kinds);
    else add_int(out, value->op, kinds);
}

static void add_function(Text *out, const char *name, int32_t number, const PlanValue *value,
                         unsigned kinds) {
    const char *operand = cuda_type(value->loop);
    text_addf(out, "static inline unsigned %s%d(const %s r, const %s a, const %s b) {\n  return (",
              name, number, cuda_type(value->dtype), operand, operand);
    add_kinds(out, value, kinds);
    text_addf(out, ") & %uu;\n}\n", kinds & FLOAT_ALL);
}

/* "watch3(r, a, b)" for values, "watch_reduction0" for reductions. */
void cuda_emit_watch_functions(const PlanTask *task, const Node *nodes, const CudaWatch *watch,
                               Text *out) {
    text_adds(out, "#include \"cuda_watch.h\"\n");
    for (int32_t v = 0; v < task->value_count; v++)
        if (watch->kinds[v]) add_function(out, "watch", v, &task->values[v], watch->kinds[v]);
    for (int32_t r = 0; r < task->reduction_count; r++) {
        const Node *node = &nodes[task->reductions[r].node];
        unsigned kinds = watch->kinds[task->value_count + r];
        PlanValue combine = {.kind = PLAN_OP,
                             .op = (uint16_t)reduce_info[node->op].combine,
                             .loop = node->result,
                             .dtype = node->result};
        if (kinds) add_function(out, "watch_reduction", r, &combine, kinds);
    }
}

void cuda_emit_watch_op(int op, int dtype, unsigned kinds, Text *out) {
    PlanValue join = {.kind = PLAN_OP, .op = (uint16_t)op, .loop = (uint8_t)dtype, .dtype = (uint8_t)dtype};
    add_function(out, "watch_join", 0, &join, kinds);
}

int cuda_watch_words(const CudaWatch *watch) {
    return (watch->count + CUDA_WATCHED_PER_WORD - 1) / CUDA_WATCHED_PER_WORD;
}

/* Which of the watched ones an entry is. */
int cuda_watch_place(const CudaWatch *watch, int32_t entry) {
    int place = 0;
    for (int32_t k = 0; k < entry; k++) place += watch->kinds[k] != 0;
    return place;
}

void cuda_emit_watch_value(const PlanTask *task, const CudaWatch *watch, int32_t v, Text *out) {
    const PlanValue *value = &task->values[v];
    int place = cuda_watch_place(watch, v), second = value->src[0];
    if (value->kind == PLAN_OP && op_info[value->op].arity > 1) second = value->src[1];
    text_addf(out, "  met%d |= watch%d(v%d, v%d, v%d) << %d;\n", place / CUDA_WATCHED_PER_WORD, v,
              v, value->src[0], second, 4 * (place % CUDA_WATCHED_PER_WORD));
}

void cuda_emit_watch_words(const CudaWatch *watch, CudaWatchText what, Text *out) {
    for (int k = 0; k < cuda_watch_words(watch); k++) {
        if (what == CUDA_WATCH_DECLARE) text_addf(out, " unsigned met%d = 0;\n", k);
        else if (what == CUDA_WATCH_PARAMETER) text_addf(out, ", unsigned &met%d", k);
        else if (what == CUDA_WATCH_ARGUMENT) text_addf(out, ", met%d", k);
        else text_addf(out, " tell_met(a.w[%d], %du, met%d);\n", WORD_FLAGS, k, k);
    }
}
