/* object.name. Facts of arrays are known without running anything; methods
 * come bound to their object. */
#include "arrays.h"
#include "exception.h"
#include "random.h"
#include "record.h"
#include "flat.h"
#include "ufunc.h"

#include <stdio.h>
#include <string.h>

static bool is_named(const char *known, const char *name, int64_t length) {
    return (int64_t)strlen(known) == length && memcmp(known, name, (size_t)length) == 0;
}

static ArrStatus string_of(ArrState *state, const char *text, Value *result) {
    return string_new(state, text, (int64_t)strlen(text), result);
}

/* Where names of object are listed, in known_names.def. */
static const char *known_place(Value object) {
    switch (object.kind) {
    case VALUE_MODULE: return VALUE_AS(ModuleObject, object)->name;
    case VALUE_TYPE: return VALUE_AS(TypeObject, object)->name;
    case VALUE_ARRAY: return object.array->scalar ? "numpy.generic" : "numpy.ndarray";
    case VALUE_DTYPE: return "numpy.dtype";
    case VALUE_BUILTIN: return ufunc_is(VALUE_AS(BuiltinObject, object)) ? "numpy.ufunc" : "";
    default: return value_type_name(object);
    }
}

/* A name that Python knows is not in arr; of others AttributeError, with the
 * name of the table that is near. */
static ArrStatus missing(ArrState *state, Value object, const Names *near, const char *name,
                         int64_t length) {
    ArrStatus status;
    if (name_is_known(known_place(object), name, length))
        return name_lacking(state, known_place(object), name, length);
    if (object.kind == VALUE_MODULE)
        status = error_set(&state->base, ERROR_ATTRIBUTE, "module '%s' has no attribute '%.*s'",
                           VALUE_AS(ModuleObject, object)->name, (int)length, name);
    else if (object.kind == VALUE_TYPE)
        status =
            error_set(&state->base, ERROR_ATTRIBUTE, "type object '%s' has no attribute '%.*s'",
                      VALUE_AS(TypeObject, object)->name, (int)length, name);
    else
        status = error_set(&state->base, ERROR_ATTRIBUTE, "'%s' object has no attribute '%.*s'",
                           value_type_name(object), (int)length, name);
    const char *nearest = near ? names_nearest(near, name, length) : NULL;
    if (nearest) error_hint(&state->base, "did you mean '%s'?", nearest);
    return status;
}

/* --- arrays ------------------------------------------------------------------------------- */

static ArrStatus get_shape(ArrState *state, Array *a, Value *result) {
    return convert_from_ints(state, a->ndim, array_shape(a), result);
}

static ArrStatus get_strides(ArrState *state, Array *a, Value *result) {
    return convert_from_ints(state, a->ndim, array_strides(a), result);
}

static ArrStatus get_dtype(ArrState *state, Array *a, Value *result) {
    return dtype_new(state, (ArrDtype)a->dtype, result);
}

static ArrStatus get_ndim(ArrState *state, Array *a, Value *result) {
    (void)state;
    *result = value_int(a->ndim);
    return ARR_OK;
}

static ArrStatus get_size(ArrState *state, Array *a, Value *result) {
    (void)state;
    *result = value_int(a->size);
    return ARR_OK;
}

static ArrStatus get_itemsize(ArrState *state, Array *a, Value *result) {
    (void)state;
    *result = value_int(array_itemsize(a));
    return ARR_OK;
}

static ArrStatus get_nbytes(ArrState *state, Array *a, Value *result) {
    (void)state;
    *result = value_int(a->size * array_itemsize(a));
    return ARR_OK;
}

static ArrStatus get_self(Array *a, Value *result) {
    array_retain(a);
    *result = value_array(a);
    return ARR_OK;
}

static ArrStatus get_transpose(ArrState *state, Array *a, Value *result) {
    Array *view;
    if (a->scalar) return get_self(a, result);
    return give_array(array_transpose(&state->graph.arrays, a, 0, NULL, &view), &view, result);
}

