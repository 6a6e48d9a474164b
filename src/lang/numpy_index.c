/* Functions of np that find indices, and take: nonzero and its relatives
 * pull one number, how many elements are true. */
#include "index.h"

#include <string.h>

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- nonzero ------------------------------------------------------------------ */

/* Which elements of v are not zero, as bools. */
static ArrStatus truths(ArrState *state, Value v, Array **mask) {
    Array *a;
    ArrStatus status = convert_array(state, v, -1, &a);
    if (status || a->dtype == ARR_BOOL) {
        if (!status) *mask = a;
        return status;
    }
    status = graph_copy(&state->graph, a, ARR_BOOL, 'K', mask);
    release(state, a);
    return status;
}

static ArrStatus row_of(ArrState *state, Array *a, int64_t i, Array **row) {
    IndexItem item = {.kind = INDEX_INT, .start = i};
    return array_index(&state->graph.arrays, a, 1, &item, row);
}

/* The rows of a as a tuple. */
static ArrStatus rows_tuple(ArrState *state, Array *a, Value *result) {
    ArrStatus status = sequence_new(state, VALUE_TUPLE, NULL, array_shape(a)[0], result);
    if (status) return status;
    SequenceObject *rows = VALUE_AS(SequenceObject, *result);
    for (int64_t i = 0; i < rows->count && !status; i++) {
        Array *row;
        status = row_of(state, a, i, &row);
        if (!status) rows->items[i] = value_array(row);
    }
    if (status) value_release(state, *result);
    return status;
}

ArrStatus numpy_nonzero(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *mask, *indices;
    ArrStatus status = truths(state, argument(call, 0), &mask);
    if (status) return status;
    if (mask->ndim == 0)
        status = error_set(&state->base, ERROR_VALUE,
                           "Calling nonzero on 0d arrays is not allowed. Use "
                           "np.atleast_1d(scalar).nonzero() instead.");
    if (!status) status = mask_indices(state, mask, &indices);
    release(state, mask);
    if (status) return status;
    status = rows_tuple(state, indices, result);
    release(state, indices);
    return status;
}

static ArrStatus numpy_flatnonzero(ArrState *state, const BuiltinCall *call, Value *result) {
    static const int64_t flat[1] = {-1};
    Array *mask, *line, *indices = NULL, *row;
    ArrStatus status = truths(state, call->args[0], &mask);
    if (status) return status;
    status = graph_reshape(&state->graph, mask, 1, flat, &line);
    release(state, mask);
    if (status) return status;
    status = mask_indices(state, line, &indices);
    if (!status) status = row_of(state, indices, 0, &row);
    release(state, line);
    release(state, indices);
    return give_array(status, &row, result);
}

/* A number has no axes: as many empty indices as it counts. */
static ArrStatus number_argwhere(ArrState *state, Array *mask, Value *result) {
    int64_t shape[2] = {0, 0};
    Array *none;
    ArrStatus status = mask_count(state, mask, &shape[0]);
    if (!status) status = array_new(&state->graph.arrays, ARR_INT64, 2, shape, NULL, &none);
    return give_array(status, &none, result);
}

static ArrStatus numpy_argwhere(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *mask, *indices, *found;
    ArrStatus status = truths(state, call->args[0], &mask);
    if (status) return status;
    if (mask->ndim == 0) {
        status = number_argwhere(state, mask, result);
        release(state, mask);
        return status;
    }
    status = mask_indices(state, mask, &indices);
    release(state, mask);
    if (status) return status;
    status = array_transpose(&state->graph.arrays, indices, 0, NULL, &found);
    release(state, indices);
    return give_array(status, &found, result);
}

static ArrStatus count_along(ArrState *state, Array *mask, Value axis, bool keepdims,
                             Value *result) {
    uint64_t axes;
    Array *counts;
    ArrStatus status = convert_to_axes(state, axis, mask->ndim, &axes);
    if (!status)
        status =
            graph_reduce(&state->graph, REDUCE_SUM, mask, axes, keepdims, ARR_INT64, NULL, &counts);
    return give_array(status, &counts, result);
}

