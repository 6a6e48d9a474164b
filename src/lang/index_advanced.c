/* Advanced indexing: masks, index arrays, lists and bools, mixed with slices
 * and ints. A mask by itself compresses, or is expanded into, the view that
 * the other items make. Else every selector becomes index arrays, which are
 * broadcast together; their offsets gather from the view, or scatter to it.
 * Nothing is pulled but the number of a mask's true elements. */
#include "index.h"

#include <string.h>

/* The index arrays, and the shape they have together. */
typedef struct Places {
    Array *mask; /* the only selector; borrowed. There are no arrays then */
    int count;
    IndexArray arrays[INDEX_ITEMS]; /* their arrays are owned */
    Value hosts[INDEX_ITEMS];       /* sequences whose ints are checked at once */
    int ndim;
    int64_t shape[ARR_MAX_NDIM];
    int64_t result[ARR_MAX_NDIM]; /* shape among the axes that no selector takes */
    int result_ndim;
} Places;

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

static void places_free(ArrState *state, Places *p) {
    for (int k = 0; k < p->count; k++) release(state, p->arrays[k].array);
}

/* --- selectors as index arrays ---------------------------------------------------- */

/* Takes index over; it selects along axis i of the selector's axes. */
static void add_place(Places *p, const Selection *s, const Selector *selector, int i,
                      Array *index) {
    const Array *view = s->view;
    int place = selector->place + i;
    bool axis = selector->rank > 0;
    p->hosts[p->count] = selector->kind == SELECT_ARRAY ? selector->host : value_undefined();
    p->arrays[p->count++] = (IndexArray){.array = index,
                                         .extent = axis ? array_shape(view)[place] : 1,
                                         .stride = axis ? array_strides(view)[place] : 0,
                                         .axis = selector->axis + i};
}

static ArrStatus add_array(ArrState *state, const Selection *s, const Selector *selector,
                           Places *p) {
    Array *index = selector->array;
    ArrStatus status = ARR_OK;
    if (index->dtype == ARR_INT64) array_retain(index);
    else status = graph_copy(&state->graph, index, ARR_INT64, 'K', &index);
    if (!status) add_place(p, s, selector, 0, index);
    return status;
}

/* A bool is an axis of one place, or of none, that moves nowhere. */
static ArrStatus add_bool(ArrState *state, const Selection *s, const Selector *selector,
                          Places *p) {
    const int64_t shape[1] = {selector->truth};
    Array *zeros;
    ArrStatus status = graph_full(&state->graph, ARR_INT64, 1, shape, const_int(0), &zeros);
    if (!status) add_place(p, s, selector, 0, zeros);
    return status;
}

/* Counts the true items of nested sequences of bools; false: arrays are among them. */
static bool count_true(Value v, int64_t *count) {
    bool known = v.kind == VALUE_BOOL;
    if (known) *count += v.boolean;
    if (v.kind != VALUE_LIST && v.kind != VALUE_TUPLE) return known;
    const SequenceObject *items = VALUE_AS(SequenceObject, v);
    known = true;
    for (int64_t i = 0; i < items->count && known; i++) known = count_true(items->items[i], count);
    return known;
}

static ArrStatus selector_count(ArrState *state, const Selector *selector, int64_t *count) {
    *count = 0;
    if (count_true(selector->host, count)) return ARR_OK;
    return mask_count(state, selector->array, count);
}

static ArrStatus add_mask(ArrState *state, const Selection *s, const Selector *selector,
                          Places *p) {
    int64_t count;
    Array *indices, *row;
    ArrStatus status = selector_count(state, selector, &count);
    if (!status) status = graph_nonzero(&state->graph, selector->array, count, &indices);
    if (status) return status;
    for (int i = 0; i < selector->rank && !status; i++) {
        IndexItem item = {.kind = INDEX_INT, .start = i};
        status = array_index(&state->graph.arrays, indices, 1, &item, &row);
        if (!status) add_place(p, s, selector, i, row);
    }
    release(state, indices);
    return status;
}

/* --- shapes ------------------------------------------------------------------------- */