static ArrStatus get_matrix_transpose(ArrState *state, Array *a, Value *result) {
    int64_t axes[ARR_MAX_NDIM];
    Array *view;
    if (a->ndim < 2)
        return error_set(&state->base, ERROR_VALUE, "matrix transpose with ndim < 2 is undefined");
    for (int i = 0; i < a->ndim; i++) axes[i] = i;
    axes[a->ndim - 1] = a->ndim - 2;
    axes[a->ndim - 2] = a->ndim - 1;
    return give_array(array_transpose(&state->graph.arrays, a, a->ndim, axes, &view), &view,
                      result);
}

/* A view of the real or imaginary parts; of a scalar, a scalar. */
static ArrStatus get_part(ArrState *state, Array *a, bool imag, Value *result) {
    Array *part, *scalar;
    ArrStatus status = array_part(&state->graph.arrays, a, imag, &part);
    if (status || !a->scalar) return give_array(status, &part, result);
    status = graph_read_scalar(&state->graph, part, &scalar);
    array_release(&state->graph.arrays, part);
    return give_array(status, &scalar, result);
}

static ArrStatus get_real(ArrState *state, Array *a, Value *result) {
    if (dtype_info[a->dtype].kind == KIND_COMPLEX) return get_part(state, a, false, result);
    return get_self(a, result);
}

static ArrStatus get_imag(ArrState *state, Array *a, Value *result) {
    Array *zeros;
    if (dtype_info[a->dtype].kind == KIND_COMPLEX) return get_part(state, a, true, result);
    ArrStatus status = graph_full(&state->graph, (ArrDtype)a->dtype, a->ndim, array_shape(a),
                                  const_int(0), &zeros);
    if (status) return status;
    zeros->scalar = a->scalar;
    zeros->read_only = true; /* there is nothing behind it to write to */
    return give_array(ARR_OK, &zeros, result);
}

static ArrStatus get_flat(ArrState *state, Array *a, Value *result) {
    return flat_new(state, a, result);
}

static const struct ArrayAttribute {
    const char *name;
    ArrStatus (*get)(ArrState *state, Array *a, Value *result);
} array_attributes[] = {
    {"shape", get_shape},         {"dtype", get_dtype},     {"ndim", get_ndim},
    {"size", get_size},           {"T", get_transpose},     {"real", get_real},
    {"mT", get_matrix_transpose}, {"imag", get_imag},       {"itemsize", get_itemsize},
    {"nbytes", get_nbytes},       {"strides", get_strides}, {"flat", get_flat}};

static const struct ArrayAttribute *find_array_attribute(const char *name, int64_t length) {
    for (size_t i = 0; i < sizeof array_attributes / sizeof *array_attributes; i++)
        if (is_named(array_attributes[i].name, name, length)) return &array_attributes[i];
    return NULL;
}

static ArrStatus bind(ArrState *state, BuiltinObject *function, Value self, Value *result) {
    MethodObject *method = object_new(state, VALUE_METHOD, sizeof *method);
    if (!method) return ARR_MEMORY;
    method->function = function;
    method->self = self;
    function->head.refs++;
    value_retain(self);
    *result = value_object(&method->head);
    return ARR_OK;
}

static ArrStatus array_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                 Value *result) {
    const struct ArrayAttribute *attribute = find_array_attribute(name, length);
    if (attribute && !(object.array->scalar && attribute->get == get_matrix_transpose))
        return attribute->get(state, object.array, result);
    const Value *method = names_find(&state->methods, name, length);
    bool refused = object.array->scalar && is_named("dot", name, length); /* as NumPy's scalars */
    if (method && !refused) return bind(state, VALUE_AS(BuiltinObject, *method), object, result);
    return missing(state, object, &state->methods, name, length);
}

/* --- other objects --------------------------------------------------------------------------- */

static ArrStatus module_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                  Value *result) {
    const Names *names = VALUE_AS(ModuleObject, object)->names;
    const Value *value = names_find(names, name, length);
    if (!value) return missing(state, object, names, name, length);
    value_retain(*result = *value);
    return ARR_OK;
}

/* np.float64 itself has only __name__. */
static ArrStatus scalar_type_attribute(ArrState *state, ArrDtype dtype, const char *name,
                                       int64_t length, Value *result) {
    const char *own = dtype_info[dtype].name;
    if (is_named("__name__", name, length)) return string_of(state, own, result);
    return error_set(&state->base, ERROR_ATTRIBUTE,
                     "type object 'numpy.%s' has no attribute '%.*s'", own, (int)length, name);
}

