/* Recording np.einsum (see einsum.h). Axes of extent 1 are dropped first and come
 * back at the end, so that a label that is broadcast is simply absent. */
#include "einsum.h"

#include <stdio.h>
#include <string.h>

typedef struct Sum {
    Graph *graph;
    int count;
    EinsumTerm *terms; /* their arrays: one reference each; NULL when used */
    const EinsumTerm *out;
    int64_t extents[EINSUM_LABELS];
} Sum;

/* The labels that are still wanted. */
typedef struct LabelSet {
    bool has[EINSUM_LABELS];
} LabelSet;

static void release(Graph *graph, Array *a) {
    array_release(&graph->arrays, a);
}

static int find_label(const EinsumTerm *term, uint8_t label) {
    for (int i = 0; i < term->ndim; i++)
        if (term->labels[i] == label) return i;
    return -1;
}

/* term's array goes, found takes its place. */
static void replace(Graph *graph, EinsumTerm *term, Array *found) {
    release(graph, term->array);
    term->array = found;
    found->scalar = false;
}

/* --- operands ---------------------------------------------------------------------- */

/* NumPy tries to make a view of a single operand first, and words it differently. */
static ArrStatus collapse_error(const Sum *sum, int k, int axis, int64_t first) {
    const EinsumTerm *term = &sum->terms[k];
    bool view = sum->count == 1;
    char which[24] = "single operand";
    for (int i = 0; i <= axis && view; i++) view = find_label(sum->out, term->labels[i]) >= 0;
    if (!view) snprintf(which, sizeof which, "operand %d", k);
    return error_set(sum->graph->base, ERROR_VALUE,
                     "dimensions in %s for collapsing index '%c' don't match (%lld != %lld)", which,
                     term->labels[axis], (long long)first,
                     (long long)array_shape(term->array)[axis]);
}

/* Each label once: repeated ones are a diagonal. */
static ArrStatus take_diagonal(const Sum *sum, int k) {
    EinsumTerm *term = &sum->terms[k], seen = {.array = term->array};
    const int64_t *shape = array_shape(term->array), *strides = array_strides(term->array);
    int64_t extents[ARR_MAX_NDIM], steps[ARR_MAX_NDIM];
    Array *view;
    for (int i = 0; i < term->ndim; i++) {
        int at = find_label(&seen, term->labels[i]);
        if (at < 0) {
            at = seen.ndim++;
            seen.labels[at] = term->labels[i];
            extents[at] = shape[i];
            steps[at] = strides[i];
            continue;
        }
        if (extents[at] != shape[i]) return collapse_error(sum, k, i, extents[at]);
        steps[at] += strides[i];
    }
    ArrStatus status = array_view(&sum->graph->arrays, term->array, (ArrDtype)term->array->dtype,
                                  term->array->offset, seen.ndim, extents, steps, &view);
    if (status) return status;
    release(sum->graph, term->array);
    *term = seen;
    term->array = view;
    return ARR_OK;
}

/* "(2,3)->(2,newaxis,3)": where the axes of a term stand among all labels. */
static void remapped_text(const EinsumTerm *term, int count, const uint8_t *order, char *text,
                          size_t size) {
    char own[SHAPE_TEXT];
    bool begun = false;
    snprintf(text, size, "%s->(", shape_text(own, term->ndim, array_shape(term->array)));
    for (int i = 0; i < count; i++) {
        int axis = find_label(term, order[i]);
        size_t length = strlen(text);
        if (axis < 0 && !begun) continue; /* NumPy leaves the first ones out */
        if (axis < 0) snprintf(text + length, size - length, "%snewaxis", begun ? "," : "");
        else
            snprintf(text + length, size - length, "%s%lld", begun ? "," : "",
                     (long long)array_shape(term->array)[axis]);
        begun = true;
    }
    size_t length = strlen(text);
    snprintf(text + length, size - length, ") ");
}

static ArrStatus broadcast_error(const Sum *sum) {
    enum { TEXT = 1024 };
    char all[TEXT] = "";
    uint8_t order[EINSUM_LABELS];
    int count = sum->out->ndim;
    memcpy(order, sum->out->labels, (size_t)count);
    for (int label = 0; label < EINSUM_LABELS; label++) {
        bool used = false;
        for (int k = 0; k < sum->count && !used; k++)
            used = find_label(&sum->terms[k], (uint8_t)label) >= 0;
        if (used && find_label(sum->out, (uint8_t)label) < 0) order[count++] = (uint8_t)label;
    }
    for (int k = 0; k < sum->count; k++) {
        size_t length = strlen(all);
        remapped_text(&sum->terms[k], count, order, all + length, TEXT - length);
    }
    size_t length = strlen(all);
    if (sum->out->array) remapped_text(sum->out, count, order, all + length, TEXT - length);
    return error_set(sum->graph->base, ERROR_VALUE,
                     "operands could not be broadcast together with remapped shapes "
                     "[original->remapped]: %s",
                     all);
}

