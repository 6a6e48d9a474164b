/* np's functions that put arrays together: concatenate and the stacks, append,
 * and diff, which may join margins to its array. Each part is assigned to its place in a new array,
 * so the parts are tasks of their own and what made them may be fused in. */
#include "arrays.h"

#include <string.h>

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- lists of arrays -------------------------------------------------------------------- */

typedef struct Parts {
    ArrState *state;
    Array **items; /* one reference each */
    int64_t count, capacity;
    bool weak; /* all items so far are Python numbers: their types give way */
    int dtype; /* of the result; -1: no items yet */
} Parts;

static void parts_free(Parts *parts) {
    for (int64_t i = 0; i < parts->count; i++) release(parts->state, parts->items[i]);
    heap_free(&parts->state->base.heap, parts->items,
              (size_t)parts->capacity * sizeof *parts->items);
}

/* Takes a over, even on failure. */
static ArrStatus parts_add(Parts *parts, Array *a) {
    Base *base = &parts->state->base;
    if (!heap_grow(&base->heap, &parts->items, &parts->capacity, parts->count + 1,
                   sizeof *parts->items)) {
        release(parts->state, a);
        return error_memory(base, (int64_t)sizeof *parts->items, "a list of arrays");
    }
    parts->items[parts->count++] = a;
    return ARR_OK;
}

/* A Python number beside arrays takes their type if that is of its kind or
 * above; Python's bool does not. */
static void parts_promote(Parts *parts, ArrDtype dtype, bool weak) {
    ArrDtype own = parts->dtype < 0 ? dtype : (ArrDtype)parts->dtype;
    bool yields = weak != parts->weak && parts->dtype >= 0;
    ArrDtype strong = weak ? own : dtype, number = weak ? dtype : own;
    ArrayKind kind = dtype_info[strong].kind, least = dtype_info[number].kind;
    if (kind == KIND_UINT) kind = KIND_INT;
    if (yields && kind >= least) parts->dtype = (int)strong;
    else if (yields && least == KIND_COMPLEX && strong == ARR_FLOAT32) parts->dtype = ARR_COMPLEX64;
    else parts->dtype = (int)dtype_promote(own, dtype);
    parts->weak = weak && parts->weak;
}

/* The items of v as arrays. prepare (may be NULL) takes each one over and
 * gives the array that joins; flat: all elements of each in one axis. */
typedef ArrStatus (*PrepareFn)(ArrState *state, Array *a, Array **result);

static ArrStatus parts_add_value(Parts *parts, Value item, bool flat, PrepareFn prepare) {
    Array *a, *prepared;
    bool weak = flat && value_is_number(item) && item.kind != VALUE_BOOL;
    ArrStatus status = convert_array(parts->state, item, -1, &a);
    if (status) return status;
    parts_promote(parts, (ArrDtype)a->dtype, weak);
    if (!prepare) return parts_add(parts, a);
    status = prepare(parts->state, a, &prepared);
    return status ? status : parts_add(parts, prepared);
}

static ArrStatus parts_read(ArrState *state, Value v, bool flat, PrepareFn prepare, Parts *parts) {
    Iterator it;
    *parts = (Parts){.state = state, .weak = true, .dtype = -1};
    ArrStatus status = iterator_begin(state, v, &it);
    if (status)
        return error_set(&state->base, ERROR_TYPE,
                         prepare ? "arrays to stack must be passed as a \"sequence\" type such as "
                                   "list or tuple."
                                 : "dispatcher for __array_function__ did not return an iterable");
    while (!status) {
        Value item;
        status = iterator_next(state, &it, &item);
        if (status || item.kind == VALUE_UNDEFINED) break;
        status = parts_add_value(parts, item, flat, prepare);
        value_release(state, item);
    }
    iterator_end(state, &it);
    return status;
}

/* --- what a part becomes before it is joined -------------------------------------------------- */

/* a (taken over) indexed by items. */
static ArrStatus indexed(ArrState *state, Array *a, int count, const IndexItem *items,
                         Array **result) {
    ArrStatus status = array_index(&state->graph.arrays, a, count, items, result);
    release(state, a);
    return status;
}

static const IndexItem newaxis = {.kind = INDEX_NEWAXIS}, ellipsis = {.kind = INDEX_ELLIPSIS};

static ArrStatus as_line(ArrState *state, Array *a, Array **result) {
    IndexItem items[2] = {newaxis, ellipsis};
    return indexed(state, a, a->ndim ? 0 : 2, items, result);
}

