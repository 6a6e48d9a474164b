/* NumPy's ufuncs as values: their facts and their methods. reduce() and
 * accumulate() are reductions and scans of the op table where there are such,
 * else the op's own loop goes along the axis; at() is its loop on places. */
#include "ufunc.h"

#include <string.h>

#include "index.h"

/* Library functions that are ufuncs in NumPy. */
static const struct LibraryUfunc {
    const char *name;
    int nin, nout;
} library_ufuncs[] = {{"deg2rad", 1, 1},    {"rad2deg", 1, 1},     {"degrees", 1, 1},
                      {"radians", 1, 1},    {"modf", 1, 2},        {"frexp", 1, 2},
                      {"heaviside", 2, 1},  {"divmod", 2, 2},      {"logaddexp", 2, 1},
                      {"logaddexp2", 2, 1}, {"float_power", 2, 1}, {"matmul", 2, 1}};

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- facts -------------------------------------------------------------------- */

/* The op whose row made the function; -1: none. */
static int op_of(const BuiltinObject *function) {
    return function->row.fn == numpy_elementwise ? function->row.data : -1;
}

static const struct LibraryUfunc *library_ufunc(const BuiltinObject *function) {
    for (size_t i = 0; i < sizeof library_ufuncs / sizeof *library_ufuncs; i++)
        if (strcmp(library_ufuncs[i].name, function->name) == 0) return &library_ufuncs[i];
    return NULL;
}

bool ufunc_is(const BuiltinObject *function) {
    return op_of(function) >= 0 || library_ufunc(function);
}

static int ufunc_nin(const BuiltinObject *function) {
    int op = op_of(function);
    return op >= 0 ? op_info[op].arity : library_ufunc(function)->nin;
}

static Value ufunc_identity(int op) {
    switch (op) {
    case OP_ADD:
    case OP_BITWISE_OR:
    case OP_BITWISE_XOR:
    case OP_GCD:
    case OP_HYPOT: return value_int(0);
    case OP_MULTIPLY: return value_int(1);
    case OP_BITWISE_AND: return value_int(-1);
    case OP_LOGICAL_AND: return value_bool(true);
    case OP_LOGICAL_OR:
    case OP_LOGICAL_XOR: return value_bool(false);
    default: return value_none();
    }
}

/* --- one op along an axis -------------------------------------------------------- */

/* The type of a chain op(op(a, b), c): what the op takes and gives. */
static ArrStatus chain_dtype(ArrState *state, Op op, const Array *a, int wanted, ArrDtype *dtype) {
    ArrDtype own = wanted < 0 ? (ArrDtype)a->dtype : (ArrDtype)wanted, loop[3];
    const OperandType operands[2] = {{.dtype = own}, {.dtype = own}};
    ArrStatus status = op_resolve(&state->base, op, operands, loop, dtype);
    if (!status && (loop[0] != *dtype || loop[1] != *dtype))
        status = error_set(&state->base, ERROR_TYPE,
                           "No loop matching the specified signature and casting was found for "
                           "ufunc %s",
                           op_info[op].name);
    return status;
}

/* A view of a with the axis last. */
static ArrStatus with_axis_last(ArrState *state, Array *a, int axis, Array **view) {
    int64_t order[ARR_MAX_NDIM];
    for (int i = 0, k = 0; i < a->ndim; i++)
        if (i != axis) order[k++] = i;
    order[a->ndim - 1] = axis;
    return array_transpose(&state->graph.arrays, a, a->ndim, order, view);
}

/* a in that type, with the axis last. */
static ArrStatus chain_operand(ArrState *state, Array *a, int axis, ArrDtype dtype, Array **view) {
    Array *cast = a;
    ArrStatus status = ARR_OK;
    if (a->dtype == dtype) array_retain(a);
    else status = graph_copy(&state->graph, a, dtype, 'K', &cast);
    if (status) return status;
    status = with_axis_last(state, cast, axis, view);
    release(state, cast);
    return status;
}