static bool meet_extents(Sum *sum, const EinsumTerm *term) {
    for (int i = 0; i < term->ndim; i++) {
        int64_t extent = array_shape(term->array)[i], *known = &sum->extents[term->labels[i]];
        if (extent == 1) continue;
        if (*known != 1 && *known != extent) return false;
        *known = extent;
    }
    return true;
}

static ArrStatus find_extents(Sum *sum) {
    bool meet = true;
    for (int label = 0; label < EINSUM_LABELS; label++) sum->extents[label] = 1;
    for (int k = 0; k < sum->count && meet; k++) meet = meet_extents(sum, &sum->terms[k]);
    if (meet && sum->out->array) meet = meet_extents(sum, sum->out);
    return meet ? ARR_OK : broadcast_error(sum);
}

/* The term seen as the axes of labels[], all of extent 1 where it lacks them. */
static ArrStatus see_as(Graph *graph, const EinsumTerm *term, int count, const uint8_t *labels,
                        Array **result) {
    int64_t shape[ARR_MAX_NDIM], strides[ARR_MAX_NDIM];
    for (int i = 0; i < count; i++) {
        int axis = find_label(term, labels[i]);
        shape[i] = axis < 0 ? 1 : array_shape(term->array)[axis];
        strides[i] = axis < 0 ? 0 : array_strides(term->array)[axis];
    }
    return array_view(&graph->arrays, term->array, (ArrDtype)term->array->dtype,
                      term->array->offset, count, shape, strides, result);
}

static ArrStatus drop_ones(Graph *graph, EinsumTerm *term) {
    EinsumTerm rest = {.array = term->array};
    Array *view;
    for (int i = 0; i < term->ndim; i++)
        if (array_shape(term->array)[i] != 1) rest.labels[rest.ndim++] = term->labels[i];
    if (rest.ndim == term->ndim) return ARR_OK;
    ArrStatus status = see_as(graph, term, rest.ndim, rest.labels, &view);
    if (status) return status;
    replace(graph, term, view);
    term->ndim = rest.ndim;
    memcpy(term->labels, rest.labels, (size_t)rest.ndim);
    return ARR_OK;
}

/* --- sums and products ---------------------------------------------------------------- */

/* Sums the term over those of its labels that nobody wants. */
static ArrStatus sum_unwanted(Graph *graph, EinsumTerm *term, const LabelSet *wanted) {
    uint64_t axes = 0;
    ArrDtype dtype = (ArrDtype)term->array->dtype;
    Array *found;
    EinsumTerm rest = {0};
    for (int i = 0; i < term->ndim; i++)
        if (wanted->has[term->labels[i]]) rest.labels[rest.ndim++] = term->labels[i];
        else axes |= UINT64_C(1) << i;
    if (!axes) return ARR_OK;
    ReduceOp op = dtype == ARR_BOOL ? REDUCE_ANY : REDUCE_SUM;
    ArrStatus status = graph_reduce(graph, op, term->array, axes, false,
                                    dtype == ARR_BOOL ? -1 : (int)dtype, NULL, &found);
    if (status) return status;
    replace(graph, term, found);
    term->ndim = rest.ndim;
    memcpy(term->labels, rest.labels, (size_t)rest.ndim);
    return ARR_OK;
}

/* The labels of two terms by where they are and whether they are summed. */
typedef struct Split {
    int batch, left, right, summed; /* how many */
    uint8_t batches[ARR_MAX_NDIM], lefts[ARR_MAX_NDIM], rights[ARR_MAX_NDIM], sums[ARR_MAX_NDIM];
} Split;

static void split_labels(const EinsumTerm *a, const EinsumTerm *b, const LabelSet *wanted,
                         Split *split) {
    *split = (Split){0};
    for (int i = 0; i < a->ndim; i++) {
        uint8_t label = a->labels[i];
        if (find_label(b, label) < 0) split->lefts[split->left++] = label;
        else if (wanted->has[label]) split->batches[split->batch++] = label;
        else split->sums[split->summed++] = label;
    }
    for (int i = 0; i < b->ndim; i++)
        if (find_label(a, b->labels[i]) < 0) split->rights[split->right++] = b->labels[i];
}

