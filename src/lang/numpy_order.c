/* np's functions of order: cumulative sums, argmin and argmax, sorts,
 * bincount, searchsorted. Each is a library op over the last axis of a view;
 * only bincount pulls, since its data decide its size. */
#include "arrays.h"

#include <string.h>

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- axes ------------------------------------------------------------------------------- */

/* A view of a whose axis comes last. */
static ArrStatus axis_last(ArrState *state, const Array *a, int axis, Array **view) {
    int64_t order[ARR_MAX_NDIM];
    for (int i = 0, k = 0; i < a->ndim; i++)
        if (i != axis) order[k++] = i;
    order[a->ndim - 1] = axis;
    return array_transpose(&state->graph.arrays, a, a->ndim, order, view);
}

static ArrStatus flattened(ArrState *state, Array *a, Array **flat) {
    static const int64_t shape[1] = {-1};
    return graph_reshape(&state->graph, a, 1, shape, flat);
}

/* a and the axis that v names; without an axis (None), a's elements in one.
 * A number counts as having the axis 0 where numbers is set. */
static ArrStatus along_axis(ArrState *state, Value array, Value v, bool numbers, Array **a,
                            int *axis) {
    int64_t index = 0;
    Array *source;
    *a = NULL;
    ArrStatus status = v.kind == VALUE_NONE ? ARR_OK : convert_to_axis(state, v, &index);
    if (!status) status = convert_array(state, array, -1, &source);
    if (status) return status;
    if (v.kind == VALUE_NONE || (numbers && source->ndim == 0))
        status = flattened(state, source, a);
    else array_retain(*a = source);
    release(state, source);
    return status ? status : axis_normalise(&state->base, index, (*a)->ndim, axis);
}

/* A new array of a's shape and layout. */
static ArrStatus array_like(ArrState *state, const Array *a, ArrDtype dtype, Array **result) {
    uint8_t order[ARR_MAX_NDIM];
    const Array *models[1] = {a};
    array_memory_order(a->ndim, 1, models, order);
    return array_new(&state->graph.arrays, dtype, a->ndim, array_shape(a), order, result);
}

/* Records op from a to out, both with that axis last. */
static ArrStatus record_along(ArrState *state, LibraryOp op, Array *a, Array *out, int axis) {
    Array *from = NULL, *to = NULL;
    ArrStatus status = axis_last(state, a, axis, &from);
    if (!status) status = axis_last(state, out, axis, &to);
    if (!status) status = graph_library(&state->graph, op, 1, &from, NULL, to);
    release(state, from);
    release(state, to);
    return status;
}

/* op from a into a new array of its shape. */
static ArrStatus new_along(ArrState *state, LibraryOp op, Array *a, int axis, Array *fresh,
                           Array **result) {
    ArrStatus status = record_along(state, op, a, fresh, axis);
    if (status) release(state, fresh);
    else *result = fresh;
    return status;
}

/* An argument that is -1 when not given. */
static Value last_axis(Value v) {
    return v.kind == VALUE_UNDEFINED ? value_int(-1) : v;
}
static Value no_axis(Value v) {
    return v.kind == VALUE_UNDEFINED ? value_none() : v;
}

/* Gives out a new reference, as functions that write to it return it. */
static void give_out(Array *out, Array **result) {
    array_retain(out);
    *result = out;
}

static bool same_shape(const Array *a, int ndim, const int64_t *shape) {
    return a->ndim == ndim && !memcmp(array_shape(a), shape, (size_t)ndim * sizeof *shape);
}

/* --- cumsum, cumprod ----------------------------------------------------------------------- */

/* NumPy's words when out's shape is not that of its operand. */
static ArrStatus scan_shape_error(ArrState *state, const Array *out, const Array *a) {
    char to[SHAPE_TEXT], mapped[SHAPE_TEXT], from[SHAPE_TEXT];
    int kept = out->ndim < a->ndim ? out->ndim : a->ndim;
    shape_text(from, a->ndim, array_shape(a));
    return error_set(&state->base, ERROR_VALUE,
                     "operands could not be broadcast together with remapped shapes "
                     "[original->remapped]: %s->%s %s->%s ",
                     shape_text(to, out->ndim, array_shape(out)),
                     shape_text(mapped, kept, array_shape(out)), from, from);
}

