/* np's functions that make arrays. Constant arrays are one node each and take
 * memory only when something must store them. */
#include "arrays.h"

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- from values ---------------------------------------------------------------------- */

/* copy=True (also when not given), copy=False, copy=None. */
typedef enum CopyMode { COPY_ALWAYS, COPY_NEVER, COPY_IF_NEEDED } CopyMode;

static ArrStatus copy_mode(ArrState *state, Value v, CopyMode *mode) {
    bool copy = true;
    *mode = COPY_IF_NEEDED;
    if (v.kind == VALUE_NONE) return ARR_OK;
    ArrStatus status = v.kind == VALUE_UNDEFINED ? ARR_OK : value_truth(state, v, &copy);
    *mode = copy ? COPY_ALWAYS : COPY_NEVER;
    return status;
}

static ArrStatus refuse_copy(ArrState *state) {
    return error_set(&state->base, ERROR_VALUE,
                     "Unable to avoid copy while creating an array as requested.\n"
                     "If using `np.array(obj, copy=False)` replace it with `np.asarray(obj)` to "
                     "allow a copy when needed (no behavior change in NumPy 1.x).\n"
                     "For more details, see https://numpy.org/devdocs/numpy_2_0_migration_guide."
                     "html#adapting-to-changes-in-the-copy-keyword.");
}

/* *a with axes of extent 1 before its own, so that it has ndmin. */
static ArrStatus add_axes(ArrState *state, Value ndmin, Array **a) {
    int64_t least = 0, shape[ARR_MAX_NDIM];
    ArrStatus status = ndmin.kind == VALUE_UNDEFINED ? ARR_OK : value_index(state, ndmin, &least);
    if (status || least <= (*a)->ndim) return status;
    if (least > ARR_MAX_NDIM)
        return error_set(&state->base, ERROR_VALUE,
                         "ndmin bigger than allowable number of dimensions NPY_MAXDIMS (=%d)",
                         ARR_MAX_NDIM);
    int added = (int)least - (*a)->ndim;
    for (int i = 0; i < (int)least; i++) shape[i] = i < added ? 1 : array_shape(*a)[i - added];
    Array *view;
    status = graph_reshape(&state->graph, *a, (int)least, shape, &view);
    if (status) return status;
    release(state, *a);
    *a = view;
    return ARR_OK;
}

/* *a in another order in memory. */
static ArrStatus lay_out(ArrState *state, char order, Array **a) {
    Array *copy;
    ArrStatus status = graph_copy(&state->graph, *a, (ArrDtype)(*a)->dtype, order, &copy);
    if (status) return status;
    release(state, *a);
    *a = copy;
    return ARR_OK;
}

/* (object, dtype, copy, order, subok, ndmin) */
static ArrStatus numpy_array(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0];
    int dtype;
    CopyMode mode;
    char order;
    Array *a;
    ArrStatus status = convert_to_dtype(state, call->args[1], &dtype);
    if (!status) status = copy_mode(state, call->args[2], &mode);
    if (!status) status = convert_to_order(state, call->args[3], 'K', &order);
    if (status) return status;
    bool same = v.kind == VALUE_ARRAY && !v.array->scalar && (dtype < 0 || dtype == v.array->dtype);
    if (mode == COPY_NEVER && !same) return refuse_copy(state);
    if (mode == COPY_ALWAYS && same)
        status = graph_copy(&state->graph, v.array, (ArrDtype)v.array->dtype, order, &a);
    else status = convert_to_new_array(state, v, dtype, &a);
    if (status) return status;
    bool other = order == 'F' ? a->ndim > 1 : order == 'C' && !array_is_contiguous(a);
    if (other && !(mode == COPY_ALWAYS && same)) status = lay_out(state, order, &a);
    if (!status) status = add_axes(state, call->args[5], &a);
    if (status) release(state, a);
    return give_array(status, &a, result);
}

static ArrStatus numpy_asarray(ArrState *state, const BuiltinCall *call, Value *result) {
    int dtype;
    Array *a;
    ArrStatus status = convert_to_dtype(state, call->args[1], &dtype);
    if (!status) status = convert_to_new_array(state, call->args[0], dtype, &a);
    return give_array(status, &a, result);
}

