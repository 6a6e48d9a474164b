/* Iterator objects of Python's builtins: enumerate, zip, map, filter, reversed
 * and iter; and sorted, which is what exhausts one. An iterator pulls nothing:
 * rows and elements of arrays are views and deferred scalars. */
#include <string.h>

#include "builtins.h"

/* --- several iterables at once -------------------------------------------------- */

/* enumerate, map, filter and zip: what they take from, and what they do with it. */
typedef struct Combiner {
    IteratorObject head;
    Iterator *sources;
    int64_t count;
    Value value; /* the function of map and filter; enumerate's next number */
    bool strict; /* of zip */
    bool done;
} Combiner;

static void combiner_clear(ArrState *state, Object *object) {
    Combiner *combiner = (Combiner *)object;
    Iterator *sources = combiner->sources;
    int64_t count = combiner->count;
    Value value = combiner->value;
    combiner->sources = NULL;
    combiner->count = 0;
    combiner->value = value_undefined();
    combiner->done = true;
    for (int64_t i = 0; i < count; i++) iterator_end(state, &sources[i]);
    heap_free(&state->base.heap, sources, (size_t)count * sizeof *sources);
    value_release(state, value);
}

/* Begins an iteration of each iterable; value is borrowed. */
static ArrStatus combiner_new(ArrState *state, const IteratorClass *class, const Value *iterables,
                              int64_t count, Value value, Value *result) {
    Combiner *combiner = iterator_new(state, class);
    if (!combiner) return ARR_MEMORY;
    value_retain(combiner->value = value);
    size_t size = (size_t)count * sizeof *combiner->sources;
    ArrStatus status = ARR_OK;
    combiner->sources = count ? heap_alloc_zeroed(&state->base.heap, size) : NULL;
    if (count && !combiner->sources)
        status = error_memory(&state->base, (int64_t)size, "iterators");
    else combiner->count = count;
    for (int64_t i = 0; i < count && !status; i++)
        status = iterator_begin(state, iterables[i], &combiner->sources[i]);
    if (status) value_release(state, value_object(&combiner->head.head));
    else *result = value_object(&combiner->head.head);
    return status;
}

/* The next item of each source, up to the first that has none: *taken tells how many. */
static ArrStatus take_items(ArrState *state, Combiner *combiner, Value *items, int64_t *taken) {
    ArrStatus status = ARR_OK;
    for (*taken = 0; *taken < combiner->count; ++*taken) {
        status = iterator_next(state, &combiner->sources[*taken], &items[*taken]);
        if (status || items[*taken].kind == VALUE_UNDEFINED) break;
    }
    return status;
}

static void release_items(ArrState *state, Value *items, int64_t count) {
    for (int64_t i = 0; i < count; i++) value_release(state, items[i]);
}

/* --- enumerate ---------------------------------------------------------------------- */

static ArrStatus enumerate_next(ArrState *state, Value iterator, Value *result) {
    Combiner *combiner = VALUE_AS(Combiner, iterator);
    Value parts[2], next;
    *result = value_undefined();
    if (combiner->done) return ARR_OK;
    ArrStatus status = iterator_next(state, &combiner->sources[0], &parts[1]);
    if (status || parts[1].kind == VALUE_UNDEFINED) return status;
    status = number_binary(state, AST_OP_ADD, combiner->value, value_int(1), &next);
    if (status) {
        value_release(state, parts[1]);
        return status;
    }
    parts[0] = combiner->value;
    combiner->value = next;
    return sequence_new(state, VALUE_TUPLE, parts, 2, result);
}

static const IteratorClass enumerate_class = {"enumerate", sizeof(Combiner), enumerate_next,
                                              combiner_clear};

ArrStatus make_enumerate(ArrState *state, const BuiltinCall *call, Value *result) {
    Value start = call->args[1];
    int64_t number = 0;
    if (start.kind != VALUE_UNDEFINED && start.kind != VALUE_BIGINT) {
        ArrStatus status = value_index(state, start, &number);
        if (status) return status;
    }
    if (start.kind != VALUE_BIGINT) start = value_int(number);
    return combiner_new(state, &enumerate_class, call->args, 1, start, result);
}

