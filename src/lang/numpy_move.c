/* np's functions that move elements to other places: flip, rot90, moveaxis and
 * the splits give views; roll copies, block by block; meshgrid broadcasts. */
#include "arrays.h"

#include <string.h>

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- flip ---------------------------------------------------------------------------------- */

static ArrStatus flip(ArrState *state, const Array *a, uint64_t axes, Array **result) {
    IndexItem items[ARR_MAX_NDIM];
    for (int i = 0; i < a->ndim; i++)
        items[i] = (IndexItem){.kind = INDEX_SLICE, .step = axes >> i & 1 ? -1 : 1};
    return array_index(&state->graph.arrays, a, a->ndim, items, result);
}

/* axis=None|int|tuple, with the words that NumPy has where shapes are moved. */
static ArrStatus moved_axes(ArrState *state, Value v, int ndim, uint64_t *axes) {
    int axis;
    if (ndim == 0 && v.kind == VALUE_INT)
        return axis_normalise(&state->base, v.integer, ndim, &axis);
    ArrStatus status = convert_to_axes(state, v, ndim, axes);
    if (status && state->base.error.class == ERROR_VALUE)
        status = error_set(&state->base, ERROR_VALUE, "repeated axis");
    return status;
}

static ArrStatus numpy_flip(ArrState *state, const BuiltinCall *call, Value *result) {
    uint64_t axes;
    Array *a, *flipped;
    ArrStatus status = convert_to_new_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = moved_axes(state, call->args[1], a->ndim, &axes);
    if (!status && a->ndim == 0) status = graph_read_scalar(&state->graph, a, &flipped);
    else if (!status) status = flip(state, a, axes, &flipped);
    release(state, a);
    return give_array(status, &flipped, result);
}

/* fliplr, flipud; call->data: the axis */
static ArrStatus numpy_flip_axis(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a, *flipped;
    ArrStatus status = convert_to_new_array(state, call->args[0], -1, &a);
    if (status) return status;
    if (a->ndim <= call->data)
        status = error_set(&state->base, ERROR_VALUE, "Input must be >= %d-d.", call->data + 1);
    if (!status) status = flip(state, a, (uint64_t)1 << call->data, &flipped);
    release(state, a);
    return give_array(status, &flipped, result);
}

/* --- rot90 ----------------------------------------------------------------------------------- */

static ArrStatus rotated_axes(ArrState *state, Value v, int ndim, int axes[2]) {
    int64_t given[ARR_MAX_NDIM] = {0, 1};
    int count = 2;
    ArrStatus status =
        v.kind == VALUE_UNDEFINED ? ARR_OK : convert_to_extents(state, v, &count, given);
    if (status) return status;
    if (count != 2) return error_set(&state->base, ERROR_VALUE, "len(axes) must be 2.");
    if (given[0] == given[1] || given[0] - given[1] == ndim || given[1] - given[0] == ndim)
        return error_set(&state->base, ERROR_VALUE, "Axes must be different.");
    for (int k = 0; k < 2; k++) {
        if (given[k] < -ndim || given[k] >= ndim)
            return error_set(&state->base, ERROR_VALUE,
                             "Axes=(%lld, %lld) out of range for array of ndim=%d.",
                             (long long)given[0], (long long)given[1], ndim);
        axes[k] = (int)(given[k] < 0 ? given[k] + ndim : given[k]);
    }
    return ARR_OK;
}

/* A quarter turn is a flip of one axis and an exchange of both. */
static ArrStatus rotate(ArrState *state, const Array *a, int turns, const int axes[2],
                        Array **result) {
    int64_t order[ARR_MAX_NDIM];
    Array *flipped;
    uint64_t first = (uint64_t)1 << axes[0], second = (uint64_t)1 << axes[1];
    if (turns % 2 == 0) return flip(state, a, turns ? first | second : 0, result);
    for (int i = 0; i < a->ndim; i++) order[i] = i;
    order[axes[0]] = axes[1];
    order[axes[1]] = axes[0];
    ArrStatus status = flip(state, a, turns == 1 ? second : first, &flipped);
    if (status) return status;
    status = array_transpose(&state->graph.arrays, flipped, a->ndim, order, result);
    release(state, flipped);
    return status;
}

