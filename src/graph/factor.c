/* Recording factorisations (see factor.h). */
#include "factor.h"

#include <string.h>

/* --- what there will be ---------------------------------------------------------- */

static bool is_complex(ArrDtype dtype) {
    return dtype_info[dtype].kind == KIND_COMPLEX;
}

/* Appends a part of shape rows x columns; -1: no such axis. */
static void add_part(FactorParts *parts, ArrDtype dtype, int64_t rows, int64_t columns) {
    FactorPart *part = &parts->part[parts->count++];
    *part = (FactorPart){.dtype = dtype};
    if (rows >= 0) part->shape[part->ndim++] = rows;
    if (columns >= 0) part->shape[part->ndim++] = columns;
}

static void qr_parts(FactorParts *parts, int64_t mode, ArrDtype dtype, int64_t m, int64_t n) {
    int64_t k = m < n ? m : n, rows = mode == QR_COMPLETE ? m : k;
    if (mode == QR_RAW) {
        add_part(parts, dtype, n, m);
        add_part(parts, dtype, k, -1);
        return;
    }
    if (mode != QR_R) add_part(parts, dtype, m, rows);
    add_part(parts, dtype, rows, n);
}

static void svd_parts(FactorParts *parts, int64_t mode, ArrDtype dtype, int64_t m, int64_t n) {
    int64_t k = m < n ? m : n;
    if (mode != SVD_VALUES) add_part(parts, dtype, m, mode == SVD_FULL ? m : k);
    add_part(parts, ARR_FLOAT64, k, -1);
    if (mode != SVD_VALUES) add_part(parts, dtype, mode == SVD_FULL ? n : k, n);
}

static void list_parts(FactorParts *parts, LibraryOp op, const ArrConst *constants, const Array *a,
                       const Array *b) {
    int64_t m = array_shape(a)[a->ndim - 2], n = array_shape(a)[a->ndim - 1];
    ArrDtype dtype = (ArrDtype)a->dtype;
    switch (op) {
    case LIBRARY_QR: qr_parts(parts, constants[0].i8, dtype, m, n); break;
    case LIBRARY_SVD: svd_parts(parts, constants[0].i8, dtype, m, n); break;
    case LIBRARY_EIGH:
        add_part(parts, ARR_FLOAT64, n, -1);
        if (constants[0].b) add_part(parts, dtype, n, n);
        break;
    case LIBRARY_EIG:
        add_part(parts, ARR_COMPLEX128, n, -1);
        if (constants[0].b) add_part(parts, ARR_COMPLEX128, n, n);
        break;
    case LIBRARY_SLOGDET:
        add_part(parts, dtype, -1, -1);
        add_part(parts, ARR_FLOAT64, -1, -1);
        break;
    default: /* LIBRARY_LSTSQ */
        add_part(parts, dtype, n, array_shape(b)[1]);
        add_part(parts, ARR_FLOAT64, array_shape(b)[1], -1);
        add_part(parts, ARR_INT32, -1, -1);
        add_part(parts, ARR_FLOAT64, m < n ? m : n, -1);
        break;
    }
}

ArrStatus factor_parts(Base *base, LibraryOp op, const ArrConst *constants, const Array *a,
                       const Array *b, FactorParts *parts) {
    int64_t shape[ARR_MAX_NDIM + 2];
    int stack = a->ndim - 2;
    memset(parts, 0, sizeof *parts);
    list_parts(parts, op, constants, a, b);
    memcpy(shape, array_shape(a), (size_t)stack * sizeof *shape);
    for (int i = 0; i < parts->count; i++) {
        FactorPart *part = &parts->part[i];
        memcpy(shape + stack, part->shape, (size_t)part->ndim * sizeof *shape);
        int64_t bytes = arr_nbytes(stack + part->ndim, shape, dtype_info[part->dtype].itemsize);
        part->offset = parts->nbytes;
        if (bytes < 0 || bytes > INT64_MAX / 2 - parts->nbytes)
            return array_memory_error(base, part->dtype, stack + part->ndim, shape, INT64_MAX);
        parts->nbytes += (bytes + 63) & ~(int64_t)63;
    }
    return ARR_OK;
}

/* --- views of it ------------------------------------------------------------------ */

/* The type that a part has for the program: narrow says that a was. */
static ArrDtype seen_dtype(ArrDtype dtype, bool narrow) {
    if (!narrow || dtype == ARR_INT32) return dtype;
    return is_complex(dtype) ? ARR_COMPLEX64 : ARR_FLOAT32;
}

