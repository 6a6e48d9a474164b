/* Recording Fourier transforms (see fft.h). */
#include "fft.h"

#include <string.h>

static ArrDtype result_dtype(int kind, ArrDtype dtype) {
    bool narrow = dtype == ARR_FLOAT32 || dtype == ARR_COMPLEX64;
    if (kind == FFT_TO_REAL) return narrow ? ARR_FLOAT32 : ARR_FLOAT64;
    return narrow ? ARR_COMPLEX64 : ARR_COMPLEX128;
}

/* a with the axis last, at most extent elements of it. */
static ArrStatus axis_last(Graph *graph, const Array *a, int axis, int64_t extent, Array **view) {
    int64_t shape[ARR_MAX_NDIM], strides[ARR_MAX_NDIM];
    int k = 0;
    for (int i = 0; i <= a->ndim; i++) {
        int from = i < a->ndim ? i : axis;
        if (i == axis) continue;
        shape[k] = array_shape(a)[from];
        strides[k++] = array_strides(a)[from];
    }
    if (shape[k - 1] > extent) shape[k - 1] = extent;
    return array_view(&graph->arrays, a, (ArrDtype)a->dtype, a->offset, k, shape, strides, view);
}

static ArrStatus record_fft(Graph *graph, int kind, const Array *a, int64_t n, int axis,
                            double scale, Array *out) {
    const ArrConst parameters[3] = {const_int(kind), const_int(n), const_float(scale)};
    Array *from, *to = NULL;
    int64_t used = kind == FFT_TO_REAL ? n / 2 + 1 : n;
    ArrStatus status = axis_last(graph, a, axis, used, &from);
    if (status) return status;
    status = axis_last(graph, out, axis, INT64_MAX, &to);
    if (!status) status = graph_library(graph, LIBRARY_FFT, 1, &from, parameters, to);
    array_release(&graph->arrays, from);
    array_release(&graph->arrays, to);
    return status;
}

ArrStatus graph_fft(Graph *graph, int kind, Array *a, int64_t n, int axis, double scale,
                    Array **result) {
    int64_t shape[ARR_MAX_NDIM];
    bool inexact = dtype_info[a->dtype].kind >= KIND_FLOAT;
    Array *own = a, *out = NULL;
    ArrStatus status = ARR_OK;
    if (inexact) array_retain(a);
    else status = graph_copy(graph, a, ARR_FLOAT64, 'K', &own);
    if (status) return status;
    memcpy(shape, array_shape(a), (size_t)a->ndim * sizeof *shape);
    shape[axis] = kind == FFT_FROM_REAL ? n / 2 + 1 : n;
    status = array_new(&graph->arrays, result_dtype(kind, (ArrDtype)own->dtype), a->ndim, shape,
                       NULL, &out);
    if (!status && out->size > 0) status = record_fft(graph, kind, own, n, axis, scale, out);
    array_release(&graph->arrays, own);
    if (status) array_release(&graph->arrays, out);
    else *result = out;
    return status;
}