/* dtype('float64').name */
static ArrStatus dtype_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                 Value *result) {
    static const char chars[ARR_DTYPE_COUNT + 1] = "?bhilBHILfdFD";
    static const int numbers[ARR_DTYPE_COUNT] = {0, 1, 3, 5, 7, 2, 4, 6, 8, 11, 12, 14, 15};
    const DtypeObject *dtype = VALUE_AS(DtypeObject, object);
    const DtypeInfo *info = &dtype_info[dtype->dtype];
    if (dtype->scalar_type) return scalar_type_attribute(state, dtype->dtype, name, length, result);
    bool one_byte = info->itemsize == 1;
    int alignment = info->kind == KIND_COMPLEX ? info->itemsize / 2 : info->itemsize;
    char text[8];
    snprintf(text, sizeof text, "%c%c%d", one_byte ? '|' : '<', info->kind_char, info->itemsize);
    const struct {
        const char *name;
        int64_t value;
    } ints[] = {{"itemsize", info->itemsize},
                {"alignment", alignment},
                {"num", numbers[dtype->dtype]},
                {"ndim", 0}};
    if (is_named("name", name, length)) return string_of(state, info->name, result);
    if (is_named("kind", name, length)) return string_new(state, &info->kind_char, 1, result);
    if (is_named("char", name, length)) return string_new(state, &chars[dtype->dtype], 1, result);
    if (is_named("str", name, length)) return string_of(state, text, result);
    if (is_named("byteorder", name, length)) return string_of(state, one_byte ? "|" : "=", result);
    if (is_named("type", name, length)) return scalar_type_new(state, dtype->dtype, result);
    if (is_named("shape", name, length)) return convert_from_ints(state, 0, NULL, result);
    for (size_t i = 0; i < sizeof ints / sizeof *ints; i++)
        if (is_named(ints[i].name, name, length)) {
            *result = value_int(ints[i].value);
            return ARR_OK;
        }
    return missing(state, object, NULL, name, length);
}

static ArrStatus host_attribute(ArrState *state, Value object, int which, const char *name,
                                int64_t length, Value *result) {
    const Names *methods = &state->host_methods[which];
    const Value *method = names_find(methods, name, length);
    if (!method) return missing(state, object, methods, name, length);
    return bind(state, VALUE_AS(BuiltinObject, *method), object, result);
}

static ArrStatus record_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                  Value *result) {
    const Value *value = record_find(VALUE_AS(RecordObject, object), name, length);
    if (!value) return missing(state, object, NULL, name, length);
    value_retain(*result = *value);
    return ARR_OK;
}

/* Where the methods of a type's objects are, or -1. */
static int methods_of_type(TypeId type) {
    switch (type) {
    case TYPE_STR: return HOST_METHODS_STRING;
    case TYPE_LIST: return HOST_METHODS_LIST;
    case TYPE_TUPLE: return HOST_METHODS_TUPLE;
    case TYPE_DICT: return HOST_METHODS_DICT;
    case TYPE_INT: return HOST_METHODS_INT;
    case TYPE_FLOAT: return HOST_METHODS_FLOAT;
    case TYPE_COMPLEX: return HOST_METHODS_COMPLEX;
    default: return -1;
    }
}

/* Its name, or a method that takes the object as its first argument: str.upper */
static ArrStatus type_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                Value *result) {
    const TypeObject *type = VALUE_AS(TypeObject, object);
    const char *full = type->name, *dot = strrchr(full, '.');
    if (is_named("__name__", name, length)) return string_of(state, dot ? dot + 1 : full, result);
    int which = methods_of_type(type->type);
    const Names *methods = which < 0 ? NULL : &state->host_methods[which];
    const Value *method = methods ? names_find(methods, name, length) : NULL;
    if (!method) return missing(state, object, methods, name, length);
    return bind(state, VALUE_AS(BuiltinObject, *method), object, result);
}