static ArrStatus broadcast_error(ArrState *state, const Places *p) {
    Text text = text_new(&state->base.heap);
    char shape[SHAPE_TEXT];
    for (int k = 0; k < p->count; k++) {
        const Array *a = p->arrays[k].array;
        text_addf(&text, "%s ", shape_text(shape, a->ndim, array_shape(a)));
    }
    ArrStatus status =
        text.failed ? error_memory(&state->base, text.capacity, "a message")
                    : error_set(&state->base, ERROR_INDEX,
                                "shape mismatch: indexing arrays could not be broadcast together "
                                "with shapes %s",
                                text_string(&text));
    text_free(&text);
    return status;
}

static int rest_axes(const Selection *s) {
    return s->view->ndim - s->selected;
}

static bool is_selected(const Selection *s, int place) {
    for (int k = 0; k < s->count; k++) {
        int first = s->selectors[k].place;
        if (place >= first && place < first + s->selectors[k].rank) return true;
    }
    return false;
}

static ArrStatus settle_shape(ArrState *state, const Selection *s, Places *p) {
    for (int k = 0; k < p->count; k++) {
        const Array *a = p->arrays[k].array;
        if (!shape_broadcast(&p->ndim, p->shape, a->ndim, array_shape(a)))
            return broadcast_error(state, p);
    }
    int rest = rest_axes(s);
    p->result_ndim = rest + p->ndim;
    if (p->result_ndim > ARR_MAX_NDIM)
        return error_set(&state->base, ERROR_INDEX,
                         "number of dimensions must be within [0, %d], indexing result would have "
                         "%d",
                         ARR_MAX_NDIM, p->result_ndim);
    int next = 0;
    for (int place = 0; place <= s->view->ndim; place++) {
        if (next == s->position) {
            memcpy(p->result + next, p->shape, (size_t)p->ndim * sizeof *p->shape);
            next += p->ndim;
        }
        if (place < s->view->ndim && !is_selected(s, place))
            p->result[next++] = array_shape(s->view)[place];
    }
    return ARR_OK;
}

static ArrStatus places_make(ArrState *state, const Selection *s, Places *p) {
    ArrStatus status = ARR_OK;
    if (s->count == 1 && s->selectors[0].kind == SELECT_MASK && !s->as_places) {
        p->mask = s->selectors[0].array;
        p->ndim = 1;
        status = selector_count(state, &s->selectors[0], &p->shape[0]);
        return status ? status : settle_shape(state, s, p);
    }
    for (int k = 0; k < s->count && !status; k++) {
        const Selector *selector = &s->selectors[k];
        switch (selector->kind) {
        case SELECT_ARRAY: status = add_array(state, s, selector, p); break;
        case SELECT_MASK: status = add_mask(state, s, selector, p); break;
        case SELECT_BOOL: status = add_bool(state, s, selector, p); break;
        }
    }
    return status ? status : settle_shape(state, s, p);
}

/* --- bounds ------------------------------------------------------------------------- */

static ArrStatus check_int(ArrState *state, const IndexArray *index, int64_t i) {
    if (i < index->extent && i >= -index->extent) return ARR_OK;
    return error_set(&state->base, ERROR_INDEX,
                     "index %lld is out of bounds for axis %d with size %lld", (long long)i,
                     index->axis, (long long)index->extent);
}

/* The ints of nested sequences: what the program wrote is checked where it
 * stands. Arrays among them are checked when their values are there. */
static ArrStatus check_host(ArrState *state, const IndexArray *index, Value v) {
    ArrStatus status = ARR_OK;
    if (v.kind == VALUE_INT) return check_int(state, index, v.integer);
    if (v.kind == VALUE_BOOL) return check_int(state, index, v.boolean);
    if (v.kind == VALUE_RANGE) {
        const RangeObject *range = VALUE_AS(RangeObject, v);
        for (int64_t i = 0; i < range->count && !status; i++)
            status = check_int(state, index, range->start + i * range->step);
    }
    if (v.kind != VALUE_LIST && v.kind != VALUE_TUPLE) return status;
    const SequenceObject *items = VALUE_AS(SequenceObject, v);
    for (int64_t i = 0; i < items->count && !status; i++)
        status = check_host(state, index, items->items[i]);
    return status;
}