/* The scan of an op that has a row of its own; -1: the op's loop does it. */
static int scan_of(Op op, ArrDtype dtype) {
    bool real = dtype_info[dtype].kind != KIND_COMPLEX;
    if (op == OP_ADD) return LIBRARY_CUMSUM;
    if (op == OP_MULTIPLY) return LIBRARY_CUMPROD;
    if (op == OP_MAXIMUM && real) return LIBRARY_CUMMAX;
    return op == OP_MINIMUM && real ? LIBRARY_CUMMIN : -1;
}

/* All steps of the chain along the last axis of in, to steps. */
static ArrStatus chain_into(ArrState *state, Op op, Array *in, Array *steps) {
    int scan = scan_of(op, (ArrDtype)in->dtype);
    const ArrConst parameters[3] = {const_int(op), const_bool(false), const_bool(false)};
    if (in->size == 0) return ARR_OK;
    return graph_library(&state->graph, scan < 0 ? LIBRARY_ACCUMULATE : (LibraryOp)scan, 1, &in,
                         scan < 0 ? parameters : NULL, steps);
}

/* The same, as a new array. */
static ArrStatus chain(ArrState *state, Op op, Array *in, Array **steps) {
    ArrStatus status = array_new(&state->graph.arrays, (ArrDtype)in->dtype, in->ndim,
                                 array_shape(in), NULL, steps);
    if (status) return status;
    status = chain_into(state, op, in, *steps);
    if (status) release(state, *steps);
    return status;
}

/* out takes fresh, whose reference is taken over. */
static ArrStatus deliver(ArrState *state, Array *fresh, Array *out, Array **result) {
    *result = fresh;
    if (!out) return ARR_OK;
    ArrStatus status = graph_assign(&state->graph, out, operand_array(fresh));
    release(state, fresh);
    if (!status) array_retain(*result = out);
    return status;
}

/* --- reduce ----------------------------------------------------------------------- */

/* The reduction that joins by op; -1: none has a row. */
static int reduction_of(Op op) {
    for (int r = 0; r < REDUCE_COUNT; r++)
        if (reduce_info[r].combine == op) return r;
    return -1;
}

static bool is_reorderable(Op op) {
    return op == OP_GCD || op == OP_LCM || op == OP_HYPOT || op == OP_FMAX || op == OP_FMIN;
}

/* The one axis, or the first of several that change places with each other. */
static ArrStatus chain_axis(ArrState *state, Op op, uint64_t axes, int *axis) {
    int count = 0;
    for (int i = ARR_MAX_NDIM - 1; i >= 0; i--)
        if (axes >> i & 1) {
            *axis = i;
            count++;
        }
    if (count <= 1 || is_reorderable(op)) return ARR_OK;
    return error_set(&state->base, ERROR_VALUE,
                     "reduction operation '%s' is not reorderable, so at most one axis may be "
                     "specified",
                     op_info[op].name);
}

/* The last step of the chain along an axis. */
static ArrStatus fold_axis(ArrState *state, Op op, Array *a, int axis, ArrDtype dtype,
                           Array **result) {
    Array *in, *steps, *last;
    int64_t n = array_shape(a)[axis];
    if (n == 0)
        return error_set(&state->base, ERROR_VALUE,
                         "zero-size array to reduction operation %s which has no identity",
                         op_info[op].name);
    ArrStatus status = chain_operand(state, a, axis, dtype, &in);
    if (status) return status;
    uint8_t name = state->graph.name;
    state->graph.name = FLOAT_NAME_REDUCE;
    status = chain(state, op, in, &steps);
    state->graph.name = name;
    release(state, in);
    if (status) return status;
    const IndexItem items[2] = {{.kind = INDEX_ELLIPSIS}, {.kind = INDEX_INT, .start = n - 1}};
    status = array_index(&state->graph.arrays, steps, 2, items, &last);
    release(state, steps);
    if (status) return status;
    status = graph_copy(&state->graph, last, dtype, 'C', result);
    release(state, last);
    return status;
}