static ArrStatus number_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                  Value *result) {
    bool imag = is_named("imag", name, length), whole = object.kind == VALUE_INT ||
                                                        object.kind == VALUE_BOOL ||
                                                        object.kind == VALUE_BIGINT;
    if (whole && is_named("denominator", name, length)) {
        *result = value_int(1);
        return ARR_OK;
    }
    bool itself = is_named("real", name, length) || (whole && is_named("numerator", name, length));
    if (!imag && !itself)
        return host_attribute(state, object,
                              whole                          ? HOST_METHODS_INT
                              : object.kind == VALUE_COMPLEX ? HOST_METHODS_COMPLEX
                                                             : HOST_METHODS_FLOAT,
                              name, length, result);
    if (object.kind == VALUE_COMPLEX) {
        const ComplexObject *z = VALUE_AS(ComplexObject, object);
        *result = value_float(imag ? z->imag : z->real);
    } else if (imag) {
        *result = object.kind == VALUE_FLOAT ? value_float(0) : value_int(0);
    } else if (object.kind == VALUE_BOOL) {
        *result = value_int(object.boolean);
    } else {
        value_retain(*result = object);
    }
    return ARR_OK;
}

static ArrStatus range_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                 Value *result) {
    const RangeObject *range = VALUE_AS(RangeObject, object);
    if (is_named("start", name, length)) *result = value_int(range->start);
    else if (is_named("stop", name, length)) *result = value_int(range->stop);
    else if (is_named("step", name, length)) *result = value_int(range->step);
    else return missing(state, object, NULL, name, length);
    return ARR_OK;
}

static ArrStatus slice_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                 Value *result) {
    const SliceObject *slice = VALUE_AS(SliceObject, object);
    const Value *part = is_named("start", name, length)  ? &slice->start
                        : is_named("stop", name, length) ? &slice->stop
                        : is_named("step", name, length) ? &slice->step
                                                         : NULL;
    if (!part) return missing(state, object, NULL, name, length);
    value_retain(*result = *part);
    return ARR_OK;
}

static ArrStatus function_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                    Value *result) {
    if (!is_named("__name__", name, length)) return missing(state, object, NULL, name, length);
    AstText text = VALUE_AS(FunctionObject, object)->ast->name.text;
    return string_new(state, text.bytes, text.length, result);
}

static ArrStatus random_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                  Value *result) {
    const Names *methods = random_methods(state, object);
    const Value *method = names_find(methods, name, length);
    if (!method) return missing(state, object, methods, name, length);
    return bind(state, VALUE_AS(BuiltinObject, *method), object, result);
}

static ArrStatus error_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                 Value *result) {
    bool found = false;
    ArrStatus status = exception_attribute(state, object, name, length, &found, result);
    return status || found ? status : missing(state, object, NULL, name, length);
}

static ArrStatus error_class_attribute(ArrState *state, Value object, const char *name,
                                       int64_t length, Value *result) {
    const char *class = error_class_name(VALUE_AS(ErrorClassObject, object)->class);
    if (is_named("__name__", name, length)) return string_of(state, class, result);
    return error_set(&state->base, ERROR_ATTRIBUTE, "type object '%s' has no attribute '%.*s'",
                     class, (int)length, name);
}

/* np.add.reduce, and the name of any builtin */
static ArrStatus builtin_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                   Value *result) {
    const BuiltinObject *builtin = VALUE_AS(BuiltinObject, object);
    bool found = false;
    if (is_named("__name__", name, length)) return string_of(state, builtin->name, result);
    ArrStatus status = ufunc_attribute(state, object, name, length, &found, result);
    return status || found ? status : missing(state, object, NULL, name, length);
}

static ArrStatus tuple_attribute(ArrState *state, Value object, const char *name, int64_t length,
                                 Value *result) {
    const Value *item = named_tuple_find(VALUE_AS(SequenceObject, object), name, length);
    if (!item) return host_attribute(state, object, HOST_METHODS_TUPLE, name, length, result);
    value_retain(*result = *item);
    return ARR_OK;
}

const Names *attribute_methods(const ArrState *state, Value object) {
    switch (object.kind) {
    case VALUE_ARRAY: return object.array->scalar ? NULL : &state->methods;
    case VALUE_STRING: return &state->host_methods[HOST_METHODS_STRING];
    case VALUE_LIST: return &state->host_methods[HOST_METHODS_LIST];
    case VALUE_DICT: return &state->host_methods[HOST_METHODS_DICT];
    default: return NULL;
    }
}

const Value *attribute_method(const ArrState *state, Value object, const char *name,
                              int64_t length) {
    const Names *methods = attribute_methods(state, object);
    if (!methods || (object.kind == VALUE_ARRAY && find_array_attribute(name, length))) return NULL;
    return names_find(methods, name, length);
}

