/* The op table as data: one OpInfo per row of ops.def. */
#ifndef ARRAY_OPS_H
#define ARRAY_OPS_H

#include "dtype.h"

/* Elementwise ops first, then reductions; both made from ops.def:
 * OP_ADD, ..., OP_ELEMENTWISE_COUNT, then REDUCE_SUM, ... in an enum of their own. */
typedef enum Op {
#define ELEMENTWISE(id, ...) OP_##id,
#define REDUCTION(...)
#include "ops.def"
#undef ELEMENTWISE
#undef REDUCTION
    OP_COUNT
} Op;

typedef enum ReduceOp {
#define ELEMENTWISE(...)
#define REDUCTION(id, ...) REDUCE_##id,
#include "ops.def"
#undef ELEMENTWISE
#undef REDUCTION
    REDUCE_COUNT
} ReduceOp;

/* Whether a column of the table holds a text, which is in parentheses, or
 * NONE: 1 or 0, also for the preprocessor to paste. */
#define OP_HAS(column) OP_HAS_SECOND(OP_HAS_PROBE column, 0, 0)
#define OP_HAS_SECOND(...) OP_HAS_SECOND_OF(__VA_ARGS__)
#define OP_HAS_SECOND_OF(first, second, ...) second
#define OP_HAS_PROBE(...) 0, 1

/* How the types of an elementwise op's operands decide its loop and result. */
typedef enum OpRule {
    RULE_SAME,     /* promoted type in, same type out: add */
    RULE_FLOAT,    /* as SAME, but bool and ints become the float that NumPy gives: sqrt */
    RULE_DIVIDE,   /* as SAME, but all bools and ints become float64: true_divide */
    RULE_COMPARE,  /* promoted type in, bool out */
    RULE_LOGICAL,  /* promoted type in, bool out: logical_and */
    RULE_TEST,     /* one operand, bool out: isnan (bool and ints become a float) */
    RULE_REAL,     /* as SAME, complex in gives its float out: absolute */
    RULE_COUNT,    /* as SAME, uint8 out: bitwise_count */
    RULE_SCALE,    /* as FLOAT by the first operand alone, the second is an int: ldexp */
    RULE_SELECT    /* (bool, x, y) -> promoted x, y: where */
} OpRule;

typedef struct OpInfo {
    const char *name;     /* NumPy's: "add" */
    const char *alias;    /* NumPy's other name ("abs" of absolute), or NULL */
    uint8_t arity;        /* 1, 2 or 3 */
    uint8_t rule;         /* OpRule */
    uint8_t cost;         /* rough cycles per element, for thresholds: add 1, exp 16 */
    uint16_t loops;       /* bit per ArrDtype: loop types that exist */
    const char *signature;/* "add(x1, x2)" */
    const char *doc;      /* one paragraph for ?add */
} OpInfo;

typedef struct ReduceInfo {
    const char *name;     /* "sum"; NULL: no function of np */
    const char *alias;    /* "amax" of max, or NULL */
    const char *ufunc;    /* NumPy's name in messages: "add", "maximum", ... */
    Op combine;           /* the binary op that joins two partial results */
    bool has_identity;
    double identity;      /* start value, cast to the loop type */
    bool widen;           /* ints and bool accumulate in int64/uint64: sum, prod */
    bool chain;           /* floats and complex are combined one after the other: prod */
    bool logical;         /* reads bool, gives bool: any, all */
    uint16_t loops;
    const char *signature;
    const char *doc;
} ReduceInfo;

extern const OpInfo op_info[OP_COUNT];
extern const ReduceInfo reduce_info[REDUCE_COUNT];

/* By name or alias; -1: none. */
int op_find(const char *name, int64_t length);
int reduce_find(const char *name, int64_t length);

/* One operand's type. weak: a Python int, float or complex (ARR_INT64, or
 * ARR_UINT64 beyond it, ARR_FLOAT64, ARR_COMPLEX128), which takes the other operand's type. */
typedef struct OperandType {
    ArrDtype dtype;
    bool weak;
} OperandType;

/* The type that operands have together. */
ArrDtype op_promote(const OperandType *operands, int count);

/* The types of an elementwise op: loop[k] is what operand k is cast to,
 * *result what the op gives. Errors (TypeError) in NumPy's words: "ufunc
 * 'invert' not supported for the input types, ...". For weak operands the
 * value is not checked here (see op_check_weak). Unlike NumPy's, comparisons
 * of int64 with uint64 are made in float64. */
ArrStatus op_resolve(Base *base, Op op, const OperandType operands[], ArrDtype loop[],
                     ArrDtype *result);
/* A Python int that does not fit dtype: OverflowError "Python integer 300
 * out of bounds for uint8". Otherwise *value becomes a dtype constant.
 * RULE_COMPARE has no such error: where the int does not fit, cast both
 * operands to float64, whose order is exact for a value beyond the type. */
bool op_weak_fits(ArrConst value, ArrDtype dtype);
ArrStatus op_check_weak(Base *base, ArrConst *value, ArrDtype dtype);
/* The types of a reduction: input cast to *loop, which is also the result.
 * wanted: dtype= of the call, or -1. */
ArrStatus reduce_resolve(Base *base, ReduceOp op, ArrDtype operand, int wanted, ArrDtype *loop);

#endif
