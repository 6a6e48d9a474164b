/* Orders and choices: what they draw are places, which then pick from arrays
 * by the functions that programs call for that. */
#include <math.h>
#include <string.h>

#include "../graph/random.h"
#include "random.h"

/* np.NAME(values...) */
static ArrStatus call_numpy(ArrState *state, const char *name, const Value *values, int count,
                            Value *result) {
    const Value *function = names_find(&state->numpy, name, (int64_t)strlen(name));
    Arguments arguments = {.values = values, .count = count};
    return call_value(state, *function, &arguments, result);
}

/* --- places ---------------------------------------------------------------------------- */

/* 0..n - 1 in a random order for each of `rows` (-1: 1-D, once), as shuffles draw them. */
static ArrStatus draw_orders(ArrState *state, const RandomCall *call, int64_t rows, int64_t n,
                             Value *result) {
    RandomSize size = {.ndim = rows < 0 ? 1 : 2, .shape = {n, n}, .count = n};
    Draw draw = {.kind = DRAW_ORDERS, .size = 1, .low = 1, .range = (uint64_t)n};
    Array *order;
    if (rows >= 0) {
        size.shape[0] = rows;
        size.count = rows * n;
    }
    return give_array(random_draw_array(state, call, &draw, NULL, ARR_INT64, &size, &order), &order,
                      result);
}

/* --- choice ------------------------------------------------------------------------------ */

typedef struct Choice {
    Value source;  /* what is chosen from: an array; undefined: the ints below count */
    int64_t count; /* that it has along axis */
    int axis;
    Array *chances; /* p as float64, or NULL */
    RandomSize size;
} Choice;

static void choice_free(ArrState *state, Choice *choice) {
    value_release(state, choice->source);
    array_release(&state->graph.arrays, choice->chances);
}

static ArrStatus no_population(ArrState *state, const RandomCall *call, Value a) {
    if (random_is_legacy(call))
        return error_set(&state->base, ERROR_VALUE, "a must be 1-dimensional or an integer");
    return error_set(&state->base, ERROR_VALUE,
                     "a must be a sequence or an integer, not <class '%s'>", value_type_name(a));
}

static ArrStatus read_numbers(ArrState *state, const RandomCall *call, Value a, Choice *choice) {
    bool is_int = a.kind == VALUE_INT || a.kind == VALUE_BOOL ||
                  (a.kind == VALUE_ARRAY && dtype_info[a.array->dtype].kind < KIND_FLOAT);
    if (!is_int) return no_population(state, call, a);
    ArrStatus status = value_index(state, a, &choice->count);
    if (status || choice->count > 0 || choice->size.count == 0) return status;
    return error_set(&state->base, ERROR_VALUE, "%s",
                     random_is_legacy(call)
                         ? "a must be greater than 0 unless no samples are taken"
                         : "a must be a positive integer unless no samples are taken");
}

static ArrStatus read_array(ArrState *state, const RandomCall *call, Value a, Value axis,
                            Choice *choice) {
    int64_t wanted = 0;
    ArrStatus status = convert_to_array(state, a, -1, &choice->source);
    if (!status && axis.kind != VALUE_UNDEFINED) status = value_index(state, axis, &wanted);
    if (status) return status;
    const Array *source = choice->source.array;
    if (random_is_legacy(call) && source->ndim != 1)
        return error_set(&state->base, ERROR_VALUE, "a must be 1-dimensional");
    if (wanted >= source->ndim || wanted < -source->ndim)
        return error_set(&state->base, ERROR_INDEX, "tuple index out of range");
    choice->axis = (int)(wanted < 0 ? wanted + source->ndim : wanted);
    choice->count = array_shape(source)[choice->axis];
    if (choice->count > 0 || choice->size.count == 0) return ARR_OK;
    return error_set(&state->base, ERROR_VALUE, "%s cannot be empty unless no samples are taken",
                     random_is_legacy(call) ? "'a'" : "a");
}

