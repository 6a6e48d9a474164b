/* np.repeat and np.tile. Where all elements are repeated alike the result is
 * one broadcast assignment, through a view of the result that has two axes for
 * each of its own; where each has its count it is a gather. */
#include "arrays.h"

#include <string.h>

enum { FEW = 8 }; /* copies of each element that are assigned one by one */

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- copies side by side ---------------------------------------------------------------- */

/* A new array of ndim pairs of axes, of extents counts[i] and shape[i], whose
 * memory is that of one of ndim axes of their products: first it as *whole,
 * then as *pairs. */
static ArrStatus new_pairs(ArrState *state, ArrDtype dtype, int ndim, const int64_t *counts,
                           const int64_t *shape, Array **whole, Array **pairs) {
    int64_t products[ARR_MAX_NDIM] = {0}, extents[ARR_MAX_NDIM], strides[ARR_MAX_NDIM];
    if (2 * ndim > ARR_MAX_NDIM)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "tile and repeat of more than %d axes are not in arr", ARR_MAX_NDIM / 2);
    for (int i = 0; i < ndim; i++) {
        if (counts[i] < 0)
            return error_set(&state->base, ERROR_VALUE, "negative dimensions are not allowed");
        if (__builtin_mul_overflow(counts[i], shape[i], &products[i]))
            return error_set(&state->base, ERROR_VALUE, "array is too big");
    }
    ArrStatus status = array_new(&state->graph.arrays, dtype, ndim, products, NULL, whole);
    if (status) return status;
    for (int i = 0; i < ndim; i++) {
        extents[2 * i] = counts[i];
        extents[2 * i + 1] = shape[i];
        strides[2 * i + 1] = array_strides(*whole)[i];
        strides[2 * i] = shape[i] * strides[2 * i + 1];
    }
    status = array_view(&state->graph.arrays, *whole, dtype, 0, 2 * ndim, extents, strides, pairs);
    if (status) release(state, *whole);
    return status;
}

/* a with an axis of extent 1 before each of its axes, or behind it. */
static ArrStatus spaced(ArrState *state, const Array *a, bool before, Array **result) {
    IndexItem items[2 * ARR_MAX_NDIM];
    for (int i = 0; i < a->ndim; i++) {
        items[2 * i + !before] = (IndexItem){.kind = INDEX_NEWAXIS};
        items[2 * i + before] = (IndexItem){.kind = INDEX_SLICE, .step = 1};
    }
    return array_index(&state->graph.arrays, a, 2 * a->ndim, items, result);
}

/* Copies a, count[i] times along axis i: as a whole (tile), or each element. */
static ArrStatus multiply(ArrState *state, Array *a, const int64_t *counts, bool each,
                          Array **result) {
    Array *pairs = NULL, *source = NULL;
    const int64_t *shape = array_shape(a);
    ArrStatus status = new_pairs(state, (ArrDtype)a->dtype, a->ndim, each ? shape : counts,
                                 each ? counts : shape, result, &pairs);
    if (status) return status;
    if ((*result)->size) {
        status = spaced(state, a, !each, &source);
        if (!status) status = graph_assign(&state->graph, pairs, operand_array(source));
        release(state, source);
    }
    release(state, pairs);
    if (status) release(state, *result);
    return status;
}

static ArrStatus numpy_tile(ArrState *state, const BuiltinCall *call, Value *result) {
    int count;
    int64_t reps[ARR_MAX_NDIM], counts[ARR_MAX_NDIM];
    IndexItem items[ARR_MAX_NDIM + 1];
    Array *a, *wide, *tiled;
    ArrStatus status = call->args[1].kind == VALUE_FLOAT
                           ? value_index(state, call->args[1], counts) /* the error */
                           : convert_to_extents(state, call->args[1], &count, reps);
    if (!status) status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    int ndim = count > a->ndim ? count : a->ndim, missing = ndim - a->ndim;
    for (int i = 0; i < ndim; i++) {
        counts[i] = i < ndim - count ? 1 : reps[i - (ndim - count)];
        items[i] = (IndexItem){.kind = INDEX_NEWAXIS};
    }
    items[missing] = (IndexItem){.kind = INDEX_ELLIPSIS};
    status = array_index(&state->graph.arrays, a, missing + 1, items, &wide);
    release(state, a);
    if (status) return status;
    status = multiply(state, wide, counts, false, &tiled);
    release(state, wide);
    return give_array(status, &tiled, result);
}

/* --- repeat ------------------------------------------------------------------------------ */

/* Repeats on the host: one count for all, or one per element of the axis. */
typedef struct Repeats {
    int64_t *counts; /* owned */
    int64_t count, capacity;
} Repeats;