/* Along an axis without elements any index is wrong: the first is told at once. */
static ArrStatus check_extent(ArrState *state, const IndexArray *index) {
    const Array *a = index->array;
    ArrConst value;
    Array *element;
    if (index->extent > 0) return ARR_OK;
    ArrStatus status = array_view(&state->graph.arrays, a, ARR_INT64, a->offset, 0, array_shape(a),
                                  array_strides(a), &element);
    if (status) return status;
    status = pull_scalar(state->exec, PULL_SIZE, element, &value);
    release(state, element);
    return status ? status : check_int(state, index, value.i8);
}

static bool is_empty(const Places *p) {
    for (int i = 0; i < p->result_ndim; i++)
        if (p->result[i] == 0) return true;
    return false;
}

/* What the program wrote as indices is checked at once. The result is not
 * empty: NumPy checks no bounds where it is. */
static ArrStatus places_check(ArrState *state, const Places *p) {
    ArrStatus status = ARR_OK;
    for (int k = 0; k < p->count && !status; k++) {
        status = check_host(state, &p->arrays[k], p->hosts[k]);
        if (!status) status = check_extent(state, &p->arrays[k]);
    }
    return status;
}

/* One index array, along one axis. */
static bool is_single(const Selection *s) {
    return s->count == 1 && s->selectors[0].kind == SELECT_ARRAY;
}

/* The offsets that the index arrays name. */
static ArrStatus places_offsets(ArrState *state, const Places *p, Array **offsets) {
    return graph_offsets(&state->graph, p->count, p->arrays, p->ndim, p->shape, offsets);
}

/* The view with the selected axes in front, as gather and scatter take it. */
static ArrStatus selected_first(ArrState *state, const Selection *s, Array **moved) {
    int64_t axes[ARR_MAX_NDIM];
    int n = 0;
    for (int k = 0; k < s->count; k++)
        for (int i = 0; i < s->selectors[k].rank; i++) axes[n++] = s->selectors[k].place + i;
    for (int place = 0; place < s->view->ndim; place++)
        if (!is_selected(s, place)) axes[n++] = place;
    return array_transpose(&state->graph.arrays, s->view, n, axes, moved);
}

/* --- reading ------------------------------------------------------------------------ */

/* An array of the result's shape in whose memory the places come first. */
static ArrStatus new_result(ArrState *state, const Selection *s, const Places *p, Array **places,
                            Array **result) {
    int64_t shape[ARR_MAX_NDIM], axes[ARR_MAX_NDIM];
    for (int i = 0; i < p->result_ndim; i++) {
        int own = i - s->position;
        axes[i] = own < 0 ? p->ndim + i : own < p->ndim ? own : i;
        shape[axes[i]] = p->result[i];
    }
    ArrayPool *pool = &state->graph.arrays;
    ArrStatus status =
        array_new(pool, (ArrDtype)s->view->dtype, p->result_ndim, shape, NULL, places);
    if (status) return status;
    status = array_transpose(pool, *places, p->result_ndim, axes, result);
    if (status) release(state, *places);
    return status;
}

static ArrStatus gather(ArrState *state, const Selection *s, const Places *p, Array *places) {
    Array *offsets = NULL, *moved = NULL;
    if (is_empty(p)) return ARR_OK;
    ArrStatus status = selected_first(state, s, &moved);
    if (!status && p->mask) {
        status = graph_compress(&state->graph, moved, p->mask, places);
    } else if (!status) {
        status = places_check(state, p);
        if (!status && is_single(s)) {
            status = graph_take(&state->graph, moved, &p->arrays[0], places);
            release(state, moved);
            return status;
        }
        if (!status) status = places_offsets(state, p, &offsets);
        if (!status) status = graph_gather(&state->graph, moved, offsets, places);
    }
    release(state, offsets);
    release(state, moved);
    return status;
}

ArrStatus advanced_get(ArrState *state, Array *a, Value index, Value *result) {
    Selection s;
    Places p = {.count = 0};
    Array *places, *got;
    ArrStatus status = selection_make(state, a, index, &s);
    if (!status) status = places_make(state, &s, &p);
    if (!status) status = new_result(state, &s, &p, &places, &got);
    if (!status) {
        status = gather(state, &s, &p, places);
        release(state, places);
        if (status) release(state, got);
        else *result = value_array(got);
    }
    places_free(state, &p);
    selection_free(state, &s);
    return status;
}

