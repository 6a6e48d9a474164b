/* The methods of lists and tuples. */
#include <string.h>

#include "builtins.h"

static SequenceObject *self_of(const BuiltinCall *call) {
    return VALUE_AS(SequenceObject, call->self);
}

static ArrStatus list_method_append(ArrState *state, const BuiltinCall *call, Value *result) {
    *result = value_none();
    return list_append(state, call->self, call->args[0]);
}

static ArrStatus list_method_extend(ArrState *state, const BuiltinCall *call, Value *result) {
    *result = value_none();
    return list_extend(state, call->self, call->args[0]);
}

static ArrStatus list_insert(ArrState *state, const BuiltinCall *call, Value *result) {
    SequenceObject *list = self_of(call);
    int64_t at;
    ArrStatus status = value_index(state, call->args[0], &at);
    if (!status) status = list_append(state, call->self, call->args[1]);
    if (status) return status;
    int64_t last = list->count - 1;
    if (at < 0) at += last;
    at = at < 0 ? 0 : at > last ? last : at;
    Value moving = list->items[last];
    memmove(list->items + at + 1, list->items + at, (size_t)(last - at) * sizeof *list->items);
    list->items[at] = moving;
    *result = value_none();
    return ARR_OK;
}

/* Takes item at out of the list: the caller owns it. */
static Value take_item(SequenceObject *list, int64_t at) {
    Value item = list->items[at];
    list->count--;
    memmove(list->items + at, list->items + at + 1,
            (size_t)(list->count - at) * sizeof *list->items);
    return item;
}

static ArrStatus list_pop(ArrState *state, const BuiltinCall *call, Value *result) {
    SequenceObject *list = self_of(call);
    int64_t at = -1;
    ArrStatus status = ARR_OK;
    if (call->args[0].kind != VALUE_UNDEFINED) status = value_index(state, call->args[0], &at);
    if (status) return status;
    if (list->count == 0) return error_set(&state->base, ERROR_INDEX, "pop from empty list");
    if (at < 0) at += list->count;
    if (at < 0 || at >= list->count)
        return error_set(&state->base, ERROR_INDEX, "pop index out of range");
    *result = take_item(list, at);
    return ARR_OK;
}

/* The first place of item between begin and end; -1: none. */
static ArrStatus find_item(ArrState *state, const SequenceObject *sequence, Value item,
                           int64_t begin, int64_t end, int64_t *at) {
    for (*at = begin; *at < end && *at < sequence->count; ++*at) {
        bool equal = false;
        Value candidate = sequence->items[*at];
        bool same = candidate.kind == item.kind && value_is_reference(item) &&
                    candidate.object == item.object;
        ArrStatus status = same ? ARR_OK : value_equal(state, candidate, item, &equal);
        if (status || same || equal) return status;
    }
    *at = -1;
    return ARR_OK;
}

static ArrStatus list_remove(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t at;
    SequenceObject *list = self_of(call);
    ArrStatus status = find_item(state, list, call->args[0], 0, INT64_MAX, &at);
    if (status) return status;
    if (at < 0) return error_set(&state->base, ERROR_VALUE, "list.remove(x): x not in list");
    value_release(state, take_item(list, at));
    *result = value_none();
    return ARR_OK;
}

/* start or stop of index(): negative counts from the end. */
static ArrStatus bound(ArrState *state, Value v, int64_t count, int64_t fallback, int64_t *at) {
    *at = fallback;
    if (v.kind == VALUE_UNDEFINED) return ARR_OK;
    ArrStatus status = value_index(state, v, at);
    if (!status && *at < 0) *at = *at + count < 0 ? 0 : *at + count;
    return status;
}

static ArrStatus sequence_index(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *sequence = self_of(call);
    int64_t begin, end, at;
    ArrStatus status = bound(state, call->args[1], sequence->count, 0, &begin);
    if (!status) status = bound(state, call->args[2], sequence->count, INT64_MAX, &end);
    if (!status) status = find_item(state, sequence, call->args[0], begin, end, &at);
    if (status) return status;
    if (at >= 0) {
        *result = value_int(at);
        return ARR_OK;
    }
    if (call->self.kind == VALUE_TUPLE)
        return error_set(&state->base, ERROR_VALUE, "tuple.index(x): x not in tuple");
    Text text = text_new(&state->base.heap);
    status = value_repr(state, call->args[0], &text);
    if (!status)
        status = error_set(&state->base, ERROR_VALUE, "%s is not in list", text_string(&text));
    text_free(&text);
    return status;
}

static ArrStatus sequence_count(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t count = 0, at = -1;
    ArrStatus status = ARR_OK;
    do {
        status = find_item(state, self_of(call), call->args[0], at + 1, INT64_MAX, &at);
        count += at >= 0;
    } while (!status && at >= 0);
    if (!status) *result = value_int(count);
    return status;
}

static ArrStatus list_method_sort(ArrState *state, const BuiltinCall *call, Value *result) {
    *result = value_none();
    return list_sort(state, call->self, call->args[0], call->args[1]);
}

static ArrStatus list_reverse(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)state;
    SequenceObject *list = self_of(call);
    for (int64_t i = 0, k = list->count - 1; i < k; i++, k--) {
        Value swap = list->items[i];
        list->items[i] = list->items[k];
        list->items[k] = swap;
    }
    *result = value_none();
    return ARR_OK;
}

static ArrStatus list_copy(ArrState *state, const BuiltinCall *call, Value *result) {
    Value copy;
    ArrStatus status = sequence_new(state, VALUE_LIST, NULL, 0, &copy);
    if (status) return status;
    status = list_extend(state, copy, call->self);
    if (status) value_release(state, copy);
    else *result = copy;
    return status;
}

static ArrStatus list_clear(ArrState *state, const BuiltinCall *call, Value *result) {
    SequenceObject *list = self_of(call), taken = *list;
    list->items = NULL;
    list->count = list->capacity = 0;
    for (int64_t i = 0; i < taken.count; i++) value_release(state, taken.items[i]);
    heap_free(&state->base.heap, taken.items, (size_t)taken.capacity * sizeof *taken.items);
    *result = value_none();
    return ARR_OK;
}

const BuiltinRow list_method_rows[] = {
    {"append(object, /)", list_method_append, "Puts object at the end.", 0},
    {"extend(iterable, /)", list_method_extend, "Puts the items of iterable at the end.", 0},
    {"insert(index, object, /)", list_insert, "Puts object before index.", 0},
    {"pop(index=-1, /)", list_pop, "Takes an item out and gives it; IndexError if there is none.",
     0},
    {"remove(value, /)", list_remove,
     "Takes the first equal item out; ValueError if there is none.", 0},
    {"index(value, start=0, stop=, /)", sequence_index,
     "Where the first equal item is; ValueError if there is none.", 0},
    {"count(value, /)", sequence_count, "The number of equal items.", 0},
    {"sort(*, key=None, reverse=False)", list_method_sort, "Brings the items into order.", 0},
    {"reverse()", list_reverse, "Turns the order of the items round.", 0},
    {"copy()", list_copy, "A new list of the same items.", 0},
    {"clear()", list_clear, "Takes all items out.", 0},
    {NULL, NULL, NULL, 0},
};

const BuiltinRow tuple_method_rows[] = {
    {"index(value, start=0, stop=, /)", sequence_index,
     "Where the first equal item is; ValueError if there is none.", 0},
    {"count(value, /)", sequence_count, "The number of equal items.", 0},
    {NULL, NULL, NULL, 0},
};
