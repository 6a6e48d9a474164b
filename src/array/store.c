/* Stores, arrays and their two kinds of references (see array.h). */
#include "array.h"

#include "../base/schedule.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SMALL_NDIM = 4 }; /* arrays up to this rank share one block size and are recycled */

static const int64_t largest_store = (int64_t)1 << 47;

void array_pool_init(ArrayPool *pool, Base *base) {
    *pool = (ArrayPool){.base = base};
}

static size_t array_bytes(int ndim) {
    int room = ndim < SMALL_NDIM ? SMALL_NDIM : ndim;
    return sizeof(Array) + (size_t)room * 2 * sizeof(int64_t);
}

void array_pool_free(ArrayPool *pool) {
    while (pool->free_arrays) {
        Array *next = (Array *)(void *)pool->free_arrays->store;
        heap_free(&pool->base->heap, pool->free_arrays, array_bytes(SMALL_NDIM));
        pool->free_arrays = next;
    }
    while (pool->free_stores) {
        Store *next = pool->free_stores->next;
        heap_free(&pool->base->heap, pool->free_stores, sizeof(Store));
        pool->free_stores = next;
    }
}

static Store *store_new(ArrayPool *pool, int64_t nbytes) {
    Store *store = pool->free_stores;
    if (store)
        pool->free_stores = store->next;
    else if (!(store = heap_alloc(&pool->base->heap, sizeof *store)))
        return NULL;
    *store = (Store){.nbytes = nbytes, .version = ++pool->versions, .plan_id = -1, .stage_id = -1,
                     .made = base_span(pool->base), .next = pool->stores};
    if (pool->stores) pool->stores->previous = store;
    return pool->stores = store;
}

static void store_free(ArrayPool *pool, Store *store) {
    if (store->buffer) pool->buffer_free(pool->user, store->buffer);
    if (store->next) store->next->previous = store->previous;
    if (store->previous)
        store->previous->next = store->next;
    else
        pool->stores = store->next;
    if (!SCHEDULE_RECYCLES) {
        heap_free(&pool->base->heap, store, sizeof *store);
        return;
    }
    store->next = pool->free_stores;
    pool->free_stores = store;
}

/* An array without references over store; NULL when memory is short. */
static Array *array_alloc(ArrayPool *pool, Store *store, ArrDtype dtype, int ndim) {
    Array *a = ndim <= SMALL_NDIM ? pool->free_arrays : NULL;
    if (a)
        pool->free_arrays = (Array *)(void *)a->store;
    else if (!(a = heap_alloc(&pool->base->heap, array_bytes(ndim))))
        return NULL;
    *a = (Array){.store = store, .dtype = (uint8_t)dtype, .ndim = (uint8_t)ndim, .plan_view = -1};
    store->arrays++;
    array_retain(a);
    return a;
}

static void array_free(ArrayPool *pool, Array *a) {
    if (--a->store->arrays == 0) store_free(pool, a->store);
    if (a->ndim > SMALL_NDIM || !SCHEDULE_RECYCLES) {
        heap_free(&pool->base->heap, a, array_bytes(a->ndim));
        return;
    }
    a->store = (Store *)(void *)pool->free_arrays;
    pool->free_arrays = a;
}

void array_retain(Array *a) {
    if (a->language_refs++ == 0) a->store->visible++;
}

void array_release(ArrayPool *pool, Array *a) {
    if (!a || --a->language_refs > 0) return;
    a->store->visible--;
    if (a->pending_refs == 0) array_free(pool, a);
}

void array_retain_pending(Array *a) {
    a->pending_refs++;
    a->store->pending++;
}

void array_retire(ArrayPool *pool, Array *a) {
    if (--a->pending_refs == 0 && a->language_refs == 0) array_free(pool, a);
}

ArrStatus array_memory_error(Base *base, ArrDtype dtype, int ndim, const int64_t *shape,
                             int64_t nbytes) {
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double size = (double)nbytes;
    int unit = 0;
    for (; rint(size) >= 1024; unit++) size /= 1024;
    char text[SHAPE_TEXT], amount[32]; /* three digits, or all of four */
    snprintf(amount, sizeof amount, unit == 0 ? "%.0f" : rint(size) < 1000 ? "%#.3g" : "%#.0f",
             size);
    return error_set(base, ERROR_MEMORY,
                     "Unable to allocate %s %s for an array with shape %s and data type %s", amount,
                     units[unit], shape_tuple_text(text, ndim, shape), dtype_info[dtype].name);
}

ArrStatus array_new(ArrayPool *pool, ArrDtype dtype, int ndim, const int64_t *shape,
                    const uint8_t *order, Array **out) {
    for (int i = 0; i < ndim; i++)
        if (shape[i] < 0)
            return error_set(pool->base, ERROR_VALUE, "negative dimensions are not allowed");
    int64_t nbytes = arr_nbytes(ndim, shape, dtype_info[dtype].itemsize);
    if (nbytes < 0)
        return error_set(pool->base, ERROR_VALUE,
                         "array is too big; `arr.size * arr.dtype.itemsize` is larger than the "
                         "maximum possible size.");
    if (nbytes > largest_store) return array_memory_error(pool->base, dtype, ndim, shape, nbytes);
    Store *store = store_new(pool, nbytes);
    Array *a = store ? array_alloc(pool, store, dtype, ndim) : NULL;
    if (!a) {
        if (store) store_free(pool, store);
        return error_memory(pool->base, (int64_t)array_bytes(ndim), "an array");
    }
    int64_t stride = dtype_info[dtype].itemsize;
    for (int i = ndim - 1; i >= 0; i--) {
        int axis = order ? order[i] : i;
        a->dims[axis] = shape[axis];
        a->dims[ndim + axis] = stride;
        if (shape[axis] > 0) stride *= shape[axis];
    }
    a->size = nbytes / dtype_info[dtype].itemsize;
    *out = a;
    return ARR_OK;
}

ArrStatus array_view(ArrayPool *pool, const Array *a, ArrDtype dtype, int64_t offset, int ndim,
                     const int64_t *shape, const int64_t *strides, Array **out) {
    Array *view = array_alloc(pool, a->store, dtype, ndim);
    if (!view) return error_memory(pool->base, (int64_t)array_bytes(ndim), "an array");
    view->offset = offset;
    view->read_only = a->read_only;
    memcpy(view->dims, shape, (size_t)ndim * sizeof *shape);
    memcpy(view->dims + ndim, strides, (size_t)ndim * sizeof *strides);
    view->size = arr_nbytes(ndim, shape, 1);
    *out = view;
    return ARR_OK;
}

ArrStatus array_become(ArrayPool *pool, Array *a, const Array *view) {
    if (array_bytes(a->ndim) != array_bytes(view->ndim))
        return error_set(pool->base, ERROR_NOT_IMPLEMENTED,
                         "setting the shape of an array from %d to %d axes is not in arr yet",
                         a->ndim, view->ndim);
    memcpy(a->dims, view->dims, (size_t)view->ndim * 2 * sizeof *a->dims);
    a->ndim = view->ndim;
    return ARR_OK;
}