ArrStatus attribute_get(ArrState *state, Value object, const char *name, int64_t length,
                        Value *result) {
    switch (object.kind) {
    case VALUE_ARRAY: return array_attribute(state, object, name, length, result);
    case VALUE_MODULE: return module_attribute(state, object, name, length, result);
    case VALUE_DTYPE: return dtype_attribute(state, object, name, length, result);
    case VALUE_STRING:
        return host_attribute(state, object, HOST_METHODS_STRING, name, length, result);
    case VALUE_TUPLE: return tuple_attribute(state, object, name, length, result);
    case VALUE_LIST: return host_attribute(state, object, HOST_METHODS_LIST, name, length, result);
    case VALUE_RECORD: return record_attribute(state, object, name, length, result);
    case VALUE_TYPE: return type_attribute(state, object, name, length, result);
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_BIGINT:
    case VALUE_FLOAT:
    case VALUE_COMPLEX: return number_attribute(state, object, name, length, result);
    case VALUE_RANGE: return range_attribute(state, object, name, length, result);
    case VALUE_SLICE: return slice_attribute(state, object, name, length, result);
    case VALUE_RANDOM: return random_attribute(state, object, name, length, result);
    case VALUE_DICT: return host_attribute(state, object, HOST_METHODS_DICT, name, length, result);
    case VALUE_EXCEPTION: return error_attribute(state, object, name, length, result);
    case VALUE_ERROR_CLASS: return error_class_attribute(state, object, name, length, result);
    case VALUE_FUNCTION: return function_attribute(state, object, name, length, result);
    case VALUE_BUILTIN: return builtin_attribute(state, object, name, length, result);
    default: return missing(state, object, NULL, name, length);
    }
}

/* --- assignment ------------------------------------------------------------------------------- */

static ArrStatus set_shape(ArrState *state, Array *a, Value value) {
    int ndim;
    int64_t shape[ARR_MAX_NDIM];
    Array *view;
    ArrStatus status = convert_to_extents(state, value, &ndim, shape);
    if (!status) status = array_reshape_view(&state->graph.arrays, a, ndim, shape, &view);
    if (status) return status;
    if (!view)
        return error_set(&state->base, ERROR_ATTRIBUTE,
                         "Incompatible shape for in-place modification. Use `.reshape()` to make "
                         "a copy with the desired shape.");
    /* pending nodes look at a as it is */
    status = a->pending_refs > 0 ? exec_flush(state->exec) : ARR_OK;
    if (!status) status = array_become(&state->graph.arrays, a, view);
    array_release(&state->graph.arrays, view);
    return status;
}

static ArrStatus set_part(ArrState *state, Array *a, bool imag, Value value) {
    Array *part;
    if (dtype_info[a->dtype].kind != KIND_COMPLEX) {
        if (!imag) return convert_assign(state, a, value);
        return error_set(&state->base, ERROR_TYPE, "array does not have imaginary part to set");
    }
    ArrStatus status = array_part(&state->graph.arrays, a, imag, &part);
    if (status) return status;
    status = convert_assign(state, part, value);
    array_release(&state->graph.arrays, part);
    return status;
}

ArrStatus attribute_set(ArrState *state, Value object, const char *name, int64_t length,
                        Value value) {
    if (object.kind != VALUE_ARRAY) {
        if (object.kind == VALUE_MODULE)
            return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                             "assigning to attributes of modules is not in arr");
        return missing(state, object, NULL, name, length);
    }
    if (!object.array->scalar) {
        if (is_named("shape", name, length)) return set_shape(state, object.array, value);
        if (is_named("real", name, length)) return set_part(state, object.array, false, value);
        if (is_named("imag", name, length)) return set_part(state, object.array, true, value);
        if (is_named("flat", name, length)) return flat_fill(state, object.array, value);
    }
    if (!find_array_attribute(name, length) && !names_find(&state->methods, name, length))
        return missing(state, object, NULL, name, length);
    return error_set(&state->base, ERROR_ATTRIBUTE,
                     "attribute '%.*s' of 'numpy.%s' objects is not writable", (int)length, name,
                     object.array->scalar ? "generic" : "ndarray");
}
