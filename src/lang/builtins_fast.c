/* The short ways of Python's functions that loops over host numbers call: no
 * binding of arguments, no error. Each returns false, with nothing done, where
 * the function itself must decide. */
#include <math.h>

#include "eval_fast.h"

static bool short_abs(const BuiltinObject *builtin, Value self, const Value *args, int count,
                     Value *result) {
    (void)builtin, (void)self;
    if (count != 1) return false;
    if (args->kind == VALUE_FLOAT) *result = value_float(fabs(args->number));
    else if (args->kind == VALUE_INT && args->integer != INT64_MIN)
        *result = value_int(args->integer < 0 ? -args->integer : args->integer);
    else return false;
    return true;
}

static bool short_len(const BuiltinObject *builtin, Value self, const Value *args, int count,
                     Value *result) {
    (void)builtin, (void)self;
    if (count != 1 || (args->kind != VALUE_LIST && args->kind != VALUE_TUPLE)) return false;
    *result = value_int(VALUE_AS(SequenceObject, *args)->count);
    return true;
}

static bool short_int(const BuiltinObject *builtin, Value self, const Value *args, int count,
                     Value *result) {
    (void)builtin, (void)self;
    if (count != 1) return false;
    if (args->kind == VALUE_INT) *result = value_int(args->integer);
    else if (args->kind == VALUE_FLOAT && fabs(args->number) < 0x1p63)
        *result = value_int((int64_t)args->number);
    else return false;
    return true;
}

static bool short_float(const BuiltinObject *builtin, Value self, const Value *args, int count,
                       Value *result) {
    (void)builtin, (void)self;
    if (count != 1) return false;
    if (args->kind == VALUE_FLOAT) *result = value_float(args->number);
    else if (args->kind == VALUE_INT) *result = value_float((double)args->integer);
    else return false;
    return true;
}

/* The first of those that no other exceeds. */
static bool short_extreme(const Value *args, int count, AstOperator op, Value *result) {
    if (count < 2) return false;
    Value best = args[0];
    for (int i = 1; i < count; i++) {
        bool better;
        if (!fast_compare(op, args[i], best, &better)) return false;
        if (better) best = args[i];
    }
    *result = best;
    return true;
}

static bool short_max(const BuiltinObject *builtin, Value self, const Value *args, int count,
                     Value *result) {
    (void)builtin, (void)self;
    return short_extreme(args, count, AST_OP_GREATER, result);
}

static bool short_min(const BuiltinObject *builtin, Value self, const Value *args, int count,
                     Value *result) {
    (void)builtin, (void)self;
    return short_extreme(args, count, AST_OP_LESS, result);
}

static bool short_append(const BuiltinObject *builtin, Value self, const Value *args, int count,
                        Value *result) {
    (void)builtin;
    SequenceObject *list = VALUE_AS(SequenceObject, self);
    if (count != 1 || list->count == list->capacity) return false;
    value_retain(args[0]);
    list->items[list->count++] = args[0];
    *result = value_none();
    return true;
}

void builtins_fast_open(ArrState *state) {
    static const struct {
        const char *name;
        int64_t length;
        BuiltinFast fast;
    } rows[] = {{"abs", 3, short_abs},     {"len", 3, short_len}, {"int", 3, short_int},
                {"float", 5, short_float}, {"max", 3, short_max}, {"min", 3, short_min}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Value *v = names_find(&state->builtins, rows[i].name, rows[i].length);
        if (v->kind == VALUE_BUILTIN) VALUE_AS(BuiltinObject, *v)->fast = rows[i].fast;
        else VALUE_AS(TypeObject, *v)->make->fast = rows[i].fast;
    }
    const Value *append = names_find(&state->host_methods[HOST_METHODS_LIST], "append", 6);
    VALUE_AS(BuiltinObject, *append)->fast = short_append;
}