static ArrStatus numpy_rot90(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t k = 1;
    int axes[2] = {0, 1};
    Array *a, *rotated;
    ArrStatus status =
        call->args[1].kind == VALUE_UNDEFINED ? ARR_OK : value_index(state, call->args[1], &k);
    if (!status) status = convert_to_new_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = rotated_axes(state, call->args[2], a->ndim, axes);
    if (!status) status = rotate(state, a, (int)((k % 4 + 4) % 4), axes, &rotated);
    release(state, a);
    return give_array(status, &rotated, result);
}

/* --- moveaxis ----------------------------------------------------------------------------------
 */

static ArrStatus axis_list(ArrState *state, Value v, const char *name, int ndim, int *count,
                           int64_t *axes) {
    uint64_t seen = 0;
    ArrStatus status = convert_to_extents(state, v, count, axes);
    for (int i = 0; i < *count && !status; i++) {
        if (axes[i] < -ndim || axes[i] >= ndim)
            return error_set(&state->base, ERROR_AXIS,
                             "%s: axis %lld is out of bounds for array of dimension %d", name,
                             (long long)axes[i], ndim);
        if (axes[i] < 0) axes[i] += ndim;
        if (seen >> axes[i] & 1)
            return error_set(&state->base, ERROR_VALUE, "repeated axis in `%s` argument", name);
        seen |= (uint64_t)1 << axes[i];
    }
    return status;
}

/* order[]: the axes that stay, in their order, around those that move. */
static void moved_order(int ndim, int count, const int64_t *from, const int64_t *to,
                        int64_t *order) {
    uint64_t moves = 0;
    int next = 0;
    for (int i = 0; i < ndim; i++) order[i] = -1;
    for (int k = 0; k < count; k++) {
        order[to[k]] = from[k];
        moves |= (uint64_t)1 << from[k];
    }
    for (int i = 0; i < ndim; i++) {
        if (order[i] >= 0) continue;
        while (moves >> next & 1) next++;
        order[i] = next++;
    }
}

static ArrStatus numpy_moveaxis(ArrState *state, const BuiltinCall *call, Value *result) {
    int count = 0, places = 0;
    int64_t from[ARR_MAX_NDIM], to[ARR_MAX_NDIM], order[ARR_MAX_NDIM];
    Array *a, *moved;
    ArrStatus status = convert_to_new_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = axis_list(state, call->args[1], "source", a->ndim, &count, from);
    if (!status) status = axis_list(state, call->args[2], "destination", a->ndim, &places, to);
    if (!status && count != places)
        status = error_set(&state->base, ERROR_VALUE,
                           "`source` and `destination` arguments must have the same number of "
                           "elements");
    if (!status) {
        moved_order(a->ndim, count, from, to, order);
        status = array_transpose(&state->graph.arrays, a, a->ndim, order, &moved);
    }
    release(state, a);
    return give_array(status, &moved, result);
}

/* A view of v with at least so many axes. The third goes behind, others before. */
static ArrStatus at_least(ArrState *state, Value v, int axes, Value *result) {
    static const IndexItem newaxis = {.kind = INDEX_NEWAXIS}, rest = {.kind = INDEX_ELLIPSIS};
    IndexItem items[4];
    Array *a, *view;
    int count = 0;
    ArrStatus status = convert_to_new_array(state, v, -1, &a);
    if (status) return status;
    int before = (axes < 2 ? axes : 2) - a->ndim;
    if (axes == 3) before = a->ndim < 2 ? 1 : 0;
    while (count < before) items[count++] = newaxis;
    items[count++] = rest;
    while (axes == 3 && a->ndim + count - 1 < 3) items[count++] = newaxis;
    status = array_index(&state->graph.arrays, a, count, items, &view);
    release(state, a);
    return give_array(status, &view, result);
}

