/* Values and their objects: how they are made, counted and freed, and what
 * every value answers: its type's name, truth, length, index and equality.
 *
 * Reference counts free everything but cycles; those live until the state is
 * closed, which is why all objects are linked. Freeing never recurses: lists
 * nested a million deep come from input. */
#include "dict.h"
#include "exception.h"
#include "random.h"
#include "record.h"
#include "flat.h"
#include "ufunc.h"

#include <string.h>

/* --- lifetimes ------------------------------------------------------------ */

void *object_new(ArrState *state, ValueKind kind, size_t size) {
    Object *object = heap_alloc_zeroed(&state->base.heap, size);
    if (!object) {
        error_memory(&state->base, (int64_t)size, "a value");
        return NULL;
    }
    object->refs = 1;
    object->kind = kind;
    object->next = state->objects;
    if (object->next) object->next->previous = object;
    state->objects = object;
    return object;
}

static void object_unlink(ArrState *state, Object *object) {
    if (object->previous) object->previous->next = object->next;
    else state->objects = object->next;
    if (object->next) object->next->previous = object->previous;
}

static void sequence_clear(ArrState *state, SequenceObject *sequence) {
    Value *items = sequence->items;
    int64_t count = sequence->count, capacity = sequence->capacity;
    sequence->items = NULL;
    sequence->count = sequence->capacity = 0;
    for (int64_t i = 0; i < count; i++) value_release(state, items[i]);
    heap_free(&state->base.heap, items, (size_t)capacity * sizeof *items);
}

/* Releases what an object of these kinds refers to. */
static void object_clear(ArrState *state, Object *object) {
    switch (object->kind) {
    case VALUE_TUPLE:
    case VALUE_LIST: sequence_clear(state, (SequenceObject *)object); break;
    case VALUE_SLICE: {
        SliceObject *slice = (SliceObject *)object;
        value_release(state, slice->start);
        value_release(state, slice->stop);
        value_release(state, slice->step);
        break;
    }
    case VALUE_METHOD: {
        MethodObject *method = (MethodObject *)object;
        value_release(state, value_object((Object *)method->function));
        value_release(state, method->self);
        break;
    }
    case VALUE_TYPE:
        value_release(state, value_object((Object *)((TypeObject *)object)->make));
        break;
    case VALUE_MODULE: names_free(state, &((ModuleObject *)object)->own); break;
    case VALUE_RECORD: {
        RecordObject *record = (RecordObject *)object;
        for (int i = 0; i < record->class->count; i++) value_release(state, record->values[i]);
        break;
    }
    case VALUE_ITERATOR: ((IteratorObject *)object)->class->clear(state, object); break;
    case VALUE_RANDOM: random_clear(state, (RandomObject *)object); break;
    case VALUE_DICT: dict_clear(state, (DictObject *)object); break;
    case VALUE_DICT_VIEW: value_release(state, ((DictViewObject *)object)->dict); break;
    case VALUE_EXCEPTION: {
        ExceptionObject *exception = (ExceptionObject *)object;
        Value parts[] = {exception->arguments, exception->cause};
        exception->arguments = exception->cause = value_undefined();
        value_release(state, parts[0]);
        value_release(state, parts[1]);
        break;
    }
    case VALUE_CELL: {
        CellObject *cell = (CellObject *)object;
        Value value = cell->value;
        cell->value = value_undefined();
        value_release(state, value);
        break;
    }
    default: break;
    }
}

static size_t object_size(const Object *object) {
    switch (object->kind) {
    case VALUE_COMPLEX: return sizeof(ComplexObject);
    case VALUE_STRING:
        return sizeof(StringObject) + (size_t)((const StringObject *)object)->length + 1;
    case VALUE_TUPLE:
    case VALUE_LIST: return sizeof(SequenceObject);
    case VALUE_RANGE: return sizeof(RangeObject);
    case VALUE_SLICE: return sizeof(SliceObject);
    case VALUE_BUILTIN: return sizeof(BuiltinObject);
    case VALUE_METHOD: return sizeof(MethodObject);
    case VALUE_MODULE: return sizeof(ModuleObject);
    case VALUE_DTYPE: return sizeof(DtypeObject);
    case VALUE_TYPE: return sizeof(TypeObject);
    case VALUE_RANDOM: return sizeof(RandomObject);
    case VALUE_ITERATOR: return ((const IteratorObject *)object)->class->size;
    case VALUE_RECORD:
        return sizeof(RecordObject) +
               (size_t)((const RecordObject *)object)->class->count * sizeof(Value);
    case VALUE_DICT: return sizeof(DictObject);
    case VALUE_DICT_VIEW: return sizeof(DictViewObject);
    case VALUE_ERROR_CLASS: return sizeof(ErrorClassObject);
    case VALUE_EXCEPTION: return sizeof(ExceptionObject);
    case VALUE_CELL: return sizeof(CellObject);
    default: return sizeof(Object);
    }
}

