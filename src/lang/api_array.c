/* Arrays in and out of an interpreter (see arr.h): the only public functions
 * that read or write the host's memory. */
#include "api.h"

#include <string.h>

/* --- what a value is ---------------------------------------------------------- */

static ArrKind kind_of(Value v) {
    switch (v.kind) {
    case VALUE_NONE: return ARR_KIND_NONE;
    case VALUE_BOOL: return ARR_KIND_BOOL;
    case VALUE_INT:
    case VALUE_BIGINT: return ARR_KIND_INT;
    case VALUE_FLOAT: return ARR_KIND_FLOAT;
    case VALUE_COMPLEX: return ARR_KIND_COMPLEX;
    case VALUE_STRING: return ARR_KIND_STRING;
    case VALUE_ARRAY: return v.array->scalar ? ARR_KIND_SCALAR : ARR_KIND_ARRAY;
    default: return ARR_KIND_OTHER;
    }
}

static void describe(Value v, ArrInfo *info) {
    *info = (ArrInfo){.kind = kind_of(v)};
    if (v.kind != VALUE_ARRAY) return;
    const Array *a = v.array;
    info->dtype = (ArrDtype)a->dtype;
    info->ndim = a->ndim;
    memcpy(info->shape, array_shape(a), a->ndim * sizeof *info->shape);
    info->size = a->size;
    info->nbytes = arr_nbytes(a->ndim, array_shape(a), array_itemsize(a));
}

ArrStatus arr_value_info(ArrState *state, const char *expression, ArrInfo *info) {
    Value v;
    ArrStatus status = api_enter(state);
    if (status) return status;
    if (!info) return api_leave(state, api_misuse(state, "info is NULL"));
    status = api_evaluate(state, expression, &v);
    if (status) return api_leave(state, status);
    describe(v, info);
    value_release(state, v);
    return api_leave(state, ARR_OK);
}

/* --- the host's memory --------------------------------------------------------- */

/* Of the parts that float complex and double complex are made of. */
static int64_t alignment_of(ArrDtype dtype) {
    int64_t itemsize = dtype_info[dtype].itemsize;
    return dtype_info[dtype].kind == KIND_COMPLEX ? itemsize / 2 : itemsize;
}

static ArrStatus check_alignment(ArrState *state, const ArrMemory *memory) {
    int64_t alignment = alignment_of(memory->dtype);
    bool aligned = (uintptr_t)memory->data % (uintptr_t)alignment == 0;
    for (int i = 0; memory->strides && i < memory->ndim; i++)
        aligned = aligned && memory->strides[i] % alignment == 0;
    if (aligned) return ARR_OK;
    return api_misuse(state, "data and strides of %s must be multiples of %d",
                      dtype_info[memory->dtype].name, (int)alignment);
}

/* What can be said of the description alone; *size: elements. */
static ArrStatus check_memory(ArrState *state, const ArrMemory *memory, int64_t *size) {
    if (!memory) return api_misuse(state, "memory is NULL");
    if ((unsigned)memory->dtype >= ARR_DTYPE_COUNT)
        return api_misuse(state, "%d is no dtype", (int)memory->dtype);
    if (memory->ndim < 0 || memory->ndim > ARR_MAX_NDIM)
        return api_misuse(state, "an array has 0 to %d axes, not %d", ARR_MAX_NDIM, memory->ndim);
    if (memory->ndim > 0 && !memory->shape) return api_misuse(state, "shape is NULL");
    for (int i = 0; i < memory->ndim; i++)
        if (memory->shape[i] < 0)
            return error_set(&state->base, ERROR_VALUE, "negative dimensions are not allowed");
    int64_t itemsize = dtype_info[memory->dtype].itemsize;
    int64_t nbytes = arr_nbytes(memory->ndim, memory->shape, itemsize);
    if (nbytes < 0)
        return error_set(&state->base, ERROR_VALUE, "the array is larger than an int64 can tell");
    *size = nbytes / itemsize;
    if (*size > 0 && !memory->data) return api_misuse(state, "data is NULL");
    return ARR_OK;
}

/* The strides, or in room[] those of C order. */
static const int64_t *strides_of(const ArrMemory *memory, int64_t room[ARR_MAX_NDIM]) {
    if (memory->strides) return memory->strides;
    int64_t stride = dtype_info[memory->dtype].itemsize;
    for (int i = memory->ndim - 1; i >= 0; i--) {
        room[i] = stride;
        stride *= memory->shape[i];
    }
    return room;
}

