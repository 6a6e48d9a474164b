/* CUDA C++ of a loop task (see emit.h). Ops are functions made of the texts of
 * ops.def, so that an op is one row for all devices. Loads stand before ops and
 * these before stores: what a task writes and reads again are the same elements. */
#include "emit.h"

#include <stdio.h>
#include <string.h>

#include "texts.h"

typedef struct Emitter {
    const PlanTask *task;
    const Node *nodes;
    const CudaShape *shape;
    const CudaWatch *watch;
    Text *out;
} Emitter;

/* --- the words ------------------------------------------------------------------- */

static int operand_words(const CudaShape *shape, int k) {
    return shape->access[k] == CUDA_STRIDED ? 1 + shape->ndim : 1;
}

int cuda_value_words(const CudaShape *shape) {
    return WORD_COUNT + shape->ndim + 2 * shape->group_count;
}

static int group_words(const CudaShape *shape) {
    return WORD_COUNT + shape->ndim;
}

int cuda_reduction_words(const PlanTask *task, const CudaShape *shape) {
    int words = cuda_value_words(shape), k = 0;
    for (int32_t v = 0; v < task->value_count; v++) {
        int kind = task->values[v].kind;
        if (kind == PLAN_LOAD) words += operand_words(shape, k++);
        else words += kind == PLAN_CONSTANT ? 2 : kind == PLAN_RANGE ? 4 : 0;
    }
    for (int32_t s = 0; s < task->store_count && shape->form == CUDA_LOOP; s++)
        words += operand_words(shape, k++);
    return words;
}

int cuda_word_count(const PlanTask *task, const CudaShape *shape) {
    int reductions = shape->form == CUDA_LOOP ? 0 : task->reduction_count;
    return cuda_reduction_words(task, shape) + 2 * reductions;
}

/* --- functions ------------------------------------------------------------------- */

static const Node *reduction_node(const Emitter *e, int32_t r) {
    return &e->nodes[e->task->reductions[r].node];
}

static int reduction_dtype(const Emitter *e, int32_t r) {
    return reduction_node(e, r)->result;
}

bool cuda_is_chain(const PlanTask *task, const Node *nodes, int32_t r) {
    const Node *node = &nodes[task->reductions[r].node];
    return reduce_info[node->op].chain && dtype_info[node->result].kind >= KIND_FLOAT;
}

static bool is_part(const Emitter *e, int32_t r) {
    if (e->shape->part == CUDA_ALL) return true;
    return cuda_is_chain(e->task, e->nodes, r) == (e->shape->part == CUDA_CHAINS);
}

static int reduction_op(const Emitter *e, int32_t r) {
    return (int)reduce_info[reduction_node(e, r)->op].combine;
}

/* The unsigned type in which sums and products of ints wrap, as all devices have it;
 * NULL: not such an op. CUDA C++ takes signed ones for numbers that never do. */
static const char *wrapping_type(int op, int dtype) {
    ArrayKind kind = dtype_info[dtype].kind;
    if (kind != KIND_INT && kind != KIND_UINT) return NULL;
    if (op != OP_ADD && op != OP_SUBTRACT && op != OP_MULTIPLY && op != OP_NEGATIVE &&
        op != OP_SQUARE)
        return NULL;
    return dtype_info[dtype].itemsize == 8 ? "uint64_t" : "uint32_t";
}

void cuda_emit_op(int op, int dtype, Text *out) {
    static const char *const names = "abc";
    const char *type = cuda_type(dtype), *result = cuda_result_type(op, dtype);
    const char *wraps = wrapping_type(op, dtype);
    text_addf(out, "static inline %s op_%s_%s(", result, cuda_op_name(op), cuda_type_name(dtype));
    for (int k = 0; k < op_info[op].arity; k++) {
        bool condition = op_info[op].rule == RULE_SELECT && k == 0;
        text_addf(out, "%s%s %s%c", k ? ", " : "", condition ? "uint8_t" : type, wraps ? "own_" : "",
                  names[k]);
    }
    text_adds(out, ") { ");
    for (int k = 0; k < op_info[op].arity && wraps; k++)
        text_addf(out, "const %s %c = own_%c; ", wraps, names[k], names[k]);
    text_addf(out, "return (%s)%s; }\n", result, cuda_op_text(op, dtype));
}