/* --- zip ------------------------------------------------------------------------------ */

/* Of strict=True: one source ended, at place `ended`; the others must have, too. */
static ArrStatus check_lengths(ArrState *state, Combiner *combiner, int64_t ended) {
    if (ended > 0)
        return error_set(&state->base, ERROR_VALUE,
                         "zip() argument %lld is shorter than argument%s%lld", (long long)ended + 1,
                         ended == 1 ? " " : "s 1-", (long long)ended);
    for (int64_t i = 1; i < combiner->count; i++) {
        Value item;
        ArrStatus status = iterator_next(state, &combiner->sources[i], &item);
        if (status) return status;
        if (item.kind == VALUE_UNDEFINED) continue;
        value_release(state, item);
        return error_set(&state->base, ERROR_VALUE,
                         "zip() argument %lld is longer than argument%s%lld", (long long)i + 1,
                         i == 1 ? " " : "s 1-", (long long)i);
    }
    return ARR_OK;
}

static ArrStatus zip_next(ArrState *state, Value iterator, Value *result) {
    Combiner *combiner = VALUE_AS(Combiner, iterator);
    *result = value_undefined();
    if (combiner->done || combiner->count == 0) return ARR_OK;
    Value tuple;
    int64_t taken = 0;
    ArrStatus status = sequence_new(state, VALUE_TUPLE, NULL, combiner->count, &tuple);
    if (status) return status;
    Value *items = VALUE_AS(SequenceObject, tuple)->items;
    status = take_items(state, combiner, items, &taken);
    if (!status && taken == combiner->count) {
        *result = tuple;
        return ARR_OK;
    }
    if (taken < combiner->count) items[taken] = value_none();
    value_release(state, tuple);
    if (!status && combiner->strict) status = check_lengths(state, combiner, taken);
    return status;
}

static const IteratorClass zip_class = {"zip", sizeof(Combiner), zip_next, combiner_clear};

ArrStatus make_zip(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *iterables = VALUE_AS(SequenceObject, call->args[0]);
    bool strict = false;
    ArrStatus status = ARR_OK;
    if (call->args[1].kind != VALUE_UNDEFINED) status = value_truth(state, call->args[1], &strict);
    if (!status)
        status = combiner_new(state, &zip_class, iterables->items, iterables->count, value_none(),
                              result);
    if (!status) VALUE_AS(Combiner, *result)->strict = strict;
    return status;
}

/* --- map and filter --------------------------------------------------------------------- */

enum { FEW_ITEMS = 8 };

static ArrStatus map_next(ArrState *state, Value iterator, Value *result) {
    Combiner *combiner = VALUE_AS(Combiner, iterator);
    Value few[FEW_ITEMS], *items = few;
    int64_t taken, count = combiner->count;
    *result = value_undefined();
    if (combiner->done) return ARR_OK;
    size_t size = (size_t)count * sizeof *items;
    if (count > FEW_ITEMS) items = heap_alloc(&state->base.heap, size);
    if (!items) return error_memory(&state->base, (int64_t)size, "arguments");
    ArrStatus status = take_items(state, combiner, items, &taken);
    if (!status && taken == count) {
        Arguments arguments = {.values = items, .count = (int32_t)count};
        status = call_value(state, combiner->value, &arguments, result);
    }
    release_items(state, items, taken);
    if (items != few) heap_free(&state->base.heap, items, size);
    return status;
}

static const IteratorClass map_class = {"map", sizeof(Combiner), map_next, combiner_clear};

ArrStatus make_map(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *values = VALUE_AS(SequenceObject, call->args[0]);
    if (values->count < 2)
        return error_set(&state->base, ERROR_TYPE, "map() must have at least two arguments.");
    return combiner_new(state, &map_class, values->items + 1, values->count - 1, values->items[0],
                        result);
}

static ArrStatus is_kept(ArrState *state, Value function, Value item, bool *kept) {
    bool by_truth =
        function.kind == VALUE_NONE ||
        (function.kind == VALUE_TYPE && VALUE_AS(TypeObject, function)->type == TYPE_BOOL);
    if (by_truth) return value_truth(state, item, kept);
    Value answer;
    ArrStatus status =
        call_value(state, function, &(Arguments){.values = &item, .count = 1}, &answer);
    if (status) return status;
    status = value_truth(state, answer, kept);
    value_release(state, answer);
    return status;
}