static bool is_dense(const ArrMemory *memory, const int64_t *strides) {
    int64_t stride = dtype_info[memory->dtype].itemsize;
    for (int i = memory->ndim - 1; i >= 0; i--) {
        if (memory->shape[i] != 1 && strides[i] != stride) return false;
        stride *= memory->shape[i];
    }
    return true;
}

/* --- copies -------------------------------------------------------------------- */

/* *low..*high: the bytes of all elements, counted from element [0,...,0]. */
static bool byte_range(const ArrMemory *memory, const int64_t *strides, int64_t *low,
                       int64_t *high) {
    *low = 0;
    *high = dtype_info[memory->dtype].itemsize;
    for (int i = 0; i < memory->ndim; i++) {
        int64_t reach, *end = strides[i] < 0 ? low : high;
        if (__builtin_mul_overflow(memory->shape[i] - 1, strides[i], &reach) ||
            __builtin_add_overflow(*end, reach, end))
            return false;
    }
    int64_t span;
    uintptr_t start = (uintptr_t)memory->data + (uintptr_t)*low, end;
    return !__builtin_sub_overflow(*high, *low, &span) &&
           (*low < 0 ? start < (uintptr_t)memory->data : true) &&
           !__builtin_add_overflow(start, (uintptr_t)span, &end);
}

/* The elements one after another in C order. */
static void gather(char *dst, const ArrMemory *memory, const int64_t *strides, int64_t size) {
    int64_t index[ARR_MAX_NDIM] = {0}, offset = 0;
    size_t itemsize = dtype_info[memory->dtype].itemsize;
    for (int64_t n = 0; n < size; n++, dst += itemsize) {
        memcpy(dst, (const char *)memory->data + offset, itemsize);
        for (int i = memory->ndim - 1; i >= 0; i--) {
            offset += strides[i];
            if (++index[i] < memory->shape[i]) break;
            offset -= memory->shape[i] * strides[i];
            index[i] = 0;
        }
    }
}

static ArrStatus copy_gathered(ArrState *state, const ArrMemory *memory, const int64_t *strides,
                               int64_t size, Array **result) {
    Heap *heap = &state->base.heap;
    int64_t nbytes = arr_nbytes(1, &size, dtype_info[memory->dtype].itemsize);
    char *dense = heap_alloc(heap, (size_t)nbytes);
    if (!dense) return error_memory(&state->base, nbytes, "a copy of the host's memory");
    gather(dense, memory, strides, size);
    ArrStatus status =
        graph_from_host(&state->graph, memory->dtype, memory->ndim, memory->shape, dense, result);
    heap_free(heap, dense, (size_t)nbytes);
    return status;
}

static ArrStatus copy_in(ArrState *state, const ArrMemory *memory, Array **result) {
    int64_t size, room[ARR_MAX_NDIM], low, high;
    ArrStatus status = check_memory(state, memory, &size);
    if (status) return status;
    const int64_t *strides = strides_of(memory, room);
    if (size == 0 || is_dense(memory, strides))
        return graph_from_host(&state->graph, memory->dtype, memory->ndim, memory->shape,
                               memory->data, result);
    if (!byte_range(memory, strides, &low, &high))
        return api_misuse(state, "the strides lead out of the address space");
    return copy_gathered(state, memory, strides, size, result);
}

ArrStatus arr_array_set_copy(ArrState *state, const char *name, const ArrMemory *memory) {
    int32_t slot;
    Array *a;
    ArrStatus status = api_enter(state);
    if (status) return status;
    status = api_variable(state, name, &slot);
    if (!status) status = copy_in(state, memory, &a);
    if (!status) status = api_bind(state, name, value_array(a));
    return api_leave(state, status);
}

