/* Operands and operators whose value is known without a call: what loops over
 * host numbers are made of. Each function returns false where the long way
 * must decide (overflow, zero divisors, other types); results are CPython's,
 * bit for bit. */
#ifndef LANG_EVAL_FAST_H
#define LANG_EVAL_FAST_H

#include "eval.h"

/* A literal number or a plain local. */
static inline bool fast_operand(const Frame *frame, const Ast *ast, Value *result) {
    switch (ast->kind) {
    case AST_INT:
        if (ast->text.length) return false; /* beyond int64 */
        *result = value_int(ast->integer);
        return true;
    case AST_FLOAT: *result = value_float(ast->number); return true;
    case AST_NAME:
        if (ast->name.place != NAME_LOCAL) return false;
        *result = frame->locals[ast->name.slot];
        value_retain(*result);
        return result->kind != VALUE_UNDEFINED;
    default: return false;
    }
}

static inline ArrStatus eval_operand(Frame *frame, const Ast *ast, Value *result) {
    return fast_operand(frame, ast, result) ? ARR_OK : eval_expression(frame, ast, result);
}

/* Ints up to here are doubles without rounding. */
#define FAST_EXACT ((int64_t)1 << 53)

static inline bool fast_exact(int64_t i) {
    return i <= FAST_EXACT && i >= -FAST_EXACT;
}

static inline bool fast_int(AstOperator op, int64_t a, int64_t b, Value *result) {
    int64_t value;
    switch (op) {
    case AST_OP_ADD:
        if (__builtin_add_overflow(a, b, &value)) return false;
        break;
    case AST_OP_SUBTRACT:
        if (__builtin_sub_overflow(a, b, &value)) return false;
        break;
    case AST_OP_MULTIPLY:
        if (__builtin_mul_overflow(a, b, &value)) return false;
        break;
    case AST_OP_FLOOR_DIVIDE:
        if (b <= 0) return false;
        value = a / b - (a % b < 0);
        break;
    case AST_OP_REMAINDER:
        if (b <= 0) return false;
        value = a % b;
        if (value < 0) value += b;
        break;
    case AST_OP_DIVIDE: /* correctly rounded only while both are exact */
        if (b == 0 || !fast_exact(a) || !fast_exact(b)) return false;
        *result = value_float((double)a / (double)b);
        return true;
    case AST_OP_AND: value = a & b; break;
    case AST_OP_OR: value = a | b; break;
    case AST_OP_XOR: value = a ^ b; break;
    default: return false;
    }
    *result = value_int(value);
    return true;
}

static inline bool fast_float(AstOperator op, double a, double b, Value *result) {
    double value;
    switch (op) {
    case AST_OP_ADD: value = a + b; break;
    case AST_OP_SUBTRACT: value = a - b; break;
    case AST_OP_MULTIPLY: value = a * b; break;
    case AST_OP_DIVIDE:
        if (b == 0) return false;
        value = a / b;
        break;
    default: return false;
    }
    *result = value_float(value);
    return true;
}

/* a op b; the operands need no release when this succeeds. */
static inline bool fast_binary(AstOperator op, Value a, Value b, Value *result) {
    if (a.kind == VALUE_INT && b.kind == VALUE_INT)
        return fast_int(op, a.integer, b.integer, result);
    if (a.kind == VALUE_FLOAT && b.kind == VALUE_FLOAT)
        return fast_float(op, a.number, b.number, result);
    if (a.kind == VALUE_FLOAT && b.kind == VALUE_INT)
        return fast_float(op, a.number, (double)b.integer, result);
    if (a.kind == VALUE_INT && b.kind == VALUE_FLOAT)
        return fast_float(op, (double)a.integer, b.number, result);
    return false;
}

#define FAST_COMPARE(a, b)                                       \
    switch (op) {                                                \
    case AST_OP_EQUAL: *truth = (a) == (b); return true;         \
    case AST_OP_NOT_EQUAL: *truth = (a) != (b); return true;     \
    case AST_OP_LESS: *truth = (a) < (b); return true;           \
    case AST_OP_LESS_EQUAL: *truth = (a) <= (b); return true;    \
    case AST_OP_GREATER: *truth = (a) > (b); return true;        \
    case AST_OP_GREATER_EQUAL: *truth = (a) >= (b); return true; \
    default: return false;                                       \
    }

static inline bool fast_compare_int(AstOperator op, int64_t a, int64_t b, bool *truth) {
    FAST_COMPARE(a, b)
}

static inline bool fast_compare_float(AstOperator op, double a, double b, bool *truth) {
    FAST_COMPARE(a, b)
}
#undef FAST_COMPARE

/* An int meets a float exactly only while it is exact as a double. */
static inline bool fast_compare(AstOperator op, Value a, Value b, bool *truth) {
    if (a.kind == VALUE_INT && b.kind == VALUE_INT)
        return fast_compare_int(op, a.integer, b.integer, truth);
    if (a.kind == VALUE_FLOAT && b.kind == VALUE_FLOAT)
        return fast_compare_float(op, a.number, b.number, truth);
    if (a.kind == VALUE_FLOAT && b.kind == VALUE_INT && fast_exact(b.integer))
        return fast_compare_float(op, a.number, (double)b.integer, truth);
    if (a.kind == VALUE_INT && b.kind == VALUE_FLOAT && fast_exact(a.integer))
        return fast_compare_float(op, (double)a.integer, b.number, truth);
    return false;
}

/* The truth of what needs no call. */
static inline bool fast_truth(Value v, bool *truth) {
    switch (v.kind) {
    case VALUE_BOOL: *truth = v.boolean; return true;
    case VALUE_INT: *truth = v.integer != 0; return true;
    case VALUE_FLOAT: *truth = v.number != 0; return true;
    case VALUE_NONE: *truth = false; return true;
    default: return false;
    }
}

#endif
