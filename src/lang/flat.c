/* Iteration over the elements of arrays: a.flat, ndenumerate, ndindex. All
 * count positions in C order; elements are deferred scalars, so nothing is
 * pulled. */
#include "flat.h"

#include "index.h"

/* --- positions ------------------------------------------------------------------ */

/* One of the three: the next position, in an array or only in a shape. */
typedef struct Walker {
    IteratorObject head;
    Array *a; /* NULL: ndindex */
    int ndim;
    int64_t next, count;
    int64_t *shape; /* ndim extents */
} Walker;

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

static void walker_clear(ArrState *state, Object *object) {
    Walker *walker = (Walker *)object;
    Array *a = walker->a;
    heap_free(&state->base.heap, walker->shape, (size_t)walker->ndim * sizeof *walker->shape);
    walker->shape = NULL;
    walker->a = NULL;
    walker->ndim = 0;
    walker->next = walker->count = 0;
    release(state, a);
}

static ArrStatus walker_new(ArrState *state, const IteratorClass *class, Array *a, int ndim,
                            const int64_t *shape, Value *result) {
    Walker *walker = iterator_new(state, class);
    if (!walker) return ARR_MEMORY;
    size_t size = (size_t)ndim * sizeof *shape;
    walker->shape = size ? heap_alloc(&state->base.heap, size) : NULL;
    if (size && !walker->shape) {
        value_release(state, value_object(&walker->head.head));
        return error_memory(&state->base, (int64_t)size, "a shape");
    }
    walker->count = 1;
    for (int i = 0; i < ndim; i++) walker->count *= walker->shape[i] = shape[i];
    walker->ndim = ndim;
    if (a) array_retain(walker->a = a);
    *result = value_object(&walker->head.head);
    return ARR_OK;
}

static void position_at(const Walker *walker, int64_t at, int64_t *position) {
    for (int i = walker->ndim - 1; i >= 0; i--) {
        position[i] = at % walker->shape[i];
        at /= walker->shape[i];
    }
}

static ArrStatus element_at(ArrState *state, Array *a, const int64_t *position, Value *result) {
    IndexItem items[ARR_MAX_NDIM];
    Array *view, *element;
    for (int i = 0; i < a->ndim; i++)
        items[i] = (IndexItem){.kind = INDEX_INT, .start = position[i]};
    ArrStatus status = array_index(&state->graph.arrays, a, a->ndim, items, &view);
    if (status) return status;
    status = graph_read_scalar(&state->graph, view, &element);
    release(state, view);
    return give_array(status, &element, result);
}

/* *position NULL at the end. */
static const int64_t *next_position(Walker *walker, int64_t position[ARR_MAX_NDIM]) {
    if (walker->next >= walker->count) return NULL;
    position_at(walker, walker->next++, position);
    return position;
}

/* --- the three classes -------------------------------------------------------------- */

static ArrStatus flat_next(ArrState *state, Value self, Value *result) {
    Walker *walker = VALUE_AS(Walker, self);
    int64_t position[ARR_MAX_NDIM];
    *result = value_undefined();
    if (!next_position(walker, position)) return ARR_OK;
    return element_at(state, walker->a, position, result);
}

static ArrStatus index_next(ArrState *state, Value self, Value *result) {
    Walker *walker = VALUE_AS(Walker, self);
    int64_t position[ARR_MAX_NDIM];
    *result = value_undefined();
    if (!next_position(walker, position)) return ARR_OK;
    return convert_from_ints(state, walker->ndim, position, result);
}

static ArrStatus enumerate_next(ArrState *state, Value self, Value *result) {
    Walker *walker = VALUE_AS(Walker, self);
    int64_t position[ARR_MAX_NDIM];
    Value pair[2];
    *result = value_undefined();
    if (!next_position(walker, position)) return ARR_OK;
    ArrStatus status = convert_from_ints(state, walker->ndim, position, &pair[0]);
    if (status) return status;
    status = element_at(state, walker->a, position, &pair[1]);
    if (status) value_release(state, pair[0]);
    return status ? status : sequence_new(state, VALUE_TUPLE, pair, 2, result);
}

static const IteratorClass flat_class = {"numpy.flatiter", sizeof(Walker), flat_next, walker_clear};
static const IteratorClass index_class = {"ndindex", sizeof(Walker), index_next, walker_clear};
static const IteratorClass enumerate_class = {"ndenumerate", sizeof(Walker), enumerate_next,
                                              walker_clear};

static ArrStatus numpy_ndenumerate(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = walker_new(state, &enumerate_class, a, a->ndim, array_shape(a), result);
    release(state, a);
    return status;
}

/* ndindex(2, 3), ndindex((2, 3)) */
static ArrStatus numpy_ndindex(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *rest = VALUE_AS(SequenceObject, call->args[0]);
    Value shape =
        rest->count == 1 && rest->items[0].kind == VALUE_TUPLE ? rest->items[0] : call->args[0];
    int ndim;
    int64_t extents[ARR_MAX_NDIM];
    ArrStatus status = convert_to_shape(state, shape, &ndim, extents);
    return status ? status : walker_new(state, &index_class, NULL, ndim, extents, result);
}

const BuiltinRow numpy_flat_rows[] = {
    {"ndenumerate(arr)", numpy_ndenumerate, "Pairs of the index and the element, in C order.", 0},
    {"ndindex(*shape)", numpy_ndindex, "All indices of an array of that shape, in C order.", 0},
    {NULL, NULL, NULL, 0}};

/* --- a.flat ------------------------------------------------------------------------------ */

