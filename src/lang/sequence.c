/* Operators of strings, tuples and lists. */
#include <string.h>

#include "operate.h"

/* --- + and * ---------------------------------------------------------------- */

static ArrStatus string_concatenate(ArrState *state, Value a, Value b, Value *result) {
    const StringObject *x = VALUE_AS(StringObject, a), *y = VALUE_AS(StringObject, b);
    int64_t length;
    if (__builtin_add_overflow(x->length, y->length, &length) || length > INT64_MAX / 2)
        return error_memory(&state->base, INT64_MAX, "a string");
    StringObject *sum = object_new(state, VALUE_STRING, sizeof *sum + (size_t)length + 1);
    if (!sum) return ARR_MEMORY;
    sum->length = length;
    memcpy(sum->bytes, x->bytes, (size_t)x->length);
    memcpy(sum->bytes + x->length, y->bytes, (size_t)y->length);
    *result = value_object(&sum->head);
    return ARR_OK;
}

/* MemoryError for a sequence of so many items. */
static ArrStatus list_memory(ArrState *state, int64_t count) {
    int64_t bytes = arr_nbytes(1, &count, sizeof(Value));
    return error_memory(&state->base, bytes < 0 ? INT64_MAX : bytes, "a list");
}

/* Appends references to items. */
static ArrStatus append_items(ArrState *state, SequenceObject *to, const Value *items,
                              int64_t count) {
    Value **place = &to->items;
    if (!heap_grow(&state->base.heap, place, &to->capacity, to->count + count, sizeof **place))
        return list_memory(state, to->count + count);
    for (int64_t i = 0; i < count; i++) value_retain(items[i]);
    if (count) memcpy(to->items + to->count, items, (size_t)count * sizeof *items);
    to->count += count;
    return ARR_OK;
}

ArrStatus sequence_concatenate(ArrState *state, Value a, Value b, Value *result) {
    if (a.kind != b.kind)
        return error_set(&state->base, ERROR_TYPE, "can only concatenate %s (not \"%s\") to %s",
                         value_type_name(a), value_type_name(b), value_type_name(a));
    if (a.kind == VALUE_STRING) return string_concatenate(state, a, b, result);
    Value sum;
    ArrStatus status = sequence_new(state, (ValueKind)a.kind, NULL, 0, &sum);
    const SequenceObject *parts[] = {VALUE_AS(SequenceObject, a), VALUE_AS(SequenceObject, b)};
    if (status) return status;
    for (int k = 0; k < 2 && !status; k++)
        status =
            append_items(state, VALUE_AS(SequenceObject, sum), parts[k]->items, parts[k]->count);
    if (status) value_release(state, sum);
    else *result = sum;
    return status;
}

/* How often, at least 0. */
static ArrStatus repeat_count(ArrState *state, Value count, int64_t *times) {
    bool integer = count.kind == VALUE_INT || count.kind == VALUE_BOOL;
    if (count.kind == VALUE_ARRAY) integer = dtype_info[count.array->dtype].kind <= KIND_UINT;
    if (count.kind == VALUE_BIGINT)
        return error_set(&state->base, ERROR_OVERFLOW,
                         "cannot fit 'int' into an index-sized integer");
    if (!integer)
        return error_set(&state->base, ERROR_TYPE,
                         "can't multiply sequence by non-int of type '%s'", value_type_name(count));
    ArrStatus status = value_index(state, count, times);
    if (!status && *times < 0) *times = 0;
    return status;
}

/* The memory of all repetitions is taken first, so that hopeless ones fail at once. */
static ArrStatus reserve_repeated(ArrState *state, SequenceObject *to, int64_t count,
                                  int64_t times) {
    int64_t total;
    if (__builtin_mul_overflow(count, times, &total)) return list_memory(state, INT64_MAX);
    Value **place = &to->items;
    if (total && !heap_grow(&state->base.heap, place, &to->capacity, total, sizeof **place))
        return list_memory(state, total);
    return ARR_OK;
}