static void emit_function(const Emitter *e, const PlanValue *value) {
    if (value->kind == PLAN_OP) {
        cuda_emit_op(value->op, value->loop, e->out);
    } else if (value->kind == PLAN_CAST) {
        text_addf(e->out, "static inline %s cast_%s_%s(%s x) { return %s; }\n",
                  cuda_type(value->dtype), cuda_type_name(value->loop),
                  cuda_type_name(value->dtype), cuda_type(value->loop),
                  cuda_cast_text(value->loop, value->dtype));
    } else if (value->kind == PLAN_RANGE) {
        const char *type = cuda_type(value->dtype);
        text_addf(e->out, "static inline %s range_%s(%s k, %s start, %s step) { return %s; }\n",
                  type, cuda_type_name(value->dtype), cuda_count_type(value->dtype), type, type,
                  cuda_range_text(value->dtype));
    }
}

static bool same_function(const PlanValue *a, const PlanValue *b) {
    if (a->kind != b->kind || a->kind == PLAN_LOAD || a->kind == PLAN_CONSTANT) return false;
    if (a->kind == PLAN_OP) return a->op == b->op && a->loop == b->loop;
    return a->dtype == b->dtype && (a->kind == PLAN_RANGE || a->loop == b->loop);
}

/* Each function once: ops of the values, then those that join partial results. */
static void emit_functions(const Emitter *e) {
    const PlanTask *task = e->task;
    for (int32_t v = 0; v < task->value_count; v++) {
        bool seen = false;
        for (int32_t w = 0; w < v && !seen; w++)
            seen = same_function(&task->values[v], &task->values[w]);
        if (!seen) emit_function(e, &task->values[v]);
    }
    for (int32_t r = 0; r < task->reduction_count && e->shape->form != CUDA_LOOP; r++) {
        if (!is_part(e, r)) continue;
        PlanValue combine = {.kind = PLAN_OP,
                             .op = (uint16_t)reduction_op(e, r),
                             .loop = (uint8_t)reduction_dtype(e, r)};
        bool seen = false;
        for (int32_t v = 0; v < task->value_count && !seen; v++)
            seen = same_function(&task->values[v], &combine);
        for (int32_t q = 0; q < r && !seen; q++)
            seen = is_part(e, q) && reduction_op(e, q) == combine.op && reduction_dtype(e, q) == combine.loop;
        if (!seen) cuda_emit_op(combine.op, combine.loop, e->out);
    }
}

/* --- elements ---------------------------------------------------------------------- */

static bool has_strided(const Emitter *e) {
    return memchr(e->shape->access, CUDA_STRIDED, sizeof e->shape->access) != NULL;
}

/* d0, d1, ...: the digits of the element's linear index i. */
static void emit_digits(const Emitter *e) {
    int ndim = e->shape->ndim;
    if (!has_strided(e)) return;
    text_adds(e->out, "  Index rest = i;\n");
    for (int d = ndim - 1; d > 0; d--)
        text_addf(e->out, "  const Index d%d = rest %% (Index)a.w[%d]; rest /= (Index)a.w[%d];\n",
                  d, WORD_COUNT + d, WORD_COUNT + d);
    if (ndim) text_adds(e->out, "  const Index d0 = rest;\n");
}

/* The address of operand k's element, as an expression. */
static void emit_address(const Emitter *e, int k, int word, const char *type) {
    int access = e->shape->access[k];
    text_addf(e->out, "(%s *)(a.w[%d]", type, word);
    if (access == CUDA_LINEAR) text_addf(e->out, " + (long long)i * (long long)sizeof(%s)", type);
    for (int d = 0; d < e->shape->ndim && access == CUDA_STRIDED; d++)
        text_addf(e->out, " + (long long)d%d * a.w[%d]", d, word + 1 + d);
    text_addc(e->out, ')');
}