static ArrStatus filter_next(ArrState *state, Value iterator, Value *result) {
    Combiner *combiner = VALUE_AS(Combiner, iterator);
    *result = value_undefined();
    while (!combiner->done) {
        bool kept = false;
        Value item;
        ArrStatus status = iterator_next(state, &combiner->sources[0], &item);
        if (status || item.kind == VALUE_UNDEFINED) return status;
        status = is_kept(state, combiner->value, item, &kept);
        if (!status && kept) {
            *result = item;
            return ARR_OK;
        }
        value_release(state, item);
        if (!status) status = base_check_interrupt(&state->base);
        if (status) return status;
    }
    return ARR_OK;
}

static const IteratorClass filter_class = {"filter", sizeof(Combiner), filter_next, combiner_clear};

ArrStatus make_filter(ArrState *state, const BuiltinCall *call, Value *result) {
    return combiner_new(state, &filter_class, call->args + 1, 1, call->args[0], result);
}

/* --- reversed, iter, next ----------------------------------------------------------------- */

/* Items of a sequence from its last (step -1) or first one on, one at a time by index. */
typedef struct Walk {
    IteratorObject head;
    Value sequence; /* VALUE_UNDEFINED: at its end */
    int64_t next;
} Walk;

static void walk_clear(ArrState *state, Object *object) {
    Walk *walk = (Walk *)object;
    Value sequence = walk->sequence;
    walk->sequence = value_undefined();
    value_release(state, sequence);
}

static ArrStatus reversed_next(ArrState *state, Value iterator, Value *result) {
    Walk *walk = VALUE_AS(Walk, iterator);
    int64_t length = 0;
    ArrStatus status = ARR_OK;
    *result = value_undefined();
    if (walk->sequence.kind == VALUE_UNDEFINED) return ARR_OK;
    if (walk->next >= 0) status = value_length(state, walk->sequence, &length);
    if (status) return status;
    if (walk->next < 0 || walk->next >= length) { /* a list may have shrunk */
        walk_clear(state, iterator.object);
        return ARR_OK;
    }
    return item_get(state, walk->sequence, value_int(walk->next--), result);
}

static const IteratorClass reversed_class = {"reversed", sizeof(Walk), reversed_next, walk_clear};
static const IteratorClass reversed_list_class = {"list_reverseiterator", sizeof(Walk),
                                                  reversed_next, walk_clear};
static const IteratorClass reversed_range_class = {"range_iterator", sizeof(Walk), reversed_next,
                                                   walk_clear};

ArrStatus make_reversed(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0];
    int64_t length;
    bool sequence = v.kind == VALUE_STRING || v.kind == VALUE_TUPLE || v.kind == VALUE_LIST ||
                    v.kind == VALUE_RANGE || (v.kind == VALUE_ARRAY && !v.array->scalar);
    if (!sequence)
        return error_set(&state->base, ERROR_TYPE, "'%s' object is not reversible",
                         value_type_name(v));
    ArrStatus status = value_length(state, v, &length);
    if (status) return status;
    Walk *walk = iterator_new(state, v.kind == VALUE_LIST    ? &reversed_list_class
                                     : v.kind == VALUE_RANGE ? &reversed_range_class
                                                             : &reversed_class);
    if (!walk) return ARR_MEMORY;
    value_retain(walk->sequence = v);
    walk->next = length - 1;
    *result = value_object(&walk->head.head);
    return ARR_OK;
}

static ArrStatus iter_next(ArrState *state, Value iterator, Value *result) {
    Combiner *combiner = VALUE_AS(Combiner, iterator);
    *result = value_undefined();
    if (combiner->done) return ARR_OK;
    ArrStatus status = iterator_next(state, &combiner->sources[0], result);
    if (!status && result->kind == VALUE_UNDEFINED) combiner_clear(state, iterator.object);
    return status;
}