/* What p must be is checked when it is known. */
static ArrStatus read_chances(ArrState *state, const RandomCall *call, Value p, bool replace,
                              Choice *choice) {
    Value given;
    if (!argument_given(p)) return ARR_OK;
    ArrStatus status = convert_to_array(state, p, -1, &given);
    if (status) return status;
    RandomCheck check = {.what = RANDOM_PROBABILITIES,
                         .legacy = random_is_legacy(call),
                         .wanted = replace ? 0 : choice->size.count,
                         .tolerance = given.array->dtype == ARR_FLOAT32 ? 0x1.6a09e6p-12 : 0x1p-26};
    bool small = given.array->ndim == 1 && array_shape(given.array)[0] != choice->count;
    if (given.array->ndim != 1)
        status = error_set(&state->base, ERROR_VALUE, "%sp%s must be 1-dimensional",
                           random_is_legacy(call) ? "'" : "", random_is_legacy(call) ? "'" : "");
    else if (small)
        status =
            error_set(&state->base, ERROR_VALUE, "%s and %s must have same size",
                      random_is_legacy(call) ? "'a'" : "a", random_is_legacy(call) ? "'p'" : "p");
    if (!status) status = convert_array(state, given, ARR_FLOAT64, &choice->chances);
    value_release(state, given);
    return status ? status : graph_random_check(&state->graph, 1, &choice->chances, &check);
}

/* Places by chances, each again possible: where uniform numbers lie among the running sums. */
static ArrStatus weighted_again(ArrState *state, const RandomCall *call, const Choice *choice,
                                Value *result) {
    Value sums = value_undefined(), last = sums, shares = sums, draws = sums, side = sums;
    RandomCall whole = *call;
    ArrStatus status = call_numpy(
        state, "cumsum", &(Value){.kind = VALUE_ARRAY, .array = choice->chances}, 1, &sums);
    if (!status) status = item_get(state, sums, value_int(-1), &last);
    if (!status) status = operate_binary(state, AST_OP_DIVIDE, sums, last, &shares);
    if (!status)
        status = random_uniform_values(state, &whole, value_undefined(), value_undefined(), &draws);
    if (!status) status = string_new(state, "right", 5, &side);
    if (!status)
        status = call_numpy(state, "searchsorted", (Value[]){shares, draws, side}, 3, result);
    value_release(state, sums);
    value_release(state, last);
    value_release(state, shares);
    value_release(state, draws);
    value_release(state, side);
    return status;
}

/* The last `count` of an order of all, in the legacy way the first. */
static ArrStatus part_of_order(ArrState *state, const RandomCall *call, const Choice *choice,
                               Value *result) {
    int64_t n = choice->count, wanted = choice->size.count;
    bool legacy = random_is_legacy(call);
    int64_t first = legacy || n - wanted < 1 ? 1 : n - wanted;
    RandomSize all = {.ndim = 1, .shape = {n}, .count = n};
    Draw draw = {.kind = DRAW_ORDERS, .size = legacy, .low = (uint64_t)first, .range = (uint64_t)n};
    Value order, slice, part;
    Array *drawn;
    ArrStatus status = random_draw_array(state, call, &draw, NULL, ARR_INT64, &all, &drawn);
    if (status) return status;
    order = value_array(drawn);
    status = slice_new(state, legacy ? value_none() : value_int(n - wanted),
                       legacy ? value_int(wanted) : value_none(), value_none(), &slice);
    if (!status) {
        status = item_get(state, order, slice, &part);
        value_release(state, slice);
    }
    value_release(state, order);
    if (status) return status;
    Array *copy; /* so that the order's memory is free again */
    status = graph_copy(&state->graph, part.array, ARR_INT64, 'C', &copy);
    value_release(state, part);
    return give_array(status, &copy, result);
}