static void emit_operation(const Emitter *e, int32_t v, int word) {
    const PlanValue *value = &e->task->values[v];
    const char *type = cuda_type(value->dtype), *name = cuda_type_name(value->dtype);
    text_addf(e->out, "  const %s v%d = ", type, v);
    if (value->kind == PLAN_CONSTANT) {
        text_addf(e->out, "from_words<%s>(a.w[%d], a.w[%d])", type, word, word + 1);
    } else if (value->kind == PLAN_RANGE) {
        text_addf(e->out,
                  "range_%s((%s)(long long)i, from_words<%s>(a.w[%d], a.w[%d]), "
                  "from_words<%s>(a.w[%d], a.w[%d]))",
                  name, cuda_count_type(value->dtype), type, word, word + 1, type, word + 2,
                  word + 3);
    } else if (value->kind == PLAN_CAST) {
        text_addf(e->out, "cast_%s_%s(v%d)", cuda_type_name(value->loop), name, value->src[0]);
    } else {
        text_addf(e->out, "op_%s_%s(", cuda_op_name(value->op), cuda_type_name(value->loop));
        for (int k = 0; k < op_info[value->op].arity; k++)
            text_addf(e->out, "%sv%d", k ? ", " : "", value->src[k]);
        text_addc(e->out, ')');
    }
    text_adds(e->out, ";\n");
}

/* All values of element i: loads first. */
static void emit_values(const Emitter *e) {
    const PlanTask *task = e->task;
    int word = cuda_value_words(e->shape), k = 0;
    emit_digits(e);
    for (int pass = 0; pass < 2; pass++) {
        word = cuda_value_words(e->shape);
        k = 0;
        for (int32_t v = 0; v < task->value_count; v++) {
            const PlanValue *value = &task->values[v];
            const char *type = cuda_type(value->dtype);
            if (value->kind == PLAN_LOAD) {
                if (pass == 0) {
                    text_addf(e->out, "  const %s v%d = *", type, v);
                    emit_address(e, k, word, type);
                    text_adds(e->out, ";\n");
                }
                word += operand_words(e->shape, k++);
                continue;
            }
            if (pass == 1) emit_operation(e, v, word);
            if (pass == 1 && e->watch->kinds[v]) cuda_emit_watch_value(task, e->watch, v, e->out);
            word += value->kind == PLAN_CONSTANT ? 2 : value->kind == PLAN_RANGE ? 4 : 0;
        }
    }
}

/* --- CUDA_LOOP ----------------------------------------------------------------------- */

static void emit_stores(const Emitter *e) {
    const PlanTask *task = e->task;
    CudaShape loads = *e->shape;
    loads.form = CUDA_COLUMNS; /* whose words end where the stores' begin */
    int word = cuda_reduction_words(task, &loads);
    for (int32_t s = 0; s < task->store_count; s++) {
        int k = task->load_count + s;
        text_adds(e->out, "  *");
        emit_address(e, k, word, cuda_type(task->values[task->stores[s].value].dtype));
        text_addf(e->out, " = v%d;\n", task->stores[s].value);
        word += operand_words(e->shape, k);
    }
}

/* The end of a kernel's text: of its last loop, then of the kernel. */
static void emit_end(const Emitter *e, const char *loop) {
    text_adds(e->out, loop);
    cuda_emit_watch_words(e->watch, CUDA_WATCH_TELL, e->out);
    text_adds(e->out, "}\n");
}

/* Bounds of one block a multiprocessor: without them ptxas spills some registers of
 * reductions for the sake of occupancy. */
static void emit_loop(const Emitter *e) {
    text_addf(e->out,
              "extern \"C\" __global__ void __launch_bounds__(%d, 1) " CUDA_KERNEL
              "(const Args a) {\n"
              " const Index size = (Index)a.w[%d], step = (Index)gridDim.x * blockDim.x;\n",
              CUDA_BLOCK, WORD_SIZE);
    cuda_emit_watch_words(e->watch, CUDA_WATCH_DECLARE, e->out);
    text_adds(
        e->out,
        " for (Index i = (Index)blockIdx.x * blockDim.x + threadIdx.x; i < size; i += step) {\n");
    emit_values(e);
    emit_stores(e);
    emit_end(e, " }\n");
}

/* --- reductions ------------------------------------------------------------------------ */

/* How many running results of a leaf stand side by side: the order of the CPU's
 * loops (kernels/reduce.h), which for ints is of no importance. */
static int lanes(const Emitter *e, int32_t r) {
    enum { SUMS = 8, FOLD_BYTES = 128 };
    const DtypeInfo *info = &dtype_info[reduction_dtype(e, r)];
    bool pairs = info->kind == KIND_COMPLEX;
    if (info->kind != KIND_FLOAT && !pairs) return SUMS;
    if (cuda_reduce_pairwise(reduction_node(e, r)->op)) return pairs ? SUMS / 2 : SUMS;
    return FOLD_BYTES / info->itemsize;
}