static void object_free(ArrState *state, Object *object) {
    if (object->kind == VALUE_FUNCTION) {
        function_free(state, (FunctionObject *)object);
    } else if (object->kind == VALUE_BIGINT) {
        bigint_free(state, (BigintObject *)object);
    } else {
        object_clear(state, object);
        heap_free(&state->base.heap, object, object_size(object));
    }
}

/* Objects that die while another is being freed wait in a queue, linked by
 * the field that linked them to the living ones. */
void value_free(ArrState *state, Value v) {
    object_unlink(state, v.object);
    v.object->next = state->dying;
    state->dying = v.object;
    if (state->freeing) return;
    state->freeing = true;
    while (state->dying) {
        Object *object = state->dying;
        state->dying = object->next;
        object_free(state, object);
    }
    state->freeing = false;
}

/* Every cycle passes through a list, a dict, an iterator, an exception, a cell or a module: with
 * those emptied, counting frees all the rest. The reference taken first keeps each object, and so
 * the way to the next, alive until its turn. */
void object_free_all(ArrState *state) {
    for (Object *object = state->objects; object; object = object->next) object->refs++;
    for (Object *object = state->objects; object; object = object->next)
        if (object->kind == VALUE_LIST || object->kind == VALUE_ITERATOR ||
            object->kind == VALUE_DICT || object->kind == VALUE_EXCEPTION ||
            object->kind == VALUE_CELL || object->kind == VALUE_MODULE)
            object_clear(state, object);
    for (Object *object = state->objects, *next; object; object = next) {
        next = object->next;
        value_release(state, value_object(object));
    }
}

/* --- making --------------------------------------------------------------- */

ArrStatus string_new(ArrState *state, const char *bytes, int64_t length, Value *result) {
    StringObject *string = object_new(state, VALUE_STRING, sizeof *string + (size_t)length + 1);
    if (!string) return ARR_MEMORY;
    string->length = length;
    if (length) memcpy(string->bytes, bytes, (size_t)length);
    *result = value_object(&string->head);
    return ARR_OK;
}

ArrStatus string_append(ArrState *state, Value *a, Value b) {
    StringObject *string = VALUE_AS(StringObject, *a);
    const StringObject *more = VALUE_AS(StringObject, b);
    int64_t length;
    size_t size = sizeof *string + (size_t)string->length + 1;
    if (__builtin_add_overflow(string->length, more->length, &length) || length > INT64_MAX / 2)
        return error_memory(&state->base, INT64_MAX, "a string");
    string = heap_realloc(&state->base.heap, string, size, sizeof *string + (size_t)length + 1);
    if (!string) return error_memory(&state->base, length, "a string");
    if (string->head.previous) string->head.previous->next = &string->head;
    else state->objects = &string->head;
    if (string->head.next) string->head.next->previous = &string->head;
    memcpy(string->bytes + string->length, more->bytes, (size_t)more->length + 1);
    string->length = length;
    *a = value_object(&string->head);
    return ARR_OK;
}

ArrStatus complex_new(ArrState *state, double real, double imag, Value *result) {
    ComplexObject *number = object_new(state, VALUE_COMPLEX, sizeof *number);
    if (!number) return ARR_MEMORY;
    number->real = real;
    number->imag = imag;
    *result = value_object(&number->head);
    return ARR_OK;
}

