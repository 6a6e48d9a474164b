/* Recording nodes: types and shapes are settled here, data is not touched. */
#include "graph.h"

#include <math.h>
#include <string.h>

#include "../base/text.h"

void graph_init(Graph *graph, Base *base, int64_t window_size) {
    *graph = (Graph){.base = base,
                     .window_size = window_size > 0 ? window_size : 1024,
                     .mask_span = MASK_SPAN,
                     .errors = FLOAT_MODES_DEFAULT,
                     .warnings = FLOAT_WARN};
    array_pool_init(&graph->arrays, base);
}

void graph_submit(Graph *graph, int64_t count) {
    int64_t rest = graph->node_count - count, kept = 0;
    if (count == 0) return;
    memmove(graph->nodes, graph->nodes + count, (size_t)rest * sizeof(Node));
    graph->node_count = rest;
    graph->failable_count = graph->failable_count > count ? graph->failable_count - count : 0;
    for (int64_t i = 0; i < graph->mark_count; i++)
        if (graph->marks[i] > count) graph->marks[kept++] = graph->marks[i] - count;
    graph->mark_count = kept;
}

void graph_submit_some(Graph *graph, int64_t count, const bool *gone) {
    int64_t kept = 0, marks = 0, mark = 0, failable = 0, last = 0;
    for (int64_t i = 0; i < graph->node_count; i++) {
        while (mark < graph->mark_count && graph->marks[mark] <= i) {
            if (kept > last) graph->marks[marks++] = last = kept;
            mark++;
        }
        if (i == graph->failable_count) failable = kept;
        if (i < count && gone[i]) continue;
        if (kept != i) graph->nodes[kept] = graph->nodes[i];
        kept++;
    }
    if (mark < graph->mark_count && kept > last) graph->marks[marks++] = kept;
    if (graph->failable_count >= graph->node_count) failable = kept;
    graph->failable_count = graph->failable_count > count ? failable : 0;
    graph->node_count = kept;
    graph->mark_count = marks;
}

void graph_retire(Graph *graph, const Node *nodes, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        const Node *node = &nodes[i];
        for (int k = 0; k < node->nin; k++)
            if (node->in[k]) array_retire(&graph->arrays, node->in[k]);
        array_retire(&graph->arrays, node->out);
    }
}

void graph_free(Graph *graph) {
    graph_forget_masks(graph);
    graph_retire(graph, graph->nodes, graph->node_count);
    Heap *heap = &graph->base->heap;
    heap_free(heap, graph->nodes, (size_t)graph->node_capacity * sizeof(Node));
    heap_free(heap, graph->marks, (size_t)graph->mark_capacity * sizeof(int64_t));
    array_pool_free(&graph->arrays);
}

ArrStatus graph_mark(Graph *graph) {
    int64_t last = graph->mark_count ? graph->marks[graph->mark_count - 1] : 0;
    if (graph->node_count == last) return ARR_OK;
    if (!heap_grow(&graph->base->heap, &graph->marks, &graph->mark_capacity,
                   graph->mark_count + 1, sizeof(int64_t)))
        return error_memory(graph->base, 8, "a loop mark");
    graph->marks[graph->mark_count++] = graph->node_count;
    return graph->node_count >= graph->window_size ? graph->window_full(graph->user) : ARR_OK;
}

/* Everything that the node computes and casts. */
static unsigned node_kinds(const Node *node) {
    unsigned kinds = 0;
    for (int k = 0; k < node->nin && node->kind != NODE_LIBRARY; k++)
        if (node->in[k])
            kinds |= float_cast_kinds((ArrDtype)node->in[k]->dtype, (ArrDtype)node->loop[k]);
    switch ((NodeKind)node->kind) {
    case NODE_ELEMENTWISE:
        kinds |= float_op_kinds((Op)node->op, (ArrDtype)node->loop[node->nin - 1]);
        return kinds | float_cast_kinds((ArrDtype)node->result, (ArrDtype)node->out->dtype);
    case NODE_REDUCE: return kinds | float_reduce_kinds((ReduceOp)node->op, (ArrDtype)node->result);
    case NODE_LIBRARY: return float_library_kinds((LibraryOp)node->op);
    default: return kinds;
    }
}