/* The first reduction that is part of the kernel. */
static int32_t first_part(const Emitter *e) {
    int32_t r = 0;
    while (!is_part(e, r)) r++;
    return r;
}

static bool is_first_of(const Emitter *e, int32_t r) {
    for (int32_t q = 0; q < r; q++)
        if (is_part(e, q) && lanes(e, q) == lanes(e, r)) return false;
    return is_part(e, r);
}

static bool is_watched(const Emitter *e, int32_t r) {
    return e->watch->kinds[e->task->value_count + r] != 0;
}

static int word_of(const Emitter *e, int32_t r) {
    return cuda_watch_place(e->watch, e->task->value_count + r) / CUDA_WATCHED_PER_WORD;
}

/* "op_ADD_FLOAT64(" */
static void emit_plain_combine(const Emitter *e, int32_t r) {
    bool pairs = dtype_info[reduction_dtype(e, r)].kind == KIND_COMPLEX;
    if (e->shape->part == CUDA_CHAINS && pairs) /* not fused, as on the CPU */
        text_adds(e->out, "complex_product_(");
    else
        text_addf(e->out, "op_%s_%s(", cuda_op_name(reduction_op(e, r)),
                  cuda_type_name(reduction_dtype(e, r)));
}

/* The same, where what it meets is told: "combine0(met0, " */
static void emit_combine(const Emitter *e, int32_t r) {
    if (is_watched(e, r)) text_addf(e->out, "combine%d(met%d, ", r, word_of(e, r));
    else emit_plain_combine(e, r);
}

static void emit_watched_combine(const Emitter *e, int32_t r) {
    const char *type = cuda_type(reduction_dtype(e, r));
    int place = cuda_watch_place(e->watch, e->task->value_count + r);
    text_addf(
        e->out,
        "static inline %s combine%d(unsigned &met, const %s a, const %s b) {\n  const %s r = ",
        type, r, type, type, type);
    emit_plain_combine(e, r);
    text_addf(e->out, "a, b);\n  met |= watch_reduction%d(r, a, b) << %d;\n  return r;\n}\n", r,
              4 * (place % CUDA_WATCHED_PER_WORD));
}

/* r joined to that of the lane so many further on; only every 2 * by-th lane has
 * sums that count. */
static void emit_shuffle(const Emitter *e, int32_t r, int by, bool pairwise) {
    if (pairwise && is_watched(e, r)) {
        text_addf(
            e->out,
            "   {\n    unsigned met = 0;\n    r%d = combine%d(met, r%d, lane_below(r%d, %d));\n"
            "    if (own %% %du == 0) met%d |= met;\n   }\n",
            r, r, r, r, by, 2 * by, word_of(e, r));
        return;
    }
    text_addf(e->out, "   r%d = ", r);
    emit_plain_combine(e, r);
    text_addf(e->out, "r%d, lane_below(r%d, %d));\n", r, r, by);
}

/* What a result begins with: its start value joined to the first piece, or that piece. */
static void emit_begin(const Emitter *e, int32_t r, const char *piece) {
    const ReduceInfo *info = &reduce_info[reduction_node(e, r)->op];
    if (!info->has_identity) {
        text_adds(e->out, piece);
        return;
    }
    emit_plain_combine(e, r);
    text_addf(e->out, "(%s)%d, %s)", cuda_type(reduction_dtype(e, r)), (int)info->identity, piece);
}

/* element_8(a, i, x0, x1): the values of the reductions with so many lanes; 0: of all. */
static void emit_element(const Emitter *e, int of_lanes) {
    text_addf(e->out, "static inline void element_%d(const Args &a, const Index i", of_lanes);
    for (int32_t r = 0; r < e->task->reduction_count; r++)
        if (is_part(e, r) && (!of_lanes || lanes(e, r) == of_lanes))
            text_addf(e->out, ", %s &x%d", cuda_type(reduction_dtype(e, r)), r);
    cuda_emit_watch_words(e->watch, CUDA_WATCH_PARAMETER, e->out);
    text_adds(e->out, ") {\n");
    emit_values(e);
    for (int32_t r = 0; r < e->task->reduction_count; r++)
        if (is_part(e, r) && (!of_lanes || lanes(e, r) == of_lanes))
            text_addf(e->out, "  x%d = v%d;\n", r, e->task->reductions[r].value);
    text_adds(e->out, "}\n");
}

