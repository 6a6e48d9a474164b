/* The op table as data, and the rules that give each op's types. All errors
 * here are about types, so they are raised where the program calls the op. */
#include "ops.h"

#include <string.h>

#define OP_BITS(first, last) ((2u << ARR_##last) - (1u << ARR_##first))

/* Which loops a row has, from its bool, int, float and complex columns. */
#define OP_LOOPS(b, i, f, c)                                               \
    (OP_HAS(b) * OP_BITS(BOOL, BOOL) | OP_HAS(i) * OP_BITS(INT8, UINT64) | \
     OP_HAS(f) * OP_BITS(FLOAT32, FLOAT64) | OP_HAS(c) * OP_BITS(COMPLEX64, COMPLEX128))

const OpInfo op_info[OP_COUNT] = {
#define ELEMENTWISE(id, name, alias, arity, rule, cost, b, i, f, c, vector, signature, doc) \
    [OP_##id] = {name, alias, arity, rule, cost, OP_LOOPS(b, i, f, c), signature, doc},
#define REDUCTION(...)
#include "ops.def"
#undef ELEMENTWISE
#undef REDUCTION
};

#define IDENTITY(column)              IDENTITY_PASTE(OP_HAS(column), column)
#define IDENTITY_PASTE(has, column)   IDENTITY_PASTE_2(has, column)
#define IDENTITY_PASTE_2(has, column) IDENTITY_##has(column)
#define IDENTITY_0(column)            0
#define IDENTITY_1(column)            column

#define KERNEL_PAIRWISE false, false, OP_BITS(BOOL, COMPLEX128)
#define KERNEL_FOLD     false, false, OP_BITS(BOOL, COMPLEX128)
#define KERNEL_CHAIN    true, false, OP_BITS(BOOL, COMPLEX128)
#define KERNEL_BITS     false, false, OP_BITS(BOOL, UINT64)
#define KERNEL_ANY      false, true, OP_BITS(BOOL, BOOL)
#define KERNEL_ALL      false, true, OP_BITS(BOOL, BOOL)

const ReduceInfo reduce_info[REDUCE_COUNT] = {
#define ELEMENTWISE(...)
#define REDUCTION(id, name, alias, ufunc, combine, identity, widen, kernel, signature, doc)    \
    [REDUCE_##id] = {                                                                          \
        name,  alias,           ufunc,     OP_##combine, OP_HAS(identity), IDENTITY(identity), \
        widen, KERNEL_##kernel, signature, doc},
#include "ops.def"
#undef ELEMENTWISE
#undef REDUCTION
};

static bool op_is_named(const char *known, const char *name, int64_t length) {
    return known && (int64_t)strlen(known) == length && memcmp(known, name, (size_t)length) == 0;
}

int op_find(const char *name, int64_t length) {
    for (int op = 0; op < OP_COUNT; op++) {
        if (op_is_named(op_info[op].name, name, length) ||
            op_is_named(op_info[op].alias, name, length)) {
            return op;
        }
    }
    return -1;
}

int reduce_find(const char *name, int64_t length) {
    for (int op = 0; op < REDUCE_COUNT; op++) {
        if (op_is_named(reduce_info[op].name, name, length) ||
            op_is_named(reduce_info[op].alias, name, length)) {
            return op;
        }
    }
    return -1;
}

/* A Python number beside an array keeps the array's type unless its own kind
 * is the higher one (NEP 50). */
static ArrDtype op_promote_weak(ArrDtype strong, ArrDtype weak) {
    ArrayKind kind = dtype_info[strong].kind;
    if (weak == ARR_COMPLEX128) {
        return strong == ARR_FLOAT32 || strong == ARR_COMPLEX64 ? ARR_COMPLEX64 : ARR_COMPLEX128;
    }
    if (weak == ARR_FLOAT64) {
        return kind == KIND_FLOAT || kind == KIND_COMPLEX ? strong : ARR_FLOAT64;
    }
    return kind == KIND_BOOL ? ARR_INT64 : strong;
}

ArrDtype op_promote(const OperandType *operands, int count) {
    int strong = -1, weak = -1;
    for (int k = 0; k < count; k++) {
        int *sum = operands[k].weak ? &weak : &strong;
        *sum = *sum < 0 ? (int)operands[k].dtype
                        : (int)dtype_promote((ArrDtype)*sum, operands[k].dtype);
    }
    if (weak < 0 || strong < 0) {
        return (ArrDtype)(weak < 0 ? strong : weak);
    }
    return op_promote_weak((ArrDtype)strong, (ArrDtype)weak);
}

static bool op_has_loop(uint16_t loops, ArrDtype dtype) {
    return loops >> dtype & 1;
}

/* The loop of the promoted type, or else the first in NumPy's order that takes
 * each operand safely; -1: none. */
static int op_loop(Op op, ArrDtype common, const ArrDtype *types, int count) {
    const OpInfo *info = &op_info[op];
    ArrayKind kind = dtype_info[common].kind;
    if (op_has_loop(info->loops, common)) return (int)common;
    if (info->rule == RULE_DIVIDE && kind != KIND_FLOAT && kind != KIND_COMPLEX) return ARR_FLOAT64;
    for (int loop = 0; loop < ARR_DTYPE_COUNT; loop++) {
        bool safe = op_has_loop(info->loops, (ArrDtype)loop);
        for (int k = 0; k < count; k++) safe = safe && dtype_safe_cast(types[k], (ArrDtype)loop);
        if (safe) return loop;
    }
    return -1;
}

static ArrStatus op_no_loop(Base *base, Op op) {
    return error_set(base, ERROR_TYPE,
                     "ufunc '%s' not supported for the input types, and the inputs could not be "
                     "safely coerced to any supported types according to the casting rule ''safe''",
                     op_info[op].name);
}

/* Bool operands that NumPy refuses although it has a loop for int8. */
static ArrStatus op_check_bool(Base *base, Op op) {
    switch (op) {
    case OP_SUBTRACT:
        return error_set(base, ERROR_TYPE,
                         "numpy boolean subtract, the `-` operator, is not supported, use the "
                         "bitwise_xor, the `^` operator, or the logical_xor function instead.");
    case OP_NEGATIVE:
        return error_set(base, ERROR_TYPE,
                         "The numpy boolean negative, the `-` operator, is not supported, use the "
                         "`~` operator or the logical_not function instead.");
    case OP_POSITIVE:
    case OP_SIGN:
        return error_set(base, ERROR_UFUNC_TYPE,
                         "ufunc '%s' did not contain a loop with signature matching types <class "
                         "'numpy.dtypes.BoolDType'> -> None",
                         op_info[op].name);
    case OP_GCD:
    case OP_LCM:
        return error_set(base, ERROR_UFUNC_TYPE,
                         "ufunc '%s' did not contain a loop with signature matching types (<class "
                         "'numpy.dtypes.BoolDType'>, <class 'numpy.dtypes.BoolDType'>) -> None",
                         op_info[op].name);
    default: return ARR_OK;
    }
}

/* NumPy would give float16 where all operands have 8 bits; another type instead
 * would be a silent difference. */
static ArrStatus op_check_float16(Base *base, Op op, const ArrDtype *types, int count) {
    for (int k = 0; k < count; k++)
        if (dtype_info[types[k]].itemsize > 1) return ARR_OK;
    if (op_info[op].rule != RULE_FLOAT && op_info[op].rule != RULE_SCALE) return ARR_OK;
    ArrStatus status =
        error_set(base, ERROR_TYPE, "ufunc '%s' of %s gives float16, which is not supported yet",
                  op_info[op].name, dtype_info[types[0]].name);
    error_hint(base, "cast the operand to float32 or float64 first, as in x.astype(float32)");
    return status;
}

static ArrDtype op_result(OpRule rule, ArrDtype loop) {
    switch (rule) {
    case RULE_COMPARE:
    case RULE_LOGICAL:
    case RULE_TEST: return ARR_BOOL;
    case RULE_COUNT: return ARR_UINT8;
    case RULE_REAL:
        return loop == ARR_COMPLEX64 ? ARR_FLOAT32 : loop == ARR_COMPLEX128 ? ARR_FLOAT64 : loop;
    default: return loop;
    }
}

ArrStatus op_resolve(Base *base, Op op, const OperandType operands[], ArrDtype loop[],
                     ArrDtype *result) {
    const OpInfo *info = &op_info[op];
    int first = info->rule == RULE_SELECT; /* the condition has no part in promotion */
    int count = info->rule == RULE_SCALE ? 1 : info->arity - first;
    if (info->rule == RULE_SCALE && !dtype_safe_cast(operands[1].dtype, ARR_INT64))
        return op_no_loop(base, op);
    ArrDtype common = op_promote(operands + first, count), types[3];
    for (int k = 0; k < count; k++)
        types[k] = operands[first + k].weak ? common : operands[first + k].dtype;
    ArrStatus status = common == ARR_BOOL ? op_check_bool(base, op) : ARR_OK;
    if (status == ARR_OK) status = op_check_float16(base, op, types, count);
    if (status != ARR_OK) return status;
    int found = op_loop(op, common, types, count);
    if (found < 0) {
        return op_no_loop(base, op);
    }
    for (int k = 0; k < info->arity; k++) {
        loop[k] = k < first ? ARR_BOOL : (ArrDtype)found;
    }
    *result = op_result((OpRule)info->rule, (ArrDtype)found);
    return ARR_OK;
}

bool op_weak_fits(ArrConst value, ArrDtype dtype) {
    const DtypeInfo *info = &dtype_info[dtype];
    int bits = info->itemsize * 8;
    if (value.dtype == ARR_UINT64) { /* a Python int of 2^63 or more */
        return info->kind == KIND_UINT ? bits == 64 : info->kind != KIND_INT;
    }
    if (value.dtype != ARR_INT64) {
        return true;
    }
    if (info->kind == KIND_UINT) {
        return value.i8 >= 0 && (bits == 64 || value.i8 >> bits == 0);
    }
    /* All bits above the sign bit must equal it. */
    return info->kind != KIND_INT || value.i8 >> (bits - 1) == value.i8 >> 63;
}

ArrStatus op_check_weak(Base *base, ArrConst *value, ArrDtype dtype) {
    if (!op_weak_fits(*value, dtype)) {
        if (value->dtype == ARR_UINT64)
            return error_set(base, ERROR_OVERFLOW, "Python int too large to convert to C long");
        return error_set(base, ERROR_OVERFLOW, "Python integer %lld out of bounds for %s",
                         (long long)value->i8, dtype_info[dtype].name);
    }
    *value = const_cast(*value, dtype);
    return ARR_OK;
}

static ArrDtype reduce_widen(ArrDtype operand) {
    switch (dtype_info[operand].kind) {
    case KIND_BOOL:
    case KIND_INT: return ARR_INT64;
    case KIND_UINT: return ARR_UINT64;
    default: return operand;
    }
}

ArrStatus reduce_resolve(Base *base, ReduceOp op, ArrDtype operand, int wanted, ArrDtype *loop) {
    const ReduceInfo *info = &reduce_info[op];
    ArrDtype natural = info->logical ? ARR_BOOL : info->widen ? reduce_widen(operand) : operand;
    *loop = wanted < 0 ? natural : (ArrDtype)wanted;
    if (!op_has_loop(info->loops, *loop)) {
        return op_no_loop(base, info->combine);
    }
    return ARR_OK;
}
