/* The only way from a device to the host. */
#include "executor.h"

enum { MOST_SITES = 64 }; /* places told apart */

const char *const pull_kind_name[PULL_KIND_COUNT] = {
#define X(id, name) name,
    PULL_KINDS(X)
#undef X
};

/* The place of the pull that is being made; NULL: it was not met before. */
static PullSite *find_site(Exec *exec, PullKind kind) {
    Span span = base_span(exec->base);
    for (int64_t i = exec->site_count - 1; i >= 0; i--) {
        PullSite *site = &exec->sites[i];
        if (site->span.start != span.start || site->span.source != span.source ||
            site->kind != kind)
            continue;
        return site;
    }
    return NULL;
}

/* Counts a pull by its place; what memory cannot hold is only counted by kind. */
static void note_pull(Exec *exec, PullKind kind) {
    PullSite *site = find_site(exec, kind);
    exec->stats.pulls[kind]++;
    if (site) site->count++;
    if (site || exec->site_count == MOST_SITES ||
        !heap_grow(&exec->base->heap, &exec->sites, &exec->site_capacity, exec->site_count + 1,
                   sizeof *exec->sites))
        return;
    exec->sites[exec->site_count++] = (PullSite){base_span(exec->base), kind, 1, 0};
}

static ArrStatus refuse_sync(Exec *exec, PullKind kind) {
    error_set(exec->base, ERROR_RUNTIME,
              "this would wait for an array's value (a %s), which --no-sync forbids",
              pull_kind_name[kind]);
    error_hint(exec->base, "keep it an array: where() instead of if, an array operation instead "
                           "of a number of Python");
    return ARR_ERROR;
}

/* Waits for a's value. */
static ArrStatus reach(Exec *exec, PullKind kind, Array *a) {
    if (exec->config.no_sync && kind != PULL_PRINT && kind != PULL_HOST)
        return refuse_sync(exec, kind);
    ArrStatus status = exec_flush_for(exec, a->store);
    if (status) return status;
    note_pull(exec, kind);
    exec->stats.bytes_pulled += a->size * array_itemsize(a);
    if (a->size == 0) return ARR_OK;
    if (a->store->failed || !a->store->buffer) return exec_tell_lost(exec, a->store);
    return ARR_OK;
}

static ArrStatus copy_out(Exec *exec, const Region *region, void *dst) {
    Device *device = exec->device;
    if (device->class->to_host(device, region, dst) == ARR_OK) return ARR_OK;
    if (device->class->failure)
        return error_set(exec->base, ERROR_RUNTIME, "%s", device->class->failure(device));
    return error_set(exec->base, ERROR_RUNTIME,
                     "the %s device computes nothing: no value can be read from it",
                     device->class->name);
}

static ArrStatus pull_now(Exec *exec, PullKind kind, Array *a, void *dst) {
    ArrStatus status = reach(exec, kind, a);
    if (status || a->size == 0) return status;
    Region region = {a->store->buffer, a->offset,        a->ndim,
                     array_shape(a),   array_strides(a), array_itemsize(a)};
    return copy_out(exec, &region, dst);
}

ArrStatus pull(Exec *exec, PullKind kind, Array *a, void *dst) {
    if (!exec->profile) return pull_now(exec, kind, a, dst);
    int64_t start = profile_clock();
    ArrStatus status = pull_now(exec, kind, a, dst);
    profile_add(exec->profile, PROFILE_PULL, pull_kind_name[kind], base_span(exec->base), start,
                a->size * array_itemsize(a));
    PullSite *site = find_site(exec, kind);
    if (site) site->waited += profile_clock() - start;
    return status;
}

ArrStatus pull_scalar(Exec *exec, PullKind kind, Array *a, ArrConst *value) {
    *value = (ArrConst){.dtype = (ArrDtype)a->dtype};
    return pull(exec, kind, a, value->bytes);
}

/* --- piece by piece ----------------------------------------------------------------- */

enum { PIECE = 1 << 20 }; /* bytes: what stays in the cache between copy and sink */

/* The axis whose entries are counted out into pieces: what lies behind it fits one. */
static int cut_axis(const Array *a, int64_t *entry) {
    int axis = a->ndim;
    *entry = array_itemsize(a);
    while (axis > 0 && *entry <= PIECE) {
        axis--;
        if (*entry * array_shape(a)[axis] > PIECE || axis == 0) return axis;
        *entry *= array_shape(a)[axis];
    }
    return axis;
}

static ArrStatus sink_rows(Exec *exec, Array *a, int axis, int64_t entry, char *bytes,
                           PullSink sink, void *user) {
    int64_t shape[ARR_MAX_NDIM], rows = array_shape(a)[axis], most = PIECE / entry, outer = 1;
    for (int i = 0; i < axis; i++) outer *= array_shape(a)[i];
    for (int i = axis; i < a->ndim; i++) shape[i - axis] = array_shape(a)[i];
    if (most < 1) most = 1;
    for (int64_t o = 0; o < outer; o++) {
        int64_t offset = a->offset, rest = o;
        for (int i = axis - 1; i >= 0; i--) {
            offset += rest % array_shape(a)[i] * array_strides(a)[i];
            rest /= array_shape(a)[i];
        }
        for (int64_t row = 0; row < rows; row += most) {
            shape[0] = rows - row < most ? rows - row : most;
            Region region = {a->store->buffer, offset + row * array_strides(a)[axis],
                             a->ndim - axis, shape, array_strides(a) + axis, array_itemsize(a)};
            ArrStatus status = copy_out(exec, &region, bytes);
            if (!status) status = sink(user, bytes, shape[0] * entry);
            if (status) return status;
        }
    }
    return ARR_OK;
}

ArrStatus pull_pieces(Exec *exec, PullKind kind, Array *a, PullSink sink, void *user) {
    Heap *heap = &exec->base->heap;
    int64_t entry;
    ArrStatus status = reach(exec, kind, a);
    if (status || a->size == 0) return status;
    char *bytes = heap_alloc(heap, PIECE);
    if (!bytes) return error_memory(exec->base, PIECE, "a piece of an array");
    if (a->ndim == 0) {
        Region region = {a->store->buffer, a->offset, 0, NULL, NULL, array_itemsize(a)};
        status = copy_out(exec, &region, bytes);
        if (!status) status = sink(user, bytes, array_itemsize(a));
    } else {
        int axis = cut_axis(a, &entry);
        status = sink_rows(exec, a, axis, entry, bytes, sink, user);
    }
    heap_free(heap, bytes, PIECE);
    return status;
}
