/* Python's sum, max, min, any, all and round, which NumPy has too. Host
 * iterables are Python's business; an array is reduced, never iterated; and
 * keywords that only NumPy's form has take the whole call there. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "builtins.h"

/* --- to numpy's function of the same name ------------------------------------- */

/* The parameters from first on are numpy's alone. */
static bool wants_numpy(const BuiltinCall *call, int first) {
    for (int i = first; i < call->function->parameter_count; i++)
        if (call->args[i].kind != VALUE_UNDEFINED) return true;
    return false;
}

/* Calls numpy's function with the given positional arguments and with those of
 * the parameters from first on that were passed, by their names. */
static ArrStatus call_numpy(ArrState *state, const BuiltinCall *call, const Value *positional,
                            int positional_count, int first, Value *result) {
    Value values[2 + BUILTIN_PARAMETERS];
    AstText keywords[BUILTIN_PARAMETERS];
    Arguments arguments = {.values = values, .keywords = keywords};
    for (int i = 0; i < positional_count; i++) values[arguments.count++] = positional[i];
    for (int i = first; i < call->function->parameter_count; i++) {
        const struct BuiltinParameter *parameter = &call->function->parameters[i];
        if (call->args[i].kind == VALUE_UNDEFINED) continue;
        keywords[arguments.keyword_count++] = (AstText){parameter->name, parameter->length};
        values[arguments.count++] = call->args[i];
    }
    const char *name = call->function->name;
    const Value *numpy = names_find(&state->numpy, name, (int64_t)strlen(name));
    if (!numpy)
        return error_set(&state->base, ERROR_ATTRIBUTE, "module 'numpy' has no attribute '%s'",
                         name);
    return call_value(state, *numpy, &arguments, result);
}

static ArrStatus reduce_first_axis(ArrState *state, ReduceOp op, Array *a, Value *result) {
    Array *reduced;
    ArrStatus status = graph_reduce(&state->graph, op, a, 1, false, -1, NULL, &reduced);
    if (!status) *result = value_array(reduced);
    return status;
}

/* Arrays that Python would iterate over; scalars and 0-d arrays have no items. */
static bool has_rows(Value v) {
    return v.kind == VALUE_ARRAY && v.array->ndim > 0;
}

/* --- sum ------------------------------------------------------------------------- */

static ArrStatus sum_items(ArrState *state, Value iterable, Value start, Value *result) {
    Iterator it;
    ArrStatus status = iterator_begin(state, iterable, &it);
    if (status) return status;
    Value sum = start;
    value_retain(sum);
    for (;;) {
        Value item, next;
        status = iterator_next(state, &it, &item);
        if (status || item.kind == VALUE_UNDEFINED) break;
        status = operate_binary(state, AST_OP_ADD, sum, item, &next);
        value_release(state, item);
        if (status) break;
        value_release(state, sum);
        sum = next;
    }
    iterator_end(state, &it);
    if (status) value_release(state, sum);
    else *result = sum;
    return status;
}

static ArrStatus sum_array(ArrState *state, Array *a, Value start, Value *result) {
    Value sum;
    ArrStatus status = reduce_first_axis(state, REDUCE_SUM, a, &sum);
    if (status || start.kind == VALUE_UNDEFINED) {
        if (!status) *result = sum;
        return status;
    }
    status = operate_binary(state, AST_OP_ADD, start, sum, result);
    value_release(state, sum);
    return status;
}

static ArrStatus builtin_sum(ArrState *state, const BuiltinCall *call, Value *result) {
    Value iterable = call->args[0], start = call->args[1];
    if (wants_numpy(call, 2))
        return call_numpy(state, call, call->args, start.kind == VALUE_UNDEFINED ? 1 : 2, 2,
                          result);
    if (start.kind == VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE,
                         "sum() can't sum strings [use ''.join(seq) instead]");
    if (has_rows(iterable)) return sum_array(state, iterable.array, start, result);
    return sum_items(state, iterable, start.kind == VALUE_UNDEFINED ? value_int(0) : start, result);
}