bool node_may_raise(const Node *node) {
    return node_kinds(node) & (float_kinds_in(node->errors, FLOAT_RAISE) |
                               float_kinds_in(node->errors, FLOAT_RAISE_WARNING));
}

/* Takes the node into the window. Its arrays gain pending references. */
static ArrStatus record(Graph *graph, const Node *node) {
    if (node->out->size == 0) return ARR_OK; /* nothing to compute or to store */
    if (!heap_grow(&graph->base->heap, &graph->nodes, &graph->node_capacity,
                   graph->node_count + 1, sizeof(Node)))
        return error_memory(graph->base, (int64_t)sizeof(Node), "a pending operation");
    Node *slot = &graph->nodes[graph->node_count++];
    memcpy(slot, node, offsetof(Node, constant));
    slot->where = base_span(graph->base);
    slot->errors = graph->errors;
    slot->name = graph->name;
    for (int k = 0; k < 3; k++) {
        if (node->in[k]) array_retain_pending(node->in[k]);
        bool constant = (k < node->nin && !node->in[k]) || node->kind == NODE_LIBRARY;
        if (constant) slot->constant[k] = node->constant[k];
    }
    array_retain_pending(node->out);
    node->out->store->version = ++graph->arrays.versions;
    graph->stats.nodes++;
    /* Windows are cut at loop marks; only a body longer than this is cut inside. */
    bool full = graph->window_size == 1 || graph->node_count >= 4 * graph->window_size;
    if (!node_raises(slot)) return full ? graph->window_full(graph->user) : ARR_OK;
    graph->failable_count = graph->node_count;
    return graph->watched ? graph->observe(graph->user)
           : full         ? graph->window_full(graph->user)
                          : ARR_OK;
}

/* Records a node whose out the caller gives to the language: on failure the
 * new array goes back. */
ArrStatus graph_record_new(Graph *graph, const Node *node, Array **result) {
    ArrStatus status = record(graph, node);
    if (status)
        array_release(&graph->arrays, node->out);
    else
        *result = node->out;
    return status;
}

/* --- elementwise ----------------------------------------------------------- */

static ArrStatus broadcast_error(Graph *graph, int count, const Operand *operands,
                                 const Array *out) {
    char text[SHAPE_TEXT], all[768];
    size_t used = 0;
    all[0] = 0;
    for (int k = 0; k < count + (out != NULL); k++) {
        const Array *a = k < count ? operands[k].array : out;
        shape_text(text, a ? a->ndim : 0, a ? array_shape(a) : NULL);
        size_t n = strlen(text);
        if (used + n + 2 > sizeof all) break;
        memcpy(all + used, text, n);
        all[used + n] = ' ';
        all[used += n + 1] = 0;
    }
    return error_set(graph->base, ERROR_VALUE,
                     "operands could not be broadcast together with shapes %s", all);
}

static ArrStatus broadcast_operands(Graph *graph, int count, const Operand *operands,
                                    const Array *out, int *ndim, int64_t *shape) {
    *ndim = 0;
    for (int k = 0; k < count; k++) {
        const Array *a = operands[k].array;
        if (a && !shape_broadcast(ndim, shape, a->ndim, array_shape(a)))
            return broadcast_error(graph, count, operands, out);
    }
    int whole_ndim = *ndim; /* with out, which may be larger but not other */
    int64_t whole[ARR_MAX_NDIM];
    memcpy(whole, shape, (size_t)*ndim * sizeof *shape);
    if (out && !shape_broadcast(&whole_ndim, whole, out->ndim, array_shape(out)))
        return broadcast_error(graph, count, operands, out);
    return ARR_OK;
}

static bool is_read_only(const Array *a) {
    return a->read_only || array_overlaps_itself(a);
}