/* --- writing ------------------------------------------------------------------------ */

/* v as an array of the destination's type that no write to it can change. */
static ArrStatus values_array(ArrState *state, const Selection *s, Value v, Array **values) {
    ArrDtype dtype = (ArrDtype)s->view->dtype;
    if (v.kind != VALUE_ARRAY) return convert_array(state, v, (int)dtype, values);
    if (v.array->dtype == dtype && array_relation(v.array, s->view) == VIEWS_DISJOINT) {
        array_retain(*values = v.array);
        return ARR_OK;
    }
    return graph_copy(&state->graph, v.array, dtype, 'K', values);
}

/* values broadcast to the result's shape; leading axes of extent 1 may be too many. */
static ArrStatus fit_values(ArrState *state, const Places *p, Array *values, Array **fitted) {
    char from[SHAPE_TEXT], to[SHAPE_TEXT];
    const int64_t *shape = array_shape(values);
    int skip = 0;
    while (values->ndim - skip > p->result_ndim && shape[skip] == 1) skip++;
    int ndim = values->ndim - skip, lead = p->result_ndim - ndim;
    bool fits = lead >= 0;
    for (int i = 0; fits && i < ndim; i++)
        fits = shape[skip + i] == 1 || shape[skip + i] == p->result[lead + i];
    if (!fits)
        return error_set(&state->base, ERROR_VALUE,
                         "shape mismatch: value array of shape %s could not be broadcast to "
                         "indexing result of shape %s",
                         shape_text(from, values->ndim, shape),
                         shape_text(to, p->result_ndim, p->result));
    Array *view;
    ArrayPool *pool = &state->graph.arrays;
    ArrStatus status = array_view(pool, values, (ArrDtype)values->dtype, values->offset, ndim,
                                  shape + skip, array_strides(values) + skip, &view);
    if (status) return status;
    status = array_broadcast_to(pool, view, p->result_ndim, p->result, fitted);
    release(state, view);
    return status;
}

/* values, which has the result's shape, with the places in front. */
static ArrStatus places_first(ArrState *state, const Selection *s, const Places *p, Array *values,
                              Array **moved) {
    int64_t axes[ARR_MAX_NDIM];
    for (int i = 0; i < p->result_ndim; i++)
        axes[i] = i < p->ndim ? s->position + i : i - p->ndim < s->position ? i - p->ndim : i;
    return array_transpose(&state->graph.arrays, values, p->result_ndim, axes, moved);
}

/* moved, which is not empty, becomes values at the places. */
static ArrStatus scatter_places(ArrState *state, const Selection *s, const Places *p, Array *moved,
                                Array *values) {
    Array *offsets;
    ArrStatus status = places_check(state, p);
    if (!status && is_single(s) && array_relation(p->arrays[0].array, moved) == VIEWS_DISJOINT)
        return graph_put(&state->graph, moved, &p->arrays[0], values);
    if (!status) status = places_offsets(state, p, &offsets);
    if (status) return status;
    status = graph_scatter(&state->graph, moved, offsets, values);
    release(state, offsets);
    return status;
}

/* The same by a mask; one that the write changes is copied. */
static ArrStatus scatter_mask(ArrState *state, Array *mask, Array *moved, Array *values) {
    Array *own = mask;
    ArrStatus status = ARR_OK;
    if (array_relation(mask, moved) == VIEWS_DISJOINT) array_retain(mask);
    else status = graph_copy(&state->graph, mask, ARR_BOOL, 'K', &own);
    if (status) return status;
    status = graph_expand(&state->graph, moved, own, values);
    release(state, own);
    return status;
}

static ArrStatus scatter(ArrState *state, const Selection *s, const Places *p, Array *values) {
    Array *fitted = NULL, *ordered = NULL, *moved = NULL;
    ArrStatus status = fit_values(state, p, values, &fitted);
    if (!status && !is_empty(p)) {
        status = places_first(state, s, p, fitted, &ordered);
        if (!status) status = selected_first(state, s, &moved);
        if (!status)
            status = p->mask ? scatter_mask(state, p->mask, moved, ordered)
                             : scatter_places(state, s, p, moved, ordered);
    }
    release(state, fitted);
    release(state, ordered);
    release(state, moved);
    return status;
}

