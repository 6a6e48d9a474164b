/* Taking an advanced index apart: which axes of the array its masks and index
 * arrays take, and the view that its other items make. NumPy's order of
 * checks: each item, their count, the masks' shapes, the ints' bounds. */
#include "index.h"

typedef struct Reader {
    ArrState *state;
    const Array *a;
    Selection *out;
    int count; /* items: the index with ":" for each axis that a selector takes */
    int taken; /* axes */
    int ellipses;
    IndexItem items[INDEX_ITEMS];
    int16_t first[INDEX_ITEMS]; /* per selector: its first item */
} Reader;

/* --- items -------------------------------------------------------------------- */

static bool is_advanced(Value v) {
    switch (v.kind) {
    case VALUE_BOOL:
    case VALUE_LIST:
    case VALUE_TUPLE:
    case VALUE_RANGE: return true;
    case VALUE_ARRAY: return v.array->ndim > 0 || v.array->dtype == ARR_BOOL;
    default: return false;
    }
}

bool index_is_advanced(Value index) {
    if (index.kind != VALUE_TUPLE) return is_advanced(index);
    const SequenceObject *items = VALUE_AS(SequenceObject, index);
    for (int64_t i = 0; i < items->count; i++)
        if (is_advanced(items->items[i])) return true;
    return false;
}

/* A sequence as an array of ints or bools; an empty one has ints. */
static ArrStatus sequence_array(ArrState *state, Value v, Array **array) {
    Array *made;
    ArrStatus status = convert_array(state, v, -1, &made);
    ErrorClass class = state->base.error.class;
    if (status == ARR_ERROR && (class == ERROR_TYPE || class == ERROR_OVERFLOW))
        return index_invalid(state); /* NumPy would make an array of objects */
    if (status) return status;
    *array = made;
    if (made->size) return ARR_OK;
    status = graph_copy(&state->graph, made, ARR_INT64, 'C', array);
    array_release(&state->graph.arrays, made);
    return status;
}

static ArrStatus select_bool(ArrState *state, Value v, Selector *s) {
    Value truth = v;
    ArrStatus status = ARR_OK;
    if (v.kind == VALUE_ARRAY) status = convert_to_host(state, PULL_SIZE, v.array, &truth);
    *s = (Selector){.kind = SELECT_BOOL, .truth = !status && truth.boolean};
    return status;
}

static ArrStatus select_item(ArrState *state, Value v, Selector *s) {
    bool sequence = v.kind != VALUE_ARRAY && v.kind != VALUE_BOOL;
    if (!sequence && (v.kind == VALUE_BOOL || v.array->ndim == 0)) return select_bool(state, v, s);
    *s = (Selector){.kind = SELECT_ARRAY, .rank = 1, .host = sequence ? v : value_undefined()};
    ArrStatus status = ARR_OK;
    if (sequence) status = sequence_array(state, v, &s->array);
    else array_retain(s->array = v.array);
    if (status) return status;
    ArrayKind kind = dtype_info[s->array->dtype].kind;
    if (kind == KIND_INT || kind == KIND_UINT) return ARR_OK;
    if (kind == KIND_BOOL) {
        s->kind = SELECT_MASK;
        s->rank = s->array->ndim;
        return ARR_OK;
    }
    return sequence ? index_invalid(state)
                    : error_set(&state->base, ERROR_INDEX,
                                "arrays used as indices must be of integer (or boolean) type");
}

/* Adds one item; a selector's stands for its axes. */
static ArrStatus read_item(Reader *r, Value v) {
    Selection *out = r->out;
    if (!is_advanced(v)) {
        IndexItem *item = &r->items[r->count];
        ArrStatus status = index_item(r->state, v, item);
        if (status) return status;
        r->ellipses += item->kind == INDEX_ELLIPSIS;
        r->taken += item->kind == INDEX_INT || item->kind == INDEX_SLICE;
        r->count++;
        return ARR_OK;
    }
    Selector *s = &out->selectors[out->count];
    r->first[out->count] = (int16_t)r->count;
    ArrStatus status = select_item(r->state, v, s);
    out->count += s->array != NULL || !status;
    if (status) return status;
    r->taken += s->rank;
    out->selected += s->rank;
    for (int i = 0; i < s->rank && r->count < INDEX_ITEMS; i++)
        r->items[r->count++] = (IndexItem){.kind = INDEX_SLICE, .step = 1};
    return ARR_OK;
}