/* Named as CPython names them. */
static const IteratorClass iter_classes[] = {
    {"list_iterator", sizeof(Combiner), iter_next, combiner_clear},
    {"tuple_iterator", sizeof(Combiner), iter_next, combiner_clear},
    {"str_iterator", sizeof(Combiner), iter_next, combiner_clear},
    {"range_iterator", sizeof(Combiner), iter_next, combiner_clear},
    {"iterator", sizeof(Combiner), iter_next, combiner_clear},
};

static ArrStatus builtin_iter(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0];
    if (v.kind == VALUE_ITERATOR) {
        value_retain(*result = v);
        return ARR_OK;
    }
    int class = v.kind == VALUE_LIST     ? 0
                : v.kind == VALUE_TUPLE  ? 1
                : v.kind == VALUE_STRING ? 2
                : v.kind == VALUE_RANGE  ? 3
                                         : 4;
    return combiner_new(state, &iter_classes[class], &v, 1, value_none(), result);
}

static ArrStatus builtin_next(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0];
    if (v.kind != VALUE_ITERATOR)
        return error_set(&state->base, ERROR_TYPE, "'%s' object is not an iterator",
                         value_type_name(v));
    ArrStatus status = VALUE_AS(IteratorObject, v)->class->next(state, v, result);
    if (status || result->kind != VALUE_UNDEFINED) return status;
    if (call->args[1].kind == VALUE_UNDEFINED)
        return error_set(&state->base, ERROR_STOP_ITERATION, "%s", "");
    value_retain(*result = call->args[1]);
    return ARR_OK;
}

/* --- sorted ----------------------------------------------------------------------------------- */

/* One item and what it is ordered by. */
typedef struct SortItem {
    Value item, key;
} SortItem;

static ArrStatus is_less(ArrState *state, const SortItem *a, const SortItem *b, bool *less) {
    Value compared;
    ArrStatus status = operate_compare(state, AST_OP_LESS, a->key, b->key, &compared);
    if (status) return status;
    status = value_truth(state, compared, less);
    value_release(state, compared);
    return status;
}

/* items[0..middle) and items[middle..count) are in order: stable, through spare. */
static ArrStatus merge(ArrState *state, SortItem *items, int64_t middle, int64_t count,
                       SortItem *spare) {
    memcpy(spare, items, (size_t)middle * sizeof *items);
    int64_t left = 0, right = middle, to = 0;
    ArrStatus status = base_check_interrupt(&state->base);
    while (left < middle && right < count && !status) {
        bool less = false;
        status = is_less(state, &items[right], &spare[left], &less);
        if (status) break;
        items[to++] = less ? items[right++] : spare[left++];
    }
    memcpy(items + to, spare + left, (size_t)(middle - left) * sizeof *items);
    return status;
}

/* Each item moves left to its place among those before it, found by halving. */
static ArrStatus insertion_sort(ArrState *state, SortItem *items, int64_t count) {
    for (int64_t i = 1; i < count; i++) {
        SortItem moving = items[i];
        int64_t low = 0, high = i;
        bool less = false;
        ArrStatus status = is_less(state, &moving, &items[i - 1], &less);
        if (!less) low = i;
        else high = i - 1;
        while (low < high && !status) {
            int64_t middle = low + (high - low) / 2;
            status = is_less(state, &moving, &items[middle], &less);
            if (less) high = middle;
            else low = middle + 1;
        }
        if (status) return status;
        memmove(items + low + 1, items + low, (size_t)(i - low) * sizeof *items);
        items[low] = moving;
    }
    return ARR_OK;
}

/* Recursion is as deep as the logarithm of count. */
static ArrStatus merge_sort(ArrState *state, SortItem *items, int64_t count, SortItem *spare) {
    if (count <= 16) return insertion_sort(state, items, count);
    int64_t middle = count / 2;
    bool less = false;
    ArrStatus status = merge_sort(state, items, middle, spare);
    if (!status) status = merge_sort(state, items + middle, count - middle, spare);
    if (!status) status = is_less(state, &items[middle], &items[middle - 1], &less);
    return status || !less ? status : merge(state, items, middle, count, spare);
}

/* NumPy scalars are ordered by their host values: one pull each, instead of one
 * per comparison. Numbers of different types of more than 53 bits would differ. */