static ArrStatus as_row(ArrState *state, Array *a, Array **result) {
    IndexItem items[3] = {newaxis, newaxis, ellipsis};
    int missing = a->ndim < 2 ? 2 - a->ndim : 0;
    return indexed(state, a, missing ? missing + 1 : 0, items + 2 - missing, result);
}

static ArrStatus as_column(ArrState *state, Array *a, Array **result) {
    IndexItem items[3] = {ellipsis, newaxis, newaxis};
    int missing = a->ndim < 2 ? 2 - a->ndim : 0;
    return indexed(state, a, missing ? missing + 1 : 0, items, result);
}

static ArrStatus as_depth(ArrState *state, Array *a, Array **result) {
    IndexItem items[4] = {newaxis, ellipsis, newaxis, newaxis};
    switch (a->ndim) {
    case 0: return indexed(state, a, 4, items, result);
    case 1: return indexed(state, a, 3, items, result);
    case 2: return indexed(state, a, 2, items + 1, result);
    default: return indexed(state, a, 0, items, result);
    }
}

static ArrStatus as_flat(ArrState *state, Array *a, Array **result) {
    static const int64_t shape[1] = {-1};
    ArrStatus status = graph_reshape(&state->graph, a, 1, shape, result);
    release(state, a);
    return status;
}

static ArrStatus as_it_is(ArrState *state, Array *a, Array **result) {
    (void)state;
    *result = a;
    return ARR_OK;
}

/* --- joining ------------------------------------------------------------------------------------
 */

/* How the call wants its result. */
typedef struct Join {
    int axis;
    int dtype; /* -1: promoted */
    bool unsafe;
    Array *out;
} Join;

static ArrStatus casting(ArrState *state, Value v, bool *unsafe) {
    *unsafe = false;
    if (v.kind == VALUE_UNDEFINED) return ARR_OK;
    if (v.kind == VALUE_STRING) {
        const StringObject *name = VALUE_AS(StringObject, v);
        *unsafe = name->length == 6 && !memcmp(name->bytes, "unsafe", 6);
        if (*unsafe || (name->length == 9 && !memcmp(name->bytes, "same_kind", 9))) return ARR_OK;
    }
    return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                     "casting other than 'same_kind' and 'unsafe' is not in arr yet");
}

/* out=, dtype= and casting= */
static ArrStatus join_options(ArrState *state, const BuiltinCall *call, Value out, Value dtype,
                              Value cast, Join *join) {
    *join = (Join){0};
    ArrStatus status = convert_to_out(state, out, &join->out);
    if (!status) status = convert_to_dtype(state, dtype, &join->dtype);
    if (!status) status = casting(state, cast, &join->unsafe);
    if (!status && join->out && join->dtype >= 0)
        status = error_set(&state->base, ERROR_TYPE,
                           "%s() only takes `out` or `dtype` as an argument, but both were "
                           "provided.",
                           call->function->name);
    return status;
}

/* May part k be joined to the first one along the axis? */
static ArrStatus check_part(const Parts *parts, int64_t k, int axis) {
    const Array *first = parts->items[0], *a = parts->items[k];
    Base *base = &parts->state->base;
    if (a->ndim != first->ndim)
        return error_set(base, ERROR_VALUE,
                         "all the input arrays must have same number of dimensions, but the array "
                         "at index 0 has %d dimension(s) and the array at index %lld has %d "
                         "dimension(s)",
                         first->ndim, (long long)k, a->ndim);
    for (int i = 0; i < a->ndim; i++)
        if (i != axis && array_shape(a)[i] != array_shape(first)[i])
            return error_set(base, ERROR_VALUE,
                             "all the input array dimensions except for the concatenation axis "
                             "must match exactly, but along dimension %d, the array at index 0 has "
                             "size %lld and the array at index %lld has size %lld",
                             i, (long long)array_shape(first)[i], (long long)k,
                             (long long)array_shape(a)[i]);
    return ARR_OK;
}

/* The shape of the parts side by side. */
static ArrStatus joined_shape(const Parts *parts, int64_t axis_wanted, Join *join, int64_t *shape) {
    Base *base = &parts->state->base;
    if (parts->count == 0)
        return error_set(base, ERROR_VALUE, "need at least one array to concatenate");
    const Array *first = parts->items[0];
    if (first->ndim == 0)
        return error_set(base, ERROR_VALUE, "zero-dimensional arrays cannot be concatenated");
    ArrStatus status = axis_normalise(base, axis_wanted, first->ndim, &join->axis);
    if (status) return status;
    memcpy(shape, array_shape(first), (size_t)first->ndim * sizeof *shape);
    for (int64_t k = 1; k < parts->count && !status; k++) {
        status = check_part(parts, k, join->axis);
        if (!status &&
            __builtin_add_overflow(shape[join->axis], array_shape(parts->items[k])[join->axis],
                                   &shape[join->axis]))
            status = error_set(base, ERROR_VALUE, "array is too big");
    }
    return status;
}