static ArrStatus numpy_copy(ArrState *state, const BuiltinCall *call, Value *result) {
    char order;
    Array *a, *copy;
    ArrStatus status = convert_to_order(state, call->args[1], 'K', &order);
    if (!status) status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = graph_copy(&state->graph, a, (ArrDtype)a->dtype, order, &copy);
    if (!status) copy->scalar = false;
    release(state, a);
    return give_array(status, &copy, result);
}

/* --- constant arrays -------------------------------------------------------------------- */

/* zeros, ones, empty; call->data is the value. */
static ArrStatus numpy_constant(ArrState *state, const BuiltinCall *call, Value *result) {
    int ndim, dtype;
    int64_t shape[ARR_MAX_NDIM];
    Array *a;
    ArrStatus status = convert_to_shape(state, call->args[0], &ndim, shape);
    if (!status) status = convert_to_dtype(state, call->args[1], &dtype);
    if (!status)
        status = graph_full(&state->graph, dtype < 0 ? ARR_FLOAT64 : (ArrDtype)dtype, ndim, shape,
                            const_int(call->data), &a);
    return give_array(status, &a, result);
}

/* A new array of that shape with v assigned to all of it. */
static ArrStatus filled(ArrState *state, ArrDtype dtype, int ndim, const int64_t *shape,
                        const uint8_t *order, Value v, Array **result) {
    ArrConst c;
    Array *a;
    if (value_is_number(v) && !order) {
        bool cast =
            v.kind == VALUE_FLOAT || v.kind == VALUE_COMPLEX; /* unsafely: nan is an int too */
        ArrDtype own = ARR_COMPLEX128;
        if (cast && v.kind == VALUE_FLOAT) own = ARR_FLOAT64;
        ArrStatus status = convert_number(state, v, cast ? own : dtype, &c);
        return status ? status : graph_full(&state->graph, dtype, ndim, shape, c, result);
    }
    ArrStatus status = array_new(&state->graph.arrays, dtype, ndim, shape, order, &a);
    if (status) return status;
    status = v.kind == VALUE_ARRAY ? graph_assign(&state->graph, a, operand_array(v.array))
                                   : convert_assign(state, a, v);
    if (status) release(state, a);
    else *result = a;
    return status;
}

/* The dtype that np.array(v) would have. */
static ArrStatus dtype_of(ArrState *state, Value v, int *dtype) {
    if (value_is_number(v)) {
        ArrDtype own;
        ArrStatus status = convert_number_dtype(state, v, &own);
        *dtype = (int)own;
        return status;
    }
    Array *a;
    ArrStatus status = convert_array(state, v, -1, &a);
    if (status) return status;
    *dtype = a->dtype;
    release(state, a);
    return ARR_OK;
}

static ArrStatus numpy_full(ArrState *state, const BuiltinCall *call, Value *result) {
    int ndim, dtype;
    int64_t shape[ARR_MAX_NDIM];
    Array *a;
    ArrStatus status = convert_to_shape(state, call->args[0], &ndim, shape);
    if (!status) status = convert_to_dtype(state, call->args[2], &dtype);
    if (!status && dtype < 0) status = dtype_of(state, call->args[1], &dtype);
    if (!status) status = filled(state, (ArrDtype)dtype, ndim, shape, NULL, call->args[1], &a);
    return give_array(status, &a, result);
}

/* An array of model's shape, and of its layout unless that is C's anyway. options: dtype, order,
 * subok and another shape. */