static ArrStatus scan(ArrState *state, LibraryOp op, Array *a, int axis, int dtype,
                      Array **result) {
    ReduceOp reduction = op == LIBRARY_CUMSUM ? REDUCE_SUM : REDUCE_PROD;
    ArrDtype loop;
    Array *cast, *fresh;
    ArrStatus status = reduce_resolve(&state->base, reduction, (ArrDtype)a->dtype, dtype, &loop);
    if (status) return status;
    if (loop == a->dtype) array_retain(cast = a);
    else status = graph_copy(&state->graph, a, loop, 'K', &cast);
    if (status) return status;
    status = array_like(state, a, loop, &fresh);
    if (!status) status = new_along(state, op, cast, axis, fresh, result);
    release(state, cast);
    return status;
}

/* (a, axis, dtype, out); call->data: the op */
ArrStatus numpy_scan(ArrState *state, const BuiltinCall *call, Value *result) {
    int dtype, axis;
    Array *a = NULL, *out, *scanned = NULL;
    ArrStatus status = convert_to_dtype(state, argument(call, 2), &dtype);
    if (!status) status = convert_to_out(state, argument(call, 3), &out);
    if (!status)
        status = along_axis(state, argument(call, 0), no_axis(argument(call, 1)), true, &a, &axis);
    if (!status && out && !same_shape(out, a->ndim, array_shape(a)))
        status = scan_shape_error(state, out, a);
    if (!status && out && dtype < 0)
        dtype = (int)dtype_promote((ArrDtype)a->dtype, (ArrDtype)out->dtype);
    if (!status) status = scan(state, (LibraryOp)call->data, a, axis, dtype, &scanned);
    release(state, a);
    if (status || !out) return give_array(status, &scanned, result);
    status = graph_assign(&state->graph, out, operand_array(scanned));
    release(state, scanned);
    if (!status) give_out(out, &scanned);
    return give_array(status, &scanned, result);
}

/* --- argmin, argmax ------------------------------------------------------------------------- */

/* The index array's shape: that of a without the axis, or with extent 1 there.
 * all: a is `whole` flattened, so no axis of that one is left. */
static int arg_shape(const Array *a, int axis, const Array *whole, bool keepdims, int64_t *shape) {
    int ndim = 0;
    bool all = a != whole;
    if (all && !keepdims) return 0;
    for (int i = 0; i < whole->ndim; i++)
        if (keepdims || i != axis) shape[ndim++] = all || i == axis ? 1 : array_shape(whole)[i];
    return ndim;
}

/* index, in the shape that the call asked for, as its result or in out. */
static ArrStatus deliver_index(ArrState *state, const BuiltinCall *call, Array *index, int ndim,
                               const int64_t *shape, Array *out, Array **result) {
    Array *shaped;
    if (out && !same_shape(out, ndim, shape))
        return error_set(&state->base, ERROR_VALUE, "output array does not match result of np.%s.",
                         call->function->name);
    if (out && !dtype_safe_cast((ArrDtype)out->dtype, ARR_INT64))
        return error_set(&state->base, ERROR_TYPE,
                         "Cannot cast array data from dtype('%s') to dtype('int64') according to "
                         "the rule 'safe'",
                         dtype_info[out->dtype].name);
    ArrStatus status = graph_reshape(&state->graph, index, ndim, shape, &shaped);
    if (status) return status;
    shaped->scalar = ndim == 0;
    if (!out) {
        *result = shaped;
        return ARR_OK;
    }
    status = graph_assign(&state->graph, out, operand_array(shaped));
    release(state, shaped);
    if (!status) give_out(out, result);
    return status;
}