/* call->data: the fewest axes. Of several arguments, a tuple. */
static ArrStatus numpy_atleast(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *arrays = VALUE_AS(SequenceObject, call->args[0]);
    if (arrays->count == 1) return at_least(state, arrays->items[0], call->data, result);
    Value views;
    ArrStatus status = sequence_new(state, VALUE_TUPLE, NULL, arrays->count, &views);
    for (int64_t i = 0; i < arrays->count && !status; i++) {
        status = at_least(state, arrays->items[i], call->data,
                          &VALUE_AS(SequenceObject, views)->items[i]);
        if (status) value_release(state, views);
    }
    if (!status) *result = views;
    return status;
}

/* --- roll ----------------------------------------------------------------------------------------
 */

/* How far each axis is rolled, in 0 .. extent-1. */
static ArrStatus roll_shifts(ArrState *state, Value shift, Value axis, const Array *a,
                             int64_t *shifts) {
    int64_t by[ARR_MAX_NDIM], axes[ARR_MAX_NDIM];
    int by_count, axis_count, place;
    memset(shifts, 0, (size_t)a->ndim * sizeof *shifts);
    ArrStatus status = convert_to_extents(state, shift, &by_count, by);
    if (!status) status = convert_to_extents(state, axis, &axis_count, axes);
    if (status) return status;
    if (by_count != axis_count && by_count != 1 && axis_count != 1)
        return error_set(&state->base, ERROR_VALUE,
                         "shape mismatch: objects cannot be broadcast to a single shape.  "
                         "Mismatch is between arg 0 with shape (%d,) and arg 1 with shape (%d,).",
                         by_count, axis_count);
    int count = by_count == 1 ? axis_count : axis_count == 1 ? by_count : by_count;
    for (int k = 0; k < count && !status; k++) {
        status = axis_normalise(&state->base, axes[axis_count == 1 ? 0 : k], a->ndim, &place);
        if (status) break;
        int64_t extent = array_shape(a)[place], step = by[by_count == 1 ? 0 : k];
        if (extent == 0) continue;
        step = (step % extent + extent) % extent;
        shifts[place] = (shifts[place] + step) % extent;
    }
    return status;
}

/* Copies the block that lies before (0) or behind (1) each rolled axis' seam. */
static ArrStatus roll_block(ArrState *state, const Array *a, const int64_t *shifts, uint64_t behind,
                            Array *result) {
    IndexItem from[ARR_MAX_NDIM], to[ARR_MAX_NDIM];
    Array *source = NULL, *target = NULL;
    for (int i = 0; i < a->ndim; i++) {
        int64_t seam = array_shape(a)[i] - shifts[i];
        bool wraps = behind >> i & 1, whole = shifts[i] == 0;
        from[i] = to[i] = (IndexItem){.kind = INDEX_SLICE, .step = 1};
        if (whole) continue;
        from[i].has_start = to[i].has_stop = wraps;
        from[i].has_stop = to[i].has_start = !wraps;
        from[i].start = from[i].stop = seam;
        to[i].start = to[i].stop = shifts[i];
    }
    ArrStatus status = array_index(&state->graph.arrays, a, a->ndim, from, &source);
    if (!status) status = array_index(&state->graph.arrays, result, a->ndim, to, &target);
    if (!status) status = graph_assign(&state->graph, target, operand_array(source));
    release(state, source);
    release(state, target);
    return status;
}

static ArrStatus roll(ArrState *state, const Array *a, const int64_t *shifts, Array **result) {
    uint8_t order[ARR_MAX_NDIM];
    const Array *models[1] = {a};
    uint64_t rolled = 0;
    Array *fresh;
    array_memory_order(a->ndim, 1, models, order);
    ArrStatus status =
        array_new(&state->graph.arrays, (ArrDtype)a->dtype, a->ndim, array_shape(a), order, &fresh);
    if (status) return status;
    for (int i = 0; i < a->ndim; i++)
        if (shifts[i]) rolled |= (uint64_t)1 << i;
    /* every subset of the rolled axes is a block */
    for (uint64_t behind = rolled; a->size && !status; behind = (behind - 1) & rolled) {
        status = roll_block(state, a, shifts, behind, fresh);
        if (behind == 0) break;
    }
    if (status) release(state, fresh);
    else *result = fresh;
    return status;
}

