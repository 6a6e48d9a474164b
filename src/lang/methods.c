/* The methods of arrays and NumPy scalars. Those that np has as functions
 * share its bodies (see argument()); item() and tolist() are conversions to
 * Python's values, so they pull. */
#include "arrays.h"
#include "library.h"

#include <string.h>

static Array *self(const BuiltinCall *call) {
    return call->self.array;
}

/* The arguments of f(*items): f((1, 2)) means f(1, 2). */
static Value spread(Value rest) {
    const SequenceObject *items = VALUE_AS(SequenceObject, rest);
    if (items->count != 1) return rest;
    Value only = items->items[0];
    return only.kind == VALUE_TUPLE || only.kind == VALUE_LIST ? only : rest;
}

/* --- copies and shapes -------------------------------------------------------------------- */

static ArrStatus method_copy(ArrState *state, const BuiltinCall *call, Value *result) {
    char order;
    Array *copy;
    ArrStatus status = convert_to_order(state, call->args[0], 'C', &order);
    if (!status)
        status = graph_copy(&state->graph, self(call), (ArrDtype)self(call)->dtype, order, &copy);
    return give_array(status, &copy, result);
}

static ArrStatus method_flatten(ArrState *state, const BuiltinCall *call, Value *result) {
    static const int64_t flat[1] = {-1};
    char order;
    Array *source = NULL, *copy = NULL, *view;
    ArrStatus status = convert_to_order(state, call->args[0], 'C', &order);
    if (!status && order == 'K')
        status = error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                           "flatten in order 'K' is not in arr yet");
    if (!status && order == 'F')
        status = array_transpose(&state->graph.arrays, self(call), 0, NULL, &source);
    else if (!status) array_retain(source = self(call));
    if (!status) status = graph_copy(&state->graph, source, (ArrDtype)source->dtype, 'C', &copy);
    if (!status) status = graph_reshape(&state->graph, copy, 1, flat, &view);
    array_release(&state->graph.arrays, source);
    array_release(&state->graph.arrays, copy);
    return give_array(status, &view, result);
}

static ArrStatus method_astype(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = self(call), *cast;
    int dtype;
    char order;
    bool copy = true;
    ArrStatus status = convert_to_dtype(state, call->args[0], &dtype);
    if (!status) status = convert_to_order(state, call->args[1], 'K', &order);
    if (!status && call->args[2].kind != VALUE_UNDEFINED)
        status = value_truth(state, call->args[2], &copy);
    if (status) return status;
    ArrDtype wanted = dtype < 0 ? ARR_FLOAT64 : (ArrDtype)dtype; /* NumPy's dtype(None) */
    if (!copy && wanted == a->dtype) {
        array_retain(a);
        *result = call->self;
        return ARR_OK;
    }
    status = graph_copy(&state->graph, a, wanted, order, &cast);
    return give_array(status, &cast, result);
}

static ArrStatus method_reshape(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *rest = VALUE_AS(SequenceObject, call->args[0]);
    if (rest->count == 0)
        return error_set(&state->base, ERROR_TYPE, "reshape() takes exactly 1 argument (0 given)");
    Value shape = rest->count == 1 ? rest->items[0] : call->args[0];
    Array *a;
    ArrStatus status = convert_to_new_array(state, call->self, -1, &a);
    if (status) return status;
    status = shape_reshape(state, a, shape, call->args[1], result);
    array_release(&state->graph.arrays, a);
    return status;
}

static ArrStatus method_transpose(ArrState *state, const BuiltinCall *call, Value *result) {
    Value axes = spread(call->args[0]);
    const SequenceObject *rest = VALUE_AS(SequenceObject, call->args[0]);
    if (rest->count == 0 || (rest->count == 1 && rest->items[0].kind == VALUE_NONE))
        axes = value_none();
    if (self(call)->scalar) {
        value_retain(*result = call->self);
        return ARR_OK;
    }
    return shape_transpose(state, self(call), axes, result);
}

static ArrStatus method_conjugate(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *conjugate;
    if (dtype_info[self(call)->dtype].kind != KIND_COMPLEX) {
        value_retain(*result = call->self);
        return ARR_OK;
    }
    ArrStatus status = elementwise_1(state, OP_CONJUGATE, self(call), &conjugate);
    return give_array(status, &conjugate, result);
}

/* --- values ---------------------------------------------------------------------------------- */

static ArrStatus method_fill(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0];
    bool sequence = v.kind == VALUE_LIST || v.kind == VALUE_TUPLE || v.kind == VALUE_RANGE;
    if (self(call)->scalar) { /* a copy is filled, which nobody sees */
        *result = value_none();
        return ARR_OK;
    }
    if (sequence || (v.kind == VALUE_ARRAY && v.array->size != 1))
        return error_set(&state->base, ERROR_VALUE, "setting an array element with a sequence.");
    ArrStatus status = convert_assign(state, self(call), v);
    if (!status) *result = value_none();
    return status;
}

