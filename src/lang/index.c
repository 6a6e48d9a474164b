/* Subscripts: object[index] and object[index] = value. Indexing an array
 * makes a view, or reads one element as a NumPy scalar; both only record. */
#include "index.h"

#include "dict.h"
#include "flat.h"
#include "library.h"

#include <string.h>

ArrStatus index_invalid(ArrState *state) {
    return error_set(&state->base, ERROR_INDEX,
                     "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and "
                     "integer or boolean arrays are valid indices");
}

/* What Python accepts for __index__: ints, and integer arrays without axes. */
static bool is_integer(Value v) {
    if (v.kind != VALUE_ARRAY) return v.kind == VALUE_INT || v.kind == VALUE_BOOL;
    ArrayKind kind = dtype_info[v.array->dtype].kind;
    return v.array->ndim == 0 && (kind == KIND_INT || kind == KIND_UINT);
}

/* --- slices ------------------------------------------------------------------ */

/* A bound of a slice; ints beyond int64 clip, as they do in Python. */
static ArrStatus slice_bound(ArrState *state, Value v, bool *given, int64_t *bound) {
    *given = v.kind != VALUE_NONE && v.kind != VALUE_UNDEFINED;
    if (!*given) return ARR_OK;
    if (v.kind == VALUE_BIGINT) {
        bool negative;
        ArrStatus status = number_compare(state, AST_OP_LESS, v, value_int(0), &negative);
        if (!status) *bound = negative ? -INT64_MAX : INT64_MAX;
        return status;
    }
    if (is_integer(v)) return value_index(state, v, bound);
    return error_set(&state->base, ERROR_TYPE,
                     "slice indices must be integers or None or have an __index__ method");
}

ArrStatus index_slice(ArrState *state, const SliceObject *slice, IndexItem *item) {
    bool has_step;
    *item = (IndexItem){.kind = INDEX_SLICE, .step = 1};
    ArrStatus status = slice_bound(state, slice->step, &has_step, &item->step);
    if (!status && item->step == 0)
        status = error_set(&state->base, ERROR_VALUE, "slice step cannot be zero");
    if (!status) status = slice_bound(state, slice->start, &item->has_start, &item->start);
    if (!status) status = slice_bound(state, slice->stop, &item->has_stop, &item->stop);
    return status;
}

/* --- arrays ------------------------------------------------------------------ */

/* An array without axes. */
static ArrStatus array_item(ArrState *state, Value v, IndexItem *item) {
    ArrayKind kind = dtype_info[v.array->dtype].kind;
    if (kind != KIND_INT && kind != KIND_UINT)
        return v.array->scalar ? index_invalid(state)
                               : error_set(&state->base, ERROR_INDEX,
                                           "arrays used as indices must be of integer (or "
                                           "boolean) type");
    item->kind = INDEX_INT;
    return value_index(state, v, &item->start);
}

ArrStatus index_item(ArrState *state, Value v, IndexItem *item) {
    switch (v.kind) {
    case VALUE_INT: *item = (IndexItem){.kind = INDEX_INT, .start = v.integer}; return ARR_OK;
    case VALUE_SLICE: return index_slice(state, VALUE_AS(SliceObject, v), item);
    case VALUE_ELLIPSIS: *item = (IndexItem){.kind = INDEX_ELLIPSIS}; return ARR_OK;
    case VALUE_NONE: *item = (IndexItem){.kind = INDEX_NEWAXIS}; return ARR_OK;
    case VALUE_ARRAY: return array_item(state, v, item);
    default: return index_invalid(state);
    }
}

static ArrStatus index_items(ArrState *state, Value index, IndexItem *items, int *count) {
    *count = 1;
    if (index.kind != VALUE_TUPLE) return index_item(state, index, items);
    const SequenceObject *tuple = VALUE_AS(SequenceObject, index);
    if (tuple->count > INDEX_ITEMS)
        return error_set(&state->base, ERROR_INDEX, "too many indices for array");
    *count = (int)tuple->count;
    ArrStatus status = ARR_OK;
    for (int i = 0; i < *count && !status; i++)
        status = index_item(state, tuple->items[i], &items[i]);
    return status;
}