static ArrStatus key_of(ArrState *state, Value function, Value item, Value *key) {
    Value made;
    if (is_given(function)) {
        ArrStatus status =
            call_value(state, function, &(Arguments){.values = &item, .count = 1}, &made);
        if (status) return status;
    } else {
        value_retain(made = item);
    }
    *key = made;
    bool real = made.kind == VALUE_ARRAY && made.array->scalar &&
                dtype_info[made.array->dtype].kind != KIND_COMPLEX;
    if (!real) return ARR_OK;
    ArrStatus status = convert_to_host(state, PULL_CONDITION, made.array, key);
    value_release(state, made);
    return status;
}

static void reverse_items(SortItem *items, int64_t count) {
    for (int64_t i = 0, k = count - 1; i < k; i++, k--) {
        SortItem swap = items[i];
        items[i] = items[k];
        items[k] = swap;
    }
}

/* items holds count items and as many spare ones. What is reversed keeps the
 * order of equals. */
static ArrStatus sort_items(ArrState *state, SequenceObject *list, SortItem *items, Value key,
                            bool reverse) {
    int64_t count = list->count, keyed = 0;
    ArrStatus status = ARR_OK;
    for (; keyed < count && !status; keyed += !status) {
        items[keyed].item = list->items[keyed];
        status = key_of(state, key, list->items[keyed], &items[keyed].key);
    }
    if (!status) {
        if (reverse) reverse_items(items, count);
        status = merge_sort(state, items, count, items + count);
        if (reverse) reverse_items(items, count);
        for (int64_t i = 0; i < count; i++) list->items[i] = items[i].item;
    }
    for (int64_t i = 0; i < keyed; i++) value_release(state, items[i].key);
    return status;
}

ArrStatus list_sort(ArrState *state, Value list, Value key, Value reverse) {
    SequenceObject *sequence = VALUE_AS(SequenceObject, list);
    bool descending = false;
    int64_t count = sequence->count, items = 2 * count;
    ArrStatus status = ARR_OK;
    if (reverse.kind != VALUE_UNDEFINED) status = value_truth(state, reverse, &descending);
    if (status || count == 0) return status;
    int64_t size = arr_nbytes(1, &items, sizeof(SortItem));
    SortItem *work = size < 0 ? NULL : heap_alloc(&state->base.heap, (size_t)size);
    if (!work) return error_memory(&state->base, size < 0 ? INT64_MAX : size, "a list to sort");
    /* the items leave the list meanwhile: what key calls may change it */
    SequenceObject taken = *sequence;
    sequence->items = NULL;
    sequence->count = sequence->capacity = 0;
    status = sort_items(state, &taken, work, key, descending);
    heap_free(&state->base.heap, work, (size_t)size);
    Value *left = sequence->items;
    int64_t left_count = sequence->count, left_capacity = sequence->capacity;
    sequence->items = taken.items;
    sequence->count = taken.count;
    sequence->capacity = taken.capacity;
    release_items(state, left, left_count);
    heap_free(&state->base.heap, left, (size_t)left_capacity * sizeof *left);
    if (!status && left) status = error_set(&state->base, ERROR_VALUE, "list modified during sort");
    return status;
}

static ArrStatus builtin_sorted(ArrState *state, const BuiltinCall *call, Value *result) {
    Value list;
    ArrStatus status = sequence_new(state, VALUE_LIST, NULL, 0, &list);
    if (status) return status;
    status = list_extend(state, list, call->args[0]);
    if (!status) status = list_sort(state, list, call->args[1], call->args[2]);
    if (status) value_release(state, list);
    else *result = list;
    return status;
}

const BuiltinRow iterator_rows[] = {
    {"iter(iterable, /)", builtin_iter, "An iterator over the items of iterable.", 0},
    {"next(iterator, default=, /)", builtin_next,
     "The next item of an iterator; default, or StopIteration, at its end.", 0},
    {"sorted(iterable, /, *, key=None, reverse=False)", builtin_sorted,
     "A new list of the items in order; key(item) is what is compared. Items that compare equal "
     "keep their order.",
     0},
    {NULL, NULL, NULL, 0},
};