/* All of a's labels, then those that only b has; a becomes the product. */
static ArrStatus multiply(Graph *graph, EinsumTerm *a, const EinsumTerm *b) {
    EinsumTerm all = *a;
    Array *left, *right = NULL, *found;
    for (int i = 0; i < b->ndim; i++)
        if (find_label(a, b->labels[i]) < 0) {
            if (all.ndim == ARR_MAX_NDIM)
                return error_set(graph->base, ERROR_VALUE,
                                 "too many subscripts in einsum: at most %d", ARR_MAX_NDIM);
            all.labels[all.ndim++] = b->labels[i];
        }
    ArrStatus status = see_as(graph, a, all.ndim, all.labels, &left);
    if (status) return status;
    status = see_as(graph, b, all.ndim, all.labels, &right);
    if (!status) {
        const Operand operands[2] = {operand_array(left), operand_array(right)};
        status = graph_elementwise(graph, OP_MULTIPLY, operands, NULL, -1, &found);
    }
    release(graph, left);
    release(graph, right);
    if (status) return status;
    replace(graph, a, found);
    a->ndim = all.ndim;
    memcpy(a->labels, all.labels, sizeof a->labels);
    return ARR_OK;
}

static int64_t extent_of(const Sum *sum, int count, const uint8_t *labels) {
    int64_t extent = 1; /* of parts of arrays: no overflow */
    for (int i = 0; i < count; i++) extent *= sum->extents[labels[i]];
    return extent;
}

/* The term as a stack of matrices: the batch's axes, then two groups each as one axis. */
static ArrStatus as_matrices(const Sum *sum, const EinsumTerm *term, const Split *split, int rows,
                             const uint8_t *row_labels, int columns, const uint8_t *column_labels,
                             Array **result) {
    uint8_t order[3 * ARR_MAX_NDIM];
    int64_t shape[ARR_MAX_NDIM + 2];
    int count = split->batch;
    Array *view;
    memcpy(order, split->batches, (size_t)split->batch);
    memcpy(order + count, row_labels, (size_t)rows);
    memcpy(order + count + rows, column_labels, (size_t)columns);
    ArrStatus status = see_as(sum->graph, term, count + rows + columns, order, &view);
    if (status) return status;
    for (int i = 0; i < count; i++) shape[i] = sum->extents[order[i]];
    shape[count] = extent_of(sum, rows, row_labels);
    shape[count + 1] = extent_of(sum, columns, column_labels);
    status = graph_reshape(sum->graph, view, count + 2, shape, result);
    release(sum->graph, view);
    return status;
}

/* a becomes the product of matrices: batch, left and right labels remain. */
static ArrStatus multiply_matrices(const Sum *sum, EinsumTerm *a, const EinsumTerm *b,
                                   const Split *split) {
    Array *left, *right = NULL, *product = NULL, *found;
    int64_t shape[ARR_MAX_NDIM];
    int count = split->batch + split->left + split->right;
    ArrStatus status =
        as_matrices(sum, a, split, split->left, split->lefts, split->summed, split->sums, &left);
    if (status) return status;
    status =
        as_matrices(sum, b, split, split->summed, split->sums, split->right, split->rights, &right);
    if (!status) status = graph_matmul(sum->graph, left, right, &product);
    release(sum->graph, left);
    release(sum->graph, right);
    if (status) return status;
    memcpy(a->labels, split->batches, (size_t)split->batch);
    memcpy(a->labels + split->batch, split->lefts, (size_t)split->left);
    memcpy(a->labels + split->batch + split->left, split->rights, (size_t)split->right);
    for (int i = 0; i < count; i++) shape[i] = sum->extents[a->labels[i]];
    status = graph_reshape(sum->graph, product, count, shape, &found);
    release(sum->graph, product);
    if (status) return status;
    replace(sum->graph, a, found);
    a->ndim = count;
    return ARR_OK;
}

/* a becomes its product with b, summed over what nobody wants. */
static ArrStatus contract(const Sum *sum, EinsumTerm *a, EinsumTerm *b, LabelSet *wanted) {
    Split split;
    LabelSet both = *wanted;
    for (int i = 0; i < b->ndim; i++) both.has[b->labels[i]] = true;
    ArrStatus status = sum_unwanted(sum->graph, a, &both);
    both = *wanted;
    for (int i = 0; i < a->ndim; i++) both.has[a->labels[i]] = true;
    if (!status) status = sum_unwanted(sum->graph, b, &both);
    if (status) return status;
    split_labels(a, b, wanted, &split);
    if (split.summed && (split.left || split.right) && split.batch + 2 <= ARR_MAX_NDIM)
        return multiply_matrices(sum, a, b, &split);
    status = multiply(sum->graph, a, b);
    return status ? status : sum_unwanted(sum->graph, a, wanted);
}