/* The place of flat element index in C order. */
static ArrStatus flat_items(ArrState *state, const Array *a, int64_t index, IndexItem *items) {
    int64_t rest = index < 0 ? index + a->size : index;
    if (rest < 0 || rest >= a->size)
        return error_set(&state->base, ERROR_INDEX, "index %lld is out of bounds for size %lld",
                         (long long)index, (long long)a->size);
    for (int i = a->ndim - 1; i >= 0; i--) {
        items[i] = (IndexItem){.kind = INDEX_INT, .start = rest % array_shape(a)[i]};
        rest /= array_shape(a)[i];
    }
    return ARR_OK;
}

static ArrStatus item_place(ArrState *state, const Array *a, Value indices, IndexItem *items) {
    const SequenceObject *list = VALUE_AS(SequenceObject, indices);
    int64_t index;
    ArrStatus status = ARR_OK;
    if (list->count == 1 && a->ndim != 1) {
        status = value_index(state, list->items[0], &index);
        return status ? status : flat_items(state, a, index, items);
    }
    if (list->count != a->ndim)
        return error_set(&state->base, ERROR_VALUE, "incorrect number of indices for array");
    for (int i = 0; i < a->ndim && !status; i++) {
        items[i] = (IndexItem){.kind = INDEX_INT};
        status = value_index(state, list->items[i], &items[i].start);
    }
    return status;
}

static ArrStatus method_item(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = self(call), *element;
    IndexItem items[ARR_MAX_NDIM];
    Value indices = spread(call->args[0]);
    if (VALUE_AS(SequenceObject, call->args[0])->count == 0)
        return convert_to_host(state, PULL_CONVERT, a, result);
    ArrStatus status = item_place(state, a, indices, items);
    if (!status) status = array_index(&state->graph.arrays, a, a->ndim, items, &element);
    if (status) return status;
    status = convert_to_host(state, PULL_CONVERT, element, result);
    array_release(&state->graph.arrays, element);
    return status;
}

/* a's elements from *next on as nested lists; recursion is bounded by ndim. */
static ArrStatus nested_list(ArrState *state, const Array *a, int axis, const unsigned char **next,
                             Value *result) {
    if (axis == a->ndim) {
        ArrConst c = {.dtype = (ArrDtype)a->dtype};
        memcpy(c.bytes, *next, (size_t)array_itemsize(a));
        *next += array_itemsize(a);
        return convert_const(state, c, result);
    }
    Value list;
    ArrStatus status = sequence_new(state, VALUE_LIST, NULL, array_shape(a)[axis], &list);
    if (status) return status;
    SequenceObject *items = VALUE_AS(SequenceObject, list);
    for (int64_t i = 0; i < items->count && !status; i++)
        status = nested_list(state, a, axis + 1, next, &items->items[i]);
    if (status) value_release(state, list);
    else *result = list;
    return status;
}

static ArrStatus method_tolist(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = self(call);
    size_t nbytes = (size_t)(a->size * array_itemsize(a));
    unsigned char *bytes = heap_alloc(&state->base.heap, nbytes);
    if (!bytes) return error_memory(&state->base, (int64_t)nbytes, "a list");
    const unsigned char *next = bytes;
    ArrStatus status = a->size ? pull(state->exec, PULL_CONVERT, a, bytes) : ARR_OK;
    if (!status) status = nested_list(state, a, 0, &next, result);
    heap_free(&state->base.heap, bytes, nbytes);
    return status;
}

/* --- by np's functions ---------------------------------------------------------------------- */

static ArrStatus call_numpy(ArrState *state, const char *name, const Value *values, int count,
                            Value *result) {
    const Value *function = names_find(&state->numpy, name, (int64_t)strlen(name));
    while (count > 0 && values[count - 1].kind == VALUE_UNDEFINED) count--;
    const Arguments arguments = {.values = values, .count = count};
    return call_value(state, *function, &arguments, result);
}

static ArrStatus method_compress(ArrState *state, const BuiltinCall *call, Value *result) {
    const Value axis = call->args[1].kind == VALUE_UNDEFINED ? value_none() : call->args[1];
    const Value values[4] = {call->args[0], call->self, axis, call->args[2]};
    return call_numpy(state, "compress", values, 4, result);
}

static ArrStatus method_partition(ArrState *state, const BuiltinCall *call, Value *result) {
    const Value axis = call->args[1].kind == VALUE_UNDEFINED ? value_int(-1) : call->args[1];
    const Value values[4] = {call->self, call->args[0], axis, call->args[2]};
    Value parted;
    ArrStatus status = call_numpy(state, "partition", values, 4, &parted);
    if (status) return status;
    status = convert_assign(state, self(call), parted);
    value_release(state, parted);
    if (!status) *result = value_none();
    return status;
}