static void emit_call(const Emitter *e, int of_lanes, const char *index) {
    text_addf(e->out, "element_%d(a, %s", of_lanes, index);
    for (int32_t r = 0; r < e->task->reduction_count; r++)
        if (is_part(e, r) && (!of_lanes || lanes(e, r) == of_lanes)) text_addf(e->out, ", x%d", r);
    cuda_emit_watch_words(e->watch, CUDA_WATCH_ARGUMENT, e->out);
    text_adds(e->out, ");\n");
}

static void emit_declare(const Emitter *e, int of_lanes, char name) {
    for (int32_t r = 0; r < e->task->reduction_count; r++)
        if (is_part(e, r) && (!of_lanes || lanes(e, r) == of_lanes))
            text_addf(e->out, "  %s %c%d = %s();\n", cuda_type(reduction_dtype(e, r)), name, r,
                      cuda_type(reduction_dtype(e, r)));
}

/* base(a, k, s): the linear index of the first element of the piece that result k
 * and index s of the reduced groups have in common, the innermost one apart. */
static void emit_base(const Emitter *e) {
    const CudaShape *shape = e->shape;
    text_adds(e->out, "static inline Index base(const Args &a, Index k, Index s) {\n"
                      "  Index at = 0;\n");
    int outer = shape->form == CUDA_TREE ? shape->group_count - 1 : shape->group_count;
    for (int g = outer - 1; g >= 0; g--) {
        char from = (g % 2 == 0) == (shape->first_kept != 0) ? 'k' : 's';
        int word = group_words(shape) + 2 * g;
        text_addf(e->out, "  at += %c %% (Index)a.w[%d] * (Index)a.w[%d]; %c /= (Index)a.w[%d];\n",
                  from, word, word + 1, from, word);
    }
    text_adds(e->out, "  return at;\n}\n");
}

static void emit_result(const Emitter *e, int32_t r, int which, const char *index) {
    text_addf(e->out, "((%s *)a.w[%d])[%s]", cuda_type(reduction_dtype(e, r)),
              cuda_reduction_words(e->task, e->shape) + 2 * r + which, index);
}

static void emit_columns(const Emitter *e) {
    int32_t count = e->task->reduction_count;
    emit_element(e, 0);
    emit_base(e);
    text_addf(e->out,
              "extern \"C\" __global__ void __launch_bounds__(%d, 1) " CUDA_KERNEL
              "(const Args a) {\n"
              " const Index size = (Index)a.w[%d], items = (Index)a.w[%d];\n"
              " const Index step = (Index)gridDim.x * blockDim.x;\n",
              CUDA_BLOCK, WORD_SIZE, WORD_ITEMS);
    cuda_emit_watch_words(e->watch, CUDA_WATCH_DECLARE, e->out);
    text_adds(
        e->out,
        " for (Index k = (Index)blockIdx.x * blockDim.x + threadIdx.x; k < size; k += step) {\n");
    emit_declare(e, 0, 'r');
    text_adds(e->out, "  for (Index s = 0; s < items; s++) {\n");
    emit_declare(e, 0, 'x');
    text_adds(e->out, "   ");
    emit_call(e, 0, "base(a, k, s)");
    for (int32_t r = 0; r < count; r++) {
        if (!is_part(e, r)) continue;
        char piece[16];
        snprintf(piece, sizeof piece, "x%d", r);
        text_addf(e->out, "   r%d = s ? ", r);
        emit_combine(e, r);
        text_addf(e->out, "r%d, x%d) : ", r, r);
        emit_begin(e, r, piece);
        text_adds(e->out, ";\n");
    }
    text_adds(e->out, "  }\n");
    for (int32_t r = 0; r < count; r++) {
        if (!is_part(e, r)) continue;
        text_adds(e->out, "  ");
        emit_result(e, r, 0, "k");
        text_addf(e->out, " = r%d;\n", r);
    }
    emit_end(e, " }\n");
}

