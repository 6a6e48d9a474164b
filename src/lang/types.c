/* Types as values: type(), isinstance() and issubclass(), NumPy's abstract
 * types, and records (iinfo, finfo, sys.float_info).
 *
 * There is one object per type and per dtype in a state, so `type(x) is int`
 * and `a.dtype is b.dtype` hold where they do in Python. */
#include "types.h"

#include <string.h>

#include "builtins.h"
#include "eval.h"
#include "exception.h"
#include "random.h"
#include "ufunc.h"

/* --- the types that no program calls ---------------------------------------------- */

static ArrStatus make_instance(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)result;
    return error_set(&state->base, ERROR_TYPE, "cannot create '%s' instances",
                     VALUE_AS(TypeObject, state->types[call->data])->name);
}

static ArrStatus make_type(ArrState *state, const BuiltinCall *call, Value *result);
static ArrStatus builtin_object(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)call;
    (void)result;
    return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "plain objects are not in arr");
}

enum Home { HOME_NONE, HOME_BUILTINS, HOME_NUMPY };

static const struct HiddenRow {
    TypeId type;
    const char *name; /* as messages say it */
    enum Home home;   /* where programs find it */
    BuiltinRow row;   /* what a call does */
} hidden_rows[] = {
    {TYPE_TYPE,
     "type",
     HOME_BUILTINS,
     {"type(object, /)", make_type, "The type of object.", TYPE_TYPE}},
    {TYPE_OBJECT,
     "object",
     HOME_BUILTINS,
     {"object()", builtin_object, "What every type is a kind of, for isinstance().", TYPE_OBJECT}},
    {TYPE_NONE, "NoneType", HOME_NONE, {"NoneType()", make_instance, "", TYPE_NONE}},
    {TYPE_ELLIPSIS, "ellipsis", HOME_NONE, {"ellipsis()", make_instance, "", TYPE_ELLIPSIS}},
    {TYPE_FUNCTION, "function", HOME_NONE, {"function()", make_instance, "", TYPE_FUNCTION}},
    {TYPE_BUILTIN,
     "builtin_function_or_method",
     HOME_NONE,
     {"builtin()", make_instance, "", TYPE_BUILTIN}},
    {TYPE_MODULE, "module", HOME_NONE, {"module()", make_instance, "", TYPE_MODULE}},
    {TYPE_GENERATOR,
     "numpy.random._generator.Generator",
     HOME_NONE,
     {"Generator()", make_instance, "", TYPE_GENERATOR}},
    {TYPE_UFUNC,
     "numpy.ufunc",
     HOME_NUMPY,
     {"ufunc()", make_instance, "The type of np.add and the like.", TYPE_UFUNC}},
    {TYPE_GENERIC,
     "numpy.generic",
     HOME_NUMPY,
     {"generic()", make_instance, "The type of all NumPy scalars.", TYPE_GENERIC}},
    {TYPE_NUMBER,
     "numpy.number",
     HOME_NUMPY,
     {"number()", make_instance, "The type of all numbers: every dtype but bool.", TYPE_NUMBER}},
    {TYPE_INTEGER,
     "numpy.integer",
     HOME_NUMPY,
     {"integer()", make_instance, "The type of all integers.", TYPE_INTEGER}},
    {TYPE_SIGNED,
     "numpy.signedinteger",
     HOME_NUMPY,
     {"signedinteger()", make_instance, "The type of int8 to int64.", TYPE_SIGNED}},
    {TYPE_UNSIGNED,
     "numpy.unsignedinteger",
     HOME_NUMPY,
     {"unsignedinteger()", make_instance, "The type of uint8 to uint64.", TYPE_UNSIGNED}},
    {TYPE_INEXACT,
     "numpy.inexact",
     HOME_NUMPY,
     {"inexact()", make_instance, "The type of floats and complex numbers.", TYPE_INEXACT}},
    {TYPE_FLOATING,
     "numpy.floating",
     HOME_NUMPY,
     {"floating()", make_instance, "The type of float32 and float64.", TYPE_FLOATING}},
    {TYPE_COMPLEXFLOATING,
     "numpy.complexfloating",
     HOME_NUMPY,
     {"complexfloating()", make_instance, "The type of complex64 and complex128.",
      TYPE_COMPLEXFLOATING}},
};