/* Where the parts go: out, or a new array of the layout that most of them have. */
static ArrStatus join_target(const Parts *parts, const Join *join, const int64_t *shape,
                             Array **target) {
    ArrState *state = parts->state;
    int ndim = parts->items[0]->ndim;
    uint8_t order[ARR_MAX_NDIM];
    if (join->out) {
        array_retain(*target = join->out);
        if (join->out->ndim == ndim &&
            !memcmp(array_shape(join->out), shape, (size_t)ndim * sizeof *shape))
            return ARR_OK;
        release(state, join->out);
        return error_set(&state->base, ERROR_VALUE, "Output array is the wrong shape");
    }
    array_memory_order(ndim, (int)parts->count, (const Array *const *)parts->items, order);
    ArrDtype dtype = (ArrDtype)(join->dtype >= 0 ? join->dtype : parts->dtype);
    return array_new(&state->graph.arrays, dtype, ndim, shape, order, target);
}

static ArrStatus check_casts(const Parts *parts, const Join *join, const Array *target) {
    for (int64_t k = 0; k < parts->count && !join->unsafe; k++) {
        const Array *a = parts->items[k];
        if (!dtype_same_kind_cast((ArrDtype)a->dtype, (ArrDtype)target->dtype) &&
            (join->out || join->dtype >= 0))
            return error_set(&parts->state->base, ERROR_TYPE,
                             "Cannot cast array data from dtype('%s') to dtype('%s') according to "
                             "the rule 'same_kind'",
                             dtype_info[a->dtype].name, dtype_info[target->dtype].name);
    }
    return ARR_OK;
}

/* Part by part into its stretch of the axis. */
static ArrStatus fill_target(const Parts *parts, int axis, Array *target) {
    ArrState *state = parts->state;
    ArrStatus status = ARR_OK;
    int64_t shape[ARR_MAX_NDIM], offset = target->offset;
    memcpy(shape, array_shape(target), (size_t)target->ndim * sizeof *shape);
    for (int64_t k = 0; k < parts->count && !status; k++) {
        Array *stretch;
        shape[axis] = array_shape(parts->items[k])[axis];
        status = array_view(&state->graph.arrays, target, (ArrDtype)target->dtype, offset,
                            target->ndim, shape, array_strides(target), &stretch);
        if (status) break;
        if (stretch->size)
            status = graph_assign(&state->graph, stretch, operand_array(parts->items[k]));
        release(state, stretch);
        offset += shape[axis] * array_strides(target)[axis];
    }
    return status;
}

static ArrStatus join_parts(const Parts *parts, int64_t axis, Join *join, Array **result) {
    int64_t shape[ARR_MAX_NDIM];
    Array *target;
    ArrStatus status = joined_shape(parts, axis, join, shape);
    if (!status) status = join_target(parts, join, shape, &target);
    if (status) return status;
    status = check_casts(parts, join, target);
    if (!status) status = fill_target(parts, join->axis, target);
    if (status) release(parts->state, target);
    else *result = target;
    return status;
}

static ArrStatus numpy_concatenate(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[1];
    bool flat = v.kind == VALUE_NONE;
    int64_t axis = 0;
    Join join;
    Parts parts = {.state = state};
    Array *joined;
    ArrStatus status =
        join_options(state, call, call->args[2], call->args[3], call->args[4], &join);
    if (!status && argument_given(v)) status = convert_to_axis(state, v, &axis);
    if (!status) status = parts_read(state, call->args[0], flat, flat ? as_flat : NULL, &parts);
    if (!status) status = join_parts(&parts, axis, &join, &joined);
    parts_free(&parts);
    return give_array(status, &joined, result);
}

/* --- stacks
 * ----------------------------------------------------------------------------------------- */