/* An empty sequence with room for count items; NULL with the error set. */
static SequenceObject *sequence_make(ArrState *state, ValueKind kind, int64_t count) {
    SequenceObject *sequence = object_new(state, kind, sizeof *sequence);
    if (!sequence) return NULL;
    Value **items = &sequence->items;
    if (!count || heap_grow(&state->base.heap, items, &sequence->capacity, count, sizeof **items))
        return sequence;
    value_release(state, value_object(&sequence->head));
    error_memory(&state->base, count * (int64_t)sizeof(Value),
                 kind == VALUE_LIST ? "a list" : "a tuple");
    return NULL;
}

ArrStatus sequence_new(ArrState *state, ValueKind kind, const Value *items, int64_t count,
                       Value *result) {
    SequenceObject *sequence = sequence_make(state, kind, count);
    if (!sequence) {
        for (int64_t i = 0; items && i < count; i++) value_release(state, items[i]);
        return ARR_MEMORY;
    }
    for (int64_t i = 0; i < count; i++) sequence->items[i] = items ? items[i] : value_none();
    sequence->count = count;
    *result = value_object(&sequence->head);
    return ARR_OK;
}

ArrStatus list_append(ArrState *state, Value list, Value item) {
    SequenceObject *sequence = VALUE_AS(SequenceObject, list);
    if (!heap_grow(&state->base.heap, &sequence->items, &sequence->capacity, sequence->count + 1,
                   sizeof *sequence->items))
        return error_memory(&state->base, (sequence->count + 1) * (int64_t)sizeof(Value), "a list");
    value_retain(item);
    sequence->items[sequence->count++] = item;
    return ARR_OK;
}

/* Elements of a range. More than int64 can count is negative. */
int64_t range_count(int64_t start, int64_t stop, int64_t step) {
    if (step > 0 ? start >= stop : start <= stop) return 0;
    uint64_t distance =
        step > 0 ? (uint64_t)stop - (uint64_t)start : (uint64_t)start - (uint64_t)stop;
    uint64_t stride = step > 0 ? (uint64_t)step : 0 - (uint64_t)step;
    return (int64_t)((distance - 1) / stride + 1);
}

ArrStatus range_new(ArrState *state, int64_t start, int64_t stop, int64_t step, Value *result) {
    if (step == 0) return error_set(&state->base, ERROR_VALUE, "range() arg 3 must not be zero");
    int64_t count = range_count(start, stop, step);
    if (count < 0)
        return error_set(&state->base, ERROR_OVERFLOW,
                         "Python int too large to convert to C ssize_t");
    RangeObject *range = object_new(state, VALUE_RANGE, sizeof *range);
    if (!range) return ARR_MEMORY;
    range->start = start;
    range->stop = stop;
    range->step = step;
    range->count = count;
    *result = value_object(&range->head);
    return ARR_OK;
}

ArrStatus slice_new(ArrState *state, Value start, Value stop, Value step, Value *result) {
    SliceObject *slice = object_new(state, VALUE_SLICE, sizeof *slice);
    if (!slice) return ARR_MEMORY;
    slice->start = start;
    slice->stop = stop;
    slice->step = step;
    value_retain(start);
    value_retain(stop);
    value_retain(step);
    *result = value_object(&slice->head);
    return ARR_OK;
}

/* One object of each, as in NumPy. */
static ArrStatus dtype_make(ArrState *state, ArrDtype dtype, bool scalar_type, Value *result) {
    Value *made = &state->dtypes[scalar_type][dtype];
    if (made->kind != VALUE_UNDEFINED) {
        value_retain(*result = *made);
        return ARR_OK;
    }
    DtypeObject *object = object_new(state, VALUE_DTYPE, sizeof *object);
    if (!object) return ARR_MEMORY;
    object->dtype = dtype;
    object->scalar_type = scalar_type;
    value_retain(*result = *made = value_object(&object->head));
    return ARR_OK;
}

ArrStatus dtype_new(ArrState *state, ArrDtype dtype, Value *result) {
    return dtype_make(state, dtype, false, result);
}

ArrStatus scalar_type_new(ArrState *state, ArrDtype dtype, Value *result) {
    return dtype_make(state, dtype, true, result);
}

/* --- what every value answers --------------------------------------------- */

static const char *const scalar_type_names[ARR_DTYPE_COUNT] = {
#define X(id, name, ...) [ARR_##id] = "numpy." name,
    DTYPES(X)
#undef X
};

