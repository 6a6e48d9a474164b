/* np's elementwise functions: one builtin for each row of the op table, and
 * where(), whose row takes three operands. */
#include "operate.h"
#include "ufunc.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

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

/* --- where=, casting= ------------------------------------------------------------- */

ArrStatus convert_to_where(ArrState *state, Value v, Array **mask) {
    *mask = NULL;
    if (v.kind == VALUE_UNDEFINED || (v.kind == VALUE_BOOL && v.boolean)) return ARR_OK;
    if (v.kind == VALUE_ARRAY && v.array->dtype != ARR_BOOL)
        return error_set(&state->base, ERROR_TYPE,
                         "Cannot cast array data from dtype('%s') to dtype('bool') according to "
                         "the rule 'safe'",
                         dtype_info[v.array->dtype].name);
    return convert_array(state, v, ARR_BOOL, mask);
}

/* What a call adds to its operands; out and dtype as graph_elementwise() takes them. */
typedef struct Call {
    Array *out;
    int dtype;
    bool unsafe; /* casting='unsafe': out takes any kind of result */
    Array *mask; /* one reference, or NULL */
} Call;

/* The op's result in a new array of out's type, as if it were cast on its way to out. */
static ArrStatus compute_for_out(ArrState *state, Op op, const Operand *operands, const Call *c,
                                 Array **result) {
    Array *fresh, *typed = NULL, *same;
    ArrStatus status = graph_elementwise(&state->graph, op, operands, NULL, c->dtype, &fresh);
    if (status || !c->out || fresh->dtype == c->out->dtype) {
        if (!status) *result = fresh;
        return status;
    }
    status = array_new(&state->graph.arrays, (ArrDtype)c->out->dtype, fresh->ndim,
                       array_shape(fresh), NULL, &typed);
    if (!status && c->unsafe) {
        status = graph_assign(&state->graph, typed, operand_array(fresh));
    } else if (!status) {
        status = graph_elementwise(&state->graph, op, operands, typed, c->dtype, &same);
        if (!status) release(state, same);
    }
    release(state, fresh);
    if (status) release(state, typed);
    else *result = typed;
    return status;
}

/* What no op meets an error with: nan, of ints 1, but 0 where 1 is a pole. */
static ArrConst harmless(Op op, ArrDtype dtype) {
    ArrayKind kind = dtype_info[dtype].kind;
    bool floating = kind == KIND_FLOAT || kind == KIND_COMPLEX;
    return const_cast(floating ? const_float(NAN) : const_int(op != OP_ARCTANH), dtype);
}

/* The operands with that in place of elements that the mask leaves out: all elements are
 * computed, and of these nothing is to be told. */
static ArrStatus mask_operands(ArrState *state, Op op, const Operand *operands, Array *mask,
                               Operand masked[2], Array *holds[2]) {
    ArrStatus status = ARR_OK;
    for (int k = 0; k < op_info[op].arity && !status; k++) {
        masked[k] = operands[k];
        if (!operands[k].array) continue;
        Operand chosen[3] = {operand_array(mask), operands[k]};
        chosen[2].value = harmless(op, (ArrDtype)operands[k].array->dtype);
        status = graph_elementwise(&state->graph, OP_WHERE, chosen, NULL, -1, &holds[k]);
        if (!status) masked[k] = operand_array(holds[k]);
    }
    return status;
}

/* Without warnings that nobody wants, or that come of numbers alone. */
static ArrStatus compute_mute(ArrState *state, Op op, const Operand *operands, const Call *c,
                              Array **computed) {
    uint8_t errors = state->graph.errors;
    state->graph.errors = 0;
    ArrStatus status = compute_for_out(state, op, operands, c, computed);
    state->graph.errors = errors;
    return status;
}

static ArrStatus compute_chosen(ArrState *state, Op op, const Operand *operands, const Call *c,
                                Array **computed) {
    Operand masked[2] = {{.array = NULL}};
    Array *holds[2] = {NULL, NULL};
    bool arrays = operands[0].array || (op_info[op].arity > 1 && operands[1].array);
    if (!arrays || !state->graph.errors || op_info[op].arity > 2)
        return compute_mute(state, op, operands, c, computed);
    ArrStatus status = mask_operands(state, op, operands, c->mask, masked, holds);
    if (!status) status = compute_for_out(state, op, masked, c, computed);
    for (int k = 0; k < 2; k++) release(state, holds[k]);
    return status;
}

/* Where the mask is false out keeps what it has; a new array has 0 there. */
static ArrStatus compute_where(ArrState *state, Op op, const Operand *operands, const Call *c,
                               Array **result) {
    Array *computed;
    ArrStatus status = compute_chosen(state, op, operands, c, &computed);
    if (status) return status;
    Operand chosen[3] = {operand_array(c->mask), operand_array(computed)};
    if (c->out) chosen[2] = operand_array(c->out);
    else chosen[2].value = const_cast(const_int(0), (ArrDtype)computed->dtype);
    status = graph_elementwise(&state->graph, OP_WHERE, chosen, c->out, -1, result);
    release(state, computed);
    return status;
}

static ArrStatus compute(ArrState *state, Op op, const Operand *operands, const Call *c,
                         Array **result) {
    Array *computed;
    if (c->mask) return compute_where(state, op, operands, c, result);
    if (!c->unsafe || !c->out)
        return graph_elementwise(&state->graph, op, operands, c->out, c->dtype, result);
    ArrStatus status = compute_for_out(state, op, operands, c, &computed);
    if (status) return status;
    status = graph_assign(&state->graph, c->out, operand_array(computed));
    release(state, computed);
    if (!status) array_retain(*result = c->out);
    return status;
}