/* The index of the best element along the axis, as a new dense array. */
static ArrStatus arg_index(ArrState *state, const BuiltinCall *call, Array *a, int axis,
                           Array **index) {
    int64_t shape[ARR_MAX_NDIM];
    Array *from, *fresh;
    if (array_shape(a)[axis] == 0)
        return error_set(&state->base, ERROR_VALUE, "attempt to get %s of an empty sequence",
                         call->function->name);
    ArrStatus status = axis_last(state, a, axis, &from);
    if (status) return status;
    int ndim = arg_shape(a, axis, a, false, shape);
    status = array_new(&state->graph.arrays, ARR_INT64, ndim, shape, NULL, &fresh);
    if (!status) {
        status = graph_library(&state->graph, (LibraryOp)call->data, 1, &from, NULL, fresh);
        if (status) release(state, fresh);
        else *index = fresh;
    }
    release(state, from);
    return status;
}

/* (a, axis, out, keepdims); call->data: the op */
ArrStatus numpy_arg(ArrState *state, const BuiltinCall *call, Value *result) {
    int axis;
    int64_t shape[ARR_MAX_NDIM];
    bool keepdims = false;
    Array *whole = NULL, *a = NULL, *index = NULL, *out, *found = NULL;
    ArrStatus status = convert_to_out(state, argument(call, 2), &out);
    if (!status && argument(call, 3).kind != VALUE_UNDEFINED)
        status = value_truth(state, argument(call, 3), &keepdims);
    if (!status) status = convert_array(state, argument(call, 0), -1, &whole);
    if (!status)
        status = along_axis(state, value_array(whole), no_axis(argument(call, 1)), true, &a, &axis);
    if (!status) status = arg_index(state, call, a, axis, &index);
    if (!status) {
        int ndim = arg_shape(a, axis, whole, keepdims, shape);
        status = deliver_index(state, call, index, ndim, shape, out, &found);
    }
    release(state, whole);
    release(state, a);
    release(state, index);
    return give_array(status, &found, result);
}

/* --- sort, argsort ---------------------------------------------------------------------------- */

/* kind=, order= and stable= are looked at and change nothing: every sort is stable. */
static ArrStatus check_kind(ArrState *state, Value kind, Value order, Value stable) {
    if (argument_given(order))
        return error_set(&state->base, ERROR_VALUE,
                         "Cannot specify order when the array has no fields.");
    if (argument_given(kind) && argument_given(stable))
        return error_set(&state->base, ERROR_VALUE,
                         "`kind` and `stable` parameters can't be provided at the same time. Use "
                         "only one of them.");
    if (!argument_given(kind)) return ARR_OK;
    if (kind.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "sort kind must be str, not %s",
                         value_type_name(kind));
    const StringObject *name = VALUE_AS(StringObject, kind);
    if (name->length && strchr("qQhHsSmM", name->bytes[0])) return ARR_OK;
    return error_set(&state->base, ERROR_VALUE,
                     "sort kind must be one of 'quick', 'heap', or 'stable' (got '%s')",
                     name->bytes);
}

/* (a, axis, kind, order, stable); call->data: LIBRARY_SORT or LIBRARY_ARGSORT */
ArrStatus numpy_sort(ArrState *state, const BuiltinCall *call, Value *result) {
    LibraryOp op = (LibraryOp)call->data;
    int axis;
    Array *a = NULL, *fresh, *sorted;
    ArrStatus status = check_kind(state, argument(call, 2), argument(call, 3), argument(call, 4));
    if (!status)
        status = along_axis(state, argument(call, 0), last_axis(argument(call, 1)),
                            op == LIBRARY_ARGSORT, &a, &axis);
    if (!status && op == LIBRARY_SORT) status = array_like(state, a, (ArrDtype)a->dtype, &fresh);
    else if (!status)
        status = array_new(&state->graph.arrays, ARR_INT64, a->ndim, array_shape(a), NULL, &fresh);
    if (!status) status = new_along(state, op, a, axis, fresh, &sorted);
    release(state, a);
    return give_array(status, &sorted, result);
}

