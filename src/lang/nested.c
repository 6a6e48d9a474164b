/* Nested lists, tuples and ranges as arrays. Shape and dtype are found first,
 * as np.array() finds them; then numbers are written to one block that is
 * uploaded, and arrays inside are assigned to views of the result, so that
 * nothing is pulled. Recursion is bounded by the largest ndim. */
#include "arrays.h"

#include <string.h>

typedef struct Nested {
    ArrState *state;
    int ndim;     /* axes that all leaves seen so far agree on */
    bool settled; /* a leaf was seen: shape[] is known down to ndim */
    bool ragged;  /* two of them disagreed */
    int64_t shape[ARR_MAX_NDIM];
    int dtype; /* promoted from the leaves, or the one asked for */
    bool dtype_given;
    bool has_numbers, has_arrays;
    unsigned char *bytes; /* elements in C order */
    Array *out;
    int64_t position; /* elements filled or passed so far */
} Nested;

static ArrStatus note_dtype(Nested *n, ArrDtype dtype) {
    if (!n->dtype_given)
        n->dtype = n->dtype < 0 ? (int)dtype : (int)dtype_promote((ArrDtype)n->dtype, dtype);
    return ARR_OK;
}

/* A leaf of count axes was found below depth sequences. */
static void note_leaf(Nested *n, int depth, int count, const int64_t *shape) {
    if (depth + count > n->ndim) {
        n->ragged = true;
        count = n->ndim > depth ? n->ndim - depth : 0;
    } else if (depth + count != n->ndim) {
        n->ndim = depth + count;
        n->ragged |= n->settled;
    }
    for (int i = 0; i < count; i++) {
        if (!n->settled) {
            n->shape[depth + i] = shape[i];
        } else if (n->shape[depth + i] != shape[i]) {
            n->ragged = true;
            n->ndim = depth + i;
            break;
        }
    }
    n->settled = true;
}

/* A sequence of count items is axis depth. false: its items cannot matter. */
static bool note_sequence(Nested *n, int depth, int64_t count) {
    if (depth >= n->ndim) {
        n->ragged = true;
        return false;
    }
    if (n->settled && n->shape[depth] != count) {
        n->ragged = true;
        n->ndim = depth;
        return false;
    }
    n->shape[depth] = count;
    if (count > 0) return true;
    n->settled = true;
    n->ndim = depth + 1;
    return false;
}

static ArrStatus discover_leaf(Nested *n, Value v, int depth) {
    if (v.kind == VALUE_ARRAY) {
        n->has_arrays = true;
        note_leaf(n, depth, v.array->ndim, array_shape(v.array));
        return note_dtype(n, (ArrDtype)v.array->dtype);
    }
    if (!value_is_number(v) && !n->dtype_given) return convert_object_error(n->state, v);
    n->has_numbers = true;
    note_leaf(n, depth, 0, NULL);
    ArrDtype dtype;
    if (n->dtype_given) return ARR_OK;
    ArrStatus status = convert_number_dtype(n->state, v, &dtype);
    return status ? status : note_dtype(n, dtype);
}

static ArrStatus discover(Nested *n, Value v, int depth) {
    if (v.kind != VALUE_LIST && v.kind != VALUE_TUPLE && v.kind != VALUE_RANGE)
        return discover_leaf(n, v, depth);
    if (depth >= ARR_MAX_NDIM)
        return error_set(&n->state->base, ERROR_VALUE,
                         "setting an array element with a sequence. The requested array would "
                         "exceed the maximum number of dimension of %d.",
                         ARR_MAX_NDIM);
    if (v.kind == VALUE_RANGE) {
        int64_t count = VALUE_AS(RangeObject, v)->count;
        return note_sequence(n, depth, count) ? discover_leaf(n, value_int(0), depth + 1) : ARR_OK;
    }
    const SequenceObject *items = VALUE_AS(SequenceObject, v);
    ArrStatus status = ARR_OK;
    if (!note_sequence(n, depth, items->count)) return status;
    for (int64_t i = 0; i < items->count && !status; i++)
        status = discover(n, items->items[i], depth + 1);
    return status;
}

static ArrStatus ragged_error(const Nested *n) {
    char text[SHAPE_TEXT];
    return error_set(&n->state->base, ERROR_VALUE,
                     "setting an array element with a sequence. The requested array has an "
                     "inhomogeneous shape after %d dimensions. The detected shape was %s + "
                     "inhomogeneous part.",
                     n->ndim, shape_tuple_text(text, n->ndim, n->shape));
}

static ArrStatus fill_number(Nested *n, Value v) {
    ArrConst c;
    size_t size = dtype_info[n->dtype].itemsize;
    ArrStatus status = convert_number(n->state, v, (ArrDtype)n->dtype, &c);
    if (!status) memcpy(n->bytes + (size_t)n->position++ * size, c.bytes, size);
    return status;
}