/* The axes of `axes`, one after the other, the outermost first. */
static ArrStatus fold_axes(ArrState *state, Op op, Array *a, uint64_t axes, ArrDtype dtype,
                           Array **result) {
    Array *folded = a;
    array_retain(a);
    int gone = 0;
    ArrStatus status = ARR_OK;
    for (int i = 0; i < a->ndim && !status; i++) {
        if (!(axes >> i & 1)) continue;
        Array *next;
        status = fold_axis(state, op, folded, i - gone++, dtype, &next);
        release(state, folded);
        folded = next;
    }
    if (!status) *result = folded;
    return status;
}

/* initial op a[0] takes the place of a[0] in a copy. */
static ArrStatus begin_with(ArrState *state, Op op, Array *a, int axis, ArrDtype dtype,
                            Value initial, Array **copy) {
    ArrConst start;
    Array *first, *joined;
    IndexItem items[ARR_MAX_NDIM] = {{.kind = INDEX_SLICE, .step = 1}};
    ArrStatus status = convert_number(state, initial, dtype, &start);
    if (!status) status = graph_copy(&state->graph, a, dtype, 'C', copy);
    if (status) return status;
    for (int i = 0; i < axis; i++) items[i] = (IndexItem){.kind = INDEX_SLICE, .step = 1};
    items[axis] = (IndexItem){.kind = INDEX_INT, .start = 0};
    status = array_index(&state->graph.arrays, *copy, axis + 1, items, &first);
    if (!status) {
        Operand begin = {.value = start};
        status = elementwise_2(state, op, begin, operand_array(first), &joined);
        if (!status) status = graph_assign(&state->graph, first, operand_array(joined));
        else joined = NULL;
        release(state, joined);
        release(state, first);
    }
    if (status) release(state, *copy);
    return status;
}

static ArrStatus keep_axes(ArrState *state, const Array *a, uint64_t axes, Array *folded,
                           Array **kept) {
    int64_t shape[ARR_MAX_NDIM];
    for (int i = 0; i < a->ndim; i++) shape[i] = axes >> i & 1 ? 1 : array_shape(a)[i];
    ArrStatus status = graph_reshape(&state->graph, folded, a->ndim, shape, kept);
    release(state, folded);
    return status;
}

/* reduce() of an op without a reduction. */
static ArrStatus fold(ArrState *state, Op op, const ReduceArguments *given, Value *result) {
    Array *a = NULL, *begun = NULL, *out, *mask, *folded = NULL;
    uint64_t axes = 0;
    int wanted, axis = -1;
    bool keepdims = false;
    ArrDtype dtype;
    ArrStatus status = convert_to_where(state, given->where, &mask);
    if (!status && mask) {
        release(state, mask);
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "%s.reduce(where=) is not in arr",
                         op_info[op].name);
    }
    if (!status) status = convert_to_out(state, given->out, &out);
    if (!status) status = convert_array(state, given->array, -1, &a);
    if (!status) status = convert_to_axes(state, given->axis, a->ndim, &axes);
    if (!status) status = convert_to_dtype(state, given->dtype, &wanted);
    if (!status && given->keepdims.kind != VALUE_UNDEFINED)
        status = value_truth(state, given->keepdims, &keepdims);
    if (!status) status = chain_dtype(state, op, a, wanted, &dtype);
    if (!status) status = chain_axis(state, op, axes, &axis);
    if (!status && argument_given(given->initial) && axis >= 0)
        status = begin_with(state, op, a, axis, dtype, given->initial, &begun);
    if (!status) status = fold_axes(state, op, begun ? begun : a, axes, dtype, &folded);
    if (!status && keepdims) status = keep_axes(state, a, axes, folded, &folded);
    if (!status) folded->scalar = folded->ndim == 0;
    if (!status) status = deliver(state, folded, out, &folded);
    release(state, begun);
    release(state, a);
    return give_array(status, &folded, result);
}