/* --- max and min -------------------------------------------------------------------- */

/* *better: candidate takes best's place. */
static ArrStatus is_better(ArrState *state, AstOperator op, Value candidate, Value best,
                           bool *better) {
    Value compared;
    ArrStatus status = operate_compare(state, op, candidate, best, &compared);
    if (status) return status;
    status = value_truth(state, compared, better);
    value_release(state, compared);
    return status;
}

static ArrStatus key_of(ArrState *state, Value key, Value item, Value *result) {
    if (!is_given(key)) {
        value_retain(item);
        *result = item;
        return ARR_OK;
    }
    return call_value(state, key, &(Arguments){.values = &item, .count = 1}, result);
}

/* The best item so far and its key; both owned. */
typedef struct Best {
    Value item, key;
} Best;

static ArrStatus consider(ArrState *state, AstOperator op, Value key, Value item, Best *best) {
    Value item_key;
    ArrStatus status = key_of(state, key, item, &item_key);
    if (status) return status;
    bool better = best->item.kind == VALUE_UNDEFINED;
    if (!better) status = is_better(state, op, item_key, best->key, &better);
    if (status || !better) {
        value_release(state, item_key);
        return status;
    }
    value_release(state, best->item);
    value_release(state, best->key);
    value_retain(item);
    *best = (Best){item, item_key};
    return ARR_OK;
}

static ArrStatus empty_error(ArrState *state, const BuiltinCall *call) {
    return error_set(&state->base, ERROR_VALUE, "%s() arg is an empty sequence",
                     call->function->name);
}

static ArrStatus extreme_item(ArrState *state, const BuiltinCall *call, AstOperator op,
                              Value iterable, Value *result) {
    Iterator it;
    ArrStatus status = iterator_begin(state, iterable, &it);
    if (status) return status;
    Best best = {value_undefined(), value_undefined()};
    while (!status) {
        Value item;
        status = iterator_next(state, &it, &item);
        if (status || item.kind == VALUE_UNDEFINED) break;
        status = consider(state, op, call->args[1], item, &best);
        value_release(state, item);
    }
    iterator_end(state, &it);
    if (!status && best.item.kind == VALUE_UNDEFINED) {
        if (call->args[2].kind == VALUE_UNDEFINED) return empty_error(state, call);
        best.item = call->args[2];
        value_retain(best.item);
    }
    value_release(state, best.key);
    if (status) value_release(state, best.item);
    else *result = best.item;
    return status;
}

/* As CPython, which compares rows: their truth must be that of one element. */
static ArrStatus extreme_of_array(ArrState *state, const BuiltinCall *call, Array *a,
                                  Value *result) {
    int64_t rows = array_shape(a)[0];
    if (rows == 0) return empty_error(state, call);
    if (rows > 1 && a->size != rows) {
        bool truth;
        Value row = value_undefined();
        Iterator it = {.source = value_array(a), .count = rows};
        ArrStatus status = iterator_next(state, &it, &row);
        if (!status) status = value_truth(state, row, &truth);
        value_release(state, row);
        return status;
    }
    return reduce_first_axis(state, (ReduceOp)call->data, a, result);
}

static ArrStatus builtin_extreme(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *values = VALUE_AS(SequenceObject, call->args[0]);
    AstOperator op = call->data == REDUCE_MAX ? AST_OP_GREATER : AST_OP_LESS;
    bool keyed = is_given(call->args[1]), defaulted = call->args[2].kind != VALUE_UNDEFINED;
    if (values->count == 0)
        return error_set(&state->base, ERROR_TYPE, "%s expected at least 1 argument, got 0",
                         call->function->name);
    if (wants_numpy(call, 3) && values->count <= 2)
        return call_numpy(state, call, values->items, (int)values->count, 3, result);
    if (values->count > 1 && defaulted)
        return error_set(&state->base, ERROR_TYPE,
                         "Cannot specify a default for %s() with multiple positional arguments",
                         call->function->name);
    if (values->count > 1) return extreme_item(state, call, op, call->args[0], result);
    Value only = values->items[0];
    if (has_rows(only) && !keyed && !(defaulted && array_shape(only.array)[0] == 0))
        return extreme_of_array(state, call, only.array, result);
    return extreme_item(state, call, op, only, result);
}