static ArrStatus check_match(ArrState *state, const ArrMemory *memory, Value v) {
    char has[SHAPE_TEXT], wants[SHAPE_TEXT];
    if (v.kind != VALUE_ARRAY)
        return error_set(&state->base, ERROR_TYPE, "'%s' object is not an array",
                         value_type_name(v));
    const Array *a = v.array;
    if (a->dtype != memory->dtype)
        return error_set(&state->base, ERROR_TYPE, "the array has dtype %s, the host's memory %s",
                         dtype_info[a->dtype].name, dtype_info[memory->dtype].name);
    if (a->ndim == memory->ndim && (a->ndim == 0 || memcmp(array_shape(a), memory->shape,
                                                           a->ndim * sizeof *memory->shape) == 0))
        return ARR_OK;
    return error_set(&state->base, ERROR_VALUE, "the array has shape %s, the host's memory %s",
                     shape_tuple_text(has, a->ndim, array_shape(a)),
                     shape_tuple_text(wants, memory->ndim, memory->shape));
}

ArrStatus arr_array_get_copy(ArrState *state, const char *expression, const ArrMemory *memory) {
    int64_t size;
    Value v;
    ArrStatus status = api_enter(state);
    if (status) return status;
    status = check_memory(state, memory, &size);
    if (!status && memory->strides) status = api_misuse(state, "strides must be NULL");
    if (!status) status = api_evaluate(state, expression, &v);
    if (status) return api_leave(state, status);
    status = check_match(state, memory, v);
    if (!status) status = pull(state->exec, PULL_HOST, v.array, memory->data);
    value_release(state, v);
    return api_leave(state, status);
}

/* --- borrowed memory ------------------------------------------------------------ */

/* The store that dies when the variable is rebound, or NULL. */
static const Store *leaving_store(const Value *variable) {
    if (variable->kind != VALUE_ARRAY) return NULL;
    const Array *a = variable->array;
    return a->language_refs == 1 && a->pending_refs == 0 && a->store->arrays == 1 ? a->store : NULL;
}

/* A view of a store that will be the bytes span long from the lowest one on. */
static ArrStatus new_view(ArrState *state, const ArrMemory *memory, const int64_t *strides,
                          int64_t low, int64_t span, Array **result) {
    ArrayPool *pool = &state->graph.arrays;
    const int64_t *shape = memory->ndim ? memory->shape : &span; /* not NULL */
    Array *bytes;
    ArrStatus status = array_new(pool, ARR_UINT8, 1, &span, NULL, &bytes);
    if (status) return status;
    status = array_view(pool, bytes, memory->dtype, -low, memory->ndim, shape, strides, result);
    array_release(pool, bytes);
    return status;
}

static ArrStatus lend(ArrState *state, const ArrMemory *memory, const HostMemory *host,
                      const Value *variable, Array **result) {
    int64_t room[ARR_MAX_NDIM], low, high;
    const int64_t *strides = strides_of(memory, room);
    if (!byte_range(memory, strides, &low, &high))
        return api_misuse(state, "the strides lead out of the address space");
    Array *a;
    ArrStatus status = new_view(state, memory, strides, low, high - low, &a);
    if (status) return status;
    a->read_only = !host->writable;
    if (host->writable && array_coverage(a) == COVERS_UNKNOWN)
        status = error_set(&state->base, ERROR_VALUE, "elements of writable memory overlap");
    HostMemory whole = *host;
    whole.low = (char *)memory->data + low;
    if (!status) status = exec_borrow(state->exec, a->store, &whole, leaving_store(variable));
    if (status) array_release(&state->graph.arrays, a);
    else *result = a;
    return status;
}

static ArrStatus borrow(ArrState *state, const char *name, const ArrMemory *memory,
                        const HostMemory *host) {
    int64_t size;
    int32_t slot;
    Array *a;
    ArrStatus status = check_memory(state, memory, &size);
    if (!status) status = check_alignment(state, memory);
    if (!status) status = api_variable(state, name, &slot);
    if (status) return status;
    if (size == 0) { /* there is nothing to share */
        status =
            graph_from_host(&state->graph, memory->dtype, memory->ndim, memory->shape, NULL, &a);
        if (!status && host->release) host->release(host->user, memory->data);
    } else {
        status = lend(state, memory, host, &state->globals.slots[slot].value, &a);
    }
    return status ? status : api_bind(state, name, value_array(a));
}

ArrStatus arr_array_set_borrow(ArrState *state, const char *name, const ArrMemory *memory,
                               bool writable, ArrReleaseFn release, void *user) {
    ArrStatus status = api_enter(state);
    if (status) return status;
    HostMemory host = {.data = memory ? memory->data : NULL,
                       .writable = writable,
                       .release = release,
                       .user = user};
    return api_leave(state, borrow(state, name, memory, &host));
}