static ArrStatus fill_range(Nested *n, const RangeObject *range) {
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i < range->count && !status; i++)
        status = fill_number(n, value_int(range->start + i * range->step));
    return status;
}

/* Writes the numbers; arrays are passed over. */
static ArrStatus fill(Nested *n, Value v) {
    if (v.kind == VALUE_ARRAY) {
        n->position += v.array->size;
        return ARR_OK;
    }
    if (v.kind == VALUE_RANGE) return fill_range(n, VALUE_AS(RangeObject, v));
    if (v.kind != VALUE_LIST && v.kind != VALUE_TUPLE) return fill_number(n, v);
    const SequenceObject *items = VALUE_AS(SequenceObject, v);
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i < items->count && !status; i++) status = fill(n, items->items[i]);
    return status;
}

static ArrStatus place_array(Nested *n, Array *part) {
    int64_t strides[ARR_MAX_NDIM];
    int64_t stride = dtype_info[n->dtype].itemsize;
    int64_t offset = n->position * stride;
    n->position += part->size;
    if (part->size == 0) return ARR_OK;
    for (int i = part->ndim - 1; i >= 0; i--) {
        strides[i] = stride;
        stride *= array_shape(part)[i];
    }
    Array *view;
    ArrStatus status = array_view(&n->state->graph.arrays, n->out, (ArrDtype)n->dtype, offset,
                                  part->ndim, array_shape(part), strides, &view);
    if (status) return status;
    status = convert_assign_array(n->state, view, part);
    array_release(&n->state->graph.arrays, view);
    return status;
}

/* Assigns the arrays to their places; numbers are passed over. */
static ArrStatus place(Nested *n, Value v) {
    if (v.kind == VALUE_ARRAY) return place_array(n, v.array);
    if (v.kind == VALUE_RANGE) {
        n->position += VALUE_AS(RangeObject, v)->count;
        return ARR_OK;
    }
    if (v.kind != VALUE_LIST && v.kind != VALUE_TUPLE) {
        n->position++;
        return ARR_OK;
    }
    const SequenceObject *items = VALUE_AS(SequenceObject, v);
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i < items->count && !status; i++) status = place(n, items->items[i]);
    return status;
}

/* n->out from the numbers; without numbers, an array yet to be written. */
static ArrStatus upload(Nested *n, Value v) {
    Graph *graph = &n->state->graph;
    Heap *heap = &n->state->base.heap;
    ArrDtype dtype = (ArrDtype)n->dtype;
    if (!n->has_numbers) return array_new(&graph->arrays, dtype, n->ndim, n->shape, NULL, &n->out);
    int64_t nbytes = arr_nbytes(n->ndim, n->shape, dtype_info[dtype].itemsize);
    n->bytes = nbytes < 0 ? NULL : heap_alloc_zeroed(heap, (size_t)nbytes);
    if (!n->bytes) return error_memory(&n->state->base, nbytes, "an array");
    ArrStatus status = fill(n, v);
    if (!status) status = graph_from_host(graph, dtype, n->ndim, n->shape, n->bytes, &n->out);
    heap_free(heap, n->bytes, (size_t)nbytes);
    return status;
}

/* A range by itself needs no upload. */
static ArrStatus range_to_array(ArrState *state, const RangeObject *range, int dtype,
                                Value *result) {
    Array *a, *cast;
    ArrStatus status = graph_range(&state->graph, ARR_INT64, range->count, const_int(range->start),
                                   const_int(range->step), &a);
    if (status || dtype < 0) return give_array(status, &a, result);
    status = convert_array(state, value_array(a), dtype, &cast);
    array_release(&state->graph.arrays, a);
    return give_array(status, &cast, result);
}

ArrStatus nested_to_array(ArrState *state, Value v, int dtype, Value *result) {
    if (v.kind == VALUE_RANGE && (dtype < 0 || dtype == ARR_INT64 || dtype >= ARR_FLOAT32))
        return range_to_array(state, VALUE_AS(RangeObject, v), dtype, result);
    Nested n = {.state = state, .ndim = ARR_MAX_NDIM, .dtype = dtype, .dtype_given = dtype >= 0};
    ArrStatus status = discover(&n, v, 0);
    if (!status && n.ragged) status = ragged_error(&n);
    if (status) return status;
    if (n.dtype < 0) n.dtype = ARR_FLOAT64;
    status = upload(&n, v);
    if (status) return status;
    n.position = 0;
    if (n.has_arrays) status = place(&n, v);
    if (status) array_release(&state->graph.arrays, n.out);
    else *result = value_array(n.out);
    return status;
}