static ArrStatus grow_repeats(ArrState *state, Repeats *repeats, int64_t count) {
    if (heap_grow(&state->base.heap, &repeats->counts, &repeats->capacity, count,
                  sizeof *repeats->counts))
        return ARR_OK;
    return error_memory(&state->base, count * 8, "repeats");
}

static ArrStatus too_deep(ArrState *state) {
    return error_set(&state->base, ERROR_VALUE, "object too deep for desired array");
}

/* Arrays of counts are sizes: they are pulled. */
static ArrStatus pull_repeats(ArrState *state, Array *a, Repeats *repeats) {
    Array *whole = NULL;
    if (!dtype_safe_cast((ArrDtype)a->dtype, ARR_INT64))
        return error_set(&state->base, ERROR_TYPE,
                         "Cannot cast array data from dtype('%s') to dtype('int64') according "
                         "to the rule 'safe'",
                         dtype_info[a->dtype].name);
    if (a->ndim > 1) return too_deep(state);
    ArrStatus status = grow_repeats(state, repeats, a->size ? a->size : 1);
    if (!status) status = convert_array(state, value_array(a), ARR_INT64, &whole);
    if (!status) status = pull(state->exec, PULL_SIZE, whole, repeats->counts);
    repeats->count = a->size;
    release(state, whole);
    return status;
}

static ArrStatus add_repeat(ArrState *state, Value v, Repeats *repeats) {
    ArrConst c;
    ArrStatus status = ARR_OK;
    if (v.kind == VALUE_ARRAY && v.array->ndim == 0) {
        c.dtype = ARR_INT64;
        status = value_index(state, v, &c.i8);
    } else if (!value_is_number(v)) {
        return too_deep(state);
    } else {
        status = convert_number(state, v, ARR_INT64, &c);
    }
    if (!status) status = grow_repeats(state, repeats, repeats->count + 1);
    if (!status) repeats->counts[repeats->count++] = c.i8;
    return status;
}

static ArrStatus convert_repeats(ArrState *state, Value v, Repeats *repeats) {
    Iterator it;
    *repeats = (Repeats){0};
    if (value_is_number(v)) return add_repeat(state, v, repeats);
    if (v.kind == VALUE_ARRAY) return pull_repeats(state, v.array, repeats);
    ArrStatus status = iterator_begin(state, v, &it);
    if (status) return status;
    while (!status) {
        Value item;
        status = iterator_next(state, &it, &item);
        if (status || item.kind == VALUE_UNDEFINED) break;
        status = add_repeat(state, item, repeats);
        value_release(state, item);
    }
    iterator_end(state, &it);
    return status;
}

/* The sum of the counts, one for each of n elements. */
static ArrStatus total_repeats(ArrState *state, const Repeats *repeats, int64_t n, int64_t *total) {
    *total = 0;
    if (repeats->count != n)
        return error_set(&state->base, ERROR_VALUE,
                         "operands could not be broadcast together with shape (%lld,) (%lld,)",
                         (long long)n, (long long)repeats->count);
    for (int64_t i = 0; i < n; i++) {
        if (repeats->counts[i] < 0)
            return error_set(&state->base, ERROR_VALUE, "repeats may not contain negative values.");
        if (__builtin_add_overflow(*total, repeats->counts[i], total))
            return error_set(&state->base, ERROR_VALUE, "array is too big");
    }
    return ARR_OK;
}

/* Byte offsets along an axis of that stride: element i's counts[i] times. */
static ArrStatus repeat_offsets(ArrState *state, const Repeats *repeats, int64_t total,
                                int64_t stride, Array **offsets) {
    int64_t *host = NULL, capacity = 0, next = 0;
    if (!heap_grow(&state->base.heap, &host, &capacity, total, sizeof *host))
        return error_memory(&state->base, total * 8, "repeats");
    for (int64_t i = 0; i < repeats->count; i++)
        for (int64_t k = 0; k < repeats->counts[i]; k++) host[next++] = i * stride;
    ArrStatus status = graph_from_host(&state->graph, ARR_INT64, 1, &total, host, offsets);
    heap_free(&state->base.heap, host, (size_t)capacity * sizeof *host);
    return status;
}

static ArrStatus axis_first(ArrState *state, const Array *a, int axis, Array **view) {
    int64_t order[ARR_MAX_NDIM];
    order[0] = axis;
    for (int i = 0, k = 1; i < a->ndim; i++)
        if (i != axis) order[k++] = i;
    return array_transpose(&state->graph.arrays, a, a->ndim, order, view);
}