/* a[mask] with a mask of a's shape has errors of its own. */
static bool is_whole_mask(const Array *a, const Selection *s) {
    const Selector *only = &s->selectors[0];
    if (s->item_count != 1 || s->count != 1 || only->kind == SELECT_ARRAY) return false;
    if (only->kind == SELECT_BOOL) return a->ndim == 0;
    bool same = only->rank == a->ndim;
    for (int i = 0; same && i < a->ndim; i++)
        same = array_shape(only->array)[i] == array_shape(a)[i];
    return same;
}

static ArrStatus check_whole_mask(ArrState *state, const Places *p, const Array *values) {
    if (values->ndim == 0 || array_shape(values)[0] == 1 || array_shape(values)[0] == p->result[0])
        return ARR_OK;
    return error_set(&state->base, ERROR_VALUE,
                     "NumPy boolean array indexing assignment cannot assign %lld input values to "
                     "the %lld output values where the mask is true",
                     (long long)array_shape(values)[0], (long long)p->result[0]);
}

/* May each element's value be told without counting? That is, are the values
 * broadcast along the one axis that a mask's true elements make? */
static bool mask_suffices(const Selection *s, bool whole, const Array *values) {
    const Selector *only = &s->selectors[0];
    if (s->count != 1 || only->kind != SELECT_MASK) return false;
    if (values->ndim == 0 || (whole && values->size == 1)) return true;
    int behind = s->view->ndim - only->place - only->rank;
    if (s->apart || values->ndim > behind) return false;
    for (int i = 1; i <= values->ndim; i++) {
        int64_t extent = array_shape(values)[values->ndim - i];
        if (extent != 1 && extent != array_shape(s->view)[s->view->ndim - i]) return false;
    }
    return true;
}

/* The mask as an operand that broadcasts against the view; NULL: an axis of
 * extent 0 does not. */
static ArrStatus spread_mask(ArrState *state, const Selection *s, Array **mask) {
    const Selector *only = &s->selectors[0];
    IndexItem items[ARR_MAX_NDIM + 1] = {{.kind = INDEX_ELLIPSIS}};
    int behind = s->view->ndim - only->place - only->rank;
    *mask = NULL;
    for (int i = 0; i < only->rank; i++)
        if (array_shape(only->array)[i] != array_shape(s->view)[only->place + i]) return ARR_OK;
    for (int i = 1; i <= behind; i++) items[i] = (IndexItem){.kind = INDEX_NEWAXIS};
    return array_index(&state->graph.arrays, only->array, behind + 1, items, mask);
}

static ArrStatus set_by_places(ArrState *state, const Selection *s, bool whole, Array *values) {
    Places p = {.count = 0};
    ArrStatus status = places_make(state, s, &p);
    if (!status && whole) status = check_whole_mask(state, &p, values);
    if (!status) status = scatter(state, s, &p, values);
    places_free(state, &p);
    return status;
}

static ArrStatus set_selection(ArrState *state, const Selection *s, bool whole, Array *values) {
    Array *mask = NULL;
    if (whole && values->ndim > 1)
        return error_set(&state->base, ERROR_TYPE,
                         "NumPy boolean array indexing assignment requires a 0 or 1-dimensional "
                         "input, input has %d dimensions",
                         values->ndim);
    ArrStatus status = ARR_OK;
    if (mask_suffices(s, whole, values)) status = spread_mask(state, s, &mask);
    if (status) return status;
    if (!mask) return set_by_places(state, s, whole, values);
    status = mask_assign(state, s->view, mask, operand_array(values));
    release(state, mask);
    return status;
}

/* A number needs no array: it is a constant of the loop that assigns it. */
static ArrStatus set_number(ArrState *state, const Selection *s, bool whole, Value v) {
    Operand number = {0};
    Array *mask = NULL, *values;
    ArrStatus status = convert_number(state, v, (ArrDtype)s->view->dtype, &number.value);
    if (!status && s->count == 1 && s->selectors[0].kind == SELECT_MASK)
        status = spread_mask(state, s, &mask);
    if (status) return status;
    if (mask) {
        status = mask_assign(state, s->view, mask, number);
        release(state, mask);
        return status;
    }
    status = graph_full(&state->graph, number.value.dtype, 0, NULL, number.value, &values);
    if (status) return status;
    status = set_by_places(state, s, whole, values);
    release(state, values);
    return status;
}

