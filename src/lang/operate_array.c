/* Operators with an array or a NumPy scalar among their operands. They record
 * nodes; only `in` asks for data. Host values that NumPy would make object
 * arrays of are refused in the words of the loop that would then fail. */
#include <stdio.h>

#include "operate.h"

static const Op operator_op[AST_OP_COUNT] = {
    [AST_OP_ADD] = OP_ADD,
    [AST_OP_SUBTRACT] = OP_SUBTRACT,
    [AST_OP_MULTIPLY] = OP_MULTIPLY,
    [AST_OP_DIVIDE] = OP_DIVIDE,
    [AST_OP_FLOOR_DIVIDE] = OP_FLOOR_DIVIDE,
    [AST_OP_REMAINDER] = OP_REMAINDER,
    [AST_OP_POWER] = OP_POWER,
    [AST_OP_LEFT_SHIFT] = OP_LEFT_SHIFT,
    [AST_OP_RIGHT_SHIFT] = OP_RIGHT_SHIFT,
    [AST_OP_AND] = OP_BITWISE_AND,
    [AST_OP_XOR] = OP_BITWISE_XOR,
    [AST_OP_OR] = OP_BITWISE_OR,
    [AST_OP_POSITIVE] = OP_POSITIVE,
    [AST_OP_NEGATIVE] = OP_NEGATIVE,
    [AST_OP_INVERT] = OP_INVERT,
    [AST_OP_EQUAL] = OP_EQUAL,
    [AST_OP_NOT_EQUAL] = OP_NOT_EQUAL,
    [AST_OP_LESS] = OP_LESS,
    [AST_OP_LESS_EQUAL] = OP_LESS_EQUAL,
    [AST_OP_GREATER] = OP_GREATER,
    [AST_OP_GREATER_EQUAL] = OP_GREATER_EQUAL,
};

/* --- operands that NumPy has no loop for --------------------------------------- */

static bool is_operand(Value v) {
    return v.kind == VALUE_ARRAY || v.kind == VALUE_TUPLE || v.kind == VALUE_LIST ||
           v.kind == VALUE_RANGE || value_is_number(v);
}

/* Python's type of an array's elements: what loops over objects complain about. */
static const char *element_type_name(Value v) {
    if (v.kind != VALUE_ARRAY) return value_type_name(v);
    switch (dtype_info[v.array->dtype].kind) {
    case KIND_BOOL: return "bool";
    case KIND_FLOAT: return "float";
    case KIND_COMPLEX: return "complex";
    default: return "int";
    }
}

enum { DTYPE_TEXT = 48 };

/* "dtype('float64')", "dtype('<U3')" */
static const char *dtype_text(Value v, char text[DTYPE_TEXT]) {
    int64_t length;
    if (v.kind == VALUE_ARRAY) {
        snprintf(text, DTYPE_TEXT, "dtype('%s')", dtype_info[v.array->dtype].name);
    } else if (v.kind == VALUE_STRING) {
        length = VALUE_AS(StringObject, v)->length;
        snprintf(text, DTYPE_TEXT, "dtype('<U%lld')", (long long)(length ? length : 1));
    } else {
        snprintf(text, DTYPE_TEXT, "dtype('O')");
    }
    return text;
}

/* Whether NumPy says of strings that it has no loop for them: others cannot be cast. */
bool operate_names_types(Op op) {
    switch (op) {
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_MULTIPLY:
    case OP_NEGATIVE:
    case OP_POSITIVE:
    case OP_ABSOLUTE:
    case OP_SIGN:
    case OP_MAXIMUM:
    case OP_MINIMUM:
    case OP_FMAX:
    case OP_FMIN: return true;
    default: return op_info[op].rule == RULE_COMPARE;
    }
}

ArrStatus operate_not_coerced(ArrState *state, const char *ufunc) {
    return error_set(&state->base, ERROR_TYPE,
                     "ufunc '%s' not supported for the input types, and the inputs could not be "
                     "safely coerced to any supported types according to the casting rule "
                     "''safe''",
                     ufunc);
}