/* Bits of bools are their logical exclusive or. */
static ArrStatus reduce_truths(ArrState *state, ReduceArguments given, Value *result) {
    ArrStatus status = convert_to_array(state, given.array, ARR_BOOL, &given.array);
    if (status) return status;
    Value truths = given.array;
    status = reduce_call(state, REDUCE_BITWISE_XOR, &given, result);
    value_release(state, truths);
    return status;
}

/* All bits set, where there is nothing to take them away. */
static ArrStatus default_initial(ArrState *state, Op op, ReduceArguments *given) {
    Array *a;
    if (op != OP_BITWISE_AND || argument_given(given->initial)) return ARR_OK;
    ArrStatus status = convert_array(state, given->array, -1, &a);
    if (status) return status;
    bool masked = given->where.kind != VALUE_UNDEFINED;
    if ((a->size == 0 || masked) && dtype_info[a->dtype].kind != KIND_UINT)
        given->initial = a->dtype == ARR_BOOL ? value_bool(true) : value_int(-1);
    release(state, a);
    return ARR_OK;
}

static ArrStatus need_binary(ArrState *state, const BuiltinCall *call, const char *what) {
    const BuiltinObject *function = VALUE_AS(BuiltinObject, call->self);
    if (ufunc_nin(function) != 2)
        return error_set(&state->base, ERROR_VALUE, "%s only supported for binary functions", what);
    if (op_of(function) < 0)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "%s.%s() is not in arr",
                         function->name, call->function->name);
    return ARR_OK;
}

/* (array, axis, dtype, out, keepdims, initial, where) */
static ArrStatus ufunc_reduce(ArrState *state, const BuiltinCall *call, Value *result) {
    ArrStatus status = need_binary(state, call, "reduce");
    if (status) return status;
    Op op = (Op)VALUE_AS(BuiltinObject, call->self)->row.data;
    ReduceArguments given = {call->args[0], call->args[1], call->args[2], call->args[3],
                             call->args[4], call->args[5], call->args[6]};
    if (given.axis.kind == VALUE_UNDEFINED) given.axis = value_int(0);
    if (op == OP_LOGICAL_XOR) return reduce_truths(state, given, result);
    int reduction = reduction_of(op);
    if (reduction < 0) return fold(state, op, &given, result);
    if (reduce_info[reduction].logical) given.dtype = value_none();
    status = default_initial(state, op, &given);
    return status ? status : reduce_call(state, (ReduceOp)reduction, &given, result);
}

/* --- accumulate --------------------------------------------------------------------- */

/* A new array of a's shape and order in memory (as it is known to NumPy), and
 * a view of it with the axis last. */
static ArrStatus steps_like(ArrState *state, const Array *a, ArrDtype dtype, int axis,
                            Array **fresh, Array **view) {
    uint8_t order[ARR_MAX_NDIM];
    const Array *models[1] = {a};
    array_memory_order(a->ndim, 1, models, order);
    ArrStatus status =
        array_new(&state->graph.arrays, dtype, a->ndim, array_shape(a), order, fresh);
    if (status) return status;
    status = with_axis_last(state, *fresh, axis, view);
    if (status) release(state, *fresh);
    return status;
}

/* The axis; None stands for the only one. */
static ArrStatus chosen_axis(ArrState *state, const Array *a, Value v, const char *what,
                             int *axis) {
    int64_t index = 0;
    if (v.kind == VALUE_TUPLE && VALUE_AS(SequenceObject, v)->count == 1)
        v = VALUE_AS(SequenceObject, v)->items[0];
    if (v.kind == VALUE_TUPLE || (v.kind == VALUE_NONE && a->ndim > 1))
        return error_set(&state->base, ERROR_VALUE, "%s does not allow multiple axes", what);
    ArrStatus status = argument_given(v) ? value_index(state, v, &index) : ARR_OK;
    return status ? status : axis_normalise(&state->base, index, a->ndim, axis);
}