/* --- making -------------------------------------------------------------------------- */

/* A type whose call is make; name must live as long as the state. */
ArrStatus type_new(ArrState *state, TypeId id, const char *name, Value make, Value *result) {
    TypeObject *type = object_new(state, VALUE_TYPE, sizeof *type);
    if (!type) return ARR_MEMORY;
    type->type = id;
    type->name = name;
    type->make = VALUE_AS(BuiltinObject, make);
    value_retain(make);
    *result = value_object(&type->head);
    value_retain(*result);
    state->types[id] = *result;
    return ARR_OK;
}

/* The function of this name in numpy becomes a type with the name. */
static ArrStatus function_to_type(ArrState *state, TypeId id, const char *function,
                                  const char *name) {
    Value type;
    const Value *make = names_find(&state->numpy, function, (int64_t)strlen(function));
    ArrStatus status = type_new(state, id, name, *make, &type);
    if (status) return status;
    status = names_set(state, &state->numpy, function, type);
    value_release(state, type);
    return status;
}

static ArrStatus open_hidden(ArrState *state, const struct HiddenRow *row) {
    Value make, type;
    ArrStatus status = builtin_new(state, &row->row, &make);
    if (status) return status;
    status = type_new(state, row->type, row->name, make, &type);
    Names *home = row->home == HOME_BUILTINS ? &state->builtins
                  : row->home == HOME_NUMPY  ? &state->numpy
                                             : NULL;
    if (!status && home) status = names_set(state, home, VALUE_AS(BuiltinObject, make)->name, type);
    if (!status) value_release(state, type);
    value_release(state, make);
    return status;
}

static const BuiltinRow type_function_rows[];

ArrStatus types_open(ArrState *state) {
    ArrStatus status = ARR_OK;
    for (size_t i = 0; i < sizeof hidden_rows / sizeof *hidden_rows && !status; i++)
        status = open_hidden(state, &hidden_rows[i]);
    if (!status) status = function_to_type(state, TYPE_NDARRAY, "ndarray", "numpy.ndarray");
    if (!status) status = function_to_type(state, TYPE_DTYPE, "dtype", "numpy.dtype");
    return status ? status : builtins_register(state, &state->builtins, type_function_rows);
}

void types_close(ArrState *state) {
    for (int i = 0; i < TYPE_COUNT; i++) value_release(state, state->types[i]);
    for (int i = 0; i < ARR_DTYPE_COUNT; i++) {
        value_release(state, state->dtypes[0][i]);
        value_release(state, state->dtypes[1][i]);
    }
    memset(state->types, 0, sizeof state->types);
    memset(state->dtypes, 0, sizeof state->dtypes);
}

/* --- relations ------------------------------------------------------------------------ */

/* What each abstract type is a kind of. */
static TypeId abstract_parent(TypeId type) {
    switch (type) {
    case TYPE_NUMBER: return TYPE_GENERIC;
    case TYPE_INTEGER:
    case TYPE_INEXACT: return TYPE_NUMBER;
    case TYPE_SIGNED:
    case TYPE_UNSIGNED: return TYPE_INTEGER;
    case TYPE_FLOATING:
    case TYPE_COMPLEXFLOATING: return TYPE_INEXACT;
    default: return TYPE_OBJECT;
    }
}

static TypeId dtype_parent(ArrDtype dtype) {
    switch (dtype_info[dtype].kind) {
    case KIND_BOOL: return TYPE_GENERIC;
    case KIND_INT: return TYPE_SIGNED;
    case KIND_UINT: return TYPE_UNSIGNED;
    case KIND_FLOAT: return TYPE_FLOATING;
    default: return TYPE_COMPLEXFLOATING;
    }
}

static bool type_is_kind_of(TypeId type, TypeId ancestor) {
    if (type == TYPE_BOOL && ancestor == TYPE_INT) return true;
    while (type != ancestor && type != TYPE_OBJECT) type = abstract_parent(type);
    return type == ancestor;
}

/* np.float64 is a Python float too, and np.complex128 a complex. */
static bool dtype_is_kind_of(ArrDtype dtype, TypeId ancestor) {
    if (dtype == ARR_FLOAT64 && ancestor == TYPE_FLOAT) return true;
    if (dtype == ARR_COMPLEX128 && ancestor == TYPE_COMPLEX) return true;
    return type_is_kind_of(dtype_parent(dtype), ancestor);
}

