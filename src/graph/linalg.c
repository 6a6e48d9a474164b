/* Recording np.linalg (see linalg.h). */
#include "linalg.h"

#include "factor.h"

#include <stdio.h>
#include <string.h>

static void release(Graph *graph, Array *a) {
    array_release(&graph->arrays, a);
}

/* --- operands ------------------------------------------------------------------ */

/* The type of a's results: bools and ints give float64. */
static ArrDtype inexact(const Array *a) {
    return dtype_info[a->dtype].kind >= KIND_FLOAT ? (ArrDtype)a->dtype : ARR_FLOAT64;
}

/* The type that is computed in. */
static ArrDtype wide(ArrDtype dtype) {
    return dtype_info[dtype].kind == KIND_COMPLEX ? ARR_COMPLEX128 : ARR_FLOAT64;
}

static ArrStatus cast(Graph *graph, Array *a, ArrDtype dtype, Array **result) {
    if (a->dtype != dtype) return graph_copy(graph, a, dtype, 'K', result);
    array_retain(*result = a);
    return ARR_OK;
}

/* found, which goes, as dtype; status is that of what made it. */
static ArrStatus give(Graph *graph, ArrStatus status, Array *found, ArrDtype dtype,
                      Array **result) {
    if (status) return status;
    status = cast(graph, found, dtype, result);
    if (!status) (*result)->scalar = found->scalar;
    release(graph, found);
    return status;
}

/* "(3,2,2)->(3,newaxis,newaxis)": the axes that matrices lend stand as newaxis. */
static const char *remapped_text(char *text, size_t size, const Array *a, int core) {
    char own[SHAPE_TEXT], batch[SHAPE_TEXT], axes[24] = "";
    int batches = a->ndim - core;
    shape_text(batch, batches, array_shape(a));
    batch[strcspn(batch, ")")] = 0;
    size_t length = strlen(batch);
    if (batches == 1 && length) batch[length - 1] = 0; /* the comma of (3,) */
    for (int i = 0; i < core; i++)
        snprintf(axes + strlen(axes), sizeof axes - strlen(axes), "%snewaxis",
                 i || batches ? "," : "");
    snprintf(text, size, "%s->%s%s)", shape_text(own, a->ndim, array_shape(a)), batch, axes);
    return text;
}

static ArrStatus batch_error(Graph *graph, const Array *a, const Array *b, int core,
                             const int64_t *inner) {
    enum { TEXT = 3 * SHAPE_TEXT };
    char from[TEXT], to[TEXT], requested[SHAPE_TEXT];
    return error_set(graph->base, ERROR_VALUE,
                     "operands could not be broadcast together with remapped shapes "
                     "[original->remapped]: %s %s  and requested shape %s",
                     remapped_text(from, sizeof from, a, 2), remapped_text(to, sizeof to, b, core),
                     shape_text(requested, core, inner));
}

/* The shape of a's and b's stacks of matrices, then b's last `core` axes. */
static ArrStatus solution_shape(Graph *graph, const Array *a, const Array *b, int core, int *ndim,
                                int64_t *shape) {
    const char *name = core == 1 ? "solve1" : "solve";
    const char *signature = core == 1 ? "(m,m),(m)->(m)" : "(m,m),(m,n)->(m,n)";
    if (b->ndim < core)
        return error_set(graph->base, ERROR_VALUE,
                         "%s: Input operand 1 does not have enough dimensions (has %d, gufunc core "
                         "with signature %s requires %d)",
                         name, b->ndim, signature, core);
    const int64_t *inner = array_shape(b) + b->ndim - core;
    int64_t n = array_shape(a)[a->ndim - 1];
    if (inner[0] != n)
        return error_set(graph->base, ERROR_VALUE,
                         "%s: Input operand 1 has a mismatch in its core dimension 0, with gufunc "
                         "signature %s (size %lld is different from %lld)",
                         name, signature, (long long)inner[0], (long long)n);
    *ndim = a->ndim - 2;
    memcpy(shape, array_shape(a), (size_t)*ndim * sizeof *shape);
    if (!shape_broadcast(ndim, shape, b->ndim - core, array_shape(b)))
        return batch_error(graph, a, b, core, inner);
    memcpy(shape + *ndim, inner, (size_t)core * sizeof *shape);
    *ndim += core;
    return ARR_OK;
}

/* A view of a with its stack stretched to the first `batches` extents of shape. */
static ArrStatus stretch(Graph *graph, Array *a, int batches, const int64_t *shape,
                         Array **result) {
    int64_t whole[ARR_MAX_NDIM];
    memcpy(whole, shape, (size_t)batches * sizeof *whole);
    memcpy(whole + batches, array_shape(a) + a->ndim - 2, 2 * sizeof *whole);
    return array_broadcast_to(&graph->arrays, a, batches + 2, whole, result);
}

/* --- solve ---------------------------------------------------------------------- */