/* Whether the index names one element rather than a 0-d view (a[0, ...]). */
static bool names_element(const Array *a, const IndexItem *items, int count) {
    if (count != a->ndim) return false;
    for (int i = 0; i < count; i++)
        if (items[i].kind != INDEX_INT) return false;
    return true;
}

/* A 0-d array that is no scalar: with it, a view is copied as if it were a
 * true index array. */
static bool has_array_item(Value index) {
    const Value *items = &index;
    int64_t count = 1;
    if (index.kind == VALUE_TUPLE) {
        items = VALUE_AS(SequenceObject, index)->items;
        count = VALUE_AS(SequenceObject, index)->count;
    }
    for (int64_t i = 0; i < count; i++)
        if (items[i].kind == VALUE_ARRAY && !items[i].array->scalar) return true;
    return false;
}

static ArrStatus invalid_on_scalar(ArrState *state) {
    return error_set(&state->base, ERROR_INDEX, "invalid index to scalar variable.");
}

/* s[s > 1]: a mask of no axes, on the scalar as a 0-d array. */
static ArrStatus scalar_mask(ArrState *state, Array *scalar, Value index, Value *result) {
    Array *copy;
    ArrStatus status = convert_to_new_array(state, value_array(scalar), -1, &copy);
    if (status) return status;
    copy->scalar = false;
    status = advanced_get(state, copy, index, result);
    array_release(&state->graph.arrays, copy);
    return status == ARR_ERROR ? invalid_on_scalar(state) : status;
}

/* s[()], s[...], s[None] and masks: the only indices of a NumPy scalar. */
static ArrStatus scalar_get(ArrState *state, Array *scalar, Value index, Value *result) {
    IndexItem items[INDEX_ITEMS];
    int count = 0;
    ArrStatus status = ARR_OK;
    if (index_is_advanced(index)) return scalar_mask(state, scalar, index, result);
    if (index.kind == VALUE_TUPLE || index.kind == VALUE_ELLIPSIS || index.kind == VALUE_NONE)
        status = index_items(state, index, items, &count);
    else count = -1;
    for (int i = 0; i < count; i++)
        if (items[i].kind != INDEX_ELLIPSIS && items[i].kind != INDEX_NEWAXIS) count = -1;
    if (status) return status;
    if (count < 0) return invalid_on_scalar(state);
    Array *copy, *view;
    if (count == 0) {
        array_retain(scalar);
        *result = value_array(scalar);
        return ARR_OK;
    }
    status = convert_to_new_array(state, value_array(scalar), -1, &copy);
    if (status) return status;
    status = array_index(&state->graph.arrays, copy, count, items, &view);
    array_release(&state->graph.arrays, copy);
    return give_array(status, &view, result);
}

static ArrStatus array_get(ArrState *state, Array *a, Value index, Value *result) {
    IndexItem items[INDEX_ITEMS];
    int count;
    Array *view, *element;
    if (a->scalar) return scalar_get(state, a, index, result);
    if (index_is_advanced(index)) return advanced_get(state, a, index, result);
    ArrStatus status = index_items(state, index, items, &count);
    if (!status) status = array_index(&state->graph.arrays, a, count, items, &view);
    if (status) return status;
    bool one = names_element(a, items, count);
    if (!one && !has_array_item(index)) return give_array(ARR_OK, &view, result);
    if (one) status = graph_read_scalar(&state->graph, view, &element);
    else status = graph_copy(&state->graph, view, (ArrDtype)view->dtype, 'K', &element);
    array_release(&state->graph.arrays, view);
    return give_array(status, &element, result);
}

/* One element takes a number, or an array of one element. */
static ArrStatus check_element(ArrState *state, Value value) {
    bool sequence =
        value.kind == VALUE_LIST || value.kind == VALUE_TUPLE || value.kind == VALUE_RANGE;
    if (!sequence && (value.kind != VALUE_ARRAY || value.array->size == 1)) return ARR_OK;
    return error_set(&state->base, ERROR_VALUE, "setting an array element with a sequence.");
}