static ArrStatus no_loop_error(ArrState *state, AstOperator op, Value a, Value b) {
    char x[DTYPE_TEXT], y[DTYPE_TEXT];
    if (op != AST_OP_MATMUL && !operate_names_types(operator_op[op]))
        return operate_not_coerced(state, ast_operator_ufunc[op]);
    return error_set(&state->base, ERROR_UFUNC_TYPE,
                     "ufunc '%s' did not contain a loop with signature matching types (%s, %s) -> "
                     "None",
                     ast_operator_ufunc[op], dtype_text(a, x), dtype_text(b, y));
}

static ArrStatus refuse(ArrState *state, AstOperator op, Value a, Value b) {
    if (a.kind == VALUE_STRING || b.kind == VALUE_STRING) return no_loop_error(state, op, a, b);
    return operate_refuse(state, op, "", element_type_name(a), element_type_name(b));
}

/* --- elementwise ------------------------------------------------------------------ */

static bool is_scalar_like(Value v) {
    return v.kind == VALUE_ARRAY ? v.array->scalar : value_is_number(v);
}

/* What warnings call an operator: NumPy's scalars compute it themselves. */
static FloatName operator_name(const ArrState *state, bool scalars, bool is_power) {
    FloatName name = (FloatName)state->graph.name;
    if (!scalars) return name;
    if (name == FLOAT_NAME_DIVMOD) return FLOAT_NAME_SCALAR_DIVMOD;
    return is_power ? FLOAT_NAME_SCALAR_POWER : FLOAT_NAME_SCALAR;
}

static ArrStatus elementwise(ArrState *state, Op op, Value a, Value b, Array *out, Value *result) {
    uint8_t name = state->graph.name;
    Operand operands[2];
    Value hold_a = value_undefined(), hold_b = value_undefined();
    Array *array;
    ArrStatus status = convert_to_operand(state, a, &operands[0], &hold_a);
    if (!status) status = convert_to_operand(state, b, &operands[1], &hold_b);
    state->graph.name =
        (uint8_t)operator_name(state, is_scalar_like(a) && is_scalar_like(b), op == OP_POWER);
    if (!status) status = graph_elementwise(&state->graph, op, operands, out, -1, &array);
    state->graph.name = name;
    if (!status) *result = value_array(array);
    value_release(state, hold_a);
    value_release(state, hold_b);
    return status;
}

static ArrStatus elementwise_one(ArrState *state, Op op, Array *a, int dtype, Array *out,
                                 bool is_power, Value *result) {
    Operand operand = operand_array(a);
    Array *array;
    uint8_t name = state->graph.name;
    state->graph.name = (uint8_t)operator_name(state, a->scalar, is_power);
    ArrStatus status = graph_elementwise(&state->graph, op, &operand, out, dtype, &array);
    state->graph.name = name;
    if (!status) *result = value_array(array);
    return status;
}

ArrStatus array_unary(ArrState *state, AstOperator op, Array *a, Value *result) {
    return elementwise_one(state, operator_op[op], a, -1, NULL, false, result);
}

/* --- power -------------------------------------------------------------------------- */

/* A host exponent as a double; false: it is none. */
static bool host_exponent(Value v, double *exponent) {
    switch (v.kind) {
    case VALUE_BOOL: *exponent = v.boolean; return true;
    case VALUE_INT: *exponent = (double)v.integer; return true;
    case VALUE_FLOAT: *exponent = v.number; return true;
    default: return false;
    }
}

/* The cheaper op that NumPy takes for a ** exponent, or OP_POWER. A NumPy
 * scalar's own pow tells -inf ** 0.5 from sqrt(-inf), 1 / (2+0j) has another
 * zero than the reciprocal, and the square of a complex one is not fused. */
static Op power_op(const Array *a, double exponent) {
    ArrayKind kind = dtype_info[a->dtype].kind;
    Op op = OP_POWER;
    bool own_power = a->scalar && (kind == KIND_BOOL || kind == KIND_COMPLEX);
    if (exponent == 2 && !own_power) return OP_SQUARE;
    if (kind != KIND_FLOAT && kind != KIND_COMPLEX) return OP_POWER;
    if (exponent == 1) op = OP_POSITIVE;
    if (exponent == -1 && !(kind == KIND_COMPLEX && a->scalar)) op = OP_RECIPROCAL;
    if (exponent == 0.5 && !a->scalar) op = OP_SQRT;
    return op_info[op].loops & (1u << a->dtype) ? op : OP_POWER;
}