/* May a result of this type be written to out? NumPy looks at types before shapes. */
static ArrStatus check_out_dtype(Graph *graph, const char *ufunc, ArrDtype result,
                                 const Array *out) {
    if (!dtype_same_kind_cast(result, (ArrDtype)out->dtype))
        return error_set(graph->base, ERROR_UFUNC_TYPE,
                         "Cannot cast ufunc '%s' output from dtype('%s') to dtype('%s') with "
                         "casting rule 'same_kind'",
                         ufunc, dtype_info[result].name, dtype_info[out->dtype].name);
    return ARR_OK;
}

/* May a result of this shape be written to out? */
static ArrStatus check_out_shape(Graph *graph, int ndim, const int64_t *shape, const Array *out) {
    int whole_ndim = ndim;
    int64_t whole[ARR_MAX_NDIM];
    char from[SHAPE_TEXT], to[SHAPE_TEXT];
    memcpy(whole, shape, (size_t)ndim * sizeof *shape);
    if (!shape_broadcast(&whole_ndim, whole, out->ndim, array_shape(out)) ||
        whole_ndim != out->ndim ||
        memcmp(whole, array_shape(out), (size_t)whole_ndim * sizeof *whole) != 0)
        return error_set(graph->base, ERROR_VALUE,
                         "non-broadcastable output operand with shape %s doesn't match the "
                         "broadcast shape %s",
                         shape_text(from, out->ndim, array_shape(out)),
                         shape_text(to, whole_ndim, whole));
    if (array_overlaps_itself(out))
        return error_set(graph->base, ERROR_VALUE, "output array is read-only");
    return ARR_OK;
}

/* dtype= of an elementwise call: the loop that the caller asks for. */
static ArrStatus force_loop(Graph *graph, Op op, int dtype, const OperandType *types,
                            ArrDtype *loop, ArrDtype *result) {
    const OpInfo *info = &op_info[op];
    bool keeps = *result == loop[info->arity - 1];
    if (!keeps || !(info->loops >> dtype & 1))
        return error_set(graph->base, ERROR_TYPE,
                         "No loop matching the specified signature and casting was found for "
                         "ufunc %s", info->name);
    for (int k = 0; k < info->arity; k++) {
        if (info->rule == RULE_SELECT && k == 0) continue;
        if (!types[k].weak && !dtype_same_kind_cast(types[k].dtype, (ArrDtype)dtype))
            return error_set(graph->base, ERROR_UFUNC_TYPE,
                             "Cannot cast ufunc '%s' input %d from dtype('%s') to dtype('%s') with "
                             "casting rule 'same_kind'",
                             info->name, k, dtype_info[types[k].dtype].name,
                             dtype_info[dtype].name);
        loop[k] = (ArrDtype)dtype;
    }
    *result = (ArrDtype)dtype;
    return ARR_OK;
}

/* A Python int beyond the type it is compared with is beyond all values of
 * that type: in float64 too. */
static void widen_comparison(Op op, const Operand *operands, ArrDtype *loop) {
    if (op_info[op].rule != RULE_COMPARE) return;
    for (int k = 0; k < 2; k++)
        if (operands[k].weak && !op_weak_fits(operands[k].value, loop[k]))
            loop[0] = loop[1] = ARR_FLOAT64;
}

static bool const_is_finite(ArrConst value) {
    ArrConst wide = const_cast(value, ARR_COMPLEX128);
    return isfinite(wide.c16[0]) && isfinite(wide.c16[1]);
}

/* A finite constant that is infinite in its new type is an overflow. */
static ArrStatus check_narrowed(Graph *graph, ArrConst from, ArrConst to) {
    if (to.dtype != ARR_FLOAT32 && to.dtype != ARR_COMPLEX64) return ARR_OK;
    if (dtype_info[from.dtype].kind < KIND_FLOAT) return ARR_OK;
    if (!const_is_finite(from) || const_is_finite(to)) return ARR_OK;
    char text[64];
    float_error_text(FLOAT_OVER, FLOAT_NAME_OWN, "cast", text, sizeof text);
    return graph_warn(graph, FLOAT_OVER, text);
}