static ArrStatus numpy_count_nonzero(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *mask;
    bool keepdims = false;
    int64_t count;
    ArrStatus status = truths(state, call->args[0], &mask);
    if (status) return status;
    if (call->args[2].kind != VALUE_UNDEFINED)
        status = value_truth(state, call->args[2], &keepdims);
    if (!status && (argument_given(call->args[1]) || keepdims)) {
        status = count_along(state, mask, call->args[1], keepdims, result);
    } else if (!status) {
        status = mask_count(state, mask, &count);
        if (!status) *result = value_int(count);
    }
    release(state, mask);
    return status;
}

/* --- take --------------------------------------------------------------------- */

typedef struct Take {
    Array *a, *indices; /* owned; indices are int64 */
    int axis;
    int64_t extent; /* of a along it */
    int ndim;
    int64_t shape[ARR_MAX_NDIM]; /* of the result */
    bool empty;                  /* the result */
} Take;

/* Arrays of floats are refused; of a sequence or a number the integer parts count. */
static ArrStatus take_indices(ArrState *state, Value v, Array **indices) {
    if (v.kind == VALUE_ARRAY && dtype_info[v.array->dtype].kind >= KIND_FLOAT)
        return error_set(&state->base, ERROR_TYPE,
                         "Cannot cast array data from dtype('%s') to dtype('int64') according to "
                         "the rule 'same_kind'",
                         dtype_info[v.array->dtype].name);
    return convert_array(state, v, ARR_INT64, indices);
}

/* a and the axis; without one, a's elements in a row. A number is a row of one. */
static ArrStatus take_source(ArrState *state, Value v, Value axis, Take *t) {
    static const int64_t flat[1] = {-1};
    int64_t number = 0;
    Array *a;
    ArrStatus status = convert_array(state, v, -1, &a);
    if (status) return status;
    if (argument_given(axis)) status = convert_to_axis(state, axis, &number);
    if (!status && (a->ndim == 0 || !argument_given(axis)))
        status = graph_reshape(&state->graph, a, 1, flat, &t->a);
    else if (!status) array_retain(t->a = a);
    release(state, a);
    return status ? status : axis_normalise(&state->base, number, t->a->ndim, &t->axis);
}

static ArrStatus take_shape(ArrState *state, Take *t) {
    const int64_t *shape = array_shape(t->a);
    int inner = t->indices->ndim;
    t->extent = shape[t->axis];
    t->ndim = t->a->ndim - 1 + inner;
    if (t->ndim > ARR_MAX_NDIM)
        return error_set(&state->base, ERROR_VALUE,
                         "maximum supported dimension for an ndarray is currently %d, found %d",
                         ARR_MAX_NDIM, t->ndim);
    for (int i = 0; i < t->ndim; i++) {
        int own = i - t->axis;
        t->shape[i] = own < 0       ? shape[i]
                      : own < inner ? array_shape(t->indices)[own]
                                    : shape[i - inner + 1];
        t->empty |= t->shape[i] == 0;
    }
    if (t->extent == 0 && !t->empty)
        return error_set(&state->base, ERROR_INDEX,
                         "cannot do a non-empty take from an empty axes.");
    return ARR_OK;
}

static ArrStatus replace_indices(ArrState *state, Take *t, Op op, int64_t bound) {
    Operand limit = {.value = const_int(bound), .weak = true};
    Array *changed;
    ArrStatus status = elementwise_2(state, op, operand_array(t->indices), limit, &changed);
    if (status) return status;
    release(state, t->indices);
    t->indices = changed;
    return ARR_OK;
}