/* --- any and all -------------------------------------------------------------------- */

/* any() stops at the first true item, all() at the first false one. */
static ArrStatus builtin_any_all(ArrState *state, const BuiltinCall *call, Value *result) {
    Value iterable = call->args[0];
    bool stop = call->data == REDUCE_ANY, truth = !stop;
    if (wants_numpy(call, 1)) return call_numpy(state, call, call->args, 1, 1, result);
    if (has_rows(iterable) && iterable.array->ndim == 1)
        return reduce_first_axis(state, (ReduceOp)call->data, iterable.array, result);
    Iterator it;
    ArrStatus status = iterator_begin(state, iterable, &it);
    if (status) return status;
    while (!status && truth != stop) {
        Value item;
        status = iterator_next(state, &it, &item);
        if (status || item.kind == VALUE_UNDEFINED) break;
        status = value_truth(state, item, &truth);
        value_release(state, item);
    }
    iterator_end(state, &it);
    if (!status) *result = value_bool(truth);
    return status;
}

/* --- round ------------------------------------------------------------------------------ */

/* x rounded to digits decimals, correctly: the decimal text is exact before it
 * is cut, ties go to even. It is read back in the locale it was written in. */
static double round_decimals(double x, int64_t digits) {
    char text[700]; /* the longest: 309 digits, 323 decimals */
    if (!isfinite(x) || digits > 323) return x;
    if (digits < -308) return copysign(0, x);
    if (digits >= 0) {
        snprintf(text, sizeof text, "%.*f", (int)digits, x);
    } else {
        int exponent = x == 0 ? 0 : (int)floor(log10(fabs(x)));
        int kept = exponent + (int)digits; /* decimals of the mantissa */
        double unit = pow(10, (double)-digits);
        if (kept < 0) return copysign(fabs(x) > unit / 2 ? unit : 0, x);
        snprintf(text, sizeof text, "%.*e", kept, x);
    }
    return strtod(text, NULL);
}

static ArrStatus round_float(ArrState *state, double x, Value digits, Value *result) {
    if (!is_given(digits)) return number_int_from_double(state, nearbyint(x), result);
    int64_t count;
    ArrStatus status = value_index(state, digits, &count);
    if (status) return status;
    double rounded = round_decimals(x, count);
    if (isinf(rounded) && !isinf(x))
        return error_set(&state->base, ERROR_OVERFLOW, "rounded value too large to represent");
    *result = value_float(rounded);
    return ARR_OK;
}

/* n - (n mod unit), with the remainder taken nearest to zero and ties to even. */
static ArrStatus round_to_unit(ArrState *state, Value n, Value unit, Value *result) {
    Value quotient = value_undefined(), remainder = value_undefined(), twice = value_undefined();
    bool above = false, tie = false, odd = false;
    ArrStatus status = number_binary(state, AST_OP_FLOOR_DIVIDE, n, unit, &quotient);
    if (!status) status = number_binary(state, AST_OP_REMAINDER, n, unit, &remainder);
    if (!status) status = number_binary(state, AST_OP_ADD, remainder, remainder, &twice);
    if (!status) status = number_compare(state, AST_OP_GREATER, twice, unit, &above);
    if (!status) status = number_compare(state, AST_OP_EQUAL, twice, unit, &tie);
    if (!status && tie) {
        Value low;
        status = number_binary(state, AST_OP_AND, quotient, value_int(1), &low);
        if (!status) odd = low.kind == VALUE_INT && low.integer == 1;
        if (!status) value_release(state, low);
    }
    value_release(state, twice);
    if (!status && (above || (tie && odd))) {
        Value next;
        status = number_binary(state, AST_OP_ADD, quotient, value_int(1), &next);
        if (!status) {
            value_release(state, quotient);
            quotient = next;
        }
    }
    if (!status) status = number_binary(state, AST_OP_MULTIPLY, quotient, unit, result);
    value_release(state, quotient);
    value_release(state, remainder);
    return status;
}