/* Fills the node's types and operands (constants cast to their loop type). */
static ArrStatus settle_operands(Graph *graph, Op op, const Operand *operands, int dtype,
                                 Node *node) {
    const OpInfo *info = &op_info[op];
    OperandType types[3] = {{ARR_BOOL, false}};
    ArrDtype loop[3], result;
    for (int k = 0; k < info->arity; k++)
        types[k] = operands[k].array
                       ? (OperandType){(ArrDtype)operands[k].array->dtype, false}
                       : (OperandType){operands[k].value.dtype, operands[k].weak};
    ArrStatus status = op_resolve(graph->base, op, types, loop, &result);
    if (!status && dtype >= 0) status = force_loop(graph, op, dtype, types, loop, &result);
    if (!status) widen_comparison(op, operands, loop);
    for (int k = 0; k < info->arity && !status; k++) {
        node->loop[k] = (uint8_t)loop[k];
        if (operands[k].array) {
            node->in[k] = operands[k].array;
            continue;
        }
        node->constant[k] = operands[k].value;
        bool checked = operands[k].weak && op != OP_WHERE; /* where() is no ufunc: its ints wrap */
        if (checked) status = op_check_weak(graph->base, &node->constant[k], loop[k]);
        else node->constant[k] = const_cast(node->constant[k], loop[k]);
        if (!status) status = check_narrowed(graph, operands[k].value, node->constant[k]);
    }
    node->result = (uint8_t)result;
    return status;
}

/* A new array for a node's result; its axes lie in memory as NumPy's K order
 * lays them. 0-d results are NumPy scalars. */
static ArrStatus new_result(Graph *graph, const Node *node, ArrDtype dtype, int ndim,
                            const int64_t *shape, Array **out) {
    const Array *arrays[3];
    uint8_t order[ARR_MAX_NDIM];
    int count = 0;
    for (int k = 0; k < node->nin; k++)
        if (node->in[k]) arrays[count++] = node->in[k];
    if (ndim > 1) array_memory_order(ndim, count, arrays, order);
    ArrStatus status = array_new(&graph->arrays, dtype, ndim, shape, ndim > 1 ? order : NULL, out);
    if (!status) (*out)->scalar = ndim == 0;
    return status;
}

static bool out_overlaps_operand(const Node *node, const Array *out) {
    for (int k = 0; k < node->nin; k++)
        if (node->in[k] && array_relation(node->in[k], out) == VIEWS_OVERLAP) return true;
    return false;
}

/* Exponents of integers, which pass a check on their way: that no value is
 * negative is known only when it is there. */
static ArrStatus check_exponents(Graph *graph, Node *node, Array **checked) {
    Array *exponents = node->in[1];
    ArrDtype dtype = (ArrDtype)exponents->dtype;
    ArrStatus status = array_new(&graph->arrays, dtype, exponents->ndim, array_shape(exponents),
                                 NULL, checked);
    if (!status) status = graph_library(graph, LIBRARY_EXPONENTS, 1, &exponents, NULL, *checked);
    node->in[1] = *checked;
    return status;
}

/* A node with all but its output, which is new or `out`. */
static ArrStatus record_elementwise(Graph *graph, Node *node, int ndim, const int64_t *shape,
                                    Array *out, Array **result) {
    ArrDtype type = (ArrDtype)node->result;
    ArrStatus status;
    if (!out) {
        status = new_result(graph, node, type, ndim, shape, &node->out);
        return status ? status : graph_record_new(graph, node, result);
    }
    if (out_overlaps_operand(node, out)) {
        /* As if the operands were copied first: compute beside, then move. */
        Array *beside;
        status = new_result(graph, node, type, ndim, shape, &node->out);
        if (!status) status = graph_record_new(graph, node, &beside);
        if (status) return status;
        status = graph_assign(graph, out, operand_array(beside));
        array_release(&graph->arrays, beside);
    } else {
        node->out = out;
        status = record(graph, node);
    }
    if (status) return status;
    array_retain(out);
    *result = out;
    return ARR_OK;
}