static ArrStatus string_repeat(ArrState *state, const StringObject *string, int64_t times,
                               Value *result) {
    int64_t total;
    if (__builtin_mul_overflow(string->length, times, &total) || total > INT64_MAX / 2)
        return error_memory(&state->base, INT64_MAX, "a string");
    StringObject *repeated = object_new(state, VALUE_STRING, sizeof *repeated + (size_t)total + 1);
    if (!repeated) return ARR_MEMORY;
    repeated->length = total;
    if (string->length == 1) memset(repeated->bytes, string->bytes[0], (size_t)total);
    else
        for (int64_t i = 0; i < total; i += string->length)
            memcpy(repeated->bytes + i, string->bytes, (size_t)string->length);
    *result = value_object(&repeated->head);
    return ARR_OK;
}

ArrStatus sequence_repeat(ArrState *state, Value sequence, Value count, Value *result) {
    int64_t times;
    ArrStatus status = repeat_count(state, count, &times);
    if (status) return status;
    if (sequence.kind == VALUE_STRING)
        return string_repeat(state, VALUE_AS(StringObject, sequence), times, result);
    const SequenceObject *source = VALUE_AS(SequenceObject, sequence);
    Value repeated;
    status = sequence_new(state, (ValueKind)sequence.kind, NULL, 0, &repeated);
    if (status) return status;
    SequenceObject *to = VALUE_AS(SequenceObject, repeated);
    status = reserve_repeated(state, to, source->count, times);
    if (source->count == 1 && !value_is_reference(source->items[0]) && !status) {
        const Value item = source->items[0];
        for (to->count = 0; to->count < times; to->count++) to->items[to->count] = item;
    } else {
        for (int64_t i = 0; i < times && source->count && !status; i++)
            status = append_items(state, to, source->items, source->count);
    }
    if (status) value_release(state, repeated);
    else *result = repeated;
    return status;
}

/* --- lists in place ----------------------------------------------------------- */

ArrStatus list_extend(ArrState *state, Value list, Value iterable) {
    if (iterable.kind == VALUE_LIST || iterable.kind == VALUE_TUPLE) {
        SequenceObject *to = VALUE_AS(SequenceObject, list);
        const SequenceObject *from = VALUE_AS(SequenceObject, iterable);
        ArrStatus status = reserve_repeated(state, to, to->count + from->count, 1);
        return status ? status : append_items(state, to, from->items, from->count);
    }
    Iterator it;
    ArrStatus status = iterator_begin(state, iterable, &it);
    if (status) return status;
    int64_t before = VALUE_AS(SequenceObject, list)->count, total;
    if (it.count > 0) /* known, so that what is hopeless fails before it is counted through */
        status = __builtin_add_overflow(before, it.count, &total)
                     ? list_memory(state, INT64_MAX)
                     : reserve_repeated(state, VALUE_AS(SequenceObject, list), total, 1);
    while (!status) {
        Value item;
        status = iterator_next(state, &it, &item);
        if (status || item.kind == VALUE_UNDEFINED) break;
        status = list_append(state, list, item);
        value_release(state, item);
    }
    iterator_end(state, &it);
    return status;
}

ArrStatus list_to_tuple(ArrState *state, Value list, Value *result) {
    Value tuple;
    ArrStatus status = sequence_new(state, VALUE_TUPLE, NULL, 0, &tuple);
    if (!status) {
        SequenceObject *from = VALUE_AS(SequenceObject, list),
                       *to = VALUE_AS(SequenceObject, tuple);
        to->items = from->items;
        to->count = from->count;
        to->capacity = from->capacity;
        from->items = NULL;
        from->count = from->capacity = 0;
        *result = tuple;
    }
    value_release(state, list);
    return status;
}