/* All elements in C order, rolled as one axis, in a's shape again. */
static ArrStatus roll_flat(ArrState *state, Array *a, Value shift, Array **result) {
    static const int64_t flat[1] = {-1};
    int64_t shifts[1];
    Array *line = NULL, *rolled = NULL;
    ArrStatus status = graph_reshape(&state->graph, a, 1, flat, &line);
    if (!status) status = roll_shifts(state, shift, value_int(0), line, shifts);
    if (!status) status = roll(state, line, shifts, &rolled);
    if (!status) status = graph_reshape(&state->graph, rolled, a->ndim, array_shape(a), result);
    release(state, line);
    release(state, rolled);
    return status;
}

static ArrStatus numpy_roll(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t shifts[ARR_MAX_NDIM];
    Array *a, *rolled;
    Value shift = call->args[1], axis = call->args[2];
    if (shift.kind == VALUE_FLOAT) return value_index(state, shift, shifts); /* the error */
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    if (argument_given(axis)) {
        status = roll_shifts(state, shift, axis, a, shifts);
        if (!status) status = roll(state, a, shifts, &rolled);
    } else {
        status = roll_flat(state, a, shift, &rolled);
    }
    release(state, a);
    return give_array(status, &rolled, result);
}

/* --- splits
 * --------------------------------------------------------------------------------------- */

/* a[..., start:stop, ...] appended to the list. */
static ArrStatus append_piece(ArrState *state, const Array *a, int axis, int64_t start,
                              int64_t stop, bool to_end, Value list) {
    IndexItem items[ARR_MAX_NDIM];
    Array *piece;
    for (int i = 0; i < axis; i++) items[i] = (IndexItem){.kind = INDEX_SLICE, .step = 1};
    items[axis] = (IndexItem){.kind = INDEX_SLICE,
                              .step = 1,
                              .start = start,
                              .stop = stop,
                              .has_start = true,
                              .has_stop = !to_end};
    ArrStatus status = array_index(&state->graph.arrays, a, axis + 1, items, &piece);
    if (status) return status;
    status = list_append(state, list, value_array(piece));
    release(state, piece);
    return status;
}

/* count pieces, the first ones longer by one where they are not equal. */
static ArrStatus split_evenly(ArrState *state, const Array *a, int axis, int64_t count,
                              Value list) {
    int64_t extent = array_shape(a)[axis], start = 0;
    ArrStatus status = ARR_OK;
    for (int64_t k = 0; k < count && !status; k++) {
        int64_t length = extent / count + (k < extent % count);
        status = append_piece(state, a, axis, start, start + length, false, list);
        start += length;
    }
    return status;
}

static ArrStatus split_at(ArrState *state, const Array *a, int axis, Value places, Value list) {
    Iterator it;
    int64_t start = 0, stop;
    ArrStatus status = iterator_begin(state, places, &it);
    if (status) return status;
    while (!status) {
        Value place;
        status = iterator_next(state, &it, &place);
        if (status || place.kind == VALUE_UNDEFINED) break;
        status = value_index(state, place, &stop);
        value_release(state, place);
        if (!status) status = append_piece(state, a, axis, start, stop, false, list);
        start = stop;
    }
    iterator_end(state, &it);
    return status ? status : append_piece(state, a, axis, start, 0, true, list);
}