/* ints ** 2.0 is a float, except in place and of bools, as in NumPy. */
static int power_dtype(const Array *a, Value exponent, const Array *out) {
    ArrayKind kind = dtype_info[a->dtype].kind;
    bool integer = kind == KIND_INT || kind == KIND_UINT;
    return integer && !out && exponent.kind == VALUE_FLOAT ? (int)ARR_FLOAT64 : -1;
}

static ArrStatus power(ArrState *state, Value a, Value b, Array *out, Value *result) {
    double exponent;
    if (a.kind != VALUE_ARRAY || !host_exponent(b, &exponent))
        return elementwise(state, OP_POWER, a, b, out, result);
    ArrayKind kind = dtype_info[a.array->dtype].kind;
    if (b.kind == VALUE_INT && b.integer < 0 && (kind == KIND_BOOL || kind == KIND_INT) &&
        a.array->size)
        return error_set(&state->base, ERROR_VALUE,
                         "Integers to negative integer powers are not allowed.");
    Op op = power_op(a.array, exponent);
    if (op == OP_POWER) return elementwise(state, op, a, b, out, result);
    return elementwise_one(state, op, a.array, power_dtype(a.array, b, out), out, true, result);
}

/* --- matmul --------------------------------------------------------------------------- */

/* None, a function, ... is a 0-d array of objects to NumPy. */
static ArrStatus no_matrix_error(ArrState *state, int operand) {
    return error_set(&state->base, ERROR_VALUE,
                     "matmul: Input operand %d does not have enough dimensions (has 0, gufunc core "
                     "with signature (n?,k),(k,m?)->(n?,m?) requires 1)",
                     operand);
}

static ArrStatus matmul(ArrState *state, Value a, Value b, Value *result) {
    if (is_scalar_like(a) && is_scalar_like(b))
        return operate_type_error(state, AST_OP_MATMUL, a, b);
    Value x = value_undefined(), y = value_undefined();
    Array *product;
    ArrStatus status = convert_to_array(state, a, -1, &x);
    if (!status) status = convert_to_array(state, b, -1, &y);
    if (!status) status = graph_matmul(&state->graph, x.array, y.array, &product);
    if (!status) *result = value_array(product);
    value_release(state, x);
    value_release(state, y);
    return status;
}

static ArrStatus cast_error(ArrState *state, AstOperator op, const char *from, ArrDtype to) {
    return error_set(&state->base, ERROR_UFUNC_TYPE,
                     "Cannot cast ufunc '%s' output from dtype('%s') to dtype('%s') with casting "
                     "rule 'same_kind'",
                     ast_operator_ufunc[op], from, dtype_info[to].name);
}

static bool same_shape(const Array *a, const Array *b) {
    bool same = a->ndim == b->ndim;
    for (int i = 0; same && i < a->ndim; i++) same = array_shape(a)[i] == array_shape(b)[i];
    return same;
}

/* a @= b: the product is a new array, which then overwrites a. */
static ArrStatus matmul_in_place(ArrState *state, Array *a, Value b) {
    Value product;
    ArrStatus status = matmul(state, value_array(a), b, &product);
    if (status) return status;
    char shape[SHAPE_TEXT], wanted[SHAPE_TEXT];
    Array *p = product.array;
    if (!same_shape(a, p))
        status = error_set(&state->base, ERROR_VALUE,
                           "non-broadcastable output operand with shape %s doesn't match the "
                           "broadcast shape %s",
                           shape_text(shape, a->ndim, array_shape(a)),
                           shape_text(wanted, p->ndim, array_shape(p)));
    else if (!dtype_same_kind_cast((ArrDtype)p->dtype, (ArrDtype)a->dtype))
        status = cast_error(state, AST_OP_MATMUL, dtype_info[p->dtype].name, (ArrDtype)a->dtype);
    else status = graph_assign(&state->graph, a, operand_array(p));
    value_release(state, product);
    return status;
}

/* --- the operators ---------------------------------------------------------------------- */

ArrStatus array_binary(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    bool foreign = !is_operand(a) || !is_operand(b);
    bool text = a.kind == VALUE_STRING || b.kind == VALUE_STRING;
    if (foreign && !text && op == AST_OP_MATMUL && !is_scalar_like(a) && !is_scalar_like(b))
        return no_matrix_error(state, is_operand(a));
    if (foreign) return refuse(state, op, a, b);
    if (op == AST_OP_MATMUL) return matmul(state, a, b, result);
    if (op == AST_OP_POWER) return power(state, a, b, NULL, result);
    return elementwise(state, operator_op[op], a, b, NULL, result);
}