/* NumPy adds small ints as they are, but bools as ints. */
static ArrStatus accumulate_dtype(ArrState *state, Op op, Array **a, int wanted, ArrDtype *dtype) {
    Array *truths;
    int reduction = op == OP_ADD ? REDUCE_SUM : op == OP_MULTIPLY ? REDUCE_PROD : -1;
    if (reduction >= 0)
        return reduce_resolve(&state->base, (ReduceOp)reduction, (ArrDtype)(*a)->dtype, wanted,
                              dtype);
    bool logical = op_info[op].rule == RULE_LOGICAL && (*a)->dtype != ARR_BOOL;
    if (logical) {
        ArrStatus status = graph_copy(&state->graph, *a, ARR_BOOL, 'K', &truths);
        if (status) return status;
        release(state, *a);
        *a = truths;
    }
    return chain_dtype(state, op, *a, wanted, dtype);
}

/* (array, axis, dtype, out) */
static ArrStatus ufunc_accumulate(ArrState *state, const BuiltinCall *call, Value *result) {
    ArrStatus status = need_binary(state, call, "accumulate");
    if (status) return status;
    Op op = (Op)VALUE_AS(BuiltinObject, call->self)->row.data;
    Array *a, *out, *in = NULL, *steps, *view = NULL;
    int axis, wanted;
    ArrDtype dtype;
    status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    if (a->ndim == 0) status = error_set(&state->base, ERROR_TYPE, "cannot accumulate on a scalar");
    if (!status) status = chosen_axis(state, a, call->args[1], "accumulate", &axis);
    if (!status) status = convert_to_dtype(state, call->args[2], &wanted);
    if (!status) status = convert_to_out(state, call->args[3], &out);
    if (!status && out && wanted < 0 && op_info[op].rule != RULE_LOGICAL)
        wanted = (int)dtype_promote((ArrDtype)a->dtype, (ArrDtype)out->dtype);
    if (!status) status = accumulate_dtype(state, op, &a, wanted, &dtype);
    if (!status) status = chain_operand(state, a, axis, dtype, &in);
    if (!status) status = steps_like(state, a, dtype, axis, &steps, &view);
    if (!status) {
        status = chain_into(state, op, in, view);
        if (status) release(state, steps);
    }
    if (!status) status = deliver(state, steps, out, &steps);
    release(state, a);
    release(state, in);
    release(state, view);
    return give_array(status, &steps, result);
}

/* --- reduceat ------------------------------------------------------------------------- */

/* in[..., from:to], or with to < 0 in[..., from]. */
static ArrStatus last_axis_part(ArrState *state, Array *in, int64_t from, int64_t to,
                                Array **view) {
    IndexItem items[2] = {{.kind = INDEX_ELLIPSIS}, {.kind = INDEX_INT, .start = from}};
    if (to >= 0)
        items[1] = (IndexItem){.kind = INDEX_SLICE, .has_start = true, .has_stop = true,
                               .start = from, .stop = to, .step = 1};
    return array_index(&state->graph.arrays, in, 2, items, view);
}

/* in[..., from:to] along its last axis; as in NumPy the first element joins the reduction of the rest. */
static ArrStatus reduce_part(ArrState *state, Op op, Array *in, int64_t from, int64_t to,
                             Array **result) {
    Array *first, *rest, *reduced;
    int reduction = reduction_of(op), last = in->ndim - 1;
    if (to - from <= 1) return last_axis_part(state, in, from, -1, result);
    if (reduction < 0) {
        ArrStatus status = last_axis_part(state, in, from, to, &rest);
        if (!status) status = fold_axis(state, op, rest, last, (ArrDtype)in->dtype, result);
        else return status;
        release(state, rest);
        return status;
    }
    ArrStatus status = last_axis_part(state, in, from + 1, to, &rest);
    if (status) return status;
    status = graph_reduce(&state->graph, (ReduceOp)reduction, rest, (uint64_t)1 << last, false,
                          in->dtype, NULL, &reduced);
    release(state, rest);
    if (status) return status;
    status = last_axis_part(state, in, from, -1, &first);
    if (!status) {
        status = elementwise_2(state, op, operand_array(first), operand_array(reduced), result);
        release(state, first);
    }
    release(state, reduced);
    return status;
}

