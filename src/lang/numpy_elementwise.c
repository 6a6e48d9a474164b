/* np's elementwise functions: one builtin for each row of the op table, and
 * where(), whose row takes three operands. */
#include "arrays.h"

ArrStatus elementwise_1(ArrState *state, Op op, Array *a, Array **result) {
    Operand operand = operand_array(a);
    return graph_elementwise(&state->graph, op, &operand, NULL, -1, result);
}

ArrStatus elementwise_2(ArrState *state, Op op, Operand a, Operand b, Array **result) {
    Operand operands[2] = {a, b};
    return graph_elementwise(&state->graph, op, operands, NULL, -1, result);
}

/* power(ints, -1): known to fail without looking at the data. */
static ArrStatus check_power(ArrState *state, const Operand *operands) {
    const Operand *base = &operands[0], *exponent = &operands[1];
    ArrDtype dtype = base->array ? (ArrDtype)base->array->dtype : base->value.dtype;
    bool empty = base->array && base->array->size == 0;
    if (exponent->array || exponent->value.dtype != ARR_INT64 || exponent->value.i8 >= 0 ||
        dtype_info[dtype].kind > KIND_INT || empty)
        return ARR_OK;
    return error_set(&state->base, ERROR_VALUE,
                     "Integers to negative integer powers are not allowed.");
}

/* Arguments 0, 1, ... as op's operands. */
static ArrStatus record_call(ArrState *state, Op op, const BuiltinCall *call, Array *out, int dtype,
                             Value *result) {
    Operand operands[3];
    Value holds[3] = {value_undefined(), value_undefined(), value_undefined()};
    ArrStatus status = ARR_OK;
    Array *array;
    for (int k = 0; k < op_info[op].arity && !status; k++)
        status = convert_to_operand(state, argument(call, k), &operands[k], &holds[k]);
    if (!status && op == OP_POWER && dtype < 0) status = check_power(state, operands);
    if (!status) status = graph_elementwise(&state->graph, op, operands, out, dtype, &array);
    for (int k = 0; k < 3; k++) value_release(state, holds[k]);
    return give_array(status, &array, result);
}

ArrStatus numpy_elementwise(ArrState *state, const BuiltinCall *call, Value *result) {
    Op op = (Op)call->data;
    int arity = op_info[op].arity;
    Array *out;
    int dtype;
    ArrStatus status = convert_to_out(state, argument(call, arity), &out);
    if (!status) status = convert_to_dtype(state, argument(call, arity + 1), &dtype);
    return status ? status : record_call(state, op, call, out, dtype, result);
}

static ArrStatus numpy_where(ArrState *state, const BuiltinCall *call, Value *result) {
    bool has_x = call->args[1].kind != VALUE_UNDEFINED;
    bool has_y = call->args[2].kind != VALUE_UNDEFINED;
    if (has_x != has_y)
        return error_set(&state->base, ERROR_VALUE,
                         "either both or neither of x and y should be given");
    if (!has_x) return numpy_nonzero(state, call, result);
    ArrStatus status = record_call(state, OP_WHERE, call, NULL, -1, result);
    if (!status) result->array->scalar = false; /* where() is no ufunc: 0-d results are arrays */
    return status;
}

/* --- ufunc.outer --------------------------------------------------------------- */

bool numpy_has_outer(const BuiltinObject *function) {
    return function->row.fn == numpy_elementwise && op_info[function->row.data].arity == 2;
}

/* a with after axes of extent 1 behind its own. */
static ArrStatus append_axes(ArrState *state, Array *a, int after, Array **result) {
    IndexItem items[ARR_MAX_NDIM + 1] = {{.kind = INDEX_ELLIPSIS}};
    for (int i = 1; i <= after; i++) items[i] = (IndexItem){.kind = INDEX_NEWAXIS};
    return array_index(&state->graph.arrays, a, after + 1, items, result);
}

static ArrStatus numpy_outer_ufunc(ArrState *state, const BuiltinCall *call, Value *result) {
    Op op = (Op)VALUE_AS(BuiltinObject, call->self)->row.data;
    Array *a = NULL, *b = NULL, *column = NULL, *outer;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (!status) status = convert_array(state, call->args[1], -1, &b);
    if (!status) status = append_axes(state, a, b->ndim, &column);
    if (!status) status = elementwise_2(state, op, operand_array(column), operand_array(b), &outer);
    array_release(&state->graph.arrays, a);
    array_release(&state->graph.arrays, b);
    array_release(&state->graph.arrays, column);
    return give_array(status, &outer, result);
}

const BuiltinRow numpy_outer_row = {
    "outer(A, B)", numpy_outer_ufunc,
    "The function of every pair of elements of A and B; its shape is A.shape + B.shape.", 0};

/* --- the table -------------------------------------------------------------------- */

#define CALL_1(id, name, doc) \
    { name "(x, /, out=None, *, dtype=None)", numpy_elementwise, doc, id }
#define CALL_2(id, name, doc) \
    { name "(x1, x2, /, out=None, *, dtype=None)", numpy_elementwise, doc, id }
#define CALL_3(id, name, doc) \
    { name "(condition, x=None, y=None)", numpy_where, doc, id }

const BuiltinRow numpy_elementwise_rows[] = {
#define ELEMENTWISE(id, name, alias, arity, rule, cost, b, i, f, c, vector, signature, doc) \
    CALL_##arity(OP_##id, name, doc),
#define REDUCTION(...)
#include "../array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION
    {NULL, NULL, NULL, 0}};
