/* Looking at values for floating-point errors (see watch.h): an invalid
 * operation made a nan of operands that are none, an overflow an infinity of
 * finite ones, which at a pole is a division by zero. */
#include "watch.h"

#include <float.h>
#include <math.h>

#include "rows.h"

Watch watch_of(const PlanValue *value, unsigned *kinds) {
    ArrDtype loop = (ArrDtype)value->loop;
    *kinds = 0;
    if (value->kind == PLAN_CAST) {
        *kinds = float_cast_kinds(loop, (ArrDtype)value->dtype);
        if (!*kinds) return WATCH_NOTHING;
        return *kinds & FLOAT_INVALID ? WATCH_VALUES : WATCH_STATUS;
    }
    if (value->kind != PLAN_OP) return WATCH_NOTHING;
    Op op = (Op)value->op;
    ArrayKind kind = dtype_info[loop].kind;
    *kinds = float_op_kinds(op, loop);
    if (*kinds) return float_op_is_plain(op, loop) ? WATCH_STATUS : WATCH_VALUES;
    bool overflows = op == OP_ADD || op == OP_SUBTRACT || op == OP_MULTIPLY || op == OP_NEGATIVE ||
                     op == OP_ABSOLUTE;
    if (!overflows || (kind != KIND_INT && kind != KIND_UINT)) return WATCH_NOTHING;
    *kinds = FLOAT_OVER;
    return WATCH_SCALAR;
}

/* --- floats --------------------------------------------------------------------- */

/* Where an op has an infinite value exactly. */
static bool is_pole(Op op, double a, double b) {
    switch (op) {
    case OP_DIVIDE:
    case OP_FLOOR_DIVIDE:
    case OP_REMAINDER: return b == 0;
    case OP_RECIPROCAL:
    case OP_LOG:
    case OP_LOG2:
    case OP_LOG10:
    case OP_POWER: return a == 0;
    case OP_LOG1P: return a == -1;
    case OP_ARCTANH: return a == 1 || a == -1;
    default: return false;
    }
}

static unsigned element_kinds(Op op, double r, double a, double b) {
    if (isfinite(r)) return 0;
    if (isnan(r)) return isnan(a) || isnan(b) ? 0 : FLOAT_INVALID;
    if (!isfinite(a) || (!isfinite(b) && op != OP_NEXTAFTER)) return 0;
    return is_pole(op, a, b) ? FLOAT_DIVIDE : FLOAT_OVER;
}

/* Ops whose results never are exactly zero, unless they vanish. */
static bool vanishes(Op op, double r, double a, double least) {
    if (r != 0) return fabs(r) < least;
    return op == OP_EXP || op == OP_EXP2 || (op == OP_POWER && a != 0 && isfinite(a));
}

#define LOOK_FLOATS(name, R, LEAST)                                                          \
    static unsigned look_##name(Op op, const R *r, const R *a, const R *b, int64_t n,        \
                                unsigned status, bool finite) {                              \
        unsigned kinds = 0;                                                                  \
        for (int64_t i = 0; i < n && !finite; i++)                                           \
            kinds |= element_kinds(op, (double)r[i], (double)a[i], b ? (double)b[i] : 0);    \
        for (int64_t i = 0; i < n && (status & FLOAT_UNDER); i++)                            \
            if (vanishes(op, (double)r[i], (double)a[i], LEAST)) return kinds | FLOAT_UNDER; \
        return kinds;                                                                        \
    }
LOOK_FLOATS(float32, float, (double)FLT_MIN)
LOOK_FLOATS(float64, double, DBL_MIN)

/* Complex results have two parts, and each may go wrong in its own way: of what
 * the bits say, that is believed which the values show. */
static void part_facts(const void *p, int64_t i, bool pair, bool wide, bool *nan, bool *inf) {
    int64_t parts = pair ? 2 : 1;
    for (int64_t k = i * parts; k < (i + 1) * parts; k++) {
        double x = wide ? ((const double *)p)[k] : (double)((const float *)p)[k];
        *nan |= isnan(x);
        *inf |= isinf(x);
    }
}