/* The leaves of a chunk's tree for the reductions with so many lanes. */
static void emit_leaves(const Emitter *e, int of_lanes) {
    int32_t count = e->task->reduction_count;
    bool pairs = dtype_info[reduction_dtype(e, first_part(e))].kind == KIND_COMPLEX;
    text_addf(e->out,
              "  for (unsigned p = 0; p < slots; p += group / %du) {\n"
              "   const unsigned leaf = p + lane / %du, own = lane %% %du;\n"
              "   unsigned lo, n = active && leaf < slots ? tree_leaf(length, leaf, depth, %s, "
              "&lo) : 0;\n"
              "   const unsigned whole = n - n %% %du;\n",
              of_lanes, of_lanes, of_lanes, pairs ? "true" : "false", of_lanes);
    emit_declare(e, of_lanes, 'x');
    emit_declare(e, of_lanes, 'r');
    text_addf(e->out, "   for (unsigned i = own; i < whole; i += %du) {\n    ", of_lanes);
    emit_call(e, of_lanes, "first + lo + i");
    for (int32_t r = 0; r < count; r++) {
        if (!is_part(e, r) || lanes(e, r) != of_lanes) continue;
        text_addf(e->out, "    r%d = i == own ? x%d : ", r, r);
        emit_combine(e, r);
        text_addf(e->out, "r%d, x%d);\n", r, r);
    }
    text_adds(e->out, "   }\n");
    for (int32_t r = 0; r < count; r++) {
        if (!is_part(e, r) || lanes(e, r) != of_lanes) continue;
        bool pairwise = cuda_reduce_pairwise(reduction_node(e, r)->op);
        for (int by = pairwise ? 1 : of_lanes / 2; by >= 1 && by < of_lanes;
             by = pairwise ? 2 * by : by / 2)
            emit_shuffle(e, r, by, pairwise);
    }
    text_adds(e->out, "   for (unsigned i = whole; i < n && own == 0; i++) {\n    ");
    emit_call(e, of_lanes, "first + lo + i");
    for (int32_t r = 0; r < count; r++) {
        if (!is_part(e, r) || lanes(e, r) != of_lanes) continue;
        text_addf(e->out, "    r%d = i == 0 ? x%d : ", r, r);
        emit_combine(e, r);
        text_addf(e->out, "r%d, x%d);\n", r, r);
    }
    text_adds(e->out, "   }\n   if (own == 0 && leaf < slots) {\n");
    for (int32_t r = 0; r < count; r++)
        if (is_part(e, r) && lanes(e, r) == of_lanes)
            text_addf(e->out, "    leaves%d[unit * slots + leaf] = r%d;\n", r, r);
    if (lanes(e, first_part(e)) == of_lanes) /* the leaves are the same for all */
        text_adds(e->out, "    present[unit * slots + leaf] = n > 0;\n");
    text_adds(e->out, "   }\n  }\n");
}

/* Joins the leaves level by level, in place, and the chunk's result to what is there. */
static void emit_join(const Emitter *e) {
    int32_t count = e->task->reduction_count;
    text_adds(e->out, "  __syncthreads();\n"
                      "  for (unsigned w = 1; w < slots; w *= 2) {\n"
                      "   const unsigned at = unit * slots + 2 * w * lane;\n"
                      "   if (2 * w * lane < slots && present[at + w]) {\n");
    for (int32_t r = 0; r < count; r++) {
        if (!is_part(e, r)) continue;
        text_addf(e->out, "    leaves%d[at] = ", r);
        emit_combine(e, r);
        text_addf(e->out, "leaves%d[at], leaves%d[at + w]);\n", r, r);
    }
    text_adds(e->out, "   }\n   __syncthreads();\n  }\n  if (lane == 0 && active) {\n");
    for (int32_t r = 0; r < count; r++) {
        if (!is_part(e, r)) continue;
        char piece[16];
        snprintf(piece, sizeof piece, "y%d", r);
        text_addf(e->out, "   const %s y%d = leaves%d[unit * slots];\n   q%d = j ? ",
                  cuda_type(reduction_dtype(e, r)), r, r, r);
        emit_combine(e, r);
        text_addf(e->out, "q%d, y%d) : split ? y%d : ", r, r, r);
        emit_begin(e, r, piece);
        text_adds(e->out, ";\n");
    }
    text_adds(e->out, "  }\n  __syncthreads();\n  }\n");
}

