/* Python's == of any two values, as a host bool. */
#include "dict.h"

#include <string.h>

enum { EQUAL_DEPTH = 1000 }; /* CPython's recursion limit */

static ArrStatus equal_at(ArrState *state, Value a, Value b, int depth, bool *equal);

static ArrStatus sequences_equal(ArrState *state, Value a, Value b, int depth, bool *equal) {
    const SequenceObject *x = VALUE_AS(SequenceObject, a), *y = VALUE_AS(SequenceObject, b);
    *equal = x->count == y->count;
    for (int64_t i = 0; *equal && i < x->count && i < y->count; i++) {
        ArrStatus status = equal_at(state, x->items[i], y->items[i], depth + 1, equal);
        if (status) return status;
    }
    return ARR_OK;
}

/* By their elements: range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2). */
static bool ranges_equal(const RangeObject *a, const RangeObject *b) {
    if (a->count != b->count) return false;
    if (a->count == 0) return true;
    return a->start == b->start && (a->count == 1 || a->step == b->step);
}

static ArrStatus slices_equal(ArrState *state, const SliceObject *a, const SliceObject *b,
                              int depth, bool *equal) {
    ArrStatus status = equal_at(state, a->start, b->start, depth + 1, equal);
    if (!status && *equal) status = equal_at(state, a->stop, b->stop, depth + 1, equal);
    if (!status && *equal) status = equal_at(state, a->step, b->step, depth + 1, equal);
    return status;
}

/* NumPy asks whether the other side names the same dtype; None names float64. */
static bool dtype_names_dtype(ArrDtype dtype, Value other) {
    static const ArrDtype of_type[] = {[TYPE_BOOL] = ARR_BOOL,
                                       [TYPE_INT] = ARR_INT64,
                                       [TYPE_FLOAT] = ARR_FLOAT64,
                                       [TYPE_COMPLEX] = ARR_COMPLEX128};
    ArrDtype named;
    switch (other.kind) {
    case VALUE_NONE: return dtype == ARR_FLOAT64;
    case VALUE_DTYPE: return dtype == VALUE_AS(DtypeObject, other)->dtype;
    case VALUE_TYPE:
        return VALUE_AS(TypeObject, other)->type <= TYPE_COMPLEX &&
               dtype == of_type[VALUE_AS(TypeObject, other)->type];
    case VALUE_STRING:
        return dtype_from_name(VALUE_AS(StringObject, other)->bytes,
                               VALUE_AS(StringObject, other)->length, &named) &&
               dtype == named;
    default: return false;
    }
}

static bool dtypes_equal(Value a, Value b) {
    if (b.kind == VALUE_DTYPE && (a.kind != VALUE_DTYPE || VALUE_AS(DtypeObject, a)->scalar_type)) {
        Value swap = a;
        a = b;
        b = swap;
    }
    const DtypeObject *dtype = VALUE_AS(DtypeObject, a);
    if (!dtype->scalar_type) return dtype_names_dtype(dtype->dtype, b);
    return b.kind == VALUE_DTYPE && VALUE_AS(DtypeObject, b)->scalar_type &&
           VALUE_AS(DtypeObject, b)->dtype == dtype->dtype;
}

/* Elementwise, and then its truth, as CPython compares lists of arrays. */
static ArrStatus arrays_equal(ArrState *state, Value a, Value b, bool *equal) {
    Value compared;
    ArrStatus status = operate_compare(state, AST_OP_EQUAL, a, b, &compared);
    if (status) return status;
    status = value_truth(state, compared, equal);
    value_release(state, compared);
    return status;
}

static ArrStatus dicts_equal(ArrState *state, Value a, Value b, int depth, bool *equal) {
    const DictObject *x = VALUE_AS(DictObject, a);
    *equal = x->count == VALUE_AS(DictObject, b)->count;
    for (int64_t i = 0; *equal && i < x->used; i++) {
        Value other;
        if (x->entries[i].key.kind == VALUE_UNDEFINED) continue;
        ArrStatus status = dict_get(state, b, x->entries[i].key, &other);
        if (status) return status;
        *equal = other.kind != VALUE_UNDEFINED;
        if (*equal) status = equal_at(state, x->entries[i].value, other, depth + 1, equal);
        value_release(state, other);
        if (status) return status;
    }
    return ARR_OK;
}

/* Values of one kind, neither numbers nor arrays. */
static ArrStatus same_kind_equal(ArrState *state, Value a, Value b, int depth, bool *equal) {
    switch (a.kind) {
    case VALUE_NONE:
    case VALUE_ELLIPSIS: *equal = true; return ARR_OK;
    case VALUE_STRING: {
        const StringObject *x = VALUE_AS(StringObject, a), *y = VALUE_AS(StringObject, b);
        *equal = x->length == y->length && !memcmp(x->bytes, y->bytes, (size_t)x->length);
        return ARR_OK;
    }
    case VALUE_TUPLE:
    case VALUE_LIST: return sequences_equal(state, a, b, depth, equal);
    case VALUE_DICT: return dicts_equal(state, a, b, depth, equal);
    case VALUE_RANGE:
        *equal = ranges_equal(VALUE_AS(RangeObject, a), VALUE_AS(RangeObject, b));
        return ARR_OK;
    case VALUE_SLICE:
        return slices_equal(state, VALUE_AS(SliceObject, a), VALUE_AS(SliceObject, b), depth,
                            equal);
    case VALUE_METHOD: {
        const MethodObject *x = VALUE_AS(MethodObject, a), *y = VALUE_AS(MethodObject, b);
        *equal = x->function == y->function && value_is_reference(x->self) &&
                 x->self.kind == y->self.kind && x->self.object == y->self.object;
        return ARR_OK;
    }
    default: *equal = false; return ARR_OK; /* by identity, which equal_at has looked at */
    }
}

static ArrStatus equal_at(ArrState *state, Value a, Value b, int depth, bool *equal) {
    if (depth > EQUAL_DEPTH)
        return error_set(&state->base, ERROR_RECURSION,
                         "maximum recursion depth exceeded in comparison");
    bool same_object = a.kind == b.kind && value_is_reference(a) && a.object == b.object;
    if (same_object && (depth > 0 || !value_is_number(a))) { /* a container's own items, NaN too */
        *equal = true;
        return ARR_OK;
    }
    if (value_is_number(a) && value_is_number(b))
        return number_compare(state, AST_OP_EQUAL, a, b, equal);
    if (a.kind == VALUE_ARRAY || b.kind == VALUE_ARRAY) return arrays_equal(state, a, b, equal);
    if (a.kind == VALUE_DTYPE || b.kind == VALUE_DTYPE) {
        *equal = dtypes_equal(a, b);
        return ARR_OK;
    }
    *equal = false;
    return a.kind == b.kind ? same_kind_equal(state, a, b, depth, equal) : ARR_OK;
}

ArrStatus value_equal(ArrState *state, Value a, Value b, bool *equal) {
    return equal_at(state, a, b, 0, equal);
}