ArrStatus list_repeat(ArrState *state, Value list, Value count) {
    SequenceObject *sequence = VALUE_AS(SequenceObject, list);
    int64_t times, length = sequence->count;
    ArrStatus status = repeat_count(state, count, &times);
    if (status) return status;
    if (times == 0) {
        while (sequence->count) value_release(state, sequence->items[--sequence->count]);
        return ARR_OK;
    }
    status = reserve_repeated(state, sequence, length, times);
    for (int64_t i = 1; i < times && length && !status; i++)
        status = append_items(state, sequence, sequence->items, length);
    return status;
}

/* --- order and membership ------------------------------------------------------ */

static bool order_holds(AstOperator op, int64_t difference) {
    switch (op) {
    case AST_OP_LESS: return difference < 0;
    case AST_OP_LESS_EQUAL: return difference <= 0;
    case AST_OP_GREATER: return difference > 0;
    default: return difference >= 0;
    }
}

/* UTF-8's bytes are in the order of the code points. */
static int64_t string_difference(const StringObject *a, const StringObject *b) {
    int64_t shorter = a->length < b->length ? a->length : b->length;
    int difference = memcmp(a->bytes, b->bytes, (size_t)shorter);
    return difference ? difference : a->length - b->length;
}

ArrStatus sequence_order(ArrState *state, AstOperator op, Value a, Value b, Value *result) {
    if (a.kind == VALUE_STRING) {
        int64_t difference =
            string_difference(VALUE_AS(StringObject, a), VALUE_AS(StringObject, b));
        *result = value_bool(order_holds(op, difference));
        return ARR_OK;
    }
    const SequenceObject *x = VALUE_AS(SequenceObject, a), *y = VALUE_AS(SequenceObject, b);
    for (int64_t i = 0; i < x->count && i < y->count; i++) {
        bool equal;
        ArrStatus status = value_equal(state, x->items[i], y->items[i], &equal);
        if (status) return status;
        if (!equal) return operate_compare(state, op, x->items[i], y->items[i], result);
    }
    *result = value_bool(order_holds(op, x->count - y->count));
    return ARR_OK;
}

static ArrStatus string_contains(ArrState *state, const StringObject *string, Value item,
                                 bool *found) {
    if (item.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE,
                         "'in <string>' requires string as left operand, not %s",
                         value_type_name(item));
    const StringObject *part = VALUE_AS(StringObject, item);
    *found = part->length == 0;
    for (int64_t i = 0; i + part->length <= string->length && !*found; i++)
        *found = !memcmp(string->bytes + i, part->bytes, (size_t)part->length);
    return ARR_OK;
}

static bool range_contains(const RangeObject *range, int64_t x) {
    if (range->count == 0) return false;
    bool up = range->step > 0;
    if (up ? x < range->start || x >= range->stop : x > range->start || x <= range->stop)
        return false;
    uint64_t distance =
        up ? (uint64_t)x - (uint64_t)range->start : (uint64_t)range->start - (uint64_t)x;
    return distance % (up ? (uint64_t)range->step : 0 - (uint64_t)range->step) == 0;
}

ArrStatus sequence_contains(ArrState *state, Value container, Value item, bool *found) {
    if (container.kind == VALUE_STRING)
        return string_contains(state, VALUE_AS(StringObject, container), item, found);
    if (container.kind == VALUE_RANGE && (item.kind == VALUE_INT || item.kind == VALUE_BOOL)) {
        int64_t x = item.kind == VALUE_BOOL ? item.boolean : item.integer;
        *found = range_contains(VALUE_AS(RangeObject, container), x);
        return ARR_OK;
    }
    if (!is_sequence(container) && container.kind != VALUE_RANGE &&
        container.kind != VALUE_ITERATOR)
        return error_set(&state->base, ERROR_TYPE, "argument of type '%s' is not iterable",
                         value_type_name(container));
    Iterator it;
    ArrStatus status = iterator_begin(state, container, &it);
    *found = false;
    while (!status && !*found) {
        Value candidate;
        status = iterator_next(state, &it, &candidate);
        if (status || candidate.kind == VALUE_UNDEFINED) break;
        status = value_equal(state, candidate, item, found);
        value_release(state, candidate);
    }
    iterator_end(state, &it);
    return status;
}