/* equal: split(), whose pieces must all be of one length. */
static ArrStatus split(ArrState *state, const Array *a, int64_t index, Value places, bool equal,
                       Value *result) {
    int64_t count = 0, axis = index < 0 ? index + a->ndim : index;
    bool many = places.kind == VALUE_LIST || places.kind == VALUE_TUPLE ||
                places.kind == VALUE_RANGE || (places.kind == VALUE_ARRAY && places.array->ndim);
    if (axis < 0 || axis >= a->ndim)
        return error_set(&state->base, ERROR_INDEX, "tuple index out of range");
    ArrStatus status = many ? ARR_OK : value_index(state, places, &count);
    if (status) return status;
    if (!many && equal && count == 0)
        return error_set(&state->base, ERROR_ZERO_DIVISION, "integer modulo by zero");
    if (!many && equal && array_shape(a)[axis] % count)
        return error_set(&state->base, ERROR_VALUE,
                         "array split does not result in an equal division");
    if (!many && count <= 0)
        return error_set(&state->base, ERROR_VALUE, "number sections must be larger than 0.");
    status = sequence_new(state, VALUE_LIST, NULL, 0, result);
    if (status) return status;
    status = many ? split_at(state, a, (int)axis, places, *result)
                  : split_evenly(state, a, (int)axis, count, *result);
    if (status) value_release(state, *result);
    return status;
}

/* call->data: pieces must be equal */
static ArrStatus numpy_split(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t axis = 0;
    Array *a;
    ArrStatus status =
        call->args[2].kind == VALUE_UNDEFINED ? ARR_OK : value_index(state, call->args[2], &axis);
    if (!status) status = convert_to_new_array(state, call->args[0], -1, &a);
    if (status) return status;
    if (call->args[0].kind != VALUE_ARRAY && axis % (a->ndim ? a->ndim : 1))
        /* NumPy takes the list's length for the extent of whichever axis */
        status = error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                           "%s() of a list along another axis than the first is not in arr",
                           call->function->name);
    else status = split(state, a, axis, call->args[1], call->data, result);
    release(state, a);
    return status;
}

/* hsplit, vsplit; call->data: the axes that the array must have */
static ArrStatus numpy_split_as(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a;
    ArrStatus status = convert_to_new_array(state, call->args[0], -1, &a);
    if (status) return status;
    bool across = call->data == 1;
    if (a->ndim < call->data)
        status =
            error_set(&state->base, ERROR_VALUE, "%s only works on arrays of %d or more dimensions",
                      call->function->name, call->data);
    else status = split(state, a, across && a->ndim > 1, call->args[1], true, result);
    release(state, a);
    return status;
}

/* --- meshgrid
 * ---------------------------------------------------------------------------------------- */

typedef struct Mesh {
    bool copy, sparse, cartesian; /* 'xy': the first two axes change places */
} Mesh;

static ArrStatus mesh_options(ArrState *state, const BuiltinCall *call, Mesh *mesh) {
    Value indexing = call->args[3];
    *mesh = (Mesh){.copy = true, .cartesian = true};
    ArrStatus status = ARR_OK;
    if (call->args[1].kind != VALUE_UNDEFINED)
        status = value_truth(state, call->args[1], &mesh->copy);
    if (!status && call->args[2].kind != VALUE_UNDEFINED)
        status = value_truth(state, call->args[2], &mesh->sparse);
    if (status || indexing.kind == VALUE_UNDEFINED) return status;
    const StringObject *name =
        indexing.kind == VALUE_STRING ? VALUE_AS(StringObject, indexing) : NULL;
    bool matrix = name && name->length == 2 && !memcmp(name->bytes, "ij", 2);
    mesh->cartesian = name && name->length == 2 && !memcmp(name->bytes, "xy", 2);
    if (matrix || mesh->cartesian) return ARR_OK;
    return error_set(&state->base, ERROR_VALUE, "Valid values for `indexing` are 'xy' and 'ij'.");
}