static void emit_tree(const Emitter *e) {
    int32_t count = e->task->reduction_count;
    for (int32_t r = 0; r < count; r++)
        if (is_first_of(e, r)) emit_element(e, lanes(e, r));
    emit_base(e);
    text_addf(e->out,
              "extern \"C\" __global__ void __launch_bounds__(%d, 1) " CUDA_KERNEL
              "(const Args a) {\n"
              " extern __shared__ long long shared[];\n"
              " const Index size = (Index)a.w[%d], items = (Index)a.w[%d], run = (Index)a.w[%d];\n"
              " const Index chunks = (Index)a.w[%d];\n"
              " const unsigned depth = (unsigned)a.w[%d], group = (unsigned)a.w[%d];\n"
              " const bool split = a.w[%d] != 0;\n"
              " const unsigned slots = 1u << depth, units = blockDim.x / group;\n"
              " const unsigned unit = threadIdx.x / group, lane = threadIdx.x %% group;\n",
              CUDA_TREE_BLOCK, WORD_SIZE, WORD_ITEMS, WORD_RUN, WORD_CHUNKS, WORD_DEPTH, WORD_GROUP,
              WORD_SPLIT);
    cuda_emit_watch_words(e->watch, CUDA_WATCH_DECLARE, e->out);
    for (int32_t r = 0; r < count; r++)
        if (is_part(e, r))
            text_addf(e->out,
                      " %s *const leaves%d = (%s *)((char *)shared + %d * (units * slots));\n",
                      cuda_type(reduction_dtype(e, r)), r, cuda_type(reduction_dtype(e, r)),
                      CUDA_LEAF_BYTES * r);
    text_addf(
        e->out,
        " uint8_t *const present = (uint8_t *)shared + %d * (units * slots);\n"
        " const Index total = split ? size * items : size, pieces = split ? 1 : items;\n"
        " for (Index u = (Index)blockIdx.x * units; u < total; u += (Index)gridDim.x * units) {\n"
        "  const bool active = u + unit < total;\n"
        "  const Index at = active ? u + unit : 0;\n"
        "  const Index k = split ? at / items : at, from = split ? at %% items : 0;\n",
        CUDA_LEAF_BYTES * count);
    for (int32_t r = 0; r < count; r++)
        if (is_part(e, r))
            text_addf(e->out, "  %s q%d = %s();\n", cuda_type(reduction_dtype(e, r)), r,
                      cuda_type(reduction_dtype(e, r)));
    text_addf(e->out,
              "  for (Index j = 0; j < pieces; j++) {\n"
              "  const Index s = (from + j) / chunks, c = (from + j) %% chunks;\n"
              "  const Index left = run - c * %d, first = base(a, k, s) + c * %d;\n"
              "  const unsigned length = left < %d ? (unsigned)left : %du;\n",
              CUDA_CHUNK, CUDA_CHUNK, CUDA_CHUNK, CUDA_CHUNK);
    for (int32_t r = 0; r < count; r++)
        if (is_first_of(e, r)) emit_leaves(e, lanes(e, r));
    emit_join(e);
    text_adds(e->out, "  if (lane == 0 && active) {\n");
    for (int32_t r = 0; r < count; r++) {
        if (!is_part(e, r)) continue;
        text_adds(e->out, "   if (split) ");
        emit_result(e, r, 1, "at");
        text_addf(e->out, " = q%d; else ", r);
        emit_result(e, r, 0, "k");
        text_addf(e->out, " = q%d;\n", r);
    }
    emit_end(e, "  }\n }\n");
}

