/* np's functions of shape. They give views of their argument where NumPy
 * does, so writing to the result writes to the argument. */
#include "arrays.h"

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- reshape ------------------------------------------------------------------------ */

static void reverse(int count, int64_t *items) {
    for (int i = 0; i < count / 2; i++) {
        int64_t other = items[count - 1 - i];
        items[count - 1 - i] = items[i];
        items[i] = other;
    }
}

/* Fortran's order is C's order of the transposes. */
static ArrStatus reshape_fortran(ArrState *state, Array *a, int ndim, int64_t *shape,
                                 Array **result) {
    Array *flipped = NULL, *reshaped = NULL;
    reverse(ndim, shape);
    ArrStatus status = array_transpose(&state->graph.arrays, a, 0, NULL, &flipped);
    if (!status) status = graph_reshape(&state->graph, flipped, ndim, shape, &reshaped);
    if (!status) status = array_transpose(&state->graph.arrays, reshaped, 0, NULL, result);
    release(state, flipped);
    release(state, reshaped);
    return status;
}

ArrStatus shape_reshape(ArrState *state, Array *a, Value extents, Value order, Value *result) {
    int ndim;
    int64_t shape[ARR_MAX_NDIM];
    char letter;
    Array *reshaped;
    ArrStatus status = convert_to_extents(state, extents, &ndim, shape);
    if (!status) status = convert_to_order(state, order, 'C', &letter);
    if (status) return status;
    /* NumPy takes any negative extent for -1 */
    for (int i = 0; i < ndim; i++)
        if (shape[i] < 0) shape[i] = -1;
    status = letter == 'F' ? reshape_fortran(state, a, ndim, shape, &reshaped)
                           : graph_reshape(&state->graph, a, ndim, shape, &reshaped);
    return give_array(status, &reshaped, result);
}

static ArrStatus numpy_reshape(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a;
    ArrStatus status = convert_to_new_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = shape_reshape(state, a, call->args[1], call->args[2], result);
    release(state, a);
    return status;
}

/* A view when the elements already lie in that order, else a copy. */
ArrStatus numpy_ravel(ArrState *state, const BuiltinCall *call, Value *result) {
    static const int64_t flat[1] = {-1};
    char letter;
    Array *a = NULL, *source = NULL, *copy = NULL, *raveled;
    ArrStatus status = convert_to_order(state, argument(call, 1), 'C', &letter);
    if (!status) status = convert_to_new_array(state, argument(call, 0), -1, &a);
    if (!status && letter == 'F')
        status = array_transpose(&state->graph.arrays, a, 0, NULL, &source);
    else if (!status) array_retain(source = a);
    if (!status && letter == 'K' && !array_is_contiguous(source))
        status =
            error_set(&state->base, ERROR_NOT_IMPLEMENTED, "ravel in order 'K' is not in arr yet");
    if (!status && !array_is_contiguous(source))
        status = graph_copy(&state->graph, source, (ArrDtype)a->dtype, 'C', &copy);
    if (!status) status = graph_reshape(&state->graph, copy ? copy : source, 1, flat, &raveled);
    release(state, a);
    release(state, source);
    release(state, copy);
    return give_array(status, &raveled, result);
}

/* --- axes ------------------------------------------------------------------------------ */

ArrStatus shape_transpose(ArrState *state, Array *a, Value axes, Value *result) {
    int count = 0;
    int64_t order[ARR_MAX_NDIM];
    Array *transposed;
    bool given = argument_given(axes);
    ArrStatus status = given ? convert_to_extents(state, axes, &count, order) : ARR_OK;
    if (!status)
        status = array_transpose(&state->graph.arrays, a, count, given ? order : NULL, &transposed);
    return give_array(status, &transposed, result);
}

static ArrStatus numpy_transpose(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a;
    ArrStatus status = convert_to_new_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = shape_transpose(state, a, call->args[1], result);
    release(state, a);
    return status;
}

static ArrStatus swapped_axis(ArrState *state, Value v, const char *name, int ndim, int *axis) {
    int64_t index;
    ArrStatus status = value_index(state, v, &index);
    if (status) return status;
    if (index < -ndim || index >= ndim)
        return error_set(&state->base, ERROR_AXIS,
                         "%s: axis %lld is out of bounds for array of dimension %d", name,
                         (long long)index, ndim);
    *axis = (int)(index < 0 ? index + ndim : index);
    return ARR_OK;
}

ArrStatus numpy_swapaxes(ArrState *state, const BuiltinCall *call, Value *result) {
    int first, second;
    int64_t order[ARR_MAX_NDIM];
    Array *a, *swapped;
    ArrStatus status = convert_to_new_array(state, argument(call, 0), -1, &a);
    if (status) return status;
    status = swapped_axis(state, argument(call, 1), "axis1", a->ndim, &first);
    if (!status) status = swapped_axis(state, argument(call, 2), "axis2", a->ndim, &second);
    if (!status) {
        for (int i = 0; i < a->ndim; i++) order[i] = i;
        order[first] = second;
        order[second] = first;
        status = array_transpose(&state->graph.arrays, a, a->ndim, order, &swapped);
    }
    release(state, a);
    return give_array(status, &swapped, result);
}

/* A view of a without the axes of the mask. */
static ArrStatus drop_axes(ArrState *state, const Array *a, uint64_t axes, Array **result) {
    int64_t shape[ARR_MAX_NDIM], strides[ARR_MAX_NDIM];
    int ndim = 0;
    for (int i = 0; i < a->ndim; i++) {
        if (axes >> i & 1) continue;
        shape[ndim] = array_shape(a)[i];
        strides[ndim++] = array_strides(a)[i];
    }
    return array_view(&state->graph.arrays, a, (ArrDtype)a->dtype, a->offset, ndim, shape, strides,
                      result);
}