ArrStatus advanced_set(ArrState *state, Array *a, Value index, Value value) {
    Selection s;
    Array *values;
    if (a->read_only || array_overlaps_itself(a))
        return error_set(&state->base, ERROR_VALUE, "assignment destination is read-only");
    ArrStatus status = selection_make(state, a, index, &s);
    bool whole = !status && is_whole_mask(a, &s);
    if (!status && value_is_number(value)) {
        status = set_number(state, &s, whole, value);
    } else if (!status) {
        status = values_array(state, &s, value, &values);
        if (!status) {
            status = set_selection(state, &s, whole, values);
            release(state, values);
        }
    }
    selection_free(state, &s);
    return status;
}

/* --- ufunc.at ----------------------------------------------------------------------- */

static ArrStatus record_apply(ArrState *state, Op op, Array *moved, Array *offsets, Array *values) {
    Array *const operands[2] = {offsets, values};
    const ArrConst parameters[3] = {const_int(op), const_bool(false), const_bool(false)};
    return graph_library(&state->graph, LIBRARY_APPLY, 2, operands, parameters, moved);
}

static ArrStatus apply(ArrState *state, Op op, const Selection *s, const Places *p, Array *values) {
    Array *fitted = NULL, *ordered = NULL, *moved = NULL, *offsets = NULL;
    ArrStatus status = fit_values(state, p, values, &fitted);
    if (!status && !is_empty(p)) {
        status = places_first(state, s, p, fitted, &ordered);
        if (!status) status = selected_first(state, s, &moved);
        if (!status) status = places_offsets(state, p, &offsets);
        if (!status) status = record_apply(state, op, moved, offsets, ordered);
    }
    release(state, fitted);
    release(state, ordered);
    release(state, moved);
    release(state, offsets);
    return status;
}

/* An index that names each place once: the whole view at once. */
static ArrStatus apply_view(ArrState *state, Op op, Array *a, Value index, Array *values) {
    Value view = value_undefined();
    Array *same;
    IndexItem whole = {.kind = INDEX_ELLIPSIS};
    Array *target = NULL;
    ArrStatus status = ARR_OK;
    if (a->ndim == 0) status = array_index(&state->graph.arrays, a, 1, &whole, &target);
    else status = item_get(state, value_array(a), index, &view);
    if (!status && view.kind == VALUE_ARRAY && view.array->scalar) { /* one element */
        const Operand operands[2] = {operand_array(view.array), operand_array(values)};
        Array *joined;
        status = graph_elementwise(&state->graph, op, operands, NULL, -1, &joined);
        if (!status) status = item_set(state, value_array(a), index, value_array(joined));
        if (!status) release(state, joined);
        value_release(state, view);
        return status;
    }
    if (!status) {
        Array *to = target ? target : view.array;
        const Operand operands[2] = {operand_array(to), operand_array(values)};
        status = graph_elementwise(&state->graph, op, operands, to, -1, &same);
        if (!status) release(state, same);
    }
    release(state, target);
    value_release(state, view);
    return status;
}

ArrStatus advanced_apply(ArrState *state, Op op, Array *a, Value index, Array *values) {
    Selection s;
    Places p = {.count = 0};
    Array *own = values;
    if (a->read_only || array_overlaps_itself(a))
        return error_set(&state->base, ERROR_VALUE, "assignment destination is read-only");
    if (!index_is_advanced(index)) return apply_view(state, op, a, index, values);
    ArrStatus status = ARR_OK;
    if (array_relation(values, a) == VIEWS_DISJOINT) array_retain(values);
    else status = graph_copy(&state->graph, values, (ArrDtype)values->dtype, 'K', &own);
    if (status) return status;
    status = selection_make(state, a, index, &s);
    s.as_places = true;
    if (!status) status = places_make(state, &s, &p);
    if (!status) status = apply(state, op, &s, &p, own);
    places_free(state, &p);
    selection_free(state, &s);
    release(state, own);
    return status;
}