static ArrStatus read_index(Reader *r, Value index) {
    const Value *items = &index;
    int64_t count = 1;
    if (index.kind == VALUE_TUPLE) {
        items = VALUE_AS(SequenceObject, index)->items;
        count = VALUE_AS(SequenceObject, index)->count;
    }
    ArrStatus status = ARR_OK;
    r->out->item_count = (int)count;
    for (int64_t i = 0; i < count && !status; i++) {
        if (i >= INDEX_ITEMS || r->count >= INDEX_ITEMS)
            return error_set(&r->state->base, ERROR_INDEX, "too many indices for array");
        status = read_item(r, items[i]);
    }
    return status;
}

/* --- axes --------------------------------------------------------------------- */

/* The result so far, as items are placed from left to right. */
typedef struct Placing {
    int axis;  /* of the array: the next */
    int place; /* of the view */
    int rest;  /* axes of the view that no selector takes */
    int runs;  /* of advanced items that stand side by side */
    bool in_run;
} Placing;

static void place_advanced(Reader *r, Placing *p) {
    if (!p->in_run && p->runs++ == 0) r->out->position = p->rest;
    p->in_run = true;
}

static void place_basic(Reader *r, Placing *p, const IndexItem *item) {
    int axes = 1;
    if (item->kind == INDEX_INT) { /* among index arrays, an int is one of them */
        place_advanced(r, p);
        p->axis++;
        return;
    }
    if (item->kind == INDEX_ELLIPSIS) axes = r->a->ndim - r->taken;
    if (item->kind != INDEX_NEWAXIS) p->axis += axes;
    p->place += axes;
    p->rest += axes;
    p->in_run = false;
}

/* Where each selector's axes are, and where their result goes: in their place
 * if all advanced items stand side by side, else in front. */
static void place_items(Reader *r) {
    Placing p = {0};
    Selection *out = r->out;
    int k = 0, i = 0;
    while (i < r->count || k < out->count) {
        if (k == out->count || r->first[k] != i) {
            place_basic(r, &p, &r->items[i++]);
            continue;
        }
        Selector *s = &out->selectors[k++];
        place_advanced(r, &p);
        s->axis = p.axis;
        s->place = p.place;
        p.axis += s->rank;
        p.place += s->rank;
        i += s->rank;
    }
    out->apart = p.runs > 1;
    if (out->apart) out->position = 0;
}

/* As NumPy, an axis of extent 0 in a mask fits any. */
static ArrStatus check_mask(ArrState *state, const Array *a, const Selector *s) {
    for (int i = 0; i < s->rank; i++) {
        int64_t own = array_shape(s->array)[i], extent = array_shape(a)[s->axis + i];
        if (own > 0 && own != extent)
            return error_set(&state->base, ERROR_INDEX,
                             "boolean index did not match indexed array along axis %d; size of "
                             "axis is %lld but size of corresponding boolean axis is %lld",
                             s->axis + i, (long long)extent, (long long)own);
    }
    return ARR_OK;
}

ArrStatus selection_make(ArrState *state, Array *a, Value index, Selection *out) {
    out->view = NULL;
    out->count = out->selected = out->position = 0;
    out->as_places = false;
    Reader r = {.state = state, .a = a, .out = out};
    ArrStatus status = read_index(&r, index);
    if (status) return status;
    if (r.taken <= a->ndim && r.ellipses <= 1) {
        place_items(&r);
        for (int k = 0; k < out->count && !status; k++)
            if (out->selectors[k].kind == SELECT_MASK)
                status = check_mask(state, a, &out->selectors[k]);
    }
    if (status) return status;
    return array_index(&state->graph.arrays, a, r.count, r.items, &out->view);
}

void selection_free(ArrState *state, Selection *selection) {
    for (int k = 0; k < selection->count; k++)
        array_release(&state->graph.arrays, selection->selectors[k].array);
    array_release(&state->graph.arrays, selection->view);
}