ArrStatus flat_new(ArrState *state, Array *a, Value *result) {
    return walker_new(state, &flat_class, a, a->ndim, array_shape(a), result);
}

Array *flat_array(Value v) {
    bool flat = v.kind == VALUE_ITERATOR && VALUE_AS(IteratorObject, v)->class == &flat_class;
    return flat ? VALUE_AS(Walker, v)->a : NULL;
}

/* The elements in one axis. */
static ArrStatus flatten(ArrState *state, Array *a, Array **line) {
    static const int64_t shape[1] = {-1};
    return graph_reshape(&state->graph, a, 1, shape, line);
}

ArrStatus flat_to_array(ArrState *state, Array *a, int dtype, Array **result) {
    Array *copy;
    ArrStatus status =
        graph_copy(&state->graph, a, dtype < 0 ? (ArrDtype)a->dtype : (ArrDtype)dtype, 'C', &copy);
    if (status) return status;
    copy->scalar = false;
    status = flatten(state, copy, result);
    release(state, copy);
    return status;
}

ArrStatus flat_get(ArrState *state, Array *a, Value index, Value *result) {
    Array *line, *copy;
    Value got;
    if (index.kind == VALUE_TUPLE && VALUE_AS(SequenceObject, index)->count != 1)
        return error_set(&state->base, ERROR_INDEX, "unsupported iterator index");
    if (index.kind == VALUE_FLOAT || index.kind == VALUE_STRING || index.kind == VALUE_COMPLEX)
        return error_set(&state->base, ERROR_INDEX, "unsupported iterator index");
    ArrStatus status = flatten(state, a, &line);
    if (status) return status;
    status = item_get(state, value_array(line), index, &got);
    release(state, line);
    if (status || got.array->scalar || index_is_advanced(index)) {
        if (!status) *result = got;
        return status;
    }
    status = graph_copy(&state->graph, got.array, (ArrDtype)got.array->dtype, 'C', &copy);
    value_release(state, got);
    return give_array(status, &copy, result);
}

/* count elements of values, again and again from the first. */
static ArrStatus cycle(ArrState *state, Array *values, int64_t count, Array **result) {
    Array *range, *places;
    Value got;
    ArrStatus status =
        graph_range(&state->graph, ARR_INT64, count, const_int(0), const_int(1), &range);
    if (status) return status;
    const Operand size = {.value = const_int(values->size), .weak = true};
    status = elementwise_2(state, OP_REMAINDER, operand_array(range), size, &places);
    release(state, range);
    if (status) return status;
    status = item_get(state, value_array(values), value_array(places), &got);
    release(state, places);
    if (!status) *result = got.array;
    return status;
}

/* value as count elements in one axis, of the dtype; none: there are none to take. */
static ArrStatus flat_values(ArrState *state, Value value, ArrDtype dtype, int64_t count,
                             Array **values) {
    Array *given, *line;
    ArrStatus status = convert_array(state, value, (int)dtype, &given);
    if (status) return status;
    status = flatten(state, given, &line);
    release(state, given);
    if (status) return status;
    if (line->size == count || line->size == 1 || count == 0) {
        *values = line;
        return ARR_OK;
    }
    if (line->size == 0)
        status = error_set(&state->base, ERROR_VALUE, "Error setting single item of array.");
    else status = cycle(state, line, count, values);
    release(state, line);
    return status;
}

/* How many elements the index names. */
static ArrStatus count_named(ArrState *state, Array *line, Value index, int64_t *count) {
    Value named;
    ArrStatus status = item_get(state, value_array(line), index, &named);
    if (status) return status;
    *count = named.array->size;
    value_release(state, named);
    return ARR_OK;
}

static ArrStatus set_line(ArrState *state, Array *line, Value index, Value value) {
    int64_t count;
    Array *values;
    ArrStatus status = count_named(state, line, index, &count);
    if (!status) status = flat_values(state, value, (ArrDtype)line->dtype, count, &values);
    if (status || count == 0) {
        if (!status) release(state, values);
        return status;
    }
    status = item_set(state, value_array(line), index, value_array(values));
    release(state, values);
    return status;
}

/* a[...] = line, in a's shape. */
static ArrStatus put_back(ArrState *state, Array *a, Array *line) {
    Array *shaped;
    ArrStatus status = graph_reshape(&state->graph, line, a->ndim, array_shape(a), &shaped);
    if (status) return status;
    status = graph_assign(&state->graph, a, operand_array(shaped));
    release(state, shaped);
    return status;
}

ArrStatus flat_set(ArrState *state, Array *a, Value index, Value value) {
    static const int64_t shape[1] = {-1};
    Array *line;
    if (a->read_only) return error_set(&state->base, ERROR_VALUE, "underlying array is read-only");
    ArrStatus status = array_reshape_view(&state->graph.arrays, a, 1, shape, &line);
    if (status) return status;
    bool copied = !line;
    if (copied) status = flatten(state, a, &line);
    if (status) return status;
    status = set_line(state, line, index, value);
    if (!status && copied) status = put_back(state, a, line);
    release(state, line);
    return status;
}

ArrStatus flat_fill(ArrState *state, Array *a, Value value) {
    Array *values;
    if (a->size == 0) return ARR_OK;
    ArrStatus status = flat_values(state, value, (ArrDtype)a->dtype, a->size, &values);
    if (status) return status;
    status = values->size == 1 && a->size != 1
                 ? graph_assign(&state->graph, a, operand_array(values))
                 : put_back(state, a, values);
    release(state, values);
    return status;
}