ArrStatus graph_elementwise(Graph *graph, Op op, const Operand operands[], Array *out, int dtype,
                            Array **result) {
    Node node;
    Array *checked = NULL;
    int ndim;
    int64_t shape[ARR_MAX_NDIM];
    if (out && is_read_only(out))
        return error_set(graph->base, ERROR_VALUE, "output array is read-only");
    if (graph_compares_signs(op, operands))
        return graph_compare_signs(graph, op, operands, out, result);
    node_begin(&node, NODE_ELEMENTWISE, op_info[op].arity, (int)op, ARR_BOOL);
    ArrStatus status = settle_operands(graph, op, operands, dtype, &node);
    if (!status && out)
        status = check_out_dtype(graph, op_info[op].name, (ArrDtype)node.result, out);
    if (!status) status = broadcast_operands(graph, node.nin, operands, out, &ndim, shape);
    if (!status && out) status = check_out_shape(graph, ndim, shape, out);
    bool integers = op == OP_POWER && dtype_info[node.result].kind == KIND_INT && node.in[1];
    if (!status && integers && dtype_info[node.in[1]->dtype].kind == KIND_INT)
        status = check_exponents(graph, &node, &checked);
    if (!status) status = record_elementwise(graph, &node, ndim, shape, out, result);
    if (checked) array_release(&graph->arrays, checked);
    return status;
}

/* --- copies ---------------------------------------------------------------- */

ArrStatus graph_cast_constant(Graph *graph, ArrConst *to, ArrConst from, ArrDtype dtype) {
    *to = const_cast(from, dtype);
    return check_narrowed(graph, from, *to);
}

ArrStatus graph_warn(Graph *graph, unsigned kind, const char *text) {
    FloatErrorMode mode = (FloatErrorMode)graph->warnings;
    if (kind != FLOAT_ALL) /* one of the four: its bit's place is that of its mode */
        mode = (FloatErrorMode)(graph->errors >> (2 * __builtin_ctz(kind)) & 3);
    if (mode == FLOAT_RAISE) return error_set(graph->base, ERROR_FLOATING_POINT, "%s", text);
    if (mode == FLOAT_RAISE_WARNING) return error_set(graph->base, ERROR_RUNTIME_WARNING, "%s", text);
    if (mode == FLOAT_WARN && graph->warn) graph->warn(graph->user, text);
    return ARR_OK;
}

static ArrStatus record_copy(Graph *graph, Array *out, Operand value) {
    Node node;
    node_begin(&node, NODE_COPY, 1, 0, (ArrDtype)out->dtype);
    node.out = out;
    node.in[0] = value.array;
    node.loop[0] = out->dtype;
    ArrStatus status = ARR_OK;
    if (!value.array)
        status = graph_cast_constant(graph, &node.constant[0], value.value, (ArrDtype)out->dtype);
    return status ? status : record(graph, &node);
}

/* A Python number written into an array must fit its type. */
static ArrStatus check_constant(Graph *graph, Operand *value, ArrDtype dtype) {
    if (!value->weak) return ARR_OK;
    ArrayKind kind = dtype_info[dtype].kind;
    if (value->value.dtype == ARR_COMPLEX128 && kind != KIND_COMPLEX && kind != KIND_BOOL)
        return error_set(graph->base, ERROR_TYPE,
                         kind == KIND_FLOAT
                             ? "float() argument must be a string or a real number, not 'complex'"
                             : "int() argument must be a string, a bytes-like object or a real "
                               "number, not 'complex'");
    if (value->value.dtype == ARR_INT64 && (kind == KIND_INT || kind == KIND_UINT))
        return op_check_weak(graph->base, &value->value, dtype);
    return ARR_OK;
}