static const char *const dtype_class_names[ARR_DTYPE_COUNT] = {
    [ARR_BOOL] = "numpy.dtypes.BoolDType",
    [ARR_INT8] = "numpy.dtypes.Int8DType",
    [ARR_INT16] = "numpy.dtypes.Int16DType",
    [ARR_INT32] = "numpy.dtypes.Int32DType",
    [ARR_INT64] = "numpy.dtypes.Int64DType",
    [ARR_UINT8] = "numpy.dtypes.UInt8DType",
    [ARR_UINT16] = "numpy.dtypes.UInt16DType",
    [ARR_UINT32] = "numpy.dtypes.UInt32DType",
    [ARR_UINT64] = "numpy.dtypes.UInt64DType",
    [ARR_FLOAT32] = "numpy.dtypes.Float32DType",
    [ARR_FLOAT64] = "numpy.dtypes.Float64DType",
    [ARR_COMPLEX64] = "numpy.dtypes.Complex64DType",
    [ARR_COMPLEX128] = "numpy.dtypes.Complex128DType",
};

static const char *const kind_names[VALUE_KIND_COUNT] = {
    [VALUE_UNDEFINED] = "undefined",
    [VALUE_NONE] = "NoneType",
    [VALUE_BOOL] = "bool",
    [VALUE_INT] = "int",
    [VALUE_FLOAT] = "float",
    [VALUE_ELLIPSIS] = "ellipsis",
    [VALUE_ARRAY] = "numpy.ndarray",
    [VALUE_BIGINT] = "int",
    [VALUE_COMPLEX] = "complex",
    [VALUE_STRING] = "str",
    [VALUE_TUPLE] = "tuple",
    [VALUE_LIST] = "list",
    [VALUE_RANGE] = "range",
    [VALUE_SLICE] = "slice",
    [VALUE_FUNCTION] = "function",
    [VALUE_BUILTIN] = "builtin_function_or_method",
    [VALUE_METHOD] = "builtin_function_or_method",
    [VALUE_MODULE] = "module",
    [VALUE_DTYPE] = "type",
    [VALUE_TYPE] = "type",
    [VALUE_DICT] = "dict",
    [VALUE_ERROR_CLASS] = "type",
    [VALUE_CELL] = "cell",
};

static const char *const view_names[] = {"dict_keys", "dict_values", "dict_items"};

const char *value_type_name(Value v) {
    if (v.kind == VALUE_ARRAY && v.array->scalar) return scalar_type_names[v.array->dtype];
    if (v.kind == VALUE_DTYPE && !VALUE_AS(DtypeObject, v)->scalar_type)
        return dtype_class_names[VALUE_AS(DtypeObject, v)->dtype];
    if (v.kind == VALUE_TUPLE && named_tuple_name(VALUE_AS(SequenceObject, v)))
        return named_tuple_name(VALUE_AS(SequenceObject, v));
    if (v.kind == VALUE_RANDOM) return random_type_name(v);
    if (v.kind == VALUE_RECORD) return VALUE_AS(RecordObject, v)->class->type_name;
    if (v.kind == VALUE_EXCEPTION) return error_class_name(VALUE_AS(ExceptionObject, v)->class);
    if (v.kind == VALUE_DICT_VIEW) return view_names[VALUE_AS(DictViewObject, v)->part];
    if (v.kind == VALUE_ITERATOR) return VALUE_AS(IteratorObject, v)->class->name;
    if (v.kind == VALUE_BUILTIN && ufunc_is(VALUE_AS(BuiltinObject, v))) return "numpy.ufunc";
    return kind_names[v.kind];
}

static ArrStatus array_truth(ArrState *state, Array *a, bool *truth) {
    if (a->size == 0)
        return error_set(&state->base, ERROR_VALUE,
                         "The truth value of an empty array is ambiguous. Use `array.size > 0` to "
                         "check that an array is not empty.");
    if (a->size > 1)
        return error_set(&state->base, ERROR_VALUE,
                         "The truth value of an array with more than one element is ambiguous. "
                         "Use a.any() or a.all()");
    ArrConst value;
    ArrStatus status = pull_scalar(state->exec, PULL_CONDITION, a, &value);
    if (status) return status;
    *truth = const_cast(value, ARR_BOOL).b;
    return ARR_OK;
}

