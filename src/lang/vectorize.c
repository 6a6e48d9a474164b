/* np.vectorize: a function of numbers called for every element of its
 * broadcast arguments. The elements come to the host and the results go back,
 * so it is a convenience, as in NumPy, and no way to be fast. */
#include "arrays.h"

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

enum { MOST = 16 }; /* arguments, and results */

typedef struct Vectorized {
    Value function, otypes;
    int count;         /* of arguments */
    Value lists[MOST]; /* their elements as Python numbers */
    int ndim;
    int64_t shape[ARR_MAX_NDIM], size;
    int results;       /* how many a call gives; -1: one that is no tuple */
    Value found[MOST]; /* lists of them */
} Vectorized;

static int result_count(const Vectorized *v) {
    return v->results < 0 ? 1 : v->results;
}

static void end(ArrState *state, Vectorized *v) {
    for (int k = 0; k < v->count; k++) value_release(state, v->lists[k]);
    for (int k = 0; k < result_count(v); k++) value_release(state, v->found[k]);
}

/* The elements of a, broadcast, as a list. */
static ArrStatus elements(ArrState *state, Array *a, const Vectorized *v, Value *list) {
    static const int64_t flat[1] = {-1};
    Array *wide, *line = NULL;
    Value method;
    ArrStatus status = array_broadcast_to(&state->graph.arrays, a, v->ndim, v->shape, &wide);
    if (status) return status;
    status = graph_reshape(&state->graph, wide, 1, flat, &line);
    release(state, wide);
    if (status) return status;
    status = attribute_get(state, value_array(line), "tolist", 6, &method);
    release(state, line);
    if (status) return status;
    status = call_value(state, method, &(Arguments){.count = 0}, list);
    value_release(state, method);
    return status;
}

static ArrStatus mismatch(ArrState *state, Array *const *arrays, int count) {
    Text text = text_new(&state->base.heap);
    char shape[SHAPE_TEXT];
    for (int k = 0; k < count; k++)
        text_addf(&text, "%s ", shape_text(shape, arrays[k]->ndim, array_shape(arrays[k])));
    ArrStatus status = text.failed
                           ? error_memory(&state->base, text.capacity, "a message")
                           : error_set(&state->base, ERROR_VALUE,
                                       "operands could not be broadcast together with shapes %s",
                                       text_string(&text));
    text_free(&text);
    return status;
}

static ArrStatus begin(ArrState *state, const SequenceObject *arguments, Vectorized *v) {
    Array *arrays[MOST] = {NULL};
    ArrStatus status = ARR_OK;
    int given = (int)arguments->count;
    if (arguments->count > MOST)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "vectorize() of more than %d arguments is not in arr", MOST);
    for (int k = 0; k < given && !status; k++) {
        status = convert_array(state, arguments->items[k], -1, &arrays[k]);
        if (!status &&
            !shape_broadcast(&v->ndim, v->shape, arrays[k]->ndim, array_shape(arrays[k])))
            status = mismatch(state, arrays, k + 1);
    }
    v->size = 1;
    for (int i = 0; i < v->ndim; i++) v->size *= v->shape[i];
    for (; v->count < given && !status; v->count += !status)
        status = elements(state, arrays[v->count], v, &v->lists[v->count]);
    for (int k = 0; k < given; k++) release(state, arrays[k]);
    return status;
}

static ArrStatus call_at(ArrState *state, const Vectorized *v, int64_t i, Value *result) {
    Value values[MOST];
    for (int k = 0; k < v->count; k++) values[k] = VALUE_AS(SequenceObject, v->lists[k])->items[i];
    return call_value(state, v->function, &(Arguments){.values = values, .count = v->count},
                      result);
}

/* Lists for the results that a call gives. */
static ArrStatus begin_results(ArrState *state, Vectorized *v, Value first) {
    int count = 1;
    v->results = -1;
    if (first.kind == VALUE_TUPLE) {
        if (VALUE_AS(SequenceObject, first)->count > MOST)
            return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                             "vectorize() of more than %d results is not in arr", MOST);
        v->results = count = (int)VALUE_AS(SequenceObject, first)->count;
    }
    ArrStatus status = ARR_OK;
    for (int k = 0; k < count; k++) v->found[k] = value_undefined();
    for (int k = 0; k < count && !status; k++)
        status = sequence_new(state, VALUE_LIST, NULL, 0, &v->found[k]);
    return status;
}

static ArrStatus keep_results(ArrState *state, const Vectorized *v, Value result) {
    ArrStatus status = ARR_OK;
    if (v->results < 0) return list_append(state, v->found[0], result);
    if (result.kind != VALUE_TUPLE || VALUE_AS(SequenceObject, result)->count != v->results)
        return error_set(&state->base, ERROR_VALUE,
                         "too many or too few results of the vectorized function");
    for (int k = 0; k < v->results && !status; k++)
        status = list_append(state, v->found[k], VALUE_AS(SequenceObject, result)->items[k]);
    return status;
}

