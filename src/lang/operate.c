/* Operators: which room decides. Host numbers go to number.c, arrays and NumPy
 * scalars to operate_array.c, strings, tuples and lists to sequence.c. What
 * none of them takes is a TypeError in CPython's words. */
#include "operate.h"

#include "dict.h"

/* --- errors ------------------------------------------------------------------ */

ArrStatus operate_refuse(ArrState *state, AstOperator op, const char *suffix, const char *a,
                         const char *b) {
    const char *also = op == AST_OP_POWER && !*suffix ? " or pow()" : "";
    return error_set(&state->base, ERROR_TYPE,
                     "unsupported operand type(s) for %s%s%s: '%s' and '%s'", ast_operator_text[op],
                     suffix, also, a, b);
}

ArrStatus operate_refuse_order(ArrState *state, AstOperator op, const char *a, const char *b) {
    return error_set(&state->base, ERROR_TYPE,
                     "'%s' not supported between instances of '%s' and '%s'", ast_operator_text[op],
                     a, b);
}

ArrStatus operate_type_error(ArrState *state, AstOperator op, Value a, Value b) {
    const char *x = value_type_name(a), *y = value_type_name(b);
    switch (op) {
    case AST_OP_POSITIVE:
    case AST_OP_NEGATIVE:
    case AST_OP_INVERT:
        return error_set(&state->base, ERROR_TYPE, "bad operand type for unary %s: '%s'",
                         ast_operator_text[op], x);
    case AST_OP_LESS:
    case AST_OP_LESS_EQUAL:
    case AST_OP_GREATER:
    case AST_OP_GREATER_EQUAL: return operate_refuse_order(state, op, x, y);
    default: return operate_refuse(state, op, "", x, y);
    }
}

/* --- unary and binary --------------------------------------------------------- */

ArrStatus operate_unary(ArrState *state, AstOperator op, Value a, Value *result) {
    if (a.kind == VALUE_ARRAY) return array_unary(state, op, a.array, result);
    if (value_is_number(a)) return number_unary(state, op, a, result);
    return operate_type_error(state, op, a, value_undefined());
}

static bool is_scalar(Value v) {
    return v.kind == VALUE_ARRAY && v.array->scalar;
}

/* Whether the operator is a sequence's own. NumPy's scalars leave * to it, and
 * a string keeps + to itself; arrays, and lists in +, compute elementwise. */
static bool is_sequence_operator(AstOperator op, Value a, Value b) {
    if (op == AST_OP_REMAINDER) return a.kind == VALUE_STRING;
    bool any_array = a.kind == VALUE_ARRAY || b.kind == VALUE_ARRAY;
    if (op == AST_OP_ADD)
        return is_sequence(a) && (!any_array || (a.kind == VALUE_STRING && is_scalar(b)));
    if (op != AST_OP_MULTIPLY || (!is_sequence(a) && !is_sequence(b))) return false;
    return !any_array || is_scalar(a) || is_scalar(b);
}

static ArrStatus sequence_operator(ArrState *state, AstOperator op, Value a, Value b,
                                   Value *result) {
    if (op == AST_OP_REMAINDER) return percent_format(state, a, b, result);
    if (op == AST_OP_ADD) return sequence_concatenate(state, a, b, result);
    return is_sequence(a) ? sequence_repeat(state, a, b, result)
                          : sequence_repeat(state, b, a, result);
}

static ArrStatus binary(ArrState *state, AstOperator op, const char *suffix, Value a, Value b,
                        Value *result) {
    if (op != AST_OP_MATMUL && value_is_number(a) && value_is_number(b))
        return number_binary(state, op, a, b, result);
    if (is_sequence_operator(op, a, b)) return sequence_operator(state, op, a, b, result);
    if (a.kind == VALUE_ARRAY || b.kind == VALUE_ARRAY)
        return array_binary(state, op, a, b, result);
    if (op == AST_OP_OR && a.kind == VALUE_DICT && b.kind == VALUE_DICT)
        return dict_merge(state, a, b, result);
    return operate_refuse(state, op, suffix, value_type_name(a), value_type_name(b));
}

ArrStatus operate_binary(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    return binary(state, op, "", a, b, result);
}

/* list += and list *= change the list, unless an array takes the operator over. */
static ArrStatus list_in_place(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    ArrStatus status = op == AST_OP_ADD ? list_extend(state, a, b) : list_repeat(state, a, b);
    if (status) return status;
    value_retain(a);
    *result = a;
    return ARR_OK;
}

ArrStatus operate_in_place(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    if (a.kind == VALUE_ARRAY && !a.array->scalar) return array_in_place(state, op, a, b, result);
    bool with_array = b.kind == VALUE_ARRAY && !(op == AST_OP_MULTIPLY && b.array->scalar);
    if (a.kind == VALUE_LIST && (op == AST_OP_ADD || op == AST_OP_MULTIPLY) && !with_array)
        return list_in_place(state, op, a, b, result);
    if (a.kind == VALUE_DICT && op == AST_OP_OR) {
        ArrStatus status = dict_update(state, a, b);
        if (!status) value_retain(*result = a);
        return status;
    }
    return binary(state, op, "=", a, b, result);
}

/* --- comparison ------------------------------------------------------------------ */

/* Small host values have no identity that a program may rely on: equal is the same. */
static bool is_same(Value a, Value b) {
    if (a.kind != b.kind) return false;
    switch (a.kind) {
    case VALUE_BOOL: return a.boolean == b.boolean;
    case VALUE_INT:
    case VALUE_FLOAT: return a.integer == b.integer; /* of a float: its bits */
    default: return !value_is_reference(a) || a.object == b.object;
    }
}

static ArrStatus contains(ArrState *state, Value item, Value container, bool *found) {
    if (container.kind == VALUE_ARRAY && !container.array->scalar)
        return array_contains(state, container, item, found);
    if (container.kind == VALUE_DICT || container.kind == VALUE_DICT_VIEW)
        return dict_contains(state, container, item, found);
    return sequence_contains(state, container, item, found);
}

/* Equality of any two host values, order of numbers: the result is a bool. */
static ArrStatus host_compare(ArrState *state, AstOperator op, Value a, Value b, bool *truth) {
    if (value_is_number(a) && value_is_number(b)) return number_compare(state, op, a, b, truth);
    if (op != AST_OP_EQUAL && op != AST_OP_NOT_EQUAL) return operate_type_error(state, op, a, b);
    bool equal;
    ArrStatus status = value_equal(state, a, b, &equal);
    if (!status) *truth = equal == (op == AST_OP_EQUAL);
    return status;
}

ArrStatus operate_compare(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    bool truth = false;
    ArrStatus status = ARR_OK;
    bool ordered = op == AST_OP_LESS || op == AST_OP_LESS_EQUAL || op == AST_OP_GREATER ||
                   op == AST_OP_GREATER_EQUAL;
    if (op == AST_OP_IS || op == AST_OP_IS_NOT) {
        truth = is_same(a, b) == (op == AST_OP_IS);
    } else if (op == AST_OP_IN || op == AST_OP_NOT_IN) {
        status = contains(state, a, b, &truth);
        truth = truth == (op == AST_OP_IN);
    } else if (a.kind == VALUE_ARRAY || b.kind == VALUE_ARRAY) {
        return array_compare(state, op, a, b, result);
    } else if (ordered && a.kind == b.kind && is_sequence(a)) {
        return sequence_order(state, op, a, b, result);
    } else {
        status = host_compare(state, op, a, b, &truth);
    }
    if (!status) *result = value_bool(truth);
    return status;
}