/* Leading axes of extent 1 that dst lacks are dropped, as NumPy does. */
static ArrStatus fit_source(Graph *graph, const Array *dst, Array *source, Array **fitted) {
    char from[SHAPE_TEXT], to[SHAPE_TEXT];
    const int64_t *shape = array_shape(source);
    int skip = 0;
    while (source->ndim - skip > dst->ndim && shape[skip] == 1) skip++;
    int ndim = source->ndim - skip;
    for (int i = 0; i < ndim; i++) {
        int own = dst->ndim - ndim + i;
        if (own < 0 || (shape[skip + i] != 1 && shape[skip + i] != array_shape(dst)[own]))
            return error_set(graph->base, ERROR_VALUE,
                             "could not broadcast input array from shape %s into shape %s",
                             shape_text(from, source->ndim, shape),
                             shape_text(to, dst->ndim, array_shape(dst)));
    }
    if (skip == 0) {
        array_retain(source);
        *fitted = source;
        return ARR_OK;
    }
    return array_view(&graph->arrays, source, (ArrDtype)source->dtype, source->offset, ndim,
                      shape + skip, array_strides(source) + skip, fitted);
}

static ArrStatus assign_array(Graph *graph, Array *dst, Array *source) {
    Array *value, *beside;
    ArrStatus status = fit_source(graph, dst, source, &value);
    if (status) return status;
    switch (array_relation(dst, value)) {
    case VIEWS_IDENTICAL: break; /* a[...] = a */
    case VIEWS_DISJOINT: status = record_copy(graph, dst, operand_array(value)); break;
    case VIEWS_OVERLAP:
        status = graph_copy(graph, value, (ArrDtype)value->dtype, 'K', &beside);
        if (status) break;
        status = record_copy(graph, dst, operand_array(beside));
        array_release(&graph->arrays, beside);
        break;
    }
    array_release(&graph->arrays, value);
    return status;
}

ArrStatus graph_assign(Graph *graph, Array *dst, Operand value) {
    if (is_read_only(dst))
        return error_set(graph->base, ERROR_VALUE, "assignment destination is read-only");
    if (value.array) return assign_array(graph, dst, value.array);
    ArrStatus status = check_constant(graph, &value, (ArrDtype)dst->dtype);
    return status ? status : record_copy(graph, dst, value);
}

ArrStatus graph_copy(Graph *graph, Array *a, ArrDtype dtype, char order, Array **result) {
    uint8_t axes[ARR_MAX_NDIM];
    for (int i = 0; i < a->ndim; i++) axes[i] = (uint8_t)(order == 'F' ? a->ndim - 1 - i : i);
    if (order == 'K' && !array_is_contiguous(a)) array_copy_order(a, axes);
    Array *out;
    ArrStatus status = array_new(&graph->arrays, dtype, a->ndim, array_shape(a), axes, &out);
    if (status) return status;
    out->scalar = a->scalar;
    status = record_copy(graph, out, operand_array(a));
    if (status) array_release(&graph->arrays, out);
    else *result = out;
    return status;
}

ArrStatus graph_read_scalar(Graph *graph, Array *element, Array **result) {
    ArrStatus status = graph_copy(graph, element, (ArrDtype)element->dtype, 'C', result);
    if (!status) (*result)->scalar = true;
    return status;
}

ArrStatus graph_full(Graph *graph, ArrDtype dtype, int ndim, const int64_t *shape, ArrConst value,
                     Array **result) {
    Node node;
    node_begin(&node, NODE_COPY, 1, 0, dtype);
    node.loop[0] = (uint8_t)dtype;
    ArrStatus status = graph_cast_constant(graph, &node.constant[0], value, dtype);
    if (!status) status = array_new(&graph->arrays, dtype, ndim, shape, NULL, &node.out);
    return status ? status : graph_record_new(graph, &node, result);
}

ArrStatus graph_scalar(Graph *graph, ArrConst value, Array **result) {
    ArrStatus status = graph_full(graph, value.dtype, 0, NULL, value, result);
    if (!status) (*result)->scalar = true;
    return status;
}