/* The parts of in that begin at the starts, each reduced, along steps' last axis. */
static ArrStatus reduce_parts(ArrState *state, Op op, Array *in, const int64_t *starts,
                              int64_t count, Array *steps) {
    int64_t n = array_shape(in)[in->ndim - 1];
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i < count && !status; i++)
        if (starts[i] < 0 || starts[i] >= n)
            return error_set(&state->base, ERROR_INDEX,
                             "index %lld out-of-bounds in %s.reduceat [0, %lld)",
                             (long long)starts[i], op_info[op].name, (long long)n);
    for (int64_t i = 0; i < count && !status; i++) {
        Array *place, *reduced;
        status = reduce_part(state, op, in, starts[i], i + 1 < count ? starts[i + 1] : n, &reduced);
        if (status) break;
        status = last_axis_part(state, steps, i, -1, &place);
        if (!status) {
            status = graph_assign(&state->graph, place, operand_array(reduced));
            release(state, place);
        }
        release(state, reduced);
    }
    return status;
}

/* The starts as an array of int64. */
static ArrStatus convert_to_starts(ArrState *state, Value v, Array **starts) {
    ArrStatus status = convert_array(state, v, v.kind == VALUE_ARRAY ? -1 : ARR_INT64, starts);
    if (status) return status;
    if (!dtype_safe_cast((ArrDtype)(*starts)->dtype, ARR_INT64))
        status = error_set(&state->base, ERROR_TYPE,
                           "Cannot cast array data from dtype('%s') to dtype('int64') according to "
                           "the rule 'safe'", dtype_info[(*starts)->dtype].name);
    else if ((*starts)->ndim != 1)
        status = error_set(&state->base, ERROR_VALUE, "object %s for desired array",
                           (*starts)->ndim ? "too deep" : "of too small depth");
    Array *given = *starts;
    *starts = NULL;
    if (!status) status = graph_copy(&state->graph, given, ARR_INT64, 'C', starts);
    release(state, given);
    return status;
}

/* in has the axis last, *steps where it was. The values of the starts decide
 * what is recorded: they are pulled. */
static ArrStatus reduce_at(ArrState *state, Op op, Array *in, int axis, Array *starts,
                           Array **steps) {
    Array *view;
    int64_t count = starts->size, shape[ARR_MAX_NDIM], bytes = arr_nbytes(1, &count, 8);
    int64_t *values = heap_alloc(&state->base.heap, (size_t)bytes + 1);
    if (!values) return error_memory(&state->base, bytes, "indices");
    for (int i = 0; i < in->ndim; i++)
        shape[i] = i == axis ? count : array_shape(in)[i < axis ? i : i - 1];
    ArrStatus status = count ? pull(state->exec, PULL_SIZE, starts, values) : ARR_OK;
    if (!status)
        status = array_new(&state->graph.arrays, (ArrDtype)in->dtype, in->ndim, shape, NULL, steps);
    if (!status) {
        status = with_axis_last(state, *steps, axis, &view);
        if (!status) {
            status = reduce_parts(state, op, in, values, count, view);
            release(state, view);
        }
        if (status) release(state, *steps);
    }
    heap_free(&state->base.heap, values, (size_t)bytes + 1);
    return status;
}