/* Each place once at most, as a 1-D array. */
static ArrStatus places_once(ArrState *state, const RandomCall *call, const Choice *choice,
                             bool shuffled, Value *result) {
    int64_t n = choice->count, wanted = choice->size.count;
    RandomSize flat = {.ndim = 1, .shape = {wanted}, .count = wanted};
    Draw draw = {.kind = DRAW_SAMPLE, .low = shuffled, .range = (uint64_t)n};
    Array *places, *values[2] = {choice->chances, NULL};
    if (wanted > n)
        return error_set(&state->base, ERROR_VALUE,
                         "Cannot take a larger sample than population when %s",
                         random_is_legacy(call) ? "'replace=False'" : "replace is False");
    if (choice->chances) {
        draw.kind = DRAW_WEIGHTED;
        draw.values = 1;
    } else if (random_is_legacy(call) || (n > 10000 && wanted > n / (shuffled ? 50 : 20))) {
        return part_of_order(state, call, choice, result);
    }
    return give_array(random_draw_array(state, call, &draw, values, ARR_INT64, &flat, &places),
                      &places, result);
}

/* places in the shape of size; one Python int where there is none. */
static ArrStatus shape_places(ArrState *state, const RandomSize *size, Value flat, Value *result) {
    Array *shaped;
    if (size->scalar) return item_get(state, flat, value_int(0), result);
    ArrStatus status = graph_reshape(&state->graph, flat.array, size->ndim, size->shape, &shaped);
    return give_array(status, &shaped, result);
}

static ArrStatus draw_places(ArrState *state, const RandomCall *call, const Choice *choice,
                             bool replace, bool shuffled, Value *result) {
    Value flat;
    if (replace && choice->chances) return weighted_again(state, call, choice, result);
    if (replace)
        return random_integer_values(state, call, value_int(0), value_int(choice->count), false,
                                     value_undefined(), result);
    ArrStatus status = places_once(state, call, choice, shuffled, &flat);
    if (status) return status;
    status = shape_places(state, &choice->size, flat, result);
    value_release(state, flat);
    return status;
}

/* What lies at the places: of ints these themselves, one of them as Python's. */
static ArrStatus pick(ArrState *state, const Choice *choice, Value places, Value *result) {
    if (choice->source.kind == VALUE_UNDEFINED) {
        if (choice->size.scalar && places.kind == VALUE_ARRAY)
            return convert_to_host(state, PULL_CONVERT, places.array, result);
        value_retain(*result = places);
        return ARR_OK;
    }
    Value axis = value_int(choice->axis);
    return call_numpy(state, "take", (Value[]){choice->source, places, axis}, 3, result);
}

ArrStatus random_choice(ArrState *state, const RandomCall *call, const ChoiceArguments *arguments,
                        Value *result) {
    Choice choice = {.source = value_undefined()};
    Value a = arguments->a, places;
    bool replace = true, shuffled = true;
    bool many = random_is_many(a) && !(a.kind == VALUE_ARRAY && a.array->ndim == 0);
    ArrStatus status = random_size(state, call->size, &choice.size);
    if (!status && arguments->replace.kind != VALUE_UNDEFINED)
        status = value_truth(state, arguments->replace, &replace);
    if (!status && arguments->shuffle.kind != VALUE_UNDEFINED)
        status = value_truth(state, arguments->shuffle, &shuffled);
    if (!status)
        status = many ? read_array(state, call, a, arguments->axis, &choice)
                      : read_numbers(state, call, a, &choice);
    if (!status) status = read_chances(state, call, arguments->p, replace, &choice);
    if (!status) status = draw_places(state, call, &choice, replace, shuffled, &places);
    if (!status) {
        status = pick(state, &choice, places, result);
        value_release(state, places);
    }
    choice_free(state, &choice);
    return status;
}

/* --- permutation, shuffle, permuted ---------------------------------------------------- */

static ArrStatus read_axis(ArrState *state, Value v, int ndim, int *axis) {
    int64_t wanted = 0;
    ArrStatus status = v.kind == VALUE_UNDEFINED ? ARR_OK : value_index(state, v, &wanted);
    return status ? status : axis_normalise(&state->base, wanted, ndim, axis);
}