static unsigned look_complex(const PlanValue *value, const void *out, const void *a, const void *b,
                             int64_t n, unsigned status) {
    bool wide = value->loop == ARR_COMPLEX128, pair = dtype_info[value->dtype].kind == KIND_COMPLEX;
    unsigned kinds = status & FLOAT_UNDER;
    for (int64_t i = 0; i < n && status; i++) {
        bool nan = false, inf = false, in_nan = false, in_inf = false;
        part_facts(out, i, pair, wide, &nan, &inf);
        if (!nan && !inf) continue;
        part_facts(a, i, true, wide, &in_nan, &in_inf);
        if (b) part_facts(b, i, true, wide, &in_nan, &in_inf);
        if (nan && !in_nan) kinds |= status & FLOAT_INVALID;
        if (!in_nan && !in_inf) kinds |= status & (FLOAT_DIVIDE | FLOAT_OVER);
    }
    return kinds;
}

/* --- ints ------------------------------------------------------------------------- */

/* What divides by zero, or the least int by -1. */
static unsigned look_ints(const Kernels *kernels, const PlanValue *value, const void *a,
                          const void *b, int64_t n) {
    Op op = (Op)value->op;
    bool reciprocal = op == OP_RECIPROCAL;
    unsigned met = kernels->division[value->loop](a, reciprocal ? a : b, (size_t)n), kinds = 0;
    if (met & DIVISION_BY_ZERO) kinds = FLOAT_DIVIDE | (reciprocal ? FLOAT_INVALID : 0u);
    if (met & DIVISION_OVERFLOWS && op == OP_FLOOR_DIVIDE) kinds |= FLOAT_OVER;
    return kinds;
}

static __int128 int_value(ArrDtype dtype, const void *p) {
    switch (dtype) {
    case ARR_INT8: return *(const int8_t *)p;
    case ARR_INT16: return *(const int16_t *)p;
    case ARR_INT32: return *(const int32_t *)p;
    case ARR_INT64: return *(const int64_t *)p;
    case ARR_UINT8: return *(const uint8_t *)p;
    case ARR_UINT16: return *(const uint16_t *)p;
    case ARR_UINT32: return *(const uint32_t *)p;
    default: return *(const uint64_t *)p;
    }
}

/* Whether the exact result is another than the one that the type holds. */
static unsigned look_scalar(const PlanValue *value, const void *out, const void *a, const void *b) {
    ArrDtype dtype = (ArrDtype)value->loop;
    __int128 x = int_value(dtype, a), y = int_value(dtype, b), exact;
    switch ((Op)value->op) {
    case OP_ADD: exact = x + y; break;
    case OP_SUBTRACT: exact = x - y; break;
    case OP_MULTIPLY:
        if (__builtin_mul_overflow(x, y, &exact)) return FLOAT_OVER;
        break;
    case OP_NEGATIVE: exact = -x; break;
    default: exact = x < 0 ? -x : x; break;
    }
    return exact == int_value(dtype, out) ? 0 : FLOAT_OVER;
}

/* --- casts ------------------------------------------------------------------------ */

/* Floats become ints by way of the int type that the processor converts to:
 * the least number that it takes, and the first that it does not. */
static double cast_limit(ArrDtype from, ArrDtype to, double *low) {
    bool wide = from == ARR_FLOAT64 || from == ARR_COMPLEX128;
    bool long_int = to == ARR_INT64 || to == ARR_UINT32 || to == ARR_UINT64;
    *low = long_int ? -0x1p63 : wide ? nextafter(-0x1p31 - 1, 0) : -0x1p31;
    return to == ARR_UINT64 ? 0x1p64 : long_int ? 0x1p63 : 0x1p31;
}

static unsigned look_cast(const Kernels *kernels, const PlanValue *value, const void *a,
                          int64_t n) {
    ArrDtype from = (ArrDtype)value->loop;
    double low, end = cast_limit(from, (ArrDtype)value->dtype, &low);
    bool wide = from == ARR_FLOAT64 || from == ARR_COMPLEX128;
    size_t step = dtype_info[from].kind == KIND_COMPLEX ? 2 : 1;
    return kernels->within[wide](a, step, (size_t)n, low, end) ? 0 : FLOAT_INVALID;
}