/* --- all of it -------------------------------------------------------------------------- */

/* The next term to multiply with: the first that shares a label, so that outer
 * products do not grow where none are asked for. */
static int next_term(const Sum *sum, const EinsumTerm *product) {
    int first = 0;
    for (int k = 1; k < sum->count; k++) {
        const EinsumTerm *term = &sum->terms[k];
        if (!term->array) continue;
        if (!first) first = k;
        for (int i = 0; i < term->ndim; i++)
            if (find_label(product, term->labels[i]) >= 0) return k;
    }
    return first;
}

/* What the result and the terms still to come have. */
static void find_wanted(const Sum *sum, LabelSet *wanted) {
    *wanted = (LabelSet){0};
    for (int i = 0; i < sum->out->ndim; i++) wanted->has[sum->out->labels[i]] = true;
    for (int k = 1; k < sum->count; k++)
        for (int i = 0; sum->terms[k].array && i < sum->terms[k].ndim; i++)
            wanted->has[sum->terms[k].labels[i]] = true;
}

static ArrStatus contract_all(Sum *sum) {
    EinsumTerm *product = &sum->terms[0];
    LabelSet wanted;
    for (int left = sum->count - 1; left > 0; left--) {
        int k = next_term(sum, product);
        EinsumTerm term = sum->terms[k];
        sum->terms[k].array = NULL;
        find_wanted(sum, &wanted);
        ArrStatus status = contract(sum, product, &term, &wanted);
        release(sum->graph, term.array);
        if (status) return status;
    }
    find_wanted(sum, &wanted);
    return sum_unwanted(sum->graph, product, &wanted);
}

/* The product in the order of out, axes of extent 1 restored; of no axes a scalar. */
static ArrStatus give(const Sum *sum, bool fresh, Array **result) {
    Array *view;
    ArrStatus status = see_as(sum->graph, &sum->terms[0], sum->out->ndim, sum->out->labels, &view);
    if (status || view->ndim > 0) {
        if (!status) *result = view;
        return status;
    }
    if (fresh) {
        view->scalar = true;
        *result = view;
        return ARR_OK;
    }
    status = graph_read_scalar(sum->graph, view, result);
    release(sum->graph, view);
    return status;
}

static bool is_summed(const Sum *sum) {
    for (int i = 0; i < sum->terms[0].ndim; i++)
        if (find_label(sum->out, sum->terms[0].labels[i]) < 0) return true;
    return false;
}

/* A sum over one element is a sum: no view of the operand. */
static ArrStatus own_sum(Graph *graph, Array **result) {
    Array *copy;
    ArrStatus status = graph_copy(graph, *result, (ArrDtype)(*result)->dtype, 'K', &copy);
    release(graph, *result);
    if (!status) *result = copy;
    return status;
}

/* NumPy adds the products to zeros: none is -0. */
static ArrStatus add_zeros(Graph *graph, Array **result) {
    Array *products = *result, *sums;
    if (dtype_info[products->dtype].kind < KIND_FLOAT) return ARR_OK;
    const Operand operands[2] = {
        operand_array(products),
        {.value = const_cast(const_float(0), (ArrDtype)products->dtype)}};
    ArrStatus status = graph_elementwise(graph, OP_ADD, operands, NULL, -1, &sums);
    if (!status) sums->scalar = products->scalar;
    release(graph, products);
    if (!status) *result = sums;
    return status;
}

ArrStatus graph_einsum(Graph *graph, int count, EinsumTerm *terms, const EinsumTerm *out,
                       Array **result) {
    Sum sum = {.graph = graph, .count = count, .terms = terms, .out = out};
    const Store *first = terms[0].array->store;
    uint8_t errors = graph->errors;
    ArrStatus status = ARR_OK;
    if (graph->name == FLOAT_NAME_OWN) graph->errors = 0; /* einsum is no ufunc: NumPy is silent */
    for (int k = 0; k < count && !status; k++) status = take_diagonal(&sum, k);
    if (!status) status = find_extents(&sum);
    bool summed = !status && count == 1 && is_summed(&sum);
    for (int k = 0; k < count && !status; k++) status = drop_ones(graph, &terms[k]);
    if (!status) status = contract_all(&sum);
    if (!status) status = give(&sum, terms[0].array->store != first, result);
    if (!status && summed && (*result)->store == first) status = own_sum(graph, result);
    if (!status && count > 1) status = add_zeros(graph, result);
    for (int k = 0; k < count; k++)
        if (terms[k].array) release(graph, terms[k].array);
    graph->errors = errors;
    return status;
}