/* Both of one type and rank. */
static ArrStatus record_solve(Graph *graph, Array *a, Array *b, bool quiet, int ndim,
                              const int64_t *shape, Array **result) {
    const ArrConst parameters[3] = {const_bool(quiet), const_int(0), const_int(0)};
    Array *const operands[2] = {a, b};
    Array *out;
    ArrStatus status = array_new(&graph->arrays, (ArrDtype)a->dtype, ndim, shape, NULL, &out);
    if (status) return status;
    status = graph_library(graph, LIBRARY_SOLVE, b ? 2 : 1, operands, parameters, out);
    if (status) release(graph, out);
    else *result = out;
    return status;
}

/* b as a stack of columns: a 1-D right side becomes one column. */
static ArrStatus right_side(Graph *graph, Array *b, ArrDtype dtype, int batches,
                            const int64_t *shape, Array **result) {
    const int64_t column[2] = {-1, 1};
    Array *own, *matrix;
    ArrStatus status = cast(graph, b, dtype, &own);
    if (status) return status;
    if (b->ndim == 1) status = graph_reshape(graph, own, 2, column, &matrix);
    else array_retain(matrix = own);
    release(graph, own);
    if (status) return status;
    status = stretch(graph, matrix, batches, shape, result);
    release(graph, matrix);
    return status;
}

/* *result is of the type that is computed in. */
static ArrStatus solve(Graph *graph, Array *a, Array *b, ArrDtype dtype, Array **result) {
    int ndim, core = b->ndim == 1 ? 1 : 2;
    int64_t shape[ARR_MAX_NDIM + 2];
    Array *own = NULL, *left = NULL, *right = NULL, *solution = NULL;
    ArrStatus status = solution_shape(graph, a, b, core, &ndim, shape);
    if (status) return status;
    shape[ndim] = 1; /* of the column that a 1-D right side becomes */
    status = cast(graph, a, dtype, &own);
    if (!status) status = stretch(graph, own, ndim - core, shape, &left);
    if (!status) status = right_side(graph, b, dtype, ndim - core, shape, &right);
    if (!status)
        status = record_solve(graph, left, right, false, ndim - core + 2, shape, &solution);
    if (!status) status = graph_reshape(graph, solution, ndim, shape, result);
    release(graph, own);
    release(graph, left);
    release(graph, right);
    release(graph, solution);
    return status;
}

static ArrStatus invert(Graph *graph, Array *a, ArrDtype dtype, bool quiet, Array **result) {
    Array *own;
    ArrStatus status = cast(graph, a, dtype, &own);
    if (status) return status;
    status = record_solve(graph, own, NULL, quiet, a->ndim, array_shape(a), result);
    release(graph, own);
    return status;
}

ArrStatus graph_solve(Graph *graph, Array *a, Array *b, Array **result) {
    Array *found = NULL;
    ArrDtype dtype = b ? dtype_promote(inexact(a), inexact(b)) : inexact(a);
    ArrStatus status = graph_check_matrix(graph, a, true);
    if (status) return status;
    status =
        b ? solve(graph, a, b, wide(dtype), &found) : invert(graph, a, wide(dtype), false, &found);
    return give(graph, status, found, dtype, result);
}

ArrStatus graph_inverse_or_nan(Graph *graph, Array *a, Array **result) {
    Array *found = NULL;
    ArrStatus status = graph_check_matrix(graph, a, true);
    if (!status) status = invert(graph, a, wide(inexact(a)), true, &found);
    return give(graph, status, found, inexact(a), result);
}

/* --- cholesky, det ---------------------------------------------------------------- */

/* A library op of one operand, which is cast first. */
static ArrStatus record_unary(Graph *graph, LibraryOp op, Array *a, const ArrConst *parameters,
                              int ndim, Array **result) {
    Array *own, *found = NULL;
    ArrDtype dtype = wide(inexact(a));
    ArrStatus status = cast(graph, a, dtype, &own);
    if (status) return status;
    Array *const operands[1] = {own};
    status = array_new(&graph->arrays, dtype, ndim, array_shape(a), NULL, &found);
    if (!status) {
        found->scalar = ndim == 0;
        status = graph_library(graph, op, 1, operands, parameters, found);
        if (status) release(graph, found);
    }
    release(graph, own);
    return give(graph, status, found, inexact(a), result);
}

ArrStatus graph_cholesky(Graph *graph, Array *a, bool upper, Array **result) {
    const ArrConst parameters[3] = {const_bool(upper), const_int(0), const_int(0)};
    ArrStatus status = graph_check_matrix(graph, a, true);
    if (status) return status;
    return record_unary(graph, LIBRARY_CHOLESKY, a, parameters, a->ndim, result);
}

ArrStatus graph_det(Graph *graph, Array *a, Array **result) {
    ArrStatus status = graph_check_matrix(graph, a, true);
    if (status) return status;
    if (array_shape(a)[a->ndim - 1] > 0)
        return record_unary(graph, LIBRARY_DET, a, NULL, a->ndim - 2, result);
    status = graph_full(graph, inexact(a), a->ndim - 2, array_shape(a), const_int(1), result);
    if (!status) (*result)->scalar = a->ndim == 2;
    return status;
}