static ArrStatus filled_like(ArrState *state, Value model, const Value options[4], Value v,
                             Value *result) {
    uint8_t order[ARR_MAX_NDIM];
    int wanted, ndim;
    int64_t shape[ARR_MAX_NDIM];
    char letter;
    Array *like, *a;
    bool reshaped = argument_given(options[3]);
    ArrStatus status = convert_to_dtype(state, options[0], &wanted);
    if (!status) status = convert_to_order(state, options[1], 'K', &letter);
    if (!status && reshaped) status = convert_to_shape(state, options[3], &ndim, shape);
    if (!status) status = convert_array(state, model, -1, &like);
    if (status) return status;
    if (!reshaped) ndim = like->ndim;
    bool fortran = letter == 'F' && ndim > 1;
    bool plain = !fortran && (array_is_contiguous(like) || letter == 'C' || reshaped);
    if (!plain && !fortran) array_copy_order(like, order);
    for (int i = 0; fortran && i < ndim; i++) order[i] = (uint8_t)(ndim - 1 - i);
    status = filled(state, wanted < 0 ? (ArrDtype)like->dtype : (ArrDtype)wanted, ndim,
                    reshaped ? shape : array_shape(like), plain ? NULL : order, v, &a);
    release(state, like);
    return give_array(status, &a, result);
}

/* zeros_like, ones_like, empty_like */
static ArrStatus numpy_constant_like(ArrState *state, const BuiltinCall *call, Value *result) {
    return filled_like(state, call->args[0], call->args + 1, value_int(call->data), result);
}

static ArrStatus numpy_full_like(ArrState *state, const BuiltinCall *call, Value *result) {
    return filled_like(state, call->args[0], call->args + 2, call->args[1], result);
}

/* --- eye ------------------------------------------------------------------------------------ */

/* Writes ones to the k-th diagonal of a C-ordered matrix. */
static ArrStatus set_diagonal(ArrState *state, Array *a, int64_t k) {
    int64_t rows = array_shape(a)[0], columns = array_shape(a)[1];
    if (k <= -rows || k >= columns) return ARR_OK;
    int64_t row = k < 0 ? -k : 0, column = k < 0 ? 0 : k;
    int64_t count = rows - row < columns - column ? rows - row : columns - column;
    int64_t item = array_itemsize(a), stride = (columns + 1) * item;
    Array *diagonal;
    ArrStatus status =
        array_view(&state->graph.arrays, a, (ArrDtype)a->dtype,
                   a->offset + (row * columns + column) * item, 1, &count, &stride, &diagonal);
    if (status) return status;
    Operand one = {.value = const_cast(const_int(1), (ArrDtype)a->dtype)};
    status = graph_assign(&state->graph, diagonal, one);
    release(state, diagonal);
    return status;
}

static ArrStatus eye(ArrState *state, const int64_t *shape, int64_t k, Value dtype, Value *result) {
    int wanted;
    Array *a;
    ArrStatus status = convert_to_dtype(state, dtype, &wanted);
    if (!status)
        status = graph_full(&state->graph, wanted < 0 ? ARR_FLOAT64 : (ArrDtype)wanted, 2, shape,
                            const_int(0), &a);
    if (status) return status;
    status = set_diagonal(state, a, k);
    if (status) release(state, a);
    return give_array(status, &a, result);
}

static ArrStatus numpy_eye(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t shape[2], k = 0;
    ArrStatus status = value_index(state, call->args[0], &shape[0]);
    shape[1] = shape[0];
    if (!status && argument_given(call->args[1]))
        status = value_index(state, call->args[1], &shape[1]);
    if (!status && call->args[2].kind != VALUE_UNDEFINED)
        status = value_index(state, call->args[2], &k);
    return status ? status : eye(state, shape, k, call->args[3], result);
}

static ArrStatus numpy_identity(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t shape[2];
    ArrStatus status = value_index(state, call->args[0], &shape[0]);
    shape[1] = shape[0];
    return status ? status : eye(state, shape, 0, call->args[1], result);
}

/* --- fromfunction -------------------------------------------------------------------------- */

/* An array of that shape whose elements are their index along axis. */
static ArrStatus index_grid(ArrState *state, ArrDtype dtype, int ndim, const int64_t *shape,
                            int axis, Array **result) {
    Graph *graph = &state->graph;
    Array *line = NULL, *standing = NULL, *stretched = NULL;
    int64_t extents[ARR_MAX_NDIM];
    for (int i = 0; i < ndim; i++) extents[i] = i == axis ? shape[i] : 1;
    ArrStatus status = graph_range(graph, dtype, shape[axis], const_cast(const_int(0), dtype),
                                   const_cast(const_int(1), dtype), &line);
    if (!status) status = graph_reshape(graph, line, ndim, extents, &standing);
    if (!status) status = array_broadcast_to(&graph->arrays, standing, ndim, shape, &stretched);
    /* the function may write to its arguments */
    if (!status) status = graph_copy(graph, stretched, dtype, 'C', result);
    release(state, line);
    release(state, standing);
    release(state, stretched);
    return status;
}