/* The dtype of the k-th result: otypes' or, as in NumPy, that of the first one. */
static ArrStatus result_dtype(ArrState *state, const Vectorized *v, int k, int *dtype) {
    Value otype = v->otypes;
    Array *first;
    if (argument_given(otype)) {
        bool many = otype.kind == VALUE_LIST || otype.kind == VALUE_TUPLE;
        if (many && k < VALUE_AS(SequenceObject, otype)->count)
            otype = VALUE_AS(SequenceObject, otype)->items[k];
        return convert_to_dtype(state, otype, dtype);
    }
    ArrStatus status =
        convert_array(state, VALUE_AS(SequenceObject, v->found[k])->items[0], -1, &first);
    if (status) return status;
    *dtype = first->dtype;
    release(state, first);
    return ARR_OK;
}

/* NumPy casts as astype does: floats to ints where the first result was one. */
static ArrStatus result_array(ArrState *state, const Vectorized *v, int k, Value *result) {
    int dtype;
    Array *own, *cast = NULL, *shaped;
    ArrStatus status = result_dtype(state, v, k, &dtype);
    if (status) return status;
    status = convert_array(state, v->found[k], -1, &own);
    if (status) return status;
    status = graph_copy(&state->graph, own, (ArrDtype)dtype, 'C', &cast);
    if (!status) status = graph_reshape(&state->graph, cast, v->ndim, v->shape, &shaped);
    release(state, own);
    release(state, cast);
    return give_array(status, &shaped, result);
}

static ArrStatus give_results(ArrState *state, const Vectorized *v, Value *result) {
    if (v->results < 0) return result_array(state, v, 0, result);
    ArrStatus status = sequence_new(state, VALUE_TUPLE, NULL, v->results, result);
    if (status) return status;
    for (int k = 0; k < v->results && !status; k++)
        status = result_array(state, v, k, &VALUE_AS(SequenceObject, *result)->items[k]);
    if (status) value_release(state, *result);
    return status;
}

/* The first call only tells what the results are, unless otypes does. */
static ArrStatus run(ArrState *state, Vectorized *v, Value *result) {
    Value one;
    ArrStatus status = ARR_OK;
    if (v->size == 0)
        return error_set(&state->base,
                         argument_given(v->otypes) ? ERROR_NOT_IMPLEMENTED : ERROR_VALUE,
                         argument_given(v->otypes)
                             ? "vectorize() on size 0 inputs is not in arr"
                             : "cannot call `vectorize` on size 0 inputs unless `otypes` is set");
    for (int64_t i = argument_given(v->otypes) ? 0 : -1; i < v->size && !status; i++) {
        status = call_at(state, v, i < 0 ? 0 : i, &one);
        if (status) break;
        if (v->results == 0) status = begin_results(state, v, one);
        if (!status && i >= 0) status = keep_results(state, v, one);
        value_release(state, one);
    }
    return status ? status : give_results(state, v, result);
}

/* self: (function, otypes) */
static ArrStatus vectorized(ArrState *state, const BuiltinCall *call, Value *result) {
    const Value *self = VALUE_AS(SequenceObject, call->self)->items;
    Vectorized v = {.function = self[0], .otypes = self[1]};
    ArrStatus status = begin(state, VALUE_AS(SequenceObject, call->args[0]), &v);
    if (!status) status = run(state, &v, result);
    end(state, &v);
    return status;
}

static ArrStatus numpy_vectorize(ArrState *state, const BuiltinCall *call, Value *result) {
    static const BuiltinRow row = {"vectorized(*args)", vectorized,
                                   "The function of every element of the broadcast arguments.", 0};
    Value items[2] = {call->args[0], argument_given(call->args[1]) ? call->args[1] : value_none()};
    Value function;
    if (argument_given(call->args[3]) || argument_given(call->args[5]))
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "vectorize() with excluded= or signature= is not in arr");
    ArrStatus status = builtin_new(state, &row, &function);
    if (status) return status;
    MethodObject *method = object_new(state, VALUE_METHOD, sizeof *method);
    if (!method) {
        value_release(state, function);
        return ARR_MEMORY;
    }
    method->function = VALUE_AS(BuiltinObject, function);
    method->self = value_none();
    for (int k = 0; k < 2; k++) value_retain(items[k]);
    status = sequence_new(state, VALUE_TUPLE, items, 2, &method->self);
    if (status) value_release(state, value_object(&method->head));
    else *result = value_object(&method->head);
    return status;
}

const BuiltinRow numpy_vectorize_rows[] = {
    {"vectorize(pyfunc, otypes=None, doc=None, excluded=None, cache=False, signature=None)",
     numpy_vectorize,
     "A function that calls pyfunc for every element of its broadcast arguments. The results have "
     "the dtype of the first one, or otypes. Pulls all elements.",
     0},
    {NULL, NULL, NULL, 0}};