/* The part as an array of its own look: a view, cast where it must be; a
 * scalar where one matrix gives one number. */
static ArrStatus see_part(Graph *graph, const FactorPart *part, const Array *store, const Array *a,
                          bool narrow, Array **result) {
    int64_t shape[ARR_MAX_NDIM + 2], strides[ARR_MAX_NDIM + 2];
    int ndim = a->ndim - 2 + part->ndim;
    ArrDtype dtype = seen_dtype(part->dtype, narrow);
    Array *view;
    memcpy(shape, array_shape(a), (size_t)(a->ndim - 2) * sizeof *shape);
    memcpy(shape + a->ndim - 2, part->shape, (size_t)part->ndim * sizeof *shape);
    int64_t stride = dtype_info[part->dtype].itemsize;
    for (int i = ndim - 1; i >= 0; i--) {
        strides[i] = stride;
        stride *= shape[i] ? shape[i] : 1;
    }
    ArrStatus status =
        array_view(&graph->arrays, store, part->dtype, part->offset, ndim, shape, strides, &view);
    if (status) return status;
    if (dtype == part->dtype && ndim > 0) {
        *result = view;
        return ARR_OK;
    }
    status = graph_copy(graph, view, dtype, 'K', result);
    if (!status) (*result)->scalar = ndim == 0;
    array_release(&graph->arrays, view);
    return status;
}

static ArrStatus see_parts(Graph *graph, const FactorParts *parts, const Array *store,
                           const Array *a, bool narrow, Array *results[FACTOR_PARTS]) {
    for (int i = 0; i < parts->count; i++) {
        ArrStatus status = see_part(graph, &parts->part[i], store, a, narrow, &results[i]);
        if (!status) continue;
        while (i-- > 0) array_release(&graph->arrays, results[i]);
        return status;
    }
    return ARR_OK;
}

/* --- recording --------------------------------------------------------------------- */

ArrStatus graph_check_matrix(Graph *graph, const Array *a, bool square) {
    const int64_t *shape = array_shape(a);
    if (a->ndim < 2)
        return error_set(graph->base, ERROR_LINALG,
                         "%d-dimensional array given. Array must be at least two-dimensional",
                         a->ndim);
    if (square && shape[a->ndim - 1] != shape[a->ndim - 2])
        return error_set(graph->base, ERROR_LINALG,
                         "Last 2 dimensions of the array must be square");
    return ARR_OK;
}

static ArrStatus cast(Graph *graph, Array *a, ArrDtype dtype, Array **result) {
    if (a->dtype != dtype) return graph_copy(graph, a, dtype, 'K', result);
    array_retain(*result = a);
    return ARR_OK;
}

static ArrStatus record(Graph *graph, LibraryOp op, const ArrConst *constants, Array *a, Array *b,
                        bool narrow, int *count, Array *results[FACTOR_PARTS]) {
    Array *const operands[2] = {a, b};
    FactorParts parts;
    Array *store;
    ArrStatus status = factor_parts(graph->base, op, constants, a, b, &parts);
    if (!status) status = array_new(&graph->arrays, ARR_UINT8, 1, &parts.nbytes, NULL, &store);
    if (status) return status;
    if (parts.nbytes > 0) status = graph_library(graph, op, b ? 2 : 1, operands, constants, store);
    if (!status) status = see_parts(graph, &parts, store, a, narrow, results);
    array_release(&graph->arrays, store);
    *count = parts.count;
    return status;
}

ArrStatus graph_factor(Graph *graph, LibraryOp op, const ArrConst *constants, Array *a, Array *b,
                       int *count, Array *results[FACTOR_PARTS]) {
    ArrDtype common =
        dtype_promote((ArrDtype)a->dtype, b ? (ArrDtype)b->dtype : (ArrDtype)a->dtype);
    bool narrow = a->dtype == ARR_FLOAT32 || a->dtype == ARR_COMPLEX64;
    if (b) narrow &= b->dtype == ARR_FLOAT32 || b->dtype == ARR_COMPLEX64;
    ArrDtype wide = is_complex(common) ? ARR_COMPLEX128 : ARR_FLOAT64;
    Array *left, *right = NULL;
    ArrStatus status = cast(graph, a, wide, &left);
    if (status) return status;
    if (b) status = cast(graph, b, wide, &right);
    if (!status) status = record(graph, op, constants, left, right, narrow, count, results);
    array_release(&graph->arrays, left);
    array_release(&graph->arrays, right);
    return status;
}