ArrStatus random_permutation(ArrState *state, const RandomCall *call, Value x, Value axis,
                             Value *result) {
    Value source, order;
    int place;
    bool is_int = x.kind == VALUE_INT || x.kind == VALUE_BOOL ||
                  (x.kind == VALUE_ARRAY && x.array->scalar &&
                   dtype_info[x.array->dtype].kind < KIND_FLOAT && x.array->dtype != ARR_BOOL);
    if (is_int) {
        int64_t n;
        ArrStatus status = value_index(state, x, &n);
        return status ? status : draw_orders(state, call, -1, n < 0 ? 0 : n, result);
    }
    if (!random_is_many(x) || (x.kind == VALUE_ARRAY && x.array->ndim == 0))
        return random_is_legacy(call)
                   ? error_set(&state->base, ERROR_INDEX,
                               "x must be an integer or at least 1-dimensional")
                   : error_set(&state->base, ERROR_AXIS,
                               "axis 0 is out of bounds for array of dimension 0");
    ArrStatus status = convert_to_array(state, x, -1, &source);
    if (status) return status;
    status = read_axis(state, axis, source.array->ndim, &place);
    if (!status) status = draw_orders(state, call, -1, array_shape(source.array)[place], &order);
    if (!status) {
        status = call_numpy(state, "take", (Value[]){source, order, value_int(place)}, 3, result);
        value_release(state, order);
    }
    value_release(state, source);
    return status;
}

/* A list is the host's, so the order is drawn at once. */
static ArrStatus shuffle_list(ArrState *state, const RandomCall *call, SequenceObject *list) {
    int64_t n = list->count;
    if (n == 0) return ARR_OK;
    Draw draw = {.kind = DRAW_ORDERS, .size = 1, .low = 1, .range = (uint64_t)n};
    size_t order_size = (size_t)n * sizeof(int64_t), item_size = (size_t)n * sizeof(Value);
    int64_t *order = heap_alloc(&state->base.heap, order_size + item_size);
    if (!order) return error_memory(&state->base, (int64_t)(order_size + item_size), "an order");
    Value *items = (Value *)(void *)((char *)order + order_size);
    ArrStatus status = random_settle(state, call->object);
    if (!status) {
        draw_fill(&call->object->bits, &draw, NULL, n, NULL, order);
        memcpy(items, list->items, item_size);
        for (int64_t i = 0; i < n; i++) list->items[i] = items[order[i]];
    }
    heap_free(&state->base.heap, order, order_size + item_size);
    return status;
}

static ArrStatus shuffle_array(ArrState *state, const RandomCall *call, Value x, Value axis) {
    Value order, taken;
    int place;
    ArrStatus status = read_axis(state, axis, x.array->ndim, &place);
    if (status) return status;
    if (x.array->read_only || x.array->scalar)
        return error_set(&state->base, ERROR_VALUE, "array is read-only");
    if (x.array->size == 0) return ARR_OK;
    status = draw_orders(state, call, -1, array_shape(x.array)[place], &order);
    if (status) return status;
    status = call_numpy(state, "take", (Value[]){x, order, value_int(place)}, 3, &taken);
    value_release(state, order);
    if (status) return status;
    status = graph_assign(&state->graph, x.array, operand_array(taken.array));
    value_release(state, taken);
    return status;
}

ArrStatus random_shuffle(ArrState *state, const RandomCall *call, Value x, Value axis) {
    int64_t n, place = 0;
    if (x.kind == VALUE_ARRAY && x.array->ndim > 0) return shuffle_array(state, call, x, axis);
    ArrStatus status = value_length(state, x, &n);
    if (!status && axis.kind != VALUE_UNDEFINED) status = value_index(state, axis, &place);
    if (status) return status;
    if (place != 0)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "Axis argument is only supported on ndarray objects");
    if (x.kind == VALUE_LIST) return shuffle_list(state, call, VALUE_AS(SequenceObject, x));
    return error_set(&state->base, ERROR_TYPE, "'%s' object does not support item assignment",
                     value_type_name(x));
}

