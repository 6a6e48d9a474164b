/* Indices of arrays: basic ones (index.c) are views, advanced ones
 * (index_advanced.c: masks, index arrays, lists) are gathers and scatters. */
#ifndef LANG_INDEX_H
#define LANG_INDEX_H

#include "arrays.h"

/* More items than this cannot be a valid index: NumPy allows 64 axes, as many
 * new ones, and an ellipsis. */
enum { INDEX_ITEMS = 2 * ARR_MAX_NDIM + 1 };

/* "only integers, slices (`:`), ... are valid indices" */
ArrStatus index_invalid(ArrState *state);
/* One item of a basic index; what is none is an error. */
ArrStatus index_item(ArrState *state, Value v, IndexItem *item);

/* A slice's bounds and step, not yet fitted to a length. */
ArrStatus index_slice(ArrState *state, const SliceObject *slice, IndexItem *item);
/* index as a place in 0..count-1 of a host sequence; out of range: -1. */
ArrStatus index_place(ArrState *state, Value object, Value index, int64_t count, int64_t *place);

/* list[index] = value, del list[index]; slices too (list.c) */
ArrStatus list_set(ArrState *state, Value list, Value index, Value value);
ArrStatus list_delete(ArrState *state, Value list, Value index);

/* One item of an advanced index that is no slice, int, ... */
typedef struct Selector {
    enum { SELECT_ARRAY, SELECT_MASK, SELECT_BOOL } kind;
    bool truth;   /* of SELECT_BOOL, which takes no axis */
    Array *array; /* ints or bools; owned */
    Value host;   /* the sequence that array was made of, or undefined; borrowed */
    int rank;     /* axes that it takes */
    int axis;     /* the first of them in the array indexed, */
    int place;    /* and in the view */
} Selector;

/* An advanced index, taken apart (index_select.c). */
typedef struct Selection {
    Array *view;    /* what the index's basic items leave; selected axes are whole */
    int item_count; /* of the index as written */
    int count;
    int selected; /* axes of view that the selectors take */
    int position; /* where in the result the selectors' axes stand */
    bool as_places; /* a mask too is to become index arrays */
    bool apart;   /* a slice, ... lies between advanced items: position is 0 */
    Selector selectors[INDEX_ITEMS];
} Selection;
/* Needs selection_free() even on failure. */
ArrStatus selection_make(ArrState *state, Array *a, Value index, Selection *selection);
void selection_free(ArrState *state, Selection *selection);

/* Whether the index has a mask, an index array, a list or a bool in it. */
bool index_is_advanced(Value index);
ArrStatus advanced_get(ArrState *state, Array *a, Value index, Value *result);
ArrStatus advanced_set(ArrState *state, Array *a, Value index, Value value);
/* a[index] = op(a[index], values) place by place, whatever the index: repeated
 * places change repeatedly. values has the type of a. */
ArrStatus advanced_apply(ArrState *state, Op op, Array *a, Value index, Array *values);

/* Whether the index is an array of bools with a's shape: a[index] op= number
 * is then computed on whole arrays, without a pull. */
bool index_is_mask(const Array *a, Value index);
/* view[...] = where(mask, value, view); value has view's type and broadcasts. */
ArrStatus mask_assign(ArrState *state, Array *view, Array *mask, Operand value);

/* How many elements of a bool array are true. Pulled (PULL_SIZE). */
ArrStatus mask_count(ArrState *state, Array *mask, int64_t *count);
/* The indices of a mask's true elements: one row per axis. Pulls their count. */
ArrStatus mask_indices(ArrState *state, Array *mask, Array **result);

#endif
