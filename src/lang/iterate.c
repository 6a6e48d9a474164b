/* Iteration over range, tuple, list, str, arrays and iterator objects.
 *
 * A list is asked for its length at every step, so a loop sees what its body
 * appends. Rows of an array are views, elements of a 1-D array NumPy scalars:
 * neither waits for data. */
#include "dict.h"
#include "eval.h"

#include <string.h>

void *iterator_new(ArrState *state, const IteratorClass *class) {
    IteratorObject *iterator = object_new(state, VALUE_ITERATOR, class->size);
    if (iterator) iterator->class = class;
    return iterator;
}

bool value_is_iterable(Value v) {
    switch (v.kind) {
    case VALUE_ARRAY: return !v.array->scalar;
    case VALUE_STRING:
    case VALUE_TUPLE:
    case VALUE_LIST:
    case VALUE_RANGE:
    case VALUE_DICT:
    case VALUE_DICT_VIEW:
    case VALUE_ITERATOR: return true;
    default: return false;
    }
}

ArrStatus iterator_begin(ArrState *state, Value v, Iterator *it) {
    int64_t count = 0;
    switch (v.kind) {
    case VALUE_RANGE: count = VALUE_AS(RangeObject, v)->count; break;
    case VALUE_TUPLE: count = VALUE_AS(SequenceObject, v)->count; break;
    case VALUE_STRING: count = VALUE_AS(StringObject, v)->length; break; /* bytes */
    case VALUE_DICT:
    case VALUE_DICT_VIEW: count = dict_of(v)->count; break;
    case VALUE_LIST:
    case VALUE_ITERATOR: break;
    case VALUE_ARRAY:
        if (v.array->ndim == 0 && !v.array->scalar)
            return error_set(&state->base, ERROR_TYPE, "iteration over a 0-d array");
        if (v.array->ndim) {
            count = array_shape(v.array)[0];
            break;
        } /* fallthrough */
    default:
        return error_set(&state->base, ERROR_TYPE, "'%s' object is not iterable",
                         value_type_name(v));
    }
    value_retain(v);
    *it = (Iterator){.source = v, .count = count};
    return ARR_OK;
}

static ArrStatus next_row(ArrState *state, const Array *a, int64_t i, Value *result) {
    IndexItem item = {.kind = INDEX_INT, .start = i};
    Array *row;
    ArrStatus status = array_index(&state->graph.arrays, a, 1, &item, &row);
    if (status) return status;
    if (a->ndim == 1) {
        Array *element = row;
        status = graph_read_scalar(&state->graph, element, &row);
        array_release(&state->graph.arrays, element);
        if (status) return status;
    }
    *result = value_array(row);
    return ARR_OK;
}

/* The character that begins at byte i, with the bytes that continue it. */
static ArrStatus next_character(ArrState *state, Iterator *it, Value *result) {
    const StringObject *string = VALUE_AS(StringObject, it->source);
    int64_t end = it->next + 1;
    while (end < string->length && (string->bytes[end] & 0xC0) == 0x80) end++;
    ArrStatus status = string_new(state, string->bytes + it->next, end - it->next, result);
    if (!status) it->next = end;
    return status;
}

/* it->count is the dict's own when the loop began. */
static ArrStatus next_entry(ArrState *state, Iterator *it, Value *result) {
    const DictObject *dict = dict_of(it->source);
    if (dict->count != it->count) {
        it->count = -1; /* for good */
        return error_set(&state->base, ERROR_RUNTIME, "dictionary changed size during iteration");
    }
    while (it->next < dict->used && dict->entries[it->next].key.kind == VALUE_UNDEFINED) it->next++;
    if (it->next < dict->used)
        return dict_part(state, it->source, &dict->entries[it->next++], result);
    *result = value_undefined();
    return ARR_OK;
}

ArrStatus iterator_next(ArrState *state, Iterator *it, Value *result) {
    Value source = it->source;
    if (source.kind == VALUE_ITERATOR && eval_stack_is_short(state))
        return eval_stack_error(state, state->base.span);
    if (source.kind == VALUE_ITERATOR)
        return VALUE_AS(IteratorObject, source)->class->next(state, source, result);
    if (source.kind == VALUE_DICT || source.kind == VALUE_DICT_VIEW)
        return next_entry(state, it, result);
    int64_t count = source.kind == VALUE_LIST ? VALUE_AS(SequenceObject, source)->count : it->count;
    if (it->next >= count) {
        *result = value_undefined();
        return ARR_OK;
    }
    switch (source.kind) {
    case VALUE_STRING: return next_character(state, it, result);
    case VALUE_ARRAY: return next_row(state, source.array, it->next++, result);
    case VALUE_RANGE: {
        const RangeObject *range = VALUE_AS(RangeObject, source);
        uint64_t offset = (uint64_t)it->next++ * (uint64_t)range->step;
        *result = value_int((int64_t)((uint64_t)range->start + offset));
        return ARR_OK;
    }
    default:
        *result = VALUE_AS(SequenceObject, source)->items[it->next++];
        value_retain(*result);
        return ARR_OK;
    }
}

void iterator_end(ArrState *state, Iterator *it) {
    value_release(state, it->source);
    it->source = value_undefined();
}