/* More digits than the number has round it to zero. */
static ArrStatus round_int(ArrState *state, Value n, Value digits, Value *result) {
    int64_t count = 0;
    ArrStatus status = is_given(digits) ? value_index(state, digits, &count) : ARR_OK;
    if (status) return status;
    if (count >= 0) return number_unary(state, AST_OP_POSITIVE, n, result);
    if (count < -4300 || (n.kind != VALUE_BIGINT && count < -19)) {
        *result = value_int(0);
        return ARR_OK;
    }
    Value unit;
    status = number_binary(state, AST_OP_POWER, value_int(10), value_int(-count), &unit);
    if (status) return status;
    status = round_to_unit(state, n, unit, result);
    value_release(state, unit);
    return status;
}

/* A NumPy scalar without digits becomes an int, as does a float. */
static ArrStatus round_array(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0], number;
    bool integer = dtype_info[v.array->dtype].kind != KIND_COMPLEX && v.array->scalar &&
                   !is_given(call->args[1]);
    bool refused = v.array->scalar && v.array->dtype == ARR_BOOL;
    if (refused)
        return error_set(&state->base, ERROR_TYPE, "type %s doesn't define __round__ method",
                         value_type_name(v));
    if (!integer)
        return call_numpy(state, call, call->args, is_given(call->args[1]) ? 2 : 1, 2, result);
    ArrStatus status = convert_to_host(state, PULL_CONVERT, v.array, &number);
    if (status) return status;
    status = number.kind == VALUE_FLOAT ? round_float(state, number.number, value_none(), result)
                                        : construct_int(state, number, result);
    value_release(state, number);
    return status;
}

static ArrStatus builtin_round(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0], digits = call->args[1];
    if (v.kind == VALUE_ARRAY) return round_array(state, call, result);
    if (v.kind == VALUE_FLOAT) return round_float(state, v.number, digits, result);
    if (value_is_number(v) && v.kind != VALUE_COMPLEX) return round_int(state, v, digits, result);
    return error_set(&state->base, ERROR_TYPE, "type %s doesn't define __round__ method",
                     value_type_name(v));
}

const BuiltinRow aggregate_rows[] = {
    {"sum(iterable, start=0, *, axis=, dtype=, out=, keepdims=, initial=, where=)", builtin_sum,
     "The sum of the items, added to start. Of an array it is numpy.sum(a, axis=0); with axis=, "
     "dtype=, out= or keepdims= the call is numpy.sum's.",
     REDUCE_SUM},
    {"max(*values, key=None, default=, axis=, out=, keepdims=, initial=, where=)", builtin_extreme,
     "The largest of its arguments, or of the items of its only one. With axis=, out= or "
     "keepdims= the call is numpy.max's.",
     REDUCE_MAX},
    {"min(*values, key=None, default=, axis=, out=, keepdims=, initial=, where=)", builtin_extreme,
     "The smallest of its arguments, or of the items of its only one. With axis=, out= or "
     "keepdims= the call is numpy.min's.",
     REDUCE_MIN},
    {"any(iterable, *, axis=, out=, keepdims=, where=)", builtin_any_all,
     "Whether an item is true. With axis=, out= or keepdims= the call is numpy.any's.", REDUCE_ANY},
    {"all(iterable, *, axis=, out=, keepdims=, where=)", builtin_any_all,
     "Whether every item is true. With axis=, out= or keepdims= the call is numpy.all's.",
     REDUCE_ALL},
    {"round(number, ndigits=None)", builtin_round,
     "number rounded to ndigits decimals, ties to even; an int without ndigits. Of an array it "
     "is numpy.round.",
     0},
    {NULL, NULL, NULL, 0},
};