static bool is_scalar_type(Value v) {
    return v.kind == VALUE_DTYPE && VALUE_AS(DtypeObject, v)->scalar_type;
}

bool type_is_class(Value v) {
    return v.kind == VALUE_TYPE || v.kind == VALUE_ERROR_CLASS || is_scalar_type(v);
}

bool type_is_subclass(Value class, Value ancestor) {
    if (is_scalar_type(ancestor))
        return is_scalar_type(class) &&
               VALUE_AS(DtypeObject, class)->dtype == VALUE_AS(DtypeObject, ancestor)->dtype;
    if (ancestor.kind == VALUE_ERROR_CLASS)
        return class.kind == VALUE_ERROR_CLASS &&
               error_is(VALUE_AS(ErrorClassObject, class)->class,
                        VALUE_AS(ErrorClassObject, ancestor)->class);
    if (ancestor.kind != VALUE_TYPE) return false;
    TypeId wanted = VALUE_AS(TypeObject, ancestor)->type;
    if (is_scalar_type(class)) return dtype_is_kind_of(VALUE_AS(DtypeObject, class)->dtype, wanted);
    if (class.kind == VALUE_ERROR_CLASS) return wanted == TYPE_OBJECT;
    return class.kind == VALUE_TYPE && type_is_kind_of(VALUE_AS(TypeObject, class)->type, wanted);
}

/* --- type() ----------------------------------------------------------------------------- */

/* TYPE_COUNT: none that programs can name. */
static TypeId id_of(Value v) {
    static const uint8_t of_kind[VALUE_KIND_COUNT] = {
        [VALUE_NONE] = 1 + TYPE_NONE,         [VALUE_BOOL] = 1 + TYPE_BOOL,
        [VALUE_INT] = 1 + TYPE_INT,           [VALUE_FLOAT] = 1 + TYPE_FLOAT,
        [VALUE_ELLIPSIS] = 1 + TYPE_ELLIPSIS, [VALUE_ARRAY] = 1 + TYPE_NDARRAY,
        [VALUE_BIGINT] = 1 + TYPE_INT,        [VALUE_COMPLEX] = 1 + TYPE_COMPLEX,
        [VALUE_STRING] = 1 + TYPE_STR,        [VALUE_TUPLE] = 1 + TYPE_TUPLE,
        [VALUE_LIST] = 1 + TYPE_LIST,         [VALUE_RANGE] = 1 + TYPE_RANGE,
        [VALUE_SLICE] = 1 + TYPE_SLICE,       [VALUE_FUNCTION] = 1 + TYPE_FUNCTION,
        [VALUE_BUILTIN] = 1 + TYPE_BUILTIN,   [VALUE_METHOD] = 1 + TYPE_BUILTIN,
        [VALUE_MODULE] = 1 + TYPE_MODULE,     [VALUE_DTYPE] = 1 + TYPE_DTYPE,
        [VALUE_TYPE] = 1 + TYPE_TYPE,         [VALUE_RANDOM] = 1 + TYPE_GENERATOR,
        [VALUE_DICT] = 1 + TYPE_DICT,         [VALUE_ERROR_CLASS] = 1 + TYPE_TYPE,
    };
    if (v.kind == VALUE_BUILTIN && ufunc_is(VALUE_AS(BuiltinObject, v))) return TYPE_UFUNC;
    return of_kind[v.kind] ? (TypeId)(of_kind[v.kind] - 1) : TYPE_COUNT;
}

/* The builtin iterators have types of their own. */
static ArrStatus type_of_iterator(ArrState *state, Value v, Value *result) {
    const char *name = value_type_name(v);
    const Value *type = names_find(&state->builtins, name, (int64_t)strlen(name));
    if (type && type->kind == VALUE_TYPE) {
        value_retain(*result = *type);
        return ARR_OK;
    }
    return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "the type '%s' is not in arr", name);
}