/* a[...] of a 0-d array takes an array of one element, but no sequence. */
static ArrStatus check_zero_d(ArrState *state, Value value) {
    if (value.kind != VALUE_LIST && value.kind != VALUE_TUPLE && value.kind != VALUE_RANGE)
        return ARR_OK;
    return error_set(&state->base, ERROR_VALUE,
                     "setting an array element with a sequence. The requested array would exceed "
                     "the maximum number of dimension of 0.");
}

static ArrStatus array_set(ArrState *state, Array *a, Value index, Value value) {
    IndexItem items[INDEX_ITEMS];
    int count;
    Array *view;
    if (index_is_advanced(index)) return advanced_set(state, a, index, value);
    ArrStatus status = index_items(state, index, items, &count);
    if (!status) status = array_index(&state->graph.arrays, a, count, items, &view);
    if (status) return status;
    if (names_element(a, items, count)) status = check_element(state, value);
    else if (view->ndim == 0) status = check_zero_d(state, value);
    if (!status) status = convert_assign(state, view, value);
    array_release(&state->graph.arrays, view);
    return status;
}

/* --- host sequences ----------------------------------------------------------- */

ArrStatus index_place(ArrState *state, Value object, Value index, int64_t count, int64_t *place) {
    if (index.kind == VALUE_BIGINT)
        return error_set(&state->base, ERROR_INDEX, "cannot fit 'int' into an index-sized integer");
    if (index.kind == VALUE_ARRAY && index.array->ndim > 0)
        return error_set(&state->base, ERROR_TYPE,
                         "only integer scalar arrays can be converted to a scalar index");
    if (!is_integer(index)) {
        if (object.kind == VALUE_STRING)
            return error_set(&state->base, ERROR_TYPE, "string indices must be integers, not '%s'",
                             value_type_name(index));
        return error_set(&state->base, ERROR_TYPE, "%s indices must be integers or slices, not %s",
                         value_type_name(object), value_type_name(index));
    }
    ArrStatus status = value_index(state, index, place);
    if (status) return status;
    if (*place < 0) *place += count;
    if (*place < 0 || *place >= count) *place = -1;
    return ARR_OK;
}

static ArrStatus out_of_range(ArrState *state, const char *what) {
    return error_set(&state->base, ERROR_INDEX, "%s index out of range", what);
}

static ArrStatus sequence_slice(ArrState *state, Value object, IndexItem slice, Value *result) {
    const SequenceObject *from = VALUE_AS(SequenceObject, object);
    int64_t count = slice_adjust(from->count, &slice);
    ArrStatus status = sequence_new(state, (ValueKind)object.kind, NULL, count, result);
    if (status) return status;
    Value *items = VALUE_AS(SequenceObject, *result)->items;
    for (int64_t i = 0; i < count; i++) {
        items[i] = from->items[slice.start + i * slice.step];
        value_retain(items[i]);
    }
    return ARR_OK;
}

static ArrStatus sequence_get(ArrState *state, Value object, Value index, Value *result) {
    const SequenceObject *sequence = VALUE_AS(SequenceObject, object);
    IndexItem slice;
    int64_t place;
    if (index.kind == VALUE_SLICE) {
        ArrStatus status = index_slice(state, VALUE_AS(SliceObject, index), &slice);
        return status ? status : sequence_slice(state, object, slice, result);
    }
    ArrStatus status = index_place(state, object, index, sequence->count, &place);
    if (status) return status;
    if (place < 0) return out_of_range(state, value_type_name(object));
    *result = sequence->items[place];
    value_retain(*result);
    return ARR_OK;
}

static ArrStatus range_get(ArrState *state, Value object, Value index, Value *result) {
    const RangeObject *range = VALUE_AS(RangeObject, object);
    IndexItem slice;
    int64_t place;
    if (index.kind == VALUE_SLICE) {
        ArrStatus status = index_slice(state, VALUE_AS(SliceObject, index), &slice);
        if (status) return status;
        slice_adjust(range->count, &slice);
        return range_new(state, range->start + slice.start * range->step,
                         range->start + slice.stop * range->step, range->step * slice.step, result);
    }
    ArrStatus status = index_place(state, object, index, range->count, &place);
    if (status) return status;
    if (place < 0) return out_of_range(state, "range object");
    *result = value_int(range->start + place * range->step);
    return ARR_OK;
}