/* mode=: what becomes of indices out of bounds. */
static ArrStatus take_mode(ArrState *state, Value mode, Take *t) {
    const char *name = "raise";
    if (mode.kind == VALUE_STRING) name = VALUE_AS(StringObject, mode)->bytes;
    else if (argument_given(mode))
        return error_set(&state->base, ERROR_TYPE, "clipmode must be a string, not %s",
                         value_type_name(mode));
    if (strcmp(name, "raise") == 0) return ARR_OK;
    if (strcmp(name, "wrap") == 0) return replace_indices(state, t, OP_REMAINDER, t->extent);
    if (strcmp(name, "clip") == 0) {
        ArrStatus status = replace_indices(state, t, OP_MAXIMUM, 0);
        return status ? status : replace_indices(state, t, OP_MINIMUM, t->extent - 1);
    }
    return error_set(&state->base, ERROR_VALUE,
                     "clipmode must be one of 'clip', 'raise', or 'wrap' (got '%s')", name);
}

/* a with one axis in front of the others. */
static ArrStatus axis_first(ArrState *state, Array *a, int axis, int count, Array **moved) {
    int64_t axes[ARR_MAX_NDIM];
    int n = 0;
    for (int i = 0; i < count; i++) axes[n++] = axis + i;
    for (int i = 0; i < a->ndim; i++)
        if (i < axis || i >= axis + count) axes[n++] = i;
    return array_transpose(&state->graph.arrays, a, n, axes, moved);
}

static ArrStatus take_all(ArrState *state, const Take *t, const IndexArray *index, Array *result) {
    Array *source = NULL, *places = NULL;
    ArrStatus status = axis_first(state, t->a, t->axis, 1, &source);
    if (!status) status = axis_first(state, result, t->axis, t->indices->ndim, &places);
    if (!status) status = graph_take(&state->graph, source, index, places);
    release(state, source);
    release(state, places);
    return status;
}

/* Unlike an index, take checks bounds even if what lies behind the axis is empty. */
static bool takes_nothing(const Take *t) {
    bool nothing = t->indices->size == 0;
    for (int i = 0; i < t->axis; i++) nothing |= array_shape(t->a)[i] == 0;
    return nothing;
}

static ArrStatus take_into(ArrState *state, const Take *t, Array *result) {
    const IndexArray index = {t->indices, t->extent, array_strides(t->a)[t->axis], t->axis};
    Array *offsets;
    if (takes_nothing(t)) return ARR_OK;
    if (!t->empty) return take_all(state, t, &index, result);
    ArrStatus status = graph_offsets(&state->graph, 1, &index, t->indices->ndim,
                                     array_shape(t->indices), &offsets);
    if (!status) release(state, offsets);
    return status;
}

/* Into out, which NumPy first casts to a's type. Takes *taken over. */
static ArrStatus take_out(ArrState *state, const Take *t, Array *out, Array **taken) {
    ArrStatus status = ARR_OK;
    bool fits = out->ndim == t->ndim;
    for (int i = 0; fits && i < t->ndim; i++) fits = array_shape(out)[i] == t->shape[i];
    if (!fits)
        status = error_set(&state->base, ERROR_VALUE,
                           "output array does not match result of ndarray.take");
    else if (!dtype_safe_cast((ArrDtype)out->dtype, (ArrDtype)t->a->dtype))
        status = error_set(&state->base, ERROR_TYPE,
                           "Cannot cast array data from dtype('%s') to dtype('%s') according to "
                           "the rule 'safe'",
                           dtype_info[out->dtype].name, dtype_info[t->a->dtype].name);
    else status = graph_assign(&state->graph, out, operand_array(*taken));
    release(state, *taken);
    if (!status) array_retain(*taken = out);
    return status;
}

static ArrStatus take(ArrState *state, const Take *t, Array *out, Array **taken) {
    ArrStatus status =
        array_new(&state->graph.arrays, (ArrDtype)t->a->dtype, t->ndim, t->shape, NULL, taken);
    if (status) return status;
    (*taken)->scalar = t->ndim == 0;
    status = take_into(state, t, *taken);
    if (!status && out) return take_out(state, t, out, taken);
    if (status) release(state, *taken);
    return status;
}

