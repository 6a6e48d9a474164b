/* Items and slices of lists, set and deleted. */
#include "eval.h"
#include "index.h"
#include "operate.h"

#include <string.h>

/* --- pieces --------------------------------------------------------------------- */

/* Replaces count items from start by those of another list. Old items are
 * released last, since that may run anything's end. */
static ArrStatus splice(ArrState *state, SequenceObject *list, int64_t start, int64_t count,
                        const SequenceObject *with) {
    int64_t added = with ? with->count : 0, total = list->count - count + added;
    Value **place = &list->items;
    ValueBuffer old;
    value_buffer_init(&old);
    ArrStatus status = value_buffer_reserve(state, &old, count);
    if (!status && total &&
        !heap_grow(&state->base.heap, place, &list->capacity, total, sizeof **place))
        status = error_memory(&state->base, total * (int64_t)sizeof **place, "a list");
    if (!status) {
        for (int64_t i = 0; i < count; i++) old.items[old.count++] = list->items[start + i];
        if (list->count > start + count)
            memmove(list->items + start + added, list->items + start + count,
                    (size_t)(list->count - start - count) * sizeof **place);
        for (int64_t i = 0; i < added; i++) value_retain(list->items[start + i] = with->items[i]);
        list->count = total;
    }
    value_buffer_free(state, &old);
    return status;
}

/* A list of its own with the items of value, so that a list may be put into itself. */
static ArrStatus items_of(ArrState *state, Value value, bool extended, Value *list) {
    if (!value_is_iterable(value))
        return error_set(&state->base, ERROR_TYPE,
                         extended ? "must assign iterable to extended slice"
                                  : "can only assign an iterable");
    ArrStatus status = sequence_new(state, VALUE_LIST, NULL, 0, list);
    if (status) return status;
    status = list_extend(state, *list, value);
    if (status) value_release(state, *list);
    return status;
}

static ArrStatus set_stride(ArrState *state, SequenceObject *list, IndexItem slice, int64_t count,
                            SequenceObject *values) {
    if (values->count != count)
        return error_set(&state->base, ERROR_VALUE,
                         "attempt to assign sequence of size %lld to extended slice of size %lld",
                         (long long)values->count, (long long)count);
    for (int64_t i = 0; i < count; i++) { /* swapped: values releases the old ones */
        Value *place = &list->items[slice.start + i * slice.step], old = *place;
        *place = values->items[i];
        values->items[i] = old;
    }
    return ARR_OK;
}

static ArrStatus set_slice(ArrState *state, SequenceObject *list, const SliceObject *index,
                           Value value) {
    IndexItem slice;
    Value values;
    ArrStatus status = index_slice(state, index, &slice);
    if (status) return status;
    status = items_of(state, value, slice.step != 1, &values);
    if (status) return status;
    int64_t count = slice_adjust(list->count, &slice);
    SequenceObject *with = VALUE_AS(SequenceObject, values);
    status = slice.step == 1 ? splice(state, list, slice.start, count, with)
                             : set_stride(state, list, slice, count, with);
    value_release(state, values);
    return status;
}

static ArrStatus out_of_range(ArrState *state) {
    return error_set(&state->base, ERROR_INDEX, "list assignment index out of range");
}

ArrStatus list_set(ArrState *state, Value object, Value index, Value value) {
    SequenceObject *list = VALUE_AS(SequenceObject, object);
    int64_t place;
    if (index.kind == VALUE_SLICE)
        return set_slice(state, list, VALUE_AS(SliceObject, index), value);
    ArrStatus status = index_place(state, object, index, list->count, &place);
    if (status) return status;
    if (place < 0) return out_of_range(state);
    Value old = list->items[place];
    value_retain(value);
    list->items[place] = value;
    value_release(state, old);
    return ARR_OK;
}

/* --- del ------------------------------------------------------------------------- */

static ArrStatus delete_slice(ArrState *state, SequenceObject *list, const SliceObject *index) {
    IndexItem slice;
    ArrStatus status = index_slice(state, index, &slice);
    if (status) return status;
    int64_t count = slice_adjust(list->count, &slice);
    int64_t first = slice.step > 0 ? slice.start : slice.start + (count - 1) * slice.step;
    int64_t step = slice.step > 0 ? slice.step : -slice.step;
    if (step == 1) return splice(state, list, first, count, NULL);
    for (int64_t i = count - 1; i >= 0 && !status; i--)
        status = splice(state, list, first + i * step, 1, NULL);
    return status;
}

ArrStatus list_delete(ArrState *state, Value object, Value index) {
    SequenceObject *list = VALUE_AS(SequenceObject, object);
    int64_t place;
    if (index.kind == VALUE_SLICE) return delete_slice(state, list, VALUE_AS(SliceObject, index));
    ArrStatus status = index_place(state, object, index, list->count, &place);
    if (status) return status;
    if (place < 0) return out_of_range(state);
    return splice(state, list, place, 1, NULL);
}