static ArrStatus convert_to_casting(ArrState *state, Value v, bool *unsafe) {
    *unsafe = false;
    if (!argument_given(v)) return ARR_OK;
    const StringObject *name = VALUE_AS(StringObject, v);
    bool text = v.kind == VALUE_STRING;
    if (text && !strcmp(name->bytes, "same_kind")) return ARR_OK;
    *unsafe = text && !strcmp(name->bytes, "unsafe");
    if (*unsafe) return ARR_OK;
    if (text && (!strcmp(name->bytes, "no") || !strcmp(name->bytes, "equiv") ||
                 !strcmp(name->bytes, "safe")))
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "casting='%s' is not in arr",
                         name->bytes);
    if (!text)
        return error_set(&state->base, ERROR_TYPE, "casting must be str, not %s",
                         value_type_name(v));
    return error_set(&state->base, ERROR_VALUE,
                     "casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' (got "
                     "'%s')",
                     name->bytes);
}

/* "dtype('<U1')" as NumPy would make of an argument; numbers get their kind's own. */
static const char *type_text(ArrState *state, Value v, char *text, size_t size) {
    ArrDtype own = ARR_INT64;
    if (v.kind == VALUE_STRING) {
        int64_t length = VALUE_AS(StringObject, v)->length;
        snprintf(text, size, "dtype('<U%lld')", (long long)(length ? length : 1));
        return text;
    }
    if (v.kind == VALUE_ARRAY) own = (ArrDtype)v.array->dtype;
    else if (value_is_number(v) && convert_number_dtype(state, v, &own)) error_clear(&state->base);
    snprintf(text, size, "dtype('%s')", dtype_info[own].name);
    return text;
}

/* Strings among the operands: functions of floats find no type to cast them
 * to, others no loop. */
static ArrStatus refuse_strings(ArrState *state, Op op, const BuiltinCall *call) {
    char x[48], y[48];
    const char *name = op_info[op].name;
    bool found = false;
    for (int k = 0; k < op_info[op].arity; k++)
        if (argument(call, k).kind == VALUE_STRING) found = true;
    if (!found) return ARR_OK;
    if (!operate_names_types(op)) return operate_not_coerced(state, name);
    if (op_info[op].arity == 1)
        return error_set(&state->base, ERROR_UFUNC_TYPE,
                         "ufunc '%s' did not contain a loop with signature matching types <class "
                         "'numpy.dtypes.StrDType'> -> None",
                         name);
    return error_set(&state->base, ERROR_UFUNC_TYPE,
                     "ufunc '%s' did not contain a loop with signature matching types (%s, %s) -> "
                     "None",
                     name, type_text(state, argument(call, 0), x, sizeof x),
                     type_text(state, argument(call, 1), y, sizeof y));
}

/* Arguments 0, 1, ... as op's operands. */
static ArrStatus record_call(ArrState *state, Op op, const BuiltinCall *call, const Call *c,
                             Value *result) {
    Operand operands[3];
    Value holds[3] = {value_undefined(), value_undefined(), value_undefined()};
    ArrStatus status = op == OP_WHERE ? ARR_OK : refuse_strings(state, op, call);
    Array *array;
    for (int k = 0; k < op_info[op].arity && !status; k++)
        status = convert_to_operand(state, argument(call, k), &operands[k], &holds[k]);
    if (!status && op == OP_POWER && c->dtype < 0) status = check_power(state, operands);
    if (!status) status = compute(state, op, operands, c, &array);
    for (int k = 0; k < 3; k++) value_release(state, holds[k]);
    return give_array(status, &array, result);
}

/* (operands..., out, where, dtype, casting) */
ArrStatus numpy_elementwise(ArrState *state, const BuiltinCall *call, Value *result) {
    Op op = (Op)call->data;
    int next = op_info[op].arity;
    Call c = {.mask = NULL};
    ArrStatus status = convert_to_out(state, argument(call, next), &c.out);
    if (!status) status = convert_to_where(state, argument(call, next + 1), &c.mask);
    if (!status) status = convert_to_dtype(state, argument(call, next + 2), &c.dtype);
    if (!status) status = convert_to_casting(state, argument(call, next + 3), &c.unsafe);
    if (!status) status = record_call(state, op, call, &c, result);
    release(state, c.mask);
    return status;
}

static ArrStatus numpy_where(ArrState *state, const BuiltinCall *call, Value *result) {
    bool has_x = call->args[1].kind != VALUE_UNDEFINED;
    bool has_y = call->args[2].kind != VALUE_UNDEFINED;
    if (has_x != has_y)
        return error_set(&state->base, ERROR_VALUE,
                         "either both or neither of x and y should be given");
    if (!has_x) return numpy_nonzero(state, call, result);
    ArrStatus status = record_call(state, OP_WHERE, call, &(Call){.dtype = -1}, result);
    if (!status) result->array->scalar = false; /* where() is no ufunc: 0-d results are arrays */
    return status;
}

/* --- the table -------------------------------------------------------------------- */

#define CALL_1(id, name, doc)                                                    \
    {                                                                            \
        name "(x, /, out=None, *, where=True, dtype=None, casting='same_kind')", \
            numpy_elementwise, doc, id                                           \
    }
#define CALL_2(id, name, doc)                                                         \
    {                                                                                 \
        name "(x1, x2, /, out=None, *, where=True, dtype=None, casting='same_kind')", \
            numpy_elementwise, doc, id                                                \
    }
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