/* All parts get a new axis, along which they are joined. */
static ArrStatus add_axis(Parts *parts, int64_t axis_wanted, int *axis) {
    Base *base = &parts->state->base;
    IndexItem items[ARR_MAX_NDIM];
    if (parts->count == 0) return error_set(base, ERROR_VALUE, "need at least one array to stack");
    const Array *first = parts->items[0];
    int ndim = first->ndim;
    for (int64_t k = 1; k < parts->count; k++) {
        const Array *a = parts->items[k];
        if (a->ndim != ndim ||
            memcmp(array_shape(a), array_shape(first), (size_t)ndim * sizeof(int64_t)) != 0)
            return error_set(base, ERROR_VALUE, "all input arrays must have the same shape");
    }
    ArrStatus status = axis_normalise(base, axis_wanted, ndim + 1, axis);
    if (status) return status;
    for (int i = 0; i < *axis; i++) items[i] = (IndexItem){.kind = INDEX_SLICE, .step = 1};
    items[*axis] = newaxis;
    for (int64_t k = 0; k < parts->count && !status; k++) {
        Array *wider;
        status =
            array_index(&parts->state->graph.arrays, parts->items[k], *axis + 1, items, &wider);
        if (status) break;
        release(parts->state, parts->items[k]);
        parts->items[k] = wider;
    }
    return status;
}

static ArrStatus numpy_stack(ArrState *state, const BuiltinCall *call, Value *result) {
    int axis;
    int64_t wanted = 0;
    Join join;
    Parts parts = {.state = state};
    Array *joined;
    ArrStatus status =
        join_options(state, call, call->args[2], call->args[3], call->args[4], &join);
    if (!status && call->args[1].kind != VALUE_UNDEFINED)
        status = value_index(state, call->args[1], &wanted);
    if (!status) status = parts_read(state, call->args[0], false, as_it_is, &parts);
    if (!status) status = add_axis(&parts, wanted, &axis);
    if (!status) status = join_parts(&parts, axis, &join, &joined);
    parts_free(&parts);
    return give_array(status, &joined, result);
}

/* call->data of the other stacks */
enum { STACK_H, STACK_V, STACK_D, STACK_COLUMNS };

static ArrStatus numpy_stack_as(ArrState *state, const BuiltinCall *call, Value *result) {
    static const PrepareFn prepare[] = {
        [STACK_H] = as_line, [STACK_V] = as_row, [STACK_D] = as_depth, [STACK_COLUMNS] = as_column};
    static const int64_t axes[] = {
        [STACK_H] = 1, [STACK_V] = 0, [STACK_D] = 2, [STACK_COLUMNS] = 1};
    Join join;
    Parts parts = {.state = state};
    Array *joined;
    bool typed = call->data == STACK_H || call->data == STACK_V;
    Value none = value_undefined();
    ArrStatus status = join_options(state, call, none, typed ? call->args[1] : none,
                                    typed ? call->args[2] : none, &join);
    if (!status) status = parts_read(state, call->args[0], false, prepare[call->data], &parts);
    int64_t axis = axes[call->data];
    if (!status && call->data == STACK_H && parts.count && parts.items[0]->ndim == 1) axis = 0;
    if (!status) status = join_parts(&parts, axis, &join, &joined);
    parts_free(&parts);
    return give_array(status, &joined, result);
}

/* Two values, each prepared (or not), joined along the axis. */
static ArrStatus join_two(ArrState *state, Value a, Value b, PrepareFn prepare, int64_t axis,
                          Array **result) {
    Join join = {.dtype = -1};
    Parts parts = {.state = state, .dtype = -1};
    ArrStatus status = parts_add_value(&parts, a, false, prepare);
    if (!status) status = parts_add_value(&parts, b, false, prepare);
    if (!status) status = join_parts(&parts, axis, &join, result);
    parts_free(&parts);
    return status;
}

static ArrStatus numpy_append(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t axis = 0;
    Array *joined;
    bool given = argument_given(call->args[2]);
    ArrStatus status = given ? convert_to_axis(state, call->args[2], &axis) : ARR_OK;
    if (!status)
        status =
            join_two(state, call->args[0], call->args[1], given ? NULL : as_flat, axis, &joined);
    return give_array(status, &joined, result);
}

/* --- diff
 * ---------------------------------------------------------------------------------------------- */

/* What diff puts before or behind a: a number becomes a slice of it. */
static ArrStatus margin(ArrState *state, Value v, const Array *a, int axis, Array **result) {
    int64_t shape[ARR_MAX_NDIM];
    Array *own;
    ArrStatus status = convert_array(state, v, -1, &own);
    if (status || own->ndim) {
        if (!status) *result = own;
        return status;
    }
    memcpy(shape, array_shape(a), (size_t)a->ndim * sizeof *shape);
    shape[axis] = 1;
    status = array_broadcast_to(&state->graph.arrays, own, a->ndim, shape, result);
    release(state, own);
    return status;
}