/* --- view ----------------------------------------------------------------------------------- */

/* The last axis of a in items of another size, or NumPy's error. */
static ArrStatus resize_items(ArrState *state, const Array *a, int64_t size, int64_t *extent) {
    int64_t own = array_itemsize(a), last = a->ndim - 1;
    if (a->ndim == 0)
        return error_set(&state->base, ERROR_VALUE,
                         "Changing the dtype of a 0d array is only supported if the itemsize is "
                         "unchanged");
    if (array_strides(a)[last] != own && array_shape(a)[last] != 1 && a->size)
        return error_set(&state->base, ERROR_VALUE,
                         "To change to a dtype of a different size, the last axis must be "
                         "contiguous");
    if (array_shape(a)[last] * own % size != 0)
        return error_set(&state->base, ERROR_VALUE,
                         "When changing to a larger dtype, its size must be a divisor of the "
                         "total size in bytes of the last axis of the array.");
    *extent = array_shape(a)[last] * own / size;
    return ARR_OK;
}

/* Elements of the dtype must lie where the machine reads them whole. */
static bool is_aligned(const Array *view) {
    int64_t part = array_itemsize(view) / (dtype_info[view->dtype].kind == KIND_COMPLEX ? 2 : 1);
    bool aligned = view->offset % part == 0;
    for (int i = 0; i < view->ndim; i++)
        aligned &= array_shape(view)[i] == 1 || array_strides(view)[i] % part == 0;
    return aligned;
}

static ArrStatus view_as(ArrState *state, const Array *a, ArrDtype dtype, Array **view) {
    int64_t shape[ARR_MAX_NDIM], strides[ARR_MAX_NDIM], size = dtype_info[dtype].itemsize;
    memcpy(shape, array_shape(a), (size_t)a->ndim * sizeof *shape);
    memcpy(strides, array_strides(a), (size_t)a->ndim * sizeof *strides);
    if (dtype == ARR_BOOL && a->dtype != ARR_BOOL)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "view(bool) of other dtypes is not in arr: compare with 0 instead");
    if (size != array_itemsize(a)) {
        ArrStatus status = resize_items(state, a, size, &shape[a->ndim ? a->ndim - 1 : 0]);
        if (status) return status;
        strides[a->ndim - 1] = size;
    }
    ArrStatus status =
        array_view(&state->graph.arrays, a, dtype, a->offset, a->ndim, shape, strides, view);
    if (status || is_aligned(*view)) return status;
    array_release(&state->graph.arrays, *view);
    return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                     "a view of %s that is not aligned is not in arr", dtype_info[dtype].name);
}

/* Of a scalar, a scalar. */
static ArrStatus method_view(ArrState *state, const BuiltinCall *call, Value *result) {
    int dtype;
    Array *a, *view, *scalar;
    ArrStatus status = convert_to_dtype(state, call->args[0], &dtype);
    if (!status) status = convert_to_new_array(state, call->self, -1, &a);
    if (status) return status;
    status = view_as(state, a, dtype < 0 ? (ArrDtype)a->dtype : (ArrDtype)dtype, &view);
    array_release(&state->graph.arrays, a);
    if (status || !self(call)->scalar) return give_array(status, &view, result);
    status = graph_read_scalar(&state->graph, view, &scalar);
    array_release(&state->graph.arrays, view);
    return give_array(status, &scalar, result);
}

/* --- the table ------------------------------------------------------------------------------- */