/* a along the axis of a grid of that shape. */
static ArrStatus mesh_array(ArrState *state, const Mesh *mesh, Array *a, int ndim, int axis,
                            const int64_t *shape, Array **result) {
    int64_t extents[ARR_MAX_NDIM];
    Array *line = NULL, *view = NULL;
    for (int i = 0; i < ndim; i++) extents[i] = i == axis ? a->size : 1;
    ArrStatus status = graph_reshape(&state->graph, a, ndim, extents, &line);
    if (!status && mesh->sparse) array_retain(view = line);
    else if (!status) status = array_broadcast_to(&state->graph.arrays, line, ndim, shape, &view);
    if (!status && mesh->copy)
        status = graph_copy(&state->graph, view, (ArrDtype)a->dtype, 'C', result);
    else if (!status) array_retain(*result = view);
    release(state, line);
    release(state, view);
    return status;
}

static ArrStatus numpy_meshgrid(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *given = VALUE_AS(SequenceObject, call->args[0]);
    int64_t shape[ARR_MAX_NDIM];
    Array *lines[ARR_MAX_NDIM] = {NULL};
    Mesh mesh;
    if (given->count > ARR_MAX_NDIM)
        return error_set(&state->base, ERROR_VALUE, "meshgrid takes at most %d arrays",
                         ARR_MAX_NDIM);
    int ndim = (int)given->count;
    ArrStatus status = mesh_options(state, call, &mesh);
    bool swap = mesh.cartesian && ndim > 1;
    for (int k = 0; k < ndim && !status; k++) {
        status = convert_to_new_array(state, given->items[k], -1, &lines[k]);
        if (!status) shape[swap && k < 2 ? 1 - k : k] = lines[k]->size;
    }
    if (!status) status = sequence_new(state, VALUE_TUPLE, NULL, ndim, result);
    for (int k = 0; k < ndim && !status; k++) {
        Array *grid;
        status = mesh_array(state, &mesh, lines[k], ndim, swap && k < 2 ? 1 - k : k, shape, &grid);
        if (status) value_release(state, *result);
        else VALUE_AS(SequenceObject, *result)->items[k] = value_array(grid);
    }
    for (int k = 0; k < ndim; k++) release(state, lines[k]);
    return status;
}

const BuiltinRow numpy_move_rows[] = {
    {"flip(m, axis=None)", numpy_flip, "A view of m with its elements along axis in reverse.", 0},
    {"fliplr(m)", numpy_flip_axis, "A view of m with its second axis in reverse.", 1},
    {"flipud(m)", numpy_flip_axis, "A view of m with its first axis in reverse.", 0},
    {"rot90(m, k=1, axes=(0, 1))", numpy_rot90,
     "A view of m turned k times by 90 degrees, from the first of the axes towards the second.", 0},
    {"moveaxis(a, source, destination)", numpy_moveaxis,
     "A view of a with some axes at other places; the rest keep their order.", 0},
    {"atleast_1d(*arys)", numpy_atleast, "A view with at least one axis; of several, a tuple.", 1},
    {"atleast_2d(*arys)", numpy_atleast, "A view with at least two axes; of several, a tuple.", 2},
    {"atleast_3d(*arys)", numpy_atleast, "A view with at least three axes; of several, a tuple.",
     3},
    {"roll(a, shift, axis=None)", numpy_roll,
     "A copy of a whose elements are moved by shift along axis; what falls off the end begins "
     "again. Without an axis all elements count as one.",
     0},
    {"split(ary, indices_or_sections, axis=0)", numpy_split,
     "A list of views: that many equal pieces, or those between the indices.", 1},
    {"array_split(ary, indices_or_sections, axis=0)", numpy_split,
     "As split(), but the pieces may differ in length by one.", 0},
    {"hsplit(ary, indices_or_sections)", numpy_split_as,
     "split() along the second axis, or the first if there is only one.", 1},
    {"vsplit(ary, indices_or_sections)", numpy_split_as, "split() along the first axis.", 2},
    {"meshgrid(*xi, copy=True, sparse=False, indexing='xy')", numpy_meshgrid,
     "A tuple of arrays that hold the coordinates of a grid.", 0},
    {NULL, NULL, NULL, 0}};