/* Partial results to results, in order: a block for each. */
static void emit_fold(const Emitter *e) {
    int32_t count = e->task->reduction_count;
    text_addf(e->out,
              "extern \"C\" __global__ void __launch_bounds__(%d, 1) " CUDA_KERNEL_FOLD
              "(const Args a) {\n"
              " const Index size = (Index)a.w[%d], items = (Index)a.w[%d];\n",
              CUDA_FOLD_BLOCK, WORD_SIZE, WORD_ITEMS);
    cuda_emit_watch_words(e->watch, CUDA_WATCH_DECLARE, e->out);
    for (int32_t r = 0; r < count; r++)
        if (is_part(e, r))
            text_addf(e->out,
                      " __shared__ long long room%d[%d];\n %s *const tile%d = (%s *)room%d;\n", r,
                      CUDA_FOLD_BLOCK * CUDA_LEAF_BYTES / 8, cuda_type(reduction_dtype(e, r)), r,
                      cuda_type(reduction_dtype(e, r)), r);
    text_adds(e->out, " for (Index k = blockIdx.x; k < size; k += gridDim.x) {\n");
    emit_declare(e, 0, 'r');
    text_adds(e->out, "  for (Index j = 0; j < items; j += blockDim.x) {\n"
                      "   const Index own = j + threadIdx.x;\n"
                      "   if (own < items) {\n");
    for (int32_t r = 0; r < count; r++) {
        if (!is_part(e, r)) continue;
        text_addf(e->out, "    tile%d[threadIdx.x] = ", r);
        emit_result(e, r, 1, "k * items + own");
        text_adds(e->out, ";\n");
    }
    text_adds(e->out, "   }\n   __syncthreads();\n"
                      "   const Index n = items - j < blockDim.x ? items - j : blockDim.x;\n"
                      "   for (Index i = 0; i < n && threadIdx.x == 0; i++) {\n");
    for (int32_t r = 0; r < count; r++) {
        if (!is_part(e, r)) continue;
        char piece[24];
        snprintf(piece, sizeof piece, "tile%d[i]", r);
        text_addf(e->out, "    r%d = i + j ? ", r);
        emit_combine(e, r);
        text_addf(e->out, "r%d, %s) : ", r, piece);
        emit_begin(e, r, piece);
        text_adds(e->out, ";\n");
    }
    text_adds(e->out, "   }\n   __syncthreads();\n  }\n  if (threadIdx.x == 0) {\n");
    for (int32_t r = 0; r < count; r++) {
        if (!is_part(e, r)) continue;
        text_adds(e->out, "   ");
        emit_result(e, r, 0, "k");
        text_addf(e->out, " = r%d;\n", r);
    }
    emit_end(e, "  }\n }\n");
}

/* --- the whole ---------------------------------------------------------------------------- */

void cuda_emit(const PlanTask *task, const Node *nodes, const CudaShape *shape,
               const CudaWatch *watch, Text *text) {
    Emitter e = {task, nodes, shape, watch, text};
    text_addf(text,
              "#include \"cuda_prelude.h\"\n"
              "typedef %s Index;\n"
              "struct Args { long long w[%d]; };\n",
              shape->wide ? "unsigned long long" : "unsigned", cuda_word_count(task, shape));
    emit_functions(&e);
    if (watch->count) cuda_emit_watch_functions(task, nodes, watch, text);
    for (int32_t r = 0; r < task->reduction_count && shape->form != CUDA_LOOP; r++)
        if (is_part(&e, r) && is_watched(&e, r)) emit_watched_combine(&e, r);
    if (shape->form == CUDA_LOOP) {
        emit_loop(&e);
        return;
    }
    if (shape->form == CUDA_TREE) emit_tree(&e);
    else emit_columns(&e);
    if (shape->form == CUDA_TREE) emit_fold(&e);
}

static void add_word(Text *key, int64_t word) {
    text_add(key, (const char *)&word, sizeof word);
}

void cuda_emit_key(const PlanTask *task, const Node *nodes, const CudaShape *shape,
                   const CudaWatch *watch, Text *key) {
    Emitter e = {task, nodes, shape, watch, key};
    bool reduces = shape->form != CUDA_LOOP;
    text_add(key, (const char *)shape, sizeof *shape);
    add_word(key, task->value_count | (int64_t)task->store_count << 16 |
                      (int64_t)task->reduction_count << 32);
    for (int32_t v = 0; v < task->value_count; v++) {
        const PlanValue *value = &task->values[v];
        add_word(key,
                 value->kind | value->dtype << 8 | value->loop << 16 | (int64_t)value->op << 24);
        for (int k = 0; k < 3; k++) add_word(key, value->src[k]);
    }
    for (int32_t s = 0; s < task->store_count && !reduces; s++)
        add_word(key, task->stores[s].value);
    for (int32_t r = 0; r < task->reduction_count && reduces; r++)
        add_word(key, task->reductions[r].value | (int64_t)reduction_node(&e, r)->op << 32 |
                          (int64_t)reduction_dtype(&e, r) << 48);
    if (watch->count)
        text_add(key, (const char *)watch->kinds, task->value_count + task->reduction_count);
}