/* --- strings: their items are characters, UTF-8 sequences ---------------------- */

static int64_t character_length(const char *bytes) {
    unsigned char first = (unsigned char)*bytes;
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

static int64_t character_count(const StringObject *s) {
    int64_t count = 0;
    for (int64_t i = 0; i < s->length; i++) count += ((unsigned char)s->bytes[i] & 0xC0) != 0x80;
    return count;
}

static const char *character_at(const StringObject *s, int64_t place) {
    const char *p = s->bytes;
    for (; place > 0; place--) p += character_length(p);
    return p;
}

static ArrStatus string_slice(ArrState *state, const StringObject *s, IndexItem slice,
                              Value *result) {
    int64_t count = slice_adjust(character_count(s), &slice);
    Text text = text_new(&state->base.heap);
    for (int64_t i = 0; i < count; i++) {
        const char *p = character_at(s, slice.start + i * slice.step);
        text_add(&text, p, character_length(p));
    }
    ArrStatus status = text.failed ? error_memory(&state->base, s->length, "a string")
                                   : string_new(state, text_string(&text), text.length, result);
    text_free(&text);
    return status;
}

static ArrStatus string_get(ArrState *state, Value object, Value index, Value *result) {
    const StringObject *s = VALUE_AS(StringObject, object);
    IndexItem slice;
    int64_t place;
    if (index.kind == VALUE_SLICE) {
        ArrStatus status = index_slice(state, VALUE_AS(SliceObject, index), &slice);
        return status ? status : string_slice(state, s, slice, result);
    }
    ArrStatus status = index_place(state, object, index, character_count(s), &place);
    if (status) return status;
    if (place < 0) return out_of_range(state, "string");
    const char *p = character_at(s, place);
    return string_new(state, p, character_length(p), result);
}

/* --- any object ----------------------------------------------------------------- */

ArrStatus item_get(ArrState *state, Value object, Value index, Value *result) {
    switch (object.kind) {
    case VALUE_ARRAY: return array_get(state, object.array, index, result);
    case VALUE_LIST:
    case VALUE_TUPLE: return sequence_get(state, object, index, result);
    case VALUE_STRING: return string_get(state, object, index, result);
    case VALUE_RANGE: return range_get(state, object, index, result);
    case VALUE_DICT: return dict_item(state, object, index, result);
    case VALUE_ITERATOR:
        if (!flat_array(object)) break;
        return flat_get(state, flat_array(object), index, result);
    case VALUE_BUILTIN:
        if (library_is_subscripted(VALUE_AS(BuiltinObject, object)))
            return library_subscript(state, VALUE_AS(BuiltinObject, object), index, result);
        break;
    default: break;
    }
    return error_set(&state->base, ERROR_TYPE, "'%s' object is not subscriptable",
                     value_type_name(object));
}

ArrStatus item_set(ArrState *state, Value object, Value index, Value value) {
    if (object.kind == VALUE_ARRAY && !object.array->scalar)
        return array_set(state, object.array, index, value);
    if (object.kind == VALUE_LIST) return list_set(state, object, index, value);
    if (object.kind == VALUE_DICT) return dict_set(state, object, index, value);
    if (flat_array(object)) return flat_set(state, flat_array(object), index, value);
    return error_set(&state->base, ERROR_TYPE, "'%s' object does not support item assignment",
                     value_type_name(object));
}

ArrStatus item_delete(ArrState *state, Value object, Value index) {
    if (object.kind == VALUE_LIST) return list_delete(state, object, index);
    if (object.kind == VALUE_DICT) return dict_delete(state, object, index);
    if (object.kind == VALUE_ARRAY && !object.array->scalar)
        return error_set(&state->base, ERROR_VALUE, "cannot delete array elements");
    bool sequence =
        object.kind == VALUE_TUPLE || object.kind == VALUE_STRING || object.kind == VALUE_RANGE;
    return error_set(&state->base, ERROR_TYPE, "'%s' object %s support item deletion",
                     value_type_name(object), sequence ? "doesn't" : "does not");
}