ArrStatus array_in_place(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    if (b.kind == VALUE_STRING) return no_loop_error(state, op, a, b);
    if (!is_operand(b)) return cast_error(state, op, "O", (ArrDtype)a.array->dtype);
    if (op == AST_OP_POWER) return power(state, a, b, a.array, result);
    if (op != AST_OP_MATMUL) return elementwise(state, operator_op[op], a, b, a.array, result);
    ArrStatus status = matmul_in_place(state, a.array, b);
    if (status) return status;
    value_retain(a);
    *result = a;
    return ARR_OK;
}

/* --- comparison ----------------------------------------------------------------------------- */

/* What b op' a has to be for a op b. */
static AstOperator reflected(AstOperator op) {
    switch (op) {
    case AST_OP_LESS: return AST_OP_GREATER;
    case AST_OP_LESS_EQUAL: return AST_OP_GREATER_EQUAL;
    case AST_OP_GREATER: return AST_OP_LESS;
    case AST_OP_GREATER_EQUAL: return AST_OP_LESS_EQUAL;
    default: return op;
    }
}

static const char *dtype_class_name(ArrDtype dtype) {
    return value_type_name(
        value_object(&(DtypeObject){.head = {.kind = VALUE_DTYPE}, .dtype = dtype}.head));
}

/* With None, a string, a function, ...: nothing is equal to it, and nothing in order with it. */
static ArrStatus compare_foreign(ArrState *state, AstOperator op, Array *a, Value b,
                                 Value *result) {
    if (op == AST_OP_EQUAL || op == AST_OP_NOT_EQUAL) {
        bool unequal = op == AST_OP_NOT_EQUAL;
        if (a->scalar) {
            *result = value_bool(unequal);
            return ARR_OK;
        }
        ArrStatus status;
        Array *all;
        if (a->ndim)
            status = graph_full(&state->graph, ARR_BOOL, a->ndim, array_shape(a),
                                const_bool(unequal), &all);
        else status = graph_scalar(&state->graph, const_bool(unequal), &all);
        if (!status) *result = value_array(all);
        return status;
    }
    if (b.kind == VALUE_STRING)
        return error_set(&state->base, ERROR_UFUNC_TYPE,
                         "ufunc '%s' did not contain a loop with signature matching types (<class "
                         "'%s'>, <class 'numpy.dtypes.StrDType'>) -> None",
                         ast_operator_ufunc[op], dtype_class_name((ArrDtype)a->dtype));
    return operate_refuse_order(state, op, element_type_name(value_array(a)), value_type_name(b));
}

/* An int that no dtype holds compares as the float it rounds to: either is
 * beyond all of the array's values. */
static ArrStatus comparable(ArrState *state, Value *v) {
    double number;
    if (v->kind != VALUE_BIGINT) return ARR_OK;
    ArrStatus status = number_to_double(state, *v, &number);
    if (!status && (number < 0 || number >= 0x1p64)) *v = value_float(number);
    return status;
}

ArrStatus array_compare(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    ArrStatus status = comparable(state, &a);
    if (!status) status = comparable(state, &b);
    if (status) return status;
    if (!is_operand(b)) return compare_foreign(state, op, a.array, b, result);
    if (!is_operand(a)) return compare_foreign(state, reflected(op), b.array, a, result);
    return elementwise(state, operator_op[op], a, b, NULL, result);
}

ArrStatus array_contains(ArrState *state, Value a, Value item, bool *found) {
    Value equal;
    ArrStatus status = array_compare(state, AST_OP_EQUAL, a, item, &equal);
    if (status) return status;
    int ndim = equal.array->ndim;
    uint64_t axes = ndim >= ARR_MAX_NDIM ? UINT64_MAX : ((uint64_t)1 << ndim) - 1;
    Array *any;
    status = graph_reduce(&state->graph, REDUCE_ANY, equal.array, axes, false, -1, NULL, &any);
    if (!status) {
        status = value_truth(state, value_array(any), found);
        value_release(state, value_array(any));
    }
    value_release(state, equal);
    return status;
}