static const BuiltinRow rows[] = {
    {"copy(order='C')", method_copy, "A copy of the array.", 0},
    {"astype(dtype, order='K', copy=True)", method_astype,
     "The elements cast to dtype: floats to ints drop the fraction, ints wrap, complex drops the "
     "imaginary part.",
     0},
    {"view(dtype=None)", method_view,
     "The same bytes as elements of another dtype; the last axis grows or shrinks with their size.",
     0},
    {"reshape(*shape, order='C')", method_reshape,
     "The array in another shape of the same size: a view where memory allows, else a copy. One "
     "extent may be -1. ValueError if the sizes differ.",
     0},
    {"transpose(*axes)", method_transpose, "A view with the axes in that order, or reversed.", 0},
    {"swapaxes(axis1, axis2)", numpy_swapaxes, "A view with two axes exchanged.", 0},
    {"squeeze(axis=None)", numpy_squeeze, "A view without the axes of extent 1.", 0},
    {"ravel(order='C')", numpy_ravel,
     "All elements in one axis: a view if the array is contiguous, else a copy.", 0},
    {"flatten(order='C')", method_flatten, "A copy of all elements in one axis.", 0},
    {"tofile(fid, sep='', format='%s')", method_tofile,
     "Writes the bytes of the elements, in C order, to a file.", 0},
    {"fill(value)", method_fill, "Writes value to every element.", 0},
    {"item(*args)", method_item,
     "One element as a Python number: the only one, or that of a flat or full index. Pulls it.", 0},
    {"tolist()", method_tolist, "The elements as nested lists of Python numbers. Pulls them.", 0},
    {"conj()", method_conjugate, "The complex conjugate.", 0},
    {"conjugate()", method_conjugate, "The complex conjugate.", 0},
    {"clip(min=None, max=None, out=None)", numpy_clip,
     "Values below min raised to it and values above max lowered to it.", 0},
    {"round(decimals=0, out=None)", numpy_round,
     "Rounded to that many decimals, halves to the even neighbour.", 0},
    {"nonzero()", numpy_nonzero, "np.nonzero(self).", 0},
    {"take(indices, axis=None, out=None, mode='raise')", numpy_take,
     "np.take(self, indices, axis, out, mode).", 0},
    {"cumsum(axis=None, dtype=None, out=None)", numpy_scan,
     "The running sums along axis, or of all elements in C order.", LIBRARY_CUMSUM},
    {"cumprod(axis=None, dtype=None, out=None)", numpy_scan,
     "The running products along axis, or of all elements in C order.", LIBRARY_CUMPROD},
    {"argmin(axis=None, out=None, *, keepdims=False)", numpy_arg,
     "The index of the first least element along axis, or among all.", LIBRARY_ARGMIN},
    {"argmax(axis=None, out=None, *, keepdims=False)", numpy_arg,
     "The index of the first greatest element along axis, or among all.", LIBRARY_ARGMAX},
    {"sort(axis=-1, kind=None, order=None, *, stable=None)", method_sort,
     "Sorts the array in place along axis, nan last. Equal elements keep their order.", 0},
    {"argsort(axis=-1, kind=None, order=None, *, stable=None)", numpy_sort,
     "The indices that would sort the array along axis. Equal elements keep their order.",
     LIBRARY_ARGSORT},
    {"put(indices, values, mode='raise')", library_method,
     "Writes values, again and again, to those places of the flattened array.", 0},
    {"choose(choices, out=None, mode='raise')", library_method,
     "np.choose(self, choices, out, mode).", 0},
    {"compress(condition, axis=None, out=None)", method_compress,
     "np.compress(condition, self, axis, out).", 0},
    {"searchsorted(v, side='left', sorter=None)", numpy_searchsorted,
     "np.searchsorted(self, v, side, sorter).", 0},
    {"partition(kth, axis=-1, kind='introselect', order=None)", method_partition,
     "np.partition(), in place.", 0},
    {"argpartition(kth, axis=-1, kind='introselect', order=None)", library_method,
     "np.argpartition(self, kth, axis).", 0},
    {"repeat(repeats, axis=None)", numpy_repeat,
     "Each element repeated that often; one number for all or one for each.", 0},
    {"diagonal(offset=0, axis1=0, axis2=1)", numpy_diagonal,
     "A read-only view of the diagonal of two axes.", 0},
    {"trace(offset=0, axis1=0, axis2=1, dtype=None, out=None)", numpy_trace,
     "The sum along the diagonal of two axes.", 0},
    {"dot(b, out=None)", numpy_dot, "np.dot(self, b).", 0},
    {"sum(axis=None, dtype=None, out=None, keepdims=False, initial=, where=True)", numpy_reduce,
     "The sum over the axes.", REDUCE_SUM},
    {"prod(axis=None, dtype=None, out=None, keepdims=False, initial=, where=True)", numpy_reduce,
     "The product over the axes.", REDUCE_PROD},
    {"min(axis=None, out=None, keepdims=False, initial=, where=True)", numpy_reduce,
     "The smallest element over the axes; nan if there is one.", REDUCE_MIN},
    {"max(axis=None, out=None, keepdims=False, initial=, where=True)", numpy_reduce,
     "The largest element over the axes; nan if there is one.", REDUCE_MAX},
    {"any(axis=None, out=None, keepdims=False, *, where=True)", numpy_reduce,
     "Whether any element is nonzero.", REDUCE_ANY},
    {"all(axis=None, out=None, keepdims=False, *, where=True)", numpy_reduce,
     "Whether all elements are nonzero.", REDUCE_ALL},
    {"mean(axis=None, dtype=None, out=None, keepdims=False, *, where=True)", numpy_mean,
     "The average over the axes.", 0},
    {"var(axis=None, dtype=None, out=None, ddof=0, keepdims=False)", library_method,
     "The average squared distance from the mean, over the axes.", 0},
    {"std(axis=None, dtype=None, out=None, ddof=0, keepdims=False)", library_method,
     "The square root of var().", 0},
    {NULL, NULL, NULL, 0}};

ArrStatus methods_open(ArrState *state) {
    return builtins_register(state, &state->methods, rows);
}