/* Rows of the last axis, each in an order of its own. */
static ArrStatus permute_rows(ArrState *state, const RandomCall *call, Array *rows,
                              Array **result) {
    int64_t n = array_shape(rows)[rows->ndim - 1], count = n ? rows->size / n : 0;
    const int64_t flat_shape[1] = {rows->size}, column[2] = {count, 1};
    Array *flat = NULL, *starts = NULL, *places = NULL;
    Value order = value_undefined(), taken = value_undefined(), line = value_undefined();
    ArrStatus status = draw_orders(state, call, count, n, &order);
    if (!status) status = graph_reshape(&state->graph, rows, 1, flat_shape, &flat);
    if (!status)
        status = graph_range(&state->graph, ARR_INT64, count, const_int(0), const_int(n), &starts);
    if (!status) {
        status =
            give_array(graph_reshape(&state->graph, starts, 2, column, &places), &places, &line);
    }
    if (!status) {
        status = elementwise_2(state, OP_ADD, operand_array(order.array), operand_array(line.array),
                               &places);
        if (!status) {
            status = call_numpy(state, "take", (Value[]){value_array(flat), value_array(places)}, 2,
                                &taken);
            array_release(&state->graph.arrays, places);
        }
    }
    if (!status)
        status = graph_reshape(&state->graph, taken.array, rows->ndim, array_shape(rows), result);
    array_release(&state->graph.arrays, flat);
    array_release(&state->graph.arrays, starts);
    value_release(state, order);
    value_release(state, line);
    value_release(state, taken);
    return status;
}

/* All elements in one order. */
static ArrStatus permute_all(ArrState *state, const RandomCall *call, Array *x, Array **result) {
    const int64_t flat_shape[1] = {x->size};
    Array *flat, *row;
    ArrStatus status = graph_reshape(&state->graph, x, 1, flat_shape, &flat);
    if (status) return status;
    status = permute_rows(state, call, flat, &row);
    array_release(&state->graph.arrays, flat);
    if (status) return status;
    status = graph_reshape(&state->graph, row, x->ndim, array_shape(x), result);
    array_release(&state->graph.arrays, row);
    return status;
}

static ArrStatus permute_axis(ArrState *state, const RandomCall *call, Value x, int axis,
                              Value *result) {
    Value moved, back;
    Array *rows;
    ArrStatus status =
        call_numpy(state, "moveaxis", (Value[]){x, value_int(axis), value_int(-1)}, 3, &moved);
    if (status) return status;
    status = permute_rows(state, call, moved.array, &rows);
    value_release(state, moved);
    if (status) return status;
    back = value_array(rows);
    status =
        call_numpy(state, "moveaxis", (Value[]){back, value_int(-1), value_int(axis)}, 3, result);
    value_release(state, back);
    return status;
}

static ArrStatus permute(ArrState *state, const RandomCall *call, Value x, Value axis,
                         Value *result) {
    int place;
    Array *whole;
    if (x.array->ndim == 0) return error_set(&state->base, ERROR_TYPE, "len() of unsized object");
    if (!argument_given(axis))
        return give_array(permute_all(state, call, x.array, &whole), &whole, result);
    ArrStatus status = read_axis(state, axis, x.array->ndim, &place);
    return status ? status : permute_axis(state, call, x, place, result);
}

ArrStatus random_permuted(ArrState *state, const RandomCall *call, Value x, Value axis, Value out,
                          Value *result) {
    Value source, permuted;
    Array *target;
    ArrStatus status = convert_to_out(state, out, &target);
    if (!status) status = convert_to_array(state, x, -1, &source);
    if (status) return status;
    status = permute(state, call, source, axis, &permuted);
    value_release(state, source);
    if (status || !target) {
        if (!status) *result = permuted;
        return status;
    }
    status = graph_assign(&state->graph, target, operand_array(permuted.array));
    value_release(state, permuted);
    if (!status) value_retain(*result = out);
    return status;
}