/* *a becomes itself joined with the margin. */
static ArrStatus add_margin(ArrState *state, Value v, bool before, int axis, Array **a) {
    Array *own, *joined;
    if (v.kind == VALUE_UNDEFINED) return ARR_OK;
    ArrStatus status = margin(state, v, *a, axis, &own);
    if (status) return status;
    Value first = value_array(before ? own : *a), second = value_array(before ? *a : own);
    status = join_two(state, first, second, NULL, axis, &joined);
    release(state, own);
    if (status) return status;
    release(state, *a);
    *a = joined;
    return ARR_OK;
}

/* *a becomes a[1:] - a[:-1] along the axis. */
static ArrStatus difference(ArrState *state, int axis, Array **a) {
    IndexItem items[ARR_MAX_NDIM];
    Array *parts[2] = {NULL, NULL}, *result;
    ArrStatus status = ARR_OK;
    for (int i = 0; i < axis; i++) items[i] = (IndexItem){.kind = INDEX_SLICE, .step = 1};
    for (int k = 0; k < 2 && !status; k++) {
        items[axis] = (IndexItem){.kind = INDEX_SLICE,
                                  .step = 1,
                                  .start = 1,
                                  .stop = -1,
                                  .has_start = k == 0,
                                  .has_stop = k == 1};
        status = array_index(&state->graph.arrays, *a, axis + 1, items, &parts[k]);
    }
    if (!status)
        status = elementwise_2(state, (*a)->dtype == ARR_BOOL ? OP_NOT_EQUAL : OP_SUBTRACT,
                               operand_array(parts[0]), operand_array(parts[1]), &result);
    release(state, parts[0]);
    release(state, parts[1]);
    if (status) return status;
    release(state, *a);
    *a = result;
    return ARR_OK;
}

/* (a, n, axis, prepend, append) */
static ArrStatus numpy_diff(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t n = 1, index = -1;
    int axis = 0;
    Array *a;
    ArrStatus status =
        call->args[1].kind == VALUE_UNDEFINED ? ARR_OK : value_index(state, call->args[1], &n);
    if (!status && n == 0) {
        value_retain(*result = call->args[0]);
        return ARR_OK;
    }
    if (!status && n < 0)
        status = error_set(&state->base, ERROR_VALUE, "order must be non-negative but got %lld",
                           (long long)n);
    if (!status && call->args[2].kind != VALUE_UNDEFINED)
        status = value_index(state, call->args[2], &index);
    if (!status) status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    if (a->ndim == 0)
        status = error_set(&state->base, ERROR_VALUE,
                           "diff requires input that is at least one dimensional");
    if (!status) status = axis_normalise(&state->base, index, a->ndim, &axis);
    if (!status) status = add_margin(state, call->args[3], true, axis, &a);
    if (!status) status = add_margin(state, call->args[4], false, axis, &a);
    /* an empty array stays as it is */
    for (int64_t i = 0; i < n && !status && (i == 0 || array_shape(a)[axis]); i++)
        status = difference(state, axis, &a);
    if (status) release(state, a);
    return give_array(status, &a, result);
}

const BuiltinRow numpy_join_rows[] = {
    {"concatenate(arrays, axis=0, out=None, dtype=None, casting='same_kind')", numpy_concatenate,
     "The arrays side by side along axis; None flattens each first. ValueError unless they agree "
     "in all other axes.",
     0},
    {"concat(arrays, axis=0, out=None, dtype=None, casting='same_kind')", numpy_concatenate,
     "Another name of concatenate().", 0},
    {"stack(arrays, axis=0, out=None, *, dtype=None, casting='same_kind')", numpy_stack,
     "The arrays along a new axis. ValueError unless they have one shape.", 0},
    {"hstack(tup, *, dtype=None, casting='same_kind')", numpy_stack_as,
     "The arrays side by side along their second axis, or the first if they have only one.",
     STACK_H},
    {"vstack(tup, *, dtype=None, casting='same_kind')", numpy_stack_as,
     "The arrays below one another; those of one axis as rows.", STACK_V},
    {"dstack(tup)", numpy_stack_as, "The arrays behind one another, along the third axis.",
     STACK_D},
    {"column_stack(tup)", numpy_stack_as, "The arrays side by side; those of one axis as columns.",
     STACK_COLUMNS},
    {"append(arr, values, axis=None)", numpy_append,
     "A copy of arr with values behind it along axis, or both flattened.", 0},
    {"diff(a, n=1, axis=-1, prepend=, append=)", numpy_diff,
     "Each element less the one before it along axis, n times over.", 0},
    {NULL, NULL, NULL, 0}};