ArrStatus graph_range(Graph *graph, ArrDtype dtype, int64_t n, ArrConst start, ArrConst step,
                      Array **result) {
    Node node;
    node_begin(&node, NODE_RANGE, 2, 0, dtype);
    node.constant[0] = start;
    node.constant[1] = step;
    node.loop[0] = node.loop[1] = (uint8_t)dtype;
    ArrStatus status = array_new(&graph->arrays, dtype, 1, &n, NULL, &node.out);
    return status ? status : graph_record_new(graph, &node, result);
}

ArrStatus graph_from_host(Graph *graph, ArrDtype dtype, int ndim, const int64_t *shape,
                          const void *bytes, Array **result) {
    Array *out;
    ArrStatus status = array_new(&graph->arrays, dtype, ndim, shape, NULL, &out);
    if (status) return status;
    if (out->size) status = graph->upload(graph->user, out->store, bytes);
    if (status) array_release(&graph->arrays, out);
    else *result = out;
    return status;
}

ArrStatus graph_reshape(Graph *graph, Array *a, int ndim, const int64_t *shape, Array **result) {
    Array *copy;
    ArrStatus status = array_reshape_view(&graph->arrays, a, ndim, shape, result);
    if (status || *result) return status;
    status = graph_copy(graph, a, (ArrDtype)a->dtype, 'C', &copy);
    if (status) return status;
    status = array_reshape_view(&graph->arrays, copy, ndim, shape, result);
    array_release(&graph->arrays, copy);
    return status;
}

/* --- reductions ------------------------------------------------------------ */

/* The shape that is left, and the order of its axes in memory. */
static int reduced_shape(const Array *a, uint64_t axes, bool keepdims, int64_t *shape,
                         uint8_t *order) {
    uint8_t memory[ARR_MAX_NDIM], place[ARR_MAX_NDIM];
    const Array *arrays[1] = {a};
    int ndim = 0, ordered = 0;
    for (int i = 0; i < a->ndim; i++) {
        bool reduced = axes >> i & 1;
        place[i] = (uint8_t)ndim;
        if (!reduced || keepdims) shape[ndim++] = reduced ? 1 : array_shape(a)[i];
    }
    array_memory_order(a->ndim, 1, arrays, memory);
    for (int i = 0; i < a->ndim; i++)
        if (keepdims || !(axes >> memory[i] & 1)) order[ordered++] = place[memory[i]];
    return ndim;
}

static ArrStatus reduce_into(Graph *graph, ReduceOp op, Array *a, uint64_t axes, bool keepdims,
                             int dtype, Array **result) {
    int64_t shape[ARR_MAX_NDIM];
    uint8_t order[ARR_MAX_NDIM];
    ArrDtype loop;
    const ReduceInfo *info = &reduce_info[op];
    ArrStatus status = reduce_resolve(graph->base, op, (ArrDtype)a->dtype, dtype, &loop);
    if (status) return status;
    int ndim = reduced_shape(a, axes, keepdims, shape, order);
    Node node;
    node_begin(&node, NODE_REDUCE, 1, (int)op, loop);
    node.axes = axes;
    node.loop[0] = (uint8_t)loop;
    node.in[0] = a;
    status = array_new(&graph->arrays, loop, ndim, shape, order, &node.out);
    if (status) return status;
    node.out->scalar = ndim == 0;
    if (a->size == 0 && node.out->size > 0) {
        if (info->has_identity) {
            node = (Node){.kind = NODE_COPY, .nin = 1, .result = node.result, .out = node.out};
            node.loop[0] = node.result;
            node.constant[0] = const_cast(const_float(info->identity), loop);
        } else {
            array_release(&graph->arrays, node.out);
            return error_set(graph->base, ERROR_VALUE,
                             "zero-size array to reduction operation %s which has no identity",
                             info->ufunc);
        }
    }
    return graph_record_new(graph, &node, result);
}