/* --- one op ----------------------------------------------------------------------- */

unsigned watch_look(const Kernels *kernels, const PlanValue *value, const void *out, const void *a,
                    const void *b, int64_t n, unsigned status) {
    bool wide = value->loop == ARR_FLOAT64, finite;
    unsigned kinds;
    Watch watch = watch_of(value, &kinds);
    if (watch == WATCH_NOTHING) return 0;
    if (watch == WATCH_STATUS) return status & kinds;
    if (watch == WATCH_SCALAR) return look_scalar(value, out, a, b);
    if (value->kind == PLAN_CAST) return look_cast(kernels, value, a, n);
    if (op_info[value->op].arity < 2) b = NULL;
    switch (dtype_info[value->loop].kind) {
    case KIND_FLOAT:
        finite = kernels->finite[wide](out, (size_t)n);
        if (finite && !(status & FLOAT_UNDER)) return 0;
        if (wide) return look_float64((Op)value->op, out, a, b, n, status, finite) & kinds;
        return look_float32((Op)value->op, out, a, b, n, status, finite) & kinds;
    case KIND_COMPLEX: return look_complex(value, out, a, b, n, status) & kinds;
    default: return look_ints(kernels, value, a, b, n) & kinds;
    }
}

/* --- library ops -------------------------------------------------------------------- */

static double part_at(const char *p, bool wide, int k) {
    return wide ? ((const double *)(const void *)p)[k] : (double)((const float *)(const void *)p)[k];
}

typedef struct Facts {
    bool nan, inf;
} Facts;

static Facts facts_of(const char *p, ArrDtype dtype) {
    Facts facts = {false, false};
    bool wide = dtype == ARR_FLOAT64 || dtype == ARR_COMPLEX128;
    for (int k = 0; k < (dtype_info[dtype].kind == KIND_COMPLEX ? 2 : 1); k++) {
        facts.nan |= isnan(part_at(p, wide, k));
        facts.inf |= isinf(part_at(p, wide, k));
    }
    return facts;
}

/* A running result from the one before and an element. */
static unsigned step_kinds(const char *out, const char *before, const char *in, ArrDtype dtype) {
    Facts r = facts_of(out, dtype), a = facts_of(before, dtype), b = facts_of(in, dtype);
    if (a.nan || b.nan) return 0;
    return (r.nan ? FLOAT_INVALID : 0) | (r.inf && !a.inf && !b.inf ? FLOAT_OVER : 0);
}

/* The same of any op. */
static unsigned chain_kinds(const Kernels *kernels, const LibraryTask *task, const char *out, const char *before,
                            const char *in) {
    ArrDtype dtype = (ArrDtype)task->out.array->dtype;
    Op op = (Op)task->parameters[0].i8;
    const PlanValue value = {.kind = PLAN_OP, .op = (uint16_t)op, .loop = (uint8_t)dtype};
    bool wide = dtype == ARR_FLOAT64;
    switch (dtype_info[dtype].kind) {
    case KIND_FLOAT:
        return float_op_kinds(op, dtype) &
               element_kinds(op, part_at(out, wide, 0), part_at(before, wide, 0), part_at(in, wide, 0));
    case KIND_COMPLEX: return step_kinds(out, before, in, dtype);
    default: return float_op_kinds(op, dtype) ? look_ints(kernels, &value, before, in, 1) : 0;
    }
}