static ArrStatus numpy_fromfunction(ArrState *state, const BuiltinCall *call, Value *result) {
    int ndim, dtype, made = 0;
    int64_t shape[ARR_MAX_NDIM];
    Value grids[ARR_MAX_NDIM];
    if (call->args[1].kind == VALUE_INT)
        return error_set(&state->base, ERROR_TYPE, "'int' object is not iterable");
    ArrStatus status = convert_to_shape(state, call->args[1], &ndim, shape);
    if (!status) status = convert_to_dtype(state, call->args[2], &dtype);
    if (status) return status;
    for (; made < ndim; made++) {
        Array *grid;
        status =
            index_grid(state, dtype < 0 ? ARR_FLOAT64 : (ArrDtype)dtype, ndim, shape, made, &grid);
        if (status) break;
        grids[made] = value_array(grid);
    }
    Arguments arguments = {.values = grids, .count = ndim};
    if (!status) status = call_value(state, call->args[0], &arguments, result);
    while (made > 0) value_release(state, grids[--made]);
    return status;
}

/* --- dtypes ------------------------------------------------------------------------------------
 */

static ArrStatus numpy_dtype(ArrState *state, const BuiltinCall *call, Value *result) {
    int dtype;
    ArrStatus status = convert_to_dtype(state, call->args[0], &dtype);
    return status ? status : dtype_new(state, dtype < 0 ? ARR_FLOAT64 : (ArrDtype)dtype, result);
}

const BuiltinRow numpy_create_rows[] = {
    {"array(object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0)", numpy_array,
     "A new array from nested sequences, numbers and arrays. The dtype is the smallest that holds "
     "all, if none is given. ValueError if the sequences are ragged.",
     0},
    {"asarray(a, dtype=None)", numpy_asarray, "a itself if it is such an array, else array(a).", 0},
    {"copy(a, order='K')", numpy_copy, "A copy of a, of the same layout.", 0},
    {"zeros(shape, dtype=float64)", numpy_constant,
     "An array of zeros. ValueError for negative extents, MemoryError beyond 128 TiB.", 0},
    {"ones(shape, dtype=float64)", numpy_constant, "An array of ones.", 1},
    {"empty(shape, dtype=float64)", numpy_constant, "An array to be written; it begins as zeros.",
     0},
    {"ndarray(shape, dtype=float64)", numpy_constant, "An array to be written; it begins as zeros.",
     0},
    {"full(shape, fill_value, dtype=None)", numpy_full,
     "An array of copies of fill_value, which may be an array that broadcasts to shape.", 0},
    {"zeros_like(a, dtype=None, order='K', subok=True, shape=None)", numpy_constant_like,
     "Zeros in the shape and dtype of a.", 0},
    {"ones_like(a, dtype=None, order='K', subok=True, shape=None)", numpy_constant_like,
     "Ones in the shape and dtype of a.", 1},
    {"empty_like(a, dtype=None, order='K', subok=True, shape=None)", numpy_constant_like,
     "An array in the shape and dtype of a; it begins as zeros.", 0},
    {"full_like(a, fill_value, dtype=None, order='K', subok=True, shape=None)", numpy_full_like,
     "Copies of fill_value in the shape and dtype of a.", 0},
    {"eye(N, M=None, k=0, dtype=float64)", numpy_eye,
     "N rows and M columns, ones on the k-th diagonal and zeros elsewhere.", 0},
    {"identity(n, dtype=float64)", numpy_identity, "n rows and columns, ones on the diagonal.", 0},
    {"fromfunction(function, shape, dtype=float64)", numpy_fromfunction,
     "What function gives for one array of indices per axis; it is called once.", 0},
    {"dtype(dtype)", numpy_dtype,
     "The type of an array's elements, with .name, .kind and .itemsize. TypeError for an unknown "
     "name.",
     0},
    {NULL, NULL, NULL, 0}};