/* The type of the loop that writes to out, where no dtype is asked for: NumPy
 * promotes with out's, so ints added into a float array are added as floats. */
static int loop_for_out(ReduceOp op, const Array *a, const Array *out) {
    if (reduce_info[op].logical) return -1;
    return (int)dtype_promote((ArrDtype)a->dtype, (ArrDtype)out->dtype);
}

/* out's axes as they lie along a's; leading ones that out lacks are left out. */
static void remapped_text(Text *text, const Array *a, uint64_t gone, const Array *out) {
    int own = 0;
    text_addc(text, '(');
    for (int i = 0; i < a->ndim; i++) {
        if (!(gone >> i & 1))
            text_addf(text, own ? ",%lld" : "%lld", (long long)array_shape(out)[own]);
        else if (own)
            text_adds(text, ",newaxis");
        own += !(gone >> i & 1);
    }
    text_addc(text, ')');
}

/* May the reduction of a, whose shape fresh has, be written to out? Its type
 * may be any. gone: the axes of a that are not in fresh. */
static ArrStatus check_reduce_out(Graph *graph, const char *ufunc, const Array *a, uint64_t gone,
                                  const Array *fresh, const Array *out) {
    char own[SHAPE_TEXT], whole[SHAPE_TEXT];
    if (out->ndim != fresh->ndim)
        return error_set(graph->base, ERROR_VALUE,
                         "output parameter for reduction operation %s has the wrong number of "
                         "dimensions: Found %d but expected %d", ufunc, out->ndim, fresh->ndim);
    if (memcmp(array_shape(out), array_shape(fresh), out->ndim * sizeof(int64_t)) != 0) {
        Text remapped = text_new(&graph->base->heap);
        remapped_text(&remapped, a, gone, out);
        ArrStatus status =
            remapped.failed
                ? error_memory(graph->base, remapped.capacity, "a message")
                : error_set(graph->base, ERROR_VALUE,
                            "operands could not be broadcast together with remapped shapes "
                            "[original->remapped]: %s->%s %s ",
                            shape_text(own, out->ndim, array_shape(out)), text_string(&remapped),
                            shape_text(whole, a->ndim, array_shape(a)));
        text_free(&remapped);
        return status;
    }
    if (is_read_only(out))
        return error_set(graph->base, ERROR_VALUE,
                         "operand array with iterator write flag set is read-only");
    return ARR_OK;
}

ArrStatus graph_reduce(Graph *graph, ReduceOp op, Array *a, uint64_t axes, bool keepdims,
                       int dtype, Array *out, Array **result) {
    Array *fresh;
    if (out && dtype < 0) dtype = loop_for_out(op, a, out);
    ArrStatus status = reduce_into(graph, op, a, axes, keepdims, dtype, &fresh);
    if (status || !out) {
        if (!status) *result = fresh;
        return status;
    }
    status = check_reduce_out(graph, reduce_info[op].ufunc, a, keepdims ? 0 : axes, fresh, out);
    if (!status) status = graph_assign(graph, out, operand_array(fresh));
    array_release(&graph->arrays, fresh);
    if (status) return status;
    array_retain(out);
    *result = out;
    return ARR_OK;
}

/* --- library ops ------------------------------------------------------------ */

ArrStatus graph_library(Graph *graph, LibraryOp op, int nin, Array *const in[],
                        const ArrConst *parameters, Array *out) {
    Node node = {.kind = NODE_LIBRARY, .nin = (uint8_t)nin, .op = (uint16_t)op, .out = out};
    node.result = out->dtype;
    for (int k = 0; k < nin; k++) {
        node.in[k] = in[k];
        node.loop[k] = in[k]->dtype;
    }
    if (parameters) memcpy(node.constant, parameters, sizeof node.constant);
    ArrStatus status = record(graph, &node);
    if (status || !library_info[op].fails) return status;
    graph->failable_count = graph->node_count;
    return graph->watched ? graph->observe(graph->user) : ARR_OK;
}