static ArrStatus repeat_each(ArrState *state, Array *a, int axis, const Repeats *repeats,
                             Array **result) {
    int64_t shape[ARR_MAX_NDIM], total;
    Array *fresh, *in[2] = {NULL, NULL}, *out = NULL;
    memcpy(shape, array_shape(a), (size_t)a->ndim * sizeof *shape);
    ArrStatus status = total_repeats(state, repeats, shape[axis], &total);
    shape[axis] = total;
    if (!status)
        status = array_new(&state->graph.arrays, (ArrDtype)a->dtype, a->ndim, shape, NULL, &fresh);
    if (status) return status;
    if (fresh->size) {
        status = axis_first(state, a, axis, &in[0]);
        if (!status) status = repeat_offsets(state, repeats, total, array_strides(a)[axis], &in[1]);
        if (!status) status = axis_first(state, fresh, axis, &out);
        if (!status) status = graph_library(&state->graph, LIBRARY_GATHER, 2, in, NULL, out);
        release(state, in[0]);
        release(state, in[1]);
        release(state, out);
    }
    if (status) release(state, fresh);
    else *result = fresh;
    return status;
}

/* The k-th copies of all of a's elements. */
static ArrStatus copy_view(ArrState *state, const Array *fresh, int axis, int64_t count, int64_t k,
                           const Array *a, Array **view) {
    int64_t strides[ARR_MAX_NDIM];
    int64_t offset = fresh->offset + k * array_strides(fresh)[axis];
    memcpy(strides, array_strides(fresh), (size_t)fresh->ndim * sizeof *strides);
    strides[axis] *= count;
    return array_view(&state->graph.arrays, fresh, (ArrDtype)fresh->dtype, offset, fresh->ndim,
                      array_shape(a), strides, view);
}

/* A few copies: one strided assignment for each, which fuse into one task. */
static ArrStatus repeat_few(ArrState *state, Array *a, int axis, int64_t count, Array **result) {
    int64_t shape[ARR_MAX_NDIM];
    memcpy(shape, array_shape(a), (size_t)a->ndim * sizeof *shape);
    if (__builtin_mul_overflow(shape[axis], count, &shape[axis]))
        return error_set(&state->base, ERROR_VALUE, "array is too big");
    ArrStatus status =
        array_new(&state->graph.arrays, (ArrDtype)a->dtype, a->ndim, shape, NULL, result);
    if (status) return status;
    for (int64_t k = 0; k < count && a->size && !status; k++) {
        Array *view;
        status = copy_view(state, *result, axis, count, k, a, &view);
        if (status) break;
        status = graph_assign(&state->graph, view, operand_array(a));
        release(state, view);
    }
    if (status) release(state, *result);
    return status;
}

static ArrStatus repeat(ArrState *state, Array *a, int axis, const Repeats *repeats,
                        Array **result) {
    int64_t counts[ARR_MAX_NDIM];
    if (repeats->count != 1) return repeat_each(state, a, axis, repeats, result);
    if (repeats->counts[0] > 0 && repeats->counts[0] <= FEW)
        return repeat_few(state, a, axis, repeats->counts[0], result);
    for (int i = 0; i < a->ndim; i++) counts[i] = i == axis ? repeats->counts[0] : 1;
    return multiply(state, a, counts, true, result);
}

/* (a, repeats, axis) */
ArrStatus numpy_repeat(ArrState *state, const BuiltinCall *call, Value *result) {
    static const int64_t flat[1] = {-1};
    int64_t index = 0;
    int axis = 0;
    Repeats repeats = {0};
    Array *source, *a = NULL, *repeated;
    bool given = argument_given(argument(call, 2));
    ArrStatus status = given ? value_index(state, argument(call, 2), &index) : ARR_OK;
    if (!status) status = convert_array(state, argument(call, 0), -1, &source);
    if (status) return status;
    if (given && source->ndim) array_retain(a = source);
    else status = graph_reshape(&state->graph, source, 1, flat, &a);
    if (!status) status = axis_normalise(&state->base, index, a->ndim, &axis);
    if (!status) status = convert_repeats(state, argument(call, 1), &repeats);
    if (!status) status = repeat(state, a, axis, &repeats, &repeated);
    heap_free(&state->base.heap, repeats.counts, (size_t)repeats.capacity * sizeof *repeats.counts);
    release(state, source);
    release(state, a);
    return give_array(status, &repeated, result);
}

const BuiltinRow numpy_repeat_rows[] = {
    {"repeat(a, repeats, axis=None)", numpy_repeat,
     "Each element of a along axis, or of a flattened, repeated that often; one number for all or "
     "one for each. An array of numbers is pulled, since it decides the size.",
     0},
    {"tile(A, reps)", numpy_tile, "Copies of A side by side: reps[i] of them along axis i.", 0},
    {NULL, NULL, NULL, 0}};