ArrStatus numpy_take(ArrState *state, const BuiltinCall *call, Value *result) {
    Take t = {.a = NULL};
    Array *out, *taken;
    ArrStatus status = convert_to_out(state, argument(call, 3), &out);
    if (!status) status = take_source(state, argument(call, 0), argument(call, 2), &t);
    if (!status) status = take_indices(state, argument(call, 1), &t.indices);
    if (!status) status = take_shape(state, &t);
    if (!status) status = take_mode(state, argument(call, 4), &t);
    if (!status) status = take(state, &t, out, &taken);
    release(state, t.a);
    release(state, t.indices);
    return give_array(status, &taken, result);
}

/* --- ix_ ---------------------------------------------------------------------- */

/* What an argument of ix_ lists: a mask the places of its true elements. */
static ArrStatus mesh_indices(ArrState *state, Value v, Array **indices) {
    Array *a, *rows;
    ArrStatus status = convert_array(state, v, -1, &a);
    if (!status && a->size == 0 && v.kind != VALUE_ARRAY) {
        release(state, a);
        status = convert_array(state, v, ARR_INT64, &a);
    }
    if (status) return status;
    if (a->ndim != 1)
        status = error_set(&state->base, ERROR_VALUE, "Cross index must be 1 dimensional");
    if (!status && a->dtype != ARR_BOOL) {
        *indices = a;
        return ARR_OK;
    }
    if (!status) status = mask_indices(state, a, &rows);
    release(state, a);
    if (status) return status;
    status = row_of(state, rows, 0, indices);
    release(state, rows);
    return status;
}

/* Item k of an open mesh of n axes. */
static ArrStatus mesh_axis(ArrState *state, Value v, int k, int n, Value *result) {
    int64_t shape[ARR_MAX_NDIM];
    Array *indices, *along;
    ArrStatus status = mesh_indices(state, v, &indices);
    if (status) return status;
    for (int i = 0; i < n; i++) shape[i] = i == k ? indices->size : 1;
    status = graph_reshape(&state->graph, indices, n, shape, &along);
    release(state, indices);
    return give_array(status, &along, result);
}

static ArrStatus numpy_ix(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *given = VALUE_AS(SequenceObject, call->args[0]);
    if (given->count > ARR_MAX_NDIM)
        return error_set(&state->base, ERROR_VALUE, "too many axes for an array");
    int n = (int)given->count;
    Value axes;
    ArrStatus status = sequence_new(state, VALUE_TUPLE, NULL, n, &axes);
    if (status) return status;
    for (int k = 0; k < n && !status; k++)
        status = mesh_axis(state, given->items[k], k, n, &VALUE_AS(SequenceObject, axes)->items[k]);
    if (status) value_release(state, axes);
    else *result = axes;
    return status;
}

/* --- the table ---------------------------------------------------------------- */

const BuiltinRow numpy_index_rows[] = {
    {"nonzero(a)", numpy_nonzero,
     "The indices of the elements that are not zero, in C order: one array per axis. Pulls their "
     "number.",
     0},
    {"flatnonzero(a)", numpy_flatnonzero,
     "The indices of a's nonzero elements in a.ravel(). Pulls their number.", 0},
    {"argwhere(a)", numpy_argwhere,
     "The indices of the nonzero elements as rows of one array. Pulls their number.", 0},
    {"count_nonzero(a, axis=None, *, keepdims=False)", numpy_count_nonzero,
     "How many elements are not zero: a Python int, which is pulled, or an array of counts along "
     "the axes.",
     0},
    {"take(a, indices, axis=None, out=None, mode='raise')", numpy_take,
     "The elements of a at indices along the axis, or of a.ravel() without one. mode says what "
     "indices out of bounds are: 'raise' an IndexError, 'wrap' around, or 'clip' to the last.",
     0},
    {"ix_(*args)", numpy_ix,
     "Index arrays that select the rows, columns, ... that each 1-D argument lists.", 0},
    {NULL, NULL, NULL, 0}};
