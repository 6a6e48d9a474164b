/* The only way from a device to the host. */
#include "executor.h"

ArrStatus pull(Exec *exec, PullKind kind, Array *a, void *dst) {
    Device *device = exec->device;
    ArrStatus status = exec_flush_for(exec, a->store);
    if (status) return status;
    exec->stats.pulls[kind]++;
    exec->stats.bytes_pulled += a->size * array_itemsize(a);
    if (a->size == 0) return ARR_OK;
    if (a->store->failed || !a->store->buffer)
        return error_set(exec->base, ERROR_RUNTIME,
                         "this array has no value: the work that should have made it failed");
    Region region = {a->store->buffer, a->offset,        a->ndim,
                     array_shape(a),   array_strides(a), array_itemsize(a)};
    status = device->class->to_host(device, &region, dst);
    if (!status) return ARR_OK;
    return error_set(exec->base, ERROR_RUNTIME,
                     "the %s device computes nothing: no value can be read from it",
                     device->class->name);
}

ArrStatus pull_scalar(Exec *exec, PullKind kind, Array *a, ArrConst *value) {
    *value = (ArrConst){.dtype = (ArrDtype)a->dtype};
    return pull(exec, kind, a, value->bytes);
}