ArrStatus type_of(ArrState *state, Value v, Value *result) {
    if (v.kind == VALUE_ARRAY && v.array->scalar)
        return scalar_type_new(state, (ArrDtype)v.array->dtype, result);
    if (v.kind == VALUE_ITERATOR) return type_of_iterator(state, v, result);
    if (v.kind == VALUE_EXCEPTION) {
        value_retain(*result = state->error_classes[VALUE_AS(ExceptionObject, v)->class]);
        return ARR_OK;
    }
    TypeId id = is_scalar_type(v) ? TYPE_TYPE : id_of(v);
    if (id == TYPE_COUNT || id == TYPE_DTYPE)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "the type '%s' is not in arr",
                         value_type_name(v));
    value_retain(*result = state->types[id]);
    return ARR_OK;
}

static ArrStatus make_type(ArrState *state, const BuiltinCall *call, Value *result) {
    return type_of(state, call->args[0], result);
}

/* --- isinstance() and issubclass() ---------------------------------------------------------- */

static bool is_instance_of(Value v, Value class) {
    if (is_scalar_type(class))
        return v.kind == VALUE_ARRAY && v.array->scalar &&
               VALUE_AS(DtypeObject, class)->dtype == v.array->dtype;
    if (class.kind == VALUE_ERROR_CLASS)
        return v.kind == VALUE_EXCEPTION && error_is(VALUE_AS(ExceptionObject, v)->class,
                                                     VALUE_AS(ErrorClassObject, class)->class);
    TypeId wanted = VALUE_AS(TypeObject, class)->type;
    if (wanted == TYPE_OBJECT) return true;
    if (v.kind == VALUE_ARRAY && v.array->scalar)
        return dtype_is_kind_of((ArrDtype)v.array->dtype, wanted);
    if (v.kind == VALUE_ITERATOR)
        return !strcmp(value_type_name(v), VALUE_AS(TypeObject, class)->name);
    if (is_scalar_type(v)) return wanted == TYPE_TYPE;
    TypeId id = id_of(v);
    return id != TYPE_COUNT && type_is_kind_of(id, wanted);
}

/* test: isinstance's or issubclass's, of one class. */
static ArrStatus in_classes(ArrState *state, bool (*test)(Value v, Value class), Value v,
                            Value classes, const char *refused, bool *found) {
    if (type_is_class(classes)) {
        *found = test(v, classes);
        return ARR_OK;
    }
    if (classes.kind != VALUE_TUPLE) return error_set(&state->base, ERROR_TYPE, "%s", refused);
    if (eval_stack_is_short(state)) return eval_stack_error(state, state->base.span);
    const SequenceObject *tuple = VALUE_AS(SequenceObject, classes);
    *found = false;
    for (int64_t i = 0; i < tuple->count && !*found; i++) {
        ArrStatus status = in_classes(state, test, v, tuple->items[i], refused, found);
        if (status) return status;
    }
    return ARR_OK;
}

static ArrStatus builtin_isinstance(ArrState *state, const BuiltinCall *call, Value *result) {
    bool found = false;
    ArrStatus status =
        in_classes(state, is_instance_of, call->args[0], call->args[1],
                   "isinstance() arg 2 must be a type, a tuple of types, or a union", &found);
    if (!status) *result = value_bool(found);
    return status;
}

static ArrStatus builtin_issubclass(ArrState *state, const BuiltinCall *call, Value *result) {
    bool found = false;
    if (!type_is_class(call->args[0]))
        return error_set(&state->base, ERROR_TYPE, "issubclass() arg 1 must be a class");
    ArrStatus status =
        in_classes(state, type_is_subclass, call->args[0], call->args[1],
                   "issubclass() arg 2 must be a class, a tuple of classes, or a union", &found);
    if (!status) *result = value_bool(found);
    return status;
}

static ArrStatus builtin_callable(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)state;
    Value v = call->args[0];
    *result = value_bool(v.kind == VALUE_FUNCTION || v.kind == VALUE_BUILTIN ||
                         v.kind == VALUE_METHOD || type_is_class(v));
    return ARR_OK;
}

static const BuiltinRow type_function_rows[] = {
    {"isinstance(obj, class_or_tuple, /)", builtin_isinstance,
     "Whether obj is of a class or of one in a tuple: int, float, list, np.ndarray, np.floating, "
     "...",
     0},
    {"issubclass(cls, class_or_tuple, /)", builtin_issubclass,
     "Whether a class is another or a kind of it.", 0},
    {"callable(obj, /)", builtin_callable, "Whether obj can be called.", 0},
    {NULL, NULL, NULL, 0},
};