/* a.sort(axis, kind, order, stable), in place */
ArrStatus method_sort(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = call->self.array, *view;
    int axis;
    int64_t index;
    ArrStatus status = check_kind(state, call->args[1], call->args[2], call->args[3]);
    if (!status) status = value_index(state, last_axis(call->args[0]), &index);
    if (!status) status = axis_normalise(&state->base, index, a->ndim, &axis);
    if (!status && (a->read_only || array_overlaps_itself(a)))
        status = error_set(&state->base, ERROR_VALUE, "sort array is read-only");
    if (!status) status = axis_last(state, a, axis, &view);
    if (status) return status;
    status = graph_library(&state->graph, LIBRARY_SORT, 1, &view, NULL, view);
    release(state, view);
    if (!status) *result = value_none();
    return status;
}

/* --- bincount, searchsorted ---------------------------------------------------------------------
 */

static ArrStatus cast_error(ArrState *state, const Array *a, ArrDtype dtype) {
    return error_set(&state->base, ERROR_TYPE,
                     "Cannot cast array data from dtype('%s') to dtype('%s') according to the "
                     "rule 'safe'",
                     dtype_info[a->dtype].name, dtype_info[dtype].name);
}

static ArrStatus check_depth(ArrState *state, const Array *a) {
    if (a->ndim == 1) return ARR_OK;
    return error_set(&state->base, ERROR_VALUE,
                     a->ndim ? "object too deep for desired array"
                             : "object of too small depth for desired array");
}

/* v as a 1-D array of dtype: arrays are cast safely (ints of any kind to
 * int64), sequences as they come. */
static ArrStatus line_of(ArrState *state, Value v, ArrDtype dtype, Array **line) {
    Array *a;
    ArrStatus status = convert_array(state, v, -1, &a);
    if (status) return status;
    bool ints = dtype_info[a->dtype].kind == KIND_UINT && dtype == ARR_INT64;
    if (a->ndim > 1) status = check_depth(state, a);
    if (!status && v.kind == VALUE_ARRAY && !ints && !dtype_safe_cast((ArrDtype)a->dtype, dtype))
        status = cast_error(state, a, dtype);
    if (!status && dtype_info[a->dtype].kind == KIND_COMPLEX)
        status = error_set(&state->base, ERROR_TYPE,
                           "float() argument must be a string or a real number, not 'complex'");
    if (!status) status = check_depth(state, a);
    if (!status) status = convert_array(state, value_array(a), (int)dtype, line);
    release(state, a);
    return status;
}

/* The least and greatest of x, in one pull of two sizes. */
static ArrStatus pull_bounds(ArrState *state, Array *x, int64_t bounds[2]) {
    static const ReduceOp ops[2] = {REDUCE_MIN, REDUCE_MAX};
    static const int64_t two[1] = {2};
    Array *pair = NULL;
    ArrStatus status = array_new(&state->graph.arrays, ARR_INT64, 1, two, NULL, &pair);
    for (int k = 0; k < 2 && !status; k++) {
        IndexItem item = {.kind = INDEX_INT, .start = k};
        Array *place = NULL, *bound = NULL;
        status = array_index(&state->graph.arrays, pair, 1, &item, &place);
        if (!status) status = graph_reduce(&state->graph, ops[k], x, 1, false, -1, NULL, &bound);
        if (!status) status = graph_assign(&state->graph, place, operand_array(bound));
        release(state, place);
        release(state, bound);
    }
    if (!status) status = pull(state->exec, PULL_SIZE, pair, bounds);
    release(state, pair);
    return status;
}

/* How many bins x needs; at least least. */
static ArrStatus count_bins(ArrState *state, Array *x, int64_t least, int64_t *bins) {
    int64_t bounds[2];
    ArrStatus status = pull_bounds(state, x, bounds);
    if (status) return status;
    if (bounds[0] < 0)
        return error_set(&state->base, ERROR_VALUE,
                         "'list' argument must have no negative elements");
    *bins = bounds[1] >= least ? bounds[1] : least - 1;
    if (*bins == INT64_MAX) return error_memory(&state->base, *bins, "bincount");
    ++*bins;
    return ARR_OK;
}