ArrStatus value_truth(ArrState *state, Value v, bool *truth) {
    switch (v.kind) {
    case VALUE_NONE: *truth = false; break;
    case VALUE_BOOL: *truth = v.boolean; break;
    case VALUE_INT: *truth = v.integer != 0; break;
    case VALUE_FLOAT: *truth = v.number != 0; break;
    case VALUE_ARRAY: return array_truth(state, v.array, truth);
    case VALUE_COMPLEX:
        *truth = VALUE_AS(ComplexObject, v)->real != 0 || VALUE_AS(ComplexObject, v)->imag != 0;
        break;
    case VALUE_STRING: *truth = VALUE_AS(StringObject, v)->length != 0; break;
    case VALUE_TUPLE:
    case VALUE_LIST: *truth = VALUE_AS(SequenceObject, v)->count != 0; break;
    case VALUE_RANGE: *truth = VALUE_AS(RangeObject, v)->count != 0; break;
    case VALUE_DICT:
    case VALUE_DICT_VIEW: *truth = dict_of(v)->count != 0; break;
    default: *truth = true; break; /* a bigint is never zero */
    }
    return ARR_OK;
}

/* Only what NumPy's __index__ takes: integer scalars and 0-d arrays, and bool scalars. */
static ArrStatus array_as_index(ArrState *state, Value v, int64_t *index) {
    Array *a = v.array;
    ArrayKind kind = dtype_info[a->dtype].kind;
    bool integer = kind == KIND_INT || kind == KIND_UINT || (kind == KIND_BOOL && a->scalar);
    if (!integer && a->scalar)
        return error_set(&state->base, ERROR_TYPE,
                         "'%s' object cannot be interpreted as an integer", value_type_name(v));
    if (!integer || a->ndim > 0)
        return error_set(&state->base, ERROR_TYPE,
                         "only integer scalar arrays can be converted to a scalar index");
    ArrConst value;
    ArrStatus status = pull_scalar(state->exec, PULL_SIZE, a, &value);
    if (status) return status;
    if (value.dtype == ARR_UINT64 && value.u8 > INT64_MAX)
        return error_set(&state->base, ERROR_OVERFLOW,
                         "Python int too large to convert to C ssize_t");
    *index = const_cast(value, ARR_INT64).i8;
    return ARR_OK;
}

ArrStatus value_index(ArrState *state, Value v, int64_t *index) {
    switch (v.kind) {
    case VALUE_BOOL: *index = v.boolean; return ARR_OK;
    case VALUE_INT: *index = v.integer; return ARR_OK;
    case VALUE_ARRAY: return array_as_index(state, v, index);
    case VALUE_BIGINT:
        return error_set(&state->base, ERROR_OVERFLOW,
                         "Python int too large to convert to C ssize_t");
    default:
        return error_set(&state->base, ERROR_TYPE,
                         "'%s' object cannot be interpreted as an integer", value_type_name(v));
    }
}

/* Code points of UTF-8: every byte but those that continue one. */
static int64_t string_characters(const StringObject *string) {
    int64_t count = 0;
    for (int64_t i = 0; i < string->length; i++) count += (string->bytes[i] & 0xC0) != 0x80;
    return count;
}

ArrStatus value_length(ArrState *state, Value v, int64_t *length) {
    switch (v.kind) {
    case VALUE_STRING: *length = string_characters(VALUE_AS(StringObject, v)); return ARR_OK;
    case VALUE_TUPLE:
    case VALUE_LIST: *length = VALUE_AS(SequenceObject, v)->count; return ARR_OK;
    case VALUE_RANGE: *length = VALUE_AS(RangeObject, v)->count; return ARR_OK;
    case VALUE_DICT:
    case VALUE_DICT_VIEW: *length = dict_of(v)->count; return ARR_OK;
    case VALUE_ARRAY:
        if (v.array->ndim) {
            *length = array_shape(v.array)[0];
            return ARR_OK;
        }
        if (!v.array->scalar) return error_set(&state->base, ERROR_TYPE, "len() of unsized object");
        break;
    case VALUE_ITERATOR:
        if (!flat_array(v)) break;
        *length = flat_array(v)->size;
        return ARR_OK;
    default: break;
    }
    return error_set(&state->base, ERROR_TYPE, "object of type '%s' has no len()",
                     value_type_name(v));
}