/* (array, indices, axis, dtype, out) */
static ArrStatus ufunc_reduceat(ArrState *state, const BuiltinCall *call, Value *result) {
    ArrStatus status = need_binary(state, call, "reduceat");
    if (status) return status;
    Op op = (Op)VALUE_AS(BuiltinObject, call->self)->row.data;
    Array *a, *out, *starts = NULL, *in = NULL, *steps;
    int axis, wanted;
    ArrDtype dtype;
    status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    if (a->ndim == 0) status = error_set(&state->base, ERROR_TYPE, "cannot reduceat on a scalar");
    if (!status) status = convert_to_starts(state, call->args[1], &starts);
    if (!status) status = chosen_axis(state, a, call->args[2], "reduceat", &axis);
    if (!status) status = convert_to_dtype(state, call->args[3], &wanted);
    if (!status) status = convert_to_out(state, call->args[4], &out);
    if (!status && out && wanted < 0 && op_info[op].rule != RULE_LOGICAL)
        wanted = (int)dtype_promote((ArrDtype)a->dtype, (ArrDtype)out->dtype);
    if (!status) status = accumulate_dtype(state, op, &a, wanted, &dtype);
    if (!status) status = chain_operand(state, a, axis, dtype, &in);
    if (!status) status = reduce_at(state, op, in, axis, starts, &steps);
    if (!status) status = deliver(state, steps, out, &steps);
    release(state, a);
    release(state, starts);
    release(state, in);
    return give_array(status, &steps, result);
}

/* --- outer ------------------------------------------------------------------------------ */

/* a with `after` axes of extent 1 behind its own. */
static ArrStatus append_axes(ArrState *state, Array *a, int after, Array **result) {
    IndexItem items[ARR_MAX_NDIM + 1] = {{.kind = INDEX_ELLIPSIS}};
    for (int i = 1; i <= after; i++) items[i] = (IndexItem){.kind = INDEX_NEWAXIS};
    return array_index(&state->graph.arrays, a, after + 1, items, result);
}

/* (A, B, out, where, dtype) */
static ArrStatus ufunc_outer(ArrState *state, const BuiltinCall *call, Value *result) {
    static const AstText keywords[3] = {{"out", 3}, {"where", 5}, {"dtype", 5}};
    AstText passed[3];
    Value values[5];
    Array *a = NULL, *b = NULL, *column = NULL;
    int given = 0;
    if (ufunc_nin(VALUE_AS(BuiltinObject, call->self)) != 2)
        return error_set(&state->base, ERROR_VALUE,
                         "outer product only supported for binary functions");
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (!status) status = convert_array(state, call->args[1], -1, &b);
    if (!status) status = append_axes(state, a, b->ndim, &column);
    for (int k = 0; k < 3; k++) {
        if (call->args[2 + k].kind == VALUE_UNDEFINED) continue;
        passed[given] = keywords[k];
        values[2 + given++] = call->args[2 + k];
    }
    if (!status) {
        values[0] = value_array(column);
        values[1] = value_array(b);
        const Arguments arguments = {
            .values = values, .keywords = passed, .count = 2 + given, .keyword_count = given};
        status = call_value(state, call->self, &arguments, result);
    }
    release(state, a);
    release(state, b);
    release(state, column);
    return status;
}

/* --- at ------------------------------------------------------------------------------------ */

/* The values in a's own type, in which the op must then work. */
static ArrStatus at_values(ArrState *state, Op op, const Array *a, Value v, Array **values) {
    Operand operand;
    Value hold;
    ArrDtype loop[3], given;
    ArrStatus status = convert_to_operand(state, v, &operand, &hold);
    if (status) return status;
    const OperandType operands[2] = {
        {.dtype = (ArrDtype)a->dtype},
        {.dtype = operand.array ? (ArrDtype)operand.array->dtype : operand.value.dtype,
         .weak = operand.weak}};
    status = op_resolve(&state->base, op, operands, loop, &given);
    if (!status && (loop[0] != a->dtype || given != a->dtype))
        status = error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                           "%s.at() of dtypes %s and %s is not in arr: cast the values first",
                           op_info[op].name, dtype_info[a->dtype].name,
                           dtype_info[operands[1].dtype].name);
    if (!status) status = convert_array(state, v, (int)loop[1], values);
    value_release(state, hold);
    return status;
}