/* What is inf or nan stays so to the end of its row. */
static unsigned look_scan(const Kernels *kernels, const LibraryTask *task) {
    const LibraryOperand *in = &task->in[0], *out = &task->out;
    ArrDtype dtype = (ArrDtype)out->array->dtype;
    int axes = out->array->ndim - 1;
    int64_t n = cpu_row_length(out), rows = out->array->size / n, step = cpu_row_stride(out);
    unsigned kinds = 0;
    for (int64_t r = 0; r < rows; r++) {
        const char *to = cpu_row(out, axes, r), *from = cpu_row(in, axes, r);
        bool chain = task->op == LIBRARY_ACCUMULATE;
        Facts last = chain ? (Facts){true, true} : facts_of(to + (n - 1) * step, dtype);
        for (int64_t i = 1; i < n && (last.nan || last.inf); i++) {
            const char *out_i = to + i * step, *before = out_i - step;
            const char *in_i = from + i * cpu_row_stride(in);
            kinds |= chain ? chain_kinds(kernels, task, out_i, before, in_i)
                           : step_kinds(out_i, before, in_i, dtype);
        }
    }
    return kinds;
}

static Facts vector_facts(const char *p, int64_t n, int64_t stride, ArrDtype dtype) {
    Facts facts = {false, false};
    for (int64_t i = 0; i < n; i++) {
        Facts one = facts_of(p + i * stride, dtype);
        facts.nan |= one.nan;
        facts.inf |= one.inf;
    }
    return facts;
}

/* Of each odd element of a product: the row and the column that made it. */
static unsigned look_product(const LibraryTask *task) {
    const Array *a = task->in[0].array, *b = task->in[1].array, *out = task->out.array;
    ArrDtype dtype = (ArrDtype)out->dtype;
    int last = out->ndim - 1;
    int64_t m = array_shape(out)[last - 1], n = array_shape(out)[last], k = array_shape(a)[last];
    unsigned kinds = 0;
    for (int64_t i = 0; i < out->size && kinds != (FLOAT_OVER | FLOAT_INVALID); i++) {
        Facts r = facts_of(cpu_row(&task->out, out->ndim, i), dtype);
        if (!r.nan && !r.inf) continue;
        int64_t batch = i / (m * n);
        const char *row = cpu_batch(&task->in[0], 2, batch) + i / n % m * array_strides(a)[last - 1];
        const char *column = cpu_batch(&task->in[1], 2, batch) + i % n * array_strides(b)[last];
        Facts x = vector_facts(row, k, array_strides(a)[last], dtype);
        Facts y = vector_facts(column, k, array_strides(b)[last - 1], dtype);
        if (x.nan || y.nan) continue;
        if (r.nan) kinds |= FLOAT_INVALID;
        if (!x.inf && !y.inf) kinds |= FLOAT_OVER;
    }
    return kinds;
}

/* Every element of out is finite, as one pass tells; false: not known. */
static bool is_finite(const Kernels *kernels, const LibraryOperand *operand) {
    const Array *a = operand->array;
    int64_t floats = a->size;
    if (!array_is_contiguous(a)) return false;
    bool wide = a->dtype == ARR_FLOAT64 || a->dtype == ARR_COMPLEX128;
    if (dtype_info[a->dtype].kind == KIND_COMPLEX) floats *= 2;
    return kernels->finite[wide](cpu_data(operand), (size_t)floats);
}

void watch_library(const Kernels *kernels, const LibraryTask *task) {
    unsigned status = float_status_take(FLOAT_ALL), kinds = 0, asked = float_library_kinds(task->op);
    ArrayKind kind = dtype_info[task->out.array->dtype].kind;
    bool any_kind = task->op == LIBRARY_ACCUMULATE;
    if (!any_kind && kind != KIND_FLOAT && kind != KIND_COMPLEX) return;
    if (task->op == LIBRARY_WARN || !task->watch || !asked) return;
    asked &= task->watch->wanted(task->watch->user, task->node, false);
    if (!asked) return; /* a loop that has warned is not looked at in every round */
    switch (task->op) {
    case LIBRARY_MATMUL:
        if (!is_finite(kernels, &task->out)) kinds = look_product(task);
        break;
    case LIBRARY_APPLY: kinds = status; break; /* one thread's plain loop */
    default: kinds = look_scan(kernels, task); break;
    }
    kinds &= asked;
    if (kinds) task->watch->tell(task->watch->user, task->node, false, kinds);
}