static ArrStatus bincount(ArrState *state, Array *x, Value weights, int64_t least, Array **result) {
    int64_t bins;
    Array *operands[2] = {x, NULL}, *counts;
    bool weighted = argument_given(weights);
    if (x->size == 0) return graph_full(&state->graph, ARR_INT64, 1, &least, const_int(0), result);
    ArrStatus status = count_bins(state, x, least, &bins);
    if (!status && weighted) status = line_of(state, weights, ARR_FLOAT64, &operands[1]);
    if (!status && weighted && operands[1]->size != x->size)
        status = error_set(&state->base, ERROR_VALUE,
                           "The weights and list don't have the same length.");
    if (!status)
        status = array_new(&state->graph.arrays, weighted ? ARR_FLOAT64 : ARR_INT64, 1, &bins, NULL,
                           &counts);
    if (!status) {
        status =
            graph_library(&state->graph, LIBRARY_BINCOUNT, 1 + weighted, operands, NULL, counts);
        if (status) release(state, counts);
        else *result = counts;
    }
    release(state, operands[1]);
    return status;
}

static ArrStatus numpy_bincount(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t least = 0;
    Array *x, *counts;
    ArrStatus status = line_of(state, call->args[0], ARR_INT64, &x);
    if (status) return status;
    if (argument_given(call->args[2])) status = value_index(state, call->args[2], &least);
    if (!status && least < 0)
        status = error_set(&state->base, ERROR_VALUE, "'minlength' must not be negative");
    if (!status) status = bincount(state, x, call->args[1], least, &counts);
    release(state, x);
    return give_array(status, &counts, result);
}

static ArrStatus search_side(ArrState *state, Value v, bool *right) {
    *right = false;
    if (v.kind == VALUE_UNDEFINED) return ARR_OK;
    if (v.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "search side must be str, not %s",
                         value_type_name(v));
    const StringObject *side = VALUE_AS(StringObject, v);
    *right = side->length == 5 && !memcmp(side->bytes, "right", 5);
    if (*right || (side->length == 4 && !memcmp(side->bytes, "left", 4))) return ARR_OK;
    return error_set(&state->base, ERROR_VALUE, "search side must be 'left' or 'right' (got '%s')",
                     side->bytes);
}

static ArrStatus search(ArrState *state, Array *const operands[2], bool right, Array **result) {
    ArrConst parameters[3] = {const_bool(right), const_bool(false), const_bool(false)};
    const Array *values = operands[1];
    if (operands[0]->size == 0) {
        ArrStatus status = graph_full(&state->graph, ARR_INT64, values->ndim, array_shape(values),
                                      const_int(0), result);
        if (!status) (*result)->scalar = values->ndim == 0;
        return status;
    }
    ArrStatus status =
        array_new(&state->graph.arrays, ARR_INT64, values->ndim, array_shape(values), NULL, result);
    if (status) return status;
    (*result)->scalar = values->ndim == 0;
    status = graph_library(&state->graph, LIBRARY_SEARCHSORTED, 2, operands, parameters, *result);
    if (status) release(state, *result);
    return status;
}

/* Places from 0 to size - 1 are asked for, when the data are there. Recording. */
static ArrStatus require_places(ArrState *state, Array *order, int64_t size) {
    Graph *graph = &state->graph;
    Operand bounds[2][2] = {{{.array = order}, {.value = const_int(0)}},
                            {{.array = order}, {.value = const_int(size)}}};
    Operand both[2] = {{0}};
    Array *parts[3] = {NULL, NULL, NULL}, *out = NULL;
    ArrConst parameters[3] = {const_int(library_requirement("Sorter index out of range.")),
                              const_int(0), const_int(0)};
    if (order->size == 0) return ARR_OK;
    ArrStatus status = graph_elementwise(graph, OP_GREATER_EQUAL, bounds[0], NULL, -1, &parts[0]);
    if (!status) status = graph_elementwise(graph, OP_LESS, bounds[1], NULL, -1, &parts[1]);
    for (int k = 0; k < 2; k++) both[k].array = parts[k];
    if (!status) status = graph_elementwise(graph, OP_LOGICAL_AND, both, NULL, -1, &parts[2]);
    if (!status) status = array_new(&graph->arrays, ARR_BOOL, 0, NULL, NULL, &out);
    if (!status) status = graph_library(graph, LIBRARY_REQUIRE, 1, &parts[2], parameters, out);
    for (int k = 0; k < 3; k++) release(state, parts[k]);
    release(state, out);
    return status;
}