/* (a, indices, b) */
static ArrStatus ufunc_at(ArrState *state, const BuiltinCall *call, Value *result) {
    const BuiltinObject *function = VALUE_AS(BuiltinObject, call->self);
    Array *values;
    if (call->args[0].kind != VALUE_ARRAY || call->args[0].array->scalar)
        return error_set(&state->base, ERROR_TYPE, "first operand must be array");
    if (ufunc_nin(function) == 2 && call->args[2].kind == VALUE_UNDEFINED)
        return error_set(&state->base, ERROR_VALUE, "second operand needed for ufunc");
    if (op_of(function) < 0 || ufunc_nin(function) != 2)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "%s.at() is not in arr",
                         function->name);
    Op op = (Op)op_of(function);
    ArrStatus status = at_values(state, op, call->args[0].array, call->args[2], &values);
    if (status) return status;
    status = advanced_apply(state, op, call->args[0].array, call->args[1], values);
    release(state, values);
    if (!status) *result = value_none();
    return status;
}

/* --- the attributes -------------------------------------------------------------------------- */

static const BuiltinRow methods[] = {
    {"outer(A, B, /, *, out=None, where=True, dtype=None)", ufunc_outer,
     "The function of every pair of elements of A and B; its shape is A.shape + B.shape.", 0},
    {"reduce(array, axis=0, dtype=None, out=None, keepdims=False, initial=, where=True)",
     ufunc_reduce, "The elements along axis joined to one, from the first on.", 0},
    {"reduceat(array, indices, axis=0, dtype=None, out=None)", ufunc_reduceat,
     "The reductions of array[indices[i]:indices[i + 1]] along the axis; where that is empty, "
     "array[indices[i]].", 0},
    {"accumulate(array, axis=0, dtype=None, out=None)", ufunc_accumulate,
     "What reduce() gives for the elements along axis up to each of them.", 0},
    {"at(a, indices, b=None, /)", ufunc_at,
     "a[indices] = function(a[indices], b), where a place named twice changes twice.", 0},
};

static ArrStatus bind_method(ArrState *state, const BuiltinRow *row, Value self, Value *result) {
    Value function;
    ArrStatus status = builtin_new(state, row, &function);
    if (status) return status;
    MethodObject *method = object_new(state, VALUE_METHOD, sizeof *method);
    if (!method) {
        value_release(state, function);
        return ARR_MEMORY;
    }
    method->function = VALUE_AS(BuiltinObject, function);
    value_retain(method->self = self);
    *result = value_object(&method->head);
    return ARR_OK;
}

static bool is_named(const char *known, const char *name, int64_t length) {
    return (int64_t)strlen(known) == length && memcmp(known, name, (size_t)length) == 0;
}

ArrStatus ufunc_attribute(ArrState *state, Value function, const char *name, int64_t length,
                          bool *found, Value *result) {
    const BuiltinObject *builtin = VALUE_AS(BuiltinObject, function);
    *found = ufunc_is(builtin);
    if (!*found) return ARR_OK;
    int nin = ufunc_nin(builtin), nout = op_of(builtin) < 0 ? library_ufunc(builtin)->nout : 1;
    if (is_named("nin", name, length)) *result = value_int(nin);
    else if (is_named("nout", name, length)) *result = value_int(nout);
    else if (is_named("nargs", name, length)) *result = value_int(nin + nout);
    else if (is_named("identity", name, length)) *result = ufunc_identity(op_of(builtin));
    else {
        for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
            size_t bare = strcspn(methods[i].signature, "(");
            if ((int64_t)bare == length && !memcmp(methods[i].signature, name, bare))
                return bind_method(state, &methods[i], function, result);
        }
        *found = false;
    }
    return ARR_OK;
}