ArrStatus numpy_squeeze(ArrState *state, const BuiltinCall *call, Value *result) {
    uint64_t axes, ones = 0;
    Array *a, *squeezed;
    bool chosen = argument_given(argument(call, 1));
    ArrStatus status = convert_to_new_array(state, argument(call, 0), -1, &a);
    if (status) return status;
    for (int i = 0; i < a->ndim; i++)
        if (array_shape(a)[i] == 1) ones |= (uint64_t)1 << i;
    status = convert_to_axes(state, argument(call, 1), a->ndim, &axes);
    if (!status && chosen && (axes & ~ones))
        status = error_set(&state->base, ERROR_VALUE,
                           "cannot select an axis to squeeze out which has size not equal to one");
    if (!status) status = drop_axes(state, a, axes & ones, &squeezed);
    release(state, a);
    return give_array(status, &squeezed, result);
}

/* The mask of new axes among ndim + their number. */
static ArrStatus new_axes(ArrState *state, Value v, int ndim, int *whole, uint64_t *axes) {
    int64_t count = v.kind == VALUE_TUPLE ? VALUE_AS(SequenceObject, v)->count : 1;
    if (count + ndim > ARR_MAX_NDIM)
        return error_set(&state->base, ERROR_VALUE,
                         "maximum supported dimension for an ndarray is currently %d, found %lld",
                         ARR_MAX_NDIM, (long long)(count + ndim));
    *whole = ndim + (int)count;
    ArrStatus status = convert_to_axes(state, v, *whole, axes);
    if (status && state->base.error.class == ERROR_VALUE) /* NumPy's words differ here */
        status = error_set(&state->base, ERROR_VALUE, "repeated axis");
    return status;
}

static ArrStatus numpy_expand_dims(ArrState *state, const BuiltinCall *call, Value *result) {
    int ndim = 0;
    uint64_t axes;
    IndexItem items[ARR_MAX_NDIM];
    Array *a, *expanded;
    ArrStatus status = convert_to_new_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = new_axes(state, call->args[1], a->ndim, &ndim, &axes);
    if (!status) {
        for (int i = 0; i < ndim; i++)
            items[i] = axes >> i & 1 ? (IndexItem){.kind = INDEX_NEWAXIS}
                                     : (IndexItem){.kind = INDEX_SLICE, .step = 1};
        status = array_index(&state->graph.arrays, a, ndim, items, &expanded);
    }
    release(state, a);
    return give_array(status, &expanded, result);
}

static ArrStatus numpy_broadcast_to(ArrState *state, const BuiltinCall *call, Value *result) {
    int ndim;
    int64_t shape[ARR_MAX_NDIM];
    Array *a, *stretched;
    ArrStatus status = convert_to_extents(state, call->args[1], &ndim, shape);
    if (!status) status = convert_to_new_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = array_broadcast_to(&state->graph.arrays, a, ndim, shape, &stretched);
    if (!status) stretched->read_only = true;
    release(state, a);
    return give_array(status, &stretched, result);
}

/* --- facts -------------------------------------------------------------------------------- */

static ArrStatus numpy_shape(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = convert_from_ints(state, a->ndim, array_shape(a), result);
    release(state, a);
    return status;
}

static ArrStatus numpy_ndim(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    *result = value_int(a->ndim);
    release(state, a);
    return ARR_OK;
}

static ArrStatus numpy_size(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t index, size;
    int axis;
    Array *a;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    size = a->size;
    if (argument_given(call->args[1])) {
        status = value_index(state, call->args[1], &index);
        if (!status) status = axis_normalise(&state->base, index, a->ndim, &axis);
        if (!status) size = array_shape(a)[axis];
    }
    release(state, a);
    if (!status) *result = value_int(size);
    return status;
}

const BuiltinRow numpy_shape_rows[] = {
    {"reshape(a, shape, order='C')", numpy_reshape,
     "a in another shape of the same size: a view where memory allows, else a copy. One extent "
     "may be -1. ValueError if the sizes differ.",
     0},
    {"ravel(a, order='C')", numpy_ravel,
     "All elements in one axis: a view if a is contiguous, else a copy.", 0},
    {"transpose(a, axes=None)", numpy_transpose,
     "A view of a with its axes in the order of axes, or reversed.", 0},
    {"permute_dims(a, axes=None)", numpy_transpose, "Another name of transpose().", 0},
    {"swapaxes(a, axis1, axis2)", numpy_swapaxes, "A view of a with two axes exchanged.", 0},
    {"squeeze(a, axis=None)", numpy_squeeze,
     "A view of a without its axes of extent 1, or without those of axis. ValueError if one of "
     "these has another extent.",
     0},
    {"expand_dims(a, axis)", numpy_expand_dims,
     "A view of a with new axes of extent 1 at the places that axis names in the result.", 0},
    {"broadcast_to(array, shape)", numpy_broadcast_to,
     "A read-only view of array stretched to shape. ValueError if it does not broadcast.", 0},
    {"shape(a)", numpy_shape, "The extents of a's axes, as a tuple.", 0},
    {"ndim(a)", numpy_ndim, "The number of a's axes.", 0},
    {"size(a, axis=None)", numpy_size, "The number of a's elements, or its extent along axis.", 0},
    {NULL, NULL, NULL, 0}};