/* *a in the order of sorter; one reference for another. */
static ArrStatus reorder(ArrState *state, Value sorter, Array **a) {
    Array *order;
    Value ordered;
    ArrStatus status = convert_array(state, sorter, -1, &order);
    if (status) return status;
    ArrayKind kind = dtype_info[order->dtype].kind;
    if (kind != KIND_INT && kind != KIND_UINT)
        status = error_set(&state->base, ERROR_TYPE, "sorter must only contain integers");
    if (!status) status = check_depth(state, order);
    if (!status && order->size != (*a)->size)
        status = error_set(&state->base, ERROR_VALUE, "sorter.size must equal a.size");
    if (!status) status = require_places(state, order, (*a)->size);
    if (!status) status = item_get(state, value_array(*a), value_array(order), &ordered);
    release(state, order);
    if (status) return status;
    release(state, *a);
    *a = ordered.array;
    return ARR_OK;
}

/* (a, v, side, sorter) */
ArrStatus numpy_searchsorted(ArrState *state, const BuiltinCall *call, Value *result) {
    bool right;
    Array *found, *in[2] = {NULL, NULL}, *cast[2] = {NULL, NULL};
    ArrStatus status = search_side(state, argument(call, 2), &right);
    for (int k = 0; k < 2 && !status; k++)
        status = convert_array(state, argument(call, k), -1, &in[k]);
    if (!status) status = check_depth(state, in[0]);
    if (!status && argument_given(argument(call, 3)))
        status = reorder(state, argument(call, 3), &in[0]);
    for (int k = 0; k < 2 && !status; k++)
        status = convert_array(state, value_array(in[k]),
                               (int)dtype_promote((ArrDtype)in[0]->dtype, (ArrDtype)in[1]->dtype),
                               &cast[k]);
    if (!status) status = search(state, cast, right, &found);
    for (int k = 0; k < 2; k++) {
        release(state, in[k]);
        release(state, cast[k]);
    }
    return give_array(status, &found, result);
}

const BuiltinRow numpy_order_rows[] = {
    {"cumsum(a, axis=None, dtype=None, out=None)", numpy_scan,
     "The running sums along axis, or of all elements in C order. Bools and small ints are added "
     "as int64 or uint64.",
     LIBRARY_CUMSUM},
    {"cumprod(a, axis=None, dtype=None, out=None)", numpy_scan,
     "The running products along axis, or of all elements in C order.", LIBRARY_CUMPROD},
    {"argmin(a, axis=None, out=None, *, keepdims=False)", numpy_arg,
     "The index of the first least element along axis, or among all in C order; of the first nan "
     "if there is one.",
     LIBRARY_ARGMIN},
    {"argmax(a, axis=None, out=None, *, keepdims=False)", numpy_arg,
     "The index of the first greatest element along axis, or among all in C order; of the first "
     "nan if there is one.",
     LIBRARY_ARGMAX},
    {"sort(a, axis=-1, kind=None, order=None, *, stable=None)", numpy_sort,
     "A copy of a with the elements along axis in ascending order, nan last; axis None flattens. "
     "Equal elements keep their order.",
     LIBRARY_SORT},
    {"argsort(a, axis=-1, kind=None, order=None, *, stable=None)", numpy_sort,
     "The indices that would sort a along axis. Equal elements keep their order, as with NumPy's "
     "kind='stable'; its default leaves that open.",
     LIBRARY_ARGSORT},
    {"bincount(x, weights=None, minlength=0)", numpy_bincount,
     "How often each of 0, 1, ... is in x, or the sum of its weights. Pulls the greatest element, "
     "which decides the size. ValueError for negative elements.",
     0},
    {"searchsorted(a, v, side='left', sorter=None)", numpy_searchsorted,
     "The places in the sorted 1-D array a before which v's elements keep it sorted; behind equal "
     "elements for side='right'. sorter: the order in which a is sorted.",
     0},
    {NULL, NULL, NULL, 0}};
